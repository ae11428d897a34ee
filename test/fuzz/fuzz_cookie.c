// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Fuzzes the Cookie header: no bad access, every pair a C string.
 */
#include "fuzz_http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA *a = arena_open();
    const struct http_param *p = NULL;
    size_t n = 0;
    if (http_parse_cookies(a, (struct str){(const char *)data, size}, &p, &n))
        check_params(p, n);
    return 0;
}
