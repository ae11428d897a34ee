// SPDX-License-Identifier: AGPL-3.0-or-later
/* One row of such a file as an entry or a target: words become units, periods, codes. */
#include "import/numbers_int.h"

#include <ctype.h>
#include <math.h>

/* ---- what was read before -------------------------------------------------------------------- */

enum { MEMO = 1024, MEMO_TEXT = 60 };
struct number_memo { /* by a hash of their words; a newcomer takes the place */
    struct {
        char text[MEMO_TEXT];
        int32_t day;
        const char *code; /* of a unit; "?" = none */
    } unit[MEMO];
    struct {
        char text[MEMO_TEXT];
        struct period p;
    } period[MEMO];
    struct arena *a;
};

struct number_memo *number_memo_open(struct arena *a)
{
    struct number_memo *m = NEW(a, struct number_memo);
    m->a = a;
    return m;
}

static size_t place_of(struct str s)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h % MEMO;
}

struct str number_cell(const struct number_row *row, int col)
{
    return col >= 0 && (size_t)col < row->n ? str_trim(row->cells[col]) : (struct str){"", 0};
}

static bool fail(struct number_fault *f, int col, const char *text)
{
    *f = (struct number_fault){col, text};
    return false;
}

/* ---- units ----------------------------------------------------------------------------------- */

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isdigit((unsigned char)s.p[i]))
            return false;
    return s.n > 0;
}

/* A spreadsheet drops the zeros before a code. */
static const char *code_text(struct arena *a, struct str s)
{
    size_t want = s.n <= 2 ? 2 : s.n == 3 ? 3 : 5;
    return arena_printf(a, "%.*s" STR_FMT, (int)(want > s.n ? want - s.n : 0), "00000", STR_ARG(s));
}

static bool is_country(struct arena *a, struct str s)
{
    struct str f = text_fold(a, s);
    return str_is(f, "ca nuoc") || str_is(f, "toan quoc") || str_is(f, "vn") ||
           str_is(f, "viet nam") || str_is(s, "00");
}

/* The only unit of that name within `under`; NULL for none or several. */
static const char *unit_named(
    const struct number_reader *r, struct str name, const char *under, int32_t day)
{
    struct arena *a = r->act->a;
    struct str fold = text_fold(a, name);
    const char *words = arena_dupn(a, fold.p, fold.n), *found = NULL;
    size_t n;
    const struct unit **v = unit_search(r->act->units, a, words, under, day, 50, &n);
    for (size_t i = 0; i < n; i++) {
        bool there = v[i]->from <= day && day < v[i]->to;
        if (!there || !streq(v[i]->fold, words))
            continue;
        if (found && !streq(found, v[i]->code))
            return NULL;
        found = v[i]->code;
    }
    return found;
}

static const char *unit_by_name(
    const struct number_reader *r, const struct number_row *row, struct str s, int32_t day)
{
    const struct user *u = r->w->user;
    struct str first, province = number_cell(row, r->head->at[AIM_PROVINCE]);
    const char *under = u ? u->province : "";
    if (str_split(&s, ',', &first) && s.n && !province.n)
        province = str_trim(s);
    if (all_digits(province))
        under = code_text(r->act->a, province);
    else if (province.n && !(under = unit_named(r, province, "", day)))
        return NULL;
    return unit_named(r, str_trim(first), under, day);
}

static const char *find_unit(
    const struct number_reader *r, const struct number_row *row, struct str s, int32_t day)
{
    if (is_country(r->act->a, s))
        return "";
    if (all_digits(s))
        return code_text(r->act->a, s);
    return unit_by_name(r, row, s, day);
}

static const char *read_unit(
    const struct number_reader *r, const struct number_row *row, struct str s, int32_t day)
{
    bool named = !all_digits(s) && r->head->at[AIM_PROVINCE] >= 0;
    if (named || s.n >= MEMO_TEXT)
        return find_unit(r, row, s, day);
    size_t at = place_of(s);
    if (!str_is(s, r->memo->unit[at].text) || r->memo->unit[at].day != day) {
        const char *code = find_unit(r, row, s, day);
        memcpy(r->memo->unit[at].text, s.p, s.n);
        r->memo->unit[at].text[s.n] = 0;
        r->memo->unit[at].day = day;
        r->memo->unit[at].code = arena_dup(r->memo->a, code);
    }
    return r->memo->unit[at].code;
}

