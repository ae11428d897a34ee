// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Numbers against a simple oracle: random histories (children entered in time and late, corrected,
 * voided, taken up again, moved; their parts; cases that refer to them) over the reform of units,
 * and every measure asked of any unit, on any map, for any period, as known at any moment.
 */
#include "../fault/site.h"

#include "rec/rec_int.h"
#include "stat/stat_int.h"

#include <math.h>

/* ---- measures of the test ---------------------------------------------------------------------
 */

static const char numbers[] =
    "dimensions:\n"
    "  - {dimension: t_gt, label: A, list: gioi_tinh, of: {tre_em: gioi_tinh, ho_tro: "
    "parent.gioi_tinh, "
    "ca: tre.gioi_tinh}}\n"
    "  - {dimension: t_tuoi, label: B, list: nhom_tuoi, of: {tre_em: \"if(age(ngay_sinh, end) < 6, "
    "'t0_5', if(age(ngay_sinh, end) < 11, 't6_10', 't11_15'))\"}}\n"
    "  - {dimension: t_nhom, label: C, list: nhom_hcdb, of: {tre_em: nhom_hcdb}}\n"
    "measures:\n"
    "  - {measure: t_tre, label: A, unit: tre, register: tre_em, when: \"tinh_trang = "
    "'dang_theo_doi' "
    "and age(ngay_sinh, end) < 16\", by: [t_gt, t_tuoi, t_nhom]}\n"
    "  - {measure: t_giup, label: A, unit: tre, register: tre_em, when: \"tinh_trang = "
    "'dang_theo_doi' "
    "and ky\", with: [{id: ky, how: any, of: ho_tro, day: ngay}], by: [t_gt, t_tuoi, t_nhom]}\n"
    "  - {measure: t_lan, label: A, unit: lan, register: tre_em, value: so, "
    "with: [{id: so, how: count, of: ho_tro, day: ngay, ever: true}], by: [t_gt, t_nhom]}\n"
    "  - {measure: t_dau, label: A, unit: tre, register: tre_em, when: \"dau >= start and dau <= "
    "end\", "
    "with: [{id: dau, how: first, of: ho_tro, day: ngay}], by: [t_gt, t_nhom]}\n"
    "  - {measure: t_co_ca, label: A, unit: tre, register: tre_em, when: ca_ky, "
    "with: [{id: ca_ky, how: any, of: ca, by: tre, day: thoi_diem_nhan}], by: [t_gt, t_nhom]}\n"
    "  - {measure: t_luot, label: A, unit: luot, register: ho_tro, day: ngay, by: [t_gt]}\n"
    "  - {measure: t_tien, label: A, unit: d, money: true, register: ho_tro, day: ngay, value: "
    "so_tien, "
    "by: [t_gt]}\n"
    "  - {measure: t_ca, label: A, unit: ca, register: ca, day: thoi_diem_nhan, by: [t_gt]}\n"
    "  - {measure: t_gai, label: A, unit: tre, register: tre_em, when: \"tinh_trang = "
    "'dang_theo_doi' "
    "and age(ngay_sinh, end) < 16 and gioi_tinh = 'nu'\", by: [t_gt, t_tuoi, t_nhom]}\n"
    "  - {measure: t_nam_tuoi, label: A, unit: tre, register: tre_em, when: \"tinh_trang = "
    "'dang_theo_doi' "
    "and age(ngay_sinh, end) = 5\", by: [t_gt, t_tuoi, t_nhom]}\n"
    "  - {measure: t_hon_nam, label: A, unit: tre, register: tre_em, when: \"ngay_sinh + 400 >= "
    "start and ngay_sinh + 400 <= end and tinh_trang = 'dang_theo_doi'\", "
    "by: [t_gt, t_tuoi, t_nhom]}\n"
    "  - {measure: t_nhap, label: A, unit: tre, kind: flow, level: tinh, owner: X}\n"
    "indicators:\n"
    "  - {indicator: t_ty_le, label: A, numerator: t_giup, denominator: t_tre, per: 100, unit: "
    "\"%\"}\n"
    "  - {indicator: t_chia, label: A, numerator: t_luot + t_ca, denominator: t_co_ca, unit: x}\n"
    "  - {indicator: t_chua, label: A, numerator: t_nhap + t_tre, unit: x}\n"
    "  - {indicator: t_het, label: A, numerator: t_lan + t_dau + t_tien, unit: x}\n"
    "programmes:\n"
    "  - programme: t_ct\n"
    "    label: A\n"
    "    from: 2020\n"
    "    to: 2030\n"
    "    objectives:\n"
    "      - {objective: o, label: A, items: [{item: i, code: A, label: A, parts: [{indicator: "
    "t_ty_le}, "
    "{indicator: t_chia}, {indicator: t_het}]}]}\n";

