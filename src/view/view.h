// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * view: what a handler fills and what is rendered from it. A view is a status, a template name and
 * a tree of typed values; HTML, JSON and CSV are three renderings of the same tree. Templates
 * (tpl/ *.html) are compiled to tables at build time; they escape always and have no raw tag.
 *
 * Value kinds decide how they look: a VK_DATE is 21/11/2026 in HTML and 2026-11-21 in JSON; a
 * VK_MSG is a sentence in the reader's language. Keys are string literals (kept by pointer).
 */
#ifndef MANG_VIEW_H
#define MANG_VIEW_H

#include "base/base.h"

enum lang { LANG_VI, LANG_EN, LANG__COUNT };

enum val_kind {
    VK_NULL,
    VK_BOOL,
    VK_INT,  /* HTML 12.345, JSON 12345 */
    VK_REAL, /* HTML 1,5 */
    VK_TEXT,
    VK_DATE,  /* ISO text of day, month or year precision */
    VK_TIME,  /* ms UTC; HTML "14 giờ 30, 21/11/2026" in Vietnam's time (UTC+7) */
    VK_MONEY, /* đồng; HTML 96.245.000.000 đồng */
    VK_CODE,  /* code + label in two languages; HTML label, JSON {"code":…,"label":…} */
    VK_MSG,   /* message id with arguments %1 … %9 (arguments are values) */
    VK_LIST,
    VK_OBJ,
};
struct val;

struct val *val_obj(struct arena *a);
struct val *val_list(struct arena *a);
/* Set a key of an object; a second set of the same key replaces. Text is not copied. */
void val_set(struct val *obj, const char *key, struct val *v);
void val_text(struct val *obj, const char *key, const char *s); /* NULL sets VK_NULL */
void val_int(struct val *obj, const char *key, int64_t i);
void val_real(struct val *obj, const char *key, double r);
void val_bool(struct val *obj, const char *key, bool b);
void val_date(struct val *obj, const char *key, const char *iso);
void val_time(struct val *obj, const char *key, int64_t ms); /* 0 sets VK_NULL */
void val_money(struct val *obj, const char *key, int64_t dong);
void val_code(struct val *obj, const char *key, const char *code, const char *vi, const char *en);
/* A sentence: `msgid` is the Vietnamese text with %1 … %9 for up to 3 arguments (NULL = unused). */
void val_msg(struct val *obj, const char *key, const char *msgid, struct val *a1, struct val *a2,
    struct val *a3);
/* New object appended to obj[key] (a list made on first use); returns it. */
struct val *val_add(struct val *obj, const char *key);
struct val *val_child(struct val *obj, const char *key); /* new object set under key */
struct val *val_append(struct val *list);                /* new object in a list */
void val_push(struct val *list, struct val *v);
const struct val *val_get(const struct val *obj, const char *key); /* NULL if absent */
size_t val_count(const struct val *list);
/* For code that reads a tree made elsewhere (doc). */
enum val_kind val_kind_of(const struct val *v);             /* NULL: VK_NULL */
const struct val *val_at(const struct val *list, size_t i); /* NULL past the end */
/* The bare value: text and date V_TEXT, code its code as V_TEXT, bool, int, money and time V_INT,
 * real V_REAL; V_NULL for the others and NULL. */
struct value val_value(const struct val *v);
/* Single values, for arguments and lists. */
struct val *val_of_text(struct arena *a, const char *s);
struct val *val_of_int(struct arena *a, int64_t i);
struct val *val_of_date(struct arena *a, const char *iso);
struct val *val_of_time(struct arena *a, int64_t ms);
struct val *val_of_code(struct arena *a, const char *code, const char *vi, const char *en);
struct val *val_of_msg(
    struct arena *a, const char *msgid, struct val *a1, struct val *a2, struct val *a3);

enum view_format { VIEW_HTML, VIEW_JSON, VIEW_CSV };

struct view {
    struct arena *a;
    int status;           /* HTTP status, 200 when 0 */
    const char *tpl;      /* template name without .html; NULL for redirect or file */
    struct val *root;     /* never NULL */
    const char *csv_list; /* key of the list that is the CSV; NULL = no CSV form (406) */
    const char *redirect; /* 303 to this local path */
    struct str file;      /* a ready document instead of a template … */
    const char *file_type, *file_name; /* … with its media type and download name (UTF-8) */
    enum lang lang;
};

/* Render into `out`. The template name must exist (BUG). Unknown keys render as nothing.
 * A {{>partial}} and {{#block}} see the enclosing objects too, innermost first. */
void view_html(const struct view *v, struct buf *out);
void view_json(const struct view *v, struct buf *out);
/* UTF-8 with BOM, comma, CRLF; a leading = + - @ tab gets an apostrophe (formula injection).
 * Columns: union of scalar keys of the list, or exactly the keys of root object "_labels"
 * (key -> heading) in its order. Keys that begin with "_" are never data. */
void view_csv(const struct view *v, struct buf *out);

/* Marks a Vietnamese sentence as a message id for tools/i18ncheck; needed where the id is not a
 * literal argument of val_msg() or val_of_msg(). */

/* Text of a message in a language; falls back to the id itself. */
const char *msg_text(enum lang lang, const char *msgid);
/* Plain text of any value in a language (no escaping), in the arena. "" for null. */
const char *val_plain(struct arena *a, const struct val *v, enum lang lang);

#endif
