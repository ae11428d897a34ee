// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What a numerator or a denominator is made of: its measures, and of each the records counted or
 * the values somebody gave. The list adds up to the number; what the reader may not see is counted
 * and not shown.
 */
#include "web/web_stat_int.h"

#include "base/text.h"

#include <math.h>

enum { PER_PAGE = 50, MOST_MEASURES = 12, MOST_COLUMNS = 4, MOST_OFFSET = 1000000 };

struct opened {
    struct asking k;
    const struct indicator *i;
    const char *part; /* "tu", "mau" */
    const struct measure *m[MOST_MEASURES];
    size_t n;
    const struct measure *only; /* of several, the one whose pages are turned */
    const char *code[STAT_BY_MAX];
    int64_t page;
};

/* ---- which measures, which codes --------------------------------------------------------------
 */

static void add_measure(void *ctx, struct str path, int slot)
{
    struct opened *o = ctx;
    const struct measure *m = &o->k.p->web->site->pack->measures[slot];
    (void)path;
    for (size_t i = 0; i < o->n; i++)
        if (o->m[i] == m)
            return;
    if (o->n < MOST_MEASURES)
        o->m[o->n++] = m;
}

static bool read_part(struct opened *o)
{
    struct page *p = o->k.p;
    const char *part = page_query(p, "phan", 5), *only = page_query(p, "do", 60);
    bool below = streq(part, "mau");
    if (part && *part && !below && !streq(part, "tu"))
        return false;
    if (below && !o->i->denominator)
        return false;
    o->part = below ? "mau" : "tu";
    expr_names(below ? o->i->denominator : o->i->numerator, add_measure, o);
    o->only = only && *only ? pack_measure(p->web->site->pack, only) : NULL;
    bool among = !only || !*only;
    for (size_t i = 0; i < o->n; i++)
        among |= o->m[i] == o->only;
    return among;
}

/* A dimension is asked for by its own name: gioi_tinh=nu. False for an unknown code. */
static bool read_codes(struct opened *o)
{
    o->k.ask.nby = 0;
    for (size_t i = 0; i < o->i->nby && o->k.ask.nby < STAT_BY_MAX; i++) {
        const struct dimension *d = o->i->by[i];
        const char *code = page_query(o->k.p, d->id, 40);
        if (!code || !*code)
            continue;
        const struct code *c = list_code(d->list, str_of(code));
        if (!c && !streq(code, CODE_NOT_KNOWN))
            return false;
        o->code[o->k.ask.nby] = c ? c->id : STAT_NOT_KNOWN;
        o->k.ask.by[o->k.ask.nby++] = d;
    }
    return true;
}

static bool unknown(const struct opened *o, size_t d)
{
    return streq(o->code[d], STAT_NOT_KNOWN);
}

static const char *here(struct opened *o, const struct measure *m, int64_t page)
{
    struct page *p = o->k.p;
    struct buf b = buf_in(p->a, 1000);
    buf_printf(&b, "/chi-tieu/%s/so?phan=%s&%s", o->i->id, o->part, asking_query_one(&o->k, NULL));
    for (size_t d = 0; d < o->k.ask.nby; d++)
        buf_printf(&b, "&%s=%s", o->k.ask.by[d]->id, unknown(o, d) ? CODE_NOT_KNOWN : o->code[d]);
    if (m)
        buf_printf(&b, "&do=%s", m->id);
    if (page > 1)
        buf_printf(&b, "&trang=%lld", (long long)page);
    return b.p;
}

/* ---- counted records --------------------------------------------------------------------------
 */

/* In a list of its measure; for CSV in one list of all. */
static struct val *line_of(struct opened *o, struct val *x, const char *list)
{
    bool file = o->k.p->match.format == VIEW_CSV;
    return val_add(file ? o->k.p->root : x, file ? "items" : list);
}

static void put_record(struct opened *o, struct val *x, const struct rec *r)
{
    struct page *p = o->k.p;
    struct val *row = line_of(o, x, "records");
    const char *label = rec_label(p->act, r), *code = rec_code(r);
    val_text(row, "id", rec_id(r));
    val_text(row, "code", code);
    val_text(row, "label", label);
    val_bool(row, "_coded", code && !streq(code, label));
    val_text(row, "href", arena_printf(p->a, "/so/%s/%s", r->reg->id, rec_id(r)));
    put_unit(p, row, "unit", r->common[DC_UNIT].s.p);
    for (size_t i = 0, n = 0; i < r->reg->ncolumns && n < MOST_COLUMNS; i++) {
        struct val *cell = val_add(row, "cells");
        struct val *v = field_val(p, r, r->reg->columns[i]);
        put_label(p, cell, "label", r->reg->columns[i]->label);
        if (v)
            val_set(cell, "value", v);
        n++;
    }
}

