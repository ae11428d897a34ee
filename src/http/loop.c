// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The event thread. It drives libmicrohttpd itself and never lets it wait: the library's own thread
 * (0.9.75) waits without limit after a full batch of 128 events and then misses connections to be
 * resumed, so that a server with more clients than that can stand still. Between two rounds the
 * thread takes back handled requests and closes slow connections.
 *
 * Stopping: libmicrohttpd panics if it is stopped with a suspended connection. So the lanes are
 * ended before, and everything they finished is resumed.
 */
#include "http/http_int.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { FLUSH_MS = 500, ROUND_MS = 20 };

/* ---- what workers hand back ------------------------------------------------------------------ */

static void wake(struct http *h)
{
    uint64_t one = 1;
    BUG_IF(write(h->wake, &one, sizeof one) < 0 && errno != EAGAIN);
}

void loop_done(struct call *c)
{
    struct http *h = c->h;
    struct call *head = atomic_load(&h->done);
    do
        c->next = head;
    while (!atomic_compare_exchange_weak(&h->done, &head, c));
    if (!head) /* otherwise the event thread is already on its way */
        wake(h);
}

static void resume_done(struct http *h)
{
    struct call *oldest = NULL;
    for (struct call *c = atomic_exchange(&h->done, NULL), *next; c; c = next) {
        next = c->next;
        c->next = oldest;
        oldest = c;
    }
    for (struct call *c = oldest; c; c = c->next)
        MHD_resume_connection(c->mc);
}

/* ---- rounds ---------------------------------------------------------------------------------- */

static int shorter(int a_ms, int b_ms)
{
    return a_ms < 0 || (b_ms >= 0 && b_ms < a_ms) ? b_ms : a_ms;
}

/* Waits for something to do, at most `ms` (-1 = any time), and does it. */
static void round_of(struct http *h, int ms)
{
    MHD_UNSIGNED_LONG_LONG due;
    int epoll = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    struct pollfd p[] = {{.fd = epoll, .events = POLLIN}, {.fd = h->wake, .events = POLLIN}};
    ms = shorter(ms, conns_patience_ms(&h->conns));
    if (MHD_get_timeout(h->daemon, &due) == MHD_YES && (ms < 0 || due < (unsigned)ms))
        ms = (int)due;
    poll(p, COUNT(p), ms);
    uint64_t n;
    if (p[1].revents) /* before the list is taken: what comes later wakes again */
        (void)!read(h->wake, &n, sizeof n);
    resume_done(h);
    MHD_run_wait(h->daemon, 0);
    conns_reap(&h->conns);
}

static void rounds_until_quiet(struct http *h, int64_t us)
{
    int64_t until = clock_mono_us() + us;
    while (h->conns.n > 0 && clock_mono_us() < until)
        round_of(h, ROUND_MS);
}

static void *run(void *arg)
{
    struct http *h = arg;
    while (!atomic_load(&h->stopping))
        round_of(h, -1);
    MHD_quiesce_daemon(h->daemon);
    close(h->fd);
    h->conns.stopping = true;
    rounds_until_quiet(h, h->drain_s * (int64_t)1000000);
    return NULL;
}

/* ---- start and stop -------------------------------------------------------------------------- */

enum err loop_start(struct http *h)
{
    h->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (h->wake < 0)
        return err_set(ERR_UNAVAILABLE, "eventfd: %s", strerror(errno));
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, STACK_BYTES);
    int failed = pthread_create(&h->thread, &attr, run, h);
    pthread_attr_destroy(&attr);
    if (!failed)
        return OK;
    close(h->wake);
    return err_set(ERR_UNAVAILABLE, "cannot start a thread: %s", strerror(failed));
}

void loop_stop(struct http *h)
{
    atomic_store(&h->stopping, true);
    wake(h);
    pthread_join(h->thread, NULL);
    atomic_store(&h->abandoned, true);
    for (int i = 0; i < LANE__COUNT; i++)
        lane_stop(&h->lanes[i]);
    resume_done(h);
    rounds_until_quiet(h, FLUSH_MS * (int64_t)1000);
    resume_done(h);
    close(h->wake);
}
