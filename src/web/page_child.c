// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The page of a child (a register of persons): who it is, each parent with their state, who cares
 * for it, its household with brothers and sisters, circumstances, birth registration, parts, files
 * that name it, and who changed what; one page to look over or to print. Fields that the pack does
 * not have are left out.
 */
#include "web/web_int.h"

#include "base/cal.h"

/* ---- small facts --------------------------------------------------------------------------------
 */

static const struct field *field_of(const struct rec *r, const char *id)
{
    return reg_field(r->reg, id);
}

static struct value known(const struct rec *r, const char *id)
{
    const struct field *f = field_of(r, id);
    return f && rec_shows(r, f) == SHOW_YES ? r->v[f->slot] : VNULL;
}

/* obj[key] = the field as people read it. */
static void put_fact(
    struct page *p, struct val *obj, const char *key, const struct rec *r, const char *id)
{
    const struct field *f = field_of(r, id);
    struct val *v = f ? field_val(p, r, f) : NULL;
    if (v)
        val_set(obj, key, v);
}

struct val *age_val(struct page *p, const char *born)
{
    struct cal_date b, now;
    if (!born || !cal_from_iso(str_of(born), &b) || !cal_from_iso(str_of(p->act->today), &now))
        return NULL;
    if (cal_compare(cal_first(b), now) > 0)
        return NULL;
    int months = cal_age_months(cal_first(b), now);
    struct val *years = val_of_int(p->a, months / 12), *rest = val_of_int(p->a, months % 12);
    if (!b.m)
        return val_of_msg(p->a, N_("khoảng %1 tuổi"), val_of_int(p->a, now.y - b.y), NULL, NULL);
    if (months < 12)
        return val_of_msg(p->a, N_("%1 tháng tuổi"), rest, NULL, NULL);
    if (months % 12 == 0)
        return val_of_msg(p->a, N_("%1 tuổi"), years, NULL, NULL);
    return val_of_msg(p->a, N_("%1 tuổi %2 tháng"), years, rest, NULL);
}

static const char *born_of(const struct rec *r)
{
    const struct field *f = r->reg->identity ? r->reg->identity->born : NULL;
    bool shown = f && rec_shows(r, f) == SHOW_YES && r->v[f->slot].t == V_TEXT;
    return shown ? r->v[f->slot].s.p : NULL;
}

/* ---- head ---------------------------------------------------------------------------------------
 */

/* Codes of several choices, each a tag. */
static void put_tags(struct page *p, const struct rec *r, const char *id)
{
    const struct field *f = field_of(r, id);
    struct value v = known(r, id);
    if (!f || !f->list || v.t != V_TEXT)
        return;
    struct str rest = v.s, part;
    while (str_split(&rest, '|', &part)) {
        const struct code *c = part.n ? list_code(f->list, part) : NULL;
        if (c && !code_implied(p->a, f->list, c, v.s))
            put_label(p, val_add(p->root, "tags"), "label", c->label);
    }
}

static void put_identity(struct page *p, const struct rec *r)
{
    static const char *const facts[][2] = {{"sex", "gioi_tinh"}, {"ethnic", "dan_toc"},
        {"born", "ngay_sinh"}, {"village", "thon"}, {"pid", "so_dinh_danh"},
        {"why_no_pid", "ly_do_chua_co_so"}, {"other_name", "ten_goi_khac"},
        {"status", "tinh_trang"}, {"status_since", "ngay_tinh_trang"},
        {"verified", "ngay_xac_minh"}};
    for (size_t i = 0; i < COUNT(facts); i++)
        put_fact(p, p->root, facts[i][0], r, facts[i][1]);
    struct value status = known(r, "tinh_trang");
    bool gone = status.t == V_TEXT && !str_is(status.s, "dang_theo_doi");
    val_bool(p->root, "gone", gone);
    struct val *age = gone ? NULL : age_val(p, born_of(r));
    if (age)
        val_set(p->root, "age", age);
    struct value papers = known(r, "khong_giay_to");
    val_bool(p->root, "no_papers", papers.t == V_INT && papers.i);
    val_bool(p->root, "no_born", r->personal && !born_of(r));
    put_tags(p, r, "nhom_hcdb");
}

/* ---- family -------------------------------------------------------------------------------------
 */

