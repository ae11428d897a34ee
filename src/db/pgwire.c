// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * PostgreSQL's answers. In pipeline mode answers come in the order of the statements; pg_conn.owed
 * is that order. Reading one answer reads all before it into their own arenas. After an error the
 * server skips everything up to the next sync, and so do we. Values come as text: the same text
 * parameters serve both drivers.
 */
#include "db/db_int.h"

#include <libpq-fe.h>
#include <stdlib.h>

/* Type numbers of pg_type.dat; they never change. */
enum {
    T_BOOL = 16,
    T_BYTEA = 17,
    T_INT8 = 20,
    T_INT2 = 21,
    T_INT4 = 23,
    T_FLOAT4 = 700,
    T_FLOAT8 = 701,
    T_NUMERIC = 1700
};

/* ---- errors ---------------------------------------------------------------------------------- */

static enum err err_of_state(const char *state)
{
    static const struct {
        const char *prefix;
        enum err e;
    } map[] = {{"23505", ERR_CONFLICT}, {"40001", ERR_BUSY}, {"40P01", ERR_BUSY},
        {"55P03", ERR_BUSY}, {"57014", ERR_BUSY}, {"57P0", ERR_UNAVAILABLE},
        {"08", ERR_UNAVAILABLE}, {"53100", ERR_IO}, {"53", ERR_UNAVAILABLE}, {"58", ERR_IO},
        {"XX001", ERR_CORRUPT}, {"XX002", ERR_CORRUPT}, {"54", ERR_TOO_BIG}};
    for (size_t i = 0; i < COUNT(map); i++)
        if (str_starts(str_of(state), map[i].prefix))
            return map[i].e;
    return ERR_DB;
}

/* The server's message may quote values; only class 42 (syntax, unknown names) is about our own
 * text. For the rest: state, constraint and table say enough. */
enum err pg_refused(const void *result, const char *name)
{
    const PGresult *res = result;
    const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
    if (!state)
        return err_set(ERR_UNAVAILABLE, "%s: connection lost", name);
    const char *about = PQresultErrorField(res, PG_DIAG_CONSTRAINT_NAME);
    if (strncmp(state, "42", 2) == 0)
        about = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
    if (!about)
        about = PQresultErrorField(res, PG_DIAG_TABLE_NAME);
    return err_set(err_of_state(state), "%s: SQLSTATE %s %s", name, state, about ? about : "");
}

enum err pg_lost(struct pg_conn *k)
{
    k->n = k->unsynced = 0;
    if (k->h)
        PQfinish(k->h);
    k->h = NULL;
    return err_set(ERR_UNAVAILABLE, "connection to PostgreSQL lost");
}

/* ---- values ---------------------------------------------------------------------------------- */

