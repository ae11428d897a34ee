// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What the units below have sent for a period: who has sent, who is missing; accepted or returned
 * with a reason, one by one or all of a unit.
 */
#include "web/web_value_int.h"

#include <stdlib.h>

struct judging {
    struct asking k;
    struct stat_entry *v;
    size_t n;
    bool one; /* of one unit: its values; else a line for each unit below */
};

static bool reads(struct judging *j)
{
    struct page *p = j->k.p;
    j->k.path = "/so-lieu/duyet";
    j->k.usual = PERIOD_YEAR;
    bool right = asking_read(&j->k);
    j->one = strlen(j->k.ask.unit) > 3 || page_query(p, "rieng", 1);
    j->k.ask.level = UNIT_ANY;
    return right;
}

/* Kept in addresses where the unit alone does not say it. */
static const char *own_values(const struct judging *j)
{
    return j->one && strlen(j->k.ask.unit) <= 3 ? "&rieng=1" : "";
}

static enum err load(struct judging *j)
{
    const struct stat_ask *ask = &j->k.ask;
    return stat_entries(j->k.p->act, NULL, ask->unit, !j->one, &ask->period, &j->v, &j->n);
}

/* ---- units ------------------------------------------------------------------------------------
 */

struct counted {
    const struct unit *unit;
    int64_t sent, accepted, returned, missing;
};

static int64_t wanted_of(struct judging *j, const char *unit)
{
    const struct pack *pk = j->k.p->web->site->pack;
    int64_t n = 0;
    for (size_t i = 0; i < pk->nmeasures; i++)
        n += value_wanted(&pk->measures[i], unit, j->k.ask.period.kind);
    return n;
}

static int by_code(const void *key, const void *at)
{
    return strcmp(key, (*(const struct unit *const *)at)->code);
}

/* What was said last of each measure by each of n units, by code: n rows of all measures. Whole
 * values only: of their parts nobody is asked. Drafts are not sent yet. */
static const struct stat_entry **said_by(struct judging *j, const struct unit **u, size_t n)
{
    const struct pack *pk = j->k.p->web->site->pack;
    const struct stat_entry **said =
        NEW_N(j->k.p->a, const struct stat_entry *, n * pk->nmeasures + 1);
    for (size_t i = 0; i < j->n; i++) {
        const struct stat_entry *e = &j->v[i];
        if (*e->dims || e->gone || e->state == VALUE_DRAFT)
            continue;
        const struct unit **at = bsearch(e->unit, u, n, sizeof *u, by_code);
        if (!at)
            continue;
        const struct stat_entry **old =
            &said[(size_t)(at - u) * pk->nmeasures + (size_t)(e->measure - pk->measures)];
        *old = !*old || (*old)->state == VALUE_ACCEPTED ? e : *old;
    }
    return said;
}

static void count_unit(struct judging *j, struct counted *c, const struct stat_entry *const *said)
{
    const struct pack *pk = j->k.p->web->site->pack;
    for (size_t i = 0; i < pk->nmeasures; i++) {
        if (!value_wanted(&pk->measures[i], c->unit->code, j->k.ask.period.kind))
            continue;
        c->missing += !said[i];
        c->sent += said[i] && said[i]->state == VALUE_SENT;
        c->accepted += said[i] && said[i]->state == VALUE_ACCEPTED;
        c->returned += said[i] && said[i]->state == VALUE_RETURNED;
    }
}

static int by_work(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;
    if ((x->sent > 0) != (y->sent > 0))
        return x->sent > 0 ? -1 : 1;
    if (x->missing != y->missing)
        return x->missing > y->missing ? -1 : 1;
    return strcmp(x->unit->code, y->unit->code);
}

static void put_counted(struct judging *j, struct val *x, const struct counted *c)
{
    struct page *p = j->k.p;
    if (c->unit) {
        val_text(x, "code", c->unit->code);
        val_text(x, "name", c->unit->name);
        val_text(x, "href",
            arena_printf(p->a, "/so-lieu/duyet?%s", asking_query_one(&j->k, c->unit->code)));
    }
    val_int(x, "sent", c->sent);
    val_int(x, "accepted", c->accepted);
    val_int(x, "returned", c->returned);
    val_int(x, "missing", c->missing);
}

static void put_units(struct judging *j)
{
    struct page *p = j->k.p;
    size_t n;
    enum unit_level level = *j->k.ask.unit ? UNIT_COMMUNE : UNIT_PROVINCE;
    const struct unit **u =
        unit_children(p->act->units, p->a, j->k.ask.unit, j->k.ask.map, level, &n);
    struct counted *v = NEW_N(p->a, struct counted, n + 1), sum = {0};
    const struct stat_entry **said = said_by(j, u, n);
    for (size_t i = 0; i < n; i++) {
        v[i].unit = u[i];
        count_unit(j, &v[i], said + i * p->web->site->pack->nmeasures);
        sum.sent += v[i].sent;
        sum.accepted += v[i].accepted;
        sum.returned += v[i].returned;
        sum.missing += v[i].missing;
    }
    qsort(v, n, sizeof *v, by_work);
    for (size_t i = 0; i < n; i++)
        put_counted(j, val_add(p->root, "units"), &v[i]);
    put_counted(j, val_child(p->root, "total"), &sum);
    val_int(p->root, "wanted", n ? wanted_of(j, u[0]->code) : 0);
}

