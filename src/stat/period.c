// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Periods: what people and programs call them, their days by either regime, their neighbours and
 * parts. Pure. By Decree 09/2019 a month of reports runs from the 15th of the month before to the
 * 14th, so everything else follows from months.
 */
#include "stat/stat_int.h"

#include "base/cal.h"

#include <stdio.h>

enum { CUTOFF_DAY = 15, NINE = 9 };

static int32_t pack_day(struct cal_date d)
{
    return d.y * 10000 + d.m * 100 + d.d;
}

static struct cal_date unpack(int32_t day)
{
    return (struct cal_date){day / 10000, day / 100 % 100, day % 100};
}

int32_t stat_day_add(int32_t day, int n)
{
    return pack_day(cal_add_days(unpack(day), n));
}

/* First day of a month (counted from January of year 0). */
static int32_t month_from(enum regime regime, int month)
{
    if (regime == REGIME_CUTOFF15)
        return pack_day((struct cal_date){(month - 1) / 12, (month - 1) % 12 + 1, CUTOFF_DAY});
    return pack_day((struct cal_date){month / 12, month % 12 + 1, 1});
}

static const int MONTHS[PERIOD__COUNT] = {[PERIOD_MONTH] = 1,
    [PERIOD_QUARTER] = 3,
    [PERIOD_HALF] = 6,
    [PERIOD_NINE_MONTHS] = NINE,
    [PERIOD_YEAR] = 12};

static struct period of_months(enum period_kind kind, enum regime regime, int first, int months)
{
    struct period p = {.kind = kind, .regime = regime};
    p.from = month_from(regime, first);
    p.to = stat_day_add(month_from(regime, first + months), -1);
    return p;
}

struct period period_of(enum period_kind kind, enum regime regime, int year, int nth)
{
    int first = year * 12 + (kind == PERIOD_NINE_MONTHS ? 0 : (nth - 1) * MONTHS[kind]);
    struct period p = of_months(kind, regime, kind == PERIOD_YEARS ? year * 12 : first,
        kind == PERIOD_YEARS ? nth * 12 : MONTHS[kind]);
    static const char *const form[PERIOD__COUNT] = {[PERIOD_MONTH] = "%d-%02d",
        [PERIOD_QUARTER] = "%d-Q%d",
        [PERIOD_HALF] = "%d-H%d",
        [PERIOD_NINE_MONTHS] = "%d-9M",
        [PERIOD_YEAR] = "%d",
        [PERIOD_YEARS] = "%d..%d"};
    BUG_IF(!form[kind]);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(p.id, sizeof p.id, form[kind], year, kind == PERIOD_YEARS ? year + nth - 1 : nth);
#pragma GCC diagnostic pop
    return p;
}

struct period period_days(enum regime regime, int32_t from, int32_t to)
{
    struct period p = {.kind = PERIOD_DAYS, .regime = regime, .from = from, .to = to};
    char a[11], b[11];
    cal_iso(unpack(from), a);
    cal_iso(unpack(to), b);
    snprintf(p.id, sizeof p.id, "%s..%s", a, b);
    return p;
}

/* ---- neighbours -------------------------------------------------------------------------------
 */

/* The month (from January of year 0) that a day counts in. */
static int month_of(enum regime regime, int32_t day)
{
    struct cal_date d = unpack(day);
    return d.y * 12 + d.m - 1 + (regime == REGIME_CUTOFF15 && d.d >= CUTOFF_DAY);
}

struct period period_at(enum period_kind kind, enum regime regime, int32_t day)
{
    BUG_IF(!MONTHS[kind]);
    int month = month_of(regime, day);
    int nth = kind == PERIOD_NINE_MONTHS ? 1 : month % 12 / MONTHS[kind] + 1;
    return period_of(kind, regime, month / 12, nth);
}

int period_year(const struct period *p)
{
    return p->kind == PERIOD_DAYS ? p->to / 10000 : month_of(p->regime, p->to) / 12;
}

static int years_of(const struct period *p)
{
    return period_year(p) - month_of(p->regime, p->from) / 12 + 1;
}

