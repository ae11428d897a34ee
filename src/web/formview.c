// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A pack form as a view: what the form partials draw (doc/templates.md).
 * After a fault every box shows what was typed, not what was understood.
 */
#include "web/web_int.h"

#include "base/text.h"

enum { BLANK_ROWS = 1 };

/* ---- input of a form ----------------------------------------------------------------------------
 */

struct params {
    const struct http_param *v;
    size_t n;
};

static const char *param_nth(const void *ctx, const char *name, size_t nth)
{
    const struct params *k = ctx;
    for (size_t i = 0; i < k->n; i++)
        if (str_is(k->v[i].name, name) && nth-- == 0)
            return k->v[i].value.p;
    return NULL;
}

struct rec_input params_input(struct arena *a, const struct http_param *v, size_t n)
{
    struct params *k = NEW(a, struct params);
    *k = (struct params){v, n};
    return (struct rec_input){param_nth, k};
}

struct rec_input page_input(struct page *p)
{
    return params_input(p->a, p->rq->form, p->rq->nform);
}

/* ---- one field ------------------------------------------------------------------------------- */

static const char *type_name(const struct field *f)
{
    static const char *const names[F__COUNT] = {"text", "note", "int", "decimal", "money", "date",
        "time", "choice", "choice", "choice", "unit", "ref", "name", "phone", "personal_no", "file",
        "rows"};
    return names[f->type];
}

static void put_fault(const struct drawing *d, struct val *o, const char *name)
{
    const struct rec_faults *all = d->fv->faults;
    for (size_t i = 0; all && i < all->n; i++) {
        const struct rec_fault *x = &all->v[i];
        if (!streq(x->name, name))
            continue;
        const char *key = x->warning ? "warning" : "error";
        if (x->message)
            val_msg(o, key, x->message, val_of_text(d->p->a, x->arg), NULL, NULL);
        else
            put_label(d->p, o, key, x->own);
    }
}

static void put_fields(const struct drawing *d, struct val *section, const struct section *s);

static void put_row(
    const struct drawing *d, struct val *o, const struct field *f, const struct rec *row, size_t i)
{
    const char *prefix = arena_printf(d->p->a, "%s%s.%zu.", d->prefix, f->id, i);
    struct drawing inner = *d;
    inner.rec = row;
    inner.prefix = prefix;
    inner.env.own = row;
    inner.env.parent = d->rec;
    struct val *r = val_add(o, "rows");
    const struct form *form = &f->reg->forms[0];
    for (size_t s = 0; s < form->nsections; s++)
        put_fields(&inner, r, &form->sections[s]);
    val_text(r, "remove", arena_printf(d->p->a, "%s%s.%zu", d->prefix, f->id, i));
    if (!row->fresh) {
        struct val *id = val_add(r, "fields");
        val_text(id, "type", "hidden");
        val_text(id, "name", arena_printf(d->p->a, "%sid", prefix));
        val_text(id, "value", rec_id(row));
    }
}

static void put_rows(const struct drawing *d, struct val *o, const struct field *f)
{
    const struct rec_rows *rows = &d->rec->rows[f->slot];
    size_t n = rows->n;
    for (size_t i = 0; i < n; i++)
        put_row(d, o, f, rows->v[i], i);
    const char *more = d->fv->typed ? form_typed(d, "them", 0) : NULL;
    size_t blank = n == 0 || streq(more, form_name(d, f)) ? BLANK_ROWS : 0;
    struct formview fresh = *d->fv;
    fresh.typed = NULL;
    fresh.faults = NULL;
    struct drawing empty = *d;
    empty.fv = &fresh;
    for (size_t i = 0; i < blank; i++)
        put_row(&empty, o, f, rec_new(d->p->act, f->reg, d->rec), n + i);
}

static void put_value(
    const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    const char *again = form_typed(d, name, 0);
    if (again) {
        val_text(o, "value", again);
        return;
    }
    struct value v = d->rec->v[f->slot];
    if (!v_is_null(v))
        val_text(o, "value", field_show(d->p->a, f, v));
}

