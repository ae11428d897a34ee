// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The page of a household (a register whose facts go into persons): head and address, adults,
 * children, economy by year, who came and went; and what can be done with it.
 */
#include "web/web_int.h"

#include "base/text.h"

#include <stdlib.h>

const struct field *household_field(const struct pack *pk, const struct reg *reg)
{
    (void)pk;
    for (size_t i = 0; i < reg->npushes; i++)
        if (reg->pushes[i].by && reg->pushes[i].to->identity)
            return reg->pushes[i].by;
    return NULL;
}

static bool same_text(struct page *p, struct value a, struct value b)
{
    return a.t == V_TEXT && b.t == V_TEXT && str_eq(text_fold(p->a, a.s), text_fold(p->a, b.s));
}

static struct value of(const struct rec *r, const char *id)
{
    const struct field *f = r ? reg_field(r->reg, id) : NULL;
    return f ? r->v[f->slot] : VNULL;
}

const struct field *household_of(const struct pack *pk, const struct reg *persons)
{
    for (size_t i = 0; i < pk->nregs; i++) {
        const struct field *f = household_field(pk, &pk->regs[i]);
        if (f && f->owner == persons)
            return f;
    }
    return NULL;
}

/* ---- children -----------------------------------------------------------------------------------
 */

static void put_child_fact(
    struct page *p, struct val *x, const char *key, const struct rec *k, const char *id)
{
    const struct field *f = reg_field(k->reg, id);
    struct val *v = f ? field_val(p, k, f) : NULL;
    if (v)
        val_set(x, key, v);
}

/* The mother is named where the children have not all the same one. */
static void put_child(struct page *p, const struct rec *k, bool mothers)
{
    static const char *const facts[][2] = {{"born", "ngay_sinh"}, {"sex", "gioi_tinh"},
        {"school", "hoc_tap"}, {"class", "truong_lop"}, {"groups", "nhom_hcdb"}};
    struct val *x = val_add(p->root, "children");
    val_text(x, "href", arena_printf(p->a, "/so/%s/%s", k->reg->id, rec_id(k)));
    val_text(x, "name", rec_label(p->act, k));
    for (size_t i = 0; i < COUNT(facts); i++)
        put_child_fact(p, x, facts[i][0], k, facts[i][1]);
    if (mothers)
        put_child_fact(p, x, "mother", k, "ho_ten_me");
    const struct field *born = k->reg->identity->born, *status = reg_field(k->reg, "tinh_trang");
    struct value b = born ? k->v[born->slot] : VNULL, s = status ? k->v[status->slot] : VNULL;
    bool gone = s.t == V_TEXT && !str_is(s.s, "dang_theo_doi");
    struct val *age = k->personal && b.t == V_TEXT && !gone ? age_val(p, b.s.p) : NULL;
    if (age)
        val_set(x, "age", age);
    if (gone)
        put_child_fact(p, x, "status", k, "tinh_trang");
}

static int eldest_first(const void *a, const void *b)
{
    const struct rec *x = *(struct rec *const *)a, *y = *(struct rec *const *)b;
    const struct field *born = x->reg->identity->born;
    struct value v = born ? x->v[born->slot] : VNULL, w = born ? y->v[born->slot] : VNULL;
    return strcmp(v.t == V_TEXT ? v.s.p : "9", w.t == V_TEXT ? w.s.p : "9");
}

static void put_children(struct page *p, struct rec **v, size_t n)
{
    bool mothers = false;
    for (size_t i = 1; i < n; i++)
        mothers |= !same_text(p, of(v[0], "ho_ten_me"), of(v[i], "ho_ten_me"));
    qsort(v, n, sizeof *v, eldest_first);
    for (size_t i = 0; i < n; i++)
        put_child(p, v[i], mothers);
}

/* ---- what looks wrong
 * ----------------------------------------------------------------------------
 */

static void notice(struct page *p, const char *text, const struct rec *about)
{
    struct val *x = val_add(p->root, "notices");
    val_msg(
        x, "text", text, about ? val_of_text(p->a, rec_label(p->act, about)) : NULL, NULL, NULL);
}

/* Children who are written down as each other's carer: somebody grown up is missing. */
static void look_at_carers(struct page *p, struct rec *const *kids, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            if (same_text(p, of(kids[i], "nguoi_cham_soc"), of(kids[k], "ho_ten")))
                notice(p,
                    N_("%1 được ghi là do một trẻ trong hộ chăm sóc. Hãy xem lại ai là người lớn "
                       "chịu trách nhiệm"),
                    kids[i]);
}

