// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * From pairs to persons: correlation clustering (Bansal, Blum and Chawla 2004) of each connected
 * group of records, greedy with local moves. All pairs of a group are compared, also those no block
 * held, so that a third record can join two that share too little, and can part twins.
 */
#include "link/link_int.h"

#include <math.h>
#include <stdlib.h>

enum {
    GROUP_MAX = 96,   /* larger groups are cut at a higher score first */
    REACH = -3 * BIT, /* pairs from here on connect a group */
    CAP = 12 * BIT,
    VETO = -40 * BIT,
};

struct edge {
    uint32_t a, b;
    int32_t score;
};
struct grouping {
    struct link_set *s;
    const struct tok *tok;
    int32_t threshold;
    struct edge *edges;
    size_t nedges;
    uint32_t *parent;
    /* groups: members in one row */
    uint32_t *member, *start;
    size_t ngroups;
};

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

/* The lower number is always the root, so that the order of edges does not matter. */
static void join(uint32_t *parent, uint32_t a, uint32_t b)
{
    a = root_of(parent, a);
    b = root_of(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

/* ---- one group --------------------------------------------------------------------------------
 */

struct group {
    size_t n;
    const uint32_t *id;
    int32_t w[GROUP_MAX][GROUP_MAX]; /* for (positive) and against being one child */
    uint8_t of[GROUP_MAX];           /* cluster of each */
};

static int32_t pair_weight(const struct grouping *g, uint32_t a, uint32_t b, int32_t *score)
{
    struct agreement x;
    struct link_set *s = g->s;
    compare(g->tok, s->o.units, &s->model, &s->rec[a], &s->rec[b], &x);
    *score = score_of(&s->model, &x);
    int32_t w = *score - g->threshold;
    return w > CAP ? CAP : w < VETO ? VETO : w;
}

static void weigh(const struct grouping *g, struct group *x)
{
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = i + 1; k < x->n; k++) {
            int32_t score;
            x->w[i][k] = x->w[k][i] = pair_weight(g, x->id[i], x->id[k], &score);
        }
}

static int64_t between(const struct group *x, uint8_t a, uint8_t b)
{
    int64_t sum = 0;
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; k < x->n; k++)
            if (x->of[i] == a && x->of[k] == b)
                sum += x->w[i][k];
    return sum;
}

static void rename_cluster(struct group *x, uint8_t from, uint8_t to)
{
    for (size_t i = 0; i < x->n; i++)
        if (x->of[i] == from)
            x->of[i] = to;
}

/* Joins the two clusters that have most for them, until nothing has. */
static void merge_best(struct group *x)
{
    for (;;) {
        int64_t best = 0;
        uint8_t a = 0, b = 0;
        for (size_t i = 0; i < x->n; i++)
            for (size_t k = i + 1; k < x->n; k++) {
                if (x->of[i] != i || x->of[k] != k)
                    continue; /* clusters go by their first member */
                int64_t sum = between(x, (uint8_t)i, (uint8_t)k);
                if (sum > best) {
                    best = sum;
                    a = (uint8_t)i;
                    b = (uint8_t)k;
                }
            }
        if (best == 0)
            return;
        rename_cluster(x, b, a);
    }
}

static int64_t pull(const struct group *x, size_t i, uint8_t cluster)
{
    int64_t sum = 0;
    for (size_t k = 0; k < x->n; k++)
        if (k != i && x->of[k] == cluster)
            sum += x->w[i][k];
    return sum;
}

static uint8_t free_name(const struct group *x)
{
    for (uint8_t c = 0;; c++) {
        bool used = false;
        for (size_t i = 0; i < x->n; i++)
            used = used || x->of[i] == c;
        if (!used)
            return c;
    }
}

/* Moves single records to where they are better off. */
static void move_locally(struct group *x)
{
    for (int round = 0; round < 4; round++) {
        bool moved = false;
        for (size_t i = 0; i < x->n; i++) {
            int64_t here = pull(x, i, x->of[i]), best = here < 0 ? 0 : here;
            int to = here < 0 ? -1 : x->of[i];
            for (size_t k = 0; k < x->n; k++)
                if (x->of[k] != x->of[i] && pull(x, i, x->of[k]) > best) {
                    best = pull(x, i, x->of[k]);
                    to = x->of[k];
                }
            if (to == x->of[i])
                continue;
            x->of[i] = 255;
            x->of[i] = to < 0 ? free_name(x) : (uint8_t)to;
            moved = true;
        }
        if (!moved)
            return;
    }
}

static void solve(struct group *x)
{
    for (size_t i = 0; i < x->n; i++)
        x->of[i] = (uint8_t)i;
    if (x->n == 2) {
        x->of[1] = x->w[0][1] > 0 ? 0 : 1;
        return;
    }
    merge_best(x);
    move_locally(x);
}

static void add_pair(struct link_set *s, struct link_pair p)
{
    if (s->npairs == s->pairs_cap) {
        s->pairs_cap = s->pairs_cap * 2 + 1024;
        s->pairs = realloc(s->pairs, s->pairs_cap * sizeof *s->pairs);
        BUG_IF(!s->pairs);
    }
    s->pairs[s->npairs++] = p;
}

