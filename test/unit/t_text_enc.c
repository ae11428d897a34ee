// SPDX-License-Identifier: AGPL-3.0-or-later
/* Old encodings: names written in TCVN3, VNI, Windows-1258 (by an encoder of this test) and read as
 * bytes or as wrong UTF-8 are recognised and come back; text that is right is left alone. With
 * MANG_VN_DATA set to a folder of reference tables, those are compared too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/csv.h"
#include "base/text.h"

static int setup(void **state)
{
    *state = arena_open();
    return 0;
}

static int teardown(void **state)
{
    arena_close(*state);
    return 0;
}

static const char *const names[] = {"Nguyễn Văn An", "Trần Thị Bưởi", "Lê Hoàng Phượng",
    "Phạm Đức Thủy", "Hoàng Ngọc Quỳnh", "Huỳnh Thị Mỹ Duyên", "Vũ Đình Khỏe", "Võ Thị Ánh Tuyết",
    "Đặng Hữu Nghĩa", "Bùi Xuân Trường", "Đỗ Thị Huế", "Hồ Sỹ Lượng", "Ngô Bảo Yến",
    "Dương Quốc Việt", "Lý Thị Mẩy", "Giàng A Sử", "Nông Thị Giềng", "Đinh Thị Ngoãn",
    "Lương Thị Ổn", "Mai Phước Thịnh", "Đào Lệ Hằng", "Cù Thị Vẽ", "Lò Thị Ẻn", "Trịnh Gia Kỳ",
    "Phùng Khắc Bẵng"};

/* ---- encoders -------------------------------------------------------------------------------- */

struct parts { /* a letter taken apart */
    int base, hook, tone;
};

static struct parts apart(int32_t cp)
{
    utf8proc_int32_t d[8];
    int bc = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(cp, d, 8, UTF8PROC_DECOMPOSE, &bc);
    struct parts p = {.base = d[0]};
    for (utf8proc_ssize_t i = 1; i < n; i++) {
        if (d[i] == 0x302 || d[i] == 0x306 || d[i] == 0x31b)
            p.hook = d[i];
        else
            p.tone = d[i];
    }
    return p;
}

static int is_upper(int c)
{
    return c >= 'A' && c <= 'Z';
}

static void vni_letter(struct buf *b, int32_t cp)
{
    struct parts p = apart(cp);
    int low = is_upper(p.base) || cp == 0x110 ? -0x20 : 0;
    static const struct {
        int hook, tone, byte;
    } marks[] = {{0, 0x301, 0xf9}, {0, 0x300, 0xf8}, {0, 0x309, 0xfb}, {0, 0x303, 0xf5},
        {0, 0x323, 0xef}, {0x302, 0, 0xe2}, {0x302, 0x301, 0xe1}, {0x302, 0x300, 0xe0},
        {0x302, 0x309, 0xe5}, {0x302, 0x303, 0xe3}, {0x302, 0x323, 0xe4}, {0x306, 0, 0xea},
        {0x306, 0x301, 0xe9}, {0x306, 0x300, 0xe8}, {0x306, 0x309, 0xfa}, {0x306, 0x303, 0xfc},
        {0x306, 0x323, 0xeb}};
    static const int i_tones[][2] = {
        {0x301, 0xed}, {0x300, 0xec}, {0x309, 0xe6}, {0x303, 0xf3}, {0x323, 0xf2}};
    if (cp == 0x110 || cp == 0x111) {
        buf_putc(b, (char)(0xf1 + low));
        return;
    }
    for (size_t i = 0; i < 5 && (p.base | 32) == 'i'; i++)
        if (i_tones[i][0] == p.tone) {
            buf_putc(b, (char)(i_tones[i][1] + low));
            return;
        }
    if (cp == 0x1ef5 || cp == 0x1ef4) {
        buf_putc(b, (char)(0xee + low));
        return;
    }
    if (p.hook == 0x31b)
        buf_putc(b, (char)(((p.base | 32) == 'o' ? 0xf4 : 0xf6) + low));
    else
        buf_putc(b, (char)p.base);
    int hook = p.hook == 0x31b ? 0 : p.hook;
    for (size_t i = 0; i < COUNT(marks) && (hook || p.tone); i++)
        if (marks[i].hook == hook && marks[i].tone == p.tone)
            buf_putc(b, (char)(marks[i].byte + low));
}

