// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * pack: the five ideas as data. Loads a folder of YAML files into plain structs, checks every
 * reference and expression, and reports each fault as file:line:col. Also the one expression
 * language with its two back ends: evaluation over a record, and compilation to SQL.
 *
 * Pure: bytes in, structs out; no I/O, no clock, no globals. The format is described in
 * doc/pack-format.md. Everything a pack_load() returns lives in the arena it was given and is
 * read-only afterwards.
 */
#ifndef MANG_PACK_H
#define MANG_PACK_H

#include "base/base.h"

struct pos {
    const char *file;
    int line, col; /* from 1 */
};
struct label {
    const char *vi, *en; /* en falls back to vi */
};
/* Where a rule comes from. `verify` = known only from memory or contradicted: shown as such. */
struct source {
    const char *text;      /* "NĐ 56/2017 Đ28 k1"; NULL = our own addition */
    const char *from, *to; /* in force, ISO dates or NULL */
    bool verify;
};

/* ---- expressions ----------------------------------------------------------------------------- */

enum xtype { X_NULL, X_BOOL, X_INT, X_REAL, X_TEXT, X_DATE, X_TIME, X_SET, X__COUNT };
struct expr; /* typed, checked syntax tree */

/* What names mean while parsing. `path` is "ho_ten" or "tin_bao.muc_do" (dots kept). Fills the
 * type and a slot the evaluator gets back; false = no such name. */
struct expr_scope {
    bool (*lookup)(const struct expr_scope *s, struct str path, enum xtype *type, int *slot);
    /* May a name hold this text? Asked where a name meets a text constant (=, in, has, tally), so
     * that a misspelt code is a fault. NULL = anything goes. */
    bool (*allows)(const struct expr_scope *s, int slot, struct str constant);
    const void *ctx;
    bool shown; /* for people to read: names that stand as text become label(name) */
};
struct pack_error {
    struct pos pos;
    const char *text; /* Vietnamese sentence */
};
/* Parses and checks; NULL and *err on failure (position = `at` moved to the offending column). */
const struct expr *expr_parse(struct arena *a, struct str text, struct pos at,
    const struct expr_scope *scope, struct pack_error *err);
enum xtype expr_type(const struct expr *e);
/* The text it was parsed from. */
const char *expr_text(const struct expr *e);
/* Calls fn for each name used. */
void expr_names(const struct expr *e, void (*fn)(void *ctx, struct str path, int slot), void *ctx);

/* A condition as conditions that must all hold, at most `max` of them. */
size_t expr_parts(const struct expr *e, const struct expr **out, size_t max);

struct expr_env {
    /* Value of a name; slot as given at parse time. */
    struct value (*get)(const struct expr_env *env, struct str path, int slot);
    /* label(name): the value as people read it (label of a code, dd/mm/yyyy …). NULL = as it is. */
    struct value (*show)(const struct expr_env *env, struct str path, int slot, struct value v);
    const void *ctx;
    int64_t now_ms;    /* `now` */
    const char *today; /* `today`, ISO date in Vietnam */
    struct arena *a;
};
/* SQL's three-valued logic: an unknown operand gives V_NULL. Never fails: overflow, division by
 * zero and impossible dates give V_NULL. */
struct value expr_eval(const struct expr *e, const struct expr_env *env);
/* For `when`, `show_if`, `required_if` and `must` of guards: known to be true. NULL expr is true.
 */
bool expr_true(const struct expr *e, const struct expr_env *env);
/* For `must` of checks: known to be false (unknown does not stop a record). NULL expr is not. */
bool expr_false(const struct expr *e, const struct expr_env *env);

/* What a condition of a list (`marks`, `active`) may need at most: checked when a pack is loaded.
 */
enum { CONDITION_ARGS = 64, CONDITION_SQL = 16 * 1024 };
/* Compiles to SQL that both databases take. Names become columns through `column` (NULL return =
 * not a column: ERR_INVALID); constants, `now` and `today` become arguments $1…, each written with
 * its type, first occurrences in ascending order. An X_BOOL expression gives a condition, or the
 * integers 0/1 if `value` is set. More than max_args arguments or a full buf is ERR_TOO_BIG. */
struct expr_sql {
    const char *(*column)(const struct expr_sql *s, struct str path, int slot);
    /* Names that stand for one value while the statement runs (`start`, `end`); NULL = none. */
    bool (*fixed)(const struct expr_sql *s, struct str path, int slot, struct value *out);
    const void *ctx;
    int64_t now_ms;
    const char *today;
    bool value;
};
MUST_CHECK enum err expr_to_sql(const struct expr *e, const struct expr_sql *s, struct arena *a,
    struct buf *sql, struct value *args, size_t max_args, size_t *nargs);

