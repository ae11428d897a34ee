// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A record: what one office wrote of a child. Seven sources differ in what they ask for and how
 * carefully; the offices of a source differ again, and what an office does it does to all.
 */
#include "bench/linkgen/linkgen.h"

#include <math.h>

/* Rates are of records; errors and missing multiply those of section `damage_name` and others. */
static const struct source {
    double share, errors, id, phone, no_mother, no_father, first_january, upper, no_marks,
        old_units;
} sources[SOURCES] = {
    /* civil registration */ {.14, .25, .85, .05, .02, .09, .004, .3, .0, .7},
    /* register of children */ {.38, 1.0, .55, .40, .06, .12, .030, .1, .05, .5},
    /* schools */ {.20, .7, .60, .60, .12, .16, .010, .2, .03, .3},
    /* health stations */ {.13, 1.4, .30, .70, .08, .45, .020, .1, .15, .6},
    /* health insurance */ {.08, .5, .70, .10, .55, .60, .015, .8, .05, .2},
    /* village lists by hand */ {.05, 2.2, .15, .15, .20, .22, .120, .05, .30, .8},
    /* ministry's copy */ {.02, .3, .80, .20, .05, .08, .002, .9, .1, .0},
};
/* The same as published figures have it: one rate of errors for all lists but two clean ones. */
static const struct source plain_sources[SOURCES] = {
    {.14, .3, .55, .30, .06, .15, .025, .2, .0, .7},
    {.38, 1, .36, .30, .12, .25, .050, .1, .0, .5},
    {.20, 1, .42, .30, .10, .20, .040, .2, .0, .3},
    {.13, 1, .30, .40, .15, .30, .060, .1, .0, .6},
    {.08, 1, .45, .10, .20, .30, .050, .5, .0, .2},
    {.05, 1, .30, .20, .30, .30, .100, .1, .0, .8},
    {.02, .3, .50, .20, .06, .12, .025, .5, .0, .1},
};
enum { DRAW_WHERE = 300, DRAW_RECORD, DRAW_OFFICE };
#define WORST 2.4 /* beyond it a list is not entered at all */

/* ---- which records there are ----------------------------------------------------------------- */

static int source_at(double at)
{
    int s = 0;
    while (s < SOURCES - 1 && (at -= sources[s].share) >= 0)
        s++;
    return s;
}

/* Most children are in one list; some in several, some twice in one. */
int record_source(const struct gen *g, uint64_t family, int kid, int nth)
{
    struct rng r = rng_of(g->seed, DRAW_WHERE + (uint64_t)kid * 16, family);
    double many = rng_real(&r);
    int records = many < .899 ? 1 : many < .984 ? 2 : many < .997 ? 3 : 4;
    if (nth >= records)
        return -1;
    int source = 0;
    for (int i = 0; i <= nth; i++)
        source = source_at(rng_real(&r));
    return source;
}

/* ---- the office -------------------------------------------------------------------------------
 */

static struct office plain_office(const struct gen *g, int source, int commune)
{
    const struct source *s = &plain_sources[source];
    struct rng r = rng_of(g->seed, DRAW_OFFICE, (uint64_t)commune * SOURCES + (uint64_t)source);
    return (struct office){.errors = s->errors,
        .missing = 1,
        .old_units = rng_hit(&r, s->old_units),
        .upper = rng_hit(&r, s->upper),
        .new_tone = rng_hit(&r, .12),
        .no_id = 1 - s->id,
        .no_phone = 1 - s->phone,
        .no_mother = s->no_mother,
        .no_father = s->no_father,
        .first_january = s->first_january,
        .no_sex = .01,
        .date_form = rng_below(&r, 4)};
}

