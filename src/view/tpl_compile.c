// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The template compiler: template files in, one struct tpl_set out. Every file is compiled once;
 * partials are called, not copied, so the tables stay small. One pass over a file: literal text
 * goes through html_feed(), which knows where in the HTML we are; each {{tag}} becomes operations.
 * Afterwards names of partials and layouts are linked and cycles refused.
 *
 * While compiling, an OP_CALL holds the position of its name in `calls`; build_link() replaces it.
 */
#include "view/view_int.h"

#include <stdlib.h>

enum { MAX_OPEN = 32 };

struct open_section {
    struct str name;
    size_t op, offset;
    struct html_pos html;
    bool block;
};
struct file { /* scanning state of one file */
    struct tpl_build *c;
    struct tpl_unit *u;
    struct str text;
    struct html_pos html;
    struct buf literal;
    struct open_section open[MAX_OPEN];
    size_t nopen;
    bool started; /* something but {{<layout}} and blanks was seen */
};

static bool fail(struct file *f, size_t offset, const char *text)
{
    return build_fail(f->c, f->u->src, offset, text);
}

static bool check(struct file *f, size_t offset, const char *why)
{
    return why ? fail(f, offset, why) : true;
}

static size_t add_op(struct file *f, struct tpl_op op)
{
    struct tpl_build *c = f->c;
    if (f->literal.n > 0) {
        struct str s = buf_view(&f->literal);
        struct tpl_op text = {.code = OP_TEXT, .a = build_text(c, s), .b = (uint32_t)s.n};
        vec_add(&c->ops, &text);
        f->literal.n = 0;
    }
    if (op.code != OP__COUNT)
        vec_add(&c->ops, &op);
    return c->ops.n - 1;
}

static void flush_literal(struct file *f)
{
    add_op(f, (struct tpl_op){.code = OP__COUNT});
}

/* ---- names and paths ---------------------------------------------------------------------------
 */

static bool name_ok(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        if (!(ch >= 'a' && ch <= 'z') && !(ch >= 'A' && ch <= 'Z') && !(ch >= '0' && ch <= '9') &&
            ch != '_' && ch != '-')
            return false;
    }
    return s.n > 0;
}

static bool special_path(struct str s, struct tpl_path *p)
{
    static const struct {
        const char *name;
        enum path_kind kind;
    } specials[] = {{"@index", PATH_INDEX}, {"@number", PATH_NUMBER}, {"@first", PATH_FIRST},
        {"@last", PATH_LAST}, {"@lang", PATH_LANG}, {".", PATH_SELF}};
    for (size_t i = 0; i < COUNT(specials); i++) {
        if (str_is(s, specials[i].name)) {
            p->kind = (uint8_t)specials[i].kind;
            return true;
        }
    }
    return false;
}

static bool add_segments(struct file *f, size_t offset, struct str rest, struct tpl_path *p)
{
    struct str seg;
    while (str_split(&rest, '.', &seg)) {
        if (!name_ok(seg))
            return fail(f, offset, "bad name (letters, digits, _ and dots between)");
        if (p->n == PATH_MAX_SEGS)
            return fail(f, offset, "too many dots in a name");
        p->seg[p->n++] = build_name(f->c, seg);
    }
    return true;
}

static bool parse_path(struct file *f, size_t offset, struct str s, uint16_t *out)
{
    struct tpl_path p = {.kind = PATH_SCOPE};
    if (!special_path(s, &p)) {
        if (s.n > 1 && s.p[0] == '.') {
            p.kind = PATH_HERE;
            s = (struct str){s.p + 1, s.n - 1};
        }
        if (!add_segments(f, offset, s, &p))
            return false;
    }
    *out = build_path(f->c, &p);
    return true;
}

/* ---- tags ------------------------------------------------------------------------------------ */

