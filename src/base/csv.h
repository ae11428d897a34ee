// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * csv: tables as text, in and out. Reading (libcsv) is a stream: rows come one at a time from a
 * source of bytes of any size. Cells are raw bytes: run text_guess/text_clean on them.
 */
#ifndef MANG_BASE_CSV_H
#define MANG_BASE_CSV_H

#include "base/base.h"

/* Gives up to `cap` further bytes, *n = 0 at the end. */
typedef enum err csv_source(void *ctx, char *p, size_t cap, size_t *n);

enum { CSV_MAX_COLUMNS = 1000, CSV_MAX_CELL = 1 << 20 };

struct csv_in;
struct csv_cells {
    const struct str *v; /* NUL-terminated too; valid until the next csv_next() */
    size_t n;
    int line; /* number of the row in the file, from 1; empty lines are not rows */
};
/* Opens a reader. A byte order mark is skipped; the separator is the one of , ; and tab that the
 * first lines use most (outside quotes), or what an Excel "sep=;" line says. ERR_INVALID for
 * UTF-16; errors of the source are passed on. */
MUST_CHECK enum err csv_open(struct csv_in **out, csv_source *source, void *ctx);
/* The same over bytes in memory, which must outlive the reader. */
MUST_CHECK enum err csv_open_str(struct csv_in **out, struct str data);
/* Next row; ERR_NOT_FOUND after the last one. ERR_TOO_BIG for a cell over CSV_MAX_CELL or a row
 * over CSV_MAX_COLUMNS; after an error the reader stays there. White space around unquoted cells
 * is dropped; a broken quote is taken as text. */
MUST_CHECK enum err csv_next(struct csv_in *in, struct csv_cells *row);
char csv_separator(const struct csv_in *in);
void csv_close(struct csv_in *in); /* NULL is a no-op */
void csv_close_p(struct csv_in **in);
#define AUTO_CSV __attribute__((cleanup(csv_close_p))) struct csv_in

/* Appends one row, CRLF at its end; cells are quoted where needed. `guard` puts an apostrophe
 * before cells that a spreadsheet would run as a formula (= + - @ first, unless it is a number):
 * use it for files that people open, not for exchange. Start the file with CSV_BOM for Excel. */
void csv_add_row(struct buf *b, const struct str *cells, size_t n, char separator, bool guard);
#define CSV_BOM "\xef\xbb\xbf"

#endif
