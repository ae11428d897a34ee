// SPDX-License-Identifier: AGPL-3.0-or-later
/* A file of outlines into the table, and outlines out of it for the map of a day. */
#include "geo/geo_int.h"

#include <stdlib.h>

/* Square degrees: about a pixel of a map 1,000 pixels wide of the country, of a province. */
static const double least_area[UNIT_LEVEL__COUNT] = {[UNIT_PROVINCE] = 3e-5, [UNIT_COMMUNE] = 4e-7};

/* ---- in -------------------------------------------------------------------------------------- */

struct work {
    struct arena *a;
    const struct unit_tree *t;
    const struct geo_import *in;
    struct geo_report *out;
    struct geo_file file;
    const struct unit **unit; /* one a feature, NULL = none */
};

static void fault(struct work *w, const struct geo_feature *f, const char *text)
{
    const char *name = f->name ? f->name : f->code;
    if (!name)
        name = arena_printf(w->a, "#%d", (int)(f - w->file.v) + 1);
    w->out->faults[w->out->nfaults++] = (struct geo_fault){name, text};
}

static bool in_scope(const struct work *w, const struct unit *u)
{
    return !*w->in->province || u->level == UNIT_PROVINCE ||
           unit_within(w->t, u->code, w->in->province, w->in->day);
}

static int by_code(const void *a, const void *b)
{
    const struct unit *const *x = a, *const *y = b;
    return strcmp((*x)->code, (*y)->code);
}

/* Two features of one unit: neither can be trusted. */
static void refuse_doubles(struct work *w)
{
    const struct unit **seen = NEW_N(w->a, const struct unit *, w->file.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < w->file.n; i++)
        if (w->unit[i])
            seen[n++] = w->unit[i];
    qsort(seen, n, sizeof *seen, by_code);
    for (size_t i = 0; i < w->file.n; i++) {
        const struct unit **at =
            w->unit[i] ? bsearch(&w->unit[i], seen, n, sizeof *seen, by_code) : NULL;
        bool twice = at && ((at > seen && at[-1] == *at) || (at + 1 < seen + n && at[1] == *at));
        if (!twice)
            continue;
        fault(w, &w->file.v[i], N_("đơn vị này có hai vùng trong tệp: hãy gộp lại (MultiPolygon)"));
        w->unit[i] = NULL;
    }
}

static void match_all(struct work *w)
{
    struct geo_names *names = geo_names(w->a, w->t, w->in->day);
    w->unit = NEW_N(w->a, const struct unit *, w->file.n + 1);
    for (size_t i = 0; i < w->file.n; i++) {
        const struct geo_feature *f = &w->file.v[i];
        const char *why = f->fault;
        const struct unit *u = why ? NULL : geo_match(w->a, names, f, &why);
        if (u && u->level != UNIT_PROVINCE && u->level != UNIT_COMMUNE)
            why = N_("chỉ nhận ranh giới tỉnh và xã"), u = NULL;
        if (u && !in_scope(w, u))
            why = N_("ngoài phạm vi của anh/chị"), u = NULL;
        w->unit[i] = u;
        if (!u)
            fault(w, f, why);
    }
    refuse_doubles(w);
}

static size_t points_of(const struct geo_feature *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->nrings; i++)
        n += f->rings[i].n;
    return n;
}

/* Outlines of one level are simplified together: they share borders. */
static void simplify(struct work *w, enum unit_level level)
{
    struct geo_file part = {NEW_N(w->a, struct geo_feature, w->file.n + 1), 0, w->file.points};
    size_t *back = NEW_N(w->a, size_t, w->file.n + 1);
    for (size_t i = 0; i < w->file.n; i++)
        if (w->unit[i] && w->unit[i]->level == level) {
            back[part.n] = i;
            part.v[part.n++] = w->file.v[i];
        }
    if (part.n == 0)
        return;
    geo_simplify(w->a, &part, least_area[level]);
    w->out->kept += part.points;
    for (size_t i = 0; i < part.n; i++)
        w->file.v[back[i]] = part.v[i];
}

static enum err store(struct work *w, struct dbc *c)
{
    for (size_t i = 0; i < w->file.n; i++) {
        const struct geo_feature *f = &w->file.v[i];
        if (!w->unit[i])
            continue;
        struct str s = geo_pack(w->a, f->rings, f->nrings);
        TRY(db_exec(c, Q_GEO_PUT,
            ARGS(w->unit[i]->code, (int)w->in->day, (int)w->unit[i]->level, (int)points_of(f),
                v_blob(s.p, s.n), w->in->source, clock_ms()),
            NULL));
    }
    return OK;
}

/* ---- what is missing ------------------------------------------------------------------------- */

