// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Possible duplicates: the worklist, two records side by side with the reasons, and what may be
 * done about them. A record of another commune shows initials, until that commune itself proposes
 * the merge.
 */
#include "web/web_int.h"

#include "ident/ident.h"

/* ---- two records as this person may see them ------------------------------------------------- */

struct side {
    struct rec *r;
    bool mine; /* in scope, with the right to change it */
};
struct both {
    const struct reg *reg;
    struct side a, b;
    struct ident_pair pair;
    bool known;   /* the pair is stored */
    bool invited; /* the other commune proposed to merge */
};

const struct reg *pair_persons(const struct page *p)
{
    const struct reg *reg = ident_reg(p->web->site->pack);
    return reg && user_can(p->user, reg->id, "read") ? reg : NULL;
}

void pair_look(struct page *p, struct rec *r, bool invited)
{
    bool near = rec_in_scope(p->act, r);
    r->personal = (near || invited) && p->user->role->sees >= CLASS_PERSONAL;
    r->secret = r->opened = false;
}

static void look(struct page *p, struct side *s, bool invited)
{
    s->mine = ident_may(p->act, s->r);
    pair_look(p, s->r, invited);
}

static enum err get_both(struct page *p, struct both *w)
{
    w->reg = pair_persons(p);
    if (!w->reg || !user_can(p->user, w->reg->id, "write"))
        return err_set(ERR_DENIED, "no right on persons");
    w->a.r = ident_any(p->act, w->reg, page_arg(p, "a"));
    w->b.r = ident_any(p->act, w->reg, page_arg(p, "b"));
    if (!w->a.r || !w->b.r || w->a.r == w->b.r)
        return db_status(p->act->c) ? db_status(p->act->c) : ERR_NOT_FOUND;
    w->known = ident_pair_get(p->act, rec_id(w->a.r), rec_id(w->b.r), &w->pair);
    w->invited =
        w->known && streq(w->pair.state, PAIR_ASKED) && !streq(w->pair.asked_unit, p->user->unit);
    look(p, &w->a, w->invited);
    look(p, &w->b, w->invited);
    if (w->b.mine && !w->a.mine) { /* one's own comes first */
        struct side other = w->a;
        w->a = w->b;
        w->b = other;
    }
    if (!w->a.mine && !w->b.mine)
        return err_set(ERR_NOT_FOUND, "neither is in scope");
    /* A stranger's record is comparable only when the engine put it beside one's own. */
    if (!w->known && !(w->a.mine && w->b.mine))
        return err_set(ERR_NOT_FOUND, "no such pair");
    return OK;
}

/* ---- as view --------------------------------------------------------------------------------- */

static struct val *born_val(struct page *p, const struct rec *r)
{
    const struct field *f = r->reg->identity->born;
    if (!f || v_is_null(r->v[f->slot]))
        return NULL;
    if (r->personal)
        return val_of_date(p->a, r->v[f->slot].s.p);
    return val_of_date(p->a, arena_dupn(p->a, r->v[f->slot].s.p, 4)); /* the year is no secret */
}

void person_put(struct page *p, struct val *x, struct rec *r)
{
    const struct identity *k = r->reg->identity;
    const struct field *const shown[] = {k->sex, k->village, k->mother, k->father};
    static const char *const keys[] = {"sex", "village", "mother", "father"};
    val_text(x, "id", rec_id(r));
    val_text(x, "label", rec_label(p->act, r));
    val_text(x, "code", rec_code(r));
    put_unit(p, x, "unit", r->common[DC_UNIT].s.p);
    val_bool(x, "masked", !r->personal);
    struct val *born = born_val(p, r);
    if (born)
        val_set(x, "born", born);
    for (size_t i = 0; i < COUNT(shown); i++) {
        struct val *v = shown[i] && (r->personal || shown[i]->cls == CLASS_OPEN)
                            ? field_val(p, r, shown[i])
                            : NULL;
        if (v)
            val_set(x, keys[i], v);
    }
}

void pair_words(struct val *x, double chance)
{
    bool sure = chance >= IDENT_SURE_PERCENT / 100.0;
    val_bool(x, "sure", sure);
    val_int(x, "percent", (int64_t)(chance * 100 + 0.5) > 99 ? 99 : (int64_t)(chance * 100 + 0.5));
    val_msg(x, "words",
        sure            ? N_("Gần như chắc chắn là một trẻ")
        : chance >= 0.5 ? N_("Có thể là một trẻ, cần xem")
                        : N_("Giống nhau, nhưng có lẽ là hai trẻ"),
        NULL, NULL, NULL);
}