/* Codes of today are taken where the map at the end of the period knows none such. */
static bool take_unit(const struct number_reader *r, const struct number_row *row, int32_t end,
    const char **unit, int32_t *map, struct number_fault *fault)
{
    int col = r->head->at[AIM_UNIT];
    struct str s = number_cell(row, col);
    int32_t today = unit_day(r->act->today), day = r->w->map     ? r->w->map
                                                   : end < today ? end
                                                                 : today;
    if (!s.n)
        return fail(fault, col, "Thiếu đơn vị");
    *unit = read_unit(r, row, s, day);
    if (!*unit && !r->w->map && day != today)
        *unit = read_unit(r, row, s, day = today);
    if (!*unit)
        return fail(fault, col,
            arena_printf(r->act->a,
                "Không rõ đơn vị nào tên “" STR_FMT "”; hãy ghi mã, hoặc tên kèm tỉnh",
                STR_ARG(s)));
    *map = day;
    if (**unit && !r->w->map && !unit_find(r->act->units, *unit, day) &&
        unit_find(r->act->units, *unit, today))
        *map = today;
    return true;
}

/* ---- periods, numbers ------------------------------------------------------------------------ */

static bool take_period(const struct number_reader *r, const struct number_row *row,
    struct period *out, struct number_fault *fault)
{
    int col = r->head->at[AIM_PERIOD];
    struct str s = number_cell(row, col);
    if (!s.n)
        return fail(fault, col, "Thiếu kỳ");
    size_t at = place_of(s);
    if (s.n < MEMO_TEXT && str_is(s, r->memo->period[at].text)) {
        *out = r->memo->period[at].p;
        return true;
    }
    const char *msg = period_parse(r->act->a, s, r->w->regime, out);
    if (msg)
        return fail(fault, col, msg);
    if (s.n < MEMO_TEXT) {
        memcpy(r->memo->period[at].text, s.p, s.n);
        r->memo->period[at].text[s.n] = 0;
        r->memo->period[at].p = *out;
    }
    return true;
}

/* "1.234,5", or in files of programs "1234.5". */
static const char *read_number(const struct number_row *row, struct str s, double *out)
{
    if (row->plain && str_to_real(s, out))
        return NULL;
    const char *msg = text_parse_real(s, out);
    return msg && !row->plain && str_to_real(s, out) && !memchr(s.p, '.', s.n) ? NULL : msg;
}

/* ---- data ------------------------------------------------------------------------------------ */

static const struct measure *measure_called(const struct number_reader *r, struct str s)
{
    const struct pack *p = r->w->site->pack;
    char id[80];
    if (!s.n || s.n >= sizeof id)
        return NULL;
    memcpy(id, s.p, s.n);
    id[s.n] = 0;
    const struct measure *m = pack_measure(p, id);
    if (m)
        return m;
    struct str fold = text_fold(r->act->a, s);
    for (size_t i = 0; i < p->nmeasures; i++)
        if (str_eq(fold, text_fold(r->act->a, str_of(p->measures[i].label.vi))))
            return &p->measures[i];
    return NULL;
}

static bool take_measure(const struct number_reader *r, const struct number_row *row, int value_col,
    struct stat_entry *out, struct number_fault *fault)
{
    if (r->head->wide) {
        out->measure = r->head->v[value_col].measure;
        return true;
    }
    int col = r->head->at[AIM_WHAT];
    struct str s = number_cell(row, col);
    out->measure = measure_called(r, s);
    return out->measure ||
           fail(fault, col,
               s.n ? arena_printf(r->act->a, "Không có số liệu nào mã “" STR_FMT "”", STR_ARG(s))
                   : "Thiếu mã chỉ tiêu");
}

