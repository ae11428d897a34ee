// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What is done with a household: a child is added, some members split off, two households join, the
 * whole one moves away or comes back, another becomes its head. Each is a small form; all of it is
 * ordinary changes of records in one transaction, so that the journal tells it and a later change
 * takes it back.
 */
#include "web/web_int.h"

#include "base/text.h"

/* ---- a child comes
 * -------------------------------------------------------------------------------
 */

static void draw_add(struct work *w)
{
    struct val *s =
        work_section(w, N_("Gõ tên, mã hoặc số định danh rồi bấm Tìm. Trẻ chưa có trong sổ "
                           "thì ghi mới ở sổ Trẻ em."));
    work_search(w, s, "tre", N_("Trẻ nào"), w->by->owner);
}

static enum err do_add(struct work *w)
{
    struct rec *kid;
    TRY(work_chosen(w, "tre", w->by->owner, &kid));
    if (!kid)
        return OK;
    struct value *ho = &kid->v[w->by->slot];
    if (ho->t == V_TEXT && str_is(ho->s, rec_id(w->ho)))
        rec_fault(w->p->faults, "tre", N_("Trẻ này đã ở trong hộ"), NULL);
    else if (work_is(kid, "tinh_trang", "da_mat"))
        rec_fault(w->p->faults, "tre", N_("Trẻ này được ghi là đã mất"), NULL);
    if (w->p->faults->errors)
        return OK;
    const char *reason = ho->t == V_TEXT ? "Chuyển sang hộ khác" : NULL;
    *ho = v_text(rec_id(w->ho));
    return work_store(w, kid, reason);
}

/* ---- some split off
 * ------------------------------------------------------------------------------
 */

static void draw_split(struct work *w)
{
    struct val *s =
        work_section(w, N_("Chọn những người ra ở riêng. Thôn, địa chỉ và đặc điểm nơi ở "
                           "được chép sang hộ mới; sửa lại sau nếu khác."));
    work_checks(w, s, "nguoi_lon", N_("Người lớn ra ở riêng"), w->adults, w->nadults);
    work_checks(w, s, "tre", N_("Trẻ đi theo"), w->kids, w->nkids);
    work_field(w, s, "chu_ho", "name", N_("Chủ hộ mới"));
    work_day_field(w, s, N_("Tách từ ngày"));
}

static size_t picked(struct work *w, const char *name, struct rec *const *v, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        k += work_sent(w, name, rec_id(v[i]));
    return k;
}

/* An adult goes over to another household; the line in the journal of the old one says so. */
static enum err move_adult(
    struct work *w, struct rec *r, const struct rec *to, const char *relation)
{
    TRY(rec_journal(w->p->act, &(struct rec_entry){.unit = rec_unit_now(w->p->act, r),
                                   .action = "ra",
                                   .reg = r->reg->id,
                                   .record = rec_id(r),
                                   .root = r->root,
                                   .reason = rec_code(to)}));
    r->parent = r->root = rec_id(to);
    work_put(r, "quan_he", v_text(relation));
    return work_store(w, r, rec_code(w->ho));
}

static enum err move_kid(struct work *w, struct rec *kid, const struct rec *to, const char *reason)
{
    kid->v[w->by->slot] = v_text(rec_id(to));
    return work_store(w, kid, reason);
}

static struct rec *new_household(struct work *w, const char *head)
{
    static const char *const copied[] = {
        "thon", "dia_chi", "vung_dbkk", "ho_nguy_co_duoi_nuoc", "kinh_te"};
    struct rec *to = rec_new(w->p->act, w->ho->reg, NULL);
    rec_put_at(w->p->act, to, w->ho);
    struct rec_env env = {.act = w->p->act, .own = to, .form = to};
    rec_preset(&to->reg->forms[0], &env, to);
    for (size_t i = 0; i < COUNT(copied); i++)
        work_put(to, copied[i], work_get(w->ho, copied[i]));
    work_put(to, "chu_ho", v_text(head));
    work_put(to, "tach_tu", v_text(rec_id(w->ho)));
    return to;
}