static bool tag_var(struct file *f, size_t at, struct str body)
{
    enum tpl_ctx ctx;
    struct tpl_op op = {.code = OP_VAR};
    if (!check(f, at, html_var(&f->html, &f->literal, &ctx)) || !parse_path(f, at, body, &op.path))
        return false;
    const struct tpl_path *p = AT(f->c->paths, struct tpl_path, op.path);
    if (p->kind == PATH_FIRST || p->kind == PATH_LAST)
        return fail(f, at, "@first and @last are conditions: {{#@first}}…{{/@first}}");
    op.ctx = (uint8_t)ctx;
    add_op(f, op);
    return true;
}

/* One blank for each run of blanks. */
static struct str squeeze(struct arena *a, struct str s)
{
    struct buf b = buf_in(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        bool blank = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t' || s.p[i] == '\r';
        if (!blank)
            buf_putc(&b, s.p[i]);
        else if (b.n && b.p[b.n - 1] != ' ')
            buf_putc(&b, ' ');
    }
    return buf_view(&b);
}

static bool msg_args(struct file *f, size_t at, struct str list, struct tpl_op *op)
{
    struct tpl_build *c = f->c;
    op->b = (uint32_t)c->args.n;
    struct str part;
    list = squeeze(c->a, str_trim(list));
    while (str_split(&list, ' ', &part)) {
        if (str_ends(part, ","))
            part.n--;
        if (part.n == 0)
            continue;
        uint16_t path;
        if (op->path == 9)
            return fail(f, at, "a message takes up to nine arguments");
        if (!parse_path(f, at, part, &path))
            return false;
        vec_add(&c->args, &path);
        op->path++;
    }
    return true;
}

/* Every %n of the message needs an argument, and the other way round. */
static bool msg_args_fit(struct str id, unsigned nargs)
{
    unsigned seen = 0;
    for (size_t i = 0; i + 1 < id.n; i++)
        if (id.p[i] == '%' && id.p[i + 1] >= '1' && id.p[i + 1] <= '9')
            seen |= 1u << (id.p[i + 1] - '1');
    return seen == (1u << nargs) - 1;
}

static bool tag_msg(struct file *f, size_t at, struct str body)
{
    enum tpl_ctx ctx;
    struct tpl_op op = {.code = OP_MSG};
    if (!check(f, at, html_var(&f->html, &f->literal, &ctx)))
        return false;
    if (ctx != CTX_TEXT)
        return fail(f, at, "no message in an address");
    struct str id = body, args = {"", 0};
    const char *bar = body.n ? memrchr(body.p, '|', body.n) : NULL;
    if (bar) {
        id.n = (size_t)(bar - body.p);
        args = (struct str){bar + 1, body.n - id.n - 1};
    }
    id = squeeze(f->c->a, str_trim(id));
    if (id.n == 0)
        return fail(f, at, "empty message");
    if (!msg_args(f, at, args, &op))
        return false;
    if (!msg_args_fit(id, op.path))
        return fail(f, at, "arguments after | do not fit the %1 … of the message");
    op.a = build_text(f->c, id);
    add_op(f, op);
    return true;
}

/* "eq name "literal"": fills path and literal. */
static bool eq_parts(struct file *f, size_t at, struct str rest, struct tpl_op *op)
{
    rest = str_trim(rest);
    const char *quote = rest.n ? memchr(rest.p, '"', rest.n) : NULL;
    if (!quote || rest.n < 2 || rest.p[rest.n - 1] != '"' || quote == rest.p + rest.n - 1)
        return fail(f, at, "write {{#eq name \"literal\"}}");
    struct str name = str_trim((struct str){rest.p, (size_t)(quote - rest.p)});
    op->b = build_text(f->c, (struct str){quote + 1, (size_t)(rest.p + rest.n - quote - 2)});
    return parse_path(f, at, name, &op->path);
}

