// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The dictionary between what others call things and ours: data elements, category option combos
 * and units, by UID and by code.
 */
#include "exchange/exchange_int.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- elements ---------------------------------------------------------------------------------
 */

static void add_element(struct codebook *d, const struct measure *m, const struct dimension *x,
    const struct dimension *y)
{
    struct element *e = &d->elements[d->nelements++];
    e->measure = m;
    if (x)
        e->by[e->nby++] = x;
    if (y)
        e->by[e->nby++] = y;
    e->code = arena_printf(
        d->a, "%s%s%s%s%s", m->id, x ? "." : "", x ? x->id : "", y ? "." : "", y ? y->id : "");
    exchange_uid("de", e->code, e->uid);
}

/* Split by one dimension, and by two in the order of their ids. */
static void add_measure(struct codebook *d, const struct measure *m)
{
    add_element(d, m, NULL, NULL);
    for (size_t i = 0; i < m->nby; i++)
        add_element(d, m, m->by[i], NULL);
    for (size_t i = 0; i < m->nby; i++)
        for (size_t k = 0; k < m->nby; k++)
            if (strcmp(m->by[i]->id, m->by[k]->id) < 0)
                add_element(d, m, m->by[i], m->by[k]);
}

static int element_by_uid(const void *a, const void *b)
{
    return strcmp(
        (*(const struct element *const *)a)->uid, (*(const struct element *const *)b)->uid);
}

static int element_by_code(const void *a, const void *b)
{
    return strcmp(
        (*(const struct element *const *)a)->code, (*(const struct element *const *)b)->code);
}

static const struct element **sorted(struct codebook *d, int (*order)(const void *a, const void *b))
{
    const struct element **v = NEW_N(d->a, const struct element *, d->nelements + 1);
    for (size_t i = 0; i < d->nelements; i++)
        v[i] = &d->elements[i];
    qsort(v, d->nelements, sizeof *v, order);
    return v;
}

static void add_elements(struct codebook *d, const struct pack *p)
{
    size_t most = 0;
    for (size_t i = 0; i < p->nmeasures; i++)
        most += 1 + p->measures[i].nby * (p->measures[i].nby + 1);
    d->elements = NEW_N(d->a, struct element, most + 1);
    for (size_t i = 0; i < p->nmeasures; i++)
        add_measure(d, &p->measures[i]);
    d->by_uid = sorted(d, element_by_uid);
    d->by_code = sorted(d, element_by_code);
}

const struct element *codebook_element(const struct codebook *d, struct str id)
{
    struct element key = {.code = arena_dupn(d->a, id.p, id.n)};
    const struct element *k = &key, *const *found = NULL;
    if (id.n == EXCHANGE_UID - 1) {
        memcpy(key.uid, id.p, id.n);
        found = bsearch(&k, d->by_uid, d->nelements, sizeof k, element_by_uid);
    }
    if (!found)
        found = bsearch(&k, d->by_code, d->nelements, sizeof k, element_by_code);
    return found ? *found : NULL;
}

/* ---- combos ------------------------------------------------------------------------------------
 */

static int combo_order(const void *a, const void *b)
{
    return strcmp(((const struct combo *)a)->uid, ((const struct combo *)b)->uid);
}

static void add_combo(struct codebook *d, const struct element *e, const char *dims)
{
    struct combo *c = &d->combos[d->ncombos++];
    *c = (struct combo){.nby = e->nby, .dims = dims};
    memcpy(c->by, e->by, sizeof c->by);
    exchange_combo_uid(dims, c->uid);
}

static bool combos_made(const struct codebook *d, const struct element *e)
{
    for (const struct element *x = d->elements; x < e; x++)
        if (x->nby == e->nby && memcmp(x->by, e->by, sizeof x->by) == 0)
            return true;
    return false;
}

static size_t options_of(const struct element *e)
{
    size_t n = e->nby ? 1 : 0;
    for (size_t i = 0; i < e->nby; i++)
        n *= e->by[i]->list->ncodes;
    return n;
}

