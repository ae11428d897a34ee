// SPDX-License-Identifier: AGPL-3.0-or-later
/* A release for the public: counted, protected, stored as known now; and taken back. */
#include "stat/stat_publish_int.h"

#include "base/cal.h"

#include <math.h>

/* ---- what is open ---------------------------------------------------------------------------- */

struct search {
    const struct pack *p;
    const struct measure *m;
    bool found;
};

static void look(void *ctx, struct str path, int slot)
{
    (void)path;
    struct search *s = ctx;
    s->found = s->found || &s->p->measures[slot] == s->m;
}

bool stat_open_measure(const struct pack *p, const struct measure *m)
{
    struct search s = {p, m, m->open};
    for (size_t i = 0; i < p->nindicators && !s.found; i++) {
        if (!p->indicators[i].open)
            continue;
        expr_names(p->indicators[i].numerator, look, &s);
        if (p->indicators[i].denominator)
            expr_names(p->indicators[i].denominator, look, &s);
    }
    return s.found;
}

/* ---- storing --------------------------------------------------------------------------------- */

enum told_state { TOLD, HIDDEN, UNKNOWN };
struct row {
    const char *kind, *item, *unit;
    const struct dimension *dim;
    const char *code;
    enum told_state state;
    bool guess;
    double num, den, value;
};

static struct value real_or_null(const struct row *x, double v)
{
    return x->state == TOLD && isfinite(v) ? v_real(v) : VNULL;
}

static void put(struct making *k, const struct row *x)
{
    k->r->told += x->state == TOLD;
    k->r->hidden += x->state == HIDDEN;
    k->r->unknown += x->state == UNKNOWN;
    if (k->nout == k->cap) {
        size_t cap = k->cap ? 2 * k->cap : 4096;
        struct row *more = NEW_N(k->act->a, struct row, cap);
        if (k->nout)
            memcpy(more, k->out, k->nout * sizeof *more);
        k->out = more;
        k->cap = cap;
    }
    k->out[k->nout++] = *x;
}

static enum err store(struct making *k)
{
    for (size_t i = 0; i < k->nout; i++) {
        const struct row *x = &k->out[i];
        TRY(db_exec(k->act->c, Q_PUB_VALUE_ADD,
            ARGS(k->r->id, x->kind, x->item, x->unit, x->dim ? x->dim->id : "",
                x->code ? x->code : "", (int)x->state, x->guess, real_or_null(x, x->num),
                real_or_null(x, x->den), real_or_null(x, x->value)),
            NULL));
    }
    return OK;
}

/* Code of a row; the whole has that of the publishing unit, what is in none "-". */
static const char *row_unit(const struct making *k, size_t row)
{
    return row == k->rows ? k->r->unit : row + 1 == k->rows ? "-" : k->unit[row]->code;
}

/* ---- measures -------------------------------------------------------------------------------- */

static void put_total(struct making *k, const struct told *t, size_t row)
{
    bool whole = row == k->rows;
    double v = !whole ? (double)t->total[row] : t->counted ? (double)t->sum : t->whole;
    bool hide = whole ? t->hide_all : t->hide[row];
    if (row + 1 == k->rows && t->total[row] == 0)
        return;
    bool known = t->known[row] || row + 1 == k->rows;
    if (!known && !whole && !t->known[k->rows])
        return; /* nobody said anything anywhere: told once, of the whole */
    put(k, &(struct row){.kind = "m",
               .item = t->m->id,
               .unit = row_unit(k, row),
               .state = !known ? UNKNOWN
                        : hide ? HIDDEN
                               : TOLD,
               .guess = t->guess[row],
               .num = NAN,
               .den = NAN,
               .value = v});
}

