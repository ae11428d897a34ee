// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The demo's work on the register itself: children entered twice by two villages, a pair merged, a
 * re-check that is half done, moves between communes in each state, old lists brought in.
 */
#include "cmd/cmd_int.h"

#include "base/text.h"
#include "ident/ident.h"
#include "import/import.h"

#include <stdlib.h>

static int64_t days_ago(struct demo *d, int days)
{
    return demo_office(d, d->now - days * (int64_t)CAL_MS_PER_DAY);
}

static enum err again(struct demo *d)
{
    TRY(act_commit(d->act, NULL));
    return act_write(d->act);
}

/* Ids differ each time, codes do not. */
static int by_code(const void *a, const void *b)
{
    return strcmp(rec_code(*(struct rec *const *)a), rec_code(*(struct rec *const *)b));
}

static const char *text_of(const struct rec *r, const char *field)
{
    struct value v = r->v[reg_field(r->reg, field)->slot];
    return v.t == V_TEXT ? v.s.p : NULL;
}

/* The children whom the commune follows, as its official sees them. */
static enum err children_of(
    struct demo *d, const struct demo_place *p, struct rec ***out, size_t *n)
{
    const struct reg *reg = pack_reg(d->s->site.pack, "tre_em");
    demo_become(d, p->who[WHO_OFFICIAL], days_ago(d, 1));
    struct rec_query q = {.reg = reg, .limit = 1000};
    q.where[q.nwhere].field = reg_field(reg, "tinh_trang");
    q.where[q.nwhere++].value = "dang_theo_doi";
    int64_t all;
    TRY(rec_list(d->act, &q, out, n, &all));
    qsort(*out, *n, sizeof **out, by_code);
    return OK;
}

/* ---- moves ----------------------------------------------------------------------------------- */

struct move {
    const struct rec *kid;
    const struct demo_place *asks, *answers, *from, *to;
    int days;
    const char *why, *end; /* end: the step that answers, or NULL */
};

static void fill_move(struct demo *d, const struct move *m, struct rec *form)
{
    static const char *const same[] = {"ho_ten", "ngay_sinh", "gioi_tinh", "ho_ten_me"};
    demo_text(d, form, "tre", rec_id(m->kid));
    for (size_t i = 0; i < COUNT(same); i++)
        demo_text(d, form, same[i], text_of(m->kid, same[i]));
    demo_text(d, form, "xa_di", m->from->code);
    demo_text(d, form, "xa_den", m->to->code);
    demo_day(d, form, "ngay_chuyen", d->act->now_ms - 3 * (int64_t)CAL_MS_PER_DAY);
    demo_text(d, form, "ly_do", m->why);
    demo_text(
        d, form, "dia_chi_moi", arena_printf(d->act->a, "%s, %s", m->to->village[0], m->to->name));
}

static void fill_answer(struct demo *d, const struct move *m, struct rec *form)
{
    bool agreed = streq(m->end, "nhan");
    demo_text(d, form, agreed ? "thon" : "ly_do", agreed ? m->to->village[0] : "van_o_noi_cu");
    if (!agreed)
        return;
    demo_text(
        d, form, "dia_chi", arena_printf(d->act->a, "%s, %s", m->to->village[0], m->to->name));
    demo_num(d, form, "da_gap", 1);
}

static enum err answer_move(struct demo *d, const struct move *m, struct rec *moving)
{
    bool asker = streq(m->end, "rut");
    const struct demo_place *who = asker ? m->asks : m->answers;
    demo_become(d, who->who[WHO_OFFICIAL], days_ago(d, m->days - 2));
    struct flow_case *c;
    TRY(flow_load(d->act, moving, &c));
    const struct step *s = proc_step(c->proc, m->end);
    struct rec *form = s ? flow_form(c, s) : NULL;
    if (!s || (!form && !asker))
        return err_set(ERR_INVALID, "the pack has no step %s", m->end);
    if (form)
        fill_answer(d, m, form);
    TRY(flow_do(c, s, form, rec_version(moving)));
    return again(d);
}

