// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The demo's records that reports count: injuries, classes, violence, fund, money, training …, of
 * last year and this one, of communes and of the province. What is written in them stands in a
 * table, in a small language:
 *
 *   @        the day it happened       @+9     nine days later, nothing if that is still to come
 *   2..9     a number between          60%x    about that share of the field x above
 *   ?70      yes in 70 of 100          #       the year
 *   a|b      one of them               $n $v $c  a number, a village, the chairman, in a text
 */
#include "cmd/cmd_int.h"

#include <stdlib.h>

enum { BATCH = 64, DAY_MS = CAL_MS_PER_DAY };
enum when {
    EVENT,
    EVENT_BEFORE, /* only before the demo begins: since then its people write these */
    YEARLY,
    ONCE,
    EVENT_OF_PROVINCE,
    YEARLY_OF_PROVINCE
};

struct kind {
    const char *reg;
    enum when when;
    int tenths; /* how many a year (or in all), of ten units */
    const char *fields;
};
static const struct kind kinds[] = {
    {"tai_nan", EVENT, 2,
        "loai=nga|nga|giao_thong|giao_thong|bong|dong_vat|duoi_nuoc|ngo_doc;"
        "noi=nha|truong|duong|nuong|song_suoi;gioi_tinh=nam|nam|nu;nhom_tuoi=t0_5|t6_10|t11_15;"
        "tu_vong=?3;noi_kham=tram_y_te|benh_vien_khu_vuc|benh_vien_tinh;da_ho_tro=?80"},
    {"lop_ky_nang", EVENT, 8,
        "ten=Lớp dạy bơi an toàn dịp hè;loai=boi;so_nguoi=18..36;so_nu=46%so_nguoi;"
        "so_tre_em=100%so_nguoi;so_dat=78%so_nguoi;kinh_phi=4000000..12000000;noi=$v"},
    {"lop_ky_nang", EVENT, 14,
        "ten=Kỹ năng tự bảo vệ, phòng chống xâm hại;loai=tu_bao_ve;so_nguoi=30..90;"
        "so_nu=52%so_nguoi;so_tre_em=92%so_nguoi;kinh_phi=500000..3000000;noi=$v"},
    {"lop_ky_nang", EVENT, 8,
        "ten=Kỹ năng làm cha mẹ;loai=lam_cha_me;so_nguoi=18..40;so_nu=63%so_nguoi;"
        "kinh_phi=400000..2000000;noi=$v"},
    {"vu_bao_luc", EVENT, 13,
        "loai=gia_dinh|gia_dinh|gia_dinh|gioi;hinh_thuc=than_the|tinh_than|than_the,tinh_than|"
        "tinh_than,kinh_te;nu_nguoi_lon=1..1;nu_tre_em=0..1;so_ho_tro=1..1;"
        "dich_vu=y_te|tam_ly|phap_ly,xa_hoi|y_te,tam_ly;gay_nam=1..1;gay_hinh_su=0..0;"
        "gay_tu_van=0..1;bien_phap=gop_y|hoa_giai|giao_duc|cam_tiep_xuc|hanh_chinh"},
    {"cap_tao_hon", EVENT, 6,
        "loai=tao_hon|tao_hon|tao_hon|can_huyet;nu_duoi_18=1;nam_duoi_20=?60;co_tre_em=?20;"
        "nhom_dan_toc=thieu_so;da_van_dong=?45;xu_phat=?15"},
    {"xu_phat", EVENT, 3,
        "so_quyet_dinh=$n/QĐ-XPHC;hinh_thuc=bao_luc|bo_roi_bo_mac|boc_lot;so_nguoi=1..1;so_nu=0..0;"
        "hinh_thuc_phat=phat_tien|phat_tien|canh_cao;so_tien=2000000..8000000"},
    {"quy_thu", EVENT, 22,
        "loai=doanh_nghiep|to_chuc|ca_nhan|ca_nhan;hinh_thuc=tien|tien|hien_vat;"
        "so_tien=500000..9000000;so_phieu=PT $n"},
    {"quy_chi", EVENT, 30,
        "chuong_trinh=hoc_bong|tet|trung_thu|thang_tre_em|dbkk|dot_xuat;hinh_thuc=tien|hien_vat;"
        "so_luot=2..14;so_nu=50%so_luot;so_tien=500000..5500000;so_phieu=PC $n"},
    {"tap_huan", EVENT, 9,
        "ten=Kiến thức bảo vệ trẻ em cho cộng tác viên|Tiếp nhận tin báo và 12 giờ khẩn cấp|"
        "Phòng, chống bạo lực trên cơ sở giới;mang=tre_em|tre_em|binh_dang_gioi;"
        "nguoi_du=ctv|ctv|thanh_vien_ban;so_lop=1..1;so_nguoi=15..45;so_nu=48%so_nguoi;"
        "so_ngay=1..2;kinh_phi=1000000..7000000"},
    {"dien_dan", EVENT, 2,
        "ten=Diễn đàn trẻ em xã;loai=dien_dan;so_tre=30..60;so_nu=51%so_tre;so_tu_11=68%so_tre;"
        "so_dtts=85%so_tre;so_kien_nghi=6..14;so_tra_loi=82%so_kien_nghi;ngay_bao_cao=@+12;"
        "kinh_phi=1500000..6000000"},
    {"dien_dan", EVENT, 2,
        "ten=Lãnh đạo xã đối thoại với trẻ em|Lấy ý kiến học sinh về trường, lớp;"
        "loai=doi_thoai|lay_y_kien;so_tre=12..25;so_nu=50%so_tre;so_tu_11=75%so_tre;"
        "so_kien_nghi=3..9;so_tra_loi=88%so_kien_nghi"},
    {"thanh_tra", EVENT, 9,
        "loai=kiem_tra|giam_sat|tu_kiem_tra;mang=tre_em|tre_em|binh_dang_gioi;"
        "noi=truong|gia_dinh_cstt|ubnd|su_dung_lao_dong;doi_tuong=Trường tiểu học số 1|"
        "Các gia đình nhận chăm sóc|Điểm trường $v|Cơ sở sản xuất trên địa bàn;so_sai_pham=0..3;"
        "so_kien_nghi=2..4;han=@+30;so_da_khac_phuc=100%so_kien_nghi|100%so_kien_nghi|60%so_kien_"
        "nghi"},
    {"van_ban", EVENT, 45,
        "so_ky_hieu=$n/KH-UBND|$n/UBND-VHXH|$n/QĐ-UBND;chieu=di;"
        "loai=ke_hoach|ke_hoach|cong_van|quyet_dinh;trich_yeu=Triển khai Tháng hành động vì trẻ em|"
        "Phòng, chống đuối nước trẻ em|Rà soát trẻ em có hoàn cảnh đặc biệt|"
        "Thực hiện Chiến lược quốc gia về bình đẳng giới|Phòng, chống bạo lực gia đình|"
        "Kiện toàn Ban Bảo vệ trẻ em;mang=tre_em|tre_em|binh_dang_gioi|tre_em,binh_dang_gioi"},
    {"khen_thuong", EVENT, 5,
        "so_quyet_dinh=$n/QĐ-UBND;cap=xa|xa|so;hinh_thuc=giay_khen;mang=tre_em|binh_dang_gioi;"
        "so_tap_the=0..2;so_ca_nhan=1..4;so_nu=55%so_ca_nhan"},
    {"truyen_thong", EVENT_BEFORE, 40,
        "ten=Nói chuyện chuyên đề phòng ngừa tảo hôn|Lớp kỹ năng phòng, chống đuối nước|"
        "Truyền thông phòng, chống bạo lực gia đình ở bản|Bài phát thanh: báo tin cho ai khi trẻ "
        "gặp "
        "nguy hiểm;linh_vuc=tre_em,binh_dang_gioi|tre_em|bao_luc_gioi|tre_em;dot=thuong_xuyen;"
        "loai=hoi_nghi|lop_ky_nang|hoi_nghi|phat_thanh;noi=$v;so_luong=1..1|1..1|1..1|4..40;"
        "so_nguoi=60..140|30..50|40..80|0..0;so_nu=51%so_nguoi;so_tre_em=40%so_nguoi;"
        "kinh_phi=500000..4000000"},
    {"hop_ban_bvte", EVENT_BEFORE, 45,
        "to_chuc=ban_bvte|ban_bvte|nhom_thuong_truc|ban_vstbpn;ky=thang|quy|thang|quy;"
        "chu_tri=$c;so_nguoi=9..20;so_nu=42%so_nguoi;noi_dung=Rà soát các trường hợp đang hỗ trợ|"
        "Chuẩn bị Tháng hành động vì trẻ em|Phân công thăm trẻ tháng tới|Công tác bình đẳng giới"},
    {"kinh_phi", YEARLY, 10,
        "nam=#;mang=tre_em;nguon=xa;noi_dung=Công tác bảo vệ, chăm sóc trẻ em;"
        "ke_hoach=15000000..40000000;thuc_hien=90%ke_hoach"},
    {"kinh_phi", YEARLY, 10,
        "nam=#;mang=tre_em;nguon=van_dong;noi_dung=Vận động hỗ trợ trẻ em khó khăn;"
        "ke_hoach=10000000..30000000;thuc_hien=140%ke_hoach"},
    {"kinh_phi", YEARLY, 10,
        "nam=#;mang=binh_dang_gioi;nguon=xa;noi_dung=Bình đẳng giới, phòng ngừa bạo lực;"
        "ke_hoach=5000000..15000000;thuc_hien=88%ke_hoach"},
    {"phu_hop_tre_em", YEARLY, 10,
        "nam=#;dia_ban=mien_nui;tc1=85..100;tc2=40..70;"
        "tc3=0|60..90|60..90|60..90|60..90|60..90|60..90|60..90|60..90;tc4=60..75;tc5=45..75;"
        "tc6=75..125;tc7=30..50;tc8=35..70;tc9=40..60;tc10=40..70;tc11=40..75;tc12=25..55;"
        "tc13=70..95"},
    {"co_quan_lanh_dao", YEARLY, 10,
        "nam=#;ten=Hội đồng nhân dân xã;loai=hdnd;so_lanh_dao=2..2;so_nu=0..1"},
    {"co_quan_lanh_dao", YEARLY, 10,
        "nam=#;ten=Ủy ban nhân dân xã;loai=ubnd;so_lanh_dao=3..3;so_nu=0..1|1..1"},
    {"co_quan_lanh_dao", YEARLY, 10, "nam=#;ten=Đảng ủy xã;loai=dang;so_lanh_dao=3..3;so_nu=0..1"},
    {"co_quan_lanh_dao", YEARLY, 10,
        "nam=#;ten=Ủy ban Mặt trận Tổ quốc xã;loai=mat_tran;so_lanh_dao=4..5;so_nu=1..3"},
    {"xa_nam", YEARLY, 10,
        "nam=#;so_thon=9..26;so_thon_thiet_che=62%so_thon;so_thon_ctv=88%so_thon;diem_vui_choi=?48;"
        "tin_bai_quy=?82;thang_te=1;thang_bdg=?92"},
    {"bo_may", ONCE, 10,
        "loai=nguoi_bvte;so_quyet_dinh=$n/QĐ-UBND;ngay_quyet_dinh=@;so_nguoi=1..1;so_nu=0..1;"
        "so_kiem_nhiem=1..1;so_tap_huan=0..1|1..1;con_hoat_dong=1"},
    {"bo_may", ONCE, 10,
        "loai=ban_bvte;so_quyet_dinh=$n/QĐ-UBND;ngay_quyet_dinh=@;so_nguoi=11..19;"
        "so_nu=38%so_nguoi;so_kiem_nhiem=100%so_nguoi;so_tap_huan=55%so_nguoi;con_hoat_dong=1"},
    {"bo_may", ONCE, 7,
        "loai=nhom_thuong_truc;so_quyet_dinh=$n/QĐ-UBND;ngay_quyet_dinh=@;so_nguoi=4..6;"
        "so_nu=40%so_nguoi;so_tap_huan=70%so_nguoi;con_hoat_dong=1"},
    {"bo_may", ONCE, 9,
        "loai=ban_vstbpn;so_quyet_dinh=$n/QĐ-UBND;ngay_quyet_dinh=@;so_nguoi=7..13;"
        "so_nu=60%so_nguoi;con_hoat_dong=1"},
    {"bo_may", ONCE, 10,
        "loai=ctv;so_nguoi=8..22;so_nu=58%so_nguoi;so_kiem_nhiem=100%so_nguoi;"
        "so_tap_huan=84%so_nguoi;so_thon_co=90%so_nguoi;con_hoat_dong=1"},
    {"mo_hinh", ONCE, 9,
        "ten=Câu lạc bộ quyền tham gia của trẻ em;loai=clb_tre_em;mang=tre_em;tu_ngay=@;"
        "so_tham_gia=20..45;so_nu=53%so_tham_gia;so_tre_em=95%so_tham_gia;con_hoat_dong=1"},
    {"mo_hinh", ONCE, 7,
        "ten=Phòng, chống kết hôn sớm ở bản|Câu lạc bộ gia đình hạnh phúc|Tổ phụ nữ dệt thổ cẩm;"
        "loai=tao_hon|clb_bdg|phu_nu_kinh_te;mang=tre_em,binh_dang_gioi|binh_dang_gioi;tu_ngay=@;"
        "so_tham_gia=15..40;so_nu=66%so_tham_gia;con_hoat_dong=1"},
    {"dia_chi_tin_cay", ONCE, 14,
        "loai=dia_chi_tin_cay|dia_chi_tin_cay|tu_van;thon=$v;suc_chua=2..6;tu_ngay=@;con_hoat_dong="
        "1"},
    {"thiet_che", ONCE, 22,
        "ten=Nhà văn hóa $v|Sân chơi $v|Tủ sách $v;loai=nha_van_hoa|diem_vui_choi|thu_vien;thon=$v;"
        "tu_ngay=@;con_hoat_dong=?92"},
    {"tap_huan", EVENT_OF_PROVINCE, 50,
        "ten=Quản lý trường hợp bảo vệ trẻ em|Lồng ghép giới trong xây dựng văn bản|"
        "Cập nhật dữ liệu trẻ em;mang=tre_em|binh_dang_gioi;nguoi_du=can_bo;so_lop=1..2;"
        "so_nguoi=45..95;so_nu=54%so_nguoi;so_ngay=2..3;kinh_phi=20000000..60000000"},
    {"thanh_tra", EVENT_OF_PROVINCE, 40,
        "loai=thanh_tra|kiem_tra;mang=tre_em|tre_em|binh_dang_gioi;noi=co_so_tgxh|ubnd|quy;"
        "doi_tuong=Trung tâm Bảo trợ xã hội tỉnh|Ủy ban nhân dân xã|Quỹ Bảo trợ trẻ em;"
        "so_sai_pham=1..4;so_kien_nghi=2..4;han=@+45;so_da_khac_phuc=75%so_kien_nghi"},
    {"van_ban", EVENT_OF_PROVINCE, 120,
        "so_ky_hieu=$n/KH-UBND|$n/SYT-BTXHTE|$n/SNV-CTTN;chieu=di;loai=ke_hoach|cong_van;"
        "trich_yeu=Triển khai công tác trẻ em năm $y|Triển khai công tác bình đẳng giới năm $y|"
        "Tăng cường phòng, chống đuối nước trẻ em|Báo cáo số liệu định kỳ;mang=tre_em|"
        "binh_dang_gioi|tre_em,binh_dang_gioi"},
    {"quy_thu", EVENT_OF_PROVINCE, 120,
        "loai=doanh_nghiep|to_chuc|nuoc_ngoai;hinh_thuc=tien;so_tien=20000000..150000000;so_phieu="
        "PT $n"},
    {"quy_chi", EVENT_OF_PROVINCE, 80,
        "chuong_trinh=hoc_bong|phau_thuat|dbkk|cong_trinh;hinh_thuc=tien;so_luot=20..90;"
        "so_nu=49%so_luot;so_tien=20000000..120000000;so_phieu=PC $n"},
    {"khen_thuong", EVENT_OF_PROVINCE, 20,
        "so_quyet_dinh=$n/QĐ-UBND;cap=tinh;hinh_thuc=bang_khen;mang=tre_em|binh_dang_gioi;"
        "so_tap_the=3..9;so_ca_nhan=5..15;so_nu=50%so_ca_nhan"},
    {"kinh_phi", YEARLY_OF_PROVINCE, 10,
        "nam=#;mang=tre_em;nguon=tinh;noi_dung=Chương trình hành động vì trẻ em;"
        "ke_hoach=1800000000..2400000000;thuc_hien=96%ke_hoach"},
    {"kinh_phi", YEARLY_OF_PROVINCE, 10,
        "nam=#;mang=tre_em;nguon=mtqg;noi_dung=Chương trình mục tiêu quốc gia, dự án về trẻ em;"
        "ke_hoach=2500000000..3500000000;thuc_hien=86%ke_hoach"},
    {"kinh_phi", YEARLY_OF_PROVINCE, 10,
        "nam=#;mang=binh_dang_gioi;nguon=tinh;noi_dung=Chiến lược quốc gia về bình đẳng giới;"
        "ke_hoach=500000000..800000000;thuc_hien=92%ke_hoach"},
};

