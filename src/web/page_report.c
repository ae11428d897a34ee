// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Báo cáo: the calendar of duties of one unit, the matrix of a province's communes, and what of it
 * stands in the inbox. The report itself is in page_report_work.c.
 */
#include "web/web_int.h"

#include "base/text.h"
#include "doc/doc.h"
#include "report/report.h"

enum { DAY_END = 24 * 60 - 1, YEAR_MIN = 2016, YEAR_MAX = 2100 };

static int64_t end_of_day(int32_t day)
{
    struct cal_date d = {day / 10000, day / 100 % 100, day % 100};
    return cal_ms(cal_day(d), DAY_END);
}

static const char *iso(struct page *p, int32_t day)
{
    char out[11];
    return arena_dup(p->a, unit_day_text(day, out));
}

static int asked_year(struct page *p)
{
    int64_t y;
    const char *typed = page_query(p, "nam", 4);
    if (typed && str_to_int(str_of(typed), &y) && y >= YEAR_MIN && y <= YEAR_MAX)
        return (int)y;
    return unit_day_of_ms(p->act->now_ms) / 10000;
}

static void put_years(struct page *p, const char *path, int year)
{
    val_int(p->root, "year", year);
    val_text(p->root, "year_text", arena_printf(p->a, "%d", year));
    val_text(p->root, "prev", arena_printf(p->a, "%s?nam=%d", path, year - 1));
    val_text(p->root, "next", arena_printf(p->a, "%s?nam=%d", path, year + 1));
}

/* ---- one row --------------------------------------------------------------------------------- */

struct word {
    const char *text, *look;
};
static struct word word_of(const struct duty_row *r)
{
    static const struct word words[] = {[DUTY_LATER] = {N_("Chưa đến hạn"), ""},
        [DUTY_SOON] = {N_("Sắp đến hạn"), "soon"},
        [DUTY_LATE] = {N_("Quá hạn"), "overdue"},
        [DUTY_DRAFT] = {N_("Đang soạn"), "soon"},
        [DUTY_RETURNED] = {N_("Bị trả lại"), "overdue"},
        [DUTY_SENT] = {N_("Đã gửi"), "later"},
        [DUTY_ACCEPTED] = {N_("Đã chấp nhận"), "done"},
        [DUTY_DONE] = {N_("Đã làm"), "done"}};
    return words[r->state];
}

static const char *record_path(struct page *p, const struct duty_row *r)
{
    const struct duty *d = r->due.duty;
    if (d->report)
        return arena_printf(p->a, "/bao-cao/%s", r->record);
    const char *reg = d->done_reg ? d->done_reg->id : "nhiem_vu_xong";
    return user_can(p->user, reg, "read") ? arena_printf(p->a, "/so/%s/%s", reg, r->record) : NULL;
}

static void put_state(struct page *p, struct val *x, const struct duty_row *r)
{
    struct word w = word_of(r);
    val_msg(x, "state", w.text, NULL, NULL, NULL);
    val_text(x, "look", w.look);
    if (r->late && duty_is_open(r))
        val_msg(x, "late", N_("quá hạn %1 ngày"), val_of_int(p->a, r->late), NULL, NULL);
    else if (r->late)
        val_msg(x, "late", N_("chậm %1 ngày"), val_of_int(p->a, r->late), NULL, NULL);
    val_time(x, "sent_at", r->sent_at);
    val_text(x, "sent_by", r->sent_by);
}

/* The same button begins a report, opens it, or ticks what has no report. */
static void put_way(struct page *p, struct val *x, const struct duty_row *r)
{
    const struct duty *d = r->due.duty;
    if (r->record) {
        val_text(x, "href", record_path(p, r));
        return;
    }
    if (!duty_owes(p->act, d) || !report_may(p->act, "write"))
        return;
    if (d->done_reg) {
        if (user_can(p->user, d->done_reg->id, "write"))
            val_text(x, "record", arena_printf(p->a, "/so/%s/moi", d->done_reg->id));
        return;
    }
    struct val *b = val_child(x, d->report ? "begin" : "tick");
    val_text(b, "duty", d->id);
    val_text(b, "period", r->due.period.id);
    val_text(b, "today",
        arena_printf(p->a, "%.2s/%.2s/%.4s", p->act->today + 8, p->act->today + 5, p->act->today));
}

