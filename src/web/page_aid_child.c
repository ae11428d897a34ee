// SPDX-License-Identifier: AGPL-3.0-or-later
/* What a child's page shows of social assistance: rights with article, decisions, what is next. */
#include "web/web_int.h"

#include "aid/aid.h"

enum { AHEAD = 23 * 12, MOST_CHANGES = 12 };

static const struct aid_decision *decision_for(
    const struct aid_decision *v, size_t n, const struct aid_right *r, int month)
{
    return aid_running(v, n, r->rule->payee, month);
}

static void put_rights(struct page *p, struct val *aid, const struct rec *r,
    const struct aid_case *c, const struct aid_decision *v, size_t n)
{
    struct aid_right right[AID_MOST_RIGHTS];
    int month = aid_month_of(c->today);
    size_t k = aid_assess(c, month, right);
    for (size_t i = 0; i < k; i++) {
        struct val *x = val_add(aid, right[i].best ? "rights" : "lesser");
        put_right(p, x, &right[i], false);
        const struct aid_decision *d = decision_for(v, n, &right[i], month);
        if (d) {
            val_text(x, "number", d->number);
            val_date(x, "since", aid_month_iso(p->a, d->from));
        } else if (right[i].best && user_can(p->user, r->reg->id, "write")) {
            val_text(x, "decide",
                arena_printf(p->a, "/tro-cap/tre/%s?dien=%s", rec_id(r), right[i].rule->id));
        }
    }
}

static void put_decision(struct page *p, struct val *aid, const struct rec *r,
    const struct aid_case *c, const struct aid_decision *d)
{
    struct val *x = val_add(aid, "decisions");
    int month = aid_month_of(c->today), rate = aid_rate(c, d, month);
    val_text(x, "number", d->number);
    val_date(x, "date", d->date);
    if (d->rule)
        put_label(p, x, "ground", d->rule->code->label);
    put_label(p, x, "payee", d->payee->label);
    val_text(x, "coefficient", aid_coefficient(p->a, d->hundredths));
    if (d->from < AID_FOREVER)
        val_date(x, "from", aid_month_iso(p->a, d->from));
    if (d->until < AID_FOREVER)
        val_date(x, "until", aid_month_iso(p->a, d->until));
    if (d->stop)
        val_date(x, "stopped", aid_month_iso(p->a, d->stop));
    if (d->resume)
        val_date(x, "again", aid_month_iso(p->a, d->resume));
    if (rate)
        val_money(x, "now", aid_money(aid_standard(c->aid, c->province, month, c->today), rate));
    if (rate && rate != d->hundredths)
        val_text(x, "rate", aid_coefficient(p->a, rate));
    val_text(x, "receiver", d->receiver);
    if (user_can(p->user, r->reg->id, "write"))
        val_text(x, "edit", arena_printf(p->a, "/tro-cap/quyet-dinh/%s", d->id));
}

static void put_changes(struct page *p, struct val *aid, const struct aid_case *c)
{
    struct aid_change v[MOST_CHANGES];
    int month = aid_month_of(c->today);
    size_t n = aid_changes(c, month, month + AHEAD, v, COUNT(v));
    for (size_t i = 0; i < n; i++) {
        struct val *x = val_add(aid, i == 0 ? "soonest" : "later");
        const struct aid_right *one = v[i].after.rule ? &v[i].after : &v[i].before;
        val_date(x, "day", v[i].day);
        val_date(x, "month", aid_month_iso(p->a, v[i].month));
        if (v[i].age)
            val_int(x, "age", v[i].age);
        put_label(p, x, "payee", one->rule->payee->label);
        if (v[i].before.rule)
            val_text(x, "old", aid_coefficient(p->a, v[i].before.band->hundredths));
        put_right(p, x, &v[i].after, false);
        val_bool(x, "ends", !v[i].after.rule);
    }
}

static void put_payments(struct page *p, struct val *aid, const struct rec *r)
{
    struct db_rows *q = db_query(p->act->c, p->a, Q_AID_PAID_CHILD, ARGS(rec_id(r), 12));
    const struct aid *d = aid_of(p->web->site->pack);
    while (db_next(q)) {
        struct val *x = val_add(aid, "payments");
        val_date(x, "list", db_text(q, 0));
        for (size_t i = 0; i < d->npayees; i++)
            if (streq(d->payees[i].id, db_text(q, 1)))
                put_label(p, x, "payee", d->payees[i].label);
        val_date(x, "month", db_text(q, 2));
        val_money(x, "amount", db_int(q, 3));
        val_bool(x, "other", !streq(db_text(q, 0), db_text(q, 2)));
    }
}

enum err put_aid(struct page *p, struct rec *r)
{
    const struct aid *d = aid_of(p->web->site->pack);
    struct aid_decision *v;
    size_t n;
    if (!d || r->reg != d->reg || !r->personal || !aid_may(p, "read"))
        return OK;
    TRY(aid_decisions_of(p->act, r, &v, &n));
    rec_open(p->act, r);
    struct val *aid = val_child(p->root, "aid");
    struct aid_case c = aid_case_of(p->act, r);
    c.had = aid_had(d, v, n);
    put_rights(p, aid, r, &c, v, n);
    for (size_t i = n; i-- > 0;)
        put_decision(p, aid, r, &c, &v[i]);
    put_changes(p, aid, &c);
    put_payments(p, aid, r);
    put_source(p, aid, "highest", &d->highest);
    val_bool(aid, "no_birth", c.v[d->born->slot].t != V_TEXT);
    if (user_can(p->user, r->reg->id, "write"))
        val_text(aid, "other", arena_printf(p->a, "/tro-cap/tre/%s", rec_id(r)));
    return db_status(p->act->c);
}
