// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * `marks` of a register: named conditions that pages show as tags and offer as lists. Each is made
 * into SQL when a list is asked for, so it must read nothing but columns of its own table.
 */
#include "pack/pack_int.h"

static const char *const KINDS[] = {"nguy_co", "can_sua", "viec", "thong_tin", NULL};

static const struct key KEYS[] = {
    {"id", K_ID, true, AT(mark, id)},
    {"label", K_LABEL, true, AT(mark, label)},
    {"hint", K_LABEL, AT(mark, hint)},
    {"kind", K_ENUM, true, AT(mark, kind), .names = KINDS},
    {"when", K_EXPR, true, AT(mark, bare), .want = WANT_COLUMNS},
    {"source", K_SOURCE, AT(mark, source)},
};

struct widest {
    const struct pack *pack;
    enum field_class cls;
};

static void widen(void *ctx, struct str path, int slot)
{
    (void)path;
    struct widest *w = ctx;
    struct xname n = pack_name(w->pack, slot);
    if (n.field && n.field->cls > w->cls)
        w->cls = n.field->cls;
}

void load_marks_done(struct load *l, const struct reg *r)
{
    struct mark *m;
    memcpy(&m, &r->marks, sizeof m);
    for (size_t i = 0; l->phase == EXPR && i < r->nmarks; i++) {
        if (!m[i].bare)
            continue;
        m[i].when = r->active ? x_also(l->a, r->active, m[i].bare) : m[i].bare;
        struct widest w = {l->pack, CLASS_OPEN};
        expr_names(m[i].when, widen, &w);
        m[i].cls = w.cls;
    }
}

const struct table load_mark = {.what = "dấu",
    .keys = KEYS,
    .nkeys = COUNT(KEYS),
    .size = sizeof(struct mark),
    .has_id = true,
    .has_pos = true,
    .pos_at = offsetof(struct mark, pos)};