static struct period moved(const struct period *p, int months)
{
    int first = month_of(p->regime, p->from) + months;
    if (p->kind == PERIOD_YEARS)
        return period_of(p->kind, p->regime, first / 12, years_of(p));
    int nth = p->kind == PERIOD_NINE_MONTHS ? 1 : first % 12 / MONTHS[p->kind] + 1;
    return period_of(p->kind, p->regime, first / 12, nth);
}

struct period period_last_year(const struct period *p)
{
    if (p->kind == PERIOD_DAYS)
        return period_days(p->regime, pack_day(cal_add_months(unpack(p->from), -12)),
            pack_day(cal_add_months(unpack(p->to), -12)));
    return moved(p, p->kind == PERIOD_YEARS ? -12 * years_of(p) : -12);
}

struct period period_before(const struct period *p)
{
    if (p->kind == PERIOD_DAYS) {
        int days = cal_day(unpack(p->to)) - cal_day(unpack(p->from)) + 1;
        return period_days(p->regime, stat_day_add(p->from, -days), stat_day_add(p->from, -1));
    }
    if (p->kind == PERIOD_YEARS || p->kind == PERIOD_NINE_MONTHS)
        return period_last_year(p);
    return moved(p, -MONTHS[p->kind]);
}

size_t period_parts(const struct period *p, struct period out[12])
{
    static const enum period_kind finer[PERIOD__COUNT] = {[PERIOD_QUARTER] = PERIOD_MONTH,
        [PERIOD_HALF] = PERIOD_QUARTER,
        [PERIOD_NINE_MONTHS] = PERIOD_QUARTER,
        [PERIOD_YEAR] = PERIOD_HALF,
        [PERIOD_YEARS] = PERIOD_YEAR};
    if (p->kind == PERIOD_MONTH || p->kind == PERIOD_DAYS)
        return 0;
    enum period_kind kind = finer[p->kind];
    size_t n =
        p->kind == PERIOD_YEARS ? (size_t)years_of(p) : (size_t)(MONTHS[p->kind] / MONTHS[kind]);
    if (n > 12)
        return 0;
    out[0] = period_at(kind, p->regime, p->from);
    for (size_t i = 1; i < n; i++)
        out[i] = moved(&out[i - 1], MONTHS[kind]);
    return n;
}

/* ---- for people -------------------------------------------------------------------------------
 */

const char *period_label(struct arena *a, const struct period *p)
{
    static const char *const roman[] = {"I", "II", "III", "IV"};
    int year = period_year(p), month = month_of(p->regime, p->to) % 12;
    char from[11], to[11];
    switch (p->kind) {
    case PERIOD_MONTH:
        return arena_printf(a, "tháng %d/%d", month + 1, year);
    case PERIOD_QUARTER:
        return arena_printf(a, "quý %s/%d", roman[month / 3], year);
    case PERIOD_HALF:
        return arena_printf(a, "6 tháng %s năm %d", month < 6 ? "đầu" : "cuối", year);
    case PERIOD_NINE_MONTHS:
        return arena_printf(a, "9 tháng đầu năm %d", year);
    case PERIOD_YEAR:
        return arena_printf(a, "năm %d", year);
    case PERIOD_YEARS:
        return arena_printf(a, "giai đoạn %d–%d", year - years_of(p) + 1, year);
    default:
        cal_format(unpack(p->from), from);
        cal_format(unpack(p->to), to);
        return p->from == p->to ? arena_printf(a, "ngày %s", from)
                                : arena_printf(a, "từ %s đến %s", from, to);
    }
}

bool period_kind_of(const char *every, enum period_kind *out)
{
    static const char *const words[PERIOD__COUNT] = {[PERIOD_MONTH] = "month",
        [PERIOD_QUARTER] = "quarter",
        [PERIOD_HALF] = "half",
        [PERIOD_NINE_MONTHS] = "nine_months",
        [PERIOD_YEAR] = "year",
        [PERIOD_YEARS] = "five_years"};
    for (size_t i = 0; every && i < COUNT(words); i++)
        if (words[i] && streq(words[i], every)) {
            *out = (enum period_kind)i;
            return true;
        }
    return false;
}
