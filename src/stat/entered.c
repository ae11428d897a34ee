// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Cells of entered measures. A unit's own word counts first; then what its former units said; then
 * the sum over shorter periods, when all of them are there; above the level at which a measure is
 * entered, the sum of the units below. A rate counts only where it was given.
 *
 * A former unit that was split is dealt out by its shares. Its parts are remembered on the way up:
 * where they come together again nothing is estimated any more.
 */
#include "stat/entered_int.h"

#include <math.h>
#include <stdlib.h>

struct piece { /* some of what a split unit said */
    struct piece *next;
    uint64_t what; /* unit and period */
    double share;
    bool guess; /* who knows whether all parts are known */
};
struct sum {
    double value;
    unsigned origin; /* 0 = not known */
    int said, asked;
    struct piece *pieces;
};
struct want { /* the codes and the period that are looked for */
    const struct pick *by;
    size_t nby;
    struct period period;
    int32_t map;
};
static struct sum resolve(struct entered *e, const struct unit *u, const struct want *w);
static bool is_leaf(const struct entered *e, const struct unit *u);

/* ---- sums ------------------------------------------------------------------------------------ */

static void add_piece(struct entered *e, struct sum *s, struct piece piece)
{
    for (struct piece *p = s->pieces; p; p = p->next)
        if (p->what == piece.what) {
            p->share += piece.share;
            p->guess = p->guess || piece.guess;
            return;
        }
    struct piece *p = NEW(e->act->a, struct piece);
    *p = piece;
    p->next = s->pieces;
    s->pieces = p;
}

static uint64_t what_of(size_t who, const struct period *p)
{
    return (uint64_t)who << 34 | (uint64_t)(uint32_t)p->to << 4 | p->kind;
}

static void add(struct entered *e, struct sum *to, const struct sum *from, double share)
{
    to->value += from->value * share;
    to->origin |= from->origin;
    to->said += from->said;
    to->asked += from->asked;
    for (const struct piece *p = from->pieces; p; p = p->next)
        add_piece(e, to, (struct piece){NULL, p->what, p->share * share, p->guess});
}

/* Above the level of entry a whole is a whole, whichever of its parts are known. */
static bool is_estimated(const struct sum *s, bool leaf)
{
    for (const struct piece *p = s->pieces; p; p = p->next)
        if (fabs(p->share - 1) > 1e-9 || (leaf && p->guess))
            return true;
    return false;
}

static bool is_rate(const struct entered *e)
{
    return e->m->kind == MEASURE_RATE;
}

/* ---- its own word, and that of former units -------------------------------------------------- */

/* What the unit itself said of this very period; accepted before sent. */
static struct sum own_word(struct entered *e, const struct unit *u, const struct want *w)
{
    size_t n;
    const struct link *l = entered_links(entered_view(e, w->map), u, &n);
    struct sum best = {.asked = 1};
    for (size_t i = 0; i < n; i++) {
        if (!l[i].same)
            continue;
        struct fact f = entered_fact(e, l[i].source, w->by, w->nby, w->period.id);
        bool better = f.origin && (!best.origin || (best.origin & STAT_PENDING));
        if (better)
            best = (struct sum){f.value, f.origin, 1, 1, NULL};
    }
    return best;
}

static bool of_that_day(const struct entered *e, const struct link *l, const struct want *w)
{
    return e->source[l->source].day == w->period.to;
}

/* Units that this one was made from, on the day that the period ended. */
static int former_units(struct entered *e, const struct unit *u, const struct want *w)
{
    size_t n;
    unit_on_map(e->act->units, e->act->a, u->code, w->map, w->period.to, &n);
    return n ? (int)n : 1;
}

/* Those of the map at the end of the period if any of them spoke, else all that did. */
static struct sum former_word(struct entered *e, const struct unit *u, const struct want *w)
{
    size_t n;
    const struct link *l = entered_links(entered_view(e, w->map), u, &n);
    struct sum home = {0}, all = {0};
    for (size_t i = 0; i < n; i++) {
        if (l[i].same)
            continue;
        struct fact f = entered_fact(e, l[i].source, w->by, w->nby, w->period.id);
        if (!f.origin)
            continue;
        struct sum one = {.value = f.value, .origin = f.origin, .said = 1};
        add_piece(e, &one, (struct piece){NULL, what_of(l[i].source, &w->period), 1, l[i].guess});
        add(e, of_that_day(e, &l[i], w) ? &home : &all, &one, l[i].share);
    }
    struct sum *out = home.origin ? &home : &all;
    out->asked = n ? former_units(e, u, w) : 1;
    out->asked = out->asked < out->said ? out->said : out->asked;
    return *out;
}

/* ---- longer periods -------------------------------------------------------------------------- */

typedef struct sum word_fn(struct entered *e, const struct unit *u, const struct want *w);

