// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Payment lists as records: made once a month and commune, whoever presses first; taken back while
 * nothing was paid; locked when paid.
 */
#include "aid/aid_int.h"

enum { MOST_LINES = 20000 };

static void set(struct rec *r, const char *field, struct value v)
{
    const struct field *f = reg_field(r->reg, field);
    if (f && f->type != F_ROWS)
        r->v[f->slot] = v;
}

static struct rec *new_list(struct act *act, const struct aid_sheet *s)
{
    struct rec *r = rec_new(act, aid_of(act->site->pack)->lists, NULL);
    r->common[DC_UNIT] = v_text(s->unit);
    r->common[DC_PROVINCE] = v_text(aid_province(act, s->unit));
    set(r, "thang", v_text(aid_month_iso(act->a, s->month)));
    set(r, "muc_chuan", v_int(s->standard->amount));
    set(r, "so_nguoi", v_int((int64_t)s->n));
    set(r, "tien_thang", v_int(s->regular));
    set(r, "truy_linh", v_int(s->arrears));
    set(r, "tong_cong", v_int(s->total));
    set(r, "nguoi_lap", v_text(act->user ? act->user->name : NULL));
    set(r, "tinh_trang_chi", v_text("da_lap"));
    return r;
}

static struct rec *new_line(
    struct act *act, const struct aid_sheet *s, const struct rec *list, size_t i)
{
    const struct aid_line *x = &s->lines[i];
    const struct rec *child = x->child->rec;
    struct rec *r = rec_new(act, aid_of(act->site->pack)->rows, list);
    set(r, "thang", v_text(aid_month_iso(act->a, s->month)));
    set(r, "stt", v_int((int64_t)i + 1));
    set(r, "tre", v_text(rec_id(child)));
    set(r, "ho_ten", aid_value(child, "ho_ten"));
    set(r, "ngay_sinh", aid_value(child, "ngay_sinh"));
    set(r, "thon", aid_value(child, "thon"));
    set(r, "tra_cho", v_text(x->payee->id));
    set(r, "nguoi_nhan", v_text(x->decision->receiver));
    set(r, "cach_nhan", v_text(x->decision->how ? x->decision->how->id : NULL));
    set(r, "so_tai_khoan", v_text(x->decision->account));
    set(r, "so_quyet_dinh", v_text(x->decision->number));
    if (x->pay.amount) {
        set(r, "he_so", v_real(x->pay.hundredths / 100.0));
        set(r, "muc_chuan", v_int(x->pay.standard->amount));
    }
    set(r, "so_tien", v_int(x->pay.amount));
    set(r, "truy_linh", v_int(x->arrears_sum));
    set(r, "giai_thich", v_text(x->why));
    set(r, "tong_cong", v_int(x->total));
    return r;
}

static enum err write_paid(struct act *act, const struct aid_sheet *s, const struct rec *list,
    const struct aid_line *x, int month, int64_t amount)
{
    if (amount == 0)
        return OK;
    return db_exec(act->c, Q_AID_PAID_ADD,
        ARGS(list->common[DC_PROVINCE], s->unit, rec_id(list), aid_month_iso(act->a, s->month),
            rec_id(x->child->rec), x->payee->id, aid_month_iso(act->a, month), amount),
        NULL);
}

static enum err store_line(
    struct act *act, const struct aid_sheet *s, const struct rec *list, size_t i)
{
    const struct aid_line *x = &s->lines[i];
    TRY(rec_insert(act, new_line(act, s, list, i), "lap_danh_sach", NULL));
    TRY(write_paid(act, s, list, x, s->month, x->pay.amount));
    for (size_t k = 0; k < x->narrears; k++)
        TRY(write_paid(act, s, list, x, x->arrears[k].month, x->taken[k]));
    return OK;
}

static enum err store_list(
    struct act *act, const struct aid_sheet *s, struct rec *r, const char *month)
{
    TRY(db_exec(act->c, Q_AID_LIST_ADD,
        ARGS(r->common[DC_PROVINCE], s->unit, month, rec_id(r), act->now_ms), NULL));
    TRY(rec_insert(act, r, "lap_danh_sach", NULL));
    for (size_t i = 0; i < s->n; i++)
        TRY(store_line(act, s, r, i));
    return OK;
}

/* Everything is read after the turn was taken: who came second sees what the first one made. */
static enum err take_turn(struct act *act, const char *unit)
{
    db_row_count(db_query(act->c, act->a, Q_AID_TURN, ARGS(unit)));
    return db_status(act->c);
}

enum err aid_make(struct act *act, const char *unit, int month, const char **list, bool *made)
{
    *made = false;
    TRY(take_turn(act, unit));
    *list = aid_list_of(act, unit, month);
    if (*list)
        return OK;
    struct aid_sheet s;
    TRY(aid_preview(act, unit, month, &s));
    struct rec *r = new_list(act, &s);
    TRY(store_list(act, &s, r, aid_month_iso(act->a, month)));
    *list = rec_id(r);
    *made = true;
    return OK;
}

/* ---- after it was made ----------------------------------------------------------------------- */

enum err aid_lines_of(struct act *act, const struct rec *list, struct rec ***out, size_t *n)
{
    const struct reg *rows = aid_of(act->site->pack)->rows;
    struct rec_query q = {.reg = rows,
        .unit = list->common[DC_UNIT].s.p,
        .order = reg_field(rows, "stt"),
        .limit = MOST_LINES};
    q.where[q.nwhere].field = reg_field(rows, "thang");
    q.where[q.nwhere++].value = aid_value(list, "thang").s.p;
    TRY(rec_list(act, &q, out, n, NULL));
    size_t kept = 0; /* of communes that are one today each made its own list of a month */
    for (size_t i = 0; i < *n; i++)
        if (v_eq((*out)[i]->common[DC_UNIT], list->common[DC_UNIT]))
            (*out)[kept++] = (*out)[i];
    *n = kept;
    return OK;
}

static bool was_paid(const struct rec *list)
{
    struct value v = aid_value(list, "tinh_trang_chi");
    return v.t == V_TEXT && str_is(v.s, "da_chi");
}

enum err aid_discard(struct act *act, struct rec *list, int64_t version)
{
    const char *unit = list->common[DC_UNIT].s.p, *month = aid_value(list, "thang").s.p;
    int first, last;
    TRY(take_turn(act, unit));
    aid_list_span(act, unit, &first, &last);
    if (was_paid(list) || aid_month_of(month) != last)
        return err_set(ERR_CONFLICT, "the list was paid, or a later one stands on it");
    struct rec **v;
    size_t n;
    TRY(aid_lines_of(act, list, &v, &n));
    for (size_t i = 0; i < n; i++)
        TRY(rec_void(act, v[i], rec_version(v[i]), "bo_danh_sach"));
    TRY(db_exec(act->c, Q_AID_PAID_DROP, ARGS(rec_id(list)), NULL));
    TRY(db_exec(act->c, Q_AID_LIST_DROP, ARGS(unit, month), NULL));
    return rec_void(act, list, version, "bo_danh_sach");
}

enum err aid_mark_paid(struct act *act, struct rec *list, int64_t version, const char *day)
{
    if (was_paid(list))
        return err_set(ERR_CONFLICT, "the list is marked paid already");
    set(list, "tinh_trang_chi", v_text("da_chi"));
    set(list, "ngay_chi", v_text(day));
    return rec_update(act, list, version, "da_chi", NULL);
}