/* ---- definitions ----------------------------------------------------------------------------- */

struct code {
    const char *id;
    struct label label;
    const char *parent; /* code of another item of the same list, or NULL */
    const char *aka;    /* "hn; nghèo": what else lists of others call it, or NULL */
    struct source source;
};
struct codelist {
    const char *id;
    const uint16_t *by_id; /* indexes of codes in order of their ids */
    struct label label;
    struct source source;
    const struct code *codes;
    size_t ncodes;
    struct pos pos;
};

enum field_type {
    F_TEXT, /* one line */
    F_NOTE, /* many lines */
    F_INT,
    F_DECIMAL,
    F_MONEY, /* đồng */
    F_DATE,  /* with precision */
    F_TIME,  /* a moment */
    F_BOOL,  /* có / không; stored 0/1 */
    F_CHOICE,
    F_CHOICES,
    F_UNIT, /* commune or village code */
    F_REF,  /* id of a record of `reg` */
    F_NAME, /* person's name */
    F_PHONE,
    F_PERSONAL_NO, /* số định danh cá nhân, 12 digits */
    F_FILE,
    F_ROWS, /* child records of `reg`, edited inside this form; not a column */
    F__COUNT
};
enum field_class { CLASS_OPEN, CLASS_PERSONAL, CLASS_SECRET };

struct reg;
struct field {
    const char *id;
    int slot; /* index in owner->fields */
    const struct reg *owner;
    struct label label, hint;
    const char *aka; /* "họ tên trẻ; tên": other headings of its column, parted by ;, or NULL */
    enum field_type type;
    enum field_class cls;
    const char *list_id;
    const struct codelist *list; /* F_CHOICE, F_CHOICES */
    const char *reg_id;
    const struct reg *reg; /* F_REF, F_ROWS */
    bool required;
    const struct expr *required_if, *show_if, *preset, *compute;
    const struct expr *min, *max; /* numbers, dates or times */
    int max_len;                  /* characters; 0 = 200 for F_TEXT, 10000 for F_NOTE */
    const struct label *anchors;  /* one per code of the list (vi NULL = none), or NULL */
    bool searched;                /* folded into the record's search words */
    bool anywhere;                /* F_UNIT: of the whole country, found by its name */
    bool full_date;               /* F_DATE: a day, not only a month or year */
    bool year;                    /* F_INT: a year, written without a dot */
    bool in_use;                  /* F_TEXT: offers the texts in use */
    bool from_own;                /* computed from fields of the record alone */
    bool from_later;              /* computed from a computed field at or behind it */
    const struct push *told;      /* see pack_push_into */
    struct source source;
    struct pos pos;
};
struct section {
    struct label label;
    bool fold; /* rarely needed: closed on the form until it holds an answer */
    const struct field *const *fields;
    size_t nfields;
};
struct form {
    const char *id;
    struct label label;
    const struct section *sections;
    size_t nsections;
    struct pos pos;
};
struct check {
    const struct expr *must;   /* over the record's fields */
    const struct field *field; /* where the message stands; NULL = the form */
    struct label message;
    bool warning; /* shown, does not stop */
    struct source source;
    struct pos pos;
};
struct setting { /* field := expression */
    const struct field *field;
    const struct expr *value;
};
/* What a record, when it is stored, writes into others, so that a fact is entered once: into the
 * records of `to` whose field `by` points at it or, `by` being NULL, into what it is a part of. */
struct push {
    const struct reg *from, *to;
    const struct field *by;     /* F_REF of `to` */
    const struct field *latest; /* of several parts the one with the greatest counts; or NULL */
    const struct setting *sets; /* fields of `to` over the fields of this record */
    size_t nsets;
    const struct field *const
        *keeps; /* of those, the ones that stay when something else is there */
    size_t nkeeps;
    struct pos pos;
};
/* A named condition over the record: shown as a tag on its page, and as a list of all it is true
 * of. Reads only columns that are not secret; dates may move with `today`. */
