// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * link: who is who. Finds records of the same person among many (Fellegi and Sunter 1969, with a
 * third class for the same household), finds the records a new one may be, and finds a person by
 * any part of the name. Links are proposals: nothing here merges anything.
 *
 * Three uses of one scorer and one way of reading names:
 *   a set    all against all, once: struct link_set, `mang link dedupe`
 *   an index kept current in memory: struct link_index, for saving and searching
 *   a pair   explained: link_explain
 *
 * Normalising, comparing, scoring and clustering are pure: no I/O, no clock, no globals; the same
 * input gives the same bits for any number of threads and on any processor. Scores are in bits:
 * log2 of the odds that two records are the same person.
 */
#ifndef MANG_LINK_H
#define MANG_LINK_H

#include "base/base.h"
#include "unit/unit.h"

/* ---- a person as the engine reads him -------------------------------------------------------- */

/* Text as typed, in any form a list may hold; any part may be empty. Borrowed during the call. */
struct link_person {
    struct str name, other_name;
    struct str born; /* yyyy-mm-dd, yyyymmdd, dd/mm/yyyy, yyyy-mm, mm/yyyy, yyyy */
    struct str sex;  /* nam, nữ, M, F, trai, gái */
    struct str pid, mother, father, phone, village;
    struct str unit; /* commune code, of today or of before 2025 */
};

/* Where a commune code lies now, and what is near to it. Read-only once made. */
struct link_units;
/* Rows code,successor,area and, if searches should know them, name and province. ERR_INVALID with
 * the line in err_detail(). */
MUST_CHECK enum err link_units_read(struct str csv, struct link_units **out);
/* The same from the map of units as of `day`. */
struct link_units *link_units_of(const struct unit_tree *t, int32_t day);
void link_units_close(struct link_units *u); /* NULL is a no-op */

/* ---- weights --------------------------------------------------------------------------------- */

/* Chances of each level of agreement in the three classes, and how many pairs of each class there
 * are. Plain memory; may be stored and read again by the same version of the program. */
struct link_model;
/* Weights learned from a large synthetic register: for sets too small to learn from. */
const struct link_model *link_model_default(void);

/* ---- a set, all against all ------------------------------------------------------------------ */

struct link_options {
    int threads;                    /* 0 = one a core */
    const struct link_units *units; /* NULL = codes are compared as they stand */
    double threshold; /* bits from which a pair is given; NAN = chosen from the data */
    /* Told now and then how far it is, 0..1000; may be NULL. */
    void (*progress)(void *ctx, const char *stage, int permille);
    void *ctx;
};
struct link_set;
struct link_set *link_set_open(const struct link_options *o);
void link_set_close(struct link_set *s); /* NULL is a no-op */
/* Adds one record; its number is the count before. ERR_TOO_BIG past 2^31 records. */
MUST_CHECK enum err link_set_add(struct link_set *s, const struct link_person *p);

struct link_pair {
    uint32_t a, b; /* numbers of records, a < b */
    float bits;
    float chance; /* that they are the same person, 0..1 */
};
struct link_found {
    const struct link_pair *pairs; /* by a, then b; in the set's memory */
    size_t npairs;
    const uint32_t *cluster; /* of each record: the lowest number in its group (itself if alone) */
    double threshold;        /* that was used */
    double expected;         /* estimated number of true pairs in the set */
    uint64_t candidates;     /* pairs that were compared */
    const struct link_model *model;
};
/* Estimates the weights from the set itself, compares, groups. Valid until link_set_close. */
MUST_CHECK enum err link_set_run(struct link_set *s, struct link_found *out);

/* ---- why ------------------------------------------------------------------------------------- */

enum link_field {
    LINK_PRIOR, /* how rare it is at all that two records are the same */
    LINK_NAME,
    LINK_BORN,
    LINK_SEX,
    LINK_PID,
    LINK_MOTHER,
    LINK_FATHER,
    LINK_PHONE,
    LINK_PLACE,
    LINK_ADDRESS,   /* in lists that name no parents */
    LINK_HOUSEHOLD, /* what a sibling would share as well */
    LINK_FIELD__COUNT
};
/* One reason: the field, how it agrees, and what that adds. The bits of all reasons add up to the
 * score of the pair. */
