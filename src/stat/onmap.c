// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Numbers on the asked map. A code of its day is looked for on the map; units that became one are
 * added up, a unit that was split is dealt out by its shares. What lies in the asked unit but above
 * the level of the rows gets a row of its own, so that nothing is lost.
 */
#include "stat/stat_int.h"

#include <stdlib.h>

enum { SLOTS = 1 << 12, DENSE_MOST = 50000 };

struct place {
    struct place *next;
    const char *province, *unit;
    int32_t day;
    struct stat_share *v;
    size_t n;
};
struct stat_onmap {
    struct act *act;
    const struct stat_frame *f;
    const struct unit **extra; /* rows beyond those asked */
    size_t nextra, cap;
    struct place *last, *slot[SLOTS];
};

struct stat_onmap *stat_onmap_open(struct act *act, const struct stat_frame *f)
{
    struct stat_onmap *o = NEW(act->a, struct stat_onmap);
    o->act = act;
    o->f = f;
    return o;
}

/* ---- places -----------------------------------------------------------------------------------
 */

static size_t extra_row(struct stat_onmap *o, const struct unit *u)
{
    size_t i = 0;
    while (i < o->nextra && o->extra[i] != u)
        i++;
    if (i == o->nextra) {
        if (i == o->cap) {
            const struct unit **v = NEW_N(o->act->a, const struct unit *, 2 * i + 8);
            if (i)
                memcpy(v, o->extra, i * sizeof *v);
            o->extra = v;
            o->cap = 2 * i + 8;
        }
        o->extra[o->nextra++] = u;
    }
    return o->f->nrows + i;
}

/* Parts that lie in one row are one. */
static void add_share(struct stat_onmap *o, struct place *p, const struct unit *u, double share)
{
    int at = stat_row_of(o->act, o->f, u);
    if (at == -1)
        return;
    size_t row = at >= 0 ? (size_t)at : extra_row(o, u);
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].row == row) {
            p->v[i].share += share;
            return;
        }
    p->v[p->n++] = (struct stat_share){.row = row, .share = share};
}

/* Parts of a code on the map; a code that was not valid that day as on the nearest day it was. */
static const struct unit_part *parts_of(
    struct stat_onmap *o, const char *code, int32_t day, size_t *n)
{
    const struct unit_tree *t = o->act->units;
    const struct unit *u = *code ? unit_near(t, code, day) : NULL;
    *n = 0;
    if (!u)
        return NULL;
    if (day < u->from)
        day = u->from;
    else if (day >= u->to)
        day = stat_day_add(u->to, -1);
    return unit_on_map(t, o->act->a, code, day, o->f->map, n);
}

static void fill_place(struct stat_onmap *o, struct place *p)
{
    size_t n;
    const struct unit_part *part = parts_of(o, p->unit, p->day, &n);
    if (!n)
        part = parts_of(o, p->province, p->day, &n);
    p->v = NEW_N(o->act->a, struct stat_share, n + 1);
    if (!n)
        add_share(o, p, NULL, 1);
    for (size_t i = 0; i < n; i++)
        add_share(o, p, part[i].unit, part[i].share);
    for (size_t i = 0; i < p->n; i++)
        p->v[i].estimated = p->v[i].share < 1 - 1e-9;
    for (size_t i = 0; n == 1 && i < p->n; i++)
        p->v[i].estimated |= part[0].estimated;
}

static size_t hash(const char *a, const char *b, int32_t day)
{
    size_t h = (size_t)day * 2654435761u;
    for (; *a; a++)
        h = (h ^ (unsigned char)*a) * 1099511628211u;
    for (; *b; b++)
        h = (h ^ (unsigned char)*b) * 1099511628211u;
    return (h ^ h >> 20) % SLOTS;
}

static bool is_place(const struct place *p, const char *province, const char *unit, int32_t day)
{
    return p && p->day == day && streq(p->unit, unit) && streq(p->province, province);
}

const struct stat_share *stat_onmap_find(
    struct stat_onmap *o, const char *province, const char *unit, int32_t day, size_t *n)
{
    struct place *p = o->last;
    if (!is_place(p, province, unit, day)) {
        struct place **at = &o->slot[hash(province, unit, day)];
        for (p = *at; p && !is_place(p, province, unit, day);)
            p = p->next;
        if (!p) {
            p = NEW(o->act->a, struct place);
            *p = (struct place){.next = *at, .province = province, .unit = unit, .day = day};
            fill_place(o, p);
            *at = p;
        }
        o->last = p;
    }
    *n = p->n;
    return p->v;
}

/* ---- cells ------------------------------------------------------------------------------------
 */

