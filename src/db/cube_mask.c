// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The mask of a cube: which of its flags a row meets. Flags of one register say much the same
 * (followed, of this age, and …): what several ask is asked once, and the rest of what they ask
 * only of rows that meet it:
 *     CASE WHEN followed THEN 1 + CASE WHEN under 6 THEN 2 + … ELSE 0 END + … ELSE 0 END
 */
#include "db/db_int.h"

enum { DEPTH = 5 }; /* of CASE in CASE: SQLite's parser has a small stack */

struct mask {
    struct cube *k;
    const struct db_cond **cond; /* different ones */
    size_t n;
    bool *asks; /* by flag and condition */
    bool *met;  /* known on the way here */
};

static bool same_cond(const struct db_cond *a, const struct db_cond *b)
{
    bool same = streq(a->sql, b->sql) && a->args.n == b->args.n;
    for (size_t i = 0; same && i < a->args.n; i++)
        same = a->args.v[i].t == b->args.v[i].t && v_eq(a->args.v[i], b->args.v[i]);
    return same;
}

static size_t number_of(struct mask *m, const struct db_cond *c)
{
    size_t i = 0;
    while (i < m->n && !same_cond(m->cond[i], c))
        i++;
    if (i == m->n)
        m->cond[m->n++] = c;
    return i;
}

static struct mask number_all(struct cube *k, size_t most)
{
    const struct db_cube *q = k->q;
    struct arena *a = k->c->tmp;
    struct mask m = {.k = k, .cond = NEW_N(a, const struct db_cond *, most + 1)};
    m.asks = NEW_N(a, bool, q->nflags *most + 1);
    m.met = NEW_N(a, bool, most + 1);
    for (size_t f = 0; f < q->nflags; f++)
        for (size_t i = 0; i < q->flags[f].n; i++)
            m.asks[f * most + number_of(&m, &q->flags[f].v[i])] = true;
    return m;
}

struct pick {
    size_t cond;
    uint64_t flags; /* that ask it */
    int n;
};

/* What most of the flags still ask. */
static struct pick most_asked(const struct mask *m, uint64_t flags, size_t most)
{
    struct pick best = {0};
    for (size_t c = 0; c < m->n; c++) {
        struct pick p = {.cond = c};
        for (size_t f = 0; f < m->k->q->nflags && !m->met[c]; f++)
            if (flags >> f & 1 && m->asks[f * most + c]) {
                p.flags |= UINT64_C(1) << f;
                p.n++;
            }
        if (p.n > best.n)
            best = p;
    }
    return best;
}

static uint64_t settled(const struct mask *m, uint64_t flags, size_t most)
{
    uint64_t out = 0;
    for (size_t f = 0; f < m->k->q->nflags; f++) {
        size_t c = 0;
        while (c < m->n && (m->met[c] || !m->asks[f * most + c]))
            c++;
        if (flags >> f & 1 && c == m->n)
            out |= UINT64_C(1) << f;
    }
    return out;
}

static void put_bits(struct mask *m, uint64_t flags)
{
    buf_printf(&m->k->sql, "CAST(%lld AS bigint)", (long long)flags);
}

/* One flag and all it still asks. */
static void put_alone(struct mask *m, size_t flag, size_t most)
{
    const char *and = "CASE WHEN ";
    for (size_t c = 0; c < m->n; c++)
        if (!m->met[c] && m->asks[flag * most + c]) {
            buf_puts(&m->k->sql, and);
            cube_cond(m->k, m->cond[c]);
            and = " AND ";
        }
    buf_puts(&m->k->sql, " THEN ");
    put_bits(m, UINT64_C(1) << flag);
    buf_puts(&m->k->sql, " ELSE 0 END");
}

static void put_flags(struct mask *m, uint64_t flags, size_t most, int depth)
{
    uint64_t done = settled(m, flags, most);
    put_bits(m, done);
    flags &= ~done;
    for (struct pick p; (p = most_asked(m, flags, most)).n > 1 && depth < DEPTH;) {
        buf_puts(&m->k->sql, " + CASE WHEN ");
        cube_cond(m->k, m->cond[p.cond]);
        buf_puts(&m->k->sql, " THEN ");
        m->met[p.cond] = true;
        put_flags(m, p.flags, most, depth + 1);
        m->met[p.cond] = false;
        buf_puts(&m->k->sql, " ELSE 0 END");
        flags &= ~p.flags;
    }
    for (size_t f = 0; f < m->k->q->nflags; f++)
        if (flags >> f & 1) {
            buf_puts(&m->k->sql, " + ");
            put_alone(m, f, most);
        }
}

void cube_mask(struct cube *k)
{
    const struct db_cube *q = k->q;
    size_t most = 0;
    for (size_t f = 0; f < q->nflags; f++)
        most += q->flags[f].n;
    struct mask m = number_all(k, most);
    buf_puts(&k->sql, ", ");
    put_flags(&m, q->nflags ? UINT64_MAX >> (64 - q->nflags) : 0, most, 0);
    buf_puts(&k->sql, " AS mask");
}
