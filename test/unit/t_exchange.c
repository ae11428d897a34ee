// SPDX-License-Identifier: AGPL-3.0-or-later
/* Names, periods and files of other systems; what pages do with them is in test/http/trao_doi.t. */
#include "arenatest.h"

#include "exchange/exchange_int.h"

#include <stdio.h>

/* ---- names -------------------------------------------------------------------------------------
 */

static void uids_are_steady_and_well_formed(void **state)
{
    (void)state;
    char x[EXCHANGE_UID], y[EXCHANGE_UID], id[16];
    for (int i = 0; i < 5000; i++) {
        snprintf(id, sizeof id, "m%d", i);
        exchange_uid("de", id, x);
        assert_int_equal(strspn(x, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                   "0123456789"),
            11);
        assert_false(x[0] >= '0' && x[0] <= '9');
        exchange_uid("de", id, y);
        assert_string_equal(x, y);
        exchange_uid("ou", id, y);
        assert_string_not_equal(x, y);
    }
    exchange_uid("de", "tre_em", x); /* stays what it was: others keep it */
    assert_string_equal(x, "rkIHV2TB2AU");
}

static void a_combo_without_dimensions_is_the_default(void **state)
{
    (void)state;
    char x[EXCHANGE_UID];
    exchange_combo_uid("", x);
    assert_string_equal(x, "HllvX50cXC0");
}

/* ---- periods -----------------------------------------------------------------------------------
 */

static void periods_as_dhis2_and_adx_write_them(void **state)
{
    (void)state;
    static const char *const CASES[][3] = {{"2024-09", "202409", "2024-09-01/P1M"},
        {"2024-Q3", "2024Q3", "2024-07-01/P3M"}, {"2024-H2", "2024S2", "2024-07-01/P6M"},
        {"2024", "2024", "2024-01-01/P1Y"}, {"2024-9M", "", "2024-01-01/P9M"},
        {"2024-03-05..2024-04-01", "", "2024-03-05/P28D"}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct period p, back;
        char dhis[16] = "", adx[24];
        assert_null(period_parse(a, str_of(CASES[i][0]), REGIME_CALENDAR, &p));
        assert_int_equal(exchange_period(&p, dhis), *CASES[i][1] != 0);
        assert_string_equal(dhis, CASES[i][1]);
        assert_true(exchange_adx_period(&p, adx));
        assert_string_equal(adx, CASES[i][2]);
        assert_null(exchange_adx_parse(a, str_of(adx), &back));
        assert_string_equal(back.id, p.id);
        if (*dhis) {
            assert_null(period_parse(a, str_of(dhis), REGIME_CALENDAR, &back));
            assert_string_equal(back.id, p.id);
        }
    }
}

static void bad_adx_periods_are_told(void **state)
{
    (void)state;
    static const char *const BAD[] = {"", "2024", "2024-01-01", "2024-01-01/", "2024-01-01/P",
        "2024-01-01/PM", "2024-01-01/P0M", "2024-01-01/P1X", "2024-13-01/P1M", "2024-01/P1M",
        "2024-01-01/P-1M", "2024-01-01/P99999D"};
    struct period p;
    for (size_t i = 0; i < COUNT(BAD); i++)
        assert_non_null(exchange_adx_parse(a, str_of(BAD[i]), &p));
}

/* ---- files -------------------------------------------------------------------------------------
 */

struct seen {
    char text[2000];
    size_t n;
};

static enum err see(void *ctx, const struct row *r)
{
    struct seen *s = ctx;
    size_t at = strlen(s->text);
    snprintf(s->text + at, sizeof s->text - at,
        "%zu " STR_FMT " " STR_FMT " " STR_FMT " " STR_FMT "=" STR_FMT "%s", r->no,
        STR_ARG(r->element), STR_ARG(r->period), STR_ARG(r->unit), STR_ARG(r->combo),
        STR_ARG(r->value), r->deleted ? " gone" : "");
    for (size_t i = 0; i < r->noptions; i++) {
        at = strlen(s->text);
        snprintf(s->text + at, sizeof s->text - at, " " STR_FMT ":" STR_FMT,
            STR_ARG(r->options[i].category), STR_ARG(r->options[i].code));
    }
    at = strlen(s->text);
    snprintf(s->text + at, sizeof s->text - at, "\n");
    s->n++;
    return OK;
}

typedef enum err reader(
    struct arena *a, struct str bytes, row_fn *fn, void *ctx, const char **broken);

