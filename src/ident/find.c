// SPDX-License-Identifier: AGPL-3.0-or-later
/* Finding persons within the actor's scope: by the index, or by words while it is being loaded. */
#include "ident/ident_int.h"

/* A first sieve by commune; what is shown is read from the database within the scope. */
static bool allows(const void *ctx, const char *unit)
{
    const struct act *act = ctx;
    const struct user *u = act->user;
    if (!u || !*u->province)
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
    const char *near = act->user && *act->user->unit ? act->user->unit : NULL;
    struct link_scope scope = {.allows = allows, .ctx = act, .near = near, .only = near};
    if (act->user && *act->user->province)
        scope.province = act->user->province;
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
