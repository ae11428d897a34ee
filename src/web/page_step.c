// SPDX-License-Identifier: AGPL-3.0-or-later
/* Pages that write: a new record, a step of a procedure, completing or correcting what is there. */
#include "web/web_int.h"

/* ---- a new record ---------------------------------------------------------------------------- */

struct fresh {
    struct writing w;
    const struct step *step; /* of a procedure, or NULL */
    struct rec *moving;
    struct flow_case *c;
};

/* A page about a record leads here with its id: ?tre=… fills the reference of that name. */
static void take_refs(struct page *p, const struct form *form, struct rec *r)
{
    for (size_t s = 0; s < form->nsections; s++)
        for (size_t i = 0; i < form->sections[s].nfields; i++) {
            const struct field *f = form->sections[s].fields[i];
            const char *id = f->type == F_REF ? page_query(p, f->id, 36) : NULL;
            if (id && uuid_ok(str_of(id)))
                r->v[f->slot] = v_text(id);
        }
}

/* "Ghi mới: Trẻ em" */
static struct label new_title(struct page *p, const struct reg *reg)
{
    struct label l = reg->label;
    return (struct label){
        arena_printf(p->a, "Ghi mới: %s", l.vi), arena_printf(p->a, "New: %s", l.en ? l.en : l.vi)};
}

static enum err prepare_fresh(struct page *p, struct fresh *f)
{
    const struct reg *reg = p->reg;
    if (reg->parent)
        return ERR_NOT_FOUND;
    const char *path = arena_printf(p->a, "/so/%s/moi", reg->id);
    f->moving = rec_new(p->act, reg, NULL);
    if (reg->procedure) {
        f->step = flow_start_step(p->act, reg->procedure);
        if (!f->step)
            return err_set(ERR_DENIED, "role may not start %s", reg->procedure->id);
    }
    struct rec *form = f->moving;
    if (f->step && f->step->reg)
        form = rec_new(p->act, f->step->reg, f->moving);
    f->w = (struct writing){.rec = form,
        .form = f->step && f->step->reg ? f->step->form : &reg->forms[0],
        .env = {.act = p->act, .own = form, .parent = f->moving, .moving = f->moving, .form = form},
        .action = path,
        .cancel = arena_printf(p->a, "/so/%s", reg->id),
        .title = f->step ? f->step->verb : new_title(p, reg),
        .submit = f->step ? f->step->verb : (struct label){"Lưu", "Save"},
        .source = f->step ? &f->step->source : &reg->source};
    take_refs(p, f->w.form, form);
    rec_preset(f->w.form, &f->w.env, form);
    return OK;
}

/* Someone of the province writes for a commune: which one is asked in the form. */
static bool asks_unit(const struct page *p)
{
    return !*p->user->unit && streq(p->reg->level, "xa");
}

static void put_unit_field(struct page *p)
{
    struct val *form = (struct val *)(uintptr_t)val_get(p->root, "form");
    struct val *f = val_add(val_add(form, "sections"), "fields");
    const char *typed = page_form(p, "don_vi_ghi", 5);
    val_text(f, "id", "don_vi_ghi");
    val_text(f, "name", "don_vi_ghi");
    val_text(f, "type", "unit");
    val_msg(f, "label", N_("Ghi cho xã, phường"), NULL, NULL, NULL);
    size_t n;
    const struct unit **u = unit_children(
        p->act->units, p->a, p->user->province, unit_day_of_ms(p->act->now_ms), UNIT_COMMUNE, &n);
    for (size_t i = 0; i < n; i++) {
        struct val *o = val_add(f, "options");
        val_text(o, "code", u[i]->code);
        val_text(o, "label", u[i]->name);
        val_bool(o, "checked", streq(typed, u[i]->code));
    }
    for (size_t i = 0; i < p->faults->n; i++)
        if (streq(p->faults->v[i].name, "don_vi_ghi"))
            val_msg(f, "error", p->faults->v[i].message, NULL, NULL, NULL);
}

static void read_unit(struct page *p, struct fresh *f)
{
    const char *unit = page_form(p, "don_vi_ghi", 5);
    int32_t day = unit_day_of_ms(p->act->now_ms);
    const char *province = unit ? unit_province(p->act->units, unit, day) : NULL;
    if (!province || strlen(unit) != 5 || !user_in_scope(p->user, province, unit)) {
        rec_fault(p->faults, "don_vi_ghi", N_("Hãy chọn xã, phường nơi việc xảy ra"), NULL);
        return;
    }
    f->moving->common[DC_UNIT] = f->w.rec->common[DC_UNIT] = v_text(unit);
    f->moving->common[DC_PROVINCE] = f->w.rec->common[DC_PROVINCE] = v_text(province);
}

