// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A commune's payment list: what each payee gets for the month, and what is made up for earlier
 * months. The same reckoning serves the preview and the list itself.
 */
#include "aid/aid_int.h"

#include "base/text.h"

#include <stdlib.h>

enum { LOOK_BACK = 36, MOST_PAID = 400 };

struct making {
    struct act *act;
    struct aid_sheet *sheet;
    const struct aid *aid;
    struct aid_child *kids;
    size_t nkids;
    struct aid_ledger ledger;
    int from; /* first month that can have arrears */
};

/* ---- arrears --------------------------------------------------------------------------------- */

/* What is owed is paid in full; what was overpaid is taken back as far as the rest allows. */
static void take(struct making *k, struct aid_line *x)
{
    int64_t room = x->pay.amount;
    x->taken = NEW_N(k->act->a, int64_t, x->narrears + 1);
    for (size_t i = 0; i < x->narrears; i++)
        if (x->arrears[i].due > x->arrears[i].paid)
            room += x->taken[i] = x->arrears[i].due - x->arrears[i].paid;
    for (size_t i = 0; i < x->narrears; i++) {
        int64_t back = x->arrears[i].paid - x->arrears[i].due;
        if (back <= 0)
            continue;
        int64_t part = back < room ? back : room;
        x->taken[i] = -part;
        room -= part;
        x->left -= back - part;
    }
    for (size_t i = 0; i < x->narrears; i++)
        x->arrears_sum += x->taken[i];
    x->total = x->pay.amount + x->arrears_sum;
}

static const char *dong(struct arena *a, int64_t n)
{
    struct val *v = val_obj(a);
    val_money(v, "n", n < 0 ? -n : n);
    return val_plain(a, val_get(v, "n"), LANG_VI);
}

/* How many months from the i-th on are alike: one sentence tells of them all. */
static size_t alike(const struct aid_line *x, size_t i)
{
    size_t n = 1;
    while (i + n < x->narrears && x->taken[i + n] == x->taken[i] &&
           x->arrears[i + n].month == x->arrears[i].month + (int)n &&
           x->arrears[i + n].paid == x->arrears[i].paid &&
           x->arrears[i + n].standard == x->arrears[i].standard)
        n++;
    return n;
}

/* "Truy lĩnh 7/2026–9/2026: 3 tháng × 60.000 đồng (mức chuẩn 540.000 đồng, NĐ …)". */
static void tell(struct arena *a, struct buf *b, const struct aid_line *x, size_t i, size_t n)
{
    const struct aid_arrear *r = &x->arrears[i];
    int64_t one = x->taken[i];
    if (b->n)
        buf_puts(b, "; ");
    buf_printf(b, "%s tháng %s", one > 0 ? "Truy lĩnh" : "Khấu trừ", aid_month_show(a, r->month));
    if (n > 1)
        buf_printf(
            b, "–%s: %zu tháng × %s", aid_month_show(a, r->month + (int)n - 1), n, dong(a, one));
    else
        buf_printf(b, ": %s", dong(a, one));
    if (r->paid)
        buf_printf(b, " (đã chi %s, đúng là %s", dong(a, r->paid), dong(a, r->due));
    else
        buf_puts(b, " (chưa chi");
    if (r->standard && r->paid && strcmp(r->standard->known, r->standard->from) > 0)
        buf_printf(
            b, ", mức chuẩn %s theo %s", dong(a, r->standard->amount), r->standard->document);
    buf_putc(b, ')');
}

static const char *in_words(struct arena *a, const struct aid_line *x)
{
    struct buf b = buf_in(a, 8000);
    for (size_t i = 0, n; i < x->narrears; i += n) {
        n = alike(x, i);
        if (x->taken[i])
            tell(a, &b, x, i, n);
    }
    return b.n ? b.p : NULL;
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* Whose receiver gets the money when only arrears are paid. */
static const struct aid_decision *last_decision(
    const struct aid_child *c, const struct aid_payee *payee)
{
    const struct aid_decision *d = NULL;
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].payee == payee && (!d || c->v[i].from >= d->from))
            d = &c->v[i];
    return d;
}

