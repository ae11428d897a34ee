// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Persons judged one by one, by all that is known: words in the child's name, the parents', the
 * village, the commune; numbers. Looks only at those that something typed leads to.
 */
#include "link/link_find_int.h"

/* ---- one person, by all that is known -------------------------------------------------------- */

static bool name_fits(struct find *f, const struct person *r, enum role k, struct fit *fit)
{
    uint32_t had = fit->terms;
    if (r->name[k] && fit->terms != find_all(f->q)) {
        struct fit part = *fit;
        query_fit(f->q, name_words(&f->x->names, r->name[k] - 1), f->upto, &part);
        *fit = (struct fit){part.terms, part.begins, part.slips, fit->want, fit->mask};
    }
    return fit->terms != had;
}

/* Words that only say what kind of place follows: "xã", "phường", "thị trấn", "thôn". */
static uint32_t kind_terms(const struct query *q)
{
    static const char *const kinds[] = {
        "xa", "phuong", "thi", "tran", "dac", "khu", "huyen", "thon", "ban", "xom", "ap", "to"};
    uint32_t bits = 0;
    for (size_t k = 0; k < COUNT(kinds); k++) {
        struct typed t;
        words_read(str_of(kinds[k]), &t, 1);
        for (unsigned i = 0; i < q->terms; i++)
            bits |= q->term[i].alt[0] == t.w ? 1u << i : 0;
    }
    return bits;
}

/* A commune counts when all of its name was typed. */
static bool home_fits(struct find *f, const struct person *r, struct fit *fit)
{
    const struct home *h = AT(&f->x->homes, struct home, r->unit);
    const uint32_t *names = list_of(&f->x->lists, &h->names);
    for (uint32_t i = 0; i < h->names.n && fit->terms != find_all(f->q); i++) {
        struct fit part = *fit;
        if (query_fit(f->q, name_words(&f->x->names, names[i]), HOW_WHOLE, &part) == 0)
            fit->terms = part.terms | kind_terms(f->q);
    }
    return fit->terms == find_all(f->q);
}

/* Could the person have all terms, in names or where he lives? */
static bool may_fit(const struct find *f, const struct person *r)
{
    const struct home *h = AT(&f->x->homes, struct home, r->unit);
    uint32_t all = find_all(f->q), person = 0;
    for (enum role k = 0; k < ROLE_VILLAGE && person != all; k++)
        if (r->name[k])
            person |= query_terms(f->q, name_words(&f->x->names, r->name[k] - 1));
    if (person == all || !person)
        return person == all && person;
    if (r->name[ROLE_VILLAGE])
        person |= query_terms(f->q, name_words(&f->x->names, r->name[ROLE_VILLAGE] - 1));
    return person == all || h->names.n;
}

static void judge(struct find *f, uint32_t i)
{
    const struct person *r = row_at(f->x, i);
    struct fit fit = {0};
    if (!may_fit(f, r))
        return;
    struct worth w = {0};
    uint32_t name = r->name[ROLE_NAME] - 1;
    if (!hits_allow(&f->hits, r->unit))
        return;
    if (name != NONE)
        w.longer = query_fit(f->q, name_words(&f->x->names, name), f->upto, &fit) > 0;
    bool person = fit.terms != 0;
    if (name_fits(f, r, ROLE_OTHER, &fit))
        w.role = 1, person = true;
    bool mother = name_fits(f, r, ROLE_MOTHER, &fit), father = name_fits(f, r, ROLE_FATHER, &fit);
    if (mother || father) /* both are asked: each adds to the fit */
        w.role = 2, person = true;
    if (person && name_fits(f, r, ROLE_VILLAGE, &fit))
        w.role = w.role ? w.role : 1;
    if (!person || (fit.terms != find_all(f->q) && !home_fits(f, r, &fit)))
        return;
    w.begins = fit.begins;
    w.slips = fit.slips;
    w.marks = fit_marks(f->q, &fit, r);
    hits_add(&f->hits, i, name, w);
}

void find_judge(struct find *f, const struct list *l)
{
    enum { AHEAD = 6 };
    const uint32_t *p = list_of(&f->x->lists, l);
    for (uint32_t i = 0; i < l->n && f->rows > 0; i++, f->rows--) {
        if (i + AHEAD < l->n)
            __builtin_prefetch(row_at(f->x, p[i + AHEAD]));
        judge(f, p[i]);
    }
}

