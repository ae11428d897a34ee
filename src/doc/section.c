// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Placeholders, step two: an opening and a closing tag become one N_SECTION node around all that
 * stands between them. What that is follows from their nearest common parent: a paragraph (words),
 * a cell or the body (paragraphs), a table (rows); a common row means the row itself.
 *
 * Invariant: sections nest in the order of their opening tags, even when an inner pair was lifted
 * to a whole row before the outer pair was met.
 */
#include "doc/doc_int.h"

enum { MAX_OPEN = 16 };

struct pairing {
    struct arena *a;
    struct doc_faults *faults;
    struct node *open[MAX_OPEN];
    size_t depth, count;
};

static size_t depth_of(const struct node *n)
{
    size_t d = 0;
    for (; n->parent; n = n->parent)
        d++;
    return d;
}

/* Climbs from two tags to the children of their nearest common parent. */
static void climb(struct node **from, struct node **to)
{
    size_t d1 = depth_of(*from), d2 = depth_of(*to);
    for (; d1 > d2; d1--)
        *from = (*from)->parent;
    for (; d2 > d1; d2--)
        *to = (*to)->parent;
    while ((*from)->parent != (*to)->parent) {
        *from = (*from)->parent;
        *to = (*to)->parent;
    }
    struct node *common = (*from)->parent;
    if (node_is(common, "w:tr"))
        *from = *to = common;
}

/* Is there anything in the paragraph that shows? */
static bool shows(const struct node *n)
{
    static const char *const signs[] = {"w:drawing", "w:pict", "w:object", "w:br", "w:tab", "w:sym",
        "w:sectPr", "w:fldSimple", "w:fldChar", "m:oMath", "mc:AlternateContent"};
    if (n->kind != N_ELEM)
        return n->kind != N_TEXT || n->text.n > 0;
    for (size_t i = 0; i < COUNT(signs); i++)
        if (streq(n->name, signs[i]))
            return true;
    for (const struct node *c = n->first; c; c = c->next)
        if (!node_is(c, "w:tabs") && shows(c))
            return true;
    return false;
}

static struct node *para_of(struct node *n)
{
    while (n && !node_is(n, "w:p"))
        n = n->parent;
    return n;
}

/* The tag has done its work; its paragraph goes too if it held nothing else. */
static void remove_tag(struct node *tag, const struct node *section)
{
    struct node *p = para_of(tag);
    node_unlink(tag);
    if (p && p->parent == section && !shows(p))
        node_unlink(p);
}

static bool crosses_table(const struct node *from, const struct node *to)
{
    return from != to && (node_is(from, "w:tbl") || node_is(to, "w:tbl"));
}

static void wrap(struct pairing *s, struct node *open, struct node *close)
{
    struct node *from = open, *to = close;
    climb(&from, &to);
    while (from->parent->kind == N_SECTION && from->parent->tag->no > open->tag->no)
        from = to = from->parent;
    if (crosses_table(from, to)) {
        fault(s->a, s->faults, open->tag->src, para_text(s->a, open),
            "Ô {{%s}} mở và đóng ở hai bên của một bảng", open->tag->src);
        return;
    }
    struct node *section = NEW(s->a, struct node), *after = to->next;
    section->kind = N_SECTION;
    section->tag = open->tag;
    open->tag->rows = node_is(from, "w:tr") || node_is(from->first, "w:tr");
    node_insert(from->parent, from, section);
    for (struct node *c = from, *next; c != after; c = next) {
        next = c->next;
        node_unlink(c);
        node_insert(section, NULL, c);
    }
    struct node *p = para_of(section);
    if (p)
        p->has_section = true;
    remove_tag(open, section);
    remove_tag(close, section);
}

static void on_tag(struct pairing *s, struct node *n)
{
    struct tag *t = n->tag;
    if (t->kind != TAG_CLOSE) {
        t->no = ++s->count;
        if (s->depth == MAX_OPEN)
            fault(
                s->a, s->faults, t->src, para_text(s->a, n), "Quá nhiều ô {{#}}, {{?}} lồng nhau");
        else
            s->open[s->depth++] = n;
        return;
    }
    struct node *open = s->depth > 0 ? s->open[s->depth - 1] : NULL;
    if (!open || !streq(open->tag->name, t->name)) {
        fault(s->a, s->faults, t->src, para_text(s->a, n), "Ô {{%s}} đóng nhưng %s%s%s", t->src,
            open ? "ô đang mở là {{" : "chưa có ô nào mở", open ? open->tag->src : "",
            open ? "}}" : "");
        return;
    }
    s->depth--;
    wrap(s, open, n);
}

static size_t list_tags(struct node *n, struct node **v, size_t at)
{
    for (struct node *c = n->first; c; c = c->next) {
        if (c->kind != N_TAG)
            at = list_tags(c, v, at);
        else if (c->tag->kind >= TAG_LIST) {
            if (v)
                v[at] = c;
            at++;
        }
    }
    return at;
}

void tags_pair(struct arena *a, struct node *root, struct doc_faults *faults)
{
    struct pairing s = {.a = a, .faults = faults};
    size_t n = list_tags(root, NULL, 0);
    struct node **v = NEW_N(a, struct node *, n + 1);
    list_tags(root, v, 0);
    for (size_t i = 0; i < n; i++)
        on_tag(&s, v[i]);
    for (size_t i = 0; i < s.depth; i++)
        fault(a, faults, s.open[i]->tag->src, para_text(a, s.open[i]),
            "Ô {{%s}} chưa có ô đóng {{/%s}}", s.open[i]->tag->src, s.open[i]->tag->name);
}
