// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Merging: nothing is lost, everything goes back, in any order, with edits in between; parts and
 * files open at their new root; two who merge at once; verdicts hold until a person changes.
 */
#include "../fault/site.h"

#include "ident/ident.h"

#include <stdlib.h>

static const struct reg *reg(struct ts *s, const char *id)
{
    const struct reg *r = pack_reg(s->site->pack, id);
    assert_non_null(r);
    return r;
}

static struct value *at(struct rec *r, const char *id)
{
    const struct field *f = reg_field(r->reg, id);
    assert_non_null(f);
    return &r->v[f->slot];
}

static const char *child(struct ts *s, const char *name, const char *village)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *r = rec_new(act, reg(s, "tre_em"), NULL);
    *at(r, "ho_ten") = v_text(name);
    *at(r, "gioi_tinh") = v_text("nam");
    *at(r, "ngay_sinh") = v_text("2015-06-30");
    *at(r, "thon") = v_text(village);
    *at(r, "tinh_trang") = v_text("dang_theo_doi");
    assert_int_equal(rec_insert(act, r, "tao", NULL), OK);
    ts_commit(act);
    return rec_id(r);
}

static const char *case_of(struct ts *s, const char *kid)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *r = rec_new(act, reg(s, "ca"), NULL);
    *at(r, "tre") = v_text(kid);
    r->common[DC_STATE] = v_text("cho_xac_minh");
    assert_int_equal(rec_insert(act, r, "tao", NULL), OK);
    ts_commit(act);
    return rec_id(r);
}

static struct rec *get(struct act *act, struct ts *s, const char *reg_id, const char *id)
{
    struct rec *r;
    if (rec_get_voided(act, reg(s, reg_id), id, &r) != OK)
        fail_msg("%s %s: %s", reg_id, id, err_detail());
    return r;
}

/* Merges `gone` into `keep`, taking village and name; the id of the merge, or NULL. */
static const char *merge(struct ts *s, const char *keep, const char *gone, const char **why)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *a = get(act, s, "tre_em", keep), *b = get(act, s, "tre_em", gone);
    bool *take = NEW_N(act->a, bool, a->reg->nfields);
    take[reg_field(a->reg, "thon")->slot] = take[reg_field(a->reg, "ho_ten")->slot] = true;
    struct ident_choice k = {.keep = a, .gone = b, .take = take, .reason = "một trẻ"};
    const char *id = NULL;
    enum err e = ident_merge(act, &k, &id, why);
    if (e == OK)
        ts_commit(act);
    else
        act_end(act);
    if (e)
        assert_int_equal(e, ERR_CONFLICT);
    return e ? NULL : id;
}

static bool split(struct ts *s, const char *id, struct ident_kept *kept, const char **why)
{
    struct act *act = ts_act(s, OFFICER, true);
    enum err e = ident_split(act, id, "nhầm", kept, why);
    if (e == OK)
        ts_commit(act);
    else
        act_end(act);
    if (e)
        assert_int_equal(e, ERR_CONFLICT);
    return e == OK;
}

/* ---- random histories ------------------------------------------------------------------------ */

enum { KIDS = 6, CASES = 6, STEPS = 40, HISTORIES = 6 };
struct world {
    const char *kid[KIDS], *village[KIDS], *cases[CASES], *of[CASES];
    const char *merge[STEPS];
    size_t nmerges;
    int next;
};

static struct world *make_world(struct ts *s)
{
    struct world *w = NEW(s->t.a, struct world);
    for (int i = 0; i < KIDS; i++) {
        w->village[i] = arena_printf(s->t.a, "Bản %d", i);
        w->kid[i] = child(s, arena_printf(s->t.a, "Lò Văn %c", 'A' + i), w->village[i]);
    }
    for (int i = 0; i < CASES; i++)
        w->cases[i] = case_of(s, w->of[i] = w->kid[rand() % KIDS]);
    return w;
}

