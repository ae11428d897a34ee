// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What a sheet holds: which tab is the list, where its headings are (titles above, two rows of
 * them, merged cells), what each column is, and in which old encoding its texts are. One reading
 * of the whole sheet; decisions come from the first rows, encodings from a vote of many cells.
 */
#include "import/import_int.h"

#include <ctype.h>
#include <stdio.h>

enum {
    TOP_ROWS = 40,     /* headings must be among these */
    PEEK_CELL = 300,   /* bytes of a heading */
    VOTES_FIRST = 200, /* cells of a column that vote; after these every 16th, up to VOTES_MOST */
    VOTES_EACH = 16,
    VOTES_MOST = 1000,
    SURE = 60,
};

struct top_cell {
    const char *text;
    bool number;
};
struct top {
    struct arena *a;
    int64_t no[TOP_ROWS];
    struct top_cell *cells[TOP_ROWS]; /* SHEET_MAX_COLS each */
    int width[TOP_ROWS];
    size_t n;
};

/* ---- texts ----------------------------------------------------------------------------------- */

static bool ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

static struct str guess(struct arena *a, struct str s)
{
    if (ascii(s))
        return s;
    struct text_guess g = text_guess(a, s);
    if (g.enc != TEXT_UTF8 && g.confidence >= SURE)
        return g.text;
    return text_convert(a, s, TEXT_UTF8);
}

struct str plan_text(struct arena *a, const struct column *c, const struct sheet_cell *cell)
{
    struct str s = cell->text;
    if (cell->kind != SHEET_TEXT || ascii(s))
        return s;
    if (c->mixed)
        return guess(a, s);
    if (c->enc != TEXT_UTF8 || !text_utf8_ok(s))
        return text_convert(a, s, c->enc);
    return s;
}

static const char *heading_text(struct arena *a, const struct sheet_cell *cell)
{
    struct str s = cell->text, line;
    if (s.n > PEEK_CELL)
        s.n = PEEK_CELL;
    s = guess(a, (struct str){arena_dupn(a, s.p, s.n), s.n});
    return text_clean(a, s, TEXT_LINE, &line) == OK ? arena_dupn(a, line.p, line.n) : "";
}

/* ---- the first rows -------------------------------------------------------------------------- */

static void keep_top(struct top *t, const struct sheet_row *row)
{
    if (t->n == TOP_ROWS)
        return;
    struct top_cell *v = NEW_N(t->a, struct top_cell, SHEET_MAX_COLS);
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->v[i];
        v[c->col] = (struct top_cell){heading_text(t->a, c), c->kind != SHEET_TEXT};
        t->width[t->n] = c->col + 1;
    }
    t->cells[t->n] = v;
    t->no[t->n++] = row->no;
}

/* How much a row looks like headings: the sum over its cells, and how many it knows. */
static int score_row(
    struct arena *a, const struct words *w, const struct top *t, size_t r, int *known)
{
    int sum = 0, score;
    *known = 0;
    for (int c = 0; c < t->width[r]; c++) {
        const struct top_cell *x = &t->cells[r][c];
        if (!x->text || x->number)
            continue;
        words_match(a, w, NULL, x->text, &score);
        sum += score > 1000 ? 1000 : score;
        *known += score > 0;
    }
    return sum;
}

static int find_head(struct arena *a, const struct words *w, const struct top *t, size_t *head)
{
    int best = 0, known;
    for (size_t r = 0; r < t->n; r++) {
        int s = score_row(a, w, t, r, &known);
        if (known < 2 && s < 1000)
            continue;
        if (s > best) {
            best = s;
            *head = r;
        }
    }
    return best;
}

/* "(1) (2) (3)", "A B 1 2": numbers of columns below the headings. */
static bool is_numbering(const struct top *t, size_t r)
{
    size_t short_ones = 0, all = 0;
    for (int c = 0; c < t->width[r]; c++) {
        const char *s = t->cells[r][c].text;
        if (!s)
            continue;
        size_t letters = 0;
        for (const char *p = s; *p; p++)
            letters += isalnum((unsigned char)*p) != 0;
        all++;
        short_ones += letters <= 2 && strlen(s) <= 4;
    }
    return all >= 3 && short_ones == all;
}

/* Parts of a date or answers of a choice stand there, and no data. */
static bool is_second_head(struct arena *a, const struct words *w, const struct top *t, size_t head)
{
    size_t r = head + 1;
    int known = 0, score;
    if (r >= t->n)
        return false;
    for (int c = 0; c < t->width[r]; c++) {
        const struct top_cell *x = &t->cells[r][c];
        const char *over = t->cells[head][c].text;
        if (!x->text || streq(x->text, over))
            continue;
        for (const char *p = x->text; *p; p++)
            if (isdigit((unsigned char)*p))
                return false;
        for (int k = c; !over && k >= 0; k--)
            over = t->cells[head][k].text;
        words_match(a, w, over, x->text, &score);
        if (score < 1000 && t->cells[head][c].text)
            return false; /* a value below its heading */
        known += score >= 1000;
    }
    return known > 0;
}

