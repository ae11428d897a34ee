// SPDX-License-Identifier: AGPL-3.0-or-later
/* Any bytes as what somebody types into the search box, and as a child's name: nothing breaks, hits
 * come in order. */
#include "link/link_index_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct link_index *children(void)
{
    static const char *const names[] = {"Nguyễn Văn An", "Trần Thị Hoà", "H'Hen Niê", "Sua",
        "Giàng A Dế", "Lý Thị Mỹ", "con bà Lò Thị Pánh"};
    struct link_index *x = link_index_open(&(struct link_index_options){0});
    for (size_t i = 0; i < COUNT(names); i++) {
        struct link_id id = {{(uint8_t)i}};
        struct link_person p = {.name = str_of(names[i]),
            .mother = str_of(names[(i + 3) % COUNT(names)]),
            .pid = STR("011215000123"),
            .phone = STR("0912345678"),
            .village = STR("Bản 3"),
            .unit = STR("03214")};
        link_index_put(x, &id, &p);
    }
    return x;
}

static size_t look(struct link_index *x, struct str typed)
{
    struct link_hit hits[20];
    bool more;
    size_t n = link_index_search(x, typed, NULL, hits, COUNT(hits), &more);
    for (size_t i = 1; i < n; i++)
        BUG_IF(hits[i].nearness > hits[i - 1].nearness);
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str s = {(const char *)data, n};
    struct link_index *x = children();
    struct link_id id = {{99}};
    struct link_person p = {.name = s, .phone = s, .pid = s, .village = s, .unit = s, .born = s};
    struct link_match m[4];
    look(x, s);
    link_index_put(x, &id, &p);
    look(x, s);
    link_index_match(x, &p, NULL, -100, m, COUNT(m));
    link_index_drop(x, &id);
    BUG_IF(link_index_size(x) != 7);
    link_index_close(x);
    return 0;
}
