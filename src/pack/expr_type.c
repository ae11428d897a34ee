// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Typing of expressions: each builder checks its operands, gives a type to `null`, turns whole
 * numbers into decimals where the other side is one, and stops at the first fault. After this every
 * operator has exactly the operand types that expr_eval.c and expr_sql.c expect.
 */
#include "pack/pack_int.h"

#include <math.h>

static const char *const TYPE_VI[X__COUNT] = {
    [X_NULL] = "null",
    [X_BOOL] = "có/không",
    [X_INT] = "số nguyên",
    [X_REAL] = "số thập phân",
    [X_TEXT] = "chữ",
    [X_DATE] = "ngày",
    [X_TIME] = "thời điểm",
    [X_SET] = "nhiều mã",
};
static const char *const SIGN[XO__COUNT] = {
    [XO_OR] = "or",
    [XO_AND] = "and",
    [XO_NOT] = "not",
    [XO_EQ] = "=",
    [XO_NE] = "!=",
    [XO_LT] = "<",
    [XO_LE] = "<=",
    [XO_GT] = ">",
    [XO_GE] = ">=",
    [XO_IN] = "in",
    [XO_HAS] = "has",
    [XO_ADD] = "+",
    [XO_SUB] = "-",
    [XO_MUL] = "*",
    [XO_DIV] = "/",
    [XO_NEG] = "-",
};

/* ---- nodes ------------------------------------------------------------------------------------
 */

static struct expr *node(struct xparse *p, size_t at, enum xop op, enum xtype type)
{
    if (p->nodes++ == XNODES_MAX)
        return x_fail(p, at, "Biểu thức có hơn %d phần", XNODES_MAX);
    struct expr *e = NEW(p->a, struct expr);
    e->op = (uint8_t)op;
    e->type = (uint8_t)type;
    e->at = (uint32_t)at;
    return e;
}

struct expr *x_leaf(struct xparse *p, size_t at, enum xop op, enum xtype type)
{
    return node(p, at, op, type);
}

struct expr *x_const(struct xparse *p, size_t at, enum xtype type, struct value v)
{
    struct expr *e = node(p, at, XO_CONST, type);
    if (e)
        e->v = v;
    return e;
}

static struct expr *parent(
    struct xparse *p, size_t at, enum xop op, enum xtype type, struct expr **kid, size_t n)
{
    struct expr *e = node(p, at, op, type);
    if (!e)
        return NULL;
    e->kid = NEW_N(p->a, struct expr *, n ? n : 1);
    e->n = (uint16_t)n;
    for (size_t i = 0; i < n; i++) {
        e->kid[i] = kid[i];
        e->names |= kid[i]->names;
    }
    return e;
}

static struct expr *wrap(struct xparse *p, enum xop op, enum xtype type, struct expr *e)
{
    return parent(p, e->at, op, type, &e, 1);
}

/* ---- conversions ------------------------------------------------------------------------------
 */

static bool is_number(enum xtype t)
{
    return t == X_INT || t == X_REAL;
}

/* *e as `want`: null takes any type, whole numbers become decimals. */
static bool coerce(struct xparse *p, struct expr **e, enum xtype want)
{
    if ((*e)->type == want)
        return true;
    struct expr *to = NULL; /* *e stays a node also when there is no room for another */
    if ((*e)->type == X_NULL)
        to = x_const(p, (*e)->at, want, VNULL);
    else if ((*e)->type == X_INT && want == X_REAL)
        to = wrap(p, XO_REAL, X_REAL, *e);
    if (to)
        *e = to;
    return to != NULL;
}

/* One type for all; X_NULL when all are null. False when they do not go together: *bad tells which
 * one. */
static bool unify(struct xparse *p, struct expr **e, size_t n, enum xtype *out, size_t *bad)
{
    enum xtype t = X_NULL;
    for (size_t i = 0; i < n; i++) {
        enum xtype k = (enum xtype)e[i]->type;
        if (t == X_NULL || (t == X_INT && k == X_REAL))
            t = k;
    }
    for (size_t i = 0; i < n; i++)
        if (!coerce(p, &e[i], t)) {
            *bad = i;
            return false;
        }
    *out = t;
    return true;
}

