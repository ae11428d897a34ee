// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The score of a pair: log2 of the odds that both are the same child against that they are
 * brother and sister, twins, or strangers. (Fellegi and Sunter, A Theory for Record Linkage, 1969,
 * with more than two classes: with strangers alone every pair of siblings looks like one child.)
 * Integers only: the same bits on every machine.
 */
#include "link/link_int.h"

#include <math.h>

/* round(1024 * log2(1 + 2^(-i / 32))) */
static const uint16_t sums[] = {1024, 1008, 992, 977, 961, 946, 931, 916, 902, 887, 873, 858, 844,
    831, 817, 803, 790, 777, 764, 751, 738, 726, 714, 701, 689, 678, 666, 654, 643, 632, 621, 610,
    599, 588, 578, 568, 558, 548, 538, 528, 518, 509, 500, 491, 482, 473, 464, 456, 447, 439, 431,
    423, 415, 407, 399, 392, 385, 377, 370, 363, 356, 349, 343, 336, 330, 323, 317, 311, 305, 299,
    293, 287, 282, 276, 271, 266, 260, 255, 250, 245, 240, 236, 231, 226, 222, 218, 213, 209, 205,
    201, 197, 193, 189, 185, 181, 178, 174, 170, 167, 164, 160, 157, 154, 151, 148, 145, 142, 139,
    136, 133, 130, 128, 125, 123, 120, 118, 115, 113, 110, 108, 106, 104, 102, 99, 97, 95, 93, 91,
    90, 88, 86, 84, 82, 81, 79, 77, 76, 74, 73, 71, 70, 68, 67, 65, 64, 63, 61, 60, 59, 57, 56, 55,
    54, 53, 52, 51, 50, 48, 47, 46, 45, 44, 44, 43, 42, 41, 40, 39, 38, 38, 37, 36, 35, 34, 34, 33,
    32, 32, 31, 30, 30, 29, 28, 28, 27, 27, 26, 26, 25, 24, 24, 23, 23, 22, 22, 21, 21, 21, 20, 20,
    19, 19, 18, 18, 18, 17, 17, 17, 16, 16, 16, 15, 15, 15, 14, 14, 14, 13, 13, 13, 13, 12, 12, 12,
    11, 11, 11, 11, 11, 10, 10, 10, 10, 9, 9, 9, 9, 9, 8, 8, 8, 8, 8, 8, 7, 7, 7, 7, 7, 7, 7, 6, 6,
    6, 6, 6, 6, 6, 6, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3,
    3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
    2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0};

int32_t log_add(int32_t a, int32_t b)
{
    int32_t hi = a > b ? a : b, gap = a > b ? a - b : b - a;
    if (gap >= 12 * BIT)
        return hi;
    int32_t at = gap / 32, rest = gap % 32;
    return hi + (sums[at] * (32 - rest) + sums[at + 1] * rest) / 32;
}

void score_classes(const struct link_model *m, const struct agreement *g, int32_t out[CLASSES])
{
    for (int c = 0; c < CLASSES; c++) {
        int32_t sum = m->prior[c];
        for (int f = 0; f < CMP_FIELDS; f++)
            sum += m->w[c][f][cmp_level(g->pattern, (enum cmp_field)f)];
        out[c] = sum;
    }
    out[CLS_STRANGER] += (g->rare[0] + g->rare[1] + g->rare[2]) * (BIT / 64);
}

void score_sums_open(struct score_sums *s, const struct link_model *m)
{
    for (int byte = 0; byte < 4; byte++)
        for (uint32_t v = 0; v < 256; v++)
            for (int c = 0; c < CLASSES; c++) {
                int32_t sum = byte ? 0 : m->prior[c];
                for (int f = 0; f < CMP_FIELDS; f++)
                    if (cmp_shift[f] / 8 == byte)
                        sum += m->w[c][f][cmp_level(v << 8 * byte, (enum cmp_field)f)];
                s->of[byte][v][c] = sum;
            }
}

void score_quickly(const struct score_sums *s, uint32_t pattern, int32_t rare, int32_t out[CLASSES])
{
    const int32_t *x = s->of[0][pattern & 255], *y = s->of[1][pattern >> 8 & 255];
    const int32_t *z = s->of[2][pattern >> 16 & 255], *w = s->of[3][pattern >> 24];
    for (int c = 0; c < CLASSES; c++)
        out[c] = x[c] + y[c] + z[c] + w[c];
    out[CLS_STRANGER] += rare * (BIT / 64);
}

int32_t cand_score(const struct score_sums *s, const struct cand *c)
{
    int32_t of[CLASSES];
    score_quickly(s, c->pattern, c->rare, of);
    return of[CLS_SAME] - log_add(log_add(of[CLS_SIBLING], of[CLS_TWIN]), of[CLS_STRANGER]);
}

int32_t score_parts(const struct link_model *m, const struct agreement *g, int32_t *household)
{
    int32_t of[CLASSES];
    score_classes(m, g, of);
    int32_t other = log_add(log_add(of[CLS_SIBLING], of[CLS_TWIN]), of[CLS_STRANGER]);
    *household = of[CLS_STRANGER] - other;
    return of[CLS_SAME] - other;
}

int32_t score_of(const struct link_model *m, const struct agreement *g)
{
    int32_t household;
    return score_parts(m, g, &household);
}

bool score_household(const struct link_model *m, const struct agreement *g)
{
    int32_t of[CLASSES];
    score_classes(m, g, of);
    int32_t home = log_add(of[CLS_SIBLING], of[CLS_TWIN]);
    return home > of[CLS_SAME] && home > of[CLS_STRANGER];
}

double score_chance(double bits)
{
    return 1 / (1 + exp2(-bits));
}
