// SPDX-License-Identifier: AGPL-3.0-or-later
/* Việc cần làm: what is due for this person, most urgent first; and the province's overview. */
#include "web/web_int.h"

#include "aid/aid.h"

#include <stdlib.h>

enum { MOST_TASKS = 60 };

static bool mine(const struct page *p, const struct step *s)
{
    for (size_t i = 0; i < s->nwho; i++)
        if (streq(s->who[i], p->user->role->id))
            return true;
    return false;
}

static bool open_in(const struct step *s, const char *state)
{
    for (size_t i = 0; i < s->nfrom; i++)
        if (streq(s->from[i]->id, state))
            return true;
    return false;
}

/* Where one click leads: the step that stops this clock if the case is ready for it, else the main
 * step of the case's state; only steps of this person's role. */
static const struct step *next_step(const struct page *p, const struct flow_task *t)
{
    const char *state = rec_state(t->rec);
    for (size_t i = 0; i < t->clock->nstops; i++)
        if (open_in(t->clock->stops[i], state) && mine(p, t->clock->stops[i]))
            return t->clock->stops[i];
    const struct procedure *pr = t->reg->procedure;
    for (size_t i = 0; i < pr->nsteps; i++)
        if (!pr->steps[i].optional && open_in(&pr->steps[i], state) && mine(p, &pr->steps[i]))
            return &pr->steps[i];
    return NULL;
}

static void put_task(struct page *p, const struct flow_task *t)
{
    struct val *x = val_add(p->root, "tasks");
    const char *code = rec_code(t->rec);
    put_label(p, x, "title", t->clock->label);
    val_text(x, "code", code);
    const char *label = rec_label(p->act, t->rec);
    if (!streq(label, code))
        val_text(x, "name", label);
    val_text(x, "href", arena_printf(p->a, "/so/%s/%s", t->reg->id, rec_id(t->rec)));
    const struct step *s = next_step(p, t);
    if (s) {
        struct val *act = val_child(x, "action");
        put_label(p, act, "label", s->verb);
        val_text(act, "href",
            arena_printf(p->a, "/so/%s/%s/buoc/%s", t->reg->id, rec_id(t->rec), s->id));
    }
    const struct state *st = proc_state(t->reg->procedure, rec_state(t->rec));
    if (st)
        put_label(p, x, "status", st->label);
    put_due(p, x, t->due_at);
    put_source(p, x, "source", &t->clock->source);
    if (!*p->user->unit)
        put_unit(p, x, "unit", t->unit);
}

/* The payment list stands among the others by when it is due. */
static enum err put_tasks(
    struct page *p, const struct flow_task *t, size_t n, struct flow_counts *counts)
{
    int month;
    TRY(aid_task_month(p, &month));
    int64_t due = month ? aid_due_at(aid_of(p->web->site->pack), month) : 0;
    for (size_t i = 0; i < n; i++) {
        if (month && t[i].due_at > due) {
            put_aid_task(p, month, counts);
            month = 0;
        }
        if (t[i].rec)
            put_task(p, &t[i]);
    }
    if (month)
        put_aid_task(p, month, counts);
    return OK;
}

enum err page_inbox(struct page *p)
{
    struct flow_task *t;
    size_t n;
    struct flow_counts counts = {0, 0, 0};
    TRY(flow_inbox(p->act, MOST_TASKS, &t, &n, &counts));
    TRY(put_tasks(p, t, n, &counts));
    TRY(put_duty_tasks(p));
    val_msg(p->root, "title", N_("Việc cần làm"), NULL, NULL, NULL);
    struct val *k = val_child(p->root, "counts");
    val_int(k, "overdue", counts.overdue);
    val_int(k, "soon", counts.soon);
    val_int(k, "later", counts.later);
    val_bool(p->root, "province", user_can(p->user, NULL, "province"));
    p->v->csv_list = "tasks";
    return page_show(p, "inbox");
}

/* ---- all communes of a province, or all provinces -------------------------------------------- */

static void put_counts(struct val *x, struct db_rows *r)
{
    val_int(x, "cases", db_int(r, 1));
    val_int(x, "overdue", db_int(r, 2));
    val_int(x, "soon", db_int(r, 3));
    val_int(x, "on_time", db_int(r, 4));
}

struct unit_row {
    const struct unit *unit;
    int64_t n[4];
};

static int worst_first(const void *a, const void *b)
{
    const struct unit_row *x = a, *y = b;
    for (int i = 1; i < 3; i++)
        if (x->n[i] != y->n[i])
            return x->n[i] < y->n[i] ? 1 : -1;
    if (x->n[0] != y->n[0])
        return x->n[0] < y->n[0] ? 1 : -1;
    return strcmp(x->unit->code, y->unit->code);
}

static struct unit_row *row_of(struct unit_row *rows, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (streq(rows[i].unit->code, code))
            return &rows[i];
    return NULL;
}

static void count_case(struct unit_row *row, int64_t due, int64_t now)
{
    if (!row)
        return;
    row->n[0]++;
    row->n[due < now ? 1 : due < now + FLOW_SOON_MS ? 2 : 3]++;
}

/* Where some cases lie in former communes: each belongs to who has the land today; a case of a
 * commune that was split stands with the part that has most people. */
