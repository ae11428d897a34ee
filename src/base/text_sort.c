// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Sort keys by ICU's Vietnamese collation (a ă â b … d đ …; ngang huyền hỏi ngã sắc nặng), as hex
 * text to be stored and compared byte by byte. ICU ends a key with a zero byte and uses none
 * inside, so keys put one after the other compare field by field. A collator costs milliseconds
 * to open and is not shared between threads: each thread keeps its own, closed when it ends.
 */
#include "base/base_int.h"

#include <pthread.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

static pthread_key_t collator_key;

static void close_collator(void *c)
{
    ucol_close(c);
}

static void make_key(void)
{
    BUG_IF(pthread_key_create(&collator_key, close_collator) != 0);
}

static UCollator *collator(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_key);
    UCollator *c = pthread_getspecific(collator_key);
    if (c)
        return c;
    UErrorCode e = U_ZERO_ERROR;
    c = ucol_open("vi", &e);
    BUG_IF(U_FAILURE(e));
    BUG_IF(pthread_setspecific(collator_key, c) != 0);
    return c;
}

static void add_key(struct buf *hex, struct str s)
{
    if (s.n > INT32_MAX / 8)
        s.n = 0;
    UErrorCode e = U_ZERO_ERROR;
    UChar *u = NEW_N(hex->a, UChar, s.n + 1);
    int32_t n = 0;
    u_strFromUTF8WithSub(u, (int32_t)s.n + 1, &n, s.p, (int32_t)s.n, 0xfffd, NULL, &e);
    BUG_IF(U_FAILURE(e));
    int32_t cap = n * 8 + 32;
    uint8_t *key = NEW_N(hex->a, uint8_t, cap);
    int32_t len = ucol_getSortKey(collator(), u, n, key, cap);
    if (len > cap) {
        key = NEW_N(hex->a, uint8_t, len);
        len = ucol_getSortKey(collator(), u, n, key, len);
    }
    static const char digits[] = "0123456789abcdef";
    for (int32_t i = 0; i < len; i++) {
        char two[2] = {digits[key[i] >> 4], digits[key[i] & 15]};
        buf_add(hex, two, 2);
    }
}

struct str text_collate_key(struct arena *a, struct str s)
{
    struct buf hex = buf_in(a, SIZE_MAX / 4);
    add_key(&hex, s);
    return buf_view(&hex);
}

struct str text_sort_key(struct arena *a, struct str name)
{
    name = str_trim(name);
    size_t first = 0, last = name.n;
    while (first < name.n && name.p[first] != ' ')
        first++;
    while (last > 0 && name.p[last - 1] != ' ')
        last--;
    struct str given = {name.p + last, name.n - last};
    struct str family = {name.p, last ? first : 0};
    struct str middle = {name.p + first, last > first ? last - first : 0};
    struct buf hex = buf_in(a, SIZE_MAX / 4);
    add_key(&hex, given);
    add_key(&hex, family);
    add_key(&hex, str_trim(middle));
    return buf_view(&hex);
}
