// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Social assistance by the law's table: every rule and every birthday on both sides, several rights
 * at once, amounts known and counted back, arrears paid once; then lists of communes on both
 * databases, also when two officials press at once.
 */
#include "../fault/site.h"

#include "aid/aid.h"

#include <pthread.h>

#define TODAY "2026-11-22"

/* ---- a child in words -------------------------------------------------------------------------
 */

/* "ngay_sinh=2024-03-10 tinh_trang_cha=chet" as values by slot. */
static struct value *values_of(struct ts *s, const struct reg *reg, const char *text)
{
    struct value *v = NEW_N(s->t.a, struct value, reg->nfields);
    struct str rest = str_of(text), part, name;
    while (str_split(&rest, ' ', &part)) {
        if (part.n == 0)
            continue;
        assert_true(str_split(&part, '=', &name));
        const struct field *f = reg_field(reg, arena_dupn(s->t.a, name.p, name.n));
        if (!f)
            fail_msg("no field " STR_FMT, STR_ARG(name));
        int64_t i = 0;
        bool number = f->type == F_BOOL && str_to_int(part, &i);
        v[f->slot] = number ? v_int(i) : v_text(arena_dupn(s->t.a, part.p, part.n));
    }
    return v;
}

static struct aid_case case_of(struct ts *s, const char *text, const char *today)
{
    const struct aid *d = aid_of(s->site->pack);
    return (struct aid_case){.pack = s->site->pack,
        .aid = d,
        .a = s->t.a,
        .v = values_of(s, d->reg, text),
        .province = PROVINCE,
        .today = today};
}

static uint64_t bit_of(const struct aid *d, const char *rule)
{
    for (size_t i = 0; i < d->nrules; i++)
        if (streq(d->rules[i].id, rule))
            return UINT64_C(1) << i;
    return 0;
}

/* "k1 2,5 1350000; (k7 1,5 810000)": those in brackets are not the highest. */
static const char *rights_of(const struct aid_case *c, const char *month)
{
    struct aid_right v[AID_MOST_RIGHTS];
    struct buf b = buf_in(c->a, 2000);
    size_t n = aid_assess(c, aid_month_of(month), v);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%s%s %s %lld%s", i ? "; " : "", v[i].best ? "" : "(", v[i].rule->id,
            aid_coefficient(c->a, v[i].band->hundredths), (long long)v[i].amount,
            v[i].best ? "" : ")");
    return b.n ? b.p : "";
}

#define ORPHAN "tinh_trang_cha=chet tinh_trang_me=chet"
#define SINGLE "tinh_trang_ho=can_ngheo tinh_trang_cha=chet tinh_trang_me=song_cung"

