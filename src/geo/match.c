// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Which unit a feature is. A code counts if no name speaks against it; else the name decides,
 * within the parent that the file names, if only one unit has it.
 */
#include "geo/geo_int.h"

#include "base/text.h"

#include <stdlib.h>

struct named {
    const char *bare; /* folded, without "xã", "tỉnh" … */
    const struct unit *unit;
};
struct geo_names {
    const struct unit_tree *tree;
    int32_t day;
    struct named *v; /* by bare name */
    size_t n;
};

static const char *const kinds[] = {
    "tinh ", "thanh pho ", "tp ", "xa ", "phuong ", "thi tran ", "dac khu ", "quan ", "huyen "};

static const char *bare(struct arena *a, const char *name)
{
    struct str s = text_fold(a, str_of(name));
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_starts(s, kinds[i])) {
            size_t k = strlen(kinds[i]);
            return arena_dupn(a, s.p + k, s.n - k);
        }
    return arena_dupn(a, s.p, s.n);
}

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int o = strcmp(x->bare, y->bare);
    return o ? o : strcmp(x->unit->code, y->unit->code);
}

struct geo_names *geo_names(struct arena *a, const struct unit_tree *t, int32_t day)
{
    struct geo_names *g = NEW(a, struct geo_names);
    size_t np, nc;
    const struct unit **p = unit_children(t, a, "", day, UNIT_PROVINCE, &np);
    const struct unit **c = unit_children(t, a, "", day, UNIT_COMMUNE, &nc);
    *g = (struct geo_names){t, day, NEW_N(a, struct named, np + nc + 1), np + nc};
    for (size_t i = 0; i < g->n; i++) {
        const struct unit *u = i < np ? p[i] : c[i - np];
        g->v[i] = (struct named){bare(a, u->name), u};
    }
    qsort(g->v, g->n, sizeof *g->v, by_name);
    return g;
}

/* ---- names ----------------------------------------------------------------------------------- */

static size_t first_named(const struct geo_names *g, const char *name)
{
    size_t lo = 0, hi = g->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (strcmp(g->v[mid].bare, name) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool in_parent(
    struct arena *a, const struct geo_names *g, const struct unit *u, const struct geo_feature *f)
{
    if (!f->parent)
        return true;
    const char *code = unit_province(g->tree, u->code, g->day);
    const struct unit *p = code ? unit_find(g->tree, code, g->day) : NULL;
    return p && (streq(p->code, f->parent) || streq(bare(a, p->name), bare(a, f->parent)));
}

/* Of several with one name, the one written just so: "Phường Tân Lập" is no "Xã Tân Lập". */
static bool written(const struct unit *u, const char *name)
{
    return streq(u->name, name) || streq(u->short_name, name);
}

static const struct unit *by_name_only(
    struct arena *a, const struct geo_names *g, const struct geo_feature *f, const char **why)
{
    const char *name = bare(a, f->name);
    const struct unit *found = NULL, *exact = NULL;
    size_t n = 0, nexact = 0;
    for (size_t i = first_named(g, name); i < g->n && streq(g->v[i].bare, name); i++) {
        if (!in_parent(a, g, g->v[i].unit, f))
            continue;
        found = g->v[i].unit;
        n++;
        if (written(found, f->name)) {
            exact = found;
            nexact++;
        }
    }
    *why =
        n ? N_("nhiều đơn vị cùng tên: cần mã, hoặc tên tỉnh") : N_("không có đơn vị nào tên này");
    return nexact == 1 ? exact : n == 1 ? found : NULL;
}

/* ---- codes ----------------------------------------------------------------------------------- */

/* "VN-" and a number is the code of another list (ISO 3166-2). */
static const struct unit *by_code(const struct geo_names *g, const struct geo_feature *f)
{
    size_t n = f->code ? strlen(f->code) : 0;
    return n == 2 || n == 5 ? unit_find(g->tree, f->code, g->day) : NULL;
}

const struct unit *geo_match(
    struct arena *a, const struct geo_names *g, const struct geo_feature *f, const char **why)
{
    const struct unit *u = by_code(g, f);
    if (u && (!f->name || streq(bare(a, f->name), bare(a, u->name))))
        return u;
    if (f->name) {
        const struct unit *named = by_name_only(a, g, f, why);
        if (named || !u)
            return named;
        *why = N_("mã và tên là của hai đơn vị khác nhau");
        return NULL;
    }
    *why =
        f->code ? N_("không có đơn vị mang mã này vào ngày đó") : N_("không có mã hay tên đơn vị");
    return NULL;
}
