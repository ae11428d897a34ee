// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * stat: every number. Periods; measures counted from registers or entered; indicators made from
 * them; on the map of any day, as known at any moment; kept figures that a write makes stale and
 * the next read renews; entered values with their approval; targets and whether they are met; the
 * records behind a number; numbers that may be published.
 *
 * The land a number belongs to is the unit its records were written in, on the map of the day they
 * were written (struct unit_tree). The map it is shown on is chosen when it is asked: units that
 * became one are added up, a unit that was split is dealt out by its shares and marked estimated.
 * A rate is made from the sums of numerators and denominators, never from rates.
 *
 * Days are int32_t yyyymmdd as in unit.h, moments are milliseconds. Periods, formulas, suppression
 * are pure.
 */
#ifndef MANG_STAT_H
#define MANG_STAT_H

#include "rec/rec.h"

/* ---- periods --------------------------------------------------------------------------------- */

enum period_kind {
    PERIOD_MONTH,
    PERIOD_QUARTER,
    PERIOD_HALF,
    PERIOD_NINE_MONTHS,
    PERIOD_YEAR,
    PERIOD_YEARS, /* 2016..2020 */
    PERIOD_DAYS,  /* 2024-03-05..2024-04-01 */
    PERIOD__COUNT
};
/* Decree 09/2019/NĐ-CP art. 12: reports count from the 15th of the month before to the 14th; a year
 * from 15/12 to 14/12. Statistics count by the calendar. */
enum regime { REGIME_CALENDAR, REGIME_CUTOFF15 };
struct period {
    enum period_kind kind;
    enum regime regime;
    int32_t from, to; /* first and last day */
    char id[28];      /* "2024", "2024-03", "2024-Q3", "2024-H1", "2024-9M", "2016..2020",
                         "2024-03-05..2024-04-01": canonical, without the regime */
};
/* What people and programs type: the ids above, also "9T/2024", "6 tháng đầu năm 2024", "quý
 * 3/2024", "tháng 9/2024", "năm 2024" and DHIS2's 202409, 2024Q3, 2024S1. NULL when right, else a
 * Vietnamese sentence (in `a` or constant); `out` is then untouched. */
const char *period_parse(struct arena *a, struct str text, enum regime regime, struct period *out);
struct period period_of(
    enum period_kind kind, enum regime regime, int year, int nth); /* nth from 1; of PERIOD_YEARS
                                                                      so many years from `year` */
/* The period of that kind that a day lies in. Not for PERIOD_YEARS and PERIOD_DAYS. */
struct period period_at(enum period_kind kind, enum regime regime, int32_t day);
struct period period_last_year(
    const struct period *p);                         /* the same, a year (a span of years) before */
struct period period_before(const struct period *p); /* the one just before, of equal kind */
/* Parts of the next finer kind that make it up exactly; 0 for months and days. At most 12. */
size_t period_parts(const struct period *p, struct period out[12]);
const char *period_label(struct arena *a, const struct period *p); /* "9 tháng đầu năm 2026" */
bool period_kind_of(const char *every, enum period_kind *out);     /* a word of packs: "half" */
int period_year(const struct period *p);                           /* of its last day */

/* ---- asking ---------------------------------------------------------------------------------- */

enum { STAT_BY_MAX = 3, STAT_DASHBOARD_MAX = 8 };

struct stat_ask {
    const char *unit;      /* code on the map below; "" = the country */
    enum unit_level level; /* a row for each unit of that level within it; UNIT_ANY = itself only */
    int32_t map;           /* 0 = the last day of the period, but not after today */
    struct period period;
    int64_t known; /* as known at that moment; 0 = now */
    const struct dimension *by[STAT_BY_MAX];
    size_t nby;
    bool fresh; /* count anew, do not use kept figures: for tests and `stat compute --fresh` */
};
enum stat_origin {
    STAT_NONE = 0,
    STAT_COMPUTED = 1, /* from registers */
    STAT_ENTERED = 2,  /* given by the body that owns it, accepted */
    STAT_PENDING = 4,  /* entered, not accepted yet */
    STAT_GIVEN_RATE = 8
}; /* flags: 3 = mixed, and said so */
/* One number of one unit and one combination of codes. */
struct stat_cell {
    const struct unit *unit;       /* version on the asked map; NULL = the country */
    const char *code[STAT_BY_MAX]; /* by ask->by; NULL = not known */
    double value;                  /* of a measure */
    bool known;                    /* false: nobody has said anything */
    bool estimated;                /* some of it was dealt out by shares */
    unsigned origin;               /* enum stat_origin */
    int said, asked;               /* entered: units below that gave a value, of how many */
};
struct stat_cells {
    struct stat_cell *v; /* by unit code, then codes in the order of their lists; with nby the
                            totals are not among them. A counted measure has a cell for each unit
                            and combination of codes (up to 50,000 of them, then only those that
                            are not 0), and for codes that are not known where there are such. What
                            lies in the asked unit but above the level of the rows (a record that
                            the province keeps) comes as a cell of the unit it lies in */
    size_t n;
};
/* A measure. ERR_INVALID for a dimension it has not, ERR_NOT_FOUND for a unit that is not on the
 * map, ERR_DENIED outside the reader's scope (the unit itself, those below and those it is within
 * may be asked; `province` opens all of the province). */
