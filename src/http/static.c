// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Answers with an embedded file. The tag is weak because it names the content, whichever encoding
 * carries it. A page links a file as name?v=<tag>; that address may be kept for a year.
 */
#include "http/http_int.h"

static const char *media_type(const char *name)
{
    static const char *const types[][2] = {{".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"}, {".svg", "image/svg+xml"},
        {".html", "text/html; charset=utf-8"}, {".webmanifest", "application/manifest+json"},
        {".json", "application/json"}, {".png", "image/png"}, {".jpg", "image/jpeg"},
        {".webp", "image/webp"}, {".ico", "image/x-icon"}, {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"}, {".csv", "text/csv; charset=utf-8"},
        {".yaml", "text/plain; charset=utf-8"}, {".xml", "application/xml"},
        {".pdf", "application/pdf"}};
    for (size_t i = 0; i < COUNT(types); i++)
        if (str_ends(str_of(name), types[i][0]))
            return types[i][1];
    return "application/octet-stream";
}

static bool client_has(const struct http_req *r, const char *tag)
{
    const char *have = http_header(r, "If-None-Match");
    return have && (strstr(have, tag) || strcmp(have, "*") == 0);
}

static void choose_encoding(const struct http_req *r, const struct asset *as, struct http_res *res)
{
    const char *list = http_header(r, "Accept-Encoding");
    res->body = as->data;
    if (!as->br.n && !as->gz.n)
        return;
    res->compressed = true; /* what was not made smaller at build time stays as it is */
    http_set(res, "Vary", "Accept-Encoding");
    if (list && as->br.n && accepts(list, "br")) {
        res->body = as->br;
        http_set(res, "Content-Encoding", "br");
    } else if (list && as->gz.n && accepts(list, "gzip")) {
        res->body = as->gz;
        http_set(res, "Content-Encoding", "gzip");
    }
}

void http_asset(const struct http_req *r, const struct asset *as, struct http_res *res)
{
    const char *version = http_query(r, "v"), *tag = arena_printf(r->a, "\"%s\"", as->etag);
    http_set(res, "ETag", arena_printf(r->a, "W/%s", tag));
    http_set(res, "Cache-Control",
        streq(version, as->etag) ? "public, max-age=31536000, immutable" : "no-cache");
    http_set(res, "X-Content-Type-Options", "nosniff");
    if (client_has(r, tag)) {
        res->status = 304;
        http_set(res, "Vary", "Accept-Encoding");
        return;
    }
    res->status = 200;
    res->type = media_type(as->name);
    choose_encoding(r, as, res);
}