static void put_row(struct page *p, const struct duty_row *r)
{
    const struct duty *d = r->due.duty;
    struct val *x = val_add(p->root, "rows");
    val_date(x, "due", iso(p, r->due.due));
    put_label(p, x, "label", d->label);
    val_text(x, "period", period_label(p->a, &r->due.period));
    val_date(x, "from", iso(p, r->due.period.from));
    val_date(x, "to", iso(p, r->due.period.to));
    put_label(p, x, "receiver", d->receiver);
    put_source(p, x, "source", &d->source);
    put_state(p, x, r);
    put_way(p, x, r);
    if (r->state == DUTY_SOON || r->state == DUTY_LATE || r->state == DUTY_RETURNED)
        val_bool(x, "pressing", true);
}

static void put_counts(struct page *p, const struct duty_rows *rows)
{
    int64_t late = 0, soon = 0, done = 0;
    for (size_t i = 0; i < rows->n; i++) {
        late += duty_is_open(&rows->v[i]) && rows->v[i].late > 0;
        soon += rows->v[i].state == DUTY_SOON;
        done += !duty_is_open(&rows->v[i]);
    }
    struct val *k = val_child(p->root, "counts");
    val_int(k, "late", late);
    val_int(k, "soon", soon);
    val_int(k, "done", done);
}

/* ---- the calendar ---------------------------------------------------------------------------- */

static const char *heading(struct page *p, const char *msg)
{
    return msg_text(p->v->lang, msg);
}

static enum err as_sheet(
    struct page *p, const char *list, const char *name, const struct doc_col *cols, size_t n)
{
    struct doc_sheet sheet = {.name = name, .title = name, .cols = cols, .n_cols = n};
    return page_sheet(p, val_get(p->root, list), &sheet);
}

static enum err calendar_sheet(struct page *p)
{
    const struct doc_col cols[] = {{"due", heading(p, N_("Hạn")), VK_DATE, 0},
        {"label", heading(p, N_("Nhiệm vụ")), VK_TEXT, 60},
        {"period", heading(p, N_("Kỳ")), VK_TEXT, 26},
        {"from", heading(p, N_("Số liệu từ")), VK_DATE, 0},
        {"to", heading(p, N_("đến")), VK_DATE, 0},
        {"receiver", heading(p, N_("Nơi nhận")), VK_TEXT, 30},
        {"state", heading(p, N_("Tình trạng")), VK_TEXT, 20},
        {"late", heading(p, N_("Chậm")), VK_TEXT, 20},
        {"sent_at", heading(p, N_("Gửi lúc")), VK_TIME, 0},
        {"sent_by", heading(p, N_("Người gửi")), VK_TEXT, 26}};
    p->v->file_name = arena_printf(p->a, "lich-bao-cao-%d.xlsx", asked_year(p));
    return as_sheet(p, "rows", heading(p, N_("Lịch báo cáo")), cols, COUNT(cols));
}

enum err page_duties(struct page *p)
{
    if (!report_may(p->act, "read"))
        return err_set(ERR_DENIED, "no right to reports");
    int year = asked_year(p);
    struct duty_rows rows;
    TRY(duty_calendar(p->act, p->user->unit, year, &rows));
    for (size_t i = 0; i < rows.n; i++)
        put_row(p, &rows.v[i]);
    put_counts(p, &rows);
    put_years(p, "/bao-cao", year);
    val_bool(p->root, "province", user_can(p->user, NULL, "province"));
    val_text(p->root, "xlsx", arena_printf(p->a, "/bao-cao.xlsx?nam=%d", year));
    val_msg(p->root, "title", N_("Lịch báo cáo năm %1"),
        val_of_text(p->a, arena_printf(p->a, "%d", year)), NULL, NULL);
    p->v->csv_list = "rows";
    if (streq(p->match.suffix, "xlsx"))
        return calendar_sheet(p);
    return page_show(p, "duties");
}

/* ---- beginning and ticking ------------------------------------------------------------------- */

static enum err sent_duty(struct page *p, const struct duty **d, struct period *out)
{
    const char *duty = page_form(p, "nhiem_vu", 40), *period = page_form(p, "ky", 28);
    *d = duty ? pack_duty(p->web->site->pack, duty) : NULL;
    enum regime regime = *d && (*d)->cutoff ? REGIME_CUTOFF15 : REGIME_CALENDAR;
    if (!*d || !period || period_parse(p->a, str_of(period), regime, out))
        return err_set(ERR_INVALID, "no such duty or period");
    return OK;
}

