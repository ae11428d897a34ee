// SPDX-License-Identifier: AGPL-3.0-or-later
/* What does not fit in the numbers of a unit and a period: values nobody gave, values that wait,
 * values that contradict each other. See check_far.c for those far from others. */
#include "stat/stat_check_int.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>

enum { NAMES_SHOWN = 6, MOST = 200 };

void stat_checks_add(struct checks *k, struct stat_check c)
{
    if (k->n == k->cap) {
        size_t cap = k->cap ? k->cap * 2 : 32;
        struct stat_check *v = NEW_N(k->act->a, struct stat_check, cap);
        if (k->n)
            memcpy(v, k->v, k->n * sizeof *v);
        k->v = v;
        k->cap = cap;
    }
    k->v[k->n++] = c;
}

const char *stat_checks_unit(struct checks *k, const struct unit *u)
{
    (void)k;
    return u ? u->name : "Cả nước";
}

const char *stat_checks_number(struct checks *k, double v, int decimals)
{
    return text_format_real(k->act->a, v, v == floor(v) && decimals < 0 ? 0 : decimals);
}

/* ---- who gave nothing ------------------------------------------------------------------------ */

struct tally {
    int of, missing, waiting;
    struct buf names_missing, names_waiting;
};

static void name_one(struct buf *b, int nth, const struct unit *u)
{
    if (nth < NAMES_SHOWN)
        buf_printf(b, "%s%s", nth ? ", " : "", u ? u->short_name : "");
    else if (nth == NAMES_SHOWN)
        buf_puts(b, "…");
}

static void tally_cells(const struct stat_cells *c, struct tally *t)
{
    for (size_t i = 0; i < c->n; i++) {
        t->of++;
        if (!c->v[i].known)
            name_one(&t->names_missing, t->missing++, c->v[i].unit);
        else if (c->v[i].origin & STAT_PENDING)
            name_one(&t->names_waiting, t->waiting++, c->v[i].unit);
    }
}

static void say_tally(
    struct checks *k, const struct measure *m, const struct unit *whole, const struct tally *t)
{
    struct arena *a = k->act->a;
    const char *when = period_label(a, &k->ask->period);
    struct stat_check c = {.unit = whole, .measure = m, .value = NAN, .other = NAN, .of = t->of};
    if (t->missing) {
        c.kind = CHECK_MISSING;
        c.units = t->missing;
        c.text = t->of == 1 ? arena_printf(a, "%s chưa có số liệu “%s” %s",
                                  stat_checks_unit(k, whole), m->label.vi, when)
                            : arena_printf(a, "%d trong %d đơn vị chưa có số liệu “%s” %s: %s",
                                  t->missing, t->of, m->label.vi, when, t->names_missing.p);
        stat_checks_add(k, c);
    }
    if (t->waiting) {
        c.kind = CHECK_WAITING;
        c.units = t->waiting;
        c.text = t->of == 1 ? arena_printf(a, "Số liệu “%s” %s của %s chưa được duyệt", m->label.vi,
                                  when, stat_checks_unit(k, whole))
                            : arena_printf(a, "%d đơn vị có số liệu “%s” %s chưa được duyệt: %s",
                                  t->waiting, m->label.vi, when, t->names_waiting.p);
        stat_checks_add(k, c);
    }
}

/* A yearly number is not owed for nine months. */
static bool is_owed(const struct checks *k, const struct measure *m)
{
    enum period_kind every = PERIOD_YEAR;
    if (m->every)
        period_kind_of(m->every, &every);
    return every <= k->ask->period.kind;
}

static bool at_commune(const struct measure *m)
{
    return !m->level || streq(m->level, "xa");
}

static enum err check_missing(struct checks *k, const struct measure *m, const struct unit *whole)
{
    struct tally t = {
        .names_missing = buf_in(k->act->a, 2000), .names_waiting = buf_in(k->act->a, 2000)};
    struct stat_cells c;
    bool by_commune = at_commune(m) && k->below.level == UNIT_COMMUNE;
    bool of_province = !at_commune(m) && whole && whole->level == UNIT_COMMUNE;
    if (of_province || !is_owed(k, m))
        return OK;
    TRY(stat_entered(k->act, m, by_commune ? &k->below : &k->whole, &c));
    tally_cells(&c, &t);
    say_tally(k, m, whole, &t);
    return OK;
}

/* ---- contradictions -------------------------------------------------------------------------- */

static void contradict(struct checks *k, const struct unit *u, const struct measure *m,
    const double v[2], const char *text)
{
    stat_checks_add(k, (struct stat_check){.kind = CHECK_CONTRADICTION,
                           .grave = true,
                           .unit = u,
                           .measure = m,
                           .value = v[0],
                           .other = v[1],
                           .text = text});
}

/* All codes of a dimension and the total, both given, and not the same. */
static void check_codes(struct checks *k, struct entered *e, size_t at, const struct dimension *d)
{
    struct arena *a = k->act->a;
    const char *period = e->period.id;
    struct fact total = stat_entered_total(e, at, period), sum = stat_entered_sum(e, at, d, period);
    if (!total.origin || !sum.origin || fabs(total.value - sum.value) < 1e-6)
        return;
    const struct speaker *s = &e->source[at];
    const struct unit *u = *s->unit ? unit_find(k->act->units, s->unit, s->day) : NULL;
    contradict(k, u, e->m, (double[]){total.value, sum.value},
        arena_printf(a, "%s: “%s” tổng số %s khác tổng theo %s %s", stat_checks_unit(k, u),
            e->m->label.vi, stat_checks_number(k, total.value, -1), d->label.vi,
            stat_checks_number(k, sum.value, -1)));
}

