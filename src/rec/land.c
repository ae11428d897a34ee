// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Scope over time. A record's unit is of the map of its moment (unit_at, else created_at); who sees
 * it is decided on the map of today. Where records lie and since when stands in rec_held; from that
 * and the tree is worked out, once for each state of both, which former units' records belong to
 * which unit of today. A commune without such records has no row here, and its scope is as plain
 * as if there had never been another map.
 */
#include "rec/rec_int.h"

#include <pthread.h>
#include <stdlib.h>

/* The records of one unit. */
struct held {
    const char *province, *unit;
    int64_t since;
};
/* Records of a former unit (or of a part of a unit's time) and where they belong now. */
struct heritage {
    const char *now_province, *now_unit;
    struct db_land land;
};
/* What a province's people see besides, or instead of, its own rows. */
struct reach {
    const char *province;
    struct db_lands lands;
};
struct rec_map {
    struct arena *a;
    uint64_t generation;
    int32_t day;
    struct held *held; /* by unit, province */
    size_t nheld;
    struct heritage *v; /* by now_unit, land */
    size_t n, cap;
    struct reach *reach; /* by province */
    size_t nreach;
    int holders;
};
struct rec_lands {
    pthread_mutex_t lock;
    struct rec_map *now; /* holds it once itself; NULL = not read yet */
    int64_t places;      /* of the session that was last seen */
    bool stale;
};

struct rec_lands *rec_lands_open(struct arena *a)
{
    struct rec_lands *l = NEW(a, struct rec_lands);
    pthread_mutex_init(&l->lock, NULL);
    return l;
}

static void map_drop(struct rec_map *m)
{
    if (m && --m->holders == 0)
        arena_close(m->a);
}

void rec_lands_close(struct rec_lands *l)
{
    if (!l)
        return;
    map_drop(l->now);
    l->now = NULL;
    pthread_mutex_destroy(&l->lock);
}

/* ---- moments and days ------------------------------------------------------------------------ */

static int64_t ms_of(int32_t day)
{
    if (day == UNIT_SINCE_EVER)
        return INT64_MIN;
    if (day == UNIT_OPEN)
        return INT64_MAX;
    return cal_ms(
        cal_day((struct cal_date){.y = day / 10000, .m = day / 100 % 100, .d = day % 100}), 0);
}

/* ---- what became of what --------------------------------------------------------------------- */

struct making {
    struct rec_map *m;
    const struct unit_tree *t;
    const struct held *of;
    size_t first; /* of this row */
};

static void inherit(struct making *k, const struct unit *heir, const struct unit_stretch *s)
{
    struct rec_map *m = k->m;
    bool last = s->to > m->day;
    for (size_t i = k->first; i < m->n; i++)
        if (streq(m->v[i].now_unit, heir->code) && m->v[i].land.to == ms_of(s->from)) {
            m->v[i].land.to = last ? INT64_MAX : ms_of(s->to);
            return;
        }
    if (m->n == m->cap) {
        struct heritage *v = NEW_N(m->a, struct heritage, m->cap ? m->cap * 2 : 64);
        if (m->n)
            memcpy(v, m->v, m->n * sizeof *v);
        m->v = v;
        m->cap = m->cap ? m->cap * 2 : 64;
    }
    const char *province = unit_province(k->t, heir->code, m->day);
    struct db_land land = {k->of->province, k->of->unit, ms_of(s->from), ms_of(s->to)};
    if (ms_of(s->from) <= k->of->since)
        land.from = INT64_MIN;
    if (last)
        land.to = INT64_MAX;
    m->v[m->n++] = (struct heritage){.now_province = province ? arena_dup(m->a, province) : "",
        .now_unit = arena_dup(m->a, heir->code),
        .land = land};
}

/* A row that is all its own needs no words. */
static void forget_if_plain(struct making *k)
{
    struct rec_map *m = k->m;
    const struct heritage *h = &m->v[k->first];
    const char *code = *k->of->unit ? k->of->unit : k->of->province;
    bool plain = m->n == k->first + 1 && streq(h->now_unit, code) &&
                 streq(h->now_province, k->of->province) && h->land.from == INT64_MIN &&
                 h->land.to == INT64_MAX;
    if (plain)
        m->n = k->first;
}

