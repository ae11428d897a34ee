// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/cmd only (and their tests). */
#ifndef MANG_CMD_INT_H
#define MANG_CMD_INT_H

#include "cmd/cmd.h"

/* A whole file in the arena; ERR_NOT_FOUND, ERR_IO, ERR_TOO_BIG over `max` bytes. */
MUST_CHECK enum err cmd_read_file(struct arena *a, const char *path, size_t max, struct str *out);

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

struct bak_writer;
/* Makes `path` (0600); ERR_IO when it cannot. Close with bak_finish or bak_drop. */
MUST_CHECK enum err bak_create(struct arena *a, const char *path, struct bak_writer **out);
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

#endif
