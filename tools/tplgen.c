// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * tplgen OUT.c FILE.html…: compiles the templates and writes their tables as C. Errors go to
 * stderr as file:line:col: text, and then nothing is written. The compiler is src/view.
 */
#include "view/view_int.h"

#include <stdio.h>

static void put_pool(FILE *f, const struct tpl_set *t)
{
    /* Numbers, not a string literal: those end at 4095 bytes in portable C. */
    fputs("static const unsigned char pool[] = {", f);
    for (uint32_t i = 0; i < t->npool; i++)
        fprintf(f, "%s%d,", i % 32 ? "" : "\n", (unsigned char)t->pool[i]);
    fputs("0};\n", f);
}

static void put_ops(FILE *f, const struct tpl_set *t)
{
    fputs("static const struct tpl_op ops[] = {\n", f);
    for (uint32_t i = 0; i < t->nops; i++)
        fprintf(f, "{%d,%d,%d,%u,%u},\n", t->ops[i].code, t->ops[i].ctx, t->ops[i].path,
            t->ops[i].a, t->ops[i].b);
    fputs("{0}};\n", f);
}

static void put_paths(FILE *f, const struct tpl_set *t)
{
    fputs("static const struct tpl_path paths[] = {\n", f);
    for (uint32_t i = 0; i < t->npaths; i++) {
        const struct tpl_path *p = &t->paths[i];
        fprintf(f, "{%d,%d,{%d,%d,%d,%d}},\n", p->kind, p->n, p->seg[0], p->seg[1], p->seg[2],
            p->seg[3]);
    }
    fputs("{0}};\nstatic const struct tpl_name names[] = {\n", f);
    for (uint32_t i = 0; i < t->nnames; i++) {
        const struct tpl_name *n = &t->names[i];
        fprintf(f, "{UINT64_C(%llu),UINT64_C(%llu),%u,%u},\n", (unsigned long long)n->k8,
            (unsigned long long)n->bit, n->at, n->n);
    }
    fputs("{0}};\n", f);
}

static void put_tpls(FILE *f, const struct tpl_set *t)
{
    fputs("static const struct tpl_block blocks[] = {\n", f);
    for (uint32_t i = 0; i < t->nblocks; i++)
        fprintf(f, "{%d,%u,%u},\n", t->blocks[i].slot, t->blocks[i].from, t->blocks[i].to);
    fputs("{0}};\nstatic const uint16_t args[] = {\n", f);
    for (uint32_t i = 0; i < t->nargs; i++)
        fprintf(f, "%d,", t->args[i]);
    fputs("0};\nstatic const struct tpl tpls[] = {\n", f);
    for (uint32_t i = 0; i < t->ntpls; i++) {
        const struct tpl *p = &t->tpls[i];
        fprintf(f, "{%u,%u,%u,%d,%d,%d}, /* %s */\n", p->name, p->from, p->to, p->layout, p->block,
            p->nblocks, t->pool + p->name);
    }
    fputs("{0}};\n", f);
}

static bool put_set(const char *path, const struct tpl_set *t)
{
    FILE *f = fopen(path, "w");
    if (!f)
        return false;
    fputs(
        "/* Written by tools/tplgen from tpl/; do not edit. */\n#include \"view/view_int.h\"\n", f);
    put_pool(f, t);
    put_ops(f, t);
    put_paths(f, t);
    put_tpls(f, t);
    fprintf(f,
        "const struct tpl_set tpl_built_in = {(const char *)pool, ops, paths, names, blocks, "
        "args,\n"
        "    tpls, %u, %u, %u, %u, %u, %u, %u};\n",
        t->npool, t->nops, t->npaths, t->nnames, t->nblocks, t->nargs, t->ntpls);
    bool ok = !ferror(f);
    return fclose(f) == 0 && ok;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: tplgen OUT.c FILE.html...\n", stderr);
        return 2;
    }
    AUTO_ARENA *a = arena_open();
    size_t n = (size_t)argc - 2, nerrs;
    struct tpl_source *src = NEW_N(a, struct tpl_source, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!tpl_read(a, argv[i + 2], &src[i])) {
            fprintf(stderr, "%s: cannot be read\n", argv[i + 2]);
            return 1;
        }
    }
    struct tpl_error errs[50];
    const struct tpl_set *t = tpl_compile(a, src, n, errs, COUNT(errs), &nerrs);
    for (size_t i = 0; i < nerrs; i++)
        fprintf(stderr, "%s:%d:%d: %s\n", errs[i].path, errs[i].line, errs[i].col, errs[i].text);
    if (!t)
        return 1;
    if (!put_set(argv[1], t)) {
        fprintf(stderr, "%s: cannot be written\n", argv[1]);
        return 1;
    }
    return 0;
}