/* A code that nobody has is left out: it is 0. */
static void put_split(struct making *k, const struct told *t, size_t i, size_t c)
{
    const struct stat_split *s = &t->by[i];
    const struct codelist *l = t->dim[i]->list;
    if (t->col[i][c] == 0)
        return;
    for (size_t r = 0; r <= k->rows; r++) {
        bool whole = r == k->rows;
        int64_t v = whole ? t->col[i][c] : s->v[r * s->cols + c];
        if ((r + 1 == k->rows && v == 0) || !(t->known[r] || r + 1 == k->rows))
            continue;
        put(k, &(struct row){.kind = "m",
                   .item = t->m->id,
                   .unit = row_unit(k, r),
                   .dim = t->dim[i],
                   .code = c < l->ncodes ? l->codes[c].id : "",
                   .state = (whole ? s->hide_col[c] : s->hide[r * s->cols + c]) ? HIDDEN : TOLD,
                   .guess = t->guess[r],
                   .num = NAN,
                   .den = NAN,
                   .value = (double)v});
    }
}

static void put_measure(struct making *k, const struct told *t)
{
    for (size_t r = t->counted ? 0 : k->rows; r <= k->rows; r++)
        put_total(k, t, r);
    for (size_t i = 0; i < t->nby; i++)
        for (size_t c = 0; c < t->by[i].cols; c++)
            put_split(k, t, i, c);
}

/* ---- indicators ------------------------------------------------------------------------------ */

/* Is a measure of the indicator hidden, or not told, there? */
struct place {
    const struct making *k;
    size_t row;
    const struct dimension *dim;
    size_t col;
    enum told_state state;
};

static enum told_state state_of(const struct place *x, const struct told *t)
{
    bool whole = x->row == x->k->rows;
    if (!t->known[x->row] || (!t->counted && !(whole && !x->dim)))
        return UNKNOWN;
    if (!x->dim)
        return (whole ? t->hide_all : t->hide[x->row]) ? HIDDEN : TOLD;
    size_t i = told_split(t, x->dim);
    if (i == t->nby)
        return UNKNOWN;
    const struct stat_split *s = &t->by[i];
    return (whole ? s->hide_col[x->col] : s->hide[x->row * s->cols + x->col]) ? HIDDEN : TOLD;
}

static void worst(void *ctx, struct str path, int slot)
{
    (void)path;
    struct place *x = ctx;
    const struct told *t = told_of(x->k, &x->k->act->site->pack->measures[slot]);
    enum told_state s = t ? state_of(x, t) : UNKNOWN;
    x->state = s > x->state ? s : x->state;
}

static void put_value(struct making *k, const struct indicator *i, const struct dimension *d,
    bool below, const struct stat_value *v)
{
    struct place x = {.k = k, .dim = d, .row = k->rows};
    if (below && (!v->unit || (x.row = told_row(k, v->unit->code)) + 1 == k->rows))
        return;
    x.col = d ? told_column(d, v->code[0]) : 0;
    expr_names(i->numerator, worst, &x);
    if (i->denominator)
        expr_names(i->denominator, worst, &x);
    if (!v->known || (v->origin & STAT_PENDING))
        x.state = UNKNOWN;
    if (x.state == UNKNOWN && (d || below))
        return;
    put(k, &(struct row){.kind = "i",
               .item = i->id,
               .unit = row_unit(k, x.row),
               .dim = d,
               .code = v->code[0],
               .state = x.state,
               .guess = v->estimated,
               .num = v->num,
               .den = v->den,
               .value = v->value});
}

static bool is_split(const struct indicator *i, const struct dimension *d)
{
    for (size_t k = 0; k < i->nby; k++)
        if (i->by[k] == d)
            return true;
    return !d;
}

/* All open indicators that are split by a dimension (NULL: all, their totals), from what was
 * counted for the measures. */
static void put_pass(
    struct making *k, const struct dimension *d, bool below, const struct told_pass *x)
{
    const struct pack *p = k->act->site->pack;
    struct stat_ask ask = k->ask;
    ask.level = below ? ask.level : UNIT_ANY;
    if (d)
        ask.by[ask.nby++] = d;
    const struct stat_counted of = {x->m, below ? x->below : x->whole, x->n};
    for (size_t i = 0; i < p->nindicators; i++) {
        struct stat_values v;
        if (!p->indicators[i].open || !is_split(&p->indicators[i], d))
            continue;
        stat_indicator_from(k->act, &p->indicators[i], NULL, &ask, &of, &v);
        for (size_t n = 0; n < v.n; n++)
            put_value(k, &p->indicators[i], d, below, &v.v[n]);
    }
}

