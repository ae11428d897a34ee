// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Distinct names, folded: 25 million children share some three million. A name is a sequence of
 * words; names are numbered by how common they are, so that any list of names sorted by number
 * begins with the likeliest ones.
 */
#include "link/link_index_int.h"

#include <stdlib.h>

static uint32_t hash_words(const word *w, size_t n)
{
    uint64_t h = n;
    for (size_t i = 0; i < n; i++)
        h = ((h ^ (w[i] & ~LAST_WORD)) * 0x9e3779b97f4a7c15u) ^ (h >> 29);
    return mix(h);
}

static size_t count_words(const word *w)
{
    size_t n = 1;
    while (!(*w++ & LAST_WORD))
        n++;
    return n;
}

static uint32_t hash_of_name(const void *ctx, uint32_t i)
{
    const word *w = name_words(ctx, i);
    return hash_words(w, count_words(w));
}

void names_open(struct names *m)
{
    pile_open(&m->names, sizeof(struct name));
    pile_open(&m->words, sizeof(word));
    chains_open(&m->table, hash_of_name, m);
}

void names_close(struct names *m)
{
    pile_close(&m->names);
    pile_close(&m->words);
    chains_close(&m->table);
}

size_t names_bytes(const struct names *m)
{
    return pile_bytes(&m->names) + pile_bytes(&m->words) + chains_bytes(&m->table);
}

static bool same_words(const word *have, const word *w, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++)
        if (have[i] != w[i])
            return false;
    return have[n - 1] == (w[n - 1] | LAST_WORD);
}

uint32_t name_find(const struct names *m, const word *words, size_t n)
{
    uint32_t i = chains_first(&m->table, hash_words(words, n));
    while (i != NONE && !same_words(name_words(m, i), words, n))
        i = chains_next(&m->table, i);
    return i;
}

uint32_t name_add(struct names *m, const word *words, size_t n)
{
    uint32_t i = name_find(m, words, n);
    if (i != NONE)
        return i;
    i = m->names.n;
    pile_grow(&m->names, i + 1);
    uint32_t at = pile_take(&m->words, (uint32_t)n);
    word *w = AT(&m->words, word, at);
    memcpy(w, words, n * sizeof *w);
    w[n - 1] |= LAST_WORD;
    *AT(&m->names, struct name, i) = (struct name){.at = at};
    chains_add(&m->table, i);
    return i;
}

/* Numbers by how many are called so, then by order of arrival: a counting sort. */
static uint32_t *rank(const struct names *m)
{
    enum { MOST = 1 << 16 };
    uint32_t n = m->names.n, *starts = calloc(MOST + 1, sizeof *starts);
    uint32_t *now = malloc((n + 1) * sizeof *now);
    BUG_IF(!starts || !now);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t c = AT(&m->names, struct name, i)->own.n;
        now[i] = MOST - 1 - (c < MOST ? c : MOST - 1);
        starts[now[i] + 1]++;
    }
    for (uint32_t c = 0; c < MOST; c++)
        starts[c + 1] += starts[c];
    for (uint32_t i = 0; i < n; i++)
        now[i] = starts[now[i]]++;
    free(starts);
    return now;
}

void names_rank(struct names *m, uint32_t **out)
{
    uint32_t n = m->names.n, *now = rank(m), *was = malloc((n + 1) * sizeof *was);
    struct names old = *m;
    BUG_IF(!was);
    for (uint32_t i = 0; i < n; i++)
        was[now[i]] = i;
    names_open(m);
    chains_expect(&m->table, n);
    pile_grow(&m->names, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct name *from = AT(&old.names, struct name, was[i]);
        const word *w = AT(&old.words, word, from->at);
        size_t len = count_words(w);
        uint32_t at = pile_take(&m->words, (uint32_t)len);
        memcpy(AT(&m->words, word, at), w, len * sizeof *w);
        *AT(&m->names, struct name, i) = (struct name){at, from->own, from->kin};
        chains_add(&m->table, i);
    }
    names_close(&old);
    free(was);
    *out = now;
}