/* "+26,5" */
static const char *points_text(struct page *p, double points)
{
    char *s = arena_printf(p->a, "%+.1f", points), *dot = strchr(s, '.');
    if (dot && p->v->lang == LANG_VI)
        *dot = ',';
    return s;
}

static void put_reasons(struct page *p, const struct both *w)
{
    struct link_person a = ident_person(w->a.r), b = ident_person(w->b.r);
    struct link_reason why[LINK_FIELD__COUNT];
    double bits, chance;
    size_t n = ident_explain(p->act, &a, &b, why, &bits, &chance);
    struct val *box = val_child(p->root, "why");
    pair_words(box, chance);
    val_real(box, "bits", (double)(int)(bits * 10) / 10);
    for (size_t i = 0; i < n; i++) {
        struct val *x = val_add(box, "reasons");
        double points = (double)(int)(why[i].bits * 10 + (why[i].bits < 0 ? -0.5 : 0.5)) / 10;
        val_msg(x, "label", why[i].label, NULL, NULL, NULL);
        val_msg(x, "how", why[i].how, NULL, NULL, NULL);
        val_text(x, "points", points_text(p, points));
        val_bool(x, "speaks_for", points >= 0);
        val_int(x, "size", (int64_t)(points < 0 ? -points : points));
    }
}

static enum err put_counts(struct page *p, struct val *x, const struct rec *r)
{
    struct act sys = *p->act;
    sys.user = NULL;
    struct rec_link *v;
    size_t n, by[REC_MEMBER + 1] = {0};
    TRY(rec_links(&sys, r, &v, &n));
    for (size_t i = 0; i < n; i++)
        by[v[i].kind]++;
    val_int(x, "cases", (int64_t)by[REC_REF]);
    val_int(x, "parts", (int64_t)by[REC_PART]);
    val_int(x, "files", (int64_t)by[REC_FILE]);
    val_int(x, "versions", rec_version(r));
    val_time(x, "created", r->common[DC_CREATED_AT].i);
    val_time(x, "updated", r->common[DC_UPDATED_AT].i);
    return OK;
}

static bool shown_same(const struct both *w, const struct field *f)
{
    return v_eq(w->a.r->v[f->slot], w->b.r->v[f->slot]);
}

/* Of somebody else's child only what was compared, not how it lives. */
static bool may_compare(const struct both *w, const struct field *f)
{
    if (w->a.r->personal && w->b.r->personal)
        return true;
    const struct identity *k = w->reg->identity;
    const struct field *const parts[] = {k->name, k->other_name, k->born, k->sex, k->pid, k->mother,
        k->father, k->phone, k->village};
    for (size_t i = 0; i < COUNT(parts); i++)
        if (parts[i] == f)
            return true;
    return false;
}

static void put_field(struct page *p, const struct both *w, const struct field *f, bool choose)
{
    const struct rec *a = w->a.r, *b = w->b.r;
    if (f->type == F_ROWS || f->type == F_FILE || f->cls == CLASS_SECRET || !may_compare(w, f) ||
        (v_is_null(a->v[f->slot]) && v_is_null(b->v[f->slot])))
        return;
    bool same = shown_same(w, f);
    struct val *x = val_add(p->root, same ? "same" : "rows");
    put_label(p, x, "label", f->label);
    struct val *va = field_val(p, a, f), *vb = field_val(p, b, f);
    val_bool(x, "differs", !same && va && vb);
    if (va)
        val_set(x, "a", va);
    if (vb)
        val_set(x, "b", vb);
    if (same || f->compute || !choose)
        return;
    val_text(x, "name", arena_printf(p->a, "lay_%s", f->id));
    bool take_b = ident_rather(a, b) ? !ident_better(b, a, f) : ident_better(a, b, f);
    val_bool(x, "take_b", take_b);
}

