// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The demo's child register, and what else a commune writes down in a year: meetings of its boards,
 * communication on children and gender equality; for the province, the places that help.
 */
#include "cmd/cmd_int.h"

enum { YEAR = 365, ADULT = 16 };

/* ---- children -------------------------------------------------------------------------------- */

struct demo_kid *demo_new_kid(struct demo *d, int age_min, int age_max, int64_t at)
{
    struct demo_rng *r = &d->rng;
    struct arena *a = d->act->a;
    struct demo_kid *k = NEW(a, struct demo_kid);
    int today = cal_local_day(at);
    int youngest = today - age_min * 366 - 1, oldest = today - (age_max + 1) * YEAR + 20;
    k->birth_day = demo_int(r, oldest, youngest);
    char iso[11];
    cal_iso(cal_of_day(k->birth_day), iso);
    k->birth = arena_dup(a, iso);
    k->female = demo_chance(r, 48);
    k->ethnic = demo_ethnic(r, d->place->kind);
    k->village = d->place->village[demo_int(r, 0, COUNT(d->place->village) - 1)];
    struct demo_naming father = {k->ethnic, false, NULL};
    k->father = demo_name(r, a, &father);
    const char *other = demo_chance(r, 85) ? k->ethnic : demo_ethnic(r, d->place->kind);
    struct demo_naming mother = {other, true, NULL};
    k->mother = demo_name(r, a, &mother);
    struct demo_naming own = {k->ethnic, k->female, k->father};
    do
        k->name = demo_name(r, a, &own);
    while (streq(k->name, k->father) || streq(k->name, k->mother));
    return k;
}

/* One child in twenty has lost a parent, the others' circumstances follow when it is written. */
static void losses(struct demo *d, struct demo_kid *k)
{
    int at = demo_int(&d->rng, 0, 99);
    if (at < 2) {
        k->dead_father = k->dead_mother = true;
    } else if (at < 5) {
        k->dead_father = demo_chance(&d->rng, 65);
        k->dead_mother = !k->dead_father;
    }
}

void demo_plan_kids(struct demo *d, struct demo_deeds *list)
{
    enum { FIRST_DAYS = 18, HOUR_MS = 3600000 };
    for (size_t i = 0; i < d->nkids; i++) {
        struct demo_kid *k = &d->kids[i];
        *k = *demo_new_kid(d, 0, ADULT - 1, d->now);
        losses(d, k);
        bool more = demo_home_sibling(d, i ? &d->kids[i - 1] : NULL, k);
        if (!more)
            demo_home_new(d, k);
        bool early = demo_chance(&d->rng, 85);
        int64_t last = early ? d->from + FIRST_DAYS * (int64_t)CAL_MS_PER_DAY : d->now - HOUR_MS;
        int64_t at = demo_office(d, demo_span(&d->rng, d->from + HOUR_MS, last));
        /* A child born meanwhile is registered after its birth. */
        int64_t born = cal_ms(k->birth_day + 3, 9 * 60);
        at = at > born ? at : born < d->now ? born : d->now;
        const struct reg *homes = pack_reg(d->s->site.pack, "ho");
        if (!more && homes)
            demo_add(d, list,
                &(struct demo_deed){
                    .at = d->from + HOUR_MS, .who = WHO_OFFICIAL, .home = k->home, .make = homes});
        demo_add(d, list,
            &(struct demo_deed){.at = at,
                .who = WHO_OFFICIAL,
                .kid = k,
                .make = pack_reg(d->s->site.pack, "tre_em")});
    }
}

static const char *school_of(struct demo_rng *r, int age)
{
    if (age < 3)
        return demo_chance(r, 30) && age == 2 ? "nha_tre" : "chua_den_tuoi";
    if (age < 6)
        return demo_chance(r, 90) ? "mau_giao" : "chua_den_tuoi";
    if (age < 11)
        return demo_chance(r, 98) ? "tieu_hoc" : "khong_di_hoc";
    if (age < 15 || demo_chance(r, 35))
        return demo_chance(r, 93) ? "thcs" : "bo_hoc";
    return demo_chance(r, 80) ? "thpt" : "bo_hoc";
}

