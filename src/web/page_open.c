// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Open data, for everybody. These pages read what was published (pub_*) and the pack, nothing else:
 * no register, no entered value, no account.
 */
#include "web/web_int.h"

#include "stat/stat.h"

#include <math.h>

/* ---- who publishes ----------------------------------------------------------------------------
 */

struct publisher {
    const char *unit, *next_day, *office, *contact;
    int64_t until;
    bool set;
};

static enum err publisher(struct page *p, struct publisher *out)
{
    struct db_rows *r = db_query(p->act->c, p->a, Q_PUB_SITE, NO_ARGS);
    *out = (struct publisher){.unit = ""};
    if (db_next(r))
        *out = (struct publisher){.unit = db_text(r, 0),
            .until = db_int(r, 1),
            .next_day = db_text(r, 2),
            .office = db_text(r, 3),
            .contact = db_text(r, 4),
            .set = true};
    return db_status(p->act->c);
}

static const char *publisher_name(struct page *p, const struct publisher *s)
{
    if (!s->set)
        return NULL;
    return *s->unit ? unit_name(p->act->units, s->unit, unit_day_of_ms(p->act->now_ms))
                    : msg_text(p->v->lang, N_("Cả nước"));
}

static void put_publisher(struct page *p, const struct publisher *s)
{
    val_bool(p->root, "open", true);
    val_text(p->root, "unit", publisher_name(p, s));
    val_text(p->root, "unit_code", s->set ? s->unit : NULL);
    val_text(p->root, "office", s->office);
    val_text(p->root, "contact", s->contact);
    val_text(p->root, "_here", p->rq->path);
}

/* ---- the list ---------------------------------------------------------------------------------
 */

static void put_calendar(struct page *p, const struct publisher *s)
{
    struct db_rows *r = db_query(p->act->c, p->a, Q_PUB_RELEASES, ARGS(s->unit));
    while (db_next(r)) {
        if (db_int(r, 1) > s->until)
            continue;
        struct val *x = val_add(p->root, "calendar");
        val_int(x, "year", db_int(r, 1));
        val_text(x, "_year", arena_printf(p->a, "%d", (int)db_int(r, 1)));
        val_time(x, "published", db_int(r, 3));
        val_time(x, "withdrawn", db_int(r, 5));
        val_text(x, "reason", db_text(r, 7));
    }
    val_date(p->root, "next", s->next_day && *s->next_day ? s->next_day : NULL);
}

struct head {
    int64_t year;
    double value;
    bool hidden;
};
struct heads {
    const char **item; /* "i:ty_le" */
    struct head *v;
    size_t n;
};

/* The newest total of each item; those that are not known are left out. */
static struct heads heads(struct page *p, const struct publisher *s)
{
    struct db_rows *r = db_query(p->act->c, p->a, Q_PUB_HEADS, ARGS(s->unit, s->until));
    size_t most = db_row_count(r);
    struct heads h = {NEW_N(p->a, const char *, most + 1), NEW_N(p->a, struct head, most + 1), 0};
    while (db_next(r)) {
        if (db_int(r, 3) == 2)
            continue;
        const char *item = arena_printf(p->a, "%s:%s", db_text(r, 0), db_text(r, 1));
        if (h.n && streq(h.item[h.n - 1], item))
            continue;
        h.item[h.n] = item;
        h.v[h.n++] = (struct head){db_int(r, 2), db_real(r, 4), db_int(r, 3) == 1};
    }
    return h;
}

static const struct head *head_of(struct page *p, const struct heads *h, char kind, const char *id)
{
    const char *item = arena_printf(p->a, "%c:%s", kind, id);
    for (size_t i = 0; i < h->n; i++)
        if (streq(h->item[i], item))
            return &h->v[i];
    return NULL;
}

/* A number as the page shows it: whole, or rounded. */
static void put_number(struct val *x, const char *key, double v, int decimals)
{
    double ten = pow(10, decimals), r = round(v * ten) / ten;
    if (!isfinite(v))
        val_text(x, key, NULL);
    else if (decimals == 0 && fabs(r) < 9e15)
        val_int(x, key, (int64_t)r);
    else
        val_real(x, key, r);
}

static int decimals_of(const struct indicator *i)
{
    return i->denominator ? i->decimals : 0;
}

static void put_item(struct page *p, const struct heads *h, const char *list, char kind,
    const char *id, struct label label, struct label unit, int decimals)
{
    const struct head *e = head_of(p, h, kind, id);
    if (!e)
        return;
    struct val *x = val_add(p->root, list);
    val_text(x, "id", id);
    put_label(p, x, "name", label);
    put_label(p, x, "unit", unit);
    val_int(x, "year", e->year);
    val_text(x, "_year", arena_printf(p->a, "%d", (int)e->year));
    val_text(x, "status", e->hidden ? "hidden" : "shown");
    if (!e->hidden)
        put_number(x, "value", e->value, decimals);
    val_text(
        x, "href", arena_printf(p->a, "/cong-khai/%s/%s", kind == 'i' ? "chi-tieu" : "so-dem", id));
}

