// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Rows that are the same person as another row or as a record of the register. This is the one
 * place where import meets src/link.
 */
#include "import/import_int.h"

#include <stdlib.h>

struct twin_row {
    int64_t row;
    uint64_t who, pid; /* hashes; 0 = not known */
    const char *record;
};
struct twins {
    struct arena *a;
    const struct import_work *w;
    const struct import *im;
    struct twin_row *v;
    size_t n, cap, own; /* the first `own` are records of the register */
    struct twin_found *found;
    size_t n_found;
};

struct twins *twins_open(const struct import_work *w, const struct import *im)
{
    struct arena *a = arena_open();
    struct twins *t = NEW(a, struct twins);
    *t = (struct twins){.a = a, .w = w, .im = im};
    return t;
}

void twins_close(struct twins *t)
{
    if (t)
        arena_close(t->a);
}

static uint64_t hash(uint64_t h, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return (h ^ 0xff) * 1099511628211u;
}

static void add(struct twins *t, int64_t row, const struct rec *r, const char *record)
{
    const struct identity *id = t->im->reg->identity;
    if (!id || !id->name || r->v[id->name->slot].t != V_TEXT)
        return;
    if (t->n == t->cap) {
        t->cap = t->cap ? 2 * t->cap : 1024;
        struct twin_row *v = NEW_N(t->a, struct twin_row, t->cap);
        if (t->n)
            memcpy(v, t->v, t->n * sizeof *v);
        t->v = v;
    }
    AUTO_ARENA *tmp = arena_open();
    struct twin_row *x = &t->v[t->n++];
    *x = (struct twin_row){.row = row, .record = arena_dup(t->a, record)};
    const struct value *born = id->born ? &r->v[id->born->slot] : NULL;
    const struct value *pid = id->pid ? &r->v[id->pid->slot] : NULL;
    if (born && born->t == V_TEXT)
        x->who = hash(hash(14695981039346656037u, text_fold(tmp, r->v[id->name->slot].s)), born->s);
    if (pid && pid->t == V_TEXT)
        x->pid = hash(1, pid->s);
}

void twins_add(struct twins *t, int64_t row, const struct rec *r)
{
    add(t, row, r, NULL);
}

struct slot {
    uint64_t key;
    size_t at; /* + 1 */
};

/* The first with the same key, or NULL; then it is put in. */
static const struct twin_row *meet(
    struct twins *t, struct slot *table, size_t size, uint64_t key, size_t at)
{
    if (!key)
        return NULL;
    size_t i = key % size;
    while (table[i].at && table[i].key != key)
        i = (i + 1) % size;
    if (table[i].at)
        return &t->v[table[i].at - 1];
    table[i] = (struct slot){key, at + 1};
    return NULL;
}

static enum err load_own(struct twins *t, struct act *act)
{
    enum { MOST = 1000000, PAGE = 5000 };
    struct rec_query q = {
        .reg = t->im->reg, .unit = *t->im->unit ? t->im->unit : NULL, .limit = PAGE};
    for (; q.offset < MOST; q.offset += PAGE) {
        struct rec **v;
        size_t n;
        TRY(rec_list(act, &q, &v, &n, NULL));
        for (size_t i = 0; i < n; i++)
            add(t, 0, v[i], rec_id(v[i]));
        if (n < PAGE)
            break;
    }
    return OK;
}

enum err twins_run(struct twins *t, struct act *act)
{
    if (!t->im->reg->identity)
        return OK;
    size_t rows = t->n;
    TRY(load_own(t, act));
    size_t size = 2 * t->n + 17;
    struct slot *who = NEW_N(t->a, struct slot, size), *pid = NEW_N(t->a, struct slot, size);
    for (size_t i = rows; i < t->n; i++) {
        (void)meet(t, who, size, t->v[i].who, i);
        (void)meet(t, pid, size, t->v[i].pid, i);
    }
    t->found = NEW_N(t->a, struct twin_found, rows + 1);
    for (size_t i = 0; i < rows; i++) {
        const struct twin_row *x = meet(t, pid, size, t->v[i].pid, i);
        const struct twin_row *y = meet(t, who, size, t->v[i].who, i);
        const struct twin_row *o = x ? x : y;
        if (o)
            t->found[t->n_found++] =
                (struct twin_found){t->v[i].row, o->record ? 0 : o->row, o->record, x ? 0.99 : 0.9};
    }
    return OK;
}

bool twins_at(const struct twins *t, size_t nth, struct twin_found *out)
{
    if (nth >= t->n_found)
        return false;
    *out = t->found[nth];
    return true;
}
