// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Batches in the database: the sealed file, what was found, what people decided. The file is sealed
 * like attached files, since lists of children are in it.
 */
#include "import/import_int.h"

#include <sodium.h>

enum { PIECE = 1 << 20, MOST_FILE_NAME = 200 };

/* ---- the file -------------------------------------------------------------------------------- */

static void piece_key(const struct site *s, const char *id, unsigned char key[32])
{
    unsigned char base[32];
    site_key(s, "import", base);
    crypto_generichash(key, 32, (const unsigned char *)id, strlen(id), base, sizeof base);
}

static const char *file_hash(const struct site *s, struct arena *a, struct str bytes)
{
    unsigned char key[32], h[32];
    site_key(s, "import-hash", key);
    crypto_generichash(h, sizeof h, (const unsigned char *)bytes.p, bytes.n, key, sizeof key);
    char *hex = arena_alloc(a, 65, 1);
    return sodium_bin2hex(hex, 65, h, sizeof h);
}

static enum err put_pieces(struct act *act, const char *id, struct str bytes)
{
    unsigned char key[32];
    piece_key(act->site, id, key);
    for (size_t at = 0, nth = 0; at < bytes.n; at += PIECE, nth++) {
        size_t n = bytes.n - at < PIECE ? bytes.n - at : PIECE;
        size_t all = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + n;
        unsigned char *out = arena_alloc(act->a, all, 1);
        rand_bytes(out, crypto_secretbox_NONCEBYTES);
        crypto_secretbox_easy(
            out + crypto_secretbox_NONCEBYTES, (const unsigned char *)bytes.p + at, n, out, key);
        TRY(db_exec(act->c, Q_IMPORT_PIECE_ADD, ARGS(id, (int64_t)nth, v_blob(out, all)), NULL));
    }
    return OK;
}

enum err store_bytes(struct act *act, const char *id, struct str given, struct str *out)
{
    *out = given;
    if (given.p)
        return OK;
    unsigned char key[32];
    piece_key(act->site, id, key);
    struct db_rows *r = db_query(act->c, act->a, Q_IMPORT_PIECES, ARGS(id));
    struct buf b = buf_in(act->a, 2u * IMPORT_MAX_BYTES);
    while (db_next(r)) {
        struct str s = db_value(r, 0).s;
        const size_t extra = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
        if (s.n < extra)
            return err_set(ERR_CORRUPT, "import piece");
        unsigned char *plain = arena_alloc(act->a, s.n, 1);
        const unsigned char *p = (const unsigned char *)s.p;
        if (crypto_secretbox_open_easy(plain, p + crypto_secretbox_NONCEBYTES,
                s.n - crypto_secretbox_NONCEBYTES, p, key) != 0)
            return err_set(ERR_CORRUPT, "import piece does not open");
        buf_add(&b, plain, s.n - extra);
    }
    TRY(db_status(act->c));
    *out = buf_view(&b);
    return b.n ? OK : err_set(ERR_NOT_FOUND, "the file of the batch is gone");
}

/* ---- batches --------------------------------------------------------------------------------- */

/* The name alone: some browsers send a path. */
static const char *bare_name(struct arena *a, const char *name)
{
    for (const char *p = name; *p; p++)
        if (*p == '/' || *p == '\\')
            name = p + 1;
    struct str line;
    if (text_clean(a, str_of(name), TEXT_LINE, &line) != OK || line.n > MOST_FILE_NAME)
        return "";
    return arena_dupn(a, line.p, line.n);
}

static enum err may_write(const struct act *act, const struct reg *reg)
{
    if (!import_takes(reg))
        return err_set(ERR_INVALID, "%s takes no lists", reg->id);
    if (act->user && !user_can(act->user, reg->id, "write"))
        return err_set(ERR_DENIED, "may not write %s", reg->id);
    return OK;
}

