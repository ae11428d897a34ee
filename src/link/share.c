// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Who shares what in a plain list. Where anything may be misspelt no few keys find all: each record
 * lies under its words, their beginnings and ends, parts of its numbers and dates, and those are
 * compared that share enough, by how rare it is.
 */
#include "link/link_plain_int.h"

#include <stdlib.h>

enum {
    FEATURES = 40,
    BIT_SHARE = 16, /* weights are in 1/16 bit */
    RUN_LEAST = 64, /* records that may share a feature for it to count, or */
    RUN_SHARE = 40, /* one in so many, but no more than */
    RUN_MOST = 1000,
    ENOUGH = -2, /* bits beyond one for each doubling of the list */
};

struct shares {
    size_t n;
    uint32_t *of;    /* runs of each record, FEATURES places, 0 = none */
    uint32_t *start; /* of each run, from 1 */
    uint32_t *member;
    uint16_t *weight; /* of each run; 0 = too many */
    size_t nruns;
    unsigned enough;
};

/* ---- features -----------------------------------------------------------------------------------
 */

struct features {
    uint32_t key[FEATURES];
    size_t n;
};

/* Words and their parts count half: mostly all of them agree or none. */
enum { HALF = 3 };

static void put(struct features *f, int kind, uint64_t v)
{
    if (v && f->n < FEATURES)
        f->key[f->n++] = (mix32(mix64(v) + (uint64_t)kind) | 1) - (kind <= HALF);
}

/* Letters from..from+n of a packed word. */
static uint64_t letters_at(uint64_t fold, int from, int n)
{
    return fold >> 5 * from & (((uint64_t)1 << 5 * n) - 1);
}

static void put_name(struct features *f, const struct tok *t)
{
    enum { SOUND = 1, BEGINS, ENDS, PART = 4 };
    put(f, SOUND, t->phon);
    if (t->len < PART)
        return;
    put(f, BEGINS, letters_at(t->fold, 0, PART));
    put(f, ENDS, letters_at(t->fold, t->len - PART, PART));
}

static void put_day(struct features *f, const struct tok *t)
{
    enum { YEAR_MONTH = 10, MONTH_DAY, YEAR_DAY, SHORT_YEAR, OTHER };
    if (t->len != 8) {
        put(f, OTHER, t->hash);
        return;
    }
    put(f, YEAR_MONTH, letters_at(t->fold, 0, 6));
    put(f, MONTH_DAY, letters_at(t->fold, 4, 4));
    put(f, YEAR_DAY, letters_at(t->fold, 0, 4) << 10 | letters_at(t->fold, 6, 2));
    put(f, SHORT_YEAR, letters_at(t->fold, 2, 6));
}

static void put_number(struct features *f, int kind, uint64_t v)
{
    put(f, kind, v);
    put(f, kind + 1, v / 1000);
    put(f, kind + 2, v % 10000);
    put(f, kind + 3, v / 100 % 10000);
}

static void features_of(const struct tok *t, const struct lrec *r, struct features *f)
{
    enum { WORDS = 20, ADDRESS, PLACE, PID = 30, PHONE = 40 };
    f->n = 0;
    for (int i = AT_CHILD; i < AT_MOTHER; i++)
        if (r->tok[i])
            put_name(f, &t[r->tok[i]]);
    put(f, WORDS, r->set[0]);
    if (r->pid)
        put_number(f, PID, r->pid - 1);
    if (r->phone)
        put_number(f, PHONE, r->phone);
    if (!(r->flags & LREC_PLAIN))
        return;
    if (r->tok[AT_TYPED_BORN])
        put_day(f, &t[r->tok[AT_TYPED_BORN]]);
    if (r->tok[AT_TYPED_PLACE])
        put(f, PLACE, t[r->tok[AT_TYPED_PLACE]].hash);
    for (int i = AT_ADDRESS; i < AT_TYPED_BORN; i++)
        if (r->tok[i])
            put(f, ADDRESS, t[r->tok[i]].phon);
}

/* ---- runs ---------------------------------------------------------------------------------------
 */

