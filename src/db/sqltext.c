// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * SQL as text: names, parameters, the identity of a statement made at run time. Knows quotes and
 * nothing else of the language.
 */
#include "db/db_int.h"

#include <ctype.h>

bool sql_name_ok(const char *name, size_t max)
{
    if (!name || *name < 'a' || *name > 'z')
        return false;
    size_t n = 0;
    for (const char *p = name; *p; p++, n++)
        if (!(*p >= 'a' && *p <= 'z') && !(*p >= '0' && *p <= '9') && *p != '_')
            return false;
    return n <= max;
}

static bool word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool sql_word(const char **at, struct str *word)
{
    const char *p = *at;
    while (*p && !word_char(*p))
        p++;
    const char *from = p;
    while (word_char(*p))
        p++;
    *word = (struct str){from, (size_t)(p - from)};
    *at = p;
    return p > from;
}

/* End of the quoted text that starts at p. */
static const char *skip_quoted(const char *p)
{
    char quote = *p++;
    while (*p && *p != quote)
        p++;
    return *p ? p + 1 : p;
}

void sql_params(struct buf *out, const char *sql, char mark, int shift)
{
    const char *from = sql;
    for (const char *p = sql; *p;) {
        if (*p == '\'' || *p == '"') {
            p = skip_quoted(p);
        } else if (*p == '$' && isdigit((unsigned char)p[1])) {
            buf_add(out, from, (size_t)(p - from));
            int n = 0;
            for (p++; isdigit((unsigned char)*p) && n < 100000; p++)
                n = n * 10 + (*p - '0');
            buf_putc(out, mark);
            buf_int(out, n + shift);
            from = p;
        } else {
            p++;
        }
    }
    buf_puts(out, from);
}

struct stmt stmt_text(const char *name, const struct buf *sql)
{
    return (struct stmt){.id = -1, .name = name, .sql = sql->p, .n = sql->n};
}

char stmt_param(const struct stmt *s, struct db_args args, size_t i)
{
    if (s->params)
        return s->params[i];
    static const char letters[] = {
        [V_NULL] = '?', [V_INT] = 'i', [V_REAL] = 'r', [V_TEXT] = '?', [V_BLOB] = 'b'};
    return letters[args.v[i].t];
}

/* FNV-1a, 64 bits, over the text and the types of the arguments. */
uint64_t stmt_hash(const struct stmt *s, struct db_args args)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s->n; i++)
        h = (h ^ (unsigned char)s->sql[i]) * 0x100000001b3u;
    for (size_t i = 0; i < args.n; i++)
        h = (h ^ (unsigned char)stmt_param(s, args, i)) * 0x100000001b3u;
    return h ? h : 1;
}

/* "$12", without printf: a statement for many rows has thousands of them. */
static void put_param(struct buf *b, size_t nth)
{
    char text[8];
    size_t at = sizeof text;
    for (; nth && at; nth /= 10)
        text[--at] = (char)('0' + nth % 10);
    buf_putc(b, '$');
    buf_add(b, text + at, sizeof text - at);
}

void sql_put_params(struct buf *b, size_t row, size_t n)
{
    buf_puts(b, row ? "), (" : ") VALUES (");
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_puts(b, ", ");
        put_param(b, row * n + i + 1);
    }
}
