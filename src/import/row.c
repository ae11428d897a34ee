// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * One row as a record, by the engine of forms. Cells become what would have been typed; what the
 * engine finds wrong goes back to the cell it came from. Rows that are no data (totals, names of
 * villages between, signatures) are told apart here.
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
};

static void add_fault(struct row_in *in, struct row_out *out, const struct sheet_row *row, int col,
    const char *text, bool warning)
{
    if (!warning)
        out->kind = ROW_BAD;
    else
        out->warned = true;
    if (out->n == ROW_FAULTS)
        return;
    struct arena *a = in->act->a;
    out->v[out->n++] = (struct import_fault){.row = row->no,
        .col = col,
        .cell = col >= 0 ? sheet_cell_name(a, col, row->no)
                         : arena_printf(a, "%s %lld", "dòng", (long long)row->no),
        .text = text,
        .warning = warning};
}

/* ---- rows that are no data ------------------------------------------------------------------- */

static const char *plain(struct row_in *in, const struct sheet_cell *cell)
{
    static const struct column none = {.mixed = true};
    const struct column *c = in->p->by_col[cell->col];
    return cell_plain(in->act->a, c ? c : &none, cell);
}

static bool begins(struct str fold, const char *words)
{
    struct str rest = str_of(words), one;
    while (str_split(&rest, '|', &one))
        if (fold.n >= one.n && memcmp(fold.p, one.p, one.n) == 0 &&
            (fold.n == one.n || fold.p[one.n] == ' '))
            return true;
    return false;
}

/* With its marks: Tòng is a family name. */
static bool is_total(struct row_in *in, const struct sheet_row *row)
{
    static const char *const words[] = {"TỔNG CỘNG", "TỔNG SỐ", "TỔNG", "CỘNG", "TỔNG:", "CỘNG:"};
    struct arena *a = in->act->a;
    for (size_t i = 0; i < row->n && i < 3; i++) {
        struct str s = str_trim(row->v[i].text);
        if (row->v[i].kind != SHEET_TEXT || s.n == 0 || s.n > 60 || !strchr("TtCc", s.p[0]))
            continue; /* these letters are the same in the old encodings */
        s = text_capitals(a, str_of(plain(in, &row->v[i])));
        for (size_t k = 0; k < COUNT(words); k++)
            if (str_is(s, words[k]) || (k < 2 && str_starts(s, words[k])))
                return true;
    }
    return false;
}

static size_t mapped_cells(const struct row_in *in, const struct sheet_row *row, bool *named)
{
    size_t n = 0;
    *named = false;
    for (size_t i = 0; i < row->n; i++) {
        const struct column *c = in->p->by_col[row->v[i].col];
        if (!c || !c->to.kind || row->v[i].merged)
            continue;
        n++;
        *named |= c->to.kind == TO_FIELD && c->to.field->required && c->to.field->type == F_NAME;
    }
    return n;
}

/* "Bản Pa Ma" in a row of its own says where the people below it live. */
static bool is_group(struct row_in *in, const struct sheet_row *row, size_t own)
{
    if (own != 1)
        return false;
    const char *text = plain(in, &row->v[0]);
    struct str fold = text_fold(in->act->a, str_of(text));
    if (begins(fold, "thon|ban|to|xom|ap|buon|lang|khu|khu pho|khoi") ||
        begins(fold, "i|ii|iii|iv|v|vi|vii|viii|ix|x")) {
        if (!begins(fold, "i|ii|iii|iv|v|vi|vii|viii|ix|x"))
            in->village = text;
        return true;
    }
    return false;
}

/* A lone number of the row, or nothing of what we know. */
static bool is_no_data(struct row_in *in, const struct sheet_row *row)
{
    bool named;
    size_t n = mapped_cells(in, row, &named), own = 0;
    for (size_t i = 0; i < row->n; i++)
        own += !row->v[i].merged;
    if (own && is_total(in, row)) {
        in->ended = true;
        return true;
    }
    return is_group(in, row, own) || n == 0 || (in->ended && n <= 2);
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
        add_fault(in, out, row, c->col, N_("Ô đánh dấu: ghi x hoặc để trống"), false);
    if (m != 1)
        return;
    const char *before = t->text[c->to.field->slot];
    if (before && c->to.field->type == F_CHOICE)
        add_fault(in, out, row, c->col, N_("Đánh dấu hai ô của cùng một mục"), false);
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
            add_fault(in, out, row, c->col, s.fault, false);
        if (s.warning)
            add_fault(in, out, row, c->col, s.warning, true);
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
            told |= out->v[k].col == col && col >= 0 && !out->v[k].warning;
        if (told)
            continue;
        const char *text = said_text(in->act, x);
        if (f && col < 0)
            text = arena_printf(in->act->a, "%s: %s", f->label.vi, text);
        add_fault(in, out, row, col, text, x->warning);
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
        add_fault(in, out, row, t->col[id->pid->slot], w, true);
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
        add_fault(in, out, row, col, N_("Không có xã, phường nào tên như vậy trong tỉnh"), false);
    else if (*in->im->unit && !streq(code, in->im->unit))
        add_fault(
            in, out, row, col, N_("Dòng này là của xã khác, ngoài phạm vi của anh/chị"), false);
    else
        r->common[DC_UNIT] = v_text(code);
}

static const struct typed *typed_of(
    struct row_in *in, const struct sheet_row *row, struct row_out *out)
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

void row_read(struct row_in *in, const struct sheet_row *row, struct row_out *out)
{
    *out = (struct row_out){.kind = ROW_NONE};
    if (row->no < in->p->first || row->n == 0 || is_no_data(in, row))
        return;
    struct act *act = in->act;
    out->kind = ROW_GOOD;
    const struct typed *t = typed_of(in, row, out);
    const struct form *form = &in->p->reg->forms[0];
    struct rec *r = out->rec = rec_new(act, in->p->reg, NULL);
    place_unit(in, row, t, out);
    struct rec_env env = {.act = act, .own = r};
    preset(in, form, &env, r);
    struct rec_faults *faults = NEW(act->a, struct rec_faults);
    struct rec_input input = {get_typed, t};
    rec_fill(act, form, &env, &input, r, faults);
    give_back(in, row, t, faults, out);
    if (out->kind == ROW_GOOD)
        check_pid(in, row, t, out);
    out->id = t->id && uuid_ok(str_of(t->id)) ? t->id : NULL;
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
