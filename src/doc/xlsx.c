// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A list as an .xlsx workbook: real numbers and dates, so that sums and filters work. The library
 * writes a file; it gets one in memory (memfd) under /proc/self/fd. Rows go out one by one
 * (constant_memory), so a row must not be touched again after the next began. Texts are written as
 * strings, never as formulas, whatever they begin with.
 */
#include "doc/doc_int.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
    MAX_ROWS = 1048576,
    MAX_CELL = 32000, /* bytes; a cell holds 32,767 letters */
    MAX_TAB_NAME = 31,
    EXCEL_1970 = 25569, /* day number of 1970-01-01 */
    HOUR_MS = 3600000,
};

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}
#define AUTO_FD __attribute__((cleanup(close_fd))) int

struct book {
    lxw_workbook *wb;
    lxw_worksheet *ws;
    lxw_format *head, *title, *whole, *real, *date, *time, *text;
};

static lxw_format *format_new(lxw_workbook *wb, const char *number)
{
    lxw_format *f = workbook_add_format(wb);
    format_set_font_name(f, "Times New Roman");
    format_set_font_size(f, 12);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    if (number)
        format_set_num_format(f, number);
    return f;
}

static void make_formats(struct book *b)
{
    b->whole = format_new(b->wb, "#,##0");
    b->real = format_new(b->wb, "#,##0.0##");
    b->date = format_new(b->wb, "dd/mm/yyyy");
    b->time = format_new(b->wb, "dd/mm/yyyy hh:mm");
    b->text = format_new(b->wb, NULL);
    format_set_text_wrap(b->text);
    b->title = format_new(b->wb, NULL);
    format_set_bold(b->title);
    b->head = format_new(b->wb, NULL);
    format_set_bold(b->head);
    format_set_text_wrap(b->head);
    format_set_align(b->head, LXW_ALIGN_CENTER);
    format_set_bottom(b->head, LXW_BORDER_THIN);
}

/* Tab names may not hold []:*?/\ nor be longer than 31 letters. */
const char *xlsx_tab_name(struct arena *a, const char *name)
{
    char *clean = arena_dup(a, name && *name ? name : "Danh sách");
    size_t letters = 0;
    for (char *p = clean; *p; p++) {
        if (strchr("[]:*?/\\'", *p))
            *p = ' ';
        bool begins = ((unsigned char)*p & 0xc0) != 0x80;
        if (begins && ++letters > MAX_TAB_NAME) {
            *p = 0;
            break;
        }
    }
    return clean;
}

