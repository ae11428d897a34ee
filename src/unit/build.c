// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Makes a tree out of rows: collects them in one arena, then sorts and indexes. Of several batches
 * that tell the same change (codes and day) only the newest stays; batch ids sort by time, and the
 * program's own batch "" before all.
 */
#include "unit/unit_int.h"

#include "base/text.h"

#include <stdlib.h>

struct unit_build unit_build_open(void)
{
    struct arena *mem = arena_open();
    struct unit_build b = {.t = NEW(mem, struct unit_tree), .resolution = ""};
    b.t->mem = mem;
    return b;
}

/* Room for one more of `n` things of `size` bytes; a grown copy stays behind in the arena. */
static void *room(struct arena *a, void *p, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return p;
    size_t bigger = *cap ? *cap * 2 : 1024;
    void *q = arena_alloc(a, bigger * size, alignof(max_align_t));
    if (n)
        memcpy(q, p, n * size);
    *cap = bigger;
    return q;
}

static const char *shared_resolution(struct unit_build *b, const char *s)
{
    if (!streq(s, b->resolution))
        b->resolution = arena_dup(b->t->mem, s);
    return b->resolution;
}

/* "Xã Mường Phăng" without the word of its kind. */
static const char *short_name(const char *name, enum unit_kind kind)
{
    size_t n = strlen(unit_kind_name(kind));
    /* The capital letter of the name has as many bytes as the small one of the word. */
    return strlen(name) > n + 1 && name[n] == ' ' ? name + n + 1 : name;
}

void unit_build_unit(struct unit_build *b, const struct unit *u)
{
    struct unit_tree *t = b->t;
    t->units = room(t->mem, t->units, t->nunits, &b->cap_units, sizeof *t->units);
    struct unit *to = &t->units[t->nunits++];
    *to = *u;
    to->code = arena_dup(t->mem, u->code);
    to->name = arena_dup(t->mem, u->name);
    to->short_name = short_name(to->name, u->kind);
    struct str fold = text_fold(t->mem, str_of(u->name));
    to->fold = arena_dupn(t->mem, fold.p, fold.n);
    to->parent = arena_dup(t->mem, u->parent);
    to->resolution = shared_resolution(b, u->resolution);
}

void unit_build_change(struct unit_build *b, const struct unit_change *c)
{
    struct unit_tree *t = b->t;
    t->changes = room(t->mem, t->changes, t->nchanges, &b->cap_changes, sizeof *t->changes);
    struct unit_change *to = &t->changes[t->nchanges++];
    *to = *c;
    to->old_code = arena_dup(t->mem, c->old_code);
    to->new_code = arena_dup(t->mem, c->new_code);
    to->batch = c->batch[0] ? arena_dup(t->mem, c->batch) : "";
    to->resolution = shared_resolution(b, c->resolution);
}

void unit_build_split(struct unit_build *b, const struct unit_split *s)
{
    struct unit_tree *t = b->t;
    t->splits = room(t->mem, t->splits, t->nsplits, &b->cap_splits, sizeof *t->splits);
    struct unit_split *to = &t->splits[t->nsplits++];
    *to = *s;
    to->code = arena_dup(t->mem, s->code);
}

/* ---- order ----------------------------------------------------------------------------------- */

static int cmp_day(int32_t a, int32_t b)
{
    return (a > b) - (a < b);
}

static int cmp_unit(const void *x, const void *y)
{
    const struct unit *a = x, *b = y;
    int c = strcmp(a->code, b->code);
    return c ? c : cmp_day(a->from, b->from);
}

static int cmp_parent(const void *x, const void *y)
{
    const struct unit *a = *(const struct unit *const *)x, *b = *(const struct unit *const *)y;
    int c = strcmp(a->parent, b->parent);
    return c ? c : cmp_unit(a, b);
}

static int cmp_change(const void *x, const void *y)
{
    const struct unit_change *a = x, *b = y;
    int c = strcmp(a->old_code, b->old_code);
    c = c ? c : cmp_day(a->day, b->day);
    c = c ? c : strcmp(a->new_code, b->new_code);
    return c ? c : strcmp(b->batch, a->batch); /* the newest first */
}

