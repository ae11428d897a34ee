// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Renewing kept figures: counted in one snapshot without holding up anybody, then stored. What was
 * counted before and is not stale stays.
 */
#include "stat/stat_int.h"

struct set { /* one measure of one period */
    const struct measure *m;
    const char *name;
    struct stat_raws raws;
    enum stat_stale stale;
    bool old; /* the edition has it */
};
struct keep {
    struct act *act;
    struct stat_frame f;
    struct stat_ask ask;
    struct stat_eras eras;
    struct stat_edition e;
    struct set *v;
    size_t n, cap;
    struct stat_codes stale;
};

/* ---- what is kept -----------------------------------------------------------------------------
 */

struct wanted {
    const struct pack *pack;
    bool *in; /* by measure */
};

static void want_measure(void *ctx, struct str path, int slot)
{
    (void)path;
    struct wanted *w = ctx;
    w->in[slot] = w->pack->measures[slot].reg != NULL;
}

static void want(struct wanted *w, const struct indicator *i)
{
    expr_names(i->numerator, want_measure, w);
    if (i->denominator)
        expr_names(i->denominator, want_measure, w);
}

static struct wanted wanted(struct act *act)
{
    const struct pack *p = act->site->pack;
    struct wanted w = {p, NEW_N(act->a, bool, p->nmeasures + 1)};
    for (size_t i = 0; i < p->ndashboard; i++)
        want(&w, p->dashboard[i]);
    for (size_t i = 0; i < p->nprogrammes; i++)
        for (size_t o = 0; o < p->programmes[i].nobjectives; o++)
            for (size_t t = 0; t < p->programmes[i].objectives[o].nitems; t++) {
                const struct programme_item *item = &p->programmes[i].objectives[o].items[t];
                for (size_t k = 0; k < item->nparts; k++)
                    want(&w, item->parts[k].indicator);
            }
    return w;
}

static size_t periods_of(int32_t today, struct period out[8])
{
    size_t n = 0;
    for (int r = REGIME_CALENDAR; r <= REGIME_CUTOFF15; r++) {
        out[n] = period_at(PERIOD_YEAR, (enum regime)r, today);
        out[n + 1] = period_last_year(&out[n]);
        n += 2;
    }
    out[n] = period_at(PERIOD_NINE_MONTHS, REGIME_CUTOFF15, today);
    out[n + 1] = period_last_year(&out[n]);
    return n + 2;
}

/* ---- counting ---------------------------------------------------------------------------------
 */

static enum err count_sets(
    struct keep *k, struct set *const *v, size_t n, const struct stat_scope *scope)
{
    const struct measure **m = NEW_N(k->act->a, const struct measure *, n + 1);
    struct stat_raws *raws = NEW_N(k->act->a, struct stat_raws, n + 1);
    for (size_t i = 0; i < n; i++)
        m[i] = v[i]->m;
    if (n)
        TRY(stat_count(k->act, m, n, &k->f, scope, &k->eras, raws));
    for (size_t i = 0; i < n; i++)
        v[i]->raws = raws[i];
    return OK;
}

/* The sets of one period: new ones in full, stale ones for the stale units. */
static enum err count_period(struct keep *k, const struct period *p, const struct wanted *w)
{
    struct act *act = k->act;
    k->ask.period = *p;
    TRY(stat_frame(act, &k->ask, &k->f));
    struct stat_scope all = stat_scope(act, &k->f, &k->eras);
    struct set **full = NEW_N(act->a, struct set *, w->pack->nmeasures + 1);
    struct set **some = NEW_N(act->a, struct set *, w->pack->nmeasures + 1);
    size_t nfull = 0, nsome = 0;
    for (size_t i = 0; i < w->pack->nmeasures; i++) {
        const struct measure *m = &w->pack->measures[i];
        const char *name = w->in[i] ? stat_kept_name(act, m, &k->f) : NULL;
        if (!name)
            continue;
        struct set *s = &k->v[k->n++];
        *s = (struct set){.m = m, .name = name};
        if (k->e.valid) {
            s->old = db_scalar(act->c, act->a, Q_KEPT_HAS, ARGS(k->e.province, name)).i > 0;
            s->stale = stat_stale_units(act, &k->e, m, &k->eras, &k->stale);
        }
        if (!s->old || s->stale == STALE_ALL)
            full[nfull++] = s;
        else if (s->stale == STALE_SOME)
            some[nsome++] = s;
    }
    TRY(count_sets(k, full, nfull, &all));
    all.units = k->stale.v;
    all.nunits = k->stale.n;
    return count_sets(k, some, k->stale.n ? nsome : 0, &all);
}

