// SPDX-License-Identifier: AGPL-3.0-or-later
/* Reading workbooks and tables of text: kinds of cells, merged cells, and files that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "doc/doc.h"

#include <stdio.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

/* ---- making files ---------------------------------------------------------------------------- */

static struct str file_bytes(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    struct buf b = buf_in(a, 64u << 20);
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    fclose(f);
    remove(path);
    return buf_view(&b);
}

struct made {
    char path[64];
    lxw_workbook *wb;
    lxw_worksheet *ws;
};

static struct made book_new(void)
{
    struct made m;
    snprintf(m.path, sizeof m.path, "/tmp/t_sheet-%d.xlsx", (int)getpid());
    m.wb = workbook_new(m.path);
    m.ws = workbook_add_worksheet(m.wb, "Trẻ em");
    return m;
}

static struct str book_done(struct arena *a, struct made *m)
{
    assert_int_equal(workbook_close(m->wb), LXW_NO_ERROR);
    return file_bytes(a, m->path);
}

/* A workbook by hand: pairs of name and content, NULL at the end. */
static struct str zip_of(struct arena *a, const char *const *parts)
{
    char path[64];
    snprintf(path, sizeof path, "/tmp/t_sheet-%d.zip", (int)getpid());
    zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    for (; *parts; parts += 2) {
        zip_source_t *s = zip_source_buffer(z, parts[1], strlen(parts[1]), 0);
        assert_true(zip_file_add(z, parts[0], s, ZIP_FL_OVERWRITE) >= 0);
    }
    assert_int_equal(zip_close(z), 0);
    return file_bytes(a, path);
}

#define WORKBOOK(more)                                                                             \
    "xl/workbook.xml",                                                                             \
        "<workbook xmlns:r='r'>" more "<sheets><sheet name='A' sheetId='1' "                       \
        "r:id='rId1'/></sheets></workbook>",                                                       \
        "xl/_rels/workbook.xml.rels",                                                              \
        "<Relationships><Relationship Id='rId1' Type='x/worksheet' "                               \
        "Target='worksheets/s.xml'/></Relationships>"

static struct str one_sheet(struct arena *a, const char *rows)
{
    const char *parts[] = {WORKBOOK(""), "xl/worksheets/s.xml",
        arena_printf(a, "<worksheet><sheetData>%s</sheetData></worksheet>", rows), NULL};
    return zip_of(a, parts);
}

/* All rows of a tab as "no:A=text B=text|". */
static const char *dump(struct arena *a, struct sheet_book *b, size_t tab, bool again)
{
    struct sheet_row row;
    enum err e = sheet_begin(b, tab);
    while (again && !e)
        e = sheet_next(b, &row);
    if (again)
        e = sheet_begin(b, tab);
    struct buf out = buf_in(a, 1 << 20);
    while (!e && !(e = sheet_next(b, &row))) {
        buf_printf(&out, "%lld%s:", (long long)row.no, row.hidden ? "h" : "");
        for (size_t i = 0; i < row.n; i++)
            buf_printf(&out, "%s%s=%s%s", i ? " " : "", sheet_col_name(a, row.v[i].col),
                row.v[i].text.p,
                row.v[i].unknown  ? "?"
                : row.v[i].merged ? "^"
                                  : "");
        buf_puts(&out, "|");
    }
    if (e != ERR_NOT_FOUND)
        buf_printf(&out, "%s", sheet_fault(b));
    return out.p ? out.p : "";
}

