// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The walker that maps YAML maps to structs by tables (load_reg.c, load_proc.c), and the readers of
 * single values. A faulty part is reported and skipped, so that one run names every fault; structs
 * of a pack with faults are never given out.
 */
#include "pack/pack_int.h"

#include <stdio.h>
#include <stdlib.h>

enum { FAULTS_KEPT = 2000, ID_MAX = 40 };
#define REAL_MOST 1e15

void load_fault(struct load *l, struct pos pos, const char *fmt, ...)
{
    if (l->nerr == FAULTS_KEPT)
        return;
    if (!l->err)
        l->err = NEW_N(l->a, struct pack_error, FAULTS_KEPT);
    char msg[500];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(msg, sizeof msg, fmt, ap);
    va_end(ap);
    l->err[l->nerr++] = (struct pack_error){pos, arena_dup(l->a, msg)};
}

/* ---- single values ----------------------------------------------------------------------------
 */

bool load_is(struct load *l, const struct ynode *n, enum ykind kind)
{
    static const char *const KIND_VI[] = {"chữ hoặc số", "danh sách", "bảng khóa: giá trị"};
    if (n->kind == kind)
        return true;
    load_fault(l, n->pos, "Cần %s, đây là %s", KIND_VI[kind], KIND_VI[n->kind]);
    return false;
}

const char *load_text(struct load *l, const struct ynode *n)
{
    if (!load_is(l, n, Y_SCALAR))
        return NULL;
    if (str_trim(n->text).n == 0) {
        load_fault(l, n->pos, "Giá trị trống");
        return NULL;
    }
    return n->text.p;
}

const char *load_id(struct load *l, const struct ynode *n)
{
    const char *s = load_text(l, n);
    bool ok = s && s[0] >= 'a' && s[0] <= 'z' && n->text.n <= ID_MAX;
    for (size_t i = 0; ok && i < n->text.n; i++)
        ok = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || s[i] == '_';
    if (s && !ok)
        load_fault(l, n->pos, "Mã ‘%s’ phải gồm chữ thường không dấu, số và _, nhiều nhất %d ký tự",
            s, ID_MAX);
    return ok ? s : NULL;
}

static void read_bool(struct load *l, const struct ynode *n, bool *out)
{
    if (!load_is(l, n, Y_SCALAR))
        return;
    if (str_is(n->text, "true") || str_is(n->text, "false"))
        *out = str_is(n->text, "true");
    else
        load_fault(l, n->pos, "Cần true hoặc false");
}

static void read_int(struct load *l, const struct key *k, const struct ynode *n, int *out)
{
    int64_t i;
    if (!load_is(l, n, Y_SCALAR))
        return;
    if (str_to_int(n->text, &i) && i >= k->range.min && i <= k->range.max)
        *out = (int)i;
    else
        load_fault(
            l, n->pos, "‘%s’ phải là số nguyên từ %d đến %d", k->name, k->range.min, k->range.max);
}

static void read_real(struct load *l, const struct key *k, const struct ynode *n, double *out)
{
    double r;
    if (!load_is(l, n, Y_SCALAR))
        return;
    if (str_to_real(n->text, &r) && r > -REAL_MOST && r < REAL_MOST)
        *out = r;
    else
        load_fault(l, n->pos, "‘%s’ phải là số, viết như 12.5", k->name);
}

static void read_date(struct load *l, const struct ynode *n, const char **out)
{
    struct cal_date d;
    const char *s = load_text(l, n);
    if (s && n->text.n == 10 && xdate_read(n->text, &d))
        *out = s;
    else if (s)
        load_fault(l, n->pos, "Không có ngày ‘%s’; viết như 2026-11-21", s);
}

/* Index in `names`, -1 after a fault. */
static int read_name(struct load *l, const struct ynode *n, const char *const *names)
{
    const char *s = load_text(l, n);
    for (int i = 0; s && names[i]; i++)
        if (streq(s, names[i]))
            return i;
    if (!s)
        return -1;
    struct buf all = buf_in(l->a, 400);
    for (int i = 0; names[i]; i++)
        buf_printf(&all, "%s%s", i ? ", " : "", names[i]);
    load_fault(l, n->pos, "Không có loại ‘%s’; chọn một trong: %s", s, all.p);
    return -1;
}

static void read_label(struct load *l, const struct ynode *n, struct label *out)
{
    static const struct key KEYS[] = {
        {"vi", K_STR, true, .at = offsetof(struct label, vi)},
        {"en", K_STR, false, .at = offsetof(struct label, en)},
    };
    static const struct table T = {
        "nhãn", KEYS, COUNT(KEYS), sizeof(struct label), CUR_NONE, false, false, 0, NULL};
    if (n->kind == Y_MAP)
        load_walk(l, &T, n, out);
    else
        out->vi = load_text(l, n);
    if (!out->en)
        out->en = out->vi;
}

