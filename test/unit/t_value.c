// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Entered values on both databases: what is refused and why, who may, corrections that wait, what
 * was known when, sums over units, periods and codes, former units; and random histories against a
 * plain reckoning in C. Each test has a measure of its own.
 */
#include "../fault/site.h"

#include "stat/stat.h"
#include "stat/stat_int.h"

#include <math.h>

#define SECOND "03151" /* another commune of the province today */

enum {
    M_PLAIN,
    M_RIGHT,
    M_CORRECT,
    M_FLOW,
    M_STOCK,
    M_RATE,
    M_SPLIT,
    M_RANDOM,
    M_TINH,
    M_BULK,
    M__N
};

/* ---- a pack with measures -------------------------------------------------------------------- */

static const char *const ids[M__N] = {"t_plain", "t_right", "t_correct", "t_flow", "t_stock",
    "t_rate", "t_split", "t_random", "t_tinh", "t_bulk"};

static struct measure measure_of(struct ts *s, int i, const struct dimension *const *by)
{
    struct measure m = {.id = ids[i],
        .label = {arena_printf(s->t.a, "Số %s", ids[i]), "x"},
        .unit = {"trẻ", "children"},
        .kind = MEASURE_FLOW,
        .level = i == M_TINH ? "tinh" : "xa",
        .every = "year",
        .max = 100000};
    if (i == M_STOCK)
        m.kind = MEASURE_STOCK;
    if (i == M_RATE)
        m.kind = MEASURE_RATE;
    if (i == M_PLAIN || i == M_SPLIT) {
        m.by = by;
        m.nby = 2;
    }
    return m;
}

static void add_indicators(struct ts *s, struct pack_more_indicator *v)
{
    v[0] = (struct pack_more_indicator){.is = {.id = "t_so",
                                            .label = {"Số trẻ", "n"},
                                            .unit = {"trẻ", ""},
                                            .factor = 1,
                                            .good = GOOD_UP,
                                            .every = "year"},
        .numerator = "t_tinh"};
    v[1] = (struct pack_more_indicator){.is = {.id = "t_ty_le",
                                            .label = {"Tỷ lệ", "n"},
                                            .unit = {"%", ""},
                                            .factor = 100,
                                            .decimals = 1,
                                            .good = GOOD_DOWN,
                                            .every = "year"},
        .numerator = "t_flow",
        .denominator = "t_stock"};
    (void)s;
}

/* Two objectives of one programme, each with one item over an indicator above. */
static void add_programme(struct ts *s, struct pack *p)
{
    static const char *const ind[] = {"t_so", "t_ty_le"};
    struct programme *prog = NEW(s->t.a, struct programme);
    struct objective *o = NEW_N(s->t.a, struct objective, 2);
    for (size_t i = 0; i < 2; i++) {
        struct target_value *t = NEW_N(s->t.a, struct target_value, 2);
        t[0] = (struct target_value){.year = 2025, .value = 100, .op = i ? TARGET_LE : TARGET_GE};
        t[1] = (struct target_value){.year = 2030, .value = 200, .op = i ? TARGET_LE : TARGET_GE};
        struct part_target *part = NEW(s->t.a, struct part_target);
        *part = (struct part_target){
            .indicator = pack_indicator(p, ind[i]), .targets = t, .ntargets = 2};
        struct programme_item *item = NEW(s->t.a, struct programme_item);
        *item = (struct programme_item){.id = i ? "c2" : "c1",
            .code = i ? "2" : "1",
            .label = {"Mục", "x"},
            .parts = part,
            .nparts = 1};
        o[i] = (struct objective){
            .id = i ? "m2" : "m1", .label = {"Mục tiêu", "x"}, .items = item, .nitems = 1};
    }
    *prog = (struct programme){.id = "t_prog",
        .label = {"CT", "x"},
        .from = 2021,
        .to = 2030,
        .objectives = o,
        .nobjectives = 2};
    p->programmes = prog;
    p->nprogrammes = 1;
}

static struct pack *numbers(struct ts *s)
{
    struct measure *m = NEW_N(s->t.a, struct measure, M__N);
    struct dimension *d = NEW_N(s->t.a, struct dimension, 2);
    const struct dimension **by = NEW_N(s->t.a, const struct dimension *, 2);
    d[0] = (struct dimension){.id = "gioi_tinh",
        .label = {"Giới tính", "Sex"},
        .list = pack_list(s->site->pack, "gioi_tinh")};
    d[1] = (struct dimension){.id = "muc",
        .label = {"Mức độ", "Level"},
        .list = pack_list(s->site->pack, "muc_cao_thap")};
    by[0] = &d[0];
    by[1] = &d[1];
    assert_non_null(d[0].list);
    assert_non_null(d[1].list);
    for (int i = 0; i < M__N; i++)
        m[i] = measure_of(s, i, by);
    struct pack_more_indicator v[2];
    add_indicators(s, v);
    const struct pack_more more = {
        .measures = m, .nmeasures = M__N, .indicators = v, .nindicators = 2};
    const struct pack *out;
    assert_int_equal(pack_extend(s->t.a, s->site->pack, &more, &out), OK);
    struct pack *p = NEW(s->t.a, struct pack);
    *p = *out;
    add_programme(s, p);
    return p;
}

