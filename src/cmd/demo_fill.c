// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What is written in the form of each step of the demo: one function a register. Answers agree with
 * each other and with the case (its kind, urgency and course), so that every form would pass the
 * checks of the page it belongs to.
 */
#include "cmd/cmd_int.h"

/* ---- the protection case --------------------------------------------------------------------- */

static void family(struct paper *p)
{
    const struct demo_kid *k = p->t->kid;
    static const char work[] = "Làm ruộng|Làm nương|Công nhân|Thợ xây|Buôn bán nhỏ|Làm thuê";
    if (!k->dead_father && paper_chance(p, 75)) {
        paper_text(p, "ho_ten_cha", k->father);
        paper_num(p, "tuoi_cha", paper_roll(p, 24, 48));
        struct str w = demo_pick(&p->d->rng, work);
        paper_text(p, "nghe_cha", arena_dupn(p->d->act->a, w.p, w.n));
    }
    if (!k->dead_mother && paper_chance(p, 80)) {
        paper_text(p, "ho_ten_me", k->mother);
        paper_num(p, "tuoi_me", paper_roll(p, 22, 44));
        struct str w = demo_pick(&p->d->rng, work);
        paper_text(p, "nghe_me", arena_dupn(p->d->act->a, w.p, w.n));
    }
    if (paper_chance(p, 60))
        paper_say(p, "hoan_canh_gia_dinh", SAY_FAMILY);
}

static void reporter(struct paper *p)
{
    static const char *const who[] = {
        "hang_xom", "thay_co", "ong_ba", "ho_hang", "me", "can_bo", "ban_be"};
    if (paper_chance(p, 30)) /* not willing to be named */
        return;
    paper_text(p, "nguoi_bao", paper_person(p, paper_chance(p, 55)));
    paper_text(p, "quan_he_nguoi_bao", who[paper_roll(p, 0, COUNT(who) - 1)]);
    paper_text(p, "dien_thoai_bao", paper_phone(p));
    paper_say(p, "lien_he_an_toan", SAY_SAFE_TIME);
}

static const char *channel(struct paper *p)
{
    static const char *const of[WHO__COUNT] = {
        [WHO_POLICE] = "cong_an", [WHO_CLINIC] = "y_te", [WHO_HELPER] = "cong_tac_vien"};
    static const char *const any[] = {"dien_thoai", "dien_thoai", "dien_thoai", "gap_truc_tiep",
        "gap_truc_tiep", "truong_hoc", "truong_hoc", "cong_tac_vien", "cong_an", "tong_dai_111",
        "nguoi_khac_bao", "doan_the", "tu_phat_hien", "trang_web", "van_ban"};
    return of[p->k->who] ? of[p->k->who] : any[paper_roll(p, 0, COUNT(any) - 1)];
}

static void fill_report(struct paper *p)
{
    enum { MINUTE = 60000 };
    const struct demo_theme *h = p->t->theme;
    struct arena *a = p->d->act->a;
    bool first = p->t->calls++ == 0;
    paper_text(p, "muc_do", first ? p->t->level : "co_nguy_co");
    paper_text(p, "noi_xay_ra", arena_printf(a, "%s, %s", p->t->person.village, p->t->place->name));
    if (!h->foundling && paper_chance(p, 88))
        paper_text(p, "ho_ten_tre", p->t->kid->name);
    paper_tell(p, "noi_dung", h->report, COUNT(h->report));
    paper_text(p, "kenh", channel(p));
    paper_num(p, "thoi_diem_nhan", (p->k->at / MINUTE - paper_roll(p, 3, 20)) * MINUTE);
    paper_text(p, "doi_tuong", h->subject);
    paper_codes(p, "hinh_thuc", h->forms);
    paper_text(p, "xa_xay_ra", p->t->place->code);
    paper_text(p, "gioi_tinh", p->t->kid->female ? "nu" : "nam");
    if (paper_chance(p, 35))
        paper_text(p, "ngay_sinh", arena_dupn(a, p->t->kid->birth, 4));
    paper_say(p, "tinh_trang_tre", SAY_STATE);
    paper_say(p, "hau_qua", SAY_RISK);
    paper_say(p, "viec_da_lam", SAY_BEFORE);
    if (!h->foundling)
        family(p);
    reporter(p);
}

