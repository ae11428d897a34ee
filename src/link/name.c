// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * How two names agree. Words are compared by number; only words that found no partner are looked at
 * letter by letter (Damerau's distance on packed letters, in a handful of instructions). What
 * remains tells twins from a slip of the pen: twins bear usual names, slips make words that nobody
 * has.
 */
#include "link/link_int.h"
#include "link/link_plain_int.h"

/* ---- names --------------------------------------------------------------------------------------
 */

enum { WORDS = 6 };
/* A name as it is compared: where it has no particles that is the record itself. */
struct words {
    const uint32_t *id;
    const uint8_t *diac;
    int n;
};
enum { TURN_ON, TURN_BACK, TURN_ENDS, TURNS };
struct own_words {
    uint32_t id[WORDS];
    uint8_t diac[WORDS];
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
    return at + 1 < n && (t->flags & TOK_PARTICLE || (at == 0 && t->flags & TOK_PARTICLE_FIRST));
}

static struct words turned(const struct words *a, int how, struct own_words *own);

/* Words of a name without the particles of the Highlands (H'Hen, Y Sun, K'Brôl, Ka Thảo), which all
 * boys or girls bear; where one comes first the clan's name comes last, and is put first. */
static struct words read_words(const struct tok *t, const struct span *a, struct own_words own[2])
{
    struct words out = {a->tok, a->diac, a->n};
    if (!a->particles)
        return out;
    out = (struct words){own->id, own->diac, 0};
    for (int i = 0; i < a->n; i++) {
        if (is_particle(&t[a->tok[i]], i, a->n))
            continue;
        own->id[out.n] = a->tok[i];
        own->diac[out.n++] = a->diac[i];
    }
    if (a->n < 2 || out.n < 2 || !is_particle(&t[a->tok[0]], 0, a->n))
        return out;
    return turned(&out, TURN_BACK, &own[1]);
}

static bool is_marked(const struct words *a)
{
    uint8_t any = 0;
    for (int i = 0; i < a->n; i++)
        any |= a->diac[i];
    return any;
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
    uint32_t any;
    bool twice; /* a word has two to choose from */
};

static void add_row(struct rows *r, int i, uint32_t row)
{
    r->twice = r->twice || row & (row - 1) || row & r->any;
    r->any |= r->of[i] = row;
}

/* Words of b that are this one, as bits. */
#ifdef __SSE2__
#include <emmintrin.h>
_Static_assert(WORDS == 6 && AT_FATHER + WORDS == TOKENS + 1, "what is read lies in the record");
static inline uint32_t equal_row(uint32_t id, const struct words *b)
{
    __m128i x = _mm_set1_epi32((int)id);
    __m128i lo = _mm_loadu_si128((const __m128i *)(const void *)b->id);
    __m128i hi = _mm_loadu_si128((const __m128i *)(const void *)(b->id + 2));
    int row = _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(x, lo))) |
              _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(x, hi))) << 2;
    return (uint32_t)row & ((1u << b->n) - 1);
}
#else
static inline uint32_t equal_row(uint32_t id, const struct words *b)
{
    uint32_t row = 0;
    for (int k = 0; k < b->n; k++)
        row |= (uint32_t)(id == b->id[k]) << k;
    return row;
}
#endif

int name_words_same(struct span a, struct span b)
{
    struct words y = {b.tok, b.diac, b.n};
    int n = 0;
    for (int i = 0; i < a.n; i++)
        n += equal_row(a.tok[i], &y) != 0;
    return n;
}

static bool equal_rows(const struct words *a, const struct words *b, struct rows *out)
{
    for (int i = 0; i < a->n; i++)
        add_row(out, i, equal_row(a->id[i], b));
    return out->any;
}

static bool is_like(const struct tok *t, uint32_t a, uint32_t b)
{
    uint32_t hi = a > b ? a : b, lo = a > b ? b : a;
    if (t[hi].like)
        return t[hi].like[lo / 64] >> (lo % 64) & 1;
    return word_may_be_like(&t[a], &t[b]) && word_likeness(&t[a], &t[b]) != LIKE_NOT;
}

static bool like_rows(const struct tok *t, const struct tally *c, const struct words *a,
    const struct words *b, struct rows *out)
{
    for (uint32_t left = c->left_a; left; left &= left - 1) {
        int i = __builtin_ctz(left);
        uint32_t row = 0;
        for (uint32_t other = c->left_b; other; other &= other - 1) {
            int k = __builtin_ctz(other);
            row |= (uint32_t)is_like(t, a->id[i], b->id[k]) << k;
        }
        add_row(out, i, row);
    }
    return out->any;
}

