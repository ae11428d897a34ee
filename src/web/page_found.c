// SPDX-License-Identifier: AGPL-3.0-or-later
/* A household for a child that has none, made from what is written down of the child. */
#include "web/web_int.h"

static const char *const taken_over[][2] = {{"thon", "thon"}, {"dia_chi", "dia_chi"},
    {"dien_thoai", "dien_thoai"}, {"kinh_te", "tinh_trang_ho"}, {"vung_dbkk", "vung_dbkk"},
    {"ho_nguy_co_duoi_nuoc", "ho_nguy_co_duoi_nuoc"}};

/* Who is likely its head: the parent at home, else the carer. */
static const char *likely_head(const struct rec *kid)
{
    static const char *const who[][2] = {
        {"ho_ten_cha", "tinh_trang_cha"}, {"ho_ten_me", "tinh_trang_me"}};
    struct value carer = work_get(kid, "nguoi_cham_soc");
    for (size_t i = 0; i < COUNT(who); i++) {
        struct value name = work_get(kid, who[i][0]), state = work_get(kid, who[i][1]);
        if (name.t == V_TEXT && (state.t != V_TEXT || work_is(kid, who[i][1], "song_cung")))
            return name.s.p;
    }
    return carer.t == V_TEXT ? carer.s.p : NULL;
}

static enum err add_adult(struct work *w, const char *name, const char *relation)
{
    if (!w->adult_reg || !name)
        return OK;
    struct rec *r = rec_new(w->p->act, w->adult_reg, w->ho);
    struct rec_env env = {.act = w->p->act, .own = r, .parent = w->ho, .form = r};
    rec_preset(&r->reg->forms[0], &env, r);
    work_put(r, "ho_ten", v_text(name));
    work_put(r, "quan_he", v_text(relation));
    return rec_insert(w->p->act, r, "tao", NULL);
}

/* The head, and the other parent if both live with the child. */
static enum err add_adults(struct work *w, const struct rec *kid, const char *head)
{
    TRY(add_adult(w, head, "chu_ho"));
    struct value father = work_get(kid, "ho_ten_cha"), mother = work_get(kid, "ho_ten_me");
    bool both =
        work_is(kid, "tinh_trang_cha", "song_cung") && work_is(kid, "tinh_trang_me", "song_cung");
    if (!both || father.t != V_TEXT || mother.t != V_TEXT)
        return OK;
    if (work_same_name(w, head, father))
        return add_adult(w, mother.s.p, "vo_chong");
    return work_same_name(w, head, mother) ? add_adult(w, father.s.p, "vo_chong") : OK;
}

static enum err found(struct work *w, struct rec *kid)
{
    struct page *p = w->p;
    w->ho = rec_new(p->act, w->by->reg, NULL);
    const char *head = work_head(w);
    if (p->faults->errors)
        return OK;
    rec_put_at(p->act, w->ho, kid);
    struct rec_env env = {.act = p->act, .own = w->ho, .form = w->ho};
    rec_preset(&w->ho->reg->forms[0], &env, w->ho);
    for (size_t i = 0; i < COUNT(taken_over); i++)
        work_put(w->ho, taken_over[i][0], work_get(kid, taken_over[i][1]));
    work_put(w->ho, "chu_ho", v_text(head));
    TRY(rec_insert(p->act, w->ho, "tao", NULL));
    TRY(add_adults(w, kid, head));
    kid->v[w->by->slot] = v_text(rec_id(w->ho));
    return work_store(w, kid, NULL);
}

static void draw_found(struct work *w, const struct rec *kid)
{
    struct page *p = w->p;
    val_msg(p->root, "title", N_("Lập hộ mới cho %1"), val_of_text(p->a, rec_label(p->act, kid)),
        NULL, NULL);
    struct val *form = val_child(p->root, "form");
    val_text(form, "action", arena_printf(p->a, "%s/ho/lap", w->home));
    val_text(form, "cancel", w->home);
    val_msg(form, "submit", N_("Lập hộ"), NULL, NULL, NULL);
    struct val *s = work_section(w, N_("Thôn, địa chỉ, điện thoại và kinh tế lấy từ điều đã ghi "
                                       "của trẻ. Cha, mẹ sống cùng trẻ thành người lớn của hộ."));
    struct val *f = work_field(w, s, "chu_ho", "name", N_("Chủ hộ"));
    if (val_kind_of(val_get(f, "value")) == VK_NULL)
        val_text(f, "value", likely_head(kid));
}

enum err household_found(struct page *p, bool post)
{
    struct work w = {.p = p, .by = household_of(p->web->site->pack, p->reg)};
    struct rec *kid;
    if (!w.by || !streq(page_arg(p, "viec"), "lap"))
        return err_set(ERR_NOT_FOUND, "nothing to do of that name");
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &kid));
    w.home = arena_printf(p->a, "/so/%s/%s", p->reg->id, rec_id(kid));
    w.adult_reg = pack_reg(p->web->site->pack, "thanh_vien_ho");
    if (!v_is_null(kid->v[w.by->slot]))
        return page_not_now(p, w.home, N_("Trẻ này đã có hộ."));
    if (post) {
        TRY(found(&w, kid));
        if (!p->faults->errors)
            return page_done(p, "/so/%s/%s?tb=da-luu", w.by->reg->id, rec_id(w.ho));
    }
    draw_found(&w, kid);
    work_faults(p);
    return page_show(p, "form");
}
