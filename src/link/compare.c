// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * How two records agree, field by field, in levels. Names are in name.c.
 */
#include "link/link_int.h"
#include "link/link_plain_int.h"

#include <stdlib.h>

const uint8_t cmp_shift[CMP_FIELDS] = {0, 4, 8, 12, 16, 18, 22, 24, 27};
const uint8_t cmp_levels[CMP_FIELDS] = {NAME_LEVELS, NAME_LEVELS, NAME_LEVELS, BORN_LEVELS,
    SEX_LEVELS, PID_LEVELS, PHONE_LEVELS, PLACE_LEVELS, ADDRESS_LEVELS};

/* ---- birth --------------------------------------------------------------------------------------
 */

static int digits_off(unsigned a, unsigned b)
{
    int n = 0;
    for (; a || b; a /= 10, b /= 10)
        n += a % 10 != b % 10;
    return n;
}

static bool is_coarse(const struct lrec *r)
{
    return !r->day || (r->day == 1 && r->month == 1);
}

static enum born_level far_level(const struct lrec *a, const struct lrec *b)
{
    int days = (a->year - b->year) * 365 + (a->month - b->month) * 30 + a->day - b->day;
    days = abs(days);
    return days < 50 && a->month && b->month ? BORN_NEAR : days < 730 ? BORN_CLOSE : BORN_OTHER;
}

/* The day and month are the same in other years. */
static enum born_level year_level(const struct lrec *a, const struct lrec *b)
{
    int gap = abs(a->year - b->year);
    bool slip = gap == 1 || digits_off(a->year + 1899u, b->year + 1899u) == 1;
    return is_coarse(a) ? (slip ? BORN_YEAR : far_level(a, b)) : slip ? BORN_YEAR : BORN_DATE;
}

/* The year is the same, the day is not. */
static enum born_level day_level(const struct lrec *a, const struct lrec *b)
{
    bool m = a->month == b->month, d = a->day == b->day;
    if (is_coarse(a) || is_coarse(b)) {
        bool months = a->month && b->month && (!a->day || !b->day) && !m;
        return months ? BORN_MONTH : BORN_PART;
    }
    if (a->day == b->month && a->month == b->day)
        return BORN_SWAP;
    return m ? BORN_DAY : d ? BORN_MONTH : far_level(a, b);
}

static enum born_level born_level(const struct lrec *a, const struct lrec *b)
{
    if (!a->year || !b->year)
        return BORN_NA;
    bool date = a->month == b->month && a->day == b->day;
    if (a->year != b->year)
        return date && a->day ? year_level(a, b) : far_level(a, b);
    if (!date)
        return day_level(a, b);
    return !is_coarse(a) ? BORN_SAME : a->day ? BORN_SAME_FIRST : BORN_PART;
}

/* ---- the other fields ---------------------------------------------------------------------------
 */

/* One digit differs, or two neighbours changed places. */
static bool number_slip(uint64_t a, uint64_t b)
{
    while (a && b && a % 10 == b % 10) {
        a /= 10;
        b /= 10;
    }
    if (a / 10 == b / 10)
        return true;
    return a / 100 == b / 100 && a % 10 == b / 10 % 10 && b % 10 == a / 10 % 10;
}

/* Numbers given one after the other, as to twins: only the sex and the last digits differ. */
static bool numbers_follow(uint64_t a, uint64_t b)
{
    int64_t gap = (int64_t)(a % 1000000) - (int64_t)(b % 1000000);
    uint64_t x = a / 1000000, y = b / 1000000;
    return gap && llabs(gap) <= 2 && x / 1000 == y / 1000 && x % 100 == y % 100;
}

static enum pid_level pid_level(const struct lrec *a, const struct lrec *b)
{
    if (!a->pid || !b->pid)
        return PID_NA;
    bool suspect = (a->flags | b->flags) & LREC_SUSPECT;
    if (a->pid == b->pid)
        return suspect ? PID_SAME_SUSPECT : PID_SAME;
    if (numbers_follow(a->pid - 1, b->pid - 1))
        return PID_NEXT;
    if (number_slip(a->pid - 1, b->pid - 1))
        return PID_SLIP;
    return suspect ? PID_OTHER_SUSPECT : PID_OTHER;
}

static enum phone_level phone_level(const struct lrec *a, const struct lrec *b)
{
    if (!a->phone || !b->phone)
        return PHONE_NA;
    if (a->phone == b->phone)
        return PHONE_SAME;
    return number_slip(a->phone, b->phone) ? PHONE_SLIP : PHONE_OTHER;
}

