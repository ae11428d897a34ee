// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Questions about one day's map: which version, its parents, its children, its name in a sentence,
 * search. All are binary searches in sorted arrays; a walk up is at most three steps.
 */
#include "unit/unit_int.h"

#include <stdlib.h>

/* First version of `code`; nunits when there is none. */
static size_t first_of(const struct unit_tree *t, const char *code)
{
    size_t lo = 0, hi = t->nunits;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (strcmp(t->units[mid].code, code) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < t->nunits && streq(t->units[lo].code, code) ? lo : t->nunits;
}

static bool valid_on(const struct unit *u, int32_t day)
{
    return u->from <= day && day < u->to;
}

const struct unit *unit_find(const struct unit_tree *t, const char *code, int32_t day)
{
    for (size_t i = first_of(t, code); i < t->nunits && streq(t->units[i].code, code); i++)
        if (valid_on(&t->units[i], day))
            return &t->units[i];
    return NULL;
}

const struct unit *unit_near(const struct unit_tree *t, const char *code, int32_t day)
{
    const struct unit *best = NULL;
    for (size_t i = first_of(t, code); i < t->nunits && streq(t->units[i].code, code); i++)
        if (!best || t->units[i].from <= day)
            best = &t->units[i];
    return best;
}

const char *unit_name(const struct unit_tree *t, const char *code, int32_t day)
{
    const struct unit *u = unit_near(t, code, day);
    return u ? u->name : code;
}

const struct unit *unit_parent_on(const struct unit_tree *t, const struct unit *u, int32_t day)
{
    return u->parent[0] ? unit_find(t, u->parent, day) : NULL;
}

const char *unit_province(const struct unit_tree *t, const char *code, int32_t day)
{
    const struct unit *u = unit_find(t, code, day);
    while (u && u->level != UNIT_PROVINCE)
        u = unit_parent_on(t, u, day);
    return u ? u->code : NULL;
}

bool unit_within(const struct unit_tree *t, const char *code, const char *ancestor, int32_t day)
{
    const struct unit *u = unit_find(t, code, day);
    if (u && !ancestor[0])
        return true;
    while (u && !streq(u->code, ancestor))
        u = unit_parent_on(t, u, day);
    return u != NULL;
}

size_t unit_path(const struct unit_tree *t, const char *code, int32_t day,
    const struct unit *out[UNIT_LEVEL__COUNT])
{
    const struct unit *up[UNIT_LEVEL__COUNT];
    size_t n = 0;
    for (const struct unit *u = unit_find(t, code, day); u && n < COUNT(up);
         u = unit_parent_on(t, u, day))
        up[n++] = u;
    for (size_t i = 0; i < n; i++)
        out[i] = up[n - 1 - i];
    return n;
}

static void add_phrase(struct buf *b, const struct unit *u)
{
    buf_puts(b, b->n ? ", " : "");
    buf_puts(b, unit_kind_name(u->kind));
    buf_putc(b, ' ');
    buf_puts(b, u->short_name);
}

const char *unit_full_name(
    const struct unit_tree *t, struct arena *a, const char *code, int32_t day)
{
    const struct unit *u = unit_near(t, code, day);
    if (!u)
        return arena_dup(a, code);
    if (day >= u->to)
        day = u->to - 1; /* no date, but it compares as the last day before */
    if (day < u->from)
        day = u->from;
    struct buf b = buf_in(a, 1000);
    for (; u; u = unit_parent_on(t, u, day))
        add_phrase(&b, u);
    return b.p;
}

const struct unit *unit_all(const struct unit_tree *t, size_t *n)
{
    *n = t->nunits;
    return t->units;
}

uint64_t unit_generation(const struct unit_tree *t)
{
    return t->generation;
}

/* ---- children -------------------------------------------------------------------------------- */

static size_t first_child(const struct unit_tree *t, const char *parent)
{
    size_t lo = 0, hi = t->nunits;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (strcmp(t->by_parent[mid]->parent, parent) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

struct found {
    const struct unit **v;
    size_t n;
};

static void collect(const struct unit_tree *t, const char *parent, int32_t day,
    enum unit_level level, struct found *to)
{
    for (size_t i = first_child(t, parent); i < t->nunits && streq(t->by_parent[i]->parent, parent);
         i++) {
        const struct unit *u = t->by_parent[i];
        if (!valid_on(u, day))
            continue;
        if (level == UNIT_ANY || u->level == level)
            to->v[to->n++] = u;
        else if (u->level < level)
            collect(t, u->code, day, level, to);
    }
}

static int by_code(const void *x, const void *y)
{
    const struct unit *a = *(const struct unit *const *)x, *b = *(const struct unit *const *)y;
    return strcmp(a->code, b->code);
}

const struct unit **unit_children(const struct unit_tree *t, struct arena *a, const char *code,
    int32_t day, enum unit_level level, size_t *n)
{
    struct found f = {.v = NEW_N(a, const struct unit *, t->nunits)};
    collect(t, code, day, level, &f);
    if (f.n)
        qsort(f.v, f.n, sizeof(const struct unit *), by_code);
    *n = f.n;
    return f.v;
}

/* ---- search ---------------------------------------------------------------------------------- */

/* Where `word` begins a word of `text`; NULL when nowhere. */
static const char *word_at(const char *text, struct str word, bool whole)
{
    for (const char *p = text; p && *p; p = strchr(p, ' '), p += p != NULL) {
        if (strncmp(p, word.p, word.n) == 0 && (!whole || p[word.n] == ' ' || !p[word.n]))
            return p;
    }
    return NULL;
}

static bool has_words(const char *fold, const char *words)
{
    struct str rest = str_of(words), w;
    while (str_split(&rest, ' ', &w))
        if (w.n && !word_at(fold, w, rest.p != NULL))
            return false;
    return true;
}

struct hit {
    const struct unit *u;
    int rank; /* smaller is better */
};

/* Valid units first; the whole (short) name before a name that only holds the words. */
static int rank_of(const struct unit *u, const char *words, int32_t day)
{
    size_t n = strlen(u->fold), w = strlen(words);
    bool whole = w <= n && streq(u->fold + n - w, words) && (w == n || u->fold[n - w - 1] == ' ');
    return (valid_on(u, day) ? 0 : 100) + (whole ? 0 : 10) + (int)u->level;
}

static int by_rank(const void *x, const void *y)
{
    const struct hit *a = x, *b = y;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    int c = strcmp(a->u->code, b->u->code);
    return c ? c : (a->u->from > b->u->from) - (a->u->from < b->u->from);
}

static bool in_scope(
    const struct unit_tree *t, const struct unit *u, const char *under, int32_t day)
{
    if (!under[0])
        return true;
    if (valid_on(u, day))
        return unit_within(t, u->code, under, day);
    int32_t then = u->to <= day ? u->to - 1 : u->from;
    return unit_within_later(t, u->code, then, under, day);
}

const struct unit **unit_search(const struct unit_tree *t, struct arena *a, const char *words,
    const char *under, int32_t day, size_t limit, size_t *n)
{
    AUTO_ARENA *tmp = arena_open();
    struct hit *hits = NEW_N(tmp, struct hit, t->nunits);
    size_t found = 0;
    for (size_t i = 0; i < t->nunits && words[0]; i++) {
        const struct unit *u = &t->units[i];
        if (has_words(u->fold, words) && in_scope(t, u, under, day))
            hits[found++] = (struct hit){u, rank_of(u, words, day)};
    }
    if (found)
        qsort(hits, found, sizeof *hits, by_rank);
    *n = found < limit ? found : limit;
    const struct unit **out = NEW_N(a, const struct unit *, *n ? *n : 1);
    for (size_t i = 0; i < *n; i++)
        out[i] = hits[i].u;
    return out;
}