static struct office office_of(const struct gen *g, int source, int commune)
{
    if (g->kind == KIND_REFERENCE)
        return plain_office(g, source, commune);
    const struct source *s = &sources[source];
    struct rng r = rng_of(g->seed, DRAW_OFFICE, (uint64_t)commune * SOURCES + (uint64_t)source);
    static const double care[] = {.25, .4, .6, .8, 1, 1, 1.2, 1.5, 2};
    double e = care[rng_below(&r, COUNT(care))];
    struct office o = {.errors = fmin(s->errors * e, WORST) * g->errors + 1e-6,
        .missing = sqrt(s->errors * e) * g->missing,
        .old_units = rng_hit(&r, s->old_units),
        .upper = rng_hit(&r, s->upper),
        .no_marks = rng_hit(&r, s->no_marks * fmin(1, g->errors)),
        .nfd = rng_hit(&r, .07),
        .given_first = rng_hit(&r, .012 * g->errors),
        .new_tone = rng_hit(&r, .3),
        .no_id = fmin(.97, 1 - s->id / g->missing * (.6 + .8 * rng_real(&r))),
        .no_phone = fmin(.97, 1 - s->phone / g->missing * (.4 + 1.2 * rng_real(&r))),
        .no_mother = fmin(.9, s->no_mother * g->missing * (.4 + 1.2 * rng_real(&r))),
        .no_father = fmin(.9, s->no_father * g->missing * (.4 + 1.2 * rng_real(&r))),
        .first_january = fmin(.5, s->first_january * g->errors * (.2 + 1.6 * rng_real(&r))),
        .no_sex = rng_hit(&r, .05 * g->missing) ? 1 : .01 * g->missing,
        .date_form = rng_hit(&r, .4)   ? 0
                     : rng_hit(&r, .7) ? 1
                     : rng_hit(&r, .7) ? 2
                                       : 3};
    return o;
}

/* ---- names ------------------------------------------------------------------------------------
 */

static error_set write_name(
    struct name *n, struct rng *r, const struct office *o, double e, char out[TEXT_MAX_OUT])
{
    error_set done = damage_name(n, r, e);
    struct look look = {.caps = o->upper ? CAPS_UPPER : CAPS_TITLE, .form = FORM_NFC};
    if (o->no_marks && !(done & ERROR_BIT(E_STRIP))) {
        for (int i = 0; i < n->n; i++)
            strip_marks(&n->w[i]);
        done |= ERROR_BIT(E_STRIP);
    }
    if ((o->new_tone || rng_hit(r, .05)) && damage_tone_place(n))
        done |= ERROR_BIT(E_PLACE_OF_TONE);
    if (o->nfd || rng_hit(r, .012)) {
        look.form = rng_hit(r, .6) ? FORM_NFD : FORM_CP1258;
        done |= ERROR_BIT(E_FORM);
    } else if (rng_hit(r, .014 * e)) {
        look.form = FORM_TELEX + (enum form)rng_below(r, 3);
        done |= ERROR_BIT(E_KEYS);
    }
    if (rng_hit(r, .03)) {
        look.eth = true; /* of names with Đ alone; the bit is set for all */
        done |= ERROR_BIT(E_ETH);
    }
    if (rng_hit(r, .02 * e))
        look.caps = rng_hit(r, .5) ? CAPS_LOWER : CAPS_UPPER;
    look.two_spaces = rng_hit(r, .01 * e);
    name_write(n, &look, out, TEXT_MAX_OUT);
    return done;
}

/* Names that are none: of babies without one yet, and of those whom nobody asked. */
static void placeholder(const struct family *f, bool girl, struct rng *r, struct name *n)
{
    static const char *const of_mother[] = {"CB", "Con bà", "Bé con bà", "Con chị"};
    n->n = 0;
    int how = rng_below(r, 10);
    if (how < 5 && f->mother.n) {
        name_add_text(n, of_mother[rng_below(r, COUNT(of_mother))]);
        name_add(n, &f->mother);
    } else if (how < 7) {
        name_add_text(n, girl ? "Bé Gái" : "Bé Trai");
    } else if (how == 7) {
        name_add_text(n, "Trẻ Sơ Sinh");
    } else {
        name_add_text(n, how == 8 ? "Chưa Đặt Tên" : "Không Rõ");
    }
}

static void first_word_of(const struct name *from, struct name *n)
{
    if (from->n && n->n)
        n->w[0] = from->w[0];
}

