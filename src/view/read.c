// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Reading a value tree from outside of view: kind, items, bare values. For code that turns the
 * same tree into other things than pages (papers, spreadsheets).
 */
#include "view/view_int.h"

enum val_kind val_kind_of(const struct val *v)
{
    return v ? v->kind : VK_NULL;
}

const struct val *val_at(const struct val *list, size_t i)
{
    return i < val_count(list) ? list->list.v[i] : NULL;
}

struct value val_value(const struct val *v)
{
    switch (val_kind_of(v)) {
    case VK_BOOL:
        return v_int(v->b);
    case VK_INT:
    case VK_MONEY:
    case VK_TIME:
        return v_int(v->i);
    case VK_REAL:
        return v_real(v->r);
    case VK_TEXT:
    case VK_DATE:
        return v_text(v->s);
    case VK_CODE:
        return v_text(v->code.code);
    case VK_NULL:
    case VK_MSG:
    case VK_LIST:
    case VK_OBJ:
        break;
    }
    return VNULL;
}
