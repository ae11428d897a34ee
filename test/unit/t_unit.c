// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Units in time, without a database: the list that comes with the program against the counts and
 * the tables we know, scopes and maps across the reform of 2025-07-01, names, search, lists.
 */
#include "unittest.h"

static size_t count(const char *under, int32_t day, enum unit_level level)
{
    size_t n;
    unit_children(tree, mem, under, day, level, &n);
    return n;
}

static size_t count_kind(int32_t day, enum unit_level level, enum unit_kind kind)
{
    size_t n, k = 0;
    const struct unit **u = unit_children(tree, mem, "", day, level, &n);
    for (size_t i = 0; i < n; i++)
        k += u[i]->kind == kind;
    return k;
}

/* ---- counts ---------------------------------------------------------------------------------- */

static void counts_by_day(void **state)
{
    (void)state;
    assert_int_equal(count("", BEFORE, UNIT_PROVINCE), 63);
    assert_int_equal(count("", BEFORE, UNIT_DISTRICT), 696);
    assert_int_equal(count("", BEFORE, UNIT_COMMUNE), 10035);
    assert_int_equal(count("", REFORM, UNIT_PROVINCE), 34);
    assert_int_equal(count("", REFORM, UNIT_DISTRICT), 0);
    assert_int_equal(count("", REFORM, UNIT_COMMUNE), 3321);
    assert_int_equal(count("", LATER, UNIT_PROVINCE), 34);
    assert_int_equal(count("", LATER, UNIT_COMMUNE), 3321);
    assert_int_equal(count("11", LATER, UNIT_COMMUNE), 45);
    assert_int_equal(count("11", BEFORE, UNIT_COMMUNE), 129);
    assert_int_equal(count("11", BEFORE, UNIT_ANY), 10); /* its districts */
}

static void kinds_by_day(void **state)
{
    (void)state;
    static const struct {
        int32_t day;
        size_t cities, tinh, xa, phuong, dac_khu;
    } want[] = {
        {REFORM, 6, 28, 2621, 687, 13},
        {20260429, 6, 28, 2621, 687, 13},
        {20260430, 7, 27, 2611, 697, 13},
        {20260901, 8, 26, 2611, 697, 13},
        {20260919, 8, 26, 2611, 697, 13},
        {20260920, 9, 25, 2599, 709, 13},
    };
    for (size_t i = 0; i < COUNT(want); i++) {
        int32_t d = want[i].day;
        assert_int_equal(count_kind(d, UNIT_PROVINCE, UNIT_THANH_PHO), want[i].cities);
        assert_int_equal(count_kind(d, UNIT_PROVINCE, UNIT_TINH), want[i].tinh);
        assert_int_equal(count_kind(d, UNIT_COMMUNE, UNIT_XA), want[i].xa);
        assert_int_equal(count_kind(d, UNIT_COMMUNE, UNIT_PHUONG), want[i].phuong);
        assert_int_equal(count_kind(d, UNIT_COMMUNE, UNIT_DAC_KHU), want[i].dac_khu);
    }
    assert_int_equal(count_kind(REFORM, UNIT_COMMUNE, UNIT_THI_TRAN), 0);
}

static void known_units(void **state)
{
    (void)state;
    assert_string_equal(unit_find(tree, "23938", REFORM)->name, "Xã Ia Mơ");
    assert_null(unit_find(tree, "23737", REFORM)); /* Ia Mơ Nông, until the reform */
    assert_string_equal(unit_find(tree, "23737", BEFORE)->name, "Xã Ia Mơ Nông");
    assert_string_equal(unit_province(tree, "23938", LATER), "52");
    assert_string_equal(unit_province(tree, "23938", BEFORE), "64");
    assert_int_equal(unit_find(tree, "75", 20260429)->kind, UNIT_TINH);
    assert_string_equal(unit_find(tree, "75", 20260430)->name, "Thành phố Đồng Nai");
    assert_string_equal(unit_find(tree, "75", 20260430)->resolution, "30/2026/QH16");
    assert_string_equal(unit_find(tree, "46", 20241231)->name, "Tỉnh Thừa Thiên Huế");
    assert_string_equal(unit_find(tree, "46", 20250101)->name, "Thành phố Huế");
    assert_null(unit_find(tree, "", LATER));
    assert_null(unit_find(tree, "99999", LATER));
    assert_string_equal(unit_find(tree, "00004", BEFORE)->name, "Phường Trúc Bạch");
    assert_string_equal(unit_find(tree, "00004", REFORM)->name, "Phường Ba Đình");
    assert_string_equal(unit_find(tree, "00004", REFORM)->resolution, "1656/NQ-UBTVQH15");
    assert_string_equal(unit_near(tree, "00001", LATER)->name, "Phường Phúc Xá");
    assert_string_equal(unit_near(tree, "11948", 19990101)->name, "Đặc khu Bạch Long Vĩ");
    assert_string_equal(unit_name(tree, "nope", LATER), "nope");
}

