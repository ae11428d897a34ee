// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Weights to begin with: chances of the levels in the four classes as a large synthetic register
 * shows them. Small sets keep them; a set that can teach is blended in by em.c.
 */
#include "link/link_int.h"
#include "link/link_plain_int.h"

#include <math.h>

struct chances {
    double of[CLASSES][LEVELS_MAX];
};
/* Order of levels as in link_int.h. For strangers, levels of the same name are shares among pairs
 * whose name is the same (how rare that is comes from the name itself), the rest are shares of all
 * pairs. Rows: the same child, brothers and sisters, twins, strangers. */
static const struct chances defaults[CMP_FIELDS] = {
    {{{0, .60, .17, .06, .04, .045, .02, .01, .012, .04, .015, .01, .003, .002, .003, .003},
        {0, 5e-4, 3e-4, 8e-4, 3e-4, 5e-4, .002, .01, .003, .003, .01, .002, .04, .45, .35, .13},
        {0, 3e-4, 2e-4, .006, 3e-4, .001, .01, .05, .01, .03, .015, .002, .25, .33, .2, .1},
        {0, .55, .25, .15, .05, .06, .08, .25, .15, .002, .01, .0015, .004, .004, .25, .72}}},
    {{{0, .62, .17, .06, .02, .04, .015, .008, .012, .03, .008, .01, .003, .002, .003, .003},
        {0, .62, .17, .06, .02, .04, .015, .008, .012, .03, .008, .01, .003, .002, .003, .003},
        {0, .62, .17, .06, .02, .04, .015, .008, .012, .03, .008, .01, .003, .002, .003, .003},
        {0, .55, .25, .15, .05, .06, .08, .25, .15, .003, .01, .003, .006, .006, .4, .56}}},
    {{{0, .62, .17, .06, .02, .04, .015, .008, .012, .03, .008, .01, .003, .002, .003, .003},
        {0, .62, .17, .06, .02, .04, .015, .008, .012, .03, .008, .01, .003, .002, .003, .003},
        {0, .62, .17, .06, .02, .04, .015, .008, .012, .03, .008, .01, .003, .002, .003, .003},
        {0, .55, .25, .15, .05, .06, .08, .25, .15, .003, .01, .003, .006, .006, .4, .56}}},
    {{{0, .85, .012, .02, .025, .015, .02, .002, .03, .008, .006, .012, .02},
        {0, 5e-4, .002, 2e-4, 5e-4, .002, .003, .003, .004, .002, .22, .76, .01},
        {0, .87, .012, .015, .02, .01, .015, .002, .03, .01, .005, .013, .01},
        {0, 1.7e-4, 1e-4, 1e-4, .005, .002, 8e-4, .002, .01, .015, .2, .76, .005}}},
    {{{0, .985, .015}, {0, .5, .5}, {0, .6, .4}, {0, .5, .5}}},
    {{{0, .955, .025, .01, .006, .001, .004, .02, .03},
        {0, 1e-4, .001, .98, 1e-4, 5e-4, .015, 1e-3, 1},
        {0, 1e-4, .002, .6, 1e-4, .38, .02, 1e-3, 1},
        {0, 1e-8, 1e-7, .985, 1e-8, 2e-8, .015, 2e-4, 1}}},
    {{{0, .75, .02, .23}, {0, .82, .015, .165}, {0, .84, .015, .145}, {0, 1e-6, 2e-6, 1}}},
    {{{0, .45, .2, .1, .05, .02, .18}, {0, .52, .22, .1, .05, .02, .09},
        {0, .52, .22, .1, .05, .02, .09}, {0, 5e-5, 1e-4, 2e-4, .002, .005, .993}}},
    {{{0, .5, .2, .08, .1, .06, .03, .03}, {0, .6, .2, .1, .05, .02, .02, .01},
        {0, .6, .2, .1, .05, .02, .02, .01}, {0, 1e-4, 3e-4, 5e-4, .002, .02, .3, .68}}},
};

int32_t weight_of(double chance)
{
    return (int32_t)lround(log2(chance < 1e-9 ? 1e-9 : chance) * BIT);
}

double model_default_chance(enum cls c, enum cmp_field f, int level)
{
    return defaults[f].of[c][level];
}

void model_priors(struct link_model *m, double records)
{
    static const double each[CLASSES] = {.12, .35, .02, 1}; /* pairs for one record */
    m->records = records;
    for (int c = 0; c < CLS_STRANGER; c++) {
        double share = each[c] / ((records < 4 ? 4 : records) / 2);
        m->prior[c] = (int32_t)lround(log2(share) * BIT);
    }
    m->prior[CLS_STRANGER] = 0;
}

static struct link_model first;

static void fill(void)
{
    first.version = 1;
    for (int c = 0; c < CLASSES; c++)
        for (int f = 0; f < CMP_FIELDS; f++)
            for (int l = 1; l < cmp_levels[f]; l++)
                first.w[c][f][l] = weight_of(defaults[f].of[c][l]);
    for (int f = 0; f < NAMES; f++)
        for (int l = NAME_SHORT; l < NAME_OTHER; l++)
            first.mean[f][l] = l == NAME_PART ? 5 * 64 : l == NAME_SHORT ? 9 * 64 : 10 * 64;
    model_priors(&first, 1e5);
}

const struct link_model *link_model_default(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, fill);
    return &first;
}
