// SPDX-License-Identifier: AGPL-3.0-or-later
#include "cmd/cmd.h"
int cmd_demo(struct cmd *c)
{
    return cmd_fail(c, "demo", ERR_DB);
}
