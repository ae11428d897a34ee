// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * job: work that need not hold up an answer. One thread, one write transaction a batch: views of
 * protected records and searches into the journal, last use of sessions, and hourly sweeping. What
 * is queued here may be lost by a power cut of the last half second; what a person typed never goes
 * here.
 */
#ifndef MANG_JOB_H
#define MANG_JOB_H

#include "rec/rec.h"

struct job;
/* Starts the thread. The site must outlive it. */
MUST_CHECK enum err job_start(struct job **out, const struct site *site);
/* Finishes what is queued and ends the thread; NULL is a no-op. */
void job_stop(struct job *j);
/* After an answer: the session was used now (written at most once a minute). */
void job_touch(struct job *j, const struct session *s);
/* After an answer: the act's user saw the protected records that the act remembered. The same
 * person and record within ten minutes is one line. */
void job_seen(struct job *j, const struct act *act);
/* After an answer: the act's user searched for persons. What was typed is kept sealed
 * (rec_open_search). Typing of one minute is one line: the last and longest text. */
struct job_search {
    const char *typed;
    size_t found;
    bool typing; /* as-you-type, not sent */
};
void job_search(
    struct job *j, const struct act *act, const struct reg *reg, const struct job_search *what);
/* Waits until everything queued so far is stored (tests). */
void job_flush(struct job *j);

/* Keeps the figures of provinces current, in a thread of its own. */
struct figures;
MUST_CHECK enum err job_figures_start(
    struct figures **out, struct arena *a, const struct site *site);
void job_figures_stop(struct figures *f); /* NULL is a no-op */
/* After an act that wrote records; NULL is a no-op. */
void job_figures_changed(struct figures *f, const struct act *act);

#endif
