// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * bench_bare PORT URL PAGE: the case page as a bare program, to hold Măng's beside. libmicrohttpd
 * as Măng drives it (one epoll thread, requests suspended and handed to 2 x cores workers with a
 * connection each), the statements of the page (fixed ones from the generated table, selects on
 * registers as Măng words them), all rows read, every value escaped into an HTML page, static text
 * of a real page (file PAGE) up to that page's size, gzip at the same level, the same headers. No
 * engine: no pack, rights, units, templates, view, journal, messages or log. On PostgreSQL what can
 * be asked at once goes out in one pipeline: three round trips.
 */
#include "db/db_int.h"

#include <libdeflate.h>
#include <libpq-fe.h>
#include <microhttpd.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PAGE = 64 * 1024, MOST_COLS = 80, NSTMT = 8 };
enum { S_SESSION, S_CA, S_MEMBER, S_EVENTS, S_CLOCKS, S_MEMBERS, S_FILES, S_CHILD };

struct task {
    struct task *next;
    struct MHD_Connection *mc;
    struct MHD_Response *answer;
    char id[40], token[80];
    bool gzip;
};
struct page {
    char *p;
    size_t n;
};
static struct {
    pthread_mutex_t m;
    pthread_cond_t ready;
    struct task *first, **last;
    const char *url;
    char statement[NSTMT][4000];
    char filler[PAGE];
    size_t size;
    int child_col;
} g;

static void die(const char *what, const char *why)
{
    fprintf(stderr, "bench_bare: %s: %s\n", what, why);
    exit(1);
}

/* ---- the page -------------------------------------------------------------------------------- */

static void put_escaped(struct page *b, const char *s)
{
    for (; *s && b->n + 8 < PAGE; s++) {
        const char *e = *s == '<'   ? "&lt;"
                        : *s == '>' ? "&gt;"
                        : *s == '&' ? "&amp;"
                        : *s == '"' ? "&quot;"
                                    : NULL;
        if (e)
            b->n += (size_t)sprintf(b->p + b->n, "%s", e);
        else
            b->p[b->n++] = *s;
    }
}

static void put_cell(struct page *b, const char *s)
{
    if (!s || b->n + 64 > PAGE)
        return;
    memcpy(b->p + b->n, "<dd>", 4);
    b->n += 4;
    put_escaped(b, s);
    memcpy(b->p + b->n, "</dd>\n", 6);
    b->n += 6;
}

static void fill_up(struct page *b)
{
    if (b->n < g.size) {
        memcpy(b->p + b->n, g.filler + b->n, g.size - b->n);
        b->n = g.size;
    }
}

/* Columns of the last row that a later statement needs. */
struct pick {
    int col;
    char *to;
};

/* ---- SQLite ---------------------------------------------------------------------------------- */

struct lite {
    sqlite3 *h;
    sqlite3_stmt *st[NSTMT], *begin, *end;
};

static void lite_prepare(struct lite *k, const char *sql, sqlite3_stmt **st)
{
    char text[4000];
    size_t n = 0;
    for (; *sql; sql++)
        text[n++] = *sql == '$' ? '?' : *sql;
    text[n] = 0;
    if (sqlite3_prepare_v3(k->h, text, -1, SQLITE_PREPARE_PERSISTENT, st, NULL) != SQLITE_OK)
        die(text, sqlite3_errmsg(k->h));
}

static void lite_open(struct lite *k)
{
    if (sqlite3_open_v2(g.url + 7, &k->h, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL))
        die("open", g.url);
    sqlite3_exec(
        k->h, "PRAGMA mmap_size=0; PRAGMA cache_size=-4000; PRAGMA query_only=1", NULL, NULL, NULL);
    for (int i = 0; i < NSTMT; i++)
        lite_prepare(k, g.statement[i], &k->st[i]);
    lite_prepare(k, "BEGIN", &k->begin);
    lite_prepare(k, "ROLLBACK", &k->end);
}

