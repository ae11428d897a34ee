// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Where records that count for a unit may lie: the codes its land had on every map. That is more
 * than is asked, never less; what does not belong is left out when it is put on the map.
 */
#include "stat/stat_int.h"

#include "base/cal.h"

enum { MOST_DAYS = 1000, MOST_CODES = 4000 };

/* ---- eras -------------------------------------------------------------------------------------
 */

static void note_day(struct stat_eras *e, int32_t day)
{
    if (day <= UNIT_SINCE_EVER || day >= UNIT_OPEN || e->n == MOST_DAYS)
        return;
    size_t lo = 0, hi = e->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (e->day[mid] < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < e->n && e->day[lo] == day)
        return;
    memmove(e->day + lo + 1, e->day + lo, (e->n - lo) * sizeof *e->day);
    e->day[lo] = day;
    e->n++;
}

int64_t stat_day_ms(int32_t day)
{
    return cal_ms(cal_day((struct cal_date){day / 10000, day / 100 % 100, day % 100}), 0);
}

struct stat_eras stat_eras(struct act *act)
{
    struct stat_eras e = {.day = NEW_N(act->a, int32_t, MOST_DAYS + 1)};
    size_t n;
    const struct unit *u = unit_all(act->units, &n);
    for (size_t i = 0; i < n; i++) {
        note_day(&e, u[i].from);
        note_day(&e, u[i].to);
    }
    e.ms = NEW_N(act->a, int64_t, e.n + 1);
    for (size_t i = 0; i < e.n; i++)
        e.ms[i] = stat_day_ms(e.day[i]);
    return e;
}

int32_t stat_era_day(const struct stat_eras *e, size_t era)
{
    if (e->n == 0)
        return UNIT_SINCE_EVER;
    return era ? e->day[era - 1] : stat_day_add(e->day[0], -1);
}

/* ---- codes ------------------------------------------------------------------------------------
 */

struct codes {
    const char **v;
    size_t n, *slot, nslots;
    bool full;
};

static struct codes codes_new(struct arena *a)
{
    return (struct codes){NEW_N(a, const char *, MOST_CODES), 0, NEW_N(a, size_t, 2 * MOST_CODES),
        2 * MOST_CODES, false};
}

static void note_code(struct codes *k, const char *code)
{
    size_t h = 5381;
    for (const char *p = code; *p; p++)
        h = h * 33 + (unsigned char)*p;
    size_t at = h % k->nslots;
    for (; k->slot[at]; at = (at + 1) % k->nslots)
        if (streq(k->v[k->slot[at] - 1], code))
            return;
    k->full = k->full || k->n == MOST_CODES;
    if (k->full)
        return;
    k->v[k->n++] = code;
    k->slot[at] = k->n;
}

struct gather {
    struct act *act;
    const struct stat_frame *f;
    const struct stat_eras *eras;
    struct codes provinces, units;
};

/* The codes of a unit of the map in every era. */
static void note_unit(struct gather *g, const struct unit *u)
{
    note_code(&g->units, u->code);
    for (size_t era = 0; era <= g->eras->n; era++) {
        int32_t day = stat_era_day(g->eras, era);
        size_t n;
        const struct unit_part *p =
            unit_on_map(g->act->units, g->act->a, u->code, g->f->map, day, &n);
        for (size_t i = 0; i < n; i++) {
            const char *province = unit_province(g->act->units, p[i].unit->code, day);
            note_code(&g->units, p[i].unit->code);
            if (province)
                note_code(&g->provinces, province);
        }
    }
}

/* Whether to read through all tables or to search them for the provinces is for the database a
 * matter of time only. */
static bool most_lies_in(struct act *act, size_t provinces)
{
    int64_t held = db_scalar(act->c, act->a, Q_HELD_PROVINCES, NO_ARGS).i;
    return held <= 4 * (int64_t)provinces;
}

struct stat_scope stat_scope(
    struct act *act, const struct stat_frame *f, const struct stat_eras *eras)
{
    struct stat_scope s = {.most = true};
    if (!f->whole)
        return s;
    struct gather g = {act, f, eras, codes_new(act->a), codes_new(act->a)};
    const char *province = unit_province(act->units, f->whole->code, f->map);
    if (province)
        note_code(&g.provinces, province);
    note_unit(&g, f->whole);
    size_t n = 0;
    const struct unit **below =
        unit_children(act->units, act->a, f->whole->code, f->map, UNIT_COMMUNE, &n);
    for (size_t i = 0; i < n; i++)
        note_unit(&g, below[i]);
    if (g.provinces.full || g.units.full)
        return s;
    s.provinces = g.provinces.v;
    s.nprovinces = g.provinces.n;
    s.most = most_lies_in(act, g.provinces.n);
    bool all = f->whole->level == UNIT_PROVINCE;
    *(all ? &s.former : &s.units) = g.units.v;
    *(all ? &s.nformer : &s.nunits) = g.units.n;
    return s;
}

bool stat_codes_has(const struct stat_codes *k, const char *code)
{
    for (size_t i = 0; i < k->n; i++)
        if (streq(k->v[i], code))
            return true;
    return false;
}

static void add_code(struct arena *a, struct stat_codes *k, const char *code)
{
    if (stat_codes_has(k, code))
        return;
    if (k->n == k->cap) {
        const char **v = NEW_N(a, const char *, 2 * k->cap + 16);
        if (k->n)
            memcpy(v, k->v, k->n * sizeof *v);
        k->v = v;
        k->cap = 2 * k->cap + 16;
    }
    k->v[k->n++] = code;
}

/* The code may be of any day: it is followed from each era in which it is valid. */
void stat_codes_of(
    struct act *act, const char *unit, const struct stat_eras *eras, struct stat_codes *out)
{
    add_code(act->a, out, unit);
    for (size_t from = 0; from <= eras->n; from++) {
        int32_t day = stat_era_day(eras, from);
        if (!unit_find(act->units, unit, day))
            continue;
        for (size_t to = 0; to <= eras->n; to++) {
            size_t n;
            const struct unit_part *p =
                unit_on_map(act->units, act->a, unit, day, stat_era_day(eras, to), &n);
            for (size_t i = 0; i < n; i++)
                add_code(act->a, out, p[i].unit->code);
        }
    }
}