/* Texts in use, to choose from; not over the communes of a whole province. */
static void put_used(const struct drawing *d, struct val *o, const struct field *f)
{
    enum { MOST = 200 };
    struct rec_used *used;
    size_t n;
    if (!f->in_use || !*d->p->user->unit || rec_in_use(d->p->act, f, &used, &n) != OK)
        return;
    for (size_t i = 0; i < n && i < MOST; i++) {
        struct val *x = val_add(o, "used");
        val_text(x, "text", used[i].text);
        val_int(x, "n", used[i].n);
    }
    if (n)
        val_text(o, "list", arena_printf(d->p->a, "%s%s-co", d->prefix, f->id));
}

/* A field that is computed, shown as text only. */
static void put_static(const struct drawing *d, struct val *o, const struct field *f)
{
    val_text(o, "type", "static");
    struct val *v = field_val(d->p, d->rec, f);
    if (v)
        val_set(o, "value", v);
}

static void put_control(
    const struct drawing *d, struct val *o, const struct field *f, const char *name)
{
    switch (f->type) {
    case F_CHOICE:
    case F_CHOICES:
        form_put_list(d, o, f, name);
        break;
    case F_BOOL:
        form_put_yes_no(d, o, f, name);
        break;
    case F_UNIT:
        if (f->anywhere)
            form_put_unit_search(d, o, f, name);
        else
            form_put_units(d, o, f, name);
        break;
    case F_REF:
        form_put_ref(d, o, f, name);
        break;
    case F_ROWS:
        put_rows(d, o, f);
        break;
    default:
        put_value(d, o, f, name);
        put_used(d, o, f);
    }
}

static void put_show_if(const struct drawing *d, struct val *o, const struct field *f)
{
    struct str of;
    const char *values;
    if (!f->show_if || !show_if_parse(d->p->a, expr_text(f->show_if), &of, &values))
        return;
    const struct field *asked = reg_field(f->owner, arena_dupn(d->p->a, of.p, of.n));
    if (!asked || asked->compute)
        return;
    struct val *s = val_child(o, "show_if");
    val_text(s, "field", form_name(d, asked));
    val_text(s, "value", values);
}

static void put_field(const struct drawing *d, struct val *section, const struct field *f)
{
    const char *name = form_name(d, f);
    struct val *o = val_add(section, "fields");
    val_text(o, "id", name);
    val_text(o, "name", name);
    val_text(o, "type", type_name(f));
    put_label(d->p, o, "label", f->label);
    put_label(d->p, o, "hint", f->hint);
    val_text(o, "source", f->source.text);
    const struct push *told = rec_told_by(d->p->act, d->rec, f);
    if (told)
        val_msg(o, "hint", N_("Lấy theo: %1. Muốn đổi thì đổi ở đó"),
            label_val(d->p->a, told->from->label), NULL, NULL);
    bool needed = f->required || (f->required_if && rec_true(&d->env, f->required_if));
    val_bool(o, "required", needed);
    val_bool(o, "must_mark", needed && d->mark_required);
    val_bool(
        o, "optional", !needed && !f->compute && !told && !f->required_if && !d->mark_required);
    put_show_if(d, o, f);
    if (f->compute || told)
        put_static(d, o, f);
    else
        put_control(d, o, f, name);
    put_fault(d, o, name);
}

static void put_fields(const struct drawing *d, struct val *section, const struct section *s)
{
    for (size_t i = 0; i < s->nfields; i++) {
        const struct field *f = s->fields[i];
        bool hidden = f->show_if && !rec_true(&d->env, f->show_if);
        /* Without script a field that depends on an answer of this form must be there to answer. */
        if (f->type != F_FILE && !(hidden && f->compute))
            put_field(d, section, f);
    }
}

