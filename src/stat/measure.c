// SPDX-License-Identifier: AGPL-3.0-or-later
/* Measures: counted or entered, several at once. */
#include "stat/stat_int.h"

static enum err count_all(struct act *act, const struct measure *const *m, size_t n,
    const struct stat_frame *f, struct stat_cells *const *to)
{
    struct stat_eras eras = stat_eras(act);
    struct stat_scope scope = stat_scope(act, f, &eras);
    struct stat_raws *raws = NEW_N(act->a, struct stat_raws, n + 1);
    TRY(stat_count(act, m, n, f, &scope, &eras, raws));
    struct stat_onmap *o = stat_onmap_open(act, f);
    for (size_t i = 0; i < n; i++)
        stat_onmap_cells(o, &raws[i], to[i]);
    return OK;
}

static enum err count_one(
    struct act *act, const struct measure *m, const struct stat_frame *f, struct stat_cells *out)
{
    return count_all(act, &m, 1, f, &out);
}

enum err stat_measures(struct act *act, const struct measure *const *m, size_t n,
    const struct stat_ask *ask, struct stat_cells *out)
{
    struct stat_frame f;
    TRY(stat_frame(act, ask, &f));
    const struct measure **counted = NEW_N(act->a, const struct measure *, n + 1);
    struct stat_cells **to = NEW_N(act->a, struct stat_cells *, n + 1);
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (!m[i]->reg) {
            TRY(stat_entered(act, m[i], ask, &out[i]));
            continue;
        }
        counted[k] = m[i];
        to[k++] = &out[i];
    }
    if (k)
        TRY(count_all(act, counted, k, &f, to));
    for (size_t i = 0; i < k; i++)
        TRY(stat_correct(act, counted[i], ask, &f, count_one, to[i]));
    return OK;
}

enum err stat_measure(
    struct act *act, const struct measure *m, const struct stat_ask *ask, struct stat_cells *out)
{
    return stat_measures(act, &m, 1, ask, out);
}
