// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Indicators of a province's own: 22 of the country become 24. They are rows in the database, and
 * measures, indicators and items in the pack that the site works with.
 */
#include "stat/stat_value_int.h"

#include "base/text.h"

#include <ctype.h>
#include <math.h>
#include <pthread.h>

/* ---- rows ------------------------------------------------------------------------------------ */

static struct stat_own own_of_row(struct db_rows *r)
{
    return (struct stat_own){.id = db_text(r, 1),
        .province = db_text(r, 2),
        .programme = db_text(r, 3),
        .objective = db_text(r, 4),
        .code = db_text(r, 5),
        .label = db_text(r, 6),
        .definition = db_text(r, 7),
        .unit_label = db_text(r, 8),
        .per = (int)db_int(r, 9),
        .good = (enum indicator_good)db_int(r, 10),
        .owner = db_text(r, 11),
        .document = db_text(r, 12)};
}

static enum err read_all(struct dbc *c, struct arena *a, struct stat_own **out, size_t *n)
{
    struct db_rows *r = db_query(c, a, Q_STAT_OWN_ALL, NO_ARGS);
    *out = NEW_N(a, struct stat_own, db_row_count(r) + 1);
    for (*n = 0; db_next(r); ++*n)
        (*out)[*n] = own_of_row(r);
    return db_status(c);
}

/* ---- adding one ------------------------------------------------------------------------------ */

static bool id_ok(const char *id)
{
    size_t n = id ? strlen(id) : 0;
    for (size_t i = 0; i < n; i++)
        if (!islower((unsigned char)id[i]) && !isdigit((unsigned char)id[i]) && id[i] != '_')
            return false;
    return n > 0 && n <= 40;
}

static bool objective_ok(const struct programme *p, const char *id)
{
    bool found = !id || !*id;
    for (size_t i = 0; p && i < p->nobjectives; i++)
        found = found || streq(p->objectives[i].id, id);
    return found;
}

static bool text_ok(const char *s, size_t most)
{
    return s && *s && text_utf8_ok(str_of(s)) && text_length(str_of(s)) <= most;
}

static const char *own_fault(struct act *act, const struct stat_own *o)
{
    const struct programme *p = o->programme ? pack_programme(act->site->pack, o->programme) : NULL;
    bool per = o->per == 1 || o->per == 100 || o->per == 1000 || o->per == 100000;
    if (!id_ok(o->id))
        return "Mã chỉ gồm chữ thường không dấu, chữ số và gạch dưới, nhiều nhất 40 ký tự";
    if (!p)
        return "Chưa chọn chương trình";
    if (!objective_ok(p, o->objective))
        return "Chương trình không có mục tiêu này";
    if (!text_ok(o->label, 200))
        return "Thiếu tên chỉ tiêu, hoặc tên dài quá 200 ký tự";
    if (!text_ok(o->code, 20))
        return "Thiếu số hiệu của chỉ tiêu, ví dụ “Đ1”";
    if (!per)
        return "Chỉ tiêu tính trên 1, 100, 1.000 hoặc 100.000";
    return NULL;
}

static bool same_own(const struct stat_own *x, const struct stat_own *y)
{
    return streq(x->province, y->province) && streq(x->programme, y->programme) &&
           streq(x->label, y->label) && streq(x->code, y->code) && x->per == y->per &&
           x->good == y->good;
}

static enum err insert(struct act *act, const struct stat_own *o, size_t nth)
{
    int64_t said;
    TRY(stat_value_act(act, NULL, &said));
    const char *objective = o->objective ? o->objective : "";
    TRY(db_exec(act->c, Q_STAT_OWN_ADD,
        ARGS((int)nth, o->id, o->province, o->programme, objective, o->code, o->label,
            o->definition, o->unit_label, o->per, (int)o->good, o->owner, o->document, said),
        NULL));
    struct value_change c = {
        o->province, arena_printf(act->a, "own_%s %s", o->id, o->programme), NAN, NAN};
    return stat_value_journal(act, "them_chi_tieu", NULL, &c, 1);
}

enum err stat_own_add(struct act *act, const struct stat_own *own, const char **msg)
{
    struct stat_own o = *own, *all;
    size_t n;
    if (act->user && !user_can(act->user, "so_lieu", "accept"))
        return err_set(ERR_DENIED, "no right to add indicators");
    if (act->user && *act->user->province)
        o.province = act->user->province;
    if (act->user && *act->user->unit)
        return err_set(ERR_DENIED, "indicators are added for a whole province");
    *msg = o.province && unit_find(act->units, o.province, stat_value_today(act))
               ? own_fault(act, &o)
               : "Chỉ tiêu riêng là của một tỉnh";
    if (*msg)
        return err_set(ERR_INVALID, "bad indicator");
    TRY(read_all(act->c, act->a, &all, &n));
    for (size_t i = 0; i < n; i++) {
        if (!streq(all[i].id, o.id))
            continue;
        if (same_own(&all[i], &o))
            return OK;
        *msg = "Mã này đã dùng cho chỉ tiêu khác";
        return err_set(ERR_INVALID, "id is taken");
    }
    return insert(act, &o, n);
}

