// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The journal: one hash chain per unit. Each line's hash is keyed BLAKE2b over the line and the
 * hash before it, so that an edit of the past shows even to someone who can recompute plain hashes
 * but does not hold the site's key. The head of a chain is taken once per transaction (that row
 * is its lock) and put back at the end.
 */
#include "rec/rec_int.h"

#include <sodium.h>

struct rec_chain {
    struct rec_chain *next, *beside; /* of all; of those in one place by unit */
    const char *unit;
    int64_t from, seq;
    const char *hash;
};
struct rec_chains { /* values of a whole country are written in one act */
    struct rec_chain *first, *by_unit[256];
};

enum { HASH_BYTES = 32 };
static const char genesis[] = "";

/* One line as the hash sees it: every part with its length, so that no two lines look alike. */
static void absorb(crypto_generichash_state *st, const char *part)
{
    const char *s = part ? part : "\x01";
    uint64_t n = strlen(s);
    unsigned char len[8];
    for (int i = 0; i < 8; i++)
        len[i] = (unsigned char)(n >> (8 * i));
    crypto_generichash_update(st, len, sizeof len);
    crypto_generichash_update(st, (const unsigned char *)s, n);
}

struct line {
    const char *unit, *actor, *actor_name, *request, *remote, *action, *reg, *record, *root;
    const char *reason, *changes;
    int64_t seq, at;
};

static const char *line_hash(
    const struct site *s, struct arena *a, const struct line *l, const char *before)
{
    unsigned char key[32], h[HASH_BYTES];
    site_key(s, "journal", key);
    crypto_generichash_state st;
    crypto_generichash_init(&st, key, sizeof key, sizeof h);
    const char *parts[] = {before, l->unit, arena_printf(a, "%lld", (long long)l->seq),
        arena_printf(a, "%lld", (long long)l->at), l->actor, l->actor_name, l->request, l->remote,
        l->action, l->reg, l->record, l->root, l->reason, l->changes};
    for (size_t i = 0; i < COUNT(parts); i++)
        absorb(&st, parts[i]);
    crypto_generichash_final(&st, h, sizeof h);
    char *hex = arena_alloc(a, 2 * HASH_BYTES + 1, 1);
    sodium_bin2hex(hex, 2 * HASH_BYTES + 1, h, sizeof h);
    return hex;
}

static struct rec_chain **bucket_of(struct act *act, const char *unit)
{
    uint32_t h = 2166136261u;
    for (const char *c = unit; *c; c++)
        h = (h ^ (unsigned char)*c) * 16777619u;
    if (!act->chains)
        act->chains = NEW(act->a, struct rec_chains);
    return &act->chains->by_unit[h % COUNT(act->chains->by_unit)];
}

static struct rec_chain *chain_of(struct act *act, const char *unit)
{
    struct rec_chain **b = bucket_of(act, unit);
    for (struct rec_chain *k = *b; k; k = k->beside)
        if (streq(k->unit, unit))
            return k;
    struct rec_chain *k = NEW(act->a, struct rec_chain);
    struct db_rows *r = db_query(act->c, act->a, Q_JOURNAL_HEAD, ARGS(unit));
    bool found = db_next(r);
    *k = (struct rec_chain){.next = act->chains->first,
        .beside = *b,
        .unit = unit,
        .from = found ? db_int(r, 0) : 0,
        .seq = found ? db_int(r, 0) : 0,
        .hash = found ? db_text(r, 1) : genesis};
    *b = act->chains->first = k;
    return k;
}

enum err rec_journal(struct act *act, const struct rec_entry *e)
{
    struct rec_chain *k = chain_of(act, e->unit);
    const struct user *u = act->user;
    struct line l = {.unit = e->unit,
        .actor = u ? u->id : NULL,
        .actor_name = u ? u->name : "Măng",
        .request = act->request,
        .remote = act->remote,
        .action = e->action,
        .reg = e->reg ? e->reg : "", /* none: numbers, units */
        .record = e->record,
        .root = e->root,
        .reason = e->reason,
        .changes = e->changes,
        .seq = ++k->seq,
        .at = act->now_ms};
    k->hash = line_hash(act->site, act->a, &l, k->hash);
    return db_exec(act->c, Q_JOURNAL_ADD,
        ARGS(l.unit, l.seq, l.at, l.actor, l.actor_name, l.request, l.remote, l.action, l.reg,
            l.record, l.root, l.reason, l.changes, k->hash),
        NULL);
}