static enum err do_split(struct work *w)
{
    struct page *p = w->p;
    size_t adults = picked(w, "nguoi_lon", w->adults, w->nadults);
    size_t kids = picked(w, "tre", w->kids, w->nkids);
    const char *head = work_head(w);
    work_day(w);
    if (adults + kids == 0)
        rec_fault(p->faults, "tre", N_("Hãy chọn ít nhất một người ra ở riêng"), NULL);
    else if (adults + kids == w->nadults + w->nkids)
        rec_fault(p->faults, "tre",
            N_("Không thể tách tất cả: khi đó là cả hộ chuyển đi hoặc đổi chủ hộ"), NULL);
    if (head && work_same_name(w, head, work_get(w->ho, "chu_ho")))
        rec_fault(p->faults, "chu_ho", N_("%1 đang là chủ hộ này. Hộ mới cần chủ hộ khác"), head);
    if (p->faults->errors)
        return OK;
    struct rec *to = new_household(w, head);
    TRY(rec_insert(p->act, to, "tao", arena_printf(p->a, "Tách từ %s", rec_code(w->ho))));
    for (size_t i = 0; i < w->nadults; i++)
        if (work_sent(w, "nguoi_lon", rec_id(w->adults[i])))
            TRY(move_adult(w, w->adults[i], to,
                work_same_name(w, head, work_get(w->adults[i], "ho_ten")) ? "chu_ho" : "ho_hang"));
    for (size_t i = 0; i < w->nkids; i++)
        if (work_sent(w, "tre", rec_id(w->kids[i])))
            TRY(move_kid(w, w->kids[i], to, arena_printf(p->a, "Tách hộ từ ngày %s", w->day)));
    w->home = arena_printf(p->a, "/so/%s/%s", to->reg->id, rec_id(to));
    return OK;
}

/* ---- two join
 * ------------------------------------------------------------------------------------
 */

static void draw_join(struct work *w)
{
    struct val *s =
        work_section(w, N_("Mọi người của hộ này sang hộ kia; hộ này đóng lại và vẫn xem "
                           "được."));
    work_search(w, s, "ho", N_("Nhập vào hộ nào"), w->ho->reg);
    work_day_field(w, s, N_("Từ ngày"));
}

static enum err do_join(struct work *w)
{
    struct page *p = w->p;
    struct rec *to;
    TRY(work_chosen(w, "ho", w->ho->reg, &to));
    work_day(w);
    if (to && streq(rec_id(to), rec_id(w->ho)))
        rec_fault(p->faults, "ho", N_("Đây chính là hộ này"), NULL);
    else if (to && work_closed(to))
        rec_fault(p->faults, "ho", N_("Hộ đó không còn ở địa bàn hoặc đã nhập vào hộ khác"), NULL);
    if (p->faults->errors)
        return OK;
    for (size_t i = 0; i < w->nadults; i++)
        TRY(move_adult(w, w->adults[i], to, "ho_hang"));
    for (size_t i = 0; i < w->nkids; i++)
        TRY(move_kid(w, w->kids[i], to, arena_printf(p->a, "Nhập hộ từ ngày %s", w->day)));
    work_put(w->ho, "tinh_trang", v_text("nhap_ho"));
    work_put(w->ho, "ngay_tinh_trang", v_text(w->day));
    work_put(w->ho, "nhap_vao", v_text(rec_id(to)));
    TRY(work_store(w, w->ho, arena_printf(p->a, "Nhập vào %s", rec_code(to))));
    w->home = arena_printf(p->a, "/so/%s/%s", to->reg->id, rec_id(to));
    return OK;
}

/* ---- the household goes, and comes back
 * -----------------------------------------------------------
 */

static void draw_leave(struct work *w)
{
    struct val *s =
        work_section(w, N_("Trẻ đang theo dõi và người lớn đang ở nhà được ghi là đã chuyển "
                           "đi cùng hộ."));
    work_day_field(w, s, N_("Chuyển đi ngày"));
    work_field(w, s, "noi_den", "text", N_("Chuyển đến đâu"));
}

/* Those who are `from` become `to`, since that day. */
static enum err turn(struct work *w, struct rec *r, const char *since, const char *from,
    const char *to, const char *reason)
{
    if (!work_is(r, "tinh_trang", from))
        return OK;
    work_put(r, "tinh_trang", v_text(to));
    work_put(r, since, w->day ? v_text(w->day) : VNULL);
    return work_store(w, r, reason);
}

