// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What follows from the recorded states of a child: every group and sub-group of NĐ 56/2017, birth
 * registration, and the marks; and that lists ask the database the same as a page asks a record.
 */
#include "../fault/site.h"

#include "rec/rec_int.h"

static const struct reg *children(struct ts *s)
{
    return pack_reg(s->site->pack, "tre_em");
}

/* Sets "a=b,c=d": codes, 0/1, whole numbers, dates. */
static void answer(struct rec *r, struct arena *a, const char *answers)
{
    struct str rest = str_of(answers), part, name;
    while (rest.n && str_split(&rest, ',', &part)) {
        str_split(&part, '=', &name);
        const struct field *f = reg_field(r->reg, arena_dupn(a, name.p, name.n));
        const char *text = arena_dupn(a, part.p, part.n);
        int64_t i;
        if (!f)
            fail_msg("no field " STR_FMT, STR_ARG(name));
        if ((f->type == F_BOOL || f->type == F_INT) && str_to_int(part, &i))
            r->v[f->slot] = v_int(i);
        else if (f->type == F_CHOICES)
            r->v[f->slot] = v_text(arena_printf(a, "|%s|", text));
        else
            r->v[f->slot] = part.n ? v_text(text) : VNULL;
    }
}

static struct rec *child(struct ts *s, struct act *act, const char *answers)
{
    struct rec *r = rec_new(act, children(s), NULL);
    answer(r, act->a, "ho_ten=Vừ A Thử,gioi_tinh=nam,tinh_trang=dang_theo_doi");
    answer(r, act->a, answers);
    const struct rec_env env = {.act = act, .own = r};
    rec_compute(&env, r, true);
    return r;
}

static const char *text(const struct rec *r, const char *field)
{
    struct value v = r->v[reg_field(r->reg, field)->slot];
    return v.t == V_TEXT ? v.s.p : "";
}

/* ---- groups ---------------------------------------------------------------------------------- */

