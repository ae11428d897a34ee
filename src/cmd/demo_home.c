// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The demo's households: children of one family live in one, with their parents as its adults, what
 * each year's review said of it, and the parts of each child (vaccinations, school, support).
 */
#include "cmd/cmd_int.h"

enum { FIRST_YEAR = 2023, YEARS = 4 };

/* ---- families -----------------------------------------------------------------------------------
 */

static bool named_so(const struct demo_home *h, const char *name)
{
    for (size_t i = 0; i < h->nkids; i++)
        if (streq(h->kids[i]->name, name))
            return true;
    return false;
}

/* A year at least lies between two children, and their mother is not too old for the youngest. */
static bool fits_between(const struct demo_home *h, const struct demo_kid *k)
{
    enum { APART = 330, SPAN = 14 * 365 };
    for (size_t i = 0; i < h->nkids; i++) {
        int apart = h->kids[i]->birth_day - k->birth_day;
        apart = apart < 0 ? -apart : apart;
        if (apart < APART || apart > SPAN)
            return false;
    }
    return h->nkids < COUNT(h->kids);
}

/* A brother or sister of the child before, when the family has more. */
bool demo_home_sibling(struct demo *d, const struct demo_kid *before, struct demo_kid *k)
{
    enum { MORE = 50 };
    struct demo_home *h = before ? before->home : NULL;
    if (!h || !demo_chance(&d->rng, MORE) || !fits_between(h, k))
        return false;
    k->home = h;
    k->ethnic = before->ethnic;
    k->village = before->village;
    k->father = before->father;
    k->mother = before->mother;
    k->dead_father = before->dead_father;
    k->dead_mother = before->dead_mother;
    struct demo_naming own = {k->ethnic, k->female, k->father};
    do
        k->name = demo_name(&d->rng, d->act->a, &own);
    while (streq(k->name, k->father) || streq(k->name, k->mother) || named_so(h, k->name));
    h->kids[h->nkids++] = k;
    return true;
}

void demo_home_new(struct demo *d, struct demo_kid *k)
{
    struct demo_rng *r = &d->rng;
    struct demo_home *h = NEW(d->act->a, struct demo_home);
    bool town = d->place->kind == DEMO_TOWN;
    bool orphan = k->dead_father && k->dead_mother;
    struct demo_naming elder = {k->ethnic, demo_chance(r, 60), k->father};
    h->carer = orphan ? demo_name(r, d->act->a, &elder) : NULL;
    h->head = orphan ? h->carer : k->dead_father ? k->mother : k->father;
    h->village = k->village;
    h->father = k->dead_father ? NULL : k->father;
    h->mother = k->dead_mother ? NULL : k->mother;
    h->poverty = demo_int(r, 0, 99) + (town ? 34 : 0);
    h->moved = demo_chance(r, 3);
    h->water = demo_chance(r, 18);
    h->phone =
        demo_chance(r, 55) ? arena_printf(d->act->a, "0900%06d", demo_int(r, 1000, 9999)) : NULL;
    h->since = FIRST_YEAR + demo_int(r, 0, 2);
    h->kids[h->nkids++] = k;
    k->home = h;
}

/* ---- a household's record
 * ------------------------------------------------------------------------
 */

/* Families rise slowly: of each hundred some leave the list each year. */
static const char *economy(const struct demo_home *h, int year)
{
    int at = h->poverty + 4 * (year - FIRST_YEAR);
    return at < 50 ? "ngheo" : at < 66 ? "can_ngheo" : "khac";
}

