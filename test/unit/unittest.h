// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * For tests of units: the tree of the list that comes with the program, and the reference tables,
 * looked for in $MANG_REF or ../shared/data/vn (a test that needs them is skipped without).
 */
#ifndef MANG_UNITTEST_H
#define MANG_UNITTEST_H

#include "treetest.h"

#include "base/text.h"

enum { BEFORE = 20250630, REFORM = 20250701, LATER = 20260930 };

/* A table without its header line; p NULL when it is not there. */
static struct str reference(const char *name)
{
    struct str rest = file_at(reference_path(name)), header;
    if (rest.p)
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
