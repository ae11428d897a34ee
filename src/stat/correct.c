// SPDX-License-Identifier: AGPL-3.0-or-later
/* Counted measures of which somebody gave values: for times before the program was in use, or where
 * a body corrects what the registers say. Accepted ones stand in place of the count. */
#include "stat/stat_entered_int.h"

static bool is_corrected(struct act *act, const struct measure *m)
{
    bool fresh;
    struct stat_memo *k = stat_memo_of(act, MEMO_CORRECTED, "", 0, &fresh);
    if (fresh) {
        struct db_rows *r = db_query(act->c, act->a, Q_STAT_CORRECTED, NO_ARGS);
        k->text = NEW_N(act->a, const char *, db_row_count(r) + 1);
        while (db_next(r))
            k->text[k->n++] = db_text(r, 0);
    }
    for (size_t i = 0; i < k->n; i++)
        if (streq(k->text[i], m->id))
            return true;
    return false;
}

static const struct stat_cell *cell_at(const struct stat_cells *c, const struct unit *u)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].unit == u)
            return &c->v[i];
    return NULL;
}

/* The unit's own number stands; else what its communes gave takes the place of their counts. */
static void correct_row(
    struct entered *e, int32_t map, struct stat_cell *c, const struct stat_cells *communes)
{
    struct stat_cell given;
    if (stat_entered_word(e, c->unit, map, &given)) {
        *c = given;
        return;
    }
    for (size_t i = 0; i < communes->n; i++) {
        const struct unit *u = communes->v[i].unit;
        bool inside = unit_within(e->act->units, u->code, c->unit ? c->unit->code : "", map);
        if (!inside || !stat_entered_word(e, u, map, &given))
            continue;
        c->value += given.value - communes->v[i].value;
        c->origin |= given.origin;
        c->known = true;
    }
}

static enum err count_communes(struct act *act, const struct measure *m, const struct stat_ask *ask,
    const struct stat_frame *f, stat_count_fn *count, struct stat_cells *out)
{
    struct stat_ask below = *ask;
    *out = (struct stat_cells){0};
    if (f->whole && f->whole->level >= UNIT_COMMUNE)
        return OK;
    below.level = UNIT_COMMUNE;
    below.map = f->map;
    struct stat_frame fb;
    TRY(stat_frame(act, &below, &fb));
    struct stat_cells counted;
    TRY(count(act, m, &fb, &counted));
    *out = (struct stat_cells){NEW_N(act->a, struct stat_cell, fb.nrows + 1), fb.nrows};
    for (size_t i = 0; i < fb.nrows; i++) {
        const struct stat_cell *c = cell_at(&counted, fb.rows[i]);
        out->v[i] = c ? *c : (struct stat_cell){.unit = fb.rows[i]};
    }
    return OK;
}

/* A row that was counted as nothing has perhaps no cell. */
static struct stat_cells all_rows(
    struct act *act, const struct stat_frame *f, const struct stat_cells *have)
{
    struct stat_cells out = {NEW_N(act->a, struct stat_cell, f->nrows + 1), f->nrows};
    for (size_t i = 0; i < f->nrows; i++) {
        const struct stat_cell *c = cell_at(have, f->rows[i]);
        out.v[i] =
            c ? *c : (struct stat_cell){.unit = f->rows[i], .known = true, .origin = STAT_COMPUTED};
    }
    return out;
}

enum err stat_correct(struct act *act, const struct measure *m, const struct stat_ask *ask,
    const struct stat_frame *f, stat_count_fn *count, struct stat_cells *cells)
{
    struct entered e;
    struct stat_cells communes;
    if (ask->nby || !is_corrected(act, m))
        return OK;
    TRY(stat_entered_open(&e, act, m, ask, f));
    if (!e.nfact)
        return OK;
    TRY(count_communes(act, m, ask, f, count, &communes));
    *cells = all_rows(act, f, cells);
    for (size_t i = 0; i < cells->n; i++)
        correct_row(&e, f->map, &cells->v[i], &communes);
    return OK;
}
