// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * One request from its first line to its answer: head, body, and the run on a worker. Calls and
 * their arenas are reused; a peak's arenas beyond some dozens are given back to the system.
 */
#include "http/http_int.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdio.h>
#include <strings.h>

enum { KEPT_ARENAS = 64, FIRST_BODY = 16 * 1024 };

/* ---- reuse ----------------------------------------------------------------------------------- */

/* A bijection over a counter: ids look random and never repeat in a run. */
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

struct call *call_new(struct http *h, const char *target)
{
    struct call *c = h->free_calls;
    struct arena *a = c ? c->a : NULL;
    if (c)
        h->free_calls = c->next;
    else
        c = NEW(h->a, struct call);
    if (a)
        h->nkept--;
    *c = (struct call){.h = h, .a = a ? a : arena_open()};
    c->target = arena_dup(c->a, target);
    c->req = (struct http_req){.a = c->a, .raw_query = "", .content_type = "", .remote = ""};
    snprintf(
        c->req.id, sizeof c->req.id, "%016llx", (unsigned long long)mix(h->id_seed + h->id_n++));
    return c;
}

void call_free(struct call *c)
{
    struct http *h = c->h;
    if (h->nkept < KEPT_ARENAS) {
        arena_reset(c->a);
        h->nkept++;
    } else {
        arena_close(c->a);
        c->a = NULL;
    }
    c->next = h->free_calls;
    h->free_calls = c;
}

/* ---- head ------------------------------------------------------------------------------------ */

static enum MHD_Result add_header(void *list, enum MHD_ValueKind kind, const char *name,
    size_t nname, const char *value, size_t nvalue)
{
    (void)kind;
    struct str v = value ? (struct str){value, nvalue} : STR("");
    return params_add(list, (struct str){name, nname}, v) ? MHD_YES : MHD_NO;
}

/* The pairs point into the connection's memory, which lasts as long as the request. */
static bool read_headers(struct call *c)
{
    struct params l = {.a = c->a, .max = HEADERS_MAX};
    int all = MHD_get_connection_values_n(c->mc, MHD_HEADER_KIND, NULL, NULL);
    MHD_get_connection_values_n(c->mc, MHD_HEADER_KIND, add_header, &l);
    c->req.headers = l.p;
    c->req.nheaders = l.n;
    return l.n == (size_t)all;
}

static int header_count(const struct http_req *r, const char *name)
{
    int n = 0;
    for (size_t i = 0; i < r->nheaders; i++)
        n += strcasecmp(r->headers[i].name.p, name) == 0;
    return n;
}

/* A message whose end could be read in two ways is how requests are smuggled past a proxy. */
static bool framing_ok(const struct http_req *r)
{
    int lengths = header_count(r, "Content-Length");
    int codings = header_count(r, "Transfer-Encoding");
    if (codings && strcasecmp(http_header(r, "Transfer-Encoding"), "chunked") != 0)
        return false;
    return lengths + codings <= 1 && header_count(r, "Host") <= 1;
}

static struct str last_item(const char *list)
{
    const char *comma = strrchr(list, ',');
    return str_trim(str_of(comma ? comma + 1 : list));
}

static const char *last_header(const struct http_req *r, const char *name)
{
    for (size_t i = r->nheaders; i > 0; i--)
        if (strcasecmp(r->headers[i - 1].name.p, name) == 0)
            return r->headers[i - 1].value.p;
    return "";
}

/* Only the last hop counts: the proxy added it, all before is the client's claim. */
static void set_remote(struct call *c)
{
    struct http_req *r = &c->req;
    r->remote = c->conn->ip;
    if (!c->h->trust_proxy || !c->conn->loopback)
        return;
    r->https = str_is(last_item(last_header(r, "X-Forwarded-Proto")), "https");
    struct str hop = last_item(last_header(r, "X-Forwarded-For"));
    const char *ip = arena_dupn(c->a, hop.p, hop.n);
    unsigned char parsed[16];
    if (inet_pton(AF_INET, ip, parsed) == 1 || inet_pton(AF_INET6, ip, parsed) == 1)
        r->remote = ip;
}

int call_begin(struct call *c)
{
    struct http_req *r = &c->req;
    /* A bigger head would leave no room for ours in the connection's memory. */
    if (MHD_get_connection_info(c->mc, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size >
        HEAD_BYTES_MAX)
        return 431;
    if (!read_headers(c) || !framing_ok(r))
        return 400;
    set_remote(c);
    int refused = req_target(r, c->target);
    if (refused)
        return refused;
    c->lane = c->h->app.lane(c->h->app.ctx, r->method, r->path, &c->max_body);
    BUG_IF(c->lane >= LANE__COUNT);
    const char *length = http_header(r, "Content-Length");
    int64_t n = 0;
    if (length && !str_to_int(str_of(length), &n))
        return 400;
    if (n < 0 || (uint64_t)n > c->max_body)
        return 413;
    if (length)
        c->max_body = (size_t)n;
    return 0;
}

/* ---- body ------------------------------------------------------------------------------------ */

/* Room follows what has arrived, not what was announced: at most sixteen times as much. Steps are
 * big because the arena keeps the copies left behind. */
static void grow_body(struct call *c, size_t need)
{
    size_t cap = c->body_cap ? c->body_cap * 4 : FIRST_BODY;
    if (cap < need)
        cap = need;
    if (cap >= c->max_body / 4)
        cap = c->max_body + 1;
    char *p = arena_alloc(c->a, cap, 1);
    if (c->nbody)
        memcpy(p, c->body, c->nbody);
    c->body = p;
    c->body_cap = cap;
}

bool call_take(struct call *c, const char *data, size_t n)
{
    if (n > c->max_body - c->nbody)
        return false;
    if (c->nbody + n + 1 > c->body_cap)
        grow_body(c, c->nbody + n + 1);
    memcpy(c->body + c->nbody, data, n);
    c->nbody += n;
    c->body[c->nbody] = 0;
    return true;
}

/* ---- run ------------------------------------------------------------------------------------- */

static void count_answer(struct call *c)
{
    static const int64_t bounds_ms[] = {
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, INT64_MAX / 1000};
    struct counters *n = &c->h->counters;
    int64_t us = clock_mono_us() - c->req.start_us;
    size_t i = 0;
    while (us > bounds_ms[i] * 1000)
        i++;
    static_assert(COUNT(bounds_ms) == COUNT(n->latency), "one bound a counter");
    atomic_fetch_add_explicit(&n->latency[i], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&n->latency_sum_us, us, memory_order_relaxed);
}

void call_run(struct call *c, struct libdeflate_compressor **gz)
{
    struct http *h = c->h;
    c->req.body = c->nbody ? (struct str){c->body, c->nbody} : STR("");
    int refused = atomic_load(&h->abandoned) ? 503 : req_parse(&c->req);
    if (refused) {
        c->refuse = refused;
        res_refuse(c, refused);
    } else {
        h->app.handle(h->app.ctx, &c->req, &c->res);
        if (c->res.status < 200 || c->res.status > 599)
            res_refuse(c, 500);
    }
    res_build(c, gz);
    if (!refused)
        count_answer(c);
    loop_done(c);
}
