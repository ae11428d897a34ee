// SPDX-License-Identifier: AGPL-3.0-or-later
/* What a province adds: indicators of its own to a programme, and targets with their document. */
#include "web/web_stat_int.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>

/* ---- forms ------------------------------------------------------------------------------------
 */

static struct val *start_form(struct page *p, const char *action, const char *cancel)
{
    struct val *form = val_child(p->root, "form");
    val_text(form, "action", action);
    val_text(form, "cancel", cancel);
    return val_add(form, "sections");
}

static struct val *field(
    struct page *p, struct val *s, const char *name, const char *type, const char *label)
{
    struct val *f = val_add(s, "fields");
    val_text(f, "id", name);
    val_text(f, "name", name);
    val_text(f, "type", type);
    val_msg(f, "label", label, NULL, NULL, NULL);
    val_text(f, "value", page_form(p, name, 2000));
    for (size_t i = 0; i < p->faults->n; i++)
        if (streq(p->faults->v[i].name, name))
            val_msg(f, "error", p->faults->v[i].message, NULL, NULL, NULL);
    return f;
}

static void option(struct page *p, struct val *f, const char *code, struct label label)
{
    struct val *o = val_add(f, "options");
    const char *now = page_form(p, val_value(val_get(f, "name")).s.p, 100);
    val_text(o, "code", code);
    put_label(p, o, "label", label);
    val_bool(o, "checked", streq(code, now));
}

static const char *needed(struct page *p, const char *name, size_t max)
{
    const char *s = page_form(p, name, max);
    if (s && *s)
        return s;
    rec_fault(p->faults, name, N_("Cần điền mục này"), NULL);
    return NULL;
}

/* NAN when empty, and for what is no number, which is a fault. */
static double number(struct page *p, const char *name)
{
    const char *s = page_form(p, name, 40);
    double v = NAN;
    const char *fault = s && *s ? text_parse_real(str_of(s), &v) : NULL;
    if (fault)
        rec_fault(p->faults, name, fault, NULL);
    return v;
}

static int year(struct page *p, const char *name, bool must)
{
    const char *s = page_form(p, name, 10);
    int64_t y = 0;
    bool empty = !s || !*s;
    bool right = empty ? !must : str_to_int(str_of(s), &y) && y >= 1990 && y <= 2100;
    if (!right)
        rec_fault(p->faults, name, N_("Năm phải là bốn chữ số, ví dụ 2026"), NULL);
    return right ? (int)y : 0;
}

/* ---- a target ---------------------------------------------------------------------------------
 */

static const struct {
    const char *code;
    struct label label;
    enum target_op op;
} ops[] = {{"ge", {"từ … trở lên (≥)", "at least (≥)"}, TARGET_GE},
    {"gt", {"trên (>)", "more than (>)"}, TARGET_GT},
    {"le", {"không quá (≤)", "at most (≤)"}, TARGET_LE},
    {"lt", {"dưới (<)", "less than (<)"}, TARGET_LT}, {"eq", {"bằng (=)", "equal (=)"}, TARGET_EQ}};

struct aiming {
    struct page *p;
    const struct indicator *i;
    const char *unit;
};

static bool of_indicator(const struct programme *pg, const struct indicator *i)
{
    for (size_t o = 0; o < pg->nobjectives; o++)
        for (size_t k = 0; k < pg->objectives[o].nitems; k++)
            for (size_t j = 0; j < pg->objectives[o].items[k].nparts; j++)
                if (pg->objectives[o].items[k].parts[j].indicator == i)
                    return true;
    return false;
}

static void put_units(struct aiming *m, struct val *s)
{
    struct page *p = m->p;
    int32_t day = unit_day_of_ms(p->act->now_ms);
    const char *own = *p->user->unit ? p->user->unit : p->user->province;
    struct val *f = field(p, s, "dv", "choice", N_("Của đơn vị"));
    val_bool(f, "no_empty", true);
    size_t n;
    const struct unit **u = unit_children(p->act->units, p->a, own, day, UNIT_ANY, &n);
    const struct unit *self = *own ? unit_find(p->act->units, own, day) : NULL;
    if (self)
        option(p, f, own, (struct label){self->name, NULL});
    for (size_t i = 0; i < n; i++) {
        option(p, f, u[i]->code, (struct label){u[i]->name, NULL});
        struct val *o = (struct val *)(uintptr_t)val_at(val_get(f, "options"), i + (self != NULL));
        if (streq(u[i]->code, m->unit))
            val_bool(o, "checked", true);
    }
}

