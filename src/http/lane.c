// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A lane: a bounded queue and its own threads, so that slow work in one never delays another.
 * Threads start when a request finds none free, up to the lane's number; a quiet server has few.
 */
#include "http/http_int.h"

static struct call *take(struct lane *l)
{
    pthread_mutex_lock(&l->lock);
    while (!l->first && !l->closing) {
        l->nidle++;
        pthread_cond_wait(&l->ready, &l->lock);
        l->nidle--;
    }
    struct call *c = l->first;
    if (c) {
        l->first = c->next;
        if (!l->first)
            l->last = &l->first;
        l->queued = --l->nqueued;
    }
    pthread_mutex_unlock(&l->lock);
    return c;
}

static void *work(void *arg)
{
    struct lane *l = arg;
    struct libdeflate_compressor *gz = NULL;
    for (struct call *c; (c = take(l));)
        call_run(c, &gz);
    libdeflate_free_compressor(gz);
    return NULL;
}

static void add_thread(struct lane *l)
{
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, STACK_BYTES);
    /* When the system refuses another thread, those that run will do. */
    if (pthread_create(&l->threads[l->nthreads], &attr, work, l) == 0)
        l->nthreads++;
    pthread_attr_destroy(&attr);
}

void lane_start(struct lane *l, int threads, int max_queued)
{
    *l = (struct lane){.max_threads = threads, .max_queued = max_queued};
    BUG_IF(threads < 1 || threads > LANE_THREADS_MAX);
    l->last = &l->first;
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->ready, NULL);
}

bool lane_push(struct lane *l, struct call *c)
{
    pthread_mutex_lock(&l->lock);
    if (l->nqueued >= l->nidle && l->nthreads < l->max_threads && !l->closing)
        add_thread(l);
    bool ok = !l->closing && l->nthreads > 0 && l->nqueued < l->max_queued;
    if (ok) {
        c->next = NULL;
        *l->last = c;
        l->last = &c->next;
        l->queued = ++l->nqueued;
        pthread_cond_signal(&l->ready);
    }
    pthread_mutex_unlock(&l->lock);
    return ok;
}

void lane_stop(struct lane *l)
{
    pthread_mutex_lock(&l->lock);
    l->closing = true;
    pthread_cond_broadcast(&l->ready);
    pthread_mutex_unlock(&l->lock);
    for (int i = 0; i < l->nthreads; i++)
        pthread_join(l->threads[i], NULL);
}

void lane_release(struct lane *l)
{
    pthread_cond_destroy(&l->ready);
    pthread_mutex_destroy(&l->lock);
}
