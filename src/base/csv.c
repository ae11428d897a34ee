// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Wrapper over libcsv. The library pushes cells and rows at us while it eats a chunk; finished rows
 * wait in a queue until csv_next() asks. Rows live in two arenas by turns: when the queue has run
 * out, the row that is half read moves to the other one, so a file of any length needs little.
 */
#include "base/csv.h"

#include <csv.h>

enum { CHUNK = 16 * 1024 };

struct row {
    struct row *next;
    struct str *v;
    size_t n, cap;
    int line;
};

struct csv_in {
    struct arena *own, *rows, *old_rows;
    struct csv_parser parser;
    csv_source *source;
    void *ctx;
    struct str data; /* what csv_open_str reads from */
    struct row *head, *tail, *open;
    struct str pending; /* read but not yet parsed */
    char *chunk;
    int line;
    enum err failed;
    bool ended;
};

/* ---- libcsv's callbacks ---------------------------------------------------------------------- */

static void on_cell(void *p, size_t n, void *ctx)
{
    struct csv_in *in = ctx;
    if (!in->open)
        in->open = NEW(in->rows, struct row);
    struct row *r = in->open;
    if (n > CSV_MAX_CELL || r->n >= CSV_MAX_COLUMNS) {
        in->failed = err_set(ERR_TOO_BIG, "csv row %d: cell or row over the limit", in->line + 1);
        return;
    }
    if (r->n == r->cap) {
        r->cap = r->cap ? r->cap * 2 : 16;
        struct str *v = NEW_N(in->rows, struct str, r->cap);
        if (r->n)
            memcpy(v, r->v, r->n * sizeof *v);
        r->v = v;
    }
    r->v[r->n++] = (struct str){arena_dupn(in->rows, p, n), n};
}

