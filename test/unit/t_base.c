// SPDX-License-Identifier: AGPL-3.0-or-later
/* Arena, byte strings, the growing buffer, the dynamic value, errors, clock, UUIDv7. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"

static int setup(void **state)
{
    *state = arena_open();
    return 0;
}

static int teardown(void **state)
{
    arena_close(*state);
    return 0;
}

/* ---- arena ----------------------------------------------------------------------------------- */

static void arena_gives_zeroed_aligned_memory(void **state)
{
    unsigned seed = 1;
    size_t sum = 0;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 500; i++) {
            size_t size = (size_t)rand_r(&seed) % 3000, align = (size_t)1 << rand_r(&seed) % 5;
            unsigned char *p = arena_alloc(*state, size, align);
            assert_int_equal((uintptr_t)p % align, 0);
            for (size_t k = 0; k < size; k++)
                assert_int_equal(p[k], 0);
            memset(p, 0xaa, size);
            sum += size;
        }
        assert_int_equal(arena_used(*state), sum);
        arena_reset(*state);
        sum = 0;
        assert_int_equal(arena_used(*state), 0);
    }
    /* Far more than a block. */
    char *big = arena_alloc(*state, 5u << 20, 16);
    big[(5u << 20) - 1] = 1;
}

static void arena_texts(void **state)
{
    assert_null(arena_dup(*state, NULL));
    assert_string_equal(arena_dup(*state, "xã"), "xã");
    assert_string_equal(arena_dupn(*state, "abc", 2), "ab");
    assert_string_equal(arena_dupn(*state, NULL, 0), "");
    char *s = arena_printf(*state, "%0500d", 7);
    assert_int_equal(strlen(s), 500);
    AUTO_ARENA *none = NULL;
    arena_close(none);
}

/* ---- strings --------------------------------------------------------------------------------- */

static void strings(void **state)
{
    (void)state;
    assert_int_equal(str_of(NULL).n, 0);
    assert_true(str_eq((struct str){NULL, 0}, STR("")));
    assert_false(str_eq(STR("a"), STR("ab")));
    assert_true(str_starts(STR("abc"), "ab") && !str_starts(STR("a"), "ab"));
    assert_true(str_ends(STR("abc"), "bc") && !str_ends(STR("c"), "bc"));
    assert_true(str_is(str_trim(STR(" \t\xc2\xa0x y\xc2\xa0\r\n ")), "x y"));
    assert_true(str_is(str_trim(STR("à")), "à")); /* C3 A0 is not a space */
    assert_int_equal(str_trim(STR(" \xc2\xa0 ")).n, 0);
    assert_true(streq(NULL, NULL) && !streq(NULL, "") && streq("a", "a"));
}

static void splitting(void **state)
{
    (void)state;
    struct str rest = STR("a,,b"), p;
    assert_true(str_split(&rest, ',', &p) && str_is(p, "a"));
    assert_true(str_split(&rest, ',', &p) && str_is(p, ""));
    assert_true(str_split(&rest, ',', &p) && str_is(p, "b"));
    assert_false(str_split(&rest, ',', &p));
    rest = STR(",");
    assert_true(str_split(&rest, ',', &p) && str_split(&rest, ',', &p) && p.n == 0);
    assert_false(str_split(&rest, ',', &p));
}

static void parsing(void **state)
{
    (void)state;
    int64_t i = 5;
    double r = 5;
    assert_true(str_to_int(STR("-9223372036854775808"), &i) && i == INT64_MIN);
    assert_true(str_to_int(STR("9223372036854775807"), &i) && i == INT64_MAX);
    static const char *const bad[] = {
        "", "-", "+1", " 1", "1 ", "1.0", "9223372036854775808", "0x1", "-9223372036854775809"};
    for (size_t k = 0; k < COUNT(bad); k++)
        assert_false(str_to_int(str_of(bad[k]), &i));
    assert_true(str_to_real(STR("-1.5e3"), &r) && r == -1500);
    static const char *const bad_real[] = {"", "x", "1,5", "nan", "inf", " 1", "1 ", "1e999"};
    for (size_t k = 0; k < COUNT(bad_real); k++)
        assert_false(str_to_real(str_of(bad_real[k]), &r));
    assert_true(r == -1500);
}

/* ---- buf ------------------------------------------------------------------------------------- */

static void buffers_grow_to_their_limit(void **state)
{
    struct buf b = buf_in(*state, 2000);
    for (int i = 0; i < 400; i++)
        buf_puts(&b, "abcd ");
    assert_int_equal(b.n, 2000);
    assert_false(b.full);
    assert_int_equal(strlen(b.p), 2000);
    buf_putc(&b, 'x');
    assert_true(b.full);
    assert_int_equal(b.n, 2000);

    b = buf_in(*state, 10);
    buf_printf(&b, "%s", "twelve bytes");
    assert_true(b.full && b.n == 0);
    buf_puts(&b, "a"); /* full stays full: no holes in a text */
    assert_int_equal(b.n, 0);
    assert_string_equal(b.p, "");
    b = buf_in(*state, 100);
    buf_int(&b, INT64_MIN);
    buf_printf(&b, "|%s|%d", "ô", 5);
    buf_str(&b, STR("|z"));
    assert_string_equal(b.p, "-9223372036854775808|ô|5|z");
    assert_true(str_is(buf_view(&b), b.p));
}

