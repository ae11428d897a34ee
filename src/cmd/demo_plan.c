// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What will be done in each case of the demo, and when. A case is planned forward from an imagined
 * beginning, by the order of the law, up to the state it shall stand in; then the whole is moved in
 * time so that one deed (its anchor) lies as long ago as makes its clock overdue, soon due or not.
 * Deeds that would fall after now are left to the future.
 */
#include "cmd/cmd_int.h"

enum { HOUR = PLAN_HOUR, DAY = PLAN_DAY };

/* Where a case stands at the end. */
enum end {
    END_VERIFY,
    END_ASSESS,
    END_EMERGENCY,
    END_DETAIL,
    END_MEET,
    END_PLAN,
    END_APPROVE,
    END_RUN,
    END_ASK,
    END_CLOSED,
    END_FALSE,
    END_NOT_OURS,
    END_OTHER,
    END_MOVED,
    END_AGAIN,
    END_SEP_WAIT,
    END_SEP_ON,
    END_SEP_SOON,
    END_SEP_OVER,
    END_SEP_LONGER,
    END__COUNT
};
static const int end_weight[END__COUNT] = {
    18, 11, 9, 22, 14, 21, 17, 78, 13, 66, 11, 11, 6, 7, 4, 3, 5, 3, 1, 3};

/* ---- the parts of a protection case -------------------------------------------------------------
 */

static void take_report(struct plan *p)
{
    int k = demo_int(plan_rng(p), 0, 99);
    enum demo_who who = k < 78   ? WHO_OFFICIAL
                        : k < 86 ? WHO_POLICE
                        : k < 92 ? WHO_CLINIC
                                 : WHO_HELPER;
    plan_put(p, "tiep_nhan", p->t->place->who[who] ? who : WHO_OFFICIAL, 0);
}

static void verify(struct plan *p, const char *word)
{
    bool urgent = streq(p->t->level, "dang_nguy_hiem");
    if (streq(word, "dung") && !urgent && demo_chance(plan_rng(p), 8)) {
        struct demo_deed *k = plan_then(p, "xac_minh", WHO_OFFICIAL, 3 * HOUR, 10 * HOUR);
        k->word = "chua_du";
        k->say = SAY_NOT_ENOUGH;
    }
    struct demo_deed *k =
        plan_then(p, "xac_minh", WHO_OFFICIAL, HOUR, urgent ? 4 * HOUR : 15 * HOUR);
    k->word = word;
}

static void assess(struct plan *p)
{
    plan_then(p, "danh_gia_ban_dau", WHO_OFFICIAL, 40, 4 * HOUR)->word =
        p->t->emergency ? "khan_cap" : "khong_khan_cap";
}

/* Up to a case that waits for its detailed assessment. */
static void first_day(struct plan *p)
{
    take_report(p);
    bool at_once = p->t->emergency && demo_chance(plan_rng(p), 35);
    if (at_once)
        plan_then(p, "can_thiep_ngay", WHO_OFFICIAL, 25, 100);
    verify(p, "dung");
    assess(p);
    if (p->t->emergency && !at_once)
        plan_then(p, "bien_phap_khan_cap",
            demo_chance(plan_rng(p), 25) ? plan_chair(p) : WHO_OFFICIAL, 20, 150);
}

static struct demo_deed *make_plan(struct plan *p)
{
    struct demo_deed *k = plan_then(p, "ke_hoach", WHO_OFFICIAL, DAY / 3, DAY * 3 / 2);
    k->when = (int64_t)demo_int(plan_rng(p), 45, 100) * DAY; /* after the plan; moved later on */
    return k;
}

static void send_back(struct plan *p)
{
    struct demo_deed *k = plan_then(p, "phe_duyet", plan_chair(p), DAY / 4, DAY * 5 / 3);
    k->word = "tra_lai";
}

static void plan_and_approve(struct plan *p)
{
    plan_then(p, "hop", WHO_OFFICIAL, DAY / 2, 2 * DAY);
    make_plan(p);
    if (demo_chance(plan_rng(p), 12)) {
        send_back(p);
        make_plan(p);
    }
    plan_then(p, "phe_duyet", plan_chair(p), DAY / 4, DAY * 5 / 3)->word = "dong_y";
}

static const struct {
    const char *code;
    int days;
} rhythms[] = {{"hang_tuan", 7}, {"hai_tuan", 14}, {"hang_thang", 30}};

/* Visits, services and referrals from the approval on for so many days. `missed` visits at the end
 * are not made. */
