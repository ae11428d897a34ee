// SPDX-License-Identifier: AGPL-3.0-or-later
/* Any bytes as a CSV file; rows written again read back the same. */
#include "base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(struct arena *a, const struct csv_cells *row, char sep)
{
    /* A first row of many cells fixes the separator. */
    struct str many[CSV_MAX_COLUMNS];
    for (size_t i = 0; i < COUNT(many); i++)
        many[i] = STR("x");
    struct buf b = buf_in(a, 1 << 22);
    csv_add_row(&b, many, COUNT(many), sep, false);
    csv_add_row(&b, row->v, row->n, sep, false);
    AUTO_CSV *in = NULL;
    struct csv_cells back;
    BUG_IF(csv_open_str(&in, buf_view(&b)) || csv_separator(in) != sep);
    BUG_IF(csv_next(in, &back) || csv_next(in, &back) || back.n != row->n);
    for (size_t i = 0; i < row->n; i++)
        BUG_IF(!str_eq(row->v[i], back.v[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO_ARENA *a = arena_open();
    AUTO_CSV *in = NULL;
    struct csv_cells row;
    if (csv_open_str(&in, (struct str){(const char *)data, n}))
        return 0;
    while (csv_next(in, &row) == OK)
        check(a, &row, csv_separator(in));
    return 0;
}
