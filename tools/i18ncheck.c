// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * i18ncheck FILE.po SOURCE…: the messages used in templates ({{_ … }}) and in C (N_("…"),
 * val_msg(obj, "key", "…"), val_of_msg(arena, "…")) against one translation. Prints what lacks a
 * text, as file:line, and what is stale in the .po; exit 1 if a text is missing.
 * With -n as first argument prints the missing ones as PO entries to be filled in.
 */
#include "po.h"

struct found {
    const char *id, *path;
    int line;
};
struct scan {
    struct arena *a;
    struct po *po;
    struct found *missing;
    size_t n, cap;
};

static void note(struct scan *s, struct str id, const char *path, int line)
{
    bool known = false;
    for (size_t i = 0; i < s->po->n; i++) {
        if (str_is(id, s->po->e[i].id)) {
            s->po->e[i].used = true;
            known = *s->po->e[i].text != 0;
        }
    }
    for (size_t i = 0; i < s->n && !known; i++)
        known = str_is(id, s->missing[i].id);
    if (known || id.n == 0)
        return;
    if (s->n == s->cap) {
        size_t cap = s->cap ? s->cap * 2 : 256;
        struct found *m = NEW_N(s->a, struct found, cap);
        if (s->n)
            memcpy(m, s->missing, s->n * sizeof *m);
        s->missing = m;
        s->cap = cap;
    }
    s->missing[s->n++] = (struct found){arena_dupn(s->a, id.p, id.n), path, line};
}

static int line_of(struct str t, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at; i++)
        line += t.p[i] == '\n';
    return line;
}

static struct str squeeze(struct arena *a, struct str s)
{
    struct buf b = buf_in(a, s.n + 1);
    s = str_trim(s);
    for (size_t i = 0; i < s.n; i++) {
        bool blank = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t' || s.p[i] == '\r';
        if (!blank)
            buf_putc(&b, s.p[i]);
        else if (b.n && b.p[b.n - 1] != ' ')
            buf_putc(&b, ' ');
    }
    return buf_view(&b);
}

static void scan_template(struct scan *s, const char *path, struct str t)
{
    for (size_t at = 0; at + 4 < t.n; at++) {
        if (memcmp(t.p + at, "{{_ ", 4) != 0)
            continue;
        const char *end = memmem(t.p + at, t.n - at, "}}", 2);
        if (!end)
            return;
        struct str body = {t.p + at + 4, (size_t)(end - t.p) - at - 4};
        const char *bar = memrchr(body.p, '|', body.n);
        if (bar)
            body.n = (size_t)(bar - body.p);
        note(s, squeeze(s->a, body), path, line_of(t, at));
    }
}

static bool word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The first or second string literal (adjacent pieces joined) of a call whose '(' is at `at`. What
 * stands in calls inside it is not of this call: N_("a") is noted by itself. */
static struct str call_literal(struct scan *s, struct str t, size_t at, int which)
{
    struct buf b = buf_in(s->a, 1u << 14), inner = buf_in(s->a, 1u << 14);
    int depth = 0, seen = 0;
    for (; at < t.n; at++) {
        char c = t.p[at];
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0 || c == ';' || (c == ',' && b.n && seen == which))
            break;
        if (c == ',' && depth == 1)
            b.n = 0;
        if (c != '"')
            continue;
        if (depth == 1 && b.n == 0)
            seen++;
        size_t n = po_literal((struct str){t.p + at, t.n - at}, depth == 1 ? &b : &inner);
        if (n == 0)
            break;
        at += n - 1;
    }
    return seen == which ? buf_view(&b) : (struct str){"", 0};
}

static void scan_c(struct scan *s, const char *path, struct str t)
{
    static const struct {
        const char *name;
        int literal;
    } calls[] = {{"N_(", 1}, {"val_msg(", 2}, {"val_of_msg(", 1}};
    for (size_t at = 0; at < t.n; at++) {
        if (at > 0 && word_char(t.p[at - 1]))
            continue;
        for (size_t i = 0; i < COUNT(calls); i++) {
            struct str rest = {t.p + at, t.n - at};
            if (str_starts(rest, calls[i].name))
                note(s, call_literal(s, t, at + strlen(calls[i].name) - 1, calls[i].literal), path,
                    line_of(t, at));
        }
    }
}

static void put_po_string(const char *s)
{
    putchar('"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            putchar('\\');
        if (*s == '\n')
            fputs("\\n", stdout);
        else
            putchar(*s);
    }
    puts("\"");
}

static int report(const struct scan *s, const char *po_path, bool as_po)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct found *m = &s->missing[i];
        if (as_po) {
            printf("\n#: %s:%d\nmsgid ", m->path, m->line);
            put_po_string(m->id);
            puts("msgstr \"\"");
        } else {
            printf("%s:%d: no text for \"%s\"\n", m->path, m->line, m->id);
        }
    }
    for (size_t i = 0; i < s->po->n && !as_po; i++)
        if (!s->po->e[i].used)
            printf("%s:%d: stale \"%s\"\n", po_path, s->po->e[i].line, s->po->e[i].id);
    return s->n > 0 ? 1 : 0;
}

int main(int argc, char **argv)
{
    bool as_po = argc > 1 && streq(argv[1], "-n");
    int first = as_po ? 2 : 1;
    if (argc <= first) {
        fputs("usage: i18ncheck [-n] FILE.po SOURCE...\n", stderr);
        return 2;
    }
    AUTO_ARENA *a = arena_open();
    struct po po = po_read(a, argv[first]);
    struct scan s = {.a = a, .po = &po};
    for (int i = first + 1; i < argc; i++) {
        struct str t = po_slurp(a, argv[i]);
        if (str_ends(str_of(argv[i]), ".html"))
            scan_template(&s, argv[i], t);
        else
            scan_c(&s, argv[i], t);
    }
    return report(&s, argv[first], as_po);
}
