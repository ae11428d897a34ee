// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Procedures at work, on the case of the pack: clocks by the hour and the working day, dues of the
 * same day, again and every, replaced and ended clocks, lateness by when a thing was done; guards,
 * targets, creations, the people called, rows taken over.
 */
#include "../fault/site.h"

#include "flow/flow_int.h"

enum { HOUR = 60 * 60 * 1000 };

/* A wall clock time of Vietnam in ms. */
static int64_t local(const char *iso, int minute)
{
    struct cal_date d;
    assert_true(cal_from_iso(str_of(iso), &d));
    return cal_ms(cal_day(d), minute);
}

struct at {
    struct ts *s;
    struct act *act;
    struct flow_case *c;
    const char *id;
};

/* The case as a person finds it at a moment, in a write transaction. */
static struct at come(struct ts *s, enum person p, const char *id, int64_t now)
{
    clock_fake(now);
    struct at a = {.s = s, .act = ts_act(s, p, true), .id = id};
    struct rec *r;
    assert_int_equal(rec_get(a.act, pack_reg(s->site->pack, "ca"), id, &r), OK);
    assert_int_equal(flow_load(a.act, r, &a.c), OK);
    return a;
}
static void leave(struct at *a)
{
    act_end(a->act);
    clock_fake(0);
}
static void keep(struct at *a)
{
    ts_commit(a->act);
    clock_fake(0);
}
static const struct step *step(const struct at *a, const char *id)
{
    const struct step *s = proc_step(a->c->proc, id);
    assert_non_null(s);
    return s;
}
static void put(struct rec *r, const char *field, struct value v)
{
    const struct field *f = reg_field(r->reg, field);
    assert_non_null(f);
    r->v[f->slot] = v;
}
static enum err go(struct at *a, const char *id, struct rec *form)
{
    return flow_do(a->c, step(a, id), form, rec_version(a->c->rec));
}
static struct rec *form_of(struct at *a, const char *id)
{
    return flow_form(a->c, step(a, id));
}

/* A case that came at `now`; its id. */
static const char *report(struct ts *s, const char *urgency, int64_t now)
{
    clock_fake(now);
    struct act *act = ts_act(s, OFFICER, true);
    const struct procedure *p = pack_proc(s->site->pack, "bao_ve_tre_em");
    const struct step *st = flow_start_step(act, p);
    assert_non_null(st);
    struct rec *ca = rec_new(act, p->reg, NULL), *form = rec_new(act, st->reg, ca);
    put(form, "muc_do", v_text(urgency));
    put(form, "thoi_diem_nhan", v_int(now));
    put(form, "ho_ten_tre", v_text("Lò Văn Pao"));
    struct flow_case *c;
    assert_int_equal(flow_start(act, p, st, ca, form, &c), OK);
    ts_commit(act);
    clock_fake(0);
    return rec_id(ca);
}

static const struct flow_clock *clock_named(const struct at *a, const char *id, bool running)
{
    for (size_t i = 0; i < a->c->nclocks; i++)
        if (streq(a->c->clocks[i].clock->id, id) && !a->c->clocks[i].stopped_at == running)
            return &a->c->clocks[i];
    return NULL;
}
static int64_t due(const struct at *a, const char *id)
{
    const struct flow_clock *k = clock_named(a, id, true);
    return k ? k->due_at : 0;
}

static void put_state(struct ts *s, const char *id, const char *state)
{
    ts_sql(s, arena_printf(s->t.a, "UPDATE r_ca SET state = '%s' WHERE id = '%s'", state, id));
}

static struct rec *verified(struct at *a, const char *result)
{
    struct rec *f = form_of(a, "xac_minh");
    put(f, "ket_luan", v_text(result));
    put(f, "noi_dung", v_text("đúng như báo"));
    put(f, "ho_ten_tre", v_text("Lò Văn Pao"));
    return f;
}

static void hours_run_from_the_report(struct ts *s)
{
    int64_t fri = local("2026-09-18", 20 * 60);
    const char *bad = report(s, "dang_nguy_hiem", fri), *mild = report(s, "co_nguy_co", fri);
    struct at a = come(s, OFFICER, bad, fri);
    assert_int_equal(due(&a, "an_toan_12_gio"), fri + 12 * HOUR); /* night and week-end or not */
    assert_int_equal(due(&a, "xac_minh_24_gio"), 0);
    leave(&a);
    a = come(s, OFFICER, mild, fri);
    assert_int_equal(due(&a, "xac_minh_24_gio"), fri + 24 * HOUR);
    assert_int_equal(due(&a, "an_toan_12_gio"), 0);
    leave(&a);
}
SITE_TEST_FN(hours_run_from_the_report)

