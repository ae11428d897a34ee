// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The home of a record. With a procedure it is a case: what to do now, its legal clocks, everything
 * that happened and who did it, the people, the papers. Without one it is its fields.
 */
#include "web/web_int.h"

#include "aid/aid.h"
#include "ident/ident.h"
#include "report/report.h"

static const char *home(struct page *p, const struct rec *r, const char *rest)
{
    return arena_printf(p->a, "/so/%s/%s%s", r->reg->id, rec_id(r), rest);
}

/* Somebody waits for it: doing this step stops a clock that is running. */
static bool stops_clock(const struct flow_case *c, const struct step *s)
{
    for (size_t i = 0; i < c->nclocks; i++)
        for (size_t k = 0; !c->clocks[i].stopped_at && k < c->clocks[i].clock->nstops; k++)
            if (c->clocks[i].clock->stops[k] == s)
                return true;
    return false;
}

static void put_steps(struct page *p, struct flow_case *c)
{
    struct flow_step *s;
    size_t n = flow_steps(c, &s);
    bool first = true;
    for (size_t i = 0; i < n; i++) {
        bool main_way = !s[i].step->optional;
        if (!s[i].mine && !main_way)
            continue;
        bool can = s[i].mine && !s[i].blocked.vi;
        bool now = main_way || (can && stops_clock(c, s[i].step));
        struct val *x = val_add(p->root, now ? "next" : "others");
        put_label(p, x, "label", s[i].step->verb.vi ? s[i].step->verb : s[i].step->label);
        val_text(x, "id", s[i].step->id);
        val_text(x, "source", s[i].source);
        put_label(p, x, "blocked", s[i].blocked);
        val_bool(x, "mine", s[i].mine);
        val_bool(x, "first", can && main_way && first);
        if (can) {
            val_text(x, "href", home(p, c->rec, arena_printf(p->a, "/buoc/%s", s[i].step->id)));
            first = first && !main_way;
        }
        for (size_t k = 0; !s[i].mine && k < s[i].step->nwho; k++) {
            const struct role *role = pack_role(p->web->site->pack, s[i].step->who[k]);
            if (role)
                put_label(p, val_add(x, "who"), "label", role->label);
        }
    }
}

static void put_clocks(struct page *p, struct flow_case *c)
{
    for (size_t i = 0; i < c->nclocks; i++) {
        const struct flow_clock *k = &c->clocks[i];
        struct val *x = val_add(p->root, k->stopped_at ? "past_clocks" : "clocks");
        put_label(p, x, "label", k->clock->label);
        if (k->started_at <= p->act->now_ms) /* some count back from a day to come */
            val_time(x, "started", k->started_at);
        val_time(x, "due_at", k->due_at);
        put_source(p, x, "source", &k->clock->source);
        if (k->stopped_at) {
            val_time(x, "stopped", k->stopped_at);
            val_bool(x, "met", k->met);
        } else {
            put_due(p, x, k->due_at);
        }
    }
}

static void put_events(struct page *p, struct flow_case *c)
{
    for (size_t i = c->nevents; i-- > 0;) {
        const struct flow_event *e = &c->events[i];
        struct val *x = val_add(p->root, "events");
        if (e->step)
            put_label(p, x, "title", e->step->label);
        else
            val_text(x, "title", e->step_id);
        val_time(x, "at", e->done_at);
        val_text(x, "by", e->actor_name);
        if (e->form && e->form_reg)
            val_text(x, "href", arena_printf(p->a, "/so/%s/%s", e->form_reg->id, e->form));
        const struct state *s = proc_state(c->proc, e->to_state);
        if (s && !streq(e->to_state, e->from_state))
            val_msg(x, "text", N_("→ %1"), label_val(p->a, s->label), NULL, NULL);
        enum { LATE_MS = 60 * 60 * 1000 };
        if (e->at - e->done_at > LATE_MS)
            val_time(x, "recorded", e->at);
    }
}

