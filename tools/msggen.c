// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * msggen OUT.c FILE.po…: writes the message tables, one a language (the file's base name), sorted
 * by the hash src/view/msg.c looks for. A message twice, or an argument %n lost or invented in
 * translation, is an error.
 */
#include "po.h"

static uint32_t fnv1a(const char *s)
{
    uint32_t h = 2166136261u;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h;
}

static int by_hash(const void *a, const void *b)
{
    const struct po_entry *x = a, *y = b;
    uint32_t hx = fnv1a(x->id), hy = fnv1a(y->id);
    return hx != hy ? (hx < hy ? -1 : 1) : strcmp(x->id, y->id);
}

static unsigned arguments(const char *s)
{
    unsigned set = 0;
    for (; *s; s++)
        if (*s == '%' && s[1] >= '1' && s[1] <= '9')
            set |= 1u << (s[1] - '1');
    return set;
}

static void put_string(FILE *f, const char *s)
{
    putc('"', f);
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '?')
            putc(c, f);
        else
            fprintf(f, "\\%03o", c);
    }
    putc('"', f);
}

static bool check(const char *path, const struct po *po)
{
    bool ok = true;
    for (size_t i = 0; i < po->n; i++) {
        const struct po_entry *e = &po->e[i];
        if (i > 0 && streq(e->id, e[-1].id)) {
            fprintf(stderr, "%s:%d:1: second translation of \"%s\"\n", path, e->line, e->id);
            ok = false;
        }
        if (*e->text && arguments(e->id) != arguments(e->text)) {
            fprintf(stderr, "%s:%d:1: arguments %%1 … differ\n", path, e->line);
            ok = false;
        }
    }
    return ok;
}

static bool put_table(FILE *f, struct arena *a, const char *path, int number)
{
    struct po po = po_read(a, path);
    if (po.n)
        qsort(po.e, po.n, sizeof *po.e, by_hash);
    if (!check(path, &po))
        return false;
    fprintf(f, "static const struct msg_entry t%d[] = {\n", number);
    for (size_t i = 0; i < po.n; i++) {
        if (!*po.e[i].text)
            continue;
        fprintf(f, "{%uu, ", fnv1a(po.e[i].id));
        put_string(f, po.e[i].id);
        fputs(", ", f);
        put_string(f, po.e[i].text);
        fputs("},\n", f);
    }
    fputs("{0}};\n", f);
    return true;
}

static void put_tables(FILE *f, char **paths, int n)
{
    fputs("const struct msg_table msg_tables[] = {\n", f);
    for (int i = 0; i < n; i++) {
        const char *slash = strrchr(paths[i], '/');
        const char *base = slash ? slash + 1 : paths[i];
        fprintf(f, "{\"%.*s\", t%d, sizeof t%d / sizeof t%d[0] - 1},\n", (int)strcspn(base, "."),
            base, i, i, i);
    }
    fprintf(f, "{0}};\nconst size_t msg_tables_n = %d;\n", n);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: msggen OUT.c FILE.po...\n", stderr);
        return 2;
    }
    FILE *f = fopen(argv[1], "w");
    if (!f) {
        fprintf(stderr, "%s: cannot be written\n", argv[1]);
        return 1;
    }
    AUTO_ARENA *a = arena_open();
    fputs("/* Written by tools/msggen from i18n/; do not edit. */\n#include \"view/view_int.h\"\n",
        f);
    bool ok = true;
    for (int i = 2; i < argc; i++)
        ok = put_table(f, a, argv[i], i - 2) && ok;
    put_tables(f, argv + 2, argc - 2);
    ok = !ferror(f) && ok;
    ok = fclose(f) == 0 && ok;
    if (!ok)
        remove(argv[1]);
    return ok ? 0 : 1;
}
