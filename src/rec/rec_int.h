// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/rec only. */
#ifndef MANG_REC_INT_H
#define MANG_REC_INT_H

#include "rec/rec.h"

/* ---- table.c: a register as columns ---------------------------------------------------------- */
const struct db_table *rec_table(const struct site *s, const struct reg *reg);
const struct reg *rec_root_reg(const struct reg *reg);
/* Columns of a record in table order (common first), sealed; for insert and update. */
struct value *rec_columns(struct act *act, const struct rec *r);
/* A record from the current row of a select on its table, rights applied. */
struct rec *rec_from_row(struct act *act, const struct reg *reg, struct db_rows *row, bool alone);

/* ---- read.c: getting them -------------------------------------------------------------------- */
/* A select on a register within the actor's scope. What a province keeps (who can help a child) is
 * for all of its communes. */
struct db_select rec_scoped(struct act *act, const struct reg *reg);
/* The rows of such a select; `open`: with what the reader may see of the protected. */
MUST_CHECK enum err rec_collect(struct act *act, const struct reg *reg, struct db_rows *rows,
    bool open, struct rec ***out, size_t *n);

/* A select within a scope, of one commune (of the map of today) alone. */
void rec_narrow(struct act *act, struct db_select *s, const char *unit, const char *province);
/* A scope of one commune? */
static inline bool rec_of_one_unit(const struct db_select *s)
{
    return s->unit || (s->lands.n && s->lands.v[0].unit);
}

/* ---- land.c ---------------------------------------------------------------------------------- */
/* Remembers that a record lies there, before the act commits. */
MUST_CHECK enum err rec_hold(struct act *act, const struct rec *r);
/* All of the province of today that `province` is or became part of. */
void rec_within_reach(struct act *act, struct db_select *s, const char *province);
/* Of the lands of a commune those that are another commune's as well. */
struct db_lands rec_lands_shared(struct act *act, const char *unit);
void rec_lands_drop(struct act *act);
void rec_lands_stale(const struct site *s); /* after a commit that held something new */

/* ---- mark.c ---------------------------------------------------------------------------------- */
enum { MARK_ARGS = 2 * CONDITION_ARGS, MARK_SQL = 2 * CONDITION_SQL };
/* An expression over the columns of its register as a condition of a select. */
enum err rec_condition(struct act *act, const struct expr *e, struct db_cond *out);

/* ---- count.c ------------------------------------------------------------------------------------
 */
/* How many rows of the select meet each of n conditions, or, with n 0, how many there are: from
 * site->counts while nobody has written in the unit. */
MUST_CHECK enum err rec_tally(struct act *act, const struct db_select *s,
    const struct db_cond *conds, size_t n, int64_t *out);

/* ---- recheck.c ------------------------------------------------------------------------------- */
/* Those still to be checked. */
enum err rec_recheck_left(struct act *act, const struct rec_recheck *k, struct db_cond *out);

/* ---- seal.c: secret fields ------------------------------------------------------------------- */
/* Sealed text of a value of one field of one record; V_NULL stays. */
struct value rec_seal(struct act *act, const struct rec *r, const struct field *f, struct value v);
/* Opens it again; V_NULL if it cannot be opened (then corrupt or another key). */
struct value rec_unseal(
    struct act *act, const struct rec *r, const struct field *f, struct value sealed);

/* ---- write.c, file.c ------------------------------------------------------------------------- */
/* rec_update without asking for the right. */
enum err rec_store(
    struct act *act, struct rec *r, int64_t version, const char *action, const char *reason);
/* A sealed file, sealed anew for another root. */
enum err rec_reseal_file(struct act *act, const char *from_root, const char *to_root,
    struct value sealed, struct value *out);

/* ---- access.c: rights ------------------------------------------------------------------------ */
struct rec_rights { /* what the actor may do with one root record; cached per act */
    struct rec_rights *next;
    const char *root;
    bool member;
    struct db_rows *asked; /* the answer is not read yet */
};
enum err rec_may(struct act *act, const struct reg *reg, const char *action);
/* Asks for the membership of a root that is about to be read, so that both answers come together.
 */
void rec_expect_rights(struct act *act, const char *root);
/* Sets personal and secret of a record for the reader; in a list (not `alone`) by role only. */
void rec_apply_rights(struct act *act, struct rec *r, bool alone);
void rec_remember_seen(struct act *act, const struct rec *r);

/* ---- eval.c ---------------------------------------------------------------------------------- */
/* Fills computed fields; with `own_only`, those that use the record itself alone (the others need
 * the case around them and were filled by the form). */
void rec_compute(const struct rec_env *env, struct rec *r, bool own_only);
/* May one pass leave a computed field behind another one? */
bool rec_computes_twice(const struct reg *reg);

/* ---- move.c ---------------------------------------------------------------------------------- */
/* Puts a fresh record where the pack says it is kept. ERR_DENIED when the actor asks in another
 * commune's name, ERR_INVALID when there is nobody to answer. */
enum err rec_place(struct act *act, struct rec *r);

/* ---- write.c, push.c: storing -----------------------------------------------------------------
 */
/* As rec_update, without asking for the right. */
MUST_CHECK enum err rec_store(
    struct act *act, struct rec *r, int64_t version, const char *action, const char *reason);
/* After a record is stored: what it says about others goes into them. `before` NULL = new. */
MUST_CHECK enum err rec_push(struct act *act, const struct rec *before, const struct rec *now);
/* Before a record is stored: what those it points at say about it. */
MUST_CHECK enum err rec_pull(struct act *act, struct rec *r);

/* ---- touch.c -------------------------------------------------------------------------------- */
/* Tells the units that a stored record has left that it was written. */
MUST_CHECK enum err rec_touch_left(struct act *act, const struct rec *r);

/* ---- journal --------------------------------------------------------------------------------- */
/* Ends all chains touched in this act (before commit). */
enum err rec_close_chains(struct act *act);
/* JSON {"field":[old,new],…} of what changed; NULL if nothing. `old` NULL = all new. */
const char *rec_changes(struct act *act, const struct rec *old_rec, const struct value *old_cols,
    const struct rec *new_rec, const struct value *new_cols);

#endif
