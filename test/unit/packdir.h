// SPDX-License-Identifier: AGPL-3.0-or-later
/* Reading a folder as a pack, for tests that look at packs alone. */
#ifndef MANG_TEST_PACKDIR_H
#define MANG_TEST_PACKDIR_H

#include "pack/pack.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { FILES_MAX = 200 };
struct files {
    struct arena *a;
    struct pack_file v[FILES_MAX];
    size_t n;
};

static struct str read_all(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("cannot open %s (run from the root of the tree)", path);
    struct buf b = buf_in(a, 1 << 22);
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buf_add(&b, part, n);
    fclose(f);
    return b.n ? buf_view(&b) : (struct str){"", 0};
}

static void read_dir(struct files *fs, const char *root, const char *rel)
{
    struct dirent **e;
    int n = scandir(arena_printf(fs->a, "%s/%s", root, rel), &e, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        const char *name = arena_printf(fs->a, "%s%s%s", rel, *rel ? "/" : "", e[i]->d_name);
        const char *path = arena_printf(fs->a, "%s/%s", root, name);
        struct stat st;
        bool hidden = e[i]->d_name[0] == '.';
        free(e[i]);
        if (hidden || stat(path, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode)) {
            read_dir(fs, root, name);
            continue;
        }
        assert_true(fs->n < FILES_MAX);
        fs->v[fs->n++] = (struct pack_file){name, read_all(fs->a, path)};
    }
    if (n >= 0)
        free(e);
}

static struct files *pack_dir(struct arena *a, const char *root)
{
    struct files *fs = NEW(a, struct files);
    fs->a = a;
    read_dir(fs, root, "");
    return fs;
}

static const char *complaints(struct arena *a, const struct pack_errors *errs)
{
    struct buf b = buf_in(a, 1 << 20);
    for (size_t i = 0; i < errs->n; i++)
        buf_printf(&b, "%s:%d:%d: %s\n", errs->v[i].pos.file, errs->v[i].pos.line,
            errs->v[i].pos.col, errs->v[i].text);
    return b.n ? b.p : "";
}

static const struct pack *load_ok(struct arena *a, const char *dir)
{
    struct files *fs = pack_dir(a, dir);
    const struct pack *p = NULL;
    struct pack_errors errs;
    if (pack_load(a, fs->v, fs->n, &p, &errs) != OK)
        fail_msg("%s", complaints(a, &errs));
    return p;
}

#endif
