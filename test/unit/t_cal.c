// SPDX-License-Identifier: AGPL-3.0-or-later
/* Dates as typed, day arithmetic, Vietnam time, lunar calendar, days off and deadlines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/cal.h"

#define D(y, m, d) ((struct cal_date){y, m, d})

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

static int day_of(const char *iso)
{
    struct cal_date d;
    assert_true(cal_from_iso(str_of(iso), &d));
    return cal_day(d);
}

static const char *iso_of(struct arena *a, int day)
{
    char iso[11];
    cal_iso(cal_of_day(day), iso);
    return arena_dup(a, iso);
}

/* ---- dates ----------------------------------------------------------------------------------- */

static void dates_as_typed(void **state)
{
    static const char *const t[][2] = {{"30/6/2015", "2015-06-30"}, {"30-06-2015", "2015-06-30"},
        {"30.6.2015", "2015-06-30"}, {"30062015", "2015-06-30"}, {" 1 / 6 / 2015 ", "2015-06-01"},
        {"1 6 2015", "2015-06-01"}, {"6/2015", "2015-06"}, {"062015", "2015-06"}, {"2015", "2015"},
        {"2015-06-30", "2015-06-30"}, {"2015-06", "2015-06"}, {"2015/6/1", "2015-06-01"},
        {"ngày 30 tháng 6 năm 2015", "2015-06-30"}, {"Ngày 30/6/2015", "2015-06-30"},
        {"tháng 6 năm 2015", "2015-06"}, {"tháng 6/2015", "2015-06"}, {"năm 2015", "2015"},
        {"29/02/2016", "2016-02-29"}, {"31/12/2199", "2199-12-31"}, {"01/01/1900", "1900-01-01"}};
    for (size_t i = 0; i < COUNT(t); i++) {
        struct cal_date d = {0};
        char iso[11];
        const char *fault = cal_parse(*state, str_of(t[i][0]), &d);
        if (fault)
            fail_msg("%s: %s", t[i][0], fault);
        cal_iso(d, iso);
        assert_string_equal(iso, t[i][1]);
    }
}

static void wrong_dates_are_named(void **state)
{
    static const char *const t[][2] = {{"31/02/2015", "Tháng 2 năm 2015 không có ngày 31."},
        {"29/2/2015", "Tháng 2 năm 2015 không có ngày 29."},
        {"31062015", "Tháng 6 năm 2015 không có ngày 31."}, {"6/30/2015", "Không có tháng 30;"},
        {"0/6/2015", "Không có ngày 0;"}, {"30/6/15", "bốn chữ số"},
        {"30/6/1899", "Năm 1899 không hợp lệ"}, {"2200", "Năm 2200 không hợp lệ"},
        {"13/2015", "Không có tháng 13"}, {"0/2015", "Không có tháng 0"}, {"", "Chưa nhập ngày."},
        {"hôm qua", "Hãy nhập ngày"}, {"30/6-2015", "Hãy nhập ngày"}, {"30/6", "bốn chữ số"},
        {"1/2/3/2015", "Hãy nhập ngày"}, {"30/6/2015x", "Hãy nhập ngày"},
        {"21:11:2015", "Hãy nhập ngày"}, {"30/6/2015/", "Hãy nhập ngày"},
        {"/6/2015", "Hãy nhập ngày"}, {"300620150", "Hãy nhập ngày"},
        {"1234567890123", "Hãy nhập ngày"}, {"30//6/2015", "Hãy nhập ngày"},
        {"030/6/2015", "Hãy nhập ngày"}, {"201506", "Năm 1506"}};
    for (size_t i = 0; i < COUNT(t); i++) {
        struct cal_date d = {7, 7, 7};
        const char *fault = cal_parse(*state, str_of(t[i][0]), &d);
        if (!fault || !strstr(fault, t[i][1]))
            fail_msg("%s: %s", t[i][0], fault ? fault : "accepted");
        assert_int_equal(d.y, 7);
    }
}

