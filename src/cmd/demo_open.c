// SPDX-License-Identifier: AGPL-3.0-or-later
/* What the demo's province gives to the public: the year that ended last. */
#include "cmd/cmd_int.h"

#include "stat/stat.h"

static enum err set_up(struct act *act, const char *province, int last)
{
    const char *next_day = arena_printf(act->a, "%d-03-31", last + 2);
    TRY(act_write(act));
    TRY(db_exec(act->c, Q_PUB_SITE_PUT,
        ARGS(province, last, next_day, "Sở Y tế tỉnh Điện Biên", "soyte@example.vn"), NULL));
    return act_commit(act, NULL);
}

static enum err publish(struct demo *d, const struct user *who, const char *province, int year)
{
    AUTO_ARENA *a = arena_open();
    struct act *act = act_new(&d->s->site, a, who, "demo", "");
    struct stat_release r = {.unit = province, .year = year};
    enum err e = act_read(act);
    if (!e)
        e = stat_release(act, &r);
    if (!e && r.fault)
        e = err_set(ERR_INVALID, "the demo's release of %d: %s", year, r.fault);
    if (!e)
        e = act_commit(act, NULL);
    act_end(act);
    return e;
}

enum err demo_open(struct demo *d, const struct user *who, const char *province)
{
    int last = cal_local(d->now).date.y - 1;
    AUTO_ARENA *a = arena_open();
    struct act *act = act_new(&d->s->site, a, who, "demo", "");
    enum err e = set_up(act, province, last);
    act_end(act);
    return e ? e : publish(d, who, province, last);
}