/* ---- writing one record ---------------------------------------------------------------------- */

struct pen {
    struct demo *d;
    struct demo_rng x;
    struct rec *v[BATCH];
    size_t n;
    int64_t day; /* of the event at hand */
    int year;
};

/* One of "a|b|c", the same for all fields of a record where they have as many. */
static struct str one_of(struct pen *p, struct str s, uint64_t luck)
{
    struct str rest = s, part = s;
    size_t n = 1;
    (void)p;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '|';
    for (size_t i = 0; i <= luck % n; i++)
        if (!str_split(&rest, '|', &part))
            break;
    return part;
}

static const char *worded(struct pen *p, struct str s)
{
    struct demo *d = p->d;
    struct buf b = buf_in(d->act->a, 400);
    for (size_t i = 0; i < s.n; i++) {
        char next = i + 1 < s.n ? s.p[i + 1] : 0;
        if (s.p[i] != '$' || !strchr("nvyc", next) || !next) {
            buf_putc(&b, s.p[i]);
            continue;
        }
        i++;
        if (next == 'v')
            buf_puts(&b, d->place->village[demo_int(&p->x, 0, 7)]);
        else if (next == 'c')
            buf_puts(&b, d->place->who[WHO_CHAIR]->name);
        else
            buf_printf(&b, "%d", next == 'n' ? demo_int(&p->x, 3, 290) : p->year);
    }
    return b.p;
}

