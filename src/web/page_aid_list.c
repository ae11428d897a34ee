// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A payment list: looked at before it is made, made, shown, printed with a column to sign, taken as
 * a workbook, marked paid or taken back. By what rule somebody is paid stands in none of them.
 */
#include "web/web_int.h"

#include "aid/aid.h"
#include "base/text.h"
#include "doc/doc.h"

/* ---- one line ---------------------------------------------------------------------------------
 */

static const struct field *field_of(struct page *p, const char *id)
{
    return reg_field(aid_of(p->web->site->pack)->rows, id);
}

static const char *label_of(struct page *p, const char *field, struct value v)
{
    const struct field *f = field_of(p, field);
    const struct code *c = v.t == V_TEXT ? list_code(f->list, v.s) : NULL;
    return c ? c->label.vi : NULL;
}

struct shown { /* a line, from the reckoning or from the store */
    int64_t number, amount, arrears, total, standard;
    struct value born, village, receiver, payee, how, account, decision, why;
    const char *name, *href;
    int hundredths;
};

static void put_line(struct page *p, const char *list, const struct shown *l)
{
    struct val *x = val_add(p->root, list);
    val_int(x, "stt", l->number);
    val_text(x, "ho_ten", l->name);
    val_text(x, "href", l->href);
    val_date(x, "ngay_sinh", l->born.t == V_TEXT ? l->born.s.p : NULL);
    val_text(x, "thon", l->village.t == V_TEXT ? l->village.s.p : NULL);
    val_text(x, "tra_cho", label_of(p, "tra_cho", l->payee));
    val_text(x, "nguoi_nhan", l->receiver.t == V_TEXT ? l->receiver.s.p : NULL);
    val_text(x, "cach_nhan", label_of(p, "cach_nhan", l->how));
    val_text(x, "so_tai_khoan", l->account.t == V_TEXT ? l->account.s.p : NULL);
    val_text(x, "so_quyet_dinh", l->decision.t == V_TEXT ? l->decision.s.p : NULL);
    if (l->hundredths) {
        val_text(x, "he_so", aid_coefficient(p->a, l->hundredths));
        val_money(x, "muc_chuan", l->standard);
    }
    val_money(x, "so_tien", l->amount);
    val_money(x, "truy_linh", l->arrears);
    val_bool(x, "co_truy_linh", l->arrears != 0);
    val_money(x, "tong_cong", l->total);
    val_text(x, "giai_thich", l->why.t == V_TEXT ? l->why.s.p : NULL);
}

static const char *child_path(struct page *p, struct value id)
{
    const struct aid *d = aid_of(p->web->site->pack);
    if (id.t != V_TEXT || !user_can(p->user, d->reg->id, "read"))
        return NULL;
    return arena_printf(p->a, "/so/%s/%s", d->reg->id, id.s.p);
}

static struct value visible(const struct rec *r, const char *field)
{
    const struct field *f = reg_field(r->reg, field);
    return f && rec_shows(r, f) == SHOW_YES ? aid_value(r, field) : VNULL;
}

static const char *name_of(struct page *p, const struct rec *r)
{
    struct value v = aid_value(r, "ho_ten");
    if (v.t != V_TEXT)
        return NULL;
    if (r->personal)
        return v.s.p;
    struct str in = text_initials(p->a, v.s);
    return arena_dupn(p->a, in.p, in.n);
}

static int64_t number(const struct rec *r, const char *field)
{
    struct value v = aid_value(r, field);
    return v.t == V_INT ? v.i : 0;
}

static struct shown stored_line(struct page *p, const struct rec *r)
{
    struct value k = aid_value(r, "he_so");
    return (struct shown){.number = number(r, "stt"),
        .name = name_of(p, r),
        .href = child_path(p, aid_value(r, "tre")),
        .born = visible(r, "ngay_sinh"),
        .village = visible(r, "thon"),
        .receiver = visible(r, "nguoi_nhan"),
        .payee = aid_value(r, "tra_cho"),
        .how = aid_value(r, "cach_nhan"),
        .account = visible(r, "so_tai_khoan"),
        .decision = aid_value(r, "so_quyet_dinh"),
        .why = aid_value(r, "giai_thich"),
        .hundredths = k.t == V_REAL ? (int)(k.r * 100 + 0.5) : 0,
        .standard = number(r, "muc_chuan"),
        .amount = number(r, "so_tien"),
        .arrears = number(r, "truy_linh"),
        .total = number(r, "tong_cong")};
}

