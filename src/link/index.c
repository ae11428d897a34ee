// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The index of everybody: putting in and taking out. While it is loaded people are only written
 * down; the build makes all lists at once, exactly as long as they must be. Afterwards each put
 * does the same for one.
 */
#include "link/link_index_int.h"

#include <stdlib.h>
#include <sys/mman.h>

static uint32_t hash_of_id(const void *ctx, uint32_t i)
{
    const struct link_index *x = ctx;
    uint64_t half[2];
    memcpy(half, AT(&x->ids, struct link_id, i), sizeof half);
    return mix(half[0] ^ half[1] * 31);
}

static uint32_t hash_of_text(const char *p, size_t n)
{
    uint64_t h = n;
    for (size_t i = 0; i < n; i++)
        h = h * 257 + (uint8_t)p[i];
    return mix(h);
}

static uint32_t hash_of_home(const void *ctx, uint32_t i)
{
    const struct link_index *x = ctx;
    const struct home *h = AT(&x->homes, struct home, i);
    return hash_of_text(h->code, h->len);
}

/* Addresses for all that may come, so that records never move; memory only for those that did. */
static void set_reserve(struct link_set *s, size_t expect, bool small)
{
    enum { LEAST = 1 << 22 };
    s->cap = expect > LEAST / 2 ? expect * 2 : LEAST;
    s->rec = mem_map(s->cap * sizeof *s->rec);
    if (small) {
        madvise(s->rec, s->cap * sizeof *s->rec, MADV_NOHUGEPAGE);
        madvise((void *)(uintptr_t)vocab_toks(s->vocab), LEAST, MADV_NOHUGEPAGE);
    }
}

static void open_matching(struct link_index *x, size_t expect)
{
    enum { SMALL = 50000 };
    x->set = link_set_open(&(struct link_options){.threads = x->threads, .units = x->units});
    set_reserve(x->set, expect, expect < SMALL);
    rates_open(&x->rates);
    blocks_open(x, expect);
    index_model(x);
}

