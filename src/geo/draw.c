// SPDX-License-Identifier: AGPL-3.0-or-later
/* Outlines as paths of a picture: longitude shrunk by the cosine of the middle latitude, points on
 * whole units, each written as a step from the one before. */
#include "geo/geo_int.h"

#include <math.h>

/* East of this lie only Hoàng Sa and Trường Sa. */
enum { OFFSHORE = 110 * GEO_UNIT + GEO_UNIT / 2, BOX = 130, BOX_GAP = 14, DOT = 4 };

static void widen(struct geo_box *b, struct geo_box x)
{
    b->west = x.west < b->west ? x.west : b->west;
    b->south = x.south < b->south ? x.south : b->south;
    b->east = x.east > b->east ? x.east : b->east;
    b->north = x.north > b->north ? x.north : b->north;
}

/* A ring of a commune that is out there: shown in a box of the unit, the rest in its place. */
static bool is_out(const struct geo_shape *s, const struct geo_ring *r)
{
    return s->unit->level == UNIT_COMMUNE && geo_bounds(r, 1).west > OFFSHORE;
}

/* Bounds of the rings that are out there, or of the others; false if there are none. */
static bool bounds_of(const struct geo_shape *s, bool out, struct geo_box *b)
{
    *b = geo_bounds(NULL, 0);
    for (size_t i = 0; i < s->nrings; i++)
        if (is_out(s, &s->rings[i]) == out)
            widen(b, geo_bounds(&s->rings[i], 1));
    return b->west < b->east && b->south < b->north;
}

static const struct geo_box country = {
    102 * GEO_UNIT, 6 * GEO_UNIT + GEO_UNIT / 2, 117 * GEO_UNIT + GEO_UNIT / 2, 23 * GEO_UNIT};

struct geo_frame geo_frame(const struct geo_shape *v, size_t n, int width)
{
    struct geo_box b = geo_bounds(NULL, 0);
    struct geo_frame f = {.width = width, .height = width};
    for (size_t i = 0; i < n; i++) {
        struct geo_box x;
        if (bounds_of(&v[i], false, &x))
            widen(&b, x);
        f.boxes += bounds_of(&v[i], true, &x);
    }
    if (b.west >= b.east || b.south >= b.north)
        return f;
    if (n > 1 && v[0].unit->level == UNIT_PROVINCE)
        widen(&b, country); /* Hoàng Sa and Trường Sa have their place, whatever the file holds */
    double middle = ((double)b.south + b.north) / 2 / GEO_UNIT * M_PI / 180;
    double land = width - 8 - (f.boxes ? BOX + BOX_GAP : 0);
    f.kx = land / ((double)b.east - b.west);
    f.ky = f.kx / cos(middle);
    double height = ((double)b.north - b.south) * f.ky;
    if (height > 1.6 * width) { /* a long province stays on a screen */
        f.kx *= 1.6 * width / height;
        f.ky *= 1.6 * width / height;
        height = 1.6 * width;
    }
    f.west = b.west - 4 / f.kx;
    f.north = b.north + 4 / f.ky;
    f.height = (int)height + 8;
    int least = f.boxes * (BOX + BOX_GAP);
    f.height = f.height < least ? least : f.height;
    return f;
}

void geo_box(const struct geo_frame *f, int nth, int *x, int *y, int *side)
{
    *side = BOX;
    *x = f->width - BOX - 1;
    *y = f->height - (f->boxes - nth) * (BOX + BOX_GAP);
}

/* The frame of one shape alone, in a box. */
static struct geo_frame boxed(const struct geo_frame *f, const struct geo_shape *s, int nth)
{
    struct geo_box b;
    int x, y, side;
    bounds_of(s, true, &b);
    geo_box(f, nth, &x, &y, &side);
    double w = (double)b.east - b.west, h = (double)b.north - b.south;
    double k = (side - 34) / fmax(fmax(w, h), 1);
    return (struct geo_frame){
        .kx = k, .ky = k, .west = b.west - (x + 8) / k, .north = b.north + (y + 8) / k};
}

struct pixel {
    int x, y;
};

static struct pixel pixel_of(const struct geo_frame *f, struct geo_point p)
{
    return (struct pixel){
        (int)lround((p.x - f->west) * f->kx), (int)lround((f->north - p.y) * f->ky)};
}

static void put_number(struct buf *b, int x, bool first)
{
    if (!first && x >= 0)
        buf_putc(b, ' ');
    buf_int(b, x);
}

void geo_spot(const struct geo_frame *f, double east, double north, int *x, int *y)
{
    *x = (int)lround((east * GEO_UNIT - f->west) * f->kx);
    *y = (int)lround((f->north - north * GEO_UNIT) * f->ky);
}

/* A ring of which less than a triangle is left is a dot: an island is not lost. */
static void put_dot(struct buf *b, struct pixel p)
{
    buf_printf(b, "M%d %dh%dv%dh-%dz", p.x - DOT / 2, p.y - DOT / 2, DOT, DOT, DOT);
}

static void put_ring(struct buf *b, const struct geo_frame *f, const struct geo_ring *r)
{
    struct pixel at = pixel_of(f, r->v[0]);
    size_t start = b->n, steps = 0;
    buf_printf(b, "M%d %dl", at.x, at.y);
    for (size_t i = 1; i < r->n; i++) {
        struct pixel p = pixel_of(f, r->v[i]);
        if (p.x == at.x && p.y == at.y)
            continue;
        put_number(b, p.x - at.x, steps == 0);
        put_number(b, p.y - at.y, false);
        at = p;
        steps++;
    }
    if (steps >= 2) {
        buf_putc(b, 'z');
        return;
    }
    b->n = start;
    b->p[start] = 0;
    put_dot(b, at);
}

static bool is_dust(const struct geo_frame *f, const struct geo_ring *r, struct geo_box main)
{
    struct geo_box b = geo_bounds(r, 1);
    bool tiny = (b.east - b.west) * f->kx < 2 && (b.north - b.south) * f->ky < 2;
    bool by_main =
        b.west < main.east && main.west < b.east && b.south < main.north && main.south < b.north;
    return tiny && by_main;
}

static size_t largest_of(const struct geo_shape *s)
{
    size_t largest = 0;
    for (size_t i = 1; i < s->nrings; i++)
        if (geo_area(&s->rings[i]) > geo_area(&s->rings[largest]))
            largest = i;
    return largest;
}

const char *geo_path(
    struct arena *a, const struct geo_frame *f, const struct geo_shape *s, int *box)
{
    struct geo_box out;
    if (s->nrings == 0)
        return NULL;
    bool far = bounds_of(s, true, &out);
    struct geo_frame apart = far ? boxed(f, s, (*box)++) : *f;
    struct buf b = buf_in(a, 1 << 20);
    size_t largest = largest_of(s);
    struct geo_box main = geo_bounds(&s->rings[largest], 1);
    for (size_t i = 0; i < s->nrings; i++) {
        const struct geo_ring *r = &s->rings[i];
        const struct geo_frame *own = far && is_out(s, r) ? &apart : f;
        if (r->n >= 3 && own->kx > 0 && (i == largest || !is_dust(own, r, main)))
            put_ring(&b, own, r);
    }
    return b.n ? b.p : NULL;
}
