// SPDX-License-Identifier: AGPL-3.0-or-later
/* Doing a step: everything it changes, in one transaction. */
#include "flow/flow_int.h"

static const struct state *target_of(
    const struct rec_env *e, const struct step *s, const struct state *here)
{
    for (size_t i = 0; i < s->ntargets; i++)
        if (!s->to[i].when || rec_true(e, s->to[i].when))
            return s->to[i].state;
    return here;
}

static enum err make_record(struct flow_case *c, const struct rec_env *e, const struct step *s)
{
    const struct creation *k = s->creation;
    if (!k || (k->when && !rec_true(e, k->when)))
        return OK;
    struct rec *made = rec_new(c->act, k->reg, NULL);
    rec_put_at(c->act, made, c->rec);
    bool any = false;
    for (size_t i = 0; i < k->nfills; i++) {
        struct value v = rec_eval(e, k->fills[i].value);
        made->v[k->fills[i].field->slot] = v;
        any |= !v_is_null(v);
    }
    if (!any)
        return OK;
    TRY(rec_insert(c->act, made, s->id, NULL));
    c->rec->v[k->field->slot] = v_text(rec_id(made));
    return OK;
}

static void set_fields(struct flow_case *c, const struct rec_env *e, const struct step *s)
{
    struct value *v = NEW_N(c->act->a, struct value, s->nsets + 1);
    for (size_t i = 0; i < s->nsets; i++)
        v[i] = rec_eval(e, s->sets[i].value);
    for (size_t i = 0; i < s->nsets; i++)
        c->rec->v[s->sets[i].field->slot] = v[i];
}

/* What the step takes over goes where the moving record says, with the fields the step sets. */
static enum err take(struct flow_case *c, const struct rec_env *e, const struct step *s)
{
    const struct taking *t = s->taking;
    if (!t || v_is_null(c->rec->v[t->ref->slot]))
        return OK;
    struct rec *r = NULL;
    TRY(rec_take(c->act, c->rec, t, &r));
    for (size_t i = 0; i < t->nsets; i++)
        r->v[t->sets[i].field->slot] = rec_eval(e, t->sets[i].value);
    return rec_update(c->act, r, rec_version(r), s->id, rec_code(c->rec));
}

static enum err record_event(struct flow_case *c, const struct step *s, const struct state *from,
    const struct state *to, const struct rec *form, int64_t done_at)
{
    struct act *act = c->act;
    char id[37];
    uuid7(id);
    const char *actor = act->user ? act->user->id : "00000000-0000-7000-8000-000000000000";
    const char *actor_name = act->user ? act->user->name : "Măng";
    TRY(db_exec(act->c, Q_EVENT_ADD,
        ARGS(id, c->rec->common[DC_PROVINCE], c->rec->common[DC_UNIT], c->rec->reg->id,
            rec_id(c->rec), s->id, from ? from->id : NULL, to->id, done_at, act->now_ms, actor,
            actor_name, form ? form->reg->id : NULL, form ? rec_id(form) : NULL),
        NULL));
    struct flow_event *grown = NEW_N(act->a, struct flow_event, c->nevents + 1);
    for (size_t i = 0; i < c->nevents; i++)
        grown[i] = c->events[i];
    grown[c->nevents] = (struct flow_event){.step = s,
        .step_id = s->id,
        .to_state = to->id,
        .done_at = done_at,
        .at = act->now_ms,
        .actor_name = actor_name,
        .form_reg = form ? form->reg : NULL,
        .form = form ? rec_id(form) : NULL};
    c->events = grown;
    c->nevents++;
    return OK;
}

/* Those who must act next in this unit become members, if their role has none in the case yet. */
struct called { /* roles that somebody in the case has; asked once a step */
    const char *role[32];
    size_t n;
};

static bool among(const struct called *k, const char *role)
{
    for (size_t i = 0; i < k->n; i++)
        if (streq(k->role[i], role))
            return true;
    return false;
}

static void add_called(struct called *k, const char *role)
{
    if (k->n < COUNT(k->role) && !among(k, role))
        k->role[k->n++] = role;
}

/* The actor himself counts: who opened a case is in it. */
static void find_called(struct flow_case *c, struct called *k)
{
    struct db_rows *m =
        db_query(c->act->c, c->act->a, Q_MEMBERS_OF, ARGS(c->rec->root, c->act->now_ms));
    while (db_next(m))
        add_called(k, db_text(m, 3));
}

