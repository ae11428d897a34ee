// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Indicators: the cells of their measures put side by side, and the formula worked out for each. A
 * rate is made from what numerator and denominator are for the whole, never from rates of parts.
 */
#include "stat/stat_int.h"

#include <math.h>
#include <stdlib.h>

/* Measures of all indicators asked, each once. */
struct sheet {
    struct act *act;
    const struct stat_ask *ask;
    const struct measure **m;
    struct stat_cells *cells;
    size_t n;
};

/* ---- which measures ---------------------------------------------------------------------------
 */

static size_t column_of(const struct sheet *s, const struct measure *m)
{
    size_t i = 0;
    while (i < s->n && s->m[i] != m)
        i++;
    return i;
}

static void note_name(void *ctx, struct str path, int slot)
{
    (void)path;
    struct sheet *s = ctx;
    const struct measure *m = &s->act->site->pack->measures[slot];
    if (column_of(s, m) == s->n)
        s->m[s->n++] = m;
}

static void note_indicator(struct sheet *s, const struct indicator *i)
{
    expr_names(i->numerator, note_name, s);
    if (i->denominator)
        expr_names(i->denominator, note_name, s);
}

/* ---- one value --------------------------------------------------------------------------------
 */

/* The cells of one unit and combination of codes, one a measure; NULL where a measure has none. */
struct line {
    const struct sheet *s;
    const struct stat_cell **cell;
    bool dense; /* a counted measure without a cell is 0 */
};

static struct value number_of(const struct expr_env *env, struct str path, int slot)
{
    (void)path;
    const struct line *l = env->ctx;
    const struct measure *m = &l->s->act->site->pack->measures[slot];
    const struct stat_cell *c = l->cell[column_of(l->s, m)];
    if (!c)
        return m->reg ? v_real(0) : VNULL;
    return c->known ? v_real(c->value) : VNULL;
}

static double work_out(const struct line *l, const struct expr *e)
{
    if (!e)
        return NAN;
    const struct expr_env env = {.get = number_of,
        .ctx = l,
        .now_ms = l->s->act->now_ms,
        .today = l->s->act->today,
        .a = l->s->act->a};
    struct value v = expr_eval(e, &env);
    return v.t == V_REAL ? v.r : v.t == V_INT ? (double)v.i : NAN;
}

struct gather {
    const struct line *l;
    struct stat_value *v;
    bool first;
};

/* What a measure that takes part says about where the value comes from. */
static void take_origin(void *ctx, struct str path, int slot)
{
    (void)path;
    struct gather *g = ctx;
    const struct measure *m = &g->l->s->act->site->pack->measures[slot];
    const struct stat_cell *c = g->l->cell[column_of(g->l->s, m)];
    if (!c)
        return;
    g->v->origin |= c->origin;
    g->v->estimated = g->v->estimated || c->estimated;
    if (c->asked && (!g->v->asked || c->asked - c->said > g->v->asked - g->v->said)) {
        g->v->said = c->said;
        g->v->asked = c->asked;
    }
}

static void fill_value(const struct line *l, const struct indicator *i, struct stat_value *v)
{
    struct gather g = {.l = l, .v = v};
    v->num = work_out(l, i->numerator);
    v->den = work_out(l, i->denominator);
    expr_names(i->numerator, take_origin, &g);
    if (i->denominator)
        expr_names(i->denominator, take_origin, &g);
    v->zero_den = i->denominator && v->den == 0;
    v->value = !i->denominator ? v->num : v->zero_den ? NAN : v->num / v->den;
    v->value *= i->factor > 0 ? i->factor : 1;
    v->known = !isnan(v->value);
}

/* ---- lines ------------------------------------------------------------------------------------
 */

struct key {
    const struct stat_cell *cell;
    size_t col;
};
struct order {
    const struct stat_ask *ask;
};

static int code_at(const struct stat_ask *ask, size_t k, const char *code)
{
    const struct codelist *l = ask->by[k]->list;
    for (size_t i = 0; code && l && i < l->ncodes; i++)
        if (streq(l->codes[i].id, code))
            return (int)i;
    return code ? INT32_MAX - 1 : INT32_MAX;
}

static const char *unit_code(const struct stat_cell *c)
{
    return c->unit ? c->unit->code : "";
}

