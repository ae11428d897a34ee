// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Tables of dimensions and measures (so_lieu/): numbers that can be added up, counted from a
 * register or entered. What a measure takes from other records is found when all is linked.
 */
#include "pack/pack_int.h"

#define AT(type, m) .at = offsetof(struct type, m)
#define TABLE(keys_, type, ...)                                                                    \
    {                                                                                              \
        .keys = keys_, .nkeys = COUNT(keys_), .size = sizeof(struct type), __VA_ARGS__             \
    }
#define POS(type) .has_pos = true, .pos_at = offsetof(struct type, pos)

static void put(void *obj, const struct key *k, const void *p)
{
    memcpy((char *)obj + k->at, &p, sizeof p);
}

static void own_reg(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    if (l->phase == LINK)
        put(obj, k, load_ref(l, ROOT_REGS, n));
}

/* ---- dimensions -------------------------------------------------------------------------------
 */

static void own_list(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    if (l->phase == LINK)
        put(obj, k, load_ref(l, ROOT_LISTS, n));
}

static void link_of(struct load *l, const struct ynode *n, struct dimension *d)
{
    struct dimension_of *v = NEW_N(l->a, struct dimension_of, n->n / 2 + 1);
    for (size_t i = 0; i + 1 < n->n; i += 2) {
        const struct ynode *id = n->kid[i];
        if (load_get(n, id->text.p) != n->kid[i + 1])
            load_fault(l, id->pos, "Khóa ‘" STR_FMT "’ đứng hai lần", STR_ARG(id->text));
        v[i / 2].reg = load_ref(l, ROOT_REGS, id);
        v[i / 2].pos = id->pos;
    }
    d->of = v;
    d->nof = n->n / 2;
}

/* How records of each register fall into the codes. */
static void own_of(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct dimension *d = obj;
    if (n->kind != Y_MAP) {
        if (l->phase == LINK)
            load_is(l, n, Y_MAP);
        return;
    }
    if (l->phase == LINK)
        link_of(l, n, d);
    struct dimension_of *v;
    memcpy(&v, &d->of, sizeof v);
    for (size_t i = 0; l->phase == EXPR && i < d->nof; i++) {
        const struct pack_names names = {.pack = l->pack, .reg = v[i].reg, .period = true};
        if (!v[i].reg)
            continue;
        v[i].value = load_count(l, n->kid[2 * i + 1], &names, WANT_CODES, d->list);
        d->many |= v[i].value && expr_type(v[i].value) == X_SET;
    }
}

static const struct key DIMENSION_KEYS[] = {
    {"dimension", K_ID, true, AT(dimension, id)},
    {"label", K_LABEL, true, AT(dimension, label)},
    {"list", K_OWN, true, AT(dimension, list), .own = own_list},
    {"of", K_OWN, .own = own_of},
};
const struct table load_dimension = TABLE(DIMENSION_KEYS, dimension, .what = "phân tổ",
    .cur = CUR_DIMENSION, .has_id = true, POS(dimension));

/* ---- facts from other records -----------------------------------------------------------------
 */

static const char *const HOW[] = {
    "any", "count", "sum", "first", "last", "clock", "step", NULL}; /* enum related_how */

/* Which keys each `how` needs and may have. */
enum { OF = 1, BY = 2, DAY = 4, EVER = 8, WHEN = 16, VALUE = 32, CLOCK = 64, STEP = 128 };
static const struct {
    const char *key;
    unsigned bit;
} PARTS[] = {{"of", OF}, {"by", BY}, {"day", DAY}, {"ever", EVER}, {"when", WHEN}, {"value", VALUE},
    {"clock", CLOCK}, {"step", STEP}};
