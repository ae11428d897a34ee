// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Blocks kept current. A row lies, in each pass, in one block: that of its key, or, where the block
 * had more than block_max() rows, of its key and the next feature of the pass, and so on, as in a
 * set. So one put costs the same whatever the number of rows. Two rules go beyond a set's: a block
 * that was split stays so when rows are dropped, and where no feature is left, rows are parted by
 * the words of the name and the newest block_max() of these are found.
 */
#include "link/link_index_int.h"

#include <stdlib.h>

enum { DEEPEST = REFINES + 1, CROWD_STEPS = 2048 };

struct leaf {
    uint32_t base, key; /* base 0 = in no block of this pass */
    int depth;
};

static uint32_t refine(const struct blocks *b, const struct lrec *r, int depth)
{
    const struct tok *t = vocab_toks(b->x->set->vocab);
    return depth < REFINES ? block_split(t, r, b->pass, depth) : r->set[0];
}

/* Blocks are dealt by the upper bits of the key first: a build meets them in the order of memory.
 */
static uint32_t spread(uint32_t key)
{
    key = (key >> 1 & 0x55555555) | (key & 0x55555555) << 1;
    key = (key >> 2 & 0x33333333) | (key & 0x33333333) << 2;
    key = (key >> 4 & 0x0f0f0f0f) | (key & 0x0f0f0f0f) << 4;
    return __builtin_bswap32(key);
}

static bool is_split(const struct blocks *b, uint32_t key)
{
    if (b->keys.n == 0)
        return false;
    uint32_t i = chains_first(&b->splits, mix(key));
    while (i != NONE && *AT(&b->keys, uint32_t, i) != key)
        i = chains_next(&b->splits, i);
    return i != NONE;
}

static uint32_t deeper(uint32_t key, uint32_t feature)
{
    return mix32((uint64_t)key << 32 | feature);
}

static struct leaf leaf_of(const struct blocks *b, const struct lrec *r)
{
    uint32_t base = block_key(vocab_toks(b->x->set->vocab), r, b->pass);
    struct leaf l = {base, base, 0};
    while (base && l.depth < DEEPEST && is_split(b, l.key))
        l.key = deeper(l.key, refine(b, r, l.depth++));
    return l;
}

static const struct lrec *rec_at(const struct blocks *b, uint32_t i)
{
    return &b->x->set->rec[i];
}

static uint32_t hash_of_row(const void *ctx, uint32_t i)
{
    const struct blocks *b = ctx;
    return spread(leaf_of(b, rec_at(b, i)).key);
}

static uint32_t hash_of_split(const void *ctx, uint32_t i)
{
    const struct blocks *b = ctx;
    return mix(*AT(&b->keys, uint32_t, i));
}

void blocks_open(struct link_index *x, size_t expect)
{
    x->blocks = calloc(PASSES, sizeof *x->blocks);
    BUG_IF(!x->blocks);
    for (int p = 0; p < PASSES; p++) {
        struct blocks *b = &x->blocks[p];
        b->x = x;
        b->pass = p;
        pile_open(&b->keys, sizeof(uint32_t));
        chains_open(&b->leaves, hash_of_row, b);
        chains_open(&b->splits, hash_of_split, b);
        b->leaves.load = 2;
        BUG_IF(block_max(p) >= BLOCK_ROOM);
        chains_expect(&b->leaves, expect / 2);
    }
}

void blocks_close(struct link_index *x)
{
    for (int p = 0; p < PASSES; p++) {
        pile_close(&x->blocks[p].keys);
        chains_close(&x->blocks[p].leaves);
        chains_close(&x->blocks[p].splits);
    }
    free(x->blocks);
}

size_t blocks_bytes(const struct link_index *x)
{
    size_t n = PASSES * sizeof *x->blocks;
    for (int p = 0; p < PASSES; p++)
        n += pile_bytes(&x->blocks[p].keys) + chains_bytes(&x->blocks[p].leaves) +
             chains_bytes(&x->blocks[p].splits);
    return n;
}

/* ---- one row ----------------------------------------------------------------------------------
 */

static bool same_leaf(
    const struct blocks *b, const struct leaf *l, const struct lrec *r, const struct lrec *other)
{
    if (block_key(vocab_toks(b->x->set->vocab), other, b->pass) != l->base)
        return false;
    for (int d = 0; d < l->depth; d++)
        if (refine(b, r, d) != refine(b, other, d))
            return false;
    return true;
}