static void put_pager(struct opened *o, struct val *x, const struct measure *m, int64_t total)
{
    int64_t pages = (total + PER_PAGE - 1) / PER_PAGE;
    if (pages <= 1)
        return;
    struct val *g = val_child(x, "pager");
    val_int(g, "page", o->page);
    val_int(g, "pages", pages);
    val_int(g, "total", total);
    if (o->page > 1)
        val_text(g, "prev", here(o, m, o->page - 1));
    if (o->page < pages)
        val_text(g, "next", here(o, m, o->page + 1));
}

static enum err put_counted(struct opened *o, struct val *x, const struct measure *m)
{
    struct page *p = o->k.p;
    struct stat_records r;
    bool file = p->match.format == VIEW_CSV;
    int64_t offset = file ? 0 : (o->page - 1) * PER_PAGE;
    TRY(stat_records(p->act, m, &o->k.ask, o->code, file ? MOST_OFFSET : PER_PAGE, offset, &r));
    val_int(x, "counted", r.total);
    val_real(x, "value", r.sum);
    val_bool(x, "estimated", !r.all);
    val_bool(x, "summed", m->value != NULL);
    put_label(p, x, "register", m->reg->plural.vi ? m->reg->plural : m->reg->label);
    for (size_t i = 0; i < r.n; i++)
        put_record(o, x, r.v[i]);
    int64_t left = r.total - offset, due = left < PER_PAGE ? left : PER_PAGE;
    if (!file && (int64_t)r.n < due)
        val_int(x, "hidden", due - (int64_t)r.n);
    for (size_t i = 0; i < m->reg->ncolumns && i < MOST_COLUMNS; i++)
        put_label(p, val_add(x, "_heads"), "label", m->reg->columns[i]->label);
    put_pager(o, x, m, r.total);
    if (file && r.n)
        rec_remember_export(p->act, m->reg);
    return OK;
}

/* ---- given values -----------------------------------------------------------------------------
 */

void put_dims(struct page *p, struct val *x, const struct measure *m, const char *dims)
{
    struct str rest = str_of(dims), one, id;
    struct buf b = buf_in(p->a, 1000);
    while (dims && *dims && str_split(&rest, ';', &one)) {
        struct str code = one;
        str_split(&code, '=', &id);
        const struct code *c = NULL;
        for (size_t i = 0; i < m->nby; i++)
            if (str_is(id, m->by[i]->id))
                c = list_code(m->by[i]->list, code);
        buf_printf(&b, "%s" STR_FMT, b.n ? ", " : "", STR_ARG(c ? str_of(c->label.vi) : one));
    }
    val_text(x, "dims", dims);
    val_text(x, "_dims", b.n ? b.p : NULL);
}

void put_value_state(struct val *x, enum stat_state s)
{
    static const struct {
        const char *code, *vi, *en;
    } words[] = {[VALUE_DRAFT] = {"nhap", "bản nháp", "draft"},
        [VALUE_SENT] = {"da_gui", "đã gửi, chờ duyệt", "sent"},
        [VALUE_ACCEPTED] = {"da_nhan", "đã duyệt", "accepted"},
        [VALUE_RETURNED] = {"tra_lai", "trả lại", "returned"}};
    val_code(x, "state", words[s].code, words[s].vi, words[s].en);
}

void put_entry(struct page *p, struct val *x, const struct stat_entry *e)
{
    char day[11];
    int32_t map = e->map ? e->map : e->period.to;
    val_text(x, "unit_code", e->unit);
    val_text(x, "unit", *e->unit ? unit_name(p->act->units, e->unit, map) : NULL);
    val_text(x, "period", e->period.id);
    put_dims(p, x, e->measure, e->dims);
    if (e->gone)
        val_text(x, "value", NULL);
    else
        val_real(x, "value", e->value);
    put_value_state(x, e->state);
    val_text(x, "evidence", e->evidence);
    val_text(x, "note", e->note);
    val_text(x, "by", e->by);
    val_time(x, "at", e->at);
    val_text(x, "batch", e->batch);
    val_date(x, "map", arena_dup(p->a, unit_day_text(map, day)));
}

