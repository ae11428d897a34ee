// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Tables that people bring: what kind of file it is, told by its bytes and not by its name, and
 * which words to say when it is none that can be read. Workbooks and tables of text give the same
 * rows.
 */
#include "doc/doc_int.h"

#include "base/csv.h"
#include "base/text.h"

#include <utf8proc.h>
#include <zip.h>

enum {
    MAX_ENTRIES = 5000,
    RATIO_FROM = 8 << 20,
    MAX_RATIO = 200, /* unpacked / packed */
};
static const uint64_t MAX_UNPACKED = (uint64_t)3 << 30;

enum err sheet_fail(struct sheet_book *b, enum err e, const char *sentence)
{
    b->fault = sentence;
    return err_set(e, "sheet not readable");
}

const char *sheet_fault(const struct sheet_book *b)
{
    return b->fault ? b->fault : N_("Không đọc được tệp này");
}

/* ---- what it is ------------------------------------------------------------------------------ */

static bool holds(struct str bytes, size_t from, const void *what, size_t n)
{
    return bytes.n >= from + n && memcmp(bytes.p + from, what, n) == 0;
}

static bool holds_word(struct str bytes, const char *word, size_t within)
{
    size_t n = bytes.n < within ? bytes.n : within;
    return memmem(bytes.p, n, word, strlen(word)) != NULL;
}

