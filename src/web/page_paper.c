// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Official papers of a record, from the pack's Word templates: a page to print and a file to open
 * in Word. Also files attached to it, and who may see it.
 */
#include "web/web_int.h"

#include "base/text.h"
#include "doc/doc.h"

#include <stdio.h>

/* ---- the values a template may name ---------------------------------------------------------- */

static void put_record(struct page *p, struct val *obj, struct rec *r);

static void put_rows_of(struct page *p, struct val *obj, const struct field *f, struct rec *r)
{
    for (size_t i = 0; i < r->rows[f->slot].n; i++)
        put_record(p, val_add(obj, f->id), r->rows[f->slot].v[i]);
}

/* The record that a reference points to, when the reader may see it. */
static void put_referenced(struct page *p, struct val *obj, const struct field *f, struct value v)
{
    struct rec *to;
    if (v.t != V_TEXT || rec_get(p->act, f->reg, v.s.p, &to) != OK)
        return;
    struct val *o = val_child(obj, f->id);
    put_record(p, o, to);
}

/* Codes of several choices as a list, so that a template can tick boxes. */
static void put_codes(struct page *p, struct val *obj, const struct field *f, struct value v)
{
    struct val *list = val_list(p->a);
    struct str rest = v.s, part;
    while (str_split(&rest, '|', &part)) {
        const struct code *c = part.n ? list_code(f->list, part) : NULL;
        if (c)
            val_push(list, val_of_code(p->a, c->id, c->label.vi, c->label.en));
    }
    val_set(obj, f->id, list);
}

static void put_record(struct page *p, struct val *obj, struct rec *r)
{
    val_text(obj, "ma", rec_code(r));
    for (size_t i = 0; i < r->reg->nfields; i++) {
        const struct field *f = &r->reg->fields[i];
        struct value v = f->type == F_ROWS ? VNULL : r->v[i];
        if (f->type == F_ROWS)
            put_rows_of(p, obj, f, r);
        else if (v_is_null(v) || rec_shows(r, f) == SHOW_NO)
            val_text(obj, f->id, NULL); /* absent would be sought in the record around it */
        else if (f->type == F_REF)
            put_referenced(p, obj, f, v);
        else if (f->type == F_CHOICES)
            put_codes(p, obj, f, v);
        else if (f->type == F_BOOL)
            val_bool(obj, f->id, v.i != 0);
        else
            val_set(obj, f->id, field_val(p, r, f));
    }
}

static const char *upper(struct arena *a, const char *s)
{
    struct str up = text_capitals(a, str_of(s));
    return arena_dupn(a, up.p, up.n);
}

static void put_place(struct page *p, struct val *obj, const struct rec *r)
{
    int32_t day = unit_day_of_ms(p->act->now_ms);
    const char *unit = r->common[DC_UNIT].s.p, *province = r->common[DC_PROVINCE].s.p;
    const char *name = unit_name(p->act->units, unit, day);
    const char *tinh = unit_name(p->act->units, province, day);
    const struct unit *u = unit_find(p->act->units, unit, day);
    val_text(obj, "don_vi", name);
    val_text(obj, "don_vi_hoa", upper(p->a, name));
    val_text(obj, "dia_danh", u ? u->short_name : name);
    val_text(obj, "tinh", tinh);
    val_text(obj, "tinh_hoa", upper(p->a, tinh));
    struct cal_time now = cal_local(p->act->now_ms);
    val_text(obj, "ngay", arena_printf(p->a, "%02d", now.date.d));
    val_text(obj, "thang", arena_printf(p->a, now.date.m < 3 ? "%02d" : "%d", now.date.m));
    val_text(obj, "nam", arena_printf(p->a, "%d", now.date.y));
    val_date(obj, "hom_nay", p->act->today);
    val_text(obj, "nguoi_in", p->user->name);
}

static const char *done_by(const struct flow_case *c, const char *form)
{
    for (size_t i = 0; i < c->nevents; i++)
        if (streq(c->events[i].form, form))
            return c->events[i].actor_name;
    return NULL;
}

/* Everything the case knows, by register: the latest record of each. */
static enum err put_case(struct page *p, struct val *obj, struct rec *r)
{
    struct flow_case *c;
    TRY(flow_load(p->act, r, &c));
    const struct pack *pk = p->web->site->pack;
    for (size_t i = 0; i < pk->nregs; i++) {
        const struct reg *reg = &pk->regs[i];
        if (reg->parent != r->reg)
            continue;
        struct rec *part = flow_latest(c, reg);
        if (!part || !part->secret)
            continue;
        TRY(rec_load_rows(p->act, part));
        struct val *o = val_child(obj, reg->id);
        put_record(p, o, part);
        val_text(o, "nguoi_lam", done_by(c, rec_id(part)));
    }
    return OK;
}

static enum err values_of(struct page *p, struct rec *r, struct val **out)
{
    struct val *obj = val_obj(p->a);
    TRY(rec_load_rows(p->act, r));
    put_record(p, obj, r);
    if (r->reg->procedure)
        TRY(put_case(p, obj, r));
    put_place(p, obj, r);
    *out = obj;
    return db_status(p->act->c);
}

