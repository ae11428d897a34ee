// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Records between two communes: one asks, the other answers and keeps the record; and what goes
 * over when the answer is yes. The scope of an act stays shut: only these two functions reach
 * across, and only along fields that the pack names (kept_at, seen_from, takes).
 */
#include "rec/rec_int.h"

static struct value province_of(struct act *act, const char *unit)
{
    const char *p = unit_province(act->units, unit, unit_day_of_ms(act->now_ms));
    return p ? v_text(arena_dup(act->a, p)) : VNULL;
}

enum err rec_place(struct act *act, struct rec *r)
{
    const struct reg *reg = r->reg;
    if (!reg->kept_at)
        return OK;
    struct value keeper = r->v[reg->kept_at->slot];
    struct value asker = reg->seen_from ? r->v[reg->seen_from->slot] : VNULL;
    if (act->user && *act->user->unit && !(asker.t == V_TEXT && str_is(asker.s, act->user->unit)))
        return err_set(ERR_DENIED, "asked in the name of another commune");
    if (keeper.t != V_TEXT)
        return err_set(ERR_INVALID, "nobody to answer");
    const char *unit = v_cstr(act->a, keeper);
    struct value province = province_of(act, unit);
    if (province.t != V_TEXT)
        return err_set(ERR_INVALID, "no such commune today");
    r->common[DC_PROVINCE] = province;
    r->common[DC_UNIT] = v_text(unit);
    return OK;
}

static enum err journal_leaving(struct act *act, const struct rec *r, const struct rec *by)
{
    return rec_journal(act, &(struct rec_entry){.unit = rec_unit_now(act, r),
                                .action = "chuyen_di",
                                .reg = r->reg->id,
                                .record = rec_id(r),
                                .root = r->root,
                                .reason = rec_code(by)});
}

static enum err move_all(struct act *act, const struct rec *r, const char *province, const char *to)
{
    const char *from = r->common[DC_PROVINCE].s.p;
    const struct pack *p = act->site->pack;
    for (size_t i = 0; i < p->nregs; i++) {
        const struct reg *reg = &p->regs[i];
        if (rec_root_reg(reg) == r->reg)
            TRY(db_table_move(act->c, rec_table(act->site, reg), rec_id(r), reg != r->reg, from,
                province, to, act->now_ms));
    }
    return OK;
}

bool rec_may_assign(struct act *act, const struct rec *r)
{
    const struct user *u = act->user;
    if (!u || !*u->unit || r->parent || !*r->common[DC_UNIT].s.p || rec_may(act, r->reg, "write"))
        return false;
    size_t n;
    unit_heirs(act->units, act->a, r->common[DC_UNIT].s.p, unit_day_of_ms(rec_moment(act, r)),
        unit_day_of_ms(act->now_ms), &n);
    return n > 1 && rec_in_scope(act, r);
}

enum err rec_assign(struct act *act, struct rec *r, int64_t version)
{
    if (!rec_may_assign(act, r))
        return err_set(ERR_DENIED, "not of a commune that was split");
    if (rec_version(r) != version)
        return err_set(ERR_CONFLICT, "stored version is newer");
    const struct user *u = act->user;
    TRY(rec_journal(act, &(struct rec_entry){.unit = r->common[DC_UNIT].s.p,
                             .action = "chuyen_di",
                             .reg = r->reg->id,
                             .record = rec_id(r),
                             .root = r->root,
                             .reason = u->unit}));
    TRY(move_all(act, r, u->province, u->unit));
    TRY(db_exec(act->c, Q_CLOCKS_MOVE, ARGS(rec_id(r), u->province, u->unit, act->now_ms), NULL));
    r->common[DC_PROVINCE] = v_text(u->province);
    r->common[DC_UNIT] = v_text(u->unit);
    r->common[DC_UNIT_AT] = v_int(act->now_ms);
    TRY(rec_hold(act, r));
    return rec_store(act, r, version + 1, "nhan_ve_xa", u->unit);
}

/* Its unit, or one that its unit became part of. */
static bool lies_in(struct act *act, const struct rec *r, const char *unit)
{
    size_t n;
    const struct unit **heirs = unit_heirs(act->units, act->a, r->common[DC_UNIT].s.p,
        unit_day_of_ms(rec_moment(act, r)), unit_day_of_ms(act->now_ms), &n);
    for (size_t i = 0; i < n; i++)
        if (streq(heirs[i]->code, unit))
            return true;
    return n == 0 && streq(r->common[DC_UNIT].s.p, unit);
}

static enum err find_taken(
    struct act *act, const struct rec *by, const struct taking *t, struct rec **out)
{
    const char *id = v_cstr(act->a, by->v[t->ref->slot]);
    const char *from = v_cstr(act->a, by->v[t->from->slot]);
    struct value province = from ? province_of(act, from) : VNULL;
    if (!id || province.t != V_TEXT)
        return err_set(ERR_CONFLICT, "nothing to take");
    struct db_select s = {.t = rec_table(act->site, t->ref->reg), .id = id};
    rec_within(act, &s, province.s.p, NULL);
    struct db_rows *row = db_table_select(act->c, act->a, &s);
    bool found = db_next(row);
    TRY(db_status(act->c));
    if (found)
        *out = rec_from_row(act, t->ref->reg, row, true);
    if (!found || !lies_in(act, *out, from))
        return err_set(ERR_CONFLICT, "it is not there any more");
    return OK;
}

enum err rec_take(struct act *act, const struct rec *by, const struct taking *t, struct rec **out)
{
    struct rec *r = NULL;
    TRY(find_taken(act, by, t, &r));
    const char *to = v_cstr(act->a, by->v[t->to->slot]);
    struct value province = to ? province_of(act, to) : VNULL;
    if (province.t != V_TEXT)
        return err_set(ERR_CONFLICT, "nowhere to take it");
    TRY(journal_leaving(act, r, by));
    TRY(move_all(act, r, province.s.p, to));
    r->common[DC_PROVINCE] = province;
    r->common[DC_UNIT] = v_text(to);
    r->common[DC_UNIT_AT] = v_int(act->now_ms);
    TRY(rec_hold(act, r));
    r->common[DC_VERSION] = v_int(rec_version(r) + 1); /* the move is a version */
    rec_open(act, r);
    *out = r;
    return OK;
}
