// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The door for typed text. A scan over the bytes with a generated table finds that most text needs
 * nothing; the rest is rebuilt character by character (repairs, white space), and only if a
 * character that can combine was seen does utf8proc compose it. Repairs come before composing, so
 * that dropping an invisible character cannot leave text that a second cleaning would change.
 */
#include "base/base_int.h"

#include <utf8proc.h>

size_t text_encode(uint32_t cp, char *out)
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, (utf8proc_uint8_t *)out);
}

uint32_t text_lower(uint32_t cp)
{
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

uint32_t text_upper(uint32_t cp)
{
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)cp);
}

bool text_utf8_ok(struct str s)
{
    uint32_t cp;
    for (size_t i = 0; i < s.n;) {
        size_t k = text_decode(s.p + i, s.n - i, &cp);
        if (k == 0)
            return false;
        i += k;
    }
    return true;
}

size_t text_length(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (s.p[i] & 0xc0) != 0x80;
    return n;
}

struct str text_nfc(struct arena *a, struct str s)
{
    const utf8proc_uint8_t *in = (const utf8proc_uint8_t *)s.p;
    utf8proc_ssize_t len = (utf8proc_ssize_t)s.n;
    const utf8proc_option_t opt = UTF8PROC_DECOMPOSE | UTF8PROC_STABLE;
    utf8proc_ssize_t n = utf8proc_decompose(in, len, NULL, 0, opt);
    BUG_IF(n < 0);
    utf8proc_int32_t *cps = NEW_N(a, utf8proc_int32_t, n + 1);
    n = utf8proc_decompose(in, len, cps, n, opt);
    n = utf8proc_reencode(cps, n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    BUG_IF(n < 0);
    return (struct str){(char *)cps, (size_t)n};
}

/* ---- the common case: nothing to do -----------------------------------------------------------
 */

static bool ascii_clean(struct str s, size_t i, enum text_flags flags)
{
    unsigned char c = (unsigned char)s.p[i];
    if (c == ' ')
        return i > 0 && (s.p[i - 1] != ' ' || (flags & TEXT_NOTE));
    if (c == '\n')
        return (flags & TEXT_NOTE) && i > 0 && s.p[i - 1] != ' ';
    return c > ' ' && c != 0x7f && !(c == '`' && (flags & TEXT_NAME));
}

static bool is_clean(struct str s, enum text_flags flags)
{
    for (size_t i = 0; i < s.n;) {
        if ((unsigned char)s.p[i] < 0x80) {
            if (!ascii_clean(s, i, flags))
                return false;
            i++;
            continue;
        }
        uint32_t cp;
        size_t k = text_decode(s.p + i, s.n - i, &cp);
        int row = k ? text_row(cp) : -1;
        if (row < 0 || !(text_gen_flags[row] & TEXT_CLEAN))
            return false;
        i += k;
    }
    return s.n == 0 || (s.p[s.n - 1] != ' ' && s.p[s.n - 1] != '\n');
}

/* ---- repair -----------------------------------------------------------------------------------
 */

enum { DROP = 0, SPACE = ' ', NEWLINE = '\n' };

static uint32_t look_alike(uint32_t cp, enum text_flags flags)
{
    switch (cp) {
    case 0xd0:
    case 0x189:
        return 0x110;
    case 0xf0:
    case 0x256:
        return 0x111;
    case 0x2018:
    case 0x2019:
    case 0x201b:
    case 0x2bc:
        return '\'';
    case '`':
    case 0x1fef: /* composes to ` */
        return flags & TEXT_NAME ? '\'' : '`';
    case 0xb4:
    case 0x1ffd: /* composes to U+00B4 */
        return flags & TEXT_NAME ? '\'' : 0xb4;
    case 0x2032:
        return flags & TEXT_NAME ? '\'' : cp;
    case 0x2b9:
    case 0x374: /* composes to U+02B9 */
        return flags & TEXT_NAME ? '\'' : 0x2b9;
    default:
        return cp;
    }
}

/* The character to keep, SPACE, NEWLINE or DROP. */
static uint32_t repaired(uint32_t cp, enum text_flags flags)
{
    if (cp == '\t')
        return SPACE;
    if (cp == '\n' || cp == '\r' || cp == 0x85)
        return NEWLINE;
    switch (utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_ZS:
        return SPACE;
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return NEWLINE;
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
        return DROP;
    default:
        return (cp & 0xfffe) == 0xfffe ? DROP : look_alike(cp, flags);
    }
}

/* Output with the white space that is still owed: it is paid only before a character, which trims
 * both ends and the ends of lines. */
struct cleaner {
    enum text_flags flags;
    char *p;
    size_t n, spaces, newlines;
    bool combining;
};

static void owe(struct cleaner *c, uint32_t cp)
{
    if (!(c->flags & TEXT_NOTE)) {
        c->spaces = 1;
    } else if (cp == NEWLINE) {
        c->newlines++;
        c->spaces = 0;
    } else {
        c->spaces++;
    }
}

static void put(struct cleaner *c, uint32_t cp)
{
    for (; c->newlines > 0; c->newlines--)
        if (c->n > 0)
            c->p[c->n++] = '\n';
    for (; c->spaces > 0; c->spaces--)
        if (c->n > 0)
            c->p[c->n++] = ' ';
    c->n += text_encode(cp, c->p + c->n);
    int row = text_row(cp);
    if (row < 0 || !(text_gen_flags[row] & TEXT_CLEAN))
        c->combining = true;
}

enum err text_clean(struct arena *a, struct str in, enum text_flags flags, struct str *out)
{
    if (is_clean(in, flags)) {
        *out = in;
        return OK;
    }
    /* A repaired character is never longer than what it stands for. */
    struct cleaner c = {.flags = flags, .p = arena_alloc(a, in.n + 1, 1)};
    uint32_t cp, before = 0;
    for (size_t i = 0; i < in.n; before = cp) {
        size_t k = text_decode(in.p + i, in.n - i, &cp);
        if (k == 0)
            return err_set(ERR_INVALID, "not UTF-8 at byte %zu", i);
        i += k;
        uint32_t r = repaired(cp, flags);
        if (r == SPACE || (r == NEWLINE && !(cp == '\n' && before == '\r')))
            owe(&c, r);
        else if (r != DROP && r != NEWLINE)
            put(&c, r);
    }
    struct str s = {c.p, c.n};
    *out = c.combining ? text_nfc(a, s) : s;
    return OK;
}
