// SPDX-License-Identifier: AGPL-3.0-or-later
/* Any bytes as a file of outlines: read, simplified, packed and back, drawn; and as packed bytes.
 */
#include "geo/geo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void round_trip(struct arena *a, const struct geo_feature *f)
{
    struct geo_ring *back;
    size_t n;
    BUG_IF(!geo_unpack(a, geo_pack(a, f->rings, f->nrings), &back, &n) || n != f->nrings);
    for (size_t i = 0; i < n; i++)
        BUG_IF(back[i].n != f->rings[i].n ||
               memcmp(back[i].v, f->rings[i].v, back[i].n * sizeof *back[i].v) != 0);
}

static void draw(struct arena *a, const struct geo_file *f)
{
    static const struct unit u = {.code = "00001", .level = UNIT_COMMUNE};
    struct geo_shape *v = NEW_N(a, struct geo_shape, f->n + 1);
    for (size_t i = 0; i < f->n; i++)
        v[i] = f->v[i].fault ? (struct geo_shape){&u, NULL, 0}
                             : (struct geo_shape){&u, f->v[i].rings, f->v[i].nrings};
    struct geo_frame frame = geo_frame(v, f->n, 1000);
    int box = 0;
    for (size_t i = 0; i < f->n; i++)
        geo_path(a, &frame, &v[i], &box);
    BUG_IF(box > frame.boxes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO_ARENA *a = arena_open();
    struct str text = {(const char *)data, n};
    struct geo_ring *rings;
    size_t count;
    struct geo_file f;
    if (geo_unpack(a, text, &rings, &count))
        BUG_IF(count > n);
    if (geo_read(a, text, &f))
        return 0;
    geo_simplify(a, &f, 1e-6);
    for (size_t i = 0; i < f.n; i++)
        if (!f.v[i].fault)
            round_trip(a, &f.v[i]);
    draw(a, &f);
    return 0;
}
