// SPDX-License-Identifier: AGPL-3.0-or-later
/* A case as it stands: its events, clocks, latest parts, and what may be done next. */
#include "flow/flow_int.h"

static const struct clock *clock_of(const struct procedure *p, const char *id)
{
    for (size_t i = 0; i < p->nclocks; i++)
        if (streq(p->clocks[i].id, id))
            return &p->clocks[i];
    return NULL;
}

static void read_events(struct flow_case *c, struct db_rows *r)
{
    c->events = NEW_N(c->act->a, struct flow_event, db_row_count(r) + 1);
    while (db_next(r)) {
        const char *form_reg = db_text(r, 8);
        c->events[c->nevents++] = (struct flow_event){
            .step = proc_step(c->proc, db_text(r, 1)),
            .step_id = db_text(r, 1),
            .from_state = db_text(r, 2),
            .to_state = db_text(r, 3),
            .done_at = db_int(r, 4),
            .at = db_int(r, 5),
            .actor_name = db_text(r, 7),
            .form_reg = form_reg ? pack_reg(c->act->site->pack, form_reg) : NULL,
            .form = db_text(r, 9),
        };
    }
}

static void read_clocks(struct flow_case *c, struct db_rows *r)
{
    c->clocks = NEW_N(c->act->a, struct flow_clock, db_row_count(r) + 1);
    while (db_next(r)) {
        const struct clock *k = clock_of(c->proc, db_text(r, 1));
        if (!k)
            continue;
        c->clocks[c->nclocks++] = (struct flow_clock){
            .id = db_text(r, 0),
            .clock = k,
            .nth = (int)db_int(r, 2),
            .started_at = db_int(r, 3),
            .due_at = db_int(r, 4),
            .stopped_at = db_int(r, 6),
            .met = db_int(r, 8) != 0,
        };
    }
}

static const struct rec *env_latest(const struct rec_env *e, const struct reg *reg)
{
    return flow_latest((struct flow_case *)(uintptr_t)e->ctx, reg);
}

static int64_t env_step_time(const struct rec_env *e, const struct step *s)
{
    const struct flow_case *c = e->ctx;
    int64_t at = 0;
    for (size_t i = 0; i < c->nevents; i++)
        if (c->events[i].step == s)
            at = c->events[i].done_at;
    return at;
}

struct flow_case *flow_case_new(struct act *act, struct rec *moving)
{
    struct flow_case *c = NEW(act->a, struct flow_case);
    *c = (struct flow_case){.act = act,
        .rec = moving,
        .proc = moving->reg->procedure,
        .latest = NEW_N(act->a, struct rec *, act->site->pack->nregs)};
    c->env = (struct rec_env){.act = act,
        .own = moving,
        .moving = moving,
        .latest = env_latest,
        .step_time = env_step_time,
        .ctx = c};
    return c;
}

enum err flow_load(struct act *act, struct rec *moving, struct flow_case **out)
{
    struct flow_case *c = flow_case_new(act, moving);
    struct db_rows *events = db_query(act->c, act->a, Q_EVENTS_OF, ARGS(rec_id(moving)));
    struct db_rows *clocks = db_query(act->c, act->a, Q_CLOCKS_OF, ARGS(rec_id(moving)));
    read_events(c, events);
    read_clocks(c, clocks);
    *out = c;
    return db_status(act->c);
}

struct rec *flow_latest(struct flow_case *c, const struct reg *reg)
{
    size_t at = (size_t)(reg - c->act->site->pack->regs);
    if (c->latest[at])
        return c->latest[at];
    for (size_t i = c->nevents; i-- > 0;) {
        const struct flow_event *e = &c->events[i];
        if (e->form_reg != reg || !e->form)
            continue;
        struct rec *r = NULL;
        if (rec_get(c->act, reg, e->form, &r) != OK)
            return NULL;
        rec_open(c->act, r);
        c->latest[at] = r;
        return r;
    }
    return NULL;
}

const struct state *flow_state(const struct flow_case *c)
{
    return proc_state(c->proc, rec_state(c->rec));
}

/* ---- what may be done next ------------------------------------------------------------------- */

/* Between two communes each does its own steps. */
static bool on_this_side(const struct flow_case *c, const struct step *s)
{
    const struct user *u = c->act->user;
    const struct field *from = c->rec->reg->seen_from;
    if (!u || !*u->unit || !from || s->start)
        return true;
    struct value asker = c->rec->v[from->slot];
    struct rec as_asker = *c->rec;
    if (s->asker)
        as_asker.common[DC_UNIT] = asker;
    return as_asker.common[DC_UNIT].t == V_TEXT && streq(rec_unit_now(c->act, &as_asker), u->unit);
}

static bool has_role(const struct act *act, const struct step *s)
{
    if (!act->user)
        return true;
    for (size_t i = 0; i < s->nwho; i++)
        if (streq(s->who[i], act->user->role->id))
            return true;
    return false;
}

