// SPDX-License-Identifier: AGPL-3.0-or-later
/* What a handler calls: inputs of the path, query and small forms; answers; common view pieces. */
#include "web/web_int.h"

#include "base/text.h"
#include "doc/doc.h"

#include <stdio.h>

const char *page_arg(const struct page *p, const char *name)
{
    for (size_t i = 0; i < p->match.n; i++)
        if (strncmp(p->match.names[i], name, strlen(name)) == 0)
            return p->match.args[i];
    BUG("the route has no such part");
}

static const char *clean_line(struct page *p, const char *s, size_t max)
{
    struct str out;
    if (!s || strlen(s) > max || text_clean(p->a, str_of(s), TEXT_LINE, &out) != OK)
        return NULL;
    return arena_dupn(p->a, out.p, out.n);
}

const char *page_query(struct page *p, const char *name, size_t max)
{
    return clean_line(p, http_query(p->rq, name), max);
}

const char *page_form(struct page *p, const char *name, size_t max)
{
    return clean_line(p, http_form(p->rq, name), max);
}

/* Only paths of our own, so that a sign-in link cannot lead away. */
const char *page_local(const char *s)
{
    bool ok =
        s && s[0] == '/' && s[1] != '/' && s[1] != '\\' && !strchr(s, '\n') && !strchr(s, '\r');
    return ok ? s : "/";
}

enum err page_show(struct page *p, const char *tpl)
{
    p->v->tpl = tpl;
    if (p->faults->errors)
        p->v->status = 422;
    return OK;
}

enum err page_redirect(struct page *p, const char *fmt, ...)
{
    char path[600];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(path, sizeof path, fmt, ap);
    va_end(ap);
    p->v->redirect = arena_dup(p->a, path);
    return OK;
}

enum err page_done(struct page *p, const char *fmt, ...)
{
    char path[600];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(path, sizeof path, fmt, ap);
    va_end(ap);
    TRY(act_commit(p->act, path));
    return page_redirect(p, "%s", path);
}

const char *const page_sheet_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

enum err page_sheet(struct page *p, const struct val *list, struct doc_sheet *s)
{
    struct doc_rows rows = {list ? list : val_list(p->a), 0};
    s->next = doc_rows_next;
    s->ctx = &rows;
    p->v->file_type = page_sheet_type;
    return doc_xlsx(p->a, s, &p->v->file);
}

enum err page_not_now(struct page *p, const char *back, const char *why)
{
    val_msg(p->root, "title", N_("Chưa làm được việc này"), NULL, NULL, NULL);
    val_msg(p->root, "text", why, NULL, NULL, NULL);
    val_text(p->root, "back", back);
    p->v->status = 409;
    return page_show(p, "not_now");
}

const struct reg *page_top(const struct reg *reg)
{
    while (reg->parent)
        reg = reg->parent;
    return reg;
}

struct val *label_val(struct arena *a, struct label l)
{
    return val_of_code(a, l.vi, l.vi, l.en);
}

void put_label(struct page *p, struct val *obj, const char *key, struct label l)
{
    if (l.vi)
        val_text(obj, key, p->v->lang == LANG_EN && l.en ? l.en : l.vi);
}

void put_due(struct page *p, struct val *obj, int64_t due_ms)
{
    static const char *const kinds[] = {"overdue", "soon", "later", ""};
    int64_t left = due_ms - p->act->now_ms, minutes = (left < 0 ? -left : left) / 60000;
    if (!due_ms)
        return;
    struct val *d = val_child(obj, "deadline");
    val_text(d, "state", kinds[flow_due_of(due_ms, p->act->now_ms)]);
    val_time(d, "at", due_ms);
    bool late = left < 0;
    if (!late && minutes >= 60)
        minutes += 5; /* five minutes after a report "còn 12 giờ", not 11 */
    struct arena *a = p->a;
    if (minutes < 60)
        val_msg(d, "left", late ? N_("quá hạn %1 phút") : N_("còn %1 phút"), val_of_int(a, minutes),
            NULL, NULL);
    else if (minutes < 48 * 60)
        val_msg(d, "left", late ? N_("quá hạn %1 giờ") : N_("còn %1 giờ"),
            val_of_int(a, minutes / 60), NULL, NULL);
    else
        val_msg(d, "left", late ? N_("quá hạn %1 ngày") : N_("còn %1 ngày"),
            val_of_int(a, minutes / (24 * 60)), NULL, NULL);
}

void put_source(struct page *p, struct val *obj, const char *key, const struct source *s)
{
    (void)p;
    if (!s->text)
        return;
    struct val *v = val_child(obj, key);
    val_text(v, "text", s->text);
    val_date(v, "from", s->from);
    val_bool(v, "verify", s->verify);
}

void put_unit(struct page *p, struct val *obj, const char *key, const char *code)
{
    if (!code || !*code)
        return;
    int32_t day = unit_day_of_ms(p->act->now_ms);
    val_code(obj, key, code, unit_name(p->act->units, code, day), NULL);
}