static void work_out(struct making *k)
{
    AUTO_ARENA *tmp = arena_open();
    struct rec_map *m = k->m;
    const char *code = *k->of->unit ? k->of->unit : k->of->province;
    k->first = m->n;
    int32_t day = unit_day_of_ms(k->of->since);
    struct unit_stretch s;
    do {
        s = unit_stretch_of(k->t, code, day);
        size_t n;
        const struct unit **heirs = unit_heirs(k->t, tmp, code, day, m->day, &n);
        for (size_t i = 0; i < n; i++)
            inherit(k, heirs[i], &s);
        day = s.to;
    } while (s.to <= m->day);
    forget_if_plain(k);
}

static int by_now(const void *a, const void *b)
{
    const struct heritage *x = a, *y = b;
    int c = strcmp(x->now_unit, y->now_unit);
    c = c ? c : strcmp(x->land.unit, y->land.unit);
    return c ? c : (x->land.from > y->land.from) - (x->land.from < y->land.from);
}

static int by_unit(const void *a, const void *b)
{
    const struct held *x = a, *y = b;
    int c = strcmp(x->unit, y->unit);
    return c ? c : strcmp(x->province, y->province);
}

/* ---- provinces ------------------------------------------------------------------------------- */

struct lands {
    struct db_land *v;
    size_t n;
};

static bool has_land(const struct lands *l, const char *province, const char *unit)
{
    for (size_t i = 0; i < l->n; i++)
        if (streq(l->v[i].province, province) && (!l->v[i].unit || streq(l->v[i].unit, unit)))
            return true;
    return false;
}

/* Is every record of that province on the land of this one? */
static bool wholly(const struct rec_map *m, const char *former, const char *province)
{
    size_t rows = 0, here = 0;
    for (size_t i = 0; i < m->nheld; i++)
        rows += streq(m->held[i].province, former);
    for (size_t i = 0; i < m->n; i++)
        if (streq(m->v[i].land.province, former)) {
            if (!streq(m->v[i].now_province, province))
                return false;
            here += m->v[i].land.from == INT64_MIN;
        }
    return here >= rows;
}

/* Rows that bear the province's code and lie on none of its land today. */
static bool left(const struct rec_map *m, const struct heritage *h, const char *province)
{
    if (!streq(h->land.province, province) || streq(h->now_province, province))
        return false;
    for (size_t i = 0; i < m->n; i++)
        if (streq(m->v[i].now_province, province) && streq(m->v[i].land.province, province) &&
            streq(m->v[i].land.unit, h->land.unit) && m->v[i].land.from < h->land.to &&
            h->land.from < m->v[i].land.to)
            return false;
    return true;
}

static void add_reach(struct rec_map *m, const char *province)
{
    struct lands in = {NEW_N(m->a, struct db_land, m->n + 1), 0};
    struct lands but = {NEW_N(m->a, struct db_land, m->n + 1), 0};
    in.v[in.n++] = (struct db_land){province, NULL, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < m->n; i++) {
        const struct heritage *h = &m->v[i];
        if (left(m, h, province))
            but.v[but.n++] = h->land;
        if (!streq(h->now_province, province) || streq(h->land.province, province))
            continue;
        if (has_land(&in, h->land.province, "\x01"))
            continue;
        in.v[in.n] = h->land;
        if (wholly(m, h->land.province, province))
            in.v[in.n] = (struct db_land){h->land.province, NULL, INT64_MIN, INT64_MAX};
        in.n++;
    }
    if (in.n > 1 || but.n)
        m->reach[m->nreach++] = (struct reach){province, {in.v, but.v, in.n, but.n}};
}

static void make_reach(struct rec_map *m, const struct unit_tree *t)
{
    const char **done = NEW_N(m->a, const char *, 2 * m->n + 1);
    size_t n = 0;
    m->reach = NEW_N(m->a, struct reach, 2 * m->n + 1);
    for (size_t i = 0; i < 2 * m->n; i++) {
        const struct heritage *h = &m->v[i / 2];
        const char *p = i % 2 ? h->now_province : h->land.province;
        size_t k = 0;
        while (k < n && !streq(done[k], p))
            k++;
        if (k < n || !*p)
            continue;
        done[n++] = p;
        if (unit_find(t, p, m->day))
            add_reach(m, p);
    }
}

/* ---- the map of a process -------------------------------------------------------------------- */

static void finish(struct rec_map *m, const struct unit_tree *t, int32_t day)
{
    m->generation = unit_generation(t);
    m->day = day;
    m->holders = 1;
    for (size_t i = 0; i < m->nheld; i++)
        work_out(&(struct making){.m = m, .t = t, .of = &m->held[i]});
    if (m->n)
        qsort(m->v, m->n, sizeof *m->v, by_now);
    make_reach(m, t);
}

