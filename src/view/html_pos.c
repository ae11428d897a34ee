// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Where in an HTML document a template stands: a small scanner over its literal text that knows
 * text, tags, attributes and raw elements. It decides which escaping a variable gets, refuses the
 * places where none is safe, and drops white space that cannot be seen.
 *
 * White space is held back (`ws`) until it is known what follows: next to a block element it is
 * dropped, elsewhere it becomes one blank. It is kept in pre, textarea and attribute values.
 */
#include "view/view_int.h"

#include <stdio.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool in_words(const char *word, size_t n, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(words[i]) == n && memcmp(words[i], word, n) == 0)
            return true;
    return false;
}
#define IN_WORDS(p, n, list) in_words(p, n, list, COUNT(list))

static bool is_block(const char *tag, size_t n)
{
    static const char *const blocks[] = {"address", "article", "aside", "base", "blockquote",
        "body", "br", "caption", "col", "colgroup", "dd", "details", "dialog", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "g", "h1", "h2", "h3", "h4", "h5",
        "h6", "head", "header", "hr", "html", "legend", "li", "link", "main", "meta", "nav", "ol",
        "optgroup", "option", "p", "pre", "rect", "script", "section", "style", "summary", "svg",
        "table", "tbody", "td", "template", "tfoot", "th", "thead", "title", "tr", "ul"};
    return IN_WORDS(tag, n, blocks);
}

static enum attr_kind attr_kind(const char *name, size_t n)
{
    static const char *const urls[] = {"action", "background", "cite", "data", "data-draft",
        "data-url", "formaction", "href", "manifest", "poster", "src", "xlink:href"};
    static const char *const refused[] = {
        "content", "http-equiv", "imagesrcset", "ping", "srcdoc", "srcset", "style"};
    if (IN_WORDS(name, n, refused) || (n > 2 && name[0] == 'o' && name[1] == 'n'))
        return ATTR_REFUSED;
    return IN_WORDS(name, n, urls) ? ATTR_URL : ATTR_PLAIN;
}

static void flush_ws(struct html_pos *h, bool next_to_block, struct buf *out)
{
    if (h->ws && !next_to_block && !h->after_block)
        buf_putc(out, ' ');
    h->ws = 0;
}

/* ---- states: each takes text from `at`, returns how much it used, or sets *why -----------------
 */

struct feed {
    struct html_pos *h;
    struct str t;
    struct buf *out;
    const char *why;
};

static size_t find(struct str t, size_t at, const char *what)
{
    size_t n = strlen(what);
    for (; at + n <= t.n; at++)
        if (memcmp(t.p + at, what, n) == 0)
            return at;
    return t.n;
}

static size_t tag_name_len(struct str t, size_t at)
{
    size_t n = 0;
    while (at + n < t.n && (is_alpha(t.p[at + n]) || (t.p[at + n] >= '0' && t.p[at + n] <= '9')))
        n++;
    return n;
}

static size_t open_tag(struct feed *f, size_t at)
{
    struct html_pos *h = f->h;
    h->closing = at + 1 < f->t.n && f->t.p[at + 1] == '/';
    size_t from = at + 1 + (h->closing ? 1 : 0), n = tag_name_len(f->t, from);
    if (n == 0 || n >= sizeof h->tag) {
        f->why = "a tag needs a plain name (write &lt; for the sign itself)";
        return 0;
    }
    memcpy(h->tag, f->t.p + from, n);
    h->ntag = (uint8_t)n;
    for (size_t i = 0; i < n; i++) {
        if (h->tag[i] >= 'A' && h->tag[i] <= 'Z') {
            f->why = "write tags in lower case";
            return 0;
        }
    }
    flush_ws(h, is_block(h->tag, n), f->out);
    h->state = H_TAGNAME;
    h->after_block = false;
    buf_add(f->out, f->t.p + at, from + n - at);
    return from + n - at;
}

static size_t feed_text(struct feed *f, size_t at)
{
    struct html_pos *h = f->h;
    char c = f->t.p[at];
    if (is_space(c) && !h->keep) {
        h->ws = c == '\n' || h->ws == 2 ? 2 : 1;
        return 1;
    }
    if (c != '<') {
        flush_ws(h, false, f->out);
        h->after_block = false;
        buf_putc(f->out, c);
        return 1;
    }
    struct str rest = {f->t.p + at, f->t.n - at};
    if (str_starts(rest, "<!--")) {
        size_t end = find(f->t, at + 4, "-->");
        if (end == f->t.n)
            f->why = "comment without end (for remarks around tags use {{! }})";
        return end + 3 - at;
    }
    if (str_starts(rest, "<!")) {
        h->state = H_DOCTYPE;
        h->ws = 0;
        return 0;
    }
    return open_tag(f, at);
}

static size_t feed_doctype(struct feed *f, size_t at)
{
    buf_putc(f->out, f->t.p[at]);
    if (f->t.p[at] == '>') {
        f->h->state = H_TEXT;
        f->h->after_block = true;
    }
    return 1;
}

