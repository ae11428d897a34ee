// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Parser of the expression language (end of doc/pack-format.md): precedence climbing over one token
 * of look-ahead. Types are checked while the tree is built (expr_type.c), so the first fault stops
 * it and has its exact column.
 */
#include "pack/pack_int.h"

enum { P_OR = 1, P_AND, P_NOT, P_COMPARE, P_SUM, P_PRODUCT, P_MINUS };

struct infix {
    uint8_t level;
    enum xop op;
};
static const struct infix INFIX[T__COUNT] = {
    [T_OR] = {P_OR, XO_OR},
    [T_AND] = {P_AND, XO_AND},
    [T_EQ] = {P_COMPARE, XO_EQ},
    [T_NE] = {P_COMPARE, XO_NE},
    [T_LT] = {P_COMPARE, XO_LT},
    [T_LE] = {P_COMPARE, XO_LE},
    [T_GT] = {P_COMPARE, XO_GT},
    [T_GE] = {P_COMPARE, XO_GE},
    [T_IN] = {P_COMPARE, XO_IN},
    [T_NOT] = {P_COMPARE, XO_NOT}, /* not in */
    [T_IS] = {P_COMPARE, XO_IS_NULL},
    [T_HAS] = {P_COMPARE, XO_HAS},
    [T_PLUS] = {P_SUM, XO_ADD},
    [T_MINUS] = {P_SUM, XO_SUB},
    [T_STAR] = {P_PRODUCT, XO_MUL},
    [T_SLASH] = {P_PRODUCT, XO_DIV},
};

static struct expr *parse(struct xparse *p, int level);

static bool take(struct xparse *p, enum tok t)
{
    if (p->cur.t != t)
        return false;
    x_lex(p);
    return true;
}

static struct expr *unexpected(struct xparse *p)
{
    if (p->cur.t == T_END)
        return x_fail(p, p->cur.at, "Biểu thức còn thiếu ở cuối");
    return x_fail(p, p->cur.at, "Không chờ ‘" STR_FMT "’ ở đây", STR_ARG(p->cur.s));
}

static bool need(struct xparse *p, enum tok t, const char *what)
{
    if (take(p, t))
        return true;
    if (p->cur.t == T_END)
        x_fail(p, p->cur.at, "Thiếu ‘%s’ ở cuối", what);
    else
        x_fail(p, p->cur.at, "Cần ‘%s’ trước ‘" STR_FMT "’", what, STR_ARG(p->cur.s));
    return false;
}

/* The inner text of a quoted token, doubled quotes made single. */
static struct str unquote(struct arena *a, struct str s)
{
    char *p = arena_dupn(a, s.p + 1, s.n - 2);
    size_t n = 0;
    for (size_t i = 0; i < s.n - 2; i++) {
        p[n++] = p[i];
        i += p[i] == '\'';
    }
    return (struct str){p, n};
}

/* Comma-separated expressions up to the closing bracket. */
static bool parse_list(struct xparse *p, struct expr **list, size_t *n)
{
    do {
        if (*n == XARGS_MAX) {
            x_fail(p, p->cur.at, "Nhiều hơn %d giá trị trong một danh sách", XARGS_MAX);
            return false;
        }
        list[*n] = parse(p, 0);
        if (!list[(*n)++])
            return false;
    } while (take(p, T_COMMA));
    return need(p, T_CLOSE, ")");
}

static struct expr *parse_call(struct xparse *p, struct token name)
{
    struct expr *arg[XARGS_MAX];
    size_t n = 0;
    if (!take(p, T_CLOSE) && !parse_list(p, arg, &n))
        return NULL;
    return x_call(p, name, arg, n);
}

static struct expr *parse_date(struct xparse *p)
{
    struct token t = p->cur;
    struct str s = unquote(p->a, t.s);
    struct cal_date d;
    x_lex(p);
    if (!xdate_read(s, &d))
        return x_fail(
            p, t.at, "Không có ngày ‘" STR_FMT "’; viết như date '2026-11-21'", STR_ARG(s));
    return x_const(p, t.at, X_DATE, v_str(s));
}

static struct expr *parse_name(struct xparse *p)
{
    struct token t = p->cur;
    x_lex(p);
    if (take(p, T_OPEN))
        return parse_call(p, t);
    if (str_is(t.s, "date") && p->cur.t == T_TEXT)
        return parse_date(p);
    if (str_is(t.s, "today"))
        return x_leaf(p, t.at, XO_TODAY, X_DATE);
    if (str_is(t.s, "now"))
        return x_leaf(p, t.at, XO_NOW, X_TIME);
    enum xtype type = X_NULL;
    int slot = 0;
    if (!p->scope->lookup || !p->scope->lookup(p->scope, t.s, &type, &slot))
        return x_fail(p, t.at, "Không có tên ‘" STR_FMT "’ ở đây", STR_ARG(t.s));
    struct expr *e = x_leaf(p, t.at, XO_NAME, type);
    if (e) {
        e->name.path = (struct str){arena_dupn(p->a, t.s.p, t.s.n), t.s.n};
        e->name.slot = slot;
        e->names = true;
    }
    return e;
}

