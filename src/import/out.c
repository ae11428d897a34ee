// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Workbooks that go out: their file again with the cells to mend in red, and an empty one to fill
 * in. A hidden sheet _meta tells what the file is.
 */
#include "import/import_int.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
    MOST_COMMENTS = 5000,
    ROWS_EACH = 500,
    LIST_ROWS = 2000, /* of the template that have drop-downs */
    MAX_CELL = 30000,
};

struct book {
    int fd;
    lxw_workbook *wb;
    lxw_worksheet *ws;
    lxw_format *head, *plain, *red, *note, *text, *date, *title;
};

static lxw_format *format(struct book *b)
{
    lxw_format *f = workbook_add_format(b->wb);
    format_set_font_name(f, "Times New Roman");
    format_set_font_size(f, 12);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    return f;
}

static enum err book_open(struct book *b, struct arena *a, const char *tab, bool stream)
{
    *b = (struct book){.fd = memfd_create("xlsx", MFD_CLOEXEC)};
    if (b->fd < 0)
        return err_set(ERR_IO, "xlsx: memfd");
    lxw_workbook_options options = {.constant_memory = stream};
    b->wb = workbook_new_opt(arena_printf(a, "/proc/self/fd/%d", b->fd), &options);
    BUG_IF(!b->wb);
    b->ws = workbook_add_worksheet(b->wb, tab);
    b->title = format(b);
    format_set_bold(b->title);
    b->head = format(b);
    format_set_bold(b->head);
    format_set_text_wrap(b->head);
    format_set_align(b->head, LXW_ALIGN_CENTER);
    format_set_bottom(b->head, LXW_BORDER_THIN);
    format_set_bg_color(b->head, 0xe5f3ea);
    b->plain = format(b);
    b->red = format(b);
    format_set_bg_color(b->red, 0xffc7c2);
    b->note = format(b);
    format_set_font_color(b->note, 0xa3160f);
    format_set_text_wrap(b->note);
    b->text = format(b);
    format_set_num_format(b->text, "@");
    b->date = format(b);
    format_set_num_format(b->date, "dd/mm/yyyy");
    return OK;
}

static enum err book_take(struct book *b, struct arena *a, struct str *out)
{
    lxw_error closed = workbook_close(b->wb);
    struct stat st;
    enum err e = closed == LXW_NO_ERROR ? OK : err_set(ERR_IO, "xlsx: %s", lxw_strerror(closed));
    if (!e && fstat(b->fd, &st) != 0)
        e = err_set(ERR_IO, "xlsx: stat");
    if (!e) {
        char *p = arena_alloc(a, (size_t)st.st_size + 1, 1);
        *out = (struct str){p, (size_t)st.st_size};
        if (pread(b->fd, p, out->n, 0) != (ssize_t)out->n)
            e = err_set(ERR_IO, "xlsx: read");
    }
    close(b->fd);
    return e;
}

