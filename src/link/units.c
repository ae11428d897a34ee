// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Where a commune code lies now. A code that passed to several communes stands for all of them: it
 * gets a number of its own with the list of its parts.
 */
#include "link/link_index_int.h"

#include "base/csv.h"

#include <stdlib.h>

enum {
    PARTS_MAX = 8,
    SPLIT = 1 << 24, /* numbers of places from here on are split */
};

static const uint32_t unknown = 1u << 31; /* set in every other number */

struct entry {
    uint64_t code; /* hash; 0 = free */
    uint32_t id;
    uint16_t area;
    uint8_t n, province;
    uint32_t part[PARTS_MAX]; /* hashes of the communes it became */
};
/* A name that a commune has or one that it took in had. */
struct called {
    uint32_t commune; /* hash of its code of today */
    char name[44];
};
enum { PROVINCES_MAX = 255 };
struct link_units {
    char province[PROVINCES_MAX][8]; /* from 1 */
    unsigned nprovinces;
    struct called *called; /* by commune, name */
    size_t ncalled, called_cap;
    struct entry *map;
    size_t slots, n;
    uint32_t *split; /* slot of a split number */
    uint32_t nsplit;
};

static uint64_t code_hash(struct str s)
{
    uint64_t h = 0xcbf29ce484222325u;
    s = str_trim(s);
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return s.n ? mix64(h) | 1 : 0;
}

static struct entry *slot_of(const struct link_units *u, uint64_t code)
{
    size_t at = (code >> 1) & (u->slots - 1);
    while (u->map[at].code && u->map[at].code != code)
        at = (at + 1) & (u->slots - 1);
    return &u->map[at];
}

static void grow(struct link_units *u)
{
    struct link_units old = *u;
    u->slots = old.slots ? old.slots * 2 : 1 << 12;
    u->map = calloc(u->slots, sizeof *u->map);
    BUG_IF(!u->map);
    for (size_t i = 0; i < old.slots; i++)
        if (old.map[i].code)
            *slot_of(u, old.map[i].code) = old.map[i];
    free(old.map);
}

static uint32_t place_hash(uint64_t code)
{
    return (uint32_t)(code >> 32) | unknown;
}

static uint16_t area_hash(struct str area)
{
    uint64_t h = code_hash(area);
    return h ? (uint16_t)(h >> 20 | 1) : 0;
}

/* `code` became `successor`; both lie in `area`. */
static void add(struct link_units *u, struct str code, struct str successor, struct str area)
{
    uint64_t h = code_hash(code), to = code_hash(successor.n ? successor : code);
    if (!h)
        return;
    if (u->n * 2 >= u->slots)
        grow(u);
    struct entry *e = slot_of(u, h);
    if (!e->code) {
        e->code = h;
        u->n++;
    }
    e->area = e->area ? e->area : area_hash(area);
    for (int i = 0; i < e->n; i++)
        if (e->part[i] == place_hash(to))
            return;
    if (e->n < PARTS_MAX)
        e->part[e->n++] = place_hash(to);
}

/* `code` lies in the province; where it passed to two of them, in none that is known. */
static void add_province(struct link_units *u, struct str code, struct str province)
{
    uint64_t h = code_hash(code);
    struct entry *e = h ? slot_of(u, h) : NULL;
    unsigned i = link_units_province(u, province = str_trim(province));
    if (!i && province.n && province.n < sizeof *u->province && u->nprovinces + 1 < PROVINCES_MAX) {
        i = ++u->nprovinces;
        memcpy(u->province[i], province.p, province.n);
    }
    if (e && e->code)
        e->province = e->n > 1 && e->province != i ? 0 : (uint8_t)i;
}

/* The name of `code` is one that people of `successor` go by. */
static void add_name(struct link_units *u, struct str code, struct str successor, struct str name)
{
    uint64_t to = code_hash(successor.n ? successor : code);
    struct called c = {.commune = place_hash(to)};
    if (!to || name.n == 0 || name.n >= sizeof c.name)
        return;
    memcpy(c.name, name.p, name.n);
    if (u->ncalled == u->called_cap) {
        u->called_cap = u->called_cap * 2 + 256;
        u->called = realloc(u->called, u->called_cap * sizeof *u->called);
        BUG_IF(!u->called);
    }
    u->called[u->ncalled++] = c;
}

