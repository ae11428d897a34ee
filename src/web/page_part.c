// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What stands around a record that no procedure moves: its parts (a child's vaccinations, the
 * adults of a household) as tables that can be added to, the records that refer to it, and who
 * changed what. A part is written through the same form engine as everything else.
 */
#include "web/web_int.h"

#include "aid/aid.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

enum { SHOWN = 6 };

/* ---- parts as tables ---------------------------------------------------------------------------
 */

/* Parts are shown newest first by their first column if it tells a time, else as they were made. */
static const struct field *when_of(const struct reg *reg)
{
    const struct field *f = reg->ncolumns ? reg->columns[0] : NULL;
    return f && (f->type == F_DATE || f->type == F_TIME || f->year) ? f : NULL;
}

static int in_order(const void *a, const void *b)
{
    const struct rec *x = *(struct rec *const *)a, *y = *(struct rec *const *)b;
    const struct field *f = when_of(x->reg);
    struct value v = f ? x->v[f->slot] : VNULL, w = f ? y->v[f->slot] : VNULL;
    if (!f)
        return strcmp(rec_id(x), rec_id(y));
    int c = (w.t != V_NULL) - (v.t != V_NULL);
    if (v.t == V_TEXT && w.t == V_TEXT)
        c = strcmp(w.s.p, v.s.p);
    else if (v.t == V_INT && w.t == V_INT)
        c = (v.i < w.i) - (v.i > w.i);
    return c ? c : strcmp(rec_id(y), rec_id(x));
}

static void put_part_row(struct page *p, struct val *list, const char *key, struct rec *r)
{
    struct val *row = val_add(list, key);
    val_text(row, "href", arena_printf(p->a, "/so/%s/%s", r->reg->id, rec_id(r)));
    for (size_t i = 0; i < r->reg->ncolumns; i++) {
        struct val *c = val_add(row, "cells"), *v = field_val(p, r, r->reg->columns[i]);
        put_label(p, c, "label", r->reg->columns[i]->label);
        val_bool(c, "num", r->reg->columns[i]->type == F_MONEY);
        if (v)
            val_set(c, "value", v);
    }
}

void put_parts(struct page *p, const struct rec *r, const struct rec_group *g)
{
    struct val *x = val_add(p->root, "parts");
    put_label(p, x, "label", g->reg->plural);
    val_text(x, "id", g->reg->id);
    val_int(x, "count", (int64_t)g->n);
    for (size_t i = 0; i < g->reg->ncolumns; i++) {
        struct val *c = val_add(x, "cols");
        put_label(p, c, "label", g->reg->columns[i]->label);
        val_bool(c, "num", g->reg->columns[i]->type == F_MONEY);
    }
    qsort(g->v, g->n, sizeof *g->v, in_order);
    for (size_t i = 0; i < g->n; i++)
        put_part_row(p, x, i < SHOWN ? "rows" : "more", g->v[i]);
    if (!user_can(p->user, page_top(r->reg)->id, "write"))
        return;
    val_text(x, "add", arena_printf(p->a, "/so/%s/%s/them/%s", r->reg->id, rec_id(r), g->reg->id));
    put_label(p, x, "add_label", g->reg->label);
}

/* ---- what refers to it --------------------------------------------------------------------------
 */

static bool told(const char *const *roots, size_t n, const char *root)
{
    for (size_t i = 0; i < n; i++)
        if (streq(roots[i], root))
            return true;
    return false;
}

static void put_reference(struct page *p, const struct rec *r)
{
    const struct reg *top = page_top(r->reg);
    struct val *x = val_add(p->root, "related");
    put_label(p, x, "kind", top->label);
    if (r->reg == top) {
        const char *label = rec_label(p->act, r), *code = rec_code(r);
        val_text(x, "title", code ? code : label);
        val_text(x, "name", streq(label, code) ? NULL : label);
    } else {
        put_label(p, x, "title", r->reg->label);
    }
    val_text(x, "href", arena_printf(p->a, "/so/%s/%s", top->id, r->root));
    val_time(x, "at", r->common[DC_CREATED_AT].i);
    const struct state *s =
        top->procedure && r->reg == top ? proc_state(top->procedure, rec_state(r)) : NULL;
    if (s)
        put_label(p, x, "status", s->label);
}

/* Each file once: the case itself before a paper in it that names the same record. */
static void put_related(struct page *p, const struct rec_group *g, size_t n)
{
    enum { MOST = 100 };
    const char *roots[MOST];
    size_t k = 0;
    for (int part = 0; part < 2; part++)
        for (size_t i = 0; i < n; i++)
            for (size_t m = 0; g[i].by && m < g[i].n && k < MOST; m++) {
                const struct rec *r = g[i].v[m];
                if ((r->reg->parent != NULL) != part || told(roots, k, r->root) ||
                    aid_shows(p->web->site->pack, r->reg))
                    continue;
                roots[k++] = r->root;
                put_reference(p, r);
            }
}

void put_around(struct page *p, const struct rec *r, const struct rec_group *g, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!g[i].by && !aid_shows(p->web->site->pack, g[i].reg))
            put_parts(p, r, &g[i]);
    put_related(p, g, n);
}

/* ---- who changed what ---------------------------------------------------------------------------
 */