static void wards_of_2026(void **state)
{
    (void)state;
    size_t n, dong_nai = 0, bac_ninh = 0;
    const struct unit *u = unit_all(tree, &n);
    for (size_t i = 0; i < n; i++) {
        if (u[i].level != UNIT_COMMUNE || u[i].from <= REFORM)
            continue;
        assert_int_equal(u[i].kind, UNIT_PHUONG);
        assert_int_equal(unit_find(tree, u[i].code, u[i].from - 1)->kind, UNIT_XA);
        dong_nai += u[i].from == 20260430 && streq(u[i].parent, "75") &&
                    streq(u[i].resolution, "237/NQ-UBTVQH16");
        bac_ninh += u[i].from == 20260920 && streq(u[i].parent, "24") &&
                    streq(u[i].resolution, "388/NQ-UBTVQH16");
    }
    assert_int_equal(dong_nai, 10);
    assert_int_equal(bac_ninh, 12);
}

/* Versions of a code never overlap, and every parent is there as long as its child. */
static void versions_fit(void **state)
{
    (void)state;
    size_t n;
    const struct unit *u = unit_all(tree, &n);
    for (size_t i = 0; i < n; i++) {
        assert_true(u[i].from < u[i].to);
        if (i && streq(u[i].code, u[i - 1].code))
            assert_true(u[i - 1].to <= u[i].from);
        if (u[i].level == UNIT_PROVINCE)
            continue;
        assert_non_null(unit_find(tree, u[i].parent, u[i].from));
        assert_non_null(unit_find(tree, u[i].parent, u[i].to - 1));
    }
}

/* ---- days, words ----------------------------------------------------------------------------- */

static void days(void **state)
{
    (void)state;
    char text[11];
    assert_int_equal(unit_day("2025-06-30"), 20250630);
    assert_int_equal(unit_day("2024-02-29"), 20240229);
    assert_int_equal(unit_day("2024-02"), 20240229);
    assert_int_equal(unit_day("2025"), 20251231);
    static const char *const bad[] = {"", "2025-02-29", "2025-13-01", "2025-00-10", "2025-01-00",
        "30/06/2025", "2025-6-30", "2025-06-3x", "0000-01-01", "2025-06-30 ", NULL};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(unit_day(bad[i]), -1);
    assert_string_equal(unit_day_text(20250701, text), "2025-07-01");
    assert_string_equal(unit_day_text(UNIT_OPEN, text), "");
    assert_string_equal(unit_day_text(UNIT_SINCE_EVER, text), "");
    assert_int_equal(unit_day_of_ms(0), 19700101);
    assert_int_equal(unit_day_of_ms(INT64_C(1751302799999)), 20250630); /* 23:59:59.999 +07 */
    assert_int_equal(unit_day_of_ms(INT64_C(1751302800000)), 20250701);
    assert_int_equal(unit_day_of_ms(INT64_C(-7) * 3600000 - 1), 19691231);
    assert_int_equal(unit_level_of("district"), UNIT_DISTRICT);
    assert_int_equal(unit_level_of("village"), UNIT_ANY);
}

