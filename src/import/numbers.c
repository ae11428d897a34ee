// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Files of entered values and targets, row by row: some thousands of rows are read, then stored in
 * one transaction, so that memory does not grow with the file. Bad rows go back marked.
 */
#include "import/numbers_int.h"

#include <math.h>

enum { CHUNK = 20000, HEAD_ROWS = 30, MARKED_MAX = 32 << 20 };

struct numbers {
    const struct numbers_work *w;
    struct numbers_report *out;
    struct arena *a; /* of the whole file */
    struct number_head head;
    struct number_memo *memo;
    struct buf marked;
    /* the file: one of them */
    struct csv_in *csv;
    struct sheet_book *book;
    /* a chunk */
    struct arena *ca;
    struct act *act;
    struct number_row *row; /* of each entry */
    int *col;
    struct stat_entry *entry;
    struct stat_target *target;
    size_t n, seen;
};

/* ---- rows of either kind of file ------------------------------------------------------------- */

static struct str number_text(struct arena *a, double d)
{
    bool whole = fabs(d) < 1e15 && d == floor(d);
    return str_of(whole ? arena_printf(a, "%.0f", d) : v_cstr(a, v_real(d)));
}

static struct str cell_text(struct arena *a, const struct sheet_cell *c)
{
    if (c->kind == SHEET_NUMBER)
        return number_text(a, c->number);
    return (struct str){arena_dupn(a, c->text.p, c->text.n), c->text.n};
}

