// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/stat only. */
#ifndef MANG_STAT_INT_H
#define MANG_STAT_INT_H

#include "stat/stat.h"

/* ---- period.c -------------------------------------------------------------------------------- */

int32_t stat_day_add(int32_t day, int n); /* n days later */
int64_t stat_day_ms(int32_t day);         /* when it begins in Vietnam */
struct period period_days(enum regime regime, int32_t from, int32_t to);

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

/* ---- scope.c: where records that count may lie ------------------------------------------------
 */

/* Days on which units changed: between two of them a code means one unit. */
struct stat_eras {
    int32_t *day; /* ascending */
    int64_t *ms;
    size_t n;
};
struct stat_eras stat_eras(struct act *act);
/* A day of the era: its first one; of the first era the one before it ended. */
int32_t stat_era_day(const struct stat_eras *e, size_t era);
struct stat_scope { /* none = everywhere */
    const char **provinces, **units, **former;
    size_t nprovinces, nunits, nformer;
    bool most; /* of what is kept here may lie there */
};
struct stat_scope stat_scope(
    struct act *act, const struct stat_frame *f, const struct stat_eras *eras);

/* ---- cube.c: measures as SQL ----------------------------------------------------------------- */

/* Measures that are counted together, and the statement that does it. */
struct stat_cube {
    struct db_cube q;
    const struct measure *m[2 * CUBE_FLAGS];
    int flag[2 * CUBE_FLAGS], sum[2 * CUBE_FLAGS]; /* where its number stands; -1 = nowhere */
    size_t n;
};
/* Makes one cube of as many measures of m as go together, and sets taken[i] for these. ERR_INVALID
 * for a dimension a measure has not. */
MUST_CHECK enum err stat_cube_make(struct act *act, const struct measure *const *m, size_t n,
    bool *taken, const struct stat_frame *f, const struct stat_scope *s,
    const struct stat_eras *eras, struct stat_cube **out);

/* ---- count.c: numbers where they were written -------------------------------------------------
 */

const struct db_table *stat_table(const struct act *act, const struct reg *reg);
const struct reg *stat_root(const struct reg *reg); /* what it is a part of at last */
struct stat_raw { /* a number of one unit as it was when its records were written */
    const char *province, *unit;
    int32_t day; /* of the era: the code is of the map of this day */
    const char *by[STAT_BY_MAX];
    double value;
};
struct stat_raws {
    struct stat_raw *v;
    size_t n, cap;
};
void stat_raw_add(struct arena *a, struct stat_raws *r, const struct stat_raw *one);
/* Those of one place and codes as one; codes are left out. */
void stat_raws_sum(struct arena *a, const struct stat_raws *raws, struct stat_raws *out);
/* Counts anew; out[n] are added to. */
MUST_CHECK enum err stat_count(struct act *act, const struct measure *const *m, size_t n,
    const struct stat_frame *f, const struct stat_scope *s, const struct stat_eras *eras,
    struct stat_raws *out);

/* ---- onmap.c: and on the asked map ------------------------------------------------------------
 */

/* Where a code of a day counts: rows of the frame (from nrows on: `extra` of the map), and shares.
 */
struct stat_share {
    size_t row;
    double share;
    bool estimated;
};
struct stat_onmap;
struct stat_onmap *stat_onmap_open(struct act *act, const struct stat_frame *f);
/* *n = 0: outside what was asked. */
const struct stat_share *stat_onmap_find(
    struct stat_onmap *o, const char *province, const char *unit, int32_t day, size_t *n);
/* Raw numbers as cells of the asked units and codes. */
void stat_onmap_cells(struct stat_onmap *o, const struct stat_raws *raws, struct stat_cells *out);

/* ---- kept.c, keep.c: kept figures -------------------------------------------------------------
 */

struct stat_codes {
    const char **v;
    size_t n, cap;
};
bool stat_codes_has(const struct stat_codes *k, const char *code);
/* Adds the codes that the land of a unit (of today, or of before) had in all eras. */
void stat_codes_of(
    struct act *act, const char *unit, const struct stat_eras *eras, struct stat_codes *out);
struct change;
struct end;
struct stat_edition {
    const char *province, *made_with, *seen; /* as one counted now would have it */
    int64_t nr;
    bool valid; /* may be used with what changed since */
    struct end *ends;
    size_t nends;
    struct change *changes;
    size_t nchanges;
};
MUST_CHECK enum err stat_edition_read(
    struct act *act, const char *province, const struct stat_eras *eras, struct stat_edition *out);
/* Under what name a number is kept; NULL = it cannot be. */
const char *stat_kept_name(struct act *act, const struct measure *m, const struct stat_frame *f);
enum stat_stale { STALE_NONE, STALE_SOME, STALE_ALL };
/* Units whose numbers may have changed since the edition: their codes are added. */
enum stat_stale stat_stale_units(struct act *act, const struct stat_edition *e,
    const struct measure *m, const struct stat_eras *eras, struct stat_codes *codes);
/* The kept numbers but those of stale units. */
MUST_CHECK enum err stat_kept_read(struct act *act, const char *province, const char *name,
    const struct stat_codes *stale, struct stat_raws *out, bool *found);

/* ---- measure.c: cells ------------------------------------------------------------------------ */

/* Several measures, counted ones of one register in one pass; out[n]. */
MUST_CHECK enum err stat_measures(struct act *act, const struct measure *const *m, size_t n,
    const struct stat_ask *ask, struct stat_cells *out);
/* What stat_measures() found for measures. */
struct stat_counted {
    const struct measure **m;
    struct stat_cells *cells;
    size_t n;
};
/* indicator.c: an indicator from them, as stat_indicator() works it out; empty when a measure of it
 * is not among them. */
void stat_indicator_from(struct act *act, const struct indicator *i, const struct programme *prog,
    const struct stat_ask *ask, const struct stat_counted *of, struct stat_values *out);
/* By unit code, then codes in the order of their lists, not known last. */
int stat_cell_order(
    const struct stat_ask *ask, const struct stat_cell *a, const struct stat_cell *b);

/* ---- words.c: for people to read ------------------------------------------------------------- */

/* An expression of a measure; names NULL: of an indicator, over measures. */
const char *stat_words(struct act *act, const struct expr *e, const struct pack_names *names);
const char *stat_related_words(struct act *act, const struct measure *m, const struct related *w);

/* ---- entered.c, judge.c: provided by the half of entered values ------------------------------ */

/* Cells of an entered measure (m->reg NULL) for the units and codes of `ask`: summed from the units
 * below where the unit itself said nothing. A cell for each row
 * of stat_frame(), known or not; with nby one for each combination that somebody gave. */
MUST_CHECK enum err stat_entered(
    struct act *act, const struct measure *m, const struct stat_ask *ask, struct stat_cells *out);
/* What was entered and accepted of a counted measure takes the place of its count, with the totals;
 * split by dimensions counts stay as they are. `count` counts it for another frame. */
typedef enum err stat_count_fn(
    struct act *act, const struct measure *m, const struct stat_frame *f, struct stat_cells *out);
MUST_CHECK enum err stat_correct(struct act *act, const struct measure *m,
    const struct stat_ask *ask, const struct stat_frame *f, stat_count_fn *count,
    struct stat_cells *cells);
/* Sets v->status and v->target. */
void stat_judge_value(struct act *act, const struct indicator *i, const struct programme *prog,
    const struct stat_ask *ask, struct stat_value *v);

#endif
