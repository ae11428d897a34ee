// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Records: what is sealed opens only where it was sealed, the journal shows every tampering, who
 * sees what by role and class, codes under load, and the rules of the form engine.
 */
#include "../fault/site.h"

#include "rec/rec_int.h"

#include <pthread.h>
#include <stdatomic.h>

/* ---- made from boxes --------------------------------------------------------------------------
 */

/* Input as "name=value" pairs, ended by NULL. */
static const char *pair(const void *ctx, const char *name, size_t nth)
{
    const char *const *v = ctx;
    size_t n = strlen(name);
    for (; *v; v++)
        if (strncmp(*v, name, n) == 0 && (*v)[n] == '=' && nth-- == 0)
            return *v + n + 1;
    return NULL;
}
#define BOXES(...)                                                                                 \
    (&(struct rec_input){pair, (const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL}})

static struct value *at(struct rec *r, const char *id)
{
    const struct field *f = reg_field(r->reg, id);
    assert_non_null(f);
    return &r->v[f->slot];
}

static const char *fault_of(const struct rec_faults *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (streq(f->v[i].name, name))
            return f->v[i].message ? f->v[i].message : f->v[i].own.vi;
    return NULL;
}

static struct rec_faults fill(
    struct act *act, struct rec *r, const char *form, const struct rec_input *in)
{
    struct rec_faults faults = {.n = 0};
    struct rec_env env = {.act = act, .own = r, .form = r};
    rec_fill(act, reg_form(r->reg, form), &env, in, r, &faults);
    return faults;
}

static const struct reg *reg(struct ts *s, const char *id)
{
    const struct reg *r = pack_reg(s->site->pack, id);
    assert_non_null(r);
    return r;
}

/* A child of the register, stored by the officer. */
static struct rec *child(struct ts *s, struct act *act, const char *name)
{
    struct rec *r = rec_new(act, reg(s, "tre_em"), NULL);
    *at(r, "ho_ten") = v_text(name);
    *at(r, "gioi_tinh") = v_text("nam");
    *at(r, "tinh_trang") = v_text("dang_theo_doi");
    assert_int_equal(rec_insert(act, r, "tao", NULL), OK);
    return r;
}

/* ---- sealing ------------------------------------------------------------------------------------
 */

static void sealed_opens_only_in_place(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, false);
    const struct reg *tb = reg(s, "tin_bao");
    const struct field *f = reg_field(tb, "noi_dung"), *g = reg_field(tb, "hau_qua");
    struct rec *ca = rec_new(act, reg(s, "ca"), NULL), *r = rec_new(act, tb, ca);
    struct value plain = v_text("Cháu bị đánh"), sealed = rec_seal(act, r, f, plain);
    assert_int_equal(sealed.t, V_TEXT);
    assert_null(strstr(sealed.s.p, "Cháu")); /* base64 never has á */
    assert_true(v_eq(rec_unseal(act, r, f, sealed), plain));
    assert_false(v_eq(sealed, rec_seal(act, r, f, plain))); /* a nonce of its own */
    assert_true(v_is_null(rec_seal(act, r, f, VNULL)));
    /* Moved to another field, record, case, site. */
    assert_true(v_is_null(rec_unseal(act, r, g, sealed)));
    assert_true(v_is_null(rec_unseal(act, rec_new(act, tb, ca), f, sealed)));
    struct rec other = *r;
    other.root = rec_id(rec_new(act, reg(s, "ca"), NULL));
    assert_true(v_is_null(rec_unseal(act, &other, f, sealed)));
    struct site site = *s->site;
    site.key[31] ^= 1;
    act->site = &site;
    assert_true(v_is_null(rec_unseal(act, r, f, sealed)));
    act->site = s->site;
    /* Damaged in any place, cut, or no sealing at all. */
    char *bad = arena_dup(act->a, sealed.s.p);
    for (size_t i = 0; i < sealed.s.n; i++) {
        char was = bad[i];
        bad[i] = was == 'A' ? 'B' : 'A';
        /* The last letter of base64 may carry bits of no byte: then the text is refused too. */
        assert_true(v_is_null(rec_unseal(act, r, f, v_text(bad))));
        bad[i] = was;
    }
    for (size_t n = 0; n < sealed.s.n; n++)
        assert_true(v_is_null(rec_unseal(act, r, f, v_text(arena_dupn(act->a, bad, n)))));
    assert_true(v_is_null(rec_unseal(act, r, f, plain)));
    assert_true(v_is_null(rec_unseal(act, r, f, v_int(3))));
    act_end(act);
}
SITE_TEST_FN(sealed_opens_only_in_place)

