// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * A small report with fixed numbers as a Word file, for a commune and for a province: its body
 * compared with test/golden/report/<name>.xml, one paragraph, cell or row a line.
 * MANG_GOLDEN_UPDATE=1 writes the files anew; look at the difference before committing it. Run from
 * the root of the tree.
 */
#include "pack_files.h"

#include "doc_help.h"
#include "golden.h"

#include "base/cal.h"
#include "report/report_int.h"
#include "stat/stat_int.h"
#include "stat/stat_value_int.h"

#include <math.h>
#include <zip.h>

enum { ROWS = 5, PARTS = 3 };

static struct arena *keep;
static struct site site;

/* Numbers, by the id of an indicator of the pack. */
static const struct known {
    const char *id;
    double now, last_year, target;
    enum target_op op;
} known[ROWS] = {{"tre_em", 1898, 1815, NAN, TARGET_GE}, {"ty_le_hcdb", 8.85, 8.65, 6, TARGET_LE},
    {"ty_le_hcdb_duoc_ho_tro", 85.714, 55.41, 95, TARGET_GE},
    {"quy_thu", 1589653281, 1200000000, NAN, TARGET_GE},
    {"ty_le_biet_boi", NAN, 12.5, 60, TARGET_GE}};

static const struct indicator *indicator_of(const char *id)
{
    const struct indicator *i = pack_indicator(site.pack, id);
    if (!i)
        fail_msg("no indicator %s in the pack", id);
    return i;
}

/* ---- a programme of two objectives ----------------------------------------------------------- */

static struct part_target parts[PARTS];
static struct programme_item items[2];
static struct objective objectives[2] = {
    {.id = "a", .label = {.vi = "Bảo vệ trẻ em"}, .items = &items[0], .nitems = 1},
    {.id = "b", .label = {.vi = "An toàn <của> trẻ em"}, .items = &items[1], .nitems = 1}};
static const struct programme programme = {
    .id = "ct", .label = {.vi = "Chương trình mẫu"}, .objectives = objectives, .nobjectives = 2};

static void make_programme(void)
{
    static const size_t of[PARTS] = {1, 2, 4};
    for (size_t i = 0; i < PARTS; i++)
        parts[i].indicator = indicator_of(known[of[i]].id);
    items[0] = (struct programme_item){
        .id = "ct8", .code = "CT8", .label = {.vi = "Giảm"}, .parts = parts, .nparts = 2};
    items[1] = (struct programme_item){.id = "ct9",
        .code = "CT9",
        .label = {.vi = "Trẻ biết bơi"},
        .parts = parts + 2,
        .nparts = 1};
}

/* ---- the report ------------------------------------------------------------------------------ */

static const struct report *report_small(void)
{
    static const struct indicator *table[3];
    static const struct report_block first[] = {
        {.kind = BLOCK_SAY,
            .id = "mot",
            .text = {.vi = "Đến hết kỳ, {don_vi} có {tre_em} trẻ em[ ({tre_em|cung_ky})]; "
                           "{ty_le_hcdb_duoc_ho_tro} được trợ giúp[, "
                           "{ty_le_hcdb_duoc_ho_tro|ke_hoach}][, biết bơi {ty_le_biet_boi}]. Thu "
                           "{quy_thu}, biết bơi {ty_le_biet_boi}."}},
        {.kind = BLOCK_ASK, .id = "hai", .text = {.vi = "Nêu hạn chế"}}};
    static const struct report_block second[] = {{.kind = BLOCK_TARGETS, .programme = &programme}};
    static struct report_block third[] = {{.kind = BLOCK_TABLE, .rows = table, .nrows = 3}};
    static const struct report_section sections[] = {
        {.heading = {.vi = "Tình hình chung"}, .depth = 1, .blocks = first, .nblocks = 2},
        {.heading = {.vi = "Kết quả"}, .depth = 1},
        {.heading = {.vi = "Chỉ tiêu & mục tiêu"}, .depth = 2, .blocks = second, .nblocks = 1},
        {.heading = {.vi = "Số liệu"}, .depth = 3, .blocks = third, .nblocks = 1}};
    static struct report r = {.id = "nho",
        .label = {.vi = "Báo cáo nhỏ"},
        .title = {.vi = "Kết quả công tác {ky}"},
        .every = "nine_months",
        .sections = sections,
        .nsections = COUNT(sections)};
    for (size_t i = 0; i < COUNT(table); i++)
        table[i] = indicator_of(known[i ? i + 1 : 0].id);
    const struct report *full = pack_report(site.pack, "bc_9_thang");
    r.heads = full->heads;
    r.nheads = full->nheads;
    return &r;
}

