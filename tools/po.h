// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Reader of gettext PO files, shared by msggen and i18ncheck: comments, msgid, msgstr, strings
 * over several lines. Fuzzy, obsolete (#~) and header entries are left out. No plurals, contexts.
 */
#ifndef MANG_PO_H
#define MANG_PO_H

#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

struct po_entry {
    const char *id, *text; /* text "" = not translated */
    int line;
    bool used; /* for i18ncheck */
};
struct po {
    struct po_entry *e;
    size_t n, cap;
};
/* Where the reader stands between two lines. */
struct po_state {
    struct arena *a;
    struct po *po;
    const char *path;
    int line, id_line;
    struct buf id, text;
    struct buf *into; /* which string a continuation line adds to */
    bool fuzzy, fuzzy_next;
};

static inline struct str po_slurp(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(1);
    }
    struct buf b = buf_in(a, 16u << 20);
    char chunk[8192];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    fclose(f);
    return buf_view(&b);
}

static inline _Noreturn void po_die(const struct po_state *s, const char *why)
{
    fprintf(stderr, "%s:%d:1: %s\n", s->path, s->line, why);
    exit(1);
}

/* Adds the C-like string literal at the start of `t`; returns its length with quotes, 0 if bad. */
static inline size_t po_literal(struct str t, struct buf *out)
{
    if (t.n == 0 || t.p[0] != '"')
        return 0;
    for (size_t i = 1; i < t.n; i++) {
        char c = t.p[i];
        if (c == '"')
            return i + 1;
        if (c == '\n')
            return 0;
        if (c == '\\' && i + 1 < t.n) {
            c = t.p[++i];
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
        }
        buf_putc(out, c);
    }
    return 0;
}

static inline void po_finish(struct po_state *s)
{
    if (s->id.n > 0 && !s->fuzzy) {
        if (s->po->n == s->po->cap) {
            size_t cap = s->po->cap ? s->po->cap * 2 : 256;
            struct po_entry *e = NEW_N(s->a, struct po_entry, cap);
            if (s->po->n)
                memcpy(e, s->po->e, s->po->n * sizeof *e);
            s->po->e = e;
            s->po->cap = cap;
        }
        s->po->e[s->po->n++] = (struct po_entry){.id = arena_dupn(s->a, s->id.p, s->id.n),
            .text = arena_dupn(s->a, s->text.p, s->text.n),
            .line = s->id_line};
    }
    s->id.n = s->text.n = 0;
    s->into = NULL;
}

static inline void po_comment(struct po_state *s, struct str line)
{
    if (s->into == &s->text)
        po_finish(s);
    const char *comma = memchr(line.p, ',', line.n);
    if (line.n > 1 && line.p[1] == ',' && comma && memmem(line.p, line.n, "fuzzy", 5))
        s->fuzzy_next = true;
}

static inline void po_line(struct po_state *s, struct str line)
{
    line = str_trim(line);
    if (line.n == 0)
        return;
    if (line.p[0] == '#') {
        po_comment(s, line);
        return;
    }
    if (str_starts(line, "msgid ")) {
        po_finish(s);
        s->fuzzy = s->fuzzy_next;
        s->fuzzy_next = false;
        s->id_line = s->line;
        s->into = &s->id;
        line = str_trim((struct str){line.p + 6, line.n - 6});
    } else if (str_starts(line, "msgstr ")) {
        if (s->into != &s->id)
            po_die(s, "msgstr without msgid");
        s->into = &s->text;
        line = str_trim((struct str){line.p + 7, line.n - 7});
    } else if (line.p[0] != '"') {
        po_die(s, "expected msgid, msgstr, a string or a comment");
    }
    if (!s->into || po_literal(line, s->into) != line.n)
        po_die(s, "bad string");
}

static inline struct po po_read(struct arena *a, const char *path)
{
    struct po po = {0};
    struct po_state s = {
        .a = a, .po = &po, .path = path, .id = buf_in(a, 1u << 16), .text = buf_in(a, 1u << 16)};
    struct str rest = po_slurp(a, path), line;
    while (str_split(&rest, '\n', &line)) {
        s.line++;
        po_line(&s, line);
    }
    if (s.into == &s.id && s.id.n > 0)
        po_die(&s, "msgid without msgstr");
    po_finish(&s);
    return po;
}

#endif
