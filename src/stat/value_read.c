// SPDX-License-Identifier: AGPL-3.0-or-later
/* Entries as people see them: what stands, its history, what waits; and judging what was sent. */
#include "stat/stat_value_int.h"

#include <math.h>

/* ---- lists ----------------------------------------------------------------------------------- */

struct entries {
    struct act *act;
    const struct measure *m; /* NULL = all */
    const struct period *p;  /* NULL = all */
    struct stat_entry *v;
    size_t n, cap;
};

static struct stat_entry *more(struct entries *l)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 32;
        struct stat_entry *v = NEW_N(l->act->a, struct stat_entry, cap);
        if (l->n)
            memcpy(v, l->v, l->n * sizeof *v);
        l->v = v;
        l->cap = cap;
    }
    return &l->v[l->n++];
}

/* The period whose id stands in a row. */
static struct period period_of_row(struct act *act, const char *id, int64_t regime)
{
    struct period p = {0};
    (void)period_parse(act->a, str_of(id), (enum regime)regime, &p);
    return p;
}

static bool wanted(const struct entries *l, struct db_rows *r)
{
    if (l->m && !streq(l->m->id, db_text(r, 1)))
        return false;
    return !l->p || (streq(l->p->id, db_text(r, 3)) && (int64_t)l->p->regime == db_int(r, 2));
}

static void take(struct entries *l, struct db_rows *r)
{
    const struct measure *m = pack_measure(l->act->site->pack, db_text(r, 1));
    if (!m || !wanted(l, r))
        return;
    const char *judge = db_text(r, 15);
    *more(l) = (struct stat_entry){.measure = m,
        .unit = db_text(r, 16),
        .map = (int32_t)db_int(r, 4),
        .period = period_of_row(l->act, db_text(r, 3), db_int(r, 2)),
        .dims = db_text(r, 5),
        .value = db_real(r, 8),
        .gone = v_is_null(db_value(r, 8)),
        .state = (enum stat_state)db_int(r, 9),
        .evidence = db_text(r, 10),
        .note = db_text(r, 11),
        .by = db_text(r, 12),
        .at = db_int(r, 7),
        .batch = db_text(r, 14),
        .judge = judge};
}

static bool is_inside(const struct entries *l, const char *code, int32_t day, const char *unit)
{
    return !*unit || unit_within_later(l->act->units, code, day, unit, stat_value_today(l->act)) ||
           unit_within(l->act->units, code, unit, day);
}

static void take_inside(struct entries *l, struct db_rows *r, const char *unit)
{
    while (db_next(r))
        if (is_inside(l, db_text(r, 16), (int32_t)db_int(r, 4), unit))
            take(l, r);
}

/* Provinces, of today and before, whose values may lie within a unit. */
static size_t provinces(struct act *act, const char *unit, const char ***out)
{
    size_t all, n = 0;
    const struct unit *u = unit_all(act->units, &all);
    const char *own = *unit ? unit_province(act->units, unit, stat_value_today(act)) : "";
    const char **v = NEW_N(act->a, const char *, all + 1);
    for (size_t i = 0; i < all; i++) {
        if (u[i].level != UNIT_PROVINCE || (n && streq(v[n - 1], u[i].code)))
            continue;
        int32_t day = u[i].from > 0 ? u[i].from : 1;
        if (!own || !*own || streq(u[i].code, own) ||
            unit_within_later(act->units, u[i].code, day, own, stat_value_today(act)))
            v[n++] = u[i].code;
    }
    *out = v;
    return n;
}

static enum err list_of_unit(struct entries *l, const char *unit)
{
    struct act *act = l->act;
    struct db_rows *r =
        l->m ? db_query(act->c, act->a, Q_STAT_VALUE_OF_UNIT_MEASURE, ARGS(unit, l->m->id))
             : db_query(act->c, act->a, Q_STAT_VALUE_OF_UNIT, ARGS(unit));
    while (db_next(r))
        take(l, r);
    return db_status(act->c);
}

