// SPDX-License-Identifier: AGPL-3.0-or-later
/* Words of reports, prose with fields, due days: what needs no database. */
#include "arenatest.h"

#include "report/report_int.h"

#include <math.h>

static const struct indicator kids = {.id = "tre_em", .unit = {.vi = "trẻ"}, .factor = 1},
                              rate = {.id = "ty_le",
                                  .unit = {.vi = "%"},
                                  .factor = 100,
                                  .decimals = 2},
                              deaths = {.id = "tu_vong",
                                  .unit = {.vi = "‰"},
                                  .factor = 1000,
                                  .decimals = 1,
                                  .good = GOOD_DOWN},
                              drowned = {.id = "duoi_nuoc",
                                  .unit = {.vi = "trên 100.000 trẻ"},
                                  .factor = 100000,
                                  .decimals = 2},
                              money = {.id = "tien", .unit = {.vi = "đồng"}, .factor = 1};

/* ---- words ----------------------------------------------------------------------------------- */

static void values_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const struct indicator *i;
        double v;
        const char *text;
    } cases[] = {{&kids, 182450, "182.450"}, {&kids, 0, "0"}, {&kids, 1234567, "1.234.567"},
        {&rate, 32.9, "32,9%"}, {&rate, 100, "100%"}, {&rate, 6.551, "6,55%"}, {&rate, 0.004, "0%"},
        {&deaths, 9.5, "9,5‰"}, {&drowned, 4.5, "4,5 trên 100.000 trẻ"},
        {&money, 96245000000, "96,245 tỷ đồng"}, {&money, 15500000, "15,5 triệu đồng"},
        {&money, 540000, "540.000 đồng"}, {&money, 35e9, "35 tỷ đồng"}, {&kids, NAN, ""}};
    for (size_t k = 0; k < COUNT(cases); k++)
        assert_string_equal(say_value(a, cases[k].i, cases[k].v), cases[k].text);
}

static void changes_keep_points_and_percent_apart(void **state)
{
    (void)state;
    static const struct {
        const struct indicator *i;
        double from, to;
        const char *text;
    } cases[] = {{&rate, 25.2, 31.75, "tăng 6,55 điểm %"}, {&rate, 40.6, 32.9, "giảm 7,7 điểm %"},
        {&kids, 10000, 10655, "tăng 655 trẻ (6,55%)"}, {&kids, 375, 363, "giảm 12 trẻ (3,2%)"},
        {&kids, 0, 12, "tăng 12 trẻ"}, {&kids, 12, 0, "giảm 12 trẻ (100%)"},
        {&kids, 7, 7, "không đổi"}, {&rate, 12.341, 12.344, "không đổi"},
        {&deaths, 9.5, 8.3, "giảm 1,2 điểm ‰"}, {&drowned, 4.5, 4.25, "giảm 0,25 trên 100.000 trẻ"},
        {&money, 35e9, 96245000000, "tăng 61,245 tỷ đồng (174,99%)"}};
    for (size_t k = 0; k < COUNT(cases); k++)
        assert_string_equal(say_change(a, cases[k].i, cases[k].from, cases[k].to), cases[k].text);
    assert_null(say_change(a, &kids, NAN, 3));
    assert_null(say_change(a, &kids, 3, NAN));
}

static void plans_are_told_by_the_way_of_the_target(void **state)
{
    (void)state;
    static const struct {
        const struct indicator *i;
        double now, target;
        enum target_op op;
        const char *plan, *target_text, *sign;
    } cases[] = {
        {&money, 96250000000, 35e9, TARGET_GE, "đạt 275% kế hoạch", "từ 35 tỷ đồng trở lên",
            "≥ 35 tỷ đồng"},
        {&rate, 97.5, 95, TARGET_GE, "đạt 102,6% kế hoạch", "từ 95% trở lên", "≥ 95%"},
        {&rate, 47.5, 95, TARGET_GT, "đạt 50% kế hoạch", "trên 95%", "> 95%"},
        {&deaths, 9.2, 9.5, TARGET_LT, "đạt kế hoạch (dưới 9,5‰)", "dưới 9,5‰", "< 9,5‰"},
        {&deaths, 9.5, 9.5, TARGET_LT, "chưa đạt kế hoạch (dưới 9,5‰)", "dưới 9,5‰", "< 9,5‰"},
        {&rate, 4, 4, TARGET_LE, "đạt kế hoạch (không quá 4%)", "không quá 4%", "≤ 4%"},
        {&kids, 24, 24, TARGET_EQ, "đạt 100% kế hoạch", "24", "24"},
    };
    for (size_t k = 0; k < COUNT(cases); k++) {
        struct say_number n = {.indicator = cases[k].i,
            .now = cases[k].now,
            .target = cases[k].target,
            .op = cases[k].op};
        assert_string_equal(say_words(a, &n, FORM_PLAN), cases[k].plan);
        assert_string_equal(say_words(a, &n, FORM_TARGET), cases[k].target_text);
        assert_string_equal(say_target(a, &n), cases[k].sign);
    }
    struct say_number none = {.indicator = &rate, .now = 3, .target = NAN};
    assert_null(say_words(a, &none, FORM_PLAN));
    assert_null(say_words(a, &none, FORM_TARGET));
    struct say_number zero = {.indicator = &kids, .now = 3, .target = 0, .op = TARGET_GE};
    assert_null(say_words(a, &zero, FORM_PLAN));
}

