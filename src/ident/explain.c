// SPDX-License-Identifier: AGPL-3.0-or-later
/* Why two records may be one person, with the weights the installation uses now. */
#include "ident/ident_int.h"

size_t ident_explain(struct act *act, const struct link_person *a, const struct link_person *b,
    struct link_reason out[LINK_FIELD__COUNT], double *bits, double *chance)
{
    return link_explain(NULL, ident_units(act->site), a, b, out, bits, chance);
}
