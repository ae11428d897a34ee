// SPDX-License-Identifier: AGPL-3.0-or-later
/* Periods: every way of writing them, their days by both regimes, neighbours, parts, labels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "stat/stat.h"

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

static struct period parse(struct arena *a, const char *text, enum regime regime)
{
    struct period p;
    const char *bad = period_parse(a, str_of(text), regime, &p);
    if (bad)
        fail_msg("%s: %s", text, bad);
    return p;
}

static void ways_to_write_them(void **state)
{
    static const struct {
        const char *text, *id;
        int32_t from, to, cut_from, cut_to;
    } CASES[] = {
        {"2024", "2024", 20240101, 20241231, 20231215, 20241214},
        {"năm 2024", "2024", 20240101, 20241231, 20231215, 20241214},
        {"2024-03", "2024-03", 20240301, 20240331, 20240215, 20240314},
        {"202403", "2024-03", 20240301, 20240331, 20240215, 20240314},
        {"tháng 3/2024", "2024-03", 20240301, 20240331, 20240215, 20240314},
        {"Tháng 3 năm 2024", "2024-03", 20240301, 20240331, 20240215, 20240314},
        {"T3/2024", "2024-03", 20240301, 20240331, 20240215, 20240314},
        {"2024-01", "2024-01", 20240101, 20240131, 20231215, 20240114},
        {"2024-Q3", "2024-Q3", 20240701, 20240930, 20240615, 20240914},
        {"2024Q3", "2024-Q3", 20240701, 20240930, 20240615, 20240914},
        {"quý 3/2024", "2024-Q3", 20240701, 20240930, 20240615, 20240914},
        {"Quý III năm 2024", "2024-Q3", 20240701, 20240930, 20240615, 20240914},
        {"quý I/2024", "2024-Q1", 20240101, 20240331, 20231215, 20240314},
        {"2024-H1", "2024-H1", 20240101, 20240630, 20231215, 20240614},
        {"2024S1", "2024-H1", 20240101, 20240630, 20231215, 20240614},
        {"6 tháng đầu năm 2024", "2024-H1", 20240101, 20240630, 20231215, 20240614},
        {"6T/2024", "2024-H1", 20240101, 20240630, 20231215, 20240614},
        {"6 tháng cuối năm 2024", "2024-H2", 20240701, 20241231, 20240615, 20241214},
        {"2024-9M", "2024-9M", 20240101, 20240930, 20231215, 20240914},
        {"9T/2024", "2024-9M", 20240101, 20240930, 20231215, 20240914},
        {"9 tháng đầu năm 2024", "2024-9M", 20240101, 20240930, 20231215, 20240914},
        {"kỳ 9 tháng 2024", "2024-9M", 20240101, 20240930, 20231215, 20240914},
        {"2016..2020", "2016..2020", 20160101, 20201231, 20151215, 20201214},
        {"giai đoạn 2016–2020", "2016..2020", 20160101, 20201231, 20151215, 20201214},
        {"2024-03-05..2024-04-01", "2024-03-05..2024-04-01", 20240305, 20240401, 20240305,
            20240401},
        {"từ ngày 5/3/2024 đến ngày 1/4/2024", "2024-03-05..2024-04-01", 20240305, 20240401,
            20240305, 20240401},
        {"2024-02-29", "2024-02-29..2024-02-29", 20240229, 20240229, 20240229, 20240229},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct period p = parse(*state, CASES[i].text, REGIME_CALENDAR);
        struct period c = parse(*state, CASES[i].text, REGIME_CUTOFF15);
        assert_string_equal(p.id, CASES[i].id);
        assert_string_equal(c.id, CASES[i].id);
        assert_int_equal(p.from, CASES[i].from);
        assert_int_equal(p.to, CASES[i].to);
        assert_int_equal(c.from, CASES[i].cut_from);
        assert_int_equal(c.to, CASES[i].cut_to);
    }
}

static void what_is_no_period_is_said(void **state)
{
    static const char *const BAD[][2] = {
        {"", "Không hiểu kỳ này"},
        {"2024-13", "Không có tháng 13"},
        {"quý 5/2024", "Không có quý 5"},
        {"2024-H3", "Không có nửa năm 3"},
        {"2024-Q0", "Không có quý 0"},
        {"1800", "Năm 1800 nằm ngoài"},
        {"2020..2016", "Năm đầu 2020 sau năm cuối 2016"},
        {"2024-02-30..2024-03-01", "Không có ngày 30/2/2024"},
        {"2024-04-01..2024-03-05", "Ngày đầu của kỳ sau ngày cuối"},
        {"hôm qua", "Không hiểu kỳ này"},
        {"2024-W3", "Không hiểu kỳ này"},
        {"2024 2025 2026", "Không hiểu kỳ này"},
        {"24-Q1", "Không hiểu kỳ này"},
        {"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18", "Không hiểu kỳ này"},
    };
    for (size_t i = 0; i < COUNT(BAD); i++) {
        struct period p = {.from = 7};
        const char *said = period_parse(*state, str_of(BAD[i][0]), REGIME_CALENDAR, &p);
        if (!said || !str_starts(str_of(said), BAD[i][1]))
            fail_msg("%s: %s", BAD[i][0], said ? said : "taken");
        assert_int_equal(p.from, 7);
    }
}

/* Every day lies in exactly the period that period_at names, and periods follow each other. */
static void days_lie_in_their_periods(void **state)
{
    (void)state;
    static const enum period_kind KINDS[] = {
        PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF, PERIOD_YEAR};
    for (int day = cal_day((struct cal_date){2023, 1, 1}); day < 20500; day++) {
        struct cal_date d = cal_of_day(day);
        int32_t at = d.y * 10000 + d.m * 100 + d.d;
        for (size_t k = 0; k < 2 * COUNT(KINDS); k++) {
            struct period p = period_at(KINDS[k / 2], (enum regime)(k % 2), at);
            assert_true(p.from <= at && at <= p.to);
            struct period before = period_before(&p);
            assert_true(before.to < p.from);
            struct period again = period_at(p.kind, p.regime, before.to);
            assert_string_equal(again.id, before.id);
        }
    }
}