static void secrets_keep_their_type_and_stay_sealed_at_rest(struct ts *s)
{
    const char *id = ts_case(s);
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *ca, *tb;
    assert_int_equal(rec_get(act, reg(s, "ca"), id, &ca), OK);
    struct rec **v;
    size_t n;
    assert_int_equal(rec_parts(act, reg(s, "tin_bao"), ca, &v, &n), OK);
    assert_int_equal(n, 1);
    tb = v[0];
    assert_true(tb->opened && tb->secret);
    assert_string_equal(at(tb, "noi_dung")->s.p, "Cháu bị đánh");
    *at(tb, "tuoi_cha") = v_int(41);
    *at(tb, "quan_he_nguoi_bao") = v_text("hang_xom");
    assert_int_equal(rec_update(act, tb, 1, "sua", NULL), OK);
    ts_commit(act);
    const char *where = arena_printf(s->t.a, "FROM r_tin_bao WHERE parent = '%s'", id);
    const char *stored =
        ts_sql(s, arena_printf(s->t.a, "SELECT noi_dung || ' ' || tuoi_cha %s", where));
    assert_true(str_starts(str_of(stored), "s1:"));
    assert_null(strstr(stored, "41 "));
    act = ts_act(s, OFFICER, false);
    assert_int_equal(rec_get(act, reg(s, "tin_bao"), rec_id(tb), &tb), OK);
    assert_int_equal(at(tb, "tuoi_cha")->t, V_INT);
    assert_int_equal(at(tb, "tuoi_cha")->i, 41);
    act_end(act);
    /* Neither the journal nor the search words tell it; an unchanged secret is not in the journal.
     */
    const char *words = ts_sql(s, arena_printf(s->t.a, "SELECT search %s", where));
    assert_null(strstr(words, "danh"));
    const char *changes = ts_sql(
        s, arena_printf(s->t.a,
               "SELECT changes FROM journal WHERE record = '%s' AND action = 'sua'", rec_id(tb)));
    assert_non_null(strstr(changes, "tuoi_cha"));
    assert_null(strstr(changes, "noi_dung"));
    assert_null(strstr(changes, "\"41\""));
}
SITE_TEST_FN(secrets_keep_their_type_and_stay_sealed_at_rest)

/* ---- the journal
 * ---------------------------------------------------------------------------------- */

/* Breaks with `harm`, is seen to be broken, and whole again after `mend`. */
static void seen(struct ts *s, const char *harm, const char *mend)
{
    ts_sql(s, harm);
    if (ts_broken(s) != 1)
        fail_msg("not seen: %s", harm);
    ts_sql(s, mend);
    if (ts_broken(s) != 0)
        fail_msg("not mended: %s", mend);
}

