// SPDX-License-Identifier: AGPL-3.0-or-later
/* Is an entry one that may be stored: whose it is, for which period and codes, within which bounds,
 * and does the actor have the right. */
#include "stat/stat_value_int.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>

int value_key_compare(const struct value_key *x, const struct value_key *y)
{
    int c = strcmp(x->province, y->province);
    c = c ? c : strcmp(x->measure, y->measure);
    c = c ? c : x->regime - y->regime;
    c = c ? c : (x->day_to > y->day_to) - (x->day_to < y->day_to);
    c = c ? c : strcmp(x->unit, y->unit);
    c = c ? c : strcmp(x->period, y->period);
    c = c ? c : (x->day > y->day) - (x->day < y->day);
    return c ? c : strcmp(x->dims, y->dims);
}

const char *value_what(struct arena *a, const struct value_key *k)
{
    return arena_printf(a, "%s %s%s%s%s", k->measure, k->period, k->regime ? "*" : "",
        *k->dims ? " " : "", k->dims);
}

/* ---- dimensions ------------------------------------------------------------------------------ */

struct split { /* one "a=x" */
    const struct dimension *d;
    const struct code *code;
};

static int by_dimension(const void *a, const void *b)
{
    const struct split *x = a, *y = b;
    return strcmp(x->d->id, y->d->id);
}

static const struct dimension *dimension_of(
    struct arena *a, const struct measure *m, struct str name)
{
    struct str folded = text_fold(a, name);
    for (size_t i = 0; i < m->nby; i++)
        if (str_is(name, m->by[i]->id) || str_eq(folded, text_fold(a, str_of(m->by[i]->label.vi))))
            return m->by[i];
    return NULL;
}

static const struct code *code_of(struct arena *a, const struct codelist *l, struct str text)
{
    const struct code *c = list_code(l, text);
    if (c)
        return c;
    struct str folded = text_fold(a, text);
    for (size_t i = 0; i < l->ncodes; i++)
        if (str_eq(folded, text_fold(a, str_of(l->codes[i].label.vi))))
            return &l->codes[i];
    return NULL;
}

static const char *read_split(
    struct arena *a, const struct measure *m, struct str one, struct split *out)
{
    struct str name;
    if (!memchr(one.p, '=', one.n))
        return arena_printf(a, "‘" STR_FMT "’ không có dạng phân_tổ=mã", STR_ARG(one));
    str_split(&one, '=', &name);
    name = str_trim(name);
    one = str_trim(one);
    out->d = dimension_of(a, m, name);
    if (!out->d)
        return arena_printf(
            a, "Số liệu ‘%s’ không có phân tổ ‘" STR_FMT "’", m->label.vi, STR_ARG(name));
    out->code = code_of(a, out->d->list, one);
    if (!out->code)
        return arena_printf(
            a, "Phân tổ ‘%s’ không có mã ‘" STR_FMT "’", out->d->label.vi, STR_ARG(one));
    return NULL;
}

static const char *join_splits(struct arena *a, const struct split *v, size_t n)
{
    struct buf b = buf_in(a, 1024);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%s=%s", i ? ";" : "", v[i].d->id, v[i].code->id);
    return n ? b.p : "";
}

const char *stat_dims(struct arena *a, const struct measure *m, struct str text, const char **msg)
{
    struct split v[STAT_BY_MAX];
    size_t n = 0;
    struct str one;
    *msg = NULL;
    while (!*msg && str_split(&text, ';', &one)) {
        one = str_trim(one);
        if (one.n == 0)
            continue;
        if (n == STAT_BY_MAX)
            *msg = "Nhiều phân tổ quá: nhiều nhất là ba";
        else
            *msg = read_split(a, m, one, &v[n++]);
    }
    if (*msg)
        return NULL;
    qsort(v, n, sizeof *v, by_dimension);
    for (size_t i = 1; i < n; i++)
        if (v[i].d == v[i - 1].d)
            *msg = arena_printf(a, "Phân tổ ‘%s’ được nêu hai lần", v[i].d->label.vi);
    return *msg ? NULL : join_splits(a, v, n);
}

/* ---- period ---------------------------------------------------------------------------------- */

static enum period_kind every_of(const struct measure *m)
{
    enum period_kind k = PERIOD_YEAR;
    if (m->every)
        period_kind_of(m->every, &k);
    return k;
}

/* The kind itself, parts that add up to it, and whole years, as older numbers are often known. */
static bool kind_fits(const struct measure *m, enum period_kind got)
{
    enum period_kind every = every_of(m);
    if (got == every)
        return true;
    if (m->kind == MEASURE_RATE || got == PERIOD_DAYS || got == PERIOD_YEARS)
        return false;
    if (m->reg || got == PERIOD_YEAR)
        return true;
    return got < every && got != PERIOD_NINE_MONTHS;
}

static const char *check_period(struct act *act, const struct stat_entry *e)
{
    static const char *const names[PERIOD__COUNT] = {
        "tháng", "quý", "6 tháng", "9 tháng", "năm", "nhiều năm", "từ ngày đến ngày"};
    const struct period *p = &e->period;
    if (!kind_fits(e->measure, p->kind))
        return arena_printf(act->a, "Số liệu này nhập theo %s, không nhập theo %s",
            names[every_of(e->measure)], names[p->kind]);
    if (p->from > value_today(act))
        return "Kỳ này chưa bắt đầu";
    return NULL;
}

