// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * geo: outlines of provinces and communes for maps. Reads GeoJSON and TopoJSON that a user brings,
 * simplifies so that neighbours keep one border, finds the unit each outline belongs to, stores
 * them small, and draws them as SVG paths. Without outlines, a map of tiles.
 *
 * Reading, simplifying and drawing are pure. Faults are Vietnamese sentences. Points are whole
 * hundred-thousandths of a degree (about a metre), WGS 84.
 */
#ifndef MANG_GEO_H
#define MANG_GEO_H

#include "unit/unit.h"

enum {
    GEO_UNIT = 100000, /* of a degree */
    GEO_MOST_BYTES = 32 << 20,
    GEO_MOST_VALUES = 3000000, /* of JSON */
    GEO_MOST_POINTS = 1000000,
    GEO_MOST_DEPTH = 12,
    GEO_MOST_FEATURES = 20000,
};

/* ---- files ----------------------------------------------------------------------------------- */

struct geo_point {
    int32_t x, y; /* east, north */
};
struct geo_ring {
    struct geo_point *v; /* the last is not the first again */
    size_t n;
};
struct geo_feature {
    const char *code, *name, *parent; /* as the file says; NULL where it does not */
    struct geo_ring *rings;
    size_t nrings;
    const char *fault; /* why its outline cannot be used; NULL = it can */
};
struct geo_file {
    struct geo_feature *v;
    size_t n, points;
};
/* NULL, or what is wrong with the whole file. */
const char *geo_read(struct arena *a, struct str text, struct geo_file *out);
/* Drops points whose triangle with their neighbours is smaller than `area` (square degrees), and
 * islands smaller than that near the main land. Shared borders stay shared. */
void geo_simplify(struct arena *a, struct geo_file *f, double area);

/* An outline as bytes and back; false for bytes that are none. */
struct str geo_pack(struct arena *a, const struct geo_ring *rings, size_t n);
bool geo_unpack(struct arena *a, struct str bytes, struct geo_ring **rings, size_t *n);

/* ---- bringing in ----------------------------------------------------------------------------- */

struct geo_import {
    struct str text;
    int32_t day;          /* the outlines are of the map of this day */
    const char *province; /* only this province and its communes; "" = any */
    const char *source;   /* name of the file */
    bool dry_run;         /* nothing is written, `c` may be NULL */
};
struct geo_fault {
    const char *name; /* of the feature, as far as the file says */
    const char *text;
};
struct geo_report {
    const char *fault; /* of the whole file; NULL = it could be read */
    size_t features, provinces, communes;
    size_t points, kept;
    struct geo_fault *faults; /* outlines that were not taken */
    size_t nfaults;
    const struct unit **missing; /* units of the provinces met that got none */
    size_t nmissing;
};
/* Stores what fits; outlines of the same unit and day are replaced. */
MUST_CHECK enum err geo_import(struct dbc *c, struct arena *a, const struct unit_tree *t,
    const struct geo_import *in, struct geo_report *out);
/* Which unit a feature is: by code, else by name and parent. NULL and *why. */
struct geo_names;
struct geo_names *geo_names(struct arena *a, const struct unit_tree *t, int32_t day);
const struct unit *geo_match(
    struct arena *a, const struct geo_names *g, const struct geo_feature *f, const char **why);

/* ---- maps ------------------------------------------------------------------------------------ */

struct geo_shape {
    const struct unit *unit;
    struct geo_ring *rings; /* none: no outline is known */
    size_t nrings;
};
/* Outlines of units on the map of `day`: the latest of its own code, unless its land changed since.
 * *found tells how many there are. */
MUST_CHECK enum err geo_shapes(struct dbc *c, struct arena *a, const struct unit_tree *t,
    int32_t day, const struct unit *const *units, size_t n, struct geo_shape **out, size_t *found);
/* What is stored: rows of level, day, units, points, source, made_at. */
struct db_rows *geo_stock(struct dbc *c, struct arena *a);

/* A picture `width` wide. Hoàng Sa and Trường Sa, far out, stand in boxes at its right edge when
 * the map is of communes. */
struct geo_frame {
    int width, height;
    double west, north, kx, ky; /* points to units of the picture */
    int boxes;                  /* units in boxes */
};
struct geo_frame geo_frame(const struct geo_shape *v, size_t n, int width);
/* The path of a shape; `box` counts the boxes used so far. NULL without an outline. */
const char *geo_path(
    struct arena *a, const struct geo_frame *f, const struct geo_shape *s, int *box);
/* Where a place (in degrees) is in the picture. */
void geo_spot(const struct geo_frame *f, double east, double north, int *x, int *y);
/* The box of the nth unit shown apart: x, y, side. */
void geo_box(const struct geo_frame *f, int nth, int *x, int *y, int *side);

/* A province as a tile of the country: column and row from 0, and a short name; all 34. */
enum { GEO_TILE_COLS = 7, GEO_TILE_ROWS = 17 };
struct geo_tile {
    const char *code, *name;
    int col, row;
};
const struct geo_tile *geo_tiles(size_t *n);

#endif
