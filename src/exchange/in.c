// SPDX-License-Identifier: AGPL-3.0-or-later
/* Values of another system become entries: each row is looked up, good ones are stored, bad named.
 */
#include "exchange/exchange_int.h"

#include "base/text.h"

enum { BATCH = 5000, MOST_CONFLICTS = 1000 };

struct taking_in {
    struct act *act;
    struct codebook *dict;
    bool dry_run;
    struct exchange_report *report;
    struct stat_entry *v; /* BATCH */
    size_t *rows;         /* number of each entry's row */
    size_t n;
};

static void conflict(
    struct taking_in *t, size_t row, const char *property, struct str object, const char *text)
{
    struct exchange_report *r = t->report;
    r->bad++;
    if (r->nconflicts == MOST_CONFLICTS)
        return;
    if (!r->conflicts)
        r->conflicts = NEW_N(t->act->a, struct exchange_conflict, MOST_CONFLICTS);
    r->conflicts[r->nconflicts++] = (struct exchange_conflict){.row = row,
        .property = property,
        .object = arena_dupn(t->act->a, object.p, object.n < 80 ? object.n : 80),
        .text = text};
}

/* ---- storing ----------------------------------------------------------------------------------
 */

static const char *property_of(const char *column)
{
    static const char *const NAMES[][2] = {{"measure", "dataElement"}, {"unit", "orgUnit"},
        {"period", "period"}, {"dims", "categoryOptionCombo"}};
    for (size_t i = 0; i < COUNT(NAMES); i++)
        if (streq(column, NAMES[i][0]))
            return NAMES[i][1];
    return "value";
}

static enum err flush(struct taking_in *t)
{
    struct stat_put put = {0};
    if (t->n == 0)
        return OK;
    TRY(stat_put(t->act, t->v, t->n, t->dry_run, &put));
    for (size_t i = 0; i < put.nfaults; i++) {
        const struct stat_fault *f = &put.faults[i];
        conflict(t, t->rows[f->row], property_of(f->column), STR(""), f->text);
    }
    t->report->imported += put.added;
    t->report->updated += put.changed;
    t->report->ignored += put.same;
    t->n = 0;
    return OK;
}

/* ---- one row ----------------------------------------------------------------------------------
 */

static const char *read_period(struct taking_in *t, const struct row *row, struct period *out)
{
    if (row->period.n == 0)
        return N_("Thiếu kỳ số liệu");
    if (row->adx || memchr(row->period.p, '/', row->period.n))
        return exchange_adx_parse(t->act->a, row->period, out);
    return period_parse(t->act->a, row->period, REGIME_CALENDAR, out);
}

/* Exploded categories may stand with a bare measure: they say by what it is split. */
static const char *dims_of(struct taking_in *t, const struct row *row, const struct element *e)
{
    struct buf b = buf_in(t->act->a, 400);
    const char *msg = NULL;
    if (row->noptions == 0) {
        const struct combo *c = codebook_combo(t->dict, e, row->combo);
        return c ? c->dims : NULL;
    }
    for (size_t i = 0; i < row->noptions; i++)
        buf_printf(&b, "%s" STR_FMT "=" STR_FMT, i ? ";" : "", STR_ARG(row->options[i].category),
            STR_ARG(row->options[i].code));
    return b.full ? NULL : stat_dims(t->act->a, e->measure, buf_view(&b), &msg);
}

static bool read_number(const struct row *row, double *out)
{
    return row->deleted || str_to_real(str_trim(row->value), out);
}

struct found {
    const struct element *e;
    const struct unit *u;
    struct period p;
    const char *dims;
    double value;
};

static bool look_up(struct taking_in *t, const struct row *row, struct found *f)
{
    f->e = codebook_element(t->dict, row->element);
    if (!f->e) {
        conflict(
            t, row->no, "dataElement", row->element, N_("Không có chỉ tiêu (dataElement) này"));
        return false;
    }
    const char *msg = read_period(t, row, &f->p);
    if (msg) {
        conflict(t, row->no, "period", row->period, msg);
        return false;
    }
    f->u = codebook_unit(t->dict, row->unit, f->p.to);
    if (!f->u) {
        conflict(t, row->no, "orgUnit", row->unit,
            N_("Không có đơn vị này trên bản đồ của ngày cuối kỳ"));
        return false;
    }
    f->dims = dims_of(t, row, f->e);
    if (!f->dims) {
        conflict(t, row->no, "categoryOptionCombo", row->combo,
            N_("Phân tổ này không có trong chỉ tiêu"));
        return false;
    }
    if (!read_number(row, &f->value)) {
        conflict(t, row->no, "value", row->value, N_("Giá trị không phải là số"));
        return false;
    }
    return true;
}

static enum err take_row(void *ctx, const struct row *row)
{
    struct taking_in *t = ctx;
    struct found f = {0};
    t->report->rows++;
    if (!look_up(t, row, &f))
        return OK;
    if (row->deleted)
        t->report->deleted++;
    t->rows[t->n] = row->no;
    t->v[t->n++] = (struct stat_entry){.measure = f.e->measure,
        .unit = f.u->code,
        .period = f.p,
        .dims = f.dims,
        .value = f.value,
        .gone = row->deleted,
        .state = VALUE_SENT};
    return t->n == BATCH ? flush(t) : OK;
}

enum exchange_format exchange_guess(struct str bytes)
{
    if (str_starts(bytes, "\xef\xbb\xbf"))
        bytes = (struct str){bytes.p + 3, bytes.n - 3};
    bytes = str_trim(bytes);
    if (str_starts(bytes, "{"))
        return EXCHANGE_JSON;
    return str_starts(bytes, "<") ? EXCHANGE_ADX : EXCHANGE_CSV;
}

enum err exchange_in(struct act *act, struct str bytes, enum exchange_format format, bool dry_run,
    struct exchange_report *out)
{
    static enum err (*const READ[])(struct arena * a, struct str bytes, row_fn * fn, void *ctx,
        const char **broken) = {[EXCHANGE_JSON] = exchange_read_json,
        [EXCHANGE_CSV] = exchange_read_csv,
        [EXCHANGE_ADX] = exchange_read_adx};
    struct taking_in t = {.act = act,
        .dict = codebook_open(act),
        .dry_run = dry_run,
        .report = out,
        .v = NEW_N(act->a, struct stat_entry, BATCH),
        .rows = NEW_N(act->a, size_t, BATCH)};
    *out = (struct exchange_report){0};
    TRY(READ[format](act->a, bytes, take_row, &t, &out->broken));
    return flush(&t);
}
