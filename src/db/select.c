// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Tables of packs, reading: one builder for lists, counts and groups. Values are always arguments.
 * Names are taken from the table, never from the caller's string. A condition must be one balanced
 * expression, so it cannot end the brackets it stands in and widen the scope around it.
 */
#include "db/db_int.h"

#include <ctype.h>
#include <stdlib.h>

/* A SELECT in the making. */
struct query {
    struct dbc *c;
    const struct db_select *s;
    struct buf sql;
    struct value *args;
    size_t n, max;
};

static int arg(struct query *q, struct value v)
{
    BUG_IF(q->n == q->max);
    q->args[q->n++] = v;
    return (int)q->n;
}

/* ---- conditions ------------------------------------------------------------------------------ */

static const char *after_quoted(const char *p)
{
    const char *end = strchr(p + 1, *p);
    return end ? end + 1 : NULL;
}

bool cond_ok(const struct db_cond *cond)
{
    int depth = 0;
    for (const char *p = cond->sql; p && *p;) {
        if (*p == '\'' || *p == '"') {
            p = after_quoted(p);
            if (!p)
                return false;
            continue;
        }
        depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
        if (depth < 0 || *p == ';' || (p[0] == '-' && p[1] == '-') || (p[0] == '/' && p[1] == '*'))
            return false;
        if (*p == '$') {
            long k = isdigit((unsigned char)p[1]) ? strtol(p + 1, NULL, 10) : 0;
            if (k < 1 || (size_t)k > cond->args.n)
                return false;
        }
        p++;
    }
    return depth == 0;
}

static void and_equal(struct query *q, const char *col, const char *value)
{
    if (value)
        buf_printf(&q->sql, " AND %s = $%d", col, arg(q, v_text(value)));
}

static bool have_units(const struct db_lands *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (!l->v[i].unit)
            return false;
    return l->n > 0;
}

/* Inside one unit its few hundred rows are read by index and compared; else the word index. */
static void and_words(struct query *q)
{
    const char *words = q->s->words;
    if (!words)
        return;
    if (!q->s->unit && !have_units(&q->s->lands)) {
        struct value v = VNULL;
        const char *cond =
            q->c->db->drv->dialect->search_cond(q->c->tmp, q->s->t->name, words, (int)q->n + 1, &v);
        if (!v_is_null(v))
            buf_printf(&q->sql, " AND %s", cond);
        if (!v_is_null(v))
            arg(q, v);
        return;
    }
    /* The pattern is put together in the statement: SQLite plans anew for each new pattern that is
     * an argument. */
    for (struct str w; sql_word(&words, &w);)
        buf_printf(&q->sql, " AND ' ' || search LIKE '%% ' || $%d || '%%'",
            arg(q, v_text(arena_dupn(q->c->tmp, w.p, w.n))));
}

static void and_cond(struct query *q)
{
    const struct db_cond *cond = &q->s->cond;
    if (!cond->sql)
        return;
    buf_puts(&q->sql, " AND (");
    sql_params(&q->sql, cond->sql, '$', (int)q->n);
    buf_putc(&q->sql, ')');
    for (size_t i = 0; i < cond->args.n; i++)
        arg(q, cond->args.v[i]);
}

/* ---- land ------------------------------------------------------------------------------------ */

/* `col` IN (the different ones), so that an index can be used. */
static void in_texts(struct query *q, const char *col, const struct db_lands *l, bool units)
{
    buf_printf(&q->sql, "%s IN (", col);
    for (size_t i = 0; i < l->n; i++) {
        const char *v = units ? l->v[i].unit : l->v[i].province;
        bool again = false;
        for (size_t k = 0; k < i && !again; k++)
            again = streq(v, units ? l->v[k].unit : l->v[k].province);
        if (!again)
            buf_printf(&q->sql, "%s$%d", i ? ", " : "", arg(q, v_text(v)));
    }
    buf_putc(&q->sql, ')');
}

