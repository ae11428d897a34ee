// SPDX-License-Identifier: AGPL-3.0-or-later
/* Who may be the same person as this record, before or after it is saved. */
#include "ident/ident_int.h"

#include "base/text.h"

enum { MOST = 24 };

static const double least_bits = -2; /* a chance of one in five */

struct found {
    struct act *act;
    const struct rec *of;
    struct ident_like *out;
    size_t max, n;
};

/* Something tells more than name, sex and place do: namesakes are many. What they alone suggest is
 * left to the list of possible duplicates. */
static bool worth_a_look(struct found *k, struct rec *r)
{
    static const enum link_field telling[] = {
        LINK_BORN, LINK_PID, LINK_MOTHER, LINK_FATHER, LINK_PHONE};
    struct link_person a = ident_person(k->of), b = ident_person(r);
    struct link_reason why[LINK_FIELD__COUNT];
    double bits, chance;
    size_t n = ident_explain(k->act, &a, &b, why, &bits, &chance);
    for (size_t i = 0; i < n; i++)
        for (size_t t = 0; t < COUNT(telling); t++)
            if (why[i].field == telling[t] && why[i].bits > 0)
                return true;
    return false;
}

static void take(struct found *k, struct rec *r, double bits, double chance)
{
    bool itself = r && streq(rec_id(r), rec_id(k->of));
    if (!r || itself || k->n == k->max || !v_is_null(r->common[DC_DELETED_AT]) ||
        !worth_a_look(k, r))
        return;
    size_t at = k->n++;
    for (; at > 0 && k->out[at - 1].bits < bits; at--)
        k->out[at] = k->out[at - 1];
    k->out[at] = (struct ident_like){r, bits, chance};
}

static void by_index(struct found *k, const struct link_index *x)
{
    struct link_person p = ident_person(k->of);
    struct link_id self = ident_id(k->of->common[DC_ID].s);
    struct link_match m[MOST];
    size_t n = link_index_match(x, &p, &self, least_bits, m, MOST);
    for (size_t i = 0; i < n; i++)
        if (!m[i].household)
            take(k, ident_any(k->act, k->of->reg, ident_uuid(k->act->a, &m[i].id)), m[i].bits,
                m[i].chance);
}

static void score(struct found *k, struct rec *r)
{
    struct link_person a = ident_person(k->of), b = ident_person(r);
    struct link_reason why[LINK_FIELD__COUNT];
    double bits, chance;
    ident_explain(k->act, &a, &b, why, &bits, &chance);
    if (bits >= least_bits)
        take(k, r, bits, chance);
}

/* Without the index: those of the same commune whose words have all words of the name. */
static enum err by_words(struct found *k)
{
    struct act sys = ident_system(k->act);
    struct link_person p = ident_person(k->of);
    struct rec_query query = {.reg = k->of->reg,
        .words = arena_dupn(k->act->a, p.name.p, p.name.n),
        .unit = rec_unit_now(k->act, k->of),
        .province = k->of->common[DC_PROVINCE].s.p,
        .limit = MOST};
    struct rec **v;
    size_t n;
    if (p.name.n == 0)
        return OK;
    TRY(rec_list(&sys, &query, &v, &n, NULL));
    for (size_t i = 0; i < n; i++)
        score(k, v[i]);
    return OK;
}

enum err ident_alike(
    struct act *act, const struct rec *r, struct ident_like *out, size_t max, size_t *n)
{
    struct found k = {act, r, out, max, 0};
    const struct link_index *x = __atomic_load_n(&act->site->index, __ATOMIC_ACQUIRE);
    *n = 0;
    if (!r->reg->identity)
        return OK;
    if (x)
        by_index(&k, x);
    else
        TRY(by_words(&k));
    *n = k.n;
    return db_status(act->c);
}
