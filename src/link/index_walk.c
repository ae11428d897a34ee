// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Names that have a word standing for what was typed, merged from the lists of all such words. Each
 * list is sorted by number, and numbers go by how common a name is: the first names are the
 * likeliest, and a search stops when it has enough. Where too many words would do, all names are
 * gone through by their signs instead, in the same order.
 */
#include "link/link_find_int.h"

static void add_word(struct name_walk *w, const struct link_index *x, uint32_t i, bool alone)
{
    const struct list *l = AT(&x->dict.names, struct list, i);
    if (l->n == 0 || w->n == WALK_WORDS)
        return;
    const uint32_t *p = list_of(&x->lists, l);
    for (size_t k = 0; k < w->n && !alone; k++)
        if (w->heap[k].p == p)
            return;
    w->heap[w->n++] = (struct cursor){p, l->n};
}

static void add_text(struct name_walk *w, const struct link_index *x, word v)
{
    uint32_t i = dict_find(&x->dict, v);
    if (i != NONE)
        add_word(w, x, i, false);
}

static void add_range(struct name_walk *w, const struct link_index *x, word v, unsigned len)
{
    uint32_t from, to;
    bool alone = w->n == 0;
    dict_range(&x->dict, v, len, &from, &to);
    if (to - from > WALK_WORDS - w->n)
        w->all = true;
    for (uint32_t i = from; i < to && !w->all; i++)
        add_word(w, x, x->dict.sorted[i], alone);
}

static void sink(struct name_walk *w, size_t i)
{
    struct cursor c = w->heap[i];
    for (size_t k; (k = 2 * i + 1) < w->n; i = k) {
        k += k + 1 < w->n && *w->heap[k + 1].p < *w->heap[k].p;
        if (*w->heap[k].p >= *c.p)
            break;
        w->heap[i] = w->heap[k];
    }
    w->heap[i] = c;
}

/* What one step costs beside one step through all signs. */
static unsigned step_cost(const struct name_walk *w)
{
    return w->all ? 1 : w->n == 1 ? 4 : w->n < 16 ? 12 : 24;
}

uint64_t walk_open(
    struct name_walk *w, const struct link_index *x, const struct term *t, enum how upto)
{
    w->n = 0;
    w->last = NONE;
    w->all = false;
    w->names = &x->names;
    for (unsigned i = 0; i < t->alts; i++)
        if (upto == HOW_WHOLE)
            add_text(w, x, t->alt[i]);
        else if (upto == HOW_BEGINS || !t->slips)
            add_range(w, x, t->alt[i], t->len[i]);
    for (unsigned i = 0; i < t->slips && upto == HOW_SLIP; i++)
        add_text(w, x, t->slip[i]);
    uint64_t names = 0;
    for (size_t i = 0; i < w->n; i++)
        names += w->heap[i].n;
    names *= step_cost(w);
    w->all = w->all || names > x->names.names.n;
    w->cost = step_cost(w);
    w->at = w->end = NULL;
    w->next = 0;
    for (size_t i = w->all ? 0 : w->n / 2; i-- > 0;)
        sink(w, i);
    return w->all ? x->names.names.n : names;
}

/* The next name of those that begin in the same piece. */
static bool next_of_all(struct name_walk *w, const struct query *q, int64_t *budget, uint32_t *name)
{
    const struct pile *signs = &w->names->signs;
    while (*budget > 0 && w->next < signs->n) {
        if (w->at == w->end) {
            unsigned k = pile_piece(w->next);
            uint32_t left = (1u << k) - pile_place(w->next, k), n = signs->n - w->next;
            w->at = AT(signs, struct sign, w->next);
            w->end = w->at + (left < n ? left : n);
        }
        const struct sign *from = w->at, *s = from;
        const struct sign *end = w->end - s > *budget ? s + *budget : w->end;
        while (s < end && !query_may(q, s))
            s++;
        w->at = s < end ? s + 1 : s;
        w->next += (uint32_t)(w->at - from);
        *budget -= w->at - from;
        if (s < end) {
            *name = w->next - 1;
            return true;
        }
    }
    return false;
}

static bool next_of_words(struct name_walk *w, uint32_t *name)
{
    while (w->n) {
        struct cursor *c = &w->heap[0];
        *name = *c->p++;
        if (--c->n == 0)
            *c = w->heap[--w->n];
        if (w->n > 1)
            sink(w, 0);
        if (*name != w->last) {
            w->last = *name;
            return true;
        }
    }
    return false;
}

bool walk_next(struct name_walk *w, const struct query *q, int64_t *budget, uint32_t *name)
{
    if (w->all)
        return next_of_all(w, q, budget, name);
    while (*budget > 0 && next_of_words(w, name)) {
        *budget -= w->cost;
        if (query_may(q, AT(&w->names->signs, struct sign, *name)))
            return true;
    }
    return false;
}
