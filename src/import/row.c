// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * One row as a record, by the engine of forms. Cells become what would have been typed; what the
 * engine finds wrong goes back to the cell it came from. A row of an export, come back, is the
 * stored record with what the row changes.
 */
#include "import/import_int.h"

#include <stdio.h>

struct typed { /* what a row says, by field slot */
    const char **text;
    int *col; /* the column it came from; -1 = none */
    struct date_parts {
        const char *part[3];
        bool any;
    } * dates;
    const struct reg *reg;
    const char *id, *unit;
    int64_t version; /* of the record when it was exported; 0 = not told */
};

static void add_fault(struct row_in *in, struct row_out *out, const struct sheet_row *row, int col,
    const char *text, enum import_kind kind)
{
    if (kind == IMPORT_FAULT)
        out->kind = ROW_BAD;
    out->warned |= kind == IMPORT_WARNING;
    if (out->n == ROW_FAULTS)
        return;
    struct arena *a = in->act->a;
    out->v[out->n++] = (struct import_fault){.row = row->no,
        .col = col,
        .cell = col >= 0 ? sheet_cell_name(a, col, row->no)
                         : arena_printf(a, "%s %lld", "dòng", (long long)row->no),
        .text = text,
        .kind = kind};
}

/* ---- cells to boxes -------------------------------------------------------------------------- */

static void say(struct typed *t, const struct field *f, const char *text, int col)
{
    t->text[f->slot] = text;
    t->col[f->slot] = col;
}

static void read_marked(struct row_in *in, const struct sheet_row *row, const struct column *c,
    const struct sheet_cell *cell, struct typed *t, struct row_out *out)
{
    struct arena *a = in->act->a;
    const char *text = cell_plain(a, c, cell);
    int m = cell_mark(a, str_of(text));
    bool dated = c->to.dated && m != 0 && (cell->kind != SHEET_TEXT || m < 0);
    if (dated) {
        struct cell_said d = cell_read(in->act, in->p, c->to.dated, c, cell);
        say(t, c->to.dated, d.text, c->col);
        m = 1;
    } else if (m < 0 &&
               words_code(a, in->p->words, c->to.field, str_of(text), NULL) == c->to.code) {
        m = 1;
    }
    if (m < 0)
        add_fault(in, out, row, c->col, N_("Ô đánh dấu: ghi x hoặc để trống"), IMPORT_FAULT);
    if (m != 1)
        return;
    const char *before = t->text[c->to.field->slot];
    if (before && c->to.field->type == F_CHOICE)
        add_fault(in, out, row, c->col, N_("Đánh dấu hai ô của cùng một mục"), IMPORT_FAULT);
    say(t, c->to.field, before ? arena_printf(a, "%s,%s", before, c->to.code->id) : c->to.code->id,
        c->col);
}

static void read_cell(struct row_in *in, const struct sheet_row *row, const struct sheet_cell *cell,
    struct typed *t, struct row_out *out)
{
    const struct column *c = in->p->by_col[cell->col];
    if (!c)
        return;
    struct act *act = in->act;
    switch (c->to.kind) {
    case TO_NOTHING:
        return;
    case TO_FIELD: {
        struct cell_said s = cell_read(act, in->p, c->to.field, c, cell);
        if (s.fault)
            add_fault(in, out, row, c->col, s.fault, IMPORT_FAULT);
        if (s.warning)
            add_fault(in, out, row, c->col, s.warning, IMPORT_WARNING);
        say(t, c->to.field, s.text, c->col);
        return;
    }
    case TO_DAY:
    case TO_MONTH:
    case TO_YEAR: {
        struct date_parts *d = &t->dates[c->to.field->slot];
        const char *text = cell_plain(act->a, c, cell);
        d->any = true;
        d->part[c->to.kind - TO_DAY] = *text && !streq(text, "0") ? text : NULL;
        t->col[c->to.field->slot] = c->col;
        return;
    }
    case TO_MARK:
        read_marked(in, row, c, cell, t, out);
        return;
    case TO_ID:
        t->id = cell_plain(act->a, c, cell);
        return;
    case TO_VERSION:
        (void)str_to_int(str_of(cell_plain(act->a, c, cell)), &t->version);
        return;
    case TO_UNIT:
        t->unit = cell_plain(act->a, c, cell);
        t->col[in->p->reg->nfields] = c->col;
        return;
    }
}

