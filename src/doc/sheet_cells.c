// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Rows of one tab of a workbook. Expat pushes cells while it eats a piece; rows that are done wait
 * in a queue, whose memory is used again when it has run out.
 */
#include "doc/doc_int.h"

#include "base/cal.h"

#include <expat.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MOST_SPANS = 200000,
    MOST_CELL = 1 << 17, /* bytes; a cell holds 32,767 letters */
    EXCEL_1970 = 25569,
    DAYS_1904 = 1462,
    FALSE_LEAP_DAY = 60, /* 29/02/1900, which Lotus had and Excel keeps */
};
static const size_t MOST_TAB = (size_t)3 << 30;

struct queued {
    struct queued *next;
    struct sheet_row row;
};
struct sheet_parser {
    struct part_in *part; /* first, as part_open wants it */
    struct sheet_book *b;
    struct arena *rows, *old_rows; /* by turns, as in base/csv.c */
    struct queued *head, *tail;
    bool more, from_kept;
    enum err failed; /* told when the rows before it are given */
    /* the row being read */
    struct sheet_cell cells[SHEET_MAX_COLS];
    size_t n;
    int64_t no, rows_seen;
    bool hidden;
    /* the cell being read */
    int col;
    char type; /* n s i(nline) t(str) b e d */
    bool dated, formula, in_value, skip, wanted;
    int phonetic;
    struct arena *texts;
    struct buf text;
    /* merged cells found now, and values of the known ones */
    struct sheet_span *spans;
    size_t n_spans, cap_spans, next_span;
    struct below {
        int64_t until;
        struct sheet_cell cell;
    } * below; /* by column */
    struct arena *kept;
};

/* ---- values ---------------------------------------------------------------------------------- */

void sheet_day(double serial, bool from_1904, char out[17])
{
    *out = 0;
    if (!(serial >= 1 || (from_1904 && serial >= 0)) || serial > 109573 + 365) /* year 2199 */
        return;
    int64_t whole = (int64_t)floor(serial);
    int minute = (int)lround((serial - (double)whole) * 1440);
    if (!from_1904 && whole == FALSE_LEAP_DAY) {
        memcpy(out, "1900-02-29", 11);
        return;
    }
    if (from_1904)
        whole += DAYS_1904;
    else if (whole < FALSE_LEAP_DAY)
        whole++;
    cal_iso(cal_of_day((int)(whole - EXCEL_1970)), out);
    if (minute > 0 && minute < 1440)
        snprintf(out + 10, 7, "T%02u:%02u", (unsigned)minute / 60 % 24, (unsigned)minute % 60);
}

static int col_of(const char *ref)
{
    int col = 0;
    for (; *ref >= 'A' && *ref <= 'Z' && col < 100000; ref++)
        col = col * 26 + (*ref - 'A' + 1);
    return col - 1;
}

static int64_t row_of(const char *ref)
{
    int64_t no = 0;
    while (*ref >= 'A' && *ref <= 'Z')
        ref++;
    for (; *ref >= '0' && *ref <= '9' && no <= SHEET_MAX_ROWS; ref++)
        no = no * 10 + (*ref - '0');
    return no <= SHEET_MAX_ROWS ? no : 0;
}

static struct str keep(struct sheet_parser *p, struct str s)
{
    return (struct str){arena_dupn(p->rows, s.p, s.n), s.n};
}

static bool put_number(struct sheet_parser *p, struct sheet_cell *c, struct str s)
{
    if (!str_to_real(s, &c->number)) {
        c->kind = SHEET_TEXT;
        return false;
    }
    char day[17];
    if (p->dated)
        sheet_day(c->number, p->b->from_1904, day);
    if (p->dated && *day) {
        c->kind = SHEET_DATE;
        c->text = keep(p, str_of(day));
    } else {
        c->kind = SHEET_NUMBER;
    }
    return true;
}

static bool put_shared(struct sheet_parser *p, struct sheet_cell *c, struct str s)
{
    int64_t i;
    if (!str_to_int(s, &i) || i < 0 || i >= (int64_t)p->b->n_shared)
        return false;
    c->text = p->b->shared[i];
    c->shared = true;
    return str_trim(c->text).n > 0;
}

