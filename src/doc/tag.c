// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Placeholders of a template, step one: from texts to nodes. In a paragraph all w:t are read as
 * one string, because Word cuts "{{ho_ten}}" into runs as it likes; each placeholder becomes an
 * N_TAG node where it begins, and its remaining letters are taken out of the later runs. Tabs and
 * line breaks end a placeholder. Opening and closing tags are then lifted out of their run, so
 * that a section holds whole runs. Step two, pairing, is in section.c.
 */
#include "doc/doc_int.h"

#include <stdio.h>

enum { MAX_TAG = 200, MAX_PATH = 8, MESSAGE_TEXT = 80 };

/* ---- messages -------------------------------------------------------------------------------- */

static void add_text(const struct node *n, struct buf *out)
{
    for (const struct node *c = n->first; c && out->n < 4 * MESSAGE_TEXT; c = c->next) {
        if (c->kind == N_TAG)
            buf_printf(out, "{{%s}}", c->tag->src);
        else if (c->kind == N_TEXT && node_is(n, "w:t"))
            buf_str(out, c->text);
        else if (node_is(c, "w:tab") || node_is(c, "w:br"))
            buf_putc(out, ' ');
        else
            add_text(c, out);
    }
}

const char *para_text(struct arena *a, const struct node *n)
{
    while (n->parent && !node_is(n, "w:p"))
        n = n->parent;
    struct buf b = buf_in(a, 8 * MESSAGE_TEXT);
    if (node_is(n, "w:p"))
        add_text(n, &b);
    struct str s = str_trim(buf_view(&b));
    if (s.n <= MESSAGE_TEXT)
        return arena_dupn(a, s.p, s.n);
    size_t n_cut = MESSAGE_TEXT;
    while (n_cut > 0 && ((unsigned char)s.p[n_cut] & 0xc0) == 0x80)
        n_cut--;
    return arena_printf(a, "%.*s…", (int)n_cut, s.p);
}

void fault(
    struct arena *a, struct doc_faults *f, const char *tag, const char *para, const char *fmt, ...)
{
    if (f->n == DOC_MAX_FAULTS)
        return;
    char what[300];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    f->v[f->n++] = (struct doc_fault){arena_dup(a, what), tag, para};
}

/* ---- one placeholder ------------------------------------------------------------------------- */

static const char *dup_str(struct arena *a, struct str s)
{
    return arena_dupn(a, s.p, s.n);
}

static bool name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Names are ids of a pack joined by dots, or one dot: the item itself. */
static bool split_path(struct arena *a, struct str name, struct tag *t)
{
    t->path = NEW_N(a, const char *, MAX_PATH + 1);
    if (str_is(name, "."))
        return true;
    struct str part;
    size_t n = 0;
    while (str_split(&name, '.', &part)) {
        if (part.n == 0 || n == MAX_PATH)
            return false;
        for (size_t i = 0; i < part.n; i++)
            if (!name_char(part.p[i]))
                return false;
        t->path[n++] = dup_str(a, part);
    }
    return n > 0;
}

static struct str cut_kind(struct str s, enum tag_kind *kind)
{
    static const struct {
        const char *sign;
        enum tag_kind kind;
    } signs[] = {{"#", TAG_LIST}, {"?", TAG_IF}, {"^", TAG_IF}, {"/", TAG_CLOSE}, {"☐", TAG_BOX},
        {"☑", TAG_BOX}};
    *kind = TAG_VAR;
    for (size_t i = 0; i < COUNT(signs); i++)
        if (str_starts(s, signs[i].sign)) {
            size_t n = strlen(signs[i].sign);
            *kind = signs[i].kind;
            return str_trim((struct str){s.p + n, s.n - n});
        }
    return s;
}

/* NULL if the words between the braces are none. */
static struct tag *tag_read(struct arena *a, struct str src)
{
    struct tag *t = NEW(a, struct tag);
    struct str s = str_trim(src);
    t->src = dup_str(a, s);
    s = cut_kind(s, &t->kind);
    t->negated = t->src[0] == '^';
    const char *eq = memchr(s.p, '=', s.n);
    if (eq && !t->negated && (t->kind == TAG_IF || t->kind == TAG_BOX)) {
        struct str code = {eq + 1, (size_t)(s.p + s.n - eq - 1)};
        t->code = dup_str(a, str_trim(code));
        s.n = (size_t)(eq - s.p);
        t->negated = s.n > 0 && s.p[s.n - 1] == '!';
        s.n -= t->negated;
    }
    s = str_trim(s);
    t->name = dup_str(a, s);
    return split_path(a, s, t) && !(t->code && !*t->code) ? t : NULL;
}

/* ---- all placeholders of a paragraph --------------------------------------------------------- */

struct piece {
    struct node *t;  /* w:t, or NULL: something that ends a placeholder */
    size_t from, to; /* its place in the string */
};
struct para {
    struct arena *a;
    struct node *p;
    struct buf text;
    struct piece *v;
    size_t n;
};

static struct str t_text(const struct node *t)
{
    return t->first && t->first->kind == N_TEXT ? t->first->text : (struct str){"", 0};
}

static size_t count_pieces(const struct node *n)
{
    size_t count = 0;
    for (const struct node *c = n->first; c; c = c->next)
        count += 1 + count_pieces(c);
    return count;
}

static void gather(struct para *p, struct node *n)
{
    for (struct node *c = n->first; c; c = c->next) {
        bool is_t = node_is(c, "w:t");
        if (!is_t && !node_is(c, "w:tab") && !node_is(c, "w:br")) {
            if (!node_is(c, "w:p") && c->kind == N_ELEM)
                gather(p, c);
            continue;
        }
        size_t from = p->text.n;
        buf_str(&p->text, is_t ? t_text(c) : STR("\n"));
        p->v[p->n++] = (struct piece){is_t ? c : NULL, from, p->text.n};
    }
}

