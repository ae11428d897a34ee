// SPDX-License-Identifier: AGPL-3.0-or-later
/* Who looked and who changed: the journal of a record, and of a place. */
#include "web/web_int.h"

#include <stdlib.h>

/* A step of the register's own procedure, or of one that wrote into it. */
static const struct step *step_called(struct page *p, const struct reg *reg, const char *action)
{
    const struct pack *pk = p->web->site->pack;
    const struct step *s = reg && reg->procedure ? proc_step(reg->procedure, action) : NULL;
    for (size_t i = 0; !s && i < pk->nprocs; i++)
        s = proc_step(&pk->procs[i], action);
    return s;
}

/* What an action of the journal is called: a step's name, or one of the engine's own words. */
void put_action(struct page *p, struct val *x, const struct reg *reg, const char *action)
{
    static const struct {
        const char *action, *text;
    } own[] = {{"xem", N_("Xem")}, {"xem_khan_cap", N_("Xem khẩn cấp")}, {"tao", N_("Ghi mới")},
        {"sua", N_("Bổ sung")}, {"dinh_chinh", N_("Đính chính")}, {"huy", N_("Hủy")},
        {"xuat", N_("Tải danh sách")}, {"theo", N_("Cập nhật theo bản ghi liên quan")},
        {"vao", N_("Thêm vào")}, {"ra", N_("Rời khỏi")}, {"tep", N_("Đính kèm tệp")},
        {"giao", N_("Giao hồ sơ")}, {"thay_quyet_dinh", N_("Thay bằng quyết định mới")},
        {"dung_tro_cap", N_("Ghi tạm dừng, thôi hưởng")},
        {"lap_danh_sach", N_("Lập danh sách chi trả")}, {"da_chi", N_("Ghi đã chi")},
        {"bo_danh_sach", N_("Bỏ danh sách chi trả")}, {"gop", N_("Gộp hồ sơ")},
        {"tach", N_("Tách lại hồ sơ")}, {"trung_khac", N_("Ghi: không phải một trẻ")},
        {"trung_cung_ho", N_("Ghi: cùng một hộ")}, {"trung_de_nghi", N_("Đề nghị gộp")},
        {"tim", N_("Tìm người")}, {"ra_soat", N_("Rà soát")}, {"nhap", N_("Nhập từ tệp")},
        {"nhap_bo_sung", N_("Bổ sung từ tệp")}, {"hoan_tac_nhap", N_("Hoàn tác lần nhập")},
        {"chuyen_di", N_("Chuyển sang xã khác")}, {"nhan_ve_xa", N_("Nhận về xã mình")},
        {"nguoi_dung", N_("Sửa tài khoản")}};
    for (size_t i = 0; i < COUNT(own); i++)
        if (streq(own[i].action, action)) {
            val_msg(x, "what", own[i].text, NULL, NULL, NULL);
            return;
        }
    const struct step *s = step_called(p, reg, action);
    if (s)
        put_label(p, x, "what", s->label);
    else
        val_text(x, "what", action);
}

/* Names of the fields that a line changed; values stay in the record's versions. */
static void put_changed(struct page *p, struct val *x, const struct reg *reg, const char *changes)
{
    if (!changes || !reg)
        return;
    struct buf b = buf_in(p->a, 4000);
    for (size_t i = 0; i < reg->nfields; i++) {
        const char *key = arena_printf(p->a, "\"%s\":[", reg->fields[i].id);
        if (strstr(changes, key))
            buf_printf(&b, "%s%s", b.n ? "; " : "", reg->fields[i].label.vi);
    }
    val_text(x, "fields", b.n ? b.p : NULL);
}

static void put_journal_row(struct page *p, struct db_rows *j, const struct reg *root)
{
    struct val *x = val_add(p->root, "lines");
    const struct reg *reg = pack_reg(p->web->site->pack, db_text(j, 3));
    val_time(x, "at", db_int(j, 0));
    val_text(x, "by", db_text(j, 1));
    put_action(p, x, root, db_text(j, 2));
    if (reg)
        put_label(p, x, "register", reg->label);
    const char *reason = db_text(j, 5);
    bool step = reason && root->procedure && proc_step(root->procedure, reason);
    val_text(x, "reason", step ? NULL : reason);
    put_changed(p, x, reg, db_text(j, 6));
}

