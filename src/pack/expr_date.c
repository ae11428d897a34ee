// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Dates of expressions: stored ISO text of any precision as a day number, and back. Wider than what
 * people may type (years 1 to 9999), so that the C and SQL answers agree on every stored date.
 */
#include "pack/pack_int.h"

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

bool xdate_read(struct str s, struct cal_date *out)
{
    struct cal_date r = {0, 1, 1};
    if (s.n != 4 && s.n != 7 && s.n != 10)
        return false;
    if (!digits(s, 0, 4, &r.y) || r.y < 1)
        return false;
    if (s.n >= 7 && (s.p[4] != '-' || !digits(s, 5, 2, &r.m) || r.m < 1 || r.m > 12))
        return false;
    if (s.n == 10 && (s.p[7] != '-' || !digits(s, 8, 2, &r.d)))
        return false;
    if (r.d < 1 || r.d > cal_days_in_month(r.y, r.m))
        return false;
    *out = r;
    return true;
}

int64_t xdate_days(struct cal_date d)
{
    return cal_day(d) + XDAY_1970;
}

struct value xdate_value(struct arena *a, int64_t days)
{
    if (days < XDAY_MIN || days > XDAY_MAX)
        return VNULL;
    struct cal_date d = cal_of_day((int)days - XDAY_1970);
    return v_text(arena_printf(a, "%04d-%02d-%02d", d.y, d.m, d.d));
}

struct value xdate_of_time(struct arena *a, int64_t ms)
{
    static const int64_t FAR = INT64_C(400000) * 365 * CAL_MS_PER_DAY;
    if (ms < -FAR || ms > FAR)
        return VNULL;
    return xdate_value(a, cal_local_day(ms) + XDAY_1970);
}