static enum place_level place_level(
    const struct link_units *u, const struct lrec *a, const struct lrec *b)
{
    if (!a->place || !b->place)
        return a->village && a->village == b->village ? PLACE_NAMESAKE : PLACE_NA;
    bool same = a->place == b->place;
    if (!same && (a->flags | b->flags) & LREC_SPLIT)
        same = link_units_same(u, a->place, b->place);
    if (!same && a->area && a->area == b->area)
        return PLACE_NEAR;
    if (!same)
        return a->village && a->village == b->village ? PLACE_NAMESAKE : PLACE_OTHER;
    if (!a->village || !b->village)
        return PLACE_SAME;
    return a->village == b->village ? PLACE_VILLAGE : PLACE_SAME_OTHER;
}

/* ---- all together -------------------------------------------------------------------------------
 */

/* log2 of the chance that a stranger agrees like that, in 1/64, for the name `f`. */
static int16_t rarity(const struct link_model *m, const struct lrec *a, const struct lrec *b, int f,
    int level, int words, bool near)
{
    if (level == NAME_NA || level == NAME_OTHER)
        return 0;
    if (level <= NAME_FUZZY) { /* the likelier of the two names is the true one */
        uint8_t x = near ? a->near_rate[f] : a->rate[f], y = near ? b->near_rate[f] : b->rate[f];
        return (int16_t)(-8 * (x < y ? x : y));
    }
    int r = (m->mean[f][level] - words) * 5 / 8;
    return (int16_t)(r < -6 * 64 ? -6 * 64 : r > 3 * 64 ? 3 * 64 : r);
}

static bool begins_with(const struct lrec *r, int f, uint32_t word)
{
    struct span s = span_of(r, f);
    return (s.n > 0 && s.tok[0] == word) || (s.n > 1 && s.tok[1] == word);
}

/* A parent mostly has its child's family name: where both children have it, it says nothing more.
 */
static int shared_surname(const struct tok *t, const struct lrec *a, const struct lrec *b, int f)
{
    int sum = 0;
    struct span s = span_of(a, f);
    for (int i = 0; i < 2 && i < s.n; i++) {
        uint32_t w = s.tok[i];
        int rate = t[w].rate - 2 * 64;
        if (rate > 0 && begins_with(b, f, w) && begins_with(a, 0, w) && begins_with(b, 0, w))
            sum += rate;
    }
    return sum;
}

static bool is_crossed(const struct lrec *a, const struct lrec *b)
{
    return (a->set[1] && a->set[1] == b->set[2]) || (a->set[2] && a->set[2] == b->set[1]);
}

/* One name; of parents also when one list has them in each other's column. */
static enum name_level level_of(const struct tok *t, const struct lrec *a, const struct lrec *b,
    int f, bool crossed, int *words)
{
    const uint32_t *x = a->tok, *y = b->tok;
    if (f == 0)
        return child_level(t, a, b, memcmp(x, y, AT_MOTHER * sizeof *x) == 0, words);
    if (crossed)
        return name_level(t, span_of(a, f), span_of(b, NAMES - f), false, words);
    bool same = f == 1 ? !memcmp(x + AT_MOTHER, y + AT_MOTHER, (AT_FATHER - AT_MOTHER) * sizeof *x)
                       : !memcmp(x + AT_FATHER, y + AT_FATHER, (TOKENS - AT_FATHER) * sizeof *x);
    return name_level(t, span_of(a, f), span_of(b, f), same, words);
}

/* What needs no words. */
static void other_levels(const struct tok *t, const struct link_units *u, const struct lrec *a,
    const struct lrec *b, int level[CMP_FIELDS])
{
    level[CMP_BORN] = (int)born_level(a, b);
    int x = lrec_sex(a), y = lrec_sex(b);
    level[CMP_SEX] = !x || !y ? SEX_NA : x == y ? SEX_SAME : SEX_OTHER;
    level[CMP_PID] = (int)pid_level(a, b);
    level[CMP_PHONE] = (int)phone_level(a, b);
    level[CMP_PLACE] = (int)place_level(u, a, b);
    level[CMP_ADDRESS] = ADDRESS_NA;
    if (a->flags & b->flags & LREC_PLAIN)
        plain_levels(t, a, b, level);
}

static void put_levels(const struct tok *t, const struct link_model *m, const struct lrec *a,
    const struct lrec *b, const int level[CMP_FIELDS], const int words[NAMES],
    struct agreement *out)
{
    bool near = level[CMP_PLACE] != PLACE_NA && level[CMP_PLACE] != PLACE_OTHER;
    out->pattern = 0;
    for (int f = 0; f < CMP_FIELDS; f++)
        out->pattern |= (uint32_t)level[f] << cmp_shift[f];
    for (int f = 0; f < NAMES; f++)
        out->rare[f] = rarity(m, a, b, f, level[f], words[f], near);
    for (int f = 1; f < NAMES; f++)
        if (out->rare[f] < 0) {
            int less = out->rare[f] + shared_surname(t, a, b, f);
            out->rare[f] = (int16_t)(less < 0 ? less : 0);
        }
}

