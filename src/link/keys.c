// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Blocks. Comparing all with all is out of the question; two records of one child nearly always
 * share one of these combinations, whatever was mistyped in the rest. A pair is compared in the
 * first pass in which its keys agree, and a block that is too big is split by a further feature.
 */
#include "link/link_int.h"

/* Features of a record; a key is the hash of two to four of them. */
enum feature {
    F_END,
    F_LAST,  /* sound of the child's last word */
    F_FIRST, /* of the first */
    F_SECOND,
    F_SET, /* words of the child's name */
    F_PHONSET,
    F_MOTHER,
    F_MOTHER_LAST,
    F_FATHER,
    F_FATHER_LAST,
    F_BORN,      /* day, month and year */
    F_BORN_SWAP, /* the same when day and month change places */
    F_YEAR,
    F_MONTH,
    F_DAY,
    F_YEAR_MONTH,
    F_SEX,
    F_PLACE,
    F_AREA,
    F_VILLAGE,
    F_PID, /* its last six digits: what stands before may be mistyped */
    F_PHONE,
    F_ALIAS,
    FEATURES
};

/* Key; what splits blocks that are too big, one after the other; how big that is. */
static const struct {
    uint8_t key[3], refine[REFINES], max;
} passes[PASSES] = {
    {{F_PID}, {F_YEAR, F_SEX, F_LAST}, 16},
    {{F_PHONE, F_LAST}, {F_YEAR, F_MONTH}, 40},
    {{F_BORN_SWAP, F_LAST}, {F_FIRST, F_AREA, F_SECOND, F_MOTHER_LAST}, 40},
    {{F_SET, F_YEAR}, {F_MONTH, F_AREA, F_DAY, F_MOTHER_LAST}, 40},
    {{F_BORN, F_PLACE}, {F_SEX, F_LAST, F_FIRST}, 40},
    {{F_MOTHER, F_LAST}, {F_AREA, F_YEAR, F_FIRST, F_MONTH}, 40},
    {{F_SET, F_PLACE}, {F_MOTHER_LAST, F_YEAR, F_MONTH}, 40},
    {{F_MOTHER, F_BORN}, {F_AREA, F_SEX, F_LAST}, 40},
    {{F_PHONE}, {F_YEAR, F_MONTH, F_SEX}, 24},
    {{F_MOTHER, F_FATHER}, {F_AREA, F_YEAR, F_LAST, F_MONTH}, 40},
    {{F_BORN, F_FIRST, F_SECOND}, {F_SEX, F_AREA, F_LAST, F_MOTHER_LAST}, 40},
    {{F_PLACE, F_LAST, F_MOTHER_LAST}, {F_FIRST, F_YEAR, F_SECOND, F_MONTH}, 40},
    {{F_FATHER, F_LAST}, {F_AREA, F_YEAR, F_FIRST, F_MONTH}, 40},
    {{F_PHONSET, F_MONTH, F_DAY}, {F_AREA, F_YEAR, F_MOTHER_LAST}, 40},
    {{F_PHONSET}, {F_YEAR, F_AREA, F_MONTH, F_MOTHER_LAST}, 16},
    {{F_PLACE, F_YEAR_MONTH, F_SEX}, {F_LAST, F_FIRST, F_DAY}, 24},
    {{F_FATHER, F_BORN}, {F_AREA, F_SEX, F_LAST}, 40},
    {{F_YEAR_MONTH, F_AREA, F_LAST}, {F_MOTHER_LAST, F_DAY, F_FIRST}, 16},
    {{F_MOTHER, F_PLACE}, {F_YEAR, F_LAST, F_MONTH}, 32},
    {{F_FATHER, F_YEAR}, {F_AREA, F_MONTH, F_SEX}, 32},
    {{F_PLACE, F_LAST}, {F_YEAR, F_FIRST, F_MONTH, F_SECOND}, 16},
    {{F_AREA, F_YEAR, F_MOTHER_LAST}, {F_FIRST, F_MONTH, F_SEX, F_LAST}, 12},
    {{F_BORN_SWAP}, {F_AREA, F_SEX, F_MOTHER_LAST, F_FATHER_LAST}, 16},
    {{F_PLACE, F_VILLAGE}, {F_YEAR, F_MONTH, F_LAST, F_FIRST}, 8},
};