enum err put_entry_before(struct page *p, struct val *x, const struct stat_entry *e)
{
    struct stat_entry *v;
    size_t n;
    TRY(stat_history(p->act, e, &v, &n));
    while (n-- > 0)
        if (v[n].at < e->at && v[n].state != VALUE_DRAFT)
            put_entry(p, val_add(x, "before"), &v[n]);
    return OK;
}

static enum err put_entries(struct opened *o, struct val *x, const struct stat_entry *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct val *line = line_of(o, x, "entries");
        put_entry(o->k.p, line, &v[i]);
        if (streq(v[i].unit, o->k.ask.unit))
            TRY(put_entry_before(o->k.p, line, &v[i]));
    }
    return OK;
}

static enum err put_given(struct opened *o, struct val *x, const struct measure *m)
{
    struct page *p = o->k.p;
    struct stat_ask ask = o->k.ask;
    struct stat_entry *v;
    struct stat_cells cells;
    size_t n;
    TRY(stat_measure(p->act, m, &ask, &cells));
    for (size_t i = 0; i < cells.n; i++) {
        bool same = true;
        for (size_t d = 0; d < ask.nby; d++)
            same &= streq(cells.v[i].code[d], unknown(o, d) ? NULL : o->code[d]);
        if (same && cells.v[i].known)
            val_real(x, "value", cells.v[i].value);
        if (same)
            val_bool(x, "estimated", cells.v[i].estimated);
    }
    TRY(stat_entries(p->act, m, ask.unit, true, &ask.period, &v, &n));
    TRY(put_entries(o, x, v, n));
    val_bool(x, "entered", true);
    put_label(p, x, "owner", m->owner);
    return OK;
}

/* ---- the page ---------------------------------------------------------------------------------
 */

static enum err put_measure(struct opened *o, const struct measure *m)
{
    struct page *p = o->k.p;
    struct val *x = val_add(p->root, "measures");
    val_text(x, "measure", m->id);
    put_label(p, x, "label", m->label);
    put_label(p, x, "definition", m->definition);
    put_label(p, x, "unit", m->unit);
    put_source(p, x, "source", &m->source);
    return m->reg ? put_counted(o, x, m) : put_given(o, x, m);
}

static void put_title(struct opened *o)
{
    struct page *p = o->k.p;
    const char *label = p->v->lang == LANG_EN && o->i->label.en ? o->i->label.en : o->i->label.vi;
    bool plain = !o->i->denominator;
    val_msg(p->root, "title",
        plain                   ? N_("%1: được đếm từ đâu")
        : streq(o->part, "mau") ? N_("%1: mẫu số gồm những gì")
                                : N_("%1: tử số gồm những gì"),
        val_of_text(p->a, label), NULL, NULL);
    struct val *c = val_add(p->root, "crumbs");
    val_text(
        c, "href", arena_printf(p->a, "/chi-tieu/%s?%s", o->i->id, asking_query_one(&o->k, NULL)));
    val_text(c, "label", label);
    struct buf b = buf_in(p->a, 500);
    for (size_t d = 0; d < o->k.ask.nby; d++) {
        const struct code *code = list_code(o->k.ask.by[d]->list, str_of(o->code[d]));
        buf_printf(&b, "%s%s", b.n ? ", " : "",
            code ? code->label.vi : msg_text(p->v->lang, N_("chưa rõ")));
    }
    val_text(p->root, "_codes", b.n ? b.p : NULL);
}

enum err page_stat_records(struct page *p)
{
    const struct indicator *i = pack_indicator(p->web->site->pack, page_arg(p, "ct"));
    if (!i)
        return err_set(ERR_NOT_FOUND, "no such indicator");
    struct opened o = {.i = i, .page = 1, .k = {.p = p, .usual = PERIOD_YEAR}};
    o.k.path = arena_printf(p->a, "/chi-tieu/%s/so", i->id);
    bool right = asking_read(&o.k);
    o.k.ask.level = UNIT_ANY;
    if (!read_part(&o) || !read_codes(&o))
        return err_set(ERR_INVALID, "no such part, measure or code");
    const char *at = page_query(p, "trang", 6);
    if (!at || !str_to_int(str_of(at), &o.page) || o.page < 1)
        o.page = 1;
    put_title(&o);
    asking_title(&o.k);
    val_text(p->root, "indicator", i->id);
    for (size_t m = 0; right && m < o.n; m++)
        if (!o.only || o.only == o.m[m])
            TRY(put_measure(&o, o.m[m]));
    p->v->csv_list = "items";
    return page_show(p, "stat_records");
}
