// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Migrations and copies on both databases: type words, running twice and at once, a failing file,
 * a database that is newer; dump and load between any two databases.
 */
#include "dbtest.h"

#include "db/db_int.h"

#include <pthread.h>

static struct migration file(const char *name, const char *sql)
{
    return (struct migration){name, str_of(sql)};
}

/* The real first migration, which the others need. */
static struct migration base_file(void)
{
    const struct asset *as = asset_find("sql/schema/0001_base.sql");
    assert_non_null(as);
    return (struct migration){"0001_base.sql", as->data};
}

/* ---- type words ------------------------------------------------------------------------------ */

static const char *expand(struct arena *a, const struct dialect *d, const char *sql)
{
    struct buf b = buf_in(a, 10000);
    return schema_expand(d, "0009_x.sql", str_of(sql), &b) == OK ? b.p : NULL;
}

static void type_words(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const char *sql = "CREATE TABLE t (id :id, text :text DEFAULT ':int', n :int -- a :real; one\n"
                      ") ; CREATE INDEX i ON t (id);\nCREATE TABLE \"u:blob\" (b :blob, r :real);";
    assert_string_equal(expand(a, &dialect_sqlite, sql),
        "CREATE TABLE t (id TEXT, text TEXT DEFAULT ':int', n INTEGER -- a :real; one\n"
        ")  STRICT; CREATE INDEX i ON t (id);\nCREATE TABLE \"u:blob\" (b BLOB, r REAL) STRICT;");
    assert_string_equal(expand(a, &dialect_pgsql, sql),
        "CREATE TABLE t (id uuid, text text COLLATE \"C\" DEFAULT ':int', n bigint -- a :real; "
        "one\n"
        ") ; CREATE INDEX i ON t (id);\n"
        "CREATE TABLE \"u:blob\" (b bytea, r double precision);");
    assert_string_equal(expand(a, &dialect_pgsql, "SELECT x::text"), "SELECT x::text");
    assert_null(expand(a, &dialect_sqlite, "CREATE TABLE t (\n a :integer)"));
    assert_non_null(strstr(err_detail(), "0009_x.sql:2: unknown type :integer"));
    const char *const cut[] = {":", "'", "\"", "--", "a:", "", ";", "CREATE TABLE t ("};
    for (size_t i = 0; i < COUNT(cut); i++)
        assert_non_null(expand(a, &dialect_sqlite, cut[i]));
}

/* ---- applying -------------------------------------------------------------------------------- */

static void twice_does_nothing(struct dbtest *t)
{
    int applied = -1;
    assert_int_equal(db_migrate(t->db, &applied), OK);
    assert_int_equal(applied, 0);
    AUTO_DBC *c = dbtest_read(t);
    assert_true(db_schema_version(c, t->a) >= 1);
}

static void empty_database_is_version_0(struct dbtest *t)
{
    struct dbtest e;
    assert_true(dbtest_make(&e, t->pg));
    dbtest_open(&e);
    AUTO_DBC *c = dbtest_read(&e);
    assert_int_equal(db_schema_version(c, e.a), 0);
    assert_int_equal(db_status(c), OK);
    db_end(&c);
    dbtest_drop(&e);
}

static void failing_file_leaves_nothing(struct dbtest *t)
{
    struct migration m[] = {base_file(),
        file("0801_good.sql", "CREATE TABLE good (id :id PRIMARY KEY);"),
        file("0802_bad.sql", "CREATE TABLE half (id :id);\nCREATE TABLE good (id :id);")};
    int applied = 0;
    assert_int_equal(migrate_files(t->db, m, 3, &applied), ERR_DB);
    assert_non_null(strstr(err_detail(), "0802_bad.sql"));
    AUTO_DBC *c = dbtest_read(t);
    assert_int_equal(db_schema_version(c, t->a), 801);
    struct db_rows *r = db_tables(c, t->a);
    while (db_next(r))
        assert_string_not_equal(db_text(r, 0), "half");
    db_end(&c);
    m[2].sql = STR("CREATE TABLE half (id :id);");
    assert_int_equal(migrate_files(t->db, m, 3, &applied), OK);
    assert_int_equal(applied, 1);
    m[1].name = "12_x.sql";
    assert_int_equal(migrate_files(t->db, m, 3, &applied), ERR_INVALID);
}

static void newer_database_is_refused(struct dbtest *t)
{
    struct migration m[] = {base_file(), file("0900_later.sql", "CREATE TABLE later (id :id);")};
    assert_int_equal(migrate_files(t->db, m, 2, NULL), OK);
    assert_int_equal(migrate_files(t->db, m, 1, NULL), ERR_CONFLICT);
}

static void files_for_one_database(struct dbtest *t)
{
    struct migration m[] = {base_file(),
        file("0800_x.sqlite.sql", "CREATE TABLE only_sqlite (a :int);"),
        file("0800_x.pgsql.sql", "CREATE TABLE only_pgsql (a :int);")};
    int applied = 0;
    assert_int_equal(migrate_files(t->db, m, 3, &applied), OK);
    assert_int_equal(applied, 1);
    AUTO_DBC *c = dbtest_read(t);
    bool found = false;
    struct db_rows *r = db_tables(c, t->a);
    while (db_next(r))
        found = found || streq(db_text(r, 0), t->pg ? "only_pgsql" : "only_sqlite");
    assert_true(found);
}