static enum err next_of_book(struct numbers *k, struct arena *a, struct number_row *out)
{
    struct sheet_row r;
    TRY(sheet_next(k->book, &r));
    size_t n = r.n ? (size_t)r.v[r.n - 1].col + 1 : 0;
    struct str *cells = NEW_N(a, struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        cells[i] = (struct str){"", 0};
    for (size_t i = 0; i < r.n; i++)
        cells[r.v[i].col] = cell_text(a, &r.v[i]);
    *out = (struct number_row){r.no, cells, n, true};
    return OK;
}

static enum err next_of_csv(struct numbers *k, struct arena *a, struct number_row *out)
{
    struct csv_cells r;
    TRY(csv_next(k->csv, &r));
    struct str *cells = NEW_N(a, struct str, r.n + 1);
    for (size_t i = 0; i < r.n; i++) {
        struct str clean;
        if (text_clean(a, r.v[i], TEXT_LINE, &clean) != OK)
            clean = text_guess(a, r.v[i]).text;
        cells[i] = (struct str){arena_dupn(a, clean.p, clean.n), clean.n};
    }
    *out = (struct number_row){r.line, cells, r.n, csv_separator(k->csv) == ','};
    return OK;
}

static enum err next_row(struct numbers *k, struct arena *a, struct number_row *out)
{
    return k->csv ? next_of_csv(k, a, out) : next_of_book(k, a, out);
}

/* ---- faults ---------------------------------------------------------------------------------- */

static void mark_row(struct numbers *k, const struct number_row *row, const char *text)
{
    struct str *cells = NEW_N(k->ca, struct str, k->head.n + 1);
    for (size_t i = 0; i < k->head.n; i++)
        cells[i] = row ? number_cell(row, (int)i) : str_of(k->head.v[i].heading);
    cells[k->head.n] = str_of(text);
    csv_add_row(&k->marked, cells, k->head.n + 1, ';', true);
}

static void fault(struct numbers *k, const struct number_row *row, int col, const char *text)
{
    const char *where = col < 0 ? "" : sheet_cell_name(k->ca, col, row->no);
    if (!k->marked.n) {
        buf_puts(&k->marked, CSV_BOM);
        mark_row(k, NULL, "Cần sửa");
    }
    mark_row(k, row, text);
    k->out->bad++;
    if (k->w->fault)
        k->w->fault(k->w->ctx, row->no, where, text);
}

/* The column that a fault of storing is about. */
static int column_of(const struct numbers *k, size_t at, const char *name)
{
    static const struct {
        const char *name;
        enum number_aim aim;
    } names[] = {{"measure", AIM_WHAT}, {"indicator", AIM_WHAT}, {"unit", AIM_UNIT},
        {"period", AIM_PERIOD}, {"year", AIM_PERIOD}, {"dims", AIM_DIMS},
        {"baseline", AIM_BASELINE}};
    for (size_t i = 0; i < COUNT(names); i++)
        if (streq(names[i].name, name) && k->head.at[names[i].aim] >= 0)
            return k->head.at[names[i].aim];
    return k->col[at];
}

/* ---- a chunk --------------------------------------------------------------------------------- */

static void begin_chunk(struct numbers *k)
{
    arena_reset(k->ca);
    k->n = k->seen = 0;
    k->row = NEW_N(k->ca, struct number_row, CHUNK);
    k->col = NEW_N(k->ca, int, CHUNK);
    if (k->w->kind == NUMBERS_DATA)
        k->entry = NEW_N(k->ca, struct stat_entry, CHUNK);
    else
        k->target = NEW_N(k->ca, struct stat_target, CHUNK);
    k->act = act_new(k->w->site, k->ca, k->w->user, k->w->batch, "");
}

static enum err put_all(struct numbers *k, struct stat_put *out)
{
    if (k->w->kind == NUMBERS_DATA)
        return stat_put(k->act, k->entry, k->n, k->w->dry_run, out);
    return stat_target_put(k->act, k->target, k->n, k->w->dry_run, out);
}

static enum err try_store(struct numbers *k, struct stat_put *out)
{
    TRY(k->w->dry_run ? act_read(k->act) : act_write(k->act));
    TRY(put_all(k, out));
    return k->w->dry_run ? OK : act_commit(k->act, NULL);
}

/* Somebody who wrote the same values at the same moment makes a second try worth it. */
static enum err end_chunk(struct numbers *k)
{
    struct stat_put put = {0};
    enum err e = k->n ? try_store(k, &put) : OK;
    if (e == ERR_CONFLICT || e == ERR_BUSY) {
        act_end(k->act);
        k->act = act_new(k->w->site, k->ca, k->w->user, k->w->batch, "");
        e = try_store(k, &put);
    }
    act_end(k->act);
    k->act = NULL;
    TRY(e);
    k->out->added += (int64_t)put.added;
    k->out->changed += (int64_t)put.changed;
    k->out->same += (int64_t)put.same;
    for (size_t i = 0; i < put.nfaults; i++) {
        size_t at = put.faults[i].row;
        fault(k, &k->row[at], column_of(k, at, put.faults[i].column), put.faults[i].text);
    }
    return OK;
}

static enum err next_chunk(struct numbers *k)
{
    TRY(end_chunk(k));
    if (k->w->progress && !k->w->progress(k->w->ctx, k->out->rows))
        return err_set(ERR_BUSY, "stopped");
    begin_chunk(k);
    return OK;
}

static void add_value(struct numbers *k, const struct number_row *row, int col)
{
    struct number_reader r = {k->w, &k->head, k->memo, k->act};
    struct number_fault f;
    bool good = k->w->kind == NUMBERS_DATA ? number_entry(&r, row, col, &k->entry[k->n], &f)
                                           : number_target(&r, row, &k->target[k->n], &f);
    if (!good) {
        if (f.text)
            fault(k, row, f.col, f.text);
        return;
    }
    k->row[k->n] = *row;
    k->col[k->n++] = col;
}

static bool is_empty(const struct number_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (str_trim(row->cells[i]).n)
            return false;
    return true;
}

static void add_row(struct numbers *k, const struct number_row *row)
{
    if (is_empty(row))
        return;
    k->out->rows++;
    k->seen++;
    if (!k->head.wide)
        add_value(k, row, k->head.at[AIM_VALUE]);
    for (size_t i = 0; k->head.wide && i < k->head.n; i++)
        if (k->head.v[i].aim == AIM_MEASURE)
            add_value(k, row, (int)i);
}

/* Has the chunk no room for one row more? The texts of a row live as long as its chunk. */
static bool is_full(const struct numbers *k)
{
    return k->n + (k->head.wide ? k->head.n : 1) > CHUNK || k->seen >= CHUNK;
}

/* ---- the file -------------------------------------------------------------------------------- */

static enum err unreadable(struct numbers *k, const char *fault)
{
    k->out->fault = fault;
    return OK;
}

static enum err find_head(struct numbers *k)
{
    struct number_row row;
    for (int i = 0; i < HEAD_ROWS; i++) {
        enum err e = next_row(k, k->a, &row);
        if (e == ERR_NOT_FOUND)
            break;
        TRY(e);
        if (number_head_read(k->w, k->a, row.cells, row.n, &k->head))
            return unreadable(k, number_head_lacks(k->w, &k->head));
    }
    return unreadable(k, "Không thấy dòng tiêu đề: cần các cột chi_tieu, don_vi, ky, gia_tri");
}

static enum err read_rows(struct numbers *k)
{
    struct number_row row;
    enum err e;
    while ((e = next_row(k, k->ca, &row)) == OK) {
        add_row(k, &row);
        if (is_full(k))
            TRY(next_chunk(k));
    }
    return e == ERR_NOT_FOUND ? end_chunk(k) : e;
}

static enum err open_file(struct numbers *k)
{
    const struct numbers_work *w = k->w;
    if (w->source)
        return csv_open(&k->csv, w->source, w->source_ctx);
    if (!(w->bytes.n > 2 && memcmp(w->bytes.p, "PK", 2) == 0))
        return csv_open_str(&k->csv, w->bytes);
    const char *fault = NULL;
    enum err e = sheet_open(&k->book, w->bytes, &fault);
    if (fault)
        return unreadable(k, fault);
    return e ? e : sheet_begin(k->book, 0);
}

static enum err read_file(struct numbers *k)
{
    TRY(open_file(k));
    if (!k->out->fault)
        TRY(find_head(k));
    if (k->out->fault)
        return OK;
    begin_chunk(k);
    enum err e = read_rows(k);
    if (e && k->act)
        act_end(k->act);
    return e;
}

enum err import_numbers(const struct numbers_work *w, struct arena *a, struct numbers_report *out)
{
    AUTO_ARENA *ca = arena_open();
    *out = (struct numbers_report){0};
    struct numbers k = {.w = w,
        .out = out,
        .a = a,
        .ca = ca,
        .memo = number_memo_open(a),
        .marked = buf_in(a, MARKED_MAX)};
    enum err e = read_file(&k);
    out->marked = buf_view(&k.marked);
    csv_close(k.csv);
    sheet_close(k.book);
    return e;
}
