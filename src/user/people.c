// SPDX-License-Identifier: AGPL-3.0-or-later
/* Who works in a commune: accounts keep the code they were made with, communes are merged. */
#include "user/user_int.h"

enum { CODES = 64 };
struct asked {
    const char *code[CODES];
    struct db_rows *rows[CODES];
    size_t n;
};

/* The code and all that went into it, step by step back. */
static void find_codes(const struct unit_tree *t, struct arena *a, struct asked *k)
{
    for (size_t at = 0; at < k->n; at++) {
        size_t n;
        const struct unit_change **c = unit_predecessors(t, a, k->code[at], &n);
        for (size_t i = 0; i < n && k->n < CODES; i++) {
            size_t seen = 0;
            while (seen < k->n && !streq(k->code[seen], c[i]->old_code))
                seen++;
            if (seen == k->n)
                k->code[k->n++] = c[i]->old_code;
        }
    }
}

enum err user_people(struct dbc *c, const struct unit_tree *t, struct arena *a, const char *unit,
    int32_t day, const char *role, struct user_person **out, size_t *n)
{
    struct asked k = {.code = {unit}, .n = 1};
    size_t rows = 0;
    find_codes(t, a, &k);
    for (size_t i = 0; i < k.n; i++)
        k.rows[i] = db_query(c, a, Q_ACCOUNTS_WITH_ROLE, ARGS(k.code[i], role));
    for (size_t i = 0; i < k.n; i++)
        rows += db_row_count(k.rows[i]);
    *out = NEW_N(a, struct user_person, rows + 1);
    *n = 0;
    for (size_t i = 0; i < k.n; i++)
        for (struct db_rows *r = k.rows[i]; db_next(r);) {
            struct user u = {.province = "", .unit = k.code[i], .since = db_int(r, 4)};
            user_settle(&u, t, a, day);
            if (streq(u.unit, unit))
                (*out)[(*n)++] = (struct user_person){
                    db_text(r, 0), db_text(r, 1), db_text(r, 2), db_text(r, 3)};
        }
    return db_status(c);
}
