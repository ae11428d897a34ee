// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * How two records agree, field by field, in levels. Words are compared by number; only words that
 * found no partner are looked at letter by letter (Damerau's distance of at most one, on packed
 * letters, in a handful of instructions).
 */
#include "link/link_int.h"
#include "link/link_plain_int.h"

#include <stdlib.h>

const uint8_t cmp_shift[CMP_FIELDS] = {0, 4, 8, 12, 16, 18, 21, 23, 26};
const uint8_t cmp_levels[CMP_FIELDS] = {NAME_LEVELS, NAME_LEVELS, NAME_LEVELS, BORN_LEVELS,
    SEX_LEVELS, PID_LEVELS, PHONE_LEVELS, PLACE_LEVELS, ADDRESS_LEVELS};

uint32_t words_equal(const struct lrec *a, const struct lrec *b)
{
    uint32_t eq = 0;
    for (int i = 0; i < TOKENS; i++)
        eq |= (uint32_t)(a->tok[i] == b->tok[i]) << i;
    return eq;
}

/* ---- words --------------------------------------------------------------------------------------
 */

/* One letter more, less, other, or two neighbours changed. */
bool fold_one_off(uint64_t a, uint64_t b)
{
    uint64_t diff = a ^ b;
    if (!diff)
        return true;
    unsigned at = (unsigned)__builtin_ctzll(diff) / 5 * 5;
    uint64_t ra = a >> at, rb = b >> at;
    if (ra >> 5 == rb >> 5 || ra >> 5 == rb || ra == rb >> 5)
        return true;
    return ra >> 10 == rb >> 10 && (ra & 31) == (rb >> 5 & 31) && (rb & 31) == (ra >> 5 & 31);
}

/* The same twice, for words long enough to bear it. */
bool fold_two_off(uint64_t a, uint64_t b)
{
    if (a == b)
        return true;
    unsigned at = (unsigned)__builtin_ctzll(a ^ b) / 5 * 5;
    uint64_t ra = a >> at, rb = b >> at;
    uint64_t swapped = (ra & 31) << 5 | (ra >> 5 & 31) | ra >> 10 << 10;
    return fold_one_off(ra >> 5, rb >> 5) || fold_one_off(ra >> 5, rb) ||
           fold_one_off(ra, rb >> 5) || (((swapped ^ rb) & 1023) == 0 && fold_one_off(swapped, rb));
}

/* Names that North and South say differently, as one family writes both. */
static bool is_variant(uint64_t a, uint64_t b)
{
    static const uint64_t pairs[][2] = {{W5('h', 'o', 'a', 'n', 'g'), W5('h', 'u', 'y', 'n', 'h')},
        {W5('v', 'u', 0, 0, 0), W5('v', 'o', 0, 0, 0)},
        {W5('p', 'h', 'u', 'c', 0), W5('p', 'h', 'u', 'o', 'c')},
        {W5('c', 'h', 'u', 0, 0), W5('c', 'h', 'a', 'u', 0)}};
    for (size_t i = 0; i < COUNT(pairs); i++)
        if ((a == pairs[i][0] && b == pairs[i][1]) || (a == pairs[i][1] && b == pairs[i][0]))
            return true;
    return false;
}

enum likeness { UNLIKE, SLIP, ALIKE, INITIAL };

/* Two different words. A slip makes a word that hardly anybody has. */
static enum likeness likeness(const struct tok *a, const struct tok *b)
{
    if ((a->flags | b->flags) & TOK_INITIAL)
        return (a->fold & 31) == (b->fold & 31) ? INITIAL : UNLIKE;
    bool near = a->phon == b->phon;
    if (!near && a->len + b->len >= 6)
        near = fold_one_off(a->fold, b->fold) ||
               (a->len >= 5 && b->len >= 5 && fold_two_off(a->fold, b->fold));
    if (!near)
        return is_variant(a->fold, b->fold) ? ALIKE : UNLIKE;
    int gap = a->rate > b->rate ? a->rate - b->rate : b->rate - a->rate;
    return gap > 5 * 64 ? SLIP : ALIKE;
}

/* ---- names --------------------------------------------------------------------------------------
 */

struct span {
    const uint32_t *tok;
    const uint8_t *diac;
    int n;
};
struct tally {
    int exact, slip, alike, initial; /* matched words by kind */
    int moved;                       /* matched words that are not in their place */
    uint32_t bare, marks;
    bool marked_a, marked_b; /* the names have marks at all */
    bool first, last;        /* the first words match, the last ones */
    int rare;                /* sum of the rates of exactly matched words */
    uint32_t left_a, left_b;
};

