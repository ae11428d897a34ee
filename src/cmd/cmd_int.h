// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/cmd only (and their tests). */
#ifndef MANG_CMD_INT_H
#define MANG_CMD_INT_H

#include "cmd/cmd.h"

#include <sodium.h>
#include <zlib.h>

/* A whole file in the arena; ERR_NOT_FOUND, ERR_IO, ERR_TOO_BIG over `max` bytes. */
MUST_CHECK enum err cmd_read_file(struct arena *a, const char *path, size_t max, struct str *out);

/* boundaries.c: mang import boundaries. */
int cmd_import_boundaries(struct cmd *c, struct cmd_site *s);

/* linkscan.c: mang link scan. */
int cmd_link_scan(struct cmd *c);
struct link_units;
/* mang link search (link_search.c); `units` may be NULL. */
int cmd_link_search(struct cmd *c, const struct link_units *units);

/* numbers.c: mang import data|targets FILE. */
int cmd_import_numbers(struct cmd *c, struct cmd_site *s);

/* A password to print once: 4 groups of 5 letters and digits that cannot be mixed up. */
const char *cmd_password(struct arena *a);

/* ---- backupfile.c: the bytes of a backup -------------------------------------------------------
 */

/*
 * Inside the gzip stream: "MANGBAK1", one header, then for each table its name and columns, its
 * rows and their number, and at the end the total and BLAKE2b-256 of every byte before. Numbers are
 * little-endian; a text is its length (4 bytes) and its bytes; a value is a type letter and what
 * belongs to it. Nothing in it depends on the kind of database.
 */
struct bak_header {
    int64_t schema, created_at;
    const char *program, *pack, *pack_version;
    const char *key_check; /* 32 hex digits that only the same mang.key gives */
};
struct bak_sum {
    struct bak_header header;
    int64_t tables, rows;
};

struct bak_writer {
    crypto_generichash_state hash;
    gzFile z;
    int fd;
    enum err e;
    int64_t rows, all_rows;
};
/* Makes `path` (0600); ERR_IO when it cannot. Close with bak_finish or bak_drop. */
MUST_CHECK enum err bak_create(struct bak_writer *w, const char *path);
void bak_header(struct bak_writer *w, const struct bak_header *h);
void bak_table(struct bak_writer *w, const char *name, const char *const *cols, size_t n);
void bak_row(struct bak_writer *w, const struct value *v, size_t n);
void bak_table_end(struct bak_writer *w);
/* Writes the end, and returns when it is on disk; the first error of all calls. */
MUST_CHECK enum err bak_finish(struct bak_writer *w);
void bak_drop(struct bak_writer *w); /* closes without an end */

/* Where the reader gets its bytes: fills p, returns how many (fewer than n = there are no more). */
struct bak_source {
    size_t (*read)(void *ctx, void *p, size_t n);
    void *ctx;
};
/* Who is told what a backup holds; an error stops the reading and is returned. NULL = not asked. */
struct bak_sink {
    enum err (*header)(void *ctx, const struct bak_header *h);
    enum err (*table)(void *ctx, const char *name, const char *const *cols, size_t n);
    enum err (*row)(void *ctx, const struct value *v, size_t n);
    void *ctx;
};
/* Reads to the end. ERR_CORRUPT for anything but a whole, undamaged backup, which is known only
 * when it returns OK: a sink that stores must be able to take everything back. Header in `a`. */
MUST_CHECK enum err bak_read(const struct bak_source *src, struct arena *a,
    const struct bak_sink *sink, struct bak_sum *sum);
MUST_CHECK enum err bak_read_file(
    const char *path, struct arena *a, const struct bak_sink *sink, struct bak_sum *sum);

/* ---- backup.c -------------------------------------------------------------------------------- */

/* Copies the database as of one moment to `path`, by way of path.part. */
MUST_CHECK enum err backup_save(
    struct cmd *c, const struct site *s, const char *path, struct bak_sum *sum);
/* Reads the whole file without writing anything: ERR_CORRUPT if damaged, ERR_DENIED if it was made
 * with another key, ERR_INVALID if by a newer program. */
MUST_CHECK enum err backup_check(
    struct arena *a, const char *path, const unsigned char key[32], struct bak_sum *sum);
/* After backup_check: fills a fresh, migrated database in one transaction. ERR_CONFLICT when there
 * is work in it already. */
MUST_CHECK enum err backup_load(
    struct cmd *c, const struct site *s, const char *path, struct bak_sum *sum);

/* ---- the demo: names and chance (demo_names.c)
 * ---------------------------------------------------- */