static int64_t share(struct pen *p, const struct rec *r, struct str field, int percent)
{
    enum { JITTER = 7 };
    const struct field *f = reg_field(r->reg, arena_dupn(p->d->act->a, field.p, field.n));
    int64_t whole = f && r->v[f->slot].t == V_INT ? r->v[f->slot].i : 0;
    int to = percent >= 100 ? percent : percent + JITTER;
    return whole * demo_int(&p->x, percent >= 100 ? percent : percent - JITTER, to) / 100;
}

/* The digits that a text begins with. */
static int64_t digits(const char *text)
{
    int64_t n = 0;
    (void)str_to_int((struct str){text, strspn(text, "0123456789")}, &n);
    return n;
}

/* "2..9", "60%x", "?70", "#", or digits. */
static int64_t number(struct pen *p, const struct rec *r, struct str s)
{
    const char *text = arena_dupn(p->d->act->a, s.p, s.n), *mark;
    if (*text == '#')
        return p->year;
    if (*text == '?')
        return demo_chance(&p->x, (int)digits(text + 1));
    if ((mark = strchr(text, '%')))
        return share(p, r, str_of(mark + 1), (int)digits(text));
    if ((mark = strstr(text, "..")))
        return demo_span(&p->x, digits(text), digits(mark + 2));
    return digits(text);
}

