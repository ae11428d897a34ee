// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Numbers far from others: from the unit's own earlier periods, from its neighbours, from the last
 * period. How far is told by the median and the median distance from it, which one wild number
 * does not move. Counts of units of different sizes are compared per 1,000 children.
 */
#include "stat/check_int.h"

#include <math.h>
#include <stdlib.h>

enum { EARLIER = 4, NEIGHBOURS_MIN = 8 };
static const double far_away = 3.5, worth_a_look = 0.2, change_default = 30;

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, size_t n)
{
    qsort(v, n, sizeof *v, by_value);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* Robust z of x among v; NAN where nothing differs. Sorts v. */
static double distance(double x, double *v, size_t n, double *middle)
{
    *middle = median(v, n);
    for (size_t i = 0; i < n; i++)
        v[i] = fabs(v[i] - *middle);
    double mad = median(v, n);
    return mad > 0 ? 0.6745 * (x - *middle) / mad : NAN;
}

static bool is_far(double x, double *v, size_t n, double *middle)
{
    double z = distance(x, v, n, middle);
    return !isnan(z) && fabs(z) > far_away && fabs(x - *middle) > worth_a_look * fabs(*middle);
}

/* ---- values ---------------------------------------------------------------------------------- */

struct far {
    struct checks *k;
    const struct indicator *i;
    const struct stat_values *now;
    struct stat_values before[EARLIER];
    const struct stat_cells *children; /* for counts; NULL = as they are */
};

static const struct stat_value *of_unit(const struct stat_values *v, const struct unit *u)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i].unit == u || (u && v->v[i].unit && streq(v->v[i].unit->code, u->code)))
            return &v->v[i];
    return NULL;
}

/* Of equal size: a rate as it is, a count per 1,000 children. */
static double sized(const struct far *f, const struct stat_value *v)
{
    if (!v->known || f->i->denominator || !f->children)
        return v->known ? v->value : NAN;
    for (size_t i = 0; i < f->children->n; i++)
        if (f->children->v[i].unit == v->unit)
            return f->children->v[i].value > 0 ? 1000 * v->value / f->children->v[i].value : NAN;
    return NAN;
}

static void say_far(const struct far *f, const struct stat_value *v, double x, double middle,
    const char *what, bool count)
{
    struct checks *k = f->k;
    int d = count ? 1 : f->i->decimals;
    checks_add(k, (struct stat_check){.kind = CHECK_OUTLIER,
                      .unit = v->unit,
                      .indicator = f->i,
                      .value = x,
                      .other = middle,
                      .text = arena_printf(k->act->a, "%s: “%s” %s%s, %s %s",
                          checks_unit(k, v->unit), f->i->label.vi, checks_number(k, x, d),
                          count ? " trên 1.000 trẻ" : "", what, checks_number(k, middle, d))});
}

static bool far_from_itself(const struct far *f, const struct stat_value *v)
{
    double past[EARLIER], middle;
    size_t n = 0;
    for (size_t i = 0; i < EARLIER; i++) {
        const struct stat_value *p = of_unit(&f->before[i], v->unit);
        if (p && p->known)
            past[n++] = p->value;
    }
    if (n < EARLIER || !is_far(v->value, past, n, &middle))
        return false;
    say_far(f, v, v->value, middle, "các kỳ trước của đơn vị thường ở mức", false);
    return true;
}

static void far_from_neighbours(const struct far *f, const struct stat_value *v)
{
    double *all = NEW_N(f->k->act->a, double, f->now->n + 1), middle, x = sized(f, v);
    size_t n = 0;
    for (size_t i = 0; i < f->now->n; i++) {
        double other = sized(f, &f->now->v[i]);
        if (!isnan(other))
            all[n++] = other;
    }
    if (!isnan(x) && n >= NEIGHBOURS_MIN && is_far(x, all, n, &middle))
        say_far(
            f, v, x, middle, "các đơn vị cùng cấp thường ở mức", !f->i->denominator && f->children);
}

