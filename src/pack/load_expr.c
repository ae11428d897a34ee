// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Expressions of a pack: parsed in the scope of the step, procedure or register they stand in, then
 * checked against what they are for (a condition, the value of a field, a title, a moment).
 */
#include "pack/pack_int.h"

/* Context of the checks on one expression. */
struct at {
    struct load *l;
    const struct ynode *n;
    const struct expr *e;
    const struct field *target;
    const struct codelist *list; /* of the target */
};

struct pos load_pos(const struct ynode *n, size_t at)
{
    struct pos pos = n->pos;
    for (size_t i = 0; !n->lines && i < at && i < n->text.n; i++)
        pos.col += ((unsigned char)n->text.p[i] & 0xC0) != 0x80;
    return pos;
}

static void fault(
    const struct at *at, const struct expr *e, const char *fmt, const char *a, const char *b)
{
    struct buf b1 = buf_in(at->l->a, 400);
    for (const char *p = fmt; *p; p++) { /* %1 and %2 */
        if (p[0] == '%' && (p[1] == '1' || p[1] == '2'))
            buf_puts(&b1, *++p == '1' ? a : b);
        else
            buf_putc(&b1, *p);
    }
    load_fault(at->l, load_pos(at->n, e->at), "%s", b1.p);
}

/* A code of `other` that `list` has not. */
static const struct code *foreign(const struct codelist *list, const struct codelist *other)
{
    for (size_t i = 0; list != other && i < other->ncodes; i++)
        if (!list_code(list, str_of(other->codes[i].id)))
            return &other->codes[i];
    return NULL;
}

/* What may become the value of the field: codes must be of its list. */
static void check_codes(const struct at *at, const struct expr *e)
{
    const struct codelist *list = at->list;
    if (e->op == XO_CONST && e->v.t == V_TEXT && !list_code(list, e->v.s))
        fault(at, e, "Danh mục ‘%1’ không có mã ‘%2’", list->id,
            arena_dupn(at->l->a, e->v.s.p, e->v.s.n));
    if (e->op == XO_NAME) {
        struct xname n = pack_name(at->l->pack, e->name.slot);
        const struct code *c = n.field && n.field->list ? foreign(list, n.field->list) : NULL;
        if (c)
            fault(at, e, "Danh mục ‘%1’ không có mã ‘%2’ của ô này", list->id, c->id);
    }
    for (size_t i = e->op == XO_IF; (e->op == XO_IF || e->op == XO_COALESCE) && i < e->n; i++)
        check_codes(at, e->kid[i]);
    for (size_t i = 0; e->op == XO_COLLECT && i < e->n; i += 2)
        check_codes(at, e->kid[i]);
}

static struct expr *logic(struct arena *a, enum xop op, const struct expr *l, const struct expr *r)
{
    struct expr *e = NEW(a, struct expr);
    *e = (struct expr){.op = (uint8_t)op, .type = X_BOOL, .n = 2, .at = r->at, .text = r->text};
    e->names = l->names || r->names;
    e->kid = NEW_N(a, struct expr *, 2);
    memcpy(&e->kid[0], &l, sizeof l);
    memcpy(&e->kid[1], &r, sizeof r);
    return e;
}

const struct expr *x_also(struct arena *a, const struct expr *l, const struct expr *r)
{
    return logic(a, XO_AND, l, r);
}

static bool below(const struct codelist *list, const struct code *c, const struct code *up)
{
    for (size_t depth = 0; c && c != up && depth < list->ncodes; depth++)
        c = c->parent ? list_code(list, str_of(c->parent)) : NULL;
    return c == up;
}

/* When the code or one of those below it is collected; NULL = never. */
static struct expr *holds(
    struct arena *a, const struct codelist *list, const struct code *up, const struct expr *e)
{
    struct expr *any = NULL;
    for (size_t i = 0; i < e->n; i += 2)
        if (below(list, list_code(list, e->kid[i]->v.s), up))
            any = any ? logic(a, XO_OR, any, e->kid[i + 1]) : e->kid[i + 1];
    return any;
}

/* Codes in the order of the list, as a form stores them; a sub-group brings its group along. */
static void order_collected(const struct at *at, struct expr *e)
{
    const struct codelist *list = at->list;
    struct arena *a = at->l->a;
    struct expr **kid = NEW_N(a, struct expr *, 2 * list->ncodes + 1);
    size_t n = 0;
    for (size_t i = 0; i < list->ncodes; i++) {
        struct expr *when = holds(a, list, &list->codes[i], e);
        if (!when)
            continue;
        kid[n] = NEW(a, struct expr);
        *kid[n++] = (struct expr){
            .op = XO_CONST, .type = X_TEXT, .at = when->at, .v = v_text(list->codes[i].id)};
        kid[n++] = when;
    }
    e->kid = kid;
    e->n = (uint16_t)n;
}

