// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * rec: records of any register, behind four walls that no caller can step around: scope (a unit
 * subtree), rights of the role, class of the field (open, personal, secret), and the journal.
 * Every function takes a `struct act`: who acts, when, in which transaction. What the person may
 * not see is not in the record he gets.
 *
 * A part (a register with a parent, e.g. an assessment of a case) has its root's rights: who may
 * read the case may read its parts; secrets open for the members of the root.
 */
#ifndef MANG_REC_H
#define MANG_REC_H

#include "base/base.h"
#include "base/cal.h"
#include "db/db.h"
#include "pack/pack.h"
#include "unit/unit.h"
#include "user/user.h"
#include "view/view.h"

/* ---- the running installation, and one act in it --------------------------------------------- */

struct act;
struct link_index;
struct ident;
struct stat_site;
struct site {
    struct db *db;
    const struct pack *_Atomic pack; /* a newer one shares all with it but its numbers, see
                                        stat_own_reload */
    struct units *units;
    const struct cal_holidays *holidays;
    const struct db_table *tables; /* one a register, same order as pack->regs */
    unsigned char key[32];         /* master key: seals, tokens and chains derive from it */
    /* Told after each commit of an act that wrote records, in its thread; may be NULL. What it
     * wrote is in rec_written_at(). */
    void (*committed)(struct act *act);
    struct link_index *index;  /* everybody, to find and compare (src/link); NULL = not loaded */
    struct ident *ident;       /* keeps the index current (src/ident); NULL in other processes */
    struct rec_lands *lands;   /* which former units have records; NULL = asked in each act */
    struct rec_counts *counts; /* numbers of lists, until somebody writes; NULL = counted anew */
    struct stat_site *own;     /* makes longer packs (src/stat); NULL = never */
};
struct rec_counts *rec_counts_open(struct arena *a); /* of the process */
struct rec_lands *rec_lands_open(struct arena *a);   /* of the process */
void rec_lands_close(struct rec_lands *l);           /* no act may be open; NULL is a no-op */
/* Makes site->tables for the pack. */
const struct db_table *rec_tables(struct arena *a, const struct pack *p);
/* Creates or extends the tables of all registers. */
MUST_CHECK enum err rec_sync_tables(const struct site *s, struct dbc *c);

struct rec_chains;  /* open ends of journal chains in this transaction */
struct rec_seen;    /* protected records opened, to be journaled after the answer */
struct rec_written; /* records stored in this act */
struct rec_numbers; /* codes taken beforehand */
struct rec_map;     /* who sees records of which former units */
struct rec_holding; /* places of which this act wrote the first record */
struct stat_memo;   /* targets read in this act (src/stat) */
struct stat_said;   /* rows of stat_act that this act wrote */
struct act {
    const struct site *site;
    struct arena *a;
    struct unit_tree *units; /* the map held for this act */
    const struct user *user; /* NULL: the system itself (demo, jobs); all rights, no secrets */
    struct dbc *c;           /* a read or a write lease */
    const char *request, *remote;
    int64_t now_ms;
    const char *today;            /* ISO date in Vietnam */
    const char *once, *once_path; /* idempotency id of the form being handled, or NULL */
    const struct step *step;      /* being done (set by flow): its `who` is the right to write */
    struct rec_chains *chains;
    struct rec_seen *seen;
    struct rec_written *written;
    struct rec_numbers *numbers;
    struct rec_rights *rights;
    struct rec_map **map; /* copies of an act share it */
    struct rec_holding *holding;
    struct stat_memo *targets;
    struct stat_said *said;
};
/* A new act of `user` at the site's clock, without a lease. */
struct act *act_new(const struct site *s, struct arena *a, const struct user *user,
    const char *request, const char *remote);
/* Opens a lease in act->c; ends one that is open. */
MUST_CHECK enum err act_read(struct act *act);
MUST_CHECK enum err act_write(struct act *act);
/* Before anything is read: another process may have changed units, or written records of former
 * ones. `places` is of the session. */
MUST_CHECK enum err act_places(struct act *act, int64_t places);
/* Closes the journal chains and commits; `result` is what a resend of the same form is answered
 * with (a local path). The lease stays for act_end. */
MUST_CHECK enum err act_commit(struct act *act, const char *result);
/* Ends the lease and drops the map. */
void act_end(struct act *act);
/* The answer a form with this `once` got before, or NULL. */
const char *act_answered(struct act *act);

/* ---- land: a record's unit is of the map of its moment, scope is of the map of today ----------
 */

