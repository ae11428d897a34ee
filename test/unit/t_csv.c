// SPDX-License-Identifier: AGPL-3.0-or-later
/* CSV as Excel and people write it: separators, marks, quotes, chunks; and written rows read back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/csv.h"

/* All rows as "a|b/c|d/". */
static const char *all(struct arena *a, struct str data, char *sep)
{
    AUTO_CSV *in = NULL;
    struct buf b = buf_in(a, 1 << 20);
    enum err e = csv_open_str(&in, data);
    if (e)
        return err_name(e);
    if (sep)
        *sep = csv_separator(in);
    struct csv_cells row;
    int line = 0;
    while ((e = csv_next(in, &row)) == OK) {
        assert_int_equal(row.line, ++line);
        for (size_t i = 0; i < row.n; i++) {
            assert_int_equal(row.v[i].p[row.v[i].n], 0);
            if (i > 0)
                buf_putc(&b, '|');
            buf_str(&b, row.v[i]);
        }
        buf_putc(&b, '/');
    }
    assert_int_equal(csv_next(in, &row), e);
    return e == ERR_NOT_FOUND ? b.p : err_name(e);
}

static void reads(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    static const struct {
        const char *in, *out;
        char sep;
    } t[] = {{"a,b\nc,d\n", "a|b/c|d/", ','}, {"a;b,c\r\nd;e\r\n", "a|b,c/d|e/", ';'},
        {"a\tb\nc\td", "a|b/c|d/", '\t'},
        {CSV_BOM "Họ tên,\"x, \"\"y\"\"\"\n", "Họ tên|x, \"y\"/", ','},
        {"\"a;b;c\",d\n", "a;b;c|d/", ','}, {"sep=;\r\na,b,c;d\r\n", "a,b,c|d/", ';'},
        {"", "", ','}, {"một ô", "một ô/", ','}, {"a,,\n\n\nb,c,\n", "a||/b|c|/", ','},
        {"\"hai\ndòng\",x\n", "hai\ndòng|x/", ','}, {" a , b \n", "a|b/", ','},
        {"\"hở", "hở/", ','}, {CSV_BOM, "", ','}, {"a\t b\n", "a|b/", '\t'}};
    for (size_t i = 0; i < COUNT(t); i++) {
        char sep = 0;
        assert_string_equal(all(a, str_of(t[i].in), &sep), t[i].out);
        assert_int_equal(sep, t[i].sep);
    }
    assert_string_equal(all(a,
                            (struct str){"\xff\xfe"
                                         "a\0",
                                4},
                            NULL),
        "invalid");
}

static void limits(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct buf b = buf_in(a, 8u << 20);
    buf_puts(&b, "ok\n");
    for (int i = 0; i < CSV_MAX_COLUMNS; i++)
        buf_puts(&b, "x,");
    AUTO_CSV *in = NULL;
    struct csv_cells row;
    assert_int_equal(csv_open_str(&in, buf_view(&b)), OK);
    assert_int_equal(csv_next(in, &row), OK);
    assert_int_equal(csv_next(in, &row), ERR_TOO_BIG);
    assert_int_equal(csv_next(in, &row), ERR_TOO_BIG);

    b.n = 0;
    buf_putc(&b, '"');
    for (int i = 0; i < 5 << 20; i++)
        buf_putc(&b, 'x');
    assert_false(b.full);
    assert_string_equal(all(a, buf_view(&b), NULL), "too_big");
}

/* A source that gives a few bytes at a time, then fails or ends. */
struct drip {
    struct str left;
    size_t step;
    enum err end;
};

static enum err drip(void *ctx, char *p, size_t cap, size_t *n)
{
    struct drip *d = ctx;
    *n = d->left.n < d->step ? d->left.n : d->step;
    *n = *n < cap ? *n : cap;
    if (*n == 0)
        return d->end;
    memcpy(p, d->left.p, *n);
    d->left.p += *n;
    d->left.n -= *n;
    return OK;
}

static void streams_long_files(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct buf b = buf_in(a, 8u << 20);
    enum { ROWS = 20000 };
    for (int i = 0; i < ROWS; i++)
        buf_printf(&b, "%d;\"Nguyễn Thị %d\";xã\n", i, i * 7);
    struct drip d = {buf_view(&b), 1009, OK};
    AUTO_CSV *in = NULL;
    struct csv_cells row;
    assert_int_equal(csv_open(&in, drip, &d), OK);
    for (int i = 0; i < ROWS; i++) {
        int64_t n = -1;
        assert_int_equal(csv_next(in, &row), OK);
        assert_int_equal(row.n, 3);
        assert_true(str_to_int(row.v[0], &n) && n == i);
        assert_string_equal(row.v[1].p, arena_printf(a, "Nguyễn Thị %d", i * 7));
        assert_true(str_is(row.v[2], "xã"));
    }
    assert_int_equal(csv_next(in, &row), ERR_NOT_FOUND);
}

static void source_errors_are_passed_on(void **state)
{
    (void)state;
    struct drip d = {STR(""), 1, ERR_IO};
    AUTO_CSV *in = NULL;
    assert_int_equal(csv_open(&in, drip, &d), ERR_IO);
    assert_null(in);
}

static void writes(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct buf b = buf_in(a, 10000);
    struct str v[] = {STR("a"), STR("b,c"), STR("x\"y"), STR(""), STR("hai\ndòng"), STR(" q")};
    csv_add_row(&b, v, COUNT(v), ',', false);
    assert_string_equal(b.p, "a,\"b,c\",\"x\"\"y\",,\"hai\ndòng\",\" q\"\r\n");
    b = buf_in(a, 10000);
    struct str f[] = {
        STR("=1+1"), STR("-5,2"), STR("-5+2"), STR("@x"), STR("+84912"), STR("-"), STR("a=b")};
    csv_add_row(&b, f, COUNT(f), ';', true);
    assert_string_equal(b.p, "'=1+1;-5,2;'-5+2;'@x;'+84912;'-;a=b\r\n");
}

static void written_rows_read_back(void **state)
{
    (void)state;
    static const char bits[] = "ab,;\"\n\r\t 'ô=";
    unsigned seed = 5;
    AUTO_ARENA *a = arena_open();
    for (int round = 0; round < 3000; round++) {
        arena_reset(a);
        struct str v[5];
        size_t n = (size_t)rand_r(&seed) % COUNT(v) + 1;
        for (size_t i = 0; i < n; i++) {
            struct buf c = buf_in(a, 100);
            for (int k = rand_r(&seed) % 6; k > 0; k--)
                buf_putc(&c, bits[(size_t)rand_r(&seed) % (sizeof bits - 1)]);
            v[i] = buf_view(&c);
        }
        struct buf b = buf_in(a, 10000);
        /* A first row fixes the separator. */
        buf_puts(&b, "1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8,9\r\n");
        csv_add_row(&b, v, n, ',', false);
        AUTO_CSV *in = NULL;
        struct csv_cells row;
        assert_int_equal(csv_open_str(&in, buf_view(&b)), OK);
        assert_int_equal(csv_next(in, &row), OK);
        assert_int_equal(csv_next(in, &row), OK);
        assert_int_equal(row.n, n);
        for (size_t i = 0; i < n; i++)
            assert_true(str_eq(row.v[i], v[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),
        cmocka_unit_test(limits),
        cmocka_unit_test(streams_long_files),
        cmocka_unit_test(source_errors_are_passed_on),
        cmocka_unit_test(writes),
        cmocka_unit_test(written_rows_read_back),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
