// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * multipart/form-data (RFC 7578) as browsers and common clients write it: the body begins with the
 * boundary, every part has a Content-Disposition with a name, no transfer encodings, nothing but a
 * line break after the closing boundary. Anything else is malformed. File data is not copied.
 */
#include "http/http_int.h"

#include <strings.h>

enum { PART_HEAD_MAX = 4096, PARTS_MAX = FIELDS_MAX };

struct reader {
    struct arena *a;
    struct str rest;
    struct str mark; /* "\r\n--boundary" */
    struct params fields;
    struct http_file *files;
    size_t nfiles, files_cap;
};

static bool same_nocase(struct str s, const char *word)
{
    return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

static void skip(struct str *s, size_t n)
{
    s->p += n;
    s->n -= n;
}

/* Cuts off what stands before `mark`, and the mark. */
static bool cut(struct str *rest, struct str mark, struct str *before)
{
    const char *at = rest->n ? memmem(rest->p, rest->n, mark.p, mark.n) : NULL;
    if (!at)
        return false;
    *before = (struct str){rest->p, (size_t)(at - rest->p)};
    skip(rest, before->n + mark.n);
    return true;
}

/* ---- header parameters ----------------------------------------------------------------------- */

static bool quoted_value(struct str *rest, struct str *value)
{
    skip(rest, 1);
    return cut(rest, STR("\""), value);
}

/* Cuts `; key=value` off *rest. The value is a token or a quoted string; clients write a quote
 * inside as %22, so a backslash is an ordinary character. */
static bool next_param(struct str *rest, struct str *key, struct str *value)
{
    *rest = str_trim(*rest);
    if (!rest->n || rest->p[0] != ';')
        return false;
    skip(rest, 1);
    if (!cut(rest, STR("="), key))
        return false;
    *key = str_trim(*key);
    if (rest->n && rest->p[0] == '"')
        return quoted_value(rest, value);
    size_t n = 0;
    while (n < rest->n && rest->p[n] != ';' && rest->p[n] != ' ')
        n++;
    *value = (struct str){rest->p, n};
    skip(rest, n);
    return true;
}

static bool boundary_ok(struct str b)
{
    if (b.n == 0 || b.n > 70)
        return false;
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i] < ' ' || b.p[i] > '~')
            return false;
    return true;
}

static bool find_boundary(const char *content_type, struct str *out)
{
    struct str rest = str_of(content_type), key, value;
    size_t type = strcspn(content_type, ";");
    skip(&rest, type);
    while (next_param(&rest, &key, &value))
        if (same_nocase(key, "boundary")) {
            *out = value;
            return boundary_ok(value);
        }
    return false;
}

/* ---- parts ----------------------------------------------------------------------------------- */

/* Browsers escape exactly these three in names. */
static struct str unescape_name(struct arena *a, struct str s)
{
    static const struct {
        const char *code;
        char c;
    } known[] = {{"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}};
    char *out = arena_alloc(a, s.n + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        struct str rest = {s.p + i, s.n - i};
        char c = s.p[i++];
        for (size_t k = 0; k < COUNT(known) && c == '%'; k++)
            if (str_starts(rest, known[k].code)) {
                c = known[k].c;
                i += 2;
            }
        out[n++] = c;
    }
    return (struct str){out, n};
}

struct part {
    struct str name, filename; /* p NULL = absent */
};

static bool disposition(struct reader *r, struct str v, struct part *p)
{
    struct str key, value;
    if (p->name.p || v.n < 9 || strncasecmp(v.p, "form-data", 9) != 0)
        return false;
    skip(&v, 9);
    while (next_param(&v, &key, &value)) {
        if (same_nocase(key, "name"))
            p->name = unescape_name(r->a, value);
        else if (same_nocase(key, "filename"))
            p->filename = unescape_name(r->a, value);
    }
    return v.n == 0;
}

static bool part_header(struct reader *r, struct str line, struct part *p)
{
    struct str name;
    if (!str_split(&line, ':', &name) || !line.p)
        return false;
    struct str value = str_trim(line);
    if (same_nocase(name, "Content-Disposition"))
        return disposition(r, value, p);
    if (same_nocase(name, "Content-Transfer-Encoding"))
        return same_nocase(value, "binary") || same_nocase(value, "8bit") ||
               same_nocase(value, "7bit");
    return true;
}

static bool part_head(struct reader *r, struct part *p)
{
    struct str line;
    size_t before = r->rest.n;
    for (;;) {
        if (!cut(&r->rest, STR("\r\n"), &line) || before - r->rest.n > PART_HEAD_MAX)
            return false;
        if (memchr(line.p, 0, line.n))
            return false;
        if (line.n == 0)
            return p->name.p != NULL;
        if (!part_header(r, line, p))
            return false;
    }
}

static bool add_file(struct reader *r, const struct part *p, struct str data)
{
    if (!p->filename.n && !data.n)
        return true; /* the input was left empty */
    if (r->nfiles == PARTS_MAX)
        return false;
    if (r->nfiles == r->files_cap) {
        r->files_cap = r->files_cap ? r->files_cap * 2 : 4;
        struct http_file *f = NEW_N(r->a, struct http_file, r->files_cap);
        if (r->nfiles)
            memcpy(f, r->files, r->nfiles * sizeof *f);
        r->files = f;
    }
    r->files[r->nfiles++] = (struct http_file){p->name, p->filename, data};
    return true;
}

static bool add_field(struct reader *r, const struct part *p, struct str data)
{
    if (data.n && memchr(data.p, 0, data.n))
        return false;
    struct str text = {arena_dupn(r->a, data.p, data.n), data.n};
    return params_add(&r->fields, p->name, text);
}

static bool read_part(struct reader *r)
{
    struct part p = {0};
    struct str data;
    if (!part_head(r, &p))
        return false;
    if (!cut(&r->rest, r->mark, &data))
        return false;
    return p.filename.p ? add_file(r, &p, data) : add_field(r, &p, data);
}

static bool read_parts(struct reader *r)
{
    struct str first = {r->mark.p + 2, r->mark.n - 2};
    if (r->rest.n < first.n || memcmp(r->rest.p, first.p, first.n) != 0)
        return false;
    skip(&r->rest, first.n);
    while (str_starts(r->rest, "\r\n")) {
        skip(&r->rest, 2);
        if (!read_part(r))
            return false;
    }
    return str_is(r->rest, "--") || str_is(r->rest, "--\r\n");
}

bool http_parse_multipart(struct arena *a, struct str body, const char *content_type,
    const struct http_param **fields, size_t *nfields, const struct http_file **files,
    size_t *nfiles)
{
    struct str boundary;
    if (!find_boundary(content_type, &boundary))
        return false;
    struct reader r = {.a = a, .rest = body, .fields = {.a = a, .max = FIELDS_MAX}};
    r.mark = str_of(arena_printf(a, "\r\n--" STR_FMT, STR_ARG(boundary)));
    if (!read_parts(&r))
        return false;
    *fields = r.fields.p;
    *nfields = r.fields.n;
    *files = r.files;
    *nfiles = r.nfiles;
    return true;
}
