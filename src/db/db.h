// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * db: one API over SQLite and PostgreSQL. Fixed statements live in sql/query/ (*.sql) and are named
 * by enum sql_id (generated); tables of packs are described by struct db_table. Nobody outside this
 * folder knows which database is behind it, and nobody outside writes SQL.
 *
 * Threads: a struct db is shared; a struct dbc (a lease on one connection with one open
 * transaction) belongs to one thread. Reads run in a read-only snapshot. Writes on SQLite share
 * one writer connection: each write transaction is a savepoint, and db_commit() returns when the
 * batch it joined is on disk (group commit, synchronous=FULL). On PostgreSQL a write is an
 * ordinary transaction on its own connection.
 *
 * Errors stick: after the first failed statement of a dbc every further one does nothing, and
 * db_status()/db_commit() return it. So a page may read ten things and look once.
 */
#ifndef MANG_DB_H
#define MANG_DB_H

#include "base/base.h"
#include "sql_gen.h" /* enum sql_id: Q_<NAME> for each statement of sql/query */

struct db;
struct dbc;

struct db_options {
    int readers;    /* connections kept for reading, 0 = 2 x cores */
    int writers;    /* PostgreSQL: most connections writing at once, 0 = 32 */
    int timeout_ms; /* longest statement of an ordinary read, 0 = 10000 */
    bool create;    /* SQLite: make the file when missing */
};

/* url: "sqlite:PATH" (a file; no memory databases) or "postgresql://…" (anything libpq takes as
 * URI). ERR_UNAVAILABLE when the server cannot be reached, ERR_NOT_FOUND when the file is missing
 * and create is off, ERR_CORRUPT when it is not a database. */
MUST_CHECK enum err db_open(struct db **out, const char *url, const struct db_options *opt);
void db_close(struct db *db); /* NULL is a no-op; all leases must have ended */
/* "sqlite" or "postgresql": for the version page and the log, never for a branch. */
const char *db_backend(const struct db *db);

/* ---- arguments ------------------------------------------------------------------------------- */

struct db_args {
    size_t n;
    const struct value *v;
};
struct value db_arg_int(int i);
struct value db_arg_value(struct value v);
#define ARG(x)                                                                                     \
    _Generic((x),                                                                                  \
        int: db_arg_int,                                                                           \
        bool: db_arg_int,                                                                          \
        int64_t: v_int,                                                                            \
        double: v_real,                                                                            \
        char *: v_text,                                                                            \
        const char *: v_text,                                                                      \
        struct str: v_str,                                                                         \
        struct value: db_arg_value)(x)
#define DB_A1_(x) ARG(x)
#define DB_A2_(x, ...) ARG(x), DB_A1_(__VA_ARGS__)
#define DB_A3_(x, ...) ARG(x), DB_A2_(__VA_ARGS__)
#define DB_A4_(x, ...) ARG(x), DB_A3_(__VA_ARGS__)
#define DB_A5_(x, ...) ARG(x), DB_A4_(__VA_ARGS__)
#define DB_A6_(x, ...) ARG(x), DB_A5_(__VA_ARGS__)
#define DB_A7_(x, ...) ARG(x), DB_A6_(__VA_ARGS__)
#define DB_A8_(x, ...) ARG(x), DB_A7_(__VA_ARGS__)
#define DB_A9_(x, ...) ARG(x), DB_A8_(__VA_ARGS__)
#define DB_A10_(x, ...) ARG(x), DB_A9_(__VA_ARGS__)
#define DB_A11_(x, ...) ARG(x), DB_A10_(__VA_ARGS__)
#define DB_A12_(x, ...) ARG(x), DB_A11_(__VA_ARGS__)
#define DB_A13_(x, ...) ARG(x), DB_A12_(__VA_ARGS__)
#define DB_A14_(x, ...) ARG(x), DB_A13_(__VA_ARGS__)
#define DB_A15_(x, ...) ARG(x), DB_A14_(__VA_ARGS__)
#define DB_A16_(x, ...) ARG(x), DB_A15_(__VA_ARGS__)
#define DB_PICK_(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, N, ...) N
#define DB_EACH_(...)                                                                              \
    DB_PICK_(__VA_ARGS__, DB_A16_, DB_A15_, DB_A14_, DB_A13_, DB_A12_, DB_A11_, DB_A10_, DB_A9_,   \
        DB_A8_, DB_A7_, DB_A6_, DB_A5_, DB_A4_, DB_A3_, DB_A2_, DB_A1_, )                          \
    (__VA_ARGS__)
