// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * How a scalar looks: Vietnamese conventions for people (12.345 · 1,5 · 21/11/2026 · 14 giờ 30),
 * plain forms for programs; and the two escapings. Everything a page shows goes through put_val()
 * or put_text(), so this is the one place where text becomes HTML.
 */
#include "view/view_int.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* What HTML text and quoted attributes may not contain, and what ends a string. */
static const unsigned char stops[256] = {
    [0] = 1, ['&'] = 1, ['<'] = 1, ['>'] = 1, ['"'] = 1, ['\''] = 1};

static struct str entity(char c)
{
    switch (c) {
    case '&':
        return STR("&amp;");
    case '<':
        return STR("&lt;");
    case '>':
        return STR("&gt;");
    case '"':
        return STR("&quot;");
    default:
        return STR("&#39;");
    }
}

static void put_html(struct buf *out, const char *s)
{
    for (;;) {
        const char *from = s;
        while (!stops[(unsigned char)*s])
            s++;
        emit(out, from, (size_t)(s - from));
        if (!*s)
            return;
        struct str e = entity(*s++);
        emit(out, e.p, e.n);
    }
}

static bool unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

static void put_url(struct buf *out, const char *s)
{
    static const char hex[] = "0123456789ABCDEF";
    for (; *s; s++) {
        if (unreserved(*s)) {
            buf_putc(out, *s);
        } else {
            unsigned char c = (unsigned char)*s;
            char esc[3] = {'%', hex[c >> 4], hex[c & 15]};
            buf_add(out, esc, 3);
        }
    }
}

void put_text(struct buf *out, const char *s, enum escape e)
{
    if (e == ESC_HTML)
        put_html(out, s);
    else if (e == ESC_URL)
        put_url(out, s);
    else
        buf_puts(out, s);
}

/* ---- numbers --------------------------------------------------------------------------------- */

/* Digits with a dot between thousands; at most 40 digits. */
static void put_grouped(struct buf *out, const char *digits, size_t n)
{
    char tmp[56];
    size_t k = 0;
    for (size_t i = 0; i < n && k + 2 < sizeof tmp; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            tmp[k++] = '.';
        tmp[k++] = digits[i];
    }
    emit(out, tmp, k);
}

static void put_int(struct buf *out, int64_t i, bool grouped)
{
    char tmp[24];
    size_t at = sizeof tmp;
    uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    do {
        tmp[--at] = (char)('0' + u % 10);
        u /= 10;
    } while (u);
    if (i < 0)
        emit(out, "-", 1);
    if (grouped)
        put_grouped(out, tmp + at, sizeof tmp - at);
    else
        emit(out, tmp + at, sizeof tmp - at);
}

void real_text(char out[40], double r)
{
    out[0] = 0;
    if (!isfinite(r))
        return;
    if (r == 0)
        r = 0; /* no "-0" */
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, 40, "%.*g", digits, r);
        if (strtod(out, NULL) == r)
            return;
    }
}

static void put_real(struct buf *out, double r, bool human)
{
    char tmp[40];
    real_text(tmp, r);
    if (!human || strchr(tmp, 'e')) {
        buf_puts(out, tmp);
        return;
    }
    const char *p = tmp;
    if (*p == '-')
        buf_putc(out, *p++);
    size_t whole = strcspn(p, ".");
    put_grouped(out, p, whole);
    if (p[whole]) {
        buf_putc(out, ',');
        buf_puts(out, p + whole + 1);
    }
}

/* ---- dates and times ------------------------------------------------------------------------- */

static bool digits_at(const char *s, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++)
        if (s[i] < '0' || s[i] > '9')
            return false;
    return true;
}

