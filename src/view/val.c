// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The value tree. An object is an array of members in order of first setting, searched linearly
 * behind a 64-bit set of its keys: pages have few keys and most lookups of the outer objects miss.
 * A value is never changed after it was made, so one value may stand in several places.
 */
#include "view/view_int.h"

struct key key_of(const char *s, size_t n)
{
    uint64_t k8 = 0;
    for (size_t i = 0; i < n && i < 8; i++)
        k8 |= (uint64_t)(unsigned char)s[i] << (8 * i);
    uint64_t mix = (k8 ^ n) * 0x9e3779b97f4a7c15u;
    return (struct key){.k8 = k8, .bit = UINT64_C(1) << (mix >> 58), .s = s, .n = (uint32_t)n};
}

static struct member *member(const struct val *obj, const struct key *k)
{
    if (obj->kind != VK_OBJ || !(obj->obj.bits & k->bit))
        return NULL;
    for (uint32_t i = 0; i < obj->obj.n; i++) {
        struct member *m = &obj->obj.m[i];
        if (m->key.k8 == k->k8 && m->key.n == k->n &&
            (k->n <= 8 || memcmp(m->key.s + 8, k->s + 8, k->n - 8) == 0))
            return m;
    }
    return NULL;
}

const struct val *obj_get(const struct val *obj, const struct key *k)
{
    const struct member *m = member(obj, k);
    return m ? m->v : NULL;
}

static struct val *make(struct arena *a, enum val_kind kind)
{
    struct val *v = NEW(a, struct val);
    v->kind = kind;
    return v;
}

struct val *val_obj(struct arena *a)
{
    struct val *v = make(a, VK_OBJ);
    v->obj.a = a;
    return v;
}

struct val *val_list(struct arena *a)
{
    struct val *v = make(a, VK_LIST);
    v->list.a = a;
    return v;
}

static struct arena *arena_of(struct val *obj)
{
    BUG_IF(obj->kind != VK_OBJ);
    return obj->obj.a;
}

void val_set(struct val *obj, const char *key, struct val *v)
{
    struct arena *a = arena_of(obj);
    BUG_IF(!v || v == obj);
    struct key k = key_of(key, strlen(key));
    struct member *m = member(obj, &k);
    if (m) {
        m->v = v;
        return;
    }
    if (obj->obj.n == obj->obj.cap) {
        uint32_t cap = obj->obj.cap ? obj->obj.cap * 2 : 8;
        struct member *grown = NEW_N(a, struct member, cap);
        if (obj->obj.n)
            memcpy(grown, obj->obj.m, obj->obj.n * sizeof *grown);
        obj->obj.m = grown;
        obj->obj.cap = cap;
    }
    obj->obj.m[obj->obj.n++] = (struct member){k, v};
    obj->obj.bits |= k.bit;
}

void val_push(struct val *list, struct val *v)
{
    BUG_IF(list->kind != VK_LIST || !v);
    if (list->list.n == list->list.cap) {
        uint32_t cap = list->list.cap ? list->list.cap * 2 : 8;
        struct val **grown = NEW_N(list->list.a, struct val *, cap);
        if (list->list.n)
            memcpy(grown, list->list.v, list->list.n * sizeof *grown);
        list->list.v = grown;
        list->list.cap = cap;
    }
    list->list.v[list->list.n++] = v;
}

struct val *val_append(struct val *list)
{
    BUG_IF(list->kind != VK_LIST);
    struct val *v = val_obj(list->list.a);
    val_push(list, v);
    return v;
}

struct val *val_child(struct val *obj, const char *key)
{
    struct val *v = val_obj(arena_of(obj));
    val_set(obj, key, v);
    return v;
}

struct val *val_add(struct val *obj, const char *key)
{
    struct key k = key_of(key, strlen(key));
    struct member *m = member(obj, &k);
    if (m)
        return val_append(m->v);
    struct val *list = val_list(arena_of(obj));
    val_set(obj, key, list);
    return val_append(list);
}

