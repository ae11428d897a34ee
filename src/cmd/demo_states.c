// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What the demo's children live in: the states from which the pack derives groups of special
 * circumstances, risks, and the gaps and slips that its worklists are made for.
 */
#include "cmd/cmd_int.h"

/* Answers "field=value", the youngest age they fit. */
static const struct {
    const char *answers;
    int from_age;
} states[] = {
    {"tinh_trang_cha=chet,tinh_trang_me=chet,nuoi_duong=nguoi_than", 0},
    {"tinh_trang_cha=chet,tinh_trang_me=chet,nuoi_duong=co_so", 0},
    {"tinh_trang_cha=chet,tinh_trang_me=chet,nuoi_duong=khong_than_thich", 0},
    {"bi_bo_roi=1,nuoi_duong=co_so", 0},
    {"bi_bo_roi=1,nuoi_duong=khong_co", 0},
    {"tinh_trang_cha=chet,tinh_trang_me=mat_tich,nuoi_duong=nguoi_than", 0},
    {"tinh_trang_cha=chet,tinh_trang_me=khong_kha_nang,nuoi_duong=nguoi_than", 0},
    {"tinh_trang_cha=bi_giam,tinh_trang_me=chet,nuoi_duong=nguoi_than", 0},
    {"tinh_trang_cha=mat_tich,tinh_trang_me=mat_tich,nuoi_duong=nguoi_than", 0},
    {"tinh_trang_cha=bi_giam,tinh_trang_me=bi_giam,nuoi_duong=nguoi_than", 0},
    {"tinh_trang_cha=duoi_16,tinh_trang_me=duoi_16", 0},
    {"khuyet_tat=nhe", 0},
    {"khuyet_tat=nang", 0},
    {"khuyet_tat=dac_biet_nang", 0},
    {"khuyet_tat=nang", 0},
    {"benh_hiem_ngheo=1", 0},
    {"benh_hiem_ngheo=1", 0},
    {"nhiem_hiv=1", 0},
    {"vi_pham_phap_luat=xu_ly_hanh_chinh", 12},
    {"vi_pham_phap_luat=bien_phap_tu_phap", 14},
    {"nghien_ma_tuy=cong_dong", 13},
    {"hoc_tap=bo_hoc,lao_dong=nhe_hop_phap,xong_thcs=0", 12},
    {"hoc_tap=bo_hoc,lao_dong=nang_nhoc,xong_thcs=0,nuoi_duong=khong_co", 12},
    {"bi_bao_luc=1,bao_luc_gia_dinh=1", 3},
    {"bi_boc_lot=truc_loi_khac", 8},
    {"bi_xam_hai=dam_o", 6},
    {"bi_mua_ban=ve_cha_me", 10},
    {"di_cu=trong_nuoc,nuoi_duong=khong_co", 0},
    {"tao_hon=1", 14},
    {"bao_luc_gia_dinh=1", 0},
};

static void answer(struct demo *d, struct rec *r, const char *field, const char *value)
{
    const struct field *f = reg_field(r->reg, field);
    if (f && f->type == F_BOOL)
        demo_num(d, r, field, *value == '1');
    else if (f && f->type == F_CHOICES)
        demo_codes(d, r, field, value);
    else
        demo_text(d, r, field, value);
}

static void one_of_states(struct demo *d, int age, struct rec *r)
{
    size_t at;
    do
        at = (size_t)demo_int(&d->rng, 0, COUNT(states) - 1);
    while (age < states[at].from_age);
    struct str rest = str_of(states[at].answers), part;
    while (str_split(&rest, ',', &part)) {
        struct str value = part, name;
        str_split(&value, '=', &name);
        answer(
            d, r, arena_dupn(d->act->a, name.p, name.n), arena_dupn(d->act->a, value.p, value.n));
    }
}

static void birth_years(struct demo *d, const struct demo_kid *k, struct rec *r)
{
    int year = cal_of_day(k->birth_day).y;
    bool young = demo_chance(&d->rng, 6);
    if (demo_chance(&d->rng, 70))
        demo_num(d, r, "me_nam_sinh", year - demo_int(&d->rng, young ? 15 : 18, young ? 17 : 38));
    if (demo_chance(&d->rng, 65))
        demo_num(d, r, "cha_nam_sinh", year - demo_int(&d->rng, 19, 45));
}

static void registered(struct demo *d, const struct demo_kid *k, struct rec *r)
{
    int now = cal_local_day(d->act->now_ms);
    int day = k->birth_day + demo_int(&d->rng, 3, demo_chance(&d->rng, 85) ? 58 : 900);
    if (day > now || !demo_chance(&d->rng, 80))
        return;
    demo_day(d, r, "ngay_khai_sinh", cal_ms(day, 9 * 60));
}

void demo_states(struct demo *d, const struct demo_kid *k, int age, struct rec *r)
{
    enum { SPECIAL = 9, VERIFIED = 75, WATER = 8 };
    struct demo_rng *x = &d->rng;
    if (!k->dead_father && !k->dead_mother && demo_chance(x, SPECIAL))
        one_of_states(d, age, r);
    birth_years(d, k, r);
    registered(d, k, r);
    if (demo_chance(x, WATER))
        demo_num(d, r, "ho_nguy_co_duoi_nuoc", 1);
    if (demo_chance(x, VERIFIED)) /* as if somebody had come by since */
        demo_day(d, r, "ngay_xac_minh", demo_span(x, d->act->now_ms, d->now));
}
