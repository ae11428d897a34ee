// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Templates straight from a source tree, for editing pages without a rebuild ($MANG_DEV_ROOT).
 * tools/tplgen reads its files through the same tpl_read(). Not used in a normal run.
 */
#include "view/view_int.h"

#include <glob.h>
#include <stdio.h>

bool tpl_read(struct arena *a, const char *path, struct tpl_source *out)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    struct buf b = buf_in(a, 1u << 20);
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    fclose(f);
    *out = (struct tpl_source){arena_dup(a, path), buf_view(&b)};
    return !b.full;
}

static size_t read_all(struct arena *a, const glob_t *g, struct tpl_source *src)
{
    size_t n = 0;
    for (size_t i = 0; i < g->gl_pathc; i++)
        if (tpl_read(a, g->gl_pathv[i], &src[n]))
            n++;
    return n;
}

const struct tpl_set *tpl_from_disk(struct arena *a, const char *root)
{
    glob_t g = {0};
    (void)glob(arena_printf(a, "%s/tpl/*.html", root), 0, NULL, &g);
    struct tpl_source *src = NEW_N(a, struct tpl_source, g.gl_pathc + 1);
    size_t n = read_all(a, &g, src), nerrs;
    globfree(&g);
    struct tpl_error err = {"tpl", 0, 0, "no templates"};
    const struct tpl_set *t = n ? tpl_compile(a, src, n, &err, 1, &nerrs) : NULL;
    if (!t)
        bug_at(err.path, err.line, err.text);
    return t;
}
