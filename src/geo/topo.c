// SPDX-License-Identifier: AGPL-3.0-or-later
/* TopoJSON: arcs with deltas and a transform, and rings made of them. */
#include "geo/geo_int.h"

struct transform {
    double sx, sy, tx, ty;
    bool on;
};

static double number_at(const cJSON *list, int i, double other)
{
    const cJSON *x = cJSON_IsArray(list) ? cJSON_GetArrayItem(list, i) : NULL;
    return cJSON_IsNumber(x) ? x->valuedouble : other;
}

static struct transform transform_of(const cJSON *root)
{
    const cJSON *t = cJSON_GetObjectItemCaseSensitive(root, "transform");
    const cJSON *s = cJSON_GetObjectItemCaseSensitive(t, "scale");
    const cJSON *m = cJSON_GetObjectItemCaseSensitive(t, "translate");
    return (struct transform){number_at(s, 0, 1), number_at(s, 1, 1), number_at(m, 0, 0),
        number_at(m, 1, 0), cJSON_IsObject(t)};
}

static enum geo_where read_arc(
    struct geo_reader *r, const cJSON *arc, const struct transform *t, struct geo_ring *out)
{
    size_t n = cJSON_IsArray(arc) ? (size_t)cJSON_GetArraySize(arc) : 0;
    *out = (struct geo_ring){NEW_N(r->a, struct geo_point, n + 1), 0};
    double x = 0, y = 0;
    for (const cJSON *p = n ? arc->child : NULL; p; p = p->next) {
        double dx = number_at(p, 0, 1e300), dy = number_at(p, 1, 1e300);
        x = t->on ? x + dx : dx;
        y = t->on ? y + dy : dy;
        enum geo_where w = geo_place(x * t->sx + t->tx, y * t->sy + t->ty, &out->v[out->n++]);
        if (w)
            return w;
    }
    return n < 2 ? GEO_NO_POINT : GEO_FINE;
}

/* Appends an arc, backwards for ~i, without the point it shares with the one before. */
static enum geo_where append(struct geo_reader *r, double index, struct geo_ring *out, size_t cap)
{
    bool back = index < 0;
    double i = back ? -1 - index : index;
    if (!(i >= 0 && i < (double)r->narcs))
        return GEO_NO_POINT;
    const struct geo_ring *arc = &r->arcs[(size_t)i];
    if (r->arc_faults[(size_t)i])
        return r->arc_faults[(size_t)i];
    if (out->n + arc->n > cap)
        return GEO_TOO_MANY;
    for (size_t k = out->n > 0; k < arc->n; k++)
        out->v[out->n++] = arc->v[back ? arc->n - 1 - k : k];
    return GEO_FINE;
}

static size_t points_of(const struct geo_reader *r, const cJSON *ring)
{
    size_t n = 0;
    for (const cJSON *x = ring->child; x && n <= GEO_MOST_POINTS; x = x->next) {
        double i = cJSON_IsNumber(x) ? x->valuedouble : 0;
        i = i < 0 ? -1 - i : i;
        n += i < (double)r->narcs ? r->arcs[(size_t)i].n : 0;
    }
    return n;
}

static enum geo_where ring_of_arcs(struct geo_reader *r, const cJSON *ring, struct geo_ring *out)
{
    *out = (struct geo_ring){NULL, 0};
    if (!cJSON_IsArray(ring))
        return GEO_NO_POINT;
    size_t cap = points_of(r, ring);
    if (cap + r->f->points > GEO_MOST_POINTS)
        return GEO_TOO_MANY;
    out->v = NEW_N(r->a, struct geo_point, cap + 1);
    for (const cJSON *x = ring->child; x; x = x->next) {
        enum geo_where w = cJSON_IsNumber(x) ? append(r, x->valuedouble, out, cap) : GEO_NO_POINT;
        if (w)
            return w;
    }
    return GEO_FINE;
}

static void read_object(struct geo_reader *r, const cJSON *o)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(o, "geometries");
    if (!cJSON_IsArray(list)) {
        geo_read_feature(r, cJSON_GetObjectItemCaseSensitive(o, "properties"),
            cJSON_GetObjectItemCaseSensitive(o, "id"), o);
        return;
    }
    for (const cJSON *g = list->child; g; g = g->next)
        geo_read_feature(r, cJSON_GetObjectItemCaseSensitive(g, "properties"),
            cJSON_GetObjectItemCaseSensitive(g, "id"), g);
}

const char *geo_read_topology(struct geo_reader *r, const cJSON *root)
{
    const cJSON *arcs = cJSON_GetObjectItemCaseSensitive(root, "arcs");
    const cJSON *objects = cJSON_GetObjectItemCaseSensitive(root, "objects");
    if (!cJSON_IsArray(arcs) || !cJSON_IsObject(objects))
        return N_("Tệp TopoJSON thiếu phần arcs hoặc objects.");
    struct transform t = transform_of(root);
    size_t n = (size_t)cJSON_GetArraySize(arcs);
    r->arcs = NEW_N(r->a, struct geo_ring, n + 1);
    r->arc_faults = NEW_N(r->a, enum geo_where, n + 1);
    for (const cJSON *x = arcs->child; x; x = x->next, r->narcs++)
        r->arc_faults[r->narcs] = read_arc(r, x, &t, &r->arcs[r->narcs]);
    r->ring = ring_of_arcs;
    for (const cJSON *o = objects->child; o; o = o->next)
        read_object(r, o);
    return NULL;
}
