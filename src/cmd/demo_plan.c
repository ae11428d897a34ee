// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What will be done in each case of the demo, and when. A case is planned forward from an imagined
 * beginning, by the order of the law, up to the state it shall stand in; then the whole is moved in
 * time so that one deed (its anchor) lies as long ago as makes its clock overdue, soon due or not.
 * Deeds that would fall after now are left to the future.
 */
#include "cmd/cmd_int.h"

#include <stdlib.h>

enum {
    MINUTE = 60 * 1000,
    HOUR = 60,
    DAY = 24 * 60,
    MOST = 80,
    REGISTER_DAYS = 21, /* the child register comes first */
};

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

struct plan {
    struct demo *d;
    struct demo_tale *t;
    struct demo_deed v[MOST];
    size_t n;
    int64_t clock; /* minutes since the beginning */
    int slow;      /* percent of deeds that take three times as long */
    size_t anchor;
};

static struct demo_rng *rng(struct plan *p)
{
    return &p->d->rng;
}

static struct demo_deed *put(struct plan *p, const char *step, enum demo_who who, int64_t at)
{
    if (p->n == MOST)
        p->n--;
    struct demo_deed *k = &p->v[p->n++];
    *k = (struct demo_deed){
        .at = at, .step = step, .who = who, .tale = p->t, .say = DEMO_POOL__COUNT};
    return k;
}

/* Beside the main way: not done if the case has moved on by then. */
static void also(struct plan *p, const char *step, enum demo_who who, int64_t at)
{
    put(p, step, who, at)->maybe = true;
}

/* The next deed on the main way, some minutes after the last. */
static struct demo_deed *then(
    struct plan *p, const char *step, enum demo_who who, int64_t least, int64_t most)
{
    int64_t wait = demo_span(rng(p), least, most);
    if (demo_chance(rng(p), p->slow))
        wait *= 3;
    p->clock += wait;
    return put(p, step, who, p->clock);
}

static enum demo_who chair(struct plan *p)
{
    bool deputy = p->t->place->who[WHO_DEPUTY] && demo_chance(rng(p), 25);
    return deputy ? WHO_DEPUTY : WHO_CHAIR;
}

/* ---- the parts of a protection case -------------------------------------------------------------
 */

static void take_report(struct plan *p)
{
    int k = demo_int(rng(p), 0, 99);
    enum demo_who who = k < 78   ? WHO_OFFICIAL
                        : k < 86 ? WHO_POLICE
                        : k < 92 ? WHO_CLINIC
                                 : WHO_HELPER;
    put(p, "tiep_nhan", p->t->place->who[who] ? who : WHO_OFFICIAL, 0);
}

static void verify(struct plan *p, const char *word)
{
    bool urgent = streq(p->t->level, "dang_nguy_hiem");
    if (streq(word, "dung") && !urgent && demo_chance(rng(p), 8)) {
        struct demo_deed *k = then(p, "xac_minh", WHO_OFFICIAL, 3 * HOUR, 10 * HOUR);
        k->word = "chua_du";
        k->say = SAY_NOT_ENOUGH;
    }
    struct demo_deed *k = then(p, "xac_minh", WHO_OFFICIAL, HOUR, urgent ? 4 * HOUR : 15 * HOUR);
    k->word = word;
}

static void assess(struct plan *p)
{
    then(p, "danh_gia_ban_dau", WHO_OFFICIAL, 40, 4 * HOUR)->word =
        p->t->emergency ? "khan_cap" : "khong_khan_cap";
}

/* Up to a case that waits for its detailed assessment. */
static void first_day(struct plan *p)
{
    take_report(p);
    bool at_once = p->t->emergency && demo_chance(rng(p), 35);
    if (at_once)
        then(p, "can_thiep_ngay", WHO_OFFICIAL, 25, 100);
    verify(p, "dung");
    assess(p);
    if (p->t->emergency && !at_once)
        then(p, "bien_phap_khan_cap", demo_chance(rng(p), 25) ? chair(p) : WHO_OFFICIAL, 20, 150);
}

static struct demo_deed *make_plan(struct plan *p)
{
    struct demo_deed *k = then(p, "ke_hoach", WHO_OFFICIAL, DAY / 3, DAY * 3 / 2);
    k->when = (int64_t)demo_int(rng(p), 45, 100) * DAY; /* after the plan; moved later on */
    return k;
}

