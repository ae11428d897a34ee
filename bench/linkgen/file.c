// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The file: one source after the other, each in an order of its own that tells nothing. A record is
 * written when it is made; nothing is kept.
 */
#include "bench/linkgen/linkgen.h"

enum { SAMPLE = 100000, COPIES_MAX = 6, RECORDS_MAX = 4 };

/* A permutation of 0..n-1: four rounds of Feistel over the next power of four, until inside. */
struct shuffle {
    uint64_t n, key;
    int half;
};

static struct shuffle shuffle_of(uint64_t n, uint64_t key)
{
    struct shuffle s = {n, key, 1};
    while ((uint64_t)1 << 2 * s.half < n)
        s.half++;
    return s;
}

static uint64_t shuffled(const struct shuffle *s, uint64_t x)
{
    uint64_t mask = ((uint64_t)1 << s->half) - 1;
    do {
        uint64_t left = x >> s->half, right = x & mask;
        for (uint64_t round = 0; round < 4; round++) {
            uint64_t was = right;
            right = left ^ (rng_mix(s->key + round, right) & mask);
            left = was;
        }
        x = left << s->half | right;
    } while (x >= s->n);
    return x;
}

/* ---- writing ----------------------------------------------------------------------------------
 */

struct out {
    const struct linkgen *l;
    struct gen *g;
    uint64_t written;
};

static bool full(const struct out *o)
{
    return o->written >= (o->l->records ? o->l->records : febrl_records(o->l->kind));
}

static void put_number(FILE *f, uint64_t n, char end)
{
    char digits[24];
    size_t at = sizeof digits;
    digits[--at] = end;
    do
        digits[--at] = (char)('0' + n % 10);
    while (n /= 10);
    fwrite_unlocked(digits + at, 1, sizeof digits - at, f);
}

static void write_record(
    struct out *o, const struct record *r, uint64_t person, uint64_t family, int source)
{
    const char *const cells[] = {r->name, r->nick, r->born, r->sex, r->pid, r->mother, r->father,
        r->phone, r->village, r->unit};
    FILE *f = o->l->out, *t = o->l->truth;
    put_number(f, ++o->written, ',');
    for (size_t i = 0; i < COUNT(cells); i++) {
        fputs_unlocked(cells[i], f);
        putc_unlocked(i + 1 < COUNT(cells) ? ',' : '\n', f);
    }
    put_number(t, o->written, ',');
    put_number(t, person, ',');
    put_number(t, family, ',');
    put_number(t, (uint64_t)source, ',');
    put_number(t, r->errors, '\n');
}

static uint64_t person_of(uint64_t family, int kid)
{
    return family * KIDS_MAX + (uint64_t)kid;
}

static void family_records(struct out *o, uint64_t id, int source)
{
    struct family f;
    struct record r;
    bool made = false;
    int kids = family_size(o->g, id);
    for (int kid = 0; kid < kids; kid++)
        for (int nth = 0; nth < RECORDS_MAX && !full(o); nth++) {
            int where = record_source(o->g, id, kid, nth);
            if (where < 0)
                break;
            if (where != source)
                continue;
            if (!made)
                family_make(o->g, id, &f);
            made = true;
            record_make(o->g, &f, kid, nth, source, &r);
            write_record(o, &r, person_of(id, kid), id, source);
        }
}

static double records_per_family(const struct gen *g)
{
    uint64_t n = 0;
    for (uint64_t id = 0; id < SAMPLE; id++)
        for (int kid = family_size(g, id) - 1; kid >= 0; kid--)
            for (int nth = 0; nth < RECORDS_MAX && record_source(g, id, kid, nth) >= 0; nth++)
                n++;
    return (double)n / SAMPLE;
}

static void write_families(struct out *o)
{
    uint64_t n = (uint64_t)((double)o->l->records / records_per_family(o->g) * 1.008) + 40;
    for (int i = 0; i < SOURCES; i++) {
        int source = (i + 2) % SOURCES; /* the largest last: it is the one to be cut off */
        struct shuffle s = shuffle_of(n, rng_mix(o->l->seed, (uint64_t)source + 50));
        for (uint64_t k = 0; k < n && !full(o); k++)
            family_records(o, shuffled(&s, k), source);
    }
}

static void write_english(struct out *o)
{
    uint64_t copies = 0;
    struct record r;
    for (uint64_t id = 0; id < SAMPLE; id++)
        copies += 1 + (uint64_t)english_copies(o->g, id);
    uint64_t n = (uint64_t)((double)o->l->records * SAMPLE / (double)copies * 1.008) + 40;
    for (int copy = COPIES_MAX - 1; copy >= 0; copy--) {
        struct shuffle s = shuffle_of(n, rng_mix(o->l->seed, (uint64_t)copy + 70));
        for (uint64_t k = 0; k < n && !full(o); k++) {
            uint64_t id = shuffled(&s, k);
            if (copy > english_copies(o->g, id))
                continue;
            english_make(o->g, id, copy, &r);
            write_record(o, &r, id, id, copy);
        }
    }
}

static void write_febrl(struct out *o)
{
    uint64_t n = febrl_originals(o->g->kind);
    struct record r;
    for (int copy = 0; copy < COPIES_MAX; copy++) {
        struct shuffle s = shuffle_of(n, rng_mix(o->l->seed, (uint64_t)copy + 90));
        for (uint64_t k = 0; k < n && !full(o); k++) {
            uint64_t id = shuffled(&s, k);
            if (copy > febrl_copies(o->g, id))
                continue;
            febrl_make(o->g, id, copy, &r);
            write_record(o, &r, id, id, copy);
        }
    }
}

/* ---- a run ------------------------------------------------------------------------------------
 */

bool linkgen_kind(const char *word, enum kind *out)
{
    static const char *const words[] = {"ordinary", "dense", "hard", "clean", "english",
        "reference", "febrl1", "febrl2", "febrl3", "febrl4"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (streq(word, words[i])) {
            *out = (enum kind)i;
            return true;
        }
    return false;
}

/* A hundred records a commune until all communes are there. */
static int communes_for(const struct linkgen *l)
{
    uint64_t n = l->records / 100;
    return l->communes ? l->communes : n < 40 ? 40 : n > COMMUNES ? COMMUNES : (int)n;
}

void linkgen_run(const struct linkgen *l)
{
    static const double errors[] = {1, 1, 2, .1}, missing[] = {1, 1, 1.5, .6};
    AUTO_ARENA *a = arena_open();
    struct gen *g = NEW(a, struct gen);
    *g = (struct gen){.seed = rng_mix(l->seed, 1),
        .kind = l->kind,
        .errors = l->kind < KIND_ENGLISH ? errors[l->kind] : 1,
        .missing = l->kind < KIND_ENGLISH ? missing[l->kind] : 1};
    letters_open();
    naming_open(a);
    english_open(a);
    febrl_open(a);
    places_open(&g->places, communes_for(l));
    if (l->units)
        places_units(&g->places, l->units);
    fputs("ma,ho_ten,ten_goi,ngay_sinh,gioi_tinh,so_dinh_danh,ho_ten_me,ho_ten_cha,dien_thoai,"
          "thon,xa\n",
        l->out);
    fputs("ma,nguoi,gia_dinh,nguon,loi\n", l->truth);
    struct out o = {l, g, 0};
    if (l->kind == KIND_ENGLISH)
        write_english(&o);
    else if (l->kind >= KIND_FEBRL1)
        write_febrl(&o);
    else
        write_families(&o);
}