#define PARENTS(f, m) "tinh_trang_cha=" #f ",tinh_trang_me=" #m
static const struct {
    const char *answers, *groups;
} CASES[] = {
    {PARENTS(song_cung, song_cung), ""},
    {PARENTS(chet, song_cung), ""},
    {PARENTS(chet, chet), "|g01|"},
    {PARENTS(chet, chet) ",nuoi_duong=khong_co", "|g01|g01_1|"},
    {PARENTS(chet, chet) ",nuoi_duong=co_so", "|g01|g01_2|"},
    {PARENTS(chet, chet) ",nuoi_duong=nguoi_than", "|g01|g01_3|"},
    {PARENTS(chet, chet) ",nuoi_duong=khong_than_thich", "|g01|g01_4|"},
    {PARENTS(chet, chet) ",nuoi_duong=con_nuoi", ""},
    {"bi_bo_roi=1", "|g02|"},
    {"bi_bo_roi=0", ""},
    {"bi_bo_roi=1,nuoi_duong=khong_co", "|g02|g02_1|"},
    {"bi_bo_roi=1,nuoi_duong=co_so", "|g02|g02_2|"},
    {"bi_bo_roi=1,nuoi_duong=nguoi_than", "|g02|g02_2|"},
    {PARENTS(chet, mat_tich), "|g03|g03_1|"},
    {PARENTS(mat_tich, chet), "|g03|g03_1|"},
    {PARENTS(mat_tich, chet) ",nuoi_duong=con_nuoi", ""},
    {PARENTS(chet, co_so_tgxh), "|g03|g03_2|"},
    {PARENTS(khong_kha_nang, chet), "|g03|g03_2|"},
    {PARENTS(chet, bi_giam), "|g03|g03_3|"},
    {PARENTS(mat_tich, mat_tich), "|g03|g03_4|"},
    {PARENTS(co_so_tgxh, mat_tich), "|g03|g03_5|"},
    {PARENTS(mat_tich, bi_giam), "|g03|g03_6|"},
    {PARENTS(mat_tich, khong_kha_nang), ""},
    {PARENTS(khong_kha_nang, khong_kha_nang), "|g03|g03_7|"},
    {PARENTS(co_so_tgxh, co_so_tgxh), "|g03|g03_8|"},
    {PARENTS(bi_giam, bi_giam), "|g03|g03_9|"},
    {PARENTS(bi_giam, co_so_tgxh), "|g03|g03_10|"},
    {PARENTS(duoi_16, duoi_16), "|g03|g03_11|"},
    {PARENTS(duoi_16, song_cung), ""},
    {PARENTS(han_che_quyen, han_che_quyen), "|g03|g03_12|"},
    {"tam_cach_ly=1", "|g03|g03_12|"},
    {"khuyet_tat=khong", ""},
    {"khuyet_tat=dac_biet_nang", "|g04|g04_1|"},
    {"khuyet_tat=nang", "|g04|g04_2|"},
    {"khuyet_tat=nhe", "|g04|g04_3|"},
    {"nhiem_hiv=1", "|g05|"},
    {"nhiem_hiv=0", ""},
    {"vi_pham_phap_luat=khong", ""},
    {"vi_pham_phap_luat=xu_ly_hanh_chinh", "|g06|g06_1|"},
    {"vi_pham_phap_luat=khong_noi_cu_tru", "|g06|g06_2|"},
    {"vi_pham_phap_luat=bien_phap_tu_phap", "|g06|g06_3|"},
    {"vi_pham_phap_luat=da_chap_hanh", "|g06|g06_4|"},
    {"nghien_ma_tuy=co_so", "|g07|g07_1|"},
    {"nghien_ma_tuy=cong_dong", "|g07|g07_2|"},
    {"hoc_tap=bo_hoc", ""},
    {"hoc_tap=thcs,lao_dong=nhe_hop_phap", ""},
    {"hoc_tap=bo_hoc,lao_dong=nhe_hop_phap", "|g08|"},
    {"hoc_tap=bo_hoc,lao_dong=nhe_hop_phap,xong_thcs=1", ""},
    {"hoc_tap=khong_di_hoc,lao_dong=nhe_hop_phap,nuoi_duong=khong_co", "|g08|g08_1|"},
    {"hoc_tap=bo_hoc,lao_dong=nhe_hop_phap,xong_thcs=0,nuoi_duong=cha_me", "|g08|g08_2|"},
    {"hoc_tap=bo_hoc,lao_dong=nhe_hop_phap,tinh_trang_me=song_cung", "|g08|g08_2|"},
    {"bi_bao_luc=1", "|g09|"},
    {"lao_dong=trai_luat", "|g10|g10_1|"},
    {"lao_dong=nang_nhoc", "|g10|g10_1|"},
    {"bi_boc_lot=lao_dong", "|g10|g10_1|"},
    {"bi_boc_lot=khieu_dam", "|g10|g10_2|"},
    {"bi_boc_lot=du_lich_mai_dam", "|g10|g10_3|"},
    {"bi_boc_lot=hang_cam", "|g10|g10_4|"},
    {"bi_boc_lot=truc_loi_khac", "|g10|g10_5|"},
    {"bi_boc_lot=hang_cam|truc_loi_khac", "|g10|g10_4|g10_5|"},
    {"bi_xam_hai=hiep_dam", "|g11|g11_1|"},
    {"bi_xam_hai=cuong_dam", "|g11|g11_2|"},
    {"bi_xam_hai=giao_cau", "|g11|g11_3|"},
    {"bi_xam_hai=dam_o", "|g11|g11_4|"},
    {"bi_xam_hai=mai_dam_khieu_dam", "|g11|g11_5|"},
    {"bi_mua_ban=khong", ""},
    {"bi_mua_ban=chua_ve", "|g12|"},
    {"bi_mua_ban=ve_cha_me", "|g12|g12_1|"},
    {"bi_mua_ban=ve_thay_the", "|g12|g12_2|"},
    {"benh_hiem_ngheo=1", ""},
    {"benh_hiem_ngheo=1,tinh_trang_ho=khac", ""},
    {"benh_hiem_ngheo=1,tinh_trang_ho=ngheo", "|g13|g13_1|"},
    {"benh_hiem_ngheo=1,tinh_trang_ho=can_ngheo", "|g13|g13_2|"},
    {"di_cu=trong_nuoc", "|g14|g14_1|"},
    {"di_cu=nuoc_ngoai", "|g14|g14_2|"},
    {"di_cu=chua_ro_quoc_tich", "|g14|g14_3|"},
    /* Several at once, in the order of the law. */
    {"nhiem_hiv=1,khuyet_tat=nang," PARENTS(chet, chet) ",nuoi_duong=nguoi_than",
        "|g01|g01_3|g04|g04_2|g05|"},
    {"bi_bo_roi=1,di_cu=trong_nuoc,nuoi_duong=khong_co", "|g02|g02_1|g14|g14_1|"},
    {"hoc_tap=bo_hoc,lao_dong=nang_nhoc,nuoi_duong=cha_me,bi_bao_luc=1",
        "|g08|g08_2|g09|g10|g10_1|"},
};

