// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What somebody typed into the box: words, each of which may be whole, a beginning, or have a slip;
 * and a number. How well the words of a name agree with that.
 */
#include "link/link_index_int.h"

static void add_alt(struct term *t, word w)
{
    if (!w || t->alts == ALTS)
        return;
    for (unsigned i = 0; i < t->alts; i++)
        if (t->alt[i] == w)
            return;
    t->len[t->alts] = (uint8_t)word_len(w);
    t->alt[t->alts++] = w;
}

static struct term term_of(const struct link_index *x, const struct typed *in)
{
    struct term t = {.marks = in->marks};
    add_alt(&t, in->w);
    add_alt(&t, in->plain);
    word meant = in->marks ? 0 : word_decoded(in->plain);
    if (meant && dict_find(&x->dict, meant) != NONE)
        add_alt(&t, meant);
    return t;
}

/* Digits of the words from `i` on that are digits only; *end is past the last of them. */
static struct str number_at(
    const struct typed *t, size_t n, size_t i, char out[WORDS_MAX * WORD_LETTERS], size_t *end)
{
    size_t len = 0;
    for (*end = i; *end < n && t[*end].digits == t[*end].len; ++*end)
        for (unsigned k = 0; k < t[*end].len; k++)
            out[len++] = (char)('0' + word_letter(t[*end].plain, k) - 27);
    return (struct str){out, len};
}

static void read_words(const struct link_index *x, const struct typed *t, size_t n, struct query *q)
{
    enum { NUMBER_MIN = 4 };
    char digits[WORDS_MAX * WORD_LETTERS];
    for (size_t i = 0, end; i < n; i++) {
        struct str number = number_at(t, n, i, digits, &end);
        q->letters += t[i].len;
        if (number.n >= NUMBER_MIN && !q->number) {
            q->number = digits_phone(digits_read(number));
            q->letters += number.n;
            i = end - 1;
            continue;
        }
        if (q->terms == TERMS)
            continue;
        q->term[q->terms++] = term_of(x, &t[i]);
        q->marked = q->marked || t[i].marks;
    }
}

/* A number of more letters than a word holds is cut by it: numbers are read from the text. */
static struct str part_numbers(struct str in, char *out, size_t cap)
{
    size_t n = 0, run = 0;
    for (size_t i = 0; i < in.n && n + 2 < cap; i++) {
        run = in.p[i] >= '0' && in.p[i] <= '9' ? run + 1 : 0;
        out[n++] = in.p[i];
        if (run == WORD_LETTERS / 2) {
            out[n++] = ' ';
            run = 0;
        }
    }
    return (struct str){out, n};
}

void query_read(const struct link_index *x, struct str typed, struct query *q)
{
    char text[1024];
    struct typed t[WORDS_MAX];
    q->terms = 0;
    q->marked = false;
    q->number = q->letters = 0;
    read_words(x, t, words_read(part_numbers(typed, text, sizeof text), t, COUNT(t)), q);
}

void query_slip(const struct link_index *x, struct query *q, unsigned term)
{
    for (unsigned i = 0; i < q->terms; i++)
        q->term[i].slips = 0;
    struct term *t = &q->term[term];
    t->slips = (uint8_t)dict_slips(&x->dict, t->alt[0], t->slip, SLIPS);
}

void query_slips(const struct link_index *x, struct query *q)
{
    for (unsigned i = 0; i < q->terms; i++) {
        struct term *t = &q->term[i];
        t->slips = (uint8_t)dict_slips(&x->dict, t->alt[0], t->slip, SLIPS);
    }
}

enum how term_how(const struct term *t, word w)
{
    enum how how = HOW_NOT;
    for (unsigned i = 0; i < t->alts; i++) {
        word x = t->alt[i] ^ w;
        if (!x)
            return HOW_WHOLE;
        if (!(x & word_mask(t->len[i])))
            how = HOW_BEGINS;
    }
    for (unsigned i = 0; i < t->slips && how == HOW_NOT; i++)
        if (t->slip[i] == w)
            how = HOW_SLIP;
    return how;
}

static void note(const struct query *q, unsigned term, enum how how, unsigned at, struct fit *f)
{
    f->terms |= 1u << term;
    f->begins = (uint8_t)(f->begins + (how == HOW_BEGINS));
    f->slips = (uint8_t)(f->slips + (how == HOW_SLIP));
    if (how == HOW_WHOLE && at < MARKS) {
        f->want |= (uint64_t)q->term[term].marks << 8 * at;
        f->mask |= (uint64_t)0xff << 8 * at;
    }
}

unsigned query_fit(const struct query *q, const word *words, enum how upto, struct fit *f)
{
    word w[WORDS_MAX];
    unsigned n = 0;
    do {
        w[n] = words[n] & ~LAST_WORD;
    } while (!(words[n++] & LAST_WORD));
    unsigned left = n;
    for (enum how how = HOW_WHOLE; how <= upto && left; how++)
        for (unsigned i = 0; i < q->terms; i++)
            for (unsigned k = 0; k < n && !(f->terms & 1u << i); k++)
                if (w[k] && term_how(&q->term[i], w[k]) == how) {
                    note(q, i, how, k, f);
                    w[k] = 0;
                    left--;
                }
    return left;
}

static unsigned slip_bit(word w)
{
    return mix(w) >> 26;
}

void query_upto(struct query *q, enum how upto)
{
    q->probes = 0;
    q->slip_bits = 0;
    for (unsigned i = 0; i < q->terms; i++) {
        const struct term *t = &q->term[i];
        for (unsigned k = 0; k < t->alts; k++) {
            word mask = word_mask(upto == HOW_WHOLE ? WORD_LETTERS : t->len[k]);
            q->probe[q->probes++] = (struct probe){t->alt[k] & mask, mask, 1u << i};
        }
        for (unsigned k = 0; k < t->slips && upto == HOW_SLIP; k++)
            q->slip_bits |= (uint64_t)1 << slip_bit(t->slip[k]);
    }
}

static uint32_t slip_terms(const struct query *q, word w)
{
    uint32_t terms = 0;
    for (unsigned i = 0; i < q->terms; i++)
        for (unsigned k = 0; k < q->term[i].slips; k++)
            terms |= q->term[i].slip[k] == w ? 1u << i : 0;
    return terms;
}

uint32_t query_terms(const struct query *q, const word *words)
{
    uint32_t terms = 0;
    for (;; words++) {
        word w = *words & ~LAST_WORD;
        for (unsigned i = 0; i < q->probes; i++)
            terms |= (w & q->probe[i].mask) == q->probe[i].want ? q->probe[i].term : 0;
        if (q->slip_bits && q->slip_bits >> slip_bit(w) & 1)
            terms |= slip_terms(q, w);
        if (*words & LAST_WORD)
            return terms;
    }
}

uint8_t fit_marks(const struct query *q, const struct fit *f, const struct person *r)
{
    uint64_t have = 0;
    memcpy(&have, r->marks, MARKS);
    if (!q->marked || ((have ^ f->want) & f->mask) == 0)
        return MARKS_SAME;
    return have == 0 ? MARKS_BARE : MARKS_OTHER;
}
