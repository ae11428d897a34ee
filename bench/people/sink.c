// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * PostgreSQL: COPY into the one partition, taken off its table and emptied in the same transaction,
 * so that nothing need go to the log (wal_level minimal); the word index is built beside the
 * others. SQLite: prepared inserts in one transaction, the word index filled at the end.
 */
#include "bench/people/people.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>

enum { MOST_MADE = 40, CHUNK = 1 << 16 };
struct sink {
    const struct db_table *t;
    const char *url;
    struct arena *a;
    size_t ncols;
    PGconn *pg;
    struct buf out;
    struct arena *memory;
    sqlite3 *lite;
    sqlite3_stmt *insert;
    const char *name[MOST_MADE], *sql[MOST_MADE]; /* made again at the end */
    size_t nmade;
};

static const char *column(const struct sink *s, size_t i)
{
    return i < DC__COUNT ? db_common_cols[i].name : s->t->cols[i - DC__COUNT].name;
}

static const char *columns(const struct sink *s)
{
    struct buf b = buf_in(s->a, 16000);
    for (size_t i = 0; i < s->ncols; i++)
        buf_printf(&b, "%s\"%s\"", i ? ", " : "", column(s, i));
    return b.p;
}

static void remember(struct sink *s, const char *name, const char *sql)
{
    if (s->nmade == MOST_MADE)
        people_die("indexes", "too many");
    s->name[s->nmade] = arena_dup(s->a, name);
    s->sql[s->nmade++] = arena_dup(s->a, sql);
}

/* ---- PostgreSQL ------------------------------------------------------------------------------ */

static PGresult *pg_run(PGconn *c, const char *sql)
{
    PGresult *r = PQexec(c, sql);
    ExecStatusType t = PQresultStatus(r);
    if (t != PGRES_COMMAND_OK && t != PGRES_TUPLES_OK && t != PGRES_COPY_IN)
        people_die(sql, PQerrorMessage(c));
    return r;
}

static void pg_do(PGconn *c, const char *sql)
{
    PQclear(pg_run(c, sql));
}

static PGconn *pg_connect(const char *url)
{
    PGconn *c = PQconnectdb(url);
    if (PQstatus(c) != CONNECTION_OK)
        people_die("connect", PQerrorMessage(c));
    pg_do(c, "SET maintenance_work_mem = '1GB'");
    return c;
}

static void pg_open(struct sink *s)
{
    const char *t = s->t->name;
    s->pg = pg_connect(s->url);
    PGresult *r = pg_run(s->pg,
        arena_printf(s->a,
            "SELECT i.indexname, i.indexdef, k.conname FROM pg_indexes i LEFT JOIN pg_constraint k "
            "ON k.conindid = i.indexname::regclass WHERE i.tablename = 'r_%s_rest'",
            t));
    pg_do(s->pg, "BEGIN");
    pg_do(s->pg, arena_printf(s->a, "ALTER TABLE r_%s DETACH PARTITION r_%s_rest", t, t));
    for (int i = 0; i < PQntuples(r); i++) {
        const char *name = PQgetvalue(r, i, 0);
        bool key = !PQgetisnull(r, i, 2);
        remember(s, name, PQgetvalue(r, i, 1));
        pg_do(s->pg, key ? arena_printf(s->a, "ALTER TABLE r_%s_rest DROP CONSTRAINT %s", t, name)
                         : arena_printf(s->a, "DROP INDEX %s", name));
        if (key)
            remember(s, "",
                arena_printf(
                    s->a, "ALTER TABLE r_%s_rest ADD PRIMARY KEY USING INDEX %s", t, name));
    }
    PQclear(r);
    pg_do(s->pg, arena_printf(s->a, "TRUNCATE r_%s_rest", t));
    pg_do(s->pg, arena_printf(s->a, "COPY r_%s_rest (%s) FROM STDIN (FREEZE)", t, columns(s)));
}

static void pg_flush(struct sink *s)
{
    if (s->out.n && PQputCopyData(s->pg, s->out.p, (int)s->out.n) != 1)
        people_die("copy", PQerrorMessage(s->pg));
    s->out.n = 0;
}

static void pg_value(struct buf *b, struct value v)
{
    if (v.t == V_INT) {
        buf_int(b, v.i);
    } else if (v.t == V_TEXT) {
        for (size_t i = 0; i < v.s.n; i++) {
            if (strchr("\t\n\r\\", v.s.p[i]))
                buf_putc(b, '\\');
            buf_putc(b, v.s.p[i]);
        }
    } else {
        buf_puts(b, "\\N");
    }
}

static void pg_row(struct sink *s, const struct value *v)
{
    for (size_t i = 0; i < s->ncols; i++) {
        if (i)
            buf_putc(&s->out, '\t');
        pg_value(&s->out, v[i]);
    }
    buf_putc(&s->out, '\n');
    if (s->out.n > CHUNK)
        pg_flush(s);
}

static bool of_words(const char *sql)
{
    return strstr(sql, " USING gin ") != NULL;
}

