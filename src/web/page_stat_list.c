// SPDX-License-Identifier: AGPL-3.0-or-later
/* A programme of targets: each item with its figure, target, status and trend; and the score. */
#include "web/web_stat_int.h"

#include "base/cal.h"

#include <math.h>

enum { TREND_YEARS = 5 };

/* Figures of the same period of the years before, of every indicator on the page. */
struct trends {
    const struct indicator **v;
    size_t n, most;
    struct period periods[TREND_YEARS];
    struct stat_values *of[TREND_YEARS];
};

struct listing_of {
    struct asking k;
    const struct programme *prog; /* NULL = every indicator of the pack */
    struct trends t;
};

/* ---- which indicators -------------------------------------------------------------------------
 */

static void want(struct trends *t, const struct indicator *i)
{
    for (size_t k = 0; k < t->n; k++)
        if (t->v[k] == i)
            return;
    BUG_IF(t->n == t->most);
    t->v[t->n++] = i;
}

static void want_item(struct trends *t, const struct programme_item *item)
{
    for (size_t i = 0; i < item->nparts; i++)
        want(t, item->parts[i].indicator);
}

static void want_all(struct listing_of *l)
{
    const struct pack *pk = l->k.p->web->site->pack;
    l->t.most = pk->nindicators;
    l->t.v = NEW_N(l->k.p->a, const struct indicator *, l->t.most + 1);
    for (size_t o = 0; l->prog && o < l->prog->nobjectives; o++)
        for (size_t i = 0; i < l->prog->objectives[o].nitems; i++)
            want_item(&l->t, &l->prog->objectives[o].items[i]);
    for (size_t i = 0; !l->prog && i < pk->nindicators; i++)
        want(&l->t, &pk->indicators[i]);
}

static enum err read_trends(struct listing_of *l)
{
    struct trends *t = &l->t;
    struct stat_ask ask = l->k.ask;
    past_periods(&ask.period, t->periods, TREND_YEARS);
    for (size_t y = 0; y < TREND_YEARS; y++) {
        t->of[y] = NEW_N(l->k.p->a, struct stat_values, t->n + 1);
        ask.period = t->periods[y];
        TRY(stat_indicators(l->k.p->act, t->v, t->n, l->prog, &ask, t->of[y]));
    }
    return OK;
}

static const struct stat_value *figure_of(const struct trends *t, size_t at, size_t year)
{
    static const struct stat_value none = {.value = NAN, .num = NAN, .den = NAN};
    return t->of[year][at].n ? &t->of[year][at].v[0] : &none;
}

static void put_trend(struct listing_of *l, struct val *x, const struct indicator *i)
{
    const struct stat_value *v[TREND_YEARS];
    for (size_t at = 0; at < l->t.n; at++)
        if (l->t.v[at] == i) {
            for (size_t y = 0; y < TREND_YEARS; y++)
                v[y] = figure_of(&l->t, at, y);
            put_spark(&l->k, x, i, l->t.periods, v, TREND_YEARS);
        }
}

/* ---- rows -------------------------------------------------------------------------------------
 */

static void put_indicator(
    struct listing_of *l, struct val *x, const struct indicator *i, const struct stat_value *v)
{
    struct page *p = l->k.p;
    val_text(x, "indicator", i->id);
    put_figure(&l->k, x, i, v);
    put_target(&l->k, x, i, v->target);
    put_label(p, x, "owner", i->owner);
    val_text(x, "source", i->source.text);
    val_bool(x, "verify", i->source.verify);
    val_text(val_child(x, "links"), "sheet",
        arena_printf(p->a, "/chi-tieu/%s?%s", i->id, asking_query_one(&l->k, NULL)));
    put_trend(l, x, i);
}

static void put_part(struct listing_of *l, const struct stat_item *it, size_t nth, bool head)
{
    struct page *p = l->k.p;
    const struct part_target *part = &it->item->parts[nth];
    struct val *x = val_add(p->root, "rows");
    put_label(p, x, "objective", it->objective->label);
    val_text(x, "code", it->item->code);
    put_label(p, x, "item", it->item->label);
    put_label(p, x, "label", part->label.vi ? part->label : part->indicator->label);
    put_status(x, "item_status", it->status);
    put_indicator(l, x, part->indicator, &it->parts[nth]);
    val_bool(x, "item_verify", it->item->source.verify);
    val_bool(x, "_head", head);
    val_bool(x, "_first", nth == 0);
    val_bool(x, "_several", it->item->nparts > 1);
}

static void put_objective_score(struct page *p, const struct stat_score *s, size_t from)
{
    const struct objective *o = s->v[from].objective;
    struct val *x = val_add(p->root, "objectives");
    int64_t met = 0, n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i].objective == o) {
            met += s->v[i].status == STAT_MET;
            n++;
        }
    put_label(p, x, "label", o->label);
    val_int(x, "met", met);
    val_int(x, "items", n);
}

static enum err put_programme(struct listing_of *l)
{
    struct page *p = l->k.p;
    struct stat_score s;
    TRY(stat_programme(p->act, l->prog, &l->k.ask, &s));
    for (size_t i = 0; i < s.n; i++) {
        bool head = i == 0 || s.v[i].objective != s.v[i - 1].objective;
        if (head)
            put_objective_score(p, &s, i);
        for (size_t k = 0; k < s.v[i].item->nparts; k++)
            put_part(l, &s.v[i], k, head && k == 0);
    }
    struct val *x = val_child(p->root, "score");
    val_int(x, "met", (int64_t)s.met);
    val_int(x, "not_met", (int64_t)s.not_met);
    val_int(x, "unknown", (int64_t)s.unknown);
    val_int(x, "items", (int64_t)s.n);
    return OK;
}

