// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The callbacks of libmicrohttpd, all on the event thread: a request is received, its connection
 * suspended, the request handed to a lane; when a worker has answered, loop.c resumes the
 * connection and the answer is queued here. Also start, stop and statistics.
 */
#include "http/http_int.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    CONNECTION_BYTES = 24 * 1024, /* HEAD_BYTES_MAX, our own headers, a window of the body */
    SPARE_FDS = 256,
    SLOW_QUEUE = 32,
};

static void count(_Atomic int64_t *n, int64_t by)
{
    atomic_fetch_add_explicit(n, by, memory_order_relaxed);
}

/* ---- answers --------------------------------------------------------------------------------- */

static enum MHD_Result send_answer(struct call *c)
{
    struct counters *n = &c->h->counters;
    count(&n->by_status[c->res.status / 100], 1);
    count(&n->bytes_out, (int64_t)c->nout);
    if (c->refuse)
        count(&n->rejected, 1);
    conn_sending(&c->h->conns, c->conn, c->nout);
    return MHD_queue_response(c->mc, (unsigned)c->res.status, c->answer);
}

static enum MHD_Result send_refusal(struct call *c, int status)
{
    c->refuse = status;
    res_refuse(c, status);
    res_build(c, NULL);
    return send_answer(c);
}

/* libmicrohttpd takes no answer in the middle of a body of unknown length, so this one goes out by
 * hand: nothing else is being sent on the connection while it receives. */
