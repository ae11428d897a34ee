// SPDX-License-Identifier: AGPL-3.0-or-later
/* Bodies of Word files compared with kept ones; MANG_GOLDEN_UPDATE=1 writes those anew. After
 * doc_help.h. */
#ifndef MANG_TEST_GOLDEN_H
#define MANG_TEST_GOLDEN_H

#include <stdlib.h>

/* A new line before each thing that a reader would call a line. */
static struct str golden_pretty(struct arena *a, struct str xml)
{
    static const char *const breaks[] = {
        "<w:p>", "<w:p ", "<w:p/>", "<w:tbl>", "<w:tr>", "<w:tc>", "<w:sectPr>", "</w:tbl>"};
    struct buf b = buf_in(a, 4 << 20);
    for (size_t i = 0; i < xml.n; i++) {
        struct str rest = {xml.p + i, xml.n - i};
        for (size_t k = 0; k < COUNT(breaks); k++)
            if (str_starts(rest, breaks[k]) && b.n > 0 && b.p[b.n - 1] != '\n')
                buf_putc(&b, '\n');
        buf_putc(&b, xml.p[i]);
    }
    buf_putc(&b, '\n');
    return buf_view(&b);
}

static void golden_write(const char *path, struct str s)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
    fclose(f);
}

static void golden_difference(const char *path, struct str want, struct str got)
{
    struct str w, g;
    for (int line = 1; str_split(&want, '\n', &w) && str_split(&got, '\n', &g); line++)
        if (!str_eq(w, g))
            fail_msg(
                "%s:%d\n want " STR_FMT "\n got  " STR_FMT, path, line, STR_ARG(w), STR_ARG(g));
    fail_msg("%s: one is longer", path);
}

static void golden_compare(struct arena *a, const char *path, struct str got)
{
    struct str want = {NULL, 0};
    if (getenv("MANG_GOLDEN_UPDATE"))
        golden_write(path, got);
    else if (!(want = read_file(a, path)).p || !str_eq(want, got))
        golden_difference(path, want, got);
}

#endif