static void put_aim_form(struct aiming *m)
{
    struct page *p = m->p;
    const struct pack *pk = p->web->site->pack;
    struct val *s = start_form(p, arena_printf(p->a, "/chi-tieu/%s/muc-tieu", m->i->id),
        arena_printf(p->a, "/chi-tieu/%s", m->i->id));
    put_units(m, s);
    struct val *f = field(p, s, "chuong_trinh", "choice", N_("Thuộc chương trình"));
    for (size_t i = 0; i < pk->nprogrammes; i++)
        if (of_indicator(&pk->programmes[i], m->i))
            option(p, f, pk->programmes[i].id, pk->programmes[i].label);
    field(p, s, "nam", "int", N_("Năm phải đạt"));
    f = field(p, s, "dau", "choice", N_("Phải đạt"));
    val_bool(f, "no_empty", true);
    for (size_t i = 0; i < COUNT(ops); i++)
        option(p, f, ops[i].code, ops[i].label);
    f = field(p, s, "gia_tri", "decimal", N_("Giá trị mục tiêu"));
    put_label(p, f, "suffix", m->i->unit);
    f = field(p, s, "goc", "decimal", N_("Giá trị gốc"));
    put_label(p, f, "suffix", m->i->unit);
    val_bool(f, "optional", true);
    f = field(p, s, "nam_goc", "int", N_("Năm gốc"));
    val_bool(f, "optional", true);
    f = field(p, s, "van_ban", "text", N_("Văn bản giao mục tiêu"));
    val_msg(
        f, "hint", N_("Số, ký hiệu và ngày, ví dụ 125/QĐ-UBND ngày 03/02/2026"), NULL, NULL, NULL);
}

static enum err show_aim(struct aiming *m)
{
    struct page *p = m->p;
    const char *label = p->v->lang == LANG_EN && m->i->label.en ? m->i->label.en : m->i->label.vi;
    work_faults(p);
    put_aim_form(m);
    val_msg(p->root, "title", N_("Đặt mục tiêu: %1"), val_of_text(p->a, label), NULL, NULL);
    return page_show(p, "form");
}

static enum err aim_of(struct page *p, struct aiming *m)
{
    const struct indicator *i = pack_indicator(p->web->site->pack, page_arg(p, "ct"));
    const char *asked = page_query(p, "dv", 10);
    *m = (struct aiming){p, i, asked && *asked ? asked : p->user->province};
    return i ? OK : err_set(ERR_NOT_FOUND, "no such indicator");
}

enum err page_stat_target(struct page *p)
{
    struct aiming m;
    TRY(aim_of(p, &m));
    return show_aim(&m);
}

static void read_aim(struct aiming *m, struct stat_target *t)
{
    struct page *p = m->p;
    const char *programme = page_form(p, "chuong_trinh", 40), *op = page_form(p, "dau", 4);
    const char *unit = page_form(p, "dv", 10);
    *t = (struct stat_target){.indicator = m->i,
        .unit = unit ? unit : "",
        .year = year(p, "nam", true),
        .value = number(p, "gia_tri"),
        .baseline = number(p, "goc"),
        .baseline_year = year(p, "nam_goc", false),
        .document = needed(p, "van_ban", 300),
        .own = true};
    t->programme = programme && *programme ? pack_programme(p->web->site->pack, programme) : NULL;
    for (size_t i = 0; i < COUNT(ops); i++)
        if (streq(ops[i].code, op))
            t->op = ops[i].op;
    if (isnan(t->value) && !p->faults->errors)
        rec_fault(p->faults, "gia_tri", N_("Cần điền mục này"), NULL);
}

/* Columns of stat_target_put as they stand on the form. */
static const char *box_of(const char *column)
{
    static const char *const names[][2] = {{"value", "gia_tri"}, {"year", "nam"}, {"unit", "dv"},
        {"document", "van_ban"}, {"baseline", "goc"}, {"baseline_year", "nam_goc"},
        {"programme", "chuong_trinh"}, {"op", "dau"}};
    for (size_t i = 0; i < COUNT(names); i++)
        if (streq(names[i][0], column))
            return names[i][1];
    return NULL;
}

enum err page_stat_target_post(struct page *p)
{
    struct aiming m;
    struct stat_target t;
    struct stat_put put = {0};
    TRY(aim_of(p, &m));
    read_aim(&m, &t);
    if (!p->faults->errors)
        TRY(stat_target_put(p->act, &t, 1, false, &put));
    for (size_t i = 0; i < put.nfaults; i++)
        rec_fault(p->faults, box_of(put.faults[i].column), put.faults[i].text, NULL);
    if (p->faults->errors)
        return show_aim(&m);
    return page_done(p, "/chi-tieu/%s?dv=%s&tb=da-luu", m.i->id, t.unit);
}

/* ---- an indicator of the province's own -------------------------------------------------------
 */

static const struct {
    const char *code;
    struct label label;
    int per;
} kinds[] = {{"so", {"Một con số", "A number"}, 1},
    {"phan_tram", {"Phần trăm (%)", "Percent"}, 100},
    {"phan_nghin", {"Phần nghìn (‰)", "Per thousand"}, 1000},
    {"tren_100000", {"Trên 100.000", "Per 100,000"}, 100000}};
static const struct {
    const char *code;
    struct label label;
    enum indicator_good good;
} goods[] = {{"tang", {"Càng cao càng tốt", "Higher is better"}, GOOD_UP},
    {"giam", {"Càng thấp càng tốt", "Lower is better"}, GOOD_DOWN},
    {"khong", {"Không xét", "Neither"}, GOOD_NONE}};