static void tcvn3_letter(struct buf *b, int32_t cp)
{
    static const struct {
        int base, hook, first; /* byte of the letter with huyền, hỏi, ngã, sắc, nặng */
        unsigned char t[5], plain;
    } rows[] = {{'a', 0, 0, {0xb5, 0xb6, 0xb7, 0xb8, 0xb9}, 'a'},
        {'a', 0x306, 0, {0xbb, 0xbc, 0xbd, 0xbe, 0xc6}, 0xa8},
        {'a', 0x302, 0, {0xc7, 0xc8, 0xc9, 0xca, 0xcb}, 0xa9},
        {'e', 0, 0, {0xcc, 0xce, 0xcf, 0xd0, 0xd1}, 'e'},
        {'e', 0x302, 0, {0xd2, 0xd3, 0xd4, 0xd5, 0xd6}, 0xaa},
        {'i', 0, 0, {0xd7, 0xd8, 0xdc, 0xdd, 0xde}, 'i'},
        {'o', 0, 0, {0xdf, 0xe1, 0xe2, 0xe3, 0xe4}, 'o'},
        {'o', 0x302, 0, {0xe5, 0xe6, 0xe7, 0xe8, 0xe9}, 0xab},
        {'o', 0x31b, 0, {0xea, 0xeb, 0xec, 0xed, 0xee}, 0xac},
        {'u', 0, 0, {0xef, 0xf1, 0xf2, 0xf3, 0xf4}, 'u'},
        {'u', 0x31b, 0, {0xf5, 0xf6, 0xf7, 0xf8, 0xf9}, 0xad},
        {'y', 0, 0, {0xfa, 0xfb, 0xfc, 0xfd, 0xfe}, 'y'}};
    static const int tones[] = {0x300, 0x309, 0x303, 0x301, 0x323};
    struct parts p = apart(cp);
    if (cp == 0x111 || cp == 0x110) {
        buf_putc(b, (char)(cp == 0x111 ? 0xae : 0xa7));
        return;
    }
    bool up = is_upper(p.base);
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (rows[i].base != (p.base | 32) || rows[i].hook != p.hook || (!p.hook && !p.tone))
            continue;
        int byte = rows[i].plain;
        for (int t = 0; t < 5; t++)
            byte = p.tone == tones[t] ? rows[i].t[t] : byte;
        /* Capitals exist for the hooked letters without tone only: A8..AD down by 7. */
        buf_putc(b, (char)(up && !p.tone ? byte - 7 : byte));
        return;
    }
    buf_putc(b, (char)p.base);
}

static void cp1258_letter(struct buf *b, int32_t cp)
{
    static const int tones[][2] = {
        {0x300, 0xcc}, {0x309, 0xd2}, {0x303, 0xde}, {0x301, 0xec}, {0x323, 0xf2}};
    static const int hooked[][3] = {{'a', 0x306, 0xe3}, {'a', 0x302, 0xe2}, {'e', 0x302, 0xea},
        {'o', 0x302, 0xf4}, {'o', 0x31b, 0xf5}, {'u', 0x31b, 0xfd}};
    struct parts p = apart(cp);
    int byte = cp == 0x111 ? 0xf0 : cp == 0x110 ? 0xd0 : p.base;
    for (size_t i = 0; i < COUNT(hooked) && p.hook; i++)
        if (hooked[i][0] == (p.base | 32) && hooked[i][1] == p.hook)
            byte = hooked[i][2] - (is_upper(p.base) ? 0x20 : 0);
    buf_putc(b, (char)byte);
    for (int t = 0; t < 5; t++)
        if (tones[t][0] == p.tone)
            buf_putc(b, (char)tones[t][1]);
}

static struct str encode(struct arena *a, const char *s, void (*letter)(struct buf *, int32_t))
{
    struct buf b = buf_in(a, 10000);
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s;
    for (utf8proc_int32_t cp; *p;) {
        p += utf8proc_iterate(p, -1, &cp);
        letter(&b, cp);
    }
    return buf_view(&b);
}

