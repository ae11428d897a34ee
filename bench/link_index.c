// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * link_index IN.csv [UNITS.csv [EXPECTED [match]]]: the index of people under load. Reads a list as
 * linkgen makes it, prints how long loading takes and what it occupies, then how long searches of
 * each kind take and how often they show the person meant among 20, then the same for matching and
 * putting.
 */
#include "base/csv.h"
#include "base/text.h"
#include "link/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { SAMPLE = 1500, SHOWN = 20 };
enum column {
    C_ID,
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
    COLUMNS
};
static const char *const headings[COLUMNS] = {"ma", "ho_ten", "ten_goi", "ngay_sinh", "gioi_tinh",
    "so_dinh_danh", "ho_ten_me", "ho_ten_cha", "dien_thoai", "thon", "xa"};

struct bench {
    struct link_index *x;
    struct arena *a;
    uint64_t *name; /* hash of the folded name, by number */
    size_t n, room;
    struct link_person sample[SAMPLE];
    uint64_t sample_id[SAMPLE];
    size_t samples;
    uint64_t rng;
};

static uint64_t draw(struct bench *b)
{
    uint64_t z = (b->rng += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint64_t hash_folded(struct arena *a, struct str s)
{
    struct str f = text_fold(a, s);
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < f.n; i++)
        h = (h ^ (uint8_t)f.p[i]) * 1099511628211u;
    return h;
}

static struct str keep(struct bench *b, struct str s)
{
    return (struct str){arena_dupn(b->a, s.p, s.n), s.n};
}

static void keep_person(struct bench *b, const struct link_person *p)
{
    size_t at = b->samples;
    if (at == SAMPLE && (at = draw(b) % b->n) >= SAMPLE)
        return;
    struct link_person *k = &b->sample[at];
    *k = (struct link_person){keep(b, p->name), keep(b, p->other_name), keep(b, p->born),
        keep(b, p->sex), keep(b, p->pid), keep(b, p->mother), keep(b, p->father), keep(b, p->phone),
        keep(b, p->village), keep(b, p->unit)};
    b->sample_id[at] = b->n - 1;
    b->samples += b->samples < SAMPLE;
}

static enum err from_file(void *ctx, char *p, size_t cap, size_t *n)
{
    *n = fread(p, 1, cap, ctx);
    return OK;
}

static struct link_id id_of(uint64_t i)
{
    struct link_id id = {{0}};
    memcpy(id.b, &i, sizeof i);
    return id;
}

static struct str cell(const struct csv_cells *row, int col)
{
    return col >= 0 && (size_t)col < row->n ? row->v[col] : STR("");
}

static void read_row(
    struct bench *b, struct arena *tmp, const struct csv_cells *row, const int *col)
{
    struct link_person p = {cell(row, col[C_NAME]), cell(row, col[C_OTHER]), cell(row, col[C_BORN]),
        cell(row, col[C_SEX]), cell(row, col[C_PID]), cell(row, col[C_MOTHER]),
        cell(row, col[C_FATHER]), cell(row, col[C_PHONE]), cell(row, col[C_VILLAGE]),
        cell(row, col[C_UNIT])};
    struct link_id id = id_of(b->n);
    link_index_put(b->x, &id, &p);
    if (b->n == b->room) {
        b->room = b->room ? b->room * 2 : 1 << 16;
        b->name = realloc(b->name, b->room * sizeof *b->name);
    }
    arena_reset(tmp);
    b->name[b->n++] = hash_folded(tmp, p.name);
    keep_person(b, &p);
}

static void read_list(struct bench *b, FILE *f)
{
    AUTO_ARENA *tmp = arena_open();
    AUTO_CSV *in = NULL;
    struct csv_cells row;
    int col[COLUMNS];
    memset(col, -1, sizeof col);
    if (csv_open(&in, from_file, f) || csv_next(in, &row))
        exit(1);
    for (size_t i = 0; i < row.n; i++)
        for (int c = 0; c < COLUMNS; c++)
            if (str_is(row.v[i], headings[c]))
                col[c] = (int)i;
    while (csv_next(in, &row) == OK)
        read_row(b, tmp, &row, col);
}

/* ---- queries --------------------------------------------------------------------------------- */

enum kind { PREFIX, GIVEN, ORDER, TYPO, MARKED, MOTHER, BOTH, VILLAGE, PHONE, PID, KINDS };
static const char *const kinds[KINDS] = {"beginning", "middle+given", "other order", "one typo",
    "with marks", "mother", "child+mother", "name+village", "phone end", "pid beginning"};

static struct str words_from(struct bench *b, struct str name, size_t from, bool swap)
{
    struct str *w;
    size_t n = text_fold_words(b->a, name, &w);
    struct buf out = buf_in(b->a, 400);
    for (size_t i = from; i < n; i++) {
        buf_str(&out, w[swap ? n - 1 - (i - from) : i]);
        buf_putc(&out, ' ');
    }
    return str_trim(buf_view(&out));
}

/* A letter is changed, left out, put in, or changes places. */
static struct str slip(struct bench *b, struct str s)
{
    char *p = arena_dupn(b->a, s.p, s.n + 2);
    size_t at = s.n < 2 ? 0 : draw(b) % (s.n - 1), n = s.n;
    while (at > 0 && (p[at] == ' ' || p[at + 1] == ' '))
        at--;
    char c = (char)('a' + draw(b) % 26);
    switch (draw(b) % 4) {
    case 0:
        p[at] = c;
        break;
    case 1:
        memmove(p + at, p + at + 1, --n - at);
        break;
    case 2:
        memmove(p + at + 1, p + at, n++ - at);
        p[at] = c;
        break;
    default:
        c = p[at];
        p[at] = p[at + 1];
        p[at + 1] = c;
    }
    return (struct str){p, n};
}

static struct str joined(struct bench *b, struct str x, struct str y)
{
    struct buf out = buf_in(b->a, 400);
    buf_str(&out, x);
    buf_putc(&out, ' ');
    buf_str(&out, y);
    return buf_view(&out);
}

static struct str query_of(struct bench *b, const struct link_person *p, enum kind k)
{
    struct str whole = words_from(b, p->name, 0, false);
    switch (k) {
    case PREFIX:
        return (struct str){whole.p, whole.n < 2 ? whole.n : 2 + draw(b) % (whole.n - 1)};
    case GIVEN:
        return words_from(b, p->name, 1, false);
    case ORDER:
        return words_from(b, p->name, 0, true);
    case TYPO:
        return slip(b, whole);
    case MARKED:
        return p->name;
    case MOTHER:
        return p->mother;
    case BOTH:
        return p->mother.n ? joined(b, whole, words_from(b, p->mother, 1, false)) : STR("");
    case VILLAGE:
        return p->village.n ? joined(b, words_from(b, p->name, 1, false), p->village) : STR("");
    case PHONE:
        return p->phone.n > 6 ? (struct str){p->phone.p + p->phone.n - 6, 6} : STR("");
    default:
        return p->pid.n > 9 ? (struct str){p->pid.p, 9} : STR("");
    }
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bool is_shown(const struct bench *b, const struct link_hit *h, size_t n, uint64_t want)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t id;
        memcpy(&id, h[i].id.b, sizeof id);
        if (id < b->n && b->name[id] == b->name[want])
            return true;
    }
    return false;
}

