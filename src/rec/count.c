// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * How many records of a commune meet a condition, without counting again at each page: the answer
 * holds until somebody writes in the commune, which its journal tells. It is read in the snapshot
 * of the page, so that other processes' writes are seen as well.
 */
#include "rec/rec_int.h"

#include <pthread.h>
#include <sodium.h>

enum { SLOTS = 512, MOST = 32 };

struct numbers {
    unsigned char key[16];
    int64_t seq; /* end of the commune's journal when counted */
    int64_t v[MOST];
};
struct rec_counts {
    pthread_mutex_t lock;
    struct numbers slot[SLOTS];
};

struct rec_counts *rec_counts_open(struct arena *a)
{
    struct rec_counts *k = NEW(a, struct rec_counts);
    pthread_mutex_init(&k->lock, NULL);
    return k;
}

/* ---- what is counted --------------------------------------------------------------------------
 */

static void absorb(crypto_generichash_state *st, const void *p, size_t n)
{
    uint64_t len = n;
    crypto_generichash_update(st, (const unsigned char *)&len, sizeof len);
    crypto_generichash_update(st, p, n);
}

static void absorb_text(crypto_generichash_state *st, const char *s)
{
    absorb(st, s ? s : "", s ? strlen(s) + 1 : 0);
}

static void absorb_cond(crypto_generichash_state *st, const struct db_cond *cond)
{
    absorb_text(st, cond->sql);
    for (size_t i = 0; i < cond->args.n; i++) {
        struct value v = cond->args.v[i];
        if (v.t == V_TEXT || v.t == V_BLOB)
            absorb(st, v.s.p, v.s.n);
        else
            absorb(st, &v.i, v.t == V_NULL ? 0 : sizeof v.i);
    }
}

static void key_of(
    const struct db_select *s, const struct db_cond *conds, size_t n, unsigned char key[16])
{
    crypto_generichash_state st;
    crypto_generichash_init(&st, NULL, 0, 16);
    const char *const texts[] = {s->t->name, s->province, s->unit, s->words};
    for (size_t i = 0; i < COUNT(texts); i++)
        absorb_text(&st, texts[i]);
    for (size_t i = 0; i < s->lands.n; i++) {
        absorb_text(&st, s->lands.v[i].province);
        absorb_text(&st, s->lands.v[i].unit);
        absorb(&st, &s->lands.v[i].from, sizeof s->lands.v[i].from);
        absorb(&st, &s->lands.v[i].to, sizeof s->lands.v[i].to);
    }
    absorb_cond(&st, &s->cond);
    for (size_t i = 0; i < n; i++)
        absorb_cond(&st, &conds[i]);
    crypto_generichash_final(&st, key, 16);
}

/* ---- kept -------------------------------------------------------------------------------------
 */

struct asked {
    struct act *act;
    const struct db_select *s;
    struct numbers at; /* key and the journal's end now */
    size_t n;
};

static struct numbers *slot_of(const struct asked *q)
{
    uint32_t h;
    memcpy(&h, q->at.key, sizeof h);
    return &q->act->site->counts->slot[h % SLOTS];
}

/* Only what one commune's journal tells of; in a write the act's own changes come first. */
static bool keeps(const struct act *act, const struct db_select *s, size_t n)
{
    bool one = rec_of_one_unit(s) && (!s->unit || *s->unit) && !s->lands.nbut;
    return act->site->counts && n <= MOST && one && !s->unit_or && !s->or_unitless && !s->deleted &&
           !s->id && !s->code && !db_can_write(act->c);
}

static bool wrote_since(struct act *act, const char *unit, int64_t seq)
{
    return db_scalar(act->c, act->a, Q_JOURNAL_WRITES, ARGS(unit, seq)).i > 0;
}

static bool find(struct asked *q)
{
    struct rec_counts *k = q->act->site->counts;
    struct numbers found;
    int64_t now = q->at.seq;
    pthread_mutex_lock(&k->lock);
    found = *slot_of(q);
    pthread_mutex_unlock(&k->lock);
    if (memcmp(found.key, q->at.key, sizeof found.key) != 0 || found.seq > now)
        return false;
    if (found.seq < now && (!q->s->unit || wrote_since(q->act, q->s->unit, found.seq)))
        return false;
    q->at = found;
    q->at.seq = now;
    return true;
}

static void keep(const struct asked *q)
{
    struct rec_counts *k = q->act->site->counts;
    pthread_mutex_lock(&k->lock);
    struct numbers *to = slot_of(q);
    if (memcmp(to->key, q->at.key, sizeof to->key) != 0 || to->seq < q->at.seq)
        *to = q->at;
    pthread_mutex_unlock(&k->lock);
}

/* ---- counted ----------------------------------------------------------------------------------
 */

static void count_now(
    struct act *act, const struct db_select *s, const struct db_cond *conds, size_t n, int64_t *out)
{
    if (n == 0) {
        out[0] = db_table_count(act->c, s);
        return;
    }
    struct db_rows *row = db_table_tally(act->c, act->a, s, conds, n);
    bool found = db_next(row);
    for (size_t i = 0; i < n; i++)
        out[i] = found ? db_int(row, (int)i) : 0;
}

/* Of all journals that tell of writes there: what concerns a former unit is told by its successor,
 * or by its own journal where it was split. Each only grows, so their sum does. */
static int64_t journals_end(struct act *act, const struct db_select *s)
{
    if (s->unit)
        return db_scalar(act->c, act->a, Q_JOURNAL_SEQ, ARGS(s->unit)).i;
    int64_t sum = 0;
    for (size_t i = 0; i < s->lands.n; i++) {
        bool again = false;
        for (size_t k = 0; k < i && !again; k++)
            again = streq(s->lands.v[k].unit, s->lands.v[i].unit);
        if (!again)
            sum += db_scalar(act->c, act->a, Q_JOURNAL_SEQ, ARGS(s->lands.v[i].unit)).i;
    }
    return sum;
}

enum err rec_tally(
    struct act *act, const struct db_select *s, const struct db_cond *conds, size_t n, int64_t *out)
{
    struct asked q = {.act = act, .s = s, .n = n ? n : 1};
    if (!keeps(act, s, n)) {
        count_now(act, s, conds, n, out);
        return db_status(act->c);
    }
    key_of(s, conds, n, q.at.key);
    q.at.seq = journals_end(act, s);
    if (!find(&q))
        count_now(act, s, conds, n, q.at.v);
    TRY(db_status(act->c));
    keep(&q);
    memcpy(out, q.at.v, q.n * sizeof *out);
    return OK;
}
