// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * `identity` of a register: which fields tell who a person is. Each must be of a type that src/link
 * can read, and none may be sealed.
 */
#include "pack/pack_int.h"

#define BIT(t) (1u << (t))

static void own_part(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    if (l->phase != LINK)
        return;
    const struct field *f = load_field_ref(l, l->cur[CUR_REG], n);
    if (f && !((unsigned)k->range.max & BIT(f->type)))
        load_fault(l, n->pos, "Ô ‘%s’ không có loại hợp với ‘%s’", f->id, k->name);
    else if (f && f->cls == CLASS_SECRET)
        load_fault(l, n->pos, "Ô bí mật ‘%s’ không dùng để nhận ra người được", f->id);
    else
        load_put(obj, k, f);
}

/* The types that fit stand where whole numbers have their range. */
#define PART(name_, need_, types)                                                                  \
    {                                                                                              \
        .name = #name_, .kind = K_OWN, .need = (need_), .at = offsetof(struct identity, name_),    \
        .range = {0, (int)(types)}, .own = own_part                                                \
    }

static const struct key KEYS[] = {
    PART(name, true, BIT(F_NAME)),
    PART(other_name, false, BIT(F_NAME)),
    PART(born, false, BIT(F_DATE)),
    PART(sex, false, BIT(F_CHOICE)),
    PART(pid, false, BIT(F_PERSONAL_NO)),
    PART(mother, false, BIT(F_NAME)),
    PART(father, false, BIT(F_NAME)),
    PART(phone, false, BIT(F_PHONE)),
    PART(village, false, BIT(F_TEXT)),
};
const struct table load_identity = {
    .what = "nhận dạng", .keys = KEYS, .nkeys = COUNT(KEYS), .size = sizeof(struct identity)};
