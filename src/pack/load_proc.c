// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Tables of procedures: states, steps, guards, created records and clocks. References to states and
 * steps stay inside the procedure.
 */
#include "pack/pack_int.h"

/* ---- references --------------------------------------------------------------------------------
 */

static const void *ref_state(struct load *l, const struct ynode *n)
{
    const char *id = load_text(l, n);
    const struct state *s = id ? proc_state(l->cur[CUR_PROC], id) : NULL;
    if (id && !s)
        load_fault(l, n->pos, "Thủ tục không có trạng thái ‘%s’", id);
    return s;
}

static const void *ref_step(struct load *l, const struct ynode *n)
{
    return load_step_ref(l, l->cur[CUR_PROC], n);
}

static const void *ref_role(struct load *l, const struct ynode *n)
{
    const struct role *r = load_ref(l, ROOT_ROLES, n);
    return r ? r->id : NULL;
}

static const void *ref_doc(struct load *l, const struct ynode *n)
{
    const struct document *d = load_ref(l, ROOT_DOCS, n);
    return d ? d->id : NULL;
}

static void own_steps(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    load_put_refs(l, k, n, obj, ref_step);
}

static void own_docs(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    load_put_refs(l, k, n, obj, ref_doc);
}

static void own_who(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    load_put_refs(l, k, n, obj, ref_role);
    if (l->phase == LINK && n->kind == Y_SEQ && n->n == 0)
        load_fault(l, n->pos, "Không vai trò nào làm được");
}

/* ---- steps -------------------------------------------------------------------------------------
 */

/* `from: open` is every state that is not closed. */
static void own_from(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    struct step *s = obj;
    const struct procedure *p = l->cur[CUR_PROC];
    if (l->phase != LINK)
        return;
    if (n->kind != Y_SCALAR || !str_is(n->text, "open")) {
        load_put_refs(l, k, n, obj, ref_state);
        return;
    }
    const struct state **v = NEW_N(l->a, const struct state *, p->nstates + 1);
    for (size_t i = 0; i < p->nstates; i++)
        if (!p->states[i].closed)
            v[s->nfrom++] = &p->states[i];
    s->from = v;
}

static void own_target_state(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct target *t = obj;
    if (l->phase == LINK)
        t->state = ref_state(l, n);
}

static const struct key TARGET_KEYS[] = {
    {"state", K_OWN, true, .own = own_target_state},
    {"when", K_EXPR, AT(target, when), .want = WANT_BOOL},
};
static const struct table TARGET = TABLE(TARGET_KEYS, target, .what = "đích");

/* A target after one without `when` is never chosen. */
static void check_targets(struct load *l, const struct ynode *n)
{
    for (size_t i = 0; i + 1 < n->n; i++)
        if (!load_get(n->kid[i], "when")) {
            load_fault(l, n->kid[i + 1]->pos, "Sau đích không có ‘when’ không đến đích nào nữa");
            return;
        }
}

/* One state, or a list of {when, state}. */
static void own_to(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct step *s = obj;
    struct target *v;
    memcpy(&v, &s->to, sizeof v);
    if (n->kind == Y_SEQ) {
        s->to = load_items(l, &TARGET, n, v, &s->ntargets);
        if (l->phase == READ)
            check_targets(l, n);
    } else if (l->phase == LINK) {
        v = NEW(l->a, struct target);
        v->state = ref_state(l, n);
        s->to = v;
        s->ntargets = 1;
    }
}

/* A register, or {register, form}. */
static void own_form(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct step *s = obj;
    if (l->phase != LINK)
        return;
    const struct ynode *reg = n->kind == Y_MAP ? load_get(n, "register") : n;
    const struct ynode *form = n->kind == Y_MAP ? load_get(n, "form") : NULL;
    for (size_t i = 0; n->kind == Y_MAP && i < n->n; i += 2)
        if (n->kid[i + 1] != reg && n->kid[i + 1] != form)
            load_fault(l, n->kid[i]->pos, "Không có khóa ‘" STR_FMT "’ ở mẫu của bước",
                STR_ARG(n->kid[i]->text));
    if (!reg) {
        load_fault(l, n->pos, "Thiếu ‘register’ ở mẫu của bước");
        return;
    }
    s->reg = load_ref(l, ROOT_REGS, reg);
    const char *id = form ? load_text(l, form) : NULL;
    if (s->reg && (!form || id))
        s->form = reg_form(s->reg, id);
    if (s->reg && id && !s->form)
        load_fault(l, form->pos, "Sổ ‘%s’ không có mẫu ‘%s’", s->reg->id, id);
}

static void own_set(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct step *s = obj;
    const struct procedure *p = l->cur[CUR_PROC];
    if (l->phase == EXPR && load_is(l, n, Y_MAP))
        s->sets = load_settings(l, p->reg, n, &s->nsets);
}

static void note_form(void *ctx, struct str path, int slot)
{
    (void)slot;
    *(bool *)ctx |= str_starts(path, "form.");
}

