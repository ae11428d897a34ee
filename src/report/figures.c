// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The numbers of a report: every indicator that its sentences, tables and targets name, for the
 * period, the same one a year ago and the one before; programmes with their score; the annex by
 * commune. Asked of stat, or, once the report is sent, read as they were then.
 */
#include "report/report_int.h"

#include <math.h>

/* ---- which ----------------------------------------------------------------------------------- */

static void add_row(struct report_numbers *k, const struct indicator *i, size_t most)
{
    for (size_t r = 0; r < k->n; r++)
        if (k->v[r].indicator == i)
            return;
    BUG_IF(k->n >= most);
    k->v[k->n++].indicator = i;
}

static void add_programme(struct report_numbers *k, const struct programme *p, size_t most)
{
    for (size_t o = 0; o < p->nobjectives; o++)
        for (size_t i = 0; i < p->objectives[o].nitems; i++)
            for (size_t x = 0; x < p->objectives[o].items[i].nparts; x++)
                add_row(k, p->objectives[o].items[i].parts[x].indicator, most);
    for (size_t i = 0; i < k->nscores; i++)
        if (k->scores[i].programme == p)
            return;
    k->scores[k->nscores++].programme = p;
}

/* Names in {} of a sentence that are indicators. */
static void add_sentence(
    const struct pack *pk, struct report_numbers *k, const char *text, size_t most)
{
    for (const char *p = strchr(text, '{'); p; p = strchr(p + 1, '{')) {
        struct str name, rest = {p + 1, strcspn(p + 1, "}")};
        char id[64];
        if (!str_split(&rest, '|', &name) || name.n >= sizeof id)
            continue;
        memcpy(id, name.p, name.n);
        id[name.n] = 0;
        const struct indicator *i = pack_indicator(pk, id);
        if (i)
            add_row(k, i, most);
    }
}

static void add_block(
    const struct pack *pk, struct report_numbers *k, const struct report_block *b, size_t most)
{
    if (b->kind == BLOCK_SAY)
        add_sentence(pk, k, b->text.vi, most);
    if (b->kind == BLOCK_TARGETS && b->programme)
        add_programme(k, b->programme, most);
    for (size_t i = 0; b->kind == BLOCK_TABLE && i < b->nrows; i++)
        add_row(k, b->rows[i], most);
}

static struct report_numbers *numbers_new(struct report_work *w)
{
    const struct pack *pk = w->act->site->pack;
    size_t most = pk->nindicators + 1;
    struct report_numbers *k = NEW(w->act->a, struct report_numbers);
    k->v = NEW_N(w->act->a, struct report_row, most);
    k->scores = NEW_N(w->act->a, struct report_score, pk->nprogrammes + 1);
    for (size_t s = 0; s < w->report->nsections; s++)
        for (size_t b = 0; b < w->report->sections[s].nblocks; b++)
            add_block(pk, k, &w->report->sections[s].blocks[b], most);
    static const struct stat_value nothing = {
        .num = NAN, .den = NAN, .value = NAN, .status = STAT_UNKNOWN};
    for (size_t i = 0; i < k->n; i++) {
        k->v[i].now = k->v[i].last_year = k->v[i].before = nothing;
        k->v[i].today = NAN;
    }
    return k;
}

/* ---- asked of stat --------------------------------------------------------------------------- */

static struct stat_ask ask_of(const struct report_work *w, const struct period *p)
{
    return (struct stat_ask){.unit = w->place, .level = UNIT_ANY, .period = *p};
}

/* A value of the unit itself for each of the rows that want it, put by `at` (its place in struct
 * report_row). */
static enum err ask_rows(struct report_work *w, struct report_numbers *k, const struct period *p,
    size_t at, const bool *wants)
{
    const struct indicator **v = NEW_N(w->act->a, const struct indicator *, k->n + 1);
    struct stat_values *got = NEW_N(w->act->a, struct stat_values, k->n + 1);
    struct stat_value **to = NEW_N(w->act->a, struct stat_value *, k->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < k->n; i++) {
        to[n] = (struct stat_value *)(void *)((char *)&k->v[i] + at);
        v[n] = k->v[i].indicator;
        n += !wants || wants[i];
    }
    struct stat_ask ask = ask_of(w, p);
    TRY(stat_indicators(w->act, v, n, NULL, &ask, got));
    for (size_t i = 0; i < n; i++)
        if (got[i].n)
            *to[i] = got[i].v[0];
    return OK;
}

/* What the programmes gave, known or not, need not be counted twice. */
static void take_parts(struct report_numbers *k, const struct stat_item *x, bool *left)
{
    for (size_t p = 0; p < x->item->nparts; p++)
        for (size_t i = 0; i < k->n; i++)
            if (k->v[i].indicator == x->item->parts[p].indicator) {
                k->v[i].now = x->parts[p];
                left[i] = false;
            }
}

