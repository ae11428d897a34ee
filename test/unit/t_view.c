// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The value tree and its looks: Vietnamese formats, messages in two languages, JSON, CSV, and what
 * hostile or broken input may not do there.
 */
#include "view/view_int.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

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

static const char *plain(struct arena *a, struct val *obj, enum lang lang)
{
    return val_plain(a, val_get(obj, "x"), lang);
}

static const char *json(struct arena *a, struct val *root, enum lang lang)
{
    struct buf b = buf_in(a, 1 << 20);
    struct view v = {.a = a, .root = root, .lang = lang};
    view_json(&v, &b);
    return b.p;
}

static const char *csv(struct arena *a, struct val *root)
{
    struct buf b = buf_in(a, 1 << 20);
    struct view v = {.a = a, .root = root, .csv_list = "ds"};
    view_csv(&v, &b);
    return b.p;
}

static void tree_replaces_and_keeps_order(void **state)
{
    struct arena *a = *state;
    struct val *o = val_obj(a);
    for (int i = 0; i < 40; i++)
        val_int(o, arena_printf(a, "a_long_key_number_%d", i), i);
    val_text(o, "a_long_key_number_7", "bảy");
    assert_string_equal(val_plain(a, val_get(o, "a_long_key_number_7"), LANG_VI), "bảy");
    assert_string_equal(val_plain(a, val_get(o, "a_long_key_number_39"), LANG_VI), "39");
    assert_null(val_get(o, "a_long_key_number_40"));
    assert_null(val_get(o, "a_long_k"));
    struct val *one = val_add(o, "list");
    val_int(one, "n", 1);
    val_add(o, "list");
    assert_int_equal(val_count(val_get(o, "list")), 2);
    assert_int_equal(val_count(NULL), 0);
    assert_int_equal(o->obj.n, 41);
}

static void keys_that_share_their_first_bytes_differ(void **state)
{
    struct val *o = val_obj(*state);
    val_int(o, "ngay_sinh", 1);
    val_int(o, "ngay_sinh_me", 2);
    val_int(o, "ngay_sin", 3);
    assert_int_equal(val_get(o, "ngay_sinh")->i, 1);
    assert_int_equal(val_get(o, "ngay_sinh_me")->i, 2);
    assert_int_equal(val_get(o, "ngay_sin")->i, 3);
    assert_null(val_get(o, "ngay_sinb"));
}

static void numbers_in_vietnamese(void **state)
{
    struct arena *a = *state;
    static const struct {
        int64_t i;
        const char *text;
    } ints[] = {{0, "0"}, {7, "7"}, {-12, "-12"}, {999, "999"}, {1000, "1.000"},
        {-1234567, "-1.234.567"}, {INT64_MAX, "9.223.372.036.854.775.807"},
        {INT64_MIN, "-9.223.372.036.854.775.808"}};
    struct val *o = val_obj(a);
    for (size_t i = 0; i < COUNT(ints); i++) {
        val_int(o, "x", ints[i].i);
        assert_string_equal(plain(a, o, LANG_VI), ints[i].text);
    }
    static const struct {
        double r;
        const char *text;
    } reals[] = {{1.5, "1,5"}, {0.1, "0,1"}, {-0.0, "0"}, {1234567.25, "1.234.567,25"},
        {-1000, "-1.000"}, {275, "275"}, {1.0 / 3, "0,3333333333333333"}};
    for (size_t i = 0; i < COUNT(reals); i++) {
        val_real(o, "x", reals[i].r);
        assert_string_equal(plain(a, o, LANG_VI), reals[i].text);
    }
    val_money(o, "x", 96245000000);
    assert_string_equal(plain(a, o, LANG_VI), "96.245.000.000 đồng");
    assert_string_equal(plain(a, o, LANG_EN), "96.245.000.000 VND");
}

static void dates_keep_their_precision(void **state)
{
    struct arena *a = *state;
    static const char *const cases[][2] = {{"2026-11-21", "21/11/2026"}, {"2026-11", "11/2026"},
        {"2026", "2026"}, {"khoảng 2015", "khoảng 2015"}, {"2026-11-2x", "2026-11-2x"}, {"", ""}};
    struct val *o = val_obj(a);
    for (size_t i = 0; i < COUNT(cases); i++) {
        val_date(o, "x", cases[i][0]);
        assert_string_equal(plain(a, o, LANG_VI), cases[i][1]);
    }
}

