// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The report as the values of its Word template (documents/bao_cao.docx): head by Decree 30/2020,
 * sections with their numbers, prose by paragraphs, tables, signature, recipients.
 */
#include "report/report_int.h"

#include "base/cal.h"
#include "base/text.h"
#include "doc/doc.h"

#include <math.h>

/* An empty value would print as dots to write on. */
#define NOTHING "\u2002"

struct papering {
    struct report_work *w;
    struct arena *a;
    struct val *root;
    int no[3]; /* of the headings of each depth */
};

static const char *const roman[] = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X",
    "XI", "XII", "XIII", "XIV", "XV"};

/* ---- head ------------------------------------------------------------------------------------ */

static void put_number(struct papering *p, const struct rec *r)
{
    const char *number = report_text(r, "so_hieu"), *symbol = report_text(r, "ky_hieu");
    if (number && *number)
        val_text(p->root, "so", number);
    else
        val_text(p->root, "so", arena_printf(p->a, "……/%s", symbol ? symbol : "BC"));
}

static void put_date(struct papering *p, const struct rec *r)
{
    struct cal_date d;
    const char *iso = report_text(r, "ngay_ky");
    bool signed_on = iso && cal_from_iso(str_of(iso), &d) && d.d;
    if (!signed_on)
        d = cal_local(p->w->act->now_ms).date;
    val_text(p->root, "ngay", signed_on ? arena_printf(p->a, "%02d", d.d) : "……");
    val_text(p->root, "thang", arena_printf(p->a, d.m < 3 ? "%02d" : "%d", d.m));
    val_text(p->root, "nam", arena_printf(p->a, "%d", d.y));
}

/* "Sở Y tế, Sở Nội vụ": each on its own line below the colon, by Annex I of the decree. */
static void put_recipients(struct papering *p, const char *to)
{
    struct str rest = str_of(to ? to : ""), one;
    bool several = strchr(rest.p, ',') != NULL;
    if (!several)
        val_text(p->root, "kinh_gui", rest.n ? to : NULL);
    while (several && str_split(&rest, ',', &one)) {
        const char *end = rest.p && rest.n ? ";" : ".";
        val_text(val_add(p->root, "gui_cac"), "noi",
            arena_printf(p->a, STR_FMT "%s", STR_ARG(str_trim(one)), end));
    }
}

static void put_head(struct papering *p)
{
    static const char *const same[] = {
        "co_quan_tren", "co_quan", "dia_danh", "quyen_ky", "chuc_vu", "nguoi_ky", "noi_nhan"};
    const struct rec *r = p->w->rec;
    for (size_t i = 0; i < COUNT(same); i++)
        val_text(p->root, same[i], report_text(r, same[i]));
    put_recipients(p, report_text(r, "kinh_gui"));
    put_number(p, r);
    put_date(p, r);
    struct say s = report_say(p->w);
    val_text(p->root, "trich_yeu", say_title(&s, p->w->report->title.vi));
}

/* ---- headings, prose ------------------------------------------------------------------------- */

static struct val *item(struct papering *p)
{
    return val_add(p->root, "noi_dung");
}

static const char *capitals(struct arena *a, const char *s)
{
    struct str up = text_capitals(a, str_of(s));
    return arena_dupn(a, up.p, up.n);
}

static void put_heading(struct papering *p, const struct report_section *s)
{
    int depth = s->depth < 1 ? 1 : s->depth > 3 ? 3 : s->depth, n = ++p->no[depth - 1];
    for (int i = depth; i < 3; i++)
        p->no[i] = 0;
    struct val *x = item(p);
    const char *text = s->heading.vi;
    if (depth == 1)
        val_text(x, "muc1",
            arena_printf(p->a, "%s. %s", roman[n % (int)COUNT(roman)], capitals(p->a, text)));
    else if (depth == 2)
        val_text(x, "muc2", arena_printf(p->a, "%d. %s", n, text));
    else
        val_text(x, "muc3", arena_printf(p->a, "%c) %s", 'a' + (n - 1) % 26, text));
}

