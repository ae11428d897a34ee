// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A family out of its number. Families of one clan (eight in a row, when families are dense) live
 * in one village, share the father's family name and a small store of given names: cousins with one
 * name are as usual there as they are in a real village.
 */
#include "bench/linkgen/linkgen.h"

enum { DRAW_SIZE = 1, DRAW_CLAN, DRAW_FAMILY, DRAW_KID, DRAW_VILLAGE, DRAW_COMMUNE, DRAW_COUSIN };
enum { CLAN = 8, FIRST_YEAR = 2010, LAST_DAY = 20760 /* 2026-11-03 */ };

static bool dense(const struct gen *g)
{
    return g->kind == KIND_DENSE;
}

int family_size(const struct gen *g, uint64_t id)
{
    static const double few[] = {.36, .83, .965, .995}, many[] = {.06, .24, .52, .76, .92};
    struct rng r = rng_of(g->seed, DRAW_SIZE, id);
    double at = rng_real(&r);
    int n = 1;
    if (dense(g))
        while (n <= (int)COUNT(many) && at > many[n - 1])
            n++;
    else
        while (n <= (int)COUNT(few) && at > few[n - 1])
            n++;
    return n;
}

static void make_phone(struct rng *r, char out[12])
{
    static const char *const heads[] = {"098", "097", "096", "086", "032", "033", "034", "035",
        "036", "037", "038", "039", "090", "093", "070", "077", "078", "079", "091", "094", "088",
        "081", "082", "083", "084", "085", "092", "056", "058"};
    snprintf(out, 12, "%s%07d", heads[rng_below(r, COUNT(heads))], rng_below(r, 10000000));
}

/* Province of registration, century and sex, year, a running number. */
static void make_pid(const struct gen *g, struct kid *k, struct rng *r, int commune)
{
    snprintf(k->pid, sizeof k->pid, "0%s%d%02d%06d", places_province(&g->places, commune),
        k->born.y < 2000 ? k->girl : 2 + k->girl, k->born.y % 100, rng_below(r, 999998));
}

static void next_pid(const struct kid *twin, struct kid *k)
{
    memcpy(k->pid, twin->pid, sizeof k->pid);
    k->pid[3] = k->girl ? '3' : '2';
    for (int i = 11; i > 5 && ++k->pid[i] > '9'; i--)
        k->pid[i] = '0';
}

static void place_family(const struct gen *g, struct family *f)
{
    uint64_t clan = dense(g) ? f->id / CLAN : f->id;
    struct rng r = rng_of(g->seed, DRAW_CLAN, clan);
    f->commune = places_pick(&g->places, &r);
    f->village = rng_below(&r, VILLAGES);
    struct rng v = rng_of(g->seed, DRAW_VILLAGE, (uint64_t)(f->commune * VILLAGES + f->village));
    struct rng *mine = dense(g) ? &r : &v;
    enum region region = places_region(&g->places, f->commune);
    struct rng c = rng_of(g->seed, DRAW_COMMUNE, (uint64_t)f->commune);
    f->people = naming_of(&r, region, rng_next(&c));
    /* In a village one family name is often everybody's. */
    naming_surname(f->people, mine, region, &f->father);
}

static void make_parents(const struct gen *g, struct family *f, struct rng *r)
{
    enum region region = places_region(&g->places, f->commune);
    struct name clan = f->father;
    bool by_clan = rng_hit(r, dense(g) ? .8 : .3);
    naming_parent(f->people, r, region, false, by_clan ? &clan : NULL, &f->father);
    naming_parent(f->people, r, region, true, NULL, &f->mother);
    naming_parent(f->people, r, region, true, NULL, &f->grandmother);
    f->no_father = rng_hit(r, .04);
    f->no_parents = rng_hit(r, .003);
    if (f->no_father)
        f->father.n = 0;
    make_phone(r, f->phone[0]);
    make_phone(r, f->phone[1]);
}

/* Cousins: the name comes from what the clan has already used. */
static void as_cousin(const struct gen *g, struct family *f, struct kid *k, struct rng *r)
{
    if (!dense(g) || !rng_hit(r, .05))
        return;
    uint64_t which = f->id / CLAN * 3 + (uint64_t)rng_below(r, 3);
    struct rng shared = rng_of(g->seed, DRAW_COUSIN, which * 2 + k->girl);
    struct name none = {0};
    naming_child(f->people, &shared, places_region(&g->places, f->commune), k->girl, &f->mother,
        f->father.n ? &f->father : &none, NULL, &k->name);
}

static int first_birth(struct rng *r)
{
    int from = cal_day((struct cal_date){FIRST_YEAR, 1, 1});
    return rng_span(r, from, LAST_DAY - 30);
}

static void birth(const struct gen *g, struct family *f, int i, bool twin, struct rng *r)
{
    const struct kid *elder = i ? &f->kids[i - 1] : NULL;
    int day = elder ? cal_day(elder->born) : first_birth(r);
    if (elder && !twin)
        day += rng_span(r, 300, dense(g) ? 1100 : 1900);
    if (day > LAST_DAY) /* an elder one then, so that nobody is born tomorrow */
        day = cal_day(f->kids[0].born) - 400 * i;
    if (twin && rng_hit(r, .03)) /* around midnight */
        day = day < LAST_DAY ? day + 1 : day;
    f->kids[i].born = cal_of_day(day);
}

static void name_kid(const struct gen *g, struct family *f, int i, bool twin, struct rng *r)
{
    struct kid *k = &f->kids[i];
    const struct name *elder = i ? &f->kids[i - 1].name : NULL;
    enum region region = places_region(&g->places, f->commune);
    naming_child(f->people, r, region, k->girl, &f->mother, &f->father, elder, &k->name);
    if (twin) {
        struct name fresh = k->name;
        naming_twin(f->people, r, k->girl, elder, &fresh, &k->name);
    } else {
        as_cousin(g, f, k, r);
    }
    for (int j = 0; j < i; j++) /* brothers and sisters are told apart */
        if (name_same(&k->name, &f->kids[j].name))
            naming_child(f->people, r, region, k->girl, &f->mother, &f->father, NULL, &k->name);
    naming_nick(r, &k->nick);
}

static void make_kid(const struct gen *g, struct family *f, int i, struct rng *r)
{
    struct kid *k = &f->kids[i];
    const struct kid *elder = i ? &f->kids[i - 1] : NULL;
    bool twin = elder && rng_hit(r, dense(g) ? .08 : .018);
    k->girl = twin && rng_hit(r, .65) ? elder->girl : rng_hit(r, .48);
    birth(g, f, i, twin, r);
    name_kid(g, f, i, twin, r);
    make_pid(g, k, r, rng_hit(r, .06) ? places_pick(&g->places, r) : f->commune);
    if (twin && rng_hit(r, .6))
        next_pid(elder, k);
}

void family_make(const struct gen *g, uint64_t id, struct family *f)
{
    struct rng r = rng_of(g->seed, DRAW_FAMILY, id);
    f->id = id;
    place_family(g, f);
    make_parents(g, f, &r);
    f->nkids = family_size(g, id);
    for (int i = 0; i < f->nkids; i++) {
        struct rng k = rng_of(g->seed, DRAW_KID + 100 + (uint64_t)i, id);
        make_kid(g, f, i, &k);
    }
}