enum err import_add(struct act *act, const struct import_new *in, const char **id)
{
    TRY(may_write(act, in->reg));
    if (act->user && !user_in_scope(act->user, in->province, in->unit))
        return err_set(ERR_DENIED, "unit outside the scope");
    char uuid[37];
    uuid7(uuid);
    *id = arena_dup(act->a, uuid);
    const char *hash = file_hash(act->site, act->a, in->bytes);
    if (!in->keep) { /* a command that was stopped goes on where it was */
        struct value before =
            db_scalar(act->c, act->a, Q_IMPORT_UNFINISHED, ARGS(hash, in->reg->id, in->unit));
        if (before.t == V_TEXT) {
            *id = before.s.p;
            return db_status(act->c);
        }
    }
    TRY(db_exec(act->c, Q_IMPORT_ADD,
        ARGS(*id, in->reg->id, in->province, in->unit, act->user ? act->user->id : NULL,
            act->user ? act->user->name : "Măng", bare_name(act->a, in->file), hash, act->now_ms),
        NULL));
    return in->keep ? put_pieces(act, *id, in->bytes) : OK;
}

static void read_batch(struct act *act, struct db_rows *r, struct import *im)
{
    *im = (struct import){.id = db_text(r, 0),
        .reg = pack_reg(act->site->pack, db_text(r, 1)),
        .province = db_text(r, 2),
        .unit = db_text(r, 3),
        .account = db_text(r, 4),
        .by = db_text(r, 5),
        .file = db_text(r, 6),
        .hash = db_text(r, 7),
        .state = (enum import_state)db_int(r, 8),
        .tab = (int)db_int(r, 9),
        .rows = db_int(r, 10),
        .good = db_int(r, 11),
        .bad = db_int(r, 12),
        .warned = db_int(r, 13),
        .twins = db_int(r, 14),
        .hidden = db_int(r, 15),
        .done = db_int(r, 16),
        .added = db_int(r, 17),
        .updated = db_int(r, 18),
        .skipped = db_int(r, 19),
        .kept = db_int(r, 20),
        .fault = db_text(r, 21),
        .note = db_text(r, 22),
        .made_at = db_int(r, 23),
        .checked_at = db_int(r, 24),
        .stored_at = db_int(r, 25),
        .undone_at = db_int(r, 26),
        .last_row = db_int(r, 27),
        .tabs = db_text(r, 28)};
}

enum err store_get(struct act *act, const char *id, struct import *out)
{
    if (!uuid_ok(str_of(id)))
        return err_set(ERR_NOT_FOUND, "no such import");
    struct db_rows *r = db_query(act->c, act->a, Q_IMPORT_GET, ARGS(id));
    if (!db_next(r))
        return db_status(act->c) ? db_status(act->c) : err_set(ERR_NOT_FOUND, "no such import");
    read_batch(act, r, out);
    return out->reg ? OK : err_set(ERR_NOT_FOUND, "the register is gone");
}

enum err import_get(struct act *act, const char *id, struct import *out)
{
    TRY(store_get(act, id, out));
    if (act->user && !user_in_scope(act->user, out->province, out->unit))
        return err_set(ERR_NOT_FOUND, "import outside the scope");
    return may_write(act, out->reg);
}

enum err import_list(struct act *act, size_t most, const struct import **out, size_t *n)
{
    const struct user *u = act->user;
    struct db_rows *r = db_query(
        act->c, act->a, Q_IMPORT_LIST, ARGS(u ? u->province : "", u ? u->unit : "", (int64_t)most));
    struct import *v = NEW_N(act->a, struct import, most + 1);
    for (*n = 0; db_next(r) && *n < most;) {
        read_batch(act, r, &v[*n]);
        *n += v[*n].reg && may_write(act, v[*n].reg) == OK;
    }
    *out = v;
    return db_status(act->c);
}