static void json_strings(void **state)
{
    struct buf b = buf_in(*state, 200);
    buf_json_str(&b, (struct str){"a\"\\\n\t\0/ô", 9});
    assert_string_equal(b.p, "\"a\\\"\\\\\\n\\u0009\\u0000/ô\"");
}

/* ---- value ----------------------------------------------------------------------------------- */

static void values(void **state)
{
    assert_true(v_is_null(v_text(NULL)) && v_is_null(VNULL));
    assert_true(v_eq(v_int(1), v_real(1.0)) && v_eq(v_real(1.0), v_int(1)));
    assert_false(v_eq(v_int(1), v_text("1")));
    assert_true(v_eq(VNULL, VNULL));
    assert_false(v_eq(VNULL, v_int(0)));
    assert_true(v_eq(v_text("x"), v_str(STR("x"))));
    assert_false(v_eq(v_blob("x", 1), v_text("x")));
    assert_null(v_cstr(*state, VNULL));
    assert_string_equal(v_cstr(*state, v_int(-3)), "-3");
    assert_string_equal(v_cstr(*state, v_blob("ab", 2)), "ab");
    assert_string_equal(v_cstr(*state, v_real(0.1)), "0.1");
    unsigned seed = 9;
    for (int i = 0; i < 5000; i++) {
        double r = (rand_r(&seed) - 1e9) / (1 + rand_r(&seed) % 100000), back = 0;
        assert_true(str_to_real(str_of(v_cstr(*state, v_real(r))), &back));
        assert_true(r == back);
    }
}

/* ---- errors, clock, ids ---------------------------------------------------------------------- */

static enum err tries(int *reached)
{
    TRY(OK);
    ++*reached;
    TRY(err_set(ERR_BUSY, "lock %d", 7));
    ++*reached;
    return OK;
}

static void errors(void **state)
{
    (void)state;
    int reached = 0;
    assert_int_equal(tries(&reached), ERR_BUSY);
    assert_int_equal(reached, 1);
    assert_string_equal(err_detail(), "lock 7");
    assert_string_equal(err_name(ERR_NOT_FOUND), "not_found");
    assert_string_equal(err_name((enum err)99), "unknown");
    for (int e = 0; e < ERR__COUNT; e++)
        assert_non_null(err_name((enum err)e));
}

static void clock_can_be_held(void **state)
{
    (void)state;
    clock_fake(1234567890123);
    assert_int_equal(clock_ms(), 1234567890123);
    clock_fake(0);
    assert_true(clock_ms() > 1700000000000);
    int64_t t = clock_mono_us();
    assert_true(clock_mono_us() >= t);
}

static void ids(void **state)
{
    (void)state;
    char a[37], b[37];
    clock_fake(0x0123456789ab);
    uuid7(a);
    assert_true(strncmp(a, "01234567-89ab-7", 15) == 0);
    assert_non_null(strchr("89ab", a[19]));
    clock_fake(0x0123456789ac);
    uuid7(b);
    assert_true(strcmp(a, b) < 0);
    clock_fake(0);
    for (int i = 0; i < 1000; i++) {
        uuid7(a);
        uuid7(b);
        assert_true(uuid_ok(str_of(a)));
        assert_string_not_equal(a, b);
    }
    static const char *const bad[] = {"", "01234567-89ab-7000-8000-00000000000",
        "01234567-89AB-7000-8000-000000000000", "01234567x89ab-7000-8000-000000000000",
        "01234567-89ab-7000-8000-00000000000g"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(uuid_ok(str_of(bad[i])));
}

/* One JSON line with time, level, event and the pairs, on standard error. */
static void log_lines(void **state)
{
    FILE *f = tmpfile(), *was = stderr;
    assert_non_null(f);
    stderr = f;
    clock_fake(1795226400000);
    log_event(LOG_INFO, "start", "port", "80\"", NULL);
    log_event(LOG_DEBUG, "hidden", NULL);
    log_level(LOG_DEBUG);
    log_event(LOG_DEBUG, "seen", NULL);
    log_level(LOG_INFO);
    stderr = was;
    clock_fake(0);
    rewind(f);
    char *text = arena_alloc(*state, 1000, 1);
    size_t n = fread(text, 1, 999, f);
    fclose(f);
    text[n] = 0;
    assert_string_equal(text,
        "{\"time\":\"2026-11-21T02:00:00Z\",\"level\":\"info\",\"event\":\"start\",\"port\":"
        "\"80\\\"\"}\n"
        "{\"time\":\"2026-11-21T02:00:00Z\",\"level\":\"debug\",\"event\":\"seen\"}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(arena_gives_zeroed_aligned_memory, setup, teardown),
        cmocka_unit_test_setup_teardown(arena_texts, setup, teardown),
        cmocka_unit_test(strings),
        cmocka_unit_test(splitting),
        cmocka_unit_test(parsing),
        cmocka_unit_test_setup_teardown(buffers_grow_to_their_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(json_strings, setup, teardown),
        cmocka_unit_test_setup_teardown(values, setup, teardown),
        cmocka_unit_test(errors),
        cmocka_unit_test(clock_can_be_held),
        cmocka_unit_test(ids),
        cmocka_unit_test_setup_teardown(log_lines, setup, teardown),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
