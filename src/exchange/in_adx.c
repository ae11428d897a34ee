// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * ADX (IHE Aggregate Data Exchange): groups of one unit and period, with values whose categories
 * are attributes or one categoryOptionCombo. Expat reads; a document type ends it. Values before a
 * place where the file breaks count.
 */
#include "exchange/exchange_int.h"

#include <expat.h>

#define ADX_SPACE "urn:ihe:qrph:adx:2015"

struct reader {
    struct arena *a;
    XML_Parser parser;
    row_fn *fn;
    void *ctx;
    struct row group; /* what its values share */
    size_t no;
    bool root, in_group, told; /* told: a document type was met */
    enum err e;
};

static bool named(const char *name, const char *want)
{
    const char *bar = strrchr(name, '|');
    return streq(bar ? bar + 1 : name, want);
}

static const char *att(const char **atts, const char *name)
{
    for (; *atts; atts += 2)
        if (streq(atts[0], name))
            return atts[1];
    return NULL;
}

static void begin_group(struct reader *r, const char **atts)
{
    r->group = (struct row){.adx = true,
        .unit = str_of(arena_dup(r->a, att(atts, "orgUnit"))),
        .period = str_of(arena_dup(r->a, att(atts, "period")))};
    r->in_group = true;
}

static void add_options(struct row *row, const char **atts)
{
    static const char *const OWN[] = {
        "dataElement", "value", "categoryOptionCombo", "attributeOptionCombo"};
    for (; *atts; atts += 2) {
        bool own = false;
        for (size_t i = 0; i < COUNT(OWN); i++)
            own |= streq(atts[0], OWN[i]);
        if (!own && row->noptions < STAT_BY_MAX)
            row->options[row->noptions++] = (struct option){str_of(atts[0]), str_of(atts[1])};
    }
}

static void one_value(struct reader *r, const char **atts)
{
    struct row row = r->group;
    row.no = r->no++;
    row.element = str_of(att(atts, "dataElement"));
    row.combo = str_of(att(atts, "categoryOptionCombo"));
    row.value = str_of(att(atts, "value"));
    add_options(&row, atts);
    r->e = r->fn(r->ctx, &row);
    if (r->e)
        XML_StopParser(r->parser, XML_FALSE);
}

static void on_start(void *ctx, const char *name, const char **atts)
{
    struct reader *r = ctx;
    if (named(name, "adx"))
        r->root = true;
    else if (r->root && named(name, "group"))
        begin_group(r, atts);
    else if (r->in_group && named(name, "dataValue"))
        one_value(r, atts);
}

static void on_end(void *ctx, const char *name)
{
    struct reader *r = ctx;
    if (named(name, "group"))
        r->in_group = false;
}

static void on_doctype(
    void *ctx, const char *name, const char *system, const char *public, int subset)
{
    (void)name, (void)system, (void)public, (void)subset;
    struct reader *r = ctx;
    r->told = true;
    XML_StopParser(r->parser, XML_FALSE);
}

static void drop(XML_Parser *p)
{
    XML_ParserFree(*p);
}

static const char *what_broke(struct reader *r, bool parsed)
{
    if (r->told)
        return N_("Tệp có khai báo DOCTYPE, không được nhận");
    if (!r->root)
        return N_("Không phải tệp ADX: thiếu thẻ ‘adx’");
    if (parsed)
        return NULL;
    return arena_printf(r->a, "Tệp XML hỏng ở dòng %lu; các giá trị trước đó vẫn được xét",
        (unsigned long)XML_GetCurrentLineNumber(r->parser));
}

enum err exchange_read_adx(
    struct arena *a, struct str bytes, row_fn *fn, void *ctx, const char **broken)
{
    __attribute__((cleanup(drop))) XML_Parser p = XML_ParserCreateNS(NULL, '|');
    struct reader r = {.a = a, .parser = p, .fn = fn, .ctx = ctx};
    XML_SetUserData(p, &r);
    XML_SetElementHandler(p, on_start, on_end);
    XML_SetStartDoctypeDeclHandler(p, on_doctype);
    bool ok = true;
    while (ok && bytes.n > 0) { /* expat counts in int */
        size_t n = bytes.n < 1 << 20 ? bytes.n : 1 << 20;
        ok = XML_Parse(p, bytes.p, (int)n, n == bytes.n) != XML_STATUS_ERROR;
        bytes = (struct str){bytes.p + n, bytes.n - n};
    }
    if (!r.e)
        *broken = what_broke(&r, ok);
    return r.e;
}