static enum err show_pair(struct page *p, const struct both *w)
{
    bool all_mine = w->a.mine && w->b.mine, choose = all_mine || w->invited;
    struct val *a = val_child(p->root, "a"), *b = val_child(p->root, "b");
    person_put(p, a, w->a.r);
    person_put(p, b, w->b.r);
    TRY(put_counts(p, a, w->a.r));
    TRY(put_counts(p, b, w->b.r));
    put_reasons(p, w);
    for (size_t i = 0; i < w->reg->nfields; i++)
        put_field(p, w, &w->reg->fields[i], choose);
    val_bool(p->root, "keep_b", ident_rather(w->a.r, w->b.r));
    val_bool(p->root, "may_merge", choose);
    val_bool(p->root, "may_ask", !choose);
    val_bool(p->root, "invited", w->invited);
    bool open = !w->known || streq(w->pair.state, PAIR_NEW) || streq(w->pair.state, PAIR_ASKED);
    val_bool(p->root, "decided", !open);
    if (w->known && w->pair.decided_name) {
        val_text(p->root, "decided_name", w->pair.decided_name);
        val_time(p->root, "decided_at", w->pair.decided_at);
        val_text(p->root, "decided_reason", w->pair.reason);
    }
    struct val *crumb = val_add(p->root, "crumbs");
    val_text(crumb, "href", "/trung");
    val_msg(crumb, "label", N_("Có thể trùng"), NULL, NULL, NULL);
    val_msg(p->root, "title", N_("Hai hồ sơ này có phải một trẻ?"), NULL, NULL, NULL);
    val_text(
        p->root, "action", arena_printf(p->a, "/trung/%s/%s", page_arg(p, "a"), page_arg(p, "b")));
    val_int(p->root, "version_a", rec_version(w->a.r));
    val_int(p->root, "version_b", rec_version(w->b.r));
    return page_show(p, "pair");
}

/* Something in the way, told in words on a page of its own. */
static enum err not_now(struct page *p, const char *why, const char *back)
{
    val_msg(p->root, "title", N_("Chưa làm được việc này"), NULL, NULL, NULL);
    val_msg(p->root, "text", why, NULL, NULL, NULL);
    val_text(p->root, "back", back);
    p->v->status = 409;
    return page_show(p, "not_now");
}

static bool gone_already(struct page *p, const struct both *w, const char **to)
{
    *to = ident_survivor(p->act, rec_id(w->a.r));
    if (!*to)
        *to = ident_survivor(p->act, rec_id(w->b.r));
    return *to != NULL;
}

enum err page_pair(struct page *p)
{
    struct both w;
    TRY(get_both(p, &w));
    const char *to;
    if (gone_already(p, &w, &to))
        return not_now(p, N_("Một trong hai hồ sơ đã được gộp rồi."),
            arena_printf(p->a, "/so/%s/%s", w.reg->id, to));
    return show_pair(p, &w);
}

/* ---- deciding -------------------------------------------------------------------------------- */

static bool seen_version(struct page *p, const char *name, const struct rec *r)
{
    const char *s = page_form(p, name, 20);
    int64_t v;
    return s && str_to_int(str_of(s), &v) && v == rec_version(r);
}

static enum err merge(struct page *p, const struct both *w, const char *reason)
{
    if (!(w->a.mine && w->b.mine) && !w->invited)
        return err_set(ERR_DENIED, "merging asks for rights on both");
    const char *here = arena_printf(p->a, "/trung/%s/%s", rec_id(w->a.r), rec_id(w->b.r));
    if (!seen_version(p, "phien_ban_a", w->a.r) || !seen_version(p, "phien_ban_b", w->b.r))
        return not_now(p, N_("Có người vừa sửa một trong hai hồ sơ. Hãy đọc lại rồi gộp."), here);
    const char *giu = page_form(p, "giu", 1);
    bool keep_b = giu ? streq(giu, "b") : ident_rather(w->a.r, w->b.r);
    struct ident_choice k = {.keep = keep_b ? w->b.r : w->a.r,
        .gone = keep_b ? w->a.r : w->b.r,
        .reason = reason,
        .agreed = w->invited};
    bool *take = NEW_N(p->a, bool, w->reg->nfields);
    for (size_t i = 0; i < w->reg->nfields; i++) {
        const struct field *f = &w->reg->fields[i];
        const char *from = page_form(p, arena_printf(p->a, "lay_%s", f->id), 1);
        take[i] = from ? streq(from, keep_b ? "a" : "b") : ident_better(k.keep, k.gone, f);
    }
    k.take = take;
    const char *id, *why;
    enum err e = ident_merge(p->act, &k, &id, &why);
    if (why)
        return not_now(p, why, "/trung");
    TRY(e);
    return page_done(p, "/so/%s/%s?tb=da-gop", w->reg->id, rec_id(k.keep));
}