/* ---- storing ----------------------------------------------------------------------------------
 */

static enum err store_set(struct keep *k, const struct set *s, int64_t *cells)
{
    struct dbc *c = k->act->c;
    const char *province = k->e.province;
    bool full = !s->old || s->stale == STALE_ALL;
    if (full)
        TRY(db_exec(c, Q_CELLS_DROP, ARGS(province, s->name), NULL));
    for (size_t i = 0; !full && s->stale == STALE_SOME && i < k->stale.n; i++)
        TRY(db_exec(c, Q_CELLS_DROP_UNIT, ARGS(province, s->name, k->stale.v[i]), NULL));
    struct stat_raws sums = {0};
    stat_raws_sum(k->act->a, &s->raws, &sums);
    for (size_t i = 0; i < sums.n; i++) {
        const struct stat_raw *r = &sums.v[i];
        TRY(db_exec(c, Q_CELL_PUT,
            ARGS(province, s->name, r->unit, (int64_t)r->day, r->province, r->value), NULL));
    }
    *cells += (int64_t)sums.n;
    return s->old ? OK : db_exec(c, Q_KEPT_PUT, ARGS(province, s->name), NULL);
}

/* Sets that nobody asks for any more: of yesterday's end. */
static enum err drop_others(struct keep *k)
{
    struct db_rows *r = db_query(k->act->c, k->act->a, Q_KEPT_NAMES, ARGS(k->e.province));
    size_t n = db_row_count(r);
    for (size_t at = 0; at < n && db_next(r); at++) {
        const char *name = db_text(r, 0);
        size_t i = 0;
        while (i < k->n && !streq(k->v[i].name, name))
            i++;
        if (i < k->n)
            continue;
        TRY(db_exec(k->act->c, Q_CELLS_DROP, ARGS(k->e.province, name), NULL));
        TRY(db_exec(k->act->c, Q_KEPT_DROP, ARGS(k->e.province, name), NULL));
    }
    return db_status(k->act->c);
}

static enum err store_all(struct keep *k, int64_t *cells)
{
    struct act *act = k->act;
    TRY(act_write(act));
    struct value nr = db_scalar(act->c, act->a, Q_EDITION_GET, ARGS(k->e.province));
    if ((nr.t == V_INT ? nr.i : 0) != k->e.nr)
        return err_set(ERR_CONFLICT, "figures were renewed meanwhile");
    for (size_t i = 0; i < k->n; i++)
        TRY(store_set(k, &k->v[i], cells));
    TRY(drop_others(k));
    TRY(db_exec(act->c, Q_EDITION_PUT,
        ARGS(k->e.province, k->e.nr + 1, act->now_ms, k->e.made_with, k->e.seen), NULL));
    return act_commit(act, NULL);
}

enum err stat_refresh(struct act *act, const char *unit, int64_t *cells)
{
    *cells = 0;
    db_end(&act->c);
    TRY(db_begin_long_read(act->site->db, &act->c));
    struct keep k = {.act = act, .eras = stat_eras(act)};
    const char *province = unit_province(act->units, unit, stat_today(act));
    if (!province)
        return err_set(ERR_NOT_FOUND, "figures are kept of provinces");
    k.ask = (struct stat_ask){.unit = province, .map = stat_today(act), .fresh = true};
    TRY(stat_edition_read(act, province, &k.eras, &k.e));
    struct wanted w = wanted(act);
    struct period p[8];
    size_t n = periods_of(stat_today(act), p);
    k.v = NEW_N(act->a, struct set, n * (w.pack->nmeasures + 1));
    for (size_t i = 0; k.e.valid && i < w.pack->nmeasures; i++)
        if (w.in[i])
            (void)stat_stale_units(act, &k.e, &w.pack->measures[i], &k.eras, &k.stale);
    for (size_t i = 0; i < n; i++)
        TRY(count_period(&k, &p[i], &w));
    bool changed = !k.e.valid || k.e.nchanges > 0;
    for (size_t i = 0; i < k.n; i++)
        changed = changed || !k.v[i].old;
    return changed ? store_all(&k, cells) : OK;
}