/* What the unit says of itself, and what those below it say together. */
static void check_total(struct checks *k, struct entered *e, const struct unit *whole, int32_t map)
{
    struct stat_cell own, below;
    stat_entered_both(e, whole, map, &own, &below);
    bool all = below.known && below.said == below.asked && below.asked > 0;
    if (!own.known || !all || fabs(own.value - below.value) < 0.5)
        return;
    contradict(k, whole, e->m, (double[]){own.value, below.value},
        arena_printf(k->act->a, "%s: “%s” tự báo %s khác tổng các đơn vị %s",
            stat_checks_unit(k, whole), e->m->label.vi, stat_checks_number(k, own.value, -1),
            stat_checks_number(k, below.value, -1)));
}

static bool is_within(struct checks *k, const struct speaker *s)
{
    return unit_within_later(
        k->act->units, s->unit, s->day, k->whole.unit, stat_value_today(k->act));
}

static enum err check_contradictions(
    struct checks *k, const struct measure *m, const struct stat_frame *f)
{
    struct entered e;
    TRY(stat_entered_open(&e, k->act, m, &k->whole, f));
    for (size_t i = 0; i < e.nsource; i++)
        for (size_t d = 0; d < m->nby && is_within(k, &e.source[i]); d++)
            if (!m->by[d]->many)
                check_codes(k, &e, i, m->by[d]);
    if (m->kind != MEASURE_RATE && k->below.level != UNIT_ANY && at_commune(m))
        check_total(k, &e, f->whole, f->map);
    return OK;
}

/* A share of more than all. */
static void check_share(struct checks *k, const struct indicator *i, const struct stat_values *v)
{
    for (size_t n = 0; n < v->n && !i->over; n++) {
        const struct stat_value *x = &v->v[n];
        if (!x->known || !(x->num > x->den) || !(x->den >= 0) || i->factor < 99 ||
            i->factor > 101 || !streq(i->unit.vi, "%"))
            continue;
        stat_checks_add(
            k, (struct stat_check){.kind = CHECK_CONTRADICTION,
                   .grave = true,
                   .unit = x->unit,
                   .indicator = i,
                   .value = x->num,
                   .other = x->den,
                   .text = arena_printf(k->act->a, "%s: “%s” có tử số %s lớn hơn mẫu số %s",
                       stat_checks_unit(k, x->unit), i->label.vi, stat_checks_number(k, x->num, -1),
                       stat_checks_number(k, x->den, -1))});
    }
}

static enum err check_shares(struct checks *k)
{
    size_t n = k->ask->nindicators;
    struct stat_values *v = NEW_N(k->act->a, struct stat_values, n + 1);
    const struct stat_ask *asks[] = {&k->whole, &k->below};
    for (size_t i = 0; n && i < (k->below.level == UNIT_ANY ? 1 : COUNT(asks)); i++) {
        TRY(stat_indicators(k->act, k->ask->indicators, n, NULL, asks[i], v));
        for (size_t at = 0; at < n; at++)
            check_share(k, k->ask->indicators[at], &v[at]);
    }
    return OK;
}

/* ---- all ------------------------------------------------------------------------------------- */

static enum err check_measure(struct checks *k, const struct measure *m, const struct stat_frame *f)
{
    if (m->reg)
        return OK;
    TRY(check_missing(k, m, f->whole));
    return check_contradictions(k, m, f);
}

static enum err check_measures(struct checks *k, const struct stat_frame *f)
{
    const struct pack *p = k->act->site->pack;
    for (size_t i = 0; i < k->ask->nmeasures; i++)
        TRY(check_measure(k, k->ask->measures[i], f));
    for (size_t i = 0; !k->ask->nmeasures && i < p->nmeasures; i++)
        TRY(check_measure(k, &p->measures[i], f));
    return OK;
}

static int by_weight(const void *x, const void *y)
{
    const struct stat_check *a = x, *b = y;
    int c = (int)b->grave - (int)a->grave;
    c = c ? c : (int)a->kind - (int)b->kind;
    return c ? c : strcmp(a->unit ? a->unit->code : "", b->unit ? b->unit->code : "");
}

enum err stat_checks(
    struct act *act, const struct stat_check_ask *ask, struct stat_check **out, size_t *n)
{
    struct checks k = {.act = act,
        .ask = ask,
        .whole = {.unit = ask->unit, .map = ask->map, .period = ask->period}};
    struct stat_frame f;
    TRY(stat_frame(act, &k.whole, &f));
    k.below = k.whole;
    if (!f.whole)
        k.below.level = UNIT_PROVINCE;
    else if (f.whole->level < UNIT_COMMUNE)
        k.below.level = UNIT_COMMUNE;
    TRY(check_measures(&k, &f));
    TRY(check_shares(&k));
    TRY(stat_checks_far(&k));
    if (k.n)
        qsort(k.v, k.n, sizeof *k.v, by_weight);
    size_t most = ask->most ? ask->most : MOST;
    *out = k.v;
    *n = k.n < most ? k.n : most;
    return OK;
}
