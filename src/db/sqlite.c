// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Driver for SQLite: WAL, synchronous=FULL, no memory map. One connection writes (batch.c shares
 * it), others are open for reading only, each with its own prepared statements. A read lease is a
 * deferred transaction, begun by its first statement and rolled back at its end. A connection is
 * used by one thread at a time, so SQLite's own mutexes are off.
 */
#include "db/db_int.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

static enum err sq_err(int rc)
{
    if (rc == SQLITE_CONSTRAINT_UNIQUE || rc == SQLITE_CONSTRAINT_PRIMARYKEY ||
        rc == SQLITE_CONSTRAINT_ROWID)
        return ERR_CONFLICT;
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
        return ERR_BUSY;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return ERR_IO;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ERR_CORRUPT;
    case SQLITE_TOOBIG:
        return ERR_TOO_BIG;
    default:
        return ERR_DB;
    }
}

/* SQLite's messages name tables and columns, never values. */
static enum err sq_fail(struct sq_conn *k, const char *what)
{
    return err_set(sq_err(sqlite3_extended_errcode(k->h)), "%s: %s", what, sqlite3_errmsg(k->h));
}

/* ---- connections ----------------------------------------------------------------------------- */

static int over_time(void *ctx)
{
    const struct sq_conn *k = ctx;
    return k->deadline_us && clock_mono_us() > k->deadline_us;
}

static int note_wal(void *ctx, sqlite3 *h, const char *name, int pages)
{
    (void)h;
    (void)name;
    ((struct sq_conn *)ctx)->wal_pages = pages;
    return SQLITE_OK;
}

