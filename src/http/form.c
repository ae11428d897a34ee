// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Name/value input: the list they are collected in, urlencoded forms and query strings, cookies.
 * Strict where browsers are exact (escapes), lenient where strangers write (cookies of other
 * programs on the same host must not lock anybody out).
 */
#include "http/http_int.h"

bool params_add(struct params *l, struct str name, struct str value)
{
    if (l->n == l->max)
        return false;
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 16;
        struct http_param *p = NEW_N(l->a, struct http_param, l->cap);
        if (l->n)
            memcpy(p, l->p, l->n * sizeof *p);
        l->p = p;
    }
    l->p[l->n++] = (struct http_param){name, value};
    return true;
}

const char *params_get(const struct http_param *p, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(p[i].name, name))
            return p[i].value.p;
    return NULL;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte of "%XX" at s[i]; 0 when it is no good escape (NUL is none). */
static char escaped(struct str s, size_t i)
{
    if (s.n - i < 3)
        return 0;
    int hi = hex_digit(s.p[i + 1]), lo = hex_digit(s.p[i + 2]);
    return (char)(hi < 0 || lo < 0 ? 0 : hi << 4 | lo);
}

const char *percent_decode(struct arena *a, struct str in, bool plus, size_t *n)
{
    char *out = arena_alloc(a, in.n + 1, 1);
    size_t k = 0;
    for (size_t i = 0; i < in.n; i++) {
        char c = in.p[i];
        if (c == '%') {
            c = escaped(in, i);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        if (!c)
            return NULL;
        out[k++] = c;
    }
    *n = k;
    return out;
}

static bool decode_pair(struct params *l, struct str pair)
{
    struct str name, value = pair, d_name, d_value;
    str_split(&value, '=', &name);
    d_name.p = percent_decode(l->a, name, true, &d_name.n);
    d_value.p = percent_decode(l->a, value.p ? value : STR(""), true, &d_value.n);
    return d_name.p && d_value.p && params_add(l, d_name, d_value);
}

bool http_parse_form(struct arena *a, struct str body, const struct http_param **out, size_t *n)
{
    struct params l = {.a = a, .max = FIELDS_MAX};
    struct str pair;
    while (str_split(&body, '&', &pair))
        if (pair.n && !decode_pair(&l, pair))
            return false;
    *out = l.p;
    *n = l.n;
    return true;
}

static struct str unquoted(struct str s)
{
    if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"')
        return (struct str){s.p + 1, s.n - 2};
    return s;
}

static struct str copy(struct arena *a, struct str s)
{
    return (struct str){arena_dupn(a, s.p, s.n), s.n};
}

bool http_parse_cookies(
    struct arena *a, struct str header, const struct http_param **out, size_t *n)
{
    struct params l = {.a = a, .max = FIELDS_MAX};
    struct str pair, name;
    if (header.n && memchr(header.p, 0, header.n))
        return false;
    while (str_split(&header, ';', &pair)) {
        struct str value = pair;
        str_split(&value, '=', &name);
        name = str_trim(name);
        if (!value.p || !name.n)
            continue;
        if (!params_add(&l, copy(a, name), copy(a, unquoted(str_trim(value)))))
            return false;
    }
    *out = l.p;
    *n = l.n;
    return true;
}
