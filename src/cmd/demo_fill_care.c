// SPDX-License-Identifier: AGPL-3.0-or-later
/* What is written in the forms of alternative care in the demo; as demo_fill.c. */
#include "cmd/cmd_int.h"

/* ---- alternative care ------------------------------------------------------------------------ */

static void fill_application(struct paper *p)
{
    struct demo_tale *t = p->t;
    paper_text(p, "loai", t->kind);
    demo_day(p->d, p->r, "ngay_nhan_don", p->k->at);
    paper_text(p, "ben_nhan", paper_chance(p, 70) ? "gia_dinh" : "ca_nhan");
    paper_text(p, "ho_ten", t->carer);
    paper_text(p, "ngay_sinh", t->carer_birth);
    paper_text(p, "gioi_tinh", strstr(t->carer, "Thị") ? "nu" : "nam");
    paper_text(p, "dien_thoai", paper_phone(p));
    paper_text(p, "xa_cu_tru", t->place->code);
    paper_text(
        p, "dia_chi", arena_printf(p->d->act->a, "%s, %s", t->person.village, t->place->name));
    paper_num(p, "than_thich", t->relative);
    if (t->relative)
        paper_text(p, "quan_he", paper_chance(p, 40) ? "ong_ba" : "ho_hang");
    paper_num(p, "nguoi_nuoc_ngoai", 0);
    demo_day(p->d, p->r, "ngay_kham", p->k->at - paper_roll(p, 5, 90) * (int64_t)CAL_MS_PER_DAY);
    paper_text(p, "noi_kham", "benh_vien_khu_vuc");
    paper_num(p, "tu_nguyen", 1);
    paper_num(p, "khong_vi_pham", 1);
    paper_say(p, "cho_o", SAY_HOME);
    paper_say(p, "nguyen_vong", SAY_WISH);
}

/* Only a child of the register can be named; one who is not there yet waits for another time. */
static void registered_child(struct paper *p)
{
    struct demo *d = p->d;
    struct demo_tale *t = p->t;
    for (size_t i = 0; i < d->nkids && !t->kid->id; i++)
        if (d->kids[i].id)
            t->kid = &d->kids[i];
    t->person.name = t->kid->name;
    t->person.age = (cal_local_day(p->k->at) - t->kid->birth_day) / 366;
}

static void fill_child_needs(struct paper *p)
{
    static const struct {
        const char *field;
        enum demo_pool pool;
    } notes[] = {{"suc_khoe", SAY_HEALTH}, {"tinh_than", SAY_MIND}, {"hoc_tap", SAY_LEARN},
        {"cham_soc", SAY_CARE}, {"gia_dinh", SAY_KIN}};
    registered_child(p);
    struct demo_tale *t = p->t;
    paper_text(p, "tre", t->kid->id);
    paper_text(p, "ho_ten_tre", t->kid->name);
    paper_text(p, "ngay_sinh_tre", t->kid->birth);
    paper_text(p, "truong_hop", paper_chance(p, 75) ? "mo_coi_bo_roi" : "khong_an_toan");
    for (size_t i = 0; i < COUNT(notes); i++)
        paper_say(p, notes[i].field, notes[i].pool);
    paper_codes(
        p, "nhom_nhu_cau", paper_chance(p, 50) ? "giao_duc,phuc_loi,bao_ve" : "y_te,tam_ly,bao_ve");
    paper_num(p, "da_hoi_tre", t->person.age >= 4);
    if (t->person.age >= 4)
        paper_say(p, "nguyen_vong", SAY_CHILD);
    paper_num(p, "co_khai_sinh", 1);
    paper_num(p, "co_kham", paper_chance(p, 85));
    paper_num(p, "co_anh", paper_chance(p, 85));
    demo_day(p->d, p->r, "ngay_danh_gia", p->k->at);
}

static void fill_carer(struct paper *p)
{
    static const char *const conditions[] = {"cu_tru", "suc_khoe", "nang_luc", "dao_duc",
        "khong_han_che", "khong_vi_pham", "cho_o_kinh_te", "tu_nguyen"};
    bool refused = streq(p->k->word, "khong_du"), papers = streq(p->k->word, "bo_sung");
    for (size_t i = 0; i < COUNT(conditions); i++)
        paper_num(p, conditions[i], !(refused && i == 5) && !(papers && i == 1));
    paper_num(p, "so_lan_gap", p->t->relative ? 5 : 2);
    paper_text(p, "phu_hop", refused ? "thap" : paper_chance(p, 70) ? "cao" : "trung_binh");
    paper_num(p, "da_tu_van", 1);
    if (!refused)
        paper_say(p, "nhan_xet", SAY_CARER);
    demo_day(p->d, p->r, "ngay_xac_minh", p->k->at);
    paper_text(p, "ket_luan", p->k->word);
    if (refused || papers)
        paper_say(p, "ly_do", refused ? SAY_CARER_NO : SAY_PAPERS);
}

