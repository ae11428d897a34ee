// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The demo's years before: children, support and accidents of 2023 and 2024 as the communes of that
 * time wrote them, so that one series runs over 1 July 2025 on either map. Nobody's accounts are of
 * that time: the system writes, as an import of old lists does.
 */
#include "cmd/cmd_int.h"

enum { KIDS_A_COMMUNE = 3, FIRST_YEAR = 2023, YEARS = 2, OLD_MAP = 20240630 };

struct past {
    struct demo *d;
    struct demo_rng rng; /* of its own: the present stays as it was */
    const struct unit *unit;
    const char *province;
};

static int64_t some_day(struct past *p)
{
    struct cal_date first = {.y = FIRST_YEAR, .m = 1, .d = 2};
    return cal_ms(cal_day(first) + demo_int(&p->rng, 0, YEARS * 365 - 3), 9 * 60);
}

static struct rec *fresh(struct past *p, const char *reg, int64_t at, const struct rec *parent)
{
    struct demo *d = p->d;
    const struct reg *of = pack_reg(d->s->site.pack, reg);
    if (!of)
        return NULL;
    demo_become(d, NULL, at);
    struct rec *r = rec_new(d->act, of, parent);
    if (!parent) {
        r->common[DC_PROVINCE] = v_text(p->province);
        r->common[DC_UNIT] = v_text(p->unit->code);
    }
    return r;
}

/* One of the codes of a field's list. */
static void any_code(struct past *p, struct rec *r, const char *field)
{
    const struct field *f = reg_field(r->reg, field);
    if (f && f->list && f->list->ncodes)
        demo_text(
            p->d, r, field, f->list->codes[demo_int(&p->rng, 0, (int)f->list->ncodes - 1)].id);
}

static enum err store(struct past *p, struct rec *r)
{
    if (p->d->fault)
        return err_set(ERR_INVALID, "the pack has no field %s", p->d->fault);
    return rec_insert(p->d->act, r, "nhap", NULL);
}

static enum err support(struct past *p, const struct rec *kid, int64_t at)
{
    struct rec *r = fresh(p, "ho_tro", at, kid);
    if (!r)
        return OK;
    demo_day(p->d, r, "ngay", at);
    any_code(p, r, "loai");
    any_code(p, r, "nguon");
    demo_num(p->d, r, "so_tien", demo_int(&p->rng, 2, 20) * 100000);
    return store(p, r);
}

static enum err accident(struct past *p)
{
    int64_t at = some_day(p);
    struct rec *r = fresh(p, "tai_nan", at, NULL);
    if (!r)
        return OK;
    demo_day(p->d, r, "ngay", at);
    any_code(p, r, "loai");
    any_code(p, r, "noi");
    any_code(p, r, "nhom_tuoi");
    demo_text(p->d, r, "gioi_tinh", demo_chance(&p->rng, 60) ? "nam" : "nu");
    demo_num(p->d, r, "tu_vong", demo_chance(&p->rng, 12));
    return store(p, r);
}

static enum err child(struct past *p)
{
    enum { DAY = CAL_MS_PER_DAY };
    struct demo *d = p->d;
    int64_t at = some_day(p);
    enum demo_kind kind = demo_kind_of(p->unit->code);
    bool female = demo_chance(&p->rng, 48);
    struct demo_naming n = {demo_ethnic(&p->rng, kind), female, NULL};
    struct rec *r = fresh(p, "tre_em", at, NULL);
    if (!r)
        return OK;
    demo_text(d, r, "ho_ten", demo_name(&p->rng, d->act->a, &n));
    demo_text(d, r, "gioi_tinh", female ? "nu" : "nam");
    demo_day(d, r, "ngay_sinh", at - demo_int(&p->rng, 200, 4300) * (int64_t)DAY);
    demo_text(d, r, "thon", demo_village(&p->rng, d->act->a, kind));
    demo_text(d, r, "tinh_trang", "dang_theo_doi");
    TRY(store(p, r));
    for (int i = demo_int(&p->rng, 0, 2); i > 0; i--)
        TRY(support(p, r, at + demo_int(&p->rng, 1, 90) * (int64_t)DAY));
    return OK;
}

static enum err commune(struct past *p)
{
    for (int i = 0; i < KIDS_A_COMMUNE; i++)
        TRY(child(p));
    for (int i = demo_int(&p->rng, 0, 2); i > 0; i--)
        TRY(accident(p));
    return act_commit(p->d->act, NULL);
}

static enum err run(struct past *p, struct arena *a)
{
    struct demo *d = p->d;
    arena_reset(a);
    d->act = act_new(&d->s->site, a, NULL, "demo", "");
    enum err e = act_write(d->act);
    if (!e)
        e = commune(p);
    act_end(d->act);
    return e;
}

enum err demo_past(struct demo *d, const char *province, const char *home)
{
    enum { SEED = 7 };
    AUTO_ARENA *a = arena_open();
    struct unit_tree *t = units_hold(d->s->site.units);
    size_t n;
    enum err e = OK;
    struct past p = {.d = d, .rng = {SEED}, .province = province};
    const struct unit **u = unit_children(t, d->a, province, OLD_MAP, UNIT_COMMUNE, &n);
    for (size_t i = 0; i < n && !e; i++) {
        p.unit = u[i];
        bool of_home = unit_within_later(
            t, u[i]->code, OLD_MAP, home, unit_day_of_ms(d->now)); /* its story is its own */
        if (!of_home)
            e = run(&p, a);
    }
    units_drop(d->s->site.units, t);
    return e;
}
