// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * sqlgen OUTBASE FILE.sql…: writes OUTBASE.h (enum sql_id) and OUTBASE.c (text, parameter types and
 * columns of each statement). A statement is a header line and its SQL:
 *
 *     -- person_get(id id) -> name text, born int
 *     SELECT name, born FROM person WHERE id = $1
 *
 * The list after the arrow is what it answers; no arrow or "-> !" is a command. A header may go on
 * on the next "--" line after a comma, "(" or "->". Types: id int real text blob. A second text for
 * PostgreSQL may follow a line "-- pgsql:"; these are exceptions, so their number has a cap. Other
 * comment lines are dropped. What is wrong is told as file:line: message; the exit status is
 * then 1.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LIST = 64, MAX_STMT = 4000, FREE_SECOND_TEXTS = 3, SECOND_TEXT_PERCENT = 5 };

struct item {
    char *name;
    char type; /* k id, i int, r real, t text, b blob */
};
struct list {
    struct item item[MAX_LIST];
    size_t n;
};
struct stmt {
    const char *file;
    int line;
    char *name, *sql, *pgsql;
    struct list args, cols;
};
struct gen {
    struct stmt s[MAX_STMT];
    size_t n;
    int errors;
};
/* Where reading stands in one file. */
struct src {
    struct gen *g;
    const char *path;
    char *at; /* next line */
    int line;
};

static void complain(struct gen *g, const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
static void complain(struct gen *g, const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "%s:%d: ", file, line);
    vfprintf(stderr, fmt, ap);
    fprintf(stderr, "\n");
    va_end(ap);
    g->errors++;
}

static void *must(void *p)
{
    if (!p) {
        fprintf(stderr, "sqlgen: out of memory\n");
        exit(2);
    }
    return p;
}

static char *slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = NULL;
    size_t n = 0, cap = 0;
    for (;;) {
        if (n + 1 >= cap)
            text = must(realloc(text, cap = cap ? cap * 2 : 65536));
        size_t k = f ? fread(text + n, 1, cap - 1 - n, f) : 0;
        if (k == 0)
            break;
        n += k;
    }
    text[n] = 0;
    if (!f || ferror(f)) {
        fprintf(stderr, "sqlgen: cannot read %s\n", path);
        exit(2);
    }
    fclose(f);
    return text;
}

static char *next_line(struct src *s)
{
    if (!*s->at)
        return NULL;
    char *line = s->at, *end = strchr(line, '\n');
    s->at = end ? end + 1 : line + strlen(line);
    if (end)
        *end = 0;
    s->line++;
    size_t n = strlen(line);
    while (n > 0 && isspace((unsigned char)line[n - 1]))
        line[--n] = 0;
    return line;
}

/* ---- header lines ---------------------------------------------------------------------------- */

static size_t name_len(const char *p)
{
    if (!islower((unsigned char)*p))
        return 0;
    size_t n = 0;
    while (islower((unsigned char)p[n]) || isdigit((unsigned char)p[n]) || p[n] == '_')
        n++;
    return n;
}

static bool is_header(const char *line)
{
    if (strncmp(line, "-- ", 3) != 0)
        return false;
    size_t n = name_len(line + 3);
    return n > 0 && line[3 + n] == '(';
}

static char type_of(const char *p, size_t n)
{
    static const struct {
        const char *word;
        char letter;
    } types[] = {{"id", 'k'}, {"int", 'i'}, {"real", 'r'}, {"text", 't'}, {"blob", 'b'}};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strlen(types[i].word) == n && strncmp(types[i].word, p, n) == 0)
            return types[i].letter;
    return 0;
}

static const char *skip_space(const char *p)
{
    while (isspace((unsigned char)*p))
        p++;
    return p;
}

/* Reads "name type, name type" up to `end`; the place after it, or NULL with a complaint. */
static const char *parse_list(
    struct gen *g, const struct stmt *st, const char *p, char end, struct list *out)
{
    p = skip_space(p);
    while (*p && *p != end) {
        size_t n = name_len(p);
        const char *type = skip_space(p + n);
        size_t tn = name_len(type);
        char letter = type_of(type, tn);
        if (n == 0 || !letter || out->n == MAX_LIST) {
            complain(g, st->file, st->line, "%s: \"name type\" expected at \"%.20s\"", st->name, p);
            return NULL;
        }
        out->item[out->n].name = must(strndup(p, n));
        out->item[out->n++].type = letter;
        p = skip_space(type + tn);
        if (*p == ',')
            p = skip_space(p + 1);
        else if (*p != end)
            break;
    }
    if (*p != end) {
        complain(g, st->file, st->line, "%s: \",\" or end expected at \"%.20s\"", st->name, p);
        return NULL;
    }
    return *p ? p + 1 : p;
}

