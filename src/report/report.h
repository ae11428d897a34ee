// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * report: duties and the reports that fulfil them. When a duty is due and who has done it; a
 * report as a record that moves from draft to locked; its numbers, frozen when it is sent; its
 * prose, in which every number is a field that can be renewed without touching the words around
 * it; and the papers made of it: Word by Decree 30/2020, and an Excel annex.
 *
 * Words, prose and due days are pure. Days are int32_t yyyymmdd as in unit.h.
 */
#ifndef MANG_REPORT_H
#define MANG_REPORT_H

#include "rec/rec.h"
#include "stat/stat.h"

/* ---- words (pure) ---------------------------------------------------------------------------- */

/* What a sentence may ask of a number: {x}, {x|cung_ky}, {x|ky_truoc}, {x|ke_hoach}, {x|muc_tieu}.
 */
enum say_form { FORM_VALUE, FORM_LAST_YEAR, FORM_BEFORE, FORM_PLAN, FORM_TARGET, FORM__COUNT };
struct say_number {
    const struct indicator *indicator;
    double now, last_year, before; /* NAN = not known */
    double target;                 /* NAN = none */
    enum target_op op;
};
bool say_form_of(struct str word, enum say_form *out);
/* "1.234", "32,9%", "96,245 tỷ đồng"; "tăng 6,55 điểm %" (of percentages), "giảm 12 trẻ (3,2%)",
 * "không đổi"; "đạt 275% kế hoạch"; "từ 95% trở lên". NULL when a number it needs is not known. */
const char *say_words(struct arena *a, const struct say_number *n, enum say_form form);
/* The value alone, as tables show it; "" when it is not known. */
const char *say_value(struct arena *a, const struct indicator *i, double v);
/* For tables that name the unit elsewhere: without "trên 100.000 trẻ". */
const char *say_short(struct arena *a, const struct indicator *i, double v);
/* The change from one value to another, as in sentences; NULL when either is not known. */
const char *say_change(struct arena *a, const struct indicator *i, double from, double to);
const char *say_change_short(struct arena *a, const struct indicator *i, double from, double to);
/* "≥ 95%" for tables. */
const char *say_target(struct arena *a, const struct say_number *n);
/* What share of the target was reached, for targets that are to be reached: "275%", else "". */
const char *say_of_target(struct arena *a, const struct say_number *n);

struct say_text {
    const char *name, *text; /* {don_vi}, {ky} … */
};
struct say { /* what sentences are made from */
    struct arena *a;
    const struct say_number *v;
    size_t n;
    const struct say_text *texts;
    size_t ntexts;
};
const struct say_number *say_number(const struct say *s, struct str name); /* NULL if none */
/* A sentence of the pack with its numbers as fields: "có ⟦tre_em: 1.234⟧ trẻ em". What stands in
 * [ ] is left out when a number in it is not known; elsewhere such a number reads "……". */
const char *say_draft(const struct say *s, const char *sentence);
/* Texts alone, for titles: no fields. */
const char *say_title(const struct say *s, const char *title);

/* ---- prose (pure) ---------------------------------------------------------------------------- */

enum prose_fault_kind {
    PROSE_BROKEN,  /* a bracket without its partner, or nothing readable inside */
    PROSE_UNKNOWN, /* a field of a name nobody knows */
    PROSE_MISSING, /* the sentence has this number, the person's text has not (any more) */
};
struct prose_fault {
    enum prose_fault_kind kind;
    const char *name; /* of the field, "tre_em|cung_ky"; of a broken one what stands there */
    const char *text; /* PROSE_MISSING: the drafted sentence that holds it */
};
struct prose_faults {
    struct prose_fault v[24];
    size_t n;
};
/* The person's text with the numbers in its fields renewed, nothing else touched. Tells what is
 * broken or unknown (left as it stands) and, against `draft`, what is missing. */
const char *prose_renew(
    const struct say *s, const char *kept, const char *draft, struct prose_faults *faults);
/* The same with the missing sentences of the draft added at its end. */
const char *prose_offer(const struct say *s, const char *kept, const char *draft);
/* As it is printed: without the brackets and names of fields. Broken ones print what they hold. */
const char *prose_plain(struct arena *a, const char *kept);

