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
static enum err load_records(struct act *act, const struct reg *reg, struct flow_task *t, size_t n)
{
    const char **wanted = NEW_N(act->a, const char *, n + 1);
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (t[i].reg == reg)
            wanted[k++] = t[i].id;
    if (k == 0)
        return OK;
    struct rec **v;
    size_t found;
    TRY(rec_by_ids(act, reg, wanted, k, &v, &found));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < found && t[i].reg == reg; j++)
            if (streq(rec_id(v[j]), t[i].id))
                t[i].rec = v[j];
    return OK;
}

/* Where this person's clocks run: one place, or several where units were merged. */
static struct db_lands places(struct act *act)
{
    const struct user *u = act->user;
    const char *unit = u && *u->unit ? u->unit : NULL, *province = u ? u->province : "";
    struct db_lands l = {.n = 0};
    if (*province)
        l = unit ? rec_lands_of(act, province, unit) : rec_lands_of_province(act, province);
    if (l.n)
        return l;
    struct db_land *one = NEW(act->a, struct db_land);
    *one = (struct db_land){province, unit, INT64_MIN, INT64_MAX};
    return (struct db_lands){.v = one, .n = 1};
}

static bool all_time(const struct db_land *l)
{
    return l->from == INT64_MIN && l->to == INT64_MAX;
}

struct inbox {
    struct act *act;
    const char *who;
    int64_t most;
    struct flow_task *t;
    size_t n;
};

static struct db_rows *ask_due(const struct inbox *k, const struct db_land *l)
{
    struct act *act = k->act;
    if (!all_time(l))
        return db_query(act->c, act->a, Q_CLOCKS_DUE_LAND,
            ARGS(l->province, l->unit, l->from, l->to, k->who, k->most));
    return db_query(act->c, act->a, l->unit ? Q_CLOCKS_DUE_UNIT : Q_CLOCKS_DUE,
        ARGS(l->province, l->unit ? l->unit : "", k->who, k->most));
}

static struct db_rows *ask_sums(const struct inbox *k, const struct db_land *l)
{
    struct act *act = k->act;
    int64_t now = act->now_ms, soon = now + FLOW_SOON_MS;
    if (!all_time(l))
        return db_query(act->c, act->a, Q_CLOCKS_COUNT_LAND,
            ARGS(l->province, l->unit, l->from, l->to, k->who, now, soon));
    return db_query(act->c, act->a, l->unit ? Q_CLOCKS_COUNT_UNIT : Q_CLOCKS_COUNT,
        ARGS(l->province, l->unit ? l->unit : "", k->who, now, soon));
}

static void take_tasks(struct inbox *k, struct db_rows *r)
{
    const struct pack *p = k->act->site->pack;
    while (db_next(r)) {
        const struct reg *reg = pack_reg(p, db_text(r, 0));
        const struct clock *clock = clock_named(p, db_text(r, 2), db_text(r, 3));
        if (!reg || !clock)
            continue;
        k->t[k->n++] = (struct flow_task){.reg = reg,
            .id = db_text(r, 1),
            .clock = clock,
            .nth = (int)db_int(r, 4),
            .started_at = db_int(r, 5),
            .due_at = db_int(r, 6),
            .unit = db_text(r, 7)};
    }
}

static int by_due(const void *a, const void *b)
{
    const struct flow_task *x = a, *y = b;
    return (x->due_at > y->due_at) - (x->due_at < y->due_at);
}

static void ask_all(struct inbox *k, const struct db_lands *l, struct flow_counts *counts)
{
    struct act *act = k->act;
    struct db_rows **due = NEW_N(act->a, struct db_rows *, l->n);
    struct db_rows **sums = NEW_N(act->a, struct db_rows *, l->n);
    size_t rows = 0;
    for (size_t i = 0; i < l->n; i++) {
        sums[i] = ask_sums(k, &l->v[i]);
        due[i] = ask_due(k, &l->v[i]);
    }
    for (size_t i = 0; i < l->n; i++) {
        rows += db_row_count(due[i]);
        if (!db_next(sums[i]))
            continue;
        counts->overdue += db_int(sums[i], 0);
        counts->soon += db_int(sums[i], 1);
        counts->later += db_int(sums[i], 2);
    }
    k->t = NEW_N(act->a, struct flow_task, rows + 1);
    for (size_t i = 0; i < l->n; i++)
        take_tasks(k, due[i]);
    if (l->n > 1)
        qsort(k->t, k->n, sizeof *k->t, by_due);
    if (k->n > (size_t)k->most)
        k->n = (size_t)k->most;
}

enum err flow_inbox(
    struct act *act, size_t most, struct flow_task **out, size_t *n, struct flow_counts *counts)
{
    const struct pack *p = act->site->pack;
    struct inbox k = {.act = act,
        .who = arena_printf(act->a, "%%|%s|%%", act->user->role->id),
        .most = (int64_t)most};
    struct db_lands l = places(act);
    *counts = (struct flow_counts){0, 0, 0};
    ask_all(&k, &l, counts);
    for (size_t i = 0; i < p->nregs; i++)
        if (p->regs[i].procedure && k.n)
            TRY(load_records(act, &p->regs[i], k.t, k.n));
    *out = k.t;
    *n = k.n;
    return db_status(act->c);
}

static int by_record(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

static struct db_rows *ask_dues(struct act *act, const struct reg *reg, const struct db_land *l)
{
    if (!all_time(l))
        return db_query(act->c, act->a, Q_DUES_OF_RECORDS_LAND,
            ARGS(l->province, l->unit, l->from, l->to, reg->id));
    return db_query(act->c, act->a, l->unit ? Q_DUES_OF_RECORDS_UNIT : Q_DUES_OF_RECORDS,
        ARGS(l->province, l->unit ? l->unit : "", reg->id));
}

enum err flow_dues(struct act *act, const struct reg *reg, struct flow_dues *out)
{
    struct db_lands l = places(act);
    struct db_rows **r = NEW_N(act->a, struct db_rows *, l.n);
    size_t rows = 0;
    for (size_t i = 0; i < l.n; i++)
        r[i] = ask_dues(act, reg, &l.v[i]);
    for (size_t i = 0; i < l.n; i++)
        rows += db_row_count(r[i]);
    out->v = arena_alloc(act->a, (rows + 1) * sizeof *out->v, alignof(int64_t));
    out->n = 0;
    for (size_t i = 0; i < l.n; i++)
        while (db_next(r[i])) {
            out->v[out->n].record = db_text(r[i], 0);
            out->v[out->n++].due = db_int(r[i], 1);
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
