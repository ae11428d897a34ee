// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Rewrites what SQL has no common words for (dates as numbers, min/max, rounding, guarded products)
 * into operators that are each one line of SQL. The result is a graph: a part that stands in two
 * places is marked `shared` and expr_sql.c computes it once. Same formulas as cal.c.
 */
#include "pack/pack_int.h"

typedef struct expr *lower_fn(struct arena *a, const struct expr *e);

static struct expr *make(struct arena *a, enum xop op, enum xtype type, size_t n, ...)
{
    struct expr *e = NEW(a, struct expr);
    e->op = (uint8_t)op;
    e->type = (uint8_t)type;
    e->n = (uint16_t)n;
    e->kid = NEW_N(a, struct expr *, n);
    va_list ap;
    va_start(ap, n);
    for (size_t i = 0; i < n; i++) {
        e->kid[i] = va_arg(ap, struct expr *);
        e->names |= e->kid[i]->names;
    }
    va_end(ap);
    return e;
}

static struct expr *share(struct expr *e)
{
    e->shared = true;
    return e;
}

/* A part of the given tree that will stand in two places. */
static struct expr *twice(struct arena *a, struct expr *e)
{
    if (e->op == XO_NAME || !e->names)
        return e;
    return share(make(a, XO_SAME, (enum xtype)e->type, 1, e));
}

static struct expr *number(struct arena *a, int64_t i)
{
    struct expr *e = make(a, XO_CONST, X_INT, 0);
    e->v = v_int(i);
    return e;
}

/* ---- dates ------------------------------------------------------------------------------------
 */

static bool computed_date(const struct expr *e)
{
    return e->op == XO_DATE_ADD || e->op == XO_DATE_OF;
}

static struct expr *pad(struct arena *a, struct expr *e)
{
    return e->op == XO_TODAY || e->op == XO_PAD || computed_date(e) ? e
                                                                    : make(a, XO_PAD, X_DATE, 1, e);
}

static struct expr *days_of(struct arena *a, struct expr *date)
{
    return make(a, XO_DAYS_OF, X_INT, 1, date);
}

static struct expr *lower_days_of(struct arena *a, const struct expr *e)
{
    struct expr *d = e->kid[0];
    if (d->op == XO_DATE_ADD)
        return make(
            a, XO_CLAMP, X_INT, 1, make(a, XO_ADD, X_INT, 2, days_of(a, d->kid[0]), d->kid[1]));
    if (d->op == XO_DATE_OF)
        return make(a, XO_CLAMP, X_INT, 1, make(a, XO_TIME_DAYS, X_INT, 1, d->kid[0]));
    struct expr *iso = share(pad(a, d));
    struct expr *march = share(make(a, XO_MARCH, X_INT, 1, iso));
    struct expr *year = share(make(a, XO_MARCH_YEAR, X_INT, 2, iso, march));
    return make(a, XO_DAYS, X_INT, 3, year, march, iso);
}

/* The ISO text of a computed date. */
static struct expr *lower_computed(struct arena *a, const struct expr *e)
{
    struct expr *date = make(a, (enum xop)e->op, X_DATE, 0);
    *date = *e;
    struct expr *cycle = share(make(a, XO_CYCLE, X_INT, 1, days_of(a, date)));
    struct expr *quarter = share(make(a, XO_QUARTER, X_INT, 1, cycle));
    struct expr *day = share(make(a, XO_YEAR_DAY, X_INT, 1, quarter));
    struct expr *month = share(make(a, XO_MONTH_NO, X_INT, 1, day));
    return make(a, XO_CIVIL, X_DATE, 4, cycle, quarter, day, month);
}

static struct expr *lower_diff(struct arena *a, const struct expr *e)
{
    return make(a, XO_SUB, X_INT, 2, days_of(a, e->kid[0]), days_of(a, e->kid[1]));
}

/* Dates meet as padded texts, or as day numbers where one was computed. */
static struct expr *lower_dates(struct arena *a, const struct expr *e)
{
    bool compares = e->op >= XO_EQ && e->op <= XO_IN, as_days = false, full = true;
    if (e->kid[0]->type != X_DATE)
        return NULL;
    for (size_t i = 0; i < e->n; i++) {
        as_days |= compares && computed_date(e->kid[i]) && e->kid[i]->names;
        full &= pad(a, e->kid[i]) == e->kid[i];
    }
    if (full && !as_days)
        return NULL;
    struct expr *copy = make(a, (enum xop)e->op, (enum xtype)e->type, 0);
    *copy = *e;
    copy->shared = false;
    copy->kid = NEW_N(a, struct expr *, e->n);
    for (size_t i = 0; i < e->n; i++)
        copy->kid[i] = as_days ? days_of(a, e->kid[i]) : pad(a, e->kid[i]);
    return copy;
}

