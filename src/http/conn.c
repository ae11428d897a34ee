// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Open connections and the reaper that closes the slow ones. Every phase of a connection has a
 * deadline, counted from its start, so that a client that drips a byte a second gains nothing. The
 * reaper only shuts the socket down; libmicrohttpd then sees the end and closes it. A socket is
 * known here until just before its descriptor is closed, so a reused number is never hit.
 */
#include "http/http_int.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <unistd.h>

enum {
    LINGER_MAX = 64,
    FRESH_GRACE_MS = 500,
    MIN_BYTES_PER_S = 4096,
    CROWDED_S = 2,
    REAP_MS = 500,
    BUSY_REAP_MS = 50,
};
static const int64_t SECOND = 1000000, LINGER_US = 5 * 1000000;

/* ---- addresses ------------------------------------------------------------------------------- */

static void address_text(const struct sockaddr *sa, char out[46])
{
    snprintf(out, 46, "?");
    if (sa->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)sa)->sin_addr, out, 46);
    } else if (sa->sa_family == AF_INET6) {
        const struct in6_addr *a = &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(a))
            inet_ntop(AF_INET, &a->s6_addr[12], out, 46);
        else
            inet_ntop(AF_INET6, a, out, 46);
    }
}

static bool is_loopback(const char *ip)
{
    return strncmp(ip, "127.", 4) == 0 || strcmp(ip, "::1") == 0;
}

bool conns_admit(const struct conns *cs, const struct sockaddr *sa)
{
    char ip[46];
    address_text(sa, ip);
    if (is_loopback(ip))
        return true;
    int n = 0;
    for (const struct conn *c = cs->open; c; c = c->next)
        n += strcmp(c->ip, ip) == 0;
    return n < PER_ADDRESS_MAX;
}

/* ---- the lists ------------------------------------------------------------------------------- */

static void unlink_conn(struct conn **list, struct conn *c)
{
    if (c->prev)
        c->prev->next = c->next;
    else
        *list = c->next;
    if (c->next)
        c->next->prev = c->prev;
    c->prev = c->next = NULL;
}

static void link_conn(struct conn **list, struct conn *c)
{
    c->prev = NULL;
    c->next = *list;
    if (c->next)
        c->next->prev = c;
    *list = c;
}

static struct conn *conn_new(struct conns *cs)
{
    struct conn *c = cs->free;
    if (!c)
        return NEW(cs->a, struct conn);
    cs->free = c->next;
    *c = (struct conn){0};
    return c;
}

static void conn_free(struct conns *cs, struct conn *c)
{
    c->next = cs->free;
    cs->free = c;
}

struct conn *conns_add(struct conns *cs, int fd, const struct sockaddr *sa)
{
    struct conn *c = conn_new(cs);
    c->fd = fd;
    address_text(sa, c->ip);
    c->loopback = is_loopback(c->ip);
    c->idle = true;
    c->due = clock_mono_us() + cs->header_us;
    link_conn(&cs->open, c);
    cs->n++;
    return c;
}

/* Keeps a second descriptor for the socket: a close with unread input would send a reset, and the
 * client would never see why it was refused. */
static bool start_lingering(struct conns *cs, struct conn *c)
{
    int fd = c->linger && cs->nlingering < LINGER_MAX ? dup(c->fd) : -1;
    if (fd < 0)
        return false;
    shutdown(fd, SHUT_WR);
    c->fd = fd;
    c->due = clock_mono_us() + LINGER_US;
    link_conn(&cs->lingering, c);
    cs->nlingering++;
    return true;
}

void conns_remove(struct conns *cs, struct conn *c)
{
    unlink_conn(&cs->open, c);
    cs->n--;
    if (!start_lingering(cs, c))
        conn_free(cs, c);
}

/* ---- phases ---------------------------------------------------------------------------------- */

void conn_receiving(const struct conns *cs, struct conn *c)
{
    c->used = true;
    c->idle = false;
    c->due = clock_mono_us() + cs->body_us;
}

void conn_working(struct conn *c)
{
    c->due = INT64_MAX;
}

void conn_sending(const struct conns *cs, struct conn *c, size_t bytes)
{
    int64_t by_size = (int64_t)(bytes / MIN_BYTES_PER_S) * SECOND;
    c->due = clock_mono_us() + cs->body_us + by_size;
}

void conn_idle(struct conn *c)
{
    c->due = clock_mono_us() + KEEP_ALIVE_S * SECOND;
    c->idle = true;
}

/* ---- reaper ---------------------------------------------------------------------------------- */

/* Idle connections go at once at a stop, and early when room gets short; a fresh one may be about
 * to ask. */
static int64_t deadline(const struct conns *cs, const struct conn *c)
{
    bool crowded = cs->n > cs->max - cs->max / 8;
    if (!c->idle)
        return c->due;
    if (!c->used)
        return cs->stopping ? c->due - cs->header_us + FRESH_GRACE_MS * 1000 : c->due;
    if (cs->stopping)
        return 0;
    return crowded ? c->due - KEEP_ALIVE_S * SECOND + CROWDED_S * SECOND : c->due;
}

static void close_overdue(const struct conns *cs, int64_t now)
{
    for (const struct conn *c = cs->open; c; c = c->next)
        if (now > deadline(cs, c))
            shutdown(c->fd, SHUT_RDWR);
}

/* Throws away what has arrived; false when the client has closed. */
static bool drain_socket(int fd)
{
    ssize_t k;
    int rounds = 0;
    do
        k = recv(fd, NULL, 1 << 20, MSG_TRUNC | MSG_DONTWAIT);
    while (k > 0 && ++rounds < 64);
    return k > 0 || (k < 0 && errno == EAGAIN);
}

static void drain_lingering(struct conns *cs, int64_t now)
{
    for (struct conn *c = cs->lingering, *next; c; c = next) {
        next = c->next;
        if (drain_socket(c->fd) && now < c->due)
            continue;
        close(c->fd);
        unlink_conn(&cs->lingering, c);
        cs->nlingering--;
        conn_free(cs, c);
    }
}

void conns_reap(struct conns *cs)
{
    int64_t now = clock_mono_us();
    if (now >= cs->next_reap || cs->stopping) {
        close_overdue(cs, now);
        cs->next_reap = now + REAP_MS * 1000;
    }
    drain_lingering(cs, now);
}

int conns_patience_ms(const struct conns *cs)
{
    if (cs->lingering || cs->stopping)
        return BUSY_REAP_MS;
    return cs->n ? REAP_MS : -1;
}

void conns_close(struct conns *cs)
{
    for (const struct conn *c = cs->lingering; c; c = c->next)
        close(c->fd);
    cs->lingering = NULL;
}

void conns_init(struct conns *cs, struct arena *a, const struct http_options *opt)
{
    *cs = (struct conns){.a = a,
        .max = opt->max_connections,
        .header_us = opt->header_timeout_s * SECOND,
        .body_us = opt->body_timeout_s * SECOND};
}
