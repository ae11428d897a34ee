// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * linkeval TRUTH.csv PAIRS.csv [--clusters C.csv] [--kinds] [--examples N --data F.csv] [--least
 * BITS] Holds what a linkage found (ma_1,ma_2,bits…; ma,cum) beside the truth of linkgen:
 * precision, recall and F1 of pairs and of clusters, false pairs inside a family, the best
 * threshold, what kinds of error the missed pairs have. Records are numbered from 1. 12 bytes a
 * record.
 */
#include "bench/linkgen/linkgen.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BINS = 800, BIN_LOW = -80, PER_BIT = 4, CERTAIN = 10 };
#define NAME(code, text) text,
static const char *const kinds[E__COUNT] = {ERRORS(NAME)};

struct truth {
    uint64_t records, pairs;
    uint32_t *person, *family; /* of record i+1 */
    error_set *errors;
    uint64_t *order; /* person << 32 | record, sorted */
    uint8_t *rank;   /* place among the records of the person */
    uint16_t *found; /* ranks of the others that were found with it */
};
struct tally {
    uint64_t yes[BINS], no[BINS], kin[BINS]; /* right, wrong, wrong inside a family; by bits */
};

/* ---- reading ----------------------------------------------------------------------------------
 */

_Noreturn static void die(const char *what)
{
    fprintf(stderr, "linkeval: %s\n", what);
    exit(1);
}

static struct str map_file(const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st))
        die(path);
    void *p = mmap(NULL, (size_t)st.st_size + 1, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (p == MAP_FAILED)
        die(path);
    return (struct str){p, (size_t)st.st_size};
}

/* The line after the header, and so on; false at the end. */
static bool next_line(struct str *rest, struct str *line)
{
    return str_split(rest, '\n', line) && line->n > 0;
}

static uint64_t take_number(struct str *line)
{
    uint64_t n = 0;
    while (line->n && *line->p >= '0' && *line->p <= '9') {
        n = n * 10 + (uint64_t)(*line->p - '0');
        line->p++;
        line->n--;
    }
    if (line->n) {
        line->p++;
        line->n--;
    }
    return n;
}

