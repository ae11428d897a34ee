// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Memory of the index: arrays that never move, pooled lists of numbers, and hash tables that grow
 * by linear hashing. Nothing here stops to copy all it has, and little is held beyond the content.
 */
#include "link/link_index_int.h"

#include <stdlib.h>
#include <sys/mman.h>

/* ---- piles ----------------------------------------------------------------------------------- */

void pile_open(struct pile *p, size_t size)
{
    *p = (struct pile){.size = (uint32_t)size};
}

/* Big pieces come from the system: zero, only what is touched takes memory, and in huge pages, as
 * reading at random would else miss the address cache too. */
enum { PIECE_BIG = 4 << 20 };

static size_t piece_bytes(const struct pile *p, unsigned piece)
{
    return ((size_t)1 << piece) * p->size;
}

void pile_close(struct pile *p)
{
    for (unsigned k = 0; k < COUNT(p->piece); k++)
        if (p->piece[k] && piece_bytes(p, k) >= PIECE_BIG)
            munmap(p->piece[k], piece_bytes(p, k));
        else
            free(p->piece[k]);
    *p = (struct pile){.size = p->size};
}

static void *piece_make(size_t bytes)
{
    if (bytes < PIECE_BIG) {
        void *p = calloc(1, bytes);
        if (!p)
            BUG("out of memory");
        return p;
    }
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        BUG("out of memory");
    madvise(p, bytes, MADV_HUGEPAGE);
    return p;
}

static void piece_need(struct pile *p, unsigned piece)
{
    if (!p->piece[piece])
        p->piece[piece] = piece_make(piece_bytes(p, piece));
}

void pile_grow(struct pile *p, uint32_t n)
{
    if (n <= p->n)
        return;
    for (unsigned k = p->n ? pile_piece(p->n - 1) : PILE_FIRST; k <= pile_piece(n - 1); k++)
        piece_need(p, k);
    p->n = n;
}

uint32_t pile_take(struct pile *p, uint32_t n)
{
    uint32_t at = p->n;
    unsigned k = pile_piece(at);
    while (pile_place(at, k) + (uint64_t)n > (uint64_t)1 << k) {
        k++;
        at = (1u << k) - (1u << PILE_FIRST);
    }
    piece_need(p, k);
    p->n = at + n;
    return at;
}

size_t pile_bytes(const struct pile *p)
{
    size_t n = 0;
    for (unsigned k = PILE_FIRST; k < COUNT(p->piece); k++)
        if (p->piece[k]) {
            bool last = p->n && pile_piece(p->n - 1) == k;
            n += last ? pile_place(p->n - 1, k) + (size_t)1 : (size_t)1 << k;
        }
    return n * p->size;
}

/* ---- lists ----------------------------------------------------------------------------------- */

/* Rooms hold 2, 3, 4, 6, 8, 12 … numbers. The smallest class for n >= 2. */
static unsigned class_of(uint32_t n)
{
    unsigned k = 31u - (unsigned)__builtin_clz(n), c = 2 * (k - 1);
    if (n == 1u << k)
        return c;
    return n <= 3u << (k - 1) ? c + 1 : c + 2;
}

static uint32_t class_room(unsigned c)
{
    return (c & 1 ? 3u : 2u) << (c / 2);
}

void lists_open(struct lists *m)
{
    *m = (struct lists){0};
    pile_open(&m->room, sizeof(uint32_t));
}

void lists_close(struct lists *m)
{
    pile_close(&m->room);
}

static uint32_t room_take(struct lists *m, unsigned c)
{
    uint32_t at = m->idle[c];
    if (!at)
        return pile_take(&m->room, class_room(c));
    m->idle[c] = *AT(&m->room, uint32_t, at - 1);
    return at - 1;
}

static void room_give(struct lists *m, unsigned c, uint32_t at)
{
    *AT(&m->room, uint32_t, at) = m->idle[c];
    m->idle[c] = at + 1;
}

/* Moves the numbers to a room for `n`, which is of another class. */
static void list_move(struct lists *m, struct list *l, uint32_t n)
{
    const uint32_t *old = list_of(m, l);
    uint32_t keep = l->n < n ? l->n : n, from = l->at, had = l->n;
    if (n <= 1) {
        l->at = *old;
    } else {
        uint32_t at = room_take(m, class_of(n));
        memcpy(AT(&m->room, uint32_t, at), old, keep * sizeof *old);
        l->at = at;
    }
    if (had > 1)
        room_give(m, class_of(had), from);
}

