// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Faults that only the whole shows: fields whose keys do not go together, rules that wait for each
 * other in a circle, states no step reaches or leaves, clocks nothing stops. Runs also over a pack
 * that has other faults, so any pointer may be NULL here.
 */
#include "pack/pack_int.h"

/* ---- one field ---------------------------------------------------------------------------------
 */

#define BIT(t) (1u << (t))
enum {
    LISTED = BIT(F_CHOICE) | BIT(F_CHOICES),
    POINTS = BIT(F_REF) | BIT(F_ROWS),
    TYPED = BIT(F_TEXT) | BIT(F_NOTE) | BIT(F_NAME),
    RANGED = BIT(F_INT) | BIT(F_DECIMAL) | BIT(F_MONEY) | BIT(F_DATE) | BIT(F_TIME),
    WORDS = TYPED | BIT(F_PHONE) | BIT(F_PERSONAL_NO),
    VALUES = BIT(F__COUNT) - 1 - BIT(F_ROWS),
};
/* Keys that only some types take, and must be there where `must` is set. */
static const struct {
    const char *key;
    unsigned types;
    bool must;
} FITS[] = {
    {"list", LISTED, true},
    {"register", POINTS, true},
    {"anchors", LISTED, false},
    {"max_len", TYPED, false},
    {"min", RANGED, false},
    {"max", RANGED, false},
    {"precision", BIT(F_DATE) | BIT(F_INT), false},
    {"in_use", BIT(F_TEXT), false},
    {"search", WORDS, false},
    {"anywhere", BIT(F_UNIT), false},
    {"preset", VALUES - BIT(F_FILE), false},
    {"compute", VALUES - BIT(F_FILE), false},
};

/* Columns every table has (db.h), and words of the language. */
static bool taken(const char *id)
{
    static const char *const COLUMNS[] = {"province", "id", "unit", "code", "version", "state",
        "label", "search", "created_at", "created_by", "updated_at", "updated_by", "deleted_at",
        "pack_version", "unit_at", "replaced_at", "start", "end"};
    for (size_t i = 0; i < COUNT(COLUMNS); i++)
        if (streq(id, COLUMNS[i]))
            return true;
    return x_reserved(str_of(id));
}

static void check_keys_fit(struct load *l, const struct ynode *n, const struct field *f)
{
    for (size_t i = 0; i < COUNT(FITS); i++) {
        const struct ynode *k = load_get(n, FITS[i].key);
        bool fits = FITS[i].types & BIT(f->type);
        if (k && !fits)
            load_fault(l, k->pos, "‘%s’ không đi với ô loại này", FITS[i].key);
        else if (!k && fits && FITS[i].must)
            load_fault(l, n->pos, "Thiếu ‘%s’ cho ô loại này", FITS[i].key);
    }
}

void load_check_field(struct load *l, const struct ynode *n, const struct field *f)
{
    const struct ynode *id = load_get(n, "id"), *search = load_get(n, "search");
    const struct reg *owner = l->cur[CUR_REG];
    if (f->id && taken(f->id))
        load_fault(l, id->pos, "Mã ‘%s’ đã dùng cho việc khác, chọn mã khác", f->id);
    if (load_get(n, "type"))
        check_keys_fit(l, n, f);
    if ((f->full_date && f->type == F_INT) || (f->year && f->type == F_DATE))
        load_fault(l, load_get(n, "precision")->pos, "‘precision’ này không đi với ô loại này");
    if (f->searched && f->cls == CLASS_SECRET)
        load_fault(l, search->pos, "Ô bí mật không tìm được");
    if (f->compute && (f->preset || f->required))
        load_fault(l, n->pos, "Ô được tính không có ‘preset’ hay ‘required’");
    if (f->type == F_ROWS && f->reg && f->reg->parent != owner)
        load_fault(l, load_get(n, "register")->pos, "Sổ ‘%s’ không phải phần của sổ này (parent)",
            f->reg->id);
}

/* ---- circles ------------------------------------------------------------------------------------
 */