struct rec;
/* unit_at, else created_at, else now. */
int64_t rec_moment(const struct act *act, const struct rec *r);
/* Does it lie, wholly or in part, in the actor's commune (his province, the country)? */
bool rec_in_scope(struct act *act, const struct rec *r);
bool rec_land_in_scope(struct act *act, const char *province, const char *unit, int64_t moment);
/* Records of which units belong to a commune (a province) today; n = 0: of its own code alone. For
 * tables that are no registers (clocks, the journal): one question for each land. */
struct db_lands rec_lands_of(struct act *act, const char *province, const char *unit);
struct db_lands rec_lands_of_province(struct act *act, const char *province);
/* Its provinces and communes once each, bounds left open, if records of any former unit lie in it;
 * else n = 0: there the codes of today say all. */
struct db_lands rec_lands_with_former(struct act *act, const char *province);
/* Sets province, unit and lands of a select so: unit NULL = the whole province, province NULL = the
 * country. */
void rec_within(struct act *act, struct db_select *s, const char *province, const char *unit);
/* A record lies where another lies (its part, what is made from it), and is counted there. */
void rec_put_at(struct act *act, struct rec *r, const struct rec *place);
/* A root record of a former commune that was split: may the actor, of one of its parts, say that it
 * is his? rec_assign says so: with parts, history and running clocks it is of his commune from now
 * on, journaled here and there. */
bool rec_may_assign(struct act *act, const struct rec *r);
MUST_CHECK enum err rec_assign(struct act *act, struct rec *r, int64_t version);
/* Root records of a split commune that are still of each part, by the register's village (text NULL
 * = none written); n = 0 where the actor's commune is no such part, or he may not write there. */
struct rec_used;
MUST_CHECK enum err rec_unsettled(
    struct act *act, const struct reg *reg, struct rec_used **out, size_t *n);
/* rec_assign for at most `most` of one village (NULL = none written). */
MUST_CHECK enum err rec_settle(
    struct act *act, const struct reg *reg, const char *village, size_t most, size_t *taken);
/* Records (no parts) that bear the code of a unit, of any map. */
int64_t rec_count_in(struct act *act, const char *unit);
/* Who works where a record belongs today; `role` "" = any. */
MUST_CHECK enum err rec_people_of(
    struct act *act, const struct rec *r, const char *role, struct user_person **out, size_t *n);
/* The commune of today that has all of its unit's land; its own unit when that was split. */
const char *rec_unit_now(struct act *act, const struct rec *r);

/* ---- records --------------------------------------------------------------------------------- */

struct rec_rows {
    struct rec **v;
    size_t n;
};
struct rec {
    const struct reg *reg;
    struct value common[DC__COUNT];
    const char *parent, *root; /* ids; parent NULL for a register of its own, root = own id then */
    struct value *v;           /* by field slot; secret ones as stored until opened */
    struct rec_rows *rows;     /* by field slot; F_ROWS only */
    bool fresh;                /* not stored yet */
    bool opened;               /* secret fields are in the clear */
    bool personal;             /* the reader may see personal fields */
    bool secret;               /* the reader may see secret fields */
};
static inline const char *rec_id(const struct rec *r)
{
    return r->common[DC_ID].s.p;
}
static inline const char *rec_code(const struct rec *r)
{
    return r->common[DC_CODE].t == V_TEXT ? r->common[DC_CODE].s.p : NULL;
}
static inline const char *rec_state(const struct rec *r)
{
    return r->common[DC_STATE].t == V_TEXT ? r->common[DC_STATE].s.p : NULL;
}
static inline int64_t rec_version(const struct rec *r)
{
    return r->common[DC_VERSION].i;
}

/* One record by id, opened as far as the reader may. ERR_NOT_FOUND also when it lies outside the
 * scope; ERR_DENIED without the right to read the register. Opening secrets is remembered and
 * journaled. */
MUST_CHECK enum err rec_get(
    struct act *act, const struct reg *reg, const char *id, struct rec **out);
/* Several records of one register in scope; those not found are left out. Secrets stay sealed. */
MUST_CHECK enum err rec_by_ids(struct act *act, const struct reg *reg, const char *const *ids,
    size_t nids, struct rec ***out, size_t *n);
/* Parts of `parent` in a register, oldest first. */
MUST_CHECK enum err rec_parts(
    struct act *act, const struct reg *reg, const struct rec *parent, struct rec ***out, size_t *n);
