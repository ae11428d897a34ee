// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * cmd: the command line. Each command is one function over parsed options; it prints, and returns
 * an exit code: 0 done, 1 the work failed, 2 wrong use.
 */
#ifndef MANG_CMD_H
#define MANG_CMD_H

#include "web/web.h"

#define MANG_VERSION "0.1.0"

enum { EXIT_DONE, EXIT_WORK, EXIT_USE };

/* Options of all commands; each uses some. */
struct cmd {
    const char *name;
    struct arena *a;
    const char *data, *db, *key, *pack; /* --data DIR, --db URL, --key FILE, --pack DIR */
    const char *const *args;            /* words after the command that are no options */
    size_t nargs;
    const char *level, *on, *under, *format; /* units */
    const char *listen;
    bool dry_run, trust_proxy, tls, demo, quiet, force;
    const char *role, *unit, *province, *full_name, *phone, *title;
    const char *pairs, *clusters, *units, *threshold, *index; /* link */
    const char *indicator, *period, *regime, *as_known, *by, *out,
        *ids; /* stat, report, exchange */
    bool fresh, split;
    bool time;
    const char *marked, *map; /* import; stat: day of the map */
    int scale, threads, seed;
};
typedef int cmd_fn(struct cmd *c);
cmd_fn cmd_init, cmd_serve, cmd_migrate, cmd_pack, cmd_units, cmd_user, cmd_journal, cmd_backup,
    cmd_restore, cmd_import, cmd_demo, cmd_link, cmd_stat, cmd_report, cmd_exchange, cmd_version;

/* A site opened from the options: database, pack, tables, units, holidays, key. */
struct cmd_site {
    struct site site;
    struct arena *a;
};
/* `create`: make the database file and the key when missing. Messages on stderr. */
MUST_CHECK enum err cmd_open(struct cmd *c, bool create, struct cmd_site **out);
void cmd_close(struct cmd_site *s);
/* Brings schema, register tables and units up to date. */
MUST_CHECK enum err cmd_prepare(struct cmd_site *s);
/* Loads the pack of --pack, or the one inside the program; prints its faults. */
MUST_CHECK enum err cmd_load_pack(struct cmd *c, struct arena *a, const struct pack **out);
/* "what: detail" on stderr; gives EXIT_WORK. */
int cmd_fail(const struct cmd *c, const char *what, enum err e);
/* Progress of long work: one line that is rewritten on a terminal, or one a tenth elsewhere. */
void cmd_progress(const struct cmd *c, const char *what, int64_t done, int64_t all);
/* Demo data of a scale (1 = about 300 cases); used by tests and benchmarks too. */
MUST_CHECK enum err cmd_demo_data(struct cmd *c, struct cmd_site *s, int scale);

#endif
