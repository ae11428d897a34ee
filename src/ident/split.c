// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A merge undone. What the merge changed goes back, unless somebody changed it again since: that
 * stays with the record that was kept, and is named. Several merges into one record may be undone
 * in any order.
 */
#include "ident/ident_int.h"

struct split {
    struct act *act;
    const char *merge;
    struct rec *keep, *other;
    struct rec **versions;
    size_t nversions;
    int64_t nth;
    struct ident_kept *kept;
};

static struct value *at_version(struct split *s, int64_t version, const struct field *f)
{
    for (size_t i = 0; i < s->nversions; i++) {
        if (rec_version(s->versions[i]) != version)
            continue;
        rec_open(s->act, s->versions[i]);
        return &s->versions[i]->v[f->slot];
    }
    return NULL;
}

static void name_kept(struct split *s, const struct field *f)
{
    if (s->kept->nfields < COUNT(s->kept->fields))
        s->kept->fields[s->kept->nfields++] = f;
}

/* A later merge took over from this one's value: it shall go back to what was before both. */
static enum err pass_on(struct split *s, struct db_rows *next, const struct field *f,
    struct value after, int64_t before)
{
    const char *merge = db_text(next, 0);
    const struct value *took = at_version(s, db_int(next, 1), f);
    if (!took || !v_eq(*took, after))
        return OK;
    return db_exec(s->act->c, Q_MERGE_FIELD_REBASE, ARGS(merge, f->id, before), NULL);
}

static enum err give_back(struct split *s, struct db_rows *row)
{
    struct act *act = s->act;
    const struct field *f = reg_field(s->keep->reg, db_text(row, 0));
    int64_t before = db_int(row, 1);
    const struct value *was = f ? at_version(s, before, f) : NULL;
    const struct value *after = f ? at_version(s, db_int(row, 2), f) : NULL;
    if (!was || !after)
        return OK;
    struct db_rows *next =
        db_query(act->c, act->a, Q_MERGE_FIELD_NEXT, ARGS(rec_id(s->keep), s->nth, f->id));
    if (db_next(next))
        return pass_on(s, next, f, *after, before);
    if (v_eq(s->keep->v[f->slot], *after))
        s->keep->v[f->slot] = *was;
    else
        name_kept(s, f);
    return OK;
}

static enum err fields_back(struct split *s)
{
    struct act sys = ident_system(s->act);
    TRY(rec_versions(&sys, s->keep, &s->versions, &s->nversions));
    rec_open(s->act, s->keep);
    struct db_rows *row = db_query(s->act->c, s->act->a, Q_MERGE_FIELDS, ARGS(s->merge));
    while (db_next(row))
        TRY(give_back(s, row));
    return rec_update(s->act, s->keep, rec_version(s->keep), "tach", rec_code(s->other));
}

static enum rec_link_kind kind_of(const char *name)
{
    static const struct {
        const char *name;
        enum rec_link_kind kind;
    } all[] = {{"part", REC_PART}, {"root", REC_ROOT}, {"ref", REC_REF}, {"file", REC_FILE},
        {"member", REC_MEMBER}};
    for (size_t i = 0; i < COUNT(all); i++)
        if (streq(all[i].name, name))
            return all[i].kind;
    BUG("a kind of link that was never written");
}

static enum err links_back(struct split *s)
{
    struct act *act = s->act;
    struct db_rows *row = db_query(act->c, act->a, Q_MERGE_MOVES, ARGS(s->merge));
    struct rec_way way = {s->keep, s->other, true};
    while (db_next(row)) {
        struct rec_link link = {.kind = kind_of(db_text(row, 0)),
            .reg = db_text(row, 1),
            .province = db_text(row, 2),
            .unit = db_text(row, 3),
            .record = db_text(row, 4),
            .field = db_text(row, 5)};
        bool moved;
        TRY(rec_link_move(act, &link, &way, "tach", &moved));
        s->kept->links += !moved;
    }
    return db_status(act->c);
}

static const char *obstacle(struct split *s, bool undone)
{
    struct ident_merged on;
    if (undone)
        return N_("Lần gộp này đã được tách lại rồi.");
    if (!s->keep || !s->other)
        return N_("Không còn tìm thấy hồ sơ của lần gộp này.");
    if (ident_merge_of(s->act, rec_id(s->keep), &on))
        return N_("Hồ sơ được giữ sau đó đã gộp tiếp vào hồ sơ khác. Hãy tách lần gộp sau trước.");
    if (!v_is_null(s->keep->common[DC_DELETED_AT]))
        return N_("Hồ sơ được giữ đã bị hủy, không tách lại được.");
    if (!streq(s->keep->common[DC_PROVINCE].s.p, s->other->common[DC_PROVINCE].s.p))
        return N_("Hồ sơ được giữ đã chuyển sang tỉnh khác, không tách lại được.");
    return NULL;
}

/* The pair is open again, for somebody to decide. */
static enum err put_down(struct split *s, const char *reason)
{
    struct act *act = s->act;
    const struct user *u = act->user;
    int64_t changed;
    TRY(db_exec(act->c, Q_PAIRS_SHOW, ARGS(s->merge), NULL));
    TRY(ident_decide(act, s->keep, s->other, PAIR_NEW, reason));
    TRY(db_exec(act->c, Q_MERGE_UNDONE,
        ARGS(s->merge, act->now_ms, u ? u->id : NULL, u ? u->name : "Măng"), &changed));
    return changed == 1 ? OK : err_set(ERR_CONFLICT, "somebody else undid it");
}

enum err ident_split(struct act *act, const char *merge, const char *reason,
    struct ident_kept *kept, const char **why)
{
    *why = NULL;
    *kept = (struct ident_kept){.nfields = 0};
    if (!uuid_ok(str_of(merge)))
        return ERR_NOT_FOUND;
    struct db_rows *m = db_query(act->c, act->a, Q_MERGE_GET, ARGS(merge));
    const struct reg *reg = db_next(m) ? pack_reg(act->site->pack, db_text(m, 0)) : NULL;
    if (!reg)
        return db_status(act->c) ? db_status(act->c) : ERR_NOT_FOUND;
    struct split s = {.act = act,
        .merge = merge,
        .keep = ident_any(act, reg, db_text(m, 2)),
        .other = ident_any(act, reg, db_text(m, 3)),
        .nth = db_int(m, 8),
        .kept = kept};
    if (s.keep && s.other && !ident_may(act, s.keep) && !ident_may(act, s.other))
        return err_set(ERR_DENIED, "parting asks for a right on one of the two");
    *why = obstacle(&s, !v_is_null(db_value(m, 6)));
    if (*why)
        return err_set(ERR_CONFLICT, "this merge cannot be undone now");
    TRY(fields_back(&s));
    TRY(rec_unvoid(act, s.other, rec_version(s.other), "tach", rec_code(s.keep)));
    TRY(links_back(&s));
    return put_down(&s, reason);
}
