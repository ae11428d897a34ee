// SPDX-License-Identifier: AGPL-3.0-or-later
/* A record as people read it: one field's value in words, and sections of label and value. */
#include "web/web_int.h"

#include "base/text.h"

bool code_implied(struct arena *a, const struct codelist *list, const struct code *c, struct str v)
{
    for (size_t i = 0; i < list->ncodes; i++) {
        const char *marked = arena_printf(a, "|%s|", list->codes[i].id);
        if (streq(list->codes[i].parent, c->id) && memmem(v.p, v.n, marked, strlen(marked)))
            return true;
    }
    return false;
}

static struct val *codes_val(struct page *p, const struct field *f, struct value v)
{
    struct buf vi = buf_in(p->a, 8000);
    struct str rest = v.s, part;
    while (str_split(&rest, '|', &part)) {
        const struct code *c = part.n ? list_code(f->list, part) : NULL;
        if (!c || code_implied(p->a, f->list, c, v.s))
            continue;
        const char *label = p->v->lang == LANG_EN && c->label.en ? c->label.en : c->label.vi;
        buf_printf(&vi, "%s%s", vi.n ? "; " : "", label);
    }
    return val_of_text(p->a, vi.p);
}

static struct val *shown_val(struct page *p, const struct field *f, struct value v)
{
    struct arena *a = p->a;
    switch (f->type) {
    case F_DATE:
        return val_of_date(a, v.s.p);
    case F_TIME:
        return val_of_time(a, v.i);
    case F_BOOL:
        return v.i ? val_of_msg(a, N_("Có"), NULL, NULL, NULL)
                   : val_of_msg(a, N_("Không"), NULL, NULL, NULL);
    case F_INT:
        return f->year ? val_of_text(a, field_show(a, f, v)) : val_of_int(a, v.i);
    case F_CHOICES:
        return codes_val(p, f, v);
    case F_CHOICE: {
        const struct code *c = list_code(f->list, v.s);
        return c ? val_of_code(a, c->id, c->label.vi, c->label.en) : val_of_text(a, v.s.p);
    }
    case F_UNIT:
        return val_of_code(
            a, v.s.p, unit_name(p->act->units, v.s.p, unit_day_of_ms(p->act->now_ms)), NULL);
    case F_REF:
        return val_of_text(a, rec_ref_label(p->act, f, v));
    case F_MONEY:
        return val_of_text(a, arena_printf(a, "%s đồng", field_show(a, f, v)));
    default:
        return val_of_text(a, field_show(a, f, v));
    }
}

struct val *field_val(struct page *p, const struct rec *r, const struct field *f)
{
    struct value v = f->type == F_ROWS ? VNULL : r->v[f->slot];
    if (v_is_null(v))
        return NULL;
    switch (rec_shows(r, f)) {
    case SHOW_NO:
        return val_of_msg(p->a, N_("(không hiện)"), NULL, NULL, NULL);
    case SHOW_MASKED: {
        struct str in = text_initials(p->a, v.s);
        return val_of_text(p->a, arena_dupn(p->a, in.p, in.n));
    }
    case SHOW_YES:
        break;
    }
    return shown_val(p, f, v);
}

static void put_table(struct page *p, struct val *section, const struct field *f, struct rec *r)
{
    const struct rec_rows *rows = &r->rows[f->slot];
    for (size_t i = 0; i < rows->n; i++) {
        struct val *line = val_add(section, "tables");
        val_msg(line, "title", N_("%1: dòng %2"), val_of_text(p->a, f->label.vi),
            val_of_int(p->a, (int64_t)i + 1), NULL);
        recview_put(p, line, &f->reg->forms[0], rows->v[i]);
    }
}

void recview_put(struct page *p, struct val *obj, const struct form *form, struct rec *r)
{
    for (size_t s = 0; s < form->nsections; s++) {
        struct val *section = val_add(obj, "sections");
        put_label(p, section, "title", form->sections[s].label);
        for (size_t i = 0; i < form->sections[s].nfields; i++) {
            const struct field *f = form->sections[s].fields[i];
            if (f->type == F_ROWS)
                put_table(p, section, f, r);
            if (f->type == F_ROWS || f->type == F_FILE) /* files stand among the attachments */
                continue;
            struct val *row = val_add(section, "rows");
            put_label(p, row, "label", f->label);
            struct val *v = field_val(p, r, f);
            if (v)
                val_set(row, "value", v);
        }
    }
}

const char *rec_apart(struct page *p, const struct rec *r)
{
    static const char *const ids[] = {"ngay_sinh", "thon", "dia_chi", "ho_ten_me", "ho"};
    struct buf b = buf_in(p->a, 1000);
    if (rec_code(r))
        buf_puts(&b, rec_code(r));
    const struct field *thon = reg_field(r->reg, "thon");
    for (size_t i = 0; i < COUNT(ids); i++) {
        const struct field *f = reg_field(r->reg, ids[i]);
        struct val *v = f && rec_shows(r, f) == SHOW_YES ? field_val(p, r, f) : NULL;
        bool again = streq(ids[i], "dia_chi") && thon && !v_is_null(r->v[thon->slot]);
        if (!v || again)
            continue;
        const char *text = val_plain(p->a, v, p->v->lang);
        buf_printf(&b, "%s%s%s", b.n ? " · " : "",
            streq(ids[i], "ho_ten_me") ? msg_text(p->v->lang, N_("mẹ: "))
            : streq(ids[i], "ho")      ? msg_text(p->v->lang, N_("đang ở hộ: "))
                                       : "",
            text);
    }
    return b.p;
}
