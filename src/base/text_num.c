// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Numbers and money as Vietnamese people type and read them: comma for decimals, dots for
 * thousands. A number is read as exact decimal digits (a mantissa and how many of them are
 * decimals), so money in tỷ is exact; a dot that does not part thousands is refused, because
 * "1.500" and "1.5" are both seen and a wrong guess is off by a thousand.
 */
#include "base/base_int.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char not_number[] = N_("Hãy nhập một số, ví dụ: 1.250 hoặc 1,5.");
static const char use_comma[] =
    N_("Phần thập phân dùng dấu phẩy: 1,5; dấu chấm chỉ tách hàng nghìn: 1.500.");
static const char bad_groups[] =
    N_("Dấu chấm tách hàng nghìn phải đứng trước đúng ba chữ số: 1.234.567.");
static const char two_commas[] =
    N_("Chỉ có một dấu phẩy thập phân; hàng nghìn tách bằng dấu chấm: 1.234.567.");
static const char too_big[] = N_("Số quá lớn.");

struct decimal {
    int64_t digits; /* without sign */
    int scale;      /* how many of them stand after the comma */
    bool negative;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t run_of_digits(struct str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && is_digit(s.p[at + n]))
        n++;
    return n;
}

static bool add_digits(struct decimal *d, struct str s, size_t at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (__builtin_mul_overflow(d->digits, 10, &d->digits) ||
            __builtin_add_overflow(d->digits, s.p[at + i] - '0', &d->digits))
            return false;
    return true;
}

/* The part before the comma; *at moves past it. */
static const char *read_whole(struct str s, size_t *at, struct decimal *d)
{
    size_t n = run_of_digits(s, *at);
    if (n == 0)
        return not_number;
    size_t first = n;
    char first_digit = s.p[*at], sep = 0;
    if (!add_digits(d, s, *at, n))
        return too_big;
    *at += n;
    while (*at + 1 < s.n && (s.p[*at] == '.' || s.p[*at] == ' ') && is_digit(s.p[*at + 1])) {
        n = run_of_digits(s, *at + 1);
        if (s.p[*at] == '.' && !sep && (n != 3 || first > 3 || first_digit == '0'))
            return use_comma;
        if (n != 3 || first > 3 || first_digit == '0' || (sep && s.p[*at] != sep))
            return bad_groups;
        sep = s.p[*at];
        if (!add_digits(d, s, *at + 1, n))
            return too_big;
        *at += 4;
    }
    return NULL;
}

static const char *read_fraction(struct str s, size_t *at, struct decimal *d)
{
    if (*at >= s.n || s.p[*at] != ',')
        return NULL;
    size_t n = run_of_digits(s, *at + 1);
    if (n == 0)
        return not_number;
    if (n > 15 || !add_digits(d, s, *at + 1, n))
        return too_big;
    d->scale = (int)n;
    *at += n + 1;
    if (*at < s.n && s.p[*at] == ',')
        return two_commas;
    if (*at < s.n && s.p[*at] == '.')
        return use_comma;
    return NULL;
}

/* A number at *at, which moves to what follows it. */
static const char *read_decimal(struct str s, size_t *at, struct decimal *d)
{
    *d = (struct decimal){0};
    static const char minus[] = "\xe2\x88\x92"; /* U+2212 */
    if (*at < s.n && s.p[*at] == '-') {
        d->negative = true;
        ++*at;
    } else if (s.n - *at >= 3 && memcmp(s.p + *at, minus, 3) == 0) {
        d->negative = true;
        *at += 3;
    }
    const char *fault = read_whole(s, at, d);
    return fault ? fault : read_fraction(s, at, d);
}

static const char *read_all(struct str s, struct decimal *d)
{
    s = str_trim(s);
    size_t at = 0;
    const char *fault = read_decimal(s, &at, d);
    if (fault)
        return fault;
    if (at == s.n)
        return NULL;
    return s.p[at] == '.' && at + 1 == s.n ? use_comma : not_number;
}

const char *text_parse_int(struct str s, int64_t *out)
{
    struct decimal d;
    const char *fault = read_all(s, &d);
    if (fault)
        return fault;
    if (d.scale > 0)
        return N_("Ở đây cần một số nguyên, không có phần thập phân.");
    *out = d.negative ? -d.digits : d.digits;
    return NULL;
}

