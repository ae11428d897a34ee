// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Answers: headers, compression, refusals in words, and the hand-over to libmicrohttpd. Runs on the
 * worker thread, so that the event thread only sends. A refusal never repeats what the client sent.
 */
#include "http/http_int.h"

#include <strings.h>

enum { COMPRESS_FROM = 1024, COMPRESS_LEVEL = 1 };

void http_set(struct http_res *res, const char *name, const char *value)
{
    size_t i = 0;
    if (strcasecmp(name, "Set-Cookie") == 0)
        i = res->nheaders;
    while (i < res->nheaders && strcasecmp(res->headers[i].name.p, name) != 0)
        i++;
    BUG_IF(i == COUNT(res->headers));
    res->headers[i] = (struct http_param){str_of(name), str_of(value)};
    if (i == res->nheaders)
        res->nheaders++;
}

static const char *res_header(const struct http_res *res, const char *name)
{
    for (size_t i = 0; i < res->nheaders; i++)
        if (strcasecmp(res->headers[i].name.p, name) == 0)
            return res->headers[i].value.p;
    return NULL;
}

void res_refuse(struct call *c, int status)
{
    static const struct {
        int status;
        const char *text;
    } texts[] = {
        {400, "Yêu cầu không hợp lệ.\n"},
        {413, "Dữ liệu gửi lên quá lớn.\n"},
        {414, "Địa chỉ quá dài.\n"},
        {431, "Phần đầu của yêu cầu quá dài.\n"},
        {503, "Máy chủ đang bận. Xin thử lại sau ít giây.\n"},
        {500, "Máy chủ gặp lỗi. Xin thử lại sau.\n"},
    };
    size_t i = 0;
    while (texts[i].status != status && i + 1 < COUNT(texts))
        i++;
    c->res = (struct http_res){.status = status, .body = str_of(texts[i].text)};
    c->res.type = "text/plain; charset=utf-8";
    http_set(&c->res, "Cache-Control", "no-store");
    http_set(&c->res, "X-Content-Type-Options", "nosniff");
    if (status == 503)
        http_set(&c->res, "Retry-After", "5");
}

/* ---- compression ----------------------------------------------------------------------------- */

static bool compressible(const char *type)
{
    static const char *const types[] = {"text/", "application/json", "application/javascript",
        "application/manifest+json", "application/problem+json", "application/geo+json",
        "application/xml", "image/svg+xml"};
    for (size_t i = 0; type && i < COUNT(types); i++)
        if (strncasecmp(type, types[i], strlen(types[i])) == 0)
            return true;
    return false;
}

static void compress_body(struct call *c, struct libdeflate_compressor **gz)
{
    struct http_res *res = &c->res;
    const char *accept = http_header(&c->req, "Accept-Encoding");
    if (!accept || !accepts(accept, "gzip"))
        return;
    if (!*gz)
        *gz = libdeflate_alloc_compressor(COMPRESS_LEVEL);
    BUG_IF(!*gz);
    size_t room = res->body.n - res->body.n / 16; /* less gain than that is not worth it */
    char *out = arena_alloc(c->a, room, 1);
    size_t n = libdeflate_gzip_compress(*gz, res->body.p, res->body.n, out, room);
    if (n == 0)
        return;
    res->body = (struct str){out, n};
    http_set(res, "Content-Encoding", "gzip");
}

static void negotiate(struct call *c, struct libdeflate_compressor **gz)
{
    struct http_res *res = &c->res;
    if (!gz || res->compressed || res->body.n <= COMPRESS_FROM || !compressible(res->type))
        return;
    if (res_header(res, "Content-Encoding"))
        return;
    const char *vary = res_header(res, "Vary");
    if (!vary)
        http_set(res, "Vary", "Accept-Encoding");
    else if (!accepts(vary, "Accept-Encoding"))
        http_set(res, "Vary", arena_printf(c->a, "%s, Accept-Encoding", vary));
    compress_body(c, gz);
}

/* ---- for libmicrohttpd ----------------------------------------------------------------------- */

void res_build(struct call *c, struct libdeflate_compressor **gz)
{
    struct http_res *res = &c->res;
    negotiate(c, gz);
    /* Persistent: the bytes outlive the answer in the request's arena, which is taken back only
     * when the request is completed. libmicrohttpd does not write to them. */
    struct MHD_Response *m = MHD_create_response_from_buffer(
        res->body.n, (void *)(uintptr_t)res->body.p, MHD_RESPMEM_PERSISTENT);
    if (!m)
        BUG("out of memory");
    if (res->type)
        MHD_add_response_header(m, "Content-Type", res->type);
    for (size_t i = 0; i < res->nheaders; i++)
        MHD_add_response_header(m, res->headers[i].name.p, res->headers[i].value.p);
    if (atomic_load_explicit(&c->h->stopping, memory_order_relaxed))
        MHD_add_response_header(m, "Connection", "close");
    c->nout = res->body.n;
    c->answer = m;
}