static void who_the_child_is(struct paper *p)
{
    const struct demo_kid *k = p->t->kid;
    paper_text(p, "tre", k->id);
    paper_text(p, "ho_ten_tre", k->name);
    paper_text(p, "ngay_sinh", k->birth);
    paper_text(p, "gioi_tinh", k->female ? "nu" : "nam");
    paper_text(p, "dan_toc", k->ethnic);
    paper_text(p, "dia_chi",
        arena_printf(p->d->act->a, "%s, %s", p->t->person.village, p->t->place->name));
    if (p->t->theme->foundling)
        return;
    paper_text(p, "ho_ten_cha", k->father);
    paper_text(p, "tinh_trang_cha",
        k->dead_father        ? "chet"
        : paper_chance(p, 75) ? "song_cung"
                              : "song_noi_khac");
    paper_text(p, "ho_ten_me", k->mother);
    paper_text(p, "tinh_trang_me",
        k->dead_mother        ? "chet"
        : paper_chance(p, 85) ? "song_cung"
                              : "song_noi_khac");
    if (k->dead_father && k->dead_mother)
        paper_text(p, "nguoi_cham_soc", paper_person(p, paper_chance(p, 60)));
}

static void fill_verification(struct paper *p)
{
    const struct demo_theme *h = p->t->theme;
    const char *word = p->k->word;
    paper_text(p, "ket_luan", word);
    paper_done(p, 90);
    paper_codes(p, "phoi_hop",
        h->crime              ? "cong_an,y_te,thon"
        : paper_chance(p, 50) ? "truong_hoc,thon"
                              : "thon");
    if (p->k->say != DEMO_POOL__COUNT)
        paper_say(p, "ly_do", p->k->say);
    bool real = streq(word, "dung");
    if (!real)
        return;
    paper_tell(p, "noi_dung", h->found, COUNT(h->found));
    paper_num(p, "dau_hieu_toi_pham", h->crime);
    if (h->crime)
        paper_num(
            p, "bao_cong_an_luc", p->r->v[reg_field(p->r->reg, "thoi_diem_thuc_hien")->slot].i);
    who_the_child_is(p);
    paper_text(p, "doi_tuong", h->subject);
    paper_codes(p, "hinh_thuc", h->forms);
    paper_codes(p, "hanh_vi", h->acts);
    paper_text(p, "moi_truong", h->setting);
    paper_text(p, "nguoi_gay_hai", h->by);
    paper_num(p, "nguoi_gay_hai_la_nguoi_cham_soc", h->carer);
}

static struct rec **rows(struct paper *p, const char *field, size_t n)
{
    const struct field *f = reg_field(p->r->reg, field);
    struct rec **v = NEW_N(p->d->act->a, struct rec *, n);
    for (size_t i = 0; i < n; i++)
        v[i] = rec_new(p->d->act, f->reg, p->r);
    p->r->rows[f->slot] = (struct rec_rows){v, n};
    return v;
}

static void urgent_needs(struct paper *p)
{
    static const struct {
        const char *need, *service, *by;
    } known[] = {{"cho_o", "Chỗ ở tạm vài ngày", "Nhà người thân trong bản"},
        {"an_toan_than_the", "Có người lớn ở cùng, công an viên nhắc nhở gia đình", "Công an xã"},
        {"y_te", "Khám, sơ cứu", "Trạm y tế xã"},
        {"tinh_than", "Trấn an, có cô giáo hoặc bà ở cùng", "Nhà trường, Hội Phụ nữ"},
        {"an_uong", "Gạo, mì, sữa cho một tuần", "UBND xã"}};
    size_t n = (size_t)paper_roll(p, 1, 3), at = (size_t)paper_roll(p, 0, COUNT(known) - 1);
    struct rec **v = rows(p, "nhu_cau", n);
    for (size_t i = 0; i < n; i++, at = (at + 1) % COUNT(known)) {
        demo_text(p->d, v[i], "nhu_cau", known[at].need);
        demo_text(p->d, v[i], "dich_vu", known[at].service);
        demo_text(p->d, v[i], "don_vi", known[at].by);
    }
}