static const char *fitting(struct arena *a, const char *s)
{
    size_t n = strlen(s);
    if (n <= MAX_CELL)
        return s;
    for (n = MAX_CELL; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
        n--;
    return arena_printf(a, "%.*s…", (int)n, s);
}

static void put_meta(struct book *b, const char *const *pairs)
{
    lxw_worksheet *m = workbook_add_worksheet(b->wb, "_meta");
    for (lxw_row_t r = 0; *pairs; pairs += 2, r++) {
        worksheet_write_string(m, r, 0, pairs[0], NULL);
        worksheet_write_string(m, r, 1, pairs[1], NULL);
    }
    worksheet_hide(m);
}

/* ---- their file, marked ---------------------------------------------------------------------- */

struct marking {
    struct work k;
    struct book b;
    struct row_in in;
    lxw_row_t row;  /* next to write */
    lxw_col_t last; /* column of what to mend */
    int comments;
    bool rest;
    struct choice_row {
        int64_t row;
        int64_t choice;
    } * twins;
    size_t n_twins;
};

static void put_headings(struct marking *m)
{
    for (size_t i = 0; i < m->k.plan.n; i++) {
        const struct column *c = &m->k.plan.v[i];
        worksheet_write_string(m->b.ws, 0, (lxw_col_t)c->col, c->heading, m->b.head);
        worksheet_set_column(m->b.ws, (lxw_col_t)c->col, (lxw_col_t)c->col, 16, NULL);
    }
    m->last = m->k.plan.n ? (lxw_col_t)(m->k.plan.v[m->k.plan.n - 1].col + 1) : 1;
    worksheet_write_string(m->b.ws, 0, m->last, "LỖI CẦN SỬA", m->b.head);
    worksheet_set_column(m->b.ws, m->last, m->last, 60, NULL);
    worksheet_freeze_panes(m->b.ws, 1, 0);
    m->row = 1;
}

static const struct import_fault *fault_of(const struct row_out *out, int col)
{
    for (size_t i = 0; i < out->n; i++)
        if (out->v[i].col == col && out->v[i].kind == IMPORT_FAULT)
            return &out->v[i];
    return NULL;
}

static void put_cell(
    struct marking *m, struct arena *a, int col, const char *text, const struct import_fault *f)
{
    lxw_col_t c = (lxw_col_t)col;
    lxw_format *how = f ? m->b.red : m->b.plain;
    if (*text)
        worksheet_write_string(m->b.ws, m->row, c, fitting(a, text), how);
    else if (f)
        worksheet_write_blank(m->b.ws, m->row, c, how);
    if (f && m->comments++ < MOST_COMMENTS)
        worksheet_write_comment(m->b.ws, m->row, c, f->text);
}

/* As they wrote it, but day numbers as days. */
static const char *their_text(
    const struct marking *m, const struct column *c, const struct sheet_cell *cell)
{
    struct act *act = m->in.act;
    if (cell->kind == SHEET_NUMBER && c->to.kind == TO_FIELD && c->to.field->type == F_DATE) {
        struct cell_said s = cell_read(act, &m->k.plan, c->to.field, c, cell);
        return s.text ? s.text : "";
    }
    return cell_plain(act->a, c, cell);
}

static const char *twin_note(const struct marking *m, int64_t row)
{
    for (size_t i = 0; i < m->n_twins; i++)
        if (m->twins[i].row == row)
            return m->twins[i].choice <= CHOICE_SKIP ? "Có thể là trẻ đã có" : NULL;
    return NULL;
}

static void put_row(
    struct marking *m, struct arena *a, const struct sheet_row *row, const struct row_out *out)
{
    const char *twin = out->kind == ROW_GOOD ? twin_note(m, row->no) : NULL;
    if (m->rest && out->kind != ROW_BAD && !twin)
        return;
    struct buf note = buf_in(a, 4000);
    size_t at = 0;
    for (size_t i = 0; i < m->k.plan.n; i++) {
        const struct column *c = &m->k.plan.v[i];
        while (at < row->n && row->v[at].col < c->col)
            at++;
        bool here = at < row->n && row->v[at].col == c->col;
        put_cell(m, a, c->col, here ? their_text(m, c, &row->v[at]) : "", fault_of(out, c->col));
    }
    for (size_t i = 0; i < out->n; i++)
        if (out->v[i].kind == IMPORT_FAULT)
            buf_printf(&note, "%s%s: %s", note.n ? "; " : "",
                out->v[i].col < 0 ? "cả dòng"
                                  : sheet_cell_name(a, out->v[i].col, (int64_t)m->row + 1),
                out->v[i].text);
    if (twin)
        buf_puts(&note, twin);
    if (note.n)
        worksheet_write_string(m->b.ws, m->row, m->last, note.p, m->b.note);
    m->row++;
}

static enum err mark_rows(struct marking *m, bool *more)
{
    AUTO_ARENA *a = arena_open();
    struct act *act = work_act(&m->k, a);
    const char *village = m->in.village;
    m->in.act = act;
    struct sheet_row row;
    struct row_out *out = NEW(a, struct row_out);
    enum err e = act_read(act);
    for (int i = 0; !e && i < ROWS_EACH; i++) {
        e = sheet_next(m->k.plan.book, &row);
        if (e)
            break;
        row_read(&m->in, &row, out);
        if (out->kind != ROW_NONE)
            put_row(m, a, &row, out);
    }
    *more = e == OK;
    if (m->in.village != village)
        m->in.village = arena_dup(m->k.a, m->in.village);
    act_end(act);
    return e == ERR_NOT_FOUND ? OK : e;
}

static void load_twins(struct marking *m, struct act *act)
{
    struct db_rows *r = db_query(act->c, act->a, Q_IMPORT_TWIN_CHOICES, ARGS(m->k.im.id));
    m->twins = NEW_N(act->a, struct choice_row, db_row_count(r) + 1);
    for (; db_next(r); m->n_twins++)
        m->twins[m->n_twins] = (struct choice_row){db_int(r, 0), db_int(r, 3)};
}

static enum err mark_all(struct marking *m, struct act *act, struct str *out)
{
    const struct plan *p = &m->k.plan;
    TRY(sheet_begin(p->book, p->tab));
    TRY(book_open(&m->b, act->a, "Cần sửa", true));
    put_headings(m);
    m->in = (struct row_in){.p = p, .im = &m->k.im};
    enum err e = OK;
    for (bool more = true; more && !e;)
        e = mark_rows(m, &more);
    const char *meta[] = {"loai", "danh-dau", "so", p->reg->id, "dot", m->k.im.id, NULL};
    put_meta(&m->b, meta);
    enum err f = book_take(&m->b, act->a, out);
    return e ? e : f;
}

enum err import_marked(
    struct act *act, const char *id, struct str bytes, bool rest, struct str *out)
{
    struct import_work w = {.site = act->site, .bytes = bytes};
    struct marking *m = NEW(act->a, struct marking);
    *m = (struct marking){.rest = rest, .k = {.w = &w, .a = act->a}};
    TRY(import_get(act, id, &m->k.im));
    m->k.user = (struct user *)(uintptr_t)act->user;
    const char *fault;
    struct str data;
    TRY(store_bytes(act, id, bytes, &data));
    load_twins(m, act);
    enum err e = work_plan(&m->k, data, &fault);
    if (!e)
        e = mark_all(m, act, out);
    sheet_close(m->k.plan.book);
    return e;
}

/* ---- an empty one ---------------------------------------------------------------------------- */

struct filling {
    struct book b;
    lxw_worksheet *lists;
    lxw_col_t list; /* next column of the lists */
    lxw_col_t col;
    struct arena *a;
};

/* The labels go to a hidden sheet, since a drop-down holds but 255 letters by itself. */
static void offer(struct filling *k, const struct field *f)
{
    const struct codelist *l = f->list;
    for (size_t i = 0; i < l->ncodes; i++)
        worksheet_write_string(k->lists, (lxw_row_t)i, k->list, l->codes[i].label.vi, NULL);
    const char *col = sheet_col_name(k->a, k->list);
    char *range = arena_printf(k->a, "=_danh_muc!$%s$1:$%s$%zu", col, col, l->ncodes);
    lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
        .value_formula = range,
        .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
        .error_title = (char *)(uintptr_t) "Ngoài danh mục",
        .error_message = (char *)(uintptr_t) "Hãy chọn một mục trong danh sách."};
    worksheet_data_validation_range(k->b.ws, 1, k->col, LIST_ROWS, k->col, &v);
    k->list++;
}