static void edit(struct ts *s, struct world *w, int i)
{
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *r;
    if (rec_get(act, reg(s, "tre_em"), w->kid[i], &r) != OK) {
        act_end(act); /* voided: nobody can edit it */
        return;
    }
    w->village[i] = arena_printf(s->t.a, "Bản mới %d", w->next++);
    *at(r, "thon") = v_text(w->village[i]);
    assert_int_equal(rec_update(act, r, rec_version(r), "sua", NULL), OK);
    ts_commit(act);
}

static void random_step(struct ts *s, struct world *w)
{
    const char *why;
    struct ident_kept kept;
    int i = rand() % KIDS, k = rand() % KIDS;
    switch (rand() % 4) {
    case 0:
        edit(s, w, i);
        break;
    case 1:
        if (w->nmerges) {
            size_t m = (size_t)rand() % w->nmerges;
            if (split(s, w->merge[m], &kept, &why))
                w->merge[m] = w->merge[--w->nmerges];
        }
        break;
    default: {
        const char *id = merge(s, w->kid[i], w->kid[k], &why);
        if (id)
            w->merge[w->nmerges++] = id;
    }
    }
}

static void undo_all(struct ts *s, struct world *w)
{
    while (w->nmerges) {
        bool any = false;
        for (size_t m = 0; m < w->nmerges; m++) {
            const char *why;
            struct ident_kept kept;
            if (!split(s, w->merge[m], &kept, &why))
                continue;
            w->merge[m--] = w->merge[--w->nmerges];
            any = true;
        }
        assert_true(any); /* some merge can always be undone */
    }
}

static void as_it_was(struct ts *s, const struct world *w)
{
    struct act *act = ts_act(s, OFFICER, false);
    for (int i = 0; i < KIDS; i++) {
        struct rec *r = get(act, s, "tre_em", w->kid[i]);
        assert_true(v_is_null(r->common[DC_DELETED_AT]));
        assert_string_equal(at(r, "thon")->s.p, w->village[i]);
        assert_string_equal(at(r, "ho_ten")->s.p, arena_printf(act->a, "Lò Văn %c", 'A' + i));
        assert_null(ident_survivor(act, w->kid[i]));
    }
    for (int i = 0; i < CASES; i++)
        assert_string_equal(at(get(act, s, "ca", w->cases[i]), "tre")->s.p, w->of[i]);
    act_end(act);
}

static void histories_come_back(struct ts *s)
{
    srand(20261122);
    for (int h = 0; h < HISTORIES; h++) {
        struct world *w = make_world(s);
        for (int i = 0; i < STEPS; i++)
            random_step(s, w);
        undo_all(s, w);
        as_it_was(s, w);
    }
    assert_int_equal(ts_broken(s), 0);
}
SITE_TEST_FN(histories_come_back)

/* ---- what a merge does ----------------------------------------------------------------------- */

static void references_follow_and_return(struct ts *s)
{
    const char *a = child(s, "Vàng A Sò", "Pa Tần"), *b = child(s, "Vang A So", "Huổi Só"), *why;
    const char *ca = case_of(s, b);
    const char *m = merge(s, a, b, &why);
    assert_non_null(m);
    struct act *act = ts_act(s, OFFICER, false);
    struct rec *r;
    assert_string_equal(at(get(act, s, "ca", ca), "tre")->s.p, a);
    assert_int_equal(rec_get(act, reg(s, "tre_em"), b, &r), ERR_NOT_FOUND);
    assert_string_equal(ident_survivor(act, b), a);
    assert_int_equal(rec_get(act, reg(s, "tre_em"), a, &r), OK);
    assert_string_equal(at(r, "thon")->s.p, "Huổi Só");
    act_end(act);
    /* Edited since: stays, and is named. */
    act = ts_act(s, OFFICER, true);
    assert_int_equal(rec_get(act, reg(s, "tre_em"), a, &r), OK);
    *at(r, "thon") = v_text("Nà Hỳ");
    assert_int_equal(rec_update(act, r, rec_version(r), "sua", NULL), OK);
    ts_commit(act);
    struct ident_kept kept;
    assert_true(split(s, m, &kept, &why));
    assert_int_equal(kept.nfields, 1);
    assert_string_equal(kept.fields[0]->id, "thon");
    assert_int_equal(kept.links, 0);
    act = ts_act(s, OFFICER, false);
    assert_string_equal(at(get(act, s, "tre_em", a), "ho_ten")->s.p, "Vàng A Sò");
    assert_string_equal(at(get(act, s, "tre_em", a), "thon")->s.p, "Nà Hỳ");
    assert_string_equal(at(get(act, s, "tre_em", b), "thon")->s.p, "Huổi Só");
    assert_string_equal(at(get(act, s, "ca", ca), "tre")->s.p, b);
    act_end(act);
    assert_false(split(s, m, &kept, &why)); /* undone once */
    assert_non_null(why);
}
SITE_TEST_FN(references_follow_and_return)

