// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What stands around a record: its parts, and the records of other registers that refer to it
 * (references are indexed). Also the texts in use in a field, to choose from instead of spelling
 * them anew.
 */
#include "rec/rec_int.h"

#include "base/text.h"

#include <stdlib.h>

enum { MOST = 200 };

struct asked {
    struct rec_group g;
    struct db_rows *rows;
};

static struct db_rows *ask(
    struct act *act, const struct reg *reg, const char *column, const struct rec *r)
{
    struct db_select s = rec_scoped(act, reg);
    if (!s.lands.n)
        s.province = r->common[DC_PROVINCE].s.p;
    s.ref = column;
    s.ref_id = rec_id(r);
    s.limit = MOST;
    return db_table_select(act->c, act->a, &s);
}

static bool is_rows_of(const struct rec *r, const struct reg *part)
{
    return part->parent == r->reg && !r->reg->procedure;
}

static size_t ask_all(struct act *act, const struct rec *r, struct asked *v, size_t max)
{
    const struct pack *pk = act->site->pack;
    size_t n = 0;
    for (size_t i = 0; i < pk->nregs; i++) {
        const struct reg *reg = &pk->regs[i];
        if (rec_may(act, reg, "read") != OK)
            continue;
        if (is_rows_of(r, reg) && n < max)
            v[n++] = (struct asked){{.reg = reg}, ask(act, reg, "parent", r)};
        for (size_t k = 0; k < reg->nfields && n < max; k++) {
            const struct field *f = &reg->fields[k];
            if (f->type == F_REF && f->reg == r->reg && f->cls != CLASS_SECRET)
                v[n++] = (struct asked){{.reg = reg, .by = f}, ask(act, reg, f->id, r)};
        }
    }
    return n;
}

static void only_shown(struct rec_group *g)
{
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++)
        if (rec_shows(g->v[i], g->by) == SHOW_YES)
            g->v[n++] = g->v[i];
    g->n = n;
}

enum err rec_around(struct act *act, const struct rec *r, struct rec_group **out, size_t *n)
{
    enum { GROUPS = 64 };
    struct asked *v = NEW_N(act->a, struct asked, GROUPS);
    size_t asked = ask_all(act, r, v, GROUPS);
    *out = NEW_N(act->a, struct rec_group, asked + 1);
    *n = 0;
    for (size_t i = 0; i < asked; i++) {
        struct rec_group *g = &v[i].g;
        TRY(rec_collect(act, g->reg, v[i].rows, !g->by, &g->v, &g->n));
        if (g->by)
            only_shown(g);
        if (!g->by || g->n)
            (*out)[(*n)++] = *g;
    }
    return OK;
}

enum err rec_referring(
    struct act *act, const struct field *by, const char *id, struct rec ***out, size_t *n)
{
    TRY(rec_may(act, by->owner, "read"));
    struct db_select s = rec_scoped(act, by->owner);
    s.ref = by->id;
    s.ref_id = id;
    s.limit = MOST;
    return rec_collect(act, by->owner, db_table_select(act->c, act->a, &s), false, out, n);
}

/* ---- texts in use ------------------------------------------------------------------------------
 */

static int by_name(const void *a, const void *b)
{
    const struct rec_used *x = a, *y = b;
    return strcmp(x->text, y->text);
}

enum err rec_in_use(struct act *act, const struct field *f, struct rec_used **out, size_t *n)
{
    TRY(rec_may(act, f->owner, "read"));
    *n = 0;
    bool may_see = !act->user || f->cls <= act->user->role->sees;
    if (f->cls == CLASS_SECRET || !may_see)
        return OK;
    struct db_select s = rec_scoped(act, f->owner);
    s.cond = (struct db_cond){arena_printf(act->a, "\"%s\" IS NOT NULL", f->id), NO_ARGS};
    struct db_rows *rows = db_table_group(act->c, act->a, &s, f->id, NULL);
    *out = NEW_N(act->a, struct rec_used, db_row_count(rows) + 1);
    while (db_next(rows))
        (*out)[(*n)++] = (struct rec_used){db_text(rows, 0), db_int(rows, 1)};
    qsort(*out, *n, sizeof **out, by_name);
    return db_status(act->c);
}
