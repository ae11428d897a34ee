// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Imports of changes. Each line is judged alone (codes, kind, day, share), then with the other
 * lines and the known changes of the same old unit and day: together they must be one whole
 * transfer or several parts. Good lines that tell something new become one batch. A batch never
 * edits another: the newest that is not taken back wins when the tree is built.
 */
#include "unit/unit_int.h"

#include <stdlib.h>

enum { SHOWN = 60 }; /* bytes of a wrong value that a message repeats */

struct row {
    size_t line;
    struct unit_change c;
    const char *new_name;             /* "" = the units are in the list already */
    const struct unit_change *stored; /* the same change as known; NULL = new */
    bool bad, same;
};
struct work {
    struct arena *a;
    const struct unit_tree *t;
    const struct unit_import *in;
    struct row *rows; /* good in form; sorted by old_code, day, new_code, line */
    size_t n;
    struct unit_fault *faults;
    size_t nfaults;
};

static void fault(struct work *w, size_t line, const char *why)
{
    const char *text = arena_printf(w->a, "%s:%zu: %s", w->in->file, line, why);
    w->faults[w->nfaults++] = (struct unit_fault){line, text};
}

static void reject(struct work *w, struct row *r, const char *why)
{
    if (!r->bad)
        fault(w, r->line, why);
    r->bad = true;
}

/* A value as a message may repeat it: cut between characters. */
static const char *shown(struct arena *a, const char *s)
{
    size_t n = strlen(s);
    if (n <= SHOWN)
        return s;
    for (n = SHOWN; n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80;)
        n--;
    return arena_printf(a, "%.*s…", (int)n, s);
}

/* ---- a line alone ---------------------------------------------------------------------------- */

static const char *check_form(struct work *w, const struct unit_csv_row *in, struct unit_change *c)
{
    *c = (struct unit_change){.old_code = in->v[COL_OLD],
        .new_code = in->v[COL_NEW],
        .kind = unit_change_of(str_of(in->v[COL_KIND])),
        .day = unit_day(in->v[COL_DATE]),
        .resolution = in->v[COL_RESOLUTION],
        .batch = ""};
    if (!c->old_code[0] || !c->new_code[0])
        return !c->old_code[0] ? "thiếu mã đơn vị cũ" : "thiếu mã đơn vị mới";
    if (c->kind == UNIT_CHANGE_KIND__COUNT)
        return arena_printf(w->a, "không có loại thay đổi “%s”", shown(w->a, in->v[COL_KIND]));
    if (c->day < 0 || strlen(in->v[COL_DATE]) != 10)
        return arena_printf(w->a, "ngày hiệu lực “%s” không đúng; cần viết như 2025-07-01",
            shown(w->a, in->v[COL_DATE]));
    if (!c->resolution[0])
        return "thiếu số nghị quyết";
    const char *share = in->v[COL_SHARE];
    if (share[0] && (!str_to_real(str_of(share), &c->share) || c->share <= 0 || c->share > 1))
        return arena_printf(
            w->a, "tỷ lệ “%s” không đúng; cần một số lớn hơn 0 và không quá 1", shown(w->a, share));
    if (c->share > 0 && c->share < 1 && !unit_change_is_split(c->kind))
        return arena_printf(
            w->a, "%s thì tỷ lệ phải là 1 hoặc để trống", unit_change_name(c->kind));
    return NULL;
}

static const char *check_known(struct work *w, const char *code)
{
    if (unit_near(w->t, code, UNIT_SINCE_EVER))
        return NULL;
    return arena_printf(w->a, "không có đơn vị hành chính mã %s", shown(w->a, code));
}

/* The old unit must be there until that day, the new one from it on. What goes on after the day
 * unchanged cannot have gone into another, or into itself: that would be a circle in time. */
static const char *check_time(struct work *w, const struct unit_change *c)
{
    char day[11];
    unit_day_text(c->day, day);
    const struct unit *before = unit_find(w->t, c->old_code, c->day - 1);
    const struct unit *after = unit_find(w->t, c->new_code, c->day);
    if (!before)
        return arena_printf(w->a, "ngay trước ngày %s không có đơn vị mã %s", day, c->old_code);
    if (!after)
        return arena_printf(w->a, "từ ngày %s không có đơn vị mã %s", day, c->new_code);
    if (before->level != after->level && c->kind != UNIT_DISTRICT_TO_SPECIAL_ZONE)
        return arena_printf(w->a, "%s và %s không cùng cấp", before->name, after->name);
    if (before->to <= c->day || unit_change_is_split(c->kind))
        return NULL;
    if (before == after)
        return arena_printf(w->a,
            "vòng lặp: %s (mã %s) thành chính nó mà không có gì đổi vào ngày %s", before->name,
            c->old_code, day);
    return arena_printf(w->a, "vòng lặp: %s (mã %s) vẫn còn sau ngày %s, không thể đã %s vào %s",
        before->name, c->old_code, day, unit_change_name(c->kind), after->name);
}

