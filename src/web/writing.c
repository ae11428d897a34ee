// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * One shape of writing for all: fill from the form, show it again with what was typed when
 * something is wrong, or store it and go on. A lock's draft or the page's own autosave comes back
 * here.
 */
#include "web/web_int.h"

bool writing_redraws(const struct page *p)
{
    return http_form(p->rq, "them") || http_form(p->rq, "bot") || http_form(p->rq, "tim");
}

void put_hidden(struct page *p, struct val *form, const char *name, const char *value)
{
    (void)p;
    struct val *h = val_add(form, "hidden");
    val_text(h, "name", name);
    val_text(h, "value", value);
}

enum err writing_show(struct page *p, const struct writing *w, const struct rec_input *typed)
{
    struct formview fv = {w->form, w->rec, &w->env, p->faults, typed};
    formview_put(p, p->root, &fv);
    struct val *form = (struct val *)(uintptr_t)val_get(p->root, "form");
    val_text(form, "action", w->action);
    val_text(form, "cancel", w->cancel);
    val_text(form, "draft", "/nhap");
    put_hidden(p, form, "duong_dan", w->action);
    put_label(p, form, "submit", w->submit);
    if (p->version >= 0)
        put_hidden(p, form, "phien_ban", arena_printf(p->a, "%lld", (long long)p->version));
    put_label(p, p->root, "title", w->title);
    if (w->source)
        put_source(p, p->root, "source", w->source);
    return page_show(p, "form");
}

enum err writing_open(struct page *p, struct writing *w)
{
    size_t n;
    const struct http_param *kept = draft_get(p, w->action, &n);
    if (!kept)
        return writing_show(p, w, NULL);
    struct rec_input typed = params_input(p->a, kept, n);
    struct rec_faults ignored = {.n = 0};
    rec_fill(p->act, w->form, &w->env, &typed, w->rec, &ignored);
    val_bool(p->root, "draft_shown", true);
    return writing_show(p, w, &typed);
}

static void drop_row(struct page *p, struct rec *r)
{
    const char *which = http_form(p->rq, "bot");
    const char *dot = which ? strrchr(which, '.') : NULL;
    int64_t at;
    if (!dot || !str_to_int(str_of(dot + 1), &at))
        return;
    for (size_t i = 0; i < r->reg->nfields; i++) {
        struct rec_rows *rows = &r->rows[i];
        size_t n = strlen(r->reg->fields[i].id);
        bool here = n == (size_t)(dot - which) && strncmp(which, r->reg->fields[i].id, n) == 0;
        if (!here || at < 0 || (size_t)at >= rows->n)
            continue;
        for (size_t k = (size_t)at; k + 1 < rows->n; k++)
            rows->v[k] = rows->v[k + 1];
        rows->n--;
    }
}

bool writing_fill(struct page *p, struct writing *w, const struct rec_input *in)
{
    rec_fill(p->act, w->form, &w->env, in, w->rec, p->faults);
    if (!writing_redraws(p))
        return p->faults->errors > 0;
    p->faults->n = p->faults->errors = 0;
    drop_row(p, w->rec);
    return true;
}

bool writing_asks(struct page *p)
{
    return p->faults->n > p->faults->errors && !http_form(p->rq, "da_xem");
}

enum err writing_again(struct page *p, struct writing *w, const struct rec_input *in)
{
    /* After a row was dropped the boxes no longer match the names: show what was understood. */
    bool from_record = http_form(p->rq, "bot") != NULL;
    TRY(writing_show(p, w, from_record ? NULL : in));
    if (!p->faults->errors && p->faults->n) {
        put_hidden(p, (struct val *)(uintptr_t)val_get(p->root, "form"), "da_xem", "1");
        p->v->status = 422;
    }
    return OK;
}