static struct expr *parse_number(struct xparse *p)
{
    struct token t = p->cur;
    x_lex(p);
    int64_t i = 0;
    double r = 0;
    if (t.t == T_REAL)
        return str_to_real(t.s, &r) ? x_const(p, t.at, X_REAL, v_real(r))
                                    : x_fail(p, t.at, "Số quá lớn");
    if (!str_to_int(t.s, &i) || i > XINT_MAX)
        return x_fail(p, t.at, "Số quá lớn");
    return x_const(p, t.at, X_INT, v_int(i));
}

static struct expr *parse_word(struct xparse *p)
{
    struct token t = p->cur;
    x_lex(p);
    switch (t.t) {
    case T_TEXT:
        return x_const(p, t.at, X_TEXT, v_str(unquote(p->a, t.s)));
    case T_NULL:
        return x_const(p, t.at, X_NULL, VNULL);
    default:
        return x_const(p, t.at, X_BOOL, v_int(t.t == T_TRUE));
    }
}

static struct expr *parse_prefix(struct xparse *p, int level)
{
    size_t at = p->cur.at;
    switch (p->cur.t) {
    case T_NOT:
        if (level > P_NOT)
            return x_fail(p, at, "‘not’ ở đây phải đặt trong ngoặc");
        x_lex(p);
        return x_unary(p, XO_NOT, at, parse(p, P_NOT));
    case T_MINUS:
        x_lex(p);
        return x_unary(p, XO_NEG, at, parse(p, P_MINUS));
    case T_OPEN: {
        x_lex(p);
        struct expr *e = parse(p, 0);
        return e && need(p, T_CLOSE, ")") ? e : NULL;
    }
    case T_NAME:
        return parse_name(p);
    case T_INT:
    case T_REAL:
        return parse_number(p);
    case T_TEXT:
    case T_NULL:
    case T_TRUE:
    case T_FALSE:
        return parse_word(p);
    default:
        return unexpected(p);
    }
}

static struct expr *parse_in(struct xparse *p, size_t at, struct expr *l)
{
    struct expr *list[XARGS_MAX];
    size_t n = 0;
    if (!need(p, T_OPEN, "(") || !parse_list(p, list, &n))
        return NULL;
    return x_in(p, at, l, list, n);
}

/* After the operator token: what follows depends on it. */
static struct expr *parse_right(struct xparse *p, struct token t, struct expr *l)
{
    const struct infix f = INFIX[t.t];
    switch (t.t) {
    case T_IN:
        return parse_in(p, t.at, l);
    case T_NOT:
        if (!need(p, T_IN, "in"))
            return NULL;
        return x_unary(p, XO_NOT, t.at, parse_in(p, t.at, l));
    case T_IS: {
        bool no = take(p, T_NOT);
        if (!need(p, T_NULL, "null"))
            return NULL;
        return x_unary(p, no ? XO_NOT_NULL : XO_IS_NULL, t.at, l);
    }
    default:
        return x_binary(p, f.op, t.at, l, parse(p, f.level + 1));
    }
}

static struct expr *parse_infix(struct xparse *p, int level)
{
    struct expr *l = parse_prefix(p, level);
    while (l && INFIX[p->cur.t].level && INFIX[p->cur.t].level >= level) {
        struct token t = p->cur;
        x_lex(p);
        l = parse_right(p, t, l);
        bool compares = INFIX[t.t].level == P_COMPARE;
        if (l && compares && INFIX[p->cur.t].level == P_COMPARE)
            return x_fail(p, p->cur.at, "Hai phép so sánh liền nhau phải có ngoặc");
    }
    return l;
}

static struct expr *parse(struct xparse *p, int level)
{
    if (p->depth == XDEPTH_MAX)
        return x_fail(p, p->cur.at, "Biểu thức lồng nhau quá sâu");
    p->depth++;
    struct expr *e = parse_infix(p, level);
    p->depth--;
    return e;
}

const struct expr *expr_parse(struct arena *a, struct str text, struct pos at,
    const struct expr_scope *scope, struct pack_error *err)
{
    struct xparse p = {.a = a, .text = text, .scope = scope, .pos = at, .err = err};
    *err = (struct pack_error){.pos = at};
    if (text.n > XTEXT_MAX) {
        x_fail(&p, 0, "Biểu thức dài quá %d byte", XTEXT_MAX);
        return NULL;
    }
    x_lex(&p);
    struct expr *e = parse(&p, 0);
    if (e && p.cur.t != T_END)
        e = unexpected(&p);
    if (e && scope->shown)
        e = x_shown(&p, e);
    if (!e || err->text)
        return NULL;
    e->text = arena_dupn(a, text.p, text.n);
    return e;
}

enum xtype expr_type(const struct expr *e)
{
    return (enum xtype)e->type;
}

const char *expr_text(const struct expr *e)
{
    return e->text;
}

void expr_names(const struct expr *e, void (*fn)(void *ctx, struct str path, int slot), void *ctx)
{
    if (e->op == XO_NAME)
        fn(ctx, e->name.path, e->name.slot);
    for (size_t i = 0; i < e->n; i++)
        expr_names(e->kid[i], fn, ctx);
}

size_t expr_parts(const struct expr *e, const struct expr **out, size_t max)
{
    size_t n = 0;
    for (; e->op == XO_AND && n + 1 < max; e = e->kid[0])
        out[n++] = e->kid[1];
    out[n++] = e;
    for (size_t i = 0; i < n / 2; i++) {
        const struct expr *last = out[n - 1 - i];
        out[n - 1 - i] = out[i];
        out[i] = last;
    }
    return n;
}
