// SPDX-License-Identifier: AGPL-3.0-or-later
/* Outlines: files that are refused and why, borders that stay shared, matching, drawing. */
#include "treetest.h"

#include "geo/geo.h"

#include <math.h>

enum { LATER = 20260930 };

/* ---- what is refused ------------------------------------------------------------------------- */

#define FC(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"
#define F(properties, geometry)                                                                    \
    "{\"type\":\"Feature\",\"properties\":" properties ",\"geometry\":" geometry "}"
#define P(ring) "{\"type\":\"Polygon\",\"coordinates\":[" ring "]}"
#define SQUARE "[[103,21],[103.1,21],[103.1,21.1],[103,21.1],[103,21]]"

static void whole_files(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } table[] = {
        {"", "không đọc được"},
        {"{\"type\":\"FeatureCollection\",\"features\":[", "không đọc được"},
        {"[1,2,3]", "Không phải GeoJSON"},
        {"{\"type\":\"Point\",\"coordinates\":[103,21]}", "Không phải GeoJSON"},
        {"{\"type\":\"FeatureCollection\"}", "không có danh sách vùng"},
        {FC(""), "không có vùng nào"},
        {"{\"type\":\"Topology\",\"objects\":{}}", "thiếu phần arcs"},
        {"{\"a\":[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]}", "quá sâu"},
        {"{\"type\":\"FeatureCollection\",\"crs\":{\"properties\":{\"name\":\"EPSG:3405\"}},"
         "\"features\":[]}",
            "hệ tọa độ khác"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct geo_file f;
        const char *says = geo_read(mem, str_of(table[i].text), &f);
        if (!says || !strstr(says, table[i].says))
            print_message("# %s: %s\n", table[i].text, says);
        assert_true(says && strstr(says, table[i].says));
    }
}

static void single_features(void **state)
{
    (void)state;
    static const struct {
        const char *geometry, *says; /* NULL: taken */
    } table[] = {
        {P(SQUARE), NULL},
        {P("[[103,21],[103.1,21],[103.1,21.1]]"), NULL}, /* not closed: closed here */
        {P("[[103,21,812],[103.1,21,3],[103.1,21.1,3]]"), NULL},
        {"{\"type\":\"MultiPolygon\",\"coordinates\":[[" SQUARE "]]}", NULL},
        {P("[[21,103],[21,103.1],[21.1,103.1]]"), "bị đảo"},
        {P("[[512345,2345678],[512399,2345678],[512399,2345699]]"), "VN-2000"},
        {P("[[103,95],[103.1,21],[103.1,21.1]]"), "VN-2000"},
        {P("[[2.3,48.8],[2.4,48.8],[2.4,48.9]]"), "ngoài Việt Nam"},
        {P("[[103,21],[103.1,21]]"), "không đúng dạng"},
        {P("[[103,21],[103,21],[103,21],[103,21]]"), "không đúng dạng"},
        {P("[[103,21],[103.1,21],[103.2,21],[103,21]]"), "không đúng dạng"},
        {P("[[\"103\",21],[103.1,21],[103.1,21.1]]"), "không đúng dạng"},
        {P("[[1e999,21],[103.1,21],[103.1,21.1]]"), "không đúng dạng"},
        {P("[]"), "không đúng dạng"},
        {"{\"type\":\"Point\",\"coordinates\":[103,21]}", "không phải là vùng"},
        {"null", "không có hình"},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct geo_file f;
        const char *text = arena_printf(mem, FC(F("{\"ma\":\"11\"}", "%s")), table[i].geometry);
        assert_null(geo_read(mem, str_of(text), &f));
        assert_int_equal(f.n, 1);
        const char *says = f.v[0].fault;
        if (!!says != !!table[i].says || (says && !strstr(says, table[i].says)))
            print_message("# %s: %s\n", table[i].geometry, says);
        assert_true(table[i].says ? says && strstr(says, table[i].says) : !says);
    }
}

/* Two squares by arcs: the shared one is used forwards and backwards. */
static const char topology[] =
    "{\"type\":\"Topology\",\"transform\":{\"scale\":[0.01,0.01],\"translate\":[103,21]},\"arcs\":["
    "[[10,0],[0,10]],[[10,10],[-10,0],[0,-10],[10,0]],[[10,0],[10,0],[0,10],[-10,0]]],"
    "\"objects\":{\"xa\":{\"type\":\"GeometryCollection\",\"geometries\":["
    "{\"type\":\"Polygon\",\"id\":\"03127\",\"arcs\":[[0,1]]},"
    "{\"type\":\"Polygon\",\"properties\":{\"code\":\"03130\"},\"arcs\":[[-1,2]]},"
    "{\"type\":\"Polygon\",\"arcs\":[[7]]},{\"type\":\"Polygon\",\"arcs\":[[0.5,\"x\"]]}]}}}";

