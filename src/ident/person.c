// SPDX-License-Identifier: AGPL-3.0-or-later
/* Records as persons: what the engine compares, and looking at them across scopes. */
#include "ident/ident_int.h"

#include <sodium.h>

const struct reg *ident_reg(const struct pack *p)
{
    for (size_t i = 0; i < p->nregs; i++)
        if (p->regs[i].identity)
            return &p->regs[i];
    return NULL;
}

/* Secrets stay out: what is compared stands in memory in the clear. */
static struct str part(const struct rec *r, const struct field *f)
{
    bool known = f && f->cls != CLASS_SECRET && r->v[f->slot].t == V_TEXT;
    return known ? r->v[f->slot].s : (struct str){"", 0};
}

struct link_person ident_person(const struct rec *r)
{
    const struct identity *k = r->reg->identity;
    return (struct link_person){.name = part(r, k->name),
        .other_name = part(r, k->other_name),
        .born = part(r, k->born),
        .sex = part(r, k->sex),
        .pid = part(r, k->pid),
        .mother = part(r, k->mother),
        .father = part(r, k->father),
        .phone = part(r, k->phone),
        .village = part(r, k->village),
        .unit = r->common[DC_UNIT].s};
}

struct act ident_system(const struct act *act)
{
    struct act sys = *act;
    sys.user = NULL;
    sys.rights = NULL;
    return sys;
}

struct rec *ident_any(struct act *act, const struct reg *reg, const char *id)
{
    struct act *sys = NEW(act->a, struct act);
    *sys = ident_system(act);
    struct rec *r;
    return rec_get_voided(sys, reg, id, &r) == OK ? r : NULL;
}

bool ident_may(struct act *act, const struct rec *r)
{
    if (!act->user)
        return true;
    return user_can(act->user, r->reg->id, "write") && rec_in_scope(act, r);
}

static void absorb(crypto_generichash_state *st, struct str s)
{
    uint64_t n = s.n;
    crypto_generichash_update(st, (const unsigned char *)&n, sizeof n);
    crypto_generichash_update(st, (const unsigned char *)s.p, s.n);
}

const char *ident_mark(struct act *act, const struct rec *a, const struct rec *b)
{
    unsigned char key[32], h[16];
    site_key(act->site, "link", key);
    crypto_generichash_state st;
    crypto_generichash_init(&st, key, sizeof key, sizeof h);
    if (strcmp(rec_id(a), rec_id(b)) > 0) {
        const struct rec *t = a;
        a = b;
        b = t;
    }
    for (int i = 0; i < 2; i++) {
        struct link_person p = ident_person(i ? b : a);
        struct str all[] = {
            p.name, p.other_name, p.born, p.sex, p.pid, p.mother, p.father, p.phone, p.village};
        for (size_t k = 0; k < COUNT(all); k++)
            absorb(&st, all[k]);
    }
    crypto_generichash_final(&st, h, sizeof h);
    char *hex = arena_alloc(act->a, 2 * sizeof h + 1, 1);
    sodium_bin2hex(hex, 2 * sizeof h + 1, h, sizeof h);
    return hex;
}

static enum err journal_one(
    struct act *act, const struct rec *r, const char *action, const char *reason)
{
    return rec_journal(act, &(struct rec_entry){.unit = rec_unit_now(act, r),
                                .action = action,
                                .reg = r->reg->id,
                                .record = rec_id(r),
                                .root = r->root,
                                .reason = reason});
}

enum err ident_journal_both(struct act *act, const struct rec *a, const struct rec *b,
    const char *action, const char *reason)
{
    const char *why = reason ? reason : "";
    const char *sep = *why ? ": " : "";
    const char *to_a = arena_printf(act->a, "%s%s%s", rec_code(b) ? rec_code(b) : "", sep, why);
    const char *to_b = arena_printf(act->a, "%s%s%s", rec_code(a) ? rec_code(a) : "", sep, why);
    TRY(journal_one(act, a, action, to_a));
    return journal_one(act, b, action, to_b);
}
