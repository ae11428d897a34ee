// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Targets as they bear on a unit: its own, those of the units above it, the country's (from the
 * pack, unless the database says otherwise). A code is of the map at the end of the target's year.
 */
#include "stat/stat_int.h"
#include "stat/stat_value_int.h"

#include <math.h>

/* What the database holds for one unit, read once in an act. */
struct stat_memo {
    struct stat_memo *next;
    const char *unit;
    int64_t known;
    struct stat_target *v;
    size_t n;
};

static const struct programme *programme_of(struct act *act, const char *id)
{
    return *id ? pack_programme(act->site->pack, id) : NULL;
}

static struct stat_target target_of_row(struct act *act, struct db_rows *r, const char *unit)
{
    return (struct stat_target){.indicator = pack_indicator(act->site->pack, db_text(r, 0)),
        .programme = programme_of(act, db_text(r, 1)),
        .unit = unit,
        .year = (int)db_int(r, 2),
        .op = (enum target_op)db_int(r, 3),
        .value = db_real(r, 4),
        .baseline = v_is_null(db_value(r, 5)) ? NAN : db_real(r, 5),
        .baseline_year = (int)db_int(r, 6),
        .document = db_text(r, 7),
        .own = true};
}

static const struct stat_memo *own_targets(struct act *act, const char *unit, int64_t known)
{
    known = known ? known : VALUE_OPEN - 1;
    for (const struct stat_memo *k = act->targets; k; k = k->next)
        if (k->known == known && streq(k->unit, unit))
            return k;
    struct db_rows *r = db_query(act->c, act->a, Q_STAT_TARGETS_OF, ARGS(unit, known));
    struct stat_memo *k = NEW(act->a, struct stat_memo);
    *k = (struct stat_memo){.next = act->targets,
        .unit = arena_dup(act->a, unit),
        .known = known,
        .v = NEW_N(act->a, struct stat_target, db_row_count(r) + 1)};
    while (db_next(r)) {
        struct stat_target t = target_of_row(act, r, k->unit);
        if (t.indicator && !v_is_null(db_value(r, 4)))
            k->v[k->n++] = t;
    }
    act->targets = k;
    return k;
}

static struct stat_target target_of_pack(
    const struct programme *p, const struct part_target *part, const struct target_value *v)
{
    return (struct stat_target){.indicator = part->indicator,
        .programme = p,
        .unit = "",
        .year = v->year,
        .op = v->op,
        .value = v->value,
        .baseline = NAN,
        .document = v->source.text ? v->source.text : p->source.text,
        .verify = v->source.verify};
}

/* ---- choosing one ---------------------------------------------------------------------------- */

struct choice {
    struct act *act;
    const struct indicator *i;
    const struct programme *prog; /* NULL = any */
    const struct part_target *part;
    int year;
    struct stat_target best;
    bool found;
};

static bool same_programme(const struct programme *x, const struct programme *y)
{
    return x == y || (x && y && streq(x->id, y->id));
}

/* Of several for one year: the asked programme's, the site's own, programmes as the pack has them.
 */
static size_t rank(const struct choice *c, const struct programme *p)
{
    const struct pack *pack = c->act->site->pack;
    size_t i = 0;
    if (c->prog)
        return p ? 0 : 1;
    while (p && i < pack->nprogrammes && !streq(pack->programmes[i].id, p->id))
        i++;
    return p ? i + 1 : 0;
}

static void offer(struct choice *c, const struct stat_target *t)
{
    if (!streq(t->indicator->id, c->i->id) || t->year < c->year)
        return;
    if (c->prog && t->programme && !same_programme(c->prog, t->programme))
        return;
    if (c->found && t->year > c->best.year)
        return;
    if (c->found && t->year == c->best.year && rank(c, t->programme) >= rank(c, c->best.programme))
        return;
    c->best = *t;
    c->found = true;
}

static void offer_part(struct choice *c, const struct programme *p, const struct part_target *part)
{
    if (!part->indicator || !streq(part->indicator->id, c->i->id))
        return;
    for (size_t k = 0; k < part->ntargets; k++) {
        struct stat_target t = target_of_pack(p, part, &part->targets[k]);
        offer(c, &t);
    }
}

static void offer_item(struct choice *c, const struct programme *p, const struct programme_item *m)
{
    for (size_t i = 0; i < m->nparts; i++)
        if (!c->part || c->part == &m->parts[i])
            offer_part(c, p, &m->parts[i]);
}

