// SPDX-License-Identifier: AGPL-3.0-or-later
/* What is due: for one person (inbox), and per record for lists. */
#include "flow/flow_int.h"

#include <stdlib.h>

enum flow_due flow_due_of(int64_t due_ms, int64_t now_ms)
{
    if (!due_ms)
        return DUE_NONE;
    if (due_ms < now_ms)
        return DUE_OVERDUE;
    return due_ms - now_ms < FLOW_SOON_MS ? DUE_SOON : DUE_LATER;
}

static const struct clock *clock_named(const struct pack *p, const char *proc, const char *clock)
{
    const struct procedure *pr = pack_proc(p, proc);
    for (size_t i = 0; pr && i < pr->nclocks; i++)
        if (streq(pr->clocks[i].id, clock))
            return &pr->clocks[i];
    return NULL;
}

/* Finds the records of the tasks of one register with one select. */
static enum err load_records(
    struct act *act, const struct reg *reg, struct flow_task *t, const char *const *ids, size_t n)
{
    const char **wanted = NEW_N(act->a, const char *, n + 1);
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (t[i].reg == reg)
            wanted[k++] = ids[i];
    if (k == 0)
        return OK;
    struct rec **v;
    size_t found;
    TRY(rec_by_ids(act, reg, wanted, k, &v, &found));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < found && t[i].reg == reg; j++)
            if (streq(rec_id(v[j]), ids[i]))
                t[i].rec = v[j];
    return OK;
}

enum err flow_inbox(
    struct act *act, size_t most, struct flow_task **out, size_t *n, struct flow_counts *counts)
{
    const struct user *u = act->user;
    bool one = *u->unit;
    const struct pack *p = act->site->pack;
    const char *who = arena_printf(act->a, "%%|%s|%%", u->role->id);
    struct db_rows *sums = db_query(act->c, act->a, one ? Q_CLOCKS_COUNT_UNIT : Q_CLOCKS_COUNT,
        ARGS(u->province, u->unit, who, act->now_ms, act->now_ms + FLOW_SOON_MS));
    struct db_rows *r = db_query(act->c, act->a, one ? Q_CLOCKS_DUE_UNIT : Q_CLOCKS_DUE,
        ARGS(u->province, u->unit, who, (int64_t)most));
    if (db_next(sums))
        *counts = (struct flow_counts){db_int(sums, 0), db_int(sums, 1), db_int(sums, 2)};
    size_t rows = db_row_count(r), k = 0;
    struct flow_task *t = NEW_N(act->a, struct flow_task, rows + 1);
    const char **ids = NEW_N(act->a, const char *, rows + 1);
    while (db_next(r)) {
        const struct reg *reg = pack_reg(p, db_text(r, 0));
        const struct clock *clock = clock_named(p, db_text(r, 2), db_text(r, 3));
        if (!reg || !clock)
            continue;
        ids[k] = db_text(r, 1);
        t[k++] = (struct flow_task){.reg = reg,
            .clock = clock,
            .nth = (int)db_int(r, 4),
            .started_at = db_int(r, 5),
            .due_at = db_int(r, 6),
            .unit = db_text(r, 7)};
    }
    for (size_t i = 0; i < p->nregs; i++)
        if (p->regs[i].procedure && k)
            TRY(load_records(act, &p->regs[i], t, ids, k));
    *out = t;
    *n = k;
    return db_status(act->c);
}

static int by_record(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

enum err flow_dues(struct act *act, const struct reg *reg, struct flow_dues *out)
{
    const struct user *u = act->user;
    bool one = u && *u->unit;
    struct db_rows *r = db_query(act->c, act->a, one ? Q_DUES_OF_RECORDS_UNIT : Q_DUES_OF_RECORDS,
        ARGS(u ? u->province : "", u ? u->unit : "", reg->id));
    out->v = arena_alloc(act->a, (db_row_count(r) + 1) * sizeof *out->v, alignof(int64_t));
    out->n = 0;
    while (db_next(r)) {
        out->v[out->n].record = db_text(r, 0);
        out->v[out->n++].due = db_int(r, 1);
    }
    qsort(out->v, out->n, sizeof *out->v, by_record);
    return db_status(act->c);
}

int64_t flow_due(const struct flow_dues *d, const char *record)
{
    size_t lo = 0, hi = d->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = strcmp(d->v[mid].record, record);
        if (c == 0)
            return d->v[mid].due;
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}
