// SPDX-License-Identifier: AGPL-3.0-or-later
/* What is known of the measures for a period as data values: JSON, CSV, ADX. */
#include "exchange/exchange_int.h"

#include "base/csv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct datum {
    const struct element *e;
    const struct unit *unit; /* NULL = the country */
    const char *dims, *unit_id;
    double value;
    bool estimated;
    size_t nth; /* as it was read, to keep the order */
};
struct writing_out {
    struct act *act;
    struct codebook *dict;
    const struct exchange_ask *ask;
    struct datum *v;
    size_t n, cap;
    struct buf *b;
    char period[24];
};

/* ---- collecting --------------------------------------------------------------------------------
 */

static const char *unit_id(struct writing_out *w, const struct unit *u)
{
    if (w->ask->ids == EXCHANGE_CODES)
        return u ? u->code : "VN";
    char *uid = arena_alloc(w->act->a, EXCHANGE_UID, 1);
    if (u)
        exchange_unit_uid(w->dict->units, u, uid);
    else
        exchange_uid("ou", "VN", uid);
    return uid;
}

static const char *cell_dims(
    struct writing_out *w, const struct element *e, const struct stat_cell *c)
{
    if (e->nby == 0)
        return "";
    if (e->nby == 1)
        return arena_printf(w->act->a, "%s=%s", e->by[0]->id, c->code[0]);
    return arena_printf(
        w->act->a, "%s=%s;%s=%s", e->by[0]->id, c->code[0], e->by[1]->id, c->code[1]);
}

static void keep(struct writing_out *w, const struct element *e, const struct stat_cell *c)
{
    for (size_t i = 0; i < e->nby; i++)
        if (!c->code[i])
            return;
    if (w->n == w->cap) {
        struct datum *more = NEW_N(w->act->a, struct datum, w->cap * 2 + 256);
        if (w->n)
            memcpy(more, w->v, w->n * sizeof *more);
        w->v = more;
        w->cap = w->cap * 2 + 256;
    }
    w->v[w->n] = (struct datum){.e = e,
        .unit = c->unit,
        .dims = cell_dims(w, e, c),
        .unit_id = unit_id(w, c->unit),
        .value = c->value,
        .estimated = c->estimated,
        .nth = w->n};
    w->n++;
}

static enum err collect(struct writing_out *w, const struct element *e)
{
    struct stat_ask ask = {.unit = w->ask->unit,
        .level = w->ask->level,
        .map = w->ask->map,
        .period = w->ask->period,
        .nby = e->nby};
    struct stat_cells cells = {0};
    memcpy(ask.by, e->by, sizeof e->by);
    TRY(stat_measure(w->act, e->measure, &ask, &cells));
    for (size_t i = 0; i < cells.n; i++)
        if (cells.v[i].known && isfinite(cells.v[i].value))
            keep(w, e, &cells.v[i]);
    return OK;
}

static enum err collect_all(struct writing_out *w)
{
    for (size_t i = 0; i < w->dict->nelements; i++) {
        const struct element *e = &w->dict->elements[i];
        bool wanted = !w->ask->only || w->ask->only == e->measure;
        if (wanted && e->nby <= (w->ask->split ? 1 : 0))
            TRY(collect(w, e));
    }
    return OK;
}

/* ---- writing -----------------------------------------------------------------------------------
 */

static const char *number(double v, char out[32])
{
    if (fabs(v) < 1e15 && v == floor(v))
        snprintf(out, 32, "%.0f", v);
    else
        snprintf(out, 32, "%.10g", v);
    return out;
}

static const char *element_id(const struct writing_out *w, const struct datum *d)
{
    return w->ask->ids == EXCHANGE_CODES ? d->e->code : d->e->uid;
}

static const char *combo_of(
    const struct writing_out *w, const struct datum *d, char uid[EXCHANGE_UID])
{
    if (w->ask->ids == EXCHANGE_CODES)
        return *d->dims ? d->dims : "default";
    exchange_combo_uid(d->dims, uid);
    return uid;
}

static void json_pair(struct buf *b, const char *name, const char *value)
{
    buf_printf(b, "\"%s\":", name);
    buf_json_str(b, str_of(value));
    buf_putc(b, ',');
}