static bool has(const struct work *w, const char *code)
{
    for (size_t i = 0; i < w->file.n; i++)
        if (w->unit[i] && streq(w->unit[i]->code, code))
            return true;
    return false;
}

static void find_missing(struct work *w, const char *under, enum unit_level level)
{
    size_t n;
    const struct unit **u = unit_children(w->t, w->a, under, w->in->day, level, &n);
    for (size_t i = 0; i < n; i++)
        if (!has(w, u[i]->code))
            w->out->missing[w->out->nmissing++] = u[i];
}

static void count_units(struct work *w)
{
    size_t np;
    const struct unit **p = unit_children(w->t, w->a, "", w->in->day, UNIT_PROVINCE, &np);
    for (size_t i = 0; i < w->file.n; i++) {
        w->out->provinces += w->unit[i] && w->unit[i]->level == UNIT_PROVINCE;
        w->out->communes += w->unit[i] && w->unit[i]->level == UNIT_COMMUNE;
    }
    w->out->missing = NEW_N(w->a, const struct unit *, 20000);
    if (w->out->provinces)
        find_missing(w, "", UNIT_PROVINCE);
    for (size_t k = 0; k < np; k++)
        for (size_t i = 0; i < w->file.n; i++)
            if (w->unit[i] && w->unit[i]->level == UNIT_COMMUNE &&
                unit_within(w->t, w->unit[i]->code, p[k]->code, w->in->day)) {
                find_missing(w, p[k]->code, UNIT_COMMUNE);
                break;
            }
}

enum err geo_import(struct dbc *c, struct arena *a, const struct unit_tree *t,
    const struct geo_import *in, struct geo_report *out)
{
    struct work w = {.a = a, .t = t, .in = in, .out = out};
    *out = (struct geo_report){.fault = geo_read(a, in->text, &w.file)};
    if (out->fault)
        return OK;
    out->features = w.file.n;
    out->points = w.file.points;
    out->faults = NEW_N(a, struct geo_fault, 2 * w.file.n + 1);
    match_all(&w);
    count_units(&w);
    simplify(&w, UNIT_PROVINCE);
    simplify(&w, UNIT_COMMUNE);
    return in->dry_run ? OK : store(&w, c);
}

/* ---- out ------------------------------------------------------------------------------------- */

static bool moves_land(const struct unit_change *c, int32_t a, int32_t b)
{
    bool between = c->day > (a < b ? a : b) && c->day <= (a < b ? b : a);
    return between && c->kind != UNIT_UNCHANGED && c->kind != UNIT_RENAME && c->kind != UNIT_RETYPE;
}

/* Is the land of `code` the same on both days? */
static bool same_land(
    const struct unit_tree *t, struct arena *a, const char *code, int32_t day, int32_t other)
{
    if (!unit_find(t, code, day) || !unit_find(t, code, other))
        return false;
    size_t n;
    const struct unit_change *s = unit_successors(t, code, &n);
    for (size_t i = 0; i < n; i++)
        if (moves_land(&s[i], day, other))
            return false;
    const struct unit_change **p = unit_predecessors(t, a, code, &n);
    for (size_t i = 0; i < n; i++)
        if (moves_land(p[i], day, other))
            return false;
    return true;
}

static void take(
    const struct unit_tree *t, struct arena *a, int32_t day, struct db_rows *r, struct geo_shape *s)
{
    while (!s->rings && db_next(r)) {
        if (!same_land(t, a, s->unit->code, day, (int32_t)db_int(r, 0)))
            continue;
        struct value v = db_value(r, 1);
        if (v.t == V_BLOB && !geo_unpack(a, v.s, &s->rings, &s->nrings))
            s->rings = NULL;
    }
    while (db_next(r))
        continue;
}

enum err geo_shapes(struct dbc *c, struct arena *a, const struct unit_tree *t, int32_t day,
    const struct unit *const *units, size_t n, struct geo_shape **out, size_t *found)
{
    struct geo_shape *v = NEW_N(a, struct geo_shape, n + 1);
    struct db_rows **rows = NEW_N(a, struct db_rows *, n + 1);
    for (size_t i = 0; i < n; i++)
        rows[i] = db_query(c, a, Q_GEO_OF, ARGS(units[i]->code));
    *found = 0;
    for (size_t i = 0; i < n; i++) {
        v[i].unit = units[i];
        take(t, a, day, rows[i], &v[i]);
        *found += v[i].rings != NULL;
    }
    *out = v;
    return db_status(c);
}

struct db_rows *geo_stock(struct dbc *c, struct arena *a)
{
    return db_query(c, a, Q_GEO_STOCK, NO_ARGS);
}