static void every_day_round_trips(void **state)
{
    int day = cal_day(D(1900, 1, 1)), end = cal_day(D(2101, 1, 1));
    for (int n = 0; day < end; day++, n++) {
        struct cal_date d = cal_of_day(day), back = {0};
        char text[11];
        assert_true(cal_ok(d) && cal_day(d) == day);
        cal_format(d, text);
        assert_null(cal_parse(*state, str_of(text), &back));
        assert_int_equal(cal_day(back), day);
        cal_iso(d, text);
        assert_true(cal_from_iso(str_of(text), &back));
        assert_int_equal(cal_day(back), day);
        assert_null(cal_parse(*state, str_of(text), &back));
        assert_true(back.d == d.d && back.m == d.m && back.y == d.y);
        assert_true(n == 0 || cal_weekday(day) == cal_weekday(day - 1) % 7 + 1);
        time_t t = (time_t)day * 86400;
        struct tm tm;
        gmtime_r(&t, &tm);
        assert_true(tm.tm_mday == d.d && tm.tm_mon + 1 == d.m &&
                    (tm.tm_wday + 6) % 7 + 1 == cal_weekday(day));
    }
}

static void partial_dates(void **state)
{
    (void)state;
    char s[11];
    cal_format(D(2015, 6, 0), s);
    assert_string_equal(s, "06/2015");
    cal_format(D(2015, 0, 0), s);
    assert_string_equal(s, "2015");
    cal_format(D(0, 0, 0), s);
    assert_string_equal(s, "");
    struct cal_date d;
    static const char *const bad[] = {"", "2015-", "2015-6-1", "2015-13", "2015-02-30", "15-06-30",
        "2015-06-30-", "2015-06-00", "-015", "2015-06-3x", "+015", "1899-01-01"};
    for (size_t i = 0; i < COUNT(bad); i++)
        if (cal_from_iso(str_of(bad[i]), &d))
            fail_msg("accepted %s", bad[i]);
    assert_int_equal(cal_day(cal_last(D(2016, 2, 0))), cal_day(D(2016, 2, 29)));
    assert_int_equal(cal_day(cal_last(D(2015, 0, 0))), cal_day(D(2015, 12, 31)));
    assert_true(cal_compare(D(2015, 0, 0), D(2015, 1, 0)) < 0);
    assert_true(cal_compare(D(2015, 1, 0), D(2015, 1, 1)) < 0);
    assert_true(cal_compare(D(2015, 1, 2), D(2015, 1, 0)) > 0);
    assert_int_equal(cal_compare(D(2015, 1, 2), D(2015, 1, 2)), 0);
}

static void adding(void **state)
{
    static const struct {
        const char *from;
        int months;
        const char *to;
    } t[] = {{"2015-01-31", 1, "2015-02-28"}, {"2016-01-31", 1, "2016-02-29"},
        {"2016-02-29", 12, "2017-02-28"}, {"2015-03-31", -1, "2015-02-28"},
        {"2015-12-15", 1, "2016-01-15"}, {"2015-01-15", -1, "2014-12-15"},
        {"2015-05-31", -18, "2013-11-30"}};
    for (size_t i = 0; i < COUNT(t); i++) {
        struct cal_date d = cal_add_months(cal_of_day(day_of(t[i].from)), t[i].months);
        assert_string_equal(iso_of(*state, cal_day(d)), t[i].to);
    }
    struct cal_date m = cal_add_months(D(2015, 11, 0), 3), y = cal_add_months(D(2015, 0, 0), 24);
    assert_true(m.y == 2016 && m.m == 2 && m.d == 0);
    assert_true(y.y == 2017 && y.m == 0);
    assert_int_equal(cal_day(cal_add_days(D(2016, 2, 28), 2)), cal_day(D(2016, 3, 1)));
    assert_string_equal(cal_weekday_name(cal_day(D(2026, 11, 21))), "thứ bảy");
}

static void ages(void **state)
{
    (void)state;
    assert_int_equal(cal_age_months(D(2015, 6, 30), D(2016, 6, 29)), 11);
    assert_int_equal(cal_age_months(D(2015, 6, 30), D(2016, 6, 30)), 12);
    assert_int_equal(cal_age_months(D(2016, 2, 29), D(2017, 2, 28)), 11);
    assert_int_equal(cal_age_months(D(2016, 2, 29), D(2017, 3, 1)), 12);
    assert_int_equal(cal_age_months(D(2016, 2, 29), D(2016, 2, 28)), -1);
    int min, max;
    assert_true(cal_age(D(2010, 11, 22), D(2026, 11, 21), &min, &max));
    assert_true(min == 15 && max == 15);
    assert_true(cal_age(D(2010, 0, 0), D(2026, 11, 21), &min, &max));
    assert_true(min == 15 && max == 16);
    assert_true(cal_age(D(2026, 0, 0), D(2026, 5, 1), &min, &max));
    assert_true(min == 0 && max == 0);
    assert_false(cal_age(D(2027, 0, 0), D(2026, 5, 1), &min, &max));
}

