// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * tools/sqlgen: what it writes for good files, and that each fault is told with file, line and
 * reason. Runs the built generator as make does, from the root of the tree.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct run {
    struct arena *a;
    char dir[32];
    int status;
    const char *said, *h, *c;
};

static const char *slurp(struct arena *a, const char *path)
{
    struct buf b = buf_in(a, 1 << 20);
    char chunk[4096];
    FILE *f = fopen(path, "r");
    for (size_t n; f && (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    if (f)
        fclose(f);
    return b.p;
}

static struct run generate(struct arena *a, const char *text)
{
    struct run r = {.a = a, .dir = "/tmp/sqlgen-XXXXXX"};
    assert_non_null(mkdtemp(r.dir));
    FILE *f = fopen(arena_printf(a, "%s/q.sql", r.dir), "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    r.status = system(
        arena_printf(a, "build/tools/sqlgen %s/out %s/q.sql 2>%s/said", r.dir, r.dir, r.dir));
    r.said = slurp(a, arena_printf(a, "%s/said", r.dir));
    r.h = slurp(a, arena_printf(a, "%s/out.h", r.dir));
    r.c = slurp(a, arena_printf(a, "%s/out.c", r.dir));
    (void)!system(arena_printf(a, "rm -r %s", r.dir));
    return r;
}

static void good_file(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct run r = generate(a, "-- About these.\n\n"
                               "-- one_get(id id, n int) ->\n--    name text,\n--    born int\n"
                               "SELECT name, born\n  FROM one -- comment stays\n"
                               "-- comment goes\nWHERE id = $1 AND n = $2 AND x <> '$3;?';\n\n"
                               "-- one_drop() -> !\nDELETE FROM \"one\"\n"
                               "-- pgsql:\nTRUNCATE one\n"
                               "-- last(b blob, r real)\nINSERT INTO t VALUES ($2, $1)\n");
    assert_string_equal(r.said, "");
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.h, "Q_ONE_GET, /* "));
    assert_non_null(strstr(r.h, "Q_ONE_DROP"));
    assert_non_null(strstr(r.h, "Q__COUNT\n};"));
    assert_non_null(
        strstr(r.c, "\"SELECT name, born\\nFROM one -- comment stays\\nWHERE id = $1 AND "
                    "n = $2 AND x <> '$3;?'\",\n"));
    assert_null(strstr(r.c, "comment goes"));
    assert_non_null(strstr(r.c, "NULL, \"ki\", \"ti\", cols_0}"));
    assert_non_null(strstr(r.c, "{\"name\", \"born\"}"));
    assert_non_null(
        strstr(r.c, "\"DELETE FROM \\\"one\\\"\",\n        \"TRUNCATE one\", \"\", \"\", NULL}"));
    assert_non_null(strstr(r.c, "\"br\", \"\", NULL}"));
}

static void no_statement_is_fine(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct run r = generate(a, "");
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.h, "enum sql_id {\n    Q__COUNT\n};"));
}

static void faults_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *text, *said;
    } bad[] = {
        {"SELECT 1\n", "q.sql:1: SQL before the first header line"},
        {"\n-- x()\n", "q.sql:2: x: no SQL below the header"},
        {"-- x(a date)\nSELECT $1\n", "q.sql:1: x: \"name type\" expected at \"a date)\""},
        {"-- x(a int\nSELECT $1\n", "q.sql:1: x: \",\" or end expected"},
        {"-- x(a int b int)\nSELECT $1\n", "expected at \"b int)\""},
        {"-- x() => a int\nSELECT 1\n", "q.sql:1: x: \"->\" expected"},
        {"-- x() -> a number\nSELECT 1\n", "expected at \"a number\""},
        {"-- x()\nSELECT $1\n", "x: no argument for $1"},
        {"-- x(a int)\nSELECT 1\n", "x: argument \"a\" ($1) is not used"},
        {"-- x(a int)\nSELECT '$1'\n", "is not used"},
        {"-- x(a int)\nSELECT $1\n-- pgsql:\nSELECT 1\n", "is not used"},
        {"-- x(a int)\nSELECT ?\n", "parameters are written $1"},
        {"-- x()\nSELECT 1; DELETE FROM t\n", "one statement only"},
        {"-- x()\nSELECT 'a\n", "quote ' is not closed"},
        {"-- x()\nSELECT 1\n-- x()\nSELECT 1\n", "q.sql:3: x: already at"},
        {"-- x()\nSELECT 1\n-- pgsql:\nSELECT 2\n-- pgsql:\nSELECT 3\n", "second \"-- pgsql:\""},
        {"-- a()\nA\n-- pgsql:\nA\n-- b()\nA\n-- pgsql:\nA\n-- c()\nA\n-- pgsql:\nA\n"
         "-- d()\nA\n-- pgsql:\nA\n",
            "4 of 4 statements have a second text"},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        AUTO_ARENA *a = arena_open();
        struct run r = generate(a, bad[i].text);
        assert_int_equal(WEXITSTATUS(r.status), 1);
        if (!strstr(r.said, bad[i].said))
            fail_msg("%s\nsaid: %s\nwanted: %s", bad[i].text, r.said, bad[i].said);
        assert_string_equal(r.c, "");
    }
}

int main(void)
{
    const struct CMUnitTest sqlgen[] = {
        cmocka_unit_test(good_file),
        cmocka_unit_test(no_statement_is_fine),
        cmocka_unit_test(faults_are_told),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("sqlgen", sqlgen, NULL, NULL);
}
