// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Old lists into a register, in four clicks: choose the register, choose the file, look at what was
 * found, import the good rows. The work itself is done by src/import, in its own thread; a page
 * that waits asks again by itself, with or without script.
 */
#include "web/web_int.h"

#include "import/import.h"

enum { WAIT_MS = 3000, MOST_LISTED = 30, SHOWN_FAULTS = 100, SHOWN_TWINS = 50, MOST_COLUMNS = 200 };

static const char *const stages[IMPORT_STATE__COUNT] = {[IMPORT_CHECKING] = N_("Đang kiểm tra tệp"),
    [IMPORT_CHECKED] = N_("Đã kiểm tra, chưa ghi gì vào sổ"),
    [IMPORT_STORING] = N_("Đang ghi vào sổ"),
    [IMPORT_STORED] = N_("Đã nhập"),
    [IMPORT_UNDOING] = N_("Đang hoàn tác"),
    [IMPORT_UNDONE] = N_("Đã hoàn tác"),
    [IMPORT_UNREADABLE] = N_("Không đọc được tệp")};

/* ---- the work -------------------------------------------------------------------------------- */

/* Wakes the thread; without one (tests) the work is done here. */
static void set_to_work(struct page *p, const char *id)
{
    if (p->web->importer) {
        importer_wake(p->web->importer, WAIT_MS);
        return;
    }
    struct import_work w = {.site = p->web->site};
    if (import_do(&w, id) != OK)
        log_event(LOG_WARN, "import_failed", "batch", id, "detail", err_detail(), NULL);
}

static enum err done_and_work(struct page *p, const char *id)
{
    TRY(page_done(p, "/nhap-excel/%s", id));
    db_end(&p->act->c);
    set_to_work(p, id);
    return OK;
}

static enum err the_batch(struct page *p, struct import *im)
{
    return import_get(p->act, page_arg(p, "id"), im);
}

/* ---- start ----------------------------------------------------------------------------------- */

static bool may_import(const struct page *p, const struct reg *r)
{
    return import_takes(r) && user_can(p->user, r->id, "write");
}

static void put_registers(struct page *p)
{
    const struct pack *pk = p->web->site->pack;
    const char *now = page_query(p, "so", 60);
    for (size_t i = 0; i < pk->nregs; i++) {
        const struct reg *r = &pk->regs[i];
        if (!may_import(p, r))
            continue;
        struct val *x = val_add(p->root, "registers");
        put_label(p, x, "label", r->plural.vi ? r->plural : r->label);
        val_text(x, "code", r->id);
        val_bool(x, "checked", now ? streq(now, r->id) : streq(r->id, "tre_em"));
        val_text(x, "template", arena_printf(p->a, "/nhap-excel/mau/%s.xlsx", r->id));
    }
}

static void put_batch(struct page *p, struct val *x, const struct import *im)
{
    val_text(x, "id", im->id);
    val_text(x, "href", arena_printf(p->a, "/nhap-excel/%s", im->id));
    val_text(x, "file", im->file);
    val_text(x, "by", im->by);
    put_label(p, x, "register", im->reg->plural.vi ? im->reg->plural : im->reg->label);
    val_msg(x, "state", stages[im->state], NULL, NULL, NULL);
    val_time(x, "at", im->made_at);
    val_int(x, "rows", im->rows);
    val_int(x, "added", im->added);
    val_int(x, "updated", im->updated);
}

static enum err show_start(struct page *p)
{
    const struct import *v;
    size_t n;
    val_msg(p->root, "title", N_("Nhập Excel"), NULL, NULL, NULL);
    put_registers(p);
    TRY(import_list(p->act, MOST_LISTED, &v, &n));
    for (size_t i = 0; i < n; i++)
        put_batch(p, val_add(p->root, "batches"), &v[i]);
    return page_show(p, "import");
}

enum err page_imports(struct page *p)
{
    return show_start(p);
}