enum mark_kind {
    MARK_RISK, /* nguy_co: something threatens the child */
    MARK_MEND, /* can_sua: what is recorded is missing or wrong */
    MARK_TODO, /* viec: something is to be done */
    MARK_FACT, /* thong_tin: worth a list */
    MARK__COUNT
};
struct mark {
    const char *id;
    struct label label, hint;
    enum mark_kind kind;
    const struct expr *when; /* with the register's `active` in it */
    const struct expr *bare; /* without it */
    enum field_class cls; /* of the most protected field it reads: who may not see that, may not see
                             or ask for the mark */
    struct source source;
    struct pos pos;
};
/* Fields that tell who a person is, for src/link. A part the register does not keep is NULL. */
struct identity {
    const struct field *name, *other_name, *born, *sex, *pid, *mother, *father, *phone, *village;
};
/* How records of a register are checked again at home (rà soát): the date it was last done, what it
 * may come to, and by what the lists are split. */
struct recheck_result {
    const char *id;
    struct label label;
    const struct setting *sets; /* fields of the record; may use the date, which is set before */
    size_t nsets;
    struct pos pos;
};
struct recheck {
    const struct field *date, *group; /* F_DATE; a text, e.g. the village */
    const struct recheck_result *results;
    size_t nresults;
};
/* A record of this register is a campaign: it names records of `reg` to be checked again. */
struct campaign {
    const struct reg *reg;
    const struct field *since; /* F_DATE */
    const struct field *mark;  /* F_CHOICE, codes are marks of reg; others and none mean all */
    const struct field *group; /* one value of recheck->group, empty = all; or NULL */
};
/* A list of a register in the shape that another program takes in. */
struct export_column {
    const char *heading;
    const struct field *field;
};
struct export
{
    const char *id;
    struct label label;
    const char *unit; /* heading of a first column that names the commune, or NULL */
    const struct export_column *columns;
    size_t ncolumns;
    struct source source;
    struct pos pos;
};
struct reg {
    const char *id; /* also its table (r_<id>) and its path (/so/<id>) */
    struct label label, plural;
    const char *level; /* where it is kept: "xa" | "tinh" | "quoc_gia" */
    const char *parent_id;
    const struct reg *parent; /* a part of a record of this register (first column `parent`) */
    const char *code_format;  /* "CA-{yyyy}-{n5}"; NULL = no code */
    const struct expr
        *title; /* how lists call a record; initials for those who may not see its fields */
    const struct field *fields;
    size_t nfields;
    const uint16_t *by_id;    /* indexes of fields in order of their ids */
    const struct form *forms; /* forms[0] holds all sections */
    size_t nforms;
    const struct check *checks;
    size_t nchecks;
    const struct push *pushes;
    size_t npushes;
    const struct field *const *columns; /* of its list page */
    size_t ncolumns;
    const struct field *const *filters;
    size_t nfilters;
    const char *unit_aka;              /* headings of a column that names the commune, or NULL */
    const struct procedure *procedure; /* it moves through, or NULL */
    const struct field
        *kept_at; /* F_UNIT: the commune that answers keeps it; NULL = its writer's */
    const struct field *seen_from;   /* F_UNIT: the commune that asked may see it too */
    const struct field *village;     /* text: where in its commune; or NULL */
    const struct identity *identity; /* of registers of persons, or NULL */
    const struct recheck *recheck;   /* or NULL */
    const struct campaign *campaign; /* or NULL */
    const struct expr *active;       /* records still followed; NULL = all */
    const struct mark *marks;        /* in the order of the pack */
    size_t nmarks;
    const struct export *exports;
    size_t nexports;
    bool in_menu; /* stands on the page of all registers */
    struct source source;
    struct pos pos;
};