struct link_reason {
    enum link_field field;
    const char *label; /* "Họ tên" */
    const char *how;   /* "giống nhau, một bên không dấu" */
    double bits;
};
/* Explains two records with `model` (NULL = the default); returns the number of reasons, at most
 * LINK_FIELD__COUNT, strongest first. *bits and *chance get the score. Symmetric. */
size_t link_explain(const struct link_model *model, const struct link_units *units,
    const struct link_person *a, const struct link_person *b,
    struct link_reason out[LINK_FIELD__COUNT], double *bits, double *chance);

/* ---- lists in files ----------------------------------------------------------------------------
 */

/* One thing wrong in a list; the row was kept as far as it could be read. */
struct link_fault {
    size_t line, col; /* from 1 */
    const char *what; /* Vietnamese, static */
};
struct link_job {
    const char *in;               /* CSV or TSV with headings ma, ho_ten, … */
    const char *pairs, *clusters; /* files to write; NULL = not */
    struct link_options options;
    void (*fault)(void *ctx, const struct link_fault *f); /* the first thousand; may be NULL */
    void *ctx;
};
struct link_report {
    size_t records, faults, pairs, persons;
    double threshold, expected;
    uint64_t candidates;
};
/* Reads, links, writes. ERR_INVALID when the list cannot be used, with "line:col: what" in
 * err_detail(). */
MUST_CHECK enum err link_dedupe(const struct link_job *job, struct link_report *out);

/* What a list holds. */
struct link_stats {
    struct link_report report;
    size_t missing[LINK_FIELD__COUNT]; /* by field; LINK_PRIOR and LINK_HOUSEHOLD stay 0 */
    size_t males, females, split_places, suspect_pids, words;
    struct {
        char name[64];
        size_t count;
    } frequent[10];
};
MUST_CHECK enum err link_stats(const struct link_job *job, struct link_stats *out);

/* ---- an index, kept current ------------------------------------------------------------------ */

/* Everybody of one register, in memory. Readers and one writer at a time may use it together;
 * callers need no lock. Ids are the 16 bytes of a UUID. */
struct link_index;
struct link_id {
    uint8_t b[16];
};
struct link_index_options {
    const struct link_units *units; /* may be NULL; must outlive the index */
    size_t expect;                  /* records to come, 0 = unknown */
    int threads;                    /* for link_index_build; 0 = one a core */
};
struct link_index *link_index_open(const struct link_index_options *o);
void link_index_close(struct link_index *x); /* NULL is a no-op */
/* Adds or replaces. What was put is found by the next match and search. */
void link_index_put(struct link_index *x, const struct link_id *id, const struct link_person *p);
void link_index_drop(struct link_index *x, const struct link_id *id);
/* Says that the first load is over: builds what is cheaper to build at once. */
void link_index_build(struct link_index *x);
size_t link_index_size(const struct link_index *x);
/* Bytes it occupies. */
size_t link_index_memory(const struct link_index *x);
/* Weights and frequencies for link_index_match from a batch run; NULL = the default. */
void link_index_learn(struct link_index *x, const struct link_model *m);

struct link_match {
    struct link_id id;
    double bits, chance;
    bool household; /* likelier a brother or sister than the same child */
};
/* Records that may be `p`, best first, from `least` bits; `except` (NULL = none) is left out. The
 * same pairs with the same scores as a set run with the same model. Returns how many. */
size_t link_index_match(const struct link_index *x, const struct link_person *p,
    const struct link_id *except, double least, struct link_match *out, size_t max);

/* Who may be found. `allows` is asked at most once per commune code for one search. */
struct link_scope {
    bool (*allows)(const void *ctx, const char *unit);
    const void *ctx;
    const char *near; /* commune whose people come first among equals; NULL = none */
    const char *only; /* nobody of another commune is looked at (and `allows` is asked); NULL = all.
                       * Say it where it is so: a commune is read through faster than a country. */
    const char *province; /* communes that surely lie in another need not be looked at */
};
struct link_hit {
    struct link_id id;
    float nearness; /* 1 = just as typed; sorted by it */
};
/* Finds by any part of the child's or a parent's name in any order, with or without marks, with one
 * slip, with Telex or VNI left in; by phone; by personal number; names of villages and communes
 * (old ones too) narrow it. Exact marks first. Returns how many of at most `max`; *more tells that
 * there were others. Fewer than 2 letters find nothing. */
size_t link_index_search(const struct link_index *x, struct str typed, const struct link_scope *s,
    struct link_hit *out, size_t max, bool *more);

#endif