static void arcs(void **state)
{
    (void)state;
    struct geo_file f;
    assert_null(geo_read(mem, str_of(topology), &f));
    assert_int_equal(f.n, 4);
    assert_null(f.v[0].fault);
    assert_null(f.v[1].fault);
    assert_non_null(f.v[2].fault);
    assert_non_null(f.v[3].fault);
    assert_string_equal(f.v[0].code, "03127");
    assert_string_equal(f.v[1].code, "03130");
    assert_int_equal(f.v[0].rings[0].n, 4);
    assert_int_equal(f.v[1].rings[0].n, 4);
    assert_int_equal(f.v[0].rings[0].v[0].x, 10310000);
    assert_int_equal(f.v[0].rings[0].v[0].y, 2100000);
}

static void bombs(void **state)
{
    (void)state;
    struct buf b = buf_in(mem, 64u << 20);
    buf_puts(&b, "{\"type\":\"Topology\",\"arcs\":[[");
    for (int i = 0; i < 5000; i++)
        buf_printf(&b, "%s[103.%04d,21.%d]", i ? "," : "", i, i % 2);
    buf_puts(&b, "]],\"objects\":{\"x\":{\"type\":\"Polygon\",\"arcs\":[[0");
    for (int i = 0; i < 100000; i++)
        buf_puts(&b, ",-1,0");
    buf_puts(&b, "]]}}}");
    struct geo_file f;
    assert_null(geo_read(mem, buf_view(&b), &f));
    assert_non_null(strstr(f.v[0].fault, "quá nhiều điểm"));
    struct buf many = buf_in(mem, 64u << 20);
    buf_puts(&many, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (int i = 0; i <= GEO_MOST_VALUES; i++)
        buf_puts(&many, "0,");
    assert_non_null(strstr(geo_read(mem, buf_view(&many), &f), "quá nhiều điểm"));
}

/* ---- simplifying ----------------------------------------------------------------------------- */

/* A wave between two rectangles: after simplifying, it is the same line on both sides. */
static void borders_stay_shared(void **state)
{
    (void)state;
    enum { N = 200 };
    struct geo_point *left = NEW_N(mem, struct geo_point, N + 2);
    struct geo_point *right = NEW_N(mem, struct geo_point, N + 2);
    for (int i = 0; i < N; i++) {
        int32_t x = 10400000 + (int32_t)lround(300 * sin(i * 0.7) + 2000 * sin(i * 0.05));
        left[i] = (struct geo_point){x, 2100000 + i * 100};
        right[N - 1 - i] = left[i];
    }
    left[N] = (struct geo_point){10300000, 2100000 + (N - 1) * 100};
    left[N + 1] = (struct geo_point){10300000, 2100000};
    right[N] = (struct geo_point){10500000, 2100000};
    right[N + 1] = (struct geo_point){10500000, 2100000 + (N - 1) * 100};
    struct geo_ring rings[2] = {{left, N + 2}, {right, N + 2}};
    struct geo_feature v[2] = {
        {.rings = &rings[0], .nrings = 1}, {.rings = &rings[1], .nrings = 1}};
    struct geo_file f = {v, 2, 2 * (N + 2)};
    double before = 0;
    for (int i = 0; i + 1 < N; i++)
        before += left[i].x;
    geo_simplify(mem, &f, 1e-6);
    assert_true(f.points < N && f.points > 12);
    size_t shared = 0;
    for (size_t i = 0; i < v[0].rings[0].n; i++)
        for (size_t k = 0; k < v[1].rings[0].n; k++)
            shared += v[0].rings[0].v[i].x == v[1].rings[0].v[k].x &&
                      v[0].rings[0].v[i].y == v[1].rings[0].v[k].y;
    assert_int_equal(shared, v[0].rings[0].n - 2);
    assert_int_equal(shared, v[1].rings[0].n - 2);
    assert_true(before > 0);
}

static void packed_and_back(void **state)
{
    (void)state;
    struct geo_file f;
    assert_null(geo_read(mem, str_of(topology), &f));
    struct str s = geo_pack(mem, f.v[1].rings, f.v[1].nrings);
    struct geo_ring *back;
    size_t n;
    assert_true(geo_unpack(mem, s, &back, &n));
    assert_int_equal(n, 1);
    assert_int_equal(back[0].n, f.v[1].rings[0].n);
    assert_memory_equal(back[0].v, f.v[1].rings[0].v, back[0].n * sizeof *back[0].v);
    for (size_t cut = 0; cut < s.n; cut++)
        assert_false(geo_unpack(mem, (struct str){s.p, cut}, &back, &n));
}

/* ---- matching -------------------------------------------------------------------------------- */

static void units_of_features(void **state)
{
    (void)state;
    static const struct {
        struct geo_feature f;
        const char *code; /* NULL: none */
    } table[] = {
        {{.code = "11"}, "11"},
        {{.code = "03127", .name = "Phường Điện Biên Phủ"}, "03127"},
        {{.name = "Tỉnh Điện Biên"}, "11"},
        {{.name = "dien bien", .code = "VN-71"}, "11"},
        {{.name = "TP. Hồ Chí Minh"}, "79"},
        {{.code = "11", .name = "Lai Châu"}, "12"}, /* the name knows better: a running number */
        {{.code = "11", .name = "Một nơi khác"}, NULL},
        {{.code = "7"}, NULL},
        {{.name = "Mường Phăng", .parent = "Điện Biên"}, "03325"},
        {{.name = "Xã Mường Phăng", .parent = "Lai Châu"}, NULL},
        {{.name = "Xã Tân Tiến"}, NULL}, /* in several provinces */
        {{.rings = NULL}, NULL},
    };
    const struct geo_names *g = geo_names(mem, tree, LATER);
    for (size_t i = 0; i < COUNT(table); i++) {
        const char *why = NULL;
        const struct unit *u = geo_match(mem, g, &table[i].f, &why);
        if (!streq(u ? u->code : NULL, table[i].code))
            print_message(
                "# %s %s: %s (%s)\n", table[i].f.code, table[i].f.name, u ? u->code : "none", why);
        assert_true(streq(u ? u->code : NULL, table[i].code));
        assert_true(u || why);
    }
}

static void tiles_are_the_provinces(void **state)
{
    (void)state;
    size_t n, units;
    const struct geo_tile *t = geo_tiles(&n);
    unit_children(tree, mem, "", LATER, UNIT_PROVINCE, &units);
    assert_int_equal(n, units);
    for (size_t i = 0; i < n; i++) {
        const struct unit *u = unit_find(tree, t[i].code, LATER);
        assert_non_null(u);
        assert_true(streq(u->short_name, t[i].name) || streq(t[i].code, "79"));
        assert_true(t[i].col < GEO_TILE_COLS && t[i].row < GEO_TILE_ROWS);
        for (size_t k = 0; k < i; k++)
            assert_false(t[k].col == t[i].col && t[k].row == t[i].row);
    }
}

/* ---- real outlines --------------------------------------------------------------------------- */

static void import_file(const char *path, struct geo_report *out)
{
    struct geo_import in = {
        .text = file_at(path), .day = LATER, .province = "", .source = "x", .dry_run = true};
    if (!in.text.p)
        skip();
    int64_t start = clock_mono_us();
    assert_int_equal(geo_import(NULL, mem, tree, &in, out), OK);
    print_message("# %zu provinces, %zu communes, %zu points, %zu kept, %zu faults, %.0f ms\n",
        out->provinces, out->communes, out->points, out->kept, out->nfaults,
        (double)(clock_mono_us() - start) / 1000);
    for (size_t i = 0; i < out->nfaults && i < 5; i++)
        print_message("# %s: %s\n", out->faults[i].name, out->faults[i].text);
}

static void provinces_of_the_country(void **state)
{
    (void)state;
    struct geo_report r;
    import_file(reference_path("provinces_2025.geojson"), &r);
    assert_null(r.fault);
    assert_int_equal(r.provinces, 34);
    assert_int_equal(r.nfaults, 0);
    assert_int_equal(r.nmissing, 0);
    assert_true(r.kept < r.points);
}

static void communes_of_a_province(void **state)
{
    (void)state;
    struct geo_report r;
    import_file(reference_path("geo/communes/11.topojson"), &r);
    assert_null(r.fault);
    assert_int_equal(r.communes, 45);
    assert_int_equal(r.nfaults, 0);
}

/* Trường Sa is drawn: apart, in a box, but drawn. */
static void far_islands_are_drawn(void **state)
{
    (void)state;
    struct geo_file f;
    struct str text = file_at(reference_path("geo/communes/56.topojson"));
    if (!text.p)
        skip();
    assert_null(geo_read(mem, text, &f));
    geo_simplify(mem, &f, 4e-7);
    struct geo_shape *v = NEW_N(mem, struct geo_shape, f.n);
    for (size_t i = 0; i < f.n; i++)
        v[i] = (struct geo_shape){unit_find(tree, f.v[i].code, LATER), f.v[i].rings, f.v[i].nrings};
    struct geo_frame frame = geo_frame(v, f.n, 1000);
    assert_int_equal(frame.boxes, 1);
    int box = 0;
    size_t bytes = 0;
    for (size_t i = 0; i < f.n; i++) {
        const char *d = geo_path(mem, &frame, &v[i], &box);
        assert_non_null(d);
        bytes += strlen(d);
        if (streq(v[i].unit->code, "22736")) {
            assert_int_equal(box, 1);
            assert_true(strlen(d) > 20);
        }
    }
    assert_int_equal(box, 1);
    print_message("# %zu communes, %zu bytes of paths, %d high\n", f.n, bytes, frame.height);
    assert_true(bytes < 100000);
}

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole_files),
        cmocka_unit_test(single_features), cmocka_unit_test(arcs), cmocka_unit_test(bombs),
        cmocka_unit_test(borders_stay_shared), cmocka_unit_test(packed_and_back),
        cmocka_unit_test(units_of_features), cmocka_unit_test(tiles_are_the_provinces),
        cmocka_unit_test(provinces_of_the_country), cmocka_unit_test(communes_of_a_province),
        cmocka_unit_test(far_islands_are_drawn)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