const struct import *import_same_file(struct act *act, const struct import *im)
{
    struct value id =
        db_scalar(act->c, act->a, Q_IMPORT_SAME_FILE, ARGS(im->hash, im->reg->id, im->id));
    struct import *other = NEW(act->a, struct import);
    return id.t == V_TEXT && import_get(act, id.s.p, other) == OK ? other : NULL;
}

static enum err drop_found(struct act *act, const char *id)
{
    TRY(db_exec(act->c, Q_IMPORT_FAULTS_DROP, ARGS(id), NULL));
    return db_exec(act->c, Q_IMPORT_TWINS_DROP, ARGS(id), NULL);
}

enum err import_drop(struct act *act, const char *id)
{
    struct import im;
    TRY(import_get(act, id, &im));
    if (im.stored_at || im.added || im.updated)
        return err_set(ERR_CONFLICT, "the batch stored something");
    TRY(drop_found(act, id));
    TRY(db_exec(act->c, Q_IMPORT_COLUMNS_DROP, ARGS(id), NULL));
    TRY(db_exec(act->c, Q_IMPORT_PIECES_DROP, ARGS(id), NULL));
    TRY(db_exec(act->c, Q_IMPORT_TRACES_DROP, ARGS(id), NULL));
    return db_exec(act->c, Q_IMPORT_FORGET, ARGS(id), NULL);
}

enum err import_sweep(struct act *act, int64_t before_ms)
{
    struct db_rows *r = db_query(act->c, act->a, Q_IMPORT_STALE, ARGS(before_ms));
    while (db_next(r)) {
        enum err e = import_drop(act, db_text(r, 0));
        if (e && e != ERR_NOT_FOUND) /* its register is gone */
            return e;
    }
    return db_status(act->c);
}

/* ---- what was found -------------------------------------------------------------------------- */

enum err import_columns(
    struct act *act, const char *id, const struct import_column **out, size_t *n)
{
    struct db_rows *r = db_query(act->c, act->a, Q_IMPORT_COLUMNS, ARGS(id));
    struct import_column *v = NEW_N(act->a, struct import_column, db_row_count(r) + 1);
    for (*n = 0; db_next(r); ++*n)
        v[*n] = (struct import_column){.col = (int)db_int(r, 0),
            .heading = db_text(r, 1),
            .target = db_text(r, 2),
            .twice = db_int(r, 4) != 0,
            .sample = db_text(r, 5),
            .before = db_text(r, 6),
            .enc = db_text(r, 7)};
    *out = v;
    return db_status(act->c);
}

enum err import_faults(struct act *act, const char *id, enum import_kind kind,
    const struct import_fault **out, size_t *n)
{
    struct db_rows *r = db_query(act->c, act->a, Q_IMPORT_FAULTS, ARGS(id, (int)kind));
    struct import_fault *v = NEW_N(act->a, struct import_fault, db_row_count(r) + 1);
    for (*n = 0; db_next(r); ++*n)
        v[*n] = (struct import_fault){.row = db_int(r, 0),
            .col = (int)db_int(r, 1),
            .cell = db_text(r, 2),
            .text = db_text(r, 3),
            .kind = kind};
    *out = v;
    return db_status(act->c);
}

enum err import_twins(struct act *act, const char *id, int64_t offset, int64_t limit,
    const struct import_twin **out, size_t *n)
{
    struct db_rows *r = db_query(act->c, act->a, Q_IMPORT_TWINS, ARGS(id, limit, offset));
    struct import_twin *v = NEW_N(act->a, struct import_twin, db_row_count(r) + 1);
    for (*n = 0; db_next(r); ++*n)
        v[*n] = (struct import_twin){.row = db_int(r, 0),
            .other_row = db_int(r, 1),
            .record = db_text(r, 2),
            .chance = db_real(r, 3),
            .choice = (enum import_choice)db_int(r, 4),
            .mine = db_text(r, 5),
            .other = db_text(r, 6)};
    *out = v;
    return db_status(act->c);
}

/* ---- what people decide ---------------------------------------------------------------------- */

