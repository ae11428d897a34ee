// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Storing records: code, title, search words, sealing, history and journal, always together. The
 * caller's transaction is the unit of success.
 */
#include "rec/rec_int.h"

#include "base/text.h"

#include <stdio.h>

struct rec *rec_new(struct act *act, const struct reg *reg, const struct rec *parent)
{
    struct rec *r = NEW(act->a, struct rec);
    r->reg = reg;
    r->v = NEW_N(act->a, struct value, reg->nfields);
    r->rows = NEW_N(act->a, struct rec_rows, reg->nfields);
    r->fresh = r->opened = r->personal = r->secret = true;
    char id[37];
    uuid7(id);
    r->common[DC_ID] = v_text(arena_dup(act->a, id));
    const char *province = "", *unit = "";
    if (parent) {
        r->parent = rec_id(parent);
        r->root = parent->root;
        rec_put_at(act, r, parent);
        return r;
    } else {
        r->root = rec_id(r);
        if (act->user) {
            province = act->user->province;
            unit = act->user->unit;
        }
    }
    r->common[DC_PROVINCE] = v_text(province);
    r->common[DC_UNIT] = v_text(unit);
    return r;
}

/* ---- what is derived on every save ------------------------------------------------------------
 */

/* "{yyyy}", "{yy}", "{unit}", "{n4}" of a code format. */
static void put_code_part(
    struct act *act, struct buf *b, const struct rec *r, struct str part, int64_t number)
{
    const char *today = act->today;
    int64_t width;
    if (str_is(part, "yyyy"))
        buf_add(b, today, 4);
    else if (str_is(part, "yy"))
        buf_add(b, today + 2, 2);
    else if (str_is(part, "unit"))
        buf_str(b, r->common[DC_UNIT].s.n ? r->common[DC_UNIT].s : r->common[DC_PROVINCE].s);
    else if (part.n == 2 && str_to_int((struct str){part.p + 1, 1}, &width))
        buf_printf(b, "%0*lld", (int)width, (long long)number);
    else
        BUG("code format not checked by the pack loader");
}

struct rec_numbers {
    const char *name;
    int64_t next, end;
};

static const char *number_name(struct act *act, const struct reg *reg, const char *unit)
{
    return arena_printf(act->a, "%s|%s|%.4s", reg->id, unit, act->today);
}

enum err rec_expect_inserts(
    struct act *act, const struct reg *reg, const char *province, const char *unit, int64_t n)
{
    if (!reg->code_format || n <= 0)
        return OK;
    const char *name = number_name(act, reg, unit);
    struct value last = db_scalar(act->c, act->a, Q_NUMBER_TAKE, ARGS(province, name, n));
    if (last.t != V_INT)
        return db_status(act->c);
    act->numbers = NEW(act->a, struct rec_numbers);
    *act->numbers = (struct rec_numbers){name, last.i - n + 1, last.i};
    return OK;
}

static struct value next_number(struct act *act, const struct rec *r)
{
    const char *name = number_name(act, r->reg, r->common[DC_UNIT].s.p);
    struct rec_numbers *k = act->numbers;
    if (k && k->next <= k->end && streq(k->name, name))
        return v_int(k->next++);
    return db_scalar(act->c, act->a, Q_NUMBER_NEXT, ARGS(r->common[DC_PROVINCE], name));
}

static enum err give_code(struct act *act, struct rec *r)
{
    const char *fmt = r->reg->code_format;
    if (!fmt)
        return OK;
    struct value n = next_number(act, r);
    if (n.t != V_INT)
        return db_status(act->c);
    struct buf b = buf_in(act->a, 80);
    for (const char *p = fmt; *p;) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        if (end) {
            put_code_part(act, &b, r, (struct str){p + 1, (size_t)(end - p - 1)}, n.i);
            p = end + 1;
        } else {
            buf_putc(&b, *p++);
        }
    }
    r->common[DC_CODE] = v_text(b.p);
    return OK;
}

static void derive(struct act *act, struct rec *r)
{
    struct rec_env env = {.act = act, .own = r};
    rec_compute(&env, r, true);
    struct value title = r->reg->title ? rec_eval(&env, r->reg->title) : VNULL;
    r->common[DC_LABEL] = title.t == V_NULL ? VNULL : v_text(v_cstr(act->a, title));
    struct buf words = buf_in(act->a, 2000);
    if (rec_code(r))
        buf_printf(&words, "%s ", rec_code(r));
    for (size_t i = 0; i < r->reg->nfields; i++) {
        const struct field *f = &r->reg->fields[i];
        if (!f->searched || f->cls == CLASS_SECRET || r->v[i].t != V_TEXT)
            continue;
        buf_str(&words, r->v[i].s);
        buf_putc(&words, ' ');
    }
    r->common[DC_SEARCH] = v_str(text_fold(act->a, buf_view(&words)));
    r->common[DC_UPDATED_AT] = v_int(act->now_ms);
    r->common[DC_UPDATED_BY] = act->user ? v_text(act->user->id) : VNULL;
    r->common[DC_PACK_VERSION] = v_text(act->site->pack->version);
}

/* ---- rows of a form -----------------------------------------------------------------------------
 */

static enum err save_rows(struct act *act, struct rec *r, const char *action)
{
    for (size_t i = 0; i < r->reg->nfields; i++)
        for (size_t k = 0; k < r->rows[i].n; k++) {
            struct rec *row = r->rows[i].v[k];
            if (row->fresh) {
                rec_put_at(act, row, r);
                TRY(rec_insert(act, row, action, NULL));
            } else {
                TRY(rec_update(act, row, rec_version(row), action, NULL));
            }
        }
    return OK;
}

/* ---- insert, update, void -------------------------------------------------------------------- */

