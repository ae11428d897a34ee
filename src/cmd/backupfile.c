// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The bytes of a backup, out and in (see cmd_int.h). The reader believes nothing: every length has
 * a limit, memory grows only with bytes that really came, and the file counts as whole only when
 * the hash at its end is right.
 */
#include "cmd/cmd_int.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum {
    HASH = 32,
    MOST_COLS = 2000,
    MOST_NAME = 200,
    MOST_VALUE = 256 << 20,
    CHUNK = 64 << 10,
    GZ_BUFFER = 256 << 10,
};
static const char magic[] = "MANGBAK1";

/* ---- writing --------------------------------------------------------------------------------- */

static void put(struct bak_writer *w, const void *p, size_t n)
{
    if (w->e || n == 0)
        return;
    crypto_generichash_update(&w->hash, p, n);
    if (gzfwrite(p, 1, n, w->z) != n)
        w->e = err_set(ERR_IO, "writing the backup: %s", strerror(errno));
}

static void put_int(struct bak_writer *w, uint64_t i, size_t bytes)
{
    unsigned char b[8];
    for (size_t k = 0; k < bytes; k++)
        b[k] = (unsigned char)(i >> (8 * k));
    put(w, b, bytes);
}

static void put_text(struct bak_writer *w, struct str s)
{
    put_int(w, s.n, 4);
    put(w, s.p, s.n);
}

enum err bak_create(struct bak_writer *w, const char *path)
{
    *w = (struct bak_writer){.e = OK};
    w->fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (w->fd < 0)
        return err_set(ERR_IO, "cannot make %s: %s", path, strerror(errno));
    w->z = gzdopen(dup(w->fd), "wb6");
    BUG_IF(!w->z);
    gzbuffer(w->z, GZ_BUFFER);
    crypto_generichash_init(&w->hash, NULL, 0, HASH);
    put(w, magic, sizeof magic - 1);
    return OK;
}

void bak_header(struct bak_writer *w, const struct bak_header *h)
{
    put(w, "H", 1);
    put_int(w, (uint64_t)h->schema, 8);
    put_int(w, (uint64_t)h->created_at, 8);
    const char *const texts[] = {h->program, h->pack, h->pack_version, h->key_check};
    for (size_t i = 0; i < COUNT(texts); i++)
        put_text(w, str_of(texts[i]));
}

void bak_table(struct bak_writer *w, const char *name, const char *const *cols, size_t n)
{
    put(w, "T", 1);
    put_text(w, str_of(name));
    put_int(w, n, 4);
    for (size_t i = 0; i < n; i++)
        put_text(w, str_of(cols[i]));
    w->rows = 0;
}

static void put_value(struct bak_writer *w, struct value v)
{
    static const char letters[] = {
        [V_NULL] = 'n', [V_INT] = 'i', [V_REAL] = 'r', [V_TEXT] = 't', [V_BLOB] = 'b'};
    put(w, &letters[v.t], 1);
    uint64_t bits;
    switch (v.t) {
    case V_NULL:
        break;
    case V_INT:
        put_int(w, (uint64_t)v.i, 8);
        break;
    case V_REAL:
        memcpy(&bits, &v.r, 8);
        put_int(w, bits, 8);
        break;
    case V_TEXT:
    case V_BLOB:
        put_text(w, v.s);
        break;
    }
}

void bak_row(struct bak_writer *w, const struct value *v, size_t n)
{
    put(w, "R", 1);
    for (size_t i = 0; i < n; i++)
        put_value(w, v[i]);
    w->rows++;
    w->all_rows++;
}

void bak_table_end(struct bak_writer *w)
{
    put(w, "E", 1);
    put_int(w, (uint64_t)w->rows, 8);
}