/* Rows of a leaf, newest first, one more than block_max() at most. */
static size_t members(const struct blocks *b, const struct leaf *l, const struct lrec *r,
    uint32_t except, uint32_t out[BLOCK_ROOM])
{
    size_t n = 0;
    uint32_t i = chains_first(&b->leaves, spread(l->key));
    for (int steps = 0; i != NONE && n <= block_max(b->pass) && steps < CROWD_STEPS; steps++) {
        uint32_t next = chains_next(&b->leaves, i);
        if (next != NONE)
            __builtin_prefetch(rec_at(b, next));
        if (i != except && same_leaf(b, l, r, rec_at(b, i)))
            out[n++] = i;
        i = next;
    }
    return n;
}

static void mark_split(struct blocks *b, uint32_t key)
{
    uint32_t i = b->keys.n;
    pile_grow(&b->keys, i + 1);
    *AT(&b->keys, uint32_t, i) = key;
    chains_add(&b->splits, i);
}

static void add_row(struct blocks *b, uint32_t i)
{
    uint32_t in[BLOCK_ROOM];
    const struct lrec *r = rec_at(b, i);
    struct leaf l = leaf_of(b, r);
    if (!l.base)
        return;
    size_t n = l.depth < DEEPEST ? members(b, &l, r, NONE, in) : 0;
    if (n < block_max(b->pass)) {
        chains_add_at(&b->leaves, i, spread(l.key));
        return;
    }
    for (size_t k = 0; k < n; k++)
        chains_remove(&b->leaves, in[k]);
    mark_split(b, l.key);
    while (n-- > 0)
        add_row(b, in[n]);
    add_row(b, i);
}

void blocks_add(struct link_index *x, uint32_t row)
{
    for (int p = 0; p < PASSES; p++)
        add_row(&x->blocks[p], row);
}

void blocks_remove(struct link_index *x, uint32_t row)
{
    for (int p = 0; p < PASSES; p++)
        if (block_key(vocab_toks(x->set->vocab), rec_at(&x->blocks[p], row), p))
            chains_remove(&x->blocks[p].leaves, row);
}

/* Leaves those that share the feature. */
static size_t narrow(
    const struct blocks *b, const struct lrec *r, int depth, uint32_t *rows, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (refine(b, r, depth) == refine(b, rec_at(b, rows[i]), depth))
            rows[kept++] = rows[i];
    return kept;
}

size_t blocks_find(
    const struct blocks *b, const struct lrec *r, uint32_t except, uint32_t out[BLOCK_ROOM])
{
    struct leaf l = leaf_of(b, r);
    if (!l.base)
        return 0;
    size_t n = members(b, &l, r, except, out);
    while (n >= block_max(b->pass) && l.depth < DEEPEST)
        n = narrow(b, r, l.depth++, out, n);
    return n < block_max(b->pass) ? n : block_max(b->pass);
}

/* ---- all rows ---------------------------------------------------------------------------------
 */

static void build_block(
    struct blocks *b, uint64_t *v, uint64_t *tmp, size_t n, uint32_t key, int depth)
{
    if (n <= block_max(b->pass) || depth == DEEPEST) {
        for (size_t i = 0; i < n; i++)
            chains_add_at(&b->leaves, (uint32_t)v[i], spread(key));
        return;
    }
    mark_split(b, key);
    for (size_t i = 0; i < n; i++)
        v[i] = (uint64_t)refine(b, rec_at(b, (uint32_t)v[i]), depth) << 32 | (uint32_t)v[i];
    uint64_t *x = sort_keys(v, tmp, n), *other = x == v ? tmp : v;
    for (size_t i = 0, to; i < n; i = to) {
        for (to = i + 1; to < n && x[to] >> 32 == x[i] >> 32;)
            to++;
        uint32_t below = deeper(key, (uint32_t)(x[i] >> 32));
        build_block(b, x + i, other + i, to - i, below, depth + 1);
    }
}

static void build_pass(void *ctx, size_t pass)
{
    struct link_index *x = ctx;
    struct blocks *b = &x->blocks[pass];
    size_t n = 0, bytes = x->rows.n * sizeof(uint64_t);
    uint64_t *v = mem_map(bytes), *tmp = mem_map(bytes);
    for (uint32_t i = 0; i < x->rows.n; i++) {
        uint32_t key = block_key(vocab_toks(x->set->vocab), rec_at(b, i), b->pass);
        if (key && row_at(x, i)->alive)
            v[n++] = (uint64_t)key << 32 | i;
    }
    uint64_t *s = sort_keys(v, tmp, n), *other = s == v ? tmp : v;
    for (size_t i = 0, to; i < n; i = to) {
        for (to = i + 1; to < n && s[to] >> 32 == s[i] >> 32;)
            to++;
        build_block(b, s + i, other + i, to - i, (uint32_t)(s[i] >> 32), 0);
    }
    mem_unmap(v, bytes);
    mem_unmap(tmp, bytes);
}

void blocks_build(struct link_index *x)
{
    mem_parallel(x->threads ? x->threads : mem_cores(), PASSES, build_pass, x);
}
