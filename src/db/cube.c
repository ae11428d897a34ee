// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Counting tables of packs: one statement for many numbers. Inside, each row is brought to its
 * place, era, codes and a mask with a bit for every condition it meets; outside, equal ones are
 * counted. So each condition is asked once a row, and what is sorted or hashed is small. What other
 * tables say about a row is joined, already brought to one row each.
 */
#include "db/db_int.h"

/* Most rows of a table in the order of an index are many times the reading. */
static const char *through(const struct cube *k)
{
    return k->q->most && !k->q->nunits ? k->c->db->drv->dialect->through : "";
}

/* ---- rows as known ----------------------------------------------------------------------------
 */

/* Ids of rows that are voided, as known. */
static void put_voided(struct cube *k, const struct db_table *t)
{
    int64_t known = k->q->known;
    buf_printf(&k->sql, "(SELECT id FROM r_%s WHERE deleted_at IS NOT NULL", t->name);
    if (known) {
        buf_printf(&k->sql, " AND updated_at <= %lld UNION ALL SELECT id FROM h_%s",
            (long long)known, t->name);
        buf_printf(&k->sql,
            " WHERE deleted_at IS NOT NULL AND updated_at <= %lld AND replaced_at > %lld",
            (long long)known, (long long)known);
    }
    cube_put(k, ")");
}

/* A register's rows as known, with all columns. */
static void put_known(struct cube *k, const struct db_table *t, const char *alias)
{
    if (!k->q->known) {
        buf_printf(&k->sql, "r_%s AS %s", t->name, alias);
        return;
    }
    long long known = k->q->known;
    cube_put(k, "(SELECT ");
    table_col_list(&k->sql, t);
    buf_printf(&k->sql, " FROM r_%s WHERE updated_at <= %lld UNION ALL SELECT ", t->name, known);
    table_col_list(&k->sql, t);
    buf_printf(&k->sql, " FROM h_%s WHERE updated_at <= %lld AND replaced_at > %lld) AS %s",
        t->name, known, known, alias);
}

/* ---- the counted rows -------------------------------------------------------------------------
 */

/* Superseded versions keep the unit they were in, but follow a moved row into its province. */
static void and_scope(struct cube *k, bool history)
{
    const struct db_cube *q = k->q;
    if (!history && q->nprovinces) {
        cube_put(k, " AND ");
        cube_list(k, "province", q->provinces, q->nprovinces);
    }
    if (q->nunits) {
        cube_put(k, " AND ");
        cube_list(k, "unit", q->units, q->nunits);
    } else if (history && q->nprovinces) {
        cube_put(k, " AND (");
        cube_list(k, "province", q->provinces, q->nprovinces);
        if (q->nformer) {
            cube_put(k, " OR ");
            cube_list(k, "unit", q->former, q->nformer);
        }
        cube_put(k, ")");
    }
}

static void current_half(struct cube *k)
{
    const struct db_cube *q = k->q;
    buf_printf(&k->sql, " FROM r_%s%s WHERE deleted_at IS NULL", q->t->name, through(k));
    if (q->known)
        buf_printf(&k->sql, " AND updated_at <= %lld", (long long)q->known);
    if (q->at)
        buf_printf(&k->sql, " AND (updated_at < %lld OR version = 1)", (long long)q->at);
    and_scope(k, false);
}

static void history_half(struct cube *k)
{
    const struct db_cube *q = k->q;
    long long at = q->at, known = q->known ? q->known : INT64_MAX;
    buf_printf(&k->sql, " FROM h_%s WHERE ", q->t->name);
    if (at)
        buf_printf(&k->sql,
            "((updated_at < %lld AND replaced_at >= %lld)"
            " OR (version = 1 AND updated_at >= %lld AND updated_at <= %lld)) AND id NOT IN ",
            at, at, at, known);
    else
        buf_printf(&k->sql, "updated_at <= %lld AND replaced_at > %lld AND deleted_at IS NULL",
            known, known);
    if (at)
        put_voided(k, q->t);
    and_scope(k, true);
}

static bool needs_history(const struct db_cube *q)
{
    return q->at || q->known;
}