/* ARGS(user_id, "text", 3): up to 16 arguments, bound to $1 … $16. */
#define ARGS(...)                                                                                  \
    ((struct db_args){sizeof((struct value[]){DB_EACH_(__VA_ARGS__)}) / sizeof(struct value),      \
        (struct value[]){DB_EACH_(__VA_ARGS__)}})
#define NO_ARGS ((struct db_args){0, NULL})

/* ---- transactions ---------------------------------------------------------------------------- */

/* A read-only snapshot, taken by its first statement. Waits for a free connection, first come first
 * served, at most 30 s (then ERR_BUSY). A statement over the time limit is ERR_BUSY too. */
MUST_CHECK enum err db_begin_read(struct db *db, struct dbc **out);
/* As db_begin_read, without the statement time limit and from a separate small set of
 * connections: for exports, backups and long reports. */
MUST_CHECK enum err db_begin_long_read(struct db *db, struct dbc **out);
/* A write transaction. On SQLite it holds the writer: do slow work (hashing, rendering) before. */
MUST_CHECK enum err db_begin_write(struct db *db, struct dbc **out);
/* Durable when it returns OK. The sticky error otherwise; then nothing was written. The lease
 * stays open (for db_end) but takes no more statements. */
MUST_CHECK enum err db_commit(struct dbc *c);
/* Ends the lease; rolls back what was not committed. Sets *c NULL; NULL is a no-op. */
void db_end(struct dbc **c);
#define AUTO_DBC __attribute__((cleanup(db_end))) struct dbc
enum err db_status(const struct dbc *c); /* the sticky error, OK if none */
bool db_can_write(const struct dbc *c);

/* ---- statements ------------------------------------------------------------------------------ */

struct db_rows;
/* Runs a named statement; the rows live in `a`. Never NULL. On PostgreSQL it is waited for only at
 * the first look at the rows, and all that was asked before goes out in one packet (pipeline): ask
 * for all a page needs, then read. Look at the rows before the lease ends (a bug on both databases
 * otherwise); once looked at they stay as long as `a`. `a` must live as long as the lease.
 * An argument that does not fit its declared type is ERR_INVALID: an id must be uuid_ok(), text has
 * no NUL byte. An answer over 256 MB is ERR_TOO_BIG. */
struct db_rows *db_query(struct dbc *c, struct arena *a, enum sql_id q, struct db_args args);
bool db_next(struct db_rows *r); /* false at the end or on error (see db_status) */
int db_cols(struct db_rows *r);
const char *db_col_name(struct db_rows *r, int col);
struct value db_value(struct db_rows *r, int col);
int64_t db_int(struct db_rows *r, int col);      /* 0 for NULL */
double db_real(struct db_rows *r, int col);      /* 0 for NULL */
const char *db_text(struct db_rows *r, int col); /* NUL-terminated, in the arena; NULL for NULL */
size_t db_row_count(struct db_rows *r);          /* waits for the answer */

/* Runs a statement for its effect; *changed gets the rows touched. With changed NULL PostgreSQL is
 * not waited for: a refusal may then show only at the next answer looked at, or at db_commit. A
 * taken unique key is ERR_CONFLICT, other refusals ERR_DB; both stick. */