/* From the parts of the period: all of a flow, the last of a stock. */
static struct sum by_parts(
    struct entered *e, const struct unit *u, const struct want *w, word_fn *word)
{
    struct period part[12];
    size_t n = period_parts(&w->period, part);
    struct sum sum = {.asked = 1};
    for (size_t i = e->m->kind == MEASURE_FLOW || e->m->kind == MEASURE_EVENT ? 0
                    : n                                                       ? n - 1
                                                                              : 0;
         i < n; i++) {
        struct want narrow = *w;
        narrow.period = part[i];
        struct sum one = word(e, u, &narrow);
        if (!one.origin)
            return (struct sum){.asked = 1};
        int said = sum.origin && sum.said < one.said ? sum.said : one.said;
        int asked = sum.asked > one.asked ? sum.asked : one.asked;
        add(e, &sum, &one, 1);
        sum.said = said;
        sum.asked = asked;
    }
    return sum;
}

static struct sum own_or_parts(struct entered *e, const struct unit *u, const struct want *w)
{
    struct sum s = own_word(e, u, w);
    return s.origin || is_rate(e) ? s : by_parts(e, u, w, own_or_parts);
}

/* Where the measure is entered. */
static struct sum of_leaf(struct entered *e, const struct unit *u, const struct want *w)
{
    struct sum s = own_word(e, u, w);
    if (s.origin || is_rate(e))
        return s;
    s = former_word(e, u, w);
    if (s.origin)
        return s;
    struct sum parts = by_parts(e, u, w, of_leaf);
    return parts.origin ? parts : s;
}

/* ---- units above ----------------------------------------------------------------------------- */

static struct sum of_children(struct entered *e, const struct unit *u, const struct want *w)
{
    size_t n;
    const struct unit **v =
        unit_children(e->act->units, e->act->a, u ? u->code : "", w->map, UNIT_ANY, &n);
    struct sum sum = {0};
    for (size_t i = 0; i < n; i++) {
        struct sum one = resolve(e, v[i], w);
        add(e, &sum, &one, 1);
    }
    return sum;
}

/* A former unit of the same level gave a number for the whole of itself. */
static const struct speaker *former_total(
    struct entered *e, const struct unit *u, const struct want *w)
{
    size_t n;
    const struct link *l = entered_links(entered_view(e, w->map), u, &n);
    for (size_t i = 0; i < n; i++)
        if (!l[i].same && entered_fact(e, l[i].source, w->by, w->nby, w->period.id).origin)
            return &e->source[l[i].source];
    return NULL;
}

static double share_into(
    struct entered *e, const char *code, int32_t day, const struct unit *u, int32_t map)
{
    size_t n;
    const struct unit_part *p = unit_on_map(e->act->units, e->act->a, code, day, map, &n);
    for (size_t i = 0; i < n; i++)
        if (p[i].unit == u)
            return p[i].share;
    return 0;
}

/* Then the sum is made on the map of that day, where that unit's word counts for its part. */
static struct sum on_former_map(
    struct entered *e, const struct unit *u, const struct want *w, int32_t day)
{
    size_t n, all;
    const struct unit_part *p = unit_on_map(e->act->units, e->act->a, u->code, w->map, day, &n);
    struct want then = *w;
    struct sum sum = {0};
    then.map = day;
    for (size_t i = 0; i < n; i++) {
        double share = share_into(e, p[i].unit->code, day, u, w->map);
        struct sum one = share > 0 ? resolve(e, p[i].unit, &then) : (struct sum){0};
        add(e, &sum, &one, share);
        if (share > 0 && share < 1 - 1e-9 && one.origin)
            add_piece(e, &sum,
                (struct piece){NULL,
                    what_of(e->nsource + (size_t)(p[i].unit - unit_all(e->act->units, &all)),
                        &w->period),
                    share, true});
    }
    return sum;
}

static bool is_leaf(const struct entered *e, const struct unit *u)
{
    return u && (u->level >= e->leaf || e->leaf == UNIT_ANY);
}

static struct sum resolve(struct entered *e, const struct unit *u, const struct want *w)
{
    if (is_leaf(e, u))
        return of_leaf(e, u, w);
    struct sum s = own_or_parts(e, u, w);
    if (s.origin || is_rate(e))
        return s;
    const struct speaker *former = u ? former_total(e, u, w) : NULL;
    if (former)
        return on_former_map(e, u, w, former->day);
    return of_children(e, u, w);
}

/* ---- cells ----------------------------------------------------------------------------------- */

