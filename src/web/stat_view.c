// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Figures as views: the plain number for programs, how it looks for people, whether its target is
 * met, how it changed, and lines. Keys beginning with _ are for the page alone.
 */
#include "web/web_stat_int.h"

#include "base/text.h"
#include "doc/doc.h"

#include <math.h>

/* ---- numbers ----------------------------------------------------------------------------------
 */

const char *figure_text(struct arena *a, const struct indicator *i, double value, bool brief)
{
    static const double thousand_million = 1e9, million = 1e6;
    if (isnan(value))
        return NULL;
    bool money = streq(i->unit.vi, "đồng") || i->decimals == 0;
    if (brief && money && fabs(value) >= thousand_million)
        return arena_printf(a, "%s tỷ", text_format_real(a, value / thousand_million, 3));
    if (brief && money && fabs(value) >= 100 * million)
        return arena_printf(a, "%s triệu", text_format_real(a, value / million, 1));
    return text_format_real(a, value, i->decimals);
}

/* As the page shows it, so that page, CSV and JSON say the same. */
static double rounded(const struct indicator *i, double v)
{
    static const double tens[] = {1, 10, 100, 1000, 10000};
    double k = tens[i->decimals < 0 ? 0 : i->decimals > 4 ? 4 : i->decimals];
    return round(v * k) / k;
}

static void put_number(struct val *x, const char *key, double v)
{
    if (isnan(v))
        val_text(x, key, NULL);
    else
        val_real(x, key, v);
}

void put_status(struct val *x, const char *key, enum stat_status s)
{
    switch (s) {
    case STAT_MET:
        val_code(x, key, "dat", "đạt", "met");
        return;
    case STAT_NOT_MET:
        val_code(x, key, "chua_dat", "chưa đạt", "not met");
        return;
    case STAT_UNKNOWN:
        val_code(x, key, "chua_co_so", "chưa có số", "no figure yet");
        return;
    case STAT_NO_TARGET:
        val_code(x, key, "khong_muc_tieu", "không có mục tiêu", "no target");
        return;
    }
}

static void put_origin(struct val *x, unsigned origin)
{
    unsigned both = STAT_COMPUTED | STAT_ENTERED;
    if (origin & STAT_PENDING)
        val_code(x, "origin", "cho_duyet", "số nhập, chưa duyệt", "entered, not accepted yet");
    else if ((origin & both) == both)
        val_code(x, "origin", "tinh_va_nhap", "vừa tính vừa nhập", "counted and entered");
    else if (origin & STAT_ENTERED)
        val_code(x, "origin", "nhap", "số nhập", "entered");
    else if (origin & STAT_COMPUTED)
        val_code(x, "origin", "tinh", "tính từ sổ", "counted from registers");
    else
        val_text(x, "origin", NULL);
    val_bool(x, "given_rate", origin & STAT_GIVEN_RATE);
    val_bool(x, "_entered", origin & (STAT_ENTERED | STAT_PENDING));
}

void put_figure(
    struct asking *k, struct val *x, const struct indicator *i, const struct stat_value *v)
{
    struct arena *a = k->p->a;
    put_number(x, "numerator", v->num);
    put_number(x, "denominator", i->denominator ? v->den : NAN);
    put_number(x, "value", v->known ? rounded(i, v->value) : NAN);
    val_text(x, "_value", v->known ? figure_text(a, i, v->value, false) : NULL);
    put_label(k->p, x, "unit", i->unit);
    val_bool(x, "zero_denominator", v->zero_den);
    put_status(x, "status", v->status);
    val_bool(x, "estimated", v->estimated);
    put_origin(x, v->origin);
    bool partly = v->asked > 0 && v->said < v->asked;
    val_bool(x, "_partly", partly && v->said > 0);
    val_int(x, "said", v->said);
    val_int(x, "asked", v->asked);
}

