// SPDX-License-Identifier: AGPL-3.0-or-later
/* mang link scan: everybody of the register compared with everybody; proposals for /trung. */
#include "cmd/cmd_int.h"

#include "ident/ident.h"

#include <stdio.h>

static void show(void *ctx, const char *stage, int permille)
{
    cmd_progress(ctx, stage, permille, 1000);
}

int cmd_link_scan(struct cmd *c)
{
    struct cmd_site *s;
    enum err e = cmd_open(c, false, &s);
    if (e)
        return cmd_fail(c, "link scan", e);
    struct ident_scan scan = {.threads = c->threads, .progress = show, .ctx = c};
    e = ident_scan(&s->site, &scan);
    int code = e ? cmd_fail(c, "link scan", e) : EXIT_DONE;
    if (!e)
        printf("%zu persons, %zu pairs\n", scan.persons, scan.pairs);
    cmd_close(s);
    return code;
}
