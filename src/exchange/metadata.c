// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The pack and the map as a DHIS2 metadata bundle: what another system must know before values make
 * sense to it. Import it there once, and again after each change of pack or units.
 */
#include "exchange/exchange_int.h"

#include <ctype.h>

struct bundle {
    struct act *act;
    struct codebook *dict;
    struct buf *b;
    int32_t day;
    size_t nth; /* in the list being written */
};

static void key(struct bundle *x, const char *name, const char *value)
{
    buf_printf(x->b, "\"%s\":", name);
    buf_json_str(x->b, str_of(value));
}

/* "{" of the next object of a list, with id and code. */
static void item(struct bundle *x, const char *uid, const char *code)
{
    buf_puts(x->b, x->nth++ ? ",\n{" : "\n{");
    key(x, "id", uid);
    buf_putc(x->b, ',');
    key(x, "code", code);
}

/* name, and shortName of at most 50 characters, cut at a character. */
static void names(struct bundle *x, const char *name)
{
    size_t n = 0, chars = 0;
    for (; name[n] && (chars < 50 || (name[n] & 0xC0) == 0x80); n++)
        chars += (name[n] & 0xC0) != 0x80;
    buf_putc(x->b, ',');
    key(x, "name", name);
    buf_putc(x->b, ',');
    key(x, "shortName", arena_dupn(x->act->a, name, n));
}

static void ref(struct bundle *x, const char *name, const char *uid)
{
    buf_printf(x->b, ",\"%s\":{\"id\":\"%s\"}", name, uid);
}

static void begin_list(struct bundle *x, const char *name)
{
    buf_printf(x->b, "%s\"%s\":[", x->b->n > 1 ? ",\n" : "", name);
    x->nth = 0;
}

static void end_list(struct bundle *x)
{
    buf_puts(x->b, "]");
}

static const char *uid_of(struct bundle *x, const char *kind, const char *id)
{
    char *uid = arena_alloc(x->act->a, EXCHANGE_UID, 1);
    exchange_uid(kind, id, uid);
    return uid;
}

/* ---- units -------------------------------------------------------------------------------------
 */

static void day_of(struct bundle *x, const char *name, int32_t day)
{
    char iso[11];
    unit_day_text(day, iso);
    if (*iso || streq(name, "openingDate"))
        buf_printf(x->b, ",\"%s\":\"%sT00:00:00.000\"", name, *iso ? iso : "1900-01-01");
}

static void put_unit(struct bundle *x, const struct unit *u, const char *parent)
{
    char uid[EXCHANGE_UID];
    exchange_unit_uid(x->dict->units, u, uid);
    item(x, uid, u->code);
    names(x, u->name);
    day_of(x, "openingDate", u->from);
    day_of(x, "closedDate", u->to);
    ref(x, "parent", parent);
    buf_puts(x->b, "}");
}

static void put_below(struct bundle *x, const struct unit *above)
{
    size_t n;
    char uid[EXCHANGE_UID];
    exchange_unit_uid(x->dict->units, above, uid);
    const struct unit **v =
        unit_children(x->dict->units, x->act->a, above->code, x->day, UNIT_ANY, &n);
    for (size_t i = 0; i < n; i++)
        put_unit(x, v[i], uid);
    for (size_t i = 0; i < n; i++)
        put_below(x, v[i]);
}

static void put_units(struct bundle *x, const char *under)
{
    size_t n = 1;
    const char *country = uid_of(x, "ou", "VN");
    const struct unit *one = *under ? unit_find(x->dict->units, under, x->day) : NULL;
    const struct unit **v = &one;
    begin_list(x, "organisationUnits");
    item(x, country, "VN");
    names(x, "Việt Nam");
    day_of(x, "openingDate", UNIT_SINCE_EVER);
    buf_puts(x->b, "}");
    if (!one)
        v = unit_children(x->dict->units, x->act->a, "", x->day, UNIT_PROVINCE, &n);
    for (size_t i = 0; i < n; i++) {
        put_unit(x, v[i], country);
        put_below(x, v[i]);
    }
    end_list(x);
}

