// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Inside of db: what the common half (db.c, table.c, select.c, migrate.c, copy.c) and the two
 * drivers (sqlite.c + batch.c, pgsql.c + pgwire.c) share. A driver is a table of functions and a
 * dialect, the handful of texts in which the databases differ.
 */
#ifndef MANG_DB_INT_H
#define MANG_DB_INT_H

#include "db/db.h"

#include <pthread.h>
#include <stdatomic.h>

/* ---- statements ------------------------------------------------------------------------------ */

/* One statement of sql/query, as tools/sqlgen writes it. Types: k id, i int, r real, t text,
 * b blob. */
struct sql_def {
    const char *name, *sql, *pgsql; /* pgsql: NULL = the same text */
    const char *params, *types;
    const char *const *cols;
};
extern const struct sql_def sql_defs[Q__COUNT + 1];

/* A statement to run: a fixed one (id >= 0), or text made at run time. */
struct stmt {
    int id; /* enum sql_id, -1 = made at run time */
    const char *name;
    const char *sql;
    size_t n;                /* bytes of sql */
    const char *params;      /* letters as above; NULL = by the arguments' own types */
    const char *const *cols; /* names, NULL = ask the database */
};
struct stmt stmt_text(const char *name, const struct buf *sql);
uint64_t stmt_hash(const struct stmt *s, struct db_args args);
/* Letter of argument i. */
char stmt_param(const struct stmt *s, struct db_args args, size_t i);

/* Copies SQL, replacing $n by `mark` and n + shift; quoted text stays. */
void sql_params(struct buf *out, const char *sql, char mark, int shift);

/* ") VALUES ($1, $2" for the first row of n columns, "), ($3, $4" for the next. */
void sql_put_params(struct buf *b, size_t row, size_t n);

/* Cuts the next word of folded text (letters a-z and digits) off *at; false at the end. */
bool sql_word(const char **at, struct str *word);

/* ---- rows ------------------------------------------------------------------------------------ */

struct db_rows {
    struct dbc *c;
    struct arena *a; /* NULL: answers are counted, not kept */
    unsigned lease;  /* c->lease when made */
    bool done;       /* the answer is here */
    bool blind;      /* nobody waits for it: errors show at the next statement or commit */
    int ncols;
    const char *const *cols;
    struct value *v;
    size_t n, cap, at; /* at: 1 + current row */
    size_t bytes;
    int64_t changed;
};
enum { ROWS_MAX_BYTES = 256 << 20 };
/* Room for one more row, or NULL when the answer is over the limit. */
struct value *rows_add(struct db_rows *r);
/* Text or blob copied into the arena of r, NUL-terminated. */
struct value rows_text(struct db_rows *r, enum vtype t, const void *p, size_t n);
void rows_cols(struct db_rows *r, const struct stmt *s, int ncols);

/* ---- pool: connections given out first come, first served ------------------------------------ */

struct conn {
    struct conn *next; /* free list */
};
struct waiter;
struct pool {
    pthread_mutex_t m;
    struct conn *free;
    struct waiter *first, **last;
    struct conn *all; /* array of max elements of `size` bytes */
    size_t size;
    int max, made;
};
void pool_init(struct pool *p, struct arena *a, int max, size_t size);
void pool_close(struct pool *p);
struct conn *pool_at(const struct pool *p, int i); /* i < made */
/* Waits in line; NULL after wait_ms. */
struct conn *pool_take(struct pool *p, int64_t wait_ms);
void pool_give(struct pool *p, struct conn *c);
/* Hands c to the next in line; false, and c stays ours, if nobody waits. */
bool pool_pass(struct pool *p, struct conn *c);
bool pool_wanted(struct pool *p);

/* ---- leases ---------------------------------------------------------------------------------- */

enum lease { LEASE_READ, LEASE_LONG, LEASE_WRITE, LEASE__COUNT };
struct dbc {
    struct db *db;
    struct conn *conn;
    enum lease kind;
    enum err status;
    bool begun;    /* the transaction is open in the database */
    bool finished; /* db_commit was called */
    bool busy;     /* inside db_each */
    unsigned lease;
    struct arena *tmp; /* texts of one call */
    struct dbc *next_free, *next_all;
    /* SQLite, group commit (batch.c) */
    struct dbc *next_member;
    bool settled;
    enum err settled_as;
    pthread_cond_t settled_cond;
    /* the table db_load() last looked at */
    struct arena *load_arena;
    const char *load_table;
    struct db_rows *load_cols;
};
/* Makes the first error stick and returns it. */
enum err dbc_fail(struct dbc *c, enum err e);

