// SPDX-License-Identifier: AGPL-3.0-or-later
/* The tree of units that the program has, and files of the reference data, where they are. */
#ifndef MANG_TREETEST_H
#define MANG_TREETEST_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cmd/cmd_int.h"
#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>

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

/* A whole file; p NULL when it is not there. */
static struct str file_at(const char *path)
{
    struct str s;
    return cmd_read_file(mem, path, 64u << 20, &s) == OK ? s : (struct str){NULL, 0};
}

static const char *reference_path(const char *name)
{
    const char *ref = getenv("MANG_REF");
    return arena_printf(mem, "%s/%s", ref ? ref : "../shared/data/vn", name);
}

#endif
