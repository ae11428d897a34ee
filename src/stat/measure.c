// SPDX-License-Identifier: AGPL-3.0-or-later
/* Measures: counted, from kept figures as far as they still hold, or entered; several at once. */
#include "stat/stat_int.h"

struct counting {
    struct act *act;
    const struct stat_frame *f;
    struct stat_eras eras;
    struct stat_scope scope;
    struct stat_edition e;
    const struct measure **m;
    struct stat_raws *raws;
    size_t n;
};

/* The province of today in which all of the asked unit lies; NULL = none, or nothing is kept. */
static const char *home_of(struct act *act, const struct stat_frame *f)
{
    const struct stat_ask *ask = f->ask;
    if (ask->fresh || ask->known || ask->nby || !f->whole)
        return NULL;
    int32_t today = stat_today(act);
    size_t n;
    const struct unit_part *p = unit_on_map(act->units, act->a, f->whole->code, f->map, today, &n);
    const char *home = n ? unit_province(act->units, p[0].unit->code, today) : NULL;
    for (size_t i = 1; home && i < n; i++)
        if (!streq(unit_province(act->units, p[i].unit->code, today), home))
            home = NULL;
    return home;
}

static enum err count_some(
    struct counting *k, const size_t *which, size_t n, const struct stat_scope *scope)
{
    const struct measure **m = NEW_N(k->act->a, const struct measure *, n + 1);
    struct stat_raws *raws = NEW_N(k->act->a, struct stat_raws, n + 1);
    for (size_t i = 0; i < n; i++)
        m[i] = k->m[which[i]];
    if (n)
        TRY(stat_count(k->act, m, n, k->f, scope, &k->eras, raws));
    for (size_t i = 0; i < n; i++)
        for (size_t r = 0; r < raws[i].n; r++)
            stat_raw_add(k->act->a, &k->raws[which[i]], &raws[i].v[r]);
    return OK;
}

/* Units of which something is to be counted anew, within what was asked. */
static struct stat_scope stale_scope(struct counting *k, const struct stat_codes *stale)
{
    struct stat_scope s = k->scope;
    if (!s.nunits) {
        s.units = stale->v;
        s.nunits = stale->n;
        return s;
    }
    const char **v = NEW_N(k->act->a, const char *, s.nunits + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.nunits; i++)
        if (stat_codes_has(stale, s.units[i]))
            v[n++] = s.units[i];
    s.units = v;
    s.nunits = n;
    return s;
}

/* From the edition: what is not there, or stale as a whole, is left for a full count. */
static enum err from_kept(struct counting *k, size_t *full, size_t *nfull)
{
    struct stat_codes stale = {0};
    size_t *some = NEW_N(k->act->a, size_t, k->n + 1), nsome = 0;
    bool *as_kept = NEW_N(k->act->a, bool, k->n + 1);
    for (size_t i = 0; i < k->n; i++) {
        enum stat_stale s = stat_stale_units(k->act, &k->e, k->m[i], &k->eras, &stale);
        as_kept[i] = s != STALE_ALL;
        if (s == STALE_SOME)
            some[nsome++] = i;
    }
    struct stat_codes none = {0};
    for (size_t i = 0, at = 0; i < k->n; i++) {
        bool is_some = at < nsome && some[at] == i, found = false;
        at += is_some;
        const char *name = as_kept[i] ? stat_kept_name(k->act, k->m[i], k->f) : NULL;
        if (name)
            TRY(stat_kept_read(
                k->act, k->e.province, name, is_some ? &stale : &none, &k->raws[i], &found));
        if (!found) {
            full[(*nfull)++] = i;
            for (size_t s = 0; is_some && s < nsome; s++)
                if (some[s] == i)
                    some[s] = SIZE_MAX;
        }
    }
    size_t left = 0;
    for (size_t s = 0; s < nsome; s++)
        if (some[s] != SIZE_MAX)
            some[left++] = some[s];
    struct stat_scope scope = stale_scope(k, &stale);
    return scope.nunits ? count_some(k, some, left, &scope) : OK;
}

static enum err count_all(struct counting *k)
{
    size_t *full = NEW_N(k->act->a, size_t, k->n + 1), nfull = 0;
    const char *home = home_of(k->act, k->f);
    if (home)
        TRY(stat_edition_read(k->act, home, &k->eras, &k->e));
    if (k->e.valid)
        TRY(from_kept(k, full, &nfull));
    for (size_t i = 0; !k->e.valid && i < k->n; i++)
        full[nfull++] = i;
    return count_some(k, full, nfull, &k->scope);
}

enum err stat_measures(struct act *act, const struct measure *const *m, size_t n,
    const struct stat_ask *ask, struct stat_cells *out)
{
    struct stat_frame f;
    TRY(stat_frame(act, ask, &f));
    struct counting k = {.act = act, .f = &f, .m = NEW_N(act->a, const struct measure *, n + 1)};
    struct stat_cells **to = NEW_N(act->a, struct stat_cells *, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!m[i]->reg) {
            TRY(stat_entered(act, m[i], ask, &out[i]));
            continue;
        }
        k.m[k.n] = m[i];
        to[k.n++] = &out[i];
    }
    if (!k.n)
        return OK;
    k.eras = stat_eras(act);
    k.scope = stat_scope(act, &f, &k.eras);
    k.raws = NEW_N(act->a, struct stat_raws, k.n + 1);
    TRY(count_all(&k));
    struct stat_onmap *o = stat_onmap_open(act, &f);
    for (size_t i = 0; i < k.n; i++)
        stat_onmap_cells(o, &k.raws[i], to[i]);
    return OK;
}

enum err stat_measure(
    struct act *act, const struct measure *m, const struct stat_ask *ask, struct stat_cells *out)
{
    return stat_measures(act, &m, 1, ask, out);
}