/* People of communes whose name was typed. */
void find_homes(struct find *f)
{
    word w[TERMS];
    for (unsigned i = 0; i < f->q->terms; i++)
        w[i] = f->q->term[i].alt[0];
    for (unsigned i = 0; i < f->q->terms; i++)
        for (unsigned n = 1; i + n <= f->q->terms; n++) {
            uint32_t name = name_find(&f->x->names, w + i, n);
            const struct list *l = name == NONE ? NULL : digits_find(&f->x->named, name);
            for (uint32_t k = 0; l && k < l->n; k++) {
                uint32_t home = list_of(&f->x->lists, l)[k];
                if (hits_allow(&f->hits, (uint16_t)home))
                    find_judge(f, &AT(&f->x->homes, struct home, home)->rows);
            }
        }
}

static void judge_named(struct find *f, const word *w, size_t n)
{
    uint32_t i = name_find(&f->x->names, w, n);
    if (i == NONE)
        return;
    const struct name *name = AT(&f->x->names.names, struct name, i);
    find_judge(f, &name->own);
    find_judge(f, &name->kin);
}

/* A whole name, and then or before it words of something else: "nguyen van an lo thi panh". */
void find_parts(struct find *f)
{
    word w[TERMS];
    for (unsigned i = 0; i < f->q->terms; i++)
        w[i] = f->q->term[i].alt[0];
    f->rows = JUDGE_BUDGET;
    for (unsigned n = f->q->terms - 1; n > 0; n--) {
        judge_named(f, w, n);
        judge_named(f, w + f->q->terms - n, n);
    }
}

/* People who have one of the words in a name, wherever they have the others. */
void find_each_word(struct find *f)
{
    struct name_walk w;
    for (unsigned i = 0; i < f->q->terms; i++) {
        uint32_t name;
        struct query one = *f->q;
        one.terms = 1;
        one.term[0] = f->q->term[i];
        query_upto(&one, f->upto);
        find_budget(f);
        f->rows = JUDGE_BUDGET / f->q->terms;
        walk_open(&w, f->x, &f->q->term[i], f->upto);
        while (f->rows > 0 && walk_next(&w, &one, &f->names, &name)) {
            const struct name *n = AT(&f->x->names.names, struct name, name);
            find_judge(f, &n->own);
            find_judge(f, &n->kin);
        }
    }
}

/* ---- numbers --------------------------------------------------------------------------------- */

static void judge_number(struct find *f, const struct list *l, bool head)
{
    for (uint32_t i = 0; l && i < l->n && f->rows > 0; i++, f->rows--) {
        uint32_t row = list_of(&f->x->lists, l)[i];
        const struct person *r = row_at(f->x, row);
        uint64_t v = f->q->number, both[] = {get40(r->phone), get40(r->pid)};
        unsigned n = digits_len(v);
        for (size_t k = 0; k < COUNT(both); k++)
            if ((head ? digits_head(both[k], n) : digits_tail(both[k], n)) == v) {
                if (f->q->terms)
                    judge(f, row);
                else if (hits_allow(&f->hits, r->unit))
                    hits_add(&f->hits, row, r->name[ROLE_NAME] - 1,
                        (struct worth){.begins = both[k] != v});
                break;
            }
    }
}

void find_number(struct find *f)
{
    enum { HEAD = 6, TAIL = 4 };
    uint64_t v = f->q->number;
    unsigned n = digits_len(v);
    for (enum digits_kind k = PHONE_TAIL; k <= PID_TAIL; k += PID_TAIL - PHONE_TAIL)
        judge_number(f, digits_find(&f->x->digits[k], digits_tail(v, TAIL)), false);
    uint64_t from = digits_head(v, HEAD), many = 1;
    for (; n < HEAD; n++, from *= 10)
        many *= 10;
    for (enum digits_kind k = PHONE_HEAD; k <= PID_HEAD; k += PID_HEAD - PHONE_HEAD)
        for (uint64_t i = 0; i < many && f->rows > 0; i++)
            judge_number(f, digits_find(&f->x->digits[k], from + i), true);
}