static void fill_assessment(struct paper *p)
{
    static const char *const harm[] = {"ton_hai", "nguy_co_tiep"};
    const struct demo_tale *t = p->t;
    bool urgent = streq(p->k->word, "khan_cap");
    paper_scale(p, harm, COUNT(harm), urgent ? t->risk : t->risk == 0 ? 1 : t->risk);
    if (!urgent) /* the tallies must not say more than the conclusion */
        paper_text(p, "ton_hai", paper_levels[t->risk == 2 ? 2 : 1]);
    if (!urgent && str_is(p->r->v[reg_field(p->r->reg, "nguy_co_tiep")->slot].s, "cao"))
        paper_text(p, "nguy_co_tiep", "trung_binh");
    paper_self_protection(p, t->risk);
    paper_num(p, "de_doa", urgent);
    paper_num(p, "nguoi_cham_soc_gay_hai", t->theme->carer);
    paper_text(p, "muc_nguy_co", urgent && t->risk == 2 ? "trung_binh" : paper_levels[t->risk]);
    paper_text(p, "ket_luan", p->k->word);
    if (!urgent && t->theme->carer)
        paper_say(p, "ly_do_khac_goi_y", SAY_WHY_CALM);
    if (urgent) {
        urgent_needs(p);
        paper_say(p, "bien_phap_an_toan", SAY_SAFETY);
        paper_codes(p, "doi_tac", "cong_an,y_te,thon");
    }
    paper_done(p, 40);
}

static void fill_emergency(struct paper *p)
{
    static const char *const measures[] = {"ngan_chan,bao_ve,tam_ly", "so_cuu,kham_dieu_tri,tam_ly",
        "noi_tam_tru,nhu_cau_thiet_yeu", "ngan_chan,noi_tam_tru,goi_111"};
    const char *m = measures[paper_roll(p, 0, COUNT(measures) - 1)];
    paper_codes(p, "bien_phap", m);
    paper_codes(p, "doi_tac", paper_chance(p, 60) ? "cong_an,y_te,thon" : "cong_an,hoi_phu_nu");
    paper_done(p, 30);
    paper_num(p, "tre_an_toan", 1);
    paper_num(p, "can_cach_ly", p->t->theme->carer && paper_chance(p, 50));
    if (demo_among(m, "kham_dieu_tri"))
        paper_text(p, "noi_kham", paper_chance(p, 70) ? "tram_y_te" : "benh_vien_khu_vuc");
    paper_text(p, "noi_an_toan",
        arena_printf(p->d->act->a, "Nhà bà %s, %s", paper_person(p, true), p->t->person.village));
    paper_say(p, "dien_bien", SAY_EMERGENCY);
}

enum { DAY_MS = CAL_MS_PER_DAY, SEPARATION_DAYS = 15 };

static void fill_separation(struct paper *p)
{
    int64_t days = SEPARATION_DAYS;
    if (p->k->when > 0 && p->k->when < 100)
        days = p->k->when;
    paper_text(p, "can_cu", paper_chance(p, 70) ? "cc1" : "cc3");
    paper_text(p, "cach_ly_khoi", p->t->kid->father);
    paper_text(p, "quan_he", streq(p->t->theme->by, "cha_duong_me_ke") ? "cha_duong" : "cha");
    demo_day(p->d, p->r, "tu_ngay", p->k->at);
    demo_day(p->d, p->r, "den_ngay", p->k->at + days * DAY_MS);
    paper_text(
        p, "noi_an_toan", arena_printf(p->d->act->a, "Nhà bác ruột, %s", p->t->person.village));
    paper_text(p, "nguoi_cham_soc_tam", paper_person(p, true));
    paper_num(p, "da_giao_tre", 1);
    if (p->t->person.age >= 5)
        paper_say(p, "y_kien_tre", SAY_CHILD);
    paper_say(p, "ly_do", SAY_SEPARATE);
}

