// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Filling of Word templates: placeholders however Word cut them, sections of words, paragraphs and
 * rows, blanks, hostile values and hostile files, the page to print.
 */
#include "doc_help.h"

#include "arenatest.h"

#define P(x) "<w:p>" x "</w:p>"
#define R(x) "<w:r>" x "</w:r>"
#define T(x) "<w:t>" x "</w:t>"
#define PT(x) P(R(T(x)))
#define TC(x) "<w:tc>" x "</w:tc>"
#define TR(x) "<w:tr>" x "</w:tr>"

static struct doc *must_open(struct str docx)
{
    struct doc *d = NULL;
    struct doc_faults f;
    enum err e = doc_open(a, docx, &d, &f);
    if (e != OK)
        print_message("fault: %s\n", f.v[0].what);
    assert_int_equal(e, OK);
    return d;
}

/* The words of a filled body: paragraphs end with "/", rows with "|", a break is "~". */
static const char *words(const char *body, const struct val *data)
{
    struct str xml;
    assert_int_equal(
        doc_part(a, must_open(make_docx(a, body)), "word/document.xml", data, &xml), OK);
    static const struct {
        const char *tag, *sign;
    } signs[] = {{"</w:p>", "/"}, {"<w:p/>", "/"}, {"</w:tr>", "|"}, {"<w:br/>", "~"}};
    struct buf out = buf_in(a, 1 << 20);
    const char *body_at = strstr(xml.p, "<w:body>");
    for (const char *p = body_at ? body_at : ""; *p;) {
        if (*p != '<') {
            buf_putc(&out, *p++);
            continue;
        }
        for (size_t i = 0; i < COUNT(signs); i++)
            if (strncmp(p, signs[i].tag, strlen(signs[i].tag)) == 0)
                buf_puts(&out, signs[i].sign);
        p += strcspn(p, ">") + 1;
    }
    return out.p ? out.p : "";
}

static struct val *with(const char *key, const char *text)
{
    struct val *v = val_obj(a);
    val_text(v, key, text);
    return v;
}

static void faults_of(const char *body, struct doc_faults *f)
{
    struct doc *d = NULL;
    assert_int_equal(doc_open(a, make_docx(a, body), &d, f), ERR_INVALID);
    assert_null(d);
    assert_true(f->n > 0);
}

/* ---- placeholders ---------------------------------------------------------------------------- */

static void t_plain(void **state)
{
    (void)state;
    assert_string_equal(
        words(PT("Trẻ {{ho_ten}}, sinh"), with("ho_ten", "Sùng A Dế")), "Trẻ Sùng A Dế, sinh/");
    assert_string_equal(words(PT("{{ ho_ten }}{{ho_ten}}"), with("ho_ten", "An")), "AnAn/");
    assert_string_equal(
        words(PT("Không có ô nào } { {x}"), with("x", "1")), "Không có ô nào } { {x}/");
}

static void t_cut_into_runs(void **state)
{
    (void)state;
    const char *body = P(
        R("<w:rPr><w:b/></w:rPr>" T("Tên: {")) R(T("{ho")) "<w:proofErr w:type=\"x\"/>" R(T("_ten"))
            R("<w:rPr><w:i/></w:rPr>" T("}} và {{x}} sau")));
    struct val *v = with("ho_ten", "Nguyễn Thị Mừng");
    val_text(v, "x", "X");
    assert_string_equal(words(body, v), "Tên: Nguyễn Thị Mừng và X sau/");
    struct str xml;
    assert_int_equal(doc_part(a, must_open(make_docx(a, body)), "word/document.xml", v, &xml), OK);
    /* the format of the first run */
    assert_non_null(strstr(xml.p, "<w:b/></w:rPr><w:t xml:space=\"preserve\">Tên: </w:t><w:t "
                                  "xml:space=\"preserve\">Nguyễn Thị Mừng</w:t></w:r>"));
}

