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
    uint32_t used;        /* bit per letter that occurs; y is i */
    const uint64_t *like; /* bit per word with a lower number; NULL = not known: vocab_like() */
};
enum { VOCAB_LIKE = 4096 };
enum tok_flag {
    TOK_INITIAL = 1,         /* one letter */
    TOK_PET = 2,             /* what a child is called at home */
    TOK_VARIANT = 4,         /* see letters_variant() */
    TOK_PARTICLE = 8,        /* H, K: stands before a name of the Highlands */
    TOK_PARTICLE_FIRST = 16, /* Y, A, Ka: only as the first word */
};

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

/* Writes down which of the first words, nearly all that are met, are like each other: worth it
 * before millions of names are compared. Holds until rates change. */
void vocab_like(struct vocab *v, int threads);

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
/* Past the word that begins at p: at a separator or the end; its first 16 bytes as two numbers
 * (0 after its end). The plain way, and the one that is used: the text must lie in a buffer of
 * which WORD_SLACK bytes after its end may be read. */
enum { WORD_SLACK = 32 };
const char *word_end_plain(const char *p, const char *end, uint64_t part[2]);
const char *word_end(const char *p, const char *end, uint64_t part[2]);
/* A text of letters and digits as one word, digits too: those of addresses and numbers. */
uint32_t reader_text(struct reader *r, struct str text);

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
uint32_t letters_used(uint64_t fold); /* bit per letter that occurs; y is i */
uint8_t letters_flags(uint64_t fold); /* of enum tok_flag, what the letters say */
uint32_t letters_hash(const struct letters *l);
uint32_t letters_phon(const struct letters *l);
uint8_t letters_diac(const struct letters *l);

/* ---- records ----------------------------------------------------------------------------------
 */

enum {
    AT_CHILD = 0,
    AT_MOTHER = 6,
    AT_FATHER = 11,
    AT_ADDRESS = 6, /* in a plain list, instead of the parents */
    AT_TYPED_BORN = 14,
    AT_TYPED_PLACE = 15,
    TOKENS = 16,
    NAMES = 3, /* child, mother, father */
};
enum { SEX_NONE, SEX_MALE, SEX_FEMALE };
enum lrec_flag {
    LREC_SUSPECT = 4,   /* the personal number says another year or sex than the record */
    LREC_PLAIN = 16,    /* the parents' words are those of the address: see plain.c */
    LREC_PARTICLE = 32, /* a name may have words that are none: name.c */
    LREC_SPLIT = 8,     /* the place is one of several: link_units_same() knows */
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
/* What a 12-digit number says of who bears it. */
struct pid_says {
    uint8_t year, sex; /* as in lrec */
    bool any;
};
struct pid_says field_pid_says(uint64_t pid);
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

enum { PASSES = 24, REFINES = 4, BLOCK_MOST = 64 /* no block_max() is larger */ };
/* Records of a block of that pass that are all compared; larger ones are split. */
size_t block_max(int pass);
/* Key of pass `p`; 0 = the record lies in no block of it. Records with equal keys are compared. */
uint32_t block_key(const struct tok *t, const struct lrec *r, int pass);
/* Keys of passes from..from+n-1 at once: cheaper than one by one. */
void block_keys(const struct tok *t, const struct lrec *r, int from, int n, uint32_t *key);
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
    NAME_SOUND,  /* one word sounds like another usual one: Trang, Chang; Hoàng, Huỳnh */
    NAME_ALIKE,  /* one word is written like another usual one: Linh, Minh */
    NAME_FUZZY,  /* several words have slips */
    NAME_SHORT,  /* words are missing or initials */
    NAME_ODD,    /* words differ that on one side are no usual names: slips, pet names */
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
    BORN_DATE,  /* only the year differs, by more */
    BORN_PART,  /* year (and month) are the same, the rest is not known or 01-01 */
    BORN_NEAR,  /* less than 50 days apart */
    BORN_CLOSE, /* within two years */
    BORN_OTHER,
    BORN_DIGITS, /* one or two digits differ, and it is none of the above */
    BORN_LEVELS
};
enum sex_level { SEX_NA, SEX_SAME, SEX_OTHER, SEX_LEVELS };
enum pid_level {
    PID_NA,
    PID_SAME,
    PID_SLIP, /* one digit, or two changed places */
    PID_OTHER,
    PID_SAME_SUSPECT,
    PID_NEXT, /* given one after the other: twins */
    PID_OTHER_SUSPECT,
    PID_NEAR,    /* of a short number two digits */
    PID_DIFFERS, /* of a short number more: that says less than of one with a structure */
    PID_LEVELS
};
enum phone_level { PHONE_NA, PHONE_SAME, PHONE_SLIP, PHONE_OTHER, PHONE_LEVELS };
enum place_level {
    PLACE_NA,
    PLACE_VILLAGE,    /* same commune, same village */
    PLACE_SAME,       /* same commune, village not known */
    PLACE_SAME_OTHER, /* same commune, other village */
    PLACE_NEAR,       /* same neighbourhood */
    PLACE_NAMESAKE,   /* other or unknown commune, village or street of the same name */
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
    CMP_ADDRESS, /* in plain lists */
    CMP_FIELDS
};
extern const uint8_t cmp_shift[CMP_FIELDS], cmp_levels[CMP_FIELDS];
static inline int cmp_level(uint32_t pattern, enum cmp_field f)
{
    static const uint8_t mask[CMP_FIELDS] = {15, 15, 15, 15, 3, 15, 3, 7, 7};
    return (int)(pattern >> cmp_shift[f] & mask[f]);
}

