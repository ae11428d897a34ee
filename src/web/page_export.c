// SPDX-License-Identifier: AGPL-3.0-or-later
/* A register as a list in the shape that another program takes in (`exports` of the pack). */
#include "web/web_int.h"

#include "doc/doc.h"

enum { MOST_ROWS = 100000 };

static const struct export *wanted(const struct page *p)
{
    const char *id = page_arg(p, "mau");
    for (size_t i = 0; i < p->reg->nexports; i++)
        if (streq(p->reg->exports[i].id, id))
            return &p->reg->exports[i];
    return NULL;
}

/* Every cell as text: what people read is what forms of other programs accept. */
static void put_row(struct page *p, const struct export *x, const struct rec *r, struct val *row)
{
    if (x->unit)
        val_text(row, "unit",
            unit_name(p->act->units, r->common[DC_UNIT].s.p, unit_day_of_ms(p->act->now_ms)));
    for (size_t i = 0; i < x->ncolumns; i++) {
        const struct field *f = x->columns[i].field;
        struct val *v = field_val(p, r, f);
        val_text(row, f->id, v ? val_plain(p->a, v, LANG_VI) : "");
    }
}

static size_t put_columns(const struct export *x, struct doc_col *cols)
{
    size_t n = 0;
    if (x->unit)
        cols[n++] = (struct doc_col){"unit", x->unit, VK_TEXT, 22};
    for (size_t i = 0; i < x->ncolumns; i++)
        cols[n++] = (struct doc_col){x->columns[i].field->id, x->columns[i].heading, VK_TEXT, 0};
    return n;
}

static enum err send_csv(struct page *p, const struct export *x)
{
    struct val *labels = val_child(p->root, "_labels");
    if (x->unit)
        val_text(labels, "unit", x->unit);
    for (size_t i = 0; i < x->ncolumns; i++)
        val_text(labels, x->columns[i].field->id, x->columns[i].heading);
    p->v->csv_list = "rows";
    p->v->file_name = arena_printf(p->a, "%s.csv", x->id);
    return page_show(p, "list");
}

static enum err send_xlsx(struct page *p, const struct export *x)
{
    struct doc_col *cols = NEW_N(p->a, struct doc_col, x->ncolumns + 1);
    struct doc_sheet sheet = {.name = x->label.vi, .cols = cols, .n_cols = put_columns(x, cols)};
    p->v->file_name = arena_printf(p->a, "%s.xlsx", x->id);
    return page_sheet(p, val_get(p->root, "rows"), &sheet);
}

enum err page_export_list(struct page *p)
{
    const struct export *x = wanted(p);
    struct rec_query q = {.reg = p->reg, .limit = MOST_ROWS};
    struct rec **v;
    size_t n;
    int64_t total;
    if (!x)
        return ERR_NOT_FOUND;
    TRY(rec_list(p->act, &q, &v, &n, &total));
    rec_remember_export(p->act, p->reg);
    for (size_t i = 0; i < n; i++)
        put_row(p, x, v[i], val_add(p->root, "rows"));
    if (streq(p->match.suffix, "xlsx"))
        return send_xlsx(p, x);
    if (p->match.format == VIEW_HTML)
        return page_redirect(p, "/so/%s/xuat/%s.xlsx", p->reg->id, x->id);
    return send_csv(p, x);
}