static struct shown reckoned_line(struct page *p, const struct aid_line *x, size_t i)
{
    const struct rec *kid = x->child->rec;
    const struct aid_decision *d = x->decision;
    return (struct shown){.number = (int64_t)i + 1,
        .name = name_of(p, kid),
        .href = child_path(p, v_text(rec_id(kid))),
        .born = visible(kid, "ngay_sinh"),
        .village = visible(kid, "thon"),
        .receiver = v_text(d->receiver),
        .payee = v_text(x->payee->id),
        .how = v_text(d->how ? d->how->id : NULL),
        .account = v_text(d->account),
        .decision = v_text(d->number),
        .why = v_text(x->why),
        .hundredths = x->pay.hundredths,
        .standard = x->pay.standard ? x->pay.standard->amount : 0,
        .amount = x->pay.amount,
        .arrears = x->arrears_sum,
        .total = x->total};
}

/* As it stands on a paper: with a capital, which is ASCII for every number. */
static const char *in_words(struct arena *a, int64_t dong)
{
    char *s = arena_dup(a, text_money_words(a, dong));
    if (*s >= 'a' && *s <= 'z')
        *s = (char)(*s - 'a' + 'A');
    return s;
}

static void put_sums(struct page *p, int64_t rows, int64_t regular, int64_t arrears, int64_t total)
{
    struct val *x = val_child(p->root, "sum");
    val_int(x, "rows", rows);
    val_money(x, "regular", regular);
    val_money(x, "arrears", arrears);
    val_bool(x, "has_arrears", arrears != 0);
    val_money(x, "total", total);
    val_text(x, "words", in_words(p->a, total));
}

static void put_title(struct page *p, const char *month)
{
    val_date(p->root, "month", month);
    val_msg(p->root, "title", N_("Danh sách chi trả trợ cấp tháng %1"), val_of_date(p->a, month),
        NULL, NULL);
    struct val *crumb = val_add(p->root, "crumbs");
    val_text(crumb, "href", "/tro-cap");
    val_msg(crumb, "label", N_("Trợ cấp"), NULL, NULL, NULL);
}

/* Each reason of arrears once, with the numbers of the lines it explains. */
static void put_reasons(struct page *p)
{
    const struct val *lines = val_get(p->root, "lines");
    struct val *all = val_list(p->a);
    size_t n = lines ? val_count(lines) : 0;
    for (size_t i = 0; i < n; i++) {
        struct value why = val_value(val_get(val_at(lines, i), "giai_thich"));
        bool told = why.t != V_TEXT;
        for (size_t k = 0; !told && k < i; k++)
            told = v_eq(why, val_value(val_get(val_at(lines, k), "giai_thich")));
        if (told)
            continue;
        struct buf b = buf_in(p->a, 40000);
        for (size_t k = i; k < n; k++)
            if (v_eq(why, val_value(val_get(val_at(lines, k), "giai_thich"))))
                buf_printf(&b, "%s%zu", b.n ? ", " : "", k + 1);
        struct val *x = val_append(all);
        val_text(x, "rows", b.p);
        val_text(x, "text", why.s.p);
    }
    val_set(p->root, "reasons", all);
}

/* ---- before it is made ------------------------------------------------------------------------
 */

static enum err refuse(struct page *p, const char *why)
{
    val_msg(p->root, "title", N_("Chưa lập được danh sách"), NULL, NULL, NULL);
    val_msg(p->root, "text", why, NULL, NULL, NULL);
    val_text(p->root, "back", "/tro-cap");
    p->v->status = 422;
    return page_show(p, "not_now");
}

static enum err cannot(struct page *p)
{
    return refuse(p, N_("Tháng này không lập được: chưa đến kỳ, hoặc đã có danh sách của tháng "
                        "sau. Phần còn thiếu sẽ vào cột truy lĩnh của danh sách tới."));
}

