// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A plan of the demo in the making: deeds one after the other in minutes of its own time, and its
 * move into real time, where offices close, nights are quiet and the future has not happened.
 */
#include "cmd/cmd_int.h"

#include <stdlib.h>

enum {
    MINUTE = 60 * 1000,
    DAY = PLAN_DAY,
    REGISTER_DAYS = 21, /* the child register comes first */
};

struct demo_rng *plan_rng(struct plan *p)
{
    return &p->d->rng;
}

struct demo_deed *plan_put(struct plan *p, const char *step, enum demo_who who, int64_t at)
{
    if (p->n == COUNT(p->v))
        p->n--;
    struct demo_deed *k = &p->v[p->n++];
    *k = (struct demo_deed){
        .at = at, .step = step, .who = who, .tale = p->t, .say = DEMO_POOL__COUNT};
    return k;
}

/* Beside the main way: not done if the case has moved on by then. */
void plan_also(struct plan *p, const char *step, enum demo_who who, int64_t at)
{
    plan_put(p, step, who, at)->maybe = true;
}

/* The next deed on the main way, some minutes after the last. */
struct demo_deed *plan_then(
    struct plan *p, const char *step, enum demo_who who, int64_t least, int64_t most)
{
    int64_t wait = demo_span(plan_rng(p), least, most);
    if (demo_chance(plan_rng(p), p->slow))
        wait *= 3;
    p->clock += wait;
    return plan_put(p, step, who, p->clock);
}

enum demo_who plan_chair(struct plan *p)
{
    bool deputy = p->t->place->who[WHO_DEPUTY] && demo_chance(plan_rng(p), 25);
    return deputy ? WHO_DEPUTY : WHO_CHAIR;
}

int64_t plan_minutes(struct plan *p, double least_days, double most_days)
{
    return demo_span(plan_rng(p), (int64_t)(least_days * DAY), (int64_t)(most_days * DAY));
}

/* ---- into real time
 * ---------------------------------------------------------------------------------- */

static bool needs_office(const char *step)
{
    static const char *const steps[] = {"hop", "ke_hoach", "phe_duyet", "ra_soat", "ket_thuc",
        "danh_gia_chi_tiet", "chuyen_ke_hoach", "dong_ho_so", "dich_vu", "chuyen_gui", "dang_ky",
        "danh_gia_tre", "quyet_dinh", "ban_giao", "theo_doi", "bao_cao", "de_nghi_cham_dut",
        "cham_dut", "rut_don"};
    for (size_t i = 0; i < COUNT(steps); i++)
        if (streq(steps[i], step))
            return true;
    return false;
}

static int by_time(const void *a, const void *b)
{
    const struct demo_deed *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->seq - y->seq;
}

/* A foundling is some days old when found. */
static void born_before(struct plan *p, int64_t at)
{
    struct demo_kid *k = p->t->kid;
    if (!p->t->theme || !p->t->theme->foundling)
        return;
    char iso[11];
    k->birth_day = cal_local_day(at) - demo_int(plan_rng(p), 2, 20);
    cal_iso(cal_of_day(k->birth_day), iso);
    k->birth = arena_dup(p->d->act->a, iso);
    p->t->person.age = 0;
}

/* A fitting time of day, some of the planned gap after the last deed, and never after now. */
static int64_t moment_after(struct demo *d, const struct demo_deed *k, int64_t last, int64_t gap)
{
    int64_t least = demo_span(&d->rng, 25, 90) * MINUTE;
    int64_t at = needs_office(k->step) ? demo_office(d, k->at) : demo_daytime(d, k->at);
    if (at < last + (gap < least ? gap : least))
        at = last + (gap < least ? gap : least);
    if (at > d->now)
        at = k->at > last ? k->at : last + (d->now - last) / 2;
    return at;
}

/* Moves the plan so that the anchor lies `age` minutes ago, drops the future, and hands it over. */
void plan_settle(struct plan *p, int64_t age, struct demo_deeds *list)
{
    struct demo *d = p->d;
    int64_t zero = d->now - (p->v[p->anchor].at + age) * MINUTE;
    if (zero < d->from + REGISTER_DAYS * (int64_t)DAY * MINUTE)
        zero = d->from + REGISTER_DAYS * (int64_t)DAY * MINUTE;
    for (size_t i = 0; i < p->n; i++) {
        struct demo_deed *k = &p->v[i];
        k->seq = (int)i;
        k->at = zero + k->at * MINUTE;
        if (k->when > DAY / 2) /* a day, not a number of days */
            k->when = zero + k->when * MINUTE;
    }
    qsort(p->v, p->n, sizeof p->v[0], by_time);
    born_before(p, p->v[0].at);
    int64_t last = 0, planned = 0;
    for (size_t i = 0; i < p->n && p->v[i].at <= d->now; i++) {
        struct demo_deed *k = &p->v[i];
        int64_t wanted = k->at;
        k->at = moment_after(d, k, last, wanted - planned);
        k->before = last;
        last = k->at;
        planned = wanted;
        demo_add(d, list, k);
    }
}

struct demo_tale *plan_tale(struct demo *d, const char *proc)
{
    struct demo_tale *t = NEW(d->act->a, struct demo_tale);
    t->proc = pack_proc(d->s->site.pack, proc);
    t->place = d->place;
    return t;
}

void plan_person(struct demo *d, struct demo_tale *t)
{
    t->person = (struct demo_person){.name = t->kid->name,
        .village = t->kid->village,
        .commune = t->place->name,
        .theme = t->theme,
        .age = (cal_local_day(d->now) - t->kid->birth_day) / 366};
}