/* ---- drivers --------------------------------------------------------------------------------- */

struct dialect {
    const char *type[5];  /* by enum db_type */
    const char *lock_row; /* end of a SELECT that locks what it finds */
    const char
        *lock_schema;    /* statement that keeps a second process from changing tables, or NULL */
    const char *strict;  /* what follows the bracket of CREATE TABLE in sql/schema */
    const char *columns; /* $1 table: name, type, in order */
    const char *indexes; /* $1 table: name */
    const char *tables;  /* name */
    const char *references; /* child, parent */
    const char *row_no;     /* first column of a pack's table: NULL or its definition */
    const char *table_tail; /* after its last column */
    bool partitioned;
    bool sorts;          /* what it groups: cheaper is to group its rows as they come */
    const char *through; /* after a table: it is read in the order in which it lies */
    const char *suffix;  /* of migrations for this database only: "sqlite" */
    /* What makes word search work for table r_<name>, as a script. */
    void (*search_ddl)(struct buf *b, const char *name);
    /* Condition "has all words"; the one argument it needs, as text, in *arg. */
    const char *(*search_cond)(
        struct arena *a, const char *name, const char *words, int param, struct value *arg);
};
extern const struct dialect dialect_sqlite, dialect_pgsql;

struct driver {
    const char *name, *scheme;
    const struct dialect *dialect;
    enum err (*open)(struct db *db, const char *url);
    void (*close)(struct db *db);
    enum err (*begin)(struct dbc *c);
    /* Starts a statement; r is complete at once or after fetch(). */
    enum err (*run)(struct dbc *c, const struct stmt *s, struct db_args args, struct db_rows *r);
    enum err (*fetch)(struct db_rows *r);
    enum err (*each)(
        struct dbc *c, const struct stmt *s, struct db_args args, db_row_fn *fn, void *ctx);
    enum err (*script)(struct dbc *c, const char *sql); /* several statements, no arguments */
    enum err (*commit)(struct dbc *c);
    void (*end)(struct dbc *c);
    /* What the database thinks of a fixed statement: parameters, then a row per column in r
     * (name, letter or NULL when it has no fixed type). */
    enum err (*describe)(struct dbc *c, const struct stmt *s, int *nparams, struct db_rows *r);
};
extern const struct driver driver_sqlite, driver_pgsql;

struct db {
    const struct driver *drv;
    struct arena *a;
    pthread_mutex_t m; /* guards a, free and all */
    struct dbc *free, *all;
    struct db_options opt;
    struct pool pool[LEASE__COUNT];
    const char *url;
    pthread_mutex_t batch_m; /* guards settled of all leases */
    atomic_int statements;
    atomic_int fault_at;
    atomic_int fault_as;
};
enum { WAIT_CONN_MS = 30000 };

/* Counts a statement; the error db_fault() ordered for it, else OK. */
enum err db_count_statement(struct db *db);
/* Runs text made at run time. Rows in `a`, never NULL. */
struct db_rows *db_run_text(
    struct dbc *c, struct arena *a, const struct stmt *s, struct db_args args);
enum err db_exec_text(struct dbc *c, const struct stmt *s, struct db_args args, int64_t *changed);
/* Without waiting: an error may show only at a later statement or the commit. What db_exec_text
 * does when nobody asks how many rows changed. */
enum err db_exec_blind(struct dbc *c, const struct stmt *s, struct db_args args);
/* As db_each, for text made at run time. */
enum err db_each_text(
    struct dbc *c, const struct stmt *s, struct db_args args, db_row_fn *fn, void *ctx);
enum err db_script(struct dbc *c, const char *sql);
/* ---- SQLite: sqlite.c and batch.c -------------------------------------------------------------
 */

struct sqlite3;
struct sqlite3_stmt;
enum sq_ctl {
    CTL_BEGIN,
    CTL_BEGIN_WRITE,
    CTL_COMMIT,
    CTL_ROLLBACK,
    CTL_SAVE,
    CTL_RELEASE,
    CTL_UNDO,
    CTL__COUNT
};
struct made_stmt {
    uint64_t hash;
    struct sqlite3_stmt *st;
};
enum { MADE_STMTS = 256 };
struct sq_conn {
    struct conn base;
    struct sqlite3 *h; /* NULL until first used */
    struct sqlite3_stmt *ctl[CTL__COUNT];
    struct sqlite3_stmt *fixed[Q__COUNT + 1];
    struct made_stmt made[MADE_STMTS]; /* by hash; a newcomer takes the place */
    int64_t deadline_us;               /* 0 = none */
    /* the writer's open batch; touched only by who holds the connection */
    bool open;
    int members;
    struct dbc *first;
    int64_t opened_us;
    int wal_pages, checked_pages;
};
enum err sq_connect(struct dbc *c, struct sq_conn *k);
enum err sq_ctl(struct sq_conn *k, enum sq_ctl what);
/* Group commit: the whole life of a write lease on SQLite. */
enum err batch_enter(struct dbc *c);
enum err batch_commit(struct dbc *c);
void batch_abort(struct dbc *c);

