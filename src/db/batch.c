// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Group commit on SQLite. There is one writer connection, given out in order of arrival. A write
 * lease is a savepoint in a transaction (the batch) that may hold many leases. Who is done hands
 * the connection, with the batch still open, to the next in line; if nobody waits, or the batch is
 * big or old, it commits for all. Everybody who joined sleeps until that one COMMIT (one fsync) has
 * returned and shares its result, so what was acknowledged is on disk.
 *
 * Invariant: a batch with members is never left: either the connection is in somebody's hands, or
 * nothing is open. The fields of sq_conn belong to the holder; only `settled` crosses threads.
 */
#include "db/db_int.h"

#include <sqlite3.h>

enum {
    BATCH_MAX = 128,
    BATCH_US = 10000, /* an open batch older than this is not handed on */
    WAL_PASSIVE = 4000,
    WAL_TRUNCATE = 8000, /* pages of 4 KiB */
    WAL_HARD = 32000
};

static struct sq_conn *writer(struct dbc *c)
{
    return (struct sq_conn *)(void *)c->conn;
}

/* Wakes every member of the batch with its result. */
static void settle(struct db *db, struct sq_conn *k, enum err e)
{
    pthread_mutex_lock(&db->batch_m);
    for (struct dbc *m = k->first, *next; m; m = next) {
        next = m->next_member;
        m->settled_as = e;
        m->settled = true;
        pthread_cond_signal(&m->settled_cond);
    }
    pthread_mutex_unlock(&db->batch_m);
    k->first = NULL;
    k->members = 0;
    k->open = false;
}

/* Writes the WAL back into the database: a little when it has grown by WAL_PASSIVE pages; all of
 * it, and cuts the file, when nobody wants to write; and makes readers let go when it is far too
 * long. Failure is no harm: the next commit tries again. */
static void checkpoint(struct dbc *c, struct sq_conn *k)
{
    if (k->wal_pages < k->checked_pages)
        k->checked_pages = 0; /* SQLite began the log anew */
    if (k->wal_pages - k->checked_pages < WAL_PASSIVE)
        return;
    bool quiet = !pool_wanted(&c->db->pool[LEASE_WRITE]);
    int mode = SQLITE_CHECKPOINT_PASSIVE;
    if (k->wal_pages >= WAL_TRUNCATE && quiet)
        mode = SQLITE_CHECKPOINT_TRUNCATE;
    else if (k->wal_pages >= WAL_HARD)
        mode = SQLITE_CHECKPOINT_RESTART;
    sqlite3_busy_timeout(k->h, mode == SQLITE_CHECKPOINT_RESTART ? 200 : 0);
    sqlite3_wal_checkpoint_v2(k->h, NULL, mode, NULL, NULL);
    sqlite3_busy_timeout(k->h, 10000);
    k->checked_pages = k->wal_pages;
}

static enum err commit_batch(struct db *db, struct sq_conn *k)
{
    enum err e = db_count_statement(db);
    if (e == OK)
        e = sq_ctl(k, CTL_COMMIT);
    if (e != OK && !sqlite3_get_autocommit(k->h))
        (void)sq_ctl(k, CTL_ROLLBACK);
    return e;
}

/* Gives the connection away: to the next in line with the batch open, or after closing it. */
static void leave(struct dbc *c, struct sq_conn *k)
{
    struct db *db = c->db;
    struct pool *p = &db->pool[LEASE_WRITE];
    bool young = k->members < BATCH_MAX && clock_mono_us() - k->opened_us < BATCH_US;
    c->conn = NULL;
    if (k->open && young && pool_pass(p, &k->base))
        return;
    if (k->open && k->members > 0)
        settle(db, k, commit_batch(db, k));
    else if (k->open)
        (void)sq_ctl(k, CTL_ROLLBACK);
    k->open = false;
    checkpoint(c, k);
    pool_give(p, &k->base);
}

static enum err open_batch(struct dbc *c, struct sq_conn *k)
{
    TRY(sq_connect(c, k));
    if (!k->open) {
        TRY(sq_ctl(k, CTL_BEGIN_WRITE));
        k->open = true;
        k->opened_us = clock_mono_us();
    }
    return sq_ctl(k, CTL_SAVE);
}

enum err batch_enter(struct dbc *c)
{
    c->conn = pool_take(&c->db->pool[LEASE_WRITE], WAIT_CONN_MS);
    if (!c->conn)
        return err_set(ERR_BUSY, "writer is busy");
    enum err e = open_batch(c, writer(c));
    if (e != OK)
        leave(c, writer(c));
    c->begun = e == OK;
    return e;
}

/* The transaction is gone: so are the changes of all who joined it. */
static void lose_batch(struct dbc *c, struct sq_conn *k, enum err e)
{
    settle(c->db, k, e == OK ? ERR_IO : e);
    leave(c, k);
}

void batch_abort(struct dbc *c)
{
    struct sq_conn *k = writer(c);
    if (sqlite3_get_autocommit(k->h)) {
        lose_batch(c, k, c->status);
        return;
    }
    enum err e = sq_ctl(k, CTL_UNDO);
    if (e == OK)
        e = sq_ctl(k, CTL_RELEASE);
    if (e != OK) { /* cannot undo ours alone: undo all, nobody was told yes */
        (void)sq_ctl(k, CTL_ROLLBACK);
        lose_batch(c, k, e);
        return;
    }
    leave(c, k);
}

enum err batch_commit(struct dbc *c)
{
    struct db *db = c->db;
    struct sq_conn *k = writer(c);
    TRY(sq_ctl(k, CTL_RELEASE));
    c->next_member = k->first;
    k->first = c;
    k->members++;
    leave(c, k);
    pthread_mutex_lock(&db->batch_m);
    while (!c->settled)
        pthread_cond_wait(&c->settled_cond, &db->batch_m);
    pthread_mutex_unlock(&db->batch_m);
    return c->settled_as == OK ? OK : err_set(c->settled_as, "commit of the batch failed");
}
