// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Searching. The steps, each only while there is room for more hits: the commune asked for or near;
 * names that have all words, whole; then by beginnings; people who have some words in a parent's
 * name or in where they live; then slips. Each step has a budget, so that no question takes long.
 */
#include "link/link_find_int.h"

enum { FEW = 3 };      /* so many hits make it likely that it was typed right */
enum { ONE_NAME = 4 }; /* words */
enum { ROWS_OF_NAME = 4000, ROWS_OF_EACH = 200 };

/* ---- people of one name ---------------------------------------------------------------------- */

static bool whole_name(const struct worth *w)
{
    return w->slips == 0 && w->begins == 0 && w->longer == 0;
}

/* The one to be shown of a name. */
struct pick {
    unsigned rank;
    uint32_t row;
    struct worth worth;
};

static void pick_one(struct find *f, struct pick *best, uint32_t row, struct worth w)
{
    unsigned rank = w.marks * 4u + hits_far(&f->hits, row);
    if (rank < best->rank)
        *best = (struct pick){rank, row, w};
}

struct part {
    uint32_t from, to;
};

/* Parts of a list in which there may be people of the province. */
static unsigned parts_of(const struct find *f, const struct list *l, struct part out[2])
{
    enum { SHORT = 8 };
    if (!f->province || l->n <= SHORT) {
        out[0] = (struct part){0, l->n};
        return 1;
    }
    out[0] = (struct part){0, index_part(f->x, l, 1)};
    out[1] = (struct part){index_part(f->x, l, f->province), index_part(f->x, l, f->province + 1)};
    return 2;
}

static bool may_show(struct find *f, const struct person *r)
{
    bool there = f->village == NONE || r->name[ROLE_VILLAGE] == f->village + 1;
    return there && hits_allow(&f->hits, r->unit);
}

/* One stands for all of his name, who may be asked for again. */
static void add_best(struct find *f, const struct list *l, uint32_t name, const struct pick *best)
{
    hits_add(&f->hits, best->row, name, best->worth);
    if (l->n == 1)
        return;
    f->skipped = true;
    if (f->nagain < AGAIN && (!f->nagain || f->again[f->nagain - 1] != name))
        f->again[f->nagain++] = name;
}

/* The people in a list, all of the same name. */
static void add_people(
    struct find *f, const struct list *l, uint32_t name, struct worth w, const struct fit *fit)
{
    enum { AHEAD = 8 };
    const uint32_t *p = list_of(&f->x->lists, l);
    bool each = f->each && !whole_name(&w), choose = f->q->marked || f->hits.near_place != NONE;
    struct pick best = {NONE, NONE, w};
    unsigned top = f->hits.near_place == NONE ? 2 : 0;
    struct part part[2];
    unsigned parts = parts_of(f, l, part);
    int64_t least = f->rows - (each ? ROWS_OF_EACH : ROWS_OF_NAME);
    for (unsigned k = 0; k < parts; k++)
        for (uint32_t i = part[k].from; i < part[k].to && f->rows > least; i++, f->rows--) {
            if (i + AHEAD < part[k].to)
                __builtin_prefetch(row_at(f->x, p[i + AHEAD]));
            const struct person *r = row_at(f->x, p[i]);
            if (!may_show(f, r))
                continue;
            w.marks = fit ? fit_marks(f->q, fit, r) : MARKS_SAME;
            if (!each)
                hits_add(&f->hits, p[i], name, w);
            else
                pick_one(f, &best, p[i], w);
            if (each && (!choose || best.rank == top))
                least = f->rows;
        }
    if (best.row != NONE)
        add_best(f, l, name, &best);
}

static void try_name(struct find *f, uint32_t name)
{
    const struct name *n = AT(&f->x->names.names, struct name, name);
    const word *words = AT(&f->x->names.words, word, n->at);
    if (query_terms(f->q, words) != find_all(f->q))
        return;
    struct fit fit = {0};
    unsigned left = query_fit(f->q, words, f->upto, &fit);
    if (fit.terms != find_all(f->q))
        return;
    struct worth w = {.slips = fit.slips, .begins = fit.begins, .longer = left > 0};
    w.role = f->village != NONE;
    add_people(f, &n->own, name, w, &fit);
    w.role = 2;
    add_people(f, &n->kin, name, w, NULL);
}