enum err page_record_journal(struct page *p)
{
    struct rec *r;
    TRY(rec_get(p->act, p->reg, page_arg(p, "id"), &r));
    if (!r->secret && !user_can(p->user, NULL, "journal"))
        return err_set(ERR_DENIED, "journal of a case is for its members");
    put_head(p, r);
    struct db_rows *j = rec_journal_of(p->act, r, 500);
    while (db_next(j))
        put_journal_row(p, j, r->reg);
    val_msg(
        p->root, "title", N_("Nhật ký %1"), val_of_text(p->a, rec_label(p->act, r)), NULL, NULL);
    p->v->csv_list = "lines";
    return page_show(p, "journal");
}

enum { RECENT = 300 };
struct recent {
    int64_t at;
    const char *by, *action, *reg, *unit;
};

static int latest_first(const void *a, const void *b)
{
    const struct recent *x = a, *y = b;
    return (x->at < y->at) - (x->at > y->at);
}

/* A commune's own journal, and those of the communes that became part of it, up to then. */
static size_t ask_recent(struct page *p, struct db_rows **out, size_t max)
{
    const struct user *u = p->user;
    int64_t most = RECENT;
    int32_t today = unit_day_of_ms(p->act->now_ms);
    if (!*u->unit) {
        out[0] = *u->province
                     ? db_query(p->act->c, p->a, Q_JOURNAL_RECENT_PROVINCE, ARGS(u->province, most))
                     : db_query(p->act->c, p->a, Q_JOURNAL_RECENT, ARGS(most));
        return 1;
    }
    struct db_lands l = rec_lands_of(p->act, u->province, u->unit);
    if (l.n == 0) {
        out[0] = db_query(p->act->c, p->a, Q_JOURNAL_RECENT_UNIT, ARGS(u->unit, most));
        return 1;
    }
    size_t n = 0;
    for (size_t i = 0; i < l.n && n < max; i++) {
        const struct db_land *x = &l.v[i];
        int64_t to = unit_find(p->act->units, x->unit, today) ? x->to : INT64_MAX;
        out[n++] =
            db_query(p->act->c, p->a, Q_JOURNAL_RECENT_LAND, ARGS(x->unit, x->from, to, most));
    }
    return n;
}

static bool may_know(struct page *p, const char *unit)
{
    if (*p->user->unit)
        return true; /* asked for by its code */
    const char *province = unit_province(p->act->units, unit, unit_day_of_ms(p->act->now_ms));
    return user_in_scope(p->user, province ? province : "", unit);
}

static size_t recent_lines(struct page *p, struct recent **out)
{
    struct db_rows *asked[32];
    size_t n = ask_recent(p, asked, COUNT(asked)), rows = 0, k = 0;
    for (size_t i = 0; i < n; i++)
        rows += db_row_count(asked[i]);
    *out = NEW_N(p->a, struct recent, rows + 1);
    for (size_t i = 0; i < n; i++)
        for (struct db_rows *j = asked[i]; db_next(j);)
            if (may_know(p, db_text(j, 6)))
                (*out)[k++] = (struct recent){
                    db_int(j, 0), db_text(j, 1), db_text(j, 2), db_text(j, 3), db_text(j, 6)};
    if (n > 1)
        qsort(*out, k, sizeof **out, latest_first);
    return k < RECENT ? k : RECENT;
}

enum err page_journal(struct page *p)
{
    struct recent *v;
    size_t n = recent_lines(p, &v);
    for (size_t i = 0; i < n; i++) {
        struct val *x = val_add(p->root, "lines");
        const struct reg *reg = pack_reg(p->web->site->pack, v[i].reg);
        val_time(x, "at", v[i].at);
        val_text(x, "by", v[i].by);
        put_action(p, x, reg, v[i].action);
        if (reg)
            put_label(p, x, "register", reg->label);
        put_unit(p, x, "unit", v[i].unit);
    }
    val_msg(p->root, "title", N_("Nhật ký gần đây"), NULL, NULL, NULL);
    p->v->csv_list = "lines";
    return page_show(p, "journal");
}