size_t block_max(int pass)
{
    return passes[pass].max;
}

static uint32_t sound_of(const struct tok *t, uint32_t id)
{
    return id ? t[id].phon : 0;
}

static uint32_t last_word(const struct lrec *r, int from, int to)
{
    for (int i = to - 1; i >= from; i--)
        if (r->tok[i])
            return r->tok[i];
    return 0;
}

static uint32_t sounds(const struct tok *t, const struct lrec *r)
{
    uint32_t h = 0;
    for (int i = AT_CHILD; i < AT_MOTHER; i++)
        h += r->tok[i] ? mix32(t[r->tok[i]].phon) : 0;
    return h;
}

static uint32_t birth_key(const struct lrec *r, bool swap)
{
    if (!r->day)
        return 0;
    unsigned lo = r->month, hi = r->day;
    if (swap && hi < lo) {
        lo = r->day;
        hi = r->month;
    }
    return (uint32_t)r->year << 10 | lo << 5 | hi;
}

static uint32_t name_feature(const struct tok *t, const struct lrec *r, int f)
{
    switch (f) {
    case F_LAST:
        return sound_of(t, last_word(r, AT_CHILD, AT_MOTHER));
    case F_FIRST:
        return sound_of(t, r->tok[AT_CHILD]);
    case F_SECOND:
        return sound_of(t, r->tok[AT_CHILD + 1]);
    case F_SET:
        return r->set[0];
    case F_PHONSET:
        return sounds(t, r);
    case F_MOTHER:
        return r->set[1];
    case F_MOTHER_LAST:
        return sound_of(t, last_word(r, AT_MOTHER, AT_FATHER));
    case F_FATHER:
        return r->set[2];
    default:
        return sound_of(t, last_word(r, AT_FATHER, TOKENS));
    }
}

static uint32_t feature(const struct tok *t, const struct lrec *r, int f)
{
    switch (f) {
    case F_BORN:
        return birth_key(r, false);
    case F_BORN_SWAP:
        return birth_key(r, true);
    case F_YEAR:
        return r->year;
    case F_MONTH:
        return r->month;
    case F_DAY:
        return r->day;
    case F_YEAR_MONTH:
        return r->month ? (uint32_t)r->year << 4 | r->month : 0;
    case F_SEX:
        return (uint32_t)lrec_sex(r);
    case F_PLACE:
        return r->place;
    case F_AREA:
        return r->area;
    case F_VILLAGE:
        return r->village;
    case F_PID:
        return r->pid ? (uint32_t)((r->pid - 1) % 1000000 + 1) : 0;
    case F_PHONE:
        return r->phone;
    default:
        return name_feature(t, r, f);
    }
}

/* Hash of the features of a pass, which `of` gives by number. */
static inline uint32_t key_of(const uint32_t *of, int pass)
{
    uint64_t h = (uint64_t)pass + 1;
    for (int i = 0; i < 3 && passes[pass].key[i]; i++) {
        uint32_t v = of[passes[pass].key[i]];
        if (!v)
            return 0;
        h = (h << 32 ^ h >> 32 ^ v) * 0xd6e8feb86659fd93u;
    }
    h ^= h >> 32;
    return (uint32_t)h ? (uint32_t)h : 1;
}

uint32_t block_key(const struct tok *t, const struct lrec *r, int pass)
{
    uint32_t of[FEATURES];
    for (int i = 0; i < 3 && passes[pass].key[i]; i++)
        of[passes[pass].key[i]] = feature(t, r, passes[pass].key[i]);
    return key_of(of, pass);
}

void block_keys(const struct tok *t, const struct lrec *r, int from, int n, uint32_t *key)
{
    uint32_t of[FEATURES], known = 0;
    for (int p = 0; p < n; p++) {
        for (int i = 0; i < 3 && passes[from + p].key[i]; i++) {
            int f = passes[from + p].key[i];
            if (!(known >> f & 1))
                of[f] = feature(t, r, f);
            known |= 1u << f;
        }
        key[p] = key_of(of, from + p);
    }
}

uint32_t block_split(const struct tok *t, const struct lrec *r, int pass, int nth)
{
    int f = passes[pass].refine[nth];
    return f ? feature(t, r, f) : 0;
}