enum err page_open_data(struct page *p)
{
    struct publisher s;
    TRY(publisher(p, &s));
    put_publisher(p, &s);
    val_msg(
        p->root, "title", N_("Số liệu công khai về trẻ em và bình đẳng giới"), NULL, NULL, NULL);
    if (s.set) {
        const struct pack *pk = p->web->site->pack;
        put_calendar(p, &s);
        struct heads h = heads(p, &s);
        for (size_t i = 0; i < pk->nindicators; i++)
            put_item(p, &h, "indicators", 'i', pk->indicators[i].id, pk->indicators[i].label,
                pk->indicators[i].unit, decimals_of(&pk->indicators[i]));
        for (size_t i = 0; i < pk->nmeasures; i++)
            put_item(p, &h, "measures", 'm', pk->measures[i].id, pk->measures[i].label,
                pk->measures[i].unit, 0);
    }
    p->v->csv_list = "indicators";
    return page_show(p, "open");
}

/* ---- one item ---------------------------------------------------------------------------------
 */

struct told {
    int64_t year, state;
    int32_t map;
    const char *unit, *dim, *code;
    bool guess;
    double num, den, value;
};
struct item {
    struct page *p;
    struct publisher s;
    const char *kind, *id;
    struct label label;
    int decimals;
    const struct told *v;
    size_t n;
    int64_t year; /* chosen */
};

static double real_or_nan(struct db_rows *r, int col)
{
    return v_is_null(db_value(r, col)) ? NAN : db_real(r, col);
}

static void read_told(struct item *it)
{
    struct page *p = it->p;
    struct db_rows *r =
        db_query(p->act->c, p->a, Q_PUB_VALUES, ARGS(it->s.unit, it->s.until, it->kind, it->id));
    struct told *v = NEW_N(p->a, struct told, db_row_count(r) + 1);
    while (db_next(r))
        v[it->n++] = (struct told){.year = db_int(r, 0),
            .map = (int32_t)db_int(r, 1),
            .unit = db_text(r, 2),
            .dim = db_text(r, 3),
            .code = db_text(r, 4),
            .state = db_int(r, 5),
            .guess = db_int(r, 6) != 0,
            .num = real_or_nan(r, 7),
            .den = real_or_nan(r, 8),
            .value = real_or_nan(r, 9)};
    it->v = v;
}

static const char *unit_of(struct item *it, const struct told *t)
{
    struct page *p = it->p;
    if (streq(t->unit, it->s.unit))
        return publisher_name(p, &it->s);
    if (streq(t->unit, "-"))
        return msg_text(p->v->lang, N_("Chưa rõ đơn vị"));
    return unit_name(p->act->units, t->unit, t->map);
}

static const struct code *code_of(struct item *it, const struct told *t)
{
    const struct dimension *d = pack_dimension(it->p->web->site->pack, t->dim);
    return d && d->list ? list_code(d->list, str_of(t->code)) : NULL;
}

static const char *code_name(struct item *it, const struct told *t)
{
    const struct code *c = code_of(it, t);
    enum lang lang = it->p->v->lang;
    if (!c)
        return *t->dim ? msg_text(lang, N_("Không rõ")) : NULL;
    return lang == LANG_EN && c->label.en ? c->label.en : c->label.vi;
}

/* The long list: a row a number, for JSON and CSV. */
static void put_values(struct item *it)
{
    static const char *const states[] = {"shown", "hidden", "unknown"};
    for (size_t i = 0; i < it->n; i++) {
        const struct told *t = &it->v[i];
        struct val *x = val_add(it->p->root, "values");
        val_text(x, *it->kind == 'i' ? "indicator" : "measure", it->id);
        val_int(x, "year", t->year);
        val_text(x, "unit_code", t->unit);
        val_text(x, "unit_name", unit_of(it, t));
        val_text(x, "dimension", t->dim);
        val_text(x, "code", t->code);
        val_text(x, "code_name", code_name(it, t));
        if (*it->kind == 'i') {
            put_number(x, "numerator", t->num, 0);
            put_number(x, "denominator", t->den, 0);
        }
        put_number(x, "value", t->value, it->decimals);
        val_text(x, "status", states[t->state >= 0 && t->state < 3 ? t->state : 2]);
        val_bool(x, "estimated", t->guess);
    }
}

/* ---- tables of the page ------------------------------------------------------------------------
 */