static const struct unit_change *stored(const struct unit_tree *t, const struct unit_change *c)
{
    size_t n;
    const struct unit_change *s = unit_successors(t, c->old_code, &n);
    for (size_t i = 0; i < n; i++)
        if (s[i].day == c->day && streq(s[i].new_code, c->new_code))
            return &s[i];
    return NULL;
}

static const char *check_row(struct work *w, const struct unit_csv_row *in, struct unit_change *c)
{
    const char *why = check_form(w, in, c);
    why = why ? why : check_known(w, c->old_code);
    if (!why && in->v[COL_NAME][0] && !stored(w->t, c))
        return unit_made_fault(w->a, w->t, c, in->v[COL_NAME]);
    why = why ? why : check_known(w, c->new_code);
    return why ? why : check_time(w, c);
}

static bool tells_same(const struct unit_change *a, const struct unit_change *b)
{
    double d = a->share - b->share;
    return a->kind == b->kind && streq(a->resolution, b->resolution) && d < 1e-9 && d > -1e-9;
}

static void take_rows(struct work *w, const struct unit_csv *csv)
{
    w->rows = NEW_N(w->a, struct row, csv->n + 1);
    for (size_t i = 0; i < csv->n; i++) {
        struct row *r = &w->rows[w->n];
        *r = (struct row){.line = csv->rows[i].line, .new_name = csv->rows[i].v[COL_NAME]};
        const char *why = check_row(w, &csv->rows[i], &r->c);
        if (why) {
            fault(w, r->line, why);
            continue;
        }
        r->stored = stored(w->t, &r->c);
        r->same = r->stored && tells_same(r->stored, &r->c);
        w->n++;
    }
}

/* ---- lines together -------------------------------------------------------------------------- */

static int cmp_group(const struct unit_change *a, const struct unit_change *b)
{
    int c = strcmp(a->old_code, b->old_code);
    return c ? c : (a->day > b->day) - (a->day < b->day);
}

static int cmp_row(const void *x, const void *y)
{
    const struct row *a = x, *b = y;
    int c = cmp_group(&a->c, &b->c);
    c = c ? c : strcmp(a->c.new_code, b->c.new_code);
    return c ? c : (a->line > b->line) - (a->line < b->line);
}

static void reject_doubles(struct work *w)
{
    for (size_t i = 1, first = 0; i < w->n; i++) {
        struct row *r = &w->rows[i];
        if (cmp_group(&r->c, &w->rows[first].c) != 0 ||
            !streq(r->c.new_code, w->rows[first].c.new_code))
            first = i;
        else
            reject(w, r, arena_printf(w->a, "lặp lại dòng %zu", w->rows[first].line));
    }
}

static bool told_anew(const struct row *rows, size_t n, const struct unit_change *known)
{
    for (size_t i = 0; i < n; i++)
        if (!rows[i].bad && rows[i].stored == known)
            return true;
    return false;
}

/* What would be known of one old unit and day: the good lines, and the known changes they do not
 * tell anew. */
static struct unit_tally tally(
    const struct unit_tree *t, const struct row *rows, size_t n, const struct unit_change *key)
{
    struct unit_tally y = {0};
    size_t all;
    const struct unit_change *s = unit_successors(t, key->old_code, &all);
    for (size_t i = 0; i < all; i++)
        if (s[i].day == key->day && !told_anew(rows, n, &s[i]))
            unit_tally_add(&y, &s[i]);
    for (size_t i = 0; i < n; i++)
        if (!rows[i].bad)
            unit_tally_add(&y, &rows[i].c);
    return y;
}

static void judge_group(struct work *w, struct row *rows, size_t n)
{
    struct unit_tally y = tally(w->t, rows, n, &rows->c);
    const char *why = NULL;
    if (y.parts > 1 && y.whole > 0)
        why =
            arena_printf(w->a, "%s (mã %s) đã vào trọn một đơn vị, không thể vào thêm đơn vị khác",
                unit_name(w->t, rows->c.old_code, rows->c.day - 1), rows->c.old_code);
    else if (y.shares > 1 + 1e-6)
        why = arena_printf(w->a, "các phần của %s (mã %s) cộng lại quá 1",
            unit_name(w->t, rows->c.old_code, rows->c.day - 1), rows->c.old_code);
    for (size_t i = 0; i < n && why; i++)
        if (!rows[i].same)
            reject(w, &rows[i], why);
}