static void put_prose(struct papering *p, const struct report_block *b)
{
    struct report_prose k = report_prose(p->w, b);
    struct str rest = str_of(prose_plain(p->a, k.text)), line;
    if (!*k.text)
        rest = STR(DOC_BLANK DOC_BLANK DOC_BLANK);
    while (str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.n)
            val_text(item(p), "doan", arena_dupn(p->a, line.p, line.n));
    }
}

/* ---- tables ---------------------------------------------------------------------------------- */

static const char *status_words(struct arena *a, enum stat_status s, const struct say_number *n)
{
    const char *share = say_of_target(a, n);
    const char *word = s == STAT_MET       ? "Đạt"
                       : s == STAT_NOT_MET ? "Chưa đạt"
                       : s == STAT_UNKNOWN ? "Chưa có số liệu"
                                           : "";
    if ((s == STAT_MET || s == STAT_NOT_MET) && *share)
        return arena_printf(a, "%s (%s)", word, share);
    return word;
}

static void put_row(struct papering *p, struct val *table, const char *no, const char *name,
    const struct say_number *n, enum stat_status status)
{
    struct val *x = val_add(table, "dong");
    const char *change = say_change_short(p->a, n->indicator, n->last_year, n->now);
    val_text(x, "so_tt", *no ? no : NOTHING);
    val_text(x, "ten", name);
    val_text(x, "nhom", NULL);
    val_text(x, "ky_nay", isnan(n->now) ? "…" : say_short(p->a, n->indicator, n->now));
    val_text(x, "cung_ky", isnan(n->last_year) ? "…" : say_short(p->a, n->indicator, n->last_year));
    val_text(x, "tang_giam", change ? change : "…");
    val_text(x, "muc_tieu", isnan(n->target) ? "–" : say_target(p->a, n));
    const char *status_text = status_words(p->a, status, n);
    val_text(x, "danh_gia", *status_text ? status_text : NOTHING);
}

static void put_group(struct val *table, const char *no, const char *name)
{
    struct val *x = val_add(table, "dong");
    val_text(x, "so_tt", no);
    val_text(x, "nhom", name);
    val_text(x, "ten", NULL);
}

static struct say_number sayable(
    struct report_work *w, const struct stat_value *v, const struct indicator *i)
{
    const struct report_row *r = report_row(w, i);
    return (struct say_number){.indicator = i,
        .now = v->known ? v->value : NAN,
        .last_year = r ? r->say.last_year : NAN,
        .before = r ? r->say.before : NAN,
        .target = v->target ? v->target->value : NAN,
        .op = v->target ? v->target->op : TARGET_GE};
}

static void put_item(struct papering *p, struct val *table, const struct stat_item *x)
{
    for (size_t i = 0; i < x->item->nparts; i++) {
        const struct part_target *part = &x->item->parts[i];
        struct say_number n = sayable(p->w, &x->parts[i], part->indicator);
        const char *label = part->label.vi ? part->label.vi : part->indicator->label.vi;
        const char *name = x->item->nparts == 1 ? x->item->label.vi : label;
        put_row(p, table, i ? "" : x->item->code, name, &n, x->parts[i].status);
    }
}

static void put_targets(struct papering *p, const struct programme *prog)
{
    const struct report_score *s = NULL;
    for (size_t i = 0; i < p->w->numbers->nscores; i++)
        if (p->w->numbers->scores[i].programme == prog)
            s = &p->w->numbers->scores[i];
    if (!s)
        return;
    val_text(item(p), "doan", report_score_words(p->w, s));
    struct val *x = item(p);
    val_text(x, "bang", prog->label.vi);
    const struct objective *last = NULL;
    int no = 0;
    for (size_t i = 0; i < s->score.n; i++) {
        if (s->score.v[i].objective != last)
            put_group(x, roman[++no % (int)COUNT(roman)], s->score.v[i].objective->label.vi);
        last = s->score.v[i].objective;
        put_item(p, x, &s->score.v[i]);
    }
}

