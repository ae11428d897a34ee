// SPDX-License-Identifier: AGPL-3.0-or-later
/* Registers, and the list of one. */
#include "web/web_int.h"

#include "aid/aid.h"
#include "base/text.h"
#include "doc/doc.h"

enum { PER_PAGE = 50, MOST_ROWS = 20000 };

static bool may_start(const struct page *p, const struct reg *r)
{
    if (r->parent || kept_elsewhere(p->web->site->pack, r))
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

/* ---- rows ------------------------------------------------------------------------------------ */

/* The field that gives a record its name, if one does alone. */
static const struct field *title_field(const struct reg *reg)
{
    return reg->title ? reg_field(reg, expr_text(reg->title)) : NULL;
}

/* The first column holds names; codes where a register has none. */
static void put_heading(struct page *p, struct val *x, const struct reg *reg)
{
    const struct field *f = title_field(reg);
    if (f || reg->title)
        put_label(p, x, "label", f ? f->label : reg->label);
    else
        val_msg(x, "label", N_("Mã"), NULL, NULL, NULL);
}

static void put_columns(struct listing *l)
{
    struct page *p = l->p;
    struct val *t = val_child(p->root, "table");
    put_label(p, t, "caption", p->reg->plural.vi ? p->reg->plural : p->reg->label);
    put_heading(p, val_add(t, "cols"), p->reg);
    for (size_t i = 0; i < p->reg->ncolumns; i++) {
        const struct field *f = p->reg->columns[i];
        if (f == title_field(p->reg))
            continue;
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
    put_heading(p, first, r->reg);
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
        struct val *v = field_val(p, r, f);
        val_set(plain, f->id, v ? v : val_of_text(p->a, NULL));
        if (f == title_field(r->reg))
            continue;
        struct val *c = cell(row);
        put_label(p, c, "label", f->label);
        if (v)
            val_set(c, "value", v);
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
    if (reg->village && settle_waits(p))
        val_text(p->root, "settle", "/xa-cu");
    if (l->q.mark && check_list_of(p, l->q.mark))
        val_text(p->root, "check_list",
            arena_printf(p->a, "/so/%s/doi-chieu-so.xlsx?loc=%s", reg->id, l->q.mark->id));
    const char *q = l->kept.n ? "?" : "";
    val_text(p->root, "xlsx", arena_printf(p->a, "/so/%s.xlsx%s%s", reg->id, q, l->kept.p));
    val_text(p->root, "csv", arena_printf(p->a, "/so/%s.csv%s%s", reg->id, q, l->kept.p));
    for (size_t i = 0; i < reg->nexports; i++) {
        struct val *x = val_add(p->root, "exports");
        put_label(p, x, "label", reg->exports[i].label);
        val_text(x, "href", arena_printf(p->a, "/so/%s/xuat/%s.xlsx", reg->id, reg->exports[i].id));
    }
    if (import_takes(reg) && user_can(p->user, reg->id, "write"))
        val_text(p->root, "import", arena_printf(p->a, "/nhap-excel?so=%s", reg->id));
    if (total == 0)
        val_msg(val_child(p->root, "empty"), "text",
            l->kept.n ? N_("Không có bản ghi nào khớp với bộ lọc.")
                      : N_("Sổ này chưa có bản ghi nào. Bấm nút ghi mới ở đầu trang để ghi bản đầu "
                           "tiên."),
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
    struct doc_sheet sheet = {
        .name = reg->plural.vi, .title = reg->plural.vi, .cols = cols, .n_cols = n};
    return page_sheet(p, val_get(p->root, "items"), &sheet);
}

enum err page_list(struct page *p)
{
    struct listing l = {.p = p, .q = {.reg = p->reg}, .kept = buf_in(p->a, 2000)};
    list_read(&l);
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
    list_put_filters(&l);
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