enum err page_create(struct page *p)
{
    struct fresh f = {.step = NULL};
    TRY(prepare_fresh(p, &f));
    TRY(writing_open(p, &f.w));
    if (asks_unit(p))
        put_unit_field(p);
    return OK;
}

/* Fields outside a short form keep their presets (source, time): the person need not see them. */
static void preset_rest(struct fresh *f)
{
    rec_preset(&f->w.rec->reg->forms[0], &f->w.env, f->w.rec);
}

static enum err show_fresh_again(struct page *p, struct fresh *f, const struct rec_input *in)
{
    TRY(writing_again(p, &f->w, in));
    if (asks_unit(p))
        put_unit_field(p);
    return OK;
}

enum err page_create_post(struct page *p)
{
    struct fresh f = {.step = NULL};
    TRY(prepare_fresh(p, &f));
    preset_rest(&f);
    struct rec_input in = page_input(p);
    bool again = writing_fill(p, &f.w, &in);
    if (asks_unit(p) && !writing_redraws(p))
        read_unit(p, &f);
    if (again || p->faults->errors || writing_asks(p))
        return show_fresh_again(p, &f, &in);
    struct alike like;
    TRY(alike_find(p, f.moving, &like));
    if (like.asks) {
        TRY(show_fresh_again(p, &f, &in));
        alike_put(p, &like);
        return OK;
    }
    draft_drop(p, f.w.action);
    if (!f.step) {
        TRY(rec_insert(p->act, f.moving, "tao", NULL));
        TRY(alike_store(p, f.moving, &like));
        return page_done(p, "/so/%s/%s?tb=da-luu", p->reg->id, rec_id(f.moving));
    }
    struct rec *form = f.step->reg ? f.w.rec : NULL;
    TRY(flow_start(p->act, p->reg->procedure, f.step, f.moving, form, &f.c));
    return page_done(p, "/so/%s/%s/bien-nhan", p->reg->id, rec_id(f.moving));
}

/* ---- a step ---------------------------------------------------------------------------------- */

struct doing {
    struct writing w;
    struct rec *moving, *form;
    struct flow_case *c;
    const struct step *step;
    const char *home;
};

static enum err prepare_step(struct page *p, struct doing *d)
{
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &d->moving));
    if (!d->moving->reg->procedure || kept_elsewhere(p->web->site->pack, d->moving->reg))
        return ERR_NOT_FOUND;
    TRY(flow_load(p->act, d->moving, &d->c));
    d->step = proc_step(d->c->proc, page_arg(p, "step"));
    if (!d->step || d->step->start)
        return ERR_NOT_FOUND;
    d->home = arena_printf(p->a, "/so/%s/%s", p->reg->id, rec_id(d->moving));
    d->form = flow_form(d->c, d->step);
    if (d->form)
        TRY(rec_load_rows(p->act, d->form));
    d->w = (struct writing){.rec = d->form ? d->form : d->moving,
        .form = d->step->form,
        .action = arena_printf(p->a, "%s/buoc/%s", d->home, d->step->id),
        .cancel = d->home,
        .title = d->step->label,
        .submit = d->step->verb.vi ? d->step->verb : d->step->label,
        .source = &d->step->source};
    d->w.env = d->form ? flow_form_env(d->c, d->form) : d->c->env;
    val_text(p->root, "case_code", rec_code(d->moving));
    val_text(p->root, "case_title", rec_label(p->act, d->moving));
    struct val *crumb = val_add(p->root, "crumbs");
    val_text(crumb, "href", d->home);
    val_text(crumb, "label", rec_code(d->moving));
    return OK;
}

/* The state has moved on or a guard says no: said on the case's own page. */
static enum err not_now(struct page *p, const struct doing *d, const struct label *why)
{
    val_msg(p->root, "title", N_("Chưa làm được bước này"), NULL, NULL, NULL);
    if (why)
        put_label(p, p->root, "text", *why);
    else
        val_msg(p->root, "text", N_("Hồ sơ không ở bước này nữa. Có thể người khác vừa làm xong."),
            NULL, NULL, NULL);
    val_text(p->root, "back", d->home);
    p->v->status = 409;
    return page_show(p, "not_now");
}

