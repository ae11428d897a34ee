// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A fact is entered once: what is written down of a household goes into its children, what of a
 * year into the household, and each change is told in the journal. Around a record stand its parts
 * and those that refer to it, as far as the reader may know of them.
 */
#include "../fault/site.h"

#include "rec/rec.h"

static const struct reg *reg(struct ts *s, const char *id)
{
    const struct reg *r = pack_reg(s->site->pack, id);
    assert_non_null(r);
    return r;
}

static struct value *at(struct rec *r, const char *id)
{
    const struct field *f = reg_field(r->reg, id);
    assert_non_null(f);
    return &r->v[f->slot];
}

static const char *said(struct rec *r, const char *id)
{
    struct value v = *at(r, id);
    return v.t == V_TEXT ? v.s.p : NULL;
}

static struct rec *fresh(struct ts *s, struct act *act, const char *id, const struct rec *parent)
{
    struct rec *r = rec_new(act, reg(s, id), parent);
    struct rec_env env = {.act = act, .own = r, .parent = parent, .form = r};
    rec_preset(&r->reg->forms[0], &env, r);
    return r;
}

static void insert(struct act *act, struct rec *r)
{
    if (rec_insert(act, r, "tao", NULL) != OK)
        fail_msg("insert %s: %s", r->reg->id, err_detail());
}

static void update(struct act *act, struct rec *r)
{
    if (rec_update(act, r, rec_version(r), "sua", NULL) != OK)
        fail_msg("update %s: %s", r->reg->id, err_detail());
}

static struct rec *again(struct act *act, const struct rec *r)
{
    struct rec *out;
    assert_int_equal(rec_get(act, r->reg, rec_id(r), &out), OK);
    return out;
}

static struct rec *household(struct ts *s, struct act *act, const char *head)
{
    struct rec *r = fresh(s, act, "ho", NULL);
    *at(r, "chu_ho") = v_text(head);
    *at(r, "thon") = v_text("Bản Nà Luông");
    *at(r, "dien_thoai") = v_text("0912000111");
    insert(act, r);
    return r;
}

static struct rec *child(struct ts *s, struct act *act, const char *name, const struct rec *ho)
{
    struct rec *r = fresh(s, act, "tre_em", NULL);
    *at(r, "ho_ten") = v_text(name);
    *at(r, "gioi_tinh") = v_text("nu");
    *at(r, "ngay_sinh") = v_text("2018-05-12");
    if (ho)
        *at(r, "ho") = v_text(rec_id(ho));
    insert(act, r);
    return r;
}

static struct rec *year(struct ts *s, struct act *act, struct rec *ho, int y, const char *status)
{
    struct rec *r = fresh(s, act, "ho_kinh_te", ho);
    *at(r, "nam") = v_int(y);
    *at(r, "tinh_trang") = v_text(status);
    insert(act, r);
    return r;
}

/* ---- pushing ------------------------------------------------------------------------------------
 */

static void a_fact_of_the_household_goes_into_its_children(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *ho = household(s, act, "Lò Văn Chung");
    struct rec *in = child(s, act, "Lò Thị Một", ho), *out = child(s, act, "Lò Thị Hai", NULL);
    assert_string_equal(said(in, "thon"), "Bản Nà Luông"); /* taken over on entering */
    assert_string_equal(said(in, "dien_thoai"), "0912000111");
    assert_null(said(out, "thon"));
    *at(ho, "kinh_te") = v_text("ngheo");
    *at(ho, "vung_dbkk") = v_int(1);
    update(act, ho);
    in = again(act, in);
    assert_string_equal(said(in, "tinh_trang_ho"), "ngheo");
    assert_int_equal(at(in, "vung_dbkk")->i, 1);
    assert_null(said(again(act, out), "tinh_trang_ho"));
    /* What was never said leaves alone; what is said no longer goes. */
    assert_true(v_is_null(*at(in, "ho_nguy_co_duoi_nuoc")));
    *at(ho, "kinh_te") = VNULL;
    update(act, ho);
    assert_null(said(again(act, in), "tinh_trang_ho"));
    act_end(act);
}
SITE_TEST_FN(a_fact_of_the_household_goes_into_its_children)

static void what_a_child_has_of_its_own_stays(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *ho = household(s, act, "Lò Văn Riêng");
    struct rec *a = child(s, act, "Lò Thị Cả", ho), *b = child(s, act, "Lò Thị Út", ho);
    *at(b, "dien_thoai") = v_text("0913000222");
    update(act, b);
    *at(ho, "dien_thoai") = v_text("0914000333");
    update(act, ho);
    assert_string_equal(said(again(act, a), "dien_thoai"), "0914000333"); /* was the old one */
    assert_string_equal(said(again(act, b), "dien_thoai"), "0913000222");
    /* The village is the household's: it cannot be typed past it. */
    b = again(act, b);
    *at(b, "thon") = v_text("Bản Khác");
    update(act, b);
    assert_string_equal(said(again(act, b), "thon"), "Bản Nà Luông");
    act_end(act);
}
SITE_TEST_FN(what_a_child_has_of_its_own_stays)