static bool section_op(
    struct file *f, size_t at, struct str body, bool positive, struct tpl_op *op, struct str *close)
{
    *close = body;
    if (str_starts(body, "eq ")) {
        op->code = positive ? OP_EQ : OP_NE;
        *close = STR("eq");
        return eq_parts(f, at, (struct str){body.p + 3, body.n - 3}, op);
    }
    if (body.n > 1 && body.p[0] == '$') {
        op->code = positive ? OP_HAS : OP_HASNOT;
        op->path = build_slot(f->c, (struct str){body.p + 1, body.n - 1});
        return true;
    }
    op->code = positive ? OP_IF : OP_NOT;
    return parse_path(f, at, body, &op->path);
}

static bool push_open(struct file *f, size_t at, struct str name, size_t op)
{
    if (f->nopen == MAX_OPEN)
        return fail(f, at, "sections too deep");
    f->open[f->nopen++] =
        (struct open_section){.name = name, .op = op, .offset = at, .html = f->html};
    f->html.after_block = false; /* a second turn of a loop comes from its end, not from here */
    return true;
}

static bool tag_section(struct file *f, size_t at, struct str body, bool positive)
{
    struct tpl_op op = {0};
    struct str close;
    if (!check(f, at, html_control(&f->html, &f->literal)) ||
        !section_op(f, at, body, positive, &op, &close))
        return false;
    return push_open(f, at, close, add_op(f, op));
}

static bool tag_block(struct file *f, size_t at, struct str name)
{
    if (!name_ok(name) || str_is(name, "content"))
        return fail(f, at, "bad block name");
    if (f->nopen > 0 || f->u->name[0] == '_')
        return fail(f, at, "a block stands at the top level of a page");
    struct tpl_op op = {.code = OP_BLOCK, .path = build_slot(f->c, name)};
    size_t i = add_op(f, op);
    if (!push_open(f, at, name, i))
        return false;
    f->open[f->nopen - 1].block = true;
    f->html = (struct html_pos){.after_block = true};
    return true;
}

static bool tag_close(struct file *f, size_t at, struct str name)
{
    if (f->nopen == 0)
        return fail(f, at, "nothing is open here");
    struct open_section *o = &f->open[f->nopen - 1];
    if (!str_eq(o->name, name))
        return fail(f, at,
            arena_printf(f->c->a, "closes \"" STR_FMT "\" but \"" STR_FMT "\" is open",
                STR_ARG(name), STR_ARG(o->name)));
    if (!check(f, at, html_control(&f->html, &f->literal)))
        return false;
    if (o->block && f->html.state != H_TEXT)
        return fail(f, at, "the block ends inside a tag");
    if (!o->block && !check(f, at, html_join(&f->html, &o->html)))
        return false;
    flush_literal(f);
    struct tpl_op *op = AT(f->c->ops, struct tpl_op, o->op);
    op->a = (uint32_t)f->c->ops.n;
    f->nopen--;
    if (o->block) {
        struct tpl_block b = {op->path, (uint32_t)o->op + 1, op->a};
        vec_add(&f->c->blocks, &b);
        f->u->nblocks++;
        f->html = o->html;
    }
    return true;
}

static bool tag_partial(struct file *f, size_t at, struct str name)
{
    if (!name_ok(name))
        return fail(f, at, "bad partial name");
    if (!check(f, at, html_call(&f->html, str_ends(name, "attrs"), &f->literal)))
        return false;
    struct tpl_call call = {arena_printf(f->c->a, "_" STR_FMT, STR_ARG(name)), at};
    struct tpl_op op = {.code = OP_CALL, .a = (uint32_t)f->c->calls.n};
    vec_add(&f->c->calls, &call);
    f->u->ncalls++;
    add_op(f, op);
    return true;
}

static bool tag_layout(struct file *f, size_t at, struct str name)
{
    if (f->started || f->u->layout || f->u->name[0] == '_')
        return fail(f, at, "{{<layout}} stands once, at the top of a page");
    if (!name_ok(name))
        return fail(f, at, "bad layout name");
    f->u->layout = arena_printf(f->c->a, "_" STR_FMT, STR_ARG(name));
    f->u->layout_offset = at;
    return true;
}