MUST_CHECK enum err stat_measure(
    struct act *act, const struct measure *m, const struct stat_ask *ask, struct stat_cells *out);

enum stat_status { STAT_UNKNOWN, STAT_NO_TARGET, STAT_MET, STAT_NOT_MET };
struct stat_value { /* one figure of an indicator */
    const struct unit *unit;
    const char *code[STAT_BY_MAX];
    double num, den; /* den NAN without denominator */
    double value;    /* NAN = not known: nothing said, or divided by zero */
    bool known, estimated, zero_den;
    unsigned origin;
    int said, asked;
    enum stat_status status;
    const struct stat_target *target; /* judged by, or NULL */
};
struct stat_values {
    struct stat_value *v;
    size_t n;
};
/* Status is set against the targets of `prog` (NULL = of any programme that has one; the unit's own
 * before those of the units above it, before the country's; of the asked year, else the next
 * milestone). */
MUST_CHECK enum err stat_indicator(struct act *act, const struct indicator *i,
    const struct programme *prog, const struct stat_ask *ask, struct stat_values *out);
/* Several at once: measures they share, and registers they read, are read once. out[n]. */
MUST_CHECK enum err stat_indicators(struct act *act, const struct indicator *const *v, size_t n,
    const struct programme *prog, const struct stat_ask *ask, struct stat_values *out);

/* As a code asked for: records of which none is known. */
#define STAT_NOT_KNOWN "-"
/* The records behind a computed number: of ask->unit, with these codes (NULL = any). Their number
 * (*total) equals the number, save what was estimated: then *all is false and the records of the
 * units that were split are all here. What the reader may not see is counted and left out of *out.
 */
struct stat_records {
    const struct rec *const *v;
    size_t n;
    int64_t total; /* records counted */
    double sum;    /* equals the cell: sum of `value`, or total */
    bool all;
};
MUST_CHECK enum err stat_records(struct act *act, const struct measure *m,
    const struct stat_ask *ask, const char *const code[STAT_BY_MAX], int64_t limit, int64_t offset,
    struct stat_records *out);
/* In words: what it counts, from which register, by which condition (as people read it), sources,
 * kinds of period; for indicators the formula and its measures. For pages and `mang stat explain`.
 */
void stat_explain(struct act *act, const struct indicator *i, struct val *into);

/* Renews kept figures of a unit and below for the dashboard and programmes: by src/job after writes
 * and each night. Returns how many cells were counted. */
MUST_CHECK enum err stat_refresh(struct act *act, const char *unit, int64_t *cells);

/* ---- entered values -------------------------------------------------------------------------- */

enum stat_state { VALUE_DRAFT, VALUE_SENT, VALUE_ACCEPTED, VALUE_RETURNED };
struct stat_entry {
    const struct measure *measure;
    const char *unit;
    int32_t map; /* the code is of the map of this day; 0 = last day of the period */
    struct period period;
    const char *dims; /* "gioi_tinh=nu;nhom_tuoi=duoi_6", ordered by dimension id; "" = total */
    double value;
    bool gone; /* the value is taken back */
    enum stat_state state;
    const char *evidence; /* number of a paper, a link; or NULL */
    const char *note;     /* why it was returned; or NULL */
    const char *by;       /* who said it, name; set by reading */
    const char *judge;    /* who accepted or returned it, name, or NULL; set by reading */
    int64_t at;
    const char *batch; /* of an import, or NULL */
};
struct stat_fault {     /* of one entry */
    size_t row;         /* index in the entries given, from 0 */
    const char *column; /* "value", "unit", "period", "measure", "dims" */
    const char *text;   /* Vietnamese sentence */
};
struct stat_put {
    size_t added, changed, same, bad;
    struct stat_fault *faults;
    size_t nfaults;
};
/* Stores good entries, names bad ones; the same again changes nothing. One line in the journal of
 * each unit touched. Who enters at the level of the measure sends (VALUE_SENT), who is above may
 * store as accepted; else the state is VALUE_SENT whatever was asked. dry_run writes nothing. */