static void read_source(struct load *l, const struct ynode *n, struct source *out)
{
    static const struct key KEYS[] = {
        {"text", K_STR, true, .at = offsetof(struct source, text)},
        {"from", K_DATE, false, .at = offsetof(struct source, from)},
        {"to", K_DATE, false, .at = offsetof(struct source, to)},
        {"verify", K_BOOL, false, .at = offsetof(struct source, verify)},
    };
    static const struct table T = {
        "nguồn", KEYS, COUNT(KEYS), sizeof(struct source), CUR_NONE, false, false, 0, NULL};
    if (n->kind == Y_MAP)
        load_walk(l, &T, n, out);
    else
        out->text = load_text(l, n);
}

/* ---- walker -----------------------------------------------------------------------------------
 */

static void *member(void *obj, size_t at)
{
    return (char *)obj + at;
}

static void put_pointer(void *obj, size_t at, const void *p)
{
    memcpy(member(obj, at), &p, sizeof p);
}

static void *get_pointer(void *obj, size_t at)
{
    void *p;
    memcpy(&p, member(obj, at), sizeof p);
    return p;
}

void *load_items(
    struct load *l, const struct table *t, const struct ynode *n, void *items, size_t *count)
{
    if (n->kind != Y_SEQ) {
        if (l->phase == READ)
            load_is(l, n, Y_SEQ);
        return items;
    }
    if (l->phase == READ) {
        items = arena_alloc(l->a, t->size * (n->n ? n->n : 1), alignof(max_align_t));
        *count = n->n;
    }
    for (size_t i = 0; i < n->n; i++)
        load_walk(l, t, n->kid[i], (char *)items + i * t->size);
    if (l->phase == READ && t->has_id) {
        const struct ynode *const *kids = (const struct ynode *const *)(const void *)n->kid;
        load_order(l, t, kids, items, n->n);
    }
    return items;
}

static void walk_list(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    size_t count = 0;
    void *items = load_items(l, k->table, n, get_pointer(obj, k->at), &count);
    if (l->phase == READ) {
        put_pointer(obj, k->at, items);
        memcpy(member(obj, k->count), &count, sizeof count);
    }
}

static void walk_item(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    if (l->phase == READ)
        put_pointer(obj, k->at, arena_alloc(l->a, k->table->size, alignof(max_align_t)));
    load_walk(l, k->table, n, get_pointer(obj, k->at));
}

void load_value(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    int i;
    switch ((enum kind)k->kind) {
    case K_ID:
        put_pointer(obj, k->at, load_id(l, n));
        break;
    case K_STR:
        put_pointer(obj, k->at, load_text(l, n));
        break;
    case K_LABEL:
        read_label(l, n, member(obj, k->at));
        break;
    case K_SOURCE:
        read_source(l, n, member(obj, k->at));
        break;
    case K_BOOL:
        read_bool(l, n, member(obj, k->at));
        break;
    case K_INT:
        read_int(l, k, n, member(obj, k->at));
        break;
    case K_REAL:
        read_real(l, k, n, member(obj, k->at));
        break;
    case K_DATE:
        read_date(l, n, member(obj, k->at));
        break;
    case K_ENUM:
        i = read_name(l, n, k->names);
        memcpy(member(obj, k->at), &(unsigned){i < 0 ? 0 : (unsigned)i}, sizeof(unsigned));
        break;
    case K_WORD:
        i = read_name(l, n, k->names);
        put_pointer(obj, k->at, i < 0 ? NULL : k->names[i]);
        break;
    default:
        break;
    }
}

static void walk_value(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    if (k->kind == K_OWN)
        k->own(l, k, n, obj);
    else if (k->kind == K_LIST)
        walk_list(l, k, n, obj);
    else if (k->kind == K_ITEM)
        walk_item(l, k, n, obj);
    else if (k->kind == K_EXPR && l->phase == EXPR)
        put_pointer(obj, k->at, load_expr(l, n, k->want, l->cur[CUR_FIELD]));
    else if (l->phase == READ)
        load_value(l, k, n, obj);
}

static const struct key *find_key(const struct table *t, struct str name)
{
    for (size_t i = 0; i < t->nkeys; i++)
        if (str_is(name, t->keys[i].name))
            return &t->keys[i];
    return NULL;
}

/* In READ: keys that do not belong here, stand twice or are missing. A second one loses its name,
 * so that no phase walks it. */
static void check_keys(struct load *l, const struct table *t, const struct ynode *n)
{
    for (size_t i = 0; i < n->n; i += 2) {
        struct ynode *k = n->kid[i];
        if (str_is(k->text, "<<")) {
            load_fault(l, k->pos, "Không dùng khóa trộn ‘<<’ của YAML");
        } else if (!find_key(t, k->text)) {
            load_fault(l, k->pos, "Không có khóa ‘" STR_FMT "’ ở %s", STR_ARG(k->text), t->what);
        } else if (load_get(n, k->text.p) != n->kid[i + 1]) {
            load_fault(l, k->pos, "Khóa ‘" STR_FMT "’ đứng hai lần", STR_ARG(k->text));
            k->text = STR("");
        }
    }
    for (size_t i = 0; i < t->nkeys; i++)
        if (t->keys[i].need && !load_get(n, t->keys[i].name))
            load_fault(l, n->pos, "Thiếu ‘%s’ ở %s", t->keys[i].name, t->what);
}

