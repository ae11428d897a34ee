// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Encodings of the years before Unicode, still met in old Excel files: TCVN3 (ABC fonts: one byte
 * a letter), VNI-Windows (a base letter, then a byte for hook and tone), Windows-1258 (tone as a
 * combining byte), and UTF-8 read as Windows-1252 and encoded once more. Each turns bytes into code
 * points; NFC joins them. A guess tries them all and counts Vietnamese syllables (text_syllable.c).
 * Input may also be UTF-8 whose characters are those bytes: it is first taken back to bytes.
 */
#include "base/base_int.h"

#include <stdlib.h>

/* Windows-1252, bytes 80..9F; 0 = not assigned (kept as the C1 control of that number). */
static const uint16_t cp1252[32] = {0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,
    0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
    0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178};

/* TCVN 5712:1993, bytes A1..FE of its third set; 0 = not used. */
static const uint16_t tcvn3[0xff - 0xa1] = {0x102, 0xc2, 0xca, 0xd4, 0x1a0, 0x1af, 0x110, 0x103,
    0xe2, 0xea, 0xf4, 0x1a1, 0x1b0, 0x111, 0, 0, 0, 0, 0, 0, 0xe0, 0x1ea3, 0xe3, 0xe1, 0x1ea1, 0,
    0x1eb1, 0x1eb3, 0x1eb5, 0x1eaf, 0, 0, 0, 0, 0, 0, 0, 0x1eb7, 0x1ea7, 0x1ea9, 0x1eab, 0x1ea5,
    0x1ead, 0xe8, 0, 0x1ebb, 0x1ebd, 0xe9, 0x1eb9, 0x1ec1, 0x1ec3, 0x1ec5, 0x1ebf, 0x1ec7, 0xec,
    0x1ec9, 0, 0, 0, 0x129, 0xed, 0x1ecb, 0xf2, 0, 0x1ecf, 0xf5, 0xf3, 0x1ecd, 0x1ed3, 0x1ed5,
    0x1ed7, 0x1ed1, 0x1ed9, 0x1edd, 0x1edf, 0x1ee1, 0x1edb, 0x1ee3, 0xf9, 0, 0x1ee7, 0x169, 0xfa,
    0x1ee5, 0x1eeb, 0x1eed, 0x1eef, 0x1ee9, 0x1ef1, 0x1ef3, 0x1ef7, 0x1ef9, 0xfd, 0x1ef5};

/* VNI-Windows, bytes E0..FF (capitals are 20 lower): a mark for the vowel before it, or a letter of
 * its own. */
static const struct vni {
    uint16_t hook, tone, letter;
} vni[32] = {
    [0x00] = {0x302, 0x300, 0},
    [0x01] = {0x302, 0x301, 0},
    [0x02] = {0x302, 0, 0},
    [0x03] = {0x302, 0x303, 0},
    [0x04] = {0x302, 0x323, 0},
    [0x05] = {0x302, 0x309, 0},
    [0x06] = {0, 0, 0x1ec9},
    [0x08] = {0x306, 0x300, 0},
    [0x09] = {0x306, 0x301, 0},
    [0x0a] = {0x306, 0, 0},
    [0x0b] = {0x306, 0x323, 0},
    [0x0c] = {0, 0, 0xec},
    [0x0d] = {0, 0, 0xed},
    [0x0e] = {0, 0, 0x1ef5},
    [0x0f] = {0, 0x323, 0},
    [0x11] = {0, 0, 0x111},
    [0x12] = {0, 0, 0x1ecb},
    [0x13] = {0, 0, 0x129},
    [0x14] = {0, 0, 0x1a1},
    [0x15] = {0, 0x303, 0},
    [0x16] = {0, 0, 0x1b0},
    [0x18] = {0, 0x300, 0},
    [0x19] = {0, 0x301, 0},
    [0x1a] = {0x306, 0x309, 0},
    [0x1b] = {0, 0x309, 0},
    [0x1c] = {0x306, 0x303, 0},
};

/* ---- to bytes ----------------------------------------------------------------------------------
 */

/* Byte of Windows-1252, or the code point itself (256 and up) when there is none. */
static uint32_t to_byte(uint32_t cp)
{
    for (uint32_t i = 0; cp >= 0x100 && i < COUNT(cp1252); i++)
        if (cp1252[i] == cp)
            return 0x80 + i;
    return cp;
}

/* The units to convert: bytes, or code points that are no byte. */
struct units {
    uint32_t *v;
    size_t n;
    bool bytes_only, ascii;
};

