// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Rows of a workbook's tab kept packed while it is first read, so that a second reading need not
 * unpack and parse it again. Only of tabs of moderate size: past the limit nothing is kept.
 */
#include "doc/doc_int.h"

enum { MOST_KEPT = 64 << 20 };

struct kept_cell {
    uint16_t col;
    uint8_t kind;
    bool unknown;
    uint32_t n;
    const char *text;
    double number;
};
struct kept_row {
    struct kept_row *next;
    int64_t no;
    bool hidden;
    size_t n;
    struct kept_cell v[];
};
struct sheet_kept {
    struct arena *a;
    size_t tab;
    struct kept_row *first, *last, *at;
    bool whole, full;
    struct sheet_cell cells[SHEET_MAX_COLS];
};

void kept_close(struct sheet_book *b)
{
    if (b->kept)
        arena_close(b->kept->a);
    b->kept = NULL;
}

static void kept_open(struct sheet_book *b)
{
    struct arena *a = arena_open();
    b->kept = NEW(a, struct sheet_kept);
    *b->kept = (struct sheet_kept){.a = a, .tab = b->tab};
}

bool kept_begin(struct sheet_book *b)
{
    struct sheet_kept *k = b->kept;
    if (k && k->tab == b->tab && (k->whole || k->full)) {
        k->at = k->first;
        return k->whole;
    }
    kept_close(b);
    kept_open(b);
    return false;
}

/* Texts that cells share stay where they are. */
static const char *kept_text(struct sheet_book *b, const struct sheet_cell *c)
{
    return c->shared ? c->text.p : arena_dupn(b->kept->a, c->text.p, c->text.n);
}

void kept_add(struct sheet_book *b, const struct sheet_row *row)
{
    struct sheet_kept *k = b->kept;
    if (!k || k->whole || k->full)
        return;
    if (arena_used(k->a) > MOST_KEPT) {
        kept_close(b);
        kept_open(b);
        b->kept->full = true;
        return;
    }
    struct kept_row *r =
        arena_alloc(k->a, sizeof *r + row->n * sizeof(struct kept_cell), alignof(struct kept_row));
    r->no = row->no;
    r->hidden = row->hidden;
    r->n = row->n;
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->v[i];
        r->v[i] = (struct kept_cell){(uint16_t)c->col, (uint8_t)c->kind, c->unknown,
            (uint32_t)c->text.n, kept_text(b, c), c->number};
    }
    *(k->last ? &k->last->next : &k->first) = r;
    k->last = r;
}

void kept_done(struct sheet_book *b)
{
    if (b->kept && !b->kept->full)
        b->kept->whole = true;
}

bool kept_next(struct sheet_book *b, struct sheet_row *row)
{
    struct sheet_kept *k = b->kept;
    const struct kept_row *r = k->at;
    if (!r)
        return false;
    k->at = r->next;
    for (size_t i = 0; i < r->n; i++) {
        const struct kept_cell *c = &r->v[i];
        k->cells[i] = (struct sheet_cell){.col = c->col,
            .kind = (enum sheet_kind)c->kind,
            .unknown = c->unknown,
            .number = c->number,
            .text = {c->text, c->n}};
    }
    *row = (struct sheet_row){r->no, r->hidden, k->cells, r->n};
    return true;
}
