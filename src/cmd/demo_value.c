// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The demo's entered numbers, 2021 to 2026: of the province alone while its communes were other
 * ones, of the communes of then for 2023 and 2024, of those of today since. They lie near the
 * targets of the pack. A few wait to be accepted, one was returned, some are missing; and the
 * province has targets of its own.
 */
#include "cmd/cmd_int.h"

#include "stat/stat.h"

#include <math.h>

enum { YEARS = 6, YEARS_OF_COMMUNES = 4, NEW_COMMUNES = 2025, CHUNK = 4000 };

/* A counted measure of one year, of the communes or of the province. */
struct counted {
    const struct measure *m;
    int year;
    bool communes;
    struct stat_cells cells;
};
/* How a measure is made up: a share of another one, or a size of its own. */
struct model {
    const struct measure *m, *of;
    double share; /* of `of` */
    double size;  /* in a commune, or as a rate */
};
struct values {
    struct demo *d;
    const char *province;
    int last; /* year */
    struct act *act;
    struct model *model;
    const struct unit **then, **now; /* communes */
    size_t nthen, nnow;
    struct stat_entry *v;
    size_t n;
    struct arena *a;            /* of a chunk */
    struct counted counted[80]; /* so far */
    size_t ncounted;
    enum err err; /* of counting */
};

/* The same for the same words: from -1 to 1. */
static double luck(const char *x, const char *y, int z)
{
    uint32_t h = 2166136261u + (uint32_t)z * 40503u;
    for (const char *p = x; *p; p++)
        h = (h ^ (unsigned char)*p) * 16777619u;
    for (const char *p = y; *p; p++)
        h = (h ^ (unsigned char)*p) * 16777619u;
    h ^= h >> 15;
    h *= 2246822519u;
    h ^= h >> 13;
    return (double)(h % 20001) / 10000 - 1;
}

/* ---- models ---------------------------------------------------------------------------------- */

struct names {
    const struct pack *p;
    const struct measure *only; /* the one measure of a formula */
    int n;
};

static void note(void *ctx, struct str path, int slot)
{
    (void)path;
    struct names *k = ctx;
    k->only = &k->p->measures[slot];
    k->n++;
}

static const struct measure *only_measure(const struct pack *p, const struct expr *e)
{
    struct names k = {.p = p};
    if (e)
        expr_names(e, note, &k);
    return k.n == 1 ? k.only : NULL;
}

/* The first target that the pack sets for it, NAN = none. */
static double target_of(const struct pack *p, const struct indicator *i)
{
    for (size_t k = 0; k < p->nprogrammes; k++)
        for (size_t o = 0; o < p->programmes[k].nobjectives; o++) {
            const struct objective *ob = &p->programmes[k].objectives[o];
            for (size_t t = 0; t < ob->nitems; t++)
                for (size_t j = 0; j < ob->items[t].nparts; j++)
                    if (ob->items[t].parts[j].indicator == i && ob->items[t].parts[j].ntargets)
                        return ob->items[t].parts[j].targets[0].value;
        }
    return NAN;
}

static double guess(const struct pack *p, const struct indicator *i)
{
    double t = target_of(p, i), f = i->factor > 0 ? i->factor : 1;
    double off = 1 + 0.06 * luck(i->id, "", 0) + (i->good == GOOD_DOWN ? 0.02 : -0.02);
    if (isnan(t))
        t = i->good == GOOD_DOWN ? 0.06 * f : 0.62 * f;
    return fmin(t * off, f >= 100 && i->denominator && t <= f ? 0.98 * f : INFINITY);
}

static double size_of(const struct measure *m)
{
    const char *u = m->unit.vi ? m->unit.vi : "";
    double r = 1 + 0.5 * luck(m->id, "size", 0);
    if (m->kind == MEASURE_RATE)
        return m->max > 0 && m->max <= 100 ? 0.6 * m->max : 12 * r;
    if (m->money)
        return 4e7 * r;
    if (streq(m->id, "dan_so"))
        return 13500;
    return streq(u, "người") ? 420 * r : streq(u, "trẻ") ? 260 * r : 6 * r;
}

