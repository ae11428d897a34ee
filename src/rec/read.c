// SPDX-License-Identifier: AGPL-3.0-or-later
/* Getting records: one, parts, lists, versions. Scope is part of every select made here. */
#include "rec/rec_int.h"

#include "base/text.h"

static const char *or_null(const char *s)
{
    return s && *s ? s : NULL;
}

/* What a province keeps (who can help a child) is for all of its communes. */
struct db_select rec_scoped(struct act *act, const struct reg *reg)
{
    struct db_select s = {.t = rec_table(act->site, reg)};
    if (act->user) {
        s.or_unitless = reg->campaign != NULL; /* the province's are for all, a commune's its own */
        bool communes = s.or_unitless || streq(rec_root_reg(reg)->level, "xa");
        const char *unit = communes ? or_null(act->user->unit) : NULL;
        rec_within(act, &s, or_null(act->user->province), unit);
        if (reg->seen_from && unit)
            s.unit_or = reg->seen_from->id;
    }
    return s;
}

static bool has_secrets(const struct reg *reg)
{
    for (size_t i = 0; i < reg->nfields; i++)
        if (reg->fields[i].cls == CLASS_SECRET)
            return true;
    return false;
}

void rec_open(struct act *act, struct rec *r)
{
    if (r->opened || r->fresh)
        return;
    for (size_t i = 0; i < r->reg->nfields; i++) {
        const struct field *f = &r->reg->fields[i];
        if (f->cls == CLASS_SECRET && f->type != F_ROWS)
            r->v[i] = rec_unseal(act, r, f, r->v[i]);
    }
    r->opened = true;
}

/* Opens what the reader may see; protected records are remembered for the journal. */
static void open_for_reader(struct act *act, struct rec *r)
{
    if (!r->secret || !act->user)
        return;
    rec_open(act, r);
    if (has_secrets(r->reg) || (r->parent && rec_root_reg(r->reg)->procedure))
        rec_remember_seen(act, r);
}

static enum err one(
    struct act *act, const struct db_select *s, const struct reg *reg, struct rec **out)
{
    struct db_rows *row = db_table_select(act->c, act->a, s);
    if (!reg->parent && s->id)
        rec_expect_rights(act, s->id);
    if (!db_next(row))
        return db_status(act->c) ? db_status(act->c)
                                 : err_set(ERR_NOT_FOUND, "no such %s in scope", reg->id);
    *out = rec_from_row(act, reg, row, true);
    open_for_reader(act, *out);
    return OK;
}

/* A part of what two communes see is seen by who sees the whole. */
static enum err part_seen_from(
    struct act *act, const struct reg *reg, const char *id, struct rec **out)
{
    struct db_select s = {.t = rec_table(act->site, reg), .id = id};
    TRY(one(act, &s, reg, out));
    struct db_select root = rec_scoped(act, rec_root_reg(reg));
    root.id = (*out)->root;
    struct rec *whole;
    return one(act, &root, rec_root_reg(reg), &whole);
}

enum err rec_get(struct act *act, const struct reg *reg, const char *id, struct rec **out)
{
    TRY(rec_may(act, reg, "read"));
    if (!uuid_ok(str_of(id)))
        return ERR_NOT_FOUND;
    if (reg->parent && rec_root_reg(reg)->seen_from)
        return part_seen_from(act, reg, id, out);
    struct db_select s = rec_scoped(act, reg);
    s.id = id;
    return one(act, &s, reg, out);
}

enum err rec_collect(struct act *act, const struct reg *reg, struct db_rows *rows, bool open,
    struct rec ***out, size_t *n)
{
    size_t most = db_row_count(rows);
    struct rec **v = NEW_N(act->a, struct rec *, most + 1);
    size_t k = 0;
    while (db_next(rows)) {
        v[k] = rec_from_row(act, reg, rows, open);
        if (open)
            open_for_reader(act, v[k]);
        k++;
    }
    *out = v;
    *n = k;
    return db_status(act->c);
}

enum err rec_by_ids(struct act *act, const struct reg *reg, const char *const *ids, size_t nids,
    struct rec ***out, size_t *n)
{
    TRY(rec_may(act, reg, "read"));
    *n = 0;
    if (nids == 0)
        return OK;
    struct buf sql = buf_in(act->a, 64 * 1024);
    struct value *args = NEW_N(act->a, struct value, nids);
    for (size_t i = 0; i < nids; i++) {
        args[i] = v_text(ids[i]);
        buf_printf(&sql, "%s$%zu", i ? ", " : "id IN (", i + 1);
    }
    buf_putc(&sql, ')');
    struct db_select s = rec_scoped(act, reg);
    s.cond = (struct db_cond){sql.p, {nids, args}};
    s.limit = (int64_t)nids;
    return rec_collect(act, reg, db_table_select(act->c, act->a, &s), false, out, n);
}