enum {
    M_TRE,
    M_GAI,
    M_NAM_TUOI,
    M_HON_NAM,
    M_GIUP,
    M_LAN,
    M_DAU,
    M_CO_CA,
    M_LUOT,
    M_TIEN,
    M_CA,
    MEASURES
};
static const char *const IDS[] = {"t_tre", "t_gai", "t_nam_tuoi", "t_hon_nam", "t_giup", "t_lan",
    "t_dau", "t_co_ca", "t_luot", "t_tien", "t_ca"};

/* The site with the measures of the test in its pack. */
static struct site *test_site(struct ts *s)
{
    static struct site *made[2];
    struct site **at = &made[s->t.pg];
    if (*at)
        return *at;
    struct pack_file *f = NEW_N(s->t.a, struct pack_file, 1000);
    size_t n, k = 0;
    const struct asset *all = asset_all(&n);
    for (size_t i = 0; i < n; i++)
        if (str_starts(str_of(all[i].name), "packs/vn/"))
            f[k++] = (struct pack_file){all[i].name + strlen("packs/vn/"), all[i].data};
    f[k++] = (struct pack_file){"so_lieu/zz_test.yaml", STR(numbers)};
    struct site *site = NEW(s->t.a, struct site);
    *site = *s->site;
    struct pack_errors errs = {0};
    const struct pack *pack;
    if (pack_load(s->t.a, f, k, &pack, &errs) != OK)
        fail_msg("%s:%d: %s", errs.v[0].pos.file, errs.v[0].pos.line, errs.v[0].text);
    site->pack = pack;
    site->tables = rec_tables(s->t.a, pack);
    site->committed = NULL;
    return *at = site;
}

/* ---- the oracle -------------------------------------------------------------------------------
 */

enum kind { CHILD, HELP, CASE };
struct ver {
    int64_t at, era;
    const char *unit;
    bool gone, follows;
    const char *sex, *groups, *day; /* day: of birth, of help */
    int64_t number;                 /* money; moment of a case */
    int child;                      /* of a help or a case; -1 = none */
};
struct thing {
    enum kind kind;
    const char *id;
    struct ver v[40];
    int n;
};
enum { THINGS = 400 };
struct world {
    struct ts *s;
    struct site *site;
    const struct reg *reg[3];
    struct thing t[THINGS];
    int n;
    uint64_t rng;
    int64_t now, knowns[60];
    int nknowns;
    struct arena *a;
};

static uint32_t roll(struct world *w, uint32_t n)
{
    w->rng ^= w->rng << 13;
    w->rng ^= w->rng >> 7;
    w->rng ^= w->rng << 17;
    return (uint32_t)(w->rng >> 20) % n;
}

static struct act *begin(struct world *w, bool write)
{
    clock_fake(w->now);
    struct act *act = act_new(w->site, w->a, NULL, "test", "::1");
    assert_int_equal(write ? act_write(act) : act_read(act), OK);
    return act;
}

static int find_child(const struct world *w, struct value id)
{
    for (int i = 0; id.t == V_TEXT && i < w->n; i++)
        if (str_is(id.s, w->t[i].id))
            return i;
    return -1;
}

static struct value field(const struct rec *r, const char *id)
{
    return r->v[reg_field(r->reg, id)->slot];
}

/* What is stored now, as one more version. */
static void snap(struct world *w, struct act *act, struct thing *t)
{
    struct rec *r;
    assert_int_equal(rec_get_voided(act, w->reg[t->kind], t->id, &r), OK);
    struct ver v = {.at = r->common[DC_UPDATED_AT].i,
        .era =
            r->common[DC_UNIT_AT].t == V_INT ? r->common[DC_UNIT_AT].i : r->common[DC_CREATED_AT].i,
        .unit = r->common[DC_UNIT].s.p,
        .gone = r->common[DC_DELETED_AT].t == V_INT,
        .child = -1};
    if (t->kind == CHILD) {
        v.follows = str_is(field(r, "tinh_trang").s, "dang_theo_doi");
        v.sex = v_cstr(w->a, field(r, "gioi_tinh"));
        v.groups = v_cstr(w->a, field(r, "nhom_hcdb"));
        v.day = v_cstr(w->a, field(r, "ngay_sinh"));
    } else if (t->kind == HELP) {
        v.day = v_cstr(w->a, field(r, "ngay"));
        v.number = field(r, "so_tien").t == V_INT ? field(r, "so_tien").i : 0;
        v.child = find_child(w, v_text(r->parent));
    } else {
        v.number = field(r, "thoi_diem_nhan").i;
        v.child = find_child(w, field(r, "tre"));
    }
    if (t->n && t->v[t->n - 1].at == v.at)
        t->n--;
    assert_true(t->n < (int)COUNT(t->v));
    t->v[t->n++] = v;
}