/* Ids of the counted rows, to look up only their facts when they are few. */
static void put_ids(struct cube *k)
{
    cube_put(k, "(SELECT id");
    current_half(k);
    if (needs_history(k->q)) {
        cube_put(k, " UNION ALL SELECT id");
        history_half(k);
    }
    cube_put(k, ")");
}

/* The columns of t that the texts name: halves that hand on no others are cheaper. */
static void put_named(struct cube *k, const char *before, const char *after)
{
    const struct db_table *t = k->q->t;
    cube_put(k, "id");
    for (size_t i = 0; i < DC__COUNT + t->ncols; i++) {
        const char *name = table_col_at(t, i)->name;
        const char *own = arena_printf(k->c->tmp, "t.\"%s\"", name);
        if (!streq(name, "id") && (strstr(before, own) || strstr(after, own)))
            buf_printf(&k->sql, ", \"%s\"", name);
    }
}

static void put_counted(struct cube *k, const char *after)
{
    if (!needs_history(k->q)) {
        buf_printf(&k->sql, "r_%s AS t%s", k->q->t->name, through(k));
        return;
    }
    const char *before = arena_dup(k->c->tmp, k->sql.p);
    cube_put(k, "(SELECT ");
    put_named(k, before, after);
    current_half(k);
    cube_put(k, " UNION ALL SELECT ");
    put_named(k, before, after);
    history_half(k);
    cube_put(k, ") AS t");
}

/* ---- joins ------------------------------------------------------------------------------------
 */

static void put_fact(struct cube *k, const struct db_fact *f, size_t nth)
{
    static const char *const agg[] = {"max", "sum", "sum", "min", "max"};
    bool plain = f->how == DB_FACT_ANY || f->how == DB_FACT_COUNT;
    buf_printf(&k->sql, ", %s(CASE WHEN ", agg[f->how]);
    cube_when(k, &f->when);
    cube_put(k, " THEN ");
    if (plain)
        cube_put(k, "1");
    else
        cube_cond(k, &f->value);
    buf_printf(&k->sql, "%s END) AS f%zu", plain ? " ELSE 0" : "", nth);
}

static void put_facts(struct cube *k, const struct db_join *j)
{
    cube_put(k, "(SELECT ");
    cube_column(k, j->t, "w", j->by);
    cube_put(k, " AS of_row");
    for (size_t i = 0; i < j->nfacts; i++)
        put_fact(k, &j->facts[i], i);
    cube_put(k, " FROM ");
    put_known(k, j->t, "w");
    cube_put(k, k->q->known ? "" : through(k));
    cube_put(k, " WHERE w.deleted_at IS NULL");
    cube_range(k, j->t, "w", &j->range);
    if (j->root) {
        cube_put(k, " AND w.root NOT IN ");
        put_voided(k, j->root);
    }
    if (k->q->nunits) {
        cube_put(k, " AND ");
        cube_column(k, j->t, "w", j->by);
        cube_put(k, " IN ");
        put_ids(k);
    }
    cube_put(k, " GROUP BY ");
    cube_column(k, j->t, "w", j->by);
    cube_put(k, ")");
}

/* The first due counts; a cancel in time says nothing. */
static void put_clock(struct cube *k, const struct db_join *j)
{
    long long at = k->q->before;
    int reg = cube_arg(k, v_text(k->q->t->name)), what = cube_arg(k, v_text(j->what));
    buf_printf(&k->sql,
        "(SELECT record AS of_row, CASE"
        " WHEN max(CASE WHEN due_at < COALESCE(CASE WHEN stopped_at < %lld THEN stopped_at END, "
        "%lld)"
        " THEN 1 ELSE 0 END) = 1 THEN 'qua_han'"
        " WHEN max(CASE WHEN stopped_at < %lld THEN 0 ELSE 1 END) = 1 THEN 'dang_chay'"
        " WHEN max(CASE WHEN met = 1 THEN 1 ELSE 0 END) = 1 THEN 'dung_han' END AS f0"
        " FROM flow_clock WHERE reg = $%d AND clock = $%d AND nth = 0 AND started_at < %lld"
        " GROUP BY record)",
        at, at, at, reg, what, at);
}