static void offer_yes_no(struct filling *k)
{
    static const char *const words[] = {"x", "không", NULL};
    lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_LIST,
        .value_list = (char **)(uintptr_t)words,
        .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING};
    worksheet_data_validation_range(k->b.ws, 1, k->col, LIST_ROWS, k->col, &v);
}

static const char *hint_of(const struct field *f)
{
    switch (f->type) {
    case F_DATE:
        return "ngày/tháng/năm, ví dụ 30/06/2015; chỉ biết năm thì ghi năm";
    case F_PERSONAL_NO:
        return "12 chữ số; để ô kiểu Text để không mất số 0 ở đầu";
    case F_PHONE:
        return "10 chữ số, bắt đầu bằng 0";
    case F_BOOL:
        return "x nếu có; để trống nếu không rõ";
    case F_CHOICE:
        return "chọn trong danh sách";
    case F_CHOICES:
        return "một hoặc nhiều mục, cách nhau bằng dấu chấm phẩy";
    case F_INT:
    case F_DECIMAL:
    case F_MONEY:
        return "một số";
    default:
        return f->hint.vi ? f->hint.vi : "chữ";
    }
}

static void put_field(struct filling *k, const struct field *f)
{
    bool text =
        f->type == F_PERSONAL_NO || f->type == F_PHONE || f->type == F_TEXT || f->type == F_DATE;
    worksheet_set_column(
        k->b.ws, k->col, k->col, f->type == F_NAME ? 26 : 18, text ? k->b.text : NULL);
    worksheet_write_string(k->b.ws, 0, k->col, f->label.vi, k->b.head);
    worksheet_write_comment(k->b.ws, 0, k->col, hint_of(f));
    if (f->list && f->type == F_CHOICE)
        offer(k, f);
    else if (f->type == F_BOOL)
        offer_yes_no(k);
    k->col++;
}

static void put_guide(struct filling *k, const struct reg *reg)
{
    lxw_worksheet *g = workbook_add_worksheet(k->b.wb, "Hướng dẫn");
    lxw_row_t r = 0;
    worksheet_set_column(g, 0, 0, 34, NULL);
    worksheet_set_column(g, 1, 1, 90, NULL);
    worksheet_write_string(g, r++, 0, "Cách điền", k->b.title);
    worksheet_write_string(g, r++, 0,
        "Mỗi người một dòng ở trang thứ nhất; bỏ trống mục chưa biết; xong thì vào Nhập Excel gửi "
        "tệp lên, máy kiểm tra trước khi ghi.",
        k->b.plain);
    r++;
    for (size_t i = 0; i < reg->nfields; i++) {
        if (!import_field(&reg->fields[i]))
            continue;
        worksheet_write_string(g, r, 0, reg->fields[i].label.vi, k->b.plain);
        worksheet_write_string(g, r++, 1,
            arena_printf(
                k->a, "%s%s", reg->fields[i].required ? "cần có; " : "", hint_of(&reg->fields[i])),
            k->b.plain);
    }
}

enum err import_template(struct act *act, const struct reg *reg, struct str *out)
{
    struct filling k = {.a = act->a};
    TRY(book_open(&k.b, act->a, "Danh sách", false));
    k.lists = workbook_add_worksheet(k.b.wb, "_danh_muc");
    for (size_t s = 0; s < reg->forms[0].nsections; s++)
        for (size_t i = 0; i < reg->forms[0].sections[s].nfields; i++)
            if (import_field(reg->forms[0].sections[s].fields[i]))
                put_field(&k, reg->forms[0].sections[s].fields[i]);
    worksheet_freeze_panes(k.b.ws, 1, 1);
    put_guide(&k, reg);
    worksheet_hide(k.lists);
    const char *meta[] = {"loai", "mau", "so", reg->id, "goi", act->site->pack->version, NULL};
    put_meta(&k.b, meta);
    return book_take(&k.b, act->a, out);
}
