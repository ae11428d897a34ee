// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * When duties are due. A due day is the day the law states: it does not move off a weekend, since
 * no text that sets one says so. The period counts as its duty says (calendar, or 15th to 14th).
 */
#include "report/report_int.h"

#include "base/cal.h"

#include <stdlib.h>

static struct cal_date date_of(int32_t day)
{
    return (struct cal_date){day / 10000, day / 100 % 100, day % 100};
}

static int32_t day_of(struct cal_date d)
{
    return d.y * 10000 + d.m * 100 + d.d;
}

int duty_days_between(int32_t from, int32_t to)
{
    return cal_day(date_of(to)) - cal_day(date_of(from));
}

int32_t duty_day_after(int32_t day, int n)
{
    return day_of(cal_add_days(date_of(day), n));
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* A year of the cut-off regime ends on 14/12, but its report belongs to the year it names. */
int32_t duty_due_day(const struct duty *d, const struct period *p)
{
    struct cal_date end = date_of(p->to);
    if (d->day == 0)
        return duty_day_after(p->to, d->after);
    struct cal_date first = {end.y, d->month ? d->month : end.m, 1};
    first = cal_add_months(first, d->lead);
    first.d = least(d->day, cal_days_in_month(first.y, first.m));
    return day_of(first);
}

/* Periods of a kind within a year: months 12, quarters 4, halves 2; five years end in 0 and 5. */
static int periods_a_year(enum period_kind kind)
{
    switch (kind) {
    case PERIOD_MONTH:
        return 12;
    case PERIOD_QUARTER:
        return 4;
    case PERIOD_HALF:
        return 2;
    default:
        return 1;
    }
}

static bool five_years_to(int year, enum regime regime, struct period *out)
{
    char text[24];
    AUTO_ARENA *a = arena_open();
    snprintf(text, sizeof text, "%d..%d", year - 4, year);
    return year % 5 == 0 && !period_parse(a, str_of(text), regime, out);
}

static bool nth_period(const struct duty *d, int year, int nth, struct period *out)
{
    enum period_kind kind;
    enum regime regime = d->cutoff ? REGIME_CUTOFF15 : REGIME_CALENDAR;
    if (!period_kind_of(d->every, &kind))
        return false;
    if (kind == PERIOD_YEARS)
        return nth == 1 && five_years_to(year, regime, out);
    if (nth > periods_a_year(kind))
        return false;
    *out = period_of(kind, regime, year, nth);
    return true;
}

/* A period may be due in the year after it, or (lead < 0) in the one before it ends. */
size_t duty_dues(const struct duty *d, int year, struct duty_due out[DUTY_DUES_MAX])
{
    size_t n = 0;
    for (int y = year - 2; y <= year + 1; y++)
        for (int nth = 1; nth <= 12; nth++) {
            struct duty_due k = {.duty = d};
            if (!nth_period(d, y, nth, &k.period))
                continue;
            k.due = duty_due_day(d, &k.period);
            if (k.due / 10000 == year && n < DUTY_DUES_MAX)
                out[n++] = k;
        }
    return n;
}

struct duty_due duty_due_now(const struct duty *d, int32_t today)
{
    enum { GRACE = 31 };
    struct duty_due v[DUTY_DUES_MAX], last = {.duty = d};
    for (int year = today / 10000 - 1; year <= today / 10000 + 5; year++) {
        size_t n = duty_dues(d, year, v);
        for (size_t i = 0; i < n; i++) {
            last = v[i];
            if (duty_day_after(v[i].due, GRACE) >= today)
                return v[i];
        }
    }
    return last;
}

bool duty_is_open(const struct duty_row *r)
{
    return r->state < DUTY_SENT;
}

/* ---- how one stands -------------------------------------------------------------------------- */

static enum duty_state state_of(const char *word)
{
    static const struct {
        const char *word;
        enum duty_state state;
    } known[] = {{"dang_soan", DUTY_DRAFT}, {"mo_khoa", DUTY_DRAFT}, {"tra_lai", DUTY_RETURNED},
        {"da_gui", DUTY_SENT}, {"chap_nhan", DUTY_ACCEPTED}, {"khoa", DUTY_ACCEPTED},
        {"xong", DUTY_DONE}};
    for (size_t i = 0; i < COUNT(known); i++)
        if (streq(known[i].word, word))
            return known[i].state;
    return DUTY_DRAFT;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

void duty_judge(struct duty_row *r, const char *word, int32_t today)
{
    int over = duty_days_between(r->due.due, today);
    r->late = most(over, 0);
    if (!word) {
        r->state = over > 0 ? DUTY_LATE : -over <= r->due.duty->remind ? DUTY_SOON : DUTY_LATER;
        return;
    }
    r->state = state_of(word);
    if (!duty_is_open(r) && r->sent_at)
        r->late = most(duty_days_between(r->due.due, unit_day_of_ms(r->sent_at)), 0);
}
