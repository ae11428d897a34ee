// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * mang backup and mang restore. A backup is one long read snapshot, taken while people work; it
 * goes from either database into either. A restore reads the file twice: first the whole of it
 * without touching the database, then into one transaction. The key is never in a backup: a value
 * derived from it tells a wrong one at once. Sign-ins (sessions) stay behind.
 */
#include "cmd/cmd_int.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *key_check(struct arena *a, const unsigned char key[32])
{
    enum { BYTES = 16 };
    static const char purpose[] = "backup: which key";
    unsigned char h[BYTES];
    crypto_generichash(h, BYTES, (const unsigned char *)purpose, sizeof purpose - 1, key, 32);
    char *hex = arena_alloc(a, 2 * BYTES + 1, 1);
    return sodium_bin2hex(hex, 2 * BYTES + 1, h, BYTES);
}

static bool stays_behind(const char *table)
{
    return streq(table, "session");
}

/* ---- saving ---------------------------------------------------------------------------------- */

struct saving {
    struct bak_writer *w;
    struct arena *a; /* of one table */
    const char *table;
    struct value *v;
    int n;
};

static bool save_row(void *ctx, struct db_rows *row)
{
    struct saving *k = ctx;
    if (!k->v) {
        k->n = db_cols(row);
        k->v = NEW_N(k->a, struct value, k->n);
        const char **cols = NEW_N(k->a, const char *, k->n);
        for (int i = 0; i < k->n; i++)
            cols[i] = db_col_name(row, i);
        bak_table(k->w, k->table, cols, (size_t)k->n);
    }
    for (int i = 0; i < k->n; i++)
        k->v[i] = db_value(row, i);
    bak_row(k->w, k->v, (size_t)k->n);
    return true;
}

static enum err save_tables(
    struct cmd *c, struct dbc *dbc, struct bak_writer *w, struct bak_sum *sum)
{
    AUTO_ARENA *names = arena_open();
    AUTO_ARENA *a = arena_open();
    struct db_rows *tables = db_tables(dbc, names);
    int64_t all = (int64_t)db_row_count(tables), done = 0;
    while (db_next(tables)) {
        arena_reset(a);
        struct saving k = {.w = w, .a = a, .table = db_text(tables, 0)};
        if (!stays_behind(k.table))
            TRY(db_dump(dbc, k.table, save_row, &k));
        if (k.v) {
            bak_table_end(w);
            sum->tables++;
        }
        cmd_progress(c, "Tables saved", ++done, all);
    }
    return db_status(dbc);
}

static enum err save_all(
    struct cmd *c, const struct site *s, struct bak_writer *w, struct bak_sum *sum)
{
    AUTO_DBC *dbc = NULL;
    TRY(db_begin_long_read(s->db, &dbc));
    sum->header = (struct bak_header){.schema = db_schema_version(dbc, c->a),
        .created_at = clock_ms(),
        .program = MANG_VERSION,
        .pack = s->pack ? s->pack->id : "",
        .pack_version = s->pack ? s->pack->version : "",
        .key_check = key_check(c->a, s->key)};
    bak_header(w, &sum->header);
    return save_tables(c, dbc, w, sum);
}

