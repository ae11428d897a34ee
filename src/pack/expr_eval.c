// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Evaluates a checked expression over the values an environment gives. One small function an
 * operator, found by table. Unknown (null) spreads as in SQL; whatever has no answer (division by
 * zero, overflow, an impossible date) is unknown too. expr_sql.c says the same in SQL.
 */
#include "pack/pack_int.h"

#include <math.h>

typedef struct value eval_fn(const struct expr *e, const struct expr_env *env);
static struct value ev(const struct expr *e, const struct expr_env *env);

static struct value truth(bool b)
{
    return v_int(b);
}

/* Whole numbers past XINT_MAX and decimals past the range have no answer. */
static struct value real(double r)
{
    return isfinite(r) ? v_real(r) : VNULL;
}

/* ---- leaves -----------------------------------------------------------------------------------
 */

static struct value ev_const(const struct expr *e, const struct expr_env *env)
{
    (void)env;
    return e->v;
}

/* The value as the type promises it; a value of another kind counts as unknown. */
static struct value ev_name(const struct expr *e, const struct expr_env *env)
{
    struct value v = env->get(env, e->name.path, e->name.slot);
    enum vtype want = e->type == X_TEXT || e->type == X_DATE || e->type == X_SET ? V_TEXT : V_INT;
    if (e->type == X_REAL && v.t == V_INT)
        return v_real((double)v.i);
    if (v.t != (e->type == X_REAL ? V_REAL : want))
        return VNULL;
    return e->type == X_BOOL ? truth(v.i == 1) : v;
}

static struct value ev_now(const struct expr *e, const struct expr_env *env)
{
    (void)e;
    return v_int(env->now_ms);
}

static struct value ev_today(const struct expr *e, const struct expr_env *env)
{
    (void)e;
    return v_text(env->today);
}

static struct value ev_label(const struct expr *e, const struct expr_env *env)
{
    const struct expr *name = e->kid[0];
    struct value v = ev_name(name, env);
    if (v.t == V_NULL)
        return v;
    if (env->show)
        v = env->show(env, name->name.path, name->name.slot, v);
    return v_text(v_cstr(env->a, v));
}

/* ---- conditions -------------------------------------------------------------------------------
 */

static struct value ev_or(const struct expr *e, const struct expr_env *env)
{
    struct value l = ev(e->kid[0], env);
    if (l.t == V_INT && l.i)
        return l;
    struct value r = ev(e->kid[1], env);
    if (r.t == V_INT && r.i)
        return r;
    return v_is_null(l) ? l : r;
}

static struct value ev_and(const struct expr *e, const struct expr_env *env)
{
    struct value l = ev(e->kid[0], env);
    if (l.t == V_INT && !l.i)
        return l;
    struct value r = ev(e->kid[1], env);
    if (r.t == V_INT && !r.i)
        return r;
    return v_is_null(l) ? l : r;
}

static struct value ev_not(const struct expr *e, const struct expr_env *env)
{
    struct value v = ev(e->kid[0], env);
    return v.t == V_NULL ? v : truth(!v.i);
}

static struct value ev_is_null(const struct expr *e, const struct expr_env *env)
{
    return truth((e->op == XO_IS_NULL) == v_is_null(ev(e->kid[0], env)));
}