/* A compound file is an old .xls, or a new one behind a password. */
static const char *compound_fault(struct str bytes)
{
    static const char locked[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    if (memmem(bytes.p, bytes.n, locked, sizeof locked - 1))
        return N_("Tệp có mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi thử lại");
    return N_("Đây là tệp Excel đời cũ (.xls). Hãy mở bằng Excel, chọn Lưu thành, kiểu Excel "
              "Workbook (.xlsx), rồi thử lại");
}

static const char *text_fault(struct str bytes)
{
    if (holds(bytes, 0, "%PDF", 4))
        return N_("Đây là tệp PDF. Cần tệp Excel (.xlsx) hoặc bảng dạng chữ (.csv)");
    if (holds(bytes, 0, "\x89PNG", 4) || holds(bytes, 0, "\xff\xd8\xff", 3))
        return N_("Đây là ảnh. Cần tệp Excel (.xlsx) hoặc bảng dạng chữ (.csv)");
    if (holds_word(bytes, "<html", 2000) || holds_word(bytes, "<table", 2000) ||
        holds_word(bytes, "<Workbook", 2000) || holds_word(bytes, "<HTML", 2000))
        return N_("Tệp này là trang web mang đuôi Excel. Hãy mở bằng Excel, lưu thành .xlsx rồi "
                  "thử lại");
    if (memchr(bytes.p, 0, bytes.n < 4096 ? bytes.n : 4096))
        return N_("Không nhận ra loại tệp này. Cần tệp Excel (.xlsx) hoặc bảng dạng chữ (.csv)");
    return NULL;
}

/* "Unicode text" of Excel is UTF-16. */
static struct str from_utf16(struct arena *a, struct str in)
{
    bool big = (unsigned char)in.p[0] == 0xfe;
    char *out = arena_alloc(a, in.n * 2 + 4, 1);
    size_t n = 0;
    uint32_t high = 0;
    for (size_t i = 2; i + 1 < in.n; i += 2) {
        uint32_t x = (unsigned char)in.p[i + (big ? 0 : 1)], y = (unsigned char)in.p[i + !!big];
        uint32_t u = x << 8 | y;
        if (u >= 0xd800 && u < 0xdc00) {
            high = u;
            continue;
        }
        if (u >= 0xdc00 && u < 0xe000)
            u = high ? 0x10000 + ((high - 0xd800) << 10) + (u - 0xdc00) : 0xfffd;
        high = 0;
        n += (size_t)utf8proc_encode_char(
            (utf8proc_int32_t)(u ? u : 0xfffd), (utf8proc_uint8_t *)out + n);
    }
    return (struct str){out, n};
}

/* ---- workbooks ------------------------------------------------------------------------------- */

static const char *entry_fault(const zip_stat_t *st, uint64_t *total)
{
    *total += st->size;
    if (*total > MAX_UNPACKED || (st->size > RATIO_FROM && st->size / MAX_RATIO > st->comp_size))
        return N_("Tệp Excel quá lớn khi mở ra");
    if (st->encryption_method != ZIP_EM_NONE)
        return N_("Tệp có mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi thử lại");
    if (strstr(st->name, "vbaProject"))
        return N_("Tệp có macro (.xlsm). Hãy mở bằng Excel, chọn Lưu thành, kiểu Excel Workbook "
                  "(.xlsx), rồi thử lại");
    if (streq(st->name, "xl/workbook.bin"))
        return N_("Đây là tệp .xlsb. Hãy mở bằng Excel, lưu thành .xlsx rồi thử lại");
    if (streq(st->name, "content.xml"))
        return N_("Đây là tệp .ods. Hãy mở ra, lưu thành .xlsx rồi thử lại");
    if (streq(st->name, "word/document.xml"))
        return N_("Đây là tệp Word. Cần tệp Excel (.xlsx) hoặc bảng dạng chữ (.csv)");
    return NULL;
}

static enum err check_entries(struct sheet_book *b)
{
    zip_int64_t n = zip_get_num_entries(b->zip, 0);
    if (n <= 0 || n > MAX_ENTRIES)
        return sheet_fail(b, ERR_INVALID, N_("Đây không phải tệp Excel (.xlsx)"));
    uint64_t total = 0;
    for (zip_int64_t i = 0; i < n; i++) {
        zip_stat_t st;
        const uint64_t need = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
        if (zip_stat_index(b->zip, (zip_uint64_t)i, 0, &st) != 0 || (st.valid & need) != need)
            return sheet_fail(b, ERR_CORRUPT, N_("Tệp Excel bị hỏng"));
        const char *fault = entry_fault(&st, &total);
        if (fault)
            return sheet_fail(b, ERR_INVALID, fault);
    }
    return OK;
}

static enum err open_workbook(struct sheet_book *b)
{
    zip_source_t *src = zip_source_buffer_create(b->bytes.p, b->bytes.n, 0, NULL);
    b->zip = src ? zip_open_from_source(src, ZIP_RDONLY, NULL) : NULL;
    if (src && !b->zip)
        zip_source_free(src);
    if (!b->zip)
        return sheet_fail(b, ERR_CORRUPT,
            N_("Tệp Excel bị hỏng hoặc bị cắt cụt; hãy mở bằng Excel, lưu lại rồi thử lại"));
    TRY(check_entries(b));
    return book_load(b);
}

/* ---- tables of text -------------------------------------------------------------------------- */

static enum err open_text(struct sheet_book *b)
{
    const char *fault = text_fault(b->bytes);
    if (fault)
        return sheet_fail(b, ERR_INVALID, fault);
    b->tabs = NEW(b->a, struct sheet_tab);
    b->tabs[0].name = "";
    b->n_tabs = 1;
    b->cells = NEW_N(b->a, struct sheet_cell, SHEET_MAX_COLS);
    return OK;
}

static enum err next_text(struct sheet_book *b, struct sheet_row *row)
{
    for (;;) {
        struct csv_cells in;
        enum err e = csv_next(b->csv, &in);
        if (e == ERR_TOO_BIG)
            return sheet_fail(b, e, N_("Một dòng hoặc một ô trong tệp quá dài"));
        TRY(e);
        size_t n = 0;
        for (size_t i = 0; i < in.n && i < SHEET_MAX_COLS; i++)
            if (str_trim(in.v[i]).n)
                b->cells[n++] = (struct sheet_cell){.col = (int)i, .text = in.v[i]};
        if (n == 0)
            continue;
        *row = (struct sheet_row){in.line, false, b->cells, n};
        return OK;
    }
}

/* ---- the book -------------------------------------------------------------------------------- */

static enum err open_any(struct sheet_book *b)
{
    struct str s = b->bytes;
    if (str_trim(s).n == 0)
        return sheet_fail(b, ERR_INVALID, N_("Tệp rỗng"));
    if (holds(s, 0, "PK\x03\x04", 4))
        return open_workbook(b);
    if (holds(s, 0, "\xd0\xcf\x11\xe0", 4))
        return sheet_fail(b, ERR_INVALID, compound_fault(s));
    if (holds(s, 0, "\xff\xfe", 2) || holds(s, 0, "\xfe\xff", 2))
        b->bytes = from_utf16(b->a, s);
    return open_text(b);
}

enum err sheet_open(struct sheet_book **out, struct str bytes, const char **fault)
{
    struct arena *a = arena_open();
    struct sheet_book *b = NEW(a, struct sheet_book);
    b->a = a;
    b->bytes = bytes;
    enum err e = open_any(b);
    if (e) {
        *fault = sheet_fault(b);
        sheet_close(b);
        return e;
    }
    *out = b;
    return OK;
}

void sheet_close(struct sheet_book *b)
{
    if (!b)
        return;
    cells_end(b);
    csv_close(b->csv);
    kept_close(b);
    if (b->zip)
        zip_discard(b->zip);
    arena_close(b->a);
}

void sheet_close_p(struct sheet_book **b)
{
    sheet_close(*b);
}

bool sheet_is_text(const struct sheet_book *b)
{
    return b->zip == NULL;
}

size_t sheet_tabs(const struct sheet_book *b, const struct sheet_tab **tabs)
{
    *tabs = b->tabs;
    return b->n_tabs;
}

enum err sheet_begin(struct sheet_book *b, size_t tab)
{
    BUG_IF(tab >= b->n_tabs);
    cells_end(b);
    csv_close(b->csv);
    b->csv = NULL;
    b->tab = tab;
    if (b->zip)
        return cells_begin(b);
    enum err e = csv_open_str(&b->csv, b->bytes);
    return e ? sheet_fail(b, e, N_("Không đọc được bảng này")) : OK;
}

enum err sheet_next(struct sheet_book *b, struct sheet_row *row)
{
    return b->zip ? cells_next(b, row) : next_text(b, row);
}

const struct sheet_span *sheet_merges(const struct sheet_book *b, size_t *n)
{
    bool known = b->spans_of == b->tab + 1;
    *n = known ? b->n_spans : 0;
    return known ? b->spans : NULL;
}

const char *sheet_col_name(struct arena *a, int col)
{
    char name[8];
    size_t n = sizeof name;
    name[--n] = 0;
    for (col++; col > 0 && n > 0; col = (col - 1) / 26)
        name[--n] = (char)('A' + (col - 1) % 26);
    return arena_dup(a, name + n);
}

const char *sheet_cell_name(struct arena *a, int col, int64_t row)
{
    return arena_printf(a, "%s%lld", sheet_col_name(a, col), (long long)row);
}
