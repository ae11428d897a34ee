// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Words as the index holds them: ten letters in 64 bits, so that equal, beginning with and one slip
 * away are a few operations. Marks are kept aside as one byte; a tone belongs to the syllable, so
 * that hoà is hòa. Also reads what Telex and VNI leave when the keyboard was off.
 */
#include "link/link_index_int.h"

#include <utf8proc.h>

/* What one character is: a letter 1..26, a digit 27..36, other letters, or one of these. */
enum { SPACE = 0, OTHER = 37, MARK = 62, NOTHING = 63 };
struct letter {
    uint8_t code;
    uint8_t hook; /* 1 breve, 2 circumflex, 3 horn, 4 stroke, 5 other */
    uint8_t tone; /* 1..5 */
};
enum { TABLE = 0x2000 };

static struct letter mark_of(utf8proc_int32_t cp)
{
    static const struct {
        uint16_t cp;
        uint8_t hook, tone;
    } marks[] = {{0x300, 0, 1}, {0x340, 0, 1}, {0x309, 0, 2}, {0x303, 0, 3}, {0x301, 0, 4},
        {0x341, 0, 4}, {0x323, 0, 5}, {0x306, 1, 0}, {0x302, 2, 0}, {0x31b, 3, 0}};
    for (size_t i = 0; i < COUNT(marks); i++)
        if (marks[i].cp == cp)
            return (struct letter){MARK, marks[i].hook, marks[i].tone};
    return (struct letter){MARK, 5, 0};
}

static uint8_t plain_code(utf8proc_int32_t cp)
{
    if (cp >= 'a' && cp <= 'z')
        return (uint8_t)(cp - 'a' + 1);
    if (cp >= '0' && cp <= '9')
        return (uint8_t)(cp - '0' + 27);
    utf8proc_category_t c = utf8proc_category(cp);
    if (c == UTF8PROC_CATEGORY_CF || cp == 0xad)
        return NOTHING;
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO
               ? (uint8_t)(OTHER + (uint32_t)cp % (MARK - OTHER))
               : SPACE;
}

/* One character by its decomposition. */
static struct letter letter_of(utf8proc_int32_t cp)
{
    if (cp == 0x111 || cp == 0x110 || cp == 0xd0 || cp == 0xf0 || cp == 0x189)
        return (struct letter){4, 4, 0};
    utf8proc_int32_t parts[32];
    int bound = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(cp, parts, (utf8proc_ssize_t)COUNT(parts),
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &bound);
    struct letter l = {SPACE, 0, 0};
    for (utf8proc_ssize_t i = 0; i < n && i < (utf8proc_ssize_t)COUNT(parts); i++) {
        utf8proc_category_t c = utf8proc_category(parts[i]);
        if (c != UTF8PROC_CATEGORY_MN) {
            l.code = l.code == SPACE ? plain_code(parts[i]) : l.code;
            continue;
        }
        struct letter m = mark_of(parts[i]);
        l.hook = m.hook ? m.hook : l.hook;
        l.tone = m.tone ? m.tone : l.tone;
        l.code = l.code == SPACE ? MARK : l.code;
    }
    return l;
}

static struct letter table[TABLE];
static pthread_once_t table_once = PTHREAD_ONCE_INIT;

static void table_fill(void)
{
    for (int32_t cp = 0; cp < TABLE; cp++)
        table[cp] = letter_of(cp);
}

/* The character at p; *n = how many bytes it takes. */
static struct letter letter_at(const uint8_t *p, size_t left, size_t *n)
{
    if (p[0] < 0x80) {
        *n = 1;
        return table[p[0]];
    }
    utf8proc_int32_t cp;
    utf8proc_ssize_t k = utf8proc_iterate(p, (utf8proc_ssize_t)left, &cp);
    *n = k > 0 ? (size_t)k : 1;
    if (k <= 0)
        return (struct letter){SPACE, 0, 0};
    return cp < TABLE ? table[cp] : letter_of(cp);
}

/* ---- letters of a word ----------------------------------------------------------------------- */

static inline unsigned shift_of(unsigned i)
{
    return 64 - WORD_BITS * (i + 1);
}

static inline word letter_put(unsigned i, unsigned code)
{
    return i < WORD_LETTERS ? (uint64_t)code << shift_of(i) : 0;
}

unsigned word_letter(word w, unsigned i)
{
    return i < WORD_LETTERS ? (unsigned)(w >> shift_of(i)) & 63 : 0;
}

unsigned word_len(word w)
{
    if (!w)
        return 0;
    return (unsigned)(63 - __builtin_ctzll(w)) / WORD_BITS + 1;
}

