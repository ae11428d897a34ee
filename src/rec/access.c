// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Who may see what. Rights are asked of the root register and cached per root record for the act.
 * The system itself (no user) may read and write everything but is never shown a secret.
 */
#include "rec/rec_int.h"

struct rec_seen {
    struct rec_seen *next;
    const struct reg *reg;
    const char *unit, *root, *action; /* root NULL for an export */
};

const struct reg *rec_root_reg(const struct reg *reg)
{
    while (reg->parent)
        reg = reg->parent;
    return reg;
}

enum err rec_may(struct act *act, const struct reg *reg, const char *action)
{
    const struct reg *root = rec_root_reg(reg);
    if (!act->user || user_can(act->user, root->id, action))
        return OK;
    if (act->step && streq(action, "write"))
        return OK;
    return err_set(ERR_DENIED, "%s may not %s %s", act->user->role->id, action, root->id);
}

static struct rec_rights *rights_of(struct act *act, const char *root)
{
    for (struct rec_rights *k = act->rights; k; k = k->next)
        if (streq(k->root, root))
            return k;
    struct rec_rights *k = NEW(act->a, struct rec_rights);
    *k = (struct rec_rights){.next = act->rights,
        .root = root,
        .asked = db_query(act->c, act->a, Q_MEMBER_IS, ARGS(root, act->user->id, act->now_ms))};
    act->rights = k;
    return k;
}

static bool member_of(struct act *act, const char *root)
{
    struct rec_rights *k = rights_of(act, root);
    if (k->asked)
        k->member = db_next(k->asked);
    k->asked = NULL;
    return k->member;
}

/* Membership is asked only where it can open something. */
static bool membership_helps(const struct act *act)
{
    const struct role *role = act->user->role;
    return role->sees != CLASS_SECRET && (role->secret_if_member || role->sees < CLASS_PERSONAL);
}

void rec_expect_rights(struct act *act, const char *root)
{
    if (act->user && membership_helps(act))
        rights_of(act, root);
}

/* Lists ask for many roots at once: there the role alone counts. */
void rec_apply_rights(struct act *act, struct rec *r, bool alone)
{
    if (!act->user)
        return;
    const struct role *role = act->user->role;
    bool author = r->fresh && !r->parent;
    r->secret = author || role->sees == CLASS_SECRET;
    r->personal = role->sees >= CLASS_PERSONAL;
    if (!r->secret && alone && membership_helps(act) && member_of(act, r->root)) {
        r->personal = true;
        r->secret = role->secret_if_member;
    }
    r->personal |= r->secret;
}

enum rec_show rec_shows(const struct rec *r, const struct field *f)
{
    switch (f->cls) {
    case CLASS_OPEN:
        return SHOW_YES;
    case CLASS_PERSONAL:
        return r->personal ? SHOW_YES : f->type == F_NAME ? SHOW_MASKED : SHOW_NO;
    case CLASS_SECRET:
        return r->secret && r->opened ? SHOW_YES : SHOW_NO;
    }
    return SHOW_NO;
}

void rec_remember_seen(struct act *act, const struct rec *r)
{
    for (const struct rec_seen *s = act->seen; s; s = s->next)
        if (streq(s->root, r->root))
            return;
    struct rec_seen *s = NEW(act->a, struct rec_seen);
    *s = (struct rec_seen){act->seen, rec_root_reg(r->reg), rec_unit_now(act, r), r->root, "xem"};
    act->seen = s;
}

void rec_remember_export(struct act *act, const struct reg *reg)
{
    if (!act->user)
        return;
    const char *unit = *act->user->unit ? act->user->unit : act->user->province;
    struct rec_seen *s = NEW(act->a, struct rec_seen);
    *s = (struct rec_seen){act->seen, rec_root_reg(reg), unit, NULL, "xuat"};
    act->seen = s;
}

bool rec_seen_at(const struct act *act, size_t nth, struct rec_entry *out)
{
    const struct rec_seen *s = act->seen;
    while (s && nth--)
        s = s->next;
    if (!s)
        return false;
    *out = (struct rec_entry){.unit = s->unit,
        .action = s->action,
        .reg = s->reg->id,
        .record = s->root,
        .root = s->root};
    return true;
}

enum err rec_add_member(
    struct act *act, const struct rec *root, const char *account, const char *why, int64_t until)
{
    struct value end = until ? v_int(until) : VNULL;
    TRY(db_exec(act->c, Q_MEMBER_PUT, ARGS(root->root, account, why, act->now_ms, end), NULL));
    act->rights = NULL;
    return OK;
}

enum err rec_break_glass(struct act *act, const struct rec *root, const char *reason)
{
    enum { MINUTES = 60 };
    int64_t until = act->now_ms + MINUTES * 60 * 1000;
    TRY(rec_add_member(act, root, act->user->id, "khan_cap", until));
    return rec_journal(act, &(struct rec_entry){.unit = rec_unit_now(act, root),
                                .action = "xem_khan_cap",
                                .reg = root->reg->id,
                                .record = rec_id(root),
                                .root = root->root,
                                .reason = reason});
}
