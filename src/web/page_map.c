// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * An indicator on a map: communes of a province, or provinces of the country, in five classes, with
 * the same numbers in a table. Drawn from the outlines that were brought in, else in tiles.
 */
#include "web/web_int.h"

#include "geo/geo.h"
#include "stat/stat.h"

#include <math.h>
#include <stdlib.h>

enum { CLASSES = 5, WIDTH = 1000, TILE_W = 100, TILE_H = 66 };

struct map {
    struct page *p;
    const struct indicator *i;
    struct stat_ask ask;
    bool equal; /* classes of equal steps; else of equal numbers of units */
    const struct unit **unit;
    size_t n;
    const struct stat_value **v; /* one a unit; NULL = none */
    double at[CLASSES];          /* where the second and further classes begin */
    size_t nclasses;
};

/* ---- what is asked ----------------------------------------------------------------------------
 */

static void fault(struct page *p, const char *id, const char *text)
{
    rec_fault(p->faults, id, text, NULL);
    struct val *x = val_add(p->root, "errors");
    val_text(x, "id", id);
    val_msg(x, "text", text, NULL, NULL, NULL);
}

static const struct indicator *first_indicator(const struct pack *pk)
{
    if (pk->ndashboard)
        return pk->dashboard[0];
    return pk->nindicators ? &pk->indicators[0] : NULL;
}

/* The period of the indicator's own kind that is going on. */
static struct period usual(const struct map *m)
{
    enum period_kind kind = PERIOD_YEAR;
    int32_t today = unit_day_of_ms(m->p->act->now_ms);
    if (!period_kind_of(m->i->every, &kind) || kind == PERIOD_YEARS)
        kind = PERIOD_YEAR;
    return period_at(kind, REGIME_CALENDAR, today);
}

static void read_unit(struct map *m)
{
    const struct user *u = m->p->user;
    const char *asked = page_query(m->p, "dv", 5);
    const char *own = u->province;
    m->ask.unit = *own || !asked || streq(asked, "vn") ? own : asked;
    if (*m->ask.unit && !unit_find(m->p->act->units, m->ask.unit, m->ask.map)) {
        fault(m->p, "dv", N_("Không có đơn vị này trên bản đồ của ngày đã chọn"));
        m->ask.unit = own;
    }
    m->ask.level = *m->ask.unit ? UNIT_COMMUNE : UNIT_PROVINCE;
}

static bool read_ask(struct map *m)
{
    struct page *p = m->p;
    const char *ct = page_query(p, "ct", 60), *ky = page_query(p, "ky", 60);
    const struct pack *pk = p->web->site->pack;
    m->i = ct && *ct ? pack_indicator(pk, ct) : first_indicator(pk);
    if (!m->i) {
        fault(p, "ct", N_("Không có chỉ tiêu này"));
        m->i = first_indicator(pk);
    }
    if (!m->i)
        return false;
    m->ask.period = usual(m);
    const char *wrong =
        ky && *ky ? period_parse(p->a, str_of(ky), REGIME_CALENDAR, &m->ask.period) : NULL;
    if (wrong)
        fault(p, "ky", wrong);
    int32_t today = unit_day_of_ms(p->act->now_ms);
    m->ask.map = m->ask.period.to < today ? m->ask.period.to : today;
    m->equal = streq(page_query(p, "chia", 4), "deu");
    read_unit(m);
    return true;
}

/* ---- classes ----------------------------------------------------------------------------------
 */

