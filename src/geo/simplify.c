// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Fewer points, and still one border between neighbours. Rings are cut where borders meet: at a
 * point whose two neighbours are not the same in every ring it is in. Each piece is simplified
 * alone and in a direction that does not depend on the ring, so that both sides drop the same
 * points. The points with the smallest triangles go first (Visvalingam and Whyatt), a pass at a
 * time.
 */
#include "geo/geo_int.h"

#include <math.h>
#include <stdlib.h>

enum { PASSES = 40 };
static const double unit2 = (double)GEO_UNIT * GEO_UNIT;

/* ---- measures -------------------------------------------------------------------------------- */

static double triangle(struct geo_point a, struct geo_point b, struct geo_point c)
{
    return fabs((double)(b.x - a.x) * (c.y - a.y) - (double)(c.x - a.x) * (b.y - a.y)) / 2;
}

double geo_area(const struct geo_ring *r)
{
    double sum = 0;
    for (size_t i = 0; i < r->n; i++) {
        struct geo_point p = r->v[i], q = r->v[i + 1 < r->n ? i + 1 : 0];
        sum += (double)p.x * q.y - (double)q.x * p.y;
    }
    return fabs(sum) / 2;
}

struct geo_box geo_bounds(const struct geo_ring *rings, size_t n)
{
    struct geo_box b = {INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < rings[i].n; k++) {
            struct geo_point p = rings[i].v[k];
            b.west = p.x < b.west ? p.x : b.west;
            b.east = p.x > b.east ? p.x : b.east;
            b.south = p.y < b.south ? p.y : b.south;
            b.north = p.y > b.north ? p.y : b.north;
        }
    return b;
}

/* ---- where borders meet ---------------------------------------------------------------------- */

struct spot {
    struct geo_point at, low, high; /* its two neighbours, in order */
    bool used, fork;
};
struct spots {
    struct spot *v;
    size_t mask;
};

static int order(struct geo_point a, struct geo_point b)
{
    return a.x != b.x ? (a.x < b.x ? -1 : 1) : (a.y > b.y) - (a.y < b.y);
}

static struct spot *spot_of(const struct spots *s, struct geo_point p)
{
    uint64_t h = ((uint64_t)(uint32_t)p.x << 32 | (uint32_t)p.y) * UINT64_C(0x9e3779b97f4a7c15);
    for (size_t i = h >> 20;; i++) {
        struct spot *x = &s->v[i & s->mask];
        if (!x->used || order(x->at, p) == 0)
            return x;
    }
}

static void look(const struct spots *s, const struct geo_ring *r, size_t i)
{
    struct geo_point p = r->v[i ? i - 1 : r->n - 1], q = r->v[i + 1 < r->n ? i + 1 : 0];
    struct geo_point low = order(p, q) < 0 ? p : q, high = order(p, q) < 0 ? q : p;
    struct spot *x = spot_of(s, r->v[i]);
    if (!x->used)
        *x = (struct spot){.at = r->v[i], .low = low, .high = high, .used = true};
    else if (order(x->low, low) != 0 || order(x->high, high) != 0)
        x->fork = true;
}

static struct spots find_spots(struct arena *a, const struct geo_file *f)
{
    size_t cap = 16;
    while (cap < 2 * f->points)
        cap *= 2;
    struct spots s = {NEW_N(a, struct spot, cap), cap - 1};
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = 0; k < f->v[i].nrings && !f->v[i].fault; k++)
            for (size_t j = 0; j < f->v[i].rings[k].n; j++)
                look(&s, &f->v[i].rings[k], j);
    return s;
}

/* ---- one piece ------------------------------------------------------------------------------- */

static bool drops(const double *area, size_t i, size_t n, double least, int pass)
{
    if (area[i] >= least)
        return false;
    if (pass >= PASSES)
        return i % 2 == 1;
    return (i < 2 || area[i] < area[i - 1]) && (i + 2 >= n || area[i] <= area[i + 1]);
}

/* Points between the two ends; returns how many are left with them. */
static size_t thin(struct arena *a, struct geo_point *v, size_t n, double least)
{
    double *area = NEW_N(a, double, n + 1);
    for (int pass = 0; pass < 2 * PASSES; pass++) {
        size_t kept = 1;
        for (size_t i = 1; i + 1 < n; i++)
            area[i] = triangle(v[i - 1], v[i], v[i + 1]);
        for (size_t i = 1; i + 1 < n; i++)
            if (!drops(area, i, n, least, pass))
                v[kept++] = v[i];
        if (n > 1)
            v[kept++] = v[n - 1];
        if (kept == n)
            break;
        n = kept;
    }
    return n;
}