void demo_home_fill(struct demo *d, const struct demo_home *h, struct rec *r)
{
    demo_text(d, r, "chu_ho", h->head);
    demo_text(d, r, "ma_ho", arena_printf(d->act->a, "%03d", demo_int(&d->rng, 1, 240)));
    demo_text(d, r, "thon", h->village);
    demo_text(d, r, "dia_chi", arena_printf(d->act->a, "%s, %s", h->village, d->place->name));
    if (h->phone)
        demo_text(d, r, "dien_thoai", h->phone);
    demo_text(d, r, "kinh_te", economy(h, FIRST_YEAR + YEARS - 1));
    demo_num(d, r, "vung_dbkk", d->place->kind == DEMO_HIGH || d->place->kind == DEMO_BORDER);
    demo_num(d, r, "ho_nguy_co_duoi_nuoc", h->water);
    if (h->moved) {
        demo_text(d, r, "tinh_trang", "chuyen_di");
        demo_day(d, r, "ngay_tinh_trang", d->act->now_ms);
        demo_text(d, r, "noi_den",
            demo_chance(&d->rng, 50) ? "Bình Dương cũ, theo cha mẹ đi làm"
                                     : "Thái Nguyên, làm công nhân");
    }
}

static struct rec *part_of(struct demo *d, const struct rec *root, const char *reg)
{
    const struct reg *part = pack_reg(d->s->site.pack, reg);
    return part ? rec_new(d->act, part, root) : NULL;
}

static enum err add_adult(struct demo *d, const struct rec *ho, const char *name,
    const char *relation, bool female, const struct demo_home *h)
{
    struct rec *r = name ? part_of(d, ho, "thanh_vien_ho") : NULL;
    if (!r)
        return OK;
    int eldest = 9999, youngest = 0;
    for (size_t i = 0; i < h->nkids; i++) {
        int year = cal_of_day(h->kids[i]->birth_day).y;
        eldest = year < eldest ? year : eldest;
        youngest = year > youngest ? year : youngest;
    }
    int parent = youngest - 41 > eldest - 30 ? youngest - 41 : eldest - 30;
    bool old = h->carer != NULL, away = !old && demo_chance(&d->rng, 14);
    demo_text(d, r, "ho_ten", name);
    demo_text(d, r, "quan_he", relation);
    demo_text(d, r, "gioi_tinh", female ? "nu" : "nam");
    demo_num(d, r, "nam_sinh",
        old ? eldest - demo_int(&d->rng, 46, 62) : demo_int(&d->rng, parent, eldest - 18));
    demo_text(d, r, "tinh_trang", h->moved ? "chuyen_di" : away ? "lam_an_xa" : "o_nha");
    if (h->phone && streq(relation, "chu_ho"))
        demo_text(d, r, "dien_thoai", h->phone);
    return rec_insert(d->act, r, "tao", NULL);
}

/* The latest year first: then the earlier ones change nothing at the household. */
static enum err add_years(struct demo *d, const struct rec *ho, const struct demo_home *h)
{
    for (int year = FIRST_YEAR + YEARS - 1; year >= h->since; year--) {
        struct rec *r = part_of(d, ho, "ho_kinh_te");
        bool now = year == FIRST_YEAR + YEARS - 1;
        if (!r)
            return OK;
        demo_num(d, r, "nam", year);
        demo_text(d, r, "tinh_trang", economy(h, year));
        if (!now && !streq(economy(h, year), "khac")) {
            demo_text(d, r, "so_quyet_dinh",
                arena_printf(d->act->a, "%d/QĐ-UBND", demo_int(&d->rng, 80, 420)));
            demo_text(d, r, "ngay_quyet_dinh",
                arena_printf(d->act->a, "%d-12-%02d", year - 1, demo_int(&d->rng, 10, 28)));
        }
        TRY(rec_insert(d->act, r, "tao", NULL));
    }
    return OK;
}

static enum err add_members(struct demo *d, const struct rec *ho, const struct demo_home *h)
{
    bool by_mother = h->head == h->mother;
    TRY(add_adult(d, ho, h->carer, "chu_ho", demo_chance(&d->rng, 60), h));
    TRY(add_adult(d, ho, h->father, h->carer ? "con" : "chu_ho", false, h));
    TRY(add_adult(d, ho, h->mother, h->carer ? "con" : by_mother ? "chu_ho" : "vo_chong", true, h));
    return add_years(d, ho, h);
}

