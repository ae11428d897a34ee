// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Inside of view: the layout of values, the tables a template compiles to, and the compiler, which
 * tools/tplgen runs at build time and view_html() runs itself when $MANG_DEV_ROOT is set.
 */
#ifndef MANG_VIEW_INT_H
#define MANG_VIEW_INT_H

#include "view/view.h"

/* ---- values ---------------------------------------------------------------------------------- */

/* A key prepared for lookup: its length, its first eight bytes as a number, and one bit of a
 * 64-bit set that says quickly that an object does not have it. */
struct key {
    uint64_t k8;
    uint64_t bit;
    const char *s;
    uint32_t n;
};
struct member {
    struct key key;
    struct val *v;
};
struct val {
    enum val_kind kind;
    union {
        bool b;
        int64_t i;
        double r;
        const char *s; /* text, date */
        struct {
            const char *code, *vi, *en;
        } code;
        struct {
            const char *id;
            struct val *arg[3];
        } msg;
        struct {
            struct arena *a;
            struct member *m;
            uint64_t bits;
            uint32_t n, cap;
        } obj;
        struct {
            struct arena *a;
            struct val **v;
            uint32_t n, cap;
        } list;
    };
};

struct key key_of(const char *s, size_t n);
const struct val *obj_get(const struct val *obj, const struct key *k);
/* false for NULL, VK_NULL, false, "" and empty lists; a number 0 is a value, so true. */
bool val_truth(const struct val *v);

/* ---- looks ----------------------------------------------------------------------------------- */

enum look {
    LOOK_HUMAN, /* as people read it */
    LOOK_RAW,   /* as programs read it: the JSON scalar without quotes */
    LOOK_INPUT, /* as it is typed into a form box: no unit, a choice as its code */
    LOOK_LABEL, /* label of a code */
    LOOK_DATE,  /* date of a time */
    LOOK_CLOCK, /* hour and minute of a time */
    LOOK_COUNT, /* length of a list */
};
/* The look a last path segment asks of a scalar ("raw", "code", "input" …); false if none. */
bool look_of(struct str segment, enum look *out);

/* buf_add() without a call when there is room: a page is a thousand small pieces. */
static inline void emit(struct buf *out, const char *p, size_t n)
{
    if (n >= out->cap - out->n || n > out->max - out->n || out->full) {
        buf_add(out, p, n);
        return;
    }
    memcpy(out->p + out->n, p, n);
    out->n += n;
    out->p[out->n] = 0;
}

/* The same for a text of the pool, which may be read past its end: short ones are copied as one
 * block of fixed size. */
enum { POOL_SPARE = 32 };
static inline void emit_pooled(struct buf *out, const char *p, size_t n)
{
    if (n > POOL_SPARE || out->cap - out->n <= POOL_SPARE || out->max - out->n <= POOL_SPARE ||
        out->full) {
        emit(out, p, n);
        return;
    }
    memcpy(out->p + out->n, p, POOL_SPARE);
    out->n += n;
    out->p[out->n] = 0;
}

enum escape { ESC_NONE, ESC_HTML, ESC_URL };
void put_text(struct buf *out, const char *s, enum escape e);
void put_val(struct buf *out, const struct val *v, enum lang lang, enum look look, enum escape e);
struct msg_arg {
    const struct val *v; /* NULL gives nothing */
    enum look look;
};
/* A message in the reader's language with %1 … %9 replaced. */
void put_msg(struct buf *out, const char *id, const struct msg_arg *args, size_t nargs,
    enum lang lang, enum escape e);
/* Shortest decimal text that reads back as `r`, '.' as the decimal mark; "" when not finite. */
void real_text(char out[40], double r);

/* ---- messages (generated) ---------------------------------------------------------------------
 */

struct msg_entry {
    uint32_t hash; /* FNV-1a of id; the table is sorted by it */
    const char *id, *text;
};
struct msg_table {
    const char *lang;
    const struct msg_entry *e;
    size_t n;
};
extern const struct msg_table msg_tables[];
extern const size_t msg_tables_n;

/* ---- compiled templates -------------------------------------------------------------------------
 */

enum tpl_code {
    OP_TEXT, /* a = pool offset, b = length */
    OP_VAR,  /* path */
    OP_MSG,  /* a = pool offset of the id, path = number of arguments, b = first in args */
    OP_IF,   /* path, body up to a */
    OP_NOT,  /* path, body up to a */
    OP_EQ,   /* path, body up to a, b = pool offset of the literal */
    OP_NE,
    OP_CALL,    /* a = template */
    OP_CONTENT, /* the page, inside a layout */
    OP_SLOT,    /* path = slot: the page's block of that name */
    OP_HAS,     /* path = slot, body up to a */
    OP_HASNOT,
    OP_BLOCK, /* path = slot, body up to a: not run where it stands */
    OP__COUNT
};
enum tpl_ctx {
    CTX_TEXT,    /* text, quoted attribute */
    CTX_URL,     /* whole address: local or "#" */
    CTX_URLPART, /* piece of an address: percent-encoded */
};
struct tpl_op {
    uint8_t code, ctx;
    uint16_t path;
    uint32_t a, b;
};
enum path_kind {
    PATH_SCOPE,  /* first segment searched from the innermost object outwards */
    PATH_HERE,   /* ".x": innermost object only */
    PATH_SELF,   /* "." */
    PATH_INDEX,  /* @index, from 0 */
    PATH_NUMBER, /* @number, from 1 */
    PATH_LANG,   /* @lang: "vi" or "en" */
    PATH_FIRST,
    PATH_LAST,
};
enum { PATH_MAX_SEGS = 4 };
struct tpl_path {
    uint8_t kind, n;
    uint16_t seg[PATH_MAX_SEGS]; /* names */
};
struct tpl_name { /* as struct key, text in the pool */
    uint64_t k8, bit;
    uint32_t at, n;
};
struct tpl {
    uint32_t name; /* pool offset; the table is sorted by name */
    uint32_t from, to;
    int32_t layout; /* template, or -1 */
    uint16_t block, nblocks;
};
struct tpl_block {
    uint16_t slot;
    uint32_t from, to;
};
struct tpl_set {
    const char *pool;
    const struct tpl_op *ops;
    const struct tpl_path *paths;
    const struct tpl_name *names;
    const struct tpl_block *blocks;
    const uint16_t *args;
    const struct tpl *tpls;
    uint32_t npool, nops, npaths, nnames, nblocks, nargs, ntpls;
};
extern const struct tpl_set tpl_built_in; /* generated */
/* The set compiled from <root>/tpl/ *.html as it is on disk now; aborts with the error's place. */
const struct tpl_set *tpl_from_disk(struct arena *a, const char *root);

