// SPDX-License-Identifier: AGPL-3.0-or-later
/* Answers that are not made yet. */
#include "stat/stat_int.h"

enum err stat_refresh(struct act *act, const char *unit, int64_t *cells)
{
    (void)act;
    (void)unit;
    *cells = 0;
    return OK;
}

enum err stat_records(struct act *act, const struct measure *m, const struct stat_ask *ask,
    const char *const code[STAT_BY_MAX], int64_t limit, int64_t offset, struct stat_records *out)
{
    (void)act;
    (void)m;
    (void)ask;
    (void)code;
    (void)limit;
    (void)offset;
    *out = (struct stat_records){0};
    return err_set(ERR_UNAVAILABLE, "not made yet");
}

void stat_explain(struct act *act, const struct indicator *i, struct val *into)
{
    (void)act;
    (void)i;
    (void)into;
}
