// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Compiles a checked expression to SQL that SQLite 3.40 and PostgreSQL 15 both run with the answers
 * of expr_eval.c. An operator is a line of SQL with places for its operands; one that needs an
 * operand twice gets it from an inner SELECT, so the text grows only linearly. What names no column
 * is evaluated here and becomes one typed argument. Only functions both databases have are used:
 * no date functions, no LIKE, no scalar min/max.
 *
 * Conditions stay conditions (booleans of PostgreSQL); 0/1 columns are compared with 1.
 * Texts order bytewise because the tables' columns do, so an order of texts needs a column in it.
 */
#include "pack/pack_int.h"

struct gen {
    const struct expr_sql *s;
    struct arena *a;
    struct buf *out;
    struct value *arg;
    const struct expr **made; /* the node behind each argument */
    size_t max, n;
    enum err err;
};

/* The operands of one operator: bit i of `bound` = operand i comes from the inner SELECT. */
struct frame {
    struct expr *const *kid;
    unsigned bound;
    int64_t power, limit; /* XO_ROUND_TO */
};

static void emit(struct gen *g, const struct expr *e);

/* @a @b @c operands; capital: a date filled up to its first day; @1 @2 the day number of a, b;
 * @p @l numbers of the frame. */
static const char *const TEMPLATE[XO__COUNT] = {
    [XO_OR] = "(@a OR @b)",
    [XO_AND] = "(@a AND @b)",
    [XO_NOT] = "(NOT @a)",
    [XO_EQ] = "(@A = @B)",
    [XO_NE] = "(@A <> @B)",
    [XO_LT] = "(@A < @B)",
    [XO_LE] = "(@A <= @B)",
    [XO_GT] = "(@A > @B)",
    [XO_GE] = "(@A >= @B)",
    [XO_IS_NULL] = "(@a IS NULL)",
    [XO_NOT_NULL] = "(@a IS NOT NULL)",
    [XO_HAS] = "(replace(@a, '|' || @b || '|', '') <> @a)",
    [XO_ADD] = "(@a + @b)",
    [XO_SUB] = "(@a - @b)",
    [XO_MUL] = "(@a * @b)",
    [XO_DIV] = "(@a / NULLIF(@b, 0))",
    [XO_NEG] = "(0 - @a)",
    [XO_DATE_DIFF] = "(@1 - @2)",
    [XO_REAL] = "CAST(@a AS double precision)",
    [XO_TEXT] = "CAST(@a AS text)",
    [XO_AGE] = "(CAST(substr(@B, 1, 4) AS bigint) - CAST(substr(@A, 1, 4) AS bigint)"
               " - CASE WHEN substr(@B, 6, 5) < substr(@A, 6, 5) THEN 1 ELSE 0 END)",
    [XO_MONTHS] = "((CAST(substr(@B, 1, 4) AS bigint) - CAST(substr(@A, 1, 4) AS bigint)) * 12"
                  " + CAST(substr(@B, 6, 2) AS bigint) - CAST(substr(@A, 6, 2) AS bigint)"
                  " - CASE WHEN substr(@B, 9, 2) < substr(@A, 9, 2) THEN 1 ELSE 0 END)",
    [XO_YEAR] = "CAST(substr(@A, 1, 4) AS bigint)",
    [XO_MONTH] = "CAST(substr(@A, 6, 2) AS bigint)",
    [XO_DAY] = "CAST(substr(@A, 9, 2) AS bigint)",
    [XO_IF] = "CASE WHEN @a THEN @b ELSE @c END",
    [XO_MIN] = "CASE WHEN @A <= @B THEN @a WHEN @B < @A THEN @b END",
    [XO_MAX] = "CASE WHEN @A >= @B THEN @a WHEN @B > @A THEN @b END",
    [XO_LENGTH] = "length(@a)",
    /* A cast to bigint cuts in one database and rounds in the other: take back what was too much.
     */
    [XO_ROUND] = "(SELECT CASE WHEN @a < 0 THEN -1 ELSE 1 END * (_t - CASE WHEN"
                 " CAST(_t AS double precision) > abs(@a) + 0.5 THEN 1 ELSE 0 END)"
                 " FROM (SELECT CASE WHEN abs(@a) <= 9000000000000000"
                 " THEN CAST(abs(@a) + 0.5 AS bigint) END AS _t) AS _r)",
    [XO_ROUND_TO] =
        "(SELECT CASE WHEN abs(@a) > @l THEN @a ELSE CASE WHEN @a < 0 THEN -1 ELSE 1 END *"
        " CAST(_t - CASE WHEN CAST(_t AS double precision) > abs(@a) * @p + 0.5 THEN 1 ELSE 0 END"
        " AS double precision) / @p END FROM (SELECT CASE WHEN abs(@a) <= @l"
        " THEN CAST(abs(@a) * @p + 0.5 AS bigint) END AS _t) AS _r)",
};
static const char MUL_INT[] = "CASE WHEN abs(CAST(@a AS double precision) * @b)"
                              " <= 9000000000000000 THEN @a * @b END";

