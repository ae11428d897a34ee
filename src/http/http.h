// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * http: transport only. libmicrohttpd in one epoll thread receives and sends; every request is
 * parsed (query, cookies, form, uploads), suspended, run by a worker thread of its lane, and
 * resumed with the answer. Knows no SQL, no session, no page.
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
    struct arena *a; /* the request's memory; ends after the answer is sent */
    char id[17];     /* request id, hex */
    const char *method;
    const char *path; /* decoded, without query; checked UTF-8, no NUL, no ".." */
    const char *raw_query; /* "" when none */
    const struct http_param *query, *form, *cookies;
    size_t nquery, nform, ncookies;
    const struct http_file *files;
    size_t nfiles;
    struct str body; /* as received, when it is no form */
    const char *content_type; /* "" when none */
    const char *remote;       /* address; of X-Forwarded-For's last hop when trusted */
    bool https;               /* as seen by the client */
    int64_t start_us;
};
const char *http_query(const struct http_req *r, const char *name);  /* NULL if absent */
const char *http_form(const struct http_req *r, const char *name);   /* first; NULL if absent */
const char *http_cookie(const struct http_req *r, const char *name); /* NULL if absent */
const char *http_header(const struct http_req *r, const char *name); /* NULL if absent */

struct http_res {
    int status;
    struct str body; /* in the request's arena, or static */
    const char *type;
    bool compressed; /* body already has the encoding named in headers */
    struct http_param headers[24];
    size_t nheaders;
};
void http_set(struct http_res *res, const char *name, const char *value);

/* Fast lanes never wait for slow ones: each has its own threads. */
enum http_lane { LANE_READ, LANE_WRITE, LANE_SLOW, LANE__COUNT };

struct http_app {
    /* On the event thread: which lane, and the largest body for it (0 = none allowed). Must not
     * block. */
    enum http_lane (*lane)(void *ctx, const char *method, const char *path, size_t *max_body);
    /* On a worker thread. Fills res; whatever it takes is over when it returns. */
    void (*handle)(void *ctx, struct http_req *req, struct http_res *res);
    void *ctx;
};
struct http_options {
    const char *listen; /* "127.0.0.1:8686", "[::1]:8686", ":8686" */
    int threads[LANE__COUNT]; /* 0 = 2 x cores, 32, 2 */
    int max_connections;      /* 0 = 1024 */
    int header_timeout_s, body_timeout_s; /* 0 = 20, 120: slow clients are closed */
    bool trust_proxy;         /* believe X-Forwarded-* from loopback */
    int drain_s;              /* graceful stop waits this long, 0 = 20 */
};
struct http;
MUST_CHECK enum err http_start(
    struct http **out, const struct http_options *opt, const struct http_app *app);
/* The port really bound (for listen port 0). */
int http_port(const struct http *h);
/* Stops accepting, lets requests in flight finish (up to drain_s), frees. */
void http_stop(struct http *h);

/* Counters since start, for /metrics. */
struct http_stats {
    int64_t requests, in_flight, bytes_out, rejected, connections;
    int64_t queued[LANE__COUNT];
    int64_t by_status[6];     /* 0, 1xx … 5xx */
    int64_t latency_le[12];   /* cumulative: 1 2 5 10 20 50 100 200 500 1000 5000 ms, inf */
    int64_t latency_sum_us;
};
void http_stats(const struct http *h, struct http_stats *out);

/* Parsers, public for tests and fuzzing. They write into `a`; false = malformed. */
bool http_parse_form(
    struct arena *a, struct str body, const struct http_param **out, size_t *n); /* urlencoded */
bool http_parse_multipart(struct arena *a, struct str body, const char *content_type,
    const struct http_param **fields, size_t *nfields, const struct http_file **files,
    size_t *nfiles);
bool http_parse_cookies(
    struct arena *a, struct str header, const struct http_param **out, size_t *n);
/* Answers an asset with ETag, far-future caching for hashed names, br/gzip. */
void http_asset(const struct http_req *r, const struct asset *as, struct http_res *res);

#endif