static void join_dates(struct arena *a, struct typed *t)
{
    for (size_t i = 0; i < t->reg->nfields; i++) {
        const struct date_parts *d = &t->dates[i];
        if (!d->any)
            continue;
        const char *day = d->part[0], *month = d->part[1], *year = d->part[2];
        if (year && month && day)
            t->text[i] = arena_printf(a, "%s/%s/%s", day, month, year);
        else if (year && month)
            t->text[i] = arena_printf(a, "%s/%s", month, year);
        else
            t->text[i] = year ? year : month || day ? "?" : NULL;
    }
}

/* ---- the engine ------------------------------------------------------------------------------ */

static const char *get_typed(const void *ctx, const char *name, size_t nth)
{
    const struct typed *t = ctx;
    if (nth)
        return NULL;
    for (size_t i = 0; i < t->reg->nfields; i++)
        if (t->reg->fields[i].id == name) /* the engine asks by the pack's own texts */
            return t->text[i];
    return NULL;
}

static const char *said_text(struct act *act, const struct rec_fault *x)
{
    if (!x->message)
        return x->own.vi;
    const char *at = strstr(x->message, "%1");
    if (!at || !x->arg)
        return x->message;
    return arena_printf(act->a, "%.*s%s%s", (int)(at - x->message), x->message, x->arg, at + 2);
}

static void give_back(struct row_in *in, const struct sheet_row *row, const struct typed *t,
    const struct rec_faults *faults, struct row_out *out)
{
    for (size_t i = 0; i < faults->n; i++) {
        const struct rec_fault *x = &faults->v[i];
        const struct field *f = x->name ? reg_field(t->reg, x->name) : NULL;
        int col = f ? t->col[f->slot] : -1;
        bool told = false;
        for (size_t k = 0; f && k < out->n; k++)
            told |= out->v[k].col == col && col >= 0 && out->v[k].kind == IMPORT_FAULT;
        if (told)
            continue;
        const char *text = said_text(in->act, x);
        if (f && col < 0)
            text = arena_printf(in->act->a, "%s: %s", f->label.vi, text);
        add_fault(in, out, row, col, text, x->warning ? IMPORT_WARNING : IMPORT_FAULT);
    }
}

/* The number says something else than the row: known errors, so a warning. */
static void check_pid(
    struct row_in *in, const struct sheet_row *row, const struct typed *t, struct row_out *out)
{
    const struct identity *id = in->p->reg->identity;
    if (!id || !id->pid || out->rec->v[id->pid->slot].t != V_TEXT)
        return;
    const struct value *v = out->rec->v;
    enum text_sex sex = TEXT_SEX_UNKNOWN;
    if (id->sex && v[id->sex->slot].t == V_TEXT)
        sex = str_is(v[id->sex->slot].s, "nam")  ? TEXT_SEX_MALE
              : str_is(v[id->sex->slot].s, "nu") ? TEXT_SEX_FEMALE
                                                 : TEXT_SEX_UNKNOWN;
    int64_t year = 0;
    if (id->born && v[id->born->slot].t == V_TEXT)
        (void)str_to_int((struct str){v[id->born->slot].s.p, 4}, &year);
    const char *w = text_pid_warning(v[id->pid->slot].s.p, sex, (int)year);
    if (w)
        add_fault(in, out, row, t->col[id->pid->slot], w, IMPORT_WARNING);
}

