// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The filled body as blocks for a page to print. The XML that doc_docx would write is read again
 * and its paragraphs and tables become values; alignment, bold, capitals and the like come from
 * the paragraph, or from its style and the styles that one is based on. No markup is made here:
 * tpl/paper.html knows how a block looks.
 */
#include "doc/doc_int.h"

#include <stdlib.h>

enum {
    MAX_BASED_ON = 10,
    MAX_GRID = 64,
    SMALL_HALF_POINTS = 24,
    WIDE_TWIPS = 240,
    CLOSE_TWIPS = 60
};

struct paper {
    struct arena *a;
    const struct node *styles;
    int width; /* of the text, in twips */
};

/* ---- properties ------------------------------------------------------------------------------ */

static const struct node *style_of(const struct paper *p, const char *id)
{
    for (const struct node *s = p->styles ? p->styles->first : NULL; s && id; s = s->next)
        if (node_is(s, "w:style") && streq(node_att(s, "w:styleId"), id))
            return s;
    return NULL;
}

/* A property ("w:jc") of a group ("w:pPr") of the paragraph's style; NULL if no style sets it. */
static const struct node *from_style(
    const struct paper *p, const char *id, const char *group, const char *name)
{
    const struct node *s = style_of(p, id);
    for (int i = 0; s && i < MAX_BASED_ON; i++) {
        const struct node *hit = node_child(node_child(s, group), name);
        if (hit)
            return hit;
        s = style_of(p, node_att(node_child(s, "w:basedOn"), "w:val"));
    }
    return NULL;
}

struct look {
    const struct node *props; /* of the paragraph */
    const char *style;
};

static struct look look_of_para(const struct node *para)
{
    const struct node *props = node_child(para, "w:pPr");
    const char *style = node_att(node_child(props, "w:pStyle"), "w:val");
    return (struct look){props, style ? style : "Normal"};
}

static const struct node *para_prop(const struct paper *p, struct look l, const char *name)
{
    const struct node *own = node_child(l.props, name);
    return own ? own : from_style(p, l.style, "w:pPr", name);
}

static bool run_is(const struct paper *p, struct look l, const struct node *run, const char *name)
{
    const struct node *prop = node_child(node_child(run, "w:rPr"), name);
    if (!prop)
        prop = from_style(p, l.style, "w:rPr", name);
    const char *v = node_att(prop, "w:val");
    return prop && !(v && (streq(v, "0") || streq(v, "false") || streq(v, "none")));
}

static int number_att(const struct node *n, const char *name)
{
    const char *v = node_att(n, name);
    return v ? (int)strtol(v, NULL, 10) : 0;
}

/* Class names are cut off the end of a list of "name " words. */
static const char *class_list(const struct paper *p, const struct buf *b)
{
    struct str s = str_trim(buf_view(b));
    return s.n ? arena_dupn(p->a, s.p, s.n) : "";
}

static const char *align_class(const struct paper *p, struct look l)
{
    static const struct {
        const char *jc, *cls;
    } aligns[] = {{"center", "c "}, {"right", "r "}, {"end", "r "}, {"both", "j "}};
    const char *jc = node_att(para_prop(p, l, "w:jc"), "w:val");
    for (size_t i = 0; jc && i < COUNT(aligns); i++)
        if (streq(jc, aligns[i].jc))
            return aligns[i].cls;
    return "";
}

static const char *para_class(const struct paper *p, struct look l)
{
    const struct node *spacing = para_prop(p, l, "w:spacing"), *ind = para_prop(p, l, "w:ind"),
                      *size = from_style(p, l.style, "w:rPr", "w:sz");
    const char *after = node_att(spacing, "w:after");
    struct buf b = buf_in(p->a, 100);
    buf_puts(&b, align_class(p, l));
    if (number_att(ind, "w:firstLine") > 0)
        buf_puts(&b, "in ");
    if (number_att(spacing, "w:before") >= WIDE_TWIPS)
        buf_puts(&b, "up ");
    if (after && strtol(after, NULL, 10) < CLOSE_TWIPS)
        buf_puts(&b, "close ");
    if (size && number_att(size, "w:val") <= SMALL_HALF_POINTS)
        buf_puts(&b, "sm ");
    return class_list(p, &b);
}

static const char *run_class(const struct paper *p, struct look l, const struct node *run)
{
    static const struct {
        const char *prop, *cls;
    } looks[] = {{"w:b", "b "}, {"w:i", "i "}, {"w:u", "u "}, {"w:caps", "caps "}};
    struct buf b = buf_in(p->a, 100);
    for (size_t i = 0; i < COUNT(looks); i++)
        if (run_is(p, l, run, looks[i].prop))
            buf_puts(&b, looks[i].cls);
    return class_list(p, &b);
}

/* ---- paragraphs ------------------------------------------------------------------------------ */

static void add_run(const struct paper *p, struct look l, const struct node *run, struct val *para)
{
    const char *cls = run_class(p, l, run);
    for (const struct node *c = run->first; c; c = c->next) {
        bool text = node_is(c, "w:t") && c->first, tab = node_is(c, "w:tab");
        if (node_is(c, "w:br"))
            val_bool(val_add(para, "runs"), "br", true);
        if (!text && !tab)
            continue;
        struct val *r = val_add(para, "runs");
        val_text(r, "cls", cls);
        val_text(r, "text", tab ? " " : arena_dupn(p->a, c->first->text.p, c->first->text.n));
    }
}

