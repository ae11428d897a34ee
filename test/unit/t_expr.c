// SPDX-License-Identifier: AGPL-3.0-or-later
/* Expressions: answers worked out by hand, and faults with their columns. */
#include "expr_row.h"

/* t2 is a choice of two codes. */
static bool allows(const struct expr_scope *s, int slot, struct str c)
{
    (void)s;
    return !str_is(str_of(COLS[slot].name), "t2") || str_is(c, "cao") || str_is(c, "thap");
}

static const struct expr_scope CHOOSY = {.lookup = lookup, .allows = allows};

/* ---- answers by hand
 * ------------------------------------------------------------------------------ */

static const struct row SAMPLE = {.v = {
                                      {.t = V_INT, .i = 7},
                                      {.t = V_NULL},
                                      {.t = V_REAL, .r = 2.5},
                                      {.t = V_NULL},
                                      {.t = V_TEXT, .s = {"Mỷ", 4}},
                                      {.t = V_NULL},
                                      {.t = V_TEXT, .s = {"2015-06", 7}},
                                      {.t = V_TEXT, .s = {"2024-02-29", 10}},
                                      {.t = V_INT, .i = NOW_MS},
                                      {.t = V_NULL},
                                      {.t = V_INT, .i = 1},
                                      {.t = V_NULL},
                                      {.t = V_TEXT, .s = {"|a_b|c|", 7}},
                                      {.t = V_NULL},
                                  }};

struct answer {
    const char *text, *want; /* NULL = unknown */
};
static const struct answer ANSWERS[] = {
    {"1 + 2 * 3", "7"},
    {"(1 + 2) * 3", "9"},
    {"-2 - -3", "1"},
    {"7 / 2", "3.5"},
    {"1 / 0", NULL},
    {"i1 / 0.0", NULL},
    {"i1 + r1", "9.5"},
    {"i1 + i2", NULL},
    {"9000000000000000 * 2", NULL},
    {"10 - 3 - 2", "5"},
    {"collect('b', b1, 'a', b1 = true, 'c', b2)", "|b|a|"},
    {"collect('a', b2, 'c', i1 < 0)", NULL},
    {"collect('a', true) has 'a'", "1"},
    {"pid_sex('011218990002')", "nam"},
    {"pid_sex('011319990001')", "nu"},
    {"pid_year('011219990001')", "2019"},
    {"pid_year('001099123456')", "1999"},
    {"pid_year('01121999000')", NULL},
    {"pid_sex('0112199900021')", NULL},
    {"pid_sex('01121999000x')", NULL},
    {"pid_sex(t2)", NULL},
    {"full(d1)", "0"},
    {"full(d2)", "1"},
    {"full(today)", "1"},
    {"2 * 3 / 4", "1.5"},
    {"true or null", "1"},
    {"null or false", NULL},
    {"null and false", "0"},
    {"not null", NULL},
    {"b2 or b1", "1"},
    {"not b1 or b1", "1"},
    {"not (b1 or b1)", "0"},
    {"b1 = true", "1"},
    {"1 = 1.0", "1"},
    {"null = null", NULL},
    {"i2 is null", "1"},
    {"i1 is not null", "1"},
    {"(i1 = 7) is null", "0"},
    {"t1 = 'Mỷ'", "1"},
    {"t1 < 'Mz'", "0"},
    {"'it''s' = 'it''s'", "1"},
    {"i1 in (1, 7)", "1"},
    {"i1 in (1, null)", NULL},
    {"i1 not in (1, 2.5)", "1"},
    {"i1 in (7, null)", "1"},
    {"t2 in ('a')", NULL},
    {"s1 has 'a_b'", "1"},
    {"s1 has 'ab'", "0"},
    {"s1 has 'b'", "0"},
    {"s2 has 'a'", NULL},
    {"d1 = date '2015-06-01'", "1"},
    {"d1 < date '2015'", "0"},
    {"date '2015' = date '2015-01-01'", "1"},
    {"d1", "2015-06"},
    {"d1 + 0", "2015-06-01"},
    {"d2 + 1", "2024-03-01"},
    {"d2 + 366", "2025-03-01"},
    {"d2 - 60", "2023-12-31"},
    {"30 + date '2023-01-31'", "2023-03-02"},
    {"d2 - d1", "3195"},
    {"date '9999-12-31' + 1", NULL},
    {"date '0001-01-01' - 1", NULL},
    {"date '9999-12-31' - date '0001-01-01'", "3652058"},
    {"d2 + i2", NULL},
    {"age(date '2010-11-22', today)", "15"},
    {"age(date '2010-11-21', today)", "16"},
    {"age(date '2024-02-29', date '2025-02-28')", "0"},
    {"age(d1, today)", "11"},
    {"age(today, date '2020')", "-7"},
    {"months(date '2026-01-31', date '2026-02-28')", "0"},
    {"months(d1, d2)", "104"},
    {"year(d1)", "2015"},
    {"month(d1)", "6"},
    {"day(d1)", "1"},
    {"month(date '2015')", "1"},
    {"date(m1)", "2026-11-21"},
    {"date(m1) = today", "1"},
    {"date(now) < today", "0"},
    {"coalesce(i2, i1)", "7"},
    {"coalesce(i2, null)", NULL},
    {"coalesce(i2, 1.5)", "1.5"},
    {"if(i2 = 1, 'a', 'b')", "b"},
    {"if(b1, 1, 2.5)", "1"},
    {"if(true, null, 3)", NULL},
    {"min(3, r1)", "2.5"},
    {"max(d1, d2)", "2024-02-29"},
    {"min(d1, date '2015-06-01')", "2015-06"},
    {"min(i1, i2)", NULL},
    {"max('a', 'á')", "á"},
    {"tally(7, i1, i2, 7)", "2"},
    {"tally('x', t1, t2)", "0"},
    {"tally(i2, i1)", "0"},
    {"length(t1)", "2"},
    {"length(t2)", NULL},
    {"concat('a', t2, t1, i1, d1)", "aMỷ72015-06"},
    {"round(2.5)", "3"},
    {"round(-2.5)", "-3"},
    {"round(r1 * 10, 0)", "25"},
    {"round(10 / 3, 2)", "3.33"},
    {"round(-0.125, 2)", "-0.13"},
    {"round(7, 3)", "7"},
    {"label(t1)", "Mỷ"},
    {"label(i2)", NULL},
};