static void fill_separation_decision(struct paper *p)
{
    paper_text(p, "quyet_dinh", "dong_y");
    paper_done(p, 15);
    paper_text(p, "so_quyet_dinh", paper_number(p));
}

static void fill_longer(struct paper *p)
{
    demo_day(p->d, p->r, "den_ngay", p->k->at + (SEPARATION_DAYS - 10) * (int64_t)DAY_MS);
    paper_say(p, "ly_do", SAY_SEPARATE);
    paper_done(p, 30);
    paper_text(p, "so_quyet_dinh", paper_number(p));
}

static void fill_end_of_separation(struct paper *p)
{
    paper_text(p, "ket_qua", "ve_nha");
    paper_done(p, 30);
    paper_text(p, "so_quyet_dinh", paper_number(p));
    paper_text(
        p, "ghi_chu", "Gia đình đã ký cam kết, bà nội ở cùng hai tuần đầu; cán bộ thăm mỗi tuần.");
}

static void fill_detail(struct paper *p)
{
    static const char *const harm[] = {
        "ton_hai", "tiep_can", "anh_huong", "tro_ngai", "khong_nguoi_bao_ve"};
    static const struct {
        const char *field;
        enum demo_pool pool;
    } notes[] = {{"the_chat_tam_ly", SAY_BODY}, {"gia_dinh", SAY_FAMILY}, {"hoc_tap", SAY_SCHOOL},
        {"cong_dong", SAY_COMMUNITY}, {"nhu_cau", SAY_NEED}, {"y_kien_tre", SAY_CHILD},
        {"ket_luan", SAY_SUMMARY}};
    struct demo_tale *t = p->t;
    bool end = streq(p->k->step, "danh_gia_het_cach_ly");
    paper_text(p, "muc_dich", end ? "het_cach_ly" : "lap_ke_hoach");
    paper_done(p, 120);
    paper_codes(p, "ho_tro_boi", paper_chance(p, 50) ? "y_te,thon" : "truong_hoc,hoi_phu_nu,thon");
    for (size_t i = 0; i < COUNT(notes); i++)
        paper_say(p, notes[i].field, notes[i].pool);
    paper_tell(p, "yeu_to", t->theme->cause, COUNT(t->theme->cause));
    paper_codes(p, "nhom_nhu_cau", t->theme->needs);
    paper_num(p, "nguoi_cham_soc_gay_hai", t->theme->carer);
    if (!t->theme->carer)
        paper_say(p, "y_kien_cha_me", SAY_PARENT);
    paper_codes(p, "hinh_thuc", t->theme->forms);
    paper_codes(p, "hanh_vi", t->theme->acts);
    int level = end ? 2 : t->risk;
    paper_scale(p, harm, COUNT(harm), level);
    paper_self_protection(p, level);
    paper_text(p, "muc_nguy_co", paper_levels[level]);
    if (end)
        paper_num(p, "an_toan_khi_ve", 1);
}

static void people_at_meeting(struct paper *p)
{
    static const struct {
        const char *part, *body, *office;
    } seats[] = {{"co_quan", "cong_an", "Phó Trưởng Công an xã"},
        {"co_quan", "y_te", "Trưởng trạm y tế"}, {"co_quan", "truong_hoc", "Phó Hiệu trưởng"},
        {"co_quan", "hoi_phu_nu", "Chủ tịch Hội"}, {"khu_dan_cu", "thon", "Trưởng bản"},
        {"gia_dinh", "gia_dinh", "Người thân của trẻ"}};
    struct rec **v = rows(p, "thanh_phan", COUNT(seats));
    for (size_t i = 0; i < COUNT(seats); i++) {
        demo_text(p->d, v[i], "ho_ten", paper_person(p, i % 3 == 0));
        demo_text(p->d, v[i], "vai_tro", seats[i].part);
        demo_text(p->d, v[i], "co_quan", seats[i].body);
        demo_text(p->d, v[i], "chuc_vu", seats[i].office);
    }
}

