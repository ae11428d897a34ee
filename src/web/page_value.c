// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Values that a unit must supply for a period, as one sheet: a line a measure, what was said last
 * time beside the box, its parts below it. Sent or kept as a draft; what is wrong is told beside
 * its box and nothing typed is lost.
 */
#include "web/web_value_int.h"

#include "base/text.h"

#include <math.h>

/* ---- what is asked of whom --------------------------------------------------------------------
 */

static bool at_level(const struct measure *m, const char *unit)
{
    size_t n = strlen(unit);
    const char *level = n == 0 ? "quoc_gia" : n == 2 ? "tinh" : "xa";
    return streq(m->level ? m->level : "tinh", level);
}

static enum period_kind every_of(const struct measure *m)
{
    enum period_kind k = PERIOD_YEAR;
    if (m->every)
        period_kind_of(m->every, &k);
    return k;
}

bool value_wanted(const struct measure *m, const char *unit, enum period_kind kind)
{
    return !m->reg && at_level(m, unit) && every_of(m) == kind;
}

/* The kind of period most measures of this unit are asked for; the year if there are none. */
static enum period_kind usual_kind(struct page *p, const char *unit)
{
    const struct pack *pk = p->web->site->pack;
    size_t n[PERIOD__COUNT] = {0}, best = PERIOD_YEAR;
    for (size_t i = 0; i < pk->nmeasures; i++)
        if (!pk->measures[i].reg && at_level(&pk->measures[i], unit))
            n[every_of(&pk->measures[i])]++;
    for (size_t k = 0; k < PERIOD__COUNT; k++)
        if (n[k] > n[best])
            best = k;
    return (enum period_kind)best;
}

const struct stat_entry *value_of(
    const struct stat_entry *v, size_t n, const struct measure *m, const char *dims)
{
    const struct stat_entry *found =
        NULL; /* what waits or was returned counts before what stands */
    for (size_t i = 0; i < n; i++)
        if (v[i].measure == m && streq(v[i].dims, dims) &&
            (!found || found->state == VALUE_ACCEPTED))
            found = &v[i];
    return found;
}

bool value_sheet_read(struct value_sheet *s)
{
    struct page *p = s->k.p;
    const char *own = *p->user->unit ? p->user->unit : p->user->province;
    const char *asked = page_query(p, "dv", 10);
    s->k.path = "/so-lieu";
    s->k.usual = usual_kind(p, asked && *asked ? asked : own);
    bool right = asking_read(&s->k);
    s->k.ask.level = UNIT_ANY;
    s->before = period_last_year(&s->k.ask.period);
    if (s->k.ask.period.kind < PERIOD_YEAR)
        s->before = period_before(&s->k.ask.period);
    return right;
}

enum err value_sheet_load(struct value_sheet *s)
{
    struct act *act = s->k.p->act;
    const char *unit = s->k.ask.unit;
    TRY(stat_entries(act, NULL, unit, false, &s->k.ask.period, &s->now, &s->nnow));
    return stat_entries(act, NULL, unit, false, &s->before, &s->last, &s->nlast);
}

/* ---- one box ----------------------------------------------------------------------------------
 */

const char *value_name(struct arena *a, const struct measure *m, const char *dims)
{
    return *dims ? arena_printf(a, "so:%s:%s", m->id, dims) : arena_printf(a, "so:%s", m->id);
}

static const char *fault_of(const struct page *p, const char *name)
{
    for (size_t i = 0; i < p->faults->n; i++)
        if (streq(p->faults->v[i].name, name))
            return p->faults->v[i].message;
    return NULL;
}

static const char *number_text(struct arena *a, double v)
{
    return text_format_real(a, v, -1);
}

