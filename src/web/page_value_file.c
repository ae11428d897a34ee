// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The sheet of values as a workbook to fill in, and what comes back in it: good lines are stored,
 * bad ones are named by their row, and the same file again changes nothing.
 */
#include "web/web_value_int.h"

#include "base/text.h"

enum { MOST_LINES = 20000, MOST_SHOWN = 200, HEAD_ROWS = 20 };

/* ---- out --------------------------------------------------------------------------------------
 */

static void put_line(
    struct value_sheet *s, const struct measure *m, const char *dims, const char *part)
{
    struct page *p = s->k.p;
    struct val *x = val_add(p->root, "items");
    const struct stat_entry *now = value_of(s->now, s->nnow, m, dims);
    const struct stat_entry *last = value_of(s->last, s->nlast, m, dims);
    val_text(x, "so_lieu", m->id);
    val_text(x, "phan_to", dims);
    val_text(x, "don_vi", s->k.ask.unit);
    val_text(x, "ky", arena_dup(p->a, s->k.ask.period.id));
    val_text(x, "ten", m->label.vi);
    val_text(x, "phan", part);
    val_text(x, "tinh", m->unit.vi);
    val_text(x, "ai", m->owner.vi);
    if (last && !last->gone)
        val_real(x, "truoc", last->value);
    if (now && !now->gone)
        val_real(x, "so", now->value);
    val_text(x, "can_cu", now ? now->evidence : NULL);
}

static void put_lines(struct value_sheet *s)
{
    struct page *p = s->k.p;
    const struct pack *pk = p->web->site->pack;
    for (size_t i = 0; i < pk->nmeasures; i++) {
        const struct measure *m = &pk->measures[i];
        if (!value_wanted(m, s->k.ask.unit, s->k.ask.period.kind))
            continue;
        put_line(s, m, "", NULL);
        for (size_t d = 0; d < m->nby; d++)
            for (size_t c = 0; c < m->by[d]->list->ncodes; c++) {
                const struct code *code = &m->by[d]->list->codes[c];
                put_line(s, m, arena_printf(p->a, "%s=%s", m->by[d]->id, code->id), code->label.vi);
            }
    }
}

enum err value_workbook(struct value_sheet *s)
{
    static const struct doc_col cols[] = {{"so_lieu", "_so_lieu", VK_TEXT, -1},
        {"phan_to", "_phan_to", VK_TEXT, -1}, {"don_vi", "_don_vi", VK_TEXT, -1},
        {"ky", "_ky", VK_TEXT, -1}, {"ten", "Số liệu", VK_TEXT, 50},
        {"phan", "Phân tổ", VK_TEXT, 20}, {"tinh", "Đơn vị tính", VK_TEXT, 12},
        {"ai", "Ai cung cấp", VK_TEXT, 24}, {"truoc", "Kỳ trước", VK_REAL, 14},
        {"so", "Số kỳ này", VK_REAL, 14}, {"can_cu", "Căn cứ", VK_TEXT, 30}};
    struct page *p = s->k.p;
    put_lines(s);
    val_msg(p->root, "title", N_("Số liệu của %1, %2"),
        val_of_text(p->a, asking_unit_name(&s->k, s->k.ask.unit)),
        val_of_text(p->a, period_label(p->a, &s->k.ask.period)), NULL);
    p->v->file_name = arena_printf(p->a, "so-lieu-%s-%s.xlsx", s->k.ask.unit, s->k.ask.period.id);
    return stat_xlsx(p, "items", cols, COUNT(cols));
}

/* ---- in ---------------------------------------------------------------------------------------
 */

enum column { C_MEASURE, C_DIMS, C_UNIT, C_PERIOD, C_VALUE, C_PAPERS, C__COUNT };
struct reading {
    struct value_sheet *s;
    int col[C__COUNT]; /* -1 = not found */
    bool headed;
    struct stat_entry *v;
    int64_t *row; /* of the file, of each entry */
    size_t n, bad;
    struct val *report;
};

static const struct sheet_cell *cell_at(const struct sheet_row *row, int col)
{
    for (size_t i = 0; i < row->n; i++)
        if (row->v[i].col == col)
            return &row->v[i];
    return NULL;
}

static const char *text_at(struct reading *r, const struct sheet_row *row, enum column c)
{
    const struct sheet_cell *cell = r->col[c] < 0 ? NULL : cell_at(row, r->col[c]);
    struct arena *a = r->s->k.p->a;
    struct str clean;
    if (!cell || text_clean(a, cell->text, TEXT_LINE, &clean) != OK)
        return "";
    return arena_dupn(a, clean.p, clean.n);
}

static void find_heads(struct reading *r, const struct sheet_row *row)
{
    static const char *const names[C__COUNT] = {
        "_so_lieu", "_phan_to", "_don_vi", "_ky", "Số kỳ này", "Căn cứ"};
    for (size_t i = 0; i < row->n; i++)
        for (int c = 0; c < C__COUNT; c++)
            if (str_is(str_trim(row->v[i].text), names[c]))
                r->col[c] = row->v[i].col;
    r->headed = r->col[C_MEASURE] >= 0 && r->col[C_VALUE] >= 0;
}

