// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Open data, for everybody. These pages read what was published (pub_*) and the pack, nothing else:
 * no register, no entered value, no account.
 */
#include "web/web_open_int.h"

#include <math.h>

/* ---- who publishes ----------------------------------------------------------------------------
 */

enum err open_publisher(struct page *p, struct publisher *out)
{
    struct db_rows *r = db_query(p->act->c, p->a, Q_PUB_SITE, NO_ARGS);
    *out = (struct publisher){.unit = ""};
    if (db_next(r))
        *out = (struct publisher){.unit = db_text(r, 0),
            .until = db_int(r, 1),
            .next_day = db_text(r, 2),
            .office = db_text(r, 3),
            .contact = db_text(r, 4),
            .set = true};
    return db_status(p->act->c);
}

const char *open_publisher_name(struct page *p, const struct publisher *s)
{
    if (!s->set)
        return NULL;
    return *s->unit ? unit_name(p->act->units, s->unit, unit_day_of_ms(p->act->now_ms))
                    : msg_text(p->v->lang, N_("Cả nước"));
}

void open_put_publisher(struct page *p, const struct publisher *s)
{
    val_bool(p->root, "open", true);
    val_text(p->root, "unit", open_publisher_name(p, s));
    val_text(p->root, "unit_code", s->set ? s->unit : NULL);
    val_text(p->root, "office", s->office);
    val_text(p->root, "contact", s->contact);
    val_text(p->root, "_here", p->rq->path);
}

/* ---- the list ---------------------------------------------------------------------------------
 */

static void put_calendar(struct page *p, const struct publisher *s)
{
    struct db_rows *r = db_query(p->act->c, p->a, Q_PUB_RELEASES, ARGS(s->unit));
    while (db_next(r)) {
        if (db_int(r, 1) > s->until)
            continue;
        struct val *x = val_add(p->root, "calendar");
        val_int(x, "year", db_int(r, 1));
        val_text(x, "_year", arena_printf(p->a, "%d", (int)db_int(r, 1)));
        val_time(x, "published", db_int(r, 3));
        val_time(x, "withdrawn", db_int(r, 5));
        val_text(x, "reason", db_text(r, 7));
    }
    val_date(p->root, "next", s->next_day && *s->next_day ? s->next_day : NULL);
}

struct head {
    int64_t year;
    double value;
    bool hidden;
};
struct heads {
    const char **item; /* "i:ty_le" */
    struct head *v;
    size_t n;
};

/* The newest total of each item; those that are not known are left out. */
static struct heads heads(struct page *p, const struct publisher *s)
{
    struct db_rows *r = db_query(p->act->c, p->a, Q_PUB_HEADS, ARGS(s->unit, s->until));
    size_t most = db_row_count(r);
    struct heads h = {NEW_N(p->a, const char *, most + 1), NEW_N(p->a, struct head, most + 1), 0};
    while (db_next(r)) {
        if (db_int(r, 3) == 2)
            continue;
        const char *item = arena_printf(p->a, "%s:%s", db_text(r, 0), db_text(r, 1));
        if (h.n && streq(h.item[h.n - 1], item))
            continue;
        h.item[h.n] = item;
        h.v[h.n++] = (struct head){db_int(r, 2), db_real(r, 4), db_int(r, 3) == 1};
    }
    return h;
}

static const struct head *head_of(struct page *p, const struct heads *h, char kind, const char *id)
{
    const char *item = arena_printf(p->a, "%c:%s", kind, id);
    for (size_t i = 0; i < h->n; i++)
        if (streq(h->item[i], item))
            return &h->v[i];
    return NULL;
}

/* A number as the page shows it: whole, or rounded. */
void open_put_number(struct val *x, const char *key, double v, int decimals)
{
    double ten = pow(10, decimals), r = round(v * ten) / ten;
    if (!isfinite(v))
        val_text(x, key, NULL);
    else if (decimals == 0 && fabs(r) < 9e15)
        val_int(x, key, (int64_t)r);
    else
        val_real(x, key, r);
}

int open_decimals(const struct indicator *i)
{
    return i->denominator ? i->decimals : 0;
}

