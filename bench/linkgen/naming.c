// SPDX-License-Identifier: AGPL-3.0-or-later
/* Puts names together, each people in its way. */
#include "bench/linkgen/peoples.h"

static struct list nicknames = {
    "Bin|Na|Bống|Tí|Cún|Sóc|Gấu|Bi|Bo|Tôm|Mít|Ken|Su|Ben|Bông|Cà Rốt|Nấm|Thỏ|Cu Tí|Tèo|Kem|Khoai|"
    "Bơ|Miu|Rốt|Bom|Tít|Susu|Cốm|Ốc|Đậu|Gạo|Ngố|Zin|Voi|Út|Cò|Mun|Sâu|Tiger",
    .7, 0, NULL, NULL};

void naming_open(struct arena *a)
{
    struct naming *all = people_all();
    for (int i = 0; i < P__COUNT; i++)
        for (int k = 0; k < L__COUNT; k++)
            if (all[i].list[k].text && *all[i].list[k].text)
                list_open(a, &all[i].list[k]);
    list_open(a, &nicknames);
}

const struct naming *naming_of(struct rng *r, enum region region, uint64_t commune_chance)
{
    /* Three of four families are of the people that holds most of the commune. */
    int at = rng_hit(r, .75) ? (int)(commune_chance % 1000) : rng_below(r, 1000);
    return &people_all()[people_draw(region, at)];
}

static bool stands_in(const struct name *n, const struct name *word)
{
    for (int i = 0; word->n == 1 && i < n->n; i++)
        if (word_same(&n->w[i], &word->w[0]))
            return true;
    return false;
}

/* Adds a word of the list; nobody is called Minh Minh. */
static void pick(const struct list *l, struct rng *r, struct name *out)
{
    const struct name *word = l->n ? list_pick(l, r) : NULL;
    for (int i = 0; word && i < 3 && stands_in(out, word); i++)
        word = list_pick(l, r);
    if (word && !stands_in(out, word))
        name_add(out, word);
}

/* prefix + word as one word: H'Hen, K'Brin. */
static void add_prefixed(struct name *out, uint16_t prefix, const struct name *word)
{
    struct name w = *word;
    struct word *f = &w.w[0];
    if (f->n + 2 <= WORD_MAX) {
        memmove(f->c + 2, f->c, f->n * sizeof f->c[0]);
        f->c[0] = prefix;
        f->c[1] = '\'';
        f->n = (uint8_t)(f->n + 2);
    }
    name_add(out, &w);
}

void naming_surname(const struct naming *p, struct rng *r, enum region region, struct name *out)
{
    bool south = region >= R_COAST && p->list[L_FAMILY_SOUTH].n;
    out->n = 0;
    pick(&p->list[south ? L_FAMILY_SOUTH : L_FAMILY], r, out);
}

static void plain_rest(const struct naming *p, struct rng *r, bool girl, struct name *out)
{
    const struct list *pairs = &p->list[girl ? L_PAIR_F : L_PAIR_M];
    if (pairs->n && rng_hit(r, .28)) {
        if (rng_hit(r, .12))
            pick(&p->list[girl ? L_MID_F : L_MID_M], r, out);
        pick(pairs, r, out);
        return;
    }
    if (!rng_hit(r, p->short_names))
        pick(&p->list[girl ? L_MID_F : L_MID_M], r, out);
    if (p->list[L_PAIR_M].n && rng_hit(r, .18))
        pick(&p->list[girl ? L_MID_F : L_MID_M], r, out);
    pick(&p->list[girl ? L_GIVEN_F : L_GIVEN_M], r, out);
}

/* The given name with what stands before it: H'Hen, Y Khoa, A Thui, K'Brin, Ka Thủy. */
static void own_name(const struct naming *p, struct rng *r, bool girl, struct name *out)
{
    struct name given = {0};
    const char *before = NULL;
    pick(&p->list[girl ? L_GIVEN_F : L_GIVEN_M], r, &given);
    switch (p->way) {
    case WAY_EDE:
        before = girl ? "H'" : "Y";
        break;
    case WAY_GIARAI:
        before = girl ? (rng_hit(r, .7) ? "H'" : NULL) : rng_hit(r, .25) ? "Y" : NULL;
        break;
    case WAY_BANA:
        before = girl ? "Y" : "A";
        break;
    case WAY_COHO:
        before = girl ? "Ka" : "K'";
        break;
    default:
        break;
    }
    if (before && strchr(before, '\'')) {
        add_prefixed(out, (unsigned char)*before, &given);
        return;
    }
    name_add_text(out, before);
    name_add(out, &given);
}