/* False if the set has no such page. */
MUST_CHECK bool tpl_render(const struct tpl_set *t, const char *name, const struct val *root,
    enum lang lang, struct buf *out);

/* ---- the compiler -------------------------------------------------------------------------------
 */

struct tpl_source {
    const char *path; /* "tpl/inbox.html"; the name is the part between the last / and .html */
    struct str text;
};
struct tpl_error {
    const char *path;
    int line, col;
    const char *text;
};
/* Compiles all files to one set, or returns NULL with up to `max` errors (one a file). */
const struct tpl_set *tpl_compile(struct arena *a, const struct tpl_source *src, size_t n,
    struct tpl_error *errs, size_t max, size_t *nerrs);

/* Reads one file; false if it cannot be read or is over 1 MB. */
MUST_CHECK bool tpl_read(struct arena *a, const char *path, struct tpl_source *out);

/* HTML position while scanning literal text: what a variable would mean here. */
enum html_state {
    H_TEXT,
    H_RCDATA, /* textarea, title */
    H_RAW,    /* script, style */
    H_TAGNAME,
    H_INTAG,
    H_ATTR,
    H_VALSTART,
    H_VALUE,
    H_UNQUOTED,
    H_DOCTYPE,
};
enum attr_kind { ATTR_PLAIN, ATTR_URL, ATTR_REFUSED };
enum url_state { URL_EMPTY, URL_OPEN, URL_SAFE, URL_FOREIGN, URL_MIXED };
struct html_pos {
    uint8_t state, attr, url, ws; /* ws: 0 none, 1 blank, 2 with a line break */
    bool after_block, closing, keep;
    char quote;
    uint8_t ntag, nname;
    char tag[12], name[24];
};
/* Feeds literal text, appending the minified form to `out`. NULL, or what is wrong at *at. */
const char *html_feed(struct html_pos *h, struct str text, struct buf *out, size_t *at);
/* Before a section opens or closes: settles pending blanks. NULL, or why not here. */
const char *html_control(struct html_pos *h, struct buf *out);
/* Before a variable: finds its context. NULL, or why not here. */
const char *html_var(struct html_pos *h, struct buf *out, enum tpl_ctx *ctx);
/* Joins the ways through and past a section that opened at `open` and closes at *h. */
const char *html_join(struct html_pos *h, const struct html_pos *open);
/* A place where whole markup may stand (a partial, a slot), or attributes of a tag. */
const char *html_call(struct html_pos *h, bool attrs, struct buf *out);

/* ---- the compiler's tables while they grow --------------------------------------------------- */

enum { TPL_MAX_SLOTS = 64 };

/* Growing array of one element type in the arena. */
struct tpl_vec {
    struct arena *a;
    char *p;
    size_t n, cap, size;
};

void *vec_add(struct tpl_vec *v, const void *e);
#define AT(vec, T, i) (&((T *)(void *)(vec).p)[i])

struct tpl_pooled { /* a text in the pool */
    uint32_t hash, at, n;
};
struct tpl_call { /* a partial named in a file */
    const char *name;
    size_t offset;
};
struct tpl_unit { /* one file being compiled */
    const struct tpl_source *src;
    const char *name, *layout;
    size_t layout_offset;
    uint32_t from, to;
    size_t call, ncalls;
    uint16_t block, nblocks;
    bool is_layout;
};
struct tpl_build {
    struct arena *a;
    struct buf pool;
    struct tpl_vec pooled, names, paths, ops, args, blocks, calls, units;
    const char *slots[TPL_MAX_SLOTS];
    size_t nslots;
    struct tpl_error *errs;
    size_t max_errs, nerrs;
};

/* Notes an error at a byte of a file; returns false. */
bool build_fail(struct tpl_build *c, const struct tpl_source *src, size_t offset, const char *text);
/* Position in the pool of a text, stored once and ended by NUL. */
uint32_t build_text(struct tpl_build *c, struct str s);
uint16_t build_name(struct tpl_build *c, struct str s);
uint16_t build_path(struct tpl_build *c, const struct tpl_path *p);
uint16_t build_slot(struct tpl_build *c, struct str name);
/* Resolves partials and layouts, refuses circles, fills one struct tpl a unit. */
void build_link(struct tpl_build *c, struct tpl *tpls);
/* Number of a unit by its name, or -1. */
int build_find(const struct tpl_build *c, const char *name);

#endif
