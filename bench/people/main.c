// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * bench_people DIR URL CHILDREN: a register of that many children to measure on, over all communes
 * of today. OFFICES communes have OWN children each, with households and an official (bench_NNN,
 * password PASSWORD) to sign in with; the rest is spread evenly, so that an office's own commune is
 * as large beside 100,000 children as beside 25 million. Rows go past the engine: COPY into a
 * partition without indexes on PostgreSQL, prepared inserts on SQLite. Which columns there are is
 * read from the pack. Families come from bench/linkgen.
 *
 * Prints an office a line (number, account, a child); DIR/words gets what people type ("office
 * words"), DIR/names new children to save.
 */
#define form letter_form /* the packs have forms too */
#include "bench/linkgen/linkgen.h"
#undef form

#include "base/text.h"
#include "bench/people/people.h"
#include "cmd/cmd.h"
#include "ident/ident.h"
#include "user/user_int.h"

#include <stdlib.h>

#define PASSWORD "mang-bench-2026"
enum { OFFICES = 8, OWN = 7500, WAVES = 8, MOST_COLS = 200, TYPED = 2000, NEW = 4000 };

struct commune {
    char unit[6], province[3];
    int64_t want, have;
};
/* A family of an office, to be written after the children. */
struct household {
    struct household *next;
    const struct commune *c;
    char id[37];
    const char *head;
};
struct fill {
    struct cmd_site *s;
    struct arena *row;
    const struct reg *reg;
    const struct db_table *t;
    struct gen *g;
    struct commune *c;
    size_t ncommunes;
    struct sink *sink;
    struct value v[MOST_COLS];
    struct rng r;
    uint64_t family;
    int64_t ms, n, all;
    FILE *words;
    size_t typed;
    char child[OFFICES][37];
    struct household *households;
    const char *household; /* of the family in hand, or NULL */
};

_Noreturn void people_die(const char *what, const char *why)
{
    fprintf(stderr, "bench_people: %s: %s\n", what, why);
    exit(1);
}

static void must(const char *what, enum err e)
{
    if (e)
        people_die(what, err_detail());
}

/* ---- communes -------------------------------------------------------------------------------- */

static void read_communes(struct fill *k)
{
    struct unit_tree *t = units_hold(k->s->site.units);
    int32_t day = unit_day_of_ms(clock_ms());
    const struct unit **u = unit_children(t, k->s->a, "", day, UNIT_COMMUNE, &k->ncommunes);
    k->c = NEW_N(k->s->a, struct commune, k->ncommunes);
    int64_t rest = k->all - (int64_t)OFFICES * OWN, others = (int64_t)k->ncommunes - OFFICES;
    size_t apart = k->ncommunes / OFFICES, nth = 0;
    for (size_t i = 0; i < k->ncommunes; i++) {
        size_t to = i % apart == 0 && i / apart < OFFICES ? i / apart : OFFICES + nth++;
        struct commune *c = &k->c[to];
        snprintf(c->unit, sizeof c->unit, "%s", u[i]->code);
        snprintf(c->province, sizeof c->province, "%s", unit_province(t, u[i]->code, day));
        int64_t at = (int64_t)to - OFFICES;
        c->want = to < OFFICES ? OWN : rest * (at + 1) / others - rest * at / others;
    }
    units_drop(k->s->site.units, t);
}

static void add_accounts(struct fill *k)
{
    struct arena *a = k->s->a;
    const char *hash = user_hash(a, PASSWORD);
    struct dbc *c = NULL;
    must("begin", db_begin_write(k->s->site.db, &c));
    for (int i = 0; i < OFFICES; i++) {
        char id[37];
        uuid7(id);
        must("account",
            db_exec(c, Q_ACCOUNT_ADD,
                ARGS((const char *)id, arena_printf(a, "bench_%03d", i), "Nguyễn Thị Đếm",
                    (const char *)NULL, "0912345678", "can_bo_xa", (const char *)k->c[i].province,
                    (const char *)k->c[i].unit, "vi", hash, 0, clock_ms()),
                NULL));
    }
    must("commit", db_commit(c));
    db_end(&c);
}

/* New children get the next numbers. */
static void take_numbers(struct fill *k)
{
    struct dbc *c = NULL;
    must("begin", db_begin_write(k->s->site.db, &c));
    for (size_t i = 0; i < k->ncommunes; i++) {
        const char *name = arena_printf(k->s->a, "%s|%s|2026", k->reg->id, k->c[i].unit);
        const char *province = k->c[i].province;
        db_scalar(c, k->s->a, Q_NUMBER_TAKE, ARGS(province, name, k->c[i].want));
    }
    must("numbers", db_commit(c));
    db_end(&c);
}

/* ---- one child ------------------------------------------------------------------------------- */

static const char *name_text(struct fill *k, const struct name *n)
{
    char out[TEXT_MAX_OUT];
    size_t len = name_write(n, &(struct look){FORM_NFC, CAPS_TITLE, false, false}, out, sizeof out);
    return arena_dupn(k->row, out, len);
}

static const char *new_id(struct fill *k, int64_t ms)
{
    uint64_t a = rng_next(&k->r), b = rng_next(&k->r);
    return arena_printf(k->row, "%08llx-%04llx-7%03llx-%04llx-%012llx",
        (unsigned long long)(ms >> 16), (unsigned long long)(ms & 0xffff),
        (unsigned long long)(a & 0xfff), (unsigned long long)(0x8000 | (a >> 16 & 0x3fff)),
        (unsigned long long)(b & 0xffffffffffff));
}

static void put(struct fill *k, const struct field *f, const char *text)
{
    const char *at = text && *text ? text : NULL;
    for (size_t i = 0; f && i < k->t->ncols; i++)
        if (streq(k->t->cols[i].name, f->id))
            k->v[DC__COUNT + i] = v_text(at);
}

static void put_identity(struct fill *k, const struct family *f, const struct kid *kid)
{
    const struct identity *id = k->reg->identity;
    struct name village;
    places_village(
        k->g->seed, places_region(&k->g->places, f->commune), f->commune, f->village, &village);
    put(k, id->name, name_text(k, &kid->name));
    put(k, id->born, arena_printf(k->row, "%04d-%02d-%02d", kid->born.y, kid->born.m, kid->born.d));
    put(k, id->sex, kid->girl ? "nu" : "nam");
    put(k, id->pid, rng_hit(&k->r, .8) ? kid->pid : NULL);
    put(k, id->mother, f->no_parents || rng_hit(&k->r, .04) ? NULL : name_text(k, &f->mother));
    put(k, id->father, f->no_father || rng_hit(&k->r, .08) ? NULL : name_text(k, &f->father));
    put(k, id->phone, rng_hit(&k->r, .7) ? f->phone[0] : NULL);
    put(k, id->village, name_text(k, &village));
    if (rng_hit(&k->r, .05))
        put(k, id->other_name, name_text(k, &kid->nick));
}

/* The first code is the usual one. */
static const char *chosen(struct fill *k, const struct field *f)
{
    bool usual = rng_hit(&k->r, f->required ? .95 : .7);
    const struct codelist *list = f->list;
    return list->codes[usual ? 0 : rng_below(&k->r, (int)list->ncodes)].id;
}

static struct value answer(struct fill *k, const struct field *f, int born)
{
    switch (f->type) {
    case F_CHOICE:
        return f->required || rng_hit(&k->r, .5) ? v_text(chosen(k, f)) : VNULL;
    case F_CHOICES:
        return rng_hit(&k->r, .04) ? v_text(arena_printf(k->row, "|%s|", chosen(k, f))) : VNULL;
    case F_BOOL:
        return rng_hit(&k->r, .08) ? v_int(rng_hit(&k->r, .2)) : VNULL;
    case F_INT:
        return f->year && rng_hit(&k->r, .5) ? v_int(born - rng_span(&k->r, 19, 38)) : VNULL;
    case F_DATE:
        return rng_hit(&k->r, .4) ? v_text(arena_printf(k->row, "2026-%02d-%02d",
                                        rng_span(&k->r, 1, 10), rng_span(&k->r, 1, 28)))
                                  : VNULL;
    default:
        return VNULL;
    }
}

/* What the identity does not say, filled as often as offices do. */
static void put_answers(struct fill *k, int born)
{
    size_t col = DC__COUNT;
    for (size_t i = 0; i < k->reg->nfields; i++) {
        const struct field *f = &k->reg->fields[i];
        if (f->type == F_ROWS)
            continue;
        struct value *v = &k->v[col++];
        if (f->type == F_REF && f->reg && !f->reg->parent && k->household)
            *v = v_text(k->household);
        else if (v_is_null(*v) && f->cls != CLASS_SECRET && !f->compute)
            *v = answer(k, f, born);
    }
}

static void put_common(struct fill *k, const struct commune *c)
{
    struct buf words = buf_in(k->row, 4000);
    const char *code = arena_printf(k->row, "TE-%s-26-%04lld", c->unit, (long long)c->have);
    buf_printf(&words, "%s ", code);
    size_t col = DC__COUNT;
    for (size_t i = 0; i < k->reg->nfields; i++) {
        const struct field *f = &k->reg->fields[i];
        if (f->type == F_ROWS)
            continue;
        struct value v = k->v[col++];
        if (f->searched && v.t == V_TEXT)
            buf_printf(&words, STR_FMT " ", STR_ARG(v.s));
        if (f == k->reg->identity->name)
            k->v[DC_LABEL] = v;
    }
    k->v[DC_PROVINCE] = v_text(c->province);
    k->v[DC_UNIT] = v_text(c->unit);
    k->v[DC_ID] = v_text(new_id(k, k->ms));
    k->v[DC_CODE] = v_text(code);
    k->v[DC_VERSION] = v_int(1);
    k->v[DC_SEARCH] = v_str(text_fold(k->row, buf_view(&words)));
    k->v[DC_CREATED_AT] = k->v[DC_UPDATED_AT] = v_int(k->ms);
    k->v[DC_PACK_VERSION] = v_text(k->s->site.pack->version);
}

/* ---- what people type ------------------------------------------------------------------------ */

static const char *folded(struct fill *k, const char *s)
{
    struct str f = text_fold(k->row, str_of(s));
    return arena_dupn(k->row, f.p, f.n);
}

static const char *last_words(const char *s, int n)
{
    const char *p = s + strlen(s);
    for (; p > s && n; p--)
        n -= p[-1] == ' ';
    return n ? s : p + 1;
}

static void put_typed(
    struct fill *k, size_t office, const struct family *f, const struct kid *kid, const char *phone)
{
    const char *name = name_text(k, &kid->name), *plain = folded(k, name);
    const char *mother = name_text(k, &f->mother);
    const char *way[] = {name, plain, last_words(name, 2), last_words(plain, 2),
        arena_printf(k->row, "%.*s", (int)strlen(plain) - 1, plain), kid->pid, phone,
        arena_printf(k->row, "%s %d", name, kid->born.y),
        arena_printf(k->row, "%s %s", last_words(plain, 1), folded(k, mother)),
        arena_printf(k->row, "%c%s", plain[0], plain + 2), arena_printf(k->row, "%.3s", plain),
        folded(k, mother)};
    fprintf(k->words, "%zu %s\n", office, way[k->typed++ % COUNT(way)]);
}

/* ---- families -------------------------------------------------------------------------------- */

static void put_child(struct fill *k, size_t at, const struct family *f, const struct kid *kid)
{
    struct commune *c = &k->c[at];
    memset(k->v, 0, sizeof k->v);
    c->have++;
    k->ms = 1735689600000 + k->n++; /* ids in the order of writing */
    put_identity(k, f, kid);
    put_answers(k, kid->born.y);
    put_common(k, c);
    sink_row(k->sink, k->v);
    if (at < OFFICES && c->have % 7 == 0 && k->typed < TYPED)
        put_typed(k, at, f, kid, f->phone[0]);
    if (at < OFFICES && c->have == OWN / 2)
        snprintf(k->child[at], sizeof k->child[at], "%s", k->v[DC_ID].s.p);
}

static void new_household(struct fill *k, const struct commune *c, const struct family *f)
{
    struct household *h = NEW(k->s->a, struct household);
    *h = (struct household){k->households, c, "", arena_dup(k->s->a, name_text(k, &f->father))};
    snprintf(h->id, sizeof h->id, "%s", new_id(k, k->ms));
    k->households = h;
    k->household = h->id;
}

static struct value of_household(struct fill *k, const struct reg *ho, const struct db_col *col)
{
    const struct field *f = reg_field(ho, col->name);
    if (f && f->required && f->type == F_CHOICE)
        return v_text(f->list->codes[0].id);
    return f && f->required && f->type == F_NAME ? v_text(k->households->head) : VNULL;
}

/* After the children: their table is locked while they are written. */
static void put_households(struct fill *k)
{
    const struct reg *ho = pack_reg(k->s->site.pack, "ho");
    const struct db_table *t = &k->s->site.tables[ho - k->s->site.pack->regs];
    struct dbc *c = NULL;
    int n = 0;
    must("begin", db_begin_write(k->s->site.db, &c));
    for (; k->households; k->households = k->households->next) {
        const struct household *h = k->households;
        arena_reset(k->row);
        memset(k->v, 0, sizeof k->v);
        k->v[DC_PROVINCE] = v_text(h->c->province);
        k->v[DC_UNIT] = v_text(h->c->unit);
        k->v[DC_ID] = v_text(h->id);
        k->v[DC_VERSION] = v_int(1);
        k->v[DC_CODE] = v_text(arena_printf(k->row, "HO-%s-25-%04d", h->c->unit, ++n));
        k->v[DC_LABEL] = v_text(h->head);
        k->v[DC_SEARCH] = v_str(text_fold(k->row, str_of(h->head)));
        k->v[DC_CREATED_AT] = k->v[DC_UPDATED_AT] = v_int(k->ms);
        for (size_t i = 0; i < t->ncols; i++)
            k->v[DC__COUNT + i] = of_household(k, ho, &t->cols[i]);
        must("household", db_table_insert(c, t, k->v));
    }
    must("households", db_commit(c));
    db_end(&c);
}

static void fill_commune(struct fill *k, size_t at, int64_t upto)
{
    struct commune *c = &k->c[at];
    struct family f;
    while (c->have < upto) {
        arena_reset(k->row);
        family_make(k->g, k->family++, &f);
        k->household = NULL;
        if (at < OFFICES)
            new_household(k, c, &f);
        for (int i = 0; i < f.nkids && c->have < upto; i++)
            put_child(k, at, &f, &f.kids[i]);
    }
}

/* Some years of writing: a commune's rows lie in as many places. */
static void fill_all(struct fill *k)
{
    for (int w = 1; w <= WAVES; w++) {
        for (size_t i = 0; i < k->ncommunes; i++)
            fill_commune(k, i, k->c[i].want * w / WAVES);
        fprintf(stderr, "%lld rows\n", (long long)k->n);
    }
}

/* Children who are in nobody's book yet: name, date of birth, mother, phone. */
static void write_new(struct fill *k, const char *path)
{
    FILE *f = fopen(path, "w");
    struct family m;
    for (int i = 0; f && i < NEW; i++) {
        arena_reset(k->row);
        family_make(k->g, k->family++, &m);
        const struct kid *c = &m.kids[0];
        fprintf(f, "%d %s|%02d/%02d/%04d|%s|%s|%s\n", i % OFFICES, name_text(k, &c->name),
            c->born.d, c->born.m, c->born.y, c->girl ? "nu" : "nam", name_text(k, &m.mother),
            m.phone[0]);
    }
    if (!f || fclose(f))
        people_die(path, "cannot write");
}

static struct gen *make_gen(struct arena *a)
{
    struct gen *g = NEW(a, struct gen);
    *g = (struct gen){.seed = 2026, .kind = KIND_ORDINARY, .errors = 1, .missing = 1};
    letters_open();
    naming_open(a);
    places_open(&g->places, COMMUNES);
    return g;
}

int main(int argc, char **argv)
{
    if (argc != 4 || strtoll(argv[3], NULL, 10) < OFFICES * OWN)
        people_die("usage", "bench_people DIR URL CHILDREN, of which there are 60,000 at least");
    AUTO_ARENA *a = arena_open();
    AUTO_ARENA *row = arena_open();
    struct cmd c = {.name = "people", .a = a, .data = argv[1], .db = argv[2], .quiet = true};
    struct fill *k = NEW(a, struct fill);
    must("open", cmd_open(&c, true, &k->s));
    k->reg = ident_reg(k->s->site.pack);
    k->t = &k->s->site.tables[k->reg - k->s->site.pack->regs];
    k->row = row;
    k->all = strtoll(argv[3], NULL, 10);
    k->r = rng_of(2026, 1, 1);
    k->g = make_gen(a);
    k->words = fopen(arena_printf(a, "%s/words", argv[1]), "w");
    read_communes(k);
    add_accounts(k);
    k->sink = sink_open(a, argv[2], k->t);
    fill_all(k);
    sink_close(k->sink);
    put_households(k);
    take_numbers(k);
    write_new(k, arena_printf(a, "%s/names", argv[1]));
    for (int i = 0; i < OFFICES; i++)
        printf("%d bench_%03d %s\n", i, i, k->child[i]);
    cmd_close(k->s);
    return fclose(k->words);
}