static void put_box(struct value_sheet *s, struct val *x, const struct measure *m, const char *dims)
{
    struct page *p = s->k.p;
    const char *name = value_name(p->a, m, dims);
    const struct stat_entry *now = value_of(s->now, s->nnow, m, dims);
    const struct stat_entry *last = value_of(s->last, s->nlast, m, dims);
    val_text(x, "id", name);
    val_text(x, "dims", dims);
    if (now && !now->gone) {
        val_real(x, "value", now->value);
        val_text(x, "_value", number_text(p->a, now->value));
    }
    if (s->again)
        val_text(x, "_value", page_form(p, name, 40));
    if (last && !last->gone) {
        val_real(x, "last", last->value);
        val_text(x, "_last", number_text(p->a, last->value));
    }
    const char *fault = fault_of(p, name);
    if (fault)
        val_msg(x, "error", fault, NULL, NULL, NULL);
    if (!now)
        return;
    put_value_state(x, now->state);
    val_text(x, "note", now->note);
    val_text(x, "by", now->by);
    val_time(x, "at", now->at);
}

static bool shown(const struct val *box)
{
    return val_kind_of(val_get(box, "_value")) != VK_NULL || val_get(box, "error");
}

static void put_parts_of(struct value_sheet *s, struct val *x, const struct measure *m)
{
    struct page *p = s->k.p;
    for (size_t d = 0; d < m->nby; d++) {
        const struct dimension *by = m->by[d];
        if (by->list->ncodes > MOST_CODES)
            continue;
        struct val *g = val_add(x, "splits");
        put_label(p, g, "label", by->label);
        for (size_t c = 0; c < by->list->ncodes; c++) {
            struct val *box = val_add(g, "boxes");
            const char *dims = arena_printf(p->a, "%s=%s", by->id, by->list->codes[c].id);
            put_label(p, box, "label", by->list->codes[c].label);
            put_box(s, box, m, dims);
            if (shown(box))
                val_bool(g, "_filled", true);
        }
    }
}

static void put_bounds(struct value_sheet *s, struct val *x, const struct measure *m)
{
    struct arena *a = s->k.p->a;
    if (m->max > 0)
        val_text(x, "bounds",
            arena_printf(a, "%s – %s", number_text(a, m->min), number_text(a, m->max)));
}

static void put_line(struct value_sheet *s, const struct measure *m, bool head)
{
    struct page *p = s->k.p;
    struct val *x = val_add(p->root, "lines");
    const struct stat_entry *now = value_of(s->now, s->nnow, m, "");
    val_text(x, "measure", m->id);
    put_label(p, x, "label", m->label);
    put_label(p, x, "definition", m->definition);
    put_label(p, x, "unit", m->unit);
    put_label(p, x, "owner", m->owner);
    val_bool(x, "_head", head);
    val_bool(x, "verify", m->source.verify);
    put_bounds(s, x, m);
    put_box(s, x, m, "");
    const char *papers = arena_printf(p->a, "cu:%s", m->id);
    val_text(x, "_papers", papers);
    val_text(x, "evidence", s->again ? page_form(p, papers, 200) : now ? now->evidence : NULL);
    put_parts_of(s, x, m);
}

/* Measures of one supplier stand together, in the order of the pack. */
static void put_lines(struct value_sheet *s)
{
    const struct pack *pk = s->k.p->web->site->pack;
    bool *done = NEW_N(s->k.p->a, bool, pk->nmeasures + 1);
    for (size_t i = 0; i < pk->nmeasures; i++) {
        bool head = true;
        for (size_t j = i; j < pk->nmeasures && !done[i]; j++) {
            const struct measure *m = &pk->measures[j];
            bool same = streq(m->owner.vi, pk->measures[i].owner.vi);
            if (done[j] || !same || !value_wanted(m, s->k.ask.unit, s->k.ask.period.kind))
                continue;
            put_line(s, m, head);
            head = false;
            done[j] = j != i || done[j];
        }
        done[i] = true;
    }
}

/* ---- the page ---------------------------------------------------------------------------------
 */