static int ascending(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void add_class(struct map *m, double from)
{
    size_t k = m->nclasses;
    if (k == 1 ? k < CLASSES : k < CLASSES && from > m->at[k - 1])
        m->at[m->nclasses++] = from;
}

static double round_to(double v, int decimals)
{
    double ten = pow(10, decimals);
    return round(v * ten) / ten;
}

/* The least of 1, 2, 5, 10 … that is not below x. */
static double nice(double x)
{
    double ten = pow(10, floor(log10(x)));
    double f = x / ten;
    return (f <= 1 ? 1 : f <= 2 ? 2 : f <= 5 ? 5 : 10) * ten;
}

static void equal_steps(struct map *m, double low, double high)
{
    double step = nice((high - low) / CLASSES), start = floor(low / step) * step;
    while (start + step * CLASSES < high) {
        step = nice(step * 1.01);
        start = floor(low / step) * step;
    }
    for (int k = 1; k < CLASSES; k++)
        if (start + step * k <= high)
            add_class(m, start + step * k);
}

static void make_classes(struct map *m)
{
    double *v = NEW_N(m->p->a, double, m->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++)
        if (m->v[i] && m->v[i]->known)
            v[n++] = m->v[i]->value;
    m->nclasses = n > 0;
    if (n == 0)
        return;
    qsort(v, n, sizeof *v, ascending);
    m->at[0] = v[0];
    if (v[0] >= v[n - 1])
        return;
    for (size_t k = 1; k < CLASSES && !m->equal; k++)
        if (round_to(v[n * k / CLASSES], m->i->decimals) > v[0])
            add_class(m, round_to(v[n * k / CLASSES], m->i->decimals));
    if (m->nclasses == 1) /* as asked, or nearly all are the same */
        equal_steps(m, v[0], v[n - 1]);
}

/* 1 to 5; 0 = no number. */
static int class_of(const struct map *m, const struct stat_value *v)
{
    if (!v || !v->known)
        return 0;
    size_t k = 1;
    while (k < m->nclasses && v->value >= m->at[k])
        k++;
    return (int)k;
}

/* ---- numbers ----------------------------------------------------------------------------------
 */

static enum err read_values(struct map *m)
{
    struct page *p = m->p;
    struct stat_values out;
    m->unit = unit_children(p->act->units, p->a, m->ask.unit, m->ask.map, m->ask.level, &m->n);
    m->v = NEW_N(p->a, const struct stat_value *, m->n + 1);
    TRY(stat_indicator(p->act, m->i, NULL, &m->ask, &out));
    for (size_t k = 0; k < out.n; k++)
        for (size_t i = 0; i < m->n && out.v[k].unit; i++)
            if (streq(m->unit[i]->code, out.v[k].unit->code))
                m->v[i] = &out.v[k];
    make_classes(m);
    return OK;
}

static struct val *number(const struct map *m, double v)
{
    struct val *box = val_obj(m->p->a);
    if (m->i->denominator)
        val_real(box, "x", round_to(v, m->i->decimals));
    else
        val_int(box, "x", (int64_t)llround(v));
    return (struct val *)(uintptr_t)val_get(box, "x");
}

static const char *link_of(const struct map *m, const struct unit *u)
{
    return arena_printf(m->p->a, "/chi-tieu/%s?ky=%s&dv=%s", m->i->id, m->ask.period.id, u->code);
}

/* What every picture of a unit has: class, link, and its number in words. */
static void put_unit_look(const struct map *m, struct val *x, size_t i)
{
    const struct stat_value *v = m->v[i];
    int k = class_of(m, v);
    if (k)
        val_text(x, "k", arena_printf(m->p->a, "k%d", k));
    val_text(x, "href", link_of(m, m->unit[i]));
    val_text(x, "name", m->unit[i]->short_name);
    if (k)
        val_msg(x, "title", N_("%1: %2 %3"), val_of_text(m->p->a, m->unit[i]->name),
            number(m, v->value), label_val(m->p->a, m->i->unit));
    else
        val_msg(
            x, "title", N_("%1: chưa có số"), val_of_text(m->p->a, m->unit[i]->name), NULL, NULL);
}

static void put_rows(const struct map *m)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct stat_value *v = m->v[i];
        struct val *x = val_add(m->p->root, "rows");
        bool known = v && v->known;
        val_text(x, "code", m->unit[i]->code);
        val_text(x, "unit", m->unit[i]->name);
        val_text(x, "_href", link_of(m, m->unit[i]));
        if (m->i->denominator && known) {
            val_real(x, "numerator", v->num);
            val_real(x, "denominator", v->den);
        }
        val_set(x, "value", known ? number(m, v->value) : val_of_text(m->p->a, NULL));
        val_bool(x, "estimated", known && v->estimated);
        val_int(x, "class", class_of(m, v));
    }
}