static struct span span_of(const struct lrec *r, int f)
{
    static const uint8_t at[NAMES] = {AT_CHILD, AT_MOTHER, AT_FATHER};
    return (struct span){r->tok + at[f], r->diac + at[f], lrec_words(r, f)};
}

static bool has_marks(struct span a)
{
    uint8_t any = 0;
    for (int i = 0; i < a.n; i++)
        any |= a.diac[i];
    return any;
}

/* A word without marks says nothing of its tone only where the whole name is without: in "Trần
 * Linh" it is Linh, not Lĩnh. */
static void match_marks(struct tally *c, uint8_t x, uint8_t y)
{
    if (x == y)
        return;
    if ((x == 0 && !c->marked_a) || (y == 0 && !c->marked_b))
        c->bare++;
    else
        c->marks++;
}

static void matched(struct tally *c, struct span a, struct span b, int i, int k)
{
    c->left_a &= ~(1u << i);
    c->left_b &= ~(1u << k);
    c->moved += i != k && a.n - i != b.n - k;
    c->first = c->first || (i == 0 && k == 0);
    c->last = c->last || (i == a.n - 1 && k == b.n - 1);
}

static void try_exact(
    struct tally *c, const struct tok *t, struct span a, struct span b, int i, int k)
{
    if (k < 0 || k >= b.n || !(c->left_b >> k & 1) || a.tok[i] != b.tok[k])
        return;
    matched(c, a, b, i, k);
    match_marks(c, a.diac[i], b.diac[k]);
    c->exact++;
    c->rare += t[a.tok[i]].rate;
}

static void try_like(
    struct tally *c, const struct tok *t, struct span a, struct span b, int i, int k)
{
    if (k < 0 || k >= b.n || !(c->left_b >> k & 1))
        return;
    enum likeness like = likeness(&t[a.tok[i]], &t[b.tok[k]]);
    if (like == UNLIKE)
        return;
    matched(c, a, b, i, k);
    c->slip += like == SLIP;
    c->alike += like == ALIKE;
    c->initial += like == INITIAL;
}

typedef void try_pair(
    struct tally *c, const struct tok *t, struct span a, struct span b, int i, int k);

/* Words in their place (from the beginning, from the end) first, then in any. */
static inline void match(
    struct tally *c, const struct tok *t, struct span a, struct span b, try_pair *try)
{
    for (int i = 0; i < a.n; i++)
        if (c->left_a >> i & 1)
            try(c, t, a, b, i, i);
    for (int i = 0; i < a.n && a.n != b.n; i++)
        if (c->left_a >> i & 1)
            try(c, t, a, b, i, i + b.n - a.n);
    for (uint32_t left = c->left_a; left && c->left_b; left &= left - 1) {
        int i = __builtin_ctz(left);
        for (uint32_t other = c->left_b; other && (c->left_a >> i & 1); other &= other - 1)
            try(c, t, a, b, i, __builtin_ctz(other));
    }
}

static enum name_level whole_level(const struct tally *c)
{
    int fuzzy = c->slip + c->alike;
    if (c->initial)
        return NAME_SHORT;
    if (fuzzy > 1)
        return NAME_FUZZY;
    if (c->alike)
        return NAME_ALIKE;
    if (c->slip)
        return NAME_SLIP;
    if (c->moved)
        return NAME_ORDER;
    return c->marks ? NAME_MARKS : c->bare ? NAME_BARE : NAME_SAME;
}

static enum name_level level_of(const struct tally *c, struct span a, struct span b)
{
    int hits = c->exact + c->slip + c->alike + c->initial;
    int less = a.n < b.n ? a.n : b.n, more = a.n < b.n ? b.n : a.n;
    if (hits == more)
        return whole_level(c);
    if (hits == less && hits >= 2 && c->slip + c->alike <= 1)
        return NAME_SHORT;
    if (hits == 0)
        return NAME_OTHER;
    if (hits == less - 1 && less == more && hits >= 1) {
        if (!c->first)
            return less > 2 || c->last ? NAME_FAMILY : NAME_PART;
        if (!c->last)
            return NAME_GIVEN;
    }
    if (c->first && c->last)
        return NAME_MIDDLE;
    return NAME_PART;
}

/* All words in their places: the marks alone decide. */
static enum name_level marks_level(struct span a, struct span b)
{
    struct tally c = {.marked_a = has_marks(a), .marked_b = has_marks(b)};
    for (int i = 0; i < a.n; i++)
        match_marks(&c, a.diac[i], b.diac[i]);
    return whole_level(&c);
}

