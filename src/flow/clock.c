// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Legal clocks. A clock starts with a step, at the moment its pack entry names, and is due after so
 * many hours, working days, days or months; a repeating clock has further dues from the same
 * start. A stop in time is `met`; a cancel or a closed state ends a clock unmet but not late.
 */
#include "flow/flow_int.h"

enum { CLOSING_MINUTE = 17 * 60 }; /* of an office day */

static bool among(const struct step *const *v, size_t n, const struct step *s)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] == s)
            return true;
    return false;
}

/* Spans from the start to the nth due (from 0); -1 = there is none. */
static int spans_to(const struct clock *k, int nth)
{
    if (nth == 0)
        return k->limit;
    size_t i = (size_t)nth - 1;
    if (i < k->nagain)
        return k->again[i];
    if (!k->every)
        return -1;
    int last = k->nagain ? k->again[k->nagain - 1] : k->limit;
    return last + k->every * (int)(i - k->nagain + 1);
}

static const char *who_text(struct arena *a, const struct clock *k)
{
    struct buf b = buf_in(a, 1000);
    for (size_t i = 0; i < k->nwho; i++)
        buf_printf(&b, "|%s", k->who[i]);
    buf_putc(&b, '|');
    return b.p;
}

static enum err add(struct flow_case *c, const struct clock *k, int nth, int64_t started_at)
{
    int spans = spans_to(k, nth);
    if (spans < 0)
        return OK;
    struct act *act = c->act;
    int64_t due =
        cal_due(act->site->holidays, started_at, (enum cal_span)k->span, spans, CLOSING_MINUTE);
    char id[37];
    uuid7(id);
    return db_exec(act->c, Q_CLOCK_ADD,
        ARGS(id, c->rec->common[DC_PROVINCE], c->rec->common[DC_UNIT], c->rec->reg->id,
            rec_id(c->rec), c->proc->id, k->id, nth, started_at, due, who_text(act->a, k),
            rec_moment(act, c->rec)),
        NULL);
}

static enum err stop(
    struct flow_case *c, struct flow_clock *k, const char *by, int64_t at, bool reached)
{
    k->stopped_at = at;
    k->met = reached && at <= k->due_at;
    return db_exec(c->act->c, Q_CLOCK_STOP, ARGS(k->id, at, by, k->met), NULL);
}

static enum err stop_running(
    struct flow_case *c, const struct step *s, const struct state *to, int64_t done_at)
{
    for (size_t i = 0; i < c->nclocks; i++) {
        struct flow_clock *k = &c->clocks[i];
        if (k->stopped_at)
            continue;
        bool reached = among(k->clock->stops, k->clock->nstops, s);
        bool cancelled = to->closed || among(k->clock->cancels, k->clock->ncancels, s);
        if (!reached && !cancelled)
            continue;
        TRY(stop(c, k, s->id, done_at, reached));
        if (reached && !cancelled)
            TRY(add(c, k->clock, k->nth + 1, k->started_at));
    }
    return OK;
}

/* A clock that starts anew replaces the one still running. */
static enum err replace_running(
    struct flow_case *c, const struct clock *k, const char *by, int64_t at)
{
    for (size_t i = 0; i < c->nclocks; i++)
        if (c->clocks[i].clock == k && !c->clocks[i].stopped_at)
            TRY(stop(c, &c->clocks[i], by, at, false));
    return OK;
}

static int64_t start_moment(struct flow_case *c, const struct clock *k, int64_t done_at)
{
    if (!k->at)
        return done_at;
    struct value v = rec_eval(&c->env, k->at);
    if (v.t == V_INT)
        return v.i;
    struct cal_date d;
    if (v.t != V_TEXT || !cal_from_iso(v.s, &d))
        return done_at;
    return cal_ms(cal_day(d), 0);
}

enum err flow_move_clocks(
    struct flow_case *c, const struct step *s, const struct state *to, int64_t done_at)
{
    TRY(stop_running(c, s, to, done_at));
    for (size_t i = 0; i < c->proc->nclocks; i++) {
        const struct clock *k = &c->proc->clocks[i];
        if (to->closed || !among(k->starts, k->nstarts, s))
            continue;
        if (k->when && !rec_true(&c->env, k->when))
            continue;
        TRY(replace_running(c, k, s->id, done_at));
        TRY(add(c, k, 0, start_moment(c, k, done_at)));
    }
    return OK;
}