static void test_answers(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct expr_env env = env_of(a, &SAMPLE);
    for (size_t i = 0; i < COUNT(ANSWERS); i++) {
        const char *got = v_cstr(a, expr_eval(parse(a, ANSWERS[i].text), &env));
        if (!streq(got, ANSWERS[i].want))
            fail_msg("%s: %s, not %s", ANSWERS[i].text, got ? got : "null",
                ANSWERS[i].want ? ANSWERS[i].want : "null");
    }
}

static void test_vietnam_day(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    static const struct {
        int64_t ms;
        const char *day;
    } CASES[] = {{0, "1970-01-01"}, {61199999, "1970-01-01"}, {61200000, "1970-01-02"},
        {-25200001, "1969-12-31"}, {-25200000, "1970-01-01"}, {INT64_MAX, NULL}, {INT64_MIN, NULL}};
    const struct expr *e = parse(a, "date(m1)");
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct row r = SAMPLE;
        r.v[8] = v_int(CASES[i].ms);
        const struct expr_env env = env_of(a, &r);
        const char *got = v_cstr(a, expr_eval(e, &env));
        assert_true(streq(got, CASES[i].day));
    }
}

static void test_conditions(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct expr_env env = env_of(a, &SAMPLE);
    assert_true(expr_true(NULL, &env));
    assert_false(expr_false(NULL, &env));
    assert_false(expr_true(parse(a, "i2 = 1"), &env));
    assert_false(expr_false(parse(a, "i2 = 1"), &env));
    assert_true(expr_false(parse(a, "i1 = 1"), &env));
    assert_true(expr_true(parse(a, "i1 = 7"), &env));
}

/* Values of another kind than the type promises are unknown, not a crash. */
static void test_wrong_values(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct row r = SAMPLE;
    r.v[0] = v_text("7");
    r.v[4] = v_int(1);
    r.v[7] = v_text("2023-02-29");
    r.v[10] = v_int(5);
    const struct expr_env env = env_of(a, &r);
    assert_true(v_is_null(expr_eval(parse(a, "i1 + 1"), &env)));
    assert_true(v_is_null(expr_eval(parse(a, "length(t1)"), &env)));
    assert_true(v_is_null(expr_eval(parse(a, "d2 < today"), &env)));
    assert_true(v_is_null(expr_eval(parse(a, "year(d2)"), &env)));
    assert_true(expr_false(parse(a, "b1"), &env));
}

static struct value shout(const struct expr_env *env, struct str path, int slot, struct value v)
{
    (void)slot;
    (void)v;
    return v_text(arena_printf(env->a, "<" STR_FMT ">", STR_ARG(path)));
}

static void test_shown(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    static const struct answer CASES[] = {
        {"t1", "<t1>"},
        {"i1", "<i1>"},
        {"t2", NULL},
        {"concat(t1, ' ', i1, ' ', d1)", "<t1> <i1> <d1>"},
        {"if(t1 = 'Mỷ', t1, t2)", "<t1>"},
        {"coalesce(t2, t1)", "<t1>"},
        {"concat(i1 + 1)", "8"},
    };
    const struct expr_scope scope = {.lookup = lookup, .shown = true};
    struct expr_env env = env_of(a, &SAMPLE);
    env.show = shout;
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct pack_error err;
        const struct expr *e =
            expr_parse(a, str_of(CASES[i].text), (struct pos){"t", 1, 1}, &scope, &err);
        assert_non_null(e);
        assert_int_equal(expr_type(e), X_TEXT);
        assert_true(streq(v_cstr(a, expr_eval(e, &env)), CASES[i].want));
    }
}