static void match_pair(struct tally *c, const struct tok *t, const struct words *a,
    const struct words *b, int i, int k)
{
    matched(c, a, b, i, k);
    if (a->id[i] == b->id[k]) {
        if (a->diac[i] != b->diac[k])
            match_marks(c, a->diac[i], b->diac[k], is_marked(a), is_marked(b), i + 1 == a->n);
        c->exact++;
        c->rare += t[a->id[i]].rate;
        return;
    }
    enum likeness like = word_likeness(&t[a->id[i]], &t[b->id[k]]);
    c->slip += like == LIKE_SLIP;
    c->sound += like == LIKE_SOUND;
    c->alike += like == LIKE_USUAL;
    c->initial += like == LIKE_INITIAL;
}

static void match_shifted(struct tally *c, const struct tok *t, const struct words *a,
    const struct words *b, const struct rows *r, uint32_t which, int shift)
{
    for (uint32_t left = c->left_a & which; left; left &= left - 1) {
        int i = __builtin_ctz(left), k = i + shift;
        if (k >= 0 && r->of[i] & c->left_b & 1u << k)
            match_pair(c, t, a, b, i, k);
    }
}

/* Words in their place (the first, from the end, from the beginning) first, then in any. */
static void match(struct tally *c, const struct tok *t, const struct words *a,
    const struct words *b, const struct rows *r)
{
    if (r->twice && a->n == b->n) {
        match_shifted(c, t, a, b, r, ~0u, 0);
    } else if (r->twice) {
        match_shifted(c, t, a, b, r, 1, 0);
        match_shifted(c, t, a, b, r, ~0u, b->n - a->n);
        match_shifted(c, t, a, b, r, ~1u, 0);
    }
    for (uint32_t left = c->left_a; left; left &= left - 1) {
        int i = __builtin_ctz(left);
        if (r->of[i] & c->left_b)
            match_pair(c, t, a, b, i, __builtin_ctz(r->of[i] & c->left_b));
    }
}