static void guard_done(struct load *l, const struct ynode *n, void *obj)
{
    (void)n;
    struct guard *g = obj;
    if (l->phase == EXPR && g->must)
        expr_names(g->must, note_form, &g->of_form);
}

static const struct key GUARD_KEYS[] = {
    {"must", K_EXPR, true, AT(guard, must), .want = WANT_BOOL},
    {"message", K_LABEL, true, AT(guard, message)},
    {"source", K_SOURCE, AT(guard, source)},
};
static const struct table GUARD = TABLE(GUARD_KEYS, guard, .what = "điều kiện", .done = guard_done);

/* ---- records made by a step --------------------------------------------------------------------
 */

static void own_create_reg(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct creation *c = obj;
    if (l->phase == LINK)
        c->reg = load_ref(l, ROOT_REGS, n);
}

/* After LINK, so that both registers are known. */
static void own_create_field(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct creation *c = obj;
    const struct procedure *p = l->cur[CUR_PROC];
    if (l->phase != EXPR)
        return;
    c->field = load_field_ref(l, p->reg, n);
    if (c->field && c->reg && (c->field->type != F_REF || c->field->reg != c->reg))
        load_fault(l, n->pos, "Ô ‘%s’ không trỏ tới sổ ‘%s’", c->field->id, c->reg->id);
}

static void own_fill(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct creation *c = obj;
    if (l->phase == EXPR && load_is(l, n, Y_MAP))
        c->fills = load_settings(l, c->reg, n, &c->nfills);
}

static const struct key CREATE_KEYS[] = {
    {"field", K_OWN, true, .own = own_create_field},
    {"register", K_OWN, true, .own = own_create_reg},
    {"when", K_EXPR, AT(creation, when), .want = WANT_BOOL},
    {"fill", K_OWN, .own = own_fill},
};
static const struct table CREATE = TABLE(CREATE_KEYS, creation, .what = "hồ sơ tạo thêm");

/* ---- records that go to another unit -----------------------------------------------------------
 */

static void own_taking_field(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    const struct procedure *p = l->cur[CUR_PROC];
    enum field_type want = k->at == offsetof(struct taking, ref) ? F_REF : F_UNIT;
    if (l->phase != LINK)
        return;
    const struct field *f = load_field_ref(l, p->reg, n);
    if (f && f->type != want)
        load_fault(
            l, n->pos, "Ô ‘%s’ không phải %s", f->id, want == F_REF ? "tham chiếu" : "đơn vị");
    load_put(obj, k, f);
}

static void own_taking_set(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct taking *t = obj;
    if (l->phase == EXPR && load_is(l, n, Y_MAP))
        t->sets = load_settings(l, t->ref ? t->ref->reg : NULL, n, &t->nsets);
}

static const struct key TAKE_KEYS[] = {
    {"ref", K_OWN, true, AT(taking, ref), .own = own_taking_field},
    {"from", K_OWN, true, AT(taking, from), .own = own_taking_field},
    {"to", K_OWN, true, AT(taking, to), .own = own_taking_field},
    {"set", K_OWN, .own = own_taking_set},
};
static const struct table TAKE = TABLE(TAKE_KEYS, taking, .what = "bản ghi chuyển theo");

static const struct key STEP_KEYS[] = {
    {"step", K_ID, true, AT(step, id)},
    {"label", K_LABEL, true, AT(step, label)},
    {"verb", K_LABEL, AT(step, verb)},
    {"start", K_BOOL, AT(step, start)},
    {"from", K_OWN, AT(step, from), .count = offsetof(struct step, nfrom), .own = own_from},
    {"to", K_OWN, .own = own_to},
    {"who", K_OWN, true, AT(step, who), .count = offsetof(struct step, nwho), .own = own_who},
    {"form", K_OWN, .own = own_form},
    {"guard", K_LIST, AT(step, guards), .count = offsetof(struct step, nguards), .table = &GUARD},
    {"set", K_OWN, .own = own_set},
    {"create", K_ITEM, AT(step, creation), .table = &CREATE},
    {"takes", K_ITEM, AT(step, taking), .table = &TAKE},
    {"asker", K_BOOL, AT(step, asker)},
    {"documents", K_OWN, AT(step, docs), .count = offsetof(struct step, ndocs), .own = own_docs},
    {"optional", K_BOOL, AT(step, optional)},
    {"source", K_SOURCE, AT(step, source)},
};

static void step_done(struct load *l, const struct ynode *n, void *obj)
{
    struct step *s = obj;
    s->proc = l->cur[CUR_PROC];
    if (l->phase != READ)
        return;
    if (!s->verb.vi)
        s->verb = s->label;
    bool from = load_get(n, "from") != NULL;
    if (s->start && from)
        load_fault(l, load_get(n, "from")->pos, "Bước đầu tạo hồ sơ nên không có ‘from’");
    else if (!s->start && !from)
        load_fault(l, n->pos, "Thiếu ‘from’ ở bước");
    if (s->start && !load_get(n, "to"))
        load_fault(l, n->pos, "Bước đầu phải có ‘to’");
}

