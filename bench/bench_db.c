// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * bench_db URL [SECONDS]: durable writes (a register row and a counter in one transaction) with 1,
 * 8 and 64 threads, and reads through db beside the same reads by plain library calls. URL names an
 * empty database, or one this program made. Prints one line a figure.
 */
#include "db/db.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static const struct db_col COLS[] = {{"name", DB_TEXT, true, false}, {"kind", DB_INT, false, true}};
static const struct db_table PERSON = {"bench", COLS, COUNT(COLS), false};
enum { WIDTH = DC__COUNT + COUNT(COLS), READ_ROWS = 20000 };

struct bench {
    struct db *db;
    int seconds;
    atomic_int stop;
};
struct worker {
    struct bench *b;
    pthread_t th;
    int64_t done;
    int64_t us[200000]; /* latency of each, the last ones */
};

static void die(const char *what)
{
    fprintf(stderr, "bench_db: %s: %s\n", what, err_detail());
    exit(1);
}

static double cpu_us(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

/* ---- writes ---------------------------------------------------------------------------------- */

static enum err write_one(struct db *db, int n)
{
    char id[37], name[40];
    uuid7(id);
    snprintf(name, sizeof name, "Nguyen Van %d", n);
    struct value v[WIDTH] = {[DC_PROVINCE] = v_text("01"),
        [DC_ID] = v_text(id),
        [DC_UNIT] = v_text("00001"),
        [DC_VERSION] = v_int(1),
        [DC_STATE] = v_text("open"),
        [DC_LABEL] = v_text(name),
        [DC_SEARCH] = v_text("nguyen van an"),
        [DC_CREATED_AT] = v_int(clock_ms()),
        [DC_UPDATED_AT] = v_int(clock_ms()),
        [DC__COUNT] = v_text(name),
        [DC__COUNT + 1] = v_int(n % 7)};
    AUTO_DBC *c = NULL;
    TRY(db_begin_write(db, &c));
    TRY(db_table_insert(c, &PERSON, v));
    TRY(db_exec(c, Q_META_ADD,
        ARGS(&id[0], VNULL, n, VNULL, "audit row of the same change", VNULL, clock_ms()), NULL));
    return db_commit(c);
}

static void *write_loop(void *ctx)
{
    struct worker *w = ctx;
    while (!atomic_load(&w->b->stop)) {
        int64_t from = clock_mono_us();
        if (write_one(w->b->db, (int)w->done) != OK)
            die("write");
        w->us[w->done++ % 200000] = clock_mono_us() - from;
    }
    return NULL;
}

static int by_us(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void writes(struct bench *b, int threads)
{
    struct worker *w = calloc((size_t)threads, sizeof *w);
    atomic_store(&b->stop, 0);
    double cpu = cpu_us();
    int64_t from = clock_mono_us();
    for (int i = 0; i < threads; i++) {
        w[i].b = b;
        pthread_create(&w[i].th, NULL, write_loop, &w[i]);
    }
    sleep((unsigned)b->seconds);
    atomic_store(&b->stop, 1);
    int64_t n = 0;
    for (int i = 0; i < threads; i++) {
        pthread_join(w[i].th, NULL);
        n += w[i].done;
    }
    int64_t *all = calloc((size_t)n + 1, sizeof *all), k = 0;
    for (int i = 0; i < threads; i++)
        for (int64_t j = 0; j < w[i].done && j < 200000; j++)
            all[k++] = w[i].us[j];
    qsort(all, (size_t)k, sizeof *all, by_us);
    double s = (double)(clock_mono_us() - from) / 1e6;
    printf(
        "writes %2d threads: %7.0f txn/s  p50 %.2f ms  p99 %.2f ms  max %.1f ms  cpu %.0f us/txn\n",
        threads, (double)n / s, (double)all[k / 2] / 1e3, (double)all[k * 99 / 100] / 1e3,
        (double)all[k - 1] / 1e3, (cpu_us() - cpu) / (double)n);
    fflush(stdout);
    free(all);
    free(w);
}

/* ---- reads ----------------------------------------------------------------------------------- */

static void fill(struct db *db)
{
    AUTO_DBC *c = NULL;
    if (db_begin_write(db, &c) != OK)
        die("begin");
    for (int i = 0; i < READ_ROWS; i++) {
        char name[40];
        snprintf(name, sizeof name, "k%d", i);
        db_exec(c, Q_META_PUT,
            ARGS(&name[0], VNULL, i, VNULL, "a note of some thirty characters", VNULL, clock_ms()),
            NULL);
    }
    if (db_commit(c) != OK)
        die("fill");
}

static void report(const char *what, double n, double us, double cpu)
{
    printf("%-44s %8.0f /s  %.2f us  cpu %.2f us\n", what, n / us * 1e6, us / n, cpu / n);
    fflush(stdout);
}

/* Runs fn(ctx, i) for the time of the bench. */
static void measure(struct bench *b, const char *what, void (*fn)(void *, int), void *ctx)
{
    double cpu = cpu_us(), n = 0;
    int64_t from = clock_mono_us(), until = from + b->seconds * 1000000;
    for (int i = 0; clock_mono_us() < until; i += 50, n += 50)
        for (int k = 0; k < 50; k++)
            fn(ctx, (i + k) * 7919 % READ_ROWS);
    report(what, n, (double)(clock_mono_us() - from), cpu_us() - cpu);
}

struct reading {
    struct db *db;
    struct dbc *c;
    struct arena *a;
    sqlite3_stmt *st;
    sqlite3 *h;
    PGconn *pg;
    int sum;
};

static void one_read(void *ctx, int i)
{
    struct reading *r = ctx;
    char key[16];
    snprintf(key, sizeof key, "k%d", i);
    arena_reset(r->a);
    struct db_rows *rows = db_query(r->c, r->a, Q_META_GET, ARGS(&key[0]));
    if (!db_next(rows))
        die("read");
    r->sum += (int)db_int(rows, 1);
}

static void one_lease(void *ctx, int i)
{
    struct reading *r = ctx;
    if (db_begin_read(r->db, &r->c) != OK)
        die("begin");
    one_read(ctx, i);
    db_end(&r->c);
}

static void eight_reads(void *ctx, int i)
{
    struct reading *r = ctx;
    struct db_rows *rows[8];
    if (db_begin_read(r->db, &r->c) != OK)
        die("begin");
    arena_reset(r->a);
    for (int k = 0; k < 8; k++)
        rows[k] =
            db_query(r->c, r->a, Q_META_GET, ARGS(arena_printf(r->a, "k%d", (i + k) % READ_ROWS)));
    for (int k = 0; k < 8; k++)
        r->sum += db_next(rows[k]) ? (int)db_int(rows[k], 1) : 0;
    db_end(&r->c);
}

static void list_50(void *ctx, int i)
{
    struct reading *r = ctx;
    (void)i;
    if (db_begin_read(r->db, &r->c) != OK)
        die("begin");
    arena_reset(r->a);
    struct db_select s = {.t = &PERSON,
        .province = "01",
        .unit = "00001",
        .order = "updated_at",
        .descending = true,
        .limit = 50};
    struct db_rows *rows = db_table_select(r->c, r->a, &s);
    while (db_next(rows))
        r->sum += (int)db_int(rows, DC_VERSION);
    db_end(&r->c);
}

static const char PLAIN_SQL[] =
    "SELECT ref, num, ratio, note, bytes, updated_at FROM meta WHERE name = $1";

static void plain_sqlite(void *ctx, int i)
{
    struct reading *r = ctx;
    char key[16];
    snprintf(key, sizeof key, "k%d", i);
    sqlite3_bind_text(r->st, 1, key, -1, SQLITE_STATIC);
    while (sqlite3_step(r->st) == SQLITE_ROW) {
        r->sum += (int)sqlite3_column_int64(r->st, 1);
        r->sum += sqlite3_column_text(r->st, 3)[0];
    }
    sqlite3_reset(r->st);
}

static void plain_sqlite_lease(void *ctx, int i)
{
    struct reading *r = ctx;
    sqlite3_exec(r->h, "BEGIN", NULL, NULL, NULL);
    plain_sqlite(ctx, i);
    sqlite3_exec(r->h, "COMMIT", NULL, NULL, NULL);
}

static void plain_pgsql(void *ctx, int i)
{
    struct reading *r = ctx;
    char key[16];
    snprintf(key, sizeof key, "k%d", i);
    const char *v[] = {key};
    PGresult *res = PQexecPrepared(r->pg, "p", 1, v, NULL, NULL, 0);
    r->sum += atoi(PQgetvalue(res, 0, 1));
    PQclear(res);
}

static void plain_reads(struct bench *b, const char *url)
{
    struct reading r = {.db = b->db};
    if (strncmp(url, "sqlite:", 7) == 0) {
        sqlite3_open_v2(url + 7, &r.h, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
        sqlite3_prepare_v2(r.h, PLAIN_SQL, -1, &r.st, NULL);
        measure(b, "sqlite3, point read, autocommit", plain_sqlite, &r);
        measure(b, "sqlite3, BEGIN, point read, COMMIT", plain_sqlite_lease, &r);
        sqlite3_finalize(r.st);
        sqlite3_close(r.h);
        return;
    }
    r.pg = PQconnectdb(url);
    PQclear(PQprepare(r.pg, "p", PLAIN_SQL, 0, NULL));
    measure(b, "libpq, PQexecPrepared, autocommit", plain_pgsql, &r);
    PQfinish(r.pg);
}

static void reads(struct bench *b, const char *url)
{
    struct reading r = {.db = b->db, .a = arena_open()};
    fill(b->db);
    if (db_begin_read(b->db, &r.c) != OK)
        die("begin");
    measure(b, "db, point read in an open lease", one_read, &r);
    db_end(&r.c);
    measure(b, "db, lease + point read", one_lease, &r);
    measure(b, "db, lease + 8 point reads (per lease)", eight_reads, &r);
    measure(b, "db, lease + list of 50 rows, 16 columns", list_50, &r);
    plain_reads(b, url);
    arena_close(r.a);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: bench_db URL [SECONDS]\n");
        return 2;
    }
    struct bench b = {.seconds = argc > 2 ? atoi(argv[2]) : 3};
    if (db_open(&b.db, argv[1], &(struct db_options){.create = true, .writers = 64}) != OK)
        die("open");
    int applied;
    if (db_migrate(b.db, &applied) != OK)
        die("migrate");
    AUTO_DBC *c = NULL;
    if (db_begin_write(b.db, &c) != OK || db_table_sync(c, &PERSON) != OK || db_commit(c) != OK)
        die("table");
    db_end(&c);
    for (int threads = 1; threads <= 64; threads *= 8)
        writes(&b, threads);
    if (argc <= 3)
        reads(&b, argv[1]);
    db_close(b.db);
    return 0;
}
