// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/web only: routes, one page request, form glue. */
#ifndef MANG_WEB_INT_H
#define MANG_WEB_INT_H

#include "web/web.h"

/* ---- routes ---------------------------------------------------------------------------------- */

enum right_kind { RIGHT_PUBLIC, RIGHT_SIGNED_IN, RIGHT_CAN, RIGHT_REG };
struct right {
    enum right_kind kind;
    const char *action, *what; /* RIGHT_CAN: what NULL = the bare word */
};
enum route_flag { CSRF = 1, WRITE = 2, SLOW = 4, BIG = 8, LOCKED = 16, OPEN = 32 };
struct page;
typedef enum err page_fn(struct page *p);
struct route {
    const char *method, *path, *name;
    page_fn *handler;
    struct right right;
    unsigned flags;
    const char *doc;
};
extern const struct route routes[];
extern const size_t routes_n;

enum { MOST_ARGS = 3 };
struct match {
    const struct route *route; /* NULL = none */
    bool other_method;         /* the path exists for another method */
    const char *names[MOST_ARGS], *args[MOST_ARGS];
    size_t n;
    enum view_format format;
    const char *suffix; /* "docx", "xlsx" or NULL */
};
/* Finds the route of a path; `:x` parts are cut out into the arena. */
struct match route_find(struct arena *a, const char *method, const char *path);

/* ---- one page request ------------------------------------------------------------------------ */

struct page {
    struct web *web;
    const struct http_req *rq;
    struct act *act;
    struct arena *a;
    struct view *v;
    struct val *root; /* v->root */
    struct match match;
    struct user *user; /* NULL when nobody is signed in */
    struct session session;
    const struct reg *reg; /* the register in the path, or NULL */
    struct rec_faults *faults;
    const char *cookie; /* Set-Cookie to send, or NULL */
    const char *pre;    /* cookie of a browser without a session, for its CSRF token */
    int64_t version;    /* version the person saw, from the form; -1 = not sent */
};
const char *page_arg(const struct page *p, const char *name); /* of the path; never NULL */
/* Declared inputs: the only way to read the query and simple forms. NULL when absent, too long for
 * `max` bytes, or not UTF-8 (cleaned to one line). */
