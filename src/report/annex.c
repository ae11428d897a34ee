// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The Excel annex: a row a commune; of a rate its numerator, its denominator and the rate itself as
 * a formula over them; totals as sums, rates of the total worked out anew, never averaged. Then the
 * targets, and what each number means.
 */
#include "report/report_int.h"

#include "doc/doc.h"

#include <math.h>

enum { HEAD_ROW = 4, FIRST_ROW = 6, NAME_COLS = 2, MOST_COLS = 400, NARROW = 11, WIDE = 28 };

struct annex {
    struct report_work *w;
    struct arena *a;
    struct doc_book *b;
    const struct report *r;
    uint32_t last_row; /* of the communes */
};

static struct doc_spot spot(uint32_t row, uint16_t col, enum doc_look look)
{
    return (struct doc_spot){.row = row, .col = col, .look = look};
}

static bool has_rate(const struct indicator *i)
{
    return i->denominator != NULL;
}

static uint16_t cols_of(const struct indicator *i)
{
    return has_rate(i) ? 3 : 1;
}

/* Lines that a text takes in a column, whose width is told in digits: letters are narrower. Words
 * are not cut, so some room is lost. */
static int lines_of(const char *text, int width)
{
    int letters = 0, room = width * 5 / 4;
    for (const char *p = text ? text : ""; *p; p++)
        letters += ((unsigned char)*p & 0xc0) != 0x80;
    return letters <= room ? 1 : (letters * 10 / 9 + room - 1) / room;
}

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

static int width_of(const struct indicator *i)
{
    return has_rate(i) ? NARROW : NARROW + 5;
}

/* "C7" */
static const char *cell(struct arena *a, uint16_t col, uint32_t row)
{
    return arena_printf(a, "%s%u", sheet_col_name(a, col), row + 1);
}

static const char *head_of(struct arena *a, const struct indicator *i)
{
    const char *u = i->unit.vi;
    return u && *u ? arena_printf(a, "%s (%s)", i->label.vi, u) : i->label.vi;
}

/* ---- by commune ------------------------------------------------------------------------------ */

static void put_titles(struct annex *x, const char *title)
{
    struct report_work *w = x->w;
    doc_book_text(x->b, spot(0, 0, DOC_TITLE), title);
    doc_book_text(x->b, spot(1, 0, DOC_NOTE),
        arena_printf(x->a, "%s, %s (từ %d/%d/%d đến %d/%d/%d)", report_unit_words(w),
            period_label(x->a, &w->period), w->period.from % 100, w->period.from / 100 % 100,
            w->period.from / 10000, w->period.to % 100, w->period.to / 100 % 100,
            w->period.to / 10000));
    doc_book_text(x->b, spot(2, 0, DOC_NOTE),
        w->numbers->frozen ? "Số liệu chốt khi gửi báo cáo" : "Bản dự thảo: số liệu lúc tải tệp");
}

static void put_heads(struct annex *x)
{
    static const char *const under[] = {"Tử số", "Mẫu số", "Kết quả"};
    doc_book_text(x->b, spot(HEAD_ROW, 0, DOC_HEAD), "STT");
    doc_book_text(x->b, spot(HEAD_ROW + 1, 0, DOC_HEAD), "");
    doc_book_text(x->b, spot(HEAD_ROW, 1, DOC_HEAD), "Xã, phường");
    doc_book_text(x->b, spot(HEAD_ROW + 1, 1, DOC_HEAD), "");
    uint16_t col = NAME_COLS;
    int lines = 1;
    for (size_t i = 0; i < x->r->nannex; i++) {
        const struct indicator *k = x->r->annex[i];
        uint16_t n = cols_of(k);
        lines = max_int(lines, lines_of(head_of(x->a, k), n * width_of(k) * 4 / 5));
        doc_book_wide(
            x->b, spot(HEAD_ROW, col, DOC_HEAD), (uint16_t)(col + n - 1), head_of(x->a, k));
        for (uint16_t c = 0; c < n; c++)
            doc_book_text(
                x->b, spot(HEAD_ROW + 1, (uint16_t)(col + c), DOC_HEAD), n == 1 ? "Số" : under[c]);
        col = (uint16_t)(col + n);
    }
    doc_book_lines(x->b, HEAD_ROW, lines);
}