enum demo_kind {
    DEMO_TOWN,
    DEMO_VALLEY,
    DEMO_HIGH,
    DEMO_MIXED,
    DEMO_BORDER,
    DEMO_HANHI,
    DEMO_KIND__COUNT
};
/* What kind of commune of Điện Biên it is. */
enum demo_kind demo_kind_of(const char *commune);

struct demo_rng {
    uint64_t state;
};
uint64_t demo_rand(struct demo_rng *r);
int demo_int(struct demo_rng *r, int lo, int hi); /* both ends included */
int64_t demo_span(struct demo_rng *r, int64_t lo, int64_t hi);
bool demo_chance(struct demo_rng *r, int percent);
/* One of "a|b|c". */
struct str demo_word(const char *list, size_t nth);
struct str demo_pick(struct demo_rng *r, const char *list);

/* Code of a people (list dan_toc) that lives in such a commune. */
const char *demo_ethnic(struct demo_rng *r, enum demo_kind kind);
struct demo_naming {
    const char *ethnic;
    bool female;
    const char *family; /* full name whose family name is kept, or NULL */
};
const char *demo_name(struct demo_rng *r, struct arena *a, const struct demo_naming *n);
const char *demo_village(struct demo_rng *r, struct arena *a, enum demo_kind kind);

/* ---- the demo: texts (demo_text.c)
 * ---------------------------------------------------------------- */

/* One kind of case; codes are those of the pack's lists, several with commas. */
struct demo_theme {
    int weight, age_min, age_max, danger; /* danger: percent that are urgent at once */
    const char *subject, *forms, *acts, *setting, *by, *needs, *services, *measures, *groups;
    bool carer, crime, orphan, foundling;
    const char *report[4], *found[2], *cause[2], *goal[2];
};
enum { DEMO_THEMES = 12 };
extern const struct demo_theme demo_themes[DEMO_THEMES];

enum demo_pool {
    SAY_BODY,
    SAY_FAMILY,
    SAY_SCHOOL,
    SAY_COMMUNITY,
    SAY_NEED,
    SAY_CHILD,
    SAY_PARENT,
    SAY_SUMMARY,
    SAY_MEETING,
    SAY_VOICES,
    SAY_VISIT_GOOD,
    SAY_VISIT_WORRY,
    SAY_NOT_HOME,
    SAY_REVIEW,
    SAY_SAFE_HOME,
    SAY_SAFETY,
    SAY_EMERGENCY,
    SAY_SEPARATE,
    SAY_RETURNED,
    SAY_ADJUST,
    SAY_NOT_TRUE,
    SAY_NOT_OURS,
    SAY_NOT_ENOUGH,
    SAY_CLOSE,
    SAY_REOPEN,
    SAY_MOVED,
    SAY_CARRY,
    SAY_ANSWER,
    SAY_MONITOR,
    SAY_BEFORE,
    SAY_STATE,
    SAY_RISK,
    SAY_SAFE_TIME,
    SAY_WHY_CALM,
    SAY_HOME,
    SAY_WISH,
    SAY_HEALTH,
    SAY_MIND,
    SAY_LEARN,
    SAY_CARE,
    SAY_KIN,
    SAY_LIVING,
    SAY_CARER,
    SAY_CARER_NO,
    SAY_PAPERS,
    SAY_END_CARE,
    SAY_CARER_REPORT,
    SAY_WITHDRAW,
    DEMO_POOL__COUNT
};
const char *demo_pool(enum demo_pool pool);
/* Whom a text is about. */
struct demo_person {
    const char *name, *village, *commune;
    int age;
    const struct demo_theme *theme; /* NULL in alternative care */
    bool emergency;
};
/* Takes the tags off a sentence; false when it does not fit this child. */
bool demo_fits(struct str *text, const struct demo_person *p);
/* Fills the slots. */
const char *demo_say(struct arena *a, struct str text, const struct demo_person *p);

/* ---- the demo: the world and what is done in it
 * ----------------------------------------------------- */