static void every_rule_and_age(struct ts *s)
{
    static const struct {
        const char *child, *month, *want;
    } T[] = {
        /* k1 at 4: the month of the birthday has the new coefficient. Both ends of a month. */
        {"ngay_sinh=2022-11-30 " ORPHAN, "2026-10", "k1 2,5 1350000"},
        {"ngay_sinh=2022-11-30 " ORPHAN, "2026-11", "k1 1,5 810000"},
        {"ngay_sinh=2022-12-01 " ORPHAN, "2026-11", "k1 2,5 1350000"},
        {"ngay_sinh=2022-12-01 " ORPHAN, "2026-12", "k1 1,5 810000"},
        /* … and at 16: that month is still paid, the next is not. */
        {"ngay_sinh=2010-11-22 " ORPHAN, "2026-10", "k1 1,5 810000"},
        {"ngay_sinh=2010-11-22 " ORPHAN, "2026-11", "k1 1,5 810000"},
        {"ngay_sinh=2010-11-22 " ORPHAN, "2026-12", ""},
        {"ngay_sinh=2010-11-01 " ORPHAN, "2026-11", "k1 1,5 810000"},
        {"ngay_sinh=2010-11-01 " ORPHAN, "2026-12", ""},
        {"ngay_sinh=2010-10-31 " ORPHAN, "2026-11", ""},
        /* Not yet born, no birth date, the year alone. */
        {"ngay_sinh=2026-11-15 " ORPHAN, "2026-10", ""},
        {"ngay_sinh=2026-11-15 " ORPHAN, "2026-11", "k1 2,5 1350000"},
        {ORPHAN, "2026-11", ""},
        {"ngay_sinh=2022 " ORPHAN, "2025-12", "k1 2,5 1250000"},
        {"ngay_sinh=2022 " ORPHAN, "2026-01", "k1 1,5 750000"},
        /* A birthday on 29 February is on 1 March. */
        {"ngay_sinh=2020-02-29 " ORPHAN, "2024-01", "k1 2,5 900000"},
        {"ngay_sinh=2020-02-29 " ORPHAN, "2024-02", "k1 1,5 540000"},
        {"ngay_sinh=2023-02-29 " ORPHAN, "2026-11", ""},
        {"ngay_sinh=2012-02-29 " ORPHAN, "2028-02", "k1 1,5 810000"},
        /* The points of k1. */
        {"ngay_sinh=2024-01-05 bi_bo_roi=1", "2026-11", "k1 2,5 1350000"},
        {"ngay_sinh=2024-01-05 bi_bo_roi=1 nuoi_duong=con_nuoi", "2026-11", ""},
        {"ngay_sinh=2015-01-05 tinh_trang_cha=chet tinh_trang_me=mat_tich", "2026-11",
            "k1 1,5 810000"},
        {"ngay_sinh=2015-01-05 tinh_trang_cha=co_so_tgxh tinh_trang_me=chet", "2026-11",
            "k1 1,5 810000"},
        {"ngay_sinh=2015-01-05 tinh_trang_cha=bi_giam tinh_trang_me=chet", "2026-11",
            "k1 1,5 810000"},
        {"ngay_sinh=2015-01-05 tinh_trang_cha=mat_tich tinh_trang_me=mat_tich", "2026-11",
            "k1 1,5 810000"},
        {"ngay_sinh=2015-01-05 tinh_trang_cha=co_so_tgxh tinh_trang_me=co_so_tgxh", "2026-11",
            "k1 1,5 810000"},
        {"ngay_sinh=2015-01-05 tinh_trang_cha=bi_giam tinh_trang_me=bi_giam", "2026-11",
            "k1 1,5 810000"},
        {"ngay_sinh=2015-01-05 tinh_trang_cha=mat_tich tinh_trang_me=co_so_tgxh", "2026-11",
            "k1 1,5 810000"},
        {"ngay_sinh=2015-01-05 tinh_trang_cha=mat_tich tinh_trang_me=bi_giam", "2026-11",
            "k1 1,5 810000"},
        {"ngay_sinh=2015-01-05 tinh_trang_cha=co_so_tgxh tinh_trang_me=bi_giam", "2026-11",
            "k1 1,5 810000"},
        {"ngay_sinh=2015-01-05 tinh_trang_cha=chet tinh_trang_me=song_noi_khac", "2026-11", ""},
        {"ngay_sinh=2015-01-05 tinh_trang_cha=chet", "2026-11", ""},
        {"ngay_sinh=2015-01-05 tinh_trang_cha=chet tinh_trang_me=khong_kha_nang", "2026-11", ""},
        /* Since when a parent is in prison. */
        {"ngay_sinh=2015-01-05 tinh_trang_cha=chet tinh_trang_me=bi_giam tu_ngay_me=2026-08-20",
            "2026-07", ""},
        {"ngay_sinh=2015-01-05 tinh_trang_cha=chet tinh_trang_me=bi_giam tu_ngay_me=2026-08-20",
            "2026-08", "k1 1,5 810000"},
        /* k3, k6, k7 and their ages. */
        {"ngay_sinh=2022-11-10 nhiem_hiv=1 tinh_trang_ho=ngheo", "2026-10", "k3 2,5 1350000"},
        {"ngay_sinh=2022-11-10 nhiem_hiv=1 tinh_trang_ho=ngheo", "2026-11", "k3 2,0 1080000"},
        {"ngay_sinh=2010-11-10 nhiem_hiv=1 tinh_trang_ho=ngheo", "2026-11", "k3 2,0 1080000"},
        {"ngay_sinh=2010-11-10 nhiem_hiv=1 tinh_trang_ho=ngheo", "2026-12", ""},
        {"ngay_sinh=2022-11-10 nhiem_hiv=1 tinh_trang_ho=can_ngheo", "2026-10", ""},
        {"ngay_sinh=2010-12-10 khuyet_tat=nang", "2026-11", "k6_nang 2,0 1080000"},
        {"ngay_sinh=2010-12-10 khuyet_tat=nang", "2026-12", "k6_nang 1,5 810000"},
        {"ngay_sinh=2010-12-10 khuyet_tat=nhe", "2026-11", ""},
        {"ngay_sinh=2010-12-10 khuyet_tat=dac_biet_nang", "2026-11",
            "k6_dbn 2,5 1350000; d20_gia_dinh 1,0 540000"},
        {"ngay_sinh=2010-12-10 khuyet_tat=dac_biet_nang", "2026-12",
            "k6_dbn 2,0 1080000; d20_gia_dinh 1,0 540000"},
        {"ngay_sinh=2023-11-22 vung_dbkk=1 tinh_trang_ho=ngheo", "2026-10", "k7 1,5 810000"},
        {"ngay_sinh=2023-11-22 vung_dbkk=1 tinh_trang_ho=ngheo", "2026-11", "k7 1,5 810000"},
        {"ngay_sinh=2023-11-22 vung_dbkk=1 tinh_trang_ho=ngheo", "2026-12", ""},
        {"ngay_sinh=2023-11-01 vung_dbkk=1 tinh_trang_ho=can_ngheo", "2026-11", "k7 1,5 810000"},
        {"ngay_sinh=2023-10-31 vung_dbkk=1 tinh_trang_ho=ngheo", "2026-11", ""},
        {"ngay_sinh=2025-01-01 vung_dbkk=0 tinh_trang_ho=ngheo", "2026-11", ""},
        {"ngay_sinh=2025-01-01 vung_dbkk=1 tinh_trang_ho=khac", "2026-11", ""},
        /* k4 is the parent's, and ends with the child's 16th year. */
        {"ngay_sinh=2010-11-22 " SINGLE, "2026-11", "k4 1,0 540000"},
        {"ngay_sinh=2010-11-22 " SINGLE, "2026-12", ""},
        {"ngay_sinh=2010-11-22 hoc_tap=thpt " SINGLE, "2026-12", "k4_hoc 1,0 540000"},
        {"ngay_sinh=2004-11-22 hoc_tap=hoc_nghe " SINGLE, "2026-11", "k4_hoc 1,0 540000"},
        {"ngay_sinh=2004-11-22 hoc_tap=hoc_nghe " SINGLE, "2026-12", ""},
        {"ngay_sinh=2015-11-22 tinh_trang_ho=khac tinh_trang_cha=chet tinh_trang_me=song_cung",
            "2026-11", ""},
        /* Only the highest of a payee; the single parent's stands beside it. */
        {"ngay_sinh=2025-01-05 khuyet_tat=nang vung_dbkk=1 " SINGLE, "2026-11",
            "k4 1,0 540000; k6_nang 2,0 1080000; (k7 1,5 810000)"},
        {"ngay_sinh=2015-01-05 khuyet_tat=nang " ORPHAN, "2026-11",
            "(k1 1,5 810000); k6_nang 2,0 1080000"},
        {"ngay_sinh=2024-01-05 khuyet_tat=dac_biet_nang nhiem_hiv=1 tinh_trang_ho=ngheo " ORPHAN,
            "2026-11",
            "(k1 2,5 1350000); (k3 2,5 1350000); k6_dbn 2,5 1350000; d20_gia_dinh 1,0 540000"},
        /* Carers are paid beside the child; a facility in place of it. */
        {"ngay_sinh=2022-12-05 nuoi_duong=nguoi_than " ORPHAN, "2026-11",
            "k1 2,5 1350000; d20_k1 2,5 1350000"},
        {"ngay_sinh=2022-12-05 nuoi_duong=nguoi_than " ORPHAN, "2026-12",
            "k1 1,5 810000; d20_k1 1,5 810000"},
        {"ngay_sinh=2015-12-05 nuoi_duong=khong_than_thich khuyet_tat=dac_biet_nang", "2026-11",
            "k6_dbn 2,5 1350000; d20_nhan_kt 2,5 1350000"},
        {"ngay_sinh=2022-11-15 nuoi_duong=co_so " ORPHAN, "2026-10", "d25 5,0 2700000"},
        {"ngay_sinh=2022-11-15 nuoi_duong=co_so " ORPHAN, "2026-11", "d25 4,0 2160000"},
        {"ngay_sinh=2022-11-15 nuoi_duong=co_so khuyet_tat=nang", "2026-11", "d25 4,0 2160000"},
        /* Moved away or dead: the month of it is the last. */
        {"ngay_sinh=2015-01-05 tinh_trang=da_mat ngay_tinh_trang=2026-09-03 " ORPHAN, "2026-09",
            "k1 1,5 810000"},
        {"ngay_sinh=2015-01-05 tinh_trang=da_mat ngay_tinh_trang=2026-09-03 " ORPHAN, "2026-10",
            ""},
        {"ngay_sinh=2015-01-05 tinh_trang=chuyen_di " ORPHAN, "2026-11", ""},
        {"ngay_sinh=2015-01-05 tinh_trang=dang_theo_doi " ORPHAN, "2026-11", "k1 1,5 810000"},
        {"ngay_sinh=rac " ORPHAN, "2026-11", ""},
    };
    for (size_t i = 0; i < COUNT(T); i++) {
        struct aid_case c = case_of(s, T[i].child, TODAY);
        const char *got = rights_of(&c, T[i].month);
        if (!streq(got, T[i].want))
            fail_msg("%s in %s: \"%s\", wanted \"%s\"", T[i].child, T[i].month, got, T[i].want);
    }
}
SITE_TEST_FN(every_rule_and_age)

