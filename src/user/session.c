// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * Signing in and what follows: password checks behind a door (at most two hashes at once, a limit
 * of failures per address), sessions found by the hash of their token, the lock after a pause.
 * The token is 32 random bytes known only to the browser; a stolen database opens no session.
 */
#include "user/user_int.h"

#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>

enum {
    HASHES_AT_ONCE = 2,
    ADDRESSES = 1024,      /* slots of the failure table; collisions only slow strangers */
    ADDRESS_FAILURES = 30, /* in the window */
    ADDRESS_WINDOW_MS = 15 * 60 * 1000,
    ACCOUNT_FAILURES = 5,
    ACCOUNT_PAUSE_MS = 15 * 60 * 1000,
    ARGON_MEMORY = 19 * 1024 * 1024,
    ARGON_PASSES = 2,
};

struct user_door {
    sem_t hashes;
    pthread_mutex_t lock;
    struct {
        int64_t since;
        int failures;
    } seen[ADDRESSES];
};

struct user_door *user_door_open(struct arena *a)
{
    struct user_door *d = NEW(a, struct user_door);
    BUG_IF(sem_init(&d->hashes, 0, HASHES_AT_ONCE) != 0);
    pthread_mutex_init(&d->lock, NULL);
    return d;
}

void user_door_close(struct user_door *d)
{
    if (!d)
        return;
    sem_destroy(&d->hashes);
    pthread_mutex_destroy(&d->lock);
}

/* Counts `add` failures of an address and tells if it is over the limit. */
static bool address_over(struct user_door *d, const char *remote, int add)
{
    uint64_t h = 14695981039346656037u;
    for (const char *p = remote; *p; p++)
        h = (h ^ (unsigned char)*p) * 1099511628211u;
    size_t i = h % ADDRESSES;
    int64_t now = clock_ms();
    pthread_mutex_lock(&d->lock);
    if (now - d->seen[i].since > ADDRESS_WINDOW_MS) {
        d->seen[i].since = now;
        d->seen[i].failures = 0;
    }
    d->seen[i].failures += add;
    bool over = d->seen[i].failures > ADDRESS_FAILURES;
    pthread_mutex_unlock(&d->lock);
    return over;
}

const char *user_hash(struct arena *a, const char *password)
{
    char *out = arena_alloc(a, crypto_pwhash_STRBYTES, 1);
    int rc = crypto_pwhash_str_alg(
        out, password, strlen(password), ARGON_PASSES, ARGON_MEMORY, crypto_pwhash_ALG_ARGON2ID13);
    BUG_IF(rc != 0);
    return out;
}

static bool password_is(struct user_door *d, const char *hash, const char *password)
{
    while (sem_wait(&d->hashes) != 0)
        ;
    bool ok = crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
    sem_post(&d->hashes);
    return ok;
}

static const char *token_hash(struct arena *a, const char *token)
{
    unsigned char h[32];
    crypto_generichash(h, sizeof h, (const unsigned char *)token, strlen(token), NULL, 0);
    char *hex = arena_alloc(a, 2 * sizeof h + 1, 1);
    sodium_bin2hex(hex, 2 * sizeof h + 1, h, sizeof h);
    return hex;
}

/* What the account row says before the password is looked at. */
struct candidate {
    const char *id, *hash;
    int64_t failed, locked_until;
    bool usable;
};

/* Of no account: the same work is done for unknown names. */
static const char no_such_hash[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                                   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static enum err find_candidate(
    struct db *db, struct arena *a, const char *username, struct candidate *out)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_read(db, &c));
    struct db_rows *r = db_query(c, a, Q_ACCOUNT_FOR_SIGN_IN, ARGS(username));
    *out = (struct candidate){.hash = no_such_hash};
    if (db_next(r))
        *out = (struct candidate){
            db_text(r, 0), db_text(r, 1), db_int(r, 2), db_int(r, 3), v_is_null(db_value(r, 4))};
    return db_status(c);
}

static enum err count_failure(struct db *db, const struct candidate *k)
{
    if (!k->id)
        return OK;
    AUTO_DBC *c = NULL;
    TRY(db_begin_write(db, &c));
    int64_t until = clock_ms() + ACCOUNT_PAUSE_MS;
    TRY(db_exec(c, Q_ACCOUNT_GUESS, ARGS(k->id, ACCOUNT_FAILURES, until), NULL));
    return db_commit(c);
}

static enum err check(struct db *db, struct user_door *d, const struct candidate *k,
    const char *password, const char *remote, enum user_entry *how)
{
    if (address_over(d, remote, 0)) {
        *how = ENTRY_TOO_FAST;
        return OK;
    }
    if (k->locked_until > clock_ms()) {
        *how = ENTRY_LOCKED;
        return OK;
    }
    if (password_is(d, k->hash, password) && k->usable) {
        *how = ENTRY_OK;
        return OK;
    }
    *how = ENTRY_WRONG;
    address_over(d, remote, 1);
    return count_failure(db, k);
}

