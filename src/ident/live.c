// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The index of a running server. One thread loads everybody while pages are served already, then
 * waits for work: records just written are compared with all others, communes that another process
 * wrote to are read again, and at night everybody is compared with everybody.
 *
 * What is written during the load is read again at its end: the load sees an older moment.
 */
#include "ident/ident_int.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>

enum {
    PAUSE_MS = 500,
    OUTSIDE_MS = 3000,
    NIGHT_HOUR = 2,
    MANY = 50,          /* an act that wrote more was an import, which compares for itself */
    MOST_WAITING = 4096 /* beyond, the night's comparison finds them */
};

struct ident {
    struct site *site;
    const struct reg *reg;
    struct link_units *units;
    struct link_index *x;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake, idle;
    bool stop, ready, busy;
    struct link_id waiting[MOST_WAITING];
    size_t nwaiting;
    bool overflowed; /* during the load: all is read again */
    int64_t outside_ms, night_day;
    struct arena *own, *memory;
};

/* ---- after a commit ---------------------------------------------------------------------------
 */

static void put(struct ident *s, const struct rec *r)
{
    struct link_id id = ident_id(r->common[DC_ID].s);
    struct link_person p = ident_person(r);
    if (v_is_null(r->common[DC_DELETED_AT]))
        link_index_put(s->x, &id, &p);
    else
        link_index_drop(s->x, &id);
}

static void wait_for_match(struct ident *s, const struct rec *r)
{
    if (s->nwaiting < MOST_WAITING)
        s->waiting[s->nwaiting++] = ident_id(r->common[DC_ID].s);
    else
        s->overflowed = true;
}

/* The latest state of a record comes first in the list of what was written. */
static bool later_in(const struct act *act, size_t nth, const struct rec *r)
{
    for (size_t i = 0; i < nth; i++)
        if (streq(rec_id(rec_written_at(act, i)), rec_id(r)))
            return true;
    return false;
}

static void committed(struct act *act)
{
    struct ident *s = act->site->ident;
    const struct rec *r;
    size_t n = 0;
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; (r = rec_written_at(act, i)); i++) {
        if (r->reg != s->reg || (i < MANY && later_in(act, i, r)))
            continue;
        if (s->ready)
            put(s, r);
        if (!s->ready || n++ < MANY)
            wait_for_match(s, r);
    }
    if (s->nwaiting)
        pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
}

/* ---- loading ----------------------------------------------------------------------------------
 */

static bool load_one(void *ctx, const struct ident_row *row)
{
    struct ident *s = ctx;
    struct link_id id = ident_id(row->id);
    link_index_put(s->x, &id, &row->person);
    return !__atomic_load_n(&s->stop, __ATOMIC_RELAXED);
}

static enum err read_all(struct ident *s)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_long_read(s->site->db, &c));
    return ident_each(s->site, c, s->reg, load_one, s);
}

/* One act of the system on this thread. */
static struct act *begin(struct ident *s)
{
    return act_new(s->site, s->memory, NULL, "", "");
}

static enum err read_again(struct ident *s, const struct link_id *ids, size_t n)
{
    struct act *act = begin(s);
    enum err e = act_read(act);
    for (size_t i = 0; !e && i < n; i++) {
        const struct rec *r = ident_any(act, s->reg, ident_uuid(act->a, &ids[i]));
        if (r)
            put(s, r);
        e = db_status(act->c);
    }
    act_end(act);
    return e;
}

/* Takes what waits; nothing may be written unseen between the last reading and `ready`. */
static enum err finish_load(struct ident *s)
{
    struct link_id *ids = NEW_N(s->memory, struct link_id, MOST_WAITING);
    for (;;) {
        pthread_mutex_lock(&s->lock);
        size_t n = s->nwaiting;
        bool again = s->overflowed;
        memcpy(ids, s->waiting, n * sizeof *ids);
        s->nwaiting = 0;
        s->overflowed = false;
        s->ready = n == 0 && !again;
        pthread_mutex_unlock(&s->lock);
        if (s->ready)
            return OK;
        if (again)
            TRY(read_all(s));
        TRY(read_again(s, ids, n));
    }
}