static void met_is_told_by_when_it_was_done(struct ts *s)
{
    int64_t t = local("2026-09-14", 8 * 60);
    static const struct {
        int done_h, written_h;
        bool met;
    } ways[] = {{11, 11, true}, {11, 40, true}, {13, 13, false}};
    for (size_t i = 0; i < COUNT(ways); i++) {
        const char *id = report(s, "dang_nguy_hiem", t);
        struct at a = come(s, OFFICER, id, t + ways[i].written_h * HOUR);
        struct rec *f = form_of(&a, "can_thiep_ngay");
        put(f, "thoi_diem_thuc_hien", v_int(t + ways[i].done_h * HOUR));
        assert_int_equal(go(&a, "can_thiep_ngay", f), OK);
        keep(&a);
        a = come(s, OFFICER, id, t + 50 * HOUR);
        const struct flow_clock *k = clock_named(&a, "an_toan_12_gio", false);
        assert_non_null(k);
        assert_int_equal(k->met, ways[i].met);
        assert_int_equal(k->stopped_at, t + ways[i].done_h * HOUR);
        const struct flow_event *e = &a.c->events[a.c->nevents - 1];
        assert_int_equal(e->done_at, t + ways[i].done_h * HOUR);
        assert_int_equal(e->at, t + ways[i].written_h * HOUR);
        leave(&a);
    }
}
SITE_TEST_FN(met_is_told_by_when_it_was_done)

static void a_second_report_of_danger_starts_the_clock_anew(struct ts *s)
{
    int64_t t = local("2026-09-14", 8 * 60);
    const char *id = report(s, "dang_nguy_hiem", t);
    struct at a = come(s, OFFICER, id, t + 5 * HOUR);
    struct rec *f = form_of(&a, "bao_them");
    put(f, "muc_do", v_text("dang_nguy_hiem"));
    put(f, "thoi_diem_nhan", v_int(t + 5 * HOUR));
    assert_int_equal(go(&a, "bao_them", f), OK);
    keep(&a);
    a = come(s, OFFICER, id, t + 6 * HOUR);
    assert_int_equal(due(&a, "an_toan_12_gio"), t + 17 * HOUR);
    const struct flow_clock *old = clock_named(&a, "an_toan_12_gio", false);
    assert_non_null(old);
    assert_false(old->met);
    assert_string_equal(rec_state(a.c->rec), "cho_xac_minh"); /* no target: the state stays */
    leave(&a);
}
SITE_TEST_FN(a_second_report_of_danger_starts_the_clock_anew)

static void steps_follow_targets_and_make_the_child(struct ts *s)
{
    int64_t t = local("2026-09-14", 8 * 60);
    const char *id = report(s, "co_nguy_co", t);
    struct at a = come(s, OFFICER, id, t + HOUR);
    assert_int_equal(go(&a, "xac_minh", verified(&a, "chua_du")), OK);
    assert_string_equal(rec_state(a.c->rec), "cho_xac_minh");
    keep(&a);
    a = come(s, OFFICER, id, t + 2 * HOUR);
    struct rec *early = verified(&a, "dung");
    put(early, "thoi_diem_thuc_hien", v_int(t - HOUR));
    assert_non_null(flow_refuses(a.c, step(&a, "xac_minh"), early));
    assert_int_equal(go(&a, "xac_minh", early), ERR_CONFLICT);
    leave(&a);
    a = come(s, OFFICER, id, t + 2 * HOUR);
    assert_int_equal(go(&a, "xac_minh", verified(&a, "dung")), OK);
    keep(&a);
    a = come(s, OFFICER, id, t + 3 * HOUR);
    assert_string_equal(rec_state(a.c->rec), "cho_danh_gia_ban_dau");
    struct value child = a.c->rec->v[reg_field(a.c->rec->reg, "tre")->slot];
    assert_int_equal(child.t, V_TEXT);
    struct rec *kid;
    assert_int_equal(rec_get(a.act, pack_reg(s->site->pack, "tre_em"), child.s.p, &kid), OK);
    assert_string_equal(kid->v[reg_field(kid->reg, "ho_ten")->slot].s.p, "Lò Văn Pao");
    /* Steps out of order, by the wrong role, on an old version. */
    const struct label *why;
    assert_int_equal(flow_may(a.c, step(&a, "ke_hoach"), &why), ERR_CONFLICT);
    assert_int_equal(flow_may(a.c, step(&a, "phe_duyet"), &why), ERR_DENIED);
    assert_int_equal(flow_do(a.c, step(&a, "danh_gia_ban_dau"), form_of(&a, "danh_gia_ban_dau"),
                         rec_version(a.c->rec) - 1),
        ERR_CONFLICT);
    leave(&a);
}
SITE_TEST_FN(steps_follow_targets_and_make_the_child)

