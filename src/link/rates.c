// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * How frequent words and names are in a set. A name that is rare in the country may be everybody's
 * in one valley: names are counted in the country and in the neighbourhood.
 */
#include "link/link_int.h"

#include <math.h>
#include <stdlib.h>

enum {
    AREAS = 65536,
    WORDS_SAMPLE = 200000,
    WORDS_WORTH = 20000, /* records that are worth a table of like words */
    KNOWN = 3000,        /* what words say of a name weighs as much as so many records */
    KNOWN_NEAR = 300,    /* and what the country says of a neighbourhood */
};

static void count_words(struct link_set *s)
{
    uint32_t size = vocab_size(s->vocab);
    uint32_t *count = calloc(size, sizeof *count);
    BUG_IF(!count);
    size_t step = s->n / WORDS_SAMPLE + 1;
    for (size_t i = 0; i < s->n; i += step)
        for (int k = 0; k < TOKENS; k++)
            count[s->rec[i].tok[k]]++;
    vocab_rates(s->vocab, count, size);
    if (s->n >= WORDS_WORTH)
        vocab_like(s->vocab, s->o.threads);
    free(count);
}

struct rating {
    struct link_set *s;
    int field;
    const uint32_t *area; /* records of each area with that name */
};

static uint8_t rate_code(double share)
{
    double bits = -log2(share) * 8;
    return (uint8_t)(bits < 0 ? 0 : bits > 255 ? 255 : lround(bits));
}

static void name_keys(void *ctx, size_t i, uint32_t *key)
{
    const struct link_set *s = ctx;
    memcpy(key, s->rec[i].set, sizeof s->rec[i].set);
}

/* What tells two bearers of one name apart, coarsely: a child by its day, a parent by the other. */
static uint16_t bearer(const struct lrec *r, int field)
{
    if (field == 0)
        return (uint16_t)((unsigned)r->year << 9 ^ (unsigned)r->month << 5 ^ r->day);
    return (uint16_t)(r->set[3 - field] ^ r->set[3 - field] >> 16);
}

/* One neighbourhood's bearers of a name: how many beyond a child with its double. */
static unsigned others(const uint64_t *v, size_t n)
{
    unsigned seen = 0;
    for (size_t i = 0; i < n; i++)
        seen += i == 0 || (v[i] >> 32 & 0xffff) != (v[i - 1] >> 32 & 0xffff);
    return seen > 2 ? seen - 2 : 0;
}

static void rate_near(struct rating *r, uint64_t *v, uint64_t *tmp, size_t n, double share)
{
    for (size_t i = 0; i < n; i++) {
        const struct lrec *rec = &r->s->rec[(uint32_t)v[i]];
        uint64_t key = (uint64_t)rec->area << 16 | bearer(rec, r->field);
        v[i] = key << 32 | (uint32_t)v[i];
    }
    uint64_t *x = sort_keys(v, tmp, n);
    for (size_t i = 0, to; i < n; i = to) {
        for (to = i + 1; to < n && x[to] >> 48 == x[i] >> 48;)
            to++;
        unsigned area = (unsigned)(x[i] >> 48), more = area ? others(x + i, to - i) : 0;
        if (!more)
            continue;
        double near = (more + KNOWN_NEAR * share) / (r->area[area] + KNOWN_NEAR);
        uint8_t code = rate_code(near > share ? near : share);
        for (size_t k = i; k < to; k++)
            r->s->rec[(uint32_t)x[k]].near_rate[r->field] = code;
    }
}

static void rate_run(struct rating *r, uint64_t *v, uint64_t *tmp, size_t n)
{
    struct link_set *s = r->s;
    struct lrec first = s->rec[(uint32_t)v[0]];
    lrec_rates(s->vocab, &first);
    double words = exp2(-first.rate[r->field] / 8.0);
    double share = ((double)n - 1 + KNOWN * words) / ((double)s->n + KNOWN);
    uint8_t code = rate_code(share);
    for (size_t i = 0; i < n; i++) {
        struct lrec *rec = &s->rec[(uint32_t)v[i]];
        rec->rate[r->field] = rec->near_rate[r->field] = code;
    }
    if (n > 3)
        rate_near(r, v, tmp, n, share);
}

static void rate_share(void *ctx, uint64_t *v, uint64_t *tmp, size_t n)
{
    for (size_t i = 0, to; i < n; i = to) {
        for (to = i + 1; to < n && v[to] >> 32 == v[i] >> 32;)
            to++;
        rate_run(ctx, v + i, tmp + i, to - i);
    }
}

void set_count(struct link_set *s)
{
    count_words(s);
    struct rating r = {.s = s};
    uint32_t *area = calloc(NAMES * AREAS, sizeof *area);
    BUG_IF(!area);
    for (size_t i = 0; i < s->n; i++)
        for (int f = 0; f < NAMES; f++)
            area[f * AREAS + s->rec[i].area] += s->rec[i].set[f] != 0;
    set_keys(s, NAMES, name_keys, s);
    for (r.field = 0; r.field < NAMES; r.field++) {
        r.area = area + r.field * AREAS;
        set_deal(s, (size_t)r.field, rate_share, &r);
    }
    free(area);
}