static const struct measure *measure(struct ts *s, int i)
{
    if (!pack_measure(s->site->pack, ids[i]))
        s->site->pack = numbers(s);
    return pack_measure(s->site->pack, ids[i]);
}

/* ---- words ----------------------------------------------------------------------------------- */

static struct period period(struct ts *s, const char *id)
{
    struct period p;
    const char *msg = period_parse(s->t.a, str_of(id), REGIME_CALENDAR, &p);
    if (msg)
        fail_msg("%s: %s", id, msg);
    return p;
}

static struct stat_entry entry(
    struct ts *s, int m, const char *unit, const char *when, const char *dims, double value)
{
    return (struct stat_entry){.measure = measure(s, m),
        .unit = unit,
        .period = period(s, when),
        .dims = dims,
        .value = value,
        .state = VALUE_SENT};
}

static struct stat_put put(struct ts *s, enum person p, const struct stat_entry *v, size_t n)
{
    struct stat_put out;
    struct act *act = ts_act(s, p, true);
    enum err e = stat_put(act, v, n, false, &out);
    if (e)
        fail_msg("put: %s %s", err_name(e), err_detail());
    ts_commit(act);
    return out;
}

static struct stat_put put_one(struct ts *s, enum person p, struct stat_entry e)
{
    return put(s, p, &e, 1);
}

/* The system stores it as accepted. */
static void accept_one(
    struct ts *s, int m, const char *unit, const char *when, const char *dims, double value)
{
    struct stat_entry e = entry(s, m, unit, when, dims, value);
    e.state = VALUE_ACCEPTED;
    struct stat_put out = put_one(s, PEOPLE, e);
    if (out.nfaults)
        fail_msg("%s", out.faults[0].text);
}

static struct stat_cell cell_known(
    struct ts *s, int m, const char *unit, const char *when, int32_t map, int64_t known)
{
    struct act *act = ts_act(s, PEOPLE, false);
    struct stat_ask ask = {.unit = unit, .period = period(s, when), .map = map, .known = known};
    struct stat_cells c;
    enum err e = stat_entered(act, measure(s, m), &ask, &c);
    if (e)
        fail_msg("entered: %s %s", err_name(e), err_detail());
    act_end(act);
    assert_int_equal(c.n, 1);
    return c.v[0];
}

static struct stat_cell cell(struct ts *s, int m, const char *unit, const char *when)
{
    return cell_known(s, m, unit, when, 0, 0);
}

static void is_value(struct stat_cell c, double value)
{
    assert_true(c.known);
    if (fabs(c.value - value) > 1e-6)
        fail_msg("%.9g, wanted %.9g", c.value, value);
}

/* ---- storing --------------------------------------------------------------------------------- */

static void same_again_changes_nothing(struct ts *s)
{
    struct stat_entry v[3] = {entry(s, M_PLAIN, UNIT, "2023", "", 10),
        entry(s, M_PLAIN, UNIT, "2023", "gioi_tinh=nu", 4),
        entry(s, M_PLAIN, SECOND, "2023", "", 20)};
    for (size_t i = 0; i < 3; i++)
        v[i].map = 20261101;
    int64_t lines = ts_count(s, "SELECT count(*) FROM journal WHERE action = 'nhap_so_lieu'");
    struct stat_put out = put(s, PROVINCE_OFFICER, v, 3);
    if (out.nfaults)
        fail_msg("%s", out.faults[0].text);
    assert_int_equal(out.added, 3);
    assert_int_equal(
        ts_count(s, "SELECT count(*) FROM journal WHERE action = 'nhap_so_lieu'"), lines + 2);
    out = put(s, PROVINCE_OFFICER, v, 3);
    assert_int_equal(out.same, 3);
    assert_int_equal(out.added + out.changed + out.bad, 0);
    v[0].value = 11;
    out = put(s, PROVINCE_OFFICER, v, 3);
    assert_int_equal(out.changed, 1);
    assert_int_equal(out.same, 2);
    assert_int_equal(
        ts_count(s, "SELECT count(*) FROM journal WHERE action = 'nhap_so_lieu'"), lines + 3);
    assert_int_equal(ts_count(s, "SELECT count(*) FROM stat_value WHERE measure = 't_plain'"), 4);
    assert_int_equal(ts_broken(s), 0);
}
SITE_TEST_FN(same_again_changes_nothing)

/* A file of a country is put in a thousand calls within one moment: its rows have one sayer. */
static void many_calls_of_one_act_have_one_sayer(struct ts *s)
{
    enum { CALLS = 300 };
    int64_t before = ts_count(s, "SELECT count(*) FROM stat_act");
    struct act *act = ts_act(s, PROVINCE_OFFICER, true);
    for (int i = 0; i < CALLS; i++) {
        struct stat_entry e = entry(s, M_PLAIN, UNIT, "2021", "", i);
        struct stat_put out;
        assert_int_equal(stat_put(act, &e, 1, false, &out), OK);
        assert_int_equal(out.bad, 0);
    }
    ts_commit(act);
    assert_int_equal(ts_count(s, "SELECT count(*) FROM stat_act"), before + 1);
    assert_int_equal(ts_broken(s), 0);
}
SITE_TEST_FN(many_calls_of_one_act_have_one_sayer)