/* Good lines that make units and are new. */
static struct unit_making *makings(struct work *w, size_t *n)
{
    struct unit_making *v = NEW_N(w->a, struct unit_making, w->n + 1);
    *n = 0;
    for (size_t i = 0; i < w->n; i++)
        if (!w->rows[i].bad && !w->rows[i].stored && w->rows[i].new_name[0])
            v[(*n)++] = (struct unit_making){w->rows[i].c, w->rows[i].new_name};
    return v;
}

static void judge_makings(struct work *w)
{
    size_t n, at = 0;
    struct unit_making *v = makings(w, &n);
    for (size_t i = 0; i < w->n; i++) {
        struct row *r = &w->rows[i];
        if (r->bad || r->stored || !r->new_name[0])
            continue;
        const char *why = unit_made_clash(w->a, v, n, &v[at++]);
        if (why)
            reject(w, r, why);
    }
}

/* Last row of the group that begins at `i`, plus one. */
static size_t group_end(const struct work *w, size_t i)
{
    size_t end = i + 1;
    while (end < w->n && cmp_group(&w->rows[end].c, &w->rows[i].c) == 0)
        end++;
    return end;
}

static void judge_together(struct work *w)
{
    if (w->n)
        qsort(w->rows, w->n, sizeof *w->rows, cmp_row);
    reject_doubles(w);
    for (size_t i = 0, end; i < w->n; i = end) {
        end = group_end(w, i);
        judge_group(w, &w->rows[i], end - i);
    }
    judge_makings(w);
}

/* ---- outcome --------------------------------------------------------------------------------- */

/* Splits of which parts stay unknown when the good lines count. */
static size_t splits_open(const struct work *w)
{
    size_t open = 0;
    for (size_t i = 0; i < w->t->nsplits; i++)
        open += !w->t->splits[i].complete;
    for (size_t i = 0, end; i < w->n; i = end) {
        end = group_end(w, i);
        const struct unit_change *key = &w->rows[i].c;
        struct unit_tally y = tally(w->t, &w->rows[i], end - i, key);
        const struct unit_split *s = unit_split_find(w->t, key->old_code);
        bool known = s && s->day == key->day, was_open = known && !s->complete;
        bool is_open = (known || (y.parts > 0 && y.whole == 0)) &&
                       !unit_tally_complete(&y, known ? s->parts : 0);
        open = open + is_open - was_open;
    }
    return open;
}

static int by_line(const void *x, const void *y)
{
    const struct unit_fault *a = x, *b = y;
    return (a->line > b->line) - (a->line < b->line);
}

static void report(struct work *w, const struct unit_csv *csv, struct unit_report *out)
{
    *out = (struct unit_report){.rows = csv->n, .faults = w->faults, .nfaults = w->nfaults};
    for (size_t i = 0; i < w->n; i++) {
        const struct row *r = &w->rows[i];
        out->same += !r->bad && r->same;
        out->changed += !r->bad && r->stored && !r->same;
        out->added += !r->bad && !r->stored;
    }
    out->bad = csv->n - out->same - out->changed - out->added;
    out->splits_open = splits_open(w);
    if (w->nfaults)
        qsort(w->faults, w->nfaults, sizeof *w->faults, by_line);
}

static enum err write_batch(struct dbc *c, struct work *w, struct unit_report *out)
{
    char id[37];
    uuid7(id);
    for (size_t i = 0; i < w->n; i++)
        if (!w->rows[i].bad && !w->rows[i].same)
            TRY(unit_put_change(c, id, &w->rows[i].c));
    size_t n;
    struct unit_making *v = makings(w, &n);
    TRY(unit_put_made(c, id, w->t, v, n));
    TRY(unit_put_batch(c, id, w->in->file, w->in->by, (int64_t)(out->added + out->changed)));
    out->batch = arena_dup(w->a, id);
    return OK;
}

enum err unit_import(struct dbc *c, struct arena *a, const struct unit_tree *t,
    const struct unit_import *in, struct unit_report *out)
{
    struct unit_csv csv = unit_csv_read(a, in->text);
    struct work w = {.a = a, .t = t, .in = in};
    w.faults = NEW_N(a, struct unit_fault, csv.n + 1);
    if (csv.fault)
        fault(&w, csv.fault_line, csv.fault);
    take_rows(&w, &csv);
    judge_together(&w);
    report(&w, &csv, out);
    if (in->dry_run || out->added + out->changed == 0)
        return OK;
    return write_batch(c, &w, out);
}