static void parts_make_up_the_whole(void **state)
{
    static const struct {
        const char *id;
        size_t n;
    } CASES[] = {{"2024", 2}, {"2024-H2", 2}, {"2024-9M", 3}, {"2024-Q1", 3}, {"2024-02", 0},
        {"2016..2020", 5}, {"2000..2020", 0}, {"2024-03-05..2024-04-01", 0}};
    for (size_t i = 0; i < COUNT(CASES); i++)
        for (int r = 0; r < 2; r++) {
            struct period p = parse(*state, CASES[i].id, (enum regime)r), part[12];
            size_t n = period_parts(&p, part);
            assert_int_equal(n, CASES[i].n);
            if (!n)
                continue;
            assert_int_equal(part[0].from, p.from);
            assert_int_equal(part[n - 1].to, p.to);
            for (size_t k = 1; k < n; k++) {
                struct period before = period_before(&part[k]);
                assert_string_equal(before.id, part[k - 1].id);
            }
        }
}

static void neighbours_and_labels(void **state)
{
    static const char *const CASES[][4] = {
        {"2024-01", "2023-12", "2023-01", "tháng 1/2024"},
        {"2024-Q1", "2023-Q4", "2023-Q1", "quý I/2024"},
        {"2024-H2", "2024-H1", "2023-H2", "6 tháng cuối năm 2024"},
        {"2024-9M", "2023-9M", "2023-9M", "9 tháng đầu năm 2024"},
        {"2024", "2023", "2023", "năm 2024"},
        {"2016..2020", "2011..2015", "2011..2015", "giai đoạn 2016–2020"},
        {"2024-03-05..2024-03-06", "2024-03-03..2024-03-04", "2023-03-05..2023-03-06",
            "từ 05/03/2024 đến 06/03/2024"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        for (int r = 0; r < 2; r++) {
            struct period p = parse(*state, CASES[i][0], (enum regime)r);
            assert_string_equal(period_before(&p).id, CASES[i][1]);
            assert_string_equal(period_last_year(&p).id, CASES[i][2]);
            assert_string_equal(period_label(*state, &p), CASES[i][3]);
        }
    struct period p = parse(*state, "2024", REGIME_CUTOFF15);
    assert_int_equal(period_year(&p), 2024);
    enum period_kind k;
    assert_true(period_kind_of("nine_months", &k) && k == PERIOD_NINE_MONTHS);
    assert_false(period_kind_of("week", &k));
    assert_false(period_kind_of(NULL, &k));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ways_to_write_them, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_period_is_said, setup, teardown),
        cmocka_unit_test(days_lie_in_their_periods),
        cmocka_unit_test_setup_teardown(parts_make_up_the_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(neighbours_and_labels, setup, teardown),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("stat_period", tests, NULL, NULL);
}
