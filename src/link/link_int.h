// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Shared between the files of src/link only (and their tests).
 *
 * From text to score: vocab.c turns every word of a name into a number; person.c reads a person
 * into a `struct lrec` of 128 bytes; keys.c says in which blocks it lies; compare.c sees how two of
 * them agree; score.c weighs that. All of it is integer arithmetic after the reading, so that the
 * order of work, the number of threads and the processor change nothing.
 */
#ifndef MANG_LINK_INT_H
#define MANG_LINK_INT_H

#include "link/link.h"

#include <pthread.h>

/* ---- mem.c: large arrays ------------------------------------------------------------------------
 */

/* Pages from the kernel, zero, given only when touched; huge ones if it can, because records are
 * visited at random and small pages would make the TLB the limit. Aborts when refused. */
void *mem_map(size_t bytes);
void mem_unmap(void *p, size_t bytes); /* NULL is a no-op */

/* Calls work(ctx, part) for every part in 0..parts-1 on `threads` threads. Which thread does which
 * part is chance: results must not depend on it. */
typedef void mem_work(void *ctx, size_t part);
void mem_parallel(int threads, size_t parts, mem_work *work, void *ctx);
int mem_cores(void);

/* ---- hashing ------------------------------------------------------------------------------------
 */

static inline uint64_t mix64(uint64_t x)
{
    x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93u;
    x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93u;
    return x ^ (x >> 32);
}
static inline uint32_t mix32(uint64_t x)
{
    return (uint32_t)(mix64(x) >> 16);
}

/* ---- vocab.c: words ---------------------------------------------------------------------------
 */

/* One word without marks: up to 12 letters in 5 bits each (a = 1), the first in the lowest bits.
 * `hash` and `phon` depend on the letters alone; the place of a word in the vocabulary does not
 * (it is chance when threads read), so nothing may be ordered or chosen by it. */
struct tok {
    uint64_t fold;
    uint32_t hash;
    uint32_t phon; /* the same for words that dialects or careless ears mix up */
    uint16_t rate; /* -log2 of its share of all words, in 1/64 */
    uint8_t len;   /* letters, at most 12 counted */
    uint8_t flags;
};
enum { TOK_INITIAL = 1 /* one letter */ };

/* Packed letters of a short word; it is written as folded: no y after a consonant at the end. */
#define W5(a, b, c, d, e)                                                                          \
    ((uint64_t)((a)&31) | (uint64_t)((b)&31) << 5 | (uint64_t)((c)&31) << 10 |                     \
        (uint64_t)((d)&31) << 15 | (uint64_t)((e)&31) << 20)

struct vocab;
struct vocab *vocab_open(void);
void vocab_close(struct vocab *v); /* NULL is a no-op */
/* All words by number; 0 is no word. Stays where it is while words are added. */
const struct tok *vocab_toks(const struct vocab *v);
uint32_t vocab_size(const struct vocab *v); /* numbers given so far, 0 included */
size_t vocab_memory(const struct vocab *v);
/* Sets rates from counts[0..size): how often each word stands. Words that were never counted and
 * those added later keep the rate that common Vietnamese words have. */
void vocab_rates(struct vocab *v, const uint32_t *counts, uint32_t size);

/* A word as written: its number and what its marks were. */
struct word {
    uint32_t id;  /* 0 = none */
    uint8_t diac; /* hash of marks and tone; 0 = written without */
};

/* Reads words for one thread; remembers the raw bytes of frequent ones. */
struct reader;
struct reader *reader_open(struct vocab *v);
void reader_close(struct reader *r); /* NULL is a no-op */
const struct vocab *reader_vocab(const struct reader *r);
/* Splits a text into words; at most `max` are kept. Unknown words enter the vocabulary. */
size_t reader_words(struct reader *r, struct str text, struct word *out, size_t max);

