// SPDX-License-Identifier: AGPL-3.0-or-later
/* Children of a commune with their decisions, and the ledger of what was paid. */
#include "aid/aid_int.h"

#include <stdlib.h>

enum { MOST_DECISIONS = 50000, MOST_CHILDREN = 200000, AT_ONCE = 500 };

const struct aid *aid_of(const struct pack *p)
{
    return p->naids ? &p->aids[0] : NULL;
}

bool aid_keeps(const struct pack *p, const struct reg *reg)
{
    const struct aid *d = aid_of(p);
    return d && reg && (reg == d->lists || reg == d->rows);
}

bool aid_shows(const struct pack *p, const struct reg *reg)
{
    const struct aid *d = aid_of(p);
    return d && reg && (reg == d->decisions || reg == d->rows);
}

struct value aid_value(const struct rec *r, const char *field)
{
    const struct field *f = reg_field(r->reg, field);
    return f && f->type != F_ROWS ? r->v[f->slot] : VNULL;
}

static const char *text_of(const struct rec *r, const char *field)
{
    struct value v = aid_value(r, field);
    return v.t == V_TEXT ? v.s.p : NULL;
}

struct aid_case aid_case_of(struct act *act, const struct rec *child)
{
    return (struct aid_case){.pack = act->site->pack,
        .aid = aid_of(act->site->pack),
        .a = act->a,
        .v = child->v,
        .province = child->common[DC_PROVINCE].s.p,
        .today = act->today};
}

const char *aid_province(struct act *act, const char *unit)
{
    if (act->user && *act->user->province)
        return act->user->province;
    return unit_province(act->units, unit, unit_day_of_ms(act->now_ms));
}

/* ---- decisions ------------------------------------------------------------------------------- */

static const struct aid_rule *rule_of(const struct aid *d, const char *id)
{
    for (size_t i = 0; i < d->nrules; i++)
        if (streq(d->rules[i].id, id))
            return &d->rules[i];
    return NULL;
}

static const struct aid_payee *payee_of(const struct aid *d, const char *id)
{
    for (size_t i = 0; i < d->npayees; i++)
        if (streq(d->payees[i].id, id))
            return &d->payees[i];
    return &d->payees[0];
}

/* Stored decimals have at most a few digits: nearest hundredth is what was typed. */
static int hundredths_of(struct value v)
{
    double r = v.t == V_REAL ? v.r : v.t == V_INT ? (double)v.i : 0;
    return r > 0 && r < 1000 ? (int)(r * 100 + 0.5) : 0;
}

static void put_stop(struct aid_decision *d, const struct rec *r)
{
    const char *state = text_of(r, "tinh_trang_huong");
    d->stop = aid_month(aid_value(r, "dung_tu"));
    d->resume = aid_month(aid_value(r, "huong_lai_tu"));
    if (streq(state, "thoi_huong"))
        d->resume = AID_NEVER;
    if (d->resume && d->resume < d->stop)
        d->resume = AID_NEVER;
}

static struct aid_decision decision_of(struct act *act, const struct rec *r)
{
    const struct aid *aid = aid_of(act->site->pack);
    const struct field *how = reg_field(r->reg, "cach_nhan");
    struct value h = aid_value(r, "cach_nhan");
    struct aid_decision d = {.id = rec_id(r),
        .number = text_of(r, "so_quyet_dinh"),
        .date = text_of(r, "ngay_quyet_dinh"),
        .receiver = text_of(r, "nguoi_nhan"),
        .account = text_of(r, "so_tai_khoan"),
        .how = how && how->list && h.t == V_TEXT ? list_code(how->list, h.s) : NULL,
        .rule_id = text_of(r, "dien"),
        .hundredths = hundredths_of(aid_value(r, "he_so")),
        .from = aid_month(aid_value(r, "tu_thang")),
        .until = aid_month(aid_value(r, "den_thang")),
        .rec = r};
    d.rule = rule_of(aid, d.rule_id);
    d.payee = d.rule ? d.rule->payee : payee_of(aid, text_of(r, "tra_cho"));
    d.until = d.until ? d.until : AID_FOREVER;
    d.from = d.from ? d.from : AID_FOREVER;
    put_stop(&d, r);
    return d;
}