static enum err journal_change(struct act *act, const struct rec *r, const char *action,
    const char *reason, const char *changes)
{
    TRY(rec_touch_left(act, r));
    return rec_journal(act, &(struct rec_entry){.unit = rec_unit_now(act, r),
                                .action = action,
                                .reg = r->reg->id,
                                .record = rec_id(r),
                                .root = r->root,
                                .reason = reason,
                                .changes = changes});
}

struct rec_written {
    struct rec_written *next;
    const struct rec *r;
};

static void remember_written(struct act *act, const struct rec *r)
{
    struct rec_written *w = NEW(act->a, struct rec_written);
    *w = (struct rec_written){.next = act->written, .r = r};
    act->written = w;
}

const struct rec *rec_written_at(const struct act *act, size_t nth)
{
    const struct rec_written *w = act->written;
    for (; w && nth; nth--)
        w = w->next;
    return w ? w->r : NULL;
}

static enum err make_ready(struct act *act, struct rec *r)
{
    TRY(rec_may(act, r->reg, "write"));
    if (!rec_in_scope(act, r) && !rec_root_reg(r->reg)->kept_at)
        return err_set(ERR_DENIED, "record outside the scope");
    TRY(rec_place(act, r));
    TRY(give_code(act, r));
    TRY(rec_pull(act, r));
    r->common[DC_VERSION] = v_int(1);
    r->common[DC_CREATED_AT] = v_int(act->now_ms);
    derive(act, r);
    r->common[DC_CREATED_BY] = r->common[DC_UPDATED_BY];
    return OK;
}

static enum err is_stored(struct act *act, struct rec *r, const struct value *cols,
    const char *action, const char *reason)
{
    TRY(journal_change(act, r, action, reason, rec_changes(act, NULL, NULL, r, cols)));
    TRY(rec_hold(act, r));
    r->fresh = false;
    remember_written(act, r);
    if (!r->parent && act->user && act->user->role->secret_if_member)
        TRY(rec_add_member(act, r, act->user->id, "lap", 0));
    TRY(rec_push(act, NULL, r));
    return save_rows(act, r, action);
}

enum err rec_insert(struct act *act, struct rec *r, const char *action, const char *reason)
{
    return rec_insert_all(act, &r, 1, action, reason);
}

enum err rec_insert_all(
    struct act *act, struct rec *const *v, size_t n, const char *action, const char *reason)
{
    const struct value **cols = NEW_N(act->a, const struct value *, n + 1);
    for (size_t i = 0; i < n; i++) {
        TRY(make_ready(act, v[i]));
        cols[i] = rec_columns(act, v[i]);
    }
    if (n)
        TRY(db_table_insert_all(act->c, rec_table(act->site, v[0]->reg), cols, n));
    for (size_t i = 0; i < n; i++)
        TRY(is_stored(act, v[i], cols[i], action, reason));
    return OK;
}

/* An unchanged secret keeps its old sealing, so that the journal shows real changes only; under
 * another root it would not open. */
static void keep_seals(
    const struct rec *before, const struct rec *r, const struct value *old_cols, struct value *cols)
{
    if (!r->opened || !streq(before->root, r->root))
        return;
    size_t at = DC__COUNT + (r->reg->parent ? 2 : 0);
    for (size_t i = 0; i < r->reg->nfields; i++) {
        if (r->reg->fields[i].type == F_ROWS)
            continue;
        if (r->reg->fields[i].cls == CLASS_SECRET && v_eq(before->v[i], r->v[i]))
            cols[at] = old_cols[at];
        at++;
    }
}

enum err rec_store(
    struct act *act, struct rec *r, int64_t version, const char *action, const char *reason)
{
    const struct db_table *t = rec_table(act->site, r->reg);
    struct db_select s = {
        .t = t, .province = r->common[DC_PROVINCE].s.p, .id = rec_id(r), .deleted = true};
    struct db_rows *row = db_table_select(act->c, act->a, &s);
    if (!db_next(row))
        return db_status(act->c) ? db_status(act->c) : ERR_NOT_FOUND;
    struct rec *before = rec_from_row(act, r->reg, row, true);
    if (rec_version(before) != version)
        return err_set(ERR_CONFLICT, "stored version is newer");
    r->common[DC_VERSION] = v_int(version + 1);
    TRY(rec_pull(act, r));
    derive(act, r);
    struct value *cols = rec_columns(act, r);
    struct value *old_cols = rec_columns(act, before);
    rec_open(act, before);
    keep_seals(before, r, old_cols, cols);
    const char *changes = rec_changes(act, before, old_cols, r, cols);
    if (changes || reason) {
        TRY(db_table_update(act->c, t, cols, version));
        TRY(journal_change(act, r, action, reason, changes));
        remember_written(act, r);
        TRY(rec_push(act, before, r));
    } else {
        r->common[DC_VERSION] = v_int(version); /* it stands there as it stood */
    }
    return save_rows(act, r, action);
}

enum err rec_update(
    struct act *act, struct rec *r, int64_t version, const char *action, const char *reason)
{
    TRY(rec_may(act, r->reg, "write"));
    return rec_store(act, r, version, action, reason);
}

enum err rec_void(struct act *act, struct rec *r, int64_t version, const char *reason)
{
    TRY(rec_may(act, r->reg, "delete"));
    if (rec_pointed_at(act, r))
        return err_set(ERR_CONFLICT, "others still point at it");
    r->common[DC_DELETED_AT] = v_int(act->now_ms);
    return rec_update(act, r, version, "huy", reason);
}

enum err rec_unvoid(
    struct act *act, struct rec *r, int64_t version, const char *action, const char *reason)
{
    TRY(rec_may(act, r->reg, "write"));
    r->common[DC_DELETED_AT] = VNULL;
    return rec_store(act, r, version, action, reason);
}
