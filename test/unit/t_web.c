// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Runs the request cases in test/http (see README.md there) on SQLite and, when
 * $MANG_TEST_PG is set, on PostgreSQL: one TAP line a case and database. Each file has a fresh
 * copy of the site. What must hold for every answer is checked on every answer: headers, form
 * tokens, links that lead somewhere, a GET that writes nothing, secrets that only their readers
 * see. At the end: logs and the database file hold no secret, the journal is whole, and every
 * route had its cases.
 */
#include "webwalk.h"

#include <dirent.h>

extern void __sanitizer_set_report_fd(void *) __attribute__((weak));

/* ---- a whole file ---------------------------------------------------------------------------- */

static void add_secret(struct runner *r, const char *line)
{
    const char *open = strchr(line, '"'), *close = open ? strchr(open + 1, '"') : NULL;
    if (!close || r->nsecrets == COUNT(r->secrets)) {
        complain(r, "not understood: %s", line);
        return;
    }
    struct secret *s = &r->secrets[r->nsecrets++];
    *s = (struct secret){NULL, NULL};
    s->text = expand(r, arena_dupn(r->a, open + 1, (size_t)(close - open - 1)));
    const char *only = strstr(close, "only ");
    if (!only)
        return;
    struct buf b = buf_in(r->a, 1000);
    struct str rest = str_of(only + 5), one;
    while (str_split(&rest, ',', &one))
        buf_printf(&b, "|%.*s|", STR_ARG(str_trim(one)));
    s->readers = b.p;
}

static void directive(struct runner *r, const char *line)
{
    if (strncmp(line, "secret ", 7) == 0 || strncmp(line, "private ", 8) == 0) {
        add_secret(r, line);
    } else if (strcmp(line, "jobs") == 0) {
        web_must(job_start(&r->w.web.job, &r->w.site->site), "jobs");
    } else if (strcmp(line, "persons") == 0) {
        web_must(ident_start(&r->w.site->site), "persons");
        ident_flush(&r->w.site->site);
    } else if (strcmp(line, "flush") == 0) {
        if (r->w.web.job)
            job_flush(r->w.web.job);
        ident_flush(&r->w.site->site);
    } else if (strncmp(line, "clock ", 6) == 0) {
        clock_fake(clock_ms() + span(line + 6));
    } else if (strncmp(line, "set ", 4) == 0) {
        const char *eq = strstr(line, " = ");
        if (eq)
            set_var(r, arena_dupn(r->a, line + 4, (size_t)(eq - line - 4)), expand(r, eq + 3));
    } else {
        complain(r, "not understood: %s", line);
    }
}

static void run_lines(struct runner *r, char **lines, size_t n)
{
    const char *name = NULL;
    for (size_t i = 0; i < n;) {
        char *line = lines[i];
        r->line = (int)i + 1;
        const char *verb = strchr(line, ' ');
        bool request =
            verb && (strncmp(verb, " GET ", 5) == 0 || strncmp(verb, " POST ", 6) == 0 ||
                        strncmp(verb, " FORM ", 6) == 0 || strncmp(verb, " JSON ", 6) == 0);
        if (request) {
            run_request(r, lines, n, &i);
            continue;
        }
        if (strncmp(line, "case ", 5) == 0) {
            if (name)
                result(r, name);
            name = line + 5;
        } else if (line[0] == '>') {
            expect(r, str_trim(str_of(line + 1)).p);
        } else if (line[0] && line[0] != '#') {
            directive(r, line);
        }
        i++;
    }
    if (name)
        result(r, name);
}

