// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The sheet of one indicator: what it is and by what law, its targets, its series over years, and
 * the units below with what each figure is made of. Each numerator and denominator leads to the
 * records counted.
 */
#include "web/web_stat_int.h"

#include <math.h>
#include <stdlib.h>

struct sheet_of {
    struct asking k;
    const struct indicator *i;
};

/* ---- what it is -------------------------------------------------------------------------------
 */

static void put_facts(struct sheet_of *s)
{
    struct page *p = s->k.p;
    const struct indicator *i = s->i;
    val_text(p->root, "indicator", i->id);
    put_label(p, p->root, "title", i->label);
    put_label(p, p->root, "definition", i->definition);
    put_label(p, p->root, "unit_of_measure", i->unit);
    put_label(p, p->root, "owner", i->owner);
    val_text(p->root, "parent_code", i->parent_code);
    put_source(p, p->root, "source", &i->source);
    if (i->good != GOOD_NONE)
        val_text(p->root, "good", i->good == GOOD_UP ? "up" : "down");
    for (size_t d = 0; d < i->nby; d++)
        put_label(p, val_add(p->root, "dimensions"), "label", i->by[d]->label);
    stat_explain(p->act, i, val_child(p->root, "explanation"));
}

static enum err put_targets(struct sheet_of *s)
{
    struct page *p = s->k.p;
    struct stat_target *t;
    size_t n;
    TRY(stat_targets(p->act, s->i, s->k.ask.unit, &t, &n));
    for (size_t j = 0; j < n; j++)
        put_target(&s->k, val_add(p->root, "targets"), s->i, &t[j]);
    if (user_can(p->user, "so_lieu", "accept"))
        val_text(p->root, "_set_target",
            arena_printf(p->a, "/chi-tieu/%s/muc-tieu?dv=%s", s->i->id, s->k.ask.unit));
    return OK;
}

/* ---- figures ----------------------------------------------------------------------------------
 */

static const char *records_path(struct sheet_of *s, const struct stat_value *v, const char *part)
{
    struct page *p = s->k.p;
    struct buf b = buf_in(p->a, 1000);
    const char *unit = v->unit ? v->unit->code : "";
    buf_printf(&b, "/chi-tieu/%s/so?phan=%s&%s", s->i->id, part, asking_query_one(&s->k, unit));
    for (size_t d = 0; d < s->k.ask.nby; d++)
        buf_printf(&b, "&%s=%s", s->k.ask.by[d]->id, v->code[d] ? v->code[d] : CODE_NOT_KNOWN);
    return b.p;
}

static void put_codes(struct sheet_of *s, struct val *x, const struct stat_value *v)
{
    struct page *p = s->k.p;
    for (size_t d = 0; d < s->k.ask.nby; d++) {
        const struct dimension *by = s->k.ask.by[d];
        const struct code *c = v->code[d] ? list_code(by->list, str_of(v->code[d])) : NULL;
        struct val *cell = val_add(x, "_codes");
        if (c)
            put_label(p, cell, "label", c->label);
        else
            val_msg(cell, "label", N_("chưa rõ"), NULL, NULL, NULL);
        val_text(x, by->id, v->code[d]);
    }
}

static void put_row(struct sheet_of *s, struct val *x, const struct stat_value *v)
{
    struct page *p = s->k.p;
    const char *code = v->unit ? v->unit->code : "";
    val_text(x, "unit_code", code);
    val_text(x, "unit_name", v->unit ? v->unit->name : asking_unit_name(&s->k, ""));
    val_text(x, "period", arena_dup(p->a, s->k.ask.period.id));
    put_codes(s, x, v);
    put_figure(&s->k, x, s->i, v);
    put_target(&s->k, x, s->i, v->target);
    struct val *links = val_child(x, "links");
    val_text(links, "numerator_records", records_path(s, v, "tu"));
    if (s->i->denominator)
        val_text(links, "denominator_records", records_path(s, v, "mau"));
    if (!streq(code, s->k.ask.unit))
        val_text(links, "sheet",
            arena_printf(p->a, "/chi-tieu/%s?%s", s->i->id, asking_query(&s->k, code)));
}

struct sorting {
    const char *by;
    bool down;
};

static double sorted_by(const struct stat_value *v, const char *by)
{
    double x = streq(by, "tu") ? v->num : streq(by, "mau") ? v->den : v->known ? v->value : NAN;
    return streq(by, "tinh_trang") ? (double)v->status : x;
}