/* ---- columns --------------------------------------------------------------------------------- */

/* A heading over several columns, from merged cells or by its place. */
static const char *over_of(const struct plan *p, const struct top *t, size_t head, int col)
{
    const char *own = t->cells[head][col].text;
    if (own)
        return own;
    size_t n;
    const struct sheet_span *s = sheet_merges(p->book, &n);
    for (size_t i = 0; i < n; i++)
        if (s[i].top <= t->no[head] && s[i].bottom >= t->no[head] && s[i].left <= col &&
            s[i].right >= col)
            return t->cells[head][s[i].left].text;
    if (n && !sheet_is_text(p->book))
        return NULL;
    for (int k = col; k >= 0; k--)
        if (t->cells[head][k].text)
            return t->cells[head][k].text;
    return NULL;
}

static void make_column(struct plan *p, const struct top *t, size_t head, bool second, int col)
{
    const char *top = t->cells[head][col].text, *sub = NULL;
    if (second && head + 1 < t->n)
        sub = t->cells[head + 1][col].text;
    if (sub)
        top = over_of(p, t, head, col);
    struct column *c = &p->v[col];
    c->col = col;
    if (!top && !sub)
        return;
    bool both = top && sub && !streq(top, sub);
    c->heading = both ? arena_printf(p->a, "%s / %s", top, sub) : top ? top : sub;
    c->to = words_match(p->a, p->words, top, sub, &c->score);
}

/* What people said of this heading comes before what we think. */
static void heed(struct plan *p, const struct plan_wish *wishes, size_t n)
{
    for (size_t i = 0; i < p->n; i++) {
        struct column *c = &p->v[i];
        const char *fold = text_fold(p->a, str_of(c->heading)).p;
        for (size_t k = 0; k < n; k++) {
            bool here = wishes[k].col == c->col ||
                        (wishes[k].col < 0 && c->heading && streq(wishes[k].heading, fold));
            if (!here || (c->own && wishes[k].col < 0))
                continue;
            c->to = aim_read(p->reg, wishes[k].target);
            c->score = 10000;
            c->own = true;
        }
    }
}

static bool same_place(const struct aim *x, const struct aim *y)
{
    return x->kind == y->kind && x->field == y->field && x->code == y->code;
}

static void drop_twice(struct plan *p)
{
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->n; k++) {
            struct column *x = &p->v[i], *y = &p->v[k];
            bool loses = x->score < y->score || (x->score == y->score && i > k);
            if (i != k && x->to.kind && loses && same_place(&x->to, &y->to)) {
                x->to.kind = TO_NOTHING;
                x->twice = true;
            }
        }
}

/* "Ngày sinh", "Tháng sinh", "Năm sinh" side by side are parts of one date. */
static void split_dates(struct plan *p)
{
    for (size_t i = 0; i < p->reg->nfields; i++) {
        const struct field *f = &p->reg->fields[i];
        struct str label = text_fold(p->a, str_of(f->label.vi));
        if (f->type != F_DATE || !str_starts(label, "ngay "))
            continue;
        struct column *parts[3] = {NULL, NULL, NULL};
        for (size_t k = 0; k < p->n; k++) {
            struct str h = text_fold(p->a, str_of(p->v[k].heading));
            static const char *const first[] = {"ngay", "thang", "nam"};
            for (int x = 0; x < 3; x++)
                if (str_is(h, arena_printf(p->a, "%s%s", first[x], label.p + 4)))
                    parts[x] = &p->v[k];
        }
        for (int x = 0; parts[1] && parts[2] && x < 3; x++)
            if (parts[x] && !parts[x]->own) {
                parts[x]->to = (struct aim){.kind = (enum to_kind)(TO_DAY + x), .field = f};
                parts[x]->twice = false;
            }
    }
}

/* ---- one reading ----------------------------------------------------------------------------- */

static void vote(struct plan *p, struct arena *tmp, const struct sheet_cell *cell)
{
    struct column *c = &p->v[cell->col];
    if (cell->kind != SHEET_TEXT || cell->merged)
        return;
    unsigned nth = c->seen++;
    if (ascii(cell->text) || (nth >= VOTES_FIRST && nth % VOTES_EACH) ||
        nth > VOTES_MOST * VOTES_EACH)
        return;
    struct text_guess g = text_guess(tmp, cell->text);
    bool sure = g.enc == TEXT_UTF8 || g.confidence >= SURE;
    c->votes[sure ? g.enc : TEXT_UTF8]++;
    if (sure && g.enc != TEXT_UTF8 && !c->before && nth > 2) {
        c->before = arena_printf(p->a, STR_FMT, STR_ARG(text_convert(tmp, cell->text, TEXT_UTF8)));
        c->sample = arena_printf(p->a, STR_FMT, STR_ARG(g.text));
    }
}

