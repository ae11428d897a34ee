// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * How two words of names are alike: Damerau's distance on packed letters, in a handful of
 * instructions, and how usual both words are.
 */
#include "link/link_int.h"
#include "link/link_plain_int.h"

enum { RARE = WORD_RARE };
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

int word_letters_off(const struct tok *a, const struct tok *b)
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

enum { RARER = 3 * 64, MUCH_RARER = 5 * 64 };

/* Quick: a slip changes by few how many letters there are and which. */
bool word_may_be_like(const struct tok *a, const struct tok *b)
{
    int flags = a->flags | b->flags;
    if (flags & (TOK_INITIAL | TOK_PET))
        return flags & TOK_INITIAL && (a->fold & 31) == (b->fold & 31);
    if (a->phon == b->phon || a->flags & b->flags & TOK_VARIANT)
        return true;
    int longer = a->len > b->len ? a->len : b->len, less = a->len + b->len - longer;
    int twice = less >= 5 ? 2 : 1; /* short words bear one slip only */
    uint32_t other = a->used ^ b->used;
    bool usual = a->rate <= RARE && b->rate <= RARE;
    if (longer - less > twice || (longer + less < 4 && usual && other))
        return false;
    return !word_bits_more(other, 2 * twice);
}

/* The same sound, or but for a slip or two the same letters. */
static bool is_near(const struct tok *a, const struct tok *b)
{
    if (a->phon == b->phon)
        return true;
    if (a->len + b->len < 4)
        return false;
    return fold_one_off(a->fold, b->fold) ||
           (a->len >= 5 && b->len >= 5 && fold_two_off(a->fold, b->fold));
}

enum likeness word_likeness(const struct tok *a, const struct tok *b)
{
    if ((a->flags | b->flags) & TOK_INITIAL)
        return (a->fold & 31) == (b->fold & 31) ? LIKE_INITIAL : LIKE_NOT;
    if ((a->flags | b->flags) & TOK_PET)
        return LIKE_NOT;
    int gap = a->rate > b->rate ? a->rate - b->rate : b->rate - a->rate;
    bool odd = gap > RARER && (a->rate > RARE || b->rate > RARE);
    bool odder = gap > MUCH_RARER, near = is_near(a, b);
    if (odd && (near || (word_letters_off(a, b) <= 1 && a->len + b->len > 2)))
        return LIKE_SLIP;
    if (odder && !near && word_letters_off(a, b) == 0)
        return LIKE_SLIP;
    if (!near)
        return is_variant(a->fold, b->fold) ? LIKE_SOUND : LIKE_NOT;
    return odder ? LIKE_SLIP : a->phon == b->phon ? LIKE_SOUND : LIKE_USUAL;
}
