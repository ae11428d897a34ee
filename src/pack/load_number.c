// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Tables of dimensions and measures (so_lieu/): numbers that can be added up, counted from a
 * register or entered. What a measure takes from other records is found when all is linked.
 */
#include "pack/pack_int.h"

/* ---- dimensions -------------------------------------------------------------------------------
 */

/* `of` of one register, and what it asks of other records. */
static void own_value(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct dimension_of *of = obj;
    const struct dimension *d = l->cur[CUR_DIMENSION];
    const struct pack_names names = {.pack = l->pack, .reg = of->reg, .period = true, .of = of};
    if (l->phase == EXPR && of->reg)
        of->value = load_count(l, n, &names, WANT_CODES, d->list);
}

static const struct key OF_KEYS[] = {
    {"value", K_OWN, true, .own = own_value},
    {"with", K_OWN, AT(dimension_of, with), .count = offsetof(struct dimension_of, nwith),
        .own = load_with},
};
static const struct table OF =
    TABLE(OF_KEYS, dimension_of, .what = "cách chia của sổ", .cur = CUR_OF);

static void walk_of(struct load *l, const struct ynode *n, size_t at, struct dimension_of *of)
{
    const struct ynode *id = n->kid[at];
    struct dimension *d = l->cur[CUR_DIMENSION];
    of->pos = id->pos;
    if (l->phase == READ && load_get(n, id->text.p) != n->kid[at + 1])
        load_fault(l, id->pos, "Khóa ‘" STR_FMT "’ đứng hai lần", STR_ARG(id->text));
    if (l->phase == LINK)
        of->reg = load_ref(l, ROOT_REGS, id);
    if (n->kid[at + 1]->kind == Y_MAP)
        load_walk(l, &OF, n->kid[at + 1], of);
    else
        own_value(l, NULL, n->kid[at + 1], of);
    d->many |= of->value && expr_type(of->value) == X_SET;
}

/* How records of each register fall into the codes. */
static void own_of(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct dimension *d = obj;
    if (n->kind != Y_MAP) {
        if (l->phase == READ)
            load_is(l, n, Y_MAP);
        return;
    }
    struct dimension_of *v;
    memcpy(&v, &d->of, sizeof v);
    if (n->n / 2 > OF_MOST || d - l->pack->dimensions >= DIMENSIONS_MOST) {
        if (l->phase == READ)
            load_fault(l, n->pos, "Có nhiều nhất %d phân tổ, mỗi phân tổ nói về nhiều nhất %d sổ",
                DIMENSIONS_MOST, OF_MOST);
        return;
    }
    if (l->phase == READ) {
        v = NEW_N(l->a, struct dimension_of, n->n / 2 + 1);
        d->of = v;
        d->nof = n->n / 2;
    }
    for (size_t i = 0; i < d->nof; i++)
        walk_of(l, n, 2 * i, &v[i]);
}

static const struct key DIMENSION_KEYS[] = {
    {"dimension", K_ID, true, AT(dimension, id)},
    {"label", K_LABEL, true, AT(dimension, label)},
    {"list", K_OWN, true, AT(dimension, list), .own = load_own_list},
    {"of", K_OWN, .own = own_of},
};
const struct table load_dimension = TABLE(DIMENSION_KEYS, dimension, .what = "phân tổ",
    .cur = CUR_DIMENSION, .has_id = true, POS(dimension));

/* ---- measures ---------------------------------------------------------------------------------
 */

static const char *const LEVELS[] = {"xa", "tinh", NULL};
static const char *const ENTERED[] = {"stock", "flow", "rate", NULL}; /* from MEASURE_STOCK on */

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
        load_put(obj, k, load_day_ref(l, m->reg, n));
}

static void own_expr(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct measure *m = obj;
    const struct pack_names names = {.pack = l->pack, .reg = m->reg, .measure = m};
    if (l->phase == EXPR && m->reg)
        load_put(obj, k,
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
    {"register", K_OWN, AT(measure, reg), .own = load_own_reg},
    {"day", K_OWN, AT(measure, day), .own = own_day},
    {"when", K_OWN, AT(measure, when), .own = own_expr},
    {"value", K_OWN, AT(measure, value), .own = own_expr},
    {"with", K_OWN, AT(measure, with), .count = offsetof(struct measure, nwith), .own = load_with},
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