enum err db_exec(struct dbc *c, enum sql_id q, struct db_args args, int64_t *changed);
/* First column of the first row, VNULL if no row. */
struct value db_scalar(struct dbc *c, struct arena *a, enum sql_id q, struct db_args args);
/* Streams rows of a big answer; `fn` returns false to stop. The row is valid during the call, and
 * `fn` must not use the lease `c`. */
typedef bool db_row_fn(void *ctx, struct db_rows *row);
enum err db_each(struct dbc *c, enum sql_id q, struct db_args args, db_row_fn *fn, void *ctx);

/* ---- tables made from packs ------------------------------------------------------------------ */

enum db_type { DB_ID, DB_INT, DB_REAL, DB_TEXT, DB_BLOB };
struct db_col {
    const char *name; /* [a-z][a-z0-9_]*, at most 55 bytes */
    enum db_type type;
    bool not_null;
    bool indexed; /* an index on (province, unit, name); on (name) alone for ids */
};
/* A register's table. Columns every one has, before its own: province, id, unit, code, version,
 * state, label, search, created_at, created_by, updated_at, updated_by, deleted_at, pack_version,
 * unit_at
 * (enum db_common). Key (province, id); code unique in a province. `history` = superseded versions
 * in h_<name> with replaced_at. On PostgreSQL partitioned by list of province with a default. */
struct db_table {
    const char *name; /* register id; the table is r_<name>, its history h_<name> */
    const struct db_col *cols;
    size_t ncols;
    bool newest; /* a unit's rows are listed newest first, not by state: an index for that */
};
enum db_common {
    DC_PROVINCE,
    DC_ID,
    DC_UNIT,
    DC_CODE,
    DC_VERSION,
    DC_STATE,
    DC_LABEL,  /* how the record is called in lists; open text only */
    DC_SEARCH, /* folded words for search; indexed for word search */
    DC_CREATED_AT,
    DC_CREATED_BY,
    DC_UPDATED_AT,
    DC_UPDATED_BY,
    DC_DELETED_AT,
    DC_PACK_VERSION,
    DC_UNIT_AT, /* ms: the unit is of the map of this moment; NULL = of created_at */
    DC__COUNT
};
extern const struct db_col db_common_cols[DC__COUNT];

/* Makes the table or adds missing columns and indexes. Never drops. A column whose type changed
 * is ERR_CONFLICT with a detail. Safe to run again. */
MUST_CHECK enum err db_table_sync(struct dbc *c, const struct db_table *t);
/* Inserts one row: `v` has DC__COUNT + ncols values, common columns first. The same id again is
 * ERR_CONFLICT, on PostgreSQL perhaps only at the next answer or at db_commit. */
MUST_CHECK enum err db_table_insert(struct dbc *c, const struct db_table *t, const struct value *v);
/* Inserts n such rows in as few statements as can be. */
MUST_CHECK enum err db_table_insert_all(
    struct dbc *c, const struct db_table *t, const struct value *const *rows, size_t n);
/* Copies the row to history, then replaces all columns; only if the stored version is
 * `old_version`, else ERR_CONFLICT (does not stick). */
MUST_CHECK enum err db_table_update(
    struct dbc *c, const struct db_table *t, const struct value *v, int64_t old_version);

/* The record `id` (its parts, with `of_root`: rows whose root it is) goes to another province and
 * unit: a new version, whose unit is of the map of the moment `at`. Its history goes along; units
 * of superseded versions stay. */
MUST_CHECK enum err db_table_move(struct dbc *c, const struct db_table *t, const char *id,
    bool of_root, const char *from_province, const char *province, const char *unit, int64_t at);

/* A typed piece of SQL text with its arguments, as src/pack compiles from an expression, or as
 * made by the caller from column names of the table. Parameters are written $1…; the builder
 * renumbers them. It must be one balanced expression without ; or comments (else ERR_INVALID).
 * A column may be a word of SQL ("order"): quote names. */
struct db_cond {
    const char *sql; /* boolean expression over the table's columns, unqualified; NULL = all */
    struct db_args args;
};
/* Rows of `unit` (NULL = of any) of a province, of which the moment, coalesce(unit_at, created_at),
 * is in [from, to); INT64_MIN, INT64_MAX = no bound. */
