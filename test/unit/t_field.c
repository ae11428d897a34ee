// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Form input: what people type for each type of field, what is stored, what is said about faults,
 * and that what is shown reads back as the same value.
 */
#include "pack/pack.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const struct code CODES[] = {{.id = "cao"}, {.id = "thap"}, {.id = "vua"}};
static const uint16_t ORDER[] = {0, 1, 2};
static const struct codelist LIST = {.id = "muc_do", .by_id = ORDER, .codes = CODES, .ncodes = 3};

#define NOW_MS INT64_C(1795230000000) /* 2026-11-21, 10:00 in Vietnam */
#define ID "0190a6f0-1234-7abc-8def-0123456789ab"

struct input {
    enum field_type type;
    const char *typed, *stored; /* stored NULL = empty */
    const char *shown;          /* NULL = as typed */
};
static const struct input GOOD[] = {
    {F_TEXT, "  Mường   Phăng ", "Mường Phăng", "Mường Phăng"},
    {F_TEXT, "Mu\xcc\x9bo\xcc\x9b\xcc\x80ng", "Mường", "Mường"},
    {F_TEXT, " \xc2\xa0 ", NULL, ""},
    {F_NOTE, "a\r\n\r\nb ", "a\n\nb", "a\n\nb"},
    {F_INT, "1.234", "1234", "1234"},
    {F_INT, "-5", "-5", NULL},
    {F_DECIMAL, "96,245", "96.245", NULL},
    {F_DECIMAL, "1.234,5", "1234.5", NULL},
    {F_MONEY, "96,245 tỷ", "96245000000", "96.245.000.000"},
    {F_MONEY, "500000", "500000", "500.000"},
    {F_DATE, "1/6/2015", "2015-06-01", "01/06/2015"},
    {F_DATE, "01062015", "2015-06-01", "01/06/2015"},
    {F_DATE, "6/2015", "2015-06", "06/2015"},
    {F_DATE, "2015", "2015", NULL},
    {F_TIME, "14 giờ 30, 21/11/2026", "1795246200000", NULL},
    {F_TIME, "10:00", "1795230000000", "10 giờ 00, 21/11/2026"},
    {F_BOOL, "Có", "1", "1"},
    {F_BOOL, "0", "0", NULL},
    {F_BOOL, "không", "0", "0"},
    {F_CHOICE, "cao", "cao", NULL},
    {F_CHOICES, "vua, cao", "|cao|vua|", "|cao|vua|"},
    {F_CHOICES, "|thap|thap|", "|thap|", "|thap|"},
    {F_CHOICES, "||", NULL, ""},
    {F_UNIT, "03127", "03127", NULL},
    {F_REF, ID, ID, NULL},
    {F_FILE, ID, ID, NULL},
    {F_NAME, "SÙNG A DẾ", "Sùng A Dế", "Sùng A Dế"},
    {F_NAME, "H'Hen  Niê", "H'Hen Niê", "H'Hen Niê"},
    {F_PHONE, "+84 912 345 678", "0912345678", "0912345678"},
    {F_PERSONAL_NO, "011 215 001 234", "011215001234", "011215001234"},
    {F_ROWS, "", NULL, ""},
};

static struct field field_of(enum field_type t)
{
    return (struct field){.id = "o", .type = t, .list = &LIST};
}

static void test_good(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct input_ctx c = {a, "2026-11-21", NOW_MS};
    for (size_t i = 0; i < COUNT(GOOD); i++) {
        const struct input *g = &GOOD[i];
        const struct field f = field_of(g->type);
        struct value v, again;
        const char *msg = NULL;
        if (!field_parse(&c, &f, str_of(g->typed), &v, &msg))
            fail_msg("%s: %s", g->typed, msg);
        if (!streq(v_cstr(a, v), g->stored))
            fail_msg("%s: stored %s", g->typed, v_cstr(a, v));
        const char *shown = field_show(a, &f, v);
        assert_string_equal(shown, g->shown ? g->shown : g->typed);
        assert_true(field_parse(&c, &f, str_of(shown), &again, &msg));
        assert_true(v_eq(v, again));
    }
}

struct bad {
    enum field_type type;
    const char *typed, *says;
};
static const struct bad BAD[] = {
    {F_TEXT, "\xff", "hỏng"},
    {F_INT, "1,5", ""},
    {F_INT, "ba", ""},
    {F_INT, "9000000000000001", "quá lớn"},
    {F_DECIMAL, "1.5", "phẩy"},
    {F_DATE, "31/02/2015", ""},
    {F_DATE, "hôm qua", ""},
    {F_TIME, "25:00", ""},
    {F_BOOL, "có lẽ", "Có hoặc Không"},
    {F_CHOICE, "CAO", "danh sách"},
    {F_CHOICE, "ca", "danh sách"},
    {F_CHOICES, "cao, to", "danh sách"},
    {F_UNIT, "xã A", "địa bàn"},
    {F_UNIT, "012345678901234567890", "địa bàn"},
    {F_REF, "1", "hồ sơ"},
    {F_FILE, "1", "tệp"},
    {F_NAME, "Nguyễn 2", ""},
    {F_PHONE, "12", ""},
    {F_PERSONAL_NO, "123", ""},
    {F_ROWS, "x", "dòng"},
};

static void test_bad(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct input_ctx c = {a, "2026-11-21", NOW_MS};
    for (size_t i = 0; i < COUNT(BAD); i++) {
        const struct field f = field_of(BAD[i].type);
        struct value v = v_int(99);
        const char *msg = NULL;
        if (field_parse(&c, &f, str_of(BAD[i].typed), &v, &msg))
            fail_msg("%s: taken as %s", BAD[i].typed, v_cstr(a, v));
        if (!msg || !*msg || !strstr(msg, BAD[i].says))
            fail_msg("%s: %s", BAD[i].typed, msg ? msg : "no message");
        assert_int_equal(v.i, 99); /* untouched */
    }
}

static void test_limits(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct input_ctx c = {a, "2026-11-21", NOW_MS};
    struct buf b = buf_in(a, 100000);
    for (int i = 0; i < 200; i++)
        buf_puts(&b, "ế");
    struct field f = field_of(F_TEXT);
    struct value v;
    const char *msg = NULL;
    assert_true(field_parse(&c, &f, buf_view(&b), &v, &msg)); /* characters, not bytes */
    f.max_len = 199;
    assert_false(field_parse(&c, &f, buf_view(&b), &v, &msg));
    assert_non_null(strstr(msg, "199"));
    f.max_len = 0;
    buf_puts(&b, "e");
    assert_false(field_parse(&c, &f, buf_view(&b), &v, &msg));
    f.type = F_NOTE;
    assert_true(field_parse(&c, &f, buf_view(&b), &v, &msg));
    f = field_of(F_DATE);
    f.full_date = true;
    assert_false(field_parse(&c, &f, STR("6/2015"), &v, &msg));
    assert_true(field_parse(&c, &f, STR("6/6/2015"), &v, &msg));
}

int main(void)
{
    const struct CMUnitTest field[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_limits),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("field", field, NULL, NULL);
}
