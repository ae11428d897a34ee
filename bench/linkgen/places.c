// SPDX-License-Identifier: AGPL-3.0-or-later
/* Where people live: 63 provinces by size, 10,035 communes that became a third as many in 2025. */
#include "bench/linkgen/linkgen.h"

#include <stdlib.h>

static const struct province {
    const char *code;
    int people; /* in 100,000 */
    enum region region;
} provinces[] = {{"01", 82, R_DELTA}, {"02", 9, R_NORTHEAST}, {"04", 5, R_NORTHEAST},
    {"06", 3, R_NORTHEAST}, {"08", 8, R_NORTHEAST}, {"10", 8, R_NORTHWEST}, {"11", 6, R_NORTHWEST},
    {"12", 5, R_NORTHWEST}, {"14", 13, R_NORTHWEST}, {"15", 8, R_NORTHWEST}, {"17", 9, R_NORTHWEST},
    {"19", 13, R_NORTHEAST}, {"20", 8, R_NORTHEAST}, {"22", 13, R_DELTA}, {"24", 19, R_DELTA},
    {"25", 15, R_NORTHEAST}, {"26", 12, R_DELTA}, {"27", 14, R_DELTA}, {"30", 19, R_DELTA},
    {"31", 21, R_DELTA}, {"33", 13, R_DELTA}, {"34", 19, R_DELTA}, {"35", 9, R_DELTA},
    {"36", 18, R_DELTA}, {"37", 10, R_DELTA}, {"38", 37, R_NORTH_CENTRAL},
    {"40", 34, R_NORTH_CENTRAL}, {"42", 13, R_NORTH_CENTRAL}, {"44", 9, R_NORTH_CENTRAL},
    {"45", 6, R_NORTH_CENTRAL}, {"46", 11, R_NORTH_CENTRAL}, {"48", 12, R_COAST},
    {"49", 15, R_COAST}, {"51", 12, R_COAST}, {"52", 15, R_COAST}, {"54", 9, R_COAST},
    {"56", 12, R_COAST}, {"58", 6, R_COAST}, {"60", 12, R_COAST}, {"62", 6, R_HIGHLAND},
    {"64", 16, R_HIGHLAND}, {"66", 19, R_HIGHLAND}, {"67", 7, R_HIGHLAND}, {"68", 13, R_HIGHLAND},
    {"70", 10, R_SOUTHEAST}, {"72", 12, R_SOUTHEAST}, {"74", 26, R_SOUTHEAST},
    {"75", 32, R_SOUTHEAST}, {"77", 12, R_SOUTHEAST}, {"79", 93, R_SOUTHEAST}, {"80", 17, R_MEKONG},
    {"82", 18, R_MEKONG}, {"83", 13, R_MEKONG}, {"84", 10, R_MEKONG}, {"86", 10, R_MEKONG},
    {"87", 16, R_MEKONG}, {"89", 19, R_MEKONG}, {"91", 17, R_MEKONG}, {"92", 12, R_MEKONG},
    {"93", 7, R_MEKONG}, {"94", 12, R_MEKONG}, {"95", 9, R_MEKONG}, {"96", 12, R_MEKONG}};

enum { BLOCK = 45, FAR = 70, PER_AREA = 30 };

void places_open(struct places *p, int used)
{
    int all = 0, upto = 0, commune = 0;
    for (size_t i = 0; i < COUNT(provinces); i++)
        all += provinces[i].people;
    for (size_t i = 0; i < COUNT(provinces); i++) {
        upto += provinces[i].people;
        for (; commune < (int)((int64_t)COMMUNES * upto / all); commune++)
            p->province_of[commune] = (uint16_t)i;
    }
    /* Two to four neighbours of one province became one; it kept a code of theirs. */
    for (int c = 0; c < COMMUNES;) {
        int many = 2 + (int)(rng_mix(2025, (uint64_t)c) % 3), first = c;
        int keeps = first + (int)(rng_mix(7, (uint64_t)c) % 2);
        for (; c < COMMUNES && c < first + many; c++)
            p->now[c] = (uint16_t)(keeps < COMMUNES ? keeps : first);
    }
    p->used = used < 1 ? 1 : used > COMMUNES ? COMMUNES : used;
    int blocks = (p->used + BLOCK - 1) / BLOCK;
    for (int i = 0; i < p->used; i++) { /* neighbours stay neighbours when few occur */
        p->at[i] = (uint16_t)((int64_t)COMMUNES * (i / BLOCK) / blocks + i % BLOCK);
        if (p->at[i] >= COMMUNES)
            p->at[i] = COMMUNES - 1;
        p->nth[p->at[i]] = (uint16_t)i;
    }
}

int places_pick(const struct places *p, struct rng *r)
{
    return p->at[rng_below(r, p->used)];
}

static int within(const struct places *p, int nth)
{
    return p->at[(nth % p->used + p->used) % p->used];
}

int places_near(const struct places *p, struct rng *r, int from)
{
    int how = rng_below(r, 10), nth = p->nth[from], side = rng_hit(r, .5) ? 1 : -1;
    if (how < 4)
        return within(p, nth + side * rng_span(r, 1, 6));
    if (how < 7)
        return within(p, nth + side * rng_span(r, 4, FAR));
    return places_pick(p, r);
}

enum region places_region(const struct places *p, int commune)
{
    return provinces[p->province_of[commune]].region;
}

const char *places_province(const struct places *p, int commune)
{
    return provinces[p->province_of[commune]].code;
}

void places_code(int commune, char out[6])
{
    snprintf(out, 6, "%05u", (unsigned)(commune * 3 + 1) % 100000);
}

void places_units(const struct places *p, FILE *f)
{
    fputs("code,successor,area\n", f);
    for (int c = 0; c < COMMUNES; c++) {
        char code[6], now[6];
        places_code(c, code);
        places_code(p->now[c], now);
        const char *province = places_province(p, p->now[c]);
        fprintf(
            f, "%s,%s,%s%03d\n", code, p->now[c] == c ? "" : now, province, p->now[c] / PER_AREA);
    }
}

void places_village(uint64_t seed, enum region region, int commune, int village, struct name *out)
{
    static const char *const what[R__COUNT] = {
        "Thôn", "Bản", "Bản", "Thôn", "Thôn", "Buôn", "Khu phố", "Ấp"};
    static const char *const place[] = {"Đông", "Đoài", "Hạ", "Thượng", "Trung", "Nà Lốm",
        "Huổi Xoong", "Phú Lộc", "Tân Lập", "Hòa Bình", "An Thạnh", "Kon Rơ", "Ea Mta", "Bình Minh",
        "Sơn Hải", "Đồng Tâm", "Thạnh Lợi", "Mỹ Hòa", "Xóm Mới", "Cây Đa"};
    uint64_t h = rng_mix(rng_mix(seed, (uint64_t)commune), (uint64_t)village);
    char text[64];
    if (h % 3)
        snprintf(text, sizeof text, "%s %d", what[region], village + 1);
    else
        snprintf(text, sizeof text, "%s %s", what[region], place[h / 3 % COUNT(place)]);
    out->n = 0;
    name_add_text(out, text);
}