static void order_codes(const struct at *at, struct expr *e)
{
    if (e->op == XO_COLLECT)
        order_collected(at, e);
    for (size_t i = e->op == XO_IF; (e->op == XO_IF || e->op == XO_COALESCE) && i < e->n; i++)
        order_codes(at, e->kid[i]);
}

static const struct expr *check_choice(const struct at *at)
{
    size_t faults = at->l->nerr;
    check_codes(at, at->e);
    if (expr_type(at->e) != X_SET || at->l->nerr > faults)
        return at->e;
    struct expr *copy = NEW(at->l->a, struct expr);
    *copy = *at->e;
    order_codes(at, copy);
    return copy;
}

static const char *type_name(enum xtype t)
{
    static const char *const NAME[X__COUNT] = {[X_NULL] = "null",
        [X_BOOL] = "điều kiện",
        [X_INT] = "số nguyên",
        [X_REAL] = "số thập phân",
        [X_TEXT] = "chữ",
        [X_DATE] = "ngày",
        [X_TIME] = "thời điểm",
        [X_SET] = "nhiều mã"};
    return NAME[t];
}

static struct expr *as_real(struct load *l, const struct expr *e)
{
    struct expr *r = NEW(l->a, struct expr);
    *r = (struct expr){.op = XO_REAL, .type = X_REAL, .names = e->names, .n = 1, .text = e->text};
    r->kid = NEW(l->a, struct expr *);
    memcpy(r->kid, &e, sizeof e);
    return r;
}

static const struct expr *fit(const struct at *at, enum xtype want)
{
    enum xtype got = expr_type(at->e);
    if (got == want || got == X_NULL)
        return at->e;
    if (got == X_INT && want == X_REAL)
        return as_real(at->l, at->e);
    fault(at, at->e, "Ở đây cần %1, biểu thức cho %2", type_name(want), type_name(got));
    return NULL;
}

static void check_title(void *ctx, struct str path, int slot)
{
    (void)path;
    const struct at *at = ctx;
    struct xname n = pack_name(at->l->pack, slot);
    if (n.kind == NAME_FIELD && n.field->cls == CLASS_SECRET)
        fault(at, at->e, "Tiêu đề không dùng ô mật, ‘%1’ là ô mật", n.field->id, "");
    else if (n.kind != NAME_FIELD && n.kind < NAME_STATE)
        fault(at, at->e, "Tiêu đề chỉ dùng ô của chính sổ này", "", "");
}

static void check_column(void *ctx, struct str path, int slot)
{
    (void)path;
    const struct at *at = ctx;
    struct xname n = pack_name(at->l->pack, slot);
    if (n.kind == NAME_FIELD && n.field->cls == CLASS_SECRET)
        fault(
            at, at->e, "Điều kiện của danh sách không dùng ô mật, ‘%1’ là ô mật", n.field->id, "");
    else if (n.kind != NAME_FIELD && n.kind < NAME_STATE)
        fault(at, at->e, "Điều kiện của danh sách chỉ dùng ô của chính sổ này", "", "");
}

static const char *column(const struct expr_sql *s, struct str path, int slot)
{
    (void)path;
    return pack_column(s->ctx, slot);
}

/* A condition that lists ask the database: tried here, so that it cannot fail there. */
static const struct expr *check_columns(const struct at *at)
{
    struct at copy = *at;
    size_t faults = at->l->nerr, n;
    expr_names(at->e, check_column, &copy);
    const struct expr *e = fit(at, X_BOOL);
    if (!e || at->l->nerr > faults)
        return NULL;
    const struct expr_sql to = {.column = column, .ctx = at->l->pack, .today = "2000-01-01"};
    struct value args[CONDITION_ARGS];
    struct buf sql = buf_in(at->l->a, CONDITION_SQL);
    if (expr_to_sql(e, &to, at->l->a, &sql, args, COUNT(args), &n) == OK)
        return e;
    fault(at, e, "Điều kiện này không hỏi cơ sở dữ liệu được: %1", err_detail(), "");
    return NULL;
}

