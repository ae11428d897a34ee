// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Runs compiled templates: a walk over the operations with a stack of values in scope. Nothing is
 * allocated but the output. Absent names render as nothing.
 */
#include "view/view_int.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_SCOPE = 32 };

struct run {
    const struct tpl_set *t;
    const struct tpl *page;
    struct buf *out;
    enum lang lang;
    uint32_t index, count; /* of the innermost list */
    int depth;
    const struct val *scope[MAX_SCOPE];
};

static const struct val *by_name(const struct run *r, const struct val *obj, uint16_t name)
{
    const struct tpl_name *n = &r->t->names[name];
    if (obj->kind != VK_OBJ || !(obj->obj.bits & n->bit))
        return NULL;
    struct key k = {.k8 = n->k8, .bit = n->bit, .s = r->t->pool + n->at, .n = n->n};
    return obj_get(obj, &k);
}

static const struct val *in_scope(const struct run *r, uint16_t name)
{
    for (int i = r->depth - 1; i >= 0; i--) {
        const struct val *v = by_name(r, r->scope[i], name);
        if (v)
            return v;
    }
    return NULL;
}

/* The value a path names. On a scalar the last segment may ask for a look ("due.raw"). */
static const struct val *value_at(const struct run *r, const struct tpl_path *p, enum look *look)
{
    *look = LOOK_HUMAN;
    bool outer = p->kind == PATH_SCOPE;
    const struct val *v = outer ? in_scope(r, p->seg[0]) : r->scope[r->depth - 1];
    for (int i = outer ? 1 : 0; v && i < p->n; i++) {
        if (v->kind == VK_OBJ) {
            v = by_name(r, v, p->seg[i]);
            continue;
        }
        const struct tpl_name *n = &r->t->names[p->seg[i]];
        bool asked = i == p->n - 1 && look_of((struct str){r->t->pool + n->at, n->n}, look);
        return asked ? v : NULL;
    }
    return v;
}

/* Addresses of our own site only: no scheme, no host, nothing a browser would strip or fold. */
static bool url_ok(const char *s)
{
    for (const char *p = s; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == '\\')
            return false;
    if (strncmp(s, "tel:", 4) == 0 || strncmp(s, "mailto:", 7) == 0)
        return true;
    return *s == '#' || *s == '?' || (*s == '/' && s[1] != '/');
}

static void put_url(struct run *r, const struct val *v)
{
    const char *s = v->kind == VK_TEXT ? v->s : v->kind == VK_CODE ? v->code.code : "#";
    put_text(r->out, url_ok(s) ? s : "#", ESC_HTML);
}

/* The value of a path, @names included; these are made in *tmp. */
static const struct val *any_value(
    const struct run *r, const struct tpl_path *p, struct val *tmp, enum look *look)
{
    *look = LOOK_HUMAN;
    switch ((enum path_kind)p->kind) {
    case PATH_INDEX:
    case PATH_NUMBER:
        *tmp = (struct val){.kind = VK_INT, .i = r->index + (p->kind == PATH_NUMBER)};
        return tmp;
    case PATH_LANG:
        *tmp = (struct val){.kind = VK_TEXT, .s = r->lang == LANG_EN ? "en" : "vi"};
        return tmp;
    default:
        return value_at(r, p, look);
    }
}

static void op_var(struct run *r, const struct tpl_op *op)
{
    struct val tmp;
    enum look look;
    const struct val *v = any_value(r, &r->t->paths[op->path], &tmp, &look);
    if (!v)
        return;
    if (op->ctx == CTX_URL)
        put_url(r, v);
    else if (op->ctx == CTX_URLPART)
        put_val(r->out, v, r->lang, LOOK_RAW, ESC_URL);
    else
        put_val(r->out, v, r->lang, look, ESC_HTML);
}

static void op_msg(struct run *r, const struct tpl_op *op)
{
    struct msg_arg args[9];
    struct val tmp[9];
    for (uint16_t i = 0; i < op->path; i++) {
        const struct tpl_path *p = &r->t->paths[r->t->args[op->b + i]];
        args[i].v = any_value(r, p, &tmp[i], &args[i].look);
    }
    put_msg(r->out, r->t->pool + op->a, args, op->path, r->lang, ESC_HTML);
}

static void run_ops(struct run *r, uint32_t from, uint32_t to);

static void push_run(struct run *r, const struct val *v, uint32_t from, uint32_t to)
{
    BUG_IF(r->depth == MAX_SCOPE);
    r->scope[r->depth++] = v;
    run_ops(r, from, to);
    r->depth--;
}

static void each_item(struct run *r, const struct val *list, uint32_t from, uint32_t to)
{
    uint32_t index = r->index, count = r->count;
    for (uint32_t i = 0; i < list->list.n; i++) {
        r->index = i;
        r->count = list->list.n;
        push_run(r, list->list.v[i], from, to);
    }
    r->index = index;
    r->count = count;
}

static bool at_edge(const struct run *r, enum path_kind kind)
{
    return kind == PATH_FIRST ? r->index == 0 : r->index + 1 == r->count;
}

