// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A fact is entered once: what a record says about others is written into them when it is stored
 * (`pushes:` of its register), in the same transaction and with a line of the journal for each. A
 * record that begins to point at another takes over what that one says. This is the engine's own
 * doing: who may write the first record need not have the right to write the others.
 */
#include "rec/rec_int.h"

enum { MOST = 500 };

/* Records where `column` is `id`, whoever may see them. */
static struct db_rows *where_is(struct act *act, const struct reg *reg, const char *province,
    const char *column, const char *id)
{
    struct db_select s = {
        .t = rec_table(act->site, reg), .ref = column, .ref_id = id, .limit = MOST};
    rec_within_reach(act, &s, province);
    return db_table_select(act->c, act->a, &s);
}

static struct rec *load_one(
    struct act *act, const struct reg *reg, const char *province, const char *id)
{
    struct db_select s = {.t = rec_table(act->site, reg), .id = id};
    rec_within_reach(act, &s, province);
    struct db_rows *row = db_table_select(act->c, act->a, &s);
    return db_next(row) ? rec_from_row(act, reg, row, false) : NULL;
}

static const char *province_of(const struct rec *r)
{
    return r->common[DC_PROVINCE].s.p;
}

static bool keeps(const struct push *p, const struct field *f)
{
    for (size_t i = 0; i < p->nkeeps; i++)
        if (p->keeps[i] == f)
            return true;
    return false;
}

static struct value says(struct act *act, const struct rec *r, const struct expr *x)
{
    struct rec_env env = {.act = act, .own = r};
    return r ? rec_eval(&env, x) : VNULL;
}

/* Writes what `now` says (and no longer what `before` said) into `into`. True if that changes it.
 * What was never said leaves alone what stands there. */
static bool apply(struct act *act, const struct push *p, const struct rec *before,
    const struct rec *now, struct rec *into)
{
    bool changed = false;
    for (size_t i = 0; i < p->nsets; i++) {
        const struct setting *s = &p->sets[i];
        struct value *at = &into->v[s->field->slot];
        struct value was = says(act, before, s->value), is = says(act, now, s->value);
        bool never = v_is_null(was) && v_is_null(is);
        bool other = keeps(p, s->field) && !v_is_null(*at) && !v_eq(*at, was);
        if (never || other || v_eq(*at, is))
            continue;
        *at = is;
        changed = true;
    }
    return changed;
}

static enum err push_out(
    struct act *act, const struct push *p, const struct rec *before, const struct rec *now)
{
    struct db_rows *rows = where_is(act, p->to, province_of(now), p->by->id, rec_id(now));
    while (db_next(rows)) {
        struct rec *into = rec_from_row(act, p->to, rows, false);
        if (apply(act, p, before, now, into))
            TRY(rec_store(act, into, rec_version(into), "theo", rec_code(now)));
    }
    return db_status(act->c);
}

/* The part that counts: the one with the greatest value of `latest`, of several the newest. */
static const struct rec *latest_part(struct act *act, const struct push *p, const struct rec *part)
{
    struct db_rows *rows = where_is(act, part->reg, province_of(part), "parent", part->parent);
    const struct rec *best = NULL;
    while (db_next(rows)) {
        struct rec *r = rec_from_row(act, part->reg, rows, false);
        struct value a = best && p->latest ? best->v[p->latest->slot] : VNULL;
        struct value b = p->latest ? r->v[p->latest->slot] : VNULL;
        bool later = a.t == V_INT && b.t == V_INT     ? b.i > a.i
                     : a.t == V_TEXT && b.t == V_TEXT ? strcmp(b.s.p, a.s.p) > 0
                                                      : v_is_null(a) && !v_is_null(b);
        if (!best || later)
            best = r;
    }
    return best;
}

static enum err push_up(
    struct act *act, const struct push *p, const struct rec *before, const struct rec *now)
{
    struct rec *into = load_one(act, p->to, province_of(now), now->parent);
    if (!into || !apply(act, p, before ? before : now, latest_part(act, p, now), into))
        return db_status(act->c);
    return rec_store(act, into, rec_version(into), "theo", NULL);
}

/* A line with the record that is pointed at: this one came, or went. */
static enum err journal_at(struct act *act, const struct rec *r, const struct reg *reg,
    struct value id, const char *action)
{
    if (id.t != V_TEXT || !load_one(act, reg, province_of(r), id.s.p))
        return db_status(act->c);
    return rec_journal(act, &(struct rec_entry){.unit = rec_unit_now(act, r),
                                .action = action,
                                .reg = r->reg->id,
                                .record = rec_id(r),
                                .root = id.s.p,
                                .reason = rec_code(r)});
}

static enum err journal_move(struct act *act, const struct rec *before, const struct rec *now,
    const struct reg *reg, const struct field *by)
{
    bool gone = !v_is_null(now->common[DC_DELETED_AT]);
    struct value from = before ? before->v[by->slot] : VNULL;
    struct value to = gone ? VNULL : now->v[by->slot];
    if (v_eq(from, to))
        return OK;
    TRY(journal_at(act, now, reg, from, "ra"));
    return journal_at(act, now, reg, to, "vao");
}

enum err rec_push(struct act *act, const struct rec *before, const struct rec *now)
{
    for (size_t i = 0; i < now->reg->npushes; i++) {
        const struct push *p = &now->reg->pushes[i];
        if (p->by && before)
            TRY(push_out(act, p, before, now));
        else if (!p->by)
            TRY(push_up(act, p, before, now));
    }
    const struct pack *pk = act->site->pack;
    for (size_t i = 0; i < pk->nregs; i++)
        for (size_t k = 0; k < pk->regs[i].npushes; k++) {
            const struct push *p = &pk->regs[i].pushes[k];
            if (p->by && p->to == now->reg)
                TRY(journal_move(act, before, now, &pk->regs[i], p->by));
        }
    return OK;
}

enum err rec_pull(struct act *act, struct rec *r)
{
    const struct pack *pk = act->site->pack;
    for (size_t i = 0; i < pk->nregs; i++)
        for (size_t k = 0; k < pk->regs[i].npushes; k++) {
            const struct push *p = &pk->regs[i].pushes[k];
            if (p->to != r->reg || !p->by || r->v[p->by->slot].t != V_TEXT)
                continue;
            const char *id = r->v[p->by->slot].s.p;
            const struct rec *from = load_one(act, &pk->regs[i], province_of(r), id);
            if (from)
                apply(act, p, NULL, from, r);
        }
    return db_status(act->c);
}

bool rec_pointed_at(struct act *act, const struct rec *r)
{
    for (size_t i = 0; i < r->reg->npushes; i++) {
        const struct push *p = &r->reg->pushes[i];
        if (p->by && db_next(where_is(act, p->to, province_of(r), p->by->id, rec_id(r))))
            return true;
    }
    return false;
}

const struct push *rec_told_by(struct act *act, const struct rec *r, const struct field *f)
{
    const struct push *p = pack_push_into(f);
    if (!p)
        return NULL;
    bool told =
        p->by ? !v_is_null(r->v[p->by->slot])
              : !r->fresh && db_next(where_is(act, p->from, province_of(r), "parent", rec_id(r)));
    return told ? p : NULL;
}
