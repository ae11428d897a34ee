// SPDX-License-Identifier: AGPL-3.0-or-later
/* People: password rules, lock-out (also against guesses made at once), sessions by the clock. */
#include "../fault/site.h"

#include <pthread.h>

static void password_rules(void **state)
{
    (void)state;
    static const char *const weak[] = {"", "ngan", "123456789", "1234567890", "aaaaaaaaaa",
        "abcdefghijkl", "matkhau123", "can_bo-2026", "mật-khẩu-dài-lắm"};
    for (size_t i = 0; i < COUNT(weak); i++)
        if (!user_password_fault("can_bo", weak[i]))
            fail_msg("taken: %s", weak[i]);
    char longest[202];
    memset(longest, 'x', sizeof longest);
    longest[0] = 'y';
    longest[201] = 0;
    assert_non_null(user_password_fault("can_bo", longest));
    longest[200] = 0;
    assert_null(user_password_fault("can_bo", longest));
    assert_null(user_password_fault("can_bo", "suoi-gao-dieu"));
    assert_null(user_password_fault(NULL, "suoi-gao-dieu"));
}

static enum user_entry enter(struct ts *s, const char *name, const char *password, const char *from,
    bool shared, const char **token)
{
    enum user_entry how;
    const char *id;
    assert_int_equal(
        user_sign_in(s->t.db, s->web.door, s->t.a, name, password, from, shared, &how, token, &id),
        OK);
    return how;
}

static enum err who_is(struct ts *s, const char *token, struct user *u, struct session *se)
{
    AUTO_DBC *c = dbtest_read(&s->t);
    return user_of_token(c, s->site->pack, s->t.a, token, u, se);
}

static const char good[] = "suoi-gao-dieu";

static void new_accounts_are_checked(struct ts *s)
{
    const struct user_new ok = {.username = "moi.1",
        .name = "Mới",
        .role = "can_bo_xa",
        .province = PROVINCE,
        .unit = UNIT,
        .password = good};
    struct user_new bad[8];
    for (size_t i = 0; i < COUNT(bad); i++)
        bad[i] = ok;
    bad[0].username = "Mới";
    bad[1].username = "ab";
    bad[2].username = "1abc";
    bad[3].name = "";
    bad[4].role = "vua";
    bad[5].unit = "";
    bad[6].role = "can_bo_tinh";
    bad[7].username = "can_bo"; /* taken */
    const char *id, *msg;
    for (size_t i = 0; i < COUNT(bad); i++) {
        AUTO_DBC *c = dbtest_write(&s->t);
        if (user_create(c, s->site->pack, s->t.a, &bad[i], &id, &msg) != ERR_INVALID || !msg)
            fail_msg("account %zu was taken", i);
    }
    AUTO_DBC *c = dbtest_write(&s->t);
    assert_int_equal(user_create(c, s->site->pack, s->t.a, &ok, &id, &msg), OK);
}
SITE_TEST_FN(new_accounts_are_checked)

static void five_failures_lock_for_a_while(struct ts *s)
{
    ts_add_user(s, "khoa", "can_bo_xa", UNIT);
    const char *token;
    for (int i = 0; i < 5; i++)
        assert_int_equal(enter(s, "khoa", "sai-mat-khau", "10.0.0.1", false, &token), ENTRY_WRONG);
    assert_int_equal(enter(s, "khoa", good, "10.0.0.1", false, &token), ENTRY_LOCKED);
    int64_t now = clock_ms();
    clock_fake(now + 15 * 60 * 1000 + 1000);
    assert_int_equal(enter(s, "khoa", good, "10.0.0.1", false, &token), ENTRY_OK);
    /* A good one forgets the failures. */
    for (int i = 0; i < 4; i++)
        assert_int_equal(enter(s, "khoa", "sai-mat-khau", "10.0.0.1", false, &token), ENTRY_WRONG);
    assert_int_equal(enter(s, "khoa", good, "10.0.0.1", false, &token), ENTRY_OK);
    clock_fake(0);
    assert_int_equal(enter(s, "khong_ai", good, "10.0.0.1", false, &token), ENTRY_WRONG);
}
SITE_TEST_FN(five_failures_lock_for_a_while)

