// SPDX-License-Identifier: AGPL-3.0-or-later
/* Reading what was said: the rows of all provinces, of any time, whose land bears on the asked
 * unit; and where the units that said it lie on a map. */
#include "stat/entered_int.h"

#include <stdlib.h>

/* ---- which provinces ------------------------------------------------------------------------- */

static bool bears_on(struct entered *e, const struct unit *u, const char *province, int32_t map)
{
    if (!*province || streq(u->code, province))
        return true;
    size_t n;
    const struct unit_part *p =
        unit_on_map(e->act->units, e->act->a, u->code, u->from > 0 ? u->from : 1, map, &n);
    for (size_t i = 0; i < n; i++)
        if (streq(p[i].unit->code, province))
            return true;
    return false;
}

/* Codes of provinces, of today and before, by code; "" first for the country. */
static const char **provinces_of(struct entered *e, const struct stat_frame *f, size_t *n)
{
    size_t all;
    const struct unit *u = unit_all(e->act->units, &all);
    const char *own = f->whole ? unit_province(e->act->units, f->whole->code, f->map) : "";
    const char **out = NEW_N(e->act->a, const char *, all + 1);
    *n = 0;
    out[(*n)++] = "";
    for (size_t i = 0; i < all; i++)
        if (u[i].level == UNIT_PROVINCE && !streq(out[*n - 1], u[i].code) &&
            bears_on(e, &u[i], own, f->map))
            out[(*n)++] = u[i].code;
    return out;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static struct speaker *add_source(struct entered *e, const char *unit, int32_t day)
{
    struct speaker *s = &e->source[e->nsource++];
    const struct unit *u = *unit ? unit_find(e->act->units, unit, day) : NULL;
    *s = (struct speaker){
        .unit = unit, .day = day, .level = u ? u->level : UNIT_ANY, .first = e->nfact};
    return s;
}

static unsigned origin_of(const struct entered *e, int lane)
{
    unsigned o = lane == LANE_ACCEPTED ? STAT_ENTERED : STAT_PENDING;
    return e->m->kind == MEASURE_RATE ? o | STAT_GIVEN_RATE : o;
}

/* Rows come by unit, day, dims, period, and what was accepted before what was sent. */
static void take(struct entered *e, struct db_rows *r)
{
    int lane = (int)db_int(r, 4);
    if (v_is_null(db_value(r, 5)) || (lane == LANE_PROPOSED && db_int(r, 6) != VALUE_SENT))
        return;
    const char *unit = db_text(r, 0), *dims = db_text(r, 3), *period = db_text(r, 1);
    int32_t day = (int32_t)db_int(r, 2);
    struct speaker *s = e->nsource ? &e->source[e->nsource - 1] : NULL;
    if (!s || s->day != day || !streq(s->unit, unit))
        s = add_source(e, unit, day);
    struct fact *last = s->n ? &e->fact[e->nfact - 1] : NULL;
    if (last && streq(last->dims, dims) && streq(last->period, period))
        return;
    s->n++;
    e->fact[e->nfact++] = (struct fact){dims, period, db_real(r, 5), origin_of(e, lane)};
    e->split = e->split || *dims;
}

static void ask_all(struct entered *e, const struct stat_ask *ask, const char **province, size_t n,
    struct db_rows **out)
{
    int64_t known = ask->known ? ask->known : VALUE_OPEN - 1;
    for (size_t i = 0; i < n; i++)
        out[i] = db_query(e->act->c, e->act->a, Q_STAT_VALUE_KNOWN,
            ARGS(province[i], e->m->id, (int)e->period.regime, v_int(e->period.from),
                v_int(e->period.to), known));
}

static enum err read_all(
    struct entered *e, const struct stat_ask *ask, const char **province, size_t n)
{
    struct db_rows **r = NEW_N(e->act->a, struct db_rows *, n);
    size_t rows = 0;
    ask_all(e, ask, province, n, r);
    for (size_t i = 0; i < n; i++)
        rows += db_row_count(r[i]);
    TRY(db_status(e->act->c));
    e->source = NEW_N(e->act->a, struct speaker, rows + 1);
    e->fact = NEW_N(e->act->a, struct fact, rows + 1);
    for (size_t i = 0; i < n; i++)
        while (db_next(r[i]))
            take(e, r[i]);
    return OK;
}

enum err entered_load(struct entered *e, const struct stat_ask *ask, const struct stat_frame *f)
{
    size_t n;
    const char **province = provinces_of(e, f, &n);
    e->period = ask->period;
    TRY(read_all(e, ask, province, n));
    if (e->nfact || e->period.regime == REGIME_CALENDAR || e->m->reg)
        return OK;
    /* Other bodies count by the calendar: what they said of "2025" is all that there is. */
    if (period_parse(e->act->a, str_of(ask->period.id), REGIME_CALENDAR, &e->period))
        return OK;
    return read_all(e, ask, province, n);
}

/* ---- on a map -------------------------------------------------------------------------------- */

static const char *code_of(const struct unit *u)
{
    return u ? u->code : "";
}

static int by_target(const void *a, const void *b)
{
    const struct link *x = a, *y = b;
    int c = strcmp(code_of(x->to), code_of(y->to));
    return c ? c : (x->source > y->source) - (x->source < y->source);
}

struct links {
    struct link *v;
    size_t n, cap;
};

static void add_link(struct arena *a, struct links *l, struct link k)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 64;
        struct link *v = NEW_N(a, struct link, cap);
        if (l->n)
            memcpy(v, l->v, l->n * sizeof *v);
        l->v = v;
        l->cap = cap;
    }
    l->v[l->n++] = k;
}

