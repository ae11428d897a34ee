// SPDX-License-Identifier: AGPL-3.0-or-later
/* What the buttons of a report's workspace do. Every way keeps what was typed first: nothing is
 * lost by pressing the wrong one. */
#include "web/web_int.h"

#include "base/text.h"
#include "report/report.h"

struct doing {
    struct page *p;
    struct report_work *w;
    const char *what, *arg; /* "them.chung": what, and on which block */
    const char *home;
    bool lost; /* words were typed that the report has not taken */
};

/* ---- what was typed -------------------------------------------------------------------------- */

static const char *typed_text(struct page *p, const char *name)
{
    const char *s = http_form(p->rq, name);
    struct str out;
    if (!s || text_clean(p->a, str_of(s), TEXT_NOTE, &out) != OK)
        return NULL;
    return arena_dupn(p->a, out.p, out.n);
}

static const char *name_of(struct page *p, const struct report_block *b)
{
    return arena_printf(p->a, "doan_%s", b->id);
}

/* What is sent back as it was drafted stays a draft, and follows the sentences of the pack. */
static enum err keep_block(struct doing *d, const struct report_block *b)
{
    const char *typed = typed_text(d->p, name_of(d->p, b));
    if (!typed)
        return OK;
    struct report_prose was = report_prose(d->w, b);
    if (streq(typed, was.text) || (!was.kept && streq(typed, was.draft)))
        return OK;
    return report_keep(d->w, b, typed);
}

static enum err each_block(
    struct doing *d, enum err (*fn)(struct doing *d, const struct report_block *b))
{
    for (size_t s = 0; s < d->w->report->nsections; s++)
        for (size_t i = 0; i < d->w->report->sections[s].nblocks; i++) {
            const struct report_block *b = &d->w->report->sections[s].blocks[i];
            if (b->kind == BLOCK_SAY || b->kind == BLOCK_ASK)
                TRY(fn(d, b));
        }
    return OK;
}

static enum err keep_all(struct doing *d)
{
    if (!report_is_open(d->w))
        return err_set(ERR_CONFLICT, "the report is not open");
    TRY(report_numbers(d->w, REPORT_PAPER, false));
    TRY(each_block(d, keep_block));
    if (!http_form(d->p->rq, "co_quan"))
        return OK;
    struct rec_input in = page_input(d->p);
    return report_head(d->w, &in, d->p->faults);
}

/* ---- prose ----------------------------------------------------------------------------------- */

static enum err offer_block(struct doing *d, const struct report_block *b)
{
    if (!streq(b->id, d->arg) || b->kind != BLOCK_SAY)
        return OK;
    struct say s = report_say(d->w);
    struct report_prose k = report_prose(d->w, b);
    return report_keep(d->w, b, prose_offer(&s, k.text, k.draft));
}

static enum err redraft_block(struct doing *d, const struct report_block *b)
{
    return streq(b->id, d->arg) ? report_keep(d->w, b, "") : OK;
}

static enum err save(struct doing *d)
{
    TRY(keep_all(d));
    if (d->p->faults->errors)
        return report_show(d->p, d->w);
    if (streq(d->what, "them"))
        TRY(each_block(d, offer_block));
    if (streq(d->what, "soan_lai"))
        TRY(each_block(d, redraft_block));
    if (d->arg)
        return page_done(d->p, "%s?tb=da-luu#doan_%s", d->home, d->arg);
    return page_done(d->p, "%s?tb=da-luu", d->home);
}

/* ---- steps ----------------------------------------------------------------------------------- */

/* Words that the report has not taken: shown, so that they can be copied. */
static enum err show_lost(struct doing *d, const struct report_block *b)
{
    struct prose_faults faults = {.n = 0};
    const char *typed = typed_text(d->p, name_of(d->p, b));
    struct say s = report_say(d->w);
    const char *now = typed ? prose_renew(&s, typed, NULL, &faults) : "";
    if (!*now || streq(now, report_prose(d->w, b).text))
        return OK;
    val_text(val_add(d->p->root, "lost"), "text", typed);
    d->lost = true;
    return OK;
}

static enum err show_all_lost(struct doing *d)
{
    if (!d->w->numbers)
        TRY(report_numbers(d->w, REPORT_PAPER, false));
    return each_block(d, show_lost);
}

