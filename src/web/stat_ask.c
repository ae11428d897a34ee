// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What a page of numbers is asked for stands in its address, so that a link shows the same to
 * somebody else: period, regime, unit, level, map, "as known", dimensions. Read here, and offered
 * by stat_bar.c.
 */
#include "web/web_stat_int.h"

#include "base/cal.h"

#include <stdio.h>

enum { YEAR_FIRST = 2000, YEAR_LAST = 2100 };

static void wrong(struct asking *k, const char *name, const char *text)
{
    rec_fault(k->p->faults, name, text, NULL);
}

static int32_t today(const struct asking *k)
{
    return unit_day_of_ms(k->p->act->now_ms);
}

/* ---- period -----------------------------------------------------------------------------------
 */

struct named_period {
    const char *code;
    enum period_kind kind;
    int nth; /* 0 = in the code, after its letter */
};
static const struct named_period named[] = {{"nam", PERIOD_YEAR, 1}, {"9t", PERIOD_NINE_MONTHS, 1},
    {"6t", PERIOD_HALF, 1}, {"6c", PERIOD_HALF, 2}, {"q1", PERIOD_QUARTER, 1},
    {"q2", PERIOD_QUARTER, 2}, {"q3", PERIOD_QUARTER, 3}, {"q4", PERIOD_QUARTER, 4},
    {"t01", PERIOD_MONTH, 1}, {"t02", PERIOD_MONTH, 2}, {"t03", PERIOD_MONTH, 3},
    {"t04", PERIOD_MONTH, 4}, {"t05", PERIOD_MONTH, 5}, {"t06", PERIOD_MONTH, 6},
    {"t07", PERIOD_MONTH, 7}, {"t08", PERIOD_MONTH, 8}, {"t09", PERIOD_MONTH, 9},
    {"t10", PERIOD_MONTH, 10}, {"t11", PERIOD_MONTH, 11}, {"t12", PERIOD_MONTH, 12}};

static const char *code_of(const struct period *p)
{
    for (size_t i = 0; i < COUNT(named); i++) {
        struct period same = period_of(named[i].kind, p->regime, period_year(p), named[i].nth);
        if (streq(same.id, p->id))
            return named[i].code;
    }
    return "khac";
}

/* Chosen in the two lists. */
static bool read_chosen(struct asking *k, const char *code, const char *year)
{
    int64_t y;
    if (!str_to_int(str_of(year), &y) || y < YEAR_FIRST || y > YEAR_LAST) {
        wrong(k, "nam", N_("Năm phải là bốn chữ số, ví dụ 2026"));
        return false;
    }
    for (size_t i = 0; i < COUNT(named); i++)
        if (streq(named[i].code, code)) {
            k->ask.period = period_of(named[i].kind, k->ask.period.regime, (int)y, named[i].nth);
            return true;
        }
    wrong(k, "loai", N_("Không có kỳ nào như vậy"));
    return false;
}

/* What is typed counts before what is chosen, unless it only stayed in its box from last time. */
static void read_period(struct asking *k)
{
    struct page *p = k->p;
    const char *regime = page_query(p, "che_do", 10), *typed = page_query(p, "ky", 60);
    const char *code = page_query(p, "loai", 10), *before = page_query(p, "ky_cu", 60);
    enum regime r = streq(regime, "ngay15") ? REGIME_CUTOFF15 : REGIME_CALENDAR;
    if (regime && *regime && !streq(regime, "ngay15") && !streq(regime, "lich"))
        wrong(k, "che_do", N_("Cách tính kỳ chỉ có: lich, ngay15"));
    k->ask.period = period_at(k->usual, r, today(k));
    bool chosen = code && *code && !streq(code, "khac");
    if (typed && *typed && !(chosen && streq(typed, before))) {
        const char *fault = period_parse(p->a, str_of(typed), r, &k->ask.period);
        if (fault)
            wrong(k, "ky", fault);
    } else if (chosen) {
        read_chosen(k, code, page_query(p, "nam", 8));
    }
    k->kind = code_of(&k->ask.period);
}

/* ---- days -------------------------------------------------------------------------------------
 */

/* 0 = not asked. */
static int32_t read_day(struct asking *k, const char *name)
{
    const char *typed = page_query(k->p, name, 20);
    struct cal_date d;
    if (!typed || !*typed)
        return 0;
    const char *fault = cal_parse(k->p->a, str_of(typed), &d);
    if (fault) {
        wrong(k, name, fault);
        return 0;
    }
    d = cal_last(d);
    return d.y * 10000 + d.m * 100 + d.d;
}

static void read_days(struct asking *k)
{
    int32_t map = read_day(k, "ban_do"), known = read_day(k, "biet_den");
    k->ask.map = map ? map : today(k);
    if (!known)
        return;
    char iso[11];
    struct cal_date d;
    if (cal_from_iso(str_of(unit_day_text(known, iso)), &d))
        k->ask.known = cal_ms(cal_day(d), 24 * 60);
    if (k->ask.known >= k->p->act->now_ms)
        k->ask.known = 0;
}

/* ---- unit and level ---------------------------------------------------------------------------
 */

/* Where the reader works, on the asked map: the one unit it was or will be, else its province. */
static const char *own_unit(struct asking *k)
{
    const struct user *u = k->p->user;
    const char *code = *u->unit ? u->unit : u->province;
    struct unit_tree *t = k->p->act->units;
    size_t n = 0;
    if (!*code || k->ask.map == today(k))
        return code;
    const struct unit_part *v = unit_on_map(t, k->p->a, code, today(k), k->ask.map, &n);
    if (n == 1)
        return v[0].unit->code;
    const char *province = n ? unit_province(t, v[0].unit->code, k->ask.map) : NULL;
    return province ? province : code;
}

