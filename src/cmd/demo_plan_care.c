// SPDX-License-Identifier: AGPL-3.0-or-later
/* What will be done in each file of alternative care in the demo; as demo_plan.c. */
#include "cmd/cmd_int.h"

enum { DAY = PLAN_DAY };

enum care {
    CARE_CHILD,
    CARE_VERIFY,
    CARE_DECIDE,
    CARE_HAND_OVER,
    CARE_ON,
    CARE_END_ASKED,
    CARE_ENDED,
    CARE_WITHDRAWN,
    CARE_REFUSED,
    CARE__COUNT
};
static const int care_weight[CARE__COUNT] = {4, 4, 4, 3, 15, 2, 4, 2, 2};

static int64_t plan_care_on(struct plan *p, enum care end)
{
    plan_then(p, "quyet_dinh", plan_chair(p), DAY, 5 * DAY)->word = "dong_y";
    p->anchor = p->n - 1;
    if (end == CARE_HAND_OVER)
        return plan_minutes(p, 1, demo_chance(plan_rng(p), 25) ? 26 : 14);
    plan_then(p, "ban_giao", WHO_OFFICIAL, 2 * DAY, 12 * DAY);
    p->anchor = p->n - 1;
    int64_t from = p->clock, age = plan_minutes(p, 5, end == CARE_ON ? 215 : 200);
    if (end == CARE_END_ASKED || end == CARE_ENDED)
        age += 45 * DAY;
    static const int follow_ups[] = {30, 91, 183};
    bool behind = end == CARE_ON && demo_chance(plan_rng(p), 20);
    for (size_t i = 0; i < COUNT(follow_ups); i++)
        if (!behind || (i + 1 < COUNT(follow_ups) && follow_ups[i + 1] * DAY < age))
            plan_also(p, "theo_doi", WHO_OFFICIAL,
                from + follow_ups[i] * DAY - demo_span(plan_rng(p), 1, 4) * DAY);
    plan_also(p, "bao_cao", WHO_OFFICIAL, from + 178 * DAY);
    if (end == CARE_ON)
        return age;
    p->clock = from + age - 8 * DAY;
    plan_then(p, "de_nghi_cham_dut", WHO_OFFICIAL, DAY, 4 * DAY);
    if (end == CARE_ENDED)
        plan_then(p, "cham_dut", plan_chair(p), DAY / 4, 2 * DAY)->word = "dong_y";
    return age;
}

static int64_t plan_care_way(struct plan *p, enum care end)
{
    plan_put(p, "dang_ky", WHO_OFFICIAL, 0);
    if (end == CARE_CHILD)
        return plan_minutes(p, 0.5, 6);
    plan_then(p, "danh_gia_tre", WHO_OFFICIAL, DAY, 5 * DAY);
    p->anchor = p->n - 1;
    if (end == CARE_VERIFY && demo_chance(plan_rng(p), 50))
        return plan_minutes(p, 0.5, 9);
    if (end == CARE_WITHDRAWN) {
        plan_then(p, "rut_don", WHO_OFFICIAL, DAY, 8 * DAY)->say = SAY_WITHDRAW;
        return plan_minutes(p, 10, 200);
    }
    struct demo_deed *k = plan_then(p, "xac_minh", WHO_OFFICIAL, 2 * DAY, 7 * DAY);
    k->word = end == CARE_REFUSED ? "khong_du" : end == CARE_VERIFY ? "bo_sung" : "du";
    p->anchor = p->n - 1;
    if (end == CARE_REFUSED)
        return plan_minutes(p, 3, 200);
    if (end <= CARE_DECIDE)
        return plan_minutes(p, 0.5, demo_chance(plan_rng(p), 25) ? 24 : 10);
    return plan_care_on(p, end);
}

static enum care pick_care(struct demo *d, size_t nth)
{
    if (d->place->cases >= 30 && nth < CARE__COUNT)
        return (enum care)nth;
    int at = demo_int(&d->rng, 0, 39);
    for (size_t i = 0; i < CARE__COUNT; i++)
        if ((at -= care_weight[i]) < 0)
            return (enum care)i;
    return CARE_ON;
}

void demo_plan_care(struct demo *d, struct demo_deeds *list, size_t nth)
{
    static const char *const kinds[] = {"thong_bao", "dang_ky", "tu_co_so"};
    if (!d->nkids)
        return;
    struct demo_rng *r = &d->rng;
    struct demo_tale *t = plan_tale(d, "cham_soc_thay_the");
    t->kid = &d->kids[demo_rand(r) % d->nkids];
    for (int i = 0; i < 20 && t->kid->used; i++)
        t->kid = &d->kids[demo_rand(r) % d->nkids];
    t->kid->used = true;
    plan_person(d, t);
    t->kind = kinds[demo_int(r, 0, 4) % 3];
    t->relative = streq(t->kind, "thong_bao");
    struct demo_naming n = {
        t->kid->ethnic, demo_chance(r, 55), t->relative ? t->kid->father : NULL};
    t->carer = demo_name(r, d->act->a, &n);
    char iso[11];
    cal_iso(cal_of_day(cal_local_day(d->now) - demo_int(r, 38 * 366, 57 * 366)), iso);
    t->carer_birth = arena_dup(d->act->a, iso);
    struct plan *p = NEW(d->act->a, struct plan);
    *p = (struct plan){.d = d, .t = t, .slow = 5};
    int64_t age = plan_care_way(p, pick_care(d, nth));
    plan_settle(p, age, list);
}