static bool make_line(struct making *k, const struct aid_child *kid, const struct aid_payee *payee,
    struct aid_line *x)
{
    struct aid_case c = aid_case_of(k->act, kid->rec);
    struct aid_paid paid[MOST_PAID];
    size_t npaid = aid_ledger_of(&k->ledger, rec_id(kid->rec), payee->id, paid, MOST_PAID);
    *x = (struct aid_line){.child = kid, .payee = payee};
    x->decision = last_decision(kid, payee);
    if (!x->decision)
        return false;
    x->pay = aid_due_in(&c, kid->v, kid->n, payee, k->sheet->month);
    if (x->pay.decision)
        x->decision = x->pay.decision;
    x->arrears = NEW_N(k->act->a, struct aid_arrear, LOOK_BACK + 1);
    x->narrears = aid_arrears(
        &c, kid->v, kid->n, payee, paid, npaid, k->from, k->sheet->month, x->arrears, LOOK_BACK);
    take(k, x);
    x->why = in_words(k->act->a, x);
    return x->pay.amount || x->narrears;
}

static const char *line_key(struct arena *a, const struct aid_line *x)
{
    struct value thon = aid_value(x->child->rec, "thon"), name = aid_value(x->child->rec, "ho_ten");
    const char *s = arena_printf(a, "%s\x01%s\x01%s", thon.t == V_TEXT ? thon.s.p : "\x7f",
        name.t == V_TEXT ? name.s.p : "",
        rec_code(x->child->rec) ? rec_code(x->child->rec) : rec_id(x->child->rec));
    struct str fold = text_fold(a, str_of(s));
    return arena_dupn(a, fold.p, fold.n);
}

struct keyed {
    const char *key;
    struct aid_line line;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int c = strcmp(x->key, y->key);
    return c ? c : (x->line.payee > y->line.payee) - (x->line.payee < y->line.payee);
}

static void add_line(struct making *k, const struct aid_line *x)
{
    struct aid_sheet *s = k->sheet;
    if (x->left < 0)
        s->owing[s->nowing++] = *x;
    if (x->pay.amount == 0 && x->arrears_sum == 0)
        return;
    s->lines[s->n++] = *x;
    s->regular += x->pay.amount;
    s->arrears += x->arrears_sum;
    s->total += x->total;
}

static void make_lines(struct making *k)
{
    size_t most = k->nkids * k->aid->npayees, n = 0;
    struct keyed *v = NEW_N(k->act->a, struct keyed, most + 1);
    for (size_t i = 0; i < k->nkids; i++)
        for (size_t p = 0; p < k->aid->npayees; p++) {
            if (!make_line(k, &k->kids[i], &k->aid->payees[p], &v[n].line))
                continue;
            v[n].key = line_key(k->act->a, &v[n].line);
            n++;
        }
    qsort(v, n, sizeof *v, by_key);
    k->sheet->lines = NEW_N(k->act->a, struct aid_line, n + 1);
    k->sheet->owing = NEW_N(k->act->a, struct aid_line, n + 1);
    for (size_t i = 0; i < n; i++)
        add_line(k, &v[i].line);
}

enum err aid_preview(struct act *act, const char *unit, int month, struct aid_sheet *out)
{
    struct making k = {.act = act, .sheet = out, .aid = aid_of(act->site->pack)};
    int first, last, now = aid_month_of(act->today);
    *out = (struct aid_sheet){.unit = unit, .month = month};
    if (!k.aid)
        return err_set(ERR_NOT_FOUND, "the pack has no social assistance");
    aid_list_span(act, unit, &first, &last);
    const char *province = aid_province(act, unit);
    out->standard = aid_standard(k.aid, province, month, act->today);
    if (!province || month > now + k.aid->due.lead || month <= last || !out->standard)
        return err_set(ERR_INVALID, "no list can be made for this month");
    k.from = first ? first : month;
    if (k.from < month - LOOK_BACK)
        k.from = month - LOOK_BACK;
    TRY(aid_ledger(act, unit, k.from, &k.ledger));
    TRY(aid_children(act, unit, false, &k.kids, &k.nkids));
    make_lines(&k);
    return OK;
}

/* ---- when ------------------------------------------------------------------------------------ */

int aid_next_month(const struct aid *d, const char *today)
{
    return aid_month_of(today) + d->due.lead;
}

int64_t aid_due_at(const struct aid *d, int month)
{
    enum { CLOSING = 17 * 60 };
    return cal_ms(aid_first_day(month - d->due.lead) + d->due.day - 1, CLOSING);
}