/* From a day number _z (see XDAY_MIN) to ISO text, as xdate_civil(). */
static const char CIVIL_HEAD[] =
    "(SELECT substr(CAST(10000 + _y + _p / 10 AS text), 2, 4)"
    " || '-' || substr(CAST(CASE WHEN _p < 10 THEN 103 ELSE 91 END + _p AS text), 2, 2)"
    " || '-' || substr(CAST(101 + _o - (153 * _p + 2) / 5 AS text), 2, 2)"
    " FROM (SELECT _y, _o, (5 * _o + 2) / 153 AS _p"
    " FROM (SELECT 100 * _c + _n / 1461 AS _y, _n % 1461 / 4 AS _o"
    " FROM (SELECT _w / 146097 AS _c, _w % 146097 / 4 * 4 + 3 AS _n"
    " FROM (SELECT CASE WHEN _z BETWEEN 306 AND 3652364 THEN 4 * _z + 3 END AS _w FROM (SELECT ";
static const char CIVIL_TAIL[] = " AS _z) AS _1) AS _2) AS _3) AS _4) AS _5)";
static_assert(XDAY_MIN == 306 && XDAY_MAX == 3652364 && XDAY_1970 == 719468, "as in the SQL");

static void put(struct gen *g, const char *s)
{
    buf_puts(g->out, s);
}

static void refuse(struct gen *g, enum err e, const char *why)
{
    if (g->err == OK)
        g->err = err_set(e, "expression in SQL: %s", why);
}

/* ---- leaves -----------------------------------------------------------------------------------
 */

static const char *cast_name(enum xtype t)
{
    switch (t) {
    case X_REAL:
        return "double precision";
    case X_INT:
    case X_TIME:
    case X_BOOL:
        return "bigint";
    default:
        return "text";
    }
}

/* The index from 1 of the argument that holds the value of `e`; one for each node. */
static size_t argument(struct gen *g, const struct expr *e, struct value v)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->made[i] == e)
            return i + 1;
    if (g->n == g->max) {
        refuse(g, ERR_TOO_BIG, "too many constants");
        return 1;
    }
    g->made[g->n] = e;
    g->arg[g->n] = v;
    return ++g->n;
}

static void emit_value(struct gen *g, const struct expr *e, struct value v)
{
    if (e->type == X_BOOL)
        put(g, v.t == V_NULL ? "(CAST(NULL AS bigint) = 1)" : v.i ? "(1 = 1)" : "(1 = 0)");
    else if (v.t == V_NULL)
        buf_printf(g->out, "CAST(NULL AS %s)", cast_name((enum xtype)e->type));
    else
        buf_printf(g->out, "CAST($%zu AS %s)", argument(g, e, v), cast_name((enum xtype)e->type));
}

static void emit_name(struct gen *g, const struct expr *e)
{
    const char *col = g->s->column(g->s, e->name.path, e->name.slot);
    if (!col)
        refuse(g, ERR_INVALID, "a name is not a column");
    else if (e->type == X_BOOL)
        buf_printf(g->out, "(%s = 1)", col);
    else
        put(g, col);
}

static struct value no_name(const struct expr_env *env, struct str path, int slot)
{
    (void)env;
    (void)path;
    (void)slot;
    return VNULL;
}

/* What names no column has its value now. */
static void emit_folded(struct gen *g, const struct expr *e)
{
    struct expr_env env = {.get = no_name, .now_ms = g->s->now_ms, .today = g->s->today, .a = g->a};
    emit_value(g, e, expr_eval(e, &env));
}

/* ---- operands ---------------------------------------------------------------------------------
 */

static bool atomic(const struct expr *e)
{
    return e->op == XO_NAME || !e->names;
}

/* A date that certainly has its day. */
static bool full_date(const struct expr *e)
{
    return e->op == XO_TODAY || e->op == XO_DATE_ADD || e->op == XO_DATE_OF;
}