struct table {
    struct stat_onmap *o;
    size_t width[STAT_BY_MAX + 1], row; /* codes and one for not known; cells a row */
    double *v;
    unsigned char *seen; /* 1 = something counts here, 2 = estimated */
};

static size_t code_index(const struct dimension *d, struct str code)
{
    size_t i = 0;
    while (i < d->list->ncodes && !str_is(code, d->list->codes[i].id))
        i++;
    return i;
}

/* The next code of a text: the text itself, or one of "|a|b|". */
static bool next_code(const struct dimension *d, struct str *rest, bool first, size_t *out)
{
    struct str part = {0};
    if (!d->many || !rest->p) {
        *out = rest->p ? code_index(d, *rest) : d->list->ncodes;
        return first;
    }
    while (str_split(rest, '|', &part))
        if (part.n) {
            *out = code_index(d, part);
            return true;
        }
    *out = d->list->ncodes;
    return first;
}

struct adding {
    struct table *t;
    const struct stat_raw *raw;
    const struct stat_share *share;
};

/* Into each combination of the codes of a record. */
static void add_codes(const struct adding *x, size_t k, size_t at)
{
    const struct stat_ask *ask = x->t->o->f->ask;
    if (k == ask->nby) {
        x->t->v[at] += x->raw->value * x->share->share;
        x->t->seen[at] |= (unsigned char)(1 | (x->share->estimated ? 2 : 0));
        return;
    }
    struct str rest = x->raw->by[k] ? str_of(x->raw->by[k]) : (struct str){0};
    size_t code;
    for (bool first = true; next_code(ask->by[k], &rest, first, &code); first = false)
        add_codes(x, k + 1, at * x->t->width[k] + code);
}

static void put_cell(const struct table *t, size_t row, size_t in_row, struct stat_cells *out)
{
    const struct stat_frame *f = t->o->f;
    size_t at = row * t->row + in_row;
    struct stat_cell *c = &out->v[out->n++];
    *c = (struct stat_cell){.unit = row < f->nrows ? f->rows[row] : t->o->extra[row - f->nrows],
        .value = t->v[at],
        .known = true,
        .estimated = t->seen[at] & 2,
        .origin = STAT_COMPUTED};
    for (size_t k = f->ask->nby, rest = in_row; k-- > 0; rest /= t->width[k]) {
        size_t code = rest % t->width[k];
        const struct codelist *l = f->ask->by[k]->list;
        c->code[k] = code < l->ncodes ? l->codes[code].id : NULL;
    }
}

/* Does it stand there although nothing counts in it? */
static bool shown(const struct table *t, size_t row, size_t in_row, bool dense)
{
    const struct stat_frame *f = t->o->f;
    if (t->seen[row * t->row + in_row])
        return true;
    for (size_t k = f->ask->nby, rest = in_row; k-- > 0; rest /= t->width[k])
        if (rest % t->width[k] == t->width[k] - 1)
            return false;
    return dense && row < f->nrows;
}

static int cell_order(const void *a, const void *b, void *ask)
{
    return stat_cell_order(ask, a, b);
}

void stat_onmap_cells(struct stat_onmap *o, const struct stat_raws *raws, struct stat_cells *out)
{
    struct table t = {.o = o, .row = 1};
    const struct stat_ask *ask = o->f->ask;
    for (size_t k = 0; k < ask->nby; k++)
        t.row *= t.width[k] = ask->by[k]->list->ncodes + 1;
    size_t n;
    for (size_t i = 0; i < raws->n; i++)
        stat_onmap_find(o, raws->v[i].province, raws->v[i].unit, raws->v[i].day, &n);
    size_t rows = o->f->nrows + o->nextra, all = rows * t.row, most = 0;
    t.v = NEW_N(o->act->a, double, all + 1);
    t.seen = NEW_N(o->act->a, unsigned char, all + 1);
    for (size_t i = 0; i < raws->n; i++) {
        const struct stat_raw *r = &raws->v[i];
        const struct stat_share *s = stat_onmap_find(o, r->province, r->unit, r->day, &n);
        for (size_t k = 0; k < n; k++)
            add_codes(&(struct adding){&t, r, &s[k]}, 0, s[k].row);
    }
    bool dense = all <= DENSE_MOST;
    for (size_t i = 0; i < all; i++)
        most += shown(&t, i / t.row, i % t.row, dense);
    *out = (struct stat_cells){NEW_N(o->act->a, struct stat_cell, most + 1), 0};
    for (size_t i = 0; i < all; i++)
        if (shown(&t, i / t.row, i % t.row, dense))
            put_cell(&t, i / t.row, i % t.row, out);
    if (o->nextra) {
        struct stat_ask by = *ask;
        qsort_r(out->v, out->n, sizeof *out->v, cell_order, &by);
    }
}
