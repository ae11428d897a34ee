// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The demo on both databases: every state of both procedures and every kind of deadline occurs, the
 * journal holds and runs forward in time, the same seed gives the same people, the sign-ins work
 * and nobody else can sign in; no text shows its tags or slots.
 */
#include "dbtest.h"

#include "cmd/cmd_int.h"
#include "stat/stat.h"

#include <sodium.h>
#include <sys/stat.h>

#define HOME "03325"

struct world {
    struct dbtest t;
    struct cmd c;
    struct cmd_site *s;
};

static bool make_world(struct world *w, bool pg, int64_t now)
{
    if (!dbtest_make(&w->t, pg))
        return false;
    w->c = (struct cmd){.name = "test", .a = w->t.a, .db = w->t.url, .quiet = true, .seed = 7};
    w->c.data = arena_printf(w->t.a, "%s%s", pg ? "/tmp/" : "", pg ? w->t.schema : w->t.dir);
    if (cmd_open(&w->c, true, &w->s) != OK)
        fail_msg("open: %s", err_detail());
    clock_fake(now);
    enum err e = cmd_demo_data(&w->c, w->s, 1);
    if (e)
        fail_msg("%s: %s", err_name(e), err_detail());
    return true;
}

static void drop_world(struct world *w)
{
    cmd_close(w->s);
    unlink(arena_printf(w->t.a, "%s/mang.key", w->c.data));
    unlink(arena_printf(w->t.a, "%s/demo-signins.txt", w->c.data));
    if (w->t.pg)
        rmdir(w->c.data);
    w->t.db = NULL;
    dbtest_drop(&w->t);
}

/* ---- what came about --------------------------------------------------------------------------
 */

static int64_t in_state(
    struct world *w, struct dbc *c, const struct procedure *p, const char *state)
{
    struct value args[] = {v_text(state)};
    struct db_select s = {.t = &w->s->site.tables[p->reg - w->s->site.pack->regs],
        .province = "11",
        .cond = {"state = $1", {1, args}}};
    return db_table_count(c, &s);
}

static void every_state(struct world *w, struct dbc *c)
{
    const struct pack *pack = w->s->site.pack;
    for (size_t i = 0; i < pack->nprocs; i++)
        for (size_t k = 0; k < pack->procs[i].nstates; k++)
            if (in_state(w, c, &pack->procs[i], pack->procs[i].states[k].id) == 0)
                fail_msg("nothing is in state %s", pack->procs[i].states[k].id);
}

static void every_deadline(struct world *w, int64_t now)
{
    static const char *const who[] = {"can_bo", "chu_tich"};
    for (size_t i = 0; i < COUNT(who); i++) {
        AUTO_DBC *c = NULL;
        assert_int_equal(db_begin_read(w->s->site.db, &c), OK);
        struct db_rows *r = db_query(c, w->t.a, Q_CLOCKS_COUNT,
            ARGS("11", HOME, i ? "%|chu_tich|%" : "%|can_bo_xa|%", now, now + FLOW_SOON_MS));
        assert_true(db_next(r));
        for (int k = 0; k < 3; k++)
            if (db_int(r, k) == 0)
                fail_msg("%s has no work of urgency %d", who[i], k);
    }
}

static void count_lines(void *ctx, const char *unit, int64_t seq, const char *hash, bool ok)
{
    (void)unit;
    (void)hash;
    assert_true(ok);
    *(int64_t *)ctx += seq;
}

static void the_journal(struct world *w)
{
    int64_t lines = 0, broken = -1, before = 0;
    assert_int_equal(rec_journal_verify(&w->s->site, w->t.a, count_lines, &lines, &broken), OK);
    assert_int_equal(broken, 0);
    assert_true(lines > 8000);
    AUTO_DBC *c = NULL;
    assert_int_equal(db_begin_read(w->s->site.db, &c), OK);
    struct db_rows *r = db_query(c, w->t.a, Q_JOURNAL_CHAIN, ARGS(HOME));
    while (db_next(r)) {
        assert_true(db_int(r, 1) >= before);
        before = db_int(r, 1);
    }
    assert_true(before > 0);
}