static struct db_rows *members_of(struct page *p, const struct rec *r)
{
    return db_query(p->act->c, p->a, Q_MEMBERS_OF, ARGS(r->root, p->act->now_ms));
}

static void put_members(struct page *p, struct db_rows *m)
{
    while (db_next(m)) {
        struct val *x = val_add(p->root, "people");
        val_text(x, "name", db_text(m, 1));
        const struct role *role = pack_role(p->web->site->pack, db_text(m, 3));
        if (role)
            put_label(p, x, "role", role->label);
        const char *phone = db_text(m, 4);
        if (phone) {
            val_text(x, "phone", phone);
            val_text(x, "tel", arena_printf(p->a, "tel:%s", phone));
        }
        if (streq(db_text(m, 5), "khan_cap"))
            val_time(x, "until", db_int(m, 7));
    }
}

void put_people(struct page *p, const struct rec *r)
{
    put_members(p, members_of(p, r));
}

static void put_files(struct page *p, struct rec *r, struct db_rows *f)
{
    while (db_next(f)) {
        struct val *x = val_add(p->root, "files");
        if (!r->secret)
            continue;
        val_text(x, "name", db_text(f, 1));
        val_int(x, "kb", (db_int(f, 3) + 1023) / 1024);
        val_time(x, "at", db_int(f, 4));
        val_text(x, "by", db_text(f, 5));
        val_text(x, "href", home(p, r, arena_printf(p->a, "/tep/%s", db_text(f, 0))));
    }
}

/* Papers of the steps done, in the order of the pack. */
static void put_papers(struct page *p, struct flow_case *c)
{
    const struct pack *pk = p->web->site->pack;
    for (size_t i = 0; i < pk->ndocs; i++) {
        if (pk->docs[i].reg != c->rec->reg)
            continue;
        bool done = false;
        for (size_t e = 0; e < c->nevents && !done; e++)
            for (size_t k = 0; c->events[e].step && k < c->events[e].step->ndocs; k++)
                done |= streq(c->events[e].step->docs[k], pk->docs[i].id);
        if (!done)
            continue;
        struct val *x = val_add(p->root, "papers");
        put_label(p, x, "label", pk->docs[i].label);
        const char *path = home(p, c->rec, arena_printf(p->a, "/in/%s", pk->docs[i].id));
        val_text(x, "href", path);
        val_text(x, "word", arena_printf(p->a, "%s.docx", path));
    }
}

void put_head(struct page *p, struct rec *r)
{
    val_text(p->root, "title", rec_label(p->act, r));
    val_text(p->root, "code", rec_code(r));
    val_bool(p->root, "named", !streq(rec_code(r), rec_label(p->act, r)));
    val_text(p->root, "id", rec_id(r));
    val_text(p->root, "register", r->reg->id);
    put_label(p, p->root, "kind", r->reg->label);
    put_unit(p, p->root, "unit", r->common[DC_UNIT].s.p);
    val_int(p->root, "version", rec_version(r));
    val_bool(p->root, "secret", r->secret);
    val_text(p->root, "home", home(p, r, ""));
    bool write = user_can(p->user, r->reg->id, "write");
    val_bool(p->root, "may_write", write);
    struct val *crumb = val_add(p->root, "crumbs");
    val_text(crumb, "href", arena_printf(p->a, "/so/%s", r->reg->id));
    put_label(p, crumb, "label", r->reg->plural.vi ? r->reg->plural : r->reg->label);
}