static void follow(struct plan *p, int64_t days, int missed)
{
    int64_t from = p->clock;
    struct demo_deed *plan = NULL;
    for (size_t i = 0; i < p->n; i++)
        if (streq(p->v[i].step, "ke_hoach"))
            plan = &p->v[i];
    size_t r = days > 90 ? 2 : days > 45 ? 1 : p->t->risk == 0 ? 0 : 1;
    if (plan)
        plan->word = rhythms[r].code;
    if (demo_chance(plan_rng(p), 75))
        plan_also(
            p, "chuyen_ke_hoach", WHO_OFFICIAL, from + demo_span(plan_rng(p), 2 * HOUR, 2 * DAY));
    int visits = (int)(days / rhythms[r].days) - missed;
    for (int i = 1; i <= visits; i++) {
        int64_t due = from + (int64_t)i * rhythms[r].days * DAY;
        bool late = demo_chance(plan_rng(p), 8);
        int64_t at = late ? due + demo_span(plan_rng(p), DAY, 2 * DAY)
                          : due - demo_span(plan_rng(p), DAY / 2, 2 * DAY);
        bool helper = p->t->place->who[WHO_HELPER] && demo_chance(plan_rng(p), 25);
        plan_also(p, "tham_ho", helper ? WHO_HELPER : WHO_OFFICIAL, at);
    }
    for (int i = demo_int(plan_rng(p), days > 10, 3); i > 0; i--)
        plan_also(p, "dich_vu", WHO_OFFICIAL,
            from + demo_span(plan_rng(p), DAY, (days + 1) * DAY * 9 / 10));
    if (days > 5 && demo_chance(plan_rng(p), 45))
        plan_also(
            p, "chuyen_gui", WHO_OFFICIAL, from + demo_span(plan_rng(p), DAY, days * DAY * 2 / 3));
    p->clock = from + days * DAY;
}

static void review(struct plan *p, const char *word)
{
    struct demo_deed *k = plan_then(p, "ra_soat", WHO_OFFICIAL, HOUR, DAY);
    k->word = word;
    k->when = k->at + demo_span(plan_rng(p), 30, 60) * DAY;
}

/* Separation, from the proposal to its end after so many days (0 = it goes on). */
static void separate(struct plan *p, int days, bool decided)
{
    int64_t at = p->clock + demo_span(plan_rng(p), 15, 60);
    plan_put(p, "de_nghi_cach_ly", WHO_OFFICIAL, at);
    if (!decided)
        return;
    at += demo_span(plan_rng(p), 15, 50);
    plan_put(p, "duyet_cach_ly", WHO_CHAIR, at)->word = "dong_y";
    if (!days)
        return;
    plan_put(p, "danh_gia_het_cach_ly", WHO_OFFICIAL, at + (days - 1) * DAY);
    plan_put(p, "ket_thuc_cach_ly", plan_chair(p), at + days * DAY);
}

static bool may_separate(const struct demo_tale *t)
{
    return t->emergency && t->theme->carer;
}

/* ---- the ways of a protection case
 * ----------------------------------------------------------------- */

/* How long ago, so that a limit of so many days is: still far, about to end, over. */
static int64_t age_for(struct plan *p, double limit_days, int soon, int over)
{
    int k = demo_int(plan_rng(p), 0, 99);
    if (k < over)
        return plan_minutes(p, limit_days * 1.15, limit_days * 1.9);
    if (k < over + soon)
        return plan_minutes(p, limit_days * 0.6, limit_days * 0.85);
    return plan_minutes(p, limit_days * 0.02, limit_days * 0.5);
}

/* Everything to the approval. */
static void to_approval(struct plan *p)
{
    first_day(p);
    bool sep = may_separate(p->t) && demo_chance(plan_rng(p), 35);
    if (sep) {
        p->slow = 0;
        separate(p, demo_int(plan_rng(p), 9, 13), true);
    }
    plan_then(p, "danh_gia_chi_tiet", WHO_OFFICIAL, DAY, 4 * DAY);
    plan_and_approve(p);
    p->anchor = p->n - 1;
}

static int64_t plan_early(struct plan *p, enum end end)
{
    if (end == END_VERIFY || end == END_ASSESS || end == END_EMERGENCY) {
        take_report(p);
        if (end != END_VERIFY)
            verify(p, "dung");
        if (end == END_EMERGENCY)
            assess(p);
        p->anchor = 0;
        double limit = streq(p->t->level, "dang_nguy_hiem") ? 0.5 : 1.0;
        int64_t age = age_for(p, limit, 30, 25);
        return age > p->clock ? age : p->clock + 10;
    }
    first_day(p);
    p->anchor = p->n - 1;
    return age_for(p, 6.5, 18, 25);
}