struct state {
    const char *id;
    struct label label;
    bool closed;
};
struct target {              /* where a step leads: the first whose `when` is true */
    const struct expr *when; /* NULL = always */
    const struct state *state;
};
struct guard {
    const struct expr *must; /* known to be true, or the step may not be done */
    bool of_form;            /* names `form.`: asked only on saving */
    struct label message;
    struct source source;
};
/* Makes a record of another register from this step and points `field` at it. */
struct creation {
    const struct field *field; /* F_REF of the moving record */
    const struct reg *reg;
    const struct expr *when;
    const struct setting *fills; /* fields of `reg` */
    size_t nfills;
};
/* A record of another register goes to a unit: a child that moved. */
struct taking {
    const struct field *ref;       /* F_REF of the moving record */
    const struct field *from, *to; /* F_UNIT of the moving record: where it is, where it goes */
    const struct setting *sets;    /* fields of ref->reg */
    size_t nsets;
};
struct step {
    const char *id;
    int slot; /* index in proc->steps */
    const struct procedure *proc;
    struct label label;
    struct label verb; /* on its button: "Lập kế hoạch" */
    bool start;        /* makes the moving record */
    const struct state *const *from;
    size_t nfrom;
    const struct target *to; /* ntargets 0 = state stays */
    size_t ntargets;
    const char *const *who; /* role ids */
    size_t nwho;
    const struct reg *reg;   /* record it fills; NULL = none */
    const struct form *form; /* of reg */
    const struct guard *guards;
    size_t nguards;
    const struct setting *sets;
    size_t nsets;
    const struct creation *creation; /* or NULL */
    const struct taking *taking;     /* or NULL */
    bool asker;                      /* done where the record is seen from, not where it is kept */
    const char *const *docs;         /* documents it produces */
    size_t ndocs;
    bool optional; /* not the main way on; shown as a lesser action */
    struct source source;
    struct pos pos;
};
enum span { SPAN_HOURS, SPAN_WORKING_DAYS, SPAN_DAYS, SPAN_MONTHS };
struct clock {
    const char *id;
    struct label label;
    const struct step *const *starts; /* doing one of these starts it … */
    size_t nstarts;
    const struct expr
        *at; /* … at this moment (F_TIME or date of the moving record); NULL = done_at */
    const struct expr *when; /* only if true then */
    const struct step *const *stops;
    size_t nstops;
    const struct step *const *cancels; /* or states that end it: closed states always do */
    size_t ncancels;
    enum span span;
    int limit;        /* first due after `limit` spans */
    const int *again; /* further dues counted from the same start, e.g. 3 (months) */
    size_t nagain;
    int every;              /* and then each `every` spans; 0 = no more */
    const char *const *who; /* role ids that must act */
    size_t nwho;
    struct source source;
    struct pos pos;
};
struct procedure {
    const char *id;
    struct label label;
    const struct reg *reg; /* the moving record */
    const struct state *states;
    size_t nstates;
    const struct step *steps;
    size_t nsteps;
    const struct clock *clocks;
    size_t nclocks;
    struct source source;
    struct pos pos;
};
struct document {
    const char *id; /* "mau_01" */
    struct label label;
    const char *file;      /* asset or path of the .docx template, inside the pack folder */
    const struct reg *reg; /* record it prints */
    struct source source;
    struct pos pos;
};
struct role {
    const char *id;
    struct label label;
    const char *level;      /* "xa" | "tinh" | "quoc_gia" */
    const char *const *can; /* "ca:read", "ca:write", "*:read", "admin" … */
    size_t ncan;
    enum field_class sees; /* highest class shown without asking */
    bool secret_if_member; /* secret fields of cases it is a member of */
    struct pos pos;
};
struct menu_item {         /* of the main menu, in the order of the pack */
    const struct reg *reg; /* the list of a register, or NULL: */
    const char *page;      /* a page of the program, by its word */
    struct label label;
};
struct holiday { /* a rule for every year, or one dated day */
    struct label label;
    int month, day;             /* solar or lunar */
    bool lunar;                 /* lunar day 1..30, month 1..12 */
    int offset_from, offset_to; /* days around it that are off too, e.g. Tết -1..+3 */
    const char *date;           /* ISO: this very day; `working` tells if it is off or made up */
    bool working;               /* dated only: a Saturday worked instead */
    struct source source;
};

/* ---- social assistance ------------------------------------------------------------------------
 */

