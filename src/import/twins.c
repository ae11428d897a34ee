// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Rows that may be the same person as an earlier row or as a record of the register. Within the
 * file: all against all (link_set). Against the register: the index of everybody when it is loaded,
 * else the records of the batch's unit join the set. The one place where import meets src/link.
 */
#include "import/import_int.h"
#include "link/link.h"

#include <stdlib.h>

enum {
    MOST_OWN = 300000,
    PAGE = 5000,
    FEW = 5000 /* too few to learn weights from: pairs are judged by the default ones */
};
static const double LEAST = 0.5; /* chance from which people are asked */

struct twins {
    struct arena *a;
    const struct import_work *w;
    const struct import *im;
    struct link_set *set;
    struct entry {
        int64_t row; /* 0 = a record of the register */
        const char *record, *said;
        const struct link_person *p; /* of the first FEW */
    } * v;
    size_t n, cap;
    struct twin_found *found; /* by row */
    size_t n_found, cap_found;
};

struct twins *twins_open(const struct import_work *w, const struct import *im)
{
    struct arena *a = arena_open();
    struct twins *t = NEW(a, struct twins);
    *t = (struct twins){.a = a, .w = w, .im = im};
    t->set = link_set_open(&(struct link_options){.threshold = 0});
    return t;
}

void twins_close(struct twins *t)
{
    if (!t)
        return;
    link_set_close(t->set);
    arena_close(t->a);
}

/* ---- a record as src/link reads it ----------------------------------------------------------- */

static struct str text_of(const struct rec *r, const struct field *f)
{
    return f && r->v[f->slot].t == V_TEXT ? r->v[f->slot].s : STR("");
}

static bool person_of(const struct rec *r, struct link_person *p)
{
    const struct identity *id = r->reg->identity;
    if (!id)
        return false;
    *p = (struct link_person){.name = text_of(r, id->name),
        .other_name = text_of(r, id->other_name),
        .born = text_of(r, id->born),
        .sex = text_of(r, id->sex),
        .pid = text_of(r, id->pid),
        .mother = text_of(r, id->mother),
        .father = text_of(r, id->father),
        .phone = text_of(r, id->phone),
        .village = text_of(r, id->village),
        .unit = r->common[DC_UNIT].s};
    return p->name.n > 0;
}

const char *twins_say(struct arena *a, const struct rec *r)
{
    const struct identity *id = r->reg->identity;
    const struct field *const parts[] = {
        id->name, id->born, id->sex, id->pid, id->village, id->mother, id->father, id->phone};
    struct buf b = buf_in(a, 4000);
    for (size_t i = 0; i < COUNT(parts); i++) {
        const struct field *f = parts[i];
        if (!f || v_is_null(r->v[f->slot]))
            continue;
        struct value v = r->v[f->slot];
        const struct code *c = f->list && v.t == V_TEXT ? list_code(f->list, v.s) : NULL;
        buf_printf(&b, "%s\t%s\n", f->label.vi, c ? c->label.vi : field_show(a, f, v));
    }
    return b.n ? b.p : "";
}

static void note(struct twins *t, const struct twin_found *f)
{
    if (t->n_found == t->cap_found) {
        t->cap_found = t->cap_found ? 2 * t->cap_found : 256;
        struct twin_found *v = NEW_N(t->a, struct twin_found, t->cap_found);
        if (t->n_found)
            memcpy(v, t->found, t->n_found * sizeof *v);
        t->found = v;
    }
    t->found[t->n_found++] = *f;
}

static void id_text(const struct link_id *id, char out[37])
{
    static const char hex[] = "0123456789abcdef";
    char *p = out;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *p++ = '-';
        *p++ = hex[id->b[i] >> 4];
        *p++ = hex[id->b[i] & 15];
    }
    *p = 0;
}

/* The likeliest record of the index. */
static void ask_index(struct twins *t, int64_t row, const struct link_person *p)
{
    const struct link_index *x = t->w->site->index;
    struct link_match m;
    if (!x || !link_index_match(x, p, NULL, 0, &m, 1) || m.chance < LEAST || m.household)
        return;
    char id[37];
    id_text(&m.id, id);
    note(t, &(struct twin_found){row, 0, arena_dup(t->a, id), m.chance, t->v[t->n - 1].said, NULL});
}