static const struct {
    unsigned must, may;
} TAKES[RELATED__COUNT] = {
    [RELATED_ANY] = {OF, BY | DAY | EVER | WHEN},
    [RELATED_COUNT] = {OF, BY | DAY | EVER | WHEN},
    [RELATED_SUM] = {OF | VALUE, BY | DAY | EVER | WHEN},
    [RELATED_FIRST] = {OF | DAY, BY | WHEN},
    [RELATED_LAST] = {OF | DAY, BY | WHEN},
    [RELATED_CLOCK] = {CLOCK, 0},
    [RELATED_STEP] = {STEP, 0},
};

const struct field *load_day_ref(struct load *l, const struct reg *r, const struct ynode *n)
{
    const struct field *f = load_field_ref(l, r, n);
    if (f && f->type != F_DATE && f->type != F_TIME)
        load_fault(l, n->pos, "Ô ‘%s’ không phải ngày hay thời điểm", f->id);
    else if (f && f->cls == CLASS_SECRET)
        load_fault(l, n->pos, "Số liệu không dùng ô mật, ‘%s’ là ô mật", f->id);
    else
        return f;
    return NULL;
}

static void own_with_by(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct related *w = obj;
    const struct measure *m = l->cur[CUR_MEASURE];
    if (l->phase != EXPR || !w->reg || !m->reg)
        return;
    const struct field *f = load_field_ref(l, w->reg, n);
    if (f && (f->type != F_REF || f->reg != m->reg || f->cls == CLASS_SECRET))
        load_fault(l, n->pos, "Ô ‘%s’ không trỏ tới sổ ‘%s’", f->id, m->reg->id);
    put(obj, k, f);
}

static void own_with_day(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct related *w = obj;
    if (l->phase == EXPR && w->reg)
        put(obj, k, load_day_ref(l, w->reg, n));
}

static void own_with_expr(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct related *w = obj;
    const struct pack_names names = {.pack = l->pack, .related = w};
    if (l->phase == EXPR && w->reg)
        put(obj, k,
            load_count(l, n, &names, streq(k->name, "when") ? WANT_BOOL : WANT_NUMBER, NULL));
}

/* The procedure that the counted register goes through; NULL after a fault. */
static const struct procedure *moves(struct load *l, const struct ynode *n)
{
    const struct measure *m = l->cur[CUR_MEASURE];
    if (m->reg && !m->reg->procedure)
        load_fault(l, n->pos, "Sổ ‘%s’ không đi theo thủ tục nào", m->reg->id);
    return m->reg ? m->reg->procedure : NULL;
}

static void own_with_clock(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    if (l->phase != EXPR || !load_text(l, n))
        return;
    const struct procedure *p = moves(l, n);
    const struct clock *c = NULL;
    for (size_t i = 0; p && i < p->nclocks && !c; i++)
        if (p->clocks[i].id && str_is(n->text, p->clocks[i].id))
            c = &p->clocks[i];
    if (p && !c)
        load_fault(l, n->pos, "Thủ tục không có đồng hồ ‘%s’", n->text.p);
    put(obj, k, c);
}

static void own_with_step(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    if (l->phase != EXPR)
        return;
    const struct procedure *p = moves(l, n);
    if (p)
        put(obj, k, load_step_ref(l, p, n));
}

static void check_parts(struct load *l, const struct ynode *n, enum related_how how)
{
    for (size_t i = 0; i < COUNT(PARTS); i++) {
        const struct ynode *k = load_get(n, PARTS[i].key);
        if (!k && TAKES[how].must & PARTS[i].bit)
            load_fault(l, n->pos, "‘how: %s’ cần ‘%s’", HOW[how], PARTS[i].key);
        if (k && !((TAKES[how].must | TAKES[how].may) & PARTS[i].bit))
            load_fault(l, k->pos, "‘%s’ không đi với ‘how: %s’", PARTS[i].key, HOW[how]);
    }
    if (load_get(n, "ever") && !load_get(n, "day"))
        load_fault(l, load_get(n, "ever")->pos, "‘ever’ cần ‘day’");
}

static bool own_name(const struct load *l, const struct measure *m, const char *id)
{
    const struct pack_names names = {.pack = l->pack, .reg = m->reg, .period = true};
    struct expr_scope s = pack_scope(&names);
    enum xtype t;
    int slot;
    return !strchr(id, '.') && s.lookup(&s, str_of(id), &t, &slot);
}