static int cmp_text(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

/* Neither is null; both of `type`. False when a date cannot be read. */
static bool cmp(enum xtype type, struct value a, struct value b, int *out)
{
    struct cal_date x, y;
    switch (type) {
    case X_REAL:
        *out = (a.r > b.r) - (a.r < b.r);
        return true;
    case X_TEXT:
        *out = cmp_text(a.s, b.s);
        return true;
    case X_DATE:
        if (!xdate_read(a.s, &x) || !xdate_read(b.s, &y))
            return false;
        *out = (int)(xdate_days(x) - xdate_days(y));
        return true;
    default:
        *out = (a.i > b.i) - (a.i < b.i);
        return true;
    }
}

static struct value ev_cmp(const struct expr *e, const struct expr_env *env)
{
    struct value a = ev(e->kid[0], env), b = ev(e->kid[1], env);
    int c = 0;
    if (v_is_null(a) || v_is_null(b) || !cmp((enum xtype)e->kid[0]->type, a, b, &c))
        return VNULL;
    const bool answer[] = {c == 0, c != 0, c<0, c <= 0, c> 0, c >= 0};
    return truth(answer[e->op - XO_EQ]);
}

static struct value ev_in(const struct expr *e, const struct expr_env *env)
{
    struct value x = ev(e->kid[0], env);
    bool unknown = v_is_null(x);
    for (size_t i = 1; i < e->n && !v_is_null(x); i++) {
        struct value k = ev(e->kid[i], env);
        int c = 0;
        if (v_is_null(k) || !cmp((enum xtype)e->kid[0]->type, x, k, &c))
            unknown = true;
        else if (c == 0)
            return truth(true);
    }
    return unknown ? VNULL : truth(false);
}

static struct value ev_has(const struct expr *e, const struct expr_env *env)
{
    struct value set = ev(e->kid[0], env), code = ev(e->kid[1], env);
    if (v_is_null(set) || v_is_null(code))
        return VNULL;
    const char *want = arena_printf(env->a, "|" STR_FMT "|", STR_ARG(code.s));
    return truth(memmem(set.s.p, set.s.n, want, strlen(want)) != NULL);
}

/* ---- numbers ----------------------------------------------------------------------------------
 */

static struct value int_op(enum xop op, int64_t a, int64_t b)
{
    int64_t r;
    bool over;
    if (op == XO_ADD)
        over = __builtin_add_overflow(a, b, &r);
    else if (op == XO_SUB)
        over = __builtin_sub_overflow(a, b, &r);
    else
        over = fabs((double)a * (double)b) > (double)XINT_MAX || __builtin_mul_overflow(a, b, &r);
    return over ? VNULL : v_int(r);
}

static struct value ev_number(const struct expr *e, const struct expr_env *env)
{
    struct value a = ev(e->kid[0], env), b = ev(e->kid[1], env);
    if (v_is_null(a) || v_is_null(b))
        return VNULL;
    switch (e->op) {
    case XO_DIV:
        return b.r == 0 ? VNULL : real(a.r / b.r);
    case XO_MUL:
        return e->type == X_INT ? int_op(XO_MUL, a.i, b.i) : real(a.r * b.r);
    case XO_ADD:
        return e->type == X_INT ? int_op(XO_ADD, a.i, b.i) : real(a.r + b.r);
    default:
        return e->type == X_INT ? int_op(XO_SUB, a.i, b.i) : real(a.r - b.r);
    }
}

static struct value ev_neg(const struct expr *e, const struct expr_env *env)
{
    struct value v = ev(e->kid[0], env);
    if (v.t == V_INT)
        return int_op(XO_SUB, 0, v.i);
    return v.t == V_REAL ? v_real(-v.r) : v;
}

static struct value ev_real(const struct expr *e, const struct expr_env *env)
{
    struct value v = ev(e->kid[0], env);
    return v.t == V_INT ? v_real((double)v.i) : v;
}

static struct value ev_text(const struct expr *e, const struct expr_env *env)
{
    return v_text(v_cstr(env->a, ev(e->kid[0], env)));
}

/* Half away from zero. */
static struct value ev_round(const struct expr *e, const struct expr_env *env)
{
    struct value v = ev(e->kid[0], env);
    if (v_is_null(v) || fabs(v.r) > (double)XINT_MAX)
        return VNULL;
    int64_t r = (int64_t)floor(fabs(v.r) + 0.5);
    return v_int(v.r < 0 ? -r : r);
}

static struct value ev_round_to(const struct expr *e, const struct expr_env *env)
{
    static const int64_t POWER[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    struct value v = ev(e->kid[0], env);
    int64_t power = POWER[e->kid[1]->v.i];
    if (v_is_null(v) || fabs(v.r) > (double)(XINT_MAX / power))
        return v; /* so big a number has no more decimals */
    double scaled = fabs(v.r) * (double)power, r = floor(scaled + 0.5) / (double)power;
    return v_real(v.r < 0 ? -r : r);
}

/* ---- dates ------------------------------------------------------------------------------------
 */

static bool ev_date(const struct expr *e, const struct expr_env *env, struct cal_date *out)
{
    struct value v = ev(e, env);
    return v.t == V_TEXT && xdate_read(v.s, out);
}

static struct value ev_date_add(const struct expr *e, const struct expr_env *env)
{
    struct cal_date d;
    struct value n = ev(e->kid[1], env);
    if (!ev_date(e->kid[0], env, &d) || v_is_null(n) || n.i < -XDAY_MAX || n.i > XDAY_MAX)
        return VNULL;
    return xdate_value(env->a, xdate_days(d) + n.i);
}

static struct value ev_two_dates(const struct expr *e, const struct expr_env *env)
{
    struct cal_date a, b;
    if (!ev_date(e->kid[0], env, &a) || !ev_date(e->kid[1], env, &b))
        return VNULL;
    if (e->op == XO_DATE_DIFF)
        return v_int(xdate_days(a) - xdate_days(b));
    if (e->op == XO_MONTHS)
        return v_int((b.y * 12 + b.m) - (a.y * 12 + a.m) - (b.d < a.d));
    return v_int(b.y - a.y - (b.m * 100 + b.d < a.m * 100 + a.d));
}

/* Months before a date as a text that other dates compare with: the day stays as it is, be there
 * such a day or not. */
static struct value ev_back(const struct expr *e, const struct expr_env *env)
{
    struct cal_date d;
    struct value n = ev(e->kid[1], env);
    if (!ev_date(e->kid[0], env, &d) || v_is_null(n))
        return VNULL;
    int64_t month = d.y * 12 + d.m - 1 - n.i;
    if (month < 0 || month >= INT64_C(10000) * 12)
        return v_text(month < 0 ? "" : "~"); /* before and after all dates */
    return v_text(
        arena_printf(env->a, "%04d-%02d-%02d", (int)(month / 12), (int)(month % 12) + 1, d.d));
}

static struct value ev_date_part(const struct expr *e, const struct expr_env *env)
{
    struct cal_date d;
    if (!ev_date(e->kid[0], env, &d))
        return VNULL;
    return v_int(e->op == XO_YEAR ? d.y : e->op == XO_MONTH ? d.m : d.d);
}

static struct value ev_date_of(const struct expr *e, const struct expr_env *env)
{
    struct value t = ev(e->kid[0], env);
    return v_is_null(t) ? t : xdate_of_time(env->a, t.i);
}

static struct value ev_pad(const struct expr *e, const struct expr_env *env)
{
    struct cal_date d;
    if (!ev_date(e->kid[0], env, &d))
        return VNULL;
    return e->op == XO_PAD ? xdate_value(env->a, xdate_days(d)) : v_int(xdate_days(d));
}

/* ---- functions --------------------------------------------------------------------------------
 */

static struct value ev_coalesce(const struct expr *e, const struct expr_env *env)
{
    for (size_t i = 0; i < e->n; i++) {
        struct value v = ev(e->kid[i], env);
        if (!v_is_null(v))
            return v;
    }
    return VNULL;
}

static struct value ev_if(const struct expr *e, const struct expr_env *env)
{
    struct value c = ev(e->kid[0], env);
    return ev(e->kid[c.t == V_INT && c.i ? 1 : 2], env);
}

static struct value ev_min_max(const struct expr *e, const struct expr_env *env)
{
    struct value a = ev(e->kid[0], env), b = ev(e->kid[1], env);
    int c = 0;
    if (v_is_null(a) || v_is_null(b) || !cmp((enum xtype)e->type, a, b, &c))
        return VNULL;
    return (e->op == XO_MIN ? c <= 0 : c >= 0) ? a : b;
}

static struct value ev_tally(const struct expr *e, const struct expr_env *env)
{
    struct value x = ev(e->kid[0], env);
    int64_t n = 0;
    for (size_t i = 1; i < e->n && !v_is_null(x); i++) {
        struct value k = ev(e->kid[i], env);
        int c = 0;
        n += !v_is_null(k) && cmp((enum xtype)e->kid[0]->type, x, k, &c) && c == 0;
    }
    return v_int(n);
}

static struct value ev_length(const struct expr *e, const struct expr_env *env)
{
    struct value v = ev(e->kid[0], env);
    if (v_is_null(v))
        return v;
    int64_t n = 0;
    for (size_t i = 0; i < v.s.n; i++)
        n += ((unsigned char)v.s.p[i] & 0xC0) != 0x80;
    return v_int(n);
}

static struct value ev_concat(const struct expr *e, const struct expr_env *env)
{
    struct buf b = buf_in(env->a, 1 << 20);
    for (size_t i = 0; i < e->n; i++) {
        struct value v = ev(e->kid[i], env);
        if (!v_is_null(v))
            buf_str(&b, v.s);
    }
    return b.full ? VNULL : v_str(buf_view(&b));
}

static struct value ev_collect(const struct expr *e, const struct expr_env *env)
{
    struct buf b = buf_in(env->a, XTEXT_MAX);
    for (size_t i = 0; i < e->n; i += 2) {
        struct value c = ev(e->kid[i + 1], env);
        if (c.t == V_INT && c.i)
            buf_printf(&b, "%s" STR_FMT "|", b.n ? "" : "|", STR_ARG(e->kid[i]->v.s));
    }
    return b.n ? v_str(buf_view(&b)) : VNULL;
}

/* What a personal number of 12 digits tells: the fourth is century and sex, then the year. */
static struct value ev_pid(const struct expr *e, const struct expr_env *env)
{
    enum { DIGITS = 12, SEX = 3 };
    struct value v = ev(e->kid[0], env);
    if (v.t != V_TEXT || v.s.n != DIGITS)
        return VNULL;
    int d[DIGITS];
    for (size_t i = 0; i < DIGITS; i++) {
        d[i] = v.s.p[i] - '0';
        if (d[i] < 0 || d[i] > 9)
            return VNULL;
    }
    if (e->op == XO_PID_SEX)
        return v_text(d[SEX] % 2 ? "nu" : "nam");
    return v_int(1900 + d[SEX] / 2 * 100 + d[SEX + 1] * 10 + d[SEX + 2]);
}

static struct value ev_full(const struct expr *e, const struct expr_env *env)
{
    struct value v = ev(e->kid[0], env);
    return v_is_null(v) ? v : truth(v.s.n == sizeof "2015-06-30" - 1);
}

static eval_fn *const EVAL[XO__COUNT] = {
    [XO_CONST] = ev_const,
    [XO_NAME] = ev_name,
    [XO_NOW] = ev_now,
    [XO_TODAY] = ev_today,
    [XO_OR] = ev_or,
    [XO_AND] = ev_and,
    [XO_NOT] = ev_not,
    [XO_EQ] = ev_cmp,
    [XO_NE] = ev_cmp,
    [XO_LT] = ev_cmp,
    [XO_LE] = ev_cmp,
    [XO_GT] = ev_cmp,
    [XO_GE] = ev_cmp,
    [XO_IN] = ev_in,
    [XO_IS_NULL] = ev_is_null,
    [XO_NOT_NULL] = ev_is_null,
    [XO_HAS] = ev_has,
    [XO_ADD] = ev_number,
    [XO_SUB] = ev_number,
    [XO_MUL] = ev_number,
    [XO_DIV] = ev_number,
    [XO_NEG] = ev_neg,
    [XO_DATE_ADD] = ev_date_add,
    [XO_DATE_DIFF] = ev_two_dates,
    [XO_REAL] = ev_real,
    [XO_TEXT] = ev_text,
    [XO_AGE] = ev_two_dates,
    [XO_MONTHS] = ev_two_dates,
    [XO_YEAR] = ev_date_part,
    [XO_MONTH] = ev_date_part,
    [XO_DAY] = ev_date_part,
    [XO_DATE_OF] = ev_date_of,
    [XO_COALESCE] = ev_coalesce,
    [XO_IF] = ev_if,
    [XO_MIN] = ev_min_max,
    [XO_MAX] = ev_min_max,
    [XO_TALLY] = ev_tally,
    [XO_LENGTH] = ev_length,
    [XO_CONCAT] = ev_concat,
    [XO_ROUND] = ev_round,
    [XO_ROUND_TO] = ev_round_to,
    [XO_LABEL] = ev_label,
    [XO_COLLECT] = ev_collect,
    [XO_PID_SEX] = ev_pid,
    [XO_PID_YEAR] = ev_pid,
    [XO_FULL] = ev_full,
    [XO_BACK] = ev_back,
    [XO_PAD] = ev_pad,
    [XO_DAYS_OF] = ev_pad,
};

static struct value ev(const struct expr *e, const struct expr_env *env)
{
    return EVAL[e->op](e, env);
}

struct value expr_eval(const struct expr *e, const struct expr_env *env)
{
    return ev(e, env);
}

bool expr_true(const struct expr *e, const struct expr_env *env)
{
    if (!e)
        return true;
    struct value v = ev(e, env);
    return v.t == V_INT && v.i != 0;
}

bool expr_false(const struct expr *e, const struct expr_env *env)
{
    if (!e)
        return false;
    struct value v = ev(e, env);
    return v.t == V_INT && v.i == 0;
}