static void put_other_kinds(struct value_sheet *s)
{
    static const struct {
        enum period_kind kind;
        const char *label;
    } kinds[] = {{PERIOD_MONTH, N_("Theo tháng")}, {PERIOD_QUARTER, N_("Theo quý")},
        {PERIOD_HALF, N_("Theo 6 tháng")}, {PERIOD_NINE_MONTHS, N_("Theo 9 tháng")},
        {PERIOD_YEAR, N_("Theo năm")}};
    struct page *p = s->k.p;
    const struct pack *pk = p->web->site->pack;
    for (size_t k = 0; k < COUNT(kinds); k++) {
        int64_t n = 0;
        for (size_t i = 0; i < pk->nmeasures; i++)
            n += value_wanted(&pk->measures[i], s->k.ask.unit, kinds[k].kind);
        if (!n)
            continue;
        struct period at = period_at(kinds[k].kind, s->k.ask.period.regime,
            s->k.ask.period.to < s->k.ask.map ? s->k.ask.period.to : s->k.ask.map);
        struct val *t = val_add(p->root, "tabs");
        val_msg(t, "label", kinds[k].label, NULL, NULL, NULL);
        val_int(t, "count", n);
        val_bool(t, "active", kinds[k].kind == s->k.ask.period.kind);
        val_text(t, "href", arena_printf(p->a, "/so-lieu?ky=%s&dv=%s", at.id, s->k.ask.unit));
    }
}

static bool may_enter(const struct value_sheet *s)
{
    return user_can(s->k.p->user, "so_lieu", "write") &&
           stat_may_enter(s->k.p->act, NULL, s->k.ask.unit, s->k.ask.map);
}

static void put_ways(struct value_sheet *s)
{
    struct page *p = s->k.p;
    const char *q = asking_query_one(&s->k, NULL);
    val_bool(p->root, "may_write", may_enter(s));
    val_text(p->root, "form_action", arena_printf(p->a, "/so-lieu?%s", q));
    val_text(p->root, "upload", arena_printf(p->a, "/so-lieu/tep?%s", q));
    val_text(p->root, "_xlsx", arena_printf(p->a, "/so-lieu.xlsx?%s", q));
    val_text(p->root, "before_label", period_label(p->a, &s->before));
    if (user_can(p->user, "so_lieu", "accept"))
        val_text(p->root, "judge", arena_printf(p->a, "/so-lieu/duyet?%s", q));
    if (!val_get(p->root, "lines") && !p->faults->errors)
        val_msg(val_child(p->root, "empty"), "text",
            N_("Không có số liệu nào đơn vị này phải nhập theo kỳ này."), NULL, NULL, NULL);
}

enum err value_sheet_show(struct value_sheet *s)
{
    struct page *p = s->k.p;
    asking_put(&s->k, 0, NULL);
    asking_title(&s->k);
    put_lines(s);
    put_other_kinds(s);
    put_ways(s);
    val_msg(p->root, "title", N_("Số liệu phải cung cấp"), NULL, NULL, NULL);
    p->v->csv_list = "lines";
    return page_show(p, "value");
}

enum err page_value(struct page *p)
{
    struct value_sheet s = {.k = {.p = p}};
    if (!value_sheet_read(&s))
        return value_sheet_show(&s);
    TRY(value_sheet_load(&s));
    if (streq(p->match.suffix, "xlsx"))
        return value_workbook(&s);
    return value_sheet_show(&s);
}

/* ---- sent -------------------------------------------------------------------------------------
 */

struct sending {
    struct value_sheet *s;
    struct stat_entry *v;
    const char **name; /* of the box each entry came from */
    size_t n;
    enum stat_state state;
};

