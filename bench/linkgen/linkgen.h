// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * linkgen: synthetic registers of children with known truth, to measure `mang link` on. Families
 * are a pure function of (seed, number), so that any of them can be made again at any time and
 * 25 million records need no memory. What is done to a record knows nothing of how an engine
 * compares: errors follow how lists come about (office, source, keyboard, dialect, memory).
 */
#ifndef MANG_BENCH_LINKGEN_H
#define MANG_BENCH_LINKGEN_H

#include "base/base.h"
#include "base/cal.h"

#include <stdio.h>

/* ---- chance ---------------------------------------------------------------------------------- */

struct rng {
    uint64_t s;
};
uint64_t rng_mix(uint64_t a, uint64_t b);
struct rng rng_of(uint64_t seed, uint64_t what, uint64_t which);
uint64_t rng_next(struct rng *r);
double rng_real(struct rng *r); /* [0, 1) */
int rng_below(struct rng *r, int n);
int rng_span(struct rng *r, int lo, int hi);
bool rng_hit(struct rng *r, double p);

/* ---- words and names ------------------------------------------------------------------------- */

enum { WORD_MAX = 23, NAME_WORDS = 8, ENTRY_WORDS = 3, TONES = 6 };
struct word {
    uint8_t n;
    uint16_t c[WORD_MAX]; /* precomposed letters */
};
struct name {
    int n;
    struct word w[NAME_WORDS];
};
/* A list of words, "A|B|C D", the most usual first; `skew` says how fast it falls. */
struct list {
    const char *text;
    double skew;
    int n;
    double *upto; /* chance of this entry or an earlier one */
    struct name *entry;
};
void list_open(struct arena *a, struct list *l);
const struct name *list_pick(const struct list *l, struct rng *r);
struct word word_of(const char *utf8, size_t n);
void name_add(struct name *to, const struct name *more);
void name_add_text(struct name *to, const char *utf8);
bool word_same(const struct word *a, const struct word *b);
bool name_same(const struct name *a, const struct name *b);

/* ---- letters --------------------------------------------------------------------------------- */

void letters_open(void);
/* A vowel is one of 12 bases (aăâeêioôơuưy) with one of 6 tones; false for any other letter. */
bool letter_split(uint16_t c, int *base, int *tone, bool *capital);
uint16_t letter_join(int base, int tone, bool capital);
uint16_t letter_lower(uint16_t c);
uint16_t letter_upper(uint16_t c);
uint16_t letter_plain(uint16_t c); /* without tone, mark and stroke */
bool letter_is_capital(uint16_t c);

enum form { FORM_NFC, FORM_NFD, FORM_CP1258, FORM_TELEX, FORM_VNI, FORM_VNI_END };
enum capitals { CAPS_TITLE, CAPS_UPPER, CAPS_LOWER };
struct look {
    enum form form;
    enum capitals caps;
    bool eth;        /* Ð U+00D0 for Đ */
    bool two_spaces; /* between words */
};
/* Writes the name as UTF-8 into out; returns its length. */
size_t name_write(const struct name *n, const struct look *look, char *out, size_t max);

/* ---- what can be wrong ------------------------------------------------------------------------
 */

