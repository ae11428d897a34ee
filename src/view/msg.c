// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Messages. The Vietnamese sentence is the id, so Vietnamese needs no table; the others are
 * generated from i18n/<language>.po by tools/msggen, sorted by the hash of the id.
 */
#include "view/view_int.h"

static uint32_t fnv1a(const char *s)
{
    uint32_t h = 2166136261u;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h;
}

static const char *in_table(const struct msg_table *t, const char *id)
{
    uint32_t hash = fnv1a(id);
    size_t lo = 0, hi = t->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (t->e[mid].hash < hash)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < t->n && t->e[lo].hash == hash; lo++)
        if (strcmp(t->e[lo].id, id) == 0)
            return t->e[lo].text;
    return id;
}

const char *msg_text(enum lang lang, const char *msgid)
{
    if (lang == LANG_EN)
        for (size_t i = 0; i < msg_tables_n; i++)
            if (streq(msg_tables[i].lang, "en"))
                return in_table(&msg_tables[i], msgid);
    return msgid;
}