static void fill_meeting(struct paper *p)
{
    paper_done(p, 180);
    paper_text(p, "dia_diem", paper_chance(p, 80) ? "Trụ sở UBND xã" : "Nhà văn hóa bản");
    paper_text(p, "chu_tri", p->t->place->who[WHO_CHAIR]->name);
    paper_text(p, "thu_ky", p->t->place->who[WHO_OFFICIAL]->name);
    people_at_meeting(p);
    paper_num(p, "co_khu_dan_cu", 1);
    paper_num(p, "co_gia_dinh", 1);
    paper_codes(p, "nhom_nhu_cau", p->t->theme->needs);
    paper_codes(p, "bien_phap", p->t->theme->measures);
    paper_say(p, "y_kien", SAY_VOICES);
    paper_say(p, "ket_luan", SAY_MEETING);
}

static const struct {
    const char *code, *body, *what;
    int cost;
} services[] = {{"kham_chua_benh", "y_te", "Khám, theo dõi sức khỏe tại trạm hai lần", 0},
    {"tu_van_tam_ly", "co_so_bvte", "Ba buổi tư vấn cùng mẹ", 600000},
    {"tu_van_cha_me", "hoi_phu_nu", "Lớp kỹ năng làm cha mẹ, hai buổi", 200000},
    {"ho_tro_dot_xuat", "ubnd_xa", "Gạo, quần áo ấm, sách vở", 1500000},
    {"tro_lai_truong", "truong_hoc", "Gặp gia đình, xếp lớp và cử bạn giúp", 0},
    {"hoc_phi", "truong_hoc", "Miễn học phí, hỗ trợ chi phí học tập", 0},
    {"tro_cap", "ubnd_xa", "Làm hồ sơ trợ cấp xã hội hằng tháng", 0},
    {"bhyt", "ubnd_xa", "Làm thẻ bảo hiểm y tế", 0},
    {"cham_soc_thay_the", "ubnd_xa", "Hoàn tất hồ sơ chăm sóc thay thế", 0},
    {"tro_giup_phap_ly", "tro_giup_phap_ly", "Cử trợ giúp viên pháp lý", 0},
    {"khai_sinh", "tu_phap", "Đăng ký khai sinh, cấp số định danh", 0},
    {"noi_tam_tru", "co_so_tgxh", "Nơi ở tạm an toàn", 900000},
    {"phuc_hoi", "y_te", "Tập phục hồi chức năng", 500000}};

static size_t service_of(struct str code)
{
    for (size_t i = 0; i < COUNT(services); i++)
        if (str_is(code, services[i].code))
            return i;
    return 0;
}

static int activities(struct paper *p)
{
    struct str rest = str_of(p->t->theme->services), part;
    size_t n = 0, at[8];
    while (n < COUNT(at) && str_split(&rest, ',', &part))
        at[n++] = service_of(part);
    struct rec **v = rows(p, "hoat_dong", n);
    int cost = 0;
    for (size_t i = 0; i < n; i++) {
        demo_text(p->d, v[i], "dich_vu", services[at[i]].code);
        demo_text(p->d, v[i], "noi_dung", services[at[i]].what);
        demo_day(p->d, v[i], "tu_ngay", p->k->at + paper_roll(p, 1, 6) * (int64_t)DAY_MS);
        demo_day(p->d, v[i], "den_ngay", p->k->at + paper_roll(p, 20, 40) * (int64_t)DAY_MS);
        demo_text(p->d, v[i], "co_quan", services[at[i]].body);
        demo_text(p->d, v[i], "nguoi_phu_trach", paper_person(p, paper_chance(p, 50)));
        demo_num(p->d, v[i], "kinh_phi", services[at[i]].cost);
        demo_text(p->d, v[i], "tien_do", "chua_lam");
        cost += services[at[i]].cost;
    }
    return cost;
}

