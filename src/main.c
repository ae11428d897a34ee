// SPDX-License-Identifier: AGPL-3.0-or-later
/* The command table of mang, and reading its options. Work is in src/cmd. */
#include "cmd/cmd.h"

#include <locale.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

struct command {
    const char *name;
    cmd_fn *run;
    const char *use, *what;
};
static const struct command commands[] = {
    {"init", cmd_init, "init", "make the database, the key and the first administrator"},
    {"serve", cmd_serve, "serve [--listen HOST:PORT] [--trust-proxy] [--tls] [--quiet]",
        "serve the pages"},
    {"migrate", cmd_migrate, "migrate", "bring tables up to this program and pack"},
    {"pack", cmd_pack, "pack check [DIR]", "check a pack: file:line:col for each fault"},
    {"units", cmd_units,
        "units list --level province|district|commune [--on DATE] [--under CODE] [--format "
        "csv|json]\n"
        "       mang units import CHANGES.csv [--dry-run] | units revert BATCH | units batches",
        "administrative units of a day, and their changes"},
    {"user", cmd_user,
        "user add NAME --role ROLE [--unit CODE | --province CODE] [--full-name TEXT] [--phone N]\n"
        "       mang user list | user password NAME",
        "accounts"},
    {"journal", cmd_journal, "journal verify", "walk the hash chains of the journal"},
    {"backup", cmd_backup, "backup FILE [--force]",
        "copy everything, while serving, as of one moment"},
    {"restore", cmd_restore, "restore FILE", "fill an empty database from a backup"},
    {"import", cmd_import,
        "import children|REGISTER FILE --unit CODE [--dry-run] [--marked OUT.xlsx]\n"
        "                   [--map \"heading=field;…\"] [--force]\n"
        "       mang import data|targets FILE [--dry-run] [--marked OUT.csv] [--on DATE]\n"
        "       mang import boundaries FILE [--on DATE] [--province CODE] [--dry-run]\n"
        "       mang import units CHANGES.csv [--dry-run] | import undo BATCH | import list",
        "old lists (.xlsx, .csv) into a register, numbers, targets; --force: likely duplicates "
        "too"},
    {"report", cmd_report,
        "report make ID --period P --unit CODE -o FILE.docx|.xlsx [--regime calendar|cutoff15]",
        "a report as a Word file, or its Excel annex"},
    {"demo", cmd_demo, "demo [--scale N] [--seed N] [--force]",
        "synthetic data of one province and four sign-ins"},
    {"link", cmd_link,
        "link dedupe IN.csv --pairs OUT.csv [--clusters OUT.csv] [--units UNITS.csv]\n"
        "       [--threads N] [--threshold BITS] | link stats IN.csv\n"
        "       mang link search --index IN.csv [--units UNITS.csv] [--unit CODE] [--time] "
        "[QUERY...]\n"
        "       mang link scan",
        "find records of one child in a list"},
    {"stat", cmd_stat,
        "stat compute --indicator CODE,PROGRAMME...|all --unit CODE [--level "
        "commune|district|province]\n"
        "       --period 2024|2024-Q3|2024-9M|2024-H1|2016..2020 [--regime calendar|cutoff15]\n"
        "       [--map DATE] [--as-known DATE] [--by sex,age,...] [--format csv|json|text] "
        "[--fresh]\n"
        "       mang stat explain CODE [--format json]",
        "indicators, computed and explained"},
    {"exchange", cmd_exchange,
        "exchange metadata --unit CODE [--map DATE] -o F.json\n"
        "       mang exchange values --unit CODE --period P [--level commune|province] [--split]\n"
        "                            [--ids uid|code] [--format json|csv|adx] -o F\n"
        "       mang exchange import FILE [--dry-run]",
        "numbers to and from DHIS2 and ADX"},
    {"version", cmd_version, "version", "version, database library, pack"},
};

static const char general[] =
    "\nEverywhere:\n"
    "  --data DIR   folder of the SQLite database and the key (default: data)\n"
    "  --db URL     postgresql://… instead of SQLite\n"
    "  --key FILE   the site's key (default: mang.key in the data folder)\n"
    "  --pack DIR   a pack on disk instead of the one inside the program\n"
    "Exit codes: 0 done, 1 the work failed, 2 wrong use.\n";

static void usage(FILE *out)
{
    fputs("mang: child protection and gender equality in communes and provinces\n\n", out);
    for (size_t i = 0; i < COUNT(commands); i++)
        fprintf(out, "  mang %-9s %s\n", commands[i].name, commands[i].what);
    fputs(general, out);
}

static void usage_of(const struct command *k, FILE *out)
{
    fprintf(out, "mang %s\n  %s\n%s", k->use, k->what, general);
}

