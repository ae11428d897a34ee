// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Inside of doc: the node tree of one XML part, placeholders as nodes of that tree, the scope in
 * which names are looked up. Names of elements are compared with the prefix "w:", which Word and
 * LibreOffice always write.
 */
#ifndef MANG_DOC_INT_H
#define MANG_DOC_INT_H

#include "doc/doc.h"

enum {
    XML_MAX_DEPTH = 120,
    XML_MAX_NODES = 400000,
    DOC_MAX_OUT = 32 << 20,
    DOC_MAX_PARTS = 16, /* parts with placeholders: body, headers, footers, notes */
};

/* ---- placeholders ---------------------------------------------------------------------------- */
enum tag_kind { TAG_VAR, TAG_BOX, TAG_LIST, TAG_IF, TAG_CLOSE };
struct tag {
    enum tag_kind kind;
    const char *src;   /* as written, without braces: "?x=code" */
    const char *name;  /* "a.b" */
    const char **path; /* "a", "b", NULL */
    const char *code;  /* after = or !=; NULL if none */
    bool negated;      /* != or ^ */
    bool rows;         /* a TAG_LIST that repeats table rows */
    bool alone;        /* nothing else in its paragraph of a table cell */
    size_t no;         /* order of opening in the part */
};

/* ---- tree ------------------------------------------------------------------------------------ */
enum node_kind { N_ELEM, N_TEXT, N_TAG, N_SECTION };
struct node {
    enum node_kind kind;
    bool has_section;        /* w:p: holds a section inside the paragraph */
    const char *name;        /* N_ELEM */
    const char *const *atts; /* N_ELEM: name, value, …, NULL */
    struct str text;         /* N_TEXT */
    struct tag *tag;         /* N_TAG; N_SECTION: the opening tag */
    struct node *parent, *first, *last, *prev, *next;
};

/* Parses a whole part; NULL when it is not well-formed, has a DTD or passes a limit. */
struct node *xml_parse(struct arena *a, struct str bytes);
bool node_is(const struct node *n, const char *name); /* an element of that name; NULL is not */
struct node *node_child(const struct node *n, const char *name); /* first child of that name */
const char *node_att(const struct node *n, const char *name);    /* NULL if absent */
struct node *node_new(struct arena *a, const char *name);
struct node *node_copy(struct arena *a, const struct node *n); /* deep, without parent */
void node_unlink(struct node *n);
void node_insert(struct node *parent, struct node *before, struct node *n); /* NULL: at the end */
/* Text with & < > " escaped; control characters and broken UTF-8 left out. */
void xml_text(struct buf *out, struct str s);
void xml_open(struct buf *out, const struct node *n, bool empty); /* <name a="…"> or <name …/> */
void xml_close(struct buf *out, const struct node *n);

/* ---- faults ---------------------------------------------------------------------------------- */
void fault(struct arena *a, struct doc_faults *f, const char *tag, const char *para,
    const char *fmt, ...) PRINTF_LIKE(5, 6);
/* Text of the paragraph around (or being) n, cut for a message. */
const char *para_text(struct arena *a, const struct node *n);

/* Turns the texts of placeholders into N_TAG nodes … */
void tags_find(struct arena *a, struct node *root, struct doc_faults *faults);
/* … and pairs of opening and closing tags into N_SECTION nodes. */
void tags_pair(struct arena *a, struct node *root, struct doc_faults *faults);

/* ---- values ---------------------------------------------------------------------------------- */
struct scope {
    const struct val *v; /* object, or an item of a list */
    bool alone;          /* nothing else in its paragraph of a table cell */
    size_t no;           /* number of the item, 0 outside of lists */
    bool blank;          /* the row to write on by hand: every name is empty */
    const struct scope *up;
};
const struct val *scope_find(const struct scope *s, const char *const *path);
bool scope_test(struct arena *a, const struct scope *s, const struct tag *t); /* ? and ☐ */
/* Text of a TAG_VAR or TAG_BOX; DOC_BLANK or "" (blank row) when missing. */
const char *scope_text(struct arena *a, const struct scope *s, const struct tag *t);
bool val_missing(struct arena *a, const struct val *v);
bool is_time_part(const char *word); /* ngay thang nam gio */

/* Writes the tree filled with data. */
void fill(struct arena *a, const struct node *root, const struct val *data, struct buf *out);

/* ---- the package ----------------------------------------------------------------------------- */
struct part {
    const char *name; /* "word/document.xml" */
    uint64_t index;   /* in the zip */
    struct node *root;
};
struct doc {
    struct str zip;
    struct part parts[DOC_MAX_PARTS];
    size_t n_parts;
    struct node *styles; /* NULL if the template has none */
};

/* ---- workbooks written (xlsx.c, book.c) -------------------------------------------------------
 */
const char *xlsx_tab_name(struct arena *a, const char *name);
enum err xlsx_take_file(struct arena *a, int fd, struct str *out);

/* ---- tables read (sheet*.c) ------------------------------------------------------------------ */
struct sheet_parser; /* of the rows of one tab */
struct sheet_book {
    struct arena *a;
    struct str bytes;
    const char *fault;
    struct sheet_tab *tabs;
    size_t n_tabs;
    struct zip *zip;
    const char **parts; /* zip names of the tabs */
    bool from_1904;
    bool *dated; /* by style: a number is a day */
    size_t n_dated;
    struct str *shared;
    size_t n_shared;
    struct csv_in *csv;
    struct sheet_cell *cells; /* a row of the .csv */
    struct sheet_parser *parser;
    size_t tab; /* being read */
    struct sheet_span *spans;
    size_t n_spans;
    size_t spans_of; /* tab + 1; 0 = none known */
    struct sheet_kept *kept;
};
enum err sheet_fail(struct sheet_book *b, enum err e, const char *sentence);
/* Reads a zip part through expat in pieces. `ctx` (of the handlers) begins with a pointer to the
 * part_in. NULL when there is no such part. */
struct part_in;
struct part_in *part_open(struct sheet_book *b, const char *name, void *ctx, size_t most);
/* Parses the next piece; *more false after the last. ERR_CORRUPT, ERR_TOO_BIG with a fault. */
enum err part_step(struct part_in *p, bool *more);
enum err part_whole(struct part_in *p);
void part_close(struct part_in *p); /* NULL is a no-op */
struct XML_ParserStruct *part_parser(struct part_in *p);
const char *local_name(const char *name); /* without the prefix */
const char *att_of(const char **atts, const char *name);
/* workbook.xml, styles.xml, sharedStrings.xml */
enum err book_load(struct sheet_book *b);
enum err cells_begin(struct sheet_book *b);
enum err cells_next(struct sheet_book *b, struct sheet_row *row);
void cells_end(struct sheet_book *b);
/* Rows kept from the first reading of a tab. kept_begin: are they all there? Else they are kept
 * from now on. */
bool kept_begin(struct sheet_book *b);
void kept_add(struct sheet_book *b, const struct sheet_row *row);
void kept_done(struct sheet_book *b);
bool kept_next(struct sheet_book *b, struct sheet_row *row);
void kept_close(struct sheet_book *b);

#endif