enum err page_aid_preview(struct page *p)
{
    if (!aid_may(p, "write") || !*p->user->unit)
        return err_set(ERR_DENIED, "payment lists are made by the commune");
    const char *asked = page_query(p, "thang", 7);
    int month =
        asked ? aid_month_of(asked) : aid_next_month(aid_of(p->web->site->pack), p->act->today);
    const char *id = month ? aid_list_of(p->act, p->user->unit, month) : NULL;
    if (id)
        return page_redirect(p, "/tro-cap/danh-sach/%s", id);
    struct aid_sheet s;
    enum err e = month ? aid_preview(p->act, p->user->unit, month, &s) : ERR_INVALID;
    if (e == ERR_INVALID)
        return cannot(p);
    TRY(e);
    for (size_t i = 0; i < s.n; i++) {
        struct shown l = reckoned_line(p, &s.lines[i], i);
        put_line(p, "lines", &l);
    }
    for (size_t i = 0; i < s.nowing; i++) {
        struct val *x = val_add(p->root, "owing");
        val_text(x, "name", name_of(p, s.owing[i].child->rec));
        val_money(x, "amount", -s.owing[i].left);
    }
    put_sums(p, (int64_t)s.n, s.regular, s.arrears, s.total);
    put_title(p, aid_month_iso(p->a, month));
    val_bool(p->root, "preview", true);
    val_text(p->root, "month_input", aid_month_iso(p->a, month));
    val_money(p->root, "standard", s.standard->amount);
    val_text(p->root, "document", s.standard->document);
    return page_show(p, "aid_list");
}

enum err page_aid_make(struct page *p)
{
    if (!aid_may(p, "write") || !*p->user->unit)
        return err_set(ERR_DENIED, "payment lists are made by the commune");
    int month = aid_month_of(page_form(p, "thang", 7));
    const char *id = NULL;
    bool made = false;
    enum err e = month ? aid_make(p->act, p->user->unit, month, &id, &made) : ERR_INVALID;
    if (e == ERR_INVALID)
        return cannot(p);
    TRY(e);
    return page_done(p, "/tro-cap/danh-sach/%s?tb=%s", id, made ? "da-lap" : "da-co");
}

/* ---- as it was made ---------------------------------------------------------------------------
 */

static enum err get_list(struct page *p, const char *action, struct rec **out)
{
    if (!aid_may(p, action))
        return err_set(ERR_DENIED, "no right to payment lists");
    return rec_get(p->act, aid_of(p->web->site->pack)->lists, page_arg(p, "id"), out);
}

static enum err put_stored(struct page *p, struct rec **out)
{
    struct rec *r, **v;
    size_t n;
    TRY(get_list(p, "read", &r));
    TRY(aid_lines_of(p->act, r, &v, &n));
    for (size_t i = 0; i < n; i++) {
        struct shown l = stored_line(p, v[i]);
        put_line(p, "lines", &l);
    }
    put_sums(
        p, (int64_t)n, number(r, "tien_thang"), number(r, "truy_linh"), number(r, "tong_cong"));
    put_title(p, aid_value(r, "thang").s.p);
    put_unit(p, p->root, "unit", r->common[DC_UNIT].s.p);
    val_money(p->root, "standard", number(r, "muc_chuan"));
    struct value by = aid_value(r, "nguoi_lap");
    val_text(p->root, "by", by.t == V_TEXT ? by.s.p : NULL);
    val_time(p->root, "at", r->common[DC_CREATED_AT].i);
    *out = r;
    return OK;
}

static enum err sheet(struct page *p)
{
    static const struct doc_col cols[] = {{"stt", "STT", VK_INT, 6},
        {"ho_ten", "Họ và tên trẻ", VK_TEXT, 26}, {"ngay_sinh", "Ngày sinh", VK_DATE, 12},
        {"thon", "Thôn, tổ dân phố", VK_TEXT, 18}, {"tra_cho", "Tiền trả cho", VK_TEXT, 18},
        {"nguoi_nhan", "Người nhận", VK_TEXT, 24}, {"cach_nhan", "Cách nhận", VK_TEXT, 18},
        {"so_tai_khoan", "Số tài khoản", VK_TEXT, 18},
        {"so_quyet_dinh", "Quyết định số", VK_TEXT, 18}, {"he_so", "Hệ số", VK_TEXT, 8},
        {"muc_chuan", "Mức chuẩn", VK_MONEY, 14}, {"so_tien", "Tiền của tháng", VK_MONEY, 16},
        {"truy_linh", "Truy lĩnh, khấu trừ", VK_MONEY, 18},
        {"tong_cong", "Được nhận", VK_MONEY, 16},
        {"giai_thich", "Vì sao có truy lĩnh, khấu trừ", VK_TEXT, 50},
        {"ky_nhan", "Ký nhận", VK_TEXT, 16}};
    struct doc_sheet s = {.name = "Chi trả",
        .title = val_plain(p->a, val_get(p->root, "title"), LANG_VI),
        .cols = cols,
        .n_cols = COUNT(cols)};
    return page_sheet(p, val_get(p->root, "lines"), &s);
}

