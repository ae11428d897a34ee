// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/stat only. */
#ifndef MANG_STAT_INT_H
#define MANG_STAT_INT_H

#include "stat/stat.h"

/* ---- place.c: the units of an answer --------------------------------------------------------- */

/* What was asked, made complete: the map, the day counted at, the rows. */
struct stat_frame {
    const struct stat_ask *ask;
    int32_t map;              /* day of the map */
    int32_t end;              /* last day of the period, but not after today (as known) */
    int32_t today;            /* as known */
    const struct unit *whole; /* the asked unit on the map; NULL = the country */
    const struct unit **rows; /* by code; one, perhaps NULL (the country), with UNIT_ANY */
    size_t nrows;
};
/* ERR_NOT_FOUND for a unit that is not on the map, ERR_DENIED outside the reader's scope. */
MUST_CHECK enum err stat_frame(struct act *act, const struct stat_ask *ask, struct stat_frame *out);
/* The row that a unit of the map (NULL = the country) counts in, or -1: it lies outside what was
 * asked; -2: inside, but in none of the rows (it is kept above their level). */
int stat_row_of(const struct act *act, const struct stat_frame *f, const struct unit *u);
int32_t stat_today(const struct act *act); /* yyyymmdd */

/* ---- measure.c: cells ------------------------------------------------------------------------ */

/* Several measures, counted ones of one register in one pass; out[n]. */
MUST_CHECK enum err stat_measures(struct act *act, const struct measure *const *m, size_t n,
    const struct stat_ask *ask, struct stat_cells *out);
/* By unit code, then codes in the order of their lists, not known last. */
int stat_cell_order(
    const struct stat_ask *ask, const struct stat_cell *a, const struct stat_cell *b);

/* ---- entered.c, judge.c: provided by the half of entered values ------------------------------ */

/* Cells of an entered measure (m->reg NULL) for the units and codes of `ask`: summed from the units
 * below where the unit itself said nothing. A cell for each row
 * of stat_frame(), known or not; with nby one for each combination that somebody gave. */
MUST_CHECK enum err stat_entered(
    struct act *act, const struct measure *m, const struct stat_ask *ask, struct stat_cells *out);
/* Sets v->status and v->target. */
void stat_judge_value(struct act *act, const struct indicator *i, const struct programme *prog,
    const struct stat_ask *ask, struct stat_value *v);

#endif