static void groups_follow_from_states(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, false);
    const struct codelist *list = pack_list(s->site->pack, "nhom_hcdb");
    bool *seen = NEW_N(act->a, bool, list->ncodes);
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const char *got = text(child(s, act, CASES[i].answers), "nhom_hcdb");
        if (!streq(got, CASES[i].groups))
            fail_msg("%s: %s, not %s", CASES[i].answers, got, CASES[i].groups);
        for (size_t k = 0; k < list->ncodes; k++)
            seen[k] |= strstr(got, arena_printf(act->a, "|%s|", list->codes[k].id)) != NULL;
    }
    for (size_t k = 0; k < list->ncodes; k++)
        if (!seen[k])
            fail_msg("no state leads to %s", list->codes[k].id);
    act_end(act);
}
SITE_TEST_FN(groups_follow_from_states)

static void birth_registration_is_two_facts(struct ts *s)
{
    static const struct {
        const char *born, *registered;
        int in_time, before_five; /* -1 unknown */
    } FACTS[] = {{"2024-03-01", "2024-04-30", 1, 1}, {"2024-03-01", "2024-05-01", 0, 1},
        {"2020-03-01", "2025-02-28", 0, 1}, {"2020-03-01", "2025-03-01", 0, 0},
        {"2024", "2024-02-01", -1, 1}, {"2024-03-01", "", -1, -1}};
    struct act *act = ts_act(s, OFFICER, false);
    for (size_t i = 0; i < COUNT(FACTS); i++) {
        const struct rec *r = child(s, act,
            arena_printf(
                act->a, "ngay_sinh=%s,ngay_khai_sinh=%s", FACTS[i].born, FACTS[i].registered));
        struct value in = r->v[reg_field(r->reg, "khai_sinh_dung_han")->slot];
        struct value five = r->v[reg_field(r->reg, "khai_sinh_truoc_5_tuoi")->slot];
        assert_int_equal(in.t == V_INT ? (int)in.i : -1, FACTS[i].in_time);
        assert_int_equal(five.t == V_INT ? (int)five.i : -1, FACTS[i].before_five);
    }
    act_end(act);
}
SITE_TEST_FN(birth_registration_is_two_facts)

/* ---- marks ----------------------------------------------------------------------------------- */

static const char *day_ago(struct act *act, int days)
{
    char iso[11];
    cal_iso(cal_of_day(cal_local_day(act->now_ms) - days), iso);
    return arena_dup(act->a, iso);
}

/* A birthday so many years ago, moved by days. */
static const char *born(struct act *act, int years, int days)
{
    struct cal_date d = cal_of_day(cal_local_day(act->now_ms) - days);
    return arena_printf(
        act->a, "%04d-%02d-%02d", d.y - years, d.m, d.m == 2 && d.d > 28 ? 28 : d.d);
}

static void expect(struct ts *s, struct act *act, const char *mark, const char *answers, bool yes)
{
    const struct mark *m = reg_mark(children(s), mark);
    assert_non_null(m);
    if (rec_marked(act, child(s, act, answers), m) != yes)
        fail_msg("%s: %s", mark, answers);
}

