// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Storing entries. They are sorted by their key, so that what stands of a group (measure, period,
 * province) is read at once and merged with what is new; what changed closes a row and adds one.
 */
#include "stat/stat_value_int.h"

#include <math.h>
#include <stdlib.h>

enum { JOURNAL_MOST = 40 };

const char *const stat_value_columns[VALUE_COLS] = {"province", "measure", "regime", "day_to",
    "unit", "period", "day", "dims", "lane", "known_to", "known_from", "value", "state", "act",
    "judged", "evidence", "note"};

struct put {
    struct act *act;
    struct arena *tmp; /* of this call: a file is put in many */
    struct stat_put *out;
    size_t most;
    struct value_row *row;
    size_t nrow;
    int64_t said; /* row of stat_act; 0 = nothing was said yet */
    bool dry;
    struct value *insert; /* VALUE_COLS a row */
    size_t ninsert;
    struct value_change *change;
    size_t nchange;
};

static void fault(struct put *p, size_t row, const char *column, const char *text)
{
    if (!p->out->faults)
        p->out->faults = NEW_N(p->act->a, struct stat_fault, p->most);
    p->out->faults[p->out->nfaults++] = (struct stat_fault){row, column, text};
    p->out->bad++;
}

/* ---- who says it, and the journal ------------------------------------------------------------ */

struct stat_said {
    struct stat_said *next;
    const char *batch;
    int64_t id;
};

static int64_t new_id(const struct act *act)
{
    uint32_t r;
    rand_bytes(&r, sizeof r);
    return act->now_ms << 20 | (int64_t)(r & 0xfffff);
}

/* One row for all that is said in one act about one batch: a file is put in a thousand calls. */
enum err stat_value_act(struct act *act, const char *batch, int64_t *id)
{
    for (const struct stat_said *k = act->said; k; k = k->next)
        if (streq(k->batch, batch)) {
            *id = k->id;
            return OK;
        }
    struct stat_said *said = NEW(act->a, struct stat_said);
    *said = (struct stat_said){act->said, batch, new_id(act)};
    act->said = said;
    *id = said->id;
    const char *account = act->user ? act->user->id : NULL;
    const char *name = act->user ? act->user->name : "Măng";
    return db_exec(act->c, Q_STAT_ACT_ADD, ARGS(*id, account, name, act->now_ms, batch), NULL);
}

static int by_unit(const void *a, const void *b)
{
    const struct value_change *x = a, *y = b;
    int c = strcmp(x->unit, y->unit);
    return c ? c : strcmp(x->what, y->what);
}

static void put_number(struct act *act, struct buf *b, double v)
{
    if (isnan(v))
        buf_puts(b, "null");
    else
        buf_json_str(b, str_of(v_cstr(act->a, v_real(v))));
}

static const char *changes_text(struct act *act, const struct value_change *v, size_t n)
{
    struct buf b = buf_in(act->a, 1 << 16);
    for (size_t i = 0; i < n && i < JOURNAL_MOST; i++) {
        buf_putc(&b, i ? ',' : '{');
        buf_json_str(&b, str_of(v[i].what));
        buf_puts(&b, ":[");
        put_number(act, &b, v[i].before);
        buf_putc(&b, ',');
        put_number(act, &b, v[i].after);
        buf_putc(&b, ']');
    }
    if (n > JOURNAL_MOST)
        buf_printf(&b, ",\"…\":[null,\"%zu\"]", n);
    buf_putc(&b, '}');
    return b.p;
}

enum err stat_value_journal(
    struct act *act, const char *action, const char *reason, struct value_change *v, size_t n)
{
    qsort(v, n, sizeof *v, by_unit);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && streq(v[end].unit, v[i].unit);)
            end++;
        struct rec_entry line = {.unit = v[i].unit,
            .reg = "so_lieu",
            .action = action,
            .reason = reason,
            .changes = changes_text(act, v + i, end - i)};
        TRY(rec_journal(act, &line));
    }
    return OK;
}

/* ---- what stands ----------------------------------------------------------------------------- */

struct standing { /* of one key: what counts, and what is proposed */
    bool there[2];
    struct {
        int64_t from;
        double value; /* NAN = taken back */
        enum stat_state state;
        const char *evidence, *account;
    } lane[2];
};

static int compare_row(struct db_rows *r, const struct value_key *k)
{
    int c = strcmp(db_text(r, 0), k->unit);
    c = c ? c : strcmp(db_text(r, 1), k->period);
    int64_t day = db_int(r, 2);
    c = c ? c : (day > k->day) - (day < k->day);
    return c ? c : strcmp(db_text(r, 3), k->dims);
}