/* 12 digits of a shape no office has given out: running numbers from 990000 on. */
static const char *personal_number(struct demo *d, const struct demo_kid *k)
{
    bool slip = demo_chance(&d->rng, 1);
    return arena_printf(d->act->a, "011%d%.2s99%04d", k->female != slip ? 3 : 2, k->birth + 2,
        demo_int(&d->rng, 0, 9999));
}

static void parents(struct demo *d, const struct demo_kid *k, struct rec *r)
{
    demo_text(d, r, "ho_ten_cha", k->father);
    demo_text(d, r, "ho_ten_me", k->mother);
    demo_text(d, r, "tinh_trang_cha",
        k->dead_father             ? "chet"
        : demo_chance(&d->rng, 82) ? "song_cung"
                                   : "song_noi_khac");
    demo_text(d, r, "tinh_trang_me",
        k->dead_mother             ? "chet"
        : demo_chance(&d->rng, 88) ? "song_cung"
                                   : "song_noi_khac");
    if (k->dead_father && k->dead_mother) {
        struct demo_naming n = {k->ethnic, demo_chance(&d->rng, 60), NULL};
        demo_text(d, r, "nguoi_cham_soc", demo_name(&d->rng, d->act->a, &n));
        demo_text(d, r, "quan_he_nguoi_cham_soc", demo_chance(&d->rng, 60) ? "ong_ba" : "ho_hang");
        demo_text(d, r, "nuoi_duong", "nguoi_than");
    }
}

static void schooling(struct demo *d, int age, struct rec *r)
{
    const char *school = school_of(&d->rng, age);
    demo_text(d, r, "hoc_tap", school);
    bool grades = streq(school, "tieu_hoc") || streq(school, "thcs");
    if (grades && demo_chance(&d->rng, 70))
        demo_text(d, r, "truong_lop",
            arena_printf(
                d->act->a, "Lớp %d%c", age > 5 ? age - 5 : 1, 'A' + demo_int(&d->rng, 0, 2)));
}

static void fill_kid(struct demo *d, const struct demo_kid *k, struct rec *r)
{
    struct demo_rng *x = &d->rng;
    int age = (cal_local_day(d->act->now_ms) - k->birth_day) / 366;
    bool year_only = demo_chance(x, 5);
    demo_text(d, r, "ho_ten", k->name);
    demo_text(d, r, "ngay_sinh", year_only ? arena_dupn(d->act->a, k->birth, 4) : k->birth);
    demo_text(d, r, "gioi_tinh", k->female ? "nu" : "nam");
    demo_text(d, r, "dan_toc", k->ethnic);
    if (demo_chance(x, 78))
        demo_text(d, r, "so_dinh_danh", personal_number(d, k));
    else if (demo_chance(x, 85))
        demo_text(d, r, "ly_do_chua_co_so", age < 2 ? "chua_khai_sinh" : "chua_co_giay_to");
    demo_text(d, r, "dia_chi", arena_printf(d->act->a, "%s, %s", k->village, d->place->name));
    demo_text(d, r, "tinh_trang", "dang_theo_doi");
    parents(d, k, r);
    if (demo_chance(x, 55))
        demo_text(d, r, "dien_thoai", arena_printf(d->act->a, "0900%06d", demo_int(x, 1000, 9999)));
    int poor = demo_int(x, 0, 99), line = d->place->kind == DEMO_TOWN ? 8 : 42;
    demo_text(d, r, "tinh_trang_ho",
        poor < line        ? "ngheo"
        : poor < line + 15 ? "can_ngheo"
                           : "khac");
    schooling(d, age, r);
    demo_states(d, k, age, r);
    bool insured = demo_chance(x, 90);
    demo_num(d, r, "co_bhyt", insured);
    if (insured && demo_chance(x, 70))
        demo_text(
            d, r, "so_bhyt", arena_printf(d->act->a, "TE11199%08d", demo_int(x, 0, 99999999)));
    demo_home_kid(d, k, r);
}

