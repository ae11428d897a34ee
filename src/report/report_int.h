// SPDX-License-Identifier: AGPL-3.0-or-later
/* Inside of report: fields of prose, the stored figures, the record's fields by name. */
#ifndef MANG_REPORT_INT_H
#define MANG_REPORT_INT_H

#include "report/report.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define PROSE_OPEN "⟦"
#define PROSE_CLOSE "⟧"
#define PROSE_BLANK "……"

/* "tre_em|cung_ky" in its name and form; false for a form that there is not. */
bool say_split(struct str whole, struct str *name, enum say_form *form);

/* A row without anything stored (word NULL), or with its state as stored, on a day. */
void duty_judge(struct duty_row *r, const char *word, int32_t today);
int32_t duty_day_after(int32_t day, int n);

/* Fields of the record by their ids: the pack may leave one out. */
struct value report_value(const struct rec *r, const char *field); /* V_NULL if there is none */
const char *report_text(const struct rec *r, const char *field);
void report_set(struct rec *r, const char *field, struct value v);
const char *report_iso(struct arena *a, int32_t day);
const char *report_province(const struct act *act, const char *unit);
void report_fill(struct report_work *w);
/* Is this step for the actor: by right, and as the unit that owes the report or the level above? */
bool report_side(const struct report_work *w, const char *step);
bool report_is_draft(const char *state);
const char *report_unit_words(struct report_work *w);

/* freeze.c */
MUST_CHECK enum err report_freeze(struct report_work *w);
MUST_CHECK enum err report_thaw(struct report_work *w, struct report_numbers *k);
struct report_place *report_place(
    struct report_work *w, struct report_numbers *k, const char *unit);

#endif
