// SPDX-License-Identifier: AGPL-3.0-or-later
/* mang import boundaries FILE: outlines of units for maps. */
#include "cmd/cmd_int.h"

#include "geo/geo.h"

#include <stdio.h>

static enum err run(struct cmd *c, struct cmd_site *s, struct geo_import *in, struct geo_report *r)
{
    TRY(cmd_read_file(c->a, c->args[1], GEO_MOST_BYTES, &in->text));
    struct unit_tree *t = units_hold(s->site.units);
    AUTO_DBC *dbc = NULL;
    enum err e = db_begin_write(s->site.db, &dbc);
    if (!e)
        e = geo_import(dbc, c->a, t, in, r);
    if (!e && !in->dry_run && !r->fault)
        e = db_commit(dbc);
    units_drop(s->site.units, t);
    return e;
}

static void print_report(const struct cmd *c, const struct geo_report *r)
{
    for (size_t i = 0; i < r->nfaults; i++)
        fprintf(stderr, "%s: %s: %s\n", c->args[1], r->faults[i].name, r->faults[i].text);
    printf("%s%zu provinces, %zu communes, %zu not taken; %zu of %zu points kept\n",
        c->dry_run ? "(dry run) " : "", r->provinces, r->communes, r->nfaults, r->kept, r->points);
    for (size_t i = 0; i < r->nmissing; i++)
        printf("no outline: %s %s\n", r->missing[i]->code, r->missing[i]->name);
}

int cmd_import_boundaries(struct cmd *c, struct cmd_site *s)
{
    if (c->nargs != 2)
        return EXIT_USE;
    struct geo_import in = {.day = c->on ? unit_day(c->on) : unit_day_of_ms(clock_ms()),
        .province = c->province ? c->province : "",
        .source = strrchr(c->args[1], '/') ? strrchr(c->args[1], '/') + 1 : c->args[1],
        .dry_run = c->dry_run};
    if (in.day < 0) {
        fprintf(stderr, "mang import: --on wants a date yyyy-mm-dd, got %s\n", c->on);
        return EXIT_USE;
    }
    struct geo_report r = {.fault = NULL};
    enum err e = run(c, s, &in, &r);
    if (e)
        return cmd_fail(c, "import", e);
    if (r.fault) {
        fprintf(stderr, "%s: %s\n", c->args[1], r.fault);
        return EXIT_WORK;
    }
    print_report(c, &r);
    return r.provinces + r.communes ? EXIT_DONE : EXIT_WORK;
}
