// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Tables of social assistance (tro_cap.yaml): standard amounts, payees, rules with their ages and
 * coefficients. Conditions are over the register's own fields.
 */
#include "pack/pack_int.h"

enum { AGES_MAX = 120, HUNDREDTHS_MAX = 10000 };

/* ---- references and conditions ----------------------------------------------------------------
 */

/* Fields need their register, which LINK finds. */
static void own_field(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct aid *d = l->cur[CUR_AID];
    if (l->phase == EXPR)
        load_put(obj, k, load_field_ref(l, d->reg, n));
}

static void own_day(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct aid *d = l->cur[CUR_AID];
    if (l->phase != EXPR)
        return;
    const struct field *f = load_field_ref(l, d->reg, n);
    if (f && f->type != F_DATE)
        load_fault(l, n->pos, "Ô ‘%s’ không phải ngày", f->id);
    load_put(obj, k, f);
}

struct foreign {
    struct load *l;
    const struct ynode *n;
};

static void note_foreign(void *ctx, struct str path, int slot)
{
    const struct foreign *f = ctx;
    if (pack_name(f->l->pack, slot).kind != NAME_FIELD)
        load_fault(f->l, f->n->pos,
            "Điều kiện hưởng chỉ dùng ô của chính sổ này, không ‘" STR_FMT "’", STR_ARG(path));
}

static void own_when(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    struct aid *d = l->cur[CUR_AID];
    if (l->phase != EXPR || !d->reg)
        return;
    void *outer = l->cur[CUR_REG];
    l->cur[CUR_REG] = (void *)(uintptr_t)d->reg;
    const struct expr *e = load_expr(l, n, WANT_BOOL, NULL);
    l->cur[CUR_REG] = outer;
    struct foreign f = {l, n};
    if (e)
        expr_names(e, note_foreign, &f);
    load_put(obj, k, e);
}

static void own_after(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct aid *d = l->cur[CUR_AID];
    if (l->phase != LINK || !load_text(l, n))
        return;
    for (size_t i = 0; i < d->nrules; i++)
        if (streq(d->rules[i].id, n->text.p)) {
            load_put(obj, k, &d->rules[i]);
            return;
        }
    load_fault(l, n->pos, "Không có diện ‘%s’", n->text.p);
}

static void own_payee(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct aid *d = l->cur[CUR_AID];
    if (l->phase != LINK || !load_text(l, n))
        return;
    for (size_t i = 0; i < d->npayees; i++)
        if (streq(d->payees[i].id, n->text.p)) {
            load_put(obj, k, &d->payees[i]);
            return;
        }
    load_fault(l, n->pos, "Không có người nhận ‘%s’ ở ‘payees’", n->text.p);
}

/* ---- coefficients by age ----------------------------------------------------------------------
 */

/* "2.5" as 250: no binary fraction is ever made of it. */
static bool read_hundredths(struct str s, int *out)
{
    struct str whole, part = {"", 0};
    int64_t w = 0, p = 0;
    str_split(&s, '.', &whole);
    if (s.p && s.n)
        part = s;
    bool ok = str_to_int(whole, &w) && w >= 0 && part.n <= 2;
    ok = ok && (part.n == 0 || str_to_int(part, &p)) && p >= 0;
    *out = ok ? (int)(w * 100 + (part.n == 1 ? p * 10 : p)) : 0;
    return ok && *out > 0 && w <= HUNDREDTHS_MAX / 100;
}

static void own_coefficient(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct aid_band *b = obj;
    if (l->phase == READ && load_text(l, n) && !read_hundredths(n->text, &b->hundredths))
        load_fault(l, n->pos, "Hệ số ‘%s’ phải là số dương, nhiều nhất hai chữ số lẻ", n->text.p);
}

static const struct key BAND_KEYS[] = {
    {"from", K_INT, AT(aid_band, from), .range = {0, AGES_MAX}},
    {"under", K_INT, AT(aid_band, under), .range = {1, AGES_MAX}},
    {"coefficient", K_OWN, true, .own = own_coefficient},
};
static const struct table BAND = TABLE(BAND_KEYS, aid_band, .what = "khoảng tuổi");