static void reads(reader *fn, const char *bytes, const char *want, const char *broken)
{
    struct seen s = {0};
    const char *why = NULL;
    assert_int_equal(fn(a, str_of(bytes), see, &s, &why), OK);
    assert_string_equal(s.text, want);
    if (broken)
        assert_non_null(why ? strstr(why, broken) : NULL);
    else
        assert_null(why);
}

static void csv_by_name_and_by_place(void **state)
{
    (void)state;
    reads(exchange_read_csv,
        "\"dataelement\",\"period\",\"orgunit\",\"categoryoptioncombo\",\"attributeoptioncombo\","
        "\"value\",\"storedby\",\"lastupdated\",\"comment\",\"followup\",\"deleted\"\n"
        "\"a\",\"2024\",\"u\",\"c\",\"x\",\"5\",\"s\",\"t\",\"\",\"false\",\"TRUE\"\n",
        "0 a 2024 u c=5 gone\n", NULL);
    reads(exchange_read_csv, "Value,ORGUNIT,dataElement,period\n5,u,a,2024Q1\n6,u,b,2024Q1\n",
        "0 a 2024Q1 u =5\n1 b 2024Q1 u =6\n", NULL);
    reads(exchange_read_csv, "de,pe,ou,coc,aoc,v\na,2024,u,c,x,7\n", "0 a 2024 u c=7\n", NULL);
    reads(exchange_read_csv, "", "", NULL);
    reads(exchange_read_csv, "dataelement\n", "", NULL);
}

static void json_of_each_version(void **state)
{
    (void)state;
    reads(exchange_read_json,
        "{\"period\":\"2024\",\"orgUnit\":\"u\",\"dataValues\":[{\"dataElement\":\"a\",\"value\":"
        "\"1\",\"categoryOptionCombo\":\"c\"},{\"dataElement\":\"b\",\"period\":\"2023\",\"value\":"
        "2.5,\"deleted\":true},{\"dataElement\":\"a\",\"value\":\"3\",\"categoryOptionCombo\":{"
        "\"gioi_tinh\":\"nu\"}}]}",
        "0 a 2024 u c=1\n1 b 2023 u =2.5 gone\n2 a 2024 u =3 gioi_tinh:nu\n", NULL);
    reads(exchange_read_json, "{\"dataValues\":[", "", "cắt cụt");
    reads(exchange_read_json, "{}", "", "dataValues");
    reads(exchange_read_json, "[1]", "", "dataValues");
}

static void adx_with_categories_and_where_it_breaks(void **state)
{
    (void)state;
    reads(exchange_read_adx,
        "<adx xmlns=\"urn:ihe:qrph:adx:2015\"><group dataSet=\"d\" orgUnit=\"u\" "
        "period=\"2024-01-01/P1Y\"><dataValue dataElement=\"a\" gioi_tinh=\"nu\" value=\"1\"/>"
        "<dataValue dataElement=\"b\" categoryOptionCombo=\"c\" value=\"2\"/></group></adx>",
        "0 a 2024-01-01/P1Y u =1 gioi_tinh:nu\n1 b 2024-01-01/P1Y u c=2\n", NULL);
    reads(exchange_read_adx,
        "<adx><group orgUnit=\"u\" period=\"p\"><dataValue dataElement=\"a\" value=\"1\"/><data",
        "0 a p u =1\n", "hỏng ở dòng");
    reads(exchange_read_adx, "<!DOCTYPE a><adx/>", "", "DOCTYPE");
    reads(exchange_read_adx, "<html/>", "", "adx");
}

static void formats_are_told_by_their_first_bytes(void **state)
{
    (void)state;
    assert_int_equal(exchange_guess(STR("\xef\xbb\xbf {\"a\":1}")), EXCHANGE_JSON);
    assert_int_equal(exchange_guess(STR("  <adx/>")), EXCHANGE_ADX);
    assert_int_equal(exchange_guess(STR("a,b\n")), EXCHANGE_CSV);
    assert_int_equal(exchange_guess(STR("")), EXCHANGE_CSV);
}

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uids_are_steady_and_well_formed),
        cmocka_unit_test(a_combo_without_dimensions_is_the_default),
        cmocka_unit_test(periods_as_dhis2_and_adx_write_them),
        cmocka_unit_test(bad_adx_periods_are_told),
        cmocka_unit_test(csv_by_name_and_by_place),
        cmocka_unit_test(json_of_each_version),
        cmocka_unit_test(adx_with_categories_and_where_it_breaks),
        cmocka_unit_test(formats_are_told_by_their_first_bytes),
    };
    return cmocka_run_group_tests_name("exchange", tests, open_arena, close_arena);
}