static void fill_plan(struct paper *p)
{
    const struct demo_theme *h = p->t->theme;
    int64_t review = p->k->when > p->k->at ? p->k->when : p->k->at;
    paper_tell(p, "muc_tieu", h->goal, COUNT(h->goal));
    paper_codes(p, "nhom_nhu_cau", h->needs);
    paper_codes(p, "bien_phap", h->measures);
    paper_num(p, "tong_kinh_phi", activities(p));
    paper_text(p, "nguon_kinh_phi", "Ngân sách xã; vận động");
    demo_day(p->d, p->r, "tu_ngay", p->k->at);
    demo_day(p->d, p->r, "den_ngay", review);
    paper_text(p, "nhip_tham",
        p->k->word        ? p->k->word
        : p->t->risk == 0 ? "hang_tuan"
                          : "hang_thang");
    demo_day(p->d, p->r, "ngay_ra_soat", review);
    paper_say(p, "theo_doi", SAY_MONITOR);
    paper_num(p, "o_co_so", 0);
    if (p->t->person.age >= 6)
        paper_say(p, "y_kien_tre", SAY_CHILD);
}

void paper_decision(struct paper *p)
{
    paper_text(p, "quyet_dinh", p->k->word);
    if (streq(p->k->word, "tra_lai"))
        paper_say(p, "ly_do", SAY_RETURNED);
    else
        paper_text(p, "so_quyet_dinh", paper_number(p));
    demo_day(p->d, p->r, "ngay_quyet_dinh", p->k->at);
}

static void fill_sent(struct paper *p)
{
    paper_codes(p, "noi_nhan", "y_te,truong_hoc,hoi_phu_nu,thon,gia_dinh");
    paper_done(p, 60);
    paper_num(p, "da_gui_gia_dinh", 1);
}

static void fill_visit(struct paper *p)
{
    bool met = paper_chance(p, 93), worry = paper_chance(p, 10);
    paper_num(p, "gap_tre", met);
    if (met)
        paper_num(p, "an_toan", 1);
    paper_num(p, "can_hanh_dong", met && worry);
    paper_say(p, "ghi_chu", !met ? SAY_NOT_HOME : worry ? SAY_VISIT_WORRY : SAY_VISIT_GOOD);
    paper_done(p, paper_chance(p, 30) ? 20 * 60 : 60); /* often written down the next morning */
}

/* A facility of the register that gives such a service. */
static const char *facility_for(struct demo *d, const char *service)
{
    for (size_t i = 0; i < d->nfacilities; i++)
        if (demo_among(d->facilities[i].services, service))
            return d->facilities[i].id;
    return NULL;
}

static size_t one_service(struct paper *p)
{
    struct str rest = str_of(p->t->theme->services), part = {"", 0};
    for (int i = paper_roll(p, 1, 3); i > 0 && str_split(&rest, ',', &part);)
        i--;
    return service_of(part);
}

static void fill_service(struct paper *p)
{
    size_t at = one_service(p);
    paper_text(p, "loai", services[at].code);
    demo_day(p->d, p->r, "ngay", p->k->at);
    paper_text(p, "co_quan", services[at].body);
    paper_text(p, "co_so", facility_for(p->d, services[at].code));
    paper_text(p, "ket_qua", paper_chance(p, 80) ? "da_nhan" : "dang_cho");
    if (services[at].cost)
        paper_num(p, "kinh_phi", services[at].cost);
    paper_text(p, "ghi_chu", services[at].what);
}

static void fill_referral(struct paper *p)
{
    size_t at = one_service(p);
    paper_text(p, "noi_nhan", services[at].body);
    paper_text(p, "co_so", facility_for(p->d, services[at].code));
    paper_text(p, "nguoi_nhan",
        arena_printf(p->d->act->a, "%s, %s", paper_person(p, true), paper_phone(p)));
    paper_codes(p, "dich_vu", services[at].code);
    paper_say(p, "noi_dung", SAY_CARRY);
    paper_done(p, 60);
    if (paper_chance(p, 60))
        paper_say(p, "tra_loi", SAY_ANSWER);
}