/* Bytes read as Latin-1 and written as UTF-8: what a web form or a new Excel file holds. */
static struct str misread(struct arena *a, struct str bytes)
{
    struct buf b = buf_in(a, 10000);
    for (size_t i = 0; i < bytes.n; i++) {
        utf8proc_uint8_t u[4];
        buf_add(&b, u, (size_t)utf8proc_encode_char((unsigned char)bytes.p[i], u));
    }
    return buf_view(&b);
}

static const struct {
    enum text_enc enc;
    void (*letter)(struct buf *, int32_t);
} encodings[] = {{TEXT_TCVN3, tcvn3_letter}, {TEXT_VNI, vni_letter}, {TEXT_CP1258, cp1258_letter}};

/* ---- tests ----------------------------------------------------------------------------------- */

static void expect(struct arena *a, struct str in, enum text_enc enc, const char *text)
{
    struct text_guess g = text_guess(a, in);
    if (g.enc != enc || !str_is(g.text, text))
        fail_msg("%s guessed as %s: " STR_FMT, text, text_enc_name(g.enc), STR_ARG(g.text));
    assert_true(g.confidence >= 60);
}

/* TCVN3 has no capital toned letters: names that begin with one cannot come back. */
static bool survives(enum text_enc enc, const char *name)
{
    if (enc != TEXT_TCVN3)
        return true;
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)name;
    for (utf8proc_int32_t cp; *p;) {
        p += utf8proc_iterate(p, -1, &cp);
        struct parts t = apart(cp);
        if (is_upper(t.base) && t.tone)
            return false;
    }
    return true;
}

static void names_come_back(void **state)
{
    int seen = 0;
    for (size_t e = 0; e < COUNT(encodings); e++) {
        for (size_t i = 0; i < COUNT(names); i++) {
            arena_reset(*state);
            if (!survives(encodings[e].enc, names[i]))
                continue;
            struct str bytes = encode(*state, names[i], encodings[e].letter);
            struct str back = text_convert(*state, bytes, encodings[e].enc);
            assert_string_equal(arena_dupn(*state, back.p, back.n), names[i]);
            expect(*state, bytes, encodings[e].enc, names[i]);
            expect(*state, misread(*state, bytes), encodings[e].enc, names[i]);
            seen++;
        }
    }
    assert_true(seen > 60);
}

static void known_examples(void **state)
{
    expect(*state, STR("NguyÔn V¨n An"), TEXT_TCVN3, "Nguyễn Văn An");
    expect(*state, STR("Nguyeãn Vaên An"), TEXT_VNI, "Nguyễn Văn An");
    expect(*state, STR("NGUYEÃN VAÊN AÙNH"), TEXT_VNI, "NGUYỄN VĂN ÁNH");
    expect(*state, STR("NGUYÔN V¡N ¸NH"), TEXT_TCVN3, "NGUYỄN VĂN ÁNH");
    expect(*state, STR("Nguyá»…n VÄƒn An"), TEXT_UTF8_TWICE, "Nguyễn Văn An");
    expect(*state, STR("Céng hßa x· héi chñ nghÜa ViÖt Nam"), TEXT_TCVN3,
        "Cộng hòa xã hội chủ nghĩa Việt Nam");
    expect(*state, STR("Uûy ban nhaân daân xaõ, thaùng 6/2015"), TEXT_VNI,
        "Ủy ban nhân dân xã, tháng 6/2015");
}

