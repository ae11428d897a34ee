// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * One act: a person, a moment, a lease on the database. A write act ends with the journal chains it
 * touched and the answer of its form in the same transaction, so a resend finds either everything
 * or nothing.
 */
#include "rec/rec_int.h"

#include <sodium.h>

static const char *today_of(struct arena *a, int64_t now_ms)
{
    char iso[11];
    cal_iso(cal_local(now_ms).date, iso);
    return arena_dup(a, iso);
}

/* The person in the scope he has today. */
static const struct user *settled(const struct act *act, const struct user *user)
{
    struct user *u = NEW(act->a, struct user);
    *u = *user;
    user_settle(u, act->units, act->a, unit_day_of_ms(act->now_ms));
    return u;
}

struct act *act_new(const struct site *s, struct arena *a, const struct user *user,
    const char *request, const char *remote)
{
    struct act *act = NEW(a, struct act);
    *act = (struct act){.site = s,
        .a = a,
        .user = user,
        .request = request ? request : "",
        .remote = remote ? remote : "",
        .now_ms = clock_ms()};
    act->units = units_hold(s->units);
    act->map = NEW(a, struct rec_map *);
    if (user)
        act->user = settled(act, user);
    act->today = today_of(a, act->now_ms);
    return act;
}

enum err act_read(struct act *act)
{
    db_end(&act->c);
    act->rights = NULL; /* asked through the lease that ended */
    act->holding = NULL;
    return db_begin_read(act->site->db, &act->c);
}

enum err act_write(struct act *act)
{
    db_end(&act->c);
    act->rights = NULL;
    act->holding = NULL;
    act->said = NULL;
    return db_begin_write(act->site->db, &act->c);
}

void act_end(struct act *act)
{
    db_end(&act->c);
    rec_lands_drop(act);
    units_drop(act->site->units, act->units);
    act->units = NULL;
}

/* A process that keeps no index tells the one that does in which communes persons were written. */
static enum err tell_outside(struct act *act)
{
    const struct rec *r, *last = NULL;
    for (size_t i = 0; !act->site->ident && (r = rec_written_at(act, i)); i++) {
        if (!r->reg->identity || (last && v_eq(r->common[DC_UNIT], last->common[DC_UNIT])))
            continue;
        last = r;
        TRY(db_exec(act->c, Q_OUTSIDE_PUT,
            ARGS(r->reg->id, r->common[DC_PROVINCE], r->common[DC_UNIT], act->now_ms), NULL));
    }
    return OK;
}

enum err act_commit(struct act *act, const char *result)
{
    TRY(rec_close_chains(act));
    TRY(tell_outside(act));
    if (act->once) {
        const char *who = act->user ? act->user->id : NULL;
        TRY(db_exec(act->c, Q_ANSWERED_ADD,
            ARGS(act->once, who, act->once_path, result ? result : "", act->now_ms), NULL));
    }
    TRY(db_commit(act->c));
    if (act->holding) {
        rec_lands_drop(act);
        rec_lands_stale(act->site);
        act->holding = NULL;
    }
    if (act->written && act->site->committed)
        act->site->committed(act);
    return OK;
}

const char *act_answered(struct act *act)
{
    if (!act->once)
        return NULL;
    struct db_rows *r = db_query(act->c, act->a, Q_ANSWERED_GET, ARGS(act->once));
    if (!db_next(r))
        return NULL;
    const char *who = db_text(r, 0);
    bool same =
        streq(who, act->user ? act->user->id : NULL) && streq(db_text(r, 1), act->once_path);
    return same ? db_text(r, 2) : NULL;
}

void site_key(const struct site *s, const char *purpose, unsigned char out[32])
{
    crypto_generichash(
        out, 32, (const unsigned char *)purpose, strlen(purpose), s->key, sizeof s->key);
}
