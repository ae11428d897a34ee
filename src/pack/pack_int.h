// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What the files of src/pack share: the expression tree and its parser, dates as numbers, and the
 * YAML tree with the loader that maps it to the structs of pack.h.
 */
#ifndef MANG_PACK_INT_H
#define MANG_PACK_INT_H

#include "base/cal.h"
#include "pack/pack.h"

/* ---- expression tree --------------------------------------------------------------------------
 */

enum xop {
    XO_CONST,
    XO_NAME,
    XO_NOW,
    XO_TODAY,
    XO_OR,
    XO_AND,
    XO_NOT,
    XO_EQ,
    XO_NE,
    XO_LT,
    XO_LE,
    XO_GT,
    XO_GE,
    XO_IN,
    XO_IS_NULL,
    XO_NOT_NULL,
    XO_HAS,
    XO_ADD,
    XO_SUB,
    XO_MUL,
    XO_DIV,
    XO_NEG,
    XO_DATE_ADD,  /* date, int */
    XO_DATE_DIFF, /* date, date */
    XO_REAL,      /* int as real */
    XO_TEXT,      /* int as text */
    XO_AGE,
    XO_MONTHS,
    XO_YEAR,
    XO_MONTH,
    XO_DAY,
    XO_DATE_OF, /* time */
    XO_COALESCE,
    XO_IF,
    XO_MIN,
    XO_MAX,
    XO_TALLY,
    XO_LENGTH,
    XO_CONCAT,
    XO_ROUND,    /* real to the nearest int */
    XO_ROUND_TO, /* real to n decimals; n is a constant 0..6 */
    XO_LABEL,    /* name */
    XO_COLLECT,  /* code, condition, code, condition … */
    XO_PID_SEX,
    XO_PID_YEAR,
    XO_FULL,    /* date known to the day */
    XO_PAD,     /* date with its month and day */
    XO_DAYS_OF, /* day number of a date */
    XO_BACK,    /* date, months: what a birthday so long before compares with */
    XO_SQL,     /* the rest exists only while SQL is made, see expr_lower.c */
    XO_SAME = XO_SQL,
    XO_PICK,
    XO_MUL_INT,
    XO_MARCH,
    XO_MARCH_YEAR,
    XO_DAYS,
    XO_TIME_DAYS,
    XO_CLAMP,
    XO_CYCLE,
    XO_QUARTER,
    XO_YEAR_DAY,
    XO_MONTH_NO,
    XO_CIVIL,
    XO_ROUND_UP,
    XO_ROUND_BACK,
    XO_ROUND_TO_UP,
    XO_ROUND_TO_BACK,
    XO__COUNT
};
/* Kids have exactly the types their operator wants: the parser inserts XO_REAL and gives `null` a
 * type. Two evaluators rely on it. */
struct expr {
    uint8_t op, type;
    bool names;  /* some XO_NAME below */
    bool shared; /* XO_SQL: stands in more than one place, so give it a name */
    uint16_t n;
    uint32_t at; /* byte offset in the text */
    struct expr **kid;
    union {
        struct value v; /* XO_CONST */
        struct {
            struct str path;
            int slot;
        } name;
    };
    const char *text; /* root only */
};

enum {
    XNODES_MAX = 1000, /* with leaves up to XINT_MAX no sum can overflow 64 bits */
    XDEPTH_MAX = 40,
    XARGS_MAX = 200,
    XTEXT_MAX = 8000
};
#define XINT_MAX INT64_C(9000000000000000) /* whole numbers stay exact as doubles */

/* ---- parser -----------------------------------------------------------------------------------
 */