static enum err ask_scores(struct report_work *w, struct report_numbers *k, bool *left)
{
    struct stat_ask ask = ask_of(w, &w->period);
    for (size_t i = 0; i < k->nscores; i++) {
        struct stat_score *s = &k->scores[i].score;
        TRY(stat_programme(w->act, k->scores[i].programme, &ask, s));
        for (size_t x = 0; x < s->n; x++)
            take_parts(k, &s->v[x], left);
    }
    return OK;
}

static struct report_place *place_of(
    struct report_work *w, struct report_numbers *k, const char *unit)
{
    for (size_t i = 0; i < k->nplaces; i++)
        if (streq(k->places[i].unit, unit))
            return &k->places[i];
    if (k->nplaces == k->most) {
        size_t most = k->most ? 2 * k->most : 128;
        struct report_place *v = NEW_N(w->act->a, struct report_place, most);
        if (k->nplaces)
            memcpy(v, k->places, k->nplaces * sizeof *v);
        k->places = v;
        k->most = most;
    }
    struct report_place *p = &k->places[k->nplaces++];
    *p = (struct report_place){.unit = unit,
        .name = unit_name(w->act->units, unit, w->period.to),
        .v = NEW_N(w->act->a, struct stat_value, w->report->nannex + 1)};
    for (size_t i = 0; i < w->report->nannex; i++)
        p->v[i] = (struct stat_value){.num = NAN, .den = NAN, .value = NAN};
    return p;
}

static enum err ask_annex(struct report_work *w, struct report_numbers *k)
{
    size_t n = w->report->nannex;
    struct stat_values *got = NEW_N(w->act->a, struct stat_values, n + 1);
    struct stat_ask ask = ask_of(w, &w->period);
    ask.level = *w->unit ? UNIT_ANY : UNIT_COMMUNE;
    TRY(stat_indicators(w->act, w->report->annex, n, NULL, &ask, got));
    for (size_t i = 0; i < n; i++)
        for (size_t r = 0; r < got[i].n; r++) {
            const struct unit *u = got[i].v[r].unit;
            place_of(w, k, u ? u->code : w->place)->v[i] = got[i].v[r];
        }
    return OK;
}

/* ---- what is held against other periods ------------------------------------------------------ */

/* Is the indicator said in this form: "{tre_em|cung_ky}", "⟦tre_em|cung_ky: tăng 83 trẻ⟧"? */
static bool says(const char *text, const struct indicator *i, const char *form)
{
    size_t n = strlen(i->id), m = strlen(form);
    for (const char *p = text; p && (p = strstr(p, i->id)) != NULL; p += n) {
        bool begins = p > text && !strchr("abcdefghijklmnopqrstuvwxyz0123456789_", p[-1]);
        if (begins && p[n] == '|' && strncmp(p + n + 1, form, m) == 0)
            return true;
    }
    return false;
}

static bool person_says(const struct report_work *w, const struct indicator *i, const char *form)
{
    for (size_t b = 0; b < w->nblocks; b++)
        if (says(report_text(w->blocks[b], "noi_dung"), i, form))
            return true;
    return false;
}

static bool has_part(const struct programme *p, const struct indicator *i)
{
    for (size_t o = 0; o < p->nobjectives; o++)
        for (size_t k = 0; k < p->objectives[o].nitems; k++)
            for (size_t x = 0; x < p->objectives[o].items[k].nparts; x++)
                if (p->objectives[o].items[k].parts[x].indicator == i)
                    return true;
    return false;
}

static bool lists(const struct report_block *b, const struct indicator *i)
{
    for (size_t r = 0; b->kind == BLOCK_TABLE && r < b->nrows; r++)
        if (b->rows[r] == i)
            return true;
    return b->kind == BLOCK_TARGETS && b->programme && has_part(b->programme, i);
}

/* Which rows the paper itself holds against that period: said so, or in a table. */
static bool *compared(
    struct report_work *w, const struct report_numbers *k, const char *form, bool tables)
{
    bool *v = NEW_N(w->act->a, bool, k->n + 1);
    for (size_t s = 0; s < w->report->nsections; s++)
        for (size_t b = 0; b < w->report->sections[s].nblocks; b++) {
            const struct report_block *x = &w->report->sections[s].blocks[b];
            for (size_t i = 0; i < k->n; i++)
                v[i] = v[i] || says(x->text.vi, k->v[i].indicator, form) ||
                       (tables && lists(x, k->v[i].indicator));
        }
    for (size_t i = 0; i < k->n; i++)
        v[i] = v[i] || person_says(w, k->v[i].indicator, form);
    return v;
}

static bool any(const bool *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (v[i])
            return true;
    return false;
}

/* The paper may do without much of last year, the workbook without what only sentences say. */
static const bool *of_last_year(
    struct report_work *w, const struct report_numbers *k, enum report_extent e, const bool *left)
{
    if (e == REPORT_PAPER)
        return compared(w, k, "cung_ky", true);
    if (e != REPORT_SHEETS || !k->nscores)
        return NULL;
    bool *v = NEW_N(w->act->a, bool, k->n + 1);
    for (size_t i = 0; i < k->n; i++)
        v[i] = !left[i];
    return v;
}

