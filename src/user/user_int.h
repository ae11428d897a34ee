// SPDX-License-Identifier: AGPL-3.0-or-later
/* Shared between the files of src/user only. */
#ifndef MANG_USER_INT_H
#define MANG_USER_INT_H

#include "user/user.h"

/* Argon2id string of a password (19 MiB, 2 passes: 16 ms here). */
const char *user_hash(struct arena *a, const char *password);
enum lang user_lang(const char *s);
enum err user_from_row(struct db_rows *r, const struct pack *p, struct user *u);

#endif
