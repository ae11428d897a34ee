// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What surrounds the cells of a workbook: its tabs, which number formats are dates, and the texts
 * that cells share.
 */
#include "doc/doc_int.h"

#include <expat.h>

enum {
    MOST_TABS = 200,
    MOST_STYLES = 100000,
    MOST_SHARED = 8000000,
    MOST_SHARED_BYTES = 256 << 20,
    MOST_SMALL = 64 << 20, /* the other parts, unpacked */
    MOST_CELL = 1 << 17,
};

struct reader {
    struct part_in *part; /* first, as part_open wants it */
    struct sheet_book *b;
    /* workbook.xml and its relations */
    const char *rel_ids[MOST_TABS];
    /* styles.xml */
    struct {
        int id;
        bool date;
    } formats[1000];
    size_t n_formats;
    bool in_xfs;
    /* sharedStrings.xml */
    struct buf text;
    size_t cap, bytes;
    bool in_text;
    int phonetic;
};

static void stop(struct reader *r, const char *sentence)
{
    r->b->fault = sentence;
    XML_StopParser(part_parser(r->part), XML_FALSE);
}

static enum err read_part(
    struct reader *r, const char *name, size_t most, XML_StartElementHandler start)
{
    r->part = part_open(r->b, name, r, most);
    if (!r->part)
        return ERR_NOT_FOUND;
    XML_SetStartElementHandler(part_parser(r->part), start);
    enum err e = part_whole(r->part);
    part_close(r->part);
    return e;
}

/* ---- tabs ------------------------------------------------------------------------------------ */

static void XMLCALL on_workbook(void *ctx, const XML_Char *name, const XML_Char **atts)
{
    struct reader *r = ctx;
    struct sheet_book *b = r->b;
    const char *what = local_name(name);
    if (streq(what, "workbookPr")) {
        const char *v = att_of(atts, "date1904");
        b->from_1904 = v && (streq(v, "1") || streq(v, "true"));
    }
    if (!streq(what, "sheet") || b->n_tabs == MOST_TABS)
        return;
    const char *state = att_of(atts, "state"), *title = att_of(atts, "name");
    const char *id = NULL;
    for (const char **p = atts; *p; p += 2)
        if (str_ends(str_of(p[0]), ":id"))
            id = p[1];
    r->rel_ids[b->n_tabs] = arena_dup(b->a, id);
    b->tabs[b->n_tabs++] =
        (struct sheet_tab){arena_dup(b->a, title ? title : ""), state && !streq(state, "visible")};
}

static const char *part_path(struct arena *a, const char *target)
{
    return *target == '/' ? arena_dup(a, target + 1) : arena_printf(a, "xl/%s", target);
}

static void XMLCALL on_rels(void *ctx, const XML_Char *name, const XML_Char **atts)
{
    struct reader *r = ctx;
    const char *id = att_of(atts, "Id"), *target = att_of(atts, "Target"),
               *type = att_of(atts, "Type");
    if (!streq(local_name(name), "Relationship") || !id || !target || !type)
        return;
    for (size_t i = 0; i < r->b->n_tabs; i++)
        if (streq(r->rel_ids[i], id) && str_ends(str_of(type), "/worksheet"))
            r->b->parts[i] = part_path(r->b->a, target);
}

/* Charts and dialogs are tabs too, without cells. */
static void drop_empty_tabs(struct sheet_book *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->n_tabs; i++)
        if (b->parts[i]) {
            b->tabs[n] = b->tabs[i];
            b->parts[n++] = b->parts[i];
        }
    b->n_tabs = n;
}

/* ---- which styles are dates ------------------------------------------------------------------ */

static bool built_in_date(int id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
           (id >= 50 && id <= 58);
}

/* A format shows a day or a year outside of quotes, brackets and escapes. */
static bool date_format(const char *s)
{
    char quote = 0;
    for (; *s; s++) {
        if (quote) {
            quote = *s == quote ? 0 : quote;
            continue;
        }
        if (*s == '\\' || *s == '_' || *s == '*') {
            if (s[1])
                s++;
        } else if (*s == '"') {
            quote = '"';
        } else if (*s == '[') {
            quote = ']';
        } else if (strchr("dDyY", *s)) {
            return true;
        }
    }
    return false;
}

static bool is_date(const struct reader *r, int id)
{
    for (size_t i = 0; i < r->n_formats; i++)
        if (r->formats[i].id == id)
            return r->formats[i].date;
    return built_in_date(id);
}

static int int_att(const char **atts, const char *name)
{
    const char *s = att_of(atts, name);
    int64_t i;
    return s && str_to_int(str_of(s), &i) && i >= 0 && i < 1000000 ? (int)i : 0;
}

