// SPDX-License-Identifier: AGPL-3.0-or-later
/* What changes ahead without anybody's doing: birthdays and days that are recorded in advance. */
#include "aid/aid_int.h"

/* A child of 29 February completes a year on 1 March. */
static struct cal_date birthday(struct cal_date born, int age)
{
    struct cal_date d = cal_add_months(born, age * 12);
    return d.d == born.d ? d : cal_add_days(d, 1);
}

static bool some_edge(const struct aid *d, int age)
{
    for (size_t i = 0; i < d->nrules; i++)
        for (size_t k = 0; k < d->rules[i].nbands; k++)
            if (d->rules[i].bands[k].from == age || d->rules[i].bands[k].under == age)
                return true;
    return false;
}

/* The age reached in a month, if some rule begins or ends with it; 0 = none. */
static int edge_age(const struct aid_case *c, struct cal_date born, int month)
{
    int age = month / 12 - born.y;
    if (age <= 0 || birthday(born, age).m != month % 12 + 1)
        return 0;
    return some_edge(c->aid, age) ? age : 0;
}

/* A day of `since:` that lies in a month. */
static const char *since_day(const struct aid_case *c, int month)
{
    for (size_t i = 0; i < c->aid->nsince; i++) {
        struct value v = c->v[c->aid->since[i].day->slot];
        if (aid_month(v) == month)
            return v.s.p;
    }
    return NULL;
}

static const char *birthday_iso(struct arena *a, struct cal_date born, int age)
{
    char iso[11];
    cal_iso(birthday(born, age), iso);
    return arena_dup(a, iso);
}

static const struct aid_right *best_of(
    const struct aid_right *v, size_t n, const struct aid_payee *payee)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].best && v[i].rule->payee == payee)
            return &v[i];
    return NULL;
}

static bool same(const struct aid_right *a, const struct aid_right *b)
{
    if (!a || !b)
        return a == b;
    return a->rule == b->rule && a->band->hundredths == b->band->hundredths;
}

/* Changes of all payees in one month. */
static size_t changes_in(
    const struct aid_case *c, const struct aid_change *proto, struct aid_change *out, size_t most)
{
    struct aid_right was[AID_MOST_RIGHTS], is[AID_MOST_RIGHTS];
    size_t nwas = aid_assess(c, proto->month - 1, was), nis = aid_assess(c, proto->month, is);
    size_t n = 0;
    for (size_t i = 0; i < c->aid->npayees && n < most; i++) {
        const struct aid_right *a = best_of(was, nwas, &c->aid->payees[i]);
        const struct aid_right *b = best_of(is, nis, &c->aid->payees[i]);
        if (same(a, b))
            continue;
        out[n] = *proto;
        out[n].before = a ? *a : (struct aid_right){0};
        out[n++].after = b ? *b : (struct aid_right){0};
    }
    return n;
}

size_t aid_changes(
    const struct aid_case *c, int from, int until, struct aid_change *out, size_t most)
{
    struct cal_date born;
    size_t n = 0;
    if (!aid_born(c, &born))
        return 0;
    for (int m = from + 1; m <= until && n < most; m++) {
        int age = edge_age(c, born, m), ended = edge_age(c, born, m - 1);
        struct aid_change k = {.month = m, .age = age ? age : ended};
        k.day = k.age ? birthday_iso(c->a, born, k.age) : since_day(c, m);
        if (k.day)
            n += changes_in(c, &k, out + n, most - n);
    }
    return n;
}