static void send_back(struct plan *p)
{
    struct demo_deed *k = then(p, "phe_duyet", chair(p), DAY / 4, DAY * 5 / 3);
    k->word = "tra_lai";
}

static void plan_and_approve(struct plan *p)
{
    then(p, "hop", WHO_OFFICIAL, DAY / 2, 2 * DAY);
    make_plan(p);
    if (demo_chance(rng(p), 12)) {
        send_back(p);
        make_plan(p);
    }
    then(p, "phe_duyet", chair(p), DAY / 4, DAY * 5 / 3)->word = "dong_y";
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
    if (demo_chance(rng(p), 75))
        also(p, "chuyen_ke_hoach", WHO_OFFICIAL, from + demo_span(rng(p), 2 * HOUR, 2 * DAY));
    int visits = (int)(days / rhythms[r].days) - missed;
    for (int i = 1; i <= visits; i++) {
        int64_t due = from + (int64_t)i * rhythms[r].days * DAY;
        bool late = demo_chance(rng(p), 8);
        int64_t at = late ? due + demo_span(rng(p), DAY, 2 * DAY)
                          : due - demo_span(rng(p), DAY / 2, 2 * DAY);
        bool helper = p->t->place->who[WHO_HELPER] && demo_chance(rng(p), 25);
        also(p, "tham_ho", helper ? WHO_HELPER : WHO_OFFICIAL, at);
    }
    for (int i = demo_int(rng(p), days > 10, 3); i > 0; i--)
        also(p, "dich_vu", WHO_OFFICIAL, from + demo_span(rng(p), DAY, (days + 1) * DAY * 9 / 10));
    if (days > 5 && demo_chance(rng(p), 45))
        also(p, "chuyen_gui", WHO_OFFICIAL, from + demo_span(rng(p), DAY, days * DAY * 2 / 3));
    p->clock = from + days * DAY;
}

static void review(struct plan *p, const char *word)
{
    struct demo_deed *k = then(p, "ra_soat", WHO_OFFICIAL, HOUR, DAY);
    k->word = word;
    k->when = k->at + demo_span(rng(p), 30, 60) * DAY;
}

/* Separation, from the proposal to its end after so many days (0 = it goes on). */
static void separate(struct plan *p, int days, bool decided)
{
    int64_t at = p->clock + demo_span(rng(p), 15, 60);
    put(p, "de_nghi_cach_ly", WHO_OFFICIAL, at);
    if (!decided)
        return;
    at += demo_span(rng(p), 15, 50);
    put(p, "duyet_cach_ly", WHO_CHAIR, at)->word = "dong_y";
    if (!days)
        return;
    put(p, "danh_gia_het_cach_ly", WHO_OFFICIAL, at + (days - 1) * DAY);
    put(p, "ket_thuc_cach_ly", chair(p), at + days * DAY);
}

static bool may_separate(const struct demo_tale *t)
{
    return t->emergency && t->theme->carer;
}

/* ---- the ways of a protection case
 * ----------------------------------------------------------------- */

static int64_t minutes(struct plan *p, double least_days, double most_days)
{
    return demo_span(rng(p), (int64_t)(least_days * DAY), (int64_t)(most_days * DAY));
}

/* How long ago, so that a limit of so many days is: still far, about to end, over. */
static int64_t age_for(struct plan *p, double limit_days, int soon, int over)
{
    int k = demo_int(rng(p), 0, 99);
    if (k < over)
        return minutes(p, limit_days * 1.15, limit_days * 1.9);
    if (k < over + soon)
        return minutes(p, limit_days * 0.6, limit_days * 0.85);
    return minutes(p, limit_days * 0.02, limit_days * 0.5);
}

/* Everything to the approval. */
static void to_approval(struct plan *p)
{
    first_day(p);
    bool sep = may_separate(p->t) && demo_chance(rng(p), 35);
    if (sep) {
        p->slow = 0;
        separate(p, demo_int(rng(p), 9, 13), true);
    }
    then(p, "danh_gia_chi_tiet", WHO_OFFICIAL, DAY, 4 * DAY);
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
    then(p, "danh_gia_chi_tiet", WHO_OFFICIAL, DAY, 4 * DAY);
    p->anchor = p->n - 1;
    if (end == END_MEET)
        return age_for(p, 6.5, 18, 22);
    then(p, "hop", WHO_OFFICIAL, DAY / 3, DAY);
    if (end == END_PLAN && demo_chance(rng(p), 80))
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
    int64_t approved = p->clock, age = minutes(p, 2, demo_chance(rng(p), 55) ? 200 : 70);
    int k = demo_int(rng(p), 0, 99);
    int64_t to_review = k < 10 && age > 20 * DAY ? -demo_span(rng(p), 1, 8) * DAY
                        : k < 24                 ? demo_span(rng(p), 0, 1) * DAY
                                                 : demo_span(rng(p), 6, 60) * DAY;
    set_review(p, approved + age + to_review);
    follow(p, age / DAY, demo_chance(rng(p), 18) ? 1 : 0);
    if (demo_chance(rng(p), 5))
        also(p, "bao_them", WHO_OFFICIAL, approved + age / 2);
    return age;
}

