// SPDX-License-Identifier: AGPL-3.0-or-later
/* The numbers of a sent report, stored as they were: so that it can be made again as it was sent,
 * whatever is corrected later. */
#include "report/report_int.h"

#include <math.h>

enum { PART_SIZE = 64 };
enum flag {
    KNOWN = 1,
    ESTIMATED = 2,
    ORIGIN_SHIFT = 2,
    ORIGIN_MASK = 15,
    STATUS_SHIFT = 6,
    STATUS_MASK = 7
};

static const char *const parts[] = {"nay", "cung_ky", "ky_truoc"};

struct freezing {
    struct act *act;
    const char *report;
};

static struct value real_or_null(double v)
{
    return isnan(v) ? VNULL : v_real(v);
}

static int64_t flags_of(const struct stat_value *v)
{
    return (v->known ? KNOWN : 0) | (v->estimated ? ESTIMATED : 0) |
           (int64_t)(v->origin & ORIGIN_MASK) << ORIGIN_SHIFT | (int64_t)v->status << STATUS_SHIFT;
}

static enum err put(const struct freezing *f, const char *part, const char *place,
    const struct indicator *i, const struct stat_value *v)
{
    const struct stat_target *t = v->target;
    return db_exec(f->act->c, Q_FIGURE_ADD,
        ARGS(f->report, part, place, i->id, real_or_null(v->num), real_or_null(v->den),
            real_or_null(v->value), real_or_null(t ? t->value : NAN),
            t ? v_int((int64_t)t->op) : VNULL, flags_of(v)),
        NULL);
}

static enum err put_rows(const struct freezing *f, const struct report_numbers *k)
{
    for (size_t i = 0; i < k->n; i++) {
        const struct stat_value *v[] = {&k->v[i].now, &k->v[i].last_year, &k->v[i].before};
        for (size_t p = 0; p < COUNT(parts); p++)
            TRY(put(f, parts[p], "", k->v[i].indicator, v[p]));
    }
    return OK;
}

static enum err put_score(const struct freezing *f, const struct report_score *s)
{
    for (size_t i = 0; i < s->score.n; i++) {
        const struct stat_item *x = &s->score.v[i];
        for (size_t p = 0; p < x->item->nparts; p++)
            TRY(put(f, s->programme->id, arena_printf(f->act->a, "%s.%zu", x->item->id, p),
                x->item->parts[p].indicator, &x->parts[p]));
    }
    return OK;
}

static enum err put_annex(
    const struct freezing *f, const struct report *r, const struct report_numbers *k)
{
    for (size_t i = 0; i < k->nplaces; i++)
        for (size_t c = 0; c < r->nannex; c++)
            TRY(put(f, "phu_luc", k->places[i].unit, r->annex[c], &k->places[i].v[c]));
    return OK;
}

enum err report_freeze(struct report_work *w)
{
    struct freezing f = {.act = w->act, .report = rec_id(w->rec)};
    TRY(report_numbers(w, REPORT_WHOLE, false));
    TRY(db_exec(w->act->c, Q_FIGURE_DROP, ARGS(f.report), NULL));
    TRY(put_rows(&f, w->numbers));
    for (size_t i = 0; i < w->numbers->nscores; i++)
        TRY(put_score(&f, &w->numbers->scores[i]));
    return put_annex(&f, w->report, w->numbers);
}

/* ---- read again ------------------------------------------------------------------------------ */

struct frozen {
    const char *part, *place;
    const struct indicator *indicator;
    struct stat_value v;
};

static double real_of(struct db_rows *r, int col)
{
    return v_is_null(db_value(r, col)) ? NAN : db_real(r, col);
}

static void read_one(struct act *act, struct db_rows *r, struct frozen *f)
{
    int64_t flags = db_int(r, 8);
    f->part = arena_dup(act->a, db_text(r, 0));
    f->place = arena_dup(act->a, db_text(r, 1));
    f->indicator = pack_indicator(act->site->pack, db_text(r, 2));
    f->v = (struct stat_value){.num = real_of(r, 3),
        .den = real_of(r, 4),
        .value = real_of(r, 5),
        .known = flags & KNOWN,
        .estimated = flags & ESTIMATED,
        .origin = (unsigned)(flags >> ORIGIN_SHIFT) & ORIGIN_MASK,
        .status = (enum stat_status)((flags >> STATUS_SHIFT) & STATUS_MASK)};
    if (v_is_null(db_value(r, 6)))
        return;
    struct stat_target *t = NEW(act->a, struct stat_target);
    *t = (struct stat_target){.indicator = f->indicator,
        .value = db_real(r, 6),
        .op = (enum target_op)db_int(r, 7),
        .baseline = NAN};
    f->v.target = t;
}

