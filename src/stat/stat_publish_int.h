// SPDX-License-Identifier: AGPL-3.0-or-later
/* A release being made: shared by publish.c, publish_count.c, publish_hide.c. */
#ifndef MANG_STAT_PUBLISH_INT_H
#define MANG_STAT_PUBLISH_INT_H

#include "stat/stat_int.h"

/* A measure with all that is told of it. Rows: the units below, then what lies in none of them. */
struct told {
    const struct measure *m;
    bool stale;   /* to be protected (again) */
    bool counted; /* protected as counts; else only the whole is told */
    int64_t *total;
    bool *known, *guess; /* rows + 1: the last is the whole */
    double whole;        /* of what is not counted */
    int64_t sum;
    bool *hide, hide_all;
    const struct dimension **dim;
    struct stat_split *by;
    int64_t **col; /* sums of the columns */
    size_t nby;
};
/* Measures counted together: without a dimension, or by one; of the units below and of the whole.
 */
struct told_pass {
    struct told **t;
    const struct measure **m;
    size_t n;
    struct stat_cells *below, *whole;
};
struct row; /* of the release, as it will be stored */
struct making {
    struct act *act;
    struct stat_release *r;
    struct stat_ask ask; /* rows of the units below */
    const struct unit **unit;
    size_t rows; /* with the one of none */
    struct told *v;
    size_t n;
    struct told_pass *pass; /* the totals, then one a dimension of the pack */
    struct row *out;
    size_t nout, cap;
};
/* Column of a code; the last one is for what has no code. */
size_t told_column(const struct dimension *d, const char *code);
struct told *told_of(const struct making *k, const struct measure *m);
size_t told_split(const struct told *t, const struct dimension *d); /* t->nby: none */
size_t told_row(const struct making *k, const char *unit);          /* rows - 1: none */

/* publish_count.c: fills v and pass */
MUST_CHECK enum err told_count(struct making *k);
/* publish_hide.c */
MUST_CHECK enum err told_hide(struct making *k);

#endif