/* ---- texts ------------------------------------------------------------------------------------
 */

static void no_marks(const struct rec *r)
{
    for (size_t i = 0; i < r->reg->nfields; i++) {
        struct value v = r->v[i];
        if (v.t == V_TEXT && (memchr(v.s.p, '~', v.s.n) || memchr(v.s.p, '{', v.s.n)))
            fail_msg("%s.%s: " STR_FMT, r->reg->id, r->reg->fields[i].id, STR_ARG(v.s));
    }
}

/* Opened as the official of the commune sees them. */
static void the_texts(struct world *w)
{
    struct user u;
    AUTO_ARENA *a = arena_open();
    struct act *act = act_new(&w->s->site, a, NULL, "t", "");
    assert_int_equal(act_read(act), OK);
    struct db_rows *r = db_query(act->c, a, Q_ACCOUNT_FOR_SIGN_IN, ARGS("can_bo"));
    assert_true(db_next(r));
    assert_int_equal(user_get(act->c, w->s->site.pack, a, db_text(r, 0), &u), OK);
    act->user = &u;
    static const char *const regs[] = {"tin_bao", "xac_minh", "danh_gia_chi_tiet", "ke_hoach",
        "tham_ho", "ra_soat", "bien_phap_khan_cap", "don_dang_ky", "theo_doi_cstt"};
    size_t opened = 0;
    for (size_t i = 0; i < COUNT(regs); i++) {
        const struct reg *reg = pack_reg(w->s->site.pack, regs[i]);
        struct rec **v;
        size_t n;
        int64_t all;
        assert_int_equal(
            rec_list(act, &(struct rec_query){.reg = reg, .limit = 100}, &v, &n, &all), OK);
        for (size_t k = 0; k < n; k++) {
            rec_open(act, v[k]);
            no_marks(v[k]);
            opened++;
        }
    }
    assert_true(opened > 100);
    act_end(act);
}

/* ---- people -----------------------------------------------------------------------------------
 */

static void the_sign_ins(struct world *w)
{
    struct str text, line, word;
    const char *path = arena_printf(w->t.a, "%s/demo-signins.txt", w->c.data);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(cmd_read_file(w->t.a, path, 4096, &text), OK);
    struct user_door *door = user_door_open(w->t.a);
    int n = 0;
    while (str_split(&text, '\n', &line) && line.n) {
        const char *part[2] = {NULL, NULL};
        for (int i = 0; i < 2 && str_split(&line, ' ', &word);)
            if (word.n)
                part[i++] = arena_dupn(w->t.a, word.p, word.n);
        enum user_entry how;
        const char *token, *id;
        assert_int_equal(user_sign_in(w->s->site.db, door, w->t.a, part[0], part[1], "::1", false,
                             &how, &token, &id),
            OK);
        assert_int_equal(how, ENTRY_OK);
        n++;
    }
    assert_int_equal(n, 4);
    enum user_entry how;
    const char *token, *id;
    assert_int_equal(
        user_sign_in(w->s->site.db, door, w->t.a, "cb.03127", "!", "::1", false, &how, &token, &id),
        OK);
    assert_int_equal(how, ENTRY_WRONG);
    user_door_close(door);
}

static bool add_name(void *ctx, struct db_rows *row)
{
    struct buf *b = ctx;
    for (int i = 0; i < db_cols(row); i++)
        if (streq(db_col_name(row, i), "ho_ten") || streq(db_col_name(row, i), "ngay_sinh"))
            buf_printf(b, "%s;", db_text(row, i) ? db_text(row, i) : "");
    return true;
}