static enum err refuse(struct page *p, const char *name, const char *msg)
{
    rec_fault(p->faults, name, msg, NULL);
    struct val *x = val_add(p->root, "errors");
    val_text(x, "id", name);
    val_msg(x, "text", msg, NULL, NULL, NULL);
    return show_start(p);
}

enum err page_imports_post(struct page *p)
{
    const char *so = page_form(p, "so", 60);
    const struct reg *reg = so ? pack_reg(p->web->site->pack, so) : NULL;
    if (!reg || !may_import(p, reg))
        return refuse(p, "so", N_("Hãy chọn sổ để nhập vào"));
    if (p->rq->nfiles == 0 || p->rq->files[0].data.n == 0)
        return refuse(p, "tep", N_("Hãy chọn tệp Excel (.xlsx) hoặc bảng dạng chữ (.csv)"));
    const struct http_file *f = &p->rq->files[0];
    struct import_new in = {.reg = reg,
        .province = p->user->province,
        .unit = p->user->unit,
        .file = arena_dupn(p->a, f->name.p, f->name.n),
        .bytes = f->data,
        .keep = true};
    const char *id;
    TRY(import_add(p->act, &in, &id));
    return done_and_work(p, id);
}

/* ---- one batch ------------------------------------------------------------------------------- */

static void put_faults(struct page *p, const char *key, const struct import_fault *v, size_t n)
{
    for (size_t i = 0; i < n && i < SHOWN_FAULTS; i++) {
        struct val *x = val_add(p->root, key);
        val_text(x, "cell", v[i].cell);
        val_text(x, "text", v[i].text);
        val_bool(x, "whole", v[i].col < 0);
    }
}

static void put_options(struct val *c, const struct import_target *t, size_t n, const char *now)
{
    for (size_t i = 0; i < n; i++) {
        /* a mark or a part is offered where it was found; else the list would be endless */
        bool plain = !strpbrk(t[i].code, ".=");
        if (!plain && !streq(t[i].code, now))
            continue;
        struct val *o = val_add(c, "options");
        val_text(o, "code", t[i].code);
        val_text(o, "label", t[i].label);
        val_bool(o, "checked", streq(t[i].code, now));
    }
}

static enum err put_columns(struct page *p, const struct import *im)
{
    const struct import_column *v;
    size_t n, nt;
    TRY(import_columns(p->act, im->id, &v, &n));
    const struct import_target *t = import_targets(p->a, im->reg, &nt);
    int64_t unknown = 0;
    for (size_t i = 0; i < n && i < MOST_COLUMNS; i++) {
        struct val *c = val_add(p->root, "columns");
        val_text(c, "name", arena_printf(p->a, "cot.%d", v[i].col));
        val_text(c, "letter", sheet_col_name(p->a, v[i].col));
        val_text(c, "heading", v[i].heading);
        val_text(c, "sample", v[i].sample);
        val_text(c, "before", v[i].before);
        val_text(c, "enc", v[i].enc);
        val_bool(c, "twice", v[i].twice);
        val_bool(c, "none", !*v[i].target);
        put_options(c, t, nt, v[i].target);
        if (v[i].before)
            val_set(val_add(p->root, "converted"), "column", c);
        unknown += !*v[i].target;
    }
    val_int(p->root, "unknown", unknown);
    return OK;
}

static void put_person(struct page *p, struct val *x, const char *key, const char *lines)
{
    struct str rest = str_of(lines), line;
    while (str_split(&rest, '\n', &line)) {
        const char *tab = memchr(line.p, '\t', line.n);
        if (!tab)
            continue;
        struct val *o = val_add(x, key);
        val_text(o, "label", arena_dupn(p->a, line.p, (size_t)(tab - line.p)));
        val_text(o, "value", arena_dupn(p->a, tab + 1, line.n - (size_t)(tab + 1 - line.p)));
    }
}