/* Huỳnh and Hoàng are one name on two sides of a pass, Võ and Vũ too. */
static bool twin_surname(struct name *n)
{
    static const char *const pairs[][2] = {
        {"Hoàng", "Huỳnh"}, {"Vũ", "Võ"}, {"Chu", "Châu"}, {"Lý", "Lí"}, {"Trương", "Chương"}};
    for (size_t i = 0; i < COUNT(pairs); i++)
        for (int k = 0; k < 2; k++) {
            struct word w = word_of(pairs[i][k], strlen(pairs[i][k]));
            if (n->n && w.n == n->w[0].n && !memcmp(w.c, n->w[0].c, w.n * sizeof w.c[0])) {
                n->w[0] = word_of(pairs[i][!k], strlen(pairs[i][!k]));
                return true;
            }
        }
    return false;
}

static error_set whole_name(
    const struct family *f, const struct kid *k, struct rng *r, double e, struct name *n)
{
    double at = rng_real(r) / e;
    if (at < .010) {
        placeholder(f, k->girl, r, n);
        return ERROR_BIT(E_PLACEHOLDER);
    }
    if (at < .018) { /* family name and pet name, or the pet name alone */
        struct name nick = k->nick;
        n->n = rng_hit(r, .7) && n->n ? 1 : 0;
        name_add(n, &nick);
        return ERROR_BIT(E_NICK);
    }
    if (at < .029) {
        first_word_of(&f->mother, n);
        return ERROR_BIT(E_SURNAME);
    }
    if (at < .033 && twin_surname(n))
        return ERROR_BIT(E_SURNAME);
    return 0;
}

static void child_name(const struct family *f, const struct kid *k, struct rng *r,
    const struct office *o, struct record *out)
{
    struct name n = k->name, nick = k->nick;
    double baby = k->born.y >= 2025 ? 2 : 1;
    out->errors |= whole_name(f, k, r, o->errors * (o->missing > 1.1 ? baby : 1), &n);
    if (o->given_first && n.n > 1) {
        struct word last = n.w[n.n - 1];
        memmove(n.w + 1, n.w, (size_t)(n.n - 1) * sizeof last);
        n.w[0] = last;
        out->errors |= ERROR_BIT(E_ORDER);
    }
    out->errors |= write_name(&n, r, o, o->errors, out->name);
    struct look look = {.form = FORM_NFC, .caps = CAPS_TITLE};
    out->nick[0] = '\0';
    if (rng_hit(r, out->errors & ERROR_BIT(E_NICK) ? .3 : .06))
        name_write(
            out->errors & ERROR_BIT(E_NICK) ? &k->name : &nick, &look, out->nick, TEXT_MAX_OUT);
}

/* ---- parents ----------------------------------------------------------------------------------
 */

static void parents(
    const struct family *f, struct rng *r, const struct office *o, struct record *out)
{
    struct name mother = f->mother, father = f->father;
    out->mother[0] = out->father[0] = '\0';
    if (rng_hit(r, .006 * o->errors)) {
        mother = f->grandmother;
        father.n = rng_hit(r, .5) ? 0 : father.n;
        out->errors |= ERROR_BIT(E_GUARDIAN);
    }
    if (rng_hit(r, .006 * o->errors)) {
        struct name swap = mother;
        mother = father;
        father = swap;
        out->errors |= ERROR_BIT(E_SWAPPED);
    }
    bool none = f->no_parents;
    if (none || rng_hit(r, o->no_mother))
        out->errors |= ERROR_BIT(E_NO_MOTHER);
    else if (mother.n && write_name(&mother, r, o, o->errors * .8, out->mother))
        out->errors |= ERROR_BIT(E_MOTHER);
    if (none || f->no_father || rng_hit(r, o->no_father))
        out->errors |= ERROR_BIT(E_NO_FATHER);
    else if (father.n && write_name(&father, r, o, o->errors * .8, out->father))
        out->errors |= ERROR_BIT(E_FATHER);
}

/* ---- the rest ---------------------------------------------------------------------------------
 */

