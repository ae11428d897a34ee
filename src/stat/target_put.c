// SPDX-License-Identifier: AGPL-3.0-or-later
/* Setting targets: who is above sets them; an older one stays readable as it was known. */
#include "stat/stat_value_int.h"

#include "base/text.h"

#include <math.h>

enum { YEAR_MIN = 1990, YEAR_MAX = 2100 };

struct put {
    struct act *act;
    struct stat_put *out;
    struct value_change *change;
    size_t nchange;
    int64_t said;
    bool dry;
};

/* ---- checks ---------------------------------------------------------------------------------- */

static bool unit_known(struct act *act, const struct stat_target *t)
{
    int32_t end = t->year * 10000 + 1231, today = stat_value_today(act);
    return !*t->unit || unit_find(act->units, t->unit, today) ||
           unit_find(act->units, t->unit, end < today ? end : today);
}

static bool may_set(struct act *act, const struct stat_target *t)
{
    int32_t end = t->year * 10000 + 1231, today = stat_value_today(act);
    int32_t day = unit_find(act->units, t->unit, today) || end > today ? today : end;
    return stat_may_judge(act, NULL, t->unit, day);
}

static const char *check_numbers(struct act *act, const struct stat_target *t, const char **column)
{
    *column = "value";
    if (!isfinite(t->value) || fabs(t->value) > 9e15)
        return "Mục tiêu không phải là số";
    if (t->indicator->unit.vi && streq(t->indicator->unit.vi, "%") && fabs(t->value) > 1000)
        return arena_printf(
            act->a, "Mục tiêu %s %% lớn quá", text_format_real(act->a, t->value, -1));
    *column = "baseline";
    if (!isnan(t->baseline) && !isfinite(t->baseline))
        return "Giá trị gốc không phải là số";
    if (t->baseline_year && (t->baseline_year < YEAR_MIN || t->baseline_year > t->year))
        return "Năm gốc phải trước năm của mục tiêu";
    return NULL;
}

static const char *check(struct act *act, const struct stat_target *t, const char **column)
{
    *column = "indicator";
    if (!t->indicator)
        return "Không có chỉ tiêu này";
    *column = "year";
    if (t->year < YEAR_MIN || t->year > YEAR_MAX)
        return t->year ? "Năm của mục tiêu không hợp lệ" : "Mục tiêu thiếu năm";
    *column = "unit";
    if (!t->unit || !unit_known(act, t))
        return arena_printf(act->a, "Không có đơn vị mã %s", t->unit ? t->unit : "(trống)");
    if (!may_set(act, t))
        return "Bạn không có quyền đặt mục tiêu cho đơn vị này";
    return check_numbers(act, t, column);
}

/* ---- storing --------------------------------------------------------------------------------- */

static bool equal(double x, double y)
{
    return (isnan(x) && isnan(y)) || x == y;
}

static double real_or_nan(struct db_rows *r, int col)
{
    return v_is_null(db_value(r, col)) ? NAN : db_real(r, col);
}

static bool is_same(struct db_rows *r, const struct stat_target *t)
{
    return db_int(r, 0) == (int64_t)t->op && equal(real_or_nan(r, 1), t->value) &&
           equal(real_or_nan(r, 2), t->baseline) && db_int(r, 3) == t->baseline_year &&
           (!t->document || streq(t->document, db_text(r, 4)));
}

static enum err store(struct put *p, const struct stat_target *t, bool known, int64_t at)
{
    struct act *act = p->act;
    const char *prog = t->programme ? t->programme->id : "";
    if (!p->said)
        TRY(stat_value_act(act, NULL, &p->said));
    if (known)
        TRY(db_exec(
            act->c, Q_STAT_TARGET_CLOSE, ARGS(t->indicator->id, prog, t->unit, t->year, at), NULL));
    struct value base = isnan(t->baseline) ? VNULL : v_real(t->baseline);
    return db_exec(act->c, Q_STAT_TARGET_ADD,
        ARGS(t->indicator->id, prog, t->unit, t->year, at, (int)t->op, t->value, base,
            t->baseline_year, t->document, p->said),
        NULL);
}

static enum err put_one(struct put *p, const struct stat_target *t)
{
    struct act *act = p->act;
    const char *prog = t->programme ? t->programme->id : "";
    struct db_rows *r =
        db_query(act->c, act->a, Q_STAT_TARGET_NOW, ARGS(t->indicator->id, prog, t->unit, t->year));
    bool known = db_next(r);
    TRY(db_status(act->c));
    if (known && is_same(r, t)) {
        p->out->same++;
        return OK;
    }
    *(known ? &p->out->changed : &p->out->added) += 1;
    if (p->dry)
        return OK;
    int64_t at = act->now_ms;
    if (known && db_int(r, 5) >= at)
        at = db_int(r, 5) + 1;
    p->change[p->nchange++] = (struct value_change){t->unit,
        arena_printf(act->a, "%s %s %d", t->indicator->id, prog, t->year),
        known ? real_or_nan(r, 1) : NAN, t->value};
    return store(p, t, known, at);
}

enum err stat_target_put(
    struct act *act, const struct stat_target *v, size_t n, bool dry_run, struct stat_put *out)
{
    struct put p = {.act = act,
        .out = out,
        .dry = dry_run,
        .change = NEW_N(act->a, struct value_change, n + 1)};
    *out = (struct stat_put){.faults = NEW_N(act->a, struct stat_fault, n + 1)};
    for (size_t i = 0; i < n; i++) {
        const char *column = NULL, *msg = check(act, &v[i], &column);
        if (!msg) {
            TRY(put_one(&p, &v[i]));
            continue;
        }
        out->faults[out->nfaults++] = (struct stat_fault){i, column, msg};
        out->bad++;
    }
    act->targets = NULL; /* read anew */
    return p.nchange ? stat_value_journal(act, "dat_muc_tieu", NULL, p.change, p.nchange) : OK;
}