/* Former districts stood between province and commune. */
static void put_levels(struct bundle *x)
{
    static const char *const NOW[] = {"Cả nước", "Tỉnh, thành phố", "Xã, phường, đặc khu"};
    static const char *const BEFORE[] = {"Cả nước", "Tỉnh, thành phố", "Quận, huyện", "Xã, phường"};
    bool districts = x->day < 20250701;
    begin_list(x, "organisationUnitLevels");
    for (size_t i = 0; i < (districts ? COUNT(BEFORE) : COUNT(NOW)); i++) {
        const char *name = districts ? BEFORE[i] : NOW[i];
        buf_printf(
            x->b, "%s{\"id\":\"%s\",\"level\":%zu,", i ? "," : "", uid_of(x, "level", name), i + 1);
        key(x, "name", name);
        buf_puts(x->b, "}");
    }
    end_list(x);
}

/* ---- categories --------------------------------------------------------------------------------
 */

static const char *option_uid(struct bundle *x, const struct dimension *d, const struct code *c)
{
    return uid_of(x, "co", arena_printf(x->act->a, "%s=%s", d->id, c->id));
}

static void put_options(struct bundle *x, const struct pack *p)
{
    begin_list(x, "categoryOptions");
    for (size_t i = 0; i < p->ndimensions; i++)
        for (size_t k = 0; k < p->dimensions[i].list->ncodes; k++) {
            const struct dimension *d = &p->dimensions[i];
            const struct code *c = &d->list->codes[k];
            item(x, option_uid(x, d, c), arena_printf(x->act->a, "%s=%s", d->id, c->id));
            names(x, arena_printf(x->act->a, "%s: %s", d->label.vi, c->label.vi));
            buf_puts(x->b, "}");
        }
    end_list(x);
    begin_list(x, "categories");
    for (size_t i = 0; i < p->ndimensions; i++) {
        const struct dimension *d = &p->dimensions[i];
        item(x, uid_of(x, "category", d->id), d->id);
        names(x, d->label.vi);
        buf_puts(x->b, ",\"dataDimensionType\":\"DISAGGREGATION\",\"categoryOptions\":[");
        for (size_t k = 0; k < d->list->ncodes; k++)
            buf_printf(
                x->b, "%s{\"id\":\"%s\"}", k ? "," : "", option_uid(x, d, &d->list->codes[k]));
        buf_puts(x->b, "]}");
    }
    end_list(x);
}

static const char *combo_name(struct bundle *x, const struct dimension *const *by, size_t n)
{
    if (n == 1)
        return by[0]->label.vi;
    return arena_printf(x->act->a, "%s, %s", by[0]->label.vi, by[1]->label.vi);
}

static const char *combo_id(struct bundle *x, const struct dimension *const *by, size_t n)
{
    if (n == 0)
        return DEFAULT_COMBO;
    return uid_of(
        x, "cc", n == 1 ? by[0]->id : arena_printf(x->act->a, "%s.%s", by[0]->id, by[1]->id));
}

static bool first_with(const struct codebook *d, const struct element *e)
{
    for (const struct element *x = d->elements; x < e; x++)
        if (x->nby == e->nby && memcmp(x->by, e->by, sizeof x->by) == 0)
            return false;
    return e->nby > 0;
}

static void put_combos(struct bundle *x)
{
    begin_list(x, "categoryCombos");
    for (size_t i = 0; i < x->dict->nelements; i++) {
        const struct element *e = &x->dict->elements[i];
        if (!first_with(x->dict, e))
            continue;
        const char *uid = combo_id(x, e->by, e->nby);
        item(x, uid, uid);
        names(x, combo_name(x, e->by, e->nby));
        buf_puts(
            x->b, ",\"dataDimensionType\":\"DISAGGREGATION\",\"skipTotal\":false,\"categories\":[");
        for (size_t k = 0; k < e->nby; k++)
            buf_printf(
                x->b, "%s{\"id\":\"%s\"}", k ? "," : "", uid_of(x, "category", e->by[k]->id));
        buf_puts(x->b, "]}");
    }
    end_list(x);
}

