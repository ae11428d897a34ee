// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Measures as SQL. Those of one register that count the same rows (its states, or the events of one
 * day field) go into one statement; what they take from other records is joined once for all that
 * ask the same.
 */
#include "stat/stat_int.h"

#include "base/cal.h"

enum { MOST_PARTS = 16 };

struct maker {
    struct act *act;
    const struct stat_frame *f;
    struct stat_cube *out;
    struct db_join join[CUBE_JOINS + 1];
    struct {
        const struct related *of; /* of join, fact */
        size_t join, fact;
    } known[256];
    size_t nknown;
    struct db_all flag[CUBE_FLAGS];
    struct db_sum sum[CUBE_FLAGS];
    const struct reg *inside; /* facts are over its own columns; NULL = the counted register */
    enum err err;
};

static enum err compile(struct maker *k, const struct expr *e, struct db_cond *out);

/* ---- days -------------------------------------------------------------------------------------
 */

static const char *iso_of(struct arena *a, int32_t day)
{
    char text[11];
    cal_iso((struct cal_date){day / 10000, day / 100 % 100, day % 100}, text);
    return arena_dup(a, text);
}

/* A date of a month or year counts as its first day, and stands before it in the order of texts:
 * the least text that means the day or a later one. */
static const char *least_of(struct arena *a, int32_t day)
{
    char *iso = arena_dup(a, iso_of(a, day));
    if (day % 100 == 1)
        iso[7] = 0;
    if (day % 10000 == 101)
        iso[4] = 0;
    return iso;
}

/* Days of a field, from 0 = ever. */
static struct db_range range_of(struct maker *k, const struct field *f, int32_t from, int32_t to)
{
    struct db_range r = {.col = f->id};
    if (f->type == F_TIME) {
        r.from = from ? v_int(stat_day_ms(from)) : VNULL;
        r.to = v_int(stat_day_ms(stat_day_add(to, 1)) - 1);
    } else {
        r.from = from ? v_text(least_of(k->act->a, from)) : VNULL;
        r.to = v_text(iso_of(k->act->a, to));
    }
    return r;
}

/* ---- joins ------------------------------------------------------------------------------------
 */

static size_t new_join(struct maker *k, struct db_join j)
{
    size_t n = k->out->q.njoins;
    if (n == CUBE_JOINS) {
        k->err = ERR_TOO_BIG;
        return 0;
    }
    k->join[n] = j;
    k->out->q.njoins = n + 1;
    return n;
}

static size_t row_join(struct maker *k, const struct reg *reg, const char *by)
{
    for (size_t i = 0; i < k->out->q.njoins; i++)
        if (k->join[i].how == DB_JOIN_ROW && streq(k->join[i].by, by))
            return i;
    return new_join(
        k, (struct db_join){.how = DB_JOIN_ROW, .t = stat_table(k->act, reg), .by = by});
}

static bool same_expr(const struct expr *a, const struct expr *b)
{
    return a == b || (a && b && streq(expr_text(a), expr_text(b)));
}

static bool same_related(const struct related *a, const struct related *b)
{
    return a->how == b->how && a->reg == b->reg && a->by == b->by && a->day == b->day &&
           a->ever == b->ever && a->clock == b->clock && a->step == b->step &&
           same_expr(a->when, b->when) && same_expr(a->value, b->value);
}

static bool same_range(const struct db_range *a, const struct db_range *b)
{
    return streq(a->col, b->col) && v_eq(a->from, b->from) && v_eq(a->to, b->to);
}

static const struct db_table *root_table(const struct maker *k, const struct reg *reg)
{
    const struct reg *root = stat_root(reg);
    return root == reg ? NULL : stat_table(k->act, root);
}

/* The rows a fact is over: shared by facts over the same. */
static size_t fact_join(struct maker *k, const struct related *w)
{
    if (w->how == RELATED_CLOCK || w->how == RELATED_STEP)
        return new_join(
            k, (struct db_join){.how = w->how == RELATED_CLOCK ? DB_JOIN_CLOCK : DB_JOIN_STEP,
                   .what = w->clock ? w->clock->id : w->step->id});
    const struct period *p = &k->f->ask->period;
    struct db_join j = {.how = DB_JOIN_FACTS,
        .t = stat_table(k->act, w->reg),
        .by = w->by ? w->by->id : "parent",
        .root = root_table(k, w->reg)};
    if (w->day)
        j.range = range_of(k, w->day, w->ever ? 0 : p->from, w->ever ? k->f->end : p->to);
    for (size_t i = 0; i < k->out->q.njoins; i++) {
        const struct db_join *o = &k->join[i];
        if (o->how == DB_JOIN_FACTS && o->t == j.t && streq(o->by, j.by) &&
            same_range(&o->range, &j.range) && o->nfacts < 20)
            return i;
    }
    j.facts = NEW_N(k->act->a, struct db_fact, 20);
    return new_join(k, j);
}