static enum err make_move(struct demo *d, const struct move *m)
{
    const struct procedure *proc = NULL;
    for (size_t i = 0; i < d->s->site.pack->nprocs; i++)
        if (streq(d->s->site.pack->procs[i].id, "chuyen_noi_o"))
            proc = &d->s->site.pack->procs[i];
    demo_become(d, m->asks->who[WHO_OFFICIAL], days_ago(d, m->days));
    const struct step *s = proc ? flow_start_step(d->act, proc) : NULL;
    if (!s)
        return OK;
    struct rec *moving = rec_new(d->act, proc->reg, NULL);
    struct rec *form = rec_new(d->act, s->reg, moving);
    fill_move(d, m, form);
    struct flow_case *c;
    TRY(flow_start(d->act, proc, s, moving, form, &c));
    TRY(again(d));
    return m->end ? answer_move(d, m, moving) : OK;
}

/* Children on their way from and to the commune of the sign-ins. */
static enum err all_moves(
    struct demo *d, const struct demo_place *home, const struct demo_place *near)
{
    enum { APART = 7 };
    static const struct {
        bool away, asked_here; /* away: leaves this commune */
        int days;
        const char *why, *end;
    } moves[] = {{true, true, 4, "theo_gia_dinh", NULL}, {true, false, 2, "o_voi_nguoi_than", NULL},
        {false, false, 9, "theo_gia_dinh", NULL}, {false, false, 40, "theo_gia_dinh", "nhan"},
        {true, true, 70, "hoc_tap", "nhan"}, {true, true, 25, "theo_gia_dinh", "khong_nhan"},
        {true, true, 30, "khac", "rut"}};
    struct rec **ours, **theirs;
    size_t n, k;
    TRY(children_of(d, home, &ours, &n));
    TRY(children_of(d, near, &theirs, &k));
    for (size_t i = 0; i < COUNT(moves) && i * APART < n && i < k; i++) {
        bool away = moves[i].away;
        struct move m = {.kid = away ? ours[i * APART] : theirs[i],
            .from = away ? home : near,
            .to = away ? near : home,
            .asks = moves[i].asked_here ? home : near,
            .answers = moves[i].asked_here ? near : home,
            .days = moves[i].days,
            .why = moves[i].why,
            .end = moves[i].end};
        TRY(make_move(d, &m));
    }
    return OK;
}

/* ---- entered twice --------------------------------------------------------------------------- */

/* How the second entry was written: as an old list, a hurried hand, an ear would. */
enum slip { SLIP_YEAR, SLIP_NO_MARKS, SLIP_SHORT, SLIP_SWAPPED, SLIP_SAME, SLIP__COUNT };

