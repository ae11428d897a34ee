// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Everybody compared with everybody: the register is streamed into a set, and the pairs found are
 * proposed, some hundred a transaction. Run again it changes nothing; verdicts stay.
 */
#include "ident/ident_int.h"

enum { BATCH = 200 };

struct gather {
    struct link_set *set;
    struct arena *a;
    struct link_id *ids;
    size_t n, cap;
    enum err e;
};

static bool gather_one(void *ctx, const struct ident_row *row)
{
    struct gather *g = ctx;
    if (g->n == g->cap) {
        size_t cap = g->cap ? g->cap * 2 : 1024;
        struct link_id *ids = NEW_N(g->a, struct link_id, cap);
        if (g->n)
            memcpy(ids, g->ids, g->n * sizeof *ids);
        g->ids = ids;
        g->cap = cap;
    }
    g->ids[g->n++] = ident_id(row->id);
    g->e = link_set_add(g->set, &row->person);
    return g->e == OK;
}

static enum err gather_all(const struct site *site, const struct reg *reg, struct gather *g)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_long_read(site->db, &c));
    TRY(ident_each(site, c, reg, gather_one, g));
    return g->e;
}

/* ---- proposing ------------------------------------------------------------------------------- */

static struct rec *among(struct rec **v, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (streq(rec_id(v[i]), id))
            return v[i];
    return NULL;
}

static enum err propose(struct act *act, const struct reg *reg, const struct gather *g,
    const struct link_pair *v, size_t n)
{
    const char *ids[2 * BATCH];
    struct rec **recs;
    size_t nrecs;
    for (size_t i = 0; i < n; i++) {
        ids[2 * i] = ident_uuid(act->a, &g->ids[v[i].a]);
        ids[2 * i + 1] = ident_uuid(act->a, &g->ids[v[i].b]);
    }
    TRY(act_write(act));
    TRY(rec_by_ids(act, reg, ids, 2 * n, &recs, &nrecs));
    for (size_t i = 0; i < n; i++) {
        struct rec *a = among(recs, nrecs, ids[2 * i]), *b = among(recs, nrecs, ids[2 * i + 1]);
        if (a && b)
            TRY(ident_propose_scored(act, a, b));
    }
    return act_commit(act, NULL);
}

static enum err propose_all(const struct site *site, const struct reg *reg, const struct gather *g,
    const struct link_found *f, struct ident_scan *s)
{
    AUTO_ARENA *a = arena_open();
    for (size_t i = 0; i < f->npairs; i += BATCH) {
        size_t n = f->npairs - i < BATCH ? f->npairs - i : BATCH;
        struct act *act = act_new(site, a, NULL, "", "");
        enum err e = propose(act, reg, g, f->pairs + i, n);
        act_end(act);
        arena_reset(a);
        TRY(e);
        s->written += n;
        if (s->progress)
            s->progress(s->ctx, "ghi", (int)(s->written * 1000 / f->npairs));
    }
    return OK;
}

static enum err scan_with(
    const struct site *site, const struct reg *reg, struct gather *g, struct ident_scan *s)
{
    struct link_found f;
    TRY(gather_all(site, reg, g));
    s->persons = g->n;
    TRY(link_set_run(g->set, &f));
    s->pairs = f.npairs;
    return propose_all(site, reg, g, &f, s);
}

enum err ident_scan(const struct site *site, struct ident_scan *s)
{
    const struct reg *reg = ident_reg(site->pack);
    s->persons = s->pairs = s->written = 0;
    if (!reg)
        return OK;
    AUTO_ARENA *a = arena_open();
    struct unit_tree *t = units_hold(site->units);
    struct link_units *units = link_units_of(t, unit_day_of_ms(clock_ms()));
    units_drop(site->units, t);
    struct link_options o = {.threads = s->threads,
        .units = units,
        .threshold = __builtin_nan(""),
        .progress = s->progress,
        .ctx = s->ctx};
    struct gather g = {.set = link_set_open(&o), .a = a};
    enum err e = scan_with(site, reg, &g, s);
    link_set_close(g.set);
    link_units_close(units);
    return e;
}