static void t_blank_and_lines(void **state)
{
    (void)state;
    assert_string_equal(words(PT("{{x}}"), val_obj(a)), DOC_BLANK "/");
    assert_string_equal(words(PT("{{x}}"), with("x", "  ")), DOC_BLANK "/");
    assert_string_equal(words(PT("{{a.b.c}}"), with("a", "chữ")), DOC_BLANK "/");
    assert_string_equal(
        words("<w:tbl>" TR(TC(PT("{{x}}")) TC(PT("{{x}} tuổi"))) "</w:tbl>", val_obj(a)),
        "/" DOC_BLANK " tuổi/|");
    assert_string_equal(words(PT("{{x}}"), with("x", "một\r\nhai\n\nba")), "một~hai~~ba/");
}

static void t_hostile_values(void **state)
{
    (void)state;
    assert_string_equal(
        words(PT("{{x}}"), with("x", "<w:p>&\"{{x}}")), "&lt;w:p&gt;&amp;&quot;{{x}}/");
    assert_string_equal(words(PT("{{x}}"), with("x", "a\x01\x0b\x7f\xff\xc3"
                                                     "b\xef\xbf\xbf")),
        "ab/");
}

static void t_dates(void **state)
{
    (void)state;
    struct val *v = val_obj(a);
    val_date(v, "d", "2026-02-05");
    val_date(v, "m", "2015-11");
    val_time(v, "t", 1795246200000); /* 21/11/2026 14:30 in Vietnam */
    assert_string_equal(words(PT("{{d}} ngày {{d.ngay}} tháng {{d.thang}} năm {{d.nam}}"), v),
        "05/02/2026 ngày 05 tháng 02 năm 2026/");
    assert_string_equal(
        words(PT("{{m.ngay}}-{{m.thang}}-{{m.nam}}"), v), DOC_BLANK_SHORT "-11-2015/");
    assert_string_equal(words(PT("{{t.gio}} ngày {{t.ngay}}/{{t.thang}}, {{d.gio}}"), v),
        "14 giờ 30 ngày 21/11, " DOC_BLANK_SHORT "/");
}

static void t_boxes(void **state)
{
    (void)state;
    struct val *v = val_obj(a), *many = val_list(a);
    val_code(v, "gt", "nu", "Nữ", "Female");
    val_bool(v, "co", true);
    val_bool(v, "khong", false);
    val_push(many, val_of_code(a, "a", "A", NULL));
    val_push(many, val_of_code(a, "b", "B", NULL));
    val_set(v, "nhieu", many);
    assert_string_equal(
        words(PT("{{☐gt=nam}} Nam {{☐gt=nu}} Nữ {{☐gt!=nam}}"), v), "☐ Nam ☒ Nữ ☒/");
    assert_string_equal(
        words(PT("{{☐co}}{{☐khong}}{{☐co=co}}{{☐khong=khong}}{{☐thieu}}"), v), "☒☐☒☒☐/");
    assert_string_equal(words(PT("{{☐nhieu=a}}{{☐nhieu=c}}{{nhieu}}"), v), "☒☐A; B/");
}

/* ---- sections -------------------------------------------------------------------------------- */

static struct val *two_rows(void)
{
    struct val *v = with("ten", "ngoài");
    val_text(val_add(v, "dong"), "viec", "khám");
    struct val *second = val_add(v, "dong");
    val_text(second, "viec", "tư vấn");
    val_text(second, "ten", "trong");
    return v;
}

static void t_rows_of_table(void **state)
{
    (void)state;
    const char *table = "<w:tbl>" TR(TC(PT("STT")) TC(PT("Việc")) TC(PT("Tên")))
        TR(TC(PT("{{#dong}}{{stt}}")) TC(PT("{{viec}}")) TC(PT("{{ten}}{{/dong}}"))) "</w:tbl>";
    assert_string_equal(words(table, two_rows()), "STT/Việc/Tên/|1/khám/ngoài/|2/tư vấn/trong/|");
    /* no rows: one to write on, without dots */
    assert_string_equal(words(table, val_obj(a)), "STT/Việc/Tên/|///|");
}