static void print_times(const char *what, int64_t *ns, size_t n, double found)
{
    if (n == 0)
        return;
    qsort(ns, n, sizeof *ns, by_size);
    printf("  %-16s %5zu   p50 %8.1f   p90 %8.1f   p99 %8.1f   max %8.1f us", what, n,
        (double)ns[n / 2] / 1e3, (double)ns[n * 9 / 10] / 1e3, (double)ns[n * 99 / 100] / 1e3,
        (double)ns[n - 1] / 1e3);
    printf(found >= 0 ? "   found %.3f\n" : "\n", found);
}

/* Of this thread on the processor: the machine may have other work. */
static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static bool same_province(const void *ctx, const char *unit)
{
    return strncmp(ctx, unit, 2) == 0;
}

enum reach { COUNTRY, NEAR, PROVINCE, COMMUNE, REACHES };
static const char *const reaches[REACHES] = {
    "the country", "the country, near a commune", "one province", "one commune"};

static void bench_kind(struct bench *b, enum kind k, enum reach r)
{
    int64_t ns[SAMPLE];
    size_t n = 0, found = 0;
    AUTO_ARENA *tmp = arena_open();
    for (size_t i = 0; i < b->samples; i++) {
        const struct link_person *p = &b->sample[i];
        struct str q = query_of(b, p, k);
        struct link_hit hits[SHOWN];
        bool more;
        if (q.n < 2)
            continue;
        const char *unit = arena_dupn(tmp, p->unit.p, p->unit.n);
        struct link_scope s = {.allows = r == PROVINCE ? same_province : NULL,
            .ctx = unit,
            .near = r == NEAR ? unit : NULL,
            .only = r == COMMUNE ? unit : NULL};
        int64_t t = now_ns();
        size_t got = link_index_search(b->x, q, &s, hits, SHOWN, &more);
        ns[n++] = now_ns() - t;
        found += is_shown(b, hits, got, b->sample_id[i]);
    }
    print_times(kinds[k], ns, n, n ? (double)found / (double)n : -1);
}

