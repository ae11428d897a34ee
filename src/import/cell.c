// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * One cell as a person would have typed it into the field's box: day numbers become dates, lost
 * zeros come back (with a warning), an x is a yes, words of others become codes. What the box
 * itself checks is left to it.
 */
#include "import/import_int.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>

static struct cell_said text_said(const char *text)
{
    return (struct cell_said){.text = text};
}

static struct cell_said fault_said(const char *fault)
{
    return (struct cell_said){.fault = fault};
}

static bool one_of(struct str s, const char *words)
{
    struct str rest = str_of(words), one;
    while (str_split(&rest, '|', &one))
        if (str_eq(s, one))
            return true;
    return false;
}

/* ---- plain text of any cell ------------------------------------------------------------------ */

static const char *number_text(struct arena *a, double d)
{
    if (fabs(d) < 1e15 && d == floor(d))
        return arena_printf(a, "%.0f", d);
    char *s = arena_printf(a, "%.10g", d);
    for (char *p = s; *p; p++)
        if (*p == '.')
            *p = ',';
    return s;
}

static const char *day_text(struct arena *a, struct str iso)
{
    struct cal_date d;
    char out[11];
    struct str day = {iso.p, iso.n > 10 ? 10 : iso.n};
    if (!cal_from_iso(day, &d))
        return arena_dupn(a, day.p, day.n);
    cal_format(d, out);
    return arena_dup(a, out);
}

const char *cell_plain(struct arena *a, const struct column *c, const struct sheet_cell *cell)
{
    if (cell->kind == SHEET_NUMBER)
        return number_text(a, cell->number);
    if (cell->kind == SHEET_DATE)
        return day_text(a, cell->text);
    struct str s = plan_text(a, c, cell), line;
    if (text_clean(a, s, TEXT_LINE, &line) != OK)
        return "";
    return arena_dupn(a, line.p, line.n);
}

/* ---- dates ----------------------------------------------------------------------------------- */

static const char *date_of_number(struct act *act, double d)
{
    struct cal_date today;
    cal_from_iso(str_of(act->today), &today);
    enum { EXCEL_1970 = 25569, YEAR_MIN = 1900, YEAR_MAX = 2199 };
    char iso[17];
    if (d != floor(d) && d < 1e5) {
        sheet_day(d, false, iso);
        return day_text(act->a, str_of(iso));
    }
    if (d >= YEAR_MIN && d <= YEAR_MAX)
        return arena_printf(act->a, "%.0f", d);
    if (d > YEAR_MAX && d <= cal_day(today) + EXCEL_1970 + 366) {
        sheet_day(d, false, iso);
        return day_text(act->a, str_of(iso));
    }
    if (d >= 11900 && d < 129999) /* 62015: 06/2015 */
        return arena_printf(act->a, "%06.0f", d);
    return arena_printf(act->a, d >= 1e6 && d < 1e8 ? "%08.0f" : "%.0f", d);
}

static struct cell_said date_cell(struct act *act, const char *text, const struct sheet_cell *cell)
{
    if (cell->kind == SHEET_NUMBER)
        return text_said(date_of_number(act, cell->number));
    if (cell->kind == SHEET_DATE)
        return text_said(text);
    if (one_of(text_fold(act->a, str_of(text)),
            "|khong ro|chua ro|khong|chua co|khong nho|khong biet"))
        return text_said(NULL);
    /* "2015-06-30 00:00:00", "30/6/2015 0:00" */
    size_t n = strcspn(text, " T");
    if (n >= 8 && strchr(text + n, ':') && isdigit((unsigned char)text[n - 1]))
        text = arena_dupn(act->a, text, n);
    return text_said(text);
}

/* ---- numbers that name something ------------------------------------------------------------- */

static bool digits_only(const char *s)
{
    return *s && s[strspn(s, "0123456789")] == 0;
}

/* "1,2E+11": what Excel shows of a long number; its end is lost. */
static bool rounded(const char *s)
{
    size_t n = strspn(s, "0123456789,.");
    return n && (s[n] == 'E' || s[n] == 'e') && s[n + 1] == '+';
}

static const char without[] = "|khong co|chua co|khong|chua|chua cap|chua lam|khong ro|0|khong nho";

static struct cell_said pid_cell(struct act *act, const char *text)
{
    if (one_of(text_fold(act->a, str_of(text)), without))
        return text_said(NULL);
    if (rounded(text))
        return fault_said(N_("Excel đã làm tròn số này; hãy gõ lại đủ 12 chữ số, đặt ô kiểu Text"));
    size_t n = strlen(text);
    if (!digits_only(text) || n < 10 || n > 11)
        return text_said(text);
    const char *whole = arena_printf(act->a, "%s%s", n == 10 ? "00" : "0", text);
    struct text_pid_info info;
    if (!text_pid_read(whole, &info) || text_pid_warning(whole, info.sex, info.birth_year))
        return text_said(text);
    return (struct cell_said){.text = whole,
        .warning = arena_printf(act->a, "Thiếu số 0 ở đầu (Excel bỏ mất); đã đọc là %s", whole)};
}

