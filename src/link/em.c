// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Learning what the same child, siblings and twins look like in this set: expectation and
 * maximisation over counts of patterns (Winkler 1988), with strangers held fixed. Pairs with the
 * same personal number are anchors: left to itself EM takes households for children. Everything is
 * blended with the default, so that a small set changes little.
 */
#include "link/link_int.h"

#include <math.h>
#include <stdlib.h>

enum {
    ROUNDS = 15,
    SAMPLE = 1500000,
    TRUST = 40,
    TRUST_TWIN = 200,
    ANCHORS = 300,
    RARE_STEP = 128
};
#define LITTLE 1e-6 /* of a pair: not worth the adding */

struct row {
    uint32_t pattern, count;
    int16_t rare;
};
struct table {
    struct row *v;
    size_t slots, n;
};
struct sums {
    double all[CLASSES];
    double hits[CLASSES][CMP_FIELDS][LEVELS_MAX];
};

static void table_add(struct table *t, const struct row *r);

static void table_grow(struct table *t)
{
    struct table old = *t;
    t->slots = old.slots ? old.slots * 2 : 1 << 14;
    t->n = 0;
    t->v = calloc(t->slots, sizeof *t->v);
    BUG_IF(!t->v);
    for (size_t i = 0; i < old.slots; i++)
        if (old.v[i].count)
            table_add(t, &old.v[i]);
    free(old.v);
}

static void table_add(struct table *t, const struct row *r)
{
    if (t->n * 2 >= t->slots)
        table_grow(t);
    size_t at = mix32((uint64_t)r->pattern << 16 | (uint16_t)r->rare) & (t->slots - 1);
    for (; t->v[at].count; at = (at + 1) & (t->slots - 1))
        if (t->v[at].pattern == r->pattern && t->v[at].rare == r->rare) {
            t->v[at].count += r->count;
            return;
        }
    t->v[at] = *r;
    t->n++;
}

static int by_pattern(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->pattern != y->pattern)
        return x->pattern < y->pattern ? -1 : 1;
    return x->rare < y->rare ? -1 : x->rare > y->rare;
}

/* Counts patterns of a sample of pairs that does not depend on their order; sorted. */
static struct table count_patterns(const struct link_set *s, double *scale)
{
    struct table t = {0};
    table_grow(&t);
    uint32_t keep = s->cands.n > SAMPLE ? (uint32_t)(s->cands.n / SAMPLE + 1) : 1;
    for (size_t i = 0; i < s->cands.n; i++) {
        const struct cand *c = &s->cands.v[i];
        if (keep > 1 && mix32((uint64_t)c->a << 32 | c->b) % keep)
            continue;
        int rare = (c->rare - RARE_STEP / 2) / RARE_STEP * RARE_STEP;
        table_add(&t, &(struct row){c->pattern, 1, (int16_t)rare});
    }
    *scale = keep;
    size_t n = 0;
    for (size_t i = 0; i < t.slots; i++)
        if (t.v[i].count)
            t.v[n++] = t.v[i];
    t.n = n;
    qsort(t.v, n, sizeof *t.v, by_pattern);
    return t;
}

/* 1 = surely the same child, -1 = surely not, 0 = not said. A number that contradicts its record is
 * an anchor too: else the year or sex that was mistyped would never be seen. */
static int anchor(uint32_t pattern)
{
    int pid = cmp_level(pattern, CMP_PID), name = cmp_level(pattern, CMP_NAME),
        born = cmp_level(pattern, CMP_BORN);
    if (pid == PID_OTHER)
        return -1;
    if (pid != PID_SAME && pid != PID_SAME_SUSPECT)
        return 0;
    return name >= NAME_GIVEN && born >= BORN_CLOSE ? 0 : 1;
}

static void shares_of(const struct score_sums *m, const struct row *r, double out[CLASSES])
{
    enum { NOTHING = -60 * BIT };
    int32_t of[CLASSES], max;
    score_quickly(m, r->pattern, r->rare, of);
    int hint = anchor(r->pattern);
    max = of[CLS_SIBLING];
    for (int c = 0; c < CLASSES; c++)
        max = of[c] > max ? of[c] : max;
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
        int32_t less = of[c] - max;
        out[c] = less < NOTHING ? 0 : less ? exp2(less / (double)BIT) : 1;
        if (c == CLS_SAME ? hint < 0 : hint > 0)
            out[c] = 0;
        sum += out[c];
    }
    for (int c = 0; c < CLASSES; c++)
        out[c] = sum > 0 ? out[c] / sum : c == CLS_STRANGER;
}

static void add_hits(struct sums *s, enum cls c, uint32_t pattern, double weight)
{
    for (int f = 0; f < CMP_FIELDS; f++) {
        int level = cmp_level(pattern, (enum cmp_field)f);
        if (level && f != CMP_PID)
            s->hits[c][f][level] += weight;
    }
}

/* Anchors teach how the same child differs from itself, and other numbers how siblings and twins
 * do; what no number tells counts for little beside them. */