static void take_row(struct standing *s, struct db_rows *r)
{
    int lane = (int)db_int(r, 4);
    s->there[lane] = true;
    s->lane[lane].from = db_int(r, 5);
    s->lane[lane].value = v_is_null(db_value(r, 6)) ? NAN : db_real(r, 6);
    s->lane[lane].state = (enum stat_state)db_int(r, 7);
    s->lane[lane].evidence = db_text(r, 8);
    s->lane[lane].account = db_text(r, 9);
}

/* Moves on to the rows of this key; *more tells whether r stands on a row. */
static struct standing standing_of(struct db_rows *r, bool *more, const struct value_key *k)
{
    struct standing s = {0};
    int c;
    while (*more && (c = compare_row(r, k)) <= 0) {
        if (c == 0)
            take_row(&s, r);
        *more = db_next(r);
    }
    return s;
}

/* ---- one entry ------------------------------------------------------------------------------- */

static double value_of(const struct stat_entry *e)
{
    return e->gone ? NAN : e->value;
}

static bool equal(double x, double y)
{
    return (isnan(x) && isnan(y)) || x == y;
}

/* Has all of this been said already? Papers not named again stay. */
static bool is_same(const struct standing *s, int lane, const struct value_row *row)
{
    const struct stat_entry *e = row->e;
    return s->there[lane] && equal(s->lane[lane].value, value_of(e)) &&
           (!e->evidence || streq(e->evidence, s->lane[lane].evidence));
}

static bool changes_nothing(const struct standing *s, const struct value_row *row)
{
    if (!s->there[0] && !s->there[1] && row->e->gone)
        return true;
    if (!s->there[LANE_PROPOSED])
        return is_same(s, LANE_ACCEPTED, row);
    return row->state != VALUE_ACCEPTED && s->lane[LANE_PROPOSED].state == row->state &&
           is_same(s, LANE_PROPOSED, row);
}

static enum err close_row(struct put *p, const struct value_key *k, int lane, int64_t at)
{
    int64_t changed = 0;
    TRY(db_exec(p->act->c, Q_STAT_VALUE_CLOSE,
        ARGS(k->province, k->measure, k->regime, v_int(k->day_to), k->unit, k->period,
            v_int(k->day), k->dims, lane, at),
        &changed));
    return changed == 1 ? OK : err_set(ERR_CONFLICT, "a value was changed meanwhile");
}

/* Later than all that stands, whatever the clock says. */
static int64_t moment(const struct put *p, const struct standing *s)
{
    int64_t at = p->act->now_ms;
    for (int lane = 0; lane < 2; lane++)
        if (s->there[lane] && s->lane[lane].from >= at)
            at = s->lane[lane].from + 1;
    return at;
}

static void add_row(struct put *p, const struct value_row *row, const char *evidence, int64_t at)
{
    const struct value_key *k = &row->k;
    bool accepted = row->state == VALUE_ACCEPTED;
    const struct value v[VALUE_COLS] = {v_text(k->province), v_text(k->measure), v_int(k->regime),
        v_int(k->day_to), v_text(k->unit), v_text(k->period), v_int(k->day), v_text(k->dims),
        v_int(accepted ? LANE_ACCEPTED : LANE_PROPOSED), v_int(VALUE_OPEN), v_int(at),
        row->e->gone ? VNULL : v_real(row->e->value), v_int(row->state), v_int(p->said), VNULL,
        v_text(evidence), VNULL};
    memcpy(p->insert + p->ninsert++ * VALUE_COLS, v, sizeof v);
}

static enum err replace(struct put *p, const struct value_row *row, const struct standing *s)
{
    int own = row->state == VALUE_ACCEPTED ? LANE_ACCEPTED : LANE_PROPOSED;
    int64_t at = moment(p, s);
    if (!p->said)
        TRY(stat_value_act(p->act, p->row[0].e->batch, &p->said));
    if (s->there[own])
        TRY(close_row(p, &row->k, own, at));
    if (own == LANE_ACCEPTED && s->there[LANE_PROPOSED])
        TRY(close_row(p, &row->k, LANE_PROPOSED, at));
    const char *evidence = row->e->evidence;
    add_row(p, row, evidence || !s->there[own] ? evidence : s->lane[own].evidence, at);
    return OK;
}