static void place_unit(
    struct row_in *in, const struct sheet_row *row, const struct typed *t, struct row_out *out)
{
    struct rec *r = out->rec;
    r->common[DC_PROVINCE] = v_text(in->im->province);
    r->common[DC_UNIT] = v_text(in->im->unit);
    if (!t->unit || !*t->unit)
        return;
    int col = t->col[t->reg->nfields];
    const char *code = words_unit(in->act, in->im->province, str_of(t->unit));
    if (!code && *in->im->unit)
        return; /* a commune's own list may call it as it likes */
    if (!code)
        add_fault(
            in, out, row, col, N_("Không có xã, phường nào tên như vậy trong tỉnh"), IMPORT_FAULT);
    else if (*in->im->unit && !streq(code, in->im->unit))
        add_fault(in, out, row, col, N_("Dòng này là của xã khác, ngoài phạm vi của anh/chị"),
            IMPORT_FAULT);
    else
        r->common[DC_UNIT] = v_text(code);
}

static struct typed *typed_of(struct row_in *in, const struct sheet_row *row, struct row_out *out)
{
    struct arena *a = in->act->a;
    const struct reg *reg = in->p->reg;
    struct typed *t = NEW(a, struct typed);
    t->reg = reg;
    t->text = NEW_N(a, const char *, reg->nfields);
    t->col = NEW_N(a, int, reg->nfields + 1);
    t->dates = NEW_N(a, struct date_parts, reg->nfields);
    for (size_t i = 0; i <= reg->nfields; i++)
        t->col[i] = -1;
    for (size_t i = 0; i < in->p->n; i++) /* an empty cell is named too */
        if (in->p->v[i].to.kind == TO_FIELD)
            t->col[in->p->v[i].to.field->slot] = in->p->v[i].col;
    for (size_t i = 0; i < row->n; i++)
        read_cell(in, row, &row->v[i], t, out);
    join_dates(a, t);
    const struct identity *id = reg->identity;
    if (in->village && id && id->village && !t->text[id->village->slot])
        t->text[id->village->slot] = in->village;
    return t;
}

/* What stands in a form before anybody types is the same for all rows of a unit in one act. */
static void preset(
    struct row_in *in, const struct form *form, const struct rec_env *env, struct rec *r)
{
    const struct rec *k = in->blank;
    if (!k || in->blank_act != in->act || !v_eq(k->common[DC_UNIT], r->common[DC_UNIT])) {
        struct rec *blank = rec_new(in->act, r->reg, NULL);
        memcpy(blank->common, r->common, sizeof blank->common);
        rec_preset(form, env, blank);
        in->blank = k = blank;
        in->blank_act = in->act;
    }
    memcpy(r->v, k->v, r->reg->nfields * sizeof *r->v);
}

/* ---- a row of an export, come back ----------------------------------------------------------- */

/* Several answers that nobody typed stay: the engine reads what is missing as none. */
static void keep_choices(struct arena *a, const struct rec *known, struct typed *t)
{
    for (size_t i = 0; i < t->reg->nfields; i++) {
        struct value v = known->v[i];
        if (t->reg->fields[i].type != F_CHOICES || t->text[i] || v.t != V_TEXT)
            continue;
        char *s = arena_dupn(a, v.s.p, v.s.n);
        for (char *p = s; *p; p++)
            *p = *p == '|' ? ',' : *p;
        t->text[i] = s;
    }
}

/* The record as it was exported; NULL = as it is now. */
static const struct rec *as_exported(struct act *act, const struct rec *now, int64_t version)
{
    struct rec **v;
    size_t n = 0;
    if (!version || version >= rec_version(now) || rec_versions(act, now, &v, &n) != OK)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (rec_version(v[i]) == version)
            return v[i];
    return NULL;
}

static const char *shown(struct arena *a, const struct field *f, struct value v)
{
    const struct code *c = f->list && v.t == V_TEXT ? list_code(f->list, v.s) : NULL;
    const char *s = v_is_null(v) ? NULL : c ? c->label.vi : field_show(a, f, v);
    return s ? arena_printf(a, "“%s”", s) : "trống";
}