static struct stat_cell cell_of(
    struct entered *e, const struct unit *u, const struct want *w, const struct stat_ask *ask)
{
    struct sum s = resolve(e, u, w);
    struct stat_cell c = {.unit = u,
        .value = s.origin ? s.value : 0,
        .known = s.origin != 0,
        .estimated = is_estimated(&s, is_leaf(e, u)),
        .origin = s.origin,
        .said = s.said,
        .asked = s.asked};
    for (size_t i = 0; i < ask->nby; i++)
        c.code[i] = w->by[i].code;
    return c;
}

/* Did anybody split by this code? */
static bool code_given(const struct entered *e, const struct dimension *d, const char *code)
{
    AUTO_ARENA *a = arena_open();
    const char *part = arena_printf(a, "%s=%s", d->id, code);
    size_t len = strlen(part);
    for (size_t i = 0; i < e->nfact; i++) {
        const char *at = strstr(e->fact[i].dims, part);
        bool begins = at && (at == e->fact[i].dims || at[-1] == ';');
        if (begins && (at[len] == 0 || at[len] == ';'))
            return true;
    }
    return false;
}

struct codes { /* of each asked dimension, in the order of its list */
    const char **v[STAT_BY_MAX];
    size_t n[STAT_BY_MAX];
};

static struct codes codes_of(const struct entered *e, const struct stat_ask *ask)
{
    struct codes c = {0};
    for (size_t i = 0; i < ask->nby; i++) {
        const struct codelist *l = ask->by[i]->list;
        c.v[i] = NEW_N(e->act->a, const char *, l->ncodes + 1);
        for (size_t k = 0; k < l->ncodes; k++)
            if (code_given(e, ask->by[i], l->codes[k].id))
                c.v[i][c.n[i]++] = l->codes[k].id;
    }
    return c;
}

static size_t combinations(const struct codes *c, size_t nby)
{
    size_t n = 1;
    for (size_t i = 0; i < nby; i++)
        n *= c->n[i];
    return n;
}

static void pick_nth(
    const struct codes *c, const struct stat_ask *ask, size_t nth, struct pick by[STAT_BY_MAX])
{
    for (size_t i = ask->nby; i-- > 0; nth /= c->n[i])
        by[i] = (struct pick){ask->by[i], c->v[i][nth % c->n[i]]};
}

static bool has_dimension(const struct measure *m, const struct dimension *d)
{
    for (size_t i = 0; i < m->nby; i++)
        if (m->by[i] == d || streq(m->by[i]->id, d->id))
            return true;
    return false;
}

static void fill(struct entered *e, const struct stat_ask *ask, const struct stat_frame *f,
    struct stat_cells *out)
{
    struct pick by[STAT_BY_MAX];
    struct want w = {.by = by, .nby = ask->nby, .period = e->period, .map = f->map};
    struct codes c = codes_of(e, ask);
    size_t n = combinations(&c, ask->nby);
    *out = (struct stat_cells){NEW_N(e->act->a, struct stat_cell, f->nrows * n + 1), 0};
    for (size_t i = 0; i < f->nrows; i++)
        for (size_t k = 0; k < n; k++) {
            pick_nth(&c, ask, k, by);
            struct stat_cell cell = cell_of(e, f->rows[i], &w, ask);
            if (cell.known || !ask->nby)
                out->v[out->n++] = cell;
        }
}

static enum unit_level leaf_of(const struct measure *m)
{
    if (m->level && streq(m->level, "tinh"))
        return UNIT_PROVINCE;
    return m->level && streq(m->level, "quoc_gia") ? UNIT_ANY : UNIT_COMMUNE;
}

enum err entered_open(struct entered *e, struct act *act, const struct measure *m,
    const struct stat_ask *ask, const struct stat_frame *f)
{
    *e = (struct entered){.act = act, .m = m, .leaf = leaf_of(m)};
    return entered_load(e, ask, f);
}

static struct stat_cell plain_cell(const struct unit *u, const struct sum *s)
{
    return (struct stat_cell){.unit = u,
        .value = s->value,
        .known = s->origin != 0,
        .origin = s->origin,
        .said = s->said,
        .asked = s->asked};
}

void entered_both(struct entered *e, const struct unit *u, int32_t map, struct stat_cell *own,
    struct stat_cell *below)
{
    struct want w = {.period = e->period, .map = map};
    struct sum s = own_or_parts(e, u, &w);
    *own = plain_cell(u, &s);
    s = of_children(e, u, &w);
    *below = plain_cell(u, &s);
}

enum err stat_entered(
    struct act *act, const struct measure *m, const struct stat_ask *ask, struct stat_cells *out)
{
    struct stat_frame f;
    struct entered e;
    for (size_t i = 0; i < ask->nby; i++)
        if (!has_dimension(m, ask->by[i]))
            return err_set(ERR_INVALID, "%s is not split by %s", m->id, ask->by[i]->id);
    TRY(stat_frame(act, ask, &f));
    TRY(entered_open(&e, act, m, ask, &f));
    fill(&e, ask, &f, out);
    return OK;
}