static struct db_rows *ask_province(struct entries *l, const char *province)
{
    struct act *act = l->act;
    if (!l->p)
        return db_query(act->c, act->a, Q_STAT_VALUE_ALL_OF_PROVINCE, ARGS(province));
    struct value to = v_int(l->p->to);
    int regime = (int)l->p->regime;
    return l->m ? db_query(act->c, act->a, Q_STAT_VALUE_OF_PROVINCE,
                      ARGS(province, l->m->id, regime, to))
                : db_query(
                      act->c, act->a, Q_STAT_VALUE_PERIOD_OF_PROVINCE, ARGS(province, regime, to));
}

static enum err list_below(struct entries *l, const char *unit)
{
    const char **v;
    size_t n = provinces(l->act, unit, &v);
    for (size_t i = 0; i < n; i++)
        take_inside(l, ask_province(l, v[i]), unit);
    return db_status(l->act->c);
}

enum err stat_entries(struct act *act, const struct measure *m, const char *unit, bool below,
    const struct period *p, struct stat_entry **out, size_t *n)
{
    struct entries l = {.act = act, .m = m, .p = p};
    int32_t day =
        unit_find(act->units, unit, stat_value_today(act)) || !p ? stat_value_today(act) : p->to;
    if (!stat_value_may_read(act, unit, day) || (below && !stat_value_in_scope(act, unit, day)))
        return err_set(ERR_DENIED, "entries of a unit outside the scope");
    TRY(below ? list_below(&l, unit) : list_of_unit(&l, unit));
    *out = l.v;
    *n = l.n;
    return OK;
}

enum err stat_waiting(struct act *act, const char *unit, int64_t *n)
{
    struct entries l = {.act = act};
    const char **v;
    size_t nv = provinces(act, unit, &v);
    *n = 0;
    for (size_t i = 0; i < nv; i++) {
        struct db_rows *r = db_query(act->c, act->a, Q_STAT_VALUE_WAITING, ARGS(v[i]));
        while (db_next(r)) {
            const char *code = db_text(r, 0);
            int32_t day = (int32_t)db_int(r, 1);
            const char *by = db_text(r, 3);
            bool own = act->user && streq(by, act->user->id);
            if (!own && is_inside(&l, code, day, unit) && stat_may_judge(act, NULL, code, day))
                *n += db_int(r, 2);
        }
    }
    return db_status(act->c);
}

/* ---- history --------------------------------------------------------------------------------- */

static enum err key_or_gone(struct act *act, const struct stat_entry *e, struct value_key *k)
{
    const char *column, *msg = stat_value_key_of(act, e, k, &column);
    return msg ? err_set(ERR_NOT_FOUND, "no such entry") : OK;
}

static struct db_rows *ask_key(struct act *act, enum sql_id q, const struct value_key *k)
{
    return db_query(act->c, act->a, q,
        ARGS(k->province, k->measure, k->regime, v_int(k->day_to), k->unit, k->period,
            v_int(k->day), k->dims));
}

enum err stat_history(
    struct act *act, const struct stat_entry *e, struct stat_entry **out, size_t *n)
{
    struct value_key k;
    TRY(key_or_gone(act, e, &k));
    if (!stat_value_may_read(act, k.unit, k.day))
        return err_set(ERR_DENIED, "an entry outside the scope");
    struct db_rows *r = ask_key(act, Q_STAT_VALUE_HISTORY, &k);
    *out = NEW_N(act->a, struct stat_entry, db_row_count(r) + 1);
    for (*n = 0; db_next(r); ++*n) {
        struct stat_entry *o = &(*out)[*n];
        *o = *e;
        o->dims = k.dims;
        o->at = db_int(r, 0);
        o->value = db_real(r, 3);
        o->gone = v_is_null(db_value(r, 3));
        o->state = (enum stat_state)db_int(r, 4);
        o->evidence = db_text(r, 5);
        o->note = db_text(r, 6);
        o->by = db_text(r, 7);
        o->batch = db_text(r, 8);
        o->judge = db_text(r, 9);
    }
    return db_status(act->c);
}

/* ---- judging --------------------------------------------------------------------------------- */

struct sent { /* what is to be judged */
    struct value value;
    const char *evidence, *account;
    int64_t act, from;
};