static void a_closed_state_ends_every_clock(struct ts *s)
{
    int64_t t = local("2026-09-14", 8 * 60);
    const char *id = report(s, "co_nguy_co", t);
    struct at a = come(s, OFFICER, id, t + HOUR);
    assert_int_equal(go(&a, "xac_minh", verified(&a, "khong_dung")), OK);
    keep(&a);
    a = come(s, OFFICER, id, t + 2 * HOUR);
    assert_string_equal(rec_state(a.c->rec), "tin_khong_dung");
    for (size_t i = 0; i < a.c->nclocks; i++)
        assert_true(a.c->clocks[i].stopped_at && !a.c->clocks[i].met);
    assert_int_equal(a.c->nclocks, 1);
    leave(&a);
}
SITE_TEST_FN(a_closed_state_ends_every_clock)

/* From the detailed assessment to the plan's approval: working days, people called, rows kept. */
static void plans_are_due_in_working_days(struct ts *s)
{
    int64_t fri = local("2026-09-18", 9 * 60);
    const char *id = report(s, "co_nguy_co", fri);
    put_state(s, id, "cho_danh_gia_chi_tiet");
    struct at a = come(s, OFFICER, id, fri);
    struct rec *f = form_of(&a, "danh_gia_chi_tiet");
    put(f, "muc_dich", v_text("lap_ke_hoach"));
    assert_int_equal(go(&a, "danh_gia_chi_tiet", f), OK);
    keep(&a);
    a = come(s, OFFICER, id, fri);
    assert_int_equal(due(&a, "ke_hoach_5_ngay"), local("2026-09-25", 17 * 60));
    leave(&a);
    put_state(s, id, "cho_ke_hoach");
    a = come(s, OFFICER, id, fri);
    f = form_of(&a, "ke_hoach");
    const struct field *rows = reg_field(f->reg, "hoat_dong");
    struct rec *line = rec_new(a.act, rows->reg, f);
    put(line, "dich_vu", v_text("y_te"));
    put(line, "noi_dung", v_text("Khám ở trạm"));
    f->rows[rows->slot] = (struct rec_rows){&line, 1};
    put(f, "nhip_tham", v_text("hang_thang"));
    put(f, "ngay_ra_soat", v_text("2026-12-31"));
    assert_int_equal(go(&a, "ke_hoach", f), OK);
    keep(&a);
    a = come(s, HEAD, id, fri + HOUR);
    assert_true(a.c->rec->secret); /* called in: the chairman is a member now */
    assert_int_equal(due(&a, "phe_duyet_2_ngay"), local("2026-09-22", 17 * 60));
    assert_int_equal(due(&a, "ke_hoach_5_ngay"), 0);
    f = form_of(&a, "phe_duyet");
    put(f, "quyet_dinh", v_text("tra_lai"));
    assert_int_equal(go(&a, "phe_duyet", f), OK);
    keep(&a);
    a = come(s, OFFICER, id, fri + 2 * HOUR); /* returned: its lines are there again, as new ones */
    assert_string_equal(rec_state(a.c->rec), "cho_ke_hoach");
    f = form_of(&a, "ke_hoach");
    assert_int_equal(f->rows[rows->slot].n, 1);
    struct rec *again = f->rows[rows->slot].v[0];
    assert_string_not_equal(rec_id(again), rec_id(line));
    assert_string_equal(again->v[reg_field(again->reg, "noi_dung")->slot].s.p, "Khám ở trạm");
    put(f, "nhip_tham", v_text("hang_thang"));
    put(f, "ngay_ra_soat", v_text("2026-12-31"));
    assert_int_equal(go(&a, "ke_hoach", f), OK);
    keep(&a);
    a = come(s, HEAD, id, fri + 3 * HOUR);
    f = form_of(&a, "phe_duyet");
    put(f, "quyet_dinh", v_text("dong_y"));
    assert_int_equal(go(&a, "phe_duyet", f), OK);
    keep(&a);
    /* Monthly from the approval, and again after each visit from the same start. */
    a = come(s, OFFICER, id, fri + 4 * HOUR);
    assert_string_equal(rec_state(a.c->rec), "dang_thuc_hien");
    int64_t first = due(&a, "tham_hang_thang"), review = due(&a, "ra_soat");
    /* 18 October is a Sunday: the time limit ends on the next working day, or on that very day. */
    assert_in_range(first, local("2026-10-18", 0), local("2026-10-20", 0));
    assert_in_range(review, local("2026-12-31", 0), local("2027-01-01", 0)); /* days 0: that day */
    const struct label *why;
    assert_int_equal(flow_may(a.c, step(&a, "ra_soat"), &why), ERR_CONFLICT);
    assert_non_null(why); /* no visit yet */
    assert_int_equal(go(&a, "tham_ho", form_of(&a, "tham_ho")), OK);
    keep(&a);
    a = come(s, OFFICER, id, fri + 5 * HOUR);
    assert_in_range(due(&a, "tham_hang_thang"), local("2026-11-18", 0), local("2026-11-19", 0));
    assert_int_equal(clock_named(&a, "tham_hang_thang", true)->nth, 1);
    assert_int_equal(flow_may(a.c, step(&a, "ra_soat"), &why), OK);
    leave(&a);
    assert_int_equal(ts_broken(s), 0);
}
SITE_TEST_FN(plans_are_due_in_working_days)