static void times_are_vietnams(void **state)
{
    struct arena *a = *state;
    struct val *o = val_obj(a);
    val_time(o, "x", 1795246200000); /* 2026-11-21T07:30Z */
    assert_string_equal(plain(a, o, LANG_VI), "14 giờ 30, 21/11/2026");
    assert_string_equal(plain(a, o, LANG_EN), "14:30, 21/11/2026");
    val_time(o, "x", 1798736400000); /* 2026-12-31T17:00Z: already the new year */
    assert_string_equal(plain(a, o, LANG_VI), "00 giờ 00, 01/01/2027");
    val_time(o, "x", -1); /* one ms before the epoch */
    assert_string_equal(plain(a, o, LANG_VI), "06 giờ 59, 01/01/1970");
    val_time(o, "x", 951782400000); /* 29 February 2000 */
    assert_string_equal(plain(a, o, LANG_VI), "07 giờ 00, 29/02/2000");
    val_time(o, "x", 0);
    assert_string_equal(plain(a, o, LANG_VI), "");
    val_time(o, "x", INT64_MAX);
    assert_string_equal(plain(a, o, LANG_VI), "");
}

static void messages_take_arguments(void **state)
{
    struct arena *a = *state;
    struct val *o = val_obj(a);
    val_msg(o, "x", "Trang %1 / %2", val_of_int(a, 3), val_of_int(a, 1200), NULL);
    assert_string_equal(plain(a, o, LANG_VI), "Trang 3 / 1.200");
    assert_string_equal(plain(a, o, LANG_EN), "Page 3 of 1.200");
    val_msg(o, "x", "100% là %9 và %1%", NULL, NULL, NULL);
    assert_string_equal(plain(a, o, LANG_VI), "100% là  và %");
    assert_string_equal(msg_text(LANG_EN, "không có trong danh mục"), "không có trong danh mục");
    char *longer = arena_alloc(a, 1000, 1);
    memset(longer, 'd', 900);
    val_msg(o, "x", arena_printf(a, "%s%%1", longer), val_of_text(a, "!"), NULL, NULL);
    assert_string_equal(plain(a, o, LANG_VI), arena_printf(a, "%s!", longer));
}

static void booleans_and_codes_speak_two_languages(void **state)
{
    struct arena *a = *state;
    struct val *o = val_obj(a);
    val_bool(o, "x", true);
    assert_string_equal(plain(a, o, LANG_VI), "Có");
    assert_string_equal(plain(a, o, LANG_EN), "Yes");
    val_code(o, "x", "cao", "Nguy cơ cao", NULL);
    assert_string_equal(plain(a, o, LANG_EN), "Nguy cơ cao");
    val_code(o, "x", NULL, NULL, NULL);
    assert_string_equal(plain(a, o, LANG_VI), "");
}

static void json_of_every_kind(void **state)
{
    struct arena *a = *state;
    struct val *o = val_obj(a);
    val_text(o, "t", "a\"b\\\n\x01đ");
    val_text(o, "n", NULL);
    val_int(o, "i", -1234567);
    val_real(o, "r", 0.1);
    val_real(o, "nan", NAN);
    val_bool(o, "b", false);
    val_date(o, "d", "2026-11");
    val_time(o, "at", 1795246200000);
    val_time(o, "ms", 1795246200007);
    val_money(o, "m", 96245000000);
    val_code(o, "c", "cao", "Cao", "High");
    val_msg(o, "s", "Trang %1 / %2", val_of_int(a, 1), val_of_int(a, 2), NULL);
    val_int(val_add(o, "l"), "x", 1);
    val_push((struct val *)val_get(o, "l"), val_of_text(a, "y"));
    assert_string_equal(json(a, o, LANG_EN),
        "{\"t\":\"a\\\"b\\\\\\n\\u0001đ\",\"n\":null,\"i\":-1234567,\"r\":0.1,\"nan\":null,"
        "\"b\":false,\"d\":\"2026-11\",\"at\":\"2026-11-21T07:30:00Z\","
        "\"ms\":\"2026-11-21T07:30:00.007Z\",\"m\":96245000000,"
        "\"c\":{\"code\":\"cao\",\"label\":\"High\"},\"s\":\"Page 1 of 2\","
        "\"l\":[{\"x\":1},\"y\"]}\n");
}

