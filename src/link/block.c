// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The passes of blocking. Keys are dealt into shares by their upper bits; one thread sorts a share,
 * walks its blocks and compares. Nothing is remembered of pairs that were compared but the keys of
 * the records: a pair whose keys agreed in an earlier pass is skipped.
 */
#include "link/link_int.h"
#include "link/link_plain_int.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { OUT_MAX = 4096, AHEAD = 24 };

struct passing {
    struct link_set *s;
    const struct tok *tok;
    const struct gate *gate;
    struct likely likely;
    int first, pass;             /* first of those whose keys are at hand; the one at work */
    const struct shares *shares; /* NULL = by passes */
    _Atomic uint64_t compared;
};

static void pass_keys(void *ctx, size_t i, uint32_t *key)
{
    struct passing *p = ctx;
    block_keys(p->tok, &p->s->rec[i], p->first, DEAL_KEYS, key);
}

/* ---- one share --------------------------------------------------------------------------------
 */

struct walk {
    struct passing *p;
    struct gate_pair worth[BLOCK_MOST];
    struct cand out[OUT_MAX];
    size_t n, compared;
};

static void flush(struct walk *w)
{
    struct link_set *s = w->p->s;
    pthread_mutex_lock(&s->lock);
    cands_add(&s->cands, w->out, w->n);
    pthread_mutex_unlock(&s->lock);
    w->n = 0;
}

static bool compare_shared(
    const struct passing *p, const struct lrec *a, const struct lrec *b, struct agreement *g)
{
    int32_t of[CLASSES];
    compare(p->tok, p->s->o.units, &p->s->model, a, b, g);
    score_classes(&p->s->model, g, of);
    return of[CLS_SAME] - of[CLS_STRANGER] >= BLOCK_KEEP;
}

static void compare_pair(struct walk *w, uint32_t a, uint32_t b)
{
    struct link_set *s = w->p->s;
    struct agreement g;
    const struct lrec *x = &s->rec[a], *y = &s->rec[b];
    bool keep = w->p->shares ? compare_shared(w->p, x, y, &g)
                             : compare_likely(&w->p->likely, w->p->tok, s->o.units, x, y, &g);
    if (!keep)
        return;
    if (w->n == OUT_MAX)
        flush(w);
    int16_t rare = (int16_t)(g.rare[0] + g.rare[1] + g.rare[2]);
    w->out[w->n++] = (struct cand){a < b ? a : b, a < b ? b : a, g.pattern, rare, 0};
}

static void walk_pairs(struct walk *w, const uint64_t *v, size_t n, uint32_t key)
{
    struct link_set *s = w->p->s;
    for (size_t i = 0; i + 1 < n; i++) {
        size_t worth = w->p->gate->pairs(
            s, w->p->pass, (uint32_t)v[i], v + i + 1, n - i - 1, w->worth, &w->compared);
        for (size_t j = 0; j < worth; j++)
            compare_pair(w, w->worth[j].a, w->worth[j].b);
    }
    /* after the reading, which would have to wait for the writing */
    uint16_t k = (uint16_t)(mix32(key) | 1);
    for (size_t i = 0; i < n; i++)
        s->keys[(uint32_t)v[i]].k[w->p->pass] = k;
}

/* A block that nothing splits any more: those of like names stay together. */
static void walk_crowd(struct walk *w, uint64_t *v, uint64_t *tmp, size_t n, uint32_t key)
{
    for (size_t i = 0; i < n; i++) {
        const struct lrec *r = &w->p->s->rec[(uint32_t)v[i]];
        v[i] = (uint64_t)r->set[0] << 32 | (uint32_t)v[i];
    }
    size_t most = block_max(w->p->pass);
    const uint64_t *x = sort_keys(v, tmp, n);
    for (size_t i = 0; i < n; i += most)
        walk_pairs(w, x + i, n - i < most ? n - i : most, key + (uint32_t)i * 0x9e3779b1u);
}

static void walk_block(
    struct walk *w, uint64_t *v, uint64_t *tmp, size_t n, uint32_t key, int refined);