/* 2026-11-21 → 21/11/2026, 2026-11 → 11/2026; anything else stays as it is. */
static void put_date(struct buf *out, const char *iso, enum escape e)
{
    size_t n = strlen(iso);
    bool month = n >= 7 && digits_at(iso, 0, 4) && iso[4] == '-' && digits_at(iso, 5, 2);
    bool day = month && n == 10 && iso[7] == '-' && digits_at(iso, 8, 2);
    if (!day && !(month && n == 7)) {
        put_text(out, iso, e);
        return;
    }
    if (day) {
        emit(out, iso + 8, 2);
        emit(out, "/", 1);
    }
    emit(out, iso + 5, 2);
    emit(out, "/", 1);
    emit(out, iso, 4);
}

struct civil {
    int64_t year;
    int month, day, hour, min, sec, ms;
};

/* Days since 1970 to a Gregorian date, counting years from March so that leap days come last. */
static struct civil civil_of(int64_t ms, int offset_hours)
{
    ms += (int64_t)offset_hours * 3600000;
    int64_t day = ms / 86400000, rest = ms % 86400000;
    if (rest < 0) {
        rest += 86400000;
        day--;
    }
    int64_t z = day + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);
    return (struct civil){.year = yoe + era * 400 + (month <= 2),
        .month = month,
        .day = (int)(doy - (153 * mp + 2) / 5 + 1),
        .hour = (int)(rest / 3600000),
        .min = (int)(rest / 60000 % 60),
        .sec = (int)(rest / 1000 % 60),
        .ms = (int)(rest % 1000)};
}

static bool time_in_range(int64_t ms)
{
    return ms > -62135596800000 && ms < 253402300800000; /* years 1 to 9999 */
}

/* `n` digits of i, with leading zeros. */
static char *digits(char *p, int64_t i, int n)
{
    for (int k = n - 1; k >= 0; k--) {
        p[k] = (char)('0' + i % 10);
        i /= 10;
    }
    return p + n;
}

static char *iso_time(char *p, int64_t ms)
{
    struct civil c = civil_of(ms, 0);
    p = stpcpy(digits(p, c.year, 4), "-");
    p = stpcpy(digits(p, c.month, 2), "-");
    p = stpcpy(digits(p, c.day, 2), "T");
    p = stpcpy(digits(p, c.hour, 2), ":");
    p = stpcpy(digits(p, c.min, 2), ":");
    p = digits(p, c.sec, 2);
    if (c.ms)
        p = digits(stpcpy(p, "."), c.ms, 3);
    return stpcpy(p, "Z");
}

/* Vietnam keeps UTC+7 all year, without summer time. */
static char *local_time(char *p, int64_t ms, enum lang lang, enum look look)
{
    struct civil c = civil_of(ms, 7);
    bool words = lang == LANG_VI && look != LOOK_INPUT;
    if (look != LOOK_DATE) {
        p = stpcpy(digits(p, c.hour, 2), words ? " giờ " : ":");
        p = digits(p, c.min, 2);
    }
    if (look == LOOK_HUMAN || look == LOOK_INPUT)
        p = stpcpy(p, look == LOOK_HUMAN ? ", " : " ");
    if (look != LOOK_CLOCK) {
        p = stpcpy(digits(p, c.day, 2), "/");
        p = stpcpy(digits(p, c.month, 2), "/");
        p = digits(p, c.year, 4);
    }
    return p;
}

static void put_time(struct buf *out, int64_t ms, enum lang lang, enum look look)
{
    char tmp[48];
    if (!time_in_range(ms))
        return;
    char *end = look == LOOK_RAW ? iso_time(tmp, ms) : local_time(tmp, ms, lang, look);
    emit(out, tmp, (size_t)(end - tmp));
}

/* ---- values ---------------------------------------------------------------------------------- */

bool look_of(struct str segment, enum look *out)
{
    static const struct {
        const char *name;
        enum look look;
    } looks[] = {{"raw", LOOK_RAW}, {"code", LOOK_RAW}, {"label", LOOK_LABEL},
        {"input", LOOK_INPUT}, {"date", LOOK_DATE}, {"clock", LOOK_CLOCK}, {"count", LOOK_COUNT}};
    for (size_t i = 0; i < COUNT(looks); i++) {
        if (str_is(segment, looks[i].name)) {
            *out = looks[i].look;
            return true;
        }
    }
    return false;
}