static void journal_shows_every_tampering(struct ts *s)
{
    for (int i = 0; i < 3; i++)
        ts_case(s);
    assert_int_equal(ts_broken(s), 0);
#define U " unit = '" UNIT "' "
    int64_t last = ts_count(s, "SELECT max(seq) FROM journal WHERE" U);
    assert_true(last > 8);
    static const char *const texts[] = {"actor_name", "request", "remote", "action", "reg"};
    for (size_t i = 0; i < COUNT(texts); i++)
        seen(s,
            arena_printf(s->t.a, "UPDATE journal SET %s = %s || 'x' WHERE" U "AND seq = 3",
                texts[i], texts[i]),
            arena_printf(s->t.a,
                "UPDATE journal SET %s = substr(%s, 1, length(%s) - 1) WHERE" U "AND seq = 3",
                texts[i], texts[i], texts[i]));
    seen(s, "UPDATE journal SET at = at + 1 WHERE" U "AND seq = 3",
        "UPDATE journal SET at = at - 1 WHERE" U "AND seq = 3");
    seen(s, "UPDATE journal SET reason = '' WHERE reason IS NULL AND" U "AND seq = 4",
        "UPDATE journal SET reason = NULL WHERE reason = '' AND" U "AND seq = 4");
    /* A line away, in the middle and at the end; one too many; two in the other order. */
    ts_sql(s, "CREATE TABLE aside AS SELECT * FROM journal WHERE" U "AND seq = 5");
    seen(s, "DELETE FROM journal WHERE" U "AND seq = 5", "INSERT INTO journal SELECT * FROM aside");
    ts_sql(s, "DROP TABLE aside");
    ts_sql(s,
        arena_printf(s->t.a, "CREATE TABLE aside AS SELECT * FROM journal WHERE" U "AND seq = %lld",
            (long long)last));
    seen(s, arena_printf(s->t.a, "DELETE FROM journal WHERE" U "AND seq = %lld", (long long)last),
        "INSERT INTO journal SELECT * FROM aside");
    ts_sql(s, "DROP TABLE aside");
    seen(s,
        arena_printf(s->t.a,
            "INSERT INTO journal SELECT unit, seq + 1, at, actor, actor_name, request, remote, "
            "action, reg, record, root, reason, changes, hash FROM journal WHERE" U
            "AND seq = %lld",
            (long long)last),
        arena_printf(s->t.a, "DELETE FROM journal WHERE" U "AND seq = %lld", (long long)last + 1));
    for (int back = 0; back < 2; back++) { /* two lines change places, and back */
        ts_sql(s, "UPDATE journal SET seq = -seq WHERE" U "AND seq IN (6, 7)");
        ts_sql(s, "UPDATE journal SET seq = CASE seq WHEN -6 THEN 7 ELSE 6 END WHERE" U
                  "AND seq IN (-6, -7)");
        assert_int_equal(ts_broken(s), back ? 0 : 1);
    }
    /* The head: another hash, another length, or gone with the last line. */
    seen(s, "UPDATE journal_head SET hash = replace(hash, 'a', 'b') WHERE" U,
        arena_printf(s->t.a,
            "UPDATE journal_head SET hash = (SELECT hash FROM journal WHERE" U
            "AND seq = %lld) WHERE" U,
            (long long)last));
    seen(s, "UPDATE journal_head SET seq = seq - 1 WHERE" U,
        "UPDATE journal_head SET seq = seq + 1 WHERE" U);
    ts_sql(s, "CREATE TABLE aside AS SELECT * FROM journal_head WHERE" U);
    seen(s, "DELETE FROM journal_head WHERE" U, "INSERT INTO journal_head SELECT * FROM aside");
    ts_sql(s, "DROP TABLE aside");
    /* With another site's key no chain is whole. */
    struct site site = *s->site;
    site.key[0] ^= 1;
    int64_t broken;
    assert_int_equal(rec_journal_verify(&site, s->t.a, ts_no_report, NULL, &broken), OK);
    assert_true(broken > 0);
#undef U
}
SITE_TEST_FN(journal_shows_every_tampering)

/* ---- codes, versions
 * --------------------------------------------------------------------------------- */

enum { THREADS = 8, EACH = 25 };
struct many {
    struct ts *s;
    const struct user *user;
    _Atomic int conflicts, other;
};
static void *make_many(void *ctx)
{
    struct many *m = ctx;
    for (int i = 0; i < EACH; i++) {
        AUTO_ARENA *a = arena_open();
        struct act *act = act_new(m->s->site, a, m->user, "test", "::1");
        struct rec *r = rec_new(act, pack_reg(m->s->site->pack, "tre_em"), NULL);
        *at(r, "ho_ten") = v_text("Giàng A Páo");
        enum err e = act_write(act);
        if (!e)
            e = rec_insert(act, r, "tao", NULL);
        if (!e)
            e = act_commit(act, NULL);
        m->conflicts += e == ERR_CONFLICT || e == ERR_BUSY;
        m->other += e && e != ERR_CONFLICT && e != ERR_BUSY;
        act_end(act);
    }
    return NULL;
}