static void fill_care_decision(struct paper *p)
{
    paper_decision(p);
    paper_text(p, "hinh_thuc", p->t->relative ? "than_thich" : "khong_than_thich");
    paper_text(p, "thoi_han", paper_chance(p, 60) ? "lau_dai" : "tam_thoi");
    demo_day(p->d, p->r, "tu_ngay", p->k->at);
    paper_num(p, "cu_giam_ho", p->t->relative);
    paper_codes(p, "noi_nhan", "ubnd_xa,truong_hoc,gia_dinh");
}

static void fill_hand_over(struct paper *p)
{
    demo_day(p->d, p->r, "ngay_giao", p->k->at);
    paper_num(p, "so_lan_gap", p->t->relative ? 6 : 3);
    paper_text(p, "nguoi_chung_kien", paper_person(p, paper_chance(p, 40)));
    paper_say(p, "tinh_trang", SAY_HEALTH);
    paper_text(p, "giay_to", "Giấy khai sinh, thẻ bảo hiểm y tế, học bạ (nếu có)");
}

static void fill_follow_up(struct paper *p)
{
    static const char *const which[] = {"mot_thang", "ba_thang", "sau_thang"};
    int nth = p->t->calls++;
    paper_text(p, "lan", which[nth > 2 ? 2 : nth]);
    demo_day(p->d, p->r, "ngay", p->k->at);
    paper_num(p, "gap_tre", 1);
    paper_num(p, "an_toan", 1);
    paper_say(p, "dieu_kien_song", SAY_LIVING);
    paper_say(p, "suc_khoe", SAY_HEALTH);
    paper_say(p, "tinh_than", SAY_MIND);
    paper_text(p, "hoa_nhap", nth == 0 ? "trung_binh" : paper_chance(p, 80) ? "cao" : "trung_binh");
    paper_say(p, "hoc_tap", SAY_LEARN);
    paper_codes(p, "de_xuat", paper_chance(p, 70) ? "tiep_tuc" : "tiep_tuc,ho_tro_tre");
}

static void fill_carer_report(struct paper *p)
{
    demo_day(p->d, p->r, "ngay", p->k->at);
    paper_say(p, "tinh_hinh", SAY_CARER_REPORT);
}

static void fill_withdrawal(struct paper *p)
{
    demo_day(p->d, p->r, "ngay", p->k->at);
    paper_say(p, "ly_do", SAY_WITHDRAW);
}

static void fill_end_of_care(struct paper *p)
{
    static const struct {
        const char *from, *why, *next;
    } ways[] = {{"theo_doi", "cd_dd", "ve_gia_dinh"}, {"don", "cd_c", "nguoi_khac"},
        {"theo_doi", "du_16", "tu_lap"}};
    size_t at = (size_t)paper_roll(p, 0, p->t->person.age >= 15 ? 2 : 1);
    struct str s = demo_word(demo_pool(SAY_END_CARE), at);
    paper_text(p, "xuat_phat", ways[at].from);
    paper_text(p, "can_cu", ways[at].why);
    paper_text(p, "ly_do", arena_dupn(p->d->act->a, s.p, s.n));
    if (p->t->person.age >= 5)
        paper_say(p, "y_kien_tre", SAY_CHILD);
    paper_text(p, "hinh_thuc_tiep", ways[at].next);
    demo_day(p->d, p->r, "ngay_nhan", p->k->at);
}

static void fill_adjust(struct paper *p)
{
    paper_say(p, "ly_do", SAY_ADJUST);
    paper_done(p, 30);
}

const struct demo_filler demo_care_fillers[] = {{"dieu_chinh", fill_adjust},
    {"don_dang_ky", fill_application}, {"danh_gia_nhu_cau", fill_child_needs},
    {"xac_minh_dieu_kien", fill_carer}, {"giao_nhan", fill_care_decision},
    {"ban_giao_tre", fill_hand_over}, {"theo_doi_cstt", fill_follow_up},
    {"bao_cao_nguoi_nhan", fill_carer_report}, {"rut_don", fill_withdrawal},
    {"cham_dut_cstt", fill_end_of_care}, {"duyet_cham_dut", paper_decision}, {NULL, NULL}};
