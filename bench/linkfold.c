// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * linkfold <IN.csv >OUT.tsv: what methods in SQL are given so that they need not know Vietnamese:
 * record, name in small letters without marks (of any encoding form), birth date as ISO or nothing.
 * Reads files of linkgen (no quotes in them).
 */
#include "base/cal.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

static void fold_line(struct arena *a, struct str line)
{
    struct str cell[4] = {{"", 0}};
    char iso[11] = "";
    struct cal_date d = {0, 0, 0};
    for (size_t i = 0; i < COUNT(cell); i++)
        str_split(&line, ',', &cell[i]);
    struct str name = text_fold(a, cell[1]);
    bool plain = cell[3].n == 8 && !memchr(cell[3].p, '/', 8);
    if (plain) /* yyyymmdd */
        snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", cell[3].p, cell[3].p + 4, cell[3].p + 6);
    else if (cell[3].n && !cal_parse(a, cell[3], &d) && d.d)
        cal_iso(d, iso);
    printf(STR_FMT "\t" STR_FMT "\t%s\n", STR_ARG(cell[0]), STR_ARG(name), iso);
}

int main(void)
{
    AUTO_ARENA *a = arena_open();
    char *line = NULL;
    size_t cap = 0;
    ssize_t n = getline(&line, &cap, stdin); /* the header */
    while ((n = getline(&line, &cap, stdin)) > 0) {
        arena_reset(a);
        fold_line(a, (struct str){line, (size_t)n - 1});
    }
    free(line);
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
