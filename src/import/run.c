// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Storing the good rows. A few hundred rows are one transaction: their records, journal lines, the
 * trace of the batch and how far it is, so that a crash leaves a batch that goes on after the last
 * row stored, or is taken back. Between transactions the writer is free for others.
 */
#include "import/import_int.h"

#include <sodium.h>
#include <stdlib.h>

enum { ROWS_EACH = 500 };

struct choice {
    int64_t row, other_row;
    const char *record;
    enum import_choice choice;
};
struct run {
    struct work *k;
    struct choice *v; /* by row */
    size_t n;
    int64_t done, last_row, added, updated, skipped;
    struct rec *fresh[ROWS_EACH]; /* of this transaction, to be stored together */
    size_t n_fresh;
};

/* ---- ids ------------------------------------------------------------------------------------- */

/* The id of a row's record is always the same one: a row can never be stored twice. UUIDv7 by the
 * time of the batch, then by row, so that they are stored in order. */
static const char *row_id(struct act *act, const struct import *im, int64_t row)
{
    unsigned char h[16], key[32];
    site_key(act->site, "import-row", key);
    const char *what = arena_printf(act->a, "%s|%lld", im->id, (long long)row);
    crypto_generichash(h, sizeof h, (const unsigned char *)what, strlen(what), key, sizeof key);
    uint64_t ms = (uint64_t)im->made_at, r = (uint64_t)row;
    for (int i = 0; i < 6; i++)
        h[i] = (unsigned char)(ms >> (40 - 8 * i));
    h[6] = (unsigned char)(0x70 | ((r >> 20) & 0x0f));
    h[7] = (unsigned char)(r >> 12);
    h[8] = (unsigned char)(0x80 | ((r >> 6) & 0x3f));
    h[9] = (unsigned char)((r & 0x3f) << 2 | (h[9] & 3));
    char hex[33], *id = arena_alloc(act->a, 37, 1);
    sodium_bin2hex(hex, sizeof hex, h, sizeof h);
    const char *s = hex;
    for (int i = 0; i < 36; i++)
        id[i] = i == 8 || i == 13 || i == 18 || i == 23 ? '-' : *s++;
    return id;
}

/* ---- one row --------------------------------------------------------------------------------- */

static const struct choice *choice_of(const struct run *r, int64_t row)
{
    size_t lo = 0, hi = r->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (r->v[mid].row < row)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < r->n && r->v[lo].row == row ? &r->v[lo] : NULL;
}

static void store_new(struct run *r, struct act *act, struct rec *rec, int64_t row)
{
    rec->common[DC_ID] = v_text(row_id(act, &r->k->im, row));
    rec->root = rec_id(rec);
    r->added++;
    r->fresh[r->n_fresh++] = rec;
}

static enum err store_fresh(struct run *r, struct act *act)
{
    size_t n = r->n_fresh;
    r->n_fresh = 0;
    return rec_insert_all(act, r->fresh, n, "nhap", NULL);
}

/* Empty fields of a known record are filled; what stands there stays. */
static enum err store_known(
    struct run *r, struct act *act, const struct row_out *out, const char *id)
{
    struct rec *known;
    TRY(store_fresh(r, act)); /* it may be an earlier row */
    enum err e = rec_get(act, r->k->im.reg, id, &known);
    if (e == ERR_NOT_FOUND) {
        r->skipped++;
        return OK;
    }
    TRY(e);
    if (!v_is_null(known->common[DC_DELETED_AT]) || !row_complete(known, out->rec)) {
        r->skipped++;
        return OK;
    }
    r->updated++;
    return rec_update(act, known, rec_version(known), "nhap_bo_sung", NULL);
}

/* A row of our own export changed the record it names. Somebody may have been faster by a moment.
 */
static enum err store_own(struct run *r, struct act *act, const struct row_out *out)
{
    enum err e = out->changed
                     ? rec_update(act, out->rec, rec_version(out->rec), "nhap_bo_sung", NULL)
                     : ERR_CONFLICT;
    *(e ? &r->skipped : &r->updated) += 1;
    return e == ERR_CONFLICT || e == ERR_NOT_FOUND ? db_status(act->c) : e;
}

static enum err store_row(struct run *r, struct act *act, const struct row_out *out, int64_t row)
{
    if (out->kind != ROW_GOOD)
        return OK;
    if (out->known)
        return store_own(r, act, out);
    const struct choice *c = choice_of(r, row);
    if (!c || c->choice == CHOICE_NEW) {
        store_new(r, act, out->rec, row);
        return OK;
    }
    if (c->choice != CHOICE_SAME) {
        r->skipped++;
        return OK;
    }
    const char *id = c->record ? c->record : row_id(act, &r->k->im, c->other_row);
    return store_known(r, act, out, id);
}

