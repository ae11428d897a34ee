// SPDX-License-Identifier: AGPL-3.0-or-later
/* What the files share that search the index: what was typed, what was found, how it is gone
 * through. */
#ifndef MANG_LINK_FIND_INT_H
#define MANG_LINK_FIND_INT_H

#include "link/link_index_int.h"

/* ---- index_query.c: what was typed ----------------------------------------------------------- */

enum { TERMS = 10, SLIPS = 24, ALTS = 3 };
/* One word that was typed. */
struct term {
    word alt[ALTS]; /* the ways to read it */
    uint8_t len[ALTS], alts;
    uint8_t marks;
    uint8_t slips;
    word slip[SLIPS]; /* words one slip away, once they are asked for */
};
/* Does one word stand for the term: whole, or by its beginning, or with a slip? */
enum how { HOW_WHOLE, HOW_BEGINS, HOW_SLIP, HOW_NOT };
enum how term_how(const struct term *t, word w);
struct query {
    struct term term[TERMS];
    unsigned terms;
    /* The same, to be run through fast: what a word must be, in which of its bits, for which. */
    struct probe {
        word want, mask;
        uint32_t term;
    } probe[TERMS * ALTS];
    unsigned probes;
    /* What the sign of a name must show: all of `must`, and for each term that may be read in
     * several ways one of its `any`. */
    struct sign must, any[TERMS][ALTS];
    uint64_t slip_words[TERMS]; /* words of slips, one of which will do instead; 0 = none */
    unsigned many[TERMS], nmany;
    uint64_t where;     /* provinces that may be looked at */
    uint64_t slip_bits; /* of the slips, by a hash */
    bool marked;        /* something was typed with marks */
    uint64_t number;    /* as by digits_read; 0 = none was typed */
    size_t letters;
};
void query_read(const struct link_index *x, struct str typed, struct query *q);
/* Lets all words, or one alone, have a slip. */
void query_slips(const struct link_index *x, struct query *q);
void query_slip(const struct link_index *x, struct query *q, unsigned term);
/* Chooses what counts from now on: whole words, beginnings too, slips too. */
void query_upto(struct query *q, enum how upto);
/* Terms that some word of a name stands for. */
uint32_t query_terms(const struct query *q, const word *words);

/* False when no person of a name with this sign can be meant: by his name alone. */
bool query_may_any(const struct query *q, const struct sign *s);
static inline bool query_may(const struct query *q, const struct sign *s)
{
    uint64_t lacks = (q->must.start & ~s->start) | (q->must.word & ~s->word);
    return !lacks && (s->where & q->where) && (!q->nmany || query_may_any(q, s));
}

/* How well the words of a person agree with what was typed. */
struct fit {
    uint32_t terms; /* bits of those found */
    uint8_t begins, slips;
    uint64_t want, mask; /* marks of the name's words that were typed whole */
};
/* Finds terms not found yet among the words of a name; returns how many of its words stay over. */
unsigned query_fit(const struct query *q, const word *words, enum how upto, struct fit *f);
enum { MARKS_SAME, MARKS_BARE, MARKS_OTHER };
uint8_t fit_marks(const struct query *q, const struct fit *f, const struct person *r);

/* ---- index_hits.c: the best of what was found ------------------------------------------------ */

enum { HITS_MAX = 256 };
struct hit {
    uint32_t row, name;
    uint64_t key; /* less is better */
};
struct hits {
    const struct link_index *x;
    const struct link_scope *s;
    struct hit hit[HITS_MAX];
    size_t n, room;
    bool more;
    uint8_t *asked; /* of each home: 0 not yet, 1 allowed, 2 not */
    uint32_t near_place;
    uint16_t near_area;
};
/* What a hit owes to; less is better, in this order. */
struct worth {
    uint8_t slips, role, marks, begins, longer;
};
void hits_open(struct hits *h, const struct link_index *x, const struct link_scope *s, size_t max);
void hits_close(struct hits *h);
bool hits_allow(struct hits *h, uint16_t home);
/* 0 in the commune that is near, 1 around it, 2 elsewhere. */
unsigned hits_far(const struct hits *h, uint32_t row);
void hits_add(struct hits *h, uint32_t row, uint32_t name, struct worth w);
/* Is there no use in more hits of this worth that are less common? */
bool hits_full(const struct hits *h, struct worth best);
float hits_nearness(const struct hit *hit);

/* ---- index_walk.c: names in order of how common they are --------------------------------------
 */

enum { WALK_WORDS = 512 };
/* Names that have a word standing for one term, commonest first. */
struct name_walk {
    struct cursor {
        const uint32_t *p;
        uint32_t n;
    } heap[WALK_WORDS];
    size_t n;
    uint32_t last, next;
    bool all; /* names by their signs, from `next` on */
    unsigned cost;
    const struct sign *at, *end;
    const struct names *names;
};
/* What going to its end would cost, in steps through all names. */
uint64_t walk_open(
    struct name_walk *w, const struct link_index *x, const struct term *t, enum how upto);
/* The next name that may be meant, as long as the budget lasts. */
bool walk_next(struct name_walk *w, const struct query *q, int64_t *budget, uint32_t *name);

/* ---- index_find.c: one search ---------------------------------------------------------------- */

enum { AGAIN = 64 };
struct find {
    const struct link_index *x;
    struct query *q;
    struct hits hits;
    enum how upto;
    int64_t names, rows; /* still to be looked at */
    unsigned province;   /* nobody of another; 0 = all */
    uint32_t village;    /* the name of theirs; NONE = any */
    bool each;           /* one person a name, so that other names are seen as well */
    bool skipped;        /* there were names with more people: */
    uint32_t again[AGAIN];
    unsigned nagain;
};
enum { JUDGE_BUDGET = 2000 }; /* rows, where many may not fit */
static inline uint32_t find_all(const struct query *q)
{
    return (1u << q->terms) - 1;
}
/* How much may be looked at from now on: steps through names, rows of people. */
static inline void find_budget(struct find *f)
{
    f->names = 600000;
    f->rows = 8000;
}
static inline void find_upto(struct find *f, enum how upto)
{
    f->upto = upto;
    query_upto(f->q, upto);
}

/* ---- index_judge.c: person by person --------------------------------------------------------- */

void find_judge(struct find *f, const struct list *l);
/* A whole name, and then or before it words of something else: "nguyen van an lo thi panh". */
void find_parts(struct find *f);
/* People who have one of the words in a name, wherever they have the others. */
void find_each_word(struct find *f);
/* People of communes whose name was typed. */
void find_homes(struct find *f);
void find_number(struct find *f);

#endif