static void put_item(struct page *p, const struct heads *h, const char *list, char kind,
    const char *id, struct label label, struct label unit, int decimals)
{
    const struct head *e = head_of(p, h, kind, id);
    if (!e)
        return;
    struct val *x = val_add(p->root, list);
    val_text(x, "id", id);
    put_label(p, x, "name", label);
    put_label(p, x, "unit", unit);
    val_int(x, "year", e->year);
    val_text(x, "_year", arena_printf(p->a, "%d", (int)e->year));
    val_text(x, "status", e->hidden ? "hidden" : "shown");
    if (!e->hidden)
        open_put_number(x, "value", e->value, decimals);
    val_text(
        x, "href", arena_printf(p->a, "/cong-khai/%s/%s", kind == 'i' ? "chi-tieu" : "so-dem", id));
}

enum err page_open_data(struct page *p)
{
    struct publisher s;
    TRY(open_publisher(p, &s));
    open_put_publisher(p, &s);
    val_msg(
        p->root, "title", N_("Số liệu công khai về trẻ em và bình đẳng giới"), NULL, NULL, NULL);
    if (s.set) {
        const struct pack *pk = p->web->site->pack;
        put_calendar(p, &s);
        struct heads h = heads(p, &s);
        for (size_t i = 0; i < pk->nindicators; i++)
            put_item(p, &h, "indicators", 'i', pk->indicators[i].id, pk->indicators[i].label,
                pk->indicators[i].unit, open_decimals(&pk->indicators[i]));
        for (size_t i = 0; i < pk->nmeasures; i++)
            put_item(p, &h, "measures", 'm', pk->measures[i].id, pk->measures[i].label,
                pk->measures[i].unit, 0);
    }
    p->v->csv_list = "indicators";
    return page_show(p, "open");
}

/* ---- dictionary, the page for children ---------------------------------------------------------
 */

static void put_word(struct page *p, const char *kind, const char *id, const struct label v[4],
    const struct source *s)
{
    static const char *const keys[] = {"name", "definition", "unit", "owner"};
    struct val *x = val_add(p->root, "words");
    val_text(x, "kind", kind);
    val_text(x, "id", id);
    for (size_t i = 0; i < COUNT(keys); i++)
        if (v[i].vi)
            val_text(x, keys[i], p->v->lang == LANG_EN && v[i].en ? v[i].en : v[i].vi);
        else
            val_text(x, keys[i], NULL);
    val_text(x, "source", s ? s->text : NULL);
}

static void put_code_words(struct page *p, const struct dimension *d)
{
    for (size_t k = 0; d->list && k < d->list->ncodes; k++)
        put_word(p, "code", arena_printf(p->a, "%s=%s", d->id, d->list->codes[k].id),
            (const struct label[4]){d->list->codes[k].label}, NULL);
}

enum err page_open_words(struct page *p)
{
    const struct pack *pk = p->web->site->pack;
    struct publisher s;
    TRY(open_publisher(p, &s));
    open_put_publisher(p, &s);
    val_msg(p->root, "title", N_("Từ điển dữ liệu"), NULL, NULL, NULL);
    for (size_t i = 0; i < pk->nindicators; i++) {
        const struct indicator *x = &pk->indicators[i];
        if (x->open)
            put_word(p, "indicator", x->id,
                (const struct label[4]){x->label, x->definition, x->unit, x->owner}, &x->source);
    }
    for (size_t i = 0; i < pk->nmeasures; i++) {
        const struct measure *x = &pk->measures[i];
        if (stat_open_measure(pk, x))
            put_word(p, "measure", x->id,
                (const struct label[4]){x->label, x->definition, x->unit, x->owner}, &x->source);
    }
    for (size_t i = 0; i < pk->ndimensions; i++) {
        put_word(p, "dimension", pk->dimensions[i].id,
            (const struct label[4]){pk->dimensions[i].label}, NULL);
        put_code_words(p, &pk->dimensions[i]);
    }
    p->v->csv_list = "words";
    return page_show(p, "open_words");
}

enum err page_open_children(struct page *p)
{
    struct publisher s;
    TRY(open_publisher(p, &s));
    open_put_publisher(p, &s);
    val_msg(p->root, "title", N_("Trang dành cho trẻ em"), NULL, NULL, NULL);
    return page_show(p, "open_children");
}
