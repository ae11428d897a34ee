// SPDX-License-Identifier: AGPL-3.0-or-later
/* Their file again, with what is to be mended. */
#include "import/import_int.h"

enum err import_marked(
    struct act *act, const char *id, struct str bytes, bool rest, struct str *out)
{
    (void)act, (void)id, (void)bytes, (void)rest, (void)out;
    return ERR_NOT_FOUND;
}