static void names(void **state)
{
    (void)state;
    const struct unit *path[UNIT_LEVEL__COUNT];
    size_t n;
    const struct unit **u = unit_search(tree, mem, "muong phang", "11", LATER, 5, &n);
    assert_true(n >= 2);
    assert_string_equal(u[0]->name, "Xã Mường Phăng");
    assert_string_equal(u[0]->short_name, "Mường Phăng");
    assert_string_equal(
        unit_full_name(tree, mem, u[0]->code, LATER), "xã Mường Phăng, tỉnh Điện Biên");
    assert_string_equal(unit_full_name(tree, mem, "00001", LATER),
        "phường Phúc Xá, quận Ba Đình, thành phố Hà Nội");
    assert_string_equal(
        unit_full_name(tree, mem, "20333", LATER), "đặc khu Hoàng Sa, thành phố Đà Nẵng");
    assert_string_equal(
        unit_full_name(tree, mem, "20333", BEFORE), "đặc khu Hoàng Sa, thành phố Đà Nẵng");
    assert_int_equal(unit_path(tree, "00001", BEFORE, path), 3);
    assert_string_equal(path[0]->code, "01");
    assert_string_equal(path[1]->name, "Quận Ba Đình");
    assert_string_equal(path[2]->code, "00001");
    assert_int_equal(unit_path(tree, "00001", REFORM, path), 0);
}

static void search(void **state)
{
    (void)state;
    size_t n;
    const struct unit **u = unit_search(tree, mem, "dien bien", "", LATER, 3, &n);
    assert_int_equal(n, 3);
    assert_string_equal(u[0]->code, "11");
    u = unit_search(tree, mem, "thua thien hue", "", LATER, 10, &n); /* a former name */
    assert_int_equal(n, 1);
    assert_string_equal(u[0]->code, "46");
    u = unit_search(tree, mem, "ba dinh", "01", LATER, 10, &n);
    assert_true(n >= 2);
    assert_string_equal(u[0]->name, "Phường Ba Đình");
    unit_search(tree, mem, "ba dinh", "11", LATER, 10, &n);
    assert_int_equal(n, 0);
    u = unit_search(tree, mem, "trung nguyen", "25", LATER, 50, &n); /* Vĩnh Phúc before */
    assert_true(n >= 1);
    unit_search(tree, mem, "khong co dau ca", "", LATER, 50, &n);
    assert_int_equal(n, 0);
    unit_search(tree, mem, "", "", LATER, 50, &n);
    assert_int_equal(n, 0);
}

/* ---- scope and maps -------------------------------------------------------------------------- */

static void scopes(void **state)
{
    (void)state;
    assert_true(unit_within(tree, "00001", "001", BEFORE));
    assert_true(unit_within(tree, "00001", "01", BEFORE));
    assert_true(unit_within(tree, "00001", "", BEFORE));
    assert_true(unit_within(tree, "00001", "00001", BEFORE));
    assert_false(unit_within(tree, "00001", "02", BEFORE));
    assert_false(unit_within(tree, "01", "00001", BEFORE));
    assert_false(unit_within(tree, "00001", "01", REFORM)); /* no longer there */
    assert_false(unit_within(tree, "00001", "", REFORM));
    assert_false(unit_within(tree, "00097", "01", BEFORE) && !unit_find(tree, "00097", BEFORE));
    /* Phúc Xá went into Hồng Hà (00097). */
    assert_true(unit_within_later(tree, "00001", BEFORE, "00097", LATER));
    assert_true(unit_within_later(tree, "00001", BEFORE, "01", LATER));
    assert_false(unit_within_later(tree, "00001", BEFORE, "00004", LATER));
    assert_false(unit_within_later(tree, "00001", BEFORE, "001", LATER));
    assert_true(unit_within_later(tree, "00001", BEFORE, "001", BEFORE));
    /* Hà Giang is now within Tuyên Quang; its districts too; Tuyên Quang of old as well. */
    assert_true(unit_within_later(tree, "02", BEFORE, "08", LATER));
    assert_true(unit_within_later(tree, "024", BEFORE, "08", LATER));
    assert_true(unit_within_later(tree, "08", BEFORE, "08", LATER));
    assert_false(unit_within_later(tree, "08", BEFORE, "02", LATER));
    assert_true(unit_within_later(tree, "318", BEFORE, "11948", LATER)); /* Bạch Long Vĩ */
    assert_false(unit_within_later(tree, "nope", BEFORE, "", LATER));
}

static const struct unit_part *map(const char *code, int32_t from, int32_t to, size_t *n)
{
    return unit_on_map(tree, mem, code, from, to, n);
}