static bool tag_is(const struct html_pos *h, const char *name)
{
    return strlen(name) == h->ntag && memcmp(name, h->tag, h->ntag) == 0;
}

/* Behind the '>' of a tag. */
static void tag_done(struct html_pos *h)
{
    h->state = H_TEXT;
    h->ws = 0;
    h->after_block = is_block(h->tag, h->ntag);
    if (tag_is(h, "pre"))
        h->keep = !h->closing;
    if (h->closing)
        return;
    if (tag_is(h, "script") || tag_is(h, "style"))
        h->state = H_RAW;
    else if (tag_is(h, "textarea") || tag_is(h, "title"))
        h->state = H_RCDATA;
}

static size_t feed_tag(struct feed *f, size_t at)
{
    struct html_pos *h = f->h;
    char c = f->t.p[at];
    if (is_space(c)) {
        h->state = H_INTAG;
        h->ws = 1;
        return 1;
    }
    if (c == '>') {
        buf_putc(f->out, c);
        tag_done(h);
        return 1;
    }
    if (c == '/') { /* <br/>: HTML does not need it */
        h->state = H_INTAG;
        return 1;
    }
    if (h->state == H_TAGNAME || !h->ws || !is_alpha(c)) {
        f->why = "expected a blank, an attribute or '>'";
        return 0;
    }
    buf_putc(f->out, ' ');
    h->ws = 0;
    h->nname = 0;
    h->state = H_ATTR;
    return 0;
}

static size_t feed_attr(struct feed *f, size_t at)
{
    struct html_pos *h = f->h;
    char c = f->t.p[at];
    if (is_space(c) || c == '>' || c == '/') {
        h->state = H_INTAG;
        return 0;
    }
    if (c == '=') {
        h->attr = (uint8_t)attr_kind(h->name, h->nname);
        h->state = H_VALSTART;
        h->nname = 0;
        h->url = URL_EMPTY;
    } else if (!is_alpha(c) && c != '-' && c != ':' && !(c >= '0' && c <= '9')) {
        f->why = "bad attribute name";
    } else if (h->nname < sizeof h->name) {
        h->name[h->nname++] = lower(c);
    }
    buf_putc(f->out, c);
    return 1;
}

static size_t feed_valstart(struct feed *f, size_t at)
{
    struct html_pos *h = f->h;
    char c = f->t.p[at];
    if (c != '"' && c != '\'') {
        if (is_space(c) || c == '>')
            f->why = "attribute without a value";
        h->state = H_UNQUOTED;
        return 0;
    }
    h->quote = c;
    h->state = H_VALUE;
    buf_putc(f->out, c);
    return 1;
}

/* What may follow a literal beginning of an address; h->name holds its first characters. */
static enum url_state url_of(const struct html_pos *h, const char **why)
{
    struct str s = {h->name, h->nname};
    if (str_starts(s, "javascript:") || str_starts(s, "data:") || str_starts(s, "vbscript:"))
        *why = "this kind of address is refused";
    if (str_starts(s, "tel:") || str_starts(s, "mailto:") || s.p[0] == '#' || s.p[0] == '?')
        return URL_SAFE;
    if (s.p[0] == '/' && s.n > 1 && (s.p[1] == '/' || s.p[1] == '\\'))
        return URL_FOREIGN;
    return s.p[0] == '/' ? URL_SAFE : URL_FOREIGN;
}

static void url_char(struct feed *f, char c)
{
    struct html_pos *h = f->h;
    if (h->url != URL_EMPTY && h->url != URL_SAFE && h->url != URL_FOREIGN)
        return;
    if (h->nname + 1u < sizeof h->name) {
        h->name[h->nname++] = lower(c);
        h->url = (uint8_t)url_of(h, &f->why);
    }
}

static size_t feed_value(struct feed *f, size_t at)
{
    struct html_pos *h = f->h;
    char c = f->t.p[at];
    buf_putc(f->out, c);
    if (c == h->quote) {
        h->state = H_INTAG;
        h->ws = 0;
    } else if (h->attr == ATTR_URL) {
        url_char(f, c);
    }
    return 1;
}

static size_t feed_unquoted(struct feed *f, size_t at)
{
    char c = f->t.p[at];
    if (is_space(c) || c == '>') {
        f->h->state = H_INTAG;
        return 0;
    }
    if (strchr("\"'=<`", c) || f->h->attr != ATTR_PLAIN)
        f->why = "put this value in quotes";
    buf_putc(f->out, c);
    return 1;
}

/* Whether the text ends with a beginning of `end`: a template tag cuts the end tag in two. */
static bool half_end(struct str t, const char *end)
{
    for (size_t n = strlen(end) - 1; n > 0; n--)
        if (t.n >= n && memcmp(t.p + t.n - n, end, n) == 0)
            return true;
    return false;
}

