// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The property that holds the two back ends of expressions together (expr_compare.h): over two
 * names of each type, and over the names of measures and dimensions of a pack, with `start` and
 * `end` as columns and as values known beforehand.
 */
#include "expr_compare.h"
#include "pack_files.h"

/* ---- SQL by hand
 * ---------------------------------------------------------------------------------- */

static const char *column(const struct expr_sql *s, struct str path, int slot)
{
    (void)path;
    return slot == 13 && s->ctx ? NULL : COLS[slot].name; /* with ctx, s2 is secret */
}

static const struct expr_sql TO_SQL = {.column = column, .now_ms = NOW_MS, .today = TODAY};

static void test_sql_refuses(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct value args[2];
    size_t n = 99;
    struct expr_sql secret = TO_SQL;
    secret.ctx = a;
    struct buf b = buf_in(a, 10000);
    assert_int_equal(expr_to_sql(parse(a, "s2 has 'a'"), &secret, a, &b, args, 2, &n), ERR_INVALID);
    assert_int_equal(expr_to_sql(parse(a, "label(t1)"), &TO_SQL, a, &b, args, 2, &n), ERR_INVALID);
    assert_int_equal(
        expr_to_sql(parse(a, "if(b1, 'a', 'b') < 'a'"), &TO_SQL, a, &b, args, 2, &n), ERR_INVALID);
    assert_int_equal(
        expr_to_sql(parse(a, "i1 in (1, 2, 3)"), &TO_SQL, a, &b, args, 2, &n), ERR_TOO_BIG);
    struct buf small = buf_in(a, 10);
    assert_int_equal(
        expr_to_sql(parse(a, "i1 + i2 = 0"), &TO_SQL, a, &small, args, 2, &n), ERR_TOO_BIG);
    assert_int_equal(n, 99);
    struct buf ok = buf_in(a, 10000);
    assert_int_equal(
        expr_to_sql(parse(a, "i1 = 1 + 2 and t1 = 'x'"), &TO_SQL, a, &ok, args, 2, &n), OK);
    assert_string_equal(ok.p, "((i1 = CAST($1 AS bigint)) AND (t1 = CAST($2 AS text)))");
    assert_int_equal(n, 2);
    assert_int_equal(args[0].i, 3);
}

/* ---- names of all types ------------------------------------------------------------------------
 */

static const struct subject PLAIN = {.cols = COLS, .ncols = NCOLS, .scope = {.lookup = lookup}};

static void test_back_ends(void **state)
{
    (void)state;
    seed_rng();
    check_subject(&PLAIN, 2000);
}

/* An expression as deep as the parser takes still runs. */
static void test_deep(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct bases db = bases_open(a, &PLAIN);
    struct sample rows[NROWS];
    rng = 42;
    fill(&db, a, &PLAIN, rows);
    static const char *const SHAPES[][3] = {{"min(", "i1", ", i2 * 2)"}, {"(", "d1", " + 1)"},
        {"", "b1", " or i1 = 3 and t1 = 'a'"}, {"if(b1, ", "t1", ", concat(t2, t1))"},
        {"round(", "r1", " * 1.5, 2)"}, {"", "i1", " + i2"}};
    for (size_t s = 0; s < COUNT(SHAPES); s++)
        for (int depth = 1; depth <= 20; depth += depth < 4 ? 1 : 8) {
            struct buf b = buf_in(a, 4000);
            for (int i = 0; i < depth; i++)
                buf_puts(&b, SHAPES[s][0]);
            buf_puts(&b, SHAPES[s][1]);
            for (int i = 0; i < depth; i++)
                buf_puts(&b, SHAPES[s][2]);
            assert_true(compare(&db, a, rows, b.p));
        }
    bases_close(&db);
}

/* ---- days --------------------------------------------------------------------------------------
 */

static const char *const AROUND[3][NROWS] = {
    {"2024-01-01", "2023-12-31", "2024-01-02", "2024", "2024-01", "2023", "2023-12", "2024-12-31",
        "2025-01-01", "2025", "2024-12", "2024-12-30", "2024-02-29", "2024-02-28", "2024-03-01",
        "2024-02", "2024-03", "2024-03-02", "2024-04", NULL},
    {"2023-11-01", "2023-11-02", "2023-11-03", "2023-11", "2023-10", "2023-10-31", "2024-10-31",
        "2024-11-01", "2024-11-02", "2024-11", "2023-12-30", "2023-12-31", "2024-01-01", "2024-01",
        "2018-01-01", "2018-02", "2018", "2017-12-31", "2017", "2018-12-31"},
    {"0001-01-01", "0001-01-02", "0001", "0001-03-01", "0001-03-02", "9999-12-31", "9999-12-30",
        "9999-11-01", "9999-11-02", "9999-11-03", "9999-11", "9999", "9999-12", "9998-12-31",
        "0002-05-17", "0002-01-01", "2017-01-01", "2024-02-29", "2018-02-28", "2018-03"}};

/* `start` is the same in all rows, `ngay` goes through a line of the table. */
static void fill_days(const struct bases *db, struct arena *a, const struct subject *of,
    struct sample *rows, const char *start, int turn)
{
    struct value none[2][NROWS];
    size_t day = index_of(of, str_of("ngay"));
    fill(db, a, of, rows);
    run_all(db, a, "DELETE FROM t", NULL, 0, none);
    for (int n = 0; n < NROWS; n++) {
        rows[n].v[0] = v_text(start);
        rows[n].v[day] = v_text(AROUND[turn][n]);
        run_all(db, a, insert_sql(a, of, n), rows[n].v, of->ncols, none);
    }
}

