// SPDX-License-Identifier: AGPL-3.0-or-later
/* Random expressions over the names of some subject, and random rows of their values. */
#ifndef MANG_TEST_EXPR_GEN_H
#define MANG_TEST_EXPR_GEN_H

#include "expr_row.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NROWS = 20, COLS_MOST = 32 };

/* The names an expression may use. Their columns are called as they are. */
struct subject {
    const struct col *cols;
    size_t ncols;
    struct expr_scope scope;
    /* Names that have one value in all rows, from 0: told to expr_to_sql beforehand. */
    size_t nfixed;
};
struct sample {
    const struct subject *of;
    struct value v[COLS_MOST];
};

/* ---- random rows -------------------------------------------------------------------------------
 */

static uint64_t rng;

static uint64_t rnd(uint64_t n)
{
    rng ^= rng << 13;
    rng ^= rng >> 7;
    rng ^= rng << 17;
    return (rng >> 11) % n;
}

#define PICK(a) ((a)[rnd(COUNT(a))])
static const char *const TEXTS[] = {"", "a", "cao", "Cao", "thấp", "Nguyễn Thị Mỷ", "it's", "đ",
    "z", "100%", "a_b", "\\", "|a|", "日本", "😀 x", "  ", "Ánh", "$1", "011319990001",
    "011218990002", "001099123456", "01121899000", "0112189900021", "01121899000x",
    "１12189900021"};
static const char *const CODES[] = {"a", "b", "a_b", "cao", "thap", "c1"};