static struct str whole_file(struct arena *a, FILE *f)
{
    struct buf b = buf_in(a, 256 << 20);
    char chunk[65536];
    for (size_t n; f && (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    return buf_view(&b);
}

static char **lines_of(struct arena *a, struct str text, size_t *n)
{
    char **v = NEW_N(a, char *, text.n + 1);
    struct str line;
    for (*n = 0; str_split(&text, '\n', &line);) {
        while (line.n && line.p[line.n - 1] == ' ')
            line.n--;
        v[(*n)++] = arena_dupn(a, line.p, line.n);
    }
    return v;
}

/* ---- at the end of a file -------------------------------------------------------------------- */

static void count_chain(void *ctx, const char *unit, int64_t seq, const char *hash, bool ok)
{
    (void)hash;
    if (!ok)
        printf("# the chain of %s breaks at %lld\n", unit, (long long)seq);
    *(int64_t *)ctx += seq;
}

static void check_journal(struct runner *r)
{
    int64_t broken = 0, lines = 0;
    if (r->w.web.job)
        job_flush(r->w.web.job);
    enum err e = rec_journal_verify(&r->w.site->site, r->a, count_chain, &lines, &broken);
    if (e || broken)
        complain(r, "journal: %s, %lld broken", err_name(e), (long long)broken);
    result(r, "the journal is whole");
}

static void check_log(struct runner *r)
{
    fflush(stderr);
    struct str log = whole_file(r->a, r->log);
    for (size_t i = 0; i < r->nsecrets; i++)
        if (memmem(log.p, log.n, r->secrets[i].text, strlen(r->secrets[i].text)))
            complain(r, "the log holds \"%s\"", r->secrets[i].text);
    result(r, "the log holds no name and no story");
}

static void check_bytes(struct runner *r)
{
    if (!r->w.db_file)
        return;
    for (const char *x = "\0-wal\0\1"; *x != 1; x += strlen(x) + 1) {
        FILE *f = fopen(arena_printf(r->a, "%s%s", r->w.db_file, x), "rb");
        struct str all = whole_file(r->a, f);
        if (f)
            fclose(f);
        for (size_t i = 0; i < r->nsecrets && all.n; i++)
            if (r->secrets[i].readers &&
                memmem(all.p, all.n, r->secrets[i].text, strlen(r->secrets[i].text)))
                complain(r, "the file%s holds \"%s\"", x, r->secrets[i].text);
    }
    result(r, "the database file holds no story");
}

static void run_file(struct runner *r, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        web_must(ERR_NOT_FOUND, path);
    int64_t t = clock_mono_us();
    r->a = arena_open();
    r->file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    r->vars.n = r->nsecrets = 0;
    size_t n;
    char **lines = lines_of(r->a, whole_file(r->a, f), &n);
    fclose(f);
    web_open(&r->w, r->base);
    for (size_t i = 0; i < PEOPLE; i++)
        set_var(r, arena_printf(r->a, "id.%s", people[i].username), r->base->ids[i]);
    r->watch = NULL;
    if (r->w.db_file)
        sqlite3_open(r->w.db_file, &r->watch);
    run_lines(r, lines, n);
    check_journal(r);
    check_log(r);
    check_bytes(r);
    sqlite3_close(r->watch);
    web_close(&r->w);
    arena_close(r->a);
    printf("# %s: %lld ms\n", r->file, (long long)(clock_mono_us() - t) / 1000);
}

/* ---- every route had its cases --------------------------------------------------------------- */

static unsigned wanted(const struct route *k)
{
    bool post = streq(k->method, "POST"), pub = k->right.kind == RIGHT_PUBLIC;
    /* Answers that are a file, or nothing at all. */
    static const char *const plain[] = {"attachment", "metrics", "api", "keep_session",
        "import_template", "import_marked", "check_list"};
    unsigned w = DID_OK | (pub ? 0 : DID_UNSIGNED) | (post ? DID_CSRF : DID_JSON);
    for (size_t i = 0; i < COUNT(plain); i++)
        if (streq(k->name, plain[i]))
            w &= ~(unsigned)DID_JSON;
    if (k->right.kind == RIGHT_CAN || k->right.kind == RIGHT_REG)
        w |= DID_ROLE;
    if (strstr(k->path, ":id"))
        w |= strstr(k->path, "nguoi-dung") ? 0 : DID_SCOPE;
    bool typed = k->flags & WRITE && !streq(k->name, "language");
    return w | (typed ? DID_BAD : 0);
}

static void check_coverage(struct runner *r)
{
    static const struct {
        unsigned bit;
        const char *name;
    } all[] = {{DID_OK, "done"}, {DID_UNSIGNED, "not signed in"}, {DID_ROLE, "wrong role"},
        {DID_SCOPE, "outside the scope"}, {DID_CSRF, "no form token"}, {DID_BAD, "bad input"},
        {DID_JSON, "JSON"}};
    r->file = "routes.def";
    r->line = 0;
    for (size_t i = 0; i < routes_n; i++) {
        for (size_t k = 0; k < COUNT(all); k++)
            if (wanted(&routes[i]) & ~r->did[i] & all[k].bit)
                complain(r, "%s %s has no case: %s", routes[i].method, routes[i].path, all[k].name);
    }
    result(r, "every route has its cases");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t all_files(struct arena *a, const char *dir, const char **v, size_t max)
{
    size_t n = 0;
    DIR *d = opendir(dir);
    for (struct dirent *x; d && n < max && (x = readdir(d));)
        if (str_ends(str_of(x->d_name), ".t"))
            v[n++] = arena_printf(a, "%s/%s", dir, x->d_name);
    if (d)
        closedir(d);
    qsort(v, n, sizeof *v, by_name);
    return n;
}

static void run_on(struct runner *r, struct arena *a, int argc, char **argv, bool pg)
{
    struct web_base base;
    if (!web_base_make(&base, pg)) {
        printf("# MANG_TEST_PG is not set: not tested on PostgreSQL\n");
        return;
    }
    r->base = &base;
    memset(r->did, 0, sizeof r->did);
    const char *files[100];
    size_t n = 0;
    for (int i = 1; i < argc && n < COUNT(files); i++)
        files[n++] = argv[i];
    if (argc < 2)
        n = all_files(a, "test/http", files, COUNT(files));
    for (size_t i = 0; i < n; i++)
        run_file(r, files[i]);
    if (argc < 2)
        walk(r);
    r->a = a;
    if (argc < 2)
        check_coverage(r);
    web_base_drop(&base);
}

/* libxlsxwriter 1.1.5 loses the formula of a drop-down. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:lxw_strdup\n";
}

int main(int argc, char **argv)
{
    struct arena *a = arena_open();
    struct runner *r = NEW(a, struct runner);
    /* The log of the program is read by the tests; reports of the sanitizers still come out. */
    r->log = tmpfile();
    int out = dup(STDERR_FILENO);
    if (__sanitizer_set_report_fd)
        __sanitizer_set_report_fd((void *)(intptr_t)out);
    if (r->log && !getenv("WEB_LOG"))
        dup2(fileno(r->log), STDERR_FILENO);
    log_level(LOG_DEBUG);
    run_on(r, a, argc, argv, false);
    run_on(r, a, argc, argv, true);
    printf("1..%d\n", r->tests);
    int code = r->bad || r->tests == 0;
    arena_close(a);
    return code;
}
