// SPDX-License-Identifier: AGPL-3.0-or-later
/* Filters of a list: what its address asks for, and the bar that offers them. */
#include "web/web_int.h"

enum { MOST_FILTERS = 8, MOST_OFFERED = 30 };

static void keep(struct listing *l, const char *name, const char *value)
{
    buf_printf(&l->kept, "%s%s=%s", l->kept.n ? "&" : "", name, value);
}

static bool plain_code(const char *s)
{
    for (; s && *s; s++)
        if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || *s == '_' || *s == '-'))
            return false;
    return s != NULL;
}

/* Whom a filter finds is as telling as the field. */
static bool may_filter(const struct page *p, const struct field *f)
{
    return p->user->role->sees >= f->cls;
}

static void read_place(struct listing *l)
{
    struct page *p = l->p;
    const char *state = page_query(p, "tt", 40), *unit = page_query(p, "xa", 5);
    if (state && *state && plain_code(state)) {
        l->q.state = state;
        keep(l, "tt", state);
    }
    if (unit && *unit && plain_code(unit)) {
        l->q.unit = unit;
        keep(l, "xa", unit);
    }
}

static void read_answers(struct listing *l)
{
    struct page *p = l->p;
    for (size_t i = 0; i < p->reg->nfilters && l->q.nwhere < MOST_FILTERS; i++) {
        const struct field *f = p->reg->filters[i];
        const char *v = page_query(p, f->id, 60);
        if (!v || !*v || !plain_code(v) || !may_filter(p, f))
            continue;
        l->q.where[l->q.nwhere].field = f;
        l->q.where[l->q.nwhere++].value = v;
        keep(l, f->id, v);
    }
}

static void read_mark(struct listing *l)
{
    const char *id = page_query(l->p, "loc", 40);
    const struct mark *m = id ? reg_mark(l->p->reg, id) : NULL;
    if (!m || !rec_may_ask(l->p->act, m))
        return;
    l->q.mark = m;
    keep(l, "loc", m->id);
}

static void read_order(struct listing *l)
{
    const char *order = page_query(l->p, "xep", 40);
    const struct field *by = order ? reg_field(l->p->reg, order) : NULL;
    if (!by || by->cls != CLASS_OPEN || by->type == F_ROWS)
        return;
    l->q.order = by;
    l->q.descending = page_query(l->p, "giam", 1) != NULL;
    keep(l, "xep", order);
    if (l->q.descending)
        keep(l, "giam", "1");
}

void list_read(struct listing *l)
{
    read_place(l);
    read_answers(l);
    read_mark(l);
    read_order(l);
    const char *at = page_query(l->p, "trang", 6);
    if (!at || !str_to_int(str_of(at), &l->page) || l->page < 1)
        l->page = 1;
}

static struct val *filter_field(
    struct val *form, struct page *p, const char *name, struct label label)
{
    struct val *f = val_add(form, "fields");
    val_text(f, "id", arena_printf(p->a, "loc-%s", name));
    val_text(f, "name", name);
    val_text(f, "type", "choice");
    val_bool(f, "any", true);
    put_label(p, f, "label", label);
    return f;
}

static void filter_option(
    struct page *p, struct val *f, const char *code, struct label label, const char *now)
{
    struct val *o = val_add(f, "options");
    val_text(o, "code", code);
    put_label(p, o, "label", label);
    val_bool(o, "checked", streq(code, now));
}

static void put_state_filter(struct listing *l, struct val *form)
{
    const struct procedure *pr = l->p->reg->procedure;
    if (!pr)
        return;
    struct val *f = filter_field(form, l->p, "tt", (struct label){N_("Trạng thái"), "State"});
    filter_option(l->p, f, "open", (struct label){"Đang mở", "Open"}, l->q.state);
    for (size_t i = 0; i < pr->nstates; i++)
        filter_option(l->p, f, pr->states[i].id, pr->states[i].label, l->q.state);
}

static void put_unit_filter(struct listing *l, struct val *form)
{
    struct page *p = l->p;
    if (*p->user->unit || !*p->user->province)
        return;
    struct val *f = filter_field(form, p, "xa", (struct label){N_("Xã, phường"), "Commune"});
    size_t n;
    const struct unit **u = unit_children(
        p->act->units, p->a, p->user->province, unit_day_of_ms(p->act->now_ms), UNIT_COMMUNE, &n);
    for (size_t i = 0; i < n; i++)
        filter_option(p, f, u[i]->code, (struct label){u[i]->name, NULL}, l->q.unit);
}

/* Of several codes at once the groups alone: sub-groups bring theirs along. */
static bool is_offered(const struct field *f, const struct code *c)
{
    return f->type == F_CHOICE || !c->parent;
}

static size_t offered(const struct field *f)
{
    size_t n = 0;
    for (size_t k = 0; k < f->list->ncodes; k++)
        n += is_offered(f, &f->list->codes[k]);
    return n;
}

void list_put_filters(struct listing *l)
{
    struct page *p = l->p;
    struct val *form = val_obj(p->a);
    val_text(form, "action", arena_printf(p->a, "/so/%s", p->reg->id));
    if (l->q.mark) {
        struct val *h = val_add(form, "hidden");
        val_text(h, "name", "loc");
        val_text(h, "value", l->q.mark->id);
    }
    put_state_filter(l, form);
    put_unit_filter(l, form);
    for (size_t i = 0; i < p->reg->nfilters; i++) {
        const struct field *f = p->reg->filters[i];
        bool choice = f->type == F_CHOICE || f->type == F_CHOICES;
        if (!choice || offered(f) > MOST_OFFERED || !may_filter(p, f))
            continue;
        struct val *x = filter_field(form, p, f->id, f->label);
        const char *now = page_query(p, f->id, 60);
        for (size_t k = 0; k < f->list->ncodes; k++)
            if (is_offered(f, &f->list->codes[k]))
                filter_option(p, x, f->list->codes[k].id, f->list->codes[k].label, now);
    }
    if (l->kept.n)
        val_text(form, "clear", arena_printf(p->a, "/so/%s", p->reg->id));
    if (val_get(form, "fields"))
        val_set(p->root, "filters", form);
}
