// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What is written in the form of each step of the demo: one function a register. Answers agree with
 * each other and with the case (its kind, urgency and course), so that every form would pass the
 * checks of the page it belongs to.
 */
#include "cmd/cmd_int.h"

/* One form being filled. */
struct paper {
    struct demo *d;
    const struct demo_deed *k;
    struct demo_tale *t;
    struct rec *r;
};

/* ---- answers --------------------------------------------------------------------------------- */

static struct value *box(struct demo *d, struct rec *r, const char *field)
{
    const struct field *f = reg_field(r->reg, field);
    if (f)
        return &r->v[f->slot];
    d->fault = arena_printf(d->a, "%s.%s", r->reg->id, field);
    return &d->nowhere;
}

void demo_text(struct demo *d, struct rec *r, const char *field, const char *text)
{
    *box(d, r, field) = v_text(text);
}

void demo_num(struct demo *d, struct rec *r, const char *field, int64_t i)
{
    *box(d, r, field) = v_int(i);
}

static bool among(const char *codes, const char *code)
{
    struct str rest = str_of(codes), part;
    while (str_split(&rest, ',', &part))
        if (str_is(part, code))
            return true;
    return false;
}

/* In the order of the list, as a form stores them. */
void demo_codes(struct demo *d, struct rec *r, const char *field, const char *codes)
{
    const struct field *f = reg_field(r->reg, field);
    struct buf b = buf_in(d->act->a, 4000);
    for (size_t i = 0; f && f->list && i < f->list->ncodes; i++)
        if (among(codes, f->list->codes[i].id))
            buf_printf(&b, "%s%s|", b.n ? "" : "|", f->list->codes[i].id);
    *box(d, r, field) = b.n ? v_str(buf_view(&b)) : VNULL;
}

void demo_day(struct demo *d, struct rec *r, const char *field, int64_t ms)
{
    char iso[11];
    cal_iso(cal_local(ms).date, iso);
    demo_text(d, r, field, arena_dup(d->act->a, iso));
}

static void text(struct paper *p, const char *field, const char *s)
{
    demo_text(p->d, p->r, field, s);
}

static void num(struct paper *p, const char *field, int64_t i)
{
    demo_num(p->d, p->r, field, i);
}

static void codes(struct paper *p, const char *field, const char *s)
{
    demo_codes(p->d, p->r, field, s);
}

static void say(struct paper *p, const char *field, enum demo_pool pool)
{
    struct str s = demo_pick(&p->d->rng, demo_pool(pool));
    text(p, field, demo_say(p->d->act->a, s, &p->t->person));
}

/* One of n texts of the theme. */
static void tell(struct paper *p, const char *field, const char *const *texts, size_t n)
{
    size_t have = 0;
    while (have < n && texts[have])
        have++;
    const char *s = texts[demo_rand(&p->d->rng) % have];
    text(p, field, demo_say(p->d->act->a, str_of(s), &p->t->person));
}

static int roll(struct paper *p, int lo, int hi)
{
    return demo_int(&p->d->rng, lo, hi);
}

static bool chance(struct paper *p, int percent)
{
    return demo_chance(&p->d->rng, percent);
}

/* When it was done: some minutes before it was written down, after what came before. */
static void done(struct paper *p, int64_t most_minutes)
{
    enum { MINUTE = 60000 };
    int64_t gap = p->k->before ? (p->k->at - p->k->before) / MINUTE - 1 : most_minutes;
    int64_t back = demo_span(&p->d->rng, 0, gap < most_minutes ? gap : most_minutes);
    int64_t at = p->k->at - (back > 0 ? back : 0) * MINUTE;
    if (cal_local(at).hour < 6) /* nobody works at night who did not have to */
        at = p->k->at;
    num(p, "thoi_diem_thuc_hien", at / MINUTE * MINUTE);
}

static const char *number(struct paper *p)
{
    return arena_printf(p->d->act->a, "%d/QĐ-UBND", roll(p, 11, 480));
}

static const char *phone(struct paper *p)
{
    return arena_printf(p->d->act->a, "0900%06d", roll(p, 100, 999));
}

