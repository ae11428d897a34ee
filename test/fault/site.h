// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * For tests of the upper layers: a whole site (pack of the program, units, people of one commune)
 * on SQLite and, when $MANG_TEST_PG is set, on PostgreSQL. One site a database and test program,
 * opened by the first test that needs it; tests make their own records in it. SITE_TEST(fn) gives
 * the two cmocka entries; fn(struct ts *s) gets the site. Requests go through web_handle().
 */
#ifndef MANG_FAULT_SITE_H
#define MANG_FAULT_SITE_H

#include "dbtest.h"

#include "cmd/cmd.h"
#include "http/http.h"
#include "user/user.h"

#include <sodium.h>
#include <sqlite3.h>

#define PROVINCE "11"
#define UNIT "03127"
#define OTHER_UNIT "03334"

enum person {
    OFFICER,
    OFFICER2,
    HEAD,
    HEAD_OFFICE,
    POLICE,
    VILLAGE,
    PROVINCE_OFFICER,
    LEADER,
    ADMIN,
    ELSEWHERE,
    PEOPLE
};
struct who {
    const char *username, *role, *unit, *id, *token;
    struct session session;
};
struct ts {
    struct dbtest t;
    struct cmd_site *cs;
    struct site *site;
    struct web web;
    struct who who[PEOPLE];
    sqlite3 *raw_lite; /* a second way in: what an intruder or a torn write would do */
    PGconn *raw_pg;
    const char *print_sql;
    bool open;
};

/* Runs SQL past the program; NULL or the first value (in the test's memory). */
static inline const char *ts_sql(struct ts *s, const char *sql)
{
    const char *out = NULL;
    if (s->t.pg) {
        PGresult *r = PQexec(s->raw_pg, sql);
        ExecStatusType st = PQresultStatus(r);
        if (st != PGRES_COMMAND_OK && st != PGRES_TUPLES_OK)
            fail_msg("%s: %s", sql, PQerrorMessage(s->raw_pg));
        if (st == PGRES_TUPLES_OK && PQntuples(r) && !PQgetisnull(r, 0, 0))
            out = arena_dup(s->t.a, PQgetvalue(r, 0, 0));
        PQclear(r);
        return out;
    }
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(s->raw_lite, sql, -1, &st, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(s->raw_lite));
    int rc = sqlite3_step(st);
    if (rc == SQLITE_ROW && sqlite3_column_text(st, 0))
        out = arena_dup(s->t.a, (const char *)sqlite3_column_text(st, 0));
    else if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        fail_msg("%s: %s", sql, sqlite3_errmsg(s->raw_lite));
    sqlite3_finalize(st);
    return out;
}
static inline int64_t ts_count(struct ts *s, const char *sql)
{
    const char *v = ts_sql(s, sql);
    int64_t n = 0;
    assert_true(v && str_to_int(str_of(v), &n));
    return n;
}

static inline const char *ts_add_user(
    struct ts *s, const char *name, const char *role, const char *unit)
{
    struct user_new n = {.username = name,
        .name = arena_printf(s->t.a, "Lò Thị %s", name),
        .role = role,
        .province = PROVINCE,
        .unit = unit,
        .password = "suoi-gao-dieu"};
    const char *id = NULL, *msg = NULL;
    AUTO_DBC *c = dbtest_write(&s->t);
    if (user_create(c, s->site->pack, s->t.a, &n, &id, &msg) != OK)
        fail_msg("user %s: %s", name, msg ? msg : err_detail());
    assert_int_equal(db_commit(c), OK);
    return id;
}

static inline void ts_sign_in(struct ts *s, struct who *w)
{
    enum user_entry how;
    const char *id;
    assert_int_equal(user_sign_in(s->t.db, s->web.door, s->t.a, w->username, "suoi-gao-dieu", "::1",
                         false, &how, &w->token, &id),
        OK);
    assert_int_equal(how, ENTRY_OK);
    AUTO_DBC *c = dbtest_read(&s->t);
    struct user u;
    assert_int_equal(user_of_token(c, s->site->pack, s->t.a, w->token, &u, &w->session), OK);
}

