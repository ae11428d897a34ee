// SPDX-License-Identifier: AGPL-3.0-or-later
/* mang link search: puts a list into an index and asks it, to try searching outside a site. */
#include "cmd/cmd_int.h"

#include "base/csv.h"
#include "link/link.h"

#include <stdio.h>
#include <stdlib.h>

enum { SHOWN = 20, QUERIES_TIMED = 1 << 20 };
enum column {
    C_CODE,
    C_NAME,
    C_OTHER,
    C_BORN,
    C_SEX,
    C_PID,
    C_MOTHER,
    C_FATHER,
    C_PHONE,
    C_VILLAGE,
    C_UNIT,
    C__COUNT
};
static const char *const headings[C__COUNT] = {"ma", "ho_ten", "ten_goi", "ngay_sinh", "gioi_tinh",
    "so_dinh_danh", "ho_ten_me", "ho_ten_cha", "dien_thoai", "thon", "xa"};

/* What is shown of a record. */
struct shown {
    const char *code, *name, *born, *unit;
};
struct asking {
    struct cmd *c;
    struct link_index *x;
    struct shown *shown;
    size_t n, room;
    int64_t *us;
    size_t asked;
};

static enum err from_file(void *ctx, char *p, size_t cap, size_t *n)
{
    *n = fread(p, 1, cap, ctx);
    return *n == 0 && ferror((FILE *)ctx) ? ERR_IO : OK;
}

static void put(struct asking *k, const struct csv_cells *row, const int col[C__COUNT])
{
    struct str v[C__COUNT];
    struct link_id id = {{0}};
    for (int i = 0; i < C__COUNT; i++)
        v[i] = col[i] >= 0 && (size_t)col[i] < row->n ? row->v[col[i]] : STR("");
    struct link_person p = {v[C_NAME], v[C_OTHER], v[C_BORN], v[C_SEX], v[C_PID], v[C_MOTHER],
        v[C_FATHER], v[C_PHONE], v[C_VILLAGE], v[C_UNIT]};
    memcpy(id.b, &k->n, sizeof k->n);
    link_index_put(k->x, &id, &p);
    if (k->n == k->room) {
        size_t room = k->room * 2 + 1024;
        struct shown *more = NEW_N(k->c->a, struct shown, room);
        if (k->n)
            memcpy(more, k->shown, k->n * sizeof *more);
        k->shown = more;
        k->room = room;
    }
    struct arena *a = k->c->a;
    k->shown[k->n++] = (struct shown){arena_dupn(a, v[C_CODE].p, v[C_CODE].n),
        arena_dupn(a, v[C_NAME].p, v[C_NAME].n), arena_dupn(a, v[C_BORN].p, v[C_BORN].n),
        arena_dupn(a, v[C_UNIT].p, v[C_UNIT].n)};
}

static enum err read_rows(struct asking *k, struct csv_in *in)
{
    struct csv_cells row;
    int col[C__COUNT];
    memset(col, -1, sizeof col);
    TRY(csv_next(in, &row));
    for (size_t i = 0; i < row.n; i++)
        for (int h = 0; h < C__COUNT; h++)
            if (str_is(row.v[i], headings[h]))
                col[h] = (int)i;
    if (col[C_CODE] < 0 || col[C_NAME] < 0)
        return err_set(ERR_INVALID, "1:1: columns ma and ho_ten expected");
    enum err e;
    while ((e = csv_next(in, &row)) == OK)
        put(k, &row, col);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err read_list(struct asking *k, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return err_set(ERR_NOT_FOUND, "cannot read the list");
    AUTO_CSV *in = NULL;
    enum err e = csv_open(&in, from_file, f);
    if (!e)
        e = read_rows(k, in);
    fclose(f);
    link_index_build(k->x);
    return e;
}

/* ---- questions ------------------------------------------------------------------------------- */

static void print_hit(const char *query, size_t rank, const struct shown *s, float nearness)
{
    AUTO_ARENA *a = arena_open();
    struct buf b = buf_in(a, 1 << 16);
    struct str cells[] = {str_of(query), str_of(arena_printf(a, "%zu", rank)), str_of(s->code),
        str_of(s->name), str_of(s->born), str_of(s->unit),
        str_of(arena_printf(a, "%.3f", (double)nearness))};
    csv_add_row(&b, cells, COUNT(cells), ',', false);
    fwrite(b.p, 1, b.n, stdout);
}

static void ask(struct asking *k, const char *query)
{
    struct link_hit hits[SHOWN];
    struct link_scope s = {.only = k->c->unit};
    bool more;
    int64_t t = clock_mono_us();
    size_t n = link_index_search(k->x, str_of(query), &s, hits, SHOWN, &more);
    if (k->asked < QUERIES_TIMED)
        k->us[k->asked++] = clock_mono_us() - t;
    for (size_t i = 0; i < n; i++) {
        size_t at;
        memcpy(&at, hits[i].id.b, sizeof at);
        print_hit(query, i + 1, &k->shown[at], hits[i].nearness);
    }
}

static void ask_all(struct asking *k)
{
    static const char head[] = "cau_hoi,hang,ma,ho_ten,ngay_sinh,xa,do_gan\r\n";
    char line[4096];
    fwrite(head, 1, sizeof head - 1, stdout);
    for (size_t i = 1; i < k->c->nargs; i++)
        ask(k, k->c->args[i]);
    while (k->c->nargs == 1 && fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\r\n")] = 0;
        ask(k, line);
    }
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void print_times(struct asking *k)
{
    qsort(k->us, k->asked, sizeof *k->us, by_size);
    fprintf(stderr, "%zu records, %zu searches: p50 %lld us, p99 %lld us; %.1f MB\n", k->n,
        k->asked, (long long)k->us[k->asked / 2], (long long)k->us[k->asked * 99 / 100],
        (double)link_index_memory(k->x) / (1 << 20));
}

int cmd_link_search(struct cmd *c, const struct link_units *units)
{
    struct asking k = {.c = c, .us = NEW_N(c->a, int64_t, QUERIES_TIMED)};
    k.x = link_index_open(
        &(struct link_index_options){.units = units, .expect = 1, .threads = c->threads});
    enum err e = read_list(&k, c->index);
    if (e)
        fprintf(stderr, "%s:%s\n", c->index, err_detail());
    else
        ask_all(&k);
    if (!e && c->time && k.asked)
        print_times(&k);
    link_index_close(k.x);
    return e ? EXIT_WORK : EXIT_DONE;
}
