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

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    log_level(LOG_ERROR + 1);
    const struct CMUnitTest tests[] = {SITE_TEST(views_are_one_line_in_ten_minutes),
        SITE_TEST(stop_stores_what_is_queued),
        SITE_TEST(use_of_a_session_is_remembered_once_a_minute), SITE_TEST(a_view_survives_a_fault),
        SITE_TEST(long_names_are_cut_between_characters)};
    return cmocka_run_group_tests_name("job", tests, NULL, ts_end);
}