/* From an old page of a report that was sent meanwhile. */
static enum err send_again(struct doing *d)
{
    TRY(show_all_lost(d));
    if (!d->lost)
        return page_done(d->p, "%s?tb=bao-cao-da-gui", d->home);
    return page_not_now(d->p, d->home,
        N_("Báo cáo đã được gửi trước đó; chữ anh/chị vừa sửa không vào báo cáo đã gửi. Muốn sửa, "
           "hãy đề nghị cấp trên trả lại hoặc mở khóa."));
}

static enum err send(struct doing *d)
{
    bool open = report_is_open(d->w);
    if (open)
        TRY(keep_all(d));
    if (d->p->faults->errors)
        return report_show(d->p, d->w);
    TRY(report_send(d->w));
    return open ? page_done(d->p, "%s?tb=bao-cao-da-gui", d->home) : send_again(d);
}

static enum err accept(struct doing *d)
{
    TRY(report_accept(d->w));
    return page_done(d->p, "%s?tb=bao-cao-da-nhan", d->home);
}

static const char *reason(struct page *p)
{
    const char *s = typed_text(p, "ly_do");
    return s && strlen(s) <= 8000 ? s : NULL;
}

static enum err send_back(struct doing *d)
{
    const char *why = reason(d->p);
    if (!why || !*why)
        return page_not_now(d->p, d->home, N_("Hãy ghi lý do trả lại để xã biết cần sửa gì."));
    TRY(report_return(d->w, why));
    return page_done(d->p, "%s?tb=bao-cao-tra-lai", d->home);
}

static enum err lock(struct doing *d)
{
    TRY(report_lock(d->w));
    return page_done(d->p, "%s?tb=bao-cao-khoa", d->home);
}

static enum err unlock(struct doing *d)
{
    struct cal_date day;
    char iso[11];
    const char *why = reason(d->p), *typed = page_form(d->p, "den_ngay", 20);
    if (!why || !*why)
        return page_not_now(d->p, d->home, N_("Hãy ghi lý do mở khóa."));
    if (!typed || cal_parse(d->p->a, str_of(typed), &day) || !day.d)
        return page_not_now(
            d->p, d->home, N_("Hãy ghi mở khóa đến hết ngày nào (ngày/tháng/năm)."));
    cal_iso(day, iso);
    if (strcmp(iso, d->p->act->today) < 0)
        return page_not_now(d->p, d->home, N_("Ngày hết hạn mở khóa đã qua."));
    TRY(report_unlock(d->w, why, arena_dup(d->p->a, iso)));
    return page_done(d->p, "%s?tb=bao-cao-mo-khoa", d->home);
}

/* ---- the form -------------------------------------------------------------------------------- */

static enum err do_it(struct doing *d)
{
    static const struct {
        const char *what;
        enum err (*fn)(struct doing *d);
    } ways[] = {{"luu", save}, {"them", save}, {"soan_lai", save}, {"gui", send},
        {"chap_nhan", accept}, {"tra_lai", send_back}, {"khoa", lock}, {"mo_khoa", unlock}};
    for (size_t i = 0; i < COUNT(ways); i++)
        if (streq(ways[i].what, d->what))
            return ways[i].fn(d);
    return err_set(ERR_INVALID, "no such thing to do");
}

enum err page_report_post(struct page *p)
{
    struct doing d = {.p = p};
    TRY(report_get(p->act, page_arg(p, "id"), &d.w));
    d.home = arena_printf(p->a, "/bao-cao/%s", rec_id(d.w->rec));
    const char *sent = page_form(p, "viec", 60);
    struct str rest = str_of(sent ? sent : "luu"), what;
    if (!str_split(&rest, '.', &what))
        what = STR("luu");
    d.what = arena_dupn(p->a, what.p, what.n);
    d.arg = rest.p && rest.n ? arena_dupn(p->a, rest.p, rest.n) : NULL;
    enum err e = do_it(&d);
    if (e == ERR_CONFLICT && show_all_lost(&d) == OK)
        return page_not_now(p, d.home,
            N_("Báo cáo không còn ở bước này: có thể người khác vừa gửi, trả lại hoặc khóa, hoặc "
               "đã "
               "hết hạn mở khóa."));
    return e;
}
