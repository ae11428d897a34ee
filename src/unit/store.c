// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Units in the database: installing the list that comes with the program, loading the tree, and
 * the one tree that all threads share. The list is batch NIL; a newer program replaces that batch
 * and leaves the imported ones alone.
 */
#include "unit/unit_int.h"

#include <pthread.h>

#define NIL "00000000-0000-0000-0000-000000000000"
static const char open_end[] = "9999-12-31"; /* sorts after every day */

/* ---- installing ------------------------------------------------------------------------------ */

static const char *to_text(int32_t day, char out[11])
{
    return day == UNIT_OPEN ? open_end : unit_day_text(day, out);
}

static enum err put_unit(struct dbc *c, const struct unit *u)
{
    char from[11], to[11];
    return db_exec(c, Q_UNIT_ADD,
        ARGS(u->code, u->name, unit_kind_code(u->kind), (int)u->level, u->parent,
            unit_day_text(u->from, from), to_text(u->to, to), u->resolution),
        NULL);
}

enum err unit_put_change(struct dbc *c, const char *batch, const struct unit_change *ch)
{
    char day[11];
    struct value share = ch->share > 0 ? v_real(ch->share) : VNULL;
    return db_exec(c, Q_UNIT_CHANGE_ADD,
        ARGS(batch, ch->old_code, ch->new_code, unit_day_text(ch->day, day),
            unit_change_code(ch->kind), ch->resolution, share),
        NULL);
}

static enum err put_split(struct dbc *c, const struct unit_split *s)
{
    char day[11];
    return db_exec(c, Q_UNIT_SPLIT_ADD, ARGS(s->code, unit_day_text(s->day, day), s->parts), NULL);
}

static enum err put_line(struct dbc *c, const struct unit_line *l, int64_t *changes)
{
    switch (l->what) {
    case UNIT_LINE_UNIT:
        return put_unit(c, &l->unit);
    case UNIT_LINE_CHANGE:
        ++*changes;
        return unit_put_change(c, NIL, &l->change);
    case UNIT_LINE_SPLIT:
        return put_split(c, &l->split);
    }
    BUG("kind of line");
}