static struct expr *mismatch(
    struct xparse *p, size_t at, enum xop op, const struct expr *l, const struct expr *r)
{
    bool both =
        (l->type == X_DATE && r->type == X_TIME) || (l->type == X_TIME && r->type == X_DATE);
    const char *hint = both ? "; date(…) đổi thời điểm thành ngày" : "";
    return x_fail(p, at, "‘%s’ không dùng được giữa %s và %s%s", SIGN[op], TYPE_VI[l->type],
        TYPE_VI[r->type], hint);
}

/* A name that meets a text constant: is it a code that the name can hold? */
static bool allowed(struct xparse *p, const struct expr *a, const struct expr *b)
{
    if (b->op == XO_NAME && a->op == XO_CONST) {
        const struct expr *t = a;
        a = b;
        b = t;
    }
    if (!p->scope->allows || a->op != XO_NAME || b->op != XO_CONST || b->v.t != V_TEXT ||
        b->type != X_TEXT || p->scope->allows(p->scope, a->name.slot, b->v.s))
        return true;
    x_fail(p, b->at, "‘" STR_FMT "’ không phải giá trị của ‘" STR_FMT "’", STR_ARG(b->v.s),
        STR_ARG(a->name.path));
    return false;
}

/* ---- operators --------------------------------------------------------------------------------
 */

struct expr *x_unary(struct xparse *p, enum xop op, size_t at, struct expr *e)
{
    if (!e)
        return NULL;
    enum xtype type = X_BOOL;
    bool fits = true;
    if (op == XO_NOT)
        fits = coerce(p, &e, X_BOOL);
    if (op == XO_NEG) {
        fits = is_number((enum xtype)e->type) || coerce(p, &e, X_INT);
        type = (enum xtype)e->type;
    }
    if ((op == XO_IS_NULL || op == XO_NOT_NULL) && e->type == X_NULL)
        fits = coerce(p, &e, X_TEXT);
    if (!fits)
        return x_fail(p, e->at, "‘%s’ không dùng được với %s", SIGN[op], TYPE_VI[e->type]);
    return parent(p, at, op, type, &e, 1);
}

static struct expr *logic(struct xparse *p, enum xop op, size_t at, struct expr **k)
{
    for (int i = 0; i < 2; i++)
        if (!coerce(p, &k[i], X_BOOL))
            return x_fail(p, k[i]->at, "‘%s’ cần điều kiện đúng/sai, đây là %s", SIGN[op],
                TYPE_VI[k[i]->type]);
    return parent(p, at, op, X_BOOL, k, 2);
}

static struct expr *compare(struct xparse *p, enum xop op, size_t at, struct expr **k)
{
    enum xtype t;
    size_t bad;
    bool order = op != XO_EQ && op != XO_NE;
    if (!unify(p, k, 2, &t, &bad))
        return mismatch(p, at, op, k[0], k[1]);
    if (t == X_SET)
        return x_fail(p, at, "Ô nhiều mã so bằng ‘has’, không bằng ‘%s’", SIGN[op]);
    if (order && t == X_BOOL)
        return mismatch(p, at, op, k[0], k[1]);
    if (t == X_NULL && !(coerce(p, &k[0], X_TEXT) && coerce(p, &k[1], X_TEXT)))
        return NULL;
    if (!order && !allowed(p, k[0], k[1]))
        return NULL;
    return parent(p, at, op, X_BOOL, k, 2);
}

static struct expr *has(struct xparse *p, size_t at, struct expr **k)
{
    if (!coerce(p, &k[0], X_SET) || !coerce(p, &k[1], X_TEXT))
        return mismatch(p, at, XO_HAS, k[0], k[1]);
    return allowed(p, k[0], k[1]) ? parent(p, at, XO_HAS, X_BOOL, k, 2) : NULL;
}

