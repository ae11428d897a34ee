// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Names that have a word standing for what was typed, merged from the lists of all such words. Each
 * list is sorted by number, and numbers go by how common a name is: the first names are the
 * likeliest, and a search stops when it has enough.
 */
#include "link/link_index_int.h"

static void add_word(struct name_walk *w, const struct link_index *x, uint32_t i)
{
    const struct list *l = AT(&x->dict.names, struct list, i);
    if (l->n == 0 || w->n == WALK_WORDS)
        return;
    const uint32_t *p = list_of(&x->lists, l);
    for (size_t k = 0; k < w->n; k++)
        if (w->heap[k].p == p)
            return;
    w->heap[w->n++] = (struct cursor){p, l->n};
}

static void add_text(struct name_walk *w, const struct link_index *x, word v)
{
    uint32_t i = dict_find(&x->dict, v);
    if (i != NONE)
        add_word(w, x, i);
}

/* Of a long range only words with many names: what is rare has more letters typed. */
static void add_range(struct name_walk *w, const struct link_index *x, word v, unsigned len)
{
    uint32_t from, to, least = 1, room = (uint32_t)(WALK_WORDS - w->n);
    dict_range(&x->dict, v, len, &from, &to);
    while (to - from > room) {
        uint32_t n = 0;
        for (uint32_t i = from; i < to; i++)
            n += AT(&x->dict.names, struct list, x->dict.sorted[i])->n >= least;
        if (n <= room)
            break;
        least *= 4;
    }
    for (uint32_t i = from; i < to; i++)
        if (AT(&x->dict.names, struct list, x->dict.sorted[i])->n >= least)
            add_word(w, x, x->dict.sorted[i]);
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

uint64_t walk_open(
    struct name_walk *w, const struct link_index *x, const struct term *t, enum how upto)
{
    w->n = 0;
    w->last = NONE;
    w->names = &x->names;
    for (unsigned i = 0; i < t->alts; i++)
        if (upto == HOW_WHOLE)
            add_text(w, x, t->alt[i]);
        else
            add_range(w, x, t->alt[i], t->len[i]);
    for (unsigned i = 0; i < t->slips && upto == HOW_SLIP; i++)
        add_text(w, x, t->slip[i]);
    uint64_t names = 0;
    for (size_t i = 0; i < w->n; i++)
        names += w->heap[i].n;
    for (size_t i = w->n / 2; i-- > 0;)
        sink(w, i);
    return names;
}

bool walk_next(struct name_walk *w, uint32_t *name)
{
    enum { AHEAD = 10 };
    while (w->n) {
        struct cursor *c = &w->heap[0];
        *name = *c->p++;
        if (c->n > AHEAD) {
            __builtin_prefetch(AT(&w->names->names, struct name, c->p[AHEAD - 1]));
            __builtin_prefetch(name_words(w->names, c->p[AHEAD / 2]));
        }
        if (--c->n == 0)
            *c = w->heap[--w->n];
        if (w->n)
            sink(w, 0);
        if (*name != w->last) {
            w->last = *name;
            return true;
        }
    }
    return false;
}
