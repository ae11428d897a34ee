// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A re-check campaign (rà soát): how far each village is, whom to visit yet, and ticking off what
 * was found. The facts go into the records themselves.
 */
#include "web/web_int.h"

enum { PER_PAGE = 100, MOST_TICKED = 200 };

struct campaigning {
    struct rec *rec;
    const struct campaign *c;
    struct rec_recheck k;
    const char *home; /* this page */
};

static const char *text_of(struct page *p, const struct rec *r, const struct field *f)
{
    return f ? v_cstr(p->a, r->v[f->slot]) : NULL;
}

static enum err get_campaign(struct page *p, struct campaigning *g)
{
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &g->rec));
    g->c = p->reg->campaign;
    if (!g->c)
        return ERR_NOT_FOUND;
    const char *mark = text_of(p, g->rec, g->c->mark);
    g->k = (struct rec_recheck){.reg = g->c->reg,
        .since = text_of(p, g->rec, g->c->since),
        .mark = mark ? reg_mark(g->c->reg, mark) : NULL,
        .group = text_of(p, g->rec, g->c->group)};
    g->home = arena_printf(p->a, "/so/%s/%s/ra-soat", p->reg->id, rec_id(g->rec));
    return g->k.since ? OK : err_set(ERR_INVALID, "campaign without a first day");
}

/* ---- progress -------------------------------------------------------------------------------- */

static const char *encoded(struct page *p, const char *s)
{
    struct buf b = buf_in(p->a, 2000);
    for (; *s; s++)
        buf_printf(&b, "%%%02X", (unsigned)(unsigned char)*s);
    return b.p ? b.p : "";
}

static void put_share(struct val *x, int64_t done, int64_t all)
{
    val_int(x, "all", all);
    val_int(x, "done", done);
    val_int(x, "left", all - done);
    val_int(x, "pct", all ? done * 100 / all : 100);
}

static void put_line(struct page *p, const struct campaigning *g, const struct rec_progress *line)
{
    struct val *x = val_add(p->root, "groups");
    put_share(x, line->done, line->all);
    if (!*p->user->unit) {
        put_unit(p, x, "name", line->group);
        return;
    }
    if (line->group)
        val_text(x, "name", line->group);
    else
        val_msg(x, "name", N_("Chưa ghi thôn"), NULL, NULL, NULL);
    val_text(x, "href",
        arena_printf(p->a, "%s?nhom=%s", g->home, line->group ? encoded(p, line->group) : "-"));
}

static enum err put_progress(struct page *p, const struct campaigning *g)
{
    struct rec_progress *v;
    size_t n;
    int64_t all = 0, done = 0;
    TRY(rec_recheck_progress(p->act, &g->k, &v, &n));
    for (size_t i = 0; i < n; i++) {
        put_line(p, g, &v[i]);
        all += v[i].all;
        done += v[i].done;
    }
    put_share(val_child(p->root, "total"), done, all);
    return OK;
}

/* ---- whom to visit yet ----------------------------------------------------------------------- */

static void put_person(struct page *p, const struct rec *r)
{
    struct val *x = val_add(p->root, "people");
    val_text(x, "id", rec_id(r));
    val_text(x, "name", rec_label(p->act, r));
    val_text(x, "href", arena_printf(p->a, "/so/%s/%s", r->reg->id, rec_id(r)));
    val_text(x, "edit", arena_printf(p->a, "/so/%s/%s/sua", r->reg->id, rec_id(r)));
    for (size_t i = 0; i < r->reg->ncolumns; i++) {
        const struct field *f = r->reg->columns[i];
        struct val *v = f == r->reg->recheck->group ? NULL : field_val(p, r, f);
        if (v)
            val_set(val_add(x, "facts"), "value", v);
    }
}

static enum err put_people_left(struct page *p, struct campaigning *g)
{
    struct rec_query q = {.reg = g->c->reg, .left = &g->k, .limit = PER_PAGE};
    struct rec **v;
    size_t n;
    int64_t total;
    TRY(rec_list(p->act, &q, &v, &n, &total));
    for (size_t i = 0; i < n; i++)
        put_person(p, v[i]);
    val_int(p->root, "left", total);
    val_bool(p->root, "more", total > (int64_t)n);
    for (size_t i = 0; i < g->k.reg->recheck->nresults; i++) {
        struct val *x = val_add(p->root, "results");
        val_text(x, "id", g->k.reg->recheck->results[i].id);
        put_label(p, x, "label", g->k.reg->recheck->results[i].label);
        val_bool(x, "first", i == 0);
    }
    return OK;
}

