// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * One word as letters, marks and a tone. The tone belongs to the syllable, not to a letter, so that
 * hòa and hoà, composed and decomposed text and combining marks in any order read the same. What
 * VNI and Telex typing or old fonts left behind is mended where that gives a Vietnamese syllable.
 */
#include "link/link_int.h"

#include "base/text.h"

/* Letters of Vietnamese: plain, then with the tones huyền hỏi ngã sắc nặng. */
static const struct {
    char base;
    uint8_t mod;
    const char *letters;
} rows[] = {
    {'a', 0, "aàảãáạ"},
    {'a', 1, "ăằẳẵắặ"},
    {'a', 2, "âầẩẫấậ"},
    {'e', 0, "eèẻẽéẹ"},
    {'e', 2, "êềểễếệ"},
    {'i', 0, "iìỉĩíị"},
    {'o', 0, "oòỏõóọ"},
    {'o', 2, "ôồổỗốộ"},
    {'o', 3, "ơờởỡớợ"},
    {'u', 0, "uùủũúụ"},
    {'u', 3, "ưừửữứự"},
    {'y', 0, "yỳỷỹýỵ"},
    {'a', 0, "AÀẢÃÁẠ"},
    {'a', 1, "ĂẰẲẴẮẶ"},
    {'a', 2, "ÂẦẨẪẤẬ"},
    {'e', 0, "EÈẺẼÉẸ"},
    {'e', 2, "ÊỀỂỄẾỆ"},
    {'i', 0, "IÌỈĨÍỊ"},
    {'o', 0, "OÒỎÕÓỌ"},
    {'o', 2, "ÔỒỔỖỐỘ"},
    {'o', 3, "ƠỜỞỠỚỢ"},
    {'u', 0, "UÙỦŨÚỤ"},
    {'u', 3, "ƯỪỬỮỨỰ"},
    {'y', 0, "YỲỶỸÝỴ"},
};
/* Other Latin letters, by the letter they fold to. Eth is how some keyboards write Đ. */
static const struct {
    char base;
    uint8_t mod;
    const char *letters;
} others[] = {
    {'d', 4, "đĐðÐƉ"},
    {'a', 5, "äÄåÅāĀąĄæÆ"},
    {'c', 5, "çÇćĆčČ"},
    {'d', 5, "ďĎ"},
    {'e', 5, "ëËēĒęĘěĚėĖ"},
    {'e', 1, "ĕĔ"},
    {'g', 5, "ğĞ"},
    {'i', 5, "îÎïÏīĪı"},
    {'i', 1, "ĭĬ"},
    {'l', 5, "łŁ"},
    {'n', 5, "ñÑńŃňŇ"},
    {'o', 5, "öÖøØōŌœŒ"},
    {'o', 1, "ŏŎ"},
    {'r', 5, "řŘ"},
    {'s', 5, "śŚšŠşŞß"},
    {'t', 5, "ťŤţŢ"},
    {'u', 5, "ûÛüÜūŪůŮ"},
    {'u', 1, "ŭŬ"},
    {'y', 5, "ÿ"},
    {'z', 5, "źŹżŻžŽ"},
    {'b', 1, "ƀɃ"},
};