static bool comes_after(const struct tok *t, struct span a, struct span b)
{
    if (a.n != b.n)
        return a.n > b.n;
    for (int i = 0; i < a.n; i++)
        if (a.tok[i] != b.tok[i])
            return t[a.tok[i]].hash > t[b.tok[i]].hash;
    return false;
}

static enum name_level name_level(
    const struct tok *t, struct span a, struct span b, bool equal, int *rare)
{
    *rare = 0;
    if (!a.n || !b.n)
        return NAME_NA;
    if (equal)
        return marks_level(a, b);
    if (comes_after(t, a, b)) { /* symmetric: the same one is always first */
        struct span x = a;
        a = b;
        b = x;
    }
    struct tally c = {.left_a = (1u << a.n) - 1,
        .left_b = (1u << b.n) - 1,
        .marked_a = has_marks(a),
        .marked_b = has_marks(b)};
    match(&c, t, a, b, try_exact);
    if (c.left_a && c.left_b)
        match(&c, t, a, b, try_like);
    *rare = c.rare;
    return level_of(&c, a, b);
}

static bool same_letters(const struct tok *t, struct span a, struct span b)
{
    char x[128], y[128];
    size_t nx = 0, ny = 0;
    for (int i = 0; i < a.n; i++)
        for (uint64_t f = t[a.tok[i]].fold; f; f >>= 5)
            x[nx++] = (char)(f & 31);
    for (int i = 0; i < b.n; i++)
        for (uint64_t f = t[b.tok[i]].fold; f; f >>= 5)
            y[ny++] = (char)(f & 31);
    return nx == ny && memcmp(x, y, nx) == 0;
}

/* A pet name that is the other record's given name. */
static bool alias_fits(const struct tok *t, const struct lrec *a, struct span b)
{
    return a->alias && a->alias == (uint16_t)(t[b.tok[b.n - 1]].hash >> 8 | 1);
}

static enum name_level child_level(
    const struct tok *t, const struct lrec *a, const struct lrec *b, bool equal, int *rare)
{
    struct span x = span_of(a, 0), y = span_of(b, 0);
    enum name_level l = name_level(t, x, y, equal, rare);
    if (l < NAME_SLIP)
        return l;
    if (a->joined == b->joined && same_letters(t, x, y))
        return NAME_ORDER;
    if (l > NAME_SHORT && (alias_fits(t, a, y) || alias_fits(t, b, x)))
        return NAME_SHORT;
    return l;
}

/* ---- birth --------------------------------------------------------------------------------------
 */

static int digits_off(unsigned a, unsigned b)
{
    int n = 0;
    for (; a || b; a /= 10, b /= 10)
        n += a % 10 != b % 10;
    return n;
}

static bool is_coarse(const struct lrec *r)
{
    return !r->day || (r->day == 1 && r->month == 1);
}

static enum born_level far_level(const struct lrec *a, const struct lrec *b)
{
    int days = (a->year - b->year) * 365 + (a->month - b->month) * 30 + a->day - b->day;
    days = abs(days);
    return days < 50 && a->month && b->month ? BORN_NEAR : days < 730 ? BORN_CLOSE : BORN_OTHER;
}

static enum born_level born_level(const struct lrec *a, const struct lrec *b)
{
    if (!a->year || !b->year)
        return BORN_NA;
    bool y = a->year == b->year, m = a->month == b->month, d = a->day == b->day;
    if (y && m && d)
        return is_coarse(a) ? (a->day ? BORN_SAME_FIRST : BORN_PART) : BORN_SAME;
    if (y && (is_coarse(a) || is_coarse(b))) {
        bool months = a->month && b->month && (!a->day || !b->day) && !m;
        return months ? BORN_MONTH : BORN_PART;
    }
    if (y && a->day == b->month && a->month == b->day)
        return BORN_SWAP;
    if (y && m)
        return BORN_DAY;
    if (y && d)
        return BORN_MONTH;
    if (m && d && a->day) {
        int gap = abs(a->year - b->year);
        if (gap == 1 || digits_off(a->year + 1899u, b->year + 1899u) == 1)
            return BORN_YEAR;
    }
    return far_level(a, b);
}

/* ---- the other fields ---------------------------------------------------------------------------
 */

/* One digit differs, or two neighbours changed places. */
static bool number_slip(uint64_t a, uint64_t b)
{
    while (a && b && a % 10 == b % 10) {
        a /= 10;
        b /= 10;
    }
    if (a / 10 == b / 10)
        return true;
    return a / 100 == b / 100 && a % 10 == b / 10 % 10 && b % 10 == a / 10 % 10;
}