static void thaw_row(struct report_numbers *k, const struct frozen *f)
{
    for (size_t i = 0; i < k->n; i++) {
        struct stat_value *at[] = {&k->v[i].now, &k->v[i].last_year, &k->v[i].before};
        for (size_t p = 0; p < COUNT(parts) && k->v[i].indicator == f->indicator; p++)
            if (streq(f->part, parts[p]))
                *at[p] = f->v;
    }
}

static void thaw_place(struct report_work *w, struct report_numbers *k, const struct frozen *f)
{
    for (size_t c = 0; c < w->report->nannex; c++)
        if (w->report->annex[c] == f->indicator)
            report_place(w, k, f->place)->v[c] = f->v;
}

/* ---- a programme and its score --------------------------------------------------------------- */

static const struct frozen *part_of(const struct frozen *v, size_t n, const struct programme *p,
    const struct programme_item *item, size_t nth)
{
    char place[PART_SIZE];
    snprintf(place, sizeof place, "%s.%zu", item->id, nth);
    for (size_t i = 0; i < n; i++)
        if (streq(v[i].part, p->id) && streq(v[i].place, place) &&
            v[i].indicator == item->parts[nth].indicator)
            return &v[i];
    return NULL;
}

/* Met when all parts are; not known when one is not and none fails. */
static enum stat_status together(const struct stat_value *v, size_t n)
{
    enum stat_status s = n ? STAT_MET : STAT_UNKNOWN;
    for (size_t i = 0; i < n; i++) {
        if (v[i].status == STAT_NOT_MET)
            return STAT_NOT_MET;
        if (v[i].status != STAT_MET)
            s = STAT_UNKNOWN;
    }
    return s;
}

static void thaw_item(struct arena *a, const struct frozen *v, size_t n, const struct programme *p,
    struct stat_item *x)
{
    x->parts = NEW_N(a, struct stat_value, x->item->nparts + 1);
    for (size_t i = 0; i < x->item->nparts; i++) {
        const struct frozen *f = part_of(v, n, p, x->item, i);
        x->parts[i] = f ? f->v : (struct stat_value){.num = NAN, .den = NAN, .value = NAN};
    }
    x->status = together(x->parts, x->item->nparts);
}

static void thaw_score(struct arena *a, const struct frozen *v, size_t n, struct report_score *out)
{
    const struct programme *p = out->programme;
    struct stat_score *s = &out->score;
    size_t items = 0;
    for (size_t o = 0; o < p->nobjectives; o++)
        items += p->objectives[o].nitems;
    *s = (struct stat_score){.v = NEW_N(a, struct stat_item, items + 1)};
    for (size_t o = 0; o < p->nobjectives; o++)
        for (size_t i = 0; i < p->objectives[o].nitems; i++) {
            struct stat_item *x = &s->v[s->n++];
            x->objective = &p->objectives[o];
            x->item = &p->objectives[o].items[i];
            thaw_item(a, v, n, p, x);
            s->met += x->status == STAT_MET;
            s->not_met += x->status == STAT_NOT_MET;
            s->unknown += x->status != STAT_MET && x->status != STAT_NOT_MET;
        }
}

enum err report_thaw(struct report_work *w, struct report_numbers *k)
{
    struct arena *a = w->act->a;
    struct db_rows *r = db_query(w->act->c, a, Q_FIGURES_OF, ARGS(rec_id(w->rec)));
    struct frozen *v = NEW_N(a, struct frozen, db_row_count(r) + 1);
    size_t n = 0;
    while (db_next(r)) {
        read_one(w->act, r, &v[n]);
        n += v[n].indicator != NULL;
    }
    for (size_t i = 0; i < n; i++)
        if (streq(v[i].part, "phu_luc"))
            thaw_place(w, k, &v[i]);
        else
            thaw_row(k, &v[i]);
    for (size_t i = 0; i < k->nscores; i++)
        thaw_score(a, v, n, &k->scores[i]);
    return db_status(w->act->c);
}
