// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Random expressions over the names of some subject, and random rows of their values: evaluated in
 * C and run as SQL on SQLite, and on PostgreSQL when MANG_TEST_PG names one (a URI), they must give
 * the same. The seed is printed; MANG_TEST_SEED repeats it, MANG_TEST_EXPRS tells how many.
 */
#ifndef MANG_TEST_EXPR_GEN_H
#define MANG_TEST_EXPR_GEN_H

#include "expr_row.h"

#include <libpq-fe.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

enum { NROWS = 20, COLS_MOST = 32 };

/* The names an expression may use. Their columns are called as they are. */
struct subject {
    const struct col *cols;
    size_t ncols;
    struct expr_scope scope;
    /* Names that have one value in all rows, from 0: told to expr_to_sql beforehand. */
    size_t nfixed;
};
struct sample {
    const struct subject *of;
    struct value v[COLS_MOST];
};

/* ---- random rows -------------------------------------------------------------------------------
 */

static uint64_t rng;

static uint64_t rnd(uint64_t n)
{
    rng ^= rng << 13;
    rng ^= rng >> 7;
    rng ^= rng << 17;
    return (rng >> 11) % n;
}

#define PICK(a) ((a)[rnd(COUNT(a))])
static const char *const TEXTS[] = {"", "a", "cao", "Cao", "thấp", "Nguyễn Thị Mỷ", "it's", "đ",
    "z", "100%", "a_b", "\\", "|a|", "日本", "😀 x", "  ", "Ánh", "$1", "011319990001",
    "011218990002", "001099123456", "01121899000", "0112189900021", "01121899000x",
    "１12189900021"};
static const char *const CODES[] = {"a", "b", "a_b", "cao", "thap", "c1"};