static int hex(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* "\x0aff" */
static struct value bytes_of(struct arena *a, const char *p, size_t n)
{
    size_t len = n < 2 ? 0 : (n - 2) / 2;
    char *out = arena_alloc(a, len + 1, 1);
    for (size_t i = 0; i < len; i++)
        out[i] = (char)(hex(p[2 + 2 * i]) * 16 + hex(p[3 + 2 * i]));
    return v_blob(out, len);
}

static struct value parse(struct arena *a, Oid type, char *p, size_t n)
{
    switch (type) {
    case T_BOOL:
        return v_int(p[0] == 't');
    case T_INT2:
    case T_INT4:
    case T_INT8:
        return v_int(strtoll(p, NULL, 10));
    case T_FLOAT4:
    case T_FLOAT8:
        return v_real(strtod(p, NULL));
    case T_NUMERIC: { /* sum() of integers is a numeric without a point */
        int64_t i;
        return str_to_int((struct str){p, n}, &i) ? v_int(i) : v_real(strtod(p, NULL));
    }
    case T_BYTEA:
        return bytes_of(a, p, n);
    default:
        return v_str((struct str){a ? arena_dupn(a, p, n) : p, n});
    }
}

static void read_row(const PGresult *res, int row, struct db_rows *r, struct value *v)
{
    for (int i = 0; i < r->ncols; i++) {
        if (PQgetisnull(res, row, i)) {
            v[i] = VNULL;
            continue;
        }
        size_t n = (size_t)PQgetlength(res, row, i);
        v[i] = parse(r->a, PQftype(res, i), PQgetvalue(res, row, i), n);
        r->bytes += n;
    }
}

static void read_names(const PGresult *res, struct db_rows *r)
{
    r->ncols = PQnfields(res);
    if (r->cols || !r->a)
        return;
    const char **names = NEW_N(r->a, const char *, r->ncols + 1);
    for (int i = 0; i < r->ncols; i++)
        names[i] = arena_dup(r->a, PQfname(res, i));
    r->cols = names;
}

static enum err read_rows(PGresult *res, struct db_rows *r)
{
    if (strncmp(PQcmdStatus(res), "SELECT", 6) != 0)
        r->changed = strtoll(PQcmdTuples(res), NULL, 10);
    read_names(res, r);
    for (int row = 0; row < PQntuples(res); row++) {
        struct value *v = rows_add(r);
        if (v)
            read_row(res, row, r, v);
        else if (r->a)
            return ERR_TOO_BIG;
    }
    return OK;
}

/* ---- the pipeline ---------------------------------------------------------------------------- */

void pg_owe(struct pg_conn *k, struct pg_pending p)
{
    BUG_IF(k->n == PG_PENDING);
    k->owed[(k->first + k->n++) % PG_PENDING] = p;
    if (p.what != OWED_SYNC)
        k->unsynced++;
}

enum err pg_sync(struct pg_conn *k)
{
    if (!k->h)
        return err_set(ERR_UNAVAILABLE, "no connection");
    if (k->unsynced == 0)
        return OK;
    if (!PQpipelineSync(k->h))
        return pg_lost(k);
    k->unsynced = 0;
    pg_owe(k, (struct pg_pending){.what = OWED_SYNC});
    return OK;
}

static struct pg_pending take_owed(struct pg_conn *k)
{
    struct pg_pending p = k->owed[k->first];
    k->first = (k->first + 1) % PG_PENDING;
    k->n--;
    return p;
}

static enum err use_result(struct pg_conn *k, const struct pg_pending *p, PGresult *res)
{
    ExecStatusType st = PQresultStatus(res);
    if (st == PGRES_TUPLES_OK || st == PGRES_COMMAND_OK) {
        if (p->what == OWED_COMMIT)
            k->committed = streq(PQcmdStatus(res), "COMMIT");
        return p->rows ? read_rows(res, p->rows) : OK;
    }
    if (p->prepared)
        *p->prepared = false;
    if (st == PGRES_PIPELINE_ABORTED)
        return ERR_DB; /* an earlier error tells why */
    return pg_refused(res, p->name);
}

static enum err read_one(struct pg_conn *k)
{
    struct pg_pending p = take_owed(k);
    PGresult *res = PQgetResult(k->h);
    if (!res)
        return pg_lost(k);
    enum err e = OK;
    if (p.what != OWED_SYNC) {
        e = use_result(k, &p, res);
        PQclear(PQgetResult(k->h)); /* the NULL that ends it */
    }
    PQclear(res);
    if (p.rows) {
        p.rows->done = true;
        p.rows->n = e == OK ? p.rows->n : 0;
    }
    if (PQstatus(k->h) != CONNECTION_OK)
        return pg_lost(k);
    return p.stale ? OK : e;
}

enum err pg_read_until(struct pg_conn *k, const struct db_rows *r)
{
    enum err e = pg_sync(k);
    while (k->h && k->n > 0 && !(r && r->done && e == OK)) {
        enum err now = read_one(k);
        e = e == OK || now == ERR_UNAVAILABLE ? now : e;
    }
    return e;
}

/* ---- row by row ------------------------------------------------------------------------------ */

struct stream {
    struct dbc *c;
    struct db_rows row;
    db_row_fn *fn;
    void *ctx;
    bool stopped;
};

static void give_row(struct stream *s, const PGresult *res)
{
    arena_reset(s->row.a);
    s->row.cols = NULL;
    read_names(res, &s->row);
    s->row.v = NEW_N(s->row.a, struct value, s->row.ncols + 1);
    read_row(res, 0, &s->row, s->row.v);
    s->row.at = s->row.n = 1;
    s->row.bytes = 0;
    s->stopped = !s->fn(s->ctx, &s->row);
}

static enum err stream_results(struct pg_conn *k, const struct stmt *st, struct stream *s)
{
    enum err e = OK;
    PGresult *res;
    while ((res = PQgetResult(k->h))) {
        ExecStatusType status = PQresultStatus(res);
        if (status == PGRES_SINGLE_TUPLE && !s->stopped)
            give_row(s, res);
        else if (status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED)
            e = pg_refused(res, st->name);
        PQclear(res);
    }
    return e;
}

/* Everything before the streamed statement is read first, its preparation included. */
static enum err read_before_last(struct pg_conn *k)
{
    enum err e = OK;
    while (e == OK && k->n > 2)
        e = read_one(k);
    return e;
}

enum err pg_stream(struct dbc *c, const struct stmt *st, db_row_fn *fn, void *ctx)
{
    struct pg_conn *k = (struct pg_conn *)(void *)c->conn;
    AUTO_ARENA *a = arena_open();
    struct stream s = {.c = c, .fn = fn, .ctx = ctx};
    s.row = (struct db_rows){.c = c, .a = a, .lease = c->lease, .done = true};
    TRY(pg_sync(k));
    enum err e = read_before_last(k);
    if (e != OK) {
        (void)pg_read_until(k, NULL);
        return e;
    }
    take_owed(k); /* the statement itself; its sync remains */
    PQsetSingleRowMode(k->h);
    e = stream_results(k, st, &s);
    if (PQstatus(k->h) != CONNECTION_OK)
        return pg_lost(k);
    enum err rest = pg_read_until(k, NULL);
    return e != OK ? e : rest;
}