/* What brought the case here, above the form: who decides on a plan must have it before them. */
static enum err put_subject(struct page *p, const struct doing *d)
{
    const struct flow_event *e = NULL;
    for (size_t i = 0; i < d->c->nevents; i++)
        if (d->c->events[i].form && streq(d->c->events[i].to_state, rec_state(d->moving)) &&
            !streq(d->c->events[i].from_state, rec_state(d->moving)))
            e = &d->c->events[i];
    struct rec *r;
    if (!e || d->step->optional || rec_get(p->act, e->form_reg, e->form, &r) != OK)
        return OK;
    TRY(rec_load_rows(p->act, r));
    struct val *s = val_child(p->root, "subject");
    put_label(p, s, "title", e->form_reg->label);
    val_text(s, "by", e->actor_name);
    val_time(s, "at", e->done_at);
    enum { SHORT_FORM = 8 };
    size_t n = 0;
    for (size_t i = 0; i < d->step->form->nsections; i++)
        n += d->step->form->sections[i].nfields;
    val_bool(s, "open", n <= SHORT_FORM);
    recview_put(p, s, &e->form_reg->forms[0], r);
    return OK;
}

/* A step without a form is a question: do it? */
static enum err show_confirm(struct page *p, const struct doing *d)
{
    put_label(p, p->root, "title", d->w.title);
    val_text(p->root, "action", d->w.action);
    val_text(p->root, "cancel", d->home);
    put_label(p, p->root, "submit", d->w.submit);
    val_int(p->root, "version", rec_version(d->moving));
    return page_show(p, "confirm");
}

enum err page_step(struct page *p)
{
    struct doing d = {.step = NULL};
    TRY(prepare_step(p, &d));
    const struct label *why;
    enum err e = flow_may(d.c, d.step, &why);
    if (e == ERR_CONFLICT)
        return not_now(p, &d, why);
    TRY(e);
    p->version = rec_version(d.moving);
    if (!d.form)
        return show_confirm(p, &d);
    TRY(put_subject(p, &d));
    return writing_open(p, &d.w);
}

static enum err store_step(struct page *p, struct doing *d, const struct rec_input *in)
{
    const struct guard *g = flow_refuses(d->c, d->step, d->form);
    if (g) {
        if (p->faults->n < COUNT(p->faults->v))
            p->faults->v[p->faults->n++] = (struct rec_fault){.own = g->message};
        p->faults->errors++;
        return writing_again(p, &d->w, in);
    }
    if (p->version != rec_version(d->moving)) {
        rec_fault(p->faults, NULL,
            N_("Người khác vừa sửa hồ sơ này. Hãy đọc lại, rồi gửi lần nữa nếu vẫn đúng"), NULL);
        p->version = rec_version(d->moving);
        return writing_again(p, &d->w, in);
    }
    draft_drop(p, d->w.action);
    TRY(flow_do(d->c, d->step, d->form, p->version));
    return page_done(p, "%s?tb=da-luu", d->home);
}

enum err page_step_post(struct page *p)
{
    struct doing d = {.step = NULL};
    TRY(prepare_step(p, &d));
    const struct label *why;
    enum err e = flow_may(d.c, d.step, &why);
    if (e == ERR_CONFLICT)
        return not_now(p, &d, why);
    TRY(e);
    struct rec_input in = page_input(p);
    if (d.form)
        TRY(put_subject(p, &d));
    if (d.form && (writing_fill(p, &d.w, &in) || writing_asks(p)))
        return writing_again(p, &d.w, &in);
    return store_step(p, &d, &in);
}

/* ---- completing and correcting --------------------------------------------------------------- */

static bool changes_the_past(const struct rec *before, const struct rec *after)
{
    for (size_t i = 0; i < before->reg->nfields; i++)
        if (!v_is_null(before->v[i]) && !before->reg->fields[i].compute &&
            !v_eq(before->v[i], after->v[i]))
            return true;
    return false;
}

struct editing {
    struct writing w;
    struct rec before;
    const char *home;
};

static enum err prepare_edit(struct page *p, struct editing *d)
{
    struct rec *r;
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &r));
    if (r->reg->procedure)
        return err_set(ERR_DENIED, "a moving record changes by its steps");
    const struct reg *top = page_top(r->reg);
    bool case_part = r->reg->parent && top->procedure;
    if (case_part && !page_belongs(p, r))
        return err_set(ERR_DENIED, "only members correct parts of a case");
    TRY(rec_load_rows(p->act, r));
    d->before = *r;
    d->before.v = NEW_N(p->a, struct value, r->reg->nfields);
    memcpy(d->before.v, r->v, r->reg->nfields * sizeof *r->v);
    d->home = case_part ? arena_printf(p->a, "/so/%s/%s", p->reg->id, rec_id(r))
                        : arena_printf(p->a, "/so/%s/%s", top->id, r->root);
    struct rec *parent = NULL;
    if (r->reg->parent && !case_part)
        TRY(rec_get(p->act, r->reg->parent, r->parent, &parent));
    d->w = (struct writing){.rec = r,
        .form = &r->reg->forms[0],
        .env = {.act = p->act, .own = r, .parent = parent, .form = r},
        .action = arena_printf(p->a, "/so/%s/%s/sua", p->reg->id, rec_id(r)),
        .cancel = d->home,
        .title = r->reg->label,
        .submit = {"Lưu", "Save"},
        .source = &r->reg->source};
    return OK;
}

