// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * `with` of measures and dimensions: facts about the counted record that are taken from others.
 * Registers, fields and procedures are known when expressions are read.
 */
#include "pack/pack_int.h"

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

/* The register that is counted: of a measure, or of a dimension where it says how records fall. */
static const struct reg *counted(const struct load *l)
{
    const struct dimension_of *of = l->cur[CUR_OF];
    const struct measure *m = l->cur[CUR_MEASURE];
    return of ? of->reg : m ? m->reg : NULL;
}

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
    const struct reg *r = counted(l);
    if (l->phase != EXPR || !w->reg || !r)
        return;
    const struct field *f = load_field_ref(l, w->reg, n);
    if (f && (f->type != F_REF || f->reg != r || f->cls == CLASS_SECRET))
        load_fault(l, n->pos, "Ô ‘%s’ không trỏ tới sổ ‘%s’", f->id, r->id);
    load_put(obj, k, f);
}

static void own_with_day(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct related *w = obj;
    if (l->phase == EXPR && w->reg)
        load_put(obj, k, load_day_ref(l, w->reg, n));
}

static void own_with_expr(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct related *w = obj;
    const struct pack_names names = {.pack = l->pack, .related = w};
    if (l->phase == EXPR && w->reg)
        load_put(obj, k,
            load_count(l, n, &names, streq(k->name, "when") ? WANT_BOOL : WANT_NUMBER, NULL));
}

/* The procedure that the counted register goes through; NULL after a fault. */
static const struct procedure *moves(struct load *l, const struct ynode *n)
{
    const struct reg *r = counted(l);
    if (r && !r->procedure)
        load_fault(l, n->pos, "Sổ ‘%s’ không đi theo thủ tục nào", r->id);
    return r ? r->procedure : NULL;
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
    load_put(obj, k, c);
}

static void own_with_step(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    if (l->phase != EXPR)
        return;
    const struct procedure *p = moves(l, n);
    if (p)
        load_put(obj, k, load_step_ref(l, p, n));
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

static bool own_name(const struct load *l, const struct reg *r, const char *id)
{
    const struct pack_names names = {.pack = l->pack, .reg = r, .period = true};
    struct expr_scope s = pack_scope(&names);
    enum xtype t;
    int slot;
    return !strchr(id, '.') && s.lookup(&s, str_of(id), &t, &slot);
}

static void with_done(struct load *l, const struct ynode *n, void *obj)
{
    struct related *w = obj;
    const struct reg *r = counted(l);
    if (l->phase == READ && load_get(n, "how"))
        check_parts(l, n, w->how);
    if (l->phase == READ && (w->how == RELATED_FIRST || w->how == RELATED_LAST))
        w->ever = true;
    if (l->phase != EXPR || !r)
        return;
    if (w->reg && w->reg->parent != r && !load_get(n, "by"))
        load_fault(l, load_get(n, "of")->pos,
            "Sổ ‘%s’ không phải phần của sổ ‘%s’; thiếu ‘by’: ô của nó trỏ tới sổ ấy", w->reg->id,
            r->id);
    if (w->id && (x_reserved(str_of(w->id)) || own_name(l, r, w->id)))
        load_fault(l, load_get(n, "id")->pos, "Mã ‘%s’ đã dùng cho việc khác, chọn mã khác", w->id);
}

static const struct key WITH_KEYS[] = {
    {"id", K_ID, true, AT(related, id)},
    {"how", K_ENUM, true, AT(related, how), .names = HOW},
    {"of", K_OWN, AT(related, reg), .own = load_own_reg},
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

void load_with(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    struct related *v;
    size_t count;
    memcpy(&v, (char *)obj + k->at, sizeof v);
    memcpy(&count, (char *)obj + k->count, sizeof count);
    if (n->kind == Y_SEQ && n->n > RELATED_MAX) {
        if (l->phase == READ)
            load_fault(l, n->pos, "‘with’ có nhiều nhất %d phần", RELATED_MAX);
        return;
    }
    v = load_items(l, &WITH, n, v, &count);
    load_put(obj, k, v);
    memcpy((char *)obj + k->count, &count, sizeof count);
}
