// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * ident: the persons of a register (one with `identity:`) as people work with them. Keeps the index
 * of src/link current, proposes pairs of records that may be one person, remembers what was decided
 * about them, and merges two records into one, and parts them again.
 *
 * Nothing merges by itself. A merge loses nothing: the other record stays, voided, and leads to the
 * one that was kept; every thing that was moved is written down and goes back when it is undone.
 */
#ifndef MANG_IDENT_H
#define MANG_IDENT_H

#include "link/link.h"
#include "rec/rec.h"

/* The register of persons of a pack: the first with an identity; NULL if none. */
const struct reg *ident_reg(const struct pack *p);
/* A record as the engine of comparing reads it; borrows from the record. */
struct link_person ident_person(const struct rec *r);
/* A record by id without regard to scope and role, for comparing it; voided ones too. What may be
 * shown of it is the caller's business. NULL if there is none. */
struct rec *ident_any(struct act *act, const struct reg *reg, const char *id);
/* May the actor change this record: role and scope? */
bool ident_may(struct act *act, const struct rec *r);

/* link_explain with the weights and the map of this installation. */
size_t ident_explain(struct act *act, const struct link_person *a, const struct link_person *b,
    struct link_reason out[LINK_FIELD__COUNT], double *bits, double *chance);

/* ---- pairs ----------------------------------------------------------------------------------- */

#define PAIR_NEW "moi"
#define PAIR_OTHER "khac"        /* not the same person */
#define PAIR_HOUSEHOLD "cung_ho" /* not the same person, but one household */
#define PAIR_MERGED "gop"
#define PAIR_ASKED "de_nghi" /* a merge is proposed to the other commune */

struct ident_pair {
    const char *reg, *a, *b; /* a < b */
    const char *a_unit, *b_unit;
    const char *state, *asked_unit, *decided_name, *reason;
    double bits, chance;
    int64_t decided_at;
};
enum { IDENT_SURE_PERCENT = 95 }; /* from here on a pair is called sure */
enum ident_which { PAIRS_ALL, PAIRS_SURE, PAIRS_UNSURE, PAIRS_ABROAD };
struct ident_counts {
    int64_t all, sure, abroad;
};
/* Undecided pairs with a record in the actor's scope, proposals of others first, then surest. */
MUST_CHECK enum err ident_pairs(struct act *act, enum ident_which which, int64_t limit,
    int64_t offset, struct ident_pair **out, size_t *n);
MUST_CHECK enum err ident_count(struct act *act, struct ident_counts *out);
/* What is stored of a pair; false when nothing is. The order of the two does not matter. */
bool ident_pair_get(struct act *act, const char *a, const char *b, struct ident_pair *out);

/* Proposes a pair, unless it was decided and both persons are as they were then. */
MUST_CHECK enum err ident_propose(
    struct act *act, const struct rec *a, const struct rec *b, double bits, double chance);
/* Remembers a verdict about two records, journaled on both. */
MUST_CHECK enum err ident_decide(struct act *act, const struct rec *a, const struct rec *b,
    const char *state, const char *reason);

/* Records that may be the same person as `r` (which need not be stored), best first: by the index,
 * or while that is being loaded by words of the name. Voided records are left out. Records come
 * without regard to scope, as ident_any(). */
struct ident_like {
    struct rec *r;
    double bits, chance;
};
MUST_CHECK enum err ident_alike(
    struct act *act, const struct rec *r, struct ident_like *out, size_t max, size_t *n);

/* Persons found by what was typed (link_index_search) within the actor's scope, best first; fewer
 * than `max` when some are out of it. */
enum { IDENT_MOST_FOUND = 50 };
struct ident_find {
    const struct reg *reg;
    const char *typed;
    size_t max;
};
MUST_CHECK enum err ident_find(
    struct act *act, const struct ident_find *f, struct rec **out, size_t *n, bool *more);

/* ---- the index, kept current ----------------------------------------------------------------- */

/* Starts the thread that loads everybody into the index (site->index is NULL until then), matches
 * what was written after its commit, reads again what other processes wrote, and compares everybody
 * with everybody at night. Sets site->ident and site->committed. Does nothing without persons. */
MUST_CHECK enum err ident_start(struct site *site);
void ident_stop(struct site *site); /* before the database closes; idle is a no-op */
/* Waits until everybody is loaded and all that was written is matched (tests). */
void ident_flush(struct site *site);
/* Compares everybody with everybody and proposes the pairs found. */
struct ident_scan {
    void (*progress)(void *ctx, const char *stage, int permille); /* may be NULL */
    void *ctx;
    int threads;                    /* 0 = one a core */
    size_t persons, pairs, written; /* out */
};
MUST_CHECK enum err ident_scan(const struct site *site, struct ident_scan *s);

/* ---- merging --------------------------------------------------------------------------------- */

struct ident_choice {
    struct rec *keep, *gone; /* as got in this act, of the versions the person saw */
    const bool *take;        /* by field slot: the value of `gone` */
    const char *reason;
    bool agreed; /* the other commune proposed it: rights on one of the two are enough */
};
/* Merges in the act's transaction. ERR_CONFLICT with a sentence in *why when these two cannot be
 * merged now; ERR_DENIED without rights on both. `id` gets the id of the merge. */
MUST_CHECK enum err ident_merge(
    struct act *act, const struct ident_choice *choice, const char **id, const char **why);
/* Which of the two has the better value of a field: fuller, more exact, newer. */
bool ident_better(const struct rec *keep, const struct rec *gone, const struct field *f);
/* Would rather keep `b` than `a`: personal number, fuller, older. */
bool ident_rather(const struct rec *a, const struct rec *b);

/* A merge that is in force. */
struct ident_merged {
    const char *id, *other, *made_name, *reason;
    int64_t at;
};
/* The record that a voided one leads to, over all merges; NULL when it was not merged. */
const char *ident_survivor(struct act *act, const char *id);
/* Merges into this record, latest first. */
MUST_CHECK enum err ident_merges(
    struct act *act, const char *survivor, struct ident_merged **out, size_t *n);
/* The merge by which this record became void; false if none. */
bool ident_merge_of(struct act *act, const char *other, struct ident_merged *out);

/* What stayed with the record that was kept when its merge was undone. */
struct ident_kept {
    const struct field *fields[64]; /* changed again since */
    size_t nfields;
    size_t links; /* records that were pointed elsewhere since */
};
/* Undoes a merge: everything goes back to the other record, which is taken up again. ERR_CONFLICT
 * with a sentence in *why when that is not possible now. */
MUST_CHECK enum err ident_split(struct act *act, const char *merge, const char *reason,
    struct ident_kept *kept, const char **why);

#endif
