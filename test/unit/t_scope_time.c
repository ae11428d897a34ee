// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Units in time behind the wall of scope: a record of a commune of before 2025-07-01 is seen by who
 * has its land today (merged, split, renamed), not by who bears its code; a change of units counts
 * from the next act, and when it is taken back all is as it was. Accounts of merged communes work.
 */
#include "../fault/site.h"

#include "flow/flow.h"
#include "rec/rec_int.h"

#define FORMER "03130" /* Phường Thanh Bình: into 03127 on 2025-07-01 */
#define SPLIT "03133"  /* into 03127 too, until a test splits it */

static int64_t at(int y, int m, int d)
{
    return cal_ms(cal_day((struct cal_date){.y = (int16_t)y, .m = (int8_t)m, .d = (int8_t)d}), 600);
}

static const struct reg *reg(struct ts *s, const char *id)
{
    const struct reg *r = pack_reg(s->site->pack, id);
    assert_non_null(r);
    return r;
}

static void set(struct rec *r, const char *id, const char *v)
{
    const struct field *f = reg_field(r->reg, id);
    assert_non_null(f);
    r->v[f->slot] = v_text(v);
}

/* A child as it was written then, by the system (an import of old lists). */
static const char *child_in(struct ts *s, const char *unit, int64_t when, const char *name)
{
    struct act *act = ts_act(s, PEOPLE, true);
    act->now_ms = when;
    struct rec *r = rec_new(act, reg(s, "tre_em"), NULL);
    r->common[DC_PROVINCE] = v_text(PROVINCE);
    r->common[DC_UNIT] = v_text(unit);
    set(r, "ho_ten", name);
    set(r, "gioi_tinh", "nam");
    set(r, "tinh_trang", "dang_theo_doi");
    assert_int_equal(rec_insert(act, r, "tao", NULL), OK);
    const char *id = arena_dup(s->t.a, rec_id(r));
    ts_commit(act);
    return id;
}

/* The province's officer as one who may read children: here it is about scope. */
static struct act *reading(struct ts *s, enum person p)
{
    struct act *act = ts_act(s, p, false);
    struct user *u = NEW(act->a, struct user);
    *u = *act->user;
    u->role = pack_role(s->site->pack, "can_bo_xa");
    act->user = u;
    return act;
}

static bool sees(struct ts *s, enum person p, const char *id)
{
    struct act *act = reading(s, p);
    struct rec *r = NULL;
    enum err e = rec_get(act, reg(s, "tre_em"), id, &r);
    assert_true(e == OK || e == ERR_NOT_FOUND);
    struct rec **v;
    size_t n, found = 0;
    assert_int_equal(rec_by_ids(act, reg(s, "tre_em"), &id, 1, &v, &found), OK);
    assert_int_equal(found, e == OK);
    struct rec_query q = {.reg = reg(s, "tre_em"), .limit = 1000};
    int64_t total;
    assert_int_equal(rec_list(act, &q, &v, &n, &total), OK);
    assert_int_equal(total, n);
    bool listed = false;
    for (size_t i = 0; i < n; i++)
        listed |= streq(rec_id(v[i]), id);
    assert_int_equal(listed, e == OK);
    if (r)
        assert_true(rec_in_scope(act, r));
    act_end(act);
    return e == OK;
}

static int64_t listed(struct ts *s, enum person p, const char *unit, const char *words)
{
    struct act *act = reading(s, p);
    struct rec_query q = {.reg = reg(s, "tre_em"), .unit = unit, .words = words};
    struct rec **v;
    size_t n;
    int64_t total;
    assert_int_equal(rec_list(act, &q, &v, &n, &total), OK);
    assert_int_equal(total, n);
    act_end(act);
    return total;
}

static struct unit_report import_units(struct ts *s, const char *rows)
{
    struct unit_report r;
    AUTO_DBC *c = dbtest_write(&s->t);
    struct unit_tree *t = units_hold(s->site->units);
    const char *text =
        arena_printf(s->t.a, "old_code,new_code,kind,effective_date,resolution,share\n%s", rows);
    struct unit_import in = {.file = "x.csv", .text = str_of(text), .by = "you"};
    assert_int_equal(unit_import(c, s->t.a, t, &in, &r), OK);
    units_drop(s->site->units, t);
    assert_int_equal(db_commit(c), OK);
    db_end(&c);
    c = dbtest_read(&s->t);
    assert_int_equal(units_refresh(s->site->units, c), OK);
    return r;
}

