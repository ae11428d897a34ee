// SPDX-License-Identifier: AGPL-3.0-or-later
/* Inside of report: fields of prose, the stored figures, the record's fields by name. */
#ifndef MANG_REPORT_INT_H
#define MANG_REPORT_INT_H

#include "report/report.h"

#define PROSE_OPEN "⟦"
#define PROSE_CLOSE "⟧"
#define PROSE_BLANK "……"

/* "tre_em|cung_ky" in its name and form; false for a form that there is not. */
bool say_split(struct str whole, struct str *name, enum say_form *form);

#endif