static void put_operand(struct gen *g, const struct frame *f, int i, bool fill)
{
    const struct expr *e = f->kid[i];
    fill = fill && e->type == X_DATE && !full_date(e);
    if (fill)
        put(g, "substr(");
    if (f->bound & 1u << i)
        buf_printf(g->out, "_%c", 'a' + i);
    else
        emit(g, e);
    if (fill)
        put(g, " || '-01-01', 1, 10)");
}

/* As xdate_days(). */
static void put_days(struct gen *g, const struct frame *f, int i)
{
    put(g, "(SELECT 365 * (_y - _g) + (_y - _g) / 4 - (_y - _g) / 100 + (_y - _g) / 400"
           " + (_m * 306 + 5) / 10 + _d - 1 FROM (SELECT CAST(substr(");
    put_operand(g, f, i, true);
    put(g, ", 1, 4) AS bigint) AS _y, (CAST(substr(");
    put_operand(g, f, i, true);
    put(g, ", 6, 2) AS bigint) + 9) % 12 AS _m, (CAST(substr(");
    put_operand(g, f, i, true);
    put(g, ", 6, 2) AS bigint) + 9) % 12 / 10 AS _g, CAST(substr(");
    put_operand(g, f, i, true);
    put(g, ", 9, 2) AS bigint) AS _d) AS _s)");
}

static void put_place(struct gen *g, const struct frame *f, char c)
{
    if (c >= 'a' && c <= 'c')
        put_operand(g, f, c - 'a', false);
    else if (c >= 'A' && c <= 'C')
        put_operand(g, f, c - 'A', true);
    else if (c == '1' || c == '2')
        put_days(g, f, c - '1');
    else
        buf_int(g->out, c == 'p' ? f->power : f->limit);
}

static unsigned operand_uses(const char *t, int i)
{
    unsigned n = 0;
    for (; *t; t++)
        if (t[0] == '@')
            n += t[1] == 'a' + i || t[1] == 'A' + i ? 1 : t[1] == '1' + i ? 4 : 0;
    return n;
}

static void put_template(struct gen *g, struct frame *f, const char *t)
{
    for (const char *at; (at = strchr(t, '@')) != NULL; t = at + 2) {
        buf_add(g->out, t, (size_t)(at - t));
        put_place(g, f, at[1]);
    }
    put(g, t);
}

/* Opens the inner SELECT when some operand is needed twice: call body(), then this closes it. */
static void put_bound(struct gen *g, const struct frame *f, int n)
{
    const char *sep = " FROM (SELECT ";
    for (int i = 0; i < n; i++)
        if (f->bound & 1u << i) {
            put(g, sep);
            emit(g, f->kid[i]);
            buf_printf(g->out, " AS _%c", 'a' + i);
            sep = ", ";
        }
    put(g, ") AS _b)");
}