static void maps(void **state)
{
    (void)state;
    size_t n;
    const struct unit_part *p = map("00001", BEFORE, LATER, &n);
    assert_int_equal(n, 1);
    assert_string_equal(p[0].unit->code, "00097");
    assert_true(p[0].share > 0.999 && !p[0].estimated);
    p = map("25270", 20260101, LATER, &n); /* only its kind changed */
    assert_int_equal(n, 1);
    assert_string_equal(p[0].unit->name, "Phường Lộc Ninh");
    assert_false(p[0].estimated);
    p = map("001", BEFORE, LATER, &n); /* a level that ended: the province answers */
    assert_int_equal(n, 1);
    assert_string_equal(p[0].unit->code, "01");
    p = map("08", LATER, BEFORE, &n); /* back: from two provinces, nobody knows which */
    assert_int_equal(n, 2);
    assert_true(p[0].estimated && p[1].estimated);
    assert_true(p[0].share + p[1].share > 0.999 && p[0].share + p[1].share < 1.001);
    p = map("11948", LATER, BEFORE, &n);
    assert_int_equal(n, 1);
    assert_string_equal(p[0].unit->code, "318");
    assert_false(p[0].estimated);
    map("00001", LATER, BEFORE, &n); /* not valid on its own day */
    assert_int_equal(n, 0);
    p = map("01", BEFORE, LATER, &n);
    assert_int_equal(n, 1);
}

/* Whatever is counted once stays one on the other map. */
static void maps_keep_sums(void **state)
{
    (void)state;
    static const int32_t days_of[][2] = {{BEFORE, LATER}, {LATER, BEFORE}, {REFORM, BEFORE}};
    for (size_t k = 0; k < COUNT(days_of); k++) {
        size_t n;
        AUTO_ARENA *a = arena_open();
        const struct unit **u = unit_children(tree, a, "", days_of[k][0], UNIT_COMMUNE, &n);
        for (size_t i = 0; i < n; i++) {
            size_t parts;
            double sum = 0;
            const struct unit_part *p =
                unit_on_map(tree, a, u[i]->code, days_of[k][0], days_of[k][1], &parts);
            for (size_t j = 0; j < parts; j++)
                sum += p[j].share;
            if (sum < 0.999999 || sum > 1.000001)
                fail_msg("%s on the other map: %zu parts, sum %f", u[i]->code, parts, sum);
        }
    }
}

static void splits(void **state)
{
    (void)state;
    size_t n;
    const struct unit_split *s = unit_splits(tree, &n);
    assert_int_equal(n, 441);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(s[i].known, 1);
        assert_true(s[i].parts >= 2 && s[i].parts <= 5 && !s[i].complete);
    }
    assert_null(unit_split_find(tree, "00001"));
    size_t parts;
    const struct unit_part *p = map(s[0].code, BEFORE, LATER, &parts);
    assert_int_equal(parts, 1);
    assert_true(p[0].estimated); /* other parts are not known */
    struct buf b = buf_in(mem, 1 << 20);
    unit_list_open_splits(tree, UNIT_CSV, &b);
    size_t lines = 0;
    for (const char *c = b.p; *c; c++)
        lines += *c == '\n';
    assert_int_equal(lines, 442);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static const char *listed(enum unit_level level, int32_t day, const char *under, enum unit_format f)
{
    struct buf b = buf_in(mem, 4 << 20);
    struct unit_list_args args = {.level = level, .day = day, .under = under, .format = f};
    return unit_list(tree, &args, &b) == OK ? b.p : NULL;
}

static void lists(void **state)
{
    (void)state;
    const char *csv = listed(UNIT_PROVINCE, LATER, "", UNIT_CSV);
    assert_non_null(strstr(csv, "code,name,kind,parent,valid_from,valid_to\n01,Thành phố Hà Nội,"
                                "thanh_pho,,,\n"));
    assert_non_null(strstr(csv, "\n75,Thành phố Đồng Nai,thanh_pho,,2026-04-30,\n"));
    csv = listed(UNIT_PROVINCE, REFORM, "", UNIT_CSV);
    assert_non_null(strstr(csv, "\n75,Tỉnh Đồng Nai,tinh,,2025-07-01,2026-04-30\n"));
    const char *json = listed(UNIT_COMMUNE, LATER, "11", UNIT_JSON);
    assert_int_equal(strncmp(json, "[\n{\"code\":\"0", 12), 0);
    assert_non_null(
        strstr(json, "\"parent\":\"11\",\"valid_from\":\"2025-07-01\",\"valid_to\":\"\"}"));
    assert_string_equal(listed(UNIT_DISTRICT, LATER, "", UNIT_JSON), "[\n]\n");
    assert_null(listed(UNIT_COMMUNE, LATER, "001", UNIT_CSV)); /* a district of before */
    assert_non_null(listed(UNIT_COMMUNE, BEFORE, "001", UNIT_CSV));
    assert_null(listed(UNIT_ANY, LATER, "", UNIT_CSV));
}

