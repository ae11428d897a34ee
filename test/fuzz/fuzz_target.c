// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Fuzzes the request target, cookies and header look-ups through http_make(). A path that is let
 * through starts at the root and cannot climb: no dot segments, no control characters.
 */
#include "fuzz_http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA *a = arena_open();
    struct http_req r;
    struct http_make m = {.target = arena_dupn(a, (const char *)data, size)};
    if (http_make(a, &m, &r) != 0)
        return 0;
    check_params(r.query, r.nquery);
    struct str path = str_of(r.path), part;
    BUG_IF(path.n == 0 || path.p[0] != '/');
    for (size_t i = 0; i < path.n; i++)
        BUG_IF((unsigned char)path.p[i] < ' ');
    while (str_split(&path, '/', &part))
        BUG_IF(str_is(part, "..") || str_is(part, "."));
    return 0;
}