static void a_dry_run_writes_nothing(struct ts *s)
{
    struct stat_entry v[2] = {
        entry(s, M_PLAIN, UNIT, "2026", "", 10), entry(s, M_PLAIN, "99999", "2026", "", 10)};
    int64_t rows;
    const char *before = ts_print(s, &rows);
    struct act *act = ts_act(s, OFFICER, true);
    struct stat_put out;
    assert_int_equal(stat_put(act, v, 2, true, &out), OK);
    ts_commit(act);
    assert_int_equal(out.added, 1);
    assert_int_equal(out.bad, 1);
    assert_int_equal(out.faults[0].row, 1);
    assert_string_equal(out.faults[0].column, "unit");
    assert_string_equal(ts_print(s, &rows), before);
}
SITE_TEST_FN(a_dry_run_writes_nothing)

static void faults_name_their_column(struct ts *s)
{
    static const struct {
        int m;
        const char *unit, *when, *dims;
        double value;
        const char *column, *words;
    } T[] = {
        {M_PLAIN, "99999", "2026", "", 1, "unit", "Không có đơn vị mã 99999"},
        {M_PLAIN, UNIT, "2026-03", "", -1, "value", "nhỏ hơn mức thấp nhất 0"},
        {M_PLAIN, UNIT, "2026", "", 100001, "value", "lớn hơn mức cao nhất 100.000"},
        {M_PLAIN, UNIT, "2026", "", 1.5, "value", "số nguyên"},
        {M_PLAIN, UNIT, "2026", "", NAN, "value", "không phải là số"},
        {M_PLAIN, UNIT, "2026", "mau=do", 1, "dims", "không có phân tổ ‘mau’"},
        {M_PLAIN, UNIT, "2026", "gioi_tinh=cam", 1, "dims", "không có mã ‘cam’"},
        {M_PLAIN, UNIT, "2026", "gioi_tinh=nu;gioi_tinh=nam", 1, "dims", "hai lần"},
        {M_PLAIN, UNIT, "2026", "nu", 1, "dims", "không có dạng"},
        {M_FLOW, UNIT, "2026", "gioi_tinh=nu", 1, "dims", "không có phân tổ"},
        {M_PLAIN, UNIT, "2027", "", 1, "period", "chưa bắt đầu"},
        {M_PLAIN, UNIT, "2021..2025", "", 1, "period", "nhập theo năm"},
        {M_RATE, UNIT, "2026-03", "", 1, "period", "nhập theo năm, không nhập theo tháng"},
        {M_PLAIN, UNIT, "2026-9M", "", 1, "period", "không nhập theo 9 tháng"},
        {M_TINH, UNIT, "2026", "", 1, "unit", "nhập cho cấp tỉnh"},
    };
    for (size_t i = 0; i < COUNT(T); i++) {
        struct act *act = ts_act(s, PEOPLE, true);
        struct stat_entry e = entry(s, T[i].m, T[i].unit, T[i].when, T[i].dims, T[i].value);
        struct stat_put out;
        assert_int_equal(stat_put(act, &e, 1, true, &out), OK);
        act_end(act);
        if (out.bad != 1 || !streq(out.faults[0].column, T[i].column) ||
            !strstr(out.faults[0].text, T[i].words))
            fail_msg("%zu: %zu %s: %s", i, out.bad, out.bad ? out.faults[0].column : "",
                out.bad ? out.faults[0].text : "");
    }
}
SITE_TEST_FN(faults_name_their_column)

static void codes_have_one_order(struct ts *s)
{
    static const char *const T[][2] = {{"muc=cao; gioi_tinh=nu", "gioi_tinh=nu;muc=cao"},
        {"Giới tính = Nữ", "gioi_tinh=nu"}, {"", ""}, {" ; ", ""}};
    for (size_t i = 0; i < COUNT(T); i++) {
        const char *msg, *got = stat_dims(s->t.a, measure(s, M_PLAIN), str_of(T[i][0]), &msg);
        if (!got || !streq(got, T[i][1]))
            fail_msg("%s: %s %s", T[i][0], got ? got : "-", msg ? msg : "");
    }
}
SITE_TEST_FN(codes_have_one_order)

/* ---- rights and judging ---------------------------------------------------------------------- */

static enum err judge(
    struct ts *s, enum person p, const struct stat_entry *e, bool accept, const char *reason)
{
    struct act *act = ts_act(s, p, true);
    enum err err = stat_judge(act, e, accept, reason);
    if (err)
        act_end(act);
    else
        ts_commit(act);
    return err;
}