/* After a rename the folder too must reach the disk. */
static enum err move_into_place(struct arena *a, const char *part, const char *path)
{
    if (rename(part, path) != 0)
        return err_set(ERR_IO, "cannot rename %s: %s", part, strerror(errno));
    int fd = open(dirname(arena_dup(a, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return ok ? OK : err_set(ERR_IO, "cannot sync the folder of %s", path);
}

enum err backup_save(struct cmd *c, const struct site *s, const char *path, struct bak_sum *sum)
{
    const char *part = arena_printf(c->a, "%s.part", path);
    struct bak_writer w;
    *sum = (struct bak_sum){.rows = 0};
    TRY(bak_create(&w, part));
    enum err e = save_all(c, s, &w, sum);
    if (e)
        bak_drop(&w);
    else
        e = bak_finish(&w);
    if (!e)
        e = move_into_place(c->a, part, path);
    if (e)
        unlink(part);
    return e;
}

/* ---- checking -------------------------------------------------------------------------------- */

enum err backup_check(
    struct arena *a, const char *path, const unsigned char key[32], struct bak_sum *sum)
{
    TRY(bak_read_file(path, a, NULL, sum));
    if (!streq(sum->header.key_check, key_check(a, key)))
        return err_set(ERR_DENIED,
            "the backup was made with another mang.key; put that key into the data folder first");
    return OK;
}

/* ---- loading --------------------------------------------------------------------------------- */

static bool note_row(void *ctx, struct db_rows *row)
{
    (void)row;
    *(bool *)ctx = true;
    return false;
}

/* Work: what people entered. A fresh site has units, facts of the installation, one account. */
static bool holds_work(const char *table)
{
    static const char *const prefixes[] = {"r_", "h_", "flow_", "journal", "attachment", "member"};
    for (size_t i = 0; i < COUNT(prefixes); i++)
        if (str_starts(str_of(table), prefixes[i]))
            return true;
    return false;
}

static enum err check_fresh(const struct site *s, struct arena *a)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_long_read(s->db, &c));
    struct db_rows *t = db_tables(c, a);
    while (db_next(t)) {
        bool any = false;
        if (holds_work(db_text(t, 0)))
            TRY(db_dump(c, db_text(t, 0), note_row, &any));
        if (any)
            return err_set(
                ERR_CONFLICT, "the database holds records already (table %s)", db_text(t, 0));
    }
    if (db_scalar(c, a, Q_ACCOUNT_COUNT, NO_ARGS).i > 1)
        return err_set(ERR_CONFLICT, "the database holds accounts already");
    return db_status(c);
}

struct loading {
    struct cmd *c;
    struct dbc *dbc;
    struct arena *a; /* of one table */
    const char *table;
    const char **cols;
    size_t n;
    int64_t done, all;
};

static enum err newer_schema(const struct bak_header *h, int schema)
{
    if (h->schema <= schema)
        return OK;
    return err_set(ERR_INVALID, "made by a newer program (tables %lld, here %d): update first",
        (long long)h->schema, schema);
}

static enum err load_header(void *ctx, const struct bak_header *h)
{
    struct loading *k = ctx;
    return newer_schema(h, db_schema_version(k->dbc, k->a));
}

static enum err load_table(void *ctx, const char *name, const char *const *cols, size_t n)
{
    struct loading *k = ctx;
    arena_reset(k->a);
    k->table = arena_dup(k->a, name);
    k->cols = NEW_N(k->a, const char *, n);
    k->n = n;
    for (size_t i = 0; i < n; i++)
        k->cols[i] = arena_dup(k->a, cols[i]);
    return OK;
}

static enum err load_row(void *ctx, const struct value *v, size_t n)
{
    struct loading *k = ctx;
    if (stays_behind(k->table))
        return OK;
    enum err e = db_load(k->dbc, k->table, k->cols, n, v);
    if (e == ERR_NOT_FOUND || e == ERR_INVALID)
        return err_set(e, "table %s of the backup does not fit this program and pack", k->table);
    cmd_progress(k->c, "Rows restored", ++k->done, k->all);
    return e;
}

/* What the program put there itself, children first. */
static enum err clear_all(struct dbc *c)
{
    AUTO_ARENA *a = arena_open();
    struct db_rows *t = db_tables(c, a);
    size_t n = db_row_count(t), i = n;
    const char **names = NEW_N(a, const char *, n + 1);
    while (db_next(t))
        names[--i] = db_text(t, 0);
    for (i = 0; i < n; i++)
        TRY(db_clear(c, names[i]));
    return db_status(c);
}

enum err backup_load(struct cmd *c, const struct site *s, const char *path, struct bak_sum *sum)
{
    AUTO_ARENA *a = arena_open();
    int64_t all = sum->rows;
    TRY(check_fresh(s, a));
    AUTO_DBC *dbc = NULL;
    TRY(db_begin_write(s->db, &dbc));
    TRY(clear_all(dbc));
    struct loading k = {.c = c, .dbc = dbc, .a = a, .all = all};
    struct bak_sink sink = {load_header, load_table, load_row, &k};
    TRY(bak_read_file(path, c->a, &sink, sum));
    return db_commit(dbc);
}

/* ---- commands -------------------------------------------------------------------------------- */

int cmd_backup(struct cmd *c)
{
    if (c->nargs != 1)
        return EXIT_USE;
    const char *path = c->args[0];
    if (!c->force && access(path, F_OK) == 0) {
        fprintf(stderr, "mang backup: %s exists already (--force overwrites it)\n", path);
        return EXIT_WORK;
    }
    struct cmd_site *s;
    enum err e = cmd_open(c, false, &s);
    if (e)
        return cmd_fail(c, "backup", e);
    struct bak_sum sum;
    e = backup_save(c, &s->site, path, &sum);
    cmd_close(s);
    if (e)
        return cmd_fail(c, "backup", e);
    struct stat st = {.st_size = 0};
    stat(path, &st);
    printf("%s: %lld tables, %.1f MB. The key (mang.key) is not in it: keep a copy elsewhere.\n",
        path, (long long)sum.tables, (double)st.st_size / 1e6);
    return EXIT_DONE;
}

static void report_chain(void *ctx, const char *unit, int64_t seq, const char *hash, bool ok)
{
    (void)hash;
    *(int64_t *)ctx += seq;
    if (!ok)
        fprintf(
            stderr, "mang restore: journal of %s is broken at line %lld\n", unit, (long long)seq);
}

static enum err restore(struct cmd *c, const char *path, struct bak_sum *sum, int64_t *broken)
{
    struct str key;
    const char *key_path = c->key ? c->key : arena_printf(c->a, "%s/mang.key", c->data);
    TRY(cmd_read_file(c->a, key_path, 64, &key));
    if (key.n != 32)
        return err_set(ERR_CORRUPT, "the key file %s is not 32 bytes", key_path);
    TRY(backup_check(c->a, path, (const unsigned char *)key.p, sum));
    struct cmd_site *s;
    TRY(cmd_open(c, true, &s));
    enum err e = backup_load(c, &s->site, path, sum);
    int64_t lines = 0;
    if (!e)
        e = rec_journal_verify(&s->site, c->a, report_chain, &lines, broken);
    cmd_close(s);
    if (!e)
        printf("%lld rows of %lld tables; journal: %lld lines, %lld broken chains\n",
            (long long)sum->rows, (long long)sum->tables, (long long)lines, (long long)*broken);
    return e;
}

int cmd_restore(struct cmd *c)
{
    if (c->nargs != 1)
        return EXIT_USE;
    struct bak_sum sum;
    int64_t broken = 0;
    enum err e = restore(c, c->args[0], &sum, &broken);
    if (e)
        return cmd_fail(c, "restore", e);
    return broken ? EXIT_WORK : EXIT_DONE;
}