static struct expr *number_op(struct xparse *p, enum xop op, size_t at, struct expr **k)
{
    enum xtype t;
    size_t bad;
    if (!unify(p, k, 2, &t, &bad))
        return mismatch(p, at, op, k[0], k[1]);
    if (t == X_NULL)
        t = X_INT;
    if (!is_number(t))
        return mismatch(p, at, op, k[0], k[1]);
    if (op == XO_DIV)
        t = X_REAL;
    if (!coerce(p, &k[0], t) || !coerce(p, &k[1], t))
        return NULL;
    return parent(p, at, op, t, k, 2);
}

/* date + n, n + date, date - n, date - date */
static struct expr *date_op(struct xparse *p, enum xop op, size_t at, struct expr **k)
{
    if (op == XO_SUB && k[0]->type == X_DATE && k[1]->type == X_DATE)
        return parent(p, at, XO_DATE_DIFF, X_INT, k, 2);
    if (op == XO_ADD && k[1]->type == X_DATE) {
        struct expr *t = k[0];
        k[0] = k[1];
        k[1] = t;
    }
    if (k[0]->type != X_DATE || !coerce(p, &k[1], X_INT))
        return mismatch(p, at, op, k[0], k[1]);
    if (op == XO_SUB) {
        k[1] = wrap(p, XO_NEG, X_INT, k[1]);
        if (!k[1])
            return NULL;
    }
    return parent(p, at, XO_DATE_ADD, X_DATE, k, 2);
}

struct expr *x_binary(struct xparse *p, enum xop op, size_t at, struct expr *l, struct expr *r)
{
    if (!l || !r)
        return NULL;
    struct expr *k[2] = {l, r};
    if (op == XO_OR || op == XO_AND)
        return logic(p, op, at, k);
    if (op == XO_HAS)
        return has(p, at, k);
    if (op < XO_IN)
        return compare(p, op, at, k);
    if ((op == XO_ADD || op == XO_SUB) && (l->type == X_DATE || r->type == X_DATE))
        return date_op(p, op, at, k);
    return number_op(p, op, at, k);
}

struct expr *x_in(struct xparse *p, size_t at, struct expr *x, struct expr **list, size_t n)
{
    struct expr *k[XARGS_MAX + 1] = {x};
    memcpy(k + 1, list, n * sizeof *list);
    enum xtype t = X_NULL;
    size_t bad = 0;
    if (x->type == X_SET)
        return x_fail(p, at, "Ô nhiều mã so bằng ‘has’, không bằng ‘in’");
    if (!unify(p, k, n + 1, &t, &bad))
        return mismatch(p, bad ? k[bad]->at : at, XO_IN, x, k[bad]);
    for (size_t i = 0; i <= n; i++)
        if ((t == X_NULL && !coerce(p, &k[i], X_TEXT)) || !allowed(p, k[0], k[i]))
            return NULL;
    return parent(p, at, XO_IN, X_BOOL, k, n + 1);
}

/* ---- functions --------------------------------------------------------------------------------
 */

/* Arguments by letter: d date, t time, s text, b condition, n number, T one type for all T's,
 * L a name, + repeats the last. */
struct func {
    const char *name, *args;
    enum xop op;
    enum xtype type; /* X_NULL: that of the T's */
    struct expr *(*build)(struct xparse *p, size_t at, struct expr **arg, size_t n);
};

static struct expr *build_round(struct xparse *p, size_t at, struct expr **arg, size_t n)
{
    if (!coerce(p, &arg[0], X_REAL))
        return x_fail(p, arg[0]->at, "round cần số, đây là %s", TYPE_VI[arg[0]->type]);
    if (n == 1)
        return parent(p, at, XO_ROUND, X_INT, arg, 1);
    const struct expr *d = arg[1];
    if (d->op != XO_CONST || d->type != X_INT || d->v.t != V_INT || d->v.i > 6)
        return x_fail(p, d->at, "Số chữ số của round phải là 0 đến 6");
    return parent(p, at, XO_ROUND_TO, X_REAL, arg, 2);
}