/* k2 goes on from k1, to 22. */
static void studying_goes_on(struct ts *s)
{
    static const struct {
        const char *born, *month, *want;
        bool had;
    } T[] = {{"2010-11-22", "2026-10", "k1 1,5 810000", true},
        {"2010-11-22", "2026-11", "(k1 1,5 810000); k2 1,5 810000", true},
        {"2010-11-22", "2026-12", "k2 1,5 810000", true}, {"2010-11-22", "2026-12", "", false},
        {"2004-11-22", "2026-11", "k2 1,5 810000", true}, {"2004-11-22", "2026-12", "", true}};
    for (size_t i = 0; i < COUNT(T); i++) {
        struct aid_case c =
            case_of(s, arena_printf(s->t.a, "ngay_sinh=%s hoc_tap=thpt " ORPHAN, T[i].born), TODAY);
        c.had = T[i].had ? bit_of(c.aid, "k1") : 0;
        assert_string_equal(rights_of(&c, T[i].month), T[i].want);
        c.v = values_of(
            s, c.aid->reg, arena_printf(s->t.a, "ngay_sinh=%s hoc_tap=bo_hoc " ORPHAN, T[i].born));
        assert_null(strstr(rights_of(&c, T[i].month), "k2"));
    }
}
SITE_TEST_FN(studying_goes_on)

static void the_article_is_named(struct ts *s)
{
    static const struct {
        const char *child, *article;
    } T[] = {{"bi_bo_roi=1", "NĐ 20/2021 Đ5 k1 điểm a"}, {ORPHAN, "NĐ 20/2021 Đ5 k1 điểm b"},
        {"tinh_trang_cha=bi_giam tinh_trang_me=chet", "NĐ 20/2021 Đ5 k1 điểm đ"},
        {"tinh_trang_cha=bi_giam tinh_trang_me=co_so_tgxh", "NĐ 20/2021 Đ5 k1 điểm l"}};
    struct aid_right v[AID_MOST_RIGHTS];
    for (size_t i = 0; i < COUNT(T); i++) {
        struct aid_case c =
            case_of(s, arena_printf(s->t.a, "ngay_sinh=2020-05-05 %s", T[i].child), TODAY);
        assert_int_equal(aid_assess(&c, aid_month_of("2026-11"), v), 1);
        assert_string_equal(v[0].article->text, T[i].article);
        assert_string_equal(v[0].standard->document, "NĐ 335/2026/NĐ-CP");
        assert_true(v[0].rule->source.verify);
    }
}
SITE_TEST_FN(the_article_is_named)

/* ---- standard amounts --------------------------------------------------------------------------
 */

static int standard(const struct aid *d, const char *province, const char *month, const char *known)
{
    const struct aid_amount *m = aid_standard(d, province, aid_month_of(month), known);
    return m ? m->amount : 0;
}

static void standard_amounts_by_what_is_known(struct ts *s)
{
    const struct aid *d = aid_of(s->site->pack);
    assert_int_equal(standard(d, "11", "2021-06", TODAY), 270000);
    assert_int_equal(standard(d, "11", "2021-07", TODAY), 360000);
    assert_int_equal(standard(d, "11", "2024-06", TODAY), 360000);
    assert_int_equal(standard(d, "11", "2024-07", TODAY), 500000);
    assert_int_equal(standard(d, "11", "2026-06", TODAY), 500000);
    assert_int_equal(standard(d, "11", "2026-07", "2026-10-04"), 500000);
    assert_int_equal(standard(d, "11", "2026-07", "2026-10-05"), 540000);
    assert_int_equal(standard(d, "11", "2026-11", "2026-10-04"), 500000);
    assert_int_equal(standard(d, "11", "2013-12", TODAY), 0);
}
SITE_TEST_FN(standard_amounts_by_what_is_known)

