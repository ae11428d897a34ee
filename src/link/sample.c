// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Chances of the levels among strangers, from pairs drawn by lot. What the lot shows too rarely is
 * blended with the default. For names the same but for slips the model keeps how likely the slip
 * is; how likely the name is comes from the name (rates.c).
 */
#include "link/link_int.h"

#include <math.h>
#include <stdlib.h>

enum { PAIRS = 300000, TRUST = 3000, TRUST_NAME = 30, TRUST_MEAN = 20 };

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

void set_sample(struct link_set *s)
{
    if (s->n < 2)
        return;
    struct lot *l = calloc(1, sizeof *l);
    BUG_IF(!l);
    size_t all = s->n * (s->n - 1) / 2, want = all < PAIRS ? all : PAIRS;
    for (size_t i = 0; i < want; i++) {
        uint64_t h = mix64(i + 1);
        size_t a = (size_t)((h >> 32) * s->n >> 32), b = (size_t)((h & 0xffffffff) * s->n >> 32);
        if (a != b)
            take(l, s, &s->rec[a], &s->rec[b]);
    }
    struct link_model m = s->model;
    for (int f = 0; f < CMP_FIELDS; f++)
        learn_field(&m, l, f);
    s->model = m;
    free(l);
}
