// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * For those in charge: at most eight numbers with target and change, which communes are late, and
 * how many reports are. One screen, one sheet of paper, no names; read from kept figures.
 */
#include "web/web_stat_int.h"

#include "report/report.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_LATE = 8 };

struct leading {
    struct asking k;
    const struct indicator *const *v;
    size_t n;
    struct stat_values now[STAT_DASHBOARD_MAX], before[STAT_DASHBOARD_MAX];
};

/* ---- numbers ----------------------------------------------------------------------------------
 */

static double known_value(const struct stat_values *v)
{
    return v->n && v->v[0].known ? v->v[0].value : NAN;
}

static enum err read_numbers(struct leading *l)
{
    struct page *p = l->k.p;
    struct stat_ask ask = l->k.ask;
    TRY(stat_indicators(p->act, l->v, l->n, NULL, &ask, l->now));
    ask.period = period_last_year(&ask.period);
    return stat_indicators(p->act, l->v, l->n, NULL, &ask, l->before);
}

/* Better, worse or neither: only where the pack says which way is good. */
static const char *direction(const struct indicator *i, double now, double before)
{
    if (i->good == GOOD_NONE || isnan(now) || isnan(before) || now == before)
        return NULL;
    return (now > before) == (i->good == GOOD_UP) ? "better" : "worse";
}

static void put_numbers(struct leading *l)
{
    struct page *p = l->k.p;
    for (size_t j = 0; j < l->n; j++) {
        const struct indicator *i = l->v[j];
        struct val *x = val_add(p->root, "numbers");
        double now = known_value(&l->now[j]), before = known_value(&l->before[j]);
        val_text(x, "indicator", i->id);
        put_label(p, x, "label", i->label);
        if (l->now[j].n) {
            put_figure(&l->k, x, i, &l->now[j].v[0]);
            put_target(&l->k, x, i, l->now[j].v[0].target);
        }
        val_text(x, "_brief", figure_text(p->a, i, now, true));
        if (!isnan(before))
            val_real(x, "before", before);
        struct val *change = change_val(p->a, i, now, before);
        if (change)
            val_set(x, "change", change);
        val_text(x, "direction", direction(i, now, before));
        val_text(val_child(x, "links"), "sheet",
            arena_printf(p->a, "/chi-tieu/%s?%s", i->id, asking_query_one(&l->k, NULL)));
    }
}

/* ---- who is late ------------------------------------------------------------------------------
 */

struct late {
    const struct unit *unit;
    int64_t overdue, soon;
};

static int most_first(const void *a, const void *b)
{
    const struct late *x = a, *y = b;
    if (x->overdue != y->overdue)
        return x->overdue < y->overdue ? 1 : -1;
    return strcmp(x->unit->code, y->unit->code);
}

static struct late *place_of(struct late *v, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (streq(v[i].unit->code, code))
            return &v[i];
    return NULL;
}

static enum err count_clocks(struct leading *l, struct late *v, size_t n)
{
    struct page *p = l->k.p;
    const struct pack *pk = p->web->site->pack;
    int64_t now = p->act->now_ms;
    for (size_t i = 0; i < pk->nprocs; i++) {
        struct db_rows *r = db_query(p->act->c, p->a, Q_OVERVIEW_UNITS,
            ARGS(p->user->province, now, now + FLOW_SOON_MS, pk->procs[i].reg->id));
        while (db_next(r)) {
            struct late *at = place_of(v, n, db_text(r, 0));
            if (!at)
                continue;
            at->overdue += db_int(r, 2);
            at->soon += db_int(r, 3);
        }
    }
    return db_status(p->act->c);
}

static void put_late(struct leading *l, const struct late *v, size_t n)
{
    struct page *p = l->k.p;
    int64_t communes = 0, overdue = 0;
    for (size_t i = 0; i < n; i++) {
        communes += v[i].overdue > 0;
        overdue += v[i].overdue;
        if (!v[i].overdue || i >= MOST_LATE)
            continue;
        struct val *x = val_add(p->root, "late");
        val_text(x, "code", v[i].unit->code);
        val_text(x, "name", v[i].unit->name);
        val_int(x, "overdue", v[i].overdue);
        val_int(x, "soon", v[i].soon);
    }
    struct val *x = val_child(p->root, "late_total");
    val_int(x, "communes", communes);
    val_int(x, "overdue", overdue);
    val_bool(x, "more", communes > MOST_LATE);
}

/* The reader's commune alone, or all communes of the province. */
static enum err put_clocks(struct leading *l)
{
    struct page *p = l->k.p;
    size_t n = 0;
    int32_t day = unit_day_of_ms(p->act->now_ms);
    if (!*p->user->province)
        return OK;
    const struct unit **u =
        unit_children(p->act->units, p->a, p->user->province, day, UNIT_COMMUNE, &n);
    struct late *v = NEW_N(p->a, struct late, n + 1);
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (!*p->user->unit || streq(u[i]->code, p->user->unit))
            v[k++].unit = u[i];
    TRY(count_clocks(l, v, k));
    qsort(v, k, sizeof *v, most_first);
    put_late(l, v, k);
    return OK;
}

/* ---- late reports -----------------------------------------------------------------------------
 */

static void put_late_reports(struct page *p, struct val *to, const char *key,
    const struct duty_late *k, const char *path, int year)
{
    struct val *x = val_child(to, key);
    val_int(x, "reports", k->reports);
    val_int(x, "units", k->units);
    val_text(x, "href", arena_printf(p->a, "%s?nam=%d", path, year));
}

/* Of this year; in its first months, while nothing of it is late, of the last one. */
static enum err put_reports(struct page *p)
{
    enum { APRIL = 431 };
    int32_t today = unit_day_of_ms(p->act->now_ms);
    int year = today / 10000;
    struct duty_late own, below;
    if (!*p->user->province || !report_may(p->act, "read"))
        return OK;
    TRY(duty_late(p->act, year, &own, &below));
    if (!own.reports && !below.reports && today % 10000 <= APRIL)
        TRY(duty_late(p->act, --year, &own, &below));
    struct val *x = val_child(p->root, "late_reports");
    put_late_reports(p, x, "own", &own, "/bao-cao", year);
    if (!*p->user->unit)
        put_late_reports(p, x, "below", &below, "/bao-cao/cac-xa", year);
    return OK;
}

/* ---- the page ---------------------------------------------------------------------------------
 */

enum err page_lead(struct page *p)
{
    const struct pack *pk = p->web->site->pack;
    struct leading l = {.v = pk->dashboard,
        .n = pk->ndashboard < STAT_DASHBOARD_MAX ? pk->ndashboard : STAT_DASHBOARD_MAX,
        .k = {.p = p, .path = "/lanh-dao", .usual = PERIOD_YEAR}};
    bool right = asking_read(&l.k);
    l.k.ask.level = UNIT_ANY;
    asking_put(&l.k, 0, NULL);
    asking_title(&l.k);
    val_msg(p->root, "title", N_("Tình hình chung"), NULL, NULL, NULL);
    if (right) {
        TRY(read_numbers(&l));
        put_numbers(&l);
        TRY(put_clocks(&l));
        TRY(put_reports(p));
    }
    val_time(p->root, "now", p->act->now_ms);
    p->v->csv_list = "numbers";
    return page_show(p, "lead");
}
