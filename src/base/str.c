// SPDX-License-Identifier: AGPL-3.0-or-later
/* Byte-string views, the growing buffer, and the dynamic value. See base.h. */
#include "base/base.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct str str_of(const char *s)
{
    return s ? (struct str){s, strlen(s)} : (struct str){"", 0};
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(struct str a, const char *b)
{
    return str_eq(a, str_of(b));
}

bool str_starts(struct str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

bool str_ends(struct str s, const char *suffix)
{
    size_t n = strlen(suffix);
    return s.n >= n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

static size_t space_at(struct str s, size_t i)
{
    if (s.p[i] == ' ' || (s.p[i] >= '\t' && s.p[i] <= '\r'))
        return 1;
    if (i + 1 < s.n && memcmp(s.p + i, "\xc2\xa0", 2) == 0)
        return 2;
    return 0;
}

struct str str_trim(struct str s)
{
    while (s.n > 0) {
        size_t k = space_at(s, 0);
        if (k == 0)
            break;
        s.p += k;
        s.n -= k;
    }
    while (s.n > 0) {
        if (space_at(s, s.n - 1) == 1)
            s.n -= 1;
        else if (s.n > 1 && space_at(s, s.n - 2) == 2)
            s.n -= 2;
        else
            break;
    }
    return s;
}

bool str_split(struct str *rest, char sep, struct str *part)
{
    if (!rest->p)
        return false;
    const char *at = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    if (!at) {
        *part = *rest;
        *rest = (struct str){NULL, 0};
        return true;
    }
    size_t n = (size_t)(at - rest->p);
    *part = (struct str){rest->p, n};
    *rest = (struct str){at + 1, rest->n - n - 1};
    return true;
}

bool streq(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool str_to_int(struct str s, int64_t *out)
{
    bool neg = s.n > 0 && s.p[0] == '-';
    size_t i = neg ? 1 : 0;
    if (i == s.n)
        return false;
    int64_t v = 0;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, s.p[i] - '0', &v))
            return false;
    }
    if (!neg && v == INT64_MIN)
        return false;
    *out = neg ? v : -v;
    return true;
}

bool str_to_real(struct str s, double *out)
{
    char tmp[64];
    if (s.n == 0 || s.n >= sizeof tmp || isspace((unsigned char)s.p[0]))
        return false;
    memcpy(tmp, s.p, s.n);
    tmp[s.n] = 0;
    char *end;
    double r = strtod(tmp, &end);
    if (*end || !isfinite(r))
        return false;
    *out = r;
    return true;
}

/* ---- buf ------------------------------------------------------------------------------------- */

struct buf buf_in(struct arena *a, size_t max)
{
    return (struct buf){.a = a, .p = arena_alloc(a, 1, 1), .cap = 1, .max = max};
}

static bool room(struct buf *b, size_t more)
{
    if (b->full || more > b->max - b->n) {
        b->full = true;
        return false;
    }
    size_t need = b->n + more + 1;
    if (need <= b->cap)
        return true;
    size_t cap = b->cap < 256 ? 512 : b->cap * 2;
    if (cap < need)
        cap = need;
    char *p = arena_alloc(b->a, cap, 1);
    memcpy(p, b->p, b->n);
    b->p = p;
    b->cap = cap;
    return true;
}

void buf_add(struct buf *b, const void *p, size_t n)
{
    if (n == 0 || !room(b, n))
        return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = 0;
}

void buf_puts(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_str(struct buf *b, struct str s)
{
    buf_add(b, s.p, s.n);
}

void buf_int(struct buf *b, int64_t i)
{
    char tmp[24];
    int n = snprintf(tmp, sizeof tmp, "%lld", (long long)i);
    buf_add(b, tmp, (size_t)n);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    BUG_IF(n < 0);
    if (room(b, (size_t)n)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void buf_json_str(struct buf *b, struct str s)
{
    buf_putc(b, '"');
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_add(b, s.p + from, i - from);
        from = i + 1;
        if (c == '"' || c == '\\') {
            buf_putc(b, '\\');
            buf_putc(b, (char)c);
        } else if (c == '\n') {
            buf_puts(b, "\\n");
        } else {
            buf_printf(b, "\\u%04x", c);
        }
    }
    buf_add(b, s.p + from, s.n - from);
    buf_putc(b, '"');
}

struct str buf_view(const struct buf *b)
{
    return (struct str){b->p, b->n};
}

/* ---- value ----------------------------------------------------------------------------------- */

struct value v_int(int64_t i)
{
    return (struct value){.t = V_INT, .i = i};
}

struct value v_real(double r)
{
    return (struct value){.t = V_REAL, .r = r};
}

struct value v_text(const char *s)
{
    return s ? v_str(str_of(s)) : VNULL;
}

struct value v_str(struct str s)
{
    return (struct value){.t = V_TEXT, .s = s};
}

struct value v_blob(const void *p, size_t n)
{
    return (struct value){.t = V_BLOB, .s = {p, n}};
}

bool v_is_null(struct value v)
{
    return v.t == V_NULL;
}

bool v_eq(struct value a, struct value b)
{
    if (a.t == V_INT && b.t == V_REAL)
        return (double)a.i == b.r;
    if (a.t == V_REAL && b.t == V_INT)
        return a.r == (double)b.i;
    if (a.t != b.t)
        return false;
    switch (a.t) {
    case V_NULL:
        return true;
    case V_INT:
        return a.i == b.i;
    case V_REAL:
        return a.r == b.r;
    case V_TEXT:
    case V_BLOB:
        return str_eq(a.s, b.s);
    }
    return false;
}

const char *v_cstr(struct arena *a, struct value v)
{
    switch (v.t) {
    case V_NULL:
        return NULL;
    case V_INT:
        return arena_printf(a, "%lld", (long long)v.i);
    case V_TEXT:
    case V_BLOB:
        return arena_dupn(a, v.s.p, v.s.n);
    case V_REAL:
        break;
    }
    for (int digits = 15; digits < 17; digits++) {
        const char *s = arena_printf(a, "%.*g", digits, v.r);
        if (strtod(s, NULL) == v.r)
            return s;
    }
    return arena_printf(a, "%.17g", v.r);
}
