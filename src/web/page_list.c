// SPDX-License-Identifier: AGPL-3.0-or-later
/* Registers, and the list of one with filters as links. */
#include "web/web_int.h"

#include "aid/aid.h"
#include "base/text.h"
#include "doc/doc.h"

enum { PER_PAGE = 50, MOST_FILTERS = 8, MOST_OFFERED = 30, MOST_ROWS = 20000 };

static bool may_start(const struct page *p, const struct reg *r)
{
    if (r->parent || aid_keeps(p->web->site->pack, r))
        return false;
    return r->procedure ? flow_start_step(p->act, r->procedure) != NULL
                        : user_can(p->user, r->id, "write");
}

enum err page_registers(struct page *p)
{
    const struct pack *pk = p->web->site->pack;
    for (size_t i = 0; i < pk->nregs; i++) {
        const struct reg *r = &pk->regs[i];
        if (!r->in_menu || r->parent || !user_can(p->user, r->id, "read"))
            continue;
        struct val *x = val_add(p->root, "registers");
        put_label(p, x, "label", r->plural.vi ? r->plural : r->label);
        val_text(x, "href", arena_printf(p->a, "/so/%s", r->id));
        val_text(x, "source", r->source.text);
        if (may_start(p, r))
            val_text(x, "new", arena_printf(p->a, "/so/%s/moi", r->id));
    }
    val_msg(p->root, "title", N_("Các sổ"), NULL, NULL, NULL);
    return page_show(p, "registers");
}

/* ---- filters as links ------------------------------------------------------------------------ */

struct listing {
    struct page *p;
    struct rec_query q;
    struct buf kept; /* the query string of the filters in force */
    int64_t page;
};

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

static void read_filters(struct listing *l)
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

