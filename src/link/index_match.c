// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Who of the index may be this person: all that lie in a block with him are compared, as a set
 * would, with the same weights.
 */
#include "link/link_index_int.h"

enum { SEEN = 4096 };
_Static_assert(SEEN > PASSES * BLOCK_ROOM * 2, "room for all that blocks can hold");

struct matching {
    const struct link_index *x;
    const struct lrec *r;
    const struct gate *gate;
    double least;
    struct link_match *out;
    size_t n, max;
    uint32_t seen[SEEN]; /* rows + 1 */
};

static bool first_time(struct matching *m, uint32_t row)
{
    uint32_t at = mix(row) % SEEN;
    for (; m->seen[at]; at = (at + 1) % SEEN)
        if (m->seen[at] == row + 1)
            return false;
    m->seen[at] = row + 1;
    return true;
}

static bool is_before(const struct link_match *a, const struct link_match *b)
{
    return a->bits != b->bits ? a->bits > b->bits : memcmp(&a->id, &b->id, sizeof a->id) < 0;
}

static void add_match(struct matching *m, const struct link_match *one)
{
    if (m->n == m->max && (m->max == 0 || !is_before(one, &m->out[m->n - 1])))
        return;
    size_t i = m->n < m->max ? m->n++ : m->n - 1;
    for (; i > 0 && is_before(one, &m->out[i - 1]); i--)
        m->out[i] = m->out[i - 1];
    m->out[i] = *one;
}

static void weigh(struct matching *m, uint32_t row)
{
    const struct link_index *x = m->x;
    struct agreement g;
    int32_t of[CLASSES];
    if (!m->gate->worth(&x->set->rec[row], m->r))
        return;
    compare(vocab_toks(x->set->vocab), x->units, &x->model, &x->set->rec[row], m->r, &g);
    score_classes(&x->model, &g, of);
    if (of[CLS_SAME] - of[CLS_STRANGER] < BLOCK_KEEP)
        return;
    double bits = (double)score_of(&x->model, &g) / BIT;
    if (bits < m->least)
        return;
    struct link_match one = {*AT(&x->ids, struct link_id, row), bits, score_chance(bits),
        score_household(&x->model, &g)};
    add_match(m, &one);
}

size_t link_index_match(const struct link_index *x, const struct link_person *p,
    const struct link_id *except, double least, struct link_match *out, size_t max)
{
    struct lrec r;
    struct reader *reader = set_reader(x->set);
    index_read(x);
    lrec_read(reader, x->units, p, &r);
    rates_set(x, &r);
    uint32_t not = except ? index_row_of(x, except) : NONE, rows[BLOCK_ROOM];
    struct matching m = {
        .x = x, .r = &r, .gate = gate_of(x->set->gate), .least = least, .out = out, .max = max};
    for (int pass = 0; pass < PASSES; pass++) {
        size_t n = blocks_find(&x->blocks[pass], &r, not, rows);
        for (size_t i = 0; i < n; i++)
            __builtin_prefetch(&x->set->rec[rows[i]]);
        for (size_t i = 0; i < n; i++)
            if (first_time(&m, rows[i]))
                weigh(&m, rows[i]);
    }
    index_done(x);
    set_reader_back(x->set, reader);
    return m.n;
}

static void use_default(struct link_index *x)
{
    x->model = *link_model_default();
    model_priors(&x->model, x->alive > 1 ? (double)x->alive : 2);
}

void link_index_learn(struct link_index *x, const struct link_model *m)
{
    pthread_rwlock_wrlock(&x->lock);
    x->learned = m != NULL;
    if (m)
        x->model = *m;
    else
        use_default(x);
    pthread_rwlock_unlock(&x->lock);
}

void index_model(struct link_index *x)
{
    if (!x->learned)
        use_default(x);
}