static int cmp_new(const void *x, const void *y)
{
    const struct unit_change *a = *(const struct unit_change *const *)x;
    const struct unit_change *b = *(const struct unit_change *const *)y;
    int c = strcmp(a->new_code, b->new_code);
    c = c ? c : cmp_day(a->day, b->day);
    return c ? c : strcmp(a->old_code, b->old_code);
}

static int cmp_split(const void *x, const void *y)
{
    const struct unit_split *a = x, *b = y;
    int c = strcmp(a->code, b->code);
    c = c ? c : cmp_day(a->day, b->day);
    return c ? c : b->parts - a->parts;
}

static void sort(void *p, size_t n, size_t size, int (*cmp)(const void *, const void *))
{
    if (n)
        qsort(p, n, size, cmp);
}

static bool same_change(const struct unit_change *a, const struct unit_change *b)
{
    return a->day == b->day && streq(a->old_code, b->old_code) && streq(a->new_code, b->new_code);
}

/* ---- numbers for caches ---------------------------------------------------------------------- */

static uint64_t mix(uint64_t h, const char *s)
{
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
    return (h ^ 0xff) * UINT64_C(1099511628211);
}

static uint64_t fingerprint(const struct unit_tree *t)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < t->nunits; i++)
        h = (mix(mix(h, t->units[i].code), t->units[i].name) ^ (uint64_t)t->units[i].from) + i;
    for (size_t i = 0; i < t->nchanges; i++) {
        const struct unit_change *c = &t->changes[i];
        h = mix(mix(mix(h, c->old_code), c->new_code), c->batch) + (uint64_t)c->day;
    }
    return h;
}

static void done_changes(struct unit_tree *t)
{
    sort(t->changes, t->nchanges, sizeof *t->changes, cmp_change);
    size_t kept = 0;
    for (size_t i = 0; i < t->nchanges; i++)
        if (kept == 0 || !same_change(&t->changes[kept - 1], &t->changes[i]))
            t->changes[kept++] = t->changes[i];
    t->nchanges = kept;
    t->by_new = NEW_N(t->mem, const struct unit_change *, kept);
    for (size_t i = 0; i < kept; i++)
        t->by_new[i] = &t->changes[i];
    sort(t->by_new, kept, sizeof *t->by_new, cmp_new);
}

/* Whoever has a split part among its changes was split, listed or not. */
static void done_splits(struct unit_build *b)
{
    struct unit_tree *t = b->t;
    for (size_t i = 0; i < t->nchanges; i++) {
        struct unit_split s = {.code = t->changes[i].old_code, .day = t->changes[i].day};
        if (unit_change_is_split(t->changes[i].kind))
            unit_build_split(b, &s);
    }
    sort(t->splits, t->nsplits, sizeof *t->splits, cmp_split);
    size_t kept = 0;
    for (size_t i = 0; i < t->nsplits; i++)
        if (kept == 0 || !streq(t->splits[kept - 1].code, t->splits[i].code) ||
            t->splits[kept - 1].day != t->splits[i].day)
            t->splits[kept++] = t->splits[i];
    t->nsplits = kept;
    unit_splits_count(t);
}

struct unit_tree *unit_build_done(struct unit_build *b)
{
    struct unit_tree *t = b->t;
    sort(t->units, t->nunits, sizeof *t->units, cmp_unit);
    t->by_parent = NEW_N(t->mem, const struct unit *, t->nunits);
    for (size_t i = 0; i < t->nunits; i++)
        t->by_parent[i] = &t->units[i];
    sort(t->by_parent, t->nunits, sizeof *t->by_parent, cmp_parent);

    done_changes(t);
    done_splits(b);
    t->generation = fingerprint(t);
    b->t = NULL;
    return t;
}

static bool parent_above(const struct unit_tree *t, const struct unit *u)
{
    const struct unit *p = u->parent[0] ? unit_near(t, u->parent, UNIT_OPEN - 1) : NULL;
    return u->parent[0] ? p && p->level < u->level : u->level == UNIT_PROVINCE;
}

bool unit_tree_sound(const struct unit_tree *t)
{
    for (size_t i = 0; i < t->nunits; i++) {
        const struct unit *u = &t->units[i], *before = i ? u - 1 : NULL;
        bool same = before && streq(u->code, before->code);
        if (u->from >= u->to || !parent_above(t, u) ||
            (same && (before->to > u->from || before->level != u->level)))
            return false;
    }
    return true;
}

