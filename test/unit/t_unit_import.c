// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Imports of changes of units, judged and stored, and units in the database: installing, newer
 * lists, batches over each other and taken back, the swapped tree, failures half-way.
 */
#include "dbtest.h"

#include "unittest.h"

/* ---- imports, judged only -------------------------------------------------------------------- */

#define HEADER "old_code,new_code,kind,effective_date,resolution,share\n"

static struct unit_report judge(const char *text)
{
    struct unit_import in = {.file = "a.csv", .text = str_of(text), .by = "", .dry_run = true};
    struct unit_report r;
    assert_int_equal(unit_import(NULL, mem, tree, &in, &r), OK);
    assert_null(r.batch);
    return r;
}

/* One split commune that the list knows one part of, and two units of its province. */
static const char *some_split(void)
{
    size_t n;
    return unit_splits(tree, &n)[0].code;
}

static void faults_of_a_file(void **state)
{
    (void)state;
    static const struct {
        const char *line, *says;
    } bad[] = {
        {"99999,00097,merge_full,2025-07-01,x,", "a.csv:2: không có đơn vị hành chính mã 99999"},
        {"00001,98989,merge_full,2025-07-01,x,", "không có đơn vị hành chính mã 98989"},
        {",00097,merge_full,2025-07-01,x,", "thiếu mã đơn vị cũ"},
        {"00001,,merge_full,2025-07-01,x,", "thiếu mã đơn vị mới"},
        {"00001,00097,eaten,2025-07-01,x,", "không có loại thay đổi “eaten”"},
        {"00001,00097,merge_full,2025-02-30,x,", "ngày hiệu lực “2025-02-30” không đúng"},
        {"00001,00097,merge_full,2025-07,x,", "ngày hiệu lực “2025-07” không đúng"},
        {"00001,00097,merge_full,2025-07-01,,", "thiếu số nghị quyết"},
        {"00001,00097,split_part,2025-07-01,x,0", "tỷ lệ “0” không đúng"},
        {"00001,00097,split_part,2025-07-01,x,1.5", "tỷ lệ “1.5” không đúng"},
        {"00001,00097,split_part,2025-07-01,x,nan", "tỷ lệ “nan” không đúng"},
        {"00001,00097,merge_full,2025-07-01,x,0.5", "nhập toàn bộ thì tỷ lệ phải là 1"},
        {"00001,00097,merge_full,2026-07-01,x,", "ngay trước ngày 2026-07-01 không có đơn vị"},
        {"00004,00001,merge_full,2025-07-01,x,", "từ ngày 2025-07-01 không có đơn vị mã 00001"},
        {"00001,01,merge_full,2025-07-01,x,", "không cùng cấp"},
        {"00097,00097,merge_full,2026-01-01,x,", "vòng lặp"},
        {"00004,00097,merge_full,2026-01-01,x,", "vòng lặp"},
        {"00001,00004,merge_full,2025-07-01,x,", "đã vào trọn một đơn vị"},
        {"00001,00004,split_part,2025-07-01,x,", "đã vào trọn một đơn vị"},
        {"00001", "thiếu mã đơn vị mới"},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct unit_report r = judge(arena_printf(mem, "%s%s\n", HEADER, bad[i].line));
        assert_int_equal(r.bad, 1);
        assert_int_equal(r.nfaults, 1);
        if (!strstr(r.faults[0].text, bad[i].says))
            fail_msg("%s: %s", bad[i].line, r.faults[0].text);
    }
}