static enum err find_sent(
    struct act *act, const struct stat_entry *e, const struct value_key *k, struct sent *out)
{
    struct db_rows *r = ask_key(act, Q_STAT_VALUE_SENT_ONE, k);
    bool found = db_next(r);
    TRY(db_status(act->c));
    if (!found)
        return err_set(ERR_CONFLICT, "nothing waits to be judged");
    *out = (struct sent){db_value(r, 0), db_text(r, 1), db_text(r, 3), db_int(r, 2), db_int(r, 4)};
    bool gone = v_is_null(out->value);
    if (gone != e->gone || (!gone && db_real(r, 0) != e->value))
        return err_set(ERR_CONFLICT, "another value was sent meanwhile");
    return OK;
}

/* In one lane a row ends at `at`; nothing there is no fault. */
static enum err end_lane(
    struct act *act, const struct value_key *k, int lane, int64_t at, int64_t *ended)
{
    return db_exec(act->c, Q_STAT_VALUE_CLOSE,
        ARGS(k->province, k->measure, k->regime, v_int(k->day_to), k->unit, k->period,
            v_int(k->day), k->dims, lane, at),
        ended);
}

static enum err add_judged(struct act *act, const struct value_key *k, const struct sent *s,
    enum stat_state state, int64_t at, const char *reason)
{
    int64_t judged;
    TRY(stat_value_act(act, NULL, &judged));
    const struct value v[VALUE_COLS] = {v_text(k->province), v_text(k->measure), v_int(k->regime),
        v_int(k->day_to), v_text(k->unit), v_text(k->period), v_int(k->day), v_text(k->dims),
        v_int(state == VALUE_ACCEPTED ? LANE_ACCEPTED : LANE_PROPOSED), v_int(VALUE_OPEN),
        v_int(at), s->value, v_int(state), v_int(s->act), v_int(judged), v_text(s->evidence),
        v_text(reason)};
    return db_load_all(act->c, "stat_value", stat_value_columns, VALUE_COLS, v, 1);
}

static enum err may_judge(
    struct act *act, const struct stat_entry *e, const struct value_key *k, const struct sent *s)
{
    if (!stat_may_judge(act, e->measure, k->unit, k->day))
        return err_set(ERR_DENIED, "no right to judge values of this unit");
    if (act->user && streq(s->account, act->user->id))
        return err_set(ERR_DENIED, "nobody judges what he entered himself");
    return OK;
}

/* After all that stands in either lane. */
static enum err moment(
    struct act *act, const struct value_key *k, const struct sent *s, int64_t *out)
{
    *out = act->now_ms > s->from ? act->now_ms : s->from + 1;
    struct db_rows *r = ask_key(act, Q_STAT_VALUE_HISTORY, k);
    while (db_next(r))
        if (db_int(r, 0) >= *out)
            *out = db_int(r, 0) + 1;
    return db_status(act->c);
}

enum err stat_judge(struct act *act, const struct stat_entry *e, bool accept, const char *reason)
{
    struct value_key k;
    struct sent s;
    int64_t at, ended = 0;
    if (!accept && (!reason || !*reason))
        return err_set(ERR_INVALID, "a return needs a reason");
    TRY(key_or_gone(act, e, &k));
    TRY(find_sent(act, e, &k, &s));
    TRY(may_judge(act, e, &k, &s));
    TRY(moment(act, &k, &s, &at));
    TRY(end_lane(act, &k, LANE_PROPOSED, at, &ended));
    if (ended != 1)
        return err_set(ERR_CONFLICT, "it was judged meanwhile");
    if (accept)
        TRY(end_lane(act, &k, LANE_ACCEPTED, at, NULL));
    TRY(add_judged(act, &k, &s, accept ? VALUE_ACCEPTED : VALUE_RETURNED, at, reason));
    double value = v_is_null(s.value) ? NAN : e->value;
    struct value_change c = {k.unit, stat_value_what(act->a, &k), value, value};
    return stat_value_journal(act, accept ? "duyet_so_lieu" : "tra_so_lieu", reason, &c, 1);
}