#define ERRORS(X)                                                                                  \
    X(STRIP, "marks-all-lost")                                                                     \
    X(STRIP_SOME, "marks-some-lost")                                                               \
    X(TONE, "tone")                                                                                \
    X(MARK, "vowel-mark")                                                                          \
    X(DIALECT, "dialect")                                                                          \
    X(TYPO, "typo")                                                                                \
    X(TYPO2, "typo-twice")                                                                         \
    X(IY, "i-y")                                                                                   \
    X(PLACE_OF_TONE, "place-of-tone")                                                              \
    X(FORM, "nfd-cp1258")                                                                          \
    X(KEYS, "telex-vni")                                                                           \
    X(ETH, "d-lookalike")                                                                          \
    X(ORDER, "word-order")                                                                         \
    X(MIDDLE, "middle-dropped")                                                                    \
    X(MIDDLE_ADDED, "middle-added")                                                                \
    X(INITIALS, "initials")                                                                        \
    X(PLACEHOLDER, "placeholder")                                                                  \
    X(NICK, "nickname")                                                                            \
    X(SURNAME, "other-surname")                                                                    \
    X(JOINED, "joined-words")                                                                      \
    X(APOSTROPHE, "apostrophe")                                                                    \
    X(DOB_SWAP, "day-month-swapped")                                                               \
    X(DOB_DAY, "day")                                                                              \
    X(DOB_MONTH, "month")                                                                          \
    X(DOB_YEAR, "year")                                                                            \
    X(DOB_0101, "first-of-january")                                                                \
    X(DOB_YEAR_ONLY, "year-only")                                                                  \
    X(DOB_LUNAR, "lunar-date")                                                                     \
    X(DOB_MISSING, "no-date")                                                                      \
    X(MOVED, "moved")                                                                              \
    X(NO_UNIT, "no-commune")                                                                       \
    X(VILLAGE, "village")                                                                          \
    X(SEX, "wrong-sex")                                                                            \
    X(NO_SEX, "no-sex")                                                                            \
    X(ID_TYPO, "id-typo")                                                                          \
    X(ID_OTHER, "id-of-other")                                                                     \
    X(NO_ID, "no-id")                                                                              \
    X(PHONE, "other-phone")                                                                        \
    X(NO_PHONE, "no-phone")                                                                        \
    X(SWAPPED, "parents-swapped")                                                                  \
    X(NO_MOTHER, "no-mother")                                                                      \
    X(NO_FATHER, "no-father")                                                                      \
    X(MOTHER, "mother-misspelt")                                                                   \
    X(FATHER, "father-misspelt")                                                                   \
    X(GUARDIAN, "guardian-for-parent")                                                             \
    X(FIELD, "other-field")
#define ERROR_CODE(code, text) E_##code,
enum error { ERRORS(ERROR_CODE) E__COUNT };
extern const char *const error_names[E__COUNT];
typedef uint64_t error_set;
#define ERROR_BIT(e) ((error_set)1 << (e))

/* ---- places ---------------------------------------------------------------------------------- */

enum region {
    R_DELTA,
    R_NORTHEAST,
    R_NORTHWEST,
    R_NORTH_CENTRAL,
    R_COAST,
    R_HIGHLAND,
    R_SOUTHEAST,
    R_MEKONG,
    R__COUNT
};
enum { COMMUNES = 10035, VILLAGES = 9 };
struct places {
    int used;                             /* how many communes occur */
    uint16_t at[COMMUNES], nth[COMMUNES]; /* the n-th of them, and back */
    uint16_t province_of[COMMUNES];       /* index of province */
    uint16_t now[COMMUNES];               /* commune it became part of in 2025 */
};
void places_open(struct places *p, int used);
int places_pick(const struct places *p, struct rng *r);
int places_near(const struct places *p, struct rng *r, int from); /* where one moves to */
enum region places_region(const struct places *p, int commune);
const char *places_province(const struct places *p, int commune); /* 2 digits */
void places_code(int commune, char out[6]);
void places_units(const struct places *p, FILE *f); /* code,successor,area */
void places_village(uint64_t seed, enum region region, int commune, int village, struct name *out);

/* ---- people ---------------------------------------------------------------------------------- */

struct naming; /* one of the peoples, and how it names its children */
void naming_open(struct arena *a);
const struct naming *naming_of(struct rng *r, enum region region, uint64_t commune_chance);
void naming_parent(const struct naming *p, struct rng *r, enum region region, bool woman,
    const struct name *surname, struct name *out);
/* `like`: an elder brother or sister (NULL = none) whose middle name may be taken up. */
void naming_child(const struct naming *p, struct rng *r, enum region region, bool girl,
    const struct name *mother, const struct name *father, const struct name *like,
    struct name *out);
