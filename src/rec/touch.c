// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A record that moved still stands in figures of the units it left, for days when it was there. Who
 * writes it says so to these units, so that kept figures are counted again.
 */
#include "rec/rec_int.h"

static enum err touch_versions(
    struct act *act, const struct reg *reg, const char *id, const struct rec *r)
{
    struct db_select s = {.t = rec_table(act->site, reg),
        .province = r->common[DC_PROVINCE].s.p,
        .id = id,
        .deleted = true,
        .history = true};
    struct db_rows *v = db_table_select(act->c, act->a, &s);
    const char *last = r->common[DC_UNIT].s.p;
    while (db_next(v)) {
        const char *unit = db_text(v, DC_UNIT);
        if (streq(unit, last) || streq(unit, r->common[DC_UNIT].s.p))
            continue;
        TRY(db_exec(act->c, Q_TOUCH_PUT, ARGS(unit), NULL));
        last = unit;
    }
    return db_status(act->c);
}

enum err rec_touch_left(struct act *act, const struct rec *r)
{
    bool moved = r->common[DC_UNIT_AT].t == V_INT;
    if (moved || r->parent) /* what is new of a record may be about days before that one moved */
        TRY(touch_versions(act, rec_root_reg(r->reg), r->root, r));
    return moved && r->parent ? touch_versions(act, r->reg, rec_id(r), r) : OK;
}