/* A put must not wait for a gap between searches. */
static void open_lock(pthread_rwlock_t *lock)
{
    pthread_rwlockattr_t a;
    BUG_IF(pthread_rwlockattr_init(&a));
    pthread_rwlockattr_setkind_np(&a, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    BUG_IF(pthread_rwlock_init(lock, &a));
    pthread_rwlockattr_destroy(&a);
}

struct link_index *link_index_open(const struct link_index_options *o)
{
    struct link_index *x = calloc(1, sizeof *x);
    BUG_IF(!x);
    open_lock(&x->lock);
    x->units = o ? o->units : NULL;
    x->threads = o ? o->threads : 0;
    x->loaded = !o || o->expect == 0;
    pile_open(&x->rows, sizeof(struct person));
    pile_open(&x->ids, sizeof(struct link_id));
    pile_open(&x->homes, sizeof(struct home));
    chains_open(&x->by_id, hash_of_id, x);
    chains_open(&x->by_code, hash_of_home, x);
    pile_grow(&x->homes, 1);
    dict_open(&x->dict);
    names_open(&x->names);
    lists_open(&x->lists);
    for (size_t i = 0; i < DIGITS__COUNT; i++)
        digits_open(&x->digits[i]);
    digits_open(&x->named);
    chains_expect(&x->by_id, o ? o->expect : 0);
    open_matching(x, o ? o->expect : 0);
    return x;
}

void link_index_close(struct link_index *x)
{
    if (!x)
        return;
    pile_close(&x->rows);
    pile_close(&x->ids);
    pile_close(&x->homes);
    chains_close(&x->by_id);
    chains_close(&x->by_code);
    dict_close(&x->dict);
    names_close(&x->names);
    lists_close(&x->lists);
    for (size_t i = 0; i < DIGITS__COUNT; i++)
        digits_close(&x->digits[i]);
    digits_close(&x->named);
    rates_close(&x->rates);
    blocks_close(x);
    link_set_close(x->set);
    pthread_rwlock_destroy(&x->lock);
    free(x);
}

/* ---- reading one person ---------------------------------------------------------------------- */

uint32_t index_home(const struct link_index *x, struct str code)
{
    uint32_t i = chains_first(&x->by_code, hash_of_text(code.p, code.n));
    for (; i != NONE; i = chains_next(&x->by_code, i)) {
        const struct home *h = AT(&x->homes, struct home, i);
        if (h->len == code.n && memcmp(h->code, code.p, code.n) == 0)
            return i;
    }
    return NONE;
}

static uint32_t name_of(struct link_index *x, struct str text, uint8_t *marks);

/* By which names a commune is found. */
static void home_names(struct link_index *x, uint32_t home, struct str code)
{
    enum { MOST = 24 };
    struct str names[MOST];
    size_t n = link_units_names(x->units, code, names, MOST);
    for (size_t i = 0; i < n; i++) {
        uint32_t name = name_of(x, names[i], NULL);
        if (!name)
            continue;
        list_add(&x->lists, &AT(&x->homes, struct home, home)->names, name - 1);
        if (x->loaded)
            digits_put(&x->named, &x->lists, name - 1, home);
    }
}

static uint16_t home_add(struct link_index *x, struct str code)
{
    code = str_trim(code);
    if (code.n == 0 || code.n >= sizeof(((struct home *)0)->code))
        return 0;
    uint32_t i = index_home(x, code);
    if (i != NONE || x->homes.n == HOMES_MAX)
        return i == NONE ? 0 : (uint16_t)i;
    i = x->homes.n;
    pile_grow(&x->homes, i + 1);
    struct home *h = AT(&x->homes, struct home, i);
    memcpy(h->code, code.p, code.n);
    h->len = (uint16_t)code.n;
    struct place place = link_units_place(x->units, code);
    h->place = place.id;
    h->area = place.area;
    chains_add(&x->by_code, i);
    home_names(x, i, code);
    return (uint16_t)i;
}

/* A word with keystrokes left in it is taken as meant: digits among letters are such, and others
 * when that gives a word which other names have. */
static word meant_by(struct link_index *x, const struct typed *t)
{
    bool vni = t->digits && t->digits + 1 < t->len;
    if (!vni && dict_find(&x->dict, t->w) != NONE)
        return t->w;
    word meant = vni || !t->marks ? word_decoded(t->plain) : 0;
    word w = meant && (vni || dict_find(&x->dict, meant) != NONE) ? meant : t->w;
    dict_add(&x->dict, w, x->loaded);
    return w;
}

/* The number + 1 of a text as a name, 0 for none; `marks` as far as it has room. */
static uint32_t name_of(struct link_index *x, struct str text, uint8_t *marks)
{
    struct typed t[WORDS_MAX];
    word w[WORDS_MAX];
    size_t n = words_read(text, t, COUNT(t));
    for (size_t i = 0; i < n; i++) {
        w[i] = meant_by(x, &t[i]);
        if (marks && i < MARKS)
            marks[i] = t[i].marks;
    }
    return n ? name_add(&x->names, w, n) + 1 : 0;
}

static struct person row_of(struct link_index *x, const struct link_person *p)
{
    struct person r = {.alive = 1, .unit = home_add(x, p->unit)};
    r.name[ROLE_NAME] = name_of(x, p->name, r.marks);
    r.name[ROLE_OTHER] = name_of(x, p->other_name, NULL);
    r.name[ROLE_MOTHER] = name_of(x, p->mother, NULL);
    r.name[ROLE_FATHER] = name_of(x, p->father, NULL);
    r.name[ROLE_VILLAGE] = name_of(x, p->village, NULL);
    put40(r.pid, digits_read(p->pid));
    put40(r.phone, digits_phone(digits_read(p->phone)));
    return r;
}

/* ---- in and out ------------------------------------------------------------------------------ */

uint32_t index_row_of(const struct link_index *x, const struct link_id *id)
{
    uint64_t half[2];
    memcpy(half, id, sizeof half);
    uint32_t i = chains_first(&x->by_id, mix(half[0] ^ half[1] * 31));
    while (i != NONE && memcmp(AT(&x->ids, struct link_id, i), id, sizeof *id) != 0)
        i = chains_next(&x->by_id, i);
    return i;
}

static void enter_lists(struct link_index *x, uint32_t i, const struct person *r)
{
    for (enum role k = 0; k < ROLE__COUNT; k++) {
        if (!r->name[k] || !role_is_person(k))
            continue;
        struct name *n = AT(&x->names.names, struct name, r->name[k] - 1);
        if (n->own.n + n->kin.n == 0)
            index_post(x, r->name[k] - 1);
        list_add(&x->lists, list_by_role(n, k), i);
    }
    list_add(&x->lists, &AT(&x->homes, struct home, r->unit)->rows, i);
    digits_add(x, i, r);
    rates_set(x, &x->set->rec[i]);
    blocks_add(x, i);
}

static void leave_lists(struct link_index *x, uint32_t i, const struct person *r)
{
    for (enum role k = 0; k < ROLE__COUNT; k++) {
        if (!r->name[k] || !role_is_person(k))
            continue;
        struct name *n = AT(&x->names.names, struct name, r->name[k] - 1);
        list_remove(&x->lists, list_by_role(n, k), i);
    }
    list_remove(&x->lists, &AT(&x->homes, struct home, r->unit)->rows, i);
    digits_remove(x, i, r);
    blocks_remove(x, i);
}

static void drop(struct link_index *x, uint32_t i)
{
    struct person *r = row_at(x, i);
    chains_remove(&x->by_id, i);
    if (x->loaded)
        leave_lists(x, i, r);
    memset(&x->set->rec[i], 0, sizeof *x->set->rec);
    *r = (struct person){.name = {x->idle_rows}};
    x->idle_rows = i + 1;
    x->alive--;
}

static uint32_t row_take(struct link_index *x)
{
    uint32_t i = x->idle_rows;
    if (i) {
        x->idle_rows = row_at(x, i - 1)->name[0];
        return i - 1;
    }
    i = x->rows.n;
    pile_grow(&x->rows, i + 1);
    pile_grow(&x->ids, i + 1);
    set_grow(x->set, 1);
    return i;
}

void link_index_put(struct link_index *x, const struct link_id *id, const struct link_person *p)
{
    struct reader *reader = set_reader(x->set);
    pthread_rwlock_wrlock(&x->lock);
    uint32_t i = index_row_of(x, id);
    if (i != NONE)
        drop(x, i);
    struct person r = row_of(x, p);
    i = row_take(x);
    *row_at(x, i) = r;
    lrec_read(reader, x->units, p, &x->set->rec[i]);
    *AT(&x->ids, struct link_id, i) = *id;
    chains_add(&x->by_id, i);
    if (x->loaded)
        enter_lists(x, i, &r);
    x->alive++;
    pthread_rwlock_unlock(&x->lock);
    set_reader_back(x->set, reader);
}

void link_index_drop(struct link_index *x, const struct link_id *id)
{
    pthread_rwlock_wrlock(&x->lock);
    uint32_t i = index_row_of(x, id);
    if (i != NONE)
        drop(x, i);
    pthread_rwlock_unlock(&x->lock);
}

void link_index_build(struct link_index *x)
{
    pthread_rwlock_wrlock(&x->lock);
    if (!x->loaded)
        index_build(x);
    x->loaded = true;
    pthread_rwlock_unlock(&x->lock);
}

/* Waits for the reader's lock on an index that is loaded. */
void index_read(const struct link_index *cx)
{
    struct link_index *x = (struct link_index *)(uintptr_t)cx;
    pthread_rwlock_rdlock(&x->lock);
    if (x->loaded)
        return;
    pthread_rwlock_unlock(&x->lock);
    link_index_build(x);
    pthread_rwlock_rdlock(&x->lock);
}

void index_done(const struct link_index *cx)
{
    struct link_index *x = (struct link_index *)(uintptr_t)cx;
    pthread_rwlock_unlock(&x->lock);
}

size_t link_index_size(const struct link_index *x)
{
    index_read(x);
    size_t n = x->alive;
    index_done(x);
    return n;
}

size_t link_index_memory(const struct link_index *x)
{
    index_read(x);
    size_t n = sizeof *x + digits_bytes(&x->named) + blocks_bytes(x) + rates_bytes(&x->rates) +
               x->set->n * sizeof *x->set->rec + vocab_memory(x->set->vocab) +
               pile_bytes(&x->rows) + pile_bytes(&x->ids) + pile_bytes(&x->homes) +
               chains_bytes(&x->by_id) + chains_bytes(&x->by_code) + dict_bytes(&x->dict) +
               names_bytes(&x->names) + pile_bytes(&x->lists.room);
    for (size_t i = 0; i < DIGITS__COUNT; i++)
        n += digits_bytes(&x->digits[i]);
    index_done(x);
    return n;
}