void naming_surname(const struct naming *p, struct rng *r, enum region region, struct name *out);
/* A twin's name, made from that of the first. */
void naming_twin(const struct naming *p, struct rng *r, bool girl, const struct name *first,
    const struct name *fresh, struct name *out);
void naming_nick(struct rng *r, struct name *out);

enum { KIDS_MAX = 7 };
struct kid {
    struct name name, nick;
    bool girl;
    struct cal_date born;
    char pid[13];
};
struct family {
    uint64_t id;
    int commune, village;
    const struct naming *people;
    bool no_father, no_parents;
    struct name mother, father, grandmother;
    char phone[2][12];
    int nkids;
    struct kid kids[KIDS_MAX];
};

enum kind {
    KIND_ORDINARY,
    KIND_DENSE,
    KIND_HARD,
    KIND_CLEAN,
    KIND_ENGLISH,
    KIND_REFERENCE,
    KIND_FEBRL1,
    KIND_FEBRL2,
    KIND_FEBRL3,
    KIND_FEBRL4,
};
struct gen {
    uint64_t seed;
    enum kind kind;
    struct places places;
    double errors, missing; /* factors on the rates of a source */
};
int family_size(const struct gen *g, uint64_t id); /* without making it */
void family_make(const struct gen *g, uint64_t id, struct family *f);

/* ---- records --------------------------------------------------------------------------------- */

enum { SOURCES = 7, TEXT_MAX_OUT = 400 };
struct record {
    char name[TEXT_MAX_OUT], nick[TEXT_MAX_OUT], born[16], sex[8], pid[20];
    char mother[TEXT_MAX_OUT], father[TEXT_MAX_OUT], phone[24], village[TEXT_MAX_OUT], unit[32];
    error_set errors;
};
/* Source of the n-th record of a child (n from 0), -1 when there is none. */
int record_source(const struct gen *g, uint64_t family, int kid, int nth);
void record_make(
    const struct gen *g, const struct family *f, int kid, int nth, int source, struct record *out);

/* How an office fills its lists: shared by all its records. */
struct office {
    double errors, missing;
    bool old_units, upper, no_marks, nfd, given_first, new_tone;
    double no_id, no_phone, no_mother, no_father, first_january, no_sex;
    int date_form;
};
/* Errors of names; e is multiplied on all rates. They return what they did. */
error_set damage_name(struct name *n, struct rng *r, double e);
void damage_letters(struct name *n, struct rng *r); /* one slip of the keyboard */
bool damage_tone_place(struct name *n);             /* false: no word with two places */
void strip_marks(struct word *w);
/* Errors of the rest. */
error_set damage_date(struct cal_date *d, struct rng *r, const struct office *o);
void date_write(struct cal_date d, int form, char out[16]);
error_set damage_pid(
    char pid[20], struct rng *r, const struct office *o, const struct family *f, int kid);

/* ---- English --------------------------------------------------------------------------------- */

void english_open(struct arena *a);
int english_copies(const struct gen *g, uint64_t person); /* records of it beside the first */
void english_make(const struct gen *g, uint64_t person, int nth, struct record *out);

void febrl_open(struct arena *a);
uint64_t febrl_originals(enum kind k);
uint64_t febrl_records(enum kind k); /* of the whole set */
int febrl_copies(const struct gen *g, uint64_t id);
void febrl_make(const struct gen *g, uint64_t id, int nth, struct record *out);

/* ---- the file -------------------------------------------------------------------------------- */

struct linkgen {
    uint64_t records, seed; /* records 0 = as many as the kind has */
    enum kind kind;
    int communes;              /* 0 = by the number of records */
    FILE *out, *truth, *units; /* units may be NULL */
};
bool linkgen_kind(const char *word, enum kind *out);
void linkgen_run(const struct linkgen *l);

#endif