static size_t find(struct str s, size_t from, const char *what)
{
    const char *hit = from < s.n ? memmem(s.p + from, s.n - from, what, strlen(what)) : NULL;
    return hit ? (size_t)(hit - s.p) : s.n;
}

struct mark {
    size_t from, to; /* with the braces */
    struct tag *tag;
};

/* The next placeholder at or after *at; false at the end. Faulty ones are reported, passed over. */
static bool next_mark(struct para *p, size_t *at, struct mark *m, struct doc_faults *faults)
{
    struct str s = buf_view(&p->text);
    for (;;) {
        m->from = find(s, *at, "{{");
        if (m->from == s.n)
            return false;
        size_t end = find(s, m->from + 2, "}}"), again = find(s, m->from + 2, "{{");
        *at = end + 2;
        if (end == s.n || again < end || find(s, m->from, "\n") < end) {
            *at = m->from + 2;
            fault(p->a, faults, "", para_text(p->a, p->p), "Ô {{ không có }} đóng lại");
            continue;
        }
        struct str src = {s.p + m->from + 2, end - m->from - 2};
        m->to = end + 2;
        m->tag = src.n <= MAX_TAG ? tag_read(p->a, src) : NULL;
        if (m->tag)
            return true;
        fault(p->a, faults, dup_str(p->a, src), para_text(p->a, p->p), "Không hiểu ô {{%.*s}}",
            (int)(src.n > 60 ? 60 : src.n), src.p);
    }
}

static void put_text(struct arena *a, struct node *t, struct str s)
{
    static const char *const preserve[] = {"xml:space", "preserve", NULL};
    if (s.n == 0)
        return;
    struct node *copy = node_new(a, "w:t"), *text = NEW(a, struct node);
    copy->atts = preserve;
    text->kind = N_TEXT;
    text->text = s;
    node_insert(copy, NULL, text);
    node_insert(t->parent, t, copy);
}

/* Replaces one w:t by the texts and tags that stand in it. */
static void cut_piece(struct para *p, const struct piece *pc, const struct mark *m, size_t n)
{
    size_t at = pc->from;
    bool touched = false;
    for (size_t i = 0; i < n && m[i].from < pc->to; i++) {
        if (m[i].to <= at)
            continue;
        if (m[i].from >= pc->from) {
            put_text(p->a, pc->t, (struct str){p->text.p + at, m[i].from - at});
            struct node *tag = NEW(p->a, struct node);
            tag->kind = N_TAG;
            tag->tag = m[i].tag;
            node_insert(pc->t->parent, pc->t, tag);
        }
        at = m[i].to < pc->to ? m[i].to : pc->to;
        touched = true;
    }
    if (!touched)
        return;
    put_text(p->a, pc->t, (struct str){p->text.p + at, pc->to - at});
    node_unlink(pc->t);
}

/* Lifts a section's tag out of its run: what stood before and after it becomes a run each. */
static void lift(struct arena *a, struct node *tag)
{
    struct node *run = tag->parent;
    if (!node_is(run, "w:r"))
        return;
    struct node *before = node_new(a, "w:r"), *format = node_child(run, "w:rPr");
    before->atts = run->atts;
    if (format)
        node_insert(before, NULL, node_copy(a, format));
    bool any = false;
    for (struct node *c = run->first, *next; c != tag; c = next) {
        next = c->next;
        if (c == format)
            continue;
        node_unlink(c);
        node_insert(before, NULL, c);
        any = true;
    }
    node_unlink(tag);
    if (any)
        node_insert(run->parent, run, before);
    node_insert(run->parent, run, tag);
    if (run->last == format)
        node_unlink(run);
}

static void lift_all(struct arena *a, struct node *n)
{
    for (struct node *c = n->first, *next; c; c = next) {
        next = c->next;
        if (c->kind == N_TAG && c->tag->kind >= TAG_LIST)
            lift(a, c);
        else if (!node_is(c, "w:p"))
            lift_all(a, c);
    }
}

static void prepare_para(struct arena *a, struct node *p, struct doc_faults *faults)
{
    struct para s = {.a = a, .p = p, .text = buf_in(a, DOC_MAX_OUT)};
    size_t pieces = count_pieces(p);
    s.v = NEW_N(a, struct piece, pieces + 1);
    gather(&s, p);
    struct mark *m = NULL;
    size_t n = 0, at = 0;
    struct mark one;
    while (next_mark(&s, &at, &one, faults)) {
        if (!m)
            m = NEW_N(a, struct mark, s.text.n / 4 + 1);
        m[n++] = one;
    }
    if (n == 1 && node_is(p->parent, "w:tc"))
        m[0].tag->alone = str_trim(buf_view(&s.text)).n == m[0].to - m[0].from;
    for (size_t i = 0, first = 0; i < s.n && n > 0; i++) {
        while (first < n && m[first].to <= s.v[i].from)
            first++;
        if (s.v[i].t)
            cut_piece(&s, &s.v[i], m + first, n - first);
    }
    if (n > 0)
        lift_all(a, p);
}

void tags_find(struct arena *a, struct node *n, struct doc_faults *faults)
{
    if (node_is(n, "w:p"))
        prepare_para(a, n, faults);
    for (struct node *c = n->first; c; c = c->next)
        if (c->kind == N_ELEM)
            tags_find(a, c, faults);
}
