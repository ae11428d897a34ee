// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What hangs on a record and can follow another one: its parts, the references of other records,
 * its files, its people. Each is moved by itself, journaled, and can be moved back by the same
 * call. Secrets and files are sealed for their root, so that what changes its root is sealed anew.
 */
#include "rec/rec_int.h"

struct links {
    struct act *act;
    const struct rec *of;
    struct rec_link *v;
    size_t n, cap;
};

static void add(struct links *l, struct rec_link link)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 32;
        struct rec_link *v = NEW_N(l->act->a, struct rec_link, cap);
        if (l->n)
            memcpy(v, l->v, l->n * sizeof *v);
        l->v = v;
        l->cap = cap;
    }
    l->v[l->n++] = link;
}

enum { MOST_LINKS = 10000 };

/* Rows of a register whose column holds the record, voided ones too. */
static enum err find(struct links *l, const struct reg *reg, const char *column,
    enum rec_link_kind kind, const char *field)
{
    struct value args[] = {v_text(rec_id(l->of))};
    struct db_select s = {.t = rec_table(l->act->site, reg),
        .cond = {arena_printf(l->act->a, "\"%s\" = $1", column), {1, args}},
        .deleted = true,
        .limit = MOST_LINKS + 1};
    struct db_rows *row = db_table_select(l->act->c, l->act->a, &s);
    while (db_next(row)) {
        if (kind == REC_ROOT && streq(db_text(row, DC__COUNT), rec_id(l->of)))
            continue; /* a part of its own: already there */
        add(l, (struct rec_link){.kind = kind,
                   .reg = reg->id,
                   .province = db_text(row, DC_PROVINCE),
                   .unit = db_text(row, DC_UNIT),
                   .record = db_text(row, DC_ID),
                   .field = field});
    }
    if (l->n > MOST_LINKS)
        return err_set(ERR_TOO_BIG, "more than %d links", MOST_LINKS);
    return db_status(l->act->c);
}

static enum err find_in(struct links *l, const struct reg *reg)
{
    if (reg->parent == l->of->reg)
        TRY(find(l, reg, "parent", REC_PART, ""));
    if (reg->parent && rec_root_reg(reg) == l->of->reg)
        TRY(find(l, reg, "root", REC_ROOT, ""));
    for (size_t i = 0; i < reg->nfields; i++) {
        const struct field *f = &reg->fields[i];
        if (f->type == F_REF && f->reg == l->of->reg && f->cls != CLASS_SECRET)
            TRY(find(l, reg, f->id, REC_REF, f->id));
    }
    return OK;
}

static void find_files_and_people(struct links *l)
{
    struct act *act = l->act;
    const char *id = rec_id(l->of);
    struct db_rows *files = db_query(act->c, act->a, Q_ATTACHMENTS_ALL, ARGS(id));
    struct db_rows *people = db_query(act->c, act->a, Q_MEMBERS_ALL, ARGS(id));
    struct rec_link link = {.kind = REC_FILE,
        .reg = l->of->reg->id,
        .province = l->of->common[DC_PROVINCE].s.p,
        .unit = l->of->common[DC_UNIT].s.p,
        .field = ""};
    while (db_next(files)) {
        link.record = db_text(files, 0);
        add(l, link);
    }
    link.kind = REC_MEMBER;
    while (db_next(people)) {
        link.record = db_text(people, 0);
        link.field = db_text(people, 1);
        add(l, link);
    }
}

enum err rec_links(struct act *act, const struct rec *of, struct rec_link **out, size_t *n)
{
    struct links l = {.act = act, .of = of};
    const struct pack *p = act->site->pack;
    for (size_t i = 0; i < p->nregs; i++)
        TRY(find_in(&l, &p->regs[i]));
    find_files_and_people(&l);
    *out = l.v;
    *n = l.n;
    return db_status(act->c);
}

/* ---- moving one ------------------------------------------------------------------------------ */

struct move {
    struct act *act;
    const struct rec_link *link;
    const struct rec *from, *to;
    const char *action;
    bool *moved;
};