static void snap_all(struct world *w, int child)
{
    struct act *act = begin(w, false);
    for (int i = 0; i < w->n; i++) {
        struct thing *t = &w->t[i];
        bool touched = i == child || (t->n && t->v[t->n - 1].child == child) || !t->n;
        if (touched)
            snap(w, act, t);
    }
    act_end(act);
}

/* The version as known at `known`; NULL = none, or voided. */
static const struct ver *known_at(const struct thing *t, int64_t known)
{
    const struct ver *v = NULL;
    for (int i = 0; i < t->n; i++)
        if (t->v[i].at <= known)
            v = &t->v[i];
    return v && !v->gone ? v : NULL;
}

static const struct ver *state_at(const struct thing *t, int64_t over, int64_t known)
{
    if (!known_at(t, known))
        return NULL;
    const struct ver *v = &t->v[0];
    for (int i = 0; i < t->n; i++)
        if (t->v[i].at < over && t->v[i].at <= known)
            v = &t->v[i];
    return v;
}

/* First day that a date means. */
static int32_t first_day(const char *d)
{
    int y = atoi(d), m = strlen(d) > 4 ? atoi(d + 5) : 1, k = strlen(d) > 7 ? atoi(d + 8) : 1;
    return y * 10000 + m * 100 + k;
}

static int age(const char *born, int32_t at)
{
    int32_t b = first_day(born);
    return at / 10000 - b / 10000 - (at % 10000 < b % 10000);
}

struct question {
    struct stat_ask ask;
    int measure;
    int32_t map, end;
    int64_t over, known;
};

static int32_t later(int32_t day, int n)
{
    struct cal_date d = {day / 10000, day / 100 % 100, day % 100};
    return unit_day_of_ms(cal_ms(cal_day(d) + n, 0));
}

static bool in_period(const struct question *q, int32_t day)
{
    return day >= q->ask.period.from && day <= q->ask.period.to;
}

/* How much a version of a thing counts. */
static double counts(struct world *w, const struct question *q, int i, const struct ver *v)
{
    const struct thing *t = &w->t[i];
    int helps = 0, ever = 0, cases = 0;
    int32_t first = 0;
    for (int k = 0; t->kind == CHILD && k < w->n; k++) {
        const struct ver *p = known_at(&w->t[k], q->known);
        if (!p || p->child != i)
            continue;
        if (w->t[k].kind == CASE) {
            cases += in_period(q, unit_day_of_ms(p->number));
            continue;
        }
        int32_t day = first_day(p->day);
        helps += in_period(q, day);
        ever += day <= q->end;
        if (day <= q->end && (!first || day < first))
            first = day;
    }
    switch (q->measure) {
    case M_TRE:
        return v->follows && age(v->day, q->end) < 16;
    case M_GAI:
        return v->follows && age(v->day, q->end) < 16 && streq(v->sex, "nu");
    case M_NAM_TUOI:
        return v->follows && age(v->day, q->end) == 5;
    case M_HON_NAM:
        first = later(first_day(v->day), 400);
        return v->follows && first >= q->ask.period.from && first <= q->end;
    case M_GIUP:
        return v->follows && helps;
    case M_LAN:
        return ever;
    case M_DAU:
        return first && first >= q->ask.period.from && first <= q->end;
    case M_CO_CA:
        return cases > 0;
    case M_LUOT:
    case M_TIEN:
        if (!in_period(q, first_day(v->day)) || !known_at(&w->t[v->child], q->known))
            return 0;
        return q->measure == M_LUOT ? 1 : (double)v->number;
    default:
        return in_period(q, unit_day_of_ms(v->number));
    }
}

