// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * What happens when the database fails in the middle of a request: for each main way of writing,
 * the n-th statement fails, for every n there is. The answer must be an honest error page, nothing
 * of the request may be stored, the journal's chains must hold, and the same form sent again must
 * be stored exactly once.
 */
#include "../fault/site.h"

struct request {
    const char *path, *form;
};
typedef struct request make_fn(struct ts *s);

/* One request with its n-th statement failing. Returns false when n was beyond its last. */
static bool fails_clean(struct ts *s, make_fn *make, int n, enum err as)
{
    struct request rq = make(s);
    int64_t rows, after;
    const char *before = ts_print(s, &rows);
    int ran = db_statements(s->t.db);
    db_fault(s->t.db, n, as);
    struct reply r = ts_post(s, OFFICER, rq.path, rq.form);
    ran = db_statements(s->t.db) - ran;
    db_fault(s->t.db, 0, OK);
    if (r.status == 303 && ran < n)
        return false;
    if (r.status < 400 || r.body.n == 0)
        fail_msg("%s, statement %d as %s: status %d", rq.path, n, err_name(as), r.status);
    if (!streq(before, ts_print(s, &after)))
        fail_msg("%s, statement %d as %s: something was stored (%lld rows, then %lld)", rq.path, n,
            err_name(as), (long long)rows, (long long)after);
    struct reply again = ts_post(s, OFFICER, rq.path, rq.form);
    if (again.status != 303)
        fail_msg("%s after statement %d: resend got %d", rq.path, n, again.status);
    const char *stored = ts_print(s, &after);
    assert_true(after > rows);
    struct reply third = ts_post(s, OFFICER, rq.path, rq.form);
    assert_int_equal(third.status, 303);
    assert_string_equal(third.location, again.location);
    assert_string_equal(stored, ts_print(s, NULL));
    return true;
}

/* Every statement as refused; every third as busy, which takes the same ways out. */
static void sweep(struct ts *s, make_fn *make, int least)
{
    static const struct {
        enum err as;
        int stride;
    } kinds[] = {{ERR_DB, 1}, {ERR_BUSY, 3}};
    for (size_t k = 0; k < COUNT(kinds); k++) {
        int n = 1;
        while (n < 500 && fails_clean(s, make, n, kinds[k].as))
            n += kinds[k].stride;
        assert_in_range(n, least, 499);
        print_message("# %s %s: a request of %d statements\n", s->t.pg ? "pgsql" : "sqlite",
            err_name(kinds[k].as), n - 1);
    }
    assert_int_equal(ts_broken(s), 0);
}

/* ---- quick intake -------------------------------------------------------------------------------
 */

static struct request intake(struct ts *s)
{
    return (struct request){"/so/ca/moi", ts_intake_form(s, ts_once(s))};
}
static void intake_fails_clean(struct ts *s)
{
    sweep(s, intake, 15);
}
SITE_TEST_FN(intake_fails_clean)

/* ---- a step with rows
 * ----------------------------------------------------------------------------- */

static struct request plan(struct ts *s)
{
    const char *id = ts_case(s);
    ts_sql(s, arena_printf(s->t.a, "UPDATE r_ca SET state = 'cho_ke_hoach' WHERE id = '%s'", id));
    return (struct request){arena_printf(s->t.a, "/so/ca/%s/buoc/ke_hoach", id),
        arena_printf(s->t.a,
            "once=%s&phien_ban=1&muc_tieu=An+to%%C3%%A0n&nhom_nhu_cau=y_te&tu_ngay=01%%2F01%%2F2030"
            "&den_ngay=01%%2F06%%2F2030&nhip_tham=hang_thang&ngay_ra_soat=01%%2F06%%2F2030"
            "&hoat_dong.0.dich_vu=y_te&hoat_dong.0.co_quan=ubnd_xa&hoat_dong.0.noi_dung=Kh%%C3%%A1m"
            "&hoat_dong.1.dich_vu=bhyt&hoat_dong.1.co_quan=cong_an&hoat_dong.1.kinh_phi=200000",
            ts_once(s))};
}
static void step_with_rows_fails_clean(struct ts *s)
{
    sweep(s, plan, 20);
}
SITE_TEST_FN(step_with_rows_fails_clean)

/* ---- a correction
 * ----------------------------------------------------------------------------------- */

static struct request correction(struct ts *s)
{
    const char *id = ts_case(s);
    const char *part =
        ts_sql(s, arena_printf(s->t.a, "SELECT id FROM r_tin_bao WHERE parent = '%s'", id));
    return (struct request){arena_printf(s->t.a, "/so/tin_bao/%s/sua", part),
        arena_printf(s->t.a,
            "%s&phien_ban=1&noi_dung=Kh%%C3%%A1c&kenh=dien_thoai&ly_do_sua=Nghe+nh%%E1%%BA%%A7m"
            "&nguoi_bao=B%%C3%%A0+M%%C3%%A2y&doi_tuong=",
            ts_intake_form(s, ts_once(s)))};
}
static void correction_fails_clean(struct ts *s)
{
    sweep(s, correction, 10);
}
SITE_TEST_FN(correction_fails_clean)

/* ---- resends
 * ------------------------------------------------------------------------------------------ */

static void resend_is_of_the_same_person_and_form(struct ts *s)
{
    const char *once = ts_once(s), *form = ts_intake_form(s, once);
    struct reply first = ts_post(s, OFFICER, "/so/ca/moi", form);
    assert_int_equal(first.status, 303);
    int64_t rows, after;
    const char *print = ts_print(s, &rows);
    /* Somebody else's id is no way to his answer, and no second record. */
    struct reply other = ts_post(s, OFFICER2, "/so/ca/moi", form);
    assert_int_equal(other.status, 409);
    assert_null(other.location);
    assert_string_equal(print, ts_print(s, &after));
}
SITE_TEST_FN(resend_is_of_the_same_person_and_form)

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    log_level(LOG_ERROR + 1);
    const struct CMUnitTest tests[] = {SITE_TEST(intake_fails_clean),
        SITE_TEST(step_with_rows_fails_clean), SITE_TEST(correction_fails_clean),
        SITE_TEST(resend_is_of_the_same_person_and_form)};
    return cmocka_run_group_tests_name("fault", tests, NULL, ts_end);
}
