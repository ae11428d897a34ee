// SPDX-License-Identifier: AGPL-3.0-or-later
/* Numbers to and from other systems: DHIS2 metadata and data values, ADX; import with a dry run. */
#include "web/web_int.h"

#include "exchange/exchange.h"

enum { MOST_OUT = 64 << 20, SHOWN_CONFLICTS = 200 };

/* ---- taking away ------------------------------------------------------------------------------
 */

static const char *read_ask(struct page *p, struct exchange_ask *ask)
{
    const char *period = page_query(p, "ky", 40), *unit = page_query(p, "don_vi", 8);
    const char *ids = page_query(p, "theo", 8), *level = page_query(p, "cap", 10);
    *ask = (struct exchange_ask){.unit = unit ? unit : p->user->province,
        .level = level && streq(level, "tinh") ? UNIT_ANY : UNIT_COMMUNE,
        .ids = ids && streq(ids, "ma") ? EXCHANGE_CODES : EXCHANGE_UIDS,
        .split = page_query(p, "phan_to", 4) != NULL};
    struct cal_date today;
    cal_from_iso(str_of(p->act->today), &today);
    struct str typed = str_of(period && *period ? period : arena_printf(p->a, "%d", today.y - 1));
    return period_parse(p->a, typed, REGIME_CALENDAR, &ask->period);
}

static enum err send_file(struct page *p, const char *type, const char *name, struct buf *b)
{
    p->v->file = buf_view(b);
    p->v->file_type = type;
    p->v->file_name = name;
    return OK;
}

static enum err wrong(struct page *p, const char *why)
{
    return page_not_now(p, "/trao-doi", why);
}

enum err page_exchange_metadata(struct page *p)
{
    struct exchange_ask ask;
    const char *why = read_ask(p, &ask);
    if (why)
        return wrong(p, why);
    struct buf b = buf_in(p->a, MOST_OUT);
    TRY(exchange_metadata(p->act, &ask, &b));
    return send_file(p, "application/json", "dhis2-metadata.json", &b);
}

enum err page_exchange_values(struct page *p)
{
    static const struct {
        const char *word, *type, *name;
    } FORMS[] = {[EXCHANGE_JSON] = {"json", "application/json", "dataValueSets.json"},
        [EXCHANGE_CSV] = {"csv", "text/csv; charset=utf-8", "dataValueSets.csv"},
        [EXCHANGE_ADX] = {"adx", "application/adx+xml", "so-lieu-adx.xml"}};
    struct exchange_ask ask;
    const char *why = read_ask(p, &ask), *form = page_query(p, "dang", 8);
    size_t f = 0;
    while (f < COUNT(FORMS) && !streq(FORMS[f].word, form ? form : "json"))
        f++;
    if (why || f == COUNT(FORMS))
        return wrong(p, why ? why : N_("Chọn dạng tệp: json, csv hoặc adx"));
    struct buf b = buf_in(p->a, MOST_OUT);
    enum err e = exchange_out(p->act, &ask, (enum exchange_format)f, &b);
    if (e == ERR_INVALID)
        return wrong(
            p, N_("DHIS2 không có kỳ này. Dùng tháng, quý, 6 tháng hoặc năm theo lịch; kỳ 9 tháng "
                  "thì dùng ADX."));
    TRY(e);
    return send_file(p, FORMS[f].type, FORMS[f].name, &b);
}

/* ---- the page, and taking in -------------------------------------------------------------------
 */

static enum err show(struct page *p)
{
    struct cal_date today;
    cal_from_iso(str_of(p->act->today), &today);
    val_msg(p->root, "title", N_("Trao đổi số liệu"), NULL, NULL, NULL);
    val_text(p->root, "year", arena_printf(p->a, "%d", today.y - 1));
    return page_show(p, "exchange");
}

enum err page_exchange(struct page *p)
{
    return show(p);
}

static void put_report(struct page *p, const struct exchange_report *r, bool dry)
{
    struct val *x = val_child(p->root, "report");
    val_bool(x, "dry", dry);
    val_int(x, "rows", (int64_t)r->rows);
    val_int(x, "imported", (int64_t)r->imported);
    val_int(x, "updated", (int64_t)r->updated);
    val_int(x, "ignored", (int64_t)r->ignored);
    val_int(x, "bad", (int64_t)r->bad);
    val_text(x, "broken", r->broken);
    for (size_t i = 0; i < r->nconflicts && i < SHOWN_CONFLICTS; i++) {
        const struct exchange_conflict *c = &r->conflicts[i];
        struct val *line = val_add(x, "conflicts");
        val_int(line, "row", (int64_t)c->row + 1);
        val_text(line, "property", c->property);
        val_text(line, "object", c->object);
        val_text(line, "text", c->text);
    }
}

enum err page_exchange_post(struct page *p)
{
    if (p->rq->nfiles == 0 || p->rq->files[0].data.n == 0) {
        val_msg(p->root, "missing", N_("Chưa chọn tệp để nhập"), NULL, NULL, NULL);
        p->v->status = 422;
        return show(p);
    }
    struct exchange_report r;
    struct str bytes = p->rq->files[0].data;
    bool dry = http_form(p->rq, "that") == NULL;
    TRY(exchange_in(p->act, bytes, exchange_guess(bytes), dry, &r));
    if (!dry)
        TRY(act_commit(p->act, "/trao-doi"));
    TRY(act_read(p->act));
    put_report(p, &r, dry);
    if (r.bad || r.broken)
        p->v->status = 422;
    return show(p);
}
