// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Recording what was decided: a new allowance or one that takes another's place (prefilled from the
 * right that was found), and suspending, ending or resuming one.
 */
#include "web/web_int.h"

#include "aid/aid.h"

struct deciding {
    struct rec *kid, *rec;
    struct aid_decision *v; /* what there is */
    size_t n;
    const struct aid_decision *instead; /* the one that the new one replaces */
    const struct aid_rule *rule;        /* suggested */
    struct aid_case c;
    struct rec_env env;
    const char *action, *cancel;
};

static void set(struct rec *r, const char *field, struct value v)
{
    r->v[reg_field(r->reg, field)->slot] = v;
}

static const struct aid_rule *rule_by_id(const struct aid *d, const char *id)
{
    for (size_t i = 0; i < d->nrules; i++)
        if (streq(d->rules[i].id, id))
            return &d->rules[i];
    return NULL;
}

static const struct aid_decision *decision_by_id(const struct deciding *k, const char *id)
{
    for (size_t i = 0; i < k->n; i++)
        if (streq(k->v[i].id, id))
            return &k->v[i];
    return NULL;
}

/* Query of the link, or hidden fields of the form. */
static const char *said(struct page *p, const char *name, size_t max)
{
    return streq(p->rq->method, "POST") ? page_form(p, name, max) : page_query(p, name, max);
}

static enum err prepare(struct page *p, struct deciding *k)
{
    const struct aid *d = aid_of(p->web->site->pack);
    if (!d || !user_can(p->user, d->reg->id, "write"))
        return err_set(ERR_DENIED, "decisions are recorded by the commune");
    TRY(rec_get(p->act, d->reg, page_arg(p, "id"), &k->kid));
    TRY(aid_decisions_of(p->act, k->kid, &k->v, &k->n));
    rec_open(p->act, k->kid);
    k->c = aid_case_of(p->act, k->kid);
    k->c.had = aid_had(d, k->v, k->n);
    k->instead = decision_by_id(k, said(p, "thay", 36));
    k->rule = rule_by_id(d, said(p, "de_nghi", 40));
    k->rule = k->rule ? k->rule : rule_by_id(d, page_query(p, "dien", 40));
    k->rec = rec_new(p->act, d->decisions, k->kid);
    k->env = (struct rec_env){.act = p->act, .own = k->rec, .parent = k->kid, .form = k->rec};
    k->action = arena_printf(p->a, "/tro-cap/tre/%s", rec_id(k->kid));
    k->cancel = arena_printf(p->a, "/so/%s/%s", d->reg->id, rec_id(k->kid));
    return OK;
}

/* The parent who lives with the child, or the carer; of a decision replaced its receiver. */
static struct value receiver_of(const struct deciding *k)
{
    if (k->instead && k->instead->receiver)
        return v_text(k->instead->receiver);
    static const char *const parent[][2] = {
        {"tinh_trang_me", "ho_ten_me"}, {"tinh_trang_cha", "ho_ten_cha"}};
    struct value carer = aid_value(k->kid, "nguoi_cham_soc");
    for (size_t i = 0; carer.t != V_TEXT && i < COUNT(parent); i++) {
        struct value state = aid_value(k->kid, parent[i][0]);
        if (state.t == V_TEXT && str_is(state.s, "song_cung"))
            return aid_value(k->kid, parent[i][1]);
    }
    return carer;
}

static void prefill(struct page *p, struct deciding *k)
{
    rec_preset(&k->rec->reg->forms[0], &k->env, k->rec);
    int month = aid_month_of(page_query(p, "thang", 7));
    month = month ? month : aid_month_of(p->act->today);
    set(k->rec, "ngay_quyet_dinh", v_text(p->act->today));
    set(k->rec, "tu_thang", v_text(aid_month_iso(p->a, month)));
    set(k->rec, "nguoi_nhan", receiver_of(k));
    if (k->instead) {
        set(k->rec, "cach_nhan", aid_value(k->instead->rec, "cach_nhan"));
        set(k->rec, "so_tai_khoan", aid_value(k->instead->rec, "so_tai_khoan"));
    }
    if (!k->rule)
        return;
    const struct aid_band *b = aid_band_in(&k->c, k->rule, month);
    set(k->rec, "dien", v_text(k->rule->id));
    if (b)
        set(k->rec, "he_so", v_real(b->hundredths / 100.0));
}

static struct val *form_of(struct page *p)
{
    return (struct val *)(uintptr_t)val_get(p->root, "form");
}