static void take_back(struct ts *s, const char *batch)
{
    AUTO_DBC *c = dbtest_write(&s->t);
    assert_int_equal(unit_revert(c, batch, "you"), OK);
    assert_int_equal(db_commit(c), OK);
    db_end(&c);
    c = dbtest_read(&s->t);
    assert_int_equal(units_refresh(s->site->units, c), OK);
}

/* ---- merged ---------------------------------------------------------------------------------- */

static void a_merged_commune_is_seen_by_its_successor(struct ts *s)
{
    int64_t before = listed(s, OFFICER, NULL, NULL), far = listed(s, ELSEWHERE, NULL, NULL);
    const char *id = child_in(s, FORMER, at(2024, 3, 1), "Lò Văn Cựu");
    assert_true(sees(s, OFFICER, id));
    assert_true(sees(s, PROVINCE_OFFICER, id));
    assert_false(sees(s, ELSEWHERE, id));
    assert_int_equal(listed(s, OFFICER, NULL, NULL), before + 1);
    assert_int_equal(listed(s, OFFICER, NULL, "cuu lo"), 1);
    assert_int_equal(listed(s, PROVINCE_OFFICER, UNIT, "cuu lo"), 1);
    assert_int_equal(listed(s, PROVINCE_OFFICER, OTHER_UNIT, "cuu lo"), 0);
    assert_int_equal(listed(s, ELSEWHERE, NULL, NULL), far);
}

/* What the successor writes: versions of the old record, parts of it, told in his own journal. */
static void the_successor_writes_on(struct ts *s)
{
    const char *id = child_in(s, FORMER, at(2024, 3, 2), "Lò Thị Mới");
    int64_t own = ts_count(s, "SELECT count(*) FROM journal WHERE unit = '" UNIT "'");
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *r;
    assert_int_equal(rec_get(act, reg(s, "tre_em"), id, &r), OK);
    set(r, "ho_ten", "Lò Thị Mới Hơn");
    assert_int_equal(rec_update(act, r, 1, "sua", NULL), OK);
    assert_string_equal(r->common[DC_UNIT].s.p, FORMER);
    assert_string_equal(rec_unit_now(act, r), UNIT);
    const struct reg *part = NULL;
    for (size_t i = 0; i < s->site->pack->nregs && !part; i++)
        if (s->site->pack->regs[i].parent == r->reg)
            part = &s->site->pack->regs[i];
    struct rec *p = rec_new(act, part, r);
    assert_string_equal(p->common[DC_UNIT].s.p, FORMER);
    assert_true(p->common[DC_UNIT_AT].i == at(2024, 3, 2));
    struct rec *fresh = rec_new(act, r->reg, NULL);
    assert_string_equal(fresh->common[DC_UNIT].s.p, UNIT);
    assert_int_equal(fresh->common[DC_UNIT_AT].t, V_NULL);
    struct rec *plain = rec_new(act, part, fresh);
    assert_int_equal(plain->common[DC_UNIT_AT].t, V_NULL);
    ts_commit(act);
    assert_int_equal(ts_count(s, "SELECT count(*) FROM journal WHERE unit = '" UNIT "'"), own + 1);
    assert_true(sees(s, OFFICER, id));
}