/* The options of "d=x;e=y", by the lists of the combo. */
static void put_options_of(struct bundle *x, const struct combo *c)
{
    struct str rest = str_of(c->dims), part;
    for (size_t i = 0; str_split(&rest, ';', &part); i++)
        buf_printf(x->b, "%s{\"id\":\"%s\"}", i ? "," : "",
            uid_of(x, "co", arena_dupn(x->act->a, part.p, part.n)));
}

static void put_option_combos(struct bundle *x)
{
    begin_list(x, "categoryOptionCombos");
    for (size_t i = 0; i < x->dict->ncombos; i++) {
        const struct combo *c = &x->dict->combos[i];
        item(x, c->uid, c->dims);
        buf_putc(x->b, ',');
        key(x, "name", c->dims);
        ref(x, "categoryCombo", combo_id(x, c->by, c->nby));
        buf_puts(x->b, ",\"categoryOptions\":[");
        put_options_of(x, c);
        buf_puts(x->b, "]}");
    }
    end_list(x);
}

/* ---- measures and indicators -------------------------------------------------------------------
 */

static const char *aggregation(const struct measure *m)
{
    if (m->kind == MEASURE_RATE)
        return "NONE";
    return m->kind == MEASURE_STATE || m->kind == MEASURE_STOCK ? "LAST" : "SUM";
}

static void put_element(struct bundle *x, const struct element *e)
{
    const struct measure *m = e->measure;
    const char *name = m->label.vi;
    if (e->nby)
        name = arena_printf(x->act->a, "%s (%s)", name, combo_name(x, e->by, e->nby));
    item(x, e->uid, e->code);
    names(x, name);
    buf_putc(x->b, ',');
    key(x, "description", m->definition.vi ? m->definition.vi : m->label.vi);
    buf_printf(x->b,
        ",\"domainType\":\"AGGREGATE\",\"valueType\":\"%s\",\"aggregationType\":\"%s\","
        "\"zeroIsSignificant\":true",
        m->kind == MEASURE_RATE || m->value ? "NUMBER" : "INTEGER_ZERO_OR_POSITIVE",
        aggregation(m));
    ref(x, "categoryCombo", combo_id(x, e->by, e->nby));
    buf_puts(x->b, "}");
}

static void put_elements(struct bundle *x)
{
    begin_list(x, "dataElements");
    for (size_t i = 0; i < x->dict->nelements; i++)
        put_element(x, &x->dict->elements[i]);
    end_list(x);
}

/* An expression over measures as DHIS2 writes it; NULL where it calls a function. */
static const char *formula(struct bundle *x, const struct expr *e)
{
    struct buf b = buf_in(x->act->a, 8000);
    const char *s = e ? expr_text(e) : "1";
    while (*s) {
        size_t n = 0;
        while (isalnum((unsigned char)s[n]) || s[n] == '_')
            n++;
        const struct element *el = n ? codebook_element(x->dict, (struct str){s, n}) : NULL;
        if (n && !el && !isdigit((unsigned char)*s))
            return NULL;
        if (el)
            buf_printf(&b, "#{%s}", el->uid);
        else
            buf_add(&b, s, n ? n : 1);
        s += n ? n : 1;
    }
    return b.full ? NULL : buf_view(&b).p;
}

static const char *type_uid(struct bundle *x, double factor)
{
    return uid_of(x, "type", arena_printf(x->act->a, "%.0f", factor));
}