static void who_may_enter_and_judge(struct ts *s)
{
    struct stat_entry own = entry(s, M_RIGHT, UNIT, "2026", "", 7);
    struct stat_entry province = entry(s, M_TINH, PROVINCE, "2026", "", 7);
    own.state = province.state = VALUE_ACCEPTED; /* asked for, and not given */
    assert_int_equal(put_one(s, ELSEWHERE, own).bad, 1);
    assert_int_equal(put_one(s, POLICE, own).bad, 1);
    assert_int_equal(put_one(s, LEADER, own).bad, 1);
    assert_int_equal(put_one(s, OFFICER, province).bad, 1);
    assert_int_equal(put_one(s, OFFICER, own).added, 1);
    assert_int_equal(cell(s, M_RIGHT, UNIT, "2026").origin, STAT_PENDING);
    assert_int_equal(judge(s, OFFICER, &own, true, NULL), ERR_DENIED);
    assert_int_equal(judge(s, ELSEWHERE, &own, true, NULL), ERR_DENIED);
    assert_int_equal(judge(s, PROVINCE_OFFICER, &own, false, ""), ERR_INVALID);
    assert_int_equal(judge(s, PROVINCE_OFFICER, &own, false, "Thiếu biên bản"), OK);
    assert_false(cell(s, M_RIGHT, UNIT, "2026").known);
    assert_int_equal(judge(s, PROVINCE_OFFICER, &own, true, NULL), ERR_CONFLICT);
    assert_int_equal(put_one(s, OFFICER, own).changed, 1); /* sent again as it was */
    own.value = 8;
    assert_int_equal(judge(s, PROVINCE_OFFICER, &own, true, NULL), ERR_CONFLICT);
    own.value = 7;
    assert_int_equal(judge(s, PROVINCE_OFFICER, &own, true, NULL), OK);
    assert_int_equal(cell(s, M_RIGHT, UNIT, "2026").origin, STAT_ENTERED);
    assert_int_equal(put_one(s, OFFICER, own).same, 1);
    /* The province stores as accepted below itself, and not for itself. */
    struct stat_entry below = entry(s, M_RIGHT, SECOND, "2026", "", 9);
    below.state = VALUE_ACCEPTED;
    assert_int_equal(put_one(s, PROVINCE_OFFICER, below).added, 1);
    assert_int_equal(cell(s, M_RIGHT, SECOND, "2026").origin, STAT_ENTERED);
    assert_int_equal(put_one(s, PROVINCE_OFFICER, province).added, 1);
    assert_int_equal(cell(s, M_TINH, PROVINCE, "2026").origin, STAT_PENDING);
    assert_int_equal(judge(s, PROVINCE_OFFICER, &province, true, NULL), ERR_DENIED);
    assert_int_equal(ts_broken(s), 0);
}
SITE_TEST_FN(who_may_enter_and_judge)

static void what_waits_and_what_is_listed(struct ts *s)
{
    struct act *act = ts_act(s, PROVINCE_OFFICER, false);
    struct stat_entry *v;
    size_t n;
    int64_t before, after;
    assert_int_equal(stat_waiting(act, PROVINCE, &before), OK);
    act_end(act);
    assert_int_equal(put_one(s, OFFICER, entry(s, M_RIGHT, UNIT, "2025", "", 3)).added, 1);
    struct period p = period(s, "2025");
    act = ts_act(s, PROVINCE_OFFICER, false);
    assert_int_equal(stat_waiting(act, PROVINCE, &after), OK);
    assert_int_equal(after, before + 1);
    assert_int_equal(stat_entries(act, measure(s, M_RIGHT), PROVINCE, true, &p, &v, &n), OK);
    assert_int_equal(n, 1);
    assert_string_equal(v[0].by, "Lò Thị can_bo");
    assert_string_equal(v[0].unit, UNIT);
    assert_int_equal(v[0].state, VALUE_SENT);
    act_end(act);
    act = ts_act(s, OFFICER, false);
    assert_int_equal(stat_entries(act, NULL, UNIT, false, NULL, &v, &n), OK);
    assert_true(n >= 3);
    assert_int_equal(stat_entries(act, NULL, SECOND, false, NULL, &v, &n), ERR_DENIED);
    assert_int_equal(stat_entries(act, NULL, PROVINCE, true, NULL, &v, &n), ERR_DENIED);
    assert_int_equal(stat_waiting(act, UNIT, &after), OK);
    assert_int_equal(after, 0);
    act_end(act);
}
SITE_TEST_FN(what_waits_and_what_is_listed)

/* What was accepted counts until its correction is; and what was known stays known. */
static void a_correction_waits(struct ts *s)
{
    int64_t t0 = clock_ms();
    struct stat_entry e = entry(s, M_CORRECT, UNIT, "2026", "", 100);
    clock_fake(t0 + 1000);
    put_one(s, OFFICER, e);
    clock_fake(t0 + 2000);
    assert_int_equal(judge(s, PROVINCE_OFFICER, &e, true, NULL), OK);
    clock_fake(t0 + 3000);
    e.value = 120;
    put_one(s, OFFICER, e);
    is_value(cell(s, M_CORRECT, UNIT, "2026"), 100);
    clock_fake(t0 + 4000);
    assert_int_equal(judge(s, PROVINCE_OFFICER, &e, true, NULL), OK);
    clock_fake(t0 + 5000);
    is_value(cell(s, M_CORRECT, UNIT, "2026"), 120);
    e.gone = true;
    e.state = VALUE_ACCEPTED;
    put_one(s, PROVINCE_OFFICER, e);
    assert_false(cell(s, M_CORRECT, UNIT, "2026").known);
    assert_false(cell_known(s, M_CORRECT, UNIT, "2026", 0, t0 + 500).known);
    assert_int_equal(cell_known(s, M_CORRECT, UNIT, "2026", 0, t0 + 1500).origin, STAT_PENDING);
    is_value(cell_known(s, M_CORRECT, UNIT, "2026", 0, t0 + 3500), 100);
    is_value(cell_known(s, M_CORRECT, UNIT, "2026", 0, t0 + 4500), 120);
    struct act *act = ts_act(s, OFFICER, false);
    struct stat_entry *v;
    size_t n;
    assert_int_equal(stat_history(act, &e, &v, &n), OK);
    assert_int_equal(n, 5);
    assert_int_equal(v[0].state, VALUE_SENT);
    assert_int_equal(v[1].state, VALUE_ACCEPTED);
    assert_string_equal(v[1].judge, "Lò Thị can_bo_tinh");
    assert_true(v[4].gone);
    act_end(act);
    clock_fake(0);
}
SITE_TEST_FN(a_correction_waits)

