// SPDX-License-Identifier: AGPL-3.0-or-later
/* `exports` of a register: lists in the shape that another program takes in. */
#include "pack/pack_int.h"

static void own_column(struct load *l, const struct key *k, const struct ynode *n, void *obj)
{
    (void)k;
    struct export_column *c = obj;
    if (l->phase != LINK)
        return;
    c->field = load_field_ref(l, l->cur[CUR_REG], n);
    if (c->field && (c->field->cls == CLASS_SECRET || c->field->type == F_ROWS))
        load_fault(l, n->pos, "Ô ‘%s’ không xuất ra được", c->field->id);
}

static const struct key COLUMN_KEYS[] = {
    {"heading", K_STR, true, .at = offsetof(struct export_column, heading)},
    {"field", K_OWN, true, .own = own_column},
};
static const struct table COLUMN = {.what = "cột xuất ra",
    .keys = COLUMN_KEYS,
    .nkeys = COUNT(COLUMN_KEYS),
    .size = sizeof(struct export_column)};

static const struct key KEYS[] = {
    {"export", K_ID, true, .at = offsetof(struct export, id)},
    {"label", K_LABEL, true, .at = offsetof(struct export, label)},
    {"source", K_SOURCE, .at = offsetof(struct export, source)},
    {"unit", K_STR, .at = offsetof(struct export, unit)},
    {"columns", K_LIST, true, .at = offsetof(struct export, columns),
        .count = offsetof(struct export, ncolumns), .table = &COLUMN},
};
const struct table load_export = {.what = "mẫu xuất",
    .keys = KEYS,
    .nkeys = COUNT(KEYS),
    .size = sizeof(struct export),
    .has_id = true,
    .has_pos = true,
    .pos_at = offsetof(struct export, pos)};