static void fill_review(struct paper *p)
{
    static const char *const harm[] = {"ton_hai", "tiep_can", "tro_ngai"};
    bool end = streq(p->k->word, "ket_thuc");
    paper_scale(p, harm, COUNT(harm), end ? 2 : 1);
    paper_self_protection(p, end ? 2 : 1);
    paper_text(p, "muc_nguy_co", end ? "thap" : "trung_binh");
    paper_num(p, "con_nguy_co", !end);
    paper_num(p, "da_on_dinh", end);
    paper_say(p, "tinh_trang", SAY_REVIEW);
    paper_say(p, "moi_truong", SAY_SAFE_HOME);
    paper_text(p, "ket_luan", p->k->word);
    if (!end)
        demo_day(p->d, p->r, "ngay_ra_soat_toi",
            p->k->when > p->k->at ? p->k->when : p->k->at + 30 * (int64_t)DAY_MS);
    paper_done(p, 60);
}

static void fill_close(struct paper *p)
{
    paper_decision(p);
    paper_num(p, "da_cap_nhat_csdl", paper_chance(p, 80));
}

static void fill_other_close(struct paper *p)
{
    static const char *const why[] = {"khong_tim_thay", "du_16"};
    size_t at = (size_t)paper_roll(p, 0, 1);
    struct str s = demo_word(demo_pool(SAY_CLOSE), at);
    paper_text(p, "ly_do", why[at]);
    paper_text(p, "cu_the", arena_dupn(p->d->act->a, s.p, s.n));
    paper_done(p, 60);
}

static void fill_move(struct paper *p)
{
    const struct demo *d = p->d;
    const struct demo_place *to = &d->places[demo_rand(&p->d->rng) % d->nplaces];
    paper_text(p, "loai", paper_chance(p, 70) ? "tre_chuyen_di" : "noi_xay_ra");
    paper_text(p, "xa_nhan", to->code);
    paper_text(p, "nguoi_nhan",
        arena_printf(d->act->a, "%s, cán bộ trẻ em %s", to->who[WHO_OFFICIAL]->name, to->name));
    paper_done(p, 60);
    paper_text(p, "so_van_ban", arena_printf(d->act->a, "%d/UBND-VX", paper_roll(p, 20, 300)));
    paper_say(p, "noi_dung", SAY_MOVED);
}

static void fill_again(struct paper *p)
{
    paper_say(p, "ly_do", SAY_REOPEN);
    paper_text(p, "muc_do", "co_nguy_co");
    paper_text(p, "tu_buoc", p->k->word);
    paper_done(p, 30);
}

/* ---- which is filled how --------------------------------------------------------------------- */

static const struct demo_filler fillers[] = {{"tin_bao", fill_report},
    {"xac_minh", fill_verification}, {"danh_gia_ban_dau", fill_assessment},
    {"bien_phap_khan_cap", fill_emergency}, {"cach_ly", fill_separation},
    {"duyet_cach_ly", fill_separation_decision}, {"gia_han_cach_ly", fill_longer},
    {"ket_thuc_cach_ly", fill_end_of_separation}, {"danh_gia_chi_tiet", fill_detail},
    {"bien_ban_hop", fill_meeting}, {"ke_hoach", fill_plan}, {"phe_duyet", paper_decision},
    {"chuyen_ke_hoach", fill_sent}, {"tham_ho", fill_visit}, {"dich_vu", fill_service},
    {"chuyen_gui", fill_referral}, {"ra_soat", fill_review}, {"ket_thuc", fill_close},
    {"dong_ho_so", fill_other_close}, {"chuyen_di", fill_move}, {"mo_lai", fill_again},
    {NULL, NULL}};

static const struct demo_filler *filler_of(const struct demo_filler *v, const char *reg)
{
    while (v->reg && !streq(v->reg, reg))
        v++;
    return v->reg ? v : NULL;
}

void demo_fill(struct demo *d, const struct demo_deed *k, struct rec *r)
{
    struct paper p = {d, k, k->tale, r};
    const struct demo_filler *f = filler_of(fillers, r->reg->id);
    if (!f)
        f = filler_of(demo_care_fillers, r->reg->id);
    if (f)
        f->fill(&p);
}
