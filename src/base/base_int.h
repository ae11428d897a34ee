// SPDX-License-Identifier: AGPL-3.0-or-later
/* Private to src/base: the generated character tables and a UTF-8 decoder for hot loops. */
#ifndef MANG_BASE_INT_H
#define MANG_BASE_INT_H

#include "base/text.h"

/* Tables of tools/textgen cover three ranges of code points, one after the other. */
enum {
    TEXT_A_END = 0x370, /* 0000..036F */
    TEXT_B = 0x1e00,    /* 1E00..1EFF */
    TEXT_C = 0x2000,    /* 2000..206F */
    TEXT_B_AT = TEXT_A_END,
    TEXT_C_AT = TEXT_B_AT + 0x100,
    TEXT_GEN_N = TEXT_C_AT + 0x70,
};
enum {
    TEXT_TONE = 7,  /* 0 none, 1 huyền, 2 hỏi, 3 ngã, 4 sắc, 5 nặng */
    TEXT_CLEAN = 8, /* passes text_clean unchanged, alone and next to others */
    TEXT_UPPER = 16,
    TEXT_ALPHA = 32,
};
/* Folded form: up to 3 bytes, then their number. */
extern const uint8_t text_gen_fold[TEXT_GEN_N][4];
/* Letter of the Vietnamese alphabet without tone and case: a-z, and 1 ă, 2 â, 3 ê, 4 ô, 5 ơ, 6 ư,
 * 7 đ; 0 when it is none. */
extern const char text_gen_letter[TEXT_GEN_N];
extern const uint8_t text_gen_flags[TEXT_GEN_N];

/* Row of the tables, or -1. */
static inline int text_row(uint32_t cp)
{
    if (cp < TEXT_A_END)
        return (int)cp;
    if (cp - TEXT_B < 0x100)
        return (int)(TEXT_B_AT + (cp - TEXT_B));
    if (cp - TEXT_C < 0x70)
        return (int)(TEXT_C_AT + (cp - TEXT_C));
    return -1;
}

/* Code point at p (n > 0 bytes left); returns its length, 0 when it is not valid UTF-8. */
static inline size_t text_decode(const char *p, size_t n, uint32_t *cp)
{
    const unsigned char *u = (const unsigned char *)p;
    uint32_t c = u[0];
    if (c < 0x80) {
        *cp = c;
        return 1;
    }
    size_t len = c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
    if (len == 0 || len > n)
        return 0;
    c &= 0x7fu >> len;
    for (size_t i = 1; i < len; i++) {
        if ((u[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (u[i] & 0x3f);
    }
    if ((len == 3 && (c < 0x800 || c - 0xd800 < 0x800)) ||
        (len == 4 && (c < 0x10000 || c > 0x10ffff)))
        return 0;
    *cp = c;
    return len;
}

/* Writes the UTF-8 form (up to 4 bytes), returns its length. */
size_t text_encode(uint32_t cp, char *out);
/* NFC of valid UTF-8, in the arena. */
struct str text_nfc(struct arena *a, struct str s);
/* Small text folded into a fixed array, NUL-terminated; cut when too long. */
void text_fold_small(struct str s, char *out, size_t cap);
/* Lower- or upper-case form of one code point. */
uint32_t text_lower(uint32_t cp);
uint32_t text_upper(uint32_t cp);

/* Words with a character beyond ASCII: how many are Vietnamese syllables, how many are not. */
struct text_score {
    int good, bad;
};
struct text_score text_score(struct str s);
bool text_is_syllable(struct str word);

#endif