static inline void ts_people(struct ts *s)
{
    static const struct who all[PEOPLE] = {[OFFICER] = {"can_bo", "can_bo_xa", UNIT},
        [OFFICER2] = {"can_bo_2", "can_bo_xa", UNIT},
        [HEAD] = {"chu_tich", "chu_tich", UNIT},
        [HEAD_OFFICE] = {"lanh_dao", "lanh_dao", UNIT},
        [POLICE] = {"cong_an", "cong_an_xa", UNIT},
        [VILLAGE] = {"cong_tac_vien", "cong_tac_vien", UNIT},
        [PROVINCE_OFFICER] = {"can_bo_tinh", "can_bo_tinh", ""},
        [LEADER] = {"lanh_dao_tinh", "lanh_dao_tinh", ""},
        [ADMIN] = {"quan_tri", "quan_tri", ""},
        [ELSEWHERE] = {"xa_khac", "can_bo_xa", OTHER_UNIT}};
    for (size_t i = 0; i < PEOPLE; i++) {
        s->who[i] = all[i];
        s->who[i].id = ts_add_user(s, all[i].username, all[i].role, all[i].unit);
        ts_sign_in(s, &s->who[i]);
    }
}

static inline struct ts *ts_get(bool pg)
{
    static struct ts sites[2];
    struct ts *s = &sites[pg];
    if (s->open)
        return s;
    assert_true(sodium_init() >= 0);
    if (!dbtest_make(&s->t, pg))
        return NULL;
    struct cmd c = {.name = "test", .a = s->t.a, .db = s->t.url, .quiet = true};
    c.data = pg ? arena_printf(s->t.a, "/tmp/%s", s->t.schema) : s->t.dir;
    if (cmd_open(&c, true, &s->cs) != OK)
        fail_msg("site: %s", err_detail());
    s->site = &s->cs->site;
    s->t.db = s->site->db;
    s->web =
        (struct web){.site = s->site, .door = user_door_open(s->t.a), .started_ms = clock_ms()};
    if (pg) {
        s->raw_pg = PQconnectdb(s->t.url);
    } else {
        assert_int_equal(sqlite3_open(s->t.url + strlen("sqlite:"), &s->raw_lite), SQLITE_OK);
        sqlite3_busy_timeout(s->raw_lite, 10000);
    }
    ts_people(s);
    s->open = true;
    return s;
}

static inline int ts_end(void **state)
{
    (void)state;
    for (int pg = 0; pg < 2; pg++) {
        if (pg && !getenv("MANG_TEST_PG"))
            continue;
        struct ts *s = ts_get(pg);
        s->open = false;
        sqlite3_close(s->raw_lite);
        PQfinish(s->raw_pg);
        user_door_close(s->web.door);
        cmd_close(s->cs);
        const char *data = pg ? arena_printf(s->t.a, "/tmp/%s", s->t.schema) : s->t.dir;
        unlink(arena_printf(s->t.a, "%s/mang.key", data));
        unlink(arena_printf(s->t.a, "%s/server.log", data));
        s->t.db = NULL;
        if (pg)
            rmdir(data);
        dbtest_drop(&s->t);
    }
    return 0;
}

#define SITE_TEST_FN(fn)                                                                           \
    static void fn##_sqlite(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        fn(ts_get(false));                                                                         \
    }                                                                                              \
    static void fn##_pgsql(void **state)                                                           \
    {                                                                                              \
        (void)state;                                                                               \
        struct ts *s = ts_get(true);                                                               \
        if (!s)                                                                                    \
            skip();                                                                                \
        fn(s);                                                                                     \
    }
#define SITE_TEST(fn) cmocka_unit_test(fn##_sqlite), cmocka_unit_test(fn##_pgsql)

/* ---- acts -------------------------------------------------------------------------------------
 */