static void an_account_of_a_merged_commune_works_on(struct ts *s)
{
    const char *id = child_in(s, FORMER, at(2024, 3, 3), "Lò Văn Cũ");
    const char *who = ts_add_user(s, "can_bo_cu", "can_bo_xa", FORMER);
    ts_sql(s, arena_printf(s->t.a, "UPDATE account SET created_at = %lld WHERE id = '%s'",
                  (long long)at(2024, 1, 1), who));
    struct user u;
    AUTO_DBC *c = dbtest_read(&s->t);
    assert_int_equal(user_get(c, s->site->pack, s->t.a, who, &u), OK);
    db_end(&c);
    struct act *act = act_new(s->site, s->t.a, &u, "test", "::1");
    assert_int_equal(act_read(act), OK);
    assert_string_equal(act->user->unit, UNIT);
    struct rec *r;
    assert_int_equal(rec_get(act, reg(s, "tre_em"), id, &r), OK);
    struct user_person *people;
    size_t n, found = 0;
    assert_int_equal(rec_people_of(act, r, "can_bo_xa", &people, &n), OK);
    for (size_t i = 0; i < n; i++)
        found += streq(people[i].id, who) || streq(people[i].id, s->who[OFFICER].id);
    assert_int_equal(found, 2);
    act_end(act);
}

/* ---- clocks ---------------------------------------------------------------------------------- */

static void clocks_of_a_former_unit_run_in_the_inbox(struct ts *s)
{
    struct flow_counts before, after;
    struct flow_task *t;
    size_t n;
    struct act *act = ts_act(s, OFFICER, false);
    assert_int_equal(flow_inbox(act, 100, &t, &n, &before), OK);
    act_end(act);
    char id[37];
    child_in(s, FORMER, at(2024, 3, 4), "Lò Văn Hạn");
    for (int i = 0; i < 2; i++) {
        uuid7(id);
        ts_sql(s, arena_printf(s->t.a,
                      "INSERT INTO flow_clock (id, province, unit, reg, record, proc, clock, nth, "
                      "started_at, due_at, who, unit_at) VALUES ('%s', '11', '%s', 'ca', '%s', "
                      "'x', 'y', 0, %lld, %lld, '|can_bo_xa|', %s)",
                      id, i ? FORMER : OTHER_UNIT, id, (long long)at(2025, 8, 1),
                      (long long)at(2025, 8, 2), i ? "1709000000000" : "NULL"));
    }
    act = ts_act(s, OFFICER, false);
    assert_int_equal(flow_inbox(act, 100, &t, &n, &after), OK);
    act_end(act);
    assert_int_equal(after.overdue, before.overdue + 1);
    ts_sql(s, "DELETE FROM flow_clock WHERE proc = 'x'");
}

/* ---- split, taken back ----------------------------------------------------------------------- */

static void a_split_commune_is_seen_by_each_part(struct ts *s)
{
    const char *id = child_in(s, SPLIT, at(2024, 5, 1), "Quàng Văn Chia");
    assert_true(sees(s, OFFICER, id));
    assert_false(sees(s, ELSEWHERE, id));
    struct unit_report r = import_units(s, SPLIT "," UNIT ",split_part,2025-07-01,x,0.3\n" SPLIT
                                                 "," OTHER_UNIT ",split_part,2025-07-01,x,0.7\n");
    assert_int_equal(r.bad, 0);
    assert_true(sees(s, OFFICER, id));
    assert_true(sees(s, ELSEWHERE, id));
    /* One of them takes it over: from then on it is his alone. */
    struct act *act = ts_act(s, ELSEWHERE, true);
    struct rec *rec;
    assert_int_equal(rec_get(act, reg(s, "tre_em"), id, &rec), OK);
    assert_true(rec_may_assign(act, rec));
    assert_int_equal(rec_assign(act, rec, rec_version(rec)), OK);
    ts_commit(act);
    assert_true(sees(s, ELSEWHERE, id));
    assert_false(sees(s, OFFICER, id));
    take_back(s, r.batch);
    assert_true(sees(s, ELSEWHERE, id)); /* assigned is assigned */
    const char *other = child_in(s, SPLIT, at(2024, 5, 2), "Quàng Văn Nguyên");
    assert_true(sees(s, OFFICER, other));
    assert_false(sees(s, ELSEWHERE, other));
}

/* ---- a code that means another commune today ------------------------------------------------- */