/* word.c: two different words of names. A slip makes a word that hardly anybody has. */
enum { WORD_RARE = 16 * 64 };
enum likeness { LIKE_NOT, LIKE_SLIP, LIKE_SOUND, LIKE_USUAL, LIKE_INITIAL };
enum likeness word_likeness(const struct tok *a, const struct tok *b);
bool word_may_be_like(const struct tok *a, const struct tok *b); /* if not: LIKE_NOT */
/* Has x more than n bits? */
static inline bool word_bits_more(uint32_t x, int n)
{
    for (int i = 0; i < n; i++)
        x &= x - 1;
    return x;
}
/* Letters of the longer word that are not in the other, in any order; i and y are one. */
int word_letters_off(const struct tok *a, const struct tok *b);

/* name.c: names, word by word. `rare` becomes the sum of the rates of the words that are the same.
 */
struct span {
    const uint32_t *tok;
    const uint8_t *diac;
    int n;
    bool particles; /* some words may be none */
};
static inline struct span span_of(const struct lrec *r, int f)
{
    static const uint8_t at[NAMES] = {AT_CHILD, AT_MOTHER, AT_FATHER};
    return (struct span){
        r->tok + at[f], r->diac + at[f], lrec_words(r, f), r->flags & LREC_PARTICLE};
}
/* How many words of a are also in b. */
int name_words_same(struct span a, struct span b);
enum name_level name_level(
    const struct tok *t, struct span a, struct span b, bool equal, int *rare);
/* The child's name; also knows what it is called at home. */
enum name_level child_level(
    const struct tok *t, const struct lrec *a, const struct lrec *b, bool equal, int *rare);

/* How two records agree. `rare` says for each name how rare what agrees is: log2 of the chance
 * among strangers relative to the level's, in 1/64 (negative = rarer). */
struct agreement {
    uint32_t pattern;
    int16_t rare[NAMES];
};
/* Symmetric. `m` gives the mean rarity of partial levels. */
void compare(const struct tok *t, const struct link_units *u, const struct link_model *m,
    const struct lrec *a, const struct lrec *b, struct agreement *out);
/* The same, but false (and nothing said) where strangers are too much likelier (BLOCK_KEEP): so
 * it is with most pairs of a block, and often a part of the fields tells. */
struct likely {
    const struct link_model *m;
    int32_t gain[CMP_FIELDS][16];      /* of each level: for the same child against strangers */
    int32_t whole[NAMES], part[NAMES]; /* the most of levels up to NAME_FUZZY, of others */
};
void likely_open(struct likely *l, const struct link_model *m);
bool compare_likely(const struct likely *l, const struct tok *t, const struct link_units *u,
    const struct lrec *a, const struct lrec *b, struct agreement *out);

/* gate.c: what is done with every pair of a block, in the fastest way this processor has. All ways
 * give the same answers. */
struct lkeys;
struct gate_pair {
    uint32_t a, b;
};
struct gate {
    /* Do whole fields and words agree enough for a closer look? */
    bool (*worth)(const struct lrec *a, const struct lrec *b);
    /* The pairs of record `a` with n others that are worth it and whose keys did not agree in a
     * pass before; *met counts those whose keys did not. Returns how many it wrote. */
    size_t (*pairs)(const struct link_set *s, int pass, uint32_t a, const uint64_t *others,
        size_t n, struct gate_pair *out, size_t *met);
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
/* The same for many patterns: weights summed up by each byte of the pattern. */
struct score_sums {
    int32_t of[4][256][CLASSES];
};
void score_sums_open(struct score_sums *s, const struct link_model *m);
void score_quickly(
    const struct score_sums *s, uint32_t pattern, int32_t rare, int32_t out[CLASSES]);
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
    bool plain; /* hardly any record names a parent */
    int gate;   /* the fastest way allowed: for tests */
    uint64_t *deal;
    uint32_t *deal_keys;
    struct link_model model;
    struct score_sums scores; /* of the model, once learned */
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

/* Keys of every record, up to DEAL_KEYS at a time; key 0 = left out. */
enum { DEAL_KEYS = 6 };
typedef void deal_keys(void *ctx, size_t record, uint32_t *key);
void set_keys(struct link_set *s, size_t nkeys, deal_keys *keys, void *ctx);
/* Gives each share of the records to `work`, those with one key together: entries are
 * key << 32 | record, by key, then record. `work` may change them and use `tmp`, as long as they.
 * Keys are hashes: their upper bits say which share. */
typedef void deal_share(void *ctx, uint64_t *v, uint64_t *tmp, size_t n);
void set_deal(struct link_set *s, size_t which, deal_share *work, void *ctx);
void set_deal_done(struct link_set *s); /* gives the memory of both back */

int32_t cand_score(const struct score_sums *s, const struct cand *c);

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
    bool mapped, borrowed, quotes, plain;
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
const char *input_cell_end(const char *p, const char *end, char sep); /* byte by byte */
const char *input_ma(const struct link_input *in, size_t record);
/* Tells the job of the faults; sums up. */
void input_tell(const struct link_input *in, const struct link_job *job);
void input_report(const struct link_input *in, const struct link_found *f, struct link_report *out);

/* explain.c: reasons of an agreement, strongest first; they add up to its score. */
size_t explain_agreement(const struct link_model *m, const struct agreement *g,
    struct link_reason out[LINK_FIELD__COUNT]);

#endif
