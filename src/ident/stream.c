// SPDX-License-Identifier: AGPL-3.0-or-later
/* Everybody of a register, streamed from its table without building records. */
#include "ident/ident_int.h"

enum col { COL_ID, COL_UNIT, COL_PERSON, COL__COUNT = COL_PERSON + 9 };

struct stream {
    int at[COL__COUNT]; /* -1 = not kept */
    const char *cols[COL__COUNT];
    size_t ncols;
    ident_row_fn *fn;
    void *ctx;
};

/* The parts in the order of struct link_person; secret ones stay out. */
static void choose(struct stream *s, const struct reg *reg)
{
    const struct identity *k = reg->identity;
    const struct field *const parts[] = {k->name, k->other_name, k->born, k->sex, k->pid, k->mother,
        k->father, k->phone, k->village};
    const char *names[COL__COUNT] = {"id", "unit"};
    for (size_t i = 0; i < COUNT(parts); i++)
        if (parts[i] && parts[i]->cls != CLASS_SECRET)
            names[COL_PERSON + i] = parts[i]->id;
    for (size_t i = 0; i < COL__COUNT; i++) {
        s->at[i] = names[i] ? (int)s->ncols : -1;
        if (names[i])
            s->cols[s->ncols++] = names[i];
    }
}

static struct str text_at(const struct stream *s, struct db_rows *row, int col)
{
    struct value v = s->at[col] < 0 ? VNULL : db_value(row, s->at[col]);
    return v.t == V_TEXT ? v.s : (struct str){"", 0};
}

static bool one(void *ctx, struct db_rows *row)
{
    struct stream *s = ctx;
    struct str part[9];
    for (int i = 0; i < 9; i++)
        part[i] = text_at(s, row, COL_PERSON + i);
    struct ident_row out = {.id = text_at(s, row, COL_ID),
        .person = {part[0], part[1], part[2], part[3], part[4], part[5], part[6], part[7], part[8],
            text_at(s, row, COL_UNIT)}};
    return s->fn(s->ctx, &out);
}

enum err ident_each(
    const struct site *site, struct dbc *c, const struct reg *reg, ident_row_fn *fn, void *ctx)
{
    struct stream s = {.fn = fn, .ctx = ctx};
    choose(&s, reg);
    return db_table_each(c, &site->tables[reg - site->pack->regs], s.cols, s.ncols, one, &s);
}

/* ---- ids --------------------------------------------------------------------------------------
 */

static uint8_t nibble(char c)
{
    return (uint8_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

struct link_id ident_id(struct str uuid)
{
    struct link_id id = {{0}};
    for (size_t i = 0, k = 0; i < uuid.n && k < 32; i++)
        if (uuid.p[i] != '-') {
            id.b[k / 2] = (uint8_t)(id.b[k / 2] << 4 | nibble(uuid.p[i]));
            k++;
        }
    return id;
}

const char *ident_uuid(struct arena *a, const struct link_id *id)
{
    const uint8_t *b = id->b;
    return arena_printf(a, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
        b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13],
        b[14], b[15]);
}