/* Rows that will surely be new records of the batch's own unit. */
static enum err expect(
    const struct run *r, struct act *act, const struct row_out *out, const int64_t *no, size_t n)
{
    const struct import *im = &r->k->im;
    int64_t count = 0;
    for (size_t i = 0; i < n; i++) {
        const struct choice *c = choice_of(r, no[i]);
        count += out[i].kind == ROW_GOOD && !out[i].known && (!c || c->choice == CHOICE_NEW) &&
                 streq(out[i].rec->common[DC_UNIT].s.p, im->unit);
    }
    return rec_expect_inserts(act, im->reg, im->province, im->unit, count);
}

/* ---- one transaction ------------------------------------------------------------------------- */

static enum err put_traces(struct run *r, struct act *act)
{
    const char *unit;
    int64_t from, to;
    for (size_t i = 0; (unit = rec_chain_at(act, i, &from, &to)); i++)
        TRY(db_exec(act->c, Q_IMPORT_TRACE_PUT, ARGS(r->k->im.id, unit, from, to), NULL));
    return OK;
}

static enum err store_rows(
    struct run *r, struct act *act, struct row_out *out, const int64_t *no, size_t n)
{
    TRY(act_write(act));
    TRY(work_hold(r->k, act, 1));
    TRY(expect(r, act, out, no, n));
    for (size_t i = 0; i < n; i++) {
        TRY(store_row(r, act, &out[i], no[i]));
        r->last_row = no[i];
    }
    r->done += (int64_t)n;
    TRY(store_fresh(r, act));
    TRY(put_traces(r, act));
    TRY(db_exec(act->c, Q_IMPORT_SET_STORED,
        ARGS(r->k->im.id, r->done, r->last_row, r->added, r->updated, r->skipped), NULL));
    return act_commit(act, NULL);
}

static enum err stretch(struct run *r, struct row_in *in, bool *more)
{
    AUTO_ARENA *a = arena_open();
    struct act *act = work_act(r->k, a);
    const char *village = in->village;
    in->act = act;
    struct sheet_row row;
    struct row_out *out = NEW_N(a, struct row_out, ROWS_EACH);
    int64_t *no = NEW_N(a, int64_t, ROWS_EACH);
    size_t n = 0;
    /* Rows are checked before the writer is taken. */
    enum err e = act_read(act);
    while (!e && n < ROWS_EACH && !(e = sheet_next(r->k->plan.book, &row))) {
        row_read(in, &row, &out[n]);
        if (out[n].kind == ROW_NONE)
            continue;
        no[n] = row.no;
        n += row.no > r->k->im.last_row;
    }
    *more = e == OK;
    e = e == ERR_NOT_FOUND ? OK : e;
    if (!e && n)
        e = store_rows(r, act, out, no, n);
    if (in->village != village)
        in->village = arena_dup(r->k->a, in->village);
    act_end(act);
    return e;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static enum err load_choices(struct run *r, struct str *bytes)
{
    struct work *k = r->k;
    struct act *act = work_act(k, k->a);
    enum err e = act_read(act);
    if (!e) {
        struct db_rows *rows = db_query(act->c, k->a, Q_IMPORT_TWIN_CHOICES, ARGS(k->im.id));
        r->v = NEW_N(k->a, struct choice, db_row_count(rows) + 1);
        for (; db_next(rows); r->n++)
            r->v[r->n] = (struct choice){db_int(rows, 0), db_int(rows, 1), db_text(rows, 2),
                (enum import_choice)db_int(rows, 3)};
        e = db_status(act->c);
    }
    if (!e)
        e = store_bytes(act, k->im.id, k->w->bytes, bytes);
    act_end(act);
    return e;
}

static enum err finish(struct work *k)
{
    AUTO_ARENA *a = arena_open();
    struct act *act = work_act(k, a);
    enum err e = act_write(act);
    if (!e)
        e = db_exec(
            act->c, Q_IMPORT_END, ARGS(k->im.id, (int)IMPORT_STORED, act->now_ms, VNULL, 0), NULL);
    if (!e)
        e = act_commit(act, NULL);
    act_end(act);
    return e;
}

enum err run_do(struct work *k)
{
    struct run r = {.k = k,
        .done = k->im.done,
        .last_row = k->im.last_row,
        .added = k->im.added,
        .updated = k->im.updated,
        .skipped = k->im.skipped};
    struct str bytes;
    const char *fault = NULL;
    TRY(load_choices(&r, &bytes));
    TRY(work_plan(k, bytes, &fault));
    TRY(sheet_begin(k->plan.book, k->plan.tab));
    struct row_in in = {.p = &k->plan, .im = &k->im};
    for (bool more = true; more;) {
        TRY(stretch(&r, &in, &more));
        if (!work_tell(k, N_("ghi vào sổ"), r.done, k->im.rows))
            return err_set(ERR_BUSY, "stopped");
    }
    return finish(k);
}
