// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The records behind a number: counted by the same statement as the number, so that they are the
 * same ones. All are counted; those of one page are read as the reader may read them.
 */
#include "stat/stat_int.h"

#include <math.h>

enum { AT_ONCE = 5000 };

struct find {
    struct act *act;
    const struct stat_frame *f;
    struct stat_cube *c;
    struct stat_eras eras;
    struct stat_onmap *o;
    const char *const *code;
    int64_t limit, offset;
    const char **ids;
    size_t nids;
    struct stat_records *out;
};

/* Does a text that a record falls into hold the code? Not known is a code too. */
static bool falls_into(const struct dimension *d, const char *text, const char *code)
{
    if (!text || !d->many)
        return streq(text, code) || (text && !code && !list_code(d->list, str_of(text)));
    struct str rest = str_of(text), part;
    while (str_split(&rest, '|', &part))
        if (part.n && str_is(part, code))
            return true;
    return false;
}

static bool wanted(const struct find *k, struct db_rows *row)
{
    for (size_t i = 0; i < k->f->ask->nby; i++)
        if (k->code[i] && !falls_into(k->f->ask->by[i], db_text(row, 4 + (int)i),
                              streq(k->code[i], STAT_NOT_KNOWN) ? NULL : k->code[i]))
            return false;
    return true;
}

static void take(struct find *k, struct db_rows *row)
{
    size_t n;
    const struct stat_share *s = stat_onmap_find(
        k->o, db_text(row, 1), db_text(row, 2), stat_era_day(&k->eras, (size_t)db_int(row, 3)), &n);
    bool sums = k->c->q.nsums > 0;
    double value = sums ? db_real(row, 4 + (int)k->c->q.nby) : 1;
    if (n == 0 || value == 0 || !wanted(k, row))
        return;
    int64_t nth = k->out->total++;
    if (nth >= k->offset && nth < k->offset + k->limit)
        k->ids[k->nids++] = db_text(row, 0);
    for (size_t i = 0; i < n; i++) {
        k->out->sum += value * s[i].share;
        k->out->all = k->out->all && !s[i].estimated;
    }
}

static enum err find_all(struct find *k)
{
    const char *after = "";
    for (bool more = true; more;) {
        struct db_rows *rows = db_table_cube_rows(k->act->c, k->act->a, &k->c->q, after, AT_ONCE);
        more = db_row_count(rows) == AT_ONCE;
        while (db_next(rows)) {
            after = db_text(rows, 0);
            take(k, rows);
        }
        TRY(db_status(k->act->c));
    }
    return OK;
}

/* In the order found; what is outside of the reader's scope is left out. */
static enum err read_them(struct find *k, const struct reg *reg)
{
    struct rec **v;
    size_t n;
    enum err e = rec_by_ids(k->act, reg, k->ids, k->nids, &v, &n);
    if (e == ERR_DENIED)
        return OK;
    TRY(e);
    const struct rec **out = NEW_N(k->act->a, const struct rec *, n + 1);
    for (size_t i = 0; i < k->nids; i++)
        for (size_t r = 0; r < n; r++)
            if (streq(rec_id(v[r]), k->ids[i]))
                out[k->out->n++] = v[r];
    k->out->v = out;
    return OK;
}

enum err stat_records(struct act *act, const struct measure *m, const struct stat_ask *ask,
    const char *const code[STAT_BY_MAX], int64_t limit, int64_t offset, struct stat_records *out)
{
    struct stat_ask own = *ask;
    own.level = UNIT_ANY;
    struct stat_frame f;
    TRY(stat_frame(act, &own, &f));
    *out = (struct stat_records){.all = true};
    if (!m->reg)
        return err_set(ERR_INVALID, "%s is entered", m->id);
    struct find k = {.act = act, .f = &f, .eras = stat_eras(act), .o = stat_onmap_open(act, &f)};
    struct stat_scope scope = stat_scope(act, &f, &k.eras);
    bool taken = false;
    TRY(stat_cube_make(act, &m, 1, &taken, &f, &scope, &k.eras, &k.c));
    if (k.c->q.nsums)
        k.c->q.flags = &k.c->q.sums[0].when;
    k.c->q.nflags = 1;
    k.code = code;
    k.limit = limit;
    k.offset = offset;
    k.ids = NEW_N(act->a, const char *, limit + 1);
    k.out = out;
    TRY(find_all(&k));
    return k.nids ? read_them(&k, m->reg) : OK;
}