static int by_commune(const void *a, const void *b)
{
    const struct called *x = a, *y = b;
    if (x->commune != y->commune)
        return x->commune < y->commune ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void sort_names(struct link_units *u)
{
    size_t n = 0;
    if (u->ncalled)
        qsort(u->called, u->ncalled, sizeof *u->called, by_commune);
    for (size_t i = 0; i < u->ncalled; i++)
        if (i == 0 || by_commune(&u->called[n - 1], &u->called[i]) != 0)
            u->called[n++] = u->called[i];
    u->ncalled = n;
}

/* Numbers places once all rows are known. */
static void finish(struct link_units *u)
{
    if (!u->slots)
        grow(u);
    sort_names(u);
    u->split = calloc(u->n + 1, sizeof *u->split);
    BUG_IF(!u->split);
    for (size_t i = 0; i < u->slots; i++) {
        struct entry *e = &u->map[i];
        if (e->n == 1) {
            e->id = e->part[0];
        } else if (e->n > 1) {
            e->id = SPLIT + u->nsplit;
            u->split[u->nsplit++] = (uint32_t)i;
        }
    }
}

/* A successor that is no code of its own lies in the area of the first code that became it. */
static void add_successors(struct link_units *u, struct str csv);

static enum err read_rows(struct link_units *u, struct str csv)
{
    struct csv_in *in = NULL;
    struct csv_cells row;
    TRY(csv_open_str(&in, csv));
    enum err e;
    for (bool first = true; (e = csv_next(in, &row)) == OK; first = false) {
        bool heading = first && row.n && str_is(str_trim(row.v[0]), "code");
        if (!heading && row.n < 2) {
            e = err_set(ERR_INVALID, "%d:1: code,successor,area expected", row.line);
            break;
        }
        if (!heading)
            add(u, row.v[0], row.v[1], row.n > 2 ? row.v[2] : STR(""));
        if (!heading && row.n > 3)
            add_name(u, row.v[0], row.v[1], row.v[3]);
        if (!heading && row.n > 4)
            add_province(u, row.v[0], row.v[4]);
    }
    csv_close(in);
    return e == ERR_NOT_FOUND ? OK : e;
}

static void add_successors(struct link_units *u, struct str csv)
{
    struct csv_in *in = NULL;
    struct csv_cells row;
    if (csv_open_str(&in, csv) != OK)
        return;
    while (csv_next(in, &row) == OK) {
        if (row.n < 2 || !row.v[1].n || str_is(str_trim(row.v[1]), "successor"))
            continue;
        struct entry *e = slot_of(u, code_hash(row.v[1]));
        if (!e->code)
            add(u, row.v[1], row.v[1], row.n > 2 ? row.v[2] : STR(""));
    }
    csv_close(in);
}

enum err link_units_read(struct str csv, struct link_units **out)
{
    struct link_units *u = calloc(1, sizeof *u);
    BUG_IF(!u);
    grow(u);
    enum err e = read_rows(u, csv);
    if (e != OK) {
        link_units_close(u);
        return e;
    }
    add_successors(u, csv);
    finish(u);
    *out = u;
    return OK;
}

/* The district that a commune of today was cut from: that of the first commune it took in. */
static const char *area_of(
    const struct unit_tree *t, struct arena *a, const struct unit *c, int32_t day)
{
    size_t n;
    const struct unit_change **from = unit_predecessors(t, a, c->code, &n);
    for (size_t i = 0; i < n; i++) {
        const struct unit *old = unit_find(t, from[i]->old_code, from[i]->day - 1);
        if (old && *old->parent)
            return old->parent;
    }
    const char *province = unit_province(t, c->code, day);
    return c->level == UNIT_COMMUNE && *c->parent ? c->parent : province ? province : "";
}

static struct str province_of(const struct unit_tree *t, const struct unit *c, int32_t day)
{
    const char *province = unit_province(t, c->code, day);
    return str_of(province ? province : "");
}

struct link_units *link_units_of(const struct unit_tree *t, int32_t day)
{
    struct link_units *u = calloc(1, sizeof *u);
    BUG_IF(!u);
    grow(u);
    AUTO_ARENA *a = arena_open();
    size_t n;
    const struct unit *all = unit_all(t, &n);
    for (size_t i = 0; i < n; i++) {
        if (all[i].level != UNIT_COMMUNE)
            continue;
        arena_reset(a);
        if (all[i].from <= day && day < all[i].to) {
            add(u, str_of(all[i].code), str_of(all[i].code), str_of(area_of(t, a, &all[i], day)));
            add_name(u, str_of(all[i].code), STR(""), str_of(all[i].short_name));
            add_province(u, str_of(all[i].code), province_of(t, &all[i], day));
            continue;
        }
        size_t parts = 0;
        int32_t last = all[i].to == UNIT_OPEN ? all[i].to : all[i].to - 1;
        const struct unit_part *p = unit_on_map(t, a, all[i].code, last, day, &parts);
        for (size_t k = 0; k < parts; k++) {
            struct str to = str_of(p[k].unit->code);
            add(u, str_of(all[i].code), to, str_of(area_of(t, a, p[k].unit, day)));
            add_name(u, str_of(all[i].code), to, str_of(all[i].short_name));
            add_province(u, str_of(all[i].code), province_of(t, p[k].unit, day));
        }
    }
    finish(u);
    return u;
}

void link_units_close(struct link_units *u)
{
    if (!u)
        return;
    free(u->map);
    free(u->split);
    free(u->called);
    free(u);
}

struct place link_units_place(const struct link_units *u, struct str code)
{
    uint64_t h = code_hash(code);
    if (!h)
        return (struct place){0};
    const struct entry *e = u ? slot_of(u, h) : NULL;
    if (!e || !e->code || !e->n)
        return (struct place){.id = place_hash(h)};
    return (struct place){e->id, e->area, e->n > 1};
}

unsigned link_units_province(const struct link_units *u, struct str province)
{
    unsigned i = u && province.n ? u->nprovinces : 0;
    while (i && !str_is(province, u->province[i]))
        i--;
    return i;
}

unsigned link_units_province_at(const struct link_units *u, struct str code)
{
    uint64_t h = u ? code_hash(code) : 0;
    return h ? slot_of(u, h)->province : 0;
}

/* The communes a number stands for. */
static int parts_of(const struct link_units *u, const uint32_t *id, const uint32_t **out)
{
    if (u && *id >= SPLIT && *id - SPLIT < u->nsplit) {
        const struct entry *e = &u->map[u->split[*id - SPLIT]];
        *out = e->part;
        return e->n;
    }
    *out = id;
    return 1;
}

bool link_units_same(const struct link_units *u, uint32_t a, uint32_t b)
{
    const uint32_t *x, *y;
    int nx = parts_of(u, &a, &x), ny = parts_of(u, &b, &y);
    for (int i = 0; i < nx; i++)
        for (int k = 0; k < ny; k++)
            if (x[i] == y[k])
                return true;
    return false;
}

size_t link_units_names(const struct link_units *u, struct str code, struct str *out, size_t max)
{
    uint32_t id = link_units_place(u, code).id;
    const uint32_t *part;
    size_t n = 0;
    int parts = parts_of(u, &id, &part);
    for (int i = 0; u && i < parts; i++) {
        size_t lo = 0, hi = u->ncalled;
        while (lo < hi) {
            size_t mid = lo + (hi - lo) / 2;
            if (u->called[mid].commune < part[i])
                lo = mid + 1;
            else
                hi = mid;
        }
        for (; lo < u->ncalled && u->called[lo].commune == part[i] && n < max; lo++)
            out[n++] = str_of(u->called[lo].name);
    }
    return n;
}