static int compare(const void *a, const void *b, void *ctx)
{
    const struct sorting *s = ctx;
    double x = sorted_by(a, s->by), y = sorted_by(b, s->by);
    if (isnan(x) || isnan(y))
        return isnan(x) - isnan(y); /* not known: last, either way */
    int by = (x > y) - (x < y);
    return s->down ? -by : by;
}

static void sort_rows(struct sheet_of *s, struct stat_values *v)
{
    static const char *const known[] = {"gia_tri", "tu", "mau", "tinh_trang"};
    struct sorting how = {s->k.sort, s->k.down};
    for (size_t i = 0; i < COUNT(known); i++)
        if (streq(how.by, known[i]))
            qsort_r(v->v, v->n, sizeof *v->v, compare, &how);
}

/* The asked unit itself is the foot: made from the whole, not from the rows. */
static enum err put_rows(struct sheet_of *s)
{
    struct page *p = s->k.p;
    struct stat_ask whole = s->k.ask;
    struct stat_values v;
    whole.level = UNIT_ANY;
    whole.nby = 0;
    TRY(stat_indicator(p->act, s->i, NULL, &whole, &v));
    if (v.n)
        put_row(s, val_child(p->root, "total"), &v.v[0]);
    if (s->k.ask.level == UNIT_ANY && s->k.ask.nby == 0) {
        if (v.n)
            put_row(s, val_add(p->root, "rows"), &v.v[0]);
        return OK;
    }
    TRY(stat_indicator(p->act, s->i, NULL, &s->k.ask, &v));
    sort_rows(s, &v);
    for (size_t j = 0; j < v.n; j++)
        put_row(s, val_add(p->root, "rows"), &v.v[j]);
    val_bool(p->root, "_split", true);
    return OK;
}

static void put_heads(struct sheet_of *s)
{
    static const struct {
        const char *id, *label;
    } heads[] = {{"tu", N_("Tử số")}, {"mau", N_("Mẫu số")}, {"gia_tri", N_("Kết quả")},
        {"tinh_trang", N_("Tình trạng")}};
    struct page *p = s->k.p;
    const char *q = asking_query(&s->k, NULL);
    for (size_t d = 0; d < s->k.ask.nby; d++)
        put_label(p, val_add(p->root, "_by"), "label", s->k.ask.by[d]->label);
    for (size_t j = 0; j < COUNT(heads); j++) {
        if (streq(heads[j].id, "mau") && !s->i->denominator)
            continue;
        bool now = streq(s->k.sort, heads[j].id);
        struct val *c = val_add(p->root, "_heads");
        val_bool(c, "num", !streq(heads[j].id, "tinh_trang"));
        bool count = streq(heads[j].id, "tu") && !s->i->denominator;
        val_msg(c, "label", count ? N_("Số đếm, tổng") : heads[j].label, NULL, NULL, NULL);
        val_text(c, "sort",
            arena_printf(p->a, "/chi-tieu/%s?%s&xep=%s%s", s->i->id, q, heads[j].id,
                now && s->k.down ? "" : "&giam=1"));
        if (now)
            val_text(c, "sorted", s->k.down ? "descending" : "ascending");
    }
}

static void put_change(struct val *x, const struct indicator *i, const struct stat_value *now,
    const struct stat_value *before, struct arena *a)
{
    struct val *change =
        now->known && before->known ? change_val(a, i, now->value, before->value) : NULL;
    if (change)
        val_set(x, "change", change);
}

static enum err put_series(struct sheet_of *s)
{
    struct page *p = s->k.p;
    struct period periods[MOST_YEARS];
    struct stat_value of[MOST_YEARS];
    struct stat_ask ask = s->k.ask;
    ask.level = UNIT_ANY;
    ask.nby = 0;
    past_periods(&ask.period, periods, MOST_YEARS);
    for (size_t y = 0; y < MOST_YEARS; y++) {
        struct stat_values v;
        ask.period = periods[y];
        TRY(stat_indicator(p->act, s->i, NULL, &ask, &v));
        of[y] = v.n ? v.v[0] : (struct stat_value){.value = NAN, .num = NAN, .den = NAN};
        struct val *x = val_add(p->root, "series");
        val_text(x, "period", arena_dup(p->a, periods[y].id));
        val_text(x, "_period", period_label(p->a, &periods[y]));
        put_figure(&s->k, x, s->i, &of[y]);
        put_target(&s->k, x, s->i, of[y].target);
        if (y)
            put_change(x, s->i, &of[y], &of[y - 1], p->a);
    }
    put_chart(&s->k, s->i, periods, of, MOST_YEARS);
    return OK;
}