/* Has the version this code of the dimension? NULL = none is known. */
static bool has_code(struct world *w, const struct question *q, int i, const struct ver *v,
    const struct dimension *d, const char *code)
{
    const struct thing *t = &w->t[i];
    if (streq(d->id, "t_gt")) {
        const struct ver *of = t->kind == CHILD ? v : v->child >= 0 ? NULL : v;
        const char *sex = t->kind == CHILD ? v->sex : NULL;
        if (!of) { /* of the child as known, voided or not */
            const struct thing *c = &w->t[v->child];
            for (int k = 0; k < c->n; k++)
                if (c->v[k].at <= q->known)
                    sex = c->v[k].sex;
        }
        return streq(sex, code);
    }
    if (streq(d->id, "t_tuoi")) {
        int a = age(v->day, q->end);
        return streq(code, a < 6 ? "t0_5" : a < 11 ? "t6_10" : "t11_15");
    }
    if (!code)
        return !v->groups;
    return v->groups && strstr(v->groups, arena_printf(w->a, "|%s|", code));
}

/* How much of the version's land lies in the unit, on the asked map. */
static double share_in(struct world *w, struct act *act, const struct question *q,
    const struct ver *v, const char *unit)
{
    size_t n;
    double sum = 0;
    int32_t day = unit_day_of_ms(v->era);
    const struct unit *u = unit_near(act->units, v->unit, day);
    day = day >= u->to ? u->to == 20250701 ? 20250630 : u->to : day < u->from ? u->from : day;
    const struct unit_part *p = unit_on_map(act->units, w->a, v->unit, day, q->map, &n);
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++)
        if (unit_within(act->units, p[i].unit->code, unit, q->map))
            sum += p[i].share;
    return sum;
}

static double oracle(struct world *w, struct act *act, const struct question *q, const char *unit,
    const char *const *code)
{
    static const enum kind OF[] = {[M_LUOT] = HELP, [M_TIEN] = HELP, [M_CA] = CASE};
    double sum = 0;
    for (int i = 0; i < w->n; i++) {
        const struct thing *t = &w->t[i];
        if (t->kind != OF[q->measure])
            continue;
        const struct ver *v =
            t->kind == CHILD ? state_at(t, q->over, q->known) : known_at(t, q->known);
        bool in = v != NULL;
        for (size_t k = 0; in && k < q->ask.nby; k++)
            in = has_code(w, q, i, v, q->ask.by[k], code[k]);
        if (in)
            sum += counts(w, q, i, v) * share_in(w, act, q, v, unit);
    }
    return sum;
}

/* ---- history ----------------------------------------------------------------------------------
 */

/* A commune of Điện Biên that is one now. */
static const char *some_unit(struct world *w, struct act *act)
{
    size_t n;
    const struct unit **v =
        unit_children(act->units, w->a, PROVINCE, unit_day_of_ms(w->now), UNIT_COMMUNE, &n);
    assert_true(n > 10);
    return v[(roll(w, 8) * 11) % n]->code;
}

static const char *some_day(struct world *w, int from, int to)
{
    int y = from + (int)roll(w, (uint32_t)(to - from + 1));
    int m = 1 + (int)roll(w, 12), d = 1 + (int)roll(w, 28);
    switch (roll(w, 8)) {
    case 0:
        return arena_printf(w->a, "%d", y);
    case 1:
        return arena_printf(w->a, "%d-%02d", y, m);
    default:
        return arena_printf(w->a, "%d-%02d-%02d", y, m, d);
    }
}

static void set(struct rec *r, const char *id, struct value v)
{
    r->v[reg_field(r->reg, id)->slot] = v;
}

static void answer_child(struct world *w, struct rec *r)
{
    static const char *const sexes[] = {"nam", "nu", NULL};
    set(r, "ho_ten", v_text("Lò Văn Thử"));
    set(r, "gioi_tinh", v_text(sexes[roll(w, 3)]));
    set(r, "ngay_sinh", v_text(some_day(w, 2006, 2024)));
    set(r, "tinh_trang", v_text(roll(w, 5) ? "dang_theo_doi" : "chuyen_di"));
    set(r, "nhiem_hiv", v_int(roll(w, 3) == 0));
    set(r, "bi_bo_roi", v_int(roll(w, 3) == 0));
    set(r, "bi_bao_luc", v_int(roll(w, 4) == 0));
}

static void answer_help(struct world *w, struct rec *r)
{
    set(r, "ngay", v_text(some_day(w, 2024, 2026)));
    set(r, "loai", v_text("khac"));
    set(r, "so_tien", roll(w, 4) ? v_int(1000 * (1 + (int64_t)roll(w, 900))) : VNULL);
}

/* A living thing of the kind, or -1. */
static int some(struct world *w, enum kind kind)
{
    for (int tries = 0; tries < 40 && w->n; tries++) {
        int i = (int)roll(w, (uint32_t)w->n);
        const struct thing *t = &w->t[i];
        if (t->kind == kind && !t->v[t->n - 1].gone)
            return i;
    }
    return -1;
}

