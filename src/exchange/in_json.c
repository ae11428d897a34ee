// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Data value sets as JSON (cJSON): what stands at the root holds for all values that do not say it
 * themselves. A category option combo may be an id or, since 2.43, an object of categories.
 */
#include "exchange/exchange_int.h"

#include <cjson/cJSON.h>
#include <stdio.h>

enum { MOST_BYTES = 64 << 20 };

struct reader {
    const cJSON *root;
    row_fn *fn;
    void *ctx;
};

static struct str text_at(const cJSON *o, const char *name)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, name);
    return cJSON_IsString(v) ? str_of(v->valuestring) : STR("");
}

static struct str said(const struct reader *r, const cJSON *v, const char *name)
{
    struct str own = text_at(v, name);
    return own.n ? own : text_at(r->root, name);
}

/* Values are texts; a number is taken too. */
static struct str value_at(const cJSON *v, char number[32])
{
    const cJSON *x = cJSON_GetObjectItemCaseSensitive(v, "value");
    if (!cJSON_IsNumber(x))
        return text_at(v, "value");
    snprintf(number, 32, "%.15g", x->valuedouble);
    return str_of(number);
}

static void read_options(const cJSON *v, struct row *row)
{
    const cJSON *o = cJSON_GetObjectItemCaseSensitive(v, "categoryOptionCombo"), *item;
    if (!cJSON_IsObject(o))
        return;
    cJSON_ArrayForEach(item, o)
    {
        if (row->noptions < STAT_BY_MAX && cJSON_IsString(item))
            row->options[row->noptions++] =
                (struct option){str_of(item->string), str_of(item->valuestring)};
    }
}

static enum err read_value(const struct reader *r, const cJSON *v, size_t no)
{
    char number[32];
    struct row row = {.no = no,
        .element = text_at(v, "dataElement"),
        .period = said(r, v, "period"),
        .unit = said(r, v, "orgUnit"),
        .combo = text_at(v, "categoryOptionCombo"),
        .value = value_at(v, number),
        .deleted = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(v, "deleted"))};
    read_options(v, &row);
    return r->fn(r->ctx, &row);
}

static void drop(cJSON **p)
{
    cJSON_Delete(*p);
}

enum err exchange_read_json(
    struct arena *a, struct str bytes, row_fn *fn, void *ctx, const char **broken)
{
    (void)a;
    if (bytes.n > MOST_BYTES) {
        *broken = N_("Tệp JSON lớn hơn 64 MB: hãy dùng CSV");
        return OK;
    }
    __attribute__((cleanup(drop))) cJSON *root = cJSON_ParseWithLength(bytes.p, bytes.n);
    const cJSON *values = cJSON_GetObjectItemCaseSensitive(root, "dataValues"), *v;
    if (!cJSON_IsArray(values)) {
        *broken = root ? N_("Tệp JSON không có ‘dataValues’")
                       : N_("Tệp JSON hỏng hoặc bị cắt cụt: không dòng nào được nhập");
        return OK;
    }
    struct reader r = {root, fn, ctx};
    size_t no = 0;
    cJSON_ArrayForEach(v, values) TRY(read_value(&r, v, no++));
    return OK;
}