static void t_paragraphs(void **state)
{
    (void)state;
    const char *list = PT("{{#dong}}") PT("- {{viec}};") PT("{{/dong}}") PT("hết");
    assert_string_equal(words(list, two_rows()), "- khám;/- tư vấn;/hết/");
    assert_string_equal(words(list, val_obj(a)), "hết/");
    assert_string_equal(
        words(PT("{{?x}}A {{x}}") PT("B{{/x}}") PT("C"), with("x", "1")), "A 1/B/C/");
    assert_string_equal(words(PT("{{?x}}A {{x}}") PT("B{{/x}}") PT("C"), val_obj(a)), "C/");
}

static void t_words(void **state)
{
    (void)state;
    assert_string_equal(words(PT("Trẻ{{?x}} tên {{x}}{{/x}}."), with("x", "An")), "Trẻ tên An./");
    assert_string_equal(words(PT("Trẻ{{?x}} tên {{x}}{{/x}}."), val_obj(a)), "Trẻ./");
    assert_string_equal(
        words(PT("{{#dong}}{{viec}}, {{/dong}}hết"), two_rows()), "khám, tư vấn, hết/");
    /* a paragraph that its own condition emptied goes */
    assert_string_equal(words(PT("A") PT("{{?x}}chỉ khi có{{/x}}") PT("B"), val_obj(a)), "A/B/");
    /* but a cell keeps one */
    assert_string_equal(words("<w:tbl>" TR(TC(PT("{{?x}}có{{/x}}"))) "</w:tbl>", val_obj(a)), "/|");
}

static void t_code_sections(void **state)
{
    (void)state;
    struct val *v = val_obj(a);
    val_code(v, "kq", "dong_y", "Đồng ý", NULL);
    const char *body = PT("{{?kq=dong_y}}duyệt{{/kq}}{{?kq!=dong_y}}trả{{/kq}}");
    assert_string_equal(words(body, v), "duyệt/");
    assert_string_equal(words(body, val_obj(a)), "trả/");
}

static void t_not_set(void **state)
{
    (void)state;
    struct val *v = with("x", "1"), *ref = val_child(v, "ref");
    val_text(ref, "title", "Trạm y tế");
    val_bool(v, "khong", false);
    assert_string_equal(words(PT("{{^x}}a{{/x}}{{^y}}b{{/y}}{{^khong}}c{{/khong}}"), v), "bc/");
    assert_string_equal(words(PT("{{ref}} {{ref.title}}"), v), "Trạm y tế Trạm y tế/");
}

static void t_nested(void **state)
{
    (void)state;
    struct val *v = two_rows();
    struct val *row = val_add(v, "dong");
    struct val *in = val_list(a);
    val_push(in, val_of_text(a, "x"));
    val_push(in, val_of_text(a, "y"));
    val_set(row, "con", in);
    /* the inner condition was lifted to the row before the outer list was paired */
    const char *table = "<w:tbl>" TR(
        TC(PT("{{#dong}}{{?viec}}{{stt}}")) TC(PT("{{viec}}{{/viec}}{{/dong}}"))) "</w:tbl>";
    assert_string_equal(words(table, v), "1/khám/|2/tư vấn/|");
    assert_string_equal(
        words(PT("{{#dong}}[{{#con}}{{.}}{{stt}}{{/con}}]{{/dong}}"), v), "[][][x1y2]/");
    /* paragraphs inside one cell repeat inside it */
    assert_string_equal(
        words("<w:tbl>" TR(TC(PT("{{#dong}}") PT("{{stt}}") PT("{{/dong}}"))) "</w:tbl>", v),
        "1/2/3/|");
    /* rows from tag to tag, and none left: the table goes */
    const char *rows = "<w:tbl>" TR(TC(PT("{{?x}}1"))) TR(TC(PT("2{{/x}}"))) "</w:tbl>" PT("sau");
    assert_string_equal(words(rows, with("x", "1")), "1/|2/|sau/");
    assert_string_equal(words(rows, val_obj(a)), "sau/");
}