/* The day of a fact as a date. */
static const struct expr *day_expr(struct maker *k, const struct field *f)
{
    struct pack_names names = {.pack = k->act->site->pack, .reg = f->owner};
    struct expr_scope scope = pack_scope(&names);
    struct pack_error bad;
    const char *text = f->type == F_TIME ? arena_printf(k->act->a, "date(%s)", f->id) : f->id;
    return expr_parse(k->act->a, str_of(text), (struct pos){0}, &scope, &bad);
}

static enum err fill_fact(struct maker *k, const struct related *w, struct db_fact *f)
{
    static const enum db_fact_how HOW[RELATED__COUNT] = {[RELATED_ANY] = DB_FACT_ANY,
        [RELATED_COUNT] = DB_FACT_COUNT,
        [RELATED_SUM] = DB_FACT_SUM,
        [RELATED_FIRST] = DB_FACT_FIRST,
        [RELATED_LAST] = DB_FACT_LAST};
    bool dated = w->how == RELATED_FIRST || w->how == RELATED_LAST;
    f->how = HOW[w->how];
    k->inside = w->reg;
    enum err e = w->when ? compile(k, w->when, &f->when) : OK;
    if (e == OK && (dated || w->value))
        e = compile(k, dated ? day_expr(k, w->day) : w->value, &f->value);
    k->inside = NULL;
    return e;
}

static const char *fact_column(struct maker *k, const struct related *w)
{
    size_t i = 0;
    while (i < k->nknown && !same_related(k->known[i].of, w))
        i++;
    if (i == k->nknown) {
        if (i == COUNT(k->known)) {
            k->err = ERR_TOO_BIG;
            return NULL;
        }
        size_t at = fact_join(k, w);
        if (k->err)
            return NULL;
        struct db_join *j = &k->join[at];
        k->known[i].of = w;
        k->known[i].join = at;
        k->known[i].fact = j->nfacts;
        k->nknown++;
        if (j->how == DB_JOIN_FACTS)
            k->err = fill_fact(k, w, &j->facts[j->nfacts++]);
        if (k->err)
            return NULL;
    }
    const char *col = db_cube_column(
        k->act->a, (int)k->known[i].join, arena_printf(k->act->a, "f%zu", k->known[i].fact));
    bool counts = w->how == RELATED_ANY || w->how == RELATED_COUNT;
    return counts                  ? db_or_zero(k->act->a, col, false)
           : w->how == RELATED_SUM ? db_or_zero(k->act->a, col, true)
                                   : col;
}

/* ---- expressions ------------------------------------------------------------------------------
 */

static const char *own_column(struct maker *k, int slot)
{
    const char *name = pack_column(k->act->site->pack, slot);
    return name ? db_cube_column(k->act->a, k->inside ? -2 : -1, name) : NULL;
}

static const char *joined(struct maker *k, const struct xname *n)
{
    if (n->field->cls == CLASS_SECRET || k->inside)
        return NULL;
    const struct reg *reg = n->kind == NAME_REF ? n->ref->reg : k->out->m[0]->reg->parent;
    if (n->kind == NAME_REF && n->ref->cls == CLASS_SECRET)
        return NULL;
    size_t j = row_join(k, reg, n->kind == NAME_REF ? n->ref->id : "parent");
    return k->err ? NULL : db_cube_column(k->act->a, (int)j, n->field->id);
}

static const char *column(const struct expr_sql *s, struct str path, int slot)
{
    (void)path;
    struct maker *k;
    memcpy(&k, s->ctx, sizeof k);
    struct xname n = pack_name(k->act->site->pack, slot);
    if (n.kind == NAME_PARENT || n.kind == NAME_REF)
        return joined(k, &n);
    if (n.kind == NAME_RELATED)
        return k->inside ? NULL : fact_column(k, n.related);
    return own_column(k, slot);
}

static bool fixed(const struct expr_sql *s, struct str path, int slot, struct value *out)
{
    (void)path;
    struct maker *k;
    memcpy(&k, s->ctx, sizeof k);
    struct xname n = pack_name(k->act->site->pack, slot);
    if (n.kind != NAME_START && n.kind != NAME_END)
        return false;
    *out = v_text(iso_of(k->act->a, n.kind == NAME_END ? k->f->end : k->f->ask->period.from));
    return true;
}

static enum err compile(struct maker *k, const struct expr *e, struct db_cond *out)
{
    const struct expr_sql s = {.column = column,
        .fixed = fixed,
        .ctx = &k,
        .now_ms = k->act->now_ms,
        .today = k->act->today};
    struct buf sql = buf_in(k->act->a, CONDITION_SQL);
    struct value *args = NEW_N(k->act->a, struct value, CONDITION_ARGS);
    size_t n = 0;
    enum err e1 = expr_to_sql(e, &s, k->act->a, &sql, args, CONDITION_ARGS, &n);
    TRY(k->err);
    TRY(e1);
    *out = (struct db_cond){sql.p, {n, args}};
    return OK;
}

/* What must all hold, one by one: conditions that measures share are then asked once. */
static enum err compile_all(struct maker *k, const struct expr *e, struct db_all *out)
{
    const struct expr *part[MOST_PARTS];
    size_t n = expr_parts(e, part, MOST_PARTS);
    struct db_cond *v = NEW_N(k->act->a, struct db_cond, n + 1);
    for (size_t i = 0; i < n; i++)
        TRY(compile(k, part[i], &v[i]));
    *out = (struct db_all){v, n};
    return OK;
}

