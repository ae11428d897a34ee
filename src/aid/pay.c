// SPDX-License-Identifier: AGPL-3.0-or-later
/* What decisions pay in a month, and what is still owed for months gone by. */
#include "aid/aid_int.h"

static bool runs(const struct aid_decision *d, int month)
{
    bool stopped = d->stop && month >= d->stop && (!d->resume || month < d->resume);
    return month >= d->from && month <= d->until && !stopped;
}

int aid_rate(const struct aid_case *c, const struct aid_decision *d, int month)
{
    struct cal_date born;
    if (!runs(d, month) || month > aid_last_month(c))
        return 0;
    if (!d->rule || !aid_born(c, &born))
        return d->hundredths;
    const struct aid_band *now = aid_band_in(c, d->rule, month);
    const struct aid_band *then = aid_band_in(c, d->rule, d->from);
    if (!now)
        return 0;
    return now == then ? d->hundredths : now->hundredths;
}

struct aid_pay aid_due_in(const struct aid_case *c, const struct aid_decision *v, size_t n,
    const struct aid_payee *payee, int month)
{
    struct aid_pay best = {.standard = aid_standard(c->aid, c->province, month, c->today)};
    for (size_t i = 0; i < n; i++) {
        bool listed = !v[i].rule || !v[i].rule->unlisted;
        int rate = v[i].payee == payee && listed ? aid_rate(c, &v[i], month) : 0;
        if (rate <= best.hundredths)
            continue;
        best.decision = &v[i];
        best.hundredths = rate;
    }
    best.amount = aid_money(best.standard, best.hundredths);
    return best;
}

static int64_t paid_for(const struct aid_paid *paid, size_t n, int month)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += paid[i].month == month ? paid[i].amount : 0;
    return sum;
}

size_t aid_arrears(const struct aid_case *c, const struct aid_decision *v, size_t n,
    const struct aid_payee *payee, const struct aid_paid *paid, size_t npaid, int from, int before,
    struct aid_arrear *out, size_t most)
{
    size_t k = 0;
    for (int m = from; m < before && k < most; m++) {
        struct aid_pay due = aid_due_in(c, v, n, payee, m);
        int64_t was = paid_for(paid, npaid, m);
        if (due.amount == was)
            continue;
        out[k++] = (struct aid_arrear){m, due.amount, was, due.amount ? due.standard : NULL};
    }
    return k;
}
