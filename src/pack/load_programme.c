// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Tables of indicators, programmes with their targets, and the dashboard (so_lieu/).
 */
#include "pack/pack_int.h"

enum { YEAR_FIRST = 1990, YEAR_LAST = 2100, DASHBOARD_MOST = 8 };

const char *const load_every[] = {
    "month", "quarter", "half", "nine_months", "year", "five_years", NULL};

bool pack_every(const char *word)
{
    for (size_t i = 0; load_every[i]; i++)
        if (streq(word, load_every[i]))
            return true;
    return false;
}

void load_check_number_id(struct load *l, const struct ynode *n, const char *key, const char *id)
{
    if (id && (x_reserved(str_of(id)) || str_starts(str_of(id), "own_") || streq(id, "start") ||
                  streq(id, "end")))
        load_fault(l, load_get(n, key)->pos, "Mã ‘%s’ đã dùng cho việc khác, chọn mã khác", id);
}

/* ---- indicators -------------------------------------------------------------------------------
 */

static bool measure_name(const struct expr_scope *s, struct str path, enum xtype *type, int *slot)
{
    const struct load *l = s->ctx;
    const struct objects *o = &l->root[ROOT_MEASURES];
    const struct measure *m = pack_find(o->base, o->table->size, o->by_id, o->n, path);
    if (!m)
        return false;
    *type = X_REAL;
    *slot = (int)(m - l->pack->measures);
    return true;
}

static void own_formula(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct expr_scope scope = {.lookup = measure_name, .ctx = l};
    if (l->phase != EXPR)
        return;
    const struct expr *e = load_parse(l, n, &scope);
    if (e && expr_type(e) != X_REAL)
        load_fault(l, n->pos, "Công thức phải cho một số, làm từ các số liệu (measures)");
    else
        load_put(obj, k, e);
}

static void own_per(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    static const char *const PER[] = {"1", "100", "1000", "100000", NULL};
    static const double FACTOR[] = {1, 100, 1000, 100000};
    struct indicator *i = obj;
    unsigned at = 0;
    const struct key word = {k->name, K_ENUM, .at = 0, .names = PER};
    if (l->phase != READ)
        return;
    load_value(l, &word, n, &at);
    i->factor = FACTOR[at];
}

static const void *ref_dimension(struct load *l, const struct ynode *n)
{
    return load_ref(l, ROOT_DIMENSIONS, n);
}

static void own_by(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    load_put_refs(l, k, n, obj, ref_dimension);
}

/* ---- what an indicator is made of -------------------------------------------------------------
 */

struct made_of {
    const struct pack *pack;
    const struct measure *v[XARGS_MAX];
    size_t n;
};

static void note_measure(void *ctx, struct str path, int slot)
{
    (void)path;
    struct made_of *o = ctx;
    const struct measure *m = &o->pack->measures[slot];
    for (size_t i = 0; i < o->n; i++)
        if (o->v[i] == m)
            return;
    if (o->n < COUNT(o->v))
        o->v[o->n++] = m;
}

static bool offers(const struct measure *m, const struct dimension *d)
{
    for (size_t i = 0; i < m->nby; i++)
        if (m->by[i] == d)
            return true;
    return false;
}

/* The first measure that cannot be split by it, or NULL. */
static const struct measure *lacking(const struct made_of *o, const struct dimension *d)
{
    for (size_t i = 0; i < o->n; i++)
        if (!offers(o->v[i], d))
            return o->v[i];
    return NULL;
}

static void find_common(struct load *l, const struct made_of *o, struct indicator *i)
{
    const struct dimension **v = NEW_N(l->a, const struct dimension *, o->v[0]->nby + 1);
    for (size_t k = 0; k < o->v[0]->nby; k++)
        if (!lacking(o, o->v[0]->by[k]))
            v[i->nby++] = o->v[0]->by[k];
    i->by = v;
}

static void check_common(
    struct load *l, const struct ynode *n, const struct made_of *o, const struct indicator *i)
{
    for (size_t k = 0; k < i->nby; k++) {
        const struct measure *m = lacking(o, i->by[k]);
        if (m)
            load_fault(l, n->pos, "Số liệu ‘%s’ không chia theo ‘%s’ được", m->id, i->by[k]->id);
    }
}

/* A rate that others worked out is shown as it is: nothing can be made of it. */
static void check_rates(
    struct load *l, const struct ynode *n, const struct made_of *o, const struct indicator *i)
{
    for (size_t k = 0; k < o->n; k++)
        if (o->v[k]->kind == MEASURE_RATE && (i->denominator || i->numerator->op != XO_NAME))
            load_fault(l, n->pos,
                "‘%s’ là tỷ lệ do nơi khác tính (kind: rate), chỉ đứng một mình được", o->v[k]->id);
}

