// SPDX-License-Identifier: AGPL-3.0-or-later
/* Files of packs for tests: read from a folder, changed by a case (see t_pack.c). */
#ifndef MANG_TEST_PACK_FILES_H
#define MANG_TEST_PACK_FILES_H

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

#define SMALL "test/pack/ok/nho"

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

static inline struct files *pack_dir(struct arena *a, const char *root)
{
    struct files *fs = NEW(a, struct files);
    fs->a = a;
    read_dir(fs, root, "");
    return fs;
}

static inline const char *complaints(struct arena *a, const struct pack_errors *errs)
{
    struct buf b = buf_in(a, 1 << 20);
    for (size_t i = 0; i < errs->n; i++)
        buf_printf(&b, "%s:%d:%d: %s\n", errs->v[i].pos.file, errs->v[i].pos.line,
            errs->v[i].pos.col, errs->v[i].text);
    return b.n ? b.p : "";
}

static void put_file(struct files *fs, const char *name, struct str data, bool away)
{
    for (size_t i = 0; i < fs->n; i++)
        if (streq(fs->v[i].name, name)) {
            fs->v[i].data = data;
            if (away)
                fs->v[i] = fs->v[--fs->n];
            return;
        }
    if (!away)
        fs->v[fs->n++] = (struct pack_file){name, data};
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct pack_file *)a)->name, ((const struct pack_file *)b)->name);
}

/* Puts the case's files into the pack; gives what it expects, and where that begins. */
static inline struct str apply_case(struct files *fs, struct str text, size_t *head)
{
    struct str rest = text, line, expect = {0};
    const char *name = NULL, *from = text.p;
    bool away = false;
    *head = text.n;
    for (bool more = true; more;) {
        const char *at = rest.p;
        more = str_split(&rest, '\n', &line);
        if (more && !str_starts(line, "@ ") && !str_starts(line, "@- "))
            continue;
        struct str body = {from, (size_t)((more ? at : text.p + text.n) - from)};
        if (name && streq(name, "expect"))
            expect = body;
        else if (name)
            put_file(fs, name, body, away);
        if (!more)
            break;
        away = line.p[1] == '-';
        name = arena_dupn(fs->a, line.p + 2 + away, line.n - 2 - away);
        from = rest.p ? rest.p : text.p + text.n;
        if (streq(name, "expect"))
            *head = (size_t)(from - text.p);
    }
    qsort(fs->v, fs->n, sizeof fs->v[0], by_name);
    return expect;
}

/* The small pack with numbers, duties and reports. */
static inline const struct pack *load_numbers(struct arena *a)
{
    struct files *fs = pack_dir(a, SMALL);
    size_t head;
    apply_case(fs, read_all(a, "test/pack/ok/so_lieu.txt"), &head);
    const struct pack *p = NULL;
    struct pack_errors errs;
    if (pack_load(a, fs->v, fs->n, &p, &errs) != OK)
        fail_msg("%s", complaints(a, &errs));
    return p;
}

#endif
