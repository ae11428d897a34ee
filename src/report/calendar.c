// SPDX-License-Identifier: AGPL-3.0-or-later
/* How duties stand: rows of the table duty_row, and records of registers that tell that something
 * was done, laid over what the calendar says is due. */
#include "report/report_int.h"

#include <stdlib.h>

enum { MOST_TOLD = 5000 };

bool duty_owes(const struct act *act, const struct duty *d)
{
    const struct user *u = act->user;
    if (!u)
        return true;
    if (!streq(d->level, *u->unit ? "xa" : "tinh"))
        return false;
    for (size_t i = 0; i < d->nwho; i++)
        if (streq(d->who[i], u->role->id))
            return true;
    return false;
}

static int by_due(const void *a, const void *b)
{
    const struct duty_row *x = a, *y = b;
    if (x->due.due != y->due.due)
        return x->due.due < y->due.due ? -1 : 1;
    if (x->due.duty != y->due.duty)
        return x->due.duty < y->due.duty ? -1 : 1;
    return strcmp(x->unit, y->unit);
}

/* A stored state, or NULL words for "nothing there". */
struct stored {
    const char *unit, *duty, *period, *record, *state, *sent_by;
    int64_t sent_at;
};

struct overlay {
    struct act *act;
    int32_t today;
    struct stored *v; /* in the order the database gave */
    size_t n;
};

static void read_stored(struct overlay *o, struct db_rows *r, int first)
{
    struct arena *a = o->act->a;
    o->v = NEW_N(a, struct stored, db_row_count(r) + 1);
    while (db_next(r))
        o->v[o->n++] = (struct stored){.unit = first ? arena_dup(a, db_text(r, 0)) : NULL,
            .duty = arena_dup(a, db_text(r, first)),
            .period = arena_dup(a, db_text(r, first + 1)),
            .record = arena_dup(a, db_text(r, first + 2)),
            .state = arena_dup(a, db_text(r, first + 3)),
            .sent_at = db_int(r, first + 4),
            .sent_by = arena_dup(a, db_text(r, first + 5))};
}

static const struct stored *stored_of(const struct overlay *o, const struct duty_row *r)
{
    for (size_t i = 0; i < o->n; i++)
        if (streq(o->v[i].duty, r->due.duty->id) && streq(o->v[i].period, r->due.period.id) &&
            (!o->v[i].unit || streq(o->v[i].unit, r->unit)))
            return &o->v[i];
    return NULL;
}

static void lay_over(const struct overlay *o, struct duty_row *r)
{
    const struct stored *s = stored_of(o, r);
    if (s) {
        r->record = s->record;
        r->sent_at = s->sent_at;
        r->sent_by = s->sent_by;
    }
    duty_judge(r, s ? s->state : NULL, o->today);
}

/* ---- told by records of a register ----------------------------------------------------------- */

static int32_t day_of_record(const struct rec *r, const struct field *f)
{
    struct value v = r->v[f->slot];
    if (v.t == V_INT)
        return unit_day_of_ms(v.i);
    return v.t == V_TEXT ? unit_day(v.s.p) : -1;
}

/* The record that shows a row to be done: within the period, or after it and in time. */
static void tell_row(struct duty_row *r, struct rec *const *v, size_t n, const struct field *day)
{
    for (size_t i = 0; i < n; i++) {
        int32_t d = day_of_record(v[i], day);
        int32_t last = r->due.due > r->due.period.to ? r->due.due : r->due.period.to;
        if (!streq(v[i]->common[DC_UNIT].s.p, r->unit) || d < r->due.period.from || d > last)
            continue;
        r->state = DUTY_DONE;
        r->record = rec_id(v[i]);
        r->late = 0;
        return;
    }
}

static enum err tell(
    struct act *act, const struct duty *d, struct duty_rows *rows, const char *unit)
{
    struct rec_query q = {.reg = d->done_reg,
        .unit = unit,
        .order = d->done_day,
        .descending = true,
        .limit = MOST_TOLD};
    struct rec **v;
    size_t n;
    if (act->user && !user_can(act->user, d->done_reg->id, "read"))
        return OK;
    TRY(rec_list(act, &q, &v, &n, NULL));
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i].due.duty == d && duty_is_open(&rows->v[i]))
            tell_row(&rows->v[i], v, n, d->done_day);
    return OK;
}