static void right_text_is_left_alone(void **state)
{
    static const char *const fine[] = {"", "An", "2015", "Hà Lê Hòa", "Tô Ân", "Y Phôn Êban",
        "Bru - Vân Kiều", "José", "André", "Müller", "François", "Zoë", "Krông Nô", "Hrê",
        "naïve café", "Ðông", "50 µg", "21 °C", "§ 3 – “a”", "Bôm Hêu", "Mô-na", "Cô Tô", "Léa",
        "Ea Súp", "Ô Môn", "Trà Vinh", "Áo dài"};
    for (size_t i = 0; i < COUNT(fine); i++) {
        struct text_guess g = text_guess(*state, str_of(fine[i]));
        if (g.enc != TEXT_UTF8)
            fail_msg("%s taken for %s: " STR_FMT, fine[i], text_enc_name(g.enc), STR_ARG(g.text));
        assert_ptr_equal(g.text.p, fine[i]);
    }
    for (size_t i = 0; i < COUNT(names); i++)
        assert_int_equal(text_guess(*state, str_of(names[i])).enc, TEXT_UTF8);
}

static void decomposed_text_is_named(void **state)
{
    for (size_t i = 0; i < COUNT(names); i++) {
        utf8proc_uint8_t *p = utf8proc_NFD((const utf8proc_uint8_t *)names[i]);
        expect(*state, str_of((char *)p), TEXT_NFD, names[i]);
        free(p);
    }
}

static void other_bytes_stay_readable(void **state)
{
    struct text_guess g = text_guess(*state, STR("\x80 \xfc\xff"));
    assert_true(g.confidence < 60);
    assert_true(text_utf8_ok(g.text));
    assert_true(str_is(text_convert(*state, STR("a\xff"), TEXT_UTF8), "a\xef\xbf\xbd"));
}

static void syllables(void **state)
{
    (void)state;
    assert_int_equal(text_vietnamese_pct(STR("Nguyễn Văn Ánh")), 100);
    assert_int_equal(text_vietnamese_pct(STR("Mùng bôrk")), 50);
    assert_int_equal(text_vietnamese_pct(STR("ASCII only")), 100);
    assert_int_equal(text_vietnamese_pct(STR("các")), 100);
    assert_int_equal(text_vietnamese_pct(STR("càc")), 0); /* a stop never takes huyền */
    assert_int_equal(
        text_vietnamese_pct(STR("quốc khuỷu giếng ngoằn gì thuở hoà hòa giá quý")), 100);
    assert_int_equal(text_vietnamese_pct(STR("veõ haò ngùơi")), 0); /* tone in a wrong place */
}

static void agrees_with_reference_letters(void **state)
{
    const char *dir = getenv("MANG_VN_DATA");
    FILE *f = dir ? fopen(arena_printf(*state, "%s/vi_letters.csv", dir), "rb") : NULL;
    if (!f)
        skip();
    struct buf b = buf_in(*state, 1 << 20);
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    fclose(f);
    AUTO_CSV *csv = NULL;
    struct csv_cells row;
    int compared = 0;
    assert_int_equal(csv_open_str(&csv, buf_view(&b)), OK);
    assert_int_equal(csv_next(csv, &row), OK);
    while (csv_next(csv, &row) == OK) {
        struct str f1 = text_fold(*state, row.v[0]);
        struct str f2 = text_fold(*state, row.v[4]);
        assert_true(str_eq(f1, f2));
        static const struct {
            size_t column;
            enum text_enc enc;
        } hex[] = {{8, TEXT_TCVN3}, {10, TEXT_CP1258}};
        for (size_t i = 0; i < COUNT(hex); i++) {
            char bytes[4];
            struct str h = row.v[hex[i].column];
            for (size_t j = 0; j < h.n; j += 2)
                bytes[j / 2] = (char)strtol((char[]){h.p[j], h.p[j + 1], 0}, NULL, 16);
            if (h.n == 0)
                continue;
            compared++;
            assert_true(
                str_eq(text_convert(*state, (struct str){bytes, h.n / 2}, hex[i].enc), row.v[0]));
        }
    }
    assert_true(compared > 180);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_come_back, setup, teardown),
        cmocka_unit_test_setup_teardown(known_examples, setup, teardown),
        cmocka_unit_test_setup_teardown(right_text_is_left_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(decomposed_text_is_named, setup, teardown),
        cmocka_unit_test_setup_teardown(other_bytes_stay_readable, setup, teardown),
        cmocka_unit_test(syllables),
        cmocka_unit_test_setup_teardown(agrees_with_reference_letters, setup, teardown),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("text_enc", tests, NULL, NULL);
}