struct aid_amount {       /* the standard amount (mức chuẩn trợ giúp xã hội) */
    int amount;           /* đồng a month */
    const char *from;     /* counted from this day, the first of a month */
    const char *known;    /* the document is in force since; `from` or later */
    const char *province; /* its code; NULL = the whole country */
    const char *document;
    struct source source;
    struct pos pos;
};
struct aid_since { /* an answer that counts from the day in another field */
    const struct field *field, *day;
};
struct aid_payee { /* only the highest of a payee's rules is paid */
    const char *id;
    struct label label;
};
struct aid_point { /* one of the cases of a rule; its source is the article to name */
    const char *id;
    const struct expr *when;
    struct source source;
};
struct aid_band {
    int from, under; /* full years; under 0 = no end */
    int hundredths;  /* coefficient x 100 */
};
struct aid_rule {
    const char *id; /* a code of aid->codes, whose label is the rule's name */
    const struct code *code;
    const struct aid_payee *payee;
    const char *setting;            /* code: community, carer, facility */
    const char *province;           /* only there; NULL = everywhere */
    const struct aid_rule *after;   /* only for who had that one */
    const struct expr *when;        /* over the record, whatever its age; NULL = always */
    const struct aid_point *points; /* one of them must hold; none = `when` alone */
    size_t npoints;
    const struct aid_band *bands; /* by age, youngest first */
    size_t nbands;
    bool quiet;    /* no list tells that somebody is paid by it */
    bool unlisted; /* paid by others, never on a commune's list */
    struct source source;
    struct pos pos;
};
struct aid_due { /* a month's list is due on this day, `lead` months before */
    int day, remind, lead;
    struct source source;
};
struct aid {
    const char *id;
    struct label label;
    const struct reg *reg;                      /* who is entitled */
    const struct reg *decisions, *lists, *rows; /* what was decided (a part of reg), what is paid */
    const struct codelist *codes;
    const struct field *born;
    const struct expr *only;  /* nobody else is entitled at all; NULL = everybody may be */
    const struct field *gone; /* since when `only` is not true; its month is still paid */
    const struct aid_since *since;
    size_t nsince;
    const struct aid_amount *amounts;
    size_t namounts;
    const struct aid_payee *payees;
    size_t npayees;
    const struct aid_rule *rules;
    size_t nrules;
    struct aid_due due;
    struct source start, adjust, stop, highest; /* rules of the months, and of several rights */
    struct pos pos;
};

/* ---- numbers: measures, indicators, programmes -------------------------------------------------
 *
 * A measure is a number with a unit that can be added up: counted from a register, or entered
 * because another body owns it. An indicator is a formula over measures; its rate is always made
 * from numerator and denominator of the whole, never from rates of the parts. A programme names
 * indicators with their targets. Expressions of measures know two names more, `start` and `end`:
 * first and last day of the period (`end` is today where the period is not over).
 */

struct related;
struct dimension_of { /* how records of a register fall into the codes of a dimension */
    const struct reg *reg;
    const struct expr *value; /* X_TEXT or X_SET, over the register's names, `start`, `end` and
                               * those of `with`; NULL value = no code */
    const struct related *with;
    size_t nwith;
    struct pos pos;
};
struct dimension { /* phân tổ */
    const char *id;
    struct label label;
    const struct codelist *list;
    const struct dimension_of *of;
    size_t nof;
    bool many; /* a set: a record counts once in each of its codes, once in the total */
    struct pos pos;
};
/* A fact about the counted record taken from others; a name in the expressions of the measure, or
 * of the dimension. */