static enum err tell_all(struct act *act, struct duty_rows *rows, const char *unit)
{
    const struct pack *p = act->site->pack;
    for (size_t i = 0; i < p->nduties; i++)
        if (p->duties[i].done_reg && p->duties[i].done_day)
            TRY(tell(act, &p->duties[i], rows, unit));
    return OK;
}

/* ---- one unit -------------------------------------------------------------------------------- */

static struct duty_rows rows_of(struct act *act, const char *level, const char *unit, int year)
{
    const struct pack *p = act->site->pack;
    struct duty_rows r = {.v = NEW_N(act->a, struct duty_row, p->nduties * DUTY_DUES_MAX + 1)};
    for (size_t i = 0; i < p->nduties; i++) {
        struct duty_due v[DUTY_DUES_MAX];
        size_t n = streq(p->duties[i].level, level) ? duty_dues(&p->duties[i], year, v) : 0;
        for (size_t k = 0; k < n; k++)
            r.v[r.n++] = (struct duty_row){.due = v[k], .unit = unit};
    }
    return r;
}

/* By what is stored alone. */
static enum err calendar_stored(struct act *act, const char *unit, int year, struct duty_rows *out)
{
    *out = rows_of(act, *unit ? "xa" : "tinh", unit, year);
    struct overlay o = {.act = act, .today = unit_day_of_ms(act->now_ms)};
    read_stored(&o,
        db_query(act->c, act->a, Q_DUTY_OF_UNIT,
            ARGS(report_province(act, unit), unit, (int64_t)year * 10000,
                (int64_t)year * 10000 + 1231)),
        0);
    for (size_t i = 0; i < out->n; i++)
        lay_over(&o, &out->v[i]);
    return db_status(act->c);
}

enum err duty_calendar(struct act *act, const char *unit, int year, struct duty_rows *out)
{
    TRY(calendar_stored(act, unit, year, out));
    TRY(tell_all(act, out, *unit ? unit : NULL));
    qsort(out->v, out->n, sizeof *out->v, by_due);
    return db_status(act->c);
}

/* ---- all communes ---------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const struct stored *x = a, *y = b;
    int k = strcmp(x->unit, y->unit);
    k = k ? k : strcmp(x->duty, y->duty);
    return k ? k : strcmp(x->period, y->period);
}

/* Stored rows come by unit: each commune looks at its own stretch only. */
static struct overlay stretch_of(const struct overlay *all, const char *unit)
{
    struct overlay one = {.act = all->act, .today = all->today};
    size_t i = 0;
    while (i < all->n && strcmp(all->v[i].unit, unit) < 0)
        i++;
    one.v = all->v + i;
    while (i + one.n < all->n && streq(one.v[one.n].unit, unit))
        one.n++;
    return one;
}

static enum err matrix_stored(struct act *act, int year, struct duty_rows *out)
{
    size_t n;
    int32_t today = unit_day_of_ms(act->now_ms);
    const struct unit **u =
        unit_children(act->units, act->a, act->user->province, today, UNIT_COMMUNE, &n);
    struct duty_rows due = rows_of(act, "xa", "", year);
    struct overlay all = {.act = act, .today = today};
    read_stored(&all,
        db_query(act->c, act->a, Q_DUTY_OF_PROVINCE,
            ARGS(act->user->province, (int64_t)year * 10000, (int64_t)year * 10000 + 1231)),
        1);
    qsort(all.v, all.n, sizeof *all.v, by_place);
    *out = (struct duty_rows){.v = NEW_N(act->a, struct duty_row, due.n * n + 1)};
    for (size_t i = 0; i < n; i++) {
        struct overlay one = stretch_of(&all, u[i]->code);
        for (size_t k = 0; k < due.n; k++) {
            struct duty_row *r = &out->v[out->n++];
            *r = due.v[k];
            r->unit = u[i]->code;
            lay_over(&one, r);
        }
    }
    return db_status(act->c);
}

enum err duty_matrix(struct act *act, int year, struct duty_rows *out)
{
    TRY(matrix_stored(act, year, out));
    TRY(tell_all(act, out, NULL));
    qsort(out->v, out->n, sizeof *out->v, by_due);
    return db_status(act->c);
}

/* ---- late ------------------------------------------------------------------------------------ */

