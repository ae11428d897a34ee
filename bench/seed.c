// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * bench_seed DIR URL COMMUNES CASES: a site to measure on. Makes the database, an official and a
 * chairman in each of COMMUNES communes of one province, and CASES protection cases with a history,
 * all through the engine the pages use (forms filled, steps done, journaled). Accounts are
 * bench_NNN and chair_NNN; all have the password PASSWORD. Prints one case per commune: number,
 * account, case id.
 *
 * The amount of history goes round: a case is left after 1 to 8 steps, so lists and clocks look
 * like those of a working office.
 */
#include "cmd/cmd.h"
#include "user/user_int.h"

#include <stdio.h>
#include <stdlib.h>

#define PASSWORD "mang-bench-2026"
enum { MOST_COMMUNES = 3000, PER_COMMIT = 20 };
static const char province[] = "11";

struct office {
    struct user official, chairman;
};
struct seed {
    struct cmd_site *s;
    struct office *offices;
    size_t noffices;
};

static void die(const char *what, enum err e)
{
    fprintf(stderr, "bench_seed: %s: %s: %s\n", what, err_name(e), err_detail());
    exit(1);
}

static void must(const char *what, enum err e)
{
    if (e)
        die(what, e);
}

/* ---- people ---------------------------------------------------------------------------------- */

static struct user add_account(
    struct seed *d, struct dbc *c, const char *hash, const char *kind, size_t n, const char *unit)
{
    struct arena *a = d->s->a;
    char id[37];
    uuid7(id);
    const char *role = streq(kind, "bench") ? "can_bo_xa" : "chu_tich";
    struct user u = {.id = arena_dup(a, id),
        .username = arena_printf(a, "%s_%03zu", kind, n),
        .name = arena_printf(a, "Nguyễn Thị Số %zu", n),
        .role = pack_role(d->s->site.pack, role),
        .province = province,
        .unit = unit};
    must("account", db_exec(c, Q_ACCOUNT_ADD,
                        ARGS(u.id, u.username, u.name, (const char *)NULL, "0912345678", role,
                            province, unit, "vi", hash, 0, clock_ms()),
                        NULL));
    return u;
}

static void add_offices(struct seed *d, size_t want)
{
    struct arena *a = d->s->a;
    struct unit_tree *t = units_hold(d->s->site.units);
    size_t n;
    const struct unit **u = unit_children(t, a, "", unit_day_of_ms(clock_ms()), UNIT_COMMUNE, &n);
    const char *hash = user_hash(a, PASSWORD);
    struct dbc *c = NULL;
    must("begin", db_begin_write(d->s->site.db, &c));
    d->offices = NEW_N(a, struct office, want);
    for (size_t i = 0; i < n && d->noffices < want; i++) {
        const char *unit = arena_dup(a, u[i]->code);
        size_t k = d->noffices++;
        d->offices[k].official = add_account(d, c, hash, "bench", k, unit);
        d->offices[k].chairman = add_account(d, c, hash, "chair", k, unit);
    }
    must("commit", db_commit(c));
    db_end(&c);
    units_drop(d->s->site.units, t);
}

/* ---- cases ----------------------------------------------------------------------------------- */

struct answers {
    struct arena *a;
    const struct reg *reg;
    const char *step;
    size_t n; /* of the case, so that no two are the same */
};

static const char *chosen(const struct answers *k, const struct field *f)
{
    static const struct {
        const char *step, *field, *code;
    } own[] = {{"tiep_nhan", "muc_do", "can_ho_tro"}, {"xac_minh", "ket_luan", "dung"},
        {"danh_gia_ban_dau", "ket_luan", "khong_khan_cap"},
        {"danh_gia_chi_tiet", "muc_dich", "lap_ke_hoach"}, {"phe_duyet", "quyet_dinh", "dong_y"}};
    for (size_t i = 0; i < COUNT(own); i++)
        if (streq(own[i].step, k->step) && streq(own[i].field, f->id))
            return own[i].code;
    if (streq(f->list->id, "muc_cao_thap"))
        return "thap"; /* so that the conclusion is the one suggested */
    return f->list->codes[k->n % f->list->ncodes].id;
}

static const char *answer(const struct answers *k, const struct field *f)
{
    static const char *const names[] = {"Lò Văn Đức", "Quàng Thị Ánh", "Vàng A Dơ",
        "Trần Minh Ngọc", "Nguyễn Thị Hồng", "Giàng Thị Mỷ", "Phạm Quốc Bảo", "Cà Văn Thành"};
    switch (f->type) {
    case F_CHOICE:
    case F_CHOICES:
        return chosen(k, f);
    case F_NAME:
        return names[k->n % COUNT(names)];
    case F_TEXT:
        return arena_printf(k->a, "Bản Mường %zu, cạnh trường tiểu học", k->n);
    case F_NOTE:
        return "Cháu thường xuyên bị bỏ ở nhà một mình; hàng xóm nghe tiếng khóc nhiều lần. Đã gặp "
               "gia đình, giáo viên chủ nhiệm và trưởng bản.";
    case F_INT:
        return "4";
    case F_MONEY:
        return "1500000";
    case F_BOOL:
        return "0";
    case F_DATE:
        return "2026-12-28";
    default:
        return NULL;
    }
}