/* A part of a case: its fields, and the way back. */
static enum err show_part(struct page *p, struct rec *r)
{
    const struct reg *top = page_top(r->reg);
    struct val *crumb = val_add(p->root, "crumbs");
    val_text(crumb, "href", arena_printf(p->a, "/so/%s/%s", top->id, r->root));
    put_label(p, crumb, "label", top->label);
    put_label(p, p->root, "title", r->reg->label);
    val_text(p->root, "home", home(p, r, ""));
    val_text(p->root, "root", arena_printf(p->a, "/so/%s/%s", top->id, r->root));
    val_text(p->root, "code", rec_code(r));
    val_bool(p->root, "secret", r->secret);
    val_int(p->root, "version", rec_version(r));
    bool kept = top->procedure || kept_elsewhere(p->web->site->pack, r->reg);
    if (user_can(p->user, top->id, "write") && (top->procedure ? r->secret : !kept))
        val_text(p->root, "edit", home(p, r, "/sua"));
    val_bool(p->root, "may_void", !kept && user_can(p->user, top->id, "delete"));
    TRY(rec_load_rows(p->act, r));
    recview_put(p, p->root, &r->reg->forms[0], r);
    return page_show(p, "part");
}

static bool has_secret(const struct reg *reg)
{
    for (size_t i = 0; i < reg->nfields; i++)
        if (reg->fields[i].cls == CLASS_SECRET)
            return true;
    return false;
}

/* A case holds what only its people may read; a move, say, does not. */
static bool seals(const struct pack *pk, const struct reg *reg)
{
    bool any = has_secret(reg);
    for (size_t i = 0; i < pk->nregs; i++)
        any |= pk->regs[i].parent == reg && has_secret(&pk->regs[i]);
    return any;
}

static enum err show_case(struct page *p, struct rec *r)
{
    /* Asked before the history is waited for: one flight. */
    struct db_rows *people = members_of(p, r);
    struct db_rows *files = rec_attachments(p->act, r);
    struct flow_case *c;
    TRY(flow_load(p->act, r, &c));
    const struct state *s = flow_state(c);
    if (s) {
        put_label(p, p->root, "state", s->label);
        val_text(p->root, "state_id", s->id);
        val_bool(p->root, "closed", s->closed);
    }
    val_bool(p->root, "seals", seals(p->web->site->pack, r->reg));
    put_clocks(p, c);
    put_events(p, c);
    put_steps(p, c);
    put_members(p, people);
    put_files(p, r, files);
    put_papers(p, c);
    recview_put(p, p->root, &r->reg->forms[0], r);
    return page_show(p, "case");
}

/* A record that was merged leads to the one that was kept. */
static enum err follow_merge(struct page *p, enum err e)
{
    const char *id = page_arg(p, "id");
    const char *to = p->reg->identity && uuid_ok(str_of(id)) ? ident_survivor(p->act, id) : NULL;
    struct rec *r;
    if (!to || rec_get(p->act, p->reg, to, &r) != OK)
        return e;
    return page_redirect(p, "/so/%s/%s?tb=ho-so-da-gop", p->reg->id, to);
}

/* Who was merged into it, and who may be the same. */
static enum err put_identity(struct page *p, const struct rec *r)
{
    struct ident_merged *m;
    size_t n;
    if (!r->reg->identity || !ident_may(p->act, r))
        return OK;
    TRY(ident_merges(p->act, rec_id(r), &m, &n));
    for (size_t i = 0; i < n; i++) {
        struct val *x = val_add(p->root, "merged");
        const struct rec *other = ident_any(p->act, r->reg, m[i].other);
        val_text(x, "code", other ? rec_code(other) : NULL);
        val_time(x, "at", m[i].at);
        val_text(x, "by", m[i].made_name);
        val_text(x, "href", arena_printf(p->a, "/trung-tach/%s", m[i].other));
    }
    struct db_rows *q = db_query(p->act->c, p->a, Q_PAIRS_OPEN_OF, ARGS(rec_id(r)));
    while (db_next(q))
        val_text(val_add(p->root, "maybe_same"), "href",
            arena_printf(p->a, "/trung/%s/%s", db_text(q, 0), db_text(q, 1)));
    return OK;
}