static enum err put_list(struct dbc *c, struct str rest, int64_t *changes)
{
    AUTO_ARENA *a = arena_open();
    struct unit_line line;
    enum err e;
    while ((e = unit_line_next(a, &rest, &line)) == OK) {
        TRY(put_line(c, &line, changes));
        arena_reset(a);
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err unit_install(struct dbc *c, struct arena *a, const struct asset *list, bool *changed)
{
    *changed = false;
    struct db_rows *r = db_query(c, a, Q_UNIT_BATCH_GET, ARGS(NIL));
    if (db_next(r) && streq(db_text(r, 0), list->etag))
        return db_status(c);
    TRY(db_exec(c, Q_UNIT_CLEAR, NO_ARGS, NULL));
    TRY(db_exec(c, Q_UNIT_SPLIT_CLEAR, NO_ARGS, NULL));
    TRY(db_exec(c, Q_UNIT_CHANGE_CLEAR, ARGS(NIL), NULL));
    int64_t changes = 0;
    TRY(put_list(c, list->data, &changes));
    TRY(unit_put_batch(c, NIL, list->etag, "", changes));
    *changed = true;
    return OK;
}

/* Sessions carry this number: every process looks at its units again before its next page. */
static enum err tell_all(struct dbc *c)
{
    AUTO_ARENA *a = arena_open();
    db_scalar(c, a, Q_META_COUNT, ARGS(clock_ms(), "places", 1));
    return db_status(c);
}

enum err unit_put_batch(
    struct dbc *c, const char *id, const char *source, const char *by, int64_t changes)
{
    TRY(db_exec(c, Q_UNIT_BATCH_PUT, ARGS(id, source, clock_ms(), by, changes), NULL));
    return tell_all(c);
}

enum err unit_revert(struct dbc *c, const char *batch, const char *by)
{
    if (!uuid_ok(str_of(batch)) || streq(batch, NIL))
        return err_set(ERR_NOT_FOUND, "no such batch of units");
    int64_t done;
    TRY(db_exec(c, Q_UNIT_BATCH_REVERT, ARGS(batch, clock_ms(), by), &done));
    if (done)
        return tell_all(c);
    AUTO_ARENA *a = arena_open();
    bool known = db_next(db_query(c, a, Q_UNIT_BATCH_GET, ARGS(batch)));
    TRY(db_status(c));
    return err_set(known ? ERR_CONFLICT : ERR_NOT_FOUND, "batch of units %s",
        known ? "already taken back" : "not known");
}

struct db_rows *unit_batches(struct dbc *c, struct arena *a)
{
    return db_query(c, a, Q_UNIT_BATCH_ALL, NO_ARGS);
}

/* ---- loading --------------------------------------------------------------------------------- */

struct loading {
    struct unit_build build;
    bool bad;
};

static bool load_unit(void *ctx, struct db_rows *r)
{
    struct loading *l = ctx;
    const char *to = db_text(r, 6);
    int32_t from = unit_day(db_text(r, 5));
    struct unit u = {.code = db_text(r, 0),
        .name = db_text(r, 1),
        .kind = unit_kind_of(str_of(db_text(r, 2))),
        .level = (enum unit_level)db_int(r, 3),
        .parent = db_text(r, 4),
        .from = from < 0 ? UNIT_SINCE_EVER : from,
        .to = streq(to, open_end) ? UNIT_OPEN : unit_day(to),
        .resolution = db_text(r, 7)};
    l->bad = l->bad || u.kind == UNIT_KIND__COUNT || u.level < UNIT_PROVINCE ||
             u.level > UNIT_COMMUNE || u.to < 0;
    if (!l->bad)
        unit_build_unit(&l->build, &u);
    return !l->bad;
}

static bool load_made(void *ctx, struct db_rows *r)
{
    struct loading *l = ctx;
    struct unit u = {.code = db_text(r, 0),
        .from = unit_day(db_text(r, 1)),
        .name = db_text(r, 2),
        .kind = unit_kind_of(str_of(db_text(r, 3))),
        .level = UNIT_COMMUNE,
        .parent = db_text(r, 4),
        .resolution = db_text(r, 5)};
    l->bad = l->bad || u.from <= 0 || (*u.name && u.kind == UNIT_KIND__COUNT);
    if (!l->bad)
        unit_build_made(&l->build, &u);
    return !l->bad;
}

static bool load_change(void *ctx, struct db_rows *r)
{
    struct loading *l = ctx;
    const char *batch = db_text(r, 6);
    struct unit_change c = {.old_code = db_text(r, 0),
        .new_code = db_text(r, 1),
        .day = unit_day(db_text(r, 2)),
        .kind = unit_change_of(str_of(db_text(r, 3))),
        .resolution = db_text(r, 4),
        .share = db_real(r, 5),
        .batch = streq(batch, NIL) ? "" : batch};
    l->bad = l->bad || c.kind == UNIT_CHANGE_KIND__COUNT || c.day < 0;
    if (!l->bad)
        unit_build_change(&l->build, &c);
    return !l->bad;
}

static bool load_split(void *ctx, struct db_rows *r)
{
    struct loading *l = ctx;
    struct unit_split s = {
        .code = db_text(r, 0), .day = unit_day(db_text(r, 1)), .parts = (int)db_int(r, 2)};
    l->bad = l->bad || s.day < 0;
    if (!l->bad)
        unit_build_split(&l->build, &s);
    return !l->bad;
}

static enum err read_stamp(struct dbc *c, struct unit_stamp *out)
{
    AUTO_ARENA *a = arena_open();
    struct db_rows *r = db_query(c, a, Q_UNIT_STAMP, NO_ARGS);
    if (db_next(r))
        *out = (struct unit_stamp){db_int(r, 0), db_int(r, 1), db_int(r, 2)};
    return db_status(c);
}

static enum err load_rows(struct dbc *c, struct loading *l)
{
    TRY(read_stamp(c, &l->build.t->stamp));
    TRY(db_each(c, Q_UNIT_ALL, NO_ARGS, load_unit, l));
    TRY(db_each(c, Q_UNIT_MADE_ALL, NO_ARGS, load_made, l));
    TRY(db_each(c, Q_UNIT_CHANGE_ALL, NO_ARGS, load_change, l));
    TRY(db_each(c, Q_UNIT_SPLIT_ALL, NO_ARGS, load_split, l));
    return l->bad ? err_set(ERR_CORRUPT, "units: a stored row is not ours") : OK;
}

enum err unit_tree_load(struct dbc *c, struct unit_tree **out)
{
    struct loading l = {.build = unit_build_open()};
    enum err e = load_rows(c, &l);
    AUTO_UNIT_TREE *t = unit_build_done(&l.build);
    TRY(e);
    if (!unit_tree_sound(t))
        return err_set(ERR_CORRUPT, "stored units: versions overlap, or a parent is not above");
    *out = t;
    t = NULL;
    return OK;
}

enum err unit_tree_start(struct dbc *c, const struct asset *list, struct unit_tree **out)
{
    AUTO_ARENA *a = arena_open();
    struct unit_stamp now = {0};
    TRY(read_stamp(c, &now));
    struct db_rows *r = db_query(c, a, Q_UNIT_BATCH_GET, ARGS(NIL));
    bool as_listed = list && db_next(r) && streq(db_text(r, 0), list->etag) && now.batches == 1;
    TRY(db_status(c));
    if (!as_listed)
        return unit_tree_load(c, out);
    TRY(unit_tree_parse(list->data, out));
    (*out)->stamp = now;
    return OK;
}

/* ---- the shared tree ------------------------------------------------------------------------- */

struct units {
    pthread_mutex_t lock;
    struct unit_tree *now; /* holds it once itself */
};

struct units *units_open(struct arena *a, struct unit_tree *first)
{
    struct units *u = NEW(a, struct units);
    pthread_mutex_init(&u->lock, NULL);
    u->now = first;
    first->holders = 1;
    return u;
}

void units_close(struct units *u)
{
    if (!u)
        return;
    BUG_IF(u->now->holders != 1);
    unit_tree_close(u->now);
    pthread_mutex_destroy(&u->lock);
}

struct unit_tree *units_hold(struct units *u)
{
    pthread_mutex_lock(&u->lock);
    struct unit_tree *t = u->now;
    t->holders++;
    pthread_mutex_unlock(&u->lock);
    return t;
}

void units_drop(struct units *u, struct unit_tree *t)
{
    if (!t)
        return;
    pthread_mutex_lock(&u->lock);
    int left = --t->holders;
    pthread_mutex_unlock(&u->lock);
    if (left == 0)
        unit_tree_close(t);
}

enum err units_refresh(struct units *u, struct dbc *c)
{
    struct unit_stamp now = {0};
    TRY(read_stamp(c, &now));
    struct unit_tree *old = units_hold(u), *fresh = NULL;
    bool same = old->stamp.batches == now.batches && old->stamp.made == now.made &&
                old->stamp.reverted == now.reverted;
    units_drop(u, old);
    if (same)
        return OK;
    TRY(unit_tree_load(c, &fresh));
    fresh->holders = 1;
    pthread_mutex_lock(&u->lock);
    old = u->now;
    u->now = fresh;
    pthread_mutex_unlock(&u->lock);
    units_drop(u, old);
    return OK;
}