enum { STARTERS = 6 };
struct starter {
    const char *url;
    int applied;
    enum err e;
};

/* As processes do: each with its own struct db. */
static void *start(void *ctx)
{
    struct starter *s = ctx;
    struct migration m[] = {base_file(), file("0700_a.sql", "CREATE TABLE a (id :id PRIMARY KEY);"),
        file("0701_b.sql", "CREATE TABLE b (id :id REFERENCES a (id));")};
    struct db *db = NULL;
    s->e = db_open(&db, s->url, &(struct db_options){.create = true});
    if (s->e == OK)
        s->e = migrate_files(db, m, 3, &s->applied);
    db_close(db);
    return NULL;
}

static void many_start_at_once(struct dbtest *t)
{
    struct dbtest e;
    assert_true(dbtest_make(&e, t->pg));
    struct starter s[STARTERS];
    pthread_t th[STARTERS];
    int total = 0;
    for (int i = 0; i < STARTERS; i++) {
        s[i] = (struct starter){.url = e.url};
        assert_int_equal(pthread_create(&th[i], NULL, start, &s[i]), 0);
    }
    for (int i = 0; i < STARTERS; i++) {
        pthread_join(th[i], NULL);
        assert_int_equal(s[i].e, OK);
        total += s[i].applied;
    }
    assert_int_equal(total, 3);
    dbtest_drop(&e);
}

/* ---- copies ---------------------------------------------------------------------------------- */

static const struct db_col COLS[] = {{"name", DB_TEXT, false, false}, {"n", DB_INT, false, false},
    {"r", DB_REAL, false, false}, {"b", DB_BLOB, false, false}, {"other", DB_ID, false, false}};
static const struct db_table TABLE = {.name = "thing", .cols = COLS, .ncols = COUNT(COLS)};

static void make_tables(struct dbtest *t)
{
    struct migration m[] = {base_file(),
        file("0700_z.sql",
            "CREATE TABLE z_parent (id :id PRIMARY KEY, name :text);"
            "CREATE TABLE a_child (id :id PRIMARY KEY, z :id REFERENCES z_parent (id));")};
    assert_int_equal(migrate_files(t->db, m, 2, NULL), OK);
    AUTO_DBC *c = dbtest_write(t);
    assert_int_equal(db_table_sync(c, &TABLE), OK);
    dbtest_commit(&c);
}

static void fill(struct dbtest *t)
{
    static const char *const cols[] = {"id", "name"}, *const child[] = {"id", "z"};
    AUTO_DBC *c = dbtest_write(t);
    struct value v[DC__COUNT + COUNT(COLS)] = {[DC_PROVINCE] = v_text("01"),
        [DC_UNIT] = v_text("00001"),
        [DC_CREATED_AT] = v_int(1),
        [DC_UPDATED_AT] = v_int(1)};
    for (int i = 0; i < 700; i++) {
        char id[37];
        uuid7(id);
        v[DC_ID] = v_text(arena_dup(t->a, id));
        v[DC_VERSION] = v_int(1);
        v[DC_SEARCH] = v_text("chu be");
        v[DC__COUNT] = v_text("Chú bé 'loắt choắt'\n");
        v[DC__COUNT + 1] = i % 5 ? v_int(INT64_MAX - i) : VNULL;
        v[DC__COUNT + 2] = v_real(i / 7.0);
        v[DC__COUNT + 3] = v_blob("\0\x80\xff", 3);
        v[DC__COUNT + 4] = v[DC_ID];
        assert_int_equal(db_table_insert(c, &TABLE, v), OK);
        assert_int_equal(
            db_load(c, "z_parent", cols, 2, (struct value[]){v[DC_ID], v_text("")}), OK);
        assert_int_equal(db_load(c, "a_child", child, 2, (struct value[]){v[DC_ID], v[DC_ID]}), OK);
    }
    v[DC_VERSION] = v_int(2);
    assert_int_equal(db_table_update(c, &TABLE, v, 1), OK);
    dbtest_commit(&c);
}

/* A number that two equal sets of rows share, whatever their order. */
static uint64_t row_sum(struct arena *a, struct db_rows *r)
{
    uint64_t h = 1469598103934665603u;
    for (int i = 0; i < db_cols(r); i++) {
        struct value v = db_value(r, i);
        const char *text = v_is_null(v) ? "\1" : v_cstr(a, v);
        size_t n = v.t == V_TEXT || v.t == V_BLOB ? v.s.n : strlen(text);
        for (size_t k = 0; k < n; k++)
            h = (h ^ (unsigned char)text[k]) * 1099511628211u;
        h = (h ^ (unsigned)v.t) * 1099511628211u;
        for (const char *p = db_col_name(r, i); *p; p++)
            h = (h ^ (unsigned char)*p) * 1099511628211u;
    }
    return h;
}