static struct value moment(struct pen *p, enum field_type type, struct str s)
{
    int64_t at = p->day + (s.n > 2 ? digits(arena_dupn(p->d->act->a, s.p + 2, s.n - 2)) : 0) *
                              (int64_t)DAY_MS;
    char iso[11];
    if (at > p->d->act->now_ms)
        return VNULL;
    cal_iso(cal_local(at).date, iso);
    return type == F_TIME ? v_int(at) : v_text(arena_dup(p->d->act->a, iso));
}

static void write_field(struct pen *p, struct rec *r, const struct field *f, struct str s)
{
    struct value *v = &r->v[f->slot];
    if (f->type == F_DATE || f->type == F_TIME)
        *v = moment(p, f->type, s);
    else if (f->type == F_INT || f->type == F_MONEY || f->type == F_BOOL)
        *v = v_int(number(p, r, s));
    else if (f->type == F_DECIMAL)
        *v = v_real((double)number(p, r, s));
    else if (f->type == F_CHOICES)
        demo_codes(p->d, r, f->id, arena_dupn(p->d->act->a, s.p, s.n));
    else
        *v = v_text(worded(p, s));
}

static void write_fields(struct pen *p, struct rec *r, const char *fields)
{
    struct str rest = str_of(fields), part;
    uint64_t luck = demo_rand(&p->x);
    if (reg_field(r->reg, "ngay"))
        write_field(p, r, reg_field(r->reg, "ngay"), str_of("@"));
    while (str_split(&rest, ';', &part)) {
        const char *eq = memchr(part.p, '=', part.n);
        struct str name = {part.p, (size_t)(eq - part.p)};
        struct str value = {eq + 1, part.n - name.n - 1};
        const struct field *f = reg_field(r->reg, arena_dupn(p->d->act->a, name.p, name.n));
        if (f)
            write_field(p, r, f, one_of(p, value, luck));
        else
            p->d->fault = arena_printf(p->d->a, "%s." STR_FMT, r->reg->id, STR_ARG(name));
    }
}