MUST_CHECK enum err stat_put(
    struct act *act, const struct stat_entry *v, size_t n, bool dry_run, struct stat_put *out);
/* Current entries of one measure (NULL = all) of a unit and, with below, of those in it. */
MUST_CHECK enum err stat_entries(struct act *act, const struct measure *m, const char *unit,
    bool below, const struct period *p, struct stat_entry **out, size_t *n);
/* Accepts or returns what was sent; a return needs a reason. */
MUST_CHECK enum err stat_judge(
    struct act *act, const struct stat_entry *e, bool accept, const char *reason);
/* Every state an entry was in, the oldest first: `at` is since when, `by` who made it so. */
MUST_CHECK enum err stat_history(
    struct act *act, const struct stat_entry *e, struct stat_entry **out, size_t *n);
/* How many entries of a unit and below wait to be judged by the actor. */
MUST_CHECK enum err stat_waiting(struct act *act, const char *unit, int64_t *n);
/* May the actor enter, or judge, values of this unit (code on the map of `map`, 0 = today)? */
bool stat_may_enter(struct act *act, const struct measure *m, const char *unit, int32_t map);
bool stat_may_judge(struct act *act, const struct measure *m, const char *unit, int32_t map);
/* "a=x;b=y" in canonical order; NULL and *msg for an unknown dimension or code. */
const char *stat_dims(struct arena *a, const struct measure *m, struct str text, const char **msg);

/* ---- targets --------------------------------------------------------------------------------- */

struct stat_target {
    const struct indicator *indicator;
    const struct programme *programme; /* NULL = of the site alone */
    const char *unit;                  /* "" = the country */
    int year;
    enum target_op op;
    double value;
    double baseline; /* NAN = none */
    int baseline_year;
    const char *document; /* that set it */
    bool verify, own;     /* own: stands in the database, not in the pack */
};
/* All that bear on a unit: its own, those above, the country's. */
MUST_CHECK enum err stat_targets(struct act *act, const struct indicator *i, const char *unit,
    struct stat_target **out, size_t *n);
MUST_CHECK enum err stat_target_put(
    struct act *act, const struct stat_target *v, size_t n, bool dry_run, struct stat_put *out);

/* Indicators that a province adds to a programme: entered ones, known beside those of the pack. The
 * pack of the site with them in it (measures own_x_tu and own_x_mau, indicator own_x): made at
 * start and after each change. */
struct stat_own {
    const char *id; /* letters, digits, _ ; becomes own_<id> */
    const char *programme, *objective, *code, *label, *definition, *unit_label, *province,
        *document;
    int per; /* 1 = a plain number; else numerator and denominator */
    enum indicator_good good;
    const char *owner;
};
/* ERR_INVALID with *msg for a person; the same again changes nothing. */
MUST_CHECK enum err stat_own_add(struct act *act, const struct stat_own *own, const char **msg);
/* `base` with what the database holds and it has not yet; base itself if there is nothing. Give it
 * the newest pack. */
MUST_CHECK enum err stat_own_pack(
    struct dbc *c, struct arena *a, const struct pack *base, const struct pack **out);
/* After stat_own_add was committed, and at start: the site goes on with the longer pack. Acts that
 * are under way keep what they have read of the old one, which stays. Thread-safe. */
MUST_CHECK enum err stat_own_reload(struct site *site);
struct stat_site *stat_own_open(struct arena *a); /* for site->own */
void stat_own_close(struct stat_site *s);         /* NULL is a no-op */

/* How a programme stands: for each part of each item its value and status; an item is met when all
 * of its parts are, not known when one is not and none fails. */
struct stat_item {
    const struct objective *objective;
    const struct programme_item *item;
    enum stat_status status;
    struct stat_value *parts; /* item->nparts */
};
struct stat_score {
    struct stat_item *v;
    size_t n, met, not_met, unknown;
};
MUST_CHECK enum err stat_programme(
    struct act *act, const struct programme *p, const struct stat_ask *ask, struct stat_score *out);

/* ---- checks of data -------------------------------------------------------------------------- */