enum err rec_parts(
    struct act *act, const struct reg *reg, const struct rec *parent, struct rec ***out, size_t *n)
{
    TRY(rec_may(act, reg, "read"));
    struct value args[] = {v_text(rec_id(parent))};
    struct db_select s = {.t = rec_table(act->site, reg),
        .province = parent->common[DC_PROVINCE].s.p,
        .cond = {"parent = $1", {1, args}},
        .order = "created_at",
        .limit = 500};
    return rec_collect(act, reg, db_table_select(act->c, act->a, &s), true, out, n);
}

enum err rec_load_rows(struct act *act, struct rec *r)
{
    for (size_t i = 0; i < r->reg->nfields; i++) {
        const struct field *f = &r->reg->fields[i];
        if (f->type == F_ROWS && !r->rows[i].v)
            TRY(rec_parts(act, f->reg, r, &r->rows[i].v, &r->rows[i].n));
    }
    return OK;
}

enum err rec_page(struct act *act, const struct reg *reg, const struct rec_place *p, size_t max,
    struct rec ***out, size_t *n)
{
    TRY(rec_may(act, reg, "read"));
    struct value args[] = {v_text(p->after)};
    struct db_select s = rec_scoped(act, reg);
    s.province = p->province;
    s.unit = p->unit;
    s.cond = (struct db_cond){"id > $1", {1, args}};
    s.order = "id";
    s.deleted = true;
    s.limit = (int64_t)max;
    if (act->user)
        return err_set(ERR_DENIED, "pages of a commune are for the system");
    return rec_collect(act, reg, db_table_select(act->c, act->a, &s), false, out, n);
}

enum err rec_versions(struct act *act, const struct rec *r, struct rec ***out, size_t *n)
{
    struct db_select s = {.t = rec_table(act->site, r->reg),
        .province = r->common[DC_PROVINCE].s.p,
        .id = rec_id(r),
        .history = true,
        .deleted = true,
        .limit = 500};
    return rec_collect(act, r->reg, db_table_select(act->c, act->a, &s), true, out, n);
}

/* ---- lists ------------------------------------------------------------------------------------
 */

struct conds {
    struct buf sql;
    struct value args[MARK_ARGS + 24];
    size_t n;
};

static void also(struct conds *k, const char *column, const char *op, struct value v)
{
    k->args[k->n++] = v;
    if (k->sql.n)
        buf_puts(&k->sql, " AND ");
    buf_printf(&k->sql, "%s %s $%d", column, op, (int)k->n);
}

/* What a filter's text is in the column; NULL, which equals nothing, if it cannot be there. */
static struct value as_stored(const struct field *f, const char *s)
{
    struct value v = v_text(s);
    bool number = f->type == F_INT || f->type == F_MONEY || f->type == F_TIME || f->type == F_BOOL;
    if (!number)
        return v;
    int64_t i;
    return str_to_int(v.s, &i) ? v_int(i) : VNULL;
}

static void add_filter(struct act *act, struct conds *k, const struct field *f, const char *value)
{
    if (f->cls == CLASS_SECRET || f->type == F_ROWS)
        return;
    if (f->type == F_CHOICES)
        also(k, f->id, "LIKE", v_text(arena_printf(act->a, "%%|%s|%%", value)));
    else
        also(k, f->id, "=", as_stored(f, value));
}

static void open_states(struct act *act, const struct reg *reg, struct conds *k)
{
    (void)act;
    const struct procedure *p = reg->procedure;
    for (size_t i = 0; p && i < p->nstates && k->n < COUNT(k->args); i++)
        if (p->states[i].closed)
            also(k, "state", "<>", v_text(p->states[i].id));
}

/* Comes first: its arguments are numbered from 1. */
static enum err of_mark(struct act *act, const struct rec_query *q, struct conds *k)
{
    struct db_cond cond;
    const struct mark *m = q->left ? q->left->mark : q->mark;
    if (m && !rec_may_ask(act, m))
        return err_set(ERR_DENIED, "mark %s reads more than %s sees", m->id, act->user->role->id);
    if (q->left)
        TRY(rec_recheck_left(act, q->left, &cond));
    else
        TRY(rec_condition(act, m->when, &cond));
    buf_printf(&k->sql, "(%s)", cond.sql);
    for (size_t i = 0; i < cond.args.n; i++)
        k->args[k->n++] = cond.args.v[i];
    return OK;
}