static bool tag_slot(struct file *f, size_t at, struct str name)
{
    if (f->u->name[0] != '_')
        return fail(f, at, "a slot {{$name}} stands in a layout");
    if (!name_ok(name))
        return fail(f, at, "bad slot name");
    if (!check(f, at, html_call(&f->html, false, &f->literal)))
        return false;
    struct tpl_op op = {.code = OP_SLOT};
    if (str_is(name, "content")) {
        op.code = OP_CONTENT;
        f->u->is_layout = true;
    } else {
        op.path = build_slot(f->c, name);
    }
    add_op(f, op);
    return true;
}

static bool tag(struct file *f, size_t at, struct str body)
{
    struct str all = str_trim(body);
    if (memmem(body.p, body.n, "{{", 2))
        return fail(f, at, "{{ inside {{");
    struct str rest = all.n ? str_trim((struct str){all.p + 1, all.n - 1}) : all;
    switch (all.n ? all.p[0] : 0) {
    case '!':
        return true;
    case '<':
        return tag_layout(f, at, rest);
    default:
        break;
    }
    f->started = true;
    switch (all.n ? all.p[0] : 0) {
    case '#':
        return tag_section(f, at, rest, true);
    case '^':
        return tag_section(f, at, rest, false);
    case '/':
        return tag_close(f, at, rest);
    case '>':
        return tag_partial(f, at, rest);
    case '$':
        return tag_slot(f, at, rest);
    case '+':
        return tag_block(f, at, rest);
    case '_':
        if (all.n > 1 && all.p[1] == ' ')
            return tag_msg(f, at, rest);
        break;
    case '{':
    case '&':
        return fail(f, at, "there is no raw output");
    default:
        break;
    }
    if (str_is(all, "csrf"))
        return tag_partial(f, at, all);
    return tag_var(f, at, all);
}

/* ---- files -------------------------------------------------------------------------------------
 */

static size_t find2(struct str s, size_t from, char c)
{
    for (size_t i = from; i + 1 < s.n; i++)
        if (s.p[i] == c && s.p[i + 1] == c)
            return i;
    return s.n;
}

static bool literal(struct file *f, size_t from, size_t to)
{
    size_t at;
    struct str s = {f->text.p + from, to - from};
    if (str_trim(s).n > 0)
        f->started = true;
    const char *why = html_feed(&f->html, s, &f->literal, &at);
    return check(f, from + at, why);
}

static bool scan(struct file *f)
{
    for (size_t at = 0; at < f->text.n;) {
        size_t open = find2(f->text, at, '{');
        if (!literal(f, at, open))
            return false;
        if (open == f->text.n)
            return true;
        size_t end = find2(f->text, open + 2, '}');
        if (end == f->text.n)
            return fail(f, open, "{{ without }}");
        if (!tag(f, open, (struct str){f->text.p + open + 2, end - open - 2}))
            return false;
        at = end + 2;
    }
    return true;
}

static bool compile_file(struct tpl_build *c, struct tpl_unit *u)
{
    struct file f = {.c = c,
        .u = u,
        .text = u->src->text,
        .html = {.after_block = true},
        .literal = buf_in(c->a, 1u << 20)};
    /* A partial named …attrs holds attributes and is called inside a tag. */
    bool attrs = str_ends(str_of(u->name), "attrs");
    enum html_state edge = attrs ? H_INTAG : H_TEXT;
    f.html.state = (uint8_t)edge;
    f.html.ws = attrs ? 1 : 0;
    u->from = (uint32_t)c->ops.n;
    u->call = c->calls.n;
    u->block = (uint16_t)c->blocks.n;
    if (!scan(&f))
        return false;
    if (f.nopen > 0)
        return fail(&f, f.open[f.nopen - 1].offset, "this section is never closed");
    if (f.html.state == H_ATTR && attrs)
        f.html.state = H_INTAG;
    if (f.html.state != edge)
        return fail(&f, f.text.n, "the file ends inside a tag or raw element");
    flush_literal(&f);
    u->to = (uint32_t)c->ops.n;
    return true;
}