struct guess {
    struct ts *s;
    int i;
};
static void *guess_once(void *ctx)
{
    struct guess *g = ctx;
    AUTO_ARENA *a = arena_open();
    enum user_entry how = ENTRY_OK;
    const char *token, *id;
    if (user_sign_in(g->s->t.db, g->s->web.door, a, "doan", "sai-mat-khau", "10.0.0.2", false, &how,
            &token, &id) != OK)
        how = ENTRY_OK;
    g->i = (int)how;
    return NULL;
}

static void guesses_at_once_all_count(struct ts *s)
{
    enum { N = 8 };
    ts_add_user(s, "doan", "can_bo_xa", UNIT);
    pthread_t t[N];
    struct guess g[N];
    for (int i = 0; i < N; i++) {
        g[i] = (struct guess){s, 0};
        assert_int_equal(pthread_create(&t[i], NULL, guess_once, &g[i]), 0);
    }
    int wrong = 0;
    for (int i = 0; i < N; i++) {
        pthread_join(t[i], NULL);
        assert_int_not_equal(g[i].i, ENTRY_OK);
        wrong += g[i].i == ENTRY_WRONG;
    }
    assert_int_equal(ts_count(s, "SELECT failed FROM account WHERE username = 'doan'"), wrong);
    const char *token;
    assert_int_equal(enter(s, "doan", good, "10.0.0.3", false, &token), ENTRY_LOCKED);
}
SITE_TEST_FN(guesses_at_once_all_count)

static void an_address_that_guesses_is_slowed(struct ts *s)
{
    const char *token, *from = s->t.pg ? "10.0.1.1" : "10.0.1.2";
    int tries = 0;
    while (
        tries < 60 && enter(s, "khong_co_ai", "sai-mat-khau", from, false, &token) == ENTRY_WRONG)
        tries++;
    assert_int_equal(tries, 31);
    assert_int_equal(enter(s, "can_bo", good, from, false, &token), ENTRY_TOO_FAST);
    assert_int_equal(enter(s, "can_bo", good, "10.9.9.9", false, &token), ENTRY_OK);
}
SITE_TEST_FN(an_address_that_guesses_is_slowed)

static void sessions_lock_and_end_by_the_clock(struct ts *s)
{
    struct user u;
    struct session se;
    const char *own, *shared;
    int64_t now = clock_ms();
    enum { MINUTE = 60 * 1000 };
    assert_int_equal(enter(s, "can_bo", good, "::1", false, &own), ENTRY_OK);
    assert_int_equal(enter(s, "can_bo", good, "::1", true, &shared), ENTRY_OK);
    static const struct {
        int minutes;
        bool own, shared;
    } at[] = {{4, false, false}, {6, false, true}, {14, false, true}, {16, true, true}};
    for (size_t i = 0; i < COUNT(at); i++) {
        clock_fake(now + (int64_t)at[i].minutes * MINUTE);
        assert_int_equal(who_is(s, own, &u, &se), OK);
        assert_int_equal(se.locked, at[i].own);
        assert_int_equal(who_is(s, shared, &u, &se), OK);
        assert_int_equal(se.locked, at[i].shared);
    }
    /* Unlocked by the password only, and by its own session. */
    enum user_entry how;
    assert_int_equal(who_is(s, own, &u, &se), OK);
    assert_int_equal(user_unlock(s->t.db, s->web.door, s->t.a, &u, &se, "sai", &how), OK);
    assert_int_equal(how, ENTRY_WRONG);
    assert_int_equal(who_is(s, own, &u, &se), OK);
    assert_true(se.locked);
    assert_int_equal(user_unlock(s->t.db, s->web.door, s->t.a, &u, &se, good, &how), OK);
    assert_int_equal(how, ENTRY_OK);
    assert_int_equal(who_is(s, own, &u, &se), OK);
    assert_false(se.locked);
    /* Used all day, it still ends after ten hours. */
    for (int m = 20; m < 600; m += 10) {
        clock_fake(now + (int64_t)m * MINUTE);
        assert_int_equal(user_touch(s->t.db, se.token_hash), OK);
    }
    clock_fake(now + 599 * MINUTE);
    assert_int_equal(who_is(s, own, &u, &se), OK);
    assert_false(se.locked);
    clock_fake(now + 602 * MINUTE);
    assert_int_equal(who_is(s, own, &u, &se), ERR_NOT_FOUND);
    clock_fake(0);
    assert_int_equal(user_lock(s->t.db, &se), OK);
    assert_int_equal(who_is(s, own, &u, &se), OK);
    assert_true(se.locked);
    assert_int_equal(user_sign_out(s->t.db, &se), OK);
    assert_int_equal(who_is(s, own, &u, &se), ERR_NOT_FOUND);
}
SITE_TEST_FN(sessions_lock_and_end_by_the_clock)

