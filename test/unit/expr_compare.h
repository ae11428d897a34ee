// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Random expressions (expr_gen.h) evaluated in C and run as SQL on SQLite, and on PostgreSQL when
 * MANG_TEST_PG names one (a URI), must give the same. The seed is printed; MANG_TEST_SEED repeats
 * it, MANG_TEST_EXPRS tells how many.
 */
#ifndef MANG_TEST_EXPR_COMPARE_H
#define MANG_TEST_EXPR_COMPARE_H

#include "expr_gen.h"

#include <libpq-fe.h>
#include <sqlite3.h>

/* ---- the two databases
 * ------------------------------------------------------------------------------- */

static const char *value_text(struct arena *a, struct value v)
{
    return v.t == V_REAL ? arena_printf(a, "%.17g", v.r) : v_cstr(a, v);
}

static const char *create_sql(struct arena *a, const struct subject *s, bool pg)
{
    struct buf b = buf_in(a, 10000);
    buf_puts(&b, "CREATE TEMPORARY TABLE t (n bigint");
    for (size_t i = 0; i < s->ncols; i++)
        buf_printf(&b, ", \"%s\" %s%s", s->cols[i].name, s->cols[i].sql,
            pg && streq(s->cols[i].sql, "text") ? " COLLATE \"C\"" : "");
    buf_puts(&b, ")");
    return b.p;
}

static const char *insert_sql(struct arena *a, const struct subject *s, int n)
{
    struct buf b = buf_in(a, 10000);
    buf_printf(&b, "INSERT INTO t VALUES (%d", n);
    for (size_t i = 1; i <= s->ncols; i++)
        buf_printf(&b, ", CAST($%zu AS %s)", i, s->cols[i - 1].sql);
    buf_puts(&b, ")");
    return b.p;
}

static void lite_bind(sqlite3_stmt *st, struct arena *a, size_t i, struct value v)
{
    int at = sqlite3_bind_parameter_index(st, arena_printf(a, "$%zu", i + 1));
    assert_true(at > 0);
    if (v.t == V_INT)
        sqlite3_bind_int64(st, at, v.i);
    else if (v.t == V_REAL)
        sqlite3_bind_double(st, at, v.r);
    else if (v.t == V_TEXT)
        sqlite3_bind_text(st, at, v.s.p, (int)v.s.n, SQLITE_TRANSIENT);
}

static struct value lite_value(sqlite3_stmt *st, struct arena *a)
{
    switch (sqlite3_column_type(st, 0)) {
    case SQLITE_NULL:
        return VNULL;
    case SQLITE_INTEGER:
        return v_int(sqlite3_column_int64(st, 0));
    case SQLITE_FLOAT:
        return v_real(sqlite3_column_double(st, 0));
    default:
        return v_text(arena_dup(a, (const char *)sqlite3_column_text(st, 0)));
    }
}

/* Runs with arguments; gives up to NROWS first values. */
static void lite_run(sqlite3 *db, struct arena *a, const char *sql, const struct value *arg,
    size_t n, struct value *out)
{
    sqlite3_stmt *st;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
        fail_msg("sqlite: %s: %s", sqlite3_errmsg(db), sql);
    for (size_t i = 0; i < n; i++)
        lite_bind(st, a, i, arg[i]);
    int rc, row = 0;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW)
        out[row++] = lite_value(st, a);
    if (rc != SQLITE_DONE)
        fail_msg("sqlite: %s: %s", sqlite3_errmsg(db), sql);
    sqlite3_finalize(st);
}

static struct value pg_value(struct arena *a, PGresult *r, int row)
{
    enum { INT8 = 20, INT4 = 23, FLOAT8 = 701, TEXT = 25 };
    if (PQgetisnull(r, row, 0))
        return VNULL;
    const char *s = PQgetvalue(r, row, 0);
    switch (PQftype(r, 0)) {
    case INT8:
    case INT4:
        return v_int(atoll(s));
    case FLOAT8:
        return v_real(strtod(s, NULL));
    case TEXT:
        return v_text(arena_dup(a, s));
    default:
        fail_msg("type %u", PQftype(r, 0));
    }
    return VNULL;
}

