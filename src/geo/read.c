// SPDX-License-Identifier: AGPL-3.0-or-later
/* GeoJSON into rings; which properties of a feature name its unit; what is refused. */
#include "geo/geo_int.h"

#include <math.h>
#include <strings.h>

/* ---- positions ------------------------------------------------------------------------------- */

/* Vietnam with its seas. */
static bool in_vietnam(double x, double y)
{
    return x >= 100 && x <= 119 && y >= 5 && y <= 25;
}

enum geo_where geo_place(double x, double y, struct geo_point *out)
{
    if (!isfinite(x) || !isfinite(y))
        return GEO_NO_POINT;
    if (in_vietnam(x, y)) {
        *out = (struct geo_point){(int32_t)lround(x * GEO_UNIT), (int32_t)lround(y * GEO_UNIT)};
        return GEO_FINE;
    }
    if (in_vietnam(y, x))
        return GEO_SWAPPED;
    return fabs(x) > 180 || fabs(y) > 90 ? GEO_METRES : GEO_OUTSIDE;
}

const char *geo_where_text(enum geo_where w)
{
    static const char *const text[] = {[GEO_FINE] = NULL,
        [GEO_OUTSIDE] = N_("có điểm nằm ngoài Việt Nam"),
        [GEO_SWAPPED] = N_("kinh độ và vĩ độ bị đảo: mỗi điểm phải là [kinh độ, vĩ độ]"),
        [GEO_METRES] =
            N_("tọa độ không phải độ (có lẽ là mét của VN-2000): hãy xuất lại theo WGS 84"),
        [GEO_NO_POINT] = N_("có điểm hoặc đường bao không đúng dạng"),
        [GEO_TOO_MANY] = N_("quá nhiều điểm: hãy làm gọn ranh giới trước")};
    return text[w];
}

static enum geo_where read_position(const cJSON *p, struct geo_point *out)
{
    const cJSON *x = cJSON_IsArray(p) ? p->child : NULL, *y = x ? x->next : NULL;
    if (!cJSON_IsNumber(x) || !cJSON_IsNumber(y))
        return GEO_NO_POINT;
    return geo_place(x->valuedouble, y->valuedouble, out);
}

static bool same(struct geo_point a, struct geo_point b)
{
    return a.x == b.x && a.y == b.y;
}

/* A ring without its closing point and without points twice in a row. */
static enum geo_where tidy(struct geo_ring *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        if (n == 0 || !same(r->v[n - 1], r->v[i]))
            r->v[n++] = r->v[i];
    while (n > 1 && same(r->v[0], r->v[n - 1]))
        n--;
    r->n = n;
    return n >= 3 && geo_area(r) > 0 ? GEO_FINE : GEO_NO_POINT;
}

static enum geo_where read_ring(struct geo_reader *r, const cJSON *ring, struct geo_ring *out)
{
    size_t n = cJSON_IsArray(ring) ? (size_t)cJSON_GetArraySize(ring) : 0;
    *out = (struct geo_ring){NEW_N(r->a, struct geo_point, n + 1), 0};
    for (const cJSON *p = n ? ring->child : NULL; p; p = p->next) {
        enum geo_where w = read_position(p, &out->v[out->n++]);
        if (w)
            return w;
    }
    return GEO_FINE;
}

/* ---- geometries ------------------------------------------------------------------------------ */

static enum geo_where add_ring(struct geo_reader *r, struct geo_feature *f, const cJSON *ring)
{
    struct geo_ring *out = &f->rings[f->nrings];
    enum geo_where w = r->ring(r, ring, out);
    w = w ? w : tidy(out);
    /* an islet too small to have an area is no fault of the file */
    if (w == GEO_NO_POINT && out->n > 0 && f->nrings > 0)
        return GEO_FINE;
    r->f->points += out->n;
    f->nrings += w == GEO_FINE;
    return r->f->points > GEO_MOST_POINTS ? GEO_TOO_MANY : w;
}

static enum geo_where add_polygon(struct geo_reader *r, struct geo_feature *f, const cJSON *rings)
{
    for (const cJSON *x = cJSON_IsArray(rings) ? rings->child : NULL; x; x = x->next) {
        enum geo_where w = add_ring(r, f, x);
        if (w)
            return w;
    }
    return GEO_FINE;
}

static size_t count_rings(const cJSON *polygons)
{
    size_t n = 0;
    for (const cJSON *x = cJSON_IsArray(polygons) ? polygons->child : NULL; x; x = x->next)
        n += cJSON_IsArray(x) ? (size_t)cJSON_GetArraySize(x) : 0;
    return n;
}

static const char *text_of(const cJSON *x)
{
    return cJSON_IsString(x) ? x->valuestring : "";
}

static void read_geometry(struct geo_reader *r, struct geo_feature *f, const cJSON *g)
{
    const char *type = text_of(cJSON_GetObjectItemCaseSensitive(g, "type"));
    const cJSON *c = cJSON_GetObjectItemCaseSensitive(g, r->arcs ? "arcs" : "coordinates");
    bool one = streq(type, "Polygon"), many = streq(type, "MultiPolygon");
    if (!one && !many) {
        f->fault = N_("không phải là vùng (Polygon, MultiPolygon)");
        return;
    }
    f->rings = NEW_N(r->a, struct geo_ring,
        (one && cJSON_IsArray(c) ? (size_t)cJSON_GetArraySize(c) : count_rings(c)) + 1);
    enum geo_where w = one ? add_polygon(r, f, c) : GEO_FINE;
    for (const cJSON *x = many && cJSON_IsArray(c) ? c->child : NULL; x && !w; x = x->next)
        w = add_polygon(r, f, x);
    f->fault = w || f->nrings ? geo_where_text(w) : geo_where_text(GEO_NO_POINT);
}