/* token.c, for vocab.c and its tests: letters of one raw word. */
enum { LETTERS_MAX = 32 };
struct letters {
    uint8_t n, tone;           /* tone 0 none, 1 huyền 2 hỏi 3 ngã 4 sắc 5 nặng */
    uint8_t base[LETTERS_MAX]; /* 1..26, 27..31 for letters of other scripts */
    uint8_t mod[LETTERS_MAX];  /* 0 none, 1 breve 2 circumflex 3 horn 4 stroke 5 other */
    uint32_t other;            /* hash of letters that are not Latin */
};
/* What a code point is. */
enum glyph_kind { G_OTHER, G_LETTER, G_MOD, G_TONE, G_SPACE, G_DROP, G_DIGIT };
struct glyph {
    uint8_t kind, base, mod, tone;
};
struct glyphs {
    struct glyph low[0x370], high[0x100]; /* U+0000.., U+1E00.. */
};
void glyphs_fill(struct glyphs *g);
/* Reads one raw word (no ASCII separators inside) into up to `max` words of letters. Repairs what
 * VNI, Telex and old fonts left. */
size_t token_read(const struct glyphs *g, struct str raw, struct letters *out, size_t max);
uint64_t letters_fold(const struct letters *l, uint8_t *len); /* packed; y at the end is i */
uint32_t letters_hash(const struct letters *l);
uint32_t letters_phon(const struct letters *l);
uint8_t letters_diac(const struct letters *l);

/* ---- records ----------------------------------------------------------------------------------
 */

enum {
    AT_CHILD = 0,
    AT_MOTHER = 6,
    AT_FATHER = 11,
    TOKENS = 16,
    NAMES = 3, /* child, mother, father */
};
enum { SEX_NONE, SEX_MALE, SEX_FEMALE };
enum lrec_flag {
    LREC_SUSPECT = 4, /* the personal number says another year or sex than the record */
    LREC_SPLIT = 8,   /* the place is one of several: link_units_same() knows */
};
/* One person, two cache lines. The first alone tells which words of the three names are equal in
 * their places. */
struct lrec {
    uint32_t tok[TOKENS]; /* child 6, mother 5, father 5; 0 = no word */

    uint8_t diac[TOKENS];
    uint64_t pid;             /* digits + 1; 0 = none */
    uint32_t set[NAMES];      /* hash of the words of a name in any order; 0 = no name */
    uint32_t phone;           /* last 9 digits; 0 = none */
    uint32_t place;           /* commune of today, or hash of an unknown code; 0 = none */
    uint16_t area;            /* neighbourhood of the commune; 0 = none */
    uint16_t village;         /* hash; 0 = none */
    uint16_t joined;          /* hash of the child's letters without spaces */
    uint16_t alias;           /* hash of the last word of the other name; 0 = none */
    uint8_t year, month, day; /* year - 1899; 0 = not known */
    uint8_t flags;            /* sex in the lowest two bits, enum lrec_flag */
    uint8_t rate[NAMES];      /* -log2 of the share of the name in the country, in 1/8 */
    uint8_t near_rate[NAMES]; /* the same in the neighbourhood */
    uint8_t words[2];         /* number of words: child and mother (upper half); father */
};
_Static_assert(sizeof(struct lrec) == 128, "two cache lines");

static inline int lrec_sex(const struct lrec *r)
{
    return r->flags & 3;
}

/* Number of words of a name, 0 child, 1 mother, 2 father. */
static inline int lrec_words(const struct lrec *r, int f)
{
    return f == 2 ? r->words[1] : f ? r->words[0] >> 4 : r->words[0] & 15;
}

/* Reads a person. `u` may be NULL. Rates of names are left at what their words suggest; a set
 * counts them afterwards. */
void lrec_read(
    struct reader *r, const struct link_units *u, const struct link_person *p, struct lrec *out);
/* What names are worth when nothing was counted: from the rates of their words. */
void lrec_rates(const struct vocab *v, struct lrec *r);

/* field.c: the parts that are no names. */
struct birth {
    uint8_t year, month, day; /* as in lrec */
};
struct birth field_birth(struct str s);
int field_sex(struct str s);
uint64_t field_pid(struct str s);
uint32_t field_phone(struct str s);
/* Does what a 12-digit number says contradict sex and year? */
bool field_pid_suspect(uint64_t pid, int sex, int year);

