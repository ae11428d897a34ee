// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Under which unit a value is stored, and who may enter, judge or read values of it. The same land
 * must have one place, whatever map its code was read from: a unit that was only renamed is looked
 * up under its name at the end of the period.
 */
#include "stat/stat_value_int.h"

#include "base/cal.h"

int32_t stat_value_today(const struct act *act)
{
    return unit_day(act->today);
}

int32_t stat_value_day_before(int32_t day)
{
    struct cal_date d = {.y = day / 10000, .m = day / 100 % 100, .d = day % 100};
    d = cal_add_days(d, -1);
    return d.y * 10000 + d.m * 100 + d.d;
}

const struct unit *stat_value_same_unit(
    const struct unit_tree *t, struct arena *a, const char *code, int32_t from, int32_t day)
{
    size_t n, back;
    const struct unit_part *p = unit_on_map(t, a, code, from, day, &n);
    if (n != 1)
        return NULL;
    const struct unit *there = p[0].unit;
    p = unit_on_map(t, a, there->code, day, from, &back);
    return back == 1 && streq(p[0].unit->code, code) ? there : NULL;
}

static bool stands_on(const struct unit *u, int32_t day)
{
    return u->from <= day && day < u->to;
}

bool stat_value_place(const struct unit_tree *t, struct arena *a, const char *code, int32_t map,
    int32_t day_to, struct value_place *out)
{
    *out = (struct value_place){.unit = "", .province = "", .day = day_to};
    if (!*code)
        return true;
    const struct unit *u = unit_find(t, code, map);
    if (!u)
        return false;
    if (!stands_on(u, day_to)) {
        const struct unit *there = stat_value_same_unit(t, a, code, map, day_to);
        if (there && there->level == u->level)
            u = there;
        else
            out->day = day_to < u->from ? u->from : stat_value_day_before(u->to);
    }
    out->unit = u->code;
    out->level = u->level;
    out->province = unit_province(t, u->code, out->day);
    return out->province != NULL;
}

/* ---- rights ---------------------------------------------------------------------------------- */

static const char *scope_of(const struct user *u)
{
    return *u->unit ? u->unit : u->province;
}

bool stat_value_in_scope(const struct act *act, const char *code, int32_t day)
{
    if (!act->user || !*scope_of(act->user))
        return true;
    return *code &&
           unit_within_later(act->units, code, day, scope_of(act->user), stat_value_today(act));
}

/* Land that is wholly or in part the actor's, but not the actor's own unit under its own code. */
bool stat_value_is_below_actor(const struct act *act, const char *code, int32_t day)
{
    if (!act->user)
        return true;
    const char *scope = scope_of(act->user);
    if (!*scope)
        return *code != 0;
    const struct unit *own = unit_find(act->units, scope, stat_value_today(act));
    const struct unit *u = *code ? unit_find(act->units, code, day) : NULL;
    return own && u && u->level > own->level && stat_value_in_scope(act, code, day);
}

bool stat_value_may_read(const struct act *act, const char *code, int32_t day)
{
    const struct user *u = act->user;
    if (!*code || stat_value_in_scope(act, code, day))
        return true;
    const struct unit *of = unit_find(act->units, code, day);
    bool above = of && of->level != UNIT_COMMUNE;
    return (above || user_can(u, NULL, "province")) &&
           unit_within_later(act->units, code, day, u->province, stat_value_today(act));
}

static int32_t day_or_today(const struct act *act, int32_t map)
{
    return map ? map : stat_value_today(act);
}

bool stat_may_enter(struct act *act, const struct measure *m, const char *unit, int32_t map)
{
    const struct user *u = act->user;
    if (!u)
        return true;
    bool level = !*u->unit || !m || m->reg || !m->level || streq(m->level, "xa");
    return level && user_can(u, "so_lieu", "write") &&
           stat_value_in_scope(act, unit, day_or_today(act, map));
}

bool stat_may_judge(struct act *act, const struct measure *m, const char *unit, int32_t map)
{
    (void)m;
    if (!act->user)
        return true;
    return user_can(act->user, "so_lieu", "accept") &&
           stat_value_in_scope(act, unit, day_or_today(act, map));
}
