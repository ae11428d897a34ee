// SPDX-License-Identifier: AGPL-3.0-or-later
/* Any bytes as a backup (after decompression): rows have their table's width, counts agree. */
#include "cmd/cmd_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct bytes {
    const uint8_t *p;
    size_t n;
};
struct seen {
    size_t cols;
    int64_t tables, rows;
};

static size_t read_bytes(void *ctx, void *p, size_t n)
{
    struct bytes *b = ctx;
    size_t k = n < b->n ? n : b->n;
    if (k)
        memcpy(p, b->p, k);
    b->p += k;
    b->n -= k;
    return k;
}

static enum err on_table(void *ctx, const char *name, const char *const *cols, size_t n)
{
    struct seen *s = ctx;
    BUG_IF(!name || n == 0 || !cols[n - 1]);
    s->cols = n;
    s->tables++;
    return OK;
}

static enum err on_row(void *ctx, const struct value *v, size_t n)
{
    struct seen *s = ctx;
    BUG_IF(n != s->cols);
    size_t all = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; (v[i].t == V_TEXT || v[i].t == V_BLOB) && k < v[i].s.n; k++)
            all += (unsigned char)v[i].s.p[k];
    s->rows += 1 + (int64_t)(all & 0);
    return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO_ARENA *a = arena_open();
    struct bytes b = {data, n};
    struct seen s = {.cols = 0};
    struct bak_source src = {read_bytes, &b};
    struct bak_sink sink = {NULL, on_table, on_row, &s};
    struct bak_sum sum;
    enum err e = bak_read(&src, a, &sink, &sum);
    BUG_IF(e != OK && e != ERR_CORRUPT);
    BUG_IF(sum.tables != s.tables || sum.rows != s.rows);
    return 0;
}