void list_add(struct lists *m, struct list *l, uint32_t v)
{
    if (l->n == 0) {
        *l = (struct list){v, 1};
        return;
    }
    if (l->n == 1 || class_of(l->n) != class_of(l->n + 1))
        list_move(m, l, l->n + 1);
    AT(&m->room, uint32_t, l->at)[l->n++] = v;
}

void list_remove(struct lists *m, struct list *l, uint32_t v)
{
    const uint32_t *p = list_of(m, l);
    uint32_t i = 0;
    while (i < l->n && p[i] != v)
        i++;
    if (i == l->n)
        return;
    if (l->n == 1) {
        *l = (struct list){0};
        return;
    }
    uint32_t *room = AT(&m->room, uint32_t, l->at);
    room[i] = room[l->n - 1];
    if (l->n == 2 || class_of(l->n) != class_of(l->n - 1))
        list_move(m, l, l->n - 1);
    l->n--;
}

uint32_t *list_make(struct lists *m, struct list *l, uint32_t n)
{
    *l = (struct list){.n = n};
    if (n <= 1)
        return &l->at;
    l->at = room_take(m, class_of(n));
    return AT(&m->room, uint32_t, l->at);
}

/* ---- tables ---------------------------------------------------------------------------------- */

enum { FIRST_BUCKETS = 64 };

void chains_open(struct chains *t, chains_hash *hash, const void *ctx)
{
    *t = (struct chains){.hash = hash, .ctx = ctx, .buckets = FIRST_BUCKETS, .load = 1};
    pile_open(&t->heads, sizeof(uint32_t));
    pile_open(&t->next, sizeof(uint32_t));
    pile_grow(&t->heads, FIRST_BUCKETS);
}

void chains_close(struct chains *t)
{
    pile_close(&t->heads);
    pile_close(&t->next);
}

void chains_expect(struct chains *t, size_t n)
{
    if (t->n == 0 && n > t->buckets && n < NONE / 2) {
        t->buckets = (uint32_t)n;
        pile_grow(&t->heads, t->buckets);
    }
}

static uint32_t bucket_of(const struct chains *t, uint32_t hash)
{
    uint32_t mask = NONE >> __builtin_clz(t->buckets - 1);
    uint32_t b = hash & mask;
    return b < t->buckets ? b : b & mask >> 1;
}

/* Parts the next bucket in line in two. */
static void split(struct chains *t)
{
    uint32_t fresh = t->buckets++;
    pile_grow(&t->heads, t->buckets);
    uint32_t mask = NONE >> __builtin_clz(fresh);
    uint32_t *stay = AT(&t->heads, uint32_t, fresh & mask >> 1);
    uint32_t *go = AT(&t->heads, uint32_t, fresh);
    while (*stay) {
        uint32_t i = *stay - 1, *next = AT(&t->next, uint32_t, i);
        if ((t->hash(t->ctx, i) & mask) != fresh) {
            stay = next;
            continue;
        }
        *go = *stay;
        *stay = *next;
        *next = 0;
        go = next;
    }
}

void chains_add(struct chains *t, uint32_t i)
{
    chains_add_at(t, i, t->hash(t->ctx, i));
}

void chains_add_at(struct chains *t, uint32_t i, uint32_t hash)
{
    if (t->n++ >= t->buckets * t->load)
        split(t);
    pile_grow(&t->next, i + 1);
    uint32_t *head = AT(&t->heads, uint32_t, bucket_of(t, hash));
    *AT(&t->next, uint32_t, i) = *head;
    *head = i + 1;
}

void chains_remove(struct chains *t, uint32_t i)
{
    uint32_t *at = AT(&t->heads, uint32_t, bucket_of(t, t->hash(t->ctx, i)));
    while (*at && *at != i + 1)
        at = AT(&t->next, uint32_t, *at - 1);
    if (!*at)
        return;
    *at = *AT(&t->next, uint32_t, i);
    t->n--;
}

uint32_t chains_first(const struct chains *t, uint32_t hash)
{
    return *AT(&t->heads, uint32_t, bucket_of(t, hash)) - 1;
}

size_t chains_bytes(const struct chains *t)
{
    return pile_bytes(&t->heads) + pile_bytes(&t->next);
}