/* The record a link names, opened for the engine; NULL when it is gone. */
static struct rec *linked(struct move *m, const struct reg *reg)
{
    struct db_select s = {
        .t = rec_table(m->act->site, reg), .id = m->link->record, .deleted = true};
    struct db_rows *row = db_table_select(m->act->c, m->act->a, &s);
    if (!db_next(row))
        return NULL;
    struct rec *r = rec_from_row(m->act, reg, row, true);
    rec_open(m->act, r);
    return r;
}

static enum err store(struct move *m, struct rec *r)
{
    *m->moved = true;
    return rec_store(m->act, r, rec_version(r), m->action, rec_code(m->from));
}

/* A part lies where its root lies, or those of the root's commune could not open it. */
static enum err move_part(struct move *m, struct rec *r)
{
    bool direct = m->link->kind == REC_PART;
    if (!streq(direct ? r->parent : r->root, rec_id(m->from)))
        return OK;
    if (direct)
        r->parent = rec_id(m->to);
    r->root = rec_id(m->to);
    rec_put_at(m->act, r, m->to);
    return store(m, r);
}

static enum err move_ref(struct move *m, struct rec *r)
{
    const struct field *f = reg_field(r->reg, m->link->field);
    if (!f || r->v[f->slot].t != V_TEXT || !str_is(r->v[f->slot].s, rec_id(m->from)))
        return OK;
    r->v[f->slot] = v_text(rec_id(m->to));
    return store(m, r);
}

static enum err move_file(struct move *m)
{
    struct act *act = m->act;
    struct db_rows *row = db_query(act->c, act->a, Q_ATTACHMENT_OF, ARGS(m->link->record));
    if (!db_next(row) || !streq(db_text(row, 0), rec_id(m->from)))
        return db_status(act->c);
    struct value data;
    TRY(rec_reseal_file(act, rec_id(m->from), rec_id(m->to), db_value(row, 1), &data));
    *m->moved = true;
    return db_exec(act->c, Q_ATTACHMENT_MOVE,
        ARGS(m->link->record, m->to->common[DC_PROVINCE], m->to->common[DC_UNIT], rec_id(m->to),
            data),
        NULL);
}

/* People are added to the other, and taken away again: the voided record keeps its own. */
static enum err move_member(struct move *m, bool back)
{
    struct act *act = m->act;
    const char *account = m->link->record, *why = m->link->field;
    act->rights = NULL;
    if (back) {
        *m->moved = true;
        return db_exec(act->c, Q_MEMBER_DROP, ARGS(rec_id(m->from), account, why), NULL);
    }
    struct value n = db_scalar(act->c, act->a, Q_MEMBER_HAS, ARGS(rec_id(m->to), account, why));
    *m->moved = n.t == V_INT && n.i == 0;
    if (!*m->moved)
        return db_status(act->c);
    return db_exec(act->c, Q_MEMBER_COPY, ARGS(rec_id(m->from), rec_id(m->to), account, why), NULL);
}

enum err rec_link_move(struct act *act, const struct rec_link *link, const struct rec_way *way,
    const char *action, bool *moved)
{
    struct move m = {act, link, way->from, way->to, action, moved};
    *moved = false;
    if (link->kind == REC_FILE)
        return move_file(&m);
    if (link->kind == REC_MEMBER)
        return move_member(&m, way->back);
    const struct reg *reg = pack_reg(act->site->pack, link->reg);
    struct rec *r = reg ? linked(&m, reg) : NULL;
    if (!r)
        return db_status(act->c);
    return link->kind == REC_REF ? move_ref(&m, r) : move_part(&m, r);
}

/* ---- voided records -------------------------------------------------------------------------- */

enum err rec_get_voided(struct act *act, const struct reg *reg, const char *id, struct rec **out)
{
    TRY(rec_may(act, reg, "read"));
    if (!uuid_ok(str_of(id)))
        return ERR_NOT_FOUND;
    struct db_select s = {.t = rec_table(act->site, reg), .id = id, .deleted = true};
    struct db_rows *row = db_table_select(act->c, act->a, &s);
    if (!db_next(row))
        return db_status(act->c) ? db_status(act->c) : ERR_NOT_FOUND;
    struct rec *r = rec_from_row(act, reg, row, true);
    if (!rec_in_scope(act, r))
        return err_set(ERR_NOT_FOUND, "no such %s in scope", reg->id);
    *out = r;
    return OK;
}