/* Runs a statement into the page. */
static void lite_run(
    struct lite *k, int s, const char *const *args, size_t n, struct page *b, struct pick *picks)
{
    sqlite3_stmt *st = k->st[s];
    for (size_t i = 0; i < n; i++)
        sqlite3_bind_text(st, (int)i + 1, args[i], -1, SQLITE_STATIC);
    if (s == S_MEMBER || s == S_MEMBERS)
        sqlite3_bind_int64(st, (int)n + 1, clock_ms());
    while (sqlite3_step(st) == SQLITE_ROW) {
        for (int c = 0; c < sqlite3_column_count(st); c++)
            put_cell(b, (const char *)sqlite3_column_text(st, c));
        for (struct pick *p = picks; p && p->to; p++) {
            const char *v = (const char *)sqlite3_column_text(st, p->col);
            snprintf(p->to, 40, "%s", v ? v : "");
        }
    }
    sqlite3_reset(st);
}

static void lite_page(struct lite *k, const struct task *t, const char *hash, struct page *b)
{
    char account[40] = "", unit[40] = "", child[40] = "";
    sqlite3_step(k->begin);
    sqlite3_reset(k->begin);
    lite_run(k, S_SESSION, (const char *[]){hash}, 1, b,
        (struct pick[]){{0, account}, {6, unit}, {0, NULL}});
    lite_run(k, S_CA, (const char *[]){"11", unit, t->id}, 3, b,
        (struct pick[]){{g.child_col, child}, {0, NULL}});
    lite_run(k, S_MEMBER, (const char *[]){t->id, account}, 2, b, NULL);
    lite_run(k, S_EVENTS, (const char *[]){t->id}, 1, b, NULL);
    lite_run(k, S_CLOCKS, (const char *[]){t->id}, 1, b, NULL);
    lite_run(k, S_MEMBERS, (const char *[]){t->id}, 1, b, NULL);
    lite_run(k, S_FILES, (const char *[]){t->id}, 1, b, NULL);
    lite_run(k, S_CHILD, (const char *[]){"11", child}, 2, b, NULL);
    sqlite3_step(k->end);
    sqlite3_reset(k->end);
}

/* ---- PostgreSQL ------------------------------------------------------------------------------ */

