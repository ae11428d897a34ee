// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Workbooks and tables of text as sent by anybody. Rows come in order, cells by column, texts end
 * with NUL; a second reading finds the same rows.
 */
#include "doc/doc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static size_t read_tab(struct sheet_book *b, size_t tab)
{
    struct sheet_row row;
    int64_t before = 0;
    size_t rows = 0;
    enum err e = sheet_begin(b, tab);
    while (!e && !(e = sheet_next(b, &row))) {
        BUG_IF(row.no <= before || row.n == 0);
        before = row.no;
        rows++;
        for (size_t i = 0; i < row.n; i++) {
            BUG_IF(row.v[i].col < 0 || row.v[i].col >= SHEET_MAX_COLS);
            BUG_IF(i && row.v[i].col <= row.v[i - 1].col);
            BUG_IF(row.v[i].text.p[row.v[i].text.n] != 0);
        }
    }
    if (e != ERR_NOT_FOUND)
        BUG_IF(!*sheet_fault(b));
    return rows;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const char *fault = NULL;
    AUTO_SHEET *b = NULL;
    if (sheet_open(&b, (struct str){(const char *)data, n}, &fault)) {
        BUG_IF(!fault || !*fault);
        return 0;
    }
    const struct sheet_tab *tabs;
    size_t count = sheet_tabs(b, &tabs);
    for (size_t i = 0; i < count && i < 3; i++)
        BUG_IF(read_tab(b, i) != read_tab(b, i));
    return 0;
}