void unit_tree_close(struct unit_tree *t)
{
    if (t)
        arena_close(t->mem);
}

void unit_tree_close_p(struct unit_tree **t)
{
    unit_tree_close(*t);
    *t = NULL;
}

/* ---- the list that comes with the program ---------------------------------------------------- */

enum { MAX_FIELDS = 9 };

static bool bound(const char *text, int32_t open, int32_t *out)
{
    *out = text[0] ? unit_day(text) : open;
    return *out >= 0;
}

static bool read_unit(const char *const *f, size_t n, struct unit *u)
{
    if (n != 9)
        return false;
    *u = (struct unit){.code = f[1],
        .name = f[2],
        .kind = unit_kind_of(str_of(f[3])),
        .parent = f[5],
        .resolution = f[8]};
    if (f[4][0] >= '1' && f[4][0] <= '3')
        u->level = (enum unit_level)(f[4][0] - '0');
    return u->code[0] && u->kind < UNIT_KIND__COUNT && u->level != UNIT_ANY &&
           bound(f[6], UNIT_SINCE_EVER, &u->from) && bound(f[7], UNIT_OPEN, &u->to);
}

static bool read_change(const char *const *f, size_t n, struct unit_change *c)
{
    if (n != 7)
        return false;
    *c = (struct unit_change){.old_code = f[1],
        .new_code = f[2],
        .kind = unit_change_of(str_of(f[3])),
        .day = unit_day(f[4]),
        .resolution = f[5],
        .batch = ""};
    bool share_ok = !f[6][0] || str_to_real(str_of(f[6]), &c->share);
    return c->kind < UNIT_CHANGE_KIND__COUNT && c->day > 0 && share_ok;
}

static bool read_split(const char *const *f, size_t n, struct unit_split *s)
{
    int64_t parts;
    if (n != 4 || !str_to_int(str_of(f[3]), &parts) || parts < 0 || parts > 99)
        return false;
    *s = (struct unit_split){.code = f[1], .day = unit_day(f[2]), .parts = (int)parts};
    return s->day > 0;
}

enum err unit_line_next(struct arena *a, struct str *rest, struct unit_line *out)
{
    struct str line, field;
    if (rest->n == 0 || !str_split(rest, '\n', &line))
        return ERR_NOT_FOUND;
    const char *f[MAX_FIELDS] = {""};
    size_t n = 0;
    while (str_split(&line, ',', &field)) {
        if (n == MAX_FIELDS)
            return err_set(ERR_CORRUPT, "units list: too many fields");
        f[n++] = arena_dupn(a, field.p, field.n);
    }
    bool ok = false;
    if (streq(f[0], "u"))
        ok = read_unit(f, n, &out->unit);
    else if (streq(f[0], "c"))
        ok = read_change(f, n, &out->change);
    else if (streq(f[0], "s"))
        ok = read_split(f, n, &out->split);
    out->what = f[0][0] == 'u'   ? UNIT_LINE_UNIT
                : f[0][0] == 'c' ? UNIT_LINE_CHANGE
                                 : UNIT_LINE_SPLIT;
    return ok ? OK : err_set(ERR_CORRUPT, "units list: bad line of kind '%c'", f[0][0]);
}

enum err unit_tree_parse(struct str list, struct unit_tree **out)
{
    AUTO_ARENA *a = arena_open();
    struct unit_build b = unit_build_open();
    struct unit_line line;
    enum err e;
    while ((e = unit_line_next(a, &list, &line)) == OK) {
        if (line.what == UNIT_LINE_UNIT)
            unit_build_unit(&b, &line.unit);
        else if (line.what == UNIT_LINE_CHANGE)
            unit_build_change(&b, &line.change);
        else
            unit_build_split(&b, &line.split);
        arena_reset(a);
    }
    AUTO_UNIT_TREE *t = unit_build_done(&b);
    if (e != ERR_NOT_FOUND)
        return e;
    if (!unit_tree_sound(t))
        return err_set(ERR_CORRUPT, "units list: versions overlap, or a parent is not above");
    *out = t;
    t = NULL;
    return OK;
}