/* ---- value ----------------------------------------------------------------------------------- */

/* Units of which there is no half. */
static bool is_counted(const struct measure *m)
{
    static const char *const words[] = {"tre", "nguoi", "phu", "nu", "nam", "ho", "ca", "vu",
        "luot", "chau", "hoc", "can", "doanh", "xa", "cuoc", "truong", "co", "ban", "san", "dai",
        "lop", "buoi", "dong"};
    char first[8] = "";
    AUTO_ARENA *a = arena_open();
    struct str s = text_fold(a, str_of(m->unit.vi)), word;
    if (m->kind == MEASURE_RATE || memchr(str_of(m->unit.vi).p, '%', str_of(m->unit.vi).n))
        return false;
    if (!str_split(&s, ' ', &word) || word.n >= sizeof first)
        return false;
    memcpy(first, word.p, word.n);
    for (size_t i = 0; i < COUNT(words); i++)
        if (streq(first, words[i]))
            return true;
    return false;
}

static const char *check_value(struct act *act, const struct stat_entry *e)
{
    const struct measure *m = e->measure;
    if (e->gone)
        return NULL;
    if (!isfinite(e->value) || fabs(e->value) > 9e15)
        return "Giá trị không phải là số";
    if (e->value < m->min)
        return arena_printf(
            act->a, "Giá trị nhỏ hơn mức thấp nhất %s", text_format_real(act->a, m->min, -1));
    if (m->max > 0 && e->value > m->max)
        return arena_printf(
            act->a, "Giá trị lớn hơn mức cao nhất %s", text_format_real(act->a, m->max, -1));
    if (e->value != floor(e->value) && (m->money || is_counted(m)))
        return arena_printf(act->a, "Phải là số nguyên (%s)", m->unit.vi);
    return NULL;
}

/* ---- unit and rights ------------------------------------------------------------------------- */

static const char *check_level(const struct stat_entry *e, const struct value_place *p)
{
    const struct measure *m = e->measure;
    bool of_province = !m->reg && m->level && streq(m->level, "tinh");
    if (of_province && p->level != UNIT_PROVINCE && p->level != UNIT_ANY)
        return "Số liệu này nhập cho cấp tỉnh, không nhập cho cấp dưới";
    if (!m->reg && m->level && streq(m->level, "quoc_gia") && p->level != UNIT_ANY)
        return "Số liệu này nhập cho cả nước";
    return NULL;
}

static const char *place_entry(struct act *act, const struct stat_entry *e, struct value_place *out)
{
    int32_t map = e->map ? e->map : e->period.to;
    if (e->unit && value_place(act->units, act->a, e->unit, map, e->period.to, out))
        return NULL;
    return arena_printf(act->a, "Không có đơn vị mã %s trên bản đồ ngày %02d/%02d/%04d",
        e->unit ? e->unit : "(trống)", (int)map % 100, (int)map / 100 % 100, (int)map / 10000);
}

/* Who is above may store as accepted; a draft stays one; else it is sent. */
static enum stat_state state_of(
    struct act *act, const struct stat_entry *e, const struct value_place *p)
{
    if (e->state == VALUE_DRAFT)
        return VALUE_DRAFT;
    bool above = value_is_below_actor(act, p->unit, p->day) &&
                 stat_may_judge(act, e->measure, p->unit, p->day);
    return e->state == VALUE_ACCEPTED && above ? VALUE_ACCEPTED : VALUE_SENT;
}

const char *value_key_of(
    struct act *act, const struct stat_entry *e, struct value_key *out, const char **column)
{
    struct value_place p;
    const char *msg = NULL;
    *column = "measure";
    if (!e->measure)
        return "Không có số liệu này";
    const char *dims = stat_dims(act->a, e->measure, str_of(e->dims), &msg);
    *column = "dims";
    if (msg)
        return msg;
    *column = "unit";
    if ((msg = place_entry(act, e, &p)))
        return msg;
    *out = (struct value_key){.province = p.province,
        .measure = e->measure->id,
        .unit = p.unit,
        .period = e->period.id,
        .dims = dims,
        .regime = (int)e->period.regime,
        .day_to = e->period.to,
        .day = p.day};
    return NULL;
}

const char *value_check(
    struct act *act, const struct stat_entry *e, struct value_row *out, const char **column)
{
    const char *msg = value_key_of(act, e, &out->k, column);
    if (msg)
        return msg;
    struct value_place p = {.unit = out->k.unit, .province = out->k.province, .day = out->k.day};
    const struct unit *u = *p.unit ? unit_find(act->units, p.unit, p.day) : NULL;
    p.level = u ? u->level : UNIT_ANY;
    if ((msg = check_level(e, &p)))
        return msg;
    if (!stat_may_enter(act, e->measure, p.unit, p.day))
        return "Bạn không có quyền nhập số liệu này cho đơn vị này";
    *column = "period";
    if ((msg = check_period(act, e)))
        return msg;
    *column = "value";
    if ((msg = check_value(act, e)))
        return msg;
    out->e = e;
    out->state = state_of(act, e, &p);
    return NULL;
}