static bool is_late_report(const struct duty_row *r)
{
    return r->due.duty->report && r->late > 0 && duty_is_open(r);
}

/* Rows of one unit stand side by side. */
static struct duty_late count_late(const struct duty_rows *rows)
{
    struct duty_late k = {0};
    const char *last = NULL;
    for (size_t i = 0; i < rows->n; i++) {
        if (!is_late_report(&rows->v[i]))
            continue;
        k.reports++;
        k.units += !streq(last, rows->v[i].unit);
        last = rows->v[i].unit;
    }
    return k;
}

enum err duty_late(struct act *act, int year, struct duty_late *own, struct duty_late *below)
{
    struct duty_rows rows;
    *own = *below = (struct duty_late){0};
    TRY(calendar_stored(act, act->user->unit, year, &rows));
    *own = count_late(&rows);
    if (*act->user->unit)
        return OK;
    TRY(matrix_stored(act, year, &rows));
    *below = count_late(&rows);
    return OK;
}

/* ---- reminders ------------------------------------------------------------------------------- */

static bool leads(const struct act *act)
{
    return act->user && user_can(act->user, NULL, "lead");
}

static bool reminds(const struct act *act, const struct duty_row *r)
{
    const struct duty *d = r->due.duty;
    if (!duty_is_open(r))
        return false;
    if (duty_owes(act, d))
        return r->late > 0 || r->state == DUTY_RETURNED || r->state == DUTY_SOON ||
               (r->state == DUTY_DRAFT &&
                   duty_days_between(unit_day_of_ms(act->now_ms), r->due.due) <= d->remind);
    return leads(act) && d->escalate > 0 && r->late > d->escalate;
}

/* What was due long ago and never done would bury what is due now: a quarter of a year is shown. */
enum err duty_reminders(struct act *act, struct duty_rows *out)
{
    enum { LONG_AGO = 92 };
    *out = (struct duty_rows){.v = NULL};
    const struct user *u = act->user;
    if (!u || !*u->province || !report_may(act, "read"))
        return OK;
    int32_t today = unit_day_of_ms(act->now_ms);
    int year = today / 10000;
    for (int y = year - 1; y <= year + 1; y++) {
        if (y < year ? today % 10000 > 431 : y > year && today % 10000 < 1130)
            continue;
        struct duty_rows all;
        TRY(duty_calendar(act, u->unit, y, &all));
        struct duty_row *v = NEW_N(act->a, struct duty_row, out->n + all.n + 1);
        if (out->n)
            memcpy(v, out->v, out->n * sizeof *v);
        out->v = v;
        for (size_t i = 0; i < all.n; i++)
            if (reminds(act, &all.v[i]) && all.v[i].late <= LONG_AGO)
                out->v[out->n++] = all.v[i];
    }
    return OK;
}

/* ---- ticks ----------------------------------------------------------------------------------- */

enum err duty_tick(struct act *act, const struct duty *d, const struct period *p, const char *day,
    const char *note)
{
    const struct reg *reg = pack_reg(act->site->pack, "nhiem_vu_xong");
    if (!reg || d->report || d->done_reg || !duty_owes(act, d) || !report_may(act, "write"))
        return err_set(ERR_DENIED, "this duty is not ticked by this person");
    struct rec *r = rec_new(act, reg, NULL);
    const char *label = period_label(act->a, p);
    report_set(r, "ten", v_text(arena_printf(act->a, "%s, %s", d->label.vi, label)));
    report_set(r, "nhiem_vu", v_text(d->id));
    report_set(r, "ky", v_text(arena_dup(act->a, p->id)));
    report_set(r, "ngay", v_text(day));
    report_set(r, "ghi_chu", v_text(note && *note ? note : NULL));
    struct db_rows *taken = db_query(act->c, act->a, Q_DUTY_TAKE,
        ARGS(act->user->province, act->user->unit, d->id, p->id, (int64_t)duty_due_day(d, p),
            rec_id(r), "xong"));
    if (!db_next(taken))
        return db_status(act->c) ? db_status(act->c) : err_set(ERR_CONFLICT, "done already");
    TRY(db_exec(act->c, Q_DUTY_SENT,
        ARGS(rec_id(r), act->user->province, "xong", act->now_ms, act->user->name), NULL));
    return rec_insert(act, r, "xong", NULL);
}
