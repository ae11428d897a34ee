// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared by the pages of entered values: the sheet of one unit and period. */
#ifndef MANG_WEB_VALUE_INT_H
#define MANG_WEB_VALUE_INT_H

#include "web/web_stat_int.h"

enum { MOST_CODES = 24 }; /* boxes of one split; longer lists come by file */

struct value_sheet {
    struct asking k;
    struct period before; /* whose values stand beside */
    struct stat_entry *now, *last;
    size_t nnow, nlast;
    bool again; /* shown with what was typed */
};
/* Must a unit of this level supply it for periods of this kind? */
bool value_wanted(const struct measure *m, const char *unit, enum period_kind kind);
/* The entry of these codes that is spoken about now; NULL if none. */
const struct stat_entry *value_of(
    const struct stat_entry *v, size_t n, const struct measure *m, const char *dims);
/* "so:<measure>:<dims>": the box of a value. */
const char *value_name(struct arena *a, const struct measure *m, const char *dims);
bool value_sheet_read(struct value_sheet *s);
MUST_CHECK enum err value_sheet_load(struct value_sheet *s);
MUST_CHECK enum err value_sheet_show(struct value_sheet *s);
/* The same sheet as a workbook, to fill in and send back (page_value_file.c). */
MUST_CHECK enum err value_workbook(struct value_sheet *s);

#endif
