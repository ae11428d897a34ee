// SPDX-License-Identifier: AGPL-3.0-or-later
/* The demo's support for most children in special circumstances, so that the sums of both years can
 * be told. */
#include "cmd/cmd_int.h"

#include <stdlib.h>

static struct rec *support(
    struct demo *d, struct demo_rng *x, struct rec *kid, int64_t from, int64_t to)
{
    static const char kinds[] = "hoc_bong|qua|quan_ao|do_dung_hoc_tap|kham_chua_benh|xe_dap";
    static const char sources[] = "ngan_sach|quy_bao_tro|chuong_trinh|ca_nhan|to_chuc";
    struct rec *r = rec_new(d->act, pack_reg(d->s->site.pack, "ho_tro"), kid);
    struct str kind = demo_pick(x, kinds), source = demo_pick(x, sources);
    demo_day(d, r, "ngay", demo_span(x, from, to));
    demo_text(d, r, "loai", arena_dupn(d->act->a, kind.p, kind.n));
    demo_text(d, r, "nguon", arena_dupn(d->act->a, source.p, source.n));
    demo_num(d, r, "so_tien", demo_int(x, 3, 24) * 100000);
    return r;
}

/* In order of their codes, because ids differ each time. */
static int by_code(const void *a, const void *b)
{
    return strcmp(rec_code(*(struct rec *const *)a), rec_code(*(struct rec *const *)b));
}

static enum err support_all(struct demo *d, int nth)
{
    enum { LIMIT = 1000, BEFORE = 78, SINCE = 84, NEXT_DAYS = 330 };
    (void)nth;
    int64_t seed = 0;
    (void)str_to_int(str_of(d->place->code), &seed);
    struct demo_rng own = {.state = (uint64_t)seed}, *x = &own; /* what others roll stays */
    const struct reg *reg = pack_reg(d->s->site.pack, "tre_em");
    struct rec_query q = {.reg = reg, .limit = LIMIT};
    struct rec **kids;
    size_t n, m = 0;
    int64_t all, year = NEXT_DAYS * (int64_t)CAL_MS_PER_DAY;
    TRY(rec_list(d->act, &q, &kids, &n, &all));
    qsort(kids, n, sizeof *kids, by_code);
    struct rec **v = NEW_N(d->act->a, struct rec *, 2 * n + 1);
    for (size_t i = 0; i < n; i++) {
        struct value born = kids[i]->v[reg_field(reg, "ngay_sinh")->slot];
        bool small = born.t == V_TEXT && strcmp(born.s.p, "2024") > 0;
        if (v_is_null(kids[i]->v[reg_field(reg, "nhom_hcdb")->slot]) || small)
            continue;
        if (demo_chance(x, BEFORE))
            v[m++] = support(d, x, kids[i], d->from - year, d->from);
        if (demo_chance(x, SINCE))
            v[m++] = support(d, x, kids[i], d->from, d->act->now_ms);
    }
    return m ? rec_insert_all(d->act, v, m, "tao", NULL) : OK;
}

/* Both years' support for children in special circumstances of a commune. */
void demo_plan_support(struct demo *d, struct demo_deeds *list)
{
    demo_work(d, list, d->now - CAL_MS_PER_DAY / 2, support_all, 0);
}
