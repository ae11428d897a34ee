// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Dates with precision and their arithmetic, and the time of Vietnam. Day numbers count from
 * 1970-01-01 in the proleptic Gregorian calendar; years are shifted to begin in March so that the
 * leap day is the last one and months have a fixed pattern.
 */
#include "base/cal.h"

#include <stdio.h>

enum { VN_OFFSET_MS = 7 * 3600 * 1000, MS_PER_MINUTE = 60000 };

static bool is_leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

int cal_days_in_month(int y, int m)
{
    static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    BUG_IF(m < 1 || m > 12);
    return m == 2 && is_leap(y) ? 29 : days[m - 1];
}

bool cal_ok(struct cal_date d)
{
    if (d.y < CAL_YEAR_MIN || d.y > CAL_YEAR_MAX || d.m < 0 || d.m > 12 || d.d < 0)
        return false;
    return d.m == 0 ? d.d == 0 : d.d <= cal_days_in_month(d.y, d.m);
}

static int floor_div(int64_t a, int64_t b)
{
    return (int)(a / b - (a % b < 0));
}

int cal_day(struct cal_date date)
{
    struct cal_date f = cal_first(date);
    int y = f.m <= 2 ? f.y - 1 : f.y;
    int month = (f.m + 9) % 12; /* March is 0 */
    int in_year = (153 * month + 2) / 5 + f.d - 1;
    return y * 365 + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) + in_year - 719468;
}

struct cal_date cal_of_day(int day)
{
    int n = day + 719468, era = floor_div(n, 146097), rest = n - era * 146097;
    int year = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
    int in_year = rest - (365 * year + year / 4 - year / 100);
    int month = (5 * in_year + 2) / 153;
    int m = month < 10 ? month + 3 : month - 9;
    return (struct cal_date){era * 400 + year + (m <= 2), m, in_year - (153 * month + 2) / 5 + 1};
}

struct cal_date cal_first(struct cal_date d)
{
    return (struct cal_date){d.y, d.m ? d.m : 1, d.d ? d.d : 1};
}

struct cal_date cal_last(struct cal_date d)
{
    int m = d.m ? d.m : 12;
    return (struct cal_date){d.y, m, d.d ? d.d : cal_days_in_month(d.y, m)};
}

int cal_compare(struct cal_date a, struct cal_date b)
{
    int x = cal_day(a), y = cal_day(b);
    if (x != y)
        return x < y ? -1 : 1;
    return (a.m > 0) + (a.d > 0) - (b.m > 0) - (b.d > 0);
}

int cal_weekday(int day)
{
    return (day % 7 + 10) % 7 + 1; /* day 0 was a Thursday */
}

const char *cal_weekday_name(int day)
{
    static const char *const names[] = {
        "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"};
    return names[cal_weekday(day) - 1];
}

struct cal_date cal_add_days(struct cal_date d, int n)
{
    return cal_of_day(cal_day(d) + n);
}

struct cal_date cal_add_months(struct cal_date d, int n)
{
    int months = d.y * 12 + (d.m ? d.m - 1 : 0) + n;
    struct cal_date r = {floor_div(months, 12), 0, d.d};
    r.m = months - r.y * 12 + 1;
    int last = cal_days_in_month(r.y, r.m);
    if (r.d > last)
        r.d = last;
    if (d.m == 0)
        r.m = 0;
    return r;
}

/* ---- age ----------------------------------------------------------------------------------------
 */

int cal_age_months(struct cal_date birth, struct cal_date at)
{
    birth = cal_first(birth);
    at = cal_first(at);
    if (cal_compare(at, birth) < 0)
        return -1;
    return (at.y - birth.y) * 12 + at.m - birth.m - (at.d < birth.d);
}

bool cal_age(struct cal_date birth, struct cal_date at, int *min, int *max)
{
    int most = cal_age_months(cal_first(birth), cal_last(at));
    int least = cal_age_months(cal_last(birth), cal_first(at));
    if (most < 0)
        return false;
    *min = least < 0 ? 0 : least / 12;
    *max = most / 12;
    return true;
}

/* ---- text ---------------------------------------------------------------------------------------
 */

void cal_iso(struct cal_date d, char out[11])
{
    out[0] = 0;
    unsigned y = (unsigned)d.y % 10000, m = (unsigned)d.m % 100, day = (unsigned)d.d % 100;
    if (d.d)
        snprintf(out, 11, "%04u-%02u-%02u", y, m, day);
    else if (d.m)
        snprintf(out, 11, "%04u-%02u", y, m);
    else if (d.y)
        snprintf(out, 11, "%04u", y);
}

void cal_format(struct cal_date d, char out[11])
{
    out[0] = 0;
    unsigned y = (unsigned)d.y % 10000, m = (unsigned)d.m % 100, day = (unsigned)d.d % 100;
    if (d.d)
        snprintf(out, 11, "%02u/%02u/%04u", day, m, y);
    else if (d.m)
        snprintf(out, 11, "%02u/%04u", m, y);
    else if (d.y)
        snprintf(out, 11, "%04u", y);
}

/* ---- time of Vietnam ------------------------------------------------------------------------- */

int cal_local_day(int64_t ms)
{
    return floor_div(ms + VN_OFFSET_MS, CAL_MS_PER_DAY);
}

struct cal_time cal_local(int64_t ms)
{
    int day = cal_local_day(ms);
    int s = (int)((ms + VN_OFFSET_MS - (int64_t)day * CAL_MS_PER_DAY) / 1000);
    return (struct cal_time){
        .date = cal_of_day(day), .hour = s / 3600, .minute = s / 60 % 60, .second = s % 60};
}

int64_t cal_ms(int day, int minute)
{
    return (int64_t)day * CAL_MS_PER_DAY + (int64_t)minute * MS_PER_MINUTE - VN_OFFSET_MS;
}

const char *cal_format_moment(struct arena *a, int64_t ms)
{
    struct cal_time t = cal_local(ms);
    char date[11];
    cal_format(t.date, date);
    return arena_printf(a, "%d giờ %02d, %s", t.hour, t.minute, date);
}
