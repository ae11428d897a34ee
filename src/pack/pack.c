// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Loading a pack: which file holds what, the three rounds over all trees, the index of names, the
 * version, and the look-ups. Everything lives in the caller's arena; lists stay in file order, and
 * small sorted arrays of indexes serve the look-ups.
 */
#include "pack/pack_int.h"

#include <sodium.h>
#include <stdlib.h>

enum { FAULTS_MAX = 200 };

/* Where definitions of a kind are: one a file in a folder, or a list under `key`. */
static const struct {
    const char *path, *key;
    const struct table *table;
    size_t at, count; /* in struct pack */
} ROOTS[ROOT__COUNT] = {
#define ROOT(path, key, table, m)                                                                  \
    path, key, table, offsetof(struct pack, m), offsetof(struct pack, n##m)
    [ROOT_LISTS] = {ROOT("lists/", "lists", &load_list, lists)},
    [ROOT_REGS] = {ROOT("registers/", NULL, &load_reg, regs)},
    [ROOT_PROCS] = {ROOT("procedures/", NULL, &load_proc, procs)},
    [ROOT_DOCS] = {ROOT("documents.yaml", "documents", &load_doc, docs)},
    [ROOT_ROLES] = {ROOT("roles.yaml", "roles", &load_role, roles)},
    [ROOT_AIDS] = {ROOT("tro_cap.yaml", "aid", &load_aid, aids)},
    [ROOT_DIMENSIONS] = {ROOT("so_lieu/", "dimensions", &load_dimension, dimensions)},
    [ROOT_MEASURES] = {ROOT("so_lieu/", "measures", &load_measure, measures)},
    [ROOT_INDICATORS] = {ROOT("so_lieu/", "indicators", &load_indicator, indicators)},
    [ROOT_PROGRAMMES] = {ROOT("so_lieu/", "programmes", &load_programme, programmes)},
    [ROOT_REPORTS] = {ROOT("bao_cao/", "reports", &load_report, reports)},
    [ROOT_DUTIES] = {ROOT("bao_cao/", "duties", &load_duty, duties)},
};

static bool is_yaml(struct str name)
{
    return str_ends(name, ".yaml") || str_ends(name, ".yml");
}

static bool lies_in(int r, const char *name)
{
    return str_ends(str_of(ROOTS[r].path), "/") ? str_starts(str_of(name), ROOTS[r].path)
                                                : streq(name, ROOTS[r].path);
}

/* The first kind of definition that the file may hold; -1 = none. */
static int root_of(const char *name)
{
    for (int r = 0; r < ROOT__COUNT; r++)
        if (lies_in(r, name))
            return r;
    return -1;
}

/* ---- collecting definitions --------------------------------------------------------------------
 */

static void add_node(struct load *l, struct objects *o, const struct ynode *n)
{
    if ((o->n & (o->n - 1)) == 0) { /* room for a power of two */
        const struct ynode **v = NEW_N(l->a, const struct ynode *, o->n ? o->n * 2 : 1);
        if (o->n)
            memcpy(v, o->node, o->n * sizeof(*v));
        o->node = v;
    }
    o->node[o->n++] = n;
}

static void add_items(struct load *l, struct objects *o, const struct ynode *items)
{
    if (load_is(l, items, Y_SEQ))
        for (size_t i = 0; i < items->n; i++)
            add_node(l, o, items->kid[i]);
}

/* `dashboard` stands once, in a file of numbers. */
static bool add_dashboard(
    struct load *l, int first, const struct ynode *key, const struct ynode *value)
{
    if (first != ROOT_DIMENSIONS || !str_is(key->text, "dashboard"))
        return false;
    if (l->dashboard)
        load_fault(l, key->pos, "‘dashboard’ đã có ở %s", l->dashboard->pos.file);
    else
        l->dashboard = value;
    return true;
}

/* What stands under one key of a file: definitions of the kind `first` or of one that shares its
 * folder. */
static bool add_key(struct load *l, int first, const struct ynode *n, size_t at)
{
    const struct ynode *key = n->kid[at], *value = n->kid[at + 1];
    for (int r = first; r < ROOT__COUNT && streq(ROOTS[r].path, ROOTS[first].path); r++)
        if (str_is(key->text, ROOTS[r].key) && load_get(n, ROOTS[r].key) == value) {
            add_items(l, &l->root[r], value);
            return true;
        }
    return add_dashboard(l, first, key, value);
}

static const char *keys_of(struct arena *a, int first)
{
    struct buf b = buf_in(a, 200);
    for (int r = first; r < ROOT__COUNT && streq(ROOTS[r].path, ROOTS[first].path); r++)
        buf_printf(&b, "%s%s", r > first ? ", " : "", ROOTS[r].key);
    buf_puts(&b, first == ROOT_DIMENSIONS ? ", dashboard" : "");
    return b.p;
}

/* The definitions of one file: itself, or the items under its keys. */
static void add_file(struct load *l, int r, const struct ynode *n)
{
    size_t known = 0;
    if (!ROOTS[r].key) {
        add_node(l, &l->root[r], n);
        return;
    }
    if (!load_is(l, n, Y_MAP))
        return;
    for (size_t i = 0; i < n->n; i += 2)
        if (add_key(l, r, n, i))
            known++;
        else
            load_fault(l, n->kid[i]->pos, "Tệp này chỉ có khóa ‘%s’", keys_of(l->a, r));
    if (known == 0)
        load_fault(l, n->pos, "Thiếu ‘%s’", keys_of(l->a, r));
}

static void collect(struct load *l)
{
    for (size_t i = 0; i < l->nfiles; i++) {
        const char *name = l->files[i].name;
        int r = root_of(name);
        bool is_pack = streq(name, "pack.yaml");
        if (!is_yaml(str_of(name)) || (r < 0 && !is_pack))
            continue;
        const struct ynode *n = load_yaml(l, &l->files[i]);
        if (!n)
            l->unread = true;
        else if (is_pack)
            l->pack_node = n;
        else
            add_file(l, r, n);
    }
    if (!l->pack_node && !l->unread)
        load_fault(l, (struct pos){"pack.yaml", 1, 1}, "Bộ không có tệp pack.yaml");
}

/* For what pack_extend() adds later. */
static size_t more_room(int root)
{
    return root == ROOT_MEASURES ? 2 * PACK_ROOM : root == ROOT_INDICATORS ? PACK_ROOM : 0;
}

static void make_arrays(struct load *l)
{
    for (int r = 0; r < ROOT__COUNT; r++) {
        struct objects *o = &l->root[r];
        o->table = ROOTS[r].table;
        o->base =
            arena_alloc(l->a, o->table->size * (o->n + 1 + more_room(r)), alignof(max_align_t));
        memcpy((char *)l->pack + ROOTS[r].at, &o->base, sizeof o->base);
        memcpy((char *)l->pack + ROOTS[r].count, &o->n, sizeof o->n);
    }
}

static void round_of(struct load *l, enum phase phase)
{
    l->phase = phase;
    if (l->pack_node)
        load_walk(l, &load_pack, l->pack_node, l->pack);
    for (int r = 0; r < ROOT__COUNT; r++)
        for (size_t i = 0; i < l->root[r].n; i++)
            load_walk(l, l->root[r].table, l->root[r].node[i],
                l->root[r].base + i * l->root[r].table->size);
    load_dashboard(l);
}

/* ---- index -------------------------------------------------------------------------------------
 */

static void index_fields(struct load *l, struct pack_index *ix)
{
    const struct pack *p = l->pack;
    uint32_t n = 0;
    ix->reg_base = NEW_N(l->a, uint32_t, p->nregs + 1);
    for (size_t i = 0; i < p->nregs; i++) {
        ix->reg_base[i] = n;
        n += (uint32_t)p->regs[i].nfields;
    }
    ix->fields = NEW_N(l->a, const struct field *, n + 1);
    for (size_t i = 0; i < p->nregs; i++)
        for (size_t k = 0; k < p->regs[i].nfields; k++)
            ix->fields[ix->reg_base[i] + k] = &p->regs[i].fields[k];
}

static void index_steps(struct load *l, struct pack_index *ix)
{
    const struct pack *p = l->pack;
    uint32_t n = 0;
    ix->proc_base = NEW_N(l->a, uint32_t, p->nprocs + 1);
    for (size_t i = 0; i < p->nprocs; i++) {
        ix->proc_base[i] = n;
        n += (uint32_t)p->procs[i].nsteps;
    }
    ix->steps = NEW_N(l->a, const struct step *, n + 1);
    for (size_t i = 0; i < p->nprocs; i++)
        for (size_t k = 0; k < p->procs[i].nsteps; k++)
            ix->steps[ix->proc_base[i] + k] = &p->procs[i].steps[k];
}

static void make_index(struct load *l)
{
    struct pack_index *ix = NEW(l->a, struct pack_index);
    for (int r = 0; r < ROOT__COUNT; r++) {
        struct objects *o = &l->root[r];
        o->by_id = load_order(l, o->table, o->node, o->base, o->n);
        ix->by_id[r] = o->by_id;
    }
    ix->room_measures = l->pack->nmeasures + more_room(ROOT_MEASURES);
    ix->room_indicators = l->pack->nindicators + more_room(ROOT_INDICATORS);
    index_fields(l, ix);
    index_steps(l, ix);
    l->pack->index = ix;
}

/* ---- version, faults ---------------------------------------------------------------------------
 */

static int file_by_name(const void *a, const void *b)
{
    const struct pack_file *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

/* Hash of all names and bytes, whatever the order the files came in. */
static const char *version(struct arena *a, const struct pack_file *files, size_t n)
{
    const struct pack_file **v = NEW_N(a, const struct pack_file *, n + 1);
    for (size_t i = 0; i < n; i++)
        v[i] = &files[i];
    qsort(v, n, sizeof(*v), file_by_name);
    crypto_generichash_state h;
    unsigned char out[crypto_generichash_BYTES];
    crypto_generichash_init(&h, NULL, 0, sizeof out);
    for (size_t i = 0; i < n; i++) {
        const char *head = arena_printf(a, "%s %zu", v[i]->name, v[i]->data.n);
        crypto_generichash_update(&h, (const unsigned char *)head, strlen(head) + 1);
        crypto_generichash_update(&h, (const unsigned char *)v[i]->data.p, v[i]->data.n);
    }
    crypto_generichash_final(&h, out, sizeof out);
    char *hex = arena_alloc(a, 17, 1);
    sodium_bin2hex(hex, 17, out, 8);
    return hex;
}

static size_t file_index(const struct load *l, const char *name)
{
    size_t i = 0;
    while (i < l->nfiles && !streq(l->files[i].name, name))
        i++;
    return i;
}

static int by_place(const void *a, const void *b, void *ctx)
{
    const struct pack_error *x = a, *y = b;
    size_t fx = file_index(ctx, x->pos.file), fy = file_index(ctx, y->pos.file);
    if (fx != fy)
        return fx < fy ? -1 : 1;
    if (x->pos.line != y->pos.line)
        return x->pos.line - y->pos.line;
    return x->pos.col != y->pos.col ? x->pos.col - y->pos.col : strcmp(x->text, y->text);
}

/* In file order, each once (an alias may be read in several places), at most FAULTS_MAX. */
static enum err give_faults(struct load *l, struct pack_errors *errs)
{
    size_t n = 0;
    qsort_r(l->err, l->nerr, sizeof *l->err, by_place, l);
    for (size_t i = 0; i < l->nerr && n < FAULTS_MAX; i++)
        if (n == 0 || by_place(&l->err[n - 1], &l->err[i], l) != 0)
            l->err[n++] = l->err[i];
    *errs = (struct pack_errors){l->err, n};
    return err_set(ERR_INVALID, "pack: %zu faults, first at %s:%d:%d", l->nerr, l->err[0].pos.file,
        l->err[0].pos.line, l->err[0].pos.col);
}

enum err pack_load(struct arena *a, const struct pack_file *files, size_t n,
    const struct pack **out, struct pack_errors *errs)
{
    struct load *l = NEW(a, struct load);
    *l = (struct load){.a = a, .files = files, .nfiles = n, .pack = NEW(a, struct pack)};
    collect(l);
    make_arrays(l);
    round_of(l, READ);
    make_index(l);
    if (!l->unread) { /* else each name of that file would be a fault */
        round_of(l, LINK);
        round_of(l, EXPR);
        load_check_all(l);
    }
    if (l->nerr)
        return give_faults(l, errs);
    l->pack->version = version(a, files, n);
    *errs = (struct pack_errors){0};
    *out = l->pack;
    return OK;
}

/* ---- look-ups ----------------------------------------------------------------------------------
 */

/* Binary search over structs whose first member is the id. */
const void *pack_find(const void *base, size_t size, const uint16_t *by_id, size_t n, struct str id)
{
    for (size_t lo = 0, hi = n; lo < hi;) {
        size_t mid = (lo + hi) / 2;
        const void *item = (const char *)base + by_id[mid] * size;
        const char *s;
        memcpy(&s, item, sizeof(char *));
        int c = s ? strncmp(s, id.p, id.n) : -1;
        if (c == 0 && s[id.n] == 0)
            return item;
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

/* A few structs in a row, first member the id. */
static const void *scan(const void *base, size_t size, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++) {
        const void *item = (const char *)base + i * size;
        const char *s;
        memcpy(&s, item, sizeof(char *));
        if (s && streq(s, id))
            return item;
    }
    return NULL;
}

#define FIND(p, root, m, id)                                                                       \
    pack_find((p)->m, sizeof *(p)->m, (p)->index->by_id[root], (p)->n##m, str_of(id))

const struct reg *pack_reg(const struct pack *p, const char *id)
{
    return FIND(p, ROOT_REGS, regs, id);
}

const struct codelist *pack_list(const struct pack *p, const char *id)
{
    return FIND(p, ROOT_LISTS, lists, id);
}

const struct procedure *pack_proc(const struct pack *p, const char *id)
{
    return FIND(p, ROOT_PROCS, procs, id);
}

const struct document *pack_doc(const struct pack *p, const char *id)
{
    return FIND(p, ROOT_DOCS, docs, id);
}

const struct role *pack_role(const struct pack *p, const char *id)
{
    return FIND(p, ROOT_ROLES, roles, id);
}

const struct dimension *pack_dimension(const struct pack *p, const char *id)
{
    return FIND(p, ROOT_DIMENSIONS, dimensions, id);
}

const struct measure *pack_measure(const struct pack *p, const char *id)
{
    return FIND(p, ROOT_MEASURES, measures, id);
}

const struct indicator *pack_indicator(const struct pack *p, const char *id)
{
    return FIND(p, ROOT_INDICATORS, indicators, id);
}

const struct programme *pack_programme(const struct pack *p, const char *id)
{
    return FIND(p, ROOT_PROGRAMMES, programmes, id);
}

const struct duty *pack_duty(const struct pack *p, const char *id)
{
    return FIND(p, ROOT_DUTIES, duties, id);
}

const struct report *pack_report(const struct pack *p, const char *id)
{
    return FIND(p, ROOT_REPORTS, reports, id);
}

const struct report_head *report_head_of(const struct report *r, const char *level)
{
    for (size_t i = 0; i < r->nheads; i++)
        if (r->heads[i].level && streq(r->heads[i].level, level))
            return &r->heads[i];
    return NULL;
}

const struct field *reg_field(const struct reg *r, const char *id)
{
    return pack_find(r->fields, sizeof *r->fields, r->by_id, r->nfields, str_of(id));
}

const struct code *list_code(const struct codelist *l, struct str id)
{
    return pack_find(l->codes, sizeof *l->codes, l->by_id, l->ncodes, id);
}

const struct mark *reg_mark(const struct reg *r, const char *id)
{
    return scan(r->marks, sizeof *r->marks, r->nmarks, id);
}

const struct form *reg_form(const struct reg *r, const char *id)
{
    return id ? scan(r->forms, sizeof *r->forms, r->nforms, id) : r->forms;
}

const struct step *proc_step(const struct procedure *p, const char *id)
{
    return scan(p->steps, sizeof *p->steps, p->nsteps, id);
}

const struct state *proc_state(const struct procedure *p, const char *id)
{
    return scan(p->states, sizeof *p->states, p->nstates, id);
}