/* ---- sums ------------------------------------------------------------------------------------ */

static void periods_add_up(struct ts *s)
{
    accept_one(s, M_FLOW, UNIT, "2022-Q1", "", 1);
    accept_one(s, M_FLOW, UNIT, "2022-Q2", "", 2);
    accept_one(s, M_FLOW, UNIT, "2022-Q3", "", 4);
    accept_one(s, M_FLOW, UNIT, "2022-10", "", 8);
    accept_one(s, M_FLOW, UNIT, "2022-11", "", 16);
    is_value(cell(s, M_FLOW, UNIT, "2022-H1"), 3);
    is_value(cell(s, M_FLOW, UNIT, "2022-9M"), 7);
    assert_false(cell(s, M_FLOW, UNIT, "2022").known);
    accept_one(s, M_FLOW, UNIT, "2022-12", "", 32);
    is_value(cell(s, M_FLOW, UNIT, "2022"), 63);
    accept_one(s, M_FLOW, UNIT, "2022", "", 70);
    is_value(cell(s, M_FLOW, UNIT, "2022"), 70);
    accept_one(s, M_STOCK, UNIT, "2022-Q4", "", 5);
    is_value(cell(s, M_STOCK, UNIT, "2022"), 5);
    assert_false(cell(s, M_STOCK, UNIT, "2022-H1").known);
}
SITE_TEST_FN(periods_add_up)

static void codes_add_up(struct ts *s)
{
    const struct codelist *l = pack_list(s->site->pack, "gioi_tinh");
    double sum = 0;
    for (size_t i = 0; i < l->ncodes; i++) {
        bool unknown = strncmp(l->codes[i].id, "khong_", 6) == 0; /* need not be given */
        if (unknown)
            is_value(cell(s, M_SPLIT, UNIT, "2026"), sum);
        else
            assert_false(cell(s, M_SPLIT, UNIT, "2026").known);
        accept_one(s, M_SPLIT, UNIT, "2026", arena_printf(s->t.a, "gioi_tinh=%s", l->codes[i].id),
            (double)(10 + i));
        sum += (double)(10 + i);
    }
    is_value(cell(s, M_SPLIT, UNIT, "2026"), sum);
    struct act *act = ts_act(s, PEOPLE, false);
    struct stat_ask ask = {.unit = PROVINCE,
        .period = period(s, "2026"),
        .level = UNIT_COMMUNE,
        .by = {measure(s, M_SPLIT)->by[0]},
        .nby = 1};
    struct stat_cells c;
    assert_int_equal(stat_entered(act, measure(s, M_SPLIT), &ask, &c), OK);
    assert_int_equal(c.n, l->ncodes);
    for (size_t i = 0; i < c.n; i++) {
        assert_string_equal(c.v[i].code[0], l->codes[i].id);
        assert_string_equal(c.v[i].unit->code, UNIT);
    }
    ask.by[0] = NEW(s->t.a, struct dimension);
    assert_int_equal(stat_entered(act, measure(s, M_FLOW), &ask, &c), ERR_INVALID);
    act_end(act);
}
SITE_TEST_FN(codes_add_up)

static void rates_are_not_added(struct ts *s)
{
    accept_one(s, M_RATE, UNIT, "2026", "", 12.5);
    is_value(cell(s, M_RATE, UNIT, "2026"), 12.5);
    assert_true(cell(s, M_RATE, UNIT, "2026").origin & STAT_GIVEN_RATE);
    assert_false(cell(s, M_RATE, PROVINCE, "2026").known);
}
SITE_TEST_FN(rates_are_not_added)

/* A body corrects a count: its number stands, and in the sum above too. */
static struct stat_cell counted(struct ts *s, const char *unit, const char *when)
{
    struct act *act = ts_act(s, PEOPLE, false);
    struct stat_ask ask = {.unit = unit, .period = period(s, when), .map = 20261101};
    struct stat_cells c;
    const struct measure *m = pack_measure(s->site->pack, "tre_em");
    enum err e = stat_measure(act, m, &ask, &c);
    if (e)
        fail_msg("count: %s %s", err_name(e), err_detail());
    act_end(act);
    return c.n ? c.v[0] : (struct stat_cell){.known = true, .origin = STAT_COMPUTED};
}

