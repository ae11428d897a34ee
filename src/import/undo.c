// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Taking a batch back: its journal lines tell which records it made or filled. Records that were
 * touched since stay, and are counted; the others go back to what they were before. All of it is
 * itself in the journal.
 */
#include "import/import_int.h"

#include <stdlib.h>

enum { LINES_EACH = 400 };

struct undo {
    struct work *k;
    int64_t done, kept;
    const char **used; /* ids that other records of the unit point at, sorted */
    size_t n_used;
};

/* ---- records that others point at ------------------------------------------------------------ */

static int by_text(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static bool points_at(const struct undo *u, const char *id)
{
    return u->n_used && bsearch(&id, u->used, u->n_used, sizeof *u->used, by_text);
}

static const struct db_table *table_of(const struct site *s, const struct reg *reg)
{
    return &s->tables[reg - s->pack->regs];
}

static enum err add_used(struct undo *u, struct act *act, const struct field *f)
{
    struct db_select s = {.t = table_of(act->site, f->owner), .province = u->k->im.province};
    struct db_rows *r = db_table_group(act->c, u->k->a, &s, f->id, NULL);
    size_t n = db_row_count(r);
    const char **v = NEW_N(u->k->a, const char *, u->n_used + n + 1);
    if (u->n_used)
        memcpy(v, u->used, u->n_used * sizeof *v);
    u->used = v;
    while (db_next(r))
        if (db_text(r, 0))
            v[u->n_used++] = db_text(r, 0);
    return db_status(act->c);
}

static enum err find_used(struct undo *u)
{
    const struct pack *p = u->k->w->site->pack;
    struct act *act = work_act(u->k, u->k->a);
    enum err e = act_read(act);
    for (size_t i = 0; i < p->nregs; i++)
        for (size_t k = 0; !e && k < p->regs[i].nfields; k++) {
            const struct field *f = &p->regs[i].fields[k];
            if (f->type == F_REF && f->reg == u->k->im.reg && f->cls != CLASS_SECRET)
                e = add_used(u, act, f);
        }
    act_end(act);
    if (u->n_used)
        qsort(u->used, u->n_used, sizeof *u->used, by_text);
    return e;
}

/* ---- one record ------------------------------------------------------------------------------ */

struct line { /* of the batch, in the journal */
    const char *unit, *record;
    int64_t seq;
    bool made;
};

static bool touched(struct act *act, const struct import *im, const struct line *l)
{
    struct db_rows *r = db_query(act->c, act->a, Q_IMPORT_TOUCHED,
        ARGS(l->record, im->id, act->request, l->unit, l->seq, im->made_at));
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

static enum err undo_one(struct undo *u, struct act *act, const struct line *l)
{
    struct rec *r;
    enum err e = rec_get(act, u->k->im.reg, l->record, &r);
    if (e == ERR_NOT_FOUND)
        return OK; /* voided by hand, or already taken back */
    TRY(e);
    if ((l->made && rec_version(r) != 1) || touched(act, &u->k->im, l) || points_at(u, l->record)) {
        u->kept++;
        return OK;
    }
    if (!l->made)
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
    if (!e)
        e = work_hold(u->k, act, 1);
    act->request = arena_printf(a, "%s-", u->k->im.id); /* not a line of the batch itself */
    struct db_rows *r =
        e ? NULL
          : db_query(act->c, a, Q_IMPORT_TRACED, ARGS(unit, *from, to, u->k->im.id, LINES_EACH));
    while (!e && db_next(r)) {
        const char *action = db_text(r, 2);
        struct line l = {unit, db_text(r, 1), db_int(r, 0), streq(action, "nhap")};
        *from = l.seq;
        u->done++;
        if (l.made || streq(action, "nhap_bo_sung"))
            e = undo_one(u, act, &l);
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
    TRY(find_used(&u));
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
