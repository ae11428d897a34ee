// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What records write into others (`pushes:` of a register), and tables of field: expression.
 */
#include "pack/pack_int.h"

const struct setting *load_settings(
    struct load *l, const struct reg *reg, const struct ynode *n, size_t *count)
{
    struct setting *v = NEW_N(l->a, struct setting, n->n + 1);
    for (size_t i = 0; i + 1 < n->n; i += 2) {
        const struct ynode *id = n->kid[i];
        struct setting *s = &v[*count];
        s->field = reg ? load_field_ref(l, reg, id) : NULL;
        if (s->field && s->field->compute)
            load_fault(l, id->pos, "Ô ‘%s’ được tính, không đặt được", s->field->id);
        if (load_get(n, id->text.p) != n->kid[i + 1])
            load_fault(l, id->pos, "Khóa ‘" STR_FMT "’ đứng hai lần", STR_ARG(id->text));
        s->value = load_expr(l, n->kid[i + 1], WANT_FIELD, s->field);
        *count += s->field && s->value;
    }
    return v;
}

static void own_to(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct push *p = obj;
    if (l->phase == LINK)
        p->to = load_ref(l, ROOT_REGS, n);
}

static void own_by(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct push *p = obj;
    const struct reg *own = l->cur[CUR_REG];
    if (l->phase != EXPR)
        return;
    p->by = load_field_ref(l, p->to, n);
    if (p->by && (p->by->type != F_REF || p->by->reg != own || p->by->cls == CLASS_SECRET))
        load_fault(l, n->pos, "Ô ‘%s’ không trỏ tới sổ này", p->by->id);
}

static void own_latest(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct push *p = obj;
    if (l->phase == EXPR)
        p->latest = load_field_ref(l, l->cur[CUR_REG], n);
}

/* Sealed values stay where they are. */
static void no_secret(void *ctx, struct str path, int slot)
{
    struct load *l = ctx;
    const struct field *f = pack_name(l->pack, slot).field;
    const struct reg *own = l->cur[CUR_REG];
    if (f && f->cls == CLASS_SECRET)
        load_fault(
            l, own->pos, "Ô bí mật ‘" STR_FMT "’ không đưa sang sổ khác được", STR_ARG(path));
}

static void own_set(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct push *p = obj;
    if (l->phase != EXPR || !load_is(l, n, Y_MAP))
        return;
    p->sets = load_settings(l, p->to, n, &p->nsets);
    for (size_t i = 0; i < p->nsets; i++) {
        expr_names(p->sets[i].value, no_secret, l);
        if (p->sets[i].field->cls == CLASS_SECRET || p->sets[i].field->type == F_ROWS)
            load_fault(
                l, n->pos, "Ô ‘%s’ không nhận giá trị từ sổ khác được", p->sets[i].field->id);
    }
}

static const void *ref_target(struct load *l, const struct ynode *n)
{
    const struct reg *own = l->cur[CUR_REG];
    for (size_t i = 0; i < own->npushes; i++)
        for (size_t k = 0; k < own->pushes[i].nsets; k++)
            if (str_is(n->text, own->pushes[i].sets[k].field->id))
                return own->pushes[i].sets[k].field;
    load_fault(l, n->pos, "‘" STR_FMT "’ không có trong ‘set’", STR_ARG(n->text));
    return NULL;
}

static void own_keep(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    (void)obj;
    if (l->phase == READ)
        load_is(l, n, Y_SEQ);
}

/* A push that comes back to its own register would never end. */
static bool comes_back(const struct reg *own, const struct reg *at, int depth)
{
    enum { DEEP = 8 };
    if (at == own || depth > DEEP)
        return true;
    for (size_t i = 0; at && i < at->npushes; i++)
        if (at->pushes[i].to && comes_back(own, at->pushes[i].to, depth + 1))
            return true;
    return false;
}

static void push_done(struct load *l, const struct ynode *n, void *obj)
{
    struct push *p = obj;
    const struct reg *own = l->cur[CUR_REG];
    const struct ynode *keep = load_get(n, "keep");
    p->from = own;
    if (l->phase != EXPR || !p->to)
        return;
    if (!load_get(n, "by") && own->parent != p->to)
        load_fault(l, n->pos, "Thiếu ‘by’: ô của sổ ‘%s’ trỏ tới sổ này", p->to->id);
    if (comes_back(own, p->to, 0))
        load_fault(l, n->pos, "Giá trị đưa sang sổ ‘%s’ lại quay về sổ này", p->to->id);
    if (keep && keep->kind == Y_SEQ) {
        const void *v = load_refs(l, keep, ref_target, &p->nkeeps);
        memcpy(&p->keeps, &v, sizeof v);
    }
}

static const struct key PUSH_KEYS[] = {
    {"to", K_OWN, true, .own = own_to},
    {"by", K_OWN, .own = own_by},
    {"latest", K_OWN, .own = own_latest},
    {"set", K_OWN, true, .own = own_set},
    {"keep", K_OWN, .own = own_keep},
};
const struct table load_push = {.what = "phần đưa sang sổ khác",
    .keys = PUSH_KEYS,
    .nkeys = COUNT(PUSH_KEYS),
    .size = sizeof(struct push),
    .has_pos = true,
    .pos_at = offsetof(struct push, pos),
    .done = push_done};

static bool kept(const struct push *p, const struct field *f)
{
    for (size_t i = 0; i < p->nkeeps; i++)
        if (p->keeps[i] == f)
            return true;
    return false;
}

const struct push *pack_push_into(const struct field *f)
{
    return f->told;
}

static const struct push *find_push(const struct pack *p, const struct field *f)
{
    for (size_t i = 0; i < p->nregs; i++)
        for (size_t k = 0; k < p->regs[i].npushes; k++) {
            const struct push *push = &p->regs[i].pushes[k];
            for (size_t s = 0; push->to == f->owner && s < push->nsets; s++)
                if (push->sets[s].field == f && !kept(push, f))
                    return push;
        }
    return NULL;
}

struct named_by {
    const struct pack *p;
    struct field *f;
};

static void look(void *ctx, struct str path, int slot)
{
    (void)path;
    const struct named_by *k = ctx;
    struct xname n = pack_name(k->p, slot);
    bool own = n.kind == NAME_FIELD;
    k->f->from_own &= own;
    k->f->from_later |= own && n.field->compute && n.field->slot >= k->f->slot;
}

/* What is asked of each field at each row of each form. */
void load_relations(struct load *l)
{
    const struct pack *p = l->pack;
    for (size_t i = 0; i < p->nregs; i++)
        for (size_t k = 0; k < p->regs[i].nfields; k++) {
            struct field *f = (struct field *)(uintptr_t)&p->regs[i].fields[k];
            f->told = find_push(p, f);
            f->from_own = f->compute != NULL;
            if (f->compute)
                expr_names(f->compute, look, &(struct named_by){p, f});
        }
}
