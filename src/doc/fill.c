// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Writes a prepared tree with the values in. One walk over the tree; sections repeat or drop their
 * part of it. What Word needs is kept true on the way: a cell ends with a paragraph, a table has a
 * row. Paragraphs that only held words of conditions that were not met disappear.
 */
#include "doc/doc_int.h"

struct filling {
    struct arena *a;
    struct buf *out;
    size_t shown;       /* letters, pictures … written so far */
    size_t rows;        /* table rows written so far */
    const char *closed; /* name of the element that ended last */
};

static const char *const keep_blanks[] = {"xml:space", "preserve", NULL};
static const struct node break_elem = {.kind = N_ELEM, .name = "w:br"},
                         para_elem = {.kind = N_ELEM, .name = "w:p"},
                         text_elem = {.kind = N_ELEM, .name = "w:t", .atts = keep_blanks};

static void put_nodes(struct filling *f, const struct node *first, const struct scope *s);

/* Line breaks of a note become breaks of the paper, other blanks stay. */
static void put_value(struct filling *f, const char *text)
{
    struct str rest = str_of(text), line;
    bool more = false;
    while (str_split(&rest, '\n', &line)) {
        if (line.n > 0 && line.p[line.n - 1] == '\r')
            line.n--;
        if (more)
            xml_open(f->out, &break_elem, true);
        if (line.n > 0) {
            xml_open(f->out, &text_elem, false);
            xml_text(f->out, line);
            xml_close(f->out, &text_elem);
        }
        more = true;
    }
    f->shown += *text != 0;
}

static void put_list(struct filling *f, const struct node *n, const struct scope *s)
{
    const struct val *list = scope_find(s, n->tag->path);
    size_t count = val_count(list);
    for (size_t i = 0; i < count && !f->out->full; i++)
        put_nodes(f, n->first, &(struct scope){.v = val_at(list, i), .no = i + 1, .up = s});
    if (count == 0 && n->tag->rows)
        put_nodes(f, n->first, &(struct scope){.blank = true, .up = s});
}

static void put_section(struct filling *f, const struct node *n, const struct scope *s)
{
    if (n->tag->kind == TAG_LIST)
        put_list(f, n, s);
    else if (scope_test(f->a, s, n->tag))
        put_nodes(f, n->first, s);
}

static bool shows_itself(const struct node *n)
{
    return node_is(n, "w:drawing") || node_is(n, "w:pict") || node_is(n, "w:fldChar") ||
           node_is(n, "w:sym");
}

static void undo(struct buf *out, size_t n)
{
    out->n = n;
    out->p[n] = 0;
}

static void put_elem(struct filling *f, const struct node *n, const struct scope *s)
{
    size_t start = f->out->n, shown = f->shown, rows = f->rows;
    const char *before = f->closed;
    f->shown += shows_itself(n);
    f->closed = n->name;
    xml_open(f->out, n, !n->first);
    if (!n->first)
        return;
    put_nodes(f, n->first, s);
    if (node_is(n, "w:tc") && !streq(f->closed, "w:p"))
        xml_open(f->out, &para_elem, true);
    xml_close(f->out, n);
    f->closed = n->name;
    f->rows += node_is(n, "w:tr");
    if ((n->has_section && f->shown == shown) || (node_is(n, "w:tbl") && f->rows == rows)) {
        undo(f->out, start);
        f->closed = before;
    }
}

static void put_text(struct filling *f, const struct node *n)
{
    xml_text(f->out, n->text);
    if (node_is(n->parent, "w:t") && str_trim(n->text).n > 0)
        f->shown++;
}

static void put_nodes(struct filling *f, const struct node *first, const struct scope *s)
{
    for (const struct node *n = first; n && !f->out->full; n = n->next) {
        switch (n->kind) {
        case N_ELEM:
            put_elem(f, n, s);
            break;
        case N_TEXT:
            put_text(f, n);
            break;
        case N_TAG:
            put_value(f, scope_text(f->a, s, n->tag));
            break;
        case N_SECTION:
            put_section(f, n, s);
            break;
        }
    }
}

void fill(struct arena *a, const struct node *root, const struct val *data, struct buf *out)
{
    struct filling f = {.a = a, .out = out};
    buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    put_elem(&f, root, &(struct scope){.v = data});
}