static void groups_follow_the_household(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *ho = household(s, act, "Lò Văn Theo");
    struct rec *kid = child(s, act, "Lò Thị Bệnh", ho);
    *at(kid, "benh_hiem_ngheo") = v_int(1);
    update(act, kid);
    assert_null(said(again(act, kid), "nhom_hcdb"));
    year(s, act, ho, 2025, "can_ngheo");
    kid = again(act, kid);
    assert_non_null(said(kid, "nhom_hcdb"));
    assert_non_null(strstr(said(kid, "nhom_hcdb"), "|g13_2|"));
    year(s, act, ho, 2026, "ngheo");
    assert_non_null(strstr(said(again(act, kid), "nhom_hcdb"), "|g13_1|"));
    act_end(act);
}
SITE_TEST_FN(groups_follow_the_household)

static void the_latest_year_counts(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *ho = household(s, act, "Lò Văn Năm"), *kid = child(s, act, "Lò Thị Năm", ho);
    struct rec *new = year(s, act, ho, 2026, "khac");
    year(s, act, ho, 2024, "ngheo"); /* written later, of an earlier year */
    assert_string_equal(said(again(act, ho), "kinh_te"), "khac");
    assert_string_equal(said(again(act, kid), "tinh_trang_ho"), "khac");
    assert_int_equal(rec_void(act, new, rec_version(new), "nhập nhầm"), OK);
    assert_string_equal(said(again(act, ho), "kinh_te"), "ngheo");
    assert_string_equal(said(again(act, kid), "tinh_trang_ho"), "ngheo");
    /* While years are recorded the status is not typed. */
    ho = again(act, ho);
    assert_non_null(rec_told_by(act, ho, reg_field(ho->reg, "kinh_te")));
    assert_null(rec_told_by(act, ho, reg_field(ho->reg, "thon")));
    assert_non_null(rec_told_by(act, kid, reg_field(kid->reg, "thon")));
    assert_null(rec_told_by(act, kid, reg_field(kid->reg, "dien_thoai")));
    act_end(act);
}
SITE_TEST_FN(the_latest_year_counts)

static void school_years_tell_the_schooling(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *kid = child(s, act, "Vàng Thị Học", NULL);
    struct rec *r = fresh(s, act, "hoc_tap_nam", kid);
    *at(r, "nam_hoc") = v_int(2025);
    *at(r, "cap") = v_text("tieu_hoc");
    *at(r, "truong") = v_text("Trường Tiểu học Mường Phăng");
    *at(r, "lop") = v_text("2A");
    insert(act, r);
    kid = again(act, kid);
    assert_string_equal(said(kid, "hoc_tap"), "tieu_hoc");
    assert_string_equal(said(kid, "truong_lop"), "Trường Tiểu học Mường Phăng, lớp 2A");
    *at(r, "ket_qua") = v_text("bo_hoc");
    update(act, r);
    kid = again(act, kid);
    assert_string_equal(said(kid, "hoc_tap"), "bo_hoc");
    assert_null(said(kid, "truong_lop"));
    act_end(act);
}
SITE_TEST_FN(school_years_tell_the_schooling)

/* ---- journal ------------------------------------------------------------------------------------
 */

static int lines(struct act *act, const struct rec *r, const char *action)
{
    struct db_rows *j = rec_journal_of(act, r, 100);
    int n = 0;
    while (db_next(j))
        n += streq(db_text(j, 2), action);
    return n;
}

static void no_report(void *ctx, const char *unit, int64_t seq, const char *hash, bool ok)
{
    (void)ctx;
    (void)unit;
    (void)seq;
    (void)hash;
    (void)ok;
}
static void each_change_is_told(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *a = household(s, act, "Giàng A Đi"), *b = household(s, act, "Giàng A Đến");
    struct rec *kid = child(s, act, "Giàng Thị Chuyển", a);
    assert_int_equal(lines(act, a, "vao"), 1);
    int told = lines(act, kid, "theo");
    *at(a, "kinh_te") = v_text("ngheo");
    update(act, a);
    assert_int_equal(lines(act, kid, "theo"), told + 1);
    *at(a, "ma_ho") = v_text("17"); /* says nothing of its children */
    update(act, a);
    assert_int_equal(lines(act, kid, "theo"), told + 1);
    kid = again(act, kid);
    *at(kid, "ho") = v_text(rec_id(b));
    update(act, kid);
    assert_int_equal(lines(act, a, "ra"), 1);
    assert_int_equal(lines(act, b, "vao"), 1);
    assert_int_equal(rec_void(act, kid, rec_version(kid), "nhập nhầm"), OK);
    assert_int_equal(lines(act, b, "ra"), 1);
    ts_commit(act);
    int64_t broken = 1;
    assert_int_equal(rec_journal_verify(s->site, s->t.a, no_report, NULL, &broken), OK);
    assert_int_equal(broken, 0);
}

