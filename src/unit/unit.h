// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * unit: administrative units with validity in time. A unit is known by its official code; a code
 * has one version for each stretch of time in which its name, kind or parent did not change.
 * Codes have 2 digits for a province, 3 for a (former) district, 5 for a commune, and a commune of
 * before 2025-07-01 often gave its code to a quite different one of after: a code means something
 * only together with a day. Changes (who became whom, by which resolution) are kept beside.
 *
 * A `struct unit_tree` is all of that in memory, read-only, so that scope checks and maps cost no
 * SQL. `struct units` holds the current one and swaps it after an import; whoever works with a
 * tree holds it and drops it.
 *
 * Days are int32_t yyyymmdd. `to` is the first day a version is no longer valid. Codes given to
 * these functions are NUL-terminated; the country is "". What a function returns lives in the
 * tree or in the arena it was given.
 */
#ifndef MANG_UNIT_H
#define MANG_UNIT_H

#include "base/base.h"
#include "db/db.h"

enum unit_level { UNIT_ANY, UNIT_PROVINCE, UNIT_DISTRICT, UNIT_COMMUNE, UNIT_LEVEL__COUNT };
enum unit_kind {
    UNIT_TINH,
    UNIT_THANH_PHO, /* of a province's rank, or of a district's: see level */
    UNIT_QUAN,
    UNIT_HUYEN,
    UNIT_THI_XA,
    UNIT_XA,
    UNIT_PHUONG,
    UNIT_THI_TRAN,
    UNIT_DAC_KHU,
    UNIT_KIND__COUNT
};
enum { UNIT_SINCE_EVER = 0, UNIT_OPEN = 99999999 };

/* One version of a unit. */
struct unit {
    const char *code;
    const char *name;       /* "Xã Mường Phăng" */
    const char *short_name; /* "Mường Phăng" */
    const char *fold;       /* text_fold() of the name */
    const char *parent;     /* code; "" for a province */
    const char *resolution; /* that made this version; "" when not known */
    int32_t from, to;       /* UNIT_SINCE_EVER, UNIT_OPEN where there is no bound */
    enum unit_level level;
    enum unit_kind kind;
};

/* ---- days and words -------------------------------------------------------------------------- */

/* "2025-06-30"; "2025-06" and "2025" mean their last day, as a record of such precision is read.
 * -1 for anything else. */
int32_t unit_day(const char *iso);
/* The day (Vietnam time) of a clock_ms() time. */
int32_t unit_day_of_ms(int64_t ms);
/* ISO text; "" for UNIT_SINCE_EVER and UNIT_OPEN. Returns `out`. */
const char *unit_day_text(int32_t day, char out[11]);
/* "phuong", "dac_khu" …: as in files and the database. */
const char *unit_kind_code(enum unit_kind k);
/* "phường", "đặc khu" …: for a sentence. */
const char *unit_kind_name(enum unit_kind k);
/* "province", "district", "commune" to the level; UNIT_ANY for another word. */
enum unit_level unit_level_of(const char *word);

/* ---- the tree -------------------------------------------------------------------------------- */

struct unit_tree;

/* The version of `code` on that day; NULL when there is none. */
const struct unit *unit_find(const struct unit_tree *t, const char *code, int32_t day);
/* As unit_find; else the nearest version: the last that ended before, or the first that began
 * after. For showing a name. NULL only for an unknown code. */
const struct unit *unit_near(const struct unit_tree *t, const char *code, int32_t day);
/* "Xã Mường Phăng" of unit_near; the code itself when unknown. */
const char *unit_name(const struct unit_tree *t, const char *code, int32_t day);
/* Code of the province that `code` is or lies in on that day; NULL when not valid then. */
const char *unit_province(const struct unit_tree *t, const char *code, int32_t day);
/* Is `code`, on the map of that day, `ancestor` or below it? Everything valid is within "". */
bool unit_within(const struct unit_tree *t, const char *code, const char *ancestor, int32_t day);
/* The same across time, for the right to see a record: does the land of `code` as of `from_day`
 * lie, wholly or in part, within `ancestor` on the map of `to_day`? A record of a commune that was
 * split is within each of the parts; one dated after `to_day` is judged on its own day. */
bool unit_within_later(const struct unit_tree *t, const char *code, int32_t from_day,
    const char *ancestor, int32_t to_day);
/* Units of `level` below `code` on that day, in code order (UNIT_ANY = the next level down). */
const struct unit **unit_children(const struct unit_tree *t, struct arena *a, const char *code,
    int32_t day, enum unit_level level, size_t *n);
