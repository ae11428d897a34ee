// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Checking records again at home (rà soát). A campaign keeps no list of its own: a record is done
 * when its date of checking is not before the campaign's first day, so what one official ticks, a
 * phone sends or an edit sets counts alike, and nothing is written twice.
 */
#include "rec/rec_int.h"

/* Conditions in the making: text with arguments. */
struct cond {
    struct buf sql;
    struct value *args;
    size_t n;
};

static void put_arg(struct cond *c, const char *v)
{
    c->args[c->n++] = v_text(v);
    buf_printf(&c->sql, "$%zu", c->n);
}

/* Those the campaign is about, as long as they are not done. */
static enum err put_wanted(struct act *act, const struct rec_recheck *k, struct cond *c)
{
    const struct expr *when = k->mark ? k->mark->when : k->reg->active;
    if (!when) {
        buf_puts(&c->sql, "(1 = 1)");
        return OK;
    }
    struct db_cond found;
    TRY(rec_condition(act, when, &found));
    buf_printf(&c->sql, "(%s)", found.sql);
    for (size_t i = 0; i < found.args.n; i++)
        c->args[c->n++] = found.args.v[i];
    return OK;
}

static void put_group(const struct rec_recheck *k, struct cond *c)
{
    const char *column = k->reg->recheck->group->id;
    if (!k->group)
        return;
    if (!*k->group) {
        buf_printf(&c->sql, " AND \"%s\" IS NULL", column);
        return;
    }
    buf_printf(&c->sql, " AND \"%s\" = ", column);
    put_arg(c, k->group);
}

static struct cond new_cond(struct act *act)
{
    return (struct cond){
        .sql = buf_in(act->a, MARK_SQL + 400), .args = NEW_N(act->a, struct value, MARK_ARGS + 4)};
}

static struct db_cond as_cond(const struct cond *c)
{
    return (struct db_cond){c->sql.p, {c->n, c->args}};
}

enum err rec_recheck_left(struct act *act, const struct rec_recheck *k, struct db_cond *out)
{
    struct cond c = new_cond(act);
    TRY(put_wanted(act, k, &c));
    const char *date = k->reg->recheck->date->id;
    buf_printf(&c.sql, " AND (\"%s\" IS NULL OR \"%s\" < ", date, date);
    put_arg(&c, k->since);
    buf_puts(&c.sql, ")");
    put_group(k, &c);
    *out = as_cond(&c);
    return OK;
}

static struct db_cond done_since(struct act *act, const struct rec_recheck *k)
{
    struct cond c = new_cond(act);
    buf_printf(&c.sql, "\"%s\" >= ", k->reg->recheck->date->id);
    put_arg(&c, k->since);
    put_group(k, &c);
    return as_cond(&c);
}

/* ---- progress -------------------------------------------------------------------------------- */

struct tally {
    struct arena *a;
    struct rec_progress *v;
    size_t n, max;
};

static struct rec_progress *line_of(struct tally *t, const char *group)
{
    for (size_t i = 0; i < t->n; i++)
        if (streq(t->v[i].group, group))
            return &t->v[i];
    if (t->n == t->max) {
        struct rec_progress *grown = NEW_N(t->a, struct rec_progress, t->max * 2 + 16);
        if (t->n)
            memcpy(grown, t->v, t->n * sizeof *grown);
        t->v = grown;
        t->max = t->max * 2 + 16;
    }
    t->v[t->n] = (struct rec_progress){.group = group};
    return &t->v[t->n++];
}

static enum err add_groups(
    struct act *act, const struct db_select *s, const char *column, bool done, struct tally *t)
{
    struct db_rows *r = db_table_group(act->c, act->a, s, column, NULL);
    while (db_next(r)) {
        struct rec_progress *line = line_of(t, db_text(r, 0));
        line->all += db_int(r, 1);
        line->done += done ? db_int(r, 1) : 0;
    }
    return db_status(act->c);
}

enum err rec_recheck_progress(
    struct act *act, const struct rec_recheck *k, struct rec_progress **out, size_t *n)
{
    TRY(rec_may(act, k->reg, "read"));
    if (k->mark && !rec_may_ask(act, k->mark))
        return err_set(ERR_DENIED, "mark %s is not for this role", k->mark->id);
    struct tally t = {.a = act->a};
    struct db_select s = rec_scoped(act, k->reg);
    const char *column = rec_of_one_unit(&s) ? k->reg->recheck->group->id : "unit";
    TRY(rec_recheck_left(act, k, &s.cond));
    TRY(add_groups(act, &s, column, false, &t));
    s.cond = done_since(act, k);
    TRY(add_groups(act, &s, column, true, &t));
    *out = t.v;
    *n = t.n;
    return OK;
}

enum err rec_recheck_done(struct act *act, const struct reg *reg, const char *id,
    const struct recheck_result *result, const char *day)
{
    struct rec *r;
    TRY(rec_get(act, reg, id, &r));
    r->v[reg->recheck->date->slot] = v_text(day);
    const struct rec_env env = {.act = act, .own = r};
    for (size_t i = 0; i < result->nsets; i++)
        r->v[result->sets[i].field->slot] = rec_eval(&env, result->sets[i].value);
    return rec_update(act, r, rec_version(r), "ra_soat", result->label.vi);
}
