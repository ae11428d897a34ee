// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Any bytes as the files of a pack. The input is split at lines "@ NAME"; faults are fine, crashes
 * and faults without a place or text are not.
 */
#include "pack/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES_MAX = 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA *a = arena_open();
    struct pack_file f[FILES_MAX];
    size_t n = 0;
    struct str rest = {(const char *)data, size}, line;
    while (n < FILES_MAX && str_split(&rest, '\n', &line)) {
        if (str_starts(line, "@ ")) {
            f[n++] = (struct pack_file){arena_dupn(a, line.p + 2, line.n - 2), {"", 0}};
        } else if (n) {
            struct str *d = &f[n - 1].data;
            *d = d->n ? (struct str){d->p, (size_t)(line.p + line.n - d->p)} : line;
        }
    }
    const struct pack *p = NULL;
    struct pack_errors errs = {0};
    enum err e = pack_load(a, f, n, &p, &errs);
    BUG_IF(e == OK && (!p || errs.n));
    BUG_IF(e != OK && (errs.n == 0 || errs.n > 200));
    for (size_t i = 0; i < errs.n; i++)
        BUG_IF(!errs.v[i].text || errs.v[i].pos.line < 1 || errs.v[i].pos.col < 1);
    return 0;
}
