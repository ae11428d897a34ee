// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Before a person is written: those of the register who may be the same are shown once, with the
 * reasons. Nothing is blocked; "not the same" is remembered for these pairs.
 */
#include "web/web_int.h"

#include "ident/ident.h"

/* Was "not the same" said of this one? The button sends the ids that were shown. */
static bool answered(struct page *p, const char *id)
{
    struct rec_input in = page_input(p);
    const char *sent;
    for (size_t i = 0; (sent = in.get(in.ctx, "khong_trung", i)); i++)
        if (strstr(sent, id))
            return true;
    return false;
}

enum err alike_find(struct page *p, const struct rec *r, struct alike *out)
{
    *out = (struct alike){.of = r, .v = NEW_N(p->a, struct ident_like, MOST_ALIKE)};
    TRY(ident_alike(p->act, r, out->v, MOST_ALIKE, &out->n));
    for (size_t i = 0; i < out->n; i++)
        out->asks |= !answered(p, rec_id(out->v[i].r));
    return OK;
}

static void put_reasons(struct page *p, struct val *x, const struct rec *of, const struct rec *like)
{
    enum { MOST_REASONS = 4 };
    struct link_person a = ident_person(of), b = ident_person(like);
    struct link_reason why[LINK_FIELD__COUNT];
    double bits, chance;
    size_t n = ident_explain(p->act, &a, &b, why, &bits, &chance);
    for (size_t i = 0, shown = 0; i < n && shown < MOST_REASONS; i++) {
        if (why[i].field == LINK_PRIOR || why[i].field == LINK_HOUSEHOLD)
            continue;
        struct val *y = val_add(x, "reasons");
        val_msg(y, "label", why[i].label, NULL, NULL, NULL);
        val_msg(y, "how", why[i].how, NULL, NULL, NULL);
        shown++;
    }
}

void alike_put(struct page *p, const struct alike *a)
{
    struct buf ids = buf_in(p->a, 1000);
    for (size_t i = 0; i < a->n; i++) {
        struct rec *r = a->v[i].r;
        bool near = rec_in_scope(p->act, r);
        r->personal = near && p->user->role->sees >= CLASS_PERSONAL;
        struct val *x = val_add(p->root, "alike");
        person_put(p, x, r);
        val_int(x, "percent", (int64_t)(a->v[i].chance * 100));
        put_reasons(p, x, a->of, r);
        if (near)
            val_text(x, "href", arena_printf(p->a, "/so/%s/%s", r->reg->id, rec_id(r)));
        buf_printf(&ids, "%s%s", i ? "," : "", rec_id(r));
    }
    val_text(p->root, "alike_ids", ids.p);
    p->v->status = 422;
    if (p->web->job) { /* it told of persons as a search does */
        struct link_person of = ident_person(a->of);
        const char *typed =
            arena_printf(p->a, STR_FMT " " STR_FMT, STR_ARG(of.name), STR_ARG(of.born));
        job_search(p->web->job, p->act, a->of->reg, &(struct job_search){typed, a->n, false});
    }
}

enum err alike_store(struct page *p, const struct rec *r, const struct alike *a)
{
    for (size_t i = 0; i < a->n; i++) {
        TRY(ident_propose(p->act, r, a->v[i].r, a->v[i].bits, a->v[i].chance));
        TRY(ident_decide(p->act, r, a->v[i].r, PAIR_OTHER, NULL));
    }
    return OK;
}