static void due_kinds(void **state)
{
    (void)state;
    assert_int_equal(flow_due_of(0, 1000), DUE_NONE);
    assert_int_equal(flow_due_of(999, 1000), DUE_OVERDUE);
    assert_int_equal(flow_due_of(1000, 1000), DUE_SOON);
    assert_int_equal(flow_due_of(1000 + FLOW_SOON_MS - 1, 1000), DUE_SOON);
    assert_int_equal(flow_due_of(1000 + FLOW_SOON_MS, 1000), DUE_LATER);
}

static void inbox_shows_the_roles_work_in_scope(struct ts *s)
{
    int64_t t = local("2026-09-14", 8 * 60);
    const char *id = report(s, "dang_nguy_hiem", t);
    static const struct {
        enum person who;
        bool there;
    } all[] = {{OFFICER, true}, {OFFICER2, true}, {HEAD, false}, {ELSEWHERE, false}};
    for (size_t i = 0; i < COUNT(all); i++) {
        clock_fake(t + 13 * HOUR);
        struct act *act = ts_act(s, all[i].who, false);
        struct flow_task *v;
        struct flow_counts sums;
        size_t n, found = 0;
        assert_int_equal(flow_inbox(act, 500, &v, &n, &sums), OK);
        for (size_t k = 0; k < n; k++)
            found += v[k].rec && streq(rec_id(v[k].rec), id);
        assert_int_equal(found, all[i].there);
        assert_true(sums.overdue > 0 || !all[i].there);
        struct flow_dues dues;
        assert_int_equal(flow_dues(act, pack_reg(s->site->pack, "ca"), &dues), OK);
        assert_int_equal(flow_due(&dues, id), all[i].who == ELSEWHERE ? 0 : t + 12 * HOUR);
        act_end(act);
        clock_fake(0);
    }
}
SITE_TEST_FN(inbox_shows_the_roles_work_in_scope)

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    log_level(LOG_ERROR + 1);
    const struct CMUnitTest tests[] = {SITE_TEST(hours_run_from_the_report),
        SITE_TEST(met_is_told_by_when_it_was_done),
        SITE_TEST(a_second_report_of_danger_starts_the_clock_anew),
        SITE_TEST(steps_follow_targets_and_make_the_child),
        SITE_TEST(a_closed_state_ends_every_clock), SITE_TEST(plans_are_due_in_working_days),
        cmocka_unit_test(due_kinds), SITE_TEST(inbox_shows_the_roles_work_in_scope)};
    return cmocka_run_group_tests_name("flow", tests, NULL, ts_end);
}
