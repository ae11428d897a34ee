// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * http, private: what the event thread, the lanes and the connection table share.
 *
 * Who touches what: a `struct call` belongs to the event thread, then (while its connection is
 * suspended) to one worker, then to the event thread again. It is handed over through the lane's
 * mutex and comes back on the `done` list. Connections and free lists are the event thread's alone.
 */
#ifndef MANG_HTTP_INT_H
#define MANG_HTTP_INT_H

#include "http/http.h"

#include <libdeflate.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

enum {
    FIELDS_MAX = 2000,
    TARGET_MAX = 2000,
    HEADERS_MAX = 100,
    HEAD_BYTES_MAX = 8 * 1024,
    LANE_THREADS_MAX = 256,
    KEEP_ALIVE_S = 75, /* longer than a proxy's, so that it is the proxy that closes first */
    PER_ADDRESS_MAX = 200,
};

/* Handlers of all lanes run on this. Sanitizers need more. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STACK_BYTES (2u << 20)
#else
#define STACK_BYTES (256u << 10)
#endif

/* ---- growing list of parameters -------------------------------------------------------------- */

struct params {
    struct arena *a;
    struct http_param *p;
    size_t n, cap, max;
};
/* Adds a pair that lives in the arena; false when the list is full. */
bool params_add(struct params *l, struct str name, struct str value);
const char *params_get(const struct http_param *p, size_t n, const char *name);

/* ---- request --------------------------------------------------------------------------------- */

/* Splits and decodes "/path?query" into path and raw_query; 0 or the status to refuse with. */
int req_target(struct http_req *r, const char *raw);
/* Parses query, cookies and body by the headers; the body is in r->body. 0 or a status. */
int req_parse(struct http_req *r);
/* %XX and (if `plus`) '+'; NULL on a bad escape or NUL. */
const char *percent_decode(struct arena *a, struct str in, bool plus, size_t *n);
/* Is `token` in a comma list, and not with q=0? */
bool accepts(const char *list, const char *token);

/* ---- server ---------------------------------------------------------------------------------- */

struct http;
struct conn { /* an open connection */
    struct conn *prev, *next;
    int fd;
    bool loopback;
    bool linger; /* refused while the client still sends: let it read the answer */
    bool used;   /* had a request before */
    bool idle;   /* between requests */
    char ip[46]; /* IPv4 in IPv6 is shown as IPv4 */
    int64_t due; /* clock_mono_us() at which the reaper closes it; INT64_MAX = never */
};
struct conns {
    struct arena *a;
    struct conn *open, *free, *lingering;
    _Atomic int64_t n; /* open; atomic for the statistics */
    int64_t nlingering, max;
    int64_t header_us, body_us, next_reap;
    bool stopping; /* idle connections are closed */
};
void conns_init(struct conns *cs, struct arena *a, const struct http_options *opt);
/* May this address connect? */
bool conns_admit(const struct conns *cs, const struct sockaddr *sa);
struct conn *conns_add(struct conns *cs, int fd, const struct sockaddr *sa);
void conns_remove(struct conns *cs, struct conn *c);
/* Phases of a connection, each with its deadline. */
void conn_receiving(const struct conns *cs, struct conn *c);
void conn_working(struct conn *c);
void conn_sending(const struct conns *cs, struct conn *c, size_t bytes);
void conn_idle(struct conn *c);
/* Closes what is overdue; to be called after at most conns_patience_ms() (-1 = any time). */
void conns_reap(struct conns *cs);
int conns_patience_ms(const struct conns *cs);
void conns_close(struct conns *cs);

struct call { /* a request on its way */
    struct http_req req;
    struct http_res res;
    struct http *h;
    struct conn *conn;
    struct MHD_Connection *mc;
    struct MHD_Response *answer; /* made by the worker, queued by the event thread */
    struct arena *a;
    const char *target; /* as received */
    char *body;
    size_t nbody, body_cap, max_body;
    size_t nout;
    enum http_lane lane;
    int refuse;        /* status to answer without the app; 0 = none */
    bool begun;        /* head seen */
    struct call *next; /* in a queue, the done list or a free list */
};

struct lane {
    pthread_mutex_t lock;
    pthread_cond_t ready;
    struct call *first, **last;
    int nqueued, max_queued, nidle, nthreads, max_threads;
    bool closing;
    _Atomic int64_t queued; /* nqueued, for the statistics */
    pthread_t threads[LANE_THREADS_MAX];
};
void lane_start(struct lane *l, int threads, int max_queued);
/* Event thread: false when the queue is full or closing. */
bool lane_push(struct lane *l, struct call *c);
/* Runs what is queued, then ends the threads. Pushing stays allowed (and false) until release. */
void lane_stop(struct lane *l);
void lane_release(struct lane *l);

struct counters {
    _Atomic int64_t requests, done, bytes_out, rejected;
    _Atomic int64_t by_status[6], latency[12], latency_sum_us;
};
struct http {
    struct http_app app;
    struct MHD_Daemon *daemon;
    struct arena *a; /* holds this struct, calls and connections */
    int fd, port, drain_s;
    bool trust_proxy;
    pthread_t thread;
    int wake;                    /* eventfd: something is done, or stop */
    _Atomic(struct call *) done; /* handled, newest first */
    atomic_bool stopping;        /* answers say Connection: close */
    atomic_bool abandoned;       /* queued requests are refused */
    struct call *free_calls;
    int nkept; /* free calls that kept their arena */
    uint64_t id_seed, id_n;
    struct conns conns;
    struct lane lanes[LANE__COUNT];
    struct counters counters;
};

/* A listening socket for "host:port", "[v6]:port" or ":port" (both families). */
enum err listen_on(const char *where, int *fd, int *port);

/* Event thread. call_new() at the request line; call_take() when its body grows: false = over the
 * limit. */
struct call *call_new(struct http *h, const char *target);
void call_free(struct call *c);
bool call_take(struct call *c, const char *data, size_t n);
/* Reads the head: 0 or the status to refuse with. */
int call_begin(struct call *c);
/* Worker thread: parse, handle, build c->answer, hand it back. `gz` is the worker's own, made when
 * needed. */
void call_run(struct call *c, struct libdeflate_compressor **gz);
/* c->res becomes a short text for a refusal. */
void res_refuse(struct call *c, int status);
/* Compresses (gz NULL = never) and makes c->answer from c->res. */
void res_build(struct call *c, struct libdeflate_compressor **gz);

/* The event thread. loop_stop() ends it after the drain, then the lanes, and flushes answers. */
enum err loop_start(struct http *h);
void loop_stop(struct http *h);
/* Any thread: c->answer is ready. */
void loop_done(struct call *c);

#endif
