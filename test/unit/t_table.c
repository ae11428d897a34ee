// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Tables of packs on both databases: sync, insert, versions, lists, word search, groups, and that
 * no text of a caller becomes SQL.
 */
#include "dbtest.h"

#include <pthread.h>

static const struct db_col CHILD_COLS[] = {
    {"name", DB_TEXT, true, false},
    {"order", DB_INT, false, true}, /* a word of SQL is a fine name */
    {"weight", DB_REAL, false, false},
    {"photo", DB_BLOB, false, false},
    {"guardian", DB_ID, false, false},
};
static const struct db_table CHILD = {"child", CHILD_COLS, COUNT(CHILD_COLS), false};
enum { NAME = DC__COUNT, ORDER, WEIGHT, PHOTO, GUARDIAN, WIDTH };

static void sync_child(struct dbtest *t, const struct db_table *table)
{
    AUTO_DBC *c = dbtest_write(t);
    if (db_table_sync(c, table) != OK)
        fail_msg("sync: %s", err_detail());
    dbtest_commit(&c);
}

/* A row of commune `unit`; id from n, so that ids sort by n. */
static const char *id_of(struct dbtest *t, int n)
{
    return arena_printf(t->a, "0190c3f4-7a52-7b14-8c1e-%012d", n);
}

static struct value *row(
    struct dbtest *t, int n, const char *unit, const char *name, const char *words)
{
    struct value *v = NEW_N(t->a, struct value, WIDTH);
    v[DC_PROVINCE] = v_text("01");
    v[DC_ID] = v_text(id_of(t, n));
    v[DC_UNIT] = v_text(unit);
    v[DC_CODE] = v_text(arena_printf(t->a, "TE-%04d", n));
    v[DC_VERSION] = v_int(1);
    v[DC_STATE] = v_text(n % 2 ? "open" : "closed");
    v[DC_LABEL] = v_text(name);
    v[DC_SEARCH] = v_text(words);
    v[DC_CREATED_AT] = v[DC_UPDATED_AT] = v_int(1000 + n);
    v[DC_CREATED_BY] = v[DC_UPDATED_BY] = v_text(id_of(t, 999));
    v[DC_PACK_VERSION] = v_text("2025-07-01");
    v[NAME] = v_text(name);
    v[ORDER] = n % 3 ? v_int(n % 3) : VNULL;
    v[WEIGHT] = v_real(n / 4.0);
    return v;
}

static void insert(struct dbtest *t, struct dbc *c, const struct value *v)
{
    (void)t;
    if (db_table_insert(c, &CHILD, v) != OK)
        fail_msg("insert: %s", err_detail());
}

/* Ten children in two communes. */
static void fill(struct dbtest *t)
{
    static const struct {
        const char *name, *words;
    } who[] = {{"Nguyễn Văn An", "nguyen van an"}, {"Trần Thị Ánh", "tran thi anh"},
        {"Đỗ Đức Anh", "do duc anh"}, {"Nguyễn Thị Vân", "nguyen thi van"},
        {"Lê Văn Đức", "le van duc"}};
    sync_child(t, &CHILD);
    AUTO_DBC *c = dbtest_write(t);
    for (int n = 1; n <= 10; n++)
        insert(t, c, row(t, n, n <= 5 ? "00001" : "00002", who[n % 5].name, who[n % 5].words));
    dbtest_commit(&c);
}

/* "3 2 1": the last digits of the ids found. */
static const char *found(struct dbtest *t, struct dbc *c, const struct db_select *s)
{
    struct buf b = buf_in(t->a, 4000);
    struct db_rows *r = db_table_select(c, t->a, s);
    while (db_next(r))
        buf_printf(&b, "%s%d", b.n ? " " : "", atoi(db_text(r, DC_ID) + 24));
    if (db_status(c) != OK)
        fail_msg("select: %s", err_detail());
    return b.p;
}
#define FOUND(c, ...) found(t, c, &(struct db_select){.t = &CHILD, __VA_ARGS__})

/* ---- rows ------------------------------------------------------------------------------------ */