static void chains_and_races(struct ts *s)
{
    const char *a = child(s, "Mùa A Tủa", "1"), *b = child(s, "Mùa A Tua", "2"),
               *c = child(s, "Mùa A Tuả", "3"), *why;
    const char *m1 = merge(s, b, a, &why);
    assert_non_null(m1);
    assert_null(merge(s, b, a, &why)); /* the second official */
    assert_non_null(why);
    assert_null(merge(s, a, c, &why)); /* into a merged one */
    assert_null(merge(s, c, c, &why)); /* with itself */
    const char *m2 = merge(s, c, b, &why);
    assert_non_null(m2);
    struct act *act = ts_act(s, OFFICER, false);
    assert_string_equal(ident_survivor(act, a), c); /* A → B → C */
    act_end(act);
    struct ident_kept kept;
    assert_false(split(s, m1, &kept, &why)); /* the later merge first */
    assert_non_null(why);
    assert_true(split(s, m2, &kept, &why));
    assert_true(split(s, m1, &kept, &why));
}
SITE_TEST_FN(chains_and_races)

static void rights_on_both(struct ts *s)
{
    const char *a = child(s, "Sùng A Lử", "1");
    struct act *act = ts_act(s, ELSEWHERE, true);
    struct rec *own = rec_new(act, reg(s, "tre_em"), NULL);
    *at(own, "ho_ten") = v_text("Sùng A Lử");
    *at(own, "gioi_tinh") = v_text("nam");
    *at(own, "tinh_trang") = v_text("dang_theo_doi");
    assert_int_equal(rec_insert(act, own, "tao", NULL), OK);
    struct rec *other = ident_any(act, own->reg, a);
    assert_non_null(other);
    const char *id, *why;
    bool *take = NEW_N(act->a, bool, own->reg->nfields);
    struct ident_choice k = {.keep = own, .gone = other, .take = take};
    assert_int_equal(ident_merge(act, &k, &id, &why), ERR_DENIED);
    k.agreed = true;
    assert_int_equal(ident_merge(act, &k, &id, &why), OK);
    act_end(act);
    act = ts_act(s, VILLAGE, true);
    k = (struct ident_choice){
        .keep = ident_any(act, own->reg, a), .gone = ident_any(act, own->reg, a), .take = take};
    assert_int_equal(ident_merge(act, &k, &id, &why), ERR_DENIED);
    act_end(act);
}
SITE_TEST_FN(rights_on_both)

/* ---- sealed things --------------------------------------------------------------------------- */

