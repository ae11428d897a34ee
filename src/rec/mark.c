// SPDX-License-Identifier: AGPL-3.0-or-later
/* Marks of a register: of one record, and of how many records in reach each is true. */
#include "rec/rec_int.h"

static const char *column(const struct expr_sql *s, struct str path, int slot)
{
    (void)path;
    return pack_column(s->ctx, slot);
}

enum err rec_condition(struct act *act, const struct expr *e, struct db_cond *out)
{
    const struct expr_sql to = {
        .column = column, .ctx = act->site->pack, .now_ms = act->now_ms, .today = act->today};
    struct buf sql = buf_in(act->a, (size_t)MARK_SQL);
    struct value *args = NEW_N(act->a, struct value, MARK_ARGS);
    size_t n;
    TRY(expr_to_sql(e, &to, act->a, &sql, args, MARK_ARGS, &n));
    *out = (struct db_cond){sql.p, {n, args}};
    return OK;
}

bool rec_may_ask(const struct act *act, const struct mark *m)
{
    return !act->user || act->user->role->sees >= m->cls;
}

bool rec_marked(struct act *act, const struct rec *r, const struct mark *m)
{
    if (m->cls == CLASS_PERSONAL && !r->personal && act->user)
        return false;
    const struct rec_env env = {.act = act, .own = r};
    return rec_true(&env, m->when);
}

enum err rec_mark_counts(struct act *act, const struct reg *reg, const char *unit, int64_t *out)
{
    TRY(rec_may(act, reg, "read"));
    struct db_cond *cond = NEW_N(act->a, struct db_cond, reg->nmarks + 1);
    size_t n = 0;
    for (size_t i = 0; i < reg->nmarks; i++) {
        out[i] = -1;
        if (rec_may_ask(act, &reg->marks[i]))
            TRY(rec_condition(act, reg->marks[i].bare, &cond[n++]));
    }
    struct db_select s = rec_scoped(act, reg);
    if (reg->active)
        TRY(rec_condition(act, reg->active, &s.cond));
    rec_narrow(act, &s, unit, NULL);
    if (n == 0 || !rec_of_one_unit(&s)) /* over a province it would take too long for a page */
        return OK;
    int64_t *count = NEW_N(act->a, int64_t, n);
    TRY(rec_tally(act, &s, cond, n, count));
    for (size_t i = 0, k = 0; i < reg->nmarks; i++)
        if (rec_may_ask(act, &reg->marks[i]))
            out[i] = count[k++];
    return OK;
}