enum err page_paper(struct page *p)
{
    struct rec *r;
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &r));
    const struct document *d = pack_doc(p->web->site->pack, page_arg(p, "doc"));
    if (!d || d->reg != r->reg)
        return ERR_NOT_FOUND;
    if (!r->secret && r->reg->procedure)
        return err_set(ERR_DENIED, "papers of a case are for its members");
    const struct asset *file = asset_find(arena_printf(p->a, "packs/vn/%s", d->file));
    struct doc *tpl;
    struct doc_faults faults = {.n = 0};
    if (!file)
        return err_set(ERR_NOT_FOUND, "template %s", d->file);
    TRY(doc_open(p->a, file->data, &tpl, &faults));
    struct val *values;
    TRY(values_of(p, r, &values));
    if (streq(p->match.suffix, "docx")) {
        TRY(doc_docx(p->a, tpl, values, &p->v->file));
        p->v->file_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        p->v->file_name = arena_printf(p->a, "%s %s.docx", rec_code(r), d->id);
        return OK;
    }
    struct val *blocks;
    TRY(doc_paper(p->a, tpl, values, &blocks));
    val_set(p->root, "blocks", blocks);
    put_label(p, p->root, "title", d->label);
    const char *home = arena_printf(p->a, "/so/%s/%s", r->reg->id, rec_id(r));
    val_text(p->root, "back", home);
    val_text(p->root, "word", arena_printf(p->a, "%s/in/%s.docx", home, d->id));
    return page_show(p, "paper");
}

/* ---- files ----------------------------------------------------------------------------------- */

enum err page_attach(struct page *p)
{
    struct rec *r;
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &r));
    const char *msg = N_("Hãy chọn một tệp");
    const char *home = arena_printf(p->a, "/so/%s/%s", r->reg->id, rec_id(r));
    enum err e = ERR_INVALID;
    for (size_t i = 0; i < p->rq->nfiles; i++) {
        struct str name = p->rq->files[i].name;
        e = rec_attach(p->act, r, arena_dupn(p->a, name.p, name.n), p->rq->files[i].data, &msg);
        if (e)
            break;
    }
    if (e && !msg)
        return e;
    if (!e)
        return page_done(p, "%s?tb=da-dinh-kem", home);
    val_msg(p->root, "title", N_("Chưa đính kèm được"), NULL, NULL, NULL);
    val_msg(p->root, "text", msg, NULL, NULL, NULL);
    val_text(p->root, "back", home);
    p->v->status = 422;
    return page_show(p, "not_now");
}

enum err page_attachment(struct page *p)
{
    struct rec *r;
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &r));
    return rec_attachment(
        p->act, r, page_arg(p, "file"), &p->v->file, &p->v->file_name, &p->v->file_type);
}

/* ---- people of a case ------------------------------------------------------------------------ */

enum err page_break_glass(struct page *p)
{
    struct rec *r;
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &r));
    const char *reason = page_form(p, "ly_do", 500);
    if (!reason || strlen(reason) < 10)
        return err_set(ERR_INVALID, "a reason of at least ten characters is needed");
    if (!p->user->role->secret_if_member)
        return err_set(ERR_DENIED, "role may not open secrets");
    TRY(rec_break_glass(p->act, r, reason));
    return page_done(p, "/so/%s/%s?tb=da-mo-xem", p->reg->id, rec_id(r));
}

bool page_belongs(struct page *p, const struct rec *r)
{
    struct db_rows *m = db_query(p->act->c, p->a, Q_MEMBERS_OF, ARGS(r->root, p->act->now_ms));
    while (r->secret && db_next(m))
        if (streq(db_text(m, 0), p->user->id) && !streq(db_text(m, 5), "khan_cap"))
            return true;
    return false;
}

enum err page_members(struct page *p)
{
    struct rec *r;
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &r));
    if (!page_belongs(p, r))
        return err_set(ERR_DENIED, "only members hand a case on");
    const char *home = arena_printf(p->a, "/so/%s/%s", r->reg->id, rec_id(r));
    val_text(p->root, "home", home);
    val_text(p->root, "code", rec_code(r));
    val_msg(p->root, "title", N_("Người được giao %1"), val_of_text(p->a, rec_code(r)), NULL, NULL);
    put_people(p, r);
    struct user_person *who;
    size_t n;
    TRY(rec_people_of(p->act, r, "", &who, &n));
    for (size_t i = 0; i < n; i++) {
        const struct role *role = pack_role(p->web->site->pack, who[i].role);
        if (!role || !role->secret_if_member)
            continue;
        struct val *x = val_add(p->root, "candidates");
        val_text(x, "id", who[i].id);
        val_text(x, "name", who[i].name);
        put_label(p, x, "role", role->label);
    }
    return page_show(p, "members");
}

enum err page_member_post(struct page *p)
{
    struct rec *r;
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &r));
    const char *account = page_form(p, "nguoi", 36);
    if (!page_belongs(p, r))
        return err_set(ERR_DENIED, "only members hand a case on");
    if (!account || !uuid_ok(str_of(account)))
        return err_set(ERR_INVALID, "no person chosen");
    struct user to;
    TRY(user_get(p->act->c, p->web->site->pack, p->a, account, &to));
    struct act as = *p->act; /* only to ask what he could see */
    user_settle(&to, p->act->units, p->a, unit_day_of_ms(p->act->now_ms));
    as.user = &to;
    if (!rec_in_scope(&as, r))
        return err_set(ERR_DENIED, "outside the scope of that person");
    TRY(rec_add_member(p->act, r, account, "giao", 0));
    TRY(rec_journal(p->act, &(struct rec_entry){.unit = rec_unit_now(p->act, r),
                                .action = "giao",
                                .reg = r->reg->id,
                                .record = rec_id(r),
                                .root = r->root,
                                .reason = to.name}));
    return page_done(p, "/so/%s/%s?tb=da-giao", p->reg->id, rec_id(r));
}
