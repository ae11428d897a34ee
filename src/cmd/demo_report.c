// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The demo's reports: of the half year and of nine months, sent in time or late, accepted, sent
 * back and mended, or still waiting. In the commune of the sign-ins the nine-month report is left
 * to be made.
 */
#include "cmd/cmd_int.h"

#include "report/report.h"

enum {
    PERIODS = 100,
    DAY_MS = CAL_MS_PER_DAY,
    RETURN = 1,
    RESEND = 2,
    ACCEPT = 3,
    LOCK = 4,
    UNLOCK = 5,
    DEEDS = 6
};

/* A deed's number: of the duty, and what is done with it. The due is that of this year. */
static bool due_of(struct demo *d, int nth, struct duty_due *out)
{
    const struct pack *p = d->s->site.pack;
    struct duty_due v[DUTY_DUES_MAX];
    int year = cal_local(d->now).date.y;
    size_t n = duty_dues(&p->duties[nth / PERIODS / DEEDS], year, v);
    size_t k = (size_t)(nth / DEEDS % PERIODS);
    if (k >= n)
        return false;
    *out = v[k];
    return true;
}

static enum err find(struct demo *d, int nth, struct report_work **w)
{
    struct duty_due k;
    const char *id = NULL;
    if (!due_of(d, nth, &k))
        return err_set(ERR_NOT_FOUND, "the demo's duty");
    TRY(report_find(d->act, k.duty, &k.period, d->place->code, &id));
    if (!id)
        return err_set(ERR_NOT_FOUND, "the demo's report");
    return report_get(d->act, id, w);
}

static enum err begin(struct demo *d, int nth)
{
    struct duty_due k;
    const char *id;
    bool fresh;
    return due_of(d, nth, &k) ? report_begin(d->act, k.duty, &k.period, &id, &fresh) : OK;
}

static enum err begin_and_send(struct demo *d, int nth)
{
    struct report_work *w;
    TRY(begin(d, nth));
    TRY(find(d, nth, &w));
    return report_send(w);
}

static enum err send_back(struct demo *d, int nth)
{
    struct report_work *w;
    TRY(find(d, nth, &w));
    return report_return(w, "Phần hạn chế chưa nêu nguyên nhân; đề nghị bổ sung và gửi lại.");
}

static enum err send_again(struct demo *d, int nth)
{
    struct report_work *w;
    TRY(find(d, nth, &w));
    return report_send(w);
}

static enum err accept(struct demo *d, int nth)
{
    struct report_work *w;
    TRY(find(d, nth, &w));
    return report_accept(w);
}

static enum err lock(struct demo *d, int nth)
{
    struct report_work *w;
    TRY(find(d, nth, &w));
    return report_lock(w);
}

static enum err unlock(struct demo *d, int nth)
{
    struct report_work *w;
    char until[11];
    TRY(find(d, nth, &w));
    cal_iso(cal_local(d->now + 10 * DAY_MS).date, until);
    return report_unlock(w, "Bổ sung số liệu tháng 6 gửi chậm.", until);
}

static void by_province(struct demo *d, struct demo_deeds *list, int64_t at,
    enum err (*work)(struct demo *d, int nth), int nth)
{
    if (at <= d->now && d->place->who[WHO_PROVINCE])
        demo_add(
            d, list, &(struct demo_deed){.at = at, .who = WHO_PROVINCE, .work = work, .seq = nth});
}

static int64_t noon(int32_t day)
{
    struct cal_date k = {day / 10000, day / 100 % 100, day % 100};
    return cal_ms(cal_day(k), 10 * 60);
}

enum fate { ACCEPTED, RETURNED, WAITING, MENDED, LOCKED, UNLOCKED, DRAFT };

static int code_of(const struct demo *d)
{
    int64_t code = 0;
    (void)str_to_int(str_of(d->place->code), &code);
    return (int)code;
}

/* The communes of the sign-ins show what is rare. */
static enum fate fate_of(const struct demo *d, const struct duty *duty)
{
    bool home = streq(d->place->code, DEMO_HOME), near = streq(d->place->code, DEMO_NEAR);
    if (near)
        return streq(duty->every, "half") ? UNLOCKED : DRAFT;
    return home ? LOCKED : (enum fate)(code_of(d) / 5 % 4);
}

/* In time, or some days late. */
static void plan_one(struct demo *d, struct demo_deeds *list, const struct duty_due *k, int nth)
{
    struct demo_rng own = {.state = (uint64_t)(code_of(d) + nth)},
                    *g = &own; /* others roll as before */
    int64_t sent = noon(k->due) + demo_int(g, -4, demo_chance(g, 30) ? 12 : 0) * DAY_MS;
    int64_t seen = sent + demo_int(g, 2, 6) * DAY_MS;
    enum fate fate = fate_of(d, k->duty);
    demo_work(d, list, sent, fate == DRAFT ? begin : begin_and_send, nth);
    if (fate == ACCEPTED || fate == LOCKED || fate == UNLOCKED)
        by_province(d, list, seen, accept, nth + ACCEPT);
    if (fate == RETURNED || fate == MENDED)
        by_province(d, list, seen, send_back, nth + RETURN);
    if (fate == MENDED) {
        demo_work(d, list, seen + 3 * DAY_MS, send_again, nth + RESEND);
        by_province(d, list, seen + 5 * DAY_MS, accept, nth + ACCEPT);
    }
    if (fate == LOCKED || fate == UNLOCKED)
        by_province(d, list, seen + 2 * DAY_MS, lock, nth + LOCK);
    if (fate == UNLOCKED)
        by_province(d, list, seen + 4 * DAY_MS, unlock, nth + UNLOCK);
}

/* Every number of a report is counted: a few communes are enough to show. */
static bool shown(const struct demo *d, const struct duty *duty)
{
    int code = code_of(d);
    bool home = streq(d->place->code, DEMO_HOME), near = streq(d->place->code, DEMO_NEAR);
    if (streq(duty->every, "nine_months"))
        return !home && (near || code % 5 == 0);
    return streq(duty->every, "half") && (home || near || code % 10 == 0);
}

void demo_plan_reports(struct demo *d, struct demo_deeds *list)
{
    const struct pack *p = d->s->site.pack;
    if (!report_reg(p))
        return;
    for (size_t i = 0; i < p->nduties; i++) {
        struct duty_due v[DUTY_DUES_MAX];
        const struct duty *k = &p->duties[i];
        if (!k->report || !k->upward || !streq(k->level, "xa") || !shown(d, k))
            continue;
        size_t n = duty_dues(k, cal_local(d->now).date.y, v);
        for (size_t j = 0; j < n; j++)
            if (noon(v[j].due) > d->from + 20 * DAY_MS)
                plan_one(d, list, &v[j], ((int)i * PERIODS + (int)j) * DEEDS);
    }
}
