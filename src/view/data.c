// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A view as data: JSON (the whole tree) and CSV (one list of it). Keys that begin with "_" and the
 * layout's own keys at the root are for pages only and never appear here.
 */
#include "view/view_int.h"

/* ---- JSON -------------------------------------------------------------------------------------
 */

/* Length of the UTF-8 character at s, 0 if it is none (overlong, surrogate, cut, too big). */
static size_t utf8_len(const unsigned char *s, size_t n)
{
    size_t len = s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;
    if (len == 0 || len > n)
        return 0;
    unsigned char lo = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char hi = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;
    if (s[1] < lo || s[1] > hi)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

static size_t good_prefix(struct str s)
{
    size_t i = 0;
    while (i < s.n) {
        if ((unsigned char)s.p[i] < 0x80) {
            i++;
            continue;
        }
        size_t k = utf8_len((const unsigned char *)s.p + i, s.n - i);
        if (k == 0)
            break;
        i += k;
    }
    return i;
}

/* A JSON string; what is not UTF-8 becomes U+FFFD. */
static void json_str(struct buf *out, const char *text)
{
    struct str s = str_of(text);
    size_t good = good_prefix(s);
    if (good == s.n) {
        buf_json_str(out, s);
        return;
    }
    struct buf clean = buf_in(out->a, s.n * 3 + 1);
    while (s.n > 0) {
        buf_add(&clean, s.p, good);
        if (good < s.n)
            buf_puts(&clean, "\xEF\xBF\xBD");
        size_t skip = good < s.n ? good + 1 : good;
        s = (struct str){s.p + skip, s.n - skip};
        good = good_prefix(s);
    }
    buf_json_str(out, buf_view(&clean));
}

/* Root keys that dress a page (doc/templates.md) and mean nothing to a program. */
static bool page_only(const struct key *k, bool root)
{
    static const char *const keys[] = {
        "csrf", "once", "nav", "langs", "new", "ver", "lang", "flash", "idle", "help", "crumbs"};
    if (k->n > 0 && k->s[0] == '_')
        return true;
    for (size_t i = 0; root && i < COUNT(keys); i++)
        if (streq(k->s, keys[i]))
            return true;
    return false;
}

static void json_val(struct buf *out, const struct val *v, enum lang lang, bool root);

static void json_obj(struct buf *out, const struct val *v, enum lang lang, bool root)
{
    bool first = true;
    buf_putc(out, '{');
    for (uint32_t i = 0; i < v->obj.n; i++) {
        const struct member *m = &v->obj.m[i];
        if (page_only(&m->key, root))
            continue;
        if (!first)
            buf_putc(out, ',');
        first = false;
        json_str(out, m->key.s);
        buf_putc(out, ':');
        json_val(out, m->v, lang, false);
    }
    buf_putc(out, '}');
}

static void json_list(struct buf *out, const struct val *v, enum lang lang)
{
    buf_putc(out, '[');
    for (uint32_t i = 0; i < v->list.n; i++) {
        if (i)
            buf_putc(out, ',');
        json_val(out, v->list.v[i], lang, false);
    }
    buf_putc(out, ']');
}

static void json_code(struct buf *out, const struct val *v, enum lang lang)
{
    buf_puts(out, "{\"code\":");
    json_str(out, v->code.code);
    buf_puts(out, ",\"label\":");
    json_str(out, lang == LANG_EN ? v->code.en : v->code.vi);
    buf_putc(out, '}');
}

/* Numbers and booleans as they are; null when they have no text (NaN, a time out of range). */
static void json_bare(struct buf *out, const struct val *v, bool quoted)
{
    struct buf one = buf_in(out->a, 64);
    put_val(&one, v, LANG_VI, LOOK_RAW, ESC_NONE);
    if (one.n == 0)
        buf_puts(out, "null");
    else if (quoted)
        json_str(out, one.p);
    else
        buf_str(out, buf_view(&one));
}

static void json_val(struct buf *out, const struct val *v, enum lang lang, bool root)
{
    switch (v->kind) {
    case VK_NULL:
        buf_puts(out, "null");
        return;
    case VK_BOOL:
        buf_puts(out, v->b ? "true" : "false");
        return;
    case VK_INT:
    case VK_MONEY:
        buf_int(out, v->i);
        return;
    case VK_REAL:
        json_bare(out, v, false);
        return;
    case VK_TIME:
        json_bare(out, v, true);
        return;
    case VK_TEXT:
    case VK_DATE:
        json_str(out, v->s);
        return;
    case VK_CODE:
        json_code(out, v, lang);
        return;
    case VK_MSG:
        json_str(out, val_plain(out->a, v, lang));
        return;
    case VK_LIST:
        json_list(out, v, lang);
        return;
    case VK_OBJ:
        json_obj(out, v, lang, root);
        return;
    }
}

void view_json(const struct view *v, struct buf *out)
{
    BUG_IF(!v->root);
    json_val(out, v->root, v->lang, true);
    buf_putc(out, '\n');
}

/* ---- CSV --------------------------------------------------------------------------------------
 */

static void csv_cell(struct buf *out, const char *s, bool text)
{
    bool formula = text && *s && strchr("=+-@\t\r", *s);
    if (!formula && !s[strcspn(s, ",\"\r\n")] && *s != ' ') {
        buf_puts(out, s);
        return;
    }
    buf_putc(out, '"');
    if (formula)
        buf_putc(out, '\'');
    for (; *s; s++) {
        if (*s == '"')
            buf_putc(out, '"');
        buf_putc(out, *s);
    }
    buf_putc(out, '"');
}

/* What a spreadsheet reads back as the same thing: plain digits, ISO dates, Vietnam's clock. */
static void csv_val(struct buf *out, const struct val *v, enum lang lang)
{
    struct buf cell = buf_in(out->a, 1u << 20);
    bool text = false;
    switch (v->kind) {
    case VK_INT:
    case VK_MONEY:
    case VK_REAL:
    case VK_DATE:
        put_val(&cell, v, lang, LOOK_RAW, ESC_NONE);
        text = v->kind == VK_DATE;
        break;
    case VK_TIME: {
        struct val local = *v;
        local.i += INT64_C(7) * 3600 * 1000;
        put_val(&cell, &local, lang, LOOK_RAW, ESC_NONE);
        if (cell.n >= 16) { /* 2026-11-21T14:30… → 2026-11-21 14:30 */
            cell.p[10] = ' ';
            cell.p[16] = 0;
        }
        break;
    }
    default:
        put_val(&cell, v, lang, LOOK_HUMAN, ESC_NONE);
        text = true;
        break;
    }
    csv_cell(out, cell.p, text);
}

static bool has_column(const struct val *v)
{
    if (v->kind == VK_LIST)
        return v->list.n == 0 || v->list.v[0]->kind != VK_OBJ;
    return v->kind != VK_OBJ;
}

/* Columns of a list: an object whose keys are the columns and values the headings. */
static const struct val *csv_columns(
    struct arena *a, const struct val *root, const struct val *list)
{
    const struct val *labels = val_get(root, "_labels");
    if (labels && labels->kind == VK_OBJ)
        return labels;
    struct val *cols = val_obj(a);
    for (uint32_t i = 0; i < list->list.n; i++) {
        const struct val *row = list->list.v[i];
        for (uint32_t j = 0; row->kind == VK_OBJ && j < row->obj.n; j++) {
            const struct member *m = &row->obj.m[j];
            if (m->key.s[0] != '_' && has_column(m->v) && !obj_get(cols, &m->key))
                val_text(cols, m->key.s, m->key.s);
        }
    }
    return cols;
}

static void csv_row(struct buf *out, const struct val *cols, const struct val *row, enum lang lang)
{
    for (uint32_t i = 0; i < cols->obj.n; i++) {
        const struct val *v = row->kind == VK_OBJ ? obj_get(row, &cols->obj.m[i].key) : NULL;
        if (i)
            buf_putc(out, ',');
        if (v)
            csv_val(out, v, lang);
    }
    buf_puts(out, "\r\n");
}

void view_csv(const struct view *v, struct buf *out)
{
    BUG_IF(!v->root || !v->csv_list);
    const struct val *list = val_get(v->root, v->csv_list);
    struct val *none = val_list(v->a);
    if (!list || list->kind != VK_LIST)
        list = none;
    const struct val *cols = csv_columns(v->a, v->root, list);
    buf_puts(out, "\xEF\xBB\xBF");
    csv_row(out, cols, cols, v->lang);
    for (uint32_t i = 0; i < list->list.n; i++)
        csv_row(out, cols, list->list.v[i], v->lang);
}