static bool from_here(const struct flow_case *c, const struct step *s)
{
    const struct state *now = flow_state(c);
    for (size_t i = 0; i < s->nfrom; i++)
        if (s->from[i] == now)
            return true;
    return false;
}

const struct guard *flow_refuses(struct flow_case *c, const struct step *s, const struct rec *form)
{
    struct rec_env e = c->env;
    e.form = form;
    for (size_t i = 0; i < s->nguards; i++) {
        /* Before there is a form, what asks about it can only wait. */
        if (!form && s->guards[i].of_form)
            continue;
        if (!rec_true(&e, s->guards[i].must))
            return &s->guards[i];
    }
    return NULL;
}

int64_t flow_done_at(const struct flow_case *c, const struct rec *form)
{
    const struct field *f = form ? reg_field(form->reg, "thoi_diem_thuc_hien") : NULL;
    bool given = f && f->type == F_TIME && form->v[f->slot].t == V_INT;
    return given ? form->v[f->slot].i : clock_minute(c->act->now_ms);
}

size_t flow_steps(struct flow_case *c, struct flow_step **out)
{
    struct flow_step *v = NEW_N(c->act->a, struct flow_step, c->proc->nsteps + 1);
    size_t n = 0;
    for (int lesser = 0; lesser < 2; lesser++)
        for (size_t i = 0; i < c->proc->nsteps; i++) {
            const struct step *s = &c->proc->steps[i];
            if (s->start || s->optional != (lesser == 1) || !from_here(c, s))
                continue;
            const struct guard *g = flow_refuses(c, s, NULL);
            v[n++] = (struct flow_step){.step = s,
                .mine = has_role(c->act, s) && on_this_side(c, s),
                .blocked = g ? g->message : (struct label){NULL, NULL},
                .source = g && g->source.text ? g->source.text : s->source.text};
        }
    *out = v;
    return n;
}

enum err flow_may(struct flow_case *c, const struct step *s, const struct label **why)
{
    *why = NULL;
    if (!has_role(c->act, s) || !on_this_side(c, s))
        return err_set(ERR_DENIED, "role or commune may not do step %s", s->id);
    if (!s->start && !from_here(c, s))
        return err_set(ERR_CONFLICT, "step %s is not open in this state", s->id);
    const struct guard *g = flow_refuses(c, s, NULL);
    if (!g)
        return OK;
    *why = &g->message;
    return err_set(ERR_CONFLICT, "a guard of step %s says no", s->id);
}

const struct step *flow_start_step(const struct act *act, const struct procedure *p)
{
    for (size_t i = 0; p && i < p->nsteps; i++)
        if (p->steps[i].start && has_role(act, &p->steps[i]))
            return &p->steps[i];
    return NULL;
}

struct rec_env flow_form_env(struct flow_case *c, const struct rec *form)
{
    struct rec_env e = c->env;
    e.own = e.form = form;
    e.parent = c->rec;
    return e;
}

/* A step done again (a plan that was returned) starts from the rows it had: nobody types them
 * twice. */
static void copy_latest_rows(struct flow_case *c, struct rec *form)
{
    struct rec *before = flow_latest(c, form->reg);
    if (!before || rec_load_rows(c->act, before) != OK)
        return;
    for (size_t i = 0; i < form->reg->nfields; i++) {
        const struct rec_rows *from = &before->rows[i];
        struct rec **v = NEW_N(c->act->a, struct rec *, from->n + 1);
        for (size_t k = 0; k < from->n; k++) {
            rec_open(c->act, from->v[k]);
            v[k] = rec_new(c->act, from->v[k]->reg, form);
            for (size_t f = 0; f < v[k]->reg->nfields; f++)
                v[k]->v[f] = from->v[k]->v[f];
        }
        form->rows[i] = (struct rec_rows){v, from->n};
    }
}

/* What the case knows fills a form only as far as its reader may see it: a colleague who does not
 * have the case starts from empty boxes. */
static void hide_what_is_hidden(const struct flow_case *c, struct rec *form)
{
    for (size_t i = 0; i < form->reg->nfields; i++) {
        enum field_class cls = form->reg->fields[i].cls;
        bool may = cls == CLASS_OPEN || (cls == CLASS_PERSONAL ? c->rec->personal : c->rec->secret);
        if (!may)
            form->v[i] = VNULL;
        for (size_t k = 0; k < form->rows[i].n; k++)
            hide_what_is_hidden(c, form->rows[i].v[k]);
    }
}

struct rec *flow_form(struct flow_case *c, const struct step *s)
{
    if (!s->reg)
        return NULL;
    struct rec *form = rec_new(c->act, s->reg, c->rec);
    struct rec_env e = flow_form_env(c, form);
    rec_preset(s->form, &e, form);
    copy_latest_rows(c, form);
    if (c->act->user)
        hide_what_is_hidden(c, form);
    return form;
}