static const char *person(struct paper *p, bool female)
{
    struct demo_naming n = {p->t->kid->ethnic, female, NULL};
    return demo_name(&p->d->rng, p->d->act->a, &n);
}

/* ---- scales ---------------------------------------------------------------------------------- */

static const char *const levels[] = {"cao", "trung_binh", "thap"};

/* Answers near a level. */
static void scale(struct paper *p, const char *const *fields, size_t n, int level)
{
    for (size_t i = 0; i < n; i++) {
        int at = level + (chance(p, 30) ? roll(p, -1, 1) : 0);
        text(p, fields[i], levels[at < 0 ? 0 : at > 2 ? 2 : at]);
    }
}

static void self_protection(struct paper *p, int risk)
{
    static const char *const fields[] = {
        "tu_bao_ve", "biet_nguoi_bao_ve", "quan_he_nguoi_bao_ve", "nho_nguoi_lon", "duoc_theo_doi"};
    scale(p, fields, COUNT(fields), p->t->person.age < 5 ? 2 : 2 - risk);
}

/* ---- the protection case --------------------------------------------------------------------- */

static void family(struct paper *p)
{
    const struct demo_kid *k = p->t->kid;
    static const char work[] = "Làm ruộng|Làm nương|Công nhân|Thợ xây|Buôn bán nhỏ|Làm thuê";
    if (!k->dead_father && chance(p, 75)) {
        text(p, "ho_ten_cha", k->father);
        num(p, "tuoi_cha", roll(p, 24, 48));
        struct str w = demo_pick(&p->d->rng, work);
        text(p, "nghe_cha", arena_dupn(p->d->act->a, w.p, w.n));
    }
    if (!k->dead_mother && chance(p, 80)) {
        text(p, "ho_ten_me", k->mother);
        num(p, "tuoi_me", roll(p, 22, 44));
        struct str w = demo_pick(&p->d->rng, work);
        text(p, "nghe_me", arena_dupn(p->d->act->a, w.p, w.n));
    }
    if (chance(p, 60))
        say(p, "hoan_canh_gia_dinh", SAY_FAMILY);
}

static void reporter(struct paper *p)
{
    static const char *const who[] = {
        "hang_xom", "thay_co", "ong_ba", "ho_hang", "me", "can_bo", "ban_be"};
    if (chance(p, 30)) /* not willing to be named */
        return;
    text(p, "nguoi_bao", person(p, chance(p, 55)));
    text(p, "quan_he_nguoi_bao", who[roll(p, 0, COUNT(who) - 1)]);
    text(p, "dien_thoai_bao", phone(p));
    say(p, "lien_he_an_toan", SAY_SAFE_TIME);
}

static const char *channel(struct paper *p)
{
    static const char *const of[WHO__COUNT] = {
        [WHO_POLICE] = "cong_an", [WHO_CLINIC] = "y_te", [WHO_HELPER] = "cong_tac_vien"};
    static const char *const any[] = {"dien_thoai", "dien_thoai", "dien_thoai", "gap_truc_tiep",
        "gap_truc_tiep", "truong_hoc", "truong_hoc", "cong_tac_vien", "cong_an", "tong_dai_111",
        "nguoi_khac_bao", "doan_the", "tu_phat_hien", "trang_web", "van_ban"};
    return of[p->k->who] ? of[p->k->who] : any[roll(p, 0, COUNT(any) - 1)];
}

static void fill_report(struct paper *p)
{
    enum { MINUTE = 60000 };
    const struct demo_theme *h = p->t->theme;
    struct arena *a = p->d->act->a;
    bool first = p->t->calls++ == 0;
    text(p, "muc_do", first ? p->t->level : "co_nguy_co");
    text(p, "noi_xay_ra", arena_printf(a, "%s, %s", p->t->person.village, p->t->place->name));
    if (!h->foundling && chance(p, 88))
        text(p, "ho_ten_tre", p->t->kid->name);
    tell(p, "noi_dung", h->report, COUNT(h->report));
    text(p, "kenh", channel(p));
    num(p, "thoi_diem_nhan", (p->k->at / MINUTE - roll(p, 3, 20)) * MINUTE);
    text(p, "doi_tuong", h->subject);
    codes(p, "hinh_thuc", h->forms);
    text(p, "xa_xay_ra", p->t->place->code);
    text(p, "gioi_tinh", p->t->kid->female ? "nu" : "nam");
    if (chance(p, 35))
        text(p, "ngay_sinh", arena_dupn(a, p->t->kid->birth, 4));
    say(p, "tinh_trang_tre", SAY_STATE);
    say(p, "hau_qua", SAY_RISK);
    say(p, "viec_da_lam", SAY_BEFORE);
    if (!h->foundling)
        family(p);
    reporter(p);
}

