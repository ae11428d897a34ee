// SPDX-License-Identifier: AGPL-3.0-or-later
/* Sentences of the pack made into prose: {numbers} become fields, {texts} are put in, what stands
 * in [ ] is left out when a number in it is not known. */
#include "report/report_int.h"

#include "base/text.h"

enum { MAX_PROSE = 64 * 1024 };

struct drafting {
    const struct say *s;
    struct buf *out;
    bool fields;
    bool unknown; /* a number of the group at hand is not known */
};

const struct say_number *say_number(const struct say *s, struct str name)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_is(name, s->v[i].indicator->id))
            return &s->v[i];
    return NULL;
}

static const char *text_named(const struct say *s, struct str name)
{
    for (size_t i = 0; i < s->ntexts; i++)
        if (str_is(name, s->texts[i].name))
            return s->texts[i].text;
    return NULL;
}

static bool sentence_begins(const struct buf *b)
{
    return b->n == 0 || b->p[b->n - 1] == '\n' ||
           (b->n > 1 && strncmp(b->p + b->n - 2, ". ", 2) == 0);
}

/* "xã Mường Phăng" opens a sentence as "Xã Mường Phăng". */
static void put_text(struct drafting *d, const char *text)
{
    size_t first = 1;
    while (text[first] && ((unsigned char)text[first] & 0xc0) == 0x80)
        first++;
    if (*text && sentence_begins(d->out)) {
        buf_str(d->out, text_capitals(d->s->a, (struct str){text, first}));
        text += first;
    }
    buf_puts(d->out, text);
}

static void put_number(
    struct drafting *d, struct str whole, const struct say_number *n, enum say_form f)
{
    const char *words = say_words(d->s->a, n, f);
    d->unknown |= !words;
    if (d->fields)
        buf_printf(d->out, PROSE_OPEN STR_FMT ": %s" PROSE_CLOSE, STR_ARG(whole),
            words ? words : PROSE_BLANK);
    else
        buf_puts(d->out, words ? words : PROSE_BLANK);
}

bool say_split(struct str whole, struct str *name, enum say_form *form)
{
    struct str rest = whole;
    if (!str_split(&rest, '|', name))
        return false;
    *name = str_trim(*name);
    return say_form_of(str_trim(rest), form);
}

/* {x} or {x|form}; a name nobody knows stays as it is written. */
static void put_name(struct drafting *d, struct str whole)
{
    struct str name;
    enum say_form form;
    const struct say_number *n = say_split(whole, &name, &form) ? say_number(d->s, name) : NULL;
    const char *text = text_named(d->s, whole);
    if (text)
        put_text(d, text);
    else if (n)
        put_number(d, whole, n, form);
    else
        buf_printf(d->out, "{" STR_FMT "}", STR_ARG(whole));
}

static void put_part(struct drafting *d, struct str part)
{
    for (size_t i = 0; i < part.n; i++) {
        const char *end = part.p[i] == '{' ? memchr(part.p + i, '}', part.n - i) : NULL;
        bool space = part.p[i] == ' ' && (d->out->n == 0 || d->out->p[d->out->n - 1] == ' ');
        if (end) {
            put_name(d, (struct str){part.p + i + 1, (size_t)(end - part.p) - i - 1});
            i = (size_t)(end - part.p);
        } else if (!space) {
            buf_putc(d->out, part.p[i]);
        }
    }
}

static void cut_back(struct buf *b, size_t n)
{
    b->n = n;
    b->p[n] = 0;
}

static const char *draft(const struct say *s, const char *sentence, bool fields)
{
    struct buf out = buf_in(s->a, MAX_PROSE);
    struct drafting d = {.s = s, .out = &out, .fields = fields};
    buf_puts(&out, "");
    while (*sentence) {
        bool group = *sentence == '[';
        sentence += group;
        size_t n = strcspn(sentence, group ? "]" : "[");
        size_t before = out.n;
        d.unknown = false;
        put_part(&d, (struct str){sentence, n});
        if (group && d.unknown)
            cut_back(&out, before);
        sentence += n;
        sentence += group && *sentence == ']';
    }
    while (out.n && out.p[out.n - 1] == ' ')
        cut_back(&out, out.n - 1);
    return out.p;
}

const char *say_draft(const struct say *s, const char *sentence)
{
    return draft(s, sentence, true);
}

const char *say_title(const struct say *s, const char *title)
{
    return draft(s, title, false);
}