enum err aid_decisions_of(
    struct act *act, const struct rec *child, struct aid_decision **out, size_t *n)
{
    struct rec **v;
    TRY(rec_parts(act, aid_of(act->site->pack)->decisions, child, &v, n));
    *out = NEW_N(act->a, struct aid_decision, *n + 1);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = decision_of(act, v[i]);
    return OK;
}

uint64_t aid_had(const struct aid *d, const struct aid_decision *v, size_t n)
{
    uint64_t had = 0;
    for (size_t i = 0; i < n; i++)
        if (v[i].rule && v[i].rule - d->rules < 64)
            had |= UINT64_C(1) << (v[i].rule - d->rules);
    return had;
}

const struct aid_decision *aid_running(
    const struct aid_decision *v, size_t n, const struct aid_payee *payee, int month)
{
    const struct aid_decision *best = NULL;
    for (size_t i = 0; i < n; i++) {
        bool ended = v[i].stop && !v[i].resume && month >= v[i].stop &&
                     streq(text_of(v[i].rec, "tinh_trang_huong"), "thoi_huong");
        if (v[i].payee != payee || ended || month > v[i].until)
            continue;
        if (!best || v[i].hundredths > best->hundredths)
            best = &v[i];
    }
    return best;
}

/* ---- children of a commune ------------------------------------------------------------------- */

struct kids {
    struct aid_child *v;
    size_t n;
};

static int child_by_id(const void *a, const void *b)
{
    const struct aid_child *x = a, *y = b;
    return strcmp(rec_id(x->rec), rec_id(y->rec));
}

