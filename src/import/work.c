// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The work of a batch, whoever does it: a page, a command, the thread. Who works on a batch holds
 * it for some seconds at a time (owner), so that two processes do not.
 */
#include "import/import_int.h"

enum { HOLD_MS = 20 * 1000 };

struct act *work_act(const struct work *k, struct arena *a)
{
    return act_new(k->w->site, a, k->user, k->im.id, "");
}

bool work_tell(const struct work *k, const char *stage, int64_t done, int64_t all)
{
    return !k->w->progress || k->w->progress(k->w->ctx, stage, done, all);
}

enum err work_plan(struct work *k, struct str bytes, const char **fault)
{
    struct act *act = work_act(k, k->a);
    enum err e = act_read(act);
    size_t n = 0;
    const struct plan_wish *wishes = e ? NULL : store_wishes(act, &k->im, &n);
    act_end(act);
    TRY(e);
    k->plan = (struct plan){.a = k->a, .reg = k->im.reg};
    TRY(sheet_open(&k->plan.book, bytes, fault));
    return plan_make(&k->plan, k->im.tab, wishes, n, fault);
}

static enum err hold_until(const struct work *k, struct act *act, int64_t until)
{
    int64_t changed = 0;
    TRY(db_exec(act->c, Q_IMPORT_OWN, ARGS(k->im.id, k->owner, until, clock_ms()), &changed));
    return changed ? OK : err_set(ERR_BUSY, "another works on this batch");
}

enum err work_hold(const struct work *k, struct act *act, int64_t times)
{
    return hold_until(k, act, clock_ms() + times * HOLD_MS);
}

/* In a transaction of its own; `times` 0 lets go. */
static enum err own(const struct work *k, int64_t times)
{
    AUTO_ARENA *a = arena_open();
    struct act *act = work_act(k, a);
    enum err e = act_write(act);
    if (!e)
        e = times ? work_hold(k, act, times) : hold_until(k, act, 0);
    if (!e)
        e = act_commit(act, NULL);
    act_end(act);
    return e;
}

static enum err load(struct work *k, const char *id)
{
    struct act *act = act_new(k->w->site, k->a, NULL, id, "");
    enum err e = act_read(act);
    if (!e)
        e = store_get(act, id, &k->im);
    if (!e && k->im.account) {
        k->user = NEW(k->a, struct user);
        e = user_get(act->c, k->w->site->pack, k->a, k->im.account, k->user);
    }
    act_end(act);
    return e;
}

static enum err do_state(struct work *k)
{
    switch (k->im.state) {
    case IMPORT_CHECKING:
        return check_do(k);
    case IMPORT_STORING:
        return run_do(k);
    case IMPORT_UNDOING:
        return undo_do(k);
    default:
        return OK;
    }
}

enum err import_do(const struct import_work *w, const char *id)
{
    AUTO_ARENA *a = arena_open();
    struct work k = {.w = w, .a = a};
    TRY(load(&k, id));
    char owner[37];
    uuid7(owner);
    k.owner = owner;
    TRY(own(&k, 1));
    enum err e = do_state(&k);
    sheet_close(k.plan.book);
    enum err f = own(&k, 0);
    return e ? e : f;
}