word word_without(word w, unsigned i)
{
    word head = w & word_mask(i), tail = w & ~word_mask(i + 1);
    return head | tail << WORD_BITS;
}

bool word_slip(word a, word b)
{
    word x = a ^ b;
    if (!x)
        return true;
    unsigned i = (unsigned)__builtin_clzll(x) / WORD_BITS;
    if (word_without(a, i) == word_without(b, i) || word_without(a, i) == b ||
        a == word_without(b, i))
        return true;
    return word_letter(a, i) == word_letter(b, i + 1) &&
           word_letter(a, i + 1) == word_letter(b, i) && (x & ~word_mask(i + 2)) == 0 &&
           word_letter(a, i + 1) && word_letter(b, i + 1);
}

static bool is_vowel(unsigned code)
{
    static const char vowels[] = "aeiouy";
    return code >= 1 && code <= 26 && strchr(vowels, (int)(code - 1 + 'a'));
}

/* y after a consonant at the end is i: Lý and Lí, Mỹ and Mĩ. */
static word with_i(word w)
{
    unsigned n = word_len(w);
    if (n < 2 || word_letter(w, n - 1) != 'y' - 'a' + 1 || is_vowel(word_letter(w, n - 2)))
        return w;
    return (w & word_mask(n - 1)) | letter_put(n - 1, 'i' - 'a' + 1);
}

/* ---- reading --------------------------------------------------------------------------------- */

struct reader {
    struct typed *out;
    size_t n, max;
    word w;
    unsigned len, digits, hooks, tone;
};

static void end_word(struct reader *r)
{
    if (r->len && r->n < r->max) {
        unsigned m = r->hooks * 7 + r->tone;
        uint8_t marks = (uint8_t)(m % 255 + (m > 0));
        r->out[r->n++] = (struct typed){with_i(r->w), r->w, marks, (uint8_t)r->digits,
            (uint8_t)(r->len < WORD_LETTERS ? r->len : WORD_LETTERS)};
    }
    r->w = 0;
    r->len = r->digits = r->hooks = r->tone = 0;
}

static void take_letter(struct reader *r, struct letter l)
{
    if (l.code == NOTHING)
        return;
    if (l.code == SPACE) {
        end_word(r);
        return;
    }
    if (l.code != MARK && r->len < 200)
        r->w |= letter_put(r->len++, l.code);
    else if (r->len == 0)
        return;
    r->digits += l.code >= 27 && l.code <= 36 && r->digits < 200;
    r->hooks = l.hook ? (r->hooks ^ l.hook * (2 * r->len + 1)) * 5 % 8191 : r->hooks;
    r->tone = l.tone ? l.tone : r->tone;
}

size_t words_read(struct str s, struct typed *out, size_t max)
{
    pthread_once(&table_once, table_fill);
    struct reader r = {.out = out, .max = max};
    for (size_t i = 0, k; i < s.n && r.n < max; i += k)
        take_letter(&r, letter_at((const uint8_t *)s.p + i, s.n - i, &k));
    end_word(&r);
    return r.n;
}

/* ---- keystrokes ------------------------------------------------------------------------------ */

static unsigned letter_code(char c)
{
    return (unsigned)(c - 'a') + 1;
}

/* Is the key `c`, after the letters `w`, one that Telex makes into a hook? */
static bool telex_hook(word w, unsigned n, unsigned c)
{
    unsigned last = n ? word_letter(w, n - 1) : 0;
    if (c == letter_code('w'))
        return last == letter_code('a') || last == letter_code('o') || last == letter_code('u');
    if (c == letter_code('d'))
        return n == 1 && last == c;
    if (c != letter_code('a') && c != letter_code('e') && c != letter_code('o'))
        return false;
    for (unsigned i = n; i-- > 0;)
        if (is_vowel(word_letter(w, i)))
            return word_letter(w, i) == c;
    return false;
}

static bool telex_tone(word w, unsigned n, unsigned c)
{
    if (!strchr("sfrxj", (int)(c - 1 + 'a')))
        return false;
    for (unsigned i = 0; i < n; i++)
        if (is_vowel(word_letter(w, i)))
            return true;
    return false;
}

word word_decoded(word w)
{
    word out = 0;
    unsigned n = 0, letters = word_len(w);
    for (unsigned i = 0; i < letters; i++) {
        unsigned c = word_letter(w, i);
        if (c > 26 || (c == letter_code('w') && telex_hook(out, n, c))) {
            if (c > 27 && c <= 36 && n)
                continue;
            if (c > 26)
                return 0;
            continue;
        }
        if (telex_hook(out, n, c) || telex_tone(out, n, c))
            continue;
        out |= letter_put(n++, c);
    }
    out = with_i(out);
    return out == w ? 0 : out;
}