static void in_land(struct query *q, const char *unit, const struct db_land *l, bool province)
{
    buf_puts(&q->sql, "(1 = 1");
    if (province)
        and_equal(q, "province", l->province);
    and_equal(q, unit, l->unit);
    if (l->from > INT64_MIN)
        buf_printf(&q->sql, " AND COALESCE(unit_at, created_at) >= $%d", arg(q, v_int(l->from)));
    if (l->to < INT64_MAX)
        buf_printf(&q->sql, " AND COALESCE(unit_at, created_at) < $%d", arg(q, v_int(l->to)));
    buf_putc(&q->sql, ')');
}

static void any_land(
    struct query *q, const char *unit, const struct db_land *v, size_t n, bool province)
{
    for (size_t i = 0; i < n; i++) {
        buf_puts(&q->sql, i ? " OR " : "(");
        in_land(q, unit, &v[i], province);
    }
    buf_putc(&q->sql, ')');
}

/* Are the lists of provinces and units enough to say which rows? */
static bool lists_do(const struct db_lands *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].from > INT64_MIN || l->v[i].to < INT64_MAX ||
            !streq(l->v[i].province, l->v[0].province))
            return false;
    return true;
}

static void of_lands(struct query *q, const char *unit, bool province)
{
    const struct db_lands *l = &q->s->lands;
    if (have_units(l)) {
        in_texts(q, unit, l, true);
        if (province) {
            buf_puts(&q->sql, " AND ");
            in_texts(q, "province", l, false);
        }
        if (lists_do(l))
            return;
        buf_puts(&q->sql, " AND ");
    }
    any_land(q, unit, l->v, l->n, province);
}

static void and_lands(struct query *q)
{
    const struct db_lands *l = &q->s->lands;
    const struct db_col *also = q->s->unit_or ? table_col(q->s->t, q->s->unit_or) : NULL;
    if (l->n == 0)
        return;
    /* As in and_scope: few that refer are found by what they refer to. */
    const char *unit = q->s->ref ? "(unit || '')" : "unit";
    buf_puts(&q->sql, " AND (");
    of_lands(q, unit, true);
    if (also) {
        buf_puts(&q->sql, " OR ");
        of_lands(q, arena_printf(q->c->tmp, "\"%s\"", also->name), false);
    }
    buf_putc(&q->sql, ')');
    if (l->nbut) {
        buf_puts(&q->sql, " AND NOT ");
        any_land(q, "unit", l->but, l->nbut, true);
    }
}

static void and_scope(struct query *q)
{
    const struct db_select *s = q->s;
    and_lands(q);
    if (s->unit_or && s->unit) {
        const struct db_col *col = table_col(s->t, s->unit_or);
        int unit = arg(q, v_text(s->unit));
        buf_printf(&q->sql, " AND (unit = $%d OR \"%s\" = $%d)", unit, col->name, unit);
        return;
    }
    /* Without statistics (SQLite), or with a plan for any value (PostgreSQL), a whole unit might be
     * read for the few that refer. The province also says which partition. */
    bool few = s->ref != NULL, parted = q->c->db->drv->dialect->partitioned;
    and_equal(q, few && !parted ? "province || ''" : "province", s->province);
    if (s->or_unitless && s->unit)
        buf_printf(&q->sql, " AND unit IN ('', $%d)", arg(q, v_text(s->unit)));
    else
        and_equal(q, few ? "unit || ''" : "unit", s->unit);
}

static void and_ref(struct query *q)
{
    const struct db_select *s = q->s;
    if (s->ref)
        buf_printf(&q->sql, " AND \"%s\" = $%d", s->ref, arg(q, v_text(s->ref_id)));
}

static void where(struct query *q)
{
    const struct db_select *s = q->s;
    buf_puts(&q->sql, " WHERE 1 = 1");
    and_scope(q);
    and_ref(q);
    and_equal(q, "id", s->id);
    and_equal(q, "code", s->code);
    if (!s->deleted)
        buf_puts(&q->sql, " AND deleted_at IS NULL");
    and_words(q);
    and_cond(q);
}