/* The field a fault stands at: "so_dien_thoai", or "hoat_dong.0.kinh_phi" inside rows. */
static const struct field *fault_field(struct page *p, const struct reg *reg, const char *name)
{
    const char *dot = strchr(name, '.');
    const struct field *f =
        reg_field(reg, dot ? arena_dupn(p->a, name, (size_t)(dot - name)) : name);
    dot = dot ? strchr(dot + 1, '.') : NULL;
    return f && f->reg && dot ? fault_field(p, f->reg, dot + 1) : f;
}

/* The list above the form names the question, since there the message stands alone. */
static void put_error(const struct drawing *d, struct val *obj, const struct rec_fault *x)
{
    struct page *p = d->p;
    struct val *e = val_add(obj, x->warning ? "warnings" : "errors");
    val_text(e, "id", x->name);
    const struct field *f = x->name ? fault_field(p, d->rec->reg, x->name) : NULL;
    if (f)
        put_label(p, e, "label", f->label);
    if (x->message)
        val_msg(e, "text", x->message, val_of_text(p->a, x->arg), NULL, NULL);
    else
        put_label(p, e, "text", x->own);
}

static bool stands_in(const struct rec_fault *x, const struct field *f)
{
    size_t n = strlen(f->id);
    return x->name && strncmp(x->name, f->id, n) == 0 && (!x->name[n] || x->name[n] == '.');
}

/* In the order of the form; what belongs to no field of it comes last. */
static void put_errors(const struct drawing *d, struct val *obj)
{
    const struct rec_faults *all = d->fv->faults;
    const struct form *form = d->fv->form;
    size_t n = all ? all->n : 0;
    bool *done = NEW_N(d->p->a, bool, n + 1);
    for (size_t s = 0; s < form->nsections; s++)
        for (size_t k = 0; k < form->sections[s].nfields; k++)
            for (size_t i = 0; i < n; i++)
                if (!done[i] && stands_in(&all->v[i], form->sections[s].fields[k])) {
                    put_error(d, obj, &all->v[i]);
                    done[i] = true;
                }
    for (size_t i = 0; i < n; i++)
        if (!done[i])
            put_error(d, obj, &all->v[i]);
}

static bool mostly_optional(const struct form *form)
{
    size_t needed = 0, n = 0;
    for (size_t s = 0; s < form->nsections; s++)
        for (size_t i = 0; i < form->sections[s].nfields; i++) {
            const struct field *f = form->sections[s].fields[i];
            n += !f->compute && f->type != F_FILE;
            needed += !f->compute && (f->required || f->required_if);
        }
    return n > 2 * needed;
}

/* An answer, stored or just typed, or a complaint about one. */
static bool holds_answer(const struct drawing *d, const struct section *s)
{
    const struct rec_faults *faults = d->fv->faults;
    for (size_t i = 0; i < s->nfields; i++) {
        const struct field *f = s->fields[i];
        const char *name = form_name(d, f), *again = form_typed(d, name, 0);
        bool stored = f->type != F_ROWS && !v_is_null(d->rec->v[f->slot]);
        if (d->fv->typed ? again && *again : stored)
            return true;
        for (size_t k = 0; faults && k < faults->n; k++)
            if (streq(faults->v[k].name, name))
                return true;
    }
    return false;
}

void formview_put(struct page *p, struct val *obj, const struct formview *fv)
{
    struct drawing d = {.p = p, .fv = fv, .rec = fv->rec, .env = *fv->env, .prefix = ""};
    d.env.own = fv->rec;
    d.mark_required = mostly_optional(fv->form);
    struct val *form = val_child(obj, "form");
    val_bool(form, "mark_required", d.mark_required);
    for (size_t s = 0; s < fv->form->nsections; s++) {
        struct val *section = val_add(form, "sections");
        put_label(p, section, "title", fv->form->sections[s].label);
        if (fv->form->sections[s].fold) {
            val_bool(section, "fold", true);
            val_bool(section, "open", holds_answer(&d, &fv->form->sections[s]));
        }
        put_fields(&d, section, &fv->form->sections[s]);
    }
    put_errors(&d, p->root);
}