static void import_of_form(void **state)
{
    (void)state;
    struct unit_report r = judge("");
    assert_int_equal(r.nfaults, 1);
    assert_non_null(strstr(r.faults[0].text, "a.csv:1: tệp trống"));
    r = judge("old_code,new_code,kind,effective_date\n00001,00097,merge_full,2025-07-01\n");
    assert_int_equal(r.rows, 0);
    assert_non_null(strstr(r.faults[0].text, "thiếu cột resolution"));
    r = judge("old_code,old_code,new_code,kind,effective_date,resolution\n");
    assert_non_null(strstr(r.faults[0].text, "cột old_code có hai lần"));
    r = judge(HEADER "00001,00097,merge_full,2025-07-01,1656/NQ-UBTVQH15,\n\"00001,x\n");
    assert_int_equal(r.same, 1);
    assert_int_equal(r.nfaults, 1);
    /* Another order of columns, a column we do not know, CRLF, BOM, quotes, blank lines. */
    r = judge("\xEF\xBB\xBF"
              "note,resolution,effective_date,kind,new_code,old_code\r\n\r\n"
              "\"hai\r\ndòng\",1656/NQ-UBTVQH15,2025-07-01, merge_full ,\"00097\",00001\r\n"
              "x,,2025-07-01,merge_full,00097,00001\r\n");
    assert_int_equal(r.rows, 2);
    assert_int_equal(r.same, 1);
    assert_string_equal(r.faults[0].text, "a.csv:5: thiếu số nghị quyết");
}

static void import_together(void **state)
{
    (void)state;
    const char *s = some_split();
    size_t n;
    const struct unit_change *known = unit_successors(tree, s, &n);
    const char *to = known[0].new_code, *res = known[0].resolution;
    const struct unit **wards =
        unit_children(tree, mem, unit_province(tree, to, REFORM), REFORM, UNIT_COMMUNE, &n);
    const char *x = streq(wards[0]->code, to) ? wards[3]->code : wards[0]->code;
    const char *y = streq(wards[1]->code, to) ? wards[4]->code : wards[1]->code;
    int parts = unit_split_find(tree, s)->parts;
    assert_int_equal(parts, 2);

    struct unit_report r =
        judge(arena_printf(mem, HEADER "%s,%s,split_part,2025-07-01,%s,\n", s, x, res));
    assert_int_equal(r.added, 1);
    assert_int_equal(r.splits_open, 440); /* two of two parts */
    r = judge(arena_printf(mem, HEADER "%s,%s,split_part,2025-07-01,%s,0.4\n", s, to, res));
    assert_int_equal(r.changed, 1);
    assert_int_equal(r.splits_open, 441);
    r = judge(arena_printf(mem, HEADER "%s,%s,split_complete,2025-07-01,%s,\n", s, to, res));
    assert_int_equal(r.splits_open, 440); /* because the file says so */
    r = judge(arena_printf(mem,
        HEADER "%s,%s,split_part,2025-07-01,%s,0.6\n%s,%s,split_part,2025-07-01,%s,0.6\n", s, x,
        res, s, y, res));
    assert_int_equal(r.bad, 2);
    assert_non_null(strstr(r.faults[1].text, "cộng lại quá 1"));
    r = judge(arena_printf(mem,
        HEADER "%s,%s,split_part,2025-07-01,%s,\n%s,%s,split_part,2025-07-01,%s,\n", s, x, res, s,
        x, res));
    assert_int_equal(r.added, 1);
    assert_string_equal(r.faults[0].text, "a.csv:3: lặp lại dòng 2");
    /* A whole transfer that turns out to be a split: told so for both parts, in any order. */
    r = judge(HEADER "00001,00004,split_part,2025-07-01,1656/NQ-UBTVQH15,0.1\n"
                     "00001,00097,split_part,2025-07-01,1656/NQ-UBTVQH15,0.9\n");
    assert_int_equal(r.added, 1);
    assert_int_equal(r.changed, 1);
    assert_int_equal(r.splits_open, 441);
}

/* The reference has codes of districts with a D before; area without a commune is no unit. */
static const char *changes_file(void)
{
    struct str rest = reference("commune_changes.csv"), line;
    if (!rest.p)
        return NULL;
    AUTO_ARENA *a = arena_open();
    struct buf b = buf_in(mem, 8 << 20);
    buf_puts(&b, "old_code,new_code,kind,effective_date,resolution\n");
    while (rest.n && str_split(&rest, '\n', &line)) {
        const char *v[5];
        cells(a, line, v, 5);
        buf_printf(&b, "%s,%s,%s,%s,%s\n", v[0] + (v[0][0] == 'D'), v[1], v[2], v[3], v[4]);
    }
    return b.p;
}

