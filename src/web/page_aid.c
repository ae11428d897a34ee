// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Trợ cấp: for a commune what has to be decided and its payment lists; for a province the communes
 * of one month. Also what other pages show of it: the block of a child, the task of the inbox.
 */
#include "web/web_int.h"

#include "aid/aid.h"

enum { MOST_TODOS = 4, DAY_MS = CAL_MS_PER_DAY };

bool aid_may(const struct page *p, const char *action)
{
    const struct aid *d = aid_of(p->web->site->pack);
    return d && user_can(p->user, d->lists->id, action);
}

/* ---- a right --------------------------------------------------------------------------------- */

void put_right(struct page *p, struct val *x, const struct aid_right *r, bool list)
{
    if (!r->rule)
        return;
    if (list && r->rule->quiet) {
        val_msg(x, "ground", N_("Diện khác"), NULL, NULL, NULL);
    } else {
        put_label(p, x, "ground", r->rule->code->label);
        val_text(x, "article", r->article->text);
    }
    val_bool(x, "verify", r->article->verify || r->rule->source.verify);
    val_text(x, "coefficient", aid_coefficient(p->a, r->band->hundredths));
    put_label(p, x, "payee", r->rule->payee->label);
    if (r->standard) {
        val_money(x, "standard", r->standard->amount);
        val_text(x, "document", r->standard->document);
    }
    val_money(x, "amount", r->amount);
}

static void put_month(struct page *p, struct val *x, const char *key, int month)
{
    val_date(x, key, aid_month_iso(p->a, month));
}

/* ---- what is to be decided ------------------------------------------------------------------- */

static void put_why(struct page *p, struct val *x, const struct aid_todo *t)
{
    struct val *age = val_of_int(p->a, t->age);
    switch (t->why) {
    case AID_NEW:
        return;
    case AID_AGE:
        val_msg(x, "why", N_("Đủ %1 tuổi"), age, NULL, NULL);
        return;
    case AID_STATE:
        val_msg(x, "why", N_("Tình trạng ghi trong sổ không còn thuộc diện đang hưởng"), NULL, NULL,
            NULL);
        return;
    case AID_BETTER:
        val_msg(x, "why", N_("Diện khác có hệ số cao hơn"), NULL, NULL, NULL);
        return;
    case AID_GONE:
        val_msg(x, "why", N_("Đã mất hoặc chuyển đi"), NULL, NULL, NULL);
        return;
    }
}

static const char *decide_path(struct page *p, const struct aid_todo *t)
{
    const char *path =
        arena_printf(p->a, "/tro-cap/tre/%s?dien=%s", rec_id(t->child->rec), t->right.rule->id);
    path = arena_printf(p->a, "%s&thang=%s", path, aid_month_iso(p->a, t->month));
    return t->decision ? arena_printf(p->a, "%s&thay=%s", path, t->decision->id) : path;
}

static void put_todo(struct page *p, const struct aid_todo *t)
{
    struct val *x = val_add(p->root, t->why == AID_NEW ? "fresh" : "changes");
    const struct rec *kid = t->child->rec;
    val_text(x, "name", rec_label(p->act, kid));
    val_text(x, "code", rec_code(kid));
    val_text(x, "href", arena_printf(p->a, "/so/%s/%s", kid->reg->id, rec_id(kid)));
    put_right(p, x, &t->right, true);
    put_label(p, x, "payee", t->payee->label);
    put_month(p, x, "from", t->month);
    put_why(p, x, t);
    if (t->decision) {
        val_text(x, "number", t->decision->number);
        val_text(x, "old", aid_coefficient(p->a, t->old));
    }
    val_bool(x, "ends", t->decision && !t->right.rule);
    if (!user_can(p->user, kid->reg->id, "write"))
        return;
    if (t->right.rule)
        val_text(x, "decide", decide_path(p, t));
    else
        val_text(x, "stop",
            arena_printf(p->a, "/tro-cap/quyet-dinh/%s?thang=%s", t->decision->id,
                aid_month_iso(p->a, t->month)));
}

static int running_of(const struct aid_child *kid, const struct aid *d, int month)
{
    int n = 0;
    for (size_t i = 0; i < d->npayees; i++)
        n += aid_running(kid->v, kid->n, &d->payees[i], month) != NULL;
    return n;
}