static void on_row(int c, void *ctx)
{
    (void)c;
    struct csv_in *in = ctx;
    struct row *r = in->open;
    if (!r || in->failed)
        return;
    r->line = ++in->line;
    if (in->tail)
        in->tail->next = r;
    else
        in->head = r;
    in->tail = r;
    in->open = NULL;
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Counts a separator outside quotes in the first lines. */
static size_t count_outside_quotes(struct str s, char sep)
{
    size_t n = 0;
    bool quoted = false;
    for (size_t i = 0, lines = 0; i < s.n && lines < 5; i++) {
        quoted ^= s.p[i] == '"';
        n += !quoted && s.p[i] == sep;
        lines += !quoted && s.p[i] == '\n';
    }
    return n;
}

static char detect(struct str *s)
{
    static const char seps[] = ",;\t";
    if (s->n >= 6 && memcmp(s->p, "sep=", 4) == 0 && memchr(seps, s->p[4], 3) &&
        (s->p[5] == '\r' || s->p[5] == '\n')) {
        char sep = s->p[4];
        size_t skip = s->p[5] == '\r' && s->n > 6 && s->p[6] == '\n' ? 7 : 6;
        s->p += skip;
        s->n -= skip;
        return sep;
    }
    char best = ',';
    size_t most = 0;
    for (const char *c = seps; *c; c++) {
        size_t n = count_outside_quotes(*s, *c);
        if (n > most) {
            most = n;
            best = *c;
        }
    }
    return best;
}

/* Fills the first chunk as far as the source has bytes, for a fair look at it. */
static enum err read_first(struct csv_in *in)
{
    size_t n = 0, got = 1;
    while (n < CHUNK && got > 0) {
        TRY(in->source(in->ctx, in->chunk + n, CHUNK - n, &got));
        n += got;
    }
    in->pending = (struct str){in->chunk, n};
    return OK;
}

static enum err start(struct csv_in *in)
{
    TRY(read_first(in));
    if (str_starts(in->pending, "\xff\xfe") || str_starts(in->pending, "\xfe\xff"))
        return err_set(ERR_INVALID, "csv: the file is UTF-16");
    if (str_starts(in->pending, CSV_BOM)) {
        in->pending.p += 3;
        in->pending.n -= 3;
    }
    csv_set_delim(&in->parser, (unsigned char)detect(&in->pending));
    return OK;
}

enum err csv_open(struct csv_in **out, csv_source *source, void *ctx)
{
    struct arena *own = arena_open();
    struct csv_in *in = NEW(own, struct csv_in);
    in->own = own;
    in->rows = arena_open();
    in->old_rows = arena_open();
    in->source = source;
    in->ctx = ctx;
    in->chunk = NEW_N(own, char, CHUNK);
    BUG_IF(csv_init(&in->parser, CSV_APPEND_NULL) != 0);
    enum err e = start(in);
    if (e == OK)
        *out = in;
    else
        csv_close(in);
    return e;
}

static enum err from_str(void *ctx, char *p, size_t cap, size_t *n)
{
    struct str *left = ctx;
    *n = left->n < cap ? left->n : cap;
    if (*n)
        memcpy(p, left->p, *n);
    left->p += *n;
    left->n -= *n;
    return OK;
}

enum err csv_open_str(struct csv_in **out, struct str data)
{
    struct str left = data;
    struct csv_in *in = NULL;
    TRY(csv_open(&in, from_str, &left));
    in->data = left;
    in->ctx = &in->data;
    *out = in;
    return OK;
}

/* ---- reading --------------------------------------------------------------------------------- */

static void feed(struct csv_in *in)
{
    struct str s = in->pending;
    in->pending.n = 0;
    if (s.n == 0) {
        size_t n = 0;
        in->failed = in->source(in->ctx, in->chunk, CHUNK, &n);
        s = (struct str){in->chunk, n};
        in->ended = in->failed || n == 0;
    }
    if (in->failed)
        return;
    if (in->ended)
        csv_fini(&in->parser, on_cell, on_row, in);
    else if (csv_parse(&in->parser, s.p, s.n, on_cell, on_row, in) != s.n)
        in->failed = err_set(ERR_INVALID, "csv: %s", csv_strerror(csv_error(&in->parser)));
    if (csv_get_buffer_size(&in->parser) > 2 * CSV_MAX_CELL)
        in->failed = err_set(ERR_TOO_BIG, "csv row %d: cell over the limit", in->line + 1);
}

/* What was handed out is no longer needed, but for the row still being read. */
static void turn_over(struct csv_in *in)
{
    struct arena *fresh = in->old_rows;
    in->old_rows = in->rows;
    in->rows = fresh;
    arena_reset(fresh);
    if (!in->open)
        return;
    struct row *r = NEW(fresh, struct row);
    *r = *in->open;
    r->v = NEW_N(fresh, struct str, r->cap);
    for (size_t i = 0; i < r->n; i++)
        r->v[i] =
            (struct str){arena_dupn(fresh, in->open->v[i].p, in->open->v[i].n), in->open->v[i].n};
    in->open = r;
}

enum err csv_next(struct csv_in *in, struct csv_cells *row)
{
    if (!in->head)
        turn_over(in);
    while (!in->head) {
        if (in->failed)
            return in->failed;
        if (in->ended)
            return ERR_NOT_FOUND;
        feed(in);
    }
    struct row *r = in->head;
    in->head = r->next;
    if (!in->head)
        in->tail = NULL;
    *row = (struct csv_cells){r->v, r->n, r->line};
    return OK;
}

char csv_separator(const struct csv_in *in)
{
    return (char)in->parser.delim_char;
}

void csv_close(struct csv_in *in)
{
    if (!in)
        return;
    csv_free(&in->parser);
    arena_close(in->rows);
    arena_close(in->old_rows);
    arena_close(in->own);
}

void csv_close_p(struct csv_in **in)
{
    csv_close(*in);
    *in = NULL;
}

/* ---- writing --------------------------------------------------------------------------------- */

static bool needs_quotes(struct str s, char separator)
{
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == separator || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r')
            return true;
    return strchr(" \t", s.p[0]) || strchr(" \t", s.p[s.n - 1]);
}

static bool is_formula(struct str s)
{
    if (s.n == 0 || !strchr("=+-@\t\r", s.p[0]) || s.p[0] == 0)
        return false;
    if (s.p[0] != '-' || s.n == 1)
        return true;
    for (size_t i = 1; i < s.n; i++)
        if (!strchr("0123456789.,", s.p[i]) || s.p[i] == 0)
            return true;
    return false;
}

void csv_add_row(struct buf *b, const struct str *cells, size_t n, char separator, bool guard)
{
    for (size_t i = 0; i < n; i++) {
        struct str s = cells[i];
        /* A row of one empty cell would read back as an empty line. */
        bool quote = needs_quotes(s, separator) || (n == 1 && s.n == 0);
        if (i > 0)
            buf_putc(b, separator);
        if (quote)
            buf_putc(b, '"');
        if (guard && is_formula(s))
            buf_putc(b, '\'');
        for (size_t j = 0; j < s.n; j++) {
            if (s.p[j] == '"')
                buf_putc(b, '"');
            buf_putc(b, s.p[j]);
        }
        if (quote)
            buf_putc(b, '"');
    }
    buf_puts(b, "\r\n");
}
