// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What of a release is not told. Flags come from three sides: what an earlier release of the same
 * year told or hid; the rest of a rate (all children but three); a denominator that is hidden,
 * since the numerator in it would bound it. Then each measure is protected with its breakdowns,
 * until nothing changes.
 */
#include "stat/stat_publish_int.h"

#include <math.h>
#include <stdlib.h>

static bool small(int64_t v)
{
    return v > 0 && v <= STAT_SMALL;
}

/* ---- earlier releases ------------------------------------------------------------------------ */

/* The flag and the count of a cell that was told; NULL if there is none any more. */
static bool *cell_of(const struct making *k, const char *const at[4], int64_t *now)
{
    const struct measure *m = pack_measure(k->act->site->pack, at[0]);
    struct told *t = m ? told_of(k, m) : NULL;
    bool whole = streq(at[1], k->r->unit);
    size_t row = told_row(k, at[1]);
    if (!t || !t->counted || (!whole && row + 1 == k->rows && *at[1]))
        return NULL;
    if (!*at[2]) {
        *now = whole ? t->sum : t->total[row];
        return whole ? &t->hide_all : &t->hide[row];
    }
    const struct dimension *d = pack_dimension(k->act->site->pack, at[2]);
    size_t i = d ? told_split(t, d) : t->nby;
    if (i == t->nby)
        return NULL;
    size_t c = told_column(d, at[3]), cols = t->by[i].cols;
    *now = whole ? t->col[i][c] : t->by[i].v[row * cols + c];
    return whole ? &t->by[i].hide_col[c] : &t->by[i].hide[row * cols + c];
}

static enum err flag_earlier(struct making *k)
{
    struct db_rows *r = db_query(k->act->c, k->act->a, Q_PUB_TOLD, ARGS(k->r->unit, k->r->year));
    while (db_next(r)) {
        const char *const at[4] = {db_text(r, 0), db_text(r, 1), db_text(r, 2), db_text(r, 3)};
        int64_t now = 0, before = llround(db_real(r, 5));
        bool *flag = cell_of(k, at, &now);
        if (flag && (db_int(r, 4) == 1 || (db_int(r, 4) == 0 && small(llabs(now - before)))))
            *flag = true;
    }
    return db_status(k->act->c);
}

/* ---- pairs ----------------------------------------------------------------------------------- */

struct one {
    const struct pack *pack;
    const struct measure *m;
    size_t n;
};

static void note(void *ctx, struct str path, int slot)
{
    (void)path;
    struct one *o = ctx;
    o->m = &o->pack->measures[slot];
    o->n++;
}

/* The measure that an expression is, if it is just one. */
static struct told *only(const struct making *k, const struct expr *e)
{
    struct one o = {.pack = k->act->site->pack};
    if (e)
        expr_names(e, note, &o);
    bool bare = o.n == 1 && streq(expr_text(e), o.m->id);
    struct told *t = bare ? told_of(k, o.m) : NULL;
    return t && t->counted ? t : NULL;
}

static bool flag_pair(bool *num, const bool *den, int64_t n, int64_t d)
{
    if (*num || n == 0 || !(*den || small(d - n)))
        return false;
    *num = true;
    return true;
}

static bool flag_splits(const struct making *k, struct told *n, const struct told *d)
{
    bool more = false;
    for (size_t i = 0; i < n->nby; i++) {
        size_t j = told_split(d, n->dim[i]);
        if (j == d->nby)
            continue;
        for (size_t c = 0; c < k->rows * n->by[i].cols; c++)
            more |= flag_pair(&n->by[i].hide[c], &d->by[j].hide[c], n->by[i].v[c], d->by[j].v[c]);
    }
    return more;
}

/* A rate of parts of a whole; a ratio of two different things (births to deaths) is none. */
static bool flag_rate(const struct making *k, const struct indicator *i)
{
    struct told *n = only(k, i->numerator), *d = only(k, i->denominator);
    if (!i->open || !n || !d || n == d || n->m->reg != d->m->reg)
        return false;
    bool more = flag_pair(&n->hide_all, &d->hide_all, n->sum, d->sum);
    for (size_t r = 0; r < k->rows; r++)
        more |= flag_pair(&n->hide[r], &d->hide[r], n->total[r], d->total[r]);
    more = flag_splits(k, n, d) || more;
    n->stale = n->stale || more;
    return more;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void protect(const struct making *k, struct told *t)
{
    if (t->counted && t->stale)
        stat_protect(k->act->a, &(struct stat_sheet){.rows = k->rows,
                                    .total = t->total,
                                    .hide = t->hide,
                                    .hide_all = &t->hide_all,
                                    .by = t->by,
                                    .nby = t->nby});
    t->stale = false;
}

enum err told_hide(struct making *k)
{
    const struct pack *p = k->act->site->pack;
    TRY(flag_earlier(k));
    for (size_t i = 0; i < k->n; i++)
        k->v[i].stale = true;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < k->n; i++)
            protect(k, &k->v[i]);
        for (size_t i = 0; i < p->nindicators; i++)
            more |= flag_rate(k, &p->indicators[i]);
    }
    return OK;
}