static bool path_truth(const struct run *r, const struct tpl_path *p, const struct val **v)
{
    enum look look;
    *v = NULL;
    if (p->kind == PATH_INDEX || p->kind == PATH_NUMBER || p->kind == PATH_LANG)
        return true;
    if (p->kind == PATH_FIRST || p->kind == PATH_LAST)
        return at_edge(r, p->kind);
    *v = value_at(r, p, &look);
    return val_truth(*v);
}

static void op_if(struct run *r, const struct tpl_op *op, uint32_t body)
{
    const struct val *v;
    if (!path_truth(r, &r->t->paths[op->path], &v))
        return;
    if (v && v->kind == VK_LIST)
        each_item(r, v, body, op->a);
    else if (v && v->kind == VK_OBJ)
        push_run(r, v, body, op->a);
    else
        run_ops(r, body, op->a);
}

static void op_not(struct run *r, const struct tpl_op *op, uint32_t body)
{
    const struct val *v;
    if (!path_truth(r, &r->t->paths[op->path], &v))
        run_ops(r, body, op->a);
}

static bool equals(const struct run *r, const struct tpl_op *op)
{
    enum look look;
    struct val tmp;
    const char *want = r->t->pool + op->b;
    const struct val *v = any_value(r, &r->t->paths[op->path], &tmp, &look);
    if (!v)
        return !*want;
    switch (v->kind) {
    case VK_TEXT:
    case VK_DATE:
        return streq(v->s, want);
    case VK_CODE:
        return streq(v->code.code, want);
    case VK_BOOL:
        return streq(v->b ? "true" : "false", want);
    case VK_INT:
    case VK_MONEY: {
        int64_t i;
        return str_to_int(str_of(want), &i) && i == v->i;
    }
    case VK_NULL:
        return !*want;
    default: /* no text to compare */
        return false;
    }
}

static const struct tpl_block *block_of(const struct run *r, uint16_t slot)
{
    for (uint32_t i = 0; i < r->page->nblocks; i++)
        if (r->t->blocks[r->page->block + i].slot == slot)
            return &r->t->blocks[r->page->block + i];
    return NULL;
}

static void op_slot(struct run *r, const struct tpl_op *op)
{
    const struct tpl_block *b = block_of(r, op->path);
    if (b)
        run_ops(r, b->from, b->to);
}

/* Runs one operation; returns the next. */
static uint32_t step(struct run *r, uint32_t i)
{
    const struct tpl_op *op = &r->t->ops[i];
    switch ((enum tpl_code)op->code) {
    case OP_TEXT:
        emit(r->out, r->t->pool + op->a, op->b);
        return i + 1;
    case OP_VAR:
        op_var(r, op);
        return i + 1;
    case OP_MSG:
        op_msg(r, op);
        return i + 1;
    case OP_IF:
        op_if(r, op, i + 1);
        return op->a;
    case OP_NOT:
        op_not(r, op, i + 1);
        return op->a;
    case OP_EQ:
    case OP_NE:
        if (equals(r, op) == (op->code == OP_EQ))
            run_ops(r, i + 1, op->a);
        return op->a;
    case OP_CALL:
        run_ops(r, r->t->tpls[op->a].from, r->t->tpls[op->a].to);
        return i + 1;
    case OP_CONTENT:
        run_ops(r, r->page->from, r->page->to);
        return i + 1;
    case OP_SLOT:
        op_slot(r, op);
        return i + 1;
    case OP_HAS:
    case OP_HASNOT:
        if ((block_of(r, op->path) != NULL) == (op->code == OP_HAS))
            run_ops(r, i + 1, op->a);
        return op->a;
    case OP_BLOCK:
        return op->a;
    case OP__COUNT:
        break;
    }
    BUG("unknown template operation");
}

static void run_ops(struct run *r, uint32_t from, uint32_t to)
{
    while (from < to)
        from = step(r, from);
}

static const struct tpl *tpl_find(const struct tpl_set *t, const char *name)
{
    uint32_t lo = 0, hi = t->ntpls;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        int d = strcmp(t->pool + t->tpls[mid].name, name);
        if (d == 0)
            return &t->tpls[mid];
        if (d < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

/* Room for an ordinary page, so that it does not grow there by doubling. */
static void reserve(struct buf *out)
{
    enum { PAGE = 32 * 1024 };
    if (out->n > 0 || out->cap >= PAGE || out->max < PAGE)
        return;
    out->p = arena_alloc(out->a, PAGE, 1);
    out->cap = PAGE;
}

bool tpl_render(const struct tpl_set *t, const char *name, const struct val *root, enum lang lang,
    struct buf *out)
{
    const struct tpl *page = tpl_find(t, name);
    if (!page || name[0] == '_')
        return false;
    struct run r = {.t = t, .page = page, .out = out, .lang = lang, .depth = 1};
    r.scope[0] = root;
    reserve(out);
    const struct tpl *first = page->layout >= 0 ? &t->tpls[page->layout] : page;
    run_ops(&r, first->from, first->to);
    return true;
}

void view_html(const struct view *v, struct buf *out)
{
    const struct tpl_set *t = &tpl_built_in;
    const char *dev = getenv("MANG_DEV_ROOT");
    if (dev)
        t = tpl_from_disk(v->a, dev);
    BUG_IF(!v->tpl || !v->root);
    if (!tpl_render(t, v->tpl, v->root, v->lang, out))
        bug_at(__FILE__, __LINE__, arena_printf(v->a, "no template \"%s\"", v->tpl));
}