static struct expr *build_concat(struct xparse *p, size_t at, struct expr **arg, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (arg[i]->type == X_DATE || coerce(p, &arg[i], X_TEXT))
            continue;
        if (arg[i]->type != X_INT)
            return x_fail(p, arg[i]->at, "concat không nối được %s", TYPE_VI[arg[i]->type]);
        arg[i] = wrap(p, XO_TEXT, X_TEXT, arg[i]);
        if (!arg[i])
            return NULL;
    }
    return parent(p, at, XO_CONCAT, X_TEXT, arg, n);
}

static struct expr *build_label(struct xparse *p, size_t at, struct expr **arg, size_t n)
{
    if (arg[0]->op != XO_NAME)
        return x_fail(p, arg[0]->at, "label cần tên một ô");
    return parent(p, at, XO_LABEL, X_TEXT, arg, n);
}

static bool is_code(const struct expr *e)
{
    bool ok = e->op == XO_CONST && e->type == X_TEXT && e->v.t == V_TEXT && e->v.s.n > 0;
    for (size_t i = 0; ok && i < e->v.s.n; i++) {
        char c = e->v.s.p[i];
        ok = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
    return ok;
}

static struct expr *build_collect(struct xparse *p, size_t at, struct expr **arg, size_t n)
{
    if (n % 2)
        return x_fail(p, at, "collect cần từng cặp: mã, điều kiện");
    for (size_t i = 0; i < n; i += 2) {
        if (!is_code(arg[i]))
            return x_fail(p, arg[i]->at, "collect cần một mã ở chỗ thứ %zu", i + 1);
        for (size_t k = 0; k < i; k += 2)
            if (str_eq(arg[k]->v.s, arg[i]->v.s))
                return x_fail(p, arg[i]->at, "‘" STR_FMT "’ đứng hai lần", STR_ARG(arg[i]->v.s));
        if (!coerce(p, &arg[i + 1], X_BOOL))
            return x_fail(p, arg[i + 1]->at, "collect cần điều kiện ở chỗ thứ %zu, đây là %s",
                i + 2, TYPE_VI[arg[i + 1]->type]);
    }
    return parent(p, at, XO_COLLECT, X_SET, arg, n);
}

static const struct func FUNCS[] = {
    {"age", "dd", XO_AGE, X_INT, NULL},
    {"months", "dd", XO_MONTHS, X_INT, NULL},
    {"year", "d", XO_YEAR, X_INT, NULL},
    {"month", "d", XO_MONTH, X_INT, NULL},
    {"day", "d", XO_DAY, X_INT, NULL},
    {"date", "t", XO_DATE_OF, X_DATE, NULL},
    {"coalesce", "T+", XO_COALESCE, X_NULL, NULL},
    {"if", "bTT", XO_IF, X_NULL, NULL},
    {"min", "TT", XO_MIN, X_NULL, NULL},
    {"max", "TT", XO_MAX, X_NULL, NULL},
    {"tally", "TT+", XO_TALLY, X_INT, NULL},
    {"length", "s", XO_LENGTH, X_INT, NULL},
    {"concat", "*+", XO_CONCAT, X_TEXT, build_concat},
    {"round", "**", XO_ROUND, X_REAL, build_round},
    {"label", "*", XO_LABEL, X_TEXT, build_label},
    {"collect", "**+", XO_COLLECT, X_SET, build_collect},
    {"pid_sex", "s", XO_PID_SEX, X_TEXT, NULL},
    {"pid_year", "s", XO_PID_YEAR, X_INT, NULL},
    {"full", "d", XO_FULL, X_BOOL, NULL},
};

static enum xtype letter_type(char c)
{
    return c == 'd' ? X_DATE : c == 't' ? X_TIME : c == 's' ? X_TEXT : X_BOOL;
}

static const struct func *func_find(struct str name)
{
    for (size_t i = 0; i < COUNT(FUNCS); i++)
        if (str_is(name, FUNCS[i].name))
            return &FUNCS[i];
    return NULL;
}

static bool count_fits(const struct func *f, size_t n)
{
    size_t len = strlen(f->args);
    if (f->args[len - 1] == '+')
        return n >= len - 1;
    return n == len || (f->op == XO_ROUND && n == 1);
}

/* Checks the arguments against f->args; *type is that of the T's. */
static bool fit_args(
    struct xparse *p, const struct func *f, struct expr **arg, size_t n, enum xtype *type)
{
    size_t shared = 0; /* the T's stand last */
    while (shared < n && f->args[shared] != 'T' && f->args[shared])
        shared++;
    for (size_t i = 0; i < shared && i < n; i++)
        if (!coerce(p, &arg[i], letter_type(f->args[i]))) {
            x_fail(p, arg[i]->at, "%s cần %s ở chỗ thứ %zu, đây là %s", f->name,
                TYPE_VI[letter_type(f->args[i])], i + 1, TYPE_VI[arg[i]->type]);
            return false;
        }
    size_t bad = 0;
    if (!unify(p, arg + shared, n - shared, type, &bad)) {
        x_fail(p, arg[shared + bad]->at, "%s: các giá trị không cùng loại (%s)", f->name,
            TYPE_VI[arg[shared + bad]->type]);
        return false;
    }
    return true;
}

/* The types that min, max and tally take. */
static bool type_fits(const struct func *f, enum xtype t)
{
    if (f->op == XO_MIN || f->op == XO_MAX)
        return t != X_BOOL && t != X_SET;
    return f->op != XO_TALLY || t != X_SET;
}

static bool tally_allowed(struct xparse *p, struct expr **arg, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!allowed(p, arg[i], arg[0]))
            return false;
    return true;
}

