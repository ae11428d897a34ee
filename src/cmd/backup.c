// SPDX-License-Identifier: AGPL-3.0-or-later
#include "cmd/cmd.h"
int cmd_backup(struct cmd *c) { return cmd_fail(c, "x", ERR_DB); }
int cmd_restore(struct cmd *c) { return cmd_fail(c, "x", ERR_DB); }
int cmd_demo(struct cmd *c) { return cmd_fail(c, "x", ERR_DB); }
