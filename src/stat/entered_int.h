// SPDX-License-Identifier: AGPL-3.0-or-later
/* What was said about one measure in one period, and how it lies on a map: entered*.c only. */
#ifndef MANG_STAT_ENTERED_INT_H
#define MANG_STAT_ENTERED_INT_H

#include "stat/stat_int.h"
#include "stat/stat_value_int.h"

/* A unit that said something, as of the day its code belongs to. */
struct speaker {
    const char *unit;
    int32_t day;
    enum unit_level level;
    size_t first, n; /* its facts, by dims then period */
};
struct fact {
    const char *dims, *period;
    double value;
    unsigned origin;
};
/* A source seen on a map: all or some of it is (in) the unit `to`. */
struct link {
    const struct unit *to; /* NULL = the country */
    size_t source;
    double share;
    bool same;  /* it is that unit, not a part or a predecessor */
    bool guess; /* the share is one */
};
struct mapped {
    struct mapped *next;
    int32_t map;
    struct link *v; /* by code of `to` */
    size_t n;
};
struct pick { /* one code of one dimension */
    const struct dimension *d;
    const char *code;
};
struct entered {
    struct act *act;
    const struct measure *m;
    struct period period;
    struct speaker *source;
    size_t nsource;
    struct fact *fact;
    size_t nfact;
    struct mapped *views;
    enum unit_level leaf; /* where the measure is entered */
    bool split;           /* some facts have dimensions */
};
/* Reads what bears on a unit of the map (NULL = the country). */
MUST_CHECK enum err entered_load(
    struct entered *e, const struct stat_ask *ask, const struct stat_frame *f);
const struct mapped *entered_view(struct entered *e, int32_t map);
/* Links of a unit of the view's map; *n = 0 for none. */
const struct link *entered_links(const struct mapped *v, const struct unit *u, size_t *n);
/* What a source said of these codes in a period: as such, or as the sum of all codes of a further
 * dimension. `out->origin` 0 = nothing. */
struct fact entered_fact(
    struct entered *e, size_t source, const struct pick *by, size_t nby, const char *period);
/* Only as such; only as the sum of all codes of one dimension. */
struct fact entered_total(struct entered *e, size_t source, const char *period);
struct fact entered_sum(
    struct entered *e, size_t source, const struct dimension *d, const char *period);
/* Begins and loads. */
MUST_CHECK enum err entered_open(struct entered *e, struct act *act, const struct measure *m,
    const struct stat_ask *ask, const struct stat_frame *f);
/* What a unit says of itself, and what the units below it say together. */
void entered_both(struct entered *e, const struct unit *u, int32_t map, struct stat_cell *own,
    struct stat_cell *below);

#endif
