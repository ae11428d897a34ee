// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Taking a batch back: its journal lines tell which records it made or filled. Records that were
 * touched since stay, and are counted; the others go back to what they were before. All of it is
 * itself in the journal.
 */
#include "import/import_int.h"

enum { LINES_EACH = 400 };

struct undo {
    struct work *k;
    int64_t done, kept;
};

static bool touched(struct act *act, const struct import *im, const char *record)
{
    struct db_rows *r =
        db_query(act->c, act->a, Q_IMPORT_TOUCHED, ARGS(record, im->id, act->request));
    return db_next(r);
}

/* Back to the version before the batch filled it. */
static enum err restore(struct act *act, struct rec *now)
{
    struct rec **v;
    size_t n;
    TRY(rec_versions(act, now, &v, &n));
    if (n < 2)
        return OK;
    for (size_t i = 0; i < now->reg->nfields; i++)
        if (import_field(&now->reg->fields[i]))
            now->v[i] = v[n - 2]->v[i];
    return rec_update(act, now, rec_version(now), "hoan_tac_nhap", NULL);
}

static enum err undo_one(struct undo *u, struct act *act, const char *record, bool made)
{
    struct rec *r;
    enum err e = rec_get(act, u->k->im.reg, record, &r);
    if (e == ERR_NOT_FOUND)
        return OK; /* voided by hand, or already taken back */
    TRY(e);
    if ((made && rec_version(r) != 1) || touched(act, &u->k->im, record)) {
        u->kept++;
        return OK;
    }
    if (!made)
        return restore(act, r);
    r->common[DC_DELETED_AT] = v_int(act->now_ms);
    return rec_update(act, r, rec_version(r), "hoan_tac_nhap", NULL);
}

static enum err tell_db(struct undo *u, struct act *act)
{
    return db_exec(act->c, Q_IMPORT_SET_DONE, ARGS(u->k->im.id, u->done), NULL);
}

/* Some lines of one unit; *from moves on to the last one, and stays when there are no more. */
static enum err stretch(struct undo *u, const char *unit, int64_t *from, int64_t to)
{
    AUTO_ARENA *a = arena_open();
    struct act *act = work_act(u->k, a);
    enum err e = act_write(act);
    act->request = arena_printf(a, "%s-", u->k->im.id); /* not a line of the batch itself */
    struct db_rows *r =
        e ? NULL
          : db_query(act->c, a, Q_IMPORT_TRACED, ARGS(unit, *from, to, u->k->im.id, LINES_EACH));
    while (!e && db_next(r)) {
        const char *action = db_text(r, 2);
        bool made = streq(action, "nhap");
        *from = db_int(r, 0);
        u->done++;
        if (made || streq(action, "nhap_bo_sung"))
            e = undo_one(u, act, db_text(r, 1), made);
    }
    if (!e)
        e = tell_db(u, act);
    if (!e)
        e = act_commit(act, NULL);
    act_end(act);
    return e;
}

struct stretch_of {
    const char *unit;
    int64_t from, to;
};

static enum err traces(struct work *k, struct stretch_of **out, size_t *n)
{
    struct act *act = work_act(k, k->a);
    enum err e = act_read(act);
    if (!e) {
        struct db_rows *r = db_query(act->c, k->a, Q_IMPORT_TRACES, ARGS(k->im.id));
        *out = NEW_N(k->a, struct stretch_of, db_row_count(r) + 1);
        for (*n = 0; db_next(r); ++*n)
            (*out)[*n] = (struct stretch_of){db_text(r, 0), db_int(r, 1), db_int(r, 2)};
        e = db_status(act->c);
    }
    act_end(act);
    return e;
}

static enum err finish(struct undo *u)
{
    AUTO_ARENA *a = arena_open();
    struct act *act = work_act(u->k, a);
    const struct import *im = &u->k->im;
    struct value stored = im->stored_at ? v_int(im->stored_at) : VNULL;
    enum err e = act_write(act);
    if (!e)
        e = db_exec(act->c, Q_IMPORT_END,
            ARGS(im->id, (int)IMPORT_UNDONE, stored, act->now_ms, u->kept), NULL);
    if (!e)
        e = act_commit(act, NULL);
    act_end(act);
    return e;
}

enum err undo_do(struct work *k)
{
    struct undo u = {.k = k};
    struct stretch_of *v;
    size_t n;
    TRY(traces(k, &v, &n));
    for (size_t i = 0; i < n; i++)
        for (int64_t before = -1; before != v[i].from;) {
            before = v[i].from;
            TRY(stretch(&u, v[i].unit, &v[i].from, v[i].to));
            if (!work_tell(k, N_("hoàn tác"), u.done, k->im.added + k->im.updated))
                return err_set(ERR_BUSY, "stopped");
        }
    return finish(&u);
}
