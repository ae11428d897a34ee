// SPDX-License-Identifier: AGPL-3.0-or-later
/* For administrators: what runs here, what the pack still has to verify, people, units. */
#include "web/web_int.h"

#include <sodium.h>

/* ---- what is known only by memory ------------------------------------------------------------ */

static void to_verify(struct page *p, struct label what, struct label of, const struct source *s)
{
    if (!s->verify)
        return;
    struct val *x = val_add(p->root, "verify");
    put_label(p, x, "what", what);
    put_label(p, x, "of", of);
    val_text(x, "source", s->text);
}

static void verify_reg(struct page *p, const struct reg *r)
{
    to_verify(p, r->label, r->label, &r->source);
    for (size_t i = 0; i < r->nfields; i++)
        to_verify(p, r->fields[i].label, r->label, &r->fields[i].source);
    for (size_t i = 0; i < r->nchecks; i++)
        to_verify(p, r->checks[i].message, r->label, &r->checks[i].source);
}

static void verify_proc(struct page *p, const struct procedure *pr)
{
    to_verify(p, pr->label, pr->label, &pr->source);
    for (size_t i = 0; i < pr->nsteps; i++) {
        to_verify(p, pr->steps[i].label, pr->label, &pr->steps[i].source);
        for (size_t k = 0; k < pr->steps[i].nguards; k++)
            to_verify(p, pr->steps[i].guards[k].message, pr->label, &pr->steps[i].guards[k].source);
    }
    for (size_t i = 0; i < pr->nclocks; i++)
        to_verify(p, pr->clocks[i].label, pr->label, &pr->clocks[i].source);
}

static void verify_list(struct page *p, const struct codelist *l)
{
    to_verify(p, l->label, l->label, &l->source);
    for (size_t i = 0; i < l->ncodes; i++)
        to_verify(p, l->codes[i].label, l->label, &l->codes[i].source);
}

static void verify_programme(struct page *p, const struct programme *g)
{
    to_verify(p, g->label, g->label, &g->source);
    for (size_t o = 0; o < g->nobjectives; o++)
        for (size_t i = 0; i < g->objectives[o].nitems; i++) {
            const struct programme_item *x = &g->objectives[o].items[i];
            to_verify(p, x->label, g->label, &x->source);
            for (size_t k = 0; k < x->nparts; k++)
                for (size_t t = 0; t < x->parts[k].ntargets; t++)
                    to_verify(p, x->label, g->label, &x->parts[k].targets[t].source);
        }
}

/* What is counted, what it is compared with, when it is due. */
static void verify_numbers(struct page *p, const struct pack *pk)
{
    const struct label measure = {"Số liệu", "Measures"};
    const struct label indicator = {"Chỉ tiêu", "Indicators"};
    const struct label duty = {"Việc định kỳ", "Duties"};
    const struct label report = {"Báo cáo", "Reports"};
    for (size_t i = 0; i < pk->nmeasures; i++)
        to_verify(p, pk->measures[i].label, measure, &pk->measures[i].source);
    for (size_t i = 0; i < pk->nindicators; i++)
        to_verify(p, pk->indicators[i].label, indicator, &pk->indicators[i].source);
    for (size_t i = 0; i < pk->nprogrammes; i++)
        verify_programme(p, &pk->programmes[i]);
    for (size_t i = 0; i < pk->nduties; i++)
        to_verify(p, pk->duties[i].label, duty, &pk->duties[i].source);
    for (size_t i = 0; i < pk->nreports; i++)
        to_verify(p, pk->reports[i].label, report, &pk->reports[i].source);
}

static void put_verify(struct page *p)
{
    const struct pack *pk = p->web->site->pack;
    for (size_t i = 0; i < pk->nlists; i++)
        verify_list(p, &pk->lists[i]);
    for (size_t i = 0; i < pk->nregs; i++)
        verify_reg(p, &pk->regs[i]);
    for (size_t i = 0; i < pk->nprocs; i++)
        verify_proc(p, &pk->procs[i]);
    for (size_t i = 0; i < pk->ndocs; i++)
        to_verify(p, pk->docs[i].label, pk->docs[i].label, &pk->docs[i].source);
    for (size_t i = 0; i < pk->nholidays; i++)
        to_verify(p, pk->holidays[i].label, (struct label){N_("Ngày nghỉ"), "Holidays"},
            &pk->holidays[i].source);
    verify_numbers(p, pk);
}