static void take_box(struct sending *k, const struct measure *m, const char *dims)
{
    struct page *p = k->s->k.p;
    const char *name = value_name(p->a, m, dims), *typed = page_form(p, name, 40);
    const char *papers = page_form(p, arena_printf(p->a, "cu:%s", m->id), 200);
    const struct stat_entry *now = value_of(k->s->now, k->s->nnow, m, dims);
    double v = 0;
    bool empty = !typed || !*typed, standing = now && !now->gone;
    const char *fault = empty ? NULL : text_parse_real(str_of(typed), &v);
    if (fault)
        rec_fault(p->faults, name, fault, NULL);
    bool same = standing && !empty && v == now->value && now->state != VALUE_RETURNED &&
                (!papers || !*papers || streq(papers, now->evidence)) &&
                (now->state != VALUE_DRAFT || k->state == VALUE_DRAFT);
    if (fault || same || (empty && !standing))
        return;
    k->name[k->n] = name;
    k->v[k->n++] = (struct stat_entry){.measure = m,
        .unit = k->s->k.ask.unit,
        .map = k->s->k.ask.map,
        .period = k->s->k.ask.period,
        .dims = dims,
        .value = v,
        .gone = empty,
        .state = k->state,
        .evidence = papers && *papers ? papers : NULL};
}

static void take_all(struct sending *k)
{
    struct page *p = k->s->k.p;
    const struct pack *pk = p->web->site->pack;
    for (size_t i = 0; i < pk->nmeasures; i++) {
        const struct measure *m = &pk->measures[i];
        if (!value_wanted(m, k->s->k.ask.unit, k->s->k.ask.period.kind))
            continue;
        take_box(k, m, "");
        for (size_t d = 0; d < m->nby; d++)
            for (size_t c = 0; c < m->by[d]->list->ncodes && m->by[d]->list->ncodes <= MOST_CODES;
                 c++)
                take_box(
                    k, m, arena_printf(p->a, "%s=%s", m->by[d]->id, m->by[d]->list->codes[c].id));
    }
}

static size_t most_boxes(const struct page *p)
{
    const struct pack *pk = p->web->site->pack;
    size_t n = 1;
    for (size_t i = 0; i < pk->nmeasures; i++)
        for (size_t d = n++ * 0; d < pk->measures[i].nby; d++)
            n += pk->measures[i].by[d]->list->ncodes;
    return n;
}

static void put_faults(struct sending *k, const struct stat_put *put)
{
    struct page *p = k->s->k.p;
    for (size_t i = 0; put && i < put->nfaults; i++)
        rec_fault(p->faults, k->name[put->faults[i].row], put->faults[i].text, NULL);
    for (size_t i = 0; i < p->faults->n; i++) {
        struct val *e = val_add(p->root, "errors");
        struct str id = str_of(p->faults->v[i].name), first;
        str_split(&id, ':', &first);
        str_split(&id, ':', &first);
        const struct measure *m =
            pack_measure(p->web->site->pack, arena_dupn(p->a, first.p, first.n));
        val_text(e, "id", p->faults->v[i].name);
        if (m)
            put_label(p, e, "label", m->label);
        val_msg(e, "text", p->faults->v[i].message, NULL, NULL, NULL);
    }
}

/* Nothing is stored while anything is wrong: a half-sent sheet would look complete. */
enum err page_value_post(struct page *p)
{
    struct value_sheet s = {.k = {.p = p}};
    if (!value_sheet_read(&s))
        return value_sheet_show(&s);
    if (!may_enter(&s))
        return err_set(ERR_DENIED, "values of another unit");
    TRY(value_sheet_load(&s));
    size_t most = most_boxes(p);
    struct sending k = {.s = &s,
        .v = NEW_N(p->a, struct stat_entry, most),
        .name = NEW_N(p->a, const char *, most),
        .state = streq(page_form(p, "viec", 8), "nhap") ? VALUE_DRAFT : VALUE_SENT};
    struct stat_put put = {0};
    take_all(&k);
    if (!p->faults->errors)
        TRY(stat_put(p->act, k.v, k.n, true, &put));
    if (p->faults->errors || put.nfaults) {
        put_faults(&k, &put);
        s.again = true;
        return value_sheet_show(&s);
    }
    TRY(stat_put(p->act, k.v, k.n, false, &put));
    return page_done(p, "/so-lieu?%s&tb=%s", asking_query_one(&s.k, NULL),
        k.state == VALUE_DRAFT ? "da-luu" : "da-gui");
}
