// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Files inside the binary: a sorted table written by tools/assetgen. With MANG_DEV_ROOT set, the
 * file below that folder wins, so that a page or a pack can be edited without a rebuild.
 */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

extern const struct asset asset_table[];
extern const size_t asset_table_n;

static int by_name(const void *key, const void *as)
{
    return strcmp(key, ((const struct asset *)as)->name);
}

static const struct asset *from_disk(const struct asset *built_in)
{
    const char *root = getenv("MANG_DEV_ROOT");
    if (!root || !built_in)
        return built_in;
    static struct arena *kept;
    if (!kept)
        kept = arena_open();
    FILE *f = fopen(arena_printf(kept, "%s/%s", root, built_in->name), "rb");
    if (!f)
        return built_in;
    struct buf b = buf_in(kept, 64u << 20);
    char chunk[8192];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    fclose(f);
    struct asset *as = NEW(kept, struct asset);
    *as = (struct asset){.name = built_in->name, .data = buf_view(&b), .etag = "dev"};
    return as;
}

const struct asset *asset_find(const char *name)
{
    return from_disk(bsearch(name, asset_table, asset_table_n, sizeof asset_table[0], by_name));
}

const struct asset *asset_all(size_t *n)
{
    *n = asset_table_n;
    return asset_table;
}