/* ---- units.c ----------------------------------------------------------------------------------
 */

struct place {
    uint32_t id; /* as in lrec */
    uint16_t area;
    bool split;
};
struct place link_units_place(const struct link_units *u, struct str code);
/* What the commune or communes are called now and were called, without "Xã" and the like. */
size_t link_units_names(const struct link_units *u, struct str code, struct str *out, size_t max);
/* May two places be the same commune? For ids that differ and one of which is split. */
bool link_units_same(const struct link_units *u, uint32_t a, uint32_t b);

/* ---- keys.c: who may be whom ------------------------------------------------------------------
 */

enum { PASSES = 24, REFINES = 4 };
/* Records of a block of that pass that are all compared; larger ones are split. */
size_t block_max(int pass);
/* Key of pass `p`; 0 = the record lies in no block of it. Records with equal keys are compared. */
uint32_t block_key(const struct tok *t, const struct lrec *r, int pass);
/* What splits a block of the pass that is too big, one after the other; the value of the n-th
 * such feature (n < REFINES). The same for all records when there is none left. */
uint32_t block_split(const struct tok *t, const struct lrec *r, int pass, int nth);

/* ---- compare.c: levels ------------------------------------------------------------------------
 */

/* Levels of the three names. Those up to NAME_FUZZY say that it is the same name but for slips:
 * how telling that is depends on how rare the name is. */
enum name_level {
    NAME_NA,
    NAME_SAME,
    NAME_BARE,   /* one side has no marks */
    NAME_MARKS,  /* marks differ: Anh, Ánh */
    NAME_ORDER,  /* other order, or joined words */
    NAME_SLIP,   /* one word has a slip that makes no usual word */
    NAME_ALIKE,  /* one word is like another usual one: Linh, Minh; Hoàng, Huỳnh */
    NAME_FUZZY,  /* several words have slips */
    NAME_SHORT,  /* words are missing or initials */
    NAME_FAMILY, /* the first word differs, all others agree */
    NAME_MIDDLE, /* first and last agree */
    NAME_GIVEN,  /* the last word differs */
    NAME_PART,   /* something agrees */
    NAME_OTHER,  /* nothing does */
    NAME_LEVELS
};
enum born_level {
    BORN_NA,
    BORN_SAME,
    BORN_SAME_FIRST, /* the same, the first of January */
    BORN_SWAP,       /* day and month change places */
    BORN_DAY,        /* only the day differs */
    BORN_MONTH,
    BORN_YEAR,  /* only the year differs, by one or in one digit */
    BORN_PART,  /* year (and month) are the same, the rest is not known or 01-01 */
    BORN_NEAR,  /* less than 50 days apart */
    BORN_CLOSE, /* within two years */
    BORN_OTHER,
    BORN_LEVELS
};
enum sex_level { SEX_NA, SEX_SAME, SEX_OTHER, SEX_LEVELS };
enum pid_level {
    PID_NA,
    PID_SAME,
    PID_SLIP, /* one digit, or two changed places */
    PID_OTHER,
    PID_SAME_SUSPECT,
    PID_OTHER_SUSPECT,
    PID_LEVELS
};
enum phone_level { PHONE_NA, PHONE_SAME, PHONE_SLIP, PHONE_OTHER, PHONE_LEVELS };
enum place_level {
    PLACE_NA,
    PLACE_VILLAGE,    /* same commune, same village */
    PLACE_SAME,       /* same commune, village not known */
    PLACE_SAME_OTHER, /* same commune, other village */
    PLACE_NEAR,       /* same neighbourhood */
    PLACE_NAMESAKE,   /* other commune, village or street of the same name */
    PLACE_OTHER,
    PLACE_LEVELS
};
enum { LEVELS_MAX = 16 };

