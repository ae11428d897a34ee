// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A fixed number of connections, given out first come, first served: who waits has a place in a
 * queue, and a returned connection is handed to the first in it directly. So nobody starves, which
 * the databases' own busy waiting does not promise. A pool of one is a fair lock (SQLite's writer).
 */
#include "db/db_int.h"

#include <time.h>

struct waiter {
    pthread_cond_t cond;
    struct conn *got;
    struct waiter *next;
};

void pool_init(struct pool *p, struct arena *a, int max, size_t size)
{
    size = (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    *p = (struct pool){.max = max, .size = size};
    p->all = arena_alloc(a, size * (size_t)max, alignof(max_align_t));
    p->last = &p->first;
    pthread_mutex_init(&p->m, NULL);
}

void pool_close(struct pool *p)
{
    pthread_mutex_destroy(&p->m);
}

struct conn *pool_at(const struct pool *p, int i)
{
    return (struct conn *)(void *)((char *)p->all + p->size * (size_t)i);
}

static void leave_queue(struct pool *p, const struct waiter *w)
{
    struct waiter **at = &p->first;
    while (*at != w)
        at = &(*at)->next;
    *at = w->next;
    if (p->last == &w->next)
        p->last = at;
}

static struct conn *wait_in_line(struct pool *p, int64_t wait_ms)
{
    struct waiter w = {.got = NULL};
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&w.cond, &attr);
    pthread_condattr_destroy(&attr);
    int64_t until = clock_mono_us() + wait_ms * 1000;
    struct timespec t = {.tv_sec = until / 1000000, .tv_nsec = until % 1000000 * 1000};
    *p->last = &w;
    p->last = &w.next;
    int rc = 0;
    while (!w.got && rc == 0)
        rc = pthread_cond_timedwait(&w.cond, &p->m, &t);
    if (!w.got)
        leave_queue(p, &w);
    pthread_cond_destroy(&w.cond);
    return w.got;
}

struct conn *pool_take(struct pool *p, int64_t wait_ms)
{
    pthread_mutex_lock(&p->m);
    struct conn *c = p->free;
    if (c)
        p->free = c->next;
    else if (p->made < p->max)
        c = pool_at(p, p->made++);
    else
        c = wait_in_line(p, wait_ms);
    pthread_mutex_unlock(&p->m);
    return c;
}

static bool pass_locked(struct pool *p, struct conn *c)
{
    struct waiter *w = p->first;
    if (!w)
        return false;
    p->first = w->next;
    if (!p->first)
        p->last = &p->first;
    w->got = c;
    pthread_cond_signal(&w->cond);
    return true;
}

bool pool_pass(struct pool *p, struct conn *c)
{
    pthread_mutex_lock(&p->m);
    bool passed = pass_locked(p, c);
    pthread_mutex_unlock(&p->m);
    return passed;
}

void pool_give(struct pool *p, struct conn *c)
{
    pthread_mutex_lock(&p->m);
    if (!pass_locked(p, c)) {
        c->next = p->free;
        p->free = c;
    }
    pthread_mutex_unlock(&p->m);
}

bool pool_wanted(struct pool *p)
{
    pthread_mutex_lock(&p->m);
    bool wanted = p->first != NULL;
    pthread_mutex_unlock(&p->m);
    return wanted;
}
