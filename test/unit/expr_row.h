// SPDX-License-Identifier: AGPL-3.0-or-later
/* A record with two fields of each type, for the tests of expressions. */
#ifndef MANG_TEST_EXPR_ROW_H
#define MANG_TEST_EXPR_ROW_H

#include "pack/pack.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define TODAY "2026-11-21"
#define NOW_MS INT64_C(1795230000000)

struct col {
    const char *name, *sql;
    enum xtype type;
};
static const struct col COLS[] = {
    {"i1", "bigint", X_INT},
    {"i2", "bigint", X_INT},
    {"r1", "double precision", X_REAL},
    {"r2", "double precision", X_REAL},
    {"t1", "text", X_TEXT},
    {"t2", "text", X_TEXT},
    {"d1", "text", X_DATE},
    {"d2", "text", X_DATE},
    {"m1", "bigint", X_TIME},
    {"m2", "bigint", X_TIME},
    {"b1", "bigint", X_BOOL},
    {"b2", "bigint", X_BOOL},
    {"s1", "text", X_SET},
    {"s2", "text", X_SET},
};
enum { NCOLS = COUNT(COLS) };
struct row {
    struct value v[NCOLS];
};

static bool lookup(const struct expr_scope *s, struct str path, enum xtype *type, int *slot)
{
    (void)s;
    for (int i = 0; i < NCOLS; i++)
        if (str_is(path, COLS[i].name)) {
            *type = COLS[i].type;
            *slot = i;
            return true;
        }
    return false;
}

static const struct expr_scope SCOPE = {.lookup = lookup};

static struct value get(const struct expr_env *env, struct str path, int slot)
{
    (void)path;
    return ((const struct row *)env->ctx)->v[slot];
}

static inline struct expr_env env_of(struct arena *a, const struct row *r)
{
    return (struct expr_env){.get = get, .ctx = r, .now_ms = NOW_MS, .today = TODAY, .a = a};
}

static inline const struct expr *parse(struct arena *a, const char *text)
{
    struct pack_error err;
    const struct expr *e = expr_parse(a, str_of(text), (struct pos){"t", 1, 1}, &SCOPE, &err);
    if (!e)
        fail_msg("%s: %d: %s", text, err.pos.col, err.text);
    return e;
}

#endif
