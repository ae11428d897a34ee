// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Tables of packs, their shape: r_<name> for current rows, h_<name> for superseded versions. Sync
 * compares what is there with what the pack says and only ever adds. Every name that goes into a
 * statement passed sql_name_ok() and is quoted, so a column may be called "order".
 */
#include "db/db_int.h"

const struct db_col db_common_cols[DC__COUNT] = {
    [DC_PROVINCE] = {"province", DB_TEXT, true, false},
    [DC_ID] = {"id", DB_ID, true, false},
    [DC_UNIT] = {"unit", DB_TEXT, true, false},
    [DC_CODE] = {"code", DB_TEXT, false, false},
    [DC_VERSION] = {"version", DB_INT, true, false},
    [DC_STATE] = {"state", DB_TEXT, false, false},
    [DC_LABEL] = {"label", DB_TEXT, false, false},
    [DC_SEARCH] = {"search", DB_TEXT, false, false},
    [DC_CREATED_AT] = {"created_at", DB_INT, true, false},
    [DC_CREATED_BY] = {"created_by", DB_ID, false, false},
    [DC_UPDATED_AT] = {"updated_at", DB_INT, true, false},
    [DC_UPDATED_BY] = {"updated_by", DB_ID, false, false},
    [DC_DELETED_AT] = {"deleted_at", DB_INT, false, false},
    [DC_PACK_VERSION] = {"pack_version", DB_TEXT, false, false},
    [DC_UNIT_AT] = {"unit_at", DB_INT, false, false},
};

const struct db_col *table_col_at(const struct db_table *t, size_t i)
{
    return i < DC__COUNT ? &db_common_cols[i] : &t->cols[i - DC__COUNT];
}

const struct db_col *table_col(const struct db_table *t, const char *name)
{
    for (size_t i = 0; i < DC__COUNT + t->ncols; i++)
        if (streq(table_col_at(t, i)->name, name))
            return table_col_at(t, i);
    return NULL;
}

void table_col_list(struct buf *b, const struct db_table *t)
{
    for (size_t i = 0; i < DC__COUNT + t->ncols; i++) { /* without printf: in every select */
        buf_puts(b, i ? ", \"" : "\"");
        buf_puts(b, table_col_at(t, i)->name);
        buf_putc(b, '"');
    }
}

static enum err check_names(const struct db_table *t)
{
    if (!sql_name_ok(t->name, MAX_TABLE_NAME))
        return err_set(ERR_INVALID, "bad name of a table");
    for (size_t i = 0; i < t->ncols; i++) {
        if (!sql_name_ok(t->cols[i].name, MAX_COL_NAME))
            return err_set(ERR_INVALID, "r_%s: bad name of column %zu", t->name, i + 1);
        if (table_col(t, t->cols[i].name) != &t->cols[i] || streq(t->cols[i].name, "row_no") ||
            streq(t->cols[i].name, "replaced_at"))
            return err_set(ERR_INVALID, "r_%s: column name %s is taken", t->name, t->cols[i].name);
    }
    return OK;
}

/* One sync: what is there, and the script that adds what is not. */
struct sync {
    const struct dialect *d;
    const struct db_table *t;
    struct dbc *c;
    struct arena *a;
    struct buf ddl;
};

/* ---- new tables ------------------------------------------------------------------------------ */

static void add_col_def(struct sync *s, const struct db_col *col, bool not_null)
{
    bool collate = s->d->partitioned && col->type == DB_TEXT; /* SQLite compares bytes anyway */
    buf_printf(&s->ddl, "\"%s\" %s%s%s", col->name, s->d->type[col->type],
        collate ? " COLLATE \"C\"" : "", not_null ? " NOT NULL" : "");
}

static void create_table(struct sync *s, char kind)
{
    buf_printf(&s->ddl, "CREATE TABLE %c_%s (", kind, s->t->name);
    if (s->d->row_no)
        buf_printf(&s->ddl, "%s, ", s->d->row_no);
    for (size_t i = 0; i < DC__COUNT + s->t->ncols; i++) {
        const struct db_col *col = table_col_at(s->t, i);
        add_col_def(s, col, col->not_null);
        buf_puts(&s->ddl, ", ");
    }
    if (kind == 'h')
        buf_printf(&s->ddl, "replaced_at %s NOT NULL, ", s->d->type[DB_INT]);
    buf_printf(&s->ddl, "%s (id, province%s))%s;\n", s->d->row_no ? "UNIQUE" : "PRIMARY KEY",
        kind == 'h' ? ", version" : "", s->d->table_tail);
    if (s->d->partitioned)
        buf_printf(&s->ddl, "CREATE TABLE %c_%s_rest PARTITION OF %c_%s DEFAULT;\n", kind,
            s->t->name, kind, s->t->name);
    if (kind == 'r')
        s->d->search_ddl(&s->ddl, s->t->name);
}