/* The fields that are compared, in the order of their bits in a pattern. */
enum cmp_field {
    CMP_NAME,
    CMP_MOTHER,
    CMP_FATHER,
    CMP_BORN,
    CMP_SEX,
    CMP_PID,
    CMP_PHONE,
    CMP_PLACE,
    CMP_FIELDS
};
extern const uint8_t cmp_shift[CMP_FIELDS], cmp_levels[CMP_FIELDS];
static inline int cmp_level(uint32_t pattern, enum cmp_field f)
{
    static const uint8_t mask[CMP_FIELDS] = {15, 15, 15, 15, 3, 7, 3, 7};
    return (int)(pattern >> cmp_shift[f] & mask[f]);
}

/* How two records agree. `rare` says for each name how rare what agrees is: log2 of the chance
 * among strangers relative to the level's, in 1/64 (negative = rarer). */
struct agreement {
    uint32_t pattern;
    int16_t rare[NAMES];
};
/* Symmetric. `m` gives the mean rarity of partial levels. */
void compare(const struct tok *t, const struct link_units *u, const struct link_model *m,
    const struct lrec *a, const struct lrec *b, struct agreement *out);
/* Bit i: word i of both is the same. */
uint32_t words_equal(const struct lrec *a, const struct lrec *b);

/* gate.c: what is done with every pair of a block, in the fastest way this processor has. All ways
 * give the same answers. */
struct lkeys;
struct gate {
    /* Were the keys of an earlier pass equal? */
    bool (*seen)(const struct lkeys *a, const struct lkeys *b, int pass);
    /* Do whole fields and words agree enough for a closer look? */
    bool (*worth)(const struct lrec *a, const struct lrec *b);
};
enum { GATE_PLAIN, GATE_AVX2, GATE_AVX512 };
/* The fastest there is, at most `limit`. */
const struct gate *gate_of(int limit);

/* ---- model.c, score.c -------------------------------------------------------------------------
 */

/* Pairs that strangers make so much likelier (in 1/1024 bit) are dropped unseen. */
#define BLOCK_KEEP (-12 * BIT)
/* The same child; brother or sister; twin; strangers. */
enum cls { CLS_SAME, CLS_SIBLING, CLS_TWIN, CLS_STRANGER, CLASSES };
enum { BIT = 1024 /* weights are in 1/1024 bit */ };
struct link_model {
    uint32_t version;
    int32_t learned;                            /* pairs it was learned from */
    int32_t prior[CLASSES];                     /* log2 of the share of pairs; strangers 0 */
    int32_t w[CLASSES][CMP_FIELDS][LEVELS_MAX]; /* log2 of the chance of the level */
    int16_t mean[NAMES][LEVELS_MAX];            /* mean rarity of partial levels, in 1/64 */
    double records;                             /* in the set */
};
/* The weight of a chance; what the default model says; priors for a set of so many records. */
int32_t weight_of(double chance);
double model_default_chance(enum cls c, enum cmp_field f, int level);
void model_priors(struct link_model *m, double records);
/* log2(2^a + 2^b) of weights. */
int32_t log_add(int32_t a, int32_t b);
/* log2 of how likely the agreement is in each class, up to a common term. */
void score_classes(const struct link_model *m, const struct agreement *g, int32_t out[CLASSES]);
/* Bits (in 1/1024) for the same child. Integers only. */
int32_t score_of(const struct link_model *m, const struct agreement *g);
/* Also says how much of it is that brothers and sisters would agree too (0 or less). */
int32_t score_parts(const struct link_model *m, const struct agreement *g, int32_t *household);
/* Is a brother or sister likelier than the same child and than a stranger? */
bool score_household(const struct link_model *m, const struct agreement *g);
double score_chance(double bits);

/* ---- a set --------------------------------------------------------------------------------------
 */

/* Two records that were found likely enough to be looked at again. */
struct cand {
    uint32_t a, b; /* a < b */
    uint32_t pattern;
    int16_t rare; /* of the three names together */
    int16_t spare;
};
struct cands {
    struct cand *v;
    size_t n, cap;
};
void cands_add(struct cands *c, const struct cand *v, size_t n);
void cands_free(struct cands *c);

