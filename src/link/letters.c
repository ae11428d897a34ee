// SPDX-License-Identifier: AGPL-3.0-or-later
/* What is kept of a word: its letters packed, hashes of letters, of sound, and of marks. */
#include "link/link_int.h"

enum { I = 9, Y = 25, PACKED = 12 };

static bool is_vowel(uint8_t b)
{
    return b == 1 || b == 5 || b == I || b == 15 || b == 21 || b == Y;
}

/* y after a consonant at the end is i: Lý, Lí; but not in thúy, nor Y alone. */
static uint8_t letter_at(const struct letters *l, size_t i)
{
    uint8_t b = l->base[i];
    return b == Y && i > 0 && i + 1 == l->n && !is_vowel(l->base[i - 1]) ? I : b;
}

uint64_t letters_fold(const struct letters *l, uint8_t *len)
{
    uint64_t fold = 0;
    size_t n = l->n < PACKED ? l->n : PACKED;
    for (size_t i = 0; i < n; i++)
        fold |= (uint64_t)letter_at(l, i) << (5 * i);
    *len = (uint8_t)n;
    return fold;
}

uint32_t letters_used(uint64_t fold)
{
    uint32_t used = 0;
    for (; fold; fold >>= 5)
        used |= 1u << ((fold & 31) == Y ? I : fold & 31);
    return used;
}

static bool is_among(uint64_t fold, const uint64_t *words, size_t n)
{
    size_t i = 0;
    while (i < n && fold != words[i])
        i++;
    return i < n;
}

uint8_t letters_flags(uint64_t fold)
{
    static const uint64_t variants[] = {W5('h', 'o', 'a', 'n', 'g'), W5('h', 'u', 'y', 'n', 'h'),
        W5('v', 'u', 0, 0, 0), W5('v', 'o', 0, 0, 0), W5('p', 'h', 'u', 'c', 0),
        W5('p', 'h', 'u', 'o', 'c'), W5('c', 'h', 'u', 0, 0), W5('c', 'h', 'a', 'u', 0)};
    static const uint64_t particles[] = {W5('h', 0, 0, 0, 0), W5('k', 0, 0, 0, 0)};
    static const uint64_t firsts[] = {
        W5('i', 0, 0, 0, 0), W5('y', 0, 0, 0, 0), W5('a', 0, 0, 0, 0), W5('k', 'a', 0, 0, 0)};
    int flags = is_among(fold, variants, COUNT(variants)) ? TOK_VARIANT : 0;
    flags |= is_among(fold, particles, COUNT(particles)) ? TOK_PARTICLE : 0;
    return (uint8_t)(flags | (is_among(fold, firsts, COUNT(firsts)) ? TOK_PARTICLE_FIRST : 0));
}

uint32_t letters_hash(const struct letters *l)
{
    uint64_t h = l->other;
    for (size_t i = 0; i < l->n; i++)
        h = h * 0x100000001b3u + letter_at(l, i);
    uint32_t r = mix32(h + l->n);
    return r ? r : 1;
}

uint8_t letters_diac(const struct letters *l)
{
    uint32_t h = 0, any = l->tone;
    for (size_t i = 0; i < l->n; i++) {
        any |= l->mod[i];
        h = l->mod[i] ? h * 31 + l->mod[i] * 8u + l->base[i] : h;
    }
    if (!any)
        return 0;
    h = mix32((uint64_t)h * 8 + l->tone) % 255;
    return (uint8_t)(h + 1);
}

/* How the beginning of a syllable sounds to somebody; *n letters are used up. */
static char initial(const char *s, size_t *n)
{
    static const struct {
        const char *spelt;
        char sound;
    } map[] = {{"ngh", 'G'}, {"ng", 'G'}, {"nh", 'J'}, {"gh", 'g'}, {"gi", 'D'}, {"tr", 'C'},
        {"ch", 'C'}, {"ph", 'F'}, {"th", 'T'}, {"kh", 'H'}, {"d", 'D'}, {"r", 'D'}, {"v", 'D'},
        {"s", 'S'}, {"x", 'S'}, {"l", 'L'}, {"n", 'L'}, {"k", 'K'}, {"c", 'K'}, {"q", 'K'}};
    for (size_t i = 0; i < COUNT(map); i++) {
        size_t k = strlen(map[i].spelt);
        if (strncmp(s, map[i].spelt, k) == 0) {
            *n = k == 2 && s[1] == 'i' && !strchr("aeou", s[2] ? s[2] : 'b') ? 1 : k;
            return map[i].sound;
        }
    }
    *n = 1;
    return s[0];
}

uint32_t letters_phon(const struct letters *l)
{
    char s[LETTERS_MAX + 4] = {0};
    for (size_t i = 0; i < l->n; i++)
        s[i] = (char)(l->base[i] == Y ? 'i' : 'a' + l->base[i] - 1);
    size_t used = 0, n = l->n;
    char first = n ? initial(s, &used) : 0;
    uint64_t h = (uint64_t)l->other << 8 | (unsigned char)first;
    if (n >= used + 2 && (s[n - 1] == 'g' || s[n - 1] == 'h') &&
        (s[n - 2] == 'n' || s[n - 2] == 'c'))
        n--;
    for (size_t i = used; i < n; i++) {
        char c = i + 1 == n && s[i] == 't' && i > used ? 'c' : s[i];
        if (i == used || c != s[i - 1])
            h = h * 0x100000001b3u + (unsigned char)c;
    }
    uint32_t r = mix32(h ^ 0x5f0e);
    return r ? r : 1;
}
