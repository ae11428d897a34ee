// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Second half of the template compiler: the growing tables (texts, names and paths are stored
 * once), errors with their line and column, and linking when all files are in.
 */
#include "view/view_int.h"

void *vec_add(struct tpl_vec *v, const void *e)
{
    if (v->n == v->cap) {
        size_t cap = v->cap ? v->cap * 2 : 64;
        char *p = arena_alloc(v->a, cap * v->size, alignof(max_align_t));
        if (v->n)
            memcpy(p, v->p, v->n * v->size);
        v->p = p;
        v->cap = cap;
    }
    return memcpy(v->p + v->n++ * v->size, e, v->size);
}
/* ---- errors ---------------------------------------------------------------------------------- */

bool build_fail(struct tpl_build *c, const struct tpl_source *src, size_t offset, const char *text)
{
    int line = 1, col = 1;
    for (size_t i = 0; i < offset && i < src->text.n; i++) {
        unsigned char ch = (unsigned char)src->text.p[i];
        if (ch == '\n') {
            line++;
            col = 1;
        } else if ((ch & 0xC0) != 0x80) { /* columns count characters, not bytes */
            col++;
        }
    }
    if (c->nerrs < c->max_errs)
        c->errs[c->nerrs] = (struct tpl_error){src->path, line, col, text};
    c->nerrs++;
    return false;
}

/* ---- tables ---------------------------------------------------------------------------------- */

uint32_t build_text(struct tpl_build *c, struct str s)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < s.n; i++)
        hash = (hash ^ (unsigned char)s.p[i]) * 16777619u;
    for (size_t i = 0; i < c->pooled.n; i++) {
        const struct tpl_pooled *p = AT(c->pooled, struct tpl_pooled, i);
        if (p->hash == hash && p->n == s.n && memcmp(c->pool.p + p->at, s.p, s.n) == 0)
            return p->at;
    }
    struct tpl_pooled p = {hash, (uint32_t)c->pool.n, (uint32_t)s.n};
    vec_add(&c->pooled, &p);
    buf_str(&c->pool, s);
    buf_add(&c->pool, "", 1);
    return p.at;
}

uint16_t build_name(struct tpl_build *c, struct str s)
{
    struct key k = key_of(s.p, s.n);
    struct tpl_name n = {.k8 = k.k8, .bit = k.bit, .at = build_text(c, s), .n = k.n};
    for (size_t i = 0; i < c->names.n; i++)
        if (AT(c->names, struct tpl_name, i)->at == n.at)
            return (uint16_t)i;
    vec_add(&c->names, &n);
    return (uint16_t)(c->names.n - 1);
}

uint16_t build_path(struct tpl_build *c, const struct tpl_path *p)
{
    for (size_t i = 0; i < c->paths.n; i++) {
        const struct tpl_path *q = AT(c->paths, struct tpl_path, i);
        if (q->kind == p->kind && q->n == p->n && memcmp(q->seg, p->seg, sizeof p->seg) == 0)
            return (uint16_t)i;
    }
    vec_add(&c->paths, p);
    return (uint16_t)(c->paths.n - 1);
}

uint16_t build_slot(struct tpl_build *c, struct str name)
{
    for (size_t i = 0; i < c->nslots; i++)
        if (str_is(name, c->slots[i]))
            return (uint16_t)i;
    if (c->nslots == TPL_MAX_SLOTS)
        return 0;
    c->slots[c->nslots] = arena_dupn(c->a, name.p, name.n);
    return (uint16_t)c->nslots++;
}

/* ---- linking -----------------------------------------------------------------------------------
 */

int build_find(const struct tpl_build *c, const char *name)
{
    for (size_t i = 0; i < c->units.n; i++)
        if (streq(AT(c->units, struct tpl_unit, i)->name, name))
            return (int)i;
    return -1;
}

static bool link_calls(struct tpl_build *c, struct tpl_unit *u)
{
    for (uint32_t i = u->from; i < u->to; i++) {
        struct tpl_op *op = AT(c->ops, struct tpl_op, i);
        if (op->code != OP_CALL)
            continue;
        const struct tpl_call *call = AT(c->calls, struct tpl_call, op->a);
        int to = build_find(c, call->name);
        if (to < 0)
            return build_fail(c, u->src, call->offset,
                arena_printf(c->a, "no such partial: tpl/%s.html", call->name));
        if (AT(c->units, struct tpl_unit, to)->is_layout)
            return build_fail(c, u->src, call->offset, "a layout cannot be used as a partial");
        op->a = (uint32_t)to;
    }
    return true;
}

/* `seen` is 1 while a unit's calls are being followed, 2 when they are known to end. */
static bool ends(struct tpl_build *c, size_t unit, char *seen)
{
    struct tpl_unit *u = AT(c->units, struct tpl_unit, unit);
    seen[unit] = 1;
    for (uint32_t i = u->from; i < u->to; i++) {
        const struct tpl_op *op = AT(c->ops, struct tpl_op, i);
        if (op->code != OP_CALL || seen[op->a] == 2)
            continue;
        if (seen[op->a] == 1 || !ends(c, op->a, seen))
            return false;
    }
    seen[unit] = 2;
    return true;
}

static bool link_layout(struct tpl_build *c, struct tpl_unit *u, int32_t *layout)
{
    *layout = -1;
    if (u->name[0] == '_' || streq(u->layout, "_none"))
        return true;
    const char *name = u->layout ? u->layout : "_layout";
    *layout = build_find(c, name);
    if (*layout < 0)
        return build_fail(
            c, u->src, u->layout_offset, arena_printf(c->a, "no such layout: tpl/%s.html", name));
    if (!AT(c->units, struct tpl_unit, *layout)->is_layout)
        return build_fail(c, u->src, u->layout_offset, "this layout has no {{$content}}");
    return true;
}

void build_link(struct tpl_build *c, struct tpl *tpls)
{
    for (size_t i = 0; i < c->units.n; i++)
        link_calls(c, AT(c->units, struct tpl_unit, i));
    char *seen = NEW_N(c->a, char, c->units.n + 1);
    for (size_t i = 0; i < c->units.n && c->nerrs == 0; i++) {
        struct tpl_unit *u = AT(c->units, struct tpl_unit, i);
        if (seen[i] == 0 && !ends(c, i, seen))
            build_fail(c, u->src, 0, "partials call each other in a circle");
    }
    for (size_t i = 0; i < c->units.n; i++) {
        struct tpl_unit *u = AT(c->units, struct tpl_unit, i);
        tpls[i] = (struct tpl){.name = build_text(c, str_of(u->name)),
            .from = u->from,
            .to = u->to,
            .block = u->block,
            .nblocks = u->nblocks};
        link_layout(c, u, &tpls[i].layout);
    }
}
