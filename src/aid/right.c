// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Who is entitled to what in a month. Ages are asked on the last day of the month (a birthday
 * counts for its whole month); a right that ends in the month is found on the last day before it.
 */
#include "aid/aid_int.h"

bool aid_born(const struct aid_case *c, struct cal_date *out)
{
    struct value v = c->v[c->aid->born->slot];
    if (v.t != V_TEXT || !cal_from_iso(v.s, out))
        return false;
    *out = cal_first(*out);
    return true;
}

int aid_age(struct cal_date born, int day)
{
    int months = cal_age_months(born, cal_of_day(day));
    return months < 0 ? -1 : months / 12;
}

static const struct aid_band *band_of(const struct aid_rule *rule, int age)
{
    for (size_t i = 0; age >= 0 && i < rule->nbands; i++)
        if (age >= rule->bands[i].from && (!rule->bands[i].under || age < rule->bands[i].under))
            return &rule->bands[i];
    return NULL;
}

const struct aid_band *aid_band_in(const struct aid_case *c, const struct aid_rule *rule, int month)
{
    struct cal_date born;
    if (!aid_born(c, &born))
        return NULL;
    const struct aid_band *b = band_of(rule, aid_age(born, aid_last_day(month)));
    return b ? b : band_of(rule, aid_age(born, aid_first_day(month) - 1));
}

/* ---- conditions ------------------------------------------------------------------------------ */

/* The record as it was on a day: what began later is not known yet. */
struct on_day {
    const struct aid_case *c;
    const char *day;
};

static bool began(const struct on_day *o, const struct field *f)
{
    const struct aid *d = o->c->aid;
    for (size_t i = 0; i < d->nsince; i++) {
        if (d->since[i].field != f)
            continue;
        struct value from = o->c->v[d->since[i].day->slot];
        return from.t != V_TEXT || strcmp(from.s.p, o->day) <= 0;
    }
    return true;
}

static struct value value_of(const struct expr_env *env, struct str path, int slot)
{
    (void)path;
    const struct on_day *o = env->ctx;
    const struct field *f = pack_name(o->c->pack, slot).field;
    return began(o, f) ? o->c->v[f->slot] : VNULL;
}

static bool holds(const struct aid_case *c, const struct expr *e, const char *day)
{
    struct on_day o = {c, day};
    struct expr_env env = {.get = value_of, .ctx = &o, .today = day, .a = c->a};
    return expr_true(e, &env);
}

static bool had(const struct aid_case *c, const struct aid_rule *rule)
{
    return !rule->after || (c->had >> (rule->after - c->aid->rules) & 1);
}

/* The article of a rule that holds on a day, NULL if it does not. */
static const struct source *article(
    const struct aid_case *c, const struct aid_rule *rule, const char *day)
{
    if (!holds(c, rule->when, day))
        return NULL;
    for (size_t i = 0; i < rule->npoints; i++)
        if (holds(c, rule->points[i].when, day))
            return &rule->points[i].source;
    return rule->npoints ? NULL : &rule->source;
}

/* ---- rights ---------------------------------------------------------------------------------- */

static bool right_in(const struct aid_case *c, const struct aid_rule *rule, int month,
    const char *day, struct aid_right *out)
{
    if ((rule->province && !streq(rule->province, c->province)) || !had(c, rule))
        return false;
    const struct aid_band *band = aid_band_in(c, rule, month);
    const struct source *art = band ? article(c, rule, day) : NULL;
    if (!art)
        return false;
    *out = (struct aid_right){.rule = rule,
        .band = band,
        .article = art,
        .standard = aid_standard(c->aid, c->province, month, c->today)};
    out->amount = aid_money(out->standard, band->hundredths);
    return true;
}

/* Of each payee the highest; of equals the one that goes on longest. */
static void choose_best(struct aid_right *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        v[i].best = true;
        for (size_t k = 0; k < n; k++) {
            if (k == i || v[k].rule->payee != v[i].rule->payee)
                continue;
            int ends_i = v[i].band->under ? v[i].band->under : AID_FOREVER;
            int ends_k = v[k].band->under ? v[k].band->under : AID_FOREVER;
            int more = v[k].band->hundredths - v[i].band->hundredths;
            bool tie = ends_k > ends_i || (ends_k == ends_i && k < i);
            v[i].best &= more < 0 || (more == 0 && !tie);
        }
    }
}

int aid_last_month(const struct aid_case *c)
{
    if (!c->aid->only || holds(c, c->aid->only, c->today))
        return AID_FOREVER;
    int month = c->aid->gone ? aid_month(c->v[c->aid->gone->slot]) : AID_NEVER;
    return month ? month : aid_month_of(c->today) - 1;
}

size_t aid_assess(const struct aid_case *c, int month, struct aid_right out[AID_MOST_RIGHTS])
{
    char day[11];
    size_t n = 0;
    cal_iso(cal_of_day(aid_last_day(month)), day);
    if (month > aid_last_month(c))
        return 0;
    for (size_t i = 0; i < c->aid->nrules && n < AID_MOST_RIGHTS; i++)
        n += right_in(c, &c->aid->rules[i], month, day, &out[n]);
    choose_best(out, n);
    return n;
}