/* ---- meetings -------------------------------------------------------------------------------- */

static const char meetings[] = "Rà soát các trường hợp đang hỗ trợ, phân công thăm tháng tới|"
                               "Chuẩn bị Tháng hành động vì trẻ em và phòng, chống đuối nước|"
                               "Phối hợp nhà trường bán trú giữ trẻ ở lại lớp sau Tết|"
                               "Kiểm tra việc lập danh sách trẻ có hoàn cảnh đặc biệt|"
                               "Phòng ngừa tảo hôn trong dịp đầu năm|"
                               "Sơ kết quý, rút kinh nghiệm các ca chậm hạn|"
                               "Quy trình tiếp nhận tin báo ngoài giờ, số điện thoại trực|"
                               "Vận động quần áo ấm, sách vở cho năm học mới";
static const char tasks[] =
    "Mỗi bản cử một người giữ liên lạc; cán bộ trẻ em tổng hợp trước ngày 25.|"
    "Công an xã và trạm y tế trực điện thoại luân phiên; ai nhận tin thì ghi ngay vào sổ.|"
    "Hội Phụ nữ phụ trách lớp kỹ năng làm cha mẹ ở ba bản xa.|"
    "Nhà trường báo danh sách học sinh nghỉ quá ba buổi vào thứ sáu hằng tuần.";

static void fill_board(struct demo *d, const struct demo_deed *k, struct rec *r)
{
    struct demo_rng *x = &d->rng;
    struct arena *a = d->act->a;
    bool women = demo_chance(x, 18);
    int people = demo_int(x, 9, 24);
    demo_day(d, r, "ngay", k->at);
    demo_text(d, r, "to_chuc",
        women                ? "ban_vstbpn"
        : demo_chance(x, 70) ? "ban_bvte"
                             : "nhom_thuong_truc");
    demo_text(d, r, "ky", demo_chance(x, 70) ? "thang" : demo_chance(x, 60) ? "quy" : "dot_xuat");
    demo_text(d, r, "chu_tri", d->place->who[WHO_CHAIR]->name);
    demo_num(d, r, "so_nguoi", people);
    demo_num(d, r, "so_nu", people * demo_int(x, 30, 60) / 100);
    demo_codes(
        d, r, "thanh_phan", "ubnd_xa,cong_an,y_te,truong_hoc,hoi_phu_nu,doan_thanh_nien,thon");
    struct str what = demo_pick(x, meetings), then = demo_pick(x, tasks);
    demo_text(d, r, "noi_dung",
        women ? "Công tác vì sự tiến bộ của phụ nữ và bình đẳng giới"
              : arena_dupn(a, what.p, what.n));
    demo_text(d, r, "ket_luan", arena_dupn(a, then.p, then.n));
}

/* ---- communication --------------------------------------------------------------------------- */

static const struct {
    const char *name, *field, *kind;
    int people, children; /* percent of children */
} events[] = {{"Lễ phát động Tháng hành động vì trẻ em", "tre_em", "mit_tinh", 220, 60},
    {"Lớp kỹ năng phòng, chống đuối nước", "tre_em", "lop_ky_nang", 45, 90},
    {"Lớp kỹ năng làm cha mẹ", "tre_em,bao_luc_gioi", "lop_ky_nang", 30, 0},
    {"Diễn đàn trẻ em cấp xã", "tre_em", "dien_dan", 80, 85},
    {"Nói chuyện chuyên đề phòng ngừa tảo hôn", "tre_em,binh_dang_gioi", "hoi_nghi", 120, 50},
    {"Bài phát thanh: báo tin cho ai khi trẻ gặp nguy hiểm", "tre_em", "phat_thanh", 0, 0},
    {"Truyền thông phòng, chống bạo lực gia đình ở bản", "bao_luc_gioi", "hoi_nghi", 60, 10},
    {"Tháng hành động vì bình đẳng giới", "binh_dang_gioi,bao_luc_gioi", "mit_tinh", 150, 15},
    {"Tặng quà Tết cho trẻ em có hoàn cảnh đặc biệt", "tre_em", "tang_qua", 50, 95},
    {"Vui Tết Trung thu", "tre_em", "khac", 180, 80},
    {"Tờ rơi Tổng đài 111 bằng tiếng Thái và tiếng Mông", "tre_em", "to_roi", 0, 0}};