static void changes_complete_splits(void **state)
{
    (void)state;
    const char *text = changes_file();
    if (!text)
        skip();
    struct unit_report r = judge(text);
    assert_int_equal(r.rows, 10572);
    assert_int_equal(r.bad, 1); /* X376, a piece of shore */
    for (size_t i = 0; i < r.nfaults; i++)
        print_message("# %s\n", r.faults[i].text);
    assert_non_null(strstr(r.faults[0].text, "area_without_commune"));
    assert_int_equal(r.same, 10040);
    assert_int_equal(r.changed, 0);
    assert_int_equal(r.added, 531);
    assert_int_equal(r.splits_open, 0);
}

/* ---- in the database ------------------------------------------------------------------------- */

static bool install(struct dbtest *t)
{
    struct dbc *c = dbtest_write(t);
    bool changed = false;
    if (unit_install(c, t->a, asset_find("units/units.csv"), &changed) != OK)
        fail_msg("install: %s", err_detail());
    dbtest_commit(&c);
    return changed;
}

static struct unit_tree *load(struct dbtest *t)
{
    struct dbc *c = dbtest_read(t);
    struct unit_tree *out = NULL;
    if (unit_tree_load(c, &out) != OK)
        fail_msg("load: %s", err_detail());
    db_end(&c);
    return out;
}

static struct unit_report import(struct dbtest *t, const struct unit_tree *on, const char *text)
{
    struct unit_import in = {.file = "b.csv", .text = str_of(text), .by = "me"};
    struct unit_report r;
    struct dbc *c = dbtest_write(t);
    assert_int_equal(unit_import(c, t->a, on, &in, &r), OK);
    dbtest_commit(&c);
    return r;
}

static enum err revert(struct dbtest *t, const char *batch)
{
    AUTO_DBC *c = dbtest_write(t);
    enum err e = unit_revert(c, batch, "you");
    return e == OK ? db_commit(c) : e;
}

static void installs_once(struct dbtest *t)
{
    assert_true(install(t));
    assert_false(install(t));
    AUTO_UNIT_TREE *stored = load(t);
    /* The fingerprint covers units and changes. */
    assert_true(unit_generation(stored) == unit_generation(tree));
    size_t n;
    unit_splits(stored, &n);
    assert_int_equal(n, 441);
    assert_string_equal(unit_find(stored, "75", LATER)->name, "Thành phố Đồng Nai");
    assert_int_equal(unit_find(stored, "00001", BEFORE)->from, UNIT_SINCE_EVER);
    assert_int_equal(unit_find(stored, "75", LATER)->to, UNIT_OPEN);
}