/* Two children of one household: the one without joins the household of the other. */
static enum err join_household(struct page *p, const struct both *w)
{
    const struct field *f = reg_field(w->reg, "ho");
    if (!f || f->type != F_REF || !w->a.mine || !w->b.mine)
        return OK;
    struct rec *a = w->a.r, *b = w->b.r;
    if (v_is_null(a->v[f->slot]) == v_is_null(b->v[f->slot]))
        return OK;
    struct rec *lacks = v_is_null(a->v[f->slot]) ? a : b;
    lacks->v[f->slot] = (lacks == a ? b : a)->v[f->slot];
    return rec_update(p->act, lacks, rec_version(lacks), "sua", NULL);
}

enum err page_pair_post(struct page *p)
{
    struct both w;
    TRY(get_both(p, &w));
    const char *what = page_form(p, "viec", 20), *reason = page_form(p, "ly_do", 500);
    const char *to;
    if (gone_already(p, &w, &to))
        return not_now(p, N_("Một trong hai hồ sơ đã được gộp rồi, có thể do người khác vừa làm."),
            arena_printf(p->a, "/so/%s/%s", w.reg->id, to));
    if (streq(what, "gop"))
        return merge(p, &w, reason);
    if (streq(what, PAIR_HOUSEHOLD))
        TRY(join_household(p, &w));
    else if (!streq(what, PAIR_OTHER) && !streq(what, PAIR_ASKED))
        return err_set(ERR_INVALID, "what to do with the pair?");
    TRY(ident_decide(p->act, w.a.r, w.b.r, what, reason));
    return page_done(p, "/trung?tb=%s",
        streq(what, PAIR_ASKED)       ? "da-de-nghi"
        : streq(what, PAIR_HOUSEHOLD) ? "cung-ho"
                                      : "khac-nhau");
}

/* ---- undoing --------------------------------------------------------------------------------- */

static enum err get_merge(struct page *p, struct ident_merged *m, struct rec **keep)
{
    const struct reg *reg = pair_persons(p);
    const char *other = reg ? page_arg(p, "id") : NULL;
    if (!other || !uuid_ok(str_of(other)) || !ident_merge_of(p->act, other, m))
        return db_status(p->act->c) ? db_status(p->act->c) : ERR_NOT_FOUND;
    *keep = ident_any(p->act, reg, m->other);
    struct rec *gone = ident_any(p->act, reg, other);
    if (!*keep || !gone || (!ident_may(p->act, *keep) && !ident_may(p->act, gone)))
        return err_set(ERR_NOT_FOUND, "no such merge in scope");
    return OK;
}

enum err page_split(struct page *p)
{
    struct ident_merged m;
    struct rec *keep;
    TRY(get_merge(p, &m, &keep));
    struct side s = {.r = keep};
    look(p, &s, false);
    person_put(p, val_child(p->root, "keep"), keep);
    val_text(p->root, "href", arena_printf(p->a, "/so/%s/%s", keep->reg->id, rec_id(keep)));
    val_time(p->root, "at", m.at);
    val_text(p->root, "by", m.made_name);
    val_text(p->root, "action", arena_printf(p->a, "/trung-tach/%s", page_arg(p, "id")));
    val_msg(p->root, "title", N_("Tách lại hai hồ sơ đã gộp"), NULL, NULL, NULL);
    return page_show(p, "split");
}

/* What stayed is told on the page of the record that was kept. */
static enum err show_kept(struct page *p, const struct ident_kept *kept, const char *href)
{
    TRY(act_commit(p->act, href));
    for (size_t i = 0; i < kept->nfields; i++)
        put_label(p, val_add(p->root, "fields"), "label", kept->fields[i]->label);
    val_int(p->root, "links", (int64_t)kept->links);
    val_text(p->root, "back", href);
    val_msg(p->root, "title", N_("Đã tách lại. Vài điều vẫn ở hồ sơ được giữ"), NULL, NULL, NULL);
    return page_show(p, "split_kept");
}

enum err page_split_post(struct page *p)
{
    struct ident_merged m;
    struct rec *keep;
    struct ident_kept kept;
    const char *why;
    TRY(get_merge(p, &m, &keep));
    const char *href = arena_printf(p->a, "/trung/%s/%s", rec_id(keep), page_arg(p, "id"));
    enum err e = ident_split(p->act, m.id, page_form(p, "ly_do", 500), &kept, &why);
    if (why)
        return not_now(p, why, arena_printf(p->a, "/so/%s/%s", keep->reg->id, rec_id(keep)));
    TRY(e);
    if (kept.nfields || kept.links)
        return show_kept(p, &kept, href);
    return page_done(p, "%s?tb=da-tach", href);
}