enum err bak_finish(struct bak_writer *w)
{
    put(w, "Z", 1);
    put_int(w, (uint64_t)w->all_rows, 8);
    unsigned char h[HASH];
    crypto_generichash_final(&w->hash, h, sizeof h);
    if (!w->e && gzfwrite(h, 1, sizeof h, w->z) != sizeof h)
        w->e = ERR_IO;
    int rc = gzclose(w->z);
    if (!w->e && (rc != Z_OK || fsync(w->fd) != 0))
        w->e = err_set(ERR_IO, "writing the backup: %s", strerror(errno));
    close(w->fd);
    return w->e;
}

void bak_drop(struct bak_writer *w)
{
    gzclose(w->z);
    close(w->fd);
}

/* ---- reading --------------------------------------------------------------------------------- */

struct reader {
    const struct bak_source *src;
    const struct bak_sink *sink;
    struct arena *a;   /* of the header */
    struct arena *row; /* of one row */
    struct arena *tab; /* of one table */
    struct bak_sum *sum;
    crypto_generichash_state hash;
    const char *const *cols;
    size_t ncols;
    int64_t rows;
};

static enum err broken(const char *what)
{
    return err_set(ERR_CORRUPT, "not a whole backup: %s", what);
}

static enum err take(struct reader *r, void *p, size_t n)
{
    if (r->src->read(r->src->ctx, p, n) != n)
        return broken("it ends too early");
    crypto_generichash_update(&r->hash, p, n);
    return OK;
}

static enum err take_int(struct reader *r, size_t bytes, uint64_t *out)
{
    unsigned char b[8];
    TRY(take(r, b, bytes));
    *out = 0;
    for (size_t k = bytes; k-- > 0;)
        *out = *out << 8 | b[k];
    return OK;
}

/* Grows piece by piece, so that a wrong length costs no memory. */
static enum err take_bytes(struct reader *r, struct arena *a, size_t max, struct str *out)
{
    uint64_t n;
    TRY(take_int(r, 4, &n));
    if (n > max)
        return broken("a length is wrong");
    if (n <= CHUNK) {
        char *p = arena_alloc(a, n + 1, 1);
        *out = (struct str){p, n};
        return take(r, p, n);
    }
    struct buf b = buf_in(a, max + 1);
    char chunk[CHUNK];
    while (b.n < n) {
        size_t k = n - b.n < CHUNK ? n - b.n : CHUNK;
        TRY(take(r, chunk, k));
        buf_add(&b, chunk, k);
    }
    *out = buf_view(&b);
    return OK;
}

static enum err take_name(struct reader *r, struct arena *a, const char **out)
{
    struct str s;
    TRY(take_bytes(r, a, MOST_NAME, &s));
    if (memchr(s.p, 0, s.n))
        return broken("a name is wrong");
    *out = s.p;
    return OK;
}

static enum err read_header(struct reader *r)
{
    struct bak_header *h = &r->sum->header;
    char letter;
    TRY(take(r, &letter, 1));
    if (letter != 'H')
        return broken("no header");
    uint64_t schema, at;
    TRY(take_int(r, 8, &schema));
    TRY(take_int(r, 8, &at));
    h->schema = (int64_t)schema;
    h->created_at = (int64_t)at;
    const char **texts[] = {&h->program, &h->pack, &h->pack_version, &h->key_check};
    for (size_t i = 0; i < COUNT(texts); i++)
        TRY(take_name(r, r->a, texts[i]));
    return r->sink && r->sink->header ? r->sink->header(r->sink->ctx, h) : OK;
}

static enum err read_value(struct reader *r, struct value *v)
{
    char letter;
    TRY(take(r, &letter, 1));
    uint64_t bits = 0;
    *v = VNULL;
    switch (letter) {
    case 'n':
        return OK;
    case 'i':
        TRY(take_int(r, 8, &bits));
        *v = v_int((int64_t)bits);
        return OK;
    case 'r':
        TRY(take_int(r, 8, &bits));
        v->t = V_REAL;
        memcpy(&v->r, &bits, 8);
        return OK;
    case 't':
    case 'b':
        v->t = letter == 't' ? V_TEXT : V_BLOB;
        return take_bytes(r, r->row, MOST_VALUE, &v->s);
    default:
        return broken("a type is wrong");
    }
}

