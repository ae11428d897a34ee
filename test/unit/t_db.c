// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * db on both databases: values, sticky errors, leases, group commit, snapshots, lost connections,
 * and that what was acknowledged survives a kill.
 */
#include "dbtest.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const char ID[] = "0190c3f4-7a52-7b14-8c1e-0242ac120002";

static enum err put(struct dbc *c, const char *name, int64_t num)
{
    return db_exec(
        c, Q_META_ADD, ARGS(name, VNULL, num, VNULL, "ghi chú", VNULL, (int64_t)1), NULL);
}

static int64_t rows_in_meta(struct dbtest *t)
{
    AUTO_DBC *c = dbtest_read(t);
    size_t n = db_row_count(db_query(c, t->a, Q_META_ALL, NO_ARGS));
    assert_int_equal(db_status(c), OK);
    return (int64_t)n;
}

/* ---- values ---------------------------------------------------------------------------------- */

static void values_survive(struct dbtest *t)
{
    static const char bytes[] = "\0\x01\xff'\\";
    struct value blob = v_blob(bytes, sizeof bytes);
    AUTO_DBC *c = dbtest_write(t);
    db_exec(c, Q_META_ADD,
        ARGS("Nguyễn Thị Đào", ID, INT64_MIN, 0.1, "dòng 1\ndòng 2 '\"\\ $1", blob, INT64_MAX),
        NULL);
    db_exec(c, Q_META_ADD, ARGS("", VNULL, VNULL, VNULL, VNULL, v_blob("", 0), 0), NULL);
    db_exec(c, Q_META_ADD, ARGS("real", VNULL, VNULL, 3, "", VNULL, 0), NULL);
    dbtest_commit(&c);

    c = dbtest_read(t);
    struct db_rows *r = db_query(c, t->a, Q_META_GET, ARGS("Nguyễn Thị Đào"));
    assert_true(db_next(r));
    assert_int_equal(db_cols(r), 6);
    assert_string_equal(db_col_name(r, 3), "note");
    assert_string_equal(db_text(r, 0), ID);
    assert_true(db_int(r, 1) == INT64_MIN);
    assert_true(db_real(r, 2) == 0.1);
    assert_string_equal(db_text(r, 3), "dòng 1\ndòng 2 '\"\\ $1");
    assert_true(v_eq(db_value(r, 4), blob));
    assert_true(db_int(r, 5) == INT64_MAX);
    assert_false(db_next(r));
    assert_int_equal(db_row_count(r), 1);

    r = db_query(c, t->a, Q_META_GET, ARGS(""));
    assert_true(db_next(r));
    for (int i = 0; i < 4; i++)
        assert_true(v_is_null(db_value(r, i)));
    assert_null(db_text(r, 3));
    assert_int_equal(db_value(r, 4).t, V_BLOB);
    assert_int_equal(db_value(r, 4).s.n, 0);

    r = db_query(c, t->a, Q_META_GET, ARGS("real"));
    assert_true(db_next(r));
    assert_int_equal(db_value(r, 2).t, V_REAL);
    assert_int_equal(db_value(r, 3).t, V_TEXT); /* an empty text is not NULL */
    assert_true(v_is_null(db_scalar(c, t->a, Q_META_GET, ARGS("nobody"))));
    assert_int_equal(db_status(c), OK);
    assert_false(db_can_write(c));
}

static void arguments_must_fit(struct dbtest *t)
{
    const struct value bad[] = {v_text("not-an-id"), v_int(1), v_text("1"), v_int(5), v_text("x")};
    const int column[] = {1, 3, 2, 4, 5};
    for (size_t i = 0; i < COUNT(bad); i++) {
        AUTO_DBC *c = dbtest_write(t);
        struct value v[] = {v_text("k"), VNULL, VNULL, VNULL, VNULL, VNULL, v_int(1)};
        v[column[i]] = bad[i];
        bool fits = column[i] == 3;
        assert_int_equal(
            db_exec(c, Q_META_ADD, (struct db_args){7, v}, NULL), fits ? OK : ERR_INVALID);
        assert_int_equal(db_commit(c), fits ? OK : ERR_INVALID);
    }
    AUTO_DBC *c = dbtest_read(t);
    struct value nul = v_str((struct str){"a\0b", 3});
    db_query(c, t->a, Q_META_GET, ARGS(nul));
    assert_int_equal(db_status(c), ERR_INVALID);
}