/* ---- features -------------------------------------------------------------------------------- */

static const char *const code_keys[] = {"ma", "code", "ma_xa", "maxa", "ma_tinh", "matinh",
    "ma_dvhc", "madvhc", "xa_id", "ward_code", "province_code", "id", "iso", NULL};
static const char *const name_keys[] = {"ten", "name", "ten_xa", "tenxa", "full_name", "fullname",
    "short_name", "ten_tinh", "tentinh", "ward_name", "name_2", "name_1", "province_name", NULL};
static const char *const parent_keys[] = {
    "tinh", "province", "ten_tinh", "tentinh", "province_name", "parent", "thuoc", "name_1", NULL};

/* A property by the first of some names that it has, as text; a whole number keeps no zeros in
 * front, so that it is no code. */
static const char *property(struct arena *a, const cJSON *p, const char *const *keys)
{
    for (; *keys; keys++)
        for (const cJSON *x = cJSON_IsObject(p) ? p->child : NULL; x; x = x->next) {
            if (!x->string || strcasecmp(x->string, *keys) != 0)
                continue;
            if (cJSON_IsString(x) && *x->valuestring && strlen(x->valuestring) < 200)
                return arena_dup(a, x->valuestring);
            if (cJSON_IsNumber(x) && x->valuedouble >= 0 && x->valuedouble < 1e5)
                return arena_printf(a, "%d", (int)x->valuedouble);
        }
    return NULL;
}

void geo_read_feature(
    struct geo_reader *r, const cJSON *properties, const cJSON *id, const cJSON *geometry)
{
    if (r->f->n == r->cap)
        return;
    struct geo_feature *f = &r->f->v[r->f->n++];
    f->code = property(r->a, properties, code_keys);
    if (!f->code && cJSON_IsString(id) && strlen(id->valuestring) < 200)
        f->code = arena_dup(r->a, id->valuestring);
    f->name = property(r->a, properties, name_keys);
    f->parent = property(r->a, properties, parent_keys);
    if (f->parent && f->name && streq(f->parent, f->name))
        f->parent = NULL;
    if (cJSON_IsObject(geometry))
        read_geometry(r, f, geometry);
    else
        f->fault = N_("không có hình");
}

static const char *read_collection(struct geo_reader *r, const cJSON *root)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "features");
    if (!cJSON_IsArray(list))
        return N_("Tệp không có danh sách vùng (features).");
    r->ring = read_ring;
    for (const cJSON *x = list->child; x; x = x->next)
        geo_read_feature(r, cJSON_GetObjectItemCaseSensitive(x, "properties"),
            cJSON_GetObjectItemCaseSensitive(x, "id"),
            cJSON_GetObjectItemCaseSensitive(x, "geometry"));
    return NULL;
}

/* ---- files ----------------------------------------------------------------------------------- */

/* Depth and number of values before anything is built of it. */
static const char *too_much(struct str t)
{
    size_t depth = 0, values = 0;
    bool quoted = false;
    for (size_t i = 0; i < t.n; i++) {
        char c = t.p[i];
        if (quoted) {
            i += c == '\\';
            quoted = c != '"';
            continue;
        }
        quoted = c == '"';
        depth += c == '[' || c == '{';
        depth -= (c == ']' || c == '}') && depth > 0;
        values += c == ',' || c == '[' || c == '{';
        if (depth > GEO_MOST_DEPTH)
            return N_("Tệp lồng nhau quá sâu: không phải là ranh giới.");
        if (values > GEO_MOST_VALUES)
            return N_("Tệp có quá nhiều điểm: hãy làm gọn ranh giới, hoặc tách theo tỉnh.");
    }
    return NULL;
}

/* Files of before 2016 may name another system of coordinates. */
static bool other_system(const cJSON *root)
{
    const cJSON *p = cJSON_GetObjectItemCaseSensitive(
        cJSON_GetObjectItemCaseSensitive(root, "crs"), "properties");
    const char *name = text_of(cJSON_GetObjectItemCaseSensitive(p, "name"));
    return *name && !strstr(name, "CRS84") && !strstr(name, "4326");
}

static const char *read_root(struct geo_reader *r, const cJSON *root)
{
    const char *type = text_of(cJSON_GetObjectItemCaseSensitive(root, "type"));
    if (other_system(root))
        return N_("Tệp dùng hệ tọa độ khác: hãy xuất lại theo WGS 84 (EPSG:4326).");
    if (streq(type, "Topology"))
        return geo_read_topology(r, root);
    if (streq(type, "FeatureCollection"))
        return read_collection(r, root);
    return N_("Không phải GeoJSON (FeatureCollection) hay TopoJSON (Topology).");
}

const char *geo_read(struct arena *a, struct str text, struct geo_file *out)
{
    *out = (struct geo_file){.n = 0};
    if (text.n > GEO_MOST_BYTES)
        return N_("Tệp quá lớn.");
    if (str_starts(text, "\xef\xbb\xbf"))
        text = (struct str){text.p + 3, text.n - 3};
    const char *fault = too_much(text);
    if (fault)
        return fault;
    cJSON *root = cJSON_ParseWithLength(text.p, text.n);
    if (!root)
        return N_("Tệp không đọc được: không phải JSON, hoặc bị cắt dở.");
    struct geo_reader r = {.a = a, .f = out, .cap = GEO_MOST_FEATURES};
    out->v = NEW_N(a, struct geo_feature, GEO_MOST_FEATURES);
    fault = read_root(&r, root);
    cJSON_Delete(root);
    return fault || out->n ? fault : N_("Tệp không có vùng nào.");
}
