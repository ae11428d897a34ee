// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The same request from eight threads at the same moment: one record, one answer; one case saved
 * by eight people: one wins, seven are told; eight new cases: eight numbers. On both databases.
 */
#include "webtest.h"

#include <pthread.h>

enum { THREADS = 8 };

struct race {
    struct websys *w;
    pthread_barrier_t start;
    const char *path, *once; /* once NULL: each thread its own */
    const char *fields[16];  /* name, value, …, NULL */
    struct answer got[THREADS];
    struct arena *a[THREADS];
    const char *location[THREADS];
    int n[600]; /* answers by status */
};
struct runner_arg {
    struct race *race;
    int i;
};

static void *one(void *ctx)
{
    struct runner_arg *arg = ctx;
    struct race *k = arg->race;
    struct arena *a = k->a[arg->i];
    struct pairs f = {.n = 0};
    char id[37];
    uuid7(id);
    const char *token = k->w->tokens[web_person("can_bo")];
    pairs_add(&f, "csrf", web_csrf(k->w, a, token));
    pairs_add(&f, "once", k->once ? k->once : id);
    for (size_t i = 0; k->fields[i]; i += 2)
        pairs_add(&f, k->fields[i], k->fields[i + 1]);
    struct http_make m = {.method = "POST",
        .target = k->path,
        .cookies = arena_printf(a, "mang=%s", token),
        .body = pairs_body(a, &f)};
    pthread_barrier_wait(&k->start);
    k->got[arg->i] = web_send(k->w, a, &m, NULL);
    k->location[arg->i] = answer_header(&k->got[arg->i], "Location");
    return NULL;
}

static void run(struct race *k)
{
    pthread_t t[THREADS];
    struct runner_arg args[THREADS];
    memset(k->n, 0, sizeof k->n);
    pthread_barrier_init(&k->start, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        args[i] = (struct runner_arg){k, i};
        k->a[i] = arena_open();
        assert_int_equal(pthread_create(&t[i], NULL, one, &args[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(t[i], NULL);
        k->n[k->got[i].res.status % 600]++;
    }
    pthread_barrier_destroy(&k->start);
}

static void done(struct race *k)
{
    for (int i = 0; i < THREADS; i++)
        arena_close(k->a[i]);
}

static int cases_known(struct websys *w)
{
    struct arena *a = arena_open();
    struct http_make m = {.target = "/so/ca.json",
        .cookies = arena_printf(a, "mang=%s", w->tokens[web_person("can_bo")])};
    struct answer an = web_send(w, a, &m, NULL);
    cJSON *doc = cJSON_ParseWithLength(an.res.body.p, an.res.body.n);
    int n = cJSON_GetArraySize(cJSON_GetObjectItem(doc, "items"));
    cJSON_Delete(doc);
    arena_close(a);
    return n;
}

static void no_report(void *ctx, const char *unit, int64_t seq, const char *hash, bool ok)
{
    (void)ctx, (void)unit, (void)seq, (void)hash, (void)ok;
}

#define NEW_CASE "muc_do", "chua_ro", "noi_xay_ra", "Bản", "noi_dung", "Việc", NULL

static void same_form_eight_times(struct websys *w, char path[200])
{
    char id[37];
    uuid7(id);
    struct race k = {.w = w, .path = "/so/ca/moi", .once = id, .fields = {NEW_CASE}};
    run(&k);
    assert_int_equal(k.n[303], THREADS);
    for (int i = 1; i < THREADS; i++)
        assert_string_equal(k.location[i], k.location[0]);
    assert_int_equal(cases_known(w), 1);
    snprintf(path, 200, "%.*s/buoc/tham_ho", (int)(strrchr(k.location[0], '/') - k.location[0]),
        k.location[0]);
    done(&k);
}

static void one_case_eight_people(struct websys *w, const char *path)
{
    struct race k = {.w = w,
        .path = path,
        .fields = {"phien_ban", "1", "gap_tre", "1", "an_toan", "1", "can_hanh_dong", "0",
            "ghi_chu", "Nhà khóa cửa", "thoi_diem_thuc_hien", "09:00", NULL}};
    run(&k);
    assert_int_equal(k.n[303], 1);
    assert_int_equal(k.n[422], THREADS - 1);
    for (int i = 0; i < THREADS; i++)
        if (k.got[i].res.status == 422)
            assert_non_null(memmem(
                k.got[i].res.body.p, k.got[i].res.body.n, "Nhà khóa cửa", strlen("Nhà khóa cửa")));
    done(&k);
}

static void eight_new_cases(struct websys *w)
{
    struct race k = {.w = w, .path = "/so/ca/moi", .fields = {NEW_CASE}};
    run(&k);
    assert_int_equal(k.n[303], THREADS);
    for (int i = 0; i < THREADS; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(k.location[i], k.location[j]);
    assert_int_equal(cases_known(w), THREADS + 1);
    done(&k);
}

static void race_on(bool pg)
{
    struct web_base base;
    if (!web_base_make(&base, pg)) {
        printf("# MANG_TEST_PG is not set: not tested on PostgreSQL\n");
        skip();
    }
    struct websys w;
    web_open(&w, &base);
    char path[200];
    same_form_eight_times(&w, path);
    one_case_eight_people(&w, path);
    eight_new_cases(&w);
    int64_t broken = -1;
    assert_int_equal(rec_journal_verify(&w.site->site, w.a, no_report, NULL, &broken), OK);
    assert_int_equal(broken, 0);
    web_close(&w);
    web_base_drop(&base);
}

static void race_sqlite(void **state)
{
    (void)state;
    race_on(false);
}

static void race_pgsql(void **state)
{
    (void)state;
    race_on(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(race_sqlite), cmocka_unit_test(race_pgsql)};
    log_level(LOG_ERROR);
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("web_race", tests, NULL, NULL);
}