static struct cell_said phone_cell(struct act *act, const char *text)
{
    char plain[16];
    if (one_of(text_fold(act->a, str_of(text)), without))
        return text_said(NULL);
    if (rounded(text))
        return fault_said(N_("Excel đã làm tròn số này; hãy gõ lại, đặt ô kiểu Text"));
    const char *whole = arena_printf(act->a, "0%s", text);
    if (*text != '0' && *text != '+' && *text != '1' && !text_phone(str_of(whole), plain))
        return (struct cell_said){.text = whole,
            .warning =
                arena_printf(act->a, "Thiếu số 0 ở đầu (Excel bỏ mất); đã đọc là %s", whole)};
    return text_said(text);
}

/* ---- choices --------------------------------------------------------------------------------- */

int cell_mark(struct arena *a, struct str s)
{
    static const char yes[] = "x|v|co|1|dung|yes|true|y|roi|da co|da";
    static const char no[] = "khong|0|no|false|k|ko|chua|chua co|khong co";
    struct str fold = text_fold(a, s);
    if (fold.n == 0) /* signs alone: a tick, a plus */
        return s.n && !one_of(s, "-|–|—|.|…|,|/|_") ? 1 : 0;
    if (one_of(fold, yes))
        return 1;
    return one_of(fold, no) ? 0 : -1;
}

static const char *no_such(
    struct act *act, const struct field *f, const char *text, const char *near)
{
    if (near)
        return arena_printf(
            act->a, "“%s” không có trong mục %s; có phải là “%s”?", text, f->label.vi, near);
    return arena_printf(act->a, "“%s” không có trong mục %s", text, f->label.vi);
}

static const char *cut(struct arena *a, const char *s)
{
    enum { MOST = 40 };
    size_t n = strlen(s);
    if (n <= MOST)
        return s;
    for (n = MOST; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
        n--;
    return arena_printf(a, "%.*s…", (int)n, s);
}

static struct cell_said choice_cell(
    struct act *act, const struct plan *p, const struct field *f, const char *text)
{
    const char *near = NULL;
    const struct code *c = words_code(act->a, p->words, f, str_of(text), &near);
    return c ? text_said(c->id) : fault_said(no_such(act, f, cut(act->a, text), near));
}

/* Several answers in one cell: one a line, by ; or |, and by commas where no label has one. */
static struct cell_said choices_cell(
    struct act *act, const struct plan *p, const struct field *f, const char *text)
{
    struct buf out = buf_in(act->a, 4000);
    const struct code *c = words_code(act->a, p->words, f, str_of(text), NULL);
    if (c)
        return text_said(c->id);
    char *parts = arena_dup(act->a, text), sep = strpbrk(text, ";|\n") ? ';' : ',';
    for (char *s = parts; *s; s++)
        if (*s == '|' || *s == '\n')
            *s = ';';
    struct str rest = str_of(parts), one;
    while (str_split(&rest, sep, &one)) {
        const char *near = NULL, *word = arena_dupn(act->a, str_trim(one).p, str_trim(one).n);
        if (!*word)
            continue;
        c = words_code(act->a, p->words, f, str_of(word), &near);
        if (!c)
            return fault_said(no_such(act, f, cut(act->a, word), near));
        buf_printf(&out, "%s%s", out.n ? "," : "", c->id);
    }
    return text_said(out.n ? out.p : NULL);
}

static struct cell_said bool_cell(struct act *act, const struct field *f, const char *text)
{
    int m = cell_mark(act->a, str_of(text));
    if (m >= 0)
        return text_said(m ? "1" : "0");
    return fault_said(
        arena_printf(act->a, "“%s” không rõ là có hay không (mục %s): ghi x hoặc để trống",
            cut(act->a, text), f->label.vi));
}

static struct cell_said unit_cell(struct act *act, const char *text)
{
    const char *province = act->user ? act->user->province : "";
    const char *code = words_unit(act, province, str_of(text));
    return code ? text_said(code)
                : fault_said(
                      arena_printf(act->a, "Không có xã, phường nào tên “%s”", cut(act->a, text)));
}

/* ---- all ------------------------------------------------------------------------------------- */

static struct cell_said error_cell(struct act *act, const struct sheet_cell *cell)
{
    if (cell->unknown)
        return fault_said(N_("Công thức chưa có kết quả; hãy mở bằng Excel, lưu lại"));
    return fault_said(arena_printf(act->a, "Công thức bị lỗi " STR_FMT, STR_ARG(cell->text)));
}

struct cell_said cell_read(struct act *act, const struct plan *p, const struct field *f,
    const struct column *c, const struct sheet_cell *cell)
{
    if (cell->kind == SHEET_ERROR)
        return error_cell(act, cell);
    const char *text = cell_plain(act->a, c, cell);
    if (!*text || (f->type != F_BOOL && one_of(str_of(text), "-|–|—|.|…|?|/|…….")))
        return text_said(NULL);
    switch (f->type) {
    case F_DATE:
        return date_cell(act, text, cell);
    case F_PERSONAL_NO:
        return pid_cell(act, text);
    case F_PHONE:
        return phone_cell(act, text);
    case F_BOOL:
        return bool_cell(act, f, text);
    case F_CHOICE:
        return choice_cell(act, p, f, text);
    case F_CHOICES:
        return choices_cell(act, p, f, text);
    case F_UNIT:
        return unit_cell(act, text);
    case F_TIME:
        return text_said(cell->kind == SHEET_DATE ? arena_dup(act->a, cell->text.p) : text);
    default:
        return text_said(text);
    }
}
