// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Rows of an answer: all of them in the caller's arena, one flat array of values. Drivers fill
 * them; readers walk them. An answer over ROWS_MAX_BYTES is refused (ERR_TOO_BIG): big reads go
 * through db_each().
 */
#include "db/db_int.h"

struct value *rows_add(struct db_rows *r)
{
    if (!r->a) {
        r->n++;
        return NULL;
    }
    size_t nc = (size_t)r->ncols;
    if (r->n == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 4;
        r->bytes += (cap - r->cap) * nc * sizeof(struct value);
        if (r->bytes > ROWS_MAX_BYTES) {
            err_set(ERR_TOO_BIG, "answer over %d MB", ROWS_MAX_BYTES >> 20);
            return NULL;
        }
        struct value *v = NEW_N(r->a, struct value, cap * nc);
        if (r->n)
            memcpy(v, r->v, r->n * nc * sizeof *v);
        r->v = v;
        r->cap = cap;
    }
    return r->v + nc * r->n++;
}

struct value rows_text(struct db_rows *r, enum vtype t, const void *p, size_t n)
{
    r->bytes += n + 1;
    struct value v = {.t = t};
    v.s = (struct str){arena_dupn(r->a, p, n), n};
    return v;
}

void rows_cols(struct db_rows *r, const struct stmt *s, int ncols)
{
    r->ncols = ncols;
    r->cols = s->cols;
}

/* Waits for the answer if it is not here. Looking at an answer for the first time after its lease
 * ended would work on one database and not on the other: a bug on both. */
static bool arrived(struct db_rows *r)
{
    if (!r->done) {
        BUG_IF(r->lease != r->c->lease);
        enum err e = r->c->status;
        if (e == OK)
            e = r->c->db->drv->fetch(r);
        if (e != OK) {
            dbc_fail(r->c, e);
            r->n = 0;
        }
        r->done = true;
    }
    return r->n > 0;
}

bool db_next(struct db_rows *r)
{
    if (!arrived(r) || r->at >= r->n)
        return false;
    r->at++;
    return true;
}

int db_cols(struct db_rows *r)
{
    arrived(r);
    return r->ncols;
}

const char *db_col_name(struct db_rows *r, int col)
{
    arrived(r);
    BUG_IF(col < 0 || col >= r->ncols);
    return r->cols[col];
}

struct value db_value(struct db_rows *r, int col)
{
    BUG_IF(r->at == 0 || col < 0 || col >= r->ncols);
    return r->v[(r->at - 1) * (size_t)r->ncols + (size_t)col];
}

int64_t db_int(struct db_rows *r, int col)
{
    struct value v = db_value(r, col);
    return v.t == V_INT ? v.i : v.t == V_REAL ? (int64_t)v.r : 0;
}

double db_real(struct db_rows *r, int col)
{
    struct value v = db_value(r, col);
    return v.t == V_REAL ? v.r : v.t == V_INT ? (double)v.i : 0;
}

const char *db_text(struct db_rows *r, int col)
{
    struct value v = db_value(r, col);
    return v.t == V_NULL ? NULL : v.t == V_TEXT || v.t == V_BLOB ? v.s.p : v_cstr(r->a, v);
}

size_t db_row_count(struct db_rows *r)
{
    arrived(r);
    return r->n;
}
