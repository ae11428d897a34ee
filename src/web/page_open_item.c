// SPDX-License-Identifier: AGPL-3.0-or-later
/* One published indicator or count: by units and years, and by the groups of one year. */
#include "web/web_open_int.h"

#include <math.h>

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
        return open_publisher_name(p, &it->s);
    if (streq(t->unit, "-"))
        return msg_text(p->v->lang, N_("Chưa rõ đơn vị"));
    return unit_name(p->act->units, t->unit, t->map);
}

/* One line of a table: a code that another unit had on an earlier map is another line. */
static const char *line_of(struct item *it, const struct told *t)
{
    return arena_printf(it->p->a, "%s %s", t->unit, unit_of(it, t));
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
            open_put_number(x, "numerator", t->num, 0);
            open_put_number(x, "denominator", t->den, 0);
        }
        open_put_number(x, "value", t->value, it->decimals);
        val_text(x, "status", states[t->state >= 0 && t->state < 3 ? t->state : 2]);
        val_bool(x, "estimated", t->guess);
    }
}

/* ---- tables of the page ------------------------------------------------------------------------
 */

/* Of a breakdown what nobody has is not stored: it is 0. */
static void put_cell(
    struct item *it, struct val *row, const struct told *t, const char *label, bool split)
{
    struct val *c = val_add(row, "cells");
    val_text(c, "label", label);
    val_bool(c, "hidden", t && t->state == 1);
    val_bool(c, "none", t ? t->state > 1 : !split || *it->kind == 'i');
    val_bool(c, "guess", t && t->state == 0 && t->guess);
    if (t && t->state == 0)
        open_put_number(c, "value", t->value, it->decimals);
    if (!t && split && *it->kind == 'm')
        val_int(c, "value", 0);
}

static void put_col(struct val *table, const char *label)
{
    val_text(val_add(table, "cols"), "label", label);
}

/* Values of one breakdown, those of one unit side by side; the unit that publishes comes first. */
struct grid {
    const char *dim;
    const char **line;
    const struct told **first; /* of each line */
    size_t nlines;
    const char *col[64];
    size_t ncols;
};

static size_t place(const char *const *v, size_t n, const char *s)
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

/* The units of the chosen year, on its map; of other years only what was the same unit then. */
static void gather(struct item *it, struct grid *g)
{
    g->line = NEW_N(it->p->a, const char *, it->n + 1);
    g->first = NEW_N(it->p->a, const struct told *, it->n + 1);
    for (int whole = 1; whole >= 0; whole--)
        for (size_t i = 0; i < it->n; i++) {
            const struct told *t = &it->v[i];
            if (!belongs(it, g, t) || streq(t->unit, it->s.unit) != (whole == 1))
                continue;
            const char *col = col_of(it, t);
            if (place(g->col, g->ncols, col) == g->ncols && g->ncols < COUNT(g->col))
                g->col[g->ncols++] = col;
            if (t->year != it->year || place(g->line, g->nlines, line_of(it, t)) < g->nlines)
                continue;
            g->first[g->nlines] = t;
            g->line[g->nlines++] = line_of(it, t);
        }
}

static const char *col_name(struct item *it, const struct grid *g, size_t c)
{
    struct told t = {.dim = g->dim, .code = g->col[c]};
    return *g->dim ? code_name(it, &t) : g->col[c];
}

/* Cells of the table, one row a line. */
static const struct told **spread(struct item *it, const struct grid *g)
{
    const struct told **at = NEW_N(it->p->a, const struct told *, g->nlines * g->ncols + 1);
    for (size_t i = 0; i < it->n; i++) {
        const struct told *t = &it->v[i];
        if (!belongs(it, g, t))
            continue;
        size_t u = place(g->line, g->nlines, line_of(it, t));
        size_t c = place(g->col, g->ncols, col_of(it, t));
        if (u < g->nlines && c < g->ncols)
            at[u * g->ncols + c] = t;
    }
    return at;
}

static void put_grid(struct item *it, const char *dim, struct val *caption)
{
    struct grid g = {.dim = dim};
    gather(it, &g);
    if (g.ncols == 0)
        return;
    const struct told **at = spread(it, &g);
    struct val *table = val_add(it->p->root, "_tables");
    val_set(table, "caption", caption);
    for (size_t c = 0; c < g.ncols; c++)
        put_col(table, col_name(it, &g, c));
    for (size_t u = 0; u < g.nlines; u++) {
        struct val *row = val_add(table, "rows");
        val_text(row, "unit", unit_of(it, g.first[u]));
        val_bool(row, "whole", u == 0);
        for (size_t c = 0; c < g.ncols; c++)
            put_cell(it, row, at[u * g.ncols + c], col_name(it, &g, c), *dim != 0);
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
    int64_t want = -1;
    if (!asked || !str_to_int(str_of(asked), &want))
        want = -1;
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
    TRY(open_publisher(p, &it->s));
    open_put_publisher(p, &it->s);
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
        .p = p, .kind = "i", .id = i->id, .label = i->label, .decimals = open_decimals(i)};
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