/* ---- sentences ------------------------------------------------------------------------------- */

static struct say say_of(double now, double was)
{
    struct say_number *v = NEW_N(a, struct say_number, 2);
    static const struct say_text texts[] = {{"don_vi", "xã Mường Phăng"}, {"nam", "2026"}};
    v[0] = (struct say_number){
        .indicator = &kids, .now = now, .last_year = was, .before = NAN, .target = NAN};
    v[1] = (struct say_number){
        .indicator = &rate, .now = 31.75, .last_year = 25.2, .before = NAN, .target = NAN};
    return (struct say){.a = a, .v = v, .n = 2, .texts = texts, .ntexts = COUNT(texts)};
}

#define SENTENCE                                                                                        \
    "{don_vi} có {tre_em} trẻ em[, chiếm {ty_le} dân số]. [So với cùng kỳ, số trẻ em " \
    "{tre_em|cung_ky}.] [Kỳ trước: {tre_em|ky_truoc}.] Tại {don_vi}, năm {nam}."

static void sentences_leave_out_what_is_not_known(void **state)
{
    (void)state;
    struct say s = say_of(1234, 1200), unknown = say_of(NAN, 1200);
    assert_string_equal(say_draft(&s, SENTENCE),
        "Xã Mường Phăng có ⟦tre_em: 1.234⟧ trẻ em, chiếm ⟦ty_le: 31,75%⟧ dân số. So với cùng kỳ, "
        "số trẻ em ⟦tre_em|cung_ky: tăng 34 trẻ (2,83%)⟧. Tại xã Mường Phăng, năm 2026.");
    assert_string_equal(say_draft(&unknown, SENTENCE),
        "Xã Mường Phăng có ⟦tre_em: ……⟧ trẻ em, chiếm ⟦ty_le: 31,75%⟧ dân số. Tại xã Mường Phăng, "
        "năm 2026.");
    assert_string_equal(say_title(&s, "Kết quả 9 tháng đầu năm {nam} của {don_vi}"),
        "Kết quả 9 tháng đầu năm 2026 của xã Mường Phăng");
    assert_string_equal(say_draft(&s, "{khong_co} và {tre_em|sai}"), "{khong_co} và {tre_em|sai}");
    assert_string_equal(say_draft(&s, ""), "");
    assert_string_equal(say_draft(&s, "[mở không đóng {tre_em}"), "mở không đóng ⟦tre_em: 1.234⟧");
}

/* ---- prose ----------------------------------------------------------------------------------- */

static struct prose_faults faults;

static const char *renewed(const char *kept, const char *draft)
{
    struct say s = say_of(1300, 1200);
    faults.n = 0;
    return prose_renew(&s, kept, draft, &faults);
}

static void fields_are_renewed_and_words_left_alone(void **state)
{
    (void)state;
    assert_string_equal(
        renewed("Chữ của tôi  [giữ {nguyên}] ⟦tre_em: 1.234⟧; và ⟦ tre_em|cung_ky : tăng⟧.\n\nHết",
            NULL),
        "Chữ của tôi  [giữ {nguyên}] ⟦tre_em: 1.300⟧; và ⟦tre_em|cung_ky: tăng 100 trẻ "
        "(8,33%)⟧.\n\nHết");
    assert_int_equal(faults.n, 0);
    assert_string_equal(
        renewed("⟦tre_em: 99⟧⟦tre_em: 99⟧", NULL), "⟦tre_em: 1.300⟧⟦tre_em: 1.300⟧");
    assert_string_equal(renewed("", NULL), "");
    assert_string_equal(renewed("không có số", NULL), "không có số");
}

