// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The demo's entered values, as other bodies would give them, and the targets of the province. They
 * lie near the country's targets; their evidence says that they are made up. And support for most
 * children in special circumstances, so that the sums of both years can be told.
 */
#include "cmd/cmd_int.h"

#include "stat/stat.h"

#include <math.h>
#include <stdlib.h>

enum { FIRST_YEAR = 2021, MOST = 9000, PUT_EACH = 1500 };
static const char evidence[] = "Dữ liệu mẫu, không có thật";

struct values {
    struct demo *d;
    struct demo_rng x;
    struct stat_entry *v;
    size_t n;
};

static double jitter(struct values *s, int percent)
{
    return 1 + demo_int(&s->x, -percent * 10, percent * 10) / 1000.0;
}

/* The country's target nearest to a year, of any programme; NAN if there is none. */
static double target_of(const struct pack *p, const struct indicator *i, int year)
{
    double best = NAN;
    int far = 99;
    for (size_t a = 0; a < p->nprogrammes; a++)
        for (size_t o = 0; o < p->programmes[a].nobjectives; o++) {
            const struct objective *ob = &p->programmes[a].objectives[o];
            for (size_t k = 0; k < ob->nitems; k++)
                for (size_t q = 0; q < ob->items[k].nparts; q++) {
                    const struct part_target *t = &ob->items[k].parts[q];
                    for (size_t y = 0; t->indicator == i && y < t->ntargets; y++)
                        if (abs(t->targets[y].year - year) < far) {
                            far = abs(t->targets[y].year - year);
                            best = t->targets[y].value;
                        }
                }
        }
    return best;
}

static void put(
    struct values *s, const struct measure *m, const char *unit, struct period period, double value)
{
    bool counts = m->kind != MEASURE_RATE;
    value = counts ? round(value) : round(value * 100) / 100;
    value = m->max > 0 && value > m->max ? m->max : value;
    if (s->n < MOST)
        s->v[s->n++] = (struct stat_entry){.measure = m,
            .unit = unit,
            .period = period,
            .dims = "",
            .value = value,
            .state = VALUE_ACCEPTED,
            .evidence = evidence};
}

/* What was said of it already; NULL = nothing. */
static const struct stat_entry *said(
    const struct values *s, const struct measure *m, const struct period *period)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i].measure == m && streq(s->v[i].period.id, period->id))
            return &s->v[i];
    return NULL;
}

/* Numbers of a commune come from the children it has. */
static double size_of(const char *id, double kids)
{
    static const struct {
        const char *id;
        double share;
    } sizes[] = {{"dan_so", 3.35}, {"trai_sinh", 0.033}, {"gai_sinh", 0.03},
        {"tre_duoi_5_can", 0.3}, {"tre_nhe_can", 0.033}, {"tre_thap_coi", 0.066},
        {"tcmr_duoi_1", 0.06}, {"tcmr_du_duoi_1", 0.0575}, {"tre_thien_tai", 0.02},
        {"tre_thien_tai_cuu", 0.02}, {"tre_can_kham", 0.95}, {"tre_kham_sk", 0.84},
        {"tre_6_15_gd", 0.6}, {"tre_biet_boi", 0.27}, {"tre_nhan_thuc", 0.82},
        {"tre_mang_an_toan", 0.58}, {"nha_an_toan", 0.35}};
    for (size_t i = 0; i < COUNT(sizes); i++)
        if (streq(sizes[i].id, id))
            return sizes[i].share * kids;
    return 0;
}

static void put_communes(
    struct values *s, const struct measure *m, struct period period, double part)
{
    struct demo *d = s->d;
    for (size_t i = 0; i < d->nplaces; i++)
        put(s, m, d->places[i].code, period,
            part * size_of(m->id, d->places[i].kids) * jitter(s, streq(m->id, "dan_so") ? 2 : 8));
}

/* What the report of nine months asks for: a state in its last month, what adds up by quarters. */
static void put_nine_months(struct values *s, const struct measure *m, int year)
{
    enum { SEPTEMBER = 9, QUARTERS = 3 };
    if (m->kind == MEASURE_STOCK)
        put_communes(s, m, period_of(PERIOD_MONTH, REGIME_CUTOFF15, year, SEPTEMBER), 1);
    for (int q = 1; m->kind == MEASURE_FLOW && q <= QUARTERS; q++)
        put_communes(s, m, period_of(PERIOD_QUARTER, REGIME_CUTOFF15, year, q), 0.25);
}

