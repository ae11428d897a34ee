// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Fuzz: the two scanners of SQL text. Schema files with type words expand on both databases or are
 * refused alike; renumbering parameters by 0 changes nothing but the form of the numbers.
 */
#include "db/db_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO_ARENA *a = arena_open();
    struct str sql = {(const char *)data, n};
    struct buf lite = buf_in(a, SQL_MAX), pg = buf_in(a, SQL_MAX);
    enum err e = schema_expand(&dialect_sqlite, "0001_x.sql", sql, &lite);
    if (n < 10000 && e != schema_expand(&dialect_pgsql, "0001_x.sql", sql, &pg))
        BUG("refused on one database only");
    const char *text = arena_dupn(a, sql.p, n);
    struct buf once = buf_in(a, SQL_MAX), twice = buf_in(a, SQL_MAX);
    sql_params(&once, text, '$', 0);
    sql_params(&twice, once.p, '$', 0);
    if (!once.full && !streq(once.p, twice.p))
        BUG("renumbering by 0 is not stable");
    struct str w;
    size_t last = SIZE_MAX;
    for (const char *p = text; sql_word(&p, &w); last = w.n)
        if (w.n == 0 || last == 0)
            BUG("empty word");
    return 0;
}