static void parts_and_files_open_at_their_new_root(struct ts *s)
{
    const char *one = ts_case(s), *two = ts_case(s), *msg;
    static const char pdf[] = "%PDF-1.4 bí mật";
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *from, *to;
    assert_int_equal(rec_get(act, reg(s, "ca"), one, &from), OK);
    assert_int_equal(rec_get(act, reg(s, "ca"), two, &to), OK);
    assert_int_equal(rec_attach(act, from, "a.pdf", STR(pdf), &msg), OK);
    struct rec_link *v;
    size_t n, moved_n = 0;
    assert_int_equal(rec_links(act, from, &v, &n), OK);
    for (int back = 0; back < 2; back++) {
        struct rec_way way = {back ? to : from, back ? from : to, back};
        for (size_t i = 0; i < n; i++) {
            bool moved;
            assert_int_equal(rec_link_move(act, &v[i], &way, "gop", &moved), OK);
            moved_n += moved;
        }
        struct rec **parts, *at_root = back ? from : to;
        size_t nparts, mine = 0;
        assert_int_equal(rec_parts(act, reg(s, "tin_bao"), at_root, &parts, &nparts), OK);
        for (size_t i = 0; i < nparts; i++)
            mine += streq(at(parts[i], "noi_dung")->s.p, "Cháu bị đánh");
        assert_int_equal(mine, nparts);
        assert_int_equal(nparts, back ? 1 : 2);
        struct db_rows *f = rec_attachments(act, at_root);
        assert_true(db_next(f));
        struct str data;
        const char *name, *type;
        assert_int_equal(rec_attachment(act, at_root, db_text(f, 0), &data, &name, &type), OK);
        assert_true(str_eq(data, STR(pdf)));
    }
    assert_true(moved_n >= 4);
    ts_commit(act);
    assert_int_equal(ts_broken(s), 0);
}
SITE_TEST_FN(parts_and_files_open_at_their_new_root)

/* ---- verdicts -------------------------------------------------------------------------------- */

static const char *state_of(struct act *act, const char *a, const char *b)
{
    struct ident_pair p;
    return ident_pair_get(act, a, b, &p) ? p.state : NULL;
}

static void verdicts_hold_until_somebody_changes(struct ts *s)
{
    const char *ia = child(s, "Hạng A Dế", "1"), *ib = child(s, "Hạng A De", "1");
    struct act *act = ts_act(s, OFFICER, true);
    struct rec *a, *b;
    assert_int_equal(rec_get(act, reg(s, "tre_em"), ia, &a), OK);
    assert_int_equal(rec_get(act, reg(s, "tre_em"), ib, &b), OK);
    assert_int_equal(ident_propose(act, a, b, 12, 0.97), OK);
    assert_string_equal(state_of(act, ia, ib), PAIR_NEW);
    assert_int_equal(ident_decide(act, b, a, PAIR_OTHER, "hai anh em"), OK);
    assert_int_equal(ident_propose(act, b, a, 12, 0.97), OK);
    assert_string_equal(state_of(act, ib, ia), PAIR_OTHER);
    *at(a, "dia_chi") = v_text("Số 3"); /* says nothing about who it is */
    assert_int_equal(rec_update(act, a, rec_version(a), "sua", NULL), OK);
    assert_int_equal(ident_propose(act, a, b, 12, 0.97), OK);
    assert_string_equal(state_of(act, ia, ib), PAIR_OTHER);
    *at(a, "so_dinh_danh") = v_text("011215000123");
    assert_int_equal(rec_update(act, a, rec_version(a), "sua", NULL), OK);
    assert_int_equal(ident_propose(act, a, b, 20, 0.99), OK);
    assert_string_equal(state_of(act, ia, ib), PAIR_NEW);
    struct ident_pair *v;
    size_t n;
    bool listed = false;
    assert_int_equal(ident_pairs(act, PAIRS_SURE, 100, 0, &v, &n), OK);
    for (size_t i = 0; i < n; i++)
        listed |= streq(v[i].a, ia) || streq(v[i].b, ia);
    assert_true(listed);
    ts_commit(act);
    const char *why;
    struct ident_counts before, after;
    act = ts_act(s, OFFICER, false);
    assert_int_equal(ident_count(act, &before), OK);
    act_end(act);
    assert_non_null(merge(s, ia, ib, &why));
    act = ts_act(s, OFFICER, false);
    assert_int_equal(ident_count(act, &after), OK);
    assert_int_equal(after.sure, before.sure - 1);
    act_end(act);
}
SITE_TEST_FN(verdicts_hold_until_somebody_changes)

int main(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
    const struct CMUnitTest tests[] = {SITE_TEST(histories_come_back),
        SITE_TEST(references_follow_and_return), SITE_TEST(chains_and_races),
        SITE_TEST(rights_on_both), SITE_TEST(parts_and_files_open_at_their_new_root),
        SITE_TEST(verdicts_hold_until_somebody_changes)};
    return cmocka_run_group_tests(tests, NULL, ts_end);
}
