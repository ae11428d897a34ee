// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Fuzzes what reads units from text: the list of the program (first byte even) and a file of
 * changes, judged against a small tree (odd). Whatever comes in, answers stay in their bounds.
 */
#include "unit/unit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char small[] = "u,01,Thành phố Một,thanh_pho,1,,,,\n"
                            "u,001,Quận Một,quan,2,01,,2025-07-01,\n"
                            "u,00001,Phường Một,phuong,3,001,,2025-07-01,\n"
                            "u,00004,Phường Hai,phuong,3,001,,2025-07-01,\n"
                            "u,00001,Phường Ba,phuong,3,01,2025-07-01,,1/NQ\n"
                            "u,00008,Xã Bốn,xa,3,01,2025-07-01,,1/NQ\n"
                            "c,00001,00001,merge_full,2025-07-01,1/NQ,\n"
                            "c,00004,00001,split_part,2025-07-01,1/NQ,\n"
                            "s,00004,2025-07-01,2\n";

static void walk(const struct unit_tree *t, struct arena *a)
{
    size_t n, parts;
    const struct unit *u = unit_all(t, &n);
    for (size_t i = 0; i < n && i < 50; i++) {
        unit_full_name(t, a, u[i].code, 20250701);
        const struct unit_part *p = unit_on_map(t, a, u[i].code, u[i].from, 20260101, &parts);
        for (size_t k = 0; k < parts; k++)
            BUG_IF(!(p[k].share > 0 && p[k].share < 1.001));
        unit_on_map(t, a, u[i].code, 20260101, u[i].from, &parts);
        unit_within_later(t, u[i].code, u[i].from, "01", 20260101);
    }
    unit_search(t, a, "mot", "01", 20260101, 10, &n);
}

static void import(struct arena *a, struct str text)
{
    AUTO_UNIT_TREE *t = NULL;
    BUG_IF(unit_tree_parse(str_of(small), &t) != OK);
    struct unit_import in = {.file = "f", .text = text, .by = "", .dry_run = true};
    struct unit_report r;
    BUG_IF(unit_import(NULL, a, t, &in, &r) != OK);
    BUG_IF(r.added + r.changed + r.same + r.bad != r.rows);
    BUG_IF(r.nfaults < r.bad || r.nfaults > r.bad + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    AUTO_ARENA *a = arena_open();
    struct str text = {arena_dupn(a, (const char *)data + 1, size - 1), size - 1};
    if (data[0] % 2) {
        import(a, text);
        return 0;
    }
    AUTO_UNIT_TREE *t = NULL;
    if (unit_tree_parse(text, &t) == OK)
        walk(t, a);
    return 0;
}