static void who_the_child_is(struct paper *p)
{
    const struct demo_kid *k = p->t->kid;
    text(p, "tre", k->id);
    text(p, "ho_ten_tre", k->name);
    text(p, "ngay_sinh", k->birth);
    text(p, "gioi_tinh", k->female ? "nu" : "nam");
    text(p, "dan_toc", k->ethnic);
    text(p, "dia_chi",
        arena_printf(p->d->act->a, "%s, %s", p->t->person.village, p->t->place->name));
    if (p->t->theme->foundling)
        return;
    text(p, "ho_ten_cha", k->father);
    text(p, "tinh_trang_cha",
        k->dead_father  ? "chet"
        : chance(p, 75) ? "song_cung"
                        : "song_noi_khac");
    text(p, "ho_ten_me", k->mother);
    text(p, "tinh_trang_me",
        k->dead_mother  ? "chet"
        : chance(p, 85) ? "song_cung"
                        : "song_noi_khac");
    if (k->dead_father && k->dead_mother)
        text(p, "nguoi_cham_soc", person(p, chance(p, 60)));
}

static void fill_verification(struct paper *p)
{
    const struct demo_theme *h = p->t->theme;
    const char *word = p->k->word;
    text(p, "ket_luan", word);
    done(p, 90);
    codes(p, "phoi_hop",
        h->crime        ? "cong_an,y_te,thon"
        : chance(p, 50) ? "truong_hoc,thon"
                        : "thon");
    if (p->k->say != DEMO_POOL__COUNT)
        say(p, "ly_do", p->k->say);
    bool real = streq(word, "dung");
    if (!real)
        return;
    tell(p, "noi_dung", h->found, COUNT(h->found));
    num(p, "dau_hieu_toi_pham", h->crime);
    if (h->crime)
        num(p, "bao_cong_an_luc", p->r->v[reg_field(p->r->reg, "thoi_diem_thuc_hien")->slot].i);
    who_the_child_is(p);
    text(p, "doi_tuong", h->subject);
    codes(p, "hinh_thuc", h->forms);
    codes(p, "hanh_vi", h->acts);
    text(p, "moi_truong", h->setting);
    text(p, "nguoi_gay_hai", h->by);
    num(p, "nguoi_gay_hai_la_nguoi_cham_soc", h->carer);
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
    size_t n = (size_t)roll(p, 1, 3), at = (size_t)roll(p, 0, COUNT(known) - 1);
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
    scale(p, harm, COUNT(harm), urgent ? t->risk : t->risk == 0 ? 1 : t->risk);
    if (!urgent) /* the tallies must not say more than the conclusion */
        text(p, "ton_hai", levels[t->risk == 2 ? 2 : 1]);
    if (!urgent && str_is(p->r->v[reg_field(p->r->reg, "nguy_co_tiep")->slot].s, "cao"))
        text(p, "nguy_co_tiep", "trung_binh");
    self_protection(p, t->risk);
    num(p, "de_doa", urgent);
    num(p, "nguoi_cham_soc_gay_hai", t->theme->carer);
    text(p, "muc_nguy_co", urgent && t->risk == 2 ? "trung_binh" : levels[t->risk]);
    text(p, "ket_luan", p->k->word);
    if (!urgent && t->theme->carer)
        say(p, "ly_do_khac_goi_y", SAY_WHY_CALM);
    if (urgent) {
        urgent_needs(p);
        say(p, "bien_phap_an_toan", SAY_SAFETY);
        codes(p, "doi_tac", "cong_an,y_te,thon");
    }
    done(p, 40);
}