void compare(const struct tok *t, const struct link_units *u, const struct link_model *m,
    const struct lrec *a, const struct lrec *b, struct agreement *out)
{
    int words[NAMES], level[CMP_FIELDS];
    bool crossed = is_crossed(a, b);
    for (int f = 0; f < NAMES; f++)
        level[f] = (int)level_of(t, a, b, f, crossed, &words[f]);
    other_levels(t, u, a, b, level);
    put_levels(t, m, a, b, level, words, out);
}

/* Of all levels, the most a name can add for the same child against strangers. */
static int32_t best_name(
    const struct likely *l, const struct lrec *a, const struct lrec *b, int f, bool near)
{
    const uint8_t *x = near ? a->near_rate : a->rate, *y = near ? b->near_rate : b->rate;
    int32_t whole = l->whole[f] + 8 * (BIT / 64) * (x[f] < y[f] ? x[f] : y[f]);
    return whole > l->part[f] ? whole : l->part[f];
}

/* What a name may add as far as its words that are the same tell: where two or more have no equal,
 * slips in all of them are not thought of. */
static int32_t glance(
    const struct likely *l, const struct lrec *a, const struct lrec *b, int f, bool near)
{
    enum { DOUBT = 2 * BIT, RARE_WORDS = 3 * BIT };
    if (!a->set[f] || !b->set[f])
        return 0;
    struct span x = span_of(a, f), y = span_of(b, f);
    int less = x.n < y.n ? x.n : y.n;
    if (a->set[f] == b->set[f] || less < 2 || (a->flags | b->flags) & LREC_PARTICLE)
        return best_name(l, a, b, f, near);
    int same = name_words_same(x, y);
    if (same > less - 2)
        return best_name(l, a, b, f, near);
    if (same == 0)
        return l->gain[f][NAME_OTHER] + DOUBT;
    bool ends = x.tok[0] == y.tok[0] && x.tok[x.n - 1] == y.tok[y.n - 1];
    return l->gain[f][ends ? NAME_MIDDLE : NAME_PART] + RARE_WORDS;
}

void likely_open(struct likely *l, const struct link_model *m)
{
    l->m = m;
    for (int f = 0; f < CMP_FIELDS; f++)
        for (int i = 0; i < LEVELS_MAX; i++)
            l->gain[f][i] = m->w[CLS_SAME][f][i] - m->w[CLS_STRANGER][f][i];
    for (int f = 0; f < NAMES; f++) {
        l->whole[f] = l->part[f] = -100 * BIT;
        for (int i = NAME_SAME; i < NAME_LEVELS; i++) {
            int32_t *most = i <= NAME_FUZZY ? &l->whole[f] : &l->part[f];
            int32_t most_rare = i > NAME_FUZZY && i < NAME_OTHER ? 6 * BIT : 0;
            if (l->gain[f][i] + most_rare > *most)
                *most = l->gain[f][i] + most_rare;
        }
    }
}

/* Names in the order in which they are looked at: those first that seem to differ most. */
static void order_names(const struct lrec *a, const struct lrec *b, int order[NAMES])
{
    int n = 0;
    for (int f = NAMES - 1; f >= 0; f--)
        if (a->set[f] != b->set[f])
            order[n++] = f;
    for (int f = NAMES - 1; f >= 0; f--)
        if (a->set[f] == b->set[f])
            order[n++] = f;
}

bool compare_likely(const struct likely *l, const struct tok *t, const struct link_units *u,
    const struct lrec *a, const struct lrec *b, struct agreement *out)
{
    int words[NAMES], level[CMP_FIELDS], order[NAMES];
    other_levels(t, u, a, b, level);
    int32_t most = l->m->prior[CLS_SAME] - l->m->prior[CLS_STRANGER], best[NAMES];
    for (int f = CMP_BORN; f < CMP_FIELDS; f++)
        most += l->gain[f][level[f]];
    bool near = level[CMP_PLACE] != PLACE_NA && level[CMP_PLACE] != PLACE_OTHER;
    bool crossed = is_crossed(a, b);
    for (int f = 0; f < NAMES; f++)
        most += best[f] = f && crossed ? 50 * BIT : glance(l, a, b, f, near);
    order_names(a, b, order);
    for (int i = 0; i < NAMES && most >= BLOCK_KEEP; i++) {
        int f = order[i];
        level[f] = (int)level_of(t, a, b, f, crossed, &words[f]);
        int32_t rare = rarity(l->m, a, b, f, level[f], words[f], near) * (BIT / 64);
        most += l->gain[f][level[f]] - rare - best[f];
    }
    if (most < BLOCK_KEEP)
        return false;
    put_levels(t, l->m, a, b, level, words, out);
    for (int f = 1; f < NAMES; f++) /* what the surname says is taken back */
        most += (rarity(l->m, a, b, f, level[f], words[f], near) - out->rare[f]) * (BIT / 64);
    return most >= BLOCK_KEEP;
}
