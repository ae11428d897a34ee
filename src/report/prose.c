// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Prose that a person wrote around numbers. A number is a field, ⟦name: text⟧: people may move it,
 * write around it, or delete it. Renewing puts new texts into the fields and leaves every other
 * byte alone; what it cannot read it leaves too, and tells.
 */
#include "report/report_int.h"

#include <string.h>

enum { MAX_PROSE = 256 * 1024, MAX_NAME = 90 };

static void tell(
    struct prose_faults *f, enum prose_fault_kind kind, const char *name, const char *text)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->v[i].kind == kind && streq(f->v[i].name, name))
            return;
    if (f->n < COUNT(f->v))
        f->v[f->n++] = (struct prose_fault){kind, name, text};
}

/* One piece of prose: words, a field, or a bracket that is none. */
struct piece {
    struct str all;  /* as written */
    struct str name; /* of a field: "tre_em|cung_ky"; n 0 = words */
    struct str text; /* what stands in the field */
    bool broken;
};

/* Is there a closing bracket before the next opening one and the end of the line? */
static const char *closing(const char *p)
{
    const char *close = strstr(p, PROSE_CLOSE), *open = strstr(p, PROSE_OPEN);
    const char *line = strchr(p, '\n');
    if (!close || (open && open < close) || (line && line < close))
        return NULL;
    return close;
}

static bool name_ok(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_|", s.p[i]))
            return false;
    return s.n > 0 && s.n <= MAX_NAME;
}

static struct piece field_piece(const char *p)
{
    const size_t open = sizeof PROSE_OPEN - 1;
    const char *end = closing(p + open);
    if (!end)
        return (struct piece){.all = {p, open}, .broken = true};
    struct str inside = {p + open, (size_t)(end - p) - open}, name;
    struct piece k = {.all = {p, (size_t)(end - p) + sizeof PROSE_CLOSE - 1}};
    k.text = inside;
    if (str_split(&inside, ':', &name) && name_ok(str_trim(name)) &&
        inside.p == name.p + name.n + 1) {
        k.name = str_trim(name);
        k.text = str_trim(inside);
        return k;
    }
    k.broken = true;
    return k;
}

/* The next piece of *at; false at the end. */
static bool next_piece(const char **at, struct piece *out)
{
    const char *p = *at;
    if (!*p)
        return false;
    if (strncmp(p, PROSE_OPEN, sizeof PROSE_OPEN - 1) == 0) {
        *out = field_piece(p);
    } else if (strncmp(p, PROSE_CLOSE, sizeof PROSE_CLOSE - 1) == 0) {
        *out = (struct piece){.all = {p, sizeof PROSE_CLOSE - 1}, .broken = true};
    } else {
        const char *open = strstr(p, PROSE_OPEN), *close = strstr(p, PROSE_CLOSE);
        const char *end = open && (!close || open < close) ? open : close;
        *out = (struct piece){.all = {p, end ? (size_t)(end - p) : strlen(p)}};
    }
    *at = p + out->all.n;
    return true;
}

static bool holds(const char *prose, struct str name)
{
    struct piece k;
    while (next_piece(&prose, &k))
        if (k.name.n && str_eq(k.name, name))
            return true;
    return false;
}

/* A few words after a stray bracket, to find it by. */
static const char *near_it(struct arena *a, const struct piece *k)
{
    size_t n = 0;
    while (k->all.p[n] && k->all.p[n] != '\n' && n < 40)
        n++;
    while (((unsigned char)k->all.p[n] & 0xc0) == 0x80)
        n++;
    return arena_dupn(a, k->all.p, n);
}

static void renew_field(
    const struct say *s, const struct piece *k, struct buf *out, struct prose_faults *f)
{
    struct str name;
    enum say_form form;
    const struct say_number *n = say_split(k->name, &name, &form) ? say_number(s, name) : NULL;
    if (!n) {
        tell(f, PROSE_UNKNOWN, arena_dupn(s->a, k->name.p, k->name.n), NULL);
        buf_str(out, k->all);
        return;
    }
    const char *words = say_words(s->a, n, form);
    buf_printf(
        out, PROSE_OPEN STR_FMT ": %s" PROSE_CLOSE, STR_ARG(k->name), words ? words : PROSE_BLANK);
}

/* ---- what is missing ------------------------------------------------------------------------- */

/* End of the sentence that begins at p: after a full stop before a space, or the end of the line.
 * Full stops inside of fields are part of numbers. */
static const char *sentence_end(const char *p)
{
    struct piece k;
    while (*p && *p != '\n') {
        if (*p == '.' && (p[1] == ' ' || !p[1] || p[1] == '\n'))
            return p + 1;
        if (strncmp(p, PROSE_OPEN, sizeof PROSE_OPEN - 1) == 0) {
            k = field_piece(p);
            p += k.all.n;
        } else {
            p++;
        }
    }
    return p;
}

/* Sentences of the draft that hold a field which the kept text has not. */
static void each_missing(const struct say *s, const char *kept, const char *draft,
    void (*fn)(void *ctx, struct str name, const char *sentence), void *ctx)
{
    for (const char *p = draft; *p;) {
        p += strspn(p, " \n");
        const char *end = sentence_end(p), *at = arena_dupn(s->a, p, (size_t)(end - p));
        const char *sentence = at;
        struct piece k;
        while (next_piece(&at, &k))
            if (k.name.n && !holds(kept, k.name))
                fn(ctx, k.name, sentence);
        p = end;
    }
}

struct telling {
    const struct say *s;
    struct prose_faults *faults;
};

static void tell_missing(void *ctx, struct str name, const char *sentence)
{
    struct telling *t = ctx;
    tell(t->faults, PROSE_MISSING, arena_dupn(t->s->a, name.p, name.n), sentence);
}

const char *prose_renew(
    const struct say *s, const char *kept, const char *draft, struct prose_faults *faults)
{
    struct buf out = buf_in(s->a, MAX_PROSE);
    const char *at = kept;
    struct piece k;
    buf_puts(&out, "");
    while (next_piece(&at, &k)) {
        if (k.name.n) {
            renew_field(s, &k, &out, faults);
            continue;
        }
        if (k.broken)
            tell(faults, PROSE_BROKEN, near_it(s->a, &k), NULL);
        buf_str(&out, k.all);
    }
    struct telling t = {s, faults};
    if (draft)
        each_missing(s, kept, draft, tell_missing, &t);
    return out.full ? kept : out.p;
}

struct offering {
    struct buf *out;
    const char *last;
};

static void add_sentence(void *ctx, struct str name, const char *sentence)
{
    struct offering *o = ctx;
    (void)name;
    if (o->last != sentence) {
        if (o->out->n && !strchr(" \n", o->out->p[o->out->n - 1]))
            buf_putc(o->out, ' ');
        buf_puts(o->out, sentence);
    }
    o->last = sentence;
}

const char *prose_offer(const struct say *s, const char *kept, const char *draft)
{
    struct buf out = buf_in(s->a, MAX_PROSE);
    struct offering o = {.out = &out};
    buf_puts(&out, kept);
    each_missing(s, kept, draft, add_sentence, &o);
    return out.full ? kept : out.p;
}

const char *prose_plain(struct arena *a, const char *kept)
{
    struct buf out = buf_in(a, MAX_PROSE);
    struct piece k;
    buf_puts(&out, "");
    while (next_piece(&kept, &k)) {
        if (k.name.n || (k.broken && k.text.n))
            buf_str(&out, k.text);
        else if (!k.broken)
            buf_str(&out, k.all);
    }
    return out.p;
}