/* Where the family name stands is the way of the people. */
static void compose(
    const struct naming *p, struct rng *r, bool girl, const struct name *family, struct name *out)
{
    out->n = 0;
    if (p->way == WAY_MNONG && girl)
        name_add_text(out, "Thị");
    else if (p->way == WAY_PLAIN || p->way == WAY_GIARAI || p->way == WAY_MNONG)
        name_add(out, family);
    if (p->way == WAY_PLAIN) {
        plain_rest(p, r, girl, out);
        return;
    }
    own_name(p, r, girl, out);
    if (p->way == WAY_EDE || (p->way == WAY_COHO && rng_hit(r, .3)))
        name_add(out, family);
}

void naming_parent(const struct naming *p, struct rng *r, enum region region, bool woman,
    const struct name *surname, struct name *out)
{
    struct name own;
    naming_surname(p, r, region, &own);
    const struct list *old = &p->list[woman ? L_OLD_F : L_OLD_M];
    if (!old->n) {
        compose(p, r, woman, surname ? surname : &own, out);
        return;
    }
    out->n = 0;
    name_add(out, surname ? surname : &own);
    if (rng_hit(r, woman ? .62 : .45))
        name_add_text(out, woman ? "Thị" : "Văn");
    if (!rng_hit(r, .5) || out->n < 2)
        pick(&p->list[woman ? L_MID_F : L_MID_M], r, out);
    pick(old, r, out);
}

/* The words of a name that are its family name. */
static void family_of(const struct naming *p, const struct name *n, struct name *out)
{
    out->n = 0;
    if (p->way == WAY_EDE) {
        for (int i = n->w[0].n == 1 ? 2 : 1; i < n->n; i++)
            out->w[out->n++] = n->w[i];
        return;
    }
    bool two = p->way == WAY_GIARAI && n->n > 1 && n->w[0].n == 2 && n->w[0].c[0] == 'R';
    for (int i = 0; i < n->n && i < 1 + two; i++)
        out->w[out->n++] = n->w[i];
}

void naming_child(const struct naming *p, struct rng *r, enum region region, bool girl,
    const struct name *mother, const struct name *father, const struct name *like, struct name *out)
{
    struct name family, other;
    bool by_mother = p->way == WAY_EDE || p->way == WAY_GIARAI || !father->n;
    family_of(p, by_mother ? mother : father, &family);
    if (!family.n)
        naming_surname(p, r, region, &family);
    if (p->list[L_PAIR_M].n && !by_mother && rng_hit(r, .05)) {
        family_of(p, mother, &other);
        name_add(&family, &other);
    }
    compose(p, r, girl, &family, out);
    /* A mononym: A Thui. Others of the people take a family name as the register asks for one. */
    if (p->way == WAY_BANA && rng_hit(r, .3)) {
        struct name with = {0};
        naming_surname(p, r, region, &with);
        name_add(&with, out);
        *out = with;
    }
    if (like && p->way == WAY_PLAIN && like->n >= 3 && out->n == like->n && rng_hit(r, .4))
        for (int i = 1; i + 1 < like->n; i++)
            out->w[i] = like->w[i];
}

/* Another tone on the last word: Anh, Ánh. */
static void other_tone(struct name *n, struct rng *r)
{
    struct word *w = &n->w[n->n - 1];
    for (int i = w->n - 1; i >= 0; i--) {
        int base, tone;
        bool capital;
        if (!letter_split(w->c[i], &base, &tone, &capital))
            continue;
        w->c[i] = letter_join(base, (tone + rng_span(r, 1, TONES - 1)) % TONES, capital);
        return;
    }
}

void naming_twin(const struct naming *p, struct rng *r, bool girl, const struct name *first,
    const struct name *fresh, struct name *out)
{
    double how = rng_real(r);
    *out = *fresh;
    if (p->way != WAY_PLAIN || first->n < 3 || how > .75)
        return;
    *out = *first;
    struct name one = {0};
    if (how < .012) {
        other_tone(out, r);
    } else if (how < .47) { /* Gia Bảo, Gia Khang */
        pick(&p->list[girl ? L_GIVEN_F : L_GIVEN_M], r, &one);
        out->n--;
        name_add(out, &one);
    } else { /* Bảo An, Gia An */
        pick(&p->list[girl ? L_MID_F : L_MID_M], r, &one);
        if (one.n)
            out->w[out->n - 2] = one.w[0];
    }
}

void naming_nick(struct rng *r, struct name *out)
{
    out->n = 0;
    pick(&nicknames, r, out);
}
