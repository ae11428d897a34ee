// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * People by phone and personal number, of which somebody types the beginning or the end. Kept by
 * the first six and the last four digits; what else was typed is compared.
 */
#include "link/link_index_int.h"

enum { HEAD = 6, TAIL = 4, LONGEST = 12 };

uint64_t digits_read(struct str s)
{
    uint64_t v = 1;
    unsigned n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9' && n++ < LONGEST)
            v = v * 10 + (uint64_t)(s.p[i] - '0');
    return n ? v : 0;
}

static uint64_t power(unsigned n)
{
    uint64_t p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

uint64_t digits_phone(uint64_t v)
{
    unsigned n = digits_len(v);
    uint64_t rest = n >= 11 && digits_head(v, 2) == 184 ? v % power(n - 2) : 0;
    if (!rest)
        return v;
    return power(n - 1) + rest; /* 1, then 0, then what follows 84 */
}

unsigned digits_len(uint64_t v)
{
    unsigned n = 0;
    for (; v >= 10; v /= 10)
        n++;
    return n;
}

uint64_t digits_head(uint64_t v, unsigned n)
{
    unsigned len = digits_len(v);
    return n < len ? v / power(len - n) : v;
}

uint64_t digits_tail(uint64_t v, unsigned n)
{
    return n < digits_len(v) ? v % power(n) + power(n) : v;
}

uint64_t get40(const uint8_t b[5])
{
    uint64_t v = 0;
    memcpy(&v, b, 5);
    return v;
}

void put40(uint8_t b[5], uint64_t v)
{
    memcpy(b, &v, 5);
}

static uint32_t hash_of_spot(const void *ctx, uint32_t i)
{
    const struct digits *d = ctx;
    return mix(AT(&d->spots, struct spot, i)->key);
}

void digits_open(struct digits *d)
{
    pile_open(&d->spots, sizeof(struct spot));
    chains_open(&d->table, hash_of_spot, d);
}

void digits_close(struct digits *d)
{
    pile_close(&d->spots);
    chains_close(&d->table);
}

size_t digits_bytes(const struct digits *d)
{
    return pile_bytes(&d->spots) + chains_bytes(&d->table);
}

static struct spot *spot_of(const struct digits *d, uint64_t key)
{
    uint32_t i = chains_first(&d->table, mix(key));
    while (i != NONE && AT(&d->spots, struct spot, i)->key != key)
        i = chains_next(&d->table, i);
    return i == NONE ? NULL : AT(&d->spots, struct spot, i);
}

const struct list *digits_find(const struct digits *d, uint64_t key)
{
    struct spot *s = spot_of(d, key);
    return s ? &s->rows : NULL;
}

static uint64_t spot_key(enum digits_kind k, const struct person *r)
{
    uint64_t v = get40(k == PHONE_HEAD || k == PHONE_TAIL ? r->phone : r->pid);
    if (digits_len(v) < HEAD)
        return 0;
    return k == PHONE_HEAD || k == PID_HEAD ? digits_head(v, HEAD) : digits_tail(v, TAIL);
}

void digits_put(struct digits *d, struct lists *m, uint64_t key, uint32_t v)
{
    struct spot *s = spot_of(d, key);
    if (!s) {
        pile_grow(&d->spots, d->spots.n + 1);
        s = AT(&d->spots, struct spot, d->spots.n - 1);
        s->key = (uint32_t)key;
        chains_add(&d->table, d->spots.n - 1);
    }
    list_add(m, &s->rows, v);
}

void digits_add(struct link_index *x, uint32_t row, const struct person *r)
{
    for (enum digits_kind k = 0; k < DIGITS__COUNT; k++) {
        uint64_t key = spot_key(k, r);
        if (key)
            digits_put(&x->digits[k], &x->lists, key, row);
    }
}

void digits_remove(struct link_index *x, uint32_t row, const struct person *r)
{
    for (enum digits_kind k = 0; k < DIGITS__COUNT; k++) {
        uint64_t key = spot_key(k, r);
        struct spot *s = key ? spot_of(&x->digits[k], key) : NULL;
        if (s)
            list_remove(&x->lists, &s->rows, row);
    }
}