/* ---- faults ---------------------------------------------------------------------------------- */

static void t_faults(void **state)
{
    (void)state;
    static const struct {
        const char *body, *what;
    } cases[] = {
        {PT("Mở {{ho_ten mà quên"), "không có }} đóng"},
        {PT("{{ho_ten {{x}}"), "không có }} đóng"},
        {P(R(T("{{ho")) R("<w:tab/>") R(T("ten}}"))), "không có }} đóng"},
        {PT("{{Họ tên}}"), "{{Họ tên}}"},
        {PT("{{}}"), "{{}}"},
        {PT("{{a..b}}"), "{{a..b}}"},
        {PT("{{?x=}}1{{/x}}"), "{{?x=}}"},
        {PT("{{^x=a}}1{{/x}}"), "{{^x=a}}"},
        {PT("{{#dong}}"), "{{#dong}} chưa có ô đóng {{/dong}}"},
        {PT("{{/dong}}"), "chưa có ô nào mở"},
        {PT("{{#a}}{{#b}}{{/a}}{{/b}}"), "ô đang mở là {{#b}}"},
        {PT("{{#a}}") "<w:tbl>" TR(TC(PT("{{/a}}"))) "</w:tbl>", "hai bên của một bảng"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct doc_faults f;
        faults_of(cases[i].body, &f);
        if (!strstr(f.v[0].what, cases[i].what))
            print_message("case %zu: %s\n", i, f.v[0].what);
        assert_non_null(strstr(f.v[0].what, cases[i].what));
        assert_true(*f.v[0].para != 0);
    }
}

static bool known(void *ctx, const char *list, const char *name)
{
    (void)ctx;
    return list ? streq(list, "dong") && streq(name, "viec")
                : streq(name, "ten") || streq(name, "dong") || streq(name, "ngay");
}

static void t_check(void **state)
{
    (void)state;
    struct doc_faults f = {.n = 0};
    struct doc *d = must_open(make_docx(a,
        PT("{{ten}} {{ngay.thang}} {{viec}}") PT("{{#dong}}{{stt}}{{viec}}{{ten}}{{sai}}{{/dong}}")
            PT("{{?la}}{{/la}}{{ten.thang}}{{stt}}")));
    doc_check(a, d, known, NULL, &f);
    const char *expected[] = {"viec", "sai", "?la", "stt"};
    assert_int_equal(f.n, COUNT(expected));
    for (size_t i = 0; i < f.n; i++)
        assert_string_equal(f.v[i].tag, expected[i]);
    assert_string_equal(f.v[0].what, "Không có thông tin tên “viec”");
    assert_string_equal(f.v[0].para, "{{ten}} {{ngay.thang}} {{viec}}");
}

/* ---- hostile files --------------------------------------------------------------------------- */

static void refuses(struct str docx, const char *what)
{
    struct doc *d = NULL;
    struct doc_faults f;
    assert_int_equal(doc_open(a, docx, &d, &f), ERR_INVALID);
    assert_true(f.n > 0);
    if (!strstr(f.v[0].what, what))
        print_message("said: %s\n", f.v[0].what);
    assert_non_null(strstr(f.v[0].what, what));
}

static struct str with_entry(const char *name, const char *text)
{
    struct entry e[] = {
        {"word/document.xml", "<w:document " W_NS "><w:body/></w:document>"}, {name, text}};
    return make_zip(a, e, 2);
}

static struct str with_rel(const char *type, const char *target)
{
    const char *xml = arena_printf(a,
        "<Relationships><Relationship Id=\"1\" TargetMode=\"External\" Type=\"http://x/%s\""
        " Target=\"%s\"/></Relationships>",
        type, target);
    return with_entry("word/_rels/document.xml.rels", xml);
}

static void t_refused_files(void **state)
{
    (void)state;
    refuses(STR("không phải zip"), "Không phải tệp Word");
    refuses((struct str){"", 0}, "Không phải tệp Word");
    refuses(make_zip(a, &(struct entry){"a.txt", "x"}, 1), "Không phải tệp Word");
    refuses(make_zip(a, &(struct entry){"word/document.xml", "<w:document>"}, 1),
        "hỏng ở phần word/document.xml");
    refuses(make_zip(a,
                &(struct entry){"word/document.xml",
                    "<!DOCTYPE x [<!ENTITY e \"aaaa\">]><w:document>&e;</w:document>"},
                1),
        "hỏng ở phần");
    refuses(with_entry("word/vbaProject.bin", "x"), "macro");
    refuses(with_entry("../../etc/passwd", "x"), "không hợp lệ");
    refuses(with_rel("image", "http://theo.doi/x.png"), "từ nơi khác");
    refuses(with_rel("attachedTemplate", "http://x/a.dotm"), "từ nơi khác");
    must_open(with_rel("hyperlink", "http://x.vn/"));
    must_open(with_rel("attachedTemplate", "file:///C:\\x\\a.dotm"));
}

static void t_bombs(void **state)
{
    (void)state;
    size_t n = 3 << 20;
    char *zeros = arena_alloc(a, n + 1, 1);
    memset(zeros, ' ', n);
    refuses(with_entry("word/media/a.bin", zeros), "quá lớn");
    struct buf deep = buf_in(a, 1 << 20);
    for (int i = 0; i < 5000; i++)
        buf_puts(&deep, "<w:p>");
    refuses(with_entry("word/header1.xml", deep.p), "hỏng ở phần word/header1.xml");
}

static void t_too_big_output(void **state)
{
    (void)state;
    struct val *v = val_obj(a), *list = val_list(a);
    char *text = arena_alloc(a, 1001, 1);
    memset(text, 'x', 1000);
    for (int i = 0; i < 40000; i++)
        val_push(list, val_of_text(a, text));
    val_set(v, "l", list);
    struct str xml;
    assert_int_equal(
        doc_part(a, must_open(make_docx(a, PT("{{#l}}{{.}}{{/l}}"))), "word/document.xml", v, &xml),
        ERR_TOO_BIG);
}

/* ---- whole files ----------------------------------------------------------------------------- */

static void t_docx_again(void **state)
{
    (void)state;
    struct entry e[] = {{"[Content_Types].xml", "<Types/>"},
        {"word/document.xml", "<w:document " W_NS "><w:body>" PT("{{x}}") "</w:body></w:document>"},
        {"word/header1.xml", "<w:hdr " W_NS ">" PT("{{x}}") "</w:hdr>"}};
    struct doc *d = must_open(make_zip(a, e, 3));
    struct str one, two, xml;
    assert_int_equal(doc_docx(a, d, with("x", "{{y}}"), &one), OK);
    assert_int_equal(doc_docx(a, d, with("x", "{{y}}"), &two), OK);
    assert_true(str_eq(one, two));
    /* what was filled in is a template again, as it would be for a later reader */
    struct doc *filled = must_open(one);
    assert_int_equal(doc_part(a, filled, "word/header1.xml", with("y", "Z"), &xml), OK);
    assert_non_null(strstr(xml.p, ">Z<"));
    assert_int_equal(doc_part(a, filled, "word/none.xml", with("y", "Z"), &xml), ERR_NOT_FOUND);
}

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(t_plain, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_cut_into_runs, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_blank_and_lines, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_hostile_values, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_dates, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_boxes, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_rows_of_table, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_paragraphs, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_words, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_code_sections, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_not_set, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_nested, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_faults, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_check, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_refused_files, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_bombs, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_too_big_output, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(t_docx_again, open_arena, close_arena),
    };
    return cmocka_run_group_tests_name("doc", tests, NULL, NULL);
}
