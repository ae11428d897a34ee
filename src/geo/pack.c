// SPDX-License-Identifier: AGPL-3.0-or-later
/* Outlines as bytes: numbers of rings and points, and steps from point to point, as varints. */
#include "geo/geo_int.h"

static void put(struct buf *b, uint64_t x)
{
    for (; x >= 0x80; x >>= 7)
        buf_putc(b, (char)(x | 0x80));
    buf_putc(b, (char)x);
}

static void put_step(struct buf *b, int32_t from, int32_t to)
{
    int64_t d = (int64_t)to - from;
    put(b, d < 0 ? (uint64_t)(-d) * 2 - 1 : (uint64_t)d * 2);
}

struct str geo_pack(struct arena *a, const struct geo_ring *rings, size_t n)
{
    struct buf b = buf_in(a, 16u << 20);
    struct geo_point at = {0, 0};
    put(&b, n);
    for (size_t i = 0; i < n; i++) {
        put(&b, rings[i].n);
        for (size_t k = 0; k < rings[i].n; k++) {
            put_step(&b, at.x, rings[i].v[k].x);
            put_step(&b, at.y, rings[i].v[k].y);
            at = rings[i].v[k];
        }
    }
    return buf_view(&b);
}

struct bytes {
    const unsigned char *p, *end;
    bool bad;
};

static uint64_t get(struct bytes *b)
{
    uint64_t x = 0;
    for (int shift = 0; shift < 36 && b->p < b->end; shift += 7) {
        unsigned char c = *b->p++;
        x |= (uint64_t)(c & 0x7f) << shift;
        if (!(c & 0x80))
            return x;
    }
    b->bad = true;
    return 0;
}

static int32_t get_step(struct bytes *b, int32_t from)
{
    uint64_t x = get(b);
    int64_t d = x & 1 ? -(int64_t)(x / 2 + 1) : (int64_t)(x / 2);
    int64_t to = from + d;
    b->bad = b->bad || to < -360 * GEO_UNIT || to > 360 * GEO_UNIT;
    return b->bad ? 0 : (int32_t)to;
}

static bool get_ring(struct arena *a, struct bytes *b, struct geo_point *at, struct geo_ring *r)
{
    uint64_t n = get(b);
    if (b->bad || n > (uint64_t)(b->end - b->p) / 2)
        return false;
    *r = (struct geo_ring){NEW_N(a, struct geo_point, n + 1), (size_t)n};
    for (size_t k = 0; k < r->n && !b->bad; k++) {
        at->x = get_step(b, at->x);
        at->y = get_step(b, at->y);
        r->v[k] = *at;
    }
    return !b->bad;
}

bool geo_unpack(struct arena *a, struct str bytes, struct geo_ring **rings, size_t *n)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    struct bytes b = {p, p + bytes.n, false};
    struct geo_point at = {0, 0};
    uint64_t count = get(&b);
    if (b.bad || count > bytes.n)
        return false;
    struct geo_ring *out = NEW_N(a, struct geo_ring, count + 1);
    for (size_t i = 0; i < count; i++)
        if (!get_ring(a, &b, &at, &out[i]))
            return false;
    *rings = out;
    *n = (size_t)count;
    return b.p == b.end;
}