enum related_how {
    RELATED_ANY,   /* X_BOOL: is there one? */
    RELATED_COUNT, /* X_INT */
    RELATED_SUM,   /* X_REAL, of `value`; 0 when none */
    RELATED_FIRST, /* X_DATE: the earliest `day` of all times up to `end`; null when none */
    RELATED_LAST,  /* X_DATE: the latest */
    RELATED_CLOCK, /* X_TEXT: 'dung_han' | 'qua_han' | 'dang_chay', null when it never ran */
    RELATED_STEP,  /* X_DATE: when the step was first done, up to `end` */
    RELATED__COUNT
};
struct related {
    const char *id;
    enum related_how how;
    const struct reg *reg;   /* its records are parts of the counted one … */
    const struct field *by;  /* … or point at it with this F_REF of theirs */
    const struct field *day; /* F_DATE or F_TIME of theirs; NULL = whenever */
    bool ever;               /* `day` up to `end`, not only within the period */
    const struct expr *when; /* X_BOOL over their own columns, `start`, `end`; NULL = all */
    const struct expr *value;
    const struct clock *clock;
    const struct step *step;
    struct pos pos;
};
enum measure_kind {
    MEASURE_STATE, /* of a register: records as they are at `end` */
    MEASURE_EVENT, /* of a register: records whose `day` lies in the period */
    MEASURE_STOCK, /* entered: a state at the end of the period; periods do not add up */
    MEASURE_FLOW,  /* entered: adds up over units and periods */
    MEASURE_RATE   /* entered: a rate that somebody else worked out; adds up over nothing */
};
struct measure {
    const char *id;
    struct label label, definition;
    struct label unit; /* "trẻ", "đồng", "lượt" */
    enum measure_kind kind;
    const struct reg *reg;    /* NULL = entered */
    const struct field *day;  /* MEASURE_EVENT: F_DATE or F_TIME of reg */
    const struct expr *when;  /* X_BOOL, names of reg (own, parent.), of `with`, start, end */
    const struct expr *value; /* X_INT or X_REAL: summed; NULL = records are counted */
    const struct related *with;
    size_t nwith;
    const struct dimension *const *by; /* that it can be split by */
    size_t nby;
    const char *level;  /* entered: where, "xa" | "tinh" */
    struct label owner; /* entered: who must supply it */
    const char *every;  /* entered: how often, a word of period_kind ("year"); NULL = year */
    double min, max;    /* entered: bounds; max 0 = none */
    bool money, open;   /* open: may be shown to the public */
    struct source source;
    struct pos pos;
};
enum indicator_good { GOOD_NONE, GOOD_UP, GOOD_DOWN };
struct indicator {
    const char *id;
    struct label label, definition; /* definition: the formula in words */
    struct label unit;              /* "%", "‰", "trên 100.000 trẻ", "trẻ" */
    const struct expr *numerator;   /* X_REAL over measures; slot of a name = index in measures */
    const struct expr *denominator; /* NULL = the numerator is the value */
    double factor;                  /* 100 for percent, 1000, 100000; 1 */
    int decimals;                   /* shown, 0..4 */
    enum indicator_good good;       /* which way is better */
    const char *every;              /* natural period, a word of period_kind */
    const struct dimension *const *by; /* common to all its measures */
    size_t nby;
    struct label owner;
    const char *parent_code; /* in the statistics of the level above, or NULL */
    const char *province;    /* its own, added there (code); NULL = of the pack */
    bool open;
    bool over; /* may pass 100 %: spent of planned */
    struct source source;
    struct pos pos;
};
enum target_op { TARGET_GE, TARGET_LE, TARGET_GT, TARGET_LT, TARGET_EQ };
struct target_value { /* of the whole country; a unit's own stand in the database */
    int year;
    double value;
    enum target_op op;
    struct source source;
    struct pos pos;
};
struct part_target { /* one indicator of an item: CT3 has three */
    const struct indicator *indicator;
    struct label label; /* vi NULL = the indicator's */
    const struct target_value *targets;
    size_t ntargets;
    struct pos pos;
};
struct programme_item { /* a target (chỉ tiêu) as the programme numbers it; met when all are */
    const char *id;     /* "ct3", unique in its programme */
    const char *code;   /* "CT3", "4.1" */
    struct label label;
    const struct part_target *parts;
    size_t nparts;
    struct source source;
    struct pos pos;
};
struct objective {
    const char *id;
    struct label label;
    const struct programme_item *items;
    size_t nitems;
    struct pos pos;
};
struct programme {
    const char *id; /* "qd23" */
    struct label label;
    int from, to; /* years */
    const struct objective *objectives;
    size_t nobjectives;
    struct source source;
    struct pos pos;
};

/* ---- duties and reports ------------------------------------------------------------------------
 */

struct duty { /* something due again and again */
    const char *id;
    struct label label, receiver; /* "Sở Y tế" */
    const char *level;            /* who owes it: "xa" | "tinh" */
    bool upward;                  /* its report goes to the level above inside Măng */
    const char *every;            /* a word of period_kind: "month" … */
    bool cutoff;                  /* counts the 15th to the 14th */
    int month, day;               /* due on this day: month of the period's last year, 0 = of the */
    int lead;                     /* month in which it ends, `lead` months later (may be < 0) */
    int after;                    /* or, day 0, so many days after its end */
    int remind;                   /* days before due it stands in the inbox */
    int escalate;                 /* days after due the chairman sees it; 0 = never */
    const char *const *who;       /* role ids */
    size_t nwho;
    const struct report *report; /* made in the workspace; NULL = ticked when done */
    const struct reg *done_reg; /* a record there with `done_day` in or after the period shows it */
    const struct field *done_day; /* F_DATE or F_TIME */
    struct source source;
    struct pos pos;
};
enum block_kind { BLOCK_SAY, BLOCK_ASK, BLOCK_TARGETS, BLOCK_TABLE };
struct report_block {
    enum block_kind kind;
    const char *id;    /* of BLOCK_SAY and BLOCK_ASK: the kept prose goes by it */
    struct label text; /* SAY: sentences with {numbers}, see doc/pack-format.md; ASK: the prompt */
    const struct programme *programme;   /* TARGETS */
    const struct indicator *const *rows; /* TABLE */
    size_t nrows;
    struct pos pos;
};
struct report_section {
    struct label heading; /* without its number */
    int depth;            /* 1 = "I. …", 2 = "1. …", 3 = "a) …" */
    const struct report_block *blocks;
    size_t nblocks;
    struct pos pos;
};
/* What stands at the head and the foot of the paper before a person says otherwise; NULL = nothing.
 * {DON_VI} in `above` and `agency` is the name of the unit in capitals. */