enum err page_duty_begin(struct page *p)
{
    const struct duty *d;
    struct period period;
    const char *id;
    bool fresh;
    TRY(sent_duty(p, &d, &period));
    TRY(report_begin(p->act, d, &period, &id, &fresh));
    if (fresh)
        return page_done(p, "/bao-cao/%s", id);
    return page_done(p, "/bao-cao/%s?tb=bao-cao-da-co", id);
}

enum err page_duty_tick(struct page *p)
{
    const struct duty *d;
    struct period period;
    struct cal_date day;
    char out[11];
    TRY(sent_duty(p, &d, &period));
    const char *typed = page_form(p, "ngay", 20);
    const char *fault = typed ? cal_parse(p->a, str_of(typed), &day) : N_("Hãy ghi ngày làm xong");
    if (fault || !day.d)
        return page_not_now(p, "/bao-cao", fault ? fault : N_("Hãy ghi đủ ngày, tháng, năm"));
    cal_iso(day, out);
    if (strcmp(out, p->act->today) > 0)
        return page_not_now(p, "/bao-cao", N_("Ngày làm xong không thể ở tương lai"));
    enum err e = duty_tick(p->act, d, &period, arena_dup(p->a, out), page_form(p, "ghi_chu", 200));
    if (e == ERR_CONFLICT)
        return page_not_now(p, "/bao-cao", N_("Việc này đã có người ghi là xong."));
    TRY(e);
    return page_done(p, "/bao-cao?nam=%d&tb=da-luu", duty_due_day(d, &period) / 10000);
}

/* ---- a province's communes ------------------------------------------------------------------- */

/* One column a duty and period, in the order of their due days. */
struct column {
    const struct duty *duty;
    const char *period;
};
struct matrix {
    struct page *p;
    struct column *v;
    size_t n;
    const char *only; /* a period, or NULL */
};

static size_t column_of(struct matrix *m, const struct duty_row *r)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->v[i].duty == r->due.duty && streq(m->v[i].period, r->due.period.id))
            return i;
    m->v[m->n] = (struct column){r->due.duty, r->due.period.id};
    struct val *x = val_add(m->p->root, "columns");
    put_label(m->p, x, "label", r->due.duty->label);
    val_text(x, "period", period_label(m->p->a, &r->due.period));
    val_date(x, "due", iso(m->p, r->due.due));
    val_text(x, "href",
        arena_printf(
            m->p->a, "/bao-cao/cac-xa?nam=%d&ky=%s", r->due.due / 10000, r->due.period.id));
    return m->n++;
}

/* Only what is due by now, or within a month: a year of empty columns would hide it. */
static bool shown(const struct matrix *m, const struct duty_row *r)
{
    enum { AHEAD = 31 };
    if (m->only)
        return streq(m->only, r->due.period.id);
    int days = duty_days_between(unit_day_of_ms(m->p->act->now_ms), r->due.due);
    return r->due.duty->report && days <= AHEAD;
}

static struct val *place_row(struct matrix *m, struct val **rows, const char *unit, size_t nth)
{
    if (!rows[nth]) {
        rows[nth] = val_add(m->p->root, "units");
        val_text(rows[nth], "code", unit);
        put_unit(m->p, rows[nth], "unit", unit);
    }
    return rows[nth];
}

static void put_cell(struct matrix *m, struct val *row, const struct duty_row *r)
{
    struct val *c = val_add(row, "cells");
    put_state(m->p, c, r);
    put_label(m->p, c, "label", r->due.duty->label);
    val_text(c, "period", period_label(m->p->a, &r->due.period));
    if (r->record)
        val_text(c, "href", record_path(m->p, r));
}

static size_t index_of(const struct unit **u, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (streq(u[i]->code, code))
            return i;
    return n;
}

