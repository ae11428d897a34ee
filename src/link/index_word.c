// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The words that names are made of: a few thousand syllables for a province, some hundred thousand
 * with all their slips for the country. By text, by beginning, and by one slip.
 */
#include "link/link_index_int.h"

#include <stdlib.h>

static uint32_t hash_of_word(const void *ctx, uint32_t i)
{
    const struct words *d = ctx;
    return mix(*AT(&d->text, word, i));
}

static uint32_t hash_of_slip(const void *ctx, uint32_t i)
{
    const struct words *d = ctx;
    return AT(&d->slips, struct slip, i)->hash;
}

void dict_open(struct words *d)
{
    *d = (struct words){0};
    pile_open(&d->text, sizeof(word));
    pile_open(&d->names, sizeof(struct list));
    pile_open(&d->slips, sizeof(struct slip));
    chains_open(&d->table, hash_of_word, d);
    chains_open(&d->slip_table, hash_of_slip, d);
}

void dict_close(struct words *d)
{
    pile_close(&d->text);
    pile_close(&d->names);
    pile_close(&d->slips);
    chains_close(&d->table);
    chains_close(&d->slip_table);
    free(d->sorted);
}

size_t dict_bytes(const struct words *d)
{
    return pile_bytes(&d->text) + pile_bytes(&d->names) + pile_bytes(&d->slips) +
           chains_bytes(&d->table) + chains_bytes(&d->slip_table) + d->room * sizeof *d->sorted;
}

uint32_t dict_find(const struct words *d, word w)
{
    uint32_t i = chains_first(&d->table, mix(w));
    while (i != NONE && *AT(&d->text, word, i) != w)
        i = chains_next(&d->table, i);
    return i;
}

/* First place in sorted[] whose word is not before w. */
static uint32_t place_of(const struct words *d, word w)
{
    uint32_t lo = 0, hi = d->text.n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (*AT(&d->text, word, d->sorted[mid]) < w)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void sorted_room(struct words *d)
{
    if (d->text.n <= d->room)
        return;
    d->room = d->text.n + d->text.n / 4 + 64;
    d->sorted = realloc(d->sorted, d->room * sizeof *d->sorted);
    BUG_IF(!d->sorted);
}

/* A word is found by each of its forms with one letter left out, and by itself. */
static void add_slips(struct words *d, uint32_t i)
{
    word w = *AT(&d->text, word, i), last = 0;
    unsigned n = word_len(w);
    if (n < 2)
        return;
    for (unsigned k = 0; k <= n; k++) {
        word v = word_without(w, k);
        if (k && v == last)
            continue;
        last = v;
        pile_grow(&d->slips, d->slips.n + 1);
        *AT(&d->slips, struct slip, d->slips.n - 1) = (struct slip){mix(v), i};
        chains_add(&d->slip_table, d->slips.n - 1);
    }
}

uint32_t dict_add(struct words *d, word w, bool loaded)
{
    uint32_t i = dict_find(d, w);
    if (i != NONE)
        return i;
    uint32_t at = loaded ? place_of(d, w) : 0;
    i = d->text.n;
    pile_grow(&d->text, i + 1);
    pile_grow(&d->names, i + 1);
    *AT(&d->text, word, i) = w;
    chains_add(&d->table, i);
    if (loaded) {
        sorted_room(d);
        memmove(d->sorted + at + 1, d->sorted + at, (i - at) * sizeof *d->sorted);
        d->sorted[at] = i;
        add_slips(d, i);
    }
    return i;
}

static int by_text(const void *a, const void *b, void *ctx)
{
    const struct words *d = ctx;
    word x = *AT(&d->text, word, *(const uint32_t *)a);
    word y = *AT(&d->text, word, *(const uint32_t *)b);
    return (x > y) - (x < y);
}

void dict_build(struct words *d)
{
    sorted_room(d);
    for (uint32_t i = 0; i < d->text.n; i++) {
        d->sorted[i] = i;
        add_slips(d, i);
    }
    if (d->text.n)
        qsort_r(d->sorted, d->text.n, sizeof *d->sorted, by_text, d);
}

void dict_range(const struct words *d, word w, unsigned letters, uint32_t *from, uint32_t *to)
{
    w &= word_mask(letters);
    *from = place_of(d, w);
    word past = w | ~word_mask(letters);
    *to = past == UINT64_MAX ? d->text.n : place_of(d, past + 1);
}

/* Puts w among those found, commonest first, unless it is there. */
static size_t keep_slip(const struct words *d, uint32_t *found, size_t n, size_t max, uint32_t i)
{
    uint32_t common = AT(&d->names, struct list, i)->n;
    size_t at = n;
    for (size_t k = 0; k < n; k++)
        if (found[k] == i)
            return n;
    while (at > 0 && AT(&d->names, struct list, found[at - 1])->n < common)
        at--;
    if (at == max)
        return n;
    n += n < max;
    memmove(found + at + 1, found + at, (n - 1 - at) * sizeof *found);
    found[at] = i;
    return n;
}

size_t dict_slips(const struct words *d, word w, word *out, size_t max)
{
    uint32_t found[64];
    size_t n = 0;
    unsigned len = word_len(w);
    max = max < COUNT(found) ? max : COUNT(found);
    for (unsigned k = 0; k <= len; k++) {
        uint32_t hash = mix(word_without(w, k));
        uint32_t e = chains_first(&d->slip_table, hash);
        for (; e != NONE; e = chains_next(&d->slip_table, e)) {
            const struct slip *s = AT(&d->slips, struct slip, e);
            word v = *AT(&d->text, word, s->word);
            if (s->hash == hash && v != w && word_slip(v, w))
                n = keep_slip(d, found, n, max, s->word);
        }
    }
    for (size_t i = 0; i < n; i++)
        out[i] = *AT(&d->text, word, found[i]);
    return n;
}