/* Final keys of a record in all passes, of which equal ones are not 0. */
struct lkeys {
    _Alignas(64) uint16_t k[32];
};
struct link_set {
    struct link_options o;
    struct vocab *vocab;
    struct lrec *rec;
    struct lkeys *keys;
    size_t n, cap;
    struct reader *idle[64]; /* readers nobody uses now */
    int nidle;
    pthread_mutex_t lock;
    int gate; /* the fastest way allowed: for tests */
    uint64_t *deal;
    uint32_t *deal_keys;
    struct link_model model;
    struct cands cands;
    uint64_t compared;
    struct link_pair *pairs;
    uint32_t *cluster;
    size_t npairs, pairs_cap;
};
/* Room for n further records, zero; the number of the first. */
size_t set_grow(struct link_set *s, size_t n);
/* A reader for one thread, and back. */
struct reader *set_reader(struct link_set *s);
void set_reader_back(struct link_set *s, struct reader *r);
void set_tell(const struct link_set *s, const char *stage, int permille);

/* rates.c: how frequent words and names are, here and in the neighbourhood. */
void set_count(struct link_set *s);
/* sample.c: chances of the levels among strangers. */
void set_sample(struct link_set *s);
/* block.c: all passes; fills cands. */
void set_block(struct link_set *s);
/* em.c: chances among the same children, siblings, twins. */
void set_learn(struct link_set *s);
/* cluster.c: pairs that hold together. */
void set_cluster(struct link_set *s, double threshold);

/* Sorts by the upper 32 bits, stable; `tmp` as long as v. Returns where the result is. */
uint64_t *sort_keys(uint64_t *v, uint64_t *tmp, size_t n);

/* Gives each share of records with like keys to `work`, which may sort it and needs `tmp` for that:
 * entries are key << 32 | record in the order of records. Key 0 = left out. */
typedef uint32_t deal_key(void *ctx, size_t record);
typedef void deal_share(void *ctx, uint64_t *v, uint64_t *tmp, size_t n);
void set_deal(struct link_set *s, deal_key *key, deal_share *work, void *ctx);

static inline int32_t cand_score(const struct link_model *m, const struct cand *c)
{
    struct agreement g = {c->pattern, {c->rare, 0, 0}};
    return score_of(m, &g);
}

/* ---- input.c: lists
 * ------------------------------------------------------------------------------
 */

struct stretch {
    const char *from, *to;
    size_t rows, lines, first, first_line;
    char *ma; /* codes of its records, one after the other, each ended by NUL */
    size_t nma;
};
struct link_input {
    struct link_set *set;
    const char *data;
    size_t n;
    bool mapped, borrowed, quotes;
    char sep;
    int8_t *col; /* what a column of the file is, -1 = nothing */
    size_t ncols, first_line;
    struct stretch *stretch;
    size_t nstretch;
    uint32_t *ma; /* where the code of a record begins in its stretch */
    struct link_fault *faults;
    size_t kept, nfaults;
    pthread_mutex_t lock;
};
/* Opens a file; close it also after an error. With data of the caller: all zero, then data, n,
 * borrowed, and the lock initialised. */
MUST_CHECK enum err input_open(struct link_input *in, const char *path);
/* ERR_INVALID with "line:col: what" in err_detail() for a file that cannot be used at all. */
MUST_CHECK enum err input_read(struct link_input *in, struct link_set *s);
void input_close(struct link_input *in);
const char *input_ma(const struct link_input *in, size_t record);
/* Tells the job of the faults; sums up. */
void input_tell(const struct link_input *in, const struct link_job *job);
void input_report(const struct link_input *in, const struct link_found *f, struct link_report *out);

/* explain.c: reasons of an agreement, strongest first; they add up to its score. */
size_t explain_agreement(const struct link_model *m, const struct agreement *g,
    struct link_reason out[LINK_FIELD__COUNT]);

/* ---- the index ----------------------------------------------------------------------------------
 *
 * Everything is held by number: words of names, names (the distinct sequences of words), people.
 * Arrays grow in pieces that never move and tables by one bucket at a time, so that no put ever
 * pauses to copy millions.
 */

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
