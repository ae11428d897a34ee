// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The dry run: every row through the engine without writing a record. What was found goes into the
 * batch in one transaction at the end; until then only how far it is.
 */
#include "import/import_int.h"

enum {
    ROWS_EACH = 500,
    TELL_MS = 700,
    COMPARE_TIMES = 30, /* comparing says nothing for long */
};

struct dry_run {
    struct work *k;
    struct twins *twins;
    struct arena *kept; /* faults to be stored */
    struct import_fault *faults[IMPORT_KIND__COUNT];
    size_t n_faults[IMPORT_KIND__COUNT];
    int64_t rows, good, bad, warned;
    int64_t told_ms;
};

static void keep_fault(struct dry_run *c, const struct import_fault *f)
{
    if (c->k->w->fault)
        c->k->w->fault(c->k->w->ctx, f);
    size_t *n = &c->n_faults[f->kind];
    if (*n == IMPORT_FAULTS_KEPT)
        return;
    struct import_fault *x = &c->faults[f->kind][(*n)++];
    *x = *f;
    x->cell = arena_dup(c->kept, f->cell);
    x->text = arena_dup(c->kept, f->text);
}

/* Tells the database now and then; a failure is no harm. */
static bool tell(struct dry_run *c, const char *stage, int64_t times)
{
    struct work *k = c->k;
    int64_t now = clock_mono_us() / 1000;
    if (now - c->told_ms < TELL_MS && times == 1)
        return true;
    c->told_ms = now;
    AUTO_ARENA *a = arena_open();
    struct act *act = work_act(k, a);
    enum err e = act_write(act);
    if (!e)
        e = db_exec(act->c, Q_IMPORT_SET_STAGE, ARGS(k->im.id, k->plan.rows, stage), NULL);
    if (!e)
        e = db_exec(act->c, Q_IMPORT_SET_DONE, ARGS(k->im.id, c->rows), NULL);
    if (!e)
        e = work_hold(k, act, times);
    if (!e)
        e = act_commit(act, NULL);
    act_end(act);
    return work_tell(k, stage, c->rows, k->plan.rows);
}

static void count(struct dry_run *c, const struct row_out *out, int64_t row)
{
    if (out->kind == ROW_NONE)
        return;
    c->rows++;
    c->warned += out->warned;
    *(out->kind == ROW_GOOD ? &c->good : &c->bad) += 1;
    for (size_t i = 0; i < out->n; i++)
        keep_fault(c, &out->v[i]);
    if (out->kind == ROW_GOOD && !out->known)
        twins_add(c->twins, row, out->rec);
}

/* One stretch of rows with a lease; *more false at the end of the sheet. */
static enum err stretch(struct dry_run *c, struct row_in *in, bool *more)
{
    AUTO_ARENA *a = arena_open();
    struct act *act = work_act(c->k, a);
    const char *village = in->village;
    in->act = act;
    enum err e = act_read(act);
    struct sheet_row row;
    struct row_out out;
    for (int i = 0; !e && i < ROWS_EACH; i++) {
        e = sheet_next(c->k->plan.book, &row);
        if (e)
            break;
        row_read(in, &row, &out);
        count(c, &out, row.no);
    }
    *more = e == OK;
    if (in->village != village)
        in->village = arena_dup(c->k->a, in->village);
    act_end(act);
    return e == ERR_NOT_FOUND ? OK : e;
}

/* ---- storing what was found ------------------------------------------------------------------ */

/* The old encoding that most cells are in. */
static const char *enc_name(const struct column *c)
{
    enum text_enc best = TEXT_UTF8;
    for (int e = TEXT_UTF8 + 1; e <= TEXT_UTF8_TWICE; e++)
        if (c->votes[e] && (best == TEXT_UTF8 || c->votes[e] > c->votes[best]))
            best = (enum text_enc)e;
    return best == TEXT_UTF8 ? NULL : text_enc_name(best);
}

static enum err put_columns(struct act *act, const struct work *k)
{
    TRY(db_exec(act->c, Q_IMPORT_COLUMNS_DROP, ARGS(k->im.id), NULL));
    for (size_t i = 0; i < k->plan.n; i++) {
        const struct column *c = &k->plan.v[i];
        const char *enc = c->before ? enc_name(c) : NULL;
        TRY(db_exec(act->c, Q_IMPORT_COLUMN_PUT,
            ARGS(k->im.id, c->col, c->heading, aim_text(act->a, &c->to), c->own, c->twice,
                c->sample, c->before, enc),
            NULL));
    }
    return OK;
}

static enum err put_faults(struct act *act, const struct dry_run *c)
{
    for (int w = 0; w < IMPORT_KIND__COUNT; w++)
        for (size_t i = 0; i < c->n_faults[w]; i++) {
            const struct import_fault *f = &c->faults[w][i];
            TRY(db_exec(act->c, Q_IMPORT_FAULT_ADD,
                ARGS(c->k->im.id, w, (int64_t)i, f->row, f->col, f->cell, f->text), NULL));
        }
    return OK;
}