static void put_legend(const struct map *m)
{
    int count[CLASSES + 1] = {0};
    for (size_t i = 0; i < m->n; i++)
        count[class_of(m, m->v[i])]++;
    for (size_t k = 0; k < m->nclasses; k++) {
        struct val *x = val_add(m->p->root, "_legend");
        val_text(x, "k", arena_printf(m->p->a, "k%d", (int)k + 1));
        val_int(x, "count", count[k + 1]);
        val_set(x, "from", number(m, m->at[k]));
        if (k + 1 < m->nclasses)
            val_set(x, "to", number(m, m->at[k + 1]));
    }
    val_int(m->p->root, "_none", count[0]);
}

/* ---- pictures ---------------------------------------------------------------------------------
 */

static const char *digits(const struct map *m, int x)
{
    return arena_printf(m->p->a, "%d", x);
}

/* The country's map names its archipelagos, and whose they are. */
static void put_places(const struct map *m, const struct geo_frame *f, struct val *map)
{
    static const struct {
        double east, north;
        const char *name;
    } places[] = {{112.3, 15.3, N_("Quần đảo Hoàng Sa (Đà Nẵng)")},
        {114.2, 7.4, N_("Quần đảo Trường Sa (Khánh Hòa)")}};
    for (size_t i = 0; i < COUNT(places) && m->ask.level == UNIT_PROVINCE; i++) {
        int x, y;
        geo_spot(f, places[i].east, places[i].north, &x, &y);
        struct val *s = val_add(map, "places");
        val_msg(s, "name", places[i].name, NULL, NULL, NULL);
        val_text(s, "x", digits(m, x));
        val_text(s, "y", digits(m, y));
    }
}

static void put_box(
    const struct map *m, const struct geo_frame *f, struct val *map, int nth, const char *name)
{
    int x, y, side;
    geo_box(f, nth, &x, &y, &side);
    struct val *b = val_add(map, "boxes");
    val_text(b, "x", digits(m, x));
    val_text(b, "y", digits(m, y));
    val_text(b, "side", digits(m, side));
    val_text(b, "tx", digits(m, x + side / 2));
    val_text(b, "ty", digits(m, y + side - 8));
    val_text(b, "name", name);
}

static void put_shapes(const struct map *m, const struct geo_shape *s)
{
    struct geo_frame f = geo_frame(s, m->n, WIDTH);
    struct val *map = val_child(m->p->root, "_map");
    int box = 0;
    val_text(map, "w", digits(m, f.width));
    val_text(map, "h", digits(m, f.height));
    for (size_t i = 0; i < m->n; i++) {
        int before = box;
        const char *d = geo_path(m->p->a, &f, &s[i], &box);
        if (!d)
            continue;
        struct val *x = val_add(map, "shapes");
        val_text(x, "d", d);
        put_unit_look(m, x, i);
        if (box > before)
            put_box(m, &f, map, before, m->unit[i]->short_name);
    }
    put_places(m, &f, map);
}

/* "Tuyên Quang" on two lines. */
static void put_words(const struct map *m, struct val *x, const char *name, int left, int top)
{
    const char *cut = strchr(name, ' ');
    const char *line[2] = {
        cut ? arena_dupn(m->p->a, name, (size_t)(cut - name)) : name, cut ? cut + 1 : NULL};
    for (int i = 0; i < 2 && line[i]; i++) {
        struct val *w = val_add(x, "words");
        val_text(w, "text", line[i]);
        val_text(w, "x", digits(m, left + TILE_W / 2));
        val_text(w, "y", digits(m, top + (cut ? 26 : 36) + 22 * i));
    }
}

static void put_tile(const struct map *m, struct val *map, const struct geo_tile *t)
{
    for (size_t i = 0; i < m->n; i++) {
        if (!streq(m->unit[i]->code, t->code))
            continue;
        struct val *x = val_add(map, "tiles");
        put_unit_look(m, x, i);
        val_text(x, "x", digits(m, t->col * TILE_W));
        val_text(x, "y", digits(m, t->row * TILE_H));
        put_words(m, x, t->name, t->col * TILE_W, t->row * TILE_H);
    }
}

