// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * base: the leaf every other folder stands on. Memory (arena), strings (str, buf), one dynamic
 * value type, errors, log, time, embedded files. No I/O policy, no SQL, no HTTP.
 *
 * Memory rule of the whole program: what you get lives in the arena you passed; nothing is freed
 * by hand outside this folder. Handles that are not memory close by scope (AUTO_*).
 */
#ifndef MANG_BASE_H
#define MANG_BASE_H

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- errors ---------------------------------------------------------------------------------- */

/* What can go wrong outside our own bugs. 0 is success. One table in src/web maps these to HTTP
 * statuses and one in main.c to exit codes. */
enum err {
    OK = 0,
    ERR_NOT_FOUND,   /* no such record, route, file */
    ERR_DENIED,      /* the right is missing, or the record is outside the scope */
    ERR_CONFLICT,    /* somebody changed it first; unique key taken */
    ERR_INVALID,     /* the input breaks a rule; details are field messages */
    ERR_TOO_BIG,     /* over a declared limit */
    ERR_BUSY,        /* try again: lock, serialisation failure, queue full */
    ERR_UNAVAILABLE, /* database or peer not reachable */
    ERR_IO,          /* file system */
    ERR_CORRUPT,     /* stored bytes are not what was written */
    ERR_DB,          /* the database refused a statement */
    ERR__COUNT
};

/* Returns `e` after storing a detail text (English, for the log; never personal data) for this
 * thread. Text is cut at 500 bytes. */