static void check_parents(struct load *l, const struct reg *r)
{
    const struct reg *up = r->parent;
    for (size_t i = 0; up && up != r && i < l->pack->nregs; i++)
        up = up->parent;
    if (up == r)
        load_fault(l, r->pos, "Sổ ‘%s’ là phần của chính nó (parent vòng tròn)", r->id);
}

static void check_codes(struct load *l, const struct codelist *list)
{
    for (size_t i = 0; i < list->ncodes; i++) {
        const struct code *c = &list->codes[i], *up = c;
        for (size_t k = 0; up && up->parent && k <= list->ncodes; k++) {
            up = list_code(list, str_of(up->parent));
            if (up == c) {
                load_fault(l, list->pos, "Mã ‘%s’ là con của chính nó (parent vòng tròn)", c->id);
                break;
            }
        }
    }
}

/* Which fields of the register a field's rules wait for. */
struct graph {
    struct load *l;
    const struct reg *r;
    uint8_t *edge; /* nfields x nfields */
    uint8_t *seen; /* 0 new, 1 on the path, 2 done */
    size_t from;
};

static void add_edge(void *ctx, struct str path, int slot)
{
    (void)path;
    struct graph *g = ctx;
    struct xname n = pack_name(g->l->pack, slot);
    if (n.kind == NAME_FIELD && n.reg == g->r)
        g->edge[g->from * g->r->nfields + (size_t)n.field->slot] = 1;
}

/* Depth is at most the number of fields. */
static void visit(struct graph *g, size_t i)
{
    size_t n = g->r->nfields;
    g->seen[i] = 1;
    for (size_t k = 0; k < n; k++) {
        if (!g->edge[i * n + k])
            continue;
        if (g->seen[k] == 1)
            load_fault(g->l, g->r->fields[i].pos, "Ô ‘%s’ và ‘%s’ chờ nhau thành vòng tròn",
                g->r->fields[i].id, g->r->fields[k].id);
        else if (g->seen[k] == 0)
            visit(g, k);
    }
    g->seen[i] = 2;
}

static void check_circles(struct load *l, const struct reg *r, bool shown)
{
    size_t n = r->nfields;
    struct graph g = {.l = l, .r = r};
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        const struct field *f = &r->fields[i];
        const struct expr *rule[] = {shown ? f->show_if : f->preset, shown ? NULL : f->compute};
        for (size_t k = 0; k < COUNT(rule); k++) {
            if (!rule[k])
                continue;
            if (!any)
                g.edge = NEW_N(l->a, uint8_t, n * n);
            any = true;
            g.from = i;
            expr_names(rule[k], add_edge, &g);
        }
    }
    if (!any)
        return;
    g.seen = NEW_N(l->a, uint8_t, n);
    for (size_t i = 0; i < n; i++)
        if (g.seen[i] == 0)
            visit(&g, i);
}

static void check_reg(struct load *l, const struct reg *r, const struct ynode *n)
{
    if (r->id && x_reserved(str_of(r->id)))
        load_fault(
            l, load_get(n, "register")->pos, "Mã ‘%s’ đã dùng cho việc khác, chọn mã khác", r->id);
    check_parents(l, r);
    check_circles(l, r, false);
    check_circles(l, r, true);
}

/* ---- ways through a procedure -------------------------------------------------------------------
 */

static bool can_do(const struct step *s, const struct procedure *p, const bool *state)
{
    for (size_t i = 0; i < s->nfrom; i++)
        if (state[s->from[i] - p->states])
            return true;
    return false;
}

/* Marks the states a step leads to; true if one is new. */
static bool mark_targets(const struct step *s, const struct procedure *p, bool *state)
{
    bool more = false;
    for (size_t i = 0; i < s->ntargets; i++)
        if (s->to[i].state && !state[s->to[i].state - p->states]) {
            state[s->to[i].state - p->states] = true;
            more = true;
        }
    return more;
}

/* All states that may follow the marked ones. */
static void spread(const struct procedure *p, bool *state)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < p->nsteps; i++)
            if (can_do(&p->steps[i], p, state))
                more |= mark_targets(&p->steps[i], p, state);
    }
}