static enum err do_leave(struct work *w)
{
    struct page *p = w->p;
    const char *where = page_form(p, "noi_den", 200);
    work_day(w);
    if (!where || !*where)
        rec_fault(p->faults, "noi_den", N_("Ghi nơi đến; chưa rõ thì ghi “chưa rõ”"), NULL);
    if (p->faults->errors)
        return OK;
    static const char reason[] = "Chuyển đi cùng hộ";
    for (size_t i = 0; i < w->nkids; i++)
        TRY(turn(w, w->kids[i], "ngay_tinh_trang", "dang_theo_doi", "chuyen_di", reason));
    for (size_t i = 0; i < w->nadults; i++)
        TRY(turn(w, w->adults[i], "tu_ngay", "o_nha", "chuyen_di", reason));
    work_put(w->ho, "tinh_trang", v_text("chuyen_di"));
    work_put(w->ho, "ngay_tinh_trang", v_text(w->day));
    work_put(w->ho, "noi_den", v_text(where));
    return work_store(w, w->ho, NULL);
}

static void draw_return(struct work *w)
{
    struct val *s =
        work_section(w, N_("Người đã chuyển đi cùng hộ được ghi là ở nhà, trẻ là đang theo "
                           "dõi."));
    struct val *f = work_field(w, s, "dung", "static", N_("Hộ"));
    val_text(f, "value", rec_label(w->p->act, w->ho));
}

static enum err do_return(struct work *w)
{
    static const char reason[] = "Quay về cùng hộ";
    if (work_is(w->ho, "tinh_trang", "nhap_ho")) {
        rec_fault(w->p->faults, "dung", N_("Hộ này đã nhập vào hộ khác"), NULL);
        return OK;
    }
    for (size_t i = 0; i < w->nkids; i++)
        TRY(turn(w, w->kids[i], "ngay_tinh_trang", "chuyen_di", "dang_theo_doi", reason));
    for (size_t i = 0; i < w->nadults; i++)
        TRY(turn(w, w->adults[i], "tu_ngay", "chuyen_di", "o_nha", reason));
    work_put(w->ho, "tinh_trang", v_text("dang_o"));
    work_put(w->ho, "ngay_tinh_trang", VNULL);
    work_put(w->ho, "noi_den", VNULL);
    return work_store(w, w->ho, reason);
}

/* ---- another head
 * --------------------------------------------------------------------------------
 */

static const char *relation_name(struct work *w, const struct rec *adult)
{
    return arena_printf(w->p->a, "qh.%s", rec_id(adult));
}

static void relation_field(struct work *w, struct val *s, const struct rec *adult)
{
    struct page *p = w->p;
    const char *name = relation_name(w, adult);
    struct val *f = work_field(w, s, name, "choice", N_("Chủ hộ"));
    val_text(f, "label", rec_label(p->act, adult));
    const struct field *relation = reg_field(adult->reg, "quan_he");
    const char *typed = page_form(p, name, 40);
    for (size_t i = 0; relation && i < relation->list->ncodes; i++) {
        const struct code *c = &relation->list->codes[i];
        struct val *o = val_add(f, "options");
        val_text(o, "code", c->id);
        put_label(p, o, "label", c->label);
        val_bool(o, "checked", typed ? streq(typed, c->id) : work_is(adult, "quan_he", c->id));
    }
}

static void draw_head(struct work *w)
{
    struct val *s =
        work_section(w, N_("Quan hệ là với chủ hộ mới: chọn một người là chủ hộ, rồi xem "
                           "lại quan hệ của những người khác."));
    for (size_t i = 0; i < w->nadults; i++)
        relation_field(w, s, w->adults[i]);
    if (!w->nadults) {
        struct val *f = work_field(w, s, "dung", "static", N_("Chủ hộ"));
        val_msg(f, "value", N_("Hộ chưa ghi người lớn nào. Hãy thêm người lớn trước."), NULL, NULL,
            NULL);
    }
}

static enum err do_head(struct work *w)
{
    struct page *p = w->p;
    struct rec *head = NULL;
    for (size_t i = 0; i < w->nadults; i++) {
        const char *name = relation_name(w, w->adults[i]), *code = page_form(p, name, 40);
        const struct field *f = reg_field(w->adult_reg, "quan_he");
        if (!code || !list_code(f->list, str_of(code)))
            rec_fault(p->faults, name, N_("Hãy chọn một trả lời"), NULL);
        else if (streq(code, "chu_ho") && head)
            rec_fault(p->faults, name, N_("Một hộ chỉ có một chủ hộ"), NULL);
        else if (streq(code, "chu_ho"))
            head = w->adults[i];
        work_put(w->adults[i], "quan_he", v_text(code));
    }
    if (!head && !p->faults->errors)
        rec_fault(p->faults, w->nadults ? relation_name(w, w->adults[0]) : "dung",
            N_("Chưa chọn ai là chủ hộ"), NULL);
    else if (head &&
             (work_is(head, "tinh_trang", "da_mat") || work_is(head, "tinh_trang", "mat_tich")))
        rec_fault(p->faults, relation_name(w, head),
            N_("Người này được ghi là đã mất hoặc mất tích, không thể là chủ hộ"), NULL);
    if (p->faults->errors)
        return OK;
    for (size_t i = 0; i < w->nadults; i++)
        TRY(work_store(w, w->adults[i], NULL));
    work_put(w->ho, "chu_ho", work_get(head, "ho_ten"));
    return work_store(w, w->ho, "Đổi chủ hộ");
}