/* The officer of a commune that has no journal yet: its first lines are a race too. */
static void codes_are_unique_under_load(struct ts *s)
{
    struct many m = {.s = s, .user = ts_user(s, ELSEWHERE)};
    pthread_t t[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&t[i], NULL, make_many, &m), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    assert_int_equal(m.other, 0);
    assert_int_equal(m.conflicts, 0);
    static const char of[] = " FROM r_tre_em WHERE unit = '" OTHER_UNIT "'";
    assert_int_equal(ts_count(s, arena_printf(s->t.a, "SELECT count(*)%s", of)), THREADS * EACH);
    assert_int_equal(
        ts_count(s, arena_printf(s->t.a, "SELECT count(DISTINCT code)%s", of)), THREADS * EACH);
    const char *last = ts_sql(s, arena_printf(s->t.a, "SELECT max(code)%s", of));
    assert_true(str_ends(str_of(last), "-0200")); /* no gaps */
    assert_int_equal(ts_broken(s), 0);
}
SITE_TEST_FN(codes_are_unique_under_load)

static void versions_are_kept_as_stored(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *r = child(s, act, "Vàng A Dơ");
    ts_commit(act);
    act = ts_act(s, OFFICER, true);
    assert_int_equal(rec_get(act, r->reg, rec_id(r), &r), OK);
    *at(r, "ho_ten") = v_text("Vàng A Dờ");
    assert_int_equal(rec_update(act, r, 1, "dinh_chinh", "nghe nhầm"), OK);
    ts_commit(act);
    act = ts_act(s, OFFICER, true); /* nothing new: no version, no line */
    assert_int_equal(rec_get(act, r->reg, rec_id(r), &r), OK);
    assert_int_equal(rec_update(act, r, 2, "sua", NULL), OK);
    ts_commit(act);
    act = ts_act(s, OFFICER, true);
    assert_int_equal(rec_get(act, r->reg, rec_id(r), &r), OK);
    assert_int_equal(rec_version(r), 2);
    assert_int_equal(rec_update(act, r, 1, "sua", NULL), ERR_CONFLICT);
    act_end(act);
    act = ts_act(s, OFFICER, true);
    assert_int_equal(rec_get(act, r->reg, rec_id(r), &r), OK);
    assert_int_equal(rec_void(act, r, 2, "nhập hai lần"), OK);
    ts_commit(act);
    act = ts_act(s, OFFICER, false);
    struct rec **v, *gone;
    size_t n;
    assert_int_equal(rec_versions(act, r, &v, &n), OK);
    assert_int_equal(n, 3);
    assert_string_equal(at(v[0], "ho_ten")->s.p, "Vàng A Dơ");
    assert_string_equal(at(v[1], "ho_ten")->s.p, "Vàng A Dờ");
    assert_true(v_is_null(v[1]->common[DC_DELETED_AT]));
    assert_false(v_is_null(v[2]->common[DC_DELETED_AT]));
    assert_int_equal(rec_get(act, r->reg, rec_id(r), &gone), ERR_NOT_FOUND);
    const char *lines = ts_sql(
        s, arena_printf(s->t.a, "SELECT count(*) FROM journal WHERE record = '%s'", rec_id(r)));
    assert_string_equal(lines, "3");
    act_end(act);
}
SITE_TEST_FN(versions_are_kept_as_stored)

/* ---- who sees what
 * ------------------------------------------------------------------------------------ */