static inline const struct user *ts_user(struct ts *s, enum person p)
{
    struct user *u = NEW(s->t.a, struct user);
    AUTO_DBC *c = dbtest_read(&s->t);
    assert_int_equal(user_get(c, s->site->pack, s->t.a, s->who[p].id, u), OK);
    return u;
}
/* An act of a person (PEOPLE = the system) in a read or write transaction. */
static inline struct act *ts_act(struct ts *s, enum person p, bool write)
{
    struct act *act =
        act_new(s->site, s->t.a, p == PEOPLE ? NULL : ts_user(s, p), "test", "127.0.0.1");
    if ((write ? act_write(act) : act_read(act)) != OK)
        fail_msg("act: %s", err_detail());
    return act;
}
static inline void ts_commit(struct act *act)
{
    enum err e = act_commit(act, "/");
    if (e != OK)
        fail_msg("commit: %s %s", err_name(e), err_detail());
    act_end(act);
}

/* ---- requests ---------------------------------------------------------------------------------
 */

struct reply {
    int status;
    const char *location;
    struct str body;
};
/* The token of a form, masked with zeros. */
static inline const char *ts_csrf(struct ts *s, const struct who *w)
{
    unsigned char key[32], both[64] = {0};
    site_key(s->site, "csrf", key);
    const char *of = w->session.token_hash;
    crypto_generichash(both + 32, 32, (const unsigned char *)of, strlen(of), key, sizeof key);
    char *out = arena_alloc(s->t.a, 128, 1);
    sodium_bin2base64(out, 128, both, sizeof both, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return out;
}
static inline struct reply ts_send(
    struct ts *s, enum person p, const char *method, const char *target, const char *form)
{
    AUTO_ARENA *a = arena_open();
    const struct who *w = &s->who[p];
    const char *body = form ? arena_printf(a, "csrf=%s&%s", ts_csrf(s, w), form) : "";
    struct http_make m = {.method = method,
        .target = target,
        .cookies = arena_printf(a, "mang=%s", w->token),
        .body = str_of(body)};
    struct http_req rq;
    struct http_res res = {0};
    assert_int_equal(http_make(a, &m, &rq), 0);
    web_handle(&s->web, &rq, &res);
    struct reply r = {.status = res.status};
    for (size_t i = 0; i < res.nheaders; i++)
        if (str_is(res.headers[i].name, "Location"))
            r.location = arena_dupn(s->t.a, res.headers[i].value.p, res.headers[i].value.n);
    r.body = (struct str){arena_dupn(s->t.a, res.body.p, res.body.n), res.body.n};
    return r;
}
static inline struct reply ts_get_page(struct ts *s, enum person p, const char *target)
{
    return ts_send(s, p, "GET", target, NULL);
}
static inline struct reply ts_post(
    struct ts *s, enum person p, const char *target, const char *form)
{
    return ts_send(s, p, "POST", target, form);
}
static inline const char *ts_once(struct ts *s)
{
    char id[37];
    uuid7(id);
    return arena_dup(s->t.a, id);
}
/* Four answers of the quick intake. */
static inline const char *ts_intake_form(struct ts *s, const char *once)
{
    return arena_printf(s->t.a,
        "once=%s&muc_do=co_nguy_co&noi_xay_ra=Th%%C3%%B4n+B%%E1%%BA%%A3n+L%%C3%%A0u&noi_dung="
        "Ch%%C3%%A1u+b%%E1%%BB%%8B+%%C4%%91%%C3%%A1nh&ho_ten_tre=L%%C3%%B2+V%%C4%%83n+Pao",
        once);
}
/* "/so/ca/<id>/bien-nhan" gives <id>. */
static inline const char *ts_id_of(struct ts *s, const char *location)
{
    const char *at = location ? strstr(location, "/so/") : NULL;
    assert_non_null(at);
    at = strchr(at + 4, '/');
    return arena_dupn(s->t.a, at + 1, 36);
}
/* A new case by the officer; its id. */
static inline const char *ts_case(struct ts *s)
{
    struct reply r = ts_post(s, OFFICER, "/so/ca/moi", ts_intake_form(s, ts_once(s)));
    if (r.status != 303)
        fail_msg("intake: %d: %.200s", r.status, r.body.p);
    return ts_id_of(s, r.location);
}

/* ---- the whole truth ---------------------------------------------------------------------------
 */

/* One SELECT of "table count hash" lines over every table but the units. */
static inline const char *ts_print_sql(struct ts *s)
{
    AUTO_ARENA *a = arena_open();
    AUTO_DBC *c = dbtest_read(&s->t);
    struct buf b = buf_in(s->t.a, 1 << 20);
    struct db_rows *tables = db_tables(c, a);
    while (db_next(tables)) {
        const char *name = db_text(tables, 0);
        if (strncmp(name, "unit", 4) == 0)
            continue;
        if (s->t.pg)
            buf_printf(&b,
                "%sSELECT '%s' AS t, count(*) AS n, md5(string_agg(x::text, '|' ORDER BY x::text)) "
                "AS h FROM %s x",
                b.n ? " UNION ALL " : "", name, name);
        else
            buf_printf(&b, "SELECT * FROM %s;", name);
    }
    assert_int_equal(db_status(c), OK);
    if (s->t.pg)
        buf_puts(&b, " ORDER BY t"); /* many tables are read by parallel workers, in any order */
    return b.p;
}

static inline void ts_absorb_lite(
    sqlite3 *h, const char *sql, crypto_generichash_state *st, int64_t *rows)
{
    sqlite3_stmt *q = NULL;
    for (; *sql; sqlite3_finalize(q)) {
        assert_int_equal(sqlite3_prepare_v2(h, sql, -1, &q, &sql), SQLITE_OK);
        for (; sqlite3_step(q) == SQLITE_ROW; ++*rows)
            for (int i = 0; i < sqlite3_column_count(q); i++) {
                const unsigned char *v = sqlite3_column_blob(q, i);
                int n = sqlite3_column_bytes(q, i), t = sqlite3_column_type(q, i);
                crypto_generichash_update(st, (const unsigned char *)&t, sizeof t);
                crypto_generichash_update(st, (const unsigned char *)&n, sizeof n);
                crypto_generichash_update(
                    st, v ? v : (const unsigned char *)"", (unsigned long long)n);
            }
    }
}

/* A hash over every row of every table but the units, and their number. */
static inline const char *ts_print(struct ts *s, int64_t *rows)
{
    if (!s->print_sql)
        s->print_sql = ts_print_sql(s);
    crypto_generichash_state st;
    crypto_generichash_init(&st, NULL, 0, 16);
    int64_t n = 0;
    if (s->t.pg) {
        PGresult *r = PQexec(s->raw_pg, s->print_sql);
        assert_int_equal(PQresultStatus(r), PGRES_TUPLES_OK);
        for (int i = 0; i < PQntuples(r); i++) {
            n += atoll(PQgetvalue(r, i, 1));
            crypto_generichash_update(&st, (unsigned char *)PQgetvalue(r, i, 2),
                (unsigned long long)PQgetlength(r, i, 2));
        }
        PQclear(r);
    } else {
        ts_absorb_lite(s->raw_lite, s->print_sql, &st, &n);
    }
    unsigned char h[16];
    char *hex = arena_alloc(s->t.a, 33, 1);
    crypto_generichash_final(&st, h, sizeof h);
    sodium_bin2hex(hex, 33, h, sizeof h);
    if (rows)
        *rows = n;
    return hex;
}

static inline void ts_no_report(void *ctx, const char *unit, int64_t seq, const char *hash, bool ok)
{
    (void)ctx, (void)unit, (void)seq, (void)hash, (void)ok;
}
static inline int64_t ts_broken(struct ts *s)
{
    AUTO_ARENA *a = arena_open();
    int64_t broken = -1;
    assert_int_equal(rec_journal_verify(s->site, a, ts_no_report, NULL, &broken), OK);
    return broken;
}

#endif
