// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Files of values and targets, and checks of data, on both databases: headings, words for units and
 * periods, what is refused and where, the same file twice; then what the checks find in them. Uses
 * measures of the pack of the program.
 */
#include "../fault/site.h"

#include "doc/doc.h"
#include "import/import.h"
#include "stat/stat.h"

#include <math.h>

/* ---- files ----------------------------------------------------------------------------------- */

struct told {
    struct ts *s;
    struct buf text;
};

static void tell(void *ctx, int64_t row, const char *where, const char *text)
{
    struct told *t = ctx;
    buf_printf(&t->text, "%lld %s %s\n", (long long)row, where, text);
}

static struct numbers_report bring(struct ts *s, enum person who, enum numbers_kind kind,
    struct str bytes, bool dry, const char **faults)
{
    struct told t = {s, buf_in(s->t.a, 1 << 16)};
    struct numbers_work w = {.site = s->site,
        .user = who == PEOPLE ? NULL : ts_user(s, who),
        .kind = kind,
        .bytes = bytes,
        .batch = "t.csv",
        .dry_run = dry,
        .fault = tell,
        .ctx = &t};
    struct numbers_report r;
    enum err e = import_numbers(&w, s->t.a, &r);
    if (e)
        fail_msg("import: %s %s", err_name(e), err_detail());
    *faults = t.text.n ? t.text.p : "";
    return r;
}

static const char data[] = "Bảng số liệu năm\n"
                           "Mã chỉ tiêu;Đơn vị;Kỳ;Giá trị;Giới tính;Căn cứ\n"
                           "dan_so;11;2023;645.000;;NGTK\n"
                           "dan_so;11;2023;330.000;nam;\n"
                           "dan_so;11;năm 2023;315.000;Nữ;\n"
                           "Dân số trung bình;Xã Mường Nhé, tỉnh Điện Biên;2025;9.000;Tổng số;\n"
                           "dan_so;3151;2025;8.000;;\n"
                           "khong_co;11;2023;1;;\n"
                           "dan_so;11;2023-13;1;;\n"
                           "dan_so;11;2023;nhiều;;\n"
                           "dan_so;Xã Trên Mây;2025;1;;\n"
                           "dan_so;11;2022;1,5;;\n"
                           "dan_so;11;2022;-1;;\n"
                           "dan_so;11;2022;100;đỏ;\n"
                           "dan_so;;2022;100;;\n"
                           "tu_vong_duoi_5;03151;2022;20;;\n";

static void good_rows_in_bad_rows_named(struct ts *s)
{
    const char *faults;
    int64_t n;
    const char *before = ts_print(s, &n);
    struct numbers_report r = bring(s, PEOPLE, NUMBERS_DATA, str_of(data), true, &faults);
    assert_string_equal(ts_print(s, &n), before);
    assert_int_equal(r.added, 5);
    r = bring(s, PEOPLE, NUMBERS_DATA, str_of(data), false, &faults);
    assert_null(r.fault);
    assert_int_equal(r.rows, 14);
    assert_int_equal(r.added, 5);
    assert_int_equal(r.bad, 9);
    static const char *const want[] = {"8 A8 Không có số liệu nào mã “khong_co”", "9 C9 ",
        "10 D10 ", "11 B11 Không rõ đơn vị", "12 D12 Phải là số nguyên", "13 D13 ",
        "14 E14 Phân tổ", "15 B15 Thiếu đơn vị", "16 B16 Số liệu này nhập cho cấp tỉnh"};
    for (size_t i = 0; i < COUNT(want); i++)
        if (!strstr(faults, want[i]))
            fail_msg("no “%s” in:\n%s", want[i], faults);
    assert_true(strstr(r.marked.p, "Cần sửa") && strstr(r.marked.p, "Xã Trên Mây"));
    r = bring(s, PEOPLE, NUMBERS_DATA, str_of(data), false, &faults);
    assert_int_equal(r.added + r.changed, 0);
    assert_int_equal(r.same, 5);
    assert_int_equal(ts_broken(s), 0);
}
SITE_TEST_FN(good_rows_in_bad_rows_named)

static void files_that_are_none(struct ts *s)
{
    static const struct {
        const char *text, *words;
    } T[] = {{"", "Không thấy dòng tiêu đề"}, {"a;b\n1;2\n", "Không thấy dòng tiêu đề"},
        {"don_vi;ky;gia_tri\n11;2023;5\n", "cột chỉ tiêu"},
        {"chi_tieu;don_vi;gia_tri\n11;2023;5\n", "cột kỳ"},
        {"chi_tieu;don_vi;ky\n11;2023;5\n", "cột giá trị"}};
    for (size_t i = 0; i < COUNT(T); i++) {
        const char *faults;
        struct numbers_report r = bring(s, PEOPLE, NUMBERS_DATA, str_of(T[i].text), false, &faults);
        if (!r.fault || !strstr(r.fault, T[i].words))
            fail_msg("%zu: %s", i, r.fault ? r.fault : "-");
    }
}
SITE_TEST_FN(files_that_are_none)

