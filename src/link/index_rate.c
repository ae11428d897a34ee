// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * How frequent names were when the index was built. A set counts the names of its records; what it
 * found is kept by name, and by name and neighbourhood where many share it there, for those who
 * come later. Names that only one had are as rare as their words say.
 */
#include "link/link_index_int.h"

#include <math.h>

enum { KNOWN = 3000 }; /* as in rates.c */

static uint32_t hash_of_rate(const void *ctx, uint32_t i)
{
    const struct rates *t = ctx;
    return mix(AT(&t->known, struct rate, i)->key);
}

void rates_open(struct rates *t)
{
    pile_open(&t->known, sizeof(struct rate));
    chains_open(&t->table, hash_of_rate, t);
}

void rates_close(struct rates *t)
{
    pile_close(&t->known);
    chains_close(&t->table);
}

size_t rates_bytes(const struct rates *t)
{
    return pile_bytes(&t->known) + chains_bytes(&t->table);
}

static uint32_t rate_key(int field, uint32_t set, uint32_t area)
{
    return mix32(((uint64_t)set << 32 | area << 2 | (uint32_t)field) + 1);
}

static const struct rate *find(const struct rates *t, uint32_t key)
{
    uint32_t i = chains_first(&t->table, mix(key));
    while (i != NONE && AT(&t->known, struct rate, i)->key != key)
        i = chains_next(&t->table, i);
    return i == NONE ? NULL : AT(&t->known, struct rate, i);
}

static void learn(struct rates *t, uint32_t key, uint8_t code)
{
    if (find(t, key))
        return;
    uint32_t i = t->known.n;
    pile_grow(&t->known, i + 1);
    *AT(&t->known, struct rate, i) = (struct rate){key, code};
    chains_add(&t->table, i);
}

/* Of a name that only one has. */
static void rates_single(const struct link_index *x, struct lrec *r)
{
    lrec_rates(x->set->vocab, r);
    for (int f = 0; f < NAMES && x->rates.records > 0; f++) {
        double share = KNOWN * exp2(-r->rate[f] / 8.0) / (x->rates.records + KNOWN);
        double bits = -log2(share) * 8;
        r->rate[f] = (uint8_t)(bits < 0 ? 0 : bits > 255 ? 255 : lround(bits));
        r->near_rate[f] = r->rate[f];
    }
}

void rates_build(struct link_index *x)
{
    struct link_set *s = x->set;
    x->rates.records = 0;
    set_count(s);
    set_deal_done(s);
    x->rates.records = (double)s->n;
    for (size_t i = 0; i < s->n; i++) {
        struct lrec *r = &s->rec[i], single = *r;
        rates_single(x, &single);
        for (int f = 0; f < NAMES; f++) {
            if (!r->set[f] || (r->rate[f] == single.rate[f] && r->near_rate[f] == r->rate[f]))
                continue;
            learn(&x->rates, rate_key(f, r->set[f], 0), r->rate[f]);
            if (r->near_rate[f] != r->rate[f])
                learn(&x->rates, rate_key(f, r->set[f], r->area), r->near_rate[f]);
        }
    }
}

void rates_set(const struct link_index *x, struct lrec *r)
{
    rates_single(x, r);
    for (int f = 0; f < NAMES; f++) {
        const struct rate *all = find(&x->rates, rate_key(f, r->set[f], 0));
        if (!all)
            continue;
        r->rate[f] = r->near_rate[f] = all->code;
        const struct rate *near = r->area ? find(&x->rates, rate_key(f, r->set[f], r->area)) : NULL;
        if (near)
            r->near_rate[f] = near->code;
    }
}
