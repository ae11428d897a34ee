// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * How two names agree. Words are compared by number; only words that found no partner are looked at
 * letter by letter (Damerau's distance on packed letters, in a handful of instructions). What
 * remains tells twins from a slip of the pen: twins bear usual names, slips make words that nobody
 * has.
 */
#include "link/link_int.h"
#include "link/link_plain_int.h"

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

/* Letters of the longer word that are not in the other, in any order; i and y are one. */
static int letters_off(const struct tok *a, const struct tok *b)
{
    uint8_t count[32] = {0};
    int common = 0, longer = a->len > b->len ? a->len : b->len;
    for (uint64_t f = a->fold; f; f >>= 5)
        count[(f & 31) == 25 ? 9 : f & 31]++;
    for (uint64_t f = b->fold; f; f >>= 5) {
        uint8_t *n = &count[(f & 31) == 25 ? 9 : f & 31];
        common += *n > 0;
        *n = (uint8_t)(*n ? *n - 1 : 0);
    }
    return longer - common;
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

enum { RARE = 16 * 64, RARER = 3 * 64, MUCH_RARER = 5 * 64 };
enum likeness { UNLIKE, SLIP, SOUND, ALIKE, INITIAL };

/* Can likeness() be anything but UNLIKE? Quick: a slip changes which letters occur by few. */
static inline bool may_be_like(const struct tok *a, const struct tok *b)
{
    if ((a->flags | b->flags) & TOK_INITIAL)
        return (a->fold & 31) == (b->fold & 31);
    uint32_t other = a->used ^ b->used;
    for (int i = 0; i < 4; i++)
        other &= other - (other != 0);
    return !other || a->phon == b->phon || a->flags & b->flags & TOK_VARIANT;
}

/* The same sound, or but for a slip or two the same letters. */
static bool is_near(const struct tok *a, const struct tok *b, bool odder)
{
    if (a->phon == b->phon)
        return true;
    if (a->len + b->len < (odder ? 5 : 6))
        return false;
    return fold_one_off(a->fold, b->fold) ||
           (a->len >= 5 && b->len >= 5 && fold_two_off(a->fold, b->fold));
}

/* Two different words. A slip makes a word that hardly anybody has. */
static enum likeness likeness(const struct tok *a, const struct tok *b)
{
    if ((a->flags | b->flags) & TOK_INITIAL)
        return (a->fold & 31) == (b->fold & 31) ? INITIAL : UNLIKE;
    if ((a->flags | b->flags) & TOK_PET)
        return UNLIKE;
    int gap = a->rate > b->rate ? a->rate - b->rate : b->rate - a->rate;
    bool odd = gap > RARER && (a->rate > RARE || b->rate > RARE);
    bool odder = gap > MUCH_RARER, near = is_near(a, b, odder);
    if (odd && (near || (letters_off(a, b) <= 1 && a->len + b->len > 2)))
        return SLIP;
    if (odder && !near && letters_off(a, b) == 0)
        return SLIP;
    if (!near)
        return is_variant(a->fold, b->fold) ? SOUND : UNLIKE;
    return odder ? SLIP : a->phon == b->phon ? SOUND : ALIKE;
}

/* ---- names --------------------------------------------------------------------------------------
 */

enum { WORDS = 6 };
struct words {
    const struct tok *w[WORDS];
    uint8_t diac[WORDS];
    int n;
    bool marked; /* has marks at all */
};
struct tally {
    int exact, slip, sound, alike, initial; /* matched words by kind */
    int moved;                              /* matched words that are not in their place */
    uint32_t bare, marks;
    bool bare_last;   /* of these the last word */
    bool first, last; /* the first words match, the last ones */
    int rare;         /* sum of the rates of exactly matched words */
    uint32_t left_a, left_b;
};

static bool is_particle(const struct tok *t, int at, int n)
{
    static const uint64_t ka = W5('k', 'a', 0, 0, 0);
    if (at + 1 == n)
        return false;
    uint64_t f = t->fold;
    return f == ('h' & 31) || f == ('k' & 31) ||
           (at == 0 && (f == ('i' & 31) || f == ('y' & 31) || f == ('a' & 31) || f == ka));
}

/* Words of a name without the particles of the Highlands (H'Hen, Y Sun, K'Brôl, Ka Thảo), which all
 * boys or girls bear; where one comes first the clan's name comes last, and is put first. */
static void read_words(struct words *out, const struct tok *t, struct span a)
{
    bool turned = a.n > 1 && is_particle(&t[a.tok[0]], 0, a.n);
    out->n = 0;
    out->marked = false;
    for (int i = 0; i < a.n; i++) {
        out->marked = out->marked || a.diac[i];
        if (is_particle(&t[a.tok[i]], i, a.n))
            continue;
        out->w[out->n] = &t[a.tok[i]];
        out->diac[out->n++] = a.diac[i];
    }
    if (!turned || out->n < 2)
        return;
    const struct tok *clan = out->w[out->n - 1];
    uint8_t diac = out->diac[out->n - 1];
    memmove(out->w + 1, out->w, (size_t)(out->n - 1) * sizeof *out->w);
    memmove(out->diac + 1, out->diac, (size_t)(out->n - 1));
    out->w[0] = clan;
    out->diac[0] = diac;
}

/* A word without marks says nothing of its tone only where the whole name is without: in "Trần
 * Linh" it is Linh, not Lĩnh. */
static void match_marks(
    struct tally *c, uint8_t x, uint8_t y, bool marked_x, bool marked_y, bool last)
{
    if (x == y)
        return;
    if ((x == 0 && !marked_x) || (y == 0 && !marked_y)) {
        c->bare++;
        c->bare_last = c->bare_last || last;
    } else {
        c->marks++;
    }
}

static void matched(struct tally *c, const struct words *a, const struct words *b, int i, int k)
{
    c->left_a &= ~(1u << i);
    c->left_b &= ~(1u << k);
    c->moved += i != k && a->n - i != b->n - k;
    c->first = c->first || (i == 0 && k == 0);
    c->last = c->last || (i == a->n - 1 && k == b->n - 1);
}

/* Words of b that the words of a are equal or like to, as bits. */
struct rows {
    uint32_t of[WORDS];
};

static bool equal_rows(const struct words *a, const struct words *b, struct rows *out)
{
    uint32_t any = 0;
    for (int i = 0; i < a->n; i++) {
        uint32_t row = 0;
        for (int k = 0; k < b->n; k++)
            row |= (uint32_t)(a->w[i] == b->w[k]) << k;
        any |= out->of[i] = row;
    }
    return any;
}

static bool like_rows(
    const struct tally *c, const struct words *a, const struct words *b, struct rows *out)
{
    uint32_t any = 0;
    memset(out, 0, sizeof *out);
    for (uint32_t left = c->left_a; left; left &= left - 1) {
        int i = __builtin_ctz(left);
        for (uint32_t other = c->left_b; other; other &= other - 1) {
            int k = __builtin_ctz(other);
            if (may_be_like(a->w[i], b->w[k]))
                out->of[i] |= (uint32_t)(likeness(a->w[i], b->w[k]) != UNLIKE) << k;
        }
        any |= out->of[i];
    }
    return any;
}

static void match_pair(struct tally *c, const struct words *a, const struct words *b, int i, int k)
{
    matched(c, a, b, i, k);
    if (a->w[i] == b->w[k]) {
        match_marks(c, a->diac[i], b->diac[k], a->marked, b->marked, i + 1 == a->n);
        c->exact++;
        c->rare += a->w[i]->rate;
        return;
    }
    enum likeness like = likeness(a->w[i], b->w[k]);
    c->slip += like == SLIP;
    c->sound += like == SOUND;
    c->alike += like == ALIKE;
    c->initial += like == INITIAL;
}

static void match_shifted(struct tally *c, const struct words *a, const struct words *b,
    const struct rows *r, uint32_t which, int shift)
{
    for (uint32_t left = c->left_a & which; left; left &= left - 1) {
        int i = __builtin_ctz(left), k = i + shift;
        if (k >= 0 && r->of[i] & c->left_b & 1u << k)
            match_pair(c, a, b, i, k);
    }
}

/* Words in their place (the first, from the end, from the beginning) first, then in any. */
static void match(
    struct tally *c, const struct words *a, const struct words *b, const struct rows *r)
{
    if (a->n == b->n) {
        match_shifted(c, a, b, r, ~0u, 0);
    } else {
        match_shifted(c, a, b, r, 1, 0);
        match_shifted(c, a, b, r, ~0u, b->n - a->n);
        match_shifted(c, a, b, r, ~1u, 0);
    }
    for (uint32_t left = c->left_a; left; left &= left - 1) {
        int i = __builtin_ctz(left);
        if (r->of[i] & c->left_b)
            match_pair(c, a, b, i, __builtin_ctz(r->of[i] & c->left_b));
    }
}

static struct tally tally_of(const struct words *a, const struct words *b)
{
    struct tally c = {.left_a = (1u << a->n) - 1, .left_b = (1u << b->n) - 1};
    struct rows rows;
    if (equal_rows(a, b, &rows))
        match(&c, a, b, &rows);
    if (c.left_a && c.left_b && like_rows(&c, a, b, &rows))
        match(&c, a, b, &rows);
    return c;
}

static enum name_level whole_level(const struct tally *c)
{
    if (c->initial)
        return NAME_SHORT;
    if (c->slip + c->sound + c->alike > 1)
        return NAME_FUZZY;
    if (c->alike)
        return NAME_ALIKE;
    if (c->sound)
        return NAME_SOUND;
    if (c->slip)
        return NAME_SLIP;
    if (c->moved)
        return NAME_ORDER;
    bool given_alone = c->bare == 1 && c->bare_last; /* Thanh Mai, Thanh Mải */
    return c->marks || given_alone ? NAME_MARKS : c->bare ? NAME_BARE : NAME_SAME;
}

/* Are words that found no partner nobody's name: what a child is called at home, or slips of one
 * of the words that the other side has left? */
static bool is_odd(const struct words *a, uint32_t left, const struct words *b, uint32_t others)
{
    for (uint32_t rest = left; rest; rest &= rest - 1) {
        const struct tok *t = a->w[__builtin_ctz(rest)];
        bool odd = t->flags & TOK_PET;
        for (uint32_t k = others; k && !odd && t->rate >= RARE; k &= k - 1) {
            const struct tok *o = b->w[__builtin_ctz(k)];
            odd = letters_off(t, o) * 2 <= (t->len > o->len ? t->len : o->len);
        }
        if (!odd)
            return false;
    }
    return left != 0;
}

/* All words of the shorter name are in the longer one: what is left out mostly stands in the
 * middle, and what is wrong besides is not twice. */
static enum name_level short_level(const struct tally *c, int less)
{
    if (c->alike || !c->last || (!c->first && less > 2))
        return NAME_PART;
    return c->marks || c->slip + c->sound > 1 ? NAME_ODD : NAME_SHORT;
}

static enum name_level level_of(const struct tally *c, const struct words *a, const struct words *b)
{
    int hits = c->exact + c->slip + c->sound + c->alike + c->initial;
    int less = a->n < b->n ? a->n : b->n, more = a->n < b->n ? b->n : a->n;
    if (hits == more)
        return whole_level(c);
    if (hits == less && hits >= 2)
        return short_level(c, less);
    if (is_odd(a, c->left_a, b, c->left_b) != is_odd(b, c->left_b, a, c->left_a))
        return NAME_ODD;
    if (hits == 0)
        return NAME_OTHER;
    if (hits == less - 1 && less == more && hits >= 1) {
        if (!c->first)
            return less > 2 || c->last ? NAME_FAMILY : NAME_PART;
        if (!c->last)
            return NAME_GIVEN;
    }
    return c->first && c->last ? NAME_MIDDLE : NAME_PART;
}

/* The given name first, the family name last, or both in each other's place. */
static struct words turned(const struct words *a, int how)
{
    struct words out = *a;
    for (int i = 0; i < a->n; i++) {
        int from = (i + (how == 0 ? 1 : a->n - 1)) % a->n;
        if (how == 2)
            from = i == 0 ? a->n - 1 : i + 1 == a->n ? 0 : i;
        out.w[i] = a->w[from];
        out.diac[i] = a->diac[from];
    }
    return out;
}

/* Order before position: which words are the family's and which the child's own is seen where most
 * words stand in their places. Then the word that differs is taken for the child's own. */
static enum name_level turned_level(struct tally *c, const struct words *a, const struct words *b)
{
    enum name_level level = level_of(c, a, b);
    if (!c->moved || !(c->left_a | c->left_b))
        return level;
    for (int how = 0; how < 3 && b->n > 1; how++) {
        struct words x = turned(b, how);
        struct tally d = tally_of(a, &x);
        if (d.moved < c->moved) {
            *c = d;
            level = level_of(&d, a, &x);
        }
    }
    return level == NAME_FAMILY ? NAME_GIVEN : level;
}

/* All words in their places: the marks alone decide. */
static enum name_level marks_level(struct span a, struct span b)
{
    struct tally c = {0};
    uint8_t x = 0, y = 0;
    for (int i = 0; i < a.n; i++) {
        x |= a.diac[i];
        y |= b.diac[i];
    }
    for (int i = 0; i < a.n; i++)
        match_marks(&c, a.diac[i], b.diac[i], x, y, i + 1 == a.n);
    return whole_level(&c);
}

static bool comes_after(const struct words *a, const struct words *b)
{
    if (a->n != b->n)
        return a->n > b->n;
    for (int i = 0; i < a->n; i++)
        if (a->w[i] != b->w[i])
            return a->w[i]->hash > b->w[i]->hash;
    return false;
}

/* The same letters in other words: "Bảo An", "BảoAn". */
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

enum name_level name_level(const struct tok *t, struct span a, struct span b, bool equal, int *rare)
{
    *rare = 0;
    if (!a.n || !b.n)
        return NAME_NA;
    if (equal)
        return marks_level(a, b);
    struct words x, y;
    read_words(&x, t, a);
    read_words(&y, t, b);
    if (comes_after(&x, &y)) { /* symmetric: the same one is always first */
        struct words z = x;
        x = y;
        y = z;
    }
    struct tally c = tally_of(&x, &y);
    enum name_level level = turned_level(&c, &x, &y);
    *rare = c.rare;
    if (level > NAME_ORDER && a.n != b.n && same_letters(t, a, b))
        return NAME_ORDER;
    return level;
}

/* A pet name that is the other record's given name. */
static bool alias_fits(const struct tok *t, const struct lrec *a, struct span b)
{
    return a->alias && b.n && a->alias == (uint16_t)(t[b.tok[b.n - 1]].hash >> 8 | 1);
}

enum name_level child_level(
    const struct tok *t, const struct lrec *a, const struct lrec *b, bool equal, int *rare)
{
    struct span x = span_of(a, 0), y = span_of(b, 0);
    enum name_level l = name_level(t, x, y, equal, rare);
    if (l <= NAME_SHORT)
        return l;
    bool there = alias_fits(t, a, y), back = alias_fits(t, b, x);
    if (!there && !back)
        return l;
    struct span own = there ? y : x;
    *rare += t[own.tok[own.n - 1]].rate;
    return NAME_SHORT;
}
