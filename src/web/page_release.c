// SPDX-License-Identifier: AGPL-3.0-or-later
/* An administrator gives the numbers of a finished year to the public, or takes them back. */
#include "web/web_int.h"

#include "stat/stat.h"

enum { YEARS = 6 };

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

/* The unit that publishes: as set; before that, the administrator's own. */
static enum err publishing(struct page *p, const char **unit, bool *set)
{
    struct db_rows *r = db_query(p->act->c, p->a, Q_PUB_SITE, NO_ARGS);
    *set = db_next(r);
    *unit = *set ? db_text(r, 0) : p->user->province;
    int64_t this_year = unit_day_of_ms(p->act->now_ms) / 10000;
    val_text(
        p->root, "until", arena_printf(p->a, "%d", (int)(*set ? db_int(r, 1) : this_year - 1)));
    val_date(p->root, "next_day", *set ? db_text(r, 2) : NULL);
    val_text(p->root, "office", *set ? db_text(r, 3) : NULL);
    val_text(p->root, "contact", *set ? db_text(r, 4) : NULL);
    return db_status(p->act->c);
}

static bool in_my_scope(const struct page *p, const char *unit)
{
    bool all = !*p->user->province;
    return !*p->user->unit && (all || streq(unit, p->user->province));
}

static void put_release(struct page *p, struct db_rows *r, bool *told, int64_t newest)
{
    struct val *x = val_add(p->root, "releases");
    int64_t year = db_int(r, 1);
    val_text(x, "id", db_text(r, 0));
    val_text(x, "year", arena_printf(p->a, "%d", (int)year));
    val_time(x, "at", db_int(r, 3));
    val_text(x, "by", db_text(r, 4));
    val_time(x, "withdrawn", db_int(r, 5));
    val_text(x, "withdrawn_by", db_text(r, 6));
    val_text(x, "reason", db_text(r, 7));
    if (v_is_null(db_value(r, 5)) && year <= newest && newest - year < YEARS)
        told[newest - year] = true;
}

static enum err show(struct page *p)
{
    const char *unit;
    bool set, told[YEARS] = {false};
    TRY(publishing(p, &unit, &set));
    int64_t newest = unit_day_of_ms(p->act->now_ms) / 10000 - 1;
    struct db_rows *r = db_query(p->act->c, p->a, Q_PUB_RELEASES, ARGS(unit));
    while (db_next(r))
        put_release(p, r, told, newest);
    for (int64_t i = 0; i < YEARS; i++)
        if (!told[i])
            val_text(
                val_add(p->root, "years"), "year", arena_printf(p->a, "%d", (int)(newest - i)));
    put_unit(p, p->root, "unit", unit);
    val_bool(p->root, "may", in_my_scope(p, unit));
    val_bool(p->root, "set", set);
    val_msg(p->root, "title", N_("Công khai số liệu"), NULL, NULL, NULL);
    p->v->csv_list = "releases";
    return page_show(p, "release");
}

enum err page_release(struct page *p)
{
    return show(p);
}

static enum err again(struct page *p, const char *field, const char *text)
{
    rec_fault(p->faults, field, text, NULL);
    struct val *x = val_add(p->root, "errors");
    val_text(x, "id", field);
    val_msg(x, "text", text, NULL, NULL, NULL);
    return show(p);
}

static enum err save(struct page *p, const char *unit)
{
    int64_t until;
    if (!str_to_int(str_of(or_empty(page_form(p, "den_nam", 4))), &until) || until < 2000)
        return again(p, "den_nam", N_("Năm phải là bốn chữ số, ví dụ 2026"));
    const char *typed = or_empty(page_form(p, "lan_toi", 20));
    struct cal_date d;
    char iso[11] = "";
    if (*typed) {
        const char *fault = cal_parse(p->a, str_of(typed), &d);
        if (fault)
            return again(p, "lan_toi", fault);
        cal_iso(d, iso);
    }
    TRY(act_write(p->act));
    TRY(db_exec(p->act->c, Q_PUB_SITE_PUT,
        ARGS(unit, until, *iso ? v_text(arena_dup(p->a, iso)) : VNULL,
            page_form(p, "noi_cong_bo", 200), page_form(p, "lien_he", 200)),
        NULL));
    TRY(rec_journal(p->act,
        &(struct rec_entry){.unit = unit, .action = "cai_dat_cong_khai", .reg = "pub_site"}));
    return page_done(p, "/quan-tri/cong-khai?tb=da-luu");
}

static enum err publish(struct page *p, const char *unit, bool dry)
{
    int64_t year;
    if (!str_to_int(str_of(or_empty(page_form(p, "nam", 4))), &year))
        return err_set(ERR_INVALID, "year");
    struct stat_release r = {.unit = unit, .year = (int)year, .dry_run = dry};
    TRY(stat_release(p->act, &r));
    if (r.fault)
        return again(p, "nam", r.fault);
    if (!dry)
        return page_done(p, "/quan-tri/cong-khai?tb=da-cong-khai");
    struct val *x = val_child(p->root, "preview");
    val_text(x, "year", arena_printf(p->a, "%d", r.year));
    val_int(x, "told", (int64_t)r.told);
    val_int(x, "hidden", (int64_t)r.hidden);
    val_int(x, "unknown", (int64_t)r.unknown);
    return show(p);
}

static enum err withdraw(struct page *p, const char *unit)
{
    const char *reason = or_empty(page_form(p, "ly_do", 300)), *id = page_form(p, "ban", 36);
    if (!*reason)
        return again(p, "ly_do", N_("Phải ghi lý do thu hồi; lý do được công khai"));
    if (!id || !uuid_ok(str_of(id)))
        return ERR_NOT_FOUND;
    TRY(act_write(p->act));
    TRY(stat_release_withdraw(p->act, unit, id, reason));
    return page_done(p, "/quan-tri/cong-khai?tb=da-thu-hoi");
}

enum err page_release_post(struct page *p)
{
    const char *unit, *what = or_empty(page_form(p, "viec", 20));
    bool set;
    TRY(publishing(p, &unit, &set));
    if (!in_my_scope(p, unit))
        return err_set(ERR_DENIED, "another unit publishes here");
    if (streq(what, "cai-dat"))
        return save(p, unit);
    if (!set)
        return again(p, "den_nam", N_("Trước hết hãy lưu phần cài đặt"));
    if (streq(what, "xem-thu") || streq(what, "cong-khai"))
        return publish(p, unit, streq(what, "xem-thu"));
    if (streq(what, "thu-hoi"))
        return withdraw(p, unit);
    return err_set(ERR_INVALID, "nothing to do");
}