static void json_is_always_utf8(void **state)
{
    struct arena *a = *state;
    struct val *o = val_obj(a);
    val_text(o, "a", "x\xC3(\xE1\xBB");
    val_text(o, "b", "\xED\xA0\x80|\xC0\xAF|\xF4\x90\x80\x80");
    val_text(o, "c", "Ẩ\xF0\x9F\x98\x80");
    assert_string_equal(json(a, o, LANG_VI),
        "{\"a\":\"x\uFFFD(\uFFFD\uFFFD\",\"b\":\"\uFFFD\uFFFD\uFFFD|\uFFFD\uFFFD|\uFFFD\uFFFD"
        "\uFFFD\uFFFD\",\"c\":\"Ẩ\U0001F600\"}\n");
}

static void json_leaves_the_page_furniture_out(void **state)
{
    struct arena *a = *state;
    struct val *o = val_obj(a);
    val_text(o, "csrf", "secret");
    val_text(o, "_x", "y");
    val_text(val_child(o, "child"), "csrf", "a field of that name");
    assert_string_equal(json(a, o, LANG_VI), "{\"child\":{\"csrf\":\"a field of that name\"}}\n");
}

static void csv_is_safe_and_complete(void **state)
{
    struct arena *a = *state;
    struct val *o = val_obj(a);
    struct val *r = val_add(o, "ds");
    val_text(r, "ten", "=HYPERLINK(\"http://x\")");
    val_int(r, "so", -1200);
    val_text(r, "_an", "không hiện");
    r = val_add(o, "ds");
    val_time(r, "luc", 1795246200000);
    val_text(r, "ten", "A, B\n\"C\"");
    val_child(r, "bo_qua");
    r = val_add(o, "ds");
    val_text(r, "ten", "+84 912");
    val_date(r, "so", "2026-11-21");
    assert_string_equal(csv(a, o), "\xEF\xBB\xBFten,so,luc\r\n"
                                   "\"'=HYPERLINK(\"\"http://x\"\")\",-1200,\r\n"
                                   "\"A, B\n\"\"C\"\"\",,2026-11-21 14:30\r\n"
                                   "\"'+84 912\",2026-11-21,\r\n");
}

static void csv_labels_choose_the_columns(void **state)
{
    struct arena *a = *state;
    struct val *o = val_obj(a);
    struct val *labels = val_child(o, "_labels");
    val_text(labels, "so", "Số");
    val_msg(labels, "ten", "Tên", NULL, NULL, NULL);
    struct val *r = val_add(o, "ds");
    val_text(r, "id", "1");
    val_text(r, "ten", "Mừng");
    val_int(r, "so", 5);
    assert_string_equal(csv(a, o), "\xEF\xBB\xBFSố,Tên\r\n5,Mừng\r\n");
    assert_string_equal(csv(a, val_obj(a)), "\xEF\xBB\xBF\r\n");
}

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(tree_replaces_and_keeps_order, setup, teardown),
        cmocka_unit_test_setup_teardown(keys_that_share_their_first_bytes_differ, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_in_vietnamese, setup, teardown),
        cmocka_unit_test_setup_teardown(dates_keep_their_precision, setup, teardown),
        cmocka_unit_test_setup_teardown(times_are_vietnams, setup, teardown),
        cmocka_unit_test_setup_teardown(messages_take_arguments, setup, teardown),
        cmocka_unit_test_setup_teardown(booleans_and_codes_speak_two_languages, setup, teardown),
        cmocka_unit_test_setup_teardown(json_of_every_kind, setup, teardown),
        cmocka_unit_test_setup_teardown(json_is_always_utf8, setup, teardown),
        cmocka_unit_test_setup_teardown(json_leaves_the_page_furniture_out, setup, teardown),
        cmocka_unit_test_setup_teardown(csv_is_safe_and_complete, setup, teardown),
        cmocka_unit_test_setup_teardown(csv_labels_choose_the_columns, setup, teardown),
    };
    return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