static void insert_and_read_back(struct dbtest *t)
{
    sync_child(t, &CHILD);
    struct value *v = row(t, 7, "00001", "Bé Na", "be na");
    v[PHOTO] = v_blob("\xff\0\x01", 3);
    v[GUARDIAN] = v_text(id_of(t, 8));
    AUTO_DBC *c = dbtest_write(t);
    insert(t, c, v);
    dbtest_commit(&c);
    c = dbtest_read(t);
    struct db_select s = {.t = &CHILD, .id = id_of(t, 7)};
    struct db_rows *r = db_table_select(c, t->a, &s);
    assert_true(db_next(r));
    assert_int_equal(db_cols(r), WIDTH);
    for (int i = 0; i < WIDTH; i++) {
        const char *name = i < DC__COUNT ? db_common_cols[i].name : CHILD_COLS[i - DC__COUNT].name;
        assert_string_equal(db_col_name(r, i), name);
        if (!v_eq(db_value(r, i), v[i]))
            fail_msg("column %s differs", name);
    }
    assert_false(db_next(r));
}

static void taken_keys_conflict(struct dbtest *t)
{
    fill(t);
    AUTO_DBC *c = dbtest_write(t);
    enum err e = db_table_insert(c, &CHILD, row(t, 3, "00001", "Khác", "khac"));
    assert_int_equal(dbtest_told(c, e), ERR_CONFLICT);
    assert_int_equal(db_commit(c), ERR_CONFLICT);
    db_end(&c);
    struct value *v = row(t, 11, "00001", "Khác", "khac");
    v[DC_CODE] = v_text("TE-0003");
    c = dbtest_write(t);
    assert_int_equal(dbtest_told(c, db_table_insert(c, &CHILD, v)), ERR_CONFLICT);
    db_end(&c);
    c = dbtest_write(t);
    v[DC_PROVINCE] = v_text("79"); /* another province may use the code */
    insert(t, c, v);
    struct value *w = row(t, 12, "00001", "Khác", "khac");
    v[DC_ID] = v_text(id_of(t, 13));
    v[DC_CODE] = w[DC_CODE] = VNULL; /* and no code is no conflict */
    insert(t, c, v);
    insert(t, c, w);
    dbtest_commit(&c);
}

static void wrong_values_are_refused(struct dbtest *t)
{
    sync_child(t, &CHILD);
    const struct value bad[] = {v_text("x"), v_int(1), v_text("1"), v_text("x")};
    const int at[] = {DC_ID, NAME, ORDER, GUARDIAN};
    for (size_t i = 0; i < COUNT(bad); i++) {
        AUTO_DBC *c = dbtest_write(t);
        struct value *v = row(t, 1, "00001", "A", "a");
        v[at[i]] = bad[i];
        assert_int_equal(db_table_insert(c, &CHILD, v), ERR_INVALID);
    }
    AUTO_DBC *c = dbtest_write(t);
    struct value *v = row(t, 1, "00001", "A", "a");
    v[NAME] = VNULL;
    assert_int_equal(dbtest_told(c, db_table_insert(c, &CHILD, v)), ERR_DB);
}

/* ---- versions -------------------------------------------------------------------------------- */

static enum err rename_to(struct dbtest *t, struct dbc *c, const char *name, int64_t version)
{
    struct value *v = row(t, 1, "00002", name, name);
    v[DC_VERSION] = v_int(version + 1);
    v[DC_UPDATED_AT] = v_int(5000 + version);
    return db_table_update(c, &CHILD, v, version);
}

