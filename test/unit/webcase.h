// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The runner of a case file (test/http/README.md): requests, values, expectations, and what is
 * checked on every answer without being asked for: headers, form tokens, links, secrets, a GET that
 * writes nothing.
 */
#ifndef MANG_WEBCASE_H
#define MANG_WEBCASE_H

#include "webtest.h"

enum {
    DID_OK = 1,
    DID_UNSIGNED = 2,
    DID_ROLE = 4,
    DID_SCOPE = 8,
    DID_CSRF = 16,
    DID_BAD = 32,
    DID_JSON = 64
};

struct secret {
    const char *text, *readers; /* readers NULL: a name, which only logs must not hold */
};
struct runner {
    struct web_base *base;
    struct websys w;
    struct arena *a; /* of the file */
    const char *file, *who, *failed;
    int line, tests, bad;
    struct pairs vars;
    struct secret secrets[40];
    size_t nsecrets;
    struct answer an;
    sqlite3 *watch;
    FILE *log;
    unsigned did[200]; /* by route */
};

/* ---- results --------------------------------------------------------------------------------- */

static void complain(struct runner *r, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void complain(struct runner *r, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("# %s:%d (%s): ", r->file, r->line, r->base->pg ? "postgresql" : "sqlite");
    vprintf(fmt, ap);
    printf("\n");
    va_end(ap);
    r->failed = "";
}

static void result(struct runner *r, const char *name)
{
    printf("%sok %d - %s [%s] %s\n", r->failed ? "not " : "", ++r->tests, r->file,
        r->base->pg ? "postgresql" : "sqlite", name);
    r->bad += r->failed != NULL;
    r->failed = NULL;
    fflush(stdout);
}

/* ---- values of a case file ------------------------------------------------------------------- */

static const char *var(struct runner *r, const char *name)
{
    for (size_t i = r->vars.n; i-- > 0;)
        if (str_is(r->vars.v[i].name, name))
            return r->vars.v[i].value.p;
    return NULL;
}

static void set_var(struct runner *r, const char *name, const char *value)
{
    pairs_drop(&r->vars, name);
    pairs_add(&r->vars, arena_dup(r->a, name), arena_dup(r->a, value));
}

/* "+3h", "-90m", "+2d" in milliseconds. */
static int64_t span(const char *s)
{
    char *end;
    int64_t n = strtoll(s, &end, 10);
    return n * (*end == 'd' ? 86400000 : *end == 'h' ? 3600000 : *end == 'm' ? 60000 : 1000);
}

static void put_word(struct runner *r, struct buf *b, const char *word)
{
    char *star, id[37];
    long times = strtol(word, &star, 10);
    if (star != word && *star == '*') {
        struct buf kilo =
            buf_in(r->a, 1 << 20); /* in big pieces: sanitizers are slow by the byte */
        for (int i = 0; i < 1000; i++)
            buf_puts(&kilo, star + 1);
        for (; times >= 1000; times -= 1000)
            buf_str(b, buf_view(&kilo));
        while (times-- > 0)
            buf_puts(b, star + 1);
    } else if (streq(word, "uuid")) {
        uuid7(id);
        buf_puts(b, id);
    } else if (strncmp(word, "now", 3) == 0) {
        buf_puts(b, cal_format_moment(r->a, clock_ms() + span(word + 3)));
    } else if (strncmp(word, "day", 3) == 0) {
        char text[11];
        cal_format(cal_local(clock_ms() + span(word + 3)).date, text);
        buf_puts(b, text);
    } else {
        const char *v = var(r, word);
        if (!v)
            complain(r, "{%s} is not known", word);
        buf_puts(b, v ? v : "");
    }
}

/* {name}, {uuid}, {day+3d}, {now-2h}, {1000*x} and \n \t \xHH. */
static const char *expand(struct runner *r, const char *s)
{
    struct buf b = buf_in(r->a, 64 << 20);
    buf_puts(&b, "");
    for (; *s; s++) {
        const char *close = *s == '{' ? strchr(s, '}') : NULL;
        if (close && close > s + 1 && !strstr(arena_dupn(r->a, s, (size_t)(close - s)), ":=")) {
            put_word(r, &b, arena_dupn(r->a, s + 1, (size_t)(close - s - 1)));
            s = close;
        } else if (*s == '\\' && s[1] == 'x') {
            buf_putc(&b, (char)strtol(arena_dupn(r->a, s + 2, 2), NULL, 16));
            s += 3;
        } else if (*s == '\\' && s[1]) {
            s++;
            buf_putc(&b, *s == 'n' ? '\n' : *s == 't' ? '\t' : *s);
        } else {
            buf_putc(&b, *s);
        }
    }
    return b.n ? b.p : "";
}

/* Matches `pat` at the start of `s`; {x:=} takes what is up to the pattern's next character. */
static bool match_here(struct runner *r, const char *pat, const char *s, bool whole)
{
    while (*pat) {
        const char *close = *pat == '{' ? strstr(pat, ":=}") : NULL;
        if (!close) {
            if (*pat++ != *s++)
                return false;
            continue;
        }
        const char *stop = close[3] ? arena_dupn(r->a, close + 3, 1) : "/?\"<& \n,";
        size_t n = strcspn(s, stop);
        if (n == 0 || memchr(s, '\n', n))
            return false;
        set_var(r, arena_dupn(r->a, pat + 1, (size_t)(close - pat - 1)), arena_dupn(r->a, s, n));
        s += n;
        pat = close + 3;
    }
    return !whole || !*s;
}

static bool match_anywhere(struct runner *r, const char *pat, const char *s)
{
    if (!strstr(pat, ":=}"))
        return strstr(s, pat) != NULL;
    size_t first = strcspn(pat, "{");
    const char *head = arena_dupn(r->a, pat, first);
    for (; first ? (s = strstr(s, head)) != NULL : *s; s++)
        if (match_here(r, pat, s, false))
            return true;
    return false;
}

/* ---- what holds for every answer ------------------------------------------------------------- */

static const char *body(const struct runner *r)
{
    return r->an.res.body.n ? arena_dupn(r->a, r->an.res.body.p, r->an.res.body.n) : "";
}

static bool is_html(const struct runner *r)
{
    return r->an.res.type && strncmp(r->an.res.type, "text/html", 9) == 0;
}

static void check_headers(struct runner *r, const char *path)
{
    const char *csp = answer_header(&r->an, "Content-Security-Policy");
    if (!csp || strstr(csp, "unsafe") || !strstr(csp, "frame-ancestors 'none'"))
        complain(r, "Content-Security-Policy: %s", csp ? csp : "none");
    static const struct {
        const char *name, *value;
    } all[] = {{"X-Content-Type-Options", "nosniff"}, {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "same-origin"}};
    const struct route *route = r->an.match.route;
    bool open = route && (route->flags & OPEN) && r->an.res.status == 200;
    if (!streq(answer_header(&r->an, "Cache-Control"), open ? "public, max-age=600" : "no-store"))
        complain(r, "%s: header Cache-Control", path);
    for (size_t i = 0; i < COUNT(all); i++)
        if (!streq(answer_header(&r->an, all[i].name), all[i].value))
            complain(r, "%s: header %s is not %s", path, all[i].name, all[i].value);
    if (!r->an.res.type)
        complain(r, "%s: no Content-Type", path);
    const char *cookie = answer_header(&r->an, "Set-Cookie");
    if (cookie && (!strstr(cookie, "HttpOnly") || !strstr(cookie, "SameSite=")))
        complain(r, "cookie %s", cookie);
}

static void check_forms(struct runner *r, const char *page)
{
    struct str tag;
    const char *end = page + strlen(page);
    for (const char *p = page; (p = html_tag(p, end, "form", &tag));) {
        const char *close = strstr(p, "</form>");
        if (!streq(html_attr(r->a, tag, "method"), "post"))
            continue;
        struct str inner = {p, (size_t)((close ? close : end) - p)};
        bool csrf = memmem(inner.p, inner.n, "name=\"csrf\" value=\"", 19) != NULL;
        bool once = memmem(inner.p, inner.n, "name=\"once\" value=\"", 19) != NULL;
        if (!close || !csrf || !once)
            complain(r, "a form to %s lacks its tokens", html_attr(r->a, tag, "action"));
    }
}

/* Every local address a page names must be one that answers GET. */
static void check_links(struct runner *r, const char *page)
{
    struct str tag;
    const char *end = page + strlen(page);
    for (const char *p = page; (p = html_tag(p, end, "a", &tag));) {
        const char *href = html_attr(r->a, tag, "href");
        if (!href || href[0] != '/' || strncmp(href, "/static/", 8) == 0)
            continue;
        const char *path = arena_dupn(r->a, href, strcspn(href, "?#"));
        if (!route_find(r->a, "GET", path).route)
            complain(r, "the link %s leads nowhere", href);
    }
}

static void check_secrets(struct runner *r, const char *page)
{
    for (size_t i = 0; i < r->nsecrets; i++) {
        const struct secret *s = &r->secrets[i];
        bool may = !s->readers || strstr(s->readers, arena_printf(r->a, "|%s|", r->who));
        if (!may && strstr(page, s->text))
            complain(r, "%s sees the secret \"%s\"", r->who, s->text);
    }
}

static void note_coverage(struct runner *r, bool json, bool has_csrf)
{
    if (!r->an.match.route)
        return;
    size_t i = (size_t)(r->an.match.route - routes);
    int s = r->an.res.status;
    const char *to = answer_header(&r->an, "Location");
    bool to_sign_in = to && strncmp(to, "/dang-nhap?tiep=", 16) == 0;
    bool nobody = streq(r->who, "-");
    if (s < 400 && !to_sign_in)
        r->did[i] |= DID_OK | (json ? DID_JSON : 0);
    if (nobody && (s == 401 || to_sign_in))
        r->did[i] |= DID_UNSIGNED;
    if (s == 403 && !nobody && has_csrf)
        r->did[i] |= DID_ROLE;
    if (s == 404 && !nobody)
        r->did[i] |= DID_SCOPE;
    if ((s == 403 || s == 401) && !has_csrf)
        r->did[i] |= DID_CSRF;
    if (s == 400 || s == 409 || s == 413 || s == 422)
        r->did[i] |= DID_BAD;
}

static int64_t data_version(struct runner *r)
{
    sqlite3_stmt *st = NULL;
    int64_t v = 0;
    if (r->watch && sqlite3_prepare_v2(r->watch, "PRAGMA data_version", -1, &st, NULL) == SQLITE_OK)
        if (sqlite3_step(st) == SQLITE_ROW)
            v = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return v;
}

/* ---- requests -------------------------------------------------------------------------------- */

struct ask {
    struct http_make m;
    struct pairs fields;
    struct http_param headers[8];
    const char *file_field, *file_name;
    struct str file_data;
    bool json, old_session, no_csrf, no_once;
    const char *remote;
};

static void put_part(struct buf *b, const char *name, const char *file, struct str data)
{
    buf_printf(b, "--LINE\r\nContent-Disposition: form-data; name=\"%s\"", name);
    if (file)
        buf_printf(b, "; filename=\"%s\"\r\nContent-Type: application/octet-stream", file);
    buf_puts(b, "\r\n\r\n");
    buf_str(b, data);
    buf_puts(b, "\r\n");
}

static void make_body(struct runner *r, struct ask *k)
{
    if (k->file_field) {
        struct buf b = buf_in(r->a, 64 << 20);
        for (size_t i = 0; i < k->fields.n; i++)
            put_part(&b, k->fields.v[i].name.p, NULL, k->fields.v[i].value);
        put_part(&b, k->file_field, k->file_name, k->file_data);
        buf_puts(&b, "--LINE--\r\n");
        k->m.body = buf_view(&b);
        k->m.content_type = "multipart/form-data; boundary=LINE";
    } else if (k->json) {
        cJSON *o = cJSON_CreateObject();
        for (size_t i = 0; i < k->fields.n; i++)
            cJSON_AddStringToObject(o, k->fields.v[i].name.p, k->fields.v[i].value.p);
        char *text = cJSON_PrintUnformatted(o);
        k->m.body = str_of(arena_dup(r->a, text));
        k->m.content_type = "application/json";
        cJSON_free(text);
        cJSON_Delete(o);
    } else {
        k->m.body = pairs_body(r->a, &k->fields);
        k->m.content_type = "application/x-www-form-urlencoded";
    }
}

static void add_tokens(struct runner *r, struct ask *k, const char *session)
{
    bool csrf = false, once = false;
    for (size_t i = 0; i < k->fields.n; i++) {
        csrf |= str_is(k->fields.v[i].name, "csrf");
        once |= str_is(k->fields.v[i].name, "once");
    }
    if (!csrf && !k->no_csrf && session)
        pairs_add(&k->fields, "csrf", web_csrf(&r->w, r->a, session));
    if (!once && !k->no_once)
        pairs_add(&k->fields, "once", expand(r, "{uuid}"));
}

static void perform(struct runner *r, struct ask *k)
{
    int person = web_person(r->who);
    bool post = streq(k->m.method, "POST");
    const char *session = NULL;
    if (person >= 0) {
        if (!k->old_session)
            web_fresh_session(&r->w, person);
        session = r->w.tokens[person];
        k->m.cookies = arena_printf(r->a, "mang=%s", session);
    } else {
        session = "nobody";
        k->m.cookies = "mang_truoc=nobody";
    }
    if (post) {
        add_tokens(r, k, session);
        make_body(r, k);
    }
    k->m.headers = k->headers;
    int64_t before = data_version(r);
    r->an = web_send(&r->w, r->a, &k->m, k->remote);
    if (!post && !r->w.web.job && data_version(r) != before)
        complain(r, "GET %s wrote to the database", k->m.target);
    if (r->an.refused)
        return;
    const char *page = body(r);
    if (strncmp(k->m.target, "/static/", 8) != 0)
        check_headers(r, k->m.target);
    check_secrets(r, page);
    bool has_csrf = true;
    if (post) {
        has_csrf = false;
        for (size_t i = 0; i < k->fields.n; i++)
            has_csrf |= str_is(k->fields.v[i].name, "csrf") &&
                        streq(k->fields.v[i].value.p, web_csrf(&r->w, r->a, session));
    }
    note_coverage(r, r->an.res.type && strstr(r->an.res.type, "json"), has_csrf);
    if (!is_html(r))
        return;
    check_forms(r, page);
    check_links(r, page);
    if (strstr(page, "<xss"))
        complain(r, "markup of a person's text is in the page");
}

/* ---- lines of a case file -------------------------------------------------------------------- */

static char *trim(struct runner *r, const char *p, size_t n)
{
    struct str s = str_trim((struct str){p, n});
    return arena_dupn(r->a, s.p, s.n);
}

/* "name = value", "- name", "header X: v", "file field \"name\" content", "remote A". */
static void read_field(struct runner *r, struct ask *k, struct pairs *form, const char *line)
{
    const char *eq = strstr(line, " =");
    if (strncmp(line, "- ", 2) == 0) {
        const char *name = expand(r, line + 2);
        k->no_csrf |= streq(name, "csrf");
        k->no_once |= streq(name, "once");
        pairs_drop(&k->fields, name);
    } else if (strncmp(line, "header ", 7) == 0) {
        const char *colon = strchr(line, ':');
        k->headers[k->m.nheaders++] =
            (struct http_param){str_of(trim(r, line + 7, (size_t)(colon - line - 7))),
                str_of(expand(r, trim(r, colon + 1, strlen(colon + 1))))};
    } else if (strncmp(line, "remote ", 7) == 0) {
        k->remote = arena_dup(r->a, line + 7);
    } else if (strncmp(line, "file ", 5) == 0) {
        const char *open = strchr(line, '"'), *close = strstr(open + 1, "\" ");
        close = close ? close : strrchr(line, '"');
        k->file_field = trim(r, line + 5, (size_t)(open - line - 5));
        k->file_name = expand(r, arena_dupn(r->a, open + 1, (size_t)(close - open - 1)));
        k->file_data = str_of(expand(r, trim(r, close + 1, strlen(close + 1))));
    } else if (eq) {
        const char *name = expand(r, trim(r, line, (size_t)(eq - line)));
        if (form) /* the first value replaces what the page had */
            for (size_t i = 0; i < form->n; i++)
                if (str_is(form->v[i].name, name)) {
                    pairs_drop(form, name);
                    pairs_drop(&k->fields, name);
                    break;
                }
        pairs_add(&k->fields, name, expand(r, trim(r, eq + 2, strlen(eq + 2))));
    } else {
        complain(r, "not understood: %s", line);
    }
}

/* FORM: gets the page first and starts from what its form holds. */
static bool get_form(struct runner *r, struct ask *k, const char *path, struct pairs *form)
{
    struct ask get = {.m = {.method = "GET", .target = path}};
    perform(r, &get);
    const char *action = arena_dupn(r->a, path, strcspn(path, "?"));
    if (r->an.res.status != 200 || !html_form(r->a, str_of(body(r)), action, form)) {
        complain(r, "GET %s: %d, and no form to it", path, r->an.res.status);
        return false;
    }
    k->fields = *form;
    return true;
}

/* A request line with its indented lines; *next is the line after them. */
static void run_request(struct runner *r, char **lines, size_t n, size_t *next)
{
    char *line = lines[*next];
    size_t who = strcspn(line, " ");
    bool old = line[who - 1] == '!';
    r->who = arena_dupn(r->a, line, who - old);
    const char *verb = line + who + 1;
    size_t nverb = strcspn(verb, " ");
    const char *path = expand(r, trim(r, verb + nverb, strlen(verb + nverb)));
    bool form = strncmp(verb, "FORM", 4) == 0, json = strncmp(verb, "JSON", 4) == 0;
    struct ask *k = NEW(r->a, struct ask);
    struct pairs *had = form ? NEW(r->a, struct pairs) : NULL;
    bool ready = !form || get_form(r, k, path, had);
    k->m.method = form || json ? "POST" : arena_dupn(r->a, verb, nverb);
    k->m.target = path;
    k->json = json;
    k->old_session = old;
    for (++*next; *next < n && lines[*next][0] == ' '; ++*next) {
        r->line++;
        read_field(r, k, had, trim(r, lines[*next], strlen(lines[*next])));
    }
    if (ready)
        perform(r, k);
}

static const cJSON *json_at(const cJSON *at, const char *path)
{
    char key[100];
    while (at && *path) {
        size_t n = strcspn(path, ".");
        snprintf(key, sizeof key, "%.*s", (int)n, path);
        at = cJSON_IsArray(at) ? streq(key, "last")
                                     ? cJSON_GetArrayItem(at, cJSON_GetArraySize(at) - 1)
                                     : cJSON_GetArrayItem(at, atoi(key))
                               : cJSON_GetObjectItemCaseSensitive(at, key);
        path += n + (path[n] == '.');
    }
    return at;
}

/* "> json a.0.b = pattern", "> json a # 3" (number of items), "> json a !" (absent). */
static void expect_json(struct runner *r, const char *rest)
{
    cJSON *doc = cJSON_Parse(body(r));
    size_t n = strcspn(rest, " ");
    const cJSON *at = json_at(doc, arena_dupn(r->a, rest, n));
    const char *op = rest + n + (rest[n] == ' '),
               *want = expand(r, *op ? str_trim(str_of(op + 1)).p : "");
    char *text =
        at ? cJSON_IsString(at) ? arena_dup(r->a, at->valuestring) : cJSON_PrintUnformatted(at)
           : NULL;
    if (!doc)
        complain(r, "not JSON: %.200s", body(r));
    else if (*op == '!' && at && !cJSON_IsNull(at))
        complain(r, "%s is there: %s", rest, text);
    else if (*op == '#' && cJSON_GetArraySize(at) != atoi(want))
        complain(r, "%s: %d items", rest, cJSON_GetArraySize(at));
    else if (*op == '=' && (!text || !match_here(r, want, text, true)))
        complain(r, "%s, not %s", rest, text ? text : "(none)");
    if (at && !cJSON_IsString(at))
        cJSON_free(text);
    cJSON_Delete(doc);
}

/* What the page says went wrong, to find a mistake fast. */
static void show_faults(struct runner *r)
{
    const char *page = body(r), *at = strstr(page, "class=\"errors\""), *h1 = strstr(page, "<h1>");
    if (h1)
        printf("#   page: %.*s\n", (int)strcspn(h1 + 4, "<"), h1 + 4);
    for (const char *end = at ? strstr(at, "</div>") : NULL; at && at < end; at++) {
        at = memchr(at, '>', (size_t)(end - at));
        if (!at)
            break;
        size_t n = strcspn(at + 1, "<\n");
        if (n > 1)
            printf("#     %.*s\n", (int)n, at + 1);
    }
    if (!h1)
        printf("#   %.300s\n", page);
}

/* "> session NAME": the cookie of this answer is NAME's from now on. */
static void take_session(struct runner *r, const char *name)
{
    int person = web_person(name);
    const char *cookie = answer_header(&r->an, "Set-Cookie");
    if (person < 0 || !cookie || strncmp(cookie, "mang=", 5) != 0) {
        complain(r, "no session for %s in %s", name, cookie ? cookie : "(no cookie)");
        return;
    }
    r->w.tokens[person] = arena_dupn(r->w.a, cookie + 5, strcspn(cookie + 5, ";"));
    r->w.signed_at[person] = clock_ms();
}

static void expect(struct runner *r, const char *line)
{
    const char *rest = line + strcspn(line, " ");
    rest += *rest == ' ';
    if (isdigit((unsigned char)*line)) {
        if (r->an.res.status != atoi(line)) {
            const char *to = answer_header(&r->an, "Location");
            complain(r, "status %d, not %s%s%s", r->an.res.status, line, to ? "; to " : "",
                to ? to : "");
            show_faults(r);
        }
    } else if (strncmp(line, "to ", 3) == 0) {
        const char *to = answer_header(&r->an, "Location"), *want = expand(r, rest);
        if (!to || !match_here(r, want, to, true))
            complain(r, "Location %s, not %s", to ? to : "(none)", want);
    } else if (strncmp(line, "has ", 4) == 0) {
        const char *want = expand(r, rest);
        if (!match_anywhere(r, want, body(r))) {
            complain(r, "no \"%s\" in the answer", want);
            show_faults(r);
        }
    } else if (strncmp(line, "not ", 4) == 0) {
        if (strstr(body(r), expand(r, rest)))
            complain(r, "\"%s\" is in the answer", rest);
    } else if (strncmp(line, "json ", 5) == 0) {
        expect_json(r, rest);
    } else if (strncmp(line, "header ", 7) == 0) {
        const char *colon = strchr(rest, ':');
        const char *got = answer_header(&r->an, trim(r, rest, (size_t)(colon - rest)));
        if (!got || !match_anywhere(r, expand(r, trim(r, colon + 1, strlen(colon + 1))), got))
            complain(r, "header %s is %s", rest, got ? got : "missing");
    } else if (strncmp(line, "session ", 8) == 0) {
        take_session(r, rest);
    } else if (strncmp(line, "type ", 5) == 0) {
        if (!r->an.res.type || strncmp(r->an.res.type, rest, strlen(rest)) != 0)
            complain(r, "type %s", r->an.res.type ? r->an.res.type : "none");
    } else {
        complain(r, "not understood: > %s", line);
    }
}

#endif
