// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Any bytes as an expression: parsed, evaluated over odd values and compiled to SQL, nothing may
 * crash, and what parses must parse to the same answer again from its own text.
 */
#include "pack/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
    const char *name;
    enum xtype type;
} NAMES[] = {{"i", X_INT}, {"r", X_REAL}, {"t", X_TEXT}, {"d", X_DATE}, {"m", X_TIME},
    {"b", X_BOOL}, {"s", X_SET}, {"form.x", X_TEXT}};

static bool lookup(const struct expr_scope *s, struct str path, enum xtype *type, int *slot)
{
    (void)s;
    for (size_t i = 0; i < COUNT(NAMES); i++)
        if (str_is(path, NAMES[i].name)) {
            *type = NAMES[i].type;
            *slot = (int)i;
            return true;
        }
    return false;
}

static struct value get(const struct expr_env *env, struct str path, int slot)
{
    (void)path;
    static const char *const DATES[] = {
        "2024-02-29", "2015", "", "0001-01-01", "9999-12-31", "2023-02-30"};
    int which = *(const int *)env->ctx;
    switch (NAMES[slot].type) {
    case X_REAL:
        return which ? v_real(-1e300) : v_int(3);
    case X_TEXT:
        return which ? v_text("Mỷ") : VNULL;
    case X_DATE:
        return v_text(DATES[which % (int)COUNT(DATES)]);
    case X_SET:
        return v_text("|a|b|");
    case X_BOOL:
        return v_int(which & 1);
    default:
        return which ? v_int(which == 1 ? INT64_MAX : INT64_MIN) : v_text("?");
    }
}

static const char *column(const struct expr_sql *s, struct str path, int slot)
{
    (void)s;
    (void)path;
    return NAMES[slot].name;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA *a = arena_open();
    const struct expr_scope scope = {.lookup = lookup, .shown = size && data[0] == ' '};
    struct pack_error err;
    const struct expr *e = expr_parse(
        a, (struct str){(const char *)data, size}, (struct pos){"f", 1, 1}, &scope, &err);
    if (!e) {
        BUG_IF(!err.text || err.pos.col < 1);
        return 0;
    }
    const struct expr *again =
        expr_parse(a, str_of(expr_text(e)), (struct pos){"f", 1, 1}, &scope, &err);
    BUG_IF(!again && !memchr(data, 0, size));
    for (int i = 0; i < 6; i++) {
        const struct expr_env env = {
            .get = get, .ctx = &i, .now_ms = 0, .today = "2026-11-21", .a = a};
        struct value v = expr_eval(e, &env);
        BUG_IF(again && !v_eq(v, expr_eval(again, &env)));
    }
    struct buf sql = buf_in(a, 100000);
    struct value args[64];
    size_t n;
    const struct expr_sql to = {.column = column, .today = "2026-11-21", .value = true};
    enum err r = expr_to_sql(e, &to, a, &sql, args, COUNT(args), &n);
    BUG_IF(r != OK && r != ERR_INVALID && r != ERR_TOO_BIG);
    return 0;
}