static void put_assign(struct page *p, const struct rec *r)
{
    if (!rec_may_assign(p->act, r))
        return;
    int32_t day = unit_day_of_ms(rec_moment(p->act, r));
    struct val *x = val_child(p->root, "assign");
    val_text(x, "unit", unit_name(p->act->units, r->common[DC_UNIT].s.p, day));
    val_text(x, "href", home(p, r, "/xa-minh"));
}

enum err page_record(struct page *p)
{
    struct rec *r;
    enum err e = rec_get(p->act, p->reg, page_arg(p, "id"), &r);
    if (e == ERR_NOT_FOUND)
        return follow_merge(p, e);
    TRY(e);
    if (page_top(r->reg) == report_reg(p->web->site->pack))
        return page_redirect(p, "/bao-cao/%s", r->root);
    if (r->reg->parent)
        return show_part(p, r);
    put_head(p, r);
    put_marks(p, r);
    put_assign(p, r);
    if (r->reg->procedure)
        return show_case(p, r);
    bool edit =
        user_can(p->user, r->reg->id, "write") && !kept_elsewhere(p->web->site->pack, r->reg);
    if (edit)
        val_text(p->root, "edit", home(p, r, "/sua"));
    TRY(put_identity(p, r));
    if (r->reg->campaign)
        val_text(p->root, "campaign", home(p, r, "/ra-soat"));
    put_files(p, r, rec_attachments(p->act, r));
    if (r->reg->identity)
        return show_person(p, r);
    if (household_field(p->web->site->pack, r->reg))
        return show_household(p, r);
    struct rec_group *g;
    size_t n;
    TRY(rec_around(p->act, r, &g, &n));
    TRY(rec_load_rows(p->act, r));
    recview_put(p, p->root, &r->reg->forms[0], r);
    put_around(p, r, g, n);
    TRY(put_aid(p, r));
    return page_show(p, "record");
}

/* ---- receipt --------------------------------------------------------------------------------- */

static void put_calls(struct page *p, const struct rec *r)
{
    struct user_person *who;
    size_t n;
    if (rec_people_of(p->act, r, "", &who, &n) != OK)
        return; /* the page tells why */
    for (size_t i = 0; i < n; i++) {
        const char *phone = who[i].phone;
        const struct role *role = pack_role(p->web->site->pack, who[i].role);
        if (!phone || !role || streq(who[i].id, p->user->id))
            continue;
        struct val *x = val_add(p->root, "calls");
        val_text(x, "name", who[i].name);
        put_label(p, x, "role", role->label);
        val_text(x, "phone", phone);
        val_text(x, "tel", arena_printf(p->a, "tel:%s", phone));
    }
}

static void put_missing(struct page *p, struct flow_case *c, const struct rec *first)
{
    const struct field *missing[80];
    struct rec_env env = flow_form_env(c, first);
    size_t n = rec_missing(&first->reg->forms[0], &env, first, missing, COUNT(missing));
    for (size_t i = 0; i < n; i++)
        put_label(p, val_add(p->root, "missing"), "label", missing[i]->label);
    val_int(p->root, "missing_count", (int64_t)n);
    put_label(p, p->root, "form", first->reg->label);
    val_text(p->root, "source", first->reg->source.text);
    val_text(p->root, "complete", home(p, first, "/sua"));
}

enum err page_receipt(struct page *p)
{
    struct rec *r;
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &r));
    if (!r->reg->procedure)
        return ERR_NOT_FOUND;
    struct flow_case *c;
    TRY(flow_load(p->act, r, &c));
    put_head(p, r);
    put_clocks(p, c);
    put_calls(p, r);
    if (c->nevents && c->events[0].form_reg && c->events[0].form) {
        struct rec *first;
        TRY(rec_get(p->act, c->events[0].form_reg, c->events[0].form, &first));
        if (first->opened)
            put_missing(p, c, first);
        val_time(p->root, "at", c->events[0].at);
    }
    val_msg(p->root, "title", N_("Đã ghi nhận %1"), val_of_text(p->a, rec_code(r)), NULL, NULL);
    return page_show(p, "receipt");
}
