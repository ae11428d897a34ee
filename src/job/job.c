// SPDX-License-Identifier: AGPL-3.0-or-later
/* See job.h. A bounded ring under one mutex; the thread takes all of it and writes one batch. */
#include "job/job.h"

#include "import/import.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>

enum {
    RING = 4096,
    RECENT = 4096, /* slots that remember who saw what; a collision only writes one line more */
    TOUCH_SLOTS = 1024,
    SEEN_AGAIN_MS = 10 * 60 * 1000,
    PAUSE_MS = 300,
    TRIES = 3,
    SWEEP_MS = 60 * 60 * 1000,
    UNITS_MS = 60 * 1000,
    DAY_MS = 24 * 60 * 60 * 1000,
    LISTS_KEPT_DAYS = 30,
    ANSWERS_KEPT_MS = 3 * 24 * 60 * 60 * 1000,
    SEARCHERS = 256, /* people typing at the same time; more only makes more lines */
    FOLD_MS = 60 * 1000,
};

enum item_kind { ITEM_TOUCH, ITEM_SEEN };
struct item {
    enum item_kind kind;
    char token[65];
    char user[37], user_name[120], unit[16], reg[48], root[37], action[16], request[20], remote[64];
    int64_t at;
};

/* What somebody is searching for. */
struct search {
    char user[37], user_name[120], unit[16], reg[48], request[20], remote[64], typed[201];
    int64_t from, at;
    size_t found;
    bool done; /* sent, or another one begun: to be written */
};

struct job {
    const struct site *site;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake, idle;
    bool stop, busy;
    int64_t swept_ms, units_ms;
    struct arena *own, *memory; /* the job itself; one batch */
    size_t head, n;
    struct {
        uint64_t key;
        int64_t at;
    } recent[RECENT], touched[TOUCH_SLOTS];
    struct search searches[SEARCHERS], due[SEARCHERS];
    struct item ring[RING], batch[RING];
};

static uint64_t hash2(const char *a, const char *b)
{
    uint64_t h = 14695981039346656037u;
    for (; *a; a++)
        h = (h ^ (unsigned char)*a) * 1099511628211u;
    h = (h ^ 0xff) * 1099511628211u;
    for (; *b; b++)
        h = (h ^ (unsigned char)*b) * 1099511628211u;
    return h;
}

/* True the first time, and again after `again_ms`. Under the lock. */
static bool due_again(struct job *j, bool touch, uint64_t key, int64_t now, int64_t again_ms)
{
    size_t i = key % (touch ? TOUCH_SLOTS : RECENT);
    uint64_t *k = touch ? &j->touched[i].key : &j->recent[i].key;
    int64_t *at = touch ? &j->touched[i].at : &j->recent[i].at;
    if (*k == key && now - *at < again_ms)
        return false;
    *k = key;
    *at = now;
    return true;
}

/* A slot to fill, under the lock. A full ring waits: a view must not go unrecorded. */
static struct item *slot(struct job *j)
{
    while (j->n == RING && !j->stop)
        pthread_cond_wait(&j->idle, &j->lock);
    struct item *it = &j->ring[(j->head + j->n) % RING];
    j->n++;
    return it;
}

/* Cut at the end of a character: half a one is no text to the database. */
static void copy(char *to, size_t cap, const char *from)
{
    size_t n = from ? strlen(from) : 0;
    if (n >= cap)
        for (n = cap - 1; n > 0 && ((unsigned char)from[n] & 0xc0) == 0x80;)
            n--;
    memcpy(to, from ? from : "", n);
    to[n] = 0;
}

void job_touch(struct job *j, const struct session *s)
{
    int64_t now = clock_ms();
    pthread_mutex_lock(&j->lock);
    if (due_again(j, true, hash2(s->token_hash, ""), now, USER_TOUCH_MS)) {
        struct item *it = slot(j);
        it->kind = ITEM_TOUCH;
        copy(it->token, sizeof it->token, s->token_hash);
        it->at = now;
    }
    pthread_mutex_unlock(&j->lock);
}

void job_seen(struct job *j, const struct act *act)
{
    struct rec_entry e;
    pthread_mutex_lock(&j->lock);
    for (size_t i = 0; act->user && rec_seen_at(act, i, &e); i++) {
        bool view = e.root != NULL; /* every export is a line; the same view is one in a while */
        if (view && !due_again(j, false, hash2(act->user->id, e.root), act->now_ms, SEEN_AGAIN_MS))
            continue;
        struct item *it = slot(j);
        it->kind = ITEM_SEEN;
        copy(it->user, sizeof it->user, act->user->id);
        copy(it->user_name, sizeof it->user_name, act->user->name);
        copy(it->unit, sizeof it->unit, e.unit);
        copy(it->reg, sizeof it->reg, e.reg);
        copy(it->root, sizeof it->root, e.root);
        copy(it->action, sizeof it->action, e.action);
        copy(it->request, sizeof it->request, act->request);
        copy(it->remote, sizeof it->remote, act->remote);
        it->at = act->now_ms;
    }
    pthread_mutex_unlock(&j->lock);
}