static void put_parent(struct page *p, const struct rec *r, bool mother)
{
    static const char *const ids[][4] = {
        {"ho_ten_cha", "cha_nam_sinh", "tinh_trang_cha", "tu_ngay_cha"},
        {"ho_ten_me", "me_nam_sinh", "tinh_trang_me", "tu_ngay_me"}};
    static const char *const keys[] = {"name", "born", "state", "since"};
    struct val *x = val_add(p->root, "family");
    val_msg(x, "who", mother ? N_("Mẹ") : N_("Cha"), NULL, NULL, NULL);
    for (size_t i = 0; i < COUNT(keys); i++)
        put_fact(p, x, keys[i], r, ids[mother][i]);
    struct value state = known(r, ids[mother][2]);
    bool unknown = state.t == V_TEXT && str_is(state.s, "khong_xac_dinh");
    val_bool(x, "unknown", unknown && !val_get(x, "name"));
    val_bool(x, "grave",
        state.t == V_TEXT && !str_is(state.s, "song_cung") && !str_is(state.s, "song_noi_khac") &&
            !str_is(state.s, "khong_ro"));
}

static void put_family(struct page *p, const struct rec *r)
{
    put_parent(p, r, false);
    put_parent(p, r, true);
    struct val *c = val_child(p->root, "care");
    put_fact(p, c, "kind", r, "nuoi_duong");
    put_fact(p, c, "name", r, "nguoi_cham_soc");
    put_fact(p, c, "relation", r, "quan_he_nguoi_cham_soc");
    put_fact(p, c, "phone", r, "dien_thoai");
    struct value phone = known(r, "dien_thoai");
    if (phone.t == V_TEXT)
        val_text(c, "tel", arena_printf(p->a, "tel:" STR_FMT, STR_ARG(phone.s)));
    bool any = val_get(c, "kind") || val_get(c, "name") || val_get(c, "phone");
    val_bool(c, "any", any);
}

static void put_sibling(struct page *p, struct val *h, const struct rec *s)
{
    struct val *x = val_add(h, "siblings");
    val_text(x, "href", arena_printf(p->a, "/so/%s/%s", s->reg->id, rec_id(s)));
    val_text(x, "name", rec_label(p->act, s));
    struct val *age = age_val(p, born_of(s));
    if (age)
        val_set(x, "age", age);
}

static enum err put_household(struct page *p, const struct rec *r)
{
    const struct field *f = field_of(r, "ho");
    struct value id = known(r, "ho");
    struct rec *ho, **all;
    size_t n;
    val_bool(p->root, "may_join",
        f && f->reg && v_is_null(id) && user_can(p->user, f->reg->id, "write"));
    if (id.t != V_TEXT || rec_get(p->act, f->reg, id.s.p, &ho) != OK)
        return db_status(p->act->c);
    struct val *h = val_child(p->root, "household");
    val_text(h, "title", rec_label(p->act, ho));
    val_text(h, "code", rec_code(ho));
    val_text(h, "href", arena_printf(p->a, "/so/%s/%s", f->reg->id, rec_id(ho)));
    put_fact(p, h, "address", ho, "dia_chi");
    put_fact(p, h, "village", ho, "thon");
    put_fact(p, h, "economy", ho, "kinh_te");
    TRY(rec_referring(p->act, f, rec_id(ho), &all, &n));
    for (size_t i = 0; i < n; i++)
        if (!streq(rec_id(all[i]), rec_id(r)))
            put_sibling(p, h, all[i]);
    return OK;
}

/* ---- birth registration
 * --------------------------------------------------------------------------
 */

/* On time (60 days) and registered before the age of 5 are two facts that two reports count. */
static void put_registration(struct page *p, struct val *card, const struct rec *r)
{
    enum { DAYS = 60, YEARS = 5 };
    const char *born = born_of(r);
    struct value at = known(r, "ngay_khai_sinh");
    struct cal_date b, reg, now;
    if (!born || !cal_from_iso(str_of(born), &b) || !b.d)
        return;
    bool done = at.t == V_TEXT && cal_from_iso(at.s, &reg) && reg.d;
    cal_from_iso(str_of(p->act->today), &now);
    int day = cal_day(done ? reg : now), days = day - cal_day(b);
    bool late = days > DAYS;
    struct val *x = val_add(card, "rows"), *y = val_add(card, "rows");
    val_msg(x, "label", N_("Đăng ký khai sinh"), NULL, NULL, NULL);
    val_bool(x, "grave", late);
    val_msg(x, "value",
        done ? late ? N_("%1, quá hạn 60 ngày (sau %2 ngày)") : N_("%1, đúng hạn (sau %2 ngày)")
        : late ? N_("Chưa ghi ngày, đã quá hạn 60 ngày")
               : N_("Chưa ghi ngày, còn trong hạn 60 ngày"),
        done ? val_of_date(p->a, at.s.p) : NULL, val_of_int(p->a, days), NULL);
    bool before = day < cal_day(cal_add_months(b, 12 * YEARS));
    val_msg(y, "label", N_("Đăng ký trước 5 tuổi"), NULL, NULL, NULL);
    val_bool(y, "grave", !before);
    val_msg(y, "value",
        done     ? before ? N_("Có") : N_("Không, khi đã đủ 5 tuổi")
            : before ? N_("Chưa ghi, trẻ chưa đủ 5 tuổi")
                 : N_("Chưa ghi, trẻ đã đủ 5 tuổi"),
        NULL, NULL, NULL);
}