static void pg_run(PGconn *c, struct arena *a, const char *sql, const struct value *arg, size_t n,
    struct value *out)
{
    const char *v[256];
    for (size_t i = 0; i < n; i++)
        v[i] = value_text(a, arg[i]);
    PGresult *r = PQexecParams(c, sql, (int)n, NULL, v, NULL, NULL, 0);
    if (PQresultStatus(r) != PGRES_TUPLES_OK && PQresultStatus(r) != PGRES_COMMAND_OK)
        fail_msg("postgresql: %s: %s", PQerrorMessage(c), sql);
    for (int i = 0; i < PQntuples(r); i++)
        out[i] = pg_value(a, r, i);
    PQclear(r);
}

struct bases {
    sqlite3 *lite;
    PGconn *pg; /* or NULL */
};

static void run_all(const struct bases *db, struct arena *a, const char *sql,
    const struct value *arg, size_t n, struct value out[2][NROWS])
{
    lite_run(db->lite, a, sql, arg, n, out[0]);
    if (db->pg)
        pg_run(db->pg, a, sql, arg, n, out[1]);
}

static void fill(
    const struct bases *db, struct arena *a, const struct subject *s, struct sample *rows)
{
    struct value none[2][NROWS];
    run_all(db, a, "DELETE FROM t", NULL, 0, none);
    for (int n = 0; n < NROWS; n++) {
        rows[n].of = s;
        for (size_t i = 0; i < s->ncols; i++)
            rows[n].v[i] = i < s->nfixed && n ? rows[0].v[i] : random_value(a, s->cols[i].type);
        run_all(db, a, insert_sql(a, s, n), rows[n].v, s->ncols, none);
    }
}

static bool same(struct value c, struct value sql, enum xtype t)
{
    if (c.t == V_NULL || sql.t == V_NULL)
        return c.t == sql.t;
    if (t != X_REAL)
        return c.t == sql.t && v_eq(c, sql);
    double x = c.r, y = sql.t == V_INT ? (double)sql.i : sql.r;
    return c.t == V_REAL && sql.t != V_TEXT && fabs(x - y) <= 1e-9 * fmax(1, fabs(x));
}

/* ---- comparing ---------------------------------------------------------------------------------
 */

static size_t index_of(const struct subject *s, struct str path)
{
    size_t i = 0;
    while (i < s->ncols && !str_is(path, s->cols[i].name))
        i++;
    assert_true(i < s->ncols);
    return i;
}

static struct value sample_get(const struct expr_env *env, struct str path, int slot)
{
    (void)slot;
    const struct sample *r = env->ctx;
    return r->v[index_of(r->of, path)];
}

/* Names are columns of a table that is filled from the samples. */
struct to_sql {
    struct arena *a;
    const struct sample *row;
};

static const char *quoted(const struct expr_sql *s, struct str path, int slot)
{
    (void)slot;
    const struct to_sql *to = s->ctx;
    return arena_printf(to->a, "\"" STR_FMT "\"", STR_ARG(path));
}

static bool known(const struct expr_sql *s, struct str path, int slot, struct value *out)
{
    (void)slot;
    const struct to_sql *to = s->ctx;
    size_t i = index_of(to->row->of, path);
    *out = to->row->v[i];
    return i < to->row->of->nfixed;
}

static const struct expr *parse_of(struct arena *a, const struct subject *s, const char *text)
{
    struct pack_error err;
    const struct expr *e = expr_parse(a, str_of(text), (struct pos){"t", 1, 1}, &s->scope, &err);
    if (!e)
        fail_msg("%s: %d: %s", text, err.pos.col, err.text);
    return e;
}