static void fill_emergency(struct paper *p)
{
    static const char *const measures[] = {"ngan_chan,bao_ve,tam_ly", "so_cuu,kham_dieu_tri,tam_ly",
        "noi_tam_tru,nhu_cau_thiet_yeu", "ngan_chan,noi_tam_tru,goi_111"};
    const char *m = measures[roll(p, 0, COUNT(measures) - 1)];
    codes(p, "bien_phap", m);
    codes(p, "doi_tac", chance(p, 60) ? "cong_an,y_te,thon" : "cong_an,hoi_phu_nu");
    done(p, 30);
    num(p, "tre_an_toan", 1);
    num(p, "can_cach_ly", p->t->theme->carer && chance(p, 50));
    if (among(m, "kham_dieu_tri"))
        text(p, "noi_kham", chance(p, 70) ? "tram_y_te" : "benh_vien_khu_vuc");
    text(p, "noi_an_toan",
        arena_printf(p->d->act->a, "Nhà bà %s, %s", person(p, true), p->t->person.village));
    say(p, "dien_bien", SAY_EMERGENCY);
}

enum { DAY_MS = CAL_MS_PER_DAY, SEPARATION_DAYS = 15 };

static void fill_separation(struct paper *p)
{
    int64_t days = SEPARATION_DAYS;
    if (p->k->when > 0 && p->k->when < 100)
        days = p->k->when;
    text(p, "can_cu", chance(p, 70) ? "cc1" : "cc3");
    text(p, "cach_ly_khoi", p->t->kid->father);
    text(p, "quan_he", streq(p->t->theme->by, "cha_duong_me_ke") ? "cha_duong" : "cha");
    demo_day(p->d, p->r, "tu_ngay", p->k->at);
    demo_day(p->d, p->r, "den_ngay", p->k->at + days * DAY_MS);
    text(p, "noi_an_toan", arena_printf(p->d->act->a, "Nhà bác ruột, %s", p->t->person.village));
    text(p, "nguoi_cham_soc_tam", person(p, true));
    num(p, "da_giao_tre", 1);
    if (p->t->person.age >= 5)
        say(p, "y_kien_tre", SAY_CHILD);
    say(p, "ly_do", SAY_SEPARATE);
}

static void fill_separation_decision(struct paper *p)
{
    text(p, "quyet_dinh", "dong_y");
    done(p, 15);
    text(p, "so_quyet_dinh", number(p));
}

static void fill_longer(struct paper *p)
{
    demo_day(p->d, p->r, "den_ngay", p->k->at + (SEPARATION_DAYS - 10) * (int64_t)DAY_MS);
    say(p, "ly_do", SAY_SEPARATE);
    done(p, 30);
    text(p, "so_quyet_dinh", number(p));
}

static void fill_end_of_separation(struct paper *p)
{
    text(p, "ket_qua", "ve_nha");
    done(p, 30);
    text(p, "so_quyet_dinh", number(p));
    text(p, "ghi_chu", "Bố đã ký cam kết, bà nội ở cùng hai tuần đầu; cán bộ thăm mỗi tuần.");
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
    text(p, "muc_dich", end ? "het_cach_ly" : "lap_ke_hoach");
    done(p, 120);
    codes(p, "ho_tro_boi", chance(p, 50) ? "y_te,thon" : "truong_hoc,hoi_phu_nu,thon");
    for (size_t i = 0; i < COUNT(notes); i++)
        say(p, notes[i].field, notes[i].pool);
    tell(p, "yeu_to", t->theme->cause, COUNT(t->theme->cause));
    codes(p, "nhom_nhu_cau", t->theme->needs);
    num(p, "nguoi_cham_soc_gay_hai", t->theme->carer);
    if (!t->theme->carer)
        say(p, "y_kien_cha_me", SAY_PARENT);
    codes(p, "hinh_thuc", t->theme->forms);
    codes(p, "hanh_vi", t->theme->acts);
    int level = end ? 2 : t->risk;
    scale(p, harm, COUNT(harm), level);
    self_protection(p, level);
    text(p, "muc_nguy_co", levels[level]);
    if (end)
        num(p, "an_toan_khi_ve", 1);
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
        demo_text(p->d, v[i], "ho_ten", person(p, i % 3 == 0));
        demo_text(p->d, v[i], "vai_tro", seats[i].part);
        demo_text(p->d, v[i], "co_quan", seats[i].body);
        demo_text(p->d, v[i], "chuc_vu", seats[i].office);
    }
}