static void marks_say_what_is_to_be_done(struct ts *s)
{
    static const struct {
        const char *mark, *answers;
        bool yes;
    } MARKS[] = {{"bao_luc_gia_dinh", "bao_luc_gia_dinh=1", true},
        {"bao_luc_gia_dinh", "bao_luc_gia_dinh=1,tinh_trang=chuyen_di", false},
        {"khong_nguoi_cham_soc", "nuoi_duong=khong_co", true},
        {"khong_di_hoc", "hoc_tap=bo_hoc", true},
        {"khong_di_hoc", "hoc_tap=bo_hoc,xong_thcs=1", false},
        {"khong_di_hoc", "hoc_tap=chua_den_tuoi,ngay_sinh=2015", true},
        {"khong_di_hoc", "hoc_tap=tieu_hoc,ngay_sinh=2015", false},
        {"lao_dong_trai_luat", "lao_dong=nang_nhoc", true},
        {"lao_dong_trai_luat", "lao_dong=nhe_hop_phap", false}, {"tao_hon", "tao_hon=1", true},
        {"me_chua_thanh_nien", "ngay_sinh=2020-05-05,me_nam_sinh=2003", true},
        {"me_chua_thanh_nien", "ngay_sinh=2020-05-05,me_nam_sinh=2002", false},
        {"nguy_co_duoi_nuoc", "ho_nguy_co_duoi_nuoc=1", true}, {"thieu_so_dinh_danh", "", true},
        {"thieu_so_dinh_danh", "ly_do_chua_co_so=chua_duoc_cap", false},
        {"thieu_so_dinh_danh", "so_dinh_danh=011215000001", false},
        {"so_sai_dang", "so_dinh_danh=01121500001", true},
        {"so_sai_dang", "so_dinh_danh=011015000001", true}, /* born in 1915 */
        {"so_sai_dang", "so_dinh_danh=011215000001", false},
        {"so_lech_gioi_tinh", "so_dinh_danh=011315000001", true},
        {"so_lech_gioi_tinh", "so_dinh_danh=011315000001,gioi_tinh=khong_biet", false},
        {"so_lech_nam_sinh", "so_dinh_danh=011215000001,ngay_sinh=2016-01-01", true},
        {"so_lech_nam_sinh", "so_dinh_danh=011215000001,ngay_sinh=2015", false},
        {"thieu_co_ban", "ngay_sinh=2015,dan_toc=dt01", true},
        {"thieu_co_ban", "ngay_sinh=2015,dan_toc=dt01,ho_ten_me=Vừ Thị Mỷ", false},
        {"tuoi_cha_me", "ngay_sinh=2015,cha_nam_sinh=2005", true},
        {"tuoi_cha_me", "ngay_sinh=2015,me_nam_sinh=1990", false},
        {"chua_khai_sinh", "ngay_sinh=2015", true},
        {"chua_khai_sinh", "ngay_sinh=2015,so_dinh_danh=011215000001", false},
        {"chua_khai_sinh", "ngay_sinh=2015,ly_do_chua_co_so=chua_duoc_cap", false},
        {"hoan_canh_dac_biet", "nhiem_hiv=1", true}, {"hoan_canh_dac_biet", "", false}};
    struct act *act = ts_act(s, OFFICER, false);
    for (size_t i = 0; i < COUNT(MARKS); i++)
        expect(s, act, MARKS[i].mark, MARKS[i].answers, MARKS[i].yes);
    const char *sixteen = born(act, 16, 0), *soon = born(act, 16, -30), *later = born(act, 16, -31);
    expect(s, act, "da_16", arena_printf(act->a, "ngay_sinh=%s", sixteen), true);
    expect(s, act, "da_16", arena_printf(act->a, "ngay_sinh=%s", soon), false);
    expect(s, act, "sap_16", arena_printf(act->a, "ngay_sinh=%s", soon), true);
    expect(s, act, "sap_16", arena_printf(act->a, "ngay_sinh=%s", later), false);
    expect(s, act, "sap_16", arena_printf(act->a, "ngay_sinh=%s", sixteen), false);
    expect(s, act, "chua_khai_sinh", arena_printf(act->a, "ngay_sinh=%s", day_ago(act, 60)), false);
    expect(s, act, "chua_khai_sinh", arena_printf(act->a, "ngay_sinh=%s", day_ago(act, 61)), true);
    expect(s, act, "chua_co_bhyt", arena_printf(act->a, "ngay_sinh=%s", born(act, 6, -1)), true);
    expect(s, act, "chua_co_bhyt", arena_printf(act->a, "ngay_sinh=%s", born(act, 6, 0)), false);
    expect(
        s, act, "chua_xac_minh", arena_printf(act->a, "ngay_xac_minh=%s", born(act, 1, 0)), true);
    expect(
        s, act, "chua_xac_minh", arena_printf(act->a, "ngay_xac_minh=%s", born(act, 1, -1)), false);
    act_end(act);
}
SITE_TEST_FN(marks_say_what_is_to_be_done)

