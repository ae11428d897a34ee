// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * flow: procedures of the pack at work. A case is a record that moves through states by steps; each
 * step may fill a record of another register, set fields, make records, start and stop legal
 * clocks. Steps cannot be skipped, may be recorded late, and are never erased.
 */
#ifndef MANG_FLOW_H
#define MANG_FLOW_H

#include "rec/rec.h"

/* One thing that happened. */
struct flow_event {
    const struct step *step; /* NULL if the pack no longer knows it; then `step_id` only */
    const char *step_id, *from_state, *to_state;
    int64_t done_at, at; /* when it was done, and when it was recorded */
    const char *actor_name;
    const struct reg *form_reg;
    const char *form; /* id of the record it filled, or NULL */
};
struct flow_clock {
    const char *id;
    const struct clock *clock;
    int nth;
    int64_t started_at, due_at, stopped_at; /* 0 = running */
    bool met;
};
/* A moving record with what happened to it. */
struct flow_case {
    struct act *act;
    struct rec *rec;
    const struct procedure *proc;
    struct flow_event *events; /* oldest first */
    size_t nevents;
    struct flow_clock *clocks; /* running ones first, by due time */
    size_t nclocks;
    struct rec_env env;  /* for expressions: moving record, latest parts, step times */
    struct rec **latest; /* by register index; filled on demand */
};
/* Loads the history of a record got in this act. */
MUST_CHECK enum err flow_load(struct act *act, struct rec *moving, struct flow_case **out);
/* The latest record of a register filled in this case, opened for the engine; NULL if none. */
struct rec *flow_latest(struct flow_case *c, const struct reg *reg);
const struct state *flow_state(const struct flow_case *c);

/* A step that the state allows. */
struct flow_step {
    const struct step *step;
    bool mine;            /* the reader's role may do it */
    struct label blocked; /* first guard that says no; vi NULL when it may be done */
    const char *source;   /* article of that guard or of the step */
};
/* Steps open in this state, main ones first. */
size_t flow_steps(struct flow_case *c, struct flow_step **out);
/* May the actor do this step now? OK, ERR_DENIED (role), ERR_CONFLICT (state or guard; sentence in
 * *why, which may be NULL for a wrong state). */
enum err flow_may(struct flow_case *c, const struct step *s, const struct label **why);
/* The first guard that says no to this filled form, or NULL. */
const struct guard *flow_refuses(struct flow_case *c, const struct step *s, const struct rec *form);
/* When the step was done, by the form: its field `thoi_diem_thuc_hien` (a time), else now. A whole
 * minute either way, so that what is done in one minute is not before what it follows. */
int64_t flow_done_at(const struct flow_case *c, const struct rec *form);

/* The record a step's form fills: fresh, with presets; for a step without a form NULL. */
struct rec *flow_form(struct flow_case *c, const struct step *s);
/* Environment for rec_fill of that form. */
struct rec_env flow_form_env(struct flow_case *c, const struct rec *form);

/* Does the step, in the act's write transaction: form stored, fields set, state moved, clocks
 * stopped and started, people added, journaled. It may have been done earlier (flow_done_at).
 * `version` is the moving record's version the person saw: ERR_CONFLICT if it changed since. */
MUST_CHECK enum err flow_do(
    struct flow_case *c, const struct step *s, struct rec *form, int64_t version);
/* Starts a procedure: a new moving record and its first step. */
MUST_CHECK enum err flow_start(struct act *act, const struct procedure *p, const struct step *s,
    struct rec *moving, struct rec *form, struct flow_case **out);
/* The step that starts a procedure, for this role; NULL if the role may not. */
const struct step *flow_start_step(const struct act *act, const struct procedure *p);

/* ---- what is due ----------------------------------------------------------------------------- */

enum flow_due { DUE_OVERDUE, DUE_SOON, DUE_LATER, DUE_NONE };
enum { FLOW_SOON_MS = 48 * 60 * 60 * 1000 };
/* How pressing a deadline is at a moment; soon = within FLOW_SOON_MS. A due_ms of 0 is none. */
enum flow_due flow_due_of(int64_t due_ms, int64_t now_ms);

struct flow_task {
    const struct reg *reg;
    const char *id;
    const struct clock *clock;
    struct rec *rec; /* the case; NULL if it is gone */
    int nth;
    int64_t started_at, due_at;
    const char *unit;
};
struct flow_counts {
    int64_t overdue, soon, later;
};
/* Work of the actor's role within his scope, most urgent first. */
MUST_CHECK enum err flow_inbox(
    struct act *act, size_t most, struct flow_task **out, size_t *n, struct flow_counts *counts);
/* Earliest running due time per record of a register in scope: sorted by record id. */
struct flow_dues {
    struct {
        const char *record;
        int64_t due;
    } * v;
    size_t n;
};
MUST_CHECK enum err flow_dues(struct act *act, const struct reg *reg, struct flow_dues *out);
int64_t flow_due(const struct flow_dues *d, const char *record); /* 0 = none */

#endif