static bool is_total(struct arena *a, struct str s)
{
    struct str f = text_fold(a, s);
    return str_is(f, "tong") || str_is(f, "tong so") || str_is(f, "total") || str_is(f, "default");
}

static bool take_dims(const struct number_reader *r, const struct number_row *row,
    struct stat_entry *out, struct number_fault *fault)
{
    struct arena *a = r->act->a;
    struct buf b = buf_in(a, 1000);
    struct str s = number_cell(row, r->head->at[AIM_DIMS]);
    int col = r->head->at[AIM_DIMS];
    if (s.n && !is_total(a, s))
        buf_str(&b, s);
    for (size_t i = 0; i < r->head->n; i++) {
        if (r->head->v[i].aim != AIM_SPLIT)
            continue;
        s = number_cell(row, (int)i);
        if (!s.n || is_total(a, s))
            continue;
        buf_printf(&b, ";%s=" STR_FMT, r->head->v[i].split->id, STR_ARG(s));
        col = (int)i;
    }
    const char *msg = NULL;
    out->dims = b.n ? stat_dims(a, out->measure, buf_view(&b), &msg) : "";
    return !msg || fail(fault, col, msg);
}

bool number_entry(const struct number_reader *r, const struct number_row *row, int value_col,
    struct stat_entry *out, struct number_fault *fault)
{
    struct str s = number_cell(row, value_col);
    *out = (struct stat_entry){.state = VALUE_ACCEPTED, .batch = r->w->batch};
    *fault = (struct number_fault){-1, NULL};
    if (!s.n)
        return r->head->wide ? false : fail(fault, value_col, "Thiếu giá trị");
    if (!take_measure(r, row, value_col, out, fault) || !take_period(r, row, &out->period, fault) ||
        !take_unit(r, row, out->period.to, &out->unit, &out->map, fault) ||
        !take_dims(r, row, out, fault))
        return false;
    struct str paper = number_cell(row, r->head->at[AIM_EVIDENCE]);
    out->evidence = paper.n ? arena_dupn(r->act->a, paper.p, paper.n) : NULL;
    if (str_is(text_fold(r->act->a, s), "xoa") || str_is(s, "-")) {
        out->gone = true;
        return true;
    }
    const char *msg = read_number(row, s, &out->value);
    return !msg || fail(fault, value_col, msg);
}

/* ---- targets --------------------------------------------------------------------------------- */

static const struct indicator *indicator_called(const struct number_reader *r, struct str s)
{
    const struct pack *p = r->w->site->pack;
    struct arena *a = r->act->a;
    const struct indicator *i = pack_indicator(p, arena_dupn(a, s.p, s.n));
    struct str fold = text_fold(a, s);
    for (size_t k = 0; !i && fold.n && k < p->nindicators; k++)
        if (str_eq(fold, text_fold(a, str_of(p->indicators[k].label.vi))))
            i = &p->indicators[k];
    return i;
}

static bool holds(const struct programme *p, const struct indicator *i)
{
    for (size_t o = 0; o < p->nobjectives; o++)
        for (size_t k = 0; k < p->objectives[o].nitems; k++)
            for (size_t j = 0; j < p->objectives[o].items[k].nparts; j++)
                if (p->objectives[o].items[k].parts[j].indicator == i)
                    return true;
    return false;
}

/* Not named: the one that has the indicator, if there is but one. */
static const struct programme *only_programme(
    const struct number_reader *r, const struct indicator *i)
{
    const struct pack *p = r->w->site->pack;
    const struct programme *found = NULL;
    for (size_t k = 0; k < p->nprogrammes; k++) {
        if (!holds(&p->programmes[k], i))
            continue;
        if (found)
            return NULL;
        found = &p->programmes[k];
    }
    return found;
}