/* Where the denominator is nothing the cell stays empty instead of #DIV/0!. */
static void put_rate(struct annex *x, const struct indicator *i, struct doc_spot at, double result)
{
    const char *num = cell(x->a, (uint16_t)(at.col - 2), at.row);
    const char *den = cell(x->a, (uint16_t)(at.col - 1), at.row);
    at.decimals = i->decimals;
    doc_book_formula(x->b, at,
        arena_printf(x->a, "=IF(N(%s)=0,\"\",%s/%s*%.0f)", den, num, den, i->factor), result);
}

static int whole_or(double v, int decimals)
{
    return isnan(v) || v == floor(v) ? 0 : decimals;
}

static void put_value(struct annex *x, const struct indicator *i, uint32_t row, uint16_t col,
    const struct stat_value *v)
{
    struct doc_spot at = spot(row, col, DOC_CELL);
    if (!has_rate(i)) {
        at.decimals = i->decimals;
        doc_book_number(x->b, at, v->known ? v->value : NAN);
        return;
    }
    at.decimals = whole_or(v->num, i->decimals);
    doc_book_number(x->b, at, v->known ? v->num : NAN);
    at.col++;
    at.decimals = whole_or(v->den, i->decimals);
    doc_book_number(x->b, at, v->known ? v->den : NAN);
    at.col++;
    put_rate(x, i, at, v->known ? v->value : NAN);
}

/* What the province itself keeps, and no commune. */
static const char *place_name(const struct report_work *w, const struct report_place *k)
{
    return !*w->unit && streq(k->unit, w->place) ? "Cấp tỉnh" : k->name;
}

static void put_places(struct annex *x)
{
    const struct report_numbers *k = x->w->numbers;
    for (size_t i = 0; i < k->nplaces; i++) {
        uint32_t row = FIRST_ROW + (uint32_t)i;
        uint16_t col = NAME_COLS;
        doc_book_number(x->b, spot(row, 0, DOC_MID), (double)i + 1);
        doc_book_text(x->b, spot(row, 1, DOC_CELL), place_name(x->w, &k->places[i]));
        for (size_t c = 0; c < x->r->nannex; c++) {
            put_value(x, x->r->annex[c], row, col, &k->places[i].v[c]);
            col = (uint16_t)(col + cols_of(x->r->annex[c]));
        }
    }
    x->last_row = FIRST_ROW + (uint32_t)k->nplaces;
}

/* What the formula will give, for programs that show a file without reckoning. */
static double sum_of(const struct annex *x, size_t c, bool den)
{
    double sum = 0;
    for (size_t i = 0; i < x->w->numbers->nplaces; i++) {
        const struct stat_value *v = &x->w->numbers->places[i].v[c];
        double one = !v->known ? NAN : den ? v->den : has_rate(x->r->annex[c]) ? v->num : v->value;
        sum += isnan(one) ? 0 : one;
    }
    return sum;
}

static void put_sum(struct annex *x, uint16_t col, size_t c, bool den)
{
    struct doc_spot at = spot(x->last_row, col, DOC_SUM);
    double sum = sum_of(x, c, den);
    at.decimals = whole_or(sum, x->r->annex[c]->decimals);
    doc_book_formula(x->b, at,
        arena_printf(
            x->a, "=SUM(%s:%s)", cell(x->a, col, FIRST_ROW), cell(x->a, col, x->last_row - 1)),
        sum);
}

static void put_totals(struct annex *x)
{
    uint16_t col = NAME_COLS;
    doc_book_text(x->b, spot(x->last_row, 0, DOC_SUM), "");
    doc_book_text(x->b, spot(x->last_row, 1, DOC_SUM), "Tổng cộng");
    for (size_t c = 0; c < x->r->nannex; c++) {
        const struct indicator *i = x->r->annex[c];
        put_sum(x, col, c, false);
        if (has_rate(i)) {
            double num = sum_of(x, c, false), den = sum_of(x, c, true);
            put_sum(x, (uint16_t)(col + 1), c, true);
            put_rate(x, i, spot(x->last_row, (uint16_t)(col + 2), DOC_SUM),
                den > 0 ? num / den * i->factor : NAN);
        }
        col = (uint16_t)(col + cols_of(i));
    }
}