const char *text_parse_real(struct str s, double *out)
{
    struct decimal d;
    const char *fault = read_all(s, &d);
    if (fault)
        return fault;
    /* strtod rounds once, where a division would round a second time. */
    char plain[48];
    snprintf(
        plain, sizeof plain, "%s%llde-%d", d.negative ? "-" : "", (long long)d.digits, d.scale);
    *out = strtod(plain, NULL);
    return NULL;
}

/* ---- money -------------------------------------------------------------------------------------
 */

/* Factor of a folded unit word, 0 when it is none. */
static int64_t unit_word(const char *w)
{
    static const struct {
        const char *word;
        int64_t factor;
    } units[] = {{"dong", 1}, {"d", 1}, {"vnd", 1}, {"nghin", 1000}, {"ngan", 1000}, {"k", 1000},
        {"trieu", 1000000}, {"tr", 1000000}, {"ty", 1000000000}, {"ti", 1000000000}};
    for (size_t i = 0; i < COUNT(units); i++)
        if (streq(w, units[i].word))
            return units[i].factor;
    return 0;
}

static size_t skip_spaces(struct str s, size_t at)
{
    while (at < s.n && s.p[at] == ' ')
        at++;
    return at;
}

/* Reads the unit words after a number: "nghìn tỷ" multiplies, "đồng" (or ₫) closes. *factor stays 0
 * when there is none. */
static bool read_units(struct str s, size_t *at, int64_t *factor)
{
    bool closed = false;
    for (;;) {
        *at = skip_spaces(s, *at);
        size_t from = *at;
        while (*at < s.n && !is_digit(s.p[*at]) && s.p[*at] != ' ' && s.p[*at] != '-')
            ++*at;
        if (*at == from)
            return true;
        char word[16];
        struct str w = {s.p + from, *at - from};
        text_fold_small(w, word, sizeof word);
        int64_t f = str_is(w, "₫") ? 1 : unit_word(word);
        if (f == 0 || closed || (*factor > 1 && f > 1 && f <= *factor))
            return false;
        closed = f == 1;
        if (*factor == 0)
            *factor = 1;
        if (__builtin_mul_overflow(*factor, f, factor))
            return false;
    }
}

static const char *scaled(struct decimal d, int64_t factor, int64_t *out)
{
    const char *fraction =
        factor == 1
            ? N_("Số tiền tính bằng đồng không có phần thập phân; hoặc ghi thêm đơn vị: 1,5 triệu.")
            : N_("Số tiền lẻ dưới một đồng.");
    for (; d.scale > 0 && d.digits % 10 == 0; d.scale--)
        d.digits /= 10;
    for (; d.scale > 0 && factor % 10 == 0; d.scale--)
        factor /= 10;
    if (d.scale > 0)
        return fraction;
    int64_t v;
    if (__builtin_mul_overflow(d.digits, factor, &v))
        return too_big;
    *out = v;
    return NULL;
}

static const char bad_unit[] = N_("Đơn vị tiền là: đồng, nghìn, triệu hoặc tỷ.");

/* One "number unit" and what it is worth; factors must fall from part to part. */
static const char *money_part(struct str s, size_t *at, int64_t *factor, int64_t *sum)
{
    struct decimal d;
    const char *fault = read_decimal(s, at, &d);
    if (fault)
        return fault;
    int64_t f = 0, worth = 0;
    if (!read_units(s, at, &f))
        return bad_unit;
    bool last = *at == s.n, first = *factor == 0;
    if (d.negative || (f == 0 && !(first && last)) || (!first && f >= *factor))
        return d.negative ? N_("Số tiền không được âm.") : bad_unit;
    *factor = f;
    fault = scaled(d, f ? f : 1, &worth);
    if (!fault && __builtin_add_overflow(*sum, worth, sum))
        return too_big;
    return fault;
}

/* "96.245" and the like, with no unit of its own. */
static bool is_bare(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit(s.p[i]) && !strchr(".,- ", s.p[i]))
            return false;
    return true;
}

const char *text_parse_money(struct str s, int64_t unit, int64_t *out)
{
    s = str_trim(s);
    if (is_bare(s)) {
        struct decimal d;
        const char *fault = read_all(s, &d);
        if (!fault && d.negative)
            fault = N_("Số tiền không được âm.");
        return fault ? fault : scaled(d, unit, out);
    }
    int64_t factor = 0, sum = 0;
    for (size_t at = 0; at < s.n;) {
        const char *fault = money_part(s, &at, &factor, &sum);
        if (fault)
            return fault;
    }
    *out = sum;
    return NULL;
}