enum demo_who {
    WHO_OFFICIAL,
    WHO_CHAIR,
    WHO_DEPUTY,
    WHO_POLICE,
    WHO_CLINIC,
    WHO_HELPER,
    WHO_PROVINCE,
    WHO__COUNT
};
struct demo_place {
    const char *code, *name; /* "03325", "xã Mường Phăng" */
    enum demo_kind kind;
    int cases, kids; /* how many are to be made */
    const char *village[8];
    const struct user *who[WHO__COUNT]; /* NULL where there is nobody */
};
struct demo_kid;
struct demo;
struct demo_home {
    const char *id; /* NULL until in the register */
    const char *head, *village, *father, *mother, *phone;
    const char *carer; /* of orphans: the head too */
    const struct demo_kid *kids[5];
    size_t nkids;
    int poverty, since;
    bool moved, water;
};
struct demo_kid {
    struct demo_home *home; /* NULL: not of the register */
    const char *id;         /* NULL until in the register */
    const char *name, *ethnic, *village, *father, *mother, *birth;
    int birth_day;
    bool female, dead_father, dead_mother, used;
};
/* One case: of the protection procedure (theme set) or of alternative care. */
struct demo_tale {
    const struct procedure *proc;
    const struct demo_theme *theme;
    const struct demo_place *place;
    struct demo_kid *kid;
    struct demo_person person;
    const char *level;                      /* urgency at intake */
    const char *carer, *carer_birth, *kind; /* alternative care */
    bool emergency, relative, failed;
    int risk, calls; /* 0 high, 1 medium, 2 low; reports so far */
    struct rec *rec;
    struct rec **latest;
};
/* Something done at a moment by somebody. */
struct demo_deed {
    int64_t at, before; /* before: the deed before it in the same case */
    const char *step;   /* of the tale's procedure, or NULL: `make` */
    enum demo_who who;
    struct demo_tale *tale;
    const char *word; /* what is decided */
    int64_t when;     /* a day that is set */
    enum demo_pool say;
    struct demo_kid *kid;
    struct demo_home *home;                    /* a household to be made */
    const struct reg *make;                    /* a record of its own */
    enum err (*work)(struct demo *d, int nth); /* or anything else, with `seq` */
    bool maybe;                                /* left out when the case does not stand for it */
    int seq, order;
};
struct demo_deeds {
    struct demo_deed *v;
    size_t n, cap;
};
struct demo {
    struct cmd *c;
    struct cmd_site *s;
    struct arena *a;
    struct demo_rng rng;
    int64_t from, now;
    struct demo_place *places;
    size_t nplaces;
    struct {
        const char *id, *services;
    } facilities[16];
    size_t nfacilities;
    /* of the stretch of work at hand: one commune, one transaction */
    struct act *act;
    const struct demo_place *place;
    struct demo_kid *kids;
    size_t nkids;
    const char *fault;           /* "register.field" the pack does not have */
    const char *list, *moves[8]; /* ids made by earlier deeds of this commune */
    struct value nowhere;
};
void demo_add(struct demo *d, struct demo_deeds *list, const struct demo_deed *k);
/* demo_past.c: records of 2023 and 2024 in the communes of before 2025-07-01. */
enum err demo_past(struct demo *d, const char *province, const char *home);
/* A moment of office hours near `ms`, never later than now. */
int64_t demo_office(struct demo *d, int64_t ms);
int64_t demo_daytime(struct demo *d, int64_t ms);
/* From now on the act is this person's, at this moment. */
void demo_become(struct demo *d, const struct user *u, int64_t at);
/* The commune of the sign-ins, which comes last, and one beside it; NULL if there is none. */
#define DEMO_HOME "03325"
#define DEMO_NEAR "03127"
const struct demo_place *demo_place_of(const struct demo *d, const char *code);
/* A deed of the official; left out when its moment has not come. */
void demo_work(struct demo *d, struct demo_deeds *list, int64_t at,
    enum err (*work)(struct demo *d, int nth), int nth);
/* demo_register.c: double entries, a re-check, moves, old lists, in the commune of the sign-ins. */
void demo_plan_register(struct demo *d, struct demo_deeds *list);
/* demo_number.c: records that reports count, of last year and this one; `province`: its own too. */
void demo_plan_number(struct demo *d, struct demo_deeds *list, bool province);
/* demo_support.c: support for children in special circumstances, last year and this one. */
void demo_plan_support(struct demo *d, struct demo_deeds *list);
/* Computes, and refuses what a page would have refused. */
MUST_CHECK enum err demo_check(struct demo *d, struct rec *r);
/* demo_aid.c: decisions on allowances and payment lists. */
void demo_plan_aid(struct demo *d, struct demo_deeds *list);
/* demo_report.c: periodic reports of some communes, in all states. */
void demo_plan_reports(struct demo *d, struct demo_deeds *list);
/* demo_value.c: entered numbers of a province and its communes, targets. */
MUST_CHECK enum err demo_values(struct demo *d, const char *province);
/* demo_open.c: the last finished year, given to the public by `who`. */
MUST_CHECK enum err demo_open(struct demo *d, const struct user *who, const char *province);
/* demo_states.c: the circumstances of a child of the register. */
void demo_states(struct demo *d, const struct demo_kid *k, int age, struct rec *r);
/* demo_time.c: a plan in minutes of its own time, and its move into real time. */
enum { PLAN_HOUR = 60, PLAN_DAY = 24 * 60 };
struct plan {
    struct demo *d;
    struct demo_tale *t;
    struct demo_deed v[80];
    size_t n;
    int64_t clock; /* minutes since the beginning */
    int slow;      /* percent of deeds that take three times as long */
    size_t anchor;
};
struct demo_rng *plan_rng(struct plan *p);
struct demo_deed *plan_put(struct plan *p, const char *step, enum demo_who who, int64_t at);
/* Beside the main way: not done if the case has moved on by then. */
void plan_also(struct plan *p, const char *step, enum demo_who who, int64_t at);
/* The next deed on the main way, some minutes after the last. */
struct demo_deed *plan_then(
    struct plan *p, const char *step, enum demo_who who, int64_t least, int64_t most);