static void rights_by_role_register_and_class(struct ts *s)
{
    const char *id = ts_case(s);
    enum { NO = -1 };
    static const struct {
        enum person who;
        int ca, tin_bao, tre_em; /* err of rec_get of a case, a report, a child */
        bool personal, secret;   /* of the report, or of the case when it may not be got */
    } matrix[] = {{OFFICER, OK, OK, OK, true, true}, {OFFICER2, OK, OK, OK, true, false},
        {HEAD_OFFICE, OK, OK, ERR_DENIED, false, false}, {POLICE, OK, OK, ERR_DENIED, false, false},
        {VILLAGE, OK, OK, OK, false, false}, {PROVINCE_OFFICER, OK, OK, ERR_DENIED, false, false},
        {LEADER, ERR_DENIED, ERR_DENIED, ERR_DENIED, false, false},
        {ADMIN, ERR_DENIED, ERR_DENIED, ERR_DENIED, false, false},
        {ELSEWHERE, ERR_NOT_FOUND, ERR_NOT_FOUND, ERR_NOT_FOUND, false, false}};
    struct act *w = ts_act(s, OFFICER, true);
    struct rec *kid = child(s, w, "Hờ Thị Mây");
    ts_commit(w);
    const char *part =
        ts_sql(s, arena_printf(s->t.a, "SELECT id FROM r_tin_bao WHERE parent = '%s'", id));
    for (size_t i = 0; i < COUNT(matrix); i++) {
        struct act *act = ts_act(s, matrix[i].who, false);
        struct rec *r;
        print_message("# %s\n", s->who[matrix[i].who].username);
        assert_int_equal(rec_get(act, kid->reg, rec_id(kid), &r), matrix[i].tre_em);
        if (matrix[i].tre_em == OK && !matrix[i].personal)
            assert_null(strstr(rec_label(act, r), "Mây"));
        assert_int_equal(rec_get(act, reg(s, "ca"), id, &r), matrix[i].ca);
        assert_int_equal(rec_get(act, reg(s, "tin_bao"), part, &r), matrix[i].tin_bao);
        if (matrix[i].tin_bao == OK) {
            const struct field *open = reg_field(r->reg, "muc_do"),
                               *mine = reg_field(r->reg, "noi_xay_ra"),
                               *name = reg_field(r->reg, "ho_ten_tre"),
                               *secret = reg_field(r->reg, "noi_dung");
            assert_int_equal(rec_shows(r, open), SHOW_YES);
            assert_int_equal(rec_shows(r, mine), matrix[i].personal ? SHOW_YES : SHOW_NO);
            assert_int_equal(rec_shows(r, name), matrix[i].personal ? SHOW_YES : SHOW_MASKED);
            assert_int_equal(rec_shows(r, secret), matrix[i].secret ? SHOW_YES : SHOW_NO);
            if (!matrix[i].secret)
                assert_true(str_starts(r->v[secret->slot].s, "s1:"));
        }
        act_end(act);
        bool sees =
            ts_get_page(s, matrix[i].who, arena_printf(s->t.a, "/so/tin_bao/%s", part)).body.p !=
                NULL &&
            strstr(
                ts_get_page(s, matrix[i].who, arena_printf(s->t.a, "/so/tin_bao/%s", part)).body.p,
                "Cháu bị đánh");
        assert_int_equal(sees, matrix[i].secret);
    }
    struct act *act = ts_act(s, HEAD, true); /* writing without the right, and outside the scope */
    struct rec *r = rec_new(act, kid->reg, NULL);
    assert_int_equal(rec_insert(act, r, "tao", NULL), ERR_DENIED);
    act_end(act);
    act = ts_act(s, ELSEWHERE, true);
    r = rec_new(act, kid->reg, NULL);
    r->common[DC_UNIT] = v_text(UNIT);
    assert_int_equal(rec_insert(act, r, "tao", NULL), ERR_DENIED);
    act_end(act);
    act = ts_act(s, PEOPLE, false); /* the system itself is never shown a secret */
    assert_int_equal(rec_get(act, reg(s, "tin_bao"), part, &r), OK);
    assert_int_equal(rec_shows(r, reg_field(r->reg, "noi_dung")), SHOW_NO);
    act_end(act);
}
SITE_TEST_FN(rights_by_role_register_and_class)

/* An update of a record outside the scope must fail however its id was learned. */
static void break_glass_opens_an_hour(struct ts *s)
{
    const char *id = ts_case(s);
    struct act *act = ts_act(s, OFFICER2, true);
    struct rec *r;
    assert_int_equal(rec_get(act, reg(s, "ca"), id, &r), OK);
    assert_false(r->secret);
    assert_int_equal(rec_break_glass(act, r, "trẻ nguy kịch trong đêm"), OK);
    int64_t now = act->now_ms;
    ts_commit(act);
    act = ts_act(s, OFFICER2, false);
    assert_int_equal(rec_get(act, reg(s, "ca"), id, &r), OK);
    assert_true(r->secret);
    act_end(act);
    clock_fake(now + 61 * 60 * 1000);
    act = ts_act(s, OFFICER2, false);
    assert_int_equal(rec_get(act, reg(s, "ca"), id, &r), OK);
    assert_false(r->secret);
    act_end(act);
    clock_fake(0);
    assert_int_equal(ts_count(s, arena_printf(s->t.a,
                                     "SELECT count(*) FROM journal WHERE root = '%s' AND "
                                     "action = 'xem_khan_cap'",
                                     id)),
        1);
}
SITE_TEST_FN(break_glass_opens_an_hour)

