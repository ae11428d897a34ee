// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared by the pages of open data. They read what was published and the pack, nothing else. */
#ifndef MANG_WEB_OPEN_INT_H
#define MANG_WEB_OPEN_INT_H

#include "web/web_int.h"

#include "stat/stat.h"

struct publisher {
    const char *unit, *next_day, *office, *contact;
    int64_t until;
    bool set;
};
enum err open_publisher(struct page *p, struct publisher *out);
const char *open_publisher_name(struct page *p, const struct publisher *s); /* NULL = nobody */
void open_put_publisher(struct page *p, const struct publisher *s);
/* A number as people read it: whole, or rounded; NULL when it is none. */
void open_put_number(struct val *x, const char *key, double v, int decimals);
int open_decimals(const struct indicator *i);

#endif