static const char *occasion(struct cal_date day)
{
    if (day.m == 6)
        return "thang_tre_em";
    if ((day.m == 11 && day.d >= 15) || (day.m == 12 && day.d <= 15))
        return "thang_bdg";
    if (day.m == 9)
        return "trung_thu";
    return day.m == 1 || day.m == 2 ? "tet" : "thuong_xuyen";
}

static size_t event_of(struct demo *d, const char *when)
{
    if (streq(when, "thang_tre_em"))
        return (size_t)demo_int(&d->rng, 0, 3);
    if (streq(when, "thang_bdg"))
        return (size_t)demo_int(&d->rng, 6, 7);
    if (streq(when, "trung_thu"))
        return 9;
    return streq(when, "tet") ? 8 : (size_t)demo_int(&d->rng, 2, 6);
}

static void fill_event(struct demo *d, const struct demo_deed *k, struct rec *r)
{
    struct demo_rng *x = &d->rng;
    const char *when = occasion(cal_local(k->at).date);
    size_t at = event_of(d, when);
    demo_text(d, r, "ten", events[at].name);
    demo_day(d, r, "ngay", k->at);
    demo_codes(d, r, "linh_vuc", events[at].field);
    demo_text(d, r, "dot", when);
    demo_text(d, r, "loai", events[at].kind);
    demo_text(d, r, "noi", d->place->village[demo_int(x, 0, 7)]);
    demo_num(d, r, "so_luong", events[at].people ? 1 : demo_int(x, 4, 300));
    if (events[at].people) {
        int people = events[at].people * demo_int(x, 60, 130) / 100;
        demo_num(d, r, "so_nguoi", people);
        demo_num(d, r, "so_nu", people * demo_int(x, 40, 60) / 100);
        demo_num(d, r, "so_tre_em", people * events[at].children / 100);
    }
    demo_num(d, r, "kinh_phi", demo_int(x, 2, 40) * 250000);
    demo_codes(d, r, "phoi_hop", "truong_hoc,hoi_phu_nu,doan_thanh_nien,thon");
}

void demo_plan_rest(struct demo *d, struct demo_deeds *list)
{
    enum { LARGE = 30 };
    const struct pack *p = d->s->site.pack;
    bool large = d->place->cases >= LARGE;
    int most = large ? 11 : demo_int(&d->rng, 3, 6);
    for (int i = 0; i < 2 * most; i++) {
        const struct reg *reg = pack_reg(p, i < most ? "hop_ban_bvte" : "truyen_thong");
        int64_t at = demo_office(d, demo_span(&d->rng, d->from, d->now));
        if (reg)
            demo_add(d, list, &(struct demo_deed){.at = at, .who = WHO_OFFICIAL, .make = reg});
    }
}

/* ---- places that help ------------------------------------------------------------------------ */