/* A workbook with a column for each measure. */
static void a_wide_workbook(struct ts *s)
{
    static const struct doc_col cols[] = {{"unit", "Đơn vị", VK_TEXT, 0},
        {"year", "Năm", VK_INT, 0}, {"a", "tre_duoi_5_can", VK_INT, 0},
        {"b", "tre_nhe_can", VK_INT, 0}};
    struct val *rows = val_list(s->t.a);
    for (int i = 0; i < 3; i++) {
        struct val *x = val_append(rows);
        val_text(x, "unit", i == 0 ? "03151" : i == 1 ? "03158" : "03160");
        val_int(x, "year", 2025);
        val_int(x, "a", 100 + i);
        if (i != 2)
            val_int(x, "b", 10 + i);
    }
    struct doc_rows ctx = {.list = rows};
    struct doc_sheet sheet = {
        .name = "Số liệu", .cols = cols, .n_cols = COUNT(cols), .next = doc_rows_next, .ctx = &ctx};
    struct str bytes;
    const char *faults;
    assert_int_equal(doc_xlsx(s->t.a, &sheet, &bytes), OK);
    struct numbers_report r = bring(s, PROVINCE_OFFICER, NUMBERS_DATA, bytes, false, &faults);
    if (r.fault || r.bad)
        fail_msg("%s %s", r.fault ? r.fault : "", faults);
    assert_int_equal(r.rows, 3);
    assert_int_equal(r.added, 5);
    assert_int_equal(
        ts_count(s, "SELECT count(*) FROM stat_value WHERE measure = 'tre_nhe_can'"), 2);
}
SITE_TEST_FN(a_wide_workbook)

/* Many more rows than a chunk: none is lost or torn at its ends. */
static void a_long_table(struct ts *s)
{
    enum { ROWS = 45000 };
    struct buf b = buf_in(s->t.a, 4 << 20);
    buf_puts(&b, "measure,unit,period,value\n");
    for (int i = 0; i < ROWS; i++)
        buf_printf(&b, "tre_thap_coi,%s,%d,%d\n", i % 2 ? "03151" : "03158", 1999 + i % 50 / 2,
            (i % 50) + 1);
    const char *faults;
    struct numbers_report r = bring(s, PEOPLE, NUMBERS_DATA, buf_view(&b), false, &faults);
    assert_int_equal(r.rows, ROWS);
    assert_int_equal(r.bad, 0);
    assert_int_equal(r.added, 50);
    assert_int_equal(r.added + r.same, ROWS);
}
SITE_TEST_FN(a_long_table)

static void targets_from_a_file(struct ts *s)
{
    static const char text[] = "Chỉ tiêu;Đơn vị;Năm;Mục tiêu;Phép so;Giá trị gốc;Năm gốc;Văn bản\n"
                               "tu_vong_duoi_5;11;2026;25,5;<=;30;2021;KH 1\n"
                               "tu_vong_duoi_5;11;;25;;;;\n"
                               "tu_vong_duoi_5;11;2027;25;=>;;;\n"
                               "khong_co;11;2027;25;;;;\n"
                               "tu_vong_duoi_5;11;2028;25;;;2030;\n";
    const char *faults;
    struct numbers_report r =
        bring(s, PROVINCE_OFFICER, NUMBERS_TARGETS, str_of(text), false, &faults);
    assert_int_equal(r.added, 1);
    assert_int_equal(r.bad, 4);
    static const char *const want[] = {
        "3 C3 Mục tiêu thiếu năm", "4 E4 Phép so", "5 A5 Không có chỉ tiêu", "6 "};
    for (size_t i = 0; i < COUNT(want); i++)
        if (!strstr(faults, want[i]))
            fail_msg("no “%s” in:\n%s", want[i], faults);
    r = bring(s, PROVINCE_OFFICER, NUMBERS_TARGETS, str_of(text), false, &faults);
    assert_int_equal(r.same, 1);
    r = bring(s, OFFICER, NUMBERS_TARGETS, str_of(text), false, &faults);
    assert_int_equal(r.bad, 5);
}
SITE_TEST_FN(targets_from_a_file)

/* ---- checks ---------------------------------------------------------------------------------- */

static struct period year(struct ts *s, const char *id)
{
    struct period p;
    assert_null(period_parse(s->t.a, str_of(id), REGIME_CALENDAR, &p));
    return p;
}

static const struct stat_check *found(
    const struct stat_check *v, size_t n, enum stat_check_kind kind, const char *words)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].kind == kind && strstr(v[i].text, words))
            return &v[i];
    return NULL;
}

