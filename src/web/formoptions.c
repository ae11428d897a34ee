// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What a box of a form offers: the codes of a list, yes and no, communes, records found by their
 * words.
 */
#include "web/web_int.h"

#include "base/text.h"

enum { RADIOS_UP_TO = 7, SHORT_OPTIONS = 3, SHORT_LABEL = 14 };

const char *form_name(const struct drawing *d, const struct field *f)
{
    return *d->prefix ? arena_printf(d->p->a, "%s%s", d->prefix, f->id) : f->id;
}

const char *form_typed(const struct drawing *d, const char *name, size_t nth)
{
    const struct rec_input *in = d->fv->typed;
    return in ? in->get(in->ctx, name, nth) : NULL;
}

static bool chosen(
    const struct drawing *d, const struct field *f, const char *name, const char *code)
{
    if (d->fv->typed) {
        const char *s;
        for (size_t i = 0; (s = form_typed(d, name, i)); i++)
            if (streq(s, code))
                return true;
        return false;
    }
    struct value v = d->rec->v[f->slot];
    if (v.t != V_TEXT)
        return false;
    if (f->type != F_CHOICES)
        return str_is(v.s, code);
    const char *marked = arena_printf(d->p->a, "|%s|", code);
    return memmem(v.s.p, v.s.n, marked, strlen(marked)) != NULL;
}

static struct val *put_option(const struct drawing *d, struct val *o, const struct field *f,
    const char *name, const char *code, struct label label)
{
    struct val *x = val_add(o, "options");
    val_text(x, "code", code);
    put_label(d->p, x, "label", label);
    val_bool(x, "checked", chosen(d, f, name, code));
    return x;
}

/* Few and short answers stand side by side. */
static bool few_and_short(const struct field *f)
{
    bool fit = f->type == F_CHOICE && f->list->ncodes <= SHORT_OPTIONS && !f->anchors;
    for (size_t i = 0; fit && i < f->list->ncodes; i++)
        fit = strlen(f->list->codes[i].label.vi) <= SHORT_LABEL;
    return fit;
}

void form_put_list(const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    for (size_t i = 0; i < f->list->ncodes; i++) {
        const struct code *c = &f->list->codes[i];
        struct val *x = val_add(o, "options");
        val_text(x, "code", c->id);
        put_label(d->p, x, "label", c->label);
        val_bool(x, "checked", chosen(d, f, name, c->id));
        if (f->anchors && f->anchors[i].vi)
            put_label(d->p, x, "anchor", f->anchors[i]);
    }
    val_bool(o, "group", f->type == F_CHOICES || f->list->ncodes < RADIOS_UP_TO || f->anchors);
    val_bool(o, "multi", f->type == F_CHOICES);
    val_bool(o, "inline", few_and_short(f));
}

void form_put_yes_no(
    const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    static const struct {
        const char *code;
        struct label label;
    } both[] = {{"1", {"Có", "Yes"}}, {"0", {"Không", "No"}}};
    struct value v = d->rec->v[f->slot];
    for (size_t i = 0; i < COUNT(both); i++) {
        struct val *x = val_add(o, "options");
        val_text(x, "code", both[i].code);
        put_label(d->p, x, "label", both[i].label);
        const char *t = form_typed(d, name, 0);
        val_bool(
            x, "checked", d->fv->typed ? streq(t, both[i].code) : v.t == V_INT && v.i == (i == 0));
    }
    val_bool(o, "group", true);
    val_bool(o, "inline", true);
}

void form_put_units(const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    struct act *act = d->p->act;
    int32_t day = unit_day_of_ms(act->now_ms);
    const char *province =
        d->rec->common[DC_PROVINCE].t == V_TEXT ? d->rec->common[DC_PROVINCE].s.p : "";
    size_t n;
    const struct unit **u = unit_children(
        act->units, d->p->a, province, day, *province ? UNIT_COMMUNE : UNIT_PROVINCE, &n);
    for (size_t i = 0; i < n; i++)
        put_option(d, o, f, name, u[i]->code, (struct label){u[i]->name, NULL});
}

/* Candidates for a reference: found by the words typed beside it, and the one already chosen. */
void form_put_ref(const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    struct act *act = d->p->act;
    struct value now = d->rec->v[f->slot];
    const char *id = d->fv->typed ? form_typed(d, name, 0) : now.t == V_TEXT ? now.s.p : NULL;
    const char *words = form_typed(d, arena_printf(d->p->a, "%s_tim", name), 0);
    val_text(o, "query", words);
    const char *label = id && *id ? rec_ref_label(act, f, v_text(id)) : NULL;
    if (label) {
        put_option(d, o, f, name, id, (struct label){label, NULL});
        if (!f->required)
            put_option(d, o, f, name, "", (struct label){N_("Không gắn nữa"), "None"});
    }
    if (!words || !*words)
        return;
    struct rec_query q = {.reg = f->reg, .words = words, .limit = 8};
    struct rec **v;
    size_t n;
    if (rec_list(act, &q, &v, &n, NULL) != OK)
        return;
    for (size_t i = 0; i < n; i++)
        if (!streq(rec_id(v[i]), id))
            val_text(
                put_option(d, o, f, name, rec_id(v[i]), (struct label){rec_label(act, v[i]), NULL}),
                "anchor", rec_apart(d->p, v[i]));
    if (!n)
        val_msg(o, "warning", N_("Không tìm thấy. Thử gõ ít chữ hơn, hoặc mã"), NULL, NULL, NULL);
}

/* A commune anywhere in the country: the one chosen, and those the typed words name. */
void form_put_unit_search(
    const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    struct act *act = d->p->act;
    int32_t day = unit_day_of_ms(act->now_ms);
    struct value now = d->rec->v[f->slot];
    const char *code = d->fv->typed ? form_typed(d, name, 0) : now.t == V_TEXT ? now.s.p : NULL;
    const char *words = form_typed(d, arena_printf(d->p->a, "%s_tim", name), 0);
    val_text(o, "type", "ref");
    val_text(o, "query", words);
    if (code && unit_find(act->units, code, day))
        put_option(d, o, f, name, code,
            (struct label){unit_full_name(act->units, d->p->a, code, day), NULL});
    if (!words || !*words)
        return;
    struct str fold = text_fold(d->p->a, str_of(words));
    size_t n;
    const struct unit **u =
        unit_search(act->units, d->p->a, arena_dupn(d->p->a, fold.p, fold.n), "", day, 12, &n);
    for (size_t i = 0; i < n; i++)
        if (u[i]->level == UNIT_COMMUNE && u[i]->to > day && !streq(u[i]->code, code))
            put_option(d, o, f, name, u[i]->code,
                (struct label){unit_full_name(act->units, d->p->a, u[i]->code, day), NULL});
}