static enum err put_indicators(struct making *k)
{
    const struct pack *p = k->act->site->pack;
    for (size_t i = 0; i <= p->ndimensions; i++) {
        const struct dimension *d = i ? &p->dimensions[i - 1] : NULL;
        put_pass(k, d, true, &k->pass[i]);
        put_pass(k, d, false, &k->pass[i]);
    }
    return db_status(k->act->c);
}

/* ---- a release ------------------------------------------------------------------------------- */

static const char *refusal(struct act *act, const struct stat_release *r)
{
    struct db_rows *rows = db_query(act->c, act->a, Q_PUB_RELEASES, ARGS(r->unit));
    bool told = false;
    while (db_next(rows))
        told = told || (db_int(rows, 1) == r->year && v_is_null(db_value(rows, 5)));
    if (told)
        return N_("Năm này đã công khai. Muốn sửa, hãy thu hồi rồi công khai lại.");
    if (r->year < 2000 || r->year * 10000 + 1231 >= stat_today(act))
        return N_(
            "Chỉ công khai năm đã hết: số giữa năm so với số cuối năm sẽ lộ từng trường hợp.");
    return NULL;
}

static enum err fill(struct making *k)
{
    struct act *act = k->act;
    size_t n;
    const char *unit = k->r->unit;
    k->ask = (struct stat_ask){.unit = unit,
        .level = *unit ? UNIT_COMMUNE : UNIT_PROVINCE,
        .map = k->r->year * 10000 + 1231,
        .period = period_of(PERIOD_YEAR, REGIME_CALENDAR, k->r->year, 1)};
    k->unit = unit_children(act->units, act->a, unit, k->ask.map, k->ask.level, &n);
    k->rows = n + 1;
    TRY(told_count(k));
    TRY(told_hide(k));
    for (size_t i = 0; i < k->n; i++)
        put_measure(k, &k->v[i]);
    return put_indicators(k);
}

static enum err open_release(struct act *act, const struct stat_release *r)
{
    TRY(db_exec(act->c, Q_PUB_RELEASE_ADD,
        ARGS(r->id, r->unit, r->year, r->year * 10000 + 1231, act->now_ms,
            act->user ? v_text(act->user->id) : VNULL, act->user ? act->user->name : "mang"),
        NULL));
    return rec_journal(act, &(struct rec_entry){.unit = r->unit,
                                .action = "cong_khai",
                                .reg = "pub_release",
                                .record = r->id,
                                .reason = arena_printf(act->a, "%d", r->year)});
}

/* Counting takes long and must not hold up who writes: it reads, and only storing writes. */
enum err stat_release(struct act *act, struct stat_release *r)
{
    char id[37];
    uuid7(id);
    r->id = arena_dup(act->a, id);
    r->fault = refusal(act, r);
    if (r->fault)
        return db_status(act->c);
    struct making k = {.act = act, .r = r};
    const struct user *who = act->user;
    act->user = NULL; /* every record of the unit is counted */
    enum err e = fill(&k);
    act->user = who;
    if (e || r->dry_run)
        return e;
    TRY(act_write(act));
    r->fault = refusal(act, r);
    if (r->fault)
        return db_status(act->c);
    TRY(open_release(act, r));
    return store(&k);
}

enum err stat_release_withdraw(
    struct act *act, const char *unit, const char *id, const char *reason)
{
    struct db_rows *r = db_query(act->c, act->a, Q_PUB_RELEASES, ARGS(unit));
    bool found = false;
    while (db_next(r))
        found = found || (streq(db_text(r, 0), id) && v_is_null(db_value(r, 5)));
    if (!found)
        return db_status(act->c) ? db_status(act->c) : ERR_NOT_FOUND;
    TRY(db_exec(act->c, Q_PUB_RELEASE_WITHDRAW,
        ARGS(id, act->now_ms, act->user ? act->user->name : "mang", reason), NULL));
    return rec_journal(act, &(struct rec_entry){.unit = unit,
                                .action = "thu_hoi",
                                .reg = "pub_release",
                                .record = id,
                                .reason = reason});
}