static void add_combos_of(struct codebook *d, const struct element *e)
{
    for (size_t i = 0; i < options_of(e); i++) {
        const struct codelist *x = e->by[0]->list, *y = e->nby > 1 ? e->by[1]->list : NULL;
        const char *first = x->codes[y ? i / y->ncodes : i].id;
        const char *dims = arena_printf(d->a, "%s=%s", e->by[0]->id, first);
        if (y)
            dims = arena_printf(d->a, "%s;%s=%s", dims, e->by[1]->id, y->codes[i % y->ncodes].id);
        add_combo(d, e, dims);
    }
}

static void add_combos(struct codebook *d)
{
    size_t most = 1;
    for (size_t i = 0; i < d->nelements; i++)
        if (!combos_made(d, &d->elements[i]))
            most += options_of(&d->elements[i]);
    d->combos = NEW_N(d->a, struct combo, most);
    for (size_t i = 0; i < d->nelements; i++)
        if (!combos_made(d, &d->elements[i]))
            add_combos_of(d, &d->elements[i]);
    qsort(d->combos, d->ncombos, sizeof *d->combos, combo_order);
}

static bool fits(const struct combo *c, const struct element *e)
{
    return c && c->nby == e->nby && memcmp(c->by, e->by, sizeof c->by) == 0;
}

static const struct combo *combo_by_dims(
    const struct codebook *d, const struct element *e, const char *dims)
{
    struct combo key = {0};
    exchange_combo_uid(dims, key.uid);
    const struct combo *c = bsearch(&key, d->combos, d->ncombos, sizeof key, combo_order);
    return fits(c, e) && streq(c->dims, dims) ? c : NULL;
}

const struct combo *codebook_combo(const struct codebook *d, const struct element *e, struct str id)
{
    static const struct combo total = {.uid = DEFAULT_OPTION_COMBO, .dims = ""};
    if (e->nby == 0)
        return id.n == 0 || str_is(id, DEFAULT_OPTION_COMBO) || str_is(id, "default") ? &total
                                                                                      : NULL;
    struct combo key = {0};
    if (id.n == EXCHANGE_UID - 1) {
        memcpy(key.uid, id.p, id.n);
        const struct combo *c = bsearch(&key, d->combos, d->ncombos, sizeof key, combo_order);
        if (fits(c, e))
            return c;
    }
    const char *code = arena_dupn(d->a, id.p, id.n);
    const struct combo *c = combo_by_dims(d, e, code);
    if (!c && e->nby == 1) /* the option alone */
        c = combo_by_dims(d, e, arena_printf(d->a, "%s=%s", e->by[0]->id, code));
    return c;
}

/* ---- units -------------------------------------------------------------------------------------
 */

static int place_order(const void *a, const void *b)
{
    return strcmp(((const struct place *)a)->uid, ((const struct place *)b)->uid);
}

static void make_places(struct codebook *d)
{
    const struct unit *v = unit_all(d->units, &d->nplaces);
    d->places = NEW_N(d->a, struct place, d->nplaces + 1);
    for (size_t i = 0; i < d->nplaces; i++) {
        d->places[i].unit = &v[i];
        exchange_unit_uid(d->units, &v[i], d->places[i].uid);
    }
    qsort(d->places, d->nplaces, sizeof *d->places, place_order);
}

const struct unit *codebook_unit(struct codebook *d, struct str id, int32_t day)
{
    const struct unit *u = unit_find(d->units, arena_dupn(d->a, id.p, id.n), day);
    if (u || id.n != EXCHANGE_UID - 1)
        return u;
    if (!d->places)
        make_places(d);
    struct place key = {0};
    memcpy(key.uid, id.p, id.n);
    const struct place *p = bsearch(&key, d->places, d->nplaces, sizeof key, place_order);
    for (; p && p > d->places && streq(p[-1].uid, key.uid); p--)
        ;
    for (; p && p < d->places + d->nplaces && streq(p->uid, key.uid); p++)
        if (p->unit->from <= day && day < p->unit->to)
            return p->unit;
    return NULL;
}

struct codebook *codebook_open(struct act *act)
{
    struct codebook *d = NEW(act->a, struct codebook);
    d->a = act->a;
    d->units = act->units;
    add_elements(d, act->site->pack);
    add_combos(d);
    return d;
}
