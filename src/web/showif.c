// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * `show_if` for the page's script: the common shapes of a condition over one answer of the same
 * form, as the answer's name and the values that show the field ("a|b"; an empty value is "not
 * answered"). Any other condition is left to the server: the field is then always shown.
 */
#include "web/web_int.h"

struct cond {
    struct str rest;
    struct buf values;
    size_t n;
};

static bool take(struct cond *c, const char *token)
{
    size_t n = strlen(token);
    while (c->rest.n && *c->rest.p == ' ')
        c->rest = (struct str){c->rest.p + 1, c->rest.n - 1};
    if (c->rest.n < n || memcmp(c->rest.p, token, n) != 0)
        return false;
    c->rest = (struct str){c->rest.p + n, c->rest.n - n};
    return true;
}

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static struct str take_name(struct cond *c)
{
    (void)take(c, "");
    size_t n = 0;
    while (n < c->rest.n && in_word(c->rest.p[n]))
        n++;
    struct str name = {c->rest.p, n};
    c->rest = (struct str){c->rest.p + n, c->rest.n - n};
    return name;
}

static void add(struct cond *c, struct str value)
{
    buf_printf(&c->values, "%s" STR_FMT, c->n++ ? "|" : "", STR_ARG(value));
}

static bool take_text(struct cond *c)
{
    if (!take(c, "'"))
        return false;
    struct str s = take_name(c);
    add(c, s);
    return s.n && take(c, "'");
}

static bool take_constant(struct cond *c)
{
    if (take(c, "true"))
        add(c, STR("1"));
    else if (take(c, "false"))
        add(c, STR("0"));
    else
        return take_text(c);
    return true;
}

static bool take_set(struct cond *c)
{
    if (!take(c, "("))
        return false;
    do
        if (!take_text(c))
            return false;
    while (take(c, ","));
    return take(c, ")");
}

static bool take_test(struct cond *c)
{
    if (take(c, "is null")) {
        add(c, STR(""));
        return true;
    }
    if (take(c, "in "))
        return take_set(c);
    if (take(c, "has "))
        return take_text(c);
    return take(c, "=") && take_constant(c);
}

bool show_if_parse(struct arena *a, const char *text, struct str *name, const char **values)
{
    struct cond c = {.rest = str_of(text), .values = buf_in(a, 400)};
    bool unless_yes = take(&c, "coalesce(");
    *name = take_name(&c);
    if (unless_yes) {
        if (!take(&c, ", false) = false"))
            return false;
        add(&c, STR(""));
        add(&c, STR("0"));
    } else if (!take_test(&c)) {
        return false;
    }
    (void)take(&c, "");
    *values = c.values.p ? c.values.p : "";
    return name->n && !c.rest.n;
}
