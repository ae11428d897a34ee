// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Counted rows grouped as they come. SQLite would sort them all, which takes the longer and the
 * more memory the more there are; the groups are few.
 */
#include "db/db_int.h"

#include <stdlib.h>

struct fold {
    struct db_rows *out;
    size_t *slot, nslots; /* 1 + row of out */
    int keys, sums;       /* columns that tell groups apart; after them n, then sums */
    bool full;
};

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

static uint64_t hash_of(const struct value *v, int n)
{
    uint64_t h = 0;
    for (int i = 0; i < n; i++) {
        h = mix(h, (uint64_t)v[i].t);
        if (v[i].t == V_INT)
            h = mix(h, (uint64_t)v[i].i);
        for (size_t k = 0; v[i].t == V_TEXT && k < v[i].s.n; k++)
            h = (h ^ (unsigned char)v[i].s.p[k]) * UINT64_C(0x100000001b3);
    }
    return mix(h, 0);
}

static bool same_key(const struct value *a, const struct value *b, int n)
{
    for (int i = 0; i < n; i++)
        if (!v_eq(a[i], b[i]))
            return false;
    return true;
}

static struct value *row_at(const struct fold *f, size_t i)
{
    return f->out->v + (size_t)f->out->ncols * i;
}

/* The place of a key: of its row, or free. */
static size_t place_of(const struct fold *f, const struct value *key)
{
    size_t at = hash_of(key, f->keys) & (f->nslots - 1);
    while (f->slot[at] && !same_key(row_at(f, f->slot[at] - 1), key, f->keys))
        at = (at + 1) & (f->nslots - 1);
    return at;
}

static void grow(struct fold *f)
{
    f->nslots = f->nslots ? 4 * f->nslots : 1024;
    f->slot = NEW_N(f->out->a, size_t, f->nslots);
    for (size_t i = 0; i < f->out->n; i++)
        f->slot[place_of(f, row_at(f, i))] = i + 1;
}

static struct value *new_group(struct fold *f, const struct value *key)
{
    struct value *v = rows_add(f->out);
    f->full = !v;
    for (int i = 0; v && i < f->keys; i++)
        v[i] = key[i].t == V_TEXT ? rows_text(f->out, V_TEXT, key[i].s.p, key[i].s.n) : key[i];
    if (!v)
        return NULL;
    v[f->keys] = v_int(0);
    for (int i = 0; i < f->sums; i++)
        v[f->keys + 1 + i] = VNULL;
    return v;
}

static void add_sum(struct value *to, struct value v)
{
    double d = v.t == V_INT ? (double)v.i : v.r;
    if (v.t == V_INT || v.t == V_REAL)
        *to = v_real(to->t == V_REAL ? to->r + d : d);
}

static bool take(void *ctx, struct db_rows *row)
{
    struct fold *f = ctx;
    if (2 * f->out->n >= f->nslots)
        grow(f);
    size_t at = place_of(f, row->v);
    struct value *v = f->slot[at] ? row_at(f, f->slot[at] - 1) : new_group(f, row->v);
    if (!v)
        return false;
    f->slot[at] = f->slot[at] ? f->slot[at] : f->out->n;
    v[f->keys].i++;
    for (int i = 0; i < f->sums; i++)
        add_sum(&v[f->keys + 1 + i], row->v[f->keys + i]);
    return true;
}

static int value_order(const struct value *a, const struct value *b)
{
    if (a->t != b->t)
        return (int)a->t - (int)b->t;
    if (a->t == V_INT)
        return (a->i > b->i) - (a->i < b->i);
    if (a->t == V_REAL)
        return (a->r > b->r) - (a->r < b->r);
    if (a->t == V_NULL)
        return 0;
    size_t n = a->s.n < b->s.n ? a->s.n : b->s.n;
    int d = memcmp(a->s.p, b->s.p, n);
    return d ? d : (a->s.n > b->s.n) - (a->s.n < b->s.n);
}

static int group_order(const void *a, const void *b, void *ctx)
{
    const int *keys = ctx;
    int d = 0;
    for (int i = 0; d == 0 && i < *keys; i++)
        d = value_order((const struct value *)a + i, (const struct value *)b + i);
    return d;
}

void cube_sort(struct db_rows *r, int keys)
{
    size_t n = db_row_count(r);
    if (n)
        qsort_r(r->v, n, (size_t)r->ncols * sizeof *r->v, group_order, &keys);
}

struct db_rows *cube_fold(struct cube *k, struct arena *a, const struct stmt *st)
{
    struct db_rows *r = NEW(a, struct db_rows);
    *r = (struct db_rows){.c = k->c, .a = a, .lease = k->c->lease, .done = true};
    struct fold f = {.out = r, .keys = 4 + (int)k->q->nby, .sums = (int)k->q->nsums};
    r->ncols = f.keys + 1 + f.sums;
    enum err e = db_each_text(k->c, st, (struct db_args){k->n, k->args}, take, &f);
    if (e == OK && f.full)
        dbc_fail(k->c, ERR_TOO_BIG);
    if (db_status(k->c) != OK)
        r->n = 0;
    cube_sort(r, f.keys);
    return r;
}
