// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The demo's reports: of the half year and of nine months, sent in time or late, accepted, sent
 * back and mended, or still waiting. In the commune of the sign-ins the nine-month report is left
 * to be made.
 */
#include "cmd/cmd_int.h"

#include "report/report.h"

enum { PERIODS = 100, DAY_MS = CAL_MS_PER_DAY, RETURN = 1, RESEND = 2, ACCEPT = 3, DEEDS = 4 };

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

static enum err begin_and_send(struct demo *d, int nth)
{
    struct duty_due k;
    struct report_work *w;
    const char *id;
    bool fresh;
    if (!due_of(d, nth, &k))
        return OK;
    TRY(report_begin(d->act, k.duty, &k.period, &id, &fresh));
    TRY(report_get(d->act, id, &w));
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

/* In time, or some days late; accepted, sent back and mended, sent back, or waiting. */
static void plan_one(struct demo *d, struct demo_deeds *list, const struct duty_due *k, int nth)
{
    struct demo_rng *g = &d->rng;
    int64_t sent = noon(k->due) + demo_int(g, -4, demo_chance(g, 30) ? 12 : 0) * DAY_MS;
    int64_t seen = sent + demo_int(g, 2, 6) * DAY_MS;
    int fate = demo_int(g, 0, 9);
    demo_work(d, list, sent, begin_and_send, nth);
    if (fate < 6)
        by_province(d, list, seen, accept, nth + ACCEPT);
    else if (fate < 9)
        by_province(d, list, seen, send_back, nth + RETURN);
    if (fate == 7 || fate == 8)
        demo_work(d, list, seen + 3 * DAY_MS, send_again, nth + RESEND);
    if (fate == 8)
        by_province(d, list, seen + 5 * DAY_MS, accept, nth + ACCEPT);
}

/* Every number of a report is counted: a few communes are enough to show. */
static bool shown(const struct demo *d, const struct duty *duty)
{
    int code = 0;
    for (const char *p = d->place->code; *p; p++)
        code = code * 10 + (*p - '0');
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