static void put_cell(struct item *it, struct val *row, const struct told *t, const char *label)
{
    struct val *c = val_add(row, "cells");
    val_text(c, "label", label);
    val_bool(c, "hidden", t && t->state == 1);
    val_bool(c, "none", !t || t->state > 1);
    val_bool(c, "guess", t && t->guess);
    if (t && t->state == 0)
        put_number(c, "value", t->value, it->decimals);
}

static void put_col(struct val *table, const char *label)
{
    val_text(val_add(table, "cols"), "label", label);
}

/* Values of one breakdown, those of one unit side by side; the unit that publishes comes first. */
struct grid {
    const char *dim;
    const char **unit;
    size_t nunits;
    const char *col[64];
    size_t ncols;
};

static size_t place(const char **v, size_t n, const char *s)
{
    size_t i = 0;
    while (i < n && !streq(v[i], s))
        i++;
    return i;
}

static const char *col_of(struct item *it, const struct told *t)
{
    return *t->dim ? t->code : arena_printf(it->p->a, "%d", (int)t->year);
}

static bool belongs(const struct item *it, const struct grid *g, const struct told *t)
{
    return streq(t->dim, g->dim) && (!*g->dim || t->year == it->year);
}

static void gather(struct item *it, struct grid *g)
{
    g->unit = NEW_N(it->p->a, const char *, it->n + 1);
    g->unit[g->nunits++] = it->s.unit;
    for (size_t i = 0; i < it->n; i++) {
        const struct told *t = &it->v[i];
        if (!belongs(it, g, t))
            continue;
        if (place(g->unit, g->nunits, t->unit) == g->nunits)
            g->unit[g->nunits++] = t->unit;
        const char *col = col_of(it, t);
        if (place(g->col, g->ncols, col) == g->ncols && g->ncols < COUNT(g->col))
            g->col[g->ncols++] = col;
    }
}

static const char *col_name(struct item *it, const struct grid *g, size_t c)
{
    struct told t = {.dim = g->dim, .code = g->col[c]};
    return *g->dim ? code_name(it, &t) : g->col[c];
}

static void put_grid(struct item *it, const char *dim, struct val *caption)
{
    struct page *p = it->p;
    struct grid g = {.dim = dim};
    gather(it, &g);
    if (g.ncols == 0)
        return;
    const struct told **at = NEW_N(p->a, const struct told *, g.nunits *g.ncols);
    const struct told **any = NEW_N(p->a, const struct told *, g.nunits);
    for (size_t i = 0; i < it->n; i++) {
        if (!belongs(it, &g, &it->v[i]))
            continue;
        size_t u = place(g.unit, g.nunits, it->v[i].unit);
        size_t c = place(g.col, g.ncols, col_of(it, &it->v[i]));
        any[u] = &it->v[i];
        if (c < g.ncols)
            at[u * g.ncols + c] = &it->v[i];
    }
    struct val *table = val_add(p->root, "_tables");
    val_set(table, "caption", caption);
    for (size_t c = 0; c < g.ncols; c++)
        put_col(table, col_name(it, &g, c));
    for (size_t u = 0; u < g.nunits; u++) {
        if (!any[u])
            continue;
        struct val *row = val_add(table, "rows");
        val_text(row, "unit", unit_of(it, any[u]));
        val_bool(row, "whole", u == 0);
        for (size_t c = 0; c < g.ncols; c++)
            put_cell(it, row, at[u * g.ncols + c], col_name(it, &g, c));
    }
}

static void put_tables(struct item *it)
{
    struct page *p = it->p;
    const struct pack *pk = p->web->site->pack;
    put_grid(it, "", val_of_msg(p->a, N_("Theo đơn vị và năm"), NULL, NULL, NULL));
    for (size_t i = 0; i < pk->ndimensions; i++) {
        const struct dimension *d = &pk->dimensions[i];
        put_grid(it, d->id,
            val_of_msg(p->a, N_("Theo %1, năm %2"), label_val(p->a, d->label),
                val_of_text(p->a, arena_printf(p->a, "%d", (int)it->year)), NULL));
    }
}

static void put_year(struct item *it, int64_t year)
{
    struct page *p = it->p;
    struct val *x = val_add(p->root, "_years");
    const char *text = arena_printf(p->a, "%d", (int)year);
    val_text(x, "label", text);
    val_bool(x, "active", year == it->year);
    val_text(x, "href", arena_printf(p->a, "%s?nam=%s", p->rq->path, text));
}

/* The one asked for, else the newest; all as links. */
static void choose_year(struct item *it)
{
    const char *asked = page_query(it->p, "nam", 4);
    int64_t want = 0;
    if (!asked || !str_to_int(str_of(asked), &want))
        want = 0;
    for (size_t i = 0; i < it->n; i++)
        if (it->year != want && (it->v[i].year == want || it->v[i].year > it->year))
            it->year = it->v[i].year;
    for (size_t i = 0; i < it->n; i++)
        if (!*it->v[i].dim && streq(it->v[i].unit, it->s.unit))
            put_year(it, it->v[i].year);
}