/* ---- parts of the statement ------------------------------------------------------------------ */

/* Only columns that can be NULL get NULLS LAST: a plain order can come from an index. */
static void order_by(struct query *q)
{
    const struct db_select *s = q->s;
    const char *dir = s->descending ? " DESC" : "";
    if (s->history) {
        buf_puts(&q->sql, " ORDER BY version");
    } else if (!s->order) {
        buf_puts(&q->sql, " ORDER BY id DESC");
    } else {
        const struct db_col *col = table_col(s->t, s->order);
        buf_printf(
            &q->sql, " ORDER BY \"%s\"%s%s", col->name, dir, col->not_null ? "" : " NULLS LAST");
        buf_printf(&q->sql, ", id%s", dir);
    }
}

static void limit(struct query *q)
{
    const struct db_select *s = q->s;
    int64_t n = s->limit > 0 ? s->limit : s->history ? 1000 : s->id || s->code ? 1 : 100;
    buf_printf(&q->sql, " LIMIT %lld", (long long)n); /* a number lets the planner use it */
    if (s->offset > 0)
        buf_printf(&q->sql, " OFFSET $%d", arg(q, v_int(s->offset)));
}

/* Superseded versions and the current one. Both halves use the same arguments. */
static void from_history(struct query *q)
{
    struct buf outer = q->sql;
    q->sql = buf_in(q->c->tmp, SQL_MAX);
    where(q);
    struct buf cond = q->sql;
    q->sql = outer;
    for (const char *kind = "hr"; *kind; kind++) {
        buf_puts(&q->sql, *kind == 'h' ? " FROM (SELECT " : " UNION ALL SELECT ");
        table_col_list(&q->sql, q->s->t);
        buf_printf(&q->sql, " FROM %c_%s%s", *kind, q->s->t->name, cond.p);
    }
    buf_puts(&q->sql, ") AS versions");
}

static void from_table(struct query *q)
{
    if (q->s->history) {
        from_history(q);
        return;
    }
    buf_printf(&q->sql, " FROM r_%s", q->s->t->name);
    where(q);
}

static enum err check_select(const struct db_select *s)
{
    if (!sql_name_ok(s->t->name, MAX_TABLE_NAME))
        return err_set(ERR_INVALID, "bad name of a table");
    if (s->order && !table_col(s->t, s->order))
        return err_set(ERR_INVALID, "r_%s: no column to order by", s->t->name);
    if (s->id && !uuid_ok(str_of(s->id)))
        return err_set(ERR_INVALID, "r_%s: not an id", s->t->name);
    if (s->ref && !table_col(s->t, s->ref))
        return err_set(ERR_INVALID, "r_%s: no such reference", s->t->name);
    if (s->history && (!s->id || s->words))
        return err_set(ERR_INVALID, "r_%s: history is of one id", s->t->name);
    if (!cond_ok(&s->cond))
        return err_set(ERR_INVALID, "r_%s: condition is not one expression", s->t->name);
    return OK;
}

static struct query begin_query(struct dbc *c, const struct db_select *s)
{
    arena_reset(c->tmp);
    dbc_fail(c, check_select(s));
    size_t words = s->words ? strlen(s->words) / 2 + 1 : 0;
    struct query q = {
        .c = c, .s = s, .max = 9 + words + s->cond.args.n + 12 * s->lands.n + 4 * s->lands.nbut};
    q.sql = buf_in(c->tmp, SQL_MAX);
    q.args = NEW_N(c->tmp, struct value, q.max);
    buf_puts(&q.sql, "SELECT ");
    return q;
}

static struct db_rows *run_query(struct query *q, struct arena *a)
{
    if (q->sql.full)
        dbc_fail(q->c, err_set(ERR_TOO_BIG, "r_%s: condition too long", q->s->t->name));
    struct stmt st = stmt_text(q->s->t->name, &q->sql);
    return db_run_text(q->c, a, &st, (struct db_args){q->n, q->args});
}