static enum err read_row(struct reader *r)
{
    if (!r->cols)
        return broken("a row outside a table");
    arena_reset(r->row);
    struct value *v = NEW_N(r->row, struct value, r->ncols + 1);
    for (size_t i = 0; i < r->ncols; i++)
        TRY(read_value(r, &v[i]));
    r->rows++;
    r->sum->rows++;
    return r->sink && r->sink->row ? r->sink->row(r->sink->ctx, v, r->ncols) : OK;
}

static enum err read_table(struct reader *r)
{
    if (r->cols)
        return broken("a table inside a table");
    arena_reset(r->tab);
    const char *name;
    uint64_t n;
    TRY(take_name(r, r->tab, &name));
    TRY(take_int(r, 4, &n));
    if (n == 0 || n > MOST_COLS)
        return broken("a table is wrong");
    const char **cols = NEW_N(r->tab, const char *, n);
    for (size_t i = 0; i < n; i++)
        TRY(take_name(r, r->tab, &cols[i]));
    r->cols = cols;
    r->ncols = n;
    r->rows = 0;
    r->sum->tables++;
    return r->sink && r->sink->table ? r->sink->table(r->sink->ctx, name, cols, n) : OK;
}

static enum err read_count(struct reader *r, int64_t have)
{
    uint64_t n;
    TRY(take_int(r, 8, &n));
    return (int64_t)n == have ? OK : broken("rows are missing");
}

static enum err read_end(struct reader *r)
{
    TRY(read_count(r, r->sum->rows));
    unsigned char want[HASH], have[HASH], more;
    crypto_generichash_final(&r->hash, want, sizeof want);
    if (r->cols || r->src->read(r->src->ctx, have, sizeof have) != sizeof have)
        return broken("it ends too early");
    if (sodium_memcmp(want, have, sizeof want) != 0)
        return broken("it is damaged");
    return r->src->read(r->src->ctx, &more, 1) == 0 ? OK : broken("it goes on after its end");
}

static enum err read_parts(struct reader *r)
{
    char start[sizeof magic - 1], letter;
    TRY(take(r, start, sizeof start));
    if (memcmp(start, magic, sizeof start) != 0)
        return broken("it is no backup of this program");
    TRY(read_header(r));
    for (;;) {
        TRY(take(r, &letter, 1));
        switch (letter) {
        case 'T':
            TRY(read_table(r));
            break;
        case 'R':
            TRY(read_row(r));
            break;
        case 'E':
            TRY(read_count(r, r->cols ? r->rows : -1));
            r->cols = NULL;
            break;
        case 'Z':
            return read_end(r);
        default:
            return broken("a part is wrong");
        }
    }
}

enum err bak_read(
    const struct bak_source *src, struct arena *a, const struct bak_sink *sink, struct bak_sum *sum)
{
    AUTO_ARENA *row = arena_open();
    AUTO_ARENA *tab = arena_open();
    *sum = (struct bak_sum){.rows = 0};
    struct reader r = {.src = src, .sink = sink, .a = a, .row = row, .tab = tab, .sum = sum};
    crypto_generichash_init(&r.hash, NULL, 0, HASH);
    return read_parts(&r);
}

static size_t gz_read(void *ctx, void *p, size_t n)
{
    gzFile z = ctx;
    return gzfread(p, 1, n, z);
}

enum err bak_read_file(
    const char *path, struct arena *a, const struct bak_sink *sink, struct bak_sum *sum)
{
    gzFile z = gzopen(path, "rb");
    if (!z)
        return err_set(ERR_NOT_FOUND, "cannot read %s", path);
    gzbuffer(z, GZ_BUFFER);
    struct bak_source src = {gz_read, z};
    enum err e = bak_read(&src, a, sink, sum);
    int rc = gzclose(z);
    return e || rc == Z_OK ? e : broken("its compression is damaged");
}