static void XMLCALL on_styles(void *ctx, const XML_Char *name, const XML_Char **atts)
{
    struct reader *r = ctx;
    const char *what = local_name(name);
    if (streq(what, "numFmt") && r->n_formats < COUNT(r->formats)) {
        const char *code = att_of(atts, "formatCode");
        r->formats[r->n_formats].id = int_att(atts, "numFmtId");
        r->formats[r->n_formats++].date = code && date_format(code);
    } else if (streq(what, "cellStyleXfs")) {
        r->in_xfs = false;
    } else if (streq(what, "cellXfs")) {
        r->in_xfs = true;
    } else if (streq(what, "cellStyles") || streq(what, "dxfs")) {
        r->in_xfs = false;
    } else if (r->in_xfs && streq(what, "xf") && r->b->n_dated < MOST_STYLES) {
        struct sheet_book *b = r->b;
        if (b->n_dated == r->cap) {
            r->cap = r->cap ? 2 * r->cap : 64;
            bool *v = NEW_N(b->a, bool, r->cap);
            memcpy(v, b->dated ? b->dated : v, b->n_dated * sizeof *v);
            b->dated = v;
        }
        b->dated[b->n_dated++] = is_date(r, int_att(atts, "numFmtId"));
    }
}

/* ---- shared texts ---------------------------------------------------------------------------- */

static void XMLCALL on_shared(void *ctx, const XML_Char *name, const XML_Char **atts)
{
    struct reader *r = ctx;
    const char *what = local_name(name);
    (void)atts;
    if (streq(what, "si"))
        r->text.n = 0;
    else if (streq(what, "rPh"))
        r->phonetic++;
    else if (streq(what, "t"))
        r->in_text = r->phonetic == 0;
}

static void XMLCALL on_shared_text(void *ctx, const XML_Char *s, int n)
{
    struct reader *r = ctx;
    if (r->in_text)
        buf_add(&r->text, s, (size_t)n);
}

static void keep_shared(struct reader *r)
{
    struct sheet_book *b = r->b;
    r->bytes += r->text.n + 1;
    if (b->n_shared >= MOST_SHARED || r->bytes > MOST_SHARED_BYTES) {
        stop(r, N_("Tệp Excel quá lớn khi mở ra"));
        return;
    }
    if (b->n_shared == r->cap) {
        r->cap = r->cap ? 2 * r->cap : 1024;
        struct str *v = NEW_N(b->a, struct str, r->cap);
        if (b->n_shared)
            memcpy(v, b->shared, b->n_shared * sizeof *v);
        b->shared = v;
    }
    const char *p = r->text.n ? arena_dupn(b->a, r->text.p, r->text.n) : "";
    b->shared[b->n_shared++] = (struct str){p, r->text.n};
}

static void XMLCALL on_shared_end(void *ctx, const XML_Char *name)
{
    struct reader *r = ctx;
    const char *what = local_name(name);
    if (streq(what, "si"))
        keep_shared(r);
    else if (streq(what, "rPh"))
        r->phonetic--;
    else if (streq(what, "t"))
        r->in_text = false;
}

static enum err read_shared(struct reader *r)
{
    AUTO_ARENA *tmp = arena_open();
    r->text = buf_in(tmp, MOST_CELL);
    r->cap = 0;
    r->part = part_open(r->b, "xl/sharedStrings.xml", r, 2u * MOST_SHARED_BYTES);
    if (!r->part)
        return OK;
    XML_SetElementHandler(part_parser(r->part), on_shared, on_shared_end);
    XML_SetCharacterDataHandler(part_parser(r->part), on_shared_text);
    enum err e = part_whole(r->part);
    part_close(r->part);
    return e;
}

/* ---- all of it ------------------------------------------------------------------------------- */

enum err book_load(struct sheet_book *b)
{
    struct reader *r = NEW(b->a, struct reader);
    r->b = b;
    b->tabs = NEW_N(b->a, struct sheet_tab, MOST_TABS);
    b->parts = NEW_N(b->a, const char *, MOST_TABS);
    enum err e = read_part(r, "xl/workbook.xml", MOST_SMALL, on_workbook);
    if (e == ERR_NOT_FOUND)
        return sheet_fail(b, ERR_INVALID, N_("Đây không phải tệp Excel (.xlsx)"));
    if (!e)
        e = read_part(r, "xl/_rels/workbook.xml.rels", MOST_SMALL, on_rels);
    if (e == ERR_NOT_FOUND)
        return sheet_fail(b, ERR_CORRUPT, N_("Tệp Excel thiếu phần bên trong; hãy lưu lại"));
    TRY(e);
    drop_empty_tabs(b);
    if (b->n_tabs == 0)
        return sheet_fail(b, ERR_INVALID, N_("Tệp Excel không có trang tính nào"));
    e = read_part(r, "xl/styles.xml", MOST_SMALL, on_styles);
    if (e && e != ERR_NOT_FOUND)
        return e;
    return read_shared(r);
}
