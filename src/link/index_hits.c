// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The best of what a search found, and who may be found. A hit's key says all that orders hits:
 * how it agrees, how near the person lives, how common the name is; then the alphabet and the id
 * decide.
 */
#include "link/link_find_int.h"

#include <stdlib.h>

void hits_open(struct hits *h, const struct link_index *x, const struct link_scope *s, size_t max)
{
    h->x = x;
    h->s = s;
    h->n = 0;
    h->room = max < HITS_MAX ? max : HITS_MAX;
    h->more = false;
    struct place near = link_units_place(x->units, str_of(s->near));
    h->near_place = s->near ? near.id : NONE;
    h->near_area = near.area;
    h->asked = calloc(x->homes.n, 1);
    BUG_IF(!h->asked);
}

void hits_close(struct hits *h)
{
    free(h->asked);
}

bool hits_allow(struct hits *h, uint16_t home)
{
    enum { YES = 1, NO };
    uint8_t *asked = &h->asked[home];
    if (!*asked) {
        const char *code = AT(&h->x->homes, struct home, home)->code;
        bool yes = (!h->s->only || streq(h->s->only, code)) &&
                   (!h->s->allows || h->s->allows(h->s->ctx, code));
        *asked = yes ? YES : NO;
    }
    return *asked == YES;
}

unsigned hits_far(const struct hits *h, uint32_t row)
{
    const struct home *o = AT(&h->x->homes, struct home, row_at(h->x, row)->unit);
    if (h->near_place == NONE)
        return 2;
    return o->place == h->near_place ? 0 : o->area && o->area == h->near_area ? 1 : 2;
}

enum { NEAR_BITS = 2, RANK_BITS = 32 };

static uint64_t hit_key(const struct hits *h, uint32_t row, uint32_t name, struct worth w)
{
    uint64_t worth = (((uint64_t)(w.slips < 3 ? w.slips : 3) * 4 + w.role) * 4 + w.marks) * 4 +
                     (w.begins > 0) * 2u + (w.longer > 0);
    const struct name *n = name == NONE ? NULL : AT(&h->x->names.names, struct name, name);
    uint32_t common = n ? n->own.n + n->kin.n : 0;
    return (worth << NEAR_BITS | hits_far(h, row)) << RANK_BITS | (NONE - common);
}

float hits_nearness(const struct hit *hit)
{
    unsigned v = (unsigned)(hit->key >> (NEAR_BITS + RANK_BITS));
    return 1.0f - 0.25f * (float)(v >> 6) - 0.08f * (float)(v >> 4 & 3) -
           0.03f * (float)(v >> 2 & 3) - 0.01f * (float)(v >> 1 & 1) - 0.004f * (float)(v & 1);
}

static int by_words(const struct link_index *x, uint32_t a, uint32_t b)
{
    if (a == b || a == NONE || b == NONE)
        return (a > b) - (a < b);
    const word *p = name_words(&x->names, a), *q = name_words(&x->names, b);
    while (*p == *q && !(*p & LAST_WORD)) {
        p++;
        q++;
    }
    return (*p & ~LAST_WORD) != (*q & ~LAST_WORD) ? (*p > *q) - (*p < *q)
                                                  : (int)(*q & LAST_WORD) - (int)(*p & LAST_WORD);
}

static bool before(const struct link_index *x, const struct hit *a, const struct hit *b)
{
    if (a->key != b->key)
        return a->key < b->key;
    int c = by_words(x, a->name, b->name);
    if (c)
        return c < 0;
    return memcmp(AT(&x->ids, struct link_id, a->row), AT(&x->ids, struct link_id, b->row),
               sizeof(struct link_id)) < 0;
}

/* Takes the hit of the same person out if it is worse; false when it is better. */
static bool replace(struct hits *h, const struct hit *hit)
{
    for (size_t i = 0; i < h->n; i++) {
        if (h->hit[i].row != hit->row)
            continue;
        if (!before(h->x, hit, &h->hit[i]))
            return false;
        memmove(&h->hit[i], &h->hit[i + 1], (--h->n - i) * sizeof *hit);
        return true;
    }
    return true;
}

void hits_add(struct hits *h, uint32_t row, uint32_t name, struct worth w)
{
    struct hit hit = {row, name, hit_key(h, row, name, w)};
    bool full = h->n == h->room;
    if (full && (h->n == 0 || !before(h->x, &hit, &h->hit[h->n - 1]))) {
        bool known = false;
        for (size_t i = 0; i < h->n; i++)
            known = known || h->hit[i].row == row;
        h->more = h->more || !known;
        return;
    }
    if (!replace(h, &hit))
        return;
    h->more = h->more || h->n == h->room;
    size_t i = h->n < h->room ? h->n++ : h->n - 1;
    for (; i > 0 && before(h->x, &hit, &h->hit[i - 1]); i--)
        h->hit[i] = h->hit[i - 1];
    h->hit[i] = hit;
}

bool hits_full(const struct hits *h, struct worth best)
{
    if (h->n < h->room)
        return false;
    uint64_t worth = (((uint64_t)best.slips * 4 + best.role) * 4 + best.marks) * 4 +
                     (best.begins > 0) * 2u + (best.longer > 0);
    return h->n == 0 || h->hit[h->n - 1].key >> (NEAR_BITS + RANK_BITS) <= worth;
}
