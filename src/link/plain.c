// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Plain lists: those that name no parents. There the place of the parents' words holds the words of
 * the address, the day of birth as it was typed and the commune as text, so that a slip in any of
 * them is seen; a personal number of a few digits is a number like another.
 */
#include "link/link_plain_int.h"

#include <stdlib.h>

enum { TYPED_MAX = 12, PERCENT_NAMED = 5 };

/* ---- reading ------------------------------------------------------------------------------------
 */

/* Letters and digits of a text without what stands between. */
static uint32_t read_typed(struct reader *r, struct str s)
{
    char c[TYPED_MAX * 2];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < sizeof c; i++)
        if ((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] | 32) >= 'a' || s.p[i] < 0)
            c[n++] = s.p[i];
    return n ? reader_text(r, (struct str){c, n}) : 0;
}

static void read_address(struct reader *r, struct str s, uint32_t *out, size_t max)
{
    struct str part;
    for (size_t n = 0; n < max && str_split(&s, ' ', &part);) {
        uint32_t id = read_typed(r, part);
        if (id)
            out[n++] = id;
    }
}

void lrec_plain(struct reader *r, const struct link_person *p, struct lrec *out)
{
    if (out->set[1] || out->set[2] || lrec_words(out, 1) || lrec_words(out, 2))
        return;
    out->flags |= LREC_PLAIN;
    read_address(r, p->village, out->tok + AT_ADDRESS, AT_TYPED_BORN - AT_ADDRESS);
    out->tok[AT_TYPED_BORN] = read_typed(r, p->born);
    out->tok[AT_TYPED_PLACE] = read_typed(r, p->unit);
}

void set_plain(struct link_set *s)
{
    size_t named = 0;
    for (size_t i = 0; i < s->n; i++)
        named += s->rec[i].set[1] || s->rec[i].set[2];
    s->plain = s->n && named * 100 < s->n * PERCENT_NAMED;
    for (size_t i = 0; i < s->n && !s->plain; i++) {
        struct lrec *r = &s->rec[i];
        if (r->flags & LREC_PLAIN)
            memset(r->tok + AT_ADDRESS, 0, (TOKENS - AT_ADDRESS) * sizeof *r->tok);
        r->flags &= (uint8_t)~LREC_PLAIN;
    }
}

/* ---- comparing ----------------------------------------------------------------------------------
 */

/* A word and the beginning of another: what was parted or joined. */
static bool begins_other(const struct tok *a, const struct tok *b)
{
    int n = a->len < b->len ? a->len : b->len;
    uint64_t mask = ((uint64_t)1 << 5 * n) - 1;
    return n >= 4 && (a->fold & mask) == (b->fold & mask);
}

static bool near(const struct tok *a, const struct tok *b)
{
    if (a->phon == b->phon || begins_other(a, b))
        return true;
    if (a->len + b->len >= 6 && fold_one_off(a->fold, b->fold))
        return true;
    return a->len >= 5 && b->len >= 5 && fold_two_off(a->fold, b->fold);
}

struct bag {
    const uint32_t *id;
    uint32_t left; /* words without a partner */
    int all;       /* what its words say together */
};

static int worth_of(const struct tok *t)
{
    return t->rate < 64 ? 64 : t->rate > 11 * 64 ? 11 * 64 : t->rate;
}

static struct bag bag_of(const struct tok *t, const struct lrec *r)
{
    struct bag b = {r->tok + AT_ADDRESS, 0, 0};
    for (int i = 0; i < AT_TYPED_BORN - AT_ADDRESS; i++)
        if (b.id[i]) {
            b.left |= 1u << i;
            b.all += worth_of(&t[b.id[i]]);
        }
    return b;
}

/* What the words say that are the same in both, or alike. */
static int common(const struct tok *t, struct bag *a, struct bag *b, bool exact)
{
    int sum = 0;
    for (uint32_t x = a->left; x; x &= x - 1) {
        int i = __builtin_ctz(x);
        for (uint32_t y = b->left; y; y &= y - 1) {
            int k = __builtin_ctz(y);
            if (exact ? a->id[i] != b->id[k] : !near(&t[a->id[i]], &t[b->id[k]]))
                continue;
            int one = worth_of(&t[a->id[i]]), two = worth_of(&t[b->id[k]]);
            sum += exact ? one : (one < two ? one : two) * 3 / 4;
            a->left &= ~(1u << i);
            b->left &= ~(1u << k);
            break;
        }
    }
    return sum;
}

static enum address_level address_level(
    const struct tok *t, const struct lrec *a, const struct lrec *b)
{
    struct bag x = bag_of(t, a), y = bag_of(t, b);
    if (!x.left || !y.left)
        return ADDRESS_NA;
    int same = common(t, &x, &y, true);
    if (!x.left && !y.left)
        return ADDRESS_SAME;
    same += common(t, &x, &y, false);
    int less = x.all < y.all ? x.all : y.all, more = x.all < y.all ? y.all : x.all;
    if (same * 4 >= more * 3)
        return ADDRESS_NEAR;
    if (same * 4 >= less * 3)
        return ADDRESS_PART;
    if (same * 9 >= more * 4)
        return ADDRESS_HALF;
    if (same * 4 >= more)
        return ADDRESS_SOME;
    return same ? ADDRESS_LITTLE : ADDRESS_OTHER;
}

static int typed_born(const struct tok *t, const struct lrec *a, const struct lrec *b, int level)
{
    const struct tok *x = &t[a->tok[AT_TYPED_BORN]], *y = &t[b->tok[AT_TYPED_BORN]];
    if ((level && level < BORN_PART) || x->len != 8 || y->len != 8)
        return level;
    if (x->fold == y->fold)
        return BORN_SAME;
    if (fold_one_off(x->fold, y->fold) || fold_two_off(x->fold, y->fold))
        return BORN_DIGITS;
    return level ? level : BORN_OTHER;
}

/* Digits as letters of a word. */
static uint64_t number_fold(uint64_t v)
{
    uint64_t fold = 0;
    for (; v; v /= 10)
        fold = fold << 5 | (v % 10 + 1);
    return fold;
}

static int short_pid(const struct lrec *a, const struct lrec *b, int level)
{
    enum { SHORT = 100000000 };
    if (!level || level == PID_SAME || a->pid > SHORT || b->pid > SHORT)
        return level;
    uint64_t x = number_fold(a->pid - 1), y = number_fold(b->pid - 1);
    return fold_one_off(x, y) ? PID_SLIP : fold_two_off(x, y) ? PID_NEAR : PID_DIFFERS;
}

static int typed_place(const struct tok *t, const struct lrec *a, const struct lrec *b, int level)
{
    if (level <= PLACE_NEAR)
        return level && level != PLACE_NEAR ? PLACE_SAME : level;
    const struct tok *x = &t[a->tok[AT_TYPED_PLACE]], *y = &t[b->tok[AT_TYPED_PLACE]];
    bool slip = !a->area && !b->area && near(x, y);
    return slip || (!a->area && fold_one_off(x->fold, y->fold)) ? PLACE_NEAR : PLACE_OTHER;
}

void plain_levels(
    const struct tok *t, const struct lrec *a, const struct lrec *b, int level[CMP_FIELDS])
{
    level[CMP_ADDRESS] = (int)address_level(t, a, b);
    level[CMP_BORN] = (int)typed_born(t, a, b, level[CMP_BORN]);
    level[CMP_PID] = (int)short_pid(a, b, level[CMP_PID]);
    level[CMP_PLACE] = (int)typed_place(t, a, b, level[CMP_PLACE]);
}
