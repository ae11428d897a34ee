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
    XO_PAD,      /* date with its month and day */
    XO_DAYS_OF,  /* day number of a date */
    XO_SQL,      /* the rest exists only while SQL is made, see expr_lower.c */
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
    XNODES_MAX = 500, /* with leaves up to XINT_MAX no sum can overflow 64 bits */
    XDEPTH_MAX = 40,
    XARGS_MAX = 100,
    XTEXT_MAX = 4000
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

#endif
