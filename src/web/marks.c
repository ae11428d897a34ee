// SPDX-License-Identifier: AGPL-3.0-or-later
/* Marks of the pack on pages: tags of one record, and links to the lists of a register. */
#include "web/web_int.h"

static const struct {
    const char *name, *look; /* look: as of a deadline */
} KINDS[MARK__COUNT] = {
    [MARK_RISK] = {N_("Nguy cơ"), "overdue"},
    [MARK_MEND] = {N_("Cần sửa"), "soon"},
    [MARK_TODO] = {N_("Việc cần làm"), "soon"},
    [MARK_FACT] = {N_("Thông tin"), "later"},
};

static const char *list_of(struct page *p, const struct reg *reg, const struct mark *m)
{
    return arena_printf(p->a, "/so/%s?loc=%s", reg->id, m->id);
}

static void put_kind(struct val *x, const struct mark *m)
{
    val_msg(x, "kind", KINDS[m->kind].name, NULL, NULL, NULL);
    val_text(x, "kind_id", KINDS[m->kind].look);
}

void put_marks(struct page *p, const struct rec *r)
{
    for (size_t i = 0; i < r->reg->nmarks; i++) {
        const struct mark *m = &r->reg->marks[i];
        if (!rec_marked(p->act, r, m))
            continue;
        struct val *x = val_add(p->root, "marks");
        val_text(x, "id", m->id);
        put_kind(x, m);
        put_label(p, x, "label", m->label);
        put_label(p, x, "hint", m->hint);
        put_source(p, x, "source", &m->source);
        if (rec_may_ask(p->act, m))
            val_text(x, "href", list_of(p, r->reg, m));
    }
}

struct val *marks_text(struct page *p, const struct rec *r)
{
    struct buf b = buf_in(p->a, 4000);
    for (size_t i = 0; i < r->reg->nmarks; i++) {
        const struct mark *m = &r->reg->marks[i];
        if (m->kind == MARK_FACT || !rec_marked(p->act, r, m))
            continue;
        const char *label = p->v->lang == LANG_EN && m->label.en ? m->label.en : m->label.vi;
        buf_printf(&b, "%s%s", b.n ? "; " : "", label);
    }
    return b.n ? val_of_text(p->a, b.p) : NULL;
}

static void put_link(struct page *p, const struct mark *m, int64_t count, const struct mark *now)
{
    struct val *x = val_add(p->root, "worklists");
    val_text(x, "id", m->id);
    put_kind(x, m);
    put_label(p, x, "label", m->label);
    val_text(x, "href", list_of(p, p->reg, m));
    val_bool(x, "active", m == now);
    val_bool(x, "none", count == 0);
    if (count >= 0)
        val_int(x, "count", count);
}

enum err put_worklists(struct page *p, const struct mark *now, const char *unit)
{
    const struct reg *reg = p->reg;
    int64_t *count = NEW_N(p->a, int64_t, reg->nmarks + 1);
    if (reg->nmarks == 0)
        return OK;
    TRY(rec_mark_counts(p->act, reg, unit, count));
    for (int none = 0; none < 2; none++) /* those that hold nobody come last */
        for (size_t i = 0; i < reg->nmarks; i++)
            if ((count[i] == 0) == none && rec_may_ask(p->act, &reg->marks[i]))
                put_link(p, &reg->marks[i], count[i], now);
    if (now) {
        struct val *x = val_child(p->root, "worklist");
        put_label(p, x, "label", now->label);
        put_label(p, x, "hint", now->hint);
        put_source(p, x, "source", &now->source);
        val_text(x, "clear", arena_printf(p->a, "/so/%s", reg->id));
    }
    return OK;
}
