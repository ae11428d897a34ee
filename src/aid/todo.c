// SPDX-License-Identifier: AGPL-3.0-or-later
/* What an official has to decide: rights without a decision, decisions that no longer fit. */
#include "aid/aid_int.h"

static const struct aid_right *best_of(
    const struct aid_right *v, size_t n, const struct aid_payee *payee)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].best && v[i].rule->payee == payee)
            return &v[i];
    return NULL;
}

static const struct aid_right *by_rule(
    const struct aid_right *v, size_t n, const struct aid_rule *rule)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].rule == rule)
            return &v[i];
    return NULL;
}

/* The first month that has the rate of this one. */
static int since_month(const struct aid_case *c, const struct aid_decision *d, int month)
{
    int rate = aid_rate(c, d, month);
    while (month > d->from && aid_rate(c, d, month - 1) == rate)
        month--;
    return month;
}

/* What is wrong with a running decision; false if nothing is. */
static bool judge(const struct aid_case *c, const struct aid_decision *d,
    const struct aid_right *best, const struct aid_right *own, int month, struct aid_todo *out)
{
    int rate = aid_rate(c, d, month);
    out->right = best ? *best : (struct aid_right){0};
    if (month > aid_last_month(c)) {
        out->right = (struct aid_right){0};
        out->why = AID_GONE;
        out->month = aid_last_month(c) + 1;
    } else if (rate == 0) {
        out->why = AID_AGE;
        out->month = since_month(c, d, month);
    } else if (!own) {
        out->why = AID_STATE;
    } else if (best->rule != d->rule && best->band->hundredths > rate) {
        out->why = AID_BETTER;
    } else if (rate != d->hundredths) {
        out->right = *own;
        out->why = AID_AGE;
        out->month = since_month(c, d, month);
    } else {
        return false;
    }
    return true;
}

static bool waits(const struct aid_decision *d, int month)
{
    return d->from > month || (d->stop && month >= d->stop && (!d->resume || month < d->resume));
}

struct rights {
    struct aid_right v[AID_MOST_RIGHTS];
    size_t n;
};

static bool todo_of(const struct aid_case *c, const struct aid_child *kid, int month,
    const struct rights *r, const struct aid_payee *payee, struct aid_todo *out)
{
    const struct aid_right *best = best_of(r->v, r->n, payee);
    const struct aid_decision *d = aid_running(kid->v, kid->n, payee, month);
    *out = (struct aid_todo){.child = kid, .decision = d, .payee = payee, .month = month};
    if (!d) {
        out->why = AID_NEW;
        out->month = aid_month_of(c->today);
        out->right = best ? *best : (struct aid_right){0};
        return best != NULL;
    }
    out->old = d->hundredths;
    if (!d->rule || waits(d, month))
        return false;
    return judge(c, d, best, by_rule(r->v, r->n, d->rule), month, out);
}

size_t aid_todos(
    struct act *act, const struct aid_child *kid, int month, struct aid_todo *out, size_t most)
{
    struct aid_case c = aid_case_of(act, kid->rec);
    struct cal_date born;
    size_t n = 0;
    c.had = aid_had(c.aid, kid->v, kid->n);
    if (!aid_born(&c, &born))
        return 0;
    struct rights r;
    r.n = aid_assess(&c, month, r.v);
    for (size_t i = 0; i < c.aid->npayees && n < most; i++)
        n += todo_of(&c, kid, month, &r, &c.aid->payees[i], &out[n]);
    for (size_t i = 0; i < n; i++)
        if (out[i].why == AID_AGE)
            out[i].age = aid_age(born, aid_last_day(out[i].month));
    return n;
}