const char *op_sign(enum target_op op)
{
    static const char *const signs[] = {[TARGET_GE] = "≥",
        [TARGET_LE] = "≤",
        [TARGET_GT] = ">",
        [TARGET_LT] = "<",
        [TARGET_EQ] = "="};
    return signs[op];
}

void put_target(
    struct asking *k, struct val *x, const struct indicator *i, const struct stat_target *t)
{
    struct page *p = k->p;
    if (!t) {
        val_text(x, "target", NULL);
        return;
    }
    val_real(x, "target", t->value);
    val_text(x, "target_op", op_sign(t->op));
    val_text(x, "_target", text_format_real(p->a, t->value, -1));
    val_text(x, "target_year", arena_printf(p->a, "%d", t->year));
    val_text(x, "target_of", asking_unit_name(k, t->unit));
    val_text(x, "target_document", t->document);
    val_bool(x, "target_verify", t->verify);
    val_bool(x, "target_own", t->own);
    put_label(p, x, "unit", i->unit);
    if (t->programme)
        put_label(p, x, "programme", t->programme->label);
    put_number(x, "baseline", t->baseline);
    if (!isnan(t->baseline)) {
        val_text(x, "_baseline", text_format_real(p->a, t->baseline, -1));
        val_text(x, "baseline_year",
            t->baseline_year ? arena_printf(p->a, "%d", t->baseline_year) : NULL);
    }
}

/* ---- change -----------------------------------------------------------------------------------
 */

static bool in_points(const struct indicator *i)
{
    return streq(i->unit.vi, "%") || streq(i->unit.vi, "‰");
}

struct val *change_val(struct arena *a, const struct indicator *i, double now, double before)
{
    if (isnan(now) || isnan(before))
        return NULL;
    double by = rounded(i, now) - rounded(i, before);
    if (fabs(by) < 1e-9)
        return val_of_msg(a, N_("không đổi"), NULL, NULL, NULL);
    const char *text = figure_text(a, i, fabs(by), true);
    if (in_points(i))
        return val_of_msg(a, by > 0 ? N_("tăng %1 điểm %2") : N_("giảm %1 điểm %2"),
            val_of_text(a, text), val_of_text(a, i->unit.vi), NULL);
    if (before == 0)
        return val_of_msg(
            a, by > 0 ? N_("tăng %1") : N_("giảm %1"), val_of_text(a, text), NULL, NULL);
    const char *share = arena_printf(a, "%s %%", text_format_real(a, fabs(by / before) * 100, 1));
    return val_of_msg(a, by > 0 ? N_("tăng %1 (%2)") : N_("giảm %1 (%2)"), val_of_text(a, text),
        val_of_text(a, share), NULL);
}

void past_periods(const struct period *p, struct period *out, size_t n)
{
    out[n - 1] = *p;
    for (size_t i = n - 1; i > 0; i--)
        out[i - 1] = period_last_year(&out[i]);
}

/* ---- lines ------------------------------------------------------------------------------------
 */

static double x_of(struct box b, size_t i, size_t n)
{
    return b.left + (n > 1 ? b.w * (double)i / (double)(n - 1) : b.w / 2);
}

static double y_of(struct box b, double v)
{
    double range = b.high - b.low;
    return b.top + (range > 0 ? b.h * (b.high - v) / range : b.h / 2);
}

/* From zero where that leaves the line readable. */
static struct box fit(struct box b, const double *v, size_t n, double also)
{
    b.low = b.high = NAN;
    for (size_t i = 0; i <= n; i++) {
        double x = i < n ? v[i] : also;
        if (isnan(x))
            continue;
        b.low = isnan(b.low) || x < b.low ? x : b.low;
        b.high = isnan(b.high) || x > b.high ? x : b.high;
    }
    if (b.low > 0 && b.low < b.high / 2)
        b.low = 0;
    double pad = (b.high - b.low) / 8;
    b.high += pad;
    b.low -= b.low == 0 ? 0 : pad;
    return b;
}

