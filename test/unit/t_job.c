// SPDX-License-Identifier: AGPL-3.0-or-later
/* Work after the answer: views of protected records in the journal, last use of sessions. */
#include "../fault/site.h"

static int64_t views(struct ts *s, const char *id)
{
    return ts_count(
        s, arena_printf(
               s->t.a, "SELECT count(*) FROM journal WHERE action = 'xem' AND root = '%s'", id));
}
static void look(struct ts *s, enum person p, const char *id)
{
    assert_int_equal(ts_get_page(s, p, arena_printf(s->t.a, "/so/ca/%s", id)).status, 200);
    const char *part =
        ts_sql(s, arena_printf(s->t.a, "SELECT id FROM r_tin_bao WHERE parent = '%s'", id));
    assert_int_equal(ts_get_page(s, p, arena_printf(s->t.a, "/so/tin_bao/%s", part)).status, 200);
}

static void views_are_one_line_in_ten_minutes(struct ts *s)
{
    const char *id = ts_case(s);
    assert_int_equal(job_start(&s->web.job, s->site), OK);
    look(s, OFFICER, id);
    look(s, OFFICER, id);
    look(s, OFFICER2, id); /* sees no secret: no line */
    job_flush(s->web.job);
    assert_int_equal(views(s, id), 1);
    int64_t now = clock_ms();
    clock_fake(now + 9 * 60 * 1000);
    look(s, OFFICER, id);
    job_flush(s->web.job);
    assert_int_equal(views(s, id), 1);
    clock_fake(now + 11 * 60 * 1000);
    look(s, OFFICER, id);
    job_flush(s->web.job);
    assert_int_equal(views(s, id), 2);
    clock_fake(0);
    const char *who = ts_sql(s,
        arena_printf(s->t.a, "SELECT actor FROM journal WHERE action = 'xem' AND root = '%s'", id));
    assert_string_equal(who, s->who[OFFICER].id);
    job_stop(s->web.job);
    s->web.job = NULL;
    assert_int_equal(ts_broken(s), 0);
}
SITE_TEST_FN(views_are_one_line_in_ten_minutes)

static void stop_stores_what_is_queued(struct ts *s)
{
    const char *id = ts_case(s);
    assert_int_equal(job_start(&s->web.job, s->site), OK);
    look(s, OFFICER, id);
    job_stop(s->web.job);
    s->web.job = NULL;
    assert_int_equal(views(s, id), 1);
}
SITE_TEST_FN(stop_stores_what_is_queued)

static void use_of_a_session_is_remembered_once_a_minute(struct ts *s)
{
    const char *seen_sql = arena_printf(s->t.a, "SELECT seen_at FROM session WHERE token = '%s'",
        s->who[OFFICER].session.token_hash);
    assert_int_equal(job_start(&s->web.job, s->site), OK);
    int64_t now = clock_ms() + 30 * 1000;
    ts_sql(s, arena_printf(s->t.a, "UPDATE session SET seen_at = %lld", (long long)clock_ms()));
    clock_fake(now);
    ts_get_page(s, OFFICER, "/giu-phien");
    job_flush(s->web.job);
    assert_int_equal(ts_count(s, seen_sql), now);
    clock_fake(now + 30 * 1000);
    ts_get_page(s, OFFICER, "/giu-phien");
    job_flush(s->web.job);
    assert_int_equal(ts_count(s, seen_sql), now);
    clock_fake(now + 61 * 1000);
    ts_get_page(s, OFFICER, "/giu-phien");
    job_flush(s->web.job);
    assert_int_equal(ts_count(s, seen_sql), now + 61 * 1000);
    clock_fake(0);
    job_stop(s->web.job);
    s->web.job = NULL;
}
SITE_TEST_FN(use_of_a_session_is_remembered_once_a_minute)

/* The statement of a view fails once: it is tried again, and the batch is whole. */
static void a_view_survives_a_fault(struct ts *s)
{
    const char *id = ts_case(s);
    assert_int_equal(job_start(&s->web.job, s->site), OK);
    look(s, OFFICER, id);
    db_fault(s->t.db, 2, ERR_BUSY);
    job_flush(s->web.job);
    db_fault(s->t.db, 0, OK);
    assert_int_equal(views(s, id), 1);
    job_stop(s->web.job);
    s->web.job = NULL;
    assert_int_equal(ts_broken(s), 0);
}
SITE_TEST_FN(a_view_survives_a_fault)