struct report_head {
    const char *level;            /* whose report it is: xa | tinh */
    const char *above, *agency;   /* who issues it, below whom: lines parted by \n */
    const char *symbol;           /* "BC-UBND" */
    const char *mandate, *signer; /* "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH" */
    const char *recipients;
    struct pos pos;
};
struct report {
    const char *id;
    struct label label; /* in lists */
    struct label title; /* of the paper, with {nam}, {ky}, {don_vi} */
    const char *every;  /* a word of period_kind: its usual period */
    const struct report_section *sections;
    size_t nsections;
    const struct indicator *const *annex; /* columns of the Excel annex */
    size_t nannex;
    const struct report_head *heads; /* one a level at most */
    size_t nheads;
    struct source source;
    struct pos pos;
};

struct pack_index;
struct pack {
    const char *id, *version;       /* version = content hash, 16 hex digits */
    const struct pack_index *index; /* private */
    struct label label;
    const struct codelist *lists;
    size_t nlists;
    const struct reg *regs;
    size_t nregs;
    const struct procedure *procs;
    size_t nprocs;
    const struct document *docs;
    size_t ndocs;
    const struct role *roles;
    size_t nroles;
    const struct holiday *holidays;
    size_t nholidays;
    const struct menu_item *menu;
    size_t nmenu;
    const struct aid *aids; /* tro_cap.yaml */
    size_t naids;
    const struct dimension *dimensions; /* so_lieu/ */
    size_t ndimensions;
    const struct measure *measures;
    size_t nmeasures;
    const struct indicator *indicators;
    size_t nindicators;
    const struct programme *programmes;
    size_t nprogrammes;
    const struct indicator *const *dashboard; /* at most 8 */
    size_t ndashboard;
    const struct duty *duties; /* bao_cao/ */
    size_t nduties;
    const struct report *reports;
    size_t nreports;
};

/* One file of a pack. */
struct pack_file {
    const char *name; /* path inside the pack folder */
    struct str data;
};
struct pack_errors {
    struct pack_error *v;
    size_t n;
};
/* Parses and checks all files (YAML by name; others are only known as present). On ERR_INVALID
 * `errs` lists every fault found, in file order; `out` is untouched. */
MUST_CHECK enum err pack_load(struct arena *a, const struct pack_file *files, size_t n,
    const struct pack **out, struct pack_errors *errs);

/* What a site adds to its pack; texts must live as long as the arena. */
struct pack_more_indicator {
    struct indicator is;                 /* without its formulas: */
    const char *numerator, *denominator; /* over ids of measures; denominator may be NULL */
};
struct pack_more_item { /* stands at the end of the objective, or of the last one */
    const char *programme, *objective, *id, *code, *indicator;
    struct label label;
};
struct pack_more {
    const struct measure *measures;
    size_t nmeasures;
    const struct pack_more_indicator *indicators;
    size_t nindicators;
    const struct pack_more_item *items;
    size_t nitems;
};
/* `base` with more in it, sharing all the rest: pointers into base and slots of its formulas stay
 * right, so that threads may go on with base while others begin with *out. Extend only the newest
 * pack, one thread at a time. ERR_TOO_BIG after some 200 indicators. */
MUST_CHECK enum err pack_extend(struct arena *a, const struct pack *base,
    const struct pack_more *more, const struct pack **out);

const struct reg *pack_reg(const struct pack *p, const char *id); /* NULL if none */
const struct codelist *pack_list(const struct pack *p, const char *id);
const struct procedure *pack_proc(const struct pack *p, const char *id);
const struct document *pack_doc(const struct pack *p, const char *id);
const struct role *pack_role(const struct pack *p, const char *id);
const struct dimension *pack_dimension(const struct pack *p, const char *id);
const struct measure *pack_measure(const struct pack *p, const char *id);
const struct indicator *pack_indicator(const struct pack *p, const char *id);
const struct programme *pack_programme(const struct pack *p, const char *id);
const struct duty *pack_duty(const struct pack *p, const char *id);
const struct report *pack_report(const struct pack *p, const char *id);
const struct report_head *report_head_of(const struct report *r, const char *level); /* or NULL */
/* The words of `every`: month, quarter, half, nine_months, year, five_years. */
bool pack_every(const char *word);
const struct field *reg_field(const struct reg *r, const char *id);
const struct mark *reg_mark(const struct reg *r, const char *id); /* NULL if none */
const struct form *reg_form(const struct reg *r, const char *id); /* NULL id = forms[0] */
const struct step *proc_step(const struct procedure *p, const char *id);
const struct state *proc_state(const struct procedure *p, const char *id);
/* The push that fills this field of a record that has one (its reference is set), or NULL; one that
 * only fills what is empty does not count. */