static void sheet_places(struct annex *x)
{
    int widths[MOST_COLS] = {5, WIDE};
    size_t n = NAME_COLS;
    for (size_t i = 0; i < x->r->nannex; i++)
        for (uint16_t c = cols_of(x->r->annex[i]); c && n < MOST_COLS; c--)
            widths[n++] = width_of(x->r->annex[i]);
    doc_book_sheet(x->b, "Số liệu theo xã", widths, n, spot(FIRST_ROW, NAME_COLS, DOC_TEXT), true);
    put_titles(x, "PHỤ LỤC SỐ LIỆU THEO XÃ, PHƯỜNG");
    put_heads(x);
    put_places(x);
    if (x->w->numbers->nplaces)
        put_totals(x);
}

/* ---- targets --------------------------------------------------------------------------------- */

static void put_heading_row(struct annex *x, uint32_t row, const char *const *heads, size_t n)
{
    for (size_t i = 0; i < n; i++)
        doc_book_text(x->b, spot(row, (uint16_t)i, DOC_HEAD), heads[i]);
}

static struct doc_spot numbered(uint32_t row, uint16_t col, const struct indicator *i)
{
    struct doc_spot s = spot(row, col, DOC_CELL);
    s.decimals = i->decimals;
    return s;
}

static const char *status_word(enum stat_status s)
{
    return s == STAT_MET       ? "Đạt"
           : s == STAT_NOT_MET ? "Chưa đạt"
           : s == STAT_UNKNOWN ? "Chưa có số liệu"
                               : "";
}

enum { TARGET_COLS = 10, NAME_WIDTH = 46, UNIT_WIDTH = 14 };

static const int target_widths[TARGET_COLS] = {
    8, NAME_WIDTH, UNIT_WIDTH, 13, 13, 13, 4, 13, 12, 16};

static const char *op_sign(enum target_op op)
{
    static const char *const sign[] = {[TARGET_GE] = "≥",
        [TARGET_LE] = "≤",
        [TARGET_GT] = ">",
        [TARGET_LT] = "<",
        [TARGET_EQ] = "="};
    return sign[op];
}

/* As the Word file tells it: of the values as they are shown. */
static void put_change(
    struct annex *x, uint32_t row, const struct indicator *i, double was, double now)
{
    double k = pow(10, i->decimals);
    doc_book_formula(x->b, numbered(row, 5, i),
        arena_printf(x->a, "=IF(COUNT(D%u:E%u)=2,ROUND(D%u,%d)-ROUND(E%u,%d),\"\")", row + 1,
            row + 1, row + 1, i->decimals, row + 1, i->decimals),
        isnan(now) || isnan(was) ? NAN : (round(now * k) - round(was * k)) / k);
}

/* Of what is to be reached; of what must stay low a share would say the opposite. */
static void put_share(struct annex *x, uint32_t row, const struct stat_target *t, double now)
{
    struct doc_spot at = spot(row, 8, DOC_CELL);
    at.decimals = 1;
    if (!t || t->op == TARGET_LE || t->op == TARGET_LT)
        doc_book_text(x->b, at, "");
    else
        doc_book_formula(x->b, at,
            arena_printf(x->a, "=IF(AND(COUNT(D%u,H%u)=2,N(H%u)<>0),D%u/H%u*100,\"\")", row + 1,
                row + 1, row + 1, row + 1, row + 1),
            isnan(now) || t->value == 0 ? NAN : now / t->value * 100);
}

static void put_target(struct annex *x, uint32_t row, const char *code, const char *name,
    const struct indicator *i, const struct stat_value *v)
{
    const struct report_row *r = report_row(x->w, i);
    double was = r ? r->say.last_year : NAN, now = v->known ? v->value : NAN;
    doc_book_text(x->b, spot(row, 0, DOC_MID), code);
    doc_book_text(x->b, spot(row, 1, DOC_CELL), name);
    doc_book_text(x->b, spot(row, 2, DOC_MID), i->unit.vi);
    doc_book_number(x->b, numbered(row, 3, i), now);
    doc_book_number(x->b, numbered(row, 4, i), was);
    put_change(x, row, i, was, now);
    doc_book_text(x->b, spot(row, 6, DOC_MID), v->target ? op_sign(v->target->op) : "");
    doc_book_number(x->b, numbered(row, 7, i), v->target ? v->target->value : NAN);
    put_share(x, row, v->target, now);
    doc_book_text(x->b, spot(row, 9, DOC_MID), status_word(v->status));
    doc_book_lines(
        x->b, row, max_int(lines_of(name, NAME_WIDTH), lines_of(i->unit.vi, UNIT_WIDTH)));
}