static void a_count_may_be_corrected(struct ts *s)
{
    double before = counted(s, PROVINCE, "2021").value;
    struct stat_entry e = entry(s, M_PLAIN, UNIT, "2021", "", 5000);
    e.measure = pack_measure(s->site->pack, "tre_em");
    e.map = 20261101;
    assert_non_null(e.measure);
    assert_non_null(e.measure->reg);
    assert_int_equal(put_one(s, OFFICER, e).added, 1);
    assert_int_equal(counted(s, UNIT, "2021").origin, STAT_COMPUTED);
    assert_int_equal(judge(s, PROVINCE_OFFICER, &e, true, NULL), OK);
    struct stat_cell c = counted(s, UNIT, "2021");
    assert_int_equal(c.origin, STAT_ENTERED);
    is_value(c, 5000);
    c = counted(s, PROVINCE, "2021");
    is_value(c, before + 5000);
    assert_int_equal(c.origin, STAT_COMPUTED | STAT_ENTERED);
    is_value(counted(s, UNIT, "2020"), 0);
}
SITE_TEST_FN(a_count_may_be_corrected)

/* ---- random histories ------------------------------------------------------------------------ */

enum { UNITS = 24, STEPS = 150 };
struct said { /* the plain reckoning: all that happened, in order */
    int unit;
    int64_t at;
    double value;
    enum stat_state state;
};

/* What a unit's number is, as known: the last accepted, else what is sent. */
static bool reckon(const struct said *v, size_t n, int unit, int64_t known, double *out)
{
    bool accepted = false, sent = false;
    double a = 0, b = 0;
    for (size_t i = 0; i < n && v[i].at <= known; i++) {
        if (v[i].unit != unit)
            continue;
        accepted = accepted || v[i].state == VALUE_ACCEPTED;
        a = v[i].state == VALUE_ACCEPTED ? v[i].value : a;
        sent = v[i].state == VALUE_SENT;
        b = v[i].value;
    }
    *out = accepted ? a : b;
    return accepted || sent;
}

static size_t former_communes(struct ts *s, const char **out)
{
    struct act *act = ts_act(s, PEOPLE, false);
    size_t n;
    const struct unit **v = unit_children(act->units, s->t.a, PROVINCE, 20241231, UNIT_COMMUNE, &n);
    size_t step = n / UNITS, k = 0;
    for (size_t i = 0; i < n && k < UNITS; i += step ? step : 1)
        out[k++] = arena_dup(s->t.a, v[i]->code);
    act_end(act);
    return k;
}

static void do_step(struct ts *s, struct said *log, size_t *n, const char *const *unit, unsigned r)
{
    int who = (int)(r % UNITS);
    double value = (double)(r / 7 % 1000);
    struct stat_entry e = entry(s, M_RANDOM, unit[who], "2024", "", value);
    struct said now = {who, clock_ms(), value, VALUE_SENT};
    const struct said *last = NULL;
    for (size_t i = 0; i < *n; i++)
        last = log[i].unit == who ? &log[i] : last;
    if (last && last->state == VALUE_SENT && r % 3) {
        e.value = now.value = last->value;
        now.state = r % 4 ? VALUE_ACCEPTED : VALUE_RETURNED;
        assert_int_equal(judge(s, PEOPLE, &e, now.state == VALUE_ACCEPTED, "sai"), OK);
    } else {
        put_one(s, PROVINCE_OFFICER, e);
        double stands;
        bool same = last && last->state != VALUE_RETURNED &&
                    reckon(log, *n, who, now.at, &stands) && last->value == value;
        if (same)
            return;
    }
    log[(*n)++] = now;
}

static void hold_together(struct ts *s, const struct said *log, size_t n, const char *const *unit,
    int32_t map, int64_t known)
{
    struct act *act = ts_act(s, PEOPLE, false);
    size_t nu;
    const struct unit **u = unit_children(act->units, s->t.a, PROVINCE, map, UNIT_COMMUNE, &nu);
    struct stat_ask ask = {.unit = PROVINCE,
        .level = UNIT_COMMUNE,
        .period = period(s, "2024"),
        .map = map,
        .known = known};
    struct stat_cells c, whole;
    assert_int_equal(stat_entered(act, measure(s, M_RANDOM), &ask, &c), OK);
    assert_int_equal(c.n, nu);
    double all = 0;
    for (size_t i = 0; i < nu; i++) {
        double want = 0, one;
        bool any = false;
        for (int k = 0; k < UNITS; k++) {
            size_t np;
            const struct unit_part *p =
                unit_on_map(act->units, s->t.a, unit[k], 20241231, map, &np);
            for (size_t j = 0; j < np; j++)
                if (p[j].unit == u[i] && reckon(log, n, k, known, &one)) {
                    any = true;
                    want += one * p[j].share;
                }
        }
        assert_ptr_equal(c.v[i].unit, u[i]);
        assert_int_equal(c.v[i].known, any);
        if (any && fabs(c.v[i].value - want) > 1e-6)
            fail_msg("%s: %f, wanted %f", u[i]->code, c.v[i].value, want);
        all += any ? want : 0;
    }
    ask.level = UNIT_ANY;
    assert_int_equal(stat_entered(act, measure(s, M_RANDOM), &ask, &whole), OK);
    assert_true(fabs(whole.v[0].value - all) < 1e-6);
    act_end(act);
}