enum stat_check_kind {
    CHECK_MISSING,       /* units that owe a value of an entered measure and gave none */
    CHECK_CONTRADICTION, /* a part greater than the whole, an own total that is not the sum of the
                            units below, codes of a dimension that do not make up the total */
    CHECK_OUTLIER,       /* far from the unit's own earlier periods or from its neighbours */
    CHECK_CHANGE,        /* against the last period by more than the bound */
    CHECK_WAITING,       /* sent, not accepted yet */
    CHECK__COUNT
};
struct stat_check {
    enum stat_check_kind kind;
    bool grave;                        /* numbers that cannot be right; others only want a look */
    const struct unit *unit;           /* whom it is about, on the asked map; NULL = the country */
    const struct measure *measure;     /* or NULL */
    const struct indicator *indicator; /* or NULL */
    double value, other;               /* what stands there, what it was held against; NAN = none */
    int units, of;                     /* CHECK_MISSING: so many units, of so many; else 0 */
    const char *text; /* Vietnamese sentence with the unit, the indicator and the numbers */
};
struct stat_check_ask {
    const char *unit; /* and those directly below it */
    int32_t map;      /* as in stat_ask */
    struct period period;
    const struct measure *const *measures; /* NULL with nmeasures 0: all entered ones */
    size_t nmeasures;
    const struct indicator *const *indicators; /* none = outliers and changes are not looked for */
    size_t nindicators;
    double change; /* bound of CHECK_CHANGE in percent; 0 = 30 */
    size_t most;   /* at most so many; 0 = 200 */
};
/* Grave ones first, then by kind, unit. What is not known is never an outlier. */
MUST_CHECK enum err stat_checks(
    struct act *act, const struct stat_check_ask *ask, struct stat_check **out, size_t *n);

/* ---- publishing ------------------------------------------------------------------------------ */

/* Counts of 1 to 4 are not published, nor as many others as are needed so that no hidden one can be
 * worked out from what is shown, its margins among it. 0 is always shown. Both functions are pure;
 * a flag that is set when they are called stays set and is protected like a small count. See
 * SECURITY.md, "Published numbers". */
enum { STAT_SMALL = 4, STAT_WIDTH = 4 }; /* whoever works it out is left with so many more values */
/* A table, units below by codes, with its margins. `hide` gets rows*cols flags, `hide_row` and
 * `hide_col` those of the margins, *hide_all that of the grand total. */
struct stat_grid {
    size_t rows, cols;
    const int64_t *v; /* row by row */
    bool *hide, *hide_row, *hide_col, *hide_all;
};
void stat_suppress(struct arena *a, const struct stat_grid *g);
/* All tables of one measure that are published together: totals of units and their sum, and
 * breakdowns that share them. */
struct stat_split {
    size_t cols;
    const int64_t *v; /* rows*cols, row by row */
    bool sums; /* the codes of a row add up to its total; false: one child in several groups */
    bool *hide, *hide_col;
};
struct stat_sheet {
    size_t rows;
    const int64_t *total;
    bool *hide, *hide_all;
    const struct stat_split *by;
    size_t nby;
};
void stat_protect(struct arena *a, const struct stat_sheet *s);

/* A release: the numbers of one finished year that a unit gives to the public, itself and the units
 * just below it, kept as they were known then. What is `open` in the pack: measures, each with its
 * breakdowns, protected together; indicators, hidden where a measure of theirs is. Only accepted
 * values. What an earlier release of the year hid stays hidden, and what differs from it by a small
 * count is hidden too, so that two releases do not tell together what each does not. */
struct stat_release {
    const char *unit; /* "" = the country */
    int year;
    bool dry_run; /* counts what would be told, writes nothing */
    /* set by stat_release */
    const char *id;
    const char *fault; /* why not: a Vietnamese sentence; nothing was written */
    size_t told, hidden, unknown;
};
/* Reads in act's lease, then opens one to write, for the caller to commit. Journaled in the chain
 * of the unit. The caller has asked for the right: every record of the unit is counted. */
MUST_CHECK enum err stat_release(struct act *act, struct stat_release *r);
/* Takes it back, with a reason that is shown. ERR_NOT_FOUND for no such one of that unit. */
MUST_CHECK enum err stat_release_withdraw(
    struct act *act, const char *unit, const char *id, const char *reason);
/* Is it shown to the public? A measure is by itself, or because an open indicator needs it. */
bool stat_open_measure(const struct pack *p, const struct measure *m);

#endif