static void search_words_find_without_marks(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *kid = child(s, act, "Sùng Thị Đào");
    ts_commit(act);
    act = ts_act(s, OFFICER, false);
    static const char *const finds[] = {"sung dao", "ĐÀO", "Sùng", "sung thi dao"};
    struct rec **v;
    size_t n;
    int64_t total;
    for (size_t i = 0; i < COUNT(finds); i++) {
        struct rec_query q = {.reg = kid->reg, .words = finds[i]};
        assert_int_equal(rec_list(act, &q, &v, &n, &total), OK);
        assert_int_equal(total, 1);
        assert_string_equal(rec_id(v[0]), rec_id(kid));
    }
    struct rec_query q = {.reg = kid->reg, .words = rec_code(kid)};
    assert_int_equal(rec_list(act, &q, &v, &n, &total), OK);
    assert_int_equal(total, 1);
    q.words = "sung hoa";
    assert_int_equal(rec_list(act, &q, &v, &n, &total), OK);
    assert_int_equal(total, 0);
    act_end(act);
    act = ts_act(s, ELSEWHERE, false); /* words do not reach over the scope */
    q.words = "sung dao";
    assert_int_equal(rec_list(act, &q, &v, &n, &total), OK);
    assert_int_equal(total, 0);
    act_end(act);
}
SITE_TEST_FN(search_words_find_without_marks)

/* ---- forms
 * --------------------------------------------------------------------------------------------- */

static void form_rules(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, false);
    struct rec *r = rec_new(act, reg(s, "tre_em"), NULL);
    struct rec_faults f = fill(act, r, NULL, BOXES());
    assert_non_null(fault_of(&f, "ho_ten"));
    assert_non_null(fault_of(&f, "gioi_tinh"));
    assert_null(fault_of(&f, "ngay_sinh"));
    assert_int_equal(f.errors, f.n);
    /* Hidden by its condition: what was typed is not stored; shown: it is. */
    f = fill(act, r, NULL,
        BOXES("ho_ten=giàng a páo", "gioi_tinh=nam", "tinh_trang=dang_theo_doi", "co_bhyt=0",
            "so_bhyt=TE1234567890123", "so_dinh_danh=", "ly_do_chua_co_so=zzz"));
    assert_true(v_is_null(*at(r, "so_bhyt")));
    assert_non_null(fault_of(&f, "ly_do_chua_co_so"));
    f = fill(act, r, NULL, BOXES("co_bhyt=1", "so_bhyt=TE1234567890123"));
    assert_string_equal(at(r, "so_bhyt")->s.p, "TE1234567890123");
    f = fill(act, r, NULL, BOXES("co_bhyt=")); /* emptied: the number goes with it */
    assert_true(v_is_null(*at(r, "so_bhyt")));
    /* Choices: several boxes or one text, in the order of the list, unknown codes ignored. */
    (void)fill(
        act, r, NULL, BOXES("bi_xam_hai=dam_o", "bi_xam_hai=hiep_dam", "bi_xam_hai=khong_co"));
    assert_string_equal(at(r, "bi_xam_hai")->s.p, "|hiep_dam|dam_o|");
    (void)fill(act, r, NULL, BOXES("bi_xam_hai=dam_o, hiep_dam"));
    assert_string_equal(at(r, "bi_xam_hai")->s.p, "|hiep_dam|dam_o|");
    (void)fill(act, r, NULL, BOXES());
    assert_true(v_is_null(*at(r, "bi_xam_hai")));
    /* Bounds, checks, warnings. */
    f = fill(act, r, NULL, BOXES("ngay_sinh=01/01/2099"));
    assert_non_null(fault_of(&f, "ngay_sinh"));
    f = fill(act, r, NULL, BOXES("ngay_sinh=05/05/2020", "ngay_khai_sinh=04/05/2020"));
    assert_non_null(fault_of(&f, "ngay_khai_sinh"));
    assert_true(f.errors > 0);
    f = fill(act, r, NULL, BOXES("ngay_sinh=05/05/1990", "ngay_khai_sinh="));
    assert_non_null(fault_of(&f, "ngay_sinh"));
    assert_int_equal(f.errors, 0);
    assert_int_equal(f.n, 1);
    /* A form with few fields leaves the others alone. */
    *at(r, "dia_chi") = v_text("Bản Lầu");
    (void)fill(act, r, "nhanh", BOXES("ho_ten=Vừ A Sử", "dia_chi=nơi khác"));
    assert_string_equal(at(r, "dia_chi")->s.p, "Bản Lầu");
    act_end(act);
}
SITE_TEST_FN(form_rules)