const char *rec_chain_at(const struct act *act, size_t nth, int64_t *from, int64_t *to)
{
    const struct rec_chain *k = act->chains ? act->chains->first : NULL;
    while (k && nth--)
        k = k->next;
    if (!k)
        return NULL;
    *from = k->from;
    *to = k->seq;
    return k->unit;
}

enum err rec_close_chains(struct act *act)
{
    for (struct rec_chain *k = act->chains ? act->chains->first : NULL; k; k = k->next)
        TRY(db_exec(act->c, Q_JOURNAL_HEAD_PUT, ARGS(k->unit, k->seq, k->hash), NULL));
    act->chains = NULL;
    return OK;
}

/* ---- what changed ---------------------------------------------------------------------------- */

static void put_value(struct act *act, struct buf *b, struct value v)
{
    if (v.t == V_NULL)
        buf_puts(b, "null");
    else
        buf_json_str(b, str_of(v_cstr(act->a, v)));
}

const char *rec_changes(struct act *act, const struct rec *old_rec, const struct value *old_cols,
    const struct rec *new_rec, const struct value *new_cols)
{
    const struct db_table *t = rec_table(act->site, new_rec->reg);
    struct buf b = buf_in(act->a, 4u << 20);
    for (size_t i = DC_STATE; i < DC__COUNT + t->ncols; i++) {
        bool own = i >= DC__COUNT;
        if (!own && i != DC_STATE && i != DC_DELETED_AT)
            continue;
        struct value before = old_rec ? old_cols[i] : VNULL;
        if (v_eq(before, new_cols[i]))
            continue;
        buf_putc(&b, b.n ? ',' : '{');
        buf_json_str(&b, str_of(own ? t->cols[i - DC__COUNT].name : db_common_cols[i].name));
        buf_puts(&b, ":[");
        put_value(act, &b, before);
        buf_putc(&b, ',');
        put_value(act, &b, new_cols[i]);
        buf_putc(&b, ']');
    }
    if (!b.n)
        return NULL;
    buf_putc(&b, '}');
    return b.p;
}

/* ---- reading it -------------------------------------------------------------------------------
 */

struct db_rows *rec_journal_of(struct act *act, const struct rec *root, int64_t limit)
{
    return db_query(act->c, act->a, Q_JOURNAL_OF_ROOT, ARGS(root->root, limit));
}

struct verify {
    const struct site *site;
    const char *unit, *hash;
    int64_t seq;
    bool ok;
};

static bool verify_line(void *ctx, struct db_rows *r)
{
    struct verify *v = ctx;
    AUTO_ARENA *a = arena_open();
    struct line l = {.unit = v->unit,
        .seq = db_int(r, 0),
        .at = db_int(r, 1),
        .actor = db_text(r, 2),
        .actor_name = db_text(r, 3),
        .request = db_text(r, 4),
        .remote = db_text(r, 5),
        .action = db_text(r, 6),
        .reg = db_text(r, 7),
        .record = db_text(r, 8),
        .root = db_text(r, 9),
        .reason = db_text(r, 10),
        .changes = db_text(r, 11)};
    const char *h = line_hash(v->site, a, &l, v->hash);
    v->ok = l.seq == v->seq + 1 && streq(h, db_text(r, 12));
    v->seq = l.seq;
    memcpy((char *)v->hash, h, 2 * HASH_BYTES + 1);
    return v->ok;
}

enum err rec_journal_verify(const struct site *s, struct arena *a,
    void (*report)(void *ctx, const char *unit, int64_t seq, const char *hash, bool ok), void *ctx,
    int64_t *broken)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_long_read(s->db, &c));
    *broken = 0;
    struct db_rows *heads = db_query(c, a, Q_JOURNAL_HEADS, NO_ARGS);
    while (db_next(heads)) {
        char hash[2 * HASH_BYTES + 1] = "";
        struct verify v = {.site = s, .unit = db_text(heads, 0), .hash = hash, .ok = true};
        TRY(db_each(c, Q_JOURNAL_CHAIN, ARGS(v.unit), verify_line, &v));
        bool whole = v.ok && v.seq == db_int(heads, 1) && streq(hash, db_text(heads, 2));
        report(ctx, v.unit, v.seq, hash, whole);
        *broken += !whole;
    }
    struct db_rows *loose = db_query(c, a, Q_JOURNAL_HEADLESS, NO_ARGS);
    for (; db_next(loose); ++*broken)
        report(ctx, db_text(loose, 0), 0, "", false);
    return db_status(c);
}
