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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sql_refuses),
        cmocka_unit_test(test_back_ends),
        cmocka_unit_test(test_deep),
        cmocka_unit_test(test_numbers),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("expr_sql", tests, NULL, NULL);
}
