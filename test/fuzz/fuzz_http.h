// SPDX-License-Identifier: AGPL-3.0-or-later
/* What the http parsers' fuzz targets share. */
#ifndef MANG_FUZZ_HTTP_H
#define MANG_FUZZ_HTTP_H

#include "http/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts unless every pair is two C strings and there are no more than the limit. */
static inline void check_params(const struct http_param *p, size_t n)
{
    BUG_IF(n > 2000);
    for (size_t i = 0; i < n; i++)
        BUG_IF(strlen(p[i].name.p) != p[i].name.n || strlen(p[i].value.p) != p[i].value.n);
}

#endif
