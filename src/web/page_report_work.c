// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The workspace of a report: what should be looked at, the numbers, the prose by section, the head
 * of the paper; Word, Excel, a page to print. What is done there is in page_report_do.c.
 */
#include "web/web_int.h"

#include "flow/flow.h"
#include "report/report.h"

#include <math.h>

/* ---- numbers --------------------------------------------------------------------------------- */

static void put_or_blank(struct val *x, const char *key, const char *text)
{
    val_text(x, key, text && *text ? text : "–");
}

static void put_status(struct val *x, enum stat_status s)
{
    static const char *const words[] = {[STAT_UNKNOWN] = N_("Chưa có số liệu"),
        [STAT_NO_TARGET] = NULL,
        [STAT_MET] = N_("Đạt"),
        [STAT_NOT_MET] = N_("Chưa đạt")};
    static const char *const looks[] = {[STAT_UNKNOWN] = "",
        [STAT_NO_TARGET] = "",
        [STAT_MET] = "done",
        [STAT_NOT_MET] = "overdue"};
    if (!words[s])
        return;
    val_msg(x, "status", words[s], NULL, NULL, NULL);
    val_text(x, "look", looks[s]);
}

static void put_origin(struct val *x, const struct stat_value *v)
{
    if (v->estimated)
        val_msg(x, "note", N_("ước tính"), NULL, NULL, NULL);
    else if (v->origin & STAT_PENDING)
        val_msg(x, "note", N_("chưa được chấp nhận"), NULL, NULL, NULL);
    else if (v->origin == (STAT_COMPUTED | STAT_ENTERED))
        val_msg(x, "note", N_("một phần do nhập"), NULL, NULL, NULL);
    else if (v->origin & STAT_ENTERED)
        val_msg(x, "note", N_("số nhập"), NULL, NULL, NULL);
}

static const char *number_path(struct page *p, struct report_work *w, const struct indicator *i)
{
    const char *path = report_number_path(w, i);
    const char *plain = arena_dupn(p->a, path, strcspn(path, "?"));
    return route_find(p->a, "GET", plain).route ? path : NULL;
}

static void put_number(struct page *p, struct report_work *w, const struct report_row *r)
{
    struct val *x = val_add(p->root, "numbers");
    const struct indicator *i = r->indicator;
    put_label(p, x, "label", i->label);
    put_label(p, x, "unit", i->unit);
    val_text(x, "href", number_path(p, w, i));
    put_or_blank(x, "now", say_short(p->a, i, r->say.now));
    put_or_blank(x, "last_year", say_short(p->a, i, r->say.last_year));
    put_or_blank(x, "change", say_change_short(p->a, i, r->say.last_year, r->say.now));
    put_or_blank(x, "target", say_target(p->a, &r->say));
    put_or_blank(x, "share", say_of_target(p->a, &r->say));
    put_status(x, r->now.status);
    put_origin(x, &r->now);
    if (!isnan(r->today))
        val_msg(x, "today", N_("nay là %1"), val_of_text(p->a, say_value(p->a, i, r->today)), NULL,
            NULL);
}

static void put_scores(struct page *p, struct report_work *w)
{
    for (size_t i = 0; i < w->numbers->nscores; i++)
        val_text(val_add(p->root, "scores"), "text", report_score_words(w, &w->numbers->scores[i]));
}

/* ---- checks ---------------------------------------------------------------------------------- */

static const char *kind_text(const char *kind)
{
    static const struct {
        const char *kind, *text;
    } known[] = {{"thieu", N_("Còn thiếu")}, {"mau_thuan", N_("Mâu thuẫn")},
        {"bat_thuong", N_("Bất thường")}, {"bien_dong", N_("Biến động")}, {"cho", N_("Đang chờ")},
        {"loi_van", N_("Lời văn")}, {"chua_viet", N_("Chưa viết")}};
    for (size_t i = 0; i < COUNT(known); i++)
        if (streq(known[i].kind, kind))
            return known[i].text;
    return N_("Cần xem");
}

static enum err put_checks(struct page *p, struct report_work *w)
{
    struct report_check *v;
    size_t n;
    TRY(report_checks(w, &v, &n));
    for (size_t i = 0; i < n; i++) {
        struct val *x = val_add(p->root, "checks");
        val_msg(x, "kind", kind_text(v[i].kind), NULL, NULL, NULL);
        val_text(x, "text", v[i].text);
        val_text(x, "href", v[i].href);
    }
    val_int(p->root, "check_count", (int64_t)n);
    val_bool(p->root, "warned", n > 0);
    return OK;
}

/* ---- prose ----------------------------------------------------------------------------------- */

