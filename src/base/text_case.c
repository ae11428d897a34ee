// SPDX-License-Identifier: AGPL-3.0-or-later
/* Capitals, for headings of official papers: code point by code point, as utf8proc maps them. */
#include "base/text.h"

#include <utf8proc.h>

struct str text_capitals(struct arena *a, struct str s)
{
    struct buf b = buf_in(a, s.n * 3 + 16);
    for (size_t i = 0; i < s.n;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *)s.p + i, (utf8proc_ssize_t)(s.n - i), &c);
        if (n <= 0)
            break;
        utf8proc_uint8_t out[4];
        utf8proc_ssize_t k = utf8proc_encode_char(utf8proc_toupper(c), out);
        buf_add(&b, out, (size_t)k);
        i += (size_t)n;
    }
    return buf_view(&b);
}
