// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * One XML part of a Word file as a tree in an arena, and back to bytes. Expat reads; a DTD stops
 * the parser (no entities, inside or outside), as do too deep or too many nodes. A text is
 * one node, so a placeholder is cut only by the elements that
 * Word put in.
 */
#include "doc/doc_int.h"

#include <expat.h>
#include <utf8proc.h>

struct reading {
    struct arena *a;
    XML_Parser parser;
    struct node *root, *cur;
    struct buf text; /* since the last tag */
    size_t nodes;
    int depth;
};

bool node_is(const struct node *n, const char *name)
{
    return n && n->kind == N_ELEM && streq(n->name, name);
}

struct node *node_child(const struct node *n, const char *name)
{
    for (struct node *c = n ? n->first : NULL; c; c = c->next)
        if (node_is(c, name))
            return c;
    return NULL;
}

const char *node_att(const struct node *n, const char *name)
{
    for (const char *const *p = n ? n->atts : NULL; p && *p; p += 2)
        if (streq(p[0], name))
            return p[1];
    return NULL;
}

struct node *node_new(struct arena *a, const char *name)
{
    struct node *n = NEW(a, struct node);
    n->name = name;
    return n;
}

void node_insert(struct node *parent, struct node *before, struct node *n)
{
    n->parent = parent;
    n->next = before;
    n->prev = before ? before->prev : parent->last;
    *(n->prev ? &n->prev->next : &parent->first) = n;
    *(before ? &before->prev : &parent->last) = n;
}

void node_unlink(struct node *n)
{
    *(n->prev ? &n->prev->next : &n->parent->first) = n->next;
    *(n->next ? &n->next->prev : &n->parent->last) = n->prev;
    n->parent = n->prev = n->next = NULL;
}

struct node *node_copy(struct arena *a, const struct node *n)
{
    struct node *copy = NEW(a, struct node);
    *copy = *n;
    copy->parent = copy->prev = copy->next = copy->first = copy->last = NULL;
    for (const struct node *c = n->first; c; c = c->next)
        node_insert(copy, NULL, node_copy(a, c));
    return copy;
}

/* ---- reading --------------------------------------------------------------------------------- */

static struct node *grow(struct reading *r)
{
    if (++r->nodes > XML_MAX_NODES || r->depth > XML_MAX_DEPTH)
        XML_StopParser(r->parser, XML_FALSE);
    struct node *n = NEW(r->a, struct node);
    if (r->cur)
        node_insert(r->cur, NULL, n);
    return n;
}

static void end_text(struct reading *r)
{
    if (r->text.n == 0 || !r->cur)
        return;
    struct node *n = grow(r);
    n->kind = N_TEXT;
    n->text = (struct str){arena_dupn(r->a, r->text.p, r->text.n), r->text.n};
    r->text.n = 0;
}

static void XMLCALL on_start(void *ctx, const XML_Char *name, const XML_Char **atts)
{
    struct reading *r = ctx;
    end_text(r);
    r->depth++;
    struct node *n = grow(r);
    n->name = arena_dup(r->a, name);
    size_t count = 0;
    while (atts[count])
        count++;
    const char **kept = NEW_N(r->a, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        kept[i] = arena_dup(r->a, atts[i]);
    n->atts = kept;
    if (!r->root)
        r->root = n;
    r->cur = n;
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
    struct reading *r = ctx;
    (void)name;
    end_text(r);
    r->depth--;
    r->cur = r->cur->parent;
}

/* Expat hands over a text in pieces (at each entity, line and buffer end): they are gathered. */
static void XMLCALL on_text(void *ctx, const XML_Char *s, int len)
{
    buf_add(&((struct reading *)ctx)->text, s, (size_t)len);
}

static void XMLCALL on_doctype(
    void *ctx, const XML_Char *name, const XML_Char *sys, const XML_Char *pub, int internal)
{
    struct reading *r = ctx;
    (void)name, (void)sys, (void)pub, (void)internal;
    XML_StopParser(r->parser, XML_FALSE);
}

static void parser_close(XML_Parser *p)
{
    XML_ParserFree(*p);
}

struct node *xml_parse(struct arena *a, struct str bytes)
{
    __attribute__((cleanup(parser_close))) XML_Parser p = XML_ParserCreate(NULL);
    BUG_IF(!p);
    struct reading r = {.a = a, .parser = p, .text = buf_in(a, DOC_MAX_OUT)};
    XML_SetUserData(p, &r);
    XML_SetElementHandler(p, on_start, on_end);
    XML_SetCharacterDataHandler(p, on_text);
    XML_SetStartDoctypeDeclHandler(p, on_doctype);
    if (bytes.n > DOC_MAX_OUT)
        return NULL;
    return XML_Parse(p, bytes.p, (int)bytes.n, 1) == XML_STATUS_OK ? r.root : NULL;
}

/* ---- writing --------------------------------------------------------------------------------- */

static const char *escape_of(utf8proc_int32_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return NULL;
    }
}

/* XML 1.0 has no way to write the others. */
static bool writable(utf8proc_int32_t c)
{
    return c >= 0x20 ? c != 0x7f && c != 0xfffe && c != 0xffff : c == '\t' || c == '\n';
}

void xml_text(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t len =
            utf8proc_iterate((const utf8proc_uint8_t *)s.p + i, (utf8proc_ssize_t)(s.n - i), &c);
        if (len > 0 && escape_of(c))
            buf_puts(out, escape_of(c));
        else if (len > 0 && writable(c))
            buf_add(out, s.p + i, (size_t)len);
        i += len > 0 ? (size_t)len : 1;
    }
}

void xml_open(struct buf *out, const struct node *n, bool empty)
{
    buf_putc(out, '<');
    buf_puts(out, n->name);
    for (const char *const *p = n->atts; p && *p; p += 2) {
        buf_putc(out, ' ');
        buf_puts(out, p[0]);
        buf_puts(out, "=\"");
        xml_text(out, str_of(p[1]));
        buf_putc(out, '"');
    }
    buf_puts(out, empty ? "/>" : ">");
}

void xml_close(struct buf *out, const struct node *n)
{
    buf_puts(out, "</");
    buf_puts(out, n->name);
    buf_putc(out, '>');
}