static enum err show(struct page *p, const struct deciding *k, const struct rec_input *typed)
{
    struct formview fv = {reg_form(k->rec->reg, "quyet_dinh"), k->rec, &k->env, p->faults, typed};
    formview_put(p, p->root, &fv);
    struct val *form = form_of(p);
    val_text(form, "action", k->action);
    val_text(form, "cancel", k->cancel);
    val_msg(form, "submit", N_("Ghi quyết định"), NULL, NULL, NULL);
    if (k->instead)
        put_hidden(p, form, "thay", k->instead->id);
    if (k->rule)
        put_hidden(p, form, "de_nghi", k->rule->id);
    val_msg(p->root, "title", N_("Quyết định trợ cấp: %1"),
        val_of_text(p->a, rec_label(p->act, k->kid)), NULL, NULL);
    put_source(p, p->root, "source", k->rule ? &k->rule->source : &k->rec->reg->source);
    if (k->instead)
        val_msg(form, "note", N_("Quyết định %1 thôi áp dụng từ tháng ghi ở đây."),
            val_of_text(p->a, k->instead->number), NULL, NULL);
    return page_show(p, "form");
}

enum err page_aid_decide(struct page *p)
{
    struct deciding k = {0};
    TRY(prepare(p, &k));
    prefill(p, &k);
    return show(p, &k, NULL);
}

/* ---- what the law says to it ------------------------------------------------------------------
 */

static int typed_hundredths(const struct rec *r)
{
    struct value v = aid_value(r, "he_so");
    double d = v.t == V_REAL ? v.r : v.t == V_INT ? (double)v.i : 0;
    return (int)(d * 100 + 0.5);
}

static void check_law(struct page *p, const struct deciding *k, const struct aid_rule *rule)
{
    int month = aid_month(aid_value(k->rec, "tu_thang"));
    if (!month) {
        rec_fault(p->faults, "tu_thang", N_("Ghi cả tháng và năm, ví dụ 11/2026"), NULL);
        return;
    }
    const struct aid_payee *payee = rule ? rule->payee : aid_of(p->web->site->pack)->payees;
    const struct aid_decision *runs = aid_running(k->v, k->n, payee, month);
    if (runs && runs != k->instead)
        rec_fault(p->faults, "dien",
            N_("Đang có quyết định %1 trả cho cùng người; hãy ghi thôi hưởng hoặc điều chỉnh "
               "quyết định đó"),
            runs->number);
    const struct aid_band *b = rule ? aid_band_in(&k->c, rule, month) : NULL;
    struct value born = k->c.v[k->c.aid->born->slot];
    if (rule && !b && born.t == V_TEXT)
        rec_fault(
            p->faults, "dien", N_("Tháng bắt đầu hưởng, trẻ không ở độ tuổi của diện này"), NULL);
    if (b && typed_hundredths(k->rec) < b->hundredths)
        rec_fault(p->faults, "he_so", N_("Thấp hơn hệ số của diện này (%1)"),
            aid_coefficient(p->a, b->hundredths));
}

static void settle(struct page *p, struct deciding *k, const struct aid_rule *rule)
{
    set(k->rec, "tra_cho", v_text(rule ? rule->payee->id : aid_of(p->web->site->pack)->payees->id));
    set(k->rec, "noi_huong", v_text(rule ? rule->setting : "cong_dong"));
    set(k->rec, "tinh_trang_huong", v_text("dang_huong"));
}

/* The old decision ends where the new one begins. */
static enum err end_old(struct page *p, const struct deciding *k)
{
    if (!k->instead)
        return OK;
    struct rec *old;
    TRY(rec_get(p->act, k->rec->reg, k->instead->id, &old));
    struct value from = aid_value(k->rec, "tu_thang");
    if (aid_month(from) < k->instead->from)
        from = aid_value(old, "tu_thang");
    set(old, "tinh_trang_huong", v_text("thoi_huong"));
    set(old, "dung_tu", from);
    set(old, "huong_lai_tu", VNULL);
    set(old, "ly_do_dung", v_text("dieu_chinh"));
    set(old, "quyet_dinh_dung", aid_value(k->rec, "so_quyet_dinh"));
    return rec_update(p->act, old, rec_version(old), "thay_quyet_dinh", NULL);
}