static void take_group(struct page *p, struct campaigning *g)
{
    const char *group = page_query(p, "nhom", 200);
    if (!group)
        group = page_form(p, "nhom", 200);
    if (!group)
        return;
    g->k.group = streq(group, "-") ? "" : group;
    val_text(p->root, "group", group);
    if (*g->k.group)
        val_text(p->root, "group_name", group);
    else
        val_msg(p->root, "group_name", N_("Chưa ghi thôn"), NULL, NULL, NULL);
}

static enum err show(struct page *p, struct campaigning *g, const char *day)
{
    val_text(p->root, "title", rec_label(p->act, g->rec));
    val_text(p->root, "home", g->home);
    val_text(p->root, "record", arena_printf(p->a, "/so/%s/%s", p->reg->id, rec_id(g->rec)));
    val_date(p->root, "since", g->k.since);
    if (g->k.mark)
        put_label(p, p->root, "only", g->k.mark->label);
    val_text(p->root, "day", day);
    bool ticks = *p->user->unit && user_can(p->user, g->k.reg->id, "write");
    val_bool(p->root, "ticks", ticks);
    TRY(put_progress(p, g));
    take_group(p, g);
    if (ticks)
        TRY(put_people_left(p, g));
    return page_show(p, "recheck");
}

enum err page_recheck(struct page *p)
{
    struct campaigning g;
    TRY(get_campaign(p, &g));
    return show(p, &g, field_show(p->a, g.k.reg->recheck->date, v_text(p->act->today)));
}

/* ---- ticking --------------------------------------------------------------------------------- */

/* The day of the visits: within the campaign, not ahead. */
static const char *visit_day(struct page *p, const struct campaigning *g)
{
    const char *typed = page_form(p, "ngay", 20);
    struct input_ctx ctx = {p->a, p->act->today, p->act->now_ms};
    struct value v = VNULL;
    const char *msg = NULL;
    if (!field_parse(&ctx, g->k.reg->recheck->date, str_of(typed), &v, &msg)) {
        rec_fault(p->faults, "ngay", msg, NULL);
        return NULL;
    }
    const char *day = v_cstr(p->a, v);
    if (!day || strlen(day) != 10)
        rec_fault(p->faults, "ngay", N_("Hãy ghi ngày rà soát, ví dụ 05/10/2026"), NULL);
    else if (strcmp(day, p->act->today) > 0)
        rec_fault(p->faults, "ngay", N_("Ngày rà soát ở tương lai"), NULL);
    else if (strcmp(day, g->k.since) < 0)
        rec_fault(p->faults, "ngay", N_("Ngày rà soát trước khi đợt này bắt đầu"), NULL);
    return day;
}

static const struct recheck_result *chosen_result(struct page *p, const struct recheck *k)
{
    const char *id = page_form(p, "ket_qua", 60);
    for (size_t i = 0; id && i < k->nresults; i++)
        if (streq(k->results[i].id, id))
            return &k->results[i];
    return NULL;
}

static size_t ticked(struct page *p, const char **ids)
{
    size_t n = 0;
    for (size_t i = 0; i < p->rq->nform && n < MOST_TICKED; i++)
        if (str_is(p->rq->form[i].name, "chon") && uuid_ok(p->rq->form[i].value))
            ids[n++] = arena_dupn(p->a, p->rq->form[i].value.p, p->rq->form[i].value.n);
    return n;
}

static void put_faults(struct page *p)
{
    for (size_t i = 0; i < p->faults->n; i++)
        val_msg(val_add(p->root, "faults"), "text", p->faults->v[i].message, NULL, NULL, NULL);
}

enum err page_recheck_post(struct page *p)
{
    struct campaigning g;
    TRY(get_campaign(p, &g));
    const char *ids[MOST_TICKED];
    size_t n = ticked(p, ids);
    const char *day = visit_day(p, &g);
    const struct recheck_result *result = chosen_result(p, g.k.reg->recheck);
    if (n == 0)
        rec_fault(p->faults, "chon", N_("Hãy chọn ít nhất một trẻ"), NULL);
    if (!result)
        rec_fault(p->faults, "ket_qua", N_("Hãy chọn kết quả"), NULL);
    if (p->faults->errors) {
        put_faults(p);
        return show(p, &g, page_form(p, "ngay", 20));
    }
    for (size_t i = 0; i < n; i++)
        TRY(rec_recheck_done(p->act, g.k.reg, ids[i], result, day));
    const char *group = page_form(p, "nhom", 200);
    const char *rest = group && *group ? arena_printf(p->a, "&nhom=%s", encoded(p, group)) : "";
    return page_done(p, "%s?tb=da-luu%s", g.home, rest);
}
