// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Looking up the values of placeholders. The first word of a name is searched from the innermost
 * item outwards; a name that is there but empty is not searched further out, so that a blank cell
 * never shows somebody else's value.
 */
#include "doc/doc_int.h"

#include <stdlib.h>

enum { MAX_VALUE = 1 << 20 };

static const char *const time_parts[] = {"ngay", "thang", "nam", "gio"};

bool is_time_part(const char *word)
{
    for (size_t i = 0; i < COUNT(time_parts); i++)
        if (streq(word, time_parts[i]))
            return true;
    return false;
}

static const struct val *first_word(const struct scope *s, const char *word)
{
    for (; s && !s->blank; s = s->up) {
        if (val_kind_of(s->v) != VK_OBJ)
            continue;
        const struct val *v = val_get(s->v, word);
        if (v)
            return v;
    }
    return NULL;
}

static bool is_time(const struct val *v)
{
    return val_kind_of(v) == VK_DATE || val_kind_of(v) == VK_TIME;
}

/* `part` gets the last word when it names a part of a date. */
static const struct val *walk(const struct scope *s, const char *const *path, const char **part)
{
    if (!path[0])
        return s->blank ? NULL : s->v;
    const struct val *v = first_word(s, path[0]);
    for (size_t i = 1; v && path[i]; i++) {
        if (part && is_time(v) && !path[i + 1] && is_time_part(path[i])) {
            *part = path[i];
            return v;
        }
        v = val_kind_of(v) == VK_OBJ ? val_get(v, path[i]) : NULL;
    }
    return v;
}

const struct val *scope_find(const struct scope *s, const char *const *path)
{
    return walk(s, path, NULL);
}

bool val_missing(struct arena *a, const struct val *v)
{
    switch (val_kind_of(v)) {
    case VK_NULL:
        return true;
    case VK_LIST:
        return val_count(v) == 0;
    case VK_OBJ:
        return false;
    default:
        return str_trim(str_of(val_plain(a, v, LANG_VI))).n == 0;
    }
}

/* ---- questions ------------------------------------------------------------------------------- */

static bool holds(struct arena *a, const struct val *v, const char *code)
{
    switch (val_kind_of(v)) {
    case VK_LIST:
        for (size_t i = 0; i < val_count(v); i++)
            if (holds(a, val_at(v, i), code))
                return true;
        return false;
    case VK_BOOL:
        return streq(code, val_value(v).i ? "co" : "khong");
    case VK_NULL:
    case VK_OBJ:
        return false;
    default: {
        const char *text = v_cstr(a, val_value(v));
        return streq(text, code);
    }
    }
}

bool scope_test(struct arena *a, const struct scope *s, const struct tag *t)
{
    const struct val *v = scope_find(s, t->path);
    if (t->code)
        return holds(a, v, t->code) != t->negated;
    if (val_kind_of(v) == VK_BOOL)
        return (val_value(v).i != 0) != t->negated;
    return val_missing(a, v) == t->negated;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* "14 giờ 30, 05/02/2026" or "05/02/2026" or less precise: the part asked for, NULL if unknown. */
static const char *time_part(struct arena *a, const char *plain, const char *part)
{
    size_t n = strlen(plain);
    const char *comma = strchr(plain, ',');
    if (streq(part, "gio"))
        return comma ? arena_dupn(a, plain, (size_t)(comma - plain)) : NULL;
    if (n < 4)
        return NULL;
    if (streq(part, "nam"))
        return arena_dup(a, plain + n - 4);
    if (streq(part, "thang")) {
        long month = n >= 7 ? strtol(plain + n - 7, NULL, 10) : 0;
        return month > 0 ? arena_printf(a, month < 3 ? "%02ld" : "%ld", month) : NULL;
    }
    return n >= 10 ? arena_dupn(a, plain + n - 10, 2) : NULL;
}

/* Of a record that a reference points at: the text that stands for it, itself not an object. */
static const struct val *title_of(const struct val *v)
{
    const struct val *title = val_get(v, "title");
    return val_kind_of(title) == VK_OBJ ? NULL : title;
}

static const char *plain_of(struct arena *a, const struct val *v)
{
    if (val_kind_of(v) == VK_NULL)
        return "";
    if (val_kind_of(v) == VK_OBJ)
        return plain_of(a, title_of(v));
    if (val_kind_of(v) != VK_LIST)
        return val_plain(a, v, LANG_VI);
    struct buf b = buf_in(a, MAX_VALUE);
    for (size_t i = 0; i < val_count(v); i++) {
        const char *item = plain_of(a, val_at(v, i));
        buf_puts(&b, b.n > 0 && *item ? "; " : "");
        buf_puts(&b, item);
    }
    return b.n > 0 ? b.p : "";
}

static bool is_number_of_row(const struct scope *s, const struct tag *t)
{
    return s->no > 0 && streq(t->name, "stt") &&
           (val_kind_of(s->v) != VK_OBJ || !val_get(s->v, "stt"));
}

/* Empty cells are blank; dots of a day or month are few, so that a date stays on its line. */
static const char *missing(const struct scope *row, const struct tag *t)
{
    if (row->blank || t->alone)
        return "";
    const char *dot = strrchr(t->name, '.');
    return is_time_part(dot ? dot + 1 : t->name) ? DOC_BLANK_SHORT : DOC_BLANK;
}

const char *scope_text(struct arena *a, const struct scope *s, const struct tag *t)
{
    if (t->kind == TAG_BOX)
        return scope_test(a, s, t) ? "☒" : "☐";
    const struct scope *row = s;
    while (row->up && !row->no && !row->blank)
        row = row->up;
    if (is_number_of_row(row, t))
        return arena_printf(a, "%zu", row->no);
    const char *part = NULL;
    const char *text = plain_of(a, walk(s, t->path, &part));
    if (part && *text)
        text = time_part(a, text, part);
    if (text && str_trim(str_of(text)).n > 0)
        return text;
    return missing(row, t);
}