static struct stat_value value_of(const struct known *k)
{
    struct stat_value v = {
        .num = NAN, .den = NAN, .value = k->now, .known = !isnan(k->now), .status = STAT_NO_TARGET};
    if (isnan(k->target))
        return v;
    struct stat_target *t = NEW(keep, struct stat_target);
    *t = (struct stat_target){
        .indicator = indicator_of(k->id), .value = k->target, .op = k->op, .baseline = NAN};
    v.target = t;
    v.status = stat_target_status(t, t->indicator, v.known, v.value);
    return v;
}

static struct report_score score_of(void)
{
    static struct stat_value v[PARTS];
    static struct stat_item item[2];
    v[0] = value_of(&known[1]);
    v[1] = value_of(&known[2]);
    v[2] = value_of(&known[4]);
    item[0] = (struct stat_item){&objectives[0], &items[0], STAT_NOT_MET, v};
    item[1] = (struct stat_item){&objectives[1], &items[1], STAT_UNKNOWN, v + 2};
    return (struct report_score){
        .programme = &programme, .score = {.v = item, .n = 2, .not_met = 1, .unknown = 1}};
}

static struct report_numbers *numbers(void)
{
    struct report_numbers *k = NEW(keep, struct report_numbers);
    k->v = NEW_N(keep, struct report_row, ROWS);
    for (; k->n < ROWS; k->n++) {
        const struct known *x = &known[k->n];
        k->v[k->n] = (struct report_row){.indicator = indicator_of(x->id),
            .now = value_of(x),
            .today = NAN,
            .say = {indicator_of(x->id), x->now, x->last_year, NAN, x->target, x->op}};
    }
    k->scores = NEW(keep, struct report_score);
    k->scores[k->nscores++] = score_of();
    return k;
}

/* ---- compared -------------------------------------------------------------------------------- */

static struct str body_of(struct arena *a, struct str docx)
{
    zip_error_t e;
    zip_source_t *src = zip_source_buffer_create(docx.p, docx.n, 0, &e);
    zip_t *z = zip_open_from_source(src, ZIP_RDONLY, &e);
    assert_non_null(z);
    zip_stat_t st;
    assert_int_equal(zip_stat(z, "word/document.xml", 0, &st), 0);
    char *p = NEW_N(a, char, st.size + 1);
    zip_file_t *f = zip_fopen(z, "word/document.xml", 0);
    assert_int_equal(zip_fread(f, p, st.size), (zip_int64_t)st.size);
    zip_fclose(f);
    zip_close(z);
    return (struct str){p, st.size};
}

static void compare(const char *name, const char *unit)
{
    AUTO_ARENA *a = arena_open();
    struct period period;
    struct report_work *w;
    struct str docx;
    assert_null(period_parse(a, STR("2026-9M"), REGIME_CUTOFF15, &period));
    struct act *act = act_new(&site, a, NULL, "test", "");
    assert_int_equal(report_open(act, report_small(), &period, unit, &w), OK);
    report_set(w->rec, "kinh_gui", v_text(*w->unit ? "Sở Y tế" : "Bộ Y tế, Bộ Nội vụ"));
    w->numbers = numbers();
    assert_int_equal(report_docx(w, &docx), OK);
    struct str xml = body_of(a, docx);
    assert_null(strstr(xml.p, "{{"));
    golden_compare(a, arena_printf(a, "test/golden/report/%s.xml", name), golden_pretty(a, xml));
    act_end(act);
}

static void t_commune(void **state)
{
    (void)state;
    compare("xa", "03166");
}

static void t_province(void **state)
{
    (void)state;
    compare("tinh", "11");
}

static int setup(void **state)
{
    (void)state;
    keep = arena_open();
    struct files *fs = NEW(keep, struct files);
    struct pack_errors errs = {NULL, 0};
    struct unit_tree *tree;
    const struct pack *pack;
    fs->a = keep;
    read_dir(fs, "packs/vn", "");
    if (pack_load(keep, fs->v, fs->n, &pack, &errs) != OK)
        return 1;
    site.pack = pack;
    const struct asset *list = asset_find("units/units.csv");
    if (!list || unit_tree_parse(list->data, &tree) != OK)
        return 1;
    site.units = units_open(keep, tree);
    clock_fake(cal_ms(cal_day((struct cal_date){.y = 2026, .m = 9, .d = 18}), 9 * 60));
    make_programme();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    units_close(site.units);
    arena_close(keep);
    return 0;
}

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t_commune),
        cmocka_unit_test(t_province),
    };
    return cmocka_run_group_tests_name("report_golden", tests, setup, teardown);
}
