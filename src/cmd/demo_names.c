// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Names and places for the demo: people who do not exist, named as Điện Biên's peoples name their
 * children. Lists stand with the most usual first; a pick leans to the front. Villages are put
 * together from common place words, so that no case points at a real hamlet.
 */
#include "cmd/cmd_int.h"

struct people {
    const char *code; /* of list dan_toc */
    const char *family, *mid_m, *given_m, *mid_f, *given_f;
};

#define THAI_M                                                                                                   \
    "Dũng|Hùng|Phong|Thắng|Cương|Khánh|Tiến|Huy|Quân|Hoàng|Biên|Chiêu|Inh|Hặc|Thoan|Ương|Panh|" \
    "Piêng|Ngoan|Xiên|Pọm|Tuấn|Hải|Duy|Sơn|Trường"
#define THAI_F                                                                                                        \
    "Hương|Hoan|Xuyến|Thương|Phương|Trang|Linh|Yến|Thảo|Ban|Pánh|Ọm|Thỏa|Lả|Hà|Nga|Chi|Nguyệt|" \
    "Hiên|Duyên|Lệ|Ánh|Kiều|Dung|Oanh"

static const struct people peoples[] = {
    {"dt03", "Lò|Quàng|Cà|Lường|Tòng|Vì|Cầm|Mào|Điêu|Lèo|Bạc|Khoàng|Tao|Lù",
        "Văn|Văn|Minh|Đức|Quốc", THAI_M, "Thị|Thị|Thu|Ngọc|Thanh", THAI_F},
    {"dt08", "Giàng|Vàng|Sùng|Thào|Lầu|Mùa|Hạng|Vừ|Cứ|Chá|Ly|Hờ|Tráng|Sình|Phàng|Khang|Ma", "A",
        "Páo|Dình|Chư|Tủa|Lử|Sử|Chu|Phình|Lềnh|Của|Súa|Dế|Tùng|Hồ|Chống|Nhè|Dia|Sà|Ký|Minh|Phong|"
        "Vinh|Thái|Chinh",
        "Thị",
        "Mỷ|Dở|Máy|Chía|Mai|Sua|Dua|Pàng|Xi|Chú|Ly|Mỵ|Súa|Mảy|Say|Nênh|Ganh|Hoa|Dợ|Lan|Trang|Sao"},
    {"dt01", "Nguyễn|Trần|Lê|Phạm|Vũ|Hoàng|Bùi|Đỗ|Đặng|Ngô|Dương|Đinh|Phan|Đào|Mai",
        "Văn|Đức|Minh|Gia|Quang|Bảo|Tuấn|Hữu|Anh",
        "Huy|Khôi|Bảo|Khang|Phúc|Nam|Minh|Đạt|Long|Anh|Hiếu|Dũng|Tùng|Kiên|Sơn|Thành|Việt",
        "Thị|Ngọc|Thu|Khánh|Phương|Bảo|Minh|Hà",
        "Linh|Anh|Chi|Trang|Ngân|Hà|My|Vy|Thảo|Hương|Nhi|Mai|Yến|Giang|Hân|Châu|Lan"},
    {"dt29", "Quàng|Lò|Lường|Moong|Cụt|Cút|Kèo|Vì|Tráng|Lữ", "Văn",
        "Hưởng|Phanh|Kim|Thương|Chung|Sơn|Vui|Thuận|Khăm|Xôm|Liên|Bình|Cường|Ngọc", "Thị",
        "Xôm|Hoa|Hương|Vân|Thoa|Lún|Ngoan|Phiêu|Sen|Hạnh|Viên|Pản"},
    {"dt09", "Tẩn|Phàn|Chẻo|Lý|Triệu|Bàn|Đặng", "A|Láo|Phủ|Duần|Sài|Vần",
        "Lụ|Chòi|Sơn|Tá|Phin|Sếnh|U|Xoang|Hồng|Chiêu", "Mùi|Tả|San|Lở|U",
        "Mẩy|Pham|Liều|Mui|Nảy|Sểnh|Ghến|Viện"},
    {"dt35", "Pờ|Lỳ|Chu|Sừng|Khoàng|Chang|Giàng|Vù", "",
        "Hừ Xá|Xá Po|Po Chừ|Gạ Cà|Khò Sừ|Chừ Cà|Xuân Hừ|Lòng Hừ|Phì Sinh|Cà Giá", "",
        "Gó Mé|Mé De|Xó Pư|Ha Xó|Go Nu|Lò Xó|Mỳ Lé|Xừ De|Pư Mé"},
    {"dt37", "Lò|Lường|Vì|Tòng|Quàng|Cà", "Văn",
        "Khăm|Bun|Nọi|Thoong|Phăn|Sáy|Đôi|Thương|Hảo|Chanh|Chươi", "Thị",
        "Nọi|Phăn|Chăn|Khăm|Phiu|Thương|Hiền|Von|Bun|Xiêng"},
    {"dt33", "Lò|Quàng|Hoàng|Cà|Lường", "Văn", THAI_M, "Thị", THAI_F},
    {"dt34", "Vì|Lò|Quàng|Hà", "Văn", THAI_M, "Thị", THAI_F},
    {"dt48", "Lò|Chảo|Quàng|Ly|Hù", "Văn", THAI_M, "Thị", THAI_F},
};

/* Which peoples live in a kind of commune; hundredths in the order of `peoples`. */
static const int mixes[DEMO_KIND__COUNT][COUNT(peoples)] = {
    [DEMO_TOWN] = {42, 8, 44, 3, 0, 0, 2, 1, 0, 0},
    [DEMO_VALLEY] = {66, 10, 8, 8, 1, 0, 5, 2, 0, 0},
    [DEMO_HIGH] = {9, 82, 3, 3, 2, 0, 0, 0, 1, 0},
    [DEMO_MIXED] = {34, 34, 5, 16, 2, 0, 3, 3, 3, 0},
    [DEMO_BORDER] = {10, 58, 6, 2, 4, 15, 0, 1, 0, 4},
    [DEMO_HANHI] = {3, 12, 5, 0, 1, 77, 0, 0, 0, 2},
};