/* To the decision to close, or past it. */
static int64_t plan_closing(struct plan *p, enum end end)
{
    to_approval(p);
    int days = demo_int(rng(p), 28, 85);
    set_review(p, p->clock + days * DAY);
    follow(p, days, 0);
    if (demo_chance(rng(p), 15)) {
        review(p, "tiep_tuc");
        p->clock += 30 * DAY;
        put(p, "tham_ho", WHO_OFFICIAL, p->clock - 2 * DAY);
    }
    review(p, "ket_thuc");
    p->anchor = p->n - 1;
    if (end == END_ASK)
        return age_for(p, 2.2, 30, 25);
    then(p, "ket_thuc", chair(p), DAY / 4, 2 * DAY)->word = "dong_y";
    p->anchor = p->n - 1;
    if (end == END_CLOSED)
        return minutes(p, 0.2, 170);
    then(p, "mo_lai", WHO_OFFICIAL, 20 * DAY, 50 * DAY)->word = "danh_gia";
    p->anchor = p->n - 1;
    p->t->level = "co_nguy_co";
    if (demo_chance(rng(p), 50))
        return minutes(p, 0.1, 0.9);
    assess(p);
    return p->clock - p->v[p->anchor].at + minutes(p, 0.5, 4);
}

static int64_t plan_other_end(struct plan *p, enum end end)
{
    take_report(p);
    if (end == END_FALSE || end == END_NOT_OURS) {
        verify(p, end == END_FALSE ? "khong_dung" : "khong_thuoc");
        p->v[p->n - 1].say = end == END_FALSE ? SAY_NOT_TRUE : SAY_NOT_OURS;
    } else if (end == END_MOVED) {
        verify(p, "dung");
        then(p, "chuyen_noi_khac", WHO_OFFICIAL, HOUR, 2 * DAY);
    } else {
        verify(p, "dung");
        assess(p);
        if (p->t->emergency)
            then(p, "bien_phap_khan_cap", WHO_OFFICIAL, 20, 150);
        then(p, "danh_gia_chi_tiet", WHO_OFFICIAL, DAY, 4 * DAY);
        then(p, "dong_ho_so", chair(p), 5 * DAY, 30 * DAY);
    }
    p->anchor = p->n - 1;
    return minutes(p, 1, 270);
}

