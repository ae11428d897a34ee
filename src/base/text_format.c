// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Numbers and money written the Vietnamese way, in digits and in words. Words follow the reading
 * taught in schools: mười lăm, hai mươi mốt, hai mươi tư, một trăm linh bốn; a group of three after
 * the first is read in full (không trăm linh năm), an empty one is skipped.
 */
#include "base/base_int.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Plain digits with dots put in. */
static void add_grouped(struct buf *b, const char *digits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            buf_putc(b, '.');
        buf_putc(b, digits[i]);
    }
}

/* Rewrites "-1234.5" as "-1.234,5". */
static const char *vietnamese(struct arena *a, const char *plain)
{
    struct buf b = buf_in(a, 512);
    if (*plain == '-')
        buf_putc(&b, *plain++);
    size_t whole = strcspn(plain, ".");
    add_grouped(&b, plain, whole);
    if (plain[whole] == '.') {
        buf_putc(&b, ',');
        buf_puts(&b, plain + whole + 1);
    }
    return b.p;
}

const char *text_format_int(struct arena *a, int64_t i)
{
    char plain[24];
    snprintf(plain, sizeof plain, "%lld", (long long)i);
    return vietnamese(a, plain);
}

const char *text_format_real(struct arena *a, double r, int decimals)
{
    char plain[64];
    if (!isfinite(r) || fabs(r) >= 1e15)
        return "";
    if (decimals >= 0) {
        snprintf(plain, sizeof plain, "%.*f", decimals < 9 ? decimals : 9, r);
    } else {
        for (int d = 0; d <= 15; d++) {
            snprintf(plain, sizeof plain, "%.*f", d, r);
            if (strtod(plain, NULL) == r)
                break;
        }
    }
    bool zero = strspn(plain, "-0.") == strlen(plain);
    return vietnamese(a, zero && *plain == '-' ? plain + 1 : plain);
}

const char *text_format_money(struct arena *a, int64_t dong, int64_t unit)
{
    BUG_IF(unit <= 0);
    char plain[64];
    uint64_t v = dong < 0 ? 0 - (uint64_t)dong : (uint64_t)dong, u = (uint64_t)unit;
    int n =
        snprintf(plain, sizeof plain, "%s%llu", dong < 0 ? "-" : "", (unsigned long long)(v / u));
    uint64_t rest = v % u;
    if (rest)
        plain[n++] = '.';
    for (; rest && n < 60; rest %= u) {
        rest *= 10;
        plain[n++] = (char)('0' + rest / u);
    }
    plain[n] = 0;
    return vietnamese(a, plain);
}

/* ---- words -------------------------------------------------------------------------------------
 */

static const char *const digit_word[] = {
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"};

static void say(struct buf *b, const char *word)
{
    if (b->n > 0)
        buf_putc(b, ' ');
    buf_puts(b, word);
}

static void say_below_100(struct buf *b, int n, bool after_hundreds)
{
    int tens = n / 10, ones = n % 10;
    if (tens == 0) {
        if (ones && after_hundreds)
            say(b, "linh");
        if (ones)
            say(b, digit_word[ones]);
        return;
    }
    if (tens == 1) {
        say(b, "mười");
    } else {
        say(b, digit_word[tens]);
        say(b, "mươi");
    }
    if (ones == 1 && tens > 1)
        say(b, "mốt");
    else if (ones == 4 && tens > 1)
        say(b, "tư");
    else if (ones == 5)
        say(b, "lăm");
    else if (ones)
        say(b, digit_word[ones]);
}

static void say_group(struct buf *b, int n, bool full)
{
    bool hundreds = full || n >= 100;
    if (hundreds) {
        say(b, digit_word[n / 100]);
        say(b, "trăm");
    }
    say_below_100(b, n % 100, hundreds);
}

/* Below a thousand million. `full`: something was said before it. */
static void say_below_billion(struct buf *b, int64_t n, bool full)
{
    static const struct {
        int64_t size;
        const char *word;
    } groups[] = {{1000000, "triệu"}, {1000, "nghìn"}, {1, NULL}};
    for (size_t i = 0; i < COUNT(groups); i++) {
        int g = (int)(n / groups[i].size % 1000);
        if (g == 0)
            continue;
        say_group(b, g, full);
        if (groups[i].word)
            say(b, groups[i].word);
        full = true;
    }
}

const char *text_number_words(struct arena *a, int64_t i)
{
    enum { BILLION = 1000000000 };
    struct buf b = buf_in(a, 1000);
    uint64_t n = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    if (n == 0)
        return digit_word[0];
    if (i < 0)
        say(&b, "âm");
    uint64_t top = n / BILLION / BILLION, mid = n / BILLION % BILLION;
    if (top) {
        say_below_billion(&b, (int64_t)top, false);
        say(&b, mid ? "tỷ" : "tỷ tỷ");
    }
    if (mid) {
        say_below_billion(&b, (int64_t)mid, top > 0);
        say(&b, "tỷ");
    }
    say_below_billion(&b, (int64_t)(n % BILLION), n >= BILLION);
    return b.p;
}

const char *text_money_words(struct arena *a, int64_t dong)
{
    return arena_printf(a, "%s đồng", text_number_words(a, dong));
}
