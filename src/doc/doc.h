// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * doc: official papers and spreadsheets. A Word template that an official can open and change is
 * parsed once (doc_open), then filled any number of times with a tree of values: as a Word file
 * (doc_docx) or as blocks for a page to print (doc_paper). One template, two outputs.
 *
 * Placeholders, in the body, headers, footers and notes of the template; Word may have cut them
 * into runs, the format of the first run counts:
 *   {{a.b}}              text of a value; a missing one prints as DOC_BLANK, or as nothing when
 *                        it stands alone in a paragraph of a table cell
 *                        (a record that a reference points at: its member "title")
 *   {{d.ngay}} .thang .nam .gio   a part of a date or time; month 1, 2 and days with leading 0
 *   {{#rows}}…{{/rows}}  once for each item; inside, names of the item come first, {{stt}} is its
 *                        number, {{.}} the item itself
 *   {{?x}}…{{/x}}        kept if x is set (a yes/no: if yes; a list: if not empty)
 *   {{^x}}…{{/x}}        kept if x is not set
 *   {{?x=code}}…{{/x}}, {{?x!=code}}…{{/x}}   kept if the choice is (not) that code; a list: if it
 *                        holds it; a yes/no: co, khong
 *   {{☐x=code}} {{☐x}}   ☒ or ☐ for the same questions
 * A block {{#}} or {{?}} means: the words between, when both tags stand in one paragraph; the
 * paragraphs from tag to tag (a paragraph of only a tag disappears); the table rows from tag to
 * tag, when they stand in different cells. A paragraph left without text by its own inner
 * conditions disappears. An empty list of table rows prints one blank row to write on.
 *
 * Templates come from the pack or from an upload: they are hostile input. No DTD, no macros, no
 * content from outside, limits on sizes, depth and compression. Faults of a template are data
 * (struct doc_faults), in Vietnamese, with the words of the paragraph where they stand.
 */
#ifndef MANG_DOC_H
#define MANG_DOC_H

#include "base/base.h"
#include "view/view.h"

#define DOC_BLANK "……………"
#define DOC_BLANK_SHORT "……" /* for a day, month, year, hour */

struct doc_fault {
    const char *what; /* Vietnamese sentence that names the placeholder */
    const char *tag;  /* its name as written, "" when the whole file is meant */
    const char *para; /* text of the paragraph, cut at about 80 characters; "" if none */
};
/* The first faults; at most DOC_MAX_FAULTS are kept. */
enum { DOC_MAX_FAULTS = 50 };
struct doc_faults {
    struct doc_fault v[DOC_MAX_FAULTS];
    size_t n;
};

/* A parsed template; read-only afterwards, so threads may share it. */
struct doc;

/* Reads a .docx. It lives in `a`; `docx` must live as long. With any fault: ERR_INVALID, the
 * faults are in *faults (never empty then) and *out is untouched. */
MUST_CHECK enum err doc_open(
    struct arena *a, struct str docx, struct doc **out, struct doc_faults *faults);

/* Says whether a value may be called `name` ("tre.ho_ten"). `list` is the path of the list in
 * whose rows it is asked for, NULL outside of lists. */
typedef bool doc_known(void *ctx, const char *list, const char *name);
/* Adds a fault for each placeholder that no scope around it knows. Texts live in `a`. */
void doc_check(
    struct arena *a, const struct doc *d, doc_known *known, void *ctx, struct doc_faults *faults);

/* The template filled with `data` (an object) as a .docx in `a`. The same input gives the same
 * bytes. ERR_TOO_BIG past 32 MB of text. */
MUST_CHECK enum err doc_docx(
    struct arena *a, const struct doc *d, const struct val *data, struct str *out);
/* One part of it as XML, "word/document.xml"; ERR_NOT_FOUND if the template has no such part. */
MUST_CHECK enum err doc_part(struct arena *a, const struct doc *d, const char *part,
    const struct val *data, struct str *out);

/* The filled body as blocks for tpl/paper.html, a list of
 *   {p: {cls, rule, runs: [{cls, text} | {br: true}]}}
 *   {table: {grid, cols: [{w}], rows: [{head, cells: [{span, down, ps: [like p]}]}]}}
 * cls: class names of section "paper" in static/mang.css; rule: width in percent of a horizontal
 * rule instead of text; w: percent. Pictures, headers and footers are left out. */
MUST_CHECK enum err doc_paper(
    struct arena *a, const struct doc *d, const struct val *data, struct val **out);

/* ---- spreadsheets ---------------------------------------------------------------------------- */

struct doc_col {
    const char *key;    /* key in the row objects */
    const char *label;  /* heading */
    enum val_kind kind; /* VK_INT VK_REAL VK_MONEY VK_DATE VK_TIME: real cells; others as text */
    int width;          /* characters; 0 = by kind and label; -1 = hidden, for machines */
};
struct doc_sheet {
    const char *name;  /* of the tab; cleaned and cut at 31 characters */
    const char *title; /* line above the table; NULL = none */
    const struct doc_col *cols;
    size_t n_cols;
    const struct val *(*next)(void *ctx); /* next row object, NULL at the end */
    void *ctx;
};
/* A workbook of one sheet in `a`: numbers are numbers, dates are dates (those known only to the
 * month or year are text), heading frozen, with filter. Rows are streamed through a temporary
 * file. ERR_TOO_BIG past a sheet's 1,048,576 rows. */
MUST_CHECK enum err doc_xlsx(struct arena *a, const struct doc_sheet *s, struct str *out);
/* For doc_sheet.next over a list in memory: ctx is a struct doc_rows. */
struct doc_rows {
    const struct val *list;
    size_t i;
};
const struct val *doc_rows_next(void *ctx);

/* ---- workbooks of several sheets ------------------------------------------------------------- */

/* A workbook written cell by cell, with formulas: rows and columns from 0. Text is never a formula,
 * whatever it begins with. The same cells give the same bytes. */
struct doc_book;
enum doc_look {
    DOC_TEXT,  /* wrapped */
    DOC_TITLE, /* bold, not wrapped */
    DOC_NOTE,  /* italic, not wrapped */
    DOC_HEAD,  /* bold, centred, framed, wrapped */
    DOC_CELL,  /* framed, wrapped */
    DOC_MID,   /* framed, wrapped, centred: codes, signs */
    DOC_GROUP, /* framed, bold, wrapped: a heading among rows */
    DOC_SUM,   /* framed, bold */
    DOC_LOOK__COUNT
};
struct doc_spot {
    uint32_t row;
    uint16_t col;
    enum doc_look look;
    int decimals; /* of numbers and formulas, 0..4 */
};
MUST_CHECK enum err doc_book_open(struct arena *a, struct doc_book **out);
/* Begins the next sheet, with widths of its columns in characters; rows above and columns left of
 * the frozen spot stay when the rest is scrolled, and stand on every printed page. Portrait or
 * landscape, one page wide; with more columns than one can read on a page, as many as it takes. */
void doc_book_sheet(struct doc_book *b, const char *name, const int *widths, size_t n,
    struct doc_spot frozen, bool landscape);
void doc_book_text(struct doc_book *b, struct doc_spot at, const char *text);
void doc_book_number(struct doc_book *b, struct doc_spot at, double v);
/* "=SUM(B4:B9)", with the result that a program shows which does not reckon. NAN = empty text. */
void doc_book_formula(struct doc_book *b, struct doc_spot at, const char *formula, double result);
/* Height of a row in lines of text: readers do not find it themselves below wide headings. */
void doc_book_lines(struct doc_book *b, uint32_t row, int lines);
/* A heading over several columns. */
void doc_book_wide(struct doc_book *b, struct doc_spot at, uint16_t last_col, const char *text);
/* Frees it, also with an error. */
MUST_CHECK enum err doc_book_close(struct doc_book *b, struct str *out);

/* ---- tables read ----------------------------------------------------------------------------- */

/* A workbook (.xlsx) or a table of text (.csv, .tsv) as rows of cells, streamed: memory does not
 * grow with the number of rows, but for the texts that a workbook shares (at most 256 MB). The
 * bytes are hostile input: no DTD, limits on sizes and compression. What cannot be read is told in
 * a Vietnamese sentence (sheet_fault). */
enum sheet_kind { SHEET_TEXT, SHEET_NUMBER, SHEET_DATE, SHEET_BOOL, SHEET_ERROR };
enum { SHEET_MAX_COLS = 512, SHEET_MAX_ROWS = 1048576 };
struct sheet_cell {
    int col; /* from 0 */
    enum sheet_kind kind;
    bool merged;     /* given here by a cell above that spans several rows */
    bool unknown;    /* a formula that was saved without its result */
    bool shared;     /* its text lives as long as the book */
    double number;   /* SHEET_NUMBER, SHEET_DATE */
    struct str text; /* any kind: digits as stored, ISO day (and Thh:mm), 0 or 1, "#REF!". Of a
                        .csv: raw bytes of any encoding. NUL-terminated after .n */
};
struct sheet_row {
    int64_t no; /* as the spreadsheet counts, from 1 */
    bool hidden;
    const struct sheet_cell *v; /* cells that hold something, by column */
    size_t n;
};
struct sheet_tab {
    const char *name;
    bool hidden;
};
struct sheet_span { /* merged cells */
    int64_t top, bottom;
    int left, right;
};
struct sheet_book;
/* `bytes` must outlive the book. With an error *fault gets the sentence for people. */
MUST_CHECK enum err sheet_open(struct sheet_book **out, struct str bytes, const char **fault);
void sheet_close(struct sheet_book *b); /* NULL is a no-op */
void sheet_close_p(struct sheet_book **b);
#define AUTO_SHEET __attribute__((cleanup(sheet_close_p))) struct sheet_book
bool sheet_is_text(const struct sheet_book *b); /* a .csv: one tab, no merges, no kinds */
size_t sheet_tabs(const struct sheet_book *b, const struct sheet_tab **tabs);
/* Starts reading a tab, also again. */
MUST_CHECK enum err sheet_begin(struct sheet_book *b, size_t tab);
/* The next row that holds something, valid until the next call; ERR_NOT_FOUND after the last. On
 * a second reading cells below a cell that spans rows hold its value. */
MUST_CHECK enum err sheet_next(struct sheet_book *b, struct sheet_row *row);
const char *sheet_fault(const struct sheet_book *b); /* why sheet_next failed; never NULL */
/* Merged cells of the tab that was last read to its end. */
const struct sheet_span *sheet_merges(const struct sheet_book *b, size_t *n);
/* "C2" */
const char *sheet_cell_name(struct arena *a, int col, int64_t row);
const char *sheet_col_name(struct arena *a, int col);
/* Day number of a workbook as ISO text, "" outside 1900..2199; the day of 1900 that was not is
 * "1900-02-29". */
void sheet_day(double serial, bool from_1904, char out[17]);

#endif