/* What does not come of chance alone: a score is decided on in the round of last year. */
static void finish(struct pen *p, struct rec *r)
{
    if (!streq(r->reg->id, "phu_hop_tre_em"))
        return;
    struct rec_env env = {.act = p->d->act, .own = r, .form = r};
    bool past = p->year < cal_local(p->d->now).date.y;
    rec_preset(&r->reg->forms[0], &env, r);
    struct value enough = r->v[reg_field(r->reg, "du_diem")->slot];
    bool decided = past && enough.t == V_INT && enough.i;
    demo_num(p->d, r, "tam_tinh", !past);
    demo_num(p->d, r, "cong_nhan", decided);
    if (!decided)
        return;
    demo_text(p->d, r, "so_quyet_dinh", worded(p, str_of("$n/QĐ-UBND")));
    demo_day(p->d, r, "ngay_quyet_dinh", p->day);
}

/* ---- storing --------------------------------------------------------------------------------- */

/* The commune's tasks of its documents: most are done, some late, some still to do. */
static enum err add_tasks(struct pen *p)
{
    const struct reg *reg = pack_reg(p->d->s->site.pack, "nhiem_vu");
    struct rec *v[BATCH];
    for (size_t i = 0; i < p->n; i++) {
        struct value day = p->v[i]->v[reg_field(p->v[i]->reg, "ngay")->slot];
        struct rec *r = v[i] = rec_new(p->d->act, reg, p->v[i]);
        struct cal_date on;
        if (cal_from_iso(day.s, &on))
            p->day = cal_ms(cal_day(on), 600);
        write_fields(p, r,
            "noi_dung=Lập danh sách và báo cáo kết quả|Tổ chức truyền thông ở các bản|"
            "Rà soát, cập nhật sổ trẻ em;nguoi_lam=Phòng Văn hóa – Xã hội|Các bản|Trạm y tế;"
            "tien_do=xong|xong|xong|dang_lam");
        demo_day(p->d, r, "han", p->day + 30 * (int64_t)DAY_MS);
        struct value done = moment(p, F_DATE, str_of(demo_chance(&p->x, 85) ? "@+24" : "@+37"));
        bool over = done.t == V_TEXT;
        if (!over)
            demo_text(p->d, r, "tien_do", "dang_lam");
        r->v[reg_field(reg, "ngay_xong")->slot] = over ? done : VNULL;
    }
    return rec_insert_all(p->d->act, v, p->n, "tao", NULL);
}