static void tell(struct reading *r, int64_t row, const char *text)
{
    r->bad++;
    if (r->bad > MOST_SHOWN)
        return;
    struct val *x = val_add(r->report, "faults");
    val_int(x, "row", row);
    val_text(x, "text", text);
}

static const char *read_number(
    struct reading *r, const struct sheet_row *row, double *out, bool *empty)
{
    const struct sheet_cell *cell = cell_at(row, r->col[C_VALUE]);
    const char *text = text_at(r, row, C_VALUE);
    *empty = !cell || (cell->kind == SHEET_TEXT && !*text);
    if (*empty)
        return NULL;
    if (cell->kind == SHEET_NUMBER) {
        *out = cell->number;
        return NULL;
    }
    return text_parse_real(str_of(text), out);
}

/* A line without a number says nothing. */
static const char *read_line(struct reading *r, const struct sheet_row *row, struct stat_entry *e)
{
    struct page *p = r->s->k.p;
    bool empty;
    const char *unit = text_at(r, row, C_UNIT), *period = text_at(r, row, C_PERIOD);
    *e =
        (struct stat_entry){.measure = pack_measure(p->web->site->pack, text_at(r, row, C_MEASURE)),
            .unit = *unit ? unit : r->s->k.ask.unit,
            .map = r->s->k.ask.map,
            .period = r->s->k.ask.period,
            .state = VALUE_SENT,
            .evidence = text_at(r, row, C_PAPERS)};
    const char *fault = read_number(r, row, &e->value, &empty);
    if (empty) {
        e->measure = NULL;
        return NULL;
    }
    if (!fault && !e->measure)
        return N_("Không có số liệu nào mang mã này; hãy dùng tệp tải từ trang này");
    if (!fault && *period)
        fault = period_parse(p->a, str_of(period), r->s->k.ask.period.regime, &e->period);
    if (!fault)
        e->dims = stat_dims(p->a, e->measure, str_of(text_at(r, row, C_DIMS)), &fault);
    if (!*e->evidence)
        e->evidence = NULL;
    return fault;
}

static void take_line(struct reading *r, const struct sheet_row *row)
{
    struct stat_entry e;
    if (!r->headed) {
        find_heads(r, row);
        return;
    }
    const char *fault = read_line(r, row, &e);
    if (fault) {
        tell(r, row->no, fault);
    } else if (e.measure && r->n < MOST_LINES) {
        r->row[r->n] = row->no;
        r->v[r->n++] = e;
    }
}

static enum err read_file(struct reading *r, struct str bytes)
{
    struct page *p = r->s->k.p;
    AUTO_SHEET *book = NULL;
    const char *fault = NULL;
    struct sheet_row row;
    enum err e = sheet_open(&book, bytes, &fault);
    if (!e)
        e = sheet_begin(book, 0);
    for (int n = 0; !e && (e = sheet_next(book, &row)) == OK; n++) {
        take_line(r, &row);
        if (!r->headed && n > HEAD_ROWS)
            break;
    }
    if (e && e != ERR_NOT_FOUND)
        fault = fault ? fault : arena_dup(p->a, sheet_fault(book));
    else if (!r->headed)
        fault = N_("Tệp này không phải bảng số liệu tải từ trang này");
    if (fault)
        rec_fault(p->faults, "tep", fault, NULL);
    return OK;
}

static void put_report(struct reading *r, const struct stat_put *put, bool dry)
{
    for (size_t i = 0; i < put->nfaults; i++)
        tell(r, r->row[put->faults[i].row], put->faults[i].text);
    val_bool(r->report, "dry", dry);
    val_int(r->report, "rows", (int64_t)(r->n + r->bad - put->bad));
    val_int(r->report, "added", (int64_t)put->added);
    val_int(r->report, "changed", (int64_t)put->changed);
    val_int(r->report, "same", (int64_t)put->same);
    val_int(r->report, "bad", (int64_t)r->bad);
}

static enum err store(struct reading *r, bool dry)
{
    struct page *p = r->s->k.p;
    struct stat_put put = {0};
    TRY(stat_put(p->act, r->v, r->n, dry, &put));
    put_report(r, &put, dry);
    if (dry || put.added + put.changed == 0)
        return OK;
    TRY(act_commit(
        p->act, arena_printf(p->a, "/so-lieu?%s&tb=da-gui", asking_query_one(&r->s->k, NULL))));
    return act_read(p->act);
}

enum err page_value_file(struct page *p)
{
    struct value_sheet s = {.k = {.p = p}};
    if (!value_sheet_read(&s))
        return value_sheet_show(&s);
    if (p->rq->nfiles == 0 || p->rq->files[0].data.n == 0) {
        rec_fault(p->faults, "tep", N_("Chưa chọn tệp"), NULL);
    } else {
        struct reading r = {.s = &s,
            .v = NEW_N(p->a, struct stat_entry, MOST_LINES),
            .row = NEW_N(p->a, int64_t, MOST_LINES),
            .report = val_obj(p->a)};
        for (int c = 0; c < C__COUNT; c++)
            r.col[c] = -1;
        TRY(read_file(&r, p->rq->files[0].data));
        if (!p->faults->errors) {
            TRY(store(&r, http_form(p->rq, "thu") != NULL));
            val_set(p->root, "report", r.report);
        }
    }
    work_faults(p);
    TRY(value_sheet_load(&s));
    return value_sheet_show(&s);
}
