// SPDX-License-Identifier: AGPL-3.0-or-later
/* Months as numbers, and the standard amount of a month by what is known on a day. */
#include "aid/aid_int.h"

int aid_month_of(const char *iso)
{
    struct cal_date d;
    if (!iso || !cal_from_iso(str_of(iso), &d) || !d.m)
        return AID_NEVER;
    return d.y * 12 + d.m - 1;
}

int aid_month(struct value date)
{
    return date.t == V_TEXT ? aid_month_of(date.s.p) : AID_NEVER;
}

const char *aid_month_iso(struct arena *a, int month)
{
    return arena_printf(a, "%04d-%02d", month / 12, month % 12 + 1);
}

const char *aid_month_show(struct arena *a, int month)
{
    return arena_printf(a, "%02d/%04d", month % 12 + 1, month / 12);
}

const char *aid_coefficient(struct arena *a, int hundredths)
{
    int part = hundredths % 100;
    if (part % 10 == 0)
        return arena_printf(a, "%d,%d", hundredths / 100, part / 10);
    return arena_printf(a, "%d,%02d", hundredths / 100, part);
}

int aid_first_day(int month)
{
    return cal_day((struct cal_date){month / 12, month % 12 + 1, 1});
}

int aid_last_day(int month)
{
    return aid_first_day(month + 1) - 1;
}

/* ---- standard amounts ------------------------------------------------------------------------ */

/* The latest of the country (place NULL) or of one province. */
static const struct aid_amount *latest(
    const struct aid *d, const char *place, int month, const char *known)
{
    const struct aid_amount *best = NULL;
    for (size_t i = 0; i < d->namounts; i++) {
        const struct aid_amount *m = &d->amounts[i];
        bool here = streq(m->province, place);
        if (!here || aid_month_of(m->from) > month || strcmp(m->known, known) > 0)
            continue;
        if (!best || strcmp(m->from, best->from) > 0)
            best = m;
    }
    return best;
}

/* A province may give more, never less (NĐ 20/2021 Đ4 k3). */
const struct aid_amount *aid_standard(
    const struct aid *d, const char *province, int month, const char *known)
{
    const struct aid_amount *all = latest(d, NULL, month, known);
    const struct aid_amount *own = province ? latest(d, province, month, known) : NULL;
    if (!all || (own && own->amount > all->amount))
        return own;
    return all;
}

int64_t aid_money(const struct aid_amount *standard, int hundredths)
{
    return standard ? ((int64_t)standard->amount * hundredths + 50) / 100 : 0;
}