static const struct link_person *keep(struct twins *t, const struct link_person *p)
{
    struct link_person *k = NEW(t->a, struct link_person);
    const struct str *from = (const struct str *)(const void *)p;
    struct str *to = (struct str *)(void *)k;
    for (size_t i = 0; i < sizeof *p / sizeof *from; i++)
        to[i] = (struct str){arena_dupn(t->a, from[i].p, from[i].n), from[i].n};
    return k;
}

static void add(struct twins *t, int64_t row, const struct rec *r, const char *record)
{
    struct link_person p;
    if (!person_of(r, &p) || link_set_add(t->set, &p) != OK)
        return;
    if (t->n == t->cap) {
        t->cap = t->cap ? 2 * t->cap : 1024;
        struct entry *v = NEW_N(t->a, struct entry, t->cap);
        if (t->n)
            memcpy(v, t->v, t->n * sizeof *v);
        t->v = v;
    }
    t->v[t->n++] = (struct entry){
        row, arena_dup(t->a, record), twins_say(t->a, r), t->n <= FEW ? keep(t, &p) : NULL};
    if (!record)
        ask_index(t, row, &p);
}

void twins_add(struct twins *t, int64_t row, const struct rec *r)
{
    add(t, row, r, NULL);
}

/* ---- comparing ------------------------------------------------------------------------------- */

static enum err load_own(struct twins *t)
{
    struct rec_query q = {
        .reg = t->im->reg, .unit = *t->im->unit ? t->im->unit : NULL, .limit = PAGE};
    for (; q.offset < MOST_OWN; q.offset += PAGE) {
        AUTO_ARENA *a = arena_open();
        struct act *act = act_new(t->w->site, a, NULL, "", "");
        struct rec **v;
        size_t n = 0;
        enum err e = act_read(act);
        if (!e)
            e = rec_list(act, &q, &v, &n, NULL);
        for (size_t i = 0; !e && i < n; i++)
            if (str_is(v[i]->common[DC_PROVINCE].s, t->im->province))
                add(t, 0, v[i], rec_id(v[i]));
        act_end(act);
        TRY(e);
        if (n < PAGE)
            break;
    }
    return OK;
}

/* Of two rows the later one is the question; of a row and a record, the row. */
static void note_pair(struct twins *t, const struct link_pair *p)
{
    const struct entry *a = &t->v[p->a], *b = &t->v[p->b];
    double chance = (double)p->chance, bits;
    struct link_reason reasons[LINK_FIELD__COUNT];
    if (t->n <= FEW)
        (void)link_explain(NULL, NULL, a->p, b->p, reasons, &bits, &chance);
    if ((!a->row && !b->row) || chance < LEAST)
        return;
    bool turn = !b->row || (a->row && a->row > b->row);
    const struct entry *mine = turn ? a : b, *other = turn ? b : a;
    note(t, &(struct twin_found){
                mine->row, other->row, other->record, chance, mine->said, other->said});
}

static int by_row(const void *x, const void *y)
{
    const struct twin_found *a = x, *b = y;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    if ((a->record == NULL) != (b->record == NULL))
        return a->record ? -1 : 1; /* a known child before another row */
    return (b->chance > a->chance) - (b->chance < a->chance);
}

enum err twins_run(struct twins *t, struct act *act)
{
    (void)act;
    if (!t->im->reg->identity || t->n == 0)
        return OK;
    if (!t->w->site->index)
        TRY(load_own(t));
    struct link_found found;
    TRY(link_set_run(t->set, &found));
    for (size_t i = 0; i < found.npairs; i++)
        note_pair(t, &found.pairs[i]);
    if (t->n_found)
        qsort(t->found, t->n_found, sizeof *t->found, by_row);
    size_t n = 0; /* the best one of each row */
    for (size_t i = 0; i < t->n_found; i++)
        if (n == 0 || t->found[n - 1].row != t->found[i].row)
            t->found[n++] = t->found[i];
    t->n_found = n;
    return OK;
}

bool twins_at(const struct twins *t, size_t nth, struct twin_found *out)
{
    if (nth >= t->n_found)
        return false;
    *out = t->found[nth];
    return true;
}