/* ---- searches ---------------------------------------------------------------------------------
 */

/* The one this person has open, else a free one; when there is none the job is waited for. */
static struct search *search_slot(struct job *j, const char *user)
{
    for (;;) {
        struct search *free_one = NULL;
        for (size_t i = 0; i < SEARCHERS; i++) {
            struct search *s = &j->searches[i];
            if (!s->done && streq(s->user, user))
                return s;
            if (!*s->user)
                free_one = s;
        }
        if (free_one || j->stop)
            return free_one;
        for (size_t i = 0; i < SEARCHERS; i++)
            j->searches[i].done = true;
        pthread_cond_signal(&j->wake);
        pthread_cond_wait(&j->idle, &j->lock);
    }
}

/* "lò thị h" goes on with "lò thị"; so does taking letters back. */
static bool goes_on(const char *before, const char *now)
{
    size_t a = strlen(before), b = strlen(now);
    return strncmp(before, now, a < b ? a : b) == 0;
}

static void fill_search(struct search *s, const struct act *act, const struct reg *reg)
{
    const struct user *u = act->user;
    *s = (struct search){.from = act->now_ms};
    copy(s->user, sizeof s->user, u->id);
    copy(s->user_name, sizeof s->user_name, u->name);
    copy(s->unit, sizeof s->unit, *u->unit ? u->unit : u->province);
    copy(s->reg, sizeof s->reg, reg->id);
    copy(s->request, sizeof s->request, act->request);
    copy(s->remote, sizeof s->remote, act->remote);
}

void job_search(
    struct job *j, const struct act *act, const struct reg *reg, const struct job_search *what)
{
    if (!act->user)
        return;
    pthread_mutex_lock(&j->lock);
    struct search *s = search_slot(j, act->user->id);
    if (s && *s->user && !goes_on(s->typed, what->typed)) {
        s->done = true;
        s = search_slot(j, act->user->id);
    }
    if (s) {
        bool longer = !*s->user || strlen(what->typed) >= strlen(s->typed);
        if (!*s->user)
            fill_search(s, act, reg);
        if (longer) {
            copy(s->typed, sizeof s->typed, what->typed);
            s->found = what->found;
        }
        s->at = act->now_ms;
        s->done = !what->typing;
    }
    pthread_mutex_unlock(&j->lock);
}

static bool over(const struct job *j, const struct search *s, int64_t now)
{
    return *s->user && (s->done || j->stop || now - s->from >= FOLD_MS);
}

/* Is there one to be written? Under the lock. */
static bool searched(const struct job *j)
{
    int64_t now = clock_ms();
    for (size_t i = 0; i < SEARCHERS; i++)
        if (over(j, &j->searches[i], now))
            return true;
    return false;
}

/* Takes those that are over, under the lock. */
static size_t take_searches(struct job *j)
{
    size_t n = 0;
    int64_t now = clock_ms();
    for (size_t i = 0; i < SEARCHERS; i++) {
        struct search *s = &j->searches[i];
        if (!over(j, s, now))
            continue;
        j->due[n++] = *s;
        *s = (struct search){.from = 0};
    }
    return n;
}

static enum err write_search(struct act *act, const struct search *s)
{
    struct user who = {.id = s->user, .name = s->user_name};
    const char *sealed = rec_seal_search(act->site, act->a, s->user, s->typed);
    act->user = &who;
    act->now_ms = s->at;
    act->request = s->request;
    act->remote = s->remote;
    enum err e = rec_journal(
        act, &(struct rec_entry){.unit = s->unit,
                 .action = "tim",
                 .reg = s->reg,
                 .changes = arena_printf(act->a, "{\"q\":\"%s\",\"n\":%zu}", sealed, s->found)});
    act->user = NULL;
    return e;
}

/* ---- the thread ------------------------------------------------------------------------------ */

static enum err write_item(struct act *act, const struct item *it)
{
    if (it->kind == ITEM_TOUCH)
        return db_exec(act->c, Q_SESSION_TOUCH, ARGS(it->token, it->at), NULL);
    struct user who = {.id = it->user, .name = it->user_name};
    act->user = &who;
    act->now_ms = it->at;
    act->request = it->request;
    act->remote = it->remote;
    enum err e = rec_journal(act, &(struct rec_entry){.unit = it->unit,
                                      .action = it->action,
                                      .reg = it->reg,
                                      .record = *it->root ? it->root : NULL,
                                      .root = *it->root ? it->root : NULL});
    act->user = NULL;
    return e;
}