static const struct expr *check(const struct at *at, enum want want)
{
    switch (want) {
    case WANT_NUMBER:
        return expr_type(at->e) == X_INT ? at->e : fit(at, X_REAL);
    case WANT_CODES:
        return expr_type(at->e) == X_SET ? at->e : fit(at, X_TEXT);
    case WANT_BOOL:
        return fit(at, X_BOOL);
    case WANT_TITLE: {
        struct at copy = *at;
        expr_names(at->e, check_title, &copy);
        return fit(at, X_TEXT);
    }
    case WANT_COLUMNS:
        return check_columns(at);
    case WANT_MOMENT:
        return expr_type(at->e) == X_DATE ? at->e : fit(at, X_TIME);
    case WANT_FIELD:
        if (!at->target)
            return at->e;
        return fit(at, field_xtype(at->target));
    }
    return NULL;
}

const struct expr *load_parse(struct load *l, const struct ynode *n, const struct expr_scope *scope)
{
    struct pack_error err;
    if (!load_text(l, n))
        return NULL;
    const struct expr *e = expr_parse(l->a, n->text, n->pos, scope, &err);
    if (!e)
        load_fault(l, n->lines ? n->pos : err.pos, "%s", err.text);
    return e;
}

const struct expr *load_expr(
    struct load *l, const struct ynode *n, enum want want, const struct field *target)
{
    const struct pack_names names = {
        .pack = l->pack,
        .reg = l->cur[CUR_REG],
        .proc = l->cur[CUR_PROC],
        .step = l->cur[CUR_STEP],
    };
    struct expr_scope scope = pack_scope(&names);
    scope.shown = want == WANT_TITLE;
    const struct expr *e = load_parse(l, n, &scope);
    if (!e)
        return NULL;
    struct at at = {l, n, e, target, target ? target->list : NULL};
    if (want == WANT_FIELD && at.list)
        at.e = check_choice(&at);
    return check(&at, want);
}

/* ---- what numbers are counted by --------------------------------------------------------------
 */

/* Nothing that moves by itself, nothing sealed. */
static void check_still(const struct at *at, const struct expr *e)
{
    struct xname n = {0};
    if (e->op == XO_NAME)
        n = pack_name(at->l->pack, e->name.slot);
    if (n.field && n.field->cls == CLASS_SECRET)
        fault(at, e, "Số liệu không dùng ô mật, ‘%1’ là ô mật", n.field->id, "");
    if (e->op == XO_NOW || e->op == XO_TODAY)
        fault(at, e, "Số liệu đếm theo kỳ: dùng ‘start’, ‘end’, không dùng ‘today’, ‘now’", "", "");
    if (e->op == XO_LABEL)
        fault(at, e, "Số liệu không dùng ‘label’", "", "");
    for (size_t i = 0; i < e->n; i++)
        check_still(at, e->kid[i]);
}

static const char *any_column(const struct expr_sql *s, struct str path, int slot)
{
    (void)s;
    (void)path;
    (void)slot;
    return "x.column";
}

/* The days of a period are told beforehand. */
static bool any_day(const struct expr_sql *s, struct str path, int slot, struct value *out)
{
    (void)path;
    enum name_kind kind = pack_name(s->ctx, slot).kind;
    *out = v_text("2000-01-01");
    return kind == NAME_START || kind == NAME_END;
}

static bool has_sql(const struct at *at)
{
    const struct expr_sql to = {.column = any_column,
        .fixed = any_day,
        .ctx = at->l->pack,
        .today = "2000-01-01",
        .value = true};
    struct value args[CONDITION_ARGS];
    struct buf sql = buf_in(at->l->a, CONDITION_SQL);
    size_t n;
    if (expr_to_sql(at->e, &to, at->l->a, &sql, args, COUNT(args), &n) == OK)
        return true;
    fault(at, at->e, "Không hỏi cơ sở dữ liệu được: %1", err_detail(), "");
    return false;
}

const struct expr *load_count(struct load *l, const struct ynode *n, const struct pack_names *names,
    enum want want, const struct codelist *list)
{
    const struct expr_scope scope = pack_scope(names);
    const struct expr *e = load_parse(l, n, &scope);
    if (!e)
        return NULL;
    struct at at = {.l = l, .n = n, .e = e, .list = list};
    size_t faults = l->nerr;
    check_still(&at, e);
    if (list)
        at.e = check_choice(&at);
    at.e = check(&at, want);
    return at.e && l->nerr == faults && has_sql(&at) ? at.e : NULL;
}