static struct tally tally_of(const struct tok *t, const struct words *a, const struct words *b)
{
    struct tally c = {.left_a = (1u << a->n) - 1, .left_b = (1u << b->n) - 1};
    struct rows rows = {0}, like = {0};
    if (equal_rows(a, b, &rows))
        match(&c, t, a, b, &rows);
    if (c.left_a && c.left_b && like_rows(t, &c, a, b, &like))
        match(&c, t, a, b, &like);
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
static bool is_odd(const struct tok *t, const struct words *a, uint32_t left, const struct words *b,
    uint32_t others)
{
    for (uint32_t rest = left; rest; rest &= rest - 1) {
        const struct tok *x = &t[a->id[__builtin_ctz(rest)]];
        bool odd = x->flags & TOK_PET;
        for (uint32_t k = others; k && !odd && x->rate >= WORD_RARE; k &= k - 1) {
            const struct tok *o = &t[b->id[__builtin_ctz(k)]];
            odd = word_letters_off(x, o) * 2 <= (x->len > o->len ? x->len : o->len);
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
    if (c->alike || (less < 3 && !c->last) ||
        (c->exact < 3 && (!c->last || (!c->first && less > 2))))
        return NAME_PART;
    return c->marks || c->slip + c->sound > 1 ? NAME_ODD : NAME_SHORT;
}

static enum name_level level_of(
    const struct tally *c, const struct tok *t, const struct words *a, const struct words *b)
{
    int hits = c->exact + c->slip + c->sound + c->alike + c->initial;
    int less = a->n < b->n ? a->n : b->n, more = a->n < b->n ? b->n : a->n;
    if (hits == more)
        return whole_level(c);
    if (hits == less && hits >= 2)
        return short_level(c, less);
    if (is_odd(t, a, c->left_a, b, c->left_b) != is_odd(t, b, c->left_b, a, c->left_a))
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
static struct words turned(const struct words *a, int how, struct own_words *own)
{
    for (int i = 0; i < a->n; i++) {
        int from = (i + (how == TURN_ON ? 1 : a->n - 1)) % a->n;
        if (how == TURN_ENDS)
            from = i == 0 ? a->n - 1 : i + 1 == a->n ? 0 : i;
        own->id[i] = a->id[from];
        own->diac[i] = a->diac[from];
    }
    return (struct words){own->id, own->diac, a->n};
}

/* Order before position: which words are the family's and which the child's own is seen where most
 * words stand in their places. Then the word that differs is taken for the child's own. */
static enum name_level turned_level(
    struct tally *c, const struct tok *t, const struct words *a, const struct words *b)
{
    enum name_level level = level_of(c, t, a, b);
    if (!c->moved || !(c->left_a | c->left_b))
        return level;
    for (int how = 0; how < TURNS && b->n > 1; how++) {
        struct own_words own;
        struct words x = turned(b, how, &own);
        struct tally d = tally_of(t, a, &x);
        if (d.moved < c->moved) {
            *c = d;
            level = level_of(&d, t, a, &x);
        }
    }
    return level == NAME_FAMILY ? NAME_GIVEN : level;
}

/* All words in their places: the marks alone decide. */
static enum name_level marks_level(struct span a, struct span b)
{
    struct tally c = {0};
    uint8_t x = 0, y = 0;
    if (memcmp(a.diac, b.diac, (size_t)a.n) == 0)
        return NAME_SAME;
    for (int i = 0; i < a.n; i++) {
        x |= a.diac[i];
        y |= b.diac[i];
    }
    for (int i = 0; i < a.n; i++)
        match_marks(&c, a.diac[i], b.diac[i], x, y, i + 1 == a.n);
    return whole_level(&c);
}

static bool comes_after(const struct tok *t, const struct words *a, const struct words *b)
{
    if (a->n != b->n)
        return a->n > b->n;
    for (int i = 0; i < a->n; i++)
        if (a->id[i] != b->id[i])
            return t[a->id[i]].hash > t[b->id[i]].hash;
    return false;
}

/* Letters of all words together: how many, and which. */
static int letters_in(const struct tok *t, struct span a, uint32_t *used)
{
    int n = 0;
    *used = 0;
    for (int i = 0; i < a.n; i++) {
        n += t[a.tok[i]].len;
        *used |= t[a.tok[i]].used;
    }
    return n;
}

struct joined {
    uint8_t c[WORDS * 12 + 2];
};

static int join(const struct tok *t, struct span a, struct joined *out)
{
    int n = 0;
    for (int i = 0; i < a.n; i++)
        for (uint64_t f = t[a.tok[i]].fold; f; f >>= 5)
            out->c[n++] = (uint8_t)(f & 31);
    out->c[n] = 0;
    return n;
}

/* Letters to add, drop or change to make one of the other, up to `most`; else more. */
static int letters_apart(const uint8_t *a, int n, const uint8_t *b, int m, int most)
{
    while (n && m && *a == *b) {
        a++, b++;
        n--, m--;
    }
    while (n && m && a[n - 1] == b[m - 1])
        n--, m--;
    if (!n || !m || !most)
        return n + m;
    int best = letters_apart(a + 1, n - 1, b + 1, m - 1, most - 1);
    int less = letters_apart(a + 1, n - 1, b, m, most - 1);
    int more = letters_apart(a, n, b + 1, m - 1, most - 1);
    best = less < best ? less : best;
    return 1 + (more < best ? more : best);
}

/* The same letters in other words: "Bảo An", "BảoAn". Where that changes, slips are nearer too. */
static enum name_level joined_level(
    const struct tok *t, struct span a, struct span b, enum name_level level)
{
    enum { SLIPS = 2, LONG = 8 };
    uint32_t x_used, y_used;
    int na = letters_in(t, a, &x_used), nb = letters_in(t, b, &y_used);
    if (na - nb > SLIPS || nb - na > SLIPS || word_bits_more(x_used ^ y_used, 2 * SLIPS))
        return level;
    struct joined x, y;
    na = join(t, a, &x);
    nb = join(t, b, &y);
    int apart = letters_apart(x.c, na, y.c, nb, SLIPS);
    if (apart == 0)
        return NAME_ORDER;
    return level > NAME_SHORT && apart <= SLIPS && na >= LONG && nb >= LONG ? NAME_FUZZY : level;
}

enum name_level name_level(const struct tok *t, struct span a, struct span b, bool equal, int *rare)
{
    *rare = 0;
    if (!a.n || !b.n)
        return NAME_NA;
    if (equal)
        return marks_level(a, b);
    struct own_words own[4];
    struct words x = read_words(t, &a, own), y = read_words(t, &b, own + 2);
    if (comes_after(t, &x, &y)) { /* symmetric: the same one is always first */
        struct words z = x;
        x = y;
        y = z;
    }
    struct tally c = tally_of(t, &x, &y);
    enum name_level level = turned_level(&c, t, &x, &y);
    *rare = c.rare;
    bool torn = a.n != b.n ? level > NAME_ORDER : level == NAME_OTHER;
    return torn ? joined_level(t, a, b, level) : level;
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
