// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Backup and restore: everything comes back, in either database and from one to the other; a file
 * that is damaged, cut, of another key or of a newer program is refused before anything is written;
 * a backup taken while people work is of one moment.
 */
#include "dbtest.h"

#include "cmd/cmd_int.h"

#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <sys/stat.h>

#define UNIT "03325"

/* A whole site of its own. */
struct place {
    struct dbtest t;
    struct cmd c;
    struct cmd_site *cs;
    struct site *site;
};

static void write_bytes(const char *path, struct str s)
{
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, s.p, s.n), (ssize_t)s.n);
    close(fd);
}

static bool open_place(struct place *p, bool pg, const unsigned char key[32])
{
    if (!dbtest_make(&p->t, pg))
        return false;
    p->c = (struct cmd){.name = "test", .a = p->t.a, .db = p->t.url, .quiet = true};
    p->c.data = arena_printf(p->t.a, "%s%s", pg ? "/tmp/" : "", pg ? p->t.schema : p->t.dir);
    mkdir(p->c.data, 0700);
    if (key)
        write_bytes(
            arena_printf(p->t.a, "%s/mang.key", p->c.data), (struct str){(const char *)key, 32});
    if (cmd_open(&p->c, true, &p->cs) != OK)
        fail_msg("open: %s", err_detail());
    p->site = &p->cs->site;
    return true;
}

static const char *file_of(struct place *p)
{
    return arena_printf(p->t.a, "%s/copy.mangbak", p->c.data);
}

static void close_place(struct place *p)
{
    cmd_close(p->cs);
    unlink(file_of(p));
    unlink(arena_printf(p->t.a, "%s/mang.key", p->c.data));
    if (p->t.pg)
        rmdir(p->c.data);
    p->t.db = NULL;
    dbtest_drop(&p->t);
}

/* ---- what is in it --------------------------------------------------------------------------- */

static void put(struct rec *r, const char *field, struct value v)
{
    const struct field *f = reg_field(r->reg, field);
    assert_non_null(f);
    r->v[f->slot] = v;
}

/* Children through the engine: journal, history, search words. */
static void add_children(struct place *p, int n)
{
    const struct reg *reg = pack_reg(p->site->pack, "tre_em");
    struct act *act = act_new(p->site, p->t.a, NULL, "t", "::1");
    assert_int_equal(act_write(act), OK);
    for (int i = 0; i < n; i++) {
        struct rec *r = rec_new(act, reg, NULL);
        r->common[DC_PROVINCE] = v_text("11");
        r->common[DC_UNIT] = v_text(UNIT);
        put(r, "ho_ten", v_text(i % 2 ? "Giàng Thị Mỷ" : "Lò Văn Ương"));
        put(r, "gioi_tinh", v_text(i % 2 ? "nu" : "nam"));
        put(r, "ngay_sinh", v_text("2015-06-30"));
        assert_int_equal(rec_insert(act, r, "tao", NULL), OK);
        put(r, "dia_chi", v_text("bản Nà Lốm"));
        if (i % 3 == 0)
            assert_int_equal(rec_update(act, r, 1, "sua", "thêm địa chỉ"), OK);
    }
    assert_int_equal(act_commit(act, NULL), OK);
    act_end(act);
}

/* Every type with its edges, an account, and a session that must stay behind. */
static void add_facts(struct place *p)
{
    static const char bytes[] = "\0\1\377 \n";
    char id[37];
    uuid7(id);
    AUTO_DBC *c = NULL;
    assert_int_equal(db_begin_write(p->site->db, &c), OK);
    db_exec(c, Q_META_ADD,
        ARGS("edges", id, INT64_MIN, -0.1, "Ấn \"x\"\\\n\t’", v_blob(bytes, 5), 1), NULL);
    db_exec(c, Q_META_ADD, ARGS("empty", VNULL, INT64_MAX, 1e308, "", v_blob("", 0), 2), NULL);
    db_exec(c, Q_META_ADD, ARGS("none", VNULL, VNULL, VNULL, VNULL, VNULL, 3), NULL);
    char *large = arena_alloc(p->t.a, 300001, 1);
    memset(large, 'a', 300000);
    db_exec(c, Q_SETTING_PUT, ARGS("large", (const char *)large), NULL);
    db_exec(c, Q_ACCOUNT_ADD,
        ARGS(id, "can_bo", "Vì Thị Linh", VNULL, "0900000001", "can_bo_xa", "11", UNIT, "vi", "!",
            0, 1),
        NULL);
    db_exec(c, Q_SESSION_ADD, ARGS("token", id, 1, 0, "::1"), NULL);
    if (db_commit(c) != OK)
        fail_msg("%s", err_detail());
}