/* All F_ROWS of a record. */
MUST_CHECK enum err rec_load_rows(struct act *act, struct rec *r);
/* Opens secrets for the engine's own use (guards, presets, papers already allowed): not journaled,
 * never to be shown by itself. */
void rec_open(struct act *act, struct rec *r);

enum rec_show { SHOW_NO, SHOW_MASKED, SHOW_YES };
/* How much of a field the reader may see. */
enum rec_show rec_shows(const struct rec *r, const struct field *f);

struct rec_recheck;
struct rec_query {
    const struct reg *reg;
    const char *unit;     /* narrower than the scope, or NULL */
    const char *province; /* of the unit, where the scope has none: the indexes begin with it */
    const char *words;    /* as typed; folded here */
    const char *state;    /* a state, or "open" (not closed), or NULL */
    struct {
        const struct field *field;
        const char *value;
    } where[8];
    size_t nwhere;
    const struct mark *mark;        /* only those it is true of, or NULL */
    const struct rec_recheck *left; /* only those still to be checked, or NULL; instead of a mark */
    const struct field *order;      /* NULL = newest first */
    bool descending;
    int64_t limit, offset;
};
/* What a campaign asks to be checked again: the records its register calls active, or those of a
 * mark, that were not since a day. */
struct rec_recheck {
    const struct reg *reg;
    const char *since;       /* ISO day */
    const struct mark *mark; /* NULL = all active ones */
    const char *group;       /* one value of reg->recheck->group; NULL = all */
};
struct rec_progress {
    const char *group; /* NULL = where nothing is written */
    int64_t all, done;
};
/* How far it is in scope: by recheck->group inside one commune, by commune for others. `all` counts
 * those left and those done since. */
MUST_CHECK enum err rec_recheck_progress(
    struct act *act, const struct rec_recheck *k, struct rec_progress **out, size_t *n);
/* One record was checked on a day, with this result. ERR_CONFLICT as rec_update. */
MUST_CHECK enum err rec_recheck_done(struct act *act, const struct reg *reg, const char *id,
    const struct recheck_result *result, const char *day);
/* Records in scope; secrets stay sealed. *total counts all that match. */
MUST_CHECK enum err rec_list(
    struct act *act, const struct rec_query *q, struct rec ***out, size_t *n, int64_t *total);

/* May the reader's role ask for the records of a mark, or for their number? */
bool rec_may_ask(const struct act *act, const struct mark *m);
/* Is it true of this record, and may the reader know? */
bool rec_marked(struct act *act, const struct rec *r, const struct mark *m);
/* How many records in scope, of one `unit` if given, each mark of the register is true of; -1 where
 * the reader may not know, and everywhere if the scope is wider than one unit. */
MUST_CHECK enum err rec_mark_counts(
    struct act *act, const struct reg *reg, const char *unit, int64_t *out);

/* Records of one commune, voided ones too, in order of their ids after `after`: for the system's
 * own reading. */
struct rec_place {
    const char *province, *unit, *after;
};
MUST_CHECK enum err rec_page(struct act *act, const struct reg *reg, const struct rec_place *p,
    size_t max, struct rec ***out, size_t *n);

/* A fresh record with id, unit and presets unset. Unit: of the parent, else of the actor. */
struct rec *rec_new(struct act *act, const struct reg *reg, const struct rec *parent);
/* Stores a fresh record with its rows: seals, codes, titles, folds, journals. `action` goes into
 * the journal ("tao", or a step's id). */
MUST_CHECK enum err rec_insert(
    struct act *act, struct rec *r, const char *action, const char *reason);
/* Stores n fresh records of one register, none of which points at another of them. */
MUST_CHECK enum err rec_insert_all(
    struct act *act, struct rec *const *v, size_t n, const char *action, const char *reason);
/* Says that n records of a register are about to be stored in a unit: their numbers are taken at
 * once. All n must be stored in this act. */
MUST_CHECK enum err rec_expect_inserts(
    struct act *act, const struct reg *reg, const char *province, const char *unit, int64_t n);
/* Stores changes of a record got in this act. ERR_CONFLICT when `version` is not the stored one. */
MUST_CHECK enum err rec_update(
    struct act *act, struct rec *r, int64_t version, const char *action, const char *reason);
/* Voids a record (it stays in history and journal). ERR_CONFLICT when others point at it and hear
 * from it (a household with children). */
MUST_CHECK enum err rec_void(struct act *act, struct rec *r, int64_t version, const char *reason);
/* The nth record that this act stored, as stored (deleted_at is set when it was voided); NULL after
 * the last one. The latest first; a record stored twice comes twice. */
