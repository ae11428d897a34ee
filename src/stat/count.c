// SPDX-License-Identifier: AGPL-3.0-or-later
/* Counting anew: cubes run, and their rows dealt to the measures. */
#include "stat/stat_int.h"

#include <stdlib.h>

const struct db_table *stat_table(const struct act *act, const struct reg *reg)
{
    return &act->site->tables[reg - act->site->pack->regs];
}

const struct reg *stat_root(const struct reg *reg)
{
    while (reg->parent)
        reg = reg->parent;
    return reg;
}

void stat_raw_add(struct arena *a, struct stat_raws *r, const struct stat_raw *one)
{
    if (r->n == r->cap) {
        size_t cap = r->cap ? 2 * r->cap : 64;
        struct stat_raw *v = NEW_N(a, struct stat_raw, cap);
        if (r->n)
            memcpy(v, r->v, r->n * sizeof *v);
        r->v = v;
        r->cap = cap;
    }
    r->v[r->n++] = *one;
}

/* Rows differ in masks: those of one place and codes follow each other no more than by chance, but
 * often, and then they are one. */
static void add_to(struct arena *a, struct stat_raws *r, const struct stat_raw *one)
{
    struct stat_raw *last = r->n ? &r->v[r->n - 1] : NULL;
    bool same =
        last && last->unit == one->unit && last->province == one->province && last->day == one->day;
    for (size_t i = 0; same && i < STAT_BY_MAX; i++)
        same = last->by[i] == one->by[i];
    if (same)
        last->value += one->value;
    else
        stat_raw_add(a, r, one);
}

/* The text of the row before when it is the same: then equal texts are one pointer. */
static const char *again(const char *before, const char *now)
{
    return streq(before, now) ? before : now;
}

static void take_row(struct act *act, const struct stat_cube *c, struct db_rows *row,
    const struct stat_raw *at, struct stat_raws *const *to)
{
    int col = 3 + (int)c->q.nby;
    int64_t mask = db_int(row, col), n = db_int(row, col + 1);
    struct stat_raw one = *at;
    for (size_t i = 0; i < c->n; i++) {
        if (c->flag[i] >= 0)
            one.value = mask >> c->flag[i] & 1 ? (double)n : 0;
        else
            one.value = db_real(row, col + 2 + c->sum[i]);
        if (one.value != 0)
            add_to(act->a, to[i], &one);
    }
}

static void take_rows(struct act *act, const struct stat_cube *c, struct db_rows *rows,
    const struct stat_eras *eras, struct stat_raws *const *to)
{
    struct stat_raw at = {0};
    while (db_next(rows)) {
        at.province = again(at.province, db_text(rows, 0));
        at.unit = again(at.unit, db_text(rows, 1));
        at.day = stat_era_day(eras, (size_t)db_int(rows, 2));
        for (size_t i = 0; i < c->q.nby; i++)
            at.by[i] = again(at.by[i], db_text(rows, 3 + (int)i));
        take_row(act, c, rows, &at, to);
    }
}

enum err stat_count(struct act *act, const struct measure *const *m, size_t n,
    const struct stat_frame *f, const struct stat_scope *s, const struct stat_eras *eras,
    struct stat_raws *out)
{
    bool *taken = NEW_N(act->a, bool, n + 1);
    struct stat_raws **to = NEW_N(act->a, struct stat_raws *, n + 1);
    for (size_t done = 0; done < n;) {
        struct stat_cube *c;
        TRY(stat_cube_make(act, m, n, taken, f, s, eras, &c));
        for (size_t i = 0; i < c->n; i++)
            for (size_t k = 0; k < n; k++)
                if (m[k] == c->m[i])
                    to[i] = &out[k];
        take_rows(act, c, db_table_cube(act->c, act->a, &c->q), eras, to);
        TRY(db_status(act->c));
        done += c->n;
    }
    return OK;
}

static int place_order(const void *a, const void *b)
{
    const struct stat_raw *x = a, *y = b;
    int d = strcmp(x->unit, y->unit);
    d = d ? d : (x->day > y->day) - (x->day < y->day);
    return d ? d : strcmp(x->province, y->province);
}

void stat_raws_sum(struct arena *a, const struct stat_raws *raws, struct stat_raws *out)
{
    struct stat_raw *v = NEW_N(a, struct stat_raw, raws->n + 1);
    if (raws->n)
        memcpy(v, raws->v, raws->n * sizeof *v);
    qsort(v, raws->n, sizeof *v, place_order);
    for (size_t i = 0; i < raws->n; i++)
        if (out->n && place_order(&out->v[out->n - 1], &v[i]) == 0)
            out->v[out->n - 1].value += v[i].value;
        else
            stat_raw_add(a, out, &v[i]);
}