static struct expr *build_plain(
    struct xparse *p, const struct func *f, size_t at, struct expr **arg, size_t n)
{
    enum xtype t = X_NULL;
    if (!fit_args(p, f, arg, n, &t))
        return NULL;
    if (!type_fits(f, t))
        return x_fail(p, arg[0]->at, "%s không dùng được với %s", f->name, TYPE_VI[t]);
    if (f->op == XO_TALLY && !tally_allowed(p, arg, n))
        return NULL;
    if (f->type != X_NULL && t == X_NULL && f->op == XO_TALLY)
        return x_const(p, at, X_INT, v_int(0));
    enum xtype result = f->type == X_NULL ? t : f->type;
    if (result == X_NULL)
        return x_const(p, at, X_NULL, VNULL);
    return parent(p, at, f->op, result, arg, n);
}

struct expr *x_call(struct xparse *p, struct token name, struct expr **arg, size_t n)
{
    const struct func *f = func_find(name.s);
    if (!f)
        return x_fail(p, name.at, "Không có hàm ‘" STR_FMT "’", STR_ARG(name.s));
    if (!count_fits(f, n))
        return x_fail(p, name.at, "%s không nhận %zu giá trị", f->name, n);
    if (f->build)
        return f->build(p, name.at, arg, n);
    return build_plain(p, f, name.at, arg, n);
}

/* ---- text for people --------------------------------------------------------------------------
 */

struct expr *x_shown(struct xparse *p, struct expr *e)
{
    if (e->op == XO_NAME)
        return wrap(p, XO_LABEL, X_TEXT, e);
    if (e->op == XO_TEXT)
        return e->kid[0]->op == XO_NAME ? x_shown(p, e->kid[0]) : e;
    bool branches = e->type == X_TEXT && (e->op == XO_IF || e->op == XO_COALESCE);
    if (e->op != XO_CONCAT && !branches)
        return e;
    for (size_t i = e->op == XO_IF; i < e->n; i++) {
        e->kid[i] = x_shown(p, e->kid[i]);
        if (!e->kid[i])
            return NULL;
    }
    return e;
}
