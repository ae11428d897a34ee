// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Reads a YAML file into a tree of nodes that know their place (libyaml's events). Anchors and
 * aliases are resolved here: an alias is the same node again. Refused: tags, merge keys, a second
 * document, depth and size beyond any honest pack, texts that are not NFC.
 */
#include "pack/pack_int.h"

#include <yaml.h>

enum { DEPTH_MAX = 20, KIDS_MAX = 20000, ANCHORS_MAX = 100, NODES_MAX = 200000 };

struct anchor {
    const char *name;
    struct ynode *node;
};
struct reader {
    struct load *l;
    const char *file;
    yaml_parser_t p;
    struct anchor anchor[ANCHORS_MAX];
    size_t nanchors;
    bool failed;
};

static struct pos pos_of(const struct reader *r, yaml_mark_t m)
{
    return (struct pos){r->file, (int)m.line + 1, (int)m.column + 1};
}

static struct ynode *fail(struct reader *r, struct pos pos, const char *text)
{
    if (!r->failed)
        load_fault(r->l, pos, "%s", text);
    r->failed = true;
    return NULL;
}

/* The next event; false at a syntax fault. The caller deletes it. */
static bool next(struct reader *r, yaml_event_t *ev)
{
    if (r->failed)
        return false;
    if (yaml_parser_parse(&r->p, ev))
        return true;
    const char *why = r->p.problem ? r->p.problem : "unknown";
    yaml_mark_t at = r->p.problem_mark;
    if (r->p.error == YAML_READER_ERROR)
        at = r->p.mark;
    fail(r, pos_of(r, at), arena_printf(r->l->a, "YAML viết sai (%s)", why));
    return false;
}

/* Vietnamese in decomposed form shows by its combining marks, U+0300 … U+036F. */
static bool has_marks(struct str s)
{
    for (size_t i = 0; i + 1 < s.n; i++) {
        unsigned char a = (unsigned char)s.p[i], b = (unsigned char)s.p[i + 1];
        if ((a == 0xCC && b >= 0x80) || (a == 0xCD && b <= 0xAF))
            return true;
    }
    return false;
}

static struct ynode *scalar(struct reader *r, const yaml_event_t *ev)
{
    struct ynode *n = NEW(r->l->a, struct ynode);
    bool quoted = ev->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
                  ev->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    *n = (struct ynode){
        .kind = Y_SCALAR,
        .plain = ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE,
        .lines = ev->start_mark.line != ev->end_mark.line,
        .size = 1,
        .pos = pos_of(r, ev->start_mark),
        .text = {arena_dupn(r->l->a, (const char *)ev->data.scalar.value, ev->data.scalar.length),
            ev->data.scalar.length},
    };
    n->pos.col += quoted;
    if (has_marks(n->text))
        load_fault(r->l, n->pos, "Chữ phải ở dạng dựng sẵn (NFC)");
    if (memchr(n->text.p, 0, n->text.n))
        load_fault(r->l, n->pos, "Chữ có ký tự NUL");
    return n;
}

static struct ynode *alias(struct reader *r, const yaml_event_t *ev)
{
    const char *name = (const char *)ev->data.alias.anchor;
    for (size_t i = r->nanchors; i-- > 0;)
        if (streq(r->anchor[i].name, name))
            return r->anchor[i].node;
    return fail(
        r, pos_of(r, ev->start_mark), arena_printf(r->l->a, "Không có neo ‘&%s’ ở trước", name));
}

static void remember(struct reader *r, const yaml_char_t *name, struct ynode *n)
{
    if (!name || !n)
        return;
    if (r->nanchors == ANCHORS_MAX) {
        fail(r, n->pos, "Quá nhiều neo trong một tệp");
        return;
    }
    r->anchor[r->nanchors++] = (struct anchor){arena_dup(r->l->a, (const char *)name), n};
}

static struct ynode *compose(struct reader *r, yaml_event_t *ev, int depth);

struct kids {
    struct ynode **v;
    size_t n, cap;
};

