// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Search: persons by the index, everything else by its words. What is typed never stands in an
 * address; every search of persons leaves a line in the journal, sealed (src/job).
 */
#include "web/web_int.h"

#include "base/text.h"
#include "ident/ident.h"

enum { FOUND = 30, SUGGESTED = 8 };

static const struct reg *persons(const struct page *p)
{
    const struct reg *reg = ident_reg(p->web->site->pack);
    return reg && user_can(p->user, reg->id, "read") ? reg : NULL;
}

static void put_groups(struct page *p, struct val *x, const struct rec *r)
{
    const struct field *f = reg_field(r->reg, "nhom_hcdb");
    struct val *v = f && r->personal && f->type == F_CHOICES ? field_val(p, r, f) : NULL;
    if (v)
        val_set(x, "status", v);
}

static enum err find_persons(
    struct page *p, struct val *to, const char *typed, size_t max, bool typing, size_t *found)
{
    const struct reg *reg = persons(p);
    struct rec *v[FOUND];
    bool more;
    if (!reg)
        return OK;
    struct ident_find f = {reg, typed, max};
    TRY(ident_find(p->act, &f, v, found, &more));
    for (size_t i = 0; i < *found; i++) {
        struct val *x = val_add(to, "found");
        person_put(p, x, v[i]);
        val_bool(x, "masked", false); /* what is in scope is no stranger's */
        val_text(x, "href", arena_printf(p->a, "/so/%s/%s", reg->id, rec_id(v[i])));
        put_groups(p, x, v[i]);
    }
    val_bool(to, "more", more);
    if (p->web->job)
        job_search(p->web->job, p->act, reg, &(struct job_search){typed, *found, typing});
    return OK;
}

/* ---- everything else ------------------------------------------------------------------------- */

static enum err found_in(struct page *p, const struct reg *reg, const char *words, size_t *found)
{
    struct rec_query q = {.reg = reg, .words = words, .limit = 20};
    struct rec **v;
    size_t n;
    TRY(rec_list(p->act, &q, &v, &n, NULL));
    if (n == 0)
        return OK;
    struct val *g = val_add(p->root, "groups");
    put_label(p, g, "label", reg->plural.vi ? reg->plural : reg->label);
    for (size_t i = 0; i < n; i++) {
        struct val *x = val_add(g, "found");
        val_text(x, "label", rec_label(p->act, v[i]));
        val_text(x, "code", rec_code(v[i]));
        val_bool(x, "named", !streq(rec_code(v[i]), rec_label(p->act, v[i])));
        const char *home = reg->parent ? reg->parent->id : reg->id;
        val_text(x, "href",
            arena_printf(p->a, "/so/%s/%s", home, reg->parent ? v[i]->root : rec_id(v[i])));
        const struct state *s = reg->procedure ? proc_state(reg->procedure, rec_state(v[i])) : NULL;
        if (s)
            put_label(p, x, "status", s->label);
        put_unit(p, x, "unit", v[i]->common[DC_UNIT].s.p);
    }
    *found += n;
    return OK;
}

static bool searchable(const struct reg *reg)
{
    bool any = reg->code_format != NULL && !reg->parent;
    for (size_t i = 0; i < reg->nfields; i++)
        any |= reg->fields[i].searched;
    return any;
}

static bool may_read(const struct page *p, const struct reg *reg)
{
    while (reg->parent)
        reg = reg->parent;
    return user_can(p->user, reg->id, "read");
}

/* A code of a person ("TE-…") is no name: the index does not know it. */
static bool by_words(const struct page *p, const struct reg *reg, const char *typed)
{
    if (!searchable(reg) || !may_read(p, reg))
        return false;
    return reg != persons(p) || strchr(typed, '-') != NULL;
}

enum err page_search(struct page *p)
{
    const char *typed = page_form(p, "q", 200);
    val_msg(p->root, "title", N_("Tìm"), NULL, NULL, NULL);
    val_text(p->root, "q", typed);
    size_t found = 0, others = 0;
    struct str fold = text_fold(p->a, str_of(typed));
    const struct pack *pk = p->web->site->pack;
    if (fold.n >= 2)
        TRY(find_persons(p, val_child(p->root, "persons"), typed, FOUND, false, &found));
    for (size_t i = 0; fold.n >= 2 && i < pk->nregs; i++)
        if (by_words(p, &pk->regs[i], typed) && !(found && &pk->regs[i] == persons(p)))
            TRY(found_in(p, &pk->regs[i], typed, &others));
    val_int(p->root, "count", (int64_t)(found + others));
    val_bool(p->root, "short", fold.n < 2);
    return page_show(p, "search");
}

/* While it is being typed: the best few, for the script. */
enum err page_suggest(struct page *p)
{
    const char *typed = page_form(p, "q", 200);
    size_t found = 0;
    if (typed && text_fold(p->a, str_of(typed)).n >= 2)
        TRY(find_persons(p, p->root, typed, SUGGESTED, true, &found));
    val_int(p->root, "count", (int64_t)found);
    return page_show(p, "suggest");
}