static void put_step(struct cube *k, const struct db_join *j)
{
    int reg = cube_arg(k, v_text(k->q->t->name)), what = cube_arg(k, v_text(j->what));
    buf_printf(&k->sql,
        "(SELECT record AS of_row, min(done_at) AS f0 FROM flow_event"
        " WHERE reg = $%d AND step = $%d AND done_at < %lld",
        reg, what, (long long)k->q->before);
    if (k->q->known)
        buf_printf(&k->sql, " AND at <= %lld", (long long)k->q->known);
    cube_put(k, " GROUP BY record)");
}

static void put_join(struct cube *k, size_t i)
{
    const struct db_join *j = &k->q->joins[i];
    const char *alias = arena_printf(k->c->tmp, "j%zu", i);
    cube_put(k, " LEFT JOIN ");
    if (j->how == DB_JOIN_ROW)
        put_known(k, j->t, alias);
    else if (j->how == DB_JOIN_FACTS)
        put_facts(k, j);
    else if (j->how == DB_JOIN_CLOCK)
        put_clock(k, j);
    else
        put_step(k, j);
    if (j->how != DB_JOIN_ROW)
        buf_printf(&k->sql, " AS %s", alias);
    buf_printf(&k->sql, " ON %s.%s = ", alias, j->how == DB_JOIN_ROW ? "id" : "of_row");
    if (j->how == DB_JOIN_ROW)
        cube_column(k, k->q->t, "t", j->by);
    else
        cube_put(k, "t.id");
    if (j->how == DB_JOIN_ROW && streq(j->by, "parent"))
        buf_printf(&k->sql, " AND j%zu.\"province\" = t.\"province\"", i);
}

/* ---- one row ----------------------------------------------------------------------------------
 */

static void put_era(struct cube *k)
{
    const struct db_cube *q = k->q;
    cube_put(k, ", ");
    if (q->neras)
        cube_put(k, "CASE");
    for (size_t i = q->neras; i-- > 0;) {
        cube_put(k, " WHEN COALESCE(t.\"unit_at\", t.\"created_at\") >= ");
        buf_int(&k->sql, q->eras[i]);
        cube_put(k, " THEN ");
        buf_int(&k->sql, (int64_t)i + 1);
    }
    cube_put(k, q->neras ? " ELSE 0 END AS era" : "0 AS era");
}

static void put_by(struct cube *k)
{
    for (size_t i = 0; i < k->q->nby; i++) {
        cube_put(k, ", ");
        cube_cond(k, &k->q->by[i]);
        buf_printf(&k->sql, " AS b%zu", i);
    }
}

static void put_sums(struct cube *k)
{
    for (size_t i = 0; i < k->q->nsums; i++) {
        cube_put(k, ", CASE WHEN ");
        cube_all(k, &k->q->sums[i].when);
        cube_put(k, " THEN ");
        cube_cond(k, &k->q->sums[i].value);
        buf_printf(&k->sql, " END AS s%zu", i);
    }
}

static void put_where(struct cube *k)
{
    const struct db_cube *q = k->q;
    cube_put(k, " WHERE 1 = 1");
    if (!needs_history(q)) {
        cube_put(k, " AND t.deleted_at IS NULL");
        if (q->nprovinces) {
            cube_put(k, " AND ");
            cube_list(k, "t.province", q->provinces, q->nprovinces);
        }
        if (q->nunits) {
            cube_put(k, " AND ");
            cube_list(k, "t.unit", q->units, q->nunits);
        }
    }
    cube_range(k, q->t, "t", &q->range);
    if (q->root) {
        cube_put(k, " AND t.\"root\" NOT IN ");
        put_voided(k, q->root);
    }
}

/* `more`: what else the rows must meet. */
static void put_source(struct cube *k, const struct db_all *more)
{
    struct buf head = k->sql;
    k->sql = buf_in(k->c->tmp, SQL_MAX);
    for (size_t i = 0; i < k->q->njoins; i++)
        put_join(k, i);
    put_where(k);
    if (more) {
        cube_put(k, " AND ");
        cube_all(k, more);
    }
    struct buf tail = k->sql;
    k->sql = head;
    cube_put(k, " FROM ");
    put_counted(k, tail.p);
    buf_str(&k->sql, buf_view(&tail));
    k->sql.full = k->sql.full || tail.full;
}

/* ---- the whole --------------------------------------------------------------------------------
 */