/* From the province down to the unit itself; returns how many (0 = not valid that day). */
size_t unit_path(const struct unit_tree *t, const char *code, int32_t day,
    const struct unit *out[UNIT_LEVEL__COUNT]);
/* "xã Mường Phăng, tỉnh Điện Biên", of unit_near, with the parents of its own time. */
const char *unit_full_name(
    const struct unit_tree *t, struct arena *a, const char *code, int32_t day);
/* Versions, former ones too, whose folded name has all words of `words` (made by text_fold; the
 * last one may be a beginning), at most `limit`: valid on `day` first, then whole names before
 * parts, then by level and code. `under` = a scope on the map of `day`, "" = all; former units
 * are judged by unit_within_later. */
const struct unit **unit_search(const struct unit_tree *t, struct arena *a, const char *words,
    const char *under, int32_t day, size_t limit, size_t *n);
/* All versions, by code then time. */
const struct unit *unit_all(const struct unit_tree *t, size_t *n);
/* A number that differs after every change of units: for caches. */
uint64_t unit_generation(const struct unit_tree *t);

/* ---- changes, maps of a day ------------------------------------------------------------------ */

/* How an old unit passed to a new one, in the words of the statistics office. */
enum unit_change_kind {
    UNIT_MERGE_FULL, /* all of it went into the new unit */
    UNIT_UNCHANGED,
    UNIT_RENAME,
    UNIT_RETYPE,
    UNIT_DISTRICT_TO_SPECIAL_ZONE,
    UNIT_SPLIT_PART,           /* some land and people; from here on: one of several parts */
    UNIT_SPLIT_AREA_ONLY,      /* land, nobody on it */
    UNIT_SPLIT_ALL_POPULATION, /* some land, all people */
    UNIT_SPLIT_POPULATION_ONLY,
    UNIT_SPLIT_COMPLETE, /* as UNIT_SPLIT_PART; says that all parts are now listed */
    UNIT_CHANGE_KIND__COUNT
};
struct unit_change {
    const char *old_code, *new_code;
    const char *resolution;
    const char *batch; /* "" = came with the program */
    int32_t day;       /* first day of the new state */
    enum unit_change_kind kind;
    double share; /* of the people of the old unit; 0 = not known */
};
const char *unit_change_code(enum unit_change_kind k); /* "merge_full", as in files */
const char *unit_change_name(enum unit_change_kind k); /* "nhập toàn bộ" */
bool unit_change_is_split(enum unit_change_kind k);

/* Changes with this old (new) code of any day, by day then code. NULL when none. */
const struct unit_change *unit_successors(const struct unit_tree *t, const char *old, size_t *n);
const struct unit_change **unit_predecessors(
    const struct unit_tree *t, struct arena *a, const char *new_code, size_t *n);

/* Where a unit is on the map of another day, with the share that goes there. */
struct unit_part {
    const struct unit *unit; /* version valid on the asked day */
    double share;            /* of the parts together: 1, if there are any */
    bool estimated;          /* the share is a guess for a record, or parts are missing */
};
/* `code` as of `from_day` seen on the map of `to_day`, later or earlier. Known shares are used;
 * what is left is dealt evenly to parts of unknown share that received people. Where a level ended
 * (districts) the unit above answers. *n = 0 for a code not valid on from_day. */
const struct unit_part *unit_on_map(const struct unit_tree *t, struct arena *a, const char *code,
    int32_t from_day, int32_t to_day, size_t *n);

/* An old commune that was split. Complete when as many parts are known as the resolution names,
 * when the shares known make 1, or when a part came as `split_complete`. */
struct unit_split {
    const char *code;
    int32_t day;
    int parts; /* as the resolution names; 0 = not known */
    int known;
    bool complete;
};
/* NULL when `code` was never split. */
const struct unit_split *unit_split_find(const struct unit_tree *t, const char *code);
/* All splits by code. */
const struct unit_split *unit_splits(const struct unit_tree *t, size_t *n);

/* ---- land ------------------------------------------------------------------------------------ */

/* Days through which a code was one place: no land of it passed to others. */
struct unit_stretch {
    int32_t from, to; /* UNIT_SINCE_EVER, UNIT_OPEN where there is no bound */
};
/* The stretch of `code` that a day lies in. A day on which the code was not valid belongs to the
 * version that ended last before it, else to the first: as records are read. */
struct unit_stretch unit_stretch_of(const struct unit_tree *t, const char *code, int32_t day);
/* The day itself when the code is valid then, else the nearest day by the same rule. */
int32_t unit_settled_day(const struct unit_tree *t, const char *code, int32_t day);
/* All units of the map of to_day that hold land of `code` as of from_day (of its own day, if that
 * is later). NULL, *n = 0 for an unknown code. */