static struct units units_of(struct arena *a, struct str in)
{
    struct units u = {.v = NEW_N(a, uint32_t, in.n + 1), .bytes_only = true, .ascii = true};
    bool utf8 = text_utf8_ok(in);
    for (size_t i = 0; i < in.n;) {
        uint32_t cp = (unsigned char)in.p[i];
        i += utf8 ? text_decode(in.p + i, in.n - i, &cp) : 1;
        u.v[u.n] = utf8 ? to_byte(cp) : cp;
        u.bytes_only = u.bytes_only && u.v[u.n] < 0x100;
        u.ascii = u.ascii && cp < 0x80;
        u.n++;
    }
    return u;
}

/* ---- from each encoding ---------------------------------------------------------------------- */

static void put(struct buf *b, uint32_t cp)
{
    char tmp[4];
    buf_add(b, tmp, text_encode(cp, tmp));
}

static void put_1252(struct buf *b, uint32_t u)
{
    put(b, u >= 0x80 && u < 0xa0 && cp1252[u - 0x80] ? cp1252[u - 0x80] : u);
}

static bool is_between(uint32_t u, uint32_t from, uint32_t to)
{
    return u >= from && u <= to;
}

/* The capital fonts (.VnTimeH) show small letters as capitals, so "NGUYÔN" is written with a small
 * ễ. True when the text is of that kind: no small ASCII letter, and two capitals in one word. */
static bool typed_in_capitals(const struct units *u)
{
    bool pair = false;
    for (size_t i = 0; i < u->n; i++) {
        if (is_between(u->v[i], 'a', 'z'))
            return false;
        bool up = is_between(u->v[i], 'A', 'Z');
        for (size_t j = i + 1; up && !pair && j < u->n && u->v[j] > ' '; j++)
            pair = is_between(u->v[j], 'A', 'Z');
    }
    return pair;
}

static void from_tcvn3(struct buf *b, const struct units *u)
{
    bool capitals = typed_in_capitals(u);
    for (size_t i = 0; i < u->n; i++) {
        uint32_t c = u->v[i];
        uint32_t to = is_between(c, 0xa1, 0xfe) ? tcvn3[c - 0xa1] : 0;
        if (to)
            put(b, capitals ? text_upper(to) : to);
        else
            put_1252(b, c);
    }
}

static bool takes_mark(uint32_t c, const struct vni *m)
{
    c |= 0x20;
    if (c >= 0x80)
        return (c == 0xf4 || c == 0xf6) && !m->hook; /* ơ, ư */
    if (m->hook == 0x306)
        return c == 'a';
    return strchr(m->hook ? "aeo" : "aeouy", (int)c) != NULL;
}

static void from_vni(struct buf *b, const struct units *u)
{
    for (size_t i = 0; i < u->n; i++) {
        uint32_t c = u->v[i];
        const struct vni *m = is_between(c, 0xc0, 0xff) ? &vni[c & 0x1f] : NULL;
        uint32_t before = i > 0 ? u->v[i - 1] : 0;
        if (m && m->letter) {
            put(b, c < 0xe0 ? text_upper(m->letter) : m->letter);
        } else if (m && (m->hook || m->tone) && before && takes_mark(before, m)) {
            if (m->hook)
                put(b, m->hook);
            if (m->tone)
                put(b, m->tone);
        } else {
            put_1252(b, c);
        }
    }
}

static void from_cp1258(struct buf *b, const struct units *u)
{
    static const uint16_t differs[][2] = {{0xc3, 0x102}, {0xcc, 0x300}, {0xd0, 0x110},
        {0xd2, 0x309}, {0xd5, 0x1a0}, {0xdd, 0x1af}, {0xde, 0x303}, {0xe3, 0x103}, {0xec, 0x301},
        {0xf0, 0x111}, {0xf2, 0x323}, {0xf5, 0x1a1}, {0xfd, 0x1b0}, {0xfe, 0x20ab}};
    for (size_t i = 0; i < u->n; i++) {
        size_t k = 0;
        while (k < COUNT(differs) && differs[k][0] != u->v[i])
            k++;
        if (k < COUNT(differs))
            put(b, differs[k][1]);
        else
            put_1252(b, u->v[i]);
    }
}