/* ---- time ------------------------------------------------------------------------------------ */

static void moments(void **state)
{
    int64_t now = cal_ms(day_of("2026-11-21"), 9 * 60), ms = 0;
    assert_int_equal(now, 1795226400000);
    static const struct {
        const char *in, *out;
    } t[] = {{"14:30 21/11/2026", "14 giờ 30, 21/11/2026"},
        {"21/11/2026 14:30", "14 giờ 30, 21/11/2026"}, {"14h30", "14 giờ 30, 21/11/2026"},
        {"14 giờ 30", "14 giờ 30, 21/11/2026"},
        {"14 giờ 30 phút, ngày 1/6/2026", "14 giờ 30, 01/06/2026"},
        {"8h 1/6/2026", "8 giờ 00, 01/06/2026"},
        {"14 giờ ngày 21/11/2026", "14 giờ 00, 21/11/2026"},
        {"2026-11-21T14:30", "14 giờ 30, 21/11/2026"}, {"0:05", "0 giờ 05, 21/11/2026"},
        {"24:00 21/11/2026", "0 giờ 00, 22/11/2026"},
        {"14:30 - 21/11/2026", "14 giờ 30, 21/11/2026"},
        {"7g15 21-11-2026", "7 giờ 15, 21/11/2026"},
        {"lúc 14 giờ 30 phút ngày 21 tháng 11 năm 2026", "14 giờ 30, 21/11/2026"}};
    for (size_t i = 0; i < COUNT(t); i++) {
        const char *fault = cal_parse_moment(*state, str_of(t[i].in), now, &ms);
        if (fault || !streq(cal_format_moment(*state, ms), t[i].out))
            fail_msg("%s: %s", t[i].in, fault ? fault : cal_format_moment(*state, ms));
    }
    static const char *const bad[] = {"", "14", "25:00", "14:60", "24:01", "14:3", "14:30 6/2026",
        "14:30 31/2/2026", "14:30 15:30", "21/11/2026", "1:2:3", "14:30 1/1/2026 2/2/2026", "x",
        "14h30 21/11/26", "h30", "014:30"};
    ms = 5;
    for (size_t i = 0; i < COUNT(bad); i++)
        if (!cal_parse_moment(*state, str_of(bad[i]), now, &ms))
            fail_msg("accepted %s", bad[i]);
    assert_int_equal(ms, 5);
}

static void clocks(void **state)
{
    int m = -1;
    assert_null(cal_parse_clock(*state, STR("14:30"), &m));
    assert_int_equal(m, 14 * 60 + 30);
    assert_null(cal_parse_clock(*state, STR("14 giờ 5 phút"), &m));
    assert_int_equal(m, 14 * 60 + 5);
    assert_null(cal_parse_clock(*state, STR(" 7h "), &m));
    assert_int_equal(m, 7 * 60);
    static const char *const bad[] = {
        "", "7", "7:", "7:5", "25h", "7h61", "7:30:10", "7:30 phút x", "/7:30"};
    for (size_t i = 0; i < COUNT(bad); i++)
        if (!cal_parse_clock(*state, str_of(bad[i]), &m))
            fail_msg("accepted %s", bad[i]);
    assert_non_null(strstr(cal_parse_clock(*state, STR("7h61"), &m), "Không có phút 61"));
}

static void local_time(void **state)
{
    (void)state;
    struct cal_time t = cal_local(0);
    assert_true(t.hour == 7 && t.date.y == 1970 && t.date.d == 1);
    t = cal_local(-7 * 3600 * 1000 - 1);
    assert_true(
        t.date.y == 1969 && t.date.d == 31 && t.hour == 23 && t.minute == 59 && t.second == 59);
    /* 17:00 UTC is midnight here. */
    assert_int_equal(cal_local_day(cal_ms(100, 0) - 1), 99);
    assert_int_equal(cal_local_day(cal_ms(100, 0)), 100);
}

/* ---- lunar ----------------------------------------------------------------------------------- */