/* ---- rules ------------------------------------------------------------------------------------
 */

static const struct key POINT_KEYS[] = {
    {"point", K_ID, true, AT(aid_point, id)},
    {"when", K_OWN, true, AT(aid_point, when), .own = own_when},
    {"source", K_SOURCE, true, AT(aid_point, source)},
};
static const struct table POINT =
    TABLE(POINT_KEYS, aid_point, .what = "trường hợp", .has_id = true);

static void check_bands(struct load *l, const struct ynode *n, const struct aid_rule *r)
{
    if (r->nbands == 0)
        load_fault(l, n->pos, "Diện ‘%s’ không có khoảng tuổi nào", r->id);
    for (size_t i = 0; i < r->nbands; i++) {
        const struct aid_band *b = &r->bands[i];
        bool after = i == 0 || (r->bands[i - 1].under && b->from >= r->bands[i - 1].under);
        if (!after || (b->under && b->under <= b->from))
            load_fault(l, load_get(n, "bands")->kid[i]->pos,
                "Các khoảng tuổi phải tăng dần và không chồng nhau");
    }
}

static void rule_done(struct load *l, const struct ynode *n, void *obj)
{
    struct aid_rule *r = obj;
    const struct aid *d = l->cur[CUR_AID];
    if (l->phase == READ && load_get(n, "bands") && load_get(n, "bands")->kind == Y_SEQ)
        check_bands(l, n, r);
    if (l->phase != EXPR || !d->codes || !r->id)
        return;
    r->code = list_code(d->codes, str_of(r->id));
    if (!r->code)
        load_fault(l, n->pos, "Danh mục ‘%s’ không có mã ‘%s’", d->codes->id, r->id);
    if (!r->when && !r->npoints)
        load_fault(l, n->pos, "Diện ‘%s’ không có điều kiện (when hoặc points)", r->id);
}

static const struct key RULE_KEYS[] = {
    {"rule", K_ID, true, AT(aid_rule, id)},
    {"payee", K_OWN, true, AT(aid_rule, payee), .own = own_payee},
    {"setting", K_ID, true, AT(aid_rule, setting)},
    {"province", K_STR, AT(aid_rule, province)},
    {"after", K_OWN, AT(aid_rule, after), .own = own_after},
    {"when", K_OWN, AT(aid_rule, when), .own = own_when},
    {"points", K_LIST, AT(aid_rule, points), .count = offsetof(struct aid_rule, npoints),
        .table = &POINT},
    {"bands", K_LIST, true, AT(aid_rule, bands), .count = offsetof(struct aid_rule, nbands),
        .table = &BAND},
    {"quiet", K_BOOL, AT(aid_rule, quiet)},
    {"unlisted", K_BOOL, AT(aid_rule, unlisted)},
    {"source", K_SOURCE, true, AT(aid_rule, source)},
};
static const struct table RULE = TABLE(
    RULE_KEYS, aid_rule, .what = "diện hưởng", .has_id = true, POS(aid_rule), .done = rule_done);

/* ---- amounts, payees, the whole ---------------------------------------------------------------
 */

static void amount_done(struct load *l, const struct ynode *n, void *obj)
{
    struct aid_amount *m = obj;
    if (l->phase != READ || !m->from)
        return;
    if (!str_ends(str_of(m->from), "-01"))
        load_fault(l, load_get(n, "from")->pos, "Mức chuẩn tính từ ngày đầu tháng");
    if (!m->known)
        m->known = m->from;
}

static const struct key AMOUNT_KEYS[] = {
    {"amount", K_INT, true, AT(aid_amount, amount), .range = {1, 100000000}},
    {"from", K_DATE, true, AT(aid_amount, from)},
    {"in_force", K_DATE, AT(aid_amount, known)},
    {"province", K_STR, AT(aid_amount, province)},
    {"document", K_STR, true, AT(aid_amount, document)},
    {"source", K_SOURCE, true, AT(aid_amount, source)},
};
static const struct table AMOUNT =
    TABLE(AMOUNT_KEYS, aid_amount, .what = "mức chuẩn", POS(aid_amount), .done = amount_done);

