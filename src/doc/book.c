// SPDX-License-Identifier: AGPL-3.0-or-later
/* A workbook of several sheets with formulas, for annexes of reports: see xlsx.c for lists. */
#include "doc/doc_int.h"

#include <math.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { DECIMALS = 5, PAGE_WIDTH = 240 /* characters that one can read on a page, made smaller */ };

struct doc_book {
    struct arena *a;
    int fd;
    lxw_workbook *wb;
    lxw_worksheet *ws;
    lxw_format *text[DOC_LOOK__COUNT], *number[DOC_LOOK__COUNT][DECIMALS];
};

static const char *const number_formats[DECIMALS] = {
    "#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000"};

static void look(lxw_format *f, enum doc_look k)
{
    if (k == DOC_TITLE || k == DOC_HEAD || k == DOC_SUM || k == DOC_GROUP)
        format_set_bold(f);
    if (k == DOC_NOTE)
        format_set_italic(f);
    if (k == DOC_TEXT || (k >= DOC_HEAD && k != DOC_SUM))
        format_set_text_wrap(f);
    if (k == DOC_HEAD || k == DOC_MID)
        format_set_align(f, LXW_ALIGN_CENTER);
    if (k >= DOC_HEAD)
        format_set_border(f, LXW_BORDER_THIN);
    format_set_align(f, k == DOC_HEAD ? LXW_ALIGN_VERTICAL_CENTER : LXW_ALIGN_VERTICAL_TOP);
}

static lxw_format *format_new(lxw_workbook *wb, enum doc_look k, const char *number)
{
    lxw_format *f = workbook_add_format(wb);
    format_set_font_name(f, "Times New Roman");
    format_set_font_size(f, k == DOC_TITLE ? 13 : 12);
    look(f, k);
    if (number)
        format_set_num_format(f, number);
    return f;
}

static void make_formats(struct doc_book *b)
{
    for (int k = 0; k < DOC_LOOK__COUNT; k++) {
        b->text[k] = format_new(b->wb, (enum doc_look)k, NULL);
        for (int d = 0; d < DECIMALS && k >= DOC_CELL; d++)
            b->number[k][d] = format_new(b->wb, (enum doc_look)k, number_formats[d]);
    }
}

enum err doc_book_open(struct arena *a, struct doc_book **out)
{
    struct doc_book *b = NEW(a, struct doc_book);
    b->a = a;
    b->fd = memfd_create("xlsx", MFD_CLOEXEC);
    if (b->fd < 0)
        return err_set(ERR_IO, "xlsx: memfd");
    b->wb = workbook_new(arena_printf(a, "/proc/self/fd/%d", b->fd));
    BUG_IF(!b->wb);
    lxw_doc_properties fixed = {.created = 315532800}; /* 1980-01-01: same cells, same bytes */
    workbook_set_properties(b->wb, &fixed);
    make_formats(b);
    *out = b;
    return OK;
}

void doc_book_sheet(struct doc_book *b, const char *name, const int *widths, size_t n,
    struct doc_spot frozen, bool landscape)
{
    int wide = 0;
    b->ws = workbook_add_worksheet(b->wb, xlsx_tab_name(b->a, name));
    BUG_IF(!b->ws);
    for (size_t i = 0; i < n; i++) {
        worksheet_set_column(b->ws, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL);
        wide += widths[i];
    }
    if (frozen.row || frozen.col)
        worksheet_freeze_panes(b->ws, frozen.row, frozen.col);
    if (landscape)
        worksheet_set_landscape(b->ws);
    worksheet_set_paper(b->ws, 9); /* A4 */
    if (wide <= PAGE_WIDTH)
        worksheet_fit_to_pages(b->ws, 1, 0);
    else
        worksheet_set_print_scale(b->ws, 70);
    if (frozen.col && wide > PAGE_WIDTH)
        worksheet_repeat_columns(b->ws, 0, (lxw_col_t)(frozen.col - 1));
    if (frozen.row)
        worksheet_repeat_rows(b->ws, frozen.row > 1 ? frozen.row - 2 : 0, frozen.row - 1);
}

void doc_book_lines(struct doc_book *b, uint32_t row, int lines)
{
    enum { LINE = 16 }; /* points, of type 12 */
    worksheet_set_row(b->ws, row, lines * LINE, NULL);
}

static lxw_format *number_format(const struct doc_book *b, struct doc_spot at)
{
    enum doc_look k = at.look < DOC_CELL ? DOC_CELL : at.look;
    return b->number[k][at.decimals < 0 || at.decimals >= DECIMALS ? 0 : at.decimals];
}

void doc_book_text(struct doc_book *b, struct doc_spot at, const char *text)
{
    if (text && *text)
        worksheet_write_string(b->ws, at.row, at.col, text, b->text[at.look]);
    else
        worksheet_write_blank(b->ws, at.row, at.col, b->text[at.look]);
}

void doc_book_number(struct doc_book *b, struct doc_spot at, double v)
{
    if (isnan(v))
        worksheet_write_blank(b->ws, at.row, at.col, number_format(b, at));
    else
        worksheet_write_number(b->ws, at.row, at.col, v, number_format(b, at));
}

void doc_book_formula(struct doc_book *b, struct doc_spot at, const char *formula, double result)
{
    if (isnan(result))
        worksheet_write_formula_str(b->ws, at.row, at.col, formula, number_format(b, at), "");
    else
        worksheet_write_formula_num(b->ws, at.row, at.col, formula, number_format(b, at), result);
}

void doc_book_wide(struct doc_book *b, struct doc_spot at, uint16_t last_col, const char *text)
{
    if (last_col <= at.col)
        doc_book_text(b, at, text);
    else
        worksheet_merge_range(
            b->ws, at.row, at.col, at.row, last_col, text ? text : "", b->text[at.look]);
}

enum err doc_book_close(struct doc_book *b, struct str *out)
{
    lxw_error closed = workbook_close(b->wb);
    enum err e = closed == LXW_NO_ERROR ? xlsx_take_file(b->a, b->fd, out)
                                        : err_set(ERR_IO, "xlsx: %s", lxw_strerror(closed));
    close(b->fd);
    return e;
}