static void with_done(struct load *l, const struct ynode *n, void *obj)
{
    struct related *w = obj;
    const struct measure *m = l->cur[CUR_MEASURE];
    if (l->phase == READ && load_get(n, "how"))
        check_parts(l, n, w->how);
    if (l->phase == READ && (w->how == RELATED_FIRST || w->how == RELATED_LAST))
        w->ever = true;
    if (l->phase != EXPR || !m->reg)
        return;
    if (w->reg && w->reg->parent != m->reg && !load_get(n, "by"))
        load_fault(l, load_get(n, "of")->pos,
            "Sổ ‘%s’ không phải phần của sổ ‘%s’; thiếu ‘by’: ô của nó trỏ tới sổ ấy", w->reg->id,
            m->reg->id);
    if (w->id && (x_reserved(str_of(w->id)) || own_name(l, m, w->id)))
        load_fault(l, load_get(n, "id")->pos, "Mã ‘%s’ đã dùng cho việc khác, chọn mã khác", w->id);
}

static const struct key WITH_KEYS[] = {
    {"id", K_ID, true, AT(related, id)},
    {"how", K_ENUM, true, AT(related, how), .names = HOW},
    {"of", K_OWN, AT(related, reg), .own = own_reg},
    {"by", K_OWN, AT(related, by), .own = own_with_by},
    {"day", K_OWN, AT(related, day), .own = own_with_day},
    {"ever", K_BOOL, AT(related, ever)},
    {"when", K_OWN, AT(related, when), .own = own_with_expr},
    {"value", K_OWN, AT(related, value), .own = own_with_expr},
    {"clock", K_OWN, AT(related, clock), .own = own_with_clock},
    {"step", K_OWN, AT(related, step), .own = own_with_step},
};
static const struct table WITH = TABLE(
    WITH_KEYS, related, .what = "phần ‘with’", .has_id = true, POS(related), .done = with_done);

/* ---- measures ---------------------------------------------------------------------------------
 */

static const char *const LEVELS[] = {"xa", "tinh", NULL};
static const char *const ENTERED[] = {"stock", "flow", "rate", NULL}; /* from MEASURE_STOCK on */

static void own_with(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct measure *m = obj;
    struct related *v;
    memcpy(&v, &m->with, sizeof v);
    if (n->kind == Y_SEQ && n->n > RELATED_MAX) {
        if (l->phase == READ)
            load_fault(l, n->pos, "‘with’ có nhiều nhất %d phần", RELATED_MAX);
        return;
    }
    m->with = load_items(l, &WITH, n, v, &m->nwith);
}

static void own_kind(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    struct measure *m = obj;
    unsigned kind = 0;
    const struct key word = {k->name, K_ENUM, .at = 0, .names = ENTERED};
    if (l->phase != READ)
        return;
    load_value(l, &word, n, &kind);
    m->kind = (enum measure_kind)(MEASURE_STOCK + kind);
}

static void own_day(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct measure *m = obj;
    if (l->phase == EXPR && m->reg)
        put(obj, k, load_day_ref(l, m->reg, n));
}

static void own_expr(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct measure *m = obj;
    const struct pack_names names = {.pack = l->pack, .reg = m->reg, .measure = m};
    if (l->phase == EXPR && m->reg)
        put(obj, k,
            load_count(l, n, &names, streq(k->name, "when") ? WANT_BOOL : WANT_NUMBER, NULL));
}

static const void *ref_dimension(struct load *l, const struct ynode *n)
{
    return load_ref(l, ROOT_DIMENSIONS, n);
}

static bool falls(const struct dimension *d, const struct reg *r)
{
    for (size_t i = 0; i < d->nof; i++)
        if (d->of[i].reg == r)
            return true;
    return false;
}