static void put_faults(struct page *p, struct val *x, const struct report_prose *k)
{
    for (size_t i = 0; i < k->faults.n; i++) {
        const struct prose_fault *f = &k->faults.v[i];
        struct val *y = val_add(x, "faults");
        struct val *name = val_of_text(p->a, f->name);
        if (f->kind == PROSE_BROKEN)
            val_msg(y, "text",
                N_("Ô số liệu bị hỏng ở “%1”. Chữ vẫn được giữ; xóa dấu ⟦ ⟧ thừa hoặc thêm lại "
                   "câu."),
                name, NULL, NULL);
        else if (f->kind == PROSE_UNKNOWN)
            val_msg(y, "text", N_("Không có chỉ tiêu nào tên “%1”; số này không tự cập nhật."),
                name, NULL, NULL);
        else
            val_msg(y, "text", N_("Câu mẫu có số liệu này mà đoạn trên không còn: “%1”"),
                val_of_text(p->a, prose_plain(p->a, f->text)), NULL, NULL);
        if (f->kind == PROSE_MISSING)
            val_bool(x, "offer", true);
    }
}

static void put_words(
    struct page *p, struct report_work *w, struct val *s, const struct report_block *b, bool open)
{
    struct val *x = val_add(s, "blocks");
    struct report_prose k = report_prose(w, b);
    val_text(x, "id", b->id);
    val_text(x, "name", arena_printf(p->a, "doan_%s", b->id));
    if (b->kind == BLOCK_ASK)
        put_label(p, x, "prompt", b->text);
    val_bool(x, "say", b->kind == BLOCK_SAY);
    val_bool(x, "kept", k.kept);
    val_text(x, "text", k.text);
    val_bool(x, "open", open);
    struct str rest = str_of(prose_plain(p->a, k.text)), line;
    struct val *lines = val_list(p->a);
    while (str_split(&rest, '\n', &line))
        if (str_trim(line).n)
            val_push(lines, val_of_text(p->a, arena_dupn(p->a, line.p, line.n)));
    val_set(x, "lines", lines);
    put_faults(p, x, &k);
}

static void put_section(
    struct page *p, struct report_work *w, const struct report_section *s, bool open)
{
    struct val *x = val_add(p->root, "sections");
    put_label(p, x, "heading", s->heading);
    val_bool(x, "deep", s->depth > 1);
    for (size_t i = 0; i < s->nblocks; i++) {
        const struct report_block *b = &s->blocks[i];
        if (b->kind == BLOCK_SAY || b->kind == BLOCK_ASK)
            put_words(p, w, x, b, open);
        else if (b->kind == BLOCK_TARGETS && b->programme)
            put_label(p, val_add(x, "blocks"), "table", b->programme->label);
        else
            val_msg(val_add(x, "blocks"), "table", N_("Bảng số liệu"), NULL, NULL, NULL);
    }
}

/* ---- head of the paper, history --------------------------------------------------------------
 */

static void put_form_head(struct page *p, struct report_work *w)
{
    const struct form *f = reg_form(w->rec->reg, "the_thuc");
    for (size_t s = 0; f && s < f->nsections; s++)
        for (size_t i = 0; i < f->sections[s].nfields; i++) {
            const struct field *k = f->sections[s].fields[i];
            struct val *x = val_add(p->root, "head");
            val_text(x, "name", k->id);
            put_label(p, x, "label", k->label);
            put_label(p, x, "hint", k->hint);
            val_bool(x, "long", k->type == F_NOTE);
            val_text(x, "value", field_show(p->a, k, w->rec->v[k->slot]));
            for (size_t e = 0; e < p->faults->n; e++)
                if (streq(p->faults->v[e].name, k->id))
                    val_msg(x, "error", p->faults->v[e].message, NULL, NULL, NULL);
        }
}

static enum err put_history_of(struct page *p, struct report_work *w)
{
    struct flow_case *c;
    TRY(flow_load(p->act, w->rec, &c));
    for (size_t i = c->nevents; i-- > 0;) {
        struct val *x = val_add(p->root, "events");
        if (c->events[i].step)
            put_label(p, x, "title", c->events[i].step->label);
        val_time(x, "at", c->events[i].done_at);
        val_text(x, "by", c->events[i].actor_name);
        struct rec *form;
        if (c->events[i].form && c->events[i].form_reg &&
            rec_get(p->act, c->events[i].form_reg, c->events[i].form, &form) == OK) {
            const struct field *why = reg_field(form->reg, "ly_do");
            if (why && form->v[why->slot].t == V_TEXT)
                val_text(x, "text", form->v[why->slot].s.p);
        }
    }
    const struct state *s = flow_state(c);
    if (s)
        put_label(p, p->root, "state", s->label);
    return OK;
}

