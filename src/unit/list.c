// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Lists of units as CSV (RFC 4180, LF) or JSON (an array of objects): for the command line and for
 * people's spreadsheets. One row writer serves both, told by the column names.
 */
#include "unit/unit_int.h"

enum { MAX_COLS = 6 };

struct table {
    struct buf *out;
    enum unit_format format;
    const char *cols[MAX_COLS];
    size_t ncols, nrows;
};

static void csv_field(struct buf *out, const char *s)
{
    if (!strpbrk(s, ",\"\r\n")) {
        buf_puts(out, s);
        return;
    }
    buf_putc(out, '"');
    for (; *s; s++) {
        if (*s == '"')
            buf_putc(out, '"');
        buf_putc(out, *s);
    }
    buf_putc(out, '"');
}

static void csv_row(struct table *t, const char *const *v)
{
    for (size_t i = 0; i < t->ncols; i++) {
        buf_puts(t->out, i ? "," : "");
        csv_field(t->out, v[i]);
    }
    buf_putc(t->out, '\n');
}

static void json_row(struct table *t, const char *const *v)
{
    buf_puts(t->out, t->nrows ? ",\n{" : "\n{");
    for (size_t i = 0; i < t->ncols; i++) {
        buf_puts(t->out, i ? "," : "");
        buf_json_str(t->out, str_of(t->cols[i]));
        buf_putc(t->out, ':');
        buf_json_str(t->out, str_of(v[i]));
    }
    buf_putc(t->out, '}');
}

static void begin(struct table *t)
{
    while (t->ncols < MAX_COLS && t->cols[t->ncols])
        t->ncols++;
    if (t->format == UNIT_CSV)
        csv_row(t, t->cols);
    else
        buf_putc(t->out, '[');
}

static void row(struct table *t, const char *const *v)
{
    if (t->format == UNIT_CSV)
        csv_row(t, v);
    else
        json_row(t, v);
    t->nrows++;
}

static void end(struct table *t)
{
    if (t->format == UNIT_JSON)
        buf_puts(t->out, "\n]\n");
}

enum err unit_list(const struct unit_tree *t, const struct unit_list_args *args, struct buf *out)
{
    if (args->level == UNIT_ANY)
        return err_set(ERR_INVALID, "units list: no level");
    if (args->under[0] && !unit_find(t, args->under, args->day))
        return err_set(ERR_NOT_FOUND, "units list: no such unit on that day");
    AUTO_ARENA *a = arena_open();
    size_t n;
    const struct unit **u = unit_children(t, a, args->under, args->day, args->level, &n);
    struct table table = {.out = out,
        .format = args->format,
        .cols = {"code", "name", "kind", "parent", "valid_from", "valid_to"}};
    begin(&table);
    for (size_t i = 0; i < n; i++) {
        char from[11], to[11];
        row(&table,
            (const char *const[]){u[i]->code, u[i]->name, unit_kind_code(u[i]->kind), u[i]->parent,
                unit_day_text(u[i]->from, from), unit_day_text(u[i]->to, to)});
    }
    end(&table);
    return out->full ? err_set(ERR_TOO_BIG, "units list") : OK;
}

void unit_list_open_splits(const struct unit_tree *t, enum unit_format format, struct buf *out)
{
    struct table table = {.out = out,
        .format = format,
        .cols = {"code", "name", "province", "effective_date", "parts", "known"}};
    begin(&table);
    AUTO_ARENA *a = arena_open();
    for (size_t i = 0; i < t->nsplits; i++) {
        const struct unit_split *s = &t->splits[i];
        if (s->complete)
            continue;
        char day[11];
        const char *province = unit_province(t, s->code, s->day - 1);
        row(&table,
            (const char *const[]){s->code, unit_name(t, s->code, s->day - 1),
                province ? province : "", unit_day_text(s->day, day),
                s->parts ? arena_printf(a, "%d", s->parts) : "", arena_printf(a, "%d", s->known)});
    }
    end(&table);
}