static struct aid_child *find_child(const struct kids *k, const char *id)
{
    for (size_t lo = 0, hi = k->n; lo < hi;) {
        size_t mid = (lo + hi) / 2;
        int c = strcmp(id, rec_id(k->v[mid].rec));
        if (c == 0)
            return &k->v[mid];
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return NULL;
}

/* Rules may ask secret fields; what they say is never shown from here. */
static void open_all(struct act *act, struct kids *k)
{
    for (size_t i = 0; i < k->n; i++)
        rec_open(act, k->v[i].rec);
}

static enum err all_children(struct act *act, const char *unit, struct kids *k)
{
    struct rec_query q = {
        .reg = aid_of(act->site->pack)->reg, .unit = unit, .limit = MOST_CHILDREN};
    struct rec **v;
    int64_t total;
    TRY(rec_list(act, &q, &v, &k->n, &total));
    k->v = NEW_N(act->a, struct aid_child, k->n + 1);
    for (size_t i = 0; i < k->n; i++)
        k->v[i].rec = v[i];
    open_all(act, k);
    qsort(k->v, k->n, sizeof *k->v, child_by_id);
    return OK;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Only those with decisions, fetched a few hundred at a time. */
static enum err decided_children(struct act *act, struct rec *const *d, size_t nd, struct kids *k)
{
    const char **id = NEW_N(act->a, const char *, nd + 1);
    size_t n = 0;
    for (size_t i = 0; i < nd; i++)
        id[i] = d[i]->parent;
    qsort(id, nd, sizeof *id, by_text);
    for (size_t i = 0; i < nd; i++)
        if (n == 0 || !streq(id[i], id[n - 1]))
            id[n++] = id[i];
    k->v = NEW_N(act->a, struct aid_child, n + 1);
    for (size_t at = 0; at < n; at += AT_ONCE) {
        struct rec **v;
        size_t got, want = n - at < AT_ONCE ? n - at : AT_ONCE;
        TRY(rec_by_ids(act, aid_of(act->site->pack)->reg, id + at, want, &v, &got));
        for (size_t i = 0; i < got; i++)
            k->v[k->n++].rec = v[i];
    }
    open_all(act, k);
    qsort(k->v, k->n, sizeof *k->v, child_by_id);
    return OK;
}

static void hand_out(struct act *act, struct kids *k, struct rec *const *d, size_t nd)
{
    for (size_t i = 0; i < nd; i++) {
        struct aid_child *c = find_child(k, d[i]->parent);
        if (c)
            c->n++;
    }
    for (size_t i = 0; i < k->n; i++) {
        k->v[i].v = NEW_N(act->a, struct aid_decision, k->v[i].n + 1);
        k->v[i].n = 0;
    }
    for (size_t i = 0; i < nd; i++) {
        struct aid_child *c = find_child(k, d[i]->parent);
        if (c)
            c->v[c->n++] = decision_of(act, d[i]);
    }
}

enum err aid_children(
    struct act *act, const char *unit, bool all, struct aid_child **out, size_t *n)
{
    struct rec_query q = {
        .reg = aid_of(act->site->pack)->decisions, .unit = unit, .limit = MOST_DECISIONS};
    struct rec **d;
    size_t nd;
    int64_t total;
    struct kids k = {0};
    TRY(rec_list(act, &q, &d, &nd, &total));
    if (all)
        TRY(all_children(act, unit, &k));
    else
        TRY(decided_children(act, d, nd, &k));
    hand_out(act, &k, d, nd);
    *out = k.v;
    *n = k.n;
    return OK;
}

/* ---- ledger ---------------------------------------------------------------------------------- */

/* The commune's code and those of the communes that are part of it today: they paid too. */
static size_t codes_of(struct act *act, const char *unit, const char ***out)
{
    const char *province = aid_province(act, unit);
    struct db_lands l = {.n = 0};
    if (province)
        l = rec_lands_of(act, province, unit);
    *out = NEW_N(act->a, const char *, l.n + 1);
    size_t n = 0;
    (*out)[n++] = unit;
    for (size_t i = 0; i < l.n; i++) {
        bool seen = streq(l.v[i].unit, unit) || (i && streq(l.v[i].unit, l.v[i - 1].unit));
        if (!seen)
            (*out)[n++] = l.v[i].unit;
    }
    return n;
}

static int by_child(const void *a, const void *b)
{
    const struct aid_ledger_row *x = a, *y = b;
    int c = strcmp(x->child, y->child);
    return c ? c : (x->paid.month > y->paid.month) - (x->paid.month < y->paid.month);
}

enum err aid_ledger(struct act *act, const char *unit, int from, struct aid_ledger *out)
{
    const char **codes, *since = aid_month_iso(act->a, from);
    size_t ncodes = codes_of(act, unit, &codes), rows = 0;
    struct db_rows **r = NEW_N(act->a, struct db_rows *, ncodes);
    for (size_t i = 0; i < ncodes; i++)
        r[i] = db_query(act->c, act->a, Q_AID_PAID_SINCE, ARGS(codes[i], since));
    for (size_t i = 0; i < ncodes; i++)
        rows += db_row_count(r[i]);
    out->v = NEW_N(act->a, struct aid_ledger_row, rows + 1);
    out->n = 0;
    for (size_t i = 0; i < ncodes; i++)
        while (db_next(r[i]))
            out->v[out->n++] = (struct aid_ledger_row){db_text(r[i], 0), db_text(r[i], 1),
                {aid_month_of(db_text(r[i], 2)), db_int(r[i], 3)}};
    if (ncodes > 1)
        qsort(out->v, out->n, sizeof *out->v, by_child);
    return db_status(act->c);
}

size_t aid_ledger_of(const struct aid_ledger *l, const char *child, const char *payee,
    struct aid_paid *out, size_t most)
{
    size_t lo = 0, hi = l->n, n = 0;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (strcmp(l->v[mid].child, child) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < l->n && streq(l->v[lo].child, child); lo++)
        if (streq(l->v[lo].payee, payee) && n < most)
            out[n++] = l->v[lo].paid;
    return n;
}

/* Of several communes that are one today: from where all of them kept lists, to the last of any. */
void aid_list_span(struct act *act, const char *unit, int *first, int *last)
{
    const char **codes;
    size_t n = codes_of(act, unit, &codes);
    *first = *last = AID_NEVER;
    for (size_t i = 0; i < n; i++) {
        struct db_rows *r = db_query(act->c, act->a, Q_AID_LIST_SPAN, ARGS(codes[i]));
        if (!db_next(r) || v_is_null(db_value(r, 0)))
            continue;
        int from = aid_month_of(db_text(r, 0)), to = aid_month_of(db_text(r, 1));
        *first = from > *first ? from : *first;
        *last = to > *last ? to : *last;
    }
}

const char *aid_list_of(struct act *act, const char *unit, int month)
{
    struct db_rows *r =
        db_query(act->c, act->a, Q_AID_LIST_OF, ARGS(unit, aid_month_iso(act->a, month)));
    return db_next(r) ? db_text(r, 0) : NULL;
}