static enum err flush(struct pen *p)
{
    if (p->n == 0)
        return OK;
    TRY(rec_insert_all(p->d->act, p->v, p->n, "tao", NULL));
    if (streq(p->v[0]->reg->id, "van_ban"))
        TRY(add_tasks(p));
    p->n = 0;
    return OK;
}

static enum err add(struct pen *p, const struct kind *k)
{
    const struct reg *reg = pack_reg(p->d->s->site.pack, k->reg);
    if (!reg)
        return OK;
    struct rec *r = rec_new(p->d->act, reg, NULL);
    write_fields(p, r, k->fields);
    finish(p, r);
    TRY(demo_check(p->d, r));
    p->v[p->n++] = r;
    return p->n == BATCH ? flush(p) : OK;
}

/* How many of ten, by chance where it does not come out even. */
static int times(struct pen *p, int tenths)
{
    enum { TEN = 10 };
    return tenths / TEN + demo_chance(&p->x, tenths % TEN * TEN);
}

/* Events between two moments. */
static enum err add_events(struct pen *p, const struct kind *k, int64_t from, int64_t to)
{
    enum { YEAR = 365 };
    int days = (int)((to - from) / DAY_MS), n = times(p, (int)((int64_t)k->tenths * days / YEAR));
    for (int i = 0; i < n; i++) {
        p->day = demo_span(&p->x, from, to);
        p->year = cal_local(p->day).date.y;
        TRY(add(p, k));
    }
    return flush(p);
}

