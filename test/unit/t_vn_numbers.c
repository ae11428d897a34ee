// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The numbers of packs/vn against the documents they come from: how many targets each programme
 * has, what is only known from memory and says so, who supplies what is entered, what every report
 * and duty must have.
 */
#include "pack_files.h"

static struct arena *arena;
static const struct pack *vn;

static int open_pack(void **state)
{
    (void)state;
    arena = arena_open();
    struct files *fs = pack_dir(arena, "packs/vn");
    struct pack_errors errs;
    if (pack_load(arena, fs->v, fs->n, &vn, &errs) != OK)
        fail_msg("%s", complaints(arena, &errs));
    return 0;
}

static int close_pack(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* ---- programmes ------------------------------------------------------------------------------ */

static size_t items_of(const struct programme *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->nobjectives; i++)
        n += p->objectives[i].nitems;
    return n;
}

static void test_programmes(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        size_t objectives, items;
        int from, to;
    } v[] = {{"qd23", 4, 24, 2021, 2030}, {"nq28", 6, 20, 2021, 2030},
        {"qd2351", 7, 22, 2011, 2020}, {"qd1248", 1, 12, 2021, 2030}, {"qd782", 1, 3, 2021, 2030},
        {"qd498", 1, 2, 2015, 2025}, {"qd1863", 1, 6, 2020, 2025}, {"qd267", 1, 2, 2011, 2015},
        {"qd2361", 1, 2, 2016, 2020}, {"tt13_1", 6, 13, 2021, 2030}, {"tt13_2", 2, 4, 2021, 2030}};
    assert_int_equal(vn->nprogrammes, COUNT(v));
    for (size_t i = 0; i < COUNT(v); i++) {
        const struct programme *p = pack_programme(vn, v[i].id);
        assert_non_null(p);
        assert_int_equal(p->nobjectives, v[i].objectives);
        assert_int_equal(items_of(p), v[i].items);
        assert_int_equal(p->from, v[i].from);
        assert_int_equal(p->to, v[i].to);
        assert_non_null(p->source.text);
    }
}

static const struct programme_item *item(const char *programme, const char *id)
{
    const struct programme *p = pack_programme(vn, programme);
    for (size_t o = 0; p && o < p->nobjectives; o++)
        for (size_t i = 0; i < p->objectives[o].nitems; i++)
            if (streq(p->objectives[o].items[i].id, id))
                return &p->objectives[o].items[i];
    fail_msg("no item %s.%s", programme, id);
    return NULL;
}

/* Codes run CT1 to CT24 in the order of the decision. */
static void test_codes(void **state)
{
    (void)state;
    const struct programme *p = pack_programme(vn, "qd23");
    int n = 0;
    for (size_t o = 0; o < p->nobjectives; o++)
        for (size_t i = 0; i < p->objectives[o].nitems; i++)
            assert_string_equal(p->objectives[o].items[i].code, arena_printf(arena, "CT%d", ++n));
}

static void test_targets(void **state)
{
    (void)state;
    static const struct {
        const char *programme, *item;
        size_t part;
        int year;
        double value;
        enum target_op op;
    } v[] = {{"qd23", "ct1", 0, 2025, 65, TARGET_GE}, {"qd23", "ct1", 0, 2030, 75, TARGET_GE},
        {"qd23", "ct3", 0, 2025, 9.5, TARGET_LT}, {"qd23", "ct3", 2, 2030, 15, TARGET_LT},
        {"qd23", "ct8", 0, 2025, 6.5, TARGET_LT}, {"qd23", "ct8", 0, 2030, 6, TARGET_LE},
        {"qd23", "ct8", 1, 2030, 95, TARGET_GE}, {"qd23", "ct11", 0, 2025, 550, TARGET_LE},
        {"qd23", "ct17", 1, 2030, 0.1, TARGET_LT}, {"qd23", "ct24", 0, 2030, 35, TARGET_GE},
        {"nq28", "c11", 0, 2025, 60, TARGET_GE}, {"nq28", "c22", 0, 2030, 25, TARGET_LT},
        {"nq28", "c32", 1, 2030, 70, TARGET_GE}, {"nq28", "c41", 0, 2025, 111, TARGET_LE},
        {"qd2351", "c62", 1, 2020, 75, TARGET_GE}, {"qd1248", "m4", 0, 2030, 20, TARGET_GE}};
    for (size_t i = 0; i < COUNT(v); i++) {
        const struct part_target *p = &item(v[i].programme, v[i].item)->parts[v[i].part];
        const struct target_value *t = NULL;
        for (size_t k = 0; k < p->ntargets; k++)
            if (p->targets[k].year == v[i].year)
                t = &p->targets[k];
        if (!t || t->value != v[i].value || t->op != v[i].op)
            fail_msg("%s %s of %d", v[i].programme, v[i].item, v[i].year);
    }
}