struct db_land {
    const char *province, *unit;
    int64_t from, to;
};
/* Rows of any of `v` that are in none of `but`. n = 0: no condition. */
struct db_lands {
    const struct db_land *v, *but;
    size_t n, nbut;
};
struct db_select {
    const struct db_table *t;
    struct db_lands lands; /* a scope over time, besides province and unit */
    bool or_unitless;      /* rows of no unit as well */
    const char *unit_or;   /* a text column: rows where it holds `unit`, or a unit of lands, too, of
                              any province */
    const char *province, *unit; /* scope; NULL = any. Give the province with the unit: the indexes
                                    begin with it */
    const char *id, *code;       /* exact, or NULL */
    const char *ref, *ref_id;    /* an indexed column of ids and what it holds, or NULL: few rows */
    const char *words; /* folded words, all must occur (as word prefixes) in search; NULL */
    struct db_cond cond;
    const char *order; /* column name, empty ones last; NULL = newest id first. Any other text is
                          ERR_INVALID */
    bool descending;
    int64_t limit, offset; /* limit 0 = 1 row for id/code, else 100 */
    bool deleted;          /* also deleted rows */
    bool history;          /* superseded versions of `id` too, oldest first */
};
/* Rows with all columns of the table, common ones first. */
struct db_rows *db_table_select(struct dbc *c, struct arena *a, const struct db_select *s);
/* Streams some columns of all rows that are not deleted, as db_each(); those the table has not are
 * ERR_INVALID. */
enum err db_table_each(struct dbc *c, const struct db_table *t, const char *const *cols, size_t n,
    db_row_fn *fn, void *ctx);
int64_t db_table_count(struct dbc *c, const struct db_select *s);
/* count(*) grouped by up to two columns of the table: rows of (g1, [g2,] n). */
struct db_rows *db_table_group(
    struct dbc *c, struct arena *a, const struct db_select *s, const char *col1, const char *col2);

/* How many rows of the select meet each of n conditions, in one pass: one row of n numbers. */
struct db_rows *db_table_tally(struct dbc *c, struct arena *a, const struct db_select *s,
    const struct db_cond *conds, size_t n);

/* ---- counting over tables of packs ------------------------------------------------------------
 */

