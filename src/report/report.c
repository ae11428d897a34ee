// SPDX-License-Identifier: AGPL-3.0-or-later
/* A report as a record: found, begun, opened, and who may do what with it. */
#include "report/report_int.h"

#include "base/cal.h"
#include "base/text.h"
#include "flow/flow.h"

const struct reg *report_reg(const struct pack *p)
{
    return pack_reg(p, "bao_cao");
}

bool report_keeps(const struct pack *p, const struct reg *r)
{
    static const char *const ids[] = {"doan_bao_cao", "nhiem_vu_xong"};
    for (const struct reg *top = r; top; top = top->parent)
        if (top == report_reg(p))
            return true;
    for (size_t i = 0; i < COUNT(ids); i++)
        if (streq(r->id, ids[i]))
            return true;
    return false;
}

bool report_may(const struct act *act, const char *action)
{
    const struct reg *reg = report_reg(act->site->pack);
    return reg && (!act->user || user_can(act->user, reg->id, action));
}

/* ---- fields by name -------------------------------------------------------------------------- */

struct value report_value(const struct rec *r, const char *field)
{
    const struct field *f = reg_field(r->reg, field);
    return f && f->type != F_ROWS ? r->v[f->slot] : VNULL;
}

const char *report_text(const struct rec *r, const char *field)
{
    struct value v = report_value(r, field);
    return v.t == V_TEXT ? v.s.p : NULL;
}

void report_set(struct rec *r, const char *field, struct value v)
{
    const struct field *f = reg_field(r->reg, field);
    if (f)
        r->v[f->slot] = v;
}

const char *report_iso(struct arena *a, int32_t day)
{
    char iso[11];
    return arena_dup(a, unit_day_text(day, iso));
}

/* ---- opening --------------------------------------------------------------------------------- */

const char *report_province(const struct act *act, const char *unit)
{
    if (act->user && *act->user->province)
        return act->user->province;
    size_t n = strlen(unit);
    const char *p = n == 2 ? unit : unit_province(act->units, unit, unit_day_of_ms(act->now_ms));
    return p ? p : "";
}

static enum err period_of_report(
    struct act *act, const struct rec *r, const struct duty *d, struct period *out)
{
    const char *ky = report_text(r, "ky");
    enum regime regime = d && d->cutoff ? REGIME_CUTOFF15 : REGIME_CALENDAR;
    if (!ky || period_parse(act->a, str_of(ky), regime, out))
        return err_set(ERR_CORRUPT, "a report without its period");
    return OK;
}

static enum err load_blocks(struct report_work *w)
{
    const struct reg *reg = pack_reg(w->act->site->pack, "doan_bao_cao");
    return reg ? rec_parts(w->act, reg, w->rec, &w->blocks, &w->nblocks) : OK;
}

enum err report_get(struct act *act, const char *id, struct report_work **out)
{
    const struct pack *p = act->site->pack;
    const struct reg *reg = report_reg(p);
    if (!reg)
        return ERR_NOT_FOUND;
    struct report_work *w = NEW(act->a, struct report_work);
    w->act = act;
    TRY(rec_get(act, reg, id, &w->rec));
    const char *duty = report_text(w->rec, "nhiem_vu"), *report = report_text(w->rec, "mau");
    w->duty = duty ? pack_duty(p, duty) : NULL;
    w->report = report ? pack_report(p, report) : NULL;
    if (!w->report)
        return err_set(ERR_NOT_FOUND, "the pack has no report %s any more", report ? report : "");
    TRY(period_of_report(act, w->rec, w->duty, &w->period));
    w->unit = w->rec->common[DC_UNIT].s.p;
    w->place = *w->unit ? w->unit : w->rec->common[DC_PROVINCE].s.p;
    w->own = !act->user || streq(act->user->unit, w->unit);
    *out = w;
    return load_blocks(w);
}

enum err report_find(struct act *act, const struct duty *d, const struct period *p,
    const char *unit, const char **id)
{
    *id = NULL;
    struct db_rows *r =
        db_query(act->c, act->a, Q_DUTY_FIND, ARGS(report_province(act, unit), unit, d->id, p->id));
    if (db_next(r))
        *id = arena_dup(act->a, db_text(r, 0));
    return db_status(act->c);
}

enum err report_open(struct act *act, const struct report *r, const struct period *p,
    const char *unit, struct report_work **out)
{
    struct report_work *w = NEW(act->a, struct report_work);
    *w = (struct report_work){.act = act, .report = r, .period = *p, .place = unit, .own = true};
    w->unit = strlen(unit) == 5 ? unit : "";
    const struct pack *pk = act->site->pack;
    for (size_t i = 0; i < pk->nduties && !w->duty; i++)
        if (pk->duties[i].report == r && streq(pk->duties[i].level, *w->unit ? "xa" : "tinh"))
            w->duty = &pk->duties[i];
    if (report_reg(pk)) {
        w->rec = rec_new(act, report_reg(pk), NULL);
        w->rec->common[DC_UNIT] = v_text(w->unit);
        w->rec->common[DC_PROVINCE] = v_text(report_province(act, unit));
        report_fill(w);
    }
    *out = w;
    return OK;
}

/* ---- beginning -------------------------------------------------------------------------------
 */