static enum err put_todos(struct page *p, const char *unit, int month)
{
    struct aid_child *v;
    size_t n, running = 0, fresh = 0, changes = 0;
    TRY(aid_children(p->act, unit, true, &v, &n));
    for (size_t i = 0; i < n; i++) {
        struct aid_todo t[MOST_TODOS];
        size_t k = aid_todos(p->act, &v[i], month, t, MOST_TODOS);
        running += (size_t)running_of(&v[i], aid_of(p->web->site->pack), month);
        for (size_t j = 0; j < k; j++) {
            put_todo(p, &t[j]);
            fresh += t[j].why == AID_NEW;
            changes += t[j].why != AID_NEW;
        }
    }
    struct val *c = val_child(p->root, "counts");
    val_int(c, "running", (int64_t)running);
    val_int(c, "fresh", (int64_t)fresh);
    val_int(c, "changes", (int64_t)changes);
    return OK;
}

/* ---- a commune --------------------------------------------------------------------------------
 */

static void put_list_row(struct page *p, const struct rec *r)
{
    static const char *const field[] = {"so_nguoi", "tien_thang", "truy_linh", "tong_cong"};
    struct val *x = val_add(p->root, "lists");
    val_date(x, "month", aid_value(r, "thang").s.p);
    val_text(x, "href", arena_printf(p->a, "/tro-cap/danh-sach/%s", rec_id(r)));
    val_int(x, "rows", aid_value(r, field[0]).i);
    val_money(x, "regular", aid_value(r, field[1]).i);
    val_money(x, "arrears", aid_value(r, field[2]).i);
    val_money(x, "total", aid_value(r, field[3]).i);
    struct value state = aid_value(r, "tinh_trang_chi"), paid = aid_value(r, "ngay_chi");
    val_bool(x, "paid", state.t == V_TEXT && str_is(state.s, "da_chi"));
    val_date(x, "paid_on", paid.t == V_TEXT ? paid.s.p : NULL);
}

static enum err put_lists(struct page *p, const char *unit)
{
    const struct reg *reg = aid_of(p->web->site->pack)->lists;
    struct rec_query q = {.reg = reg,
        .unit = unit,
        .order = reg_field(reg, "thang"),
        .descending = true,
        .limit = 24};
    struct rec **v;
    size_t n;
    TRY(rec_list(p->act, &q, &v, &n, NULL));
    for (size_t i = 0; i < n; i++)
        put_list_row(p, v[i]);
    return OK;
}

static void put_next(struct page *p, const char *unit, int month)
{
    const struct aid *d = aid_of(p->web->site->pack);
    struct val *x = val_child(p->root, "next");
    const char *id = aid_list_of(p->act, unit, month);
    put_month(p, x, "month", month);
    put_source(p, x, "source", &d->due.source);
    if (id) {
        val_text(x, "href", arena_printf(p->a, "/tro-cap/danh-sach/%s", id));
        return;
    }
    put_due(p, x, aid_due_at(d, month));
    if (aid_may(p, "write"))
        val_text(x, "preview",
            arena_printf(p->a, "/tro-cap/danh-sach?thang=%s", aid_month_iso(p->a, month)));
}

static enum err commune(struct page *p, const char *unit)
{
    const struct aid *d = aid_of(p->web->site->pack);
    int month = aid_next_month(d, p->act->today);
    put_next(p, unit, month);
    const struct aid_amount *m =
        aid_standard(d, p->user->province, aid_month_of(p->act->today), p->act->today);
    if (m) {
        val_money(p->root, "standard", m->amount);
        val_text(p->root, "document", m->document);
        val_bool(p->root, "verify", m->source.verify);
    }
    if (user_can(p->user, d->reg->id, "read"))
        TRY(put_todos(p, unit, month));
    TRY(put_lists(p, unit));
    put_unit(p, p->root, "unit", unit);
    val_msg(p->root, "title", N_("Trợ cấp xã hội hằng tháng"), NULL, NULL, NULL);
    p->v->csv_list = "changes";
    return page_show(p, "aid");
}

/* ---- a province -------------------------------------------------------------------------------
 */