static void a_province_gives_more_never_less(struct ts *s)
{
    struct aid d = *aid_of(s->site->pack);
    struct aid_amount v[8];
    assert_true(d.namounts + 2 <= COUNT(v));
    memcpy(v, d.amounts, d.namounts * sizeof *v);
    v[d.namounts] = (struct aid_amount){
        .amount = 450000, .from = "2022-01-01", .known = "2022-01-01", .province = "11"};
    v[d.namounts + 1] = (struct aid_amount){
        .amount = 600000, .from = "2026-09-01", .known = "2026-09-01", .province = "01"};
    d.amounts = v;
    d.namounts += 2;
    assert_int_equal(standard(&d, "11", "2021-12", TODAY), 360000);
    assert_int_equal(standard(&d, "11", "2022-01", TODAY), 450000);
    assert_int_equal(standard(&d, "14", "2022-01", TODAY), 360000);
    assert_int_equal(standard(&d, "11", "2024-07", TODAY), 500000); /* the country overtook it */
    assert_int_equal(standard(&d, "01", "2026-08", TODAY), 540000);
    assert_int_equal(standard(&d, "01", "2026-09", TODAY), 600000);
    assert_int_equal(standard(&d, "01", "2026-09", "2026-09-15"), 600000);
    struct aid_amount odd = {.amount = 333333};
    assert_int_equal(aid_money(&odd, 150), 500000); /* 499999,5: to the nearest đồng */
    assert_int_equal(aid_money(&odd, 125), 416666);
    assert_int_equal(aid_money(NULL, 125), 0);
}
SITE_TEST_FN(a_province_gives_more_never_less)

/* ---- what lies ahead ---------------------------------------------------------------------------
 */

static const char *changes_of(const struct aid_case *c, const char *from, int months)
{
    struct aid_change v[20];
    struct buf b = buf_in(c->a, 2000);
    int at = aid_month_of(from);
    size_t n = aid_changes(c, at, at + months, v, COUNT(v));
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%s %s %s>%s", i ? "; " : "", aid_month_show(c->a, v[i].month), v[i].day,
            v[i].before.rule ? aid_coefficient(c->a, v[i].before.band->hundredths) : "-",
            v[i].after.rule ? aid_coefficient(c->a, v[i].after.band->hundredths) : "-");
    return b.n ? b.p : "";
}

static void changes_ahead(struct ts *s)
{
    struct aid_case c = case_of(s, "ngay_sinh=2023-03-10 hoc_tap=thpt " ORPHAN, TODAY);
    assert_string_equal(
        changes_of(&c, "2026-11", 240), "03/2027 2027-03-10 2,5>1,5; 04/2039 2039-03-10 1,5>-");
    c.had = bit_of(c.aid, "k1");
    assert_string_equal(changes_of(&c, "2026-11", 240),
        "03/2027 2027-03-10 2,5>1,5; 03/2039 2039-03-10 1,5>1,5; 04/2045 2045-03-10 1,5>-");
    c = case_of(s, "ngay_sinh=2024-02-29 vung_dbkk=1 tinh_trang_ho=ngheo", TODAY);
    assert_string_equal(changes_of(&c, "2026-11", 24), "04/2027 2027-03-01 1,5>-");
    c = case_of(s, "ngay_sinh=2023-12-15 vung_dbkk=1 " SINGLE, TODAY);
    assert_string_equal(changes_of(&c, "2026-11", 2), "01/2027 2026-12-15 1,5>-");
    c = case_of(s,
        "ngay_sinh=2015-12-15 tinh_trang_cha=chet tinh_trang_me=bi_giam tu_ngay_me=2027-02-03",
        TODAY);
    assert_string_equal(changes_of(&c, "2026-11", 12), "02/2027 2027-02-03 ->1,5");
    assert_string_equal(changes_of(&c, "2027-02", 12), "");
    c = case_of(s, ORPHAN, TODAY);
    assert_string_equal(changes_of(&c, "2026-11", 12), "");
}
SITE_TEST_FN(changes_ahead)

/* ---- decisions and arrears ----------------------------------------------------------------------
 */

static struct aid_decision decided(
    const struct aid *d, const char *rule, int hundredths, const char *from)
{
    struct aid_decision x = {.id = "d", .rule_id = rule, .hundredths = hundredths};
    for (size_t i = 0; i < d->nrules; i++)
        if (streq(d->rules[i].id, rule))
            x.rule = &d->rules[i];
    x.payee = x.rule ? x.rule->payee : &d->payees[0];
    x.from = aid_month_of(from);
    x.until = AID_FOREVER;
    return x;
}

static int64_t due(const struct aid_case *c, const struct aid_decision *d, size_t n, const char *m)
{
    return aid_due_in(c, d, n, d->payee, aid_month_of(m)).amount;
}

