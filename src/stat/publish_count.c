// SPDX-License-Identifier: AGPL-3.0-or-later
/* What a release is made of: the counts of each open measure, by units and by one dimension at a
 * time, as whole numbers that add up. */
#include "stat/stat_publish_int.h"

#include <math.h>

size_t told_column(const struct dimension *d, const char *code)
{
    size_t i = 0;
    while (i < d->list->ncodes && !streq(d->list->codes[i].id, code))
        i++;
    return i;
}

size_t told_row(const struct making *k, const char *unit)
{
    size_t i = 0;
    while (i + 1 < k->rows && !streq(k->unit[i]->code, unit))
        i++;
    return i;
}

struct told *told_of(const struct making *k, const struct measure *m)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->v[i].m == m)
            return &k->v[i];
    return NULL;
}

size_t told_split(const struct told *t, const struct dimension *d)
{
    size_t i = 0;
    while (i < t->nby && t->dim[i] != d)
        i++;
    return i;
}

/* Accepted by everybody who had to say so. */
static bool usable(const struct stat_cell *c)
{
    return c->known && !(c->origin & STAT_PENDING) && isfinite(c->value);
}

static int64_t whole_number(double v)
{
    return v > 0 ? llround(v) : 0;
}

static void open_pass(const struct making *k, struct told_pass *x)
{
    struct arena *a = k->act->a;
    x->t = NEW_N(a, struct told *, k->n + 1);
    x->m = NEW_N(a, const struct measure *, k->n + 1);
    x->below = NEW_N(a, struct stat_cells, k->n + 1);
    x->whole = NEW_N(a, struct stat_cells, k->n + 1);
}

static void take_part(struct told_pass *x, struct told *t)
{
    x->t[x->n] = t;
    x->m[x->n++] = t->m;
}

static enum err count_pass(struct making *k, const struct dimension *by, struct told_pass *x)
{
    struct stat_ask ask = k->ask;
    if (by)
        ask.by[ask.nby++] = by;
    TRY(stat_measures(k->act, x->m, x->n, &ask, x->below));
    ask.level = UNIT_ANY;
    return stat_measures(k->act, x->m, x->n, &ask, x->whole);
}

/* The whole, and what of it lies in none of the units below. */
static void count_whole(const struct making *k, struct told *t, const struct stat_cells *c)
{
    int64_t sum = 0;
    bool known = c->n > 0 && usable(&c->v[0]);
    t->known[k->rows] = known;
    t->guess[k->rows] = known && c->v[0].estimated;
    t->whole = known ? c->v[0].value : 0;
    for (size_t i = 0; i + 1 < k->rows; i++)
        sum += t->total[i];
    t->sum = known ? whole_number(t->whole) : sum;
    t->total[k->rows - 1] = t->sum > sum ? t->sum - sum : 0;
    t->sum = t->sum < sum ? sum : t->sum;
}

static void count_units(const struct making *k, struct told *t, const struct stat_cells *c)
{
    for (size_t i = 0; i < c->n; i++) {
        size_t row = c->v[i].unit ? told_row(k, c->v[i].unit->code) : k->rows - 1;
        if (row + 1 == k->rows || !usable(&c->v[i]))
            continue;
        t->known[row] = true;
        t->guess[row] = c->v[i].estimated;
        t->total[row] = whole_number(c->v[i].value);
    }
}

static size_t largest(const int64_t *v, size_t n)
{
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
        if (v[i] > v[best])
            best = i;
    return best;
}

/* What has no code makes a row of n codes add up to its total. Shares dealt out are rounded, and
 * may come to more: the largest gives it back. false: to more than rounding can do. */
static bool close_row(int64_t total, int64_t *row, size_t n, bool whatever)
{
    int64_t sum = 0;
    for (size_t c = 0; c < n; c++)
        sum += row[c];
    if (!whatever && sum > total + (int64_t)(n / 2) + 1)
        return false;
    for (; sum > total; sum--)
        row[largest(row, n)]--;
    row[n] = total - sum;
    return true;
}

/* The row of none holds what was rounded away everywhere. */
static bool close_rows(const struct making *k, const struct told *t, size_t cols, int64_t *v)
{
    for (size_t r = 0; r < k->rows; r++)
        if (!close_row(t->total[r], v + r * cols, cols - 1, r + 1 == k->rows))
            return false;
    return true;
}

static void sum_columns(const struct making *k, const struct stat_split *s, int64_t *col)
{
    for (size_t r = 0; r < k->rows; r++)
        for (size_t c = 0; c < s->cols; c++)
            col[c] += s->v[r * s->cols + c];
}