static struct rec_map *map_read(struct act *act)
{
    struct arena *a = arena_open();
    struct rec_map *m = NEW(a, struct rec_map);
    m->a = a;
    struct db_rows *r = db_query(act->c, act->a, Q_HELD_ALL, NO_ARGS);
    m->held = NEW_N(a, struct held, db_row_count(r) + 1);
    while (db_next(r))
        m->held[m->nheld++] =
            (struct held){arena_dup(a, db_text(r, 0)), arena_dup(a, db_text(r, 1)), db_int(r, 2)};
    if (m->nheld)
        qsort(m->held, m->nheld, sizeof *m->held, by_unit);
    return m;
}

/* The same places on the map of another day. */
static struct rec_map *map_again(const struct rec_map *of)
{
    struct arena *a = arena_open();
    struct rec_map *m = NEW(a, struct rec_map);
    m->a = a;
    m->held = NEW_N(a, struct held, of->nheld + 1);
    for (; m->nheld < of->nheld; m->nheld++) {
        const struct held *h = &of->held[m->nheld];
        m->held[m->nheld] =
            (struct held){arena_dup(a, h->province), arena_dup(a, h->unit), h->since};
    }
    return m;
}

static struct rec_map *take_shared(struct act *act, struct rec_lands *l, int32_t day)
{
    pthread_mutex_lock(&l->lock);
    struct rec_map *m = l->now;
    bool fits = m && !l->stale && m->generation == unit_generation(act->units) && m->day == day;
    if (!fits) {
        struct rec_map *fresh = m && !l->stale ? map_again(m) : map_read(act);
        finish(fresh, act->units, day);
        l->stale = db_status(act->c) != OK; /* what failed is asked again */
        map_drop(m);
        l->now = m = fresh;
    }
    m->holders++;
    pthread_mutex_unlock(&l->lock);
    return m;
}

static const struct rec_map *map_of(struct act *act)
{
    BUG_IF(!act->map); /* an act that act_new did not make */
    if (*act->map)
        return *act->map;
    int32_t day = unit_day_of_ms(act->now_ms);
    if (act->site->lands) {
        *act->map = take_shared(act, act->site->lands, day);
    } else {
        *act->map = map_read(act);
        finish(*act->map, act->units, day);
    }
    return *act->map;
}

void rec_lands_drop(struct act *act)
{
    struct rec_lands *l = act->site->lands;
    if (l)
        pthread_mutex_lock(&l->lock);
    if (act->map) {
        map_drop(*act->map);
        *act->map = NULL;
    }
    if (l)
        pthread_mutex_unlock(&l->lock);
}

void rec_lands_stale(const struct site *s)
{
    if (!s->lands)
        return;
    pthread_mutex_lock(&s->lands->lock);
    s->lands->stale = true;
    pthread_mutex_unlock(&s->lands->lock);
}

