// SPDX-License-Identifier: AGPL-3.0-or-later
/* The bar above a table of numbers: what may be asked, with what is. Read by stat_ask.c. */
#include "web/web_stat_int.h"

#include "base/cal.h"

#include <stdio.h>

enum { YEARS_BACK = 10, YEARS_ON = 1 };

struct val *asking_control(
    struct asking *k, struct val *list, const char *name, const char *type, const char *label)
{
    struct val *f = val_append(list);
    val_text(f, "id", arena_printf(k->p->a, "hoi-%s", name));
    val_text(f, "name", name);
    val_text(f, "type", type);
    val_msg(f, "label", label, NULL, NULL, NULL);
    for (size_t i = 0; i < k->p->faults->n; i++)
        if (streq(k->p->faults->v[i].name, name))
            val_msg(f, "error", k->p->faults->v[i].message, NULL, NULL, NULL);
    return f;
}

void asking_option(struct val *f, const char *code, const char *label, bool now)
{
    struct val *o = val_add(f, "options");
    val_text(o, "code", code);
    val_text(o, "label", label);
    val_bool(o, "checked", now);
}

static const char *say(struct asking *k, const char *text)
{
    return msg_text(k->p->v->lang, text);
}

/* ---- period -----------------------------------------------------------------------------------
 */

static void put_kind(struct asking *k, struct val *list)
{
    static const struct {
        const char *code, *label;
    } kinds[] = {{"nam", N_("Cả năm")}, {"9t", N_("9 tháng")}, {"6t", N_("6 tháng đầu năm")},
        {"6c", N_("6 tháng cuối năm")}, {"q1", N_("Quý I")}, {"q2", N_("Quý II")},
        {"q3", N_("Quý III")}, {"q4", N_("Quý IV")}};
    struct val *f = asking_control(k, list, "loai", "choice", N_("Kỳ"));
    val_bool(f, "no_empty", true);
    for (size_t i = 0; i < COUNT(kinds); i++)
        asking_option(f, kinds[i].code, say(k, kinds[i].label), streq(kinds[i].code, k->kind));
    for (int m = 1; m <= 12; m++) {
        const char *code = arena_printf(k->p->a, "t%02d", m);
        struct val *label = val_of_msg(k->p->a, N_("Tháng %1"), val_of_int(k->p->a, m), NULL, NULL);
        asking_option(f, code, val_plain(k->p->a, label, k->p->v->lang), streq(code, k->kind));
    }
    asking_option(f, "khac", say(k, N_("Kỳ khác (gõ ở dưới)")), streq(k->kind, "khac"));
}

static void put_year(struct asking *k, struct val *list)
{
    struct val *f = asking_control(k, list, "nam", "choice", N_("Năm"));
    int now = cal_local(k->p->act->now_ms).date.y, asked = period_year(&k->ask.period);
    val_bool(f, "no_empty", true);
    int first = asked > now + YEARS_ON ? asked : now + YEARS_ON;
    int last = asked < now - YEARS_BACK ? asked : now - YEARS_BACK;
    for (int y = first; y >= last; y--) {
        const char *text = arena_printf(k->p->a, "%d", y);
        asking_option(f, text, text, y == asked);
    }
}

/* Holds only what the lists cannot say, or what was typed wrong. */
static void put_free(struct asking *k, struct val *list)
{
    const char *typed = page_query(k->p, "ky", 60);
    bool failed = k->p->faults->errors > 0;
    const char *now = failed                   ? typed
                      : streq(k->kind, "khac") ? arena_dup(k->p->a, k->ask.period.id)
                                               : NULL;
    struct val *f = asking_control(k, list, "ky", "text", N_("Kỳ khác"));
    val_msg(f, "hint", N_("Ví dụ 2016..2020, 05/03/2026..01/04/2026"), NULL, NULL, NULL);
    val_text(f, "value", now);
    struct val *h = asking_control(k, list, "ky_cu", "hidden", "");
    val_text(h, "value", now);
}

static void put_regime(struct asking *k, struct val *list)
{
    bool cut = k->ask.period.regime == REGIME_CUTOFF15;
    struct val *f = asking_control(k, list, "che_do", "choice", N_("Cách tính kỳ"));
    val_bool(f, "no_empty", true);
    asking_option(f, "lich", say(k, N_("Theo lịch")), !cut);
    asking_option(f, "ngay15", say(k, N_("Chốt ngày 15 (từ 15 tháng trước đến 14)")), cut);
}

/* ---- unit -------------------------------------------------------------------------------------
 */

static void put_units_in(struct asking *k, struct val *f, const char *of, enum unit_level level)
{
    size_t n;
    const struct unit **u = unit_children(k->p->act->units, k->p->a, of, k->ask.map, level, &n);
    for (size_t i = 0; i < n; i++)
        asking_option(f, u[i]->code, u[i]->name, streq(u[i]->code, k->ask.unit));
}

