// SPDX-License-Identifier: AGPL-3.0-or-later
/* UIDs, and periods as DHIS2 and ADX write them. */
#include "exchange/exchange_int.h"

#include "base/cal.h"

#include <sodium.h>
#include <stdio.h>

void exchange_uid(const char *kind, const char *id, char out[EXCHANGE_UID])
{
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    unsigned char hash[EXCHANGE_UID];
    crypto_generichash_state st;
    crypto_generichash_init(&st, NULL, 0, sizeof hash);
    crypto_generichash_update(&st, (const unsigned char *)kind, strlen(kind) + 1);
    crypto_generichash_update(&st, (const unsigned char *)id, strlen(id));
    crypto_generichash_final(&st, hash, sizeof hash);
    for (size_t i = 0; i < EXCHANGE_UID - 1; i++)
        out[i] = LETTERS[hash[i] % (i ? 62 : 52)];
    out[EXCHANGE_UID - 1] = 0;
}

static bool same_unit(enum unit_change_kind k)
{
    return k == UNIT_UNCHANGED || k == UNIT_RENAME || k == UNIT_RETYPE;
}

/* A code names one unit from the day on which others became it. */
static int32_t born(const struct unit_tree *t, struct arena *a, const struct unit *u)
{
    size_t n;
    const struct unit_change **all = unit_predecessors(t, a, u->code, &n);
    int32_t day = 0;
    for (size_t i = 0; i < n; i++)
        if (all[i]->day <= u->from && all[i]->day > day && !same_unit(all[i]->kind))
            day = all[i]->day;
    return day;
}

void exchange_unit_uid(const struct unit_tree *t, const struct unit *u, char out[EXCHANGE_UID])
{
    AUTO_ARENA *a = arena_open();
    exchange_uid("ou", arena_printf(a, "%s@%d", u->code, (int)born(t, a, u)), out);
}

void exchange_combo_uid(const char *dims, char out[EXCHANGE_UID])
{
    if (*dims)
        exchange_uid("coc", dims, out);
    else
        snprintf(out, EXCHANGE_UID, "%s", DEFAULT_OPTION_COMBO);
}

/* ---- periods -----------------------------------------------------------------------------------
 */

bool exchange_period(const struct period *p, char out[16])
{
    int year = period_year(p), month = p->from / 100 % 100;
    if (p->regime != REGIME_CALENDAR)
        return false;
    switch (p->kind) {
    case PERIOD_MONTH:
        snprintf(out, 16, "%04d%02d", year, month);
        return true;
    case PERIOD_QUARTER:
        snprintf(out, 16, "%04dQ%d", year, (month + 2) / 3);
        return true;
    case PERIOD_HALF:
        snprintf(out, 16, "%04dS%d", year, month > 6 ? 2 : 1);
        return true;
    case PERIOD_YEAR:
        snprintf(out, 16, "%04d", year);
        return true;
    default:
        return false;
    }
}

static int days_of(int32_t day)
{
    return cal_day((struct cal_date){day / 10000, day / 100 % 100, day % 100});
}

bool exchange_adx_period(const struct period *p, char out[24])
{
    static const char *const LONG[PERIOD__COUNT] = {[PERIOD_MONTH] = "P1M",
        [PERIOD_QUARTER] = "P3M",
        [PERIOD_HALF] = "P6M",
        [PERIOD_NINE_MONTHS] = "P9M",
        [PERIOD_YEAR] = "P1Y"};
    char day[11];
    unit_day_text(p->from, day);
    if (p->regime == REGIME_CALENDAR && LONG[p->kind])
        snprintf(out, 24, "%s/%s", day, LONG[p->kind]);
    else
        snprintf(out, 24, "%s/P%dD", day, days_of(p->to) - days_of(p->from) + 1);
    return true;
}

static bool duration(struct str s, int *n, char *unit)
{
    int64_t i;
    if (s.n < 3 || s.n > 6 || s.p[0] != 'P' || !str_to_int((struct str){s.p + 1, s.n - 2}, &i) ||
        i < 1 || i > 9999)
        return false;
    *n = (int)i;
    *unit = s.p[s.n - 1];
    return *unit == 'D' || *unit == 'M' || *unit == 'Y';
}

static struct cal_date last_day(struct cal_date from, int n, char unit)
{
    if (unit == 'D')
        return cal_add_days(from, n - 1);
    return cal_add_days(cal_add_months(from, unit == 'Y' ? 12 * n : n), -1);
}

static int32_t day_no(struct cal_date d)
{
    return d.y * 10000 + d.m * 100 + d.d;
}

const char *exchange_adx_parse(struct arena *a, struct str text, struct period *out)
{
    struct str day, rest = text;
    struct cal_date from;
    int n;
    char unit;
    if (!str_split(&rest, '/', &day) || !cal_from_iso(day, &from) || !from.d ||
        !duration(rest, &n, &unit))
        return N_("Kỳ phải có dạng 2024-01-01/P1Y (ngày đầu / độ dài P1M, P3M, P6M, P1Y, P30D)");
    struct cal_date to = last_day(from, n, unit);
    for (enum period_kind k = PERIOD_MONTH; k <= PERIOD_YEAR; k++) {
        struct period p = period_at(k, REGIME_CALENDAR, day_no(from));
        if (p.from == day_no(from) && p.to == day_no(to)) {
            *out = p;
            return NULL;
        }
    }
    char iso[2][11];
    cal_iso(from, iso[0]);
    cal_iso(to, iso[1]);
    return period_parse(a, str_of(arena_printf(a, "%s..%s", iso[0], iso[1])), REGIME_CALENDAR, out);
}
