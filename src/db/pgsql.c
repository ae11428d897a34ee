// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Driver for PostgreSQL through libpq in pipeline mode. A lease is a connection. Statements are
 * prepared once a connection, in the same flight as their first use, as is BEGIN; what a page sends
 * leaves in one packet when the first answer is wanted. The ROLLBACK that ends a read is sent and
 * not waited for: its answer is read by the connection's next user. A lost connection is opened
 * again at its next lease.
 */
#include "db/db_int.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>

static const struct {
    const char *name, *sql;
} ctl_text[] = {
    {"c_read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
    {"c_write", "BEGIN"},
    {"c_commit", "COMMIT"},
    {"c_rollback", "ROLLBACK"},
};
enum pg_ctl { PG_BEGIN_READ, PG_BEGIN_WRITE, PG_COMMIT, PG_ROLLBACK };

static struct pg_conn *conn_of(struct dbc *c)
{
    return (struct pg_conn *)(void *)c->conn;
}

/* ---- connections ----------------------------------------------------------------------------- */

static void notice_ignored(void *ctx, const PGresult *res)
{
    (void)ctx;
    (void)res;
}

/* Numbers are the only heavy statements: compiling one takes seconds, running it uncompiled less;
 * and its groups shall fit into memory. */
static enum err pg_setup(struct dbc *c, PGconn *h)
{
    int ms = c->kind == LEASE_READ ? c->db->opt.timeout_ms : c->kind == LEASE_WRITE ? 60000 : 0;
    char sql[400];
    snprintf(sql, sizeof sql,
        "SET statement_timeout = %d; SET timezone = 'UTC'; SET bytea_output = 'hex';"
        "SET extra_float_digits = 1; SET idle_in_transaction_session_timeout = 600000;"
        "SET jit = off; SET work_mem = '64MB'",
        ms);
    PGresult *res = PQexec(h, sql);
    bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;
    PQclear(res);
    if (!ok || !PQenterPipelineMode(h))
        return err_set(ERR_UNAVAILABLE, "cannot set up a PostgreSQL session");
    return OK;
}

static enum err pg_connect(struct dbc *c, struct pg_conn *k)
{
    const char *const keys[] = {"connect_timeout", "keepalives_idle", "tcp_user_timeout",
        "fallback_application_name", "dbname", "client_encoding", NULL};
    const char *const vals[] = {"5", "15", "15000", "mang", c->db->url, "UTF8", NULL};
    struct conn base = k->base;
    memset(k, 0, sizeof *k);
    k->base = base;
    PGconn *h = PQconnectdbParams(keys, vals, 1);
    if (PQstatus(h) != CONNECTION_OK) {
        PQfinish(h);
        return err_set(ERR_UNAVAILABLE, "cannot connect to PostgreSQL");
    }
    PQsetNoticeReceiver(h, notice_ignored, NULL);
    k->h = h;
    enum err e = pg_setup(c, h);
    if (e != OK)
        (void)pg_lost(k);
    return e;
}

/* A server that went away while the connection lay idle left an end of file in the socket, perhaps
 * behind the answers still owed and a farewell message. */
static bool alive(const struct pg_conn *k)
{
    if (!k->h)
        return false;
    struct pollfd p = {.fd = PQsocket(k->h), .events = POLLIN};
    for (int i = 0; i < 4 && poll(&p, 1, 0) > 0; i++)
        if (!PQconsumeInput(k->h))
            return false;
    return PQstatus(k->h) == CONNECTION_OK;
}

static enum err pg_begin(struct dbc *c)
{
    struct pool *p = &c->db->pool[c->kind];
    c->conn = pool_take(p, WAIT_CONN_MS);
    if (!c->conn)
        return err_set(ERR_BUSY, "no free connection");
    struct pg_conn *k = conn_of(c);
    if (alive(k))
        return OK;
    if (k->h)
        (void)pg_lost(k);
    enum err e = pg_connect(c, k);
    if (e != OK)
        pool_give(p, c->conn);
    return e;
}

static enum err pg_open(struct db *db, const char *url)
{
    (void)url;
    const int max[LEASE__COUNT] = {db->opt.readers, 2, db->opt.writers};
    for (int kind = LEASE_READ; kind < LEASE__COUNT; kind++)
        pool_init(&db->pool[kind], db->a, max[kind], sizeof(struct pg_conn));
    AUTO_DBC *c = NULL;
    return db_begin_read(db, &c);
}

static void pg_close(struct db *db)
{
    for (int kind = LEASE_READ; kind < LEASE__COUNT; kind++) {
        struct pool *p = &db->pool[kind];
        for (int i = 0; i < p->made; i++)
            (void)pg_lost((struct pg_conn *)(void *)pool_at(p, i));
        if (p->all)
            pool_close(p);
    }
}

/* ---- sending --------------------------------------------------------------------------------- */

static enum err send_ctl(struct pg_conn *k, enum pg_ctl what)
{
    const char *name = ctl_text[what].name;
    if (!k->ctl[what]) {
        if (!PQsendPrepare(k->h, name, ctl_text[what].sql, 0, NULL))
            return pg_lost(k);
        k->ctl[what] = true;
        pg_owe(
            k, (struct pg_pending){.what = OWED_PREPARE, .name = name, .prepared = &k->ctl[what]});
    }
    if (!PQsendQueryPrepared(k->h, name, 0, NULL, NULL, NULL, 0))
        return pg_lost(k);
    pg_owe(k, (struct pg_pending){
                  .what = what == PG_COMMIT ? OWED_COMMIT : OWED_CTL, .name = ctl_text[what].sql});
    return OK;
}

static Oid oid_of(char type)
{
    switch (type) {
    case 'k':
        return 2950; /* uuid */
    case 'i':
        return 20; /* bigint */
    case 'r':
        return 701; /* double precision */
    case 't':
        return 25; /* text */
    case 'b':
        return 17; /* bytea */
    default:
        return 0; /* the server finds out */
    }
}

static enum err send_prepare(
    struct pg_conn *k, const char *name, const struct stmt *s, struct db_args args, bool *ready)
{
    AUTO_ARENA *a = arena_open();
    Oid *types = NEW_N(a, Oid, args.n + 1);
    for (size_t i = 0; i < args.n; i++)
        types[i] = oid_of(stmt_param(s, args, i));
    if (!PQsendPrepare(k->h, name, s->sql, (int)args.n, types))
        return pg_lost(k);
    *ready = true;
    pg_owe(k, (struct pg_pending){.what = OWED_PREPARE, .name = s->name, .prepared = ready});
    return OK;
}

static enum err forget(struct pg_conn *k, uint64_t hash)
{
    char sql[64];
    snprintf(sql, sizeof sql, "DEALLOCATE d%016llx", (unsigned long long)hash);
    if (!PQsendQueryParams(k->h, sql, 0, NULL, NULL, NULL, NULL, 0))
        return pg_lost(k);
    pg_owe(k, (struct pg_pending){.what = OWED_CTL, .name = "deallocate"});
    return OK;
}

/* Names the prepared statement; prepares it on first use. */
static enum err named(
    struct pg_conn *k, const struct stmt *s, struct db_args args, char *name, size_t size)
{
    if (s->id >= 0) {
        snprintf(name, size, "q%d", s->id);
        return k->fixed[s->id] ? OK : send_prepare(k, name, s, args, &k->fixed[s->id]);
    }
    uint64_t h = stmt_hash(s, args);
    struct pg_made *m = &k->made[h % MADE_STMTS];
    snprintf(name, size, "d%016llx", (unsigned long long)h);
    if (m->ready && m->hash == h)
        return OK;
    if (m->ready)
        TRY(forget(k, m->hash));
    m->hash = h;
    return send_prepare(k, name, s, args, &m->ready);
}

/* Text of each argument; blobs go as they are. */
struct params {
    const char **v;
    int *len, *format;
};

static struct params params_of(struct arena *a, struct db_args args)
{
    struct params p = {
        NEW_N(a, const char *, args.n + 1), NEW_N(a, int, args.n + 1), NEW_N(a, int, args.n + 1)};
    for (size_t i = 0; i < args.n; i++) {
        struct value v = args.v[i];
        p.v[i] = v_cstr(a, v);
        if (v.t == V_BLOB) {
            p.len[i] = (int)v.s.n;
            p.format[i] = 1;
        }
    }
    return p;
}

static enum err send(struct dbc *c, const struct stmt *s, struct db_args args, struct db_rows *r)
{
    struct pg_conn *k = conn_of(c);
    if (!k->h)
        return err_set(ERR_UNAVAILABLE, "connection to PostgreSQL lost");
    if (k->n + 8 > PG_PENDING)
        TRY(pg_read_until(k, NULL));
    if (!c->begun)
        TRY(send_ctl(k, c->kind == LEASE_WRITE ? PG_BEGIN_WRITE : PG_BEGIN_READ));
    c->begun = true;
    char name[24];
    TRY(named(k, s, args, name, sizeof name));
    AUTO_ARENA *a = arena_open();
    struct params p = params_of(a, args);
    if (!PQsendQueryPrepared(k->h, name, (int)args.n, p.v, p.len, p.format, 0))
        return pg_lost(k);
    pg_owe(k,
        (struct pg_pending){.what = OWED_ROWS, .rows = r && r->blind ? NULL : r, .name = s->name});
    return OK;
}

static enum err pg_run(struct dbc *c, const struct stmt *s, struct db_args args, struct db_rows *r)
{
    r->cols = s->cols;
    return send(c, s, args, r);
}

static enum err pg_fetch(struct db_rows *r)
{
    return pg_read_until(conn_of(r->c), r);
}

static enum err pg_each(
    struct dbc *c, const struct stmt *s, struct db_args args, db_row_fn *fn, void *ctx)
{
    TRY(pg_read_until(conn_of(c), NULL));
    TRY(send(c, s, args, NULL));
    return pg_stream(c, s, fn, ctx);
}

/* Several statements at once are not for pipelines: leaves the mode and comes back. */
static enum err pg_script(struct dbc *c, const char *sql)
{
    struct pg_conn *k = conn_of(c);
    if (!c->begun)
        TRY(send_ctl(k, PG_BEGIN_WRITE));
    c->begun = true;
    TRY(pg_read_until(k, NULL));
    if (!PQexitPipelineMode(k->h))
        return pg_lost(k);
    PGresult *res = PQexec(k->h, sql);
    ExecStatusType st = PQresultStatus(res);
    bool ok = st == PGRES_COMMAND_OK || st == PGRES_TUPLES_OK;
    enum err e = ok ? OK : pg_refused(res, "script");
    PQclear(res);
    if (PQstatus(k->h) != CONNECTION_OK || !PQenterPipelineMode(k->h))
        return pg_lost(k);
    return e;
}

/* ---- ends ------------------------------------------------------------------------------------ */

static enum err pg_commit(struct dbc *c)
{
    struct pg_conn *k = conn_of(c);
    if (!c->begun)
        return OK;
    TRY(db_count_statement(c->db));
    k->committed = false;
    TRY(send_ctl(k, PG_COMMIT));
    TRY(pg_read_until(k, NULL));
    if (!k->committed)
        return err_set(ERR_DB, "transaction was rolled back");
    c->begun = false;
    return OK;
}

/* Answers nobody read are dropped; their arenas may be gone. The sync before ROLLBACK matters:
 * after an error the server skips all up to it. */
static void pg_end(struct dbc *c)
{
    struct pg_conn *k = conn_of(c);
    if (k->h && c->begun && pg_sync(k) == OK && send_ctl(k, PG_ROLLBACK) == OK && pg_sync(k) == OK)
        PQflush(k->h);
    for (size_t i = 0; i < k->n; i++) {
        struct pg_pending *p = &k->owed[(k->first + i) % PG_PENDING];
        p->rows = NULL;
        p->stale = true;
    }
    pool_give(&c->db->pool[c->kind], c->conn);
}

/* ---- describe -------------------------------------------------------------------------------- */

static const char *letter_of(Oid type)
{
    switch (type) {
    case 2950:
        return "k";
    case 16:
    case 20:
    case 21:
    case 23:
        return "i";
    case 700:
    case 701:
        return "r";
    case 17:
        return "b";
    case 1700:
        return NULL; /* sums of integers and averages alike */
    default:
        return "t";
    }
}

static enum err describe_prepared(PGconn *h, const struct stmt *s, int *nparams, struct db_rows *r)
{
    static const char *const names[] = {"name", "type"};
    Oid types[64];
    int n = (int)strlen(s->params);
    for (int i = 0; i < n; i++)
        types[i] = oid_of(s->params[i]);
    PGresult *res = PQprepare(h, "", s->sql, n, types);
    bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;
    if (!ok)
        (void)err_set(ERR_DB, "%s: %s", s->name, PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY));
    PQclear(res);
    if (!ok)
        return ERR_DB;
    res = PQdescribePrepared(h, "");
    *nparams = PQnparams(res);
    r->ncols = 2;
    r->cols = names;
    for (int i = 0; i < PQnfields(res); i++) {
        struct value *v = rows_add(r);
        v[0] = v_text(arena_dup(r->a, PQfname(res, i)));
        v[1] = v_text(letter_of(PQftype(res, i)));
    }
    PQclear(res);
    return OK;
}

static enum err pg_describe(struct dbc *c, const struct stmt *s, int *nparams, struct db_rows *r)
{
    struct pg_conn *k = conn_of(c);
    TRY(pg_read_until(k, NULL));
    if (!PQexitPipelineMode(k->h))
        return pg_lost(k);
    enum err e = describe_prepared(k->h, s, nparams, r);
    if (!PQenterPipelineMode(k->h))
        return pg_lost(k);
    return e;
}

const struct driver driver_pgsql = {
    .name = "postgresql",
    .scheme = "postgresql://",
    .dialect = &dialect_pgsql,
    .open = pg_open,
    .close = pg_close,
    .begin = pg_begin,
    .run = pg_run,
    .fetch = pg_fetch,
    .each = pg_each,
    .script = pg_script,
    .commit = pg_commit,
    .end = pg_end,
    .describe = pg_describe,
};