/* ---- values of one unit -----------------------------------------------------------------------
 */

static const char *key_of(struct arena *a, const struct stat_entry *e)
{
    return arena_printf(a, "%s:%lld:%s", e->measure->id, (long long)e->at, e->dims);
}

static enum err put_values(struct judging *j)
{
    struct page *p = j->k.p;
    int64_t waiting = 0;
    for (size_t i = 0; i < j->n; i++) {
        const struct stat_entry *e = &j->v[i];
        if (e->state == VALUE_DRAFT)
            continue;
        struct val *x = val_add(p->root, "values");
        val_text(x, "measure", e->measure->id);
        put_label(p, x, "label", e->measure->label);
        put_label(p, x, "measure_unit", e->measure->unit);
        put_entry(p, x, e);
        bool waits = e->state == VALUE_SENT;
        val_text(x, "_key", waits ? key_of(p->a, e) : NULL);
        if (waits)
            TRY(put_entry_before(p, x, e));
        waiting += waits;
    }
    val_int(p->root, "waiting", waiting);
    val_bool(p->root, "_any", waiting > 0);
    return OK;
}

/* ---- the page ---------------------------------------------------------------------------------
 */

static enum err show(struct judging *j)
{
    struct page *p = j->k.p;
    asking_put(&j->k, 0, NULL);
    asking_title(&j->k);
    val_msg(p->root, "title", N_("Duyệt số liệu"), NULL, NULL, NULL);
    if (j->one)
        TRY(put_values(j));
    else
        put_units(j);
    val_bool(p->root, "one", j->one);
    val_text(p->root, "form_action",
        arena_printf(p->a, "/so-lieu/duyet?%s%s", asking_query_one(&j->k, NULL), own_values(j)));
    struct val *c = val_add(p->root, "crumbs");
    const char *province = *p->user->province ? p->user->province : "";
    val_text(c, "href",
        j->one ? arena_printf(p->a, "/so-lieu/duyet?%s", asking_query_one(&j->k, province))
               : arena_printf(p->a, "/so-lieu?%s", asking_query_one(&j->k, NULL)));
    val_msg(c, "label", j->one ? N_("Duyệt số liệu") : N_("Số liệu"), NULL, NULL, NULL);
    p->v->csv_list = j->one ? "values" : "units";
    return page_show(p, "value_judge");
}

enum err page_value_judge(struct page *p)
{
    struct judging j = {.k = {.p = p}};
    if (reads(&j))
        TRY(load(&j));
    return show(&j);
}

static bool chosen(struct page *p, const struct stat_entry *e)
{
    struct rec_input in = page_input(p);
    const char *key = key_of(p->a, e), *s;
    for (size_t i = 0; (s = in.get(in.ctx, "chon", i)); i++)
        if (streq(s, key))
            return true;
    return false;
}

static enum err judge(struct judging *j, bool accept, bool all, const char *reason, size_t *done)
{
    struct page *p = j->k.p;
    for (size_t i = 0; i < j->n; i++) {
        const struct stat_entry *e = &j->v[i];
        bool here = j->one || !streq(e->unit, j->k.ask.unit);
        if (e->state != VALUE_SENT || !here || !(all || chosen(p, e)))
            continue;
        TRY(stat_judge(p->act, e, accept, reason));
        ++*done;
    }
    return OK;
}

enum err page_value_judge_post(struct page *p)
{
    struct judging j = {.k = {.p = p}};
    if (!reads(&j))
        return show(&j);
    TRY(load(&j));
    const char *what = page_form(p, "viec", 8), *reason = page_form(p, "ly_do", 500);
    bool back = streq(what, "tra"), all = streq(what, "nhan_het");
    size_t done = 0;
    if (back && (!reason || !*reason))
        rec_fault(p->faults, "ly_do", N_("Ghi vì sao trả lại, để nơi gửi biết phải sửa gì"), NULL);
    else
        TRY(judge(&j, !back, all, back ? reason : NULL, &done));
    if (!p->faults->errors && done == 0)
        rec_fault(p->faults, NULL,
            N_("Chưa chọn số nào đang chờ duyệt. Có thể người gửi vừa sửa lại."), NULL);
    if (p->faults->errors) {
        work_faults(p);
        val_text(p->root, "reason", reason);
        return show(&j);
    }
    return page_done(p, "/so-lieu/duyet?%s%s&tb=%s", asking_query_one(&j.k, NULL), own_values(&j),
        back ? "da-tra-lai" : "da-duyet");
}