/* age(d, today) >= 6 as an order of dates: d <= six years back. `e` is an order; NULL = another. */
static struct expr *lower_span(struct arena *a, const struct expr *e)
{
    static const enum xop TURNED[] = {
        [XO_LT] = XO_GT, [XO_LE] = XO_GT, [XO_GT] = XO_LE, [XO_GE] = XO_LE};
    enum { MOST = 10000 };
    const struct expr *span = e->kid[0], *n = e->kid[1];
    bool known = n->op == XO_CONST && n->v.t == V_INT && n->v.i < MOST;
    if ((span->op != XO_AGE && span->op != XO_MONTHS) || span->kid[1]->names || !known)
        return NULL;
    int64_t whole = n->v.i + (e->op == XO_LE || e->op == XO_GT);
    struct expr *months = number(a, span->op == XO_AGE ? whole * 12 : whole);
    /* A shorter date lies at or before the first day it means, like that day itself: by these two
     * operators it compares as it stands. */
    enum xop as = span->kid[0]->op == XO_NAME ? XO_SAME : XO_PAD;
    return make(a, TURNED[e->op], X_BOOL, 2, make(a, as, X_TEXT, 1, span->kid[0]),
        make(a, XO_BACK, X_TEXT, 2, span->kid[1], months));
}

/* The number of a day that is written in full; 0 = it is not. */
static int64_t given_day(const struct expr *e)
{
    struct cal_date d;
    bool given = e->op == XO_CONST && e->v.t == V_TEXT && e->v.s.n == 10;
    return given && xdate_read(e->v.s, &d) ? xdate_days(d) : 0;
}

static bool whole_day(const struct expr *e)
{
    return !e->names && (given_day(e) || e->op == XO_TODAY || computed_date(e));
}

static struct expr *as_text(struct arena *a, const struct expr *e)
{
    struct expr *copy = make(a, (enum xop)e->op, X_TEXT, 0);
    *copy = *e;
    copy->type = X_TEXT;
    copy->shared = false;
    return copy;
}

/* A name compared by <= or > with a day: as it stands, see lower_span(). */
static struct expr *meets_day(
    struct arena *a, enum xop op, const struct expr *name, const struct expr *day)
{
    return make(a, op, X_BOOL, 2, as_text(a, name), as_text(a, day));
}

/* name + n compared with a day known: name compared with an earlier one, unless the sum were no
 * date. By < and >= with the day before that. */
static struct expr *meets_days(
    struct arena *a, enum xop op, const struct expr *name, int64_t n, int64_t day)
{
    bool before = op == XO_LT || op == XO_GE;
    struct expr *to = make(a, XO_CONST, X_TEXT, 0), *most = make(a, XO_CONST, X_TEXT, 0);
    to->v = xdate_value(a, day - n - before);
    most->v = xdate_value(a, XDAY_MAX - n);
    if (n < 0 || day - n - before < XDAY_MIN || most->v.t == V_NULL)
        return NULL;
    op = op == XO_LT ? XO_LE : op == XO_GE ? XO_GT : op;
    struct expr *meets = meets_day(a, op, name, to);
    if (n == 0)
        return meets;
    return make(
        a, XO_IF, X_BOOL, 3, meets_day(a, XO_LE, name, most), meets, make(a, XO_CONST, X_BOOL, 0));
}