static void fill_meeting(struct paper *p)
{
    done(p, 180);
    text(p, "dia_diem", chance(p, 80) ? "Trụ sở UBND xã" : "Nhà văn hóa bản");
    text(p, "chu_tri", p->t->place->who[WHO_CHAIR]->name);
    text(p, "thu_ky", p->t->place->who[WHO_OFFICIAL]->name);
    people_at_meeting(p);
    num(p, "co_khu_dan_cu", 1);
    num(p, "co_gia_dinh", 1);
    codes(p, "nhom_nhu_cau", p->t->theme->needs);
    codes(p, "bien_phap", p->t->theme->measures);
    say(p, "y_kien", SAY_VOICES);
    say(p, "ket_luan", SAY_MEETING);
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
        demo_day(p->d, v[i], "tu_ngay", p->k->at + roll(p, 1, 6) * (int64_t)DAY_MS);
        demo_day(p->d, v[i], "den_ngay", p->k->at + roll(p, 20, 40) * (int64_t)DAY_MS);
        demo_text(p->d, v[i], "co_quan", services[at[i]].body);
        demo_text(p->d, v[i], "nguoi_phu_trach", person(p, chance(p, 50)));
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
    tell(p, "muc_tieu", h->goal, COUNT(h->goal));
    codes(p, "nhom_nhu_cau", h->needs);
    codes(p, "bien_phap", h->measures);
    num(p, "tong_kinh_phi", activities(p));
    text(p, "nguon_kinh_phi", "Ngân sách xã; vận động");
    demo_day(p->d, p->r, "tu_ngay", p->k->at);
    demo_day(p->d, p->r, "den_ngay", review);
    text(p, "nhip_tham", p->k->word ? p->k->word : p->t->risk == 0 ? "hang_tuan" : "hang_thang");
    demo_day(p->d, p->r, "ngay_ra_soat", review);
    say(p, "theo_doi", SAY_MONITOR);
    num(p, "o_co_so", 0);
    if (p->t->person.age >= 6)
        say(p, "y_kien_tre", SAY_CHILD);
}

static void fill_decision(struct paper *p)
{
    text(p, "quyet_dinh", p->k->word);
    if (streq(p->k->word, "tra_lai"))
        say(p, "ly_do", SAY_RETURNED);
    else
        text(p, "so_quyet_dinh", number(p));
    demo_day(p->d, p->r, "ngay_quyet_dinh", p->k->at);
}

static void fill_sent(struct paper *p)
{
    codes(p, "noi_nhan", "y_te,truong_hoc,hoi_phu_nu,thon,gia_dinh");
    done(p, 60);
    num(p, "da_gui_gia_dinh", 1);
}

static void fill_visit(struct paper *p)
{
    bool met = chance(p, 93), worry = chance(p, 10);
    num(p, "gap_tre", met);
    if (met)
        num(p, "an_toan", 1);
    num(p, "can_hanh_dong", met && worry);
    say(p, "ghi_chu", !met ? SAY_NOT_HOME : worry ? SAY_VISIT_WORRY : SAY_VISIT_GOOD);
    done(p, chance(p, 30) ? 20 * 60 : 60); /* often written down the next morning */
}

/* A facility of the register that gives such a service. */
static const char *facility_for(struct demo *d, const char *service)
{
    for (size_t i = 0; i < d->nfacilities; i++)
        if (among(d->facilities[i].services, service))
            return d->facilities[i].id;
    return NULL;
}

static size_t one_service(struct paper *p)
{
    struct str rest = str_of(p->t->theme->services), part = {"", 0};
    for (int i = roll(p, 1, 3); i > 0 && str_split(&rest, ',', &part);)
        i--;
    return service_of(part);
}

