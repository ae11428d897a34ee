// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/geo only. */
#ifndef MANG_GEO_INT_H
#define MANG_GEO_INT_H

#include "geo/geo.h"

#include <cjson/cJSON.h>

struct geo_box {
    int32_t west, south, east, north;
};
struct geo_box geo_bounds(const struct geo_ring *rings, size_t n);
double geo_area(const struct geo_ring *r); /* square units, never negative */

/* What is wrong with a position, worst last. */
enum geo_where { GEO_FINE, GEO_OUTSIDE, GEO_SWAPPED, GEO_METRES, GEO_NO_POINT, GEO_TOO_MANY };
enum geo_where geo_place(double x, double y, struct geo_point *out);
const char *geo_where_text(enum geo_where w);

/* Reading: what all kinds of files share. */
struct geo_reader {
    struct arena *a;
    struct geo_file *f;
    size_t cap;
    /* Points of a ring (of GeoJSON a list of positions, of TopoJSON a list of arcs). */
    enum geo_where (*ring)(struct geo_reader *r, const cJSON *ring, struct geo_ring *out);
    struct geo_ring *arcs; /* TopoJSON */
    enum geo_where *arc_faults;
    size_t narcs;
};
void geo_read_feature(
    struct geo_reader *r, const cJSON *properties, const cJSON *id, const cJSON *geometry);
const char *geo_read_topology(struct geo_reader *r, const cJSON *root);

#endif