/* `e` is an order. */
static struct expr *lower_day(struct arena *a, const struct expr *e)
{
    static const enum xop TURNED[] = {
        [XO_LT] = XO_GT, [XO_LE] = XO_GE, [XO_GT] = XO_LT, [XO_GE] = XO_LE};
    bool left = e->kid[0]->names;
    enum xop op = left ? (enum xop)e->op : TURNED[e->op];
    const struct expr *date = e->kid[!left], *day = e->kid[left];
    const struct expr *n = date->op == XO_DATE_ADD ? date->kid[1] : NULL;
    if (e->kid[0]->type != X_DATE || !whole_day(day))
        return NULL;
    if (date->op == XO_NAME && (op == XO_LE || op == XO_GT))
        return meets_day(a, op, date, day);
    if (!given_day(day))
        return NULL;
    if (date->op == XO_NAME)
        return meets_days(a, op, date, 0, given_day(day));
    if (!n || date->kid[0]->op != XO_NAME || n->op != XO_CONST || n->v.t != V_INT ||
        n->v.i > XDAY_MAX)
        return NULL;
    return meets_days(a, op, date->kid[0], n->v.i, given_day(day));
}

static struct expr *lower_order(struct arena *a, const struct expr *e)
{
    struct expr *lowered = lower_span(a, e);
    lowered = lowered ? lowered : lower_day(a, e);
    return lowered ? lowered : lower_dates(a, e);
}

/* age(d, today) = 6: at least that, and no more. */
static struct expr *lower_equal(struct arena *a, const struct expr *e)
{
    struct expr *span = e->kid[0];
    if ((span->op != XO_AGE && span->op != XO_MONTHS) || span->kid[0]->op != XO_NAME)
        return lower_dates(a, e);
    struct expr *least = lower_span(a, make(a, XO_GE, X_BOOL, 2, span, e->kid[1]));
    struct expr *most = lower_span(a, make(a, XO_LE, X_BOOL, 2, span, e->kid[1]));
    return least && most ? make(a, XO_AND, X_BOOL, 2, least, most) : lower_dates(a, e);
}

/* ---- numbers ----------------------------------------------------------------------------------
 */

static struct expr *lower_min_max(struct arena *a, const struct expr *e)
{
    struct expr *l = twice(a, e->kid[0]), *r = twice(a, e->kid[1]);
    bool min = e->op == XO_MIN;
    return make(a, XO_PICK, (enum xtype)e->type, 4, make(a, min ? XO_LE : XO_GE, X_BOOL, 2, l, r),
        l, make(a, min ? XO_LT : XO_GT, X_BOOL, 2, r, l), r);
}

static struct expr *lower_mul(struct arena *a, const struct expr *e)
{
    return e->type == X_INT ? make(a, XO_MUL_INT, X_INT, 2, e->kid[0], e->kid[1]) : NULL;
}

static struct expr *lower_round(struct arena *a, const struct expr *e)
{
    struct expr *x = twice(a, e->kid[0]);
    return make(a, XO_ROUND_BACK, X_INT, 2, x, share(make(a, XO_ROUND_UP, X_INT, 1, x)));
}

static struct expr *lower_round_to(struct arena *a, const struct expr *e)
{
    int64_t power = 1;
    for (int64_t i = 0; i < e->kid[1]->v.i; i++)
        power *= 10;
    struct expr *x = twice(a, e->kid[0]);
    struct expr *p = number(a, power), *limit = number(a, XINT_MAX / power);
    struct expr *up = share(make(a, XO_ROUND_TO_UP, X_INT, 3, x, p, limit));
    return make(a, XO_ROUND_TO_BACK, X_REAL, 4, x, p, limit, up);
}

struct expr *x_lower(struct arena *a, const struct expr *e)
{
    static lower_fn *const LOWER[XO__COUNT] = {
        [XO_EQ] = lower_equal,
        [XO_NE] = lower_dates,
        [XO_LT] = lower_order,
        [XO_LE] = lower_order,
        [XO_GT] = lower_order,
        [XO_GE] = lower_order,
        [XO_IN] = lower_dates,
        [XO_TALLY] = lower_dates,
        [XO_MUL] = lower_mul,
        [XO_DATE_ADD] = lower_computed,
        [XO_DATE_OF] = lower_computed,
        [XO_DATE_DIFF] = lower_diff,
        [XO_AGE] = lower_dates,
        [XO_MONTHS] = lower_dates,
        [XO_MONTH] = lower_dates,
        [XO_DAY] = lower_dates,
        [XO_MIN] = lower_min_max,
        [XO_MAX] = lower_min_max,
        [XO_ROUND] = lower_round,
        [XO_ROUND_TO] = lower_round_to,
        [XO_DAYS_OF] = lower_days_of,
    };
    return LOWER[e->op] ? LOWER[e->op](a, e) : NULL;
}
