// SPDX-License-Identifier: AGPL-3.0-or-later
/* Measures: counted or entered, several at once. */
#include "stat/stat_int.h"

enum err stat_measures(struct act *act, const struct measure *const *m, size_t n,
    const struct stat_ask *ask, struct stat_cells *out)
{
    for (size_t i = 0; i < n; i++)
        TRY(stat_entered(act, m[i], ask, &out[i]));
    return OK;
}

enum err stat_measure(
    struct act *act, const struct measure *m, const struct stat_ask *ask, struct stat_cells *out)
{
    return stat_measures(act, &m, 1, ask, out);
}
