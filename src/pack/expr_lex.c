// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Cuts the text of an expression into tokens. Names keep their dots ("form.muc_do"); texts stand in
 * single quotes, a quote inside is doubled. Positions are byte offsets; only a fault turns them
 * into columns, which count characters as an editor does.
 */
#include "pack/pack_int.h"

#include <stdio.h>

struct word {
    const char *s;
    enum tok t;
};
static const struct word WORDS[] = {
    {"and", T_AND},
    {"or", T_OR},
    {"not", T_NOT},
    {"in", T_IN},
    {"is", T_IS},
    {"has", T_HAS},
    {"null", T_NULL},
    {"true", T_TRUE},
    {"false", T_FALSE},
};
/* Longer signs first. */
static const struct word SIGNS[] = {
    {"!=", T_NE},
    {"<=", T_LE},
    {">=", T_GE},
    {"(", T_OPEN},
    {")", T_CLOSE},
    {",", T_COMMA},
    {"+", T_PLUS},
    {"-", T_MINUS},
    {"*", T_STAR},
    {"/", T_SLASH},
    {"=", T_EQ},
    {"<", T_LT},
    {">", T_GT},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_' || is_digit(c);
}

static int column_of(const struct xparse *p, size_t at)
{
    int col = p->pos.col;
    for (size_t i = 0; i < at && i < p->text.n; i++)
        col += ((unsigned char)p->text.p[i] & 0xC0) != 0x80;
    return col;
}

struct expr *x_fail(struct xparse *p, size_t at, const char *fmt, ...)
{
    if (p->err->text)
        return NULL;
    char msg[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(msg, sizeof msg, fmt, ap);
    va_end(ap);
    p->err->pos = p->pos;
    p->err->pos.col = column_of(p, at);
    p->err->text = arena_dup(p->a, msg);
    return NULL;
}

bool x_reserved(struct str word)
{
    static const char *const MORE[] = {"today", "now", "date", "form", "steps", "parent"};
    for (size_t i = 0; i < COUNT(WORDS); i++)
        if (str_is(word, WORDS[i].s))
            return true;
    for (size_t i = 0; i < COUNT(MORE); i++)
        if (str_is(word, MORE[i]))
            return true;
    return false;
}

static enum tok lex_number(const struct str t, size_t *i)
{
    enum tok kind = T_INT;
    while (*i < t.n && is_digit(t.p[*i]))
        ++*i;
    if (*i + 1 < t.n && t.p[*i] == '.' && is_digit(t.p[*i + 1])) {
        kind = T_REAL;
        for (++*i; *i < t.n && is_digit(t.p[*i]);)
            ++*i;
    }
    return *i < t.n && is_word(t.p[*i]) ? T_BAD : kind;
}

/* A name part begins with a letter; a dot must be followed by another part. */
static enum tok lex_name(const struct str t, size_t *i)
{
    size_t from = *i;
    while (
        *i < t.n && (is_word(t.p[*i]) || (t.p[*i] == '.' && *i + 1 < t.n && is_word(t.p[*i + 1]))))
        ++*i;
    struct str s = {t.p + from, *i - from};
    for (size_t k = 0; k < COUNT(WORDS); k++)
        if (str_is(s, WORDS[k].s))
            return WORDS[k].t;
    return T_NAME;
}

static enum tok lex_text(const struct str t, size_t *i)
{
    for (++*i; *i < t.n; ++*i) {
        if (t.p[*i] != '\'')
            continue;
        ++*i;
        if (*i >= t.n || t.p[*i] != '\'')
            return T_TEXT;
    }
    return T_BAD;
}

static enum tok lex_sign(const struct str t, size_t *i)
{
    struct str rest = {t.p + *i, t.n - *i};
    for (size_t k = 0; k < COUNT(SIGNS); k++)
        if (str_starts(rest, SIGNS[k].s)) {
            *i += strlen(SIGNS[k].s);
            return SIGNS[k].t;
        }
    /* the whole character, for the message */
    for (++*i; *i < t.n && ((unsigned char)t.p[*i] & 0xC0) == 0x80;)
        ++*i;
    return T_BAD;
}

static void complain(struct xparse *p)
{
    struct str s = p->cur.s;
    if (s.p[0] == '\'')
        x_fail(p, p->cur.at, "Chữ mở bằng dấu ' mà không đóng");
    else if (is_digit(s.p[0]))
        x_fail(p, p->cur.at, "Số viết sai");
    else
        x_fail(p, p->cur.at, "Không hiểu ký tự ‘" STR_FMT "’", STR_ARG(s));
}

void x_lex(struct xparse *p)
{
    const struct str t = p->text;
    size_t i = p->next;
    while (i < t.n && (t.p[i] == ' ' || t.p[i] == '\n' || t.p[i] == '\t'))
        i++;
    size_t from = i;
    enum tok kind = T_END;
    if (i < t.n) {
        if (is_digit(t.p[i]))
            kind = lex_number(t, &i);
        else if (is_word(t.p[i]))
            kind = lex_name(t, &i);
        else if (t.p[i] == '\'')
            kind = lex_text(t, &i);
        else
            kind = lex_sign(t, &i);
    }
    p->cur = (struct token){kind, {t.p + from, i - from}, from};
    p->next = i;
    if (kind == T_BAD)
        complain(p);
}