static void decisions_are_rated_again_at_birthdays(struct ts *s)
{
    struct aid_case c = case_of(s, "ngay_sinh=2022-09-20 " ORPHAN, TODAY);
    struct aid_decision d[2] = {decided(c.aid, "k1", 250, "2025-03")};
    assert_int_equal(due(&c, d, 1, "2025-02"), 0);
    assert_int_equal(due(&c, d, 1, "2025-03"), 1250000);
    assert_int_equal(due(&c, d, 1, "2026-08"), 1350000);
    assert_int_equal(due(&c, d, 1, "2026-09"), 810000);
    assert_int_equal(due(&c, d, 1, "2038-09"), 810000);
    assert_int_equal(due(&c, d, 1, "2038-10"), 0);
    d[0].hundredths = 300; /* a province's own coefficient stays until the next age */
    assert_int_equal(due(&c, d, 1, "2025-03"), 1500000);
    assert_int_equal(due(&c, d, 1, "2026-09"), 810000);
    d[0].until = aid_month_of("2026-06");
    assert_int_equal(due(&c, d, 1, "2026-07"), 0);
    d[0] = decided(c.aid, "k1", 250, "2025-03");
    d[0].stop = aid_month_of("2025-06"), d[0].resume = aid_month_of("2025-09");
    assert_int_equal(due(&c, d, 1, "2025-05"), 1250000);
    assert_int_equal(due(&c, d, 1, "2025-06"), 0);
    assert_int_equal(due(&c, d, 1, "2025-08"), 0);
    assert_int_equal(due(&c, d, 1, "2025-09"), 1250000);
    d[0].resume = AID_NEVER;
    assert_int_equal(due(&c, d, 1, "2026-05"), 0);
    /* Two decisions of one payee: the higher one is paid, not both. */
    d[0] = decided(c.aid, "k1", 250, "2025-03");
    d[1] = decided(c.aid, "k6_nang", 200, "2025-03");
    assert_int_equal(due(&c, d, 2, "2026-08"), 1350000);
    assert_int_equal(due(&c, d, 2, "2026-09"), 1080000);
    d[1] = decided(c.aid, "k4", 100, "2025-03");
    assert_int_equal(due(&c, d, 2, "2026-08"), 1350000);
    assert_int_equal(due(&c, &d[1], 1, "2026-08"), 540000);
    /* A facility pays its own; a ground of the province is paid as decided. */
    d[0] = decided(c.aid, "d25", 500, "2025-03");
    assert_int_equal(due(&c, d, 1, "2026-08"), 0);
    d[0] = decided(c.aid, "khac", 125, "2025-03");
    assert_int_equal(due(&c, d, 1, "2040-08"), 675000);
}
SITE_TEST_FN(decisions_are_rated_again_at_birthdays)

static void a_rise_that_reaches_back(struct ts *s)
{
    const struct aid_paid paid[] = {{aid_month_of("2026-06"), 1250000},
        {aid_month_of("2026-07"), 1250000}, {aid_month_of("2026-08"), 1250000},
        {aid_month_of("2026-09"), 1250000}};
    struct aid_arrear v[12];
    struct aid_case c = case_of(s, "ngay_sinh=2023-09-20 " ORPHAN, "2026-10-04");
    struct aid_decision d = decided(c.aid, "k1", 250, "2025-03");
    int from = aid_month_of("2026-06"), october = aid_month_of("2026-10");
    assert_int_equal(aid_arrears(&c, &d, 1, d.payee, paid, 4, from, october, v, 12), 0);
    c.today = "2026-10-05";
    assert_int_equal(aid_arrears(&c, &d, 1, d.payee, paid, 4, from, october, v, 12), 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(v[i].month, aid_month_of("2026-07") + i);
        assert_int_equal(v[i].due - v[i].paid, 100000); /* (540 000 - 500 000) x 2,5 */
        assert_string_equal(v[i].standard->document, "NĐ 335/2026/NĐ-CP");
    }
    /* Once made up for, nothing is owed any more. */
    struct aid_paid more[7];
    memcpy(more, paid, sizeof paid);
    for (int i = 0; i < 3; i++)
        more[4 + i] = (struct aid_paid){aid_month_of("2026-07") + i, 100000};
    assert_int_equal(aid_arrears(&c, &d, 1, d.payee, more, 7, from, october, v, 12), 0);
    /* The child was ended in August: only July and August are made up for, September is overpaid.
     */
    d.until = aid_month_of("2026-08");
    assert_int_equal(aid_arrears(&c, &d, 1, d.payee, paid, 4, from, october, v, 12), 3);
    assert_int_equal(v[1].due - v[1].paid, 100000);
    assert_int_equal(v[2].due - v[2].paid, -1250000);
    assert_null(v[2].standard);
}
SITE_TEST_FN(a_rise_that_reaches_back)

/* ---- lists on both databases --------------------------------------------------------------------
 */

static void put(struct rec *r, const char *field, struct value v)
{
    r->v[reg_field(r->reg, field)->slot] = v;
}

static struct rec *stored(struct act *act, const struct reg *reg, const struct rec *parent,
    const char *unit, struct value *v)
{
    struct rec *r = rec_new(act, reg, parent);
    r->common[DC_PROVINCE] = v_text(PROVINCE);
    r->common[DC_UNIT] = v_text(unit);
    r->v = v;
    if (rec_insert(act, r, "tao", NULL) != OK)
        fail_msg("insert: %s", err_detail());
    return r;
}

/* A child with one decision. */
static const char *child_with(struct ts *s, const char *unit, const char *name, const char *child,
    const char *rule, double coefficient, const char *from)
{
    struct act *act = ts_act(s, PEOPLE, true);
    const struct aid *d = aid_of(s->site->pack);
    struct value *v = values_of(s, d->reg, child);
    v[reg_field(d->reg, "ho_ten")->slot] = v_text(name);
    v[reg_field(d->reg, "gioi_tinh")->slot] = v_text("nu");
    v[reg_field(d->reg, "tinh_trang")->slot] = v_text("dang_theo_doi");
    struct rec *kid = stored(act, d->reg, NULL, unit, v);
    if (rule) {
        struct value *w = values_of(s, d->decisions,
            arena_printf(s->t.a,
                "so_quyet_dinh=12/QĐ-UBND ngay_quyet_dinh=%s-03 dien=%s tra_cho=%s "
                "noi_huong=cong_dong tu_thang=%s tinh_trang_huong=dang_huong",
                from, rule, streq(rule, "k4") ? "nguoi_don_than" : "tre", from));
        w[reg_field(d->decisions, "he_so")->slot] = v_real(coefficient);
        stored(act, d->decisions, kid, unit, w);
    }
    const char *id = rec_id(kid);
    ts_commit(act);
    return id;
}

