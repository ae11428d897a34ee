// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Searching. The steps, each only while there is room for more hits: the commune asked for or near;
 * names that have all words, whole; then by beginnings; people who have some words in a parent's
 * name or in where they live; then slips. Each step has a budget, so that no question takes long.
 */
#include "link/link_index_int.h"

struct find {
    const struct link_index *x;
    struct query *q;
    struct hits hits;
    enum how upto;
    int64_t names, rows; /* still to be looked at */
    bool each;           /* one person a name, so that other names are seen as well */
    bool skipped;        /* there were names with more people */
};
enum { FEW = 3 }; /* so many hits make it likely that it was typed right */
enum { NAMES_BUDGET = 16000, SLIPS_BUDGET = 5000, ROWS_BUDGET = 20000, JUDGE_BUDGET = 2000 };

static uint32_t all_terms(const struct query *q)
{
    return (1u << q->terms) - 1;
}

/* ---- people of one name ---------------------------------------------------------------------- */

static bool whole_name(const struct worth *w)
{
    return w->slips == 0 && w->begins == 0 && w->longer == 0;
}

/* The people in a list, all of the same name. */
static void add_people(
    struct find *f, const struct list *l, uint32_t name, struct worth w, const struct fit *fit)
{
    enum { AHEAD = 8 };
    const uint32_t *p = list_of(&f->x->lists, l);
    bool each = f->each && !whole_name(&w), choose = f->q->marked || f->hits.near_place != NONE;
    unsigned best = NONE;
    uint32_t best_row = NONE;
    struct worth best_worth = w;
    for (uint32_t i = 0; i < l->n && f->rows > 0; i++, f->rows--) {
        if (i + AHEAD < l->n)
            __builtin_prefetch(row_at(f->x, p[i + AHEAD]));
        const struct person *r = row_at(f->x, p[i]);
        if (!hits_allow(&f->hits, r->unit))
            continue;
        w.marks = fit ? fit_marks(f->q, fit, r) : MARKS_SAME;
        if (!each) {
            hits_add(&f->hits, p[i], name, w);
            continue;
        }
        unsigned rank = w.marks * 4u + hits_far(&f->hits, p[i]);
        f->skipped = f->skipped || best_row != NONE || i + 1 < l->n;
        if (rank >= best)
            continue;
        best = rank;
        best_row = p[i];
        best_worth = w;
        if (!choose || rank == 0)
            break;
    }
    if (best_row != NONE)
        hits_add(&f->hits, best_row, name, best_worth);
}

static void try_name(struct find *f, uint32_t name)
{
    const struct name *n = AT(&f->x->names.names, struct name, name);
    const word *words = AT(&f->x->names.words, word, n->at);
    if (query_terms(f->q, words) != all_terms(f->q))
        return;
    struct fit fit = {0};
    unsigned left = query_fit(f->q, words, f->upto, &fit);
    if (fit.terms != all_terms(f->q))
        return;
    struct worth w = {.slips = fit.slips, .begins = fit.begins, .longer = left > 0};
    add_people(f, &n->own, name, w, &fit);
    w.role = 2;
    add_people(f, &n->kin, name, w, NULL);
}

/* ---- names that have all words --------------------------------------------------------------- */

static void look_upto(struct find *f, enum how upto)
{
    f->upto = upto;
    query_upto(f->q, upto);
}

/* The name exactly as typed, which may be far down among those that begin so. */
static void typed_name(struct find *f)
{
    word w[TERMS];
    for (unsigned i = 0; i < f->q->terms; i++)
        w[i] = f->q->term[i].alt[f->q->term[i].alts > 2 ? 2 : 0];
    uint32_t name = f->q->terms ? name_find(&f->x->names, w, f->q->terms) : NONE;
    look_upto(f, HOW_WHOLE);
    if (name != NONE)
        try_name(f, name);
}

/* Opens the walk of the term with the fewest names; false when there are none. */
static bool rarest(struct find *f, struct name_walk *w)
{
    uint64_t fewest = UINT64_MAX;
    unsigned term = 0, last = 0;
    for (unsigned i = 0; i < f->q->terms; i++) {
        uint64_t n = walk_open(w, f->x, &f->q->term[i], f->upto);
        last = i;
        if (n && n < fewest) {
            fewest = n;
            term = i;
        }
    }
    if (fewest != UINT64_MAX && term != last)
        walk_open(w, f->x, &f->q->term[term], f->upto);
    return fewest != UINT64_MAX;
}

static void all_names(struct find *f, struct worth best)
{
    struct name_walk w;
    uint32_t name;
    if (!rarest(f, &w))
        return;
    while (f->names-- > 0 && f->rows > 0 && !hits_full(&f->hits, best) && walk_next(&w, &name))
        try_name(f, name);
}

/* ---- one person, by all that is known -------------------------------------------------------- */

