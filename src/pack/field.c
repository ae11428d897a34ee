// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pack/pack.h"
#include "base/text.h"
#include "base/cal.h"
bool field_parse(const struct input_ctx *ctx, const struct field *f, struct str typed, struct value *out, const char **msg)
{
    struct str s;
    struct arena *a = ctx->a;
    if (text_clean(a, typed, f->type == F_NOTE ? TEXT_NOTE : f->type == F_NAME ? TEXT_NAME : TEXT_LINE, &s) != OK) { *msg = "Chữ bị hỏng"; return false; }
    *out = VNULL;
    *msg = NULL;
    if (!s.n) return true;
    s = (struct str){arena_dupn(a, s.p, s.n), s.n};
    int64_t i; double r; struct cal_date d; char ph[16], pid[13], iso[11];
    switch (f->type) {
    case F_INT: if (!(*msg = text_parse_int(s, &i))) *out = v_int(i); break;
    case F_MONEY: if (!(*msg = text_parse_money(s, 1, &i))) *out = v_int(i); break;
    case F_DECIMAL: if (!(*msg = text_parse_real(s, &r))) *out = v_real(r); break;
    case F_DATE: if (!(*msg = cal_parse(a, s, &d))) { cal_iso(d, iso); *out = v_text(arena_dup(a, iso)); } break;
    case F_TIME: if (!(*msg = cal_parse_moment(a, s, ctx->now_ms, &i))) *out = v_int(i); break;
    case F_BOOL: *out = v_int(s.p[0] == '1'); break;
    case F_PHONE: if (!(*msg = text_phone(s, ph))) *out = v_text(arena_dup(a, ph)); break;
    case F_PERSONAL_NO: if (!(*msg = text_pid(s, pid))) *out = v_text(arena_dup(a, pid)); break;
    case F_CHOICE: if (!list_code(f->list, s)) *msg = "Không có trong danh sách"; else *out = v_str(s); break;
    default: *out = v_str(s);
    }
    return !*msg;
}
const char *field_show(struct arena *a, const struct field *f, struct value v)
{
    struct cal_date d; char o[11];
    if (v.t == V_NULL) return "";
    if (f->type == F_DATE && cal_from_iso(v.s, &d)) { cal_format(d, o); return arena_dup(a, o); }
    if (f->type == F_TIME && v.t == V_INT) return cal_format_moment(a, v.i);
    return v_cstr(a, v);
}