/* ---- names that have all words --------------------------------------------------------------- */

/* The name exactly as typed, which may be far down among those that begin so. */
static void typed_name(struct find *f)
{
    word w[TERMS];
    for (unsigned i = 0; i < f->q->terms; i++)
        w[i] = f->q->term[i].alt[f->q->term[i].alts > 2 ? 2 : 0];
    uint32_t name = f->q->terms ? name_find(&f->x->names, w, f->q->terms) : NONE;
    find_upto(f, HOW_WHOLE);
    if (name != NONE)
        try_name(f, name);
}

/* Opens the walk of the term that leads there fastest; false when some term has no names. */
static bool rarest(struct find *f, struct name_walk *w)
{
    uint64_t fewest = UINT64_MAX;
    unsigned term = 0, last = 0;
    for (unsigned i = 0; i < f->q->terms && fewest; i++) {
        uint64_t n = walk_open(w, f->x, &f->q->term[i], f->upto);
        last = i;
        if (n < fewest) {
            fewest = n;
            term = i;
        }
    }
    if (fewest && term != last)
        walk_open(w, f->x, &f->q->term[term], f->upto);
    return fewest && fewest != UINT64_MAX;
}

static void all_names(struct find *f, struct worth best)
{
    struct name_walk w;
    uint32_t name;
    if (!rarest(f, &w))
        return;
    while (f->rows > 0 && !hits_full(&f->hits, best) && walk_next(&w, f->q, &f->names, &name))
        try_name(f, name);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void by_names(struct find *f, enum how upto)
{
    struct worth best = {.slips = upto == HOW_SLIP, .begins = upto == HOW_BEGINS, .longer = 1};
    find_upto(f, upto);
    f->each = true;
    f->skipped = false;
    f->nagain = 0;
    find_budget(f);
    all_names(f, best);
    if (f->skipped && !hits_full(&f->hits, best)) {
        f->each = f->skipped = false;
        for (unsigned i = 0; i < f->nagain && f->rows > 0; i++)
            try_name(f, f->again[i]);
        f->skipped = f->nagain == AGAIN;
    }
    f->hits.more = f->hits.more || f->skipped;
}

/* Words of a name, then those of a village: its people of that name. */
static void by_village(struct find *f)
{
    word w[TERMS];
    struct query all = *f->q;
    for (unsigned i = 0; i < all.terms; i++)
        w[i] = all.term[i].alt[0];
    for (unsigned n = 1; n < all.terms && f->hits.n == 0; n++) {
        f->village = name_find(&f->x->names, w + n, all.terms - n);
        if (f->village == NONE ||
            !(AT(&f->x->names.signs, struct sign, f->village)->start & SIGN_VILLAGE))
            continue;
        f->q->terms = n;
        f->each = false;
        find_upto(f, HOW_WHOLE);
        find_budget(f);
        all_names(f, (struct worth){.role = 1, .longer = 1});
    }
    f->village = NONE;
    *f->q = all;
}

static bool has_room(const struct find *f)
{
    return f->hits.n < f->hits.room;
}

/* How many names have the word as it stands. */
static uint32_t known(const struct find *f, unsigned term)
{
    uint32_t i = dict_find(&f->x->dict, f->q->term[term].alt[0]);
    return i == NONE ? 0 : AT(&f->x->dict.names, struct list, i)->n;
}

/* One word has a slip: most likely the one that the fewest have as it stands. */
static void by_slips(struct find *f, unsigned most)
{
    enum { ENOUGH = 8 };
    size_t had = f->hits.n;
    uint32_t all = find_all(f->q);
    for (uint32_t tried = 0; most-- > 0 && tried != all && f->hits.n < had + ENOUGH;) {
        unsigned next = TERMS;
        for (unsigned i = 0; i < f->q->terms; i++)
            if (!(tried & 1u << i) && (next == TERMS || known(f, i) < known(f, next)))
                next = i;
        tried |= 1u << next;
        query_slip(f->x, f->q, next);
        by_names(f, HOW_SLIP);
    }
}

/* Is there somebody whose own name has every word that was typed? */
static bool has_whole(const struct find *f)
{
    return f->hits.n && hits_nearness(&f->hits.hit[0]) > 0.985f;
}

/* Is there a word that hardly anybody has? */
static bool odd_word(const struct find *f)
{
    enum { ODD = 20000 };
    bool odd = false;
    for (unsigned i = 0; i < f->q->terms; i++)
        odd = odd || known(f, i) <= f->x->names.names.n / ODD;
    return odd;
}

/* No name has all the words as they stand. */
static void by_some_words(struct find *f)
{
    bool odd = odd_word(f), several = f->q->terms > 1;
    if (f->hits.n < FEW && odd)
        by_slips(f, TERMS);
    if (several && f->hits.n == 0)
        by_village(f);
    if (several && (!odd || f->hits.n == 0))
        find_parts(f);
    if (several && f->hits.n == 0)
        find_each_word(f);
    f->rows = JUDGE_BUDGET;
    if (has_room(f) && several && (!odd || f->hits.n == 0))
        find_homes(f);
    bool one_name = f->q->terms <= ONE_NAME;
    if (!odd && f->hits.n < (one_name ? FEW : 1))
        by_slips(f, TERMS);
}

static void by_words(struct find *f)
{
    find_budget(f);
    typed_name(f);
    by_names(f, HOW_WHOLE);
    if (has_room(f))
        by_names(f, HOW_BEGINS);
    if (!has_room(f))
        return;
    if (has_whole(f)) {
        if (f->q->terms > 2 && f->hits.n < FEW)
            by_slips(f, 2);
        return;
    }
    by_some_words(f);
}

/* One commune is read through. */
static void by_home(struct find *f, struct str code, bool slips)
{
    uint32_t home = index_home(f->x, code);
    if (home == NONE || !hits_allow(&f->hits, (uint16_t)home))
        return;
    f->rows = INT64_MAX;
    find_upto(f, HOW_BEGINS);
    find_judge(f, &AT(&f->x->homes, struct home, home)->rows);
    if (!slips || f->hits.n)
        return;
    query_slips(f->x, f->q);
    find_upto(f, HOW_SLIP);
    find_judge(f, &AT(&f->x->homes, struct home, home)->rows);
}

static void search(struct find *f)
{
    const struct link_scope *s = f->hits.s;
    f->province = link_units_province(f->x->units, str_of(s->province ? s->province : ""));
    if (f->province)
        f->q->where = sign_where(0) | sign_where(f->province);
    find_budget(f);
    if (f->q->number) {
        find_upto(f, HOW_BEGINS);
        find_number(f);
    } else if (s->only) {
        by_home(f, str_of(s->only), true);
    } else {
        if (s->near)
            by_home(f, str_of(s->near), false);
        by_words(f);
    }
}

size_t link_index_search(const struct link_index *x, struct str typed, const struct link_scope *s,
    struct link_hit *out, size_t max, bool *more)
{
    struct query q;
    static const struct link_scope everywhere;
    index_read(x);
    struct find f = {.x = x, .q = &q, .village = NONE};
    hits_open(&f.hits, x, s ? s : &everywhere, max);
    query_read(x, typed, &q);
    if (q.letters >= 2)
        search(&f);
    for (size_t i = 0; i < f.hits.n; i++)
        out[i] = (struct link_hit){
            *AT(&x->ids, struct link_id, f.hits.hit[i].row), hits_nearness(&f.hits.hit[i])};
    *more = f.hits.more;
    hits_close(&f.hits);
    index_done(x);
    return f.hits.n;
}
