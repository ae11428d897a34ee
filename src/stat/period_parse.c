// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Periods as people and programs write them. The text is folded and cut into words and numbers,
 * which are held against a table of forms: `$` is a year, `#` a smaller number.
 */
#include "stat/stat_int.h"

#include "base/cal.h"
#include "base/text.h"

enum { TOKENS = 16, NUMBERS = 4 };

static const struct spelling {
    enum period_kind kind;
    int nth; /* 0 = the number says */
    const char *text;
} FORMS[] = {
    {PERIOD_YEAR, 1, "$"},
    {PERIOD_YEAR, 1, "nam $"},
    {PERIOD_YEAR, 1, "ca nam $"},
    {PERIOD_YEAR, 1, "12 thang nam $"},
    {PERIOD_MONTH, 0, "$ #"},
    {PERIOD_MONTH, 0, "# $"},
    {PERIOD_MONTH, 0, "t # $"},
    {PERIOD_MONTH, 0, "thang # $"},
    {PERIOD_MONTH, 0, "thang # nam $"},
    {PERIOD_QUARTER, 0, "$ q #"},
    {PERIOD_QUARTER, 0, "q # $"},
    {PERIOD_QUARTER, 0, "quy # $"},
    {PERIOD_QUARTER, 0, "quy # nam $"},
    {PERIOD_HALF, 0, "$ h #"},
    {PERIOD_HALF, 0, "h # $"},
    {PERIOD_HALF, 0, "$ s #"},
    {PERIOD_HALF, 1, "6 t $"},
    {PERIOD_HALF, 1, "6 thang $"},
    {PERIOD_HALF, 1, "6 thang nam $"},
    {PERIOD_HALF, 1, "6 thang dau nam $"},
    {PERIOD_HALF, 1, "sau thang dau nam $"},
    {PERIOD_HALF, 2, "6 thang cuoi nam $"},
    {PERIOD_HALF, 2, "sau thang cuoi nam $"},
    {PERIOD_NINE_MONTHS, 1, "$ 9 m"},
    {PERIOD_NINE_MONTHS, 1, "9 m $"},
    {PERIOD_NINE_MONTHS, 1, "9 t $"},
    {PERIOD_NINE_MONTHS, 1, "9 thang $"},
    {PERIOD_NINE_MONTHS, 1, "9 thang nam $"},
    {PERIOD_NINE_MONTHS, 1, "9 thang dau nam $"},
    {PERIOD_NINE_MONTHS, 1, "chin thang dau nam $"},
    {PERIOD_YEARS, 0, "$ $"},
    {PERIOD_YEARS, 0, "$ den $"},
    {PERIOD_YEARS, 0, "giai doan $ $"},
    {PERIOD_YEARS, 0, "giai doan $ den $"},
    {PERIOD_YEARS, 0, "tu nam $ den nam $"},
    {PERIOD_DAYS, 1, "$ # #"},
    {PERIOD_DAYS, 1, "$ # # $ # #"},
    {PERIOD_DAYS, 2, "# # $"},
    {PERIOD_DAYS, 2, "ngay # # $"},
    {PERIOD_DAYS, 2, "# # $ # # $"},
    {PERIOD_DAYS, 2, "# # $ den # # $"},
    {PERIOD_DAYS, 2, "tu # # $ den # # $"},
    {PERIOD_DAYS, 2, "tu ngay # # $ den ngay # # $"},
    {PERIOD_DAYS, 2, "tu ngay # # $ den # # $"},
};

struct tokens {
    struct str v[TOKENS];
    size_t n;
    int year[NUMBERS], number[NUMBERS]; /* of the form that fits */
};

/* ---- words ------------------------------------------------------------------------------------
 */

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static void add(struct tokens *t, const char *p, size_t n)
{
    if (t->n < TOKENS)
        t->v[t->n] = (struct str){p, n};
    t->n++;
}

/* "2024q3" is three words; "202409" a year and a month, as DHIS2 writes it. */
static void cut(struct tokens *t, struct str w)
{
    for (size_t i = 0; i < w.n;) {
        size_t from = i;
        while (i < w.n && digit(w.p[i]) == digit(w.p[from]))
            i++;
        bool dhis = digit(w.p[from]) && i - from == 6;
        if (dhis)
            add(t, w.p + from, 4);
        add(t, w.p + from + (dhis ? 4 : 0), i - from - (dhis ? 4 : 0));
    }
}

static int roman(struct str w)
{
    static const char *const forms[] = {"i", "ii", "iii", "iv"};
    for (int i = 0; i < 4; i++)
        if (str_is(w, forms[i]))
            return i + 1;
    return 0;
}

