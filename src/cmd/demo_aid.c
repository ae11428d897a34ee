// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The demo's social assistance: half a year ago most children who were entitled got a decision;
 * since then a payment list came out each month. The list for the coming month is left for the
 * visitor.
 */
#include "cmd/cmd_int.h"

#include "aid/aid.h"

#include <stdlib.h>

enum { MONTHS = 5, DECIDED = 85, LATER = 50, MOST_TODOS = 4 };

static int64_t day_of(int month, int day)
{
    return cal_ms(cal_day((struct cal_date){month / 12, month % 12 + 1, day}), 9 * 60 + 20);
}

static const char *receiver(const struct rec *kid)
{
    static const char *const fields[] = {"nguoi_cham_soc", "ho_ten_me", "ho_ten_cha"};
    static const char *const states[] = {NULL, "tinh_trang_me", "tinh_trang_cha"};
    for (size_t i = 0; i < COUNT(fields); i++) {
        struct value v = aid_value(kid, fields[i]);
        struct value state = states[i] ? aid_value(kid, states[i]) : VNULL;
        bool away = state.t == V_TEXT && !str_is(state.s, "song_cung");
        if (v.t == V_TEXT && !away)
            return v.s.p;
    }
    return NULL;
}

static enum err decide(struct demo *d, const struct aid_todo *t, int month, int number)
{
    struct rec *kid = t->child->rec;
    struct rec *r = rec_new(d->act, aid_of(d->s->site.pack)->decisions, kid);
    const char *day = arena_printf(d->act->a, "%s-05", aid_month_iso(d->act->a, month));
    demo_text(d, r, "so_quyet_dinh", arena_printf(d->act->a, "%d/QĐ-UBND", number));
    demo_text(d, r, "ngay_quyet_dinh", day);
    demo_text(d, r, "dien", t->right.rule->id);
    demo_text(d, r, "tra_cho", t->payee->id);
    demo_text(d, r, "noi_huong", t->right.rule->setting);
    r->v[reg_field(r->reg, "he_so")->slot] = v_real(t->right.band->hundredths / 100.0);
    demo_text(d, r, "tu_thang", aid_month_iso(d->act->a, month));
    demo_text(d, r, "nguoi_nhan", receiver(kid));
    demo_text(d, r, "cach_nhan", demo_chance(&d->rng, 60) ? "tien_mat" : "an_sinh_vneid");
    demo_text(d, r, "tinh_trang_huong", "dang_huong");
    return rec_insert(d->act, r, "tao", NULL);
}

/* Ids differ each time, codes do not. */
static int by_code(const void *a, const void *b)
{
    const struct aid_child *x = a, *y = b;
    return strcmp(rec_code(x->rec), rec_code(y->rec));
}

/* Decisions of one day for a share of those who have a right and none yet. */
static enum err decide_some(struct demo *d, int share)
{
    struct aid_child *v;
    size_t n;
    int month = aid_month_of(d->act->today), number = 20 + month % 12 * 7;
    TRY(aid_children(d->act, d->place->code, true, &v, &n));
    qsort(v, n, sizeof *v, by_code);
    for (size_t i = 0; i < n; i++) {
        struct aid_todo t[MOST_TODOS];
        bool known = v[i].rec->common[DC_CREATED_AT].i < d->act->now_ms;
        size_t k = known ? aid_todos(d->act, &v[i], month, t, MOST_TODOS) : 0;
        for (size_t j = 0; j < k; j++)
            if (t[j].why == AID_NEW && demo_chance(&d->rng, share))
                TRY(decide(d, &t[j], month, number++));
    }
    return OK;
}

static enum err make_list(struct demo *d, int month)
{
    const char *id;
    bool made;
    TRY(aid_make(d->act, d->place->code, month, &id, &made));
    d->list = arena_dup(d->a, id);
    return OK;
}

static enum err mark_paid(struct demo *d, int month)
{
    (void)month;
    struct rec *r;
    TRY(rec_get(d->act, aid_of(d->s->site.pack)->lists, d->list, &r));
    return aid_mark_paid(d->act, r, rec_version(r), d->act->today);
}

void demo_plan_aid(struct demo *d, struct demo_deeds *list)
{
    char iso[11];
    cal_iso(cal_local(d->now).date, iso);
    int now = aid_month_of(iso);
    if (!aid_of(d->s->site.pack))
        return;
    demo_work(d, list, day_of(now - MONTHS, 5), decide_some, DECIDED);
    demo_work(d, list, day_of(now - 2, 5), decide_some, LATER);
    for (int m = now - MONTHS + 1; m <= now; m++) {
        demo_work(d, list, day_of(m - 1, 20), make_list, m);
        demo_work(d, list, day_of(m, 6), mark_paid, m);
    }
}