/* A newer list takes the place of the old one; what people imported stays. */
static void newer_list(struct dbtest *t)
{
    static const char first[] = "u,01,Tỉnh Một,tinh,1,,,,\nu,00001,Xã A,xa,3,01,,2025-07-01,\n"
                                "u,00004,Xã B,xa,3,01,2025-07-01,,\n"
                                "u,00008,Xã C,xa,3,01,2025-07-01,,\n";
    struct asset list = {.data = str_of(first), .etag = "1"};
    bool changed;
    struct dbc *c = dbtest_write(t);
    assert_int_equal(unit_install(c, t->a, &list, &changed), OK);
    dbtest_commit(&c);
    AUTO_UNIT_TREE *one = load(t);
    struct unit_report r = import(t, one, HEADER "00001,00004,split_part,2025-07-01,1/NQ,0.25\n");
    assert_int_equal(r.added, 1);
    assert_int_equal(r.splits_open, 1);

    list = (struct asset){.etag = "2",
        .data = str_of(arena_printf(t->a,
            "%su,02,Tỉnh Hai,tinh,1,,,,\n"
            "c,00001,00008,split_part,2025-07-01,1/NQ,\n"
            "s,00001,2025-07-01,2\n",
            first))};
    c = dbtest_write(t);
    assert_int_equal(unit_install(c, t->a, &list, &changed), OK);
    assert_true(changed);
    dbtest_commit(&c);
    AUTO_UNIT_TREE *two = load(t);
    assert_non_null(unit_find(two, "02", LATER));
    size_t n;
    const struct unit_part *p = unit_on_map(two, t->a, "00001", BEFORE, LATER, &n);
    assert_int_equal(n, 2);
    assert_true(p[0].share > 0.2499 && p[0].share < 0.2501 && p[0].estimated);
    assert_true(p[1].share > 0.7499 && p[1].share < 0.7501);
    assert_true(unit_split_find(two, "00001")->complete);
    const struct unit_change **pre = unit_predecessors(two, t->a, "00008", &n);
    assert_int_equal(n, 1);
    assert_string_equal(pre[0]->batch, "");

    list = (struct asset){.etag = "3", .data = STR("u,01,broken\n")};
    c = dbtest_write(t);
    assert_int_equal(unit_install(c, t->a, &list, &changed), ERR_CORRUPT);
    db_end(&c); /* not committed: the list of before stays */
    AUTO_UNIT_TREE *three = load(t);
    assert_true(unit_generation(three) == unit_generation(two));
}

static size_t open_splits(const struct unit_tree *t)
{
    size_t n, open = 0;
    const struct unit_split *s = unit_splits(t, &n);
    for (size_t i = 0; i < n; i++)
        open += !s[i].complete;
    return open;
}

static void import_and_back(struct dbtest *t)
{
    const char *text = changes_file();
    if (!text)
        return;
    install(t);
    AUTO_UNIT_TREE *before = load(t);
    struct unit_report r = import(t, before, text);
    assert_int_equal(r.added, 531);
    assert_int_equal(r.bad, 1);
    assert_int_equal(r.splits_open, 0);
    assert_non_null(r.batch);

    AUTO_UNIT_TREE *after = load(t);
    assert_true(unit_generation(after) != unit_generation(before));
    assert_int_equal(open_splits(after), 0);
    size_t n;
    const struct unit_split *s = unit_splits(after, &n);
    assert_int_equal(n, 441);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(s[i].known, s[i].parts);

    struct unit_report again = import(t, after, text);
    assert_int_equal(again.added + again.changed, 0);
    assert_int_equal(again.same, 10571);
    assert_null(again.batch);

    assert_int_equal(revert(t, r.batch), OK);
    assert_int_equal(revert(t, r.batch), ERR_CONFLICT);
    assert_int_equal(revert(t, "0196fb1c-0000-7000-8000-000000000000"), ERR_NOT_FOUND);
    assert_int_equal(revert(t, "00000000-0000-0000-0000-000000000000"), ERR_NOT_FOUND);
    assert_int_equal(revert(t, "'; drop"), ERR_NOT_FOUND);
    AUTO_UNIT_TREE *back = load(t);
    assert_true(unit_generation(back) == unit_generation(before));
    assert_int_equal(open_splits(back), 441);

    struct dbc *c = dbtest_read(t);
    struct db_rows *b = unit_batches(c, t->a);
    assert_int_equal(db_row_count(b), 2);
    assert_true(db_next(b));
    assert_string_equal(db_text(b, 0), r.batch);
    assert_string_equal(db_text(b, 1), "b.csv");
    assert_int_equal(db_int(b, 4), 531);
    assert_string_equal(db_text(b, 6), "you");
    db_end(&c);
}