/* What nobody has read in the document says so. */
static void test_verify(void **state)
{
    (void)state;
    static const char *const v[][2] = {{"qd23", "ct15"}, {"nq28", "c43"}, {"nq28", "c53"},
        {"nq28", "c62"}, {"nq28", "c63"}, {"nq28", "c64"}, {"qd2351", "c32"}, {"qd2351", "c71"},
        {"tt13_1", "t0101"}, {"tt13_2", "x_vu_phat"}};
    for (size_t i = 0; i < COUNT(v); i++)
        assert_true(item(v[i][0], v[i][1])->source.verify);
    assert_false(item("tt13_1", "t0605")->source.verify);
    assert_true(pack_programme(vn, "qd498")->source.verify);
    assert_true(pack_programme(vn, "qd1863")->source.verify);
}

/* ---- measures and indicators ----------------------------------------------------------------- */

static bool has(const struct label *l)
{
    return l->vi && *l->vi && l->en && *l->en && !streq(l->vi, l->en);
}

static void test_measures(void **state)
{
    (void)state;
    for (size_t i = 0; i < vn->nmeasures; i++) {
        const struct measure *m = &vn->measures[i];
        if (!has(&m->label) || (!m->reg && !has(&m->owner)))
            fail_msg("measure %s lacks its words", m->id);
        if (!m->reg && m->max <= m->min)
            fail_msg("measure %s is entered without bounds", m->id);
    }
}

static void test_indicators(void **state)
{
    (void)state;
    for (size_t i = 0; i < vn->nindicators; i++) {
        const struct indicator *x = &vn->indicators[i];
        if (!has(&x->label) || !x->definition.vi)
            fail_msg("indicator %s lacks its words", x->id);
        if ((x->factor > 1) != (x->denominator != NULL))
            fail_msg("indicator %s: denominator and factor go together", x->id);
    }
    assert_int_equal(vn->ndashboard, 8);
    assert_string_equal(pack_indicator(vn, "ty_le_hcdb")->parent_code, "0301");
}

/* Cases, children and offenders are three numbers. */
static void test_apart(void **state)
{
    (void)state;
    assert_string_equal(pack_measure(vn, "vu_xam_hai")->reg->id, "ca");
    assert_string_equal(pack_measure(vn, "tre_bi_xam_hai")->reg->id, "tre_em");
    assert_null(pack_measure(vn, "doi_tuong_xam_hai")->reg);
    assert_true(pack_dimension(vn, "nhom_hcdb")->many);
    assert_false(pack_dimension(vn, "gioi_tinh")->many);
}

/* ---- duties and reports ---------------------------------------------------------------------- */

static void test_duties(void **state)
{
    (void)state;
    assert_true(vn->nduties >= 18);
    for (size_t i = 0; i < vn->nduties; i++) {
        const struct duty *d = &vn->duties[i];
        if (!has(&d->label) || !has(&d->receiver) || !d->source.text)
            fail_msg("duty %s lacks its words", d->id);
    }
    const struct duty *nine = pack_duty(vn, "bao_cao_9_thang");
    assert_true(nine->cutoff && nine->upward);
    assert_string_equal(nine->report->id, "bc_9_thang");
    assert_int_equal(pack_duty(vn, "thang_hanh_dong")->day, 19); /* before 20 July */
}

static void test_reports(void **state)
{
    (void)state;
    static const char *const v[] = {"bc_6_thang", "bc_9_thang", "bc_nam", "bc_thang_tre_em",
        "bc_thang_bdg", "bc_bdg_nam", "bc_5_nam"};
    assert_int_equal(vn->nreports, COUNT(v));
    for (size_t i = 0; i < COUNT(v); i++) {
        const struct report *r = pack_report(vn, v[i]);
        assert_non_null(r);
        assert_true(r->nsections > 3 && r->nannex > 5);
    }
}

int main(void)
{
    const struct CMUnitTest vn_numbers[] = {
        cmocka_unit_test(test_programmes),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_targets),
        cmocka_unit_test(test_verify),
        cmocka_unit_test(test_measures),
        cmocka_unit_test(test_indicators),
        cmocka_unit_test(test_apart),
        cmocka_unit_test(test_duties),
        cmocka_unit_test(test_reports),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(vn_numbers, open_pack, close_pack);
}
