// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * textgen OUT.c: the character tables of src/base/text*.c, from utf8proc's Unicode data and the
 * few facts Unicode does not hold (đ is a d; ð is typed for đ). Run by make; not installed.
 * Three ranges: Latin with the combining marks, Latin Extended Additional, general punctuation.
 */
#include "base/base_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

struct row {
    char fold[4];
    int fold_n;
    char letter;
    int flags;
};

static bool is_letter(utf8proc_int32_t cp)
{
    utf8proc_category_t c = utf8proc_category(cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

static bool is_space_like(utf8proc_category_t c)
{
    return c == UTF8PROC_CATEGORY_ZS || c == UTF8PROC_CATEGORY_ZL || c == UTF8PROC_CATEGORY_ZP;
}

/* Letters whose plain form Unicode does not give by decomposition. */
static const struct {
    utf8proc_int32_t cp;
    const char *plain;
} special[] = {{0x111, "d"}, {0xf0, "d"}, {0x256, "d"}, {0xf8, "o"}, {0x142, "l"}, {0x131, "i"},
    {0xe6, "ae"}, {0x153, "oe"}, {0xdf, "ss"}, {0xfe, "th"}, {0x1e9e, "ss"}};

static void add(struct row *r, utf8proc_int32_t cp)
{
    for (size_t i = 0; i < COUNT(special); i++) {
        if (special[i].cp != cp)
            continue;
        for (const char *s = special[i].plain; *s; s++)
            r->fold[r->fold_n++] = *s;
        return;
    }
    if (cp < 0x80 && ((cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9')))
        r->fold[r->fold_n++] = (char)cp;
    else if (cp >= 0x80 && (is_letter(cp) || utf8proc_category(cp) == UTF8PROC_CATEGORY_NO))
        r->fold_n += (int)utf8proc_encode_char(cp, (utf8proc_uint8_t *)r->fold + r->fold_n);
}

/* Every row is letters and digits, or one space, or nothing (marks and invisible characters). */
static void fold(struct row *r, utf8proc_int32_t cp)
{
    utf8proc_category_t c = utf8proc_category(cp);
    if (c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_CF)
        return;
    /* A tone letter of its own (` ´ ¨) decomposes to space + mark: a separator. */
    bool word = is_letter(cp) || c == UTF8PROC_CATEGORY_ND || c == UTF8PROC_CATEGORY_NO;
    utf8proc_int32_t out[16];
    int bc = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        cp, out, COUNT(out), UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &bc);
    for (int i = 0; word && i < n; i++)
        if (utf8proc_category(out[i]) != UTF8PROC_CATEGORY_MN)
            add(r, out[i]);
    if (r->fold_n == 0)
        r->fold[r->fold_n++] = ' ';
}

static void mark_letter(struct row *r, utf8proc_int32_t mark)
{
    static const struct {
        int mark;
        char from, to;
    } hooks[] = {{0x306, 'a', '1'}, {0x302, 'a', '2'}, {0x302, 'e', '3'}, {0x302, 'o', '4'},
        {0x31b, 'o', '5'}, {0x31b, 'u', '6'}};
    static const int tones[] = {0, 0x300, 0x309, 0x303, 0x301, 0x323};
    for (int t = 1; t < 6; t++) {
        if (tones[t] == mark && !(r->flags & TEXT_TONE) && strchr("aeiouy123456", r->letter)) {
            r->flags |= t;
            return;
        }
    }
    for (size_t i = 0; i < COUNT(hooks); i++) {
        if (hooks[i].mark == mark && hooks[i].from == r->letter) {
            r->letter = hooks[i].to;
            return;
        }
    }
    r->letter = 0;
}

static void letter(struct row *r, utf8proc_int32_t cp)
{
    utf8proc_int32_t out[8];
    int bc = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char(utf8proc_tolower(cp), out, COUNT(out), UTF8PROC_DECOMPOSE, &bc);
    if (n > 0 && out[0] == 0x111)
        r->letter = '7';
    else if (n > 0 && out[0] >= 'a' && out[0] <= 'z')
        r->letter = (char)out[0];
    for (int i = 1; i < n && r->letter; i++)
        mark_letter(r, out[i]);
    if (!r->letter)
        r->flags &= ~TEXT_TONE;
}

static bool is_clean(utf8proc_int32_t cp)
{
    static const utf8proc_int32_t repaired[] = {
        0xd0, 0xf0, 0x189, 0x256, 0x2018, 0x2019, 0x201b, 0x2bc, 0xb4, 0x2032, 0x2b9};
    for (size_t i = 0; i < COUNT(repaired); i++)
        if (repaired[i] == cp)
            return false;
    utf8proc_category_t c = utf8proc_category(cp);
    bool visible = c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_SO;
    bool mark = c >= UTF8PROC_CATEGORY_MN && c <= UTF8PROC_CATEGORY_ME;
    if (!visible || mark || is_space_like(c))
        return false;
    utf8proc_uint8_t in[5] = {0};
    utf8proc_encode_char(cp, in);
    utf8proc_uint8_t *nfc = utf8proc_NFC(in);
    bool same = nfc && strcmp((char *)nfc, (char *)in) == 0;
    free(nfc);
    return same;
}

static struct row row_of(utf8proc_int32_t cp)
{
    struct row r = {0};
    fold(&r, cp);
    letter(&r, cp);
    if (is_clean(cp))
        r.flags |= TEXT_CLEAN;
    if (is_letter(cp))
        r.flags |= TEXT_ALPHA;
    if (utf8proc_tolower(cp) != cp)
        r.flags |= TEXT_UPPER;
    return r;
}

static utf8proc_int32_t cp_of(int row)
{
    if (row < TEXT_B_AT)
        return row;
    return row < TEXT_C_AT ? row - TEXT_B_AT + TEXT_B : row - TEXT_C_AT + TEXT_C;
}

static void print_tables(FILE *f)
{
    fprintf(f,
        "/* Made by tools/textgen from Unicode %s; do not edit. */\n"
        "#include \"base/base_int.h\"\n\n"
        "const uint8_t text_gen_fold[TEXT_GEN_N][4] = {\n",
        utf8proc_unicode_version());
    for (int i = 0; i < TEXT_GEN_N; i++) {
        struct row r = row_of(cp_of(i));
        fprintf(f, "{%d,%d,%d,%d},%s", (unsigned char)r.fold[0], (unsigned char)r.fold[1],
            (unsigned char)r.fold[2], r.fold_n, i % 8 == 7 ? "\n" : "");
    }
    fprintf(f, "};\nconst char text_gen_letter[TEXT_GEN_N] = {\n");
    for (int i = 0; i < TEXT_GEN_N; i++)
        fprintf(f, "%d,%s", row_of(cp_of(i)).letter, i % 16 == 15 ? "\n" : "");
    fprintf(f, "};\nconst uint8_t text_gen_flags[TEXT_GEN_N] = {\n");
    for (int i = 0; i < TEXT_GEN_N; i++)
        fprintf(f, "%d,%s", row_of(cp_of(i)).flags, i % 16 == 15 ? "\n" : "");
    fprintf(f, "};\n");
}

int main(int argc, char **argv)
{
    FILE *f = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (!f) {
        fprintf(stderr, "usage: textgen OUT.c\n");
        return 2;
    }
    print_tables(f);
    return fclose(f) == 0 ? 0 : 1;
}