static const char *base_name(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct str s = str_of(slash ? slash + 1 : path);
    if (str_ends(s, ".html"))
        s.n -= 5;
    return arena_dupn(a, s.p, s.n);
}

static int by_unit_name(const void *a, const void *b)
{
    return strcmp(((const struct tpl_unit *)a)->name, ((const struct tpl_unit *)b)->name);
}

static void add_units(struct tpl_build *c, const struct tpl_source *src, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct tpl_unit u = {.src = &src[i], .name = base_name(c->a, src[i].path)};
        if (build_find(c, u.name) >= 0)
            build_fail(c, &src[i], 0, "a second template of this name");
        vec_add(&c->units, &u);
    }
    if (n)
        qsort(c->units.p, n, sizeof(struct tpl_unit), by_unit_name);
}

static bool too_big(const struct tpl_build *c)
{
    return c->names.n > UINT16_MAX || c->paths.n > UINT16_MAX || c->args.n > UINT32_MAX / 2 ||
           c->blocks.n > UINT16_MAX || c->pool.full || c->nslots == TPL_MAX_SLOTS;
}

static struct tpl_set *to_set(struct tpl_build *c, const struct tpl *tpls)
{
    static const char spare[POOL_SPARE];
    buf_add(&c->pool, spare, sizeof spare);
    struct tpl_set *t = NEW(c->a, struct tpl_set);
    *t = (struct tpl_set){.pool = c->pool.p,
        .ops = (void *)c->ops.p,
        .paths = (void *)c->paths.p,
        .names = (void *)c->names.p,
        .blocks = (void *)c->blocks.p,
        .args = (void *)c->args.p,
        .tpls = tpls,
        .npool = (uint32_t)c->pool.n,
        .nops = (uint32_t)c->ops.n,
        .npaths = (uint32_t)c->paths.n,
        .nnames = (uint32_t)c->names.n,
        .nblocks = (uint32_t)c->blocks.n,
        .nargs = (uint32_t)c->args.n,
        .ntpls = (uint32_t)c->units.n};
    return t;
}

const struct tpl_set *tpl_compile(struct arena *a, const struct tpl_source *src, size_t n,
    struct tpl_error *errs, size_t max, size_t *nerrs)
{
    struct tpl_build *c = NEW(a, struct tpl_build);
    *c = (struct tpl_build){.a = a,
        .pool = buf_in(a, 8u << 20),
        .pooled = {.a = a, .size = sizeof(struct tpl_pooled)},
        .names = {.a = a, .size = sizeof(struct tpl_name)},
        .paths = {.a = a, .size = sizeof(struct tpl_path)},
        .ops = {.a = a, .size = sizeof(struct tpl_op)},
        .args = {.a = a, .size = sizeof(uint16_t)},
        .blocks = {.a = a, .size = sizeof(struct tpl_block)},
        .calls = {.a = a, .size = sizeof(struct tpl_call)},
        .units = {.a = a, .size = sizeof(struct tpl_unit)},
        .errs = errs,
        .max_errs = max};
    add_units(c, src, n);
    for (size_t i = 0; i < c->units.n; i++)
        compile_file(c, AT(c->units, struct tpl_unit, i));
    struct tpl *tpls = NEW_N(a, struct tpl, n + 1);
    if (c->nerrs == 0)
        build_link(c, tpls);
    if (c->nerrs == 0 && too_big(c))
        build_fail(c, src, 0, "too many names, blocks or text for the tables");
    *nerrs = c->nerrs < max ? c->nerrs : max;
    return c->nerrs == 0 ? to_set(c, tpls) : NULL;
}