/* "ỦY BAN NHÂN DÂN\n{DON_VI}" of the pack with the name of the unit. */
static struct value named(struct arena *a, const char *text, const char *unit)
{
    struct buf b = buf_in(a, 1000);
    struct str name = text_capitals(a, str_of(unit));
    const char *blank;
    if (!text)
        return VNULL;
    for (; (blank = strstr(text, "{DON_VI}")); text = blank + strlen("{DON_VI}"))
        buf_printf(&b, "%.*s" STR_FMT, (int)(blank - text), text, STR_ARG(name));
    buf_puts(&b, text);
    return v_text(b.p);
}

static void fill_head(struct report_work *w, const struct report_head *h, const char *unit)
{
    struct arena *a = w->act->a;
    report_set(w->rec, "co_quan_tren", named(a, h->above, unit));
    report_set(w->rec, "co_quan", named(a, h->agency, unit));
    report_set(w->rec, "ky_hieu", v_text(h->symbol));
    report_set(w->rec, "quyen_ky", v_text(h->mandate));
    report_set(w->rec, "chuc_vu", v_text(h->signer));
    report_set(w->rec, "noi_nhan", v_text(h->recipients));
}

/* What is known of the paper's head before anybody says otherwise. */
void report_fill(struct report_work *w)
{
    struct act *act = w->act;
    int32_t day = unit_day_of_ms(act->now_ms);
    const struct unit *u = unit_near(act->units, w->place, day);
    const char *name = u ? u->name : w->place, *place = u ? u->short_name : w->place;
    const char *label = period_label(act->a, &w->period);
    report_set(w->rec, "ten", v_text(arena_printf(act->a, "%s, %s", w->report->label.vi, label)));
    report_set(w->rec, "nhiem_vu", v_text(w->duty ? w->duty->id : w->report->id));
    report_set(w->rec, "mau", v_text(w->report->id));
    report_set(w->rec, "ky", v_text(arena_dup(act->a, w->period.id)));
    report_set(w->rec, "tu_ngay", v_text(report_iso(act->a, w->period.from)));
    report_set(w->rec, "den_ngay", v_text(report_iso(act->a, w->period.to)));
    if (w->duty)
        report_set(w->rec, "han", v_text(report_iso(act->a, duty_due_day(w->duty, &w->period))));
    const char *to = w->duty && w->duty->receiver.vi ? w->duty->receiver.vi : NULL;
    report_set(w->rec, "kinh_gui", v_text(to));
    report_set(w->rec, "dia_danh", v_text(place));
    const struct report_head *h = report_head_of(w->report, *w->unit ? "xa" : "tinh");
    if (h)
        fill_head(w, h, name);
}

static enum err take_place(struct report_work *w, bool *fresh)
{
    struct act *act = w->act;
    struct db_rows *r = db_query(act->c, act->a, Q_DUTY_TAKE,
        ARGS(w->rec->common[DC_PROVINCE], w->unit, w->duty->id, w->period.id,
            (int64_t)duty_due_day(w->duty, &w->period), rec_id(w->rec), "dang_soan"));
    *fresh = db_next(r);
    return db_status(act->c);
}

enum err report_begin(
    struct act *act, const struct duty *d, const struct period *p, const char **id, bool *fresh)
{
    const struct procedure *proc = report_reg(act->site->pack)->procedure;
    const struct step *start = proc ? flow_start_step(act, proc) : NULL;
    if (!d->report || !start || !duty_owes(act, d))
        return err_set(ERR_DENIED, "this unit does not owe the report");
    struct report_work *w;
    const char *place = *act->user->unit ? act->user->unit : act->user->province;
    TRY(report_open(act, d->report, p, place, &w));
    w->duty = d;
    report_fill(w);
    TRY(take_place(w, fresh));
    if (!*fresh)
        return report_find(act, d, p, w->unit, id);
    struct flow_case *c;
    TRY(flow_start(act, proc, start, w->rec, NULL, &c));
    *id = rec_id(w->rec);
    return OK;
}

/* ---- who may --------------------------------------------------------------------------------- */

static bool on_its_side(const struct report_work *w, const char *step)
{
    bool province = !*w->unit;
    if (streq(step, "gui"))
        return w->own;
    if (streq(step, "khoa") || streq(step, "mo_khoa"))
        return !w->own || province;
    return !w->own;
}

bool report_side(const struct report_work *w, const char *step)
{
    return on_its_side(w, step) && report_may(w->act, streq(step, "gui") ? "write" : "accept");
}

const struct step *report_step(struct report_work *w, const char *step)
{
    struct flow_case *c;
    const struct label *why;
    const struct step *s = proc_step(w->rec->reg->procedure, step);
    if (!s || w->rec->fresh || !report_side(w, step))
        return NULL;
    if (flow_load(w->act, w->rec, &c) != OK || flow_may(c, s, &why) != OK)
        return NULL;
    return s;
}

bool report_is_open(const struct report_work *w)
{
    const char *state = rec_state(w->rec);
    if (!w->own || !report_may(w->act, "write") || !state)
        return false;
    if (streq(state, "mo_khoa")) {
        const char *until = report_text(w->rec, "mo_khoa_den");
        return until && strcmp(until, w->act->today) >= 0;
    }
    return streq(state, "dang_soan") || streq(state, "tra_lai");
}
