// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The few texts in which SQLite and PostgreSQL differ: types, the catalogue, word search. What is
 * not here has one text for both.
 *
 * Words on SQLite: an FTS5 index f_<name> without a copy of the text, kept by triggers, so every
 * way a row comes in (insert, update, restore) is covered. Words on PostgreSQL: a GIN index.
 */
#include "db/db_int.h"

/* "before" word "after" "between" word … */
static struct value word_query(
    struct arena *a, const char *words, const char *between, const char *before, const char *after)
{
    struct buf b = buf_in(a, 4096);
    struct str w;
    while (sql_word(&words, &w))
        buf_printf(&b, "%s%s" STR_FMT "%s", b.n ? between : "", before, STR_ARG(w), after);
    return b.n ? v_str(buf_view(&b)) : VNULL;
}

/* ---- SQLite ---------------------------------------------------------------------------------- */

static void sqlite_search_ddl(struct buf *b, const char *name)
{
    static const char *const text[] = {"CREATE VIRTUAL TABLE f_", " USING fts5(search, content='r_",
        "', content_rowid='row_no', tokenize='unicode61 remove_diacritics 0', detail=none, "
        "columnsize=0);\n"
        "CREATE TRIGGER f_",
        "_i AFTER INSERT ON r_", " BEGIN INSERT INTO f_",
        "(rowid, search) VALUES (new.row_no, new.search); END;\nCREATE TRIGGER f_",
        "_d AFTER DELETE ON r_", " BEGIN INSERT INTO f_", "(f_",
        ", rowid, search) VALUES ('delete', old.row_no, old.search); END;\nCREATE TRIGGER f_",
        "_u AFTER UPDATE OF search ON r_",
        " WHEN old.search IS NOT new.search BEGIN INSERT INTO f_", "(f_",
        ", rowid, search) VALUES ('delete', old.row_no, old.search);\nINSERT INTO f_",
        "(rowid, search) VALUES (new.row_no, new.search); END;\n"};
    for (size_t i = 0; i < COUNT(text); i++)
        buf_printf(b, "%s%s", text[i], i + 1 < COUNT(text) ? name : "");
}

static const char *sqlite_search_cond(
    struct arena *a, const char *name, const char *words, int param, struct value *arg)
{
    *arg = word_query(a, words, " ", "\"", "\"*");
    return arena_printf(
        a, "row_no IN (SELECT rowid FROM f_%s WHERE f_%s MATCH $%d)", name, name, param);
}

const struct dialect dialect_sqlite = {
    .type = {"TEXT", "INTEGER", "REAL", "TEXT", "BLOB"},
    .lock_row = "",
    .strict = " STRICT",
    .columns = "SELECT name, type FROM pragma_table_info($1) WHERE name <> 'row_no' ORDER BY cid",
    .indexes = "SELECT name FROM pragma_index_list($1)",
    .tables = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND "
              "substr(name, 1, 7) <> 'sqlite_' AND name <> 'schema_version' ORDER BY name",
    .references = "SELECT l.name, f.\"table\" FROM pragma_table_list l "
                  "JOIN pragma_foreign_key_list(l.name) f WHERE l.schema = 'main'",
    .row_no = "row_no INTEGER PRIMARY KEY",
    .through = " NOT INDEXED",
    .sorts = true,
    .table_tail = " STRICT",
    .suffix = "sqlite",
    .search_ddl = sqlite_search_ddl,
    .search_cond = sqlite_search_cond,
};

/* ---- PostgreSQL ------------------------------------------------------------------------------ */

static void pgsql_search_ddl(struct buf *b, const char *name)
{
    buf_printf(
        b, "CREATE INDEX f_%s ON r_%s USING gin (to_tsvector('simple', search));\n", name, name);
}

static const char *pgsql_search_cond(
    struct arena *a, const char *name, const char *words, int param, struct value *arg)
{
    (void)name;
    *arg = word_query(a, words, " & ", "", ":*");
    return arena_printf(a, "to_tsvector('simple', search) @@ to_tsquery('simple', $%d)", param);
}

const struct dialect dialect_pgsql = {
    .type = {"uuid", "bigint", "double precision", "text", "bytea"},
    .lock_row = " FOR UPDATE",
    .lock_schema = "SELECT pg_advisory_xact_lock(7885109)",
    .strict = "",
    .columns = "SELECT a.attname::text, format_type(a.atttypid, NULL)::text FROM pg_attribute a "
               "JOIN pg_class c ON c.oid = a.attrelid WHERE c.relname = $1 AND a.attnum > 0 AND "
               "c.relnamespace = current_schema()::regnamespace AND NOT a.attisdropped "
               "ORDER BY a.attnum",
    .indexes = "SELECT indexname::text FROM pg_indexes WHERE schemaname = current_schema() AND "
               "tablename = $1",
    .tables = "SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p') AND "
              "relnamespace = current_schema()::regnamespace AND NOT relispartition AND "
              "relname <> 'schema_version' ORDER BY relname",
    .references = "SELECT a.relname::text, b.relname::text FROM pg_constraint k "
                  "JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid "
                  "WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace",
    .table_tail = " PARTITION BY LIST (province)",
    .partitioned = true,
    .through = "",
    .suffix = "pgsql",
    .search_ddl = pgsql_search_ddl,
    .search_cond = pgsql_search_cond,
};
