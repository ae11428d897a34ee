// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Administrative units: the map of a day, changes of units from a file or a form, each looked at
 * before it is stored and taken back with one button.
 */
#include "web/web_int.h"

#include "base/text.h"

static enum err show_units(struct page *p)
{
    const char *day_text = page_query(p, "ngay", 10), *under = page_query(p, "thuoc", 5);
    struct cal_date typed;
    char typed_iso[11] = "";
    if (day_text && !cal_parse(p->a, str_of(day_text), &typed))
        cal_iso(typed, typed_iso);
    int32_t day = unit_day(typed_iso);
    if (day < 0)
        day = unit_day_of_ms(p->act->now_ms);
    under = under ? under : "";
    size_t n, splits;
    const struct unit **u =
        unit_children(p->act->units, p->a, under, day, *under ? UNIT_COMMUNE : UNIT_PROVINCE, &n);
    for (size_t i = 0; i < n; i++) {
        struct val *x = val_add(p->root, "units");
        val_text(x, "code", u[i]->code);
        val_text(x, "name", u[i]->name);
        val_text(x, "kind", unit_kind_name(u[i]->kind));
        if (!*under)
            val_text(x, "href", arena_printf(p->a, "/quan-tri/don-vi?thuoc=%s", u[i]->code));
    }
    const struct unit_split *s = unit_splits(p->act->units, &splits);
    int64_t open = 0;
    for (size_t i = 0; i < splits; i++)
        open += !s[i].complete;
    val_int(p->root, "splits_open", open);
    val_int(p->root, "splits", (int64_t)splits);
    char iso[11];
    val_date(p->root, "day", arena_dup(p->a, unit_day_text(day, iso)));
    struct db_rows *b = unit_batches(p->act->c, p->a);
    while (db_next(b)) {
        if (!*db_text(b, 3))
            continue; /* came with the program: nobody can take it back */
        struct val *x = val_add(p->root, "batches");
        val_text(x, "id", db_text(b, 0));
        val_text(x, "source", db_text(b, 1));
        val_time(x, "at", db_int(b, 2));
        val_int(x, "rows", db_int(b, 4));
        val_time(x, "reverted", db_int(b, 5));
    }
    val_msg(p->root, "title", N_("Đơn vị hành chính"), NULL, NULL, NULL);
    p->v->csv_list = "units";
    return page_show(p, "units");
}

enum err page_units(struct page *p)
{
    return show_units(p);
}

static void put_report(struct page *p, const struct unit_report *r, bool dry)
{
    struct val *x = val_child(p->root, "report");
    val_bool(x, "dry", dry);
    val_int(x, "rows", (int64_t)r->rows);
    val_int(x, "added", (int64_t)r->added);
    val_int(x, "changed", (int64_t)r->changed);
    val_int(x, "same", (int64_t)r->same);
    val_int(x, "bad", (int64_t)r->bad);
    for (size_t i = 0; i < r->nfaults && i < 200; i++)
        val_text(val_add(x, "faults"), "text", r->faults[i].text);
}

static enum err revert(struct page *p, const char *batch)
{
    enum err e = unit_revert(p->act->c, batch, p->user->id);
    if (e == ERR_CONFLICT) /* somebody else was quicker */
        return page_redirect(p, "/quan-tri/don-vi");
    TRY(e);
    TRY(act_commit(p->act, "/quan-tri/don-vi"));
    TRY(act_read(p->act));
    TRY(units_refresh(p->web->site->units, p->act->c));
    return page_redirect(p, "/quan-tri/don-vi?tb=da-luu");
}

/* ---- one change, typed ------------------------------------------------------------------------
 */

enum { MOST_TYPED = 4000 };
struct typed {
    struct page *p;
    const char *day, *resolution, *old, *fresh;
    struct buf csv;
    bool split;
};

static void csv_cell(struct buf *b, struct str s)
{
    buf_putc(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_putc(b, '"');
        buf_putc(b, s.p[i]);
    }
    buf_puts(b, "\",");
}

/* "mã; tên; tỷ lệ" of one new unit. */
struct fresh_unit {
    struct str code, name, share;
};

static struct fresh_unit fresh_of(struct str line)
{
    struct str part[3] = {{"", 0}, {"", 0}, {"", 0}}, rest = line;
    for (size_t i = 0; i < COUNT(part) && str_split(&rest, ';', &part[i]); i++)
        part[i] = str_trim(part[i]);
    return (struct fresh_unit){part[0], part[1], part[2]};
}

static void put_line(struct typed *k, struct str old, const struct fresh_unit *f)
{
    const char *kind = k->split ? "split_part" : str_eq(old, f->code) ? "rename" : "merge_full";
    csv_cell(&k->csv, old);
    csv_cell(&k->csv, f->code);
    csv_cell(&k->csv, str_of(kind));
    csv_cell(&k->csv, str_of(k->day));
    csv_cell(&k->csv, str_of(k->resolution));
    char *share = arena_dupn(k->p->a, f->share.p, k->split ? f->share.n : 0);
    for (char *c = share; *c; c++)
        *c = *c == ',' ? '.' : *c;
    csv_cell(&k->csv, str_of(share));
    csv_cell(&k->csv, f->name);
    buf_puts(&k->csv, "\n");
}