/* A name longer than its place is cut between characters: half a one is refused by PostgreSQL. */
static void long_names_are_cut_between_characters(struct ts *s)
{
    struct buf b = buf_in(s->t.a, 1000);
    while (b.n < 150)
        buf_puts(&b, "Nguyễ");
    ts_sql(
        s, arena_printf(s->t.a, "UPDATE account SET name = 'a%s' WHERE username = 'can_bo'", b.p));
    for (int i = 0; i < 3; i++) {
        ts_sql(s, "UPDATE account SET name = 'a' || name WHERE username = 'can_bo'");
        const char *id = ts_case(s);
        assert_int_equal(job_start(&s->web.job, s->site), OK);
        look(s, OFFICER, id);
        job_stop(s->web.job);
        s->web.job = NULL;
        assert_int_equal(views(s, id), 1);
    }
    assert_int_equal(ts_broken(s), 0);
}
SITE_TEST_FN(long_names_are_cut_between_characters)

/* ---- searches ---------------------------------------------------------------------------------
 */

static void search(struct ts *s, const char *typed, bool typing)
{
    struct act *act = ts_act(s, OFFICER, false);
    job_search(
        s->web.job, act, pack_reg(s->site->pack, "tre_em"), &(struct job_search){typed, 3, typing});
    act_end(act);
}

/* What the line after `seq` says was searched for. */
static const char *searched(struct ts *s, int64_t nth)
{
    const char *json = ts_sql(
        s, arena_printf(s->t.a,
               "SELECT changes FROM journal WHERE action = 'tim' ORDER BY seq LIMIT 1 OFFSET %lld",
               (long long)nth));
    assert_non_null(json);
    const char *from = json + strlen("{\"q\":\""), *to = strchr(from, '"');
    assert_string_equal(to, "\",\"n\":3}");
    const char *sealed = arena_dupn(s->t.a, from, (size_t)(to - from));
    assert_null(rec_open_search(s->site, s->t.a, s->who[HEAD].id, sealed));
    return rec_open_search(s->site, s->t.a, s->who[OFFICER].id, sealed);
}

static int64_t searches(struct ts *s)
{
    job_flush(s->web.job);
    return ts_count(s, "SELECT count(*) FROM journal WHERE action = 'tim'");
}

static void typing_of_a_minute_is_one_sealed_line(struct ts *s)
{
    int64_t now = clock_ms(), before;
    clock_fake(now);
    assert_int_equal(job_start(&s->web.job, s->site), OK);
    before = searches(s);
    search(s, "lò", true);
    search(s, "lò th", true);
    search(s, "lò thị", true);
    search(s, "lò th", true);
    assert_int_equal(searches(s), before); /* still typing */
    clock_fake(now + 61 * 1000);
    assert_int_equal(searches(s), before + 1);
    assert_string_equal(searched(s, before), "lò thị");
    search(s, "vàng a", true);
    search(s, "sùng", true); /* somebody else is looked for */
    assert_int_equal(searches(s), before + 2);
    assert_string_equal(searched(s, before + 1), "vàng a");
    search(s, "sùng a tủa", false); /* sent */
    assert_int_equal(searches(s), before + 3);
    assert_string_equal(searched(s, before + 2), "sùng a tủa");
    search(s, "mùa", true);
    job_stop(s->web.job); /* nothing is lost at the end */
    s->web.job = NULL;
    assert_int_equal(ts_count(s, "SELECT count(*) FROM journal WHERE action = 'tim'"), before + 4);
    clock_fake(0);
    assert_int_equal(ts_broken(s), 0);
}
SITE_TEST_FN(typing_of_a_minute_is_one_sealed_line)

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    log_level(LOG_ERROR + 1);
    const struct CMUnitTest tests[] = {SITE_TEST(typing_of_a_minute_is_one_sealed_line),
        SITE_TEST(views_are_one_line_in_ten_minutes), SITE_TEST(stop_stores_what_is_queued),
        SITE_TEST(use_of_a_session_is_remembered_once_a_minute), SITE_TEST(a_view_survives_a_fault),
        SITE_TEST(long_names_are_cut_between_characters)};
    return cmocka_run_group_tests_name("job", tests, NULL, ts_end);
}