static struct act *on_day(struct ts *s, const char *day, bool write)
{
    struct cal_date d;
    assert_true(cal_from_iso(str_of(day), &d));
    clock_fake(cal_ms(cal_day(d), 9 * 60));
    return ts_act(s, PEOPLE, write);
}

static const char *make_list(struct ts *s, const char *unit, const char *month, const char *day)
{
    struct act *act = on_day(s, day, true);
    const char *id = NULL;
    bool made = false;
    enum err e = aid_make(act, unit, aid_month_of(month), &id, &made);
    if (e != OK)
        fail_msg("list %s: %s %s", month, err_name(e), err_detail());
    assert_true(made);
    ts_commit(act);
    return id;
}

static int64_t sum_of(struct ts *s, const char *list, const char *column)
{
    return ts_count(s, arena_printf(s->t.a,
                           "SELECT coalesce(sum(%s), 0) FROM r_dong_chi_tra WHERE parent = '%s' "
                           "AND deleted_at IS NULL",
                           column, list));
}

static void decree_335_is_made_up_for_once(struct ts *s)
{
    const char *unit = "03127";
    child_with(s, unit, "Lò Thị Sao", "ngay_sinh=2023-05-01 " ORPHAN, "k1", 2.5, "2026-01");
    child_with(s, unit, "Lò Văn Chín", "ngay_sinh=2015-05-01 " ORPHAN, "k1", 1.5, "2026-01");
    const char *late =
        child_with(s, unit, "Lò Thị Muộn", "ngay_sinh=2015-05-01 " ORPHAN, "k1", 1.5, "2026-09");
    const char *m7 = make_list(s, unit, "2026-07", "2026-07-02");
    make_list(s, unit, "2026-08", "2026-08-02");
    make_list(s, unit, "2026-09", "2026-09-02");
    assert_int_equal(sum_of(s, m7, "so_tien"), 1250000 + 750000);
    assert_int_equal(sum_of(s, m7, "truy_linh"), 0);
    const char *m10 = make_list(s, unit, "2026-10", "2026-10-06");
    assert_int_equal(sum_of(s, m10, "so_tien"), 1350000 + 810000 + 810000);
    assert_int_equal(sum_of(s, m10, "truy_linh"), 3 * 100000 + 3 * 60000 + 60000);
    assert_int_equal(sum_of(s, m10, "tong_cong"), 1350000 + 2 * 810000 + 3 * 160000 + 60000);
    const char *why = ts_sql(s, arena_printf(s->t.a,
                                    "SELECT giai_thich FROM r_dong_chi_tra WHERE parent = '%s' AND "
                                    "ho_ten = 'Lò Thị Sao'",
                                    m10));
    assert_string_equal(why,
        "Truy lĩnh tháng 07/2026–09/2026: 3 tháng × 100.000 đồng (đã chi 1.250.000 đồng, đúng là "
        "1.350.000 đồng, mức chuẩn 540.000 đồng theo NĐ 335/2026/NĐ-CP)");
    const char *m11 = make_list(s, unit, "2026-11", "2026-11-02");
    assert_int_equal(sum_of(s, m11, "truy_linh"), 0);
    assert_int_equal(ts_count(s, arena_printf(s->t.a,
                                     "SELECT sum(amount) FROM aid_paid WHERE child = '%s' AND "
                                     "month = '2026-09'",
                                     late)),
        810000);
}
SITE_TEST_FN(decree_335_is_made_up_for_once)

static void mistakes_are_taken_back_next_month(struct ts *s)
{
    const char *unit = "03151";
    const char *kid =
        child_with(s, unit, "Vàng A Pó", "ngay_sinh=2022-01-10 " ORPHAN, "k1", 2.5, "2025-12");
    child_with(s, unit, "Vàng Thị Mỷ", "ngay_sinh=2015-01-10 " SINGLE, "k4", 1.0, "2026-01");
    const char *m1 = make_list(s, unit, "2026-01", "2026-01-05");
    assert_int_equal(sum_of(s, m1, "so_tien"), 750000 + 500000); /* 4 in this month */
    /* The birth date was wrong: he is younger. */
    struct act *act = ts_act(s, PEOPLE, true);
    struct rec *r;
    assert_int_equal(rec_get(act, pack_reg(s->site->pack, "tre_em"), kid, &r), OK);
    put(r, "ngay_sinh", v_text("2023-01-10"));
    assert_int_equal(rec_update(act, r, rec_version(r), "sua", "giấy khai sinh"), OK);
    ts_commit(act);
    const char *m2 = make_list(s, unit, "2026-02", "2026-02-03");
    assert_int_equal(sum_of(s, m2, "so_tien"), 1250000 + 500000);
    assert_int_equal(sum_of(s, m2, "truy_linh"), 500000);
    /* … and older after all: 1 250 000 was paid for January and February, 750 000 was right. */
    act = ts_act(s, PEOPLE, true);
    assert_int_equal(rec_get(act, pack_reg(s->site->pack, "tre_em"), kid, &r), OK);
    put(r, "ngay_sinh", v_text("2020-01-10"));
    assert_int_equal(rec_update(act, r, rec_version(r), "sua", "giấy khai sinh"), OK);
    ts_commit(act);
    /* His decision said 2,5 for a child of that age: he keeps it until it is corrected. */
    act = on_day(s, "2026-03-02", false);
    struct aid_sheet sheet;
    assert_int_equal(aid_preview(act, unit, aid_month_of("2026-03"), &sheet), OK);
    assert_int_equal(sheet.arrears, 0);
    act_end(act);
    act = ts_act(s, PEOPLE, true);
    struct rec **v;
    size_t n;
    assert_int_equal(rec_get(act, pack_reg(s->site->pack, "tre_em"), kid, &r), OK);
    assert_int_equal(rec_parts(act, pack_reg(s->site->pack, "tro_cap"), r, &v, &n), OK);
    put(v[0], "he_so", v_real(1.5));
    assert_int_equal(rec_update(act, v[0], rec_version(v[0]), "sua", "sai hệ số"), OK);
    ts_commit(act);
    const char *m3 = make_list(s, unit, "2026-03", "2026-03-02");
    assert_int_equal(sum_of(s, m3, "truy_linh"), -1000000 + 250000); /* no more than there is */
    assert_int_equal(sum_of(s, m3, "tong_cong"), 500000);
    const char *m4 = make_list(s, unit, "2026-04", "2026-04-02");
    assert_int_equal(sum_of(s, m4, "truy_linh"), -250000);
    assert_int_equal(sum_of(s, m4, "tong_cong"), 1000000);
}
SITE_TEST_FN(mistakes_are_taken_back_next_month)