static void damage_is_told_and_nothing_is_lost(void **state)
{
    (void)state;
    static const struct {
        const char *kept;
        size_t n;
        enum prose_fault_kind kind;
        const char *name;
    } cases[] = {{"có ⟦tre_em: 1.234 trẻ em", 1, PROSE_BROKEN, "⟦tre_em: 1.234 trẻ em"},
        {"có tre_em: 1.234⟧ trẻ", 1, PROSE_BROKEN, "⟧ trẻ"},
        {"có ⟦1.234⟧ trẻ", 1, PROSE_BROKEN, "⟦1.234⟧ trẻ"}, {"có ⟦⟧", 1, PROSE_BROKEN, "⟦⟧"},
        {"có ⟦: 5⟧", 1, PROSE_BROKEN, "⟦: 5⟧"}, {"có ⟦tre_emm: 5⟧", 1, PROSE_UNKNOWN, "tre_emm"},
        {"có ⟦tre_em|sai: 5⟧", 1, PROSE_UNKNOWN, "tre_em|sai"},
        {"một ⟦tre_em: 5\nhai⟧", 2, PROSE_BROKEN, "⟦tre_em: 5"}};
    for (size_t k = 0; k < COUNT(cases); k++) {
        assert_string_equal(renewed(cases[k].kept, NULL), cases[k].kept);
        assert_int_equal(faults.n, cases[k].n);
        assert_int_equal(faults.v[0].kind, cases[k].kind);
        assert_string_equal(faults.v[0].name, cases[k].name);
    }
    assert_string_equal(renewed("⟦hỏng ⟦tre_em: 1⟧", NULL), "⟦hỏng ⟦tre_em: 1.300⟧");
    assert_int_equal(faults.n, 1);
}

static void a_deleted_field_is_offered_again(void **state)
{
    (void)state;
    struct say s = say_of(1300, 1200);
    const char *draft = say_draft(&s, SENTENCE);
    const char *kept = "Tôi viết lại: tỷ lệ là ⟦ty_le: 31,75%⟧.";
    assert_string_equal(renewed(kept, draft), kept);
    assert_int_equal(faults.n, 2);
    assert_int_equal(faults.v[0].kind, PROSE_MISSING);
    assert_string_equal(faults.v[0].name, "tre_em");
    assert_string_equal(
        prose_plain(a, faults.v[0].text), "Xã Mường Phăng có 1.300 trẻ em, chiếm 31,75% dân số.");
    assert_string_equal(faults.v[1].name, "tre_em|cung_ky");
    const char *more = prose_offer(&s, kept, draft);
    assert_string_equal(prose_plain(a, more),
        "Tôi viết lại: tỷ lệ là 31,75%. Xã Mường Phăng có 1.300 trẻ em, chiếm 31,75% dân số. So "
        "với cùng kỳ, số trẻ em tăng 100 trẻ (8,33%).");
    assert_string_equal(renewed(more, draft), more);
    assert_int_equal(faults.n, 0);
    assert_string_equal(prose_offer(&s, more, draft), more);
}

static void print_has_the_numbers_alone(void **state)
{
    (void)state;
    assert_string_equal(prose_plain(a, "Có ⟦tre_em: 1.234⟧ trẻ, ⟦tre_em|cung_ky: tăng 3 trẻ⟧."),
        "Có 1.234 trẻ, tăng 3 trẻ.");
    assert_string_equal(prose_plain(a, "Hỏng ⟦1.234⟧ và ⟦tre_em: 5"), "Hỏng 1.234 và tre_em: 5");
    assert_string_equal(prose_plain(a, ""), "");
}

/* ---- due days -------------------------------------------------------------------------------- */

static int32_t due_of(const struct duty *d, const char *period)
{
    struct period p;
    enum regime r = d->cutoff ? REGIME_CUTOFF15 : REGIME_CALENDAR;
    assert_null(period_parse(a, str_of(period), r, &p));
    return duty_due_day(d, &p);
}

static void due_days_are_those_of_the_law(void **state)
{
    (void)state;
    static const struct {
        struct duty d;
        const char *period;
        int32_t due;
    } cases[] = {
        {{.every = "nine_months", .cutoff = true, .month = 9, .day = 20}, "2026-9M", 20260920},
        {{.every = "half", .cutoff = true, .day = 20}, "2026-H1", 20260620},
        {{.every = "month", .day = 25, .lead = -1}, "2026-12", 20261125},
        {{.every = "month", .day = 25, .lead = -1}, "2026-01", 20251225},
        {{.every = "year", .day = 15, .lead = 1}, "2026", 20270115},
        {{.every = "quarter", .day = 31}, "2026-Q2", 20260630},
        {{.every = "month", .day = 31}, "2028-02", 20280229},
        {{.every = "month", .day = 31}, "2026-02", 20260228},
        {{.every = "year", .after = 15}, "2026", 20270115},
        {{.every = "year", .cutoff = true, .after = 15}, "2026", 20261229},
        {{.every = "month", .after = 5}, "2028-02", 20280305},
        {{.every = "year", .month = 7, .day = 19}, "2026", 20260719}, /* a Sunday: it stays */
        {{.every = "five_years", .month = 12, .day = 15}, "2016..2020", 20201215},
    };
    for (size_t k = 0; k < COUNT(cases); k++)
        assert_int_equal(due_of(&cases[k].d, cases[k].period), cases[k].due);
}