static uint64_t *sorted_features(const struct link_set *s, uint64_t **v, size_t *n)
{
    uint64_t *tmp = malloc(s->n * FEATURES * sizeof *tmp);
    *v = malloc(s->n * FEATURES * sizeof **v);
    BUG_IF(!*v || !tmp);
    *n = 0;
    for (size_t i = 0; i < s->n; i++) {
        struct features f;
        features_of(vocab_toks(s->vocab), &s->rec[i], &f);
        for (size_t k = 0; k < f.n; k++)
            (*v)[(*n)++] = (uint64_t)f.key[k] << 32 | i;
    }
    uint64_t *x = sort_keys(*v, tmp, *n), *other = x == *v ? tmp : *v;
    free(other);
    *v = x;
    return x;
}

static unsigned bits_of(size_t n, size_t of)
{
    unsigned bits = 0;
    for (; n < of; n = n * 17 / 16 + (n < 16 && n * 17 / 16 == n))
        bits++; /* a sixteenth more is about a twelfth of a bit */
    return bits * 4 / 3 + 1;
}

static size_t longest(size_t n)
{
    size_t most = n / RUN_SHARE;
    return most < RUN_LEAST ? RUN_LEAST : most > RUN_MOST ? RUN_MOST : most;
}

static void add_run(struct shares *h, const uint64_t *v, size_t from, size_t to, uint8_t *used)
{
    size_t n = to - from;
    if (n < 2 || n > longest(h->n))
        return;
    uint32_t run = (uint32_t)h->nruns++;
    h->start[run] = (uint32_t)from;
    h->weight[run] = (uint16_t)(bits_of(n, h->n) >> !(v[from] >> 32 & 1));
    for (size_t i = from; i < to; i++) {
        uint32_t record = (uint32_t)v[i];
        h->of[(size_t)record * FEATURES + used[record]++] = run;
    }
}

struct shares *shares_open(const struct link_set *s)
{
    struct shares *h = calloc(1, sizeof *h);
    BUG_IF(!h);
    size_t n;
    uint64_t *v;
    sorted_features(s, &v, &n);
    uint8_t *used = calloc(s->n, 1);
    h->n = s->n;
    h->nruns = 1;
    h->of = calloc(s->n * FEATURES, sizeof *h->of);
    h->start = malloc((n + 2) * sizeof *h->start);
    h->weight = calloc(n + 2, sizeof *h->weight);
    h->member = malloc((n + 1) * sizeof *h->member);
    BUG_IF(!used || !h->of || !h->start || !h->weight || !h->member);
    for (size_t i = 0, to; i < n; i = to) {
        for (to = i; to < n && v[to] >> 32 == v[i] >> 32; to++)
            h->member[to] = (uint32_t)v[to];
        add_run(h, v, i, to, used);
    }
    int enough = (int)bits_of(1, s->n) + ENOUGH * BIT_SHARE;
    h->enough = (unsigned)(enough < 4 * BIT_SHARE ? 4 * BIT_SHARE : enough);
    free(used);
    free(v);
    return h;
}

void shares_close(struct shares *h)
{
    free(h->of);
    free(h->start);
    free(h->weight);
    free(h->member);
    free(h);
}

/* ---- who ----------------------------------------------------------------------------------------
 */

struct share_room *share_room_open(const struct shares *h)
{
    struct share_room *r = malloc(sizeof *r);
    BUG_IF(!r);
    r->sum = calloc(h->n, sizeof *r->sum);
    r->id = malloc(h->n * sizeof *r->id);
    BUG_IF(!r->sum || !r->id);
    return r;
}

void share_room_close(struct share_room *r)
{
    free(r->sum);
    free(r->id);
    free(r);
}

size_t shares_before(const struct shares *h, uint32_t record, struct share_room *r)
{
    const uint32_t *of = h->of + (size_t)record * FEATURES;
    size_t met = 0, n = 0;
    for (int k = 0; k < FEATURES && of[k]; k++)
        for (const uint32_t *m = h->member + h->start[of[k]]; *m < record; m++) {
            if (!r->sum[*m])
                r->id[met++] = *m;
            r->sum[*m] = (uint16_t)(r->sum[*m] + h->weight[of[k]]);
        }
    for (size_t i = 0; i < met; i++) {
        uint32_t id = r->id[i];
        if (r->sum[id] >= h->enough)
            r->id[n++] = id;
        r->sum[id] = 0;
    }
    return n;
}