static const char *random_date(struct arena *a)
{
    static const int MONTH[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int y = rnd(8) ? 1990 + (int)rnd(50) : 1 + (int)rnd(9999), m = (int)rnd(12);
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    switch (rnd(5)) {
    case 0:
        return arena_printf(a, "%04d", y);
    case 1:
        return arena_printf(a, "%04d-%02d", y, m + 1);
    case 2:
        return arena_printf(a, "%04d-%02d-%02d", y, m + 1, MONTH[m] + (m == 1 && leap));
    default:
        return arena_printf(a, "%04d-%02d-%02d", y, m + 1, 1 + (int)rnd(28));
    }
}

static int64_t random_int(void)
{
    static const int64_t ODD[] = {
        0, 1, -1, 9000000000000000, -9000000000000000, 94906265, 94868329, 3652364, -3652364, 306};
    return rnd(5) ? (int64_t)rnd(41) - 20 : PICK(ODD);
}

static double random_real(void)
{
    static const double ODD[] = {
        0, 0.5, -0.5, 1.5, 2.5, 0.125, -0.005, 1e15, 96.245, 1e-6, 4.35, 0.49999999999999994};
    return rnd(2) ? PICK(ODD) : ((double)rnd(2000001) - 1e6) / (rnd(2) ? 1000 : 64);
}

static struct value random_value(struct arena *a, enum xtype t)
{
    if (rnd(6) == 0)
        return VNULL;
    switch (t) {
    case X_BOOL:
        return v_int((int64_t)rnd(2));
    case X_INT:
        return v_int(random_int());
    case X_REAL:
        return v_real(random_real());
    case X_DATE:
        return v_text(random_date(a));
    case X_TIME:
        return v_int(rnd(5) ? NOW_MS - (int64_t)rnd(400000000000) : -(int64_t)rnd(99999999999999));
    case X_SET:
        return v_text(arena_printf(a, "|%s|%s|", PICK(CODES), PICK(CODES)));
    default:
        return v_text(rnd(2) ? PICK(TEXTS) : PICK(CODES));
    }
}

static void gen(struct buf *b, enum xtype t, int depth);

static enum xtype any_type(void)
{
    static const enum xtype T[] = {X_BOOL, X_INT, X_REAL, X_TEXT, X_DATE, X_TIME, X_SET};
    return PICK(T);
}

static enum xtype scalar_type(void)
{
    static const enum xtype T[] = {X_INT, X_REAL, X_TEXT, X_DATE, X_TIME};
    return PICK(T);
}

static void gen_quoted(struct buf *b, const char *s)
{
    buf_putc(b, '\'');
    for (; *s; s++) {
        buf_putc(b, *s);
        if (*s == '\'')
            buf_putc(b, '\'');
    }
    buf_putc(b, '\'');
}

static void gen_const(struct buf *b, enum xtype t)
{
    int64_t i = random_int();
    switch (t) {
    case X_BOOL:
        buf_puts(b, rnd(2) ? "true" : "false");
        break;
    case X_INT:
        buf_printf(b, i < 0 ? "(%lld)" : "%lld", (long long)i);
        break;
    case X_REAL:
        buf_printf(b, "%.6f", fabs(random_real()));
        break;
    case X_TEXT:
        gen_quoted(b, PICK(TEXTS));
        break;
    case X_DATE:
        if (rnd(3) == 0)
            buf_puts(b, "today");
        else
            buf_printf(b, "date '%s'", random_date(b->a));
        break;
    case X_TIME:
        buf_puts(b, "now");
        break;
    default:
        buf_puts(b, "null");
    }
}

static const struct subject *SUBJECT; /* of the expression being made */

/* One of the names of that type; NULL if there is none. */
static const char *any_name(enum xtype t)
{
    size_t n = 0;
    for (size_t i = 0; i < SUBJECT->ncols; i++)
        n += SUBJECT->cols[i].type == t;
    size_t at = n ? rnd(n) : 0;
    for (size_t i = 0; i < SUBJECT->ncols; i++)
        if (SUBJECT->cols[i].type == t && at-- == 0)
            return SUBJECT->cols[i].name;
    return NULL;
}

static void gen_leaf(struct buf *b, enum xtype t)
{
    const char *name = any_name(t);
    if (rnd(12) == 0 || (t == X_SET && !name)) {
        /* null + 1 would be a number */
        buf_puts(b, t == X_DATE ? arena_printf(b->a, "if(false, %s, null)", any_name(t)) : "null");
        return;
    }
    if (!name || (rnd(3) == 0 && t != X_SET))
        gen_const(b, t);
    else
        buf_puts(b, name);
}

/* Pattern letters: B I R T D M S types, x y the same random scalar type, z any type. */
static void gen_pattern(struct buf *b, const char *pat, int depth)
{
    static const char LETTERS[] = "BIRTDMS";
    static const enum xtype TYPES[] = {X_BOOL, X_INT, X_REAL, X_TEXT, X_DATE, X_TIME, X_SET};
    enum xtype x = scalar_type(), z = any_type();
    for (; *pat; pat++) {
        const char *l = strchr(LETTERS, *pat);
        if (l)
            gen(b, TYPES[l - LETTERS], depth - 1);
        else if (*pat == '#')
            buf_int(b, (int64_t)rnd(7));
        else if (*pat == '~')
            gen(b, x, depth - 1);
        else if (*pat == '?')
            gen(b, z, depth - 1);
        else
            buf_putc(b, *pat);
    }
}

static const char *const PAT_BOOL[] = {"(B and B)", "(B or B)", "(not B)", "(~ = ~)", "(~ != ~)",
    "(~ < ~)", "(~ <= ~)", "(~ > ~)", "(~ >= ~)", "(~ in (~, ~, ~))", "(~ not in (~))",
    "(? is null)", "(? is not null)", "(S has T)", "if(B, B, B)", "coalesce(B, B)", "(B = B)",
    "(B in (B, B))", "(I < R)", "(D < D)", "(D = D)", "full(D)", "(age(D, today) >= 6)",
    "(age(D, D) < #)", "(months(D, D) > #)", "(months(D, today) <= 12)",
    "(collect('a', B, 'cao', B) has T)"};
static const char *const PAT_INT[] = {"(I + I)", "(I - I)", "(I * I)", "(-I)", "(D - D)",
    "age(D, D)", "months(D, D)", "year(D)", "month(D)", "day(D)", "coalesce(I, I)", "if(B, I, I)",
    "min(I, I)", "max(I, I)", "tally(~, ~, ~)", "tally(B, B)", "length(T)", "round(R)", "round(I)",
    "pid_year(T)"};
static const char *const PAT_REAL[] = {"(R + R)", "(R - I)", "(R * R)", "(I / I)", "(R / R)",
    "(-R)", "round(R, #)", "coalesce(R, I)", "if(B, R, I)", "min(R, R)", "max(I, R)"};
static const char *const PAT_TEXT[] = {"concat(T, I)", "concat(D, T, T)", "coalesce(T, T)",
    "if(B, T, T)", "min(T, T)", "max(T, T)", "concat(T)", "pid_sex(T)"};
static const char *const PAT_DATE[] = {"(D + I)", "(D - I)", "(I + D)", "date(M)", "coalesce(D, D)",
    "if(B, D, D)", "min(D, D)", "max(D, D)"};
static const char *const PAT_TIME[] = {"coalesce(M, M)", "if(B, M, M)", "min(M, M)", "max(M, M)"};
static const char *const PAT_SET[] = {
    "coalesce(S, S)", "if(B, S, S)", "collect('a', B)", "collect('c1', B, 'a_b', B, 'cao', B)"};

static void gen(struct buf *b, enum xtype t, int depth)
{
    if (depth <= 0 || rnd(6) == 0) {
        gen_leaf(b, t);
        return;
    }
    switch (t) {
    case X_BOOL:
        gen_pattern(b, PICK(PAT_BOOL), depth);
        break;
    case X_INT:
        gen_pattern(b, PICK(PAT_INT), depth);
        break;
    case X_REAL:
        gen_pattern(b, PICK(PAT_REAL), depth);
        break;
    case X_TEXT:
        gen_pattern(b, PICK(PAT_TEXT), depth);
        break;
    case X_DATE:
        gen_pattern(b, PICK(PAT_DATE), depth);
        break;
    case X_TIME:
        gen_pattern(b, PICK(PAT_TIME), depth);
        break;
    default:
        gen_pattern(b, PICK(PAT_SET), depth);
    }
}

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