static void old_versions_are_kept(struct dbtest *t)
{
    fill(t);
    AUTO_DBC *c = dbtest_write(t);
    assert_int_equal(rename_to(t, c, "hai", 1), OK);
    assert_int_equal(rename_to(t, c, "ba", 2), OK);
    assert_int_equal(rename_to(t, c, "hai lan nua", 2), ERR_CONFLICT);
    assert_int_equal(db_status(c), OK); /* the caller may read and merge */
    dbtest_commit(&c);
    c = dbtest_read(t);
    struct db_select s = {.t = &CHILD, .id = id_of(t, 1), .history = true};
    struct db_rows *r = db_table_select(c, t->a, &s);
    const char *const names[] = {"Trần Thị Ánh", "hai", "ba"};
    for (int i = 0; i < 3; i++) {
        assert_true(db_next(r));
        assert_int_equal(db_int(r, DC_VERSION), i + 1);
        assert_string_equal(db_text(r, NAME), names[i]);
        assert_string_equal(db_text(r, DC_UNIT), i ? "00002" : "00001");
    }
    assert_false(db_next(r));
    assert_string_equal(FOUND(c, .words = "anh thi tran"), "6");
    assert_string_equal(FOUND(c, .words = "ba"), "1");
    struct value none = row(t, 77, "00001", "x", "x")[DC_ID];
    assert_string_equal(FOUND(c, .id = none.s.p), "");
}

static void update_of_nothing_conflicts(struct dbtest *t)
{
    sync_child(t, &CHILD);
    AUTO_DBC *c = dbtest_write(t);
    assert_int_equal(rename_to(t, c, "x", 1), ERR_CONFLICT);
    assert_int_equal(db_status(c), OK);
}

struct race {
    struct dbtest *t;
    int won;
};
static void *race(void *ctx)
{
    struct race *r = ctx;
    struct dbtest mine = *r->t;
    mine.a = arena_open();
    for (int version = 1; version <= 20; version++) {
        AUTO_DBC *c = NULL;
        if (db_begin_write(mine.db, &c) != OK)
            continue;
        if (rename_to(&mine, c, "x", version) == OK && db_commit(c) == OK)
            r->won++;
    }
    arena_close(mine.a);
    return NULL;
}