static void look_over(struct page *p, const struct rec *r, struct rec *const *kids, size_t nkids,
    const struct rec_group *adults)
{
    bool head = false;
    for (size_t i = 0; adults && i < adults->n; i++)
        head |= same_text(p, of(adults->v[i], "ho_ten"), of(r, "chu_ho"));
    if (adults && adults->n && !head)
        notice(p, N_("Chủ hộ %1 không có trong danh sách người lớn của hộ"), r);
    if (nkids && adults && !adults->n)
        notice(p, N_("Chưa ghi người lớn nào của hộ"), NULL);
    look_at_carers(p, kids, nkids);
}

/* ---- the page
 * ------------------------------------------------------------------------------------
 */

static void put_works(struct page *p, const struct rec *r, size_t nkids, bool here)
{
    static const struct {
        const char *id, *label;
        bool here, kids;
    } works[] = {{"chu-ho", N_("Đổi chủ hộ"), true, false}, {"tach", N_("Tách hộ"), true, true},
        {"nhap", N_("Nhập vào hộ khác"), true, false}, {"chuyen", N_("Hộ chuyển đi"), true, false},
        {"quay-ve", N_("Hộ đã quay về"), false, false}};
    for (size_t i = 0; i < COUNT(works); i++) {
        if (works[i].here != here || (works[i].kids && !nkids))
            continue;
        struct val *x = val_add(p->root, "works");
        val_msg(x, "label", works[i].label, NULL, NULL, NULL);
        val_text(
            x, "href", arena_printf(p->a, "/so/%s/%s/ho/%s", r->reg->id, rec_id(r), works[i].id));
    }
}

/* Fields with answers; where it came from and where it went are links. */
static void put_facts(struct page *p, const struct rec *r)
{
    for (size_t i = 0; i < r->reg->nfields; i++) {
        const struct field *f = &r->reg->fields[i];
        struct val *v = field_val(p, r, f);
        struct rec_env env = {.act = p->act, .own = r};
        if (!v && (f->type == F_REF || (f->show_if && !rec_true(&env, f->show_if))))
            continue;
        struct val *x = v ? val_add(p->root, "facts") : val_add(p->root, "unsaid");
        put_label(p, x, "label", f->label);
        if (!v)
            continue;
        val_set(x, "value", v);
        if (f->type == F_REF)
            val_text(
                x, "href", arena_printf(p->a, "/so/%s/" STR_FMT, f->reg->id, STR_ARG(r->v[i].s)));
        if (f->type == F_PHONE && rec_shows(r, f) == SHOW_YES)
            val_text(x, "href", arena_printf(p->a, "tel:" STR_FMT, STR_ARG(r->v[i].s)));
    }
}

enum err show_household(struct page *p, struct rec *r)
{
    enum { HISTORY = 15 };
    const struct field *by = household_field(p->web->site->pack, r->reg);
    const struct rec_group *kids = NULL, *adults = NULL;
    struct rec_group *g;
    size_t n;
    TRY(rec_around(p->act, r, &g, &n));
    put_facts(p, r);
    for (size_t i = 0; i < n; i++) {
        if (g[i].by == by)
            kids = &g[i];
        else if (!g[i].by && streq(g[i].reg->id, "thanh_vien_ho"))
            adults = &g[i];
        if (!g[i].by)
            put_parts(p, r, &g[i]);
    }
    if (kids)
        put_children(p, kids->v, kids->n);
    if (r->personal)
        look_over(p, r, kids ? kids->v : NULL, kids ? kids->n : 0, adults);
    struct value state = of(r, "tinh_trang");
    bool here = state.t != V_TEXT || str_is(state.s, "dang_o") || str_is(state.s, "tam_vang");
    val_bool(p->root, "here", here);
    if (user_can(p->user, r->reg->id, "write") && here)
        val_text(p->root, "add_child",
            arena_printf(p->a, "/so/%s/%s/ho/them-tre", r->reg->id, rec_id(r)));
    if (user_can(p->user, r->reg->id, "write"))
        put_works(p, r, kids ? kids->n : 0, here);
    put_history(p, r, HISTORY);
    return page_show(p, "household");
}