/* ---- pages
 * ---------------------------------------------------------------------------------------
 */

static const struct kind {
    const char *id, *title, *submit;
    void (*draw)(struct work *w);
    enum err (*act)(struct work *w);
    bool away; /* for households that are not here; the others for those that are */
} kinds[] = {{"them-tre", N_("Thêm trẻ vào hộ"), N_("Thêm vào hộ"), draw_add, do_add, false},
    {"tach", N_("Tách hộ"), N_("Tách hộ"), draw_split, do_split, false},
    {"nhap", N_("Nhập vào hộ khác"), N_("Nhập hộ"), draw_join, do_join, false},
    {"chuyen", N_("Hộ chuyển đi"), N_("Ghi hộ chuyển đi"), draw_leave, do_leave, false},
    {"quay-ve", N_("Hộ đã quay về"), N_("Ghi hộ quay về"), draw_return, do_return, true},
    {"chu-ho", N_("Đổi chủ hộ"), N_("Đổi chủ hộ"), draw_head, do_head, false}};

static const struct kind *kind_of(const char *id)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (streq(kinds[i].id, id))
            return &kinds[i];
    return NULL;
}

static enum err prepare(struct page *p, struct work *w, const struct kind **k)
{
    *w = (struct work){.p = p, .by = household_field(p->web->site->pack, p->reg)};
    *k = kind_of(page_arg(p, "viec"));
    if (!w->by || !*k)
        return err_set(ERR_NOT_FOUND, "nothing to do of that name");
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &w->ho));
    w->home = arena_printf(p->a, "/so/%s/%s", p->reg->id, rec_id(w->ho));
    TRY(rec_referring(p->act, w->by, rec_id(w->ho), &w->kids, &w->nkids));
    w->adult_reg = pack_reg(p->web->site->pack, "thanh_vien_ho");
    if (w->adult_reg)
        TRY(rec_parts(p->act, w->adult_reg, w->ho, &w->adults, &w->nadults));
    return OK;
}

static enum err draw(struct work *w, const struct kind *k)
{
    struct page *p = w->p;
    struct val *crumb = val_add(p->root, "crumbs");
    val_text(crumb, "href", w->home);
    val_text(crumb, "label", rec_label(p->act, w->ho));
    struct val *form = val_child(p->root, "form");
    val_text(form, "action", arena_printf(p->a, "%s/ho/%s", w->home, k->id));
    val_text(form, "cancel", w->home);
    val_msg(form, "submit", k->submit, NULL, NULL, NULL);
    val_msg(p->root, "title", k->title, NULL, NULL, NULL);
    val_text(p->root, "case_code", rec_code(w->ho));
    k->draw(w);
    work_faults(p);
    return page_show(p, "form");
}

static enum err not_here(struct work *w, const struct kind *k)
{
    return page_not_now(w->p, w->home,
        k->away ? N_("Hộ này vẫn đang ở địa bàn.")
                : N_("Hộ này đã chuyển đi hoặc đã nhập vào hộ khác. Hãy ghi hộ quay về trước."));
}

enum err page_household(struct page *p)
{
    if (p->reg->identity)
        return household_found(p, false);
    struct work w;
    const struct kind *k;
    TRY(prepare(p, &w, &k));
    return work_closed(w.ho) == k->away ? draw(&w, k) : not_here(&w, k);
}

enum err page_household_post(struct page *p)
{
    if (p->reg->identity)
        return household_found(p, true);
    struct work w;
    const struct kind *k;
    TRY(prepare(p, &w, &k));
    if (work_closed(w.ho) != k->away)
        return not_here(&w, k);
    if (!writing_redraws(p)) {
        TRY(k->act(&w));
        if (!p->faults->errors)
            return page_done(p, "%s?tb=da-luu", w.home);
    }
    return draw(&w, k);
}