static void run_checks(struct ts *s, const char *measure, const char *indicator, const char *when,
    struct stat_check **v, size_t *n)
{
    struct act *act = ts_act(s, PROVINCE_OFFICER, false);
    const struct measure *m = pack_measure(s->site->pack, measure);
    const struct indicator *i = indicator ? pack_indicator(s->site->pack, indicator) : NULL;
    assert_non_null(m);
    assert_true(i || !indicator);
    struct stat_check_ask ask = {.unit = PROVINCE,
        .map = 20261101,
        .period = year(s, when),
        .measures = &m,
        .nmeasures = 1,
        .indicators = &i,
        .nindicators = indicator != NULL};
    enum err e = stat_checks(act, &ask, v, n);
    if (e)
        fail_msg("checks: %s %s", err_name(e), err_detail());
    act_end(act);
}

static void what_is_missing_or_does_not_fit(struct ts *s)
{
    static const char text[] = "measure;unit;period;value;gioi_tinh\n"
                               "dan_so;03151;2026;8000;\n"
                               "dan_so;03158;2026;7000;\n"
                               "dan_so;03158;2026;3000;nam\n"
                               "dan_so;03158;2026;3500;nu\n";
    const char *faults;
    assert_int_equal(bring(s, PEOPLE, NUMBERS_DATA, str_of(text), false, &faults).added, 4);
    struct stat_check *v;
    size_t n;
    run_checks(s, "dan_so", NULL, "2026", &v, &n);
    const struct stat_check *c = found(v, n, CHECK_MISSING, "đơn vị chưa có số liệu");
    assert_non_null(c);
    assert_int_equal(c->of - c->units, 2);
    assert_false(c->grave);
    c = found(v, n, CHECK_CONTRADICTION, "khác tổng theo Giới tính 6.500");
    assert_non_null(c);
    assert_true(c->grave && v[0].grave);
    assert_string_equal(c->unit->code, "03158");
    run_checks(s, "dan_so", NULL, "2026-Q1", &v, &n); /* a yearly number is not owed */
    assert_null(found(v, n, CHECK_MISSING, ""));
}
SITE_TEST_FN(what_is_missing_or_does_not_fit)

/* Every commune about the same, one wild; the province doubled; one numerator too great. */
static void what_is_far(struct ts *s)
{
    struct act *act = ts_act(s, PEOPLE, false);
    size_t nu;
    const struct unit **u =
        unit_children(act->units, s->t.a, PROVINCE, 20261101, UNIT_COMMUNE, &nu);
    struct buf b = buf_in(s->t.a, 1 << 20);
    buf_puts(&b, "unit;period;tcmr_du_duoi_1;tcmr_duoi_1\n");
    for (size_t i = 0; i < nu; i++) {
        buf_printf(&b, "%s;2026;%d;%d\n", u[i]->code,
            i == 3   ? 20
            : i == 5 ? 101
                     : 88 + (int)(i % 9),
            100);
        buf_printf(&b, "%s;2025;%d;%d\n", u[i]->code, 30, 100);
    }
    const char *third = arena_dup(s->t.a, u[3]->code), *fifth = arena_dup(s->t.a, u[5]->code);
    act_end(act);
    const char *faults;
    struct numbers_report r = bring(s, PEOPLE, NUMBERS_DATA, buf_view(&b), false, &faults);
    assert_int_equal(r.bad, 0);
    const struct pack *p = s->site->pack;
    const char *id = NULL;
    for (size_t i = 0; i < p->nindicators; i++)
        if (streq(expr_text(p->indicators[i].numerator), "tcmr_du_duoi_1"))
            id = p->indicators[i].id;
    assert_non_null(id);
    struct stat_check *v;
    size_t n;
    run_checks(s, "tcmr_du_duoi_1", id, "2026", &v, &n);
    const struct stat_check *c = found(v, n, CHECK_OUTLIER, "các đơn vị cùng cấp");
    assert_non_null(c);
    assert_string_equal(c->unit->code, third);
    c = found(v, n, CHECK_CHANGE, "tăng");
    assert_non_null(c);
    assert_string_equal(c->unit->code, PROVINCE);
    c = found(v, n, CHECK_CONTRADICTION, "tử số 101 lớn hơn mẫu số 100");
    assert_non_null(c);
    assert_string_equal(c->unit->code, fifth);
    assert_null(found(v, n, CHECK_MISSING, ""));
    /* More than planned may be spent: where the pack says so it is no contradiction. */
    bool *over = (bool *)(uintptr_t)&pack_indicator(p, id)->over;
    *over = true;
    run_checks(s, "tcmr_du_duoi_1", id, "2026", &v, &n);
    *over = false;
    assert_null(found(v, n, CHECK_CONTRADICTION, "lớn hơn mẫu số"));
}
SITE_TEST_FN(what_is_far)

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {
        SITE_TEST(good_rows_in_bad_rows_named),
        SITE_TEST(files_that_are_none),
        SITE_TEST(a_wide_workbook),
        SITE_TEST(a_long_table),
        SITE_TEST(targets_from_a_file),
        SITE_TEST(what_is_missing_or_does_not_fit),
        SITE_TEST(what_is_far),
    };
    return cmocka_run_group_tests(tests, NULL, ts_end);
}
