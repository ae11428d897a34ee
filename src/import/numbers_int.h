// SPDX-License-Identifier: AGPL-3.0-or-later
/* Values and targets from files: shared by numbers*.c only. */
#ifndef MANG_NUMBERS_INT_H
#define MANG_NUMBERS_INT_H

#include "base/csv.h"
#include "base/text.h"
#include "import/import.h"

/* What a column of such a file holds. */
enum number_aim {
    AIM_NOTHING,
    AIM_WHAT, /* the measure, or the indicator of a target */
    AIM_UNIT,
    AIM_PROVINCE, /* in which units are looked for by name */
    AIM_PERIOD,   /* of targets: the year */
    AIM_VALUE,
    AIM_DIMS,
    AIM_SPLIT,    /* codes of one dimension */
    AIM_MEASURE,  /* values of one measure: a column for each */
    AIM_EVIDENCE, /* paper that tells or sets it */
    AIM_PROGRAMME,
    AIM_OP,
    AIM_BASELINE,
    AIM_BASELINE_YEAR,
    AIM__COUNT
};
struct number_column {
    enum number_aim aim;
    const struct dimension *split;
    const struct measure *measure;
    const char *heading;
};
enum { NUMBER_COLS = 256 };
struct number_head {
    struct number_column v[NUMBER_COLS];
    size_t n;
    int at[AIM__COUNT]; /* first column with that aim, -1 = none */
    bool wide;          /* some are AIM_MEASURE */
};
/* Reads a row of headings; false when it is none. */
bool number_head_read(const struct numbers_work *w, struct arena *a, const struct str *cells,
    size_t n, struct number_head *out);
/* What a file without `out` lacks, for people; NULL when nothing. */
const char *number_head_lacks(const struct numbers_work *w, const struct number_head *h);

/* One row, its texts in `a`. Cells are NUL-terminated. */
struct number_row {
    int64_t no;
    const struct str *cells;
    size_t n;
    bool plain; /* a dot is the decimal sign */
};
/* What has been read before: units and periods by their words. */
struct number_memo;
struct number_memo *number_memo_open(struct arena *a);
struct number_reader {
    const struct numbers_work *w;
    const struct number_head *head;
    struct number_memo *memo;
    struct act *act;
};
struct number_fault {
    int col; /* in the file, -1 = the row */
    const char *text;
};
/* A value of a row (wide files: of one of its columns). false with *fault, or with fault->text NULL
 * when the cell is empty. */
bool number_entry(const struct number_reader *r, const struct number_row *row, int value_col,
    struct stat_entry *out, struct number_fault *fault);
bool number_target(const struct number_reader *r, const struct number_row *row,
    struct stat_target *out, struct number_fault *fault);
struct str number_cell(const struct number_row *row, int col);

#endif