/* Texts of a cube name columns by alias: db_cube_column(). */
enum { CUBE_FLAGS = 60, CUBE_BY = 3, CUBE_JOINS = 24 };
/* Rows whose column lies between two values, both included; V_NULL = no bound, col NULL = all. */
struct db_range {
    const char *col;
    struct value from, to;
};
enum db_fact_how { DB_FACT_ANY, DB_FACT_COUNT, DB_FACT_SUM, DB_FACT_FIRST, DB_FACT_LAST };
struct db_fact {
    enum db_fact_how how; /* 0/1, a number, a sum, the least, the greatest; NULL when no rows */
    struct db_cond when;  /* sql NULL = all */
    struct db_cond value; /* what is added, or compared */
};
enum db_join_how {
    DB_JOIN_ROW,   /* the row whose id stands in the counted row's column `by` */
    DB_JOIN_FACTS, /* columns f0, f1 … over the rows whose column `by` holds the counted row's id */
    DB_JOIN_CLOCK, /* f0: 'dung_han', 'qua_han', 'dang_chay' or NULL, of the clock `what` */
    DB_JOIN_STEP   /* f0: when the step `what` was first done, ms */
};
struct db_join {
    enum db_join_how how;
    const struct db_table *t;
    const char *by;
    const struct db_table *root; /* DB_JOIN_FACTS over parts: not those of voided roots */
    const char *what;
    struct db_range range; /* DB_JOIN_FACTS */
    struct db_fact *facts;
    size_t nfacts;
};
struct db_all { /* conditions that all hold; none = always */
    const struct db_cond *v;
    size_t n;
};
struct db_sum { /* `value` of the rows that meet `when`; NULL adds nothing */
    struct db_all when;
    struct db_cond value;
};
/* Rows of one register as of a moment, counted by place and codes in one pass. */
struct db_cube {
    const struct db_table *t;
    const struct db_table *root; /* of a part: not those of voided roots; NULL = no part */
    int64_t known;               /* rows as known at that moment; 0 = as they are */
    int64_t at; /* and of each the version stored last before this moment, else its first; 0 = the
                   newest. Rows that are voided (as known) never count */
    int64_t before;               /* clocks and steps of before this moment */
    const char *const *provinces; /* only of these; none = all */
    size_t nprovinces;
    const char *const *units; /* and only of these; none = all */
    size_t nunits;
    const char *const *former; /* units of the provinces that rows may have left; with `at` only */
    size_t nformer;
    bool most; /* of the rows are counted: tables are read through rather than searched */
    struct db_range range;
    const struct db_join *joins;
    size_t njoins;
    const int64_t *eras; /* ascending moments: where units changed */
    size_t neras;
    struct db_cond by[CUBE_BY]; /* texts */
    size_t nby;
    const struct db_all *flags; /* at most CUBE_FLAGS */
    size_t nflags;
    const struct db_sum *sums;
    size_t nsums;
};
/* "t"."name" of the counted rows (join -1) or of a join, "w"."name" inside of its facts (-2). */
const char *db_cube_column(struct arena *a, int join, const char *name);
/* The column with 0 for NULL. */
const char *db_or_zero(struct arena *a, const char *col, bool real);
/* Rows of (province, unit, era, by…, mask, n, sums…): era = how many of `eras` are past, mask = bit
 * i set where flag i is true, n rows. */
struct db_rows *db_table_cube(struct dbc *c, struct arena *a, const struct db_cube *q);
/* The rows themselves, by id after `after` ("" = all), that meet flags[0]: rows of (id, province,
 * unit, era, by…, values of sums…), at most `limit`. */
struct db_rows *db_table_cube_rows(
    struct dbc *c, struct arena *a, const struct db_cube *q, const char *after, int64_t limit);

/* ---- migrations, copy ------------------------------------------------------------------------ */

/* Applies sql/schema/NNNN_*.sql that are not yet applied, each in a transaction. Safe when several
 * processes start at once. ERR_CONFLICT if the database is newer than the program. */
MUST_CHECK enum err db_migrate(struct db *db, int *applied);
/* Highest applied migration, 0 for an empty database. */
int db_schema_version(struct dbc *c, struct arena *a);
/* Names of all of our tables (fixed and of packs) but schema_version, in an order that satisfies
 * references. */
struct db_rows *db_tables(struct dbc *c, struct arena *a);
/* Copies a whole table out (rows of values) and in again: for backup and restore. `table` must be
 * a name db_tables() gave (else ERR_NOT_FOUND). db_load does not wait: an error may show only at a
 * later call or at db_commit. */
enum err db_dump(struct dbc *c, const char *table, db_row_fn *fn, void *ctx);
enum err db_load(
    struct dbc *c, const char *table, const char *const *cols, size_t n, const struct value *v);
/* n rows of ncols values, row by row, in as few statements as can be. */
enum err db_load_all(struct dbc *c, const char *table, const char *const *cols, size_t ncols,
    const struct value *v, size_t n);
/* Empties `table` (restore into a fresh database only). */
enum err db_clear(struct dbc *c, const char *table);

/* ---- for tests ------------------------------------------------------------------------------- */

/* Makes the n-th statement from now on (1 = next) fail with `e`, on any connection; 0 = never. */
void db_fault(struct db *db, int nth, enum err e);
int db_statements(const struct db *db); /* statements run since open */
/* Prepares every statement of sql/query and compares arity and column count with its header.
 * First mismatch as ERR_DB with the name in err_detail(). */
MUST_CHECK enum err db_check_queries(struct db *db);

#endif