static void bench_match(struct bench *b)
{
    int64_t match[SAMPLE], put[SAMPLE];
    size_t found = 0;
    struct link_match m[SHOWN];
    for (size_t i = 0; i < b->samples; i++) {
        struct link_id id = id_of(b->n + i);
        int64_t t = now_ns();
        size_t n = link_index_match(b->x, &b->sample[i], NULL, 0, m, SHOWN);
        match[i] = now_ns() - t;
        found += n > 0 && m[0].bits > 10;
        t = now_ns();
        link_index_put(b->x, &id, &b->sample[i]);
        put[i] = now_ns() - t;
    }
    print_times("match", match, b->samples, (double)found / (double)b->samples);
    print_times("put", put, b->samples, -1);
}

static double mb(double bytes)
{
    return bytes / (1 << 20);
}

static void print_rss(const struct bench *b)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    printf("index %.1f MB, %.1f bytes a record; program at most %.1f MB\n",
        mb((double)link_index_memory(b->x)), (double)link_index_memory(b->x) / (double)b->n,
        mb((double)u.ru_maxrss * 1024));
}

static struct link_units *read_units(struct arena *a, const char *path)
{
    FILE *f = path ? fopen(path, "rb") : NULL;
    struct link_units *u = NULL;
    if (!f)
        return NULL;
    struct buf text = buf_in(a, 64u << 20);
    char chunk[65536];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&text, chunk, n);
    fclose(f);
    return link_units_read(buf_view(&text), &u) == OK ? u : NULL;
}

int main(int argc, char **argv)
{
    FILE *f = argc > 1 ? fopen(argv[1], "rb") : NULL;
    if (!f) {
        fprintf(stderr, "link_index IN.csv [UNITS.csv]\n");
        return 2;
    }
    AUTO_ARENA *a = arena_open();
    struct bench b = {.a = a, .rng = 7};
    struct link_units *u = read_units(a, argc > 2 ? argv[2] : NULL);
    b.x = link_index_open(&(struct link_index_options){
        .units = u, .expect = argc > 3 ? strtoul(argv[3], NULL, 10) : 1000});
    int64_t t = now_ns();
    read_list(&b, f);
    int64_t read = now_ns();
    link_index_build(b.x);
    printf("%zu records: put in %.2f s (with reading the list), built in %.2f s\n", b.n,
        (double)(read - t) / 1e9, (double)(now_ns() - read) / 1e9);
    print_rss(&b);
    for (enum reach r = argc > 4 ? REACHES : 0; r < REACHES; r++) {
        printf("search, %s\n", reaches[r]);
        for (enum kind k = 0; k < KINDS; k++)
            bench_kind(&b, k, r);
    }
    puts("matching");
    bench_match(&b);
    link_index_close(b.x);
    link_units_close(u);
    free(b.name);
    fclose(f);
    return 0;
}