/* To one commune of a wider scope, by its code on the map of today. */
void rec_narrow(
    struct act *act, struct db_select *s, const char *unit, const char *province_of_unit)
{
    if (!unit || rec_of_one_unit(s))
        return;
    const char *province = unit_province(act->units, unit, unit_day_of_ms(act->now_ms));
    const struct user *u = act->user;
    bool outside = u && *u->province && !streq(province, u->province);
    if (province && !outside) {
        rec_within(act, s, province, unit);
        return;
    }
    s->unit = unit; /* besides the scope there is: nothing, or a code of no unit of today */
    if (!s->province && !s->lands.n)
        s->province = province_of_unit;
}

enum err rec_list(
    struct act *act, const struct rec_query *q, struct rec ***out, size_t *n, int64_t *total)
{
    TRY(rec_may(act, q->reg, "read"));
    struct conds k = {.sql = buf_in(act->a, MARK_SQL + 4000)};
    if (q->mark || q->left)
        TRY(of_mark(act, q, &k));
    if (q->state && streq(q->state, "open"))
        open_states(act, q->reg, &k);
    else if (q->state)
        also(&k, "state", "=", v_text(q->state));
    for (size_t i = 0; i < q->nwhere && k.n < COUNT(k.args); i++)
        add_filter(act, &k, q->where[i].field, q->where[i].value);
    struct db_select s = rec_scoped(act, q->reg);
    rec_narrow(act, &s, q->unit, q->province);
    if (q->words && *q->words) {
        struct str fold = text_fold(act->a, str_of(q->words));
        s.words = arena_dupn(act->a, fold.p, fold.n);
    }
    s.cond = (struct db_cond){k.sql.n ? k.sql.p : NULL, {k.n, k.args}};
    s.order = q->order ? q->order->id : NULL;
    s.descending = q->descending;
    s.limit = q->limit ? q->limit : 50;
    s.offset = q->offset;
    if (total)
        TRY(rec_tally(act, &s, NULL, 0, total));
    return rec_collect(act, q->reg, db_table_select(act->c, act->a, &s), false, out, n);
}

/* ---- names ------------------------------------------------------------------------------------
 */

struct title_class {
    const struct pack *pack;
    enum field_class cls;
};

static void widen(void *ctx, struct str path, int slot)
{
    (void)path;
    struct title_class *t = ctx;
    struct xname n = pack_name(t->pack, slot);
    if (n.field && n.field->cls > t->cls)
        t->cls = n.field->cls;
}

/* The class of a register's title: that of the most protected field in it. */
static enum field_class title_class(const struct pack *p, const struct reg *reg)
{
    struct title_class t = {p, CLASS_OPEN};
    if (reg->title)
        expr_names(reg->title, widen, &t);
    return t.cls;
}

const char *rec_label(struct act *act, const struct rec *r)
{
    const char *label = r->common[DC_LABEL].t == V_TEXT ? r->common[DC_LABEL].s.p : NULL;
    const char *code = rec_code(r);
    if (!label || !*label)
        return code ? code : r->reg->label.vi;
    enum field_class cls = title_class(act->site->pack, r->reg);
    if (cls == CLASS_OPEN || r->personal)
        return label;
    struct str in = text_initials(act->a, str_of(label));
    const char *initials = arena_dupn(act->a, in.p, in.n);
    return code ? arena_printf(act->a, "%s (%s)", initials, code) : initials;
}

const char *rec_ref_label(struct act *act, const struct field *f, struct value id)
{
    if (id.t != V_TEXT || !f->reg || !uuid_ok(id.s))
        return NULL;
    struct db_select s = {.t = rec_table(act->site, f->reg)};
    rec_within(act, &s, act->user ? or_null(act->user->province) : NULL, NULL);
    s.id = id.s.p;
    struct db_rows *row = db_table_select(act->c, act->a, &s);
    if (!db_next(row))
        return NULL;
    struct rec *r = rec_from_row(act, f->reg, row, false);
    /* Of another commune's people the initials are enough. */
    if (!rec_in_scope(act, r))
        r->personal = r->secret = false;
    return rec_label(act, r);
}