static void own_by(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct measure *m = obj;
    load_put_refs(l, k, n, obj, ref_dimension);
    for (size_t i = 0; l->phase == EXPR && m->reg && i < m->nby; i++)
        if (!falls(m->by[i], m->reg))
            load_fault(l, n->pos, "Phân tổ ‘%s’ không nói bản ghi sổ ‘%s’ thuộc mã nào (of)",
                m->by[i]->id, m->reg->id);
}

/* Keys that only a counted measure has, and only an entered one. */
static const char *const COUNTED_KEYS[] = {"day", "when", "value", "with"};
static const char *const ENTERED_KEYS[] = {"kind", "level", "owner", "every", "min", "max"};

static void check_counted(struct load *l, const struct ynode *n, const struct measure *m)
{
    for (size_t i = 0; i < COUNT(ENTERED_KEYS); i++)
        if (load_get(n, ENTERED_KEYS[i]))
            load_fault(l, load_get(n, ENTERED_KEYS[i])->pos,
                "‘%s’ chỉ đi với số nhập tay, số này đếm từ sổ (register)", ENTERED_KEYS[i]);
    if (m->money && !load_get(n, "value"))
        load_fault(l, load_get(n, "money")->pos, "Số tiền cần ‘value’: ô nào được cộng");
}

static void check_entered(struct load *l, const struct ynode *n, struct measure *m)
{
    for (size_t i = 0; i < COUNT(COUNTED_KEYS); i++)
        if (load_get(n, COUNTED_KEYS[i]))
            load_fault(l, load_get(n, COUNTED_KEYS[i])->pos, "‘%s’ cần ‘register’: đếm từ sổ nào",
                COUNTED_KEYS[i]);
    static const char *const NEED[] = {"kind", "level", "owner"};
    for (size_t i = 0; i < COUNT(NEED); i++)
        if (!load_get(n, NEED[i]))
            load_fault(l, n->pos, "Số nhập tay cần ‘%s’", NEED[i]);
    if (load_get(n, "max") && m->min > m->max)
        load_fault(l, load_get(n, "max")->pos, "‘max’ nhỏ hơn ‘min’");
    if (!m->every)
        m->every = "year";
}

static void measure_done(struct load *l, const struct ynode *n, void *obj)
{
    struct measure *m = obj;
    if (l->phase != READ)
        return;
    load_check_number_id(l, n, "measure", m->id);
    if (load_get(n, "register")) {
        check_counted(l, n, m);
        m->kind = load_get(n, "day") ? MEASURE_EVENT : MEASURE_STATE;
    } else {
        check_entered(l, n, m);
    }
}

static const struct key MEASURE_KEYS[] = {
    {"measure", K_ID, true, AT(measure, id)},
    {"label", K_LABEL, true, AT(measure, label)},
    {"definition", K_LABEL, AT(measure, definition)},
    {"unit", K_LABEL, true, AT(measure, unit)},
    {"register", K_OWN, AT(measure, reg), .own = own_reg},
    {"day", K_OWN, AT(measure, day), .own = own_day},
    {"when", K_OWN, AT(measure, when), .own = own_expr},
    {"value", K_OWN, AT(measure, value), .own = own_expr},
    {"with", K_OWN, .own = own_with},
    {"by", K_OWN, AT(measure, by), .count = offsetof(struct measure, nby), .own = own_by},
    {"kind", K_OWN, .own = own_kind},
    {"level", K_WORD, AT(measure, level), .names = LEVELS},
    {"owner", K_LABEL, AT(measure, owner)},
    {"every", K_WORD, AT(measure, every), .names = load_every},
    {"min", K_REAL, AT(measure, min)},
    {"max", K_REAL, AT(measure, max)},
    {"money", K_BOOL, AT(measure, money)},
    {"open", K_BOOL, AT(measure, open)},
    {"source", K_SOURCE, AT(measure, source)},
};
const struct table load_measure = TABLE(MEASURE_KEYS, measure, .what = "số liệu",
    .cur = CUR_MEASURE, .has_id = true, POS(measure), .done = measure_done);
