// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The other outputs of doc: blocks of the page to print, spreadsheets.
 */
#include "doc_help.h"

#include "arenatest.h"

/* ---- paper ----------------------------------------------------------------------------------- */

static const char styles[] =
    "<w:styles " W_NS
    "><w:style w:styleId=\"Normal\"><w:pPr><w:jc w:val=\"both\"/></w:pPr></w:style>"
    "<w:style w:styleId=\"Ten\"><w:basedOn w:val=\"Goc\"/><w:rPr><w:b/></w:rPr></w:style>"
    "<w:style w:styleId=\"Goc\"><w:basedOn w:val=\"Ten\"/><w:pPr><w:jc w:val=\"center\"/></w:pPr>"
    "<w:rPr><w:sz w:val=\"22\"/></w:rPr></w:style></w:styles>";

static const struct val *paper_of(const char *body, const struct val *data)
{
    struct entry e[] = {{"word/styles.xml", styles},
        {"word/document.xml",
            arena_printf(a, "<w:document " W_NS "><w:body>%s</w:body></w:document>", body)}};
    struct doc *d;
    struct doc_faults f;
    struct val *list = NULL;
    assert_int_equal(doc_open(a, make_zip(a, e, 2), &d, &f), OK);
    assert_int_equal(doc_paper(a, d, data, &list), OK);
    return list;
}

static const char *text_at(const struct val *v, const char *key)
{
    return val_plain(a, val_get(v, key), LANG_VI);
}

static void t_paragraph_looks(void **state)
{
    (void)state;
    struct val *v = val_obj(a);
    val_text(v, "x", "một\nhai");
    const struct val *list =
        paper_of("<w:p><w:pPr><w:pStyle "
                 "w:val=\"Ten\"/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t>{{x}}</w:t></w:r>"
                 "<w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>&lt;sau&gt;</w:t></w:r></w:p>",
            v);
    assert_int_equal(val_count(list), 1);
    const struct val *p = val_get(val_at(list, 0), "p"), *runs = val_get(p, "runs");
    assert_string_equal(text_at(p, "cls"), "c sm"); /* from a style based on a style, in a circle */
    assert_int_equal(val_count(runs), 4);
    assert_string_equal(text_at(val_at(runs, 0), "cls"), "b i");
    assert_string_equal(text_at(val_at(runs, 0), "text"), "một");
    assert_int_equal(val_value(val_get(val_at(runs, 1), "br")).i, 1);
    assert_string_equal(text_at(val_at(runs, 3), "cls"), "");
    assert_string_equal(text_at(val_at(runs, 3), "text"), "<sau>");
}

static void t_rule(void **state)
{
    (void)state;
    const struct val *list = paper_of(
        "<w:p><w:pPr><w:pBdr><w:top w:val=\"single\"/></w:pBdr>"
        "<w:ind w:left=\"2000\" w:right=\"2000\"/></w:pPr></w:p><w:sectPr><w:pgSz w:w=\"12000\"/>"
        "<w:pgMar w:left=\"1000\" w:right=\"1000\"/></w:sectPr>",
        val_obj(a));
    assert_int_equal(val_count(list), 1);
    assert_int_equal(val_value(val_get(val_get(val_at(list, 0), "p"), "rule")).i, 60);
}