static const char *dump_of(struct arena *a, struct str bytes)
{
    const char *fault = NULL;
    AUTO_SHEET *b = NULL;
    if (sheet_open(&b, bytes, &fault))
        return fault;
    return dump(a, b, 0, true);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void test_kinds(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct made m = book_new();
    lxw_format *day = workbook_add_format(m.wb), *red = workbook_add_format(m.wb);
    format_set_num_format(day, "dd/mm/yyyy");
    format_set_num_format(red, "[Red]0.00\"d\"");
    worksheet_write_string(m.ws, 0, 0, "Hờ Thị Mỷ", NULL);
    worksheet_write_number(m.ws, 0, 1, 42185, day);
    worksheet_write_number(m.ws, 0, 2, 42185, red);
    worksheet_write_boolean(m.ws, 0, 3, 1, NULL);
    worksheet_write_formula_num(m.ws, 0, 4, "=1+1", NULL, 2);
    worksheet_write_formula_str(m.ws, 0, 5, "=A1", NULL, "Lò");
    worksheet_write_blank(m.ws, 0, 6, day);
    worksheet_write_string(m.ws, 4, 27, "xa", NULL);
    lxw_row_col_options hide = {.hidden = 1};
    worksheet_set_row_opt(m.ws, 4, 15, NULL, &hide);
    assert_string_equal(
        dump_of(a, book_done(a, &m)), "1:A=Hờ Thị Mỷ B=2015-06-30 C=42185 D=1 E=2 F=Lò|5h:AB=xa|");
}

static void test_merged(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct made m = book_new();
    worksheet_merge_range(m.ws, 0, 0, 0, 3, "Danh sách", NULL);
    worksheet_merge_range(m.ws, 1, 0, 3, 0, "Bản Pa Ma", NULL);
    worksheet_write_string(m.ws, 1, 1, "An", NULL);
    worksheet_write_string(m.ws, 2, 1, "Bình", NULL);
    worksheet_write_string(m.ws, 4, 1, "Chi", NULL);
    assert_string_equal(dump_of(a, book_done(a, &m)),
        "1:A=Danh sách|2:A=Bản Pa Ma B=An|3:A=Bản Pa Ma^ B=Bình|5:B=Chi|");
}

static void test_odd_cells(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    assert_string_equal(
        dump_of(
            a, one_sheet(a, "<row><c t='inlineStr'><is><r><t>Lò </t></r><r><t>Mai</t></r><rPh><t>x"
                            "</t></rPh></is></c><c><f>A1</f></c><c t='e'><v>#REF!</v></c></row>"
                            "<row r='9'><c r='B9' t='s'><v>7</v></c><c r='C9' t='d'>"
                            "<v>2015-06-30</v></c><c r='A9'><v>1</v></c></row>")),
        "1:A=Lò Mai B=? C=#REF!|9:C=2015-06-30|");
    assert_string_equal(dump_of(a, one_sheet(a, "<row r='5'><c><v>1</v></c></row><row r='5'/>")),
        "5:A=1|Tệp Excel bị hỏng: số dòng không đúng thứ tự");
    const char *dtd[] = {WORKBOOK(""), "xl/worksheets/s.xml",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet><sheetData/></worksheet>", NULL};
    assert_non_null(strstr(dump_of(a, zip_of(a, dtd)), "bị hỏng"));
}

static void test_days(void **state)
{
    (void)state;
    static const struct {
        double serial;
        bool mac;
        const char *iso;
    } days[] = {{1, false, "1900-01-01"}, {59, false, "1900-02-28"}, {60, false, "1900-02-29"},
        {61, false, "1900-03-01"}, {42185, false, "2015-06-30"}, {40723, true, "2015-06-30"},
        {0, true, "1904-01-01"}, {0, false, ""}, {-5, false, ""}, {1e9, false, ""},
        {42185.5, false, "2015-06-30T12:00"}};
    for (size_t i = 0; i < COUNT(days); i++) {
        char iso[17];
        sheet_day(days[i].serial, days[i].mac, iso);
        assert_string_equal(iso, days[i].iso);
    }
    AUTO_ARENA *a = arena_open();
    const char *mac[] = {WORKBOOK("<workbookPr date1904='1'/>"), "xl/styles.xml",
        "<styleSheet><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>", "xl/worksheets/s.xml",
        "<worksheet><sheetData><row><c s='0'><v>40723</v></c></row></sheetData></worksheet>", NULL};
    assert_string_equal(dump_of(a, zip_of(a, mac)), "1:A=2015-06-30|");
}

static void test_text_tables(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    assert_string_equal(dump_of(a, STR("\xef\xbb\xbfHọ tên;Năm\r\n\r\n\"Lò; Mai\";2015\r\n")),
        "1:A=Họ tên B=Năm|2:A=Lò; Mai B=2015|");
    assert_string_equal(dump_of(a, STR("\xff\xfeL\0\xf2\0\t\0"
                                       "1\0\r\0\n\0")),
        "1:A=Lò B=1|");
    struct sheet_book *b;
    const char *fault;
    assert_int_equal(sheet_open(&b, STR("a,b"), &fault), OK);
    assert_true(sheet_is_text(b));
    sheet_close(b);
}

static void expect_fault(struct str bytes, const char *words)
{
    AUTO_ARENA *a = arena_open();
    const char *said = dump_of(a, bytes);
    if (!strstr(said, words))
        fail_msg("expected '%s', got '%s'", words, said);
}

static void test_not_tables(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    expect_fault(STR(""), "Tệp rỗng");
    expect_fault(STR("  \r\n"), "Tệp rỗng");
    expect_fault(STR("\xd0\xcf\x11\xe0 old"), "(.xls)");
    expect_fault(
        STR("\xd0\xcf\x11\xe0 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"), "mật khẩu");
    expect_fault(STR("%PDF-1.4"), "PDF");
    expect_fault(STR("<html><table>"), "trang web");
    expect_fault(STR("ab\0cd"), "Không nhận ra");
    expect_fault(STR("PK\x03\x04 cut"), "cắt cụt");
    const char *word[] = {"word/document.xml", "<x/>", NULL};
    expect_fault(zip_of(a, word), "Word");
    const char *macro[] = {"xl/vbaProject.bin", "x", WORKBOOK(""), NULL};
    expect_fault(zip_of(a, macro), "macro");
    const char *none[] = {"a.txt", "x", NULL};
    expect_fault(zip_of(a, none), "không phải tệp Excel");
    struct made m = book_new();
    worksheet_write_string(m.ws, 0, 0, "An", NULL);
    struct str whole = book_done(a, &m);
    expect_fault((struct str){whole.p, whole.n * 2 / 3}, "cắt cụt");
}

static void test_bomb(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    enum { MANY = 12 << 20 };
    char *big = arena_alloc(a, MANY + 1, 1);
    memset(big, ' ', MANY);
    const char *parts[] = {WORKBOOK(""), "xl/worksheets/s.xml", big, NULL};
    expect_fault(zip_of(a, parts), "quá lớn");
}

/* Cutting and flipping bytes must never crash, and rows before the damage may come. */
static void test_damage(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct made m = book_new();
    for (int r = 0; r < 50; r++)
        worksheet_write_string(m.ws, (lxw_row_t)r, 0, "Lò Văn An", NULL);
    struct str whole = book_done(a, &m);
    for (size_t i = 0; i < whole.n; i += 7) {
        char *copy = arena_dupn(a, whole.p, whole.n);
        copy[i] = (char)(copy[i] ^ 0x55);
        (void)dump_of(a, (struct str){copy, whole.n});
        (void)dump_of(a, (struct str){copy, i});
    }
}

/* Rows come whole where a piece ends in their middle. */
static void test_many_rows(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    enum { ROWS = 4000 };
    struct buf b = buf_in(a, 8 << 20);
    for (int i = 1; i <= ROWS; i++)
        buf_printf(
            &b, "<row><c t='inlineStr'><is><t>Lò %d</t></is></c><c><v>%d</v></c></row>", i, i);
    const char *fault;
    AUTO_SHEET *book = NULL;
    assert_int_equal(sheet_open(&book, one_sheet(a, b.p), &fault), OK);
    assert_int_equal(sheet_begin(book, 0), OK);
    struct sheet_row row;
    for (int i = 1; i <= ROWS; i++) {
        assert_int_equal(sheet_next(book, &row), OK);
        assert_int_equal(row.n, 2);
        assert_string_equal(row.v[0].text.p, arena_printf(a, "Lò %d", i));
        assert_int_equal((int)row.v[1].number, i);
    }
    assert_int_equal(sheet_next(book, &row), ERR_NOT_FOUND);
}

static void test_names(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    assert_string_equal(sheet_cell_name(a, 0, 2), "A2");
    assert_string_equal(sheet_cell_name(a, 25, 1), "Z1");
    assert_string_equal(sheet_cell_name(a, 26, 1), "AA1");
    assert_string_equal(sheet_cell_name(a, 511, 1), "SR1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_merged),
        cmocka_unit_test(test_odd_cells),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_text_tables),
        cmocka_unit_test(test_not_tables),
        cmocka_unit_test(test_bomb),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_many_rows),
        cmocka_unit_test(test_names),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