static size_t feed_raw(struct feed *f, size_t at)
{
    struct html_pos *h = f->h;
    char end[20];
    snprintf(end, sizeof end, "</%.*s", h->ntag, h->tag);
    size_t stop = find(f->t, at, end);
    buf_add(f->out, f->t.p + at, stop - at);
    if (stop < f->t.n) {
        h->state = H_TEXT;
        h->ws = 0;
    } else if (half_end(f->t, end)) {
        f->why = "a template tag may not stand inside the end tag";
    }
    return stop - at;
}

const char *html_feed(struct html_pos *h, struct str text, struct buf *out, size_t *at)
{
    static size_t (*const states[])(struct feed *, size_t) = {
        [H_TEXT] = feed_text,
        [H_RCDATA] = feed_raw,
        [H_RAW] = feed_raw,
        [H_TAGNAME] = feed_tag,
        [H_INTAG] = feed_tag,
        [H_ATTR] = feed_attr,
        [H_VALSTART] = feed_valstart,
        [H_VALUE] = feed_value,
        [H_UNQUOTED] = feed_unquoted,
        [H_DOCTYPE] = feed_doctype,
    };
    struct feed f = {.h = h, .t = text, .out = out};
    for (*at = 0; *at < text.n;) {
        size_t used = states[h->state](&f, *at);
        if (f.why)
            return f.why;
        *at += used;
    }
    return NULL;
}

/* ---- template tags ------------------------------------------------------------------------------
 */

const char *html_control(struct html_pos *h, struct buf *out)
{
    switch ((enum html_state)h->state) {
    case H_TEXT:
        if (h->ws == 1)
            flush_ws(h, false, out);
        return NULL;
    case H_RCDATA:
    case H_VALUE:
    case H_INTAG:
        return NULL;
    case H_ATTR:
    case H_TAGNAME:
        h->state = H_INTAG;
        h->ws = 0;
        return NULL;
    case H_RAW:
        return "no template tags inside script or style";
    case H_VALSTART:
    case H_UNQUOTED:
        return "put the attribute value in quotes";
    case H_DOCTYPE:
        break;
    }
    return "no template tags inside <!…>";
}

static const char *url_var(struct html_pos *h, enum tpl_ctx *ctx)
{
    switch ((enum url_state)h->url) {
    case URL_EMPTY:
        *ctx = CTX_URL;
        h->url = URL_OPEN;
        return NULL;
    case URL_OPEN:
        *ctx = CTX_URLPART;
        return NULL;
    case URL_SAFE:
        /* "/" alone: a value is percent-encoded, so it cannot turn into "//host". */
        *ctx = CTX_URLPART;
        h->url = URL_OPEN;
        return NULL;
    case URL_FOREIGN:
        return "a variable in an address needs it to begin with / ? # tel: or mailto:";
    case URL_MIXED:
        break;
    }
    return "cannot tell how this address begins; give each case its own attribute";
}

const char *html_var(struct html_pos *h, struct buf *out, enum tpl_ctx *ctx)
{
    *ctx = CTX_TEXT;
    switch ((enum html_state)h->state) {
    case H_TEXT:
        flush_ws(h, false, out);
        h->after_block = false;
        return NULL;
    case H_RCDATA:
        return NULL;
    case H_VALUE:
        if (h->attr == ATTR_REFUSED)
            return "no variable in this attribute (on*, style, srcdoc, srcset, content)";
        return h->attr == ATTR_URL ? url_var(h, ctx) : NULL;
    case H_RAW:
        return "no variable inside script or style";
    case H_TAGNAME:
        return "no variable in a tag name";
    case H_ATTR:
    case H_INTAG:
        return "no variable as an attribute name";
    case H_VALSTART:
    case H_UNQUOTED:
        return "put the attribute value in quotes";
    case H_DOCTYPE:
        break;
    }
    return "no variable inside <!…>";
}

const char *html_join(struct html_pos *h, const struct html_pos *open)
{
    bool same = h->state == open->state && h->keep == open->keep &&
                (h->state != H_VALUE || (h->quote == open->quote && h->attr == open->attr)) &&
                (h->state == H_TEXT || h->ntag == open->ntag) &&
                (h->state == H_TEXT || memcmp(h->tag, open->tag, h->ntag) == 0);
    if (!same)
        return "the section must end at the same level of HTML where it began";
    if (h->state == H_VALUE && h->attr == ATTR_URL && h->url != open->url)
        h->url = URL_MIXED;
    h->after_block = h->after_block && open->after_block;
    return NULL;
}

const char *html_call(struct html_pos *h, bool attrs, struct buf *out)
{
    if (attrs) {
        if (h->state != H_INTAG)
            return "a partial of attributes stands inside a tag, after a blank";
        h->ws = 0; /* it begins with its own blank */
        return NULL;
    }
    if (h->state != H_TEXT && h->state != H_RCDATA)
        return "a partial or slot may stand only between tags";
    if (h->state == H_TEXT)
        flush_ws(h, false, out);
    h->after_block = false;
    return NULL;
}
