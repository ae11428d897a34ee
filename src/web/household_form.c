// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Small forms over several records (what is done with a household): their fields, what was sent,
 * and values of records by the ids of the pack.
 */
#include "web/web_int.h"

#include "base/cal.h"
#include "base/text.h"

/* ---- values -------------------------------------------------------------------------------------
 */

struct value work_get(const struct rec *r, const char *id)
{
    const struct field *f = reg_field(r->reg, id);
    return f ? r->v[f->slot] : VNULL;
}

void work_put(struct rec *r, const char *id, struct value v)
{
    const struct field *f = reg_field(r->reg, id);
    if (f)
        r->v[f->slot] = v;
}

bool work_is(const struct rec *r, const char *id, const char *code)
{
    struct value v = work_get(r, id);
    return v.t == V_TEXT && str_is(v.s, code);
}

bool work_closed(const struct rec *ho)
{
    return work_is(ho, "tinh_trang", "nhap_ho") || work_is(ho, "tinh_trang", "khong_con") ||
           work_is(ho, "tinh_trang", "chuyen_di");
}

enum err work_store(struct work *w, struct rec *r, const char *reason)
{
    return rec_update(w->p->act, r, rec_version(r), "sua", reason);
}

bool work_sent(struct work *w, const char *name, const char *value)
{
    struct rec_input in = page_input(w->p);
    const char *s;
    for (size_t i = 0; (s = in.get(in.ctx, name, i)); i++)
        if (streq(s, value))
            return true;
    return false;
}

void work_day(struct work *w)
{
    struct page *p = w->p;
    const char *typed = page_form(p, "ngay", 40);
    struct cal_date d;
    char iso[11];
    if (!typed || !*typed) {
        rec_fault(p->faults, "ngay", N_("Cần điền mục này"), NULL);
        return;
    }
    const char *wrong = cal_parse(p->a, str_of(typed), &d);
    if (wrong) {
        rec_fault(p->faults, "ngay", wrong, NULL);
        return;
    }
    cal_iso(d, iso);
    if (strcmp(iso, p->act->today) > 0)
        rec_fault(p->faults, "ngay", N_("Ngày này ở tương lai"), NULL);
    w->day = arena_dup(p->a, iso);
}

/* ---- drawing a form
 * ------------------------------------------------------------------------------
 */

struct val *work_section(struct work *w, const char *hint)
{
    struct val *form = (struct val *)(uintptr_t)val_get(w->p->root, "form");
    struct val *s = val_add(form, "sections");
    if (hint)
        val_msg(s, "hint", hint, NULL, NULL, NULL);
    return s;
}

struct val *work_field(
    struct work *w, struct val *s, const char *name, const char *type, const char *label)
{
    struct page *p = w->p;
    struct val *f = val_add(s, "fields");
    val_text(f, "id", name);
    val_text(f, "name", name);
    val_text(f, "type", type);
    val_msg(f, "label", label, NULL, NULL, NULL);
    const char *typed = page_form(p, name, 200);
    val_text(f, "value", typed);
    for (size_t i = 0; i < p->faults->n; i++)
        if (streq(p->faults->v[i].name, name))
            val_msg(f, "error", p->faults->v[i].message, val_of_text(p->a, p->faults->v[i].arg),
                NULL, NULL);
    return f;
}

void work_day_field(struct work *w, struct val *s, const char *label)
{
    struct val *f = work_field(w, s, "ngay", "date", label);
    if (val_kind_of(val_get(f, "value")) != VK_NULL)
        return;
    struct cal_date d;
    char text[11];
    if (cal_from_iso(str_of(w->p->act->today), &d)) {
        cal_format(d, text);
        val_text(f, "value", arena_dup(w->p->a, text));
    }
}

static struct val *option(struct work *w, struct val *f, const char *name, const struct rec *r)
{
    struct val *o = val_add(f, "options");
    val_text(o, "code", rec_id(r));
    val_text(o, "label", rec_label(w->p->act, r));
    val_bool(o, "checked", work_sent(w, name, rec_id(r)));
    return o;
}

void work_checks(struct work *w, struct val *s, const char *name, const char *label,
    struct rec *const *v, size_t n)
{
    if (!n)
        return;
    struct val *f = work_field(w, s, name, "choices", label);
    val_bool(f, "group", true);
    val_bool(f, "multi", true);
    for (size_t i = 0; i < n; i++)
        option(w, f, name, v[i]);
}

void work_search(
    struct work *w, struct val *s, const char *name, const char *label, const struct reg *reg)
{
    struct page *p = w->p;
    struct val *f = work_field(w, s, name, "ref", label);
    const char *words = page_form(p, arena_printf(p->a, "%s_tim", name), 100);
    val_text(f, "query", words);
    if (!words || !*words)
        return;
    struct rec_query q = {.reg = reg, .words = words, .limit = 12};
    struct rec **v;
    size_t n;
    if (rec_list(p->act, &q, &v, &n, NULL) != OK)
        return;
    for (size_t i = 0; i < n; i++)
        val_text(option(w, f, name, v[i]), "anchor", rec_apart(w->p, v[i]));
    if (!n)
        val_msg(f, "warning", N_("Không tìm thấy. Thử gõ ít chữ hơn, hoặc mã"), NULL, NULL, NULL);
}

enum err work_chosen(struct work *w, const char *name, const struct reg *reg, struct rec **out)
{
    const char *id = page_form(w->p, name, 40);
    *out = NULL;
    if (id && *id && rec_get(w->p->act, reg, id, out) == OK)
        return OK;
    rec_fault(w->p->faults, name, N_("Hãy tìm rồi chọn một trong những kết quả"), NULL);
    return db_status(w->p->act->c);
}

bool work_same_name(struct work *w, const char *a, struct value b)
{
    return b.t == V_TEXT && str_eq(text_fold(w->p->a, str_of(a)), text_fold(w->p->a, b.s));
}

const char *work_head(struct work *w)
{
    const char *typed = page_form(w->p, "chu_ho", 200);
    struct input_ctx ctx = {w->p->a, w->p->act->today, w->p->act->now_ms};
    struct value v = VNULL;
    const char *msg = NULL;
    const struct field *f = reg_field(w->ho->reg, "chu_ho");
    if (!typed || !*typed)
        rec_fault(w->p->faults, "chu_ho", N_("Cần điền mục này"), NULL);
    else if (!field_parse(&ctx, f, str_of(typed), &v, &msg))
        rec_fault(w->p->faults, "chu_ho", msg, NULL);
    return v.t == V_TEXT ? v.s.p : NULL;
}

void work_faults(struct page *p)
{
    for (size_t i = 0; i < p->faults->n; i++) {
        struct val *e = val_add(p->root, "errors");
        val_text(e, "id", p->faults->v[i].name);
        val_msg(
            e, "text", p->faults->v[i].message, val_of_text(p->a, p->faults->v[i].arg), NULL, NULL);
    }
}
