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

static const struct demo_place *near_of(const struct demo *d)
{
    return demo_place_of(d, DEMO_NEAR);
}

/* From now on it is done by the official of that commune, at the same moment. */
static void turn_to(struct demo *d, const struct demo_place *p)
{
    demo_become(d, p->who[WHO_OFFICIAL], d->act->now_ms);
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
    turn_to(d, p);
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
    bool away, asked_here; /* away: leaves this commune */
    int days;
    const char *why, *end; /* end: the step that answers, or NULL */
};
static const struct move moves[] = {{false, false, 40, "theo_gia_dinh", "nhan"},
    {true, true, 70, "hoc_tap", "nhan"}, {true, true, 30, "khac", "rut"},
    {true, true, 25, "theo_gia_dinh", "khong_nhan"}, {false, false, 9, "theo_gia_dinh", NULL},
    {true, true, 4, "theo_gia_dinh", NULL}, {true, false, 2, "o_voi_nguoi_than", NULL}};

static void fill_move(struct demo *d, const struct move *m, const struct rec *kid, struct rec *form)
{
    const struct demo_place *from = m->away ? d->place : near_of(d);
    const struct demo_place *to = m->away ? near_of(d) : d->place;
    static const char *const same[] = {"ho_ten", "ngay_sinh", "gioi_tinh", "ho_ten_me"};
    demo_text(d, form, "tre", rec_id(kid));
    for (size_t i = 0; i < COUNT(same); i++)
        demo_text(d, form, same[i], text_of(kid, same[i]));
    demo_text(d, form, "xa_di", from->code);
    demo_text(d, form, "xa_den", to->code);
    demo_day(d, form, "ngay_chuyen", d->act->now_ms - 3 * (int64_t)CAL_MS_PER_DAY);
    demo_text(d, form, "ly_do", m->why);
    demo_text(d, form, "dia_chi_moi", arena_printf(d->act->a, "%s, %s", to->village[0], to->name));
}

static void fill_answer(struct demo *d, const struct move *m, struct rec *form)
{
    const struct demo_place *to = m->away ? near_of(d) : d->place;
    bool agreed = streq(m->end, "nhan");
    demo_text(d, form, agreed ? "thon" : "ly_do", agreed ? to->village[0] : "van_o_noi_cu");
    if (!agreed)
        return;
    demo_text(d, form, "dia_chi", arena_printf(d->act->a, "%s, %s", to->village[0], to->name));
    demo_num(d, form, "da_gap", 1);
}

static enum err answer_move(struct demo *d, int nth)
{
    const struct move *m = &moves[nth];
    const struct procedure *proc = pack_proc(d->s->site.pack, "chuyen_noi_o");
    const struct step *s = proc ? proc_step(proc, m->end) : NULL;
    if (!s || !d->moves[nth])
        return OK;
    bool here = m->asked_here == s->asker;
    turn_to(d, here ? d->place : near_of(d));
    struct rec *moving;
    struct flow_case *c;
    TRY(rec_get(d->act, proc->reg, d->moves[nth], &moving));
    TRY(flow_load(d->act, moving, &c));
    struct rec *form = flow_form(c, s);
    if (form)
        fill_answer(d, m, form);
    return flow_do(c, s, form, rec_version(moving));
}

