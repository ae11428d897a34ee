// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Compiles a checked expression to SQL that SQLite 3.40 and PostgreSQL 15 both run with the answers
 * of expr_eval.c. An operator is a line of SQL with places for its operands; what is needed twice,
 * or lies deep (SQLite's parser has a small stack), is computed once in a WITH list:
 *     (WITH _t1 AS (SELECT … AS _1), _t2 AS (SELECT _1, … AS _2 FROM _t1) SELECT … FROM _t2)
 * Each line reads only the one before and hands on what later ones need: both databases put a line
 * in place of its name, so a line named from two places would double them all. What names no column
 * is evaluated here and becomes one typed argument. Only functions that both databases have are
 * used: no date functions, no LIKE, no scalar min/max.
 *
 * Conditions stay conditions (booleans of PostgreSQL); 0/1 columns are compared with 1. Texts order
 * bytewise because the tables' columns do, so an order of texts needs a column in it.
 */
#include "pack/pack_int.h"

/* Where a line is put in place of its name, so are its columns; one that would grow past HEAVY
 * bytes that way is kept as a table instead. */
enum { BINDS_MAX = 200, INLINE_DEPTH = 6, HEAVY = 400 };

/* A SELECT being written, and the columns of WITH lines it uses. */
struct part {
    struct buf out;
    bool uses[BINDS_MAX + 1];
    size_t weight; /* bytes of those columns, in place of each name */
    int depth;
};
struct bind {
    const struct expr *e;
    const char *sql;
    size_t weight;
    int last; /* the last line that uses it */
};
struct gen {
    const struct expr_sql *s;
    struct arena *a;
    struct part *cur;
    struct bind bind[BINDS_MAX + 1]; /* from 1 */
    int nbinds;
    struct value *arg;
    const struct expr **made; /* the node behind each argument */
    size_t max_sql, max, n;
    enum err err;
};

static void emit(struct gen *g, const struct expr *e);

#define IS_PID "length(@a) = 12 AND rtrim(@a, '0123456789') = ''"

/* @a @b @c @d are the operands. */
static const char *const TEMPLATE[XO__COUNT] = {
    [XO_OR] = "(@a OR @b)",
    [XO_AND] = "(@a AND @b)",
    [XO_NOT] = "(NOT @a)",
    [XO_EQ] = "(@a = @b)",
    [XO_NE] = "(@a <> @b)",
    [XO_LT] = "(@a < @b)",
    [XO_LE] = "(@a <= @b)",
    [XO_GT] = "(@a > @b)",
    [XO_GE] = "(@a >= @b)",
    [XO_IS_NULL] = "(@a IS NULL)",
    [XO_NOT_NULL] = "(@a IS NOT NULL)",
    [XO_HAS] = "(replace(@a, '|' || @b || '|', '') <> @a)",
    [XO_ADD] = "(@a + @b)",
    [XO_SUB] = "(@a - @b)",
    [XO_MUL] = "(@a * @b)",
    [XO_DIV] = "(@a / NULLIF(@b, 0))",
    [XO_NEG] = "(0 - @a)",
    [XO_REAL] = "CAST(@a AS double precision)",
    [XO_TEXT] = "CAST(@a AS text)",
    [XO_AGE] = "(CAST(substr(@b, 1, 4) AS bigint) - CAST(substr(@a, 1, 4) AS bigint)"
               " - CASE WHEN substr(@b, 6, 5) < substr(@a, 6, 5) THEN 1 ELSE 0 END)",
    [XO_MONTHS] = "((CAST(substr(@b, 1, 4) AS bigint) - CAST(substr(@a, 1, 4) AS bigint)) * 12"
                  " + CAST(substr(@b, 6, 2) AS bigint) - CAST(substr(@a, 6, 2) AS bigint)"
                  " - CASE WHEN substr(@b, 9, 2) < substr(@a, 9, 2) THEN 1 ELSE 0 END)",
    [XO_YEAR] = "CAST(substr(@a, 1, 4) AS bigint)",
    [XO_MONTH] = "CAST(substr(@a, 6, 2) AS bigint)",
    [XO_DAY] = "CAST(substr(@a, 9, 2) AS bigint)",
    [XO_IF] = "CASE WHEN @a THEN @b ELSE @c END",
    [XO_LENGTH] = "length(@a)",
    [XO_PID_SEX] = "CASE WHEN " IS_PID " THEN CASE WHEN substr(@a, 4, 1)"
                   " IN ('1', '3', '5', '7', '9') THEN 'nu' ELSE 'nam' END END",
    [XO_PID_YEAR] = "CASE WHEN " IS_PID " THEN 1900 + CAST(substr(@a, 4, 1) AS bigint) / 2 * 100"
                    " + CAST(substr(@a, 5, 2) AS bigint) END",
    [XO_FULL] = "(length(@a) = 10)",
    [XO_PAD] = "substr(@a || '-01-01', 1, 10)",
    [XO_SAME] = "@a",
    [XO_PICK] = "CASE WHEN @a THEN @b WHEN @c THEN @d END",
    [XO_MUL_INT] = "CASE WHEN abs(CAST(@a AS double precision) * CAST(@b AS double precision))"
                   " <= 9000000000000000 THEN @a * @b END",
    /* Dates, as in base/cal.c. */
    [XO_MARCH] = "((CAST(substr(@a, 6, 2) AS bigint) + 9) % 12)",
    [XO_MARCH_YEAR] = "(CAST(substr(@a, 1, 4) AS bigint) - @b / 10)",
    [XO_DAYS] = "(365 * @a + @a / 4 - @a / 100 + @a / 400 + (@b * 306 + 5) / 10"
                " + CAST(substr(@c, 9, 2) AS bigint) - 1)",
    [XO_TIME_DAYS] = "((@a + 62162060400000) / 86400000)",
    [XO_CLAMP] = "CASE WHEN @a BETWEEN 306 AND 3652364 THEN @a END",
    [XO_CYCLE] = "(4 * @a + 3)",
    [XO_QUARTER] = "(@a % 146097 / 4 * 4 + 3)",
    [XO_YEAR_DAY] = "(@a % 1461 / 4)",
    [XO_MONTH_NO] = "((5 * @a + 2) / 153)",
    [XO_CIVIL] =
        "(substr(CAST(10000 + 100 * (@a / 146097) + @b / 1461 + @d / 10 AS text), 2, 4)"
        " || '-' || substr(CAST(CASE WHEN @d < 10 THEN 103 ELSE 91 END + @d AS text), 2, 2)"
        " || '-' || substr(CAST(101 + @c - (153 * @d + 2) / 5 AS text), 2, 2))",
    /* A cast to bigint cuts in one database and rounds in the other: take back what is too much. */
    [XO_ROUND_UP] = "CASE WHEN abs(@a) <= 9000000000000000 THEN CAST(abs(@a) + 0.5 AS bigint) END",
    [XO_ROUND_BACK] = "(CASE WHEN @a < 0 THEN -1 ELSE 1 END * (@b - CASE WHEN"
                      " CAST(@b AS double precision) > abs(@a) + 0.5 THEN 1 ELSE 0 END))",
    [XO_ROUND_TO_UP] = "CASE WHEN abs(@a) <= @c THEN CAST(abs(@a) * @b + 0.5 AS bigint) END",
    [XO_ROUND_TO_BACK] = "CASE WHEN abs(@a) > @c THEN @a ELSE CASE WHEN @a < 0 THEN -1 ELSE 1 END"
                         " * (CAST(@d - CASE WHEN CAST(@d AS double precision) > abs(@a) * @b + 0.5"
                         " THEN 1 ELSE 0 END AS double precision) / @b) END",
};
_Static_assert(XDAY_MIN == 306 && XDAY_MAX == 3652364, "as in XO_CLAMP");
_Static_assert(INT64_C(86400000) * XDAY_1970 + 25200000 == 62162060400000, "as in XO_TIME_DAYS");

static void put(struct gen *g, const char *s)
{
    buf_puts(&g->cur->out, s);
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
    const char *type = cast_name((enum xtype)e->type);
    if (e->type == X_BOOL)
        put(g, v.t == V_NULL ? "(CAST(NULL AS bigint) = 1)" : v.i ? "(1 = 1)" : "(1 = 0)");
    else if (v.t == V_NULL)
        buf_printf(&g->cur->out, "CAST(NULL AS %s)", type);
    else
        buf_printf(&g->cur->out, "CAST($%zu AS %s)", argument(g, e, v), type);
}

static void emit_name(struct gen *g, const struct expr *e)
{
    const char *col = g->s->column(g->s, e->name.path, e->name.slot);
    if (!col)
        refuse(g, ERR_INVALID, "a name is not a column");
    else
        buf_printf(&g->cur->out, e->type == X_BOOL ? "(%s = 1)" : "%s", col);
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
    const struct expr_env env = {
        .get = no_name, .now_ms = g->s->now_ms, .today = g->s->today, .a = g->a};
    emit_value(g, e, expr_eval(e, &env));
}

/* ---- WITH lines -------------------------------------------------------------------------------
 */

static bool atomic(const struct expr *e)
{
    return e->op == XO_NAME || !e->names;
}

/* Cheaper written again than kept: a date with its month and day. */
static bool cheap(const struct expr *e)
{
    return atomic(e) || (e->op == XO_PAD && atomic(e->kid[0]));
}

static void note_uses(struct gen *g, const struct part *p, int line)
{
    for (int i = 1; i < line; i++)
        if (p->uses[i])
            g->bind[i].last = line;
}

/* The number of the WITH line that computes `e`. */
static int bind(struct gen *g, const struct expr *e)
{
    for (int i = 1; i <= g->nbinds; i++)
        if (g->bind[i].e == e)
            return i;
    struct part *outer = g->cur, part = {.out = buf_in(g->a, g->max_sql)};
    struct expr plain = *e; /* without its mark, or it would be bound again */
    plain.shared = false;
    g->cur = &part;
    emit(g, &plain);
    if (g->nbinds == BINDS_MAX)
        refuse(g, ERR_TOO_BIG, "too many parts");
    if (part.out.full)
        refuse(g, ERR_TOO_BIG, "text too long");
    if (g->err == OK) {
        int id = ++g->nbinds;
        g->bind[id] = (struct bind){e, part.out.p, part.out.n + part.weight, 0};
        note_uses(g, &part, id);
    }
    g->cur = outer;
    return g->nbinds;
}

static void emit_bound(struct gen *g, const struct expr *e)
{
    int id = bind(g, e);
    g->cur->uses[id] = true;
    g->cur->weight += g->bind[id].weight > HEAVY ? 0 : g->bind[id].weight;
    buf_printf(&g->cur->out, "_%d", id);
}

/* ---- operators --------------------------------------------------------------------------------
 */

static int operand_uses(const char *t, int i)
{
    int n = 0;
    for (; *t; t++)
        n += t[0] == '@' && t[1] == 'a' + i;
    return n;
}

static void emit_template(struct gen *g, const struct expr *e, const char *t)
{
    bool once[4];
    const char *all = t;
    for (int i = 0; i < e->n; i++)
        once[i] = operand_uses(all, i) < 2 || cheap(e->kid[i]);
    for (const char *at; (at = strchr(t, '@')) != NULL; t = at + 2) {
        int i = at[1] - 'a';
        buf_add(&g->cur->out, t, (size_t)(at - t));
        if (once[i])
            emit(g, e->kid[i]);
        else
            emit_bound(g, e->kid[i]);
    }
    put(g, t);
}

static void emit_list(
    struct gen *g, const struct expr *e, size_t from, const char *before, const char *after)
{
    for (size_t i = from; i < e->n; i++) {
        put(g, i > from ? before : "");
        emit(g, e->kid[i]);
        put(g, after);
    }
}

static void emit_in(struct gen *g, const struct expr *e)
{
    put(g, "(");
    emit(g, e->kid[0]);
    put(g, " IN (");
    emit_list(g, e, 1, ", ", "");
    put(g, "))");
}

static void emit_coalesce(struct gen *g, const struct expr *e)
{
    put(g, e->n > 1 ? "COALESCE(" : "(");
    emit_list(g, e, 0, ", ", "");
    put(g, ")");
}

static void emit_concat(struct gen *g, const struct expr *e)
{
    put(g, "(COALESCE(");
    emit_list(g, e, 0, " || COALESCE(", ", '')");
    put(g, ")");
}

static void emit_tally(struct gen *g, const struct expr *e)
{
    put(g, "(");
    for (size_t i = 1; i < e->n; i++) {
        put(g, i == 1 ? "CASE WHEN " : " + CASE WHEN ");
        emit(g, e->kid[i]);
        put(g, " = ");
        if (atomic(e->kid[0]))
            emit(g, e->kid[0]);
        else
            emit_bound(g, e->kid[0]);
        put(g, " THEN 1 ELSE 0 END");
    }
    put(g, ")");
}

/* Codes are plain words, so they may stand in the text. */
static void emit_collect(struct gen *g, const struct expr *e)
{
    put(g, "NULLIF('|'");
    for (size_t i = 0; i < e->n; i += 2) {
        put(g, " || CASE WHEN ");
        emit(g, e->kid[i + 1]);
        buf_printf(&g->cur->out, " THEN '" STR_FMT "|' ELSE '' END", STR_ARG(e->kid[i]->v.s));
    }
    put(g, ", '|')");
}

/* Does the SQL of this text get its order from a column? */
static bool ordered(const struct expr *e)
{
    if (e->op == XO_NAME)
        return true;
    bool passes = e->op == XO_IF || e->op == XO_COALESCE || e->op == XO_CONCAT || e->op == XO_MIN ||
                  e->op == XO_MAX || e->op == XO_SAME || e->op == XO_PICK || e->op == XO_PAD;
    for (size_t i = e->op == XO_IF; passes && i < e->n; i++)
        if (e->kid[i]->type != X_BOOL && ordered(e->kid[i]))
            return true;
    return false;
}

static bool orders_texts(const struct expr *e)
{
    return e->op >= XO_LT && e->op <= XO_GE && e->kid[0]->type == X_TEXT;
}

static void emit_operator(struct gen *g, const struct expr *e)
{
    if (orders_texts(e) && !ordered(e->kid[0]) && !ordered(e->kid[1]))
        refuse(g, ERR_INVALID, "an order of texts without a column");
    else if (e->op == XO_IN)
        emit_in(g, e);
    else if (e->op == XO_COALESCE)
        emit_coalesce(g, e);
    else if (e->op == XO_CONCAT)
        emit_concat(g, e);
    else if (e->op == XO_TALLY)
        emit_tally(g, e);
    else if (e->op == XO_COLLECT)
        emit_collect(g, e);
    else if (TEMPLATE[e->op])
        emit_template(g, e, TEMPLATE[e->op]);
    else
        refuse(g, ERR_INVALID, "label() has no SQL");
}

static void emit(struct gen *g, const struct expr *e)
{
    if (g->err != OK)
        return;
    if (!e->names) {
        emit_folded(g, e);
    } else if (e->op == XO_NAME) {
        emit_name(g, e);
    } else if ((e->shared && !cheap(e)) || g->cur->depth == INLINE_DEPTH) {
        emit_bound(g, e);
    } else {
        const struct expr *simple = x_lower(g->a, e);
        g->cur->depth++;
        if (simple)
            emit(g, simple);
        else
            emit_operator(g, e);
        g->cur->depth--;
    }
}

/* ---- the whole --------------------------------------------------------------------------------
 */

/* The tree with the names in it that are fixed as constants. */
static struct expr *with_fixed(const struct gen *g, const struct expr *e)
{
    struct expr *copy = NEW(g->a, struct expr);
    *copy = *e;
    struct value v;
    if (e->op == XO_NAME && g->s->fixed(g->s, e->name.path, e->name.slot, &v)) {
        *copy = (struct expr){.op = XO_CONST, .type = e->type, .at = e->at, .v = v};
        return copy;
    }
    if (e->op == XO_NAME || !e->names)
        return copy;
    copy->kid = NEW_N(g->a, struct expr *, e->n);
    copy->names = false;
    for (size_t i = 0; i < e->n; i++) {
        copy->kid[i] = with_fixed(g, e->kid[i]);
        copy->names |= copy->kid[i]->names;
    }
    return copy;
}

static void put_line(struct gen *g, struct buf *b, int line)
{
    const struct bind *own = &g->bind[line];
    buf_printf(b, "%s_t%d AS %s(SELECT ", line == 1 ? "(WITH " : ", ", line,
        own->weight > HEAVY ? "MATERIALIZED " : "");
    for (int i = 1; i < line; i++)
        if (g->bind[i].last > line)
            buf_printf(b, "_%d, ", i);
    buf_printf(b, "%s AS _%d", own->sql, line);
    if (line > 1)
        buf_printf(b, " FROM _t%d", line - 1);
    buf_putc(b, ')');
}

static void put_all(struct gen *g, struct buf *sql, const struct part *root)
{
    note_uses(g, root, g->nbinds + 1);
    for (int i = 1; i <= g->nbinds; i++)
        put_line(g, sql, i);
    buf_puts(sql, g->nbinds ? " SELECT " : "");
    buf_str(sql, buf_view(&root->out));
    if (g->nbinds)
        buf_printf(sql, " FROM _t%d)", g->nbinds);
    if (sql->full || root->out.full)
        refuse(g, ERR_TOO_BIG, "text too long");
}

enum err expr_to_sql(const struct expr *e, const struct expr_sql *s, struct arena *a,
    struct buf *sql, struct value *args, size_t max_args, size_t *nargs)
{
    struct gen *g = NEW(a, struct gen);
    struct part root = {.out = buf_in(a, sql->max)};
    *g = (struct gen){.s = s, .a = a, .arg = args, .max = max_args, .max_sql = sql->max};
    g->made = NEW_N(a, const struct expr *, max_args + 1);
    g->cur = &root;
    if (s->fixed)
        e = with_fixed(g, e);
    if (s->value && e->type == X_BOOL) {
        struct expr *kid = NEW(a, struct expr);
        *kid = *e;
        const struct expr pick = {.op = XO_IF, .type = X_INT, .names = true, .n = 1, .kid = &kid};
        emit_template(g, &pick, "CASE WHEN @a THEN 1 WHEN NOT @a THEN 0 END");
    } else {
        emit(g, e);
    }
    TRY(g->err);
    put_all(g, sql, &root);
    TRY(g->err);
    *nargs = g->n;
    return OK;
}
