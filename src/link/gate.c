// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What is done with every pair of a block, millions of times: was it met in an earlier pass, and is
 * it worth a closer look? One text, compiled for three kinds of processors; integers only, so that
 * all give the same answers.
 */
#include "link/link_int.h"

enum { ENOUGH = 16, ENOUGH_ALONE = 9 };

/* Any equal key but 0 in one of the passes before. */
static inline __attribute__((always_inline)) bool seen_any(
    const struct lkeys *a, const struct lkeys *b, int pass)
{
    uint64_t any = 0;
    for (int i = 0; i < pass; i++)
        any |= (uint64_t)(a->k[i] == b->k[i]) & (uint64_t)(a->k[i] != 0);
    return any;
}

static inline __attribute__((always_inline)) bool worth_it(
    const struct lrec *a, const struct lrec *b)
{
    uint32_t eq = 0;
    for (int i = 0; i < TOKENS; i++)
        eq |= (uint32_t)((a->tok[i] == b->tok[i]) & (a->tok[i] != 0)) << i;
    int sum = 0;
    int same = (a->year == b->year) + (a->month == b->month) + (a->day == b->day);
    bool swapped = a->day == b->month && a->month == b->day;
    if (a->year && b->year)
        sum += same == 3 ? 11 : same == 2 || swapped ? 6 : a->year == b->year ? 2 : 0;
    sum += (a->pid && a->pid == b->pid) * 20 + (a->phone && a->phone == b->phone) * 14;
    sum += a->place && a->place == b->place ? 6 : a->area && a->area == b->area ? 3 : 0;
    sum += a->set[0] && a->set[0] == b->set[0] ? 11 : (int)__builtin_popcount(eq & 0x3e) * 4;
    sum += a->set[1] && a->set[1] == b->set[1] ? 9 : (int)__builtin_popcount(eq & 0x780) * 3;
    sum += a->set[2] && a->set[2] == b->set[2] ? 9 : (int)__builtin_popcount(eq & 0xf000) * 3;
    sum += (a->joined && a->joined == b->joined && a->set[0] != b->set[0]) * 8;
    int na = lrec_words(a, 0), nb = lrec_words(b, 0);
    if (na != nb && na && nb && a->tok[na - 1] == b->tok[nb - 1])
        sum += 4;
    sum += (a->village && a->village == b->village) * 3;
    /* lists without parents and phones have less to say */
    bool family = (a->set[1] && b->set[1]) || (a->set[2] && b->set[2]) || (a->phone && b->phone);
    return sum >= (family ? ENOUGH : ENOUGH_ALONE);
}

static bool seen_plain(const struct lkeys *a, const struct lkeys *b, int pass)
{
    return seen_any(a, b, pass);
}

static bool worth_plain(const struct lrec *a, const struct lrec *b)
{
    return worth_it(a, b);
}

#if defined(__x86_64__) && !defined(__clang_analyzer__)
#include <immintrin.h>

__attribute__((target("avx2"))) static bool seen_avx2(
    const struct lkeys *a, const struct lkeys *b, int pass)
{
    uint64_t eq = 0;
    for (int i = 0; i < 2; i++) {
        __m256i x = _mm256_load_si256((const __m256i *)a->k + i);
        __m256i y = _mm256_load_si256((const __m256i *)b->k + i);
        __m256i same = _mm256_andnot_si256(
            _mm256_cmpeq_epi16(x, _mm256_setzero_si256()), _mm256_cmpeq_epi16(x, y));
        eq |= (uint64_t)(uint32_t)_mm256_movemask_epi8(same) << (32 * i);
    }
    return eq & (((uint64_t)1 << (2 * pass)) - 1);
}

__attribute__((target("avx2,bmi,bmi2,popcnt"))) static bool worth_avx2(
    const struct lrec *a, const struct lrec *b)
{
    return worth_it(a, b);
}

__attribute__((target("avx512f,avx512bw"))) static bool seen_avx512(
    const struct lkeys *a, const struct lkeys *b, int pass)
{
    __m512i x = _mm512_load_si512(a->k), y = _mm512_load_si512(b->k);
    return _mm512_cmpeq_epi16_mask(x, y) & _mm512_test_epi16_mask(x, x) & ((1u << pass) - 1);
}

__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi,bmi2,popcnt"))) static bool
worth_avx512(const struct lrec *a, const struct lrec *b)
{
    return worth_it(a, b);
}

const struct gate *gate_of(int limit)
{
    static const struct gate ways[] = {
        {seen_plain, worth_plain}, {seen_avx2, worth_avx2}, {seen_avx512, worth_avx512}};
    __builtin_cpu_init();
    if (limit >= GATE_AVX512 && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        return &ways[GATE_AVX512];
    if (limit >= GATE_AVX2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
        return &ways[GATE_AVX2];
    return &ways[GATE_PLAIN];
}
#else
const struct gate *gate_of(int limit)
{
    static const struct gate plain = {seen_plain, worth_plain};
    (void)limit;
    return &plain;
}
#endif