static void histories_hold_together(struct ts *s)
{
    const char *unit[UNITS];
    struct said *log = NEW_N(s->t.a, struct said, STEPS + 1);
    size_t n = 0;
    unsigned r = 12345;
    int64_t t0 = clock_ms();
    assert_int_equal(former_communes(s, unit), UNITS);
    for (int i = 0; i < STEPS; i++) {
        clock_fake(t0 + 1000 * (i + 1));
        r = r * 1103515245u + 12345u;
        do_step(s, log, &n, unit, r >> 8);
    }
    clock_fake(t0 + 1000 * (STEPS + 5));
    static const int32_t maps[] = {20241231, 20261122, 20250630};
    for (size_t i = 0; i < COUNT(maps); i++)
        for (int k = 1; k <= 4; k++)
            hold_together(s, log, n, unit, maps[i], t0 + 1000 * STEPS * k / 4 + 500);
    clock_fake(0);
}
SITE_TEST_FN(histories_hold_together)

/* A unit that was split is estimated, its parts together are not. */
static void a_split_is_estimated(struct ts *s)
{
    struct act *act = ts_act(s, PEOPLE, false);
    size_t np;
    const char *split = "00007"; /* one of its two parts is known to the list */
    const struct unit_part *p = unit_on_map(act->units, s->t.a, split, 20241231, 20261122, &np);
    assert_true(np >= 1 && p[0].estimated);
    const char *part = arena_dup(s->t.a, p[0].unit->code);
    double share = p[0].share;
    act_end(act);
    accept_one(s, M_BULK, split, "2024", "", 1000);
    struct stat_cell c = cell_known(s, M_BULK, part, "2024", 20261122, 0);
    assert_true(c.estimated);
    is_value(c, 1000 * share);
    c = cell_known(s, M_BULK, "01", "2024", 20261122, 0);
    assert_false(c.estimated);
    is_value(c, 1000);
    c = cell_known(s, M_BULK, "01", "2024", 20241231, 0);
    is_value(c, 1000);
    assert_int_equal(c.said, 1);
    assert_true(c.asked > 500);
}
SITE_TEST_FN(a_split_is_estimated)

/* ---- targets, programmes, own indicators ----------------------------------------------------- */

static const struct indicator *indicator(struct ts *s, const char *id)
{
    measure(s, 0);
    return pack_indicator(s->site->pack, id);
}

static struct stat_target target(struct ts *s, const char *unit, int year, double value)
{
    return (struct stat_target){.indicator = indicator(s, "t_so"),
        .programme = pack_programme(s->site->pack, "t_prog"),
        .unit = unit,
        .year = year,
        .op = TARGET_GE,
        .value = value,
        .baseline = NAN,
        .document = "QĐ 1"};
}

static struct stat_put put_targets(
    struct ts *s, enum person p, const struct stat_target *v, size_t n)
{
    struct stat_put out;
    struct act *act = ts_act(s, p, true);
    assert_int_equal(stat_target_put(act, v, n, false, &out), OK);
    ts_commit(act);
    return out;
}

static struct stat_value value_of(struct ts *s, const char *id, const char *unit, const char *when)
{
    struct act *act = ts_act(s, PEOPLE, false);
    struct stat_ask ask = {.unit = unit, .period = period(s, when)};
    struct stat_values v;
    assert_int_equal(stat_indicator(act, indicator(s, id), NULL, &ask, &v), OK);
    act_end(act);
    assert_int_equal(v.n, 1);
    return v.v[0];
}

static void targets_have_an_order(struct ts *s)
{
    struct stat_value v = value_of(s, "t_so", PROVINCE, "2023");
    assert_int_equal(v.status, STAT_UNKNOWN); /* never judged */
    accept_one(s, M_TINH, PROVINCE, "2023", "", 120);
    v = value_of(s, "t_so", PROVINCE, "2023");
    assert_int_equal(v.status, STAT_MET); /* the country's next milestone: 100 by 2025 */
    assert_int_equal(v.target->year, 2025);
    assert_false(v.target->own);
    struct stat_target t[3] = {
        target(s, PROVINCE, 2026, 130), target(s, "", 2023, 110), target(s, PROVINCE, 2023, 125)};
    assert_int_equal(put_targets(s, PEOPLE, t + 1, 1).added, 1);
    assert_true(value_of(s, "t_so", PROVINCE, "2023").target->value == 110);
    assert_int_equal(put_targets(s, PROVINCE_OFFICER, t, 1).added, 1);
    v = value_of(s, "t_so", PROVINCE, "2023");
    assert_true(v.target->value == 130 && v.target->own);
    assert_int_equal(v.status, STAT_NOT_MET);
    assert_int_equal(put_targets(s, PROVINCE_OFFICER, t + 2, 1).added, 1);
    assert_true(value_of(s, "t_so", PROVINCE, "2023").target->value == 125);
    assert_int_equal(put_targets(s, PROVINCE_OFFICER, t + 2, 1).same, 1);
    t[2].value = 115;
    assert_int_equal(put_targets(s, PROVINCE_OFFICER, t + 2, 1).changed, 1);
    assert_int_equal(value_of(s, "t_so", PROVINCE, "2023").status, STAT_MET);
}
SITE_TEST_FN(targets_have_an_order)

