// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * For request tests: a small site with people, made once per database and copied for each file of
 * cases, and requests sent through web_handle() without a socket. The clock stands still at
 * T0 until a test moves it.
 */
#ifndef MANG_WEBTEST_H
#define MANG_WEBTEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cmd/cmd.h"
#include "ident/ident.h"
#include "web/web_int.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <libpq-fe.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Monday 5 October 2026, 09:00 in Vietnam. */
#define T0 INT64_C(1791165600000)
#define PASSWORD "suoi-gao-dieu"

struct who {
    const char *username, *name, *role, *province, *unit;
};
static const struct who people[] = {
    {"can_bo", "Lò Thị Mai", "can_bo_xa", "11", "03158"},
    {"can_bo_2", "Vàng A Chứ", "can_bo_xa", "11", "03158"},
    {"chu_tich", "Giàng A Sình", "chu_tich", "11", "03158"},
    {"cong_tac_vien", "Sùng Thị Dở", "cong_tac_vien", "11", "03158"},
    {"cong_an", "Quàng Văn Bun", "cong_an_xa", "11", "03158"},
    {"can_bo_xa_khac", "Lường Thị Ết", "can_bo_xa", "11", "03160"},
    {"can_bo_tinh", "Nguyễn Thu Hà", "can_bo_tinh", "11", ""},
    {"quan_tri", "Trần Minh Đức", "quan_tri", "11", ""},
    {"can_bo_ha_noi", "Phạm Hồng Nhung", "can_bo_xa", "01", "00004"},
    {"lanh_dao", "Cà Văn Pâng", "lanh_dao", "11", "03158"},
};
enum { PEOPLE = COUNT(people) };

/* A file that the cases start from. */
struct web_base {
    bool pg;
    struct arena *a;
    char dir[64];
    const char *server; /* PostgreSQL: URL of the server's own database */
    char template_db[40];
    const char *tokens[PEOPLE], *ids[PEOPLE];
    int64_t next; /* number of the next copy */
};

struct websys {
    struct web_base *base;
    struct arena *a;
    struct cmd cmd;
    struct cmd_site *site;
    struct web web;
    const char *db_file, *db_name;
    const char *tokens[PEOPLE];
    int64_t signed_at[PEOPLE];
};

static inline void web_pg(const struct web_base *b, const char *sql)
{
    PGconn *h = PQconnectdb(b->server);
    PGresult *res = PQexec(h, sql);
    if (PQresultStatus(res) != PGRES_COMMAND_OK)
        fprintf(stdout, "# PostgreSQL: %s: %s", sql, PQerrorMessage(h));
    PQclear(res);
    PQfinish(h);
}

/* The server's URL with another database. */
static inline const char *web_pg_url(const struct web_base *b, const char *name)
{
    const char *host = strstr(b->server, "//") + 2, *slash = strchr(host, '/');
    const char *rest = slash + 1 + strcspn(slash + 1, "?");
    return arena_printf(b->a, "%.*s/%s%s", (int)(slash - b->server), b->server, name, rest);
}

static inline void web_must(enum err e, const char *what)
{
    if (!e)
        return;
    fprintf(stdout, "Bail out! %s: %s %s\n", what, err_name(e), err_detail());
    exit(1);
}

static inline void web_add_people(struct web_base *b, struct cmd_site *s)
{
    struct user_door *door = user_door_open(s->a);
    for (size_t i = 0; i < PEOPLE; i++) {
        AUTO_DBC *c = NULL;
        const char *msg = NULL, *id = NULL, *token = NULL;
        struct user_new n = {.username = people[i].username,
            .name = people[i].name,
            .phone = "0912345678",
            .role = people[i].role,
            .province = people[i].province,
            .unit = people[i].unit,
            .password = PASSWORD};
        web_must(db_begin_write(s->site.db, &c), "begin");
        web_must(user_create(c, s->site.pack, s->a, &n, &id, &msg), msg ? msg : "user");
        web_must(db_commit(c), "commit");
        db_end(&c);
        enum user_entry how;
        web_must(user_sign_in(s->site.db, door, s->a, people[i].username, PASSWORD, "127.0.0.1",
                     false, &how, &token, &id),
            "sign in");
        b->tokens[i] = arena_dup(b->a, token);
        b->ids[i] = arena_dup(b->a, id);
    }
    user_door_close(door);
}

