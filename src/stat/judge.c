// SPDX-License-Identifier: AGPL-3.0-or-later
/* Whether a value meets its target, and how a whole programme stands. */
#include "stat/stat_int.h"
#include "stat/stat_value_int.h"

#include <math.h>

enum stat_status stat_target_status(
    const struct stat_target *t, const struct indicator *i, bool known, double value)
{
    if (!known || isnan(value))
        return STAT_UNKNOWN;
    if (!t)
        return STAT_NO_TARGET;
    double slack = 1e-9 * fmax(1, fabs(t->value)), shown = 0.5 * pow(10, -i->decimals);
    bool met = false;
    switch (t->op) {
    case TARGET_GE:
        met = value >= t->value - slack;
        break;
    case TARGET_LE:
        met = value <= t->value + slack;
        break;
    case TARGET_GT:
        met = value > t->value + slack;
        break;
    case TARGET_LT:
        met = value < t->value - slack;
        break;
    case TARGET_EQ:
        met = fabs(value - t->value) < shown;
        break;
    }
    return met ? STAT_MET : STAT_NOT_MET;
}

void stat_judge_value(struct act *act, const struct indicator *i, const struct programme *prog,
    const struct stat_ask *ask, struct stat_value *v)
{
    v->target = stat_target_for(act, i, prog, NULL, ask, v->unit);
    v->status = stat_target_status(v->target, i, v->known, v->value);
}

/* ---- programmes ------------------------------------------------------------------------------ */

/* Another province's own indicator is none of this unit's. */
static bool concerns(struct act *act, const struct stat_ask *ask, const struct programme_item *item)
{
    const char *own = item->nparts ? item->parts[0].indicator->province : NULL;
    return !own || unit_within_later(act->units, ask->unit,
                       ask->map ? ask->map : stat_value_today(act), own, stat_value_today(act));
}

static size_t count_parts(const struct programme *p, size_t *items)
{
    size_t n = 0;
    *items = 0;
    for (size_t i = 0; i < p->nobjectives; i++)
        for (size_t k = 0; k < p->objectives[i].nitems; k++, ++*items)
            n += p->objectives[i].items[k].nparts;
    return n;
}

/* Met when all parts are; not met when one fails; else not known. */
static enum stat_status item_status(const struct stat_item *item)
{
    size_t met = 0, none = 0, n = item->item->nparts;
    for (size_t i = 0; i < n; i++) {
        if (item->parts[i].status == STAT_NOT_MET)
            return STAT_NOT_MET;
        met += item->parts[i].status == STAT_MET;
        none += item->parts[i].status == STAT_NO_TARGET;
    }
    if (n && met + none == n)
        return met ? STAT_MET : STAT_NO_TARGET;
    return STAT_UNKNOWN;
}

static size_t list_items(struct act *act, const struct programme *p, const struct stat_ask *ask,
    struct stat_score *out, const struct indicator **v)
{
    size_t at = 0;
    for (size_t i = 0; i < p->nobjectives; i++)
        for (size_t k = 0; k < p->objectives[i].nitems; k++) {
            const struct programme_item *item = &p->objectives[i].items[k];
            if (!concerns(act, ask, item))
                continue;
            out->v[out->n++] = (struct stat_item){.objective = &p->objectives[i],
                .item = item,
                .parts = NEW_N(act->a, struct stat_value, item->nparts + 1)};
            for (size_t j = 0; j < item->nparts; j++)
                v[at++] = item->parts[j].indicator;
        }
    return at;
}

static void take_item(struct act *act, const struct programme *p, const struct stat_ask *ask,
    struct stat_item *item, const struct stat_values *values)
{
    for (size_t i = 0; i < item->item->nparts; i++) {
        const struct part_target *part = &item->item->parts[i];
        struct stat_value *v = &item->parts[i];
        *v = values[i].n ? values[i].v[0] : (struct stat_value){.value = NAN};
        v->target = stat_target_for(act, part->indicator, p, part, ask, v->unit);
        v->status = stat_target_status(v->target, part->indicator, v->known, v->value);
    }
    item->status = item_status(item);
}

enum err stat_programme(
    struct act *act, const struct programme *p, const struct stat_ask *ask, struct stat_score *out)
{
    size_t items, n = count_parts(p, &items), at = 0;
    const struct indicator **v = NEW_N(act->a, const struct indicator *, n + 1);
    struct stat_values *values = NEW_N(act->a, struct stat_values, n + 1);
    struct stat_ask own = *ask;
    own.level = UNIT_ANY;
    own.nby = 0;
    *out = (struct stat_score){.v = NEW_N(act->a, struct stat_item, items + 1)};
    n = list_items(act, p, ask, out, v);
    TRY(stat_indicators(act, v, n, p, &own, values));
    for (size_t i = 0; i < out->n; at += out->v[i++].item->nparts) {
        take_item(act, p, &own, &out->v[i], values + at);
        out->met += out->v[i].status == STAT_MET;
        out->not_met += out->v[i].status == STAT_NOT_MET;
        out->unknown += out->v[i].status == STAT_UNKNOWN || out->v[i].status == STAT_NO_TARGET;
    }
    return OK;
}
