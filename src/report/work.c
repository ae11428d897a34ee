// SPDX-License-Identifier: AGPL-3.0-or-later
/* What is done with a report: its head, sending, accepting, sending back, locking, unlocking. Each
 * is a step of the procedure, and the row of its duty says the same. */
#include "report/report_int.h"

#include "base/cal.h"
#include "flow/flow.h"

enum err report_head(struct report_work *w, const struct rec_input *in, struct rec_faults *faults)
{
    if (!report_is_open(w))
        return err_set(ERR_DENIED, "the report is not open");
    struct rec_env env = {.act = w->act, .own = w->rec, .form = w->rec};
    const struct form *f = reg_form(w->rec->reg, "the_thuc");
    if (!f)
        return OK;
    rec_fill(w->act, f, &env, in, w->rec, faults);
    if (faults->errors)
        return OK;
    return rec_update(w->act, w->rec, rec_version(w->rec), "the_thuc", NULL);
}

/* ---- steps ----------------------------------------------------------------------------------- */

static enum err refused(struct report_work *w, const char *step)
{
    if (!report_side(w, step))
        return err_set(ERR_DENIED, "step %s is for others", step);
    return err_set(ERR_CONFLICT, "step %s may not be done now", step);
}

static enum err do_step(struct report_work *w, const char *id, struct rec **form)
{
    const struct step *s = report_step(w, id);
    struct flow_case *c;
    if (!s)
        return refused(w, id);
    TRY(flow_load(w->act, w->rec, &c));
    struct rec *f = form ? *form : NULL;
    TRY(flow_do(c, s, f, rec_version(w->rec)));
    return db_exec(w->act->c, Q_DUTY_MOVE,
        ARGS(rec_id(w->rec), w->rec->common[DC_PROVINCE], rec_state(w->rec)), NULL);
}

static enum err mark_sent(struct report_work *w)
{
    const struct user *u = w->act->user;
    return db_exec(w->act->c, Q_DUTY_SENT,
        ARGS(rec_id(w->rec), w->rec->common[DC_PROVINCE], "da_gui", w->act->now_ms,
            u ? u->name : "Măng"),
        NULL);
}

/* A report that was sent is not sent twice: the second click finds it done. */
enum err report_send(struct report_work *w)
{
    if (w->own && streq(rec_state(w->rec), "da_gui"))
        return OK;
    if (!report_step(w, "gui"))
        return refused(w, "gui");
    TRY(report_freeze(w));
    report_set(w->rec, "so_lieu_luc", v_int(w->act->now_ms));
    report_set(w->rec, "gui_luc", v_int(w->act->now_ms));
    report_set(w->rec, "gui_boi", v_text(w->act->user ? w->act->user->name : "Măng"));
    TRY(do_step(w, "gui", NULL));
    return mark_sent(w);
}

enum err report_accept(struct report_work *w)
{
    if (!w->own && streq(rec_state(w->rec), "chap_nhan"))
        return OK;
    return do_step(w, "chap_nhan", NULL);
}

enum err report_lock(struct report_work *w)
{
    return do_step(w, "khoa", NULL);
}

static enum err with_form(
    struct report_work *w, const char *id, const char *reason, const char *until)
{
    const struct step *s = report_step(w, id);
    struct flow_case *c;
    if (!s || !s->reg)
        return refused(w, id);
    if (!reason || !*reason)
        return err_set(ERR_INVALID, "no reason given");
    TRY(flow_load(w->act, w->rec, &c));
    struct rec *form = flow_form(c, s);
    report_set(form, "ly_do", v_text(reason));
    report_set(form, "den_ngay", v_text(until));
    return do_step(w, id, &form);
}

enum err report_return(struct report_work *w, const char *reason)
{
    return with_form(w, "tra_lai", reason, NULL);
}

enum err report_unlock(struct report_work *w, const char *reason, const char *until)
{
    struct cal_date d;
    if (!until || !cal_from_iso(str_of(until), &d) || !d.d || strcmp(until, w->act->today) < 0)
        return err_set(ERR_INVALID, "no day until when");
    return with_form(w, "mo_khoa", reason, until);
}