/* ---- duties (pure) --------------------------------------------------------------------------- */

struct duty_due {
    const struct duty *duty;
    struct period period;
    int32_t due; /* as the law states it: not moved off a weekend */
};
enum { DUTY_DUES_MAX = 16 };
/* Due day of one period. */
int32_t duty_due_day(const struct duty *d, const struct period *p);
/* What of a duty is due within a year, in order. At most DUTY_DUES_MAX. */
size_t duty_dues(const struct duty *d, int year, struct duty_due out[DUTY_DUES_MAX]);
/* The period that a report made today is most likely for: the latest one whose report is not due
 * longer than a month ago, else the one that is due next. */
struct duty_due duty_due_now(const struct duty *d, int32_t today);
int duty_days_between(int32_t from, int32_t to);

enum duty_state {
    DUTY_LATER,    /* not due yet */
    DUTY_SOON,     /* within its days of reminding */
    DUTY_LATE,     /* nobody has sent it */
    DUTY_DRAFT,    /* being written (`late` tells whether it is over) */
    DUTY_RETURNED, /* sent back */
    DUTY_SENT,
    DUTY_ACCEPTED,
    DUTY_DONE, /* ticked, or told by a record */
    DUTY_STATE__COUNT
};
/* How one duty of one unit stands. */
struct duty_row {
    struct duty_due due;
    const char *unit; /* "" = the province itself */
    enum duty_state state;
    int late;           /* days over (still, or when it was sent); 0 = in time */
    const char *record; /* id of the report, or of what tells that it is done; NULL = none */
    int64_t sent_at;
    const char *sent_by;
};
bool duty_is_open(const struct duty_row *r); /* something is still to be done by who owes it */

/* ---- duties in the database ------------------------------------------------------------------ */

struct duty_rows {
    struct duty_row *v;
    size_t n;
};
/* All duties of one unit ("" = the actor's province) within a year, by due day. */
MUST_CHECK enum err duty_calendar(
    struct act *act, const char *unit, int year, struct duty_rows *out);
/* Those of all communes of the actor's province that are owed upward or by communes: for each
 * duty its rows by commune. */
MUST_CHECK enum err duty_matrix(struct act *act, int year, struct duty_rows *out);
/* Reports of a year that are late and not sent: those of the actor's own unit, and, for a province,
 * those of its communes. */
struct duty_late {
    int64_t reports, units; /* so many, of so many units */
};
MUST_CHECK enum err duty_late(
    struct act *act, int year, struct duty_late *own, struct duty_late *below);
/* What the actor is to be reminded of: his own that are soon or late, and as chairman what is over
 * its days of escalation. */
MUST_CHECK enum err duty_reminders(struct act *act, struct duty_rows *out);
/* Ticks a duty that has no report. ERR_CONFLICT when it was done already. */
MUST_CHECK enum err duty_tick(struct act *act, const struct duty *d, const struct period *p,
    const char *day, const char *note);
bool duty_owes(const struct act *act, const struct duty *d); /* by role and level */

/* ---- reports --------------------------------------------------------------------------------- */

const struct reg *report_reg(const struct pack *p);           /* NULL: the pack keeps none */
bool report_keeps(const struct pack *p, const struct reg *r); /* written by this module only */
bool report_may(const struct act *act, const char *action);

/* A report opened for work. */
struct report_work {
    struct act *act;
    struct rec *rec;
    const struct duty *duty;
    const struct report *report;
    struct period period;
    const char *unit, *place;       /* code asked of stat; "" unit of a province's own report */
    bool own;                       /* the actor's unit owes it */
    struct report_numbers *numbers; /* NULL until report_numbers() */
    struct rec **blocks;            /* kept prose */
    size_t nblocks;
};
/* Opens one; finds the one of duty, unit and period (NULL when there is none yet). */
MUST_CHECK enum err report_get(struct act *act, const char *id, struct report_work **out);
MUST_CHECK enum err report_find(struct act *act, const struct duty *d, const struct period *p,
    const char *unit, const char **id);
/* Begins the report of the actor's unit. *fresh is false when there was one: that one is told. */
MUST_CHECK enum err report_begin(
    struct act *act, const struct duty *d, const struct period *p, const char **id, bool *fresh);
