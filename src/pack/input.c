// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What a person typed into a field, as a value of its type, and back. The rules themselves are in
 * base/text.h and base/cal.h (doc/input.md); here each field type finds its rule. Rules that need
 * other fields (required_if, min, max, checks) are not asked here.
 */
#include "base/text.h"
#include "pack/pack_int.h"

/* NULL when right, else the message. `s` is clean and not empty. */
typedef const char *parse_fn(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out);

static struct value keep(struct arena *a, struct str s)
{
    return v_str((struct str){arena_dupn(a, s.p, s.n), s.n});
}

static const char *in_text(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    size_t max = f->max_len ? (size_t)f->max_len : f->type == F_NOTE ? 10000 : 200;
    if (text_length(s) > max)
        return arena_printf(c->a, "Dài quá, nhiều nhất %zu chữ cái", max);
    *out = keep(c->a, s);
    return NULL;
}

static const char *in_range(int64_t i, struct value *out)
{
    if (i > XINT_MAX || i < -XINT_MAX)
        return N_("Số quá lớn");
    *out = v_int(i);
    return NULL;
}

static const char *in_int(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    (void)c;
    (void)f;
    int64_t i;
    const char *msg = text_parse_int(s, &i);
    return msg ? msg : in_range(i, out);
}

static const char *in_decimal(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    (void)c;
    (void)f;
    double r;
    const char *msg = text_parse_real(s, &r);
    if (!msg)
        *out = v_real(r);
    return msg;
}

static const char *in_money(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    (void)c;
    (void)f;
    int64_t i;
    const char *msg = text_parse_money(s, 1, &i);
    return msg ? msg : in_range(i, out);
}

static const char *in_date(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    struct cal_date d;
    const char *msg = cal_parse(c->a, s, &d);
    if (msg)
        return msg;
    if (f->full_date && d.d == 0)
        return N_("Ghi đủ ngày, tháng, năm, ví dụ 30/06/2015");
    char iso[11];
    cal_iso(d, iso);
    *out = v_text(arena_dup(c->a, iso));
    return NULL;
}

static const char *in_time(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    (void)f;
    int64_t ms;
    const char *msg = cal_parse_moment(c->a, s, c->now_ms, &ms);
    if (!msg)
        *out = v_int(ms);
    return msg;
}

static const char *in_bool(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    static const char *const YES[] = {"1", "co", "true"}, *const NO[] = {"0", "khong", "false"};
    (void)f;
    struct str word = text_fold(c->a, s);
    for (size_t i = 0; i < COUNT(YES); i++)
        if (str_is(word, YES[i]) || str_is(word, NO[i])) {
            *out = v_int(str_is(word, YES[i]));
            return NULL;
        }
    return N_("Chọn Có hoặc Không");
}

static const char *in_choice(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    (void)c;
    const struct code *code = list_code(f->list, s);
    if (!code)
        return N_("Chọn một mục có trong danh sách");
    *out = v_text(code->id);
    return NULL;
}

/* Codes parted by | or comma, in any order; stored in the order of the list, each once. */
static const char *in_choices(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    bool *on = NEW_N(c->a, bool, f->list->ncodes + 1);
    char *text = arena_dupn(c->a, s.p, s.n);
    for (size_t i = 0; i < s.n; i++)
        text[i] = text[i] == ',' ? '|' : text[i];
    struct str rest = {text, s.n}, part;
    while (str_split(&rest, '|', &part)) {
        part = str_trim(part);
        const struct code *code = part.n ? list_code(f->list, part) : NULL;
        if (part.n && !code)
            return N_("Chọn các mục có trong danh sách");
        if (code)
            on[code - f->list->codes] = true;
    }
    struct buf b = buf_in(c->a, 100000);
    for (size_t i = 0; i < f->list->ncodes; i++)
        if (on[i])
            buf_printf(&b, "%s%s|", b.n ? "" : "|", f->list->codes[i].id);
    *out = b.n ? v_str(buf_view(&b)) : VNULL;
    return NULL;
}

