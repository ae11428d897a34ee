// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Data values as CSV. DHIS2 up to 2.42 reads by position and writes a heading that later versions
 * read by name; both are taken: by name where the heading names a data element, else by position.
 */
#include "exchange/exchange_int.h"

#include "base/csv.h"

#include <strings.h>

enum column {
    C_ELEMENT,
    C_PERIOD,
    C_UNIT,
    C_COMBO,
    C_ATTRIBUTE,
    C_VALUE,
    C_BY,
    C_AT,
    C_COMMENT,
    C_FOLLOW,
    C_DELETED,
    C__COUNT
};

struct columns {
    int at[C__COUNT]; /* -1 = not there */
};

static int column_of(struct str heading)
{
    static const char *const NAMES[][3] = {[C_ELEMENT] = {"dataelement", "data element"},
        [C_PERIOD] = {"period"},
        [C_UNIT] = {"orgunit", "org unit", "organisationunit"},
        [C_COMBO] = {"categoryoptioncombo", "catoptcombo"},
        [C_ATTRIBUTE] = {"attributeoptioncombo", "attroptcombo"},
        [C_VALUE] = {"value"},
        [C_DELETED] = {"deleted"}};
    for (int c = 0; c < C__COUNT; c++)
        for (size_t i = 0; i < COUNT(NAMES[c]) && NAMES[c][i]; i++)
            if (strlen(NAMES[c][i]) == heading.n &&
                strncasecmp(NAMES[c][i], heading.p, heading.n) == 0)
                return c;
    return -1;
}

static struct columns read_heading(const struct csv_cells *row)
{
    struct columns k;
    for (int c = 0; c < C__COUNT; c++)
        k.at[c] = -1;
    for (size_t i = 0; i < row->n; i++) {
        int c = column_of(str_trim(row->v[i]));
        if (c >= 0 && k.at[c] < 0)
            k.at[c] = (int)i;
    }
    if (k.at[C_ELEMENT] >= 0)
        return k;
    for (int c = 0; c < C__COUNT; c++)
        k.at[c] = c;
    return k;
}

static struct str cell(const struct columns *k, const struct csv_cells *row, enum column c)
{
    if (k->at[c] < 0 || (size_t)k->at[c] >= row->n)
        return STR("");
    return str_trim(row->v[k->at[c]]);
}

static enum err next_row(struct csv_in *in, struct csv_cells *row, const char **broken)
{
    enum err e = csv_next(in, row);
    if (e == ERR_TOO_BIG || e == ERR_INVALID) {
        *broken = N_("Tệp CSV hỏng: có ô hoặc dòng quá dài");
        return ERR_NOT_FOUND;
    }
    return e;
}

static enum err each_row(
    struct csv_in *in, const struct columns *k, row_fn *fn, void *ctx, const char **broken)
{
    struct csv_cells cells;
    for (size_t no = 0;; no++) {
        enum err e = next_row(in, &cells, broken);
        if (e)
            return e == ERR_NOT_FOUND ? OK : e;
        struct str gone = cell(k, &cells, C_DELETED);
        struct row row = {.no = no,
            .element = cell(k, &cells, C_ELEMENT),
            .period = cell(k, &cells, C_PERIOD),
            .unit = cell(k, &cells, C_UNIT),
            .combo = cell(k, &cells, C_COMBO),
            .value = cell(k, &cells, C_VALUE),
            .deleted = gone.n == 4 && strncasecmp(gone.p, "true", 4) == 0};
        TRY(fn(ctx, &row));
    }
}

enum err exchange_read_csv(
    struct arena *a, struct str bytes, row_fn *fn, void *ctx, const char **broken)
{
    (void)a;
    AUTO_CSV *in = NULL;
    struct csv_cells heading;
    enum err e = csv_open_str(&in, bytes);
    if (e == ERR_INVALID) {
        *broken = N_("Tệp CSV phải viết bằng UTF-8");
        return OK;
    }
    TRY(e);
    e = next_row(in, &heading, broken);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    struct columns k = read_heading(&heading);
    return each_row(in, &k, fn, ctx, broken);
}
