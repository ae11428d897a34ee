// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * exchange: numbers to and from other systems. DHIS2 metadata and data value sets (JSON, and CSV as
 * written by 2.38 to 2.42 and read by 2.43 on), ADX (IHE Aggregate Data Exchange).
 *
 * A measure is a data element: `m` for its total, `m.d` or `m.d.e` split by dimensions, whose codes
 * are then the category option combos "d=x;e=y". Everything has a UID of 11 letters and digits made
 * from its id alone, so that two installations, and one twice, give the same. A unit's UID names
 * the unit, not its code: a commune that took over the code of a former one has another.
 */
#ifndef MANG_EXCHANGE_H
#define MANG_EXCHANGE_H

#include "stat/stat.h"

enum exchange_format { EXCHANGE_JSON, EXCHANGE_CSV, EXCHANGE_ADX };
enum { EXCHANGE_UID = 12 }; /* with its NUL */
/* By what others call things. Reading takes both, whatever is asked. */
enum exchange_ids { EXCHANGE_UIDS, EXCHANGE_CODES };

/* UID of a thing: kind "de", "ou", "coc" …, and its id. */
void exchange_uid(const char *kind, const char *id, char out[EXCHANGE_UID]);
/* UID of the unit that has this code on that day. */
void exchange_unit_uid(const struct unit_tree *t, const struct unit *u, char out[EXCHANGE_UID]);
/* "202409", "2024Q3", "2024S1", "2024"; false where DHIS2 has no such period: nine months, spans,
 * and all that is counted from the 15th. */
bool exchange_period(const struct period *p, char out[16]);
/* "2024-07-01/P3M"; the same limits, but nine months (P9M) and days (P30D) can be said. */
bool exchange_adx_period(const struct period *p, char out[24]);
const char *exchange_adx_parse(struct arena *a, struct str text, struct period *out);

struct exchange_ask {
    const char *unit; /* units within it … */
    enum unit_level level;
    int32_t map; /* … on the map of that day; 0 = today */
    struct period period;
    enum exchange_ids ids;
    bool split;                 /* by each dimension too */
    const struct measure *only; /* NULL = all */
};
/* Units, levels, categories, data elements, indicators, data sets of the pack and the map, as one
 * metadata bundle. */
MUST_CHECK enum err exchange_metadata(
    struct act *act, const struct exchange_ask *ask, struct buf *out);
/* What is known of every measure for the period; ERR_INVALID where the format cannot say it. */
MUST_CHECK enum err exchange_out(
    struct act *act, const struct exchange_ask *ask, enum exchange_format format, struct buf *out);

struct exchange_conflict {
    size_t row;           /* from 0, of the values in the file */
    const char *property; /* "dataElement", "period", "orgUnit", "categoryOptionCombo", "value" */
    const char *object;   /* what stood there */
    const char *text;     /* Vietnamese */
};
struct exchange_report {
    size_t rows, imported, updated, ignored, deleted, bad; /* ignored: the same stood there */
    struct exchange_conflict *conflicts;                   /* at most 1000 */
    size_t nconflicts;
    const char *broken; /* the file ends or breaks here, or NULL: rows before it count */
};
/* Stores good rows, names bad ones; the same file again changes nothing. */
MUST_CHECK enum err exchange_in(struct act *act, struct str bytes, enum exchange_format format,
    bool dry_run, struct exchange_report *out);
/* By its first bytes: `{` JSON, `<` ADX, else CSV. */
enum exchange_format exchange_guess(struct str bytes);

#endif
