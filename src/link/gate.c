// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What is done with every pair of a block, millions of times: was it met in an earlier pass, and is
 * it worth a closer look? One text, compiled for three kinds of processors; integers only, so that
 * all give the same answers.
 */
#include "link/link_int.h"

enum { ENOUGH = 14, ENOUGH_ALONE = 9 };

#define INLINE static inline __attribute__((always_inline))

/* Bit i: word i of both is the same, and there is one. */
INLINE uint32_t equal_words(const struct lrec *a, const struct lrec *b)
{
    uint32_t eq = 0;
    for (int i = 0; i < TOKENS; i++)
        eq |= (uint32_t)((a->tok[i] == b->tok[i]) & (a->tok[i] != 0)) << i;
    return eq;
}

/* Any equal key but 0 in one of the passes before. */
INLINE bool met_before(const struct lkeys *a, const struct lkeys *b, int pass)
{
    uint64_t any = 0;
    for (int i = 0; i < pass; i++)
        any |= (uint64_t)(a->k[i] == b->k[i]) & (uint64_t)(a->k[i] != 0);
    return any;
}

INLINE int born_worth(const struct lrec *a, const struct lrec *b)
{
    int y = a->year == b->year, m = a->month == b->month, d = a->day == b->day;
    int two = (y + m + d == 2) | ((a->day == b->month) & (a->month == b->day));
    int worth = (y & m & d) ? 11 : two ? 6 : 2 * y;
    return ((a->year != 0) & (b->year != 0)) ? worth : 0;
}

INLINE int name_worth(const struct lrec *a, const struct lrec *b, uint32_t eq)
{
    static const uint32_t words[NAMES] = {0x3e, 0x780, 0xf000};
    static const int each[NAMES] = {4, 3, 3}, all[NAMES] = {11, 9, 9};
    int sum = 0;
    for (int f = 0; f < NAMES; f++) {
        int part = __builtin_popcount(eq & words[f]) * each[f];
        sum += ((a->set[f] == b->set[f]) & (a->set[f] != 0)) ? all[f] : part;
    }
    sum += 8 * ((a->joined == b->joined) & (a->joined != 0) & (a->set[0] != b->set[0]));
    int na = lrec_words(a, 0), nb = lrec_words(b, 0);
    if ((na != nb) & (na != 0) & (nb != 0)) /* the last word, when others come between */
        sum += 4 * (a->tok[na - 1] == b->tok[nb - 1]);
    return sum;
}

INLINE bool worth_it(const struct lrec *a, const struct lrec *b, uint32_t eq)
{
    int sum = born_worth(a, b) + name_worth(a, b, eq);
    sum += 20 * ((a->pid == b->pid) & (a->pid != 0));
    sum += 14 * ((a->phone == b->phone) & (a->phone != 0));
    sum += 3 * ((a->village == b->village) & (a->village != 0));
    int area = 3 * ((a->area == b->area) & (a->area != 0));
    sum += ((a->place == b->place) & (a->place != 0)) ? 6 : area;
    /* lists without parents and phones have less to say */
    bool family = ((a->set[1] != 0) & (b->set[1] != 0)) | ((a->set[2] != 0) & (b->set[2] != 0)) |
                  ((a->phone != 0) & (b->phone != 0));
    return sum >= (family ? ENOUGH : ENOUGH_ALONE);
}

/* The two functions of a way, from its equal_words and its met_before. */
#define WAY(name, features, words, met_in)                                                         \
    features static bool worth_##name(const struct lrec *a, const struct lrec *b)                  \
    {                                                                                              \
        return worth_it(a, b, words(a, b));                                                        \
    }                                                                                              \
    features static size_t pairs_##name(const struct link_set *s, int pass, uint32_t a,            \
        const uint64_t *others, size_t n, struct gate_pair *out, size_t *met)                      \
    {                                                                                              \
        size_t k = 0, fresh = 0;                                                                   \
        const struct lrec *r = &s->rec[a];                                                         \
        for (size_t i = 0; i < n; i++) {                                                           \
            uint32_t b = (uint32_t)others[i];                                                      \
            if (met_in(&s->keys[a], &s->keys[b], pass))                                            \
                continue;                                                                          \
            fresh++;                                                                               \
            out[k] = (struct gate_pair){a, b};                                                     \
            k += worth_it(r, &s->rec[b], words(r, &s->rec[b]));                                    \
        }                                                                                          \
        *met += fresh;                                                                             \
        return k;                                                                                  \
    }

WAY(plain, , equal_words, met_before)

#if defined(__x86_64__) && !defined(__clang_analyzer__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi,bmi2,popcnt")))

AVX2 INLINE uint32_t words_avx2(const struct lrec *a, const struct lrec *b)
{
    uint32_t eq = 0;
    for (int i = 0; i < 2; i++) {
        __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)a->tok + i);
        __m256i y = _mm256_loadu_si256((const __m256i *)(const void *)b->tok + i);
        __m256i same = _mm256_andnot_si256(
            _mm256_cmpeq_epi32(x, _mm256_setzero_si256()), _mm256_cmpeq_epi32(x, y));
        eq |= (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(same)) << (8 * i);
    }
    return eq;
}

AVX2 INLINE bool met_avx2(const struct lkeys *a, const struct lkeys *b, int pass)
{
    uint64_t eq = 0;
    for (int i = 0; i < 2; i++) {
        __m256i x = _mm256_load_si256((const __m256i *)(const void *)a->k + i);
        __m256i y = _mm256_load_si256((const __m256i *)(const void *)b->k + i);
        __m256i same = _mm256_andnot_si256(
            _mm256_cmpeq_epi16(x, _mm256_setzero_si256()), _mm256_cmpeq_epi16(x, y));
        eq |= (uint64_t)(uint32_t)_mm256_movemask_epi8(same) << (32 * i);
    }
    return eq & (((uint64_t)1 << (2 * pass)) - 1);
}

AVX512 INLINE uint32_t words_avx512(const struct lrec *a, const struct lrec *b)
{
    __m512i x = _mm512_loadu_si512(a->tok), y = _mm512_loadu_si512(b->tok);
    return _mm512_mask_cmpeq_epi32_mask(_mm512_test_epi32_mask(x, x), x, y);
}

AVX512 INLINE bool met_avx512(const struct lkeys *a, const struct lkeys *b, int pass)
{
    __m512i x = _mm512_load_si512(a->k), y = _mm512_load_si512(b->k);
    return _mm512_cmpeq_epi16_mask(x, y) & _mm512_test_epi16_mask(x, x) & ((1u << pass) - 1);
}

WAY(avx2, AVX2, words_avx2, met_avx2)
WAY(avx512, AVX512, words_avx512, met_avx512)

const struct gate *gate_of(int limit)
{
    static const struct gate ways[] = {
        {worth_plain, pairs_plain}, {worth_avx2, pairs_avx2}, {worth_avx512, pairs_avx512}};
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
    static const struct gate plain = {worth_plain, pairs_plain};
    (void)limit;
    return &plain;
}
#endif