enum err err_set(enum err e, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The last detail stored on this thread, "" if none. Valid until the next err_set(). */
const char *err_detail(void);
/* Stable lower-case name of an error: "not_found". */
const char *err_name(enum err e);

#define TRY(x)                                                                                     \
    do {                                                                                           \
        enum err try_err_ = (x);                                                                   \
        if (try_err_ != OK)                                                                        \
            return try_err_;                                                                       \
    } while (0)

/* A broken promise between two pieces of our code: message with file:line, then abort. */
_Noreturn void bug_at(const char *file, int line, const char *what);
#define BUG(what) bug_at(__FILE__, __LINE__, what)
#define BUG_IF(cond)                                                                               \
    do {                                                                                           \
        if (cond)                                                                                  \
            BUG(#cond);                                                                            \
    } while (0)

/* ---- arena ----------------------------------------------------------------------------------- */

/* Memory of one lifetime (process, pack generation, request, job). Never returns NULL: out of
 * memory aborts. Zeroed. Not thread-safe; one owner at a time. */
struct arena;
struct arena *arena_open(void);
/* Frees everything; NULL is a no-op. */
void arena_close(struct arena *a);
/* Forgets everything but keeps the first block: for worker loops. */
void arena_reset(struct arena *a);
/* Bytes handed out since open/reset. */
size_t arena_used(const struct arena *a);
void *arena_alloc(struct arena *a, size_t size, size_t align);
char *arena_dup(struct arena *a, const char *s); /* NULL gives NULL */
char *arena_dupn(struct arena *a, const char *p, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
void arena_close_p(struct arena **a);
#define NEW(a, T) ((T *)arena_alloc((a), sizeof(T), alignof(T)))
#define NEW_N(a, T, n) ((T *)arena_alloc((a), sizeof(T) * (size_t)(n), alignof(T)))
#define AUTO_ARENA __attribute__((cleanup(arena_close_p))) struct arena

/* ---- strings --------------------------------------------------------------------------------- */

/* A view of bytes; not NUL-terminated, not owned. */
struct str {
    const char *p;
    size_t n;
};
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).n, (s).p

struct str str_of(const char *s); /* NULL gives {"",0} */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *b);
bool str_starts(struct str s, const char *prefix);
bool str_ends(struct str s, const char *suffix);
struct str str_trim(struct str s); /* ASCII white space and U+00A0 */
/* Cuts the part before `sep` off *rest; false when *rest is used up. "a,,b" gives a, "", b. */
bool str_split(struct str *rest, char sep, struct str *part);
bool streq(const char *a, const char *b); /* NULL equals NULL only */
/* Whole-string decimal integer; false on anything else or overflow. */
bool str_to_int(struct str s, int64_t *out);
bool str_to_real(struct str s, double *out); /* '.' decimal point, finite */

/* Growing text in an arena, always NUL-terminated, with a hard maximum: past it nothing is
 * appended and `full` is set (check it once at the end). */
struct buf {
    struct arena *a;
    char *p;
    size_t n, cap, max;
    bool full;
};
struct buf buf_in(struct arena *a, size_t max);
void buf_add(struct buf *b, const void *p, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_str(struct buf *b, struct str s);
void buf_int(struct buf *b, int64_t i);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Appends the JSON string literal (with quotes) of UTF-8 text. */
void buf_json_str(struct buf *b, struct str s);
struct str buf_view(const struct buf *b);

/* ---- one dynamic value ----------------------------------------------------------------------- */

/* The value that travels between database rows, record fields, expressions and views.
 * Dates are V_TEXT, ISO, of day, month or year precision ("2015-06-30", "2015-06", "2015");
 * times are V_INT milliseconds UTC; a choice is V_TEXT (its code); choices are V_TEXT "|a|b|";
 * money is V_INT đồng; booleans are V_INT 0/1; an id is V_TEXT. */
enum vtype { V_NULL, V_INT, V_REAL, V_TEXT, V_BLOB };
struct value {
    enum vtype t;
    union {
        int64_t i;
        double r;
        struct str s;
    };
};
#define VNULL ((struct value){.t = V_NULL})
struct value v_int(int64_t i);
struct value v_real(double r);
struct value v_text(const char *s); /* NULL gives V_NULL */
struct value v_str(struct str s);
struct value v_blob(const void *p, size_t n);
bool v_eq(struct value a, struct value b); /* V_NULL equals V_NULL; 1 equals 1.0 */
bool v_is_null(struct value v);
/* Text of any value, in the arena; NULL for V_NULL. Reals in the shortest form that reads back. */
const char *v_cstr(struct arena *a, struct value v);

/* Marks a text of the product: the Vietnamese sentence is its message id (i18n/). */
#define N_(text) text

/* ---- time, ids, log, embedded files ---------------------------------------------------------- */

/* Milliseconds since 1970-01-01 UTC. The only wall clock of the program; tests and the demo can
 * hold it still with clock_fake(ms) (0 = real time again). */
int64_t clock_ms(void);
void clock_fake(int64_t ms);
int64_t clock_mono_us(void); /* for durations */
/* The minute that a moment from 1970 on lies in: what forms show and ask. */
static inline int64_t clock_minute(int64_t ms)
{
    return ms - ms % 60000;
}

/* Random bytes from the kernel; never fails. */
void rand_bytes(void *p, size_t n);
/* A new UUIDv7 (RFC 9562): 36 characters and NUL; sorts by creation time. */
void uuid7(char out[37]);
bool uuid_ok(struct str s); /* 36 characters, lower-case hex and dashes */

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
void log_level(enum log_level min);
/* One line of JSON on stderr: time, level, event, then key/value pairs of strings ended by NULL.
 * Never give it personal data: ids, counts, statuses, durations only. */
void log_event(enum log_level l, const char *event, ... /* const char *key, *value, NULL */)
    __attribute__((sentinel));

/* A file inside the binary (static/, tpl assets, packs/, sql/schema, units), or read from
 * $MANG_DEV_ROOT when that is set. `gz`/`br` are precompressed forms, or empty. */
struct asset {
    const char *name; /* "static/mang.css" */
    struct str data, gz, br;
    const char *etag; /* content hash, 16 hex digits */
};
const struct asset *asset_find(const char *name);
/* All assets, in name order; *n is their number. */
const struct asset *asset_all(size_t *n);

#endif
