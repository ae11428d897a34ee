// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Kept figures. An edition of a province holds numbers of its units and, for every journal of the
 * site, how far it went when they were counted. Who reads compares the journals: units in which a
 * register was written since that a number is made of are counted anew in the same snapshot, the
 * others come from the edition. So a write costs nothing and the next read shows it.
 */
#include "stat/stat_int.h"

#include <stdlib.h>

enum { SEEN_MAX = 4 << 20, MOST_CHANGES = 200 };

/* ---- journals ---------------------------------------------------------------------------------
 */

struct change {
    const char *unit;
    bool touched; /* a record that had left it was written elsewhere */
    const char **regs;
    size_t nregs;
};
struct end {
    const char *unit;
    int64_t seq;
    bool touched;
};

static int end_order(const void *a, const void *b)
{
    const struct end *x = a, *y = b;
    int d = strcmp(x->unit, y->unit);
    return d ? d : (int)x->touched - (int)y->touched;
}

static struct end *ends_now(struct act *act, size_t *n)
{
    struct db_rows *r = db_query(act->c, act->a, Q_CHAIN_ENDS, NO_ARGS);
    struct end *v = NEW_N(act->a, struct end, db_row_count(r) + 1);
    for (*n = 0; db_next(r); ++*n)
        v[*n] = (struct end){db_text(r, 0), db_int(r, 1), db_int(r, 2)};
    qsort(v, *n, sizeof *v, end_order);
    return v;
}

/* "unit:seq" or "unit~n", parted by spaces, after a sign that it is told at all: "" is too much. */
static const char *seen_text(struct arena *a, const struct end *v, size_t n)
{
    struct buf b = buf_in(a, SEEN_MAX);
    buf_puts(&b, "= ");
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%c%lld ", v[i].unit, v[i].touched ? '~' : ':', (long long)v[i].seq);
    return b.full ? "" : b.p;
}

static struct end *seen_read(struct arena *a, const char *text, size_t *n)
{
    size_t most = 1;
    for (const char *p = text; *p; p++)
        most += *p == ' ';
    struct end *v = NEW_N(a, struct end, most);
    struct str rest = str_of(text), part;
    for (*n = 0; str_split(&rest, ' ', &part);) {
        size_t k = 0;
        while (k < part.n && part.p[k] != ':' && part.p[k] != '~')
            k++;
        int64_t seq;
        if (k < part.n && str_to_int((struct str){part.p + k + 1, part.n - k - 1}, &seq))
            v[(*n)++] = (struct end){arena_dupn(a, part.p, k), seq, part.p[k] == '~'};
    }
    return v;
}

static void read_regs(struct act *act, struct change *c, int64_t seq)
{
    struct db_rows *r = db_query(act->c, act->a, Q_CHAIN_REGS, ARGS(c->unit, seq));
    c->regs = NEW_N(act->a, const char *, db_row_count(r) + 1);
    while (db_next(r))
        if (db_text(r, 0))
            c->regs[c->nregs++] = db_text(r, 0);
}

/* What happened since the edition was counted; false when that is too much to go through. */
static bool find_changes(
    struct act *act, struct stat_edition *e, const struct end *was, size_t nwas)
{
    e->changes = NEW_N(act->a, struct change, MOST_CHANGES);
    for (size_t i = 0; i < e->nends; i++) {
        const struct end *now = &e->ends[i];
        const struct end *old = bsearch(now, was, nwas, sizeof *was, end_order);
        if (old && old->seq == now->seq)
            continue;
        if (e->nchanges == MOST_CHANGES)
            return false;
        struct change *c = &e->changes[e->nchanges];
        *c = (struct change){.unit = now->unit, .touched = now->touched};
        if (!now->touched)
            read_regs(act, c, old ? old->seq : 0);
        e->nchanges += now->touched || c->nregs > 0;
    }
    return true;
}

/* ---- editions ---------------------------------------------------------------------------------
 */

/* Numbers hold for one pack and one set of days on which units changed. */
static const char *made_with(struct act *act, const struct stat_eras *eras)
{
    struct buf b = buf_in(act->a, SEEN_MAX);
    buf_puts(&b, act->site->pack->version);
    for (size_t i = 0; i < eras->n; i++)
        buf_printf(&b, " %d", (int)eras->day[i]);
    return b.p;
}

