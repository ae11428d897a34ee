// SPDX-License-Identifier: AGPL-3.0-or-later
/* Rows into a register's empty table past the engine, as fast as the database takes them. */
#ifndef MANG_BENCH_PEOPLE_H
#define MANG_BENCH_PEOPLE_H

#include "db/db.h"

_Noreturn void people_die(const char *what, const char *why);

struct sink;
/* Takes the indexes off; what was in the table is gone. */
struct sink *sink_open(struct arena *a, const char *url, const struct db_table *t);
/* Values as db_table_insert takes them. */
void sink_row(struct sink *s, const struct value *v);
/* Puts the indexes back, and gathers the statistics. */
void sink_close(struct sink *s);

#endif