static enum err call_role(struct flow_case *c, struct called *k, const char *role)
{
    const struct role *r = pack_role(c->act->site->pack, role);
    if (!r || !r->secret_if_member)
        return OK;
    if (k->n == 0)
        find_called(c, k);
    if (among(k, role))
        return OK;
    struct user_person *people;
    size_t n;
    TRY(rec_people_of(c->act, c->rec, role, &people, &n));
    for (size_t i = 0; i < n; i++)
        TRY(rec_add_member(c->act, c->rec, people[i].id, "viec", 0));
    add_called(k, role);
    return OK;
}

/* A clock that this step started asks somebody to act: he must be able to read why. */
static enum err call_clock(struct flow_case *c, struct called *known, const struct clock *k)
{
    if (k->when && !rec_true(&c->env, k->when))
        return OK;
    for (size_t i = 0; i < k->nwho; i++)
        TRY(call_role(c, known, k->who[i]));
    return OK;
}

static enum err call_next(struct flow_case *c, const struct step *done, const struct state *to)
{
    struct called known = {.n = 0};
    for (size_t i = 0; i < c->proc->nclocks && !to->closed; i++)
        for (size_t k = 0; k < c->proc->clocks[i].nstarts; k++)
            if (c->proc->clocks[i].starts[k] == done)
                TRY(call_clock(c, &known, &c->proc->clocks[i]));
    for (size_t i = 0; i < c->proc->nsteps; i++) {
        const struct step *s = &c->proc->steps[i];
        bool open = false;
        for (size_t k = 0; k < s->nfrom; k++)
            open |= s->from[k] == to;
        for (size_t k = 0; open && !s->optional && k < s->nwho; k++)
            TRY(call_role(c, &known, s->who[k]));
    }
    return OK;
}

/* After the form is filled and the moving record's fields are set. */
static enum err finish(struct flow_case *c, const struct step *s, struct rec *form, int64_t done_at,
    const struct state *from, const struct state *to)
{
    if (form)
        TRY(rec_insert(c->act, form, s->id, NULL));
    TRY(record_event(c, s, from, to, form, done_at));
    if (form)
        c->latest[form->reg - c->act->site->pack->regs] = form;
    TRY(flow_move_clocks(c, s, to, done_at));
    return call_next(c, s, to);
}

static enum err do_step(
    struct flow_case *c, const struct step *s, struct rec *form, int64_t version)
{
    const struct label *why;
    TRY(flow_may(c, s, &why));
    if (flow_refuses(c, s, form))
        return err_set(ERR_CONFLICT, "a guard of step %s says no", s->id);
    rec_open(c->act, c->rec);
    const struct state *from = flow_state(c);
    struct rec_env e = c->env;
    e.form = form;
    TRY(make_record(c, &e, s));
    set_fields(c, &e, s);
    const struct state *to = target_of(&e, s, from);
    c->rec->common[DC_STATE] = v_text(to->id);
    TRY(rec_update(c->act, c->rec, version, s->id, s->id));
    TRY(take(c, &e, s));
    return finish(c, s, form, flow_done_at(c, form), from, to);
}

enum err flow_do(struct flow_case *c, const struct step *s, struct rec *form, int64_t version)
{
    c->act->step = s;
    enum err e = do_step(c, s, form, version);
    c->act->step = NULL;
    return e;
}

static enum err start(struct flow_case *c, const struct step *s, struct rec *form)
{
    struct act *act = c->act;
    struct rec *moving = c->rec;
    const struct label *why;
    TRY(flow_may(c, s, &why));
    struct rec_env e = c->env;
    e.form = form;
    TRY(make_record(c, &e, s));
    set_fields(c, &e, s);
    const struct state *to = target_of(&e, s, NULL);
    BUG_IF(!to);
    moving->common[DC_STATE] = v_text(to->id);
    TRY(rec_insert(act, moving, s->id, NULL));
    if (form) {
        form->parent = rec_id(moving);
        form->root = moving->root;
        rec_put_at(act, form, moving);
    }
    return finish(c, s, form, flow_done_at(c, form), NULL, to);
}

enum err flow_start(struct act *act, const struct procedure *p, const struct step *s,
    struct rec *moving, struct rec *form, struct flow_case **out)
{
    BUG_IF(!s->start || moving->reg != p->reg);
    *out = flow_case_new(act, moving);
    act->step = s;
    enum err e = start(*out, s, form);
    act->step = NULL;
    return e;
}