static enum err ask_rest(
    struct report_work *w, struct report_numbers *k, enum report_extent e, const bool *left)
{
    struct period last_year = period_last_year(&w->period), before = period_before(&w->period);
    bool sheets = e == REPORT_SHEETS, targets = sheets && k->nscores > 0;
    const bool *last = compared(w, k, "ky_truoc", false);
    if (!targets)
        TRY(ask_rows(w, k, &w->period, offsetof(struct report_row, now), left));
    TRY(ask_rows(
        w, k, &last_year, offsetof(struct report_row, last_year), of_last_year(w, k, e, left)));
    if (sheets || !any(last, k->n))
        return OK;
    return ask_rows(w, k, &before, offsetof(struct report_row, before), last);
}

static enum err ask_all(struct report_work *w, struct report_numbers *k, enum report_extent e)
{
    bool *left = NEW_N(w->act->a, bool, k->n + 1);
    memset(left, true, k->n);
    TRY(ask_scores(w, k, left));
    TRY(ask_rest(w, k, e, left));
    return e == REPORT_SHEETS || e == REPORT_WHOLE ? ask_annex(w, k) : OK;
}

/* ---- together -------------------------------------------------------------------------------- */

static void make_sayable(struct report_numbers *k)
{
    for (size_t i = 0; i < k->n; i++) {
        struct report_row *r = &k->v[i];
        r->say = (struct say_number){.indicator = r->indicator,
            .now = r->now.known ? r->now.value : NAN,
            .last_year = r->last_year.known ? r->last_year.value : NAN,
            .before = r->before.known ? r->before.value : NAN,
            .target = r->now.target ? r->now.target->value : NAN,
            .op = r->now.target ? r->now.target->op : TARGET_GE};
    }
}

/* Of a sent report: which numbers would read otherwise today. */
static enum err compare_with_today(struct report_work *w, struct report_numbers *k)
{
    struct report_numbers *now = numbers_new(w);
    TRY(ask_rows(w, now, &w->period, offsetof(struct report_row, now), NULL));
    for (size_t i = 0; i < k->n; i++) {
        const struct indicator *x = k->v[i].indicator;
        double was = k->v[i].say.now, is = now->v[i].now.known ? now->v[i].now.value : NAN;
        if (!streq(say_value(w->act->a, x, was), say_value(w->act->a, x, is)))
            k->v[i].today = is;
    }
    return OK;
}

static bool is_frozen(const struct report_work *w)
{
    const char *state = rec_state(w->rec);
    return state && !report_is_draft(state) && report_value(w->rec, "so_lieu_luc").t == V_INT;
}

bool report_is_draft(const char *state)
{
    return streq(state, "dang_soan") || streq(state, "tra_lai") || streq(state, "mo_khoa");
}

enum err report_numbers(struct report_work *w, enum report_extent extent, bool compare)
{
    struct report_numbers *k = numbers_new(w);
    k->frozen = is_frozen(w);
    if (k->frozen) {
        k->at = report_value(w->rec, "so_lieu_luc").i;
        TRY(report_thaw(w, k));
    } else {
        TRY(ask_all(w, k, extent));
    }
    make_sayable(k);
    if (k->frozen && compare)
        TRY(compare_with_today(w, k));
    w->numbers = k;
    return OK;
}

struct report_place *report_place(struct report_work *w, struct report_numbers *k, const char *unit)
{
    return place_of(w, k, unit);
}

const struct report_row *report_row(const struct report_work *w, const struct indicator *i)
{
    for (size_t r = 0; w->numbers && r < w->numbers->n; r++)
        if (w->numbers->v[r].indicator == i)
            return &w->numbers->v[r];
    return NULL;
}

/* ---- for sentences --------------------------------------------------------------------------- */

static const char *day_words(struct arena *a, int32_t day)
{
    return arena_printf(a, "%02d/%02d/%d", day % 100, day / 100 % 100, day / 10000);
}

/* "xã Mường Phăng" within a sentence. */
const char *report_unit_words(struct report_work *w)
{
    const struct unit *u = unit_near(w->act->units, w->place, w->period.to);
    if (!u)
        return w->place;
    return arena_printf(w->act->a, "%s %s", unit_kind_name(u->kind), u->short_name);
}

struct say report_say(struct report_work *w)
{
    struct arena *a = w->act->a;
    struct say_number *v = NEW_N(a, struct say_number, w->numbers->n + 1);
    for (size_t i = 0; i < w->numbers->n; i++)
        v[i] = w->numbers->v[i].say;
    const struct unit *u = unit_near(w->act->units, w->place, w->period.to);
    const struct say_text texts[] = {{"don_vi", report_unit_words(w)},
        {"cap", u ? unit_kind_name(u->kind) : ""}, {"ky", period_label(a, &w->period)},
        {"nam", arena_printf(a, "%d", period_year(&w->period))},
        {"tu", day_words(a, w->period.from)}, {"den", day_words(a, w->period.to)}};
    struct say_text *t = NEW_N(a, struct say_text, COUNT(texts));
    memcpy(t, texts, sizeof texts);
    return (struct say){.a = a, .v = v, .n = w->numbers->n, .texts = t, .ntexts = COUNT(texts)};
}