struct option {
    const char *name;
    size_t at;
    enum { OPT_TEXT, OPT_FLAG, OPT_INT } kind;
};
#define TEXT(opt, member)                                                                          \
    {                                                                                              \
        opt, offsetof(struct cmd, member), OPT_TEXT                                                \
    }
#define FLAG(opt, member)                                                                          \
    {                                                                                              \
        opt, offsetof(struct cmd, member), OPT_FLAG                                                \
    }
#define INT(opt, member)                                                                           \
    {                                                                                              \
        opt, offsetof(struct cmd, member), OPT_INT                                                 \
    }
static const struct option options[] = {TEXT("--data", data), TEXT("--db", db), TEXT("--key", key),
    TEXT("--pack", pack), TEXT("--level", level), TEXT("--on", on), TEXT("--under", under),
    TEXT("--format", format), TEXT("--listen", listen), FLAG("--dry-run", dry_run),
    FLAG("--trust-proxy", trust_proxy), FLAG("--tls", tls), FLAG("--demo", demo),
    FLAG("--quiet", quiet), FLAG("--force", force), TEXT("--role", role), TEXT("--unit", unit),
    TEXT("--province", province), TEXT("--full-name", full_name), TEXT("--phone", phone),
    TEXT("--title", title), TEXT("--pairs", pairs), TEXT("--clusters", clusters),
    TEXT("--indicator", indicator), TEXT("--period", period), TEXT("--regime", regime),
    TEXT("--as-known", as_known), TEXT("--by", by), TEXT("-o", out), TEXT("--ids", ids),
    FLAG("--fresh", fresh), FLAG("--split", split), TEXT("--units", units),
    TEXT("--threshold", threshold), TEXT("--index", index), FLAG("--time", time),
    TEXT("--marked", marked), TEXT("--map", map), INT("--scale", scale), INT("--threads", threads),
    INT("--seed", seed)};

static const struct option *option_named(const char *s)
{
    for (size_t i = 0; i < COUNT(options); i++)
        if (streq(options[i].name, s))
            return &options[i];
    return NULL;
}

/* Takes one option with its value; returns how many words it used, 0 = wrong. */
static int take(struct cmd *c, const struct option *o, const char *value)
{
    char *at = (char *)c + o->at;
    if (o->kind == OPT_FLAG) {
        bool yes = true;
        memcpy(at, &yes, sizeof yes);
        return 1;
    }
    int64_t n;
    if (!value || (o->kind == OPT_INT && (!str_to_int(str_of(value), &n) || n < 0 || n > 100000)))
        return 0;
    if (o->kind == OPT_INT) {
        int i = (int)n;
        memcpy(at, &i, sizeof i);
    } else {
        memcpy(at, &value, sizeof value);
    }
    return 2;
}

static bool parse(struct cmd *c, int argc, char **argv, bool *help)
{
    const char **args = NEW_N(c->a, const char *, argc + 1);
    c->args = args;
    for (int i = 2; i < argc;) {
        if (streq(argv[i], "--help") || streq(argv[i], "-h")) {
            *help = true;
            return true;
        }
        const struct option *o = option_named(argv[i]);
        if (!o && strncmp(argv[i], "--", 2) != 0) {
            args[c->nargs++] = argv[i++];
            continue;
        }
        int used = o ? take(c, o, i + 1 < argc ? argv[i + 1] : NULL) : 0;
        if (!used) {
            fprintf(stderr, "mang: wrong option or value: %s\n", argv[i]);
            return false;
        }
        i += used;
    }
    return true;
}

int main(int argc, char **argv)
{
    if (sodium_init() < 0)
        return EXIT_WORK;
    if (argc < 2 || streq(argv[1], "--help") || streq(argv[1], "-h") || streq(argv[1], "help")) {
        usage(argc < 2 ? stderr : stdout);
        return argc < 2 ? EXIT_USE : EXIT_DONE;
    }
    const struct command *k = NULL;
    for (size_t i = 0; i < COUNT(commands); i++)
        if (streq(commands[i].name, argv[1]))
            k = &commands[i];
    if (!k) {
        fprintf(stderr, "mang: no such command: %s\n", argv[1]);
        usage(stderr);
        return EXIT_USE;
    }
    AUTO_ARENA *a = arena_open();
    struct cmd c = {.name = k->name, .a = a, .data = "data", .listen = "127.0.0.1:8686"};
    bool help = false;
    if (!parse(&c, argc, argv, &help)) {
        usage_of(k, stderr);
        return EXIT_USE;
    }
    if (help) {
        usage_of(k, stdout);
        return EXIT_DONE;
    }
    int code = k->run(&c);
    if (code == EXIT_USE)
        usage_of(k, stderr);
    return code;
}