static void parse_refuses(void **state)
{
    (void)state;
    static const char *const bad[] = {"x,1\n", "u,01,Tỉnh A,tinh,1,,,\n", "u,01,A,town,1,,,,\n",
        "u,01,Tỉnh A,tinh,4,,,,\n", "u,,Tỉnh A,tinh,1,,,,\n", "u,01,Tỉnh A,tinh,1,,2025-02-30,,\n",
        "c,01,02,merge_full,2025-07-01,r\n", "c,01,02,eaten,2025-07-01,r,\n",
        "c,01,02,merge_full,,r,\n", "s,00001,2025-07-01,many\n", "u,01,Tỉnh A,tinh,1,01,,,\n",
        "u,00001,Xã A,xa,3,00004,,,\nu,00004,Xã B,xa,3,00001,,,\n",
        "u,01,Tỉnh A,tinh,1,,,,\nu,01,Tỉnh B,tinh,1,,2025-07-01,,\n",
        "u,01,Tỉnh A,tinh,1,,2025-07-01,2025-07-01,\n", "u,00001,Xã A,xa,3,,,,\n",
        "u,1,2,3,4,5,6,7,8,9,10\n", "\n"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct unit_tree *t = NULL;
        assert_int_equal(unit_tree_parse(str_of(bad[i]), &t), ERR_CORRUPT);
        assert_null(t);
    }
    struct unit_tree *t = NULL;
    assert_int_equal(unit_tree_parse(STR(""), &t), OK); /* nothing is a tree too */
    assert_null(unit_find(t, "01", LATER));
    unit_tree_close(t);
}

/* ---- against the reference tables ------------------------------------------------------------ */

static void communes_as_reference(void **state)
{
    (void)state;
    struct str rest = reference("communes_2025.csv"), line;
    if (!rest.p)
        skip();
    size_t n = 0;
    while (rest.n && str_split(&rest, '\n', &line)) {
        const char *v[7];
        assert_int_equal(cells(mem, line, v, 7), 7);
        const struct unit *u = unit_find(tree, v[0], LATER), *then = unit_find(tree, v[0], REFORM);
        assert_non_null(u);
        assert_string_equal(u->name, v[1]);
        assert_string_equal(u->short_name, v[2]);
        assert_string_equal(unit_kind_code(u->kind), v[3]);
        assert_string_equal(u->parent, v[4]);
        assert_string_equal(unit_kind_code(then->kind), v[6]);
        n++;
    }
    assert_int_equal(n, 3321);
}

static void old_communes_as_reference(void **state)
{
    (void)state;
    struct str rest = reference("communes_pre2025.csv"), line;
    if (!rest.p)
        skip();
    size_t n = 0, other_name = 0;
    while (rest.n && str_split(&rest, '\n', &line)) {
        const char *v[6];
        assert_int_equal(cells(mem, line, v, 6), 6);
        const struct unit *u = unit_find(tree, v[0], BEFORE);
        assert_non_null(u);
        if (!streq(u->name, v[1])) { /* "NT" written out */
            other_name++;
            assert_non_null(strstr(u->name, "Nông trường"));
        }
        assert_string_equal(unit_kind_code(u->kind), v[3]);
        assert_string_equal(u->parent, v[4]);
        assert_string_equal(unit_province(tree, v[0], BEFORE), v[5]);
        n++;
    }
    assert_int_equal(n, 10035);
    assert_int_equal(other_name, 6);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(counts_by_day),
        cmocka_unit_test(kinds_by_day), cmocka_unit_test(known_units),
        cmocka_unit_test(wards_of_2026), cmocka_unit_test(versions_fit), cmocka_unit_test(days),
        cmocka_unit_test(names), cmocka_unit_test(search), cmocka_unit_test(scopes),
        cmocka_unit_test(maps), cmocka_unit_test(maps_keep_sums), cmocka_unit_test(splits),
        cmocka_unit_test(lists), cmocka_unit_test(parse_refuses),
        cmocka_unit_test(communes_as_reference), cmocka_unit_test(old_communes_as_reference)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("unit", tests, set_up, tear_down);
}