static void t_tables(void **state)
{
    (void)state;
    struct val *v = val_obj(a);
    val_text(val_add(v, "l"), "x", "1");
    val_text(val_add(v, "l"), "x", "2");
    const struct val *list = paper_of(
        "<w:tbl><w:tblPr><w:tblBorders/></w:tblPr><w:tblGrid><w:gridCol w:w=\"3000\"/>"
        "<w:gridCol w:w=\"1000\"/></w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr>"
        "<w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>Đầu</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>{{#l}}{{x}}</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>{{/l}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        v);
    const struct val *t = val_get(val_at(list, 0), "table"), *rows = val_get(t, "rows");
    assert_int_equal(val_value(val_get(val_at(val_get(t, "cols"), 0), "w")).i, 75);
    assert_int_equal(val_value(val_get(t, "grid")).i, 1);
    assert_int_equal(val_count(rows), 3);
    assert_int_equal(val_value(val_get(val_at(rows, 0), "head")).i, 1);
    const struct val *cell = val_at(val_get(val_at(rows, 0), "cells"), 0);
    assert_int_equal(val_value(val_get(cell, "span")).i, 2);
    cell = val_at(val_get(val_at(rows, 2), "cells"), 0);
    const struct val *run = val_at(val_get(val_at(val_get(cell, "ps"), 0), "runs"), 0);
    assert_string_equal(text_at(run, "text"), "2");
}

/* ---- xlsx ------------------------------------------------------------------------------------ */

static const char *entry_text(struct str bytes, const char *name)
{
    zip_source_t *src = zip_source_buffer_create(bytes.p, bytes.n, 0, NULL);
    zip_t *z = zip_open_from_source(src, ZIP_RDONLY, NULL);
    assert_non_null(z);
    zip_stat_t st;
    assert_int_equal(zip_stat(z, name, 0, &st), 0);
    char *p = arena_alloc(a, st.size + 1, 1);
    zip_file_t *f = zip_fopen(z, name, 0);
    assert_int_equal(zip_fread(f, p, st.size), st.size);
    zip_fclose(f);
    zip_discard(z);
    return p;
}

static const struct doc_col cols[] = {
    {"ten", "Họ và tên", VK_TEXT, 0},
    {"sinh", "Ngày sinh", VK_DATE, 0},
    {"so", "Số lần", VK_INT, 0},
    {"tien", "Kinh phí", VK_MONEY, 0},
    {"ty_le", "Tỷ lệ", VK_REAL, 0},
    {"luc", "Nhận tin lúc", VK_TIME, 0},
    {"muc", "Mức", VK_CODE, 0},
};

static struct str sheet_of(struct val *list, const char *name)
{
    struct doc_rows rows = {list, 0};
    struct doc_sheet s = {name, "Danh sách trẻ em", cols, COUNT(cols), doc_rows_next, &rows};
    struct str out = {NULL, 0};
    assert_int_equal(doc_xlsx(a, &s, &out), OK);
    return out;
}

static struct val *some_rows(void)
{
    struct val *list = val_list(a), *r = val_append(list);
    val_text(r, "ten", "=HYPERLINK(\"http://x\")");
    val_date(r, "sinh", "2015-11-21");
    val_int(r, "so", 3);
    val_money(r, "tien", 96245000000);
    val_real(r, "ty_le", 12.5);
    val_time(r, "luc", 1795246200000);
    val_code(r, "muc", "cao", "Cao", "High");
    r = val_append(list);
    val_text(r, "ten", "Sùng A Dế");
    val_date(r, "sinh", "2015");
    return list;
}

static void t_cells(void **state)
{
    (void)state;
    const char *xml =
        entry_text(sheet_of(some_rows(), "Trẻ em: [2026]/xã"), "xl/worksheets/sheet1.xml");
    assert_null(strstr(xml, "<f>")); /* no formula */
    assert_non_null(strstr(xml, "=HYPERLINK("));
    assert_non_null(strstr(xml, "<v>42329</v>")); /* 21/11/2015 */
    assert_non_null(strstr(xml, "<v>3</v>"));
    assert_non_null(strstr(xml, "<v>96245000000</v>"));
    assert_non_null(strstr(xml, "<v>12.5</v>"));
    assert_non_null(strstr(xml, "<v>46347.604166")); /* 21/11/2026 14:30 in Vietnam */
    assert_non_null(strstr(xml, ">Cao<"));
    assert_non_null(strstr(xml, ">2015<")); /* a year is no date of Excel */
    assert_non_null(strstr(xml, "topLeftCell=\"A4\""));
    assert_non_null(strstr(xml, "<autoFilter ref=\"A3:G5\"/>"));
}

static void t_sheet_again(void **state)
{
    (void)state;
    struct str one = sheet_of(some_rows(), "a"), two = sheet_of(some_rows(), "a");
    assert_true(str_eq(one, two));
    assert_non_null(strstr(
        entry_text(sheet_of(val_list(a), "Trẻ em: [2026]/xã có tên rất là dài"), "xl/workbook.xml"),
        "name=\"Trẻ em   2026  xã có tên rất là\""));
}

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(t_paragraph_looks, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_rule, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_tables, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_cells, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_sheet_again, open_arena, close_arena),
    };
    return cmocka_run_group_tests_name("doc_out", tests, NULL, NULL);
}