static void tell_loaded(struct ident *s, int64_t since_us)
{
    char n[24], ms[24], mb[24];
    snprintf(n, sizeof n, "%zu", link_index_size(s->x));
    snprintf(ms, sizeof ms, "%lld", (long long)(clock_mono_us() - since_us) / 1000);
    snprintf(mb, sizeof mb, "%zu", link_index_memory(s->x) >> 20);
    log_event(LOG_INFO, "persons_loaded", "persons", n, "ms", ms, "mb", mb, NULL);
}

/* How many there are, for memory of the right size; never 0, which would mean no load. */
static enum err open_index(struct ident *s)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_long_read(s->site->db, &c));
    struct db_select all = {.t = &s->site->tables[s->reg - s->site->pack->regs]};
    int64_t n = db_table_count(c, &all);
    s->x = link_index_open(
        &(struct link_index_options){.units = s->units, .expect = n > 0 ? (size_t)n : 1});
    return db_status(c);
}

static enum err load(struct ident *s)
{
    int64_t since = clock_mono_us();
    TRY(open_index(s));
    TRY(read_all(s));
    if (s->stop)
        return OK;
    link_index_build(s->x);
    TRY(finish_load(s));
    __atomic_store_n(&s->site->index, s->x, __ATOMIC_RELEASE);
    tell_loaded(s, since);
    return OK;
}

/* ---- matching what was written --------------------------------------------------------------- */

static enum err propose_all(
    struct act *act, const struct rec *r, const struct ident_like *v, size_t n)
{
    TRY(act_write(act));
    for (size_t i = 0; i < n; i++)
        TRY(ident_propose_scored(act, r, v[i].r));
    return act_commit(act, NULL);
}

static enum err match_one(struct ident *s, const struct link_id *id)
{
    enum { MOST_ALIKE = 8 };
    struct ident_like like[MOST_ALIKE];
    size_t n = 0;
    struct act *act = begin(s);
    enum err e = act_read(act);
    struct rec *r = e ? NULL : ident_any(act, s->reg, ident_uuid(act->a, id));
    if (r && v_is_null(r->common[DC_DELETED_AT]))
        e = ident_alike(act, r, like, MOST_ALIKE, &n);
    if (!e && n)
        e = propose_all(act, r, like, n);
    act_end(act);
    return e;
}

static void match_waiting(struct ident *s)
{
    struct link_id *ids = NEW_N(s->memory, struct link_id, MOST_WAITING);
    pthread_mutex_lock(&s->lock);
    size_t n = s->nwaiting;
    memcpy(ids, s->waiting, n * sizeof *ids);
    s->nwaiting = 0;
    s->busy = n > 0;
    pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < n && !s->stop; i++) {
        enum err e = match_one(s, &ids[i]);
        if (e)
            log_event(LOG_WARN, "match_failed", "error", err_name(e), "detail", err_detail(), NULL);
    }
}

/* ---- what other processes wrote ---------------------------------------------------------------
 */

static enum err reread_unit(
    struct ident *s, struct act *act, const char *province, const char *unit)
{
    enum { PAGE = 1000 };
    const char *after = "00000000-0000-0000-0000-000000000000";
    size_t n = PAGE;
    while (n == PAGE && !s->stop) {
        struct rec **v;
        TRY(rec_page(act, s->reg, &(struct rec_place){province, unit, after}, PAGE, &v, &n));
        for (size_t i = 0; i < n; i++)
            put(s, v[i]);
        after = n ? rec_id(v[n - 1]) : after;
    }
    return OK;
}

/* The list as it is; with `read`, the communes on it are read. Then they are off the list, unless
 * somebody wrote there meanwhile. */
static enum err catch_up(struct ident *s, struct act *act)
{
    TRY(act_read(act));
    struct db_rows *list = db_query(act->c, act->a, Q_OUTSIDE_ALL, NO_ARGS);
    size_t n = db_row_count(list);
    if (n == 0)
        return db_status(act->c);
    struct value(*rows)[4] = arena_alloc(act->a, n * sizeof *rows, alignof(struct value));
    for (size_t i = 0; db_next(list); i++) {
        for (int k = 0; k < 4; k++)
            rows[i][k] = db_value(list, k);
        if (streq(db_text(list, 0), s->reg->id))
            TRY(reread_unit(s, act, db_text(list, 1), db_text(list, 2)));
    }
    TRY(act_write(act));
    for (size_t i = 0; i < n; i++)
        TRY(db_exec(
            act->c, Q_OUTSIDE_DROP, ARGS(rows[i][0], rows[i][1], rows[i][2], rows[i][3]), NULL));
    return act_commit(act, NULL);
}