void load_walk(struct load *l, const struct table *t, const struct ynode *n, void *obj)
{
    if (n->kind != Y_MAP) {
        if (l->phase == READ)
            load_is(l, n, Y_MAP);
        return;
    }
    if (l->phase == READ) {
        check_keys(l, t, n);
        if (t->has_pos)
            memcpy(member(obj, t->pos_at), &n->pos, sizeof n->pos);
    }
    void *outer = l->cur[t->cur];
    l->cur[t->cur] = obj;
    for (size_t i = 0; i < n->n; i += 2) {
        const struct key *k = find_key(t, n->kid[i]->text);
        if (k)
            walk_value(l, k, n->kid[i + 1], obj);
    }
    if (t->done)
        t->done(l, n, obj);
    l->cur[t->cur] = outer;
}

/* ---- order by id ------------------------------------------------------------------------------
 */

struct order {
    const char *base;
    size_t size, at;
};

static const char *id_at(const struct order *o, uint16_t i)
{
    const char *id;
    memcpy(&id, o->base + i * o->size + o->at, sizeof(char *));
    return id ? id : "";
}

static int by_id(const void *a, const void *b, void *ctx)
{
    uint16_t x = *(const uint16_t *)a, y = *(const uint16_t *)b;
    int c = strcmp(id_at(ctx, x), id_at(ctx, y));
    return c ? c : (x > y) - (x < y);
}

const uint16_t *load_order(struct load *l, const struct table *t, const struct ynode *const *node,
    const char *base, size_t n)
{
    struct order o = {base, t->size, t->keys[0].at};
    uint16_t *ix = NEW_N(l->a, uint16_t, n ? n : 1);
    for (size_t i = 0; i < n; i++)
        ix[i] = (uint16_t)i;
    qsort_r(ix, n, sizeof *ix, by_id, &o);
    for (size_t i = 1; i < n; i++) {
        const char *id = id_at(&o, ix[i]);
        const struct ynode *at = load_get(node[ix[i]], t->keys[0].name);
        if (*id && at && streq(id, id_at(&o, ix[i - 1])))
            load_fault(l, at->pos, "Mã ‘%s’ của %s đã có", id, t->what);
    }
    return ix;
}

/* ---- references -------------------------------------------------------------------------------
 */

const void *load_ref(struct load *l, enum root r, const struct ynode *n)
{
    const struct objects *o = &l->root[r];
    const char *id = load_text(l, n);
    const void *found = id ? pack_find(o->base, o->table->size, o->by_id, o->n, n->text) : NULL;
    if (id && !found)
        load_fault(l, n->pos, "Không có %s ‘%s’", o->table->what, id);
    return found;
}

void load_put(void *obj, const struct key *k, const void *p)
{
    memcpy((char *)obj + k->at, &p, sizeof p);
}

void load_own_reg(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    if (l->phase == LINK)
        load_put(obj, k, load_ref(l, ROOT_REGS, n));
}

void load_own_list(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    if (l->phase == LINK)
        load_put(obj, k, load_ref(l, ROOT_LISTS, n));
}

const struct field *load_field_ref(struct load *l, const struct reg *r, const struct ynode *n)
{
    const char *id = load_text(l, n);
    const struct field *f = id && r ? reg_field(r, id) : NULL;
    if (id && r && !f)
        load_fault(l, n->pos, "Sổ ‘%s’ không có ô ‘%s’", r->id ? r->id : "", id);
    return f;
}

const struct step *load_step_ref(struct load *l, const struct procedure *p, const struct ynode *n)
{
    const char *id = load_text(l, n);
    const struct step *s = id ? proc_step(p, id) : NULL;
    if (id && !s)
        load_fault(l, n->pos, "Thủ tục không có bước ‘%s’", id);
    return s;
}

const void *const *load_refs(struct load *l, const struct ynode *n, load_ref_fn *ref, size_t *count)
{
    if (!load_is(l, n, Y_SEQ))
        return NULL;
    const void **v = NEW_N(l->a, const void *, n->n ? n->n : 1);
    *count = 0;
    for (size_t i = 0; i < n->n; i++) {
        const void *p = ref(l, n->kid[i]);
        for (size_t k = 0; p && k < *count; k++)
            if (v[k] == p) {
                load_fault(
                    l, n->kid[i]->pos, "‘" STR_FMT "’ đứng hai lần", STR_ARG(n->kid[i]->text));
                p = NULL;
            }
        if (p)
            v[(*count)++] = p;
    }
    return v;
}

void load_put_refs(
    struct load *l, const struct key *k, const struct ynode *n, void *obj, load_ref_fn *ref)
{
    if (l->phase != LINK)
        return;
    size_t count = 0;
    const void *v = load_refs(l, n, ref, &count);
    load_put(obj, k, v);
    memcpy((char *)obj + k->count, &count, sizeof count);
}
