// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Dates of expressions as day numbers. The formulas are the usual ones with a year that begins in
 * March (so the leap day is its last); expr_sql.c writes the same ones as SQL.
 */
#include "pack/pack_int.h"

int xdate_month_days(int y, int m)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return m == 2 && leap ? 29 : DAYS[m - 1];
}

static bool digits(struct str s, size_t from, size_t n, int *out)
{
    int v = 0;
    for (size_t i = from; i < from + n; i++) {
        if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
            return false;
        v = v * 10 + (s.p[i] - '0');
    }
    *out = v;
    return true;
}

bool xdate_read(struct str s, struct ymd *out)
{
    struct ymd r = {0, 1, 1};
    if (s.n != 4 && s.n != 7 && s.n != 10)
        return false;
    if (!digits(s, 0, 4, &r.y) || r.y < 1)
        return false;
    if (s.n >= 7 && (s.p[4] != '-' || !digits(s, 5, 2, &r.m) || r.m < 1 || r.m > 12))
        return false;
    if (s.n == 10 && (s.p[7] != '-' || !digits(s, 8, 2, &r.d)))
        return false;
    if (r.d < 1 || r.d > xdate_month_days(r.y, r.m))
        return false;
    *out = r;
    return true;
}

int64_t xdate_days(struct ymd d)
{
    int64_t m = (d.m + 9) % 12, y = d.y - m / 10;
    return 365 * y + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + d.d - 1;
}

struct ymd xdate_civil(int64_t days)
{
    int64_t w = 4 * days + 3, n = w % 146097 / 4 * 4 + 3;
    int64_t y = 100 * (w / 146097) + n / 1461, day = n % 1461 / 4, p = (5 * day + 2) / 153;
    return (struct ymd){
        .y = (int)(y + p / 10),
        .m = (int)(p < 10 ? p + 3 : p - 9),
        .d = (int)(day - (153 * p + 2) / 5 + 1),
    };
}

struct value xdate_value(struct arena *a, int64_t days)
{
    if (days < XDAY_MIN || days > XDAY_MAX)
        return VNULL;
    struct ymd d = xdate_civil(days);
    return v_text(arena_printf(a, "%04d-%02d-%02d", d.y, d.m, d.d));
}

int64_t xdate_of_time(int64_t ms)
{
    enum { DAY = 86400000, ZONE = 7 * 3600000 };
    int64_t day = ms / DAY, rest = ms % DAY;
    if (rest < 0) {
        day--;
        rest += DAY;
    }
    return day + (rest + ZONE >= DAY) + XDAY_1970;
}