/* A value of the journal's JSON as people read it. */
static struct val *was_val(struct page *p, const struct rec *own, const struct field *f, cJSON *v)
{
    if (!cJSON_IsString(v))
        return NULL;
    struct rec copy = *own;
    copy.v = NEW_N(p->a, struct value, own->reg->nfields);
    struct value text = v_text(arena_dup(p->a, v->valuestring));
    int64_t i;
    bool number = field_xtype(f) == X_INT || field_xtype(f) == X_BOOL || field_xtype(f) == X_TIME;
    copy.v[f->slot] = number && str_to_int(text.s, &i) ? v_int(i) : text;
    return field_val(p, &copy, f);
}

static void put_change(struct page *p, struct val *line, const struct rec *own, cJSON *item)
{
    const struct field *f = reg_field(own->reg, item->string);
    if (!f || f->cls == CLASS_SECRET || rec_shows(own, f) != SHOW_YES)
        return;
    struct val *x = val_add(line, "changes");
    put_label(p, x, "label", f->label);
    struct val *was = was_val(p, own, f, cJSON_GetArrayItem(item, 0));
    struct val *is = was_val(p, own, f, cJSON_GetArrayItem(item, 1));
    if (was)
        val_set(x, "was", was);
    if (is)
        val_set(x, "is", is);
}

/* Of a new record all fields are new: that it was made is enough. */
static void put_changes(
    struct page *p, struct val *line, const struct rec *r, const struct reg *reg, const char *json)
{
    cJSON *tree = json ? cJSON_Parse(json) : NULL, *item;
    struct rec own = *r;
    own.reg = reg;
    cJSON_ArrayForEach(item, tree) put_change(p, line, &own, item);
    cJSON_Delete(tree);
}

/* Who came or went, by name as far as the reader may see. */
static void put_moved(struct page *p, struct val *x, const struct reg *reg, const char *id)
{
    const struct field any = {.reg = reg};
    const char *name = rec_ref_label(p->act, &any, v_text(id));
    val_text(x, "name", name ? name : reg->label.vi);
    val_text(x, "href", name ? arena_printf(p->a, "/so/%s/%s", reg->id, id) : NULL);
}

void put_history(struct page *p, const struct rec *r, int64_t most)
{
    struct db_rows *j = rec_journal_of(p->act, r, 4 * most);
    val_bool(p->root, "may_journal", r->secret || user_can(p->user, NULL, "journal"));
    while (db_next(j) && most > 0) {
        const char *action = db_text(j, 2), *reason = db_text(j, 5);
        const struct reg *reg = pack_reg(p->web->site->pack, db_text(j, 3));
        bool moves = streq(action, "vao") || streq(action, "ra");
        bool made = streq(action, "tao") && reg != r->reg; /* stands in its table */
        if (!reg || made || streq(action, "xem") || streq(action, "xuat"))
            continue;
        most--;
        struct val *x = val_add(p->root, "history");
        val_time(x, "at", db_int(j, 0));
        val_text(x, "by", db_text(j, 1));
        put_action(p, x, r->reg, action);
        if (moves)
            put_moved(p, x, reg, db_text(j, 4));
        else if (reg != r->reg)
            put_label(p, x, "register", reg->label);
        if (r->personal && !moves)
            val_text(x, "reason", reason);
        bool first = reg == r->reg && db_int(j, 0) == r->common[DC_CREATED_AT].i;
        if (!first && !streq(action, "tao"))
            put_changes(p, x, r, reg, db_text(j, 6));
    }
}

/* ---- a new part ---------------------------------------------------------------------------------
 */

static enum err prepare(struct page *p, struct writing *w)
{
    struct rec *root;
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &root));
    const struct reg *part = pack_reg(p->web->site->pack, page_arg(p, "part"));
    if (!part || part->parent != p->reg || page_top(p->reg)->procedure ||
        aid_shows(p->web->site->pack, part))
        return err_set(ERR_NOT_FOUND, "not a part of this register");
    const char *home = arena_printf(p->a, "/so/%s/%s", p->reg->id, rec_id(root));
    struct rec *r = rec_new(p->act, part, root);
    *w = (struct writing){.rec = r,
        .form = &part->forms[0],
        .env = {.act = p->act, .own = r, .parent = root, .form = r},
        .action = arena_printf(p->a, "%s/them/%s", home, part->id),
        .cancel = home,
        .title = part->label,
        .submit = {N_("Lưu"), "Save"},
        .source = &part->source};
    rec_preset(w->form, &w->env, r);
    struct val *crumb = val_add(p->root, "crumbs");
    val_text(crumb, "href", home);
    val_text(crumb, "label", rec_label(p->act, root));
    return OK;
}

enum err page_part_new(struct page *p)
{
    struct writing w;
    TRY(prepare(p, &w));
    return writing_open(p, &w);
}

enum err page_part_new_post(struct page *p)
{
    struct writing w;
    TRY(prepare(p, &w));
    struct rec_input in = page_input(p);
    if (writing_fill(p, &w, &in) || writing_asks(p))
        return writing_again(p, &w, &in);
    draft_drop(p, w.action);
    TRY(rec_insert(p->act, w.rec, "tao", NULL));
    return page_done(p, "%s?tb=da-luu#%s", w.cancel, w.rec->reg->id);
}
