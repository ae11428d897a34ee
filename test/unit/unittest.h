// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * For tests of units: the tree of the list that comes with the program, and the reference tables,
 * looked for in $MANG_REF or ../shared/data/vn (a test that needs them is skipped without).
 */
#ifndef MANG_UNITTEST_H
#define MANG_UNITTEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/text.h"
#include "unit/unit.h"

enum { BEFORE = 20250630, REFORM = 20250701, LATER = 20260930 };

static struct unit_tree *tree;
static struct arena *mem;

static int set_up(void **state)
{
    (void)state;
    mem = arena_open();
    const struct asset *list = asset_find("units/units.csv");
    return !list || unit_tree_parse(list->data, &tree) != OK;
}

static int tear_down(void **state)
{
    (void)state;
    unit_tree_close(tree);
    arena_close(mem);
    return 0;
}

/* A table without its header line; p NULL when it is not there. */
static struct str reference(const char *name)
{
    const char *dir = getenv("MANG_REF");
    FILE *f = fopen(arena_printf(mem, "%s/%s", dir ? dir : "../shared/data/vn", name), "rb");
    if (!f)
        return (struct str){NULL, 0};
    struct buf b = buf_in(mem, 8 << 20);
    char chunk[65536];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    fclose(f);
    struct str rest = buf_view(&b), header;
    str_split(&rest, '\n', &header);
    return rest;
}

/* The first fields of a line; none of ours is quoted. */
static size_t cells(struct arena *a, struct str line, const char *v[], size_t max)
{
    size_t n = 0;
    for (struct str f; n < max && str_split(&line, ',', &f);)
        v[n++] = arena_dupn(a, f.p, f.n);
    return n;
}

#endif