enum err page_admin(struct page *p)
{
    const struct pack *pk = p->web->site->pack;
    val_msg(p->root, "title", N_("Quản trị"), NULL, NULL, NULL);
    struct val *x = val_child(p->root, "about");
    val_text(x, "backend", db_backend(p->web->site->db));
    val_text(x, "pack", pk->id);
    val_text(x, "pack_version", pk->version);
    val_int(x, "registers", (int64_t)pk->nregs);
    val_int(x, "procedures", (int64_t)pk->nprocs);
    val_int(x, "schema", db_schema_version(p->act->c, p->a));
    val_time(x, "started", p->web->started_ms);
    put_verify(p);
    p->v->csv_list = "verify";
    return page_show(p, "admin");
}

/* ---- people ---------------------------------------------------------------------------------- */

static void put_roles(struct page *p, const char *chosen)
{
    const struct pack *pk = p->web->site->pack;
    for (size_t i = 0; i < pk->nroles; i++) {
        struct val *x = val_add(p->root, "roles");
        val_text(x, "code", pk->roles[i].id);
        put_label(p, x, "label", pk->roles[i].label);
        val_bool(x, "checked", streq(chosen, pk->roles[i].id));
    }
}

static void put_communes(struct page *p, const char *chosen)
{
    size_t n;
    const struct unit **u = unit_children(p->act->units, p->a, p->user->province,
        unit_day_of_ms(p->act->now_ms), *p->user->province ? UNIT_COMMUNE : UNIT_PROVINCE, &n);
    for (size_t i = 0; i < n; i++) {
        struct val *x = val_add(p->root, "communes");
        val_text(x, "code", u[i]->code);
        val_text(x, "label", u[i]->name);
        val_bool(x, "checked", streq(chosen, u[i]->code));
    }
}

static enum err show_users(struct page *p)
{
    struct db_rows *r =
        db_query(p->act->c, p->a, Q_ACCOUNT_LIST, ARGS(p->user->province, p->user->unit));
    while (db_next(r)) {
        struct val *x = val_add(p->root, "users");
        val_text(x, "id", db_text(r, 0));
        val_text(x, "username", db_text(r, 1));
        val_text(x, "name", db_text(r, 2));
        const struct role *role = pack_role(p->web->site->pack, db_text(r, 5));
        if (role)
            put_label(p, x, "role", role->label);
        put_unit(p, x, "unit", *db_text(r, 7) ? db_text(r, 7) : db_text(r, 6));
        val_bool(x, "disabled", !v_is_null(db_value(r, 9)));
        val_time(x, "last_seen", db_int(r, 10));
    }
    val_msg(p->root, "title", N_("Người dùng"), NULL, NULL, NULL);
    put_roles(p, page_form(p, "vai_tro", 40));
    put_communes(p, page_form(p, "don_vi", 5));
    p->v->csv_list = "users";
    return page_show(p, "users");
}

enum err page_users(struct page *p)
{
    return show_users(p);
}

/* Three words nobody has to spell: a first password to read out, changed at the first sign-in. */
static const char *first_password(struct arena *a)
{
    static const char *const words[] = {"suoi", "gao", "dieu", "mang", "tre", "nui", "ruong", "lua",
        "chim", "hoa", "trau", "nang", "mua", "song", "thuyen", "sen", "cau", "dua", "mit", "nhan",
        "xoai", "tam", "lua", "khoai", "ngo", "sao", "trang", "gio", "may", "rung", "da", "canh"};
    unsigned char r[6];
    rand_bytes(r, sizeof r);
    return arena_printf(a, "%s-%s-%s-%02d%02d", words[r[0] % COUNT(words)],
        words[r[1] % COUNT(words)], words[r[2] % COUNT(words)], r[3] % 100, r[4] % 100);
}