/* The two archipelagos, in the sea where they lie. */
static void put_isles(const struct map *m, struct val *map)
{
    static const struct geo_tile isles[] = {{"48", "Hoàng Sa", 6, 8}, {"56", "Trường Sa", 6, 14}};
    for (size_t i = 0; i < COUNT(isles); i++) {
        struct val *x = val_add(map, "isles");
        val_text(x, "x", digits(m, isles[i].col * TILE_W));
        val_text(x, "y", digits(m, isles[i].row * TILE_H));
        put_words(m, x, isles[i].name, isles[i].col * TILE_W, isles[i].row * TILE_H);
    }
}

static void put_tiles(const struct map *m)
{
    size_t n;
    const struct geo_tile *t = geo_tiles(&n);
    struct val *map = val_child(m->p->root, "_tiles");
    val_text(map, "w", digits(m, GEO_TILE_COLS * TILE_W));
    val_text(map, "h", digits(m, GEO_TILE_ROWS * TILE_H));
    for (size_t i = 0; i < n; i++)
        put_tile(m, map, &t[i]);
    put_isles(m, map);
}

static void put_grid(const struct map *m)
{
    for (size_t i = 0; i < m->n; i++)
        put_unit_look(m, val_add(m->p->root, "_grid"), i);
}

/* Half of the outlines or more make a map; with fewer it would look empty. */
static enum err put_picture(const struct map *m)
{
    struct page *p = m->p;
    struct geo_shape *s;
    size_t found;
    TRY(geo_shapes(p->act->c, p->a, p->act->units, m->ask.map, m->unit, m->n, &s, &found));
    val_bool(p->root, "_outlines", found > 0);
    if (found > 0 && 2 * found >= m->n)
        put_shapes(m, s);
    else if (m->ask.level == UNIT_PROVINCE && m->ask.map >= 20250701)
        put_tiles(m);
    else
        put_grid(m);
    return OK;
}

/* ---- the page ---------------------------------------------------------------------------------
 */

static void put_choices(const struct map *m)
{
    struct page *p = m->p;
    const struct pack *pk = p->web->site->pack;
    for (size_t i = 0; i < pk->nindicators; i++) {
        struct val *x = val_add(p->root, "_indicators");
        val_text(x, "code", pk->indicators[i].id);
        put_label(p, x, "label", pk->indicators[i].label);
        val_bool(x, "checked", &pk->indicators[i] == m->i);
    }
    if (*p->user->province)
        return;
    size_t n;
    const struct unit **u = unit_children(p->act->units, p->a, "", m->ask.map, UNIT_PROVINCE, &n);
    for (size_t i = 0; i < n; i++) {
        struct val *x = val_add(p->root, "_provinces");
        val_text(x, "code", u[i]->code);
        val_text(x, "label", u[i]->name);
        val_bool(x, "checked", streq(u[i]->code, m->ask.unit));
    }
}

static void put_asked(const struct map *m)
{
    struct page *p = m->p;
    val_text(p->root, "indicator", m->i->id);
    put_label(p, p->root, "name", m->i->label);
    put_label(p, p->root, "measured_in", m->i->unit);
    val_text(p->root, "period", arena_dup(p->a, m->ask.period.id));
    val_text(p->root, "period_name", period_label(p->a, &m->ask.period));
    val_text(p->root, "unit_code", m->ask.unit);
    val_text(p->root, "unit",
        *m->ask.unit ? unit_name(p->act->units, m->ask.unit, m->ask.map)
                     : msg_text(p->v->lang, N_("Cả nước")));
    val_bool(p->root, "_equal", m->equal);
    const char *same = arena_printf(p->a, "/ban-do?ct=%s&ky=%s&dv=%s", m->i->id, m->ask.period.id,
        *m->ask.unit ? m->ask.unit : "vn");
    val_text(p->root, "_same", same);
    const char *query = strchr(same, '?');
    val_text(p->root, "_csv", arena_printf(p->a, "/ban-do.csv%s", query));
}

enum err page_map(struct page *p)
{
    struct map m = {.p = p};
    val_msg(p->root, "title", N_("Bản đồ"), NULL, NULL, NULL);
    if (read_ask(&m)) {
        put_asked(&m);
        put_choices(&m);
        TRY(read_values(&m));
        put_rows(&m);
        put_legend(&m);
        TRY(put_picture(&m));
    }
    p->v->csv_list = "rows";
    return page_show(p, "map");
}