static enum err try_batch(struct job *j, size_t n, size_t nsearches)
{
    struct act *act = act_new(j->site, j->memory, NULL, "", "");
    enum err e = act_write(act);
    for (size_t i = 0; !e && i < n; i++)
        e = write_item(act, &j->batch[i]);
    for (size_t i = 0; !e && i < nsearches; i++)
        e = write_search(act, &j->due[i]);
    if (!e)
        e = act_commit(act, NULL);
    act_end(act);
    return e;
}

/* A view must not go unrecorded because the database was away for a moment. */
static enum err write_batch(struct job *j, size_t n, size_t nsearches)
{
    enum err e = try_batch(j, n, nsearches);
    for (int i = 1; e && i < TRIES; i++) {
        nanosleep(&(struct timespec){0, i * PAUSE_MS * 1000000L}, NULL);
        e = try_batch(j, n, nsearches);
    }
    return e;
}

/* Another process (mang units import) may have changed the map. */
static void refresh_units(struct job *j)
{
    int64_t now = clock_ms();
    if (now - j->units_ms < UNITS_MS)
        return;
    j->units_ms = now;
    AUTO_DBC *c = NULL;
    enum err e = db_begin_read(j->site->db, &c);
    if (!e)
        e = units_refresh(j->site->units, c);
    if (e)
        log_event(LOG_WARN, "units_refresh_failed", "error", err_name(e), NULL);
}

static void sweep(struct job *j)
{
    int64_t now = clock_ms();
    if (now - j->swept_ms < SWEEP_MS)
        return;
    j->swept_ms = now;
    struct act *act = act_new(j->site, j->memory, NULL, "", "");
    enum err e = act_write(act);
    if (!e)
        e = db_exec(act->c, Q_SESSION_SWEEP, ARGS(now - USER_SESSION_MS), NULL);
    if (!e)
        e = db_exec(act->c, Q_ANSWERED_SWEEP, ARGS(now - ANSWERS_KEPT_MS), NULL);
    if (!e)
        e = import_sweep(act, now - (int64_t)LISTS_KEPT_DAYS * DAY_MS);
    if (!e)
        e = act_commit(act, NULL);
    act_end(act);
    if (e)
        log_event(LOG_WARN, "sweep_failed", "error", err_name(e), "detail", err_detail(), NULL);
}

static size_t take(struct job *j)
{
    size_t n = j->n;
    for (size_t i = 0; i < n; i++)
        j->batch[i] = j->ring[(j->head + i) % RING];
    j->head = (j->head + n) % RING;
    j->n = 0;
    return n;
}

/* Gathers for a moment, so that a busy second is a few transactions and not hundreds. */
static void pause_for_more(struct job *j)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += PAUSE_MS * 1000000L;
    t.tv_sec += t.tv_nsec / 1000000000L;
    t.tv_nsec %= 1000000000L;
    pthread_cond_timedwait(&j->wake, &j->lock, &t);
}

static void *run(void *ctx)
{
    struct job *j = ctx;
    pthread_mutex_lock(&j->lock);
    while (!j->stop || j->n || searched(j)) {
        if (!j->stop)
            pause_for_more(j);
        size_t n = take(j), nsearches = take_searches(j);
        j->busy = true;
        pthread_mutex_unlock(&j->lock);
        enum err e = n + nsearches ? write_batch(j, n, nsearches) : OK;
        if (e)
            log_event(LOG_ERROR, "journal_of_views_failed", "error", err_name(e), "detail",
                err_detail(), NULL);
        sweep(j);
        refresh_units(j);
        arena_reset(j->memory);
        pthread_mutex_lock(&j->lock);
        j->busy = false;
        pthread_cond_broadcast(&j->idle);
    }
    pthread_mutex_unlock(&j->lock);
    return NULL;
}

enum err job_start(struct job **out, const struct site *site)
{
    struct arena *own = arena_open();
    struct job *j = NEW(own, struct job);
    j->own = own;
    j->site = site;
    j->memory = arena_open();
    j->swept_ms = j->units_ms = clock_ms();
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->wake, NULL);
    pthread_cond_init(&j->idle, NULL);
    if (pthread_create(&j->thread, NULL, run, j) != 0)
        return err_set(ERR_UNAVAILABLE, "no thread for jobs");
    *out = j;
    return OK;
}

void job_flush(struct job *j)
{
    pthread_mutex_lock(&j->lock);
    pthread_cond_signal(&j->wake);
    while (j->n || j->busy || searched(j))
        pthread_cond_wait(&j->idle, &j->lock);
    pthread_mutex_unlock(&j->lock);
}

void job_stop(struct job *j)
{
    if (!j)
        return;
    pthread_mutex_lock(&j->lock);
    j->stop = true;
    pthread_cond_signal(&j->wake);
    pthread_cond_broadcast(&j->idle);
    pthread_mutex_unlock(&j->lock);
    pthread_join(j->thread, NULL);
    pthread_mutex_destroy(&j->lock);
    pthread_cond_destroy(&j->wake);
    pthread_cond_destroy(&j->idle);
    arena_close(j->memory);
    arena_close(j->own);
}