static void link_source(struct entered *e, struct links *l, size_t at, int32_t map)
{
    const struct speaker *s = &e->source[at];
    struct arena *a = e->act->a;
    if (!*s->unit) {
        add_link(a, l, (struct link){NULL, at, 1, true, false});
        return;
    }
    const struct unit *now = unit_find(e->act->units, s->unit, map);
    bool still = now && now == unit_find(e->act->units, s->unit, s->day);
    if (!still)
        now = value_same_unit(e->act->units, a, s->unit, s->day, map);
    if (now && now->level == s->level) {
        add_link(a, l, (struct link){now, at, 1, true, false});
        return;
    }
    size_t n;
    const struct unit_part *p = unit_on_map(e->act->units, a, s->unit, s->day, map, &n);
    for (size_t i = 0; i < n; i++)
        if (p[i].unit->level == s->level)
            add_link(a, l, (struct link){p[i].unit, at, p[i].share, false, p[i].estimated});
}

const struct mapped *entered_view(struct entered *e, int32_t map)
{
    for (const struct mapped *v = e->views; v; v = v->next)
        if (v->map == map)
            return v;
    struct links l = {0};
    for (size_t i = 0; i < e->nsource; i++)
        link_source(e, &l, i, map);
    if (l.n)
        qsort(l.v, l.n, sizeof *l.v, by_target);
    struct mapped *v = NEW(e->act->a, struct mapped);
    *v = (struct mapped){.next = e->views, .map = map, .v = l.v, .n = l.n};
    e->views = v;
    return v;
}

const struct link *entered_links(const struct mapped *v, const struct unit *u, size_t *n)
{
    size_t lo = 0, hi = v->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (strcmp(code_of(v->v[mid].to), code_of(u)) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (hi = lo; hi < v->n && streq(code_of(v->v[hi].to), code_of(u));)
        hi++;
    *n = hi - lo;
    return v->v + lo;
}

/* ---- what a source said ---------------------------------------------------------------------- */

static int by_dimension(const void *a, const void *b)
{
    const struct pick *x = a, *y = b;
    return strcmp(x->d->id, y->d->id);
}

static const char *dims_text(char out[256], const struct pick *by, size_t n)
{
    struct pick sorted[STAT_BY_MAX];
    size_t at = 0;
    if (n)
        memcpy(sorted, by, n * sizeof *by);
    qsort(sorted, n, sizeof *sorted, by_dimension);
    out[0] = 0;
    for (size_t i = 0; i < n; i++) {
        const char *part[] = {i ? ";" : "", sorted[i].d->id, "=", sorted[i].code};
        for (size_t k = 0; k < COUNT(part); k++) {
            size_t len = strlen(part[k]);
            if (at + len >= 256)
                return "?";
            memcpy(out + at, part[k], len + 1);
            at += len;
        }
    }
    return out;
}

static const struct fact *find_fact(
    const struct entered *e, const struct speaker *s, const char *dims, const char *period)
{
    size_t lo = s->first, hi = s->first + s->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = strcmp(e->fact[mid].dims, dims);
        c = c ? c : strcmp(e->fact[mid].period, period);
        if (c == 0)
            return &e->fact[mid];
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

static bool picked(const struct pick *by, size_t n, const struct dimension *d)
{
    for (size_t i = 0; i < n; i++)
        if (by[i].d == d)
            return true;
    return false;
}

/* "khong_biet", "chua_ro": where nobody is of unknown sex, nobody says so. */
static bool is_unknown(const char *code)
{
    return streq(code, "khong_biet") || streq(code, "khong_ro") || streq(code, "chua_ro");
}

/* All codes of the top of its list; one missing and nothing is said. */
static struct fact sum_over(struct entered *e, size_t source, const struct pick *by, size_t n,
    const struct dimension *d, const char *period)
{
    struct pick more[STAT_BY_MAX];
    struct fact sum = {0};
    if (n)
        memcpy(more, by, n * sizeof *by);
    for (size_t i = 0; i < d->list->ncodes; i++) {
        if (d->list->codes[i].parent)
            continue;
        more[n] = (struct pick){d, d->list->codes[i].id};
        struct fact f = entered_fact(e, source, more, n + 1, period);
        if (!f.origin && !is_unknown(d->list->codes[i].id))
            return (struct fact){0};
        sum.value += f.value;
        sum.origin |= f.origin;
    }
    return sum;
}

struct fact entered_fact(
    struct entered *e, size_t source, const struct pick *by, size_t nby, const char *period)
{
    char text[256];
    const struct fact *f = find_fact(e, &e->source[source], dims_text(text, by, nby), period);
    struct fact sum = {0};
    if (f)
        return *f;
    if (!e->split || nby == STAT_BY_MAX || e->m->kind == MEASURE_RATE)
        return sum;
    for (size_t i = 0; i < e->m->nby && !sum.origin; i++)
        if (!e->m->by[i]->many && !picked(by, nby, e->m->by[i]))
            sum = sum_over(e, source, by, nby, e->m->by[i], period);
    return sum;
}

struct fact entered_total(struct entered *e, size_t source, const char *period)
{
    const struct fact *f = find_fact(e, &e->source[source], "", period);
    return f ? *f : (struct fact){0};
}

struct fact entered_sum(
    struct entered *e, size_t source, const struct dimension *d, const char *period)
{
    return e->split ? sum_over(e, source, NULL, 0, d, period) : (struct fact){0};
}
