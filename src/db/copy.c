// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Whole tables out and in again, for backup and restore, also from one database to the other.
 * Tables come parents first, so that references hold while loading. A table that refers to itself
 * should declare that reference DEFERRABLE INITIALLY DEFERRED. schema_version is not copied: it
 * tells what was done to this database.
 */
#include "db/db_int.h"

enum { LOAD_PARAMS = 4000 };

static struct db_rows *run_const(
    struct dbc *c, struct arena *a, const char *name, const char *text, struct db_args args)
{
    struct buf sql = buf_in(a, SQL_MAX);
    buf_puts(&sql, text);
    struct stmt s = stmt_text(name, &sql);
    return db_run_text(c, a, &s, args);
}

/* ---- order of tables ------------------------------------------------------------------------- */

struct order {
    struct db_rows *names, *refs;
    bool *placed;
};

static bool is_placed(const struct order *o, struct value name)
{
    for (size_t i = 0; i < o->names->n; i++)
        if (v_eq(o->names->v[i], name))
            return o->placed[i];
    return true;
}

static bool parents_placed(const struct order *o, struct value child)
{
    for (size_t i = 0; i < o->refs->n; i++) {
        const struct value *ref = &o->refs->v[i * 2];
        if (v_eq(ref[0], child) && !v_eq(ref[1], child) && !is_placed(o, ref[1]))
            return false;
    }
    return true;
}

/* One pass; in a circle of references (force) the first of the rest goes. */
static size_t place(struct order *o, struct value *out, size_t n, bool force)
{
    for (size_t i = 0; i < o->names->n; i++) {
        if (o->placed[i] || !(force || parents_placed(o, o->names->v[i])))
            continue;
        o->placed[i] = true;
        out[n++] = o->names->v[i];
        if (force)
            break;
    }
    return n;
}

struct db_rows *db_tables(struct dbc *c, struct arena *a)
{
    const struct dialect *d = c->db->drv->dialect;
    struct order o = {.names = run_const(c, a, "tables", d->tables, NO_ARGS),
        .refs = run_const(c, a, "references", d->references, NO_ARGS)};
    size_t all = db_row_count(o.names), n = 0;
    db_row_count(o.refs);
    o.placed = NEW_N(a, bool, all + 1);
    struct value *out = NEW_N(a, struct value, all + 1);
    while (n < all) {
        size_t now = place(&o, out, n, false);
        n = now > n ? now : place(&o, out, n, true);
    }
    o.names->v = out;
    return o.names;
}

/* ---- columns --------------------------------------------------------------------------------- */

/* Keeps names and types of the table of the last call in the lease. */
static enum err look_at(struct dbc *c, const char *table)
{
    if (streq(c->load_table, table))
        return OK;
    arena_reset(c->load_arena);
    c->load_table = NULL;
    struct db_rows *t = run_const(c, c->load_arena, "tables", c->db->drv->dialect->tables, NO_ARGS);
    bool known = false;
    while (db_next(t))
        known = known || streq(db_text(t, 0), table);
    TRY(db_status(c));
    if (!known)
        return dbc_fail(c, err_set(ERR_NOT_FOUND, "no such table"));
    c->load_cols =
        run_const(c, c->load_arena, "columns", c->db->drv->dialect->columns, ARGS(table));
    db_row_count(c->load_cols);
    TRY(db_status(c));
    c->load_table = arena_dup(c->load_arena, table);
    return OK;
}

/* Letter of the column's type, 0 if there is no such column. */
static char letter_of(struct dbc *c, const char *col)
{
    static const char letters[] = "kirtb";
    const char *const *type = c->db->drv->dialect->type;
    for (size_t i = 0; i < c->load_cols->n; i++) {
        const struct value *v = &c->load_cols->v[i * 2];
        if (!str_is(v[0].s, col))
            continue;
        for (size_t k = 5; k-- > 0;) /* text before id: both are TEXT on SQLite */
            if (str_is(v[1].s, type[k]))
                return letters[k];
    }
    return 0;
}

/* ---- public ---------------------------------------------------------------------------------- */

enum err db_dump(struct dbc *c, const char *table, db_row_fn *fn, void *ctx)
{
    AUTO_ARENA *a = arena_open();
    TRY(look_at(c, table));
    struct buf sql = buf_in(a, SQL_MAX);
    for (size_t i = 0; i < c->load_cols->n; i++)
        buf_printf(
            &sql, "%s\"" STR_FMT "\"", i ? ", " : "SELECT ", STR_ARG(c->load_cols->v[i * 2].s));
    buf_printf(&sql, " FROM \"%s\"", table);
    struct stmt s = stmt_text(c->load_table, &sql);
    return db_each_text(c, &s, NO_ARGS, fn, ctx);
}

static enum err load_rows(
    struct dbc *c, const char *const *cols, size_t n, const struct value *v, size_t rows)
{
    arena_reset(c->tmp);
    struct buf sql = buf_in(c->tmp, SQL_MAX), types = buf_in(c->tmp, SQL_MAX);
    buf_printf(&sql, "INSERT INTO \"%s\" (", c->load_table);
    for (size_t i = 0; i < n; i++) {
        char letter = letter_of(c, cols[i]);
        if (!letter)
            return dbc_fail(c, err_set(ERR_INVALID, "%s: no such column", c->load_table));
        buf_putc(&types, letter);
        buf_printf(&sql, "%s\"%s\"", i ? ", " : "", cols[i]);
    }
    for (size_t i = 0; i < rows; i++) {
        sql_put_params(&sql, i, n);
        if (i)
            buf_add(&types, types.p, n);
    }
    buf_putc(&sql, ')');
    struct stmt s = stmt_text(c->load_table, &sql);
    s.params = types.p;
    return db_exec_blind(c, &s, (struct db_args){n * rows, v});
}

enum err db_load(
    struct dbc *c, const char *table, const char *const *cols, size_t n, const struct value *v)
{
    TRY(look_at(c, table));
    return load_rows(c, cols, n, v, 1);
}

/* Powers of two, so that few statements serve any number. */
enum err db_load_all(struct dbc *c, const char *table, const char *const *cols, size_t ncols,
    const struct value *v, size_t n)
{
    size_t at_once = 64;
    TRY(look_at(c, table));
    while (at_once > 1 && at_once * ncols > LOAD_PARAMS)
        at_once /= 2;
    for (size_t i = 0; i < n; i += at_once) {
        while (at_once > n - i)
            at_once /= 2;
        TRY(load_rows(c, cols, ncols, v + i * ncols, at_once));
    }
    return OK;
}

enum err db_clear(struct dbc *c, const char *table)
{
    TRY(look_at(c, table));
    arena_reset(c->tmp);
    struct buf sql = buf_in(c->tmp, SQL_MAX);
    buf_printf(&sql, "DELETE FROM \"%s\"", table);
    struct stmt s = stmt_text(c->load_table, &sql);
    return db_exec_text(c, &s, NO_ARGS, NULL);
}
