// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What packs say of numbers, duties and reports: test/pack/ok/so_lieu.txt is put over the small
 * pack. Faults of them are cases of t_pack.
 */
#include "pack_files.h"

/* ---- dimensions and measures ------------------------------------------------------------------
 */

static void test_dimensions(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_numbers(a);
    assert_int_equal(p->ndimensions, 4);
    const struct dimension *muc = pack_dimension(p, "muc"), *nhom = pack_dimension(p, "nhom");
    assert_string_equal(muc->label.en, "Level");
    assert_ptr_equal(muc->list, pack_list(p, "muc_do"));
    assert_int_equal(muc->nof, 3);
    assert_ptr_equal(muc->of[0].reg, pack_reg(p, "ca"));
    assert_int_equal(expr_type(muc->of[0].value), X_TEXT);
    assert_string_equal(expr_text(muc->of[2].value), "ve_ca.muc_do");
    assert_false(muc->many);
    assert_true(nhom->many);
    assert_int_equal(expr_type(nhom->of[1].value), X_SET);
    assert_int_equal(pack_dimension(p, "ngoai")->nof, 0);
    assert_null(pack_dimension(p, "khong_co"));
    const struct dimension *giup = pack_dimension(p, "giup");
    assert_true(giup->many);
    assert_int_equal(giup->of[0].nwith, 3);
    assert_string_equal(giup->of[0].with[2].clock->id, "han_lam");
    assert_ptr_equal(giup->of[0].with[0].by->owner, pack_reg(p, "lan"));
    assert_int_equal(giup->of[1].nwith, 0);
    assert_int_equal(expr_type(giup->of[1].value), X_TEXT);
}

static void check_related(const struct pack *p, const struct measure *m)
{
    const struct reg *lan = pack_reg(p, "lan");
    const struct related *w = m->with;
    assert_int_equal(m->nwith, 7);
    for (int i = 0; i < RELATED__COUNT; i++)
        assert_int_equal(w[i].how, i);
    assert_ptr_equal(w[0].reg, pack_reg(p, "tin"));
    assert_null(w[0].by);
    assert_non_null(w[0].when);
    assert_ptr_equal(w[1].by, reg_field(lan, "ve_ca"));
    assert_ptr_equal(w[1].day, reg_field(lan, "luc_giup"));
    assert_false(w[1].ever);
    assert_true(w[2].ever);
    assert_int_equal(expr_type(w[2].value), X_INT);
    assert_true(w[3].ever && w[4].ever);
    assert_string_equal(w[5].clock->id, "han_lam");
    assert_string_equal(w[6].step->id, "lam");
}

static void test_counted(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_numbers(a);
    const struct measure *ca = pack_measure(p, "ca_cao"), *tien = pack_measure(p, "tien"),
                         *tin = pack_measure(p, "tin");
    assert_int_equal(p->nmeasures, 6);
    assert_int_equal(ca->kind, MEASURE_STATE);
    assert_ptr_equal(ca->reg, pack_reg(p, "ca"));
    assert_string_equal(ca->unit.en, "cases");
    assert_true(ca->open && ca->source.verify && !ca->money);
    assert_int_equal(expr_type(ca->when), X_BOOL);
    assert_int_equal(ca->nby, 3);
    assert_ptr_equal(ca->by[1], pack_dimension(p, "nhom"));
    check_related(p, ca);
    assert_int_equal(tien->kind, MEASURE_EVENT);
    assert_string_equal(tien->day->id, "ngay");
    assert_true(tien->money && tien->value);
    assert_int_equal(tin->kind, MEASURE_STATE);
    assert_null(pack_measure(p, "khong_co"));
}

static void test_entered(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_numbers(a);
    const struct measure *dan = pack_measure(p, "dan"), *hdi = pack_measure(p, "hdi");
    assert_null(dan->reg);
    assert_int_equal(dan->kind, MEASURE_FLOW);
    assert_string_equal(dan->level, "tinh");
    assert_string_equal(dan->owner.en, "Statistics");
    assert_string_equal(dan->every, "year");
    assert_true(dan->min == 0 && dan->max == 1500);
    assert_int_equal(hdi->kind, MEASURE_RATE);
    assert_string_equal(hdi->every, "five_years");
    assert_true(hdi->min == -2.5 && hdi->max == 0);
    assert_int_equal(pack_measure(p, "kho")->kind, MEASURE_STOCK);
    assert_true(pack_every("half") && !pack_every("week"));
}

/* ---- names ------------------------------------------------------------------------------------
 */

struct name_case {
    const char *text;
    enum name_kind kind;
    enum xtype type;
};

