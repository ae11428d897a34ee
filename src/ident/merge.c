// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Two records of one person become one. The one that is kept takes the values chosen for it; what
 * hangs on the other moves; the other is voided and leads there. All in one transaction, journaled
 * on both, and written down so that it can be taken back exactly (split.c).
 */
#include "ident/ident_int.h"

#include "base/text.h"

/* ---- what the page proposes ------------------------------------------------------------------ */

static bool filled(const struct rec *r, const struct field *f)
{
    struct value v = r->v[f->slot];
    return v.t != V_NULL && !(v.t == V_TEXT && v.s.n == 0);
}

static bool has_marks(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

bool ident_better(const struct rec *keep, const struct rec *gone, const struct field *f)
{
    if (f->type == F_ROWS || f->compute || !filled(gone, f))
        return false;
    if (!filled(keep, f))
        return true;
    struct value a = keep->v[f->slot], b = gone->v[f->slot];
    if (v_eq(a, b))
        return false;
    if (f->type == F_DATE && a.s.n != b.s.n)
        return b.s.n > a.s.n; /* a day tells more than a year */
    if (f->type == F_NAME && has_marks(a.s) != has_marks(b.s))
        return has_marks(b.s);
    return gone->common[DC_UPDATED_AT].i > keep->common[DC_UPDATED_AT].i;
}

static int fullness(const struct rec *r)
{
    int n = 0;
    for (size_t i = 0; i < r->reg->nfields; i++)
        n += r->reg->fields[i].type != F_ROWS && filled(r, &r->reg->fields[i]);
    const struct field *pid = r->reg->identity->pid;
    return n + (pid && filled(r, pid) ? 1000 : 0);
}

bool ident_rather(const struct rec *a, const struct rec *b)
{
    int na = fullness(a), nb = fullness(b);
    if (na != nb)
        return nb > na;
    return b->common[DC_CREATED_AT].i < a->common[DC_CREATED_AT].i;
}

/* ---- may these two be merged ----------------------------------------------------------------- */

static bool voided(const struct rec *r)
{
    return !v_is_null(r->common[DC_DELETED_AT]);
}

static const char *obstacle(struct act *act, const struct ident_choice *k)
{
    struct ident_merged was;
    if (streq(rec_id(k->keep), rec_id(k->gone)))
        return N_("Đây là một hồ sơ, không phải hai.");
    if (ident_merge_of(act, rec_id(k->gone), &was) || ident_merge_of(act, rec_id(k->keep), &was))
        return N_("Một trong hai hồ sơ vừa được gộp rồi. Hãy mở lại danh sách để xem hồ sơ còn "
                  "lại.");
    if (voided(k->keep) || voided(k->gone))
        return N_("Một trong hai hồ sơ đã bị hủy, không gộp được.");
    if (!streq(k->keep->common[DC_PROVINCE].s.p, k->gone->common[DC_PROVINCE].s.p))
        return N_("Hai hồ sơ ở hai tỉnh. Hãy chuyển trẻ về một tỉnh trước, rồi gộp.");
    return NULL;
}

static bool allowed(struct act *act, const struct ident_choice *k)
{
    bool keep = ident_may(act, k->keep), gone = ident_may(act, k->gone);
    return k->agreed ? keep || gone : keep && gone;
}

/* ---- the merge ------------------------------------------------------------------------------- */

static bool takes(const struct ident_choice *k, const struct field *f)
{
    return f->type != F_ROWS && !f->compute && k->take[f->slot] &&
           !v_eq(k->keep->v[f->slot], k->gone->v[f->slot]);
}

/* Values chosen from the other; which fields and versions it concerns is written down. */
static enum err take_values(struct act *act, const struct ident_choice *k, const char *merge)
{
    int64_t version = rec_version(k->keep);
    rec_open(act, k->keep);
    rec_open(act, k->gone);
    for (size_t i = 0; i < k->keep->reg->nfields; i++) {
        const struct field *f = &k->keep->reg->fields[i];
        if (!takes(k, f))
            continue;
        k->keep->v[i] = k->gone->v[i];
        TRY(db_exec(act->c, Q_MERGE_FIELD, ARGS(merge, f->id, version, version + 1), NULL));
    }
    return rec_update(act, k->keep, version, "gop", rec_code(k->gone));
}

static const char *kind_name(enum rec_link_kind k)
{
    static const char *const names[] = {"part", "root", "ref", "file", "member"};
    return names[k];
}

static enum err move_links(struct act *act, const struct ident_choice *k, const char *merge)
{
    struct rec_link *v;
    size_t n;
    int64_t nth = 0;
    TRY(rec_links(act, k->gone, &v, &n));
    struct rec_way way = {k->gone, k->keep, false};
    for (size_t i = 0; i < n; i++) {
        bool moved;
        if (v[i].kind == REC_REF && streq(v[i].record, rec_id(k->keep)))
            continue; /* a reference of the kept one to the other stays: undone, it is right again
                       */
        TRY(rec_link_move(act, &v[i], &way, "gop", &moved));
        if (moved)
            TRY(db_exec(act->c, Q_MERGE_MOVED,
                ARGS(merge, ++nth, kind_name(v[i].kind), v[i].reg, v[i].province, v[i].unit,
                    v[i].record, v[i].field),
                NULL));
    }
    return OK;
}

static enum err write_down(struct act *act, const struct ident_choice *k, const char *merge)
{
    const struct user *u = act->user;
    return db_exec(act->c, Q_MERGE_ADD,
        ARGS(merge, k->keep->reg->id, k->keep->common[DC_PROVINCE], rec_id(k->keep),
            rec_id(k->gone), k->reason, act->now_ms, u ? u->id : NULL, u ? u->name : "Măng"),
        NULL);
}

enum err ident_merge(
    struct act *act, const struct ident_choice *k, const char **id, const char **why)
{
    *why = NULL;
    if (!allowed(act, k))
        return err_set(ERR_DENIED, "merging asks for rights on both");
    *why = obstacle(act, k);
    if (*why)
        return err_set(ERR_CONFLICT, "these two cannot be merged");
    char uuid[37];
    uuid7(uuid);
    const char *merge = *id = arena_dup(act->a, uuid);
    TRY(write_down(act, k, merge));
    TRY(take_values(act, k, merge));
    k->gone->common[DC_DELETED_AT] = v_int(act->now_ms);
    TRY(rec_update(act, k->gone, rec_version(k->gone), "gop", rec_code(k->keep)));
    TRY(move_links(act, k, merge));
    TRY(ident_decide(act, k->keep, k->gone, PAIR_MERGED, k->reason));
    return db_exec(act->c, Q_PAIRS_HIDE, ARGS(rec_id(k->gone), merge), NULL);
}

/* ---- where a merged record leads ------------------------------------------------------------- */

bool ident_merge_of(struct act *act, const char *other, struct ident_merged *out)
{
    struct db_rows *r = db_query(act->c, act->a, Q_MERGE_OF, ARGS(other));
    if (!db_next(r))
        return false;
    *out = (struct ident_merged){.id = db_text(r, 0),
        .other = db_text(r, 1), /* here: the one it leads to */
        .at = db_int(r, 2),
        .made_name = db_text(r, 3)};
    return true;
}

const char *ident_survivor(struct act *act, const char *id)
{
    enum { LONGEST_CHAIN = 100 };
    const char *at = NULL;
    struct ident_merged m;
    for (int i = 0; i < LONGEST_CHAIN && ident_merge_of(act, at ? at : id, &m); i++)
        at = m.other;
    return at;
}

enum err ident_merges(struct act *act, const char *survivor, struct ident_merged **out, size_t *n)
{
    struct db_rows *r = db_query(act->c, act->a, Q_MERGES_INTO, ARGS(survivor));
    struct ident_merged *v = NEW_N(act->a, struct ident_merged, db_row_count(r) + 1);
    *n = 0;
    while (db_next(r))
        v[(*n)++] = (struct ident_merged){.id = db_text(r, 0),
            .other = db_text(r, 1),
            .at = db_int(r, 2),
            .made_name = db_text(r, 3),
            .reason = db_text(r, 4)};
    *out = v;
    return db_status(act->c);
}
