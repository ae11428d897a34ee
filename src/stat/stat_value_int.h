// SPDX-License-Identifier: AGPL-3.0-or-later
/* Entered values, targets and own indicators: shared between their files in src/stat only. */
#ifndef MANG_STAT_VALUE_INT_H
#define MANG_STAT_VALUE_INT_H

#include "stat/stat.h"

#define VALUE_OPEN INT64_C(9999999999999999) /* known_to of what still stands */
enum { LANE_ACCEPTED, LANE_PROPOSED };

/* ---- value_place.c: whose number it is
 * ------------------------------------------------------- */

/* A unit as values are stored under it: the last day of the period, if it is (under some name) on
 * the map of that day, else the nearest day on which it was. */
struct value_place {
    const char *unit, *province; /* "" = the country */
    int32_t day;
    enum unit_level level;
};
/* false when `code` is no unit on the map of that day. */
bool stat_value_place(const struct unit_tree *t, struct arena *a, const char *code, int32_t map,
    int32_t day_to, struct value_place *out);
/* The unit of a place as seen on the map of `day`, if it is one and the same there; else NULL. */
const struct unit *stat_value_same_unit(
    const struct unit_tree *t, struct arena *a, const char *code, int32_t from, int32_t day);
int32_t stat_value_today(const struct act *act);
int32_t stat_value_day_before(int32_t day);
/* Is the unit (code of the map of that day) within the actor's scope today? */
bool stat_value_in_scope(const struct act *act, const char *code, int32_t day);
/* … strictly below it. */
bool stat_value_is_below_actor(const struct act *act, const char *code, int32_t day);
/* May it be read: in scope, above it, or anything of the province with that right. */
bool stat_value_may_read(const struct act *act, const char *code, int32_t day);

/* ---- value_check.c: is it a good entry
 * ------------------------------------------------------- */

struct value_key {
    const char *province, *measure, *unit, *period, *dims;
    int regime;
    int32_t day_to, day;
};
struct value_row {
    struct value_key k;
    const struct stat_entry *e;
    size_t nth; /* of the entry */
    enum stat_state state;
};
int stat_value_key_compare(const struct value_key *x, const struct value_key *y);
/* NULL when the entry may be stored, with the row; else the sentence, and its column. */
const char *stat_value_check(
    struct act *act, const struct stat_entry *e, struct value_row *out, const char **column);
/* Of one entry as given, to find what is stored; NULL when right. */
const char *stat_value_key_of(
    struct act *act, const struct stat_entry *e, struct value_key *out, const char **column);

/* ---- value_put.c ----------------------------------------------------------------------------- */

enum { VALUE_COLS = 17 }; /* of stat_value */
extern const char *const stat_value_columns[VALUE_COLS];

/* The row of stat_act for what this act says about a batch (NULL: none). */
MUST_CHECK enum err stat_value_act(struct act *act, const char *batch, int64_t *id);
struct value_change { /* one line of the journal says what changed in one unit */
    const char *unit, *what;
    double before, after; /* NAN = nothing */
};
/* One journal line for each unit. Sorts `v`. */
MUST_CHECK enum err stat_value_journal(
    struct act *act, const char *action, const char *reason, struct value_change *v, size_t n);
const char *stat_value_what(struct arena *a, const struct value_key *k);

/* ---- what an act has read once --------------------------------------------------------------- */

struct stat_memo {
    struct stat_memo *next;
    enum { MEMO_TARGETS, MEMO_PROVINCES, MEMO_CORRECTED } kind;
    const char *unit;
    int64_t known;         /* MEMO_PROVINCES: the map */
    struct stat_target *v; /* MEMO_TARGETS: of this unit */
    const char **text;     /* codes of provinces; ids of measures */
    size_t n;
};
/* A new one with its kind and key when there is none yet: *fresh, to be filled. */
struct stat_memo *stat_memo_of(
    struct act *act, int kind, const char *unit, int64_t known, bool *fresh);

/* ---- target.c, target_put.c ------------------------------------------------------------------ */

/* The target that a unit's value of a year is judged by; NULL = none. `part` = of the pack's
 * targets only those of this part of `prog`; NULL = of any. */
const struct stat_target *stat_target_for(struct act *act, const struct indicator *i,
    const struct programme *prog, const struct part_target *part, const struct stat_ask *ask,
    const struct unit *unit);
enum stat_status stat_target_status(
    const struct stat_target *t, const struct indicator *i, bool known, double value);

#endif