static enum err read_all(struct plan *p, struct top *t, size_t most)
{
    AUTO_ARENA *tmp = arena_open();
    struct sheet_row row;
    enum err e;
    while (!(e = sheet_next(p->book, &row))) {
        keep_top(t, &row);
        p->rows++;
        p->hidden += row.hidden;
        if (most && p->rows >= (int64_t)most)
            return OK;
        for (size_t i = 0; !most && i < row.n; i++)
            vote(p, tmp, &row.v[i]);
        arena_reset(tmp);
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

static void choose_enc(struct column *c)
{
    unsigned all = 0, best = 0;
    for (int e = 0; e <= TEXT_UTF8_TWICE; e++) {
        all += c->votes[e];
        if (c->votes[e] > best) {
            best = c->votes[e];
            c->enc = (enum text_enc)e;
        }
    }
    c->mixed = best < all;
    if (c->enc == TEXT_UTF8 && !c->mixed)
        c->before = NULL;
}

/* ---- which tab ------------------------------------------------------------------------------- */

static enum err score_tab(struct plan *p, size_t tab, int *score)
{
    struct arena *keep = p->a;
    AUTO_ARENA *a = arena_open();
    struct top *t = NEW(a, struct top);
    t->a = p->a = a;
    size_t head;
    enum err e = sheet_begin(p->book, tab);
    if (!e)
        e = read_all(p, t, TOP_ROWS);
    p->a = keep;
    p->rows = p->hidden = 0;
    *score = e ? 0 : find_head(a, p->words, t, &head);
    return e;
}

/* The tab with the best headings; a hidden one only when no other has any. */
static enum err choose_tab(struct plan *p)
{
    const struct sheet_tab *tabs;
    size_t n = sheet_tabs(p->book, &tabs);
    int best = -1;
    for (size_t i = 0; n > 1 && i < n; i++) {
        int s;
        TRY(score_tab(p, i, &s));
        if (tabs[i].hidden)
            s /= 100;
        if (s > best) {
            best = s;
            p->tab = i;
        }
    }
    return OK;
}

static void index_columns(struct plan *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        choose_enc(&p->v[i]);
        if (p->v[i].heading)
            p->v[n++] = p->v[i];
    }
    p->n = n;
    for (size_t i = 0; i < n; i++)
        p->by_col[p->v[i].col] = &p->v[i];
}

/* Fields without which no row can be right. */
static bool knows_needed(const struct plan *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].to.kind)
            return true;
    return false;
}

enum err plan_make(
    struct plan *p, int tab, const struct plan_wish *wishes, size_t n, const char **fault)
{
    const struct sheet_tab *tabs;
    size_t ntabs = sheet_tabs(p->book, &tabs), head = 0;
    p->words = words_make(p->a, p->reg);
    p->v = NEW_N(p->a, struct column, SHEET_MAX_COLS);
    struct top *t = NEW(p->a, struct top);
    t->a = p->a;
    enum err e = OK;
    if (tab >= 0 && (size_t)tab < ntabs)
        p->tab = (size_t)tab;
    else
        e = choose_tab(p);
    if (!e)
        e = sheet_begin(p->book, p->tab);
    if (!e)
        e = read_all(p, t, 0);
    *fault = e ? sheet_fault(p->book) : NULL;
    TRY(e);
    bool found = find_head(p->a, p->words, t, &head) > 0;
    if (!found && t->n)
        head = 0;
    bool second = t->n && is_second_head(p->a, p->words, t, head);
    p->n = SHEET_MAX_COLS;
    for (int c = 0; t->n && c < SHEET_MAX_COLS; c++)
        make_column(p, t, head, second, c);
    split_dates(p);
    heed(p, wishes, n);
    drop_twice(p);
    size_t first = head + 1 + second;
    if (first < t->n && is_numbering(t, first))
        first++;
    p->head = t->n ? t->no[head] : 0;
    p->first = first < t->n ? t->no[first] : p->head + 1 + (int64_t)second;
    p->rows -= (int64_t)(first < t->n ? first : t->n);
    index_columns(p);
    if (!knows_needed(p))
        *fault = N_("Không tìm thấy dòng tiêu đề nào quen trong trang này, ví dụ: Họ và tên, Ngày "
                    "sinh, Giới tính");
    return knows_needed(p) ? OK : err_set(ERR_INVALID, "no headings");
}
