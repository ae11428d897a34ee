// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Pairs of records that may be one person, and what was decided about them. A verdict is kept with
 * a mark of both persons: it holds until one of them is changed.
 */
#include "ident/ident_int.h"

struct order {
    const struct rec *a, *b;
};

static struct order in_order(const struct rec *a, const struct rec *b)
{
    return strcmp(rec_id(a), rec_id(b)) < 0 ? (struct order){a, b} : (struct order){b, a};
}

/* Who decides about it today: a pair is listed by communes of the day it was found. */
struct desk {
    const char *province, *unit;
};

static struct desk desk_of(struct act *act, const struct rec *r)
{
    const char *unit = rec_unit_now(act, r);
    const char *province = unit_province(act->units, unit, unit_day_of_ms(act->now_ms));
    return (struct desk){province ? province : r->common[DC_PROVINCE].s.p, unit};
}

enum err ident_propose(
    struct act *act, const struct rec *a, const struct rec *b, double bits, double chance)
{
    struct order o = in_order(a, b);
    struct desk da = desk_of(act, o.a), db = desk_of(act, o.b);
    return db_exec(act->c, Q_PAIR_PUT,
        ARGS(a->reg->id, rec_id(o.a), rec_id(o.b), da.province, da.unit, db.province, db.unit, bits,
            chance, ident_mark(act, a, b), act->now_ms),
        NULL);
}

enum err ident_propose_scored(struct act *act, const struct rec *a, const struct rec *b)
{
    struct link_person pa = ident_person(a), pb = ident_person(b);
    struct link_reason why[LINK_FIELD__COUNT];
    double bits, chance;
    ident_explain(act, &pa, &pb, why, &bits, &chance);
    return bits < 0 ? OK : ident_propose(act, a, b, bits, chance);
}

enum err ident_decide(struct act *act, const struct rec *a, const struct rec *b, const char *state,
    const char *reason)
{
    struct order o = in_order(a, b);
    struct ident_pair known;
    if (!ident_pair_get(act, rec_id(a), rec_id(b), &known))
        TRY(ident_propose(act, a, b, 0, 0));
    const struct user *u = act->user;
    const char *asked = streq(state, PAIR_ASKED) && u ? u->unit : "";
    TRY(db_exec(act->c, Q_PAIR_DECIDE,
        ARGS(rec_id(o.a), rec_id(o.b), state, ident_mark(act, a, b), asked, u ? u->id : NULL,
            u ? u->name : "Măng", act->now_ms, reason),
        NULL));
    if (streq(state, PAIR_MERGED) || streq(state, PAIR_NEW))
        return OK; /* told by the merge itself */
    const char *action = arena_printf(act->a, "trung_%s", state);
    return ident_journal_both(act, a, b, action, reason);
}

bool ident_pair_get(struct act *act, const char *a, const char *b, struct ident_pair *out)
{
    bool swap = strcmp(a, b) > 0;
    struct db_rows *r = db_query(act->c, act->a, Q_PAIR_GET, ARGS(swap ? b : a, swap ? a : b));
    if (!db_next(r))
        return false;
    *out = (struct ident_pair){.a = swap ? b : a,
        .b = swap ? a : b,
        .bits = db_real(r, 0),
        .chance = db_real(r, 1),
        .state = db_text(r, 2),
        .asked_unit = db_text(r, 4),
        .decided_name = db_text(r, 5),
        .decided_at = db_int(r, 6),
        .reason = db_text(r, 7)};
    return true;
}

/* ---- the worklist ---------------------------------------------------------------------------- */

static struct db_rows *ask(struct act *act, enum ident_which which, int64_t limit, int64_t offset)
{
    const double sure = IDENT_SURE_PERCENT / 100.0;
    double least = which == PAIRS_SURE ? sure : -1, most = which == PAIRS_UNSURE ? sure : 2;
    bool abroad = which == PAIRS_ABROAD;
    const struct user *u = act->user;
    if (u && *u->unit)
        return db_query(act->c, act->a, Q_PAIRS_OPEN_UNIT,
            ARGS(u->province, u->unit, least, most, abroad, limit, offset));
    return db_query(act->c, act->a, Q_PAIRS_OPEN_PROVINCE,
        ARGS(u ? u->province : "", least, most, abroad, limit, offset));
}

enum err ident_pairs(struct act *act, enum ident_which which, int64_t limit, int64_t offset,
    struct ident_pair **out, size_t *n)
{
    struct db_rows *r = ask(act, which, limit, offset);
    struct ident_pair *v = NEW_N(act->a, struct ident_pair, db_row_count(r) + 1);
    *n = 0;
    while (db_next(r))
        v[(*n)++] = (struct ident_pair){.reg = db_text(r, 0),
            .a = db_text(r, 1),
            .b = db_text(r, 2),
            .bits = db_real(r, 3),
            .chance = db_real(r, 4),
            .state = db_text(r, 5),
            .asked_unit = db_text(r, 6),
            .a_unit = db_text(r, 7),
            .b_unit = db_text(r, 8)};
    *out = v;
    return db_status(act->c);
}

enum err ident_count(struct act *act, struct ident_counts *out)
{
    const double sure = IDENT_SURE_PERCENT / 100.0;
    const struct user *u = act->user;
    struct db_rows *r =
        u && *u->unit
            ? db_query(act->c, act->a, Q_PAIRS_COUNT_UNIT, ARGS(u->province, u->unit, sure))
            : db_query(act->c, act->a, Q_PAIRS_COUNT_PROVINCE, ARGS(u ? u->province : "", sure));
    *out = (struct ident_counts){0};
    if (db_next(r))
        *out = (struct ident_counts){
            .sure = db_int(r, 0), .all = db_int(r, 1), .abroad = db_int(r, 2)};
    return db_status(act->c);
}