SITE_TEST_FN(each_change_is_told)

static void a_household_with_children_is_not_voided(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *ho = household(s, act, "Lò Văn Còn"), *kid = child(s, act, "Lò Thị Còn", ho);
    assert_int_equal(rec_void(act, ho, rec_version(ho), "nhập nhầm"), ERR_CONFLICT);
    kid = again(act, kid);
    *at(kid, "ho") = VNULL;
    update(act, kid);
    assert_int_equal(rec_void(act, ho, rec_version(ho), "nhập nhầm"), OK);
    act_end(act);
}
SITE_TEST_FN(a_household_with_children_is_not_voided)

/* ---- around a record
 * ------------------------------------------------------------------------------
 */

static size_t group(const struct rec_group *g, size_t n, const char *reg_id, bool parts)
{
    for (size_t i = 0; i < n; i++)
        if (streq(g[i].reg->id, reg_id) && parts == !g[i].by)
            return g[i].n;
    return 99;
}

static void around_stands_what_the_reader_may_know(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *ho = household(s, act, "Hờ A Quanh"), *kid = child(s, act, "Hờ Thị Quanh", ho);
    struct rec *dose = fresh(s, act, "tiem_chung", kid);
    *at(dose, "vac_xin") = v_text("soi");
    *at(dose, "ngay") = v_text("2019-03-01");
    insert(act, dose);
    struct rec *cs = rec_new(act, reg(s, "cham_soc_thay_the"), NULL);
    *at(cs, "tre") = v_text(rec_id(kid));
    insert(act, cs);
    ts_commit(act);
    struct rec_group *g;
    size_t n;
    act = ts_act(s, OFFICER, false);
    assert_int_equal(rec_around(act, kid, &g, &n), OK);
    assert_int_equal(group(g, n, "tiem_chung", true), 1);
    assert_int_equal(group(g, n, "ho_tro", true), 0); /* none yet, to be added to */
    assert_int_equal(group(g, n, "cham_soc_thay_the", false), 1);
    assert_int_equal(rec_around(act, ho, &g, &n), OK);
    assert_int_equal(group(g, n, "tre_em", false), 1);
    act_end(act);
    /* The collaborator may read the register of children, but not who is in alternative care. */
    act = ts_act(s, VILLAGE, false);
    assert_int_equal(rec_around(act, kid, &g, &n), OK);
    assert_int_equal(group(g, n, "cham_soc_thay_the", false), 99);
    act_end(act);
}
SITE_TEST_FN(around_stands_what_the_reader_may_know)

static void texts_in_use_are_for_those_who_may_see_them(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, true);
    child(s, act, "Lò Thị Đâu", household(s, act, "Lò Văn Đâu"));
    ts_commit(act);
    const struct field *thon = reg_field(reg(s, "tre_em"), "thon");
    struct rec_used *used;
    size_t n, mine = 0;
    act = ts_act(s, OFFICER, false);
    assert_int_equal(rec_in_use(act, thon, &used, &n), OK);
    for (size_t i = 0; i < n; i++)
        mine += streq(used[i].text, "Bản Nà Luông") && used[i].n > 0;
    assert_int_equal(mine, 1);
    act_end(act);
    act = ts_act(s, VILLAGE, false); /* sees open fields only */
    assert_int_equal(rec_in_use(act, thon, &used, &n), OK);
    assert_int_equal(n, 0);
    act_end(act);
    act = ts_act(s, ELSEWHERE, false); /* another commune */
    assert_int_equal(rec_in_use(act, thon, &used, &n), OK);
    assert_int_equal(n, 0);
    act_end(act);
}
SITE_TEST_FN(texts_in_use_are_for_those_who_may_see_them)

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    log_level(LOG_ERROR + 1);
    const struct CMUnitTest tests[] = {SITE_TEST(a_fact_of_the_household_goes_into_its_children),
        SITE_TEST(what_a_child_has_of_its_own_stays), SITE_TEST(groups_follow_the_household),
        SITE_TEST(the_latest_year_counts), SITE_TEST(school_years_tell_the_schooling),
        SITE_TEST(each_change_is_told), SITE_TEST(a_household_with_children_is_not_voided),
        SITE_TEST(around_stands_what_the_reader_may_know),
        SITE_TEST(texts_in_use_are_for_those_who_may_see_them)};
    return cmocka_run_group_tests_name("household", tests, NULL, ts_end);
}