/* Whether there is such a unit, record or file is for those who have them. */
static const char *in_unit(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    (void)f;
    bool ok = s.n <= 20;
    for (size_t i = 0; ok && i < s.n; i++)
        ok = (s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'z') ||
             (s.p[i] >= 'A' && s.p[i] <= 'Z') || s.p[i] == '-' || s.p[i] == '.' || s.p[i] == '_';
    if (!ok)
        return N_("Chọn một địa bàn có trong danh sách");
    *out = keep(c->a, s);
    return NULL;
}

static const char *in_id(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    if (!uuid_ok(s))
        return f->type == F_FILE ? N_("Chọn một tệp") : N_("Chọn một hồ sơ có trong sổ");
    *out = keep(c->a, s);
    return NULL;
}

static const char *in_name(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    const char *msg = text_name_ok(s);
    if (!msg && f->max_len && text_length(s) > (size_t)f->max_len)
        msg = arena_printf(c->a, "Dài quá, nhiều nhất %d chữ cái", f->max_len);
    if (!msg)
        *out = keep(c->a, text_name_tidy(c->a, s));
    return msg;
}

static const char *in_phone(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    (void)f;
    char plain[16];
    const char *msg = text_phone(s, plain);
    if (!msg)
        *out = v_text(arena_dup(c->a, plain));
    return msg;
}

static const char *in_personal_no(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    (void)f;
    char plain[13];
    const char *msg = text_pid(s, plain);
    if (!msg)
        *out = v_text(arena_dup(c->a, plain));
    return msg;
}

static const char *in_rows(
    const struct input_ctx *c, const struct field *f, struct str s, struct value *out)
{
    (void)c;
    (void)f;
    (void)s;
    (void)out;
    return N_("Các dòng được ghi từng dòng một");
}

bool field_parse(const struct input_ctx *ctx, const struct field *f, struct str typed,
    struct value *out, const char **msg)
{
    static parse_fn *const PARSE[F__COUNT] = {
        [F_TEXT] = in_text,
        [F_NOTE] = in_text,
        [F_INT] = in_int,
        [F_DECIMAL] = in_decimal,
        [F_MONEY] = in_money,
        [F_DATE] = in_date,
        [F_TIME] = in_time,
        [F_BOOL] = in_bool,
        [F_CHOICE] = in_choice,
        [F_CHOICES] = in_choices,
        [F_UNIT] = in_unit,
        [F_REF] = in_id,
        [F_NAME] = in_name,
        [F_PHONE] = in_phone,
        [F_PERSONAL_NO] = in_personal_no,
        [F_FILE] = in_id,
        [F_ROWS] = in_rows,
    };
    struct str s;
    struct value v = VNULL;
    enum text_flags how = f->type == F_NOTE ? TEXT_NOTE : f->type == F_NAME ? TEXT_NAME : TEXT_LINE;
    if (text_clean(ctx->a, typed, how, &s) != OK) {
        *msg = "Chữ gửi lên bị hỏng, hãy gõ lại";
        return false;
    }
    const char *fault = s.n ? PARSE[f->type](ctx, f, s, &v) : NULL;
    if (fault) {
        *msg = fault;
        return false;
    }
    *out = v;
    return true;
}

static const char *show_date(struct arena *a, struct str iso)
{
    struct cal_date d;
    char text[11];
    if (!cal_from_iso(iso, &d))
        return arena_dupn(a, iso.p, iso.n);
    cal_format(d, text);
    return arena_dup(a, text);
}

const char *field_show(struct arena *a, const struct field *f, struct value v)
{
    if (v_is_null(v))
        return "";
    if (f->type == F_DATE && v.t == V_TEXT)
        return show_date(a, v.s);
    if (f->type == F_TIME && v.t == V_INT)
        return cal_format_moment(a, v.i);
    if (f->type == F_MONEY && v.t == V_INT)
        return text_format_int(a, v.i);
    if (f->type == F_DECIMAL && v.t == V_REAL)
        return text_format_real(a, v.r, -1);
    return v_cstr(a, v);
}