static int64_t plan_middle(struct plan *p, enum end end)
{
    first_day(p);
    plan_then(p, "danh_gia_chi_tiet", WHO_OFFICIAL, DAY, 4 * DAY);
    p->anchor = p->n - 1;
    if (end == END_MEET)
        return age_for(p, 6.5, 18, 22);
    plan_then(p, "hop", WHO_OFFICIAL, DAY / 3, DAY);
    if (end == END_PLAN && demo_chance(plan_rng(p), 80))
        return p->clock - p->v[p->anchor].at + age_for(p, 4.5, 20, 22);
    make_plan(p);
    p->anchor = p->n - 1;
    if (end == END_PLAN) {
        send_back(p);
        p->anchor = p->n - 1;
        return age_for(p, 6.5, 20, 20);
    }
    return age_for(p, 2.2, 30, 22);
}

/* The day of the last plan's review, in minutes of the plan's own time. */
static void set_review(struct plan *p, int64_t at)
{
    for (size_t i = p->n; i-- > 0;)
        if (streq(p->v[i].step, "ke_hoach")) {
            p->v[i].when = at > p->v[i].at ? at : p->v[i].at + DAY;
            return;
        }
}

static int64_t plan_running(struct plan *p)
{
    to_approval(p);
    int64_t approved = p->clock, age = plan_minutes(p, 2, demo_chance(plan_rng(p), 55) ? 200 : 70);
    int k = demo_int(plan_rng(p), 0, 99);
    int64_t to_review = k < 10 && age > 20 * DAY ? -demo_span(plan_rng(p), 1, 8) * DAY
                        : k < 24                 ? demo_span(plan_rng(p), 0, 1) * DAY
                                                 : demo_span(plan_rng(p), 6, 60) * DAY;
    set_review(p, approved + age + to_review);
    follow(p, age / DAY, demo_chance(plan_rng(p), 18) ? 1 : 0);
    if (demo_chance(plan_rng(p), 5))
        plan_also(p, "bao_them", WHO_OFFICIAL, approved + age / 2);
    return age;
}

/* To the decision to close, or past it. */
static int64_t plan_closing(struct plan *p, enum end end)
{
    to_approval(p);
    int days = demo_int(plan_rng(p), 28, 85);
    set_review(p, p->clock + days * DAY);
    follow(p, days, 0);
    if (demo_chance(plan_rng(p), 15)) {
        review(p, "tiep_tuc");
        p->clock += 30 * DAY;
        plan_put(p, "tham_ho", WHO_OFFICIAL, p->clock - 2 * DAY);
    }
    review(p, "ket_thuc");
    p->anchor = p->n - 1;
    if (end == END_ASK)
        return age_for(p, 2.2, 30, 25);
    plan_then(p, "ket_thuc", plan_chair(p), DAY / 4, 2 * DAY)->word = "dong_y";
    p->anchor = p->n - 1;
    if (end == END_CLOSED)
        return plan_minutes(p, 0.2, 170);
    plan_then(p, "mo_lai", WHO_OFFICIAL, 20 * DAY, 50 * DAY)->word = "danh_gia";
    p->anchor = p->n - 1;
    p->t->level = "co_nguy_co";
    if (demo_chance(plan_rng(p), 50))
        return plan_minutes(p, 0.1, 0.9);
    assess(p);
    return p->clock - p->v[p->anchor].at + plan_minutes(p, 0.5, 4);
}

static int64_t plan_other_end(struct plan *p, enum end end)
{
    take_report(p);
    if (end == END_FALSE || end == END_NOT_OURS) {
        verify(p, end == END_FALSE ? "khong_dung" : "khong_thuoc");
        p->v[p->n - 1].say = end == END_FALSE ? SAY_NOT_TRUE : SAY_NOT_OURS;
    } else if (end == END_MOVED) {
        verify(p, "dung");
        plan_then(p, "chuyen_noi_khac", WHO_OFFICIAL, HOUR, 2 * DAY);
    } else {
        verify(p, "dung");
        assess(p);
        if (p->t->emergency)
            plan_then(p, "bien_phap_khan_cap", WHO_OFFICIAL, 20, 150);
        plan_then(p, "danh_gia_chi_tiet", WHO_OFFICIAL, DAY, 4 * DAY);
        plan_then(p, "dong_ho_so", plan_chair(p), 5 * DAY, 30 * DAY);
    }
    p->anchor = p->n - 1;
    return plan_minutes(p, 1, 270);
}

