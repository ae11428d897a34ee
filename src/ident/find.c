// SPDX-License-Identifier: AGPL-3.0-or-later
/* Finding persons within the actor's scope: by the index, or by words while it is being loaded. */
#include "ident/ident_int.h"

/* A first sieve by commune; what is shown is read from the database within the scope. */
struct sieve {
    const struct act *act;
    struct db_lands lands; /* former communes whose people are his too */
};

static bool allows(const void *ctx, const char *unit)
{
    const struct sieve *k = ctx;
    const struct act *act = k->act;
    const struct user *u = act->user;
    if (!u || !*u->province)
        return true;
    for (size_t i = 0; i < k->lands.n; i++)
        if (!k->lands.v[i].unit || streq(k->lands.v[i].unit, unit))
            return true;
    if (*u->unit)
        return streq(u->unit, unit);
    const char *province = unit_province(act->units, unit, unit_day_of_ms(act->now_ms));
    return !province || streq(province, u->province);
}

static enum err by_index(struct act *act, const struct link_index *x, const struct ident_find *f,
    struct rec **out, size_t *n, bool *more)
{
    struct link_hit hits[IDENT_MOST_FOUND];
    const struct user *u = act->user;
    const char *near = u && *u->unit ? u->unit : NULL;
    struct sieve sieve = {.act = act};
    if (u && *u->province)
        sieve.lands =
            near ? rec_lands_of(act, u->province, near) : rec_lands_of_province(act, u->province);
    struct link_scope scope = {.allows = allows, .ctx = &sieve, .near = near};
    if (sieve.lands.n == 0) {
        scope.only = near;
        scope.province = u && *u->province ? u->province : NULL;
    }
    size_t max = f->max < IDENT_MOST_FOUND ? f->max : IDENT_MOST_FOUND;
    size_t nhits = link_index_search(x, str_of(f->typed), &scope, hits, max, more);
    const char *ids[IDENT_MOST_FOUND];
    for (size_t i = 0; i < nhits; i++)
        ids[i] = ident_uuid(act->a, &hits[i].id);
    struct rec **v;
    size_t got;
    TRY(rec_by_ids(act, f->reg, ids, nhits, &v, &got));
    for (size_t i = 0; i < nhits; i++)
        for (size_t k = 0; k < got; k++)
            if (streq(rec_id(v[k]), ids[i]))
                out[(*n)++] = v[k];
    return OK;
}

enum err ident_find(
    struct act *act, const struct ident_find *f, struct rec **out, size_t *n, bool *more)
{
    const struct link_index *x = __atomic_load_n(&act->site->index, __ATOMIC_ACQUIRE);
    *n = 0;
    *more = false;
    if (x)
        return by_index(act, x, f, out, n, more);
    struct rec_query q = {.reg = f->reg, .words = f->typed, .limit = (int64_t)f->max + 1};
    struct rec **v;
    TRY(rec_list(act, &q, &v, n, NULL));
    *more = *n > f->max;
    if (*more)
        *n = f->max;
    memcpy(out, v, *n * sizeof *out);
    return OK;
}