/* ---- public ---------------------------------------------------------------------------------- */

struct db_rows *db_table_select(struct dbc *c, struct arena *a, const struct db_select *s)
{
    struct query q = begin_query(c, s);
    if (db_status(c) == OK) {
        table_col_list(&q.sql, s->t);
        from_table(&q);
        order_by(&q);
        limit(&q);
    }
    return run_query(&q, a);
}

enum err db_table_each(struct dbc *c, const struct db_table *t, const char *const *cols, size_t n,
    db_row_fn *fn, void *ctx)
{
    struct query q = begin_query(c, &(struct db_select){.t = t});
    for (size_t i = 0; i < n; i++) {
        if (!table_col(t, cols[i]))
            return dbc_fail(c, err_set(ERR_INVALID, "r_%s: no column %zu", t->name, i + 1));
        buf_printf(&q.sql, "%s\"%s\"", i ? ", " : "", cols[i]);
    }
    buf_printf(&q.sql, " FROM r_%s WHERE deleted_at IS NULL", t->name);
    struct stmt st = stmt_text(t->name, &q.sql);
    return db_each_text(c, &st, NO_ARGS, fn, ctx);
}

int64_t db_table_count(struct dbc *c, const struct db_select *s)
{
    AUTO_ARENA *a = arena_open();
    struct query q = begin_query(c, s);
    buf_puts(&q.sql, "count(*) AS n");
    if (db_status(c) == OK)
        from_table(&q);
    struct db_rows *r = run_query(&q, a);
    return db_next(r) ? db_int(r, 0) : 0;
}

struct db_rows *db_table_group(
    struct dbc *c, struct arena *a, const struct db_select *s, const char *col1, const char *col2)
{
    struct query q = begin_query(c, s);
    const struct db_col *c1 = table_col(s->t, col1);
    const struct db_col *c2 = col2 ? table_col(s->t, col2) : NULL;
    if (!c1 || (col2 && !c2))
        dbc_fail(c, err_set(ERR_INVALID, "r_%s: no column to group by", s->t->name));
    if (db_status(c) == OK) {
        const char *cols = c2 ? arena_printf(c->tmp, "\"%s\", \"%s\"", c1->name, c2->name)
                              : arena_printf(c->tmp, "\"%s\"", c1->name);
        buf_printf(&q.sql, "%s, count(*) AS n", cols);
        from_table(&q);
        buf_printf(&q.sql, " GROUP BY %s ORDER BY \"%s\" NULLS LAST", cols, c1->name);
        if (c2)
            buf_printf(&q.sql, ", \"%s\" NULLS LAST", c2->name);
    }
    return run_query(&q, a);
}

static void sum_of(struct query *q, const struct db_cond *cond)
{
    buf_puts(&q->sql, "COALESCE(sum(CASE WHEN ");
    sql_params(&q->sql, cond->sql, '$', (int)q->n);
    buf_puts(&q->sql, " THEN 1 ELSE 0 END), 0)");
    for (size_t i = 0; i < cond->args.n; i++)
        arg(q, cond->args.v[i]);
}

struct db_rows *db_table_tally(struct dbc *c, struct arena *a, const struct db_select *s,
    const struct db_cond *conds, size_t n)
{
    struct query q = begin_query(c, s);
    for (size_t i = 0; i < n; i++) {
        q.max += conds[i].args.n;
        if (!conds[i].sql || !cond_ok(&conds[i]))
            dbc_fail(c, err_set(ERR_INVALID, "r_%s: condition is not one expression", s->t->name));
    }
    q.args = NEW_N(c->tmp, struct value, q.max);
    for (size_t i = 0; db_status(c) == OK && i < n; i++) {
        buf_puts(&q.sql, i ? ", " : "");
        sum_of(&q, &conds[i]);
    }
    if (db_status(c) == OK)
        from_table(&q);
    return run_query(&q, a);
}