static void *words_beside(void *arg)
{
    struct sink *s = arg;
    PGconn *c = pg_connect(s->url);
    for (size_t i = 0; i < s->nmade; i++)
        if (of_words(s->sql[i]))
            pg_do(c, s->sql[i]);
    PQfinish(c);
    return NULL;
}

static void pg_close(struct sink *s)
{
    pthread_t beside;
    const char *t = s->t->name;
    pg_flush(s);
    if (PQputCopyEnd(s->pg, NULL) != 1)
        people_die("copy", PQerrorMessage(s->pg));
    PGresult *r = PQgetResult(s->pg);
    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        people_die("copy", PQerrorMessage(s->pg));
    PQclear(r);
    PQclear(PQgetResult(s->pg));
    pg_do(s->pg, "COMMIT");
    fputs("rows written, indexes…\n", stderr);
    pthread_create(&beside, NULL, words_beside, s);
    for (size_t i = 0; i < s->nmade; i++)
        if (!of_words(s->sql[i]) && *s->name[i])
            pg_do(s->pg, s->sql[i]);
    pthread_join(beside, NULL);
    for (size_t i = 0; i < s->nmade; i++)
        if (!*s->name[i])
            pg_do(s->pg, s->sql[i]);
    pg_do(s->pg, arena_printf(s->a, "ALTER TABLE r_%s ATTACH PARTITION r_%s_rest DEFAULT", t, t));
    pg_do(s->pg, arena_printf(s->a, "ANALYZE r_%s", t));
    PQfinish(s->pg);
}

/* ---- SQLite ---------------------------------------------------------------------------------- */

static void lite_do(struct sink *s, const char *sql)
{
    if (sqlite3_exec(s->lite, sql, NULL, NULL, NULL) != SQLITE_OK)
        people_die(sql, sqlite3_errmsg(s->lite));
}

static int lite_made(void *ctx, int n, char **v, char **names)
{
    (void)n, (void)names;
    struct sink *s = ctx;
    remember(s, arena_printf(s->a, "%s %s", v[0], v[1]), v[2]);
    return 0;
}

static void lite_open(struct sink *s)
{
    const char *t = s->t->name;
    if (sqlite3_open(s->url + strlen("sqlite:"), &s->lite) != SQLITE_OK)
        people_die("open", sqlite3_errmsg(s->lite));
    sqlite3_exec(s->lite,
        arena_printf(s->a,
            "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = 'r_%s' "
            "AND type <> 'table' AND sql IS NOT NULL",
            t),
        lite_made, s, NULL);
    lite_do(s, "PRAGMA cache_size = -400000");
    lite_do(s, "BEGIN IMMEDIATE");
    for (size_t i = 0; i < s->nmade; i++)
        lite_do(s, arena_printf(s->a, "DROP %s", s->name[i]));
    struct buf q = buf_in(s->a, 20000);
    buf_printf(&q, "INSERT INTO r_%s (%s) VALUES (", t, columns(s));
    for (size_t i = 0; i < s->ncols; i++)
        buf_puts(&q, i ? ", ?" : "?");
    buf_putc(&q, ')');
    if (sqlite3_prepare_v2(s->lite, q.p, -1, &s->insert, NULL) != SQLITE_OK)
        people_die("insert", sqlite3_errmsg(s->lite));
}

static void lite_row(struct sink *s, const struct value *v)
{
    for (size_t i = 0; i < s->ncols; i++)
        if (v[i].t == V_INT)
            sqlite3_bind_int64(s->insert, (int)i + 1, v[i].i);
        else if (v[i].t == V_TEXT)
            sqlite3_bind_text(s->insert, (int)i + 1, v[i].s.p, (int)v[i].s.n, SQLITE_STATIC);
        else
            sqlite3_bind_null(s->insert, (int)i + 1);
    if (sqlite3_step(s->insert) != SQLITE_DONE)
        people_die("insert", sqlite3_errmsg(s->lite));
    sqlite3_reset(s->insert);
}

static void lite_close(struct sink *s)
{
    const char *t = s->t->name;
    sqlite3_finalize(s->insert);
    for (size_t i = 0; i < s->nmade; i++)
        lite_do(s, s->sql[i]);
    lite_do(s, arena_printf(s->a, "INSERT INTO f_%s(f_%s) VALUES ('rebuild')", t, t));
    lite_do(s, "COMMIT");
    sqlite3_close(s->lite);
}

/* ---- either ---------------------------------------------------------------------------------- */

struct sink *sink_open(struct arena *a, const char *url, const struct db_table *t)
{
    struct sink *s = NEW(a, struct sink);
    s->a = a;
    s->url = url;
    s->t = t;
    s->ncols = DC__COUNT + t->ncols;
    s->memory = arena_open();
    s->out = buf_in(s->memory, 4 * CHUNK);
    if (str_starts(str_of(url), "sqlite:"))
        lite_open(s);
    else
        pg_open(s);
    return s;
}

void sink_row(struct sink *s, const struct value *v)
{
    if (s->lite)
        lite_row(s, v);
    else
        pg_row(s, v);
}

void sink_close(struct sink *s)
{
    if (s->lite)
        lite_close(s);
    else
        pg_close(s);
    arena_close(s->memory);
}