static const char *random_date(struct arena *a)
{
    static const int MONTH[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int y = rnd(8) ? 1990 + (int)rnd(50) : 1 + (int)rnd(9999), m = (int)rnd(12);
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    switch (rnd(5)) {
    case 0:
        return arena_printf(a, "%04d", y);
    case 1:
        return arena_printf(a, "%04d-%02d", y, m + 1);
    case 2:
        return arena_printf(a, "%04d-%02d-%02d", y, m + 1, MONTH[m] + (m == 1 && leap));
    default:
        return arena_printf(a, "%04d-%02d-%02d", y, m + 1, 1 + (int)rnd(28));
    }
}

static int64_t random_int(void)
{
    static const int64_t ODD[] = {
        0, 1, -1, 9000000000000000, -9000000000000000, 94906265, 94868329, 3652364, -3652364, 306};
    return rnd(5) ? (int64_t)rnd(41) - 20 : PICK(ODD);
}

static double random_real(void)
{
    static const double ODD[] = {
        0, 0.5, -0.5, 1.5, 2.5, 0.125, -0.005, 1e15, 96.245, 1e-6, 4.35, 0.49999999999999994};
    return rnd(2) ? PICK(ODD) : ((double)rnd(2000001) - 1e6) / (rnd(2) ? 1000 : 64);
}

static struct value random_value(struct arena *a, enum xtype t)
{
    if (rnd(6) == 0)
        return VNULL;
    switch (t) {
    case X_BOOL:
        return v_int((int64_t)rnd(2));
    case X_INT:
        return v_int(random_int());
    case X_REAL:
        return v_real(random_real());
    case X_DATE:
        return v_text(random_date(a));
    case X_TIME:
        return v_int(rnd(5) ? NOW_MS - (int64_t)rnd(400000000000) : -(int64_t)rnd(99999999999999));
    case X_SET:
        return v_text(arena_printf(a, "|%s|%s|", PICK(CODES), PICK(CODES)));
    default:
        return v_text(rnd(2) ? PICK(TEXTS) : PICK(CODES));
    }
}

static void gen(struct buf *b, enum xtype t, int depth);

static enum xtype any_type(void)
{
    static const enum xtype T[] = {X_BOOL, X_INT, X_REAL, X_TEXT, X_DATE, X_TIME, X_SET};
    return PICK(T);
}

static enum xtype scalar_type(void)
{
    static const enum xtype T[] = {X_INT, X_REAL, X_TEXT, X_DATE, X_TIME};
    return PICK(T);
}

static void gen_quoted(struct buf *b, const char *s)
{
    buf_putc(b, '\'');
    for (; *s; s++) {
        buf_putc(b, *s);
        if (*s == '\'')
            buf_putc(b, '\'');
    }
    buf_putc(b, '\'');
}

static void gen_const(struct buf *b, enum xtype t)
{
    int64_t i = random_int();
    switch (t) {
    case X_BOOL:
        buf_puts(b, rnd(2) ? "true" : "false");
        break;
    case X_INT:
        buf_printf(b, i < 0 ? "(%lld)" : "%lld", (long long)i);
        break;
    case X_REAL:
        buf_printf(b, "%.6f", fabs(random_real()));
        break;
    case X_TEXT:
        gen_quoted(b, PICK(TEXTS));
        break;
    case X_DATE:
        if (rnd(3) == 0)
            buf_puts(b, "today");
        else
            buf_printf(b, "date '%s'", random_date(b->a));
        break;
    case X_TIME:
        buf_puts(b, "now");
        break;
    default:
        buf_puts(b, "null");
    }
}

static const struct subject *SUBJECT; /* of the expression being made */

/* One of the names of that type; NULL if there is none. */
static const char *any_name(enum xtype t)
{
    size_t n = 0;
    for (size_t i = 0; i < SUBJECT->ncols; i++)
        n += SUBJECT->cols[i].type == t;
    size_t at = n ? rnd(n) : 0;
    for (size_t i = 0; i < SUBJECT->ncols; i++)
        if (SUBJECT->cols[i].type == t && at-- == 0)
            return SUBJECT->cols[i].name;
    return NULL;
}

static void gen_leaf(struct buf *b, enum xtype t)
{
    const char *name = any_name(t);
    if (rnd(12) == 0 || (t == X_SET && !name)) {
        /* null + 1 would be a number */
        buf_puts(b, t == X_DATE ? arena_printf(b->a, "if(false, %s, null)", any_name(t)) : "null");
        return;
    }
    if (!name || (rnd(3) == 0 && t != X_SET))
        gen_const(b, t);
    else
        buf_puts(b, name);
}

/* Pattern letters: B I R T D M S types, x y the same random scalar type, z any type. */
static void gen_pattern(struct buf *b, const char *pat, int depth)
{
    static const char LETTERS[] = "BIRTDMS";
    static const enum xtype TYPES[] = {X_BOOL, X_INT, X_REAL, X_TEXT, X_DATE, X_TIME, X_SET};
    enum xtype x = scalar_type(), z = any_type();
    for (; *pat; pat++) {
        const char *l = strchr(LETTERS, *pat);
        if (l)
            gen(b, TYPES[l - LETTERS], depth - 1);
        else if (*pat == '#')
            buf_int(b, (int64_t)rnd(7));
        else if (*pat == '~')
            gen(b, x, depth - 1);
        else if (*pat == '?')
            gen(b, z, depth - 1);
        else
            buf_putc(b, *pat);
    }
}

static const char *const PAT_BOOL[] = {"(B and B)", "(B or B)", "(not B)", "(~ = ~)", "(~ != ~)",
    "(~ < ~)", "(~ <= ~)", "(~ > ~)", "(~ >= ~)", "(~ in (~, ~, ~))", "(~ not in (~))",
    "(? is null)", "(? is not null)", "(S has T)", "if(B, B, B)", "coalesce(B, B)", "(B = B)",
    "(B in (B, B))", "(I < R)", "(D < D)", "(D = D)", "full(D)", "(age(D, today) >= 6)",
    "(age(D, D) < #)", "(months(D, D) > #)", "(months(D, today) <= 12)",
    "(collect('a', B, 'cao', B) has T)"};
static const char *const PAT_INT[] = {"(I + I)", "(I - I)", "(I * I)", "(-I)", "(D - D)",
    "age(D, D)", "months(D, D)", "year(D)", "month(D)", "day(D)", "coalesce(I, I)", "if(B, I, I)",
    "min(I, I)", "max(I, I)", "tally(~, ~, ~)", "tally(B, B)", "length(T)", "round(R)", "round(I)",
    "pid_year(T)"};
static const char *const PAT_REAL[] = {"(R + R)", "(R - I)", "(R * R)", "(I / I)", "(R / R)",
    "(-R)", "round(R, #)", "coalesce(R, I)", "if(B, R, I)", "min(R, R)", "max(I, R)"};
static const char *const PAT_TEXT[] = {"concat(T, I)", "concat(D, T, T)", "coalesce(T, T)",
    "if(B, T, T)", "min(T, T)", "max(T, T)", "concat(T)", "pid_sex(T)"};
static const char *const PAT_DATE[] = {"(D + I)", "(D - I)", "(I + D)", "date(M)", "coalesce(D, D)",
    "if(B, D, D)", "min(D, D)", "max(D, D)"};
static const char *const PAT_TIME[] = {"coalesce(M, M)", "if(B, M, M)", "min(M, M)", "max(M, M)"};
static const char *const PAT_SET[] = {
    "coalesce(S, S)", "if(B, S, S)", "collect('a', B)", "collect('c1', B, 'a_b', B, 'cao', B)"};

static void gen(struct buf *b, enum xtype t, int depth)
{
    if (depth <= 0 || rnd(6) == 0) {
        gen_leaf(b, t);
        return;
    }
    switch (t) {
    case X_BOOL:
        gen_pattern(b, PICK(PAT_BOOL), depth);
        break;
    case X_INT:
        gen_pattern(b, PICK(PAT_INT), depth);
        break;
    case X_REAL:
        gen_pattern(b, PICK(PAT_REAL), depth);
        break;
    case X_TEXT:
        gen_pattern(b, PICK(PAT_TEXT), depth);
        break;
    case X_DATE:
        gen_pattern(b, PICK(PAT_DATE), depth);
        break;
    case X_TIME:
        gen_pattern(b, PICK(PAT_TIME), depth);
        break;
    default:
        gen_pattern(b, PICK(PAT_SET), depth);
    }
}

#endif