static void check_names(const struct pack_names *n, const struct name_case *c, size_t count)
{
    struct expr_scope s = pack_scope(n);
    for (size_t i = 0; i < count; i++) {
        enum xtype t = X_NULL;
        int slot;
        bool found = s.lookup(&s, str_of(c[i].text), &t, &slot);
        if (found != (c[i].kind != NAME__COUNT))
            fail_msg("%s", c[i].text);
        if (!found)
            continue;
        struct xname x = pack_name(n->pack, slot);
        if (x.kind != c[i].kind || t != c[i].type)
            fail_msg("%s: kind %d, type %d", c[i].text, (int)x.kind, (int)t);
        if (x.kind == NAME_RELATED) {
            const struct related *with = n->measure ? n->measure->with : n->of->with;
            assert_string_equal(x.related->id, c[i].text);
            assert_in_range(x.related - with, 0, 6);
        }
        if (x.kind >= NAME_START)
            assert_null(pack_column(n->pack, slot));
    }
}

#define NONE NAME__COUNT, X_NULL

static void test_names(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_numbers(a);
    static const struct name_case IN_MEASURE[] = {{"muc_do", NAME_FIELD, X_TEXT},
        {"start", NAME_START, X_DATE}, {"end", NAME_END, X_DATE}, {"state", NAME_STATE, X_TEXT},
        {"co_tin", NAME_RELATED, X_BOOL}, {"so_lan", NAME_RELATED, X_INT},
        {"tong", NAME_RELATED, X_REAL}, {"lan_dau", NAME_RELATED, X_DATE},
        {"lan_cuoi", NAME_RELATED, X_DATE}, {"kip", NAME_RELATED, X_TEXT},
        {"ngay_lam", NAME_RELATED, X_DATE}, {"form.muc_do", NONE}, {"steps.lam", NONE},
        {"tin.muc_do", NONE}, {"ca.muc_do", NONE}};
    static const struct name_case IN_DIMENSION[] = {{"parent.so", NAME_PARENT, X_INT},
        {"ca.so", NAME_PARENT, X_INT}, {"so", NAME_PARENT, X_INT}, {"nhom", NAME_FIELD, X_SET},
        {"end", NAME_END, X_DATE}, {"co_tin", NONE}, {"steps.lam", NONE}};
    static const struct name_case IN_OF[] = {{"co_a", NAME_RELATED, X_BOOL},
        {"so_b", NAME_RELATED, X_INT}, {"kip", NAME_RELATED, X_TEXT}, {"so", NAME_FIELD, X_INT},
        {"co_tin", NONE}};
    static const struct name_case IN_RELATED[] = {{"muc_do", NAME_FIELD, X_TEXT},
        {"unit", NAME_UNIT, X_TEXT}, {"start", NAME_START, X_DATE}, {"so", NONE},
        {"parent.so", NONE}, {"ca.so", NONE}, {"co_tin", NONE}};
    static const struct name_case IN_EVENT[] = {
        {"ve_ca.muc_do", NAME_REF, X_TEXT}, {"ve_ca.khong", NONE}, {"co_tin", NONE}};
    static const struct name_case ELSEWHERE[] = {{"start", NONE}, {"end", NONE}, {"co_tin", NONE}};
    const struct measure *ca = pack_measure(p, "ca_cao");
    const struct pack_names measure = {.pack = p, .reg = ca->reg, .measure = ca};
    const struct pack_names dimension = {.pack = p, .reg = pack_reg(p, "tin"), .period = true};
    const struct pack_names related = {.pack = p, .related = &ca->with[0]};
    const struct pack_names event = {.pack = p, .measure = pack_measure(p, "tien")};
    const struct pack_names reg = {.pack = p, .reg = ca->reg};
    check_names(&measure, IN_MEASURE, COUNT(IN_MEASURE));
    check_names(&dimension, IN_DIMENSION, COUNT(IN_DIMENSION));
    const struct pack_names of = {
        .pack = p, .reg = ca->reg, .period = true, .of = &pack_dimension(p, "giup")->of[0]};
    check_names(&of, IN_OF, COUNT(IN_OF));
    check_names(&related, IN_RELATED, COUNT(IN_RELATED));
    check_names(&event, IN_EVENT, COUNT(IN_EVENT));
    check_names(&reg, ELSEWHERE, COUNT(ELSEWHERE));
}

/* ---- indicators and programmes ----------------------------------------------------------------
 */

static void note_slot(void *ctx, struct str path, int slot)
{
    const struct pack *p = ctx;
    assert_true(str_is(path, p->measures[slot].id));
}