/* Figures that are not known leave a gap in time, not in the line. */
static const char *points(struct arena *a, struct box b, const double *v, size_t n, size_t *known)
{
    struct buf out = buf_in(a, 4000);
    *known = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(v[i])) {
            buf_printf(&out, "%s%.1f,%.1f", out.n ? " " : "", x_of(b, i, n), y_of(b, v[i]));
            ++*known;
        }
    return out.n ? out.p : "";
}

static double shown(const struct stat_value *v)
{
    return v->known ? v->value : NAN;
}

void put_spark(struct asking *k, struct val *x, const struct indicator *i,
    const struct period *periods, const struct stat_value *const *v, size_t n)
{
    enum { W = 72, H = 20, PAD = 3 };
    struct arena *a = k->p->a;
    double y[MOST_YEARS];
    struct buf said = buf_in(a, 1000);
    size_t known, last = n;
    for (size_t j = 0; j < n; j++) {
        y[j] = shown(v[j]);
        if (isnan(y[j]))
            continue;
        last = j;
        buf_printf(
            &said, "%s%s: %s", said.n ? "; " : "", periods[j].id, figure_text(a, i, y[j], false));
    }
    struct box b = fit((struct box){PAD, PAD, W - 2 * PAD, H - 2 * PAD, 0, 0}, y, n, NAN);
    const char *line = points(a, b, y, n, &known);
    if (known < 2)
        return;
    struct val *s = val_child(x, "_spark");
    val_text(s, "points", line);
    val_text(s, "said", said.p);
    val_text(s, "x", arena_printf(a, "%.1f", x_of(b, last, n)));
    val_text(s, "y", arena_printf(a, "%.1f", y_of(b, y[last])));
}

static void put_dots(struct asking *k, struct val *c, const struct indicator *i, struct box b,
    const struct period *periods, const double *y, size_t n)
{
    struct arena *a = k->p->a;
    for (size_t j = 0; j < n; j++) {
        struct val *d = val_add(c, "dots");
        val_text(d, "x", arena_printf(a, "%.1f", x_of(b, j, n)));
        val_text(d, "label", arena_dup(a, periods[j].id));
        if (isnan(y[j]))
            continue;
        val_text(d, "y", arena_printf(a, "%.1f", y_of(b, y[j])));
        val_text(d, "above", arena_printf(a, "%.1f", y_of(b, y[j]) - 8));
        val_text(d, "value", figure_text(a, i, y[j], true));
    }
}

void put_chart(struct asking *k, const struct indicator *i, const struct period *periods,
    const struct stat_value *v, size_t n)
{
    enum { LEFT = 40, TOP = 24, W = 560, H = 140 };
    struct arena *a = k->p->a;
    double y[MOST_YEARS], target = v[n - 1].target ? v[n - 1].target->value : NAN;
    size_t known;
    for (size_t j = 0; j < n; j++)
        y[j] = shown(&v[j]);
    struct box b = fit((struct box){LEFT, TOP, W, H, 0, 0}, y, n, target);
    const char *line = points(a, b, y, n, &known);
    if (known < 2)
        return;
    struct val *c = val_child(k->p->root, "_chart");
    val_text(c, "points", line);
    put_dots(k, c, i, b, periods, y, n);
    if (isnan(target))
        return;
    val_text(c, "target_y", arena_printf(a, "%.1f", y_of(b, target)));
    val_text(c, "target_above", arena_printf(a, "%.1f", y_of(b, target) - 5));
    val_text(c, "target_text",
        arena_printf(a, "%s %s", op_sign(v[n - 1].target->op), text_format_real(a, target, -1)));
}

/* ---- a workbook of the same rows --------------------------------------------------------------
 */

enum err stat_xlsx(struct page *p, const char *list, const struct doc_col *cols, size_t n)
{
    struct doc_sheet s = {.name = msg_text(p->v->lang, N_("Số liệu")),
        .title = val_plain(p->a, val_get(p->root, "title"), p->v->lang),
        .cols = cols,
        .n_cols = n};
    return page_sheet(p, val_get(p->root, list), &s);
}
