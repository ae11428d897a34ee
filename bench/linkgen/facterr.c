// SPDX-License-Identifier: AGPL-3.0-or-later
/* What goes wrong with dates and personal numbers. */
#include "bench/linkgen/linkgen.h"

static void other_day(struct cal_date *d, struct rng *r)
{
    int how = rng_below(r, 3);
    if (how == 0) /* one digit */
        d->d = d->d % 10 + rng_below(r, 3) * 10;
    else if (how == 1)
        d->d += rng_hit(r, .5) ? 1 : -1;
    else
        d->d = rng_span(r, 1, 28);
}

static void other_year(struct cal_date *d, struct rng *r)
{
    if (rng_hit(r, .75))
        d->y += rng_hit(r, .5) ? 1 : -1;
    else if (rng_hit(r, .5))
        d->y += rng_hit(r, .5) ? 10 : -10;
    else
        d->y += rng_span(r, -4, 4);
}

static void keep_real(struct cal_date *d)
{
    d->y = d->y > 2026 ? 2026 : d->y;
    d->m = d->m < 1 ? 1 : d->m > 12 ? 12 : d->m;
    int last = cal_days_in_month(d->y, d->m);
    d->d = d->d < 1 ? 1 : d->d > last ? last : d->d;
}

static enum error one_slip(struct cal_date *d, struct rng *r, double at)
{
    struct cal_lunar l;
    if (at < .03 && d->d <= 12) {
        int day = d->d;
        d->d = d->m;
        d->m = day;
        return E_DOB_SWAP;
    }
    if (at < .06) {
        other_day(d, r);
        return E_DOB_DAY;
    }
    if (at < .08) {
        d->m = rng_hit(r, .6) ? d->m % 12 + 1 : rng_span(r, 1, 12);
        return E_DOB_MONTH;
    }
    if (at < .105) {
        other_year(d, r);
        return E_DOB_YEAR;
    }
    if (at < .113 && cal_to_lunar(*d, &l)) {
        *d = (struct cal_date){l.y, l.m, l.d};
        return E_DOB_LUNAR;
    }
    return E__COUNT;
}

error_set damage_date(struct cal_date *d, struct rng *r, const struct office *o)
{
    struct cal_date was = *d;
    error_set done = 0;
    if (rng_hit(r, .012 * o->missing)) {
        *d = (struct cal_date){0, 0, 0};
        return ERROR_BIT(E_DOB_MISSING);
    }
    double at = rng_real(r) / o->errors;
    enum error e = one_slip(d, r, at);
    keep_real(d);
    if (e != E__COUNT && memcmp(d, &was, sizeof was))
        done |= ERROR_BIT(e);
    if (!rng_hit(r, o->first_january))
        return done;
    bool year_only = rng_hit(r, .25);
    *d = (struct cal_date){d->y, year_only ? 0 : 1, year_only ? 0 : 1};
    return done | ERROR_BIT(year_only ? E_DOB_YEAR_ONLY : E_DOB_0101);
}

void date_write(struct cal_date d, int form, char out[16])
{
    if (!d.y)
        out[0] = '\0';
    else if (!d.m)
        snprintf(out, 16, "%d", d.y);
    else if (form == 0)
        snprintf(out, 16, "%04d-%02d-%02d", d.y, d.m, d.d);
    else if (form == 1)
        snprintf(out, 16, "%02d/%02d/%04d", d.d, d.m, d.y);
    else if (form == 2)
        snprintf(out, 16, "%d/%d/%04d", d.d, d.m, d.y);
    else
        snprintf(out, 16, "%04d%02d%02d", d.y, d.m, d.d);
}

static void pid_typo(char pid[20], struct rng *r)
{
    int at = rng_below(r, 11);
    if (rng_hit(r, .35) && pid[at] != pid[at + 1]) {
        char c = pid[at];
        pid[at] = pid[at + 1];
        pid[at + 1] = c;
    } else if (rng_hit(r, .9)) {
        pid[at] = (char)('0' + (pid[at] - '0' + rng_span(r, 1, 9)) % 10);
    } else { /* a digit lost */
        memmove(pid + at, pid + at + 1, strlen(pid + at));
    }
}

error_set damage_pid(
    char pid[20], struct rng *r, const struct office *o, const struct family *f, int kid)
{
    if (f->nkids > 1 && rng_hit(r, .004 * o->errors)) {
        memcpy(pid, f->kids[(kid + 1) % f->nkids].pid, 13);
        return ERROR_BIT(E_ID_OTHER);
    }
    if (rng_hit(r, .003 * o->errors)) { /* of the mother; it is in nobody's record but this */
        snprintf(pid, 20, "0%.2s1%02d%06d", f->kids[kid].pid + 1, rng_span(r, 75, 99),
            rng_below(r, 1000000));
        return ERROR_BIT(E_ID_OTHER);
    }
    if (rng_hit(r, .018 * o->errors)) {
        pid_typo(pid, r);
        return ERROR_BIT(E_ID_TYPO);
    }
    return 0;
}