/* A rate near its target; what it is the share of gets a size. */
static void put_rate(struct values *s, const struct indicator *i, int year)
{
    enum { SMALL = 40, LARGE = 900 };
    const struct pack *p = s->d->s->site.pack;
    const char *province = "11";
    const struct measure *num = pack_measure(p, expr_text(i->numerator));
    const struct measure *den = i->denominator ? pack_measure(p, expr_text(i->denominator)) : NULL;
    double target = target_of(p, i, year);
    struct period period = period_of(PERIOD_YEAR, REGIME_CALENDAR, year, 1);
    if (!num || num->reg || streq(num->level, "xa") ||
        (den && (den->reg || streq(den->level, "xa"))))
        return;
    double rate = isnan(target) ? demo_int(&s->x, 40, 80) : target * jitter(s, 7);
    if (i->good == GOOD_UP && i->factor < 1000 && !streq(i->unit.vi, "nhà") && rate > 100)
        rate = 100;
    const struct stat_entry *before = den ? said(s, den, &period) : NULL;
    double size = before ? before->value : demo_int(&s->x, SMALL, LARGE);
    if (den && !before)
        put(s, den, province, period, size);
    if (!said(s, num, &period))
        put(s, num, province, period, den ? rate * size / i->factor : rate);
}

static enum err store(struct values *s)
{
    for (size_t at = 0; at < s->n; at += PUT_EACH) {
        size_t n = s->n - at < PUT_EACH ? s->n - at : PUT_EACH;
        struct stat_put done;
        TRY(stat_put(s->d->act, s->v + at, n, false, &done));
        if (done.bad)
            return err_set(ERR_INVALID, "the demo entered %s of %s wrongly: %s",
                s->v[at + done.faults[0].row].measure->id, s->v[at + done.faults[0].row].unit,
                done.faults[0].text);
    }
    return OK;
}

/* ---- targets of the province ----------------------------------------------------------------- */

static const struct {
    const char *programme, *indicator;
    int year;
    enum target_op op;
    double value;
} targets[] = {{"qd23", "ty_le_xa_phu_hop", 2025, TARGET_GE, 60},
    {"qd23", "ty_le_xa_phu_hop", 2026, TARGET_GE, 62}, {"qd23", "ty_le_hcdb", 2026, TARGET_LE, 11},
    {"qd23", "ty_le_hcdb_duoc_ho_tro", 2025, TARGET_GE, 85},
    {"qd23", "ty_le_hcdb_duoc_ho_tro", 2026, TARGET_GE, 90},
    {"qd23", "ty_le_khai_sinh_duoi_5", 2026, TARGET_GE, 95},
    {"qd23", "ty_le_thap_coi", 2026, TARGET_LE, 24},
    {"qd23", "ty_le_xa_vui_choi", 2026, TARGET_GE, 42},
    {"nq28", "ty_le_cqdp_nu", 2026, TARGET_GE, 55},
    {"nq28", "ty_le_nan_nhan_ho_tro", 2026, TARGET_GE, 75},
    {"qd1248", "ty_le_biet_boi", 2026, TARGET_GE, 40}};

static enum err set_targets(struct demo *d)
{
    const struct pack *p = d->s->site.pack;
    struct stat_target *v = NEW_N(d->act->a, struct stat_target, COUNT(targets));
    struct stat_put done;
    for (size_t i = 0; i < COUNT(targets); i++)
        v[i] = (struct stat_target){.indicator = pack_indicator(p, targets[i].indicator),
            .programme = pack_programme(p, targets[i].programme),
            .unit = "11",
            .year = targets[i].year,
            .op = targets[i].op,
            .value = targets[i].value,
            .baseline = NAN,
            .document = "KH 315/KH-UBND (dữ liệu mẫu)",
            .own = true};
    TRY(stat_target_put(d->act, v, COUNT(targets), false, &done));
    return done.bad ? err_set(ERR_INVALID, "the demo set a target wrongly: %s", done.faults[0].text)
                    : OK;
}

static enum err enter_all(struct demo *d, int nth)
{
    (void)nth;
    const struct pack *p = d->s->site.pack;
    int year = cal_local(d->now).date.y;
    struct values s = {
        .d = d, .x = {.state = 2251}, .v = NEW_N(d->act->a, struct stat_entry, MOST)};
    for (int y = FIRST_YEAR; y < year; y++)
        for (size_t i = 0; i < p->nindicators; i++)
            put_rate(&s, &p->indicators[i], y);
    for (size_t i = 0; i < p->nmeasures; i++) {
        const struct measure *m = &p->measures[i];
        if (m->reg || size_of(m->id, 1) <= 0)
            continue;
        put_communes(&s, m, period_of(PERIOD_YEAR, REGIME_CALENDAR, year - 1, 1), 1);
        put_nine_months(&s, m, year - 1);
        put_nine_months(&s, m, year);
    }
    TRY(store(&s));
    return set_targets(d);
}

/* ---- support for children in special circumstances --------------------------------------------
 */

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
    struct demo_rng own = {.state = (uint64_t)atoi(d->place->code)},
                    *x = &own; /* what others roll stays */
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

void demo_plan_value(struct demo *d, struct demo_deeds *list, bool province)
{
    int64_t at = d->now - CAL_MS_PER_DAY / 2;
    demo_work(d, list, at, support_all, 0);
    if (province)
        demo_add(d, list, &(struct demo_deed){.at = at, .who = WHO_PROVINCE, .work = enter_all});
}