/* Records of the blocks to come, which lie anywhere in memory. */
static inline void fetch(const struct link_set *s, const uint64_t *v, size_t n, size_t i)
{
    if (i + 1 >= n || (v[i] >> 32 != v[i + 1] >> 32 && v[i] >> 32 != v[i - 1] >> 32))
        return;
    uint32_t id = (uint32_t)v[i];
    __builtin_prefetch(&s->rec[id]);
    __builtin_prefetch((const char *)&s->rec[id] + 64);
    __builtin_prefetch(&s->keys[id], 1);
}

static void walk_runs(
    struct walk *w, uint64_t *v, uint64_t *tmp, size_t n, uint32_t key, int refined)
{
    size_t ahead = 1;
    for (size_t i = 0, to; i < n; i = to) {
        for (; ahead < i + AHEAD; ahead++)
            fetch(w->p->s, v, n, ahead);
        for (to = i + 1; to < n && v[to] >> 32 == v[i] >> 32;)
            to++;
        if (to - i > 1)
            walk_block(w, v + i, tmp + i, to - i, mix32((uint64_t)key << 32 | v[i] >> 32), refined);
    }
}

static void walk_block(
    struct walk *w, uint64_t *v, uint64_t *tmp, size_t n, uint32_t key, int refined)
{
    if (n <= block_max(w->p->pass)) {
        walk_pairs(w, v, n, key);
        return;
    }
    if (refined == REFINES) {
        walk_crowd(w, v, tmp, n, key);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t id = (uint32_t)v[i];
        uint32_t f = block_split(w->p->tok, &w->p->s->rec[id], w->p->pass, refined);
        v[i] = (uint64_t)f << 32 | id;
    }
    uint64_t *x = sort_keys(v, tmp, n);
    walk_runs(w, x, x == v ? tmp : v, n, key, refined + 1);
}

static void walk_share(void *ctx, uint64_t *v, uint64_t *tmp, size_t n)
{
    struct passing *p = ctx;
    struct walk *w = malloc(sizeof *w);
    BUG_IF(!w);
    w->p = p;
    w->n = 0;
    w->compared = 0;
    walk_runs(w, v, tmp, n, 0, 0);
    if (w->n)
        flush(w);
    atomic_fetch_add(&p->compared, w->compared);
    free(w);
}

/* A plain list: by what records share. */
enum { SHARES_MOST = 400000, SHARE_PARTS = 256, ALL_PAIRS = 500 };

static void walk_shares(void *ctx, size_t part)
{
    struct passing *p = ctx;
    struct walk *w = malloc(sizeof *w);
    BUG_IF(!w);
    w->p = p;
    w->n = 0;
    w->compared = 0;
    struct share_room *room = share_room_open(p->shares);
    bool all = p->s->n <= ALL_PAIRS; /* in so few nothing is rare */
    for (uint32_t i = (uint32_t)part; all && i < p->s->n; i += SHARE_PARTS)
        for (uint32_t k = 0; k < i; k++, w->compared++)
            compare_pair(w, k, i);
    for (uint32_t i = (uint32_t)part; !all && i < p->s->n; i += SHARE_PARTS)
        for (size_t n = shares_before(p->shares, i, room); n > 0; n--, w->compared++)
            compare_pair(w, room->id[n - 1], i);
    if (w->n)
        flush(w);
    atomic_fetch_add(&p->compared, w->compared);
    share_room_close(room);
    free(w);
}

static void block_plain(struct passing *p)
{
    struct shares *h = shares_open(p->s);
    p->shares = h;
    mem_parallel(p->s->o.threads, SHARE_PARTS, walk_shares, p);
    shares_close(h);
}

void set_block(struct link_set *s)
{
    struct passing p = {.s = s, .tok = vocab_toks(s->vocab), .gate = gate_of(s->gate)};
    likely_open(&p.likely, &s->model);
    bool plain = s->plain && s->n <= SHARES_MOST;
    if (plain)
        block_plain(&p);
    for (p.pass = 0; p.pass < PASSES && !plain; p.pass++) {
        p.first = p.pass / DEAL_KEYS * DEAL_KEYS;
        if (p.pass == p.first)
            set_keys(s, DEAL_KEYS, pass_keys, &p);
        set_deal(s, (size_t)(p.pass - p.first), walk_share, &p);
        set_tell(s, "so sánh", 100 + 800 * (p.pass + 1) / PASSES);
    }
    set_deal_done(s);
    mem_unmap(s->keys, s->n * sizeof *s->keys);
    s->keys = NULL;
    s->compared = p.compared;
}