static const char *without_marks(struct arena *a, const char *name)
{
    struct str in = text_fold(a, str_of(name));
    char *s = arena_dupn(a, in.p, in.n);
    for (char *c = s; *c; c++)
        if ((c == s || c[-1] == ' ') && *c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return s;
}

/* "Lò Thị Thu Mừng" → "Lò Thu Mừng": the second word is left out. */
static const char *shorter(struct arena *a, const char *name)
{
    const char *one = strchr(name, ' '), *two = one ? strchr(one + 1, ' ') : NULL;
    return two ? arena_printf(a, "%.*s%s", (int)(one - name), name, two) : name;
}

/* Day and month change places where both could be either. */
static const char *swapped(struct arena *a, const char *iso)
{
    bool may = strlen(iso) == 10 && strncmp(iso + 8, "12", 2) <= 0;
    return may ? arena_printf(a, "%.4s-%.2s-%.2s", iso, iso + 8, iso + 5) : iso;
}

static void fill_twin(struct demo *d, const struct rec *kid, enum slip slip, struct rec *r)
{
    static const char *const same[] = {"gioi_tinh", "dan_toc", "ho_ten_me", "dien_thoai"};
    struct arena *a = d->act->a;
    const char *name = text_of(kid, "ho_ten"), *born = text_of(kid, "ngay_sinh");
    for (size_t i = 0; i < COUNT(same); i++)
        if (text_of(kid, same[i]))
            demo_text(d, r, same[i], text_of(kid, same[i]));
    demo_text(d, r, "ho_ten",
        slip == SLIP_NO_MARKS ? without_marks(a, name)
        : slip == SLIP_SHORT  ? shorter(a, name)
                              : name);
    demo_text(d, r, "ngay_sinh",
        slip == SLIP_YEAR      ? arena_dupn(a, born, 4)
        : slip == SLIP_SWAPPED ? swapped(a, born)
                               : born);
    const char *village = d->place->village[demo_int(&d->rng, 0, 7)];
    demo_text(d, r, "thon", village);
    demo_text(d, r, "dia_chi", arena_printf(a, "%s, %s", village, d->place->name));
    demo_text(d, r, "tinh_trang", "dang_theo_doi");
}

static enum err enter_twice(struct demo *d, const struct rec *kid, enum slip slip, struct rec **out)
{
    struct rec *r = rec_new(d->act, kid->reg, NULL);
    struct rec_env env = {.act = d->act, .own = r, .form = r};
    fill_twin(d, kid, slip, r);
    rec_preset(&kid->reg->forms[0], &env, r);
    TRY(rec_insert(d->act, r, "tao", NULL));
    struct link_person a = ident_person(kid), b = ident_person(r);
    struct link_reason why[LINK_FIELD__COUNT];
    double bits, chance;
    ident_explain(d->act, &a, &b, why, &bits, &chance);
    *out = r;
    return bits > 0 ? ident_propose(d->act, kid, r, bits, chance) : OK;
}

static enum err merge(struct demo *d, struct rec *keep, struct rec *gone)
{
    bool *take = NEW_N(d->act->a, bool, keep->reg->nfields + 1);
    struct ident_choice c = {.take = take, .reason = "Hai bản cùng ghi một cháu"};
    const char *id, *why = NULL;
    TRY(rec_get(d->act, keep->reg, rec_id(keep), &c.keep));
    TRY(rec_get(d->act, gone->reg, rec_id(gone), &c.gone));
    enum err e = ident_merge(d->act, &c, &id, &why);
    return e && why ? err_set(e, "merge: %s", why) : e;
}

/* Six at home, the last of them merged; one that the next commune entered too. */
static enum err all_twins(
    struct demo *d, const struct demo_place *home, const struct demo_place *near)
{
    enum { HERE = 6, FROM = 5, APART = 11, MERGED = SLIP_YEAR };
    struct rec **v, *twin;
    size_t n;
    d->place = home;
    TRY(children_of(d, home, &v, &n));
    for (size_t i = 0; i < HERE && FROM + i * APART < n; i++) {
        demo_become(d, home->who[WHO_OFFICIAL], days_ago(d, 50 - (int)i * 6));
        enum slip slip = i + 1 == HERE ? MERGED : (enum slip)(i % SLIP__COUNT);
        struct rec *kid = v[FROM + i * APART];
        TRY(enter_twice(d, kid, slip, &twin));
        if (i + 1 == HERE)
            TRY(merge(d, kid, twin));
        TRY(again(d));
    }
    if (n <= 2)
        return OK;
    d->place = near;
    demo_become(d, near->who[WHO_OFFICIAL], days_ago(d, 12));
    TRY(enter_twice(d, v[2], SLIP_SAME, &twin));
    return again(d);
}

/* ---- a re-check ------------------------------------------------------------------------------ */

static enum err open_campaign(struct demo *d, const struct reg *reg, const char **since)
{
    struct rec *r = rec_new(d->act, reg, NULL);
    demo_text(d, r, "ten", "Rà soát trẻ em cuối năm");
    demo_text(d, r, "pham_vi", "tat_ca");
    demo_day(d, r, "tu_ngay", d->act->now_ms);
    demo_day(d, r, "den_ngay", d->act->now_ms + 45 * (int64_t)CAL_MS_PER_DAY);
    demo_text(d, r, "ghi_chu", "Đến từng nhà; xem giấy khai sinh và thẻ bảo hiểm y tế.");
    *since = d->act->today;
    TRY(rec_insert(d->act, r, "tao", NULL));
    return again(d);
}

/* How much of a village is done after two weeks: some all, some not begun. */
static int share_of(const struct demo_place *p, const char *village)
{
    static const int percent[] = {100, 80, 0, 45, 100, 20, 0, 60};
    for (size_t i = 0; village && i < COUNT(p->village); i++)
        if (streq(p->village[i], village))
            return percent[i % COUNT(percent)];
    return 0;
}

static enum err recheck(struct demo *d, const struct demo_place *home)
{
    enum { BEGUN = 15, GONE = 4 };
    const struct reg *reg = pack_reg(d->s->site.pack, "dot_ra_soat");
    struct rec **v;
    size_t n;
    const char *since;
    if (!reg || !reg->campaign)
        return OK;
    TRY(children_of(d, home, &v, &n));
    demo_become(d, home->who[WHO_OFFICIAL], days_ago(d, BEGUN));
    TRY(open_campaign(d, reg, &since));
    const struct reg *kids = reg->campaign->reg;
    for (size_t i = 0; i < n; i++) {
        demo_become(d, home->who[WHO_OFFICIAL], days_ago(d, demo_int(&d->rng, 1, BEGUN - 2)));
        bool done = demo_chance(&d->rng, share_of(home, text_of(v[i], "thon")));
        size_t what = kids->recheck->nresults > 1 && demo_int(&d->rng, 0, 99) < GONE;
        if (done)
            TRY(rec_recheck_done(
                d->act, kids, rec_id(v[i]), &kids->recheck->results[what], d->act->today));
    }
    return again(d);
}

/* ---- old lists ------------------------------------------------------------------------------- */

static const char heading[] = "STT;Họ và tên cháu;Ngày sinh;Nam/Nữ;Dân tộc;Họ tên mẹ;Thôn bản\n";

static void list_line(struct demo *d, struct buf *b, int nth, const char *village)
{
    struct demo_kid *k = demo_new_kid(d, 0, 14, d->now);
    struct cal_date day = cal_of_day(k->birth_day);
    buf_printf(b, "%d;%s;%02d/%02d/%d;%s;%s;%s;%s\n", nth, k->name, day.d, day.m, day.y,
        k->female ? "Nữ" : "Nam", streq(k->ethnic, "dt03") ? "Thái" : "", k->mother, village);
}

static enum err bring_in(struct demo *d, const char *file, struct str bytes, bool store)
{
    const struct reg *reg = pack_reg(d->s->site.pack, "tre_em");
    const struct user *u = d->act->user;
    struct import_new in = {.reg = reg,
        .province = u->province,
        .unit = u->unit,
        .file = file,
        .bytes = bytes,
        .keep = true};
    struct import_work w = {.site = &d->s->site};
    const char *id;
    TRY(import_add(d->act, &in, &id));
    TRY(act_commit(d->act, NULL));
    TRY(import_do(&w, id));
    TRY(act_write(d->act));
    if (!store)
        return OK;
    TRY(import_choose_rest(d->act, id, CHOICE_SKIP));
    TRY(import_accept(d->act, id));
    TRY(act_commit(d->act, NULL));
    TRY(import_do(&w, id));
    return act_write(d->act);
}

/* One list that was stored and can be taken back; one that waits, with faults to mend. */
static enum err old_lists(struct demo *d, const struct demo_place *home)
{
    enum { STORED = 14, WAITING = 9 };
    struct buf b = buf_in(d->act->a, 20000);
    d->place = home;
    demo_become(d, home->who[WHO_OFFICIAL], days_ago(d, 2));
    buf_puts(&b, heading);
    for (int i = 1; i <= STORED; i++)
        list_line(d, &b, i, home->village[2]);
    TRY(bring_in(
        d, arena_printf(d->act->a, "Danh sách trẻ %s.csv", home->village[2]), buf_view(&b), true));
    b = buf_in(d->act->a, 20000);
    demo_become(d, home->who[WHO_OFFICIAL], days_ago(d, 0));
    buf_puts(&b, heading);
    for (int i = 1; i <= WAITING; i++)
        list_line(d, &b, i, home->village[5]);
    buf_printf(
        &b, "%d;Lò Thị Ngoan;31/02/2019;Nữ;Thái;Lò Thị Piêng;%s\n", WAITING + 1, home->village[5]);
    buf_printf(
        &b, "%d;Quàng Văn Dũng;15/08/2031;Nam;Thái;Cà Thị Inh;%s\n", WAITING + 2, home->village[5]);
    return bring_in(
        d, arena_printf(d->act->a, "Trẻ em %s 2026.csv", home->village[5]), buf_view(&b), false);
}

enum err demo_register(struct demo *d)
{
    const struct demo_place *home = demo_place_of(d, DEMO_HOME);
    const struct demo_place *near = demo_place_of(d, DEMO_NEAR);
    if (!home || !near || !pack_reg(d->s->site.pack, "tre_em"))
        return OK;
    TRY(all_moves(d, home, near));
    TRY(all_twins(d, home, near));
    TRY(recheck(d, home));
    return old_lists(d, home);
}
