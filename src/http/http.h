// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * http: transport only. libmicrohttpd in one epoll thread receives and sends; a complete request is
 * suspended, parsed (query, cookies, form, uploads) and handled by a worker thread of its lane, and
 * resumed with the answer. Knows no SQL, no session, no page.
 *
 * What never reaches the app: targets with bad escapes, NUL, control characters, invalid UTF-8 or
 * dot segments (400) or over 2,000 bytes (414); heads over 8 KB or 100 headers (431, 400); bodies
 * over the lane's limit (413), not read to the end; malformed forms (400); requests beyond a full
 * queue (503 with Retry-After). libmicrohttpd itself refuses what is no HTTP.
 */
#ifndef MANG_HTTP_H
#define MANG_HTTP_H

#include "base/base.h"

struct http_param {
    struct str name, value; /* decoded; NUL-terminated after .n */
};
struct http_file {
    struct str field, name, data; /* name as the client gave it */
};
struct http_req {
    struct arena *a;       /* the request's memory; ends after the answer is sent */
    char id[17];           /* request id, hex; unique while the server runs */
    const char *method;    /* HEAD arrives as "GET"; its body is cut when sending */
    const char *path;      /* decoded, without query; checked UTF-8, no NUL, no ".." */
    const char *raw_query; /* "" when none */
    const struct http_param *query, *form, *cookies;
    size_t nquery, nform, ncookies;
    const struct http_file *files;
    size_t nfiles;
    struct str body; /* as received, NUL-terminated after .n; empty when it was a form. JSON is
                        both: an object fills `form` too, see http_parse_json() */
    const char *content_type;         /* "" when none */
    const struct http_param *headers; /* in the order received */
    size_t nheaders;
    const char *remote; /* address; of X-Forwarded-For's last hop when trusted */
    bool https;         /* as seen by the client */
    int64_t start_us;   /* clock_mono_us() when the whole request had arrived, before queueing */
};
const char *http_query(const struct http_req *r, const char *name);  /* NULL if absent */
const char *http_form(const struct http_req *r, const char *name);   /* first; NULL if absent */
const char *http_cookie(const struct http_req *r, const char *name); /* NULL if absent */
const char *http_header(const struct http_req *r, const char *name); /* NULL if absent; any case */

/* Makes a request without a socket, for tests: the same parsers and the same refusals. Pointers
 * may be NULL; they must live as long as `a`. Returns 0, or the status it would be refused with. */
struct http_make {
    const char *method; /* NULL = "GET" */
    const char *target; /* "/path?query", escaped */
    const char *cookies, *content_type;
    struct str body; /* with content_type NULL: urlencoded form */
    const struct http_param *headers;
    size_t nheaders;
};
MUST_CHECK int http_make(struct arena *a, const struct http_make *m, struct http_req *out);

struct http_res {
    int status;      /* left 0: the answer is a 500 */
    struct str body; /* in the request's arena, or static */
    const char *type;
    bool compressed; /* body has the encoding named in headers, or none is wanted; otherwise text
                        over 1 KB is compressed when the client takes gzip */
    struct http_param headers[24];
    size_t nheaders;
};
/* Sets a header; the same name again replaces it, but Set-Cookie adds. Both strings live as long
 * as the request. A value with line breaks is not sent. */
void http_set(struct http_res *res, const char *name, const char *value);

/* Fast lanes never wait for slow ones: each has its own threads. */
enum http_lane { LANE_READ, LANE_WRITE, LANE_SLOW, LANE__COUNT };

struct http_app {
    /* On the event thread: which lane, and the largest body for it (0 = none allowed; it is 0
     * when called). Must not block. */
    enum http_lane (*lane)(void *ctx, const char *method, const char *path, size_t *max_body);
    /* On a worker thread (256 KB stack). Fills res; whatever it takes is over when it returns. */
    void (*handle)(void *ctx, struct http_req *req, struct http_res *res);
    void *ctx;
};
struct http_options {
    const char *listen;                   /* "127.0.0.1:8686", "[::1]:8686", ":8686" */
    int threads[LANE__COUNT];             /* 0 = 2 x cores, 32, 2 */
    int max_connections;                  /* 0 = 1024 */
    int header_timeout_s, body_timeout_s; /* 0 = 20, 120: slow clients are closed, also those
                                             that drip; sending gets more time by size */
    bool trust_proxy;                     /* believe X-Forwarded-* from loopback */
    int drain_s;                          /* graceful stop waits this long, 0 = 20 */
};
struct http;
MUST_CHECK enum err http_start(
    struct http **out, const struct http_options *opt, const struct http_app *app);
/* The port really bound (for listen port 0). */
int http_port(const struct http *h);
/* Stops accepting, closes idle connections, lets requests in flight finish, frees. After drain_s
 * clients still sending or receiving are cut and queued requests get 503; a handler that runs is
 * always waited for, since it uses what the caller frees next. NULL is a no-op. */
void http_stop(struct http *h);

/* Counters since start, for /metrics; in_flight, connections and queued are of this moment.
 * rejected: connections over the address limit, and requests refused before the app. bytes_out:
 * bodies as sent. latency: from start_us to the answer being ready, requests of the app only. */
struct http_stats {
    int64_t requests, in_flight, bytes_out, rejected, connections;
    int64_t queued[LANE__COUNT];
    int64_t by_status[6];   /* 0, 1xx … 5xx */
    int64_t latency_le[12]; /* cumulative: 1 2 5 10 20 50 100 200 500 1000 5000 ms, inf */
    int64_t latency_sum_us;
};
void http_stats(const struct http *h, struct http_stats *out);

/* Parsers, public for tests and fuzzing. They write into `a`; false = malformed, or more than
 * 2,000 fields; the outputs are then untouched. Text keeps its bytes (the form layer above repairs
 * and reports what is no UTF-8), but NUL in a name or text is malformed. */
bool http_parse_form(
    struct arena *a, struct str body, const struct http_param **out, size_t *n); /* urlencoded */
/* File data points into `body`; an empty file input is left out. */
bool http_parse_multipart(struct arena *a, struct str body, const char *content_type,
    const struct http_param **fields, size_t *nfields, const struct http_file **files,
    size_t *nfiles);
/* Skips pairs without '='; values lose their double quotes, nothing is unescaped. */
bool http_parse_cookies(
    struct arena *a, struct str header, const struct http_param **out, size_t *n);
/* A JSON object as form fields: {"a":[{"b":1.50}],"c":true} gives a.0.b=1.5, c=true. Numbers that
 * are whole up to 2^53 have no exponent; null and empty containers give nothing. Depth <= 16. */
bool http_parse_json(struct arena *a, struct str body, const struct http_param **out, size_t *n);

/* Answers an asset: 304 by ETag; immutable when the query says v=<etag>, else no-cache; br or gzip
 * form by Accept-Encoding; media type by suffix; nosniff. */
void http_asset(const struct http_req *r, const struct asset *as, struct http_res *res);

#endif
