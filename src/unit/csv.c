// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Reads a CSV of unit changes with libcsv: finds the columns by the header, keeps the line numbers
 * that an editor shows (quoted line breaks count), stops at the first fault of form. Judges no
 * value.
 */
#include "unit/unit_int.h"

#include <csv.h>

static const char *const col_names[COL__COUNT] = {
    "old_code", "new_code", "kind", "effective_date", "resolution", "share", "new_name"};

struct reading {
    struct arena *a;
    struct unit_csv out;
    struct unit_csv_row *rows;
    size_t cap;
    int col_of[COL__COUNT]; /* column of the file, -1 = not there */
    bool have_header;
    size_t line;               /* being read */
    size_t begun;              /* line on which the row began */
    const char *f[COL__COUNT]; /* values seen of this row */
    int nfields;
};

static void fault(struct reading *r, size_t line, const char *text)
{
    if (!r->out.fault) {
        r->out.fault = text;
        r->out.fault_line = line;
    }
}

static void header_field(struct reading *r, struct str name)
{
    for (int i = 0; i < COL__COUNT; i++)
        if (str_is(name, col_names[i])) {
            if (r->col_of[i] >= 0)
                fault(r, r->line, arena_printf(r->a, "cột %s có hai lần", col_names[i]));
            r->col_of[i] = r->nfields;
        }
}

static void on_field(void *p, size_t n, void *ctx)
{
    struct reading *r = ctx;
    struct str raw = {p ? p : "", p ? n : 0}, s = str_trim(raw);
    if (r->nfields == 0)
        r->begun = r->line;
    if (!r->have_header)
        header_field(r, s);
    for (int i = 0; r->have_header && i < COL__COUNT; i++)
        if (r->col_of[i] == r->nfields)
            r->f[i] = arena_dupn(r->a, s.p, s.n);
    r->nfields++;
    for (size_t i = 0; i < raw.n; i++)
        r->line += raw.p[i] == '\n';
}

static void header_done(struct reading *r)
{
    r->have_header = true;
    for (int i = 0; i < COL_SHARE; i++)
        if (r->col_of[i] < 0)
            fault(r, r->begun, arena_printf(r->a, "thiếu cột %s ở dòng tiêu đề", col_names[i]));
}

static void add_row(struct reading *r)
{
    if (r->out.fault)
        return;
    if (r->out.n == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 256;
        struct unit_csv_row *rows = NEW_N(r->a, struct unit_csv_row, cap);
        if (r->out.n)
            memcpy(rows, r->rows, r->out.n * sizeof *rows);
        r->rows = rows;
        r->cap = cap;
    }
    struct unit_csv_row *row = &r->rows[r->out.n++];
    row->line = r->begun;
    for (int i = 0; i < COL__COUNT; i++)
        row->v[i] = r->f[i] ? r->f[i] : "";
}

/* libcsv calls this for \r and for \n; the second of a pair has no fields. */
static void on_line(int c, void *ctx)
{
    struct reading *r = ctx;
    if (r->nfields > 0 && !r->have_header)
        header_done(r);
    else if (r->nfields > 0)
        add_row(r);
    memset(r->f, 0, sizeof r->f);
    r->nfields = 0;
    r->line += c == '\n';
}

struct unit_csv unit_csv_read(struct arena *a, struct str text)
{
    struct reading r = {.a = a, .line = 1, .begun = 1};
    for (int i = 0; i < COL__COUNT; i++)
        r.col_of[i] = -1;
    if (str_starts(text, "\xEF\xBB\xBF"))
        text = (struct str){text.p + 3, text.n - 3};
    struct csv_parser p;
    if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
        BUG("csv_init");
    if (csv_parse(&p, text.p, text.n, on_field, on_line, &r) != text.n ||
        csv_fini(&p, on_field, on_line, &r) != 0)
        fault(&r, r.line, "dấu ngoặc kép không khớp; từ đây trở đi không đọc được");
    csv_free(&p);
    if (!r.have_header)
        fault(&r, 1, "tệp trống, không có dòng tiêu đề");
    r.out.rows = r.rows;
    return r.out;
}
