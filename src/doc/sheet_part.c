// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * One part of a workbook through expat, piece by piece: nothing is held whole. A DTD stops the
 * parser, as do too many levels and more bytes than a part may have.
 */
#include "doc/doc_int.h"

#include <expat.h>
#include <zip.h>

enum { PIECE = 64 * 1024 };

struct part_in {
    struct sheet_book *b;
    zip_file_t *f;
    XML_Parser parser;
    size_t most, got;
};

static const char broken[] = N_("Tệp Excel bị hỏng hoặc bị cắt cụt; hãy mở bằng Excel, lưu lại "
                                "rồi thử lại");

const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *att_of(const char **atts, const char *name)
{
    for (const char **p = atts; *p; p += 2)
        if (streq(local_name(p[0]), name))
            return p[1];
    return NULL;
}

static void XMLCALL on_doctype(
    void *ctx, const XML_Char *name, const XML_Char *sys, const XML_Char *pub, int internal)
{
    (void)name, (void)sys, (void)pub, (void)internal;
    const struct part_in *const *p = ctx;
    XML_StopParser((*p)->parser, XML_FALSE);
}

struct part_in *part_open(struct sheet_book *b, const char *name, void *ctx, size_t most)
{
    zip_file_t *f = zip_fopen(b->zip, name, 0);
    if (!f)
        return NULL;
    struct part_in *p = NEW(b->a, struct part_in);
    *p = (struct part_in){.b = b, .f = f, .most = most};
    p->parser = XML_ParserCreate(NULL);
    BUG_IF(!p->parser);
    XML_SetUserData(p->parser, ctx);
    XML_SetStartDoctypeDeclHandler(p->parser, on_doctype);
    return p;
}

XML_Parser part_parser(struct part_in *p)
{
    return p->parser;
}

enum err part_step(struct part_in *p, bool *more)
{
    void *piece = XML_GetBuffer(p->parser, PIECE);
    zip_int64_t n = piece ? zip_fread(p->f, piece, PIECE) : -1;
    if (n < 0)
        return sheet_fail(p->b, ERR_CORRUPT, broken);
    p->got += (size_t)n;
    if (p->got > p->most)
        return sheet_fail(p->b, ERR_TOO_BIG, N_("Tệp Excel quá lớn khi mở ra"));
    *more = n > 0;
    if (XML_ParseBuffer(p->parser, (int)n, n == 0) != XML_STATUS_OK)
        return sheet_fail(p->b, ERR_CORRUPT, p->b->fault ? p->b->fault : broken);
    return OK;
}

enum err part_whole(struct part_in *p)
{
    for (bool more = true; more;)
        TRY(part_step(p, &more));
    return OK;
}

void part_close(struct part_in *p)
{
    if (!p)
        return;
    XML_ParserFree(p->parser);
    zip_fclose(p->f);
}
