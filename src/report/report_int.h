// SPDX-License-Identifier: AGPL-3.0-or-later
/* Inside of report: fields of prose, the stored figures, the record's fields by name. */
#ifndef MANG_REPORT_INT_H
#define MANG_REPORT_INT_H

#include "report/report.h"

#define PROSE_OPEN "⟦"
#define PROSE_CLOSE "⟧"
#define PROSE_BLANK "……"

/* A row without anything stored (word NULL), or with its state as stored, on a day. */
void duty_judge(struct duty_row *r, const char *word, int32_t today);
int32_t duty_day_after(int32_t day, int n);

/* "tre_em|cung_ky" in its name and form; false for a form that there is not. */
bool say_split(struct str whole, struct str *name, enum say_form *form);

#endif