const struct rec *rec_written_at(const struct act *act, size_t nth);
/* A record goes to another commune because the other side agreed: what `by` points at, as `t` says,
 * with its parts and history. Journaled in both places. *out gets it as it stands there, for the
 * caller to fill and update. ERR_CONFLICT when it is not (any more) where `by` says. */
MUST_CHECK enum err rec_take(
    struct act *act, const struct rec *by, const struct taking *t, struct rec **out);
/* All stored versions, oldest first. */
MUST_CHECK enum err rec_versions(
    struct act *act, const struct rec *r, struct rec ***out, size_t *n);
/* The record's name in lists: title, masked if it holds personal data the reader may not see. */
const char *rec_label(struct act *act, const struct rec *r);
/* Name of a referenced record (F_REF), as far as the reader may see; NULL if none. */
const char *rec_ref_label(struct act *act, const struct field *f, struct value id);

/* ---- what hangs on a record, and follows another one ----------------------------------------- */

enum rec_link_kind {
    REC_PART,  /* a record whose parent it is */
    REC_ROOT,  /* a part of a part */
    REC_REF,   /* a record whose `field` refers to it */
    REC_FILE,  /* attachment */
    REC_MEMBER /* `record` = account, `field` = why */
};
struct rec_link {
    enum rec_link_kind kind;
    const char *reg, *province, *unit, *record, *field; /* where it lies, and lay */
};
/* Everything of the kinds above, of voided records too. ERR_TOO_BIG over 10000. */
MUST_CHECK enum err rec_links(
    struct act *act, const struct rec *of, struct rec_link **out, size_t *n);
struct rec_way {
    const struct rec *from, *to; /* same register and province */
    bool back;                   /* undoes an earlier move: people are taken away again */
};
/* Makes one link of `from` one of `to`, journaled as `action`; *moved is false when it no longer
 * hangs on `from`. Asks for no right: the caller has asked for both records. */
MUST_CHECK enum err rec_link_move(struct act *act, const struct rec_link *link,
    const struct rec_way *way, const char *action, bool *moved);
/* As rec_get, but also a voided record; secrets stay sealed. */
MUST_CHECK enum err rec_get_voided(
    struct act *act, const struct reg *reg, const char *id, struct rec **out);
/* Takes a voided record up again. */
MUST_CHECK enum err rec_unvoid(
    struct act *act, struct rec *r, int64_t version, const char *action, const char *reason);

/* Records around one: its parts by register, and those of other registers whose field `by` refers
 * to it. */
struct rec_group {
    const struct reg *reg;
    const struct field *by; /* NULL: parts */
    struct rec **v;         /* newest first; at most 200 */
    size_t n;
};
/* All groups that the reader may read (empty groups of parts too, so that one can be added to);
 * a record whose reference he may not see is left out. Asked in one flight. */
MUST_CHECK enum err rec_around(
    struct act *act, const struct rec *r, struct rec_group **out, size_t *n);
/* Records of one register whose field `by` refers to `id`, in scope. */
MUST_CHECK enum err rec_referring(
    struct act *act, const struct field *by, const char *id, struct rec ***out, size_t *n);
/* Others point at it and hear from it: a household with children. */
bool rec_pointed_at(struct act *act, const struct rec *r);
/* The push that says what stands in this field of `r`, so that it is not typed; NULL = typed. */
const struct push *rec_told_by(struct act *act, const struct rec *r, const struct field *f);
/* Texts in use in a field, in scope, with how many records have them; not for secret fields, nor
 * for fields the reader's role may not see. */
struct rec_used {
    const char *text;
    int64_t n;
};
MUST_CHECK enum err rec_in_use(
    struct act *act, const struct field *f, struct rec_used **out, size_t *n);

/* ---- members --------------------------------------------------------------------------------- */

MUST_CHECK enum err rec_add_member(
    struct act *act, const struct rec *root, const char *account, const char *why, int64_t until);
/* Break-glass: 60 minutes of reading for a person in scope, with a reason; journaled at once. */
MUST_CHECK enum err rec_break_glass(struct act *act, const struct rec *root, const char *reason);

/* ---- expressions over records ---------------------------------------------------------------- */

/* What names (enum name_kind) mean to an expression of a register, a step or a clock. NULL parts
 * are unknown. */