static void look_outside(struct ident *s)
{
    int64_t now = clock_mono_us() / 1000;
    if (now - s->outside_ms < OUTSIDE_MS)
        return;
    s->outside_ms = now;
    struct act *act = begin(s);
    enum err e = catch_up(s, act);
    act_end(act);
    if (e)
        log_event(LOG_WARN, "catch_up_failed", "error", err_name(e), "detail", err_detail(), NULL);
}

/* ---- at night ---------------------------------------------------------------------------------
 */

static void scan_at_night(struct ident *s)
{
    enum { HOUR_MS = 3600 * 1000, VIETNAM = 7 };
    int64_t hours = clock_ms() / HOUR_MS + VIETNAM, day = hours / 24;
    if (hours % 24 != NIGHT_HOUR || day == s->night_day)
        return;
    s->night_day = day;
    struct ident_scan scan = {.threads = 1};
    enum err e = ident_scan(s->site, &scan);
    char pairs[24];
    snprintf(pairs, sizeof pairs, "%zu", scan.pairs);
    log_event(e ? LOG_WARN : LOG_INFO, "persons_compared", "pairs", pairs, "error",
        e ? err_name(e) : "", NULL);
}

/* ---- the thread -------------------------------------------------------------------------------
 */

static void pause_for_work(struct ident *s)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += PAUSE_MS * 1000000L;
    t.tv_sec += t.tv_nsec / 1000000000L;
    t.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&s->lock);
    s->busy = false;
    pthread_cond_broadcast(&s->idle);
    if (!s->nwaiting && !s->stop)
        pthread_cond_timedwait(&s->wake, &s->lock, &t);
    pthread_mutex_unlock(&s->lock);
}

static void *run(void *ctx)
{
    struct ident *s = ctx;
    enum err e = load(s);
    if (e)
        log_event(
            LOG_ERROR, "persons_not_loaded", "error", err_name(e), "detail", err_detail(), NULL);
    while (!__atomic_load_n(&s->stop, __ATOMIC_RELAXED)) {
        if (s->ready) {
            match_waiting(s);
            look_outside(s);
            scan_at_night(s);
        }
        arena_reset(s->memory);
        pause_for_work(s);
    }
    return NULL;
}

static struct link_units *units_now(struct site *site)
{
    struct unit_tree *t = units_hold(site->units);
    struct link_units *u = link_units_of(t, unit_day_of_ms(clock_ms()));
    units_drop(site->units, t);
    return u;
}

enum err ident_start(struct site *site)
{
    const struct reg *reg = ident_reg(site->pack);
    if (!reg)
        return OK;
    struct arena *own = arena_open();
    struct ident *s = NEW(own, struct ident);
    s->own = own;
    s->site = site;
    s->reg = reg;
    s->memory = arena_open();
    s->units = units_now(site);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->wake, NULL);
    pthread_cond_init(&s->idle, NULL);
    site->ident = s;
    site->committed = committed;
    if (pthread_create(&s->thread, NULL, run, s) != 0)
        return err_set(ERR_UNAVAILABLE, "no thread for the index");
    return OK;
}

void ident_flush(struct site *site)
{
    struct ident *s = site->ident;
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    while (!s->ready || s->nwaiting || s->busy) {
        pthread_cond_signal(&s->wake);
        pthread_cond_wait(&s->idle, &s->lock);
    }
    pthread_mutex_unlock(&s->lock);
}

void ident_stop(struct site *site)
{
    struct ident *s = site->ident;
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    __atomic_store_n(&s->stop, true, __ATOMIC_RELAXED);
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->thread, NULL);
    site->committed = NULL;
    site->ident = NULL;
    site->index = NULL;
    link_index_close(s->x);
    link_units_close(s->units);
    pthread_mutex_destroy(&s->lock);
    pthread_cond_destroy(&s->wake);
    pthread_cond_destroy(&s->idle);
    arena_close(s->memory);
    arena_close(s->own);
}

const struct link_units *ident_units(const struct site *site)
{
    return site->ident ? site->ident->units : NULL;
}