/* The newest batch wins; taking it back brings the one before into force again. */
static void batches_lie_over_each_other(struct dbtest *t)
{
    install(t);
    AUTO_UNIT_TREE *t0 = load(t);
    struct unit_report one = import(t, t0,
        HEADER
        "00001,00004,split_part,2025-07-01,x,0.1\n00001,00097,split_part,2025-07-01,x,0.9\n");
    assert_int_equal(one.added, 1);
    assert_int_equal(one.changed, 1);
    AUTO_UNIT_TREE *t1 = load(t);
    struct unit_report two = import(t, t1,
        HEADER
        "00001,00004,split_part,2025-07-01,x,0.3\n00001,00097,split_part,2025-07-01,x,0.7\n");
    assert_int_equal(two.changed, 2);
    AUTO_UNIT_TREE *t2 = load(t);
    size_t n;
    const struct unit_change *s = unit_successors(t2, "00001", &n);
    assert_int_equal(n, 2);
    assert_true(s[0].share > 0.29 && s[0].share < 0.31);
    assert_true(unit_within_later(t2, "00001", BEFORE, "00004", LATER));
    assert_int_equal(revert(t, two.batch), OK);
    AUTO_UNIT_TREE *t3 = load(t);
    s = unit_successors(t3, "00001", &n);
    assert_true(s[0].share > 0.09 && s[0].share < 0.11);
    assert_int_equal(revert(t, one.batch), OK);
    AUTO_UNIT_TREE *t4 = load(t);
    s = unit_successors(t4, "00001", &n);
    assert_int_equal(n, 1);
    assert_int_equal(s[0].kind, UNIT_MERGE_FULL);
}

static void swaps_tree(struct dbtest *t)
{
    install(t);
    struct units *u = units_open(t->a, load(t));
    struct unit_tree *old = units_hold(u);
    struct dbc *c = dbtest_read(t);
    assert_int_equal(units_refresh(u, c), OK);
    struct unit_tree *same = units_hold(u);
    assert_ptr_equal(same, old);
    units_drop(u, same);
    db_end(&c);
    import(t, old,
        HEADER "00001,00004,split_part,2025-07-01,x,0.1\n00001,00097,split_part,2025-07-01,x,\n");
    c = dbtest_read(t);
    assert_int_equal(units_refresh(u, c), OK);
    db_end(&c);
    struct unit_tree *now = units_hold(u);
    assert_ptr_not_equal(now, old);
    assert_false(unit_within_later(old, "00001", BEFORE, "00004", LATER)); /* still whole */
    assert_true(unit_within_later(now, "00001", BEFORE, "00004", LATER));
    units_drop(u, old);
    units_drop(u, now);
    units_close(u);
}

/* Whatever statement fails, an import leaves all or nothing. */
static void import_fails_whole(struct dbtest *t)
{
    install(t);
    AUTO_UNIT_TREE *t0 = load(t);
    struct unit_import in = {.file = "b.csv",
        .by = "me",
        .text = STR(HEADER "00001,00004,split_part,2025-07-01,x,0.1\n"
                           "00001,00097,split_part,2025-07-01,x,\n")};
    for (int n = 1; n <= 3; n++) {
        struct unit_report r;
        struct dbc *c = dbtest_write(t);
        db_fault(t->db, n, ERR_UNAVAILABLE);
        enum err e = unit_import(c, t->a, t0, &in, &r);
        assert_int_equal(e == OK ? db_commit(c) : e, ERR_UNAVAILABLE);
        db_end(&c);
        db_fault(t->db, 0, OK);
        AUTO_UNIT_TREE *after = load(t);
        assert_true(unit_generation(after) == unit_generation(t0));
    }
}

DB_TEST_FN(installs_once)
DB_TEST_FN(newer_list)
DB_TEST_FN(import_and_back)
DB_TEST_FN(batches_lie_over_each_other)
DB_TEST_FN(swaps_tree)
DB_TEST_FN(import_fails_whole)

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(faults_of_a_file),
        cmocka_unit_test(import_of_form), cmocka_unit_test(import_together),
        cmocka_unit_test(changes_complete_splits), DB_TEST(installs_once), DB_TEST(newer_list),
        DB_TEST(import_and_back), DB_TEST(batches_lie_over_each_other), DB_TEST(swaps_tree),
        DB_TEST(import_fails_whole)};
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("unit_import", tests, set_up, tear_down);
}
