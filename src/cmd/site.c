// SPDX-License-Identifier: AGPL-3.0-or-later
/* Opening a site from the options: pack, key, database, tables, units, holidays. */
#include "cmd/cmd_int.h"

#include "stat/stat.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int cmd_fail(const struct cmd *c, const char *what, enum err e)
{
    const char *detail = err_detail();
    fprintf(
        stderr, "mang %s: %s: %s%s%s\n", c->name, what, err_name(e), *detail ? ": " : "", detail);
    return EXIT_WORK;
}

void cmd_progress(const struct cmd *c, const char *what, int64_t done, int64_t all)
{
    if (c->quiet || all <= 0)
        return;
    bool tty = isatty(STDERR_FILENO) == 1;
    int64_t tenth = all / 10 ? all / 10 : 1;
    if (!tty && done % tenth != 0 && done != all)
        return;
    fprintf(stderr, "%s%s: %lld / %lld (%lld %%)%s", tty ? "\r" : "", what, (long long)done,
        (long long)all, (long long)(done * 100 / all), tty && done != all ? "" : "\n");
}

/* ---- pack ------------------------------------------------------------------------------------ */

enum err cmd_read_file(struct arena *a, const char *path, size_t max, struct str *out)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return err_set(ERR_NOT_FOUND, "cannot read %s", path);
    struct buf b = buf_in(a, max);
    char chunk[16384];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    bool bad = ferror(f) != 0;
    fclose(f);
    if (bad || b.full)
        return err_set(bad ? ERR_IO : ERR_TOO_BIG, "reading %s", path);
    *out = buf_view(&b);
    return OK;
}

struct files {
    struct pack_file v[400];
    size_t n;
};

static enum err add_folder(struct arena *a, const char *root, const char *below, struct files *f)
{
    enum { MOST = 8 << 20 };
    const char *path = *below ? arena_printf(a, "%s/%s", root, below) : root;
    DIR *d = opendir(path);
    if (!d)
        return err_set(ERR_NOT_FOUND, "cannot open folder %s", path);
    enum err e = OK;
    for (struct dirent *x; !e && (x = readdir(d));) {
        /* documents/src holds what the Word templates were made from; it is no part of a pack. */
        if (x->d_name[0] == '.' || streq(x->d_name, "src"))
            continue;
        const char *name =
            *below ? arena_printf(a, "%s/%s", below, x->d_name) : arena_dup(a, x->d_name);
        const char *full = arena_printf(a, "%s/%s", root, name);
        struct stat st;
        if (stat(full, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode)) {
            e = add_folder(a, root, name, f);
        } else if (f->n < COUNT(f->v)) {
            f->v[f->n].name = name;
            e = cmd_read_file(a, full, MOST, &f->v[f->n++].data);
        }
    }
    closedir(d);
    return e;
}

static void add_built_in(struct files *f)
{
    static const char root[] = "packs/vn/";
    size_t n;
    const struct asset *all = asset_all(&n);
    for (size_t i = 0; i < n && f->n < COUNT(f->v); i++)
        if (strncmp(all[i].name, root, sizeof root - 1) == 0)
            f->v[f->n++] =
                (struct pack_file){all[i].name + sizeof root - 1, asset_find(all[i].name)->data};
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct pack_file *)a)->name, ((const struct pack_file *)b)->name);
}

enum err cmd_load_pack(struct cmd *c, struct arena *a, const struct pack **out)
{
    struct files *f = NEW(a, struct files);
    if (c->pack)
        TRY(add_folder(a, c->pack, "", f));
    else
        add_built_in(f);
    qsort(f->v, f->n, sizeof f->v[0], by_name);
    struct pack_errors errs = {NULL, 0};
    enum err e = pack_load(a, f->v, f->n, out, &errs);
    for (size_t i = 0; i < errs.n; i++)
        fprintf(stderr, "%s:%d:%d: %s\n", errs.v[i].pos.file, errs.v[i].pos.line, errs.v[i].pos.col,
            errs.v[i].text);
    return e ? err_set(e, "%zu faults in the pack", errs.n) : OK;
}