/* ---- one measure, many measures ---------------------------------------------------------------
 */

static const struct expr *code_of(const struct dimension *d, const struct reg *reg)
{
    for (size_t i = 0; i < d->nof; i++)
        if (d->of[i].reg == reg)
            return d->of[i].value;
    return NULL;
}

static enum err make_by(struct maker *k)
{
    const struct stat_ask *ask = k->f->ask;
    for (size_t i = 0; i < ask->nby; i++) {
        const struct expr *e = code_of(ask->by[i], k->out->m[0]->reg);
        if (!e)
            return err_set(ERR_INVALID, "no such dimension");
        TRY(compile(k, e, &k->out->q.by[i]));
    }
    k->out->q.nby = ask->nby;
    return OK;
}

static bool has_dimension(const struct measure *m, const struct dimension *d)
{
    for (size_t i = 0; i < m->nby; i++)
        if (m->by[i] == d)
            return true;
    return false;
}

static enum err add_measure(struct maker *k, const struct measure *m)
{
    struct stat_cube *c = k->out;
    const struct stat_ask *ask = k->f->ask;
    for (size_t i = 0; i < ask->nby; i++)
        if (!has_dimension(m, ask->by[i]))
            return err_set(ERR_INVALID, "%s is not split by %s", m->id, ask->by[i]->id);
    if (c->q.nflags == CUBE_FLAGS || c->q.nsums == CUBE_FLAGS)
        return ERR_TOO_BIG;
    struct db_all when = {0};
    if (m->when)
        TRY(compile_all(k, m->when, &when));
    c->m[c->n] = m;
    c->flag[c->n] = c->sum[c->n] = -1;
    if (m->value) {
        TRY(compile(k, m->value, &k->sum[c->q.nsums].value));
        k->sum[c->q.nsums].when = when;
        c->sum[c->n] = (int)c->q.nsums++;
    } else {
        k->flag[c->q.nflags] = when;
        c->flag[c->n] = (int)c->q.nflags++;
    }
    c->n++;
    return OK;
}

/* What did not fit is taken out again, for the next cube. */
static enum err try_measure(struct maker *k, const struct measure *m, bool *fit)
{
    struct stat_cube *c = k->out;
    size_t joins = c->q.njoins, known = k->nknown, facts[CUBE_JOINS];
    for (size_t i = 0; i < joins; i++)
        facts[i] = k->join[i].nfacts;
    enum err e = add_measure(k, m);
    *fit = e == OK;
    if (e != ERR_TOO_BIG || c->n == 0)
        return e;
    k->err = OK;
    c->q.njoins = joins;
    k->nknown = known;
    for (size_t i = 0; i < joins; i++)
        k->join[i].nfacts = facts[i];
    return OK;
}

static void set_moment(struct maker *k, const struct measure *m)
{
    struct db_cube *q = &k->out->q;
    int64_t known = k->f->ask->known, now = known ? known : k->act->now_ms;
    int64_t over = stat_day_ms(stat_day_add(k->f->end, 1));
    q->known = known;
    q->before = over <= now ? over : now + 1;
    if (m->kind == MEASURE_STATE && over <= now)
        q->at = over;
}

static void set_rows(
    struct maker *k, const struct measure *m, const struct stat_scope *s, const struct stat_eras *e)
{
    struct db_cube *q = &k->out->q;
    q->t = stat_table(k->act, m->reg);
    q->root = root_table(k, m->reg);
    q->provinces = s->provinces;
    q->nprovinces = s->nprovinces;
    q->units = s->units;
    q->nunits = s->nunits;
    q->most = s->most;
    q->former = s->former;
    q->nformer = s->nformer;
    q->eras = e->ms;
    q->neras = e->n;
    q->joins = k->join;
    q->flags = k->flag;
    q->sums = k->sum;
    if (m->kind == MEASURE_EVENT)
        q->range = range_of(k, m->day, k->f->ask->period.from, k->f->ask->period.to);
    set_moment(k, m);
}

enum err stat_cube_make(struct act *act, const struct measure *const *m, size_t n, bool *taken,
    const struct stat_frame *f, const struct stat_scope *s, const struct stat_eras *eras,
    struct stat_cube **out)
{
    struct maker *k = NEW(act->a, struct maker);
    *k = (struct maker){.act = act, .f = f, .out = NEW(act->a, struct stat_cube)};
    const struct measure *first = NULL;
    for (size_t i = 0; i < n; i++) {
        if (taken[i])
            continue;
        if (!first) {
            first = k->out->m[0] = m[i];
            set_rows(k, first, s, eras);
            TRY(make_by(k));
        }
        if (m[i]->reg != first->reg || m[i]->kind != first->kind || m[i]->day != first->day)
            continue;
        TRY(try_measure(k, m[i], &taken[i]));
    }
    *out = k->out;
    return OK;
}