static bool has_start(const struct procedure *p)
{
    for (size_t i = 0; i < p->nsteps; i++)
        if (p->steps[i].start)
            return true;
    return false;
}

static bool left_by_a_step(const struct procedure *p, size_t state)
{
    for (size_t i = 0; i < p->nsteps; i++)
        for (size_t k = 0; k < p->steps[i].nfrom; k++)
            if (p->steps[i].from[k] == &p->states[state])
                return true;
    return false;
}

static void check_states(struct load *l, const struct procedure *p, const struct ynode *n)
{
    const struct ynode *states = load_get(n, "states");
    bool *reached = NEW_N(l->a, bool, p->nstates + 1);
    if (!has_start(p)) {
        load_fault(l, n->pos, "Thủ tục không có bước đầu (start: true)");
        return;
    }
    for (size_t i = 0; i < p->nsteps; i++)
        if (p->steps[i].start)
            mark_targets(&p->steps[i], p, reached);
    spread(p, reached);
    for (size_t i = 0; i < p->nstates; i++) {
        const struct state *s = &p->states[i];
        if (s->id && !reached[i])
            load_fault(l, states->kid[i]->pos, "Không bước nào dẫn tới trạng thái ‘%s’", s->id);
        else if (s->id && !s->closed && !left_by_a_step(p, i))
            load_fault(l, states->kid[i]->pos,
                "Trạng thái ‘%s’ không có bước đi tiếp mà cũng không đóng (closed)", s->id);
    }
}

static bool ends_in(
    const struct procedure *p, const struct step *const *v, size_t n, const bool *state)
{
    for (size_t i = 0; i < n; i++)
        if (can_do(v[i], p, state))
            return true;
    return false;
}

/* After each step that starts the clock, some step that stops or cancels it must be possible. */
static void check_clock(struct load *l, const struct procedure *p, const struct clock *c)
{
    if (c->nstops + c->ncancels == 0) {
        load_fault(l, c->pos, "Đồng hồ ‘%s’ không có bước nào dừng", c->id);
        return;
    }
    for (size_t i = 0; i < c->nstarts; i++) {
        const struct step *s = c->starts[i];
        bool *state = NEW_N(l->a, bool, p->nstates + 1);
        for (size_t k = 0; k < s->nfrom && s->ntargets == 0; k++)
            state[s->from[k] - p->states] = true;
        mark_targets(s, p, state);
        spread(p, state);
        if (!ends_in(p, c->stops, c->nstops, state) && !ends_in(p, c->cancels, c->ncancels, state))
            load_fault(
                l, c->pos, "Sau bước ‘%s’ không bước nào dừng được đồng hồ ‘%s’", s->id, c->id);
    }
}

static void check_proc(struct load *l, const struct procedure *p, const struct ynode *n)
{
    if (!p->nstates || !p->nsteps)
        return;
    check_states(l, p, n);
    for (size_t i = 0; i < p->nclocks; i++)
        if (p->clocks[i].nstarts)
            check_clock(l, p, &p->clocks[i]);
}

/* After all expressions are read, in whatever order the files came. */
static void check_pushes(struct load *l, const struct reg *r)
{
    for (size_t i = 0; i < r->npushes; i++)
        for (size_t k = 0; k < r->pushes[i].nsets; k++)
            if (r->pushes[i].sets[k].field->compute)
                load_fault(l, r->pushes[i].pos, "Ô ‘%s’ được tính, không đặt được",
                    r->pushes[i].sets[k].field->id);
}

void load_check_all(struct load *l)
{
    const struct pack *p = l->pack;
    for (size_t i = 0; i < p->nlists; i++)
        check_codes(l, &p->lists[i]);
    for (size_t i = 0; i < p->nregs; i++)
        check_reg(l, &p->regs[i], l->root[ROOT_REGS].node[i]);
    for (size_t i = 0; i < p->nregs; i++)
        check_pushes(l, &p->regs[i]);
    for (size_t i = 0; i < p->nprocs; i++)
        check_proc(l, &p->procs[i], l->root[ROOT_PROCS].node[i]);
    load_relations(l);
}
