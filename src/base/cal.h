// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * cal: dates with precision, Vietnam time (UTC+7, no summer time), the Vietnamese lunar calendar,
 * days off and due moments. Pure: no clock is read, "now" is always given.
 *
 * Parsers follow text.h: NULL when right, else a Vietnamese sentence to show (here it may live in
 * the arena, because it names the day); outputs are then untouched.
 */
#ifndef MANG_BASE_CAL_H
#define MANG_BASE_CAL_H

#include "base/base.h"

/* ---- dates -------------------------------------------------------------------------------------
 */

enum { CAL_YEAR_MIN = 1900, CAL_YEAR_MAX = 2199, CAL_MS_PER_DAY = 86400000 };

/* d = 0: only month and year are known; m = 0: only the year; y = 0: no date at all. */
struct cal_date {
    int y, m, d;
};

/* What people type: 30/6/2015, 30-06-2015, 30.6.2015, 30062015, 6/2015, 062015, 2015, 2015-06-30,
 * "ngày 30 tháng 6 năm 2015". Day before month, four-digit years 1900..2199. */
const char *cal_parse(struct arena *a, struct str s, struct cal_date *out);
/* Strict ISO of any precision; false on anything else. */
bool cal_from_iso(struct str s, struct cal_date *out);
void cal_iso(struct cal_date d, char out[11]);    /* "2015-06-30", "2015-06", "2015", "" */
void cal_format(struct cal_date d, char out[11]); /* "30/06/2015", "06/2015", "2015", "" */
bool cal_ok(struct cal_date d);                   /* a real day, month or year in range */

int cal_days_in_month(int y, int m);
/* Earliest and latest day that a partial date can mean; a full date is both. */
struct cal_date cal_first(struct cal_date d);
struct cal_date cal_last(struct cal_date d);
/* By earliest day; of two with the same one the more precise comes later. <0, 0, >0. */
int cal_compare(struct cal_date a, struct cal_date b);

/* Days since 1970-01-01 of cal_first(d), and back. Right for any year 1..9999. */
int cal_day(struct cal_date d);
struct cal_date cal_of_day(int day);
int cal_weekday(int day);              /* 1 Monday .. 7 Sunday */
const char *cal_weekday_name(int day); /* "thứ hai" .. "chủ nhật" */
struct cal_date cal_add_days(struct cal_date d, int n);
/* 31/01 + 1 month is 28/02 or 29/02. Precision is kept. */
struct cal_date cal_add_months(struct cal_date d, int n);

/* Full months lived between two days, -1 when `at` is before birth. 12 = one year. A child of
 * 29 February completes a year on 1 March. */
int cal_age_months(struct cal_date birth, struct cal_date at);
/* Full years; partial dates give a range: *min is surely reached, *max at most. False when no
 * reading has `at` after birth. */
bool cal_age(struct cal_date birth, struct cal_date at, int *min, int *max);

/* ---- time of Vietnam ------------------------------------------------------------------------- */

struct cal_time {
    struct cal_date date;
    int hour, minute, second;
};
struct cal_time cal_local(int64_t ms);
int cal_local_day(int64_t ms);
/* Milliseconds of `minute` (0..1440) of a local day. */
int64_t cal_ms(int day, int minute);
/* "14:30", "14h30", "14h", "14 giờ 30", "14 giờ 30 phút" to the minute of the day. */
const char *cal_parse_clock(struct arena *a, struct str s, int *minute);
/* A clock and a date in either order: "14:30 21/11/2026", "14 giờ 30, ngày 21/11/2026",
 * "2026-11-21T14:30"; a clock alone means the local day of now_ms. */
const char *cal_parse_moment(struct arena *a, struct str s, int64_t now_ms, int64_t *out_ms);
/* "14 giờ 30, 21/11/2026" */
const char *cal_format_moment(struct arena *a, int64_t ms);

/* ---- lunar calendar -------------------------------------------------------------------------- */

/* Vietnamese lunar date: months by the new moons of 105° E, the solstice month is the 11th. */
struct cal_lunar {
    int y, m, d; /* m 1..12, d 1..30 */
    bool leap;   /* the second month of that number */
};
/* Solar days 1900-01-01 .. 2199-12-31; false outside. */
bool cal_to_lunar(struct cal_date solar, struct cal_lunar *out);
/* False when there is no such day (day 30 of a short month, a leap month that year has not). */
bool cal_from_lunar(struct cal_lunar lunar, struct cal_date *out);

/* ---- days off -------------------------------------------------------------------------------- */

/* A rule for every year, or one dated day; as `struct holiday` of packs. */
struct cal_holiday {
    int month, day; /* solar, or lunar when `lunar` */
    bool lunar;
    int offset_from, offset_to; /* days around it that are off too, e.g. Tết -1..+3; 0, 0: itself */
    const char *date;           /* ISO: this very day, instead of month and day */
    bool working;               /* dated only: worked, whatever the rules say */
};
struct cal_holidays;
/* Computes every day of the years given once; read-only afterwards, shared by threads. Saturdays
 * and Sundays are off. A day of a yearly rule that falls on one is made up on the next working day
 * (Labour Code 2019 art. 111.3). Dated days come last and win. `rules` is copied, its strings not.
 * ERR_INVALID when a rule names an impossible day. */
MUST_CHECK enum err cal_holidays_build(struct arena *a, const struct cal_holiday *rules, size_t n,
    int from_year, int to_year, const struct cal_holidays **out);
/* Labour Code 2019 art. 112.1, with one day after 2 September: for tests and when no pack says. */
extern const struct cal_holiday cal_holidays_law[];
extern const size_t cal_holidays_law_n;

enum cal_day_kind { CAL_WORKING, CAL_WEEKEND, CAL_HOLIDAY, CAL_MADE_UP };
/* Outside the built years only weekends are off. */
enum cal_day_kind cal_day_kind(const struct cal_holidays *h, int day);
/* The n-th working day after `day` (before it when n < 0); counting starts the next working day.
 * n = 0 gives `day` itself. */
int cal_add_working_days(const struct cal_holidays *h, int day, int n);
/* Working days in (from, to]; negative when to < from. */
int cal_working_days_between(const struct cal_holidays *h, int from, int to);

enum cal_span { CAL_SPAN_HOURS, CAL_SPAN_WORKING_DAYS, CAL_SPAN_DAYS, CAL_SPAN_MONTHS };
/* When n spans after start are over: hours to the millisecond; working days at `closing_minute`
 * (17 * 60) of the n-th one; days and months at the last minute, 23:59, of the last day (Civil Code
 * 2015 art. 148), without moving it off a weekend: a child's deadline is never later by a holiday.
 */
int64_t cal_due(
    const struct cal_holidays *h, int64_t start_ms, enum cal_span span, int n, int closing_minute);

#endif
