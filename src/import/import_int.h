// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/import only: what columns mean, and one row through the engine.
 */
#ifndef MANG_IMPORT_INT_H
#define MANG_IMPORT_INT_H

#include "base/text.h"
#include "import/import.h"

/* ---- match.c: headings and codes by other words ---------------------------------------------- */

enum to_kind {
    TO_NOTHING,
    TO_FIELD,
    TO_DAY,
    TO_MONTH,
    TO_YEAR,
    TO_MARK,
    TO_ID,
    TO_VERSION,
    TO_UNIT
};
struct aim {
    enum to_kind kind;
    const struct field *field;
    const struct code *code;   /* TO_MARK: an x here means this code … */
    const struct field *dated; /* … and a date or year here is also this field's value */
};
struct aim aim_read(const struct reg *reg, const char *text); /* TO_NOTHING if not known */
const char *aim_text(struct arena *a, const struct aim *t);

/* Words of fields, folded once a work. */
struct words;
struct words *words_make(struct arena *a, const struct reg *reg);
/* What a heading (or two, one above the other; `top` may be NULL) means; *score 0 = nothing. */
struct aim words_match(
    struct arena *a, const struct words *w, const char *top, const char *sub, int *score);
/* The code that people mean by `text`; NULL if none, then *near gets the closest label. */
const struct code *words_code(struct arena *a, const struct words *w, const struct field *f,
    struct str text, const char **near);
/* The unit of a province that is called so; NULL if none or several. */
const char *words_unit(struct act *act, const char *province, struct str text);

/* ---- plan.c: what a sheet holds -------------------------------------------------------------- */

struct column {
    int col;
    const char *heading;
    struct aim to;
    int score;
    bool own, twice;
    enum text_enc enc;
    bool mixed; /* cells differ: each is judged by itself */
    unsigned votes[TEXT_UTF8_TWICE + 1], seen;
    const char *sample, *before;
};
struct plan {
    struct arena *a;
    const struct reg *reg;
    struct words *words;
    struct sheet_book *book;
    size_t tab;
    int64_t head, first; /* rows of headings, and the first row of data */
    int64_t rows, hidden;
    struct column *v;
    size_t n;
    const struct column *by_col[SHEET_MAX_COLS]; /* NULL = nothing there */
};
struct plan_wish {                /* what people said about headings before */
    const char *heading, *target; /* folded heading */
    int col;                      /* -1 = any column of that heading */
};
/* Reads the sheet once and finds out. `tab` -1 = choose. ERR_INVALID with *fault for people when
 * it holds no list. */
MUST_CHECK enum err plan_make(
    struct plan *p, int tab, const struct plan_wish *wishes, size_t n, const char **fault);
/* The cell's text in Unicode, cleaned of an old encoding. */
struct str plan_text(struct arena *a, const struct column *c, const struct sheet_cell *cell);

/* ---- cell.c: one cell as a person would have typed it -----------------------------------------
 */

struct cell_said {
    const char *text;  /* for the field's box; NULL = empty */
    const char *fault; /* or what is wrong with it */
    const char *warning;
};
struct cell_said cell_read(struct act *act, const struct plan *p, const struct field *f,
    const struct column *c, const struct sheet_cell *cell);
/* An x, or a yes; 0 no, 1 yes, -1 neither. */
int cell_mark(struct arena *a, struct str s);
const char *cell_plain(struct arena *a, const struct column *c, const struct sheet_cell *cell);

/* ---- row.c: one row as a record -------------------------------------------------------------- */

enum row_kind { ROW_NONE, ROW_GOOD, ROW_BAD }; /* NONE: a total, a group heading, a signature */
enum { ROW_FAULTS = 40 };
struct row_out {
    enum row_kind kind;
    struct rec *rec;
    bool known; /* rec is a stored record, as the row of an export changes it */
    bool changed;
    struct import_fault v[ROW_FAULTS];
    size_t n;
    bool warned;
};
struct row_in {
    struct act *act;
    const struct plan *p;
    const struct import *im;
    bool ended;              /* past the totals */
    const char *village;     /* of the last group heading */
    const struct rec *blank; /* with presets; of this act */
    const struct act *blank_act;
};
/* skip.c: a total, a group heading (its village goes to *in), a signature. */
bool row_no_data(struct row_in *in, const struct sheet_row *row);
void row_read(struct row_in *in, const struct sheet_row *row, struct row_out *out);
/* Fills the empty fields of `into` from `from`; false if nothing was. */
bool row_complete(struct rec *into, const struct rec *from);

/* ---- twins.c: the same person twice ---------------------------------------------------------- */

struct twins;
struct twins *twins_open(const struct import_work *w, const struct import *im);
void twins_close(struct twins *t); /* NULL is a no-op */
void twins_add(struct twins *t, int64_t row, const struct rec *r);
/* Compares all; the result is read with twins_at. */
MUST_CHECK enum err twins_run(struct twins *t, struct act *act);
struct twin_found {
    int64_t row, other_row;
    const char *record;
    double chance;
    const char *mine, *other; /* lines label\tvalue; other NULL when the record is not at hand */
};
bool twins_at(const struct twins *t, size_t nth, struct twin_found *out);
/* Who it is, as lines label\tvalue. */
const char *twins_say(struct arena *a, const struct rec *r);

/* ---- store.c: batches in the database ---------------------------------------------------------
 */

/* The file of a batch: as kept, else as the work brings it. */
MUST_CHECK enum err store_bytes(struct act *act, const char *id, struct str given, struct str *out);
MUST_CHECK enum err store_get(struct act *act, const char *id, struct import *out);
const struct plan_wish *store_wishes(struct act *act, const struct import *im, size_t *n);

/* ---- one work -------------------------------------------------------------------------------- */

struct work {
    const struct import_work *w;
    struct import im;
    struct arena *a; /* as long as the work */
    struct user *user;
    const char *owner; /* a name for this process and work */
    struct plan plan;
};
/* An act of the batch's account, without a lease, with memory of its own. */
struct act *work_act(const struct work *k, struct arena *a);
MUST_CHECK enum err work_plan(struct work *k, struct str bytes, const char **fault);
/* Says in the act's transaction that this work is alive, for so many times the usual span; a work
 * that died is taken up by another one after that. ERR_BUSY when another has taken it up. */
MUST_CHECK enum err work_hold(const struct work *k, struct act *act, int64_t times);
MUST_CHECK enum err check_do(struct work *k);
MUST_CHECK enum err run_do(struct work *k);
MUST_CHECK enum err undo_do(struct work *k);
bool work_tell(const struct work *k, const char *stage, int64_t done, int64_t all);

#endif