static void a_reused_code_is_not_the_same_commune(struct ts *s)
{
    int64_t far = listed(s, ELSEWHERE, NULL, NULL);
    /* As if the old 03334 had gone into 03127, and another commune had got its code. */
    ts_sql(s, "UPDATE unit_change SET new_code = '" UNIT "' WHERE old_code = '" OTHER_UNIT
              "' AND new_code = '" OTHER_UNIT "' AND effective_date = '2025-07-01'");
    ts_sql(s, "UPDATE unit_batch SET made_at = made_at + 1");
    AUTO_DBC *c = dbtest_read(&s->t);
    assert_int_equal(units_refresh(s->site->units, c), OK);
    db_end(&c);
    const char *old = child_in(s, OTHER_UNIT, at(2024, 6, 1), "Cà Văn Xưa");
    const char *now = child_in(s, OTHER_UNIT, at(2026, 6, 1), "Cà Văn Nay");
    assert_true(sees(s, OFFICER, old));
    assert_false(sees(s, ELSEWHERE, old));
    assert_true(sees(s, ELSEWHERE, now));
    assert_false(sees(s, OFFICER, now));
    assert_int_equal(listed(s, ELSEWHERE, NULL, NULL), far + 1);
    assert_int_equal(listed(s, PROVINCE_OFFICER, UNIT, "ca van xua"), 1);
    assert_int_equal(listed(s, PROVINCE_OFFICER, OTHER_UNIT, "ca van xua"), 0);
    /* A part of the old one, written today, lies where the old one lies. */
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *r;
    assert_int_equal(rec_get(act, reg(s, "tre_em"), old, &r), OK);
    struct rec like = *r;
    like.common[DC_CREATED_AT] = VNULL;
    rec_put_at(act, &like, r);
    assert_true(like.common[DC_UNIT_AT].i == at(2024, 6, 1));
    assert_true(rec_in_scope(act, &like));
    act_end(act);
    ts_sql(s, "UPDATE unit_change SET new_code = '" OTHER_UNIT "' WHERE old_code = '" OTHER_UNIT
              "' AND new_code = '" UNIT "' AND effective_date = '2025-07-01'");
    ts_sql(s, "UPDATE unit_batch SET made_at = made_at + 1");
    c = dbtest_read(&s->t);
    assert_int_equal(units_refresh(s->site->units, c), OK);
    db_end(&c);
    assert_true(sees(s, ELSEWHERE, old));
    assert_false(sees(s, OFFICER, old));
}

/* ---- cost ------------------------------------------------------------------------------------ */

/* A commune whose land has no former records is asked for as before: by its code alone. */
static void the_ordinary_case_is_plain(struct ts *s)
{
    struct act *act = ts_act(s, ELSEWHERE, false);
    ts_sql(s, "DELETE FROM rec_held WHERE unit = '" OTHER_UNIT "'");
    rec_lands_drop(act);
    rec_lands_stale(s->site);
    struct db_select q = rec_scoped(act, reg(s, "tre_em"));
    assert_int_equal(q.lands.n, 0);
    assert_string_equal(q.unit, OTHER_UNIT);
    assert_string_equal(q.province, PROVINCE);
    act_end(act);
    act = ts_act(s, OFFICER, false);
    q = rec_scoped(act, reg(s, "tre_em"));
    assert_null(q.unit);
    assert_true(q.lands.n > 1);
    act_end(act);
}

SITE_TEST_FN(a_merged_commune_is_seen_by_its_successor)
SITE_TEST_FN(the_successor_writes_on)
SITE_TEST_FN(an_account_of_a_merged_commune_works_on)
SITE_TEST_FN(clocks_of_a_former_unit_run_in_the_inbox)
SITE_TEST_FN(a_split_commune_is_seen_by_each_part)
SITE_TEST_FN(a_reused_code_is_not_the_same_commune)
SITE_TEST_FN(the_ordinary_case_is_plain)

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {
        SITE_TEST(a_merged_commune_is_seen_by_its_successor),
        SITE_TEST(the_successor_writes_on),
        SITE_TEST(an_account_of_a_merged_commune_works_on),
        SITE_TEST(clocks_of_a_former_unit_run_in_the_inbox),
        SITE_TEST(a_split_commune_is_seen_by_each_part),
        SITE_TEST(a_reused_code_is_not_the_same_commune),
        SITE_TEST(the_ordinary_case_is_plain),
    };
    return cmocka_run_group_tests(tests, NULL, ts_end);
}