/* ---- the page ---------------------------------------------------------------------------------
 */

static enum err workbook(struct sheet_of *s)
{
    struct page *p = s->k.p;
    struct doc_col cols[COUNT((int[12]){0}) + STAT_BY_MAX];
    size_t n = 0;
    cols[n++] = (struct doc_col){"unit_code", "Mã đơn vị", VK_TEXT, 10};
    cols[n++] = (struct doc_col){"unit_name", "Đơn vị", VK_TEXT, 28};
    cols[n++] = (struct doc_col){"period", "Kỳ", VK_TEXT, 12};
    for (size_t d = 0; d < s->k.ask.nby; d++)
        cols[n++] = (struct doc_col){s->k.ask.by[d]->id, s->k.ask.by[d]->label.vi, VK_TEXT, 18};
    cols[n++] = (struct doc_col){"numerator", "Tử số", VK_REAL, 14};
    cols[n++] = (struct doc_col){"denominator", "Mẫu số", VK_REAL, 14};
    cols[n++] = (struct doc_col){"value", "Kết quả", VK_REAL, 14};
    cols[n++] = (struct doc_col){"unit", "Đơn vị tính", VK_TEXT, 12};
    cols[n++] = (struct doc_col){"target_op", "Dấu", VK_TEXT, 6};
    cols[n++] = (struct doc_col){"target", "Mục tiêu", VK_REAL, 12};
    cols[n++] = (struct doc_col){"status", "Tình trạng", VK_TEXT, 16};
    cols[n++] = (struct doc_col){"estimated", "Có ước tính", VK_TEXT, 10};
    cols[n++] = (struct doc_col){"origin", "Nguồn số", VK_TEXT, 20};
    p->v->file_name = arena_printf(p->a, "%s-%s.xlsx", s->i->id, s->k.ask.period.id);
    return stat_xlsx(p, "rows", cols, n);
}

static void put_ways(struct sheet_of *s)
{
    struct page *p = s->k.p;
    const char *q = asking_query(&s->k, NULL);
    val_text(p->root, "_xlsx", arena_printf(p->a, "/chi-tieu/%s.xlsx?%s", s->i->id, q));
    val_text(p->root, "_csv", arena_printf(p->a, "/chi-tieu/%s.csv?%s", s->i->id, q));
    val_text(p->root, "_here", arena_printf(p->a, "/chi-tieu/%s?%s", s->i->id, q));
    struct val *crumb = val_add(p->root, "crumbs");
    val_text(crumb, "href", arena_printf(p->a, "/chi-tieu?%s", asking_query_one(&s->k, NULL)));
    val_msg(crumb, "label", N_("Chỉ tiêu"), NULL, NULL, NULL);
    p->v->csv_list = "rows";
}

static enum period_kind usual_period(const struct indicator *i)
{
    enum period_kind kind;
    bool known = i->every && period_kind_of(i->every, &kind);
    return known && kind < PERIOD_YEAR ? kind : PERIOD_YEAR;
}

enum err page_stat(struct page *p)
{
    const struct indicator *i = pack_indicator(p->web->site->pack, page_arg(p, "ct"));
    if (!i)
        return err_set(ERR_NOT_FOUND, "no such indicator");
    struct sheet_of s = {.i = i,
        .k = {.p = p,
            .path = arena_printf(p->a, "/chi-tieu/%s", i->id),
            .dims = i->by,
            .ndims = i->nby,
            .usual = usual_period(i)}};
    bool right = asking_read(&s.k);
    asking_put(&s.k, WITH_LEVEL | WITH_DIMS | WITH_MAP, NULL);
    asking_title(&s.k);
    put_facts(&s);
    put_ways(&s);
    if (!right)
        return page_show(p, "stat");
    TRY(put_rows(&s));
    if (streq(p->match.suffix, "xlsx"))
        return workbook(&s);
    if (p->match.format == VIEW_CSV)
        return page_show(p, "stat");
    put_heads(&s);
    TRY(put_targets(&s));
    TRY(put_series(&s));
    return page_show(p, "stat");
}