/* ---- the rest of what is recorded
 * ----------------------------------------------------------------
 */

/* What a household tells of its child stands with the household. */
static bool told_by_household(const struct rec *r, const struct field *f)
{
    static const char *const ids[] = {
        "dia_chi", "tinh_trang_ho", "vung_dbkk", "ho_nguy_co_duoi_nuoc"};
    for (size_t i = 0; known(r, "ho").t == V_TEXT && i < COUNT(ids); i++)
        if (streq(ids[i], f->id))
            return true;
    return false;
}

static bool shown_above(const char *id)
{
    static const char *const ids[] = {"ho_ten", "ten_goi_khac", "ngay_sinh", "gioi_tinh", "dan_toc",
        "so_dinh_danh", "ly_do_chua_co_so", "khong_giay_to", "ho", "thon", "tinh_trang",
        "ngay_tinh_trang", "ngay_xac_minh", "ho_ten_cha", "cha_nam_sinh", "tinh_trang_cha",
        "tu_ngay_cha", "ho_ten_me", "me_nam_sinh", "tinh_trang_me", "tu_ngay_me", "nuoi_duong",
        "nguoi_cham_soc", "quan_he_nguoi_cham_soc", "dien_thoai", "nhom_hcdb", "nhom_goi_y",
        "khai_sinh_dung_han", "khai_sinh_truoc_5_tuoi"};
    for (size_t i = 0; i < COUNT(ids); i++)
        if (streq(ids[i], id))
            return true;
    return false;
}

/* Answers that say something in a table, those that are no in one line, and what is not asked yet.
 */
static void put_answer(struct page *p, struct val *card, const struct rec *r, const struct field *f)
{
    struct value v = r->v[f->slot];
    struct val *shown = field_val(p, r, f);
    bool no = f->type == F_BOOL && v.t == V_INT && !v.i && rec_shows(r, f) == SHOW_YES;
    struct rec_env env = {.act = p->act, .own = r};
    bool hidden = f->show_if && !rec_true(&env, f->show_if);
    if (!shown && hidden)
        return;
    struct val *x = val_add(shown && !no ? card : p->root, shown && !no ? "rows"
                                                           : no         ? "noes"
                                                                        : "unsaid");
    put_label(p, x, "label", f->label);
    if (shown && !no)
        val_set(x, "value", shown);
}

static void put_sections(struct page *p, const struct rec *r)
{
    const struct form *all = &r->reg->forms[0];
    for (size_t s = 0; s < all->nsections; s++) {
        struct val *card = val_obj(p->a);
        for (size_t i = 0; i < all->sections[s].nfields; i++) {
            const struct field *f = all->sections[s].fields[i];
            if (streq(f->id, "ngay_khai_sinh"))
                put_registration(p, card, r);
            else if (f->type != F_ROWS && f->type != F_FILE && !shown_above(f->id) &&
                     !told_by_household(r, f))
                put_answer(p, card, r, f);
        }
        if (!val_get(card, "rows"))
            continue;
        struct val *x = val_add(p->root, "cards");
        put_label(p, x, "title", all->sections[s].label);
        val_set(x, "rows", (struct val *)(uintptr_t)val_get(card, "rows"));
    }
}

/* A procedure that takes a person to another commune begins on his page. */
static void put_move(struct page *p, const struct rec *r)
{
    const struct pack *pk = p->web->site->pack;
    for (size_t i = 0; i < pk->nprocs; i++)
        for (size_t k = 0; k < pk->procs[i].nsteps; k++) {
            const struct taking *t = pk->procs[i].steps[k].taking;
            if (!t || t->ref->reg != r->reg || !flow_start_step(p->act, &pk->procs[i]))
                continue;
            struct val *x = val_add(p->root, "moves");
            val_text(x, "href",
                arena_printf(
                    p->a, "/so/%s/moi?%s=%s", pk->procs[i].reg->id, t->ref->id, rec_id(r)));
            put_label(p, x, "label", pk->procs[i].reg->label);
        }
}

enum err show_person(struct page *p, struct rec *r)
{
    enum { HISTORY = 8 };
    struct rec_group *g;
    size_t n;
    TRY(rec_around(p->act, r, &g, &n));
    put_identity(p, r);
    put_family(p, r);
    TRY(put_household(p, r));
    put_sections(p, r);
    put_around(p, r, g, n);
    put_history(p, r, HISTORY);
    put_move(p, r);
    TRY(put_aid(p, r));
    return page_show(p, "child");
}