enum err user_sign_in(struct db *db, struct user_door *d, struct arena *a, const char *username,
    const char *password, const char *remote, bool shared, enum user_entry *how, const char **token,
    const char **account_id)
{
    struct candidate k;
    TRY(find_candidate(db, a, username, &k));
    TRY(check(db, d, &k, password, remote, how));
    if (*how != ENTRY_OK)
        return OK;
    unsigned char raw[32];
    rand_bytes(raw, sizeof raw);
    char *t = arena_alloc(a, 64, 1);
    sodium_bin2base64(t, 64, raw, sizeof raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    AUTO_DBC *c = NULL;
    TRY(db_begin_write(db, &c));
    if (k.failed)
        TRY(db_exec(c, Q_ACCOUNT_FAILED, ARGS(k.id, 0, 0), NULL));
    TRY(db_exec(c, Q_SESSION_ADD, ARGS(token_hash(a, t), k.id, clock_ms(), shared, remote), NULL));
    TRY(db_commit(c));
    *token = t;
    *account_id = k.id;
    return OK;
}

enum err user_of_token(struct dbc *c, const struct pack *p, struct arena *a, const char *token,
    struct user *u, struct session *s)
{
    const char *hash = token_hash(a, token);
    struct db_rows *r = db_query(c, a, Q_SESSION_USER, ARGS(hash));
    if (!db_next(r))
        return db_status(c) ? db_status(c) : ERR_NOT_FOUND;
    TRY(user_from_row(r, p, u));
    *s = (struct session){.token_hash = hash,
        .created_at = db_int(r, 10),
        .seen_at = db_int(r, 11),
        .locked = db_int(r, 12) != 0,
        .shared = db_int(r, 13) != 0,
        .places = db_int(r, 14)};
    int64_t now = clock_ms();
    if (now - s->created_at > USER_SESSION_MS)
        return ERR_NOT_FOUND;
    if (now - s->seen_at > (s->shared ? USER_LOCK_SHARED_MS : USER_LOCK_MS))
        s->locked = true;
    return OK;
}

enum err user_unlock(struct db *db, struct user_door *d, struct arena *a, const struct user *u,
    const struct session *s, const char *password, enum user_entry *how)
{
    struct candidate k = {.id = u->id, .usable = true};
    {
        AUTO_DBC *c = NULL;
        TRY(db_begin_read(db, &c));
        struct db_rows *r = db_query(c, a, Q_ACCOUNT_SECRET, ARGS(u->id));
        if (!db_next(r))
            return db_status(c) ? db_status(c) : ERR_NOT_FOUND;
        k.hash = db_text(r, 0);
        k.failed = db_int(r, 1);
        k.locked_until = db_int(r, 2);
    }
    TRY(check(db, d, &k, password, u->id, how));
    if (*how != ENTRY_OK)
        return OK;
    AUTO_DBC *c = NULL;
    TRY(db_begin_write(db, &c));
    TRY(db_exec(c, Q_SESSION_LOCK, ARGS(s->token_hash, 0, clock_ms()), NULL));
    return db_commit(c);
}

enum err user_lock(struct db *db, const struct session *s)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_write(db, &c));
    TRY(db_exec(c, Q_SESSION_LOCK, ARGS(s->token_hash, 1, s->seen_at), NULL));
    return db_commit(c);
}

enum err user_sign_out(struct db *db, const struct session *s)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_write(db, &c));
    TRY(db_exec(c, Q_SESSION_END, ARGS(s->token_hash), NULL));
    return db_commit(c);
}

enum err user_touch(struct db *db, const char *hash)
{
    AUTO_DBC *c = NULL;
    TRY(db_begin_write(db, &c));
    TRY(db_exec(c, Q_SESSION_TOUCH, ARGS(hash, clock_ms()), NULL));
    return db_commit(c);
}

enum err user_set_password(struct db *db, struct user_door *d, struct arena *a,
    const char *account_id, const char *password, bool must_change, const char *keep_session)
{
    while (sem_wait(&d->hashes) != 0)
        ;
    const char *hash = user_hash(a, password);
    sem_post(&d->hashes);
    AUTO_DBC *c = NULL;
    TRY(db_begin_write(db, &c));
    TRY(db_exec(c, Q_ACCOUNT_PASSWORD, ARGS(account_id, hash, must_change), NULL));
    const char *keep = keep_session ? keep_session : "";
    TRY(db_exec(c, Q_SESSION_END_OTHERS, ARGS(account_id, keep), NULL));
    return db_commit(c);
}
