// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Search keys. One pass: Latin, its combining marks and punctuation go through the generated
 * table (a row never is longer than the character it replaces); anything else through utf8proc.
 * Marks fold to nothing, so NFC and NFD, old and new tone placement, meet in the same key.
 */
#include "base/base_int.h"

#include <utf8proc.h>

/* Room kept: cap >= n + bytes still to read + SLACK, so the table may write without asking. */
struct folder {
    struct arena *a;
    char *p;
    size_t n, cap;
    bool gap; /* the last thing written was a space, or nothing was */
};
enum { SLACK = 8, RARE_MAX = 80 };

static void put_space(struct folder *f)
{
    f->p[f->n] = ' ';
    f->n += !f->gap;
    f->gap = true;
}

static void put_row(struct folder *f, int row)
{
    const uint8_t *e = text_gen_fold[row];
    if (e[0] == ' ') {
        put_space(f);
        return;
    }
    memcpy(f->p + f->n, e, 4);
    f->n += e[3];
    f->gap = f->gap && e[3] == 0;
}

static bool is_word_part(utf8proc_int32_t cp)
{
    utf8proc_category_t c = utf8proc_category(cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO;
}

static void make_room(struct folder *f, size_t left)
{
    size_t need = f->n + left + RARE_MAX * 4 + SLACK;
    if (need <= f->cap)
        return;
    size_t cap = need + need / 2;
    char *p = arena_alloc(f->a, cap, 1);
    memcpy(p, f->p, f->n);
    f->p = p;
    f->cap = cap;
}

static void put_rare(struct folder *f, uint32_t cp, size_t left)
{
    utf8proc_int32_t out[RARE_MAX];
    int bc = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, out, RARE_MAX,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &bc);
    make_room(f, left);
    for (utf8proc_ssize_t i = 0; i < n && i < RARE_MAX; i++) {
        int row = text_row((uint32_t)out[i]);
        if (row >= 0) {
            put_row(f, row);
        } else if (is_word_part(out[i])) {
            f->n += text_encode((uint32_t)out[i], f->p + f->n);
            f->gap = false;
        } else if (utf8proc_category(out[i]) != UTF8PROC_CATEGORY_CF) {
            put_space(f);
        }
    }
}

struct str text_fold(struct arena *a, struct str s)
{
    struct folder f = {
        .a = a, .p = arena_alloc(a, s.n + SLACK, 1), .cap = s.n + SLACK, .gap = true};
    for (size_t i = 0; i < s.n;) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x80) {
            char to = (char)text_gen_fold[c][0];
            f.p[f.n] = to;
            f.n += !(f.gap & (to == ' '));
            f.gap = to == ' ';
            i++;
            continue;
        }
        uint32_t cp;
        size_t k = text_decode(s.p + i, s.n - i, &cp);
        i += k ? k : 1;
        int row = k ? text_row(cp) : -1;
        if (row >= 0)
            put_row(&f, row);
        else if (k)
            put_rare(&f, cp, s.n - i);
        else
            put_space(&f);
    }
    if (f.gap && f.n > 0)
        f.n--;
    f.p[f.n] = 0;
    return (struct str){f.p, f.n};
}

void text_fold_small(struct str s, char *out, size_t cap)
{
    size_t n = 0;
    uint32_t cp;
    for (size_t i = 0, k; i < s.n; i += k ? k : 1) {
        k = text_decode(s.p + i, s.n - i, &cp);
        int row = k ? text_row(cp) : -1;
        const uint8_t space[4] = {' ', 0, 0, 1};
        const uint8_t *e = row >= 0 ? text_gen_fold[row] : space;
        for (size_t j = 0; j < e[3] && n + 1 < cap; j++)
            out[n++] = (char)e[j];
    }
    out[n] = 0;
}

size_t text_fold_words(struct arena *a, struct str s, struct str **words)
{
    struct str rest = text_fold(a, s), word;
    size_t n = 0, cap = 1;
    for (size_t i = 0; i < rest.n; i++)
        cap += rest.p[i] == ' ';
    *words = NEW_N(a, struct str, cap);
    while (rest.n > 0 && str_split(&rest, ' ', &word))
        (*words)[n++] = word;
    return n;
}