static void read_unit(struct asking *k)
{
    const char *asked = page_query(k->p, "dv", 10);
    if (!asked || !*asked)
        k->ask.unit = own_unit(k);
    else
        k->ask.unit = streq(asked, "vn") ? "" : asked;
    if (*k->ask.unit && !unit_find(k->p->act->units, k->ask.unit, k->ask.map))
        wrong(k, "dv", N_("Không có đơn vị này trên bản đồ của ngày đã chọn"));
}

bool asking_below(const struct asking *k)
{
    return !*k->p->user->unit;
}

static enum unit_level usual_level(const struct asking *k)
{
    size_t n = strlen(k->ask.unit);
    return n == 0 ? UNIT_PROVINCE : n <= 3 ? UNIT_COMMUNE : UNIT_ANY;
}

static void read_level(struct asking *k)
{
    static const struct {
        const char *word;
        enum unit_level level;
    } words[] = {{"khong", UNIT_ANY}, {"xa", UNIT_COMMUNE}, {"huyen", UNIT_DISTRICT},
        {"tinh", UNIT_PROVINCE}};
    const char *asked = page_query(k->p, "cap", 10);
    k->ask.level = usual_level(k);
    for (size_t i = 0; asked && *asked; i++) {
        if (i == COUNT(words)) {
            wrong(k, "cap", N_("Cấp chỉ có: khong, xa, huyen, tinh"));
            break;
        }
        if (streq(asked, words[i].word)) {
            k->ask.level = words[i].level;
            break;
        }
    }
    if (!asking_below(k))
        k->ask.level = UNIT_ANY;
}

/* ---- dimensions, order ------------------------------------------------------------------------
 */

static void read_dimension(struct asking *k, const char *name)
{
    const char *asked = page_query(k->p, name, 40);
    if (!asked || !*asked)
        return;
    for (size_t i = 0; i < k->ndims; i++) {
        const struct dimension *d = k->dims[i];
        if (!streq(d->id, asked))
            continue;
        if (k->ask.nby == 0 || k->ask.by[0] != d)
            k->ask.by[k->ask.nby++] = d;
        return;
    }
    wrong(k, name, N_("Chỉ tiêu này không tách theo phân tổ ấy"));
}

static void put_faults(struct asking *k)
{
    struct page *p = k->p;
    for (size_t i = 0; i < p->faults->n; i++) {
        struct val *e = val_add(p->root, "errors");
        val_text(e, "id", arena_printf(p->a, "hoi-%s", p->faults->v[i].name));
        val_msg(e, "text", p->faults->v[i].message, NULL, NULL, NULL);
    }
}

bool asking_read(struct asking *k)
{
    read_period(k);
    read_days(k);
    read_unit(k);
    read_level(k);
    read_dimension(k, "to");
    read_dimension(k, "to2");
    k->sort = page_query(k->p, "xep", 12);
    k->down = page_query(k->p, "giam", 1) != NULL;
    put_faults(k);
    return k->p->faults->errors == 0;
}

/* ---- the same as an address -------------------------------------------------------------------
 */

const char *asking_query_one(const struct asking *k, const char *unit)
{
    struct buf b = buf_in(k->p->a, 1000);
    char day[11];
    const char *code = unit ? unit : k->ask.unit;
    buf_printf(&b, "ky=%s&dv=%s", k->ask.period.id, *code ? code : "vn");
    if (k->ask.period.regime == REGIME_CUTOFF15)
        buf_puts(&b, "&che_do=ngay15");
    if (k->ask.map != today(k))
        buf_printf(&b, "&ban_do=%s", unit_day_text(k->ask.map, day));
    if (k->ask.known)
        buf_printf(&b, "&biet_den=%s", unit_day_text(unit_day_of_ms(k->ask.known - 1), day));
    return b.p;
}

const char *asking_query(const struct asking *k, const char *unit)
{
    static const char *const words[] = {"khong", "tinh", "huyen", "xa"};
    struct buf b = buf_in(k->p->a, 1000);
    buf_puts(&b, asking_query_one(k, unit));
    if (!unit && k->ask.level != usual_level(k))
        buf_printf(&b, "&cap=%s", words[k->ask.level]);
    for (size_t i = 0; i < k->ask.nby; i++)
        buf_printf(&b, "&to%s=%s", i ? "2" : "", k->ask.by[i]->id);
    return b.p;
}

const char *asking_unit_name(const struct asking *k, const char *code)
{
    if (!*code)
        return msg_text(k->p->v->lang, N_("Cả nước"));
    return unit_name(k->p->act->units, code, k->ask.map);
}

void asking_title(struct asking *k)
{
    struct page *p = k->p;
    char day[11];
    val_text(p->root, "period", arena_dup(p->a, k->ask.period.id));
    val_text(p->root, "period_name", period_label(p->a, &k->ask.period));
    val_date(p->root, "from", arena_dup(p->a, unit_day_text(k->ask.period.from, day)));
    val_date(p->root, "to", arena_dup(p->a, unit_day_text(k->ask.period.to, day)));
    val_text(p->root, "regime", k->ask.period.regime == REGIME_CUTOFF15 ? "cutoff15" : "calendar");
    val_text(p->root, "unit_code", k->ask.unit);
    val_text(p->root, "unit", asking_unit_name(k, k->ask.unit));
    val_date(p->root, "map", arena_dup(p->a, unit_day_text(k->ask.map, day)));
    val_bool(p->root, "_other_map", k->ask.map != today(k));
    val_time(p->root, "known", k->ask.known);
}