static void reverse(struct geo_point *v, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct geo_point x = v[i];
        v[i] = v[n - 1 - i];
        v[n - 1 - i] = x;
    }
}

/* Runs the same way whichever ring it was met in. */
static bool is_backward(const struct geo_point *v, size_t n)
{
    int o = order(v[0], v[n - 1]);
    return o ? o > 0 : n > 2 && order(v[1], v[n - 2]) > 0;
}

static size_t thin_piece(struct arena *a, struct geo_point *v, size_t n, double least)
{
    bool back = is_backward(v, n);
    if (back)
        reverse(v, n);
    n = thin(a, v, n, least);
    if (back)
        reverse(v, n);
    return n;
}

/* ---- one ring -------------------------------------------------------------------------------- */

/* Where to cut first: a fork, else the least point, which both sides of a border know. */
static size_t first_cut(const struct spots *s, const struct geo_ring *r)
{
    size_t least = 0;
    for (size_t i = 0; i < r->n; i++) {
        if (spot_of(s, r->v[i])->fork)
            return i;
        if (order(r->v[i], r->v[least]) < 0)
            least = i;
    }
    return least;
}

static struct geo_ring thin_ring(
    struct arena *a, const struct spots *s, const struct geo_ring *r, double least)
{
    size_t first = first_cut(s, r), out = 0, from = 0;
    struct geo_point *way = NEW_N(a, struct geo_point, r->n + 1);
    struct geo_point *piece = NEW_N(a, struct geo_point, r->n + 1);
    for (size_t i = 0; i <= r->n; i++)
        way[i] = r->v[(first + i) % r->n];
    for (size_t i = 1; i <= r->n; i++) {
        if (i < r->n && !spot_of(s, way[i])->fork)
            continue;
        size_t n = i - from + 1;
        memcpy(piece, way + from, n * sizeof *piece);
        n = thin_piece(a, piece, n, least);
        memcpy(way + out, piece, n * sizeof *piece);
        out += n - 1;
        from = i;
    }
    return (struct geo_ring){way, out};
}

/* ---- one feature ----------------------------------------------------------------------------- */

static bool near(struct geo_box a, struct geo_box b)
{
    int32_t gap = GEO_UNIT / 2;
    return a.west < b.east + gap && b.west < a.east + gap && a.south < b.north + gap &&
           b.south < a.north + gap;
}

static struct geo_ring frame_of(struct arena *a, const struct geo_ring *r)
{
    struct geo_box b = geo_bounds(r, 1);
    struct geo_point *v = NEW_N(a, struct geo_point, 4);
    v[0] = (struct geo_point){b.west, b.south};
    v[1] = (struct geo_point){b.east, b.south};
    v[2] = (struct geo_point){b.east, b.north};
    v[3] = (struct geo_point){b.west, b.north};
    return (struct geo_ring){v, 4};
}

/* The largest land stays, and what lies far from it (Hoàng Sa, Trường Sa), however small. */
static void thin_feature(
    struct arena *a, const struct spots *s, struct geo_feature *f, double least)
{
    size_t largest = 0, kept = 0;
    for (size_t i = 1; i < f->nrings; i++)
        if (geo_area(&f->rings[i]) > geo_area(&f->rings[largest]))
            largest = i;
    struct geo_box main = geo_bounds(&f->rings[largest], 1);
    for (size_t i = 0; i < f->nrings; i++) {
        struct geo_ring *r = &f->rings[i], now;
        bool must = i == largest || !near(main, geo_bounds(r, 1));
        if (!must && geo_area(r) < least)
            continue;
        now = thin_ring(a, s, r, least);
        if (now.n < 3 && must)
            now = frame_of(a, r);
        if (now.n >= 3)
            f->rings[kept++] = now;
    }
    f->nrings = kept;
}

void geo_simplify(struct arena *a, struct geo_file *f, double area)
{
    AUTO_ARENA *scratch = arena_open();
    struct spots s = find_spots(scratch, f);
    size_t points = 0;
    for (size_t i = 0; i < f->n; i++) {
        if (f->v[i].fault || f->v[i].nrings == 0)
            continue;
        thin_feature(a, &s, &f->v[i], area * unit2);
        for (size_t k = 0; k < f->v[i].nrings; k++)
            points += f->v[i].rings[k].n;
    }
    f->points = points;
}