/* Is `m` made from `of`, by whatever way? */
static bool made_from(const struct values *k, const struct measure *m, const struct measure *of)
{
    const struct measure *first = k->d->s->site.pack->measures;
    while (m && m != of)
        m = k->model[m - first].of;
    return m == of;
}

static void model_indicator(struct values *k, const struct pack *p, const struct indicator *i)
{
    const struct measure *num = only_measure(p, i->numerator);
    const struct measure *den = only_measure(p, i->denominator);
    if (!num || num->reg)
        return;
    struct model *m = &k->model[num - p->measures];
    if (!i->denominator && num->kind == MEASURE_RATE)
        m->size = guess(p, i);
    else if (den && !m->of && !made_from(k, den, num))
        *m = (struct model){num, den, guess(p, i) / i->factor, m->size};
}

static void make_models(struct values *k)
{
    const struct pack *p = k->d->s->site.pack;
    k->model = NEW_N(k->d->a, struct model, p->nmeasures + 1);
    for (size_t i = 0; i < p->nmeasures; i++)
        k->model[i] = (struct model){.m = &p->measures[i], .size = size_of(&p->measures[i])};
    for (size_t i = 0; i < p->nindicators; i++)
        model_indicator(k, p, &p->indicators[i]);
}

/* ---- what is counted -------------------------------------------------------------------------
 */

static enum err count_year(struct values *k, struct counted *c)
{
    struct stat_ask ask = {.unit = k->province,
        .level = c->communes ? UNIT_COMMUNE : UNIT_ANY,
        .period = period_of(PERIOD_YEAR, REGIME_CALENDAR, c->year, 1)};
    struct act *act = act_new(&k->d->s->site, k->d->a, NULL, "demo", "");
    enum err e = act_read(act);
    if (!e)
        e = stat_measure(act, c->m, &ask, &c->cells);
    act_end(act);
    return e;
}

static const struct counted *counted_of(
    struct values *k, const struct measure *m, bool communes, int year)
{
    struct counted *c = k->counted;
    for (; c < k->counted + k->ncounted; c++)
        if (c->m == m && c->communes == communes && c->year == year)
            return c;
    BUG_IF(k->ncounted == COUNT(k->counted));
    *c = (struct counted){.m = m, .year = year, .communes = communes};
    k->ncounted++;
    enum err e = count_year(k, c);
    k->err = k->err ? k->err : e;
    return c;
}

/* What the registers hold of a unit at the end of a year, so that entered parts of it are parts. */
static double count_of(struct values *k, const struct measure *m, const char *unit, int year)
{
    const struct counted *c = counted_of(k, m, !streq(unit, k->province), year);
    for (size_t i = 0; i < c->cells.n; i++)
        if (c->cells.v[i].unit && streq(c->cells.v[i].unit->code, unit))
            return c->cells.v[i].value;
    return 0;
}

/* ---- values ---------------------------------------------------------------------------------- */

/* `communes` = how many of a usual size the unit is. */
static double value_of(
    struct values *k, const struct model *m, const char *unit, double communes, int year)
{
    if (m->m->reg)
        return count_of(k, m->m, unit, year);
    double noise = luck(m->m->id, unit, year);
    if (m->of) {
        const struct model *of = &k->model[m->of - k->d->s->site.pack->measures];
        double base = value_of(k, of, unit, communes, year);
        double share = m->share * (1 + 0.03 * noise + 0.015 * (year - 2024));
        return floor(base * (m->share > 1 ? share : fmin(share, 0.995)));
    }
    if (m->m->kind == MEASURE_RATE) {
        double v = m->size * (1 + 0.02 * noise);
        return round(10 * (m->m->max > 0 ? fmin(v, m->m->max) : v)) / 10;
    }
    double size = 1 + 0.45 * luck("size", unit, 0) * (communes < 2);
    double v = m->size * communes * size * (1 + 0.05 * noise + 0.01 * (year - 2024));
    return m->m->money ? round(v / 1e5) * 1e5 : round(v);
}