static bool take(struct str w, char what, int *out)
{
    int64_t i;
    bool number = digit(w.p[0]) && str_to_int(w, &i);
    if (what == '$' ? !number || w.n != 4 : number ? w.n > 2 : !roman(w))
        return false;
    *out = number ? (int)i : roman(w);
    return true;
}

static bool fits(struct tokens *t, const char *form)
{
    struct str rest = str_of(form), part;
    size_t at = 0, years = 0, numbers = 0;
    for (; str_split(&rest, ' ', &part); at++) {
        if (at == t->n)
            return false;
        bool ok = str_is(part, "$")   ? take(t->v[at], '$', &t->year[years++ % NUMBERS])
                  : str_is(part, "#") ? take(t->v[at], '#', &t->number[numbers++ % NUMBERS])
                                      : str_eq(part, t->v[at]);
        if (!ok)
            return false;
    }
    return at == t->n;
}

/* ---- what is meant ----------------------------------------------------------------------------
 */

static const char *bad_year(struct arena *a, int year)
{
    if (year >= CAL_YEAR_MIN && year <= CAL_YEAR_MAX)
        return NULL;
    return arena_printf(a, "Năm %d nằm ngoài %d–%d", year, CAL_YEAR_MIN, CAL_YEAR_MAX);
}

static const char *set_years(
    struct arena *a, const struct tokens *t, enum regime regime, struct period *out)
{
    int from = t->year[0], to = t->year[1];
    if (bad_year(a, to))
        return bad_year(a, to);
    if (to < from)
        return arena_printf(a, "Năm đầu %d sau năm cuối %d", from, to);
    *out = period_of(PERIOD_YEARS, regime, from, to - from + 1);
    return NULL;
}

static const char *set_days(
    struct arena *a, const struct tokens *t, const struct spelling *f, struct period *out)
{
    bool two = t->n > 4;
    int32_t day[2];
    for (int i = 0; i < 2; i++) {
        int k = two ? i : 0, first = t->number[2 * k], second = t->number[2 * k + 1];
        struct cal_date d = {
            t->year[k], f->nth == 1 ? first : second, f->nth == 1 ? second : first};
        if (d.d == 0 || d.m == 0 || !cal_ok(d))
            return arena_printf(a, "Không có ngày %d/%d/%d", d.d, d.m, d.y);
        day[i] = d.y * 10000 + d.m * 100 + d.d;
    }
    if (day[1] < day[0])
        return "Ngày đầu của kỳ sau ngày cuối";
    *out = period_days(out->regime, day[0], day[1]);
    return NULL;
}

static const char *set_part(
    struct arena *a, const struct tokens *t, const struct spelling *f, struct period *out)
{
    static const struct {
        const char *name;
        int most;
    } parts[PERIOD__COUNT] = {[PERIOD_MONTH] = {"tháng", 12},
        [PERIOD_QUARTER] = {"quý", 4},
        [PERIOD_HALF] = {"nửa năm", 2}};
    int nth = f->nth ? f->nth : t->number[0];
    if (!f->nth && (nth < 1 || nth > parts[f->kind].most))
        return arena_printf(
            a, "Không có %s %d: chỉ từ 1 đến %d", parts[f->kind].name, nth, parts[f->kind].most);
    *out = period_of(f->kind, out->regime, t->year[0], nth);
    return NULL;
}

static const char *set(
    struct arena *a, const struct tokens *t, const struct spelling *f, struct period *out)
{
    const char *bad = bad_year(a, t->year[0]);
    if (bad)
        return bad;
    if (f->kind == PERIOD_DAYS)
        return set_days(a, t, f, out);
    if (f->kind == PERIOD_YEARS)
        return set_years(a, t, out->regime, out);
    return set_part(a, t, f, out);
}

const char *period_parse(struct arena *a, struct str text, enum regime regime, struct period *out)
{
    struct tokens t = {0};
    struct str *words;
    size_t n = text.n <= 200 ? text_fold_words(a, text, &words) : 0;
    for (size_t i = 0; i < n; i++)
        if (i > 0 || !str_is(words[i], "ky"))
            cut(&t, words[i]);
    struct period p = {.regime = regime};
    for (size_t i = 0; t.n <= TOKENS && i < COUNT(FORMS); i++)
        if (fits(&t, FORMS[i].text)) {
            const char *bad = set(a, &t, &FORMS[i], &p);
            if (!bad)
                *out = p;
            return bad;
        }
    return "Không hiểu kỳ này. Viết như 2024, 2024-03, 2024-Q3, 2024-H1, 2024-9M, 2016..2020 hoặc "
           "2024-03-05..2024-04-01";
}
