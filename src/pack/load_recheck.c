// SPDX-License-Identifier: AGPL-3.0-or-later
/* `recheck` of a register, and the campaigns that ask for it. */
#include "pack/pack_int.h"

/* ---- recheck -----------------------------------------------------------------------------------
 */

static void own_result_set(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct recheck_result *r = obj;
    if (l->phase == EXPR && load_is(l, n, Y_MAP))
        r->sets = load_settings(l, l->cur[CUR_REG], n, &r->nsets);
}

static const struct key RESULT_KEYS[] = {
    {"id", K_ID, true, .at = offsetof(struct recheck_result, id)},
    {"label", K_LABEL, true, .at = offsetof(struct recheck_result, label)},
    {"set", K_OWN, .own = own_result_set},
};
static const struct table RESULT = {.what = "kết quả rà soát",
    .keys = RESULT_KEYS,
    .nkeys = COUNT(RESULT_KEYS),
    .size = sizeof(struct recheck_result),
    .has_id = true,
    .has_pos = true,
    .pos_at = offsetof(struct recheck_result, pos)};

/* A field of the register at hand, of the type that the member wants; not secret. */
static void put_field(struct load *l, const struct key *k, const struct ynode *n, void *obj,
    unsigned types, const char *want)
{
    if (l->phase != LINK)
        return;
    const struct field *f = load_field_ref(l, l->cur[CUR_REG], n);
    if (f && (!(types & 1u << f->type) || f->cls == CLASS_SECRET))
        load_fault(l, n->pos, "Ô ‘%s’ phải là %s, không bí mật", f->id, want);
    load_put(obj, k, f);
}

static void own_date(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    put_field(l, k, n, obj, 1u << F_DATE, "ngày");
}

static void own_text(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    put_field(l, k, n, obj, 1u << F_TEXT, "chữ");
}

static void own_choice(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    put_field(l, k, n, obj, 1u << F_CHOICE, "một lựa chọn");
}

static const struct key RECHECK_KEYS[] = {
    {"date", K_OWN, true, .at = offsetof(struct recheck, date), .own = own_date},
    {"group", K_OWN, true, .at = offsetof(struct recheck, group), .own = own_text},
    {"results", K_LIST, true, .at = offsetof(struct recheck, results),
        .count = offsetof(struct recheck, nresults), .table = &RESULT},
};
const struct table load_recheck = {.what = "cách rà soát",
    .keys = RECHECK_KEYS,
    .nkeys = COUNT(RECHECK_KEYS),
    .size = sizeof(struct recheck)};

/* ---- campaigns ---------------------------------------------------------------------------------
 */

static void own_campaign_reg(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct campaign *c = obj;
    if (l->phase == LINK)
        c->reg = load_ref(l, ROOT_REGS, n);
    else if (l->phase == EXPR && c->reg && !c->reg->recheck)
        load_fault(l, n->pos, "Sổ ‘%s’ không có ‘recheck’", c->reg->id);
}

static const struct key CAMPAIGN_KEYS[] = {
    {"register", K_OWN, true, .own = own_campaign_reg},
    {"since", K_OWN, true, .at = offsetof(struct campaign, since), .own = own_date},
    {"mark", K_OWN, .at = offsetof(struct campaign, mark), .own = own_choice},
    {"group", K_OWN, .at = offsetof(struct campaign, group), .own = own_text},
};
const struct table load_campaign = {.what = "đợt rà soát",
    .keys = CAMPAIGN_KEYS,
    .nkeys = COUNT(CAMPAIGN_KEYS),
    .size = sizeof(struct campaign)};