static void check_indicator(const struct far *f)
{
    for (size_t i = 0; i < f->now->n; i++) {
        const struct stat_value *v = &f->now->v[i];
        if (v->known && !far_from_itself(f, v))
            far_from_neighbours(f, v);
    }
}

/* ---- changes of the unit itself -------------------------------------------------------------- */

/* Months and quarters against the one before, longer ones against last year's. */
static struct period last_period(const struct period *p)
{
    return p->kind <= PERIOD_QUARTER ? period_before(p) : period_last_year(p);
}

static void check_change(struct checks *k, const struct indicator *i, const struct stat_values *now,
    const struct stat_values *then)
{
    double bound = k->ask->change > 0 ? k->ask->change : change_default;
    const struct stat_value *v = now->n ? &now->v[0] : NULL, *b = then->n ? &then->v[0] : NULL;
    if (!v || !b || !v->known || !b->known || b->value == 0)
        return;
    double percent = 100 * (v->value - b->value) / fabs(b->value);
    if (fabs(percent) <= bound)
        return;
    checks_add(k,
        (struct stat_check){.kind = CHECK_CHANGE,
            .unit = v->unit,
            .indicator = i,
            .value = v->value,
            .other = b->value,
            .text = arena_printf(k->act->a, "%s: “%s” %s %s %% so với kỳ trước (%s, trước là %s)",
                checks_unit(k, v->unit), i->label.vi, percent > 0 ? "tăng" : "giảm",
                checks_number(k, fabs(percent), 1), checks_number(k, v->value, i->decimals),
                checks_number(k, b->value, i->decimals))});
}

static enum err check_changes(struct checks *k, struct stat_values *now, struct stat_values *then)
{
    size_t n = k->ask->nindicators;
    struct stat_ask ask = k->whole;
    TRY(stat_indicators(k->act, k->ask->indicators, n, NULL, &ask, now));
    ask.period = last_period(&ask.period);
    ask.map = k->whole.map;
    TRY(stat_indicators(k->act, k->ask->indicators, n, NULL, &ask, then));
    for (size_t i = 0; i < n; i++)
        check_change(k, k->ask->indicators[i], &now[i], &then[i]);
    return OK;
}

/* ---- all ------------------------------------------------------------------------------------- */

static enum err count_children(struct checks *k, struct stat_cells *out, bool *found)
{
    const struct measure *m = pack_measure(k->act->site->pack, "tre_em");
    *found = m != NULL;
    return m ? stat_measure(k->act, m, &k->below, out) : OK;
}

enum err checks_far(struct checks *k)
{
    size_t n = k->ask->nindicators;
    struct stat_values *v[EARLIER + 1];
    struct stat_cells children;
    bool sized_by_children;
    if (!n)
        return OK;
    for (size_t i = 0; i <= EARLIER; i++)
        v[i] = NEW_N(k->act->a, struct stat_values, n + 1);
    TRY(check_changes(k, v[0], v[1]));
    if (k->below.level == UNIT_ANY)
        return OK;
    TRY(count_children(k, &children, &sized_by_children));
    struct stat_ask ask = k->below;
    if (!ask.map) { /* all on one map */
        struct stat_frame f;
        TRY(stat_frame(k->act, &k->whole, &f));
        ask.map = f.map;
    }
    for (size_t i = 0; i <= EARLIER; i++, ask.period = last_period(&ask.period))
        TRY(stat_indicators(k->act, k->ask->indicators, n, NULL, &ask, v[i]));
    for (size_t i = 0; i < n; i++) {
        struct far f = {.k = k,
            .i = k->ask->indicators[i],
            .now = &v[0][i],
            .children = sized_by_children ? &children : NULL};
        for (size_t b = 0; b < EARLIER; b++)
            f.before[b] = v[b + 1][i];
        check_indicator(&f);
    }
    return OK;
}