/* First day of the lunar years, from Vietnamese almanacs. */
static const char *const tet[] = {"1990-01-27", "1991-02-15", "1992-02-04", "1993-01-23",
    "1994-02-10", "1995-01-31", "1996-02-19", "1997-02-07", "1998-01-28", "1999-02-16",
    "2000-02-05", "2001-01-24", "2002-02-12", "2003-02-01", "2004-01-22", "2005-02-09",
    "2006-01-29", "2007-02-17", "2008-02-07", "2009-01-26", "2010-02-14", "2011-02-03",
    "2012-01-23", "2013-02-10", "2014-01-31", "2015-02-19", "2016-02-08", "2017-01-28",
    "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22",
    "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13",
    "2030-02-02", "2031-01-23", "2032-02-11", "2033-01-31", "2034-02-19", "2035-02-08"};

static void tet_days(void **state)
{
    for (size_t i = 0; i < COUNT(tet); i++) {
        int y = 1990 + (int)i;
        struct cal_date d;
        assert_true(cal_from_lunar((struct cal_lunar){y, 1, 1, false}, &d));
        assert_string_equal(iso_of(*state, cal_day(d)), tet[i]);
    }
    /* Where Vietnam and China differ: 1968, 1985 (a month), 2007, 2030; and the first one. */
    static const char *const others[] = {"1900-01-31", "1968-01-29", "1985-01-21"};
    for (size_t i = 0; i < COUNT(others); i++) {
        struct cal_lunar l;
        assert_true(cal_to_lunar(cal_of_day(day_of(others[i])), &l));
        assert_true(l.m == 1 && l.d == 1 && !l.leap && l.y == atoi(others[i]));
    }
}

static void leap_months(void **state)
{
    (void)state;
    static const int leap[][2] = {{1984, 0}, {1985, 2}, {1987, 7}, {1990, 5}, {1993, 3}, {1995, 8},
        {1998, 5}, {2001, 4}, {2004, 2}, {2006, 7}, {2009, 5}, {2012, 4}, {2014, 9}, {2017, 6},
        {2020, 4}, {2023, 2}, {2024, 0}, {2025, 6}, {2028, 5}, {2031, 3}, {2033, 11}, {2036, 6}};
    for (size_t i = 0; i < COUNT(leap); i++)
        for (int m = 1; m <= 12; m++) {
            struct cal_date d;
            bool is = cal_from_lunar((struct cal_lunar){leap[i][0], m, 1, true}, &d);
            if (is != (m == leap[i][1]))
                fail_msg("leap month %d of %d", m, leap[i][0]);
        }
}

static void lunar_dates(void **state)
{
    (void)state;
    static const struct {
        const char *solar;
        struct cal_lunar l;
    } t[] = {{"2026-04-26", {2026, 3, 10, false}}, {"2024-04-18", {2024, 3, 10, false}},
        {"2025-04-07", {2025, 3, 10, false}}, {"2026-09-25", {2026, 8, 15, false}},
        {"2025-07-25", {2025, 6, 1, true}}, {"2024-02-09", {2023, 12, 30, false}},
        {"2020-05-23", {2020, 4, 1, true}}};
    for (size_t i = 0; i < COUNT(t); i++) {
        struct cal_lunar l;
        assert_true(cal_to_lunar(cal_of_day(day_of(t[i].solar)), &l));
        if (l.y != t[i].l.y || l.m != t[i].l.m || l.d != t[i].l.d || l.leap != t[i].l.leap)
            fail_msg("%s is %d/%d/%d", t[i].solar, l.d, l.m, l.y);
    }
    struct cal_date d;
    assert_false(
        cal_from_lunar((struct cal_lunar){2024, 12, 30, false}, &d)); /* a month of 29 days */
    assert_true(cal_from_lunar((struct cal_lunar){2024, 12, 29, false}, &d));
    assert_false(cal_from_lunar((struct cal_lunar){2024, 13, 1, false}, &d));
    assert_false(cal_from_lunar((struct cal_lunar){2300, 1, 1, false}, &d));
    struct cal_lunar l;
    assert_false(cal_to_lunar(D(1899, 12, 31), &l));
    assert_false(cal_to_lunar(D(2020, 5, 0), &l));
}

