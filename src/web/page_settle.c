// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * After a commune was split: its records by village, for the official of one part to take the
 * villages that are his. The registers that know a village stand side by side, so that a household
 * goes with its children.
 */
#include "web/web_int.h"

#include <stdlib.h>

enum { MOST_AT_ONCE = 400, MOST_REGS = 16, MOST_VILLAGES = 4000 };

struct settling {
    struct page *p;
    const struct reg *regs[MOST_REGS];
    size_t nregs;
    struct spot {
        const char *name; /* NULL = none written */
        int64_t n[MOST_REGS];
    } * v;
    size_t n;
};

static struct spot *spot_of(struct settling *k, const char *name)
{
    for (size_t i = 0; i < k->n; i++)
        if (streq(k->v[i].name, name))
            return &k->v[i];
    k->v[k->n] = (struct spot){.name = name};
    return &k->v[k->n++];
}

static enum err add_register(struct settling *k, const struct reg *reg)
{
    struct rec_used *used;
    size_t n;
    TRY(rec_unsettled(k->p->act, reg, &used, &n));
    if (n == 0 || k->nregs == MOST_REGS)
        return OK;
    for (size_t i = 0; i < n && k->n < MOST_VILLAGES; i++)
        spot_of(k, used[i].text)->n[k->nregs] = used[i].n;
    k->regs[k->nregs++] = reg;
    return OK;
}

static int by_name(const void *a, const void *b)
{
    const struct spot *x = a, *y = b;
    if (!x->name || !y->name)
        return !x->name - !y->name;
    return strcmp(x->name, y->name);
}

static enum err collect(struct settling *k)
{
    const struct pack *pack = k->p->web->site->pack;
    k->v = NEW_N(k->p->a, struct spot, MOST_VILLAGES);
    for (size_t i = 0; i < pack->nregs; i++)
        TRY(add_register(k, &pack->regs[i]));
    qsort(k->v, k->n, sizeof *k->v, by_name);
    return OK;
}

bool settle_waits(struct page *p)
{
    struct settling k = {.p = p};
    return collect(&k) == OK && k.n > 0;
}

static enum err show(struct settling *k)
{
    struct page *p = k->p;
    TRY(collect(k));
    for (size_t r = 0; r < k->nregs; r++)
        put_label(p, val_add(p->root, "registers"), "label", k->regs[r]->plural);
    for (size_t i = 0; i < k->n; i++) {
        struct val *x = val_add(p->root, "villages");
        val_text(x, "value", k->v[i].name ? k->v[i].name : "");
        if (k->v[i].name)
            val_text(x, "name", k->v[i].name);
        else
            val_msg(x, "name", N_("Chưa ghi thôn"), NULL, NULL, NULL);
        for (size_t r = 0; r < k->nregs; r++) {
            struct val *c = val_add(x, "counts");
            put_label(p, c, "label", k->regs[r]->plural);
            val_int(c, "n", k->v[i].n[r]);
        }
    }
    for (size_t i = 0; i < p->faults->n; i++)
        val_msg(val_add(p->root, "faults"), "text", p->faults->v[i].message, NULL, NULL, NULL);
    val_msg(p->root, "title", N_("Hồ sơ của xã cũ đã chia"), NULL, NULL, NULL);
    return page_show(p, "settle");
}

enum err page_settle(struct page *p)
{
    return show(&(struct settling){.p = p});
}

/* One village in all registers; `left` is what this request may still take. */
static enum err take(struct page *p, const char *village, size_t *left)
{
    const struct pack *pack = p->web->site->pack;
    for (size_t i = 0; i < pack->nregs && *left; i++) {
        size_t n;
        TRY(rec_settle(p->act, &pack->regs[i], village, *left, &n));
        *left -= n;
    }
    return OK;
}

enum err page_settle_post(struct page *p)
{
    size_t left = MOST_AT_ONCE, chosen = 0;
    for (size_t i = 0; i < p->rq->nform && left; i++) {
        struct str s = p->rq->form[i].value;
        if (!str_is(p->rq->form[i].name, "thon"))
            continue;
        chosen++;
        TRY(take(p, s.n ? arena_dupn(p->a, s.p, s.n) : NULL, &left));
    }
    if (chosen == 0) {
        rec_fault(p->faults, "thon", N_("Hãy chọn ít nhất một thôn"), NULL);
        return show(&(struct settling){.p = p});
    }
    return page_done(p, "/xa-cu?tb=%s", left ? "da-luu" : "con-nua");
}