static void counts_changes(struct dbtest *t)
{
    AUTO_DBC *c = dbtest_write(t);
    int64_t n = -1;
    put(c, "a", 1);
    assert_int_equal(db_exec(c, Q_META_DROP, ARGS("a"), &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(db_exec(c, Q_META_DROP, ARGS("a"), &n), OK);
    assert_int_equal(n, 0);
    assert_int_equal(db_scalar(c, t->a, Q_META_COUNT, ARGS(1, "n", 5)).i, 5);
    assert_int_equal(db_scalar(c, t->a, Q_META_COUNT, ARGS(1, "n", 5)).i, 10);
}

static bool sum_row(void *ctx, struct db_rows *r)
{
    int64_t *sum = ctx;
    sum[0] += db_int(r, 2);
    sum[1]++;
    return db_text(r, 0)[0] == 'k' && sum[1] < sum[2];
}

static void each_streams_and_stops(struct dbtest *t)
{
    AUTO_DBC *c = dbtest_write(t);
    for (int i = 0; i < 300; i++)
        put(c, arena_printf(t->a, "k%03d", i), i);
    dbtest_commit(&c);
    c = dbtest_read(t);
    struct db_rows *before = db_query(c, t->a, Q_META_GET, ARGS("k007"));
    int64_t sum[] = {0, 0, 1000};
    assert_int_equal(db_each(c, Q_META_ALL, NO_ARGS, sum_row, sum), OK);
    assert_int_equal(sum[0], 299 * 300 / 2);
    int64_t some[] = {0, 0, 10};
    assert_int_equal(db_each(c, Q_META_ALL, NO_ARGS, sum_row, some), OK);
    assert_int_equal(some[1], 10);
    assert_true(db_next(before));
    assert_int_equal(db_int(before, 1), 7);
    assert_int_equal(db_row_count(db_query(c, t->a, Q_META_ALL, NO_ARGS)), 300);
}

/* Many answers asked for before the first is read, more than the pipeline remembers. */
static void many_queries_at_once(struct dbtest *t)
{
    AUTO_DBC *c = dbtest_write(t);
    for (int i = 0; i < 20; i++)
        put(c, arena_printf(t->a, "k%d", i), i);
    struct db_rows *r[600];
    for (int i = 0; i < 600; i++)
        r[i] = db_query(c, t->a, Q_META_GET, ARGS(arena_printf(t->a, "k%d", i % 21)));
    for (int i = 599; i >= 0; i--) {
        assert_int_equal(db_next(r[i]), i % 21 < 20);
        if (i % 21 < 20)
            assert_int_equal(db_int(r[i], 1), i % 21);
    }
    dbtest_commit(&c);
}

/* ---- errors ---------------------------------------------------------------------------------- */

static void errors_stick(struct dbtest *t)
{
    AUTO_DBC *c = dbtest_write(t);
    assert_int_equal(put(c, "a", 1), OK);
    assert_int_equal(dbtest_told(c, put(c, "a", 2)), ERR_CONFLICT);
    assert_int_equal(put(c, "b", 3), ERR_CONFLICT);
    assert_false(db_next(db_query(c, t->a, Q_META_ALL, NO_ARGS)));
    assert_int_equal(db_cols(db_query(c, t->a, Q_META_ALL, NO_ARGS)), 7);
    assert_int_equal(db_status(c), ERR_CONFLICT);
    assert_null(strstr(err_detail(), "ghi"));
    assert_int_equal(db_commit(c), ERR_CONFLICT);
    db_end(&c);
    assert_int_equal(rows_in_meta(t), 0);
    c = dbtest_write(t);
    assert_int_equal(put(c, "a", 1), OK);
    dbtest_commit(&c);
    assert_int_equal(rows_in_meta(t), 1);
}

/* Nobody looks at an answer before the commit: there at the latest the refusal is told. */
static void commit_tells(struct dbtest *t)
{
    AUTO_DBC *c = dbtest_write(t);
    put(c, "a", 1);
    put(c, "a", 2);
    put(c, "b", 3);
    assert_int_equal(db_commit(c), ERR_CONFLICT);
    db_end(&c);
    assert_int_equal(rows_in_meta(t), 0);
}

static void reads_cannot_write(struct dbtest *t)
{
    AUTO_DBC *c = dbtest_read(t);
    assert_int_equal(dbtest_told(c, put(c, "a", 1)), ERR_DB);
    db_end(&c);
    assert_int_equal(db_begin_long_read(t->db, &c), OK);
    assert_int_equal(dbtest_told(c, put(c, "a", 1)), ERR_DB);
    db_end(&c);
    assert_int_equal(rows_in_meta(t), 0);
}

static void fault_at_every_statement(struct dbtest *t)
{
    int n = 1;
    for (bool done = false; !done; n++) {
        AUTO_DBC *c = dbtest_write(t);
        db_fault(t->db, n, ERR_IO);
        put(c, "a", 1);
        put(c, "b", 2);
        enum err e = db_commit(c);
        db_fault(t->db, 0, OK);
        done = e == OK;
        assert_int_equal(e, done ? OK : ERR_IO);
        db_end(&c);
        assert_int_equal(rows_in_meta(t), done ? 2 : 0);
    }
    assert_int_equal(n - 1, 4); /* two statements and the commit failed in turn */
}

static void ended_without_commit_is_undone(struct dbtest *t)
{
    AUTO_DBC *c = dbtest_write(t);
    put(c, "a", 1);
    db_end(&c);
    assert_null(c);
    db_end(&c);
    assert_int_equal(rows_in_meta(t), 0);
}

/* An answer nobody reads, whose arena is gone, must not disturb the next lease. */
static void unread_answers_are_dropped(struct dbtest *t)
{
    for (int i = 0; i < 20; i++) {
        AUTO_DBC *c = dbtest_write(t);
        struct arena *gone = arena_open();
        db_query(c, gone, Q_META_ALL, NO_ARGS);
        db_query(c, gone, Q_META_COUNT, ARGS(1, "n", 1));
        db_query(c, gone, Q_META_ADD, ARGS("n", VNULL, 1, VNULL, VNULL, VNULL, 1)); /* fails */
        db_end(&c);
        arena_close(gone);
        assert_int_equal(rows_in_meta(t), 0);
    }
}

/* ---- snapshots ------------------------------------------------------------------------------- */

static void reads_are_snapshots(struct dbtest *t)
{
    AUTO_DBC *w = dbtest_write(t);
    put(w, "a", 1);
    dbtest_commit(&w);
    AUTO_DBC *c = dbtest_read(t);
    assert_int_equal(db_row_count(db_query(c, t->a, Q_META_ALL, NO_ARGS)), 1);
    w = dbtest_write(t);
    put(w, "b", 2);
    assert_int_equal(rows_in_meta(t), 1);
    dbtest_commit(&w);
    assert_int_equal(db_row_count(db_query(c, t->a, Q_META_ALL, NO_ARGS)), 1);
    db_end(&c);
    assert_int_equal(rows_in_meta(t), 2);
}

/* ---- many writers ---------------------------------------------------------------------------- */

enum { THREADS = 16, WRITES = 200 };
struct writer {
    struct db *db;
    int me;
    int committed, refused, undone;
};

/* Of ten leases one fails on a taken key and one is given up; the rest must be there. */
static void *write_many(void *ctx)
{
    struct writer *w = ctx;
    AUTO_ARENA *a = arena_open();
    for (int i = 0; i < WRITES; i++) {
        AUTO_DBC *c = NULL;
        if (db_begin_write(w->db, &c) != OK)
            continue;
        put(c, arena_printf(a, "t%d-%d", w->me, i), i);
        if (i % 10 == 3)
            put(c, "taken", 0);
        if (i % 10 == 7) {
            w->undone++;
            continue;
        }
        enum err e = db_commit(c);
        w->committed += e == OK;
        w->refused += e == ERR_CONFLICT;
    }
    return NULL;
}

static void many_writers(struct dbtest *t)
{
    AUTO_DBC *c = dbtest_write(t);
    put(c, "taken", 0);
    dbtest_commit(&c);
    pthread_t th[THREADS];
    struct writer w[THREADS];
    for (int i = 0; i < THREADS; i++) {
        w[i] = (struct writer){.db = t->db, .me = i};
        assert_int_equal(pthread_create(&th[i], NULL, write_many, &w[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(th[i], NULL);
        assert_int_equal(w[i].committed, WRITES * 8 / 10);
        assert_int_equal(w[i].refused, WRITES / 10);
        assert_int_equal(w[i].undone, WRITES / 10);
    }
    assert_int_equal(rows_in_meta(t), 1 + THREADS * WRITES * 8 / 10);
}

/* Commits fail now and then while many write: exactly the acknowledged rows are there. */
static void *write_with_faults(void *ctx)
{
    struct writer *w = ctx;
    AUTO_ARENA *a = arena_open();
    for (int i = 0; i < WRITES; i++) {
        AUTO_DBC *c = NULL;
        if (w->me == 0 && i % 8 == 0)
            db_fault(w->db, 5, ERR_IO);
        if (db_begin_write(w->db, &c) != OK)
            continue;
        put(c, arena_printf(a, "t%d-%d", w->me, i), i);
        w->committed += db_commit(c) == OK;
    }
    return NULL;
}

static void failed_commits_lose_nothing_said(struct dbtest *t)
{
    pthread_t th[8];
    struct writer w[8];
    int64_t said = 0;
    for (int i = 0; i < 8; i++) {
        w[i] = (struct writer){.db = t->db, .me = i};
        assert_int_equal(pthread_create(&th[i], NULL, write_with_faults, &w[i]), 0);
    }
    for (int i = 0; i < 8; i++) {
        pthread_join(th[i], NULL);
        said += w[i].committed;
    }
    db_fault(t->db, 0, OK);
    assert_true(said < 8 * WRITES);
    assert_int_equal(rows_in_meta(t), said);
}

static void *count_up(void *ctx)
{
    struct writer *w = ctx;
    AUTO_ARENA *a = arena_open();
    for (int i = 0; i < WRITES; i++) {
        AUTO_DBC *c = NULL;
        if (db_begin_write(w->db, &c) != OK)
            continue;
        db_scalar(c, a, Q_META_COUNT, ARGS(1, "n", 1));
        w->committed += db_commit(c) == OK;
    }
    return NULL;
}

static void counter_is_exact(struct dbtest *t)
{
    pthread_t th[8];
    struct writer w[8];
    for (int i = 0; i < 8; i++) {
        w[i] = (struct writer){.db = t->db, .me = i};
        assert_int_equal(pthread_create(&th[i], NULL, count_up, &w[i]), 0);
    }
    int64_t said = 0;
    for (int i = 0; i < 8; i++) {
        pthread_join(th[i], NULL);
        said += w[i].committed;
    }
    AUTO_DBC *c = dbtest_read(t);
    struct db_rows *r = db_query(c, t->a, Q_META_GET, ARGS("n"));
    assert_true(db_next(r));
    assert_int_equal(db_int(r, 1), said);
    assert_int_equal(said, 8 * WRITES);
}

/* ---- kill ------------------------------------------------------------------------------------ */

static void *write_and_tell(void *ctx)
{
    struct writer *w = ctx;
    AUTO_ARENA *a = arena_open();
    for (int i = 0;; i++) {
        AUTO_DBC *c = NULL;
        if (db_begin_write(w->db, &c) != OK)
            continue;
        put(c, arena_printf(a, "a%d-%06d", w->me, i), i);
        put(c, arena_printf(a, "b%d-%06d", w->me, i), i);
        char said[2] = {(char)w->me, 0};
        if (db_commit(c) == OK && write(w->committed, said, 1) != 1)
            return NULL;
    }
}

static _Noreturn void child_writes(const char *url, int fd)
{
    struct db *db = NULL;
    if (db_open(&db, url, NULL) != OK)
        _exit(1);
    pthread_t th[4];
    struct writer w[4];
    for (int i = 0; i < 4; i++) {
        w[i] = (struct writer){.db = db, .me = i, .committed = fd};
        pthread_create(&th[i], NULL, write_and_tell, &w[i]);
    }
    for (;;)
        pause();
}

/* What the child said before it was killed, per thread. */
static void kill_in_the_middle(struct dbtest *t, int said[4])
{
    int p[2];
    assert_int_equal(pipe(p), 0);
    db_close(t->db);
    t->db = NULL;
    pid_t pid = fork();
    if (pid == 0)
        child_writes(t->url, p[1]);
    close(p[1]);
    char who;
    int total = 0;
    while (total < 400 && read(p[0], &who, 1) == 1)
        said[(int)who]++, total++;
    kill(pid, SIGKILL);
    while (read(p[0], &who, 1) == 1)
        said[(int)who]++, total++;
    waitpid(pid, NULL, 0);
    close(p[0]);
    assert_true(total >= 400);
    dbtest_open(t);
}

static void killed_writer_keeps_its_word(struct dbtest *t)
{
    int said[4] = {0};
    kill_in_the_middle(t, said);
    usleep(t->pg ? 200000 : 0); /* the server notices the death a little later */
    AUTO_DBC *c = dbtest_read(t);
    int found[2][4] = {{0}, {0}};
    struct db_rows *r = db_query(c, t->a, Q_META_ALL, NO_ARGS);
    while (db_next(r)) {
        const char *name = db_text(r, 0);
        found[name[0] - 'a'][name[1] - '0']++;
    }
    assert_int_equal(db_status(c), OK);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(found[0][i], found[1][i]);
        assert_in_range(found[0][i] - said[i], 0, 1);
    }
}

/* ---- limits of the machine ------------------------------------------------------------------- */

static void *write_until_full(void *ctx)
{
    struct writer *w = ctx;
    AUTO_ARENA *a = arena_open();
    char *text = arena_alloc(a, 4001, 1);
    memset(text, 'x', 4000);
    for (int i = 0; i < 400 && !w->refused; i++) {
        AUTO_DBC *c = NULL;
        enum err e = db_begin_write(w->db, &c);
        if (e == OK)
            e = db_exec(c, Q_META_ADD,
                ARGS(arena_printf(a, "f%d-%d", w->me, i), VNULL, VNULL, VNULL, text, VNULL, 0),
                NULL);
        if (e == OK)
            e = db_commit(c);
        w->committed += e == OK;
        w->refused += e == ERR_IO;
        w->undone += e != OK && e != ERR_IO;
    }
    return NULL;
}

/* Files may not grow over 1.6 MB for a while: writers hear of it, and nothing said is lost. */
static void full_disk(struct dbtest *t)
{
    if (t->pg)
        return;
    struct rlimit old, small = {.rlim_cur = 1600000};
    getrlimit(RLIMIT_FSIZE, &old);
    small.rlim_max = old.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    pthread_t th[6];
    struct writer w[6];
    for (int i = 0; i < 6; i++) {
        w[i] = (struct writer){.db = t->db, .me = i};
        pthread_create(&th[i], NULL, write_until_full, &w[i]);
    }
    int64_t said = 0;
    for (int i = 0; i < 6; i++) {
        pthread_join(th[i], NULL);
        said += w[i].committed;
        assert_int_equal(w[i].undone, 0);
        assert_int_equal(w[i].refused, 1);
    }
    setrlimit(RLIMIT_FSIZE, &old);
    assert_true(said > 10);
    assert_int_equal(rows_in_meta(t), said);
    AUTO_DBC *c = dbtest_write(t);
    put(c, "after", 1);
    dbtest_commit(&c);
    assert_int_equal(rows_in_meta(t), said + 1);
}

static void slow_reads_are_stopped(struct dbtest *t)
{
    static const struct db_table table = {.name = "any"};
    AUTO_DBC *c = dbtest_write(t);
    assert_int_equal(db_table_sync(c, &table), OK);
    struct value v[DC__COUNT] = {[DC_PROVINCE] = v_text("01"),
        [DC_ID] = v_text(ID),
        [DC_UNIT] = v_text("1"),
        [DC_VERSION] = v_int(1),
        [DC_CREATED_AT] = v_int(1),
        [DC_UPDATED_AT] = v_int(1)};
    assert_int_equal(db_table_insert(c, &table, v), OK);
    dbtest_commit(&c);
    struct db *quick = NULL;
    assert_int_equal(db_open(&quick, t->url, &(struct db_options){.timeout_ms = 100}), OK);
    struct db_select s = {.t = &table};
    s.cond.sql = "(WITH RECURSIVE k(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM k WHERE "
                 "x < 200000000) SELECT count(*) FROM k) > 0";
    assert_int_equal(db_begin_read(quick, &c), OK);
    int64_t from = clock_mono_us();
    db_table_count(c, &s);
    assert_int_equal(db_status(c), ERR_BUSY);
    assert_in_range(clock_mono_us() - from, 50000, 5000000);
    db_end(&c);
    assert_int_equal(db_begin_read(quick, &c), OK);
    s.cond.sql = NULL;
    assert_int_equal(db_table_count(c, &s), 1);
    db_end(&c);
    db_close(quick);
}

/* A reader that holds an old snapshot keeps the log from being cut, but only as long as it does. */
static void log_file_is_cut(struct dbtest *t)
{
    if (t->pg)
        return;
    AUTO_DBC *old = dbtest_read(t);
    db_query(old, t->a, Q_META_ALL, NO_ARGS);
    char *text = arena_alloc(t->a, 4001, 1);
    memset(text, 'x', 4000);
    const char *path = arena_printf(t->a, "%s/t.db-wal", t->dir);
    struct stat st;
    off_t most = 0;
    for (int i = 0; i < 400; i++) {
        AUTO_DBC *c = dbtest_write(t);
        for (int k = 0; k < 20; k++)
            db_exec(c, Q_META_ADD,
                ARGS(arena_printf(t->a, "w%d-%d", i, k), VNULL, VNULL, VNULL, text, VNULL, 0),
                NULL);
        dbtest_commit(&c);
        if (i == 300)
            db_end(&old);
        assert_int_equal(stat(path, &st), 0);
        most = st.st_size > most ? st.st_size : most;
    }
    assert_true(most > 16000000); /* the test would see a log that grows */
    assert_true(st.st_size < 16000000);
}

/* ---- the rest -------------------------------------------------------------------------------- */

static void queries_match_their_headers(struct dbtest *t)
{
    enum err e = db_check_queries(t->db);
    if (e != OK)
        fail_msg("%s", err_detail());
}

static void lost_connection_is_opened_again(struct dbtest *t)
{
    if (!t->pg)
        return;
    AUTO_DBC *c = dbtest_write(t);
    put(c, "a", 1);
    dbtest_pg_exec(arena_printf(t->a,
        "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
        "application_name = '%s' AND pid <> pg_backend_pid(); END $$",
        t->schema));
    usleep(300000); /* the backends die a little later */
    assert_int_equal(dbtest_told(c, put(c, "b", 1)), ERR_UNAVAILABLE);
    assert_int_equal(db_commit(c), ERR_UNAVAILABLE);
    db_end(&c);
    for (int i = 0; i < 8; i++)
        assert_int_equal(rows_in_meta(t), 0);
    c = dbtest_write(t);
    put(c, "c", 1);
    dbtest_commit(&c);
    assert_int_equal(rows_in_meta(t), 1);
}

static void open_errors(void **state)
{
    (void)state;
    struct db *db = NULL;
    assert_int_equal(db_open(&db, "mysql://x", NULL), ERR_INVALID);
    assert_int_equal(db_open(&db, "sqlite:/nowhere/x.db", NULL), ERR_NOT_FOUND);
    assert_int_equal(db_open(&db, "sqlite::memory:", NULL), ERR_INVALID);
    assert_int_equal(
        db_open(&db, "sqlite:/nowhere/x.db", &(struct db_options){.create = true}), ERR_IO);
    assert_int_equal(db_open(&db, "postgresql://127.0.0.1:1/x", NULL), ERR_UNAVAILABLE);
    assert_null(db);
    db_close(NULL);
}

/* A file that is not a database, and one whose log is cut, are told apart from our bugs. */
static void not_a_database(void **state)
{
    (void)state;
    char path[] = "/tmp/dbtest-XXXXXX";
    int fd = mkstemp(path);
    for (int i = 0; i < 300; i++)
        assert_int_equal(write(fd, "this is a text file, not a database", 35), 35);
    close(fd);
    char url[64];
    snprintf(url, sizeof url, "sqlite:%s", path);
    struct db *db = NULL;
    assert_int_equal(db_open(&db, url, NULL), ERR_CORRUPT);
    unlink(path);
}

DB_TEST_FN(values_survive)
DB_TEST_FN(arguments_must_fit)
DB_TEST_FN(counts_changes)
DB_TEST_FN(each_streams_and_stops)
DB_TEST_FN(many_queries_at_once)
DB_TEST_FN(errors_stick)
DB_TEST_FN(commit_tells)
DB_TEST_FN(reads_cannot_write)
DB_TEST_FN(fault_at_every_statement)
DB_TEST_FN(ended_without_commit_is_undone)
DB_TEST_FN(unread_answers_are_dropped)
DB_TEST_FN(reads_are_snapshots)
DB_TEST_FN(many_writers)
DB_TEST_FN(failed_commits_lose_nothing_said)
DB_TEST_FN(counter_is_exact)
DB_TEST_FN(killed_writer_keeps_its_word)
DB_TEST_FN(full_disk)
DB_TEST_FN(slow_reads_are_stopped)
DB_TEST_FN(log_file_is_cut)
DB_TEST_FN(queries_match_their_headers)
DB_TEST_FN(lost_connection_is_opened_again)

int main(void)
{
    const struct CMUnitTest db[] = {
        DB_TEST(values_survive),
        DB_TEST(arguments_must_fit),
        DB_TEST(counts_changes),
        DB_TEST(each_streams_and_stops),
        DB_TEST(many_queries_at_once),
        DB_TEST(errors_stick),
        DB_TEST(commit_tells),
        DB_TEST(reads_cannot_write),
        DB_TEST(fault_at_every_statement),
        DB_TEST(ended_without_commit_is_undone),
        DB_TEST(unread_answers_are_dropped),
        DB_TEST(reads_are_snapshots),
        DB_TEST(many_writers),
        DB_TEST(failed_commits_lose_nothing_said),
        DB_TEST(counter_is_exact),
        DB_TEST(killed_writer_keeps_its_word),
        DB_TEST(full_disk),
        DB_TEST(slow_reads_are_stopped),
        DB_TEST(log_file_is_cut),
        DB_TEST(queries_match_their_headers),
        DB_TEST(lost_connection_is_opened_again),
        cmocka_unit_test(open_errors),
        cmocka_unit_test(not_a_database),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("db", db, NULL, NULL);
}
