// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Names of a template against the names that the pack has. A name may belong to any list around
 * it or to the record itself; the words stt and "." and the parts of a date are always known.
 */
#include "doc/doc_int.h"

struct around {
    const char *list;
    const struct around *up;
};
struct checking {
    struct arena *a;
    doc_known *known;
    void *ctx;
    struct doc_faults *faults;
};

static bool known_around(const struct checking *c, const struct around *s, const char *name)
{
    for (; s; s = s->up)
        if (c->known(c->ctx, s->list, name))
            return true;
    return c->known(c->ctx, NULL, name);
}

static bool known_tag(const struct checking *c, const struct around *s, const struct tag *t)
{
    if (s && (streq(t->name, ".") || streq(t->name, "stt")))
        return true;
    if (known_around(c, s, t->name))
        return true;
    const char *dot = strrchr(t->name, '.');
    if (!dot || dot == t->name || !is_time_part(dot + 1))
        return false;
    return known_around(c, s, arena_dupn(c->a, t->name, (size_t)(dot - t->name)));
}

static void check_nodes(const struct checking *c, const struct node *n, const struct around *s)
{
    for (; n; n = n->next) {
        if (n->tag && !known_tag(c, s, n->tag))
            fault(c->a, c->faults, n->tag->src, para_text(c->a, n), "Không có thông tin tên “%s”",
                n->tag->name);
        bool list = n->kind == N_SECTION && n->tag->kind == TAG_LIST;
        struct around inner = {list ? n->tag->name : NULL, s};
        check_nodes(c, n->first, list ? &inner : s);
    }
}

void doc_check(
    struct arena *a, const struct doc *d, doc_known *known, void *ctx, struct doc_faults *faults)
{
    struct checking c = {a, known, ctx, faults};
    for (size_t i = 0; i < d->n_parts; i++)
        check_nodes(&c, d->parts[i].root, NULL);
}