static void check_formula(struct load *l, const struct ynode *n, struct indicator *i)
{
    struct made_of *o = NEW(l->a, struct made_of);
    o->pack = l->pack;
    expr_names(i->numerator, note_measure, o);
    if (i->denominator)
        expr_names(i->denominator, note_measure, o);
    if (o->n == 0)
        load_fault(l, n->pos, "Công thức không có số liệu nào");
    else if (load_get(n, "by"))
        check_common(l, load_get(n, "by"), o, i);
    else
        find_common(l, o, i);
    check_rates(l, n, o, i);
}

static void indicator_done(struct load *l, const struct ynode *n, void *obj)
{
    struct indicator *i = obj;
    if (l->phase == READ) {
        load_check_number_id(l, n, "indicator", i->id);
        if (i->id && load_is_say_text(str_of(i->id)))
            load_fault(l, load_get(n, "indicator")->pos,
                "Mã ‘%s’ đã dùng cho việc khác, chọn mã khác", i->id);
        if (i->factor > 1 && !load_get(n, "denominator"))
            load_fault(l, load_get(n, "per")->pos, "‘per’ cần mẫu số (denominator)");
        if (i->factor < 1)
            i->factor = 1;
        if (!i->every)
            i->every = "year";
    }
    bool read = i->numerator && (i->denominator || !load_get(n, "denominator"));
    if (l->phase == EXPR && read)
        check_formula(l, n, i);
}

static const char *const GOOD[] = {"none", "up", "down", NULL};

static const struct key INDICATOR_KEYS[] = {
    {"indicator", K_ID, true, AT(indicator, id)},
    {"label", K_LABEL, true, AT(indicator, label)},
    {"definition", K_LABEL, AT(indicator, definition)},
    {"numerator", K_OWN, true, AT(indicator, numerator), .own = own_formula},
    {"denominator", K_OWN, AT(indicator, denominator), .own = own_formula},
    {"per", K_OWN, .own = own_per},
    {"unit", K_LABEL, true, AT(indicator, unit)},
    {"decimals", K_INT, AT(indicator, decimals), .range = {0, 4}},
    {"good", K_ENUM, AT(indicator, good), .names = GOOD},
    {"every", K_WORD, AT(indicator, every), .names = load_every},
    {"by", K_OWN, AT(indicator, by), .count = offsetof(struct indicator, nby), .own = own_by},
    {"owner", K_LABEL, AT(indicator, owner)},
    {"parent_code", K_STR, AT(indicator, parent_code)},
    {"open", K_BOOL, AT(indicator, open)},
    {"over", K_BOOL, AT(indicator, over)},
    {"source", K_SOURCE, AT(indicator, source)},
};
const struct table load_indicator = TABLE(INDICATOR_KEYS, indicator, .what = "chỉ tiêu",
    .cur = CUR_INDICATOR, .has_id = true, POS(indicator), .done = indicator_done);

static const void *ref_indicator(struct load *l, const struct ynode *n)
{
    return load_ref(l, ROOT_INDICATORS, n);
}

void load_put_indicators(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    load_put_refs(l, k, n, obj, ref_indicator);
}

void load_dashboard(struct load *l)
{
    static const struct key K = {
        "dashboard", K_OWN, AT(pack, dashboard), .count = offsetof(struct pack, ndashboard)};
    const struct ynode *n = l->dashboard;
    if (!n)
        return;
    load_put_indicators(l, &K, n, l->pack);
    if (l->phase == LINK && n->kind == Y_SEQ && n->n > DASHBOARD_MOST)
        load_fault(l, n->kid[DASHBOARD_MOST]->pos, "Bảng lãnh đạo có nhiều nhất %d chỉ tiêu",
            DASHBOARD_MOST);
}

/* ---- programmes -------------------------------------------------------------------------------
 */

static const char *const OPS[] = {">=", "<=", ">", "<", "=", NULL}; /* enum target_op */

static const struct key TARGET_KEYS[] = {
    {"year", K_INT, true, AT(target_value, year), .range = {YEAR_FIRST, YEAR_LAST}},
    {"value", K_REAL, true, AT(target_value, value)},
    {"op", K_ENUM, AT(target_value, op), .names = OPS},
    {"source", K_SOURCE, AT(target_value, source)},
};
static const struct table TARGET =
    TABLE(TARGET_KEYS, target_value, .what = "mục tiêu", POS(target_value));

static void own_indicator(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const void *i = l->phase == LINK ? ref_indicator(l, n) : NULL;
    if (i)
        load_put(obj, k, i);
}