static int64_t plan_separation(struct plan *p, enum end end)
{
    p->slow = 0;
    first_day(p);
    if (end == END_SEP_WAIT) {
        separate(p, 0, false);
        p->anchor = 0;
        int64_t age = p->v[p->n - 1].at + demo_span(plan_rng(p), 5, 90);
        return demo_chance(plan_rng(p), 30) ? age + 4 * HOUR : age;
    }
    separate(p, 0, true);
    p->anchor = p->n - 1;
    int64_t at = p->v[p->anchor].at;
    if (end == END_SEP_LONGER) {
        plan_put(p, "gia_han_cach_ly", WHO_CHAIR, at + 9 * DAY);
        p->v[p->anchor - 1].when = 10; /* days at first */
    }
    plan_then(p, "danh_gia_chi_tiet", WHO_OFFICIAL, DAY, 3 * DAY);
    plan_and_approve(p);
    set_review(p, p->clock + 60 * DAY);
    follow(p, 20, 0);
    return end == END_SEP_ON     ? plan_minutes(p, 2, 9)
           : end == END_SEP_SOON ? plan_minutes(p, 13.6, 14.6)
           : end == END_SEP_OVER ? plan_minutes(p, 16, 17)
                                 : plan_minutes(p, 10, 11.5);
}

static int64_t plan_way(struct plan *p, enum end end)
{
    if (end <= END_DETAIL)
        return plan_early(p, end);
    if (end <= END_APPROVE)
        return plan_middle(p, end);
    if (end == END_RUN)
        return plan_running(p);
    if (end == END_ASK || end == END_CLOSED || end == END_AGAIN)
        return plan_closing(p, end);
    if (end < END_AGAIN)
        return plan_other_end(p, end);
    return plan_separation(p, end);
}

/* ---- who it is about
 * ------------------------------------------------------------------------------------ */

static const struct demo_theme *pick_theme(struct demo *d, bool urgent, bool carer)
{
    for (;;) {
        int at = demo_int(&d->rng, 0, 102);
        size_t i = 0;
        while (i + 1 < DEMO_THEMES && (at -= demo_themes[i].weight) >= 0)
            i++;
        const struct demo_theme *t = &demo_themes[i];
        if ((!urgent || t->danger >= 8) && (!carer || (t->carer && t->danger >= 8)))
            return t;
    }
}

static enum end pick_end(struct demo *d, size_t nth)
{
    enum { EACH_FIRST = 30 };
    if (d->place->cases >= EACH_FIRST && nth < END__COUNT)
        return (enum end)nth;
    int all = 0, at;
    for (size_t i = 0; i < END__COUNT; i++)
        all += end_weight[i];
    at = demo_int(&d->rng, 0, all - 1);
    for (size_t i = 0; i < END__COUNT; i++)
        if ((at -= end_weight[i]) < 0)
            return (enum end)i;
    return END_RUN;
}

static void pick_level(struct demo *d, struct demo_tale *t, bool urgent)
{
    int k = demo_int(&d->rng, 0, 99);
    bool need = streq(t->theme->subject, "hcdb");
    t->level = urgent || k < t->theme->danger ? "dang_nguy_hiem"
               : need                         ? "can_ho_tro"
               : k < 75                       ? "co_nguy_co"
               : k < 88                       ? "chua_ro"
                                              : "can_ho_tro";
    t->emergency = streq(t->level, "dang_nguy_hiem") || (t->theme->carer && k % 7 == 0);
    t->risk = t->emergency ? k % 4 == 0 : k % 2 ? 1 : 2;
}

/* Born before anything in the demo happened, so that no case is older than its child. */
static bool fits(const struct demo_kid *k, const struct demo_theme *t, int64_t from, int today)
{
    int age = (today - k->birth_day) / 366;
    return !k->used && k->birth_day < cal_local_day(from) && age >= t->age_min &&
           age <= t->age_max && !t->foundling && (!t->orphan || (k->dead_father && k->dead_mother));
}

/* A child of the register, or one nobody has written down yet. */
static struct demo_kid *pick_kid(struct demo *d, const struct demo_theme *t)
{
    int today = cal_local_day(d->now);
    for (int tries = 0; d->nkids && tries < 25 && demo_chance(&d->rng, 97); tries++) {
        struct demo_kid *k = &d->kids[demo_rand(&d->rng) % d->nkids];
        if (fits(k, t, d->from, today)) {
            k->used = true;
            return k;
        }
    }
    struct demo_kid *k = demo_new_kid(d, t->age_min, t->age_max, d->now);
    if (t->orphan)
        k->dead_father = k->dead_mother = true;
    return k;
}

void demo_plan_case(struct demo *d, struct demo_deeds *list, size_t nth)
{
    enum end end = pick_end(d, nth);
    bool sep = end >= END_SEP_WAIT, urgent = end == END_EMERGENCY || sep;
    struct demo_tale *t = plan_tale(d, "bao_ve_tre_em");
    t->theme = pick_theme(d, urgent, sep);
    t->kid = pick_kid(d, t->theme);
    plan_person(d, t);
    pick_level(d, t, urgent);
    if (urgent)
        t->risk = 0;
    t->person.emergency = t->emergency;
    struct plan *p = NEW(d->act->a, struct plan);
    *p = (struct plan){.d = d, .t = t, .slow = 10};
    int64_t age = plan_way(p, end);
    plan_settle(p, age, list);
}