static void put_matrix(struct matrix *m, const struct duty_rows *rows)
{
    size_t n;
    struct page *p = m->p;
    const struct unit **u = unit_children(
        p->act->units, p->a, p->user->province, unit_day_of_ms(p->act->now_ms), UNIT_COMMUNE, &n);
    struct val **line = NEW_N(p->a, struct val *, n + 1);
    m->v = NEW_N(p->a, struct column, rows->n + 1);
    for (size_t i = 0; i < n; i++)
        (void)place_row(m, line, u[i]->code, i);
    for (size_t i = 0; i < rows->n; i++) {
        const struct duty_row *r = &rows->v[i];
        size_t nth = shown(m, r) ? index_of(u, n, r->unit) : n;
        if (nth < n) {
            (void)column_of(m, r);
            put_cell(m, line[nth], r);
        }
    }
}

static void put_late(struct page *p, const struct duty_rows *rows, const struct matrix *m)
{
    int64_t late = 0, waiting = 0, done = 0;
    for (size_t i = 0; i < rows->n; i++) {
        if (!shown(m, &rows->v[i]))
            continue;
        late += duty_is_open(&rows->v[i]) && rows->v[i].late > 0;
        waiting += rows->v[i].state == DUTY_SENT;
        done += rows->v[i].state >= DUTY_ACCEPTED;
    }
    struct val *k = val_child(p->root, "counts");
    val_int(k, "late", late);
    val_int(k, "waiting", waiting);
    val_int(k, "done", done);
}

enum err page_duty_matrix(struct page *p)
{
    if (!report_may(p->act, "read") || !*p->user->province || *p->user->unit)
        return err_set(ERR_DENIED, "for a province");
    int year = asked_year(p);
    struct matrix m = {.p = p, .only = page_query(p, "ky", 28)};
    struct duty_rows rows;
    TRY(duty_matrix(p->act, year, &rows));
    put_matrix(&m, &rows);
    put_late(p, &rows, &m);
    put_years(p, "/bao-cao/cac-xa", year);
    val_text(p->root, "all", m.only ? arena_printf(p->a, "/bao-cao/cac-xa?nam=%d", year) : NULL);
    val_msg(p->root, "title", N_("Báo cáo của các xã năm %1"),
        val_of_text(p->a, arena_printf(p->a, "%d", year)), NULL, NULL);
    p->v->csv_list = "units";
    return page_show(p, "duty_matrix");
}

/* ---- the inbox ------------------------------------------------------------------------------- */

static void put_task_way(struct page *p, struct val *x, const struct duty_row *r)
{
    struct val *act = val_child(x, "action");
    if (r->record) {
        val_msg(act, "label", N_("Mở báo cáo"), NULL, NULL, NULL);
        val_text(act, "href", record_path(p, r));
    } else if (r->due.duty->report) {
        val_msg(act, "label", N_("Lập báo cáo"), NULL, NULL, NULL);
        val_text(act, "post", "/bao-cao");
        val_text(act, "duty", r->due.duty->id);
        val_text(act, "period", r->due.period.id);
    } else {
        val_msg(act, "label", N_("Xem lịch"), NULL, NULL, NULL);
        val_text(act, "href", "/bao-cao");
    }
}

static void put_task(struct page *p, const struct duty_row *r)
{
    const struct duty *d = r->due.duty;
    struct val *x = val_add(p->root, "duties");
    put_label(p, x, "title", d->label);
    val_text(x, "name", period_label(p->a, &r->due.period));
    val_text(x, "href", r->record && d->report ? record_path(p, r) : "/bao-cao");
    val_msg(x, "status", word_of(r).text, NULL, NULL, NULL);
    put_due(p, x, end_of_day(r->due.due));
    put_source(p, x, "source", &d->source);
    if (duty_owes(p->act, d) && report_may(p->act, "write"))
        put_task_way(p, x, r);
}

/* What is begun or sent back first, then reports, then the rest; each by when it is due. */
static int class_of(const struct duty_row *r)
{
    return r->record ? 0 : r->due.duty->report ? 1 : 2;
}

enum err put_duty_tasks(struct page *p)
{
    enum { MOST = 5 };
    struct duty_rows rows;
    size_t shown = 0;
    TRY(duty_reminders(p->act, &rows));
    for (int class = 0; class < 3; class ++)
        for (size_t i = 0; i < rows.n && shown < MOST; i++)
            if (class_of(&rows.v[i]) == class) {
                put_task(p, &rows.v[i]);
                shown++;
            }
    if (rows.n > shown)
        val_int(p->root, "more_duties", (int64_t)(rows.n - shown));
    return OK;
}
