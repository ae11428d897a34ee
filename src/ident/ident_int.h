// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/ident only. */
#ifndef MANG_IDENT_INT_H
#define MANG_IDENT_INT_H

#include "ident/ident.h"

/* The act without its user: for reading across scopes. Shares lease and memory. */
struct act ident_system(const struct act *act);
/* A keyed hash over the persons of both records: changes when one of them does. */
const char *ident_mark(struct act *act, const struct rec *a, const struct rec *b);
/* Journal lines about two records at once, each in its own unit. */
enum err ident_journal_both(struct act *act, const struct rec *a, const struct rec *b,
    const char *action, const char *reason);

#endif