static const char *say_record(struct act *act, const struct import *im, const char *id)
{
    struct rec *r;
    return id && rec_get(act, im->reg, id, &r) == OK ? twins_say(act->a, r) : "";
}

static enum err put_twins(struct act *act, const struct dry_run *c)
{
    struct twin_found t;
    const struct import *im = &c->k->im;
    for (size_t i = 0; twins_at(c->twins, i, &t); i++)
        TRY(db_exec(act->c, Q_IMPORT_TWIN_ADD,
            ARGS(im->id, t.row, t.other_row, t.record, t.chance, (int)CHOICE_NONE, t.mine,
                t.other ? t.other : say_record(act, im, t.record)),
            NULL));
    return OK;
}

static int64_t twin_count(const struct dry_run *c)
{
    struct twin_found t;
    int64_t n = 0;
    while (twins_at(c->twins, (size_t)n, &t))
        n++;
    return n;
}

static const char *tab_name(const struct work *k)
{
    const struct sheet_tab *tabs;
    size_t n = k->plan.book ? sheet_tabs(k->plan.book, &tabs) : 0;
    return n > 1 ? tabs[k->plan.tab].name : "";
}

/* Names of all sheets of a workbook that has several, a line each. */
static const char *tab_names(const struct work *k, struct arena *a)
{
    const struct sheet_tab *tabs;
    size_t n = k->plan.book ? sheet_tabs(k->plan.book, &tabs) : 0;
    struct buf b = buf_in(a, 1 << 16);
    for (size_t i = 0; n > 1 && i < n; i++)
        buf_printf(&b, "%s%s", i ? "\n" : "", tabs[i].name);
    return b.n ? b.p : "";
}

static enum err put_result(struct work *k, const struct dry_run *c, const char *fault)
{
    AUTO_ARENA *a = arena_open();
    struct act *act = work_act(k, a);
    enum err e = act_write(act);
    if (!e)
        e = db_exec(act->c, Q_IMPORT_FAULTS_DROP, ARGS(k->im.id), NULL);
    if (!e)
        e = db_exec(act->c, Q_IMPORT_TWINS_DROP, ARGS(k->im.id), NULL);
    if (!e && !fault)
        e = put_columns(act, k);
    if (!e && !fault)
        e = put_faults(act, c);
    if (!e && !fault)
        e = put_twins(act, c);
    if (!e)
        e = db_exec(act->c, Q_IMPORT_SET_CHECKED,
            ARGS(k->im.id, (int)(fault ? IMPORT_UNREADABLE : IMPORT_CHECKED), c->rows, c->good,
                c->bad, c->warned, twin_count(c), k->plan.hidden, fault, tab_name(k), act->now_ms,
                tab_names(k, a)),
            NULL);
    if (!e)
        e = act_commit(act, NULL);
    act_end(act);
    return e;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static enum err compare(struct dry_run *c)
{
    tell(c, N_("đối chiếu trùng"), COMPARE_TIMES);
    struct act *act = work_act(c->k, c->kept);
    enum err e = act_read(act);
    if (!e)
        e = twins_run(c->twins, act);
    act_end(act);
    return e;
}

static enum err read_rows(struct dry_run *c)
{
    struct work *k = c->k;
    struct row_in in = {.p = &k->plan, .im = &k->im};
    TRY(sheet_begin(k->plan.book, k->plan.tab));
    for (bool more = true; more;) {
        TRY(stretch(c, &in, &more));
        if (!tell(c, N_("kiểm tra"), 1))
            return err_set(ERR_BUSY, "stopped");
    }
    return OK;
}

static enum err load_file(struct work *k, struct str *bytes)
{
    struct act *act = work_act(k, k->a);
    enum err e = act_read(act);
    if (!e)
        e = store_bytes(act, k->im.id, k->w->bytes, bytes);
    act_end(act);
    return e;
}

static bool about_file(enum err e)
{
    return e == ERR_INVALID || e == ERR_CORRUPT || e == ERR_TOO_BIG;
}

enum err check_do(struct work *k)
{
    struct str bytes;
    const char *fault = NULL;
    TRY(load_file(k, &bytes));
    AUTO_ARENA *kept = arena_open();
    struct dry_run c = {.k = k, .kept = kept, .twins = twins_open(k->w, &k->im)};
    for (int w = 0; w < IMPORT_KIND__COUNT; w++)
        c.faults[w] = NEW_N(kept, struct import_fault, IMPORT_FAULTS_KEPT);
    enum err e = work_plan(k, bytes, &fault);
    if (!e)
        e = read_rows(&c);
    if (about_file(e) && !fault)
        fault = sheet_fault(k->plan.book);
    if (!e && c.rows == 0)
        fault = N_("Dưới dòng tiêu đề không có dòng dữ liệu nào");
    if (!e)
        e = compare(&c);
    if (!e || (about_file(e) && fault))
        e = put_result(k, &c, fault);
    twins_close(c.twins);
    return e;
}