static bool name_fits(struct find *f, const struct person *r, enum role k, struct fit *fit)
{
    uint32_t had = fit->terms;
    if (r->name[k] && fit->terms != all_terms(f->q)) {
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
    for (uint32_t i = 0; i < h->names.n && fit->terms != all_terms(f->q); i++) {
        struct fit part = *fit;
        if (query_fit(f->q, name_words(&f->x->names, names[i]), HOW_WHOLE, &part) == 0)
            fit->terms = part.terms | kind_terms(f->q);
    }
    return fit->terms == all_terms(f->q);
}

/* Could the person have all terms, in names or where he lives? */
static bool may_fit(const struct find *f, const struct person *r)
{
    const struct home *h = AT(&f->x->homes, struct home, r->unit);
    uint32_t all = all_terms(f->q), person = 0;
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
    if (name_fits(f, r, ROLE_MOTHER, &fit) | name_fits(f, r, ROLE_FATHER, &fit))
        w.role = 2, person = true;
    if (person && name_fits(f, r, ROLE_VILLAGE, &fit))
        w.role = w.role ? w.role : 1;
    if (!person || (fit.terms != all_terms(f->q) && !home_fits(f, r, &fit)))
        return;
    w.begins = fit.begins;
    w.slips = fit.slips;
    w.marks = fit_marks(f->q, &fit, r);
    hits_add(&f->hits, i, name, w);
}

static void judge_list(struct find *f, const struct list *l)
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
static void named_homes(struct find *f)
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
                    judge_list(f, &AT(&f->x->homes, struct home, home)->rows);
            }
        }
}

static void judge_named(struct find *f, const word *w, size_t n)
{
    uint32_t i = name_find(&f->x->names, w, n);
    if (i == NONE)
        return;
    const struct name *name = AT(&f->x->names.names, struct name, i);
    judge_list(f, &name->own);
    judge_list(f, &name->kin);
}

/* A whole name, and then or before it words of something else: "nguyen van an lo thi panh". */
static void by_parts(struct find *f)
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
static void by_each_word(struct find *f)
{
    struct name_walk w;
    for (unsigned i = 0; i < f->q->terms; i++) {
        uint32_t name;
        f->rows = JUDGE_BUDGET / f->q->terms;
        walk_open(&w, f->x, &f->q->term[i], f->upto);
        while (f->rows > 0 && walk_next(&w, &name)) {
            const struct name *n = AT(&f->x->names.names, struct name, name);
            judge_list(f, &n->own);
            judge_list(f, &n->kin);
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

static void by_number(struct find *f)
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

/* ---- all of it ------------------------------------------------------------------------------- */

static void budget(struct find *f)
{
    f->names = f->upto == HOW_SLIP ? SLIPS_BUDGET : NAMES_BUDGET;
    f->rows = ROWS_BUDGET;
}

static void by_names(struct find *f, enum how upto)
{
    struct worth best = {.slips = upto == HOW_SLIP, .begins = upto == HOW_BEGINS, .longer = 1};
    look_upto(f, upto);
    f->each = true;
    f->skipped = false;
    budget(f);
    all_names(f, best);
    if (f->skipped && !hits_full(&f->hits, best)) {
        f->each = f->skipped = false;
        budget(f);
        all_names(f, best);
    }
    f->hits.more = f->hits.more || f->skipped;
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
static void by_slips(struct find *f)
{
    size_t had = f->hits.n;
    for (uint32_t tried = 0; tried != all_terms(f->q) && f->hits.n == had;) {
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

static void by_words(struct find *f)
{
    budget(f);
    typed_name(f);
    by_names(f, HOW_WHOLE);
    if (has_room(f))
        by_names(f, HOW_BEGINS);
    if (!has_room(f) || has_whole(f))
        return;
    if (f->q->terms > 1)
        by_parts(f);
    if (f->q->terms > 1 && f->hits.n == 0)
        by_each_word(f);
    f->rows = JUDGE_BUDGET;
    if (has_room(f) && f->q->terms > 1)
        named_homes(f);
    if (f->hits.n < FEW)
        by_slips(f);
}

/* One commune is read through. */
static void by_home(struct find *f, struct str code, bool slips)
{
    uint32_t home = index_home(f->x, code);
    if (home == NONE || !hits_allow(&f->hits, (uint16_t)home))
        return;
    f->rows = INT64_MAX;
    look_upto(f, HOW_BEGINS);
    judge_list(f, &AT(&f->x->homes, struct home, home)->rows);
    if (!slips || f->hits.n)
        return;
    query_slips(f->x, f->q);
    look_upto(f, HOW_SLIP);
    judge_list(f, &AT(&f->x->homes, struct home, home)->rows);
}

static void search(struct find *f)
{
    const struct link_scope *s = f->hits.s;
    budget(f);
    if (f->q->number) {
        look_upto(f, HOW_BEGINS);
        by_number(f);
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
    struct find f = {.x = x, .q = &q};
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
