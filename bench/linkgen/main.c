// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * linkgen --n N --seed S --kind ordinary|dense|hard|clean|english|reference|febrl1..febrl4 --out
 * F.csv
 *         --truth T.csv [--units U.csv] [--communes N]
 * Truth is ma,nguoi,gia_dinh,nguon,loi: record, person, family, source, errors (bits in
 * hexadecimal, in the order of ERRORS in linkgen.h).
 */
#include "bench/linkgen/linkgen.h"

#include <stdlib.h>

_Noreturn static void usage(void)
{
    fputs(
        "linkgen --n N --seed S --kind ordinary|dense|hard|clean|english|reference|febrl1..febrl4 "
        "--out F.csv --truth T.csv [--units U.csv] [--communes N]\n",
        stderr);
    exit(2);
}

static FILE *file(const char *path)
{
    FILE *f = fopen(path, "w");
    if (!f) {
        perror(path);
        exit(1);
    }
    setvbuf(f, NULL, _IOFBF, 1 << 20);
    return f;
}

static void finish(FILE *f)
{
    if (f && fclose(f)) {
        perror("linkgen");
        exit(1);
    }
}

static uint64_t number(const char *s)
{
    char *end;
    uint64_t n = strtoull(s, &end, 10);
    if (*end || !*s)
        usage();
    return n;
}

static void option(struct linkgen *l, const char *name, const char *v)
{
    if (streq(name, "--n"))
        l->records = number(v);
    else if (streq(name, "--seed"))
        l->seed = number(v);
    else if (streq(name, "--communes"))
        l->communes = (int)number(v);
    else if (streq(name, "--out"))
        l->out = file(v);
    else if (streq(name, "--truth"))
        l->truth = file(v);
    else if (streq(name, "--units"))
        l->units = file(v);
    else if (!streq(name, "--kind") || !linkgen_kind(v, &l->kind))
        usage();
}

int main(int argc, char **argv)
{
    struct linkgen l = {.records = 1000000, .seed = 1};
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 == argc)
            usage();
        option(&l, argv[i], argv[i + 1]);
    }
    if (l.kind >= KIND_FEBRL1)
        l.records = 0;
    if (!l.out || !l.truth)
        usage();
    linkgen_run(&l);
    finish(l.out);
    finish(l.truth);
    finish(l.units);
}