static void put_filters(struct listing *l)
{
    struct page *p = l->p;
    struct val *form = val_child(p->root, "filters");
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
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void put_columns(struct listing *l)
{
    struct page *p = l->p;
    struct val *t = val_child(p->root, "table");
    put_label(p, t, "caption", p->reg->plural.vi ? p->reg->plural : p->reg->label);
    val_msg(val_add(t, "cols"), "label", N_("Mã"), NULL, NULL, NULL);
    for (size_t i = 0; i < p->reg->ncolumns; i++) {
        const struct field *f = p->reg->columns[i];
        struct val *c = val_add(t, "cols");
        put_label(p, c, "label", f->label);
        if (f->cls != CLASS_OPEN)
            continue;
        bool now = l->q.order == f;
        val_text(c, "sort",
            arena_printf(p->a, "/so/%s?xep=%s%s", p->reg->id, f->id,
                now && !l->q.descending ? "&giam=1" : ""));
        if (now)
            val_text(c, "sorted", l->q.descending ? "descending" : "ascending");
    }
    if (p->reg->procedure) {
        val_msg(val_add(t, "cols"), "label", N_("Trạng thái"), NULL, NULL, NULL);
        val_msg(val_add(t, "cols"), "label", N_("Hạn gần nhất"), NULL, NULL, NULL);
    }
    if (!*p->user->unit)
        val_msg(val_add(t, "cols"), "label", N_("Xã, phường"), NULL, NULL, NULL);
}

static struct val *cell(struct val *row)
{
    return val_add(row, "cells");
}

/* The same facts twice: `cells` for the page, named values for JSON and CSV. */
static void put_row(
    struct page *p, struct val *t, const struct rec *r, const struct flow_dues *dues)
{
    struct val *row = val_add(t, "rows"), *plain = val_add(p->root, "items");
    const char *href = arena_printf(p->a, "/so/%s/%s", r->reg->id, rec_id(r));
    struct val *first = cell(row);
    val_msg(first, "label", N_("Mã"), NULL, NULL, NULL);
    const char *label = rec_label(p->act, r), *code = rec_code(r);
    val_text(first, "value", label);
    val_text(first, "href", href);
    if (code && !streq(code, label))
        val_text(first, "note", code);
    val_text(plain, "id", rec_id(r));
    val_text(plain, "ma", code);
    val_text(plain, "ten", streq(label, code) ? NULL : label);
    for (size_t i = 0; i < r->reg->ncolumns; i++) {
        const struct field *f = r->reg->columns[i];
        struct val *c = cell(row), *v = field_val(p, r, f);
        put_label(p, c, "label", f->label);
        if (v) {
            val_set(c, "value", v);
            val_set(plain, f->id, v);
        } else {
            val_text(plain, f->id, NULL);
        }
    }
    if (r->reg->nmarks) {
        struct val *marks = marks_text(p, r);
        val_set(plain, "can_chu_y", marks ? marks : val_of_text(p->a, NULL));
    }
    if (r->reg->procedure) {
        const struct state *s = proc_state(r->reg->procedure, rec_state(r));
        struct val *c = cell(row), *d = cell(row);
        val_msg(c, "label", N_("Trạng thái"), NULL, NULL, NULL);
        val_msg(d, "label", N_("Hạn gần nhất"), NULL, NULL, NULL);
        if (s) {
            put_label(p, c, "value", s->label);
            val_code(plain, "trang_thai", s->id, s->label.vi, s->label.en);
        }
        int64_t due = flow_due(dues, rec_id(r));
        put_due(p, d, due);
        val_time(plain, "han", due);
    }
    if (!*p->user->unit) {
        struct val *c = cell(row);
        val_msg(c, "label", N_("Xã, phường"), NULL, NULL, NULL);
        put_unit(p, c, "value", r->common[DC_UNIT].s.p);
        put_unit(p, plain, "xa", r->common[DC_UNIT].s.p);
    }
}

static void put_pager(struct listing *l, int64_t total)
{
    struct page *p = l->p;
    int64_t pages = (total + PER_PAGE - 1) / PER_PAGE;
    struct val *g = val_child(p->root, "pager");
    val_int(g, "total", total);
    val_int(g, "page", l->page);
    if (pages > 1)
        val_int(g, "pages", pages);
    const char *base =
        arena_printf(p->a, "/so/%s?%s%s", p->reg->id, l->kept.p, l->kept.n ? "&" : "");
    if (l->page > 1)
        val_text(g, "prev", arena_printf(p->a, "%strang=%lld", base, (long long)(l->page - 1)));
    if (l->page < pages)
        val_text(g, "next", arena_printf(p->a, "%strang=%lld", base, (long long)(l->page + 1)));
}

static void put_actions(struct listing *l, int64_t total)
{
    struct page *p = l->p;
    const struct reg *reg = p->reg;
    if (may_start(p, reg)) {
        val_text(p->root, "create", arena_printf(p->a, "/so/%s/moi", reg->id));
        const struct step *s = reg->procedure ? flow_start_step(p->act, reg->procedure) : NULL;
        if (s)
            put_label(p, p->root, "create_label", s->verb);
    }
    if (reg->identity && reg->identity->village)
        val_text(p->root, "print", arena_printf(p->a, "/so/%s/in-danh-sach", reg->id));
    if (l->q.mark && check_list_of(p, l->q.mark))
        val_text(p->root, "check_list",
            arena_printf(p->a, "/so/%s/doi-chieu-so.xlsx?loc=%s", reg->id, l->q.mark->id));
    const char *q = l->kept.n ? "?" : "";
    val_text(p->root, "xlsx", arena_printf(p->a, "/so/%s.xlsx%s%s", reg->id, q, l->kept.p));
    val_text(p->root, "csv", arena_printf(p->a, "/so/%s.csv%s%s", reg->id, q, l->kept.p));
    if (import_takes(reg) && user_can(p->user, reg->id, "write"))
        val_text(p->root, "import", arena_printf(p->a, "/nhap-excel?so=%s", reg->id));
    if (total == 0)
        val_msg(val_child(p->root, "empty"), "text",
            l->kept.n ? N_("Không có bản ghi nào khớp với bộ lọc.")
                      : N_("Sổ này chưa có bản ghi nào."),
            NULL, NULL, NULL);
}

static enum val_kind sheet_kind(const struct field *f)
{
    switch (f->type) {
    case F_INT:
        return f->year ? VK_TEXT : VK_INT;
    case F_DECIMAL:
        return VK_REAL;
    case F_MONEY:
        return VK_MONEY;
    case F_DATE:
        return VK_DATE;
    case F_TIME:
        return VK_TIME;
    default:
        return VK_TEXT;
    }
}

/* ---- a workbook that can be brought in again ------------------------------------------------- */

/* Several answers by semicolons: labels have commas. */
static const char *choices_text(struct page *p, const struct field *f, struct value v)
{
    struct buf b = buf_in(p->a, 8000);
    struct str rest = v.s, code;
    while (str_split(&rest, '|', &code)) {
        const struct code *c = code.n ? list_code(f->list, code) : NULL;
        if (c)
            buf_printf(&b, "%s%s", b.n ? "; " : "", c->label.vi);
    }
    return b.n ? b.p : NULL;
}

static void put_all_fields(struct page *p, struct val *plain, const struct rec *r)
{
    val_int(plain, "ban", rec_version(r));
    for (size_t i = 0; i < r->reg->nfields; i++) {
        const struct field *f = &r->reg->fields[i];
        if (!import_field(f) || rec_shows(r, f) != SHOW_YES || v_is_null(r->v[i]))
            continue;
        if (f->type == F_CHOICES && r->v[i].t == V_TEXT)
            val_text(plain, f->id, choices_text(p, f, r->v[i]));
        else if (!val_get(plain, f->id))
            val_set(plain, f->id, field_val(p, r, f));
    }
}

static size_t all_columns(const struct reg *reg, struct doc_col *cols)
{
    size_t n = 0;
    cols[n++] = (struct doc_col){"id", "_id", VK_TEXT, -1};
    cols[n++] = (struct doc_col){"ban", "_ban", VK_INT, -1};
    cols[n++] = (struct doc_col){"ma", "Mã", VK_TEXT, 20};
    for (size_t i = 0; i < reg->nfields; i++)
        if (import_field(&reg->fields[i]))
            cols[n++] = (struct doc_col){
                reg->fields[i].id, reg->fields[i].label.vi, sheet_kind(&reg->fields[i]), 0};
    return n;
}

static size_t list_columns(struct page *p, const struct reg *reg, struct doc_col *cols)
{
    size_t n = 0;
    cols[n++] = (struct doc_col){"ma", msg_text(p->v->lang, N_("Mã")), VK_TEXT, 20};
    cols[n++] = (struct doc_col){"ten", msg_text(p->v->lang, N_("Tên")), VK_TEXT, 26};
    for (size_t i = 0; i < reg->ncolumns; i++)
        cols[n++] = (struct doc_col){
            reg->columns[i]->id, reg->columns[i]->label.vi, sheet_kind(reg->columns[i]), 0};
    return n;
}

/* The same rows as the CSV, as a workbook. */
static enum err list_xlsx(struct page *p)
{
    const struct reg *reg = p->reg;
    struct doc_col *cols = NEW_N(p->a, struct doc_col, reg->ncolumns + reg->nfields + 7);
    size_t n = import_takes(reg) ? all_columns(reg, cols) : list_columns(p, reg, cols);
    if (reg->nmarks)
        cols[n++] =
            (struct doc_col){"can_chu_y", msg_text(p->v->lang, N_("Cần chú ý")), VK_TEXT, 40};
    if (reg->procedure) {
        cols[n++] =
            (struct doc_col){"trang_thai", msg_text(p->v->lang, N_("Trạng thái")), VK_TEXT, 24};
        cols[n++] = (struct doc_col){"han", msg_text(p->v->lang, N_("Hạn gần nhất")), VK_TIME, 0};
    }
    struct doc_rows rows = {val_get(p->root, "items"), 0};
    struct doc_sheet sheet = {.name = reg->plural.vi,
        .title = reg->plural.vi,
        .cols = cols,
        .n_cols = n,
        .next = doc_rows_next,
        .ctx = &rows};
    p->v->file_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return doc_xlsx(p->a, &sheet, &p->v->file);
}

enum err page_list(struct page *p)
{
    struct listing l = {.p = p, .q = {.reg = p->reg}, .kept = buf_in(p->a, 2000)};
    read_filters(&l);
    bool sheet = streq(p->match.suffix, "xlsx");
    bool all = p->match.format == VIEW_CSV || sheet;
    l.q.limit = all ? MOST_ROWS : PER_PAGE;
    l.q.offset = all ? 0 : (l.page - 1) * PER_PAGE;
    struct rec **v;
    size_t n;
    int64_t total;
    TRY(rec_list(p->act, &l.q, &v, &n, &total));
    struct flow_dues dues = {NULL, 0};
    if (p->reg->procedure)
        TRY(flow_dues(p->act, p->reg, &dues));
    if (all)
        rec_remember_export(p->act, p->reg);
    put_label(p, p->root, "title", p->reg->plural.vi ? p->reg->plural : p->reg->label);
    put_filters(&l);
    if (!all)
        TRY(put_worklists(p, l.q.mark, l.q.unit));
    put_columns(&l);
    struct val *t = (struct val *)(uintptr_t)val_get(p->root, "table");
    for (size_t i = 0; i < n; i++) {
        put_row(p, t, v[i], &dues);
        if (sheet && import_takes(p->reg)) {
            const struct val *items = val_get(p->root, "items");
            put_all_fields(p, (struct val *)(uintptr_t)val_at(items, i), v[i]);
        }
    }
    put_pager(&l, total);
    put_actions(&l, total);
    p->v->csv_list = "items";
    p->v->file_name = all ? arena_printf(p->a, "%s.%s", p->reg->id, sheet ? "xlsx" : "csv") : NULL;
    if (sheet)
        return list_xlsx(p);
    return page_show(p, "list");
}