static enum err show_item(struct item *it)
{
    struct page *p = it->p;
    TRY(publisher(p, &it->s));
    put_publisher(p, &it->s);
    val_text(p->root, "id", it->id);
    put_label(p, p->root, "title", it->label);
    if (it->s.set)
        read_told(it);
    TRY(db_status(p->act->c));
    if (it->n == 0)
        return ERR_NOT_FOUND;
    choose_year(it);
    put_values(it);
    put_tables(it);
    p->v->csv_list = "values";
    if (p->match.format == VIEW_CSV)
        p->v->file_name = arena_printf(p->a, "%s.csv", it->id);
    return page_show(p, "open_item");
}

enum err page_open_indicator(struct page *p)
{
    const struct indicator *i = pack_indicator(p->web->site->pack, page_arg(p, "ct"));
    if (!i || !i->open)
        return ERR_NOT_FOUND;
    put_label(p, p->root, "definition", i->definition);
    put_label(p, p->root, "measured_in", i->unit);
    put_label(p, p->root, "owner", i->owner);
    put_source(p, p->root, "source", &i->source);
    struct item it = {
        .p = p, .kind = "i", .id = i->id, .label = i->label, .decimals = decimals_of(i)};
    return show_item(&it);
}

enum err page_open_measure(struct page *p)
{
    const struct pack *pk = p->web->site->pack;
    const struct measure *m = pack_measure(pk, page_arg(p, "ma"));
    if (!m || !stat_open_measure(pk, m))
        return ERR_NOT_FOUND;
    put_label(p, p->root, "definition", m->definition);
    put_label(p, p->root, "measured_in", m->unit);
    put_label(p, p->root, "owner", m->owner);
    put_source(p, p->root, "source", &m->source);
    struct item it = {.p = p,
        .kind = "m",
        .id = m->id,
        .label = m->label,
        .decimals = m->kind == MEASURE_RATE ? 2 : 0};
    return show_item(&it);
}

/* ---- dictionary, the page for children ---------------------------------------------------------
 */

static void put_word(struct page *p, const char *kind, const char *id, const struct label v[4],
    const struct source *s)
{
    static const char *const keys[] = {"name", "definition", "unit", "owner"};
    struct val *x = val_add(p->root, "words");
    val_text(x, "kind", kind);
    val_text(x, "id", id);
    for (size_t i = 0; i < COUNT(keys); i++)
        if (v[i].vi)
            val_text(x, keys[i], p->v->lang == LANG_EN && v[i].en ? v[i].en : v[i].vi);
        else
            val_text(x, keys[i], NULL);
    val_text(x, "source", s ? s->text : NULL);
}

static void put_code_words(struct page *p, const struct dimension *d)
{
    for (size_t k = 0; d->list && k < d->list->ncodes; k++)
        put_word(p, "code", arena_printf(p->a, "%s=%s", d->id, d->list->codes[k].id),
            (const struct label[4]){d->list->codes[k].label}, NULL);
}

enum err page_open_words(struct page *p)
{
    const struct pack *pk = p->web->site->pack;
    struct publisher s;
    TRY(publisher(p, &s));
    put_publisher(p, &s);
    val_msg(p->root, "title", N_("Từ điển dữ liệu"), NULL, NULL, NULL);
    for (size_t i = 0; i < pk->nindicators; i++) {
        const struct indicator *x = &pk->indicators[i];
        if (x->open)
            put_word(p, "indicator", x->id,
                (const struct label[4]){x->label, x->definition, x->unit, x->owner}, &x->source);
    }
    for (size_t i = 0; i < pk->nmeasures; i++) {
        const struct measure *x = &pk->measures[i];
        if (stat_open_measure(pk, x))
            put_word(p, "measure", x->id,
                (const struct label[4]){x->label, x->definition, x->unit, x->owner}, &x->source);
    }
    for (size_t i = 0; i < pk->ndimensions; i++) {
        put_word(p, "dimension", pk->dimensions[i].id,
            (const struct label[4]){pk->dimensions[i].label}, NULL);
        put_code_words(p, &pk->dimensions[i]);
    }
    p->v->csv_list = "words";
    return page_show(p, "open_words");
}

enum err page_open_children(struct page *p)
{
    struct publisher s;
    TRY(publisher(p, &s));
    put_publisher(p, &s);
    val_msg(p->root, "title", N_("Trang dành cho trẻ em"), NULL, NULL, NULL);
    return page_show(p, "open_children");
}