const struct val *val_get(const struct val *obj, const char *key)
{
    struct key k = key_of(key, strlen(key));
    return obj ? obj_get(obj, &k) : NULL;
}

size_t val_count(const struct val *list)
{
    return list && list->kind == VK_LIST ? list->list.n : 0;
}

bool val_truth(const struct val *v)
{
    if (!v)
        return false;
    switch (v->kind) {
    case VK_NULL:
        return false;
    case VK_BOOL:
        return v->b;
    case VK_TEXT:
    case VK_DATE:
        return v->s[0] != 0;
    case VK_CODE:
        return v->code.code[0] != 0;
    case VK_LIST:
        return v->list.n > 0;
    default:
        return true;
    }
}

/* ---- single values --------------------------------------------------------------------------- */

static struct val *of_s(struct arena *a, enum val_kind kind, const char *s)
{
    struct val *v = make(a, s ? kind : VK_NULL);
    v->s = s;
    return v;
}

static struct val *of_i(struct arena *a, enum val_kind kind, int64_t i)
{
    struct val *v = make(a, kind);
    v->i = i;
    return v;
}

struct val *val_of_text(struct arena *a, const char *s)
{
    return of_s(a, VK_TEXT, s);
}

struct val *val_of_int(struct arena *a, int64_t i)
{
    return of_i(a, VK_INT, i);
}

struct val *val_of_date(struct arena *a, const char *iso)
{
    return of_s(a, VK_DATE, iso);
}

struct val *val_of_time(struct arena *a, int64_t ms)
{
    return of_i(a, ms ? VK_TIME : VK_NULL, ms);
}

struct val *val_of_code(struct arena *a, const char *code, const char *vi, const char *en)
{
    struct val *v = make(a, code ? VK_CODE : VK_NULL);
    v->code.code = code;
    v->code.vi = vi ? vi : code;
    v->code.en = en ? en : v->code.vi;
    return v;
}

struct val *val_of_msg(
    struct arena *a, const char *msgid, struct val *a1, struct val *a2, struct val *a3)
{
    struct val *v = make(a, VK_MSG);
    v->msg.id = msgid;
    v->msg.arg[0] = a1;
    v->msg.arg[1] = a2;
    v->msg.arg[2] = a3;
    return v;
}

/* ---- setters --------------------------------------------------------------------------------- */

void val_text(struct val *obj, const char *key, const char *s)
{
    val_set(obj, key, of_s(arena_of(obj), VK_TEXT, s));
}

void val_int(struct val *obj, const char *key, int64_t i)
{
    val_set(obj, key, of_i(arena_of(obj), VK_INT, i));
}

void val_real(struct val *obj, const char *key, double r)
{
    struct val *v = make(arena_of(obj), VK_REAL);
    v->r = r;
    val_set(obj, key, v);
}

void val_bool(struct val *obj, const char *key, bool b)
{
    struct val *v = make(arena_of(obj), VK_BOOL);
    v->b = b;
    val_set(obj, key, v);
}

void val_date(struct val *obj, const char *key, const char *iso)
{
    val_set(obj, key, of_s(arena_of(obj), VK_DATE, iso));
}

void val_time(struct val *obj, const char *key, int64_t ms)
{
    val_set(obj, key, val_of_time(arena_of(obj), ms));
}

void val_money(struct val *obj, const char *key, int64_t dong)
{
    val_set(obj, key, of_i(arena_of(obj), VK_MONEY, dong));
}

void val_code(struct val *obj, const char *key, const char *code, const char *vi, const char *en)
{
    val_set(obj, key, val_of_code(arena_of(obj), code, vi, en));
}

void val_msg(struct val *obj, const char *key, const char *msgid, struct val *a1, struct val *a2,
    struct val *a3)
{
    val_set(obj, key, val_of_msg(arena_of(obj), msgid, a1, a2, a3));
}