static enum err put_one(struct put *p, const struct value_row *row, const struct standing *s)
{
    if (changes_nothing(s, row)) {
        p->out->same++;
        return OK;
    }
    bool known = s->there[LANE_ACCEPTED] || s->there[LANE_PROPOSED];
    int shown = s->there[LANE_PROPOSED] ? LANE_PROPOSED : LANE_ACCEPTED;
    *(known ? &p->out->changed : &p->out->added) += 1;
    if (p->dry)
        return OK;
    p->change[p->nchange++] = (struct value_change){row->k.unit, stat_value_what(p->tmp, &row->k),
        known ? s->lane[shown].value : NAN, value_of(row->e)};
    return replace(p, row, s);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
    const struct value_row *x = a, *y = b;
    int c = stat_value_key_compare(&x->k, &y->k);
    return c ? c : (x->nth > y->nth) - (x->nth < y->nth);
}

static void check_all(struct put *p, const struct stat_entry *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *column = NULL;
        struct value_row *row = &p->row[p->nrow];
        const char *msg = stat_value_check(p->act, &v[i], row, &column);
        row->nth = i;
        if (msg)
            fault(p, i, column, msg);
        else
            p->nrow++;
    }
}

/* The same key twice: the first one counts, another value is a fault. */
static void drop_doubles(struct put *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->nrow; i++) {
        const struct value_row *row = &p->row[i], *last = n ? &p->row[n - 1] : NULL;
        if (!last || stat_value_key_compare(&last->k, &row->k) != 0)
            p->row[n++] = *row;
        else if (equal(value_of(last->e), value_of(row->e)))
            p->out->same++;
        else
            fault(p, row->nth, "value",
                arena_printf(p->act->a, "Trùng với dòng khác có giá trị %s",
                    v_cstr(p->act->a, v_real(last->e->value))));
    }
    p->nrow = n;
}

static bool same_group(const struct value_key *x, const struct value_key *y)
{
    return x->day_to == y->day_to && x->regime == y->regime && streq(x->measure, y->measure) &&
           streq(x->province, y->province);
}

static enum err put_group(struct put *p, const struct value_row *row, size_t n)
{
    const struct value_key *k = &row->k;
    struct db_rows *r = db_query(p->act->c, p->act->a, Q_STAT_VALUE_NOW,
        ARGS(k->province, k->measure, k->regime, v_int(k->day_to), k->unit, row[n - 1].k.unit));
    bool more = db_next(r);
    TRY(db_status(p->act->c));
    for (size_t i = 0; i < n; i++) {
        struct standing s = standing_of(r, &more, &row[i].k);
        TRY(put_one(p, &row[i], &s));
    }
    return OK;
}

/* Counting must know that there is something to look for. */
static enum err note_counted(struct put *p, const struct measure *m)
{
    return m->reg && !p->dry ? db_exec(p->act->c, Q_STAT_CORRECTED_PUT, ARGS(m->id), NULL) : OK;
}

static enum err put_groups(struct put *p)
{
    for (size_t i = 0, end; i < p->nrow; i = end) {
        for (end = i + 1; end < p->nrow && same_group(&p->row[i].k, &p->row[end].k);)
            end++;
        TRY(note_counted(p, p->row[i].e->measure));
        TRY(put_group(p, p->row + i, end - i));
    }
    return OK;
}

static int by_row(const void *a, const void *b)
{
    const struct stat_fault *x = a, *y = b;
    return (x->row > y->row) - (x->row < y->row);
}

enum err stat_put(
    struct act *act, const struct stat_entry *v, size_t n, bool dry_run, struct stat_put *out)
{
    AUTO_ARENA *tmp = arena_open();
    struct put p = {.act = act,
        .tmp = tmp,
        .out = out,
        .most = n,
        .dry = dry_run,
        .row = NEW_N(tmp, struct value_row, n + 1),
        .insert = NEW_N(tmp, struct value, (dry_run ? 0 : n * VALUE_COLS) + 1),
        .change = NEW_N(tmp, struct value_change, (dry_run ? 0 : n) + 1)};
    *out = (struct stat_put){.faults = NULL};
    check_all(&p, v, n);
    qsort(p.row, p.nrow, sizeof *p.row, by_key);
    drop_doubles(&p);
    if (out->nfaults)
        qsort(out->faults, out->nfaults, sizeof *out->faults, by_row);
    TRY(put_groups(&p));
    if (dry_run || !p.ninsert)
        return OK;
    act->targets = NULL; /* what was read before the change */
    TRY(db_load_all(act->c, "stat_value", stat_value_columns, VALUE_COLS, p.insert, p.ninsert));
    return stat_value_journal(act, "nhap_so_lieu", NULL, p.change, p.nchange);
}
