// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Changes between maps. A unit goes forward along the changes of its code after a day, backward
 * along those that made it; each step is a later (earlier) day, so walks end. Shares multiply along
 * the way. What happened to people of a split unit is an estimate and is marked so.
 */
#include "unit/unit_int.h"

/* First change with this old code; nchanges when there is none. */
static size_t first_change(const struct unit_tree *t, const char *old)
{
    size_t lo = 0, hi = t->nchanges;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (strcmp(t->changes[mid].old_code, old) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const struct unit_change *unit_successors(const struct unit_tree *t, const char *old, size_t *n)
{
    size_t at = first_change(t, old), end = at;
    while (end < t->nchanges && streq(t->changes[end].old_code, old))
        end++;
    *n = end - at;
    return *n ? &t->changes[at] : NULL;
}

static size_t first_new(const struct unit_tree *t, const char *code)
{
    size_t lo = 0, hi = t->nchanges;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (strcmp(t->by_new[mid]->new_code, code) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const struct unit_change **unit_predecessors(
    const struct unit_tree *t, struct arena *a, const char *new_code, size_t *n)
{
    size_t at = first_new(t, new_code), end = at;
    while (end < t->nchanges && streq(t->by_new[end]->new_code, new_code))
        end++;
    *n = end - at;
    if (*n == 0)
        return NULL;
    const struct unit_change **out = NEW_N(a, const struct unit_change *, *n);
    memcpy(out, t->by_new + at, *n * sizeof *out);
    return out;
}

/* ---- splits ---------------------------------------------------------------------------------- */

void unit_tally_add(struct unit_tally *y, const struct unit_change *c)
{
    y->parts++;
    y->shares += c->share;
    y->whole += !unit_change_is_split(c->kind);
    y->complete = y->complete || c->kind == UNIT_SPLIT_COMPLETE;
}

bool unit_tally_complete(const struct unit_tally *y, int parts)
{
    return y->complete || y->shares > 1 - 1e-6 || (parts > 0 && y->parts >= parts);
}

void unit_splits_count(struct unit_tree *t)
{
    for (size_t i = 0; i < t->nsplits; i++) {
        struct unit_split *s = &t->splits[i];
        struct unit_tally y = {0};
        size_t n;
        const struct unit_change *c = unit_successors(t, s->code, &n);
        for (size_t k = 0; k < n; k++)
            if (c[k].day == s->day)
                unit_tally_add(&y, &c[k]);
        s->known = y.parts;
        s->complete = unit_tally_complete(&y, s->parts);
    }
}

const struct unit_split *unit_split_find(const struct unit_tree *t, const char *code)
{
    size_t lo = 0, hi = t->nsplits;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (strcmp(t->splits[mid].code, code) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < t->nsplits && streq(t->splits[lo].code, code) ? &t->splits[lo] : NULL;
}

const struct unit_split *unit_splits(const struct unit_tree *t, size_t *n)
{
    *n = t->nsplits;
    return t->splits;
}

/* ---- maps ------------------------------------------------------------------------------------ */

struct walk {
    const struct unit_tree *t;
    struct arena *a;
    int32_t to_day;
    struct unit_part *parts;
    size_t n, cap;
};

static void emit(struct walk *w, const struct unit *u, double share, bool estimated)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->parts[i].unit == u) {
            w->parts[i].share += share;
            w->parts[i].estimated = w->parts[i].estimated || estimated;
            return;
        }
    if (w->n == w->cap) {
        size_t cap = w->cap ? w->cap * 2 : 4;
        struct unit_part *p = NEW_N(w->a, struct unit_part, cap);
        if (w->n)
            memcpy(p, w->parts, w->n * sizeof *p);
        w->parts = p;
        w->cap = cap;
    }
    w->parts[w->n++] = (struct unit_part){u, share, estimated};
}

static void forward(struct walk *w, const char *code, int32_t day, double share, bool estimated);
static void backward(struct walk *w, const char *code, int32_t day, double share, bool estimated);

/* A level that ended (or had not begun): the unit above answers. */
static void climb(struct walk *w, const char *code, int32_t day, double share, bool estimated)
{
    const struct unit *u = unit_find(w->t, code, day);
    const struct unit *above = u ? unit_parent_on(w->t, u, day) : NULL;
    if (above && day <= w->to_day)
        forward(w, above->code, day, share, estimated);
    else if (above)
        backward(w, above->code, day, share, estimated);
}

/* Can people have come this way, when others took part too? */
static bool has_people(const struct unit_change *c)
{
    return c->kind != UNIT_SPLIT_AREA_ONLY;
}

/* Share of the i-th of n changes of one old unit on one day. */
static double share_of(const struct unit_change *c, size_t n, size_t i)
{
    double known = 0;
    size_t unknown = 0, all = n;
    for (size_t k = 0; k < n; k++) {
        if (c[k].kind == UNIT_SPLIT_ALL_POPULATION && n > 1)
            all = k;
        known += c[k].share;
        unknown += c[k].share <= 0 && has_people(&c[k]);
    }
    if (known <= 0 && all < n)
        return i == all ? 1 : 0;
    if (known <= 0 && unknown == 0)
        return 1.0 / (double)n;
    double left = unknown && known < 1 ? 1 - known : 0;
    double total = known + left;
    if (c[i].share > 0)
        return c[i].share / total;
    return has_people(&c[i]) && unknown ? left / (double)unknown / total : 0;
}

static void forward(struct walk *w, const char *code, int32_t day, double share, bool estimated)
{
    size_t all, n = 0, at = 0;
    const struct unit_change *c = unit_successors(w->t, code, &all);
    while (at < all && c[at].day <= day)
        at++;
    while (at + n < all && c[at + n].day == c[at].day && c[at].day <= w->to_day)
        n++;
    if (n == 0) {
        const struct unit *u = unit_find(w->t, code, w->to_day);
        if (u)
            emit(w, u, share, estimated);
        else
            climb(w, code, day, share, estimated);
        return;
    }
    const struct unit_split *s = unit_split_find(w->t, code);
    bool open = s && s->day == c[at].day && !s->complete;
    for (size_t i = 0; i < n; i++) {
        double part = share_of(c + at, n, i);
        if (part > 0)
            forward(
                w, c[at + i].new_code, c[at + i].day, share * part, estimated || open || part < 1);
    }
}

/* How much of the old unit of `c` came along `c`. */
static double came_along(const struct unit_tree *t, const struct unit_change *c)
{
    size_t all, n = 0, at = 0;
    const struct unit_change *s = unit_successors(t, c->old_code, &all);
    while (s[at].day != c->day)
        at++;
    while (at + n < all && s[at + n].day == c->day)
        n++;
    return share_of(s + at, n, (size_t)(c - s) - at);
}

static void backward(struct walk *w, const char *code, int32_t day, double share, bool estimated)
{
    const struct unit_tree *t = w->t;
    size_t end = first_new(t, code), at;
    while (end < t->nchanges && streq(t->by_new[end]->new_code, code) && t->by_new[end]->day <= day)
        end++;
    for (at = end; at > 0 && streq(t->by_new[at - 1]->new_code, code) &&
                   t->by_new[at - 1]->day == t->by_new[end - 1]->day &&
                   t->by_new[at - 1]->day > w->to_day;)
        at--;
    double total = 0;
    for (size_t i = at; i < end; i++)
        total += came_along(t, t->by_new[i]);
    if (at == end || total <= 0) {
        const struct unit *u = unit_find(t, code, w->to_day);
        if (u)
            emit(w, u, share, estimated);
        else
            climb(w, code, day, share, estimated);
        return;
    }
    for (size_t i = at; i < end; i++) {
        double part = came_along(t, t->by_new[i]) / total;
        if (part > 0)
            backward(w, t->by_new[i]->old_code, t->by_new[i]->day - 1, share * part,
                estimated || part < 1);
    }
}

const struct unit_part *unit_on_map(const struct unit_tree *t, struct arena *a, const char *code,
    int32_t from_day, int32_t to_day, size_t *n)
{
    struct walk w = {.t = t, .a = a, .to_day = to_day};
    if (unit_find(t, code, from_day)) {
        if (from_day <= to_day)
            forward(&w, code, from_day, 1, false);
        else
            backward(&w, code, from_day, 1, false);
    }
    *n = w.n;
    return w.parts;
}

/* ---- scope across time ----------------------------------------------------------------------- */

/* Unlike unit_on_map this follows land too, and needs no memory. */
bool unit_within_later(const struct unit_tree *t, const char *code, int32_t from_day,
    const char *ancestor, int32_t to_day)
{
    const struct unit *u = unit_find(t, code, from_day);
    if (!u)
        return false;
    if (from_day > to_day)
        return unit_within(t, code, ancestor, from_day);
    size_t n, at = 0;
    const struct unit_change *c = unit_successors(t, code, &n);
    while (at < n && c[at].day <= from_day)
        at++;
    if (at == n || c[at].day > to_day) {
        if (unit_find(t, code, to_day))
            return unit_within(t, code, ancestor, to_day);
        u = unit_parent_on(t, u, from_day);
        return u && unit_within_later(t, u->code, from_day, ancestor, to_day);
    }
    int32_t day = c[at].day;
    for (; at < n && c[at].day == day; at++)
        if (unit_within_later(t, c[at].new_code, day, ancestor, to_day))
            return true;
    return false;
}