static void store(struct world *w, struct act *act, struct rec *r, enum kind kind)
{
    if (rec_insert(act, r, "tao", NULL) != OK)
        fail_msg("insert: %s", err_detail());
    w->t[w->n++] = (struct thing){.kind = kind, .id = arena_dup(w->s->t.a, rec_id(r))};
}

static int add_child(struct world *w, struct act *act)
{
    struct rec *r = rec_new(act, w->reg[CHILD], NULL);
    r->common[DC_PROVINCE] = v_text(PROVINCE);
    r->common[DC_UNIT] = v_text(some_unit(w, act));
    answer_child(w, r);
    store(w, act, r, CHILD);
    return w->n - 1;
}

static struct rec *get(struct world *w, struct act *act, int i)
{
    struct rec *r;
    assert_int_equal(rec_get_voided(act, w->reg[w->t[i].kind], w->t[i].id, &r), OK);
    return r;
}

static int add_help(struct world *w, struct act *act)
{
    int child = some(w, CHILD);
    if (child < 0)
        return -1;
    struct rec *r = rec_new(act, w->reg[HELP], get(w, act, child));
    answer_help(w, r);
    store(w, act, r, HELP);
    return child;
}

static int add_case(struct world *w, struct act *act)
{
    struct rec *r = rec_new(act, w->reg[CASE], NULL);
    int child = roll(w, 6) ? some(w, CHILD) : -1;
    r->common[DC_PROVINCE] = v_text(PROVINCE);
    r->common[DC_UNIT] = v_text(some_unit(w, act));
    r->common[DC_STATE] = v_text("cho_xac_minh");
    set(r, "thoi_diem_nhan", v_int(w->now - (int64_t)roll(w, 400) * 86400000));
    set(r, "tre", child >= 0 ? v_text(w->t[child].id) : VNULL);
    store(w, act, r, CASE);
    return child;
}

static int correct(struct world *w, struct act *act)
{
    int i = some(w, roll(w, 3) ? CHILD : HELP);
    if (i < 0)
        return -1;
    struct rec *r = get(w, act, i);
    if (w->t[i].kind == CHILD)
        answer_child(w, r);
    else
        answer_help(w, r);
    assert_int_equal(rec_update(act, r, rec_version(r), "sua", "thu"), OK);
    return w->t[i].kind == CHILD ? i : w->t[i].v[0].child;
}

static int drop(struct world *w, struct act *act)
{
    int i = some(w, (enum kind)roll(w, 3));
    if (i < 0)
        return -1;
    struct rec *r = get(w, act, i);
    if (rec_void(act, r, rec_version(r), "thu") != OK)
        return -2;
    return w->t[i].kind == CHILD ? i : w->t[i].v[0].child;
}

static int take_up(struct world *w, struct act *act)
{
    int i = (int)roll(w, (uint32_t)w->n);
    if (!w->t[i].v[w->t[i].n - 1].gone)
        return -1;
    struct rec *r = get(w, act, i);
    assert_int_equal(rec_unvoid(act, r, rec_version(r), "lay_lai", "thu"), OK);
    return w->t[i].kind == CHILD ? i : w->t[i].v[0].child;
}

static const struct taking *a_taking(const struct site *site)
{
    const struct procedure *p = pack_proc(site->pack, "chuyen_noi_o");
    for (size_t i = 0; i < p->nsteps; i++)
        if (p->steps[i].taking)
            return p->steps[i].taking;
    return NULL;
}

static int move(struct world *w, struct act *act)
{
    int i = some(w, CHILD);
    if (i < 0)
        return -1;
    struct rec *by = rec_new(act, pack_reg(w->site->pack, "chuyen_noi_o"), NULL),
               *r = get(w, act, i);
    size_t n;
    const struct unit_part *p = unit_on_map(act->units, w->a, r->common[DC_UNIT].s.p,
        unit_day_of_ms(w->t[i].v[w->t[i].n - 1].era), unit_day_of_ms(w->now), &n);
    assert_true(n > 0);
    set(by, "tre", v_text(rec_id(r)));
    set(by, "xa_di", v_text(p[0].unit->code));
    set(by, "xa_den", v_text(some_unit(w, act)));
    enum err e = rec_take(act, by, a_taking(w->site), &r);
    if (e != OK)
        fail_msg("take: %s", err_detail());
    if (rec_update(act, r, rec_version(r), "nhan", "thu") != OK)
        fail_msg("taken: %s", err_detail());
    return i;
}

