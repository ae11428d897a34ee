// SPDX-License-Identifier: AGPL-3.0-or-later
/* Placeholder: until targets are set nothing is judged. */
#include "stat/stat_int.h"

void stat_judge_value(struct act *act, const struct indicator *i, const struct programme *prog,
    const struct stat_ask *ask, struct stat_value *v)
{
    (void)act;
    (void)i;
    (void)prog;
    (void)ask;
    v->status = v->known ? STAT_NO_TARGET : STAT_UNKNOWN;
}
