// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Dates and times as people type them. A text becomes tokens (numbers with their number of digits,
 * words, signs); words like "ngày" and "giờ" only say what the numbers are. Nothing is guessed: day
 * stands before month, years have four digits, and a fault says what is wrong with that very date.
 */
#include "base/base_int.h"
#include "base/cal.h"

#include <stdio.h>

enum { MAX_NUMBERS = 6 };

struct number {
    int value, digits;
    char before; /* sign or word that joins it to the number before: / - . , n t y T or ' ' or 0 */
    char unit;   /* ':', 'h' or 'p' right after it: part of a clock */
};
struct tokens {
    struct number v[MAX_NUMBERS];
    size_t n;
    char after; /* joins the last number to nothing: a fault, unless ' ' or 0 */
};

static const char how_date[] =
    N_("Hãy nhập ngày dạng 30/6/2015; chỉ biết tháng thì 6/2015, năm thì 2015.");
static const char how_clock[] = N_("Hãy nhập giờ dạng 14:30 hoặc 14 giờ 30.");

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The words that may stand between numbers, as one letter: n ngày, t tháng, y năm, h giờ, p phút.
 */
static char word_letter(const char *folded)
{
    static const struct {
        const char *word;
        char letter;
    } words[] = {{"ngay", 'n'}, {"thang", 't'}, {"nam", 'y'}, {"gio", 'h'}, {"h", 'h'}, {"g", 'h'},
        {"phut", 'p'}, {"ph", 'p'}, {"p", 'p'}, {"t", 'T'}, {"luc", ' '}};
    for (size_t i = 0; i < COUNT(words); i++)
        if (streq(folded, words[i].word))
            return words[i].letter;
    return 0;
}

/* The sign or word at *at, as one letter; 0 when it is none of ours. */
static char next_mark(struct str s, size_t *at)
{
    static const char signs[] = "/-.:, ";
    size_t from = (*at)++;
    if (s.p[from] == 0 || strchr(signs, s.p[from]))
        return s.p[from];
    while (*at < s.n && !is_digit(s.p[*at]) && !strchr(signs, s.p[*at]))
        ++*at;
    char word[12];
    text_fold_small((struct str){s.p + from, *at - from}, word, sizeof word);
    return word_letter(word);
}

/* Files a mark under the number before it (units) or the number to come; false when two meet. */
static bool add_mark(struct tokens *t, char m, char *mark)
{
    bool weak = *mark == 0 || *mark == ' ' || *mark == ',';
    if (m == ':' || m == 'h' || m == 'p') {
        if (t->n == 0 || t->v[t->n - 1].unit || !weak || *mark == ',')
            return false;
        t->v[t->n - 1].unit = m;
    } else if (m == ' ' || m == ',') {
        if (*mark == 0 || *mark == ' ')
            *mark = m;
    } else {
        if (!weak)
            return false;
        *mark = m;
    }
    return true;
}

static bool tokenize(struct str s, struct tokens *t)
{
    *t = (struct tokens){0};
    char mark = 0;
    for (size_t at = 0; at < s.n;) {
        if (!is_digit(s.p[at])) {
            char m = next_mark(s, &at);
            if (m == 0 || !add_mark(t, m, &mark))
                return false;
            continue;
        }
        if (t->n == MAX_NUMBERS)
            return false;
        struct number *n = &t->v[t->n++];
        *n = (struct number){.before = mark};
        for (; at < s.n && is_digit(s.p[at]) && n->digits < 9; at++, n->digits++)
            n->value = n->value * 10 + (s.p[at] - '0');
        mark = 0;
    }
    t->after = mark == ' ' ? 0 : mark;
    return true;
}

static bool is_one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

/* ---- dates --------------------------------------------------------------------------------------
 */

/* A date that has the right shape: is there such a day? */
static const char *check(
    struct arena *a, struct cal_date d, bool day, bool month, struct cal_date *out)
{
    if (d.y < CAL_YEAR_MIN || d.y > CAL_YEAR_MAX)
        return arena_printf(
            a, "Năm %d không hợp lệ: cần từ %d đến %d.", d.y, CAL_YEAR_MIN, CAL_YEAR_MAX);
    if (month && (d.m < 1 || d.m > 12))
        return arena_printf(
            a, "Không có tháng %d; hãy viết ngày trước, tháng sau: 30/6/2015.", d.m);
    if (day && d.d < 1)
        return N_("Không có ngày 0; chưa rõ ngày thì chỉ nhập tháng và năm: 6/2015.");
    if (day && d.d > cal_days_in_month(d.y, d.m))
        return arena_printf(a, "Tháng %d năm %d không có ngày %d.", d.m, d.y, d.d);
    *out = d;
    return NULL;
}

static const char *run_together(struct arena *a, struct number n, struct cal_date *out)
{
    int v = n.value;
    switch (n.digits) {
    case 4:
        return check(a, (struct cal_date){v, 0, 0}, false, false, out);
    case 6:
        return check(a, (struct cal_date){v % 10000, v / 10000, 0}, false, true, out);
    case 8:
        return check(
            a, (struct cal_date){v % 10000, v / 10000 % 100, v / 1000000}, true, true, out);
    default:
        return how_date;
    }
}

/* Numbers of a date: signs must be alike, words in their places, nothing of a clock. */
static bool joined_well(const struct number *v, size_t n)
{
    if (v[0].before && !is_one_of(v[0].before, n == 1 ? " n,y" : n == 2 ? " n,t" : " n,"))
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = v[i].before, word = i + 1 == n ? 'y' : 't';
        if (v[i].unit || (i > 0 && c != word && !is_one_of(c, "/-. ")))
            return false;
        if (i > 1 && c != v[1].before && c != word && v[1].before != 't')
            return false;
    }
    return true;
}