static bool goes_on(const char *head)
{
    size_t n = strlen(head);
    return n > 0 && (head[n - 1] == ',' || head[n - 1] == '(' ||
                        (n > 1 && head[n - 2] == '-' && head[n - 1] == '>'));
}

static void parse_header(struct src *s, char *line)
{
    struct gen *g = s->g;
    if (g->n == MAX_STMT) {
        complain(g, s->path, s->line, "more than %d statements", (int)MAX_STMT);
        exit(1);
    }
    struct stmt *st = &g->s[g->n++];
    char *head = must(strdup(line + 3));
    st->file = s->path;
    st->line = s->line;
    st->name = must(strndup(head, name_len(head)));
    while (goes_on(head) && strncmp(s->at, "--", 2) == 0) {
        const char *more = next_line(s) + 2;
        size_t n = strlen(head) + strlen(more) + 1;
        char *both = must(malloc(n));
        snprintf(both, n, "%s%s", head, more);
        free(head);
        head = both;
    }
    const char *p = parse_list(g, st, head + strlen(st->name) + 1, ')', &st->args);
    p = p ? skip_space(p) : "";
    if (strncmp(p, "->", 2) == 0) {
        p = skip_space(p + 2);
        if (strcmp(p, "!") != 0)
            parse_list(g, st, p, 0, &st->cols);
    } else if (*p) {
        complain(g, st->file, st->line, "%s: \"->\" expected at \"%.20s\"", st->name, p);
    }
    free(head);
}

/* ---- bodies ---------------------------------------------------------------------------------- */

static char *append_line(char *body, const char *line)
{
    size_t n = body ? strlen(body) : 0, more = strlen(line) + 2;
    char *out = must(realloc(body, n + more));
    snprintf(out + n, more, "%s%s", n ? "\n" : "", line);
    return out;
}

static void read_file(struct gen *g, const char *path)
{
    struct src s = {.g = g, .path = path, .at = slurp(path)};
    char **body = NULL;
    for (char *line; (line = next_line(&s));) {
        const char *text = skip_space(line);
        if (is_header(line)) {
            parse_header(&s, line);
            body = &g->s[g->n - 1].sql;
        } else if (strcmp(line, "-- pgsql:") == 0 && body) {
            body = &g->s[g->n - 1].pgsql;
            if (*body)
                complain(g, path, s.line, "second \"-- pgsql:\"");
        } else if (strncmp(text, "--", 2) == 0 || !*text) {
            continue;
        } else if (!body) {
            complain(g, path, s.line, "SQL before the first header line");
            return;
        } else {
            *body = append_line(*body, text);
        }
    }
}

/* Marks the parameters a text uses; complains about ";" and numbers out of range. */
static void scan_body(struct gen *g, const struct stmt *st, char *sql, bool used[MAX_LIST + 1])
{
    size_t n = strlen(sql);
    if (sql[n - 1] == ';')
        sql[n - 1] = 0;
    char quote = 0;
    for (const char *p = sql; *p; p++) {
        if (quote || *p == '\'' || *p == '"') {
            quote = !quote ? *p : *p == quote ? 0 : quote;
            continue;
        }
        if (*p == ';')
            complain(g, st->file, st->line, "%s: one statement only, \";\" found", st->name);
        if (*p == '?')
            complain(g, st->file, st->line, "%s: parameters are written $1, not ?", st->name);
        if (*p != '$')
            continue;
        long k = strtol(p + 1, NULL, 10);
        if (k < 1 || (size_t)k > st->args.n)
            complain(g, st->file, st->line, "%s: no argument for $%ld", st->name, k);
        else
            used[k] = true;
    }
    if (quote)
        complain(g, st->file, st->line, "%s: quote %c is not closed", st->name, quote);
}

static void check_body(struct gen *g, const struct stmt *st, char *sql)
{
    bool used[MAX_LIST + 1] = {false};
    scan_body(g, st, sql, used);
    for (size_t k = 1; k <= st->args.n; k++)
        if (!used[k])
            complain(g, st->file, st->line, "%s: argument \"%s\" ($%zu) is not used", st->name,
                st->args.item[k - 1].name, k);
}