static enum err put_twins(struct page *p, const struct import *im)
{
    const struct import_twin *v;
    size_t n;
    TRY(import_twins(p->act, im->id, 0, SHOWN_TWINS, &v, &n));
    for (size_t i = 0; i < n; i++) {
        struct val *x = val_add(p->root, "twins");
        val_int(x, "row", v[i].row);
        if (v[i].other_row)
            val_int(x, "other_row", v[i].other_row);
        if (v[i].record)
            val_text(x, "href", arena_printf(p->a, "/so/%s/%s", im->reg->id, v[i].record));
        val_int(x, "percent", (int64_t)(v[i].chance * 100));
        val_bool(x, "skip", v[i].choice <= CHOICE_SKIP);
        val_bool(x, "same", v[i].choice == CHOICE_SAME);
        val_bool(x, "new", v[i].choice == CHOICE_NEW);
        put_person(p, x, "mine", v[i].mine);
        put_person(p, x, "other", v[i].other);
    }
    if (im->twins > (int64_t)n)
        val_int(p->root, "more_twins", im->twins - (int64_t)n);
    return OK;
}

static void put_tabs(struct page *p, const struct import *im)
{
    struct val *t = val_child(p->root, "counts");
    val_int(t, "rows", im->rows);
    val_int(t, "good", im->good);
    val_int(t, "bad", im->bad);
    val_int(t, "warned", im->warned);
    val_int(t, "twins", im->twins);
    val_int(t, "ready", im->good - im->twins);
    val_int(t, "added", im->added);
    val_int(t, "updated", im->updated);
    val_int(t, "skipped", im->skipped);
    val_int(t, "kept", im->kept);
    val_int(t, "hidden", im->hidden);
    val_int(t, "left", im->rows - im->added - im->updated);
}

/* The sheets to choose from; the one that was read is chosen. */
static void put_sheets(struct page *p, const struct import *im)
{
    struct str rest = str_of(im->tabs ? im->tabs : ""), name;
    for (int64_t i = 0; str_split(&rest, '\n', &name); i++) {
        if (!name.n)
            continue;
        struct val *x = val_add(p->root, "sheets");
        val_int(x, "nth", i);
        val_text(x, "name", arena_dupn(p->a, name.p, name.n));
        val_bool(x, "read", im->note && str_is(name, im->note));
    }
}

static enum err put_checked(struct page *p, const struct import *im)
{
    const struct import_fault *v;
    size_t n;
    TRY(put_columns(p, im));
    TRY(import_faults(p->act, im->id, IMPORT_FAULT, &v, &n));
    put_faults(p, "faults", v, n);
    TRY(import_faults(p->act, im->id, IMPORT_WARNING, &v, &n));
    put_faults(p, "warnings", v, n);
    TRY(import_faults(p->act, im->id, IMPORT_CHANGE, &v, &n));
    put_faults(p, "changes", v, n);
    const struct import *same = import_same_file(p->act, im);
    if (same)
        put_batch(p, val_child(p->root, "same"), same);
    return put_twins(p, im);
}

static void put_working(struct page *p, const struct import *im)
{
    struct val *w = val_child(p->root, "working");
    val_msg(w, "stage", stages[im->state], NULL, NULL, NULL);
    val_int(w, "done", im->done);
    val_int(w, "all", im->state == IMPORT_UNDOING ? im->added + im->updated : im->rows);
}

enum err page_import(struct page *p)
{
    struct import im;
    TRY(the_batch(p, &im));
    val_msg(p->root, "title", N_("Nhập Excel"), NULL, NULL, NULL);
    struct val *b = val_child(p->root, "batch");
    put_batch(p, b, &im);
    put_tabs(p, &im);
    val_text(p->root, "note", im.note && *im.note ? im.note : NULL);
    switch (im.state) {
    case IMPORT_CHECKING:
    case IMPORT_STORING:
    case IMPORT_UNDOING:
        put_working(p, &im);
        break;
    case IMPORT_CHECKED:
        val_bool(p->root, "checked", true);
        put_sheets(p, &im);
        TRY(put_checked(p, &im));
        break;
    case IMPORT_STORED:
        val_bool(p->root, "stored", true);
        val_bool(p->root, "may_undo", p->act->now_ms - im.stored_at <= IMPORT_UNDO_MS);
        val_time(p->root, "undo_until", im.stored_at + IMPORT_UNDO_MS);
        break;
    case IMPORT_UNREADABLE:
        val_msg(p->root, "fault", im.fault, NULL, NULL, NULL);
        put_sheets(p, &im);
        break;
    default:
        val_bool(p->root, "undone", true);
        break;
    }
    return page_show(p, "import_batch");
}