/* Each day follows the one before, and comes back, over three centuries. */
static void lunar_round_trip(void **state)
{
    (void)state;
    struct cal_lunar was = {0};
    int end = cal_day(D(2200, 1, 1));
    for (int day = cal_day(D(1900, 1, 1)); day < end; day++) {
        struct cal_lunar l;
        struct cal_date back;
        assert_true(cal_to_lunar(cal_of_day(day), &l));
        assert_true(cal_from_lunar(l, &back));
        assert_int_equal(cal_day(back), day);
        if (was.d) {
            bool next_day = l.d == was.d + 1 && l.m == was.m && l.leap == was.leap && l.y == was.y;
            bool leap_month = l.d == 1 && l.m == was.m && l.leap && !was.leap && l.y == was.y;
            bool month = l.d == 1 && !l.leap && l.m == was.m % 12 + 1 && l.y == was.y + (l.m == 1);
            assert_true(next_day || ((leap_month || month) && was.d >= 29));
        }
        assert_true(l.d <= 30);
        was = l;
    }
}

/* ---- days off -------------------------------------------------------------------------------- */

static const struct cal_holidays *law(struct arena *a, const struct cal_holiday *more, size_t n)
{
    struct cal_holiday rules[32];
    memcpy(rules, cal_holidays_law, cal_holidays_law_n * sizeof *rules);
    if (n)
        memcpy(rules + cal_holidays_law_n, more, n * sizeof *rules);
    const struct cal_holidays *h = NULL;
    assert_int_equal(cal_holidays_build(a, rules, cal_holidays_law_n + n, 2020, 2035, &h), OK);
    return h;
}

static void days_off_by_law(void **state)
{
    const struct cal_holidays *h = law(*state, NULL, 0);
    static const struct {
        const char *day;
        enum cal_day_kind kind;
    } t[] = {{"2026-01-01", CAL_HOLIDAY}, {"2026-01-02", CAL_WORKING}, {"2026-01-03", CAL_WEEKEND},
        {"2026-02-16", CAL_HOLIDAY}, {"2026-02-20", CAL_HOLIDAY}, {"2026-02-15", CAL_WEEKEND},
        {"2026-02-23", CAL_WORKING}, /* Tết 2026 falls on five working days */
        {"2026-04-26", CAL_HOLIDAY}, {"2026-04-27", CAL_MADE_UP}, /* Hùng Kings on a Sunday */
        {"2026-04-30", CAL_HOLIDAY}, {"2026-05-01", CAL_HOLIDAY}, {"2026-05-04", CAL_WORKING},
        {"2026-09-02", CAL_HOLIDAY}, {"2026-09-03", CAL_HOLIDAY}, {"2026-09-04", CAL_WORKING},
        /* Tết 2024: 09/02 to 13/02, two days on a weekend, made up on the 14th and 15th. */
        {"2024-02-08", CAL_WORKING}, {"2024-02-09", CAL_HOLIDAY}, {"2024-02-13", CAL_HOLIDAY},
        {"2024-02-14", CAL_MADE_UP}, {"2024-02-15", CAL_MADE_UP}, {"2024-02-16", CAL_WORKING},
        /* 2022: 1 January on a Saturday; 30 April and 1 May on a weekend. */
        {"2022-01-03", CAL_MADE_UP}, {"2022-05-02", CAL_MADE_UP}, {"2022-05-03", CAL_MADE_UP},
        {"2022-05-04", CAL_WORKING}, {"2040-01-01", CAL_WEEKEND}, {"2041-01-01", CAL_WORKING}};
    for (size_t i = 0; i < COUNT(t); i++)
        if (cal_day_kind(h, day_of(t[i].day)) != t[i].kind)
            fail_msg("%s is %d", t[i].day, (int)cal_day_kind(h, day_of(t[i].day)));
}

static void dated_days_win(void **state)
{
    static const struct cal_holiday more[] = {{.date = "2026-01-02"},
        {.date = "2026-01-10", .working = true}, {.date = "2026-09-01"},
        {.date = "2026-09-03", .working = true}, {.date = "2026-04-27", .working = true}};
    const struct cal_holidays *h = law(*state, more, COUNT(more));
    assert_int_equal(cal_day_kind(h, day_of("2026-01-02")), CAL_HOLIDAY);
    assert_int_equal(cal_day_kind(h, day_of("2026-01-10")), CAL_WORKING);
    assert_int_equal(cal_day_kind(h, day_of("2026-09-01")), CAL_HOLIDAY);
    assert_int_equal(cal_day_kind(h, day_of("2026-09-03")), CAL_WORKING);
    assert_int_equal(
        cal_day_kind(h, day_of("2026-04-28")), CAL_MADE_UP); /* the 27th is said to be worked */
}