static void check(struct gen *g)
{
    size_t second = 0;
    for (size_t i = 0; i < g->n; i++) {
        struct stmt *st = &g->s[i];
        for (size_t k = 0; k < i; k++)
            if (strcmp(g->s[k].name, st->name) == 0)
                complain(g, st->file, st->line, "%s: already at %s:%d", st->name, g->s[k].file,
                    g->s[k].line);
        if (!st->sql)
            complain(g, st->file, st->line, "%s: no SQL below the header", st->name);
        else
            check_body(g, st, st->sql);
        if (st->pgsql) {
            check_body(g, st, st->pgsql);
            second++;
        }
    }
    if (second > FREE_SECOND_TEXTS && second * 100 > g->n * SECOND_TEXT_PERCENT)
        complain(g, "sql/query", 0, "%zu of %zu statements have a second text; at most %d %%",
            second, g->n, (int)SECOND_TEXT_PERCENT);
}

/* ---- output ---------------------------------------------------------------------------------- */

static void put_string(FILE *f, const char *s)
{
    if (!s) {
        fputs("NULL", f);
        return;
    }
    fputc('"', f);
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            fputc('\\', f);
        if (*s == '\n')
            fputs("\\n", f);
        else
            fputc(*s, f);
    }
    fputc('"', f);
}

static void put_types(FILE *f, const struct list *l)
{
    fputc('"', f);
    for (size_t i = 0; i < l->n; i++)
        fputc(l->item[i].type, f);
    fputc('"', f);
}

static void write_h(FILE *f, const struct gen *g)
{
    fprintf(f, "/* Written by tools/sqlgen from sql/query; do not edit. */\n"
               "#ifndef MANG_SQL_GEN_H\n#define MANG_SQL_GEN_H\n\nenum sql_id {\n");
    for (size_t i = 0; i < g->n; i++) {
        fputs("    Q_", f);
        for (const char *p = g->s[i].name; *p; p++)
            fputc(toupper((unsigned char)*p), f);
        fprintf(f, ", /* %s:%d */\n", g->s[i].file, g->s[i].line);
    }
    fprintf(f, "    Q__COUNT\n};\n\n#endif\n");
}

static void write_c(FILE *f, const struct gen *g)
{
    fprintf(f, "/* Written by tools/sqlgen from sql/query; do not edit. */\n"
               "#include \"db/db_int.h\"\n\n");
    for (size_t i = 0; i < g->n; i++) {
        if (g->s[i].cols.n == 0)
            continue;
        fprintf(f, "static const char *const cols_%zu[] = {", i);
        for (size_t k = 0; k < g->s[i].cols.n; k++)
            fprintf(f, "%s\"%s\"", k ? ", " : "", g->s[i].cols.item[k].name);
        fprintf(f, "};\n");
    }
    fprintf(f, "\nconst struct sql_def sql_defs[Q__COUNT + 1] = {\n");
    for (size_t i = 0; i < g->n; i++) {
        const struct stmt *st = &g->s[i];
        fprintf(f, "    {\"%s\",\n        ", st->name);
        put_string(f, st->sql);
        fprintf(f, ",\n        ");
        put_string(f, st->pgsql);
        fprintf(f, ", ");
        put_types(f, &st->args);
        fprintf(f, ", ");
        put_types(f, &st->cols);
        if (st->cols.n)
            fprintf(f, ", cols_%zu},\n", i);
        else
            fprintf(f, ", NULL},\n");
    }
    fprintf(f, "    {NULL, NULL, NULL, NULL, NULL, NULL}};\n");
}

static void write_file(
    const char *base, const char *ext, void (*fn)(FILE *, const struct gen *), const struct gen *g)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.%s", base, ext);
    FILE *f = fopen(path, "w");
    if (f)
        fn(f, g);
    if (!f || fclose(f) != 0) {
        fprintf(stderr, "sqlgen: cannot write %s\n", path);
        exit(2);
    }
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: sqlgen OUTBASE FILE.sql...\n");
        return 2;
    }
    struct gen *g = must(calloc(1, sizeof *g));
    for (int i = 2; i < argc; i++)
        read_file(g, argv[i]);
    check(g);
    if (g->errors)
        return 1;
    write_file(argv[1], "h", write_h, g);
    write_file(argv[1], "c", write_c, g);
    return 0;
}