/* ---- columns --------------------------------------------------------------------------------- */

static const char *type_there(struct db_rows *there, const char *name)
{
    there->at = 0;
    while (db_next(there))
        if (streq(db_text(there, 0), name))
            return db_text(there, 1);
    return NULL;
}

/* Rows that exist have no value for a column that is new, so it may be NULL whatever the pack says.
 */
static enum err add_columns(struct sync *s, char kind, struct db_rows *there)
{
    for (size_t i = 0; i < DC__COUNT + s->t->ncols; i++) {
        const struct db_col *col = table_col_at(s->t, i);
        const char *type = type_there(there, col->name);
        if (type && !streq(type, s->d->type[col->type]))
            return err_set(ERR_CONFLICT, "%c_%s: column %s is %s, wanted %s", kind, s->t->name,
                col->name, type, s->d->type[col->type]);
        if (type)
            continue;
        buf_printf(&s->ddl, "ALTER TABLE %c_%s ADD COLUMN ", kind, s->t->name);
        add_col_def(s, col, false);
        buf_puts(&s->ddl, ";\n");
    }
    return OK;
}

static enum err sync_table(struct sync *s, char kind)
{
    struct buf sql = buf_in(s->a, SQL_MAX);
    buf_puts(&sql, s->d->columns);
    struct stmt st = stmt_text("columns", &sql);
    const char *name = arena_printf(s->a, "%c_%s", kind, s->t->name);
    struct db_rows *there = db_run_text(s->c, s->a, &st, ARGS(name));
    if (db_row_count(there) > 0)
        return add_columns(s, kind, there);
    create_table(s, kind);
    return db_status(s->c);
}

/* ---- indexes --------------------------------------------------------------------------------- */

/* At most 63 bytes, the limit of PostgreSQL: a long name ends in a number made from the whole. */
static const char *index_name(struct arena *a, char kind, const char *table, const char *what)
{
    const char *full = arena_printf(a, "i_%c_%s_%s", kind, table, what);
    if (strlen(full) <= 63)
        return full;
    struct stmt s = {.sql = full, .n = strlen(full)};
    return arena_printf(a, "%.46s_%016llx", full, (unsigned long long)stmt_hash(&s, NO_ARGS));
}

static void add_index(
    struct sync *s, struct db_rows *there, const char *what, const char *cols, const char *unique)
{
    const char *name = index_name(s->a, 'r', s->t->name, what);
    there->at = 0;
    while (db_next(there))
        if (streq(db_text(there, 0), name))
            return;
    buf_printf(&s->ddl, "CREATE %sINDEX %s ON r_%s (%s)%s;\n", unique ? unique : "", name,
        s->t->name, cols, unique ? " WHERE code IS NOT NULL" : "");
}

static void sync_indexes(struct sync *s)
{
    struct buf sql = buf_in(s->a, SQL_MAX);
    buf_puts(&sql, s->d->indexes);
    struct stmt st = stmt_text("indexes", &sql);
    const char *table = arena_printf(s->a, "r_%s", s->t->name);
    struct db_rows *there = db_run_text(s->c, s->a, &st, ARGS(table));
    add_index(s, there, "code", "code, province", "UNIQUE ");
    if (s->t->newest) /* with deleted_at, so that rows are counted in the index alone */
        add_index(s, there, "unit_id", "province, unit, id, deleted_at", NULL);
    else
        add_index(s, there, "unit_state", "province, unit, state", NULL);
    for (size_t i = 0; i < s->t->ncols; i++) {
        const struct db_col *col = &s->t->cols[i];
        const char *scope = col->type == DB_ID ? "" : "province, unit, ";
        if (col->indexed)
            add_index(s, there, arena_printf(s->a, "by_%s", col->name),
                arena_printf(s->a, "%s\"%s\"", scope, col->name), NULL);
    }
}

static enum err lock_schema(struct dbc *c, struct arena *a)
{
    const char *lock = c->db->drv->dialect->lock_schema;
    if (!lock)
        return OK;
    struct buf sql = buf_in(a, SQL_MAX);
    buf_puts(&sql, lock);
    struct stmt st = stmt_text("lock_schema", &sql);
    return db_exec_text(c, &st, NO_ARGS, NULL);
}

enum err db_table_sync(struct dbc *c, const struct db_table *t)
{
    AUTO_ARENA *a = arena_open();
    struct sync s = {.d = c->db->drv->dialect, .t = t, .c = c, .a = a};
    s.ddl = buf_in(a, SQL_MAX);
    TRY(check_names(t));
    TRY(lock_schema(c, a));
    TRY(sync_table(&s, 'r'));
    TRY(sync_table(&s, 'h'));
    sync_indexes(&s);
    BUG_IF(s.ddl.full);
    TRY(db_status(c));
    return s.ddl.n > 0 ? db_script(c, s.ddl.p) : OK;
}