static void put_target_heads(struct annex *x, uint32_t row)
{
    static const char *const heads[TARGET_COLS] = {"Số", "Chỉ tiêu", "Đơn vị", "Kỳ này", "Cùng kỳ",
        "Tăng, giảm", "", "Mục tiêu", "% mục tiêu", "Đánh giá"};
    put_heading_row(x, row, heads, TARGET_COLS);
}

static uint32_t put_item(struct annex *x, const struct stat_item *k, uint32_t row)
{
    for (size_t p = 0; p < k->item->nparts; p++) {
        const struct part_target *t = &k->item->parts[p];
        const char *part = t->label.vi ? t->label.vi : t->indicator->label.vi;
        put_target(x, row++, p ? "" : k->item->code,
            k->item->nparts == 1 ? k->item->label.vi : part, t->indicator, &k->parts[p]);
    }
    return row;
}

static uint32_t put_score(struct annex *x, const struct report_score *s, uint32_t row)
{
    doc_book_text(x->b, spot(row++, 0, DOC_TITLE), s->programme->label.vi);
    doc_book_text(x->b, spot(row++, 0, DOC_NOTE), report_score_words(x->w, s));
    put_target_heads(x, row++);
    const struct objective *last = NULL;
    for (size_t i = 0; i < s->score.n; i++) {
        if (s->score.v[i].objective != last)
            doc_book_wide(x->b, spot(row++, 0, DOC_GROUP), TARGET_COLS - 1,
                s->score.v[i].objective->label.vi);
        last = s->score.v[i].objective;
        row = put_item(x, &s->score.v[i], row);
    }
    return row + 1;
}

static void sheet_targets(struct annex *x)
{
    const struct report_numbers *k = x->w->numbers;
    doc_book_sheet(x->b, "Chỉ tiêu", target_widths, TARGET_COLS, spot(3, 2, DOC_TEXT), true);
    put_titles(x, "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU");
    uint32_t row = 4;
    for (size_t i = 0; i < k->nscores; i++)
        row = put_score(x, &k->scores[i], row);
    if (k->nscores)
        return;
    put_target_heads(x, row++);
    for (size_t i = 0; i < k->n; i++)
        put_target(x, row++, arena_printf(x->a, "%zu", i + 1), k->v[i].indicator->label.vi,
            k->v[i].indicator, &k->v[i].now);
}

/* ---- definitions ----------------------------------------------------------------------------- */

enum { DEFINITION_COLS = 6 };

static const int definition_widths[DEFINITION_COLS] = {40, 70, 14, 24, 34, 16};

static void put_definition(struct annex *x, uint32_t row, const struct indicator *i)
{
    const char *const texts[DEFINITION_COLS] = {i->label.vi, i->definition.vi, i->unit.vi,
        i->owner.vi, i->source.text, i->source.verify ? "Cần kiểm chứng" : ""};
    int lines = 1;
    for (uint16_t c = 0; c < DEFINITION_COLS; c++) {
        doc_book_text(x->b, spot(row, c, DOC_CELL), texts[c]);
        lines = max_int(lines, lines_of(texts[c], definition_widths[c]));
    }
    doc_book_lines(x->b, row, lines);
}

static void sheet_definitions(struct annex *x)
{
    static const char *const heads[] = {
        "Chỉ tiêu", "Cách tính", "Đơn vị", "Nguồn cung cấp", "Căn cứ", "Ghi chú"};
    doc_book_sheet(
        x->b, "Định nghĩa", definition_widths, DEFINITION_COLS, spot(1, 1, DOC_TEXT), true);
    put_heading_row(x, 0, heads, COUNT(heads));
    const struct report_numbers *k = x->w->numbers;
    uint32_t row = 1;
    for (size_t i = 0; i < k->n; i++)
        put_definition(x, row++, k->v[i].indicator);
    for (size_t i = 0; i < x->r->nannex; i++)
        if (!report_row(x->w, x->r->annex[i]))
            put_definition(x, row++, x->r->annex[i]);
}

enum err report_xlsx(struct report_work *w, struct str *out)
{
    struct annex x = {.w = w, .a = w->act->a, .r = w->report};
    TRY(report_numbers(w, REPORT_SHEETS, false));
    TRY(doc_book_open(w->act->a, &x.b));
    if (w->report->nannex)
        sheet_places(&x);
    sheet_targets(&x);
    sheet_definitions(&x);
    return doc_book_close(x.b, out);
}
