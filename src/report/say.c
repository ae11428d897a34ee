// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Numbers in words, as Vietnamese reports say them. A difference of two percentages is in points
 * ("tăng 6,55 điểm %"), a change of a count is told with its share of the old one ("tăng 12 trẻ
 * (3,2%)"). Values are rounded first, so that sentence and table agree.
 */
#include "report/report_int.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const form_words[] = {"", "cung_ky", "ky_truoc", "ke_hoach", "muc_tieu"};

bool say_form_of(struct str word, enum say_form *out)
{
    for (int i = 0; i < FORM__COUNT; i++)
        if (str_is(word, form_words[i])) {
            *out = (enum say_form)i;
            return true;
        }
    return false;
}

/* ---- a value --------------------------------------------------------------------------------- */

/* "32,90" to "32,9", "100,00" to "100". */
static const char *trimmed(struct arena *a, double v, int decimals)
{
    char *s = arena_dup(a, text_format_real(a, v, decimals));
    size_t n = strlen(s);
    if (!strchr(s, ','))
        return s;
    while (n > 0 && s[n - 1] == '0')
        s[--n] = 0;
    if (n > 0 && s[n - 1] == ',')
        s[n - 1] = 0;
    return s;
}

static bool is_money(const struct indicator *i)
{
    return streq(i->unit.vi, "đồng");
}

static double rounded(const struct indicator *i, double v)
{
    if (is_money(i))
        return round(v);
    double k = pow(10, i->decimals);
    return round(v * k) / k;
}

/* To three decimals of the greatest unit that fits: "96,245 tỷ đồng". */
static const char *money_words(struct arena *a, double v)
{
    double size = fabs(v);
    if (size >= 1e9)
        return arena_printf(a, "%s tỷ đồng", trimmed(a, v / 1e9, 3));
    if (size >= 1e6)
        return arena_printf(a, "%s triệu đồng", trimmed(a, v / 1e6, 3));
    return arena_printf(a, "%s đồng", trimmed(a, v, 0));
}

/* What follows the digits of a value: signs and "trên 100.000 trẻ"; the words name the others. */
static const char *unit_sign(struct arena *a, const struct indicator *i)
{
    const char *u = i->unit.vi ? i->unit.vi : "";
    if (streq(u, "%") || streq(u, "‰"))
        return u;
    struct str s = str_of(u);
    if (str_starts(s, "trên ") || str_ends(s, "đồng"))
        return arena_printf(a, " %s", u);
    return "";
}

const char *say_value(struct arena *a, const struct indicator *i, double v)
{
    if (isnan(v))
        return "";
    if (is_money(i))
        return money_words(a, v);
    return arena_printf(a, "%s%s", trimmed(a, v, i->decimals), unit_sign(a, i));
}

const char *say_short(struct arena *a, const struct indicator *i, double v)
{
    if (isnan(v))
        return "";
    if (is_money(i))
        return money_words(a, v);
    const char *sign = unit_sign(a, i);
    return arena_printf(a, "%s%s", trimmed(a, v, i->decimals), *sign == ' ' ? "" : sign);
}

/* ---- a change -------------------------------------------------------------------------------- */

/* An amount by which something rose or fell: with its unit, points for signs; brief: without what a
 * table says elsewhere. */
static const char *amount(struct arena *a, const struct indicator *i, double v, bool brief)
{
    if (is_money(i))
        return money_words(a, v);
    const char *u = i->unit.vi ? i->unit.vi : "";
    const char *digits = trimmed(a, v, i->decimals);
    if (streq(u, "%") || streq(u, "‰"))
        return arena_printf(a, "%s điểm %s", digits, u);
    return *u && !(brief && str_starts(str_of(u), "trên ")) ? arena_printf(a, "%s %s", digits, u)
                                                            : digits;
}

/* Rates are compared by their difference alone. */
static bool is_rate(const struct indicator *i)
{
    return i->factor > 1 || streq(i->unit.vi, "%") || streq(i->unit.vi, "‰");
}

static const char *change(
    struct arena *a, const struct indicator *i, double from, double to, bool brief)
{
    if (isnan(from) || isnan(to))
        return NULL;
    double was = rounded(i, from), now = rounded(i, to), by = fabs(now - was);
    if (by < pow(10, -i->decimals) / 2)
        return "không đổi";
    const char *word = now > was ? "tăng" : "giảm";
    const char *size = amount(a, i, by, brief);
    if (is_rate(i) || was <= 0)
        return arena_printf(a, "%s %s", word, size);
    return arena_printf(a, "%s %s (%s%%)", word, size, trimmed(a, by / was * 100, 2));
}

const char *say_change(struct arena *a, const struct indicator *i, double from, double to)
{
    return change(a, i, from, to, false);
}

const char *say_change_short(struct arena *a, const struct indicator *i, double from, double to)
{
    return change(a, i, from, to, true);
}

/* ---- a target -------------------------------------------------------------------------------- */

static const char *target_words(struct arena *a, const struct say_number *n)
{
    static const char *const form[] = {[TARGET_GE] = "từ %s trở lên",
        [TARGET_LE] = "không quá %s",
        [TARGET_GT] = "trên %s",
        [TARGET_LT] = "dưới %s",
        [TARGET_EQ] = "%s"};
    const char *value = say_value(a, n->indicator, n->target), *f = form[n->op];
    const char *at = strstr(f, "%s");
    return arena_printf(a, "%.*s%s%s", (int)(at - f), f, value, at + 2);
}

const char *say_target(struct arena *a, const struct say_number *n)
{
    static const char *const sign[] = {[TARGET_GE] = "≥ ",
        [TARGET_LE] = "≤ ",
        [TARGET_GT] = "> ",
        [TARGET_LT] = "< ",
        [TARGET_EQ] = ""};
    if (isnan(n->target))
        return "";
    return arena_printf(a, "%s%s", sign[n->op], say_short(a, n->indicator, n->target));
}

static bool upward(const struct say_number *n)
{
    return n->op == TARGET_GE || n->op == TARGET_GT || n->op == TARGET_EQ;
}

const char *say_of_target(struct arena *a, const struct say_number *n)
{
    if (isnan(n->target) || isnan(n->now) || !upward(n) || n->target <= 0)
        return "";
    return arena_printf(a, "%s%%", trimmed(a, n->now / n->target * 100, 1));
}

/* "Đạt 30% kế hoạch" of a mortality that must stay low would read as its opposite. */
static const char *plan_words(struct arena *a, const struct say_number *n)
{
    if (isnan(n->target) || isnan(n->now))
        return NULL;
    if (upward(n))
        return n->target > 0 ? arena_printf(a, "đạt %s kế hoạch", say_of_target(a, n)) : NULL;
    bool met = n->op == TARGET_LE ? n->now <= n->target : n->now < n->target;
    return arena_printf(
        a, met ? "đạt kế hoạch (%s)" : "chưa đạt kế hoạch (%s)", target_words(a, n));
}

const char *say_words(struct arena *a, const struct say_number *n, enum say_form form)
{
    switch (form) {
    case FORM_VALUE:
        return isnan(n->now) ? NULL : say_value(a, n->indicator, n->now);
    case FORM_LAST_YEAR:
        return say_change(a, n->indicator, n->last_year, n->now);
    case FORM_BEFORE:
        return say_change(a, n->indicator, n->before, n->now);
    case FORM_PLAN:
        return plan_words(a, n);
    case FORM_TARGET:
        return isnan(n->target) ? NULL : target_words(a, n);
    default:
        return NULL;
    }
}