/* Code point at p; its length, 0 for broken bytes. */
static size_t decode(const char *p, size_t n, uint32_t *cp)
{
    const unsigned char *u = (const unsigned char *)p;
    *cp = u[0];
    if (u[0] < 0x80)
        return 1;
    size_t len = u[0] < 0xc2 ? 0 : u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : u[0] < 0xf5 ? 4 : 0;
    if (len == 0 || len > n)
        return 0;
    uint32_t c = u[0] & (0x7fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((u[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (u[i] & 0x3f);
    }
    *cp = c;
    return len;
}

static struct glyph *glyph_slot(struct glyphs *g, uint32_t cp)
{
    if (cp < COUNT(g->low))
        return &g->low[cp];
    return cp - 0x1e00 < COUNT(g->high) ? &g->high[cp - 0x1e00] : NULL;
}

static void put_letters(struct glyphs *g, char base, uint8_t mod, const char *s, bool toned)
{
    uint8_t tone = 0;
    for (size_t n = strlen(s), i = 0, k; i < n; i += k, tone++) {
        uint32_t cp;
        k = decode(s + i, n - i, &cp);
        struct glyph *slot = glyph_slot(g, cp);
        if (slot)
            *slot = (struct glyph){G_LETTER, (uint8_t)(base - 'a' + 1), mod, toned ? tone : 0};
    }
}

void glyphs_fill(struct glyphs *g)
{
    memset(g, 0, sizeof *g);
    for (int c = 0; c < 0x80; c++)
        g->low[c].kind = c < ' ' ? G_DROP : G_SPACE;
    for (const char *s = "\t\n\r\v\f"; *s; s++)
        g->low[(int)*s].kind = G_SPACE;
    for (int c = '0'; c <= '9'; c++)
        g->low[c] = (struct glyph){G_DIGIT, (uint8_t)(c - '0'), 0, 0};
    for (char c = 'a'; c <= 'z'; c++) {
        char text[] = {c, (char)(c - 32), 0};
        put_letters(g, c, 0, text, false);
    }
    for (size_t i = 0; i < COUNT(rows); i++)
        put_letters(g, rows[i].base, rows[i].mod, rows[i].letters, true);
    for (size_t i = 0; i < COUNT(others); i++)
        put_letters(g, others[i].base, others[i].mod, others[i].letters, false);
    static const struct {
        uint16_t cp;
        uint8_t kind, mod, tone;
    } marks[] = {{0x300, G_TONE, 0, 1}, {0x340, G_TONE, 0, 1}, {0x309, G_TONE, 0, 2},
        {0x303, G_TONE, 0, 3}, {0x301, G_TONE, 0, 4}, {0x341, G_TONE, 0, 4}, {0x323, G_TONE, 0, 5},
        {0x306, G_MOD, 1, 0}, {0x302, G_MOD, 2, 0}, {0x31b, G_MOD, 3, 0}};
    for (uint32_t c = 0x300; c < 0x370; c++)
        g->low[c].kind = G_DROP;
    for (size_t i = 0; i < COUNT(marks); i++)
        g->low[marks[i].cp] = (struct glyph){marks[i].kind, 0, marks[i].mod, marks[i].tone};
    static const uint16_t spaces[] = {0xa0, 0xb4, 0x2b9, 0x2bb, 0x2bc, 0x2c8};
    for (size_t i = 0; i < COUNT(spaces); i++)
        g->low[spaces[i]].kind = G_SPACE;
    g->low[0xad].kind = G_DROP;
}

static struct glyph glyph_of(const struct glyphs *g, uint32_t cp)
{
    if (cp < COUNT(g->low))
        return g->low[cp];
    if (cp - 0x1e00 < COUNT(g->high))
        return g->high[cp - 0x1e00];
    if (cp - 0xff01 < 0x5e) /* full width */
        return g->low[cp - 0xff01 + 0x21];
    bool drop = (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) ||
                (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff;
    if (drop)
        return (struct glyph){.kind = G_DROP};
    return (struct glyph){
        .kind = (cp >= 0x2000 && cp < 0x2070) || cp == 0x3000 ? G_SPACE : G_OTHER};
}

/* ---- residues of VNI and Telex ------------------------------------------------------------------
 */

static size_t compose(uint8_t base, uint8_t mod, uint8_t tone, char *out)
{
    if (base == 4 && mod == 4)
        return (size_t)(memcpy(out, "đ", 2), 2);
    for (size_t i = 0; i < COUNT(rows) / 2; i++) {
        if (rows[i].base != 'a' + base - 1 || rows[i].mod != mod)
            continue;
        const char *s = rows[i].letters;
        size_t n = strlen(s), at = 0, k;
        uint32_t cp;
        for (k = decode(s, n, &cp); tone--; k = decode(s + at, n - at, &cp))
            at += k;
        memcpy(out, s + at, k);
        return k;
    }
    *out = (char)('a' + base - 1);
    return 1;
}

/* Is it a Vietnamese syllable, wherever the tone is written? */
static bool is_legal(const struct letters *l)
{
    if (l->other || l->n == 0 || l->n > 8)
        return false;
    for (size_t v = 0; v < l->n; v++) {
        char text[64];
        size_t n = 0;
        if (!strchr("aeiouy", 'a' + l->base[v] - 1))
            continue;
        for (size_t i = 0; i < l->n; i++) {
            uint8_t tone = i != v ? 0 : l->tone ? l->tone : 5;
            n += compose(l->base[i], l->mod[i], tone, text + n);
        }
        if (text_vietnamese_pct((struct str){text, n}) == 100)
            return true;
    }
    return false;
}

static void drop_letter(struct letters *l, size_t at)
{
    l->n--;
    for (size_t i = at; i < l->n; i++) {
        l->base[i] = l->base[i + 1];
        l->mod[i] = l->mod[i + 1];
    }
}

/* Letters with digits: "Nguye6n4". */
static bool from_vni(struct letters *l, const uint8_t *digit)
{
    static const uint8_t tones[] = {0, 4, 1, 2, 3, 5}, mods[] = {2, 3, 1, 4};
    struct letters t = *l;
    for (size_t i = 0; i < t.n; i++) {
        for (uint8_t d = digit[i]; d; d /= 10) {
            if (d % 10 < 6)
                t.tone = tones[d % 10];
            else if (d % 10 <= 9)
                t.mod[i] = mods[d % 10 - 6];
        }
        if (t.mod[i] == 3 && t.base[i] == 15 && i > 0 && t.base[i - 1] == 21)
            t.mod[i - 1] = 3; /* uo7 is ươ */
    }
    if (!is_legal(&t))
        return false;
    *l = t;
    return true;
}

/* The mark that letter b makes when typed after letter a: aa, aw, dd; 0 = none. */
static uint8_t telex_mod(int a, int b)
{
    if (b == 'w')
        return a == 'a' ? 1 : a == 'o' || a == 'u' ? 3 : 0;
    return a != b ? 0 : a == 'd' ? 4 : a == 'a' || a == 'e' || a == 'o' ? 2 : 0;
}

/* Only for words without any mark: "Nguyeenx", "Duwowng". */
static void from_telex(struct letters *l)
{
    struct letters t = *l;
    static const char ends[] = " frxsj"; /* by tone: huyền f, hỏi r, ngã x, sắc s, nặng j */
    const char *end = t.n > 1 ? strchr(ends + 1, 'a' + t.base[t.n - 1] - 1) : NULL;
    if (end) {
        t.tone = (uint8_t)(end - ends);
        t.n--;
    }
    bool changed = false;
    for (size_t i = 0; i + 1 < t.n; i++) {
        uint8_t mod = telex_mod('a' + t.base[i] - 1, 'a' + t.base[i + 1] - 1);
        if (!mod || t.mod[i])
            continue;
        t.mod[i] = mod;
        if (mod == 3 && t.base[i] == 15 && i > 0 && t.base[i - 1] == 21)
            t.mod[i - 1] = 3;
        drop_letter(&t, i + 1);
        changed = true;
    }
    if ((changed || end) && is_legal(&t))
        *l = t;
}

static void finish(struct letters *l, const uint8_t *digit, bool marked)
{
    bool digits = false;
    for (size_t i = 0; i < l->n; i++)
        digits = digits || digit[i];
    if (digits && from_vni(l, digit))
        return;
    if (!marked && !digits)
        from_telex(l);
}

/* ---- reading ------------------------------------------------------------------------------------
 */

struct scan {
    struct letters *out;
    size_t n, max;
    uint8_t digit[LETTERS_MAX]; /* VNI digits after each letter, as a number */
    bool open, marked, broken;
};

static void scan_end(struct scan *s)
{
    if (s->open) {
        finish(&s->out[s->n - 1], s->digit, s->marked);
        memset(s->digit, 0, sizeof s->digit);
        s->open = s->marked = false;
    }
}

static struct letters *scan_word(struct scan *s)
{
    if (!s->open) {
        if (s->n == s->max)
            return NULL;
        s->out[s->n] = (struct letters){0};
        s->n++;
        s->open = true;
    }
    return &s->out[s->n - 1];
}

static void scan_letter(struct scan *s, struct glyph g, uint32_t cp)
{
    struct letters *l = scan_word(s);
    if (!l)
        return;
    if (g.kind == G_OTHER)
        l->other = mix32((uint64_t)l->other << 32 | cp);
    if (l->n == LETTERS_MAX)
        return;
    l->base[l->n] = g.kind == G_OTHER ? (uint8_t)(28 + cp % 4) : g.base;
    l->mod[l->n++] = g.mod;
    l->tone = g.tone ? g.tone : l->tone;
    s->marked = s->marked || g.mod || g.tone;
}

static void scan_mark(struct scan *s, struct glyph g)
{
    struct letters *l = s->open ? &s->out[s->n - 1] : NULL;
    if (!l || l->n == 0)
        return; /* a mark alone */
    s->marked = true;
    if (g.kind == G_TONE)
        l->tone = g.tone;
    else
        l->mod[l->n - 1] = g.mod;
}

static void scan_digit(struct scan *s, struct glyph g)
{
    struct letters *l = s->open ? &s->out[s->n - 1] : NULL;
    if (l && l->n && s->digit[l->n - 1] < 10)
        s->digit[l->n - 1] = (uint8_t)(s->digit[l->n - 1] * 10 + g.base);
}

static bool scan_text(const struct glyphs *g, struct str raw, struct scan *s)
{
    bool latin1 = false;
    for (size_t i = 0, k; i < raw.n; i += k) {
        uint32_t cp;
        k = decode(raw.p + i, raw.n - i, &cp);
        if (k == 0) {
            k = 1;
            s->broken = true;
            continue;
        }
        struct glyph x = glyph_of(g, cp);
        latin1 = latin1 || (cp >= 0x80 && cp < 0x100) || cp == 0x152 || cp == 0x153;
        if (x.kind == G_LETTER || x.kind == G_OTHER)
            scan_letter(s, x, cp);
        else if (x.kind == G_SPACE)
            scan_end(s);
        else if (x.kind == G_DIGIT)
            scan_digit(s, x);
        else if (x.kind != G_DROP)
            scan_mark(s, x);
    }
    scan_end(s);
    return latin1 || s->broken;
}

size_t token_read(const struct glyphs *g, struct str raw, struct letters *out, size_t max)
{
    struct scan s = {.out = out, .max = max};
    if (!scan_text(g, raw, &s) || raw.n > 64)
        return s.n;
    if (!s.broken && s.n == 1 && is_legal(&out[0]))
        return 1;
    struct arena *a = arena_open();
    struct text_guess guess = text_guess(a, raw);
    if (guess.enc != TEXT_UTF8 && guess.enc != TEXT_NFD && guess.confidence >= 60) {
        s = (struct scan){.out = out, .max = max};
        (void)scan_text(g, guess.text, &s);
    }
    arena_close(a);
    return s.n;
}