static void fill_service(struct paper *p)
{
    size_t at = one_service(p);
    text(p, "loai", services[at].code);
    demo_day(p->d, p->r, "ngay", p->k->at);
    text(p, "co_quan", services[at].body);
    text(p, "co_so", facility_for(p->d, services[at].code));
    text(p, "ket_qua", chance(p, 80) ? "da_nhan" : "dang_cho");
    if (services[at].cost)
        num(p, "kinh_phi", services[at].cost);
    text(p, "ghi_chu", services[at].what);
}

static void fill_referral(struct paper *p)
{
    size_t at = one_service(p);
    text(p, "noi_nhan", services[at].body);
    text(p, "co_so", facility_for(p->d, services[at].code));
    text(p, "nguoi_nhan", arena_printf(p->d->act->a, "%s, %s", person(p, true), phone(p)));
    codes(p, "dich_vu", services[at].code);
    say(p, "noi_dung", SAY_CARRY);
    done(p, 60);
    if (chance(p, 60))
        say(p, "tra_loi", SAY_ANSWER);
}

static void fill_review(struct paper *p)
{
    static const char *const harm[] = {"ton_hai", "tiep_can", "tro_ngai"};
    bool end = streq(p->k->word, "ket_thuc");
    scale(p, harm, COUNT(harm), end ? 2 : 1);
    self_protection(p, end ? 2 : 1);
    text(p, "muc_nguy_co", end ? "thap" : "trung_binh");
    num(p, "con_nguy_co", !end);
    num(p, "da_on_dinh", end);
    say(p, "tinh_trang", SAY_REVIEW);
    say(p, "moi_truong", SAY_SAFE_HOME);
    text(p, "ket_luan", p->k->word);
    if (!end)
        demo_day(p->d, p->r, "ngay_ra_soat_toi",
            p->k->when > p->k->at ? p->k->when : p->k->at + 30 * (int64_t)DAY_MS);
    done(p, 60);
}

static void fill_close(struct paper *p)
{
    fill_decision(p);
    num(p, "da_cap_nhat_csdl", chance(p, 80));
}

static void fill_other_close(struct paper *p)
{
    static const char *const why[] = {"khong_tim_thay", "du_16"};
    size_t at = (size_t)roll(p, 0, 1);
    struct str s = demo_word(demo_pool(SAY_CLOSE), at);
    text(p, "ly_do", why[at]);
    text(p, "cu_the", arena_dupn(p->d->act->a, s.p, s.n));
    done(p, 60);
}

static void fill_move(struct paper *p)
{
    const struct demo *d = p->d;
    const struct demo_place *to = &d->places[demo_rand(&p->d->rng) % d->nplaces];
    text(p, "loai", chance(p, 70) ? "tre_chuyen_di" : "noi_xay_ra");
    text(p, "xa_nhan", to->code);
    text(p, "nguoi_nhan",
        arena_printf(d->act->a, "%s, cán bộ trẻ em %s", to->who[WHO_OFFICIAL]->name, to->name));
    done(p, 60);
    text(p, "so_van_ban", arena_printf(d->act->a, "%d/UBND-VX", roll(p, 20, 300)));
    say(p, "noi_dung", SAY_MOVED);
}

static void fill_again(struct paper *p)
{
    say(p, "ly_do", SAY_REOPEN);
    text(p, "muc_do", "co_nguy_co");
    text(p, "tu_buoc", p->k->word);
    done(p, 30);
}

/* ---- alternative care ------------------------------------------------------------------------ */