static void put_month_links(struct page *p, int month)
{
    int last = aid_next_month(aid_of(p->web->site->pack), p->act->today);
    put_month(p, p->root, "month", month);
    val_text(
        p->root, "prev", arena_printf(p->a, "/tro-cap?thang=%s", aid_month_iso(p->a, month - 1)));
    if (month < last)
        val_text(p->root, "next_month",
            arena_printf(p->a, "/tro-cap?thang=%s", aid_month_iso(p->a, month + 1)));
}

static void put_totals(struct page *p, struct val *x, const int64_t n[3])
{
    (void)p;
    val_int(x, "children", n[0]);
    val_money(x, "regular", n[1]);
    val_money(x, "arrears", n[2]);
    val_money(x, "total", n[1] + n[2]);
}

static enum err province(struct page *p)
{
    int month = aid_month_of(page_query(p, "thang", 7));
    int now = aid_month_of(p->act->today);
    if (!month || month > now + 12)
        month = now;
    struct db_rows *r = db_query(
        p->act->c, p->a, Q_AID_TOTALS, ARGS(p->user->province, aid_month_iso(p->a, month)));
    int64_t sum[3] = {0};
    while (db_next(r)) {
        struct val *x = val_add(p->root, "communes");
        int64_t n[3] = {db_int(r, 1), db_int(r, 2), db_int(r, 3)};
        put_unit(p, x, "unit", db_text(r, 0));
        put_totals(p, x, n);
        for (int i = 0; i < 3; i++)
            sum[i] += n[i];
    }
    put_totals(p, val_child(p->root, "sum"), sum);
    put_month_links(p, month);
    val_msg(p->root, "title", N_("Trợ cấp xã hội: chi trả tháng %1"),
        val_of_date(p->a, aid_month_iso(p->a, month)), NULL, NULL);
    p->v->csv_list = "communes";
    return page_show(p, "aid_province");
}

enum err page_aid(struct page *p)
{
    if (!aid_may(p, "read"))
        return err_set(ERR_DENIED, "no right to payment lists");
    return *p->user->unit ? commune(p, p->user->unit) : province(p);
}

/* ---- the inbox --------------------------------------------------------------------------------
 */

static enum err any_decision(struct page *p, bool *any)
{
    struct rec_query q = {.reg = aid_of(p->web->site->pack)->decisions, .limit = 1};
    struct rec **v;
    size_t n = 0;
    TRY(rec_list(p->act, &q, &v, &n, NULL));
    *any = n > 0;
    return OK;
}

enum err aid_task_month(struct page *p, int *month)
{
    const struct aid *d = aid_of(p->web->site->pack);
    bool any = false;
    *month = 0;
    if (!aid_may(p, "write") || !*p->user->unit || !user_can(p->user, d->reg->id, "read"))
        return OK;
    int next = aid_next_month(d, p->act->today);
    int64_t remind = aid_due_at(d, next) - (int64_t)(d->due.day - d->due.remind + 1) * DAY_MS;
    if (p->act->now_ms < remind || aid_list_of(p->act, p->user->unit, next))
        return OK;
    TRY(any_decision(p, &any));
    *month = any ? next : 0;
    return OK;
}

void put_aid_task(struct page *p, int month, struct flow_counts *counts)
{
    const struct aid *d = aid_of(p->web->site->pack);
    const char *iso = aid_month_iso(p->a, month);
    int64_t due = aid_due_at(d, month);
    struct val *x = val_add(p->root, "tasks");
    val_msg(x, "title", N_("Lập danh sách chi trả trợ cấp tháng %1"), val_of_date(p->a, iso), NULL,
        NULL);
    val_text(x, "href", "/tro-cap");
    struct val *act = val_child(x, "action");
    val_msg(act, "label", N_("Xem và lập"), NULL, NULL, NULL);
    val_text(act, "href", arena_printf(p->a, "/tro-cap/danh-sach?thang=%s", iso));
    put_due(p, x, due);
    put_source(p, x, "source", &d->due.source);
    enum flow_due kind = flow_due_of(due, p->act->now_ms);
    counts->overdue += kind == DUE_OVERDUE;
    counts->soon += kind == DUE_SOON;
    counts->later += kind == DUE_LATER;
}