static void live(struct world *w)
{
    typedef int op(struct world *, struct act *);
    static op *const ops[] = {add_child, add_child, add_child, add_help, add_help, add_help,
        add_case, correct, correct, drop, take_up, move};
    w->now += (int64_t)(60 + roll(w, 6 * 86400)) * 1000;
    if (w->n >= THINGS - 1)
        return;
    struct act *act = begin(w, true);
    int child = ops[w->n < 5 ? 0 : roll(w, COUNT(ops))](w, act);
    if (child == -2) {
        act_end(act);
        return;
    }
    ts_commit(act);
    snap_all(w, child);
    if (w->nknowns < (int)COUNT(w->knowns) && roll(w, 6) == 0)
        w->knowns[w->nknowns++] = w->now;
}

/* ---- questions --------------------------------------------------------------------------------
 */

static struct period some_period(struct world *w)
{
    static const char *const ids[] = {"2024", "2025", "2026", "2024-Q3", "2025-H1", "2025-H2",
        "2026-9M", "2025-06", "2025-07", "2024..2026", "2024-03-05..2025-08-20", "2026-02"};
    struct period p;
    const char *bad =
        period_parse(w->a, str_of(ids[roll(w, COUNT(ids))]), (enum regime)roll(w, 2), &p);
    assert_null(bad);
    return p;
}

static void some_question(struct world *w, struct act *act, struct question *q)
{
    static const char *const units[] = {PROVINCE, PROVINCE, "", NULL, NULL};
    static const int32_t maps[] = {0, 20240101, 20250630, 20250701, 20261001};
    static const char *const dims[] = {"t_gt", "t_nhom", "t_tuoi"};
    *q = (struct question){.measure = (int)roll(w, MEASURES)};
    struct stat_ask *a = &q->ask;
    a->period = some_period(w);
    int32_t today = unit_day_of_ms(w->now);
    a->map = maps[roll(w, COUNT(maps))];
    q->map = a->map ? a->map : a->period.to < today ? a->period.to : today;
    a->known = w->nknowns && roll(w, 2) ? w->knowns[roll(w, (uint32_t)w->nknowns)] : 0;
    q->known = a->known ? a->known : w->now;
    int32_t as_of = unit_day_of_ms(q->known);
    q->end = a->period.to < as_of ? a->period.to : as_of;
    q->over =
        cal_ms(cal_day((struct cal_date){q->end / 10000, q->end / 100 % 100, q->end % 100}) + 1, 0);
    a->unit = units[roll(w, COUNT(units))];
    size_t n;
    const struct unit **v = unit_children(act->units, w->a, PROVINCE, q->map, UNIT_COMMUNE, &n);
    if (!a->unit)
        a->unit = v[roll(w, (uint32_t)n)]->code;
    static const enum unit_level levels[] = {UNIT_ANY, UNIT_COMMUNE, UNIT_DISTRICT, UNIT_PROVINCE};
    a->level = *a->unit ? levels[roll(w, 3)] : levels[roll(w, 2) * 3];
    if (a->level == UNIT_DISTRICT && q->map >= 20250701)
        a->level = UNIT_COMMUNE;
    size_t most = q->measure <= M_GIUP ? 3 : q->measure < M_LUOT ? 2 : 1;
    a->nby = roll(w, (uint32_t)most + 1);
    for (size_t i = 0; i < a->nby; i++)
        a->by[i] = pack_dimension(w->site->pack, dims[i]);
    if (a->nby == 2 && *a->unit == 0)
        a->nby = 1;
}

/* One that can come from kept figures. */
static void kept_question(struct world *w, struct question *q)
{
    struct stat_ask *a = &q->ask;
    int32_t today = unit_day_of_ms(w->now);
    a->period = period_at(roll(w, 3) ? PERIOD_YEAR : PERIOD_NINE_MONTHS, REGIME_CUTOFF15, today);
    if (roll(w, 2))
        a->period = period_last_year(&a->period);
    a->known = 0;
    a->nby = 0;
    q->known = w->now;
    q->end = a->period.to < today ? a->period.to : today;
    q->over =
        cal_ms(cal_day((struct cal_date){q->end / 10000, q->end / 100 % 100, q->end % 100}) + 1, 0);
    a->map = q->map; /* the unit is of that one */
}

static void refresh(struct world *w)
{
    struct act *act = begin(w, false);
    int64_t cells;
    if (stat_refresh(act, PROVINCE, &cells) != OK)
        fail_msg("refresh: %s", err_detail());
    act_end(act);
}

