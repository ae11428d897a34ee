// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Fuzzes JSON posted as a form: no bad access, bounded depth and number, every field a C string.
 */
#include "fuzz_http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA *a = arena_open();
    const struct http_param *p = NULL;
    size_t n = 0;
    if (http_parse_json(a, (struct str){(const char *)data, size}, &p, &n))
        check_params(p, n);
    return 0;
}