static const char *date_of(struct arena *a, const struct number *v, size_t n, struct cal_date *out)
{
    if (n == 0 || n > 3 || !joined_well(v, n))
        return how_date;
    if (n == 1)
        return run_together(a, v[0], out);
    bool iso = v[0].digits == 4;
    struct number year = iso ? v[0] : v[n - 1], month = n == 2 ? v[iso] : v[1];
    struct number day = n == 2 ? (struct number){.digits = 1} : iso ? v[2] : v[0];
    if (month.digits > 2 || day.digits > 2)
        return how_date;
    if (year.digits != 4)
        return N_("Năm cần đủ bốn chữ số, ví dụ 30/6/2015.");
    struct cal_date d = {year.value, month.value, day.value};
    return check(a, d, n == 3, true, out);
}

const char *cal_parse(struct arena *a, struct str s, struct cal_date *out)
{
    struct tokens t;
    s = str_trim(s);
    if (s.n == 0)
        return N_("Chưa nhập ngày.");
    if (!tokenize(s, &t) || t.after)
        return how_date;
    return date_of(a, t.v, t.n, out);
}

static bool iso_part(struct str part, size_t digits, int *out)
{
    int64_t v = 0;
    if (part.n != digits || !is_digit(part.p[0]) || !str_to_int(part, &v))
        return false;
    *out = (int)v;
    return true;
}

bool cal_from_iso(struct str s, struct cal_date *out)
{
    struct cal_date d = {0};
    struct str part;
    if (s.n == 0 || !str_split(&s, '-', &part) || !iso_part(part, 4, &d.y))
        return false;
    if (str_split(&s, '-', &part) && (!iso_part(part, 2, &d.m) || d.m == 0))
        return false;
    if (str_split(&s, '-', &part) && (!iso_part(part, 2, &d.d) || d.d == 0))
        return false;
    if (s.p || !cal_ok(d))
        return false;
    *out = d;
    return true;
}

/* ---- times ----------------------------------------------------------------------------------- */

/* Does number i begin a clock ("14:", "14 giờ")? */
static bool is_hour(const struct tokens *t, size_t i)
{
    return is_one_of(t->v[i].unit, ":h");
}

/* The number after the hour is its minutes, unless it begins a date ("14 giờ 21/11/2026"). */
static bool has_minutes(const struct tokens *t, size_t i)
{
    if (i + 1 >= t->n)
        return false;
    struct number m = t->v[i + 1];
    bool date =
        t->v[i].unit == 'h' && i + 2 < t->n && !m.unit && is_one_of(t->v[i + 2].before, "/-.ty");
    return !date && m.digits <= 2 && (m.before == 0 || m.before == ' ') &&
           (m.unit == 0 || m.unit == 'p');
}

/* Clock at number i; *used tells how many numbers it took. */
static const char *clock_of(
    struct arena *a, const struct tokens *t, size_t i, size_t *used, int *minute)
{
    bool minutes = has_minutes(t, i);
    struct number h = t->v[i], m = minutes ? t->v[i + 1] : (struct number){0};
    if (h.digits > 2 || (h.unit == ':' && m.digits != 2))
        return how_clock;
    if (h.value > 24 || (h.value == 24 && m.value > 0))
        return arena_printf(a, "Không có %d giờ %02d; một ngày có 24 giờ.", h.value, m.value);
    if (m.value > 59)
        return arena_printf(a, "Không có phút %d; một giờ có 60 phút.", m.value);
    *used = minutes ? 2 : 1;
    *minute = h.value * 60 + m.value;
    return NULL;
}

const char *cal_parse_clock(struct arena *a, struct str s, int *minute)
{
    struct tokens t;
    size_t used = 0;
    int got = 0;
    s = str_trim(s);
    if (s.n == 0)
        return N_("Chưa nhập giờ.");
    if (!tokenize(s, &t) || t.n == 0 || t.after || !is_hour(&t, 0) || t.v[0].before > ' ')
        return how_clock;
    const char *fault = clock_of(a, &t, 0, &used, &got);
    if (!fault && used != t.n)
        fault = how_clock;
    if (!fault)
        *minute = got;
    return fault;
}

static const char how_moment[] = N_("Hãy nhập giờ và ngày dạng 14:30 21/11/2026.");

/* The numbers beside the clock are a date of day precision; none of them leaves `d` alone. */
static const char *date_beside(struct arena *a, struct number *v, size_t n, struct cal_date *d)
{
    if (n == 0)
        return NULL;
    if (v[0].before == '-')
        v[0].before = ' ';
    const char *fault = date_of(a, v, n, d);
    return !fault && d->d == 0 ? N_("Hãy nhập đủ ngày, tháng, năm cùng với giờ.") : fault;
}

const char *cal_parse_moment(struct arena *a, struct str s, int64_t now_ms, int64_t *out_ms)
{
    struct tokens t;
    size_t at = 0, used = 0;
    int minute = 0;
    if (!tokenize(str_trim(s), &t) || t.after)
        return how_moment;
    while (at < t.n && !is_hour(&t, at))
        at++;
    if (at == t.n)
        return how_moment;
    const char *fault = clock_of(a, &t, at, &used, &minute);
    if (fault)
        return fault;
    /* The date stands before the clock or after it, not both. */
    size_t rest = t.n - at - used;
    if (at > 0 && rest > 0)
        return how_moment;
    struct cal_date d = cal_local(now_ms).date;
    fault = date_beside(a, at > 0 ? t.v : t.v + used, at + rest, &d);
    if (!fault)
        *out_ms = cal_ms(cal_day(d), minute);
    return fault;
}