static void a_list_is_made_once_locked_and_taken_back(struct ts *s)
{
    const char *unit = "03158";
    child_with(
        s, unit, "Giàng A Dế", "ngay_sinh=2015-01-10 khuyet_tat=nang", "k6_nang", 2.0, "2026-01");
    const char *m1 = make_list(s, unit, "2026-01", "2026-01-05");
    struct act *act = on_day(s, "2026-01-06", true);
    const char *again = NULL;
    bool made = true;
    assert_int_equal(aid_make(act, unit, aid_month_of("2026-01"), &again, &made), OK);
    assert_false(made);
    assert_string_equal(again, m1);
    act_end(act);
    /* Too far ahead, before the last one, before there were amounts. */
    static const char *const never[] = {"2026-03", "2025-12", "1999-01"};
    for (size_t i = 0; i < COUNT(never); i++) {
        act = on_day(s, "2026-01-06", true);
        assert_int_equal(aid_make(act, unit, aid_month_of(never[i]), &again, &made), ERR_INVALID);
        act_end(act);
    }
    const char *m2 = make_list(s, unit, "2026-02", "2026-01-20");
    const struct reg *lists = aid_of(s->site->pack)->lists;
    struct rec *r;
    act = ts_act(s, PEOPLE, true);
    assert_int_equal(rec_get(act, lists, m1, &r), OK);
    assert_int_equal(aid_discard(act, r, rec_version(r)), ERR_CONFLICT);
    act_end(act);
    act = ts_act(s, PEOPLE, true);
    assert_int_equal(rec_get(act, lists, m2, &r), OK);
    assert_int_equal(aid_discard(act, r, rec_version(r)), OK);
    ts_commit(act);
    assert_int_equal(
        ts_count(s, arena_printf(s->t.a, "SELECT count(*) FROM aid_paid WHERE list = '%s'", m2)),
        0);
    m2 = make_list(s, unit, "2026-02", "2026-01-21");
    assert_int_equal(sum_of(s, m2, "tong_cong"), 1000000);
    act = ts_act(s, PEOPLE, true);
    assert_int_equal(rec_get(act, lists, m2, &r), OK);
    assert_int_equal(aid_mark_paid(act, r, rec_version(r), "2026-01-25"), OK);
    ts_commit(act);
    act = ts_act(s, PEOPLE, true);
    assert_int_equal(rec_get(act, lists, m2, &r), OK);
    assert_int_equal(aid_mark_paid(act, r, rec_version(r), "2026-01-25"), ERR_CONFLICT);
    assert_int_equal(aid_discard(act, r, rec_version(r)), ERR_CONFLICT);
    act_end(act);
}
SITE_TEST_FN(a_list_is_made_once_locked_and_taken_back)

/* ---- two officials at once ------------------------------------------------------------------- */

struct press {
    struct ts *s;
    pthread_barrier_t *start;
    int month;
    bool made;
    enum err e;
};

static void *press(void *ctx)
{
    struct press *p = ctx;
    struct arena *a = arena_open();
    struct act *act = act_new(p->s->site, a, NULL, "test", "127.0.0.1");
    const char *id;
    pthread_barrier_wait(p->start);
    p->e = act_write(act);
    if (p->e == OK)
        p->e = aid_make(act, "03160", p->month, &id, &p->made);
    if (p->e == OK)
        p->e = act_commit(act, "/");
    act_end(act);
    arena_close(a);
    return NULL;
}

static void two_at_once(struct ts *s)
{
    enum { PEOPLE_PRESSING = 4 };
    pthread_t t[PEOPLE_PRESSING];
    struct press p[PEOPLE_PRESSING];
    pthread_barrier_t start;
    child_with(s, "03160", "Sùng A Lử", "ngay_sinh=2015-01-10 " ORPHAN, "k1", 1.5, "2026-01");
    act_end(on_day(s, "2026-01-20", false));
    /* Half of them want January, half February: a month is never paid in both. */
    pthread_barrier_init(&start, NULL, PEOPLE_PRESSING);
    for (int i = 0; i < PEOPLE_PRESSING; i++) {
        p[i] = (struct press){s, &start, aid_month_of(i % 2 ? "2026-01" : "2026-02"), false, OK};
        assert_int_equal(pthread_create(&t[i], NULL, press, &p[i]), 0);
    }
    int made[2] = {0};
    for (int i = 0; i < PEOPLE_PRESSING; i++) {
        pthread_join(t[i], NULL);
        made[i % 2] += p[i].made && p[i].e == OK;
        assert_true(p[i].e == OK || (i % 2 && p[i].e == ERR_INVALID)); /* February came first */
    }
    pthread_barrier_destroy(&start);
    assert_int_equal(made[0], 1);
    assert_true(made[1] <= 1);
    static const char *const month[] = {"2026-02", "2026-01"};
    for (int i = 0; i < 2; i++)
        assert_int_equal(ts_count(s, arena_printf(s->t.a,
                                         "SELECT coalesce(sum(amount), 0) FROM aid_paid WHERE "
                                         "unit = '03160' AND month = '%s'",
                                         month[i])),
            made[i] ? 750000 : 0);
}
SITE_TEST_FN(two_at_once)