static double column_width(const struct doc_col *c)
{
    if (c->width > 0)
        return c->width;
    switch (c->kind) {
    case VK_DATE:
        return 12;
    case VK_TIME:
    case VK_MONEY:
        return 18;
    case VK_INT:
    case VK_REAL:
        return 12;
    default:
        return 24;
    }
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* Days since 1899-12-30 of a date known to the day; false otherwise. */
static bool day_number(const char *iso, double *out)
{
    int y, m, d, end = 0;
    if (sscanf(iso, "%4d-%2d-%2d%n", &y, &m, &d, &end) != 3 || iso[end] || y < 1900)
        return false;
    struct tm tm = {.tm_year = y - 1900, .tm_mon = m - 1, .tm_mday = d};
    int64_t days = timegm(&tm) / 86400;
    *out = (double)days + EXCEL_1970;
    return *out > 60; /* before March 1900 Excel counts a day that was not */
}

static lxw_format *number_of(const struct book *b, enum val_kind kind, struct value v, double *out)
{
    if (kind == VK_DATE && v.t == V_TEXT && day_number(v.s.p, out))
        return b->date;
    if (kind == VK_TIME && v.t == V_INT) {
        *out = (double)(v.i + 7 * HOUR_MS) / 86400000.0 + EXCEL_1970;
        return b->time;
    }
    if (v.t == V_INT && (kind == VK_INT || kind == VK_MONEY)) {
        *out = (double)v.i;
        return b->whole;
    }
    if (v.t == V_REAL && kind == VK_REAL) {
        *out = v.r;
        return b->real;
    }
    return NULL;
}

static const char *cut_text(struct arena *a, const char *s)
{
    size_t n = strlen(s);
    if (n <= MAX_CELL)
        return s;
    for (n = MAX_CELL; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
        n--;
    return arena_printf(a, "%.*s…", (int)n, s);
}

static void put_cell(const struct book *b, struct arena *a, lxw_row_t row, lxw_col_t col,
    const struct doc_col *c, const struct val *v)
{
    double number;
    enum val_kind kind = val_kind_of(v) == VK_NULL ? VK_NULL : c->kind;
    if (kind == VK_REAL && val_kind_of(v) == VK_INT)
        kind = VK_INT;
    lxw_format *f = number_of(b, kind, val_value(v), &number);
    if (f)
        worksheet_write_number(b->ws, row, col, number, f);
    else if (kind != VK_NULL)
        worksheet_write_string(b->ws, row, col, cut_text(a, val_plain(a, v, LANG_VI)), b->text);
}

static lxw_row_t put_headings(const struct book *b, const struct doc_sheet *s)
{
    lxw_row_t row = 0;
    for (size_t i = 0; i < s->n_cols; i++) {
        lxw_row_col_options how = {.hidden = s->cols[i].width < 0};
        worksheet_set_column_opt(
            b->ws, (lxw_col_t)i, (lxw_col_t)i, column_width(&s->cols[i]), NULL, &how);
    }
    if (s->title) {
        worksheet_write_string(b->ws, 0, 0, s->title, b->title);
        row = 2;
    }
    for (size_t i = 0; i < s->n_cols; i++)
        worksheet_write_string(b->ws, row, (lxw_col_t)i, s->cols[i].label, b->head);
    worksheet_freeze_panes(b->ws, row + 1, 0);
    return row;
}

static enum err put_rows(const struct book *b, const struct doc_sheet *s)
{
    lxw_row_t head = put_headings(b, s), row = head;
    AUTO_ARENA *texts = arena_open();
    for (const struct val *v; (v = s->next(s->ctx)) != NULL;) {
        if (++row >= MAX_ROWS)
            return err_set(ERR_TOO_BIG, "xlsx: more rows than a sheet holds");
        for (size_t i = 0; i < s->n_cols; i++)
            put_cell(b, texts, row, (lxw_col_t)i, &s->cols[i], val_get(v, s->cols[i].key));
        arena_reset(texts);
    }
    if (row > head)
        worksheet_autofilter(b->ws, head, 0, row, (lxw_col_t)(s->n_cols - 1));
    return OK;
}

/* ---- the file -------------------------------------------------------------------------------- */

enum err xlsx_take_file(struct arena *a, int fd, struct str *out)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return err_set(ERR_IO, "xlsx: stat");
    char *p = arena_alloc(a, (size_t)st.st_size + 1, 1);
    if (pread(fd, p, (size_t)st.st_size, 0) != st.st_size)
        return err_set(ERR_IO, "xlsx: read");
    *out = (struct str){p, (size_t)st.st_size};
    return OK;
}

enum err doc_xlsx(struct arena *a, const struct doc_sheet *s, struct str *out)
{
    AUTO_FD fd = memfd_create("xlsx", MFD_CLOEXEC);
    if (fd < 0)
        return err_set(ERR_IO, "xlsx: memfd");
    const char *path = arena_printf(a, "/proc/self/fd/%d", fd);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    struct book b = {.wb = workbook_new_opt(path, &options)};
    BUG_IF(!b.wb || s->n_cols == 0);
    lxw_doc_properties fixed = {.created = 315532800}; /* 1980-01-01: same rows, same bytes */
    workbook_set_properties(b.wb, &fixed);
    b.ws = workbook_add_worksheet(b.wb, xlsx_tab_name(a, s->name));
    make_formats(&b);
    enum err e = b.ws ? put_rows(&b, s) : err_set(ERR_IO, "xlsx: tab name");
    lxw_error closed = workbook_close(b.wb); /* frees it, also after an error */
    TRY(e);
    if (closed != LXW_NO_ERROR)
        return err_set(ERR_IO, "xlsx: %s", lxw_strerror(closed));
    return xlsx_take_file(a, fd, out);
}

const struct val *doc_rows_next(void *ctx)
{
    struct doc_rows *r = ctx;
    return val_at(r->list, r->i++);
}