enum tok {
    T_END,
    T_BAD,
    T_INT,
    T_REAL,
    T_TEXT,
    T_NAME,
    T_OPEN,
    T_CLOSE,
    T_COMMA,
    T_PLUS,
    T_MINUS,
    T_STAR,
    T_SLASH,
    T_EQ,
    T_NE,
    T_LT,
    T_LE,
    T_GT,
    T_GE,
    T_AND,
    T_OR,
    T_NOT,
    T_IN,
    T_IS,
    T_HAS,
    T_NULL,
    T_TRUE,
    T_FALSE,
    T__COUNT
};
struct token {
    enum tok t;
    struct str s; /* text of the source */
    size_t at;
};
struct xparse {
    struct arena *a;
    struct str text;
    size_t next; /* byte after `cur` */
    struct token cur;
    const struct expr_scope *scope;
    struct pos pos;
    struct pack_error *err;
    int depth, nodes;
};
/* Sets p->cur; a bad character or open string is T_BAD with the error set. */
void x_lex(struct xparse *p);
bool x_reserved(struct str word); /* words that cannot be names */
/* Sets the error at a byte offset; always NULL. The first error stays. */
struct expr *x_fail(struct xparse *p, size_t at, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Builders: check and convert operand types; NULL after x_fail(). */
struct expr *x_const(struct xparse *p, size_t at, enum xtype type, struct value v);
struct expr *x_leaf(struct xparse *p, size_t at, enum xop op, enum xtype type);
struct expr *x_unary(struct xparse *p, enum xop op, size_t at, struct expr *e);
struct expr *x_binary(struct xparse *p, enum xop op, size_t at, struct expr *l, struct expr *r);
struct expr *x_in(struct xparse *p, size_t at, struct expr *x, struct expr **list, size_t n);
struct expr *x_call(struct xparse *p, struct token name, struct expr **arg, size_t n);
struct expr *x_shown(struct xparse *p, struct expr *e); /* names that stand as text as label() */

/* Both conditions. */
const struct expr *x_also(struct arena *a, const struct expr *l, const struct expr *r);

/* What SQL has no words for, in simpler operators; NULL = emit it as it is. */
struct expr *x_lower(struct arena *a, const struct expr *e);

/* ---- dates as numbers --------------------------------------------------------------------------
 */

/* Days are counted from 0000-03-01, so that the SQL formulas need no negative numbers. */
enum { XDAY_1970 = 719468, XDAY_MIN = 306, XDAY_MAX = 3652364 }; /* 0001-01-01 … 9999-12-31 */
/* "2015", "2015-06" and "2015-06-30" of the proleptic Gregorian calendar; missing parts are 1. */
bool xdate_read(struct str s, struct cal_date *out);
int64_t xdate_days(struct cal_date d);
/* ISO text; V_NULL outside XDAY_MIN … XDAY_MAX. */
struct value xdate_value(struct arena *a, int64_t days);
struct value xdate_of_time(struct arena *a, int64_t ms); /* in Vietnam */

/* ---- YAML ---------------------------------------------------------------------------------------
 */

enum ykind { Y_SCALAR, Y_SEQ, Y_MAP };
struct ynode {
    enum ykind kind;
    bool plain;     /* not in quotes */
    bool lines;     /* spread over lines: columns inside cannot be told */
    uint32_t size;  /* nodes below and itself, aliases counted each time */
    struct pos pos; /* of the first character; of quoted text, the one after the quote */
    struct str text;
    struct ynode **kid; /* of a map: key, value, key, value */
    size_t n;
};

/* ---- loader -------------------------------------------------------------------------------------
 */

/* Three rounds over the same YAML trees with the same tables: READ makes the structs, LINK finds
 * what ids refer to, EXPR parses the expressions (which need both). */
enum phase { READ, LINK, EXPR };

/* What the part being walked belongs to. */
enum cur {
    CUR_NONE,
    CUR_LIST,
    CUR_REG,
    CUR_FIELD,
    CUR_PROC,
    CUR_STEP,
    CUR_CREATE,
    CUR_AID,
    CUR_DIMENSION,
    CUR_OF,
    CUR_MEASURE,
    CUR_INDICATOR,
    CUR_PROGRAMME,
    CUR_REPORT,
    CUR__COUNT
};

struct table;
struct objects { /* all things of one kind: definitions of several files in one array */
    const struct table *table;
    const struct ynode **node;
    char *base;
    size_t n;
    const uint16_t *by_id;
};
enum root {
    ROOT_LISTS,
    ROOT_REGS,
    ROOT_PROCS,
    ROOT_DOCS,
    ROOT_ROLES,
    ROOT_AIDS,
    ROOT_DIMENSIONS,
    ROOT_MEASURES,
    ROOT_INDICATORS,
    ROOT_PROGRAMMES,
    ROOT_REPORTS,
    ROOT_DUTIES,
    ROOT__COUNT
};
enum { RELATED_MAX = 32, DIMENSIONS_MOST = 1000, OF_MOST = 1000 }; /* RELATED_MAX in a `with` */
struct pack_index {
    const uint16_t *by_id[ROOT__COUNT];
    const struct field **fields; /* of all registers, one after another */
    const struct step **steps;
    uint32_t *reg_base, *proc_base;        /* index of the first field, step */
    size_t room_measures, room_indicators; /* how many their arrays can hold, see extend.c */
};
enum { PACK_ROOM = 200 };
struct load {
    struct arena *a;
    const struct pack_file *files;
    size_t nfiles;
    struct pack *pack;
    struct objects root[ROOT__COUNT];
    const struct ynode *pack_node;
    const struct ynode *dashboard;
    bool unread; /* some file is not YAML */
    enum phase phase;
    void *cur[CUR__COUNT];
    struct pack_error *err;
    size_t nerr;
};
/* Adds a fault. */
void load_fault(struct load *l, struct pos pos, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* NULL after a fault; an empty file is a fault. */
const struct ynode *load_yaml(struct load *l, const struct pack_file *f);
const struct ynode *load_get(const struct ynode *map, const char *key); /* NULL if absent */

enum kind {
    K_ID,     /* const char * */
    K_STR,    /* const char *, not empty */
    K_LABEL,  /* struct label */
    K_SOURCE, /* struct source */
    K_BOOL,   /* bool */
    K_INT,    /* int in `range` */
    K_REAL,   /* double */
    K_DATE,   /* const char *, ISO day */
    K_ENUM,   /* enum, by `names` */
    K_WORD,   /* const char *, one of `names` */
    K_LIST,   /* array of `table` at `at`, its length at `count` */
    K_ITEM,   /* pointer to one struct of `table` */
    K_EXPR,   /* const struct expr *, of type `want` */
    K_OWN     /* the function reads it, in each phase */
};
enum want {
    WANT_BOOL,
    WANT_FIELD,
    WANT_TITLE,
    WANT_MOMENT,
    WANT_COLUMNS,
    WANT_NUMBER, /* the last two: of load_count() only */
    WANT_CODES
};
struct key {
    const char *name;
    uint8_t kind;
    bool need;
    uint16_t at, count;
    struct {
        int min, max;
    } range;
    const char *const *names;
    const struct table *table;
    enum want want;
    void (*own)(struct load *l, const struct key *k, const struct ynode *n, void *obj);
};
/* How a YAML map becomes a struct. The first key is the id of what has one. */
struct table {
    const char *what; /* in messages */
    const struct key *keys;
    size_t nkeys, size;
    enum cur cur;
    bool has_id, has_pos; /* id: first member at keys[0].at; pos at pos_at */
    uint16_t pos_at;
    void (*done)(struct load *l, const struct ynode *n, void *obj); /* after each phase */
};
/* Writing tables down. */
#define AT(type, m) .at = offsetof(struct type, m)
#define POS(type) .has_pos = true, .pos_at = offsetof(struct type, pos)
#define TABLE(keys_, type, ...)                                                                    \
    {                                                                                              \
        .keys = keys_, .nkeys = COUNT(keys_), .size = sizeof(struct type), __VA_ARGS__             \
    }
/* Sets the pointer at k->at of `obj`. */
void load_put(void *obj, const struct key *k, const void *p);
/* K_OWN keys that name a register or a list, kept as pointers at k->at. */
void load_own_reg(struct load *l, const struct key *k, const struct ynode *n, void *obj);
void load_own_list(struct load *l, const struct key *k, const struct ynode *n, void *obj);
extern const struct table load_list, load_reg, load_proc, load_doc, load_role, load_aid, load_pack;
extern const struct table load_identity, load_mark, load_recheck, load_campaign;
extern const struct table load_dimension, load_measure, load_indicator, load_programme;
extern const struct table load_duty, load_report;
extern const char *const load_every[]; /* the words of `every`, NULL at the end */
/* The list of indicators under `dashboard`, in each phase. */
void load_dashboard(struct load *l);
/* Indicators by id, as load_put_refs(). */
void load_put_indicators(struct load *l, const struct key *k, const struct ynode *n, void *obj);
/* `with` of a measure or dimension, at k->at and k->count of `obj`. */
void load_with(struct load *l, const struct key *k, const struct ynode *n, void *obj);
/* A day or a moment of a register, not secret; NULL after a fault. */
const struct field *load_day_ref(struct load *l, const struct reg *r, const struct ynode *n);
/* The id under `key` of a measure or indicator must not be a word of formulas, nor one of a
 * province's own. */
void load_check_number_id(struct load *l, const struct ynode *n, const char *key, const char *id);
bool load_is_say_text(struct str name); /* a word that sentences of reports know */
/* The names and brackets of a sentence (a text, or vi and en); without `numbers` texts alone. */
void load_check_say(struct load *l, const struct ynode *n, bool numbers);
extern const struct table load_export;
/* When all keys of a register are read: its marks ask only what the register follows. */
void load_marks_done(struct load *l, const struct reg *r);

/* Walks one map into a struct by its table, in the present phase. */
void load_walk(struct load *l, const struct table *t, const struct ynode *n, void *obj);
/* One value of the simple kinds (K_ID … K_WORD). */
void load_value(struct load *l, const struct key *k, const struct ynode *n, void *obj);
/* K_LIST by hand: READ allocates, every phase walks. */
void *load_items(
    struct load *l, const struct table *t, const struct ynode *n, void *items, size_t *count);
/* Indexes of n structs by their ids; the same id twice is a fault. */
const uint16_t *load_order(struct load *l, const struct table *t, const struct ynode *const *node,
    const char *base, size_t n);
/* Text of a scalar; NULL after a fault. */
const char *load_text(struct load *l, const struct ynode *n);
const char *load_id(struct load *l, const struct ynode *n);
bool load_is(struct load *l, const struct ynode *n, enum ykind kind); /* or a fault */
/* The thing an id names; NULL after a fault. */
const void *load_ref(struct load *l, enum root r, const struct ynode *n);
const struct field *load_field_ref(struct load *l, const struct reg *r, const struct ynode *n);
const struct step *load_step_ref(struct load *l, const struct procedure *p, const struct ynode *n);
/* A list of ids; each becomes what `ref` finds, NULLs left out. */
typedef const void *load_ref_fn(struct load *l, const struct ynode *n);
const void *const *load_refs(
    struct load *l, const struct ynode *n, load_ref_fn *ref, size_t *count);
/* The same in LINK as array and length of `obj`, at k->at and k->count. */
void load_put_refs(
    struct load *l, const struct key *k, const struct ynode *n, void *obj, load_ref_fn *ref);
/* An expression in the scope of the current step, procedure or register. `target` = the field it
 * fills (WANT_FIELD). NULL after a fault. */
const struct expr *load_expr(
    struct load *l, const struct ynode *n, enum want want, const struct field *target);

/* The place of a byte in a text. */
struct pos load_pos(const struct ynode *n, size_t at);
/* An expression in a scope; its type is not looked at. NULL after a fault. */
const struct expr *load_parse(
    struct load *l, const struct ynode *n, const struct expr_scope *scope);
/* One that numbers are counted by (WANT_BOOL, WANT_NUMBER, WANT_CODES of `list`): it reads nothing
 * secret and nothing that moves, and is tried as SQL. NULL after a fault. */
const struct expr *load_count(struct load *l, const struct ynode *n, const struct pack_names *names,
    enum want want, const struct codelist *list);

/* A table of field: expression; the fields are those of `reg`. In EXPR. */
const struct setting *load_settings(
    struct load *l, const struct reg *reg, const struct ynode *n, size_t *count);
/* `pushes` of a register (load_push.c). */
extern const struct table load_push;

/* Binary search over structs whose first member is the id; NULL if none. */
const void *pack_find(
    const void *base, size_t size, const uint16_t *by_id, size_t n, struct str id);

/* What needs the whole: cycles, unreachable states, secret fields in open places … */
void load_check_all(struct load *l);
void load_relations(struct load *l);
/* Keys that do not go together; after the field's expressions are read. */
void load_check_field(struct load *l, const struct ynode *n, const struct field *f);

#endif