static enum err add_year(struct pen *p, const struct kind *k, int year)
{
    int64_t last = cal_ms(cal_day((struct cal_date){year, 11, 25}), 600);
    p->year = year;
    p->day = last < p->d->act->now_ms ? last : p->d->act->now_ms;
    TRY(add(p, k));
    return flush(p);
}

static enum err add_standing(struct pen *p, const struct kind *k)
{
    enum { YEARS = 5 * 365 };
    for (int n = times(p, k->tenths); n > 0; n--) {
        p->day = p->d->from - demo_int(&p->x, 400, YEARS) * (int64_t)DAY_MS;
        p->year = cal_local(p->day).date.y;
        TRY(add(p, k));
    }
    return flush(p);
}

/* ---- cases of last year, entered from their papers ------------------------------------------- */

static const char old_case[] =
    "thoi_diem_nhan=@;muc_do=co_nguy_co|dang_nguy_hiem|can_ho_tro;kenh=dien_thoai|gap_truc_tiep|"
    "truong_hoc|tong_dai_111;doi_tuong=bi_xam_hai;hinh_thuc=bao_luc|bao_luc|xam_hai_tinh_duc|"
    "bo_roi_bo_mac|boc_lot;nhom_tuoi=t6_10|t11_15|t11_15|t0_5;moi_truong=gia_dinh|gia_dinh|"
    "cong_dong|nha_truong|mang;ngay_duyet=@+6;ly_do_ket_thuc=het_nguy_co;ngay_ket_thuc=@+140";

