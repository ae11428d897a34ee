// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A pack with more measures, indicators and items than its files say: what a province adds. They
 * are put into room that the loader left behind its own, so everything that points into the base
 * stays right and slots in formulas keep their meaning.
 */
#include "pack/pack_int.h"

#include <stdlib.h>

struct extend {
    struct arena *a;
    const struct pack *base;
    struct pack *p;
    struct pack_index *ix;
};

/* Indexes of items in order of their ids, which is the first member of each. */
struct by_id {
    const char *id;
    uint16_t at;
};

static int compare_ids(const void *x, const void *y)
{
    return strcmp(((const struct by_id *)x)->id, ((const struct by_id *)y)->id);
}

static const uint16_t *order(struct arena *a, const void *base, size_t size, size_t n)
{
    struct by_id *v = NEW_N(a, struct by_id, n + 1);
    uint16_t *out = NEW_N(a, uint16_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        memcpy(&v[i].id, (const char *)base + i * size, sizeof(char *));
        v[i].at = (uint16_t)i;
    }
    qsort(v, n, sizeof *v, compare_ids);
    for (size_t i = 0; i < n; i++)
        out[i] = v[i].at;
    return out;
}

static void add_measures(struct extend *x, const struct pack_more *more)
{
    struct measure *v;
    memcpy(&v, &x->base->measures, sizeof v);
    if (more->nmeasures)
        memcpy(v + x->p->nmeasures, more->measures, more->nmeasures * sizeof *v);
    x->p->nmeasures += more->nmeasures;
    x->ix->by_id[ROOT_MEASURES] = order(x->a, v, sizeof *v, x->p->nmeasures);
}

/* Names in formulas are measures. */
static bool measure_name(const struct expr_scope *s, struct str path, enum xtype *type, int *slot)
{
    const struct pack *p = s->ctx;
    for (size_t i = 0; i < p->nmeasures; i++)
        if (str_is(path, p->measures[i].id)) {
            *type = X_REAL;
            *slot = (int)i;
            return true;
        }
    return false;
}

static const struct expr *formula(struct extend *x, const char *text)
{
    struct expr_scope s = {.lookup = measure_name, .ctx = x->p};
    struct pack_error err;
    const struct expr *e =
        text ? expr_parse(x->a, str_of(text), (struct pos){"", 1, 1}, &s, &err) : NULL;
    BUG_IF(text && !e); /* made by the program from checked ids */
    return e;
}

static void add_indicators(struct extend *x, const struct pack_more *more)
{
    struct indicator *v;
    memcpy(&v, &x->base->indicators, sizeof v);
    for (size_t i = 0; i < more->nindicators; i++) {
        struct indicator *to = &v[x->p->nindicators + i];
        *to = more->indicators[i].is;
        to->numerator = formula(x, more->indicators[i].numerator);
        to->denominator = formula(x, more->indicators[i].denominator);
    }
    x->p->nindicators += more->nindicators;
    x->ix->by_id[ROOT_INDICATORS] = order(x->a, v, sizeof *v, x->p->nindicators);
}

/* ---- items of programmes --------------------------------------------------------------------- */

static const struct programme_item *item_for(struct extend *x, const struct pack_more_item *m)
{
    struct programme_item *item = NEW(x->a, struct programme_item);
    struct part_target *part = NEW(x->a, struct part_target);
    part->indicator = pack_indicator(x->p, m->indicator);
    *item = (struct programme_item){
        .id = m->id, .code = m->code, .label = m->label, .parts = part, .nparts = 1};
    return item;
}

static void add_item(struct extend *x, struct objective *o, const struct pack_more_item *m)
{
    struct programme_item *v = NEW_N(x->a, struct programme_item, o->nitems + 1);
    if (o->nitems)
        memcpy(v, o->items, o->nitems * sizeof *v);
    v[o->nitems] = *item_for(x, m);
    o->items = v;
    o->nitems++;
}

/* The named objective, or the last one. */
static struct objective *objective_of(struct programme *p, const char *id)
{
    struct objective *v;
    memcpy(&v, &p->objectives, sizeof v);
    for (size_t i = 0; i < p->nobjectives; i++)
        if (streq(v[i].id, id))
            return &v[i];
    return p->nobjectives ? &v[p->nobjectives - 1] : NULL;
}

static void copy_objectives(struct extend *x, struct programme *p)
{
    struct objective *v = NEW_N(x->a, struct objective, p->nobjectives + 1);
    if (p->nobjectives)
        memcpy(v, p->objectives, p->nobjectives * sizeof *v);
    p->objectives = v;
}

static void add_items(struct extend *x, const struct pack_more *more)
{
    struct programme *v = NEW_N(x->a, struct programme, x->p->nprogrammes + 1);
    if (x->p->nprogrammes)
        memcpy(v, x->p->programmes, x->p->nprogrammes * sizeof *v);
    for (size_t i = 0; i < x->p->nprogrammes; i++)
        copy_objectives(x, &v[i]);
    x->p->programmes = v;
    for (size_t i = 0; i < more->nitems; i++)
        for (size_t k = 0; k < x->p->nprogrammes; k++) {
            struct objective *o = streq(v[k].id, more->items[i].programme)
                                      ? objective_of(&v[k], more->items[i].objective)
                                      : NULL;
            if (o)
                add_item(x, o, &more->items[i]);
        }
}

enum err pack_extend(
    struct arena *a, const struct pack *base, const struct pack_more *more, const struct pack **out)
{
    if (base->nmeasures + more->nmeasures > base->index->room_measures ||
        base->nindicators + more->nindicators > base->index->room_indicators)
        return err_set(ERR_TOO_BIG, "no room for more indicators");
    struct extend x = {
        .a = a, .base = base, .p = NEW(a, struct pack), .ix = NEW(a, struct pack_index)};
    *x.p = *base;
    *x.ix = *base->index;
    x.p->index = x.ix;
    add_measures(&x, more);
    add_indicators(&x, more);
    add_items(&x, more);
    *out = x.p;
    return OK;
}