static bool take_programme(const struct number_reader *r, const struct number_row *row,
    struct stat_target *out, struct number_fault *fault)
{
    int col = r->head->at[AIM_PROGRAMME];
    struct str s = number_cell(row, col);
    out->programme = s.n ? pack_programme(r->w->site->pack, arena_dupn(r->act->a, s.p, s.n))
                         : only_programme(r, out->indicator);
    if (s.n && !out->programme)
        return fail(fault, col,
            arena_printf(r->act->a, "Không có chương trình mã “" STR_FMT "”", STR_ARG(s)));
    return true;
}

static bool take_op(const struct number_reader *r, const struct number_row *row,
    struct stat_target *out, struct number_fault *fault)
{
    static const struct {
        const char *word;
        enum target_op op;
    } ops[] = {{">=", TARGET_GE}, {"≥", TARGET_GE}, {"it nhat", TARGET_GE},
        {"toi thieu", TARGET_GE}, {"<=", TARGET_LE}, {"≤", TARGET_LE}, {"toi da", TARGET_LE},
        {"khong qua", TARGET_LE}, {">", TARGET_GT}, {"tren", TARGET_GT}, {"<", TARGET_LT},
        {"duoi", TARGET_LT}, {"=", TARGET_EQ}, {"bang", TARGET_EQ}};
    int col = r->head->at[AIM_OP];
    struct str s = number_cell(row, col), fold = text_fold(r->act->a, s);
    out->op = out->indicator->good == GOOD_DOWN ? TARGET_LE : TARGET_GE;
    for (size_t i = 0; s.n && i < COUNT(ops); i++)
        if (str_is(s, ops[i].word) || str_is(fold, ops[i].word)) {
            out->op = ops[i].op;
            return true;
        }
    return !s.n || fail(fault, col, "Phép so không rõ; dùng một trong >= <= > < =");
}

static bool take_year(const struct number_row *row, int col, int *out, struct number_fault *fault)
{
    int64_t year = 0;
    struct str s = number_cell(row, col);
    if (s.n && (!str_to_int(s, &year) || year < 1900 || year > 2199))
        return fail(fault, col, "Năm phải gồm bốn chữ số, ví dụ 2025");
    *out = (int)year;
    return true;
}

static bool take_numbers(const struct number_reader *r, const struct number_row *row,
    struct stat_target *out, struct number_fault *fault)
{
    int col = r->head->at[AIM_VALUE];
    struct str s = number_cell(row, col);
    const char *msg = s.n ? read_number(row, s, &out->value) : "Thiếu giá trị của mục tiêu";
    if (msg)
        return fail(fault, col, msg);
    col = r->head->at[AIM_BASELINE];
    s = number_cell(row, col);
    out->baseline = NAN;
    msg = s.n ? read_number(row, s, &out->baseline) : NULL;
    if (msg)
        return fail(fault, col, msg);
    return take_year(row, r->head->at[AIM_BASELINE_YEAR], &out->baseline_year, fault);
}

bool number_target(const struct number_reader *r, const struct number_row *row,
    struct stat_target *out, struct number_fault *fault)
{
    *out = (struct stat_target){.own = true};
    *fault = (struct number_fault){-1, NULL};
    int col = r->head->at[AIM_WHAT];
    struct str s = number_cell(row, col);
    out->indicator = s.n ? indicator_called(r, s) : NULL;
    if (!out->indicator)
        return fail(fault, col,
            arena_printf(r->act->a, "Không có chỉ tiêu nào mã “" STR_FMT "”", STR_ARG(s)));
    if (!number_cell(row, r->head->at[AIM_PERIOD]).n)
        return fail(fault, r->head->at[AIM_PERIOD], "Mục tiêu thiếu năm");
    int32_t map;
    if (!take_year(row, r->head->at[AIM_PERIOD], &out->year, fault) ||
        !take_unit(r, row, out->year * 10000 + 1231, &out->unit, &map, fault) ||
        !take_programme(r, row, out, fault) || !take_op(r, row, out, fault) ||
        !take_numbers(r, row, out, fault))
        return false;
    struct str paper = number_cell(row, r->head->at[AIM_EVIDENCE]);
    out->document = paper.n ? arena_dupn(r->act->a, paper.p, paper.n) : NULL;
    return true;
}