/* ---- what is to be decided ----------------------------------------------------------------------
 */

static const char *todos_of(struct ts *s, const char *id, const char *month)
{
    static const char *const why[] = {"new", "age", "state", "better", "gone"};
    struct act *act = on_day(s, TODAY, false);
    struct aid_child *v;
    struct buf b = buf_in(s->t.a, 2000);
    size_t n;
    assert_int_equal(aid_children(act, "03162", true, &v, &n), OK);
    for (size_t i = 0; i < n; i++) {
        struct aid_todo t[8];
        if (!streq(rec_id(v[i].rec), id))
            continue;
        size_t k = aid_todos(act, &v[i], aid_month_of(month), t, COUNT(t));
        for (size_t j = 0; j < k; j++)
            buf_printf(&b, "%s%s %s>%s %s", j ? "; " : "", why[t[j].why],
                aid_coefficient(s->t.a, t[j].old), t[j].right.rule ? t[j].right.rule->id : "-",
                aid_month_show(s->t.a, t[j].month));
    }
    act_end(act);
    return b.n ? b.p : "";
}

static void what_is_to_be_decided(struct ts *s)
{
    static const struct {
        const char *child, *rule, *want;
        double coefficient;
    } T[] = {
        {"ngay_sinh=2015-03-01 " ORPHAN, NULL, "new 0,0>k1 11/2026", 0},
        {"ngay_sinh=2015-03-01 " ORPHAN, "k1", "", 1.5},
        {"ngay_sinh=2022-12-24 " ORPHAN, "k1", "age 2,5>k1 12/2026", 2.5},
        {"ngay_sinh=2022-03-24 " ORPHAN, "k1", "age 2,5>k1 03/2026", 2.5},
        {"ngay_sinh=2010-11-05 " ORPHAN, "k1", "age 1,5>- 12/2026", 1.5},
        {"ngay_sinh=2010-11-05 hoc_tap=thpt " ORPHAN, "k1", "age 1,5>k2 12/2026", 1.5},
        {"ngay_sinh=2015-03-01 tinh_trang_cha=chet tinh_trang_me=song_cung", "k1",
            "state 1,5>- 12/2026", 1.5},
        {"ngay_sinh=2015-03-01 khuyet_tat=nang " ORPHAN, "k1", "better 1,5>k6_nang 12/2026", 1.5},
        {"ngay_sinh=2015-03-01 khuyet_tat=nang " SINGLE, "k4", "new 0,0>k6_nang 11/2026", 1.0},
        {ORPHAN, "k1", "", 1.5},
    };
    for (size_t i = 0; i < COUNT(T); i++) {
        const char *id = child_with(s, "03162", arena_printf(s->t.a, "Trẻ %zu", i), T[i].child,
            T[i].rule, T[i].coefficient, "2026-01");
        const char *got = todos_of(s, id, "2026-12");
        if (!streq(got, T[i].want))
            fail_msg("%s: \"%s\", wanted \"%s\"", T[i].child, got, T[i].want);
    }
}
SITE_TEST_FN(what_is_to_be_decided)

static void months_as_numbers(struct ts *s)
{
    assert_int_equal(aid_month_of("2026-10"), aid_month_of("2026-10-31"));
    assert_int_equal(aid_month_of("2026-12") + 1, aid_month_of("2027-01"));
    static const char *const none[] = {"2026", "", "2026-13", "rác", "2026-00-01"};
    for (size_t i = 0; i < COUNT(none); i++)
        assert_int_equal(aid_month_of(none[i]), AID_NEVER);
    assert_int_equal(aid_month_of(NULL), AID_NEVER);
    assert_string_equal(aid_month_iso(s->t.a, aid_month_of("2027-01-09")), "2027-01");
    assert_string_equal(aid_coefficient(s->t.a, 250), "2,5");
    assert_string_equal(aid_coefficient(s->t.a, 100), "1,0");
    assert_string_equal(aid_coefficient(s->t.a, 125), "1,25");
    const struct aid *d = aid_of(s->site->pack);
    int december = aid_next_month(d, TODAY);
    assert_string_equal(aid_month_iso(s->t.a, december), "2026-12");
    assert_string_equal(
        cal_format_moment(s->t.a, aid_due_at(d, december)), "17 giờ 00, 25/11/2026");
}
SITE_TEST_FN(months_as_numbers)

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    log_level(LOG_ERROR + 1);
    const struct CMUnitTest tests[] = {SITE_TEST(months_as_numbers), SITE_TEST(every_rule_and_age),
        SITE_TEST(studying_goes_on), SITE_TEST(the_article_is_named),
        SITE_TEST(standard_amounts_by_what_is_known), SITE_TEST(a_province_gives_more_never_less),
        SITE_TEST(changes_ahead), SITE_TEST(decisions_are_rated_again_at_birthdays),
        SITE_TEST(a_rise_that_reaches_back), SITE_TEST(decree_335_is_made_up_for_once),
        SITE_TEST(mistakes_are_taken_back_next_month),
        SITE_TEST(a_list_is_made_once_locked_and_taken_back), SITE_TEST(two_at_once),
        SITE_TEST(what_is_to_be_decided)};
    return cmocka_run_group_tests_name("aid", tests, NULL, ts_end);
}
