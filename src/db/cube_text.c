// SPDX-License-Identifier: AGPL-3.0-or-later
/* The statement of a cube in the making: its texts and arguments, and how texts name columns. */
#include "db/db_int.h"

void cube_put(struct cube *k, const char *s)
{
    buf_puts(&k->sql, s);
}

int cube_arg(struct cube *k, struct value v)
{
    BUG_IF(k->n == k->max);
    k->args[k->n++] = v;
    return (int)k->n;
}

void cube_cond(struct cube *k, const struct db_cond *cond)
{
    if (!cond_ok(cond)) {
        dbc_fail(k->c, err_set(ERR_INVALID, "r_%s: not one expression", k->q->t->name));
        return;
    }
    cube_put(k, "(");
    sql_params(&k->sql, cond->sql, '$', (int)k->n);
    cube_put(k, ")");
    for (size_t i = 0; i < cond->args.n; i++)
        cube_arg(k, cond->args.v[i]);
}

void cube_when(struct cube *k, const struct db_cond *cond)
{
    if (cond->sql)
        cube_cond(k, cond);
    else
        cube_put(k, "1 = 1");
}

void cube_all(struct cube *k, const struct db_all *all)
{
    cube_put(k, all->n ? "" : "1 = 1");
    for (size_t i = 0; i < all->n; i++) {
        cube_put(k, i ? " AND " : "");
        cube_cond(k, &all->v[i]);
    }
}

void cube_list(struct cube *k, const char *col, const char *const *v, size_t n)
{
    buf_printf(&k->sql, "%s IN (", col);
    for (size_t i = 0; i < n; i++)
        buf_printf(&k->sql, "%s$%d", i ? ", " : "", cube_arg(k, v_text(v[i])));
    cube_put(k, ")");
}

void cube_column(struct cube *k, const struct db_table *t, const char *alias, const char *name)
{
    const struct db_col *col = table_col(t, name);
    if (!col)
        dbc_fail(k->c, err_set(ERR_INVALID, "r_%s: no such column", t->name));
    else
        buf_printf(&k->sql, "%s.\"%s\"", alias, col->name);
}

void cube_range(
    struct cube *k, const struct db_table *t, const char *alias, const struct db_range *r)
{
    const struct value bound[] = {r->from, r->to};
    for (int i = 0; r->col && i < 2; i++) {
        if (v_is_null(bound[i]))
            continue;
        cube_put(k, " AND ");
        cube_column(k, t, alias, r->col);
        buf_printf(&k->sql, " %s $%d", i ? "<=" : ">=", cube_arg(k, bound[i]));
    }
}

const char *db_cube_column(struct arena *a, int join, const char *name)
{
    if (join >= 0)
        return arena_printf(a, "j%d.\"%s\"", join, name);
    return arena_printf(a, "%s.\"%s\"", join == -1 ? "t" : "w", name);
}

const char *db_or_zero(struct arena *a, const char *col, bool real)
{
    const char *type = real ? "double precision" : "bigint";
    return arena_printf(a, "CAST(COALESCE(%s, 0) AS %s)", col, type);
}