static void test_indicators(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_numbers(a);
    const struct indicator *i = pack_indicator(p, "ty_le"), *ca = pack_indicator(p, "ca_cao");
    assert_int_equal(p->nindicators, 4);
    assert_int_equal(expr_type(i->numerator), X_REAL);
    expr_names(i->numerator, note_slot, (void *)(uintptr_t)p);
    assert_string_equal(expr_text(i->denominator), "dan");
    assert_true(i->factor == 100000 && i->decimals == 2 && i->good == GOOD_DOWN && i->open);
    assert_string_equal(i->every, "nine_months");
    assert_string_equal(i->parent_code, "0301");
    assert_int_equal(i->nby, 1); /* of all three measures */
    assert_string_equal(i->by[0]->id, "muc");
    assert_true(ca->factor == 1 && ca->good == GOOD_NONE && !ca->denominator);
    assert_string_equal(ca->every, "year");
    assert_int_equal(ca->nby, 3);
    assert_int_equal(pack_indicator(p, "chon")->nby, 1);
    assert_string_equal(pack_indicator(p, "chon")->by[0]->id, "nhom");
    assert_int_equal(p->ndashboard, 2);
    assert_ptr_equal(p->dashboard[0], i);
    assert_null(pack_indicator(p, "dan"));
}

static void test_programmes(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_numbers(a);
    const struct programme *g = pack_programme(p, "ct");
    assert_int_equal(g->from, 2021);
    assert_int_equal(g->to, 2030);
    assert_int_equal(g->nobjectives, 2);
    const struct programme_item *item = &g->objectives[0].items[0];
    assert_string_equal(item->code, "CT1");
    assert_string_equal(item->source.text, "QĐ 1 k1");
    assert_int_equal(item->nparts, 3);
    const struct part_target *part = item->parts;
    assert_ptr_equal(part[0].indicator, pack_indicator(p, "ty_le"));
    assert_string_equal(part[0].label.en, "All");
    assert_int_equal(part[0].ntargets, 2);
    assert_int_equal(part[0].targets[0].op, TARGET_LT);
    assert_int_equal(part[0].targets[1].op, TARGET_LE); /* good: down */
    assert_true(part[0].targets[0].value == 9.5);
    assert_string_equal(part[0].targets[1].source.text, "Đ3");
    assert_int_equal(part[1].targets[0].op, TARGET_GE);
    assert_null(part[1].label.vi);
    assert_int_equal(part[2].ntargets, 0);
    assert_int_equal(g->objectives[1].nitems, 0);
}

/* ---- duties and reports -----------------------------------------------------------------------
 */

static void test_duties(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_numbers(a);
    const struct duty *d = pack_duty(p, "chin_thang"), *m = pack_duty(p, "thang");
    assert_int_equal(p->nduties, 3);
    assert_string_equal(d->receiver.en, "Department of Health");
    assert_string_equal(d->level, "xa");
    assert_true(d->upward && d->cutoff);
    assert_int_equal(d->month, 9);
    assert_int_equal(d->day, 20);
    assert_int_equal(d->remind, 7);
    assert_int_equal(d->escalate, 3);
    assert_int_equal(d->nwho, 2);
    assert_string_equal(d->who[1], "chu_tich");
    assert_ptr_equal(d->report, pack_report(p, "bc"));
    assert_int_equal(m->lead, -1);
    assert_int_equal(m->month, 0);
    assert_ptr_equal(m->done_reg, pack_reg(p, "lan"));
    assert_string_equal(m->done_day->id, "luc_giup");
    assert_int_equal(pack_duty(p, "quy")->after, 15);
    assert_int_equal(pack_duty(p, "quy")->day, 0);
}

static void test_reports(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    const struct pack *p = load_numbers(a);
    const struct report *r = pack_report(p, "bc");
    assert_string_equal(r->every, "nine_months");
    assert_int_equal(r->nsections, 3);
    const struct report_block *b = r->sections[0].blocks;
    assert_int_equal(b[0].kind, BLOCK_SAY);
    assert_string_equal(b[0].id, "chung");
    assert_string_equal(b[0].text.en, "{ca_cao} cases");
    assert_int_equal(b[1].kind, BLOCK_ASK);
    assert_string_equal(b[1].id, "han_che");
    b = r->sections[1].blocks;
    assert_int_equal(r->sections[1].depth, 2);
    assert_int_equal(b[0].kind, BLOCK_TARGETS);
    assert_ptr_equal(b[0].programme, pack_programme(p, "ct"));
    assert_int_equal(b[1].kind, BLOCK_TABLE);
    assert_int_equal(b[1].nrows, 2);
    assert_int_equal(r->sections[2].nblocks, 0);
    assert_int_equal(r->nannex, 2);
    assert_string_equal(r->annex[1]->id, "ca_cao");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dimensions),
        cmocka_unit_test(test_counted),
        cmocka_unit_test(test_entered),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_indicators),
        cmocka_unit_test(test_programmes),
        cmocka_unit_test(test_duties),
        cmocka_unit_test(test_reports),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("pack_number", tests, NULL, NULL);
}