/* ---- the pack with them ---------------------------------------------------------------------- */

struct growing {
    struct arena *a;
    struct measure *m;
    struct pack_more_indicator *i;
    struct pack_more_item *item;
    size_t nm, n;
};

static const char *keep(struct growing *g, const char *s)
{
    return s ? arena_dup(g->a, s) : NULL;
}

static void add_measure(
    struct growing *g, const struct stat_own *o, const char *tail, const char *what)
{
    bool plain = o->per == 1;
    const char *label = plain ? keep(g, o->label) : arena_printf(g->a, "%s – %s", o->label, what);
    const char *unit = plain ? keep(g, o->unit_label) : "";
    g->m[g->nm++] = (struct measure){.id = arena_printf(g->a, "own_%s_%s", o->id, tail),
        .label = {label, label},
        .definition = {keep(g, o->definition), keep(g, o->definition)},
        .unit = {unit ? unit : "", unit ? unit : ""},
        .kind = MEASURE_STOCK,
        .level = "tinh",
        .owner = {keep(g, o->owner), keep(g, o->owner)},
        .every = "year",
        .source = {.text = keep(g, o->document)}};
}

static void add_indicator(struct growing *g, const struct stat_own *o)
{
    const char *id = arena_printf(g->a, "own_%s", o->id), *label = keep(g, o->label);
    const char *unit = keep(g, o->unit_label ? o->unit_label : "");
    g->i[g->n] = (struct pack_more_indicator){
        .is = {.id = id,
            .label = {label, label},
            .definition = {keep(g, o->definition), keep(g, o->definition)},
            .unit = {unit, unit},
            .factor = o->per,
            .decimals = o->per == 1 ? 0 : 1,
            .good = o->good,
            .every = "year",
            .owner = {keep(g, o->owner), keep(g, o->owner)},
            .province = keep(g, o->province),
            .source = {.text = keep(g, o->document)}},
        .numerator = arena_printf(g->a, "own_%s_tu", o->id),
        .denominator = o->per == 1 ? NULL : arena_printf(g->a, "own_%s_mau", o->id)};
    g->item[g->n] = (struct pack_more_item){.programme = keep(g, o->programme),
        .objective = keep(g, o->objective),
        .id = id,
        .code = keep(g, o->code),
        .indicator = id,
        .label = {label, label}};
    g->n++;
}

enum err stat_own_pack(
    struct dbc *c, struct arena *a, const struct pack *base, const struct pack **out)
{
    AUTO_ARENA *tmp = arena_open();
    struct stat_own *own;
    size_t n;
    TRY(read_all(c, tmp, &own, &n));
    struct growing g = {.a = a,
        .m = NEW_N(tmp, struct measure, 2 * n + 1),
        .i = NEW_N(tmp, struct pack_more_indicator, n + 1),
        .item = NEW_N(tmp, struct pack_more_item, n + 1)};
    for (size_t i = 0; i < n; i++) {
        if (pack_indicator(base, arena_printf(tmp, "own_%s", own[i].id)))
            continue;
        add_measure(&g, &own[i], "tu", "tử số");
        if (own[i].per != 1)
            add_measure(&g, &own[i], "mau", "mẫu số");
        add_indicator(&g, &own[i]);
    }
    *out = base;
    const struct pack_more more = {g.m, g.nm, g.i, g.n, g.item, g.n};
    return g.n ? pack_extend(a, base, &more, out) : OK;
}

/* ---- the site goes on with it ---------------------------------------------------------------- */

struct stat_site {
    pthread_mutex_t m;
    struct arena *a;
};

struct stat_site *stat_own_open(struct arena *a)
{
    struct stat_site *s = NEW(a, struct stat_site);
    pthread_mutex_init(&s->m, NULL);
    s->a = arena_open();
    return s;
}

void stat_own_close(struct stat_site *s)
{
    if (!s)
        return;
    arena_close(s->a);
    pthread_mutex_destroy(&s->m);
}

/* What acts hold of an older pack stays where it is. */
enum err stat_own_reload(struct site *site)
{
    AUTO_DBC *c = NULL;
    const struct pack *longer;
    if (!site->own)
        return OK;
    TRY(db_begin_read(site->db, &c));
    pthread_mutex_lock(&site->own->m);
    enum err e = stat_own_pack(c, site->own->a, site->pack, &longer);
    if (!e)
        site->pack = longer;
    pthread_mutex_unlock(&site->own->m);
    return e;
}
