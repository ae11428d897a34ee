// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * For tests that need a database: each test runs on SQLite in a temporary folder and, when
 * $MANG_TEST_PG holds a URL, on PostgreSQL in a schema of its own. DB_TEST(fn) gives the two cmocka
 * entries; fn(struct dbtest *t) finds t->db open and migrated, and t->a an arena.
 */
#ifndef MANG_DBTEST_H
#define MANG_DBTEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "db/db.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct dbtest {
    struct db *db;
    struct arena *a;
    bool pg;
    const char *url;
    char dir[64], schema[64];
};

static inline void dbtest_pg_exec(const char *sql)
{
    PGconn *h = PQconnectdb(getenv("MANG_TEST_PG"));
    PQclear(PQexec(h, "SET client_min_messages = warning"));
    PGresult *res = PQexec(h, sql);
    if (PQresultStatus(res) != PGRES_COMMAND_OK)
        fail_msg("PostgreSQL: %s", PQerrorMessage(h));
    PQclear(res);
    PQfinish(h);
}

/* Makes an empty database; false when there is no PostgreSQL to test on. */
static inline bool dbtest_make(struct dbtest *t, bool pg)
{
    *t = (struct dbtest){.pg = pg};
    const char *url = getenv("MANG_TEST_PG");
    if (pg && !url) {
        printf("# MANG_TEST_PG is not set: not tested on PostgreSQL\n");
        return false;
    }
    t->a = arena_open();
    if (!pg) {
        snprintf(t->dir, sizeof t->dir, "/tmp/dbtest-XXXXXX");
        assert_non_null(mkdtemp(t->dir));
        t->url = arena_printf(t->a, "sqlite:%s/t.db", t->dir);
        return true;
    }
    char id[37];
    uuid7(id);
    snprintf(t->schema, sizeof t->schema, "t_%.8s%.4s%.12s", id, id + 19, id + 24);
    dbtest_pg_exec(arena_printf(t->a, "CREATE SCHEMA %s", t->schema));
    t->url = arena_printf(t->a, "%s%coptions=-csearch_path%%3D%s&application_name=%s", url,
        strchr(url, '?') ? '&' : '?', t->schema, t->schema);
    return true;
}

static inline void dbtest_open(struct dbtest *t)
{
    if (db_open(&t->db, t->url, &(struct db_options){.create = true, .readers = 4}) != OK)
        fail_msg("open: %s", err_detail());
}

static inline void dbtest_drop(struct dbtest *t)
{
    db_close(t->db);
    if (t->pg)
        dbtest_pg_exec(arena_printf(t->a, "DROP SCHEMA %s CASCADE", t->schema));
    for (const char *ext = ".db\0.db-wal\0.db-shm\0"; !t->pg && *ext; ext += strlen(ext) + 1)
        unlink(arena_printf(t->a, "%s/t%s", t->dir, ext));
    if (!t->pg)
        rmdir(t->dir);
    arena_close(t->a);
}

static inline void dbtest_run(void (*fn)(struct dbtest *), bool pg)
{
    struct dbtest t;
    if (!dbtest_make(&t, pg))
        skip();
    dbtest_open(&t);
    int applied = 0;
    if (db_migrate(t.db, &applied) != OK)
        fail_msg("migrate: %s", err_detail());
    fn(&t);
    dbtest_drop(&t);
}

/* A write lease, or the test fails. */
static inline struct dbc *dbtest_write(struct dbtest *t)
{
    struct dbc *c = NULL;
    if (db_begin_write(t->db, &c) != OK)
        fail_msg("begin: %s", err_detail());
    return c;
}
static inline struct dbc *dbtest_read(struct dbtest *t)
{
    struct dbc *c = NULL;
    if (db_begin_read(t->db, &c) != OK)
        fail_msg("begin: %s", err_detail());
    return c;
}
/* Commits and ends; fails with the reason. */
static inline void dbtest_commit(struct dbc **c)
{
    enum err e = db_commit(*c);
    if (e != OK)
        fail_msg("commit: %s %s", err_name(e), err_detail());
    db_end(c);
}

#define DB_TEST_FN(fn)                                                                             \
    static void fn##_sqlite(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        dbtest_run(fn, false);                                                                     \
    }                                                                                              \
    static void fn##_pgsql(void **state)                                                           \
    {                                                                                              \
        (void)state;                                                                               \
        dbtest_run(fn, true);                                                                      \
    }
#define DB_TEST(fn) cmocka_unit_test(fn##_sqlite), cmocka_unit_test(fn##_pgsql)

/* How a statement ended: PostgreSQL may tell only when it is waited for. */
static inline enum err dbtest_told(struct dbc *c, enum err e)
{
    AUTO_ARENA *a = arena_open();
    if (e == OK)
        db_row_count(db_query(c, a, Q_SCHEMA_VERSION_GET, NO_ARGS));
    return db_status(c);
}

#endif