const struct plan_wish *store_wishes(struct act *act, const struct import *im, size_t *n)
{
    struct db_rows *before =
        db_query(act->c, act->a, Q_IMPORT_HEADINGS, ARGS(im->province, im->unit, im->reg->id));
    struct db_rows *now = db_query(act->c, act->a, Q_IMPORT_COLUMNS, ARGS(im->id));
    struct plan_wish *v =
        NEW_N(act->a, struct plan_wish, db_row_count(before) + db_row_count(now) + 1);
    for (*n = 0; db_next(before); ++*n)
        v[*n] = (struct plan_wish){db_text(before, 0), db_text(before, 1), -1};
    while (db_next(now))
        if (db_int(now, 3))
            v[(*n)++] = (struct plan_wish){"", db_text(now, 2), (int)db_int(now, 0)};
    return v;
}

static enum err map_column(
    struct act *act, const struct import *im, const struct import_column *old, const char *target)
{
    TRY(db_exec(act->c, Q_IMPORT_COLUMN_PUT,
        ARGS(im->id, old->col, old->heading, target, true, false, old->sample, old->before,
            old->enc),
        NULL));
    struct str fold = text_fold(act->a, str_of(old->heading));
    return db_exec(act->c, Q_IMPORT_HEADING_PUT,
        ARGS(im->province, im->unit, im->reg->id, fold, target), NULL);
}

enum err import_map(
    struct act *act, const char *id, int tab, const struct import_column *v, size_t n)
{
    struct import im;
    TRY(import_get(act, id, &im));
    if (im.state != IMPORT_CHECKED && im.state != IMPORT_UNREADABLE)
        return err_set(ERR_CONFLICT, "not waiting for a decision");
    const struct import_column *old;
    size_t nold;
    TRY(import_columns(act, id, &old, &nold));
    if (tab != im.tab)
        TRY(db_exec(act->c, Q_IMPORT_COLUMNS_DROP, ARGS(id), NULL));
    for (size_t i = 0; i < n && tab == im.tab; i++)
        for (size_t k = 0; k < nold; k++) {
            if (old[k].col != v[i].col || streq(old[k].target, v[i].target))
                continue;
            struct aim t = aim_read(im.reg, v[i].target);
            TRY(map_column(act, &im, &old[k], t.kind ? v[i].target : ""));
        }
    TRY(drop_found(act, id));
    return db_exec(act->c, Q_IMPORT_REMAP, ARGS(id, tab), NULL);
}

enum err import_choose(struct act *act, const char *id, int64_t row, enum import_choice choice)
{
    return db_exec(act->c, Q_IMPORT_TWIN_CHOOSE, ARGS(id, row, (int)choice), NULL);
}

enum err import_choose_rest(struct act *act, const char *id, enum import_choice choice)
{
    return db_exec(act->c, Q_IMPORT_TWIN_CHOOSE_REST, ARGS(id, (int)choice), NULL);
}

static enum err move_state(
    struct act *act, const char *id, enum import_state from, enum import_state to)
{
    int64_t changed;
    TRY(db_exec(act->c, Q_IMPORT_SET_STATE, ARGS(id, (int)from, (int)to), &changed));
    return changed ? OK : err_set(ERR_CONFLICT, "the batch has moved on");
}

enum err import_accept(struct act *act, const char *id)
{
    struct import im;
    TRY(import_get(act, id, &im));
    return move_state(act, id, IMPORT_CHECKED, IMPORT_STORING);
}

enum err import_undo(struct act *act, const char *id)
{
    struct import im;
    TRY(import_get(act, id, &im));
    if (im.stored_at && act->now_ms - im.stored_at > IMPORT_UNDO_MS)
        return err_set(ERR_DENIED, "more than seven days ago");
    bool half = im.state == IMPORT_STORING;
    return move_state(act, id, half ? IMPORT_STORING : IMPORT_STORED, IMPORT_UNDOING);
}