static enum err add_old_cases(struct pen *p, int64_t from, int64_t to)
{
    enum { SHARE = 28 };
    struct demo *d = p->d;
    const struct reg *reg = pack_reg(d->s->site.pack, "ca");
    size_t most = (size_t)d->place->cases * SHARE / 100;
    for (size_t i = 0, at = 0; i < most && at < d->nkids && p->n < BATCH; at += 3) {
        const struct demo_kid *k = &d->kids[at];
        if (!k->id || !k->birth)
            continue;
        struct rec *r = rec_new(d->act, reg, NULL);
        p->day = demo_span(&p->x, from, to);
        write_fields(p, r, old_case);
        demo_text(d, r, "tre", k->id);
        demo_text(d, r, "ten_goi", k->name);
        demo_text(d, r, "gioi_tinh", k->female ? "nu" : "nam");
        r->common[DC_STATE] = v_text("da_ket_thuc");
        p->v[p->n++] = r;
        i++;
    }
    return flush(p);
}

/* ---- the two days of writing ------------------------------------------------------------------
 */

static bool of_province(const struct kind *k)
{
    return k->when == EVENT_OF_PROVINCE || k->when == YEARLY_OF_PROVINCE;
}

static int64_t new_year(int year)
{
    return cal_ms(cal_day((struct cal_date){year, 1, 2}), 600);
}

static uint64_t luck_of(const struct demo *d, int nth)
{
    uint64_t h = d->rng.state ^ (uint64_t)(unsigned)nth;
    for (const char *c = d->place->code; *c; c++)
        h = h * 1099511628211U + (unsigned char)*c;
    return h;
}

enum { THEN, NOW, PROVINCE = 2 };

/* First what was before the demo begins, at its end what came since. */
static enum err write_all(struct demo *d, int nth)
{
    struct pen *p = NEW(d->act->a, struct pen);
    int year = cal_local(d->now).date.y, past = year - 1;
    bool now = nth & NOW, province = nth & PROVINCE;
    p->d = d;
    p->x.state = luck_of(d, nth);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const struct kind *k = &kinds[i];
        if (of_province(k) != province || (k->when == EVENT_BEFORE && now))
            continue;
        if (k->when <= EVENT_BEFORE || k->when == EVENT_OF_PROVINCE)
            TRY(add_events(p, k, now ? d->from : new_year(past), now ? d->act->now_ms : d->from));
        else if (k->when != ONCE)
            TRY(add_year(p, k, now ? year : past));
        else if (!now)
            TRY(add_standing(p, k));
    }
    return now && !province ? add_old_cases(p, new_year(past), d->from - DAY_MS) : OK;
}

void demo_plan_number(struct demo *d, struct demo_deeds *list, bool province)
{
    static const enum demo_who who[] = {WHO_OFFICIAL, WHO_PROVINCE};
    for (int p = 0; p <= province; p++)
        for (int now = 0; now < 2; now++)
            demo_add(d, list,
                &(struct demo_deed){.at = now ? d->now - DAY_MS : d->from + 60000,
                    .who = who[p],
                    .work = write_all,
                    .seq = now | p * PROVINCE});
}