static void put_table(struct papering *p, const struct report_block *b)
{
    struct val *x = item(p);
    val_text(x, "bang", "Số liệu");
    for (size_t i = 0; i < b->nrows; i++) {
        const struct report_row *r = report_row(p->w, b->rows[i]);
        put_row(
            p, x, arena_printf(p->a, "%zu", i + 1), b->rows[i]->label.vi, &r->say, r->now.status);
    }
}

/* "Đạt 18/24 chỉ tiêu thuộc 7 mục tiêu của …; 3 chỉ tiêu chưa đạt, 3 chỉ tiêu chưa có số liệu." */
const char *report_score_words(struct report_work *w, const struct report_score *s)
{
    struct buf b = buf_in(w->act->a, 1000);
    const struct stat_score *k = &s->score;
    buf_printf(&b, "Đạt %zu/%zu chỉ tiêu thuộc %zu mục tiêu của %s", k->met, k->n,
        s->programme->nobjectives, s->programme->label.vi);
    if (k->not_met)
        buf_printf(&b, "; %zu chỉ tiêu chưa đạt", k->not_met);
    if (k->unknown)
        buf_printf(&b, "; %zu chỉ tiêu chưa có số liệu", k->unknown);
    buf_putc(&b, '.');
    return b.p;
}

static void put_section(struct papering *p, const struct report_section *s)
{
    put_heading(p, s);
    for (size_t i = 0; i < s->nblocks; i++)
        switch (s->blocks[i].kind) {
        case BLOCK_SAY:
        case BLOCK_ASK:
            put_prose(p, &s->blocks[i]);
            break;
        case BLOCK_TARGETS:
            put_targets(p, s->blocks[i].programme);
            break;
        case BLOCK_TABLE:
            put_table(p, &s->blocks[i]);
            break;
        }
}

/* ---- the file -------------------------------------------------------------------------------- */

static enum err values_of(struct report_work *w, struct val **out)
{
    if (!w->numbers)
        TRY(report_numbers(w, REPORT_PAPER, false));
    struct papering p = {.w = w, .a = w->act->a, .root = val_obj(w->act->a)};
    put_head(&p);
    for (size_t i = 0; i < w->report->nsections; i++)
        put_section(&p, &w->report->sections[i]);
    *out = p.root;
    return OK;
}

static enum err template_open(struct report_work *w, struct doc **out)
{
    struct doc_faults faults = {.n = 0};
    const struct asset *file = asset_find("packs/vn/documents/bao_cao.docx");
    if (!file)
        return err_set(ERR_NOT_FOUND, "template bao_cao.docx");
    return doc_open(w->act->a, file->data, out, &faults);
}

enum err report_docx(struct report_work *w, struct str *out)
{
    struct doc *d;
    struct val *v;
    TRY(template_open(w, &d));
    TRY(values_of(w, &v));
    return doc_docx(w->act->a, d, v, out);
}

enum err report_paper(struct report_work *w, struct val **out)
{
    struct doc *d;
    struct val *v;
    TRY(template_open(w, &d));
    TRY(values_of(w, &v));
    return doc_paper(w->act->a, d, v, out);
}

/* Folded words joined by hyphens: old systems garble marks in names of files. */
const char *report_file(struct report_work *w, const char *suffix)
{
    struct arena *a = w->act->a;
    const char *name =
        arena_printf(a, "%s %s %s", w->report->label.vi, w->period.id, report_unit_words(w));
    struct str s = text_fold(a, str_of(name));
    char *file = arena_printf(a, STR_FMT ".%s", STR_ARG(s), suffix);
    for (char *p = file; *p; p++)
        if (*p == ' ')
            *p = '-';
    return file;
}
