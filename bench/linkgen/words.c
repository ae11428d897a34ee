// SPDX-License-Identifier: AGPL-3.0-or-later
/* Chance, words, and lists of words from which the usual ones come up more often. */
#include "bench/linkgen/linkgen.h"

#include <math.h>

uint64_t rng_mix(uint64_t a, uint64_t b)
{
    uint64_t z = a * 0x9e3779b97f4a7c15u + b + 0x7f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

struct rng rng_of(uint64_t seed, uint64_t what, uint64_t which)
{
    return (struct rng){rng_mix(rng_mix(seed, what), which)};
}

/* splitmix64 */
uint64_t rng_next(struct rng *r)
{
    uint64_t z = r->s += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

double rng_real(struct rng *r)
{
    return (double)(rng_next(r) >> 11) * 0x1p-53;
}

int rng_below(struct rng *r, int n)
{
    return n <= 1 ? 0 : (int)((rng_next(r) >> 32) * (uint64_t)n >> 32);
}

int rng_span(struct rng *r, int lo, int hi)
{
    return lo + rng_below(r, hi - lo + 1);
}

bool rng_hit(struct rng *r, double p)
{
    return rng_real(r) < p;
}

/* ---- words ----------------------------------------------------------------------------------- */

/* The next letter of UTF-8 up to U+FFFF. */
static uint16_t next_letter(const char **p)
{
    const unsigned char *s = (const unsigned char *)*p;
    unsigned c = *s;
    int more = c < 0x80 ? 0 : c < 0xe0 ? 1 : 2;
    c &= more ? 0x3fu >> more : 0x7f;
    for (int i = 1; i <= more; i++)
        c = c << 6 | (s[i] & 63);
    *p += more + 1;
    return (uint16_t)c;
}

struct word word_of(const char *utf8, size_t n)
{
    struct word w = {0};
    const char *end = utf8 + n;
    while (utf8 < end && w.n < WORD_MAX)
        w.c[w.n++] = next_letter(&utf8);
    return w;
}

static void add_str(struct name *to, struct str s)
{
    struct str part;
    while (str_split(&s, ' ', &part))
        if (part.n && to->n < NAME_WORDS)
            to->w[to->n++] = word_of(part.p, part.n);
}

void name_add_text(struct name *to, const char *utf8)
{
    add_str(to, str_of(utf8));
}

void name_add(struct name *to, const struct name *more)
{
    for (int i = 0; i < more->n && to->n < NAME_WORDS; i++)
        to->w[to->n++] = more->w[i];
}

bool word_same(const struct word *a, const struct word *b)
{
    return a->n == b->n && !memcmp(a->c, b->c, a->n * sizeof a->c[0]);
}

bool name_same(const struct name *a, const struct name *b)
{
    if (a->n != b->n)
        return false;
    for (int i = 0; i < a->n; i++)
        if (!word_same(&a->w[i], &b->w[i]))
            return false;
    return true;
}

/* ---- lists ----------------------------------------------------------------------------------- */

void list_open(struct arena *a, struct list *l)
{
    l->n = 1;
    for (const char *p = l->text; *p; p++)
        l->n += *p == '|';
    l->entry = NEW_N(a, struct name, l->n);
    l->upto = NEW_N(a, double, l->n);
    struct str rest = str_of(l->text), part;
    double sum = 0;
    for (int i = 0; i < l->n && str_split(&rest, '|', &part); i++) {
        add_str(&l->entry[i], part);
        l->upto[i] = sum += pow(i + 2.5, -l->skew);
    }
    for (int i = 0; i < l->n; i++)
        l->upto[i] /= sum;
}

const struct name *list_pick(const struct list *l, struct rng *r)
{
    double at = rng_real(r);
    int lo = 0, hi = l->n - 1;
    while (lo < hi) {
        int mid = (lo + hi) / 2;
        if (l->upto[mid] > at)
            hi = mid;
        else
            lo = mid + 1;
    }
    return &l->entry[lo];
}