static enum err ask_move(struct demo *d, int nth)
{
    enum { APART = 7 };
    const struct move *m = &moves[nth];
    const struct procedure *proc = pack_proc(d->s->site.pack, "chuyen_noi_o");
    struct rec **kids;
    size_t n, at = (size_t)nth * APART;
    TRY(children_of(d, m->away ? d->place : near_of(d), &kids, &n));
    turn_to(d, m->asked_here ? d->place : near_of(d));
    const struct step *s = proc ? flow_start_step(d->act, proc) : NULL;
    if (!s || at >= n)
        return OK;
    struct rec *moving = rec_new(d->act, proc->reg, NULL);
    struct rec *form = rec_new(d->act, s->reg, moving);
    fill_move(d, m, kids[at], form);
    struct flow_case *c;
    TRY(flow_start(d->act, proc, s, moving, form, &c));
    d->moves[nth] = arena_dup(d->a, rec_id(moving));
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
    const struct demo_place *at = demo_place_of(d, d->act->user->unit);
    const char *village = at->village[demo_int(&d->rng, 0, 7)];
    demo_text(d, r, "thon", village);
    demo_text(d, r, "dia_chi", arena_printf(a, "%s, %s", village, at->name));
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

/* Six children, the last of them merged; a seventh is entered by the next commune. */
enum { TWINS = 6, TWIN_DAYS = 50, TWIN_APART = 6 };

static enum err enter_twin(struct demo *d, int nth)
{
    enum { FROM = 5, APART = 11 };
    struct rec **v, *twin;
    size_t n, at = FROM + (size_t)nth * APART;
    TRY(children_of(d, d->place, &v, &n));
    if (at >= n)
        return OK;
    bool last = nth + 1 == TWINS;
    TRY(enter_twice(d, v[at], last ? SLIP_YEAR : (enum slip)(nth % SLIP__COUNT), &twin));
    return last ? merge(d, v[at], twin) : OK;
}

static enum err enter_abroad(struct demo *d, int nth)
{
    struct rec **v, *twin;
    size_t n;
    TRY(children_of(d, d->place, &v, &n));
    turn_to(d, near_of(d));
    return (size_t)nth < n ? enter_twice(d, v[nth], SLIP_SAME, &twin) : OK;
}

/* ---- a re-check ------------------------------------------------------------------------------ */

enum { RECHECK_DAYS = 15, VISITS = 6 };

static enum err open_campaign(struct demo *d, int nth)
{
    (void)nth;
    const struct reg *reg = pack_reg(d->s->site.pack, "dot_ra_soat");
    if (!reg || !reg->campaign)
        return OK;
    struct rec *r = rec_new(d->act, reg, NULL);
    demo_text(d, r, "ten", "Rà soát trẻ em cuối năm");
    demo_text(d, r, "pham_vi", "tat_ca");
    demo_day(d, r, "tu_ngay", d->act->now_ms);
    demo_day(d, r, "den_ngay", d->act->now_ms + 45 * (int64_t)CAL_MS_PER_DAY);
    demo_text(d, r, "ghi_chu", "Đến từng nhà; xem giấy khai sinh và thẻ bảo hiểm y tế.");
    return rec_insert(d->act, r, "tao", NULL);
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

/* What one day's visits found, in each village that was begun. */
static enum err visit(struct demo *d, int nth)
{
    enum { GONE = 4 };
    const struct reg *kids = pack_reg(d->s->site.pack, "tre_em");
    struct rec **v;
    size_t n;
    if (!kids->recheck)
        return OK;
    TRY(children_of(d, d->place, &v, &n));
    for (size_t i = (size_t)nth; i < n; i += VISITS) {
        size_t what = kids->recheck->nresults > 1 && demo_int(&d->rng, 0, 99) < GONE;
        if (demo_chance(&d->rng, share_of(d->place, text_of(v[i], "thon"))))
            TRY(rec_recheck_done(
                d->act, kids, rec_id(v[i]), &kids->recheck->results[what], d->act->today));
    }
    return OK;
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
static enum err old_list(struct demo *d, int waits)
{
    enum { LINES = 14 };
    struct buf b = buf_in(d->act->a, 20000);
    const char *village = d->place->village[waits ? 5 : 2];
    buf_puts(&b, heading);
    for (int i = 1; i <= LINES; i++)
        list_line(d, &b, i, village);
    if (waits)
        buf_printf(&b,
            "%d;Lò Thị Ngoan;31/02/2019;Nữ;Thái;Lò Thị Piêng;%s\n"
            "%d;Quàng Văn Dũng;15/08/2031;Nam;Thái;Cà Thị Inh;%s\n",
            LINES + 1, village, LINES + 2, village);
    const char *file = arena_printf(d->act->a, "Danh sách trẻ em %s.csv", village);
    return bring_in(d, file, buf_view(&b), !waits);
}

void demo_plan_register(struct demo *d, struct demo_deeds *list)
{
    enum { ANSWERED = 2 };
    if (!pack_reg(d->s->site.pack, "tre_em") || !near_of(d))
        return;
    for (int i = 0; i < (int)COUNT(moves); i++) {
        demo_work(d, list, days_ago(d, moves[i].days), ask_move, i);
        if (moves[i].end)
            demo_work(d, list, days_ago(d, moves[i].days - ANSWERED), answer_move, i);
    }
    for (int i = 0; i < TWINS; i++)
        demo_work(d, list, days_ago(d, TWIN_DAYS - i * TWIN_APART), enter_twin, i);
    demo_work(d, list, days_ago(d, 12), enter_abroad, 2);
    demo_work(d, list, days_ago(d, RECHECK_DAYS), open_campaign, 0);
    for (int i = 0; i < VISITS; i++)
        demo_work(d, list, days_ago(d, RECHECK_DAYS - 2 - 2 * i), visit, i);
    demo_work(d, list, days_ago(d, 2), old_list, 0);
    demo_work(d, list, days_ago(d, 1), old_list, 1);
}
