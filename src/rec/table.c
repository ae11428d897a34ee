// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A register as a table: which columns it has, and records to and from rows. Own columns come after
 * the common ones: `parent` and `root` for parts, then one a field in the order of the pack
 * (F_ROWS has none). Secret fields are text columns of sealed values.
 */
#include "rec/rec_int.h"

static enum db_type column_type(const struct field *f)
{
    if (f->cls == CLASS_SECRET)
        return DB_TEXT;
    switch (f->type) {
    case F_INT:
    case F_MONEY:
    case F_TIME:
    case F_BOOL:
        return DB_INT;
    case F_DECIMAL:
        return DB_REAL;
    case F_REF:
        return DB_ID;
    default:
        return DB_TEXT;
    }
}

static struct db_table table_of(struct arena *a, const struct reg *reg)
{
    struct db_col *cols = NEW_N(a, struct db_col, reg->nfields + 2);
    size_t n = 0;
    if (reg->parent) {
        cols[n++] = (struct db_col){"parent", DB_ID, true, true};
        cols[n++] = (struct db_col){"root", DB_ID, true, false};
    }
    for (size_t i = 0; i < reg->nfields; i++) {
        const struct field *f = &reg->fields[i];
        if (f->type == F_ROWS)
            continue;
        /* No index for filters: the few hundred rows of a unit are read and compared, and each
         * index would be one more page to write for each record. */
        cols[n++] = (struct db_col){f->id, column_type(f), false, f->type == F_REF};
    }
    return (struct db_table){reg->id, cols, n, !reg->parent && !reg->procedure};
}

const struct db_table *rec_tables(struct arena *a, const struct pack *p)
{
    struct db_table *t = NEW_N(a, struct db_table, p->nregs);
    for (size_t i = 0; i < p->nregs; i++)
        t[i] = table_of(a, &p->regs[i]);
    return t;
}

const struct db_table *rec_table(const struct site *s, const struct reg *reg)
{
    return &s->tables[reg - s->pack->regs];
}

enum err rec_sync_tables(const struct site *s, struct dbc *c)
{
    for (size_t i = 0; i < s->pack->nregs; i++)
        TRY(db_table_sync(c, &s->tables[i]));
    return OK;
}

struct value *rec_columns(struct act *act, const struct rec *r)
{
    const struct db_table *t = rec_table(act->site, r->reg);
    struct value *cols = NEW_N(act->a, struct value, DC__COUNT + t->ncols);
    memcpy(cols, r->common, sizeof r->common);
    size_t n = DC__COUNT;
    if (r->reg->parent) {
        cols[n++] = v_text(r->parent);
        cols[n++] = v_text(r->root);
    }
    for (size_t i = 0; i < r->reg->nfields; i++) {
        const struct field *f = &r->reg->fields[i];
        if (f->type == F_ROWS)
            continue;
        bool seal = f->cls == CLASS_SECRET && r->opened;
        cols[n++] = seal ? rec_seal(act, r, f, r->v[i]) : r->v[i];
    }
    return cols;
}

struct rec *rec_from_row(struct act *act, const struct reg *reg, struct db_rows *row, bool alone)
{
    struct rec *r = NEW(act->a, struct rec);
    r->reg = reg;
    for (int i = 0; i < DC__COUNT; i++)
        r->common[i] = db_value(row, i);
    int col = DC__COUNT;
    r->root = rec_id(r);
    if (reg->parent) {
        r->parent = db_text(row, col++);
        r->root = db_text(row, col++);
    }
    r->v = NEW_N(act->a, struct value, reg->nfields);
    r->rows = NEW_N(act->a, struct rec_rows, reg->nfields);
    for (size_t i = 0; i < reg->nfields; i++)
        if (reg->fields[i].type != F_ROWS)
            r->v[i] = db_value(row, col++);
    rec_apply_rights(act, r, alone);
    return r;
}