static void targets_are_refused(struct ts *s)
{
    struct stat_target v[] = {target(s, PROVINCE, 0, 1), target(s, "99", 2026, 1),
        target(s, PROVINCE, 2026, NAN), target(s, PROVINCE, 2026, 1)};
    v[3].indicator = NULL;
    static const char *const columns[] = {"year", "unit", "value", "indicator"};
    struct stat_put out = put_targets(s, PEOPLE, v, 4);
    assert_int_equal(out.bad, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(out.faults[i].column, columns[i]);
    struct stat_target own = target(s, PROVINCE, 2026, 1);
    assert_int_equal(put_targets(s, OFFICER, &own, 1).bad, 1);
    assert_int_equal(put_targets(s, LEADER, &own, 1).bad, 1);
}
SITE_TEST_FN(targets_are_refused)

static void a_programme_is_scored(struct ts *s)
{
    accept_one(s, M_TINH, PROVINCE, "2021", "", 150);
    accept_one(s, M_FLOW, PROVINCE, "2021", "", 90);
    accept_one(s, M_STOCK, PROVINCE, "2021", "", 300);
    struct act *act = ts_act(s, PROVINCE_OFFICER, false);
    struct stat_ask ask = {.unit = PROVINCE, .period = period(s, "2021")};
    const struct programme *p = pack_programme(s->site->pack, "t_prog");
    struct stat_score score;
    assert_int_equal(stat_programme(act, p, &ask, &score), OK);
    assert_int_equal(score.n, 2);
    assert_int_equal(score.v[0].status, STAT_MET);
    assert_true(fabs(score.v[1].parts[0].value - 30) < 1e-9);
    assert_int_equal(score.v[1].status, STAT_MET);
    assert_int_equal(score.met, 2);
    ask.period = period(s, "2020");
    assert_int_equal(stat_programme(act, p, &ask, &score), OK);
    assert_int_equal(score.unknown, 2);
    act_end(act);
}
SITE_TEST_FN(a_programme_is_scored)

static void a_province_adds_its_own(struct ts *s)
{
    const struct measure *before = measure(s, M_PLAIN);
    struct stat_own o = {.id = "clb",
        .programme = "t_prog",
        .objective = "m1",
        .code = "Đ1",
        .label = "Tỷ lệ xã có câu lạc bộ",
        .unit_label = "%",
        .province = PROVINCE,
        .per = 100,
        .good = GOOD_UP};
    const char *msg = NULL;
    struct act *act = ts_act(s, OFFICER, true);
    assert_int_equal(stat_own_add(act, &o, &msg), ERR_DENIED);
    act_end(act);
    act = ts_act(s, PROVINCE_OFFICER, true);
    o.id = "Câu lạc bộ";
    assert_int_equal(stat_own_add(act, &o, &msg), ERR_INVALID);
    assert_non_null(msg);
    o.id = "clb";
    assert_int_equal(stat_own_add(act, &o, &msg), OK);
    assert_int_equal(stat_own_add(act, &o, &msg), OK);
    ts_commit(act);
    assert_int_equal(stat_own_reload(s->site), OK);
    assert_ptr_equal(measure(s, M_PLAIN), before);
    const struct indicator *i = indicator(s, "own_clb");
    assert_non_null(i);
    struct stat_entry v[2];
    for (size_t k = 0; k < 2; k++) {
        v[k] = entry(s, M_TINH, PROVINCE, "2022", "", k ? 20 : 15);
        v[k].measure = pack_measure(s->site->pack, k ? "own_clb_mau" : "own_clb_tu");
    }
    assert_int_equal(put(s, PROVINCE_OFFICER, v, 2).added, 2);
    struct stat_value got = value_of(s, "own_clb", PROVINCE, "2022");
    assert_true(fabs(got.value - 75) < 1e-9);
    assert_true(got.origin & STAT_PENDING);
    act = ts_act(s, PEOPLE, false);
    struct stat_ask ask = {.unit = PROVINCE, .period = period(s, "2022")};
    const struct programme *p = pack_programme(s->site->pack, "t_prog");
    struct stat_score score;
    assert_int_equal(stat_programme(act, p, &ask, &score), OK);
    assert_int_equal(score.n, 3);
    assert_string_equal(score.v[1].item->code, "Đ1");
    assert_int_equal(score.v[1].status, STAT_NO_TARGET);
    ask.unit = "01"; /* none of Hà Nội's */
    assert_int_equal(stat_programme(act, p, &ask, &score), OK);
    assert_int_equal(score.n, 2);
    act_end(act);
}
SITE_TEST_FN(a_province_adds_its_own)

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {
        SITE_TEST(same_again_changes_nothing),
        SITE_TEST(many_calls_of_one_act_have_one_sayer),
        SITE_TEST(a_dry_run_writes_nothing),
        SITE_TEST(faults_name_their_column),
        SITE_TEST(codes_have_one_order),
        SITE_TEST(who_may_enter_and_judge),
        SITE_TEST(what_waits_and_what_is_listed),
        SITE_TEST(a_correction_waits),
        SITE_TEST(periods_add_up),
        SITE_TEST(codes_add_up),
        SITE_TEST(rates_are_not_added),
        SITE_TEST(a_count_may_be_corrected),
        SITE_TEST(histories_hold_together),
        SITE_TEST(a_split_is_estimated),
        SITE_TEST(targets_have_an_order),
        SITE_TEST(targets_are_refused),
        SITE_TEST(a_programme_is_scored),
        SITE_TEST(a_province_adds_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, ts_end);
}