/* The bytes are UTF-8 themselves; stays as it is when they are not. */
static void from_twice(struct buf *b, const struct units *u)
{
    struct buf raw = buf_in(b->a, SIZE_MAX / 4);
    for (size_t i = 0; i < u->n; i++)
        buf_putc(&raw, (char)u->v[i]);
    if (u->bytes_only && text_utf8_ok(buf_view(&raw))) {
        buf_str(b, buf_view(&raw));
        return;
    }
    for (size_t i = 0; i < u->n; i++)
        put_1252(b, u->v[i]);
}

/* Valid UTF-8 of any bytes: the broken ones become U+FFFD. */
static void from_utf8(struct buf *b, struct str in)
{
    for (size_t i = 0, k; i < in.n; i += k ? k : 1) {
        uint32_t cp;
        k = text_decode(in.p + i, in.n - i, &cp);
        put(b, k ? cp : 0xfffd);
    }
}

static struct str convert(struct arena *a, const struct units *u, enum text_enc enc)
{
    struct buf b = buf_in(a, SIZE_MAX / 4);
    if (enc == TEXT_TCVN3)
        from_tcvn3(&b, u);
    else if (enc == TEXT_VNI)
        from_vni(&b, u);
    else if (enc == TEXT_CP1258)
        from_cp1258(&b, u);
    else
        from_twice(&b, u);
    return text_nfc(a, buf_view(&b));
}

struct str text_convert(struct arena *a, struct str in, enum text_enc enc)
{
    if (enc == TEXT_UTF8 || enc == TEXT_NFD) {
        struct buf b = buf_in(a, SIZE_MAX / 4);
        from_utf8(&b, in);
        return text_nfc(a, buf_view(&b));
    }
    struct units u = units_of(a, in);
    return convert(a, &u, enc);
}

const char *text_enc_name(enum text_enc enc)
{
    static const char *const names[] = {"Unicode", "Unicode tổ hợp", "TCVN3 (ABC)", "VNI Windows",
        "Windows-1258", "UTF-8 mã hóa hai lần"};
    return (size_t)enc < COUNT(names) ? names[enc] : "";
}

/* ---- guess -------------------------------------------------------------------------------------
 */

/* One right word can be chance; four cannot. */
static int confidence(struct text_score s)
{
    static const int by_words[] = {0, 70, 91, 97, 99};
    int words = s.good < 4 ? s.good : 4;
    return s.good + s.bad > 0 ? by_words[words] * s.good / (s.good + s.bad) : 0;
}

static bool better(struct text_score s, struct text_score than)
{
    int a = s.good * (than.good + than.bad), b = than.good * (s.good + s.bad);
    return than.good + than.bad == 0 ? s.good > 0 : a > b;
}

/* The best of the old encodings, if its words are clearly more Vietnamese than `as_is`. */
static struct text_guess best_of(struct arena *a, const struct units *u, struct text_score as_is)
{
    struct text_guess g = {.enc = TEXT_UTF8};
    struct text_score best = as_is;
    for (enum text_enc e = TEXT_TCVN3; e <= TEXT_UTF8_TWICE; e++) {
        struct str t = convert(a, u, e);
        struct text_score s = text_score(t);
        if (better(s, best)) {
            best = s;
            g = (struct text_guess){.enc = e, .confidence = confidence(s), .text = t};
        }
    }
    int was = as_is.good * 100 / (as_is.good + as_is.bad + !(as_is.good + as_is.bad));
    int is = best.good * 100 / (best.good + best.bad + !(best.good + best.bad));
    if (g.enc != TEXT_UTF8 && is < was + 40)
        g.enc = TEXT_UTF8;
    return g;
}

struct text_guess text_guess(struct arena *a, struct str in)
{
    struct text_guess same = {.enc = TEXT_UTF8, .confidence = 100, .text = in};
    bool utf8 = text_utf8_ok(in);
    if (utf8) {
        struct str nfc = text_nfc(a, in);
        if (!str_eq(nfc, in))
            return (struct text_guess){.enc = TEXT_NFD, .confidence = 100, .text = nfc};
    }
    struct units u = units_of(a, in);
    if (u.ascii || !u.bytes_only)
        return same;
    struct text_guess g = best_of(a, &u, utf8 ? text_score(in) : (struct text_score){0});
    if (g.enc != TEXT_UTF8)
        return g;
    if (utf8)
        return same;
    /* Not Unicode and nothing Vietnamese either: Windows bytes of some other language. */
    struct buf b = buf_in(a, SIZE_MAX / 4);
    for (size_t i = 0; i < u.n; i++)
        put_1252(&b, u.v[i]);
    return (struct text_guess){.enc = TEXT_CP1258, .confidence = 0, .text = buf_view(&b)};
}
