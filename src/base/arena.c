// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Bump allocation in growing blocks. A block is at least as big as what it must hold; the first few
 * (KEPT bytes: an ordinary page) are kept by arena_reset(), so that a worker reuses its memory and
 * does not ask the system for it again and again. Unused bytes are poisoned for ASan.
 */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

#ifdef __has_feature /* clang; gcc defines __SANITIZE_ADDRESS__ itself */
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { FIRST_BLOCK = 16 * 1024, MAX_BLOCK = 1024 * 1024, KEPT = 112 * 1024 };

struct block {
    struct block *next;
    size_t cap, used;
    alignas(max_align_t) char data[];
};
struct arena {
    struct block *first, *cur;
    size_t total;
};

static struct block *block_new(size_t cap)
{
    struct block *b = malloc(sizeof *b + cap);
    if (!b)
        BUG("out of memory");
    *b = (struct block){.cap = cap};
    POISON(b->data, cap);
    return b;
}

struct arena *arena_open(void)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        BUG("out of memory");
    a->first = a->cur = block_new(FIRST_BLOCK);
    return a;
}

static void free_from(struct block *b)
{
    while (b) {
        struct block *next = b->next;
        UNPOISON(b->data, b->cap);
        free(b);
        b = next;
    }
}

void arena_close(struct arena *a)
{
    if (!a)
        return;
    free_from(a->first);
    free(a);
}

void arena_close_p(struct arena **a)
{
    arena_close(*a);
    *a = NULL;
}

void arena_reset(struct arena *a)
{
    size_t kept = 0;
    struct block *last = NULL;
    for (struct block *b = a->first; b && kept + b->cap <= KEPT; b = b->next) {
        kept += b->cap;
        b->used = 0;
        POISON(b->data, b->cap);
        last = b;
    }
    free_from(last->next);
    last->next = NULL;
    a->cur = a->first;
    a->total = 0;
}

size_t arena_used(const struct arena *a)
{
    return a->total;
}

static struct block *grow(struct arena *a, size_t need)
{
    struct block *kept = a->cur->next;
    if (kept && kept->cap >= need)
        return a->cur = kept;
    size_t cap = a->cur->cap * 2;
    if (cap > MAX_BLOCK)
        cap = MAX_BLOCK;
    if (cap < need)
        cap = need;
    struct block *b = block_new(cap);
    b->next = kept;
    a->cur->next = b;
    a->cur = b;
    return b;
}

void *arena_alloc(struct arena *a, size_t size, size_t align)
{
    struct block *b = a->cur;
    size_t at = (b->used + align - 1) & ~(align - 1);
    if (at > b->cap || size > b->cap - at) {
        BUG_IF(size > SIZE_MAX / 2);
        b = grow(a, size + align);
        at = 0;
    }
    b->used = at + size;
    a->total += size;
    UNPOISON(b->data + at, size);
    return memset(b->data + at, 0, size);
}

char *arena_dupn(struct arena *a, const char *p, size_t n)
{
    char *s = arena_alloc(a, n + 1, 1);
    if (n)
        memcpy(s, p, n);
    return s;
}

char *arena_dup(struct arena *a, const char *s)
{
    return s ? arena_dupn(a, s, strlen(s)) : NULL;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    BUG_IF(n < 0);
    char *s = arena_alloc(a, (size_t)n + 1, 1);
    vsnprintf(s, (size_t)n + 1, fmt, again);
    va_end(again);
    return s;
}
