// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Kept figures are renewed some seconds after somebody wrote, and of every province at the start
 * and each night. A thread of its own: counting may take long, and nobody waits for it, since a
 * reader counts what is stale himself.
 */
#include "job/job.h"

#include "base/cal.h"
#include "stat/stat.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>

enum {
    PROVINCES = 64,
    CODE = 4,
    WAIT_MS = 5000, /* after a write, for what follows it */
    REST = 10,      /* times as long as counting took, before it is done again */
    NIGHT_HOUR = 2
};
struct figures {
    const struct site *site;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
    int64_t rest_us; /* not before this moment of clock_mono_us */
    char dirty[PROVINCES][CODE];
    size_t n;
    int night; /* local day of the last round of all provinces */
};

/* Under the lock. More provinces than there are wait for the night. */
static void mark(struct figures *f, const char *province)
{
    for (size_t i = 0; i < f->n; i++)
        if (streq(f->dirty[i], province))
            return;
    if (f->n < PROVINCES && strlen(province) < CODE)
        snprintf(f->dirty[f->n++], CODE, "%s", province);
}

void job_figures_changed(struct figures *f, const struct act *act)
{
    const struct rec *r;
    if (!f)
        return;
    pthread_mutex_lock(&f->lock);
    size_t before = f->n;
    for (size_t i = 0; (r = rec_written_at(act, i)); i++)
        mark(f, r->common[DC_PROVINCE].s.p);
    if (f->n > before)
        pthread_cond_signal(&f->wake);
    pthread_mutex_unlock(&f->lock);
}

static void sleep_ms(struct figures *f, int64_t ms)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += ms % 1000 * 1000000L;
    t.tv_sec += t.tv_nsec / 1000000000L;
    t.tv_nsec %= 1000000000L;
    while (!f->stop && pthread_cond_timedwait(&f->wake, &f->lock, &t) != ETIMEDOUT) {
    }
}

/* All provinces where somebody works, once a night and at the start. */
static void mark_all(struct figures *f, struct arena *a)
{
    AUTO_DBC *c = NULL;
    struct cal_time now = cal_local(clock_ms());
    int day = cal_local_day(clock_ms());
    if (f->night == day || (f->night && now.hour < NIGHT_HOUR))
        return;
    f->night = day;
    if (db_begin_read(f->site->db, &c) != OK)
        return;
    struct db_rows *r = db_query(c, a, Q_ACCOUNT_PROVINCES, NO_ARGS);
    while (db_next(r))
        mark(f, db_text(r, 0));
}

static void renew(struct figures *f, struct arena *a, const char *province)
{
    char cells[24], us[24];
    int64_t n = 0, from = clock_mono_us();
    struct act *act = act_new(f->site, a, NULL, "", "");
    enum err e = stat_refresh(act, province, &n);
    act_end(act);
    int64_t took = clock_mono_us() - from;
    f->rest_us = from + took * (REST + 1);
    snprintf(cells, sizeof cells, "%lld", (long long)n);
    snprintf(us, sizeof us, "%lld", (long long)took);
    if (e && e != ERR_CONFLICT && e != ERR_NOT_FOUND)
        log_event(LOG_WARN, "figures_failed", "error", err_name(e), "detail", err_detail(), NULL);
    else if (n)
        log_event(LOG_INFO, "figures", "province", province, "cells", cells, "us", us, NULL);
}

static void *run(void *ctx)
{
    struct figures *f = ctx;
    AUTO_ARENA *a = arena_open();
    pthread_mutex_lock(&f->lock);
    while (!f->stop) {
        mark_all(f, a);
        int64_t rest = (f->rest_us - clock_mono_us()) / 1000;
        if (!f->n || rest > 0)
            sleep_ms(f, rest > WAIT_MS ? rest : WAIT_MS);
        if (f->stop || !f->n)
            continue;
        char province[CODE];
        memcpy(province, f->dirty[--f->n], CODE);
        pthread_mutex_unlock(&f->lock);
        renew(f, a, province);
        arena_reset(a);
        pthread_mutex_lock(&f->lock);
    }
    pthread_mutex_unlock(&f->lock);
    return NULL;
}

enum err job_figures_start(struct figures **out, struct arena *a, const struct site *site)
{
    struct figures *f = NEW(a, struct figures);
    f->site = site;
    pthread_mutex_init(&f->lock, NULL);
    pthread_cond_init(&f->wake, NULL);
    if (pthread_create(&f->thread, NULL, run, f) != 0)
        return err_set(ERR_UNAVAILABLE, "no thread for figures");
    *out = f;
    return OK;
}

void job_figures_stop(struct figures *f)
{
    if (!f)
        return;
    pthread_mutex_lock(&f->lock);
    f->stop = true;
    pthread_cond_signal(&f->wake);
    pthread_mutex_unlock(&f->lock);
    pthread_join(f->thread, NULL);
    pthread_mutex_destroy(&f->lock);
    pthread_cond_destroy(&f->wake);
}