static void offer_pack(struct choice *c)
{
    const struct pack *pack = c->act->site->pack;
    for (size_t i = 0; i < pack->nprogrammes; i++) {
        const struct programme *p = &pack->programmes[i];
        if (c->prog && !streq(c->prog->id, p->id))
            continue;
        if (c->prog && c->part)
            p = c->prog; /* whose part it is */
        for (size_t o = 0; o < p->nobjectives; o++)
            for (size_t k = 0; k < p->objectives[o].nitems; k++)
                offer_item(c, p, &p->objectives[o].items[k]);
    }
}

/* Is the unit of a code at the end of the target's year the one that is asked for? */
static bool of_this_unit(
    struct act *act, const struct stat_target *t, const struct unit *u, int32_t map)
{
    int32_t end = t->year * 10000 + 1231, today = value_today(act);
    int32_t day = end < today ? end : today;
    const struct unit *then = unit_find(act->units, t->unit, day);
    if (then == u)
        return true;
    return then && value_same_unit(act->units, act->a, t->unit, day, map) == u;
}

static void offer_own(struct choice *c, const struct unit *u, int32_t map, int64_t known)
{
    const struct stat_memo *k = own_targets(c->act, u ? u->code : "", known);
    for (size_t i = 0; i < k->n; i++)
        if (!u || of_this_unit(c->act, &k->v[i], u, map))
            offer(c, &k->v[i]);
}

static int32_t map_of(const struct act *act, const struct stat_ask *ask)
{
    int32_t today = value_today(act);
    return ask->map ? ask->map : ask->period.to < today ? ask->period.to : today;
}

const struct stat_target *target_for(struct act *act, const struct indicator *i,
    const struct programme *prog, const struct part_target *part, const struct stat_ask *ask,
    const struct unit *unit)
{
    struct choice c = {
        .act = act, .i = i, .prog = prog, .part = part, .year = period_year(&ask->period)};
    const struct unit *path[UNIT_LEVEL__COUNT];
    int32_t map = map_of(act, ask);
    size_t n = unit ? unit_path(act->units, unit->code, map, path) : 0;
    while (n > 0 && !c.found)
        offer_own(&c, path[--n], map, ask->known);
    if (!c.found)
        offer_own(&c, NULL, map, ask->known);
    if (!c.found)
        offer_pack(&c);
    if (!c.found)
        return NULL;
    struct stat_target *t = NEW(act->a, struct stat_target);
    *t = c.best;
    return t;
}

/* ---- all of them ----------------------------------------------------------------------------- */

struct targets {
    struct act *act;
    const struct indicator *i;
    struct stat_target *v;
    size_t n, cap;
};

static void add(struct targets *l, const struct stat_target *t)
{
    if (l->i && !streq(t->indicator->id, l->i->id))
        return;
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 16;
        struct stat_target *v = NEW_N(l->act->a, struct stat_target, cap);
        if (l->n)
            memcpy(v, l->v, l->n * sizeof *v);
        l->v = v;
        l->cap = cap;
    }
    l->v[l->n++] = *t;
}

static void add_pack(struct targets *l, const struct programme *p)
{
    for (size_t o = 0; o < p->nobjectives; o++)
        for (size_t k = 0; k < p->objectives[o].nitems; k++) {
            const struct programme_item *m = &p->objectives[o].items[k];
            for (size_t i = 0; i < m->nparts; i++)
                for (size_t t = 0; t < m->parts[i].ntargets; t++) {
                    struct stat_target one =
                        target_of_pack(p, &m->parts[i], &m->parts[i].targets[t]);
                    add(l, &one);
                }
        }
}

enum err stat_targets(struct act *act, const struct indicator *i, const char *unit,
    struct stat_target **out, size_t *n)
{
    struct targets l = {.act = act, .i = i};
    const struct unit *path[UNIT_LEVEL__COUNT];
    int32_t today = value_today(act);
    size_t depth = unit_path(act->units, unit, today, path);
    if (*unit && !depth)
        return err_set(ERR_NOT_FOUND, "no such unit today");
    for (size_t at = depth + 1; at-- > 0;) {
        const struct stat_memo *k = own_targets(act, at ? path[at - 1]->code : "", 0);
        for (size_t t = 0; t < k->n; t++)
            add(&l, &k->v[t]);
    }
    for (size_t p = 0; p < act->site->pack->nprogrammes; p++)
        add_pack(&l, &act->site->pack->programmes[p]);
    *out = l.v;
    *n = l.n;
    return db_status(act->c);
}
