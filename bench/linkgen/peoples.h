// SPDX-License-Identifier: AGPL-3.0-or-later
/* The peoples and their lists of words; private to naming.c and peoples.c. */
#ifndef MANG_BENCH_PEOPLES_H
#define MANG_BENCH_PEOPLES_H

#include "bench/linkgen/linkgen.h"

enum people_id {
    P_KINH,
    P_TAY,
    P_THAI,
    P_MUONG,
    P_HMONG,
    P_DAO,
    P_HANHI,
    P_BRU,
    P_EDE,
    P_GIARAI,
    P_BANA,
    P_COHO,
    P_MNONG,
    P_KHMER,
    P_CHAM,
    P_HOA,
    P__COUNT
};
enum way { WAY_PLAIN, WAY_EDE, WAY_GIARAI, WAY_BANA, WAY_COHO, WAY_MNONG };
enum list_id {
    L_FAMILY,
    L_FAMILY_SOUTH,
    L_MID_M,
    L_GIVEN_M,
    L_MID_F,
    L_GIVEN_F,
    L_PAIR_M,
    L_PAIR_F,
    L_OLD_M,
    L_OLD_F,
    L__COUNT
};
struct naming {
    enum way way;
    double short_names; /* share without a middle name */
    struct list list[L__COUNT];
};
struct naming *people_all(void); /* P__COUNT of them */
enum people_id people_draw(enum region region, int permille);

#endif
