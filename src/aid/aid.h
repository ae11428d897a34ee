// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * aid: monthly social assistance. What a child is entitled to follows from its record by the rules
 * of the pack (tro_cap.yaml); what is paid follows from the decisions, re-rated at birthdays; what
 * is owed for past months is what is due by what is known today less what was paid.
 *
 * Months are numbers: year * 12 + month - 1. Money is whole đồng, coefficients are hundredths.
 * The law's months (pack: adjust, stop): the month of a birthday or change has the new coefficient
 * already; the month in which a right ends is still paid.
 */
#ifndef MANG_AID_H
#define MANG_AID_H

#include "rec/rec.h"

/* ---- months ---------------------------------------------------------------------------------- */

enum { AID_NEVER = 0, AID_FOREVER = 1 << 20 };

/* Month of an ISO date of day or month precision; AID_NEVER for anything else. */
int aid_month(struct value date);
int aid_month_of(const char *iso);
const char *aid_month_iso(struct arena *a, int month);        /* "2026-10" */
const char *aid_month_show(struct arena *a, int month);       /* "10/2026" */
const char *aid_coefficient(struct arena *a, int hundredths); /* "2,5" */

/* ---- what the law gives (pure) --------------------------------------------------------------- */

/* One child by its record, asked on a day. */
struct aid_case {
    const struct pack *pack;
    const struct aid *aid;
    struct arena *a;
    const struct value *v; /* by field slot of aid->reg */
    const char *province;
    const char *today; /* documents in force on this day are known */
    uint64_t had;      /* bit i: was paid by rule i before (`after:`) */
};

/* The standard amount of a month in a province by what is known on a day: the latest of the
 * country or of the province, whichever is higher. NULL = none. */
const struct aid_amount *aid_standard(
    const struct aid *d, const char *province, int month, const char *known);
int64_t aid_money(const struct aid_amount *standard, int hundredths);

/* A right by one rule in one month. */
struct aid_right {
    const struct aid_rule *rule;
    const struct aid_band *band;
    const struct source *article; /* of the point that holds, else of the rule */
    const struct aid_amount *standard;
    int64_t amount;
    bool best; /* the one paid among those of its payee */
};
enum { AID_MOST_RIGHTS = 32 };
/* Everything the child is entitled to in a month; 0 when its birth date is not known. */
size_t aid_assess(const struct aid_case *c, int month, struct aid_right out[AID_MOST_RIGHTS]);
/* The band of a rule that counts in a month; NULL outside of its ages. */
const struct aid_band *aid_band_in(
    const struct aid_case *c, const struct aid_rule *rule, int month);

/* What changes in a month against the month before, for one payee. */
struct aid_change {
    int month;
    const char *day;                /* the birthday or other day it comes from; NULL = unknown */
    int age;                        /* reached on that day; 0 = not a birthday */
    struct aid_right before, after; /* rule NULL = nothing */
};
/* Changes ahead in months (from, until], first ones first; at most `most`. */
size_t aid_changes(
    const struct aid_case *c, int from, int until, struct aid_change *out, size_t most);

/* ---- what was decided ------------------------------------------------------------------------ */

struct aid_decision {
    const char *id, *number, *date, *receiver, *account;
    const struct code *how;
    const char *rule_id;         /* as stored; the pack may not know it */
    const struct aid_rule *rule; /* NULL = a ground of the province: paid as decided */
    const struct aid_payee *payee;
    int hundredths;
    int from, until;  /* months; until AID_FOREVER */
    int stop, resume; /* not paid in [stop, resume) */
    const struct rec *rec;
};
struct aid_pay {
    const struct aid_decision *decision; /* NULL = nothing is paid */
    int hundredths;
    const struct aid_amount *standard;
    int64_t amount;
};
/* The coefficient that a decision has in a month: as decided until the next age band; 0 when it
 * does not run or the child is too old. */
int aid_rate(const struct aid_case *c, const struct aid_decision *d, int month);
/* What is due to a payee for a month: the highest of its running decisions. */
struct aid_pay aid_due_in(const struct aid_case *c, const struct aid_decision *v, size_t n,
    const struct aid_payee *payee, int month);

struct aid_paid {
    int month;
    int64_t amount;
};
struct aid_arrear {
    int month;
    int64_t due, paid;
    const struct aid_amount *standard; /* of what is due; NULL if nothing is */
};
/* Months in [from, before) where what is due by what is known today is not what was paid. */
size_t aid_arrears(const struct aid_case *c, const struct aid_decision *v, size_t n,
    const struct aid_payee *payee, const struct aid_paid *paid, size_t npaid, int from, int before,
    struct aid_arrear *out, size_t most);

