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

static enum err cells(struct making *k, const struct measure *m, bool below,
    const struct dimension *by, struct stat_cells *out)
{
    struct stat_ask ask = k->ask;
    ask.level = below ? k->ask.level : UNIT_ANY;
    if (by)
        ask.by[ask.nby++] = by;
    return stat_measure(k->act, m, &ask, out);
}

/* The whole, and what of it lies in none of the units below. */
static enum err count_whole(struct making *k, struct told *t)
{
    struct stat_cells c;
    int64_t sum = 0;
    TRY(cells(k, t->m, false, NULL, &c));
    bool known = c.n > 0 && usable(&c.v[0]);
    t->known[k->rows] = known;
    t->guess[k->rows] = known && c.v[0].estimated;
    t->whole = known ? c.v[0].value : 0;
    for (size_t i = 0; i + 1 < k->rows; i++)
        sum += t->total[i];
    t->sum = known ? whole_number(t->whole) : sum;
    t->total[k->rows - 1] = t->sum > sum ? t->sum - sum : 0;
    t->sum = t->sum < sum ? sum : t->sum;
    return OK;
}

static enum err count_units(struct making *k, struct told *t)
{
    struct stat_cells c;
    TRY(cells(k, t->m, true, NULL, &c));
    for (size_t i = 0; i < c.n; i++) {
        size_t row = c.v[i].unit ? told_row(k, c.v[i].unit->code) : k->rows - 1;
        if (row + 1 == k->rows || !usable(&c.v[i]))
            continue;
        t->known[row] = true;
        t->guess[row] = c.v[i].estimated;
        t->total[row] = whole_number(c.v[i].value);
    }
    return OK;
}

/* What has no code makes a row add up to its total. */
static void close_rows(const struct making *k, const struct told *t, struct stat_split *s)
{
    int64_t *v = (int64_t *)(uintptr_t)s->v;
    for (size_t r = 0; r < k->rows && s->sums; r++) {
        int64_t sum = 0, *row = v + r * s->cols;
        for (size_t c = 0; c + 1 < s->cols; c++)
            sum += row[c];
        row[s->cols - 1] = t->total[r] > sum ? t->total[r] - sum : 0;
    }
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

static enum err count_split(struct making *k, struct told *t, const struct dimension *d)
{
    struct arena *a = k->act->a;
    struct stat_cells c, whole;
    TRY(cells(k, t->m, true, d, &c));
    TRY(cells(k, t->m, false, d, &whole));
    struct stat_split *s = &t->by[t->nby];
    size_t cols = d->list->ncodes + 1;
    int64_t *v = NEW_N(a, int64_t, k->rows * cols);
    for (size_t i = 0; i < c.n; i++) {
        size_t row = c.v[i].unit ? told_row(k, c.v[i].unit->code) : k->rows - 1;
        if (row + 1 < k->rows && usable(&c.v[i]))
            v[row * cols + told_column(d, c.v[i].code[0])] = whole_number(c.v[i].value);
    }
    close_columns(k, &whole, cols, v, d);
    *s = (struct stat_split){.cols = cols,
        .v = v,
        .sums = !d->many,
        .hide = NEW_N(a, bool, k->rows *cols),
        .hide_col = NEW_N(a, bool, cols)};
    close_rows(k, t, s);
    t->col[t->nby] = NEW_N(a, int64_t, cols);
    sum_columns(k, s, t->col[t->nby]);
    t->dim[t->nby++] = d;
    return OK;
}

/* Sums of money and rates of others cannot be protected as counts: the whole alone is told. */
static bool is_count(const struct measure *m)
{
    return !m->value && !m->money && m->kind != MEASURE_RATE;
}

static enum err count_measure(struct making *k, struct told *t)
{
    struct arena *a = k->act->a;
    t->counted = is_count(t->m);
    t->total = NEW_N(a, int64_t, k->rows);
    t->known = NEW_N(a, bool, k->rows + 1);
    t->guess = NEW_N(a, bool, k->rows + 1);
    t->hide = NEW_N(a, bool, k->rows);
    t->dim = NEW_N(a, const struct dimension *, t->m->nby + 1);
    t->by = NEW_N(a, struct stat_split, t->m->nby + 1);
    t->col = NEW_N(a, int64_t *, t->m->nby + 1);
    if (!t->counted)
        return count_whole(k, t);
    TRY(count_units(k, t));
    TRY(count_whole(k, t));
    for (size_t i = 0; i < t->m->nby; i++)
        if (t->m->by[i]->list)
            TRY(count_split(k, t, t->m->by[i]));
    return OK;
}

enum err told_count(struct making *k)
{
    const struct pack *p = k->act->site->pack;
    k->v = NEW_N(k->act->a, struct told, p->nmeasures + 1);
    for (size_t i = 0; i < p->nmeasures; i++)
        if (stat_open_measure(p, &p->measures[i])) {
            k->v[k->n].m = &p->measures[i];
            TRY(count_measure(k, &k->v[k->n++]));
        }
    return OK;
}
