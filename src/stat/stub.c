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