static void put_objectives(struct page *p, struct val *s)
{
    const struct pack *pk = p->web->site->pack;
    struct val *f = field(p, s, "muc_tieu", "choice", N_("Thuộc chương trình, mục tiêu"));
    for (size_t i = 0; i < pk->nprogrammes; i++)
        for (size_t o = 0; o < pk->programmes[i].nobjectives; o++) {
            const struct objective *at = &pk->programmes[i].objectives[o];
            const char *vi = arena_printf(p->a, "%s: %s", pk->programmes[i].label.vi, at->label.vi);
            option(p, f, arena_printf(p->a, "%s/%s", pk->programmes[i].id, at->id),
                (struct label){vi, NULL});
        }
}

static enum err show_own(struct page *p)
{
    work_faults(p);
    struct val *s = start_form(p, "/chi-tieu/them", "/chi-tieu"), *f;
    put_objectives(p, s);
    f = field(p, s, "so_hieu", "text", N_("Số hiệu trong chương trình"));
    val_msg(f, "hint", N_("Ví dụ CT23"), NULL, NULL, NULL);
    field(p, s, "ten", "text", N_("Tên chỉ tiêu"));
    field(p, s, "dinh_nghia", "note", N_("Định nghĩa, cách tính"));
    f = field(p, s, "kieu", "choice", N_("Con số là"));
    val_bool(f, "no_empty", true);
    for (size_t i = 0; i < COUNT(kinds); i++)
        option(p, f, kinds[i].code, kinds[i].label);
    f = field(p, s, "don_vi_tinh", "text", N_("Đơn vị tính"));
    val_msg(f, "hint", N_("Ví dụ trẻ, xã, %, đồng"), NULL, NULL, NULL);
    f = field(p, s, "tot", "choice", N_("Chiều tốt"));
    val_bool(f, "no_empty", true);
    for (size_t i = 0; i < COUNT(goods); i++)
        option(p, f, goods[i].code, goods[i].label);
    field(p, s, "ai", "text", N_("Ai cung cấp số liệu"));
    field(p, s, "van_ban", "text", N_("Văn bản đặt ra chỉ tiêu"));
    val_msg(p->root, "title", N_("Thêm chỉ tiêu của tỉnh"), NULL, NULL, NULL);
    return page_show(p, "form");
}

enum err page_stat_own(struct page *p)
{
    return show_own(p);
}

/* Letters, digits and _ of the name, cut at a word. */
static const char *id_of(struct arena *a, const char *label)
{
    struct str fold = text_fold(a, str_of(label));
    struct buf b = buf_in(a, 100);
    for (size_t i = 0; i < fold.n && b.n < 36; i++) {
        char c = fold.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain || (b.n && b.p[b.n - 1] != '_'))
            buf_putc(&b, plain ? c : '_');
    }
    while (b.n && b.p[b.n - 1] == '_')
        b.p[--b.n] = 0;
    return b.n ? b.p : "x";
}

static void read_own(struct page *p, struct stat_own *o)
{
    const char *place = needed(p, "muc_tieu", 100), *kind = page_form(p, "kieu", 20);
    const char *good = page_form(p, "tot", 10);
    struct str rest = str_of(place), programme = {"", 0};
    str_split(&rest, '/', &programme);
    *o = (struct stat_own){.programme = arena_dupn(p->a, programme.p, programme.n),
        .objective = arena_dupn(p->a, rest.p, rest.n),
        .code = needed(p, "so_hieu", 20),
        .label = needed(p, "ten", 300),
        .definition = page_form(p, "dinh_nghia", 2000),
        .unit_label = needed(p, "don_vi_tinh", 40),
        .province = p->user->province,
        .document = needed(p, "van_ban", 300),
        .owner = needed(p, "ai", 200),
        .per = 1};
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (streq(kinds[i].code, kind))
            o->per = kinds[i].per;
    for (size_t i = 0; i < COUNT(goods); i++)
        if (streq(goods[i].code, good))
            o->good = goods[i].good;
    if (o->label)
        o->id = id_of(p->a, o->label);
}

enum err page_stat_own_post(struct page *p)
{
    struct stat_own own;
    const char *msg = NULL;
    read_own(p, &own);
    enum err e = p->faults->errors ? OK : stat_own_add(p->act, &own, &msg);
    if (e == ERR_INVALID || e == ERR_CONFLICT || msg)
        rec_fault(p->faults, NULL, msg ? msg : N_("Đã có chỉ tiêu như vậy"), NULL);
    else
        TRY(e);
    if (p->faults->errors)
        return show_own(p);
    const char *to = arena_printf(p->a, "/chi-tieu?ct=%s&tb=da-them", own.programme);
    TRY(act_commit(p->act, to));
    TRY(stat_own_reload((struct site *)(uintptr_t)p->web->site));
    return page_redirect(p, "%s", to);
}