static void put_types(struct bundle *x)
{
    static const struct {
        double factor;
        const char *name;
    } TYPES[] = {{1, "Số"}, {100, "Phần trăm"}, {1000, "Phần nghìn"}, {100000, "Trên 100.000"}};
    begin_list(x, "indicatorTypes");
    for (size_t i = 0; i < COUNT(TYPES); i++) {
        buf_printf(x->b, "%s{\"id\":\"%s\",\"factor\":%.0f,\"number\":%s,", i ? "," : "",
            type_uid(x, TYPES[i].factor), TYPES[i].factor, i ? "false" : "true");
        key(x, "name", TYPES[i].name);
        buf_puts(x->b, "}");
    }
    end_list(x);
}

static void put_indicator(struct bundle *x, const struct indicator *i)
{
    const char *num = formula(x, i->numerator), *den = formula(x, i->denominator);
    if (!num || !den)
        return;
    item(x, uid_of(x, "in", i->id), i->id);
    names(x, i->label.vi);
    buf_putc(x->b, ',');
    key(x, "description", i->definition.vi ? i->definition.vi : i->label.vi);
    buf_putc(x->b, ',');
    key(x, "numerator", num);
    buf_putc(x->b, ',');
    key(x, "denominator", den);
    buf_printf(x->b, ",\"annualized\":false,\"decimals\":%d", i->decimals);
    ref(x, "indicatorType", type_uid(x, i->denominator ? i->factor : 1));
    buf_puts(x->b, "}");
}

static void put_indicators(struct bundle *x, const struct pack *p)
{
    put_types(x);
    begin_list(x, "indicators");
    for (size_t i = 0; i < p->nindicators; i++)
        put_indicator(x, &p->indicators[i]);
    end_list(x);
}

/* One data set a kind of period; nine months has none in DHIS2. */
static void put_sets(struct bundle *x)
{
    static const char *const SETS[][3] = {{"month", "Monthly", "Số liệu tháng"},
        {"quarter", "Quarterly", "Số liệu quý"}, {"half", "SixMonthly", "Số liệu 6 tháng"},
        {"year", "Yearly", "Số liệu năm"}};
    begin_list(x, "dataSets");
    for (size_t s = 0; s < COUNT(SETS); s++) {
        const char *uid = uid_of(x, "ds", SETS[s][0]);
        size_t nth = 0;
        item(x, uid, arena_printf(x->act->a, "mang_%s", SETS[s][0]));
        names(x, SETS[s][2]);
        buf_printf(x->b, ",\"periodType\":\"%s\"", SETS[s][1]);
        ref(x, "categoryCombo", DEFAULT_COMBO);
        buf_puts(x->b, ",\"dataSetElements\":[");
        for (size_t i = 0; i < x->dict->nelements; i++)
            if (streq(x->dict->elements[i].measure->every, SETS[s][0]) ||
                (!x->dict->elements[i].measure->every && streq(SETS[s][0], "year")))
                buf_printf(x->b, "%s{\"dataSet\":{\"id\":\"%s\"},\"dataElement\":{\"id\":\"%s\"}}",
                    nth++ ? "," : "", uid, x->dict->elements[i].uid);
        buf_puts(x->b, "]}");
    }
    end_list(x);
}

enum err exchange_metadata(struct act *act, const struct exchange_ask *ask, struct buf *out)
{
    struct bundle x = {.act = act, .dict = codebook_open(act), .b = out};
    x.day = ask->map ? ask->map : unit_day_of_ms(act->now_ms);
    if (*ask->unit && !unit_find(x.dict->units, ask->unit, x.day))
        return err_set(ERR_NOT_FOUND, "no such unit");
    buf_puts(out, "{");
    put_levels(&x);
    put_units(&x, ask->unit);
    put_options(&x, act->site->pack);
    put_combos(&x);
    put_option_combos(&x);
    put_elements(&x);
    put_indicators(&x, act->site->pack);
    put_sets(&x);
    buf_puts(out, "}\n");
    return out->full ? ERR_TOO_BIG : OK;
}