static void fill_application(struct paper *p)
{
    struct demo_tale *t = p->t;
    text(p, "loai", t->kind);
    demo_day(p->d, p->r, "ngay_nhan_don", p->k->at);
    text(p, "ben_nhan", chance(p, 70) ? "gia_dinh" : "ca_nhan");
    text(p, "ho_ten", t->carer);
    text(p, "ngay_sinh", t->carer_birth);
    text(p, "gioi_tinh", strstr(t->carer, "Thị") ? "nu" : "nam");
    text(p, "dien_thoai", phone(p));
    text(p, "xa_cu_tru", t->place->code);
    text(p, "dia_chi", arena_printf(p->d->act->a, "%s, %s", t->person.village, t->place->name));
    num(p, "than_thich", t->relative);
    if (t->relative)
        text(p, "quan_he", chance(p, 40) ? "ong_ba" : "ho_hang");
    num(p, "nguoi_nuoc_ngoai", 0);
    demo_day(p->d, p->r, "ngay_kham", p->k->at - roll(p, 5, 90) * (int64_t)DAY_MS);
    text(p, "noi_kham", "benh_vien_khu_vuc");
    num(p, "tu_nguyen", 1);
    num(p, "khong_vi_pham", 1);
    say(p, "cho_o", SAY_HOME);
    say(p, "nguyen_vong", SAY_WISH);
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
    text(p, "tre", t->kid->id);
    text(p, "ho_ten_tre", t->kid->name);
    text(p, "ngay_sinh_tre", t->kid->birth);
    text(p, "truong_hop", chance(p, 75) ? "mo_coi_bo_roi" : "khong_an_toan");
    for (size_t i = 0; i < COUNT(notes); i++)
        say(p, notes[i].field, notes[i].pool);
    codes(p, "nhom_nhu_cau", chance(p, 50) ? "giao_duc,phuc_loi,bao_ve" : "y_te,tam_ly,bao_ve");
    num(p, "da_hoi_tre", t->person.age >= 4);
    if (t->person.age >= 4)
        say(p, "nguyen_vong", SAY_CHILD);
    num(p, "co_khai_sinh", 1);
    num(p, "co_kham", chance(p, 85));
    num(p, "co_anh", chance(p, 85));
    demo_day(p->d, p->r, "ngay_danh_gia", p->k->at);
}

static void fill_carer(struct paper *p)
{
    static const char *const conditions[] = {"cu_tru", "suc_khoe", "nang_luc", "dao_duc",
        "khong_han_che", "khong_vi_pham", "cho_o_kinh_te", "tu_nguyen"};
    bool refused = streq(p->k->word, "khong_du"), papers = streq(p->k->word, "bo_sung");
    for (size_t i = 0; i < COUNT(conditions); i++)
        num(p, conditions[i], !(refused && i == 5) && !(papers && i == 1));
    num(p, "so_lan_gap", p->t->relative ? 5 : 2);
    text(p, "phu_hop", refused ? "thap" : chance(p, 70) ? "cao" : "trung_binh");
    num(p, "da_tu_van", 1);
    if (!refused)
        say(p, "nhan_xet", SAY_CARER);
    demo_day(p->d, p->r, "ngay_xac_minh", p->k->at);
    text(p, "ket_luan", p->k->word);
    if (refused || papers)
        say(p, "ly_do", refused ? SAY_CARER_NO : SAY_PAPERS);
}

static void fill_care_decision(struct paper *p)
{
    fill_decision(p);
    text(p, "hinh_thuc", p->t->relative ? "than_thich" : "khong_than_thich");
    text(p, "thoi_han", chance(p, 60) ? "lau_dai" : "tam_thoi");
    demo_day(p->d, p->r, "tu_ngay", p->k->at);
    num(p, "cu_giam_ho", p->t->relative);
    codes(p, "noi_nhan", "ubnd_xa,truong_hoc,gia_dinh");
}

static void fill_hand_over(struct paper *p)
{
    demo_day(p->d, p->r, "ngay_giao", p->k->at);
    num(p, "so_lan_gap", p->t->relative ? 6 : 3);
    text(p, "nguoi_chung_kien", person(p, chance(p, 40)));
    say(p, "tinh_trang", SAY_HEALTH);
    text(p, "giay_to", "Giấy khai sinh, thẻ bảo hiểm y tế, học bạ (nếu có)");
}

