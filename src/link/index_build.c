// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The end of a load: names are numbered by how common they are, then every list is made once, as
 * long as it must be, and in that order.
 */
#include "link/link_index_int.h"

#include <stdlib.h>

static void count_people(struct link_index *x)
{
    for (uint32_t i = 0; i < x->rows.n; i++) {
        const struct person *r = row_at(x, i);
        for (enum role k = 0; r->alive && k < ROLE__COUNT; k++)
            if (r->name[k] && role_is_person(k))
                list_by_role(AT(&x->names.names, struct name, r->name[k] - 1), k)->n++;
    }
}

static void renumber(struct link_index *x, const uint32_t *now)
{
    for (uint32_t i = 0; i < x->rows.n; i++) {
        struct person *r = row_at(x, i);
        for (enum role k = 0; r->alive && k < ROLE__COUNT; k++)
            if (r->name[k])
                r->name[k] = now[r->name[k] - 1] + 1;
    }
    for (uint32_t i = 0; i < x->homes.n; i++) {
        struct home *h = AT(&x->homes, struct home, i);
        uint32_t *names = (uint32_t *)(uintptr_t)list_of(&x->lists, &h->names);
        for (uint32_t k = 0; k < h->names.n; k++) {
            names[k] = now[names[k]];
            digits_put(&x->named, &x->lists, names[k], i);
        }
    }
}

/* Lists as long as they were counted, empty again, to be filled by list_add in place. */
static void make_rooms(struct link_index *x)
{
    for (uint32_t i = 0; i < x->names.names.n; i++) {
        struct name *n = AT(&x->names.names, struct name, i);
        list_make(&x->lists, &n->own, n->own.n);
        list_make(&x->lists, &n->kin, n->kin.n);
    }
}

static void fill_people(struct link_index *x, uint32_t *filled)
{
    for (uint32_t i = 0; i < x->rows.n; i++) {
        const struct person *r = row_at(x, i);
        for (enum role k = 0; r->alive && k < ROLE__COUNT; k++) {
            if (!r->name[k] || !role_is_person(k))
                continue;
            uint32_t name = r->name[k] - 1;
            struct list *l = list_by_role(AT(&x->names.names, struct name, name), k);
            uint32_t at = filled[2 * name + (k > ROLE_OTHER)]++;
            ((uint32_t *)(uintptr_t)list_of(&x->lists, l))[at] = i;
        }
    }
}

static bool has_people(const struct link_index *x, uint32_t name)
{
    const struct name *n = AT(&x->names.names, struct name, name);
    return n->own.n + n->kin.n > 0;
}

/* Each word of a name once, by number. */
static size_t distinct(const struct link_index *x, uint32_t name, uint32_t out[WORDS_MAX])
{
    const word *w = name_words(&x->names, name);
    size_t n = 0;
    for (bool last = false; !last; w++) {
        uint32_t i = dict_find(&x->dict, *w & ~LAST_WORD);
        size_t k = 0;
        last = *w & LAST_WORD;
        while (k < n && out[k] != i)
            k++;
        if (k == n)
            out[n++] = i;
    }
    return n;
}

void index_post(struct link_index *x, uint32_t name)
{
    uint32_t w[WORDS_MAX];
    size_t n = distinct(x, name, w);
    for (size_t i = 0; i < n; i++)
        list_add(&x->lists, AT(&x->dict.names, struct list, w[i]), name);
}

static void post_all(struct link_index *x)
{
    uint32_t w[WORDS_MAX], words = x->dict.text.n, names = x->names.names.n;
    uint32_t *filled = calloc(words + 1, sizeof *filled);
    BUG_IF(!filled);
    for (uint32_t i = 0; i < names; i++)
        for (size_t n = has_people(x, i) ? distinct(x, i, w) : 0; n-- > 0;)
            AT(&x->dict.names, struct list, w[n])->n++;
    for (uint32_t i = 0; i < words; i++) {
        struct list *l = AT(&x->dict.names, struct list, i);
        list_make(&x->lists, l, l->n);
    }
    for (uint32_t i = 0; i < names; i++)
        for (size_t n = has_people(x, i) ? distinct(x, i, w) : 0; n-- > 0;) {
            struct list *l = AT(&x->dict.names, struct list, w[n]);
            ((uint32_t *)(uintptr_t)list_of(&x->lists, l))[filled[w[n]]++] = i;
        }
    free(filled);
}

static void homes_and_digits(struct link_index *x)
{
    for (uint32_t i = 0; i < x->rows.n; i++) {
        const struct person *r = row_at(x, i);
        if (!r->alive)
            continue;
        list_add(&x->lists, &AT(&x->homes, struct home, r->unit)->rows, i);
        digits_add(x, i, r);
    }
}

void index_build(struct link_index *x)
{
    uint32_t *now;
    rates_build(x);
    blocks_build(x);
    index_model(x);
    count_people(x);
    names_rank(&x->names, &now);
    renumber(x, now);
    free(now);
    uint32_t *filled = calloc(2 * (size_t)x->names.names.n + 1, sizeof *filled);
    BUG_IF(!filled);
    make_rooms(x);
    fill_people(x, filled);
    free(filled);
    dict_build(&x->dict);
    post_all(x);
    homes_and_digits(x);
}