static void bad_rules_are_refused(void **state)
{
    static const struct cal_holiday bad[] = {{.month = 13, .day = 1}, {.month = 2, .day = 30},
        {.month = 1}, {.date = "2026-02-30"}, {.date = "2026-02"},
        {.month = 1, .day = 1, .offset_from = 3, .offset_to = 1},
        {.month = 1, .day = 31, .lunar = true}, {.month = 1, .day = 1, .offset_to = 99}};
    for (size_t i = 0; i < COUNT(bad); i++) {
        const struct cal_holidays *h = NULL;
        assert_int_equal(cal_holidays_build(*state, &bad[i], 1, 2026, 2026, &h), ERR_INVALID);
        assert_null(h);
    }
}

static void working_days(void **state)
{
    const struct cal_holidays *h = law(*state, NULL, 0);
    static const struct {
        const char *from;
        int n;
        const char *to;
    } t[] = {{"2026-11-20", 1, "2026-11-23"}, {"2026-11-21", 1, "2026-11-23"},
        {"2026-11-20", 5, "2026-11-27"}, {"2026-02-13", 1, "2026-02-23"},
        {"2026-02-13", 0, "2026-02-13"}, {"2026-11-23", -1, "2026-11-20"},
        {"2026-04-24", 2, "2026-04-29"}, {"2025-12-31", 1, "2026-01-02"}};
    for (size_t i = 0; i < COUNT(t); i++) {
        int day = cal_add_working_days(h, day_of(t[i].from), t[i].n);
        assert_string_equal(iso_of(*state, day), t[i].to);
    }
    for (int from = day_of("2023-12-01"), i = 0; i < 800; i++)
        for (int n = 1; n < 12; n++) {
            int to = cal_add_working_days(h, from + i, n);
            assert_int_equal(cal_working_days_between(h, from + i, to), n);
            assert_int_equal(cal_working_days_between(h, to, from + i), -n);
            assert_int_equal(cal_day_kind(h, to), CAL_WORKING);
        }
}

static void due_moments(void **state)
{
    const struct cal_holidays *h = law(*state, NULL, 0);
    int64_t start = cal_ms(day_of("2026-11-20"), 16 * 60 + 20) + 1234;
    assert_int_equal(cal_due(h, start, CAL_SPAN_HOURS, 12, 0), start + 12 * 3600 * 1000);
    static const struct {
        enum cal_span span;
        int n;
        const char *due;
    } t[] = {{CAL_SPAN_WORKING_DAYS, 5, "17 giờ 00, 27/11/2026"},
        {CAL_SPAN_WORKING_DAYS, 2, "17 giờ 00, 24/11/2026"},
        {CAL_SPAN_DAYS, 10, "23 giờ 59, 30/11/2026"},
        {CAL_SPAN_MONTHS, 3, "23 giờ 59, 20/02/2027"}};
    for (size_t i = 0; i < COUNT(t); i++)
        assert_string_equal(
            cal_format_moment(*state, cal_due(h, start, t[i].span, t[i].n, 17 * 60)), t[i].due);
    /* 23:30 UTC on Sunday is Monday here: Tuesday is its first working day. */
    start = cal_ms(day_of("2026-11-23"), 6 * 60 + 30);
    assert_string_equal(
        cal_format_moment(*state, cal_due(h, start, CAL_SPAN_WORKING_DAYS, 1, 1020)),
        "17 giờ 00, 24/11/2026");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(dates_as_typed, setup, teardown),
        cmocka_unit_test_setup_teardown(wrong_dates_are_named, setup, teardown),
        cmocka_unit_test_setup_teardown(every_day_round_trips, setup, teardown),
        cmocka_unit_test(partial_dates),
        cmocka_unit_test_setup_teardown(adding, setup, teardown),
        cmocka_unit_test(ages),
        cmocka_unit_test_setup_teardown(moments, setup, teardown),
        cmocka_unit_test_setup_teardown(clocks, setup, teardown),
        cmocka_unit_test(local_time),
        cmocka_unit_test_setup_teardown(tet_days, setup, teardown),
        cmocka_unit_test(leap_months),
        cmocka_unit_test(lunar_dates),
        cmocka_unit_test(lunar_round_trip),
        cmocka_unit_test_setup_teardown(days_off_by_law, setup, teardown),
        cmocka_unit_test_setup_teardown(dated_days_win, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_rules_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(working_days, setup, teardown),
        cmocka_unit_test_setup_teardown(due_moments, setup, teardown),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("cal", tests, NULL, NULL);
}
