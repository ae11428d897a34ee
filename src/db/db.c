// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The common half of db: opening, leases, the sticky error, running statements. Every statement
 * passes start() once: there the arguments are checked against the declared types (so both
 * databases refuse the same things), and there tests make the n-th one fail.
 */
#include "db/db_int.h"

#include <stdio.h>
#include <unistd.h>

/* ---- open ------------------------------------------------------------------------------------ */

static const struct driver *driver_for(const char *url)
{
    static const struct driver *const drivers[] = {&driver_sqlite, &driver_pgsql};
    for (size_t i = 0; i < COUNT(drivers); i++)
        if (str_starts(str_of(url), drivers[i]->scheme))
            return drivers[i];
    return str_starts(str_of(url), "postgres://") ? &driver_pgsql : NULL;
}

static struct db_options with_defaults(const struct db_options *opt)
{
    struct db_options o = opt ? *opt : (struct db_options){0};
    if (o.readers <= 0)
        o.readers = 2 * (int)sysconf(_SC_NPROCESSORS_ONLN);
    if (o.writers <= 0)
        o.writers = 32;
    if (o.timeout_ms <= 0)
        o.timeout_ms = 10000;
    return o;
}

enum err db_open(struct db **out, const char *url, const struct db_options *opt)
{
    const struct driver *drv = driver_for(url);
    if (!drv)
        return err_set(ERR_INVALID, "database URL must start with sqlite: or postgresql://");
    struct arena *a = arena_open();
    struct db *db = NEW(a, struct db);
    *db = (struct db){.drv = drv, .a = a, .opt = with_defaults(opt), .url = arena_dup(a, url)};
    pthread_mutex_init(&db->m, NULL);
    pthread_mutex_init(&db->batch_m, NULL);
    enum err e = drv->open(db, url);
    if (e != OK) {
        db_close(db);
        return e;
    }
    *out = db;
    return OK;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    db->drv->close(db);
    for (struct dbc *c = db->all; c; c = c->next_all) {
        pthread_cond_destroy(&c->settled_cond);
        arena_close(c->load_arena);
        arena_close(c->tmp);
    }
    pthread_mutex_destroy(&db->m);
    pthread_mutex_destroy(&db->batch_m);
    arena_close(db->a);
}

const char *db_backend(const struct db *db)
{
    return db->drv->name;
}

/* ---- arguments ------------------------------------------------------------------------------- */

struct value db_arg_int(int i)
{
    return v_int(i);
}

struct value db_arg_value(struct value v)
{
    return v;
}

static bool arg_fits(char type, struct value v)
{
    bool clean = v.t != V_TEXT || v.s.n == 0 || !memchr(v.s.p, 0, v.s.n);
    if (v.t == V_NULL || type == '?')
        return clean;
    switch (type) {
    case 'k':
        return v.t == V_TEXT && uuid_ok(v.s);
    case 'i':
        return v.t == V_INT;
    case 'r':
        return v.t == V_INT || v.t == V_REAL;
    case 't':
        return v.t == V_TEXT && clean;
    default:
        return v.t == V_BLOB;
    }
}

static enum err check_args(const struct stmt *s, struct db_args args)
{
    BUG_IF(s->params && strlen(s->params) != args.n);
    for (size_t i = 0; i < args.n; i++)
        if (!arg_fits(stmt_param(s, args, i), args.v[i]))
            return err_set(ERR_INVALID, "%s: argument %zu does not fit its type", s->name, i + 1);
    return OK;
}

/* ---- leases ---------------------------------------------------------------------------------- */

static struct dbc *dbc_make(struct db *db)
{
    struct dbc *c = NEW(db->a, struct dbc);
    c->db = db;
    c->tmp = arena_open();
    c->load_arena = arena_open();
    pthread_cond_init(&c->settled_cond, NULL);
    c->next_all = db->all;
    db->all = c;
    return c;
}

