// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/exchange only. */
#ifndef MANG_EXCHANGE_INT_H
#define MANG_EXCHANGE_INT_H

#include "exchange/exchange.h"

/* Constants of every DHIS2. */
#define DEFAULT_COMBO "bjDvmb4bfuf"
#define DEFAULT_OPTION_COMBO "HllvX50cXC0"

/* ---- codebook.c: what others call our things
 * ------------------------------------------------------
 */

struct element { /* a measure split by some dimensions; none = its total */
    const struct measure *measure;
    const struct dimension *by[STAT_BY_MAX];
    size_t nby;
    char uid[EXCHANGE_UID];
    const char *code;
};
struct combo { /* one option of each of some dimensions */
    const struct dimension *by[STAT_BY_MAX];
    size_t nby;
    char uid[EXCHANGE_UID];
    const char *dims; /* "d=x;e=y", also its code */
};
struct place {
    const struct unit *unit;
    char uid[EXCHANGE_UID];
};
struct codebook {
    const struct unit_tree *units;
    struct element *elements; /* in the order of the pack */
    size_t nelements;
    const struct element **by_uid, **by_code;
    struct combo *combos; /* by UID */
    size_t ncombos;
    struct place *places; /* every version of every unit, by UID; made when first asked */
    size_t nplaces;
    struct arena *a;
};
struct codebook *codebook_open(struct act *act);
const struct element *codebook_element(const struct codebook *d, struct str id);
const struct combo *codebook_combo(
    const struct codebook *d, const struct element *e, struct str id);
/* By UID or code, on the map of that day; NULL when there is none. */
const struct unit *codebook_unit(struct codebook *d, struct str id, int32_t day);
/* Of dims of one element. */
void exchange_combo_uid(const char *dims, char out[EXCHANGE_UID]);

/* ---- reading ----------------------------------------------------------------------------------
 */

struct option { /* of an exploded combo: gioi_tinh="nu" */
    struct str category, code;
};
struct row {   /* one data value as written; texts live during the call */
    size_t no; /* from 0 */
    struct str element, period, unit, combo, value;
    struct option options[STAT_BY_MAX];
    size_t noptions;
    bool deleted, adx;
};
typedef enum err row_fn(void *ctx, const struct row *row);
/* Gives every row to fn; *broken gets a Vietnamese sentence where the file is not as it should. */
enum err exchange_read_json(
    struct arena *a, struct str bytes, row_fn *fn, void *ctx, const char **broken);
enum err exchange_read_csv(
    struct arena *a, struct str bytes, row_fn *fn, void *ctx, const char **broken);
enum err exchange_read_adx(
    struct arena *a, struct str bytes, row_fn *fn, void *ctx, const char **broken);

#endif