/* Fills the cell from the text of its value; false when there is nothing in it. */
static bool put_value(struct sheet_parser *p, struct sheet_cell *c)
{
    struct str s = str_trim(buf_view(&p->text));
    if (s.n == 0) {
        c->unknown = p->formula;
        c->kind = SHEET_ERROR;
        c->text = STR("");
        return p->formula && p->type != 't';
    }
    c->kind = SHEET_TEXT;
    if (p->type == 's')
        return put_shared(p, c, s);
    c->text = keep(p, s);
    if (p->type == 'n')
        put_number(p, c, s);
    else if (p->type == 'b')
        c->kind = SHEET_BOOL;
    else if (p->type == 'e')
        c->kind = SHEET_ERROR;
    else if (p->type == 'd')
        c->kind = SHEET_DATE;
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void end_cell(struct sheet_parser *p)
{
    if (!p->wanted)
        return;
    struct sheet_cell c = {.col = p->col};
    if (put_value(p, &c))
        p->cells[p->n++] = c;
}

/* Remembers the value of a cell that spans rows below. */
static void look_down(struct sheet_parser *p)
{
    struct sheet_book *b = p->b;
    while (p->next_span < b->n_spans && b->spans[p->next_span].top < p->no)
        p->next_span++;
    for (; p->next_span < b->n_spans && b->spans[p->next_span].top == p->no; p->next_span++) {
        const struct sheet_span *s = &b->spans[p->next_span];
        for (size_t i = 0; i < p->n && s->left < SHEET_MAX_COLS; i++) {
            if (p->cells[i].col != s->left || s->bottom == s->top)
                continue;
            struct below *k = &p->below[s->left];
            *k = (struct below){s->bottom, p->cells[i]};
            k->cell.merged = true;
            k->cell.text = (struct str){
                arena_dupn(p->kept, p->cells[i].text.p, p->cells[i].text.n), p->cells[i].text.n};
        }
    }
}

/* Puts in what cells above give to this row. */
static void fill_from_above(struct sheet_parser *p)
{
    if (p->n == 0)
        return; /* an empty row stays empty */
    struct sheet_cell all[SHEET_MAX_COLS];
    size_t n = 0, at = 0;
    for (int col = 0; col < SHEET_MAX_COLS; col++) {
        if (at < p->n && p->cells[at].col == col)
            all[n++] = p->cells[at++];
        else if (p->below[col].until >= p->no)
            all[n++] = p->below[col].cell;
    }
    memcpy(p->cells, all, n * sizeof all[0]);
    p->n = n;
}

static void end_row(struct sheet_parser *p)
{
    if (p->b->spans_of == p->b->tab + 1 && p->b->n_spans) {
        fill_from_above(p);
        look_down(p);
    }
    size_t n = p->n;
    p->n = 0;
    if (n == 0)
        return;
    struct queued *q = NEW(p->rows, struct queued);
    struct sheet_cell *v = NEW_N(p->rows, struct sheet_cell, n);
    memcpy(v, p->cells, n * sizeof *v);
    q->row = (struct sheet_row){p->no, p->hidden, v, n};
    *(p->tail ? &p->tail->next : &p->head) = q;
    p->tail = q;
}

static void stop(struct sheet_parser *p, const char *sentence)
{
    p->b->fault = sentence;
    XML_StopParser(part_parser(p->part), XML_FALSE);
}

static void begin_row(struct sheet_parser *p, const char **atts)
{
    const char *r = att_of(atts, "r"), *hidden = att_of(atts, "hidden");
    int64_t no;
    if (!r || !str_to_int(str_of(r), &no))
        no = p->no + 1;
    if (no <= p->no || no > SHEET_MAX_ROWS)
        stop(p, N_("Tệp Excel bị hỏng: số dòng không đúng thứ tự"));
    p->no = no;
    p->hidden = hidden && (streq(hidden, "1") || streq(hidden, "true"));
    p->n = 0;
    p->col = -1;
}

static void begin_cell(struct sheet_parser *p, const char **atts)
{
    const char *r = att_of(atts, "r"), *t = att_of(atts, "t"), *s = att_of(atts, "s");
    int before = p->col;
    p->col = r ? col_of(r) : p->col + 1;
    p->wanted = p->col > before && p->col < SHEET_MAX_COLS;
    if (p->col <= before)
        p->col = before;
    p->type = 'n';
    if (t)
        p->type = streq(t, "inlineStr") ? 'i' : streq(t, "str") ? 't' : *t;
    int64_t style;
    p->dated = s && str_to_int(str_of(s), &style) && style >= 0 && style < (int64_t)p->b->n_dated &&
               p->b->dated[style];
    p->formula = false;
    p->text.n = 0;
}

/* ---- expat ----------------------------------------------------------------------------------- */

static void add_span(struct sheet_parser *p, const char *ref)
{
    const char *colon = ref ? strchr(ref, ':') : NULL;
    if (!colon || p->n_spans >= MOST_SPANS)
        return;
    struct sheet_span s = {row_of(ref), row_of(colon + 1), col_of(ref), col_of(colon + 1)};
    if (!s.top || s.bottom < s.top || s.left < 0 || s.right < s.left)
        return;
    if (p->n_spans == p->cap_spans) {
        p->cap_spans = p->cap_spans ? 2 * p->cap_spans : 64;
        struct sheet_span *v = NEW_N(p->b->a, struct sheet_span, p->cap_spans);
        if (p->n_spans)
            memcpy(v, p->spans, p->n_spans * sizeof *v);
        p->spans = v;
    }
    p->spans[p->n_spans++] = s;
}

static void XMLCALL on_start(void *ctx, const XML_Char *name, const XML_Char **atts)
{
    struct sheet_parser *p = ctx;
    const char *what = local_name(name);
    if (streq(what, "c"))
        begin_cell(p, atts);
    else if (streq(what, "v") || streq(what, "t"))
        p->in_value = p->phonetic == 0 && (*what == 'v' || p->type == 'i');
    else if (streq(what, "f"))
        p->formula = true;
    else if (streq(what, "row"))
        begin_row(p, atts);
    else if (streq(what, "rPh"))
        p->phonetic++;
    else if (streq(what, "mergeCell"))
        add_span(p, att_of(atts, "ref"));
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
    struct sheet_parser *p = ctx;
    const char *what = local_name(name);
    if (streq(what, "c"))
        end_cell(p);
    else if (streq(what, "v") || streq(what, "t"))
        p->in_value = false;
    else if (streq(what, "row"))
        end_row(p);
    else if (streq(what, "rPh"))
        p->phonetic--;
}

static void XMLCALL on_text(void *ctx, const XML_Char *s, int n)
{
    struct sheet_parser *p = ctx;
    if (p->in_value)
        buf_add(&p->text, s, (size_t)n);
}

/* ---- reading --------------------------------------------------------------------------------- */

static int by_top(const void *a, const void *b)
{
    int64_t x = ((const struct sheet_span *)a)->top, y = ((const struct sheet_span *)b)->top;
    return (x > y) - (x < y);
}

enum err cells_begin(struct sheet_book *b)
{
    struct sheet_parser *p = NEW(b->a, struct sheet_parser);
    p->b = b;
    p->from_kept = kept_begin(b);
    if (!p->from_kept) {
        p->part = part_open(b, b->parts[b->tab], p, MOST_TAB);
        if (!p->part)
            return sheet_fail(b, ERR_CORRUPT, N_("Tệp Excel thiếu phần bên trong; hãy lưu lại"));
    }
    p->rows = arena_open();
    p->old_rows = arena_open();
    p->texts = arena_open();
    p->kept = arena_open();
    p->below = NEW_N(p->kept, struct below, SHEET_MAX_COLS);
    p->text = buf_in(p->texts, MOST_CELL);
    p->more = true;
    b->parser = p;
    if (p->from_kept)
        return OK;
    XML_SetElementHandler(part_parser(p->part), on_start, on_end);
    XML_SetCharacterDataHandler(part_parser(p->part), on_text);
    return OK;
}

static void know_spans(struct sheet_parser *p)
{
    struct sheet_book *b = p->b;
    if (p->from_kept || b->spans_of == b->tab + 1)
        return;
    b->spans = p->spans;
    b->n_spans = p->n_spans;
    b->spans_of = b->tab + 1;
    if (b->n_spans)
        qsort(b->spans, b->n_spans, sizeof *b->spans, by_top);
}

/* All rows were given: their memory is free, but for the row that is half read. */
static void turn(struct sheet_parser *p)
{
    struct arena *free = p->old_rows;
    p->old_rows = p->rows;
    p->rows = free;
    arena_reset(p->rows);
    for (size_t i = 0; i < p->n; i++)
        if (!p->cells[i].shared)
            p->cells[i].text = keep(p, p->cells[i].text);
    p->tail = NULL;
}

/* A row as it was read before, once more through end_row for what cells above give to it. */
static void step_kept(struct sheet_parser *p)
{
    struct sheet_row row;
    p->more = kept_next(p->b, &row);
    if (!p->more)
        return;
    p->no = row.no;
    p->hidden = row.hidden;
    p->n = row.n;
    memcpy(p->cells, row.v, row.n * sizeof row.v[0]);
    end_row(p);
}

static void step(struct sheet_parser *p)
{
    if (p->from_kept)
        step_kept(p);
    else
        p->failed = part_step(p->part, &p->more);
}

enum err cells_next(struct sheet_book *b, struct sheet_row *row)
{
    struct sheet_parser *p = b->parser;
    if (!p->head)
        turn(p);
    while (!p->head && p->more && !p->failed)
        step(p);
    if (!p->head) {
        TRY(p->failed);
        know_spans(p);
        kept_done(b);
        return ERR_NOT_FOUND;
    }
    *row = p->head->row;
    p->head = p->head->next;
    if (!p->from_kept && b->spans_of != b->tab + 1)
        kept_add(b, row);
    return OK;
}

void cells_end(struct sheet_book *b)
{
    struct sheet_parser *p = b->parser;
    if (!p)
        return;
    part_close(p->part);
    arena_close(p->rows);
    arena_close(p->old_rows);
    arena_close(p->texts);
    arena_close(p->kept);
    b->parser = NULL;
}
