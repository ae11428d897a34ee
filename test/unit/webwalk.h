// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Every route with every person, from the table itself: nobody gets in without a session, a role
 * or a scope; no form is taken without its token or from another site; no answer is a fault of
 * ours. And every form of every register opens and is refused politely when sent empty.
 */
#ifndef MANG_WEBWALK_H
#define MANG_WEBWALK_H

#include "webcase.h"

static const char *fill_path(struct runner *r, const char *path)
{
    struct buf b = buf_in(r->a, 1000);
    struct str rest = str_of(path), part;
    str_split(&rest, '/', &part);
    while (str_split(&rest, '/', &part)) {
        const char *account = strstr(path, "nguoi-dung") ? "id.lanh_dao" : "ca";
        buf_putc(&b, '/');
        if (str_is(part, ":reg"))
            buf_puts(&b, "ca");
        else if (str_is(part, ":id"))
            buf_puts(&b, var(r, account));
        else if (str_is(part, ":ct"))
            buf_puts(&b, "ty_le_hcdb");
        else if (str_is(part, ":step"))
            buf_puts(&b, "tham_ho");
        else if (str_is(part, ":doc"))
            buf_puts(&b, "mau_01");
        else if (str_is(part, ":file"))
            buf_puts(&b, expand(r, "{uuid}"));
        else
            buf_str(&b, part);
    }
    return b.p;
}

/* Whether the role may use the route at all, as the pack says it. */
static bool role_may(struct runner *r, const struct route *k, int person)
{
    const struct pack *pk = r->w.site->site.pack;
    struct user u = {.role = pack_role(pk, people[person].role)};
    if (k->right.kind == RIGHT_CAN)
        return user_can(&u, k->right.what, k->right.action);
    if (k->right.kind != RIGHT_REG)
        return true;
    if (!streq(k->right.action, "start"))
        return user_can(&u, "ca", k->right.action);
    struct act act = {.user = &u};
    return flow_start_step(&act, pack_proc(pk, "bao_ve_tre_em")) != NULL;
}

static bool in_scope(int person)
{
    bool country = !*people[person].province, province = !*people[person].unit;
    return country || (streq(people[person].province, "11") &&
                          (province || streq(people[person].unit, "03158")));
}

static void ask_as(
    struct runner *r, const struct route *k, const char *who, const char *path, struct ask *a)
{
    r->who = who;
    a->m.method = k->method;
    a->m.target = path;
    perform(r, a);
}

static void expect_status(struct runner *r, const struct route *k, const char *what, bool ok)
{
    if (!ok)
        complain(r, "%s %s, %s: %d for %s", k->method, k->path, what, r->an.res.status, r->who);
}

static void walk_nobody(struct runner *r, const struct route *k, const char *path)
{
    struct ask a = {.remote = NULL}, b = {.remote = NULL};
    bool open = k->right.kind == RIGHT_PUBLIC;
    ask_as(r, k, "-", path, &a);
    const char *to = answer_header(&r->an, "Location");
    if (!open)
        expect_status(r, k, "not signed in",
            r->an.res.status == 303 && to && strncmp(to, "/dang-nhap?tiep=", 16) == 0);
    ask_as(r, k, "-", arena_printf(r->a, "%s.json", streq(path, "/") ? "/" : path), &b);
    if (!open)
        expect_status(r, k, "not signed in, JSON", r->an.res.status == 401 && is_html(r) == false);
}

static void walk_forgery(struct runner *r, const struct route *k, const char *who, const char *path)
{
    struct ask none = {.no_csrf = true}, wrong = {.remote = NULL}, other = {.remote = NULL};
    ask_as(r, k, who, path, &none);
    expect_status(r, k, "no form token", r->an.res.status == 403);
    pairs_add(&wrong.fields, "csrf", web_csrf(&r->w, r->a, "someone else"));
    ask_as(r, k, who, path, &wrong);
    expect_status(r, k, "another's form token", r->an.res.status == 403);
    other.headers[other.m.nheaders++] =
        (struct http_param){STR("Sec-Fetch-Site"), STR("cross-site")};
    ask_as(r, k, who, path, &other);
    expect_status(r, k, "from another site", r->an.res.status == 403);
}

static void walk_person(struct runner *r, const struct route *k, int person, const char *path)
{
    bool may = role_may(r, k, person), record = strncmp(k->path, "/so/:reg/:id", 12) == 0;
    bool post = streq(k->method, "POST");
    for (int json = 0; json < 2 && !(json && post && may); json++) {
        struct ask a = {.remote = NULL};
        ask_as(
            r, k, people[person].username, json ? arena_printf(r->a, "%s.json", path) : path, &a);
        int s = r->an.res.status;
        if (!may)
            expect_status(r, k, "role", s == 403);
        else if (record && !in_scope(person))
            expect_status(r, k, "scope", s == 404);
        else
            expect_status(r, k, "done or told why", s < 500 && s != 401 && s != 405 && s != 0);
    }
}

