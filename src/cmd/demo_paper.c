// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The pen with which the demo fills a form: typed answers by the id of the field, sentences that
 * fit the child, scales near a level, moments a little before they were written down.
 */
#include "cmd/cmd_int.h"

/* ---- answers --------------------------------------------------------------------------------- */

static struct value *box(struct demo *d, struct rec *r, const char *field)
{
    const struct field *f = reg_field(r->reg, field);
    if (f)
        return &r->v[f->slot];
    d->fault = arena_printf(d->a, "%s.%s", r->reg->id, field);
    return &d->nowhere;
}

void demo_text(struct demo *d, struct rec *r, const char *field, const char *text)
{
    *box(d, r, field) = v_text(text);
}

void demo_num(struct demo *d, struct rec *r, const char *field, int64_t i)
{
    *box(d, r, field) = v_int(i);
}

bool demo_among(const char *codes, const char *code)
{
    struct str rest = str_of(codes), part;
    while (str_split(&rest, ',', &part))
        if (str_is(part, code))
            return true;
    return false;
}

/* In the order of the list, as a form stores them. */
void demo_codes(struct demo *d, struct rec *r, const char *field, const char *codes)
{
    const struct field *f = reg_field(r->reg, field);
    struct buf b = buf_in(d->act->a, 4000);
    for (size_t i = 0; f && f->list && i < f->list->ncodes; i++)
        if (demo_among(codes, f->list->codes[i].id))
            buf_printf(&b, "%s%s|", b.n ? "" : "|", f->list->codes[i].id);
    *box(d, r, field) = b.n ? v_str(buf_view(&b)) : VNULL;
}

void demo_day(struct demo *d, struct rec *r, const char *field, int64_t ms)
{
    char iso[11];
    cal_iso(cal_local(ms).date, iso);
    demo_text(d, r, field, arena_dup(d->act->a, iso));
}

void paper_text(struct paper *p, const char *field, const char *s)
{
    demo_text(p->d, p->r, field, s);
}

void paper_num(struct paper *p, const char *field, int64_t i)
{
    demo_num(p->d, p->r, field, i);
}

void paper_codes(struct paper *p, const char *field, const char *s)
{
    demo_codes(p->d, p->r, field, s);
}

void paper_say(struct paper *p, const char *field, enum demo_pool pool)
{
    enum { TRIES = 60 };
    struct str s = demo_pick(&p->d->rng, demo_pool(pool));
    for (int i = 0; i < TRIES && !demo_fits(&s, &p->t->person); i++)
        s = demo_pick(&p->d->rng, demo_pool(pool));
    paper_text(p, field, demo_say(p->d->act->a, s, &p->t->person));
}

/* One of n texts of the theme; one at least has no tags. */
void paper_tell(struct paper *p, const char *field, const char *const *texts, size_t n)
{
    size_t have = 0;
    while (have < n && texts[have])
        have++;
    struct str s;
    do
        s = str_of(texts[demo_rand(&p->d->rng) % have]);
    while (!demo_fits(&s, &p->t->person));
    paper_text(p, field, demo_say(p->d->act->a, s, &p->t->person));
}

int paper_roll(struct paper *p, int lo, int hi)
{
    return demo_int(&p->d->rng, lo, hi);
}

bool paper_chance(struct paper *p, int percent)
{
    return demo_chance(&p->d->rng, percent);
}

/* When it was done: some minutes before it was written down, after what came before. */
void paper_done(struct paper *p, int64_t most_minutes)
{
    enum { MINUTE = 60000 };
    int64_t gap = p->k->before ? (p->k->at - p->k->before) / MINUTE - 1 : most_minutes;
    int64_t back = demo_span(&p->d->rng, 0, gap < most_minutes ? gap : most_minutes);
    int64_t at = p->k->at - (back > 0 ? back : 0) * MINUTE;
    if (cal_local(at).hour < 6) /* nobody works at night who did not have to */
        at = p->k->at;
    paper_num(p, "thoi_diem_thuc_hien", at / MINUTE * MINUTE);
}

const char *paper_number(struct paper *p)
{
    return arena_printf(p->d->act->a, "%d/QĐ-UBND", paper_roll(p, 11, 480));
}

const char *paper_phone(struct paper *p)
{
    return arena_printf(p->d->act->a, "0900%06d", paper_roll(p, 100, 999));
}

const char *paper_person(struct paper *p, bool female)
{
    struct demo_naming n = {p->t->kid->ethnic, female, NULL};
    return demo_name(&p->d->rng, p->d->act->a, &n);
}

/* ---- scales ---------------------------------------------------------------------------------- */

const char *const paper_levels[3] = {"cao", "trung_binh", "thap"};

/* Answers near a level. */
void paper_scale(struct paper *p, const char *const *fields, size_t n, int level)
{
    for (size_t i = 0; i < n; i++) {
        int at = level + (paper_chance(p, 30) ? paper_roll(p, -1, 1) : 0);
        paper_text(p, fields[i], paper_levels[at < 0 ? 0 : at > 2 ? 2 : at]);
    }
}

void paper_self_protection(struct paper *p, int risk)
{
    static const char *const fields[] = {
        "tu_bao_ve", "biet_nguoi_bao_ve", "quan_he_nguoi_bao_ve", "nho_nguoi_lon", "duoc_theo_doi"};
    paper_scale(p, fields, COUNT(fields), p->t->person.age < 5 ? 2 : 2 - risk);
}