static void fill_follow_up(struct paper *p)
{
    static const char *const which[] = {"mot_thang", "ba_thang", "sau_thang"};
    int nth = p->t->calls++;
    text(p, "lan", which[nth > 2 ? 2 : nth]);
    demo_day(p->d, p->r, "ngay", p->k->at);
    num(p, "gap_tre", 1);
    num(p, "an_toan", 1);
    say(p, "dieu_kien_song", SAY_LIVING);
    say(p, "suc_khoe", SAY_HEALTH);
    say(p, "tinh_than", SAY_MIND);
    text(p, "hoa_nhap", nth == 0 ? "trung_binh" : chance(p, 80) ? "cao" : "trung_binh");
    say(p, "hoc_tap", SAY_LEARN);
    codes(p, "de_xuat", chance(p, 70) ? "tiep_tuc" : "tiep_tuc,ho_tro_tre");
}

static void fill_carer_report(struct paper *p)
{
    demo_day(p->d, p->r, "ngay", p->k->at);
    say(p, "tinh_hinh", SAY_CARER_REPORT);
}

static void fill_withdrawal(struct paper *p)
{
    demo_day(p->d, p->r, "ngay", p->k->at);
    say(p, "ly_do", SAY_WITHDRAW);
}

static void fill_end_of_care(struct paper *p)
{
    static const struct {
        const char *from, *why, *next;
    } ways[] = {{"theo_doi", "cd_dd", "ve_gia_dinh"}, {"don", "cd_c", "nguoi_khac"},
        {"theo_doi", "du_16", "tu_lap"}};
    size_t at = (size_t)roll(p, 0, p->t->person.age >= 15 ? 2 : 1);
    struct str s = demo_word(demo_pool(SAY_END_CARE), at);
    text(p, "xuat_phat", ways[at].from);
    text(p, "can_cu", ways[at].why);
    text(p, "ly_do", arena_dupn(p->d->act->a, s.p, s.n));
    if (p->t->person.age >= 5)
        say(p, "y_kien_tre", SAY_CHILD);
    text(p, "hinh_thuc_tiep", ways[at].next);
    demo_day(p->d, p->r, "ngay_nhan", p->k->at);
}

static void fill_adjust(struct paper *p)
{
    say(p, "ly_do", SAY_ADJUST);
    done(p, 30);
}

/* ---- which is filled how --------------------------------------------------------------------- */

static const struct {
    const char *reg;
    void (*fill)(struct paper *p);
} fillers[] = {{"tin_bao", fill_report}, {"xac_minh", fill_verification},
    {"danh_gia_ban_dau", fill_assessment}, {"bien_phap_khan_cap", fill_emergency},
    {"cach_ly", fill_separation}, {"duyet_cach_ly", fill_separation_decision},
    {"gia_han_cach_ly", fill_longer}, {"ket_thuc_cach_ly", fill_end_of_separation},
    {"danh_gia_chi_tiet", fill_detail}, {"bien_ban_hop", fill_meeting}, {"ke_hoach", fill_plan},
    {"phe_duyet", fill_decision}, {"chuyen_ke_hoach", fill_sent}, {"tham_ho", fill_visit},
    {"dich_vu", fill_service}, {"chuyen_gui", fill_referral}, {"dieu_chinh", fill_adjust},
    {"ra_soat", fill_review}, {"ket_thuc", fill_close}, {"dong_ho_so", fill_other_close},
    {"chuyen_di", fill_move}, {"mo_lai", fill_again}, {"don_dang_ky", fill_application},
    {"danh_gia_nhu_cau", fill_child_needs}, {"xac_minh_dieu_kien", fill_carer},
    {"giao_nhan", fill_care_decision}, {"ban_giao_tre", fill_hand_over},
    {"theo_doi_cstt", fill_follow_up}, {"bao_cao_nguoi_nhan", fill_carer_report},
    {"rut_don", fill_withdrawal}, {"cham_dut_cstt", fill_end_of_care},
    {"duyet_cham_dut", fill_decision}};

void demo_fill(struct demo *d, const struct demo_deed *k, struct rec *r)
{
    struct paper p = {d, k, k->tale, r};
    for (size_t i = 0; i < COUNT(fillers); i++)
        if (streq(fillers[i].reg, r->reg->id)) {
            fillers[i].fill(&p);
            return;
        }
}