/* Within the years of the programme, each once; compared as the indicator is good. */
static void check_targets(struct load *l, const struct ynode *n, const struct part_target *p)
{
    const struct programme *prog = l->cur[CUR_PROGRAMME];
    struct target_value *v;
    memcpy(&v, &p->targets, sizeof v);
    for (size_t i = 0; i < p->ntargets; i++) {
        if (v[i].year && (v[i].year < prog->from || v[i].year > prog->to))
            load_fault(l, v[i].pos, "Năm %d không thuộc chương trình", v[i].year);
        for (size_t k = 0; k < i; k++)
            if (v[i].year && v[k].year == v[i].year)
                load_fault(l, v[i].pos, "Năm %d đã có mục tiêu", v[i].year);
        if (load_get(n->kid[i], "op") || !p->indicator)
            continue;
        if (p->indicator->good == GOOD_NONE)
            load_fault(l, v[i].pos, "Thiếu ‘op’: chỉ tiêu ‘%s’ không có chiều tốt (good)",
                p->indicator->id);
        v[i].op = p->indicator->good == GOOD_DOWN ? TARGET_LE : TARGET_GE;
    }
}

static void part_done(struct load *l, const struct ynode *n, void *obj)
{
    const struct ynode *targets = load_get(n, "targets");
    if (l->phase == EXPR && targets && targets->kind == Y_SEQ)
        check_targets(l, targets, obj);
}

static const struct key PART_KEYS[] = {
    {"indicator", K_OWN, true, AT(part_target, indicator), .own = own_indicator},
    {"label", K_LABEL, AT(part_target, label)},
    {"targets", K_LIST, AT(part_target, targets), .count = offsetof(struct part_target, ntargets),
        .table = &TARGET},
};
static const struct table PART =
    TABLE(PART_KEYS, part_target, .what = "phần của chỉ tiêu", POS(part_target), .done = part_done);

static void item_done(struct load *l, const struct ynode *n, void *obj)
{
    const struct programme_item *i = obj;
    if (l->phase == READ && load_get(n, "parts") && i->nparts == 0)
        load_fault(l, load_get(n, "parts")->pos, "Chỉ tiêu của chương trình không có phần nào");
}

static const struct key ITEM_KEYS[] = {
    {"item", K_ID, true, AT(programme_item, id)},
    {"code", K_STR, true, AT(programme_item, code)},
    {"label", K_LABEL, true, AT(programme_item, label)},
    {"parts", K_LIST, true, AT(programme_item, parts),
        .count = offsetof(struct programme_item, nparts), .table = &PART},
    {"source", K_SOURCE, AT(programme_item, source)},
};
static const struct table ITEM = TABLE(ITEM_KEYS, programme_item,
    .what = "chỉ tiêu của chương trình", .has_id = true, POS(programme_item), .done = item_done);

static const struct key OBJECTIVE_KEYS[] = {
    {"objective", K_ID, true, AT(objective, id)},
    {"label", K_LABEL, true, AT(objective, label)},
    {"items", K_LIST, true, AT(objective, items), .count = offsetof(struct objective, nitems),
        .table = &ITEM},
};
static const struct table OBJECTIVE =
    TABLE(OBJECTIVE_KEYS, objective, .what = "mục tiêu", .has_id = true, POS(objective));

/* Is the item of that id one of those that stand before `o`? */
static bool stands_before(const struct programme *p, const struct objective *o, const char *id)
{
    for (const struct objective *x = p->objectives; x < o; x++)
        for (size_t i = 0; i < x->nitems; i++)
            if (x->items[i].id && streq(x->items[i].id, id))
                return true;
    return false;
}

static void programme_done(struct load *l, const struct ynode *n, void *obj)
{
    const struct programme *p = obj;
    if (l->phase != READ)
        return;
    if (p->to && p->to < p->from)
        load_fault(l, load_get(n, "to")->pos, "‘to’ trước ‘from’");
    for (size_t k = 0; k < p->nobjectives; k++) {
        const struct objective *o = &p->objectives[k];
        for (size_t i = 0; i < o->nitems; i++)
            if (o->items[i].id && stands_before(p, o, o->items[i].id))
                load_fault(
                    l, o->items[i].pos, "Mã ‘%s’ đã có trong chương trình này", o->items[i].id);
    }
}

static const struct key PROGRAMME_KEYS[] = {
    {"programme", K_ID, true, AT(programme, id)},
    {"label", K_LABEL, true, AT(programme, label)},
    {"from", K_INT, true, AT(programme, from), .range = {YEAR_FIRST, YEAR_LAST}},
    {"to", K_INT, true, AT(programme, to), .range = {YEAR_FIRST, YEAR_LAST}},
    {"objectives", K_LIST, true, AT(programme, objectives),
        .count = offsetof(struct programme, nobjectives), .table = &OBJECTIVE},
    {"source", K_SOURCE, AT(programme, source)},
};
const struct table load_programme = TABLE(PROGRAMME_KEYS, programme, .what = "chương trình",
    .cur = CUR_PROGRAMME, .has_id = true, POS(programme), .done = programme_done);
