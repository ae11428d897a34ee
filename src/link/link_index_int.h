// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What the files of the index share. Everything is held by number: words of names, names (the
 * distinct sequences of words), people. Arrays grow in pieces that never move and tables by one
 * bucket at a time, so that no put ever pauses to copy millions.
 */
#ifndef MANG_LINK_INDEX_INT_H
#define MANG_LINK_INDEX_INT_H

#include "link/link_int.h"

#define NONE UINT32_MAX

/* ---- index_mem.c ----------------------------------------------------------------------------- */

/* An array in pieces, each twice as long as the one before. New elements are zero. */
struct pile {
    void *piece[32];
    uint32_t n;
    uint32_t size; /* of one element */
};
enum { PILE_FIRST = 6 }; /* log2 of the elements in the first piece */
/* Place of element i: which piece, and where in it. */
static inline unsigned pile_piece(uint32_t i)
{
    return 31u - (unsigned)__builtin_clz(i + (1u << PILE_FIRST));
}
static inline uint32_t pile_place(uint32_t i, unsigned piece)
{
    return (i + (1u << PILE_FIRST)) ^ (1u << piece);
}
#define AT(pile, T, i) (&((T *)(pile)->piece[pile_piece(i)])[pile_place(i, pile_piece(i))])
void pile_open(struct pile *p, size_t size);
void pile_close(struct pile *p);
/* Makes elements up to n - 1 exist. */
void pile_grow(struct pile *p, uint32_t n);
/* Room for `n` neighbours in one piece; returns the number of the first. */
uint32_t pile_take(struct pile *p, uint32_t n);
size_t pile_bytes(const struct pile *p);

/* Lists of numbers, short ones mostly: one number is kept in the list itself. */
struct list {
    uint32_t at, n;
};
enum { LIST_CLASSES = 62 };
struct lists {
    struct pile room;
    uint32_t idle[LIST_CLASSES]; /* rooms given back, +1 */
};
void lists_open(struct lists *m);
void lists_close(struct lists *m);
void list_add(struct lists *m, struct list *l, uint32_t v);
void list_remove(struct lists *m, struct list *l, uint32_t v);
/* Gives an empty list room for exactly `n` numbers, to be written by the caller. */
uint32_t *list_make(struct lists *m, struct list *l, uint32_t n);
static inline const uint32_t *list_of(const struct lists *m, const struct list *l)
{
    return l->n <= 1 ? &l->at : AT(&m->room, uint32_t, l->at);
}

/* A hash table of element numbers that grows one bucket at a time. */
typedef uint32_t chains_hash(const void *ctx, uint32_t i);
struct chains {
    struct pile heads, next; /* number + 1; 0 = end */
    uint32_t buckets, n;
    uint32_t load; /* elements a bucket */
    chains_hash *hash;
    const void *ctx;
};
void chains_open(struct chains *t, chains_hash *hash, const void *ctx);
void chains_close(struct chains *t);
/* Room for about `n`; only while empty. */
void chains_expect(struct chains *t, size_t n);
void chains_add(struct chains *t, uint32_t i);
void chains_add_at(struct chains *t, uint32_t i, uint32_t hash); /* when its hash is known */
void chains_remove(struct chains *t, uint32_t i);
size_t chains_bytes(const struct chains *t);
uint32_t chains_first(const struct chains *t, uint32_t hash); /* NONE = none */
static inline uint32_t chains_next(const struct chains *t, uint32_t i)
{
    return *AT(&t->next, uint32_t, i) - 1;
}
static inline uint32_t mix(uint64_t v)
{
    v *= 0x9e3779b97f4a7c15u;
    return (uint32_t)((v ^ v >> 29) * 0xbf58476d1ce4e5b9u >> 32);
}

/* ---- index_letter.c -------------------------------------------------------------------------- */

/* A folded word: up to ten letters or digits of six bits, from the top bits down. Two words that
 * begin with the same ten letters are one. */