const struct unit **unit_heirs(const struct unit_tree *t, struct arena *a, const char *code,
    int32_t from_day, int32_t to_day, size_t *n);
/* The one of them that has most of its people; NULL when there is none. */
const struct unit *unit_heir(
    const struct unit_tree *t, const char *code, int32_t from_day, int32_t to_day);

/* ---- lists for the command line and the API -------------------------------------------------- */

enum unit_format { UNIT_CSV, UNIT_JSON };
struct unit_list_args {
    enum unit_level level;
    int32_t day;
    const char *under; /* code, "" = the country */
    enum unit_format format;
};
/* Rows code,name,kind,parent,valid_from,valid_to of the units of that day. ERR_INVALID for
 * UNIT_ANY, ERR_NOT_FOUND when `under` is no unit of that day. */
MUST_CHECK enum err unit_list(
    const struct unit_tree *t, const struct unit_list_args *args, struct buf *out);
/* Rows code,name,province,effective_date,parts,known of splits whose parts are not all known. */
void unit_list_open_splits(const struct unit_tree *t, enum unit_format format, struct buf *out);

/* ---- database -------------------------------------------------------------------------------- */

/* Brings the tables to what `list` (asset units/units.csv) says; does nothing when they are
 * already there. Imported batches stay. *changed tells whether it wrote. ERR_CORRUPT for a damaged
 * list. */
MUST_CHECK enum err unit_install(
    struct dbc *c, struct arena *a, const struct asset *list, bool *changed);
/* The tree as the database has it now. Close with unit_tree_close. */
MUST_CHECK enum err unit_tree_load(struct dbc *c, struct unit_tree **out);
/* The same, read from `list` (asset units/units.csv) when the database holds just that and no
 * imported batch: twice as fast. */
MUST_CHECK enum err unit_tree_start(
    struct dbc *c, const struct asset *list, struct unit_tree **out);
/* A tree of the list alone, without a database. */
MUST_CHECK enum err unit_tree_parse(struct str list, struct unit_tree **out);
void unit_tree_close(struct unit_tree *t); /* NULL is a no-op */
void unit_tree_close_p(struct unit_tree **t);
#define AUTO_UNIT_TREE __attribute__((cleanup(unit_tree_close_p))) struct unit_tree

/* The tree all threads share. */
struct units;
/* Lives in `a`; takes the tree over. */
struct units *units_open(struct arena *a, struct unit_tree *first);
void units_close(struct units *u); /* nobody may hold a tree any more; NULL is a no-op */
/* The current tree, which stays until dropped, whatever is swapped meanwhile. Thread-safe. */
struct unit_tree *units_hold(struct units *u);
void units_drop(struct units *u, struct unit_tree *t);
/* Loads and swaps, if the database has other units than the held tree (this or another process
 * imported some). */
MUST_CHECK enum err units_refresh(struct units *u, struct dbc *c);

/* ---- imports of changes ---------------------------------------------------------------------- */

struct unit_import {
    const char *file; /* how messages call it */
    /* CSV with header old_code,new_code,kind,effective_date,resolution[,share][,new_name]. A line
     * with a new_name says what the new unit is from that day: it may begin a unit and end the old
     * one. Without it both must be known to the list of units. */
    struct str text;
    const char *by; /* who imports, for the batch */
    bool dry_run;
};
struct unit_fault {
    size_t line;      /* from 1 */
    const char *text; /* "tệp:dòng: …", Vietnamese */
};
struct unit_report {
    size_t rows; /* lines of data read */
    size_t added, changed, same, bad;
    const struct unit_fault *faults;
    size_t nfaults;
    size_t splits_open; /* after the import */
    const char *batch;  /* id for unit_revert; NULL when nothing was written */
};
/* Checks each line against the tree and the other lines, and stores the good ones as one batch.
 * Columns in any order, others are ignored. A known change (same codes and day) with another kind,
 * share or resolution is `changed`: the newest batch wins. The same file again adds nothing. With
 * dry_run nothing is written and `c` may be NULL. A file without its columns is one fault and no
 * rows; one with a stray quote is read up to there. */
MUST_CHECK enum err unit_import(struct dbc *c, struct arena *a, const struct unit_tree *t,
    const struct unit_import *in, struct unit_report *out);
/* Takes a batch back: its changes no longer count (they stay stored). ERR_NOT_FOUND for no such
 * batch, ERR_CONFLICT when already taken back. */
MUST_CHECK enum err unit_revert(struct dbc *c, const char *batch, const char *by);
/* Batches newest first: id, source, made_at, made_by, rows, reverted_at, reverted_by. */
struct db_rows *unit_batches(struct dbc *c, struct arena *a);

#endif