static void form_rows(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, false);
    struct rec *ca = rec_new(act, reg(s, "ca"), NULL), *r = rec_new(act, reg(s, "ke_hoach"), ca);
    const struct field *rows = reg_field(r->reg, "hoat_dong");
    struct rec_faults f = fill(act, r, NULL, BOXES());
    assert_non_null(fault_of(&f, "hoat_dong"));
    f = fill(act, r, NULL,
        BOXES("hoat_dong.0.dich_vu=y_te", "hoat_dong.0.co_quan=ubnd_xa",
            "hoat_dong.1.dich_vu= ", "hoat_dong.2.dich_vu=bhyt", "hoat_dong.2.kinh_phi=-5"));
    assert_int_equal(r->rows[rows->slot].n, 2); /* the empty line is none */
    assert_null(fault_of(&f, "hoat_dong.0.dich_vu"));
    assert_non_null(fault_of(&f, "hoat_dong.2.co_quan"));
    assert_non_null(fault_of(&f, "hoat_dong.2.kinh_phi"));
    struct rec *first = r->rows[rows->slot].v[0], *second = r->rows[rows->slot].v[1];
    assert_string_equal(first->parent, rec_id(r));
    assert_string_equal(first->root, rec_id(ca));
    /* Kept by id and changed; one whose id is not sent goes; a strange id makes a new line. */
    const char *keep = arena_printf(act->a, "hoat_dong.0.id=%s", rec_id(second));
    (void)fill(act, r, NULL,
        BOXES(keep, "hoat_dong.0.dich_vu=giam_dinh", "hoat_dong.1.id=00000000-0000-7000-8000-0000",
            "hoat_dong.1.dich_vu=y_te"));
    assert_int_equal(r->rows[rows->slot].n, 2);
    assert_ptr_equal(r->rows[rows->slot].v[0], second);
    assert_string_equal(at(second, "dich_vu")->s.p, "giam_dinh");
    assert_ptr_not_equal(r->rows[rows->slot].v[1], first);
    act_end(act);
}
SITE_TEST_FN(form_rows)

static void more_faults_than_room(struct ts *s)
{
    struct act *act = ts_act(s, OFFICER, false);
    struct rec *ca = rec_new(act, reg(s, "ca"), NULL), *r = rec_new(act, reg(s, "ke_hoach"), ca);
    const char *v[121] = {NULL};
    for (int i = 0; i < 60; i++) {
        v[2 * i] = arena_printf(act->a, "hoat_dong.%d.dich_vu=khong_co", i);
        v[2 * i + 1] = arena_printf(act->a, "hoat_dong.%d.kinh_phi=nhiều", i);
    }
    struct rec_input in = {pair, v};
    struct rec_faults f = fill(act, r, NULL, &in);
    assert_int_equal(f.n, COUNT(f.v));
    assert_true(f.errors > 120); /* all are counted, the first are told */
    act_end(act);
}
SITE_TEST_FN(more_faults_than_room)

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    log_level(LOG_ERROR + 1);
    const struct CMUnitTest tests[] = {SITE_TEST(sealed_opens_only_in_place),
        SITE_TEST(secrets_keep_their_type_and_stay_sealed_at_rest),
        SITE_TEST(journal_shows_every_tampering), SITE_TEST(codes_are_unique_under_load),
        SITE_TEST(versions_are_kept_as_stored), SITE_TEST(rights_by_role_register_and_class),
        SITE_TEST(break_glass_opens_an_hour), SITE_TEST(search_words_find_without_marks),
        SITE_TEST(form_rules), SITE_TEST(form_rows), SITE_TEST(more_faults_than_room)};
    return cmocka_run_group_tests_name("rec", tests, NULL, ts_end);
}