static enum err flush(struct values *k)
{
    struct stat_put out;
    enum err e = k->n ? act_write(k->act) : OK;
    if (!e && k->n)
        e = stat_put(k->act, k->v, k->n, false, &out);
    if (!e && k->n && out.nfaults)
        e = err_set(ERR_INVALID, "demo value %s: %s", k->v[out.faults[0].row].measure->id,
            out.faults[0].column);
    if (!e && k->n)
        e = act_commit(k->act, NULL);
    act_end(k->act);
    arena_reset(k->a);
    k->v = NEW_N(k->a, struct stat_entry, CHUNK);
    k->n = 0;
    k->act = act_new(&k->d->s->site, k->a, NULL, "demo", "");
    return e;
}

static enum err add(struct values *k, const struct model *m, const struct unit *u, const char *unit,
    double communes, int year)
{
    struct stat_entry *e = &k->v[k->n];
    *e = (struct stat_entry){.measure = m->m,
        .unit = unit,
        .period = period_of(PERIOD_YEAR, REGIME_CALENDAR, year, 1),
        .dims = "",
        .map = u ? u->from > year * 10000 + 1231 ? u->from : 0 : 0,
        .value = value_of(k, m, unit, communes, year),
        .state = VALUE_ACCEPTED,
        .evidence = year < 2025 ? "Niên giám thống kê" : NULL};
    if (m->m->max > 0 && e->value > m->m->max)
        e->value = floor(m->m->max);
    if (e->value < m->m->min)
        e->value = m->m->min;
    return ++k->n == CHUNK ? flush(k) : OK;
}

/* One in twelve communes has not given its number of this year yet; nor what is a part of it, since
 * sums of other communes do not make a rate. */
static bool is_late(const struct values *k, const struct model *m, const struct unit *u, int year)
{
    while (m->of && !m->of->reg)
        m = &k->model[m->of - k->d->s->site.pack->measures];
    return year == k->last && luck(m->m->id, u->code, 7) > 0.83;
}

static enum err add_communes(struct values *k, const struct model *m, int year)
{
    bool old = year < NEW_COMMUNES;
    const struct unit **v = old ? k->then : k->now;
    size_t n = old ? k->nthen : k->nnow;
    for (size_t i = 0; i < n; i++)
        if (!is_late(k, m, v[i], year))
            TRY(add(k, m, v[i], v[i]->code, old ? 0.35 : 1, year));
    return OK;
}

static enum err add_measure(struct values *k, const struct model *m)
{
    bool communes = m->m->level && streq(m->m->level, "xa") && m->m->kind != MEASURE_RATE;
    if (m->m->reg || (m->m->every && !streq(m->m->every, "year")) || m->m->max < 0)
        return OK;
    for (int year = k->last - YEARS + 1; year <= k->last; year++)
        if (communes && year > k->last - YEARS_OF_COMMUNES)
            TRY(add_communes(k, m, year));
        else if (year < k->last || m->m->kind == MEASURE_RATE)
            TRY(add(k, m, NULL, k->province, (double)k->nnow, year));
    return OK;
}

/* ---- what waits, what was returned ----------------------------------------------------------- */

static const struct measure *nth_entered(const struct values *k, size_t nth)
{
    const struct pack *p = k->d->s->site.pack;
    for (size_t i = 0; i < p->nmeasures; i++)
        if (!p->measures[i].reg && p->measures[i].level && streq(p->measures[i].level, "xa") &&
            p->measures[i].kind == MEASURE_FLOW && nth-- == 0)
            return &p->measures[i];
    return NULL;
}

