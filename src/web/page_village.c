// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The list of one village's persons on paper, by household: what its head takes along from house to
 * house, with room to write down what changed. Also as a workbook. The village may stand in the
 * address; names never do.
 */
#include "web/web_int.h"

#include "base/text.h"
#include "doc/doc.h"

#include <stdlib.h>

enum { MOST = 2000, BLANK = 4 };

struct listed {
    const struct rec *r;
    const struct rec *ho; /* its household, or NULL */
    struct str key;       /* order: household, then age */
};
struct village {
    struct page *p;
    const struct reg *reg;
    const struct field *field, *by;
    const char *name; /* as it is spelt most often; NULL = not chosen */
    struct listed *v;
    size_t n;
};

/* ---- villages in use
 * ------------------------------------------------------------------------------
 */

struct place {
    const char *name;
    struct str key;
    int64_t n, most;
};

/* Spellings that differ in capitals and spaces alone are one village; tone marks tell two apart. */
static struct str key_of(struct village *w, const char *name)
{
    struct buf b = buf_in(w->p->a, 1000);
    struct str rest = text_capitals(w->p->a, str_of(name)), word;
    while (str_split(&rest, ' ', &word)) {
        if (word.n && b.n)
            buf_putc(&b, ' ');
        buf_str(&b, word);
    }
    return text_collate_key(w->p->a, buf_view(&b));
}