/* The row of none: what the whole has more than the units below together. */
static void close_columns(const struct making *k, const struct stat_cells *whole, size_t cols,
    int64_t *v, const struct dimension *d)
{
    for (size_t i = 0; i < whole->n; i++) {
        size_t c = told_column(d, whole->v[i].code[0]);
        int64_t sum = 0, all = usable(&whole->v[i]) ? whole_number(whole->v[i].value) : 0;
        for (size_t r = 0; r + 1 < k->rows; r++)
            sum += v[r * cols + c];
        v[(k->rows - 1) * cols + c] = all > sum ? all - sum : 0;
    }
}

static int64_t *count_cells(
    const struct making *k, const struct dimension *d, const struct stat_cells *c)
{
    size_t cols = d->list->ncodes + 1;
    int64_t *v = NEW_N(k->act->a, int64_t, k->rows * cols);
    for (size_t i = 0; i < c->n; i++) {
        size_t row = c->v[i].unit ? told_row(k, c->v[i].unit->code) : k->rows - 1;
        if (row + 1 < k->rows && usable(&c->v[i]))
            v[row * cols + told_column(d, c->v[i].code[0])] = whole_number(c->v[i].value);
    }
    return v;
}

static void count_split(const struct making *k, struct told *t, const struct dimension *d,
    const struct stat_cells *below, const struct stat_cells *whole)
{
    struct arena *a = k->act->a;
    int64_t *v = count_cells(k, d, below);
    size_t cols = d->list->ncodes + 1;
    close_columns(k, whole, cols, v, d);
    if (!d->many && !close_rows(k, t, cols, v))
        return; /* parts greater than the whole: it cannot be right, and is not told */
    struct stat_split *s = &t->by[t->nby];
    *s = (struct stat_split){.cols = cols,
        .v = v,
        .sums = !d->many,
        .hide = NEW_N(a, bool, k->rows *cols),
        .hide_col = NEW_N(a, bool, cols)};
    t->col[t->nby] = NEW_N(a, int64_t, cols);
    sum_columns(k, s, t->col[t->nby]);
    t->dim[t->nby++] = d;
}

/* Sums of money and rates of others cannot be protected as counts: the whole alone is told. */
static bool is_count(const struct measure *m)
{
    return !m->value && !m->money && m->kind != MEASURE_RATE;
}

static void open_measure(const struct making *k, struct told *t, const struct measure *m)
{
    struct arena *a = k->act->a;
    *t = (struct told){.m = m, .counted = is_count(m)};
    t->total = NEW_N(a, int64_t, k->rows);
    t->known = NEW_N(a, bool, k->rows + 1);
    t->guess = NEW_N(a, bool, k->rows + 1);
    t->hide = NEW_N(a, bool, k->rows);
    t->dim = NEW_N(a, const struct dimension *, m->nby + 1);
    t->by = NEW_N(a, struct stat_split, m->nby + 1);
    t->col = NEW_N(a, int64_t *, m->nby + 1);
}

static bool is_split(const struct told *t, const struct dimension *d)
{
    for (size_t i = 0; i < t->m->nby; i++)
        if (t->m->by[i] == d)
            return t->counted && d->list;
    return false;
}

static enum err count_dimension(struct making *k, const struct dimension *d, struct told_pass *x)
{
    open_pass(k, x);
    for (size_t i = 0; i < k->n; i++)
        if (is_split(&k->v[i], d))
            take_part(x, &k->v[i]);
    if (x->n == 0)
        return OK;
    TRY(count_pass(k, d, x));
    for (size_t i = 0; i < x->n; i++)
        count_split(k, x->t[i], d, &x->below[i], &x->whole[i]);
    return OK;
}

static enum err count_totals(struct making *k, struct told_pass *x)
{
    open_pass(k, x);
    for (size_t i = 0; i < k->n; i++)
        take_part(x, &k->v[i]);
    TRY(count_pass(k, NULL, x));
    for (size_t i = 0; i < x->n; i++) {
        if (x->t[i]->counted)
            count_units(k, x->t[i], &x->below[i]);
        count_whole(k, x->t[i], &x->whole[i]);
    }
    return OK;
}

enum err told_count(struct making *k)
{
    const struct pack *p = k->act->site->pack;
    k->v = NEW_N(k->act->a, struct told, p->nmeasures + 1);
    for (size_t i = 0; i < p->nmeasures; i++)
        if (stat_open_measure(p, &p->measures[i]))
            open_measure(k, &k->v[k->n++], &p->measures[i]);
    k->pass = NEW_N(k->act->a, struct told_pass, p->ndimensions + 1);
    TRY(count_totals(k, &k->pass[0]));
    for (size_t i = 0; i < p->ndimensions; i++)
        TRY(count_dimension(k, &p->dimensions[i], &k->pass[i + 1]));
    return OK;
}