static double sum_cells(const struct stat_cells *c)
{
    double sum = 0;
    for (size_t i = 0; i < c->n; i++)
        sum += c->v[i].value;
    return sum;
}

/* The records behind the cells of the unit itself. */
static void compare_records(struct world *w, struct act *act, const struct question *q)
{
    struct stat_ask a = q->ask;
    a.level = UNIT_ANY;
    struct stat_cells cells;
    const struct measure *m = pack_measure(w->site->pack, IDS[q->measure]);
    assert_int_equal(stat_measure(act, m, &a, &cells), OK);
    for (size_t i = 0; i < cells.n && i < 4; i++) {
        const struct stat_cell *c = &cells.v[i];
        const char *code[STAT_BY_MAX] = {NULL};
        for (size_t k = 0; k < a.nby; k++)
            code[k] = c->code[k] ? c->code[k] : STAT_NOT_KNOWN;
        struct stat_records r, page;
        if (stat_records(act, m, &a, code, 1000, 0, &r) != OK)
            fail_msg("records: %s", err_detail());
        if (fabs(r.sum - c->value) > 1e-6 * (1 + fabs(c->value)))
            fail_msg("records of %s make %g, not %g", m->id, r.sum, c->value);
        assert_true(r.all == !c->estimated || c->value == 0);
        if (r.all && !m->value)
            assert_true(r.total == (int64_t)c->value);
        assert_int_equal(stat_records(act, m, &a, code, 2, 1, &page), OK);
        assert_int_equal(page.total, r.total);
        assert_true(page.n <= 2);
        if (page.n && r.n > 1 && r.n == (size_t)r.total) /* none was voided since */
            assert_string_equal(rec_id(page.v[0]), rec_id(r.v[1]));
    }
}

/* Alone, or counted together with the others that are split by the same. */
static void count(
    struct world *w, struct act *act, const struct question *q, struct stat_cells *out)
{
    const struct measure *m[MEASURES];
    struct stat_cells cells[MEASURES];
    size_t n = 0, at = 0;
    bool alone = roll(w, 2);
    for (int i = 0; i < MEASURES; i++) {
        const struct measure *one = pack_measure(w->site->pack, IDS[i]);
        if (i != q->measure && (alone || q->ask.nby > one->nby))
            continue;
        at = i == q->measure ? n : at;
        m[n++] = one;
    }
    if (stat_measures(act, m, n, &q->ask, cells) != OK)
        fail_msg("%s: %s", m[at]->id, err_detail());
    *out = cells[at];
}

static void compare(struct world *w, struct act *act, const struct question *q)
{
    const struct stat_ask *a = &q->ask;
    struct stat_cells cells;
    const struct measure *m = pack_measure(w->site->pack, IDS[q->measure]);
    count(w, act, q, &cells);
    for (size_t i = 0; i < cells.n; i++) {
        const struct stat_cell *c = &cells.v[i];
        double want = oracle(w, act, q, c->unit ? c->unit->code : "", c->code);
        if (fabs(c->value - want) > 1e-6 * (1 + fabs(want)))
            fail_msg("%s of %s in %s%s, map %d, known %lld, by %s %s %s: %g, not %g", m->id,
                c->unit ? c->unit->code : "", a->period.id, a->period.regime ? " (cut)" : "",
                (int)a->map, (long long)a->known, c->code[0], c->code[1], c->code[2], c->value,
                want);
        assert_true(c->known && c->origin == STAT_COMPUTED);
    }
    if (a->nby == 0) { /* nothing is lost between the rows */
        static const char *const none[3];
        double want = oracle(w, act, q, a->unit, none);
        assert_true(fabs(sum_cells(&cells) - want) <= 1e-6 * (1 + fabs(want)));
    }
}

static void histories_agree_with_the_oracle(struct ts *s)
{
    struct world *w = NEW(s->t.a, struct world);
    w->s = s;
    w->a = arena_open();
    w->site = test_site(s);
    static const char *const regs[] = {"tre_em", "ho_tro", "ca"};
    for (int i = 0; i < 3; i++)
        w->reg[i] = pack_reg(w->site->pack, regs[i]);
    w->rng = 0x2545F4914F6CDD1Du;
    w->now = 1704870000000; /* 2024-01-10 */
    for (int step = 0; step < 330; step++) {
        live(w);
        if (step % 9 == 0)
            refresh(w);
        for (int k = 0; k < 4 && step > 20; k++) {
            struct act *act = begin(w, false);
            struct question q;
            some_question(w, act, &q);
            if (k % 2)
                kept_question(w, &q);
            compare(w, act, &q);
            if (k == 0)
                compare_records(w, act, &q);
            act_end(act);
        }
    }
    print_message("# %d things, now %d\n", w->n, (int)unit_day_of_ms(w->now));
    clock_fake(0);
    arena_close(w->a);
}