struct lines {
    struct arena *a;
    const char **v;
    size_t n, cap;
};

static bool take_line(void *ctx, struct db_rows *row)
{
    struct lines *l = ctx;
    struct buf b = buf_in(l->a, 1 << 20);
    for (int i = 0; i < db_cols(row); i++) {
        struct value v = db_value(row, i);
        buf_printf(&b, "%s:%d:", db_col_name(row, i), (int)v.t);
        if (v.t == V_BLOB)
            for (size_t k = 0; k < v.s.n; k++)
                buf_printf(&b, "%02x", (unsigned char)v.s.p[k]);
        else if (v.t != V_NULL)
            buf_puts(&b, v_cstr(l->a, v));
        buf_putc(&b, '\n');
    }
    if (l->n == l->cap) {
        size_t cap = l->cap ? 2 * l->cap : 64;
        const char **v = NEW_N(l->a, const char *, cap);
        if (l->n)
            memcpy(v, l->v, l->n * sizeof *v);
        l->v = v;
        l->cap = cap;
    }
    l->v[l->n++] = b.p;
    return true;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct lines table_lines(struct dbc *c, struct arena *a, const char *table)
{
    struct lines l = {.a = a};
    if (db_dump(c, table, take_line, &l) != OK)
        fail_msg("%s: %s", table, err_detail());
    if (l.n)
        qsort(l.v, l.n, sizeof *l.v, by_text);
    return l;
}

static void assert_same(struct place *x, struct place *y)
{
    AUTO_ARENA *names = arena_open();
    AUTO_ARENA *a = arena_open();
    AUTO_DBC *cx = NULL, *cy = NULL;
    assert_int_equal(db_begin_long_read(x->site->db, &cx), OK);
    assert_int_equal(db_begin_long_read(y->site->db, &cy), OK);
    struct db_rows *t = db_tables(cx, names);
    size_t compared = 0;
    while (db_next(t)) {
        const char *table = db_text(t, 0);
        if (streq(table, "session"))
            continue;
        arena_reset(a);
        struct lines lx = table_lines(cx, a, table), ly = table_lines(cy, a, table);
        if (lx.n != ly.n)
            fail_msg("%s: %zu rows became %zu", table, lx.n, ly.n);
        for (size_t i = 0; i < lx.n; i++)
            assert_string_equal(lx.v[i], ly.v[i]);
        compared += lx.n;
    }
    assert_true(compared > 1000);
    assert_int_equal(table_lines(cy, a, "session").n, 0);
}

/* A hash of all rows of all tables. */
static const char *fingerprint(struct place *p)
{
    AUTO_ARENA *a = arena_open();
    AUTO_DBC *c = NULL;
    assert_int_equal(db_begin_long_read(p->site->db, &c), OK);
    crypto_generichash_state st;
    crypto_generichash_init(&st, NULL, 0, 32);
    struct db_rows *t = db_tables(c, a);
    while (db_next(t)) {
        struct lines l = table_lines(c, a, db_text(t, 0));
        for (size_t i = 0; i < l.n; i++)
            crypto_generichash_update(&st, (const unsigned char *)l.v[i], strlen(l.v[i]) + 1);
    }
    unsigned char h[32];
    crypto_generichash_final(&st, h, sizeof h);
    char *hex = arena_alloc(p->t.a, 65, 1);
    return sodium_bin2hex(hex, 65, h, sizeof h);
}

static void count_broken(void *ctx, const char *unit, int64_t seq, const char *hash, bool ok)
{
    (void)unit;
    (void)hash;
    assert_true(ok);
    *(int64_t *)ctx += seq;
}

static struct place full_place(bool pg)
{
    struct place p;
    if (!open_place(&p, pg, NULL))
        skip();
    add_children(&p, 20);
    add_facts(&p);
    struct bak_sum sum;
    if (backup_save(&p.c, p.site, file_of(&p), &sum) != OK)
        fail_msg("save: %s", err_detail());
    return p;
}

/* One for the tests that only look at its file. */
static struct place *shared(void)
{
    static struct place p;
    if (!p.cs)
        p = full_place(false);
    return &p;
}

static int close_shared(void **state)
{
    (void)state;
    close_place(shared());
    return 0;
}

/* ---- there and back -------------------------------------------------------------------------- */

static void there_and_back(bool pg, bool to_pg)
{
    struct place from = full_place(pg), to;
    if (!open_place(&to, to_pg, from.site->key)) {
        close_place(&from);
        skip();
    }
    struct bak_sum sum;
    assert_int_equal(backup_check(from.t.a, file_of(&from), to.site->key, &sum), OK);
    assert_string_equal(sum.header.program, MANG_VERSION);
    assert_string_equal(sum.header.pack_version, from.site->pack->version);
    if (backup_load(&to.c, to.site, file_of(&from), &sum) != OK)
        fail_msg("load: %s", err_detail());
    assert_same(&from, &to);
    int64_t lines = 0, broken = -1;
    assert_int_equal(rec_journal_verify(to.site, to.t.a, count_broken, &lines, &broken), OK);
    assert_int_equal(broken, 0);
    assert_int_equal(lines, 27);
    /* What was restored is work: it is not overwritten by a second restore. */
    assert_int_equal(backup_load(&to.c, to.site, file_of(&from), &sum), ERR_CONFLICT);
    assert_same(&from, &to);
    close_place(&to);
    close_place(&from);
}

static void sqlite_to_sqlite(void **state)
{
    (void)state;
    there_and_back(false, false);
}
static void sqlite_to_pgsql(void **state)
{
    (void)state;
    there_and_back(false, true);
}
static void pgsql_to_sqlite(void **state)
{
    (void)state;
    there_and_back(true, false);
}
static void pgsql_to_pgsql(void **state)
{
    (void)state;
    there_and_back(true, true);
}

struct in_memory {
    struct str rest;
};

static size_t read_memory(void *ctx, void *p, size_t n)
{
    struct str *s = &((struct in_memory *)ctx)->rest;
    size_t k = n < s->n ? n : s->n;
    memcpy(p, s->p, k);
    *s = (struct str){s->p + k, s->n - k};
    return k;
}

static enum err golden_row(void *ctx, const struct value *v, size_t n)
{
    int *nth = ctx;
    assert_int_equal(n, 5);
    if ((*nth)++ == 0) {
        assert_true(str_is(v[0].s, "x") && v[1].i == -5 && v[2].t == V_REAL);
        assert_true(str_is(v[3].s, "Ấn") && v[4].t == V_BLOB && v[4].s.n == 2);
    }
    return OK;
}

/* A file made by another program from the description of the format: old backups stay readable. */
static void format_is_stable(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct in_memory m;
    if (cmd_read_file(a, "test/fuzz/corpus/backup/whole", 4096, &m.rest) != OK)
        skip();
    int rows = 0;
    struct bak_source src = {read_memory, &m};
    struct bak_sink sink = {NULL, NULL, golden_row, &rows};
    struct bak_sum sum;
    assert_int_equal(bak_read(&src, a, &sink, &sum), OK);
    assert_int_equal(rows, 2);
    assert_int_equal(sum.header.schema, 40);
    assert_string_equal(sum.header.pack, "vn");
}

/* ---- refused --------------------------------------------------------------------------------- */

static struct str read_back(struct place *p)
{
    struct str s;
    assert_int_equal(cmd_read_file(p->t.a, file_of(p), 64 << 20, &s), OK);
    return s;
}

static enum err check_bytes(struct place *p, struct str s)
{
    const char *path = arena_printf(p->t.a, "%s/bad.mangbak", p->c.data);
    AUTO_ARENA *a = arena_open();
    write_bytes(path, s);
    struct bak_sum sum;
    enum err e = backup_check(a, path, p->site->key, &sum);
    unlink(path);
    return e;
}

static void damaged_is_refused(void **state)
{
    (void)state;
    enum { GZIP_HEADER = 10, TRIES = 24 };
    struct place *p = shared();
    struct str good = read_back(p);
    assert_int_equal(check_bytes(p, good), OK);
    char *bad = arena_dupn(p->t.a, good.p, good.n);
    for (int i = 0; i < TRIES; i++) {
        uint32_t at = GZIP_HEADER + randombytes_uniform((uint32_t)good.n - GZIP_HEADER);
        char bit = (char)(1 << randombytes_uniform(8));
        bad[at] ^= bit;
        if (check_bytes(p, (struct str){bad, good.n}) != ERR_CORRUPT)
            fail_msg("bit %d of byte %u of %zu", bit, at, good.n);
        bad[at] ^= bit;
    }
}

static void truncated_is_refused(void **state)
{
    (void)state;
    struct place *p = shared();
    struct str good = read_back(p);
    for (size_t cut = 1; cut <= 24 && cut < good.n; cut++)
        assert_int_equal(check_bytes(p, (struct str){good.p, good.n - cut}), ERR_CORRUPT);
    for (int i = 0; i < 16; i++) {
        size_t n = randombytes_uniform((uint32_t)good.n);
        assert_int_equal(check_bytes(p, (struct str){good.p, n}), ERR_CORRUPT);
    }
    struct bak_sum sum;
    assert_int_equal(
        backup_check(p->t.a, "/nonexistent/x.mangbak", p->site->key, &sum), ERR_NOT_FOUND);
}

static void other_key_is_noticed(void **state)
{
    (void)state;
    struct place *p = shared();
    unsigned char other[32];
    memcpy(other, p->site->key, 32);
    other[31] ^= 1;
    struct bak_sum sum;
    assert_int_equal(backup_check(p->t.a, file_of(p), other, &sum), ERR_DENIED);
    assert_non_null(strstr(err_detail(), "mang.key"));
}

static void make_file(struct place *p, int64_t schema, const char *table, const char *col)
{
    struct bak_writer w;
    assert_int_equal(bak_create(&w, file_of(p)), OK);
    bak_header(&w,
        &(struct bak_header){
            .schema = schema, .program = "9", .pack = "vn", .pack_version = "x", .key_check = "y"});
    bak_table(&w, table, &col, 1);
    bak_row(&w, &(struct value){.t = V_TEXT, .s = STR("a")}, 1);
    bak_table_end(&w);
    assert_int_equal(bak_finish(&w), OK);
}

/* What does not fit is told, and the fresh site stays as it was. */
static void unfit_leaves_no_trace(bool pg)
{
    struct place p;
    if (!open_place(&p, pg, NULL))
        skip();
    const char *before = fingerprint(&p);
    static const struct {
        int64_t schema;
        const char *table, *col;
        enum err want;
    } files[] = {{9999, "setting", "name", ERR_INVALID}, {1, "no_such", "name", ERR_NOT_FOUND},
        {1, "setting", "no_such", ERR_INVALID}, {1, "sqlite_master", "name", ERR_NOT_FOUND},
        {1, "setting", "name", ERR_DB}};
    struct bak_sum sum;
    for (size_t i = 0; i < COUNT(files); i++) {
        make_file(&p, files[i].schema, files[i].table, files[i].col);
        assert_int_equal(backup_load(&p.c, p.site, file_of(&p), &sum), files[i].want);
    }
    assert_string_equal(before, fingerprint(&p));
    close_place(&p);
}

static void unfit_sqlite(void **state)
{
    (void)state;
    unfit_leaves_no_trace(false);
}
static void unfit_pgsql(void **state)
{
    (void)state;
    unfit_leaves_no_trace(true);
}

/* A database error in the middle of a restore undoes all of it. */
static void failing_load_is_undone(void **state)
{
    (void)state;
    struct place from = full_place(false), to;
    assert_true(open_place(&to, false, from.site->key));
    const char *before = fingerprint(&to);
    struct bak_sum sum;
    for (int nth = 150; nth < 20000; nth += 4973) {
        db_fault(to.site->db, nth, ERR_IO);
        assert_int_equal(backup_load(&to.c, to.site, file_of(&from), &sum), ERR_IO);
        db_fault(to.site->db, 0, OK);
    }
    assert_string_equal(before, fingerprint(&to));
    close_place(&to);
    close_place(&from);
}

static void existing_file_is_kept(void **state)
{
    (void)state;
    struct place *p = shared();
    struct str before = read_back(p);
    struct cmd c = p->c;
    const char *args[] = {file_of(p)};
    c.args = args;
    c.nargs = 1;
    assert_int_equal(cmd_backup(&c), EXIT_WORK);
    assert_true(str_eq(before, read_back(p)));
    c.force = true;
    assert_int_equal(cmd_backup(&c), EXIT_DONE);
    struct stat st;
    assert_int_equal(stat(file_of(p), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(check_bytes(p, read_back(p)), OK);
    c.nargs = 0;
    assert_int_equal(cmd_backup(&c), EXIT_USE);
}

/* ---- while people work ----------------------------------------------------------------------- */

struct worker {
    struct db *db;
    atomic_bool stop;
    int64_t rounds;
};

/* Moves one from here to there, over and over: the sum never changes. */
static void *work(void *ctx)
{
    struct worker *w = ctx;
    while (!atomic_load(&w->stop)) {
        AUTO_DBC *c = NULL;
        if (db_begin_write(w->db, &c) != OK)
            break;
        db_exec(c, Q_META_COUNT, ARGS((int64_t)1, "here", (int64_t)-1), NULL);
        db_exec(c, Q_META_COUNT, ARGS((int64_t)1, "there", (int64_t)1), NULL);
        if (db_commit(c) != OK)
            break;
        w->rounds++;
    }
    return NULL;
}

struct summing {
    bool meta;
    int64_t sum, there;
};

static enum err sum_table(void *ctx, const char *name, const char *const *cols, size_t n)
{
    struct summing *s = ctx;
    s->meta = streq(name, "meta");
    assert_true(!s->meta || (n > 2 && streq(cols[0], "name") && streq(cols[2], "num")));
    return OK;
}

static enum err sum_row(void *ctx, const struct value *v, size_t n)
{
    (void)n;
    struct summing *s = ctx;
    bool there = s->meta && v[0].t == V_TEXT && str_is(v[0].s, "there");
    if (v[2].t != V_INT || !s->meta || !(there || (v[0].t == V_TEXT && str_is(v[0].s, "here"))))
        return OK;
    s->sum += v[2].i;
    if (there)
        s->there = v[2].i;
    return OK;
}

static void one_moment(bool pg)
{
    struct place p;
    if (!open_place(&p, pg, NULL))
        skip();
    {
        AUTO_DBC *c = NULL;
        assert_int_equal(db_begin_write(p.site->db, &c), OK);
        db_exec(c, Q_META_ADD, ARGS("here", VNULL, 1000, VNULL, VNULL, VNULL, 1), NULL);
        db_exec(c, Q_META_ADD, ARGS("there", VNULL, 0, VNULL, VNULL, VNULL, 1), NULL);
        assert_int_equal(db_commit(c), OK);
    }
    struct worker w = {.db = p.site->db};
    pthread_t th;
    assert_int_equal(pthread_create(&th, NULL, work, &w), 0);
    for (int i = 0; i < 4; i++) {
        struct bak_sum sum;
        struct summing s = {.sum = 0};
        struct bak_sink sink = {NULL, sum_table, sum_row, &s};
        assert_int_equal(backup_save(&p.c, p.site, file_of(&p), &sum), OK);
        assert_int_equal(bak_read_file(file_of(&p), p.t.a, &sink, &sum), OK);
        assert_int_equal(s.sum, 1000);
    }
    atomic_store(&w.stop, true);
    pthread_join(th, NULL);
    assert_true(w.rounds > 0);
    close_place(&p);
}

static void one_moment_sqlite(void **state)
{
    (void)state;
    one_moment(false);
}
static void one_moment_pgsql(void **state)
{
    (void)state;
    one_moment(true);
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sqlite_to_sqlite),
        cmocka_unit_test(sqlite_to_pgsql),
        cmocka_unit_test(pgsql_to_sqlite),
        cmocka_unit_test(pgsql_to_pgsql),
        cmocka_unit_test(format_is_stable),
        cmocka_unit_test(damaged_is_refused),
        cmocka_unit_test(truncated_is_refused),
        cmocka_unit_test(other_key_is_noticed),
        cmocka_unit_test(unfit_sqlite),
        cmocka_unit_test(unfit_pgsql),
        cmocka_unit_test(failing_load_is_undone),
        cmocka_unit_test(existing_file_is_kept),
        cmocka_unit_test(one_moment_sqlite),
        cmocka_unit_test(one_moment_pgsql),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("backup", tests, NULL, close_shared);
}
