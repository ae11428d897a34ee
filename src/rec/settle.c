// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Records of a commune that was split, village by village: what one part sees of the old commune
 * and nobody has taken yet, and taking whole villages. One record alone: rec_assign.
 */
#include "rec/rec_int.h"

/* What lies in the actor's commune and, as long as nobody says otherwise, in another part too. */
static bool within_shared(struct act *act, const struct reg *reg, struct db_select *s)
{
    const struct user *u = act->user;
    *s = (struct db_select){.t = rec_table(act->site, reg)};
    if (!u || !*u->unit || !reg->village || rec_may(act, reg, "write"))
        return false;
    if (reg->village->cls > u->role->sees)
        return false;
    s->lands = rec_lands_shared(act, u->unit);
    return s->lands.n > 0;
}

enum err rec_unsettled(struct act *act, const struct reg *reg, struct rec_used **out, size_t *n)
{
    struct db_select s;
    *n = 0;
    if (!within_shared(act, reg, &s))
        return OK;
    struct db_rows *rows = db_table_group(act->c, act->a, &s, reg->village->id, NULL);
    *out = NEW_N(act->a, struct rec_used, db_row_count(rows) + 1);
    while (db_next(rows))
        (*out)[(*n)++] = (struct rec_used){db_text(rows, 0), db_int(rows, 1)};
    return db_status(act->c);
}

enum err rec_settle(
    struct act *act, const struct reg *reg, const char *village, size_t most, size_t *taken)
{
    struct db_select s;
    struct rec **v;
    size_t n;
    *taken = 0;
    if (!within_shared(act, reg, &s))
        return OK;
    const char *col = reg->village->id;
    s.cond = village ? (struct db_cond){arena_printf(act->a, "\"%s\" = $1", col), ARGS(village)}
                     : (struct db_cond){arena_printf(act->a, "\"%s\" IS NULL", col), NO_ARGS};
    s.limit = (int64_t)most;
    TRY(rec_collect(act, reg, db_table_select(act->c, act->a, &s), false, &v, &n));
    for (size_t i = 0; i < n; i++) {
        TRY(rec_assign(act, v[i], rec_version(v[i])));
        ++*taken;
    }
    return OK;
}