/* ---- a commune ------------------------------------------------------------------------------- */

/* The pack's first part of assistance; NULL = the pack has none. */
const struct aid *aid_of(const struct pack *p);
/* The case of a stored child, asked today. */
struct aid_case aid_case_of(struct act *act, const struct rec *child);
MUST_CHECK enum err aid_decisions_of(
    struct act *act, const struct rec *child, struct aid_decision **out, size_t *n);
/* Rules a child was paid by, for aid_case.had. */
uint64_t aid_had(const struct aid *d, const struct aid_decision *v, size_t n);
/* Does a decision for this payee run or wait (not ended) in a month? */
const struct aid_decision *aid_running(
    const struct aid_decision *v, size_t n, const struct aid_payee *payee, int month);

struct aid_child {
    struct rec *rec;
    struct aid_decision *v;
    size_t n;
};
/* Children of a commune with their decisions; `all` also those without one. */
MUST_CHECK enum err aid_children(
    struct act *act, const char *unit, bool all, struct aid_child **out, size_t *n);

enum aid_why {
    AID_NEW,    /* a right, and no decision */
    AID_AGE,    /* a birthday: another coefficient, another rule or none */
    AID_STATE,  /* the record no longer bears out the rule */
    AID_BETTER, /* another rule gives more */
    AID_GONE    /* died, moved away */
};
struct aid_todo {
    const struct aid_child *child;
    const struct aid_decision *decision; /* NULL = none yet */
    const struct aid_payee *payee;
    struct aid_right right; /* what should be; rule NULL = nothing, it ends */
    int old;                /* hundredths as decided */
    int month;              /* from which it is so */
    int age;                /* AID_AGE: reached then */
    enum aid_why why;
};
/* What is to be decided about a child so that the list of a month is right; at most `most`. */
size_t aid_todos(
    struct act *act, const struct aid_child *kid, int month, struct aid_todo *out, size_t most);
/* Registers that only payment lists write: no page changes their records by itself. */
bool aid_keeps(const struct pack *p, const struct reg *reg);
/* Registers that a child's page shows in its block of assistance: not among other parts. */
bool aid_shows(const struct pack *p, const struct reg *reg);

/* ---- payment lists --------------------------------------------------------------------------- */

struct aid_line {
    const struct aid_child *child;
    const struct aid_payee *payee;
    struct aid_pay pay;
    const struct aid_decision *decision; /* whose receiver is paid, also when only arrears are */
    struct aid_arrear *arrears;          /* taken into this list; `paid` and `due` as found */
    int64_t *taken;                      /* of each */
    size_t narrears;
    int64_t arrears_sum, total;
    int64_t left;    /* overpaid and not taken back here; 0 or negative */
    const char *why; /* the arrears in words */
};
struct aid_sheet {
    const char *unit;
    int month;
    const struct aid_amount *standard;
    struct aid_line *lines; /* who gets something */
    size_t n;
    struct aid_line *owing; /* overpaid, and nothing to take it from */
    size_t nowing;
    int64_t regular, arrears, total;
};
/* The list that a commune would get now. ERR_INVALID for a month that cannot be listed. */
MUST_CHECK enum err aid_preview(
    struct act *act, const char *unit, int month, struct aid_sheet *out);
/* Makes it, in the act's write transaction. If somebody has made it: *made false, its id in *list.
 */
MUST_CHECK enum err aid_make(
    struct act *act, const char *unit, int month, const char **list, bool *made);
/* The list of a month, NULL if there is none. */
const char *aid_list_of(struct act *act, const char *unit, int month);
/* The month whose list falls due next, and when it does (ms). */
int aid_next_month(const struct aid *d, const char *today);
int64_t aid_due_at(const struct aid *d, int month);
/* A list that was not paid yet, and is the commune's last, is taken back. ERR_CONFLICT otherwise.
 */
MUST_CHECK enum err aid_discard(struct act *act, struct rec *list, int64_t version);
MUST_CHECK enum err aid_mark_paid(
    struct act *act, struct rec *list, int64_t version, const char *day);
/* Lines of a stored list in their order. */
MUST_CHECK enum err aid_lines_of(
    struct act *act, const struct rec *list, struct rec ***out, size_t *n);
/* A value by field id; VNULL if the register has no such field. */
struct value aid_value(const struct rec *r, const char *field);

#endif