enum err page_aid_decide_post(struct page *p)
{
    struct deciding k = {0};
    TRY(prepare(p, &k));
    rec_preset(&k.rec->reg->forms[0], &k.env, k.rec);
    struct rec_input in = page_input(p);
    set(k.rec, "tra_cho", v_text("tre"));
    set(k.rec, "noi_huong", v_text("cong_dong"));
    rec_fill(p->act, reg_form(k.rec->reg, "quyet_dinh"), &k.env, &in, k.rec, p->faults);
    struct value dien = aid_value(k.rec, "dien");
    const struct aid_rule *rule =
        dien.t == V_TEXT ? rule_by_id(aid_of(p->web->site->pack), dien.s.p) : NULL;
    if (!p->faults->errors)
        check_law(p, &k, rule);
    if (p->faults->errors)
        return show(p, &k, &in);
    settle(p, &k, rule);
    TRY(rec_insert(p->act, k.rec, "tao", NULL));
    TRY(end_old(p, &k));
    return page_done(p, "%s?tb=da-luu", k.cancel);
}

/* ---- suspending, ending, resuming -------------------------------------------------------------
 */

static enum err prepare_stop(struct page *p, struct deciding *k)
{
    const struct aid *d = aid_of(p->web->site->pack);
    if (!d || !user_can(p->user, d->reg->id, "write"))
        return err_set(ERR_DENIED, "decisions are recorded by the commune");
    TRY(rec_get(p->act, d->decisions, page_arg(p, "id"), &k->rec));
    TRY(rec_get(p->act, d->reg, k->rec->parent, &k->kid));
    k->env = (struct rec_env){.act = p->act, .own = k->rec, .parent = k->kid, .form = k->rec};
    k->action = arena_printf(p->a, "/tro-cap/quyet-dinh/%s", rec_id(k->rec));
    k->cancel = arena_printf(p->a, "/so/%s/%s", d->reg->id, rec_id(k->kid));
    return OK;
}

static enum err show_stop(struct page *p, const struct deciding *k, const struct rec_input *typed)
{
    struct formview fv = {reg_form(k->rec->reg, "dung"), k->rec, &k->env, p->faults, typed};
    formview_put(p, p->root, &fv);
    struct val *form = form_of(p);
    val_text(form, "action", k->action);
    val_text(form, "cancel", k->cancel);
    put_hidden(p, form, "phien_ban", arena_printf(p->a, "%lld", (long long)p->version));
    struct value number = aid_value(k->rec, "so_quyet_dinh");
    val_msg(p->root, "title", N_("Tạm dừng, thôi hưởng: %1, quyết định %2"),
        val_of_text(p->a, rec_label(p->act, k->kid)),
        val_of_text(p->a, number.t == V_TEXT ? number.s.p : ""), NULL);
    static const struct source TT02 = {.text = "TT 02/2021/TT-BLĐTBXH Đ2; NĐ 20/2021 Đ8 k2"};
    put_source(p, p->root, "source", &TT02);
    return page_show(p, "form");
}

enum err page_aid_stop(struct page *p)
{
    struct deciding k = {0};
    TRY(prepare_stop(p, &k));
    p->version = rec_version(k.rec);
    const char *month = page_query(p, "thang", 7);
    if (month && aid_month_of(month)) {
        set(k.rec, "tinh_trang_huong", v_text("thoi_huong"));
        set(k.rec, "dung_tu", v_text(month));
    }
    return show_stop(p, &k, NULL);
}

static void check_stop(struct page *p, const struct deciding *k)
{
    struct value stop = aid_value(k->rec, "dung_tu"), again = aid_value(k->rec, "huong_lai_tu");
    if (stop.t == V_TEXT && !aid_month(stop))
        rec_fault(p->faults, "dung_tu", N_("Ghi cả tháng và năm, ví dụ 11/2026"), NULL);
    if (again.t == V_TEXT && (!aid_month(again) || aid_month(again) < aid_month(stop)))
        rec_fault(p->faults, "huong_lai_tu", N_("Tháng hưởng lại phải sau tháng dừng"), NULL);
}

enum err page_aid_stop_post(struct page *p)
{
    struct deciding k = {0};
    TRY(prepare_stop(p, &k));
    struct rec_input in = page_input(p);
    int64_t stored = rec_version(k.rec);
    rec_fill(p->act, reg_form(k.rec->reg, "dung"), &k.env, &in, k.rec, p->faults);
    if (!p->faults->errors)
        check_stop(p, &k);
    if (p->version != stored)
        rec_fault(p->faults, NULL,
            N_("Người khác vừa sửa bản ghi này. Hãy đọc lại, rồi gửi lần nữa nếu vẫn đúng"), NULL);
    p->version = stored;
    if (p->faults->errors)
        return show_stop(p, &k, &in);
    TRY(rec_update(p->act, k.rec, stored, "dung_tro_cap", NULL));
    return page_done(p, "%s?tb=da-luu", k.cancel);
}
