// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * For the tests of doc: small .docx files made from paragraphs, sample values read from JSON, files
 * read whole.
 */
#ifndef MANG_TEST_DOC_HELP_H
#define MANG_TEST_DOC_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include <cjson/cJSON.h>
#include <zip.h>

#include "doc/doc.h"

#define W_NS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

struct entry {
    const char *name, *text;
};

static inline struct str make_zip(struct arena *a, const struct entry *e, size_t n)
{
    zip_source_t *made = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(made);
    zip_t *z = zip_open_from_source(made, ZIP_TRUNCATE, NULL);
    assert_non_null(z);
    for (size_t i = 0; i < n; i++)
        assert_true(zip_file_add(z, e[i].name,
                        zip_source_buffer(z, e[i].text, strlen(e[i].text), 0), 0) >= 0);
    assert_int_equal(zip_close(z), 0);
    zip_stat_t st;
    zip_source_stat(made, &st);
    zip_source_open(made);
    char *p = arena_alloc(a, st.size + 1, 1);
    assert_int_equal(zip_source_read(made, p, st.size), st.size);
    zip_source_close(made);
    zip_source_free(made);
    return (struct str){p, st.size};
}

/* A template whose body is the given markup. */
static inline struct str make_docx(struct arena *a, const char *body)
{
    const char *xml =
        arena_printf(a, "<w:document " W_NS "><w:body>%s</w:body></w:document>", body);
    return make_zip(a, &(struct entry){"word/document.xml", xml}, 1);
}

static inline struct str read_file(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return (struct str){NULL, 0};
    struct buf b = buf_in(a, 64u << 20);
    char chunk[8192];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        buf_add(&b, chunk, n);
    fclose(f);
    return buf_view(&b);
}

/* "2026-11-21" is a date, "2026-11-21T14:30" a time of Vietnam. */
static inline struct val *text_val(struct arena *a, const char *s)
{
    int y, m, d, h, min, end = 0;
    if (sscanf(s, "%4d-%2d-%2dT%2d:%2d%n", &y, &m, &d, &h, &min, &end) == 5 && !s[end]) {
        int64_t yy = y - (m <= 2), era = yy / 400, yoe = yy - era * 400,
                doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1,
                days = era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
        return val_of_time(a, ((days * 24 + h - 7) * 60 + min) * 60000);
    }
    end = 0;
    if (sscanf(s, "%4d-%2d-%2d%n", &y, &m, &d, &end) == 3 && !s[end])
        return val_of_date(a, s);
    end = 0;
    if (sscanf(s, "%4d-%2d%n", &y, &m, &end) == 2 && !s[end])
        return val_of_date(a, s);
    return val_of_text(a, s);
}

static inline struct val *json_val(struct arena *a, const cJSON *j);

/* {"code": …, "label": …}, {"money": …} or a plain object. */
static inline struct val *object_val(struct arena *a, const cJSON *j)
{
    const cJSON *code = cJSON_GetObjectItem(j, "code"), *money = cJSON_GetObjectItem(j, "money");
    struct val *o = val_obj(a);
    if (code) {
        const char *label = cJSON_GetObjectItem(j, "label")->valuestring;
        return val_of_code(a, arena_dup(a, code->valuestring), arena_dup(a, label), NULL);
    }
    if (money) {
        val_money(o, "m", (int64_t)money->valuedouble);
        return (struct val *)(uintptr_t)val_get(o, "m");
    }
    for (const cJSON *c = j->child; c; c = c->next)
        val_set(o, arena_dup(a, c->string), json_val(a, c));
    return o;
}

static inline struct val *json_val(struct arena *a, const cJSON *j)
{
    if (cJSON_IsObject(j))
        return object_val(a, j);
    if (cJSON_IsString(j))
        return text_val(a, arena_dup(a, j->valuestring));
    if (cJSON_IsNumber(j))
        return val_of_int(a, (int64_t)j->valuedouble);
    struct val *v = cJSON_IsArray(j) ? val_list(a) : val_obj(a);
    if (cJSON_IsBool(j)) {
        val_bool(v, "b", cJSON_IsTrue(j));
        return (struct val *)(uintptr_t)val_get(v, "b");
    }
    for (const cJSON *c = cJSON_IsArray(j) ? j->child : NULL; c; c = c->next)
        val_push(v, json_val(a, c));
    return cJSON_IsNull(j) ? val_of_text(a, NULL) : v;
}

static inline struct val *json_file(struct arena *a, const char *path)
{
    struct str s = read_file(a, path);
    cJSON *j = s.p ? cJSON_ParseWithLength(s.p, s.n) : NULL;
    if (!j)
        return NULL;
    struct val *v = json_val(a, j);
    cJSON_Delete(j);
    return v;
}

#endif