/* ---- lists ask the same ---------------------------------------------------------------------- */

static struct rec *const *stored(struct ts *s, struct act *act, size_t *n)
{
    static const char *const OTHERS[] = {"ngay_sinh=2015,so_dinh_danh=01131500001",
        "ngay_sinh=2010-11,so_dinh_danh=011215000001,tinh_trang=du_16",
        "hoc_tap=bo_hoc,ngay_sinh=2012-02-29,me_nam_sinh=1996,cha_nam_sinh=2004",
        "ngay_sinh=2025-12-31,ngay_xac_minh=2026-01,tao_hon=1,ho_nguy_co_duoi_nuoc=1",
        "ngay_sinh=2010-12,bao_luc_gia_dinh=1,dan_toc=dt01,ho_ten_cha=Vừ A Páo"};
    struct rec **v;
    for (size_t i = 0; i < COUNT(CASES) + COUNT(OTHERS); i++) {
        size_t k = i - COUNT(CASES);
        struct rec *r = child(s, act, i < COUNT(CASES) ? CASES[i].answers : OTHERS[k]);
        assert_int_equal(rec_insert(act, r, "tao", NULL), OK);
    }
    struct rec_query q = {.reg = children(s), .limit = 500};
    assert_int_equal(rec_list(act, &q, &v, n, NULL), OK);
    return v;
}

static void lists_and_pages_agree(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, true);
    const struct reg *reg = children(s);
    size_t n;
    struct rec *const *all = stored(s, act, &n);
    int64_t *count = NEW_N(act->a, int64_t, reg->nmarks);
    assert_true(n >= COUNT(CASES) && reg->nmarks > 15);
    assert_int_equal(rec_mark_counts(act, reg, NULL, count), OK);
    for (size_t m = 0; m < reg->nmarks; m++) {
        int64_t want = 0, total = 0;
        size_t found;
        struct rec **v;
        for (size_t i = 0; i < n; i++)
            want += rec_marked(act, all[i], &reg->marks[m]);
        struct rec_query q = {.reg = reg, .mark = &reg->marks[m], .limit = 500};
        assert_int_equal(rec_list(act, &q, &v, &found, &total), OK);
        if (count[m] != want || total != want || (int64_t)found != want)
            fail_msg("%s: %d on pages, %d counted, %d listed", reg->marks[m].id, (int)want,
                (int)count[m], (int)found);
        for (size_t i = 0; i < found; i++)
            assert_true(rec_marked(act, v[i], &reg->marks[m]));
    }
    act_end(act);
}
SITE_TEST_FN(lists_and_pages_agree)