static void put_every(struct listing_of *l)
{
    struct page *p = l->k.p;
    for (size_t at = 0; at < l->t.n; at++) {
        struct val *x = val_add(p->root, "rows");
        put_label(p, x, "label", l->t.v[at]->label);
        put_indicator(l, x, l->t.v[at], figure_of(&l->t, at, TREND_YEARS - 1));
        val_bool(x, "_first", true);
    }
}

/* ---- the page ---------------------------------------------------------------------------------
 */

/* Without a choice the first programme that runs today. */
static bool choose(struct listing_of *l, const char *asked)
{
    const struct pack *pk = l->k.p->web->site->pack;
    int year = cal_local(l->k.p->act->now_ms).date.y;
    if (asked && *asked) {
        l->prog = pack_programme(pk, asked);
        return l->prog || streq(asked, "tat-ca");
    }
    for (size_t i = 0; i < pk->nprogrammes && !l->prog; i++)
        if (pk->programmes[i].from <= year && year <= pk->programmes[i].to)
            l->prog = &pk->programmes[i];
    return true;
}

static struct val *programme_control(struct listing_of *l)
{
    struct page *p = l->k.p;
    const struct pack *pk = p->web->site->pack;
    struct val *list = val_list(p->a);
    struct val *f = asking_control(&l->k, list, "ct", "choice", N_("Chương trình"));
    val_bool(f, "no_empty", true);
    for (size_t i = 0; i < pk->nprogrammes; i++) {
        const struct programme *g = &pk->programmes[i];
        bool en = p->v->lang == LANG_EN && g->label.en;
        asking_option(f, g->id, en ? g->label.en : g->label.vi, g == l->prog);
    }
    asking_option(f, "tat-ca", msg_text(p->v->lang, N_("Mọi chỉ tiêu")), !l->prog);
    return list;
}

static void put_ways(struct listing_of *l)
{
    struct page *p = l->k.p;
    const char *ct = l->prog ? l->prog->id : "tat-ca", *q = asking_query_one(&l->k, NULL);
    val_text(p->root, "_xlsx", arena_printf(p->a, "/chi-tieu.xlsx?ct=%s&%s", ct, q));
    val_text(p->root, "_csv", arena_printf(p->a, "/chi-tieu.csv?ct=%s&%s", ct, q));
    val_bool(p->root, "_may_add", user_can(p->user, "so_lieu", "accept"));
    if (l->prog)
        put_source(p, p->root, "source", &l->prog->source);
    if (!val_get(p->root, "rows") && !p->faults->errors)
        val_msg(val_child(p->root, "empty"), "text", N_("Chương trình này chưa có chỉ tiêu nào."),
            NULL, NULL, NULL);
}

static enum err sheet(struct page *p)
{
    static const struct doc_col cols[] = {{"objective", "Mục tiêu", VK_TEXT, 30},
        {"code", "Mã", VK_TEXT, 8}, {"label", "Chỉ tiêu", VK_TEXT, 50},
        {"numerator", "Tử số", VK_REAL, 14}, {"denominator", "Mẫu số", VK_REAL, 14},
        {"value", "Kết quả", VK_REAL, 14}, {"unit", "Đơn vị tính", VK_TEXT, 14},
        {"target_op", "Dấu", VK_TEXT, 6}, {"target", "Mục tiêu phải đạt", VK_REAL, 14},
        {"target_year", "Năm", VK_TEXT, 8}, {"target_of", "Của", VK_TEXT, 18},
        {"status", "Tình trạng", VK_TEXT, 14}, {"item_status", "Cả chỉ tiêu", VK_TEXT, 14},
        {"estimated", "Có ước tính", VK_TEXT, 10}, {"origin", "Nguồn số", VK_TEXT, 20},
        {"owner", "Ai cung cấp", VK_TEXT, 24}};
    return stat_xlsx(p, "rows", cols, COUNT(cols));
}

enum err page_stat_list(struct page *p)
{
    struct listing_of l = {.k = {.p = p, .path = "/chi-tieu", .usual = PERIOD_YEAR}};
    if (!choose(&l, page_query(p, "ct", 40)))
        return err_set(ERR_NOT_FOUND, "no such programme");
    bool right = asking_read(&l.k);
    l.k.ask.level = UNIT_ANY;
    asking_put(&l.k, WITH_MAP, programme_control(&l));
    asking_title(&l.k);
    if (right) {
        want_all(&l);
        TRY(read_trends(&l));
        if (l.prog)
            TRY(put_programme(&l));
        else
            put_every(&l);
    }
    put_ways(&l);
    if (l.prog)
        put_label(p, p->root, "title", l.prog->label);
    else
        val_msg(p->root, "title", N_("Mọi chỉ tiêu"), NULL, NULL, NULL);
    p->v->csv_list = "rows";
    if (streq(p->match.suffix, "xlsx") && right) {
        p->v->file_name = "chi-tieu.xlsx";
        return sheet(p);
    }
    return page_show(p, "stat_list");
}