int stat_cell_order(
    const struct stat_ask *ask, const struct stat_cell *a, const struct stat_cell *b)
{
    int d = strcmp(unit_code(a), unit_code(b));
    for (size_t k = 0; d == 0 && k < ask->nby; k++)
        if (!streq(a->code[k], b->code[k]))
            d = code_at(ask, k, a->code[k]) - code_at(ask, k, b->code[k]);
    return d;
}

static int key_order(const void *x, const void *y, void *ctx)
{
    const struct key *a = x, *b = y;
    return stat_cell_order(ctx, a->cell, b->cell);
}

/* The cells of the measures of one indicator, those of one line side by side. */
static void values_of(const struct sheet *s, const struct indicator *i,
    const struct programme *prog, struct stat_values *out)
{
    struct sheet own = {.act = s->act, .m = NEW_N(s->act->a, const struct measure *, s->n + 1)};
    note_indicator(&own, i);
    size_t most = 0, n = 0;
    for (size_t c = 0; c < s->n; c++)
        most += column_of(&own, s->m[c]) < own.n ? s->cells[c].n : 0;
    struct key *key = NEW_N(s->act->a, struct key, most + 1);
    for (size_t c = 0; c < s->n; c++)
        for (size_t k = 0; column_of(&own, s->m[c]) < own.n && k < s->cells[c].n; k++)
            key[n++] = (struct key){&s->cells[c].v[k], c};
    struct stat_ask ask = *s->ask;
    qsort_r(key, n, sizeof *key, key_order, &ask);
    *out = (struct stat_values){NEW_N(s->act->a, struct stat_value, n + 1), 0};
    struct line l = {.s = s, .cell = NEW_N(s->act->a, const struct stat_cell *, s->n + 1)};
    for (size_t k = 0; k < n;) {
        const struct stat_cell *first = key[k].cell;
        memset(l.cell, 0, s->n * sizeof *l.cell);
        for (; k < n && stat_cell_order(&ask, first, key[k].cell) == 0; k++)
            l.cell[key[k].col] = key[k].cell;
        struct stat_value *v = &out->v[out->n++];
        v->unit = first->unit;
        memcpy(v->code, first->code, sizeof v->code);
        fill_value(&l, i, v);
        stat_judge_value(s->act, i, prog, s->ask, v);
    }
}

/* ---- the whole --------------------------------------------------------------------------------
 */

static enum err may_split(const struct indicator *i, const struct stat_ask *ask)
{
    for (size_t k = 0; k < ask->nby; k++) {
        size_t d = 0;
        while (d < i->nby && i->by[d] != ask->by[k])
            d++;
        if (d == i->nby)
            return err_set(ERR_INVALID, "%s is not split by %s", i->id, ask->by[k]->id);
    }
    return OK;
}

struct has_all {
    const struct sheet *s;
    bool yes;
};

static void look_up(void *ctx, struct str path, int slot)
{
    (void)path;
    struct has_all *k = ctx;
    k->yes = k->yes && column_of(k->s, &k->s->act->site->pack->measures[slot]) < k->s->n;
}

void stat_indicator_from(struct act *act, const struct indicator *i, const struct programme *prog,
    const struct stat_ask *ask, const struct stat_counted *of, struct stat_values *out)
{
    struct sheet s = {act, ask, of->m, of->cells, of->n};
    struct has_all all = {&s, true};
    *out = (struct stat_values){NULL, 0};
    expr_names(i->numerator, look_up, &all);
    if (i->denominator)
        expr_names(i->denominator, look_up, &all);
    if (all.yes)
        values_of(&s, i, prog, out);
}

enum err stat_indicators(struct act *act, const struct indicator *const *v, size_t n,
    const struct programme *prog, const struct stat_ask *ask, struct stat_values *out)
{
    struct sheet s = {.act = act,
        .ask = ask,
        .m = NEW_N(act->a, const struct measure *, act->site->pack->nmeasures + 1)};
    for (size_t i = 0; i < n; i++) {
        TRY(may_split(v[i], ask));
        note_indicator(&s, v[i]);
    }
    s.cells = NEW_N(act->a, struct stat_cells, s.n + 1);
    TRY(stat_measures(act, s.m, s.n, ask, s.cells));
    for (size_t i = 0; i < n; i++)
        values_of(&s, v[i], prog, &out[i]);
    return db_status(act->c);
}

enum err stat_indicator(struct act *act, const struct indicator *i, const struct programme *prog,
    const struct stat_ask *ask, struct stat_values *out)
{
    return stat_indicators(act, &i, 1, prog, ask, out);
}