typedef uint64_t word;
enum { WORD_LETTERS = 10, WORD_BITS = 6, WORDS_MAX = 12 };
struct typed {
    word w;        /* marks off; y at the end of a syllable is i */
    word plain;    /* as typed, before that */
    uint8_t marks; /* hash of hooks and tone; 0 = none */
    uint8_t digits;
    uint8_t len;
};
/* Words of any text, in order; more than `max` are left out. Broken bytes part words. */
size_t words_read(struct str s, struct typed *out, size_t max);
static inline word word_mask(unsigned letters)
{
    if (letters > WORD_LETTERS)
        letters = WORD_LETTERS;
    return letters ? ~(uint64_t)0 << (64 - WORD_BITS * letters) : 0;
}
unsigned word_len(word w);
unsigned word_letter(word w, unsigned i); /* 1..26 letters, 27..36 digits, others */
word word_without(word w, unsigned i);
bool word_slip(word a, word b); /* at most one letter put in, left out, changed or two swapped */
/* A word with Telex or VNI keystrokes left in it, read as meant; 0 = it holds none. */
word word_decoded(word w);

/* ---- index_word.c: the words ----------------------------------------------------------------- */

struct words {
    struct pile text;  /* word */
    struct pile names; /* struct list: names that have it, commonest first as of the build */
    struct chains table;
    uint32_t *sorted; /* by text; used once loaded */
    uint32_t room;
    struct pile slips; /* struct slip: each word with each letter left out */
    struct chains slip_table;
};
struct slip {
    uint32_t hash, word;
};
void dict_open(struct words *d);
void dict_close(struct words *d);
size_t dict_bytes(const struct words *d);
uint32_t dict_find(const struct words *d, word w);
uint32_t dict_add(struct words *d, word w, bool loaded);
void dict_build(struct words *d);
/* Words beginning with the first `letters` of w are sorted[*from .. *to - 1]. */
void dict_range(const struct words *d, word w, unsigned letters, uint32_t *from, uint32_t *to);
/* Words one slip away from w, commonest first; returns how many. */
size_t dict_slips(const struct words *d, word w, word *out, size_t max);

/* ---- index_name.c: the names ----------------------------------------------------------------- */

enum role { ROLE_NAME, ROLE_OTHER, ROLE_MOTHER, ROLE_FATHER, ROLE_VILLAGE, ROLE__COUNT };
struct name {
    uint32_t at;          /* first of its words; LAST_WORD ends them */
    struct list own, kin; /* people called so; people whose mother or father is called so */
};
#define LAST_WORD ((word)1) /* a bit no letter uses */
struct names {
    struct pile names; /* struct name */
    struct pile words; /* word */
    struct chains table;
};
void names_open(struct names *m);
void names_close(struct names *m);
size_t names_bytes(const struct names *m);
static inline const word *name_words(const struct names *m, uint32_t name)
{
    return AT(&m->words, word, AT(&m->names, struct name, name)->at);
}
/* The name of these words (n > 0); NONE when nobody has it. */
uint32_t name_find(const struct names *m, const word *words, size_t n);
uint32_t name_add(struct names *m, const word *words, size_t n);
/* Numbers the names anew, commonest first; *now tells the new number of each (free() it). */
void names_rank(struct names *m, uint32_t **now);

/* ---- index.c --------------------------------------------------------------------------------- */

enum { MARKS = 6 };
struct person {
    uint32_t name[ROLE__COUNT];
    uint8_t marks[MARKS]; /* of the words of the name */
    uint16_t unit;
    uint8_t pid[5], phone[5]; /* numbers + 1, low byte first; 0 = none */
    uint8_t alive, spare;
};
static inline bool role_is_person(enum role r)
{
    return r != ROLE_VILLAGE;
}
/* People by a few digits of a number: its first six, its last four. */
struct digits {
    struct pile spots; /* struct spot */
    struct chains table;
};
struct spot {
    uint32_t key;
    struct list rows;
};
enum digits_kind { PHONE_HEAD, PHONE_TAIL, PID_HEAD, PID_TAIL, DIGITS__COUNT };

/* A commune code as given, and who lives there. */
struct home {
    char code[14];
    uint16_t len;
    uint16_t area;
    uint32_t place;
    struct list rows;
    struct list names; /* of the commune, of today and of before */
};
enum { HOMES_MAX = UINT16_MAX };

/* One pass of blocking: who lies in a block with whom. */
struct blocks {
    const struct link_index *x;
    int pass;
    struct chains leaves; /* rows by the key of the block they lie in */
    struct pile keys;     /* uint32_t: blocks that became too big and were split */
    struct chains splits;
};
/* How frequent the names were at the build: those that more than one has. */
struct rates {
    struct pile known; /* struct rate */
    struct chains table;
    double records;
};
struct rate {
    uint32_t key;
    uint8_t code;
};

