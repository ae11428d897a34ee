// SPDX-License-Identifier: AGPL-3.0-or-later
/* The units of an answer: which map, which rows, and who may ask for them. */
#include "stat/stat_int.h"

#include <stdlib.h>

int32_t stat_today(const struct act *act)
{
    return unit_day(act->today);
}

static int32_t earlier(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* ---- scope ------------------------------------------------------------------------------------
 */

/* Does the land of `code` on the map hold that of `home`, which is a unit of today? */
static bool holds(struct act *act, const char *code, int32_t map, const char *home)
{
    size_t n;
    const struct unit_part *p = unit_on_map(act->units, act->a, home, stat_today(act), map, &n);
    for (size_t i = 0; i < n; i++)
        if (!unit_within(act->units, p[i].unit->code, code, map))
            return false;
    return n > 0;
}

/* Does it lie within `home`, a unit of today? */
static bool lies_within(struct act *act, const char *code, int32_t map, const char *home)
{
    int32_t today = stat_today(act);
    if (!*code)
        return !*home;
    if (map > today)
        return unit_within(act->units, code, home, map);
    return unit_within_later(act->units, code, map, home, today);
}

static enum err may_ask(struct act *act, const struct stat_frame *f)
{
    const struct user *u = act->user;
    const char *code = f->ask->unit;
    if (!u || !*u->province)
        return OK;
    bool all = !*u->unit || user_can(u, NULL, "province");
    const char *home = all ? u->province : u->unit;
    if (lies_within(act, code, f->map, home))
        return OK;
    const char *own = *u->unit ? u->unit : u->province;
    if (f->ask->level == UNIT_ANY && (!*code || holds(act, code, f->map, own)))
        return OK;
    return err_set(ERR_DENIED, "numbers of a unit outside the scope");
}

/* ---- rows -------------------------------------------------------------------------------------
 */

static void set_rows(struct act *act, struct stat_frame *f)
{
    const struct stat_ask *ask = f->ask;
    bool below = ask->level != UNIT_ANY && !(f->whole && f->whole->level >= ask->level);
    if (below) {
        f->rows = unit_children(act->units, act->a, ask->unit, f->map, ask->level, &f->nrows);
        return;
    }
    f->rows = NEW(act->a, const struct unit *);
    f->rows[0] = f->whole;
    f->nrows = 1;
}

enum err stat_frame(struct act *act, const struct stat_ask *ask, struct stat_frame *out)
{
    int32_t today = ask->known ? unit_day_of_ms(ask->known) : stat_today(act);
    today = earlier(today, stat_today(act));
    int32_t last = earlier(ask->period.to, stat_today(act));
    struct stat_frame f = {.ask = ask,
        .map = ask->map ? ask->map : last,
        .today = today,
        .end = earlier(ask->period.to, today)};
    if (*ask->unit && !(f.whole = unit_find(act->units, ask->unit, f.map)))
        return err_set(ERR_NOT_FOUND, "no such unit on the map of %d", (int)f.map);
    TRY(may_ask(act, &f));
    set_rows(act, &f);
    *out = f;
    return OK;
}

static int by_code(const void *key, const void *at)
{
    const struct unit *const *u = at;
    return strcmp(key, *u ? (*u)->code : "");
}

int stat_row_of(const struct act *act, const struct stat_frame *f, const struct unit *u)
{
    const struct unit *path[UNIT_LEVEL__COUNT];
    size_t n = u ? unit_path(act->units, u->code, f->map, path) : 0;
    bool inside = !f->whole;
    for (size_t i = 0; i < n; i++)
        inside = inside || path[i] == f->whole;
    if (!inside)
        return -1;
    if (f->nrows == 1 && f->rows[0] == f->whole)
        return 0;
    for (size_t i = 0; i < n; i++) {
        if (path[i]->level != f->ask->level)
            continue;
        const struct unit **at =
            bsearch(path[i]->code, f->rows, f->nrows, sizeof *f->rows, by_code);
        return at ? (int)(at - f->rows) : -2;
    }
    return -2;
}