/* Names and birth dates of all children, in the order of their codes. */
static struct str children(struct world *w, struct arena *a)
{
    struct buf b = buf_in(a, 4 << 20);
    AUTO_DBC *c = NULL;
    assert_int_equal(db_begin_read(w->s->site.db, &c), OK);
    const struct reg *reg = pack_reg(w->s->site.pack, "tre_em");
    struct db_select s = {.t = &w->s->site.tables[reg - w->s->site.pack->regs],
        .province = "11",
        .order = "code",
        .limit = 5000};
    struct db_rows *r = db_table_select(c, a, &s);
    while (db_next(r))
        add_name(&b, r);
    assert_true(b.n > 1500 * 20);
    return buf_view(&b);
}

/* ---- numbers ----------------------------------------------------------------------------------
 */

/* Entered parts of a counted whole, and of an entered one. */
static void the_numbers(struct world *w)
{
    static const char *const rates[] = {
        "ty_le_nhan_thuc", "ty_le_mang_an_toan", "ty_le_thien_tai_cuu", "ty_le_khuyet_tat_hoc"};
    AUTO_ARENA *a = arena_open();
    struct act *act = act_new(&w->s->site, a, NULL, "t", "");
    assert_int_equal(act_read(act), OK);
    for (size_t i = 0; i < COUNT(rates); i++) {
        struct stat_ask ask = {
            .unit = "11", .period = period_of(PERIOD_YEAR, REGIME_CALENDAR, 2026, 1)};
        struct stat_values v;
        const struct indicator *k = pack_indicator(w->s->site.pack, rates[i]);
        assert_int_equal(stat_indicator(act, k, NULL, &ask, &v), OK);
        if (!v.n || !v.v[0].known || v.v[0].value > 100 || v.v[0].num < 1)
            fail_msg("%s is %f", rates[i], v.n ? v.v[0].value : -1);
    }
    struct db_rows *r = db_query(act->c, a, Q_PUB_HEADS, ARGS("11", 2025));
    assert_true(db_row_count(r) > 100);
    act_end(act);
}

static void look_at(struct world *w, int64_t now)
{
    {
        AUTO_DBC *c = NULL;
        assert_int_equal(db_begin_read(w->s->site.db, &c), OK);
        every_state(w, c);
    }
    every_deadline(w, now);
    the_journal(w);
    the_texts(w);
    the_numbers(w);
    the_sign_ins(w);
}

/* A Wednesday morning, so that it does not matter when the test runs. */
static const int64_t NOW = 1794967200000; /* 2026-11-18 09:00 in Vietnam */

static void the_same_world_twice(void **state)
{
    (void)state;
    AUTO_ARENA *a = arena_open();
    struct world lite, pg;
    assert_true(make_world(&lite, false, NOW));
    struct str names = children(&lite, a);
    look_at(&lite, NOW);
    if (make_world(&pg, true, NOW)) {
        assert_true(str_eq(names, children(&pg, a)));
        look_at(&pg, NOW);
        drop_world(&pg);
    }
    drop_world(&lite);
}

static void not_over_real_work(void **state)
{
    (void)state;
    struct dbtest t;
    assert_true(dbtest_make(&t, false));
    struct cmd c = {.name = "demo", .a = t.a, .data = t.dir, .quiet = true};
    struct cmd_site *s;
    assert_int_equal(cmd_open(&c, true, &s), OK);
    struct act *act = act_new(&s->site, t.a, NULL, "t", "");
    assert_int_equal(act_write(act), OK);
    assert_int_equal(
        rec_journal(act, &(struct rec_entry){.unit = HOME, .action = "x", .reg = "ca"}), OK);
    assert_int_equal(act_commit(act, NULL), OK);
    act_end(act);
    cmd_close(s);
    assert_int_equal(cmd_demo(&c), EXIT_WORK);
    assert_non_null(strstr(err_detail(), "--force"));
    for (const char *f = "mang.db\0mang.db-wal\0mang.db-shm\0mang.key\0"; *f; f += strlen(f) + 1)
        unlink(arena_printf(t.a, "%s/%s", t.dir, f));
    dbtest_drop(&t);
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(not_over_real_work),
        cmocka_unit_test(the_same_world_twice),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("demo", tests, NULL, NULL);
}