static const struct {
    const char *name, *kind, *level, *services, *address;
    int places;
    bool always;
} facilities[] = {{"Trung tâm Công tác xã hội tỉnh", "trung_tam_ctxh", "tinh",
                      "tu_van_tam_ly,tu_van_cha_me,noi_tam_tru,cham_soc_thay_the",
                      "Phường Mường Thanh", 30, true},
    {"Trung tâm Bảo trợ xã hội tỉnh", "co_so_tgxh", "tinh", "noi_tam_tru,cham_soc_thay_the,tro_cap",
        "Phường Mường Thanh", 80, true},
    {"Bệnh viện đa khoa tỉnh", "co_so_y_te", "tinh",
        "kham_chua_benh,giam_dinh,phuc_hoi,tri_lieu_tam_ly", "Phường Mường Thanh", 0, true},
    {"Trung tâm Kiểm soát bệnh tật tỉnh", "co_so_y_te", "tinh", "kham_chua_benh",
        "Phường Mường Thanh", 0, false},
    {"Trung tâm y tế khu vực Mường Ảng", "co_so_y_te", "tinh", "kham_chua_benh", "Xã Mường Ảng", 0,
        true},
    {"Trung tâm y tế khu vực Tủa Chùa", "co_so_y_te", "tinh", "kham_chua_benh", "Xã Tủa Chùa", 0,
        true},
    {"Trung tâm y tế khu vực Mường Nhé", "co_so_y_te", "tinh", "kham_chua_benh", "Xã Mường Nhé", 0,
        true},
    {"Trung tâm Trợ giúp pháp lý nhà nước tỉnh", "tro_giup_phap_ly", "tinh", "tro_giup_phap_ly",
        "Phường Mường Thanh", 0, false},
    {"Nhà tạm lánh Hoa Ban", "nha_tam_lanh", "tinh", "noi_tam_tru,an_o_di_lai,tu_van_tam_ly", NULL,
        8, true},
    {"Trường phổ thông dân tộc nội trú tỉnh", "truong_hoc", "tinh", "tro_lai_truong,hoc_phi",
        "Phường Mường Thanh", 0, false},
    {"Trung tâm Giáo dục nghề nghiệp – Giáo dục thường xuyên", "truong_hoc", "tinh", "hoc_nghe",
        "Xã Tuần Giáo", 0, false},
    {"Hội Bảo vệ quyền trẻ em tỉnh", "to_chuc_xa_hoi", "tinh", "ho_tro_dot_xuat,tu_van_cha_me",
        "Phường Điện Biên Phủ", 0, false}};

static void fill_facility(struct demo *d, const struct demo_deed *k, struct rec *r)
{
    size_t at = (size_t)k->seq;
    demo_text(d, r, "ten", facilities[at].name);
    demo_text(d, r, "loai", facilities[at].kind);
    demo_text(d, r, "cap", facilities[at].level);
    demo_text(d, r, "dia_chi", facilities[at].address);
    demo_text(d, r, "dien_thoai", arena_printf(d->act->a, "0900000%03d", 500 + (int)at));
    demo_num(d, r, "truc_24_gio", facilities[at].always);
    demo_codes(d, r, "dich_vu", facilities[at].services);
    if (facilities[at].places)
        demo_num(d, r, "so_cho", facilities[at].places);
    demo_num(d, r, "con_hoat_dong", 1);
    if (d->nfacilities < COUNT(d->facilities)) {
        d->facilities[d->nfacilities].id = arena_dup(d->a, rec_id(r));
        d->facilities[d->nfacilities++].services = facilities[at].services;
    }
}

void demo_plan_facilities(struct demo *d, struct demo_deeds *list)
{
    const struct reg *reg = pack_reg(d->s->site.pack, "co_so");
    for (size_t i = 0; reg && i < COUNT(facilities); i++)
        demo_add(d, list,
            &(struct demo_deed){.at = d->from + (int64_t)(i + 1) * 600000,
                .who = WHO_PROVINCE,
                .make = reg,
                .seq = (int)i});
}

void demo_fill_record(struct demo *d, const struct demo_deed *k, struct rec *r)
{
    static const struct {
        const char *reg;
        void (*fill)(struct demo *d, const struct demo_deed *k, struct rec *r);
    } fillers[] = {
        {"hop_ban_bvte", fill_board}, {"truyen_thong", fill_event}, {"co_so", fill_facility}};
    if (k->home)
        demo_home_fill(d, k->home, r);
    if (k->kid) {
        fill_kid(d, k->kid, r);
        k->kid->id = rec_id(r);
    }
    for (size_t i = 0; i < COUNT(fillers); i++)
        if (streq(fillers[i].reg, r->reg->id))
            fillers[i].fill(d, k, r);
}