static void a_new_password_ends_other_sessions(struct ts *s)
{
    const char *id = ts_add_user(s, "doi_mk", "can_bo_xa", UNIT), *one, *two;
    assert_int_equal(enter(s, "doi_mk", good, "::1", false, &one), ENTRY_OK);
    assert_int_equal(enter(s, "doi_mk", good, "::1", false, &two), ENTRY_OK);
    struct user u;
    struct session se;
    assert_int_equal(who_is(s, one, &u, &se), OK);
    assert_false(u.must_change);
    assert_int_equal(
        user_set_password(s->t.db, s->web.door, s->t.a, id, "nuoi-ong-rung", true, se.token_hash),
        OK);
    assert_int_equal(who_is(s, one, &u, &se), OK);
    assert_true(u.must_change);
    assert_int_equal(who_is(s, two, &u, &se), ERR_NOT_FOUND);
    assert_int_equal(enter(s, "doi_mk", good, "::1", false, &two), ENTRY_WRONG);
    assert_int_equal(enter(s, "doi_mk", "nuoi-ong-rung", "::1", false, &two), ENTRY_OK);
    ts_sql(s, "UPDATE account SET disabled_at = 1 WHERE username = 'doi_mk'");
    assert_int_equal(who_is(s, one, &u, &se), ERR_NOT_FOUND);
    assert_int_equal(enter(s, "doi_mk", "nuoi-ong-rung", "::1", false, &two), ENTRY_WRONG);
}
SITE_TEST_FN(a_new_password_ends_other_sessions)

static void scope_and_rights(struct ts *s)
{
    const struct user *commune = ts_user(s, OFFICER), *province = ts_user(s, PROVINCE_OFFICER);
    assert_true(user_in_scope(commune, PROVINCE, UNIT));
    assert_false(user_in_scope(commune, PROVINCE, OTHER_UNIT));
    assert_false(user_in_scope(commune, "12", UNIT));
    assert_true(user_in_scope(province, PROVINCE, OTHER_UNIT));
    assert_false(user_in_scope(province, "12", UNIT));
    assert_true(user_can(commune, "ca", "write"));
    assert_false(user_can(commune, "ca_khac", "write"));
    assert_false(user_can(commune, "co_so", "write"));
    assert_false(user_can(commune, NULL, "admin"));
    assert_true(user_can(ts_user(s, ADMIN), NULL, "admin"));
    assert_false(user_can(ts_user(s, ADMIN), "ca", "read"));
}
SITE_TEST_FN(scope_and_rights)

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {cmocka_unit_test(password_rules),
        SITE_TEST(new_accounts_are_checked), SITE_TEST(five_failures_lock_for_a_while),
        SITE_TEST(guesses_at_once_all_count), SITE_TEST(an_address_that_guesses_is_slowed),
        SITE_TEST(sessions_lock_and_end_by_the_clock),
        SITE_TEST(a_new_password_ends_other_sessions), SITE_TEST(scope_and_rights)};
    return cmocka_run_group_tests_name("user", tests, NULL, ts_end);
}
