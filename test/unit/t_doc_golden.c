// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The pack's templates filled with sample records, compared with the .xml files of test/golden/doc:
 * the body, one paragraph, cell or row a line. MANG_GOLDEN_UPDATE=1 writes the files anew; look at
 * the difference before committing it. Run from the root of the tree.
 */
#include "doc_help.h"

#include "golden.h"

static const struct form {
    const char *name, *sample;
} forms[] = {
    {"mau_01", "sample"},
    {"mau_02", "sample"},
    {"mau_03", "sample"},
    {"bien_ban_hop", "sample"},
    {"mau_04", "sample"},
    {"mau_05", "sample"},
    {"mau_06", "sample"},
    {"mau_07", "sample"},
    {"mau_10", "sample_cstt"},
    {"mau_11", "sample_cstt"},
    {"mau_12", "sample_cstt"},
    {"mau_13", "sample_cstt"},
};

static struct doc *open_form(struct arena *a, const struct form *f)
{
    struct doc *d = NULL;
    struct doc_faults faults;
    struct str docx = read_file(a, arena_printf(a, "packs/vn/documents/%s.docx", f->name));
    assert_non_null(docx.p);
    if (doc_open(a, docx, &d, &faults) != OK)
        fail_msg("%s: %s (%s)", f->name, faults.v[0].what, faults.v[0].para);
    return d;
}

static struct val *sample_of(struct arena *a, const struct form *f)
{
    struct val *v = json_file(a, arena_printf(a, "test/golden/doc/%s.json", f->sample));
    assert_non_null(v);
    return v;
}

static void t_filled(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        AUTO_ARENA *a = arena_open();
        struct str xml;
        assert_int_equal(doc_part(a, open_form(a, &forms[i]), "word/document.xml",
                             sample_of(a, &forms[i]), &xml),
            OK);
        assert_null(strstr(xml.p, "{{"));
        const char *path = arena_printf(a, "test/golden/doc/%s.xml", forms[i].name);
        golden_compare(a, path, golden_pretty(a, xml));
    }
}

/* A form to fill in by hand: nothing is left of the placeholders. */
static void t_empty(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        AUTO_ARENA *a = arena_open();
        struct str xml, docx;
        struct val *page;
        struct doc *d = open_form(a, &forms[i]);
        assert_int_equal(doc_part(a, d, "word/document.xml", val_obj(a), &xml), OK);
        assert_null(strstr(xml.p, "{{"));
        assert_null(strstr(xml.p, "☒"));
        assert_non_null(strstr(xml.p, DOC_BLANK));
        assert_int_equal(doc_docx(a, d, val_obj(a), &docx), OK);
        assert_int_equal(doc_paper(a, d, val_obj(a), &page), OK);
        assert_true(val_count(page) > 10);
    }
}

/* The heading of Decree 30: Word breaks the national title after "VIỆT" in its default split. */
static void t_heading_widths(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        AUTO_ARENA *a = arena_open();
        struct str xml;
        assert_int_equal(
            doc_part(a, open_form(a, &forms[i]), "word/document.xml", val_obj(a), &xml), OK);
        const char *title = strstr(xml.p, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
        assert_non_null(title);
        const char *grid = strstr(xml.p, "<w:gridCol w:w=\"3400\"/><w:gridCol w:w=\"5954\"/>");
        assert_true(grid && grid < title);
    }
}

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t_filled),
        cmocka_unit_test(t_empty),
        cmocka_unit_test(t_heading_widths),
    };
    return cmocka_run_group_tests_name("doc_golden", tests, NULL, NULL);
}
