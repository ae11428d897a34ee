// SPDX-License-Identifier: AGPL-3.0-or-later
/* Vietnamese letters taken apart and put together, and the forms in which lists hold a name. */
#include "bench/linkgen/linkgen.h"

enum { BASES = 12, HORN = 0x31b, DOT_BELOW = 5 };
static const uint16_t vowels[BASES][TONES][2] = {
    {{'a', 'A'}, {0xe0, 0xc0}, {0xe1, 0xc1}, {0x1ea3, 0x1ea2}, {0xe3, 0xc3}, {0x1ea1, 0x1ea0}},
    {{0x103, 0x102}, {0x1eb1, 0x1eb0}, {0x1eaf, 0x1eae}, {0x1eb3, 0x1eb2}, {0x1eb5, 0x1eb4},
        {0x1eb7, 0x1eb6}},
    {{0xe2, 0xc2}, {0x1ea7, 0x1ea6}, {0x1ea5, 0x1ea4}, {0x1ea9, 0x1ea8}, {0x1eab, 0x1eaa},
        {0x1ead, 0x1eac}},
    {{'e', 'E'}, {0xe8, 0xc8}, {0xe9, 0xc9}, {0x1ebb, 0x1eba}, {0x1ebd, 0x1ebc}, {0x1eb9, 0x1eb8}},
    {{0xea, 0xca}, {0x1ec1, 0x1ec0}, {0x1ebf, 0x1ebe}, {0x1ec3, 0x1ec2}, {0x1ec5, 0x1ec4},
        {0x1ec7, 0x1ec6}},
    {{'i', 'I'}, {0xec, 0xcc}, {0xed, 0xcd}, {0x1ec9, 0x1ec8}, {0x129, 0x128}, {0x1ecb, 0x1eca}},
    {{'o', 'O'}, {0xf2, 0xd2}, {0xf3, 0xd3}, {0x1ecf, 0x1ece}, {0xf5, 0xd5}, {0x1ecd, 0x1ecc}},
    {{0xf4, 0xd4}, {0x1ed3, 0x1ed2}, {0x1ed1, 0x1ed0}, {0x1ed5, 0x1ed4}, {0x1ed7, 0x1ed6},
        {0x1ed9, 0x1ed8}},
    {{0x1a1, 0x1a0}, {0x1edd, 0x1edc}, {0x1edb, 0x1eda}, {0x1edf, 0x1ede}, {0x1ee1, 0x1ee0},
        {0x1ee3, 0x1ee2}},
    {{'u', 'U'}, {0xf9, 0xd9}, {0xfa, 0xda}, {0x1ee7, 0x1ee6}, {0x169, 0x168}, {0x1ee5, 0x1ee4}},
    {{0x1b0, 0x1af}, {0x1eeb, 0x1eea}, {0x1ee9, 0x1ee8}, {0x1eed, 0x1eec}, {0x1eef, 0x1eee},
        {0x1ef1, 0x1ef0}},
    {{'y', 'Y'}, {0x1ef3, 0x1ef2}, {0xfd, 0xdd}, {0x1ef7, 0x1ef6}, {0x1ef9, 0x1ef8},
        {0x1ef5, 0x1ef4}},
};
static const char plain[] = "aaaeeiooouuy";
static const uint16_t tone_marks[TONES] = {0, 0x300, 0x301, 0x309, 0x303, 0x323};
/* Breve, circumflex and horn of the bases that have one. */
static const uint16_t base_marks[BASES] = {0, 0x306, 0x302, 0, 0x302, 0, 0, 0x302, 0x31b, 0, 0x31b};
static uint8_t place[0x2000]; /* 1 + number of the vowel in `vowels` */

void letters_open(void)
{
    for (int b = 0; b < BASES; b++)
        for (int t = 0; t < TONES; t++)
            for (int k = 0; k < 2; k++)
                place[vowels[b][t][k]] = (uint8_t)(1 + (b * TONES + t) * 2 + k);
}

bool letter_split(uint16_t c, int *base, int *tone, bool *capital)
{
    int at = c < COUNT(place) ? place[c] - 1 : -1;
    if (at < 0)
        return false;
    *base = at / 2 / TONES;
    *tone = at / 2 % TONES;
    *capital = at % 2;
    return true;
}

uint16_t letter_join(int base, int tone, bool capital)
{
    return vowels[base][tone][capital];
}

static uint16_t in_case(uint16_t c, bool capital)
{
    int base, tone;
    bool was;
    if (letter_split(c, &base, &tone, &was))
        return letter_join(base, tone, capital);
    if (c == 0x110 || c == 0x111)
        return capital ? 0x110 : 0x111;
    if (c >= 0x10c && c < 0x150) /* č ĭ ŏ of the highlands */
        return capital ? c & 0xfffe : c | 1;
    if (c == 0x16c || c == 0x16d)
        return capital ? 0x16c : 0x16d;
    if (capital)
        return c >= 'a' && c <= 'z' ? (uint16_t)(c - 32) : c;
    return c >= 'A' && c <= 'Z' ? (uint16_t)(c + 32) : c;
}

uint16_t letter_lower(uint16_t c)
{
    return in_case(c, false);
}

