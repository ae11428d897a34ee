// SPDX-License-Identifier: AGPL-3.0-or-later
/* Until values are entered and targets set: nobody has said anything, nothing is judged. */
#include "stat/stat_int.h"

enum err stat_entered(
    struct act *act, const struct measure *m, const struct stat_ask *ask, struct stat_cells *out)
{
    (void)m;
    struct stat_frame f;
    TRY(stat_frame(act, ask, &f));
    *out = (struct stat_cells){NEW_N(act->a, struct stat_cell, f.nrows + 1), 0};
    if (ask->nby)
        return OK;
    for (size_t i = 0; i < f.nrows; i++)
        out->v[out->n++] = (struct stat_cell){.unit = f.rows[i]};
    return OK;
}

void stat_judge_value(struct act *act, const struct indicator *i, const struct programme *prog,
    const struct stat_ask *ask, struct stat_value *v)
{
    (void)act;
    (void)i;
    (void)prog;
    (void)ask;
    v->status = v->known ? STAT_NO_TARGET : STAT_UNKNOWN;
}