static void compare_days(
    const struct bases *db, struct arena *a, const struct sample *rows, const char *shape)
{
    static const char *const OPS[] = {"<", "<=", ">", ">="};
    for (size_t i = 0; i < COUNT(OPS); i++) {
        struct buf b = buf_in(a, 200);
        for (const char *p = shape; *p; p++)
            if (*p == '#')
                buf_puts(&b, OPS[i]);
            else
                buf_putc(&b, *p);
        assert_true(compare(db, a, rows, b.p));
    }
}

/* ---- names of numbers --------------------------------------------------------------------------
 */

/* As in test/pack/ok/so_lieu.txt. The first two are the period. Constants that meet a choice or
 * `state` must be its codes, so these are not here. */
static const struct col IN_MEASURE[] = {{"start", "text", X_DATE}, {"end", "text", X_DATE},
    {"unit", "text", X_TEXT}, {"code", "text", X_TEXT}, {"ngay", "text", X_DATE},
    {"luc", "bigint", X_TIME}, {"so", "bigint", X_INT}, {"gap_doi", "double precision", X_REAL},
    {"co_tin", "bigint", X_BOOL}, {"so_lan", "bigint", X_INT}, {"tong", "double precision", X_REAL},
    {"lan_dau", "text", X_DATE}, {"lan_cuoi", "text", X_DATE}, {"ngay_lam", "text", X_DATE}};
static const struct col IN_DIMENSION[] = {{"start", "text", X_DATE}, {"end", "text", X_DATE},
    {"unit", "text", X_TEXT}, {"ngay", "text", X_DATE}, {"luc", "bigint", X_TIME},
    {"so", "bigint", X_INT}, {"gap_doi", "double precision", X_REAL}, {"co_a", "bigint", X_BOOL},
    {"so_b", "bigint", X_INT}};
static const struct col IN_RELATED[] = {{"start", "text", X_DATE}, {"end", "text", X_DATE},
    {"ve_ca", "text", X_TEXT}, {"ngay", "text", X_DATE}, {"luc_giup", "bigint", X_TIME},
    {"tien", "bigint", X_INT}, {"unit", "text", X_TEXT}};
static const struct col IN_PART[] = {{"start", "text", X_DATE}, {"end", "text", X_DATE},
    {"tiep", "bigint", X_BOOL}, {"ten", "text", X_TEXT}, {"parent.ngay", "text", X_DATE},
    {"parent.so", "bigint", X_INT}, {"ca.gap_doi", "double precision", X_REAL},
    {"luc", "bigint", X_TIME}};
static const struct col IN_EVENT[] = {{"start", "text", X_DATE}, {"end", "text", X_DATE},
    {"tien", "bigint", X_INT}, {"unit", "text", X_TEXT}, {"ve_ca.ngay", "text", X_DATE},
    {"ve_ca.luc", "bigint", X_TIME}, {"ve_ca.gap_doi", "double precision", X_REAL}};

static void check_names(const struct pack_names *n, const struct col *cols, size_t ncols)
{
    const struct subject s = {.cols = cols, .ncols = ncols, .scope = pack_scope(n), .nfixed = 2};
    check_subject(&s, 400);
}

static void test_numbers(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_numbers(a);
    const struct measure *ca = pack_measure(p, "ca_cao");
    const struct pack_names measure = {.pack = p, .measure = ca};
    const struct pack_names related = {.pack = p, .related = &ca->with[1]};
    const struct pack_names part = {.pack = p, .measure = pack_measure(p, "tin")};
    const struct pack_names event = {.pack = p, .measure = pack_measure(p, "tien")};
    const struct pack_names of = {
        .pack = p, .reg = ca->reg, .period = true, .of = &pack_dimension(p, "giup")->of[0]};
    seed_rng();
    check_names(&measure, IN_MEASURE, COUNT(IN_MEASURE));
    check_names(&of, IN_DIMENSION, COUNT(IN_DIMENSION));
    check_names(&related, IN_RELATED, COUNT(IN_RELATED));
    check_names(&part, IN_PART, COUNT(IN_PART));
    check_names(&event, IN_EVENT, COUNT(IN_EVENT));
}

/* Orders of dates, ages and sums with days are said in other words: the days around those that
 * matter, short dates among them. */
static void test_days(void **state)
{
    (void)state;
    static const char *const SHAPES[] = {"ngay # start", "start # ngay", "ngay + 60 # start",
        "ngay + 3652000 # start", "start # ngay + 0", "ngay - 60 # start", "ngay # today - 60",
        "ngay # start - 60", "not (ngay + 60 # start)", "age(ngay, start) # 6",
        "age(ngay, start) = 6", "months(ngay, start) = 0", "age(ngay, start) = 0 - 1"};
    static const char *const STARTS[] = {
        "2024-01-01", "2024-12-31", "2024-02-29", "2024-03", "2024", "0001-01-01", "9999-12-31"};
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_numbers(a);
    const struct pack_names names = {.pack = p, .measure = pack_measure(p, "ca_cao")};
    const struct subject of = {
        .cols = IN_MEASURE, .ncols = COUNT(IN_MEASURE), .scope = pack_scope(&names), .nfixed = 2};
    struct bases db = bases_open(a, &of);
    struct sample rows[NROWS];
    rng = 7;
    for (size_t i = 0; i < 3 * COUNT(STARTS); i++) {
        fill_days(&db, a, &of, rows, STARTS[i / 3], (int)(i % 3));
        for (size_t s = 0; s < COUNT(SHAPES); s++)
            compare_days(&db, a, rows, SHAPES[s]);
    }
    bases_close(&db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sql_refuses),
        cmocka_unit_test(test_back_ends),
        cmocka_unit_test(test_deep),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_days),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("expr_sql", tests, NULL, NULL);
}