static const struct {
    const char *code;
    enum demo_kind kind;
} kinds[] = {{"03127", DEMO_TOWN}, {"03334", DEMO_TOWN}, {"03151", DEMO_TOWN}, {"03253", DEMO_TOWN},
    {"03158", DEMO_HANHI}, {"03160", DEMO_BORDER}, {"03162", DEMO_BORDER}, {"03163", DEMO_BORDER},
    {"03164", DEMO_HIGH}, {"03169", DEMO_HIGH}, {"03172", DEMO_HIGH}, {"03176", DEMO_HIGH},
    {"03181", DEMO_HIGH}, {"03193", DEMO_HIGH}, {"03199", DEMO_HIGH}, {"03203", DEMO_HIGH},
    {"03208", DEMO_HIGH}, {"03217", DEMO_HIGH}, {"03220", DEMO_HIGH}, {"03226", DEMO_HIGH},
    {"03241", DEMO_HIGH}, {"03244", DEMO_HIGH}, {"03260", DEMO_HIGH}, {"03370", DEMO_HIGH},
    {"03382", DEMO_HIGH}, {"03385", DEMO_HIGH}, {"03202", DEMO_MIXED}, {"03358", DEMO_MIXED},
    {"03368", DEMO_MIXED}, {"03214", DEMO_MIXED}, {"03166", DEMO_MIXED}};

enum demo_kind demo_kind_of(const char *commune)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (streq(kinds[i].code, commune))
            return kinds[i].kind;
    return DEMO_VALLEY;
}

/* ---- chance ---------------------------------------------------------------------------------- */

/* splitmix64 */
uint64_t demo_rand(struct demo_rng *r)
{
    uint64_t z = r->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int demo_int(struct demo_rng *r, int lo, int hi)
{
    return hi <= lo ? lo : lo + (int)(demo_rand(r) % (uint64_t)(hi - lo + 1));
}

int64_t demo_span(struct demo_rng *r, int64_t lo, int64_t hi)
{
    return hi <= lo ? lo : lo + (int64_t)(demo_rand(r) % (uint64_t)(hi - lo + 1));
}

bool demo_chance(struct demo_rng *r, int percent)
{
    return demo_int(r, 0, 99) < percent;
}

static size_t words_in(const char *list)
{
    size_t n = 1;
    for (; *list; list++)
        n += *list == '|';
    return n;
}

struct str demo_word(const char *list, size_t nth)
{
    struct str rest = str_of(list), part = {"", 0};
    for (size_t i = 0; i <= nth && str_split(&rest, '|', &part); i++)
        ;
    return part;
}

struct str demo_pick(struct demo_rng *r, const char *list)
{
    return demo_word(list, demo_rand(r) % words_in(list));
}

/* The lesser of two picks: the front of the list comes up more often. */
static struct str lean(struct demo_rng *r, const char *list)
{
    size_t n = words_in(list), a = demo_rand(r) % n, b = demo_rand(r) % n;
    return demo_word(list, a < b ? a : b);
}

/* ---- people ---------------------------------------------------------------------------------- */

static const struct people *people_of(struct demo_rng *r, enum demo_kind kind)
{
    int at = demo_int(r, 0, 99);
    for (size_t i = 0; i < COUNT(peoples); i++)
        if ((at -= mixes[kind][i]) < 0)
            return &peoples[i];
    return &peoples[0];
}

static const struct people *people_named(const char *code)
{
    for (size_t i = 0; i < COUNT(peoples); i++)
        if (streq(peoples[i].code, code))
            return &peoples[i];
    return &peoples[0];
}

const char *demo_ethnic(struct demo_rng *r, enum demo_kind kind)
{
    return people_of(r, kind)->code;
}

const char *demo_name(struct demo_rng *r, struct arena *a, const struct demo_naming *n)
{
    const struct people *p = people_named(n->ethnic);
    struct str family = n->family ? demo_word(n->family, 0) : lean(r, p->family);
    if (n->family) /* of a full name: its first word */
        for (size_t i = 0; i < family.n; i++)
            if (family.p[i] == ' ')
                family.n = i;
    struct str mid = lean(r, n->female ? p->mid_f : p->mid_m);
    struct str given = lean(r, n->female ? p->given_f : p->given_m);
    if (str_eq(mid, given))
        mid = demo_word(n->female ? p->mid_f : p->mid_m, 0);
    return arena_printf(a, STR_FMT "%s" STR_FMT " " STR_FMT, STR_ARG(family), mid.n ? " " : "",
        STR_ARG(mid), STR_ARG(given));
}

const char *demo_village(struct demo_rng *r, struct arena *a, enum demo_kind kind)
{
    static const char first[] = "Nà|Huổi|Pá|Co|Phiêng|Nậm|Ten|Long|Bó|Hua|Púng|Tin";
    static const char second[] =
        "Lốm|Mươn|Khoang|Sàng|Hươm|Đứa|Chua|Xoong|Hịa|Ngoang|Pheo|Lậu|Cắm|Hôm|Én|Nhạp";
    if (kind == DEMO_TOWN)
        return arena_printf(a, "tổ dân phố %d", demo_int(r, 1, 16));
    struct str x = demo_pick(r, first), y = demo_pick(r, second);
    return arena_printf(a, "bản " STR_FMT " " STR_FMT, STR_ARG(x), STR_ARG(y));
}