static void emit_template(struct gen *g, const struct expr *e, const char *t)
{
    static const int64_t POWER[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    struct frame f = {.kid = e->kid};
    int n = e->op == XO_ROUND_TO ? 1 : e->n;
    if (e->op == XO_ROUND_TO) {
        f.power = POWER[e->kid[1]->v.i];
        f.limit = XINT_MAX / f.power;
    }
    for (int i = 0; i < n; i++)
        if (operand_uses(t, i) > 1 && !atomic(e->kid[i]))
            f.bound |= 1u << i;
    if (f.bound)
        put(g, "(SELECT ");
    put_template(g, &f, t);
    if (f.bound)
        put_bound(g, &f, n);
}

/* ---- operators that are more than a template --------------------------------------------------
 */

static void emit_in(struct gen *g, const struct expr *e)
{
    const struct frame f = {.kid = e->kid};
    put(g, "(");
    put_operand(g, &f, 0, true);
    for (int i = 1; i < e->n; i++) {
        put(g, i == 1 ? " IN (" : ", ");
        put_operand(g, &f, i, true);
    }
    put(g, "))");
}

static void emit_coalesce(struct gen *g, const struct expr *e)
{
    if (e->n == 1) {
        emit(g, e->kid[0]);
        return;
    }
    for (size_t i = 0; i < e->n; i++) {
        put(g, i ? ", " : "COALESCE(");
        emit(g, e->kid[i]);
    }
    put(g, ")");
}

static void emit_concat(struct gen *g, const struct expr *e)
{
    for (size_t i = 0; i < e->n; i++) {
        put(g, i ? " || COALESCE(" : "(COALESCE(");
        emit(g, e->kid[i]);
        put(g, ", '')");
    }
    put(g, ")");
}

static void emit_tally(struct gen *g, const struct expr *e)
{
    struct frame f = {.kid = e->kid};
    f.bound = !atomic(e->kid[0]) && e->n > 2;
    put(g, f.bound ? "(SELECT " : "(");
    for (int i = 1; i < e->n; i++) {
        put(g, i == 1 ? "CASE WHEN " : " + CASE WHEN ");
        const struct frame one = {.kid = e->kid + i};
        put_operand(g, &one, 0, true);
        put(g, " = ");
        put_operand(g, &f, 0, true);
        put(g, " THEN 1 ELSE 0 END");
    }
    if (f.bound)
        put_bound(g, &f, 1);
    else
        put(g, ")");
}

static void emit_date_add(struct gen *g, const struct expr *e)
{
    struct frame f = {.kid = e->kid, .bound = !atomic(e->kid[0])};
    put(g, CIVIL_HEAD);
    if (f.bound)
        put(g, "(SELECT ");
    put_template(g, &f, "@1 + @b");
    if (f.bound)
        put_bound(g, &f, 1);
    put(g, CIVIL_TAIL);
}

static void emit_date_of(struct gen *g, const struct expr *e)
{
    struct frame f = {.kid = e->kid};
    put(g, CIVIL_HEAD);
    put_template(g, &f, "(@a + 62162060400000) / 86400000"); /* XDAY_1970 days and 7 hours */
    put(g, CIVIL_TAIL);
}

/* Does the SQL of this text get its order from a column? */
static bool ordered(const struct expr *e)
{
    if (e->op == XO_NAME)
        return true;
    size_t from = e->op == XO_IF;
    if (e->op != XO_IF && e->op != XO_COALESCE && e->op != XO_CONCAT && e->op != XO_MIN &&
        e->op != XO_MAX)
        return false;
    for (size_t i = from; i < e->n; i++)
        if (ordered(e->kid[i]))
            return true;
    return false;
}

static bool orders_texts(const struct expr *e)
{
    bool order = (e->op >= XO_LT && e->op <= XO_GE) || e->op == XO_MIN || e->op == XO_MAX;
    return order && e->kid[0]->type == X_TEXT;
}

static void emit(struct gen *g, const struct expr *e)
{
    typedef void emit_fn(struct gen *, const struct expr *);
    static emit_fn *const OWN[XO__COUNT] = {
        [XO_NAME] = emit_name,
        [XO_IN] = emit_in,
        [XO_COALESCE] = emit_coalesce,
        [XO_CONCAT] = emit_concat,
        [XO_TALLY] = emit_tally,
        [XO_DATE_ADD] = emit_date_add,
        [XO_DATE_OF] = emit_date_of,
    };
    if (g->err != OK)
        return;
    if (!e->names)
        emit_folded(g, e);
    else if (orders_texts(e) && !ordered(e->kid[0]) && !ordered(e->kid[1]))
        refuse(g, ERR_INVALID, "an order of texts without a column");
    else if (OWN[e->op])
        OWN[e->op](g, e);
    else if (e->op == XO_MUL && e->type == X_INT)
        emit_template(g, e, MUL_INT);
    else if (TEMPLATE[e->op])
        emit_template(g, e, TEMPLATE[e->op]);
    else
        refuse(g, ERR_INVALID, "label() has no SQL");
}

static void emit_root(struct gen *g, const struct expr *e)
{
    if (!g->s->value || e->type != X_BOOL) {
        emit(g, e);
        return;
    }
    struct expr root = {.op = XO_IF, .type = X_INT, .names = true, .n = 1};
    struct expr *kid[] = {NULL};
    memcpy(kid, &e, sizeof e);
    root.kid = kid;
    emit_template(g, &root, "CASE WHEN @a THEN 1 WHEN NOT @a THEN 0 END");
}

enum err expr_to_sql(const struct expr *e, const struct expr_sql *s, struct arena *a,
    struct buf *sql, struct value *args, size_t max_args, size_t *nargs)
{
    struct gen g = {.s = s, .a = a, .out = sql, .arg = args, .max = max_args};
    g.made = NEW_N(a, const struct expr *, max_args + 1);
    emit_root(&g, e);
    TRY(g.err);
    if (sql->full)
        return err_set(ERR_TOO_BIG, "expression in SQL: text too long");
    *nargs = g.n;
    return OK;
}