static int str_order(struct str a, struct str b)
{
    int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static int by_key(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    return str_order(x->key, y->key);
}

static enum err places_of(struct village *w, struct place **out, size_t *n)
{
    struct rec_used *used;
    size_t m;
    TRY(rec_in_use(w->p->act, w->field, &used, &m));
    struct place *v = NEW_N(w->p->a, struct place, m + 1);
    for (size_t i = 0; i < m; i++)
        v[i] = (struct place){used[i].text, key_of(w, used[i].text), used[i].n, used[i].n};
    qsort(v, m, sizeof *v, by_key);
    size_t k = 0;
    for (size_t i = 0; i < m; i++) {
        if (k && str_eq(v[k - 1].key, v[i].key)) {
            v[k - 1].n += v[i].n;
            if (v[i].most > v[k - 1].most) {
                v[k - 1].name = v[i].name;
                v[k - 1].most = v[i].most;
            }
        } else {
            v[k++] = v[i];
        }
    }
    *out = v;
    *n = k;
    return OK;
}

/* ---- the persons
 * --------------------------------------------------------------------------------- */

static struct value value_of(const struct rec *r, const struct field *f)
{
    return f ? r->v[f->slot] : VNULL;
}

static bool followed(const struct rec *r)
{
    struct value v = value_of(r, reg_field(r->reg, "tinh_trang"));
    return v.t != V_TEXT || str_is(v.s, "dang_theo_doi");
}

/* All persons of one spelling after another: the column is compared exactly. */
static enum err collect(struct village *w, struct str key)
{
    struct rec_used *used;
    size_t m;
    TRY(rec_in_use(w->p->act, w->field, &used, &m));
    w->v = NEW_N(w->p->a, struct listed, MOST);
    for (size_t i = 0; i < m; i++) {
        if (!str_eq(key_of(w, used[i].text), key))
            continue;
        struct rec_query q = {.reg = w->reg, .limit = MOST};
        q.where[q.nwhere].field = w->field;
        q.where[q.nwhere++].value = used[i].text;
        struct rec **v;
        size_t n;
        TRY(rec_list(w->p->act, &q, &v, &n, NULL));
        for (size_t k = 0; k < n && w->n < MOST; k++)
            if (followed(v[k]))
                w->v[w->n++] = (struct listed){.r = v[k]};
    }
    return OK;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct rec *one_of(struct rec *const *all, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (streq(rec_id(all[i]), id))
            return all[i];
    return NULL;
}

static size_t household_ids(struct village *w, const char **ids)
{
    size_t n = 0, k = 0;
    for (size_t i = 0; i < w->n; i++) {
        struct value id = value_of(w->v[i].r, w->by);
        if (id.t == V_TEXT)
            ids[n++] = id.s.p;
    }
    qsort(ids, n, sizeof *ids, by_id);
    for (size_t i = 0; i < n; i++)
        if (!k || !streq(ids[k - 1], ids[i]))
            ids[k++] = ids[i];
    return k;
}

/* Households are read in groups: a statement has a most of arguments. */
static enum err find_households(struct village *w)
{
    enum { GROUP = 500 };
    const char **ids = NEW_N(w->p->a, const char *, w->n + 1);
    size_t n = w->by ? household_ids(w, ids) : 0;
    for (size_t from = 0; from < n; from += GROUP) {
        struct rec **all;
        size_t m, k = n - from < GROUP ? n - from : GROUP;
        TRY(rec_by_ids(w->p->act, w->by->reg, ids + from, k, &all, &m));
        for (size_t i = 0; i < w->n; i++) {
            struct value id = value_of(w->v[i].r, w->by);
            if (id.t == V_TEXT && !w->v[i].ho)
                w->v[i].ho = one_of(all, m, id.s.p);
        }
    }
    return OK;
}

/* By the name of the head, then the household, then the eldest child first; those without one last.
 */
static struct str order_key(struct village *w, const struct listed *x)
{
    struct arena *a = w->p->a;
    const char *head = x->ho ? rec_label(w->p->act, x->ho) : "";
    struct value born = value_of(x->r, w->reg->identity->born);
    struct str key = text_sort_key(a, str_of(head));
    const char *s = arena_printf(a, "%c" STR_FMT "|%s|" STR_FMT, x->ho ? '0' : '1', STR_ARG(key),
        x->ho ? rec_id(x->ho) : "", STR_ARG(born.t == V_TEXT ? born.s : STR("")));
    return str_of(s);
}

static int in_order(const void *a, const void *b)
{
    const struct listed *x = a, *y = b;
    return str_order(x->key, y->key);
}

/* ---- rows
 * ---------------------------------------------------------------------------------------- */

static void put_cell(
    struct page *p, struct val *x, const char *key, const struct rec *r, const struct field *f)
{
    struct val *v = f ? field_val(p, r, f) : NULL;
    if (v)
        val_set(x, key, v);
    else
        val_text(x, key, NULL);
}

static void put_person(struct village *w, size_t i)
{
    struct page *p = w->p;
    const struct listed *k = &w->v[i];
    const struct identity *id = w->reg->identity;
    struct val *x = val_add(p->root, "people");
    bool same = i && k->ho && w->v[i - 1].ho == k->ho;
    val_int(x, "stt", (int64_t)i + 1);
    val_bool(x, "first", !same);
    val_text(x, "chu_ho", k->ho ? rec_label(p->act, k->ho) : NULL);
    val_bool(x, "same", same);
    val_text(x, "ten", rec_label(p->act, k->r));
    put_cell(p, x, "sinh", k->r, id->born);
    put_cell(p, x, "gioi", k->r, id->sex);
    put_cell(p, x, "cha", k->r, id->father);
    put_cell(p, x, "me", k->r, id->mother);
    put_cell(p, x, "dien_thoai", k->r, id->phone);
    put_cell(p, x, "dinh_danh", k->r, id->pid);
    val_text(x, "thay_doi", NULL);
}

static enum err as_xlsx(struct village *w)
{
    static const struct doc_col cols[] = {{"stt", "STT", VK_INT, 6},
        {"chu_ho", "Chủ hộ", VK_TEXT, 22}, {"ten", "Họ và tên trẻ", VK_TEXT, 24},
        {"sinh", "Ngày sinh", VK_DATE, 12}, {"gioi", "Giới tính", VK_TEXT, 9},
        {"cha", "Cha", VK_TEXT, 22}, {"me", "Mẹ", VK_TEXT, 22},
        {"dien_thoai", "Điện thoại", VK_TEXT, 14}, {"dinh_danh", "Số định danh", VK_TEXT, 15},
        {"thay_doi", "Có thay đổi", VK_TEXT, 30}};
    struct page *p = w->p;
    struct doc_sheet sheet = {
        .name = "Danh sách", .title = w->name, .cols = cols, .n_cols = COUNT(cols)};
    p->v->file_name = "danh-sach-thon.xlsx";
    return page_sheet(p, val_get(p->root, "people"), &sheet);
}

static void put_heading(struct village *w)
{
    struct page *p = w->p;
    int32_t day = unit_day_of_ms(p->act->now_ms);
    const char *unit = *p->user->unit ? p->user->unit : p->user->province;
    const char *name = unit_name(p->act->units, unit, day);
    struct str caps = text_capitals(p->a, str_of(name));
    val_text(p->root, "unit", arena_dupn(p->a, caps.p, caps.n));
    val_text(p->root, "village", w->name);
    val_date(p->root, "today", p->act->today);
    struct str what = text_capitals(p->a, str_of(w->reg->plural.vi));
    val_text(p->root, "plural", arena_dupn(p->a, what.p, what.n));
    for (int i = 0; i < BLANK; i++)
        val_int(val_add(p->root, "blank"), "stt", (int64_t)w->n + i + 1);
    val_int(p->root, "total", (int64_t)w->n);
    size_t homes = 0, homeless = 0;
    for (size_t i = 0; i < w->n; i++) {
        homes += w->v[i].ho && (!i || w->v[i - 1].ho != w->v[i].ho);
        homeless += !w->v[i].ho;
    }
    val_int(p->root, "households", (int64_t)homes);
    if (homeless)
        val_int(p->root, "without", (int64_t)homeless);
    val_text(p->root, "back", arena_printf(p->a, "/so/%s/in-danh-sach", w->reg->id));
}

/* ---- choosing a village
 * --------------------------------------------------------------------------- */

static void percent_encode(struct buf *b, const char *s)
{
    for (; *s; s++) {
        bool plain =
            (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9');
        buf_printf(b, plain ? "%c" : "%%%02X", (unsigned)(unsigned char)*s);
    }
}

static const char *link_to(struct village *w, const char *suffix, const char *name)
{
    struct buf b = buf_in(w->p->a, 2000);
    buf_printf(&b, "/so/%s/in-danh-sach%s?thon=", w->reg->id, suffix);
    percent_encode(&b, name);
    return b.p;
}

static enum err choose(struct village *w, const struct place *v, size_t n)
{
    struct page *p = w->p;
    for (size_t i = 0; i < n; i++) {
        struct val *x = val_add(p->root, "places");
        val_text(x, "label", v[i].name);
        val_int(x, "n", v[i].n);
        val_text(x, "href", link_to(w, "", v[i].name));
    }
    val_msg(p->root, "title", N_("In danh sách theo thôn"), NULL, NULL, NULL);
    struct val *crumb = val_add(p->root, "crumbs");
    val_text(crumb, "href", arena_printf(p->a, "/so/%s", w->reg->id));
    put_label(p, crumb, "label", w->reg->plural);
    return page_show(p, "villages");
}

static enum err print_village(struct village *w, const struct place *k)
{
    struct page *p = w->p;
    w->name = k->name;
    TRY(collect(w, k->key));
    TRY(find_households(w));
    for (size_t i = 0; i < w->n; i++)
        w->v[i].key = order_key(w, &w->v[i]);
    qsort(w->v, w->n, sizeof *w->v, in_order);
    for (size_t i = 0; i < w->n; i++)
        put_person(w, i);
    put_heading(w);
    rec_remember_export(p->act, w->reg);
    val_msg(p->root, "title", N_("Danh sách trẻ em: %1"), val_of_text(p->a, w->name), NULL, NULL);
    val_text(p->root, "xlsx", link_to(w, ".xlsx", w->name));
    p->v->csv_list = "people";
    if (streq(p->match.suffix, "xlsx"))
        return as_xlsx(w);
    return page_show(p, "village");
}

enum err page_village_list(struct page *p)
{
    const struct identity *id = p->reg->identity;
    if (!id || !id->village)
        return err_set(ERR_NOT_FOUND, "no villages in this register");
    struct village w = {.p = p,
        .reg = p->reg,
        .field = id->village,
        .by = household_of(p->web->site->pack, p->reg)};
    struct place *v;
    size_t n;
    TRY(places_of(&w, &v, &n));
    const char *name = page_query(p, "thon", 200);
    struct str key = key_of(&w, name ? name : "");
    for (size_t i = 0; name && *name && i < n; i++)
        if (str_eq(v[i].key, key))
            return print_village(&w, &v[i]);
    return choose(&w, v, n);
}