/* ---- figures of units that a record left ------------------------------------------------------
 */

static double figure_of(
    struct world *w, const char *measure, const char *unit, const char *period, bool fresh)
{
    struct act *act = begin(w, false);
    struct stat_ask a = {.unit = unit, .map = 20261001, .fresh = fresh};
    struct stat_cells c;
    assert_null(period_parse(w->a, str_of(period), REGIME_CUTOFF15, &a.period));
    const struct measure *m = pack_measure(w->site->pack, measure);
    assert_int_equal(stat_measure(act, m, &a, &c), OK);
    assert_int_equal(c.n, 1);
    double v = c.v[0].value;
    act_end(act);
    return v;
}

static double figure(struct world *w, const char *unit, const char *period, bool fresh)
{
    return figure_of(w, "t_tre", unit, period, fresh);
}

/* Help of days before the child moved, entered after it did. */
static void late_help(struct world *w, const char *child)
{
    struct rec *of;
    w->now += 1000;
    struct act *act = begin(w, true);
    assert_int_equal(rec_get_voided(act, w->reg[CHILD], child, &of), OK);
    struct rec *r = rec_new(act, pack_reg(w->site->pack, "ho_tro"), of);
    set(r, "ngay", v_text("2025-09-20"));
    set(r, "loai", v_text("khac"));
    assert_int_equal(rec_insert(act, r, "tao", NULL), OK);
    ts_commit(act);
}

static void figures_of_left_units_follow(struct ts *s)
{
    struct world *w = NEW(s->t.a, struct world);
    w->s = s;
    w->a = arena_open();
    w->site = test_site(s);
    w->reg[CHILD] = pack_reg(w->site->pack, "tre_em");
    w->now = 1757000000000; /* 2025-09-04 */
    struct act *act = begin(w, true);
    struct rec *r = rec_new(act, w->reg[CHILD], NULL);
    r->common[DC_PROVINCE] = v_text(PROVINCE);
    r->common[DC_UNIT] = v_text("03158");
    set(r, "ho_ten", v_text("Vừ A Thử"));
    set(r, "ngay_sinh", v_text("2020-05-01"));
    set(r, "tinh_trang", v_text("dang_theo_doi"));
    assert_int_equal(rec_insert(act, r, "tao", NULL), OK);
    const char *id = arena_dup(s->t.a, rec_id(r));
    ts_commit(act);

    w->now = 1792000000000; /* 2026-10-14, after all other records */
    w->t[w->n++] = (struct thing){.kind = CHILD, .id = id};
    act = begin(w, true);
    struct rec *by = rec_new(act, pack_reg(w->site->pack, "chuyen_noi_o"), NULL);
    set(by, "tre", v_text(id));
    set(by, "xa_di", v_text("03158"));
    set(by, "xa_den", v_text(UNIT));
    assert_int_equal(rec_take(act, by, a_taking(w->site), &r), OK);
    assert_int_equal(rec_update(act, r, rec_version(r), "nhan", "thu"), OK);
    ts_commit(act);

    double was = figure(w, "03158", "2025", true);
    refresh(w);
    assert_true(figure(w, "03158", "2025", false) == was);
    double helped = figure_of(w, "t_giup", "03158", "2025", false);
    late_help(w, id);
    assert_true(figure_of(w, "t_giup", "03158", "2025", true) == helped + 1);
    assert_true(figure_of(w, "t_giup", "03158", "2025", false) == helped + 1);
    refresh(w);
    w->now += 1000;
    act = begin(w, true);
    assert_int_equal(rec_get_voided(act, w->reg[CHILD], id, &r), OK);
    assert_int_equal(rec_void(act, r, rec_version(r), "thu"), OK);
    ts_commit(act);
    assert_true(figure(w, "03158", "2025", false) == was - 1);
    assert_true(figure(w, "03158", "2025", true) == was - 1);
    clock_fake(0);
    arena_close(w->a);
}

SITE_TEST_FN(figures_of_left_units_follow)
SITE_TEST_FN(histories_agree_with_the_oracle)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SITE_TEST(histories_agree_with_the_oracle),
        SITE_TEST(figures_of_left_units_follow),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("stat", tests, NULL, ts_end);
}