/* Writes down the clusters of a group and their pairs. */
static void settle(struct grouping *g, const struct group *x)
{
    struct link_set *s = g->s;
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; k < i; k++) {
            if (x->of[i] != x->of[k])
                continue;
            int32_t score;
            (void)pair_weight(g, x->id[k], x->id[i], &score);
            float bits = (float)score / BIT;
            s->cluster[x->id[i]] = s->cluster[x->id[k]];
            pthread_mutex_lock(&s->lock);
            add_pair(s, (struct link_pair){x->id[k], x->id[i], bits, 0});
            pthread_mutex_unlock(&s->lock);
        }
}

/* ---- groups -------------------------------------------------------------------------------------
 */

static int by_pair(const void *a, const void *b)
{
    const struct link_pair *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static void find_edges(struct grouping *g)
{
    const struct link_set *s = g->s;
    int32_t reach = g->threshold < 0 ? g->threshold + REACH : REACH;
    g->edges = malloc((s->cands.n + 1) * sizeof *g->edges);
    BUG_IF(!g->edges);
    for (size_t i = 0; i < s->cands.n; i++) {
        const struct cand *c = &s->cands.v[i];
        int32_t score = cand_score(&s->scores, c);
        if (score >= reach)
            g->edges[g->nedges++] = (struct edge){c->a, c->b, score};
    }
}

/* Connects records by edges from `least` on, until no group is too large. */
static void connect(struct grouping *g)
{
    size_t n = g->s->n;
    uint32_t *size = malloc(n * sizeof *size);
    uint8_t *level = calloc(n, 1); /* by how many steps a record's edges are cut */
    BUG_IF(!size || !level);
    for (int step = 0; step < 40; step++) {
        for (uint32_t i = 0; i < n; i++) {
            g->parent[i] = i;
            size[i] = 0;
        }
        for (size_t i = 0; i < g->nedges; i++) {
            const struct edge *e = &g->edges[i];
            int cut = level[e->a] > level[e->b] ? level[e->a] : level[e->b];
            if (cut == 0 || e->score >= REACH + cut * 2 * BIT)
                join(g->parent, e->a, e->b);
        }
        bool large = false;
        for (uint32_t i = 0; i < n; i++)
            size[root_of(g->parent, i)]++;
        for (uint32_t i = 0; i < n; i++)
            if (size[root_of(g->parent, i)] > GROUP_MAX) {
                level[i]++;
                large = true;
            }
        if (!large)
            break;
    }
    free(size);
    free(level);
}

/* Members of each group in a row, groups and members by number. */
static void list_groups(struct grouping *g)
{
    size_t n = g->s->n;
    uint32_t *size = calloc(n + 1, sizeof *size);
    g->start = malloc((n + 1) * sizeof *g->start);
    BUG_IF(!size || !g->start);
    for (uint32_t i = 0; i < n; i++)
        size[root_of(g->parent, i)]++;
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = size[i];
        size[i] = at; /* where the next member goes */
        if (k > 1 && k <= GROUP_MAX) {
            g->start[g->ngroups++] = at;
            at += k;
        }
    }
    g->start[g->ngroups] = at;
    g->member = malloc((at + 1) * sizeof *g->member);
    BUG_IF(!g->member);
    uint32_t *count = calloc(n + 1, sizeof *count);
    BUG_IF(!count);
    for (uint32_t i = 0; i < n; i++)
        count[root_of(g->parent, i)]++;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t r = root_of(g->parent, i);
        if (count[r] > 1 && count[r] <= GROUP_MAX)
            g->member[size[r]++] = i;
    }
    free(count);
    free(size);
}

enum { GROUP_PARTS = 256 };

static void solve_part(void *ctx, size_t part)
{
    struct grouping *g = ctx;
    struct group *x = malloc(sizeof *x);
    BUG_IF(!x);
    size_t to = g->ngroups * (part + 1) / GROUP_PARTS;
    for (size_t i = g->ngroups * part / GROUP_PARTS; i < to; i++) {
        x->id = g->member + g->start[i];
        x->n = g->start[i + 1] - g->start[i];
        weigh(g, x);
        solve(x);
        settle(g, x);
    }
    free(x);
}

void set_cluster(struct link_set *s, double threshold)
{
    struct grouping g = {
        .s = s, .tok = vocab_toks(s->vocab), .threshold = (int32_t)lround(threshold * BIT)};
    for (uint32_t i = 0; i < s->n; i++)
        s->cluster[i] = i;
    find_edges(&g);
    g.parent = malloc((s->n + 1) * sizeof *g.parent);
    BUG_IF(!g.parent);
    connect(&g);
    list_groups(&g);
    mem_parallel(s->o.threads, GROUP_PARTS, solve_part, &g);
    if (s->npairs)
        qsort(s->pairs, s->npairs, sizeof *s->pairs, by_pair);
    for (size_t i = 0; i < s->npairs; i++)
        s->pairs[i].chance = (float)score_chance((double)s->pairs[i].bits);
    free(g.edges);
    free(g.parent);
    free(g.member);
    free(g.start);
}
