// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Land: what a code meant at a time. A code's time is cut into stretches by its versions and by
 * the changes that took land from it; through one stretch it is one place. What became of a place
 * is followed change by change, all land of it, also land without people.
 */
#include "unit/unit_int.h"

static int32_t later_of(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t sooner_of(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* A border counts only where the code goes on: what follows an end belongs to the version before.
 */
static void cut(const struct unit_tree *t, const char *code, int32_t border, int32_t day,
    struct unit_stretch *s)
{
    if (border == UNIT_SINCE_EVER || !unit_find(t, code, border))
        return;
    if (border <= day)
        s->from = later_of(s->from, border);
    else
        s->to = sooner_of(s->to, border);
}

struct unit_stretch unit_stretch_of(const struct unit_tree *t, const char *code, int32_t day)
{
    struct unit_stretch s = {UNIT_SINCE_EVER, UNIT_OPEN};
    const struct unit *first = unit_near(t, code, UNIT_SINCE_EVER);
    if (!first)
        return s;
    day = later_of(day, first->from);
    for (const struct unit *u = first; u < t->units + t->nunits && streq(u->code, code); u++)
        if (u != first)
            cut(t, code, u->from, day, &s);
    size_t n;
    const struct unit_change *c = unit_successors(t, code, &n);
    for (size_t i = 0; i < n; i++)
        cut(t, code, c[i].day, day, &s);
    return s;
}

int32_t unit_settled_day(const struct unit_tree *t, const char *code, int32_t day)
{
    const struct unit *u = unit_near(t, code, day);
    if (!u)
        return day;
    return u->to <= day ? u->to - 1 : later_of(day, u->from);
}

struct heirs {
    const struct unit_tree *t;
    struct arena *a;
    int32_t to_day;
    const struct unit **v;
    size_t n, cap;
};

static void emit(struct heirs *h, const struct unit *u)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->v[i] == u)
            return;
    if (h->n == h->cap) {
        h->cap = h->cap ? h->cap * 2 : 4;
        const struct unit **v = NEW_N(h->a, const struct unit *, h->cap);
        if (h->n)
            memcpy(v, h->v, h->n * sizeof *v);
        h->v = v;
    }
    h->v[h->n++] = u;
}

static void follow(struct heirs *h, const char *code, int32_t day)
{
    const struct unit *u = unit_find(h->t, code, day);
    if (!u)
        return;
    size_t n, at = 0;
    const struct unit_change *c = unit_successors(h->t, code, &n);
    while (at < n && c[at].day <= day)
        at++;
    if (day > h->to_day || at == n || c[at].day > h->to_day) {
        const struct unit *now = unit_find(h->t, code, later_of(day, h->to_day));
        const struct unit *above = now ? NULL : unit_parent_on(h->t, u, day);
        if (now)
            emit(h, now);
        else if (above)
            follow(h, above->code, day);
        return;
    }
    int32_t next = c[at].day;
    for (; at < n && c[at].day == next; at++)
        follow(h, c[at].new_code, next);
}

const struct unit **unit_heirs(const struct unit_tree *t, struct arena *a, const char *code,
    int32_t from_day, int32_t to_day, size_t *n)
{
    struct heirs h = {.t = t, .a = a, .to_day = to_day};
    follow(&h, code, unit_settled_day(t, code, from_day));
    *n = h.n;
    return h.v;
}

const struct unit *unit_heir(
    const struct unit_tree *t, const char *code, int32_t from_day, int32_t to_day)
{
    AUTO_ARENA *a = arena_open();
    size_t n;
    const struct unit_part *p =
        unit_on_map(t, a, code, unit_settled_day(t, code, from_day), to_day, &n);
    const struct unit *best = NULL;
    double most = -1;
    for (size_t i = 0; i < n; i++)
        if (p[i].share > most) {
            best = p[i].unit;
            most = p[i].share;
        }
    return best;
}
