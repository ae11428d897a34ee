// SPDX-License-Identifier: AGPL-3.0-or-later
/* A set of records, all against all: storage, and the order of the work. */
#include "link/link_int.h"
#include "link/link_plain_int.h"

#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>

struct link_set *link_set_open(const struct link_options *o)
{
    struct link_set *s = calloc(1, sizeof *s);
    BUG_IF(!s);
    s->o = *o;
    s->gate = GATE_AVX512;
    if (s->o.threads <= 0)
        s->o.threads = mem_cores();
    s->vocab = vocab_open();
    pthread_mutex_init(&s->lock, NULL);
    return s;
}

void link_set_close(struct link_set *s)
{
    if (!s)
        return;
    for (int i = 0; i < s->nidle; i++)
        reader_close(s->idle[i]);
    vocab_close(s->vocab);
    mem_unmap(s->rec, s->cap * sizeof *s->rec);
    if (s->keys)
        mem_unmap(s->keys, s->n * sizeof *s->keys);
    set_deal_done(s);
    cands_free(&s->cands);
    free(s->pairs);
    free(s->cluster);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

void set_tell(const struct link_set *s, const char *stage, int permille)
{
    if (s->o.progress)
        s->o.progress(s->o.ctx, stage, permille);
}

size_t set_grow(struct link_set *s, size_t n)
{
    size_t first = s->n, want = s->n + n;
    if (want > s->cap) {
        size_t cap = want < 2 * s->cap ? 2 * s->cap : want < 1024 ? 1024 : want;
        struct lrec *rec = mem_map(cap * sizeof *rec);
        if (s->n)
            memcpy(rec, s->rec, s->n * sizeof *rec);
        mem_unmap(s->rec, s->cap * sizeof *s->rec);
        s->rec = rec;
        s->cap = cap;
    }
    s->n = want;
    return first;
}

struct reader *set_reader(struct link_set *s)
{
    pthread_mutex_lock(&s->lock);
    struct reader *r = s->nidle ? s->idle[--s->nidle] : NULL;
    pthread_mutex_unlock(&s->lock);
    return r ? r : reader_open(s->vocab);
}

void set_reader_back(struct link_set *s, struct reader *r)
{
    pthread_mutex_lock(&s->lock);
    bool keep = s->nidle < (int)COUNT(s->idle);
    if (keep)
        s->idle[s->nidle++] = r;
    pthread_mutex_unlock(&s->lock);
    if (!keep)
        reader_close(r);
}

enum err link_set_add(struct link_set *s, const struct link_person *p)
{
    if (s->n >= (1u << 31))
        return err_set(ERR_TOO_BIG, "more than 2^31 records");
    struct reader *r = set_reader(s);
    size_t at = set_grow(s, 1);
    lrec_read(r, s->o.units, p, &s->rec[at]);
    lrec_plain(r, p, &s->rec[at]);
    set_reader_back(s, r);
    return OK;
}

void cands_add(struct cands *c, const struct cand *v, size_t n)
{
    if (c->n + n > c->cap) {
        size_t cap = (c->n + n) * 3 / 2 + 4096;
        struct cand *more = mem_map(cap * sizeof *more);
        if (c->n)
            memcpy(more, c->v, c->n * sizeof *more);
        mem_unmap(c->v, c->cap * sizeof *c->v);
        c->v = more;
        c->cap = cap;
    }
    memcpy(c->v + c->n, v, n * sizeof *v);
    c->n += n;
}

void cands_free(struct cands *c)
{
    mem_unmap(c->v, c->cap * sizeof *c->v);
    *c = (struct cands){0};
}

/* Sums over pairs by score, a quarter of a bit a step. */
enum { STEPS = 4, LEAST = -12, MOST = 8, BINS = (MOST - LEAST) * STEPS };
struct outlook {
    double n[BINS + 1], right[BINS + 1]; /* the last: all from MOST on */
    double all;
};

static struct outlook look_ahead(const struct link_set *s)
{
    struct outlook o = {0};
    for (size_t i = 0; i < s->cands.n; i++) {
        int32_t score = cand_score(&s->scores, &s->cands.v[i]);
        double chance = score_chance((double)score / BIT);
        int bin = (int)((score - LEAST * BIT) / (BIT / STEPS));
        bin = bin < 0 ? 0 : bin > BINS ? BINS : bin;
        o.n[bin]++;
        o.right[bin] += chance;
        o.all += chance;
    }
    return o;
}

/* The threshold that promises most: F1, less what precision falls short of nearly all. */
static double threshold_of(const struct outlook *o)
{
    static const double wanted = .9955;
    double n = 0, right = 0, best = -1, at = 0;
    for (int bin = BINS; bin >= -LEAST * STEPS; bin--) {
        n += o->n[bin];
        right += o->right[bin];
        double precision = right / (n + 1e-9), worth = 2 * right / (n + o->all + 1e-9);
        if (precision < wanted)
            worth -= wanted - precision;
        if (worth > best) {
            best = worth;
            at = LEAST + (double)bin / STEPS;
        }
    }
    return at;
}

enum err link_set_run(struct link_set *s, struct link_found *out)
{
    s->model = *link_model_default();
    model_priors(&s->model, (double)s->n);
    s->keys = mem_map(s->n * sizeof *s->keys);
    s->cluster = calloc(s->n + 1, sizeof *s->cluster);
    BUG_IF(!s->cluster);
    set_plain(s);
    set_count(s);
    set_tell(s, "tần suất", 50);
    set_sample(s);
    set_tell(s, "so sánh", 100);
    set_block(s);
    set_tell(s, "trọng số", 900);
    set_learn(s);
    score_sums_open(&s->scores, &s->model);
    struct outlook outlook = look_ahead(s);
    double threshold = isnan(s->o.threshold) ? threshold_of(&outlook) : s->o.threshold;
    set_cluster(s, threshold);
    set_tell(s, "xong", 1000);
    *out = (struct link_found){.pairs = s->pairs,
        .npairs = s->npairs,
        .cluster = s->cluster,
        .threshold = threshold,
        .expected = outlook.all,
        .candidates = s->compared,
        .model = &s->model};
    return OK;
}