static enum err load_holidays(struct site *s, struct arena *a)
{
    enum { FROM = 2000, TO = 2060 };
    const struct pack *p = s->pack;
    struct cal_holiday *h = NEW_N(a, struct cal_holiday, p->nholidays + 1);
    for (size_t i = 0; i < p->nholidays; i++) {
        const struct holiday *x = &p->holidays[i];
        h[i] = (struct cal_holiday){
            x->month, x->day, x->lunar, x->offset_from, x->offset_to, x->date, x->working};
    }
    return cal_holidays_build(a, h, p->nholidays, FROM, TO, &s->holidays);
}

/* ---- key ------------------------------------------------------------------------------------- */

static enum err make_key(const char *path, unsigned char key[32])
{
    rand_bytes(key, 32);
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set(ERR_IO, "cannot make the key file %s: %s", path, strerror(errno));
    bool ok = write(fd, key, 32) == 32 && fsync(fd) == 0;
    close(fd);
    return ok ? OK : err_set(ERR_IO, "cannot write the key file %s", path);
}

static enum err load_key(struct cmd *c, struct arena *a, bool create, unsigned char key[32])
{
    const char *path = c->key ? c->key : arena_printf(a, "%s/mang.key", c->data);
    struct str data;
    enum err e = cmd_read_file(a, path, 64, &data);
    if (e == ERR_NOT_FOUND && create)
        return make_key(path, key);
    TRY(e);
    if (data.n != 32)
        return err_set(ERR_CORRUPT, "the key file %s is not 32 bytes", path);
    memcpy(key, data.p, 32);
    return OK;
}

/* ---- the site -------------------------------------------------------------------------------- */

static const char *db_url(struct cmd *c)
{
    return c->db ? c->db : arena_printf(c->a, "sqlite:%s/mang.db", c->data);
}

static enum err load_units(struct site *s, struct arena *a)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_read(s->db, &c));
    struct unit_tree *tree = NULL; /* a compiler that sees the whole program asks for it */
    TRY(unit_tree_start(c, asset_find("units/units.csv"), &tree));
    s->units = units_open(a, tree);
    return OK;
}

enum err cmd_prepare(struct cmd_site *s)
{
    int applied;
    TRY(db_migrate(s->site.db, &applied));
    AUTO_DBC *c = NULL;
    TRY(db_begin_write(s->site.db, &c));
    TRY(rec_sync_tables(&s->site, c));
    bool changed;
    const struct asset *list = asset_find("units/units.csv");
    if (list)
        TRY(unit_install(c, s->a, list, &changed));
    return db_commit(c);
}

static enum err fill_site(struct cmd *c, bool create, struct cmd_site *s)
{
    if (create && mkdir(c->data, 0700) != 0 && errno != EEXIST)
        return err_set(ERR_IO, "cannot make the folder %s", c->data);
    const struct pack *pack;
    TRY(cmd_load_pack(c, s->a, &pack));
    s->site.pack = pack;
    TRY(load_holidays(&s->site, s->a));
    TRY(load_key(c, s->a, create, s->site.key));
    struct db_options opt = {.create = create};
    TRY(db_open(&s->site.db, db_url(c), &opt));
    s->site.tables = rec_tables(s->a, s->site.pack);
    s->site.lands = rec_lands_open(s->a);
    if (create)
        TRY(cmd_prepare(s));
    TRY(load_units(&s->site, s->a));
    s->site.own = stat_own_open(s->a);
    enum err e = stat_own_reload(&s->site);
    return create ? e : OK; /* an old database has no such table yet */
}

enum err cmd_open(struct cmd *c, bool create, struct cmd_site **out)
{
    struct arena *a = arena_open();
    struct cmd_site *s = NEW(a, struct cmd_site);
    s->a = a;
    enum err e = fill_site(c, create, s);
    if (e) {
        cmd_close(s);
        return e;
    }
    *out = s;
    return OK;
}

void cmd_close(struct cmd_site *s)
{
    if (!s)
        return;
    rec_lands_close(s->site.lands);
    units_close(s->site.units);
    stat_own_close(s->site.own);
    db_close(s->site.db);
    arena_close(s->a);
}