/* Without a record, for the command line and the preview: nothing is stored. */
MUST_CHECK enum err report_open(struct act *act, const struct report *r, const struct period *p,
    const char *unit, struct report_work **out);

bool report_is_open(const struct report_work *w); /* may be written now by the actor */
/* Step of the procedure that the actor may do now on this report; NULL = not. */
const struct step *report_step(struct report_work *w, const char *step);

struct report_row { /* an indicator of the report */
    const struct indicator *indicator;
    struct stat_value now, last_year, before;
    struct say_number say;
    double today; /* of a sent report: what the number would be now; NAN = the same */
};
struct report_place { /* a row of the annex */
    const char *unit, *name;
    struct stat_value *v; /* one a column of report->annex */
};
struct report_score {
    const struct programme *programme;
    struct stat_score score;
};
struct report_numbers {
    struct report_row *v;
    size_t n;
    struct report_score *scores; /* of the programmes whose targets it shows */
    size_t nscores;
    struct report_place *places;
    size_t nplaces, most;
    bool frozen;
    int64_t at; /* of freezing */
};
enum report_extent {
    REPORT_PAPER,  /* what its sentences and tables show */
    REPORT_SHEETS, /* what its workbook shows: targets, communes; without targets all */
    REPORT_ALL,    /* every number, and that of last year */
    REPORT_WHOLE   /* and the communes */
};
/* Numbers of the report: frozen ones of a sent report (with `today` compared when asked), else as
 * they are now. */
MUST_CHECK enum err report_numbers(struct report_work *w, enum report_extent extent, bool compare);
const struct report_row *report_row(const struct report_work *w, const struct indicator *i);
struct say report_say(struct report_work *w);

/* Prose of a block: what the person kept, renewed; or the draft. */
struct report_prose {
    const char *text;  /* with fields */
    const char *draft; /* as it would be drafted now */
    struct prose_faults faults;
    bool kept;
};
struct report_prose report_prose(struct report_work *w, const struct report_block *b);

/* Checks before sending; texts are Vietnamese sentences. */
struct report_check {
    const char *kind; /* "thieu" | "mau_thuan" | "bat_thuong" | "bien_dong" */
    const char *text, *href;
};
MUST_CHECK enum err report_checks(struct report_work *w, struct report_check **out, size_t *n);

/* Where a number opens. */
const char *report_number_path(struct report_work *w, const struct indicator *i);
/* "Đạt 18/24 chỉ tiêu thuộc 7 mục tiêu của …" */
const char *report_score_words(struct report_work *w, const struct report_score *s);

/* ---- doing ----------------------------------------------------------------------------------- */

/* Keeps the prose of a block; empty = back to the draft. */
MUST_CHECK enum err report_keep(
    struct report_work *w, const struct report_block *b, const char *text);
/* Who signs, number, day, recipients: fields of the record, from the form. */
MUST_CHECK enum err report_head(
    struct report_work *w, const struct rec_input *in, struct rec_faults *faults);
/* Freezes the numbers and sends; sending what is sent changes nothing. */
MUST_CHECK enum err report_send(struct report_work *w);
/* accept, lock; return and unlock with a reason (unlock until a day, ISO). ERR_DENIED,
 * ERR_CONFLICT (state), ERR_INVALID (no reason or day). */
MUST_CHECK enum err report_accept(struct report_work *w);
MUST_CHECK enum err report_return(struct report_work *w, const char *reason);
MUST_CHECK enum err report_lock(struct report_work *w);
MUST_CHECK enum err report_unlock(struct report_work *w, const char *reason, const char *until);

/* ---- papers ---------------------------------------------------------------------------------- */

MUST_CHECK enum err report_docx(struct report_work *w, struct str *out);
/* The same as blocks for a page to print. */
MUST_CHECK enum err report_paper(struct report_work *w, struct val **out);
MUST_CHECK enum err report_xlsx(struct report_work *w, struct str *out);
/* "Bao cao 9 thang 2026 - Xa Muong Phang.docx": name of the file, without letters that some
 * systems cannot read. */
const char *report_file(struct report_work *w, const char *suffix);

#endif