/* The reader's own unit, those it lies in, and those below it, on the asked map. */
static void put_unit_choice(struct asking *k, struct val *list)
{
    struct page *p = k->p;
    struct val *f = asking_control(k, list, "dv", "choice", N_("Đơn vị"));
    val_bool(f, "no_empty", true);
    const char *own = *p->user->unit ? p->user->unit : k->ask.unit;
    const struct unit *path[UNIT_LEVEL__COUNT];
    size_t n = *own ? unit_path(p->act->units, own, k->ask.map, path) : 0;
    if (!*p->user->province)
        asking_option(f, "vn", say(k, N_("Cả nước")), !*k->ask.unit);
    if (!*p->user->province)
        put_units_in(k, f, "", UNIT_PROVINCE);
    else if (n)
        asking_option(f, path[0]->code, path[0]->name, streq(path[0]->code, k->ask.unit));
    for (size_t i = 1; i < n && *p->user->unit; i++)
        asking_option(f, path[i]->code, path[i]->name, streq(path[i]->code, k->ask.unit));
    if (n && !*p->user->unit) {
        put_units_in(k, f, path[0]->code, UNIT_DISTRICT);
        put_units_in(k, f, path[0]->code, UNIT_COMMUNE);
    }
}

static void put_level(struct asking *k, struct val *list)
{
    static const struct {
        const char *word, *label;
        enum unit_level level;
    } levels[] = {{"khong", N_("Không"), UNIT_ANY}, {"xa", N_("Xã, phường"), UNIT_COMMUNE},
        {"huyen", N_("Huyện (đến 30/6/2025)"), UNIT_DISTRICT},
        {"tinh", N_("Tỉnh, thành phố"), UNIT_PROVINCE}};
    struct val *f = asking_control(k, list, "cap", "choice", N_("Chi tiết đến"));
    val_bool(f, "no_empty", true);
    for (size_t i = 0; i < COUNT(levels); i++)
        if (levels[i].level != UNIT_PROVINCE || !*k->p->user->province)
            asking_option(
                f, levels[i].word, say(k, levels[i].label), levels[i].level == k->ask.level);
}

/* ---- the rest ---------------------------------------------------------------------------------
 */

static void put_dimension(struct asking *k, struct val *list, size_t nth)
{
    struct val *f = asking_control(
        k, list, nth ? "to2" : "to", "choice", nth ? N_("và theo") : N_("Phân tổ theo"));
    val_bool(f, "no_empty", true);
    asking_option(f, "", say(k, N_("Không")), k->ask.nby <= nth);
    for (size_t i = 0; i < k->ndims; i++) {
        const struct dimension *d = k->dims[i];
        const char *label = k->p->v->lang == LANG_EN && d->label.en ? d->label.en : d->label.vi;
        asking_option(f, d->id, label, k->ask.nby > nth && k->ask.by[nth] == d);
    }
}

static void put_day(
    struct asking *k, struct val *list, const char *name, const char *label, int32_t now)
{
    const char *typed = page_query(k->p, name, 20);
    char iso[11], text[11] = "";
    struct cal_date d;
    struct val *f = asking_control(k, list, name, "date", label);
    if (now && cal_from_iso(str_of(unit_day_text(now, iso)), &d))
        cal_format(d, text);
    val_text(f, "value", val_get(f, "error") ? typed : *text ? arena_dup(k->p->a, text) : NULL);
}

static void put_more(struct asking *k, unsigned with, struct val *more)
{
    bool other = k->ask.map != unit_day_of_ms(k->p->act->now_ms);
    put_free(k, more);
    put_regime(k, more);
    if (with & WITH_DIMS && k->ndims > 1)
        put_dimension(k, more, 1);
    if (!(with & WITH_MAP))
        return;
    put_day(k, more, "ban_do", N_("Trên bản đồ đơn vị ngày"), other ? k->ask.map : 0);
    put_day(k, more, "biet_den", N_("Theo số liệu đã biết đến ngày"),
        k->ask.known ? unit_day_of_ms(k->ask.known - 1) : 0);
}

void asking_put(struct asking *k, unsigned with, struct val *first)
{
    struct arena *a = k->p->a;
    struct val *bar = val_child(k->p->root, "_bar"), *more = val_list(a);
    struct val *fields = first ? first : val_list(a);
    val_text(bar, "action", k->path);
    put_kind(k, fields);
    put_year(k, fields);
    put_unit_choice(k, fields);
    if (with & WITH_LEVEL && asking_below(k))
        put_level(k, fields);
    if (with & WITH_DIMS && k->ndims)
        put_dimension(k, fields, 0);
    put_more(k, with, more);
    val_set(bar, "fields", fields);
    val_set(bar, "more", more);
    bool open = streq(k->kind, "khac") || k->p->faults->errors ||
                k->ask.period.regime == REGIME_CUTOFF15 || k->ask.known || k->ask.nby > 1 ||
                k->ask.map != unit_day_of_ms(k->p->act->now_ms);
    val_bool(bar, "open", open);
}
