// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/ident only. */
#ifndef MANG_IDENT_INT_H
#define MANG_IDENT_INT_H

#include "ident/ident.h"

/* The act without its user: for reading across scopes. Shares lease and memory. */
struct act ident_system(const struct act *act);
/* A keyed hash over the persons of both records: changes when one of them does. */
const char *ident_mark(struct act *act, const struct rec *a, const struct rec *b);
/* Proposes with the score that the page of the pair will show, if that is rather one person. */
enum err ident_propose_scored(struct act *act, const struct rec *a, const struct rec *b);
/* Journal lines about two records at once, each in its own unit. */
enum err ident_journal_both(struct act *act, const struct rec *a, const struct rec *b,
    const char *action, const char *reason);

/* The map of communes the index uses; NULL when there is none. */
const struct link_units *ident_units(const struct site *site);

/* ---- stream.c: everybody of a register ------------------------------------------------------- */
/* One stored person that is not voided, as columns: nothing is copied. */
struct ident_row {
    struct str id;
    struct link_person person;
};
typedef bool ident_row_fn(void *ctx, const struct ident_row *row); /* false stops */
enum err ident_each(
    const struct site *site, struct dbc *c, const struct reg *reg, ident_row_fn *fn, void *ctx);
/* The 16 bytes of a UUID, and its text. */
struct link_id ident_id(struct str uuid);
const char *ident_uuid(struct arena *a, const struct link_id *id);

#endif