static void *grow(void *p, size_t bytes)
{
    p = realloc(p, bytes);
    if (!p)
        die("memory");
    return p;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void rank_records(struct truth *t)
{
    t->order = grow(NULL, t->records * sizeof *t->order);
    for (uint64_t i = 0; i < t->records; i++)
        t->order[i] = (uint64_t)t->person[i] << 32 | i;
    qsort(t->order, t->records, sizeof *t->order, by_value);
    for (uint64_t i = 0; i < t->records; i++) {
        bool same = i && t->order[i] >> 32 == t->order[i - 1] >> 32;
        uint32_t at = (uint32_t)t->order[i];
        t->rank[at] = same ? (uint8_t)(t->rank[(uint32_t)t->order[i - 1]] + 1) : 0;
        t->pairs += t->rank[at];
    }
}

static void read_truth(const char *path, struct truth *t)
{
    struct str rest = map_file(path), line;
    uint64_t n = 0;
    for (const char *p = rest.p; p < rest.p + rest.n; p++)
        n += *p == '\n';
    t->person = grow(NULL, n * sizeof *t->person);
    t->family = grow(NULL, n * sizeof *t->family);
    t->errors = grow(NULL, n * sizeof *t->errors);
    t->rank = grow(NULL, n);
    t->found = grow(NULL, n * sizeof *t->found);
    memset(t->found, 0, n * sizeof *t->found);
    str_split(&rest, '\n', &line);
    while (next_line(&rest, &line)) {
        uint64_t at = t->records++;
        if (take_number(&line) != at + 1)
            die("the truth is not numbered from 1");
        t->person[at] = (uint32_t)take_number(&line);
        t->family[at] = (uint32_t)take_number(&line);
        take_number(&line);
        t->errors[at] = take_number(&line);
    }
    rank_records(t);
}

/* ---- examples ---------------------------------------------------------------------------------
 */

struct lines {
    struct str text;
    uint64_t *at, n;
    int want; /* how many of a kind are shown; one in `each` */
    uint64_t each;
};

static void read_lines(const char *path, struct lines *l)
{
    l->text = map_file(path);
    const char *end = l->text.p + l->text.n;
    size_t cap = 0;
    for (const char *p = l->text.p; p < end; p++) {
        if (l->n == cap)
            l->at = grow(l->at, (cap = cap * 2 + 1024) * sizeof *l->at);
        l->at[l->n++] = (uint64_t)(p - l->text.p);
        p = memchr(p, '\n', (size_t)(end - p));
        if (!p)
            break;
    }
}

static void show_record(const struct lines *l, const struct truth *t, uint64_t record)
{
    struct str rest = {l->text.p + l->at[record + 1], l->text.n - l->at[record + 1]}, line;
    if (str_split(&rest, '\n', &line))
        printf("    " STR_FMT " |", STR_ARG(line));
    for (int e = 0; e < E__COUNT; e++)
        if (t->errors[record] & ERROR_BIT(e))
            printf(" %s", kinds[e]);
    putchar('\n');
}

/* Shows a pair when it is its turn: spread over the file, the same each time. */
static void show(
    struct lines *l, const struct truth *t, uint64_t a, uint64_t b, const char *what, int *left)
{
    if (!l->text.p || *left <= 0 || (a * 0x9e3779b97f4a7c15u + b) % l->each)
        return;
    --*left;
    printf("  %s\n", what);
    show_record(l, t, a);
    show_record(l, t, b);
}

/* ---- pairs ------------------------------------------------------------------------------------
 */

static size_t bin_of(double bits)
{
    double at = (bits - BIN_LOW) * PER_BIT;
    return at < 0 ? 0 : at >= BINS ? BINS - 1 : (size_t)at;
}

static double bits_of(size_t bin)
{
    return (double)bin / PER_BIT + BIN_LOW;
}

static void count_pair(struct truth *t, struct tally *c, uint64_t a, uint64_t b, double bits)
{
    size_t bin = bin_of(bits);
    if (t->person[a] != t->person[b]) {
        c->no[bin]++;
        c->kin[bin] += t->family[a] == t->family[b];
        return;
    }
    if (t->found[a] & 1u << t->rank[b])
        return;
    t->found[a] |= (uint16_t)(1u << t->rank[b]);
    t->found[b] |= (uint16_t)(1u << t->rank[a]);
    c->yes[bin]++;
}

static void read_pairs(
    const char *path, struct truth *t, struct tally *c, struct lines *l, double least)
{
    struct str rest = map_file(path), line;
    int left = l->want, kin_left = l->want;
    str_split(&rest, '\n', &line);
    while (next_line(&rest, &line)) {
        struct str whole = line;
        uint64_t a = take_number(&line) - 1, b = take_number(&line) - 1;
        if (a >= t->records || b >= t->records || a == b)
            die("a pair of no records");
        char bits[32] = "99";
        if (line.n && *line.p != ',')
            snprintf(bits, sizeof bits, "%.*s", (int)(line.n < 20 ? line.n : 20), line.p);
        double v = strtod(bits, NULL);
        if (v < least)
            continue;
        count_pair(t, c, a, b, v);
        if (t->person[a] == t->person[b])
            continue;
        char what[512];
        bool kin = t->family[a] == t->family[b];
        snprintf(what, sizeof what, "false%s: " STR_FMT, kin ? ", one family" : "", STR_ARG(whole));
        show(l, t, a, b, what, kin ? &kin_left : &left);
    }
}

static double f1(uint64_t right, uint64_t wrong, uint64_t all)
{
    double p = right + wrong ? (double)right / (double)(right + wrong) : 1;
    double r = all ? (double)right / (double)all : 1;
    return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

static void print_line(const char *what, uint64_t right, uint64_t wrong, uint64_t all)
{
    printf("%-22s P %.4f  R %.4f  F1 %.4f  right %llu  wrong %llu\n", what,
        right + wrong ? (double)right / (double)(right + wrong) : 1,
        all ? (double)right / (double)all : 1, f1(right, wrong, all), (unsigned long long)right,
        (unsigned long long)wrong);
}

static void print_pairs(const struct truth *t, const struct tally *c)
{
    uint64_t yes = 0, no = 0, kin = 0, sure = 0, sure_no = 0, sure_kin = 0;
    double best = 0, at = 0;
    for (size_t i = BINS; i-- > 0;) {
        yes += c->yes[i];
        no += c->no[i];
        kin += c->kin[i];
        if (f1(yes, no, t->pairs) > best) {
            best = f1(yes, no, t->pairs);
            at = bits_of(i);
        }
        if (bits_of(i) < CERTAIN)
            continue;
        sure = yes;
        sure_no = no;
        sure_kin = kin;
    }
    printf("%llu records, %llu true pairs\n", (unsigned long long)t->records,
        (unsigned long long)t->pairs);
    print_line("pairs", yes, no, t->pairs);
    print_line("certain (10 bits)", sure, sure_no, t->pairs);
    printf("wrong inside a family  %llu; of the certain %llu (%.4f %%)\n", (unsigned long long)kin,
        (unsigned long long)sure_kin,
        sure + sure_no ? 100. * (double)sure_kin / (double)(sure + sure_no) : 0);
    printf("best F1                %.4f from %.2f bits\n", best, at);
}

/* ---- clusters ---------------------------------------------------------------------------------
 */

static uint64_t pairs_in(const uint64_t *v, uint64_t n, int shift)
{
    uint64_t sum = 0, run = 0;
    for (uint64_t i = 1; i < n; i++) {
        run = v[i] >> shift == v[i - 1] >> shift ? run + 1 : 0;
        sum += run;
    }
    return sum;
}

static void read_clusters(const char *path, const struct truth *t)
{
    struct str rest = map_file(path), line;
    uint64_t *v = grow(NULL, t->records * sizeof *v);
    for (uint64_t i = 0; i < t->records; i++) /* who is not named stands alone */
        v[i] = (i + 1) << 32 | t->person[i];
    str_split(&rest, '\n', &line);
    while (next_line(&rest, &line)) {
        uint64_t a = take_number(&line) - 1;
        if (a >= t->records)
            die("a cluster of no record");
        v[a] = take_number(&line) << 32 | t->person[a];
    }
    qsort(v, t->records, sizeof *v, by_value);
    uint64_t said = pairs_in(v, t->records, 32), right = pairs_in(v, t->records, 0);
    print_line("clusters", right, said - right, t->pairs);
    free(v);
}

/* ---- what is missed ---------------------------------------------------------------------------
 */

struct missed {
    uint64_t all, none;
    uint64_t of[E__COUNT], lost[E__COUNT];
};

static void one_true_pair(
    struct missed *m, struct lines *l, const struct truth *t, uint32_t a, uint32_t b, int *left)
{
    error_set either = t->errors[a] | t->errors[b];
    bool lost = !(t->found[a] & 1u << t->rank[b]);
    m->all++;
    m->none += lost;
    for (int e = 0; e < E__COUNT; e++)
        if (either & ERROR_BIT(e)) {
            m->of[e]++;
            m->lost[e] += lost;
        }
    if (lost)
        show(l, t, a, b, "missed", left);
}

static void print_missed(const struct truth *t, struct lines *l, bool by_kind)
{
    struct missed m = {0};
    int left = l->want;
    for (uint64_t i = 1; i < t->records; i++)
        for (uint64_t k = i; k-- > 0 && t->order[k] >> 32 == t->order[i] >> 32;)
            one_true_pair(&m, l, t, (uint32_t)t->order[k], (uint32_t)t->order[i], &left);
    for (int e = 0; by_kind && e < E__COUNT; e++)
        if (m.of[e])
            printf("%-22s %9llu pairs  %8llu missed  %6.2f %%  of all missed %5.1f %%\n", kinds[e],
                (unsigned long long)m.of[e], (unsigned long long)m.lost[e],
                100. * (double)m.lost[e] / (double)m.of[e],
                m.none ? 100. * (double)m.lost[e] / (double)m.none : 0);
}

struct options {
    const char *clusters, *data;
    bool by_kind;
    double least;
    int examples;
};

static struct options options(int argc, char **argv)
{
    struct options o = {.least = -1e9};
    for (int i = 3; i < argc; i++) {
        const char *v = i + 1 < argc ? argv[i + 1] : "";
        if (streq(argv[i], "--kinds")) {
            o.by_kind = true;
            continue;
        }
        if (streq(argv[i], "--clusters"))
            o.clusters = v;
        else if (streq(argv[i], "--data"))
            o.data = v;
        else if (streq(argv[i], "--examples"))
            o.examples = (int)strtol(v, NULL, 10);
        else if (streq(argv[i], "--least"))
            o.least = strtod(v, NULL);
        else
            die("see the head of linkeval.c");
        i++;
    }
    return o;
}

int main(int argc, char **argv)
{
    static struct tally c;
    struct truth t = {0};
    if (argc < 3)
        die("TRUTH.csv PAIRS.csv [--clusters C.csv] [--kinds] [--examples N --data F.csv] "
            "[--least BITS]");
    struct options o = options(argc, argv);
    struct lines l = {.each = 1, .want = o.examples};
    if (o.data)
        read_lines(o.data, &l);
    read_truth(argv[1], &t);
    l.each = t.records / 20000 + 1;
    read_pairs(argv[2], &t, &c, &l, o.least);
    print_pairs(&t, &c);
    if (o.clusters)
        read_clusters(o.clusters, &t);
    print_missed(&t, &l, o.by_kind);
}