/* Makes the template. False when there is no PostgreSQL to test on. */
static inline bool web_base_make(struct web_base *b, bool pg)
{
    *b = (struct web_base){.pg = pg, .server = getenv("MANG_TEST_PG")};
    if (pg && !b->server)
        return false;
    b->a = arena_open();
    clock_fake(T0);
    snprintf(b->dir, sizeof b->dir, "/tmp/webtest-XXXXXX");
    if (!mkdtemp(b->dir))
        web_must(ERR_IO, "mkdtemp");
    struct cmd c = {.name = "test", .a = b->a, .data = b->dir};
    if (pg) {
        char id[37];
        uuid7(id);
        snprintf(b->template_db, sizeof b->template_db, "w_%.4s%.12s", id + 19, id + 24);
        web_pg(b, arena_printf(b->a, "CREATE DATABASE %s", b->template_db));
        c.db = web_pg_url(b, b->template_db);
    }
    struct cmd_site *s;
    web_must(cmd_open(&c, true, &s), "open");
    web_add_people(b, s);
    cmd_close(s);
    return true;
}

static inline void web_copy_file(const char *from, const char *to)
{
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    char chunk[65536];
    for (size_t n; in && out && (n = fread(chunk, 1, sizeof chunk, in)) > 0;)
        fwrite(chunk, 1, n, out);
    if (in)
        fclose(in);
    if (out)
        fclose(out);
}

/* A fresh copy of the site. */
static inline void web_open(struct websys *w, struct web_base *b)
{
    *w = (struct websys){.base = b, .a = arena_open()};
    clock_fake(T0);
    w->cmd = (struct cmd){.name = "test", .a = w->a, .data = b->dir};
    b->next++;
    if (b->pg) {
        w->db_name = arena_printf(w->a, "%s_%d", b->template_db, (int)b->next);
        web_pg(b, arena_printf(w->a, "CREATE DATABASE %s TEMPLATE %s", w->db_name, b->template_db));
        w->cmd.db = web_pg_url(b, w->db_name);
    } else {
        w->db_file = arena_printf(w->a, "%s/t%d.db", b->dir, (int)b->next);
        web_copy_file(arena_printf(w->a, "%s/mang.db", b->dir), w->db_file);
        w->cmd.db = arena_printf(w->a, "sqlite:%s", w->db_file);
    }
    web_must(cmd_open(&w->cmd, false, &w->site), "open");
    w->site->site.counts = rec_counts_open(w->a);
    w->web = (struct web){.site = &w->site->site,
        .door = user_door_open(w->a),
        .started_ms = T0,
        .secure_cookies = false};
    for (size_t i = 0; i < PEOPLE; i++) {
        w->tokens[i] = b->tokens[i];
        w->signed_at[i] = T0;
    }
}

static inline void web_close(struct websys *w)
{
    job_stop(w->web.job);
    ident_stop(&w->site->site);
    user_door_close(w->web.door);
    cmd_close(w->site);
    if (w->base->pg)
        web_pg(w->base, arena_printf(w->a, "DROP DATABASE %s WITH (FORCE)", w->db_name));
    for (const char *x = "\0-wal\0-shm\0\1"; w->db_file && *x != 1; x += strlen(x) + 1)
        unlink(arena_printf(w->a, "%s%s", w->db_file, x));
    arena_close(w->a);
}

static inline void web_base_drop(struct web_base *b)
{
    if (b->pg)
        web_pg(b, arena_printf(b->a, "DROP DATABASE %s WITH (FORCE)", b->template_db));
    static const char *const files[] = {"mang.db", "mang.db-wal", "mang.db-shm", "mang.key"};
    for (size_t i = 0; i < COUNT(files); i++)
        unlink(arena_printf(b->a, "%s/%s", b->dir, files[i]));
    rmdir(b->dir);
    arena_close(b->a);
}

static inline int web_person(const char *username)
{
    for (int i = 0; i < PEOPLE; i++)
        if (streq(people[i].username, username))
            return i;
    return -1;
}

/* A session ends after ten hours and locks after fifteen minutes: when the clock was moved, the
 * person signs in again, as people do. */
