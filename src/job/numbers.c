// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Keeps figures fresh: a thread of its own, since counting a big province takes seconds. It looks
 * once a minute; where nobody wrote there is nothing to do.
 */
#include "job/job_int.h"

#include "stat/stat.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>

enum { FIRST_S = 10, AGAIN_S = 60 };

struct job_numbers {
    const struct site *site;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
};

static void renew(const struct site *site, const char *province)
{
    AUTO_ARENA *a = arena_open();
    struct act *act = act_new(site, a, NULL, "", "");
    int64_t cells = 0, from = clock_mono_us();
    enum err e = stat_refresh(act, province, &cells);
    act_end(act);
    char n[24], ms[24];
    snprintf(n, sizeof n, "%lld", (long long)cells);
    snprintf(ms, sizeof ms, "%lld", (long long)((clock_mono_us() - from) / 1000));
    if (e && e != ERR_CONFLICT)
        log_event(LOG_WARN, "figures_failed", "error", err_name(e), "detail", err_detail(), NULL);
    else if (cells)
        log_event(LOG_INFO, "figures_renewed", "cells", n, "ms", ms, NULL);
}

static void renew_all(const struct site *site)
{
    AUTO_ARENA *a = arena_open();
    AUTO_DBC *c = NULL;
    if (db_begin_read(site->db, &c) != OK)
        return;
    struct db_rows *r = db_query(c, a, Q_KEPT_PROVINCES, NO_ARGS);
    size_t n = db_row_count(r), k = 0;
    const char **v = NEW_N(a, const char *, n + 1);
    while (db_next(r))
        v[k++] = db_text(r, 0);
    db_end(&c);
    for (size_t i = 0; i < k; i++)
        renew(site, v[i]);
}

/* False when it is time to end. */
static bool wait(struct job_numbers *j, int seconds)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += seconds;
    pthread_mutex_lock(&j->lock);
    while (!j->stop && pthread_cond_timedwait(&j->wake, &j->lock, &t) == 0) {
    }
    bool go_on = !j->stop;
    pthread_mutex_unlock(&j->lock);
    return go_on;
}

static void *run(void *ctx)
{
    struct job_numbers *j = ctx;
    for (int s = FIRST_S; wait(j, s); s = AGAIN_S)
        renew_all(j->site);
    return NULL;
}

enum err job_numbers_start(struct job_numbers **out, struct arena *a, const struct site *site)
{
    struct job_numbers *j = NEW(a, struct job_numbers);
    j->site = site;
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->wake, NULL);
    if (pthread_create(&j->thread, NULL, run, j) != 0)
        return err_set(ERR_UNAVAILABLE, "no thread for figures");
    *out = j;
    return OK;
}

void job_numbers_stop(struct job_numbers *j)
{
    pthread_mutex_lock(&j->lock);
    j->stop = true;
    pthread_cond_signal(&j->wake);
    pthread_mutex_unlock(&j->lock);
    pthread_join(j->thread, NULL);
    pthread_mutex_destroy(&j->lock);
    pthread_cond_destroy(&j->wake);
}