struct link_index {
    pthread_rwlock_t lock;
    const struct link_units *units;
    int threads;
    bool loaded;               /* false: lists are made by the build */
    uint32_t alive, idle_rows; /* first free row, + 1 */
    struct pile rows, ids;
    struct chains by_id;
    struct words dict;
    struct names names;
    struct lists lists;
    struct pile homes; /* struct home; 0 = none given */
    struct chains by_code;
    struct digits digits[DIGITS__COUNT];
    struct digits named;   /* homes by the number of a name */
    struct link_set *set;  /* the same people as records to compare, by the same numbers */
    struct blocks *blocks; /* of each pass */
    struct link_model model;
    bool learned;
    struct rates rates;
};
static inline struct person *row_at(const struct link_index *x, uint32_t i)
{
    return AT(&x->rows, struct person, i);
}
/* The list of a name that a person of this role is in. */
static inline struct list *list_by_role(struct name *n, enum role r)
{
    return r <= ROLE_OTHER ? &n->own : &n->kin;
}

/* ---- index_digits.c -------------------------------------------------------------------------- */

/* A number as stored: 1 before its digits, so that leading zeros count; 0 = none. */
uint64_t digits_read(struct str s);
unsigned digits_len(uint64_t v);
uint64_t digits_phone(uint64_t v);            /* 84912… as 0912… */
uint64_t digits_head(uint64_t v, unsigned n); /* its first n digits, stored so */
uint64_t digits_tail(uint64_t v, unsigned n);
uint64_t get40(const uint8_t b[5]);
void put40(uint8_t b[5], uint64_t v);
void digits_open(struct digits *d);
void digits_close(struct digits *d);
size_t digits_bytes(const struct digits *d);
void digits_add(struct link_index *x, uint32_t row, const struct person *r);
void digits_remove(struct link_index *x, uint32_t row, const struct person *r);
/* Puts one into the list of a key. */
void digits_put(struct digits *d, struct lists *m, uint64_t key, uint32_t v);
/* People in the list of a key, made by digits_head(v, 6) or digits_tail(v, 4); NULL = none. */
const struct list *digits_find(const struct digits *d, uint64_t key);

/* ---- index.c --------------------------------------------------------------------------------- */

/* Number of a commune code; NONE when nobody lives there. */
uint32_t index_home(const struct link_index *x, struct str code);
uint32_t index_row_of(const struct link_index *x, const struct link_id *id);
/* Takes the lock of a reader, once the load is over; gives it back. */
void index_read(const struct link_index *x);
void index_done(const struct link_index *x);

/* ---- index_build.c --------------------------------------------------------------------------- */

void index_build(struct link_index *x); /* the writer's lock is held */
/* A name got its first person: its words lead to it from now on. */
void index_post(struct link_index *x, uint32_t name);

/* ---- index_block.c: blocks of the passes, kept current ----------------------------------------
 */

enum { BLOCK_ROOM = 64 }; /* more than any block_max() */
void blocks_open(struct link_index *x, size_t expect);
void blocks_close(struct link_index *x);
size_t blocks_bytes(const struct link_index *x);
void blocks_build(struct link_index *x);
void blocks_add(struct link_index *x, uint32_t row);
void blocks_remove(struct link_index *x, uint32_t row);
/* Rows that lie in a block with `r`, which need not be in the index, as if it were; returns how
 * many of at most block_max(). */
size_t blocks_find(
    const struct blocks *b, const struct lrec *r, uint32_t except, uint32_t out[BLOCK_ROOM]);

/* ---- index_match.c --------------------------------------------------------------------------- */

void index_model(struct link_index *x); /* after a build: the default weights for so many */

/* ---- index_rate.c ---------------------------------------------------------------------------- */

void rates_open(struct rates *t);
void rates_close(struct rates *t);
size_t rates_bytes(const struct rates *t);
void rates_build(struct link_index *x);
/* Sets the rates of a record as of the build. */
void rates_set(const struct link_index *x, struct lrec *r);

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
    uint32_t last;
    const struct names *names;
};
/* How many names that would be at most. */
uint64_t walk_open(
    struct name_walk *w, const struct link_index *x, const struct term *t, enum how upto);
bool walk_next(struct name_walk *w, uint32_t *name);

#endif