uint16_t letter_upper(uint16_t c)
{
    return in_case(c, true);
}

bool letter_is_capital(uint16_t c)
{
    return letter_lower(c) != c;
}

uint16_t letter_plain(uint16_t c)
{
    int base, tone;
    bool capital;
    if (letter_split(c, &base, &tone, &capital))
        return in_case((uint16_t)plain[base], capital);
    static const uint16_t others[][2] = {{0x110, 'D'}, {0x111, 'd'}, {0x10d, 'c'}, {0x10c, 'C'},
        {0x12d, 'i'}, {0x12c, 'I'}, {0x14f, 'o'}, {0x14e, 'O'}, {0x16d, 'u'}, {0x16c, 'U'},
        {0xf1, 'n'}, {0xd1, 'N'}};
    for (size_t i = 0; i < COUNT(others); i++)
        if (others[i][0] == c)
            return others[i][1];
    return c;
}

/* ---- writing --------------------------------------------------------------------------------- */

struct sink {
    char *p;
    size_t n, max;
};

static void put(struct sink *s, unsigned c)
{
    if (s->n + 4 > s->max)
        return;
    if (c < 0x80) {
        s->p[s->n++] = (char)c;
    } else if (c < 0x800) {
        s->p[s->n++] = (char)(0xc0 | c >> 6);
        s->p[s->n++] = (char)(0x80 | (c & 63));
    } else {
        s->p[s->n++] = (char)(0xe0 | c >> 12);
        s->p[s->n++] = (char)(0x80 | (c >> 6 & 63));
        s->p[s->n++] = (char)(0x80 | (c & 63));
    }
}

/* In canonical order: horn, dot below, what stands above. */
static void put_apart(struct sink *s, uint16_t c, bool marks_too)
{
    int base, tone;
    bool capital;
    if (!letter_split(c, &base, &tone, &capital)) {
        put(s, c);
        return;
    }
    uint16_t mark = marks_too ? base_marks[base] : 0;
    put(s, marks_too ? in_case((uint16_t)plain[base], capital) : letter_join(base, 0, capital));
    if (mark == HORN)
        put(s, mark);
    if (tone == DOT_BELOW)
        put(s, tone_marks[tone]);
    if (mark && mark != HORN)
        put(s, mark);
    if (tone && tone != DOT_BELOW)
        put(s, tone_marks[tone]);
}

/* Keys as typed with the input method off: "Nguyeenx", "Nguye64n", "Nguyen64". */
static void put_keys(struct sink *s, const struct word *w, enum form form)
{
    static const char telex_mark[BASES] = {0, 'w', 'a', 0, 'e', 0, 0, 'o', 'w', 0, 'w', 0};
    static const char vni_mark[BASES] = {0, '8', '6', 0, '6', 0, 0, '6', '7', 0, '7', 0};
    static const char telex_tone[TONES] = {0, 'f', 's', 'r', 'x', 'j'};
    static const char vni_tone[TONES] = {0, '2', '1', '3', '4', '5'};
    char later[8];
    size_t n = 0;
    for (int i = 0; i < w->n; i++) {
        int base, tone = 0;
        bool capital;
        put(s, letter_plain(w->c[i]));
        bool vowel = letter_split(w->c[i], &base, &tone, &capital);
        bool stroke = w->c[i] == 0x110 || w->c[i] == 0x111;
        char mark = stroke ? (form == FORM_TELEX ? 'd' : '9') : 0;
        if (vowel)
            mark = form == FORM_TELEX ? telex_mark[base] : vni_mark[base];
        if (mark && (form != FORM_VNI_END || stroke))
            put(s, (unsigned)mark);
        else if (mark && n < sizeof later)
            later[n++] = mark;
        if (vowel && tone && form == FORM_VNI)
            put(s, (unsigned)vni_tone[tone]);
        else if (vowel && tone && n < sizeof later)
            later[n++] = form == FORM_TELEX ? telex_tone[tone] : vni_tone[tone];
    }
    for (size_t i = 0; i < n; i++)
        put(s, (unsigned)later[i]);
}

static struct word word_look(const struct word *w, const struct look *look)
{
    struct word out = *w;
    for (int i = 0; i < out.n; i++) {
        if (look->caps != CAPS_TITLE)
            out.c[i] = in_case(out.c[i], look->caps == CAPS_UPPER);
        if (look->eth && out.c[i] == 0x110)
            out.c[i] = 0xd0;
    }
    return out;
}

size_t name_write(const struct name *n, const struct look *look, char *out, size_t max)
{
    struct sink s = {out, 0, max - 1};
    for (int i = 0; i < n->n; i++) {
        if (i)
            put(&s, ' ');
        if (i && look->two_spaces)
            put(&s, ' ');
        struct word w = word_look(&n->w[i], look);
        if (look->form >= FORM_TELEX)
            put_keys(&s, &w, look->form);
        else
            for (int k = 0; k < w.n; k++)
                if (look->form == FORM_NFC)
                    put(&s, w.c[k]);
                else
                    put_apart(&s, w.c[k], look->form == FORM_NFD);
    }
    out[s.n] = '\0';
    return s.n;
}