static enum MHD_Result cut_short(struct call *c)
{
    static const char answer[] = "HTTP/1.1 413 Content Too Large\r\n"
                                 "Content-Length: 0\r\nConnection: close\r\n\r\n";
    (void)!send(c->conn->fd, answer, sizeof answer - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    c->conn->linger = true;
    count(&c->h->counters.rejected, 1);
    count(&c->h->counters.by_status[4], 1);
    return MHD_NO;
}

/* ---- requests -------------------------------------------------------------------------------- */

static enum MHD_Result to_lane(struct call *c)
{
    c->req.start_us = clock_mono_us();
    conn_working(c->conn);
    MHD_suspend_connection(c->mc); /* before the push: a worker may resume it at once */
    if (!lane_push(&c->h->lanes[c->lane], c)) {
        c->refuse = 503;
        res_refuse(c, 503);
        res_build(c, NULL);
        loop_done(c);
    }
    return MHD_YES;
}

static bool has_body(struct call *c)
{
    const char *length = http_header(&c->req, "Content-Length");
    return (length && strcmp(length, "0") != 0) || http_header(&c->req, "Transfer-Encoding");
}

static enum MHD_Result begin(struct call *c, struct MHD_Connection *mc, const char *method)
{
    c->begun = true;
    c->mc = mc;
    c->conn = MHD_get_connection_info(mc, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    c->req.method = strcmp(method, "HEAD") == 0 ? "GET" : method;
    count(&c->h->counters.requests, 1);
    conn_receiving(&c->h->conns, c->conn);
    c->refuse = call_begin(c);
    if (!c->refuse || !has_body(c))
        return MHD_YES; /* a refusal without a body waits for the end and keeps the connection */
    c->conn->linger = true;
    return send_refusal(c, c->refuse);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mc, const char *url,
    const char *method, const char *version, const char *data, size_t *ndata, void **ctx)
{
    (void)cls, (void)url, (void)version;
    struct call *c = *ctx;
    if (!c->begun)
        return begin(c, mc, method);
    if (*ndata) {
        if (!call_take(c, data, *ndata))
            return cut_short(c);
        *ndata = 0;
        return MHD_YES;
    }
    if (c->answer)
        return send_answer(c);
    return c->refuse ? send_refusal(c, c->refuse) : to_lane(c);
}

static void *on_target(void *cls, const char *target, struct MHD_Connection *mc)
{
    (void)mc;
    return call_new(cls, target);
}

static void on_completed(
    void *cls, struct MHD_Connection *mc, void **ctx, enum MHD_RequestTerminationCode why)
{
    (void)mc, (void)why;
    struct http *h = cls;
    struct call *c = *ctx;
    if (c->begun) {
        count(&h->counters.done, 1);
        conn_idle(c->conn);
    }
    if (c->answer)
        MHD_destroy_response(c->answer);
    call_free(c);
}

/* ---- connections ----------------------------------------------------------------------------- */

static enum MHD_Result on_accept(void *cls, const struct sockaddr *sa, socklen_t n)
{
    (void)n;
    struct http *h = cls;
    if (conns_admit(&h->conns, sa))
        return MHD_YES;
    count(&h->counters.rejected, 1);
    return MHD_NO;
}

static void on_connection(
    void *cls, struct MHD_Connection *mc, void **ctx, enum MHD_ConnectionNotificationCode what)
{
    struct http *h = cls;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        conns_remove(&h->conns, *ctx);
        return;
    }
    int fd = MHD_get_connection_info(mc, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    *ctx = conns_add(&h->conns, fd,
        MHD_get_connection_info(mc, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
}

/* The target is decoded by req_target(); libmicrohttpd's own copy is not used. */
static size_t no_unescape(void *cls, struct MHD_Connection *mc, char *s)
{
    (void)cls, (void)mc;
    return strlen(s);
}

/* ---- start and stop -------------------------------------------------------------------------- */

static int or_default(int given, int otherwise)
{
    return given > 0 ? given : otherwise;
}

static struct http_options complete(const struct http_options *opt)
{
    struct http_options o = *opt;
    int cores = (int)sysconf(_SC_NPROCESSORS_ONLN);
    int read = 2 * (cores < 1 ? 1 : cores);
    o.threads[LANE_READ] =
        or_default(o.threads[LANE_READ], read < LANE_THREADS_MAX ? read : LANE_THREADS_MAX);
    o.threads[LANE_WRITE] = or_default(o.threads[LANE_WRITE], 32);
    o.threads[LANE_SLOW] = or_default(o.threads[LANE_SLOW], 2);
    o.max_connections = or_default(o.max_connections, 1024);
    o.header_timeout_s = or_default(o.header_timeout_s, 20);
    o.body_timeout_s = or_default(o.body_timeout_s, 120);
    o.drain_s = or_default(o.drain_s, 20);
    return o;
}

/* Every connection needs a descriptor; the usual soft limit is 1,024. */
static void raise_fd_limit(int connections)
{
    struct rlimit l;
    rlim_t need = (rlim_t)connections + SPARE_FDS;
    if (getrlimit(RLIMIT_NOFILE, &l) != 0 || l.rlim_cur >= need)
        return;
    l.rlim_cur = need < l.rlim_max ? need : l.rlim_max;
    setrlimit(RLIMIT_NOFILE, &l); /* if refused, accept() waits for a free descriptor */
}

static enum err start_daemon(struct http *h, const struct http_options *o)
{
    h->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, on_accept, h,
        on_request, h, MHD_OPTION_LISTEN_SOCKET, h->fd, MHD_OPTION_URI_LOG_CALLBACK, on_target, h,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, h, MHD_OPTION_NOTIFY_CONNECTION, on_connection,
        h, MHD_OPTION_UNESCAPE_CALLBACK, no_unescape, NULL, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)o->max_connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    return h->daemon ? OK : err_set(ERR_UNAVAILABLE, "cannot start libmicrohttpd");
}

static enum err start_threads(struct http *h, const struct http_options *o)
{
    for (int i = 0; i < LANE__COUNT; i++)
        lane_start(&h->lanes[i], o->threads[i], i == LANE_SLOW ? SLOW_QUEUE : o->max_connections);
    conns_init(&h->conns, h->a, o);
    TRY(start_daemon(h, o));
    enum err e = loop_start(h);
    if (e != OK)
        MHD_stop_daemon(h->daemon);
    return e;
}

enum err http_start(struct http **out, const struct http_options *opt, const struct http_app *app)
{
    struct http_options o = complete(opt);
    struct arena *a = arena_open();
    struct http *h = NEW(a, struct http);
    h->a = a;
    h->app = *app;
    h->drain_s = o.drain_s;
    h->trust_proxy = o.trust_proxy;
    rand_bytes(&h->id_seed, sizeof h->id_seed);
    raise_fd_limit(o.max_connections);
    enum err e = listen_on(o.listen, &h->fd, &h->port);
    if (e == OK) {
        /* Signals are the main thread's; ours start with all of them blocked. */
        sigset_t all, before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        e = start_threads(h, &o);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        if (e != OK)
            close(h->fd);
    }
    if (e == OK)
        *out = h;
    else
        arena_close(a);
    return e;
}

int http_port(const struct http *h)
{
    return h->port;
}

void http_stop(struct http *h)
{
    if (!h)
        return;
    loop_stop(h);
    MHD_stop_daemon(h->daemon);
    conns_close(&h->conns);
    for (int i = 0; i < LANE__COUNT; i++)
        lane_release(&h->lanes[i]);
    for (struct call *c = h->free_calls; c; c = c->next)
        arena_close(c->a);
    arena_close(h->a);
}

/* ---- statistics ------------------------------------------------------------------------------ */

void http_stats(const struct http *h, struct http_stats *out)
{
    const struct counters *n = &h->counters;
    int64_t done = n->done; /* first, so that in_flight is never negative */
    *out = (struct http_stats){.requests = n->requests,
        .bytes_out = n->bytes_out,
        .rejected = n->rejected,
        .connections = h->conns.n,
        .latency_sum_us = n->latency_sum_us};
    out->in_flight = out->requests - done;
    for (size_t i = 0; i < COUNT(out->by_status); i++)
        out->by_status[i] = n->by_status[i];
    int64_t sum = 0;
    for (size_t i = 0; i < COUNT(out->latency_le); i++)
        out->latency_le[i] = sum += n->latency[i];
    for (size_t i = 0; i < LANE__COUNT; i++)
        out->queued[i] = h->lanes[i].queued;
}