static void walk_routes(struct runner *r)
{
    static const char *const ends_session[] = {"sign_out", "lock", "password_post", "user_post"};
    for (size_t i = 0; i < routes_n; i++) {
        const struct route *k = &routes[i];
        const char *path = fill_path(r, k->path);
        walk_nobody(r, k, path);
        bool ends = false;
        for (size_t n = 0; n < COUNT(ends_session); n++)
            ends |= streq(k->name, ends_session[n]);
        bool forged = false;
        for (int p = 0; p < PEOPLE && k->right.kind != RIGHT_PUBLIC; p++) {
            bool may = role_may(r, k, p);
            if (may && !forged && k->flags & CSRF) {
                walk_forgery(r, k, people[p].username, path);
                forged = true;
            }
            if (!ends || !may)
                walk_person(r, k, p, path);
        }
        result(r, arena_printf(r->a, "%s %s: session, role, scope, token", k->method, k->path));
    }
}

/* Lists and new forms of all registers, as one who may. */
static void walk_registers(struct runner *r)
{
    const struct pack *pk = r->w.site->site.pack;
    static const char *const who[] = {"can_bo", "can_bo_tinh"};
    for (size_t i = 0; i < pk->nregs; i++)
        for (size_t w = 0; w < COUNT(who); w++) {
            struct route list = {.method = "GET", .path = "list"},
                         make = {.method = "POST", .path = "new"};
            const char *path = arena_printf(r->a, "/so/%s", pk->regs[i].id);
            for (const char *x = "\0.json\0.csv\0.xlsx\0\1"; *x != 1; x += strlen(x) + 1) {
                struct ask a = {.remote = NULL};
                ask_as(r, &list, who[w], arena_printf(r->a, "%s%s", path, x), &a);
                expect_status(r, &list, path, r->an.res.status == 200 || r->an.res.status == 403);
            }
            struct ask a = {.remote = NULL};
            ask_as(r, &make, who[w], arena_printf(r->a, "%s/moi", path), &a);
            int s = r->an.res.status;
            expect_status(r, &make, path, s == 422 || s == 403 || s == 404);
        }
    result(r, "every register: list, JSON, CSV, Excel, an empty form is refused");
}

/* Forms of all steps of all procedures, empty and full of nonsense, for all who may do them. */
static void walk_steps(struct runner *r)
{
    const struct procedure *pr = pack_proc(r->w.site->site.pack, "bao_ve_tre_em");
    for (size_t i = 0; i < pr->nsteps; i++)
        for (int p = 0; p < PEOPLE; p++) {
            struct route k = {.method = "POST", .path = pr->steps[i].id};
            const char *path =
                arena_printf(r->a, "/so/ca/%s/buoc/%s", var(r, "ca"), pr->steps[i].id);
            struct ask a = {.remote = NULL};
            for (size_t f = 0; pr->steps[i].reg && f < pr->steps[i].reg->nfields; f++)
                pairs_add(&a.fields, pr->steps[i].reg->fields[f].id, "<xss>\"' 99/99/9999");
            ask_as(r, &k, people[p].username, path, &a);
            int s = r->an.res.status;
            expect_status(r, &k, "nonsense", s == 422 || s == 409 || s == 403 || s == 404);
        }
    result(r, "every step: nonsense in every box is refused");
}

static void walk(struct runner *r)
{
    r->a = arena_open();
    r->file = "walk";
    r->line = 0;
    r->vars.n = r->nsecrets = 0;
    web_open(&r->w, r->base);
    for (size_t i = 0; i < PEOPLE; i++)
        set_var(r, arena_printf(r->a, "id.%s", people[i].username), r->base->ids[i]);
    r->watch = NULL;
    if (r->w.db_file)
        sqlite3_open(r->w.db_file, &r->watch);
    struct ask a = {.remote = NULL};
    pairs_add(&a.fields, "muc_do", "chua_ro");
    pairs_add(&a.fields, "noi_xay_ra", "Bản");
    pairs_add(&a.fields, "noi_dung", "Việc");
    ask_as(r, &(struct route){.method = "POST"}, "can_bo", "/so/ca/moi", &a);
    const char *to = answer_header(&r->an, "Location");
    if (!to || !match_here(r, "/so/ca/{ca:=}/bien-nhan", to, true))
        complain(r, "no case to walk with");
    walk_routes(r);
    walk_registers(r);
    walk_steps(r);
    sqlite3_close(r->watch);
    web_close(&r->w);
    arena_close(r->a);
}

#endif