/* The moving record around a part, for presets and rules that name it. */
static enum err load_case_around(struct page *p, struct editing *d)
{
    const struct reg *top = page_top(d->w.rec->reg);
    if (top == d->w.rec->reg || !top->procedure)
        return OK;
    struct rec *moving;
    struct flow_case *c;
    TRY(rec_get(p->act, top, d->w.rec->root, &moving));
    TRY(flow_load(p->act, moving, &c));
    d->w.env = flow_form_env(c, d->w.rec);
    return OK;
}

static void put_reason_field(struct page *p, const char *typed)
{
    struct val *form = (struct val *)(uintptr_t)val_get(p->root, "form");
    struct val *section = val_add(form, "sections");
    struct val *f = val_add(section, "fields");
    val_text(f, "id", "ly_do_sua");
    val_text(f, "name", "ly_do_sua");
    val_text(f, "type", "text");
    val_msg(f, "label", N_("Lý do đính chính"), NULL, NULL, NULL);
    val_msg(f, "hint", N_("Chỉ cần khi đổi điều đã ghi; điền thêm ô trống thì không"), NULL, NULL,
        NULL);
    val_bool(f, "optional", true);
    val_text(f, "value", typed);
    for (size_t i = 0; i < p->faults->n; i++)
        if (streq(p->faults->v[i].name, "ly_do_sua"))
            val_msg(f, "error", p->faults->v[i].message, NULL, NULL, NULL);
}

enum err page_edit(struct page *p)
{
    struct editing d;
    TRY(prepare_edit(p, &d));
    TRY(load_case_around(p, &d));
    p->version = rec_version(d.w.rec);
    TRY(writing_open(p, &d.w));
    put_reason_field(p, NULL);
    return OK;
}

enum err page_edit_post(struct page *p)
{
    struct editing d;
    TRY(prepare_edit(p, &d));
    TRY(load_case_around(p, &d));
    struct rec_input in = page_input(p);
    bool again = writing_fill(p, &d.w, &in);
    const char *reason = page_form(p, "ly_do_sua", 500);
    bool past = changes_the_past(&d.before, d.w.rec);
    if (!writing_redraws(p) && past && (!reason || !*reason))
        rec_fault(p->faults, "ly_do_sua", N_("Hãy ghi lý do vì anh/chị đổi điều đã ghi"), NULL);
    if (!writing_redraws(p) && p->version != rec_version(&d.before)) {
        rec_fault(p->faults, NULL,
            N_("Người khác vừa sửa bản ghi này. Hãy đọc lại, rồi gửi lần nữa nếu vẫn đúng"), NULL);
        p->version = rec_version(&d.before);
    }
    if (again || p->faults->errors || writing_asks(p)) {
        TRY(writing_again(p, &d.w, &in));
        put_reason_field(p, reason);
        return OK;
    }
    draft_drop(p, d.w.action);
    TRY(rec_update(p->act, d.w.rec, p->version, past ? "dinh_chinh" : "sua", past ? reason : NULL));
    return page_done(p, "%s?tb=da-luu", d.home);
}

enum err page_void_post(struct page *p)
{
    struct rec *r;
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &r));
    const struct reg *top = page_top(r->reg);
    if (top->procedure)
        return err_set(ERR_DENIED, "what a procedure recorded is corrected, never taken away");
    const char *reason = page_form(p, "ly_do", 500);
    if (!reason || !*reason)
        return err_set(ERR_INVALID, "no reason given");
    if (rec_pointed_at(p->act, r))
        return page_not_now(p, arena_printf(p->a, "/so/%s/%s", p->reg->id, rec_id(r)),
            N_("Còn bản ghi gắn với bản ghi này. Hãy chuyển chúng đi trước, rồi mới hủy."));
    TRY(rec_void(p->act, r, p->version, reason));
    if (r->reg->parent)
        return page_done(p, "/so/%s/%s?tb=da-huy", top->id, r->root);
    return page_done(p, "/so/%s?tb=da-huy", p->reg->id);
}
