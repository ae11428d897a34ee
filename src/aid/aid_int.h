// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/aid only. */
#ifndef MANG_AID_INT_H
#define MANG_AID_INT_H

#include "aid/aid.h"

/* Days since 1970 of a month's ends. */
int aid_first_day(int month);
int aid_last_day(int month);

/* ---- right.c --------------------------------------------------------------------------------- */
/* The birth date; false when unknown. A date without day or month counts as its first day. */
bool aid_born(const struct aid_case *c, struct cal_date *out);
/* Full years on a day, -1 before birth. */
int aid_age(struct cal_date born, int day);
/* The last month for which anything is paid: of a child that died or moved away. */
int aid_last_month(const struct aid_case *c);

/* ---- store.c --------------------------------------------------------------------------------- */
/* Province of a commune; NULL = no such commune today. */
const char *aid_province(struct act *act, const char *unit);
/* What was paid in a commune since a month, in order of child and payee. */
struct aid_ledger {
    struct aid_ledger_row {
        const char *child, *payee;
        struct aid_paid paid;
    } * v;
    size_t n;
};
MUST_CHECK enum err aid_ledger(struct act *act, const char *unit, int from, struct aid_ledger *out);
/* Payments of one child and payee. */
size_t aid_ledger_of(const struct aid_ledger *l, const char *child, const char *payee,
    struct aid_paid *out, size_t most);
/* First and last month of the commune's lists; AID_NEVER if it has none. */
void aid_list_span(struct act *act, const char *unit, int *first, int *last);

#endif