static enum pid_level pid_level(const struct lrec *a, const struct lrec *b)
{
    if (!a->pid || !b->pid)
        return PID_NA;
    bool suspect = (a->flags | b->flags) & LREC_SUSPECT;
    if (a->pid == b->pid)
        return suspect ? PID_SAME_SUSPECT : PID_SAME;
    if (number_slip(a->pid - 1, b->pid - 1))
        return PID_SLIP;
    return suspect ? PID_OTHER_SUSPECT : PID_OTHER;
}

static enum phone_level phone_level(const struct lrec *a, const struct lrec *b)
{
    if (!a->phone || !b->phone)
        return PHONE_NA;
    if (a->phone == b->phone)
        return PHONE_SAME;
    return number_slip(a->phone, b->phone) ? PHONE_SLIP : PHONE_OTHER;
}

static enum place_level place_level(
    const struct link_units *u, const struct lrec *a, const struct lrec *b)
{
    if (!a->place || !b->place)
        return PLACE_NA;
    bool same = a->place == b->place;
    if (!same && (a->flags | b->flags) & LREC_SPLIT)
        same = link_units_same(u, a->place, b->place);
    if (!same && a->area && a->area == b->area)
        return PLACE_NEAR;
    if (!same)
        return a->village && a->village == b->village ? PLACE_NAMESAKE : PLACE_OTHER;
    if (!a->village || !b->village)
        return PLACE_SAME;
    return a->village == b->village ? PLACE_VILLAGE : PLACE_SAME_OTHER;
}

/* ---- all together -------------------------------------------------------------------------------
 */

/* log2 of the chance that a stranger agrees like that, in 1/64, for the name `f`. */
static int16_t rarity(const struct link_model *m, const struct lrec *a, const struct lrec *b, int f,
    int level, int words, bool near)
{
    if (level == NAME_NA || level == NAME_OTHER)
        return 0;
    if (level <= NAME_FUZZY) { /* the likelier of the two names is the true one */
        uint8_t x = near ? a->near_rate[f] : a->rate[f], y = near ? b->near_rate[f] : b->rate[f];
        return (int16_t)(-8 * (x < y ? x : y));
    }
    int r = (m->mean[f][level] - words) * 5 / 8;
    return (int16_t)(r < -6 * 64 ? -6 * 64 : r > 3 * 64 ? 3 * 64 : r);
}

enum { CHILD = 0x3f, MOTHER = 0x7c0, FATHER = 0xf800 };

/* Parents, also when one list has them in each other's column. */
static void parent_levels(const struct tok *t, const struct lrec *a, const struct lrec *b,
    uint32_t eq, int level[CMP_FIELDS], int words[NAMES])
{
    struct span am = span_of(a, 1), af = span_of(a, 2), bm = span_of(b, 1), bf = span_of(b, 2);
    if ((a->set[1] && a->set[1] == b->set[2]) || (a->set[2] && a->set[2] == b->set[1])) {
        struct span x = bm;
        bm = bf;
        bf = x;
        eq = 0;
    }
    level[CMP_MOTHER] = name_level(t, am, bm, (eq & MOTHER) == MOTHER, &words[1]);
    level[CMP_FATHER] = name_level(t, af, bf, (eq & FATHER) == FATHER, &words[2]);
}

void compare(const struct tok *t, const struct link_units *u, const struct link_model *m,
    const struct lrec *a, const struct lrec *b, struct agreement *out)
{
    uint32_t eq = words_equal(a, b);
    int words[NAMES], level[CMP_FIELDS];
    level[CMP_NAME] = child_level(t, a, b, (eq & CHILD) == CHILD, &words[0]);
    parent_levels(t, a, b, eq, level, words);
    level[CMP_BORN] = born_level(a, b);
    int x = lrec_sex(a), y = lrec_sex(b);
    level[CMP_SEX] = !x || !y ? SEX_NA : x == y ? SEX_SAME : SEX_OTHER;
    level[CMP_PID] = pid_level(a, b);
    level[CMP_PHONE] = phone_level(a, b);
    level[CMP_PLACE] = place_level(u, a, b);
    level[CMP_ADDRESS] = ADDRESS_NA;
    if (a->flags & b->flags & LREC_PLAIN)
        plain_levels(t, a, b, level);
    bool near = level[CMP_PLACE] != PLACE_NA && level[CMP_PLACE] != PLACE_OTHER;
    out->pattern = 0;
    for (int f = 0; f < CMP_FIELDS; f++)
        out->pattern |= (uint32_t)level[f] << cmp_shift[f];
    for (int f = 0; f < NAMES; f++)
        out->rare[f] = rarity(m, a, b, f, level[f], words[f], near);
}