/* Numbers are kept until somebody writes in the commune; looking and searching are no writing. */
static int64_t listed(struct ts *s, const char *mark)
{
    struct act *act = ts_act(s, OFFICER, false);
    const struct reg *reg = children(s);
    struct rec_query q = {.reg = reg, .limit = 1};
    struct rec **v;
    size_t n;
    int64_t all, of_mark, *count = NEW_N(act->a, int64_t, reg->nmarks);
    assert_int_equal(rec_list(act, &q, &v, &n, &all), OK);
    q.mark = reg_mark(reg, mark);
    assert_int_equal(rec_list(act, &q, &v, &n, &of_mark), OK);
    assert_int_equal(rec_mark_counts(act, reg, NULL, count), OK);
    assert_int_equal(count[q.mark - reg->marks], of_mark);
    act_end(act);
    return all * 100 + of_mark;
}

static void note(struct ts *s, const char *action)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec_entry e = {.unit = act->user->unit, .action = action, .reg = "tre_em"};
    assert_int_equal(rec_journal(act, &e), OK);
    assert_int_equal(act_commit(act, NULL), OK);
    act_end(act);
}

static void write_one(struct ts *s, const char *answers, char id[37])
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *r = child(s, act, answers);
    assert_int_equal(rec_insert(act, r, "tao", NULL), OK);
    assert_int_equal(act_commit(act, NULL), OK);
    memcpy(id, rec_id(r), 37);
    act_end(act);
}

static void void_one(struct ts *s, const char *id)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *r;
    assert_int_equal(rec_get(act, children(s), id, &r), OK);
    assert_int_equal(rec_void(act, r, rec_version(r), "thu"), OK);
    assert_int_equal(act_commit(act, NULL), OK);
    act_end(act);
}

static void numbers_hold_until_somebody_writes(struct ts *s)
{
    s->site->counts = rec_counts_open(s->cs->a);
    assert_int_equal(listed(s, "tao_hon"), 0);
    char id[37], other[37];
    write_one(s, "ngay_sinh=2012,tao_hon=1", id);
    assert_int_equal(listed(s, "tao_hon"), 101);
    note(s, "xem");
    note(s, "tim");
    int before = db_statements(s->site->db);
    assert_int_equal(listed(s, "tao_hon"), 101);
    int kept = db_statements(s->site->db) - before;
    note(s, "khac");
    before = db_statements(s->site->db);
    assert_int_equal(listed(s, "tao_hon"), 101);
    assert_int_equal(db_statements(s->site->db) - before, kept + 3); /* three counted anew */
    write_one(s, "ngay_sinh=2013", other);
    assert_int_equal(listed(s, "tao_hon"), 201);
    void_one(s, id);
    assert_int_equal(listed(s, "tao_hon"), 100);
    s->site->counts = NULL;
}
SITE_TEST_FN(numbers_hold_until_somebody_writes)

/* The village collaborator reads the register but no personal field: a mark would tell one. */
static void marks_have_the_class_of_what_they_read(struct ts *s)
{
    struct act *act = ts_act(s, VILLAGE, false);
    const struct reg *reg = children(s);
    const struct mark *m = reg_mark(reg, "hoan_canh_dac_biet");
    int64_t *count = NEW_N(act->a, int64_t, reg->nmarks), total;
    size_t n;
    struct rec **v;
    assert_int_equal(m->cls, CLASS_PERSONAL);
    assert_false(rec_may_ask(act, m));
    assert_int_equal(rec_mark_counts(act, reg, NULL, count), OK);
    for (size_t i = 0; i < reg->nmarks; i++)
        assert_int_equal(count[i]<0, reg->marks[i].cls> CLASS_OPEN);
    struct rec_query q = {.reg = reg, .mark = m};
    assert_int_equal(rec_list(act, &q, &v, &n, &total), ERR_DENIED);
    act_end(act);
}
SITE_TEST_FN(marks_have_the_class_of_what_they_read)

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    log_level(LOG_ERROR + 1);
    const struct CMUnitTest tests[] = {SITE_TEST(groups_follow_from_states),
        SITE_TEST(birth_registration_is_two_facts), SITE_TEST(marks_say_what_is_to_be_done),
        SITE_TEST(lists_and_pages_agree), SITE_TEST(numbers_hold_until_somebody_writes),
        SITE_TEST(marks_have_the_class_of_what_they_read)};
    return cmocka_run_group_tests_name("marks", tests, NULL, ts_end);
}
