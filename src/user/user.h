// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * user: people who sign in. Accounts, roles (from the pack), scope (a unit subtree), passwords
 * (Argon2id), sessions, lock-out. What a person may do is asked here and in src/rec only.
 */
#ifndef MANG_USER_H
#define MANG_USER_H

#include "base/base.h"
#include "db/db.h"
#include "pack/pack.h"
#include "unit/unit.h"
#include "view/view.h"

/* A signed-in person, read from the database at each request. */
struct user {
    const char *id, *username, *name, *title;
    const struct role *role;
    const char *province, *unit; /* scope: both "" = the country; unit "" = the whole province */
    enum lang lang;
    bool must_change; /* the password was given by somebody else */
    int64_t since;    /* ms: the scope is of the map of this moment; 0 = of today */
};

struct session {
    const char *token_hash; /* key of the row; the token itself is only in the cookie */
    int64_t created_at, seen_at;
    bool locked;    /* by hand, or 15 minutes without a request (5 on a shared PC) */
    bool shared;    /* a PC that several people use */
    int64_t places; /* differs after a change of units, and when records came to lie elsewhere */
};

enum {
    USER_LOCK_MS = 15 * 60 * 1000,
    USER_LOCK_SHARED_MS = 5 * 60 * 1000,
    USER_SESSION_MS = 10 * 60 * 60 * 1000,
    USER_TOUCH_MS = 60 * 1000, /* how exactly the last request is remembered */
    USER_PASSWORD_MIN = 10,
};

/* Limits what strangers can cost us: hashes at work (at most 2) and failed sign-ins per address.
 * One per process, shared by all threads. */
struct user_door;
struct user_door *user_door_open(struct arena *a);
void user_door_close(struct user_door *d);

/* True if the role of the pack grants `action` on `what`: an entry "what:action", "what:*",
 * "*:action", or the bare word (what NULL). */
bool user_can(const struct user *u, const char *what, const char *action);
/* The scope on the map of a day: a person whose commune or province was merged away is of its
 * successor, of a split one of the part with most people. */
void user_settle(struct user *u, const struct unit_tree *t, struct arena *a, int32_t day);
/* True if that province and unit of the same map lie in the person's scope. Records are asked for
 * with rec_in_scope(), since theirs may be of an earlier map. */
bool user_in_scope(const struct user *u, const char *province, const char *unit);

/* People of a commune of that day, those of communes merged into it too; `role` "" = any. */
struct user_person {
    const char *id, *name, *phone, *role;
};
MUST_CHECK enum err user_people(struct dbc *c, const struct unit_tree *t, struct arena *a,
    const char *unit, int32_t day, const char *role, struct user_person **out, size_t *n);

/* A new account as an administrator or the command line asks for it. */
struct user_new {
    const char *username, *name, *title, *phone, *role, *province, *unit, *password;
    bool must_change;
};
/* Checks and stores. ERR_INVALID with a Vietnamese sentence in *msg; ERR_CONFLICT when the name is
 * taken. `id` gets the new id. The caller commits. */
MUST_CHECK enum err user_create(struct dbc *c, const struct pack *p, struct arena *a,
    const struct user_new *n, const char **id, const char **msg);
/* NULL if the password will do, else a sentence saying what is wrong. */
const char *user_password_fault(const char *username, const char *password);

/* How a sign-in ended. */
enum user_entry {
    ENTRY_OK,
    ENTRY_WRONG,   /* name or password; never says which */
    ENTRY_LOCKED,  /* too many failures: wait */
    ENTRY_TOO_FAST /* too many failures from this address */
};
/* Checks the password and opens a session. `token` (43 characters, base64url) goes into the
 * cookie. Takes the same time for unknown names. */
MUST_CHECK enum err user_sign_in(struct db *db, struct user_door *d, struct arena *a,
    const char *username, const char *password, const char *remote, bool shared,
    enum user_entry *how, const char **token, const char **account_id);
/* Who holds this token; ERR_NOT_FOUND when nobody or over. Does not write. */
MUST_CHECK enum err user_of_token(struct dbc *c, const struct pack *p, struct arena *a,
    const char *token, struct user *u, struct session *s);
/* By account id, without a session (jobs, command line, tests). */
MUST_CHECK enum err user_get(
    struct dbc *c, const struct pack *p, struct arena *a, const char *id, struct user *u);
/* Ends the lock if the password is right. */
MUST_CHECK enum err user_unlock(struct db *db, struct user_door *d, struct arena *a,
    const struct user *u, const struct session *s, const char *password, enum user_entry *how);
MUST_CHECK enum err user_lock(struct db *db, const struct session *s);
MUST_CHECK enum err user_sign_out(struct db *db, const struct session *s);
/* Remembers that the session was used; cheap, called after the answer. */
MUST_CHECK enum err user_touch(struct db *db, const char *token_hash);
/* New password; every other session of the account ends. */
MUST_CHECK enum err user_set_password(struct db *db, struct user_door *d, struct arena *a,
    const char *account_id, const char *password, bool must_change, const char *keep_session);

#endif