enum err stat_edition_read(
    struct act *act, const char *province, const struct stat_eras *eras, struct stat_edition *out)
{
    *out = (struct stat_edition){.province = province, .made_with = made_with(act, eras)};
    struct db_rows *r = db_query(act->c, act->a, Q_EDITION_GET, ARGS(province));
    out->ends = ends_now(act, &out->nends);
    out->seen = seen_text(act->a, out->ends, out->nends);
    bool found = db_next(r);
    TRY(db_status(act->c));
    out->nr = found ? db_int(r, 0) : 0;
    if (!found || !streq(db_text(r, 2), out->made_with) || !*db_text(r, 3))
        return OK;
    size_t n;
    struct end *was = seen_read(act->a, db_text(r, 3), &n);
    out->valid = find_changes(act, out, was, n);
    return db_status(act->c);
}

/* ---- what a measure is made of ----------------------------------------------------------------
 */

struct made_of {
    const struct pack *pack;
    const struct reg *own[40], *foreign[40];
    size_t nown, nforeign;
    bool uses_end, uses_now, full;
};

static void note_reg(struct made_of *k, const struct reg *reg, bool foreign)
{
    const struct reg **v = foreign ? k->foreign : k->own;
    size_t *n = foreign ? &k->nforeign : &k->nown;
    for (; reg; reg = reg->parent) {
        size_t i = 0;
        while (i < *n && v[i] != reg)
            i++;
        k->full = k->full || *n == COUNT(k->own);
        if (i == *n && !k->full)
            v[(*n)++] = reg;
    }
}

static void note_name(void *ctx, struct str path, int slot)
{
    (void)path;
    struct made_of *k = ctx;
    struct xname n = pack_name(k->pack, slot);
    if (n.kind == NAME_REF)
        note_reg(k, n.ref->reg, true);
    k->uses_end = k->uses_end || n.kind == NAME_END;
}

static void note_expr(struct made_of *k, const struct expr *e)
{
    if (e)
        expr_names(e, note_name, k);
}

static struct made_of made_of(const struct act *act, const struct measure *m)
{
    struct made_of k = {.pack = act->site->pack};
    note_reg(&k, m->reg, false);
    note_expr(&k, m->when);
    note_expr(&k, m->value);
    for (size_t i = 0; i < m->nwith; i++) {
        const struct related *w = &m->with[i];
        if (w->reg)
            note_reg(&k, w->reg, w->by != NULL);
        note_expr(&k, w->when);
        note_expr(&k, w->value);
        k.uses_end = k.uses_end || w->ever || w->step || w->clock;
        k.uses_now = k.uses_now || w->clock;
    }
    k.uses_end = k.uses_end || m->kind == MEASURE_STATE;
    return k;
}

const char *stat_kept_name(struct act *act, const struct measure *m, const struct stat_frame *f)
{
    struct made_of k = made_of(act, m);
    const struct period *p = &f->ask->period;
    bool over = f->end == p->to && f->end < f->today;
    if (k.full || (k.uses_now && !over))
        return NULL;
    return arena_printf(
        act->a, "%s|%s|%d|%d", m->id, p->id, (int)p->regime, k.uses_end ? (int)f->end : (int)p->to);
}

static bool wrote(const struct change *c, const struct reg *const *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t r = 0; r < c->nregs; r++)
            if (streq(v[i]->id, c->regs[r]))
                return true;
    return false;
}

enum stat_stale stat_stale_units(struct act *act, const struct stat_edition *e,
    const struct measure *m, const struct stat_eras *eras, struct stat_codes *codes)
{
    struct made_of k = made_of(act, m);
    bool some = false;
    for (size_t i = 0; i < e->nchanges; i++) {
        const struct change *c = &e->changes[i];
        if (!c->touched && wrote(c, k.foreign, k.nforeign))
            return STALE_ALL;
        if (!c->touched && !wrote(c, k.own, k.nown))
            continue;
        stat_codes_of(act, c->unit, eras, codes);
        some = true;
    }
    return some ? STALE_SOME : STALE_NONE;
}

/* ---- read -------------------------------------------------------------------------------------
 */

enum err stat_kept_read(struct act *act, const char *province, const char *name,
    const struct stat_codes *stale, struct stat_raws *out, bool *found)
{
    struct db_rows *has = db_query(act->c, act->a, Q_KEPT_HAS, ARGS(province, name));
    struct db_rows *r = db_query(act->c, act->a, Q_CELLS_GET, ARGS(province, name));
    *found = db_next(has) && db_int(has, 0) > 0;
    while (*found && db_next(r)) {
        struct stat_raw one = {.province = db_text(r, 0),
            .unit = db_text(r, 1),
            .day = (int32_t)db_int(r, 2),
            .value = db_real(r, 3)};
        if (!stat_codes_has(stale, one.unit))
            stat_raw_add(act->a, out, &one);
    }
    return db_status(act->c);
}