enum err act_places(struct act *act, int64_t places)
{
    struct rec_lands *l = act->site->lands;
    if (!l)
        return OK;
    pthread_mutex_lock(&l->lock);
    bool same = l->places == places;
    pthread_mutex_unlock(&l->lock);
    if (same)
        return OK;
    TRY(units_refresh(act->site->units, act->c));
    rec_lands_drop(act);
    units_drop(act->site->units, act->units);
    act->units = units_hold(act->site->units);
    pthread_mutex_lock(&l->lock);
    l->places = places;
    l->stale = true;
    pthread_mutex_unlock(&l->lock);
    return OK;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static size_t first_now(const struct rec_map *m, const char *unit)
{
    size_t lo = 0, hi = m->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (strcmp(m->v[mid].now_unit, unit) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

struct db_lands rec_lands_of(struct act *act, const char *province, const char *unit)
{
    const struct rec_map *m = map_of(act);
    size_t at = first_now(m, unit), n = 0, own = 0;
    while (at + n < m->n && streq(m->v[at + n].now_unit, unit))
        n++;
    if (n == 0)
        return (struct db_lands){.n = 0};
    struct db_land *v = NEW_N(act->a, struct db_land, n + 1);
    for (size_t i = 0; i < n; i++) {
        v[i] = m->v[at + i].land;
        own += streq(v[i].unit, unit);
    }
    if (!own)
        v[n++] = (struct db_land){province, unit, INT64_MIN, INT64_MAX};
    return (struct db_lands){.v = v, .n = n};
}

/* The time in which both hold the same land, into v; false if there is none. */
static bool both_hold(const struct heritage *x, const struct heritage *y, struct db_land *v)
{
    *v = x->land;
    v->from = y->land.from > v->from ? y->land.from : v->from;
    v->to = y->land.to < v->to ? y->land.to : v->to;
    return !streq(x->now_unit, y->now_unit) && streq(x->land.unit, y->land.unit) &&
           streq(x->land.province, y->land.province) && v->from < v->to;
}

struct db_lands rec_lands_shared(struct act *act, const char *unit)
{
    const struct rec_map *m = map_of(act);
    size_t n = 0;
    struct db_land *v = NEW_N(act->a, struct db_land, m->n + 1);
    for (size_t i = first_now(m, unit); i < m->n && streq(m->v[i].now_unit, unit); i++)
        for (size_t k = 0; k < m->n; k++)
            if (both_hold(&m->v[i], &m->v[k], &v[n])) {
                n++;
                break; /* of three parts, two hold the same time */
            }
    return (struct db_lands){.v = v, .n = n};
}

struct db_lands rec_lands_of_province(struct act *act, const char *province)
{
    const struct rec_map *m = map_of(act);
    for (size_t i = 0; i < m->nreach; i++)
        if (streq(m->reach[i].province, province))
            return m->reach[i].lands;
    return (struct db_lands){.n = 0};
}

struct db_lands rec_lands_with_former(struct act *act, const char *province)
{
    struct db_lands l = rec_lands_of_province(act, province);
    if (l.n)
        return l;
    const struct rec_map *m = map_of(act);
    for (size_t i = 0; i < m->n; i++)
        if (streq(m->v[i].now_province, province)) {
            struct db_land *own = NEW(act->a, struct db_land);
            *own = (struct db_land){province, NULL, INT64_MIN, INT64_MAX};
            return (struct db_lands){.v = own, .n = 1};
        }
    return l;
}

static bool in_any(
    const struct db_land *v, size_t n, const char *province, const char *unit, int64_t moment)
{
    for (size_t i = 0; i < n; i++)
        if (streq(v[i].province, province) && (!v[i].unit || streq(v[i].unit, unit)) &&
            v[i].from <= moment && (moment < v[i].to || v[i].to == INT64_MAX))
            return true;
    return false;
}

bool rec_land_in_scope(struct act *act, const char *province, const char *unit, int64_t moment)
{
    const struct user *u = act->user;
    if (!u || !*u->province)
        return true;
    struct db_lands l = *u->unit ? rec_lands_of(act, u->province, u->unit)
                                 : rec_lands_of_province(act, u->province);
    if (l.n == 0)
        return user_in_scope(u, province, unit);
    return in_any(l.v, l.n, province, unit, moment) &&
           !in_any(l.but, l.nbut, province, unit, moment);
}

bool rec_in_scope(struct act *act, const struct rec *r)
{
    return rec_land_in_scope(
        act, r->common[DC_PROVINCE].s.p, r->common[DC_UNIT].s.p, rec_moment(act, r));
}

/* ---- selects --------------------------------------------------------------------------------- */

/* Those of the province itself, besides those of a commune. */
static struct db_lands with_unitless(struct act *act, struct db_lands l, const char *province)
{
    struct db_lands p = rec_lands_of_province(act, province);
    struct db_land *v = NEW_N(act->a, struct db_land, l.n + p.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < l.n; i++)
        v[n++] = l.v[i];
    if (p.n == 0)
        v[n++] = (struct db_land){province, "", INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < p.n; i++)
        if (!p.v[i].unit)
            v[n++] = (struct db_land){p.v[i].province, "", INT64_MIN, INT64_MAX};
    return (struct db_lands){.v = v, .n = n};
}

void rec_within(struct act *act, struct db_select *s, const char *province, const char *unit)
{
    s->province = s->unit = NULL;
    s->lands = (struct db_lands){.n = 0};
    if (!province)
        return;
    s->lands = unit ? rec_lands_of(act, province, unit) : rec_lands_of_province(act, province);
    if (unit && s->or_unitless && s->lands.n)
        s->lands = with_unitless(act, s->lands, province);
    if (s->lands.n)
        return;
    s->province = province;
    s->unit = unit;
}

void rec_within_reach(struct act *act, struct db_select *s, const char *province)
{
    int32_t today = unit_day_of_ms(act->now_ms);
    const struct unit *now = unit_find(act->units, province, today)
                                 ? NULL
                                 : unit_heir(act->units, province, today, today);
    rec_within(act, s, now && now->level == UNIT_PROVINCE ? now->code : province, NULL);
}

/* ---- one record ------------------------------------------------------------------------------ */

int64_t rec_moment(const struct act *act, const struct rec *r)
{
    if (r->common[DC_UNIT_AT].t == V_INT)
        return r->common[DC_UNIT_AT].i;
    return r->common[DC_CREATED_AT].t == V_INT ? r->common[DC_CREATED_AT].i : act->now_ms;
}

/* Is the place of that moment still the same today? */
static bool goes_on(const struct act *act, const char *code, int64_t moment)
{
    int32_t today = unit_day_of_ms(act->now_ms);
    struct unit_stretch s = unit_stretch_of(act->units, code, unit_day_of_ms(moment));
    return s.from <= today && today < s.to && unit_find(act->units, code, today);
}

void rec_put_at(struct act *act, struct rec *r, const struct rec *place)
{
    int64_t moment = rec_moment(act, place);
    r->common[DC_PROVINCE] = place->common[DC_PROVINCE];
    r->common[DC_UNIT] = place->common[DC_UNIT];
    const char *unit = r->common[DC_UNIT].s.p;
    const char *code = *unit ? unit : r->common[DC_PROVINCE].s.p;
    bool plain = r->common[DC_CREATED_AT].t != V_INT && goes_on(act, code, moment);
    r->common[DC_UNIT_AT] = plain ? VNULL : v_int(moment);
}

const char *rec_unit_now(struct act *act, const struct rec *r)
{
    const char *unit = r->common[DC_UNIT].s.p;
    if (!*unit || goes_on(act, unit, rec_moment(act, r)))
        return unit;
    size_t n;
    const struct unit **heirs = unit_heirs(act->units, act->a, unit,
        unit_day_of_ms(rec_moment(act, r)), unit_day_of_ms(act->now_ms), &n);
    return n == 1 && heirs[0]->level == UNIT_COMMUNE ? arena_dup(act->a, heirs[0]->code) : unit;
}

enum err rec_people_of(
    struct act *act, const struct rec *r, const char *role, struct user_person **out, size_t *n)
{
    return user_people(act->c, act->units, act->a, rec_unit_now(act, r),
        unit_day_of_ms(act->now_ms), role, out, n);
}

int64_t rec_count_in(struct act *act, const char *unit)
{
    const struct pack *p = act->site->pack;
    const struct rec_map *m = map_of(act);
    int64_t n = 0;
    for (size_t i = 0; i < m->nheld; i++)
        for (size_t k = 0; streq(m->held[i].unit, unit) && k < p->nregs; k++) {
            const struct db_select s = {.t = rec_table(act->site, &p->regs[k]),
                .province = m->held[i].province,
                .unit = unit};
            n += p->regs[k].parent ? 0 : db_table_count(act->c, &s);
        }
    return n;
}

/* ---- what is held ---------------------------------------------------------------------------- */

struct rec_holding {
    struct rec_holding *next;
    struct held of;
};

static bool known(struct act *act, const struct held *h)
{
    for (const struct rec_holding *k = act->holding; k; k = k->next)
        if (streq(k->of.unit, h->unit) && streq(k->of.province, h->province))
            return k->of.since <= h->since;
    const struct rec_map *m = map_of(act);
    const struct held *f =
        m->nheld ? bsearch(h, m->held, m->nheld, sizeof *m->held, by_unit) : NULL;
    return f && f->since <= h->since;
}

enum err rec_hold(struct act *act, const struct rec *r)
{
    const struct held h = {r->common[DC_PROVINCE].s.p, r->common[DC_UNIT].s.p, rec_moment(act, r)};
    if (known(act, &h))
        return db_status(act->c);
    TRY(db_exec(act->c, Q_HELD_PUT, ARGS(h.province, h.unit, h.since), NULL));
    if (!act->holding)
        db_scalar(act->c, act->a, Q_META_COUNT, ARGS(act->now_ms, "places", 1));
    struct rec_holding *k = NEW(act->a, struct rec_holding);
    *k = (struct rec_holding){act->holding, h};
    act->holding = k;
    return db_status(act->c);
}