static void typed_again(struct page *p, const char *name)
{
    val_text(p->root, name, page_form(p, name, 100));
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

enum err page_users_post(struct page *p)
{
    const char *unit = or_empty(page_form(p, "don_vi", 5));
    const char *province = p->user->province;
    const char *first = first_password(p->a);
    const char *msg = NULL, *id;
    if (*unit && !unit_within(p->act->units, unit, province, unit_day_of_ms(p->act->now_ms)))
        msg = N_("Đơn vị này không thuộc phạm vi của anh/chị");
    struct user_new n = {.username = or_empty(page_form(p, "ten", 60)),
        .name = or_empty(page_form(p, "ho_ten", 100)),
        .title = page_form(p, "chuc_danh", 100),
        .phone = page_form(p, "dien_thoai", 20),
        .role = or_empty(page_form(p, "vai_tro", 40)),
        .province = province,
        .unit = unit,
        .password = first,
        .must_change = true};
    enum err e =
        msg ? ERR_INVALID : user_create(p->act->c, p->web->site->pack, p->a, &n, &id, &msg);
    if (e == ERR_INVALID && msg) {
        rec_fault(p->faults, "ten", msg, NULL);
        struct val *x = val_add(p->root, "errors");
        val_text(x, "id", "ten");
        val_msg(x, "text", msg, NULL, NULL, NULL);
        typed_again(p, "ten");
        typed_again(p, "ho_ten");
        typed_again(p, "chuc_danh");
        typed_again(p, "dien_thoai");
        return show_users(p);
    }
    TRY(e);
    TRY(rec_journal(p->act, &(struct rec_entry){.unit = *unit ? unit : province,
                                .action = "nguoi_dung",
                                .reg = "account",
                                .record = id,
                                .reason = n.username}));
    TRY(act_commit(p->act, "/quan-tri/nguoi-dung?tb=da-them"));
    val_text(p->root, "new_user", n.username);
    val_text(p->root, "new_password", first);
    TRY(act_read(p->act));
    return show_users(p);
}

struct account {
    const char *username, *province, *unit;
};

static enum err in_my_scope(struct page *p, const char *id, struct account *out)
{
    struct db_rows *r = db_query(p->act->c, p->a, Q_ACCOUNT_SCOPE, ARGS(id));
    if (!db_next(r))
        return db_status(p->act->c) ? db_status(p->act->c) : ERR_NOT_FOUND;
    *out = (struct account){db_text(r, 0), db_text(r, 1), db_text(r, 2)};
    bool mine = user_in_scope(p->user, out->province, out->unit) && !streq(id, p->user->id);
    return mine ? OK : err_set(ERR_DENIED, "account outside the scope");
}

/* What can be done with an account, and how the journal calls it. */
static const struct {
    const char *what, *action;
} account_acts[] = {
    {"cap-lai", "cap_lai_mat_khau"}, {"khoa", "khoa_tai_khoan"}, {"mo", "mo_tai_khoan"}};

static enum err change_account(struct page *p, const char *id, const char *what)
{
    TRY(act_write(p->act));
    if (streq(what, "khoa")) {
        TRY(db_exec(p->act->c, Q_ACCOUNT_DISABLE, ARGS(id, p->act->now_ms), NULL));
        return db_exec(p->act->c, Q_SESSION_END_OTHERS, ARGS(id, ""), NULL);
    }
    return streq(what, "mo") ? db_exec(p->act->c, Q_ACCOUNT_ENABLE, ARGS(id), NULL) : OK;
}

enum err page_user_post(struct page *p)
{
    const char *id = page_arg(p, "id"), *what = page_form(p, "viec", 20), *action = NULL;
    for (size_t i = 0; i < COUNT(account_acts); i++)
        if (streq(account_acts[i].what, what))
            action = account_acts[i].action;
    if (!uuid_ok(str_of(id)))
        return ERR_NOT_FOUND;
    if (!action)
        return err_set(ERR_INVALID, "nothing to do with an account");
    struct account u;
    TRY(in_my_scope(p, id, &u));
    const char *first = NULL;
    if (streq(what, "cap-lai")) {
        first = first_password(p->a);
        db_end(&p->act->c);
        TRY(user_set_password(p->web->site->db, p->web->door, p->a, id, first, true, NULL));
    }
    TRY(change_account(p, id, what));
    TRY(rec_journal(p->act, &(struct rec_entry){.unit = *u.unit ? u.unit : u.province,
                                .action = action,
                                .reg = "account",
                                .record = id,
                                .reason = u.username}));
    TRY(act_commit(p->act, "/quan-tri/nguoi-dung"));
    TRY(act_read(p->act));
    val_text(p->root, "new_user", first ? u.username : NULL);
    val_text(p->root, "new_password", first);
    return show_users(p);
}