enum demo_who plan_chair(struct plan *p); /* now and then the deputy */
int64_t plan_minutes(struct plan *p, double least_days, double most_days);
/* Moves the plan so that its anchor lies `age` minutes ago, drops the future, hands it over. */
void plan_settle(struct plan *p, int64_t age, struct demo_deeds *list);
struct demo_tale *plan_tale(struct demo *d, const char *proc);
void plan_person(struct demo *d, struct demo_tale *t); /* after the child is set */
/* demo_plan.c: what will be done in one case. */
void demo_plan_case(struct demo *d, struct demo_deeds *list, size_t nth);
void demo_plan_care(struct demo *d, struct demo_deeds *list, size_t nth);
/* demo_fill.c, demo_fill_care.c: what is written in the form of a step, by its register. */
void demo_fill(struct demo *d, const struct demo_deed *k, struct rec *r);
struct paper;
struct demo_filler {
    const char *reg; /* NULL ends a table */
    void (*fill)(struct paper *p);
};
extern const struct demo_filler demo_care_fillers[];
void paper_decision(struct paper *p); /* approved or sent back, with number and day */

/* demo_paper.c: answers by the id of the field. */
void demo_text(struct demo *d, struct rec *r, const char *field, const char *text);
void demo_num(struct demo *d, struct rec *r, const char *field, int64_t i);
void demo_codes(struct demo *d, struct rec *r, const char *field, const char *codes);
void demo_day(struct demo *d, struct rec *r, const char *field, int64_t ms);
bool demo_among(const char *codes, const char *code); /* is it one of "a,b,c" */
/* One form being filled, with the same by shorter names. */
struct paper {
    struct demo *d;
    const struct demo_deed *k;
    struct demo_tale *t;
    struct rec *r;
};
extern const char *const paper_levels[3]; /* high, medium, low */
void paper_text(struct paper *p, const char *field, const char *s);
void paper_num(struct paper *p, const char *field, int64_t i);
void paper_codes(struct paper *p, const char *field, const char *s);
void paper_say(struct paper *p, const char *field, enum demo_pool pool);
void paper_tell(struct paper *p, const char *field, const char *const *texts, size_t n);
int paper_roll(struct paper *p, int lo, int hi);
bool paper_chance(struct paper *p, int percent);
void paper_done(struct paper *p, int64_t most_minutes);
const char *paper_number(struct paper *p);
const char *paper_phone(struct paper *p);
const char *paper_person(struct paper *p, bool female);
void paper_scale(struct paper *p, const char *const *fields, size_t n, int level);
void paper_self_protection(struct paper *p, int risk);

/* demo_home.c: households, and the parts of a child. */
bool demo_home_sibling(struct demo *d, const struct demo_kid *before, struct demo_kid *k);
void demo_home_new(struct demo *d, struct demo_kid *k);
void demo_home_fill(struct demo *d, const struct demo_home *h, struct rec *r);
void demo_home_kid(struct demo *d, const struct demo_kid *k, struct rec *r);
/* What belongs to a record just stored. */
MUST_CHECK enum err demo_home_after(struct demo *d, const struct demo_deed *k, struct rec *r);
/* demo_kids.c: the child register and a commune's other records. */
struct demo_kid *demo_new_kid(struct demo *d, int age_min, int age_max, int64_t at);
void demo_plan_kids(struct demo *d, struct demo_deeds *list);
void demo_fill_record(struct demo *d, const struct demo_deed *k, struct rec *r);
void demo_plan_rest(struct demo *d, struct demo_deeds *list);
void demo_plan_facilities(struct demo *d, struct demo_deeds *list); /* of the province */

#endif