static void put_lines(struct typed *k, struct str old)
{
    struct str rest = str_of(k->fresh), line;
    while (str_split(&rest, '\n', &line)) {
        struct fresh_unit f = fresh_of(str_trim(line));
        if (f.code.n)
            put_line(k, old, &f);
    }
}

static size_t count_lines(const char *text)
{
    struct str rest = str_of(text), line;
    size_t n = 0;
    while (str_split(&rest, '\n', &line))
        n += str_trim(line).n > 0;
    return n;
}

/* What the change is about: the old units and how many records lie in them. */
static void put_about(struct page *p, const struct typed *k, struct str old)
{
    const char *code = arena_dupn(p->a, old.p, old.n);
    int32_t day = unit_day(k->day);
    const struct unit *u = day > 0 ? unit_find(p->act->units, code, day - 1) : NULL;
    struct val *x = val_add(p->root, "about");
    val_text(x, "code", code);
    val_text(x, "name", u ? u->name : NULL);
    if (u)
        val_int(x, "records", rec_count_in(p->act, code));
}

static const char *typed_text(struct page *p, const char *name)
{
    const char *s = http_form(p->rq, name);
    struct str out;
    if (!s || strlen(s) > MOST_TYPED || text_clean(p->a, str_of(s), TEXT_NOTE, &out) != OK)
        return NULL;
    return arena_dupn(p->a, out.p, out.n);
}

static void read_typed(struct page *p, struct typed *k)
{
    struct cal_date d;
    char iso[11] = "";
    const char *day = page_form(p, "ngay_hieu_luc", 20);
    if (day && !cal_parse(p->a, str_of(day), &d))
        cal_iso(d, iso);
    *k = (struct typed){.p = p,
        .day = arena_dup(p->a, *iso  ? iso
                               : day ? day
                                     : ""),
        .resolution = page_form(p, "nghi_quyet", 100),
        .old = page_form(p, "cu", MOST_TYPED),
        .fresh = typed_text(p, "moi"),
        .csv = buf_in(p->a, 1u << 20)};
    k->resolution = k->resolution ? k->resolution : "";
    k->old = k->old ? k->old : "";
    k->fresh = k->fresh ? k->fresh : "";
    k->split = count_lines(k->fresh) > 1;
}

static struct str typed_csv(struct page *p)
{
    struct typed k;
    read_typed(p, &k);
    buf_puts(&k.csv, "old_code,new_code,kind,effective_date,resolution,share,new_name,\n");
    char *old = arena_dup(p->a, k.old);
    for (char *c = old; *c; c++)
        *c = *c == ',' || *c == ';' || *c == '\n' || *c == '\r' ? ' ' : *c;
    struct str rest = str_of(old), code;
    while (str_split(&rest, ' ', &code))
        if (code.n) {
            put_lines(&k, code);
            put_about(p, &k, code);
        }
    struct val *x = val_child(p->root, "typed");
    val_text(x, "day", page_form(p, "ngay_hieu_luc", 20));
    val_text(x, "resolution", k.resolution);
    val_text(x, "old", k.old);
    val_text(x, "fresh", k.fresh);
    return buf_view(&k.csv);
}

/* ---- storing ----------------------------------------------------------------------------------
 */

static enum err import(struct page *p, struct unit_import *in)
{
    struct unit_report report;
    TRY(unit_import(p->act->c, p->a, p->act->units, in, &report));
    bool typed = p->rq->nfiles == 0;
    if (typed && !in->dry_run && report.bad) { /* one change is stored whole or not at all */
        in->dry_run = true;
        TRY(act_read(p->act));
    }
    if (!in->dry_run && report.batch)
        TRY(act_commit(p->act, "/quan-tri/don-vi"));
    TRY(act_read(p->act));
    if (!in->dry_run)
        TRY(units_refresh(p->web->site->units, p->act->c));
    put_report(p, &report, in->dry_run);
    val_bool(p->root, "can_store", typed && in->dry_run && report.added && !report.bad);
    return show_units(p);
}

enum err page_units_post(struct page *p)
{
    const char *batch = page_form(p, "tra_lai", 40);
    if (batch && *batch)
        return revert(p, batch);
    bool typed = page_form(p, "cu", MOST_TYPED) != NULL;
    if (!typed && p->rq->nfiles == 0)
        return err_set(ERR_INVALID, "no file");
    struct unit_import in = {.by = p->user->id, .dry_run = http_form(p->rq, "that") == NULL};
    in.file = typed ? page_form(p, "nghi_quyet", 100) : p->rq->files[0].name.p;
    in.file = in.file && *in.file ? in.file : "thay đổi";
    in.text = typed ? typed_csv(p) : p->rq->files[0].data;
    return import(p, &in);
}

/* ---- a record of a commune that was split -----------------------------------------------------
 */

enum err page_assign_post(struct page *p)
{
    struct rec *r;
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &r));
    TRY(rec_assign(p->act, r, p->version));
    return page_done(p, "/so/%s/%s?tb=da-luu", p->reg->id, rec_id(r));
}