static void compare_rows(struct arena *a, const struct expr *e, const struct sample *rows,
    const struct value *got, const char *what)
{
    for (int i = 0; i < NROWS; i++) {
        const struct expr_env env = {
            .get = sample_get, .ctx = &rows[i], .now_ms = NOW_MS, .today = TODAY, .a = a};
        struct value want = expr_eval(e, &env);
        if (!same(want, got[i], expr_type(e)))
            fail_msg("%s, row %d: %s\nC %s\nSQL %s", what, i, expr_text(e), value_text(a, want),
                value_text(a, got[i]));
    }
}

/* False when the expression has no SQL (an order of texts without a column). */
static bool compare_as(const struct bases *db, struct arena *a, const struct sample *rows,
    const struct expr *e, bool fixed)
{
    const struct to_sql ctx = {a, rows};
    const struct expr_sql to = {.column = quoted,
        .fixed = fixed ? known : NULL,
        .ctx = &ctx,
        .now_ms = NOW_MS,
        .today = TODAY,
        .value = true};
    struct buf b = buf_in(a, 1 << 20);
    struct value arg[256], got[2][NROWS] = {0};
    size_t n = 0;
    buf_puts(&b, "SELECT ");
    enum err err = expr_to_sql(e, &to, a, &b, arg, COUNT(arg), &n);
    if (err != OK)
        return assert_int_equal(err, ERR_INVALID), false;
    buf_puts(&b, " FROM t ORDER BY n");
    run_all(db, a, b.p, arg, n, got);
    compare_rows(a, e, rows, got[0], "sqlite");
    if (db->pg)
        compare_rows(a, e, rows, got[1], "postgresql");
    return true;
}

static bool compare(
    const struct bases *db, struct arena *a, const struct sample *rows, const char *text)
{
    const struct expr *e = parse_of(a, rows[0].of, text);
    bool some = compare_as(db, a, rows, e, false);
    return rows[0].of->nfixed ? compare_as(db, a, rows, e, true) || some : some;
}

static struct bases bases_open(struct arena *a, const struct subject *s)
{
    struct bases db = {0};
    assert_int_equal(sqlite3_open(":memory:", &db.lite), SQLITE_OK);
    lite_run(db.lite, a, create_sql(a, s, false), NULL, 0, NULL);
    const char *url = getenv("MANG_TEST_PG");
    if (!url || !*url)
        return db;
    db.pg = PQconnectdb(url);
    if (PQstatus(db.pg) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(db.pg));
    pg_run(db.pg, a, create_sql(a, s, true), NULL, 0, NULL);
    return db;
}

static void bases_close(struct bases *db)
{
    sqlite3_close(db->lite);
    PQfinish(db->pg);
}

/* Says the seed, which MANG_TEST_SEED may give. */
static void seed_rng(void)
{
    const char *given = getenv("MANG_TEST_SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)clock_ms();
    rng = seed * 0x9E3779B97F4A7C15u | 1;
    print_message("# seed %llu\n", (unsigned long long)seed);
}

/* The property, for `want` expressions. */
static void check_subject(const struct subject *s, int want)
{
    AUTO_ARENA *a = arena_open();
    const char *count = getenv("MANG_TEST_EXPRS");
    int done = 0, none = 0;
    SUBJECT = s;
    want = count ? atoi(count) : want;
    struct bases db = bases_open(a, s);
    while (done < want) {
        AUTO_ARENA *batch = arena_open();
        struct sample rows[NROWS];
        fill(&db, batch, s, rows);
        for (int i = 0; i < 50; i++) {
            struct buf b = buf_in(batch, 4000);
            gen(&b, any_type(), 1 + (int)rnd(rnd(8) ? 4 : 6));
            if (!b.full && compare(&db, batch, rows, b.p))
                done++;
            else
                none++;
        }
    }
    assert_true(none < want / 4);
    bases_close(&db);
}

#endif
