// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * From received bytes to struct http_req: target, cookies, body by content type; and the look-ups.
 * The same functions serve the server and http_make(), so that tests see the same refusals.
 */
#include "http/http_int.h"

#include <stdlib.h>
#include <strings.h>
#include <utf8proc.h>

/* ---- look-ups -------------------------------------------------------------------------------- */

const char *http_query(const struct http_req *r, const char *name)
{
    return params_get(r->query, r->nquery, name);
}

const char *http_form(const struct http_req *r, const char *name)
{
    return params_get(r->form, r->nform, name);
}

const char *http_cookie(const struct http_req *r, const char *name)
{
    return params_get(r->cookies, r->ncookies, name);
}

const char *http_header(const struct http_req *r, const char *name)
{
    for (size_t i = 0; i < r->nheaders; i++)
        if (strcasecmp(r->headers[i].name.p, name) == 0)
            return r->headers[i].value.p;
    return NULL;
}

static bool weight_is_zero(struct str params)
{
    struct str p = str_trim(params);
    if (!str_starts(p, "q=0"))
        return false;
    for (size_t i = 3; i < p.n; i++)
        if (p.p[i] != '.' && p.p[i] != '0')
            return false;
    return true;
}

bool accepts(const char *list, const char *token)
{
    struct str rest = str_of(list), item, name;
    while (str_split(&rest, ',', &item)) {
        struct str params = item;
        str_split(&params, ';', &name);
        name = str_trim(name);
        if (name.n == strlen(token) && strncasecmp(name.p, token, name.n) == 0)
            return !params.p || !weight_is_zero(params);
    }
    return false;
}

/* ---- target ---------------------------------------------------------------------------------- */

static bool text_ok(const char *p, size_t n)
{
    for (size_t i = 0; i < n;) {
        utf8proc_int32_t cp;
        utf8proc_ssize_t k =
            utf8proc_iterate((const utf8proc_uint8_t *)p + i, (utf8proc_ssize_t)(n - i), &cp);
        if (k <= 0 || cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
            return false;
        i += (size_t)k;
    }
    return true;
}

static bool dot_segment(struct str path)
{
    struct str part;
    while (str_split(&path, '/', &part))
        if (str_is(part, ".") || str_is(part, ".."))
            return true;
    return false;
}

int req_target(struct http_req *r, const char *raw)
{
    size_t n = strlen(raw), npath = strcspn(raw, "?"), k = 0;
    if (n > TARGET_MAX)
        return 414;
    if (raw[0] != '/')
        return 400;
    const char *path = percent_decode(r->a, (struct str){raw, npath}, false, &k);
    if (!path || !text_ok(path, k) || dot_segment((struct str){path, k}))
        return 400;
    r->path = path;
    r->raw_query = raw[npath] ? raw + npath + 1 : "";
    return 0;
}

/* ---- body ------------------------------------------------------------------------------------ */

static bool type_is(const char *content_type, const char *type)
{
    size_t n = strcspn(content_type, "; \t");
    return n == strlen(type) && strncasecmp(content_type, type, n) == 0;
}

static bool json_object(struct str body)
{
    struct str s = str_trim(body);
    return s.n && s.p[0] == '{';
}

static bool parse_body(struct http_req *r)
{
    struct str body = r->body;
    if (type_is(r->content_type, "application/json"))
        return !json_object(body) || http_parse_json(r->a, body, &r->form, &r->nform);
    if (type_is(r->content_type, "application/x-www-form-urlencoded")) {
        r->body = STR("");
        return http_parse_form(r->a, body, &r->form, &r->nform);
    }
    if (type_is(r->content_type, "multipart/form-data")) {
        r->body = STR("");
        return http_parse_multipart(
            r->a, body, r->content_type, &r->form, &r->nform, &r->files, &r->nfiles);
    }
    return true;
}

static void parse_cookies(struct http_req *r)
{
    struct buf all = buf_in(r->a, 64 * 1024);
    for (size_t i = 0; i < r->nheaders; i++)
        if (strcasecmp(r->headers[i].name.p, "Cookie") == 0) {
            buf_str(&all, r->headers[i].value);
            buf_putc(&all, ';');
        }
    /* Cookies that cannot be read are like no cookies: the user can still log in. */
    if (!http_parse_cookies(r->a, buf_view(&all), &r->cookies, &r->ncookies))
        r->ncookies = 0;
}

int req_parse(struct http_req *r)
{
    const char *type = http_header(r, "Content-Type");
    r->content_type = type ? type : "";
    parse_cookies(r);
    if (!http_parse_form(r->a, str_of(r->raw_query), &r->query, &r->nquery))
        return 400;
    return r->body.n == 0 || parse_body(r) ? 0 : 400;
}

/* ---- without a socket ------------------------------------------------------------------------ */

static void make_headers(struct arena *a, const struct http_make *m, struct http_req *r)
{
    struct params l = {.a = a, .max = HEADERS_MAX};
    for (size_t i = 0; i < m->nheaders; i++)
        BUG_IF(!params_add(&l, m->headers[i].name, m->headers[i].value));
    const char *type = m->content_type;
    if (!type && m->body.n)
        type = "application/x-www-form-urlencoded";
    if (type)
        BUG_IF(!params_add(&l, STR("Content-Type"), str_of(type)));
    if (m->cookies)
        BUG_IF(!params_add(&l, STR("Cookie"), str_of(m->cookies)));
    r->headers = l.p;
    r->nheaders = l.n;
}

int http_make(struct arena *a, const struct http_make *m, struct http_req *out)
{
    struct http_req r = {.a = a,
        .id = "0123456789abcdef",
        .method = m->method && strcmp(m->method, "HEAD") != 0 ? m->method : "GET",
        .raw_query = "",
        .content_type = "",
        .remote = "127.0.0.1",
        .start_us = clock_mono_us()};
    r.body = (struct str){arena_dupn(a, m->body.p, m->body.n), m->body.n};
    make_headers(a, m, &r);
    int refused = req_target(&r, arena_dup(a, m->target));
    if (!refused)
        refused = req_parse(&r);
    if (!refused)
        *out = r;
    return refused;
}
