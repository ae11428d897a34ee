// SPDX-License-Identifier: AGPL-3.0-or-later
/* Names of pack expressions over live records: one switch on the kind of name, no strings. */
#include "rec/rec_int.h"

static struct value field_of(const struct rec *r, const struct xname *n)
{
    return r && r->reg == n->reg ? r->v[n->field->slot] : VNULL;
}

static struct value parent_field(const struct rec_env *e, const struct xname *n)
{
    if (e->parent && e->parent->reg == n->reg)
        return field_of(e->parent, n);
    return field_of(e->moving, n);
}

/* Only what the actor may see himself; a record out of reach is unknown. */
static struct value ref_field(const struct rec_env *e, const struct xname *n)
{
    const struct rec *here = e->own && e->own->reg == n->ref->owner ? e->own : e->moving;
    if (!here || here->reg != n->ref->owner || here->v[n->ref->slot].t != V_TEXT)
        return VNULL;
    struct rec *r;
    if (rec_get(e->act, n->reg, v_cstr(e->act->a, here->v[n->ref->slot]), &r) != OK)
        return VNULL;
    return rec_shows(r, n->field) == SHOW_YES ? r->v[n->field->slot] : VNULL;
}

static struct value done_at(const struct rec_env *e, const struct step *step)
{
    int64_t at = e->step_time ? e->step_time(e, step) : 0;
    return at ? v_int(at) : VNULL;
}

static struct value name_value(const struct expr_env *env, struct str path, int slot)
{
    (void)path;
    const struct rec_env *e = env->ctx;
    struct xname n = pack_name(e->act->site->pack, slot);
    const struct rec *here = e->moving ? e->moving : e->own;
    switch (n.kind) {
    case NAME_FIELD:
        return field_of(e->own, &n);
    case NAME_PARENT:
        return parent_field(e, &n);
    case NAME_FORM:
        return field_of(e->form, &n);
    case NAME_LATEST:
        return e->latest ? field_of(e->latest(e, n.reg), &n) : VNULL;
    case NAME_REF:
        return ref_field(e, &n);
    case NAME_DONE:
        return done_at(e, n.step);
    case NAME_STATE:
        return here ? here->common[DC_STATE] : VNULL;
    case NAME_UNIT:
        return here ? here->common[DC_UNIT] : VNULL;
    case NAME_CODE:
        return here ? here->common[DC_CODE] : VNULL;
    case NAME_START: /* of measures, which are counted by the database */
    case NAME_END:
    case NAME_RELATED:
    case NAME__COUNT:
        break;
    }
    return VNULL;
}

/* label(name): as people read it. */
static struct value shown(const struct expr_env *env, struct str path, int slot, struct value v)
{
    (void)path;
    const struct rec_env *e = env->ctx;
    struct xname n = pack_name(e->act->site->pack, slot);
    if (!n.field || v.t == V_NULL)
        return v;
    if (n.field->list && v.t == V_TEXT) {
        const struct code *c = list_code(n.field->list, v.s);
        return c ? v_text(c->label.vi) : v;
    }
    return v_text(field_show(env->a, n.field, v));
}

static struct expr_env env_of(const struct rec_env *e)
{
    return (struct expr_env){.get = name_value,
        .show = shown,
        .ctx = e,
        .now_ms = e->act->now_ms,
        .today = e->act->today,
        .a = e->act->a};
}

struct value rec_eval(const struct rec_env *e, const struct expr *x)
{
    struct expr_env env = env_of(e);
    return expr_eval(x, &env);
}

bool rec_true(const struct rec_env *e, const struct expr *x)
{
    struct expr_env env = env_of(e);
    return expr_true(x, &env);
}

bool rec_false(const struct rec_env *e, const struct expr *x)
{
    struct expr_env env = env_of(e);
    return expr_false(x, &env);
}

void rec_compute(const struct rec_env *env, struct rec *r, bool own_only)
{
    for (size_t i = 0; i < r->reg->nfields; i++) {
        const struct expr *x = r->reg->fields[i].compute;
        if (x && (!own_only || r->reg->fields[i].from_own))
            r->v[i] = rec_eval(env, x);
    }
}

bool rec_computes_twice(const struct reg *reg)
{
    for (size_t i = 0; i < reg->nfields; i++)
        if (reg->fields[i].from_later)
            return true;
    return false;
}