struct copy {
    struct dbc *to;
    const char *table;
    struct arena *a;
    uint64_t sum;
    size_t n;
};

static bool copy_row(void *ctx, struct db_rows *r)
{
    struct copy *k = ctx;
    k->sum += row_sum(k->a, r);
    k->n++;
    if (!k->to)
        return true;
    const char *cols[64];
    struct value v[64];
    for (int i = 0; i < db_cols(r); i++) {
        cols[i] = db_col_name(r, i);
        v[i] = db_value(r, i);
    }
    return db_load(k->to, k->table, cols, (size_t)db_cols(r), v) == OK;
}

static struct copy dump_all(struct dbtest *from, struct dbc *to)
{
    struct copy k = {.to = to, .a = from->a};
    AUTO_DBC *c = NULL;
    assert_int_equal(db_begin_long_read(from->db, &c), OK);
    struct db_rows *tables = db_tables(c, from->a);
    assert_true(db_row_count(tables) >= 5);
    while (db_next(tables)) {
        k.table = db_text(tables, 0);
        if (to)
            assert_int_equal(db_clear(to, k.table), OK);
        assert_int_equal(db_dump(c, k.table, copy_row, &k), OK);
    }
    return k;
}

static void copy_between(bool from_pg, bool to_pg)
{
    struct dbtest a, b;
    if ((from_pg || to_pg) && !getenv("MANG_TEST_PG"))
        skip();
    assert_true(dbtest_make(&a, from_pg) && dbtest_make(&b, to_pg));
    dbtest_open(&a);
    dbtest_open(&b);
    make_tables(&a);
    make_tables(&b);
    fill(&a);
    struct dbc *to = dbtest_write(&b);
    struct copy out = dump_all(&a, to);
    dbtest_commit(&to);
    struct copy in = dump_all(&b, NULL);
    assert_int_equal(out.n, 3 * 700 + 1);
    assert_int_equal(in.n, out.n);
    assert_true(in.sum == out.sum);
    AUTO_DBC *c = dbtest_read(&b); /* the search index came along */
    assert_int_equal(db_table_count(c, &(struct db_select){.t = &TABLE, .words = "be"}), 700);
    db_end(&c);
    dbtest_drop(&a);
    dbtest_drop(&b);
}

static void copy_sqlite_sqlite(void **state)
{
    (void)state;
    copy_between(false, false);
}
static void copy_sqlite_pgsql(void **state)
{
    (void)state;
    copy_between(false, true);
}
static void copy_pgsql_sqlite(void **state)
{
    (void)state;
    copy_between(true, false);
}

static void load_refuses_what_is_not_there(struct dbtest *t)
{
    static const char *const col[] = {"nothing"};
    struct value v = v_int(1);
    const char *const tables[] = {
        "schema_version", "sqlite_master", "pg_class", "x; DROP TABLE meta", "meta\"", ""};
    for (size_t i = 0; i < COUNT(tables); i++) {
        AUTO_DBC *c = dbtest_write(t);
        assert_int_equal(db_load(c, tables[i], col, 1, &v), ERR_NOT_FOUND);
        db_end(&c);
        c = dbtest_write(t);
        assert_int_equal(db_clear(c, tables[i]), ERR_NOT_FOUND);
    }
    AUTO_DBC *c = dbtest_write(t);
    assert_int_equal(db_load(c, "meta", col, 1, &v), ERR_INVALID);
}

static void parents_come_first(struct dbtest *t)
{
    make_tables(t);
    AUTO_DBC *c = dbtest_read(t);
    struct db_rows *r = db_tables(c, t->a);
    int at = 0, child = -1, parent = -1;
    for (; db_next(r); at++) {
        child = streq(db_text(r, 0), "a_child") ? at : child;
        parent = streq(db_text(r, 0), "z_parent") ? at : parent;
        assert_false(str_starts(str_of(db_text(r, 0)), "f_"));
        assert_string_not_equal(db_text(r, 0), "r_thing_rest");
    }
    assert_true(parent >= 0 && child > parent);
}

DB_TEST_FN(twice_does_nothing)
DB_TEST_FN(empty_database_is_version_0)
DB_TEST_FN(failing_file_leaves_nothing)
DB_TEST_FN(newer_database_is_refused)
DB_TEST_FN(files_for_one_database)
DB_TEST_FN(many_start_at_once)
DB_TEST_FN(load_refuses_what_is_not_there)
DB_TEST_FN(parents_come_first)

int main(void)
{
    const struct CMUnitTest migrate[] = {
        cmocka_unit_test(type_words),
        DB_TEST(twice_does_nothing),
        DB_TEST(empty_database_is_version_0),
        DB_TEST(failing_file_leaves_nothing),
        DB_TEST(newer_database_is_refused),
        DB_TEST(files_for_one_database),
        DB_TEST(many_start_at_once),
        DB_TEST(load_refuses_what_is_not_there),
        DB_TEST(parents_come_first),
        cmocka_unit_test(copy_sqlite_sqlite),
        cmocka_unit_test(copy_sqlite_pgsql),
        cmocka_unit_test(copy_pgsql_sqlite),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("migrate", migrate, NULL, NULL);
}