static enum err configure(struct dbc *c, struct sq_conn *k)
{
    sqlite3_extended_result_codes(k->h, 1);
    sqlite3_busy_timeout(k->h, 10000);
    sqlite3_db_config(k->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(k->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(k->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    const char *sql = "PRAGMA mmap_size=0; PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY;"
                      "PRAGMA query_only=1";
    if (c->kind == LEASE_WRITE) {
        sql = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=1;"
              "PRAGMA mmap_size=0; PRAGMA cache_size=-16000; PRAGMA journal_size_limit=16777216;"
              "PRAGMA temp_store=MEMORY"; /* what savepoints keep: else a file for each */
        sqlite3_wal_hook(k->h, note_wal, k);
    } else if (c->kind == LEASE_READ) {
        sqlite3_progress_handler(k->h, 20000, over_time, k);
    }
    if (sqlite3_exec(k->h, sql, NULL, NULL, NULL) != SQLITE_OK)
        return sq_fail(k, "open");
    return OK;
}

static void sq_close(struct sq_conn *k)
{
    for (size_t i = 0; i < CTL__COUNT; i++)
        sqlite3_finalize(k->ctl[i]);
    for (size_t i = 0; i < Q__COUNT; i++)
        sqlite3_finalize(k->fixed[i]);
    for (size_t i = 0; i < MADE_STMTS; i++)
        sqlite3_finalize(k->made[i].st);
    sqlite3_close(k->h);
    memset(k, 0, sizeof *k);
}

static const char *path_of(const struct db *db)
{
    return db->url + strlen(driver_sqlite.scheme);
}

enum err sq_connect(struct dbc *c, struct sq_conn *k)
{
    if (k->h)
        return OK;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (c->kind != LEASE_WRITE)
        flags |= SQLITE_OPEN_READONLY;
    else
        flags |= SQLITE_OPEN_READWRITE | (c->db->opt.create ? SQLITE_OPEN_CREATE : 0);
    int rc = sqlite3_open_v2(path_of(c->db), &k->h, flags, NULL);
    enum err e = rc == SQLITE_OK ? configure(c, k) : sq_fail(k, "open");
    if (e != OK)
        sq_close(k);
    return e;
}

static enum err sq_open(struct db *db, const char *url)
{
    (void)url;
    const char *path = path_of(db);
    pool_init(&db->pool[LEASE_READ], db->a, db->opt.readers, sizeof(struct sq_conn));
    pool_init(&db->pool[LEASE_LONG], db->a, 2, sizeof(struct sq_conn));
    pool_init(&db->pool[LEASE_WRITE], db->a, 1, sizeof(struct sq_conn));
    if (!*path || path[0] == ':' || strncmp(path, "file:", 5) == 0)
        return err_set(ERR_INVALID, "sqlite: needs the path of a file");
    if (!db->opt.create && access(path, F_OK) != 0)
        return err_set(ERR_NOT_FOUND, "database file is missing");
    AUTO_DBC *c = NULL; /* the writer opens first: it makes the file and sets WAL */
    return db_begin_write(db, &c);
}

static void sq_close_all(struct db *db)
{
    for (int kind = LEASE_READ; kind < LEASE__COUNT; kind++) {
        struct pool *p = &db->pool[kind];
        for (int i = 0; i < p->made; i++)
            sq_close((struct sq_conn *)(void *)pool_at(p, i));
        if (p->all)
            pool_close(p);
    }
}

/* ---- statements ------------------------------------------------------------------------------ */

enum err sq_ctl(struct sq_conn *k, enum sq_ctl what)
{
    static const char *const text[CTL__COUNT] = {"BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK",
        "SAVEPOINT member", "RELEASE member", "ROLLBACK TO member"};
    if (!k->ctl[what] && sqlite3_prepare_v3(k->h, text[what], -1, SQLITE_PREPARE_PERSISTENT,
                             &k->ctl[what], NULL) != SQLITE_OK)
        return sq_fail(k, text[what]);
    int rc = sqlite3_step(k->ctl[what]);
    enum err e = rc == SQLITE_DONE ? OK : sq_fail(k, text[what]);
    sqlite3_reset(k->ctl[what]);
    return e;
}

/* SQLite reads $1 as a name and ?1 as a number: ours are numbers. */
static enum err prepare(struct dbc *c, const struct stmt *s, sqlite3_stmt **out)
{
    struct sq_conn *k = (struct sq_conn *)(void *)c->conn;
    AUTO_ARENA *a = arena_open();
    struct buf sql = buf_in(a, SQL_MAX);
    sql_params(&sql, s->sql, '?', 0);
    if (sql.full)
        return err_set(ERR_TOO_BIG, "%s: statement over %d bytes", s->name, SQL_MAX);
    const char *tail;
    int rc = sqlite3_prepare_v3(k->h, sql.p, (int)sql.n + 1, SQLITE_PREPARE_PERSISTENT, out, &tail);
    if (rc != SQLITE_OK)
        return sq_fail(k, s->name);
    if (!*out || str_trim(str_of(tail)).n > 0)
        return err_set(ERR_DB, "%s: not exactly one statement", s->name);
    return OK;
}

static enum err find_made(
    struct dbc *c, const struct stmt *s, struct db_args args, sqlite3_stmt **out)
{
    struct sq_conn *k = (struct sq_conn *)(void *)c->conn;
    uint64_t h = stmt_hash(s, args);
    struct made_stmt *m = &k->made[h % MADE_STMTS];
    if (m->hash != h || !m->st) {
        sqlite3_finalize(m->st);
        *m = (struct made_stmt){.hash = h};
        TRY(prepare(c, s, &m->st));
    }
    *out = m->st;
    return OK;
}

static enum err find(struct dbc *c, const struct stmt *s, struct db_args args, sqlite3_stmt **out)
{
    struct sq_conn *k = (struct sq_conn *)(void *)c->conn;
    if (s->id < 0)
        TRY(find_made(c, s, args, out));
    else if (!k->fixed[s->id])
        TRY(prepare(c, s, &k->fixed[s->id]));
    if (s->id >= 0)
        *out = k->fixed[s->id];
    if (c->kind != LEASE_WRITE && !sqlite3_stmt_readonly(*out))
        return err_set(ERR_DB, "%s: writes in a read lease", s->name);
    return OK;
}

/* Strings stay the caller's: they outlive the statement's run, and every run binds all. */
static int bind_one(sqlite3_stmt *st, int at, struct value v)
{
    switch (v.t) {
    case V_INT:
        return sqlite3_bind_int64(st, at, v.i);
    case V_REAL:
        return sqlite3_bind_double(st, at, v.r);
    case V_TEXT:
        return sqlite3_bind_text64(st, at, v.s.n ? v.s.p : "", v.s.n, SQLITE_STATIC, SQLITE_UTF8);
    case V_BLOB:
        return v.s.n ? sqlite3_bind_blob64(st, at, v.s.p, v.s.n, SQLITE_STATIC)
                     : sqlite3_bind_zeroblob(st, at, 0);
    case V_NULL:
        break;
    }
    return sqlite3_bind_null(st, at);
}

static enum err bind(struct sq_conn *k, sqlite3_stmt *st, const struct stmt *s, struct db_args args)
{
    if (sqlite3_bind_parameter_count(st) != (int)args.n)
        return err_set(ERR_DB, "%s: %zu arguments for %d parameters", s->name, args.n,
            sqlite3_bind_parameter_count(st));
    for (size_t i = 0; i < args.n; i++)
        if (bind_one(st, (int)i + 1, args.v[i]) != SQLITE_OK)
            return sq_fail(k, s->name);
    return OK;
}

static enum err first_use(struct dbc *c)
{
    struct sq_conn *k = (struct sq_conn *)(void *)c->conn;
    if (c->kind == LEASE_READ)
        k->deadline_us = clock_mono_us() + (int64_t)c->db->opt.timeout_ms * 1000;
    if (c->begun)
        return OK;
    c->begun = true;
    return sq_ctl(k, CTL_BEGIN);
}

/* Valid until the next step. The type is asked first: reading converts. */
static struct value borrow(sqlite3_stmt *st, int col)
{
    switch (sqlite3_column_type(st, col)) {
    case SQLITE_INTEGER:
        return v_int(sqlite3_column_int64(st, col));
    case SQLITE_FLOAT:
        return v_real(sqlite3_column_double(st, col));
    case SQLITE_TEXT: {
        const char *p = (const char *)sqlite3_column_text(st, col);
        return v_str((struct str){p, (size_t)sqlite3_column_bytes(st, col)});
    }
    case SQLITE_BLOB: {
        const void *p = sqlite3_column_blob(st, col);
        return v_blob(p ? p : "", (size_t)sqlite3_column_bytes(st, col));
    }
    default:
        return VNULL;
    }
}

static struct value keep(struct value v, struct db_rows *r)
{
    return v.t == V_TEXT || v.t == V_BLOB ? rows_text(r, v.t, v.s.p, v.s.n) : v;
}

static void read_cols(sqlite3_stmt *st, const struct stmt *s, struct db_rows *r)
{
    rows_cols(r, s, sqlite3_column_count(st));
    if (s->cols || !r->a)
        return;
    const char **names = NEW_N(r->a, const char *, r->ncols);
    for (int i = 0; i < r->ncols; i++)
        names[i] = arena_dup(r->a, sqlite3_column_name(st, i));
    r->cols = names;
}

static enum err collect(
    struct sq_conn *k, sqlite3_stmt *st, const struct stmt *s, struct db_rows *r)
{
    int rc;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
        struct value *v = rows_add(r);
        if (!v && r->a)
            return ERR_TOO_BIG;
        for (int i = 0; v && i < r->ncols; i++)
            v[i] = keep(borrow(st, i), r);
    }
    if (rc != SQLITE_DONE)
        return sq_fail(k, s->name);
    if (!sqlite3_stmt_readonly(st))
        r->changed = sqlite3_changes64(k->h);
    return OK;
}

/* An I/O error or a full disk may have rolled the transaction back, and with it the whole batch. */
static void note_lost_batch(struct dbc *c)
{
    struct sq_conn *k = (struct sq_conn *)(void *)c->conn;
    if (c->kind == LEASE_WRITE && sqlite3_get_autocommit(k->h))
        c->begun = false;
}

static enum err sq_run(struct dbc *c, const struct stmt *s, struct db_args args, struct db_rows *r)
{
    struct sq_conn *k = (struct sq_conn *)(void *)c->conn;
    sqlite3_stmt *st = NULL;
    TRY(first_use(c));
    TRY(find(c, s, args, &st));
    TRY(bind(k, st, s, args));
    read_cols(st, s, r);
    enum err e = collect(k, st, s, r);
    sqlite3_reset(st);
    if (e != OK)
        note_lost_batch(c);
    r->done = r->a == NULL || e != OK;
    return e;
}

/* The rows came with run(): this only marks that somebody looked in time (see rows.c). */
static enum err sq_fetch(struct db_rows *r)
{
    r->done = true;
    return OK;
}

static enum err each_row(
    struct dbc *c, sqlite3_stmt *st, const struct stmt *s, db_row_fn *fn, void *ctx)
{
    struct sq_conn *k = (struct sq_conn *)(void *)c->conn;
    AUTO_ARENA *a = arena_open();
    struct db_rows r = {.c = c, .a = a, .lease = c->lease, .done = true, .n = 1, .at = 1};
    read_cols(st, s, &r);
    r.v = NEW_N(a, struct value, r.ncols + 1);
    int rc;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
        for (int i = 0; i < r.ncols; i++)
            r.v[i] = borrow(st, i);
        if (!fn(ctx, &r))
            return OK;
        r.at = 1;
    }
    return rc == SQLITE_DONE ? OK : sq_fail(k, s->name);
}

static enum err sq_each(
    struct dbc *c, const struct stmt *s, struct db_args args, db_row_fn *fn, void *ctx)
{
    struct sq_conn *k = (struct sq_conn *)(void *)c->conn;
    sqlite3_stmt *st = NULL;
    TRY(first_use(c));
    TRY(find(c, s, args, &st));
    TRY(bind(k, st, s, args));
    enum err e = each_row(c, st, s, fn, ctx);
    sqlite3_reset(st);
    if (e != OK)
        note_lost_batch(c);
    return e;
}

static enum err sq_script(struct dbc *c, const char *sql)
{
    struct sq_conn *k = (struct sq_conn *)(void *)c->conn;
    TRY(first_use(c));
    if (sqlite3_exec(k->h, sql, NULL, NULL, NULL) == SQLITE_OK)
        return OK;
    enum err e = sq_fail(k, "script");
    note_lost_batch(c);
    return e;
}

/* ---- transactions ---------------------------------------------------------------------------- */

static enum err sq_begin(struct dbc *c)
{
    if (c->kind == LEASE_WRITE)
        return batch_enter(c);
    struct pool *p = &c->db->pool[c->kind];
    c->conn = pool_take(p, WAIT_CONN_MS);
    if (!c->conn)
        return err_set(ERR_BUSY, "no free connection");
    enum err e = sq_connect(c, (struct sq_conn *)(void *)c->conn);
    if (e != OK)
        pool_give(p, c->conn);
    return e;
}

static void end_read(struct dbc *c)
{
    struct sq_conn *k = (struct sq_conn *)(void *)c->conn;
    k->deadline_us = 0;
    if (c->begun && sq_ctl(k, CTL_ROLLBACK) != OK)
        sq_close(k);
    c->begun = false;
    pool_give(&c->db->pool[c->kind], c->conn);
    c->conn = NULL;
}

static enum err sq_commit(struct dbc *c)
{
    if (c->kind == LEASE_WRITE)
        return batch_commit(c);
    return OK;
}

static void sq_end(struct dbc *c)
{
    if (c->kind != LEASE_WRITE)
        end_read(c);
    else if (c->conn)
        batch_abort(c);
}

static enum err describe_cols(sqlite3_stmt *st, struct db_rows *r)
{
    static const char *const letter[][2] = {
        {"TEXT", NULL}, {"INTEGER", "i"}, {"REAL", "r"}, {"BLOB", "b"}};
    static const char *const names[] = {"name", "type"};
    r->ncols = 2;
    r->cols = names;
    for (int i = 0; i < sqlite3_column_count(st); i++) {
        struct value *v = rows_add(r);
        const char *decl = sqlite3_column_decltype(st, i);
        v[0] = v_text(arena_dup(r->a, sqlite3_column_name(st, i)));
        v[1] = VNULL; /* TEXT is text or id */
        for (size_t k = 0; decl && k < COUNT(letter); k++)
            if (streq(decl, letter[k][0]))
                v[1] = v_text(letter[k][1]);
    }
    return OK;
}

static enum err sq_describe(struct dbc *c, const struct stmt *s, int *nparams, struct db_rows *r)
{
    sqlite3_stmt *st = NULL;
    TRY(find(c, s, NO_ARGS, &st));
    *nparams = sqlite3_bind_parameter_count(st);
    return describe_cols(st, r);
}

const struct driver driver_sqlite = {
    .name = "sqlite",
    .scheme = "sqlite:",
    .dialect = &dialect_sqlite,
    .open = sq_open,
    .close = sq_close_all,
    .begin = sq_begin,
    .run = sq_run,
    .fetch = sq_fetch,
    .each = sq_each,
    .script = sq_script,
    .commit = sq_commit,
    .end = sq_end,
    .describe = sq_describe,
};