static struct dbc *dbc_take(struct db *db)
{
    pthread_mutex_lock(&db->m);
    struct dbc *c = db->free;
    if (c)
        db->free = c->next_free;
    else
        c = dbc_make(db);
    pthread_mutex_unlock(&db->m);
    c->status = OK;
    c->begun = c->finished = c->busy = c->settled = false;
    c->load_table = NULL;
    return c;
}

static void dbc_return(struct dbc *c)
{
    arena_reset(c->tmp);
    arena_reset(c->load_arena);
    c->conn = NULL;
    c->lease++;
    pthread_mutex_lock(&c->db->m);
    c->next_free = c->db->free;
    c->db->free = c;
    pthread_mutex_unlock(&c->db->m);
}

static enum err begin(struct db *db, enum lease kind, struct dbc **out)
{
    struct dbc *c = dbc_take(db);
    c->kind = kind;
    enum err e = db->drv->begin(c);
    if (e != OK) {
        dbc_return(c);
        return e;
    }
    *out = c;
    return OK;
}

enum err db_begin_read(struct db *db, struct dbc **out)
{
    return begin(db, LEASE_READ, out);
}

enum err db_begin_long_read(struct db *db, struct dbc **out)
{
    return begin(db, LEASE_LONG, out);
}

enum err db_begin_write(struct db *db, struct dbc **out)
{
    return begin(db, LEASE_WRITE, out);
}

enum err db_commit(struct dbc *c)
{
    BUG_IF(c->finished || c->busy);
    if (c->status != OK)
        return c->status;
    enum err e = c->db->drv->commit(c);
    c->finished = true;
    return dbc_fail(c, e);
}

void db_end(struct dbc **c)
{
    if (!*c)
        return;
    BUG_IF((*c)->busy);
    (*c)->db->drv->end(*c);
    dbc_return(*c);
    *c = NULL;
}

enum err db_status(const struct dbc *c)
{
    return c->status;
}

bool db_can_write(const struct dbc *c)
{
    return c->kind == LEASE_WRITE;
}

enum err dbc_fail(struct dbc *c, enum err e)
{
    if (c->status == OK)
        c->status = e;
    return e;
}

/* ---- statements ------------------------------------------------------------------------------ */

enum err db_count_statement(struct db *db)
{
    atomic_fetch_add_explicit(&db->statements, 1, memory_order_relaxed);
    if (atomic_load_explicit(&db->fault_at, memory_order_relaxed) == 0)
        return OK;
    if (atomic_fetch_sub(&db->fault_at, 1) != 1)
        return OK;
    return err_set((enum err)atomic_load(&db->fault_as), "fault made by a test");
}

static enum err start(struct dbc *c, const struct stmt *s, struct db_args args)
{
    BUG_IF(c->busy);
    BUG_IF(c->finished && c->status == OK);
    TRY(c->status);
    enum err e = db_count_statement(c->db);
    if (e == OK)
        e = check_args(s, args);
    return dbc_fail(c, e);
}

static void run(struct dbc *c, const struct stmt *s, struct db_args args, struct db_rows *r)
{
    enum err e = start(c, s, args);
    if (e == OK)
        e = dbc_fail(c, c->db->drv->run(c, s, args, r));
    if (e != OK) {
        r->n = 0;
        r->done = true;
    }
}

static struct stmt fixed(const struct dbc *c, enum sql_id q)
{
    BUG_IF((int)q < 0 || q >= Q__COUNT);
    const struct sql_def *d = &sql_defs[q];
    const char *sql = c->db->drv == &driver_pgsql && d->pgsql ? d->pgsql : d->sql;
    return (struct stmt){
        .id = (int)q, .name = d->name, .sql = sql, .params = d->params, .cols = d->cols};
}

struct db_rows *db_run_text(
    struct dbc *c, struct arena *a, const struct stmt *s, struct db_args args)
{
    struct db_rows *r = NEW(a, struct db_rows);
    *r = (struct db_rows){.c = c, .a = a, .lease = c->lease};
    run(c, s, args, r);
    return r;
}