static void put_actions(struct page *p, const struct rec *r)
{
    const char *home = arena_printf(p->a, "/tro-cap/danh-sach/%s", rec_id(r));
    struct value state = aid_value(r, "tinh_trang_chi"), paid = aid_value(r, "ngay_chi");
    bool done = state.t == V_TEXT && str_is(state.s, "da_chi");
    val_text(p->root, "home", home);
    val_text(p->root, "print", arena_printf(p->a, "%s/in", home));
    val_text(p->root, "xlsx", arena_printf(p->a, "%s.xlsx", home));
    val_bool(p->root, "paid", done);
    val_date(p->root, "paid_on", paid.t == V_TEXT ? paid.s.p : NULL);
    val_bool(p->root, "may_write", aid_may(p, "write") && !done);
    val_int(p->root, "version", rec_version(r));
    val_date(p->root, "today", p->act->today);
}

enum err page_aid_list(struct page *p)
{
    struct rec *r;
    TRY(put_stored(p, &r));
    put_actions(p, r);
    p->v->csv_list = "lines";
    bool file = streq(p->match.suffix, "xlsx");
    if (file || p->match.format == VIEW_CSV) {
        rec_remember_export(p->act, r->reg);
        p->v->file_name = arena_printf(
            p->a, "chi-tra-tro-cap-%s.%s", aid_value(r, "thang").s.p, file ? "xlsx" : "csv");
    }
    return file ? sheet(p) : page_show(p, "aid_list");
}

enum err page_aid_print(struct page *p)
{
    struct rec *r;
    TRY(put_stored(p, &r));
    int32_t day = unit_day_of_ms(p->act->now_ms);
    const char *unit = r->common[DC_UNIT].s.p, *province = r->common[DC_PROVINCE].s.p;
    const struct unit *u = unit_find(p->act->units, unit, day);
    struct cal_time now = cal_local(p->act->now_ms);
    struct str up = text_capitals(p->a, str_of(unit_name(p->act->units, unit, day)));
    val_text(p->root, "number", "……/DS-UBND");
    val_text(p->root, "parent", unit_name(p->act->units, province, day));
    val_text(p->root, "of", arena_printf(p->a, "ỦY BAN NHÂN DÂN %s", arena_dupn(p->a, up.p, up.n)));
    val_text(p->root, "place", u ? u->short_name : NULL);
    val_text(p->root, "date_text",
        arena_printf(p->a,
            now.date.m < 3 ? "ngày %02d tháng %02d năm %d" : "ngày %02d tháng %d năm %d",
            now.date.d, now.date.m, now.date.y));
    val_text(p->root, "back", arena_printf(p->a, "/tro-cap/danh-sach/%s", rec_id(r)));
    put_reasons(p);
    rec_remember_export(p->act, r->reg);
    return page_show(p, "aid_print");
}

/* ---- paid, or taken back ----------------------------------------------------------------------
 */

enum err page_aid_paid(struct page *p)
{
    struct rec *r;
    TRY(get_list(p, "write", &r));
    const char *typed = page_form(p, "ngay_chi", 40);
    const struct field *f = reg_field(r->reg, "ngay_chi");
    struct input_ctx ctx = {p->a, p->act->today, p->act->now_ms};
    struct value day = VNULL;
    const char *msg = NULL;
    bool ok = field_parse(&ctx, f, str_of(typed), &day, &msg) && day.t == V_TEXT &&
              strcmp(day.s.p, p->act->today) <= 0;
    if (!ok)
        return refuse(p, N_("Ngày chi phải là một ngày đã qua hoặc hôm nay, ví dụ 25/11/2026."));
    enum err e = aid_mark_paid(p->act, r, p->version, day.s.p);
    TRY(e);
    return page_done(p, "/tro-cap/danh-sach/%s?tb=da-chi", rec_id(r));
}

enum err page_aid_discard(struct page *p)
{
    struct rec *r;
    TRY(get_list(p, "delete", &r));
    TRY(aid_discard(p->act, r, p->version));
    return page_done(p, "/tro-cap?tb=da-bo");
}