struct rec_env {
    struct act *act;
    const struct rec *own;    /* the record at hand: NAME_FIELD */
    const struct rec *parent; /* what it is a part of: NAME_PARENT */
    const struct rec *moving; /* the record a procedure moves: NAME_STATE …, NAME_PARENT too */
    const struct rec *form;   /* what a step fills: NAME_FORM */
    /* The latest part of a register in this case, and when a step was last done; by flow. */
    const struct rec *(*latest)(const struct rec_env *e, const struct reg *reg);
    int64_t (*step_time)(const struct rec_env *e, const struct step *s);
    const void *ctx;
};
struct value rec_eval(const struct rec_env *e, const struct expr *x);
bool rec_true(const struct rec_env *e, const struct expr *x);  /* known true; NULL x is true */
bool rec_false(const struct rec_env *e, const struct expr *x); /* known false; NULL x is not */

/* ---- forms: the one engine that checks input (pages, API, import, phones) -------------------- */

struct rec_fault {
    const char *name;    /* input name: "ho_ten", "hoat_dong.0.dich_vu"; NULL = whole form */
    const char *message; /* Vietnamese sentence, a message id, perhaps with %1 */
    const char *arg;     /* for %1, or NULL */
    struct label own;    /* or a sentence of the pack (message NULL) */
    bool warning;
};
struct rec_faults {
    struct rec_fault v[64];
    size_t n, errors;
};
struct rec_input {
    /* The nth value sent under a name (check boxes send several); NULL = no more. */
    const char *(*get)(const void *ctx, const char *name, size_t nth);
    const void *ctx;
};
/* Fills `r` from what was typed into `form`, then presets of hidden and unsent fields, computes,
 * required, bounds, checks. Fields not in the form are untouched. Faults are data: the call
 * itself never fails. */
void rec_fill(struct act *act, const struct form *form, const struct rec_env *env,
    const struct rec_input *in, struct rec *r, struct rec_faults *faults);
/* Presets of an empty form. */
void rec_preset(const struct form *form, const struct rec_env *env, struct rec *r);
/* Required fields of a form that are still empty (what Mẫu 01 still lacks). */
size_t rec_missing(const struct form *form, const struct rec_env *env, const struct rec *r,
    const struct field **out, size_t max);
void rec_fault(struct rec_faults *f, const char *name, const char *message, const char *arg);

/* ---- journal, files -------------------------------------------------------------------------- */

struct rec_entry { /* one line of the journal, not tied to a stored change */
    const char *unit, *action, *reg, *record, *root, *reason, *changes;
};
MUST_CHECK enum err rec_journal(struct act *act, const struct rec_entry *e);
/* The nth unit whose journal this act wrote to: its lines are those after `from`, up to `to`. NULL
 * after the last. */
const char *rec_chain_at(const struct act *act, size_t nth, int64_t *from, int64_t *to);
/* Lines about a root record and its parts, newest first. */
struct db_rows *rec_journal_of(struct act *act, const struct rec *root, int64_t limit);
/* Walks every chain of the database: *broken gets the number of units whose chain is broken, and
 * `report` is called for each unit with its length and last hash (or the seq where it breaks). */
MUST_CHECK enum err rec_journal_verify(const struct site *s, struct arena *a,
    void (*report)(void *ctx, const char *unit, int64_t seq, const char *hash, bool ok), void *ctx,
    int64_t *broken);
/* The nth thing in this act that leaves a line of its own: a protected record opened, a list taken
 * away. False after the last. For src/job, which writes these lines after the answer. */
bool rec_seen_at(const struct act *act, size_t nth, struct rec_entry *out);
/* The actor takes a list of this register away as a file. */
void rec_remember_export(struct act *act, const struct reg *reg);

/* What somebody searched for, sealed for the journal: only with the site's key and for that account
 * it opens again. Opening gives NULL for anything else. */
const char *rec_seal_search(
    const struct site *s, struct arena *a, const char *account, const char *typed);
const char *rec_open_search(
    const struct site *s, struct arena *a, const char *account, const char *sealed);

/* Keeps a file with a record; type by its first bytes, not its name. ERR_INVALID with *msg when the
 * type is not allowed or the name lies about it; ERR_TOO_BIG over 10 MB. */
MUST_CHECK enum err rec_attach(
    struct act *act, const struct rec *r, const char *name, struct str data, const char **msg);
struct db_rows *rec_attachments(
    struct act *act, const struct rec *r); /* id, name, type, size, at */
MUST_CHECK enum err rec_attachment(struct act *act, const struct rec *r, const char *id,
    struct str *data, const char **name, const char **type);

/* A key for a purpose ("csrf", "blind"), derived from the site's key. */
void site_key(const struct site *s, const char *purpose, unsigned char out[32]);

#endif
