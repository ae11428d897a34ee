// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Sorting by a 32-bit key, by digits, least first; and dealing the records of a set into shares by
 * the upper bits of a key, so that a share fits into a cache and is one thread's work.
 */
#include "link/link_int.h"

#include <stdlib.h>

enum { PARTS = 64, SHARES = 1024, SHARE_SHIFT = 22 };

static void sort_small(uint64_t *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t x = v[i];
        size_t k = i;
        for (; k > 0 && v[k - 1] >> 32 > x >> 32; k--)
            v[k] = v[k - 1];
        v[k] = x;
    }
}

static void sort_digit(const uint64_t *from, uint64_t *to, size_t n, uint32_t *at, unsigned shift)
{
    for (size_t i = 0; i < n; i++)
        to[at[from[i] >> shift & 255]++] = from[i];
}

uint64_t *sort_keys(uint64_t *v, uint64_t *tmp, size_t n)
{
    if (n < 48) {
        sort_small(v, n);
        return v;
    }
    uint32_t at[4][256] = {0};
    for (size_t i = 0; i < n; i++)
        for (unsigned d = 0; d < 4; d++)
            at[d][v[i] >> (32 + 8 * d) & 255]++;
    for (unsigned d = 0; d < 4; d++) {
        unsigned shift = 32 + 8 * d;
        if (at[d][v[0] >> shift & 255] == n)
            continue; /* all have this digit in common */
        uint32_t sum = 0;
        for (int k = 0; k < 256; k++) {
            uint32_t count = at[d][k];
            at[d][k] = sum;
            sum += count;
        }
        sort_digit(v, tmp, n, at[d], shift);
        uint64_t *t = v;
        v = tmp;
        tmp = t;
    }
    return v;
}

/* ---- shares -------------------------------------------------------------------------------------
 */

struct deal {
    struct link_set *s;
    deal_key *key_of;
    deal_share *work;
    void *ctx;
    uint64_t *v; /* key << 32 | record, share by share */
    uint32_t *key;
    uint32_t (*count)[SHARES];
    size_t from[SHARES + 1];
};

static void deal_count(void *ctx, size_t part)
{
    struct deal *d = ctx;
    size_t to = d->s->n * (part + 1) / PARTS;
    for (size_t i = d->s->n * part / PARTS; i < to; i++) {
        d->key[i] = d->key_of(d->ctx, i);
        d->count[part][d->key[i] >> SHARE_SHIFT] += d->key[i] != 0;
    }
}

/* From counts to places: share by share, part by part, so that the order is that of records. */
static void deal_places(struct deal *d)
{
    uint32_t sum = 0;
    for (size_t share = 0; share < SHARES; share++) {
        d->from[share] = sum;
        for (size_t part = 0; part < PARTS; part++) {
            uint32_t n = d->count[part][share];
            d->count[part][share] = sum;
            sum += n;
        }
    }
    d->from[SHARES] = sum;
}

static void deal_out(void *ctx, size_t part)
{
    struct deal *d = ctx;
    size_t to = d->s->n * (part + 1) / PARTS;
    uint32_t *at = d->count[part];
    for (size_t i = d->s->n * part / PARTS; i < to; i++)
        if (d->key[i])
            d->v[at[d->key[i] >> SHARE_SHIFT]++] = (uint64_t)d->key[i] << 32 | i;
}

static void deal_work(void *ctx, size_t share)
{
    struct deal *d = ctx;
    size_t from = d->from[share], n = d->from[share + 1] - from;
    if (n == 0)
        return;
    uint64_t *tmp = malloc(n * sizeof *tmp);
    BUG_IF(!tmp);
    d->work(d->ctx, d->v + from, tmp, n);
    free(tmp);
}

void set_deal_done(struct link_set *s)
{
    mem_unmap(s->deal, s->n * sizeof *s->deal);
    mem_unmap(s->deal_keys, s->n * sizeof *s->deal_keys);
    s->deal = NULL;
    s->deal_keys = NULL;
}

void set_deal(struct link_set *s, deal_key *key, deal_share *work, void *ctx)
{
    struct deal *d = calloc(1, sizeof *d);
    BUG_IF(!d);
    *d = (struct deal){.s = s, .key_of = key, .work = work, .ctx = ctx};
    if (!s->deal) { /* kept from pass to pass: fresh pages cost as much as the sorting */
        s->deal = mem_map(s->n * sizeof *s->deal);
        s->deal_keys = mem_map(s->n * sizeof *s->deal_keys);
    }
    d->v = s->deal;
    d->key = s->deal_keys;
    d->count = mem_map(PARTS * sizeof *d->count);
    mem_parallel(s->o.threads, PARTS, deal_count, d);
    deal_places(d);
    mem_parallel(s->o.threads, PARTS, deal_out, d);
    mem_parallel(s->o.threads, SHARES, deal_work, d);
    mem_unmap(d->count, PARTS * sizeof *d->count);
    free(d);
}