/* ---- faults -------------------------------------------------------------------------------------
 */

struct fault {
    const char *text;
    int col;
    const char *says; /* part of the message */
};
static const struct fault FAULTS[] = {
    {"", 1, "còn thiếu"},
    {"1 +", 4, "còn thiếu"},
    {"1 2", 3, "Không chờ ‘2’"},
    {"(1", 3, "Thiếu ‘)’"},
    {"(1, 2", 3, "Cần ‘)’"},
    {"x = 1", 1, "Không có tên ‘x’"},
    {"t1 = 'Mỷ' and y", 15, "‘y’"},
    {"'abc", 1, "không đóng"},
    {"1a", 1, "Số viết sai"},
    {"i1 == 1", 5, "Không chờ ‘=’"},
    {"i1 & 1", 4, "‘&’"},
    {"i1 ≤ 1", 4, "‘≤’"},
    {"i1 = 'a'", 4, "số nguyên và chữ"},
    {"i1 and b1", 1, "cần điều kiện"},
    {"b1 < b2", 4, "có/không"},
    {"s1 = 'a'", 4, "nhiều mã"},
    {"s1 in ('a')", 4, "has"},
    {"i1 has 'a'", 4, "số nguyên"},
    {"d1 + 1.5", 4, "ngày"},
    {"d1 + d2", 4, "ngày và ngày"},
    {"d1 < now", 4, "date(…)"},
    {"-t1", 2, "chữ"},
    {"not i1", 5, "số nguyên"},
    {"date '2023-02-29'", 6, "Không có ngày"},
    {"date '31/02/2023'", 6, "Không có ngày"},
    {"foo(1)", 1, "Không có hàm"},
    {"age(d1)", 1, "1 giá trị"},
    {"age(d1, i1)", 9, "cần ngày ở chỗ thứ 2"},
    {"if(i1, 1, 2)", 4, "có/không"},
    {"if(b1, 1, 'a')", 11, "không cùng loại"},
    {"min(b1, b2)", 5, "có/không"},
    {"tally(s1, s2)", 7, "nhiều mã"},
    {"round(t1)", 7, "số"},
    {"round(r1, i1)", 11, "0 đến 6"},
    {"round(r1, 7)", 11, "0 đến 6"},
    {"concat(r1)", 8, "số thập phân"},
    {"label(1)", 7, "tên"},
    {"collect('a', b1, 'b')", 1, "cặp"},
    {"collect(t1, b1)", 9, "một mã"},
    {"collect('A', b1)", 9, "một mã"},
    {"collect('a', b1, 'a', b2)", 18, "hai lần"},
    {"collect('a', i1)", 14, "điều kiện"},
    {"pid_year(i1)", 10, "cần chữ"},
    {"1 < 2 < 3", 7, "ngoặc"},
    {"i1 is null = b1", 12, "ngoặc"},
    {"1 = not b1", 5, "ngoặc"},
    {"9000000000000001", 1, "quá lớn"},
    {"99999999999999999999", 1, "quá lớn"},
    {"i1 is 5", 7, "null"},
    {"i1 not 5", 8, "in"},
    {"t2 = 'coa'", 6, "không phải giá trị"},
    {"'x' = t2", 1, "không phải giá trị"},
    {"t2 in ('cao', 'th')", 15, "‘th’"},
    {"tally('a', t2)", 7, "‘a’"},
    {"i1 in ('a')", 8, "số nguyên và chữ"},
    {"i1 in ()", 8, "Không chờ"},
    {"t2.x = 1", 1, "t2.x"},
    {"min(1, 2, 3)", 1, "3 giá trị"},
    {"Tuoi = 1", 1, "‘T’"},
};

static void test_faults(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    for (size_t i = 0; i < COUNT(FAULTS); i++) {
        const struct fault *f = &FAULTS[i];
        struct pack_error err;
        if (expr_parse(a, str_of(f->text), (struct pos){"t", 1, 1}, &CHOOSY, &err))
            fail_msg("%s: parsed", f->text);
        if (err.pos.col != f->col || !strstr(err.text, f->says))
            fail_msg("%s: %d: %s", f->text, err.pos.col, err.text);
    }
}

static void test_limits(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    static const struct {
        const char *part;
        int n;
        const char *says;
    } CASES[] = {{"(", 60, "quá sâu"}, {"-", 60, "quá sâu"}, {"1+", 600, "hơn 1000"},
        {"concat(i1, i1, i1) = 'abcdefgh' or ", 300, "dài quá"}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct buf b = buf_in(a, 1 << 20);
        for (int k = 0; k < CASES[i].n; k++)
            buf_puts(&b, CASES[i].part);
        struct pack_error err;
        assert_null(expr_parse(a, buf_view(&b), (struct pos){"t", 1, 1}, &SCOPE, &err));
        assert_non_null(strstr(err.text, CASES[i].says));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_vietnam_day),
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_wrong_values),
        cmocka_unit_test(test_shown),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_limits),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("expr", tests, NULL, NULL);
}
