// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * JSON objects as form fields, so that a program may post JSON where a browser posts a form. cJSON
 * reads; a scan before it bounds depth and number of values, so that neither its recursion nor its
 * memory follows the client's wishes.
 */
#include "http/http_int.h"

#include <cjson/cJSON.h>
#include <math.h>

enum { DEPTH_MAX = 16, NAME_MAX_BYTES = 512, VALUES_MAX = 2 * FIELDS_MAX };

/* ---- the scan before ------------------------------------------------------------------------- */

/* Index after the string that begins at i; 0 when it does not end or holds an escaped NUL. */
static size_t skip_string(struct str s, size_t i)
{
    for (i++; i < s.n; i++) {
        if (s.p[i] == '"')
            return i + 1;
        if (s.p[i] != '\\')
            continue;
        if (s.n - i >= 6 && memcmp(s.p + i, "\\u0000", 6) == 0)
            return 0;
        i++;
    }
    return 0;
}

static bool bounded(struct str s)
{
    int depth = 0, values = 0;
    for (size_t i = 0; i < s.n;) {
        char c = s.p[i];
        if (c == '"') {
            i = skip_string(s, i);
            if (i == 0)
                return false;
            continue;
        }
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        values += c == '{' || c == '[' || c == ',';
        if (c == 0 || depth > DEPTH_MAX || depth < 0 || values > VALUES_MAX)
            return false;
        i++;
    }
    return depth == 0;
}

/* ---- flattening ------------------------------------------------------------------------------ */

static void json_free(cJSON **j)
{
    cJSON_Delete(*j);
}

static struct str number_text(struct arena *a, double r)
{
    bool whole = fabs(r) <= 9007199254740992.0 && r == floor(r);
    struct value v = whole ? v_int((int64_t)r) : v_real(r);
    return str_of(v_cstr(a, v));
}

static bool scalar(struct params *l, const char *name, const cJSON *j)
{
    struct str v;
    if (cJSON_IsString(j))
        v = str_of(arena_dup(l->a, j->valuestring));
    else if (cJSON_IsNumber(j))
        v = number_text(l->a, j->valuedouble);
    else if (cJSON_IsBool(j))
        v = cJSON_IsTrue(j) ? STR("true") : STR("false");
    else
        return cJSON_IsNull(j);
    return params_add(l, str_of(name), v);
}

static const char *child_name(
    struct arena *a, const char *parent, const cJSON *child, bool in_array, int i)
{
    const char *dot = *parent ? "." : "";
    if (in_array)
        return arena_printf(a, "%s%s%d", parent, dot, i);
    return arena_printf(a, "%s%s%s", parent, dot, child->string);
}

static bool flatten(struct params *l, const char *name, const cJSON *j)
{
    if (!cJSON_IsObject(j) && !cJSON_IsArray(j))
        return scalar(l, name, j);
    int i = 0;
    const cJSON *child;
    cJSON_ArrayForEach(child, j)
    {
        const char *sub = child_name(l->a, name, child, cJSON_IsArray(j), i++);
        if (strlen(sub) > NAME_MAX_BYTES || !flatten(l, sub, child))
            return false;
    }
    return true;
}

bool http_parse_json(struct arena *a, struct str body, const struct http_param **out, size_t *n)
{
    if (!bounded(body))
        return false;
    const char *end;
    __attribute__((cleanup(json_free))) cJSON *root =
        cJSON_ParseWithLengthOpts(body.p, body.n, &end, false);
    if (!cJSON_IsObject(root))
        return false;
    if (str_trim((struct str){end, (size_t)(body.p + body.n - end)}).n)
        return false;
    struct params l = {.a = a, .max = FIELDS_MAX};
    if (!flatten(&l, "", root))
        return false;
    *out = l.p;
    *n = l.n;
    return true;
}