/* ---- a child and its parts
 * -----------------------------------------------------------------------
 */

void demo_home_kid(struct demo *d, const struct demo_kid *k, struct rec *r)
{
    const struct demo_home *h = k->home;
    demo_text(d, r, "thon", k->village);
    if (k->dead_father)
        demo_text(
            d, r, "tu_ngay_cha", arena_printf(d->act->a, "%d", demo_int(&d->rng, 2018, 2025)));
    if (k->dead_mother)
        demo_text(d, r, "tu_ngay_me", arena_printf(d->act->a, "%d", demo_int(&d->rng, 2018, 2025)));
    if (!h || !h->id)
        return;
    demo_text(d, r, "ho", h->id);
    demo_text(d, r, "dien_thoai", h->phone);
    demo_text(d, r, "tinh_trang_ho", economy(h, FIRST_YEAR + YEARS - 1));
    if (h->carer) {
        demo_text(d, r, "nguoi_cham_soc", h->carer);
        demo_text(d, r, "quan_he_nguoi_cham_soc", "ong_ba");
    }
    if (h->moved) {
        demo_text(d, r, "tinh_trang", "chuyen_di");
        demo_day(d, r, "ngay_tinh_trang", d->act->now_ms);
    }
}

struct dose {
    const char *vaccine;
    int nth, month;
};
static const struct dose doses[] = {{"viem_gan_b_so_sinh", 1, 0}, {"lao_bcg", 1, 0},
    {"nam_trong_mot", 1, 2}, {"bai_liet_uong", 1, 2}, {"nam_trong_mot", 2, 3},
    {"bai_liet_uong", 2, 3}, {"nam_trong_mot", 3, 4}, {"bai_liet_uong", 3, 4},
    {"bai_liet_tiem", 1, 5}, {"soi", 1, 9}, {"viem_nao_nhat_ban", 1, 12}, {"soi_rubella", 1, 18},
    {"dpt", 4, 18}};

/* Only small children's cards are written up; in high villages some doses are missing. */
static enum err add_doses(struct demo *d, const struct demo_kid *k, const struct rec *kid)
{
    enum { MONTH = 31, WRITTEN = 30 };
    int age = cal_local_day(d->act->now_ms) - k->birth_day;
    bool small = age < 3 * 365 && demo_chance(&d->rng, WRITTEN);
    for (size_t i = 0; small && i < COUNT(doses); i++) {
        int day = k->birth_day + doses[i].month * MONTH + demo_int(&d->rng, 0, 20);
        struct rec *r = day < k->birth_day + age && demo_chance(&d->rng, 90)
                            ? part_of(d, kid, "tiem_chung")
                            : NULL;
        if (!r)
            continue;
        demo_text(d, r, "vac_xin", doses[i].vaccine);
        demo_num(d, r, "mui", doses[i].nth);
        demo_day(d, r, "ngay", cal_ms(day, 9 * 60));
        demo_text(d, r, "noi_tiem", arena_printf(d->act->a, "Trạm y tế %s", d->place->name));
        TRY(rec_insert(d->act, r, "tao", NULL));
    }
    return OK;
}

static const char *level_of(int age)
{
    return age < 6 ? "mau_giao" : age < 11 ? "tieu_hoc" : age < 15 ? "thcs" : "thpt";
}

static const char *school_name(struct demo *d, int age)
{
    const char *short_name = strchr(d->place->name, ' ');
    short_name = short_name ? short_name + 1 : d->place->name;
    return arena_printf(d->act->a, "%s %s",
        age < 6    ? "Trường Mầm non"
        : age < 11 ? "Trường PTDTBT Tiểu học"
        : age < 15 ? "Trường PTDTBT THCS"
                   : "Trường THPT",
        short_name);
}

