// SPDX-License-Identifier: AGPL-3.0-or-later
/* placeholder */
#include "pack/pack_int.h"
void load_check_all(struct load *l)
{
    (void)l;
}