static void a_year_has_all_its_duties_once(void **state)
{
    (void)state;
    static const struct {
        struct duty d;
        int year;
        size_t n;
        const char *first, *last;
    } cases[] = {
        {{.every = "month", .day = 25, .lead = -1}, 2026, 12, "2026-02", "2027-01"},
        {{.every = "month", .after = 5}, 2026, 12, "2025-12", "2026-11"},
        {{.every = "quarter", .day = 30}, 2026, 4, "2026-Q1", "2026-Q4"},
        {{.every = "half", .day = 20, .cutoff = true}, 2026, 2, "2026-H1", "2026-H2"},
        {{.every = "nine_months", .month = 9, .day = 20, .cutoff = true}, 2026, 1, "2026-9M",
            "2026-9M"},
        {{.every = "year", .day = 15, .lead = 1}, 2026, 1, "2025", "2025"},
        {{.every = "five_years", .month = 12, .day = 15}, 2025, 1, "2021..2025", "2021..2025"},
        {{.every = "five_years", .month = 12, .day = 15}, 2026, 0, NULL, NULL},
    };
    for (size_t k = 0; k < COUNT(cases); k++) {
        struct duty_due v[DUTY_DUES_MAX];
        size_t n = duty_dues(&cases[k].d, cases[k].year, v);
        assert_int_equal(n, cases[k].n);
        if (n) {
            assert_string_equal(v[0].period.id, cases[k].first);
            assert_string_equal(v[n - 1].period.id, cases[k].last);
        }
    }
}

static void cutoff_periods_count_from_the_15th(void **state)
{
    (void)state;
    struct duty d = {.every = "nine_months", .cutoff = true, .month = 9, .day = 20};
    struct duty_due v[DUTY_DUES_MAX];
    assert_int_equal(duty_dues(&d, 2026, v), 1);
    assert_int_equal(v[0].period.from, 20251215);
    assert_int_equal(v[0].period.to, 20260914);
    assert_int_equal(duty_due_now(&d, 20261005).due, 20260920);
    assert_int_equal(duty_due_now(&d, 20261122).due, 20270920);
}

static void a_row_is_judged_by_its_day(void **state)
{
    (void)state;
    struct duty d = {.every = "year", .month = 9, .day = 20, .remind = 10};
    struct duty_row r = {.due = {.duty = &d, .due = 20260920}};
    static const struct {
        const char *word;
        int32_t today;
        enum duty_state state;
        int late;
    } cases[] = {{NULL, 20260909, DUTY_LATER, 0}, {NULL, 20260910, DUTY_SOON, 0},
        {NULL, 20260920, DUTY_SOON, 0}, {NULL, 20260921, DUTY_LATE, 1},
        {"dang_soan", 20260925, DUTY_DRAFT, 5}, {"tra_lai", 20260919, DUTY_RETURNED, 0},
        {"da_gui", 20261001, DUTY_SENT, 2}, {"khoa", 20261001, DUTY_ACCEPTED, 2}};
    r.sent_at = INT64_C(1790042400000); /* 22 September 2026, 09:00 */
    for (size_t k = 0; k < COUNT(cases); k++) {
        duty_judge(&r, cases[k].word, cases[k].today);
        assert_int_equal(r.state, cases[k].state);
        assert_int_equal(r.late, cases[k].late);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_read_as_people_write_them),
        cmocka_unit_test(changes_keep_points_and_percent_apart),
        cmocka_unit_test(plans_are_told_by_the_way_of_the_target),
        cmocka_unit_test(sentences_leave_out_what_is_not_known),
        cmocka_unit_test(fields_are_renewed_and_words_left_alone),
        cmocka_unit_test(damage_is_told_and_nothing_is_lost),
        cmocka_unit_test(a_deleted_field_is_offered_again),
        cmocka_unit_test(print_has_the_numbers_alone),
        cmocka_unit_test(due_days_are_those_of_the_law),
        cmocka_unit_test(a_year_has_all_its_duties_once),
        cmocka_unit_test(cutoff_periods_count_from_the_15th),
        cmocka_unit_test(a_row_is_judged_by_its_day),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