/* ---- what people decide ---------------------------------------------------------------------- */

static enum err map_again(struct page *p, const struct import *im)
{
    const struct import_column *v;
    size_t n, k = 0;
    TRY(import_columns(p->act, im->id, &v, &n));
    struct import_column *mine = NEW_N(p->a, struct import_column, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *to = page_form(p, arena_printf(p->a, "cot.%d", v[i].col), 100);
        if (!to)
            continue;
        mine[k] = v[i];
        mine[k++].target = to;
    }
    return import_map(p->act, im->id, im->tab, mine, k);
}

static enum err other_sheet(struct page *p, const struct import *im)
{
    const char *s = page_form(p, "trang_tinh", 10);
    int64_t nth;
    if (!s || !str_to_int(str_of(s), &nth) || nth < 0 || nth > INT16_MAX)
        return err_set(ERR_INVALID, "which sheet");
    return import_map(p->act, im->id, (int)nth, NULL, 0);
}

static enum err choose_twins(struct page *p, const struct import *im)
{
    static const char *const words[] = {"", "bo_qua", "cung", "moi"};
    for (size_t i = 0; i < p->rq->nform; i++) {
        const struct http_param *f = &p->rq->form[i];
        int64_t row;
        if (!str_starts(f->name, "trung.") ||
            !str_to_int((struct str){f->name.p + 6, f->name.n - 6}, &row))
            continue;
        for (int k = CHOICE_SKIP; k <= CHOICE_NEW; k++)
            if (str_is(f->value, words[k]))
                TRY(import_choose(p->act, im->id, row, (enum import_choice)k));
    }
    return OK;
}

enum err page_import_post(struct page *p)
{
    struct import im;
    TRY(the_batch(p, &im));
    const char *what = page_form(p, "viec", 20);
    if (streq(what, "cot"))
        TRY(map_again(p, &im));
    else if (streq(what, "trang"))
        TRY(other_sheet(p, &im));
    else if (streq(what, "nhap")) {
        TRY(choose_twins(p, &im));
        if (streq(page_form(p, "con_lai", 10), "moi"))
            TRY(import_choose_rest(p->act, im.id, CHOICE_NEW));
        TRY(import_accept(p->act, im.id));
    } else if (streq(what, "hoan-tac"))
        TRY(import_undo(p->act, im.id));
    else if (streq(what, "bo")) {
        TRY(import_drop(p->act, im.id));
        return page_done(p, "/nhap-excel");
    } else
        return err_set(ERR_INVALID, "what to do");
    return done_and_work(p, im.id);
}

/* ---- files ----------------------------------------------------------------------------------- */

enum err page_import_marked(struct page *p)
{
    struct import im;
    TRY(the_batch(p, &im));
    struct str none = {NULL, 0};
    TRY(import_marked(p->act, im.id, none, im.state == IMPORT_STORED, &p->v->file));
    p->v->file_type = page_sheet_type;
    p->v->file_name = arena_printf(p->a, "can-sua-%.8s.xlsx", im.id + 28);
    return OK;
}

enum err page_import_template(struct page *p)
{
    if (!may_import(p, p->reg))
        return ERR_NOT_FOUND;
    TRY(import_template(p->act, p->reg, &p->v->file));
    p->v->file_type = page_sheet_type;
    p->v->file_name = arena_printf(p->a, "mau-%s.xlsx", p->reg->id);
    return OK;
}