/* Corrections that officials of communes sent, of the year before. */
static enum err send_some(struct values *k, const struct demo_place *p, size_t nth)
{
    const struct measure *m = nth_entered(k, nth);
    const struct demo_place *place = p;
    if (!m || !place || !place->who[WHO_OFFICIAL])
        return OK;
    const struct model *model = &k->model[m - k->d->s->site.pack->measures];
    struct stat_entry e = {.measure = m,
        .unit = place->code,
        .period = period_of(PERIOD_YEAR, REGIME_CALENDAR, k->last - 1, 1),
        .dims = "",
        .value = value_of(k, model, place->code, 1, k->last - 1) + 3,
        .state = VALUE_SENT,
        .evidence = "Biên bản rà soát cuối năm"};
    struct stat_put out;
    struct act *act = act_new(&k->d->s->site, k->a, place->who[WHO_OFFICIAL], "demo", "");
    enum err err = act_write(act);
    if (!err)
        err = stat_put(act, &e, 1, false, &out);
    if (!err)
        err = act_commit(act, NULL);
    act_end(act);
    if (err || nth != 0)
        return err;
    act = act_new(&k->d->s->site, k->a, place->who[WHO_PROVINCE], "demo", "");
    err = act_write(act);
    if (!err)
        err = stat_judge(act, &e, false,
            "Số gửi chưa khớp biên bản rà soát; đề nghị kiểm tra lại với Trạm Y tế");
    if (!err)
        err = act_commit(act, NULL);
    act_end(act);
    return err;
}

static enum err send_all(struct values *k)
{
    const struct demo_place *home = demo_place_of(k->d, DEMO_HOME);
    const struct demo_place *near = demo_place_of(k->d, DEMO_NEAR);
    for (size_t i = 0; i < 5; i++)
        TRY(send_some(k, i < 3 ? home : near, i));
    return OK;
}

/* ---- targets of the province ----------------------------------------------------------------- */

static size_t targets_of(struct values *k, const struct programme *p, struct stat_target *v)
{
    size_t n = 0;
    for (size_t o = 0; o < p->nobjectives; o++)
        for (size_t t = 0; t < p->objectives[o].nitems; t++) {
            const struct part_target *part = p->objectives[o].items[t].parts;
            if (!p->objectives[o].items[t].nparts || !part->ntargets || (o + t) % 3)
                continue;
            const struct indicator *i = part->indicator;
            double off = i->good == GOOD_DOWN ? 1.03 : 0.97, value = part->targets[0].value * off;
            v[n++] = (struct stat_target){.indicator = i,
                .programme = p,
                .unit = k->province,
                .year = k->last,
                .op = part->targets[0].op,
                .value = round(value * 10) / 10,
                .baseline = round(part->targets[0].value * (2 * off - 1) * 10) / 10,
                .baseline_year = k->last - YEARS + 1,
                .document = "Kế hoạch 58/KH-UBND"};
        }
    return n;
}

static enum err set_targets(struct values *k)
{
    const struct pack *p = k->d->s->site.pack;
    struct stat_put out;
    enum err e = act_write(k->act);
    for (size_t i = 0; !e && i < p->nprogrammes; i++) {
        if (p->programmes[i].to < k->last)
            continue;
        struct stat_target *v = NEW_N(k->a, struct stat_target, 500);
        e = stat_target_put(k->act, v, targets_of(k, &p->programmes[i], v), false, &out);
    }
    if (!e)
        e = act_commit(k->act, NULL);
    act_end(k->act);
    return e;
}

/* ---- all ------------------------------------------------------------------------------------- */

static enum err fill(struct values *k)
{
    const struct pack *p = k->d->s->site.pack;
    make_models(k);
    TRY(flush(k)); /* makes the first chunk */
    for (size_t i = 0; i < p->nmeasures; i++)
        TRY(add_measure(k, &k->model[i]));
    TRY(k->err);
    TRY(flush(k));
    TRY(send_all(k));
    return set_targets(k);
}

enum err demo_values(struct demo *d, const char *province)
{
    AUTO_ARENA *a = arena_open();
    struct unit_tree *tree = units_hold(d->s->site.units);
    struct values k = {.d = d, .province = province, .a = a, .last = cal_local(d->now).date.y};
    k.then = unit_children(tree, d->a, province, 20241231, UNIT_COMMUNE, &k.nthen);
    k.now = unit_children(tree, d->a, province, 20251231, UNIT_COMMUNE, &k.nnow);
    k.act = act_new(&d->s->site, a, NULL, "demo", "");
    enum err e = fill(&k);
    units_drop(d->s->site.units, tree);
    return e;
}