static PGconn *pg_open(void)
{
    PGconn *h = PQconnectdb(g.url);
    if (PQstatus(h) != CONNECTION_OK)
        die("connect", PQerrorMessage(h));
    for (int i = 0; i < NSTMT; i++) {
        char name[8];
        snprintf(name, sizeof name, "s%d", i);
        PGresult *r = PQprepare(h, name, g.statement[i], 0, NULL);
        if (PQresultStatus(r) != PGRES_COMMAND_OK)
            die(g.statement[i], PQerrorMessage(h));
        PQclear(r);
    }
    PQclear(PQprepare(h, "b", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", 0, NULL));
    PQclear(PQprepare(h, "e", "ROLLBACK", 0, NULL));
    PQenterPipelineMode(h);
    return h;
}

static void pg_send(PGconn *h, const char *name, const char *const *args, int n)
{
    if (!PQsendQueryPrepared(h, name, n, args, NULL, NULL, 0))
        die("send", PQerrorMessage(h));
}

/* Reads answers up to the next sync. */
static void pg_read(PGconn *h, struct page *b, struct pick *picks)
{
    for (;;) {
        PGresult *r = PQgetResult(h);
        if (!r)
            continue;
        ExecStatusType st = PQresultStatus(r);
        for (int i = 0; st == PGRES_TUPLES_OK && i < PQntuples(r); i++)
            for (int c = 0; c < PQnfields(r); c++)
                if (!PQgetisnull(r, i, c))
                    put_cell(b, PQgetvalue(r, i, c));
        for (struct pick *p = picks; st == PGRES_TUPLES_OK && p && p->to && PQntuples(r); p++)
            snprintf(p->to, 40, "%s", PQgetvalue(r, 0, p->col));
        PQclear(r);
        if (st == PGRES_PIPELINE_SYNC)
            return;
        if (st == PGRES_FATAL_ERROR)
            die("query", PQerrorMessage(h));
    }
}

static void pg_page(PGconn *h, const struct task *t, const char *hash, struct page *b)
{
    char account[40] = "", unit[40] = "", child[40] = "", now[24];
    snprintf(now, sizeof now, "%lld", (long long)clock_ms());
    pg_send(h, "b", NULL, 0);
    pg_send(h, "s0", (const char *[]){hash}, 1);
    PQpipelineSync(h);
    pg_read(h, b, (struct pick[]){{0, account}, {6, unit}, {0, NULL}});
    pg_send(h, "s1", (const char *[]){"11", unit, t->id}, 3);
    PQpipelineSync(h);
    pg_read(h, b, (struct pick[]){{g.child_col, child}, {0, NULL}});
    pg_send(h, "s2", (const char *[]){t->id, *account ? account : NULL, now}, 3);
    pg_send(h, "s3", (const char *[]){t->id}, 1);
    pg_send(h, "s4", (const char *[]){t->id}, 1);
    pg_send(h, "s5", (const char *[]){t->id, now}, 2);
    pg_send(h, "s6", (const char *[]){t->id}, 1);
    pg_send(h, "s7", (const char *[]){"11", *child ? child : NULL}, 2);
    pg_send(h, "e", NULL, 0);
    PQpipelineSync(h);
    pg_read(h, b, NULL);
}

/* ---- workers --------------------------------------------------------------------------------- */

static const char *const headers[][2] = {{"Content-Type", "text/html; charset=utf-8"},
    {"Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"}, {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"}, {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
    {"Cache-Control", "no-store"}, {"X-Request-Id", "0123456789abcdef"},
    {"Vary", "Accept-Encoding"}};

static void respond(struct task *t, const struct page *b, struct libdeflate_compressor *z)
{
    char *out = malloc(PAGE);
    size_t n = t->gzip ? libdeflate_gzip_compress(z, b->p, b->n, out, PAGE) : 0;
    if (!n)
        memcpy(out, b->p, n = b->n);
    t->answer = MHD_create_response_from_buffer(n, out, MHD_RESPMEM_MUST_FREE);
    for (size_t i = 0; i < COUNT(headers); i++)
        MHD_add_response_header(t->answer, headers[i][0], headers[i][1]);
    if (t->gzip)
        MHD_add_response_header(t->answer, "Content-Encoding", "gzip");
}

static struct task *next_task(void)
{
    pthread_mutex_lock(&g.m);
    while (!g.first)
        pthread_cond_wait(&g.ready, &g.m);
    struct task *t = g.first;
    g.first = t->next;
    if (!g.first)
        g.last = &g.first;
    pthread_mutex_unlock(&g.m);
    return t;
}

static void *work(void *arg)
{
    (void)arg;
    bool lite = strncmp(g.url, "sqlite:", 7) == 0;
    struct lite k;
    PGconn *pg = NULL;
    if (lite)
        lite_open(&k);
    else
        pg = pg_open();
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(1);
    struct page b = {malloc(PAGE), 0};
    for (;;) {
        struct task *t = next_task();
        unsigned char h[32];
        char hash[65];
        crypto_generichash(h, sizeof h, (const unsigned char *)t->token, strlen(t->token), NULL, 0);
        sodium_bin2hex(hash, sizeof hash, h, sizeof h);
        b.n = 0;
        if (lite)
            lite_page(&k, t, hash, &b);
        else
            pg_page(pg, t, hash, &b);
        fill_up(&b);
        respond(t, &b, z);
        MHD_resume_connection(t->mc);
    }
    return NULL;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mc, const char *url,
    const char *method, const char *version, const char *data, size_t *n, void **ctx)
{
    (void)cls, (void)method, (void)version, (void)data, (void)n;
    struct task *t = *ctx;
    if (!t) {
        *ctx = t = calloc(1, sizeof *t);
        return MHD_YES;
    }
    if (t->answer)
        return MHD_queue_response(mc, 200, t->answer);
    const char *cookie = MHD_lookup_connection_value(mc, MHD_COOKIE_KIND, "mang");
    const char *accept = MHD_lookup_connection_value(mc, MHD_HEADER_KIND, "Accept-Encoding");
    const char *slash = strrchr(url, '/');
    bool record = slash && strlen(slash + 1) == 36;
    snprintf(
        t->id, sizeof t->id, "%s", record ? slash + 1 : "00000000-0000-7000-8000-000000000000");
    snprintf(t->token, sizeof t->token, "%s", cookie ? cookie : "");
    t->gzip = accept && strstr(accept, "gzip");
    t->mc = mc;
    MHD_suspend_connection(mc);
    pthread_mutex_lock(&g.m);
    *g.last = t;
    g.last = &t->next;
    pthread_cond_signal(&g.ready);
    pthread_mutex_unlock(&g.m);
    return MHD_YES;
}

static void on_completed(
    void *cls, struct MHD_Connection *mc, void **ctx, enum MHD_RequestTerminationCode why)
{
    (void)cls, (void)mc, (void)why;
    struct task *t = *ctx;
    if (t && t->answer)
        MHD_destroy_response(t->answer);
    free(t);
}

/* ---- start ----------------------------------------------------------------------------------- */

/* The columns of a register as Măng lists them; where is the reference to the child? */
static void register_select(char *out, const char *table, const char *where, char **cols, int n)
{
    size_t k = (size_t)sprintf(out, "SELECT ");
    for (int i = 0; i < n; i++) {
        k += (size_t)sprintf(out + k, "%s\"%s\"", i ? ", " : "", cols[i]);
        if (strcmp(cols[i], "tre") == 0)
            g.child_col = i;
    }
    sprintf(out + k, " FROM %s WHERE 1 = 1 AND %s AND deleted_at IS NULL ORDER BY id DESC LIMIT 1",
        table, where);
}

static int columns_of(const char *table, char **cols)
{
    int n = 0;
    char sql[300];
    if (strncmp(g.url, "sqlite:", 7) == 0) {
        sqlite3 *h;
        sqlite3_stmt *st;
        snprintf(sql, sizeof sql, "SELECT name FROM pragma_table_info('%s') WHERE name <> 'row_no'",
            table);
        if (sqlite3_open_v2(g.url + 7, &h, SQLITE_OPEN_READONLY, NULL) ||
            sqlite3_prepare_v2(h, sql, -1, &st, NULL))
            die("columns", table);
        while (n < MOST_COLS && sqlite3_step(st) == SQLITE_ROW)
            cols[n++] = strdup((const char *)sqlite3_column_text(st, 0));
        sqlite3_finalize(st);
        sqlite3_close(h);
        return n;
    }
    PGconn *h = PQconnectdb(g.url);
    snprintf(sql, sizeof sql,
        "SELECT attname FROM pg_attribute WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT "
        "attisdropped ORDER BY attnum",
        table);
    PGresult *r = PQexec(h, sql);
    for (; n < PQntuples(r) && n < MOST_COLS; n++)
        cols[n] = strdup(PQgetvalue(r, n, 0));
    PQclear(r);
    PQfinish(h);
    return n;
}

static void make_statements(void)
{
    char *cols[MOST_COLS];
    static const struct {
        int at;
        enum sql_id q;
    } fixed[] = {{S_SESSION, Q_SESSION_USER}, {S_MEMBER, Q_MEMBER_IS}, {S_EVENTS, Q_EVENTS_OF},
        {S_CLOCKS, Q_CLOCKS_OF}, {S_MEMBERS, Q_MEMBERS_OF}, {S_FILES, Q_ATTACHMENTS_OF}};
    for (size_t i = 0; i < COUNT(fixed); i++)
        snprintf(g.statement[fixed[i].at], sizeof g.statement[0], "%s", sql_defs[fixed[i].q].sql);
    register_select(g.statement[S_CHILD], "r_tre_em", "province = $1 AND id = $2", cols,
        columns_of("r_tre_em", cols));
    register_select(g.statement[S_CA], "r_ca", "province = $1 AND unit = $2 AND id = $3", cols,
        columns_of("r_ca", cols));
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: bench_bare PORT URL PAGE\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    g.url = argv[2];
    g.last = &g.first;
    pthread_mutex_init(&g.m, NULL);
    pthread_cond_init(&g.ready, NULL);
    FILE *f = fopen(argv[3], "r");
    if (!f || sodium_init() < 0)
        die("page", argv[3]);
    g.size = fread(g.filler, 1, PAGE, f);
    fclose(f);
    make_statements();
    struct MHD_Daemon *d = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, (uint16_t)atoi(argv[1]), NULL,
        NULL, on_request, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)24 * 1024, MHD_OPTION_END);
    if (!d)
        die("listen", argv[1]);
    pthread_t th;
    for (long i = 0; i < 2 * sysconf(_SC_NPROCESSORS_ONLN); i++)
        pthread_create(&th, NULL, work, NULL);
    pause();
    return 0;
}