/* A cell that says what the export said changes nothing, even if the register moved on since. */
static void meet(struct row_in *in, const struct sheet_row *row, const struct typed *t,
    const struct rec *exported, const struct field *f, struct value now, struct row_out *out)
{
    struct arena *a = in->act->a;
    struct value *mine = &out->rec->v[f->slot];
    struct value was = exported ? exported->v[f->slot] : now;
    if (v_eq(*mine, now))
        return;
    if (v_eq(*mine, was)) {
        *mine = now;
        return;
    }
    const char *old = shown(a, f, now), *wanted = shown(a, f, *mine);
    if (!v_eq(was, now)) {
        add_fault(in, out, row, t->col[f->slot],
            arena_printf(a,
                "%s: tệp ghi %s, nhưng sau khi xuất tệp sổ đã được sửa thành %s; hãy sửa "
                "trong sổ",
                f->label.vi, wanted, old),
            IMPORT_FAULT);
        return;
    }
    out->changed = true;
    add_fault(in, out, row, t->col[f->slot],
        arena_printf(a, "%s: %s → %s", f->label.vi, old, wanted), IMPORT_CHANGE);
}

static void fill(struct row_in *in, const struct sheet_row *row, const struct typed *t,
    const struct rec_env *env, struct row_out *out)
{
    struct rec_faults *faults = NEW(in->act->a, struct rec_faults);
    struct rec_input input = {get_typed, t};
    rec_fill(in->act, &in->p->reg->forms[0], env, &input, out->rec, faults);
    give_back(in, row, t, faults, out);
    if (out->kind == ROW_GOOD)
        check_pid(in, row, t, out);
}

static void read_known(
    struct row_in *in, const struct sheet_row *row, struct typed *t, struct row_out *out)
{
    struct act *act = in->act;
    const struct reg *reg = in->p->reg;
    struct rec *r;
    out->known = true;
    enum err e = rec_get(act, reg, t->id, &r);
    if (e || !v_is_null(r->common[DC_DELETED_AT])) {
        add_fault(in, out, row, -1,
            N_("Không thấy bản ghi này trong sổ: đã hủy, đã chuyển đi, hoặc tệp của nơi khác"),
            IMPORT_FAULT);
        return;
    }
    struct value *before = NEW_N(act->a, struct value, reg->nfields);
    memcpy(before, r->v, reg->nfields * sizeof *before);
    const struct rec *exported = as_exported(act, r, t->version);
    out->rec = r;
    const char **typed = NEW_N(act->a, const char *, reg->nfields);
    memcpy(typed, t->text, reg->nfields * sizeof *typed);
    keep_choices(act->a, r, t);
    struct rec_env env = {.act = act, .own = r};
    fill(in, row, t, &env, out);
    for (size_t i = 0; i < reg->nfields; i++)
        if (typed[i] && import_field(&reg->fields[i]))
            meet(in, row, t, exported, &reg->fields[i], before[i], out);
}

void row_read(struct row_in *in, const struct sheet_row *row, struct row_out *out)
{
    *out = (struct row_out){.kind = ROW_NONE};
    if (row->no < in->p->first || row->n == 0 || row_no_data(in, row))
        return;
    out->kind = ROW_GOOD;
    struct typed *t = typed_of(in, row, out);
    if (t->id && uuid_ok(str_of(t->id))) {
        read_known(in, row, t, out);
        return;
    }
    struct rec *r = out->rec = rec_new(in->act, in->p->reg, NULL);
    place_unit(in, row, t, out);
    struct rec_env env = {.act = in->act, .own = r};
    preset(in, &in->p->reg->forms[0], &env, r);
    fill(in, row, t, &env, out);
}

bool row_complete(struct rec *into, const struct rec *from)
{
    bool any = false;
    for (size_t i = 0; i < into->reg->nfields; i++)
        if (import_field(&into->reg->fields[i]) && v_is_null(into->v[i]) &&
            !v_is_null(from->v[i])) {
            into->v[i] = from->v[i];
            any = true;
        }
    return any;
}
