// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Tables of packs, single rows: insert, and update that keeps the old version. The statements are
 * made from the table's columns and prepared once a connection like fixed ones.
 */
#include "db/db_int.h"

static size_t width(const struct db_table *t)
{
    return DC__COUNT + t->ncols;
}

/* Types of one argument a column, for so many rows. */
static const char *row_params(struct arena *a, const struct db_table *t, size_t rows)
{
    static const char letters[] = {
        [DB_ID] = 'k', [DB_INT] = 'i', [DB_REAL] = 'r', [DB_TEXT] = 't', [DB_BLOB] = 'b'};
    struct buf b = buf_in(a, SQL_MAX);
    for (size_t i = 0; i < rows * width(t); i++)
        buf_putc(&b, letters[table_col_at(t, i % width(t))->type]);
    return b.p;
}

static enum err insert_some(
    struct dbc *c, const struct db_table *t, const struct value *const *rows, size_t n)
{
    arena_reset(c->tmp);
    struct buf sql = buf_in(c->tmp, SQL_MAX);
    buf_printf(&sql, "INSERT INTO r_%s (", t->name);
    table_col_list(&sql, t);
    struct value *v = NEW_N(c->tmp, struct value, n * width(t));
    for (size_t i = 0; i < n; i++) {
        sql_put_params(&sql, i, width(t));
        memcpy(v + i * width(t), rows[i], width(t) * sizeof *v);
    }
    buf_putc(&sql, ')');
    struct stmt s = stmt_text(t->name, &sql);
    s.params = row_params(c->tmp, t, n);
    return db_exec_text(c, &s, (struct db_args){n * width(t), v}, NULL);
}

enum err db_table_insert(struct dbc *c, const struct db_table *t, const struct value *v)
{
    return insert_some(c, t, &v, 1);
}

/* Powers of two, so that few statements serve any number. Many rows in one statement also spare
 * SQLite's full-text index a flush for each. */
enum err db_table_insert_all(
    struct dbc *c, const struct db_table *t, const struct value *const *rows, size_t n)
{
    enum { MOST_ROWS = 64, MOST_PARAMS = 16000 };
    size_t at_once = MOST_ROWS;
    while (at_once > 1 && at_once * width(t) > MOST_PARAMS)
        at_once /= 2;
    for (size_t i = 0; i < n; i += at_once) {
        while (at_once > n - i)
            at_once /= 2;
        TRY(insert_some(c, t, rows + i, at_once));
    }
    return OK;
}

static const char where_key[] = " WHERE province = $1 AND id = $2";

/* The row stays locked to the end of the transaction, so what is copied is what is replaced. */
static bool has_version(
    struct dbc *c, const struct db_table *t, const struct value *v, int64_t version)
{
    struct buf sql = buf_in(c->tmp, SQL_MAX);
    buf_printf(
        &sql, "SELECT version FROM r_%s%s%s", t->name, where_key, c->db->drv->dialect->lock_row);
    struct stmt s = stmt_text(t->name, &sql);
    s.params = "tk";
    struct db_rows *r = db_run_text(c, c->tmp, &s, ARGS(v[DC_PROVINCE], v[DC_ID]));
    return db_next(r) && db_int(r, 0) == version;
}

static enum err keep_old(struct dbc *c, const struct db_table *t, const struct value *v)
{
    struct buf sql = buf_in(c->tmp, SQL_MAX);
    buf_printf(&sql, "INSERT INTO h_%s (", t->name);
    table_col_list(&sql, t);
    buf_puts(&sql, ", replaced_at) SELECT ");
    table_col_list(&sql, t);
    buf_printf(&sql, ", $3 FROM r_%s%s", t->name, where_key);
    struct stmt s = stmt_text(t->name, &sql);
    s.params = "tki";
    return db_exec_blind(c, &s, ARGS(v[DC_PROVINCE], v[DC_ID], v[DC_UPDATED_AT]));
}

static enum err replace(struct dbc *c, const struct db_table *t, const struct value *v)
{
    struct buf sql = buf_in(c->tmp, SQL_MAX);
    buf_printf(&sql, "UPDATE r_%s SET ", t->name);
    const char *comma = "";
    for (size_t i = DC_UNIT; i < width(t); i++, comma = ", ")
        buf_printf(&sql, "%s\"%s\" = $%zu", comma, table_col_at(t, i)->name, i + 1);
    buf_puts(&sql, where_key);
    struct stmt s = stmt_text(t->name, &sql);
    s.params = row_params(c->tmp, t, 1);
    return db_exec_text(c, &s, (struct db_args){width(t), v}, NULL);
}

enum err db_table_update(
    struct dbc *c, const struct db_table *t, const struct value *v, int64_t old_version)
{
    arena_reset(c->tmp);
    bool same = has_version(c, t, v, old_version);
    TRY(db_status(c));
    if (!same)
        return err_set(ERR_CONFLICT, "r_%s: not version %lld", t->name, (long long)old_version);
    TRY(keep_old(c, t, v));
    return replace(c, t, v);
}

/* Rows of a register that are moved. */
struct moving {
    struct dbc *c;
    const struct db_table *t;
    bool of_root;
};

static enum err run_moving(
    struct moving *m, struct buf *sql, const char *params, struct db_args args)
{
    buf_printf(sql, " WHERE province = $1 AND %s = $2", m->of_root ? "root" : "id");
    struct stmt s = stmt_text(m->t->name, sql);
    s.params = params;
    return db_exec_text(m->c, &s, args, NULL);
}

/* The versions that lay where it comes from. */
static enum err keep_moved(struct moving *m, const char *province, const char *id, int64_t at)
{
    struct buf sql = buf_in(m->c->tmp, SQL_MAX);
    buf_printf(&sql, "INSERT INTO h_%s (", m->t->name);
    table_col_list(&sql, m->t);
    buf_puts(&sql, ", replaced_at) SELECT ");
    table_col_list(&sql, m->t);
    buf_printf(&sql, ", $3 FROM r_%s", m->t->name);
    return run_moving(m, &sql, "tki", ARGS(province, id, at));
}

enum err db_table_move(struct dbc *c, const struct db_table *t, const char *id, bool of_root,
    const char *from_province, const char *province, const char *unit, int64_t at)
{
    arena_reset(c->tmp);
    struct moving m = {c, t, of_root};
    TRY(keep_moved(&m, from_province, id, at));
    struct buf sql = buf_in(c->tmp, SQL_MAX);
    buf_printf(&sql,
        "UPDATE r_%s SET province = $3, unit = $4, unit_at = $5, updated_at = $5,"
        " version = version + 1",
        t->name);
    TRY(run_moving(&m, &sql, "tktti", ARGS(from_province, id, province, unit, at)));
    if (streq(from_province, province))
        return OK;
    /* What was superseded happened where it happened; only the partition follows. */
    sql = buf_in(c->tmp, SQL_MAX);
    buf_printf(&sql, "UPDATE h_%s SET province = $3", t->name);
    return run_moving(&m, &sql, "tkt", ARGS(from_province, id, province));
}
