// SPDX-License-Identifier: AGPL-3.0-or-later
/* Checks of data: shared by check*.c only. */
#ifndef MANG_STAT_CHECK_INT_H
#define MANG_STAT_CHECK_INT_H

#include "stat/entered_int.h"

struct checks {
    struct act *act;
    const struct stat_check_ask *ask;
    struct stat_ask whole; /* the unit itself */
    struct stat_ask below; /* those directly below it; level UNIT_ANY = there are none */
    struct stat_check *v;
    size_t n, cap;
};
void checks_add(struct checks *k, struct stat_check c);
const char *checks_unit(struct checks *k, const struct unit *u); /* "xã Mường Phăng" */
const char *checks_number(struct checks *k, double v, int decimals);
/* Outliers and changes of the asked indicators. */
MUST_CHECK enum err checks_far(struct checks *k);

#endif