static int64_t plan_separation(struct plan *p, enum end end)
{
    p->slow = 0;
    first_day(p);
    if (end == END_SEP_WAIT) {
        separate(p, 0, false);
        p->anchor = 0;
        int64_t age = p->v[p->n - 1].at + demo_span(rng(p), 5, 90);
        return demo_chance(rng(p), 30) ? age + 4 * HOUR : age;
    }
    separate(p, 0, true);
    p->anchor = p->n - 1;
    int64_t at = p->v[p->anchor].at;
    if (end == END_SEP_LONGER) {
        put(p, "gia_han_cach_ly", WHO_CHAIR, at + 9 * DAY);
        p->v[p->anchor - 1].when = 10; /* days at first */
    }
    then(p, "danh_gia_chi_tiet", WHO_OFFICIAL, DAY, 3 * DAY);
    plan_and_approve(p);
    set_review(p, p->clock + 60 * DAY);
    follow(p, 20, 0);
    return end == END_SEP_ON     ? minutes(p, 2, 9)
           : end == END_SEP_SOON ? minutes(p, 13.6, 14.6)
           : end == END_SEP_OVER ? minutes(p, 16, 17)
                                 : minutes(p, 10, 11.5);
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
    k->birth_day = cal_local_day(at) - demo_int(rng(p), 2, 20);
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
static void settle(struct plan *p, int64_t age, struct demo_deeds *list)
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

static struct demo_tale *new_tale(struct demo *d, const char *proc)
{
    struct demo_tale *t = NEW(d->act->a, struct demo_tale);
    t->proc = pack_proc(d->s->site.pack, proc);
    t->place = d->place;
    return t;
}

static void set_person(struct demo *d, struct demo_tale *t)
{
    t->person = (struct demo_person){.name = t->kid->name,
        .village = t->kid->village,
        .commune = t->place->name,
        .age = (cal_local_day(d->now) - t->kid->birth_day) / 366};
}

void demo_plan_case(struct demo *d, struct demo_deeds *list, size_t nth)
{
    enum end end = pick_end(d, nth);
    bool sep = end >= END_SEP_WAIT, urgent = end == END_EMERGENCY || sep;
    struct demo_tale *t = new_tale(d, "bao_ve_tre_em");
    t->theme = pick_theme(d, urgent, sep);
    t->kid = pick_kid(d, t->theme);
    set_person(d, t);
    pick_level(d, t, urgent);
    if (urgent)
        t->risk = 0;
    struct plan *p = NEW(d->act->a, struct plan);
    *p = (struct plan){.d = d, .t = t, .slow = 10};
    int64_t age = plan_way(p, end);
    settle(p, age, list);
}

/* ---- alternative care
 * -------------------------------------------------------------------------------------- */

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
    then(p, "quyet_dinh", chair(p), DAY, 5 * DAY)->word = "dong_y";
    p->anchor = p->n - 1;
    if (end == CARE_HAND_OVER)
        return minutes(p, 1, demo_chance(rng(p), 25) ? 26 : 14);
    then(p, "ban_giao", WHO_OFFICIAL, 2 * DAY, 12 * DAY);
    p->anchor = p->n - 1;
    int64_t from = p->clock, age = minutes(p, 5, end == CARE_ON ? 215 : 200);
    if (end == CARE_END_ASKED || end == CARE_ENDED)
        age += 45 * DAY;
    static const int follow_ups[] = {30, 91, 183};
    bool behind = end == CARE_ON && demo_chance(rng(p), 20);
    for (size_t i = 0; i < COUNT(follow_ups); i++)
        if (!behind || (i + 1 < COUNT(follow_ups) && follow_ups[i + 1] * DAY < age))
            also(p, "theo_doi", WHO_OFFICIAL,
                from + follow_ups[i] * DAY - demo_span(rng(p), 1, 4) * DAY);
    also(p, "bao_cao", WHO_OFFICIAL, from + 178 * DAY);
    if (end == CARE_ON)
        return age;
    p->clock = from + age - 8 * DAY;
    then(p, "de_nghi_cham_dut", WHO_OFFICIAL, DAY, 4 * DAY);
    if (end == CARE_ENDED)
        then(p, "cham_dut", chair(p), DAY / 4, 2 * DAY)->word = "dong_y";
    return age;
}

static int64_t plan_care_way(struct plan *p, enum care end)
{
    put(p, "dang_ky", WHO_OFFICIAL, 0);
    if (end == CARE_CHILD)
        return minutes(p, 0.5, 6);
    then(p, "danh_gia_tre", WHO_OFFICIAL, DAY, 5 * DAY);
    p->anchor = p->n - 1;
    if (end == CARE_VERIFY && demo_chance(rng(p), 50))
        return minutes(p, 0.5, 9);
    if (end == CARE_WITHDRAWN) {
        then(p, "rut_don", WHO_OFFICIAL, DAY, 8 * DAY)->say = SAY_WITHDRAW;
        return minutes(p, 10, 200);
    }
    struct demo_deed *k = then(p, "xac_minh", WHO_OFFICIAL, 2 * DAY, 7 * DAY);
    k->word = end == CARE_REFUSED ? "khong_du" : end == CARE_VERIFY ? "bo_sung" : "du";
    p->anchor = p->n - 1;
    if (end == CARE_REFUSED)
        return minutes(p, 3, 200);
    if (end <= CARE_DECIDE)
        return minutes(p, 0.5, demo_chance(rng(p), 25) ? 24 : 10);
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
    struct demo_tale *t = new_tale(d, "cham_soc_thay_the");
    t->kid = &d->kids[demo_rand(r) % d->nkids];
    for (int i = 0; i < 20 && t->kid->used; i++)
        t->kid = &d->kids[demo_rand(r) % d->nkids];
    t->kid->used = true;
    set_person(d, t);
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
    settle(p, age, list);
}
