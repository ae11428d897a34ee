// SPDX-License-Identifier: AGPL-3.0-or-later
/* Outlines of units for maps: what there is, and bringing in a file. */
#include "web/web_int.h"

#include "geo/geo.h"

enum { MOST_SHOWN = 200 };

static void put_level(struct val *x, int64_t level)
{
    val_msg(x, "level", level == UNIT_PROVINCE ? N_("tỉnh") : N_("xã"), NULL, NULL, NULL);
}

static enum err show(struct page *p)
{
    struct db_rows *r = geo_stock(p->act->c, p->a);
    char iso[11];
    while (db_next(r)) {
        struct val *x = val_add(p->root, "stock");
        put_level(x, db_int(r, 0));
        val_date(x, "day", arena_dup(p->a, unit_day_text((int32_t)db_int(r, 1), iso)));
        val_int(x, "units", db_int(r, 2));
        val_int(x, "points", db_int(r, 3));
        val_text(x, "source", db_text(r, 4));
        val_time(x, "at", db_int(r, 5));
    }
    int32_t today = unit_day_of_ms(p->act->now_ms);
    val_date(p->root, "day", arena_dup(p->a, unit_day_text(today, iso)));
    val_msg(p->root, "title", N_("Ranh giới để vẽ bản đồ"), NULL, NULL, NULL);
    p->v->csv_list = "stock";
    return page_show(p, "outlines");
}

enum err page_outlines(struct page *p)
{
    return show(p);
}

static void put_report(struct page *p, const struct geo_report *r, bool dry)
{
    struct val *x = val_child(p->root, "report");
    val_bool(x, "dry", dry);
    val_int(x, "provinces", (int64_t)r->provinces);
    val_int(x, "communes", (int64_t)r->communes);
    val_int(x, "bad", (int64_t)r->nfaults);
    val_int(x, "points", (int64_t)r->points);
    val_int(x, "kept", (int64_t)r->kept);
    for (size_t i = 0; i < r->nfaults && i < MOST_SHOWN; i++) {
        struct val *f = val_add(x, "faults");
        val_text(f, "name", r->faults[i].name);
        val_msg(f, "text", r->faults[i].text, NULL, NULL, NULL);
    }
    for (size_t i = 0; i < r->nmissing && i < MOST_SHOWN; i++)
        val_text(val_add(x, "missing"), "name", r->missing[i]->name);
    val_int(x, "nmissing", (int64_t)r->nmissing);
}

static enum err again(struct page *p, const char *field, const char *text)
{
    rec_fault(p->faults, field, text, NULL);
    struct val *x = val_add(p->root, "errors");
    val_text(x, "id", field);
    val_msg(x, "text", text, NULL, NULL, NULL);
    return show(p);
}

/* The day of the map: as typed, else today; -1 for what is no day. */
static int32_t day_of(struct page *p)
{
    const char *typed = page_form(p, "ngay", 20);
    struct cal_date d;
    char iso[11];
    if (!typed || !*typed)
        return unit_day_of_ms(p->act->now_ms);
    if (cal_parse(p->a, str_of(typed), &d))
        return -1;
    cal_iso(d, iso);
    return unit_day(iso);
}

enum err page_outlines_post(struct page *p)
{
    if (p->rq->nfiles == 0)
        return again(p, "tep", N_("Hãy chọn tệp"));
    struct geo_import in = {.text = p->rq->files[0].data,
        .day = day_of(p),
        .province = p->user->province,
        .source = p->rq->files[0].name.p,
        .dry_run = http_form(p->rq, "that") == NULL};
    if (in.day < 0)
        return again(p, "ngay", N_("Ngày phải có dạng ngày/tháng/năm, ví dụ 01/07/2025"));
    struct geo_report r;
    TRY(geo_import(p->act->c, p->a, p->act->units, &in, &r));
    if (r.fault)
        return again(p, "tep", r.fault);
    put_report(p, &r, in.dry_run);
    if (in.dry_run || r.provinces + r.communes == 0)
        return show(p);
    TRY(rec_journal(p->act, &(struct rec_entry){.unit = p->user->province,
                                .action = "nhap_ranh_gioi",
                                .reg = "geo_shape",
                                .reason = in.source}));
    TRY(act_commit(p->act, "/quan-tri/ranh-gioi"));
    TRY(act_read(p->act));
    return show(p);
}