/* Two school years of one child in five; the latest first, so that the child changes once. */
static enum err add_school(struct demo *d, const struct demo_kid *k, const struct rec *kid)
{
    struct cal_date now = cal_local(d->act->now_ms).date;
    int begun = now.m >= 9 ? now.y : now.y - 1, age = begun - cal_of_day(k->birth_day).y;
    bool written = age >= 5 && age < 16 && demo_chance(&d->rng, 20);
    for (int back = 0; written && back < 2 && age - back >= 4; back++) {
        struct rec *r = part_of(d, kid, "hoc_tap_nam");
        int at = age - back;
        bool out = back == 0 && at > 12 && demo_chance(&d->rng, 12);
        if (!r)
            return OK;
        demo_num(d, r, "nam_hoc", begun - back);
        demo_text(d, r, "cap", level_of(at));
        demo_text(d, r, "truong", school_name(d, at));
        if (at >= 6)
            demo_text(d, r, "lop",
                arena_printf(d->act->a, "%d%c", at - 5, 'A' + demo_int(&d->rng, 0, 2)));
        demo_text(d, r, "ket_qua", out ? "bo_hoc" : back ? "hoan_thanh" : "dang_hoc");
        if (out) {
            demo_day(d, r, "bo_hoc_tu", d->act->now_ms - 20 * (int64_t)CAL_MS_PER_DAY);
            demo_text(d, r, "ly_do", demo_chance(&d->rng, 50) ? "di_lam" : "kho_khan");
        }
        TRY(rec_insert(d->act, r, "tao", NULL));
    }
    return OK;
}

static const struct {
    const char *kind, *things, *source, *giver;
    int amount; /* thousands */
} gifts[] = {{"qua", "1 suất quà Tết", "ngan_sach", "UBND xã", 300},
    {"quan_ao", "1 áo ấm, 1 chăn", "ca_nhan", "Nhóm thiện nguyện Hoa Ban", 450},
    {"hoc_bong", NULL, "quy_bao_tro", "Quỹ Bảo trợ trẻ em tỉnh", 1000},
    {"xe_dap", "1 xe đạp", "doanh_nghiep", "Điện lực khu vực", 1800},
    {"do_dung_hoc_tap", "Cặp, vở, bút", "to_chuc", "Hội Liên hiệp Phụ nữ xã", 250}};

static enum err add_support(struct demo *d, const struct demo_kid *k, const struct rec *kid)
{
    enum { PERCENT = 15 };
    bool needs = k->dead_father || k->dead_mother;
    int64_t born = cal_ms(k->birth_day + 3, 600);
    for (int i = needs ? 2 : 1; i > 0; i--) {
        size_t at = (size_t)demo_int(&d->rng, 0, COUNT(gifts) - 1);
        struct rec *r = needs || demo_chance(&d->rng, PERCENT) ? part_of(d, kid, "ho_tro") : NULL;
        if (!r)
            continue;
        int64_t day = d->act->now_ms - demo_int(&d->rng, 5, 300) * (int64_t)CAL_MS_PER_DAY;
        demo_day(d, r, "ngay", day > born ? day : d->act->now_ms);
        demo_text(d, r, "loai", gifts[at].kind);
        demo_num(d, r, "so_tien", gifts[at].amount * 1000);
        demo_text(d, r, "hien_vat", gifts[at].things);
        demo_text(d, r, "nguon", gifts[at].source);
        demo_text(d, r, "nguoi_trao", gifts[at].giver);
        TRY(rec_insert(d->act, r, "tao", NULL));
    }
    return OK;
}

enum err demo_home_after(struct demo *d, const struct demo_deed *k, struct rec *r)
{
    if (k->home) {
        k->home->id = rec_id(r);
        return add_members(d, r, k->home);
    }
    if (!k->kid)
        return OK;
    TRY(add_doses(d, k->kid, r));
    TRY(add_school(d, k->kid, r));
    return add_support(d, k->kid, r);
}