/* Of those who save the same version only one wins, and the history has no gap and no double. */
static void one_wins_a_version(struct dbtest *t)
{
    fill(t);
    struct race r[4];
    pthread_t th[4];
    int won = 0;
    for (int i = 0; i < 4; i++) {
        r[i] = (struct race){.t = t};
        assert_int_equal(pthread_create(&th[i], NULL, race, &r[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(th[i], NULL);
        won += r[i].won;
    }
    AUTO_DBC *c = dbtest_read(t);
    struct db_select s = {.t = &CHILD, .id = id_of(t, 1), .history = true};
    struct db_rows *rows = db_table_select(c, t->a, &s);
    assert_int_equal(db_row_count(rows), won + 1);
    for (int i = 1; db_next(rows); i++)
        assert_int_equal(db_int(rows, DC_VERSION), i);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void lists_scope_order_and_page(struct dbtest *t)
{
    fill(t);
    AUTO_DBC *c = dbtest_read(t);
    assert_string_equal(FOUND(c, .limit = 3), "10 9 8");
    assert_string_equal(FOUND(c, .limit = 3, .offset = 8), "2 1");
    assert_string_equal(FOUND(c, .province = "01", .unit = "00001"), "5 4 3 2 1");
    assert_string_equal(FOUND(c, .province = "79"), "");
    assert_string_equal(FOUND(c, .code = "TE-0004"), "4");
    assert_string_equal(FOUND(c, .unit = "00001", .order = "weight"), "1 2 3 4 5");
    assert_string_equal(FOUND(c, .unit = "00001", .order = "order"), "1 4 2 5 3");
    assert_string_equal(
        FOUND(c, .unit = "00001", .order = "order", .descending = true), "5 2 4 1 3");
    struct db_cond cond = {"(weight > $1 OR state = $2) AND name <> '$1'", ARGS(2.0, "open")};
    assert_string_equal(FOUND(c, .unit = "00002", .cond = cond), "10 9 7");
    cond.sql = "weight > $1 AND state = $2";
    assert_string_equal(FOUND(c, .province = "01", .cond = cond), "9");
    cond = (struct db_cond){"created_by = $1", ARGS(id_of(t, 999))};
    assert_string_equal(FOUND(c, .province = "01", .cond = cond, .limit = 2), "10 9");
    struct db_select all = {.t = &CHILD, .unit = "00001", .limit = 1};
    assert_int_equal(db_table_count(c, &all), 5);
}

static void deleted_rows_hide(struct dbtest *t)
{
    fill(t);
    struct value *v = row(t, 1, "00001", "x", "x");
    v[DC_VERSION] = v_int(2);
    v[DC_DELETED_AT] = v_int(9999);
    AUTO_DBC *c = dbtest_write(t);
    assert_int_equal(db_table_update(c, &CHILD, v, 1), OK);
    assert_string_equal(FOUND(c, .unit = "00001"), "5 4 3 2");
    assert_string_equal(FOUND(c, .unit = "00001", .deleted = true), "5 4 3 2 1");
    assert_string_equal(FOUND(c, .id = id_of(t, 1)), "");
}

static void groups_count(struct dbtest *t)
{
    fill(t);
    AUTO_DBC *c = dbtest_read(t);
    struct db_select s = {.t = &CHILD, .province = "01"};
    struct buf b = buf_in(t->a, 1000);
    struct db_rows *r = db_table_group(c, t->a, &s, "unit", "order");
    while (db_next(r))
        buf_printf(
            &b, "%s/%s=%d ", db_text(r, 0), db_text(r, 1) ? db_text(r, 1) : "-", (int)db_int(r, 2));
    assert_string_equal(b.p, "00001/1=2 00001/2=2 00001/-=1 00002/1=2 00002/2=1 00002/-=2 ");
    r = db_table_group(c, t->a, &s, "state", NULL);
    assert_true(db_next(r));
    assert_int_equal(db_cols(r), 2);
    assert_string_equal(db_text(r, 0), "closed");
    assert_int_equal(db_int(r, 1), 5);
}

static void words_are_found(struct dbtest *t)
{
    fill(t);
    AUTO_DBC *c = dbtest_read(t);
    for (int in_unit = 0; in_unit < 2; in_unit++) {
        const char *p = in_unit ? "01" : NULL, *u = in_unit ? "00001" : NULL;
        struct db_select s = {.t = &CHILD, .province = p, .unit = u};
        struct {
            const char *words, *all, *unit;
        } want[] = {{"nguyen", "10 8 5 3", "5 3"}, {"van nguyen", "10 8 5 3", "5 3"},
            {"duc a", "7 2", "2"}, {"d", "9 7 4 2", "4 2"}, {"guyen", "", ""},
            {"an", "10 7 6 5 2 1", "5 2 1"}, {"  thi   tr ", "6 1", "1"},
            {"", "10 9 8 7 6 5 4 3 2 1", "5 4 3 2 1"}, {"zzz", "", ""}};
        for (size_t i = 0; i < COUNT(want); i++) {
            s.words = want[i].words;
            assert_string_equal(found(t, c, &s), in_unit ? want[i].unit : want[i].all);
        }
    }
}

/* ---- injection ------------------------------------------------------------------------------- */

static const char *const NASTY[] = {"'", "\"", "' OR '1'='1", "x\") OR (\"1\"=\"1",
    "; DROP TABLE r_child", "$1", "$99", "?1", "%", "_", "\\", "a* OR b", "NEAR(a b)", "-- x",
    "/* x", "search:a", "a:*|b", "!a", "(", ")", "^", "{a b}: c", "\x01"};

static void texts_are_only_values(struct dbtest *t)
{
    fill(t);
    for (size_t i = 0; i < COUNT(NASTY); i++) {
        AUTO_DBC *c = dbtest_read(t);
        assert_string_equal(FOUND(c, .province = NASTY[i]), "");
        assert_string_equal(FOUND(c, .unit = NASTY[i]), "");
        assert_string_equal(FOUND(c, .code = NASTY[i]), "");
        struct db_select s = {.t = &CHILD, .words = NASTY[i]};
        db_table_count(c, &s);
        s.unit = "00001";
        db_table_count(c, &s);
        assert_int_equal(db_status(c), OK);
    }
    AUTO_DBC *c = dbtest_read(t);
    assert_int_equal(db_table_count(c, &(struct db_select){.t = &CHILD}), 10);
}

static void names_come_from_the_table(struct dbtest *t)
{
    fill(t);
    for (size_t i = 0; i < COUNT(NASTY) + 1; i++) {
        const char *nasty = i < COUNT(NASTY) ? NASTY[i] : "row_no";
        AUTO_DBC *c = dbtest_read(t);
        struct db_select s = {.t = &CHILD, .order = nasty};
        assert_false(db_next(db_table_select(c, t->a, &s)));
        assert_int_equal(db_status(c), ERR_INVALID);
        db_end(&c);
        c = dbtest_read(t);
        s.order = NULL;
        db_table_group(c, t->a, &s, "unit", nasty);
        assert_int_equal(db_status(c), ERR_INVALID);
        db_end(&c);
        c = dbtest_read(t);
        s.id = nasty;
        db_table_select(c, t->a, &s);
        assert_int_equal(db_status(c), ERR_INVALID);
    }
}

static void conditions_stay_in_their_brackets(struct dbtest *t)
{
    fill(t);
    static const char *const bad[] = {"1 = 1) OR (1 = 1", "1 = 1; DELETE FROM r_child", "1 = 1 --",
        "1 = 1 /* x", "((1 = 1)", "name = 'x", "name = $2", "name = $0", "name = $", ")("};
    for (size_t i = 0; i < COUNT(bad); i++) {
        AUTO_DBC *c = dbtest_read(t);
        struct db_select s = {.t = &CHILD, .unit = "00001", .cond = {bad[i], ARGS("x")}};
        assert_int_equal(db_table_count(c, &s), 0);
        assert_int_equal(db_status(c), ERR_INVALID);
    }
    AUTO_DBC *c = dbtest_read(t);
    struct db_cond cond = {"name <> ') OR (1=1) --;$7'", NO_ARGS};
    assert_string_equal(FOUND(c, .unit = "00001", .cond = cond), "5 4 3 2 1");
}

/* ---- sync ------------------------------------------------------------------------------------ */

static void sync_adds_and_never_changes(struct dbtest *t)
{
    static const struct db_col more[] = {{"name", DB_TEXT, true, true},
        {"order", DB_INT, false, true}, {"weight", DB_REAL, false, false},
        {"photo", DB_BLOB, false, false}, {"guardian", DB_ID, false, false},
        {"school", DB_TEXT, true, true}};
    static const struct db_table wider = {"child", more, COUNT(more), false};
    fill(t);
    sync_child(t, &CHILD);
    sync_child(t, &wider);
    sync_child(t, &wider);
    AUTO_DBC *c = dbtest_write(t);
    struct db_select s = {.t = &wider, .id = id_of(t, 4)};
    struct db_rows *r = db_table_select(c, t->a, &s);
    assert_true(db_next(r));
    assert_true(v_is_null(db_value(r, WIDTH)));
    struct value v[WIDTH + 1];
    memcpy(v, row(t, 4, "00001", "Bốn", "bon"), sizeof(struct value) * WIDTH);
    v[WIDTH] = v_text("Trường Kim Đồng");
    v[DC_VERSION] = v_int(2);
    assert_int_equal(db_table_update(c, &wider, v, 1), OK);
    dbtest_commit(&c);
    assert_int_equal(db_begin_write(t->db, &c), OK);
    static const struct db_col changed[] = {{"weight", DB_INT, false, false}};
    static const struct db_table other = {"child", changed, 1, false};
    assert_int_equal(db_table_sync(c, &other), ERR_CONFLICT);
    assert_non_null(strstr(err_detail(), "weight"));
}

static void sync_refuses_bad_names(struct dbtest *t)
{
    static const struct db_col cols[] = {{"Name", DB_TEXT, false, false},
        {"a b", DB_TEXT, false, false}, {"", DB_TEXT, false, false}, {"id", DB_TEXT, false, false},
        {"1a", DB_TEXT, false, false}, {"row_no", DB_INT, false, false},
        {"replaced_at", DB_INT, false, false},
        {"a\" TEXT); DROP TABLE meta; --", DB_TEXT, false, false},
        {"a123456789_123456789_123456789_123456789_123456789_12345", DB_TEXT, false, false}};
    for (size_t i = 0; i < COUNT(cols); i++) {
        AUTO_DBC *c = dbtest_write(t);
        struct db_table bad = {"bad", &cols[i], 1, false};
        assert_int_equal(db_table_sync(c, &bad), ERR_INVALID);
    }
    AUTO_DBC *c = dbtest_write(t);
    assert_int_equal(
        db_table_sync(c, &(struct db_table){"x; DROP TABLE meta", NULL, 0, false}), ERR_INVALID);
}

/* Names at the limit, and two indexes whose long names start alike. */
static void long_names_fit(struct dbtest *t)
{
    static const struct db_col cols[] = {
        {"a123456789_123456789_123456789_123456789_123456789_1234", DB_TEXT, false, true},
        {"a123456789_123456789_123456789_123456789_123456789_1235", DB_TEXT, false, true}};
    static const struct db_table table = {
        "t123456789_123456789_123456789_123456789_1234567", cols, 2, false};
    sync_child(t, &table);
    sync_child(t, &table);
}

/* A new table used before the transaction that made it ends, and undone with it. */
static void sync_is_part_of_the_transaction(struct dbtest *t)
{
    AUTO_DBC *c = dbtest_write(t);
    assert_int_equal(db_table_sync(c, &CHILD), OK);
    insert(t, c, row(t, 1, "00001", "A", "a"));
    assert_string_equal(FOUND(c, .words = "a"), "1");
    db_end(&c);
    fill(t);
}

/* ---- plans ----------------------------------------------------------------------------------- */

/* The lists of a commune and a search must not read the whole table: shown by time on many rows. */
static void many_rows_stay_fast(struct dbtest *t)
{
    enum { N = 4000 };
    sync_child(t, &CHILD);
    AUTO_DBC *c = dbtest_write(t);
    for (int n = 1; n <= N; n++)
        insert(t, c,
            row(t, n, arena_printf(t->a, "%05d", n % 40), "Nguyễn Văn An",
                n == 77 ? "hoang hiem" : "nguyen van an"));
    dbtest_commit(&c);
    c = dbtest_read(t);
    assert_string_equal(FOUND(c, .words = "hoang"), "77");
    assert_string_equal(FOUND(c, .province = "01", .unit = "00037", .words = "hiem"), "77");
    assert_int_equal(
        db_table_count(c, &(struct db_select){.t = &CHILD, .words = "van nguyen"}), N - 1);
}

DB_TEST_FN(insert_and_read_back)
DB_TEST_FN(taken_keys_conflict)
DB_TEST_FN(wrong_values_are_refused)
DB_TEST_FN(old_versions_are_kept)
DB_TEST_FN(update_of_nothing_conflicts)
DB_TEST_FN(one_wins_a_version)
DB_TEST_FN(lists_scope_order_and_page)
DB_TEST_FN(deleted_rows_hide)
DB_TEST_FN(groups_count)
DB_TEST_FN(words_are_found)
DB_TEST_FN(texts_are_only_values)
DB_TEST_FN(names_come_from_the_table)
DB_TEST_FN(conditions_stay_in_their_brackets)
DB_TEST_FN(sync_adds_and_never_changes)
DB_TEST_FN(sync_refuses_bad_names)
DB_TEST_FN(long_names_fit)
DB_TEST_FN(sync_is_part_of_the_transaction)
DB_TEST_FN(many_rows_stay_fast)

int main(void)
{
    const struct CMUnitTest table[] = {
        DB_TEST(insert_and_read_back),
        DB_TEST(taken_keys_conflict),
        DB_TEST(wrong_values_are_refused),
        DB_TEST(old_versions_are_kept),
        DB_TEST(update_of_nothing_conflicts),
        DB_TEST(one_wins_a_version),
        DB_TEST(lists_scope_order_and_page),
        DB_TEST(deleted_rows_hide),
        DB_TEST(groups_count),
        DB_TEST(words_are_found),
        DB_TEST(texts_are_only_values),
        DB_TEST(names_come_from_the_table),
        DB_TEST(conditions_stay_in_their_brackets),
        DB_TEST(sync_adds_and_never_changes),
        DB_TEST(sync_refuses_bad_names),
        DB_TEST(long_names_fit),
        DB_TEST(sync_is_part_of_the_transaction),
        DB_TEST(many_rows_stay_fast),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("table", table, NULL, NULL);
}