static const struct table STEP = TABLE(
    STEP_KEYS, step, .what = "bước", .cur = CUR_STEP, .has_id = true, POS(step), .done = step_done);

/* ---- clocks ------------------------------------------------------------------------------------
 */

static void own_span(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    static const char *const SPANS[] = {"hours", "working_days", "days", "months"};
    struct clock *c = obj;
    const struct key limit = {
        k->name, K_INT, .at = offsetof(struct clock, limit), .range = {0, 10000}};
    for (size_t i = 0; l->phase == READ && i < COUNT(SPANS); i++)
        if (streq(k->name, SPANS[i])) {
            c->span = (enum span)i;
            load_value(l, &limit, n, c);
        }
}

static void own_again(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    struct clock *c = obj;
    if (l->phase != READ || !load_is(l, n, Y_SEQ))
        return;
    int *v = NEW_N(l->a, int, n->n + 1);
    const struct key one = {k->name, K_INT, .at = 0, .range = {1, 10000}};
    for (size_t i = 0; i < n->n; i++)
        load_value(l, &one, n->kid[i], &v[i]);
    c->again = v;
    c->nagain = n->n;
}

static const struct key CLOCK_KEYS[] = {
    {"clock", K_ID, true, AT(clock, id)},
    {"label", K_LABEL, true, AT(clock, label)},
    {"starts", K_OWN, true, AT(clock, starts), .count = offsetof(struct clock, nstarts),
        .own = own_steps},
    {"at", K_EXPR, AT(clock, at), .want = WANT_MOMENT},
    {"when", K_EXPR, AT(clock, when), .want = WANT_BOOL},
    {"stops", K_OWN, AT(clock, stops), .count = offsetof(struct clock, nstops), .own = own_steps},
    {"cancels", K_OWN, AT(clock, cancels), .count = offsetof(struct clock, ncancels),
        .own = own_steps},
    {"hours", K_OWN, .own = own_span},
    {"working_days", K_OWN, .own = own_span},
    {"days", K_OWN, .own = own_span},
    {"months", K_OWN, .own = own_span},
    {"again", K_OWN, .own = own_again},
    {"every", K_INT, AT(clock, every), .range = {1, 10000}},
    {"who", K_OWN, true, AT(clock, who), .count = offsetof(struct clock, nwho), .own = own_who},
    {"source", K_SOURCE, AT(clock, source)},
};

static void clock_done(struct load *l, const struct ynode *n, void *obj)
{
    (void)obj;
    int spans = 0;
    for (size_t i = 0; i < COUNT(CLOCK_KEYS); i++)
        spans += CLOCK_KEYS[i].own == own_span && load_get(n, CLOCK_KEYS[i].name);
    if (l->phase == READ && spans != 1)
        load_fault(l, n->pos, "Đồng hồ cần đúng một trong hours, working_days, days, months");
}

static const struct table CLOCK =
    TABLE(CLOCK_KEYS, clock, .what = "đồng hồ", .has_id = true, POS(clock), .done = clock_done);

/* ---- procedures --------------------------------------------------------------------------------
 */

static const struct key STATE_KEYS[] = {
    {"id", K_ID, true, AT(state, id)},
    {"label", K_LABEL, true, AT(state, label)},
    {"closed", K_BOOL, AT(state, closed)},
};
static const struct table STATE = TABLE(STATE_KEYS, state, .what = "trạng thái", .has_id = true);

static void own_moving(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct procedure *p = obj;
    if (l->phase != LINK)
        return;
    p->reg = load_ref(l, ROOT_REGS, n);
    if (!p->reg)
        return;
    if (p->reg->procedure)
        load_fault(l, n->pos, "Sổ ‘%s’ đã đi theo thủ tục ‘%s’", p->reg->id, p->reg->procedure->id);
    struct reg *moving = (struct reg *)(void *)l->root[ROOT_REGS].base + (p->reg - l->pack->regs);
    moving->procedure = p;
}

static void proc_done(struct load *l, const struct ynode *n, void *obj)
{
    (void)n;
    const struct procedure *p = obj;
    struct step *s;
    memcpy(&s, &p->steps, sizeof s);
    for (size_t i = 0; l->phase == READ && i < p->nsteps; i++)
        s[i].slot = (int)i;
}

static const struct key PROC_KEYS[] = {
    {"procedure", K_ID, true, AT(procedure, id)},
    {"label", K_LABEL, true, AT(procedure, label)},
    {"source", K_SOURCE, AT(procedure, source)},
    {"register", K_OWN, true, .own = own_moving},
    {"states", K_LIST, true, AT(procedure, states), .count = offsetof(struct procedure, nstates),
        .table = &STATE},
    {"steps", K_LIST, true, AT(procedure, steps), .count = offsetof(struct procedure, nsteps),
        .table = &STEP},
    {"clocks", K_LIST, AT(procedure, clocks), .count = offsetof(struct procedure, nclocks),
        .table = &CLOCK},
};
const struct table load_proc = TABLE(PROC_KEYS, procedure, .what = "thủ tục", .cur = CUR_PROC,
    .has_id = true, POS(procedure), .done = proc_done);