static void add_runs(const struct paper *p, struct look l, const struct node *n, struct val *para)
{
    for (const struct node *c = n->first; c; c = c->next) {
        if (node_is(c, "w:r"))
            add_run(p, l, c, para);
        else if (c->kind == N_ELEM && !node_is(c, "w:pPr") && !node_is(c, "w:del"))
            add_runs(p, l, c, para);
    }
}

/* An empty paragraph with a border is a rule; its indents say how long it is. */
static int rule_percent(const struct paper *p, struct look l, int width)
{
    const struct node *ind = para_prop(p, l, "w:ind");
    int sides = number_att(ind, "w:left") + number_att(ind, "w:right");
    return para_prop(p, l, "w:pBdr") && width > sides ? (width - sides) * 100 / width : 0;
}

static void fill_para(const struct paper *p, const struct node *para, int width, struct val *out)
{
    struct look l = look_of_para(para);
    add_runs(p, l, para, out);
    val_text(out, "cls", para_class(p, l));
    int rule = val_get(out, "runs") ? 0 : rule_percent(p, l, width);
    if (rule > 0)
        val_int(out, "rule", rule);
}

/* ---- tables ---------------------------------------------------------------------------------- */

static void add_paras(const struct paper *p, const struct node *n, int width, struct val *cell)
{
    for (const struct node *c = n->first; c; c = c->next) {
        if (node_is(c, "w:p"))
            fill_para(p, c, width, val_add(cell, "ps"));
        else if (c->kind == N_ELEM)
            add_paras(p, c, width, cell);
    }
}

struct grid {
    int w[MAX_GRID];
    size_t n;
    int sum;
};

static struct grid read_grid(const struct node *table)
{
    struct grid g = {.n = 0};
    const struct node *def = node_child(table, "w:tblGrid");
    for (const struct node *c = def ? def->first : NULL; c && g.n < MAX_GRID; c = c->next)
        if (node_is(c, "w:gridCol"))
            g.sum += g.w[g.n++] = abs(number_att(c, "w:w") % 100000);
    return g;
}

static void add_row(
    const struct paper *p, const struct grid *g, const struct node *row, struct val *table)
{
    struct val *r = val_add(table, "rows");
    val_bool(r, "head", node_child(node_child(row, "w:trPr"), "w:tblHeader") != NULL);
    size_t col = 0;
    for (const struct node *c = row->first; c; c = c->next) {
        if (!node_is(c, "w:tc"))
            continue;
        struct val *cell = val_add(r, "cells");
        const struct node *span = node_child(node_child(c, "w:tcPr"), "w:gridSpan");
        int n = span ? number_att(span, "w:val") : 1, width = 0;
        for (int i = 0; i < n && col < g->n; i++)
            width += g->w[col++];
        if (n > 1 && n <= MAX_GRID)
            val_int(cell, "span", n);
        add_paras(p, c, width, cell);
    }
}

static void fill_table(const struct paper *p, const struct node *t, struct val *out)
{
    struct grid g = read_grid(t);
    for (size_t i = 0; i < g.n; i++)
        val_int(val_add(out, "cols"), "w", g.sum ? g.w[i] * 100 / g.sum : 0);
    const struct node *props = node_child(t, "w:tblPr");
    const char *style = node_att(node_child(props, "w:tblStyle"), "w:val");
    bool ruled =
        node_child(props, "w:tblBorders") || from_style(p, style, "w:tblPr", "w:tblBorders");
    val_bool(out, "grid", ruled);
    for (const struct node *c = t->first; c; c = c->next)
        if (node_is(c, "w:tr"))
            add_row(p, &g, c, out);
}

static void add_blocks(const struct paper *p, const struct node *n, struct val *list)
{
    for (const struct node *c = n->first; c; c = c->next) {
        if (node_is(c, "w:p"))
            fill_para(p, c, p->width, val_child(val_append(list), "p"));
        else if (node_is(c, "w:tbl"))
            fill_table(p, c, val_child(val_append(list), "table"));
        else if (c->kind == N_ELEM && !node_is(c, "w:sectPr"))
            add_blocks(p, c, list);
    }
}

enum err doc_paper(struct arena *a, const struct doc *d, const struct val *data, struct val **out)
{
    struct str xml;
    TRY(doc_part(a, d, "word/document.xml", data, &xml));
    const struct node *root = xml_parse(a, xml), *body = node_child(root, "w:body");
    if (!body)
        return err_set(ERR_TOO_BIG, "docx: filled body has too many parts to print");
    const struct node *section = node_child(body, "w:sectPr");
    const struct node *margins = node_child(section, "w:pgMar");
    int width = number_att(node_child(section, "w:pgSz"), "w:w") - number_att(margins, "w:left") -
                number_att(margins, "w:right");
    struct paper p = {a, d->styles, width > 0 ? width : 9354};
    *out = val_list(a);
    add_blocks(&p, body, *out);
    return OK;
}