static void put_json(struct writing_out *w)
{
    char uid[EXCHANGE_UID], value[32];
    buf_puts(w->b, "{\"dataValues\":[");
    for (size_t i = 0; i < w->n; i++) {
        const struct datum *d = &w->v[i];
        buf_puts(w->b, i ? ",\n{" : "\n{");
        json_pair(w->b, "dataElement", element_id(w, d));
        json_pair(w->b, "period", w->period);
        json_pair(w->b, "orgUnit", d->unit_id);
        json_pair(w->b, "categoryOptionCombo", combo_of(w, d, uid));
        json_pair(w->b, "attributeOptionCombo",
            w->ask->ids == EXCHANGE_CODES ? "default" : DEFAULT_OPTION_COMBO);
        if (d->estimated)
            json_pair(w->b, "comment", "ước tính do chia tách đơn vị");
        buf_printf(w->b, "\"value\":\"%s\"}", number(d->value, value));
    }
    buf_puts(w->b, "]}\n");
}

/* The six columns, in the order and with the heading that every version reads. */
static void put_csv(struct writing_out *w)
{
    char uid[EXCHANGE_UID], value[32];
    buf_puts(w->b, "dataElement,period,orgUnit,categoryOptionCombo,attributeOptionCombo,value\r\n");
    for (size_t i = 0; i < w->n; i++) {
        const struct datum *d = &w->v[i];
        const struct str cells[] = {str_of(element_id(w, d)), str_of(w->period), str_of(d->unit_id),
            str_of(combo_of(w, d, uid)),
            str_of(w->ask->ids == EXCHANGE_CODES ? "default" : DEFAULT_OPTION_COMBO),
            str_of(number(d->value, value))};
        csv_add_row(w->b, cells, COUNT(cells), ',', false);
    }
}

static int by_unit(const void *a, const void *b)
{
    const struct datum *x = a, *y = b;
    int order = strcmp(x->unit_id, y->unit_id);
    return order ? order : x->nth < y->nth ? -1 : x->nth > y->nth;
}

/* Categories are attributes: their ids are names, their codes have no quotes. */
static void put_adx_options(struct buf *b, const char *dims)
{
    struct str rest = str_of(dims), part;
    while (str_split(&rest, ';', &part)) {
        struct str code = part, name;
        if (str_split(&code, '=', &name))
            buf_printf(b, " " STR_FMT "=\"" STR_FMT "\"", STR_ARG(name), STR_ARG(code));
    }
}

static const char *set_of(const struct period *p)
{
    static const char *const SETS[PERIOD__COUNT] = {[PERIOD_MONTH] = "mang_month",
        [PERIOD_QUARTER] = "mang_quarter",
        [PERIOD_HALF] = "mang_half",
        [PERIOD_YEAR] = "mang_year"};
    return SETS[p->kind] ? SETS[p->kind] : "mang_other";
}

static void put_adx(struct writing_out *w)
{
    char value[32];
    if (w->n)
        qsort(w->v, w->n, sizeof *w->v, by_unit);
    buf_puts(w->b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<adx "
                   "xmlns=\"urn:ihe:qrph:adx:2015\">\n");
    for (size_t i = 0; i < w->n; i++) {
        const struct datum *d = &w->v[i];
        if (i == 0 || !streq(d->unit_id, d[-1].unit_id))
            buf_printf(w->b, "%s<group dataSet=\"%s\" orgUnit=\"%s\" period=\"%s\">\n",
                i ? "</group>\n" : "", set_of(&w->ask->period), d->unit_id, w->period);
        buf_printf(w->b, "<dataValue dataElement=\"%s\"", element_id(w, d));
        put_adx_options(w->b, d->dims);
        buf_printf(w->b, " value=\"%s\"/>\n", number(d->value, value));
    }
    buf_puts(w->b, w->n ? "</group>\n</adx>\n" : "</adx>\n");
}

enum err exchange_out(
    struct act *act, const struct exchange_ask *ask, enum exchange_format format, struct buf *out)
{
    struct writing_out w = {.act = act, .dict = codebook_open(act), .ask = ask, .b = out};
    bool said = format == EXCHANGE_ADX ? exchange_adx_period(&ask->period, w.period)
                                       : exchange_period(&ask->period, w.period);
    if (!said)
        return err_set(ERR_INVALID, "DHIS2 has no such period");
    TRY(collect_all(&w));
    if (format == EXCHANGE_JSON)
        put_json(&w);
    else if (format == EXCHANGE_CSV)
        put_csv(&w);
    else
        put_adx(&w);
    return out->full ? ERR_TOO_BIG : OK;
}