static void expect(
    const struct score_sums *m, const struct table *t, const double free_weight[2], struct sums *s)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct row *r = &t->v[i];
        double share[CLASSES];
        shares_of(m, r, share);
        bool told = anchor(r->pattern) != 0;
        for (int c = 0; c < CLS_STRANGER; c++) {
            double n = share[c] * r->count;
            if (n < LITTLE)
                continue;
            s->all[c] += n;
            add_hits(s, (enum cls)c, r->pattern, told ? n : n * free_weight[c != CLS_SAME]);
        }
    }
}

/* Numbers themselves, by what the other fields say. */
static void expect_pid(const struct score_sums *m, const struct table *t, struct sums *s)
{
    for (size_t i = 0; i < t->n; i++) {
        struct row r = t->v[i];
        int pid = cmp_level(r.pattern, CMP_PID);
        if (!pid)
            continue;
        r.pattern &= ~(15u << cmp_shift[CMP_PID]);
        double share[CLASSES];
        shares_of(m, &r, share);
        for (int c = 0; c < CLS_STRANGER; c++)
            if (share[c] > .98)
                s->hits[c][CMP_PID][pid] += share[c] * r.count;
    }
}

/* Brothers and twins live in one household: what concerns it is learned from both. */
static void pool_households(struct sums *s)
{
    static const uint8_t shared[] = {CMP_MOTHER, CMP_FATHER, CMP_PHONE, CMP_PLACE};
    for (size_t i = 0; i < COUNT(shared); i++)
        for (int l = 1; l < LEVELS_MAX; l++) {
            double *a = &s->hits[CLS_SIBLING][shared[i]][l];
            double *b = &s->hits[CLS_TWIN][shared[i]][l];
            *a = *b = *a + *b;
        }
}

/* Brothers, sisters and twins are those who bear other names and were born on other days: what
 * would say otherwise are doubles whose number was mistyped, and is not believed. */
static bool is_capped(int c, int f, int level)
{
    if (c == CLS_SAME)
        return false;
    if (f == CMP_NAME)
        return level < NAME_SHORT || (level == NAME_SHORT && c == CLS_SIBLING);
    return c == CLS_SIBLING && f == CMP_BORN && level < BORN_CLOSE;
}

static void maximise(struct link_model *m, const struct sums *s, double scale, double pairs)
{
    for (int c = 0; c < CLS_STRANGER; c++) {
        double trust = c == CLS_TWIN ? TRUST_TWIN : TRUST;
        for (int f = 0; f < CMP_FIELDS; f++) {
            double all = trust;
            for (int l = 1; l < cmp_levels[f]; l++)
                all += s->hits[c][f][l];
            for (int l = 1; l < cmp_levels[f]; l++) {
                double known = model_default_chance((enum cls)c, (enum cmp_field)f, l);
                double chance = (s->hits[c][f][l] + trust * known) / all;
                if (chance > known && is_capped(c, f, l))
                    chance = known;
                m->w[c][f][l] = weight_of(chance);
            }
        }
        double share = (s->all[c] * scale + .5) / pairs;
        if (m->prior[c] > -100 * BIT)
            m->prior[c] = (int32_t)lround(log2(share) * BIT);
    }
}

/* Siblings are told from doubles by what a household shares: in a list that names no parents and no
 * phones there are none to be told. */
static void drop_households(struct link_set *s)
{
    size_t known = 0;
    for (size_t i = 0; i < s->n; i++)
        known += s->rec[i].set[1] || s->rec[i].set[2] || s->rec[i].phone;
    if (known * 20 < s->n)
        s->model.prior[CLS_SIBLING] = s->model.prior[CLS_TWIN] = -100 * BIT;
}

void set_learn(struct link_set *s)
{
    if (s->n < 2)
        return;
    drop_households(s);
    double scale, told[2] = {0}, free_weight[2];
    struct table t = count_patterns(s, &scale);
    for (size_t i = 0; i < t.n; i++)
        if (anchor(t.v[i].pattern))
            told[anchor(t.v[i].pattern) < 0] += t.v[i].count;
    for (int i = 0; i < 2; i++) {
        free_weight[i] = 1 / (1 + told[i] / ANCHORS);
        free_weight[i] = free_weight[i] < .05 ? .05 : free_weight[i];
    }
    double pairs = (double)s->n * ((double)s->n - 1) / 2;
    struct sums *sums = malloc(sizeof *sums);
    struct score_sums *scores = malloc(sizeof *scores);
    BUG_IF(!sums || !scores);
    for (int round = 0; round < ROUNDS; round++) {
        *sums = (struct sums){0};
        score_sums_open(scores, &s->model);
        expect(scores, &t, free_weight, sums);
        expect_pid(scores, &t, sums);
        pool_households(sums);
        maximise(&s->model, sums, scale, pairs);
    }
    s->model.learned = (int32_t)(sums->all[CLS_SAME] > 1e9 ? 1e9 : sums->all[CLS_SAME]);
    free(sums);
    free(scores);
    free(t.v);
}