static inline void web_fresh_session(struct websys *w, int person)
{
    enum { A_WHILE = 10 * 60 * 1000 };
    if (clock_ms() - w->signed_at[person] < A_WHILE)
        return;
    enum user_entry how;
    const char *token = NULL, *id;
    web_must(user_sign_in(w->site->site.db, w->web.door, w->a, people[person].username, PASSWORD,
                 "127.0.0.1", false, &how, &token, &id),
        "sign in");
    if (!token)
        return; /* the password was changed by the test */
    w->tokens[person] = token;
    w->signed_at[person] = clock_ms();
}

/* The token of forms of a session, as the program makes it, under a mask of zeros. */
static inline const char *web_csrf(struct websys *w, struct arena *a, const char *token)
{
    enum { TOKEN = 32 };
    unsigned char hash[TOKEN], key[TOKEN], both[2 * TOKEN] = {0};
    char hex[2 * TOKEN + 1];
    const char *of = token;
    if (!streq(token, "nobody")) {
        crypto_generichash(hash, TOKEN, (const unsigned char *)token, strlen(token), NULL, 0);
        of = sodium_bin2hex(hex, sizeof hex, hash, TOKEN);
    }
    site_key(&w->site->site, "csrf", key);
    crypto_generichash(both + TOKEN, TOKEN, (const unsigned char *)of, strlen(of), key, TOKEN);
    char *out = arena_alloc(a, 4 * TOKEN, 1);
    sodium_bin2base64(out, 4 * TOKEN, both, sizeof both, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return out;
}

struct answer {
    struct http_res res;
    struct match match;
    int refused; /* by the transport, before the app; then res.status is the same */
};

static inline const char *answer_header(const struct answer *an, const char *name)
{
    for (size_t i = 0; i < an->res.nheaders; i++)
        if (strcasecmp(an->res.headers[i].name.p, name) == 0)
            return an->res.headers[i].value.p;
    return NULL;
}

/* One request. The largest body is the transport's, as in the server. */
static inline struct answer web_send(
    struct websys *w, struct arena *a, struct http_make *m, const char *remote)
{
    struct answer an = {.refused = 0};
    struct http_req rq;
    an.refused = http_make(a, m, &rq);
    if (!an.refused) {
        struct http_app app = web_app(&w->web);
        size_t most = 0;
        app.lane(app.ctx, rq.method, rq.path, &most);
        if (m->body.n > most)
            an.refused = 413;
    }
    if (an.refused) {
        an.res.status = an.refused;
        return an;
    }
    if (remote)
        rq.remote = remote;
    char id[37];
    uuid7(id);
    snprintf(rq.id, sizeof rq.id, "%.8s%.8s", id + 19 + 5, id + 28);
    an.match = route_find(a, rq.method, rq.path);
    web_handle(&w->web, &rq, &an.res);
    return an;
}

/* ---- reading our own pages ------------------------------------------------------------------- */

static inline void html_unescape(struct buf *b, struct str s)
{
    static const struct {
        const char *name, *text;
    } known[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"},
        {"&#34;", "\""}};
    for (size_t i = 0; i < s.n;) {
        size_t k = 0;
        while (k < COUNT(known) && (s.n - i < strlen(known[k].name) ||
                                       strncmp(s.p + i, known[k].name, strlen(known[k].name)) != 0))
            k++;
        if (k < COUNT(known)) {
            buf_puts(b, known[k].text);
            i += strlen(known[k].name);
        } else {
            buf_putc(b, s.p[i++]);
        }
    }
}

/* The next tag `name` at or after `from` and before `end`; its text without < and >. */
static inline const char *html_tag(
    const char *from, const char *end, const char *name, struct str *tag)
{
    size_t n = strlen(name);
    for (const char *p = from; p < end && (p = memchr(p, '<', (size_t)(end - p))); p++) {
        if (strncmp(p + 1, name, n) != 0 || isalnum((unsigned char)p[1 + n]))
            continue;
        const char *close = memchr(p, '>', (size_t)(end - p));
        if (!close)
            return NULL;
        *tag = (struct str){p + 1, (size_t)(close - p - 1)};
        return close + 1;
    }
    return NULL;
}

/* An attribute of a tag, unescaped; NULL if it has none. Our templates use double quotes only. */
static inline const char *html_attr(struct arena *a, struct str tag, const char *name)
{
    size_t n = strlen(name);
    bool inside = false;
    for (size_t i = 0; i + n <= tag.n; i++) {
        if (tag.p[i] == '"')
            inside = !inside;
        if (inside || i == 0 || tag.p[i - 1] != ' ' || strncmp(tag.p + i, name, n) != 0)
            continue;
        const char *after = tag.p + i + n;
        if (i + n == tag.n || *after == ' ')
            return "";
        if (*after != '=' || after[1] != '"')
            continue;
        const char *close = memchr(after + 2, '"', (size_t)(tag.p + tag.n - after - 2));
        struct buf b = buf_in(a, 4 << 20);
        html_unescape(
            &b, (struct str){after + 2, (size_t)((close ? close : after + 2) - after - 2)});
        return b.p ? b.p : "";
    }
    return NULL;
}

struct pairs {
    struct http_param v[600];
    size_t n;
};
static inline void pairs_add(struct pairs *f, const char *name, const char *value)
{
    if (f->n < COUNT(f->v))
        f->v[f->n++] = (struct http_param){str_of(name), str_of(value)};
}
static inline void pairs_drop(struct pairs *f, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        if (!str_is(f->v[i].name, name))
            f->v[n++] = f->v[i];
    f->n = n;
}

static inline void html_inputs(
    struct arena *a, const char *from, const char *end, struct pairs *out)
{
    struct str tag;
    for (const char *p = from; (p = html_tag(p, end, "input", &tag));) {
        const char *type = html_attr(a, tag, "type"), *name = html_attr(a, tag, "name");
        const char *value = html_attr(a, tag, "value");
        bool box = streq(type, "radio") || streq(type, "checkbox");
        if (!name || streq(type, "file") || html_attr(a, tag, "disabled") ||
            (box && !html_attr(a, tag, "checked")))
            continue;
        pairs_add(out, name, value ? value : "");
    }
    for (const char *p = from; (p = html_tag(p, end, "textarea", &tag));) {
        const char *name = html_attr(a, tag, "name"), *close = strstr(p, "</textarea>");
        struct buf b = buf_in(a, 4 << 20);
        const char *text = *p == '\n' ? p + 1 : p;
        html_unescape(&b, (struct str){text, (size_t)(close - text)});
        pairs_add(out, name, b.p ? b.p : "");
    }
    for (const char *p = from; (p = html_tag(p, end, "select", &tag));) {
        const char *name = html_attr(a, tag, "name"), *close = strstr(p, "</select>"),
                   *first = NULL;
        const char *chosen = NULL;
        for (const char *o = p; (o = html_tag(o, close, "option", &tag));) {
            first = first ? first : html_attr(a, tag, "value");
            if (html_attr(a, tag, "selected"))
                chosen = html_attr(a, tag, "value");
        }
        pairs_add(out, name, chosen ? chosen : first ? first : "");
    }
}

/* What a browser would send of the form with this action; false if the page has no such form. */
static inline bool html_form(
    struct arena *a, struct str page, const char *action, struct pairs *out)
{
    struct str tag;
    const char *end = page.p + page.n;
    for (const char *p = page.p; (p = html_tag(p, end, "form", &tag));) {
        const char *to = html_attr(a, tag, "action"), *close = strstr(p, "</form>");
        if (!close || !streq(to, action))
            continue;
        html_inputs(a, p, close, out);
        return true;
    }
    return false;
}

static inline void put_urlencoded(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (isalnum((unsigned char)s.p[i]))
            buf_putc(b, s.p[i]);
        else
            buf_printf(b, "%%%02X", (unsigned char)s.p[i]);
}

static inline struct str pairs_body(struct arena *a, const struct pairs *f)
{
    struct buf b = buf_in(a, 64 << 20);
    for (size_t i = 0; i < f->n; i++) {
        if (i)
            buf_putc(&b, '&');
        put_urlencoded(&b, f->v[i].name);
        buf_putc(&b, '=');
        put_urlencoded(&b, f->v[i].value);
    }
    return buf_view(&b);
}

#endif
