// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The thread that works on batches, one after the other. What waits is in the database, so that a
 * batch left behind by a crash, or by another process, is found again.
 */
#include "import/import_int.h"

#include <pthread.h>
#include <time.h>

enum { LOOK_MS = 15000, AGAIN_MS = 2000 };

struct importer {
    struct arena *own;
    const struct site *site;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake, idle;
    bool stop, asked;
    int64_t turns; /* looks that found nothing more to do */
};

static bool go_on(void *ctx, const char *stage, int64_t done, int64_t all)
{
    struct importer *k = ctx;
    (void)stage, (void)done, (void)all;
    pthread_mutex_lock(&k->lock);
    bool go = !k->stop;
    pthread_mutex_unlock(&k->lock);
    return go;
}

static const char *waiting(struct importer *k, struct arena *a)
{
    AUTO_DBC *c = NULL;
    if (db_begin_read(k->site->db, &c) != OK)
        return NULL;
    struct value id = db_scalar(c, a, Q_IMPORT_WAITING, ARGS(clock_ms()));
    return id.t == V_TEXT ? arena_dup(a, id.s.p) : NULL;
}

/* Works on what waits; false when nothing does. */
static bool turn(struct importer *k)
{
    AUTO_ARENA *a = arena_open();
    const char *id = waiting(k, a);
    if (!id)
        return false;
    struct import_work w = {.site = k->site, .progress = go_on, .ctx = k};
    enum err e = import_do(&w, id);
    if (e)
        log_event(LOG_WARN, "import_failed", "batch", id, "error", err_name(e), "detail",
            err_detail(), NULL);
    return e == OK;
}

static void wait_for(struct importer *k, pthread_cond_t *cond, int ms)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += (long)(ms % 1000) * 1000000L;
    t.tv_sec += t.tv_nsec / 1000000000L;
    t.tv_nsec %= 1000000000L;
    pthread_cond_timedwait(cond, &k->lock, &t);
}

static void *run(void *ctx)
{
    struct importer *k = ctx;
    pthread_mutex_lock(&k->lock);
    while (!k->stop) {
        k->asked = false;
        pthread_mutex_unlock(&k->lock);
        bool more = turn(k);
        pthread_mutex_lock(&k->lock);
        if (more)
            continue;
        k->turns++;
        pthread_cond_broadcast(&k->idle);
        if (!k->asked && !k->stop)
            wait_for(k, &k->wake, LOOK_MS);
    }
    pthread_mutex_unlock(&k->lock);
    return NULL;
}

enum err importer_start(struct importer **out, const struct site *site)
{
    struct arena *own = arena_open();
    struct importer *k = NEW(own, struct importer);
    *k = (struct importer){.own = own, .site = site};
    pthread_mutex_init(&k->lock, NULL);
    pthread_cond_init(&k->wake, NULL);
    pthread_cond_init(&k->idle, NULL);
    if (pthread_create(&k->thread, NULL, run, k) != 0) {
        arena_close(own);
        return err_set(ERR_UNAVAILABLE, "no thread for imports");
    }
    *out = k;
    return OK;
}

void importer_wake(struct importer *k, int wait_ms)
{
    pthread_mutex_lock(&k->lock);
    k->asked = true;
    int64_t until = clock_mono_us() + (int64_t)wait_ms * 1000, turns = k->turns;
    pthread_cond_signal(&k->wake);
    while (!k->stop && (k->asked || k->turns == turns)) {
        int64_t left = (until - clock_mono_us()) / 1000;
        if (left <= 0)
            break;
        wait_for(k, &k->idle, (int)left);
    }
    pthread_mutex_unlock(&k->lock);
}

void importer_stop(struct importer *k)
{
    if (!k)
        return;
    pthread_mutex_lock(&k->lock);
    k->stop = true;
    pthread_cond_broadcast(&k->wake);
    pthread_cond_broadcast(&k->idle);
    pthread_mutex_unlock(&k->lock);
    pthread_join(k->thread, NULL);
    pthread_mutex_destroy(&k->lock);
    pthread_cond_destroy(&k->wake);
    pthread_cond_destroy(&k->idle);
    arena_close(k->own);
}