static void count_over_time(struct page *p, const struct db_lands *l, const struct reg *reg,
    struct unit_row *rows, size_t n)
{
    int64_t now = p->act->now_ms;
    int32_t today = unit_day_of_ms(now);
    for (size_t i = 0; i < l->n; i++) {
        struct db_rows *r =
            db_query(p->act->c, p->a, Q_OVERVIEW_CASES, ARGS(l->v[i].province, reg->id));
        while (db_next(r)) {
            const struct unit *u =
                unit_heir(p->act->units, db_text(r, 0), unit_day_of_ms(db_int(r, 1)), today);
            if (u)
                count_case(row_of(rows, n, u->code), db_int(r, 2), now);
        }
    }
}

static void count_plain(
    struct page *p, const char *province, const struct reg *reg, struct unit_row *rows, size_t n)
{
    int64_t now = p->act->now_ms;
    struct db_rows *r = db_query(
        p->act->c, p->a, Q_OVERVIEW_UNITS, ARGS(province, now, now + FLOW_SOON_MS, reg->id));
    while (db_next(r)) {
        struct unit_row *row = row_of(rows, n, db_text(r, 0));
        for (int k = 0; k < 4 && row; k++)
            row->n[k] = db_int(r, k + 1);
    }
}

/* Every commune has a line, also those without a case: silence may be the news. */
static enum err put_communes(struct page *p, const char *province, const struct reg *reg)
{
    int64_t now = p->act->now_ms;
    size_t n;
    const struct unit **u =
        unit_children(p->act->units, p->a, province, unit_day_of_ms(now), UNIT_COMMUNE, &n);
    struct unit_row *rows = NEW_N(p->a, struct unit_row, n + 1);
    for (size_t i = 0; i < n; i++)
        rows[i].unit = u[i];
    struct db_lands former = rec_lands_with_former(p->act, province);
    if (former.n)
        count_over_time(p, &former, reg, rows, n);
    else
        count_plain(p, province, reg, rows, n);
    qsort(rows, n, sizeof *rows, worst_first);
    int64_t sum[4] = {0};
    for (size_t i = 0; i < n; i++) {
        struct val *x = val_add(p->root, "units");
        val_text(x, "code", rows[i].unit->code);
        val_text(x, "name", rows[i].unit->name);
        static const char *const keys[] = {"cases", "overdue", "soon", "on_time"};
        for (int k = 0; k < 4; k++) {
            val_int(x, keys[k], rows[i].n[k]);
            sum[k] += rows[i].n[k];
        }
        val_text(
            x, "href", arena_printf(p->a, "/so/%s?xa=%s&tt=open", reg->id, rows[i].unit->code));
    }
    struct val *t = val_child(p->root, "total");
    val_int(t, "cases", sum[0]);
    val_int(t, "overdue", sum[1]);
    val_int(t, "soon", sum[2]);
    val_int(t, "on_time", sum[3]);
    return db_status(p->act->c);
}

static enum err put_provinces(struct page *p, const struct reg *reg)
{
    int64_t now = p->act->now_ms;
    struct db_rows *r =
        db_query(p->act->c, p->a, Q_OVERVIEW_PROVINCES, ARGS(now, now + FLOW_SOON_MS, reg->id));
    while (db_next(r)) {
        struct val *x = val_add(p->root, "units");
        val_text(x, "code", db_text(r, 0));
        val_text(x, "name", unit_name(p->act->units, db_text(r, 0), unit_day_of_ms(now)));
        put_counts(x, r);
        val_text(x, "href", arena_printf(p->a, "/toan-tinh?tinh=%s", db_text(r, 0)));
    }
    return db_status(p->act->c);
}

/* The register of the procedure asked for (`so`), else of the pack's first; tabs for all. */
static const struct reg *chosen_procedure(struct page *p)
{
    const struct pack *pk = p->web->site->pack;
    const char *asked = page_query(p, "so", 40);
    const struct reg *found = NULL;
    for (size_t i = 0; i < pk->nprocs; i++)
        if (!asked || streq(asked, pk->procs[i].reg->id)) {
            found = pk->procs[i].reg;
            break;
        }
    for (size_t i = 0; i < pk->nprocs; i++) {
        struct val *t = val_add(p->root, "tabs");
        put_label(p, t, "label", pk->procs[i].label);
        val_text(t, "href", arena_printf(p->a, "/toan-tinh?so=%s", pk->procs[i].reg->id));
        val_bool(t, "active", pk->procs[i].reg == found);
    }
    return found;
}

enum err page_overview(struct page *p)
{
    const struct reg *reg = chosen_procedure(p);
    if (!reg)
        return ERR_NOT_FOUND;
    const char *province = *p->user->province ? p->user->province : page_query(p, "tinh", 2);
    p->v->csv_list = "units";
    if (!province) {
        val_msg(p->root, "title", N_("Toàn quốc: hồ sơ đang mở"), NULL, NULL, NULL);
        TRY(put_provinces(p, reg));
        return page_show(p, "overview");
    }
    const char *name = unit_name(p->act->units, province, unit_day_of_ms(p->act->now_ms));
    val_msg(
        p->root, "title", N_("%1: hồ sơ đang mở theo hạn"), val_of_text(p->a, name), NULL, NULL);
    TRY(put_communes(p, province, reg));
    return page_show(p, "overview");
}