const struct push *pack_push_into(const struct field *f);
const struct code *list_code(const struct codelist *l, struct str id);

/* ---- names in a pack's expressions ----------------------------------------------------------- */

/* What a name of a pack's expression means. Resolved at load: an evaluator switches on `kind` and
 * handles no strings. Values of fields are found by name.field->slot in the record's values. */
enum name_kind {
    NAME_FIELD,  /* `x`: field of the record at hand. In `steps:` and `clocks:` of a procedure that
                  * is the moving record; in `registers:` the record of that register (`form.x` in a
                  * preset means the same) */
    NAME_PARENT, /* `parent.x`: field of the record that the one at hand is a part of. In a
                  * register's field rules also a bare `x` or `<parent register>.x`: so in a step's
                  * form this is the moving record */
    NAME_FORM,   /* `form.x` in a procedure: field of the record a step fills (reg = step->reg) */
    NAME_LATEST, /* `<register>.x`: field of the latest record of `reg` in this case; null outside
                  */
    NAME_REF,  /* `<field>.x`: field of the record that a reference of the one at hand points at, as
                * far as the actor may see it; only where no register has that name */
    NAME_DONE, /* `steps.<step>`: when `step` was last done in this case (ms); null if never */
    NAME_STATE, /* `state`, `unit`, `code` of the record at hand in a procedure; in a register's */
    NAME_UNIT,  /* rules of the moving record if there is one, else of the record at hand */
    NAME_CODE,
    NAME_START, /* `start`, `end`: first and last day of the period a measure is counted for */
    NAME_END,
    NAME_RELATED, /* what a measure or dimension takes from other records: `related` */
    NAME__COUNT
};
struct xname {
    enum name_kind kind;
    const struct reg *reg;         /* whose field it is; NULL where it is none */
    const struct field *field;     /* NULL where it is none */
    const struct field *ref;       /* NAME_REF: the reference; `field` is of ref->reg */
    const struct step *step;       /* NAME_DONE */
    const struct related *related; /* NAME_RELATED */
};
/* The meaning of a slot that an expression of this pack gives to expr_env.get, expr_sql.column and
 * expr_names. Constant time. */
struct xname pack_name(const struct pack *p, int slot);

/* Scope to parse further expressions (filters, indicators) over a loaded pack with the same slots.
 * `reg` alone: rules of a register; `proc` (with or without `step`): rules of a procedure, where
 * `form.` needs `step`; one of the last three: rules of numbers. The returned scope points to *n,
 * which must outlive it. */
struct pack_names {
    const struct pack *pack;
    const struct reg *reg;
    const struct procedure *proc;
    const struct step *step;
    const struct measure *measure; /* rules of a measure: names of its register, of its `with`,
                                    * `start`, `end` */
    const struct related *related; /* what it asks of other records: their own columns, `start`,
                                    * `end` */
    bool period;                   /* with `reg`: how a dimension takes its records … */
    const struct dimension_of *of; /* … and the names of its `with`; or NULL */
};
struct expr_scope pack_scope(const struct pack_names *n);
enum xtype field_xtype(const struct field *f); /* X_NULL for F_ROWS, which has no value */
/* For expr_sql.column over one register's table: the column of NAME_FIELD (not secret, not rows),
 * NAME_STATE, NAME_UNIT, NAME_CODE; NULL for others. */
const char *pack_column(const struct pack *p, int slot);

/* ---- form input ------------------------------------------------------------------------------ */

/* Turns what a person typed into a value of the field's type, by the rules of doc/input.md (dates
 * dd/mm/yyyy or part, comma decimals, phones, names in NFC …). Empty gives V_NULL. On a fault
 * returns false and a Vietnamese message id with an optional example in *msg. `today` bounds dates
 * that may not lie in the future. */
struct input_ctx {
    struct arena *a;
    const char *today;
    int64_t now_ms;
};
bool field_parse(const struct input_ctx *ctx, const struct field *f, struct str typed,
    struct value *out, const char **msg);
/* The text to show in an input box for a stored value (inverse of field_parse). */
const char *field_show(struct arena *a, const struct field *f, struct value v);

#endif