static void put_reason(struct page *p, const struct report_work *w)
{
    const struct field *why = reg_field(w->rec->reg, "ly_do");
    const struct field *until = reg_field(w->rec->reg, "mo_khoa_den");
    const char *state = rec_state(w->rec);
    if (!why || !until || !state || w->rec->v[why->slot].t != V_TEXT)
        return;
    if (streq(state, "tra_lai"))
        val_text(p->root, "returned", w->rec->v[why->slot].s.p);
    if (streq(state, "mo_khoa")) {
        val_text(p->root, "unlocked", w->rec->v[why->slot].s.p);
        val_date(p->root, "unlocked_to", w->rec->v[until->slot].s.p);
    }
}

/* ---- the page -------------------------------------------------------------------------------- */

static void put_ways(struct page *p, struct report_work *w)
{
    static const char *const steps[][2] = {{"gui", "may_send"}, {"chap_nhan", "may_accept"},
        {"tra_lai", "may_return"}, {"khoa", "may_lock"}, {"mo_khoa", "may_unlock"}};
    bool any = false;
    for (size_t i = 0; i < COUNT(steps); i++) {
        bool may = report_step(w, steps[i][0]) != NULL;
        val_bool(p->root, steps[i][1], may);
        any |= may && i > 0;
    }
    val_bool(p->root, "judges", any);
}

static void put_place(struct page *p, struct report_work *w)
{
    const char *home = arena_printf(p->a, "/bao-cao/%s", rec_id(w->rec));
    val_text(p->root, "home", home);
    val_text(p->root, "word", arena_printf(p->a, "%s.docx", home));
    val_text(p->root, "xlsx", arena_printf(p->a, "%s.xlsx", home));
    val_text(p->root, "print", arena_printf(p->a, "%s/in", home));
    put_unit(p, p->root, "unit", w->place);
    val_text(p->root, "period", period_label(p->a, &w->period));
    val_text(p->root, "title", rec_label(p->act, w->rec));
    val_int(p->root, "version", rec_version(w->rec));
    const struct field *due = reg_field(w->rec->reg, "han");
    if (due && w->rec->v[due->slot].t == V_TEXT)
        val_date(p->root, "due", w->rec->v[due->slot].s.p);
    struct val *crumb = val_add(p->root, "crumbs");
    val_text(crumb, "href", w->own ? "/bao-cao" : "/bao-cao/cac-xa");
    val_msg(crumb, "label", N_("Báo cáo"), NULL, NULL, NULL);
}

enum err report_show(struct page *p, struct report_work *w)
{
    TRY(report_numbers(w, REPORT_ALL, true));
    bool open = report_is_open(w);
    put_place(p, w);
    val_bool(p->root, "open", open);
    if (w->numbers->frozen)
        val_time(p->root, "frozen", w->numbers->at);
    for (size_t i = 0; i < w->numbers->n; i++)
        put_number(p, w, &w->numbers->v[i]);
    put_scores(p, w);
    if (!w->numbers->frozen || !w->own)
        TRY(put_checks(p, w));
    for (size_t i = 0; i < w->report->nsections; i++)
        put_section(p, w, &w->report->sections[i], open);
    if (open)
        put_form_head(p, w);
    put_ways(p, w);
    put_reason(p, w);
    TRY(put_history_of(p, w));
    p->v->csv_list = "numbers";
    return page_show(p, "report");
}

static enum err as_file(struct page *p, struct report_work *w, bool word)
{
    p->v->file_name = report_file(w, word ? "docx" : "xlsx");
    rec_remember_export(p->act, w->rec->reg);
    p->v->file_type =
        word ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
             : page_sheet_type;
    return word ? report_docx(w, &p->v->file) : report_xlsx(w, &p->v->file);
}

enum err page_report(struct page *p)
{
    struct report_work *w;
    TRY(report_get(p->act, page_arg(p, "id"), &w));
    if (streq(p->match.suffix, "docx"))
        return as_file(p, w, true);
    if (streq(p->match.suffix, "xlsx"))
        return as_file(p, w, false);
    return report_show(p, w);
}

enum err page_report_print(struct page *p)
{
    struct report_work *w;
    struct val *blocks;
    TRY(report_get(p->act, page_arg(p, "id"), &w));
    TRY(report_paper(w, &blocks));
    val_set(p->root, "blocks", blocks);
    const char *home = arena_printf(p->a, "/bao-cao/%s", rec_id(w->rec));
    val_text(p->root, "title", rec_label(p->act, w->rec));
    val_text(p->root, "back", home);
    val_text(p->root, "word", arena_printf(p->a, "%s.docx", home));
    return page_show(p, "paper");
}
