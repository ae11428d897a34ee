// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Days off and due moments. The kind of every day of the built years is one byte in a table, made
 * in three passes: weekends and yearly rules, then dated days, then the days that make up for
 * holidays lost on a weekend. Readers only look up, so threads share it.
 */
#include "base/cal.h"

struct cal_holidays {
    int first, n;   /* day number of kind[0]; how many days */
    uint8_t *kind;  /* enum cal_day_kind */
    uint8_t *dated; /* 1 = said by a dated rule */
};

const struct cal_holiday cal_holidays_law[] = {
    {.month = 1, .day = 1},
    {.month = 1, .day = 1, .lunar = true, .offset_from = -1, .offset_to = 3},
    {.month = 3, .day = 10, .lunar = true},
    {.month = 4, .day = 30},
    {.month = 5, .day = 1},
    {.month = 9, .day = 2, .offset_to = 1},
};
const size_t cal_holidays_law_n = COUNT(cal_holidays_law);

static uint8_t *kind_at(const struct cal_holidays *h, int day)
{
    return day >= h->first && day < h->first + h->n ? &h->kind[day - h->first] : NULL;
}

static bool is_weekend(int day)
{
    return cal_weekday(day) >= 6;
}

/* ---- building -----------------------------------------------------------------------------------
 */

/* Marks a yearly day; one on a weekend is remembered by its kind until it is made up. */
static void mark_rule_day(struct cal_holidays *h, int day)
{
    uint8_t *k = kind_at(h, day);
    if (k)
        *k = CAL_HOLIDAY;
}

static bool rule_day(const struct cal_holiday *r, int year, int *day)
{
    struct cal_date d = {year, r->month, r->day};
    if (r->lunar && !cal_from_lunar((struct cal_lunar){year, r->month, r->day, false}, &d))
        return false;
    if (!r->lunar && d.d > cal_days_in_month(year, r->month))
        return false;
    *day = cal_day(d);
    return true;
}

static void add_rule(struct cal_holidays *h, const struct cal_holiday *r, int from, int to)
{
    /* A lunar year reaches into the next solar one, offsets into either. */
    for (int y = from - 1; y <= to + 1; y++) {
        int day;
        if (!rule_day(r, y, &day))
            continue;
        for (int i = r->offset_from; i <= r->offset_to; i++)
            mark_rule_day(h, day + i);
    }
}

static bool rule_ok(const struct cal_holiday *r)
{
    struct cal_date d;
    if (r->date)
        return cal_from_iso(str_of(r->date), &d) && d.d > 0;
    int most = r->month < 1 || r->month > 12 ? 0
               : r->lunar                    ? 30
                                             : cal_days_in_month(2000, r->month);
    return r->day >= 1 && r->day <= most && r->offset_from <= r->offset_to &&
           r->offset_from >= -30 && r->offset_to <= 30;
}

static void add_dated(struct cal_holidays *h, const struct cal_holiday *r)
{
    struct cal_date d;
    if (!cal_from_iso(str_of(r->date), &d))
        return;
    uint8_t *k = kind_at(h, cal_day(d));
    if (!k)
        return;
    *k = r->working ? CAL_WORKING : CAL_HOLIDAY;
    h->dated[k - h->kind] = 1;
}

static void make_up(struct cal_holidays *h)
{
    for (int i = 0; i < h->n; i++) {
        if (h->kind[i] != CAL_HOLIDAY || h->dated[i] || !is_weekend(h->first + i))
            continue;
        int j = i + 1;
        while (j < h->n && (h->kind[j] != CAL_WORKING || h->dated[j]))
            j++;
        if (j < h->n)
            h->kind[j] = CAL_MADE_UP;
    }
}

enum err cal_holidays_build(struct arena *a, const struct cal_holiday *rules, size_t n,
    int from_year, int to_year, const struct cal_holidays **out)
{
    BUG_IF(from_year > to_year || from_year < CAL_YEAR_MIN || to_year > CAL_YEAR_MAX);
    for (size_t i = 0; i < n; i++)
        if (!rule_ok(&rules[i]))
            return err_set(ERR_INVALID, "holiday rule %zu names an impossible day", i + 1);
    struct cal_holidays *h = NEW(a, struct cal_holidays);
    h->first = cal_day((struct cal_date){from_year, 1, 1});
    h->n = cal_day((struct cal_date){to_year + 1, 1, 1}) - h->first;
    h->kind = NEW_N(a, uint8_t, h->n);
    h->dated = NEW_N(a, uint8_t, h->n);
    for (int i = 0; i < h->n; i++)
        h->kind[i] = is_weekend(h->first + i) ? CAL_WEEKEND : CAL_WORKING;
    for (size_t i = 0; i < n; i++)
        if (!rules[i].date)
            add_rule(h, &rules[i], from_year, to_year);
    for (size_t i = 0; i < n; i++)
        if (rules[i].date)
            add_dated(h, &rules[i]);
    make_up(h);
    *out = h;
    return OK;
}

/* ---- asking -------------------------------------------------------------------------------------
 */

enum cal_day_kind cal_day_kind(const struct cal_holidays *h, int day)
{
    const uint8_t *k = kind_at(h, day);
    if (k)
        return (enum cal_day_kind) * k;
    return is_weekend(day) ? CAL_WEEKEND : CAL_WORKING;
}

int cal_add_working_days(const struct cal_holidays *h, int day, int n)
{
    int step = n < 0 ? -1 : 1;
    while (n != 0) {
        day += step;
        if (cal_day_kind(h, day) == CAL_WORKING)
            n -= step;
    }
    return day;
}

int cal_working_days_between(const struct cal_holidays *h, int from, int to)
{
    if (to < from)
        return -cal_working_days_between(h, to, from);
    int n = 0;
    for (int d = from + 1; d <= to; d++)
        n += cal_day_kind(h, d) == CAL_WORKING;
    return n;
}

int64_t cal_due(
    const struct cal_holidays *h, int64_t start_ms, enum cal_span span, int n, int closing_minute)
{
    enum { LAST_MINUTE = 24 * 60 - 1, MS_PER_HOUR = 3600 * 1000 };
    int day = cal_local_day(start_ms);
    switch (span) {
    case CAL_SPAN_HOURS:
        return start_ms + (int64_t)n * MS_PER_HOUR;
    case CAL_SPAN_WORKING_DAYS:
        return cal_ms(cal_add_working_days(h, day, n), closing_minute);
    case CAL_SPAN_DAYS:
        return cal_ms(day + n, LAST_MINUTE);
    case CAL_SPAN_MONTHS:
        return cal_ms(cal_day(cal_add_months(cal_of_day(day), n)), LAST_MINUTE);
    }
    BUG("unknown span");
}
