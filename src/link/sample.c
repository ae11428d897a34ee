// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Chances of the levels among strangers, from pairs drawn by lot. What the lot shows too rarely is
 * blended with the default. For names the same but for slips the model keeps how likely the slip
 * is; how likely the name is comes from the name (rates.c).
 */
#include "link/link_int.h"

#include <math.h>
#include <stdlib.h>

enum { PAIRS = 200000, DRAW_PARTS = 32, TRUST = 3000, TRUST_NAME = 30, TRUST_MEAN = 20 };

struct lot {
    double n[CMP_FIELDS]; /* pairs in which both have the field */
    double hits[CMP_FIELDS][LEVELS_MAX];
    double same[NAMES];              /* expected pairs of the same name */
    double words[NAMES][LEVELS_MAX]; /* sum of the rates of words that agree */
};

static void take(
    struct lot *l, const struct link_set *s, const struct lrec *a, const struct lrec *b)
{
    struct agreement g;
    int32_t of[CLASSES];
    const struct link_model *m = link_model_default();
    compare(vocab_toks(s->vocab), s->o.units, m, a, b, &g);
    score_classes(&s->model, &g, of);
    if (of[CLS_SAME] > of[CLS_STRANGER] || of[CLS_SIBLING] > of[CLS_STRANGER] ||
        of[CLS_TWIN] > of[CLS_STRANGER])
        return;
    for (int f = 0; f < CMP_FIELDS; f++) {
        int level = cmp_level(g.pattern, (enum cmp_field)f);
        if (!level)
            continue;
        l->n[f]++;
        l->hits[f][level]++;
        if (f < NAMES) {
            l->same[f] += (exp2(-a->rate[f] / 8.0) + exp2(-b->rate[f] / 8.0)) / 2;
            if (level > NAME_FUZZY && level < NAME_OTHER) /* undo what rarity() did */
                l->words[f][level] += m->mean[f][level] - g.rare[f] * 8.0 / 5;
        }
    }
}

static void learn_field(struct link_model *m, const struct lot *l, int f)
{
    for (int level = 1; level < cmp_levels[f]; level++) {
        double known = model_default_chance(CLS_STRANGER, (enum cmp_field)f, level), chance;
        double trust = TRUST;
        if (f < NAMES && level <= NAME_FUZZY)
            chance = (l->hits[f][level] + TRUST_NAME * known) / (l->same[f] + TRUST_NAME);
        else
            chance = (l->hits[f][level] + trust * known) / (l->n[f] + trust);
        m->w[CLS_STRANGER][f][level] = weight_of(chance);
        if (f < NAMES && level > NAME_FUZZY && level < NAME_OTHER)
            m->mean[f][level] =
                (int16_t)lround((l->words[f][level] + TRUST_MEAN * (double)m->mean[f][level]) /
                                (l->hits[f][level] + TRUST_MEAN));
    }
}

struct drawing {
    const struct link_set *s;
    size_t pairs;
    struct lot lot[DRAW_PARTS];
};

static void draw_part(void *ctx, size_t part)
{
    struct drawing *d = ctx;
    const struct link_set *s = d->s;
    size_t to = d->pairs * (part + 1) / DRAW_PARTS;
    for (size_t i = d->pairs * part / DRAW_PARTS; i < to; i++) {
        uint64_t h = mix64(i + 1);
        size_t a = (size_t)((h >> 32) * s->n >> 32), b = (size_t)((h & 0xffffffff) * s->n >> 32);
        if (a != b)
            take(&d->lot[part], s, &s->rec[a], &s->rec[b]);
    }
}

/* In the order of the parts, not in that of the threads: sums of fractions depend on it. */
static void add_lot(struct lot *to, const struct lot *l)
{
    for (int f = 0; f < CMP_FIELDS; f++) {
        to->n[f] += l->n[f];
        for (int level = 0; level < LEVELS_MAX; level++)
            to->hits[f][level] += l->hits[f][level];
    }
    for (int f = 0; f < NAMES; f++) {
        to->same[f] += l->same[f];
        for (int level = 0; level < LEVELS_MAX; level++)
            to->words[f][level] += l->words[f][level];
    }
}

void set_sample(struct link_set *s)
{
    if (s->n < 2)
        return;
    struct drawing *d = calloc(1, sizeof *d);
    BUG_IF(!d);
    size_t all = s->n * (s->n - 1) / 2;
    d->s = s;
    d->pairs = all < PAIRS ? all : PAIRS;
    mem_parallel(s->o.threads, DRAW_PARTS, draw_part, d);
    for (int i = 1; i < DRAW_PARTS; i++)
        add_lot(&d->lot[0], &d->lot[i]);
    struct link_model m = s->model;
    for (int f = 0; f < CMP_FIELDS; f++)
        learn_field(&m, &d->lot[0], f);
    s->model = m;
    free(d);
}