struct db_rows *db_query(struct dbc *c, struct arena *a, enum sql_id q, struct db_args args)
{
    struct stmt s = fixed(c, q);
    struct db_rows *r = db_run_text(c, a, &s, args);
    if (!r->cols) {
        r->cols = s.cols;
        r->ncols = (int)strlen(sql_defs[q].types);
    }
    return r;
}

enum err db_exec_text(struct dbc *c, const struct stmt *s, struct db_args args, int64_t *changed)
{
    if (!changed)
        return db_exec_blind(c, s, args);
    struct db_rows r = {.c = c, .lease = c->lease};
    run(c, s, args, &r);
    if (!r.done)
        dbc_fail(c, c->db->drv->fetch(&r));
    *changed = c->status == OK ? r.changed : 0;
    return c->status;
}

enum err db_exec_blind(struct dbc *c, const struct stmt *s, struct db_args args)
{
    struct db_rows r = {.c = c, .lease = c->lease, .blind = true};
    run(c, s, args, &r);
    return c->status;
}

enum err db_exec(struct dbc *c, enum sql_id q, struct db_args args, int64_t *changed)
{
    struct stmt s = fixed(c, q);
    return db_exec_text(c, &s, args, changed);
}

struct value db_scalar(struct dbc *c, struct arena *a, enum sql_id q, struct db_args args)
{
    struct db_rows *r = db_query(c, a, q, args);
    return db_next(r) && r->ncols > 0 ? db_value(r, 0) : VNULL;
}

static enum err each(
    struct dbc *c, const struct stmt *s, struct db_args args, db_row_fn *fn, void *ctx)
{
    TRY(start(c, s, args));
    c->busy = true;
    enum err e = c->db->drv->each(c, s, args, fn, ctx);
    c->busy = false;
    return dbc_fail(c, e);
}

enum err db_each(struct dbc *c, enum sql_id q, struct db_args args, db_row_fn *fn, void *ctx)
{
    struct stmt s = fixed(c, q);
    return each(c, &s, args, fn, ctx);
}

enum err db_each_text(
    struct dbc *c, const struct stmt *s, struct db_args args, db_row_fn *fn, void *ctx)
{
    return each(c, s, args, fn, ctx);
}

enum err db_script(struct dbc *c, const char *sql)
{
    struct stmt s = {.id = -1, .name = "script"};
    TRY(start(c, &s, NO_ARGS));
    return dbc_fail(c, c->db->drv->script(c, sql));
}

/* ---- for tests ------------------------------------------------------------------------------- */

void db_fault(struct db *db, int nth, enum err e)
{
    atomic_store(&db->fault_as, (int)e);
    atomic_store(&db->fault_at, nth);
}

int db_statements(const struct db *db)
{
    return atomic_load(&db->statements);
}

/* The letters fit when equal, or when the database has no opinion. */
static enum err check_query(struct dbc *c, enum sql_id q)
{
    AUTO_ARENA *a = arena_open();
    const struct sql_def *d = &sql_defs[q];
    struct stmt s = fixed(c, q);
    struct db_rows r = {.c = c, .a = a, .done = true};
    int nparams = 0;
    TRY(c->db->drv->describe(c, &s, &nparams, &r));
    if (nparams != (int)strlen(d->params))
        return err_set(
            ERR_DB, "%s: %d parameters, header says %zu", d->name, nparams, strlen(d->params));
    if (r.n != strlen(d->types))
        return err_set(ERR_DB, "%s: %zu columns, header says %zu", d->name, r.n, strlen(d->types));
    for (int i = 0; db_next(&r); i++) {
        const char *name = db_text(&r, 0), *type = db_text(&r, 1);
        if (!streq(name, d->cols[i]))
            return err_set(
                ERR_DB, "%s: column %d is %s, header says %s", d->name, i + 1, name, d->cols[i]);
        if (type && type[0] != d->types[i])
            return err_set(ERR_DB, "%s: column %s has type %s, header says %c", d->name, name, type,
                d->types[i]);
    }
    return OK;
}

enum err db_check_queries(struct db *db)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_write(db, &c));
    for (int q = 0; q < Q__COUNT; q++)
        TRY(check_query(c, (enum sql_id)q));
    return OK;
}