const char *page_query(struct page *p, const char *name, size_t max);
const char *page_form(struct page *p, const char *name, size_t max);
/* `s` if it is a path of our own, else "/": what a redirect may be asked for. */
const char *page_local(const char *s);
/* Shows `tpl` with status 422 when there are faults. */
enum err page_show(struct page *p, const char *tpl);
enum err page_redirect(struct page *p, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Commits and redirects there; the same answer is given to a resend. */
enum err page_done(struct page *p, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The answer is a workbook of one sheet, whose rows are the values of a list (NULL: none). */
struct doc_sheet;
extern const char *const page_sheet_type;
enum err page_sheet(struct page *p, const struct val *list, struct doc_sheet *s);

/* ---- layout.c: what every page carries ------------------------------------------------------- */
void layout_fill(struct page *p);

/* ---- security.c ------------------------------------------------------------------------------ */
/* Token of forms: keyed hash of the session (or of the pre-session cookie). */
const char *csrf_token(struct page *p);
bool csrf_ok(struct page *p);
void security_headers(const struct page *p, struct http_res *res);
const char *session_cookie(struct page *p, const char *token, bool end);

/* ---- draft.c: forms kept while a session is locked or a page is open ------------------------- */
enum err draft_keep(struct page *p, const char *path);
/* The kept form of a path as input, or NULL. */
const struct http_param *draft_get(struct page *p, const char *path, size_t *n);
void draft_drop(struct page *p, const char *path);

/* ---- formview.c, recview.c: a pack form as a view
 * ------------------------------------------------------- */
struct formview {
    const struct form *form;
    const struct rec *rec;
    const struct rec_env *env;
    const struct rec_faults *faults; /* NULL = fresh form */
    const struct rec_input *typed;   /* what was typed, when it is shown again; NULL */
};
/* Puts `sections`, `errors` and `warnings` into obj. */
void formview_put(struct page *p, struct val *obj, const struct formview *fv);
/* A form being drawn, and what formoptions.c puts into the box `o` of one of its fields. */
struct drawing {
    struct page *p;
    const struct formview *fv;
    const struct rec *rec;
    struct rec_env env;
    const char *prefix;
    bool mark_required; /* most fields are optional: the required ones carry the mark */
};
const char *form_name(const struct drawing *d, const struct field *f); /* of its input */
const char *form_typed(const struct drawing *d, const char *name, size_t nth);
void form_put_list(const struct drawing *d, struct val *o, const struct field *f, const char *name);
void form_put_yes_no(
    const struct drawing *d, struct val *o, const struct field *f, const char *name);
void form_put_units(
    const struct drawing *d, struct val *o, const struct field *f, const char *name);
void form_put_unit_search(
    const struct drawing *d, struct val *o, const struct field *f, const char *name);
void form_put_ref(const struct drawing *d, struct val *o, const struct field *f, const char *name);
/* A record read-only: sections of label/value pairs as far as the reader may see. */
void recview_put(struct page *p, struct val *obj, const struct form *form, struct rec *r);
/* One field's value for people: a typed val, NULL if empty or hidden. */
struct val *field_val(struct page *p, const struct rec *r, const struct field *f);
/* A group says nothing more where one of its sub-groups stands among the choices `v`. */
bool code_implied(struct arena *a, const struct codelist *list, const struct code *c, struct str v);
/* What tells two records of the same name apart: code, birth, village, mother, household. */
const char *rec_apart(struct page *p, const struct rec *r);
/* A condition on one answer of the same form, for the page's script: "x = 'a'", "x in ('a', 'b')",
 * "x = true", "x has 'a'", "x is null", "coalesce(x, false) = false". False for any other. */
bool show_if_parse(struct arena *a, const char *text, struct str *name, const char **values);
/* The request's form as input of rec_fill. */
struct rec_input page_input(struct page *p);
struct rec_input params_input(struct arena *a, const struct http_param *v, size_t n);

/* ---- writing.c: one shape of writing --------------------------------------------------------
 */
struct writing {
    struct rec *rec;
    const struct form *form;
    struct rec_env env;
    const char *action, *cancel;
    struct label title, submit;
    const struct source *source;
};
/* The form with what was typed; a fresh one (a kept draft fills it); and again after faults. */
enum err writing_show(struct page *p, const struct writing *w, const struct rec_input *typed);
enum err writing_open(struct page *p, struct writing *w);
enum err writing_again(struct page *p, struct writing *w, const struct rec_input *in);
/* Fills from what was sent. True when the form must be shown again instead of stored. */
bool writing_fill(struct page *p, struct writing *w, const struct rec_input *in);
/* A button of the form that only redraws it: one more row, a row less, a search for a reference. */
bool writing_redraws(const struct page *p);
/* Warnings are shown once; sending again means they were read. */
bool writing_asks(struct page *p);
void put_hidden(struct page *p, struct val *form, const char *name, const char *value);

/* ---- listfilter.c: filters of a list -----------------------------------------------------------
 */
struct listing {
    struct page *p;
    struct rec_query q;
    struct buf kept; /* the query string of the filters in force */
    int64_t page;
};
void list_read(struct listing *l);        /* from the address */
void list_put_filters(struct listing *l); /* `filters`, when the register has some */

/* ---- page_part.c: parts of a record, and what refers to it ------------------------------------
 */
/* What stands around a record without a procedure: `parts` as tables with a way to add to them, and
 * `related`. */
void put_around(struct page *p, const struct rec *r, const struct rec_group *g, size_t n);
/* One block of `parts`. */
void put_parts(struct page *p, const struct rec *r, const struct rec_group *g);
/* List `history`: who changed what and when, without looks. */
void put_history(struct page *p, const struct rec *r, int64_t most);

/* ---- page_child.c, page_household.c ------------------------------------------------------------
 */
enum err show_person(struct page *p, struct rec *r);
enum err show_household(struct page *p, struct rec *r);
/* The field by which persons point at records of this register (households), or NULL. */
const struct field *household_field(const struct pack *pk, const struct reg *reg);
/* The same field, found from the persons' side. */
const struct field *household_of(const struct pack *pk, const struct reg *persons);

/* ---- household_form.c: small forms over several records -----------------------------------------
 */
struct work {
    struct page *p;
    const struct field *by; /* of the children's register */
    struct rec *ho;
    struct rec **kids, **adults;
    size_t nkids, nadults;
    const struct reg *adult_reg; /* NULL: the pack keeps none */
    const char *home, *day;      /* day: as sent, ISO */
};
struct value work_get(const struct rec *r, const char *id); /* V_NULL if there is no such field */
void work_put(struct rec *r, const char *id, struct value v);
bool work_is(const struct rec *r, const char *id, const char *code);
bool work_closed(const struct rec *ho);
enum err work_store(struct work *w, struct rec *r, const char *reason);
bool work_sent(struct work *w, const char *name, const char *value);
void work_day(struct work *w); /* reads `ngay` into w->day, or a fault */
struct val *work_section(struct work *w, const char *hint);
struct val *work_field(
    struct work *w, struct val *s, const char *name, const char *type, const char *label);
void work_day_field(struct work *w, struct val *s, const char *label);
void work_checks(struct work *w, struct val *s, const char *name, const char *label,
    struct rec *const *v, size_t n);
/* A record to be found by its words and chosen; and the one chosen, or NULL and a fault. */
void work_search(
    struct work *w, struct val *s, const char *name, const char *label, const struct reg *reg);
enum err work_chosen(struct work *w, const char *name, const struct reg *reg, struct rec **out);

bool work_same_name(struct work *w, const char *a, struct value b);
const char *work_head(struct work *w); /* reads `chu_ho`; NULL after a fault */
void work_faults(struct page *p);      /* the list above the form */
/* page_found.c: a household for a child that has none. */
enum err household_found(struct page *p, bool post);

/* "8 tuổi 3 tháng" and the like of a birth date; NULL if it is not known. */
struct val *age_val(struct page *p, const char *born);

/* ---- common pieces of pages ------------------------------------------------------------------ */
struct val *label_val(struct arena *a, struct label l);
/* obj[key] = the label in both languages. */
void put_label(struct page *p, struct val *obj, const char *key, struct label l);
/* Deadline badge: kind (overdue, soon, later, done), due time, remaining words, source. */
void put_due(struct page *p, struct val *obj, int64_t due_ms);
void put_source(struct page *p, struct val *obj, const char *key, const struct source *s);
void put_unit(struct page *p, struct val *obj, const char *key, const char *code);
/* List `marks`: those of the pack that are true of a record. */
void put_marks(struct page *p, const struct rec *r);
/* The same as one text for lists taken away; NULL if none. */
struct val *marks_text(struct page *p, const struct rec *r);
/* May the people of a mark be listed for the police, to look up their personal numbers? */
bool check_list_of(const struct page *p, const struct mark *m);
/* List `worklists` of the page's register, with counts inside one unit; `now` = the one in force.
 */
MUST_CHECK enum err put_worklists(struct page *p, const struct mark *now, const char *unit);
/* Was this person given the case? An emergency look is for reading only: not for correcting, nor
 * for handing the case on, least to himself. */
bool page_belongs(struct page *p, const struct rec *r);
/* List `people`: who has the case, with role and phone. */
void put_people(struct page *p, const struct rec *r);
enum err page_error(struct page *p, enum err e);
/* It cannot be done as things stand: why, and the way back. Status 409. */
enum err page_not_now(struct page *p, const char *back, const char *why);
/* The register whose records hold those of this one as parts; itself if it is none. */
const struct reg *page_top(const struct reg *reg);
/* Title, code, unit, rights and the way back of a record's page (page_record.c). */
void put_head(struct page *p, struct rec *r);
/* What the journal calls an action, into x.what (page_journal.c). */
void put_action(struct page *p, struct val *x, const struct reg *reg, const char *action);

/* May only be written by pages of its own (payment lists, reports), not by the forms of registers.
 */
bool kept_elsewhere(const struct pack *p, const struct reg *reg);

/* ---- page_report.c, page_report_work.c --------------------------------------------------------
 */
struct report_work;
/* List `duties`: what this person is to be reminded of, below the tasks of children: a report never
 * stands above a child in danger. */
enum err put_duty_tasks(struct page *p);
enum err report_show(struct page *p, struct report_work *w);

/* ---- page_aid.c: social assistance, for other pages ------------------------------------------ */
/* Object `aid` of a child's page (tpl/_aid.html): rights, decisions, what changes next. Nothing for
 * other registers, or for who may not see personal fields. */
enum err put_aid(struct page *p, struct rec *r);
/* The payment list that this person should make now: its month, 0 = none; and that as a task of the
 * inbox. */
enum err aid_task_month(struct page *p, int *month);
void put_aid_task(struct page *p, int month, struct flow_counts *counts);
/* May this person read (write) payment lists? */
bool aid_may(const struct page *p, const char *action);
/* label, article, source, coefficient, standard, amount of a right; without the ground when it
 * must not be told in a list. */
struct aid_right;
void put_right(struct page *p, struct val *x, const struct aid_right *r, bool list);
/* ---- page_pair.c: two records side by side -----------------------------------------------------
 */
/* The register of persons, if this person may read it; NULL else. */
const struct reg *pair_persons(const struct page *p);
/* What the role may see, it sees of its own commune only; of others when they ask. */
void pair_look(struct page *p, struct rec *r, bool invited);
/* percent, sure, and that in words. */
void pair_words(struct val *x, double chance);

/* ---- alike.c: is this person in the register already? -----------------------------------------
 */
enum { MOST_ALIKE = 5 };
struct ident_like;
struct alike {
    const struct rec *of;
    struct ident_like *v;
    size_t n;
    bool asks; /* one was not yet answered with "not the same" */
};
/* Who may be the person about to be written; empty for other registers. */
enum err alike_find(struct page *p, const struct rec *r, struct alike *out);
/* Cards above the form, and the two ways on. */
void alike_put(struct page *p, const struct alike *a);
/* After it is written: those shown are remembered as others. */
enum err alike_store(struct page *p, const struct rec *r, const struct alike *a);
/* A person on a card: label, code, unit, born, sex, village, mother, father, as far as the record's
 * flags let the reader see. */
void person_put(struct page *p, struct val *x, struct rec *r);

/* ---- page_settle.c -------------------------------------------------------------------------- */
/* Are there records of a split commune that the actor's commune may take? */
bool settle_waits(struct page *p);

#define R(method, path, handler, right, flags, doc) page_fn page_##handler;
#include "web/routes.def"
#undef R

#endif