static void push(struct arena *a, struct kids *k, struct ynode *n)
{
    if (k->n == k->cap) {
        size_t cap = k->cap ? k->cap * 2 : 8;
        struct ynode **v = NEW_N(a, struct ynode *, cap);
        if (k->n)
            memcpy(v, k->v, k->n * sizeof(*v));
        k->v = v;
        k->cap = cap;
    }
    k->v[k->n++] = n;
}

static struct ynode *collection(struct reader *r, const yaml_event_t *start, int depth)
{
    bool map = start->type == YAML_MAPPING_START_EVENT;
    yaml_event_type_t end = map ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    struct ynode *n = NEW(r->l->a, struct ynode);
    *n =
        (struct ynode){.kind = map ? Y_MAP : Y_SEQ, .size = 1, .pos = pos_of(r, start->start_mark)};
    if (depth == DEPTH_MAX)
        return fail(r, n->pos, "YAML lồng nhau quá sâu");
    struct kids kids = {0};
    for (yaml_event_t ev; next(r, &ev); yaml_event_delete(&ev)) {
        if (ev.type == end) {
            yaml_event_delete(&ev);
            break;
        }
        struct ynode *k = compose(r, &ev, depth + 1);
        if (k) {
            push(r->l->a, &kids, k);
            n->size += k->size;
        }
        if (kids.n > KIDS_MAX || n->size > NODES_MAX)
            fail(r, n->pos, "Tệp YAML quá lớn");
    }
    n->kid = kids.v;
    n->n = kids.n;
    return r->failed ? NULL : n;
}

/* The node that begins with this event. */
static struct ynode *compose(struct reader *r, yaml_event_t *ev, int depth)
{
    const yaml_char_t *tag = NULL, *anchor = NULL;
    struct ynode *n = NULL;
    if (ev->type == YAML_ALIAS_EVENT)
        return alias(r, ev);
    if (ev->type == YAML_SCALAR_EVENT) {
        tag = ev->data.scalar.tag;
        anchor = ev->data.scalar.anchor;
        n = scalar(r, ev);
    } else if (ev->type == YAML_MAPPING_START_EVENT) {
        tag = ev->data.mapping_start.tag;
        anchor = ev->data.mapping_start.anchor;
        n = collection(r, ev, depth);
    } else {
        tag = ev->data.sequence_start.tag;
        anchor = ev->data.sequence_start.anchor;
        n = collection(r, ev, depth);
    }
    if (tag)
        return fail(r, pos_of(r, ev->start_mark), "Không dùng thẻ (!…) của YAML");
    remember(r, anchor, n);
    return n;
}

static const struct ynode *document(struct reader *r)
{
    const struct ynode *root = NULL;
    int documents = 0;
    for (yaml_event_t ev; next(r, &ev); yaml_event_delete(&ev)) {
        if (ev.type == YAML_STREAM_END_EVENT) {
            yaml_event_delete(&ev);
            break;
        }
        if (ev.type == YAML_DOCUMENT_START_EVENT && documents++)
            fail(r, pos_of(r, ev.start_mark), "Một tệp chỉ có một tài liệu YAML");
        else if (ev.type != YAML_STREAM_START_EVENT && ev.type != YAML_DOCUMENT_START_EVENT &&
                 ev.type != YAML_DOCUMENT_END_EVENT)
            root = compose(r, &ev, 0);
    }
    if (!root)
        fail(r, (struct pos){r->file, 1, 1}, "Tệp trống");
    return r->failed ? NULL : root;
}

const struct ynode *load_yaml(struct load *l, const struct pack_file *f)
{
    struct reader *r = NEW(l->a, struct reader);
    r->l = l;
    r->file = f->name;
    if (!yaml_parser_initialize(&r->p))
        BUG("out of memory");
    yaml_parser_set_encoding(&r->p, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r->p, (const unsigned char *)f->data.p, f->data.n);
    const struct ynode *root = document(r);
    yaml_parser_delete(&r->p);
    return root;
}

const struct ynode *load_get(const struct ynode *map, const char *key)
{
    for (size_t i = 0; map->kind == Y_MAP && i + 1 < map->n; i += 2)
        if (str_is(map->kid[i]->text, key))
            return map->kid[i + 1];
    return NULL;
}
