// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Fuzzes multipart/form-data. The first line of the input is the content type, so that boundaries
 * are fuzzed too. File data must lie inside the body.
 */
#include "fuzz_http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *eol = size ? memchr(data, 10, size) : NULL;
    if (!eol)
        return 0;
    AUTO_ARENA *a = arena_open();
    size_t head = (size_t)(eol - (const char *)data);
    struct str body = {eol + 1, size - head - 1};
    const struct http_param *p = NULL;
    const struct http_file *f = NULL;
    size_t n = 0, nf = 0;
    const char *type = arena_dupn(a, (const char *)data, head);
    if (!http_parse_multipart(a, body, type, &p, &n, &f, &nf))
        return 0;
    check_params(p, n);
    for (size_t i = 0; i < nf; i++)
        BUG_IF(f[i].data.p < body.p || f[i].data.p + f[i].data.n > body.p + body.n);
    return 0;
}