static size_t conds_args(const struct db_cond *v, size_t n)
{
    size_t all = 0;
    for (size_t i = 0; i < n; i++)
        all += v[i].args.n;
    return all;
}

/* Room for all arguments: the lists stand once in each half, and once more in each join. */
static size_t most_args(const struct db_cube *q)
{
    size_t lists = 2 * (q->nprovinces + q->nunits + q->nformer) + 4;
    size_t all = 16 + lists + conds_args(q->by, q->nby);
    for (size_t i = 0; i < q->nflags; i++)
        all += conds_args(q->flags[i].v, q->flags[i].n);
    for (size_t i = 0; i < q->nsums; i++)
        all += conds_args(q->sums[i].when.v, q->sums[i].when.n) + q->sums[i].value.args.n;
    for (size_t i = 0; i < q->njoins; i++) {
        all += 8 + lists;
        for (size_t f = 0; f < q->joins[i].nfacts; f++)
            all += q->joins[i].facts[f].when.args.n + q->joins[i].facts[f].value.args.n;
    }
    return all;
}

static struct cube begin(struct dbc *c, const struct db_cube *q)
{
    arena_reset(c->tmp);
    struct cube k = {.c = c, .q = q, .max = most_args(q)};
    k.sql = buf_in(c->tmp, SQL_MAX);
    k.args = NEW_N(c->tmp, struct value, k.max);
    if (q->nflags > CUBE_FLAGS || q->nby > CUBE_BY || q->njoins > CUBE_JOINS)
        dbc_fail(c, err_set(ERR_TOO_BIG, "r_%s: too much at once", q->t->name));
    if (!sql_name_ok(q->t->name, MAX_TABLE_NAME))
        dbc_fail(c, err_set(ERR_INVALID, "bad name of a table"));
    return k;
}

static struct stmt statement(struct cube *k)
{
    if (k->sql.full)
        dbc_fail(k->c, err_set(ERR_TOO_BIG, "r_%s: too long", k->q->t->name));
    return stmt_text(k->q->t->name, &k->sql);
}

static struct db_rows *run(struct cube *k, struct arena *a)
{
    struct stmt st = statement(k);
    return db_run_text(k->c, a, &st, (struct db_args){k->n, k->args});
}

/* Each counted row: where it lies, what it meets. */
static void put_rows(struct cube *k)
{
    cube_put(k, "SELECT t.\"province\", t.\"unit\"");
    put_era(k);
    put_by(k);
    cube_mask(k);
    put_sums(k);
    put_source(k, NULL);
}

struct db_rows *db_table_cube(struct dbc *c, struct arena *a, const struct db_cube *q)
{
    struct cube k = begin(c, q);
    if (c->db->drv->dialect->sorts) {
        put_rows(&k);
        struct stmt st = statement(&k);
        return cube_fold(&k, a, &st);
    }
    cube_put(&k, "SELECT province, unit, era");
    for (size_t i = 0; i < q->nby; i++)
        buf_printf(&k.sql, ", b%zu", i);
    cube_put(&k, ", mask, count(*) AS n");
    for (size_t i = 0; i < q->nsums; i++)
        buf_printf(&k.sql, ", CAST(sum(s%zu) AS double precision) AS s%zu", i, i);
    cube_put(&k, " FROM (");
    put_rows(&k);
    cube_put(&k, ") AS rows_of GROUP BY province, unit, era");
    for (size_t i = 0; i < q->nby; i++)
        buf_printf(&k.sql, ", b%zu", i);
    cube_put(&k, ", mask");
    struct db_rows *r = run(&k, a);
    cube_sort(r, 4 + (int)q->nby);
    return r;
}

struct db_rows *db_table_cube_rows(
    struct dbc *c, struct arena *a, const struct db_cube *q, const char *after, int64_t limit)
{
    struct cube k = begin(c, q);
    cube_put(&k, "SELECT t.id, t.\"province\", t.\"unit\"");
    put_era(&k);
    put_by(&k);
    put_sums(&k);
    put_source(&k, q->nflags ? &q->flags[0] : NULL);
    if (*after)
        buf_printf(&k.sql, " AND t.id > $%d", cube_arg(&k, v_text(after)));
    buf_printf(&k.sql, " ORDER BY t.id LIMIT %lld", (long long)limit);
    return run(&k, a);
}