/* Answers what must be answered; rows get one line. */
static const char *typed(const void *ctx, const char *name, size_t nth)
{
    const struct answers *k = ctx;
    const char *dot = strrchr(name, '.');
    const struct reg *reg = k->reg;
    if (nth > 0)
        return NULL;
    if (dot) {
        const struct field *rows = NULL;
        for (size_t i = 0; i < reg->nfields; i++)
            if (strncmp(name, reg->fields[i].id, strlen(reg->fields[i].id)) == 0 &&
                reg->fields[i].type == F_ROWS)
                rows = &reg->fields[i];
        if (!rows || !strstr(name, ".0."))
            return NULL;
        reg = rows->reg;
        name = dot + 1;
    }
    const struct field *f = reg_field(reg, name);
    bool ask = f && (f->required || f->required_if || f->type == F_NAME);
    bool preset = f && f->preset && f->type == F_DATE;
    return ask && !preset ? answer(k, f) : NULL;
}

static void fill(struct flow_case *c, const struct form *form, const struct rec_env *env,
    struct rec *r, const char *step, size_t n)
{
    struct answers k = {c ? c->act->a : env->act->a, r->reg, step, n};
    struct rec_input in = {typed, &k};
    struct rec_faults faults = {.n = 0};
    rec_fill(env->act, form, env, &in, r, &faults);
    for (size_t i = 0; i < faults.n; i++)
        if (!faults.v[i].warning) {
            fprintf(stderr, "bench_seed: step %s, %s: %s\n", step,
                faults.v[i].name ? faults.v[i].name : "-",
                faults.v[i].message ? faults.v[i].message : faults.v[i].own.vi);
            exit(1);
        }
}

static const struct procedure *procedure_of(const struct act *act)
{
    return pack_proc(act->site->pack, "bao_ve_tre_em");
}

static const char *start_case(struct act *act, size_t n)
{
    const struct procedure *p = procedure_of(act);
    const struct step *s = flow_start_step(act, p);
    struct rec *moving = rec_new(act, p->reg, NULL), *form = rec_new(act, s->reg, moving);
    struct rec_env env = {
        .act = act, .own = form, .parent = moving, .moving = moving, .form = form};
    rec_preset(s->form, &env, form);
    rec_preset(&s->reg->forms[0], &env, form);
    fill(NULL, s->form, &env, form, s->id, n);
    struct flow_case *c;
    must("start", flow_start(act, p, s, moving, form, &c));
    return rec_id(moving);
}

static void do_step(struct act *act, const char *id, const char *step, size_t n)
{
    const struct procedure *p = procedure_of(act);
    struct rec *moving;
    struct flow_case *c;
    must("case", rec_get(act, p->reg, id, &moving));
    must("history", flow_load(act, moving, &c));
    const struct step *s = proc_step(p, step);
    struct rec *form = flow_form(c, s);
    if (form) {
        struct rec_env env = flow_form_env(c, form);
        fill(c, s->form, &env, form, s->id, n);
    }
    must(step, flow_do(c, s, form, rec_version(moving)));
}

static const char *make_case(struct seed *d, struct act *act, size_t n)
{
    static const struct {
        const char *step;
        bool by_chairman;
    } way[] = {{"xac_minh", false}, {"danh_gia_ban_dau", false}, {"tham_ho", false},
        {"danh_gia_chi_tiet", false}, {"hop", false}, {"ke_hoach", false}, {"phe_duyet", true},
        {"tham_ho", false}};
    const struct office *o = &d->offices[n % d->noffices];
    act->user = &o->official;
    const char *id = start_case(act, n);
    size_t round = n / d->noffices, steps = round == 0 ? COUNT(way) : round % COUNT(way);
    for (size_t i = 0; i < steps; i++) {
        act->user = way[i].by_chairman ? &o->chairman : &o->official;
        act->rights = NULL;
        do_step(act, id, way[i].step, n);
    }
    return id;
}

static void make_cases(struct seed *d, size_t cases)
{
    for (size_t n = 0; n < cases;) {
        AUTO_ARENA *a = arena_open();
        struct act *act = act_new(&d->s->site, a, NULL, "seed", "");
        must("begin", act_write(act));
        for (size_t k = 0; k < PER_COMMIT && n < cases; k++, n++) {
            const char *id = make_case(d, act, n);
            if (n < d->noffices)
                printf("%zu bench_%03zu %s\n", n, n, id);
        }
        must("commit", act_commit(act, NULL));
        act_end(act);
    }
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: bench_seed DIR URL COMMUNES CASES\n");
        return 2;
    }
    size_t communes = strtoul(argv[3], NULL, 10), cases = strtoul(argv[4], NULL, 10);
    AUTO_ARENA *a = arena_open();
    struct cmd c = {.name = "seed", .a = a, .data = argv[1], .db = argv[2], .quiet = true};
    struct seed d = {.s = NULL};
    must("open", cmd_open(&c, true, &d.s));
    add_offices(&d, communes < MOST_COMMUNES ? communes : MOST_COMMUNES);
    make_cases(&d, cases);
    cmd_close(d.s);
    return 0;
}