void put_msg(struct buf *out, const char *id, const struct msg_arg *args, size_t nargs,
    enum lang lang, enum escape e)
{
    const char *s = msg_text(lang, id);
    if (!strchr(s, '%')) {
        put_text(out, s, e);
        return;
    }
    char piece[256];
    size_t n = 0;
    for (; *s; s++) {
        bool arg = *s == '%' && s[1] >= '1' && s[1] <= '9';
        if (arg || n + 1 >= sizeof piece) {
            piece[n] = 0;
            put_text(out, piece, e);
            n = 0;
        }
        if (!arg) {
            piece[n++] = *s;
            continue;
        }
        size_t i = (size_t)(*++s - '1');
        if (i < nargs && args[i].v)
            put_val(out, args[i].v, lang, args[i].look, e);
    }
    piece[n] = 0;
    put_text(out, piece, e);
}

static void put_list(
    struct buf *out, const struct val *v, enum lang lang, enum look look, enum escape e)
{
    if (look == LOOK_COUNT) {
        put_int(out, v->list.n, true);
        return;
    }
    for (uint32_t i = 0; i < v->list.n; i++) {
        if (i)
            put_text(out, ", ", e);
        put_val(out, v->list.v[i], lang, look, e);
    }
}

static void put_code(
    struct buf *out, const struct val *v, enum lang lang, enum look look, enum escape e)
{
    if (look == LOOK_RAW || look == LOOK_INPUT)
        put_text(out, v->code.code, e);
    else
        put_text(out, lang == LANG_EN ? v->code.en : v->code.vi, e);
}

static void put_bool(struct buf *out, bool b, enum lang lang, enum look look, enum escape e)
{
    if (look == LOOK_RAW)
        buf_puts(out, b ? "true" : "false");
    else if (look == LOOK_INPUT)
        buf_putc(out, b ? '1' : '0');
    else
        put_text(out, msg_text(lang, b ? N_("Có") : N_("Không")), e);
}

static void put_money(struct buf *out, int64_t dong, enum lang lang, enum look look)
{
    put_int(out, dong, look != LOOK_RAW);
    if (look == LOOK_HUMAN)
        buf_puts(out, lang == LANG_EN ? " VND" : " đồng");
}

static void put_own_msg(struct buf *out, const struct val *v, enum lang lang, enum escape e)
{
    struct msg_arg args[COUNT(v->msg.arg)];
    for (size_t i = 0; i < COUNT(args); i++)
        args[i] = (struct msg_arg){v->msg.arg[i], LOOK_HUMAN};
    put_msg(out, v->msg.id, args, COUNT(args), lang, e);
}

void put_val(struct buf *out, const struct val *v, enum lang lang, enum look look, enum escape e)
{
    switch (v->kind) {
    case VK_TEXT:
        put_text(out, v->s, e);
        return;
    case VK_INT:
        put_int(out, v->i, look != LOOK_RAW);
        return;
    case VK_REAL:
        put_real(out, v->r, look != LOOK_RAW);
        return;
    case VK_MONEY:
        put_money(out, v->i, lang, look);
        return;
    case VK_DATE:
        if (look == LOOK_RAW)
            put_text(out, v->s, e);
        else
            put_date(out, v->s, e);
        return;
    case VK_TIME:
        put_time(out, v->i, lang, look);
        return;
    case VK_CODE:
        put_code(out, v, lang, look, e);
        return;
    case VK_MSG:
        put_own_msg(out, v, lang, e);
        return;
    case VK_BOOL:
        put_bool(out, v->b, lang, look, e);
        return;
    case VK_LIST:
        put_list(out, v, lang, look, e);
        return;
    case VK_NULL:
    case VK_OBJ:
        return;
    }
}

const char *val_plain(struct arena *a, const struct val *v, enum lang lang)
{
    struct buf b = buf_in(a, 1u << 20);
    if (v)
        put_val(&b, v, lang, LOOK_HUMAN, ESC_NONE);
    return b.p;
}