static void phone(const struct family *f, struct rng *r, const struct office *o, struct record *out)
{
    out->phone[0] = '\0';
    if (rng_hit(r, o->no_phone)) {
        out->errors |= ERROR_BIT(E_NO_PHONE);
        return;
    }
    char number[12];
    memcpy(number, f->phone[rng_hit(r, .3)], sizeof number);
    if (rng_hit(r, .12)) { /* a new number, or that of the head of the village */
        uint64_t h =
            rng_hit(r, .3) ? (uint64_t)f->commune * VILLAGES + (uint64_t)f->village : rng_next(r);
        snprintf(number, sizeof number, "09%08u", (unsigned)(rng_mix(9, h) % 100000000));
        out->errors |= ERROR_BIT(E_PHONE);
    }
    double how = rng_real(r);
    if (how < .75)
        snprintf(out->phone, sizeof out->phone, "%s", number);
    else if (how < .9)
        snprintf(out->phone, sizeof out->phone, "%.4s %.3s %s", number, number + 4, number + 7);
    else
        snprintf(out->phone, sizeof out->phone, "+84%s", number + 1);
}

static void place(const struct gen *g, const struct family *f, struct rng *r,
    const struct office *o, struct record *out)
{
    int commune = f->commune, village = f->village;
    double moved = g->kind == KIND_REFERENCE ? .12 : .085 * fmin(1.6, .5 + .5 * g->errors);
    if (rng_hit(r, moved)) {
        commune = places_near(&g->places, r, commune);
        village = rng_below(r, VILLAGES);
        out->errors |= ERROR_BIT(E_MOVED);
    } else if (rng_hit(r, .06 * o->errors)) {
        village = rng_below(r, VILLAGES);
        out->errors |= ERROR_BIT(E_VILLAGE);
    }
    out->unit[0] = out->village[0] = '\0';
    if (rng_hit(r, .01 * o->missing)) {
        out->errors |= ERROR_BIT(E_NO_UNIT);
        return;
    }
    places_code(o->old_units ? commune : g->places.now[commune], out->unit);
    if (rng_hit(r, .25 * o->missing))
        return;
    struct name v;
    places_village(g->seed, places_region(&g->places, commune), commune, village, &v);
    struct look look = {.form = FORM_NFC, .caps = o->upper ? CAPS_UPPER : CAPS_TITLE};
    if (o->no_marks)
        for (int i = 0; i < v.n; i++)
            strip_marks(&v.w[i]);
    name_write(&v, &look, out->village, TEXT_MAX_OUT);
}

static void sex(bool girl, struct rng *r, const struct office *o, struct record *out)
{
    out->sex[0] = '\0';
    if (rng_hit(r, o->no_sex)) {
        out->errors |= ERROR_BIT(E_NO_SEX);
        return;
    }
    if (rng_hit(r, .012 * o->errors)) {
        girl = !girl;
        out->errors |= ERROR_BIT(E_SEX);
    }
    snprintf(out->sex, sizeof out->sex, "%s", girl ? "nữ" : "nam");
}

static void pid(
    const struct family *f, int kid, struct rng *r, const struct office *o, struct record *out)
{
    out->pid[0] = '\0';
    /* Numbers are given at birth since 2016; elder children got theirs later or not yet. */
    double none = f->kids[kid].born.y >= 2016 ? o->no_id : .5 + .5 * o->no_id;
    if (rng_hit(r, none)) {
        out->errors |= ERROR_BIT(E_NO_ID);
        return;
    }
    memcpy(out->pid, f->kids[kid].pid, sizeof f->kids[kid].pid);
    out->errors |= damage_pid(out->pid, r, o, f, kid);
}

void record_make(
    const struct gen *g, const struct family *f, int kid, int nth, int source, struct record *out)
{
    struct rng r = rng_of(g->seed, DRAW_RECORD + (uint64_t)(kid * 16 + nth) * 4, f->id);
    struct office o = office_of(g, source, f->commune);
    struct cal_date born = f->kids[kid].born;
    out->errors = 0;
    child_name(f, &f->kids[kid], &r, &o, out);
    out->errors |= damage_date(&born, &r, &o);
    date_write(born, o.date_form, out->born);
    sex(f->kids[kid].girl, &r, &o, out);
    pid(f, kid, &r, &o, out);
    parents(f, &r, &o, out);
    phone(f, &r, &o, out);
    place(g, f, &r, &o, out);
}