/* ---- PostgreSQL: pgsql.c and pgwire.c -------------------------------------------------------- */

struct pg_conn;
/* What the server still owes us an answer for, in order. */
enum pg_owed { OWED_CTL, OWED_PREPARE, OWED_ROWS, OWED_COMMIT, OWED_SYNC };
struct pg_pending {
    enum pg_owed what;
    struct db_rows *rows; /* OWED_ROWS: NULL = nobody wants them any more */
    const char *name;     /* of the statement, for error details */
    bool *prepared;       /* OWED_PREPARE: cleared when it fails */
    bool stale;           /* of a lease that has ended: its error is nobody's */
};
enum { PG_PENDING = 256 };
struct pg_made {
    uint64_t hash;
    bool ready;
};
struct pg_conn {
    struct conn base;
    void *h; /* PGconn, NULL until first used */
    bool fixed[Q__COUNT + 1];
    bool ctl[4];
    struct pg_made made[MADE_STMTS];
    struct pg_pending owed[PG_PENDING];
    size_t first, n;
    size_t unsynced; /* sent since the last sync */
    bool committed;
};
/* Notes that an answer will come. */
void pg_owe(struct pg_conn *k, struct pg_pending p);
/* Sends a sync, so that the server answers all it was sent. */
enum err pg_sync(struct pg_conn *k);
/* Reads answers until r is complete, or, when r is NULL, until nothing is owed. The first error of
 * a statement. */
enum err pg_read_until(struct pg_conn *k, const struct db_rows *r);
/* Reads the answer to the last statement sent row by row. */
enum err pg_stream(struct dbc *c, const struct stmt *s, db_row_fn *fn, void *ctx);
/* Error of a PGresult. */
enum err pg_refused(const void *result, const char *name);
/* Closes a connection that failed; ERR_UNAVAILABLE. */
enum err pg_lost(struct pg_conn *k);

/* ---- counting: cube.c, cube_text.c, cube_mask.c, cube_fold.c
 * -----------------------------------------------
 */

struct cube { /* the statement being made */
    struct dbc *c;
    const struct db_cube *q;
    struct buf sql;
    struct value *args;
    size_t n, max;
};
void cube_put(struct cube *k, const char *s);
int cube_arg(struct cube *k, struct value v); /* its number */
void cube_cond(struct cube *k, const struct db_cond *cond);
void cube_when(struct cube *k, const struct db_cond *cond); /* sql NULL = always */
void cube_all(struct cube *k, const struct db_all *all);
void cube_list(struct cube *k, const char *col, const char *const *v, size_t n);
void cube_column(struct cube *k, const struct db_table *t, const char *alias, const char *name);
/* " AND …", or nothing */
void cube_range(
    struct cube *k, const struct db_table *t, const char *alias, const struct db_range *r);
/* ", … AS mask" */
void cube_mask(struct cube *k);
/* The rows that `st` brings (province, unit, era, by…, mask, sums…), equal ones as one. */
struct db_rows *cube_fold(struct cube *k, struct arena *a, const struct stmt *st);
/* By the first columns, so that what is added up from them is the same each time to the last bit.
 */
void cube_sort(struct db_rows *r, int keys);

/* One migration file; db_migrate() takes them from the assets. */
struct migration {
    const char *name; /* "0001_base.sql" */
    struct str sql;
};
enum err migrate_files(struct db *db, const struct migration *m, size_t n, int *applied);
/* Expands the type words of a schema file. */
enum err schema_expand(const struct dialect *d, const char *name, struct str sql, struct buf *out);

/* Is `name` a column of the table (common or own)? */
const struct db_col *table_col(const struct db_table *t, const char *name);
const struct db_col *table_col_at(const struct db_table *t, size_t i);
/* One balanced expression, whose parameters are all given? */
bool cond_ok(const struct db_cond *cond);
/* [a-z][a-z0-9_]*, at most max bytes. */
bool sql_name_ok(const char *name, size_t max);
/* "province", "id", … of the table, quoted, comma separated. */
void table_col_list(struct buf *b, const struct db_table *t);
enum { MAX_COL_NAME = 55, MAX_TABLE_NAME = 48, SQL_MAX = 1 << 20 };

#endif
