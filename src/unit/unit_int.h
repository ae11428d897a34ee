// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What the files of src/unit share: the tree's insides and how one is built. A build takes rows in
 * any order; unit_build_done() sorts and indexes them, and nothing changes after that.
 */
#ifndef MANG_UNIT_INT_H
#define MANG_UNIT_INT_H

#include "unit/unit.h"

struct unit_tree {
    struct arena *mem;  /* owns everything below and this struct */
    struct unit *units; /* by code, from */
    size_t nunits;
    const struct unit **by_parent;     /* by parent, code, from */
    struct unit_change *changes;       /* by old_code, day, new_code; the newest batch only */
    const struct unit_change **by_new; /* by new_code, day, old_code */
    size_t nchanges;
    struct unit_split *splits; /* by code */
    size_t nsplits;
    uint64_t generation;
    struct unit_stamp {
        int64_t batches, made, reverted;
    } stamp;     /* of the batches it was loaded from */
    int holders; /* guarded by struct units */
};

struct unit_build {
    struct unit_tree *t;
    size_t cap_units, cap_changes, cap_splits;
    const char *resolution; /* the last one, to share its text */
};
struct unit_build unit_build_open(void);
/* Strings are copied; name parts and fold are made here. */
void unit_build_unit(struct unit_build *b, const struct unit *u);
void unit_build_change(struct unit_build *b, const struct unit_change *c);
void unit_build_split(struct unit_build *b, const struct unit_split *s);
struct unit_tree *unit_build_done(struct unit_build *b);
/* Do versions of a code never overlap, and are parents of a higher level? All walks rely on it. */
bool unit_tree_sound(const struct unit_tree *t);

/* The unit above on that day; NULL for a province. */
const struct unit *unit_parent_on(const struct unit_tree *t, const struct unit *u, int32_t day);

/* The parts known of one old unit on one day, and whether they are all. */
struct unit_tally {
    int parts, whole; /* whole = of these, such as say that everything went there */
    double shares;
    bool complete; /* one of them says so */
};
void unit_tally_add(struct unit_tally *y, const struct unit_change *c);
bool unit_tally_complete(const struct unit_tally *y, int parts);

/* Splits known when enough of their parts are among the tree's changes. */
void unit_splits_count(struct unit_tree *t);

/* One line of the list (asset units/units.csv), by its first field. */
enum unit_line_kind { UNIT_LINE_UNIT, UNIT_LINE_CHANGE, UNIT_LINE_SPLIT };
struct unit_line {
    enum unit_line_kind what;
    struct unit unit;
    struct unit_change change;
    struct unit_split split;
};
/* Cuts the next line off *rest into *out (strings in `a`). ERR_CORRUPT for a line that is not
 * ours, ERR_NOT_FOUND at the end. */
enum err unit_line_next(struct arena *a, struct str *rest, struct unit_line *out);

enum err unit_put_change(struct dbc *c, const char *batch, const struct unit_change *ch);
/* A batch made now. */
enum err unit_put_batch(
    struct dbc *c, const char *id, const char *source, const char *by, int64_t changes);

/* ---- imports: csv.c reads, import.c judges --------------------------------------------------- */

enum unit_col {
    COL_OLD,
    COL_NEW,
    COL_KIND,
    COL_DATE,
    COL_RESOLUTION,
    COL_SHARE,
    COL_NAME,
    COL__COUNT
};
struct unit_csv_row {
    size_t line; /* from 1 */
    const char *v[COL__COUNT];
};
struct unit_csv {
    const struct unit_csv_row *rows;
    size_t n;
    const char *fault; /* Vietnamese; NULL when the whole file could be read */
    size_t fault_line;
};
/* Reads a CSV whose header names the columns. Values are trimmed; a missing one is "". */
struct unit_csv unit_csv_read(struct arena *a, struct str text);

/* ---- changes that make units: made.c --------------------------------------------------------- */

struct unit_making {
    struct unit_change change;
    const char *new_name; /* of the new unit from that day */
};
/* What is wrong with such a line; NULL when nothing. */
const char *unit_made_fault(
    struct arena *a, const struct unit_tree *t, const struct unit_change *c, const char *new_name);
/* What is wrong with it beside the others. */
const char *unit_made_clash(
    struct arena *a, const struct unit_making *v, size_t n, const struct unit_making *of);
/* Is the old unit itself among its successors? */
bool unit_made_goes_on(const struct unit_making *v, size_t n, const struct unit_making *of);
enum err unit_put_made(struct dbc *c, const char *batch, const struct unit_tree *t,
    const struct unit_making *v, size_t n);
/* A version that a batch brought: ends what its code was, and begins unless its name is "". All
 * plain versions must be there. */
void unit_build_made(struct unit_build *b, const struct unit *made);

/* Words of files; the COUNT value for an unknown one. */
enum unit_kind unit_kind_of(struct str word);
enum unit_change_kind unit_change_of(struct str word);

#endif