static const struct key PAYEE_KEYS[] = {
    {"payee", K_ID, true, AT(aid_payee, id)},
    {"label", K_LABEL, true, AT(aid_payee, label)},
};
static const struct table PAYEE =
    TABLE(PAYEE_KEYS, aid_payee, .what = "người nhận", .has_id = true);

static const struct key SINCE_KEYS[] = {
    {"field", K_OWN, true, AT(aid_since, field), .own = own_field},
    {"day", K_OWN, true, AT(aid_since, day), .own = own_day},
};
static const struct table SINCE = TABLE(SINCE_KEYS, aid_since, .what = "ngày tính");

static const struct key DUE_KEYS[] = {
    {"day", K_INT, true, AT(aid_due, day), .range = {1, 28}},
    {"remind", K_INT, true, AT(aid_due, remind), .range = {1, 28}},
    {"lead", K_INT, AT(aid_due, lead), .range = {0, 3}},
    {"source", K_SOURCE, AT(aid_due, source)},
};
static const struct table DUE = TABLE(DUE_KEYS, aid_due, .what = "hạn");

static void own_due(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    load_walk(l, &DUE, n, (char *)obj + k->at);
}

static void aid_done(struct load *l, const struct ynode *n, void *obj)
{
    const struct aid *d = obj;
    if (l->phase != LINK)
        return;
    if (d->decisions && d->decisions->parent && d->decisions->parent != d->reg)
        load_fault(l, n->pos, "Sổ ‘%s’ không phải phần của sổ ‘%s’", d->decisions->id, d->reg->id);
    if (d->rows && d->rows->parent != d->lists)
        load_fault(l, n->pos, "Sổ ‘%s’ không phải phần của sổ ‘%s’", d->rows->id,
            d->lists ? d->lists->id : "");
}

/* Payees stand before the rules that name them, and codes are asked for after LINK. */
static const struct key AID_KEYS[] = {
    {"aid", K_ID, true, AT(aid, id)},
    {"label", K_LABEL, true, AT(aid, label)},
    {"register", K_OWN, true, AT(aid, reg), .own = load_own_reg},
    {"decisions", K_OWN, true, AT(aid, decisions), .own = load_own_reg},
    {"lists", K_OWN, true, AT(aid, lists), .own = load_own_reg},
    {"rows", K_OWN, true, AT(aid, rows), .own = load_own_reg},
    {"codes", K_OWN, true, AT(aid, codes), .own = load_own_list},
    {"born", K_OWN, true, AT(aid, born), .own = own_day},
    {"only", K_OWN, AT(aid, only), .own = own_when},
    {"gone", K_OWN, AT(aid, gone), .own = own_day},
    {"since", K_LIST, AT(aid, since), .count = offsetof(struct aid, nsince), .table = &SINCE},
    {"due", K_OWN, true, AT(aid, due), .own = own_due},
    {"start", K_SOURCE, AT(aid, start)},
    {"adjust", K_SOURCE, AT(aid, adjust)},
    {"stop", K_SOURCE, AT(aid, stop)},
    {"highest", K_SOURCE, AT(aid, highest)},
    {"amounts", K_LIST, true, AT(aid, amounts), .count = offsetof(struct aid, namounts),
        .table = &AMOUNT},
    {"payees", K_LIST, true, AT(aid, payees), .count = offsetof(struct aid, npayees),
        .table = &PAYEE},
    {"rules", K_LIST, true, AT(aid, rules), .count = offsetof(struct aid, nrules), .table = &RULE},
};
const struct table load_aid = TABLE(AID_KEYS, aid, .what = "phần trợ cấp", .cur = CUR_AID,
    .has_id = true, POS(aid), .done = aid_done);
